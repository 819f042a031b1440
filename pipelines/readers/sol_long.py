"""Brå's statistics database (SOL) fetched by a program as one long table (csv), older exports and scrapes.

Belongs here: that table's columns and traps. Not here: Brå's own file (sol), what a type of offence means.
Source: a public scrape of the whole country made in 2017, and the program that made it (bra_scraper):
``crime`` is the path in Brå's tree with commas between the levels, ``period`` "År, 2016 prel.",
"2016, Jan", "2016, Kvartal 1" or "2016, Helår", ``timepoint`` the first day of the period.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from pipelines.readers import agency_rows, cells, tables
from pipelines.readers.agency_rows import SKIP_QUARTER, SKIP_REPEATED, SKIP_YEAR
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "sol_long"
TITLE = "Brås statistikdatabas som lång tabell (hämtad med program)"
EXPECTED = "Rubrikerna crime, period, periodicity, region, timepoint och value."
HEADERS = ("crime", "period", "periodicity", "region", "timepoint", "value")
SKIP_MISSING = "uppgift saknas hos Brå"

#: A later version of the program says with this column that a value is missing.
_STATUS = "status"
_PERIODICITY = {"yearly", "quarterly", "monthly"}
_FIRST_MONTH = {"kvartal 1": 1, "kvartal 2": 4, "kvartal 3": 7, "kvartal 4": 10}
_AGAIN = "Jämför raden med Brås statistikdatabas och hämta tabellen på nytt."


def recognises(sample: FileSample) -> bool:
    """The header row but for one name, which is reported when reading."""
    return sample.kind == "text" and len(sample.matched(HEADERS)) >= len(HEADERS) - 1


def read(data: bytes, name: str) -> ReadResult:
    """One row per region, type of offence and period; ``month`` is NA for a whole year.

    ``offence`` is the whole path as written, which is the same whatever else the file holds; ``parent`` is
    the longest other type of the file that the path continues, and marks a subset. The table has counts only:
    ``per_100k`` is NA. Raises UnreadableFileError.
    """
    table, at = agency_rows.open_table(data, name, HEADERS)
    at |= tables.columns(table.header, (_STATUS,))
    good, problems = tables.wrong_width(table, (len(table.header),))
    skipped: Counter[str] = Counter()
    found_rows: list[tuple[int, str, dict[str, object]]] = []
    keys: list[tuple[str, str, str]] = []
    n_unread = len(problems)
    for n in good:
        line, found = table.lines[n], table.delimiter.join(table.rows[n])
        cell = {h: cells.clean(table.rows[n][i]) for h, i in at.items()}
        try:
            row, part = _row(line, cell)
        except cells.CellError as error:
            n_unread += 1
            problems.append(Problem(line, found, error.reason, error.advice))
            continue
        keys.append((str(row["region"]), str(row["offence"]), f"{part} {row['year']} {row['status']}"))
        try:
            missing = cells.is_missing(cell["value"]) or cells.key(cell.get(_STATUS)) == "missing"
            row["count"] = None if missing else agency_rows.numbers(cell["value"], None)[0]
        except cells.CellError as error:
            problems.append(Problem(line, found, error.reason, error.advice))
            continue
        if missing:
            skipped[SKIP_MISSING] += 1
        elif part.startswith("kvartal"):
            skipped[SKIP_QUARTER] += 1
        elif part == "helår":
            skipped[SKIP_YEAR] += 1
        else:
            found_rows.append((line, found, row))
    rows = _without_repeats(found_rows, problems, skipped)
    above = _parents({str(row["offence"]) for row in rows})
    for row in rows:
        row["parent"] = above[str(row["offence"])]
        row["is_subset"] = row["parent"] is not None
    cut, notes = agency_rows.judge_grid(keys, n_unread)
    return ReadResult(agency_rows.frame(rows), len(table.rows) + len(cut), problems + cut, skipped, notes)


def _row(line: int, cell: dict[str, str]) -> tuple[dict[str, object], str]:
    """The tidy row without its count, and the part of the year in lower case. Raises CellError."""
    if any(not cell[h] or cell[h].isdigit() for h in ("region", "crime")):
        raise cells.CellError(
            "Region eller brott saknas, eller är ett nummer i stället för ett namn.", _AGAIN
        )
    first, _, second = (part.strip() for part in cell["period"].partition(","))
    is_yearly = cells.key(first) == "år"
    year, status = agency_rows.year_and_status(second if is_yearly else first)
    part = "år" if is_yearly else second.rstrip(".").casefold()
    month = None if is_yearly else agency_rows.month_of(second)
    _check_time(cell, year, part, month)
    row: dict[str, object] = {
        "row": line,
        "region": agency_rows.region_name(cell["region"]),
        "offence": cell["crime"],
        "year": year,
    }
    return row | {"month": month, "per_100k": None, "status": status}, part


def _check_time(cell: dict[str, str], year: int, part: str, month: int | None) -> None:
    """The three columns that say when must agree: a shifted column shows here. Raises CellError."""
    kind = "monthly" if month else "quarterly" if part.startswith("kvartal") else "yearly"
    day = cells.required_date(cell["timepoint"])
    expected = (year, month or _FIRST_MONTH.get(part, 1), 1)
    if cells.key(cell["periodicity"]) != kind or (day.year, day.month, day.day) != expected:
        raise cells.CellError("Kolumnerna period, periodicity och timepoint säger olika tid.", _AGAIN)


def _without_repeats(
    found_rows: list[tuple[int, str, dict[str, object]]], problems: list[Problem], skipped: Counter[str]
) -> list[dict[str, object]]:
    """One row per region, offence and period; of different counts for one of them none is used."""
    values: dict[tuple[object, ...], list[object]] = defaultdict(list)
    for _, _, row in found_rows:
        values[_key(row)].append(row["count"])
    rows, seen = [], set()
    for line, found, row in found_rows:
        k = _key(row)
        if len(set(values[k])) > 1:
            problems.append(
                Problem(
                    line, found, "Samma region, brott och period finns flera gånger med olika antal.", _AGAIN
                )
            )
        elif k in seen:
            skipped[SKIP_REPEATED] += 1
        else:
            seen.add(k)
            rows.append(row)
    return rows


def _key(row: dict[str, object]) -> tuple[object, ...]:
    when = (row["year"], row["month"], row["status"])
    return (cells.key(row["region"]), cells.key(row["offence"]), *when)


def _parents(paths: Iterable[str]) -> dict[str, str | None]:
    """For each path the longest other one that it continues after a comma.

    A comma alone tells no level: "Stöld-, rån- och häleribrott" is one name.
    """
    known = set(paths)
    found: dict[str, str | None] = {}
    for path in known:
        pieces = path.split(", ")
        above = (", ".join(pieces[:n]) for n in range(len(pieces) - 1, 0, -1))
        found[path] = next((a for a in above if a in known), None)
    return found
