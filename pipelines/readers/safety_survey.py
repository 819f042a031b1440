"""The police's safety survey (trygghetsmätning), typed into the project's own workbook template.

Belongs here: the template's layout. Not here: weighting of localities, interpretation of classes.
Values are ordinal classes 0-6 where lower is better; only the total index has decimals.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "safety_survey"
TITLE = "Trygghetsmätningen (mallen)"
EXPECTED = (
    "En arbetsbok med bladet Trygghetsmätning och rubrikerna Kommun, Ort, Grupp, Fråga, År, "
    "Index (0–6) och Antal svar."
)
SHEET = "Trygghetsmätning"
HEADERS = ("Kommun", "Ort", "Grupp", "Fråga", "År", "Index (0–6)", "Antal svar")
SKIP_MISSING = "index saknas i mallen"
SKIP_REPEATED = "upprepad rad"
TOTAL = "Totalindex"
WHOLE_MUNICIPALITY = "hela kommunen"

_GROUPS = {
    "alla": "Alla",
    "samtliga": "Alla",
    "totalt": "Alla",
    "kvinnor": "Kvinnor",
    "kvinna": "Kvinnor",
    "män": "Män",
    "man": "Män",
}
_COLUMNS = ("row", "sheet", "municipality", "locality", "group", "question", "year", "value", "n")


def recognises(sample: FileSample) -> bool:
    """The template's header row; one renamed heading is reported when reading, not here."""
    return sample.kind == "workbook" and len(sample.matched(HEADERS)) >= len(HEADERS) - 1


def read(data: bytes, name: str) -> ReadResult:
    """One row per municipality, locality, group, question and year; ``locality`` None = all of it.

    ``value`` is the class index 0-6 (lower is better), ``n`` the number of answers or NA.
    Raises UnreadableFileError.
    """
    sheets = tables.read_workbook(data, name)
    found = [(s, h) for s in sheets if (h := tables.find_header(s, HEADERS)) is not None]
    named = [pair for pair in found if cells.key(pair[0].name) == cells.key(SHEET)]
    if not found:
        raise tables.unreadable(name, f"Bladet «{SHEET}» med mallens rubriker saknas.")
    sheet, header = (named or found)[0]
    at = tables.columns(sheet.rows[header], HEADERS)
    tables.require(at, HEADERS, name)
    problems: list[Problem] = []
    skipped: Counter[str] = Counter()
    rows: list[dict[str, object]] = []
    seen: dict[tuple[object, ...], float] = {}
    records = 0
    for n, cell in enumerate(sheet.rows[header + 1 :], header + 2):
        if not tables.has_content(cell):
            continue
        records += 1
        quoted = " | ".join(cells.clean(c) for c in cell)
        if cells.is_missing(cell[at["Index (0–6)"]]):
            skipped[SKIP_MISSING] += 1
            continue
        try:
            row = _row(n, sheet.name, {h: cell[i] for h, i in at.items()})
        except cells.CellError as error:
            problems.append(Problem(n, quoted, error.reason, error.advice, sheet.name))
            continue
        k = tuple(cells.key(row[c]) for c in ("municipality", "locality", "group", "question", "year"))
        if k not in seen:
            seen[k] = float(str(row["value"]))
            rows.append(row)
        elif seen[k] == row["value"]:
            skipped[SKIP_REPEATED] += 1
        else:
            problems.append(
                Problem(
                    n,
                    quoted,
                    "Samma ort, grupp, fråga och år finns redan med ett annat index.",
                    "Ta bort den felaktiga raden i mallen.",
                    sheet.name,
                )
            )
    if not records:
        raise tables.unreadable(name, "Mallen har rubriker men inga ifyllda rader.")
    frame = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(
        {"row": "int64", "year": "int64", "value": "float64"}
    )
    frame["n"] = frame["n"].astype("Int64")
    frame["locality"] = frame["locality"].astype(object).where(frame["locality"].notna(), None)
    return ReadResult(frame, records, problems, skipped)


def _row(n: int, sheet: str, cell: dict[str, object]) -> dict[str, object]:
    municipality, locality, question = (cells.clean(cell[h]) for h in ("Kommun", "Ort", "Fråga"))
    if not municipality or not question or not locality:
        raise cells.CellError("Kommun, ort eller fråga saknas.", "Fyll i alla tre kolumnerna på raden.")
    group = _GROUPS.get(cells.key(cell["Grupp"]))
    if group is None:
        raise cells.CellError("Gruppen är inte Alla, Kvinnor eller Män.", "Använd ett av mallens val.")
    value = cells.number(cell["Index (0–6)"])
    if value is None or not 0 <= value <= 6:
        raise cells.CellError("Indexet ligger utanför 0–6.", "Kontrollera siffran mot polisens rapport.")
    if not value.is_integer() and cells.key(question) != cells.key(TOTAL):
        raise cells.CellError(
            "Indexet har decimaler, men bara totalindex har det; en fråga har en klass 0–6.",
            "Kontrollera siffran mot polisens rapport.",
        )
    return {
        "row": n,
        "sheet": sheet,
        "municipality": municipality,
        "locality": None if cells.key(locality) == WHOLE_MUNICIPALITY else locality,
        "group": group,
        "question": question,
        "year": cells.year(cell["År"]),
        "value": value,
        "n": cells.count(cell["Antal svar"]),
    }
