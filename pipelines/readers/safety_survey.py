"""The police's safety survey (trygghetsmätning), typed into the project's own template, xlsx or csv.

Belongs here: the template's layout. Not here: weighting of localities (methods/weighting.py), interpretation
of classes, which localities an agreement has. Values are ordinal classes 0-6 where lower is better; only the
total index has decimals, two of them. Own template; the classes are described in the police's reports.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import pandas as pd

from pipelines.readers import cells, own_templates
from pipelines.readers.own_templates import FilledRow
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "safety_survey"
TITLE = "Trygghetsmätningen (mallen)"
EXPECTED = (
    "En arbetsbok med bladet Trygghetsmätning, eller en csv-fil, med rubrikerna Kommun, Ort, Grupp, Fråga, "
    "År, Index (0–6) och Antal svar."
)
SHEET = "Trygghetsmätning"
HEADERS = ("Kommun", "Ort", "Grupp", "Fråga", "År", "Index (0–6)", "Antal svar")
SKIP_MISSING = "index saknas i mallen"
SKIP_REPEATED = "upprepad rad"
TOTAL = "Totalindex"
WHOLE_MUNICIPALITY = "hela kommunen"
#: So many questions of one place and group at exactly 0 are not a result but cells filled with zeros.
ALL_ZERO_FROM = 10

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
_KEY = ("municipality", "locality", "group", "question", "year")
_CHECK = "Kontrollera siffran mot polisens rapport."


def recognises(sample: FileSample) -> bool:
    """The template's header row; up to two missing headings are reported when reading, not here."""
    if sample.kind not in ("workbook", "text"):
        return False
    matched = sample.matched(HEADERS)
    return len(matched) >= len(HEADERS) - 2 and bool(matched & {"Ort", "Index (0–6)"})


def read(data: bytes, name: str) -> ReadResult:
    """One row per municipality, locality, group, question and year; ``locality`` None = all of it.

    ``value`` is the class index 0-6 (lower is better), ``n`` the number of answers or NA. A locality that
    lacks rows that most others have is one record of its own, a problem. Raises UnreadableFileError.
    """
    filled = own_templates.open_filled(data, name, HEADERS, SHEET)
    problems = list(filled.problems)
    skipped: Counter[str] = Counter()
    rows: list[dict[str, object]] = []
    by_number = {line.number: line for line in filled.rows}
    seen: dict[tuple[str, ...], object] = {}
    for line in filled.rows:
        if cells.is_missing(line.cells["Index (0–6)"]):
            skipped[SKIP_MISSING] += 1
            continue
        try:
            row = _row(line, filled.sheet)
        except cells.CellError as error:
            problems.append(Problem(line.number, line.quoted, error.reason, error.advice, filled.sheet))
            continue
        key = tuple(cells.key(row[c]) for c in _KEY)
        if key not in seen:
            seen[key] = row["value"]
            rows.append(row)
        elif seen[key] == row["value"]:
            skipped[SKIP_REPEATED] += 1
        else:
            reason = "Samma ort, grupp, fråga och år finns redan med ett annat index."
            advice = "Ta bort den felaktiga raden i mallen."
            problems.append(Problem(line.number, line.quoted, reason, advice, filled.sheet))
    rows, zeros = _without_filled_zeros(rows)
    reason = f"Alla index för orten och gruppen är 0, på minst {ALL_ZERO_FROM} frågor."
    advice = "0 betyder «närmast obefintligt problem». Lämna cellen tom om index saknas."
    problems += [Problem(n, by_number[n].quoted, reason, advice, filled.sheet) for n in zeros]
    lacking = _lacking(filled)
    frame = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(
        {"row": "int64", "year": "int64", "value": "float64"}
    )
    frame["n"] = frame["n"].astype("Int64")
    for column in ("sheet", "locality"):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    return ReadResult(frame, filled.records + len(lacking), problems + lacking, skipped, filled.notes)


def _row(line: FilledRow, sheet: str | None) -> dict[str, object]:
    cell = line.cells
    municipality, locality, question = (cells.clean(cell[h]) for h in ("Kommun", "Ort", "Fråga"))
    if not municipality or not question or not locality:
        raise cells.CellError("Kommun, ort eller fråga saknas.", "Fyll i alla tre kolumnerna på raden.")
    group = _GROUPS.get(cells.key(cell["Grupp"]))
    if group is None:
        raise cells.CellError("Gruppen är inte Alla, Kvinnor eller Män.", "Använd ett av mallens val.")
    value = cells.number(cell["Index (0–6)"])
    if value is None or not 0 <= value <= 6:
        raise cells.CellError("Indexet ligger utanför 0–6.", _CHECK)
    if cells.key(question) != cells.key(TOTAL):
        if not value.is_integer():
            raise cells.CellError(
                "Indexet har decimaler, men bara totalindex har det; en fråga har en klass 0–6.", _CHECK
            )
    elif abs(value - round(value, 2)) > 1e-9:
        raise cells.CellError(
            "Totalindex har fler än två decimaler.",
            "Skriv polisens eget tal. Ett uträknat medelvärde hör inte hemma i mallen.",
        )
    n = own_templates.count(cell["Antal svar"])
    if n == 0:
        raise cells.CellError(
            "Det finns ett index, men antalet svar är 0.", "Lämna indexet tomt om ingen har svarat."
        )
    whole = (WHOLE_MUNICIPALITY, cells.key(f"{municipality} kommun"))
    return {
        "row": line.number,
        "sheet": sheet,
        "municipality": municipality,
        "locality": None if cells.key(locality) in whole else locality,
        "group": group,
        "question": question,
        "year": cells.year(cell["År"]),
        "value": value,
        "n": n,
    }


def _without_filled_zeros(rows: list[dict[str, object]]) -> tuple[list[dict[str, object]], list[int]]:
    """Rows to keep, and the numbers of rows where a place and group has 0 on every one of many questions."""
    places: dict[tuple[object, ...], list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        places[row["municipality"], row["locality"], row["group"], row["year"]].append(row)
    zeros = {
        int(str(row["row"]))
        for held in places.values()
        if len(held) >= ALL_ZERO_FROM and all(row["value"] == 0 for row in held)
        for row in held
    }
    return [row for row in rows if row["row"] not in zeros], sorted(zeros)


def _lacking(filled: own_templates.Filled) -> list[Problem]:
    """One problem per locality that lacks rows most of its municipality's localities have that year.

    Rows without index count as present: whoever leaves the cell empty has seen the row.
    """
    keys: list[tuple[tuple[str, str], str, tuple[str, str]]] = []
    names: dict[tuple[tuple[str, str], str], str] = {}
    for line in filled.rows:
        municipality, year, place, group, question = (
            cells.key(line.cells[h]) for h in ("Kommun", "År", "Ort", "Grupp", "Fråga")
        )
        if place and place not in (WHOLE_MUNICIPALITY, f"{municipality} kommun"):
            scope = (municipality, year)
            keys.append((scope, place, (group, question)))
            if (scope, place) not in names:
                names[scope, place] = ", ".join(cells.clean(line.cells[h]) for h in ("Kommun", "Ort", "År"))
    return [
        Problem(
            None,
            names[where],
            f"Orten saknar {n} {'rad' if n == 1 else 'rader'} som de flesta andra orter i kommunen har samma år.",
            "Kontrollera hur ortens namn är skrivet och att hela listan är med. "
            "Lämna index tomt där det saknas.",
            filled.sheet,
        )
        for where, n in own_templates.gaps(keys).items()
    ]
