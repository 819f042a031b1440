"""The sheet "Så här fyller du i": advice, what each column asks for, and an example.

The example stands with a line per column, not a column per heading, so that no reader takes it for data.
"""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.templates.register import Column, Template, said
from pipelines.templates.style import BOLD, BORDER, HEADING_FILL, PLAIN, TITLE, WRAPPED, height, set_up_print

SHEET = "Så här fyller du i"
_WIDTHS = {"Rubrik": 24, "Det här ska stå": 44, "Så skrivs det": 34}
_EXAMPLE_WIDTH = 30


def add(book: Workbook, template: Template) -> None:
    """Add the sheet last in the book, locked."""
    sheet = book.create_sheet(SHEET)
    shown = len(template.columns[0].example)
    titles = [*_WIDTHS, *(["Exempel"] if shown == 1 else [f"Exempel {n}" for n in range(1, shown + 1)])]
    widths = [*_WIDTHS.values(), *[_EXAMPLE_WIDTH] * shown]
    for n, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGH"[n]].width = width
    row = _wide(sheet, 1, f"{SHEET}: {template.title}", TITLE, widths)
    for advice in template.advice:
        row = _wide(sheet, row, f"• {advice}", PLAIN, widths)
    row += 1
    for n, title in enumerate(titles, start=1):
        cell = sheet.cell(row, n, title)
        cell.font, cell.fill, cell.border, cell.alignment = BOLD, HEADING_FILL, BORDER, WRAPPED
    for column in template.columns:
        row += 1
        texts = [column.heading, column.help, _rule(column), *(said(value) for value in column.example)]
        for n, text in enumerate(texts, start=1):
            cell = sheet.cell(row, n, text)
            cell.border, cell.alignment = BORDER, WRAPPED
            cell.font = BOLD if n == 1 else PLAIN
        sheet.row_dimensions[row].height = height(zip(texts, widths, strict=True), 11)
    row = _wide(sheet, row + 2, "Exemplen är påhittade.", PLAIN, widths)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.sheet_view.showGridLines = False
    set_up_print(sheet, template.title)


def _wide(sheet: Worksheet, row: int, text: str, font: Font, widths: list[int]) -> int:
    """A line of text across all columns; returns the next row."""
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(widths))
    cell = sheet.cell(row, 1, text)
    cell.font, cell.alignment = font, WRAPPED
    sheet.row_dimensions[row].height = height([(text, sum(widths))], font.size)
    return row + 1


def _rule(column: Column) -> str:
    rule = column.allowed
    if column.choices and not column.open and len(column.choices) <= 6:
        rule = f"Välj {', '.join(column.choices[:-1])} eller {column.choices[-1]}."
    return f"{rule} {column.need}".strip()
