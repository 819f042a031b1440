"""When and where: offences per month, weekday and locality, five years together, with small numbers hidden.

Protected:
* Within a line, no cell of 1 to min_shown - 1 can be worked out from the rest and the total.
* A group of an indicator whose small years are hidden (below_5_hidden) has no pattern for a window that holds
  such a year: the total less the years that are shown would give it away. As every window with a hidden year
  is left out, the windows of successive lägesbilder do not give it away between them either.

Not protected:
* Two overlapping windows of the same group differ by the year that came in less the year that went out, in
  each cell and in the total. That never is a single year's cell, but together with a year known from
  elsewhere it can be, and a cell hidden in one window may be shown in the next. A page shows one window; the
  table holds one per year of the agreement and is working material.
* Lines with the same total (month, weekday, locality) are each hidden by themselves, not as one table.

Not here: the rules for hiding a cell (pipelines.methods.disclosure), which years are hidden
(indicator_values), tests of seasons.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.disclosure import protect_line
from pipelines.registers import indicators, offence_groups
from pipelines.tables.indicator_values import series_counts
from pipelines.tables.schema import conform, empty

PERIOD = 5
_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


def offence_pattern(
    offence_count: pd.DataFrame, police_report: pd.DataFrame, agreement: Agreement
) -> pd.DataFrame:
    """Patterns for every offence group that an indicator rests on, for each year of the agreement.

    None for a window in which some year of the group is hidden.
    """
    groups = sorted({entry["offence_group"] for entry in indicators() if "offence_group" in entry})
    own = offence_count[
        (offence_count["municipality_code"] == agreement.municipality.code)
        & (offence_count["status"] == "final")
    ]
    reports = police_report[police_report["municipality_code"] == agreement.municipality.code]
    hidden = hidden_years(offence_count, agreement)
    rows: list[dict[str, Any]] = []
    for last in range(agreement.valid_from, agreement.valid_to + 1):
        years = list(range(last - PERIOD + 1, last + 1))
        for group in groups:
            if hidden[group] & set(years):
                continue
            for dimension, publisher, counts, total in (
                ("month", *_months(own, group, years)),
                ("locality", *_localities(own, group, years)),
                ("weekday", *_weekdays(reports, group, years)),
            ):
                rows += _hidden(dimension, publisher, counts, total, group, years, agreement)
    return conform("offence_pattern", pd.DataFrame(rows)) if rows else empty("offence_pattern")


def hidden_years(offence_count: pd.DataFrame, agreement: Agreement) -> dict[str, set[int]]:
    """Offence group → years whose count in the agreement's municipality must not be shown.

    The indicator's own counts, and the police's, which localities and weekdays are made of; preliminary too.
    """
    found: dict[str, set[int]] = {}
    for entry in indicators():
        if "offence_group" not in entry:
            continue
        years = found.setdefault(entry["offence_group"], set())
        if entry["disclosure"] != "below_5_hidden":
            continue
        police = {"publisher": "police", "offence_group": entry["offence_group"]}
        for series in (series_counts(offence_count, entry), series_counts(offence_count, police)):
            own = series[series["municipality_code"] == agreement.municipality.code]
            small = own["count"].between(1, agreement.thresholds.min_shown - 1)
            years |= {int(year) for year in own.loc[small, "year"]}
    return found


Line = dict[str, int]


def _months(own: pd.DataFrame, group: str, years: list[int]) -> tuple[str, Line, int]:
    """Complete years only: a missing month would look like a quiet one. Brå's months where it has them."""
    for publisher in ("bra", "police"):
        series = own[
            (own["publisher"] == publisher)
            & (own["offence_group"] == group)
            & own["locality"].isna()
            & own["month"].notna()
            & own["year"].isin(years)
        ]
        if len(series) == 12 * len(years):
            counts = series.groupby("month")["count"].sum()
            line = {str(int(month)): int(n) for month, n in counts.items()}
            return publisher, line, sum(line.values())
    return "police", {}, 0


def _localities(own: pd.DataFrame, group: str, years: list[int]) -> tuple[str, Line, int]:
    series = own[
        (own["publisher"] == "police")
        & (own["offence_group"] == group)
        & own["locality"].notna()
        & own["month"].isna()
        & own["year"].isin(years)
    ]
    if set(series["year"]) != set(years):
        return "police", {}, 0
    line = {str(k): int(n) for k, n in series.groupby("locality")["count"].sum().items()}
    return "police", line, sum(line.values())


def _weekdays(reports: pd.DataFrame, group: str, years: list[int]) -> tuple[str, Line, int]:
    """Only offences whose day is known: from and to on the same day. The rest are stated as not known.

    None for a sensitive group: it is never shown below municipality and year.
    """
    if offence_groups()[group].sensitive:
        return "police", {}, 0
    series = reports[
        reports["offence_code"].isin(offence_groups()[group].police_codes)
        & reports["registered_year"].isin(years)
    ]
    if series.empty or set(series["registered_year"]) != set(years):
        return "police", {}, 0
    known = series[(series["spans_days"] == 0) & series["date_from"].notna()]
    counts = known.groupby(known["date_from"].dt.weekday)["count"].sum()
    line = {name: int(counts.get(i, 0)) for i, name in enumerate(_WEEKDAYS)}
    return "police", line, int(series["count"].sum())


def _hidden(
    dimension: str, publisher: str, line: Line, total: int, group: str, years: list[int], agreement: Agreement
) -> list[dict[str, Any]]:
    limit, known = agreement.thresholds.min_shown, sum(line.values())
    if known < limit:
        return []
    hide = protect_line(list(line.values()), limit)
    return [
        {
            "municipality_code": agreement.municipality.code,
            "offence_group": group,
            "publisher": publisher,
            "dimension": dimension,
            "key": key,
            "position": position,
            "year_from": years[0],
            "year_to": years[-1],
            "count": None if is_hidden else count,
            "total": total,
            "known": known,
            "suppressed": is_hidden,
        }
        for position, ((key, count), is_hidden) in enumerate(zip(line.items(), hide, strict=True), start=1)
    ]
