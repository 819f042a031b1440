"""Offence problems in order: by volume and by shrunken ratio, side by side, with how sure the places are.

Two orders, never weighed into one. Not here: the sources' agreement (source_agreement.py), formulas.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.shrinkage import ShrunkenRatios, rank_intervals, shrunken_ratios
from pipelines.registers import indicators, problems
from pipelines.tables.comparisons import PREVIOUS
from pipelines.tables.schema import conform, empty
from pipelines.tables.series import LEAST_AREAS, SIMILAR_AREAS, Series, series_of, spread_of
from pipelines.tables.source_agreement import OPPOSES, SUPPORTS

RANKING_YEARS = 3
LEAST_MEMBERS = 3
SEED = 2023
_SIMILAR = "kommuner av liknande storlek"


def problem_ranking(
    values: pd.DataFrame,
    comparison: pd.DataFrame,
    agreement_table: pd.DataFrame,
    breaks: pd.DataFrame,
    agreement: Agreement,
) -> pd.DataFrame:
    """Every offence indicator of the agreement's municipality with three comparable years, per year.

    The ratio is to the thirty municipalities nearest in population where twenty have the series, else to the
    police area's. A place's interval is what the places would be if the figures were drawn again.
    """
    rows = []
    for entry in indicators():
        if entry["kind"] != "offence_rate":
            continue
        series = series_of(entry["offence_group"], entry["id"], values, breaks, agreement.country_code)
        for year in range(agreement.valid_from, agreement.valid_to + 1):
            if row := _row(entry, series, year, agreement):
                rows.append(row)
    if not rows:
        return empty("problem_ranking")
    frame = pd.DataFrame(rows).assign(agreement=agreement.id)
    own = comparison[
        (comparison["comparison"] == PREVIOUS)
        & (comparison["municipality_code"] == agreement.municipality.code)
    ]
    signals = own.set_index(["indicator", "year"])["signal"].to_dict()
    frame["change_signal"] = [signals.get((r.indicator, r.year)) for r in frame.itertuples()]
    frame = _with_support(frame, agreement_table)
    frame = pd.concat([_ranked(part) for _, part in frame.groupby("year")], ignore_index=True)
    return conform("problem_ranking", frame[list(empty("problem_ranking").columns)])


def _row(entry: dict[str, Any], series: Series, year: int, agreement: Agreement) -> dict[str, Any] | None:
    years = list(range(year - RANKING_YEARS + 1, year + 1))
    own, columns = agreement.municipality.code, series.columns(years)
    if series.since_break(year) > years[0] or len(columns) < RANKING_YEARS or own not in series.codes:
        return None
    i = series.codes.index(own)
    if np.isnan(series.counts[i, columns]).any():
        return None
    row: dict[str, Any] = {
        "indicator": entry["id"],
        "priority_area": entry["priority_area"],
        "title": entry["title"],
        "problem": entry["problem"],
        "problem_title": problems()[entry["problem"]]["title"],
        "year": year,
        "year_from": years[0],
        "count_three_years": int(series.counts[i, columns].sum()),
    }
    found = _shrunken(series, i, columns, year, agreement)
    return row | found


def _shrunken(series: Series, i: int, columns: list[int], year: int, agreement: Agreement) -> dict[str, Any]:
    """The municipality's ratio to similar ones, or only the names of the columns where there is none."""
    nothing = dict.fromkeys(
        (
            "shrunken_ratio",
            "shrunken_lower_95",
            "shrunken_upper_95",
            "ratio_group",
            "ratio_members",
            "shape",
            "scale",
        )
    )
    counts, people = series.counts[:, columns].sum(axis=1), series.people[:, columns].sum(axis=1)
    is_country = np.array([code == series.country_code for code in series.codes])
    complete = np.flatnonzero(~np.isnan(counts + people) & ~is_country)
    group = _SIMILAR
    if complete.size >= LEAST_AREAS:
        distance = np.where(complete == i, -1.0, np.abs(np.log(people[complete] / people[i])))
        nearest = np.argsort(distance, kind="stable")
        members = np.sort(complete[nearest[:SIMILAR_AREAS]])
    else:
        group = agreement.police_area
        members = np.intersect1d(complete, series.rows(list(agreement.codes)))
    if i not in members or members.size < LEAST_MEMBERS or counts[members].sum() == 0:
        return nothing
    observed = counts[members].astype(int)
    expected = observed.sum() * people[members] / people[members].sum()
    found: ShrunkenRatios = shrunken_ratios(observed, expected, float(spread_of(series, year).phi[i]))
    at = int(np.flatnonzero(members == i)[0])
    return {
        "shrunken_ratio": float(found.ratio[at]),
        "shrunken_lower_95": float(found.lower[at]),
        "shrunken_upper_95": float(found.upper[at]),
        "ratio_group": group,
        "ratio_members": members.size,
        "shape": float(found.shape[at]),
        "scale": float(found.scale[at]),
    }


def _with_support(frame: pd.DataFrame, agreement_table: pd.DataFrame) -> pd.DataFrame:
    """How many sources describe the problem, point the other way, or are missing."""
    of_problem = agreement_table[agreement_table["problem"].notna()]
    keys = list(zip(frame["problem"], frame["year"], strict=True))
    for column, states in (
        ("sources_in_support", SUPPORTS),
        ("sources_against", OPPOSES),
        ("sources_missing", ("missing",)),
    ):
        chosen = of_problem[of_problem["points"].isin(states)]
        counted = chosen.groupby(["problem", "year"])["source_type"].nunique().to_dict()
        frame = frame.assign(**{column: [counted.get(key, 0) for key in keys]})
    return frame


def _ranked(frame: pd.DataFrame) -> pd.DataFrame:
    """Places of one year's problems, 1 the largest, with the interval of each place.

    Only problems whose ratio is told from the others' have a place by ratio: where the municipalities differ no
    more than chance, all have the mean.
    """
    frame = frame.sort_values("indicator").reset_index(drop=True)
    frame["rank_volume"] = frame["count_three_years"].rank(ascending=False, method="min")
    # Jeffreys' posterior of a count.
    volume = rank_intervals(
        frame["count_three_years"].to_numpy(dtype=float) + 0.5, np.ones(len(frame)), seed=SEED
    )
    frame["rank_volume_lower"], frame["rank_volume_upper"] = volume.lower, volume.upper
    frame["rank_ratio"], frame["rank_ratio_lower"], frame["rank_ratio_upper"] = np.nan, np.nan, np.nan
    is_told = np.isfinite(frame["shape"].astype(float))
    if is_told.sum() >= 2:
        part = frame.loc[is_told, ["shape", "scale"]].astype(float)
        ratio = rank_intervals(part["shape"].to_numpy(), part["scale"].to_numpy(), seed=SEED)
        frame.loc[is_told, "rank_ratio"] = (
            frame.loc[is_told, "shrunken_ratio"].astype(float).rank(ascending=False, method="min")
        )
        frame.loc[is_told, "rank_ratio_lower"] = ratio.lower
        frame.loc[is_told, "rank_ratio_upper"] = ratio.upper
    return frame
