"""Which small counts to hide when totals are published, and an audit of what the rest gives away.

Rule. A count of 1 to threshold - 1 is hidden (primary); zero is shown. Further cells are hidden (secondary)
until, from everything published, each hidden cell could lie anywhere in a range at least threshold - 1 wide.
An outsider is taken to know the totals, the shown cells, the threshold, these rules, and that counts are
whole, but not which hidden cells are primary: so all of them must carry the same mark, one that does not say
"fewer than 5".

Choices that keep someone who knows these rules from using them:
* Secondary cells are taken by place, from the end, never by size. Were the smallest taken, "hidden, hidden,
  40" with total 84 could only be 4 and 40. Put the cell that readers miss least (a residual group) last.
* In a line, the last non-zero cell is hidden as soon as any cell is. Were it shown when the primary cells
  hide one another, "hidden, hidden, 5" with total 12 would say that both are primary, so 3 and 4.
* A zero is hidden only together with its whole line. So a hidden cell is at least 1 as long as both its row
  and its column still show something, and the audit counts with that.
* A total of 1 to threshold - 1 is refused: it is a small count itself. Leave it out, with its line, before
  asking.
A single line thereby leaves each hidden cell at least threshold - 1 possible values even to someone who
knows the rules. For tables only the promise about ranges is made.

Not covered: what follows from several tables with cells or totals in common.
Sources: Willenborg & de Waal 2001; Federal Committee on Statistical Methodology, Working Paper 22 (2005).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog
from scipy.sparse import csr_array

from pipelines.methods.checks import BoolArray, IntArray, whole_counts

THRESHOLD = 5


def is_small(count: int, threshold: int = THRESHOLD) -> bool:
    """True for a count that must not be shown: 1 to threshold - 1."""
    return 0 < count < threshold


def _checked(counts: ArrayLike, dimensions: int, threshold: int) -> IntArray:
    array = whole_counts(counts)
    if array.ndim != dimensions:
        raise ValueError(f"counts must have {dimensions} dimension(s), got {array.ndim}")
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
    line = _checked(counts, 1, THRESHOLD)
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
    _checked(counts, 1, threshold)
    return [i for i, (low, high) in line_ranges(counts, hidden).items() if high - low < threshold - 1]


def protect_line(counts: Sequence[int] | IntArray, threshold: int = THRESHOLD) -> list[bool]:
    """Which cells (True) to hide in a line whose total is published.

    ``counts``: one line, events. ValueError: the total is itself small (1 to threshold - 1), counts not
    whole.
    """
    line = _checked(counts, 1, threshold)
    if is_small(int(line.sum()), threshold):
        raise ValueError("the total is itself a small count and must not be published")
    hidden = (line > 0) & (line < threshold)
    if hidden.any():
        hidden[np.flatnonzero(line)[-1]] = True
    while recoverable(line, hidden, threshold):
        _hide_one_more(line, hidden, np.ones_like(hidden), np.zeros_like(hidden))
    return [bool(cell) for cell in hidden]


def _hide_one_more(line: IntArray, hidden: BoolArray, alive: BoolArray, preferred: ArrayLike) -> bool:
    """Hide, in place, the last shown non-zero cell (a ``preferred`` one if any), else every ``alive`` cell.

    False if there was nothing left to hide.
    """
    shown = np.flatnonzero(~hidden & (line > 0))
    if shown.size:
        wanted = shown[np.asarray(preferred)[shown]]
        hidden[wanted[-1] if wanted.size else shown[-1]] = True
        return True
    if (~hidden & alive).any():
        hidden |= alive
        return True
    return False


def _alive(table: IntArray) -> BoolArray:
    """Cells not known to be zero from a total of zero."""
    return np.outer(table.sum(axis=1) > 0, table.sum(axis=0) > 0)


def table_ranges(counts: ArrayLike, hidden: ArrayLike) -> dict[tuple[int, int], tuple[int, int]]:
    """Per hidden (row, column), the smallest and largest value that all totals and shown cells allow.

    Two linear programmes per cell. Sums over rows and columns form a totally unimodular system, so the
    extremes are whole numbers that the cell really could have.
    """
    table = _checked(counts, 2, THRESHOLD)
    mask = _mask(hidden, table.shape)
    rows, columns = np.nonzero(mask)
    shown = ~mask & _alive(table)
    in_whole_line = np.logical_not(np.logical_and.outer(shown.any(axis=1), shown.any(axis=0)))
    foreign_zero = (mask & (table == 0) & ~in_whole_line).any()
    floor = np.where(in_whole_line | foreign_zero, 0, 1)[rows, columns]

    cells = np.arange(rows.size)
    sums = csr_array(
        (np.ones(2 * rows.size), (np.concatenate([rows, table.shape[0] + columns]), np.tile(cells, 2))),
        shape=(sum(table.shape), rows.size),
    )
    secret = np.where(mask, table, 0)
    totals = np.concatenate([secret.sum(axis=1), secret.sum(axis=0)])
    bounds = [(int(least), None) for least in floor]
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for i in cells:
        ends = []
        for sign in (1.0, -1.0):
            solved = linprog(sign * (cells == i), A_eq=sums, b_eq=totals, bounds=bounds, method="highs")
            if not solved.success:
                raise RuntimeError(f"the audit could not be computed: {solved.message}")
            ends.append(round(sign * solved.fun))
        found[int(rows[i]), int(columns[i])] = (ends[0], ends[1])
    return found


def recoverable_cells(
    counts: ArrayLike, hidden: ArrayLike, threshold: int = THRESHOLD
) -> list[tuple[int, int]]:
    """Hidden (row, column) whose possible values span less than threshold - 1, given every total.

    ``counts``: rows by columns, events; ``hidden``: same shape. ValueError: shapes differ, counts not whole.
    """
    _checked(counts, 2, threshold)
    return [cell for cell, (low, high) in table_ranges(counts, hidden).items() if high - low < threshold - 1]


def protect_table(counts: ArrayLike, threshold: int = THRESHOLD) -> BoolArray:
    """Which cells (True) to hide in a table whose row and column totals are published.

    First each line by itself, then by audit of the whole: two hidden cells per line do not protect a table.
    ``counts``: rows by columns, events. ValueError: some total is itself small, counts not whole.
    """
    table = _checked(counts, 2, threshold)
    for axis, name in ((1, "row"), (0, "column")):
        if any(is_small(int(total), threshold) for total in table.sum(axis=axis)):
            raise ValueError(f"a {name} total is itself a small count and must not be published")
    hidden = (table > 0) & (table < threshold)
    alive = _alive(table)
    while True:
        _protect_each_line(table, hidden, alive, threshold)
        narrow = recoverable_cells(table, hidden, threshold)
        if not narrow:
            return hidden
        row, column = narrow[0]
        if not (
            _hide_one_more(table[row], hidden[row], alive[row], hidden.any(axis=0))
            or _hide_one_more(table[:, column], hidden[:, column], alive[:, column], hidden.any(axis=1))
        ):
            hidden |= alive


def _protect_each_line(table: IntArray, hidden: BoolArray, alive: BoolArray, threshold: int) -> None:
    """Hide, in place, until no line alone gives a hidden cell away; far fewer linear programmes remain."""
    changed = True
    while changed:
        changed = False
        for counts, mask, live in ((table, hidden, alive), (table.T, hidden.T, alive.T)):
            for i in range(counts.shape[0]):
                known = live[i]
                if recoverable(counts[i][known], mask[i][known], threshold):
                    changed |= _hide_one_more(counts[i], mask[i], known, mask.any(axis=0))
