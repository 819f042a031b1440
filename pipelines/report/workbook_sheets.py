"""A sheet that people fill in: what is shown is locked, what is asked for is yellow, with lists and help.

Belongs here: how any sheet of the register (``pipelines.workbook_register``) is written. Not here: its rows
(``workbook_plan``, ``workbook_review``, ``workbook_evidence``), the lists and help (``workbook_checks``), what is read
from it when it comes back (``readers.returned_workbook``).

The sheet is protected without a password: it holds back slips, not people.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.report.swedish import is_missing
from pipelines.report.workbook_cells import dressed, head, lines_of, print_on_width, put, write
from pipelines.report.workbook_checks import add_checks
from pipelines.workbook_register import FillSheet

HEADING_ROW = 2
NOTES = "notes"
"""Key of a row that holds the remarks on its cells, by column."""
_LINE = 15
_YELLOW = "FFF6D6"
_GREY = "F2F2F2"
_THIN = "D0D0D0"
_TALLEST = 400
_READABLE = 110
"""Characters across which the text above the headings is laid: more than a screen shows would have to be scrolled."""
_ON_PAPER = 190
"""Characters across a printed page: a wide sheet takes several, with the row's number on each."""
_FORMATS = {"date": "yyyy-mm-dd", "year": "0", "whole": "0", "number": "General"}
"""A number typed in a cell of text format would be a text, and be refused by the cell's own check."""


def fill_in(
    book: Any, spec: FillSheet, rows: pd.DataFrame, lists: Mapping[str, Sequence[str]], remark: str = ""
) -> None:
    """Adds the sheet with one row per record; ``lists``: name of a list → the words to choose from.

    ``remark`` goes after the sheet's own words. A row's ``notes`` become remarks on its cells.
    """
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(spec.name)
    last = get_column_letter(len(spec.columns))
    _intro(sheet, spec, remark)
    for index, column in enumerate(spec.columns, 1):
        head(sheet.cell(row=HEADING_ROW, column=index), column.heading)
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.row_dimensions[HEADING_ROW].height = (
        _LINE * max(lines_of(c.heading, c.width - 3) for c in spec.columns) + 3
    )
    for line, row in enumerate(rows.to_dict("records"), HEADING_ROW + 1):
        _row(sheet, line, spec, row)
    if len(rows):
        add_checks(book, sheet, spec, lists, HEADING_ROW + 1, HEADING_ROW + len(rows))
    # The row's number stays in sight when the sheet is scrolled to the right.
    sheet.freeze_panes = f"{'B' if spec.prefix else 'A'}{HEADING_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADING_ROW}:{last}{max(HEADING_ROW + len(rows), HEADING_ROW + 1)}"
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    print_on_width(sheet)
    sheet.page_setup.fitToWidth = math.ceil(sum(column.width for column in spec.columns) / _ON_PAPER)
    sheet.print_title_cols = "A:A"
    guard = sheet.protection
    guard.sheet = True
    # False is what allows: the flags say what is forbidden.
    guard.autoFilter = guard.formatColumns = guard.formatRows = False


def _intro(sheet: Any, spec: FillSheet, remark: str) -> None:
    """The words above the headings, over as many columns as a screen shows."""
    from openpyxl.utils import get_column_letter

    width = across = 0
    while across < len(spec.columns) and width < _READABLE:
        width += spec.columns[across].width
        across += 1
    if across > 1:
        sheet.merge_cells(f"A1:{get_column_letter(across)}1")
    text = f"{spec.intro} {remark}".strip()
    put(sheet["A1"], text)
    sheet.row_dimensions[1].height = _LINE * lines_of(text, width) + 3


def _row(sheet: Any, line: int, spec: FillSheet, row: Mapping[Any, Any]) -> None:
    lines = 1
    notes = row.get(NOTES)
    is_proposed = bool(spec.origin) and not is_missing(row.get(spec.origin))
    for index, column in enumerate(spec.columns, 1):
        cell = sheet.cell(row=line, column=index)
        value: Any = row.get(column.id)
        if not is_missing(value):
            is_day = column.kind == "date" and isinstance(value, pd.Timestamp)
            write(cell, value.to_pydatetime() if is_day else value)
            lines = max(lines, lines_of(str(value), column.width))
        is_open = column.fill and not (column.given and is_proposed and not is_missing(value))
        look = Look(is_open, _FORMATS.get(column.kind, "@") if is_open else "", isinstance(value, str))
        dressed(cell, look, look.dress)
        if isinstance(notes, Mapping) and notes.get(column.id):
            _note(cell, notes[column.id])
    sheet.row_dimensions[line].height = min(_LINE * lines, _TALLEST)


@dataclass(frozen=True)
class Look:
    """How a cell looks: yellow and open, or grey and locked; texts lie from the left edge over several lines."""

    is_open: bool
    number_format: str
    is_text: bool

    def dress(self, cell: Any) -> None:
        from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side

        thin = Side(style="thin", color=_THIN)
        cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        cell.fill = PatternFill("solid", fgColor=_YELLOW if self.is_open else _GREY)
        cell.protection = Protection(locked=not self.is_open)
        cell.number_format = self.number_format or "General"
        if self.is_open or self.is_text:
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
        else:
            cell.alignment = Alignment(vertical="top")


def _note(cell: Any, text: str) -> None:
    """A remark on a cell, large enough to be read without being drawn larger."""
    from openpyxl.comments import Comment

    note = Comment(text, "Lägesbild")
    note.width, note.height = 320, 20 * lines_of(text, 48) + 20
    cell.comment = note
