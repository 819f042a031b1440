"""The lists and help of a sheet that people fill in: what may be chosen, what kind of value a cell takes.

Belongs here: Excel's own checks of a cell, in Swedish, and the hidden sheet of lists. Not here: which words the lists
hold (``workbook_lists``), the checks that count (``readers.returned_cells``): these only help while typing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.report.workbook_cells import put
from pipelines.workbook_register import FillColumn, FillSheet, sheets

LISTS = "Listor"
#: What Excel holds: a longer title or help text makes it "repair" the file.
_TITLE, _PROMPT = 32, 255
_FIRST_DAY = "36526"  # 1 January 2000
_HELP = {
    "text": "Fri text. Skriv inga namn på enskilda personer.",
    "choice": "Välj i listan.",
    "choices": "Ett eller flera ord, med semikolon mellan.",
    "date": "Datum som ÅÅÅÅ-MM-DD.",
    "year": "Ett årtal med fyra siffror.",
    "whole": "Ett helt tal, utan ord.",
    "number": "Ett tal, utan ord.",
    "role": "En enda roll, inte ett namn.",
    "evidence": "Nummer ur bladet Belägg, med semikolon mellan.",
}


def add_checks(
    book: Any, sheet: Any, spec: FillSheet, lists: Mapping[str, Sequence[str]], first: int, last: int
) -> None:
    """One check per column that is filled in, on the rows ``first`` to ``last``."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for index, column in enumerate(spec.columns, 1):
        if column.fill:
            check = DataValidation(**_rule(book, column, lists))
            check.allow_blank = check.showInputMessage = True
            check.promptTitle, check.prompt = _title(column.heading), help_of(column)[:_PROMPT]
            letter = get_column_letter(index)
            check.add(f"{letter}{first}:{letter}{last}")
            sheet.add_data_validation(check)


def help_of(column: FillColumn) -> str:
    """The column's own help, else what its kind of value is."""
    if column.help:
        return column.help
    if column.kind in ("ref", "refs"):
        targets = [sheets()[name] for name in column.ref.split(",")]
        named = " eller ".join(target.name for target in targets)
        examples = "; ".join(f"{target.prefix}1" for target in targets)
        if column.kind == "ref":
            return f"Numret på bladet {named}, till exempel {examples}."
        return f"Ett eller flera nummer från bladet {named}, med semikolon mellan: {examples}."
    return _HELP[column.kind]


def _title(heading: str) -> str:
    if len(heading) <= _TITLE:
        return heading
    return heading[: _TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,(") + "…"


def _rule(book: Any, column: FillColumn, lists: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What the cell takes, and the message when it is something else; nothing for free text."""
    if column.kind == "choice" and lists.get(column.list):
        rule: dict[str, Any] = {"type": "list", "formula1": _list(book, column.list, lists[column.list])}
        if column.open:
            return rule
        said = ("Finns inte i listan", "välj i listan.")
    elif column.kind == "date":
        rule = {"type": "date", "operator": "greaterThanOrEqual", "formula1": _FIRST_DAY}
        said = ("Inte ett datum", "skriv datumet som ÅÅÅÅ-MM-DD.")
    elif column.kind == "year":
        rule = {"type": "whole", "operator": "between", "formula1": "2000", "formula2": "2100"}
        said = ("Inte ett årtal", "skriv året med fyra siffror.")
    elif column.kind == "whole":
        rule = {"type": "whole", "operator": "greaterThanOrEqual", "formula1": "0"}
        said = ("Inte ett helt tal", "skriv ett helt tal, utan ord.")
    elif column.kind == "number":
        rule = {"type": "decimal", "operator": "between", "formula1": "-1000000000", "formula2": "1000000000"}
        said = ("Inte ett tal", "skriv ett tal, utan ord.")
    else:
        return {}
    return rule | {"showErrorMessage": True, "errorTitle": said[0], "error": f"{column.heading}: {said[1]}"}


def _list(book: Any, name: str, words: Sequence[str]) -> str:
    """Where the list's words stand: on a hidden sheet, as a list in the cell itself holds 255 characters only."""
    from openpyxl.utils import get_column_letter

    if LISTS not in book.sheetnames:
        hidden = book.create_sheet(LISTS)
        hidden.sheet_state = "hidden"
    sheet = book[LISTS]
    used = sheet.max_column if sheet["A1"].value is not None else 0
    for index in range(1, used + 1):
        column = [cell[0].value for cell in sheet.iter_rows(min_col=index, max_col=index)]
        if [value for value in column if value is not None] == [name, *words]:
            break
    else:
        index = used + 1
        for line, word in enumerate([name, *words], 1):
            put(sheet.cell(row=line, column=index), word)
    letter = get_column_letter(index)
    return f"{LISTS}!${letter}$2:${letter}${len(words) + 1}"
