"""Bytes of a text table or a workbook -> rows of cells with their row numbers.

Belongs here: encodings, separators, quoting, workbooks, broken containers. Not here: what the columns
mean (the layout modules) or what a cell means (cells.py).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import python_calamine

from pipelines.readers import cells
from pipelines.readers.result import Problem, UnreadableFileError

_DELIMITERS = (";", "\t", ",", "|")
_MAX_UNPACKED = 1_000_000_000  # bytes; a workbook that unpacks to more is broken or hostile
_MAX_CELLS = 20_000_000
#: UTF-8's å, ä, ö, Å, Ä and Ö read as Windows-1252: part of the file is in another encoding.
_MISREAD = re.compile("Ã[¥¤¶…„–]")
_COMPARE = "Öppna filen i en textredigerare och jämför raden med rubrikraden."
_END = "Hämta filen på nytt. Är den hel: tryck Retur efter sista raden i en textredigerare och spara."


@dataclass(frozen=True)
class Table:
    """A text table: header names as written, data rows, and the file line each row starts on.

    ``is_cut_off``: the last line has no line end, so its last value may be a part of what was written.
    """

    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    delimiter: str
    encoding: str
    is_cut_off: bool = False


@dataclass(frozen=True)
class Sheet:
    """A worksheet from cell A1; ``rows[0]`` is row 1."""

    name: str
    rows: list[list[object]]


def unreadable(name: str, reason: str) -> UnreadableFileError:
    """The error for a whole file, always naming the file first."""
    return UnreadableFileError(f"Filen «{name}» kan inte läsas. {reason}")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Text and encoding: by byte order mark, then UTF-8, then Windows-1252 (ISO-8859-1's superset).

    Raises UnreadableFileError for an empty file and for bytes that are not text.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise unreadable(name, "Filen är tom.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise unreadable(name, "Filens teckenkodning är trasig. Spara filen på nytt som UTF-8.") from None
    control = sum(data.count(bytes([b])) for b in (*range(0, 9), *range(14, 27), 28, 29, 30, 31))
    if b"\x00" in data or control > len(data) // 100:
        raise unreadable(name, "Innehållet är inte text. Hämta filen på nytt hos utgivaren.")
    try:
        return data.decode("utf-8-sig"), "utf-8-sig"
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise unreadable(name, "Filen är avkortad mitt i en bokstav. Hämta den på nytt.") from None
    try:
        text, encoding = data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "latin-1"
    if _MISREAD.search(text):
        raise unreadable(
            name,
            "Filens teckenkodning är trasig: å, ä och ö är blandade i två kodningar. Hämta filen på nytt, "
            "eller öppna och spara den som UTF-8.",
        )
    return text, encoding


def delimiter_of(line: str) -> str:
    """The separator that splits the header line into most fields; ``;`` when none does."""
    return max(_DELIMITERS, key=lambda d: len(_fields(line, d)))


def split_line(line: str) -> list[str]:
    """One line split at its own best separator."""
    return _fields(line, delimiter_of(line))


def _fields(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [line]


def _records(text: str, delimiter: str) -> Iterable[tuple[int, list[str]]]:
    """Rows with the line they start on; falls back to one row per line when quotes do not balance."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for row in reader:
            rows.append((start, row))
            start = reader.line_num + 1
        return rows
    except csv.Error:
        # A stray quotation mark would otherwise swallow every row after it.
        rows = []
        for n, line in enumerate(text.splitlines(), 1):
            try:
                rows.append((n, next(csv.reader([line], delimiter=delimiter, strict=True), [])))
            except csv.Error:
                rows.append((n, [line]))
        return rows


def read_table(data: bytes, name: str, wanted: Iterable[str] = (), header_within: int = 8) -> Table:
    """Decode and split a text table.

    ``wanted``: header names that mark the header line among the first ``header_within`` lines (some
    publishers print a title above it); without a match the first non-empty line is the header.
    Blank lines are not records. Raises UnreadableFileError for no text, and for a header without rows.
    """
    text, encoding = decode(data, name)
    # The entity ends in a semicolon, which would otherwise part the cell in two.
    text = text.replace("&nbsp;", "\u00a0")
    names = {cells.key(w) for w in wanted}
    head = [line for line in text.splitlines()[:header_within] if line.strip()]
    if not head:
        raise unreadable(name, "Filen är tom.")
    # The separator that gives most of the wanted names: a heading rich in commas is still parted by semicolons.
    delimiter = max(
        ((line, mark) for line in head for mark in _DELIMITERS),
        key=lambda pair: (
            len(names & {cells.key(field) for field in _fields(*pair)}),
            pair[0] == head[0],
            len(_fields(*pair)),
        ),
    )[1]
    filled = [(n, row) for n, row in _records(text, delimiter) if any(cell.strip() for cell in row)]
    if not filled:
        raise unreadable(name, "Filen har inga ifyllda celler. Hämta den på nytt hos utgivaren.")
    at = 0
    if names:
        hits = [len(names & {cells.key(c) for c in row}) for _, row in filled[:header_within]]
        at = hits.index(max(hits))
    header = [cells.clean(c) for c in filled[at][1]]
    body = filled[at + 1 :]
    if not body:
        raise unreadable(
            name, "Filen har en rubrikrad men inga rader under den. Hämta filen på nytt hos utgivaren."
        )
    is_cut_off = not text.endswith(("\n", "\r"))
    return Table(header, [row for _, row in body], [n for n, _ in body], delimiter, encoding, is_cut_off)


def columns(header: Sequence[object], wanted: Iterable[str]) -> dict[str, int]:
    """Position of each wanted name in a header, matched without regard to case and spaces."""
    positions: dict[str, int] = {}
    for n, cell in enumerate(header):
        positions.setdefault(cells.key(cell), n)
    return {name: positions[cells.key(name)] for name in wanted if cells.key(name) in positions}


def require(found: dict[str, int], wanted: Iterable[str], name: str) -> None:
    """Raise UnreadableFileError naming the expected columns that are missing."""
    missing = [w for w in wanted if w not in found]
    if missing:
        raise unreadable(name, "Kolumner saknas: " + ", ".join(f"«{m}»" for m in missing) + ".")


def wrong_width(table: Table, allowed: Iterable[int]) -> tuple[list[int], list[Problem]]:
    """Indexes of rows that can be trusted to be whole, and a problem for every other row.

    Of several allowed numbers of fields the file's most common one holds for all its rows: a row that lost
    its last field may otherwise pass. A last line without a line end may have lost digits.
    """
    widths = Counter(len(row) for row in table.rows)
    usual = max(allowed, key=lambda width: widths[width])
    good, problems = [], []
    for n, row in enumerate(table.rows):
        if len(row) != usual:
            problems.append(_of_row(table, n, "Raden har fel antal kolumner.", _COMPARE))
        elif table.is_cut_off and n == len(table.rows) - 1:
            problems.append(_of_row(table, n, "Sista raden saknar radslut: filen kan vara avkortad.", _END))
        else:
            good.append(n)
    return good, problems


def _of_row(table: Table, n: int, reason: str, advice: str) -> Problem:
    return Problem(table.lines[n], table.delimiter.join(table.rows[n]), reason, advice)


def check_container(data: bytes, name: str) -> list[str]:
    """Names inside a zip container (xlsx, docx). Raises UnreadableFileError for a broken or huge one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise unreadable(name, "Filen är avbruten eller trasig. Hämta eller spara den på nytt.") from None
    if sum(i.file_size for i in infos) > _MAX_UNPACKED:
        raise unreadable(
            name, "Filen är orimligt stor när den packas upp. Spara en ny fil med bara uppgifterna."
        )
    return [i.filename for i in infos]


class _Book:
    """An opened workbook whose sheets are parsed once: recognition and reading look at the same file."""

    def __init__(self, data: bytes) -> None:
        self._book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        self._parsed: dict[str, python_calamine.CalamineSheet] = {}
        self.names = [
            meta.name
            for meta in self._book.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
            and meta.visible == python_calamine.SheetVisibleEnum.Visible
        ]

    def sheet(self, name: str) -> python_calamine.CalamineSheet:
        if name not in self._parsed:
            self._parsed[name] = self._book.get_sheet_by_name(name)
        return self._parsed[name]


# One: the file in hand. A folder is read file by file.
_open_book = lru_cache(maxsize=1)(_Book)


def read_workbook(
    data: bytes, name: str, max_rows: int | None = None, first_only: bool = False
) -> list[Sheet]:
    """Visible worksheets of an xlsx, xls or ods file, from cell A1; error cells are empty.

    ``max_rows`` limits the rows per sheet (for recognition). Raises UnreadableFileError.
    """
    if data.startswith(b"PK"):
        check_container(data, name)
    try:
        book = _open_book(data)
        sheets = []
        for title in book.names[:1] if first_only else book.names:
            sheet = book.sheet(title)
            end = sheet.end
            if end and max_rows is None and (end[0] + 1) * (end[1] + 1) > _MAX_CELLS:
                raise unreadable(
                    name, "Ett blad är orimligt stort. Ta bort tomma rader och kolumner och spara på nytt."
                )
            rows: list[list[object]] = (
                [list(row) for row in sheet.to_python(skip_empty_area=False, nrows=max_rows)] if end else []
            )
            sheets.append(Sheet(title, rows))
        return sheets
    except python_calamine.PasswordError:
        raise unreadable(name, "Arbetsboken är låst med lösenord. Spara en kopia utan lösenord.") from None
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError):
        raise unreadable(
            name, "Arbetsboken är avbruten eller trasig. Öppna den i Excel och spara den på nytt."
        ) from None
    except BaseException as error:
        # The parser of .xls panics on some broken files, and a panic is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise unreadable(name, "Arbetsboken är avbruten eller trasig. Hämta den på nytt.") from None


def find_header(sheet: Sheet, wanted: Sequence[str], within: int = 15) -> int | None:
    """Index of the row that holds most of the wanted header names, None when no row holds half."""
    names = {cells.key(w) for w in wanted}
    hits = [len(names & {cells.key(c) for c in row}) for row in sheet.rows[:within]]
    if not hits or max(hits) * 2 < len(names):
        return None
    return hits.index(max(hits))


def has_content(row: Sequence[object]) -> bool:
    """True when any cell of the row holds something."""
    return any(cells.clean(c) for c in row)
