"""A template as an Excel file: headings that are locked, cells that help and hold back slips, and a print that fits.

Not here: what is asked for (register), the sheet that explains (instructions).

The heading row stands below a title, an introduction and where to find help; readers find it among the first
fifteen rows. Whatever stands below it is read as data, so no example may stand there.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Protection
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.templates import instructions
from pipelines.templates.register import Column, Template
from pipelines.templates.style import (
    BOLD,
    BORDER,
    HEADING_FILL,
    PLAIN,
    SMALL,
    TITLE,
    WRAPPED,
    height,
    set_up_print,
)

HEADING_ROW = 4
LISTS = "Listor"
_FIRST_DATE, _LAST_DATE = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
_LAST_COLUMN = 16_384
_UNLOCKED = Protection(locked=False)
# Numbers keep off the text in the next column.
_ALIGNED = dict.fromkeys(("whole", "number"), Alignment(horizontal="right", vertical="top", indent=1))
_ALIGNED["date"] = Alignment(horizontal="left", vertical="top")
_FORMATS = {"date": "yyyy-mm-dd", "text": "@", "choice": "@"}


def write(template: Template, path: Path) -> None:
    """Write the empty template. An existing file is replaced."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = template.sheet
    _head(sheet, template)
    _cells(sheet, template)
    instructions.add(book, template)
    lists = _lists(book, template)
    for n, column in enumerate(template.columns, start=1):
        check = _validation(column, n, lists.get(column.heading))
        letter = get_column_letter(n)
        check.add(f"{letter}{HEADING_ROW + 1}:{letter}{HEADING_ROW + template.rows}")
        sheet.add_data_validation(check)
        told = _telling(DataValidation(), column)
        told.add(f"{letter}{HEADING_ROW}")
        sheet.add_data_validation(told)
    _protect(sheet, template)
    book.active = 0
    properties = book.properties
    properties.creator = properties.lastModifiedBy = "Lägesbild"
    properties.title, properties.language = template.title, "sv-SE"
    properties.subject = "Mall att fylla i"
    book.save(path)


def _head(sheet: Worksheet, template: Template) -> None:
    """Title, introduction, where help is found, and the headings with the columns' widths."""
    last = len(template.columns)
    total = sum(column.width for column in template.columns)
    # One cell a row: a reader of lists takes a row of several cells above the headings for a lost entry.
    above = ((template.title, TITLE), (template.intro, PLAIN), (_help(template), SMALL))
    for row, (text, font) in enumerate(above, start=1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
        sheet.cell(row, 1, text).font = font
        for n in range(1, last + 1):
            # A cell that is not written takes the column's style, which is not locked.
            sheet.cell(row, n).alignment = WRAPPED
        sheet.row_dimensions[row].height = height([(text, total)], font.size)
    for n, column in enumerate(template.columns, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = column.width
        heading = sheet.cell(HEADING_ROW, n, column.heading)
        heading.font, heading.fill, heading.border = BOLD, HEADING_FILL, BORDER
        heading.alignment = Alignment(wrap_text=True, vertical="center")
    # Room for the filter's arrow beside the heading.
    headings = [(column.heading, column.width - 4) for column in template.columns]
    sheet.row_dimensions[HEADING_ROW].height = height(headings, 11) + 4


def _help(template: Template) -> str:
    needed = [column.heading for column in template.columns if column.required]
    listed = " och ".join([", ".join(needed[:-1]), needed[-1]] if len(needed) > 1 else needed)
    return (
        f"Måste fyllas i på varje rad: {listed}. Klicka på en rubrik eller en cell, så visas vad som ska stå där. "
        f"Råd och exempel finns på bladet ”{instructions.SHEET}”."
    )


def _cells(sheet: Worksheet, template: Template) -> None:
    """The prepared rows: unlocked, wrapped, in the column's format, also below them and to the right.

    The columns to the right are hidden: what is written there would not be read. They are unlocked, because
    Excel deletes a row on a protected sheet only when all its cells are.
    """
    for n, column in enumerate(template.columns, start=1):
        shape, top = _FORMATS.get(column.kind, "General"), _ALIGNED.get(column.kind, WRAPPED)
        whole = sheet.column_dimensions[get_column_letter(n)]
        whole.protection, whole.alignment, whole.number_format = _UNLOCKED, top, shape
        for row in range(HEADING_ROW + 1, HEADING_ROW + template.rows + 1):
            cell = sheet.cell(row, n)
            cell.protection, cell.alignment, cell.number_format = _UNLOCKED, top, shape
    rest = sheet.column_dimensions[get_column_letter(len(template.columns) + 1)]
    rest.min, rest.max, rest.hidden, rest.protection = (
        len(template.columns) + 1,
        _LAST_COLUMN,
        True,
        _UNLOCKED,
    )


def _lists(book: Workbook, template: Template) -> dict[str, str]:
    """Every drop-down's values on a hidden sheet (a list in the cell itself may hold 255 characters only)."""
    found: dict[str, str] = {}
    asked = [column for column in template.columns if column.choices]
    if not asked:
        return found
    sheet = book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    for n, column in enumerate(asked, start=1):
        for row, choice in enumerate(column.choices, start=1):
            sheet.cell(row, n, choice)
        letter = get_column_letter(n)
        found[column.heading] = f"{LISTS}!${letter}$1:${letter}${len(column.choices)}"
    return found


def _validation(column: Column, n: int, values: str | None) -> DataValidation:
    """What may be written in a column, and what is said before and after."""
    first = f"{get_column_letter(n)}{HEADING_ROW + 1}"
    if values is not None:
        check = DataValidation(type="list", formula1=values)
    elif column.kind == "text":
        check = DataValidation()
    elif column.required:
        low, high = _limits(column)
        check = DataValidation(type={"date": "date", "whole": "whole", "number": "decimal"}[column.kind])
        check.operator = "greaterThanOrEqual" if high is None else "between"
        check.formula1, check.formula2 = low, high
    else:
        # A rule for numbers or dates would refuse the dash that says that the value is missing.
        rules = f"AND({','.join(_rules(column, first))})"
        otherwise = f"ISTEXT({first})" if column.words else f'{first}="-"'
        check = DataValidation(type="custom", formula1=f"IF(ISNUMBER({first}),{rules},{otherwise})")
    _telling(check, column)
    check.showErrorMessage = column.kind != "text" and not column.open
    if check.showErrorMessage:
        check.errorStyle, check.errorTitle, check.error = "stop", "Det går inte att läsa", column.error
    return check


def _telling(check: DataValidation, column: Column) -> DataValidation:
    check.allow_blank = check.showInputMessage = True
    check.promptTitle, check.prompt = column.heading, column.prompt
    return check


def _limits(column: Column) -> tuple[str, str | None]:
    """The lowest and highest value; dates as the day numbers that Excel counts in."""
    if column.kind == "date":
        return str(int(to_excel(_FIRST_DATE))), str(int(to_excel(_LAST_DATE)))
    return f"{column.lowest:g}", None if column.highest is None else f"{column.highest:g}"


def _rules(column: Column, cell: str) -> list[str]:
    low, high = _limits(column)
    rules = [f"{cell}>={low}"]
    if high is not None:
        rules.append(f"{cell}<={high}")
    if column.kind == "whole":
        rules.append(f"{cell}=INT({cell})")
    return rules


def _protect(sheet: Worksheet, template: Template) -> None:
    """Lock what is above the cells, without a password; keep the headings in sight, on screen and on paper."""
    last = get_column_letter(len(template.columns))
    sheet.auto_filter.ref = f"A{HEADING_ROW}:{last}{HEADING_ROW + template.rows}"
    guard = sheet.protection
    guard.sheet = True
    # False is what allows: the flags say what is forbidden.
    guard.sort = guard.autoFilter = guard.formatCells = guard.formatColumns = guard.formatRows = False
    guard.insertRows = guard.deleteRows = False
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = f"A{HEADING_ROW + 1}"
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    sheet.print_options.gridLines = True
    set_up_print(sheet, template.title)
