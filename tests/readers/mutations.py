"""Damage done to files on purpose: the ways in which a delivery goes wrong between two offices.

A column deleted, the heading row shifted, the separator changed, text where a number was, the file cut. Every
damage is drawn with a seeded generator, so a failing variant can be made again from its number. Not here: what
the readers should make of it (test_mutations.py), the sound files (samples.py).
"""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable

import openpyxl
import pandas as pd

TEXT_IN_NUMBER = ("tolv", "1O", "12 st", "?", "#VÄRDE!", "3,4,5")
Damage = Callable[[bytes, random.Random], bytes | None]


def _lines(data: bytes) -> tuple[list[list[str]], str, str, str]:
    """Cells per line, separator, encoding and line end of a text table."""
    try:
        text, encoding = data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "latin-1"
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.rstrip("\r\n").split(end)
    separator = max(";\t,|", key=lines[0].count)
    return [line.split(separator) for line in lines], separator, encoding, end


def _joined(rows: list[list[str]], separator: str, encoding: str, end: str) -> bytes:
    return (end.join(separator.join(row) for row in rows) + end).encode(encoding)


def _numeric(rows: list[list[object]]) -> list[tuple[int, int]]:
    """Cells below the first row that hold a number."""
    found = []
    for r, row in enumerate(rows[1:], 1):
        for c, cell in enumerate(row):
            text = str(cell).strip('"').replace(" ", "").replace("\u00a0", "").replace(",", ".")
            is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
            if is_number or (text and text.replace(".", "", 1).isdigit()):
                found.append((r, c))
    return found


def delete_text_column(data: bytes, draw: random.Random) -> bytes | None:
    rows, *form = _lines(data)
    at = draw.randrange(len(rows[0]))
    return _joined([row[:at] + row[at + 1 :] for row in rows], *form)


def shift_text_heading(data: bytes, draw: random.Random) -> bytes | None:
    """The headings move one step over the columns: every value stands under another name."""
    rows, *form = _lines(data)
    heading = rows[0]
    step = draw.choice((1, -1))
    return _joined([heading[-step:] + heading[:-step], *rows[1:]], *form)


def insert_text_heading(data: bytes, draw: random.Random) -> bytes | None:
    """An extra heading, so that the names no longer stand over their columns."""
    rows, *form = _lines(data)
    at = draw.randrange(len(rows[0]))
    return _joined([[*rows[0][:at], "Ny kolumn", *rows[0][at:]], *rows[1:]], *form)


def change_separator(data: bytes, draw: random.Random) -> bytes | None:
    rows, separator, encoding, end = _lines(data)
    other = draw.choice([s for s in ";\t,|" if s != separator])
    return _joined(rows, other, encoding, end)


def change_separator_halfway(data: bytes, draw: random.Random) -> bytes | None:
    """Two files pasted together."""
    rows, separator, encoding, end = _lines(data)
    if len(rows) < 3:
        return None
    other = draw.choice([s for s in ";\t,|" if s != separator])
    at = draw.randrange(1, len(rows) - 1)
    return _joined(rows[:at], separator, encoding, end) + _joined(rows[at:], other, encoding, end)


def text_in_text_number(data: bytes, draw: random.Random) -> bytes | None:
    rows, *form = _lines(data)
    cells = _numeric([list(row) for row in rows])
    if not cells:
        return None
    r, c = draw.choice(cells)
    rows[r][c] = draw.choice([t for t in TEXT_IN_NUMBER if form[0] not in t])
    return _joined(rows, *form)


def cut(data: bytes, draw: random.Random) -> bytes | None:
    """The transfer stopped somewhere in the middle third."""
    return data[: draw.randrange(len(data) // 3, 2 * len(data) // 3)]


def _workbook(data: bytes, change: Callable[[openpyxl.Workbook], bool]) -> bytes | None:
    book = openpyxl.load_workbook(io.BytesIO(data))
    if not change(book):
        return None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _heading_row(sheet: openpyxl.worksheet.worksheet.Worksheet) -> int:
    """The fullest of the first rows: titles stand above it."""
    rows = list(sheet.iter_rows(min_row=1, max_row=12, values_only=True))
    filled = [sum(isinstance(v, str) and v.strip() != "" for v in row) for row in rows]
    return filled.index(max(filled)) + 1


def delete_sheet_column(data: bytes, draw: random.Random) -> bytes | None:
    def change(book: openpyxl.Workbook) -> bool:
        sheet = book.worksheets[0]
        sheet.merged_cells.ranges.clear()
        sheet.delete_cols(draw.randrange(1, sheet.max_column + 1))
        return True

    return _workbook(data, change)


def shift_sheet_heading(data: bytes, draw: random.Random) -> bytes | None:
    def change(book: openpyxl.Workbook) -> bool:
        sheet = book.worksheets[0]
        sheet.merged_cells.ranges.clear()
        row = _heading_row(sheet)
        values = [sheet.cell(row, c).value for c in range(1, sheet.max_column + 1)]
        step = draw.choice((1, -1))
        for c, value in enumerate(values[-step:] + values[:-step], 1):
            sheet.cell(row, c).value = value
        return True

    return _workbook(data, change)


def text_in_sheet_number(data: bytes, draw: random.Random) -> bytes | None:
    def change(book: openpyxl.Workbook) -> bool:
        sheet = book.worksheets[0]
        first = _heading_row(sheet)
        cells = [
            cell
            for row in sheet.iter_rows(min_row=first + 1)
            for cell in row
            if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)
        ]
        if not cells:
            return False
        draw.choice(cells).value = draw.choice(TEXT_IN_NUMBER)
        return True

    return _workbook(data, change)


def delete_sheet(data: bytes, draw: random.Random) -> bytes | None:
    def change(book: openpyxl.Workbook) -> bool:
        if len(book.worksheets) < 2:
            return False
        book.remove(draw.choice(book.worksheets))
        return True

    return _workbook(data, change)


def _json_paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += _json_paths(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value[:60]):
            found += _json_paths(inner, (*path, n))
    return found


def _parent(value: object, path: tuple[str | int, ...]) -> object:
    for step in path[:-1]:
        value = value[step]  # type: ignore[index]
    return value


def delete_json_field(data: bytes, draw: random.Random) -> bytes | None:
    parsed = json.loads(data)
    path = draw.choice([p for p in _json_paths(parsed) if isinstance(p[-1], str)])
    del _parent(parsed, path)[path[-1]]  # type: ignore[attr-defined]
    return json.dumps(parsed, ensure_ascii=False).encode()


def text_in_json_number(data: bytes, draw: random.Random) -> bytes | None:
    parsed = json.loads(data)

    def at(path: tuple[str | int, ...]) -> object:
        return _parent(parsed, path)[path[-1]]  # type: ignore[index]

    numbers = [
        p for p in _json_paths(parsed) if isinstance(at(p), (int, float)) and not isinstance(at(p), bool)
    ]
    if not numbers:
        return None
    path = draw.choice(numbers)
    _parent(parsed, path)[path[-1]] = draw.choice(TEXT_IN_NUMBER)  # type: ignore[index]
    return json.dumps(parsed, ensure_ascii=False).encode()


def delete_parquet_column(data: bytes, draw: random.Random) -> bytes | None:
    frame = pd.read_parquet(io.BytesIO(data))
    out = io.BytesIO()
    frame.drop(columns=draw.choice(list(frame.columns))).to_parquet(out)
    return out.getvalue()


DAMAGES: dict[str, tuple[Damage, ...]] = {
    "text": (
        delete_text_column, shift_text_heading, insert_text_heading, change_separator, change_separator_halfway,
        text_in_text_number, cut,
    ),
    "workbook": (delete_sheet_column, shift_sheet_heading, text_in_sheet_number, delete_sheet, cut),
    "json": (delete_json_field, text_in_json_number, cut),
    "parquet": (delete_parquet_column, cut),
    "document": (cut,),
}  # fmt: skip
