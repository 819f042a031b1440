"""The operative crime prevention group's running list of events, one event per row.

Belongs here: the list's columns. Not here: redaction, coding, the group's minutes (council_minutes).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipelines.readers import cells, statements
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "operative_list"
TITLE = "Operativa Brås händelselista"
EXPECTED = "En arbetsbok med rubrikerna Datum, Vecka, Plats, Tid, Typ, Händelse och Rapporterat av (roll)."
HEADERS = ("Datum", "Vecka", "Plats", "Tid", "Typ", "Händelse", "Rapporterat av (roll)")
SKIP_EMPTY = "rad utan händelse"

_REQUIRED = ("Datum", "Plats", "Typ", "Händelse")
_EXTRA = ("record", "time_context", "week")


def recognises(sample: FileSample) -> bool:
    """Event and type among at least five of the list's headers."""
    matched = sample.matched(HEADERS) if sample.kind == "workbook" else frozenset()
    return {"Händelse", "Typ"} <= matched and len(matched) >= 5


def read(data: bytes, name: str) -> ReadResult:
    """One row per event with its type as ``heading``. A week number alone is not a date.

    Raises UnreadableFileError.
    """
    form = statements.open_form(data, name, HEADERS, _REQUIRED)
    rows: list[dict[str, object]] = []
    problems: list[Problem] = []
    skipped: Counter[str] = Counter()
    for n, row in form.rows:
        if cells.is_missing(form.cell(row, "Händelse")):
            skipped[SKIP_EMPTY] += 1
            continue
        try:
            date = cells.required_date(form.cell(row, "Datum"))
        except cells.CellError as error:
            problems.append(Problem(n, statements.quoted(row), error.reason, error.advice, form.sheet))
            continue
        shared: dict[str, Any] = {"record": n, "sheet": form.sheet} | {
            column: cells.clean(form.cell(row, header)) or None
            for column, header in (
                ("place_context", "Plats"),
                ("role", "Rapporterat av (roll)"),
                ("heading", "Typ"),
                ("time_context", "Tid"),
                ("week", "Vecka"),
            )
        }
        rows.append(
            statements.statement(n, f"rad {n}", date, cells.clean_text(form.cell(row, "Händelse")), **shared)
        )
    return ReadResult(statements.frame(rows, _EXTRA), len(form.rows), problems, skipped)
