"""What Brå's files with counts of reported offences share: tidy columns, periods, and whether a file is whole.

Belongs here: what more than one of Brå's layouts needs. Not here: any one layout (sol, sol_long,
agency_totals, table_120).
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem

SKIP_REPEATED = "upprepad rad"
SKIP_QUARTER = "kvartalssumma, månaderna används"
SKIP_YEAR = "årssumma i månadsmenyn (Helår), månaderna används"

#: The tidy columns of every layout with Brå's counts of reported offences.
COLUMNS = (
    "row",
    "sheet",
    "region",
    "offence",
    "parent",
    "is_subset",
    "year",
    "month",
    "count",
    "per_100k",
    "status",
)
DARAV = re.compile(r"(?:därav|varav):?\s+", re.IGNORECASE)

# Far above what the whole country has in a year; beyond it a number is a mistake or does not fit a column.
_MOST = 100_000_000
# "Heby kommun (Uppsala län from 2007)" and "Heby kommun (Västmanlands län tom 2006)" are one municipality.
_COUNTY = re.compile(r"\s*\([^()]*\blän\b[^()]*\)$")
_MONTHS = {m[:3]: n for n, m in enumerate(cells.MONTHS, 1)}
YEAR = re.compile(r"(\d{4})\s*(prel\.?|preliminär\w*)?", re.IGNORECASE)


def open_table(data: bytes, name: str, wanted: tuple[str, ...]) -> tuple[tables.Table, dict[str, int]]:
    """A text table that holds each wanted column once, and where. Raises UnreadableFileError."""
    table = tables.read_table(data, name, wanted)
    at = tables.columns(table.header, wanted)
    tables.require(at, wanted, name)
    require_once(table.header, wanted, name)
    return table, at


def require_once(header: Sequence[object], wanted: Iterable[str], name: str) -> None:
    """Raise UnreadableFileError naming the wanted columns that the header holds more than once."""
    times = Counter(cells.key(h) for h in header)
    twice = ", ".join(f"«{w}»" for w in wanted if times[cells.key(w)] > 1)
    if twice:
        raise tables.unreadable(name, f"Kolumner finns flera gånger: {twice}. Ta bort den som är fel.")


def year_and_status(text: str) -> tuple[int, str]:
    """Year and status of «2026 prel.» or «2024». Raises CellError."""
    match = YEAR.fullmatch(text)
    if not match:
        raise cells.CellError("Årtalet går inte att läsa.", "Hämta filen på nytt hos Brå.")
    return cells.year(match.group(1)), "preliminary" if match.group(2) else "final"


def month_of(period: str) -> int | None:
    """The number of «Maj»; None for a quarter and for the whole year. Raises CellError for anything else."""
    text = period.rstrip(".").casefold()
    if re.fullmatch(r"kvartal [1-4]|helår", text):
        return None
    month = _MONTHS.get(text[:3])
    if month is None or not cells.MONTHS[month - 1].startswith(text):
        raise cells.CellError(
            "Perioden är varken en månad eller ett kvartal.", "Hämta filen på nytt med månader som period."
        )
    return month


def region_name(text: str) -> str:
    """The region without a county in brackets: Heby changed county in 2007 and stands twice in the menu."""
    return _COUNTY.sub("", text)


def numbers(count: object, rate: object) -> tuple[int | None, float | None]:
    """Reported offences and offences per 100 000 inhabitants; None for a missing mark. Raises CellError."""
    found, per_100k = cells.count(count), cells.number(rate)
    if (found or 0) > _MOST or not 0 <= (per_100k or 0) <= _MOST:
        raise cells.CellError(
            "Antalet är orimligt stort, eller antalet per 100 000 invånare orimligt.",
            "Kontrollera siffrorna mot Brås fil.",
        )
    return found, per_100k


def without_contradictions(
    rows: Sequence[dict[str, object]], found: Mapping[tuple[object, object], str]
) -> tuple[list[dict[str, object]], list[Problem]]:
    """Rows apart from those whose count and rate do not fit together, which become problems.

    All rates of one region and period rest on the same population. It shows only where enough rates are large
    enough to be exact, and is believed only where nearly all rows agree with it. ``found``: by sheet and row
    what stood there.
    """
    groups: dict[tuple[object, ...], list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        groups[tuple(row.get(c) for c in ("sheet", "region", "year", "month", "status"))].append(row)
    wrong: list[dict[str, object]] = []
    for group in groups.values():
        pairs = [(row, float(str(row["count"])), row["per_100k"]) for row in group]
        rated = [(row, count, float(str(rate))) for row, count, rate in pairs if rate is not None]
        people = [count / rate for _, count, rate in rated if count >= 20 and rate >= 50]
        if len(people) < 5:
            continue
        population = statistics.median(people)
        off = [row for row, count, rate in rated if abs(rate - count / population) > 1 + 0.02 * rate]
        if len(off) * 5 <= len(rated):
            wrong += off
    marked = {id(row) for row in wrong}
    return [row for row in rows if id(row) not in marked], [
        Problem(
            int(str(row["row"])),
            found[row.get("sheet"), row["row"]],
            "Antal och antal per 100 000 invånare stämmer inte ihop med regionens övriga rader.",
            "Kontrollera raden mot Brås fil: en siffra kan ha skrivits över.",
            None if row.get("sheet") is None else str(row["sheet"]),
        )
        for row in wrong
    ]


def judge_grid(
    keys: Iterable[tuple[str, str, str]], n_unread: int, headings: Container[str] = ()
) -> tuple[list[Problem], list[str]]:
    """Is the file whole? SOL exports every chosen region x offence x period, those without value too.

    A file cut off at a line end lacks only the end of its last block, while the blocks before are whole:
    a problem (a record of its own). Other gaps are a selection somebody made: a note that names some.
    ``n_unread``: lines already reported, whose place in the grid is unknown. ``headings``: offences that
    have no value anywhere; only a cut is looked for among them.
    """
    everything = list(dict.fromkeys(keys))
    leaves = [k for k in everything if k[1] not in headings]
    for present in (everything, leaves):
        names, n_missing, total = _gaps(present)
        if n_missing > n_unread and any(_ends_early(present, d, total // len(names[d])) for d in range(3)):
            reason = (
                "Filen verkar avkortad: sista delen saknar rader som finns i delarna före "
                f"({n_missing} av {total} kombinationer av region, brott och period)."
            )
            return [Problem(None, "", reason, "Hämta filen på nytt hos Brå.")], []
    if n_missing <= n_unread:
        return [], []
    there = set(leaves)
    some = itertools.islice((k for k in itertools.product(*names) if k not in there), 3)
    named = "; ".join(", ".join(part.removesuffix(" final")[:80] for part in k) for k in some)
    return [], [
        f"Filen är inte ett helt uttag: {n_missing} av {total} kombinationer av region, brott och period "
        f"saknas, till exempel {named}. Ska de finnas: hämta filen på nytt hos Brå."
    ]


def _gaps(present: Sequence[tuple[str, str, str]]) -> tuple[list[list[str]], int, int]:
    """Names per dimension, how many combinations of them are missing, and how many there are."""
    names = [list(dict.fromkeys(k[d] for k in present)) for d in range(3)]
    total = len(names[0]) * len(names[1]) * len(names[2])
    return names, total - len(present), total


def _ends_early(keys: Sequence[tuple[str, str, str]], outer: int, size: int) -> bool:
    """All blocks of ``outer`` hold ``size`` rows but the last, which is a beginning of the first."""
    blocks: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for k in keys:
        blocks[k[outer]].append(k[:outer] + k[outer + 1 :])
    *whole, last = blocks.values()
    return bool(whole) and all(len(b) == size for b in whole) and last == whole[0][: len(last)]


def frame(rows: Iterable[dict[str, object]]) -> pd.DataFrame:
    """Tidy rows with the columns and types of ``COLUMNS``."""
    found = pd.DataFrame(list(rows), columns=list(COLUMNS))
    found["month"] = found["month"].astype("Int64")
    for name in ("sheet", "parent"):
        # None stays None: pandas would make NaN of it, which compares unequal to everything.
        found[name] = found[name].astype(object).where(found[name].notna(), None)
    types = {"row": "int64", "year": "int64", "count": "int64", "is_subset": "bool", "per_100k": "float64"}
    return found.astype(types)
