"""Which small counts of a line to hide when its total is published, and an audit of what the rest gives away.

Rule. A count of 1 to threshold - 1 is hidden (primary); zero is shown. Further cells are hidden (secondary)
until, from everything published, each hidden cell could lie anywhere in a range at least threshold - 1 wide.
An outsider is taken to know the totals, the shown cells, the threshold, these rules, and that counts are
whole, but not which hidden cells are primary: so all of them must carry the same mark, one that does not say
"fewer than 5".

Choices that keep someone who knows these rules from using them:
* Secondary cells are taken by place, from the end, never by size. Were the smallest taken, "hidden, hidden,
  40" with total 84 could only be 4 and 40. Put the cell that readers miss least (a residual group) last.
* The last non-zero cell is hidden as soon as any cell is. Were it shown when the primary cells
  hide one another, "hidden, hidden, 5" with total 12 would say that both are primary, so 3 and 4.
* A zero is hidden only together with its whole line. So a hidden cell is at least 1 as long as the line still
  shows something, and the audit counts with that.
* A total of 1 to threshold - 1 is refused: it is a small count itself. Leave it out, with its line, before
  asking.
A line thereby leaves each hidden cell at least threshold - 1 possible values even to someone who knows the
rules.

A table with totals in both directions (``protect_table``) takes the same rule to its rows and columns, and more
cells until no linear program over all totals narrows a hidden cell; lines without events stay shown, as their
total says it already. That holds against an outsider who knows the totals, the shown cells and that a hidden
cell is at least 1. Unlike for a line, someone who runs these rules on every table that fits can learn more from
which cells were chosen (found for 2 x 3 tables, not for 2 x 2).

Not covered: what follows from several tables with cells or totals in common (``disclosure_audit``).
Sources: Willenborg & de Waal 2001; Federal Committee on Statistical Methodology, Working Paper 22 (2005).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from pipelines.methods.checks import BoolArray, IntArray, whole_counts
from pipelines.methods.disclosure_audit import exposed

THRESHOLD = 5


def is_small(count: int, threshold: int = THRESHOLD) -> bool:
    """True for a count that must not be shown: 1 to threshold - 1."""
    return 0 < count < threshold


def _checked(counts: ArrayLike, threshold: int) -> IntArray:
    array = whole_counts(counts)
    if array.ndim != 1:
        raise ValueError(f"counts must be one line, got {array.ndim} dimension(s)")
    if threshold < 2:
        raise ValueError(f"threshold must be at least 2, got {threshold}")
    return array


def _mask(hidden: ArrayLike, shape: tuple[int, ...]) -> BoolArray:
    mask = np.asarray(hidden, dtype=bool)
    if mask.shape != shape:
        raise ValueError(f"hidden of shape {mask.shape} does not fit counts of shape {shape}")
    return mask


def line_ranges(counts: Sequence[int] | IntArray, hidden: ArrayLike) -> dict[int, tuple[int, int]]:
    """Per hidden position, the smallest and largest value that the line's total and shown cells allow.

    With R the sum of the h hidden cells and L their least possible value (1 while a non-hidden cell is left
    in the line, else 0): L to R - (h-1)L, and exactly R for h = 1.
    """
    line = _checked(counts, THRESHOLD)
    mask = _mask(hidden, line.shape)
    secret = line[mask]
    # A zero hidden by some other rule than this module's makes a floor of 1 untrue.
    floor = 0 if mask.all() or (secret == 0).any() else 1
    rest = int(secret.sum()) - (secret.size - 1) * floor
    return {int(i): (rest if secret.size == 1 else floor, rest) for i in np.flatnonzero(mask)}


def recoverable(counts: Sequence[int] | IntArray, hidden: ArrayLike, threshold: int = THRESHOLD) -> list[int]:
    """Positions of hidden cells whose possible values span less than threshold - 1, given the line's total.

    ``counts``: one line, events; ``hidden``: as many booleans. ValueError: lengths differ, counts not whole.
    """
    _checked(counts, threshold)
    return [i for i, (low, high) in line_ranges(counts, hidden).items() if high - low < threshold - 1]


def protect_line(counts: Sequence[int] | IntArray, threshold: int = THRESHOLD) -> list[bool]:
    """Which cells (True) to hide in a line whose total is published.

    ``counts``: one line, events. ValueError: the total is itself small (1 to threshold - 1), counts not
    whole.
    """
    line = _checked(counts, threshold)
    if is_small(int(line.sum()), threshold):
        raise ValueError("the total is itself a small count and must not be published")
    hidden = _completed(line, (line > 0) & (line < threshold), threshold)
    return [bool(cell) for cell in hidden]


def _completed(line: IntArray, primary: BoolArray, threshold: int) -> BoolArray:
    """The hidden cells of a line and as many more as the line rule asks for."""
    hidden = primary.copy()
    if hidden.any():
        hidden[np.flatnonzero(line)[-1]] = True
    while recoverable(line, hidden, threshold):
        shown = np.flatnonzero(~hidden & (line > 0))
        if shown.size:
            hidden[shown[-1]] = True
        else:
            hidden[:] = True
            break
    return hidden


def protect_table(counts: ArrayLike, threshold: int = THRESHOLD) -> BoolArray:
    """Which cells (True) to hide in a table whose row and column totals are all published.

    The line rule on every row and column in turn until none changes; then, for each hidden cell that all the
    totals together leave fewer than threshold - 1 apart, the last shown cell of its row and of its column
    as well; and so on. Where that would need a zero, or no cell is left to hide, every cell of the lines with
    events is hidden. Each is then free by the smallest of its row total, its column total and what either
    leaves of the whole, none of which is a small count.

    ``counts``: rows by columns, events. ValueError: not two dimensions, a row or column total is itself small
    (1 to threshold - 1), counts not whole.
    """
    table = whole_counts(counts)
    if table.ndim != 2:
        raise ValueError(f"counts must be rows by columns, got {table.ndim} dimension(s)")
    totals = _checked([*table.sum(axis=0), *table.sum(axis=1)], threshold)
    if any(is_small(int(total), threshold) for total in totals):
        raise ValueError("a row or column total is itself a small count and must not be published")
    with_events = np.ix_(table.any(axis=1), table.any(axis=0))
    hidden = np.zeros(table.shape, dtype=bool)
    hidden[with_events] = _protected(table[with_events], threshold)
    return hidden


def _protected(table: IntArray, threshold: int) -> BoolArray:
    """``protect_table`` for a table in which every line has events."""
    hidden = (table > 0) & (table < threshold)
    pairs = ((table, hidden), (table.T, hidden.T))
    while True:
        before = hidden.copy()
        for lines, masks in pairs:
            for line, mask in zip(lines, masks, strict=True):
                mask[:] = _completed(line, mask, threshold)
                if (mask & (line == 0)).any():
                    return np.ones_like(hidden)
        if (hidden != before).any():
            continue
        open_cells = table_exposed(table, hidden, threshold)
        if not open_cells:
            return hidden
        for cell in open_cells:
            for (lines, masks), place in zip(pairs, cell, strict=True):
                shown = np.flatnonzero(~masks[place] & (lines[place] > 0))
                masks[place, shown[-1:]] = True
        if (hidden == before).all():
            return np.ones_like(hidden)


def table_exposed(counts: ArrayLike, hidden: ArrayLike, threshold: int = THRESHOLD) -> list[tuple[int, int]]:
    """Hidden cells (row, column) of a table that all its totals leave fewer than threshold - 1 apart.

    A hidden cell is taken to be at least 1, unless a zero is hidden too or no cell is shown of the lines with
    events. Shapes and errors as :func:`protect_table`, ``hidden`` of the same shape.
    """
    table = whole_counts(counts)
    mask = _mask(hidden, table.shape)
    rows, columns = np.nonzero(mask)
    everything = mask[np.ix_(table.any(axis=1), table.any(axis=0))].all()
    floor = 0 if everything or (table[mask] == 0).any() else 1
    left = np.where(mask, table, 0)
    equations = [
        ({int(cell): 1.0 for cell in np.flatnonzero(places == line)}, float(value))
        for places, totals in ((rows, left.sum(axis=1)), (columns, left.sum(axis=0)))
        for line, value in enumerate(totals)
        if value
    ]
    targets = [{cell: 1.0} for cell in range(rows.size)]
    found = exposed(rows.size, equations, targets, threshold - 1, lower=floor)
    return [(int(rows[cell]), int(columns[cell])) for cell in found]
