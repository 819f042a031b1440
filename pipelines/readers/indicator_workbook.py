"""Brå's municipality indicators as a workbook: Brå's own book per municipality, or the tidy columns in a sheet.

Belongs here: the workbook's sheets. Not here: what the indicators are (indicator_terms.py), checks of the
whole file (indicator_checks.py), the csv (municipality_indicators.py).

Reconstructed, not yet tried on a real file, from public code that parses the books of bra.se, "Indikatorer för
kommuners lägesbild" (Region-Dalarna and Analytikernatverket, hamta_bra_kommunindikatorer; Region Uppsala):
- reported offences: the title in A1, under it a row "Antal 2017" … "Antal per 100 000 inv 2024", then one row
  per municipality, county and country;
- NTU since 2025: the title in A1, a row of regions over blocks of "Andel", "KI (95 %) undre gräns" and "KI
  (95 %) övre gräns" (only "Antal" in the sheet of answers), then one row per year; ``..`` is missing;
- NTU before 2025: as the offences, but each column is two years together ("2017/2018") and has no interval.
  Those values are left out: a table of single years has no place for them.
The tidy columns in a sheet are what Region Dalarna's web application exports. Not known: footnotes, sheets of
information (text without numbers is passed over), and whether titles say anything else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipelines.readers import cells, indicator_checks, tables
from pipelines.readers.indicator_terms import ANSWERS, NOT_IN_EVERY_EDITION, NTU, OFFENCES, Entry, variable_of
from pipelines.readers.municipality_indicators import HEADERS, REQUIRED, entry_of
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "municipality_indicators_workbook"
TITLE = "Brås kommunindikatorer (arbetsbok)"
EXPECTED = (
    "Brås arbetsbok för en kommun, med ett blad per indikator och dess namn överst i bladet, eller ett blad "
    "med rubrikerna geografi, enhet, ar, variabel, varde och kalla."
)
SKIP_TWO_YEARS = "två år tillsammans (äldre utgåva), används inte"

_ADVICE = "Hämta arbetsboken på nytt hos Brå och ändra inget i den."
_YEAR = re.compile(r"(?:19|20)\d{2}")
_UNIT_YEAR = re.compile(r"(?:(?P<unit>.*\S)\s+)?(?P<year>(?:19|20)\d{2})")
_TWO_YEARS = re.compile(r"(?:.*\s)?(?:19|20)\d{2}\s?[/–-]\s?(?:19|20)?\d{2}")
_SPAN = re.compile(r"\b((?:19|20)\d{2})\s?[-–—]\s?((?:19|20)\d{2})\b")
_UNIT = re.compile(r"\bNTU\b[^.]*\.\s*(.+)$", re.IGNORECASE)
_BLOCK = ("andel", "ki (95 %) undre gräns", "ki (95 %) övre gräns")


@dataclass
class _Found:
    """What the sheets gave so far."""

    entries: list[Entry] = field(default_factory=list)
    records: int = 0
    problems: list[Problem] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    def add(self, entry: Entry) -> None:
        self.records += 1
        self.entries.append(entry)

    def fail(self, sheet: str, row: int, found: Sequence[object], reason: str) -> None:
        self.records += 1
        self.problems.append(Problem(row, _quoted(found), reason, _ADVICE, sheet))


class _SheetError(Exception):
    """A sheet that cannot be read with certainty: a row number and a reason in Swedish."""


def recognises(sample: FileSample) -> bool:
    """The tidy headers in a sheet, a header row with years and Brå's units, or blocks with intervals."""
    if sample.kind != "workbook":
        return False
    if len(sample.matched(HEADERS)) >= len(HEADERS) - 1:
        return True
    return any(_is_marked(row) for rows in sample.sheets.values() for row in rows)


def _is_marked(row: Sequence[object]) -> bool:
    texts = [cells.key(c) for c in row]
    rates = sum(bool(re.fullmatch(r"antal per 100 ?000 inv.* \d{4}", t)) for t in texts)
    return rates >= 2 or all(name in texts for name in _BLOCK)


def read(data: bytes, name: str) -> ReadResult:
    """One row per region, year, variable and measure, as :func:`municipality_indicators.read`.

    A record is one value; ``row`` and ``sheet`` say where it stands. Raises UnreadableFileError.
    """
    found = _Found()
    sheets = tables.read_workbook(data, name)
    for sheet in sheets:
        head = tables.find_header(sheet, HEADERS)
        at = tables.columns(sheet.rows[head], HEADERS) if head is not None else {}
        if head is not None and len(at) >= len(HEADERS) - 1:
            tables.require(at, REQUIRED, name)
            _tidy(sheet, head, at, found)
            if not found.records:
                raise tables.unreadable(name, "Bladet har rubriker men inga rader under dem.")
            return indicator_checks.judged(found.entries, found.records, found.problems)
    for sheet in sheets:
        try:
            _indicator(sheet, found)
        except _SheetError as error:
            row, reason = error.args
            found.fail(sheet.name, row, sheet.rows[row - 1], reason)
    if not found.records:
        raise tables.unreadable(name, "Inget blad har indikatorer med år och värden. " + _ADVICE)
    notes = []
    expected = [name for name in (*OFFENCES, *NTU) if name not in NOT_IN_EVERY_EDITION]
    if found.skipped:
        expected = list(OFFENCES)
        notes.append(
            "Arbetsboken är en äldre utgåva där NTU redovisas två år i taget. Hämta den senaste hos Brå."
        )
    return indicator_checks.judged(
        found.entries, found.records, found.problems, found.skipped, notes, expected
    )


def _tidy(sheet: tables.Sheet, head: int, at: dict[str, int], found: _Found) -> None:
    for n, row in enumerate(sheet.rows[head + 1 :], head + 2):
        if tables.has_content(row):
            found.add(entry_of({h: row[i] for h, i in at.items()}, n, sheet.name, _quoted(row)))


def _indicator(sheet: tables.Sheet, found: _Found) -> None:
    """One of Brå's sheets: its title, and a table with years either across or down."""
    filled = [n for n, row in enumerate(sheet.rows) if tables.has_content(row)]
    years = [n for n in filled if _YEAR.fullmatch(cells.clean(sheet.rows[n][0]))]
    across = next((n for n in filled if any(_years_in(c) for c in sheet.rows[n][1:])), None)
    if not years and across is None:
        numbers = [n for n in filled if any(isinstance(c, (int, float)) for c in sheet.rows[n])]
        if numbers:
            raise _SheetError(numbers[0] + 1, "Bladet har tal men inga årtal som rubriker.")
        return
    title = cells.clean(sheet.rows[filled[0]][0])
    if filled[0] in (across, *years[:1]) or not title:
        raise _SheetError(filled[0] + 1, "Indikatorns namn saknas överst i bladet.")
    if across is not None and (not years or across < years[0]):
        _across(sheet, title, across, found)
    else:
        _down(sheet, title, filled, years, found)


def _years_in(cell: object) -> bool:
    text = cells.clean(cell)
    return bool(_UNIT_YEAR.fullmatch(text) or _TWO_YEARS.fullmatch(text))


def _across(sheet: tables.Sheet, title: str, head: int, found: _Found) -> None:
    """Regions down, units and years across."""
    header = [cells.clean(c) for c in sheet.rows[head]]
    width = max(n for n, text in enumerate(header) if text) + 1
    for n, text in enumerate(header[1:width], 1):
        if not _years_in(text):
            raise _SheetError(head + 1, f"Rubriken i kolumn {n + 1} är inte en enhet med årtal.")
    body = [(n, row) for n, row in enumerate(sheet.rows[head + 1 :], head + 2) if any(map(_filled, row[1:]))]
    for n, row in body:
        if any(map(_filled, row[width:])):
            raise _SheetError(n, "Bladet har värden i en kolumn utan rubrik.")
    two_years = any(not _UNIT_YEAR.fullmatch(text) for text in header[1:width])
    if not two_years:
        _check_years(title, {int(t[-4:]) for t in header[1:width]}, head + 1)
    for n, row in body:
        for column, text in enumerate(header[1:width], 1):
            match = _UNIT_YEAR.fullmatch(text)
            if match is None or two_years:
                found.records += 1
                found.skipped[SKIP_TWO_YEARS] += 1
                continue
            unit = match["unit"] or _unit_of(title)
            found.add(
                Entry(n, sheet.name, _quoted(row), row[0], unit, match["year"], _name(title), row[column])
            )


def _down(sheet: tables.Sheet, title: str, filled: list[int], years: list[int], found: _Found) -> None:
    """Years down, a block of columns per region across."""
    above = [n for n in filled if n < years[0]]
    if len(above) < 3:
        raise _SheetError(years[0] + 1, "Raderna med områden och enheter saknas över årtalen.")
    head, places = above[-1], above[-2]
    header = [cells.key(c) for c in sheet.rows[head]]
    width = max((n for n, text in enumerate(header) if text), default=0) + 1
    block = _BLOCK if "andel" in header else ("antal",)
    if (width - 1) % len(block) or tuple(header[1:width]) != block * ((width - 1) // len(block)):
        raise _SheetError(head + 1, "Kolumnerna är inte hela block med andel, undre och övre gräns.")
    regions = [
        [c for c in map(cells.clean, sheet.rows[places][start : start + len(block)]) if c]
        for start in range(1, width, len(block))
    ]
    if any(len(names) != 1 for names in regions) or any(map(_filled, sheet.rows[places][width:])):
        raise _SheetError(places + 1, "Varje block ska ha ett område, och varje område ett block.")
    _check_years(title, {int(cells.clean(sheet.rows[n][0])) for n in years}, years[0] + 1)
    for n in filled:
        row = sheet.rows[n]
        if n <= head or not any(map(_filled, row[1:])):
            continue  # the headings, and notes under the table
        if any(map(_filled, row[width:])):
            raise _SheetError(n + 1, "Bladet har värden i en kolumn utan rubrik.")
        for column in range(1, width):
            label = cells.clean(sheet.rows[head][column])
            unit = label if header[column] != "andel" else _unit_of(title)
            region = regions[(column - 1) // len(block)][0]
            found.add(Entry(n + 1, sheet.name, _quoted(row), region, unit, row[0], _name(title), row[column]))


def _check_years(title: str, years: set[int], row: int) -> None:
    """The years the title promises: a column or row less is something lost. Exposure has its own years first."""
    span = _SPAN.search(title)
    first, last = (int(span[1]), int(span[2])) if span else (min(years), max(years))
    if max(years) != last or min(years) > first or len(years) != max(years) - min(years) + 1:
        raise _SheetError(row, "Åren i bladet är inte de som rubriken överst anger.")


def _name(title: str) -> str:
    """The indicator's name; offences are "<name> (anmälda brott) i kommunen, länet och hela landet …"."""
    return variable_of(re.sub(r"\s+i kommunen, länet\b.*", "", title).replace("(anmälda brott)", ""))


def _unit_of(title: str) -> str:
    """The unit of an NTU sheet stands in its title, after the years."""
    match = _UNIT.search(title)
    return "" if _name(title) == ANSWERS or match is None else match[1]


def _filled(cell: object) -> bool:
    return bool(cells.clean(cell))


def _quoted(row: Iterable[object]) -> str:
    return " | ".join(cells.clean(c) for c in row)
