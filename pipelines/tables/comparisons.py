"""Comparisons of an assessed year: with the years before it, over ten years, and with other municipalities.

The flag for change is the exact conditional mid-P test of the assessed year against the five years before it
pooled, with the country's counts as exposure where they exist, allowing for the spread between years (φ) seen
in municipalities of similar size, and Benjamini–Hochberg within the municipality's report of the year. No test
crosses a series break, mixes final and preliminary figures, or uses a hidden count. Every municipality with
figures is compared with its own years before; with groups of others only the agreement's.
Not here: the formulas (pipelines.methods), the arrays and φ (series.py), shares (share_comparisons.py).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.comparison import compare_rates
from pipelines.methods.multiplicity import benjamini_hochberg
from pipelines.methods.power import DetectableChange, detectable_change
from pipelines.methods.trend import poisson_trend
from pipelines.registers import indicators, minimum_base
from pipelines.tables import share_comparisons
from pipelines.tables.schema import conform, empty
from pipelines.tables.series import Flags, Floats, Positions, Series, Spread, series_of, spread_of

BASE_YEARS = 5
LEAST_BASE_YEARS = 3
TREND_YEARS = 10
LEVEL = 0.05
#: Share of a group that must have figures, where the parties did not choose its members one by one.
LEAST_OF_GROUP = 2 / 3

PREVIOUS, TREND = "previous_years", "trend"
_NO_TEST = {"signal": "not_tested", "method": "ingen prövning"}


def indicator_comparison(
    values: pd.DataFrame, breaks: pd.DataFrame, groups: pd.DataFrame, agreement: Agreement
) -> pd.DataFrame:
    """All comparisons for every year of the agreement with figures, with adjusted p.

    The family of the adjustment is fixed in advance: all indicators of one municipality, year and kind of
    comparison. ``groups``: table ``comparison_group``.
    """
    parts: list[pd.DataFrame] = []
    for entry in indicators():
        if entry["kind"] == "offence_rate":
            found = _of_series(entry, values, breaks, groups, agreement)
        elif entry["kind"] in share_comparisons.KINDS:
            found = share_comparisons.of_shares(entry, values, breaks, agreement)
        else:
            continue
        parts += [
            part.assign(indicator=entry["id"], priority_area=entry["priority_area"])
            for part in found
            if len(part)
        ]
    if not parts:
        return empty("indicator_comparison")
    columns = [*empty("indicator_comparison").columns, "exposure", "base_exposure"]
    frame = pd.concat([part.reindex(columns=columns).astype(object) for part in parts], ignore_index=True)
    frame["agreement"] = agreement.id
    frame = _compared(frame)
    frame = _adjusted(frame, agreement.thresholds.false_discovery_rate)
    frame = _with_detectable(frame, agreement)
    return conform("indicator_comparison", frame[list(empty("indicator_comparison").columns)])


def _of_series(
    entry: dict[str, Any],
    values: pd.DataFrame,
    breaks: pd.DataFrame,
    groups: pd.DataFrame,
    agreement: Agreement,
) -> list[pd.DataFrame]:
    series = series_of(entry["offence_group"], entry["id"], values, breaks, agreement.country_code)
    found = []
    for year in range(agreement.valid_from, (series.years[-1] if series.years else 0) + 1):
        if not series.columns([year]) or not series.known[:, series.columns([year])].any():
            continue
        spread = spread_of(series, year)
        found.append(against_previous_years(series, spread, year))
        own = agreement.municipality.code
        if own not in series.codes or not series.known[series.codes.index(own), series.columns([year])[0]]:
            continue
        least_years = minimum_base(entry)["trend_from_years"]
        rows = [
            over_ten_years(series, spread, year, least_years, own),
            *(
                against_group(series, spread, year, part, own)
                for name, part in groups.groupby("comparison", sort=False)
                if _applies(str(name), entry) and series.rows(list(part["municipality_code"]))
            ),
        ]
        found.append(pd.DataFrame(rows))
    return found


def _applies(comparison: str, entry: dict[str, Any]) -> bool:
    """A group that the register does not know by name was made by the parties: it applies to everything."""
    known = {name for other in indicators() for name in other["comparison_groups"]}
    return comparison in entry["comparison_groups"] or comparison not in known


def against_previous_years(series: Series, spread: Spread, year: int) -> pd.DataFrame:
    """Each municipality's year against the years before it; says why where there is no test."""
    at = series.columns([year])[0]
    first = max(year - BASE_YEARS, series.since_break(year))
    window = np.array(series.columns(list(range(first, year))), dtype=int)
    is_country = np.array([code == series.country_code for code in series.codes])
    chosen = np.flatnonzero(series.known[:, at] & ~is_country)
    counts, base = series.counts[chosen, at], series.counts[np.ix_(chosen, window)]
    in_base = ~np.isnan(base)
    base_years = in_base.sum(axis=1)
    exposure, base_exposure, has_country = _exposures(series, chosen, at, window, in_base)
    reason = _why_untested(series, chosen, at, window, base_years, exposure, base_exposure)
    tested = np.array([text is None for text in reason], dtype=bool)
    is_counted = tested | (base_years < LEAST_BASE_YEARS) & ~np.isnan(counts)
    years_of = np.array(series.years)[window]
    bounds = [(int(years_of[row][0]), int(years_of[row][-1])) if row.any() else (0, 0) for row in in_base]
    name = f"åren {first}–{year - 1}" if year - first > 1 else "tidigare år"
    against = [
        "relativt utvecklingen i riket" if known else "i förhållande till folkmängden"
        for known in has_country
    ]

    def where_tested(values: Any) -> Any:
        return np.where(tested, values, np.nan)

    return pd.DataFrame(
        {
            "municipality_code": np.array(series.codes)[chosen],
            "year": year,
            "comparison": PREVIOUS,
            "comparison_name": [
                f"åren {low}–{high}" if text is None else name
                for (low, high), text in zip(bounds, reason, strict=True)
            ],
            "count": np.where(is_counted, counts, np.nan),
            "base_count": where_tested(np.nansum(base, axis=1)),
            "base_from": where_tested([low for low, _ in bounds]),
            "base_to": where_tested([high for _, high in bounds]),
            "base_years": np.where(is_counted, base_years, np.nan),
            "exposure": where_tested(exposure),
            "base_exposure": where_tested(base_exposure),
            "dispersion": where_tested(spread.phi[chosen]),
            "dispersion_areas": where_tested(spread.areas[chosen]),
            "signal": np.where(tested, "none", "not_tested"),
            "method": [
                f"mid-P, {how}, {spread.told[i]}" if text is None else "ingen prövning"
                for how, i, text in zip(against, chosen, reason, strict=True)
            ],
            "reason": reason,
        }
    )


def _exposures(
    series: Series, chosen: Positions, at: int, window: Positions, in_base: Flags
) -> tuple[Floats, Floats, Flags]:
    """The country's counts in the assessed year and the base years, else the municipality's own population;
    NaN where neither is known for every year. Last: where it is the country's."""
    country, people = series.country, series.people[chosen]
    has_country = ~np.isnan(country[at]) & ~(in_base & np.isnan(country[window])).any(axis=1)
    has_people = ~np.isnan(people[:, at]) & ~(in_base & np.isnan(people[:, window])).any(axis=1)
    known = np.where(in_base, np.where(has_country[:, None], country[window], people[:, window]), 0)
    base_exposure = np.where(has_country | has_people, known.sum(axis=1), np.nan)
    exposure = np.where(has_country, country[at], np.where(has_people, people[:, at], np.nan))
    return exposure, base_exposure, has_country


def _why_untested(
    series: Series,
    chosen: Positions,
    at: int,
    window: Positions,
    base_years: Positions,
    exposure: Floats,
    base_exposure: Floats,
) -> list[str | None]:
    """The first thing that keeps each municipality's year from being tested; None where nothing does."""
    year = series.years[at]
    after = f" efter seriebrottet {series.since_break(year)}" if series.since_break(year) else ""
    hidden = series.hidden[chosen, at] | series.hidden[np.ix_(chosen, window)].any(axis=1)
    causes = [
        (series.preliminary[chosen, at], f"Siffran för {year} är preliminär."),
        (hidden, "Något år har så få händelser att antalet inte visas."),
        (np.isnan(series.counts[chosen, at]), f"Slutlig siffra för {year} saknas."),
        (base_years < LEAST_BASE_YEARS, f"Färre än {LEAST_BASE_YEARS} jämförbara år{after}."),
        (np.isnan(exposure + base_exposure), "Folkmängd saknas för något av åren."),
        (
            ~(np.minimum(exposure, base_exposure) > 0),
            "Inga händelser i riket att jämföra utvecklingen med.",
        ),
    ]
    return [next((text for applies, text in causes if applies[i]), None) for i in range(len(chosen))]


def over_ten_years(series: Series, spread: Spread, year: int, least_years: int, own: str) -> dict[str, Any]:
    """The municipality's yearly change over the years since a break, at most ten.

    Quasi-Poisson slope relative to the country's development where it is known, with the same φ as the flag.
    """
    first, i = max(year - TREND_YEARS + 1, series.since_break(year), series.years[0]), series.codes.index(own)
    # Years before a gap are left out; a hidden year is no gap: what follows it would be a choice by its size.
    missing = [y for y in range(first, year) if not series.known[i, series.columns([y])].any()]
    first = max(missing, default=first - 1) + 1
    columns = series.columns(list(range(first, year + 1)))
    row = {
        "municipality_code": own,
        "year": year,
        "comparison": TREND,
        "comparison_name": f"utvecklingen {first}–{year}",
    }
    counts, country = series.counts[i, columns], series.country[columns]
    has_country = not np.isnan(country).any() and bool((country > 0).all())
    exposure = country if has_country else series.people[i, columns]
    is_whole = len(columns) >= least_years and not np.isnan(counts).any()
    # With every event in the first or the last year no finite slope fits best.
    if not (is_whole and counts[1:].sum() > 0 and counts[:-1].sum() > 0) or np.isnan(exposure).any():
        reason = f"Färre än {least_years} jämförbara år i följd, eller för få händelser."
        return row | _NO_TEST | {"reason": reason}
    found = poisson_trend(counts.astype(int), exposure, [series.years[j] for j in columns], spread.phi[i])
    against = "relativt riket" if has_country else "i förhållande till folkmängden"
    return row | {
        "base_count": counts.sum(),
        "base_from": first,
        "base_to": year,
        "base_years": len(columns),
        "ratio": found.annual_ratio,
        "ratio_lower_95": found.lower,
        "ratio_upper_95": found.upper,
        "p": found.p,
        "dispersion": spread.phi[i],
        "dispersion_areas": spread.areas[i],
        "signal": "none",
        "method": f"loglinjär trend {against}, {spread.told[i]}",
    }


def against_group(series: Series, spread: Spread, year: int, group: pd.DataFrame, own: str) -> dict[str, Any]:
    """The municipality's rate against the pooled rate of a comparison group, the same year.

    A group that the parties chose is compared whole or not at all. Of a group that a file or the county decides,
    the members with figures are pooled and counted in ``base_members``, when they are two thirds of it.
    """
    at, i = series.columns([year])[0], series.codes.index(own)
    first = group.iloc[0]
    row = {
        "municipality_code": own,
        "year": year,
        "comparison": first["comparison"],
        "comparison_name": first["comparison_name"],
    }
    members = series.rows(list(group["municipality_code"]))
    known = [j for j in members if not np.isnan(series.counts[j, at] + series.people[j, at])]
    chosen_by_parties = first["source"] == "Avtalsfilen"
    reason = None
    if series.preliminary[i, at]:
        reason = f"Siffran för {year} är preliminär."
    elif series.hidden[[i, *members], at].any():
        reason = "Någon kommun har så få händelser att antalet inte visas."
    elif np.isnan(series.counts[i, at] + series.people[i, at]):
        reason = f"Slutlig siffra eller folkmängd för {year} saknas."
    elif not known or len(known) < len(group) * (1 if chosen_by_parties else LEAST_OF_GROUP):
        reason = f"Siffror för {year} saknas för hela eller delar av gruppen."
    if reason:
        return row | _NO_TEST | {"reason": reason}
    return row | {
        "count": series.counts[i, at],
        "base_count": series.counts[known, at].sum(),
        "exposure": series.people[i, at],
        "base_exposure": series.people[known, at].sum(),
        "base_from": year,
        "base_to": year,
        "base_years": 1,
        "base_members": len(known),
        "dispersion": spread.phi[i],
        "dispersion_areas": spread.areas[i],
        "signal": "none",
        "method": f"mid-P, antal per invånare, {spread.told[i]}",
    }


def _compared(frame: pd.DataFrame) -> pd.DataFrame:
    """Ratio, interval, p and expected count of every pair of counts, in one go."""
    pairs = frame["exposure"].notna()
    if pairs.any():
        given = {
            name: frame.loc[pairs, name].to_numpy(dtype=float)
            for name in ("count", "exposure", "base_count", "base_exposure", "dispersion")
        }
        found = compare_rates(*given.values())
        for column, result in (
            ("ratio", found.ratio), ("ratio_lower_95", found.lower), ("ratio_upper_95", found.upper),
            ("p", found.p), ("expected", found.expected),
        ):  # fmt: skip
            frame.loc[pairs, column] = np.where(np.isfinite(result), result, np.nan)
    numbers = [
        "count", "base_count", "expected", "ratio", "ratio_lower_95", "ratio_upper_95", "p", "difference",
        "difference_lower_95", "difference_upper_95", "exposure", "base_exposure", "dispersion",
    ]  # fmt: skip
    return frame.assign(**{name: frame[name].astype(float) for name in numbers})


def _adjusted(frame: pd.DataFrame, accepted: float) -> pd.DataFrame:
    """Adjusted p within each family, and the signal.

    All three: the false discovery rate of the family, the test's own level, and an interval that leaves out
    "no difference" (it is a little wider than the mid-P test), so that a page never calls certain what its
    interval leaves open.
    """
    frame = frame.assign(p_adjusted=np.nan, family=0)
    for _, members in frame.groupby(["municipality_code", "year", "comparison"]).indices.items():
        p = frame["p"].to_numpy()[members]
        frame.iloc[members, frame.columns.get_loc("p_adjusted")] = benjamini_hochberg(p)
        frame.iloc[members, frame.columns.get_loc("family")] = int((~np.isnan(p)).sum())
    low, high = frame["ratio_lower_95"], frame["ratio_upper_95"]
    excludes_one = (high < 1) | (low > 1)
    excludes_zero = (frame["difference_upper_95"] < 0) | (frame["difference_lower_95"] > 0)
    is_sure = (
        (frame["signal"] != "not_tested")
        & (frame["p_adjusted"] <= accepted)
        & (frame["p"] <= LEVEL)
        & (excludes_one | excludes_zero)
    )
    # The direction of a count is that against the expected one, also where the ratio is infinite.
    is_above = (frame["count"] > frame["expected"]) | (
        frame["expected"].isna() & ((frame["ratio"] > 1) | (frame["difference"] > 0))
    )
    frame.loc[is_sure & is_above, "signal"] = "higher"
    frame.loc[is_sure & ~is_above, "signal"] = "lower"
    return frame


def _with_detectable(frame: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """How small a change would have become a signal with a power of 80 percent, for the agreement's municipality.

    The adjusted p of a change that stands alone in its family is family × p: what is called detectable must
    pass that, not the plain test.
    """
    wanted = frame["exposure"].notna() & (frame["municipality_code"] == agreement.municipality.code)
    wanted &= frame["base_count"] > 0
    found = [
        _detectable(
            int(row.base_count),
            row.base_exposure,
            row.exposure,
            row.dispersion,
            min(LEVEL, agreement.thresholds.false_discovery_rate / row.family),
        )
        for row in frame[wanted].itertuples()
    ]
    frame.loc[wanted, "detectable_decrease"] = [item.decrease_ratio for item in found]
    frame.loc[wanted, "detectable_increase"] = [item.increase_ratio for item in found]
    return frame


@lru_cache(maxsize=20_000)
def _detectable(
    base_count: int, base_exposure: float, exposure: float, phi: float, alpha: float
) -> DetectableChange:
    return detectable_change(base_count, base_exposure, exposure, phi, alpha=alpha)
