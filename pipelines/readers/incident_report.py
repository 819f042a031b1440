"""Schools' own counts of incidents (kränkande behandling, hot och våld …), in the project's own template.

Belongs here: the template's layout, xlsx or csv: how many of a kind at a school in a period. Not here: single
incidents, who was involved, suppression of small counts. Own template; municipalities' systems for reporting
export lists of single incidents with names, which are not to be handed in.

The column Kommentar may be used by whoever counts. It is never read: its text reaches neither rows nor
problems, and a row of a csv file that is not whole is not quoted at all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

import pandas as pd

from pipelines.readers import cells, own_templates, tables
from pipelines.readers.own_templates import FilledRow
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "incident_report"
TITLE = "Skolornas incidentrapporter (mallen)"
SHEET = "Incidenter"
HEADERS = ("Kommun", "Skola", "Från och med", "Till och med", "Termin", "Typ", "Plats", "Antal", "Kommentar")
EXPECTED = (
    f"En arbetsbok med bladet {SHEET}, eller en csv-fil, med rubrikerna Kommun, Skola, Från och med och Till "
    "och med (eller Termin), Typ och Antal. Plats får vara med. Kommentar läses inte och sparas inte."
)
SKIP_MISSING = "antal saknas i mallen"
SKIP_PLACES = "flera platser i skolan, inräknad i skolans rad"
UNIT = "händelser"

_PERIOD = ("Från och med", "Till och med", "Termin")
_OPTIONAL = (*_PERIOD, "Plats", "Kommentar")
_COLUMNS = (
    "row",
    "sheet",
    "municipality",
    "place",
    "period_from",
    "period_to",
    "phenomenon",
    "count",
    "unit",
)
_SAME = ("municipality", "place", "phenomenon")
#: Kinds are chosen, not written freely: a free text here would name pupils sooner or later.
KINDS = (
    "Kränkande behandling",
    "Diskriminering",
    "Trakasserier",
    "Sexuella trakasserier",
    "Mobbning",
    "Hot",
    "Våld",
    "Hot och våld",
    "Skadegörelse",
    "Stöld",
    "Narkotika",
    "Annat",
)
_KINDS = {cells.key(kind): kind for kind in KINDS} | {
    "kränkning": "Kränkande behandling",
    "kränkningar": "Kränkande behandling",
    "hot/våld": "Hot och våld",
    "hot eller våld": "Hot och våld",
    "övrigt": "Annat",
}
_TERM = re.compile(r"(ht|vt|höstterminen|vårterminen|hösten|våren|höst|vår)[ \-]?(\d{4}|\d{2})")
_SCHOOL_YEAR = re.compile(r"(?:läsåret |läsår |lå )?(\d{4})[/\-–](\d{2}|\d{4})")
_LONGEST = 366


def recognises(sample: FileSample) -> bool:
    """School, kind, count and municipality, or most of them with a period."""
    if sample.kind not in ("workbook", "text"):
        return False
    matched = sample.matched(HEADERS)
    return len(matched & {"Kommun", "Skola", "Typ", "Antal"}) + bool(matched & set(_PERIOD)) >= 4


def read(data: bytes, name: str) -> ReadResult:
    """One row per filled-in row: ``count`` incidents of a kind (``phenomenon``) at a school (``place``).

    Plats is a free text and not kept: rows for several places in a school, with the same kind and period, are
    added up into the first, and the others counted as left out. A term is a half-year: VT 1 January-30 June,
    HT 1 July-31 December; a school year 1 July-30 June. Rows of one school and kind whose periods overlap are
    problems: they may count the same incident twice. Raises UnreadableFileError.
    """
    filled = own_templates.open_filled(data, name, HEADERS, SHEET, _OPTIONAL)
    headings = filled.headings
    if "Termin" not in headings and not {"Från och med", "Till och med"} <= headings:
        raise tables.unreadable(
            name, "Kolumner saknas: «Från och med» och «Till och med», eller i stället «Termin»."
        )
    # The line of a row that is not whole holds its comment.
    problems = [replace(problem, found="") for problem in filled.problems]
    skipped: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    earlier: dict[tuple[str, ...], list[tuple[str, dt.date, dt.date]]] = defaultdict(list)
    wholes: dict[tuple[object, ...], dict[str, Any]] = {}
    for line in filled.rows:
        if cells.is_missing(line.cells["Antal"]):
            skipped[SKIP_MISSING] += 1
            continue
        try:
            row = _row(line, filled.sheet)
            same = earlier[tuple(cells.key(row[c]) for c in _SAME)]
            place = line.cells.get("Plats")
            location = "" if cells.is_missing(place) else cells.key(place)
            _check_overlap(location, row["period_from"], row["period_to"], same)
        except cells.CellError as error:
            problems.append(Problem(line.number, _quoted(line), error.reason, error.advice, filled.sheet))
            continue
        same.append((location, row["period_from"], row["period_to"]))
        whole = wholes.setdefault(
            (*(cells.key(row[c]) for c in _SAME), row["period_from"], row["period_to"]), row
        )
        if whole is row:
            rows.append(row)
        else:
            whole["count"] += row["count"]
            skipped[SKIP_PLACES] += 1
    if skipped[SKIP_MISSING] == len(filled.rows) and any(map(_is_number_aside, filled.rows)):
        raise tables.unreadable(
            name,
            "Ingen rad har något antal, men tal står under Plats eller Kommentar. Kontrollera att rubrikerna "
            "står över rätt kolumner.",
        )
    notes = list(filled.notes)
    if comments := sum(bool(cells.clean(line.cells.get("Kommentar"))) for line in filled.rows):
        notes.append(f"Ifyllda kommentarer, som inte läses och inte sparas: {comments}.")
    frame = pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"row": "int64", "count": "int64"})
    for column in ("sheet", "period_from", "period_to"):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    return ReadResult(frame, filled.records, problems, skipped, notes)


def _is_number_aside(line: FilledRow) -> bool:
    """A number where a place or a comment should be: the headings have slipped."""
    return any(cells.clean(line.cells.get(h)).isdigit() for h in ("Plats", "Kommentar"))


def _quoted(line: FilledRow) -> str:
    """The row without its comment."""
    kept = (cells.clean(cell) for heading, cell in line.cells.items() if heading != "Kommentar")
    return " | ".join(text for text in kept if text)


def _row(line: FilledRow, sheet: str | None) -> dict[str, Any]:
    cell = line.cells
    municipality, school = cells.clean(cell["Kommun"]), cells.clean(cell["Skola"])
    if not municipality or not school:
        raise cells.CellError("Kommun eller skola saknas.", "Fyll i båda kolumnerna på raden.")
    kind = _KINDS.get(cells.key(cell["Typ"]))
    if kind is None:
        raise cells.CellError(
            "Typen är inte någon av mallens.",
            "Skriv en av mallens typer, eller Annat: " + ", ".join(KINDS) + ".",
        )
    start, end = _period(cell)
    return {
        "row": line.number,
        "sheet": sheet,
        "municipality": municipality,
        "place": school,
        "period_from": start,
        "period_to": end,
        "phenomenon": kind,
        "count": own_templates.count(cell["Antal"]),
        "unit": UNIT,
    }


def _period(cell: dict[str, object]) -> tuple[dt.date, dt.date]:
    """First and last day. Term and days may both stand there when they agree."""
    first, last = (cells.date(cell.get(h)) for h in ("Från och med", "Till och med"))
    term = None if cells.is_missing(cell.get("Termin")) else _term(cells.key(cell.get("Termin")))
    if first is None and last is None and term is not None:
        return term
    if first is None or last is None:
        raise cells.CellError(
            "Perioden saknas eller är halv.", "Fyll i båda datumen, eller termin (HT 2023)."
        )
    if term is not None and not term[0] <= first <= last <= term[1]:
        raise cells.CellError("Datumen ligger inte i terminen.", "Ta bort det ena av datum och termin.")
    if last < first:
        raise cells.CellError("Perioden slutar innan den börjar.", "Kontrollera båda datumen.")
    if (last - first).days >= _LONGEST:
        raise cells.CellError("Perioden är längre än ett år.", "Dela upp den på terminer.")
    return first, last


def _term(key: str) -> tuple[dt.date, dt.date]:
    if match := _TERM.fullmatch(key):
        year = int(match.group(2)) + (2000 if len(match.group(2)) == 2 else 0)
        cells.year(year)
        if match.group(1).startswith("v"):
            return dt.date(year, 1, 1), dt.date(year, 6, 30)
        return dt.date(year, 7, 1), dt.date(year, 12, 31)
    if match := _SCHOOL_YEAR.fullmatch(key):
        year = cells.year(match.group(1))
        if match.group(2) in (str(year + 1), str(year + 1)[2:]):
            return dt.date(year, 7, 1), dt.date(year + 1, 6, 30)
    raise cells.CellError("Terminen går inte att läsa.", "Skriv HT 2023, VT 2024 eller läsåret 2023/24.")


def _check_overlap(
    location: str, start: dt.date, end: dt.date, earlier: list[tuple[str, dt.date, dt.date]]
) -> None:
    """Raise CellError when an earlier row of the school and kind may count the same incidents.

    Two places in the school are two counts; a row without place beside rows with one may be their total.
    """
    for other, first, last in earlier:
        if start > last or first > end:
            continue
        if bool(location) != bool(other):
            raise cells.CellError(
                "Skolan har både rader med plats och rader utan för samma typ och tid.",
                "Fyll i plats på alla rader, eller på ingen.",
            )
        if location == other:
            raise cells.CellError(
                "Perioden överlappar en annan rad för samma skola, typ och plats.",
                "Ändra datumen så att ingen händelse räknas två gånger.",
            )
