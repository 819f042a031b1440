"""Which rows of a local source hold others: the whole municipality its places, a year its quarters.

Belongs here: the order among one phenomenon's rows of one year, so that nothing is counted twice and what is
hidden in a part does not follow from its whole. Not here: figures (indicator_kinds.py), what is hidden (public.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

#: Sums of money are not counts of people or events.
MONEY = ("kronor", "kr")
#: A phenomenon is the same however it is capitalised.
_SERIES = ("source_type", "municipality_code", "phenomenon", "unit")


def by_series_and_year(rows: pd.DataFrame) -> Iterator[tuple[tuple[str, str, str, str, int], pd.DataFrame]]:
    """Source, municipality, phenomenon in lower case, unit and year (that of the period's beginning), with the
    rows."""
    keys = [rows[name].str.casefold() if name == "phenomenon" else rows[name] for name in _SERIES]
    for key, part in rows.groupby([*keys, rows["period_from"].dt.year]):
        source, code, phenomenon, unit, year = key
        yield (str(source), str(code), str(phenomenon), str(unit), int(year)), part


def lines(part: pd.DataFrame) -> list[tuple[int | None, list[int]]]:
    """Positions of rows that add up to something, each with the position of the row that holds them (None for
    the year as a whole); outer lines first. Rows of places and of the whole municipality never share a line."""
    found: defaultdict[tuple[int | None, bool], list[int]] = defaultdict(list)
    is_place = part["place"].notna().to_list()
    holder = _holders(part)
    for i, outer in enumerate(holder):
        found[outer, is_place[i]].append(i)

    def depth(i: int | None) -> int:
        return 0 if i is None else 1 + depth(holder[i])

    return [(outer, at) for (outer, _), at in sorted(found.items(), key=lambda item: depth(item[0][0]))]


def outermost(part: pd.DataFrame) -> list[int]:
    """Positions of the rows that make the year's sum: a row for the whole municipality is never added to its
    places, nor a year to its quarters."""
    tops = [at for outer, at in lines(part) if outer is None]
    is_place = part["place"].notna().to_list()
    return min(tops, key=lambda at: is_place[at[0]])


def year_sum(part: pd.DataFrame) -> tuple[int | None, str | None]:
    """The year's sum, None where some part of it is unknown, and what must be said of it."""
    rows = part.iloc[outermost(part)]
    year = int(rows["period_from"].dt.year.iloc[0])
    is_whole = True
    for _, place in rows.groupby(rows["place"].fillna("")):
        periods = place[["period_from", "period_to"]].sort_values("period_from")
        days = (periods["period_to"] - periods["period_from"]).dt.days + 1
        if (periods["period_from"].iloc[1:].to_numpy() <= periods["period_to"].iloc[:-1].to_numpy()).any():
            return None, "Perioderna går in i varandra: summan är okänd."
        is_whole &= int(days.sum()) == pd.Timestamp(year, 12, 31).dayofyear
    if rows["count"].isna().any():
        return None, "Källan anger inte alla antal: summan är okänd."
    return int(
        rows["count"].sum()
    ), None if is_whole else "Uppgifter saknas för en del av året, från någon eller alla platser."


def _holders(part: pd.DataFrame) -> list[int | None]:
    """Per row the nearest row that holds it: the same place, or the whole municipality, over the same time or
    longer."""
    rows = [
        (None if pd.isna(row.place) else str(row.place), row.period_from, row.period_to)
        for row in part.itertuples()
    ]
    found: list[int | None] = []
    for i, (place, begins, ends) in enumerate(rows):
        holding = [
            (other[0] is None and place is not None, other[2] - other[1], j)
            for j, other in enumerate(rows)
            if j != i and other[0] in (place, None) and other[1] <= begins and ends <= other[2]
        ]
        found.append(min(holding)[2] if holding else None)
    return found
