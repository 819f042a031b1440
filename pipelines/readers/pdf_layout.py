"""The order of a page of a PDF: its columns of running text, and its tables where they stand.

Belongs here: finding columns. Not here: cells (pdf_tables), opening the file, running heads and letter sizes
(pdf_files), joining lines into paragraphs (documents).

A page that shows neither a table nor columns is left in the order in which the file holds its lines.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.readers import pdf_tables
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

#: Two columns of running text: so many lines beside each other, of so many letters on average.
_COLUMN_LINES = 4
_COLUMN_LETTERS = 18


@dataclass(frozen=True)
class Flow:
    """Lines that follow on each other in one column; ``width`` is None where the page has no columns."""

    lines: tuple[Printed, ...]
    left: float = 0.0
    width: float | None = None


def arranged(lines: Sequence[Printed], rules: Sequence[Rule], width: float) -> list[Flow | Table]:
    """The page's content in reading order."""
    tables, rest = pdf_tables.ruled(lines, rules)
    more, rest = pdf_tables.aligned(rest, [r for r in rules if r.horizontal])
    tables += more
    gutter = _gutter(rest, width)
    if gutter is None:
        return _in_file_order(rest, tables)
    return _by_columns(rest, tables, gutter)


# ---- columns --------------------------------------------------------------------------------------


def _gutter(lines: Sequence[Printed], width: float) -> float | None:
    """Where a strip without words runs down between two columns of running text."""
    parts = [p for line in lines for p in split_at_gaps(line)]
    best: dict[int, int] = {}
    for step in range(int(0.3 * width), int(0.7 * width), 3):
        best[step] = sum(
            min(left, right)
            for left, right in _beside(parts, float(step))
            if min(left, right) >= _COLUMN_LINES
        )
    most = max(best.values(), default=0)
    if not most:
        return None
    places = [step for step, score in best.items() if score == most]
    # The middle of the first run of equally good places.
    run = [places[0]]
    for place in places[1:]:
        if place - run[-1] > 3:
            break
        run.append(place)
    return (run[0] + run[-1]) / 2


def _beside(parts: Sequence[Printed], at: float) -> list[tuple[int, int]]:
    """Lines to the left and to the right in each stretch of the page that nothing crosses."""
    counts: list[tuple[int, int]] = []
    left: list[Printed] = []
    right: list[Printed] = []

    def close() -> None:
        if left and right and all(_is_running(side) for side in (left, right)):
            counts.append((len(visual_rows(left)), len(visual_rows(right))))
        left.clear()
        right.clear()

    for part in sorted(parts, key=lambda p: -p.bottom):
        if part.x1 <= at:
            left.append(part)
        elif part.x0 >= at:
            right.append(part)
        else:
            close()
    close()
    return counts


def _is_running(side: Sequence[Printed]) -> bool:
    return sum(len(p.text) for p in side) >= _COLUMN_LETTERS * len(visual_rows(side))


def _by_columns(lines: Sequence[Printed], tables: Sequence[Table], gutter: float) -> list[Flow | Table]:
    """Stretch by stretch from the top: what crosses the gutter, then the left column, then the right."""
    crossing: list[Printed] = []
    sides: tuple[list[Printed], list[Printed]] = ([], [])
    for line in lines:
        pieces = cut(line, [gutter], split_at_gaps(line))
        if any(p.x0 < gutter < p.x1 for p in pieces):
            crossing.append(line)
            continue
        for piece in pieces:
            sides[piece.x0 >= gutter].append(piece)
    breaks = sorted({*(line.bottom for line in crossing), *(t.top for t in tables)}, reverse=True)
    edges = [float("inf"), *breaks, float("-inf")]
    out: list[Flow | Table] = []
    for above, below in itertools.pairwise(edges):
        left, right = ([p for p in side if below <= p.bottom < above] for side in sides)
        under = _under(left, right, gutter)
        for stretch, side in (([p for p in left if p not in under], sides[0]), (right, sides[1])):
            if stretch:
                start = min(p.x0 for p in stretch)
                # The column's own width, also where a stretch of it is narrow.
                out.append(Flow(tuple(reading_order(stretch)), start, max(p.x1 for p in side) - start))
        if under:
            out.append(Flow(tuple(reading_order(under))))
        out += [Flow((line,)) for line in crossing if line.bottom == below]
        out += [table for table in tables if table.top == below]
    return _joined(out)


def _under(left: Sequence[Printed], right: Sequence[Printed], gutter: float) -> list[Printed]:
    """What stands under a list in two columns (those present, say) and belongs to neither of them.

    In running text the left column goes on past the end of the right one; a list's lines are short, and stand
    side by side.
    """
    if not left or not right:
        return []
    end = min(p.bottom for p in right)
    beside = [p for p in left if any(abs(p.bottom - q.bottom) <= NEAR for q in right)]
    fills = sorted((p.x1 - p.x0) / (gutter - p.x0) for p in beside)
    if 4 * len(beside) < 3 * len(visual_rows(right)) or not fills or fills[len(fills) // 2] > 0.75:
        return []
    return [p for p in left if p.bottom < end - NEAR]


def _joined(found: Sequence[Flow | Table]) -> list[Flow | Table]:
    """Lines across the whole page that follow on each other are one flow."""
    out: list[Flow | Table] = []
    for item in found:
        before = out[-1] if out else None
        if isinstance(item, Flow) and isinstance(before, Flow) and item.width is None is before.width:
            out[-1] = replace(before, lines=before.lines + item.lines)
        else:
            out.append(item)
    return out


def _in_file_order(lines: Sequence[Printed], tables: Sequence[Table]) -> list[Flow | Table]:
    out: list[Flow | Table] = []
    waiting = sorted(tables, key=lambda t: t.order)
    flow: list[Printed] = []
    for line in sorted(lines, key=lambda p: p.order):
        while waiting and waiting[0].order <= line.order:
            if flow:
                out.append(Flow(tuple(flow)))
                flow = []
            out.append(waiting.pop(0))
        flow.append(line)
    if flow:
        out.append(Flow(tuple(flow)))
    return out + list(waiting)
