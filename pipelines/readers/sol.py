"""Brå's statistics database (SOL), the file "Databasfil": reported offences per year or month.

Belongs here: that file's layout and its traps. Not here: which offence group a label belongs to.
Source: statistik.bra.se/solwebb; form seen in real exports (ISO-8859-1, semicolons).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

HEADERS = ("Region", "Brott", "År", "Period", "Antal", "/100 000 inv")
SKIP_ANCESTOR = "överordnad rubrik utan värde (..)"
SKIP_REPEATED = "upprepad rad"
SKIP_QUARTER = "kvartalssumma, månaderna används"

_MONTHS = {m[:3]: n for n, m in enumerate(cells.MONTHS, 1)}
_YEAR = re.compile(r"(\d{4})\s*(prel\.?|preliminär\w*)?", re.IGNORECASE)
_DARAV = re.compile(r"därav:?\s+", re.IGNORECASE)
_MARK = ".."

_COLUMNS = ("row", "region", "offence", "is_subset", "year", "month", "count", "per_100k", "status")


@dataclass(frozen=True)
class Sol:
    """One of the two menus; both export the same columns but fill År and Period differently."""

    LAYOUT: str
    TITLE: str
    EXPECTED: str
    HEADERS: tuple[str, ...] = HEADERS

    def recognises(self, sample: FileSample) -> bool:
        """The header of the Databasfil, and the word År (yearly) or a year (monthly) in column År."""
        if sample.kind != "text" or len(sample.matched(HEADERS)) < len(HEADERS):
            return False
        rows = [tables.split_line(line) for line in sample.lines]
        start = next((n for n, row in enumerate(rows) if cells.key(row[0]) == "region"), 0)
        years = [cells.clean(r[2]) for r in rows[start + 1 :] if len(r) > 3]
        monthly = any(_YEAR.fullmatch(y) for y in years)
        return monthly == (self.LAYOUT == "sol_monthly")

    def read(self, data: bytes, name: str) -> ReadResult:
        """Rows of both menus' form; see :func:`read`."""
        return read(data, name)


YEARLY = Sol(
    "sol_yearly",
    "Brås statistikdatabas, årsvis (Databasfil)",
    "Rubrikerna Region;Brott;År;Period;Antal;/100 000 inv, med ordet År i kolumnen År.",
)
MONTHLY = Sol(
    "sol_monthly",
    "Brås statistikdatabas, månadsvis (Databasfil)",
    "Rubrikerna Region;Brott;År;Period;Antal;/100 000 inv, med ett årtal i kolumnen År "
    "och en månad i kolumnen Period.",
)


def read(data: bytes, name: str) -> ReadResult:
    """One row per region, offence and period; ``month`` is NA for a whole year.

    ``count`` is reported offences, ``per_100k`` per 100 000 inhabitants. Ancestors echoed with ``..``
    and repeated rows are counted in ``skipped``. Raises UnreadableFileError.
    """
    table = tables.read_table(data, name, HEADERS)
    at = tables.columns(table.header, HEADERS)
    tables.require(at, HEADERS, name)
    # Data rows end with a separator that the header lacks.
    width = len(table.header)
    good, problems = tables.wrong_width(table, (width, width + 1))
    skipped: Counter[str] = Counter()
    rows: list[dict[str, object]] = []
    seen: dict[tuple[object, ...], tuple[object, object]] = {}
    for n in good:
        cell = [cells.clean(c) for c in table.rows[n]]
        line = table.lines[n]
        found = table.delimiter.join(table.rows[n])
        if len(cell) > width and cell[width]:
            problems.append(
                Problem(
                    line,
                    found,
                    "Raden har fel antal kolumner.",
                    "Jämför raden med rubrikraden i en textredigerare.",
                )
            )
            continue
        region, label, year_text, period, count_text, rate_text = (cell[at[h]] for h in HEADERS)
        if count_text == _MARK and rate_text == _MARK:
            skipped[SKIP_ANCESTOR] += 1
            continue
        if cells.key(period).startswith("kvartal"):
            skipped[SKIP_QUARTER] += 1
            continue
        try:
            row = _row(line, region, label, year_text, period, count_text, rate_text)
        except cells.CellError as error:
            problems.append(Problem(line, found, error.reason, error.advice))
            continue
        k = (cells.key(region), cells.key(row["offence"]), row["year"], row["month"])
        numbers = (row["count"], row["per_100k"])
        if k not in seen:
            seen[k] = numbers
            rows.append(row)
        elif seen[k] == numbers:
            skipped[SKIP_REPEATED] += 1
        else:
            problems.append(
                Problem(
                    line,
                    found,
                    "Samma region, brott och period finns redan med andra siffror.",
                    "Samma benämning kan stå under flera rubriker hos Brå. Hämta brottstypen i en egen fil.",
                )
            )
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    frame["month"] = frame["month"].astype("Int64")
    frame["per_100k"] = frame["per_100k"].astype("float64")
    frame = frame.astype({"row": "int64", "year": "int64", "count": "int64", "is_subset": "bool"})
    return ReadResult(frame, len(table.rows), problems, skipped)


def _row(
    line: int, region: str, label: str, year_text: str, period: str, count_text: str, rate_text: str
) -> dict[str, object]:
    if not region or not label:
        raise cells.CellError("Region eller brott saknas.", "Hämta filen på nytt hos Brå.")
    if (count_text == _MARK) != (rate_text == _MARK):
        raise cells.CellError(
            "Bara det ena av antal och antal per 100 000 invånare är angivet.",
            "Kontrollera uppgiften i Brås statistikdatabas.",
        )
    month: int | None = None
    if cells.key(year_text) == "år":
        when = period
    else:
        when = year_text
        month = _MONTHS.get(period.rstrip(".").casefold()[:3])
        if month is None or not cells.MONTHS[month - 1].startswith(period.rstrip(".").casefold()):
            raise cells.CellError(
                "Perioden är varken en månad eller ett kvartal.",
                "Hämta filen på nytt med månader som period.",
            )
    match = _YEAR.fullmatch(when)
    if not match:
        raise cells.CellError("Årtalet går inte att läsa.", "Hämta filen på nytt hos Brå.")
    counted = cells.count(count_text)
    if counted is None:
        raise cells.CellError("Antal saknas.", "Kontrollera uppgiften i Brås statistikdatabas.")
    rate = cells.number(rate_text)
    subset = _DARAV.match(label)
    return {
        "row": line,
        "region": region,
        "offence": label[subset.end() :] if subset else label,
        "is_subset": subset is not None,
        "year": cells.year(match.group(1)),
        "month": month,
        "count": counted,
        "per_100k": rate,
        "status": "preliminary" if match.group(2) else "final",
    }
