"""Wrong fillings of the workbook: the slips that people and programs make between opening it and handing it in.

Each is drawn with a generator of its own number, so that a failing one can be made again from it, and says what must be
named: a cell, or a sheet and what of it. Not here: what the reader makes of it (test_wrong_fillings.py), the sound
workbook (filled.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from pipelines import workbook_register as register
from pipelines.workbook_register import FREE, FillColumn, FillSheet
from tests.readers.filled import FIRST, HEADING_ROW, OTHER_STATEMENT, SOUND, YEAR, book, place, saved

HOW_MANY = 200
#: A result that is no fault: the workbook must be read as if nothing had been done.
STILL_READ = "läses som förut"
_WRONG_NUMBERS = {"P": "P77", "O": "O77", "Å": "Å77", "M": "M77"}


@dataclass(frozen=True)
class Wrong:
    """A wrongly filled workbook. ``sheet`` and ``named``: what must be told, "D3" or words; ``part`` of the reason.

    ``lost``: (sheet, number of the row) whose content may be missing from what is read; everything else must be there.
    """

    kind: str
    data: bytes
    sheet: str
    named: str
    part: str
    lost: tuple[tuple[str, str], ...] = ()


#: Sheet, what must be named, part of the reason, rows that may be missing.
Found = tuple[str, str, str, list[tuple[str, str]]]
Change = Callable[[Workbook, Random], Found]


def _filled_sheets() -> list[FillSheet]:
    return [spec for spec in register.sheets().values() if spec.is_filled_in]


def _columns(*kinds: str) -> list[tuple[FillSheet, FillColumn]]:
    """Columns of the kinds that the sound workbook's first row of the sheet has something in."""
    return [
        (spec, column)
        for spec in _filled_sheets()
        for column in spec.columns
        if column.fill and column.kind in kinds and column.id in SOUND[spec.id][0] and spec.id != "book"
    ]


def _first(spec: FillSheet) -> str:
    return str(SOUND[spec.id][0][spec.key])


def _put(made: Workbook, spec: FillSheet, column: FillColumn, value: object, part: str) -> Found:
    """Writes in the first row; its cell must be named."""
    at = place(spec.id, column.id)
    cell = made[spec.name][at]
    cell.value, cell.number_format = value, "General"
    return spec.name, at, part, [(spec.id, _first(spec))]


def text_in_a_year(made: Workbook, draw: Random) -> Found:
    spec, column = draw.choice(_columns("year"))
    return _put(
        made, spec, column, draw.choice(("nästa år", "2025?", "-25", "år 2025", "20255", "1899")), "årtal"
    )


def words_in_a_number(made: Workbook, draw: Random) -> Found:
    spec, column = draw.choice(_columns("whole", "number"))
    return _put(made, spec, column, draw.choice(("12 st", "cirka 40", "fyra", "3-4", "?", "1O")), "tal")


def date_as_text(made: Workbook, draw: Random) -> Found:
    spec, column = draw.choice(_columns("date"))
    said = draw.choice(("i våras", "5/3 2024", "v. 12", "2024-02-30", "mars 2024", "2024-13-01", "löpande"))
    return _put(made, spec, column, said, "Datumet")


def choice_outside_the_list(made: Workbook, draw: Random) -> Found:
    listed = [(s, c) for s, c in _columns("choice", "choices") if c.list not in FREE and not c.open]
    spec, column = draw.choice(listed)
    return _put(
        made, spec, column, draw.choice(("kanske", "ja/nej", "x", "se ovan", "Övrigt annat")), "listan"
    )


def unknown_number(made: Workbook, draw: Random) -> Found:
    spec, column = draw.choice(_columns("ref", "refs"))
    target = register.sheets()[column.ref.split(",")[0]]
    return _put(
        made, spec, column, draw.choice((_WRONG_NUMBERS[target.prefix], "X1", "1", "?")), "ifyllda raderna"
    )


def unknown_evidence(made: Workbook, draw: Random) -> Found:
    spec, column = draw.choice(_columns("evidence"))
    wrong = draw.choice(("0123456789ac", "abc", "cykelstölder", "bicycle_theft", "0123456789ab; rad 4"))
    return _put(made, spec, column, wrong, "beläggen")


def number_of_an_empty_row(made: Workbook, draw: Random) -> Found:
    spec, column = draw.choice([(s, c) for s, c in _columns("ref", "refs") if "problem" in c.ref])
    return _put(made, spec, column, "P3", "ifyllda raderna")


def two_numbers_where_one_goes(made: Workbook, draw: Random) -> Found:
    spec, column = draw.choice(_columns("ref"))
    own = SOUND[spec.id][0][column.id]
    return _put(
        made, spec, column, draw.choice((f"{own}; {own}2", f"{own} och {own}", f"{own},{own}")), "mer än ett"
    )


def two_owners(made: Workbook, draw: Random) -> Found:
    spec, column = draw.choice(_columns("role"))
    said = (
        "fritidschef och kommunpolis", "rektor/skolchef", "gatuchef samt fältare", "kommunen & polisen",
        "rektor; skolchef", "säkerhetssamordnare\nkommunpolis", "Karin Ek och Bo Lund",
        "ansvarig för skolan och rektorn",
    )  # fmt: skip
    return _put(made, spec, column, draw.choice(said), "mer än en")


def needed_cell_emptied(made: Workbook, draw: Random) -> Found:
    columns = [
        (s, c)
        for s in _filled_sheets()
        for c in s.columns
        if c.needed and s.id not in ("book", "text_review")
    ]
    spec, column = draw.choice(columns)
    return _put(made, spec, column, None, "tom")


def formula_error(made: Workbook, draw: Random) -> Found:
    spec, column = draw.choice(_columns("text", "whole", "number", "date", "role", "choice"))
    found = _put(
        made, spec, column, draw.choice(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?")), "Formeln"
    )
    made[spec.name][found[1]].data_type = "e"
    return found


def formula_never_worked_out(made: Workbook, draw: Random) -> Found:
    spec, column = draw.choice(_columns("text", "whole", "number"))
    return _put(made, spec, column, draw.choice(("=A1", "=SUM(B3:B9)", "=1+1")), "Formeln")


def percent(made: Workbook, draw: Random) -> Found:
    spec, column = draw.choice(_columns("whole", "number"))
    found = _put(made, spec, column, draw.choice((0.12, 0.5, 1)), "procent")
    made[spec.name][found[1]].number_format = draw.choice(("0%", "0.00%", "0.0 %"))
    return found


def year_of_the_workbook(made: Workbook, draw: Random) -> Found:
    made["Om arbetsboken"][place("book", "year")] = draw.choice((YEAR - 1, YEAR + 1, "i år", None, 23))
    return "Om arbetsboken", place("book", "year"), "år", []


def party_outside_the_list(made: Workbook, draw: Random) -> Found:
    made["Om arbetsboken"][place("book", "party")] = draw.choice(
        ("kommun", "vi", "polisen och kommunen", "KPI")
    )
    return "Om arbetsboken", place("book", "party"), "vem som har fyllt i", []


def cleared_number(made: Workbook, draw: Random) -> Found:
    spec = draw.choice([s for s in _filled_sheets() if s.id != "book"])
    at = place(spec.id, spec.key)
    made[spec.name][at] = draw.choice((None, "1", "rad 1", f"{spec.prefix}"))
    lost = [(spec.id, _first(spec)), *_who_names(_first(spec))]
    return spec.name, at, "nummer är borta eller ändrat", lost


def statement_number_changed(made: Workbook, draw: Random) -> Found:
    number = draw.choice((OTHER_STATEMENT, "0123456789ac", "0123456789AB0", "12"))
    made["Textkodning"][place("text_review", "statement_id")] = number
    part = "Numret står också på rad 4" if number == OTHER_STATEMENT else "nummer är borta"
    return "Textkodning", "A3", part, [("text_review", _first(register.sheets()["text_review"]))]


def doubled_number(made: Workbook, draw: Random) -> Found:
    """The first row pasted once more below, number and all."""
    spec = draw.choice([s for s in _filled_sheets() if s.prefix and s.id != "problem"])
    sheet = made[spec.name]
    to = FIRST + len(SOUND[spec.id])
    for at in range(1, len(spec.columns) + 1):
        sheet.cell(to, at, sheet.cell(FIRST, at).value)
    return spec.name, f"A{to}", f"rad {FIRST}", [(spec.id, _first(spec))]


def pasted_one_column_off(made: Workbook, draw: Random) -> Found:
    """The yellow cells one step to the right: the first is empty, and a later one holds what it cannot hold."""
    spec = draw.choice([s for s in _filled_sheets() if s.id not in ("book", "text_review")])
    sheet = made[spec.name]
    first = min(
        n for n, column in enumerate(spec.columns, 1) if column.fill and column.id in SOUND[spec.id][0]
    )
    cells = [sheet.cell(FIRST, at).value for at in range(first, len(spec.columns) + 1)]
    for at, value in enumerate([None, *cells], first):
        # cell(…, value) leaves what stood there when the value is None.
        sheet.cell(FIRST, at).value = value
    return spec.name, f"{get_column_letter(first)}{FIRST}", "", [(spec.id, _first(spec))]


def words_outside_the_columns(made: Workbook, draw: Random) -> Found:
    spec = draw.choice([s for s in _filled_sheets() if s.id != "book"])
    at = len(spec.columns) + draw.choice((1, 2))
    made[spec.name].cell(FIRST, at, draw.choice(("se bilaga", "klart!", 7)))
    return (
        spec.name,
        f"{get_column_letter(at)}{FIRST}",
        "hör inte till någon kolumn",
        [(spec.id, _first(spec))],
    )


def copied_headings(made: Workbook, draw: Random) -> Found:
    """The heading row pasted over a row to fill in."""
    spec = draw.choice([s for s in _filled_sheets() if s.id != "book"])
    to = FIRST + len(SOUND[spec.id])
    for at, column in enumerate(spec.columns, 1):
        made[spec.name].cell(to, at, column.heading)
    return spec.name, f"A{to}", "nummer är borta", []


def deleted_column(made: Workbook, draw: Random) -> Found:
    spec = draw.choice(list(register.sheets().values()))
    at = draw.randrange(1, len(spec.columns) + 1)
    made[spec.name].delete_cols(at)
    return spec.name, f"saknar kolumnen «{spec.columns[at - 1].heading}»", "", []


def changed_heading(made: Workbook, draw: Random) -> Found:
    spec = draw.choice(list(register.sheets().values()))
    at = draw.randrange(1, len(spec.columns) + 1)
    made[spec.name].cell(HEADING_ROW, at).value = draw.choice(("Ny rubrik", None, "Kolumn 1"))
    return spec.name, f"saknar kolumnen «{spec.columns[at - 1].heading}»", "", []


def doubled_column(made: Workbook, draw: Random) -> Found:
    spec = draw.choice(list(register.sheets().values()))
    column = draw.choice(spec.columns)
    made[spec.name].cell(HEADING_ROW, len(spec.columns) + 1, column.heading)
    return spec.name, f"rubriken «{column.heading}»", "mer än en gång", []


def merged_cells(made: Workbook, draw: Random) -> Found:
    spec = draw.choice(_filled_sheets())
    at = get_column_letter(draw.randrange(1, len(spec.columns) + 1))
    area = f"{at}{FIRST}:{at}{FIRST + draw.choice((1, 2, 5))}"
    made[spec.name].merge_cells(area)
    return spec.name, f"cellerna {area}", "sammanslagna", []


def deleted_sheet(made: Workbook, draw: Random) -> Found:
    spec = draw.choice(list(register.sheets().values()))
    del made[spec.name]
    return spec.name, f"«{spec.name}»", "saknas", []


def doubled_sheet(made: Workbook, draw: Random) -> Found:
    spec = draw.choice(list(register.sheets().values()))
    made.copy_worksheet(made[spec.name]).title = f"{spec.name} (2)"
    return spec.name, f"«{spec.name} (2)»", "samma rubriker", []


def renamed_sheet(made: Workbook, draw: Random) -> Found:
    spec = draw.choice(list(register.sheets().values()))
    made[spec.name].title = draw.choice(("Blad1", f"{spec.name} ny", "Vårt blad"))
    return spec.name, STILL_READ, "", []


def moved_sheet(made: Workbook, draw: Random) -> Found:
    spec = draw.choice(list(register.sheets().values()))
    made.move_sheet(spec.name, draw.choice((-3, -1, 2, 5)))
    return spec.name, STILL_READ, "", []


def _who_names(number: str) -> list[tuple[str, str]]:
    """Rows that refer to a number, also through another row: they hang on it."""
    found: list[tuple[str, str]] = []
    for spec in _filled_sheets():
        refers = [column.id for column in spec.columns if column.ref]
        for row in SOUND[spec.id]:
            named = {part for column in refers for part in str(row.get(column, "")).replace(";", " ").split()}
            if number in named:
                found.append((spec.id, str(row[spec.key])))
    return found


CHANGES: tuple[Change, ...] = (
    text_in_a_year, words_in_a_number, date_as_text, choice_outside_the_list, unknown_number, unknown_evidence,
    number_of_an_empty_row, two_numbers_where_one_goes, two_owners, needed_cell_emptied, formula_error,
    formula_never_worked_out, percent, year_of_the_workbook, party_outside_the_list, cleared_number,
    statement_number_changed, doubled_number, pasted_one_column_off, words_outside_the_columns, copied_headings,
    deleted_column, changed_heading, doubled_column, merged_cells, deleted_sheet, doubled_sheet, renamed_sheet,
    moved_sheet,
)  # fmt: skip


def wrong(number: int) -> Wrong:
    """Wrong filling ``number``: every kind in turn, each time drawn anew."""
    draw = Random(number)
    change = CHANGES[number % len(CHANGES)]
    made = book(SOUND)
    sheet, named, part, lost = change(made, draw)
    return Wrong(change.__name__, saved(made), sheet, named, part, tuple(lost))
