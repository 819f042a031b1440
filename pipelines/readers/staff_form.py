"""Staff dialogue: the project's own form, one observation per row.

Belongs here: the form's columns. Not here: redaction, coding. Phenomenon, cause and proposal become
statements of their own, so that a proposal is never read as an observed problem.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipelines.readers import cells, statements
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "staff_form"
TITLE = "Medarbetardialog (formuläret)"
EXPECTED = (
    "En arbetsbok med rubrikerna Datum, Verksamhet, Plats, Tid, Fenomen, Hur ofta, Sedan när, "
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
SUBMITTER = "Lämnat av"
SKIP_EMPTY = "rad utan iakttagelse"

_REQUIRED = ("Datum", "Verksamhet", "Plats", "Fenomen")
_STATEMENTS = ("Fenomen", "Trolig orsak", "Förslag")
_EXTRA = ("record", "time_context", "frequency", "since")


def recognises(sample: FileSample) -> bool:
    """Phenomenon and activity among at least six of the form's headers."""
    matched = sample.matched(HEADERS) if sample.kind == "workbook" else frozenset()
    return {"Fenomen", "Verksamhet"} <= matched and len(matched) >= 6


def read(data: bytes, name: str) -> ReadResult:
    """One row per filled Fenomen, Trolig orsak and Förslag (in ``question``); ``record`` is the form row.

    Who submitted it goes to ``private_context``. Raises UnreadableFileError.
    """
    form = statements.open_form(data, name, (*HEADERS, SUBMITTER), _REQUIRED)
    rows: list[dict[str, object]] = []
    problems: list[Problem] = []
    skipped: Counter[str] = Counter()
    private: list[str] = []
    for n, row in form.rows:
        if submitter := cells.clean(form.cell(row, SUBMITTER)):
            private.append(submitter)
        texts = {q: form.cell(row, q) for q in _STATEMENTS if not cells.is_missing(form.cell(row, q))}
        if not texts:
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
                ("role", "Verksamhet"),
                ("time_context", "Tid"),
                ("frequency", "Hur ofta"),
                ("since", "Sedan när"),
            )
        }
        rows += [
            statements.statement(
                n, f"rad {n}, fråga «{q}»", date, cells.clean_text(text), question=q, **shared
            )
            for q, text in texts.items()
        ]
    return ReadResult(statements.frame(rows, _EXTRA), len(form.rows), problems, skipped, [], tuple(private))
