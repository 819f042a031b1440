"""Population per municipality: SCB's csv (wide or 1 November) and the Kolada-style csv.

Belongs here: three layouts of the same fact. Not here: which population a rate is divided by.
31 December and 1 November are different reference days; each row says which it is.
"""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "population"
TITLE = "Folkmängd (SCB eller Kolada)"
EXPECTED = (
    "Rubrikerna region och «Folkmängd» med år, eller kommun_kod, kommun_namn, population, "
    "eller Nyckeltal, Region, År, Invånare."
)
HEADERS = ("region", "Folkmängd")
NOVEMBER_HEADERS = ("kommun_kod", "kommun_namn", "population")
KOLADA_HEADERS = ("Nyckeltal", "Region", "År", "Invånare")
SKIP_MISSING = "folkmängd saknas"
SKIP_REPEATED = "upprepad rad"
SKIP_OTHER = "annat nyckeltal än invånare totalt"
DECEMBER, NOVEMBER = "31 december", "1 november"

_YEAR_COLUMN = re.compile(r"folkmängd(?:en)?\b.*?\b((?:19|20)\d{2})\b.*", re.IGNORECASE)
_REGION = re.compile(r"(\d{2}|\d{4})\s+(\D.*)")
_COLUMNS = ("record", "row", "region_code", "region", "year", "reference", "population")


def recognises(sample: FileSample) -> bool:
    """One of the three header rows."""
    if sample.kind != "text":
        return False
    if len(sample.matched(NOVEMBER_HEADERS)) == 3 or len(sample.matched(KOLADA_HEADERS)) == 4:
        return True
    return _wide_header(sample.lines) is not None


def _wide_header(lines: tuple[str, ...]) -> str | None:
    for line in lines[:8]:
        fields = [cells.clean(f) for f in tables.split_line(line)]
        if fields and cells.key(fields[0]) == "region" and any(_YEAR_COLUMN.fullmatch(f) for f in fields[1:]):
            return line
    return None


def read(data: bytes, name: str) -> ReadResult:
    """One row per region and year; in the wide form every year's cell is a record of its own.

    ``region_code`` is text with leading zeros ("0761", "00" the country) or None when the file has
    names only. The 1 November file has its year in the file's name. Raises UnreadableFileError.
    """
    text, _ = tables.decode(data, name)
    header = _wide_header(tuple(line for line in text.splitlines() if line.strip()))
    if header is not None:
        return _wide(tables.read_table(data, name, tables.split_line(header)), name)
    table = tables.read_table(data, name, (*NOVEMBER_HEADERS, *KOLADA_HEADERS))
    found = tables.columns(table.header, NOVEMBER_HEADERS)
    if len(found) == len(NOVEMBER_HEADERS):
        return _november(table, found, name)
    found = tables.columns(table.header, KOLADA_HEADERS)
    tables.require(found, KOLADA_HEADERS, name)
    return _kolada_style(table, found)


class _Collected:
    """Rows, problems and omissions while a file is read; repeated keys are judged in one place."""

    def __init__(self, table: tables.Table) -> None:
        self.table = table
        self.rows: list[dict[str, object]] = []
        self.problems: list[Problem] = []
        self.skipped: Counter[str] = Counter()
        self._seen: dict[tuple[object, ...], object] = {}

    def fail(self, n: int, reason: str, advice: str) -> None:
        self.problems.append(
            Problem(self.table.lines[n], self.table.delimiter.join(self.table.rows[n]), reason, advice)
        )

    def add(self, n: int, code: str | None, region: str, year: int, reference: str, cell: str) -> None:
        try:
            population = cells.count(cell)
        except cells.CellError as error:
            self.fail(n, error.reason, error.advice)
            return
        if population is None:
            self.skipped[SKIP_MISSING] += 1
            return
        k = (code, cells.key(region), year, reference)
        if k in self._seen:
            if self._seen[k] == population:
                self.skipped[SKIP_REPEATED] += 1
            else:
                self.fail(
                    n,
                    "Samma region och år finns redan med en annan folkmängd.",
                    "Hämta totalen per kommun, utan uppdelning på kön eller ålder.",
                )
            return
        self._seen[k] = population
        self.rows.append(
            {
                "record": f"{self.table.lines[n]}:{year}",
                "row": self.table.lines[n],
                "region_code": code,
                "region": region,
                "year": year,
                "reference": reference,
                "population": population,
            }
        )

    def result(self, records: int) -> ReadResult:
        frame = pd.DataFrame(self.rows, columns=list(_COLUMNS))
        frame = frame.astype({"row": "int64", "year": "int64", "population": "int64"})
        frame["region_code"] = frame["region_code"].astype(object).where(frame["region_code"].notna(), None)
        return ReadResult(frame, records, self.problems, self.skipped)


def _wide(table: tables.Table, name: str) -> ReadResult:
    years = {}
    others = []
    for i, title in enumerate(table.header[1:], 1):
        if match := _YEAR_COLUMN.fullmatch(title):
            years[i] = (int(match.group(1)), NOVEMBER if "november" in title.casefold() else DECEMBER)
        elif title:
            others.append(i)
    if others:
        raise tables.unreadable(
            name,
            "Filen är uppdelad på fler uppgifter än region och år. "
            "Hämta totalen per kommun, utan uppdelning på kön eller ålder.",
        )
    kept = _Collected(table)
    width = len(table.header)
    for n, row in enumerate(table.rows):
        if len(row) not in (width, width + 1):
            for _ in years:
                kept.fail(
                    n, "Raden har fel antal kolumner.", "Jämför raden med rubrikraden i en textredigerare."
                )
            continue
        label = cells.clean(row[0])
        match = _REGION.fullmatch(label)
        for i, (year, reference) in years.items():
            if not label:
                kept.fail(n, "Region saknas.", "Hämta filen på nytt hos SCB.")
            else:
                kept.add(
                    n,
                    match.group(1) if match else None,
                    match.group(2) if match else label,
                    year,
                    reference,
                    row[i],
                )
    return kept.result(len(table.rows) * len(years))


def _november(table: tables.Table, at: dict[str, int], name: str) -> ReadResult:
    stem = name.replace("\\", "/").rsplit("/", 1)[-1]
    year = re.search(r"(?<!\d)((?:19|20)\d{2})(?!\d)", stem)
    if not year:
        raise tables.unreadable(
            name, "Filen saknar årtal. Döp den så att året framgår, till exempel folkmangd_2024-11-01.csv."
        )
    reference = DECEMBER if re.search(r"12-?31", stem) else NOVEMBER
    kept = _Collected(table)
    good, problems = tables.wrong_width(table, (len(table.header),))
    kept.problems += problems
    for n in good:
        row = table.rows[n]
        try:
            raw = cells.clean(row[at["kommun_kod"]])
            code = raw if raw == "00" else cells.code(raw, 4)
        except cells.CellError as error:
            kept.fail(n, error.reason, error.advice)
            continue
        kept.add(
            n, code, cells.clean(row[at["kommun_namn"]]), int(year.group(1)), reference, row[at["population"]]
        )
    return kept.result(len(table.rows))


def _kolada_style(table: tables.Table, at: dict[str, int]) -> ReadResult:
    kept = _Collected(table)
    good, problems = tables.wrong_width(table, (len(table.header),))
    kept.problems += problems
    for n in good:
        row = table.rows[n]
        if not re.match(r"invånare,? totalt", cells.key(row[at["Nyckeltal"]])):
            kept.skipped[SKIP_OTHER] += 1
            continue
        region = cells.clean(row[at["Region"]])
        try:
            year = cells.year(row[at["År"]])
        except cells.CellError as error:
            kept.fail(n, error.reason, error.advice)
            continue
        if not region:
            kept.fail(n, "Region saknas.", "Hämta filen på nytt.")
            continue
        kept.add(n, None, region, year, DECEMBER, row[at["Invånare"]])
    return kept.result(len(table.rows))
