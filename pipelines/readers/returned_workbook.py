"""The project's own workbook, filled in and handed back -> what the group wrote, cell by cell checked.

Belongs here: which rows count, and the tidy rows. Not here: finding the sheets and their columns (returned_sheets),
the kinds of cells (returned_cells), what is done with what was written (pipelines.tables), writing the sheets
(pipelines.report), the sheets that only show.

A row counts when somebody has written in it, or when another row refers to it. A cell that cannot be understood makes
its row a problem that names the cell: half a row is not used, but what was typed in it is kept beside
(``ReadResult.set_aside``), so that it can be shown again where it stood.
"""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

from pipelines import workbook_register as register
from pipelines.readers import cells
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.returned_cells import EVIDENCE
from pipelines.readers.returned_rows import Fault, Line
from pipelines.readers.returned_sheets import BOOK, REVIEW, FilledSheet, filled_sheets
from pipelines.readers.sample import FileSample
from pipelines.readers.tables import unreadable

LAYOUT = "returned_workbook"
TITLE = "Arbetsboken lagesbild.xlsx, ifylld"
EXPECTED = "Arbetsboken från lägesbilden med alla sina blad, som gruppen har fyllt i."
HEADERS = register.sheets()["text_review"].headings
COLUMNS = (
    "record", "row", "sheet", "sheet_id", "id", "column", "cell", "value", "year", "party", "agreement",
)  # fmt: skip
#: Of a row that could not be used: also what is wrong with the cell, "" where nothing is.
SET_ASIDE = (*COLUMNS, "reason")
_SKIPPED = {
    REVIEW: "uttalande som ingen har granskat",
    "problem": "föreslaget problem utan svar, eller tom rad",
    "cause": "kandidat utan ställningstagande, eller tom rad",
    "follow_up": "föreslagen uppföljning utan svar, eller tom rad",
}


def recognises(sample: FileSample) -> bool:
    """Most headings of two of the sheets, whatever the sheets are called now."""
    if sample.kind != "workbook":
        return False
    known = [s for s in register.sheets().values() if 2 * len(sample.matched(s.headings)) > len(s.headings)]
    return len(known) > 1


def read(data: bytes, name: str) -> ReadResult:
    """One tidy row per filled-in cell, in codes (``value``), with its sheet, row number and cell.

    ``id``: the row's own number ("P1"), ``year``, ``party`` and ``agreement``: what the workbook says of itself. Its
    own row always comes, filled in or not. Of a reviewed statement its locked cells come too, as they say what was
    reviewed. ``sheet`` is what the register calls it. Raises UnreadableFileError when a sheet or a column is gone,
    stands twice, or has merged cells, and when year, agreement or party are not what they were.
    """
    sheets = filled_sheets(data, name)
    about = _about(sheets, name)
    # References need all rows' numbers before any cell is read.
    known = {sheet.spec.id: {line.key for line in sheet.lines if _may_be_named(line)} for sheet in sheets}
    called = _called(sheets)
    rows: list[dict[str, object]] = []
    aside: list[dict[str, object]] = []
    problems: list[Problem] = []
    skipped: Counter[str] = Counter()
    record = 0
    for sheet in sheets:
        if not sheet.spec.is_filled_in:
            continue
        for line in sheet.lines:
            record += 1
            is_own = sheet.spec.id == BOOK
            if not line.is_filled and not is_own and (sheet.spec.id, line.key) not in called:
                skipped[_SKIPPED.get(sheet.spec.id, "tom rad")] += 1
                continue
            values, faults = line.values(known)
            shared = {"record": record, "row": line.number, "sheet": sheet.name, "sheet_id": sheet.spec.id}
            shared |= {"id": line.key} | about
            if faults:
                problems.append(_problem(line, faults))
                aside += [shared | cell for cell in _as_typed(line, values, faults)]
                continue
            rows += [
                {**shared, "column": column, "cell": sheet.cell(column, line.number), "value": value}
                for column, value in values.items()
            ]
    return ReadResult(_frame(rows, COLUMNS), record, problems, skipped, set_aside=_frame(aside, SET_ASIDE))


def _may_be_named(line: Line) -> bool:
    return line.sheet.spec.id == EVIDENCE or line.is_filled or line.is_proposed


def _called(sheets: list[FilledSheet]) -> set[tuple[str, str]]:
    """Proposed rows that a filled-in row names: a problem with a cause is no longer only proposed."""
    proposed = {(s.spec.id, line.key) for s in sheets for line in s.lines if line.is_proposed}
    named = set()
    for sheet in sheets:
        for column in sheet.spec.columns:
            for target in filter(None, column.ref.split(",")):
                for line in sheet.lines:
                    if line.is_filled:
                        numbers = re.split(r"[\s;,]+", line.text(column.id))
                        named |= {(target, number.upper()) for number in numbers}
    return proposed & named


def _frame(rows: list[dict[str, object]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype(
        {"record": "int64", "row": "int64", "year": "int64"}
    )


def _problem(line: Line, faults: list[Fault]) -> Problem:
    told = [f"Cell {fault.cell} («{fault.heading}»): {fault.reason}" for fault in faults]
    advice = " ".join(dict.fromkeys(fault.advice for fault in faults))
    found = " | ".join(fault.found for fault in faults if fault.found)
    return Problem(line.number, found, " ".join(told), advice, line.sheet.name)


def _as_typed(line: Line, values: dict[str, str], faults: list[Fault]) -> list[dict[str, object]]:
    """The row's cells: codes where they could be read, else what stands there and what is wrong."""
    wrong = {fault.column: fault for fault in reversed(faults) if fault.column}
    found: list[dict[str, object]] = []
    for column in line.sheet.spec.columns:
        fault = wrong.get(column.id)
        value = values.get(column.id, "") if fault is None else line.text(column.id)
        if value or fault:
            cell = line.sheet.cell(column.id, line.number)
            told = "" if fault is None else f"{fault.reason} {fault.advice}"
            found.append({"column": column.id, "cell": cell, "value": value, "reason": told})
    return found


def _about(sheets: list[FilledSheet], name: str) -> dict[str, object]:
    """The workbook's ``year``, ``agreement`` and the ``party`` that filled it in; joint when nobody said.

    Everything in the workbook is taken to be of that year, agreement and party, so none is guessed.
    """
    book = next(sheet for sheet in sheets if sheet.spec.id == BOOK)
    if not book.lines:
        raise unreadable(name, f"Bladet «{book.name}» är tomt: året och parten saknas.")
    line = book.lines[0]
    at = {column: f"Bladet «{book.name}», cell {book.cell(column, line.number)}" for column in book.at}
    year, said = line.text("year"), line.text("party")
    if not re.fullmatch(r"20\d\d", year):
        raise unreadable(name, f"{at['year']}: året är borta eller ändrat. Skriv lägesbildens år.")
    if not line.text("agreement"):
        raise unreadable(
            name,
            f"{at['agreement']}: avtalet är borta. Skriv tillbaka det som stod, eller hämta arbetsboken på nytt.",
        )
    evidence = next(sheet for sheet in sheets if sheet.spec.id == EVIDENCE)
    if any(cells.clean(row.text("plan_year")) not in ("", year) for row in evidence.lines):
        raise unreadable(
            name,
            f"{at['year']}: det är inte samma år som på bladet «{evidence.name}», så det går inte att veta vilket år "
            "arbetsboken gäller. Skriv tillbaka lägesbildens år.",
        )
    party = register.code_of("parties", said)
    if (said and party is None) or line.is_failed("party"):
        words = ", ".join(register.choices("parties").values())
        raise unreadable(name, f"{at['party']}: det går inte att veta vem som har fyllt i. Skriv {words}.")
    return {"year": int(year), "party": party or "joint", "agreement": line.text("agreement")}
