"""Population per municipality: SCB's table with one column per year, the 1 November file, the Kolada-style csv.

Belongs here: three layouts of the same fact. Not here: SCB's tables split on more than region and year
(scb_pxweb), nor which population a rate is divided by. 31 December and 1 November are different reference
days; each row says which it is. The form with one column per year is reconstructed from SCB's serialiser.
"""

from __future__ import annotations

import re

from pipelines.readers import cells, tables
from pipelines.readers.agency_rows import require_once
from pipelines.readers.population_rows import (
    DECEMBER,
    NOVEMBER,
    Collected,
    gaps,
    reference_day,
    require_outcome,
)
from pipelines.readers.result import ReadResult
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
SKIP_OTHER = "annat nyckeltal än invånare totalt"

_DAY = r"(?:(?:den|per)\s+)*(?:31|0?1)\s*(?:dec|nov)(?:\.|ember)?"
_YEAR_COLUMN = re.compile(
    rf"folkmängd(?:en)?,?\s*\(?(?:{_DAY})?,?\s*((?:19|20)\d{{2}}),?\s*(?:{_DAY})?\)?", re.IGNORECASE
)
_INHABITANTS = re.compile(r"invånare,?\s+totalt")
_LOOSELY = re.compile(r"folkmängd.*(?:19|20)\d{2}.*", re.IGNORECASE)


def recognises(sample: FileSample) -> bool:
    """One of the three header rows; of the two with fixed names at most one name may be missing."""
    if sample.kind != "text":
        return False
    if len(sample.matched(KOLADA_HEADERS)) > 2 and _INHABITANTS.search(sample.text.casefold()):
        return True
    of_november = sample.matched(NOVEMBER_HEADERS)
    if len(of_november) == 3 or (len(of_november) == 2 and len(sample.text_header(NOVEMBER_HEADERS)) <= 3):
        return True
    return _wide_header(sample.lines) is not None


def is_wide(fields: list[str]) -> bool:
    """A header of region and nothing but columns of a year's population: this layout, not scb_pxweb's."""
    titles = [cells.clean(f) for f in fields[1:] if cells.clean(f)]
    return bool(titles) and cells.key(fields[0]) == "region" and all(map(_LOOSELY.fullmatch, titles))


def _wide_header(lines: tuple[str, ...]) -> int | None:
    return next((n for n, line in enumerate(lines[:8]) if is_wide(tables.split_line(line))), None)


def read(data: bytes, name: str) -> ReadResult:
    """One row per region and year; in the wide form every year's cell is a record of its own.

    ``region_code`` is text with leading zeros ("0761", a county "07", "00" the country) or None when the file
    has names only. The 1 November file has its day in the file's name. Raises UnreadableFileError.
    """
    text, _ = tables.decode(data, name)
    lines = tuple(line for line in text.splitlines() if line.strip())
    header = _wide_header(lines)
    if header is not None:
        return _wide(tables.read_table(data, name, tables.split_line(lines[header])), lines[:header], name)
    table = tables.read_table(data, name, (*NOVEMBER_HEADERS, *KOLADA_HEADERS))
    is_november = len(tables.columns(table.header, NOVEMBER_HEADERS)) > 1
    headers = NOVEMBER_HEADERS if is_november else KOLADA_HEADERS
    at = tables.columns(table.header, headers)
    tables.require(at, headers, name)
    require_once(table.header, headers, name)
    return _november(table, at, name) if is_november else _kolada_style(table, at)


def _found(table: tables.Table, n: int) -> str:
    return table.delimiter.join(table.rows[n])


def _wide(table: tables.Table, titles: tuple[str, ...], name: str) -> ReadResult:
    require_outcome(name, titles)
    kept = Collected()
    years: dict[int, tuple[int, str]] = {}
    for i, title in enumerate(table.header[1:], 1):
        if not title:
            continue
        match = _YEAR_COLUMN.fullmatch(title)
        if not match:
            raise tables.unreadable(
                name,
                "En kolumn gäller en del av folkmängden eller har en rubrik som inte går att tyda. Hämta totalen "
                "per kommun, utan uppdelning på kön eller ålder.",
            )
        contents = re.sub(r"\s*\d{4}$", "", title)
        day, remark = reference_day(name, (title, contents, *titles))
        kept.notes += [remark] if remark else []
        years[i] = (int(match.group(1)), day)
    if len(set(years.values())) < len(years):
        raise tables.unreadable(name, "Samma år står i två kolumner. Hämta filen på nytt hos SCB.")
    good, bad = tables.wrong_width(table, (len(table.header), len(table.header) + 1))
    for problem in bad:
        # Every year's cell is a record: a line that cannot be trusted takes all of its years with it.
        kept.problems += [problem] * len(years)
    for n in good:
        if any(cells.clean(extra) for extra in table.rows[n][len(table.header) :]):
            error = cells.CellError("Raden har fler värden än rubrikraden.", "Hämta filen på nytt hos SCB.")
            for _ in years:
                kept.fail(table.lines[n], _found(table, n), error)
            continue
        label = cells.clean(table.rows[n][0])
        for i, (year, day) in years.items():
            kept.add(table.lines[n], _found(table, n), label, year, day, table.rows[n][i])
    return kept.result(len(table.rows) * len(years))


def _november(table: tables.Table, at: dict[str, int], name: str) -> ReadResult:
    stem = name.replace("\\", "/").rsplit("/", 1)[-1]
    year = re.search(r"(?<!\d)((?:19|20)\d{2})(?=\d{4}(?!\d)|\D|$)", stem)
    if not year:
        raise tables.unreadable(
            name, "Filen saknar årtal. Döp den så att dagen framgår, till exempel folkmangd_2024-11-01.csv."
        )
    rest = stem[year.end() :] + " " + stem[: year.start()]
    days = {
        day
        for day, pattern in ((NOVEMBER, r"11-?01|\b0?1[_ ]?nov"), (DECEMBER, r"12-?31|\b31[_ ]?dec"))
        if re.search(pattern, rest, re.IGNORECASE)
    }
    if len(days) != 1:
        raise tables.unreadable(
            name,
            "Det framgår inte om folkmängden gäller 31 december eller 1 november. Döp filen så att dagen "
            "framgår, till exempel folkmangd_2024-11-01.csv.",
        )
    reference = days.pop()
    kept = Collected()
    good, kept.problems = tables.wrong_width(table, (len(table.header),))
    for n in good:
        row = table.rows[n]
        try:
            raw = cells.clean(row[at["kommun_kod"]])
            code = raw if raw == "00" else cells.code(raw, 4)
            region = cells.clean(row[at["kommun_namn"]])
            if not re.match(r"\D", region):
                raise cells.CellError("Kommunens namn saknas.", "Kontrollera att kolumnerna står rätt.")
        except cells.CellError as error:
            kept.fail(table.lines[n], _found(table, n), error)
            continue
        kept.add(
            table.lines[n],
            _found(table, n),
            f"{code} {region}",
            int(year.group(1)),
            reference,
            row[at["population"]],
        )
    return kept.result(len(table.rows))


def _kolada_style(table: tables.Table, at: dict[str, int]) -> ReadResult:
    kept = Collected()
    good, kept.problems = tables.wrong_width(table, (len(table.header),))
    n_unread = len(kept.problems)
    for n in good:
        row, line = table.rows[n], table.lines[n]
        if not _INHABITANTS.match(cells.key(row[at["Nyckeltal"]])):
            kept.skipped[SKIP_OTHER] += 1
            continue
        try:
            year = cells.year(row[at["År"]])
        except cells.CellError as error:
            kept.fail(line, _found(table, n), error)
            continue
        kept.add(line, _found(table, n), cells.clean(row[at["Region"]]), year, DECEMBER, row[at["Invånare"]])
    missing = gaps(kept.keys, n_unread)
    kept.problems += missing
    return kept.result(len(table.rows) + len(missing))
