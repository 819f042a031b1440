"""Staff dialogue: the project's own form, one observation per row, as a workbook or csv.

Belongs here: the form's columns. Not here: redaction, coding. Phenomenon, cause and proposal become
statements of their own, so that a proposal is never read as an observed problem.
"""

from __future__ import annotations

from typing import Any

from pipelines.readers import cells, forms, statements
from pipelines.readers.result import ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "staff_form"
TITLE = "Medarbetardialog (formuläret)"
EXPECTED = (
    "En arbetsbok eller csv-fil med rubrikerna Datum, Verksamhet, Plats, Tid, Fenomen, Hur ofta, Sedan när, "
    "Trolig orsak och Förslag."
)
HEADERS = (
    "Datum",
    "Verksamhet",
    "Plats",
    "Tid",
    "Fenomen",
    "Hur ofta",
    "Sedan när",
    "Trolig orsak",
    "Förslag",
)
SKIP_EMPTY = "rad utan iakttagelse"

_NAMES: dict[str, tuple[str, ...]] = dict.fromkeys(HEADERS, ())
_REQUIRED = ("Datum", "Verksamhet", "Plats", "Fenomen", "Trolig orsak", "Förslag")
_STATEMENTS = ("Fenomen", "Trolig orsak", "Förslag")
_EXTRA = ("record", "time_context", "frequency", "since")


def recognises(sample: FileSample) -> bool:
    """At least six of the form's headers, of which some are the form's own; a missing one is then named."""
    matched = forms.marks(sample, _NAMES)
    return len(matched) >= 6 and ("Fenomen" in matched or {"Trolig orsak", "Hur ofta"} <= matched)


def read(data: bytes, name: str) -> ReadResult:
    """One row per filled Fenomen, Trolig orsak and Förslag (in ``question``); ``record`` is the form row.

    Who submitted it ("Lämnat av") goes to ``private_context``. Raises UnreadableFileError.
    """
    filled = forms.read(data, name, _NAMES, _REQUIRED)
    rows: list[dict[str, object]] = []
    for entry in filled.entries:
        texts = {q: entry.get(q) for q in _STATEMENTS if not cells.is_missing(entry.get(q))}
        if not texts:
            filled.skipped[SKIP_EMPTY] += 1
            continue
        try:
            date = cells.required_date(entry.get("Datum"))
        except cells.CellError as error:
            filled.problems.append(entry.problem(error.reason, error.advice))
            continue
        shared: dict[str, Any] = {
            "record": entry.record,
            "sheet": entry.sheet,
            "place_context": entry.text("Plats"),
            "role": entry.text("Verksamhet"),
            "time_context": forms.time_text(entry.get("Tid")),
            "frequency": entry.text("Hur ofta"),
            "since": entry.text("Sedan när"),
        }
        rows += [
            statements.statement(
                entry.row, f"{entry.where}, fråga «{q}»", date, cells.clean_text(text), question=q, **shared
            )
            for q, text in texts.items()
        ]
    return ReadResult(
        statements.frame(rows, _EXTRA),
        filled.records,
        filled.problems,
        filled.skipped,
        filled.notes,
        tuple(filled.private),
    )
