"""A form's or typed list's file, workbook or csv -> its header rows and the rows that stand under them.

Belongs here: which row is the header, by any of the names its columns come under; sheets; csv separators;
rows that stand where they cannot be read. Not here: columns and entries (forms).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.readers import cells, note_titles, tables
from pipelines.readers.result import Problem
from pipelines.readers.sample import FileSample

#: A column's name in the layout -> the names under which it also comes.
Names = Mapping[str, Sequence[str]]

SKIP_OTHER_SHEET = "blad utan listans rubriker"
SKIP_HIDDEN_SHEET = "dolt blad utan listans rubriker"
#: The sheet of advice in the project's own templates, as cells.key: no form of its own.
INSTRUCTIONS = "så här fyller du i"

_DELIMITERS = (";", "\t", ",", "|")
_HEADER_WITHIN = 15
_LONGEST_CHOICE = 60
_REMARK = re.compile(r"\((?:frivillig\w*|valfri\w*|obligatorisk\w*|om du vill)\)")


@dataclass(frozen=True)
class Block:
    """A header row and the non-empty rows under it, with their numbers in the file or the sheet.

    ``above``: what stands over the header, a title or a period.
    """

    sheet: str | None
    header: list[str]
    rows: list[tuple[int, list[object]]]
    above: tuple[str, ...] = ()


@dataclass
class Rows:
    """Everything in a file: blocks to read, and what stands outside them (``beside``: other sheets' texts)."""

    blocks: list[Block] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def heading_key(title: object) -> str:
    """A heading to compare by: as cells.key, without the marks and remarks that forms put after a question."""
    key = cells.key(title)
    return _without_remark(key) if len(key) <= _LONGEST_CHOICE else _remark_removed(key)


def _remark_removed(key: str) -> str:
    return _REMARK.sub("", key).rstrip(" ?:*.").strip()


#: The same headings and answers are asked about once per layout and row; a long answer comes once.
_without_remark = lru_cache(maxsize=16_384)(_remark_removed)


def marks(sample: FileSample, names: Names) -> frozenset[str]:
    """Which of the layout's columns stand in the file's best header row, under any of their names."""
    return max((found(row, names) for row in head_rows(sample)), key=len, default=frozenset())


def head_rows(sample: FileSample) -> list[Sequence[object]]:
    """The rows at a file's beginning that may be its header, whichever separator its lines have."""
    if sample.kind == "workbook":
        return [row for sheet in sample.sheets.values() for row in sheet[:_HEADER_WITHIN]]
    if sample.kind == "text":
        # Not strict: a question in the header may go on in the next line, inside its quotation marks.
        return [_fields(line, d, strict=False) for line in sample.lines[:_HEADER_WITHIN] for d in _DELIMITERS]
    return []


def worded(
    sample: FileSample,
    names: Names,
    patterns: Iterable[tuple[str, re.Pattern[str]]],
    never: Callable[[str], bool],
) -> Names:
    """``names`` with the wordings of this file: each heading is at most one column, and each column once.

    ``never`` says which headings are none of them, whatever their words (a contact's).
    """
    best = max(head_rows(sample), key=lambda row: len(found(row, names)), default=[])
    also = {column: list(others) for column, others in names.items()}
    have = set(found(best, names))
    known = {heading_key(n) for column, others in names.items() for n in (column, *others)}
    for title in (cells.clean(c) for c in best):
        key = heading_key(title)
        if not key or key in known or never(title):
            continue
        for column, pattern in patterns:
            if column not in have and pattern.fullmatch(key):
                also[column].append(title)
                have.add(column)
                break
    return {column: tuple(others) for column, others in also.items()}


def says_staff(sample: FileSample) -> bool:
    """Whether the file's name, a sheet's or a title above the header says that its entries are the staff's."""
    return any(note_titles.says_staff(text) for text in _said_above(sample))


def says_operative(sample: FileSample) -> bool:
    """Whether they say that the list is the operative group's."""
    return any(note_titles.OPERATIVE.search(note_titles.spoken_name(text)) for text in _said_above(sample))


def _said_above(sample: FileSample) -> list[str]:
    above = [
        text
        for row in head_rows(sample)[:4]
        if len(filled := [text for c in row if (text := cells.clean(c))]) <= 2
        for text in filled
    ]
    return [sample.name, *sample.sheets, *above]


def found(row: Sequence[object], names: Names) -> frozenset[str]:
    """Which of the layout's columns a row names."""
    keys = {heading_key(c) for c in row}
    return frozenset(n for n, also in names.items() if keys & {heading_key(a) for a in (n, *also)})


def read(data: bytes, name: str, names: Names, required: Sequence[str]) -> Rows:
    """The blocks of a file; none when no row is a header. Raises UnreadableFileError."""
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _sheets(data, name, names, required)
    return _text(data, name, names)


def _sheets(data: bytes, name: str, names: Names, required: Sequence[str]) -> Rows:
    """Sheets that have the header row. Any other with dated rows in it is a problem, not an omission."""
    result = Rows()
    others: list[tables.Sheet] = []
    for sheet in tables.read_workbook(data, name):
        hits = [len(found(row, names)) for row in sheet.rows[:_HEADER_WITHIN]]
        if hits and max(hits) >= max(2, (len(required) + 1) // 2):
            _add(result, sheet.name, list(enumerate(sheet.rows, 1)), hits.index(max(hits)))
        elif cells.key(sheet.name) != INSTRUCTIONS and any(tables.has_content(row) for row in sheet.rows):
            others.append(sheet)
    for sheet in others if result.blocks else []:
        result.beside += [text for row in sheet.rows[:30] for c in row if (text := cells.clean(c))]
        if any(isinstance(c, dt.date) for row in sheet.rows for c in row):
            result.problems.append(
                Problem(
                    None,
                    "",
                    "Bladet har rader med datum men inte listans rubriker.",
                    "Skriv samma rubriker på bladet som på det första, eller flytta det till en egen fil.",
                    sheet.name,
                )
            )
        else:
            result.skipped[SKIP_OTHER_SHEET] += 1
    if result.blocks:
        _note_hidden(result, data, names, required)
    return result


def _note_hidden(result: Rows, data: bytes, names: Names, required: Sequence[str]) -> None:
    """Hidden sheets are not read: nobody sees what is on them. One with entries is a problem, not an omission.

    The choices that a form's cells offer stand on a hidden sheet too: words, without dates or sentences.
    """
    import python_calamine as calamine

    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for meta in book.sheets_metadata:
        if (
            meta.typ != calamine.SheetTypeEnum.WorkSheet
            or meta.visible == calamine.SheetVisibleEnum.Visible
            or cells.key(meta.name) == INSTRUCTIONS
        ):
            continue
        rows = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=True, nrows=200)
        filled = [row for row in rows if tables.has_content(row)]
        hits = max((len(found(row, names)) for row in filled[:_HEADER_WITHIN]), default=0)
        if hits >= max(2, (len(required) + 1) // 2) and len(filled) > 1:
            result.problems.append(
                Problem(
                    None,
                    "",
                    "Bladet är dolt och har listans rubriker. Det läses inte.",
                    "Visa bladet om raderna ska räknas, annars ta bort det.",
                    meta.name,
                )
            )
        elif any(
            isinstance(c, dt.date) or len(cells.clean(c)) > _LONGEST_CHOICE for row in filled for c in row
        ):
            result.skipped[SKIP_HIDDEN_SHEET] += 1


def _add(result: Rows, sheet: str | None, rows: list[tuple[int, list[object]]], start: int) -> None:
    """The block under a header row. Rows above it are a title, unless they look like the list's own.

    Sorting a list together with its header row puts entries above the header.
    """
    header = [cells.clean(c) for c in rows[start][1]]
    named = sum(bool(title) for title in header)
    for n, row in rows[:start]:
        filled = [text for c in row if (text := cells.clean(c))]
        if len(filled) >= 3 and 2 * len(filled) >= named:
            result.problems.append(
                Problem(
                    n,
                    " | ".join(filled),
                    "Raden står ovanför rubrikraden.",
                    "Flytta rubrikraden överst i listan.",
                    sheet,
                )
            )
    body = [(n, row) for n, row in rows[start + 1 :] if tables.has_content(row)]
    above = tuple(text for _, row in rows[:start] for c in row if (text := cells.clean(c)))
    result.blocks.append(Block(sheet, header, body, above))


def _text(data: bytes, name: str, names: Names) -> Rows:
    """The csv form. Of the separators the one that shows most of the header is the file's.

    A question in a header may hold more commas than the line has semicolons.
    """
    text, encoding = tables.decode(data, name)
    result = Rows()
    best, start, delimiter, rows = 0, 0, ";", [(1, [""])]
    for candidate in _DELIMITERS:
        records = [(n, row) for n, row in _records(text, candidate) if any(c.strip() for c in row)]
        hits = [len(found(row, names)) for _, row in records[:_HEADER_WITHIN]]
        if hits and max(hits) > best:
            best, start, delimiter, rows = max(hits), hits.index(max(hits)), candidate, records
    if not best:
        return result
    header = rows[start][1]
    body = rows[start + 1 :]
    is_cut = not text.endswith(("\n", "\r"))
    table = tables.Table(header, [r for _, r in body], [n for n, _ in body], delimiter, encoding, is_cut)
    # A trailing separator on every data row, as some programs write, is an empty column without heading.
    good, problems = tables.wrong_width(table, (len(header), len(header) + 1))
    result.problems += problems
    trusted = {table.lines[n] for n in good}
    kept = [(n, list[object](row)) for i, (n, row) in enumerate(rows) if i <= start or n in trusted]
    _add(result, None, kept, start)
    return result


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line they start on. From a quotation mark that never closes, each line is a row."""
    start = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            yield start, row
            start = reader.line_num + 1
    except csv.Error:
        for n, line in enumerate(re.split(r"\r\n|\r|\n", text)[start - 1 :], start):
            yield n, _fields(line, delimiter)


def _fields(line: str, delimiter: str, *, strict: bool = True) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=strict), [])
    except csv.Error:
        return [line]
