"""NTU's county workbook ("Resultat för län NTU 2017–2025"): shares per table, group, county and year.

Belongs here: that workbook's sheets. Not here: NTU's national book (sheets 3A, 4A.1 …), the municipality
indicators (indicator_workbook.py), what a question measures.

Reconstructed, not yet tried on a real file, from public code that parses the book (Analytikernatverket,
hamta_brott_ntu_lan_bra; an importer of sheets R4.1, R4.2 …; an election study that reads R3, R4 and R5): a
sheet per table and a list of tables ("Tabellförteckning"); the title in row 2 ("Tabell R4:1. Otrygghet …,
enligt NTU 2017–2025. Andel (%) …"); years in row 3 from column C; groups in column A, written on the first row
of their block only; "Hela landet" and the 21 counties in column B; after the years the two limits of the
latest year's interval; ``..`` and ``.`` where there is no value. Not known: the exact words above the limits,
whether the number of answers is given (a column "Antal …" is read as n), and notes under the table.

What the year is follows from the title: exposure is "2016–2024, enligt NTU 2017–2025", and the columns are one
or the other. Columns that are neither tell that something is lost.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "ntu_county"
TITLE = "NTU, resultat för län (arbetsbok)"
EXPECTED = (
    "Brås arbetsbok med ett blad per tabell (R3.1, R4.1 …) och rubriken «Tabell R4:1. …, enligt NTU …»."
)
HEADERS: tuple[str, ...] = ()
SKIP_REPEATED = "upprepad rad"
_COUNTIES = (
    "Stockholms Uppsala Södermanlands Östergötlands Jönköpings Kronobergs Kalmar Gotlands Blekinge Skåne Hallands "
    "Västra_Götalands Värmlands Örebro Västmanlands Dalarnas Gävleborgs Västernorrlands Jämtlands Västerbottens "
    "Norrbottens"
)
REGIONS = ("Hela landet", *(f"{name} län".replace("_", " ") for name in _COUNTIES.split()))

_COLUMNS = (
    "record", "row", "sheet", "table", "title", "region", "group", "year", "year_kind", "measure", "value", "mask",
)  # fmt: skip
_ADVICE = "Hämta arbetsboken på nytt hos Brå och ändra inget i den."
_CODE = re.compile(r"\bR(\d{1,2})[.:](\d{1,2})\b")
_TITLE = re.compile(r"Tabell\s+R(\d{1,2})[.:](\d{1,2})\b[.:]?\s*", re.IGNORECASE)
_FOOTNOTES = re.compile(r"\s*\(\d+(?:,\s?\d+)*\)")
_SURVEYS = re.compile(r"enligt NTU\s+(\d{4})(?:\s?[-–—]\s?(\d{4}))?", re.IGNORECASE)
# A new edition has other years; the name of a series must not change with them.
_EDITION = re.compile(r",?\s*enligt NTU\s+\d{4}(?:\s?[-–—]\s?\d{4})?|\s+\d{4}\s?[-–—]\s?\d{4}", re.IGNORECASE)
_SPAN = re.compile(r"(?<!\d)(\d{4})(?:\s?[-–—]\s?(\d{4}))?(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_BY_KEY = {cells.key(region): region for region in REGIONS}


class _SheetError(Exception):
    """A sheet that cannot be read with certainty: a row number and a reason in Swedish."""


@dataclass(frozen=True)
class _Layout:
    """What a sheet holds: its table, and year and measure of each value column."""

    table: str
    title: str
    head: int
    year_kind: str
    columns: dict[int, tuple[int, str]]


@dataclass
class _Found:
    rows: list[tuple[object, ...]] = field(default_factory=list)
    records: int = 0
    problems: list[Problem] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    def fail(self, row: int | None, found: str, reason: str, sheet: str | None) -> None:
        self.records += 1
        self.problems.append(Problem(row, found, reason, _ADVICE, sheet))


def recognises(sample: FileSample) -> bool:
    """A sheet whose title is "Tabell R4:1 …" and speaks of NTU, or two sheets named as the book's are."""
    if sample.kind != "workbook":
        return False
    named = sum(bool(_CODE.fullmatch(cells.clean(name))) for name in sample.sheets) >= 2
    texts = [cells.clean(c) for rows in sample.sheets.values() for row in rows for c in row]
    return any("NTU" in text and (named or _TITLE.match(text)) for text in texts)


def read(data: bytes, name: str) -> ReadResult:
    """One row per table, group, region, year and measure; a record is a row of a sheet.

    ``measure``: share_pct (0-100), lower_95 and upper_95 (latest year only) or n. ``value`` is NA where
    ``mask`` holds the publisher's mark. ``year_kind``: reference or survey. Raises UnreadableFileError.
    """
    found = _Found()
    listed: set[str] = set()
    seen: dict[str, int] = {}
    for sheet in tables.read_workbook(data, name):
        if not _is_table(sheet):
            texts = [cells.clean(c) for row in sheet.rows for c in row]
            listed |= {f"R{int(a)}.{int(b)}" for text in texts for a, b in _CODE.findall(text)}
            continue
        try:
            layout = _layout(sheet)
            if layout.table in seen:
                raise _SheetError(layout.head, "Samma tabell finns redan i ett annat blad.")
        except _SheetError as error:
            row, reason = error.args
            found.fail(row, _quoted(sheet.rows[row - 1]) if sheet.rows else "", reason, sheet.name)
            if code := _CODE.fullmatch(cells.clean(sheet.name)):
                seen.setdefault(f"R{int(code[1])}.{int(code[2])}", 0)
            continue
        seen[layout.table] = _body(sheet, layout, found)
    if not seen:
        raise tables.unreadable(name, "Inget blad har en tabell med rubriken «Tabell R…». " + _ADVICE)
    for table in _absent(set(seen), listed):
        found.fail(None, table, "Ett blad saknas: tabellen finns i förteckningen eller i numreringen.", None)
    notes = [] if listed else ["Tabellförteckningen saknas: att alla blad finns går inte att se."]
    usual = Counter(seen.values()).most_common(1)[0][0]
    if fewer := [table for table, groups in seen.items() if 0 < groups < usual]:
        notes.append(f"Tabeller med färre grupper än de flesta: {', '.join(fewer)}.")
    frame = pd.DataFrame(found.rows, columns=list(_COLUMNS))
    frame["mask"] = frame["mask"].astype(object).where(frame["mask"].notna(), None)
    frame = frame.astype({"record": "int64", "row": "int64", "year": "int64", "value": "float64"})
    return ReadResult(frame, found.records, found.problems, found.skipped, notes)


def _is_table(sheet: tables.Sheet) -> bool:
    """A list of tables also holds titles, but never years side by side."""
    if _CODE.fullmatch(cells.clean(sheet.name)):
        return True
    titles = [c for row in sheet.rows[:8] for c in row if _TITLE.match(cells.clean(c))]
    return len(titles) == 1 and _head(sheet) is not None


def _head(sheet: tables.Sheet) -> int | None:
    rows = enumerate(sheet.rows[:8])
    return next((n for n, row in rows if any(_YEAR.fullmatch(cells.clean(c)) for c in row)), None)


def _layout(sheet: tables.Sheet) -> _Layout:
    """Title, years and what each column holds. Raises _SheetError."""
    head = _head(sheet)
    if head is None:
        raise _SheetError(1, "Raden med årtal saknas.")
    texts = [c for row in sheet.rows[:head] for c in row if isinstance(c, str)]
    above = [text for text in texts if _TITLE.match(cells.clean(text))]
    if len(above) != 1:
        raise _SheetError(1, "Tabellens nummer och namn saknas över årtalen.")
    whole, first_line = cells.clean(above[0]), cells.clean(above[0].strip().split("\n")[0])
    code = _TITLE.match(whole)
    table = f"R{int(code[1])}.{int(code[2])}" if code else ""
    named = _CODE.fullmatch(cells.clean(sheet.name))
    if named and table != f"R{int(named[1])}.{int(named[2])}":
        raise _SheetError(head, "Bladets namn och tabellens nummer stämmer inte överens.")
    if "%" not in whole and "andel" not in whole.casefold():
        raise _SheetError(head, "Rubriken säger inte att värdena är andelar i procent.")
    columns = _value_columns(sheet.rows[head], head + 1)
    years = {year for year, _ in columns.values()}
    title = _FOOTNOTES.sub("", _EDITION.sub("", _TITLE.sub("", first_line, count=1))).strip()
    return _Layout(table, title, head, _year_kind(whole, years, head + 1), columns)


def _value_columns(header: list[object], row: int) -> dict[int, tuple[int, str]]:
    texts = [cells.clean(c) for c in header]
    width = max(n for n, text in enumerate(texts) if text) + 1
    years = [n for n, text in enumerate(texts) if _YEAR.fullmatch(text)]
    if years != list(range(2, 2 + len(years))):
        raise _SheetError(row, "Årtalen står inte i en följd från kolumn C.")
    latest = max(int(texts[n]) for n in years)
    if [int(texts[n]) for n in years] != list(range(latest - len(years) + 1, latest + 1)):
        raise _SheetError(row, "Ett årtal saknas mellan andra, eller står i fel ordning.")
    columns = {n: (int(texts[n]), "share_pct") for n in years}
    # The limits of exposure may name its latest year or the survey, which is the year after.
    named = {str(latest), str(latest + 1)}
    limits = []
    for n in range(2 + len(years), width):
        stated = _YEAR.findall(texts[n])
        if re.search(r"konfidens|intervall", texts[n], re.IGNORECASE) and set(stated) <= named:
            limits.append(n)
        elif texts[n].casefold().startswith("antal") and set(stated) <= named:
            columns[n] = (latest, "n")
        else:
            raise _SheetError(row, f"Rubriken i kolumn {n + 1} är okänd.")
    if len(limits) != 2:
        raise _SheetError(row, "Konfidensintervallets två kolumner finns inte efter årtalen.")
    order = sorted(limits, key=lambda n: bool(re.search(r"övre|högre|högst", texts[n], re.IGNORECASE)))
    return columns | {order[0]: (latest, "lower_95"), order[1]: (latest, "upper_95")}


def _year_kind(title: str, years: set[int], row: int) -> str:
    """By which of the title's two spans the columns are. Raises _SheetError when they are neither."""
    surveys = _SURVEYS.search(title)
    if surveys is None:
        raise _SheetError(row, "Rubriken saknar «enligt NTU» med årtal.")
    span = min(years), max(years)
    if span == (int(surveys[1]), int(surveys[2] or surveys[1])):
        return "survey"
    before = [(int(a), int(b or a)) for a, b in _SPAN.findall(title[: surveys.start()])]
    if span in before and span == (int(surveys[1]) - 1, int(surveys[2] or surveys[1]) - 1):
        return "reference"
    raise _SheetError(row, "Årtalen över kolumnerna är inte de som tabellens rubrik anger.")


def _body(sheet: tables.Sheet, layout: _Layout, found: _Found) -> int:
    """The rows under the years; gives how many groups there are."""
    width = max(layout.columns) + 1
    under = enumerate(sheet.rows[layout.head + 1 :], layout.head + 2)
    body = [(n, row) for n, row in under if tables.has_content(row)]
    if stray := [n for n, row in body if any(cells.clean(c) for c in row[width:])]:
        found.fail(stray[0], "", "Bladet har värden i en kolumn utan rubrik.", sheet.name)
        return 0
    group = ""
    kept: dict[tuple[str, str], list[tuple[object, ...]]] = {}
    present: dict[str, set[str]] = defaultdict(set)
    for n, row in body:
        label, place = cells.clean(row[0]), cells.clean(row[1])
        if label and cells.key(label) not in _BY_KEY:
            group = label
        if not tables.has_content(row[1:]):
            continue  # a heading of its own, or a note under the table
        try:
            values, region = _values(row, place, group, layout), _BY_KEY[cells.key(place)]
        except cells.CellError as error:
            present[group].add(_BY_KEY.get(cells.key(place), ""))
            found.fail(n, _quoted(row), error.reason, sheet.name)
            continue
        present[group].add(region)
        first = kept.setdefault((group, region), values)
        if first is not values:
            if first == values:
                found.records += 1
                found.skipped[SKIP_REPEATED] += 1
            else:
                reason = "Gruppen har redan en rad för samma län: en grupprubrik kan ha fallit bort."
                found.fail(n, _quoted(row), reason, sheet.name)
            continue
        found.records += 1
        where = (found.records, n, sheet.name, layout.table, layout.title, region, group)
        found.rows += [
            (*where, year, layout.year_kind, measure, value, mask) for year, measure, value, mask in values
        ]
    _complete(sheet.name, present, found)
    return len(present)


def _values(row: list[object], place: str, group: str, layout: _Layout) -> list[tuple[object, ...]]:
    """Year, measure, value and mask of each cell of a row. Raises CellError."""
    if not group or cells.key(place) not in _BY_KEY:
        raise cells.CellError("Gruppen saknas, eller regionen är varken ett län eller hela landet.", _ADVICE)
    values: list[tuple[object, ...]] = []
    latest: dict[str, float | None] = {}
    for column, (year, measure) in layout.columns.items():
        cell = row[column] if column < len(row) else None
        mark, value = cells.clean(cell), cells.number(cell)
        if value is not None and (value < 0 or (measure != "n" and value > 100)):
            raise cells.CellError("Värdet ligger utanför 0–100 procent.", _ADVICE)
        if value is None and not mark and (measure == "share_pct" or latest.get("share_pct") is not None):
            # Brå writes a mark where there is no value, so an empty cell is something lost.
            raise cells.CellError("En cell är tom. Brå skriver «..» där värde saknas.", _ADVICE)
        latest[measure] = value
        values.append((year, measure, value, mark if value is None else None))
    share, lower, upper = (latest[m] for m in ("share_pct", "lower_95", "upper_95"))
    known = [v for v in (lower, share, upper) if v is not None]
    if known and (len(known) < 3 or known != sorted(known)):
        raise cells.CellError("Andelen ligger inte inom sitt intervall, eller något av dem saknas.", _ADVICE)
    return values


def _complete(sheet: str, present: dict[str, set[str]], found: _Found) -> None:
    """Every group has the country and all counties, and women are not without men."""
    for group, regions in present.items():
        if lost := [region for region in REGIONS if region not in regions]:
            found.fail(None, f"{group}: {', '.join(lost)}", "Rader saknas för gruppen.", sheet)
    named = [any(cells.key(group).startswith(sex) for group in present) for sex in ("kvinnor", "män")]
    if any(named) and not all(named):
        found.fail(None, "", "Tabellen har bara det ena av kvinnor och män.", sheet)
    if not present:
        found.fail(None, "", "Tabellen har årtal men inga rader.", sheet)


def _absent(present: set[str], listed: set[str]) -> Iterable[str]:
    """Tables of the list that have no sheet; without a whole list, numbers left out between others."""
    highest: dict[int, int] = defaultdict(int)
    for table in present:
        chapter, number = map(int, table[1:].split("."))
        highest[chapter] = max(highest[chapter], number)
    numbered = {f"R{c}.{n}" for c, most in highest.items() for n in range(1, most + 1)}
    return sorted((listed if present <= listed else listed | numbered) - present)


def _quoted(row: Iterable[object]) -> str:
    return " | ".join(cells.clean(c) for c in row)
