"""The localities per indicator, five years together: counts and counts per inhabitant, with small numbers hidden.

Not here: places that are named in statements, shares of localities (indicator_kinds.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.disclosure import is_small, protect_line
from pipelines.methods.intervals import rate
from pipelines.registers import indicators, minimum_base
from pipelines.tables.schema import conform, empty
from pipelines.tables.windows import PERIOD, hidden_years, open_windows

PER = 1_000


def indicator_place(offence_count: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """One row per locality, indicator and window for which the police delivered every year.

    The police's counts, also for an indicator that rests on Brå's: only the police say where. A window whose
    known places are too few to be shown together is left out.
    """
    own = offence_count[
        (offence_count["publisher"] == "police")
        & (offence_count["municipality_code"] == agreement.municipality.code)
        & (offence_count["status"] == "final")
        & offence_count["month"].isna()
    ]
    hidden = hidden_years(offence_count, agreement)
    rows: list[dict[str, Any]] = []
    for entry in indicators():
        if entry["kind"] != "offence_rate":
            continue
        of_group = own[own["offence_group"] == entry["offence_group"]]
        for years in open_windows(entry["offence_group"], hidden, agreement):
            rows += _localities(entry, of_group, years, agreement)
    if not rows:
        return empty("indicator_place")
    return conform("indicator_place", pd.DataFrame(rows).assign(agreement=agreement.id))


@dataclass(frozen=True)
class PlacedLine:
    """A window's counts by locality, which of them are hidden, and how many offences have a known locality."""

    counts: pd.Series
    hidden: list[bool]
    total: int
    known: int


def placed_line(rows: pd.DataFrame, years: list[int], limit: int) -> PlacedLine | None:
    """The police's yearly counts of one group put together; None where a year is missing, or where the known or
    the unknown localities are too few to be shown."""
    rows = rows[rows["year"].isin(years)]
    placed = rows[rows["locality"].notna()]
    if set(placed["year"]) != set(years):
        return None
    line = placed.groupby("locality")["count"].sum().astype(int)
    total, known = int(rows.loc[rows["locality"].isna(), "count"].sum()), int(line.sum())
    if known == 0 or is_small(known, limit) or is_small(total - known, limit):
        return None
    return PlacedLine(line, protect_line(line.to_numpy(), limit), total, known)


def _localities(
    entry: dict[str, Any], rows: pd.DataFrame, years: list[int], agreement: Agreement
) -> list[dict[str, Any]]:
    found_line = placed_line(rows, years, agreement.thresholds.min_shown)
    if found_line is None:
        return []
    line, hide, total, known = found_line.counts, found_line.hidden, found_line.total, found_line.known
    people = {place.name: place.population for place in agreement.localities}
    least = minimum_base(entry)["rate_from"]
    found = []
    for position, ((name, count), is_hidden) in enumerate(zip(line.items(), hide, strict=True), start=1):
        inhabitants = people.get(str(name))
        estimate = None
        if inhabitants and not is_hidden and count >= least:
            estimate = rate(int(count), inhabitants * PERIOD, PER)
        found.append(
            {
                "municipality_code": agreement.municipality.code,
                "priority_area": entry["priority_area"],
                "indicator": entry["id"],
                "year": years[-1],
                "year_from": years[0],
                "locality": name,
                "position": position,
                "count": None if is_hidden else count,
                "total": total,
                "known": known,
                "population": inhabitants,
                "per_1000": estimate.value if estimate else np.nan,
                "lower_95": estimate.lower if estimate else np.nan,
                "upper_95": estimate.upper if estimate else np.nan,
                "suppressed": is_hidden,
                "method": {"byar": "Byar", "exact": "exakt Poisson"}[estimate.method]
                if estimate
                else "inget intervall",
            }
        )
    return found
