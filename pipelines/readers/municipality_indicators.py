"""Brå's municipality indicators (kommunindikatorer) in tidy form: offences and NTU shares.

Belongs here: the file of six tidy columns. Not here: Brå's own workbook (indicator_workbook.py), what the
indicators are (indicator_terms.py), checks of the whole file (indicator_checks.py), series breaks.
Source: the csv that Region Dalarna makes of Brå's workbooks; form seen in the file of the country.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.readers import indicator_checks, tables
from pipelines.readers.indicator_terms import Entry
from pipelines.readers.result import ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "municipality_indicators"
TITLE = "Brås kommunindikatorer"
EXPECTED = "En textfil med rubrikerna geografi, enhet, ar, variabel, varde och kalla."
HEADERS = ("geografi", "enhet", "ar", "variabel", "varde", "kalla")
#: ``kalla`` follows from the unit; a file without it has lost nothing.
REQUIRED = HEADERS[:5]


def recognises(sample: FileSample) -> bool:
    """All of the indicators' own header names but at most one, in a text file."""
    return sample.kind == "text" and len(sample.matched(HEADERS)) >= len(HEADERS) - 1


def read(data: bytes, name: str) -> ReadResult:
    """One row per region, year, variable and measure.

    ``measure``: count, per_100k, share_pct (percent, 0-100), lower_95, upper_95 (percent) or n (answers to
    the whole survey). ``year_kind``: calendar, reference or survey. Interval rows carry the variable and year
    of the share they belong to; n belongs to the shares of the same region and survey year, which for a
    reference year is the year after. Raises UnreadableFileError.
    """
    table = tables.read_table(data, name, HEADERS)
    at = tables.columns(table.header, HEADERS)
    tables.require(at, REQUIRED, name)
    good, problems = tables.wrong_width(table, (len(table.header),))
    entries = [
        entry_of(
            {h: table.rows[n][i] for h, i in at.items()},
            table.lines[n],
            None,
            table.delimiter.join(table.rows[n]),
        )
        for n in good
    ]
    return indicator_checks.judged(entries, len(table.rows), problems)


def entry_of(cell: Mapping[str, object], row: int, sheet: str | None, found: str) -> Entry:
    """A row under the six tidy headers, in a text file or a worksheet."""
    region, unit, year, variable, value = (cell[h] for h in REQUIRED)
    return Entry(row, sheet, found, region, unit, year, variable, value)
