"""Printed lines of a PDF's page: their words, where they stand, and how they are cut and put together.

Belongs here: what pdf_tables and pdf_layout share. Not here: opening the file (pdf_files), what the lines form.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

#: Points within which two edges are the same edge.
NEAR = 3.0
#: A gap between words this wide (in letter heights) may part two columns; a space seldom is.
_GAP = 0.7
_LEAST_GAP = 6.0
# Size, weight, and whether the font is a bold one (the standard fonts have no weight).
Letters = tuple[int, int, bool]


@dataclass(frozen=True)
class Word:
    text: str
    x0: float
    x1: float


@dataclass(frozen=True)
class Printed:
    """A printed line, or a part of one. ``first`` and ``last``: the letters that it begins and ends with.

    ``order``: where the file holds the line.
    """

    text: str
    bottom: float
    top: float
    first: Letters
    last: Letters
    words: tuple[Word, ...]
    order: int = 0

    @property
    def is_even(self) -> bool:
        return self.first == self.last

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


@dataclass(frozen=True)
class Rule:
    """A straight line on the page: horizontal from ``low`` to ``high`` at ``at``, or vertical."""

    horizontal: bool
    at: float
    low: float
    high: float


@dataclass(frozen=True)
class Table:
    """``rows``: for each row its cells, for each cell its lines."""

    rows: tuple[tuple[tuple[Printed, ...], ...], ...]
    top: float
    order: int


def visual_rows(lines: Sequence[Printed]) -> list[list[Printed]]:
    """Lines on the same height together, from the top."""
    rows: list[list[Printed]] = []
    for line in sorted(lines, key=lambda p: -p.bottom):
        if rows and abs(rows[-1][0].bottom - line.bottom) <= NEAR:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def split_at_gaps(line: Printed) -> list[Printed]:
    """The line cut where gaps are wide; a bullet or a number stays with what follows it."""
    limit = max(_LEAST_GAP, _GAP * line.height)
    groups: list[list[Word]] = [[line.words[0]]]
    for before, word in itertools.pairwise(line.words):
        marks = len(groups[-1]) == 1 and (len(before.text) <= 2 or before.text[:-1].isdigit())
        if word.x0 - before.x1 > limit and not (marks and not before.text[:1].isupper()):
            groups.append([])
        groups[-1].append(word)
    return [_part(line, group) for group in groups]


def cut(line: Printed, borders: Sequence[float], pieces: Sequence[Printed] = ()) -> list[Printed]:
    """The line cut at the borders, each word on the side where its middle is; ``pieces`` are put together
    again where no border parts them."""
    if pieces and any(p.x0 < b < p.x1 for p in pieces for b in borders):
        return list(pieces)
    side: Callable[[Word], int] = lambda w: sum(b < (w.x0 + w.x1) / 2 for b in borders)  # noqa: E731
    return [_part(line, list(group)) for _, group in itertools.groupby(line.words, side)]


def _part(line: Printed, words: Sequence[Word]) -> Printed:
    if len(words) == len(line.words):
        return line
    ends = words[-1] is line.words[-1]
    begins = words[0] is line.words[0]
    letters = (line.first if begins else line.last, line.last if ends else line.first)
    text = " ".join(w.text for w in words)
    return replace(line, text=text, words=tuple(words), first=letters[0], last=letters[1])


def reading_order(lines: Iterable[Printed]) -> list[Printed]:
    """From the top, and on one height from the left; parts on one height are one line again."""
    out: list[Printed] = []
    for row in visual_rows(list(lines)):
        row.sort(key=lambda p: p.x0)
        first, last = row[0], row[-1]
        if len(row) == 1:
            out.append(first)
            continue
        words = tuple(w for p in row for w in p.words)
        text = " ".join(p.text.strip() for p in row)
        out.append(replace(first, text=text, words=words, last=last.last))
    return out
