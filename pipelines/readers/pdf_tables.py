"""Tables on a page of a PDF: between rules, or told by columns that begin at the same places.

Belongs here: which words stand in which cell. Not here: columns of running text (pdf_layout), what a table's
columns mean (note_tables).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipelines.readers.pdf_lines import (
    NEAR,
    Printed,
    Rule,
    Table,
    cut,
    reading_order,
    split_at_gaps,
    visual_rows,
)

# ---- tables with rules ----------------------------------------------------------------------------


def ruled(lines: Sequence[Printed], rules: Sequence[Rule]) -> tuple[list[Table], list[Printed]]:
    rest = list(lines)
    found: list[Table] = []
    for group in _connected(rules):
        xs = _edges(r.at for r in group if not r.horizontal)
        ys = sorted(_edges(r.at for r in group if r.horizontal), reverse=True)
        if len(xs) < 3 or len(ys) < 2:
            continue
        inside: list[Printed] = []
        outside: list[Printed] = []
        for line in rest:
            middle = (line.bottom + line.top) / 2
            for part in cut(line, [xs[0] - NEAR, xs[-1] + NEAR]):
                x = (part.x0 + part.x1) / 2
                is_in = xs[0] - NEAR < x < xs[-1] + NEAR and ys[-1] - NEAR < middle < ys[0] + NEAR
                (inside if is_in else outside).append(part)
        if not inside:
            continue
        rows = _cells(inside, xs, ys, group)
        if sum(len([c for c in row if c]) > 1 for row in rows) >= 1:
            found.append(Table(tuple(rows), ys[0], min(line.order for line in inside)))
            rest = outside
    return found, rest


def _cells(
    inside: Sequence[Printed], xs: Sequence[float], ys: Sequence[float], rules: Sequence[Rule]
) -> list[tuple[tuple[Printed, ...], ...]]:
    """The words in each cell; a cell that spans others holds theirs."""
    upright = [r for r in rules if not r.horizontal]
    level = [r for r in rules if r.horizontal]
    grid: dict[tuple[int, int], list[Printed]] = defaultdict(list)
    for line in inside:
        middle = (line.bottom + line.top) / 2
        row = sum(y > middle for y in ys[1:-1])
        y = (ys[row] + ys[row + 1]) / 2
        borders = [x for x in xs[1:-1] if _drawn(upright, x, y)]
        for part in cut(line, borders):
            column = sum(x < (part.x0 + part.x1) / 2 for x in borders)
            column = xs.index(borders[column - 1]) if column else 0
            first = row
            while first and not _drawn(level, ys[first], (xs[column] + xs[column + 1]) / 2):
                first -= 1
            grid[first, column].append(part)
    rows = [tuple(tuple(reading_order(grid[r, c])) for c in range(len(xs) - 1)) for r in range(len(ys) - 1)]
    return [row for row in rows if any(row)]


def _drawn(rules: Iterable[Rule], at: float, across: float) -> bool:
    return any(abs(r.at - at) <= NEAR and r.low - NEAR <= across <= r.high + NEAR for r in rules)


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in groups that touch each other."""
    parent = list(range(len(rules)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for (i, a), (j, b) in itertools.combinations(enumerate(rules), 2):
        if _touch(a, b):
            parent[root(i)] = root(j)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for n, rule in enumerate(rules):
        groups[root(n)].append(rule)
    return sorted(groups.values(), key=lambda g: -max(r.high if not r.horizontal else r.at for r in g))


def _touch(a: Rule, b: Rule) -> bool:
    if a.horizontal == b.horizontal:
        return abs(a.at - b.at) <= NEAR and a.low - NEAR <= b.high + NEAR and b.low - NEAR <= a.high + NEAR
    return a.low - NEAR <= b.at <= a.high + NEAR and b.low - NEAR <= a.at <= b.high + NEAR


def _edges(values: Iterable[float]) -> list[float]:
    """Distinct positions, those that are nearly the same taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 2 * NEAR:
            found.append(value)
    return found


# ---- tables without rules between the columns -----------------------------------------------------


def aligned(lines: Sequence[Printed], levels: Sequence[Rule]) -> tuple[list[Table], list[Printed]]:
    """At least three columns that begin at the same places in at least three rows."""
    rows = visual_rows(lines)
    parts = [[p for line in row for p in split_at_gaps(line)] for row in rows]
    found: list[Table] = []
    used: set[int] = set()
    n = 0
    while n < len(rows):
        starts = [p.x0 for p in sorted(parts[n], key=lambda p: p.x0)]
        if len(starts) < 3:
            n += 1
            continue
        end = n + 1
        while end < len(rows) and _fits(parts[end], starts) and _follows(rows, end):
            end += 1
        full = sum(len(parts[k]) >= 3 for k in range(n, end))
        if full < 3:
            n += 1
            continue
        block = list(range(n, end))
        table = _rows_of_block([rows[k] for k in block], [parts[k] for k in block], starts, levels)
        order = min(line.order for k in block for line in rows[k])
        found.append(Table(tuple(table), rows[n][0].top, order))
        used.update(id(line) for k in block for line in rows[k])
        n = end
    return found, [line for line in lines if id(line) not in used]


def _follows(rows: Sequence[Sequence[Printed]], at: int) -> bool:
    """The row stands close under the one above: after a wide gap something else begins."""
    gap = rows[at - 1][0].bottom - rows[at][0].bottom
    return gap < 3.5 * max(line.height for line in rows[at - 1])


def _fits(parts: Sequence[Printed], starts: Sequence[float]) -> bool:
    """Every part begins where a column does and ends before the next one begins."""
    for part in parts:
        at = next((k for k, x in enumerate(starts) if abs(part.x0 - x) <= NEAR), None)
        if at is None or (at + 1 < len(starts) and part.x1 > starts[at + 1] + NEAR):
            return False
    return True


def _rows_of_block(
    rows: Sequence[Sequence[Printed]],
    parts: Sequence[Sequence[Printed]],
    starts: Sequence[float],
    levels: Sequence[Rule],
) -> list[tuple[tuple[Printed, ...], ...]]:
    """Printed rows put together to table rows: by rules between them, by wider gaps, or by the first column."""
    gaps = [a[0].bottom - b[0].bottom for a, b in itertools.pairwise(rows)]
    usual = min(gaps, default=0.0)
    has_rules = any(_between(levels, a[0], b[0]) for a, b in itertools.pairwise(rows))
    has_gaps = any(gap > 1.25 * usual for gap in gaps)
    found: list[list[list[Printed]]] = []
    for n, row in enumerate(parts):
        cells = [
            [p for p in row if min(range(len(starts)), key=lambda k, p=p: abs(starts[k] - p.x0)) == c]  # type: ignore[misc]
            for c in range(len(starts))
        ]
        if n and has_rules:
            opens = _between(levels, rows[n - 1][0], rows[n][0])
        elif n and has_gaps:
            opens = gaps[n - 1] > 1.25 * usual or (n == 1 and len(row) == len(starts))
        else:
            opens = bool(cells[0])
        if opens or not found:
            found.append([[] for _ in starts])
        for c, cell in enumerate(cells):
            found[-1][c] += cell
    return [tuple(tuple(cell) for cell in row) for row in found]


def _between(levels: Sequence[Rule], above: Printed, below: Printed) -> bool:
    return any(below.bottom + below.height / 2 < r.at < above.bottom + above.height / 2 for r in levels)
