"""Comparisons of an assessed year: with the years before it, with the police area's others, with the country.

The flag for change is the exact conditional mid-P test of the assessed year against the five years before it
pooled, with the country's counts as exposure where they exist, allowing for the spread between years (φ) seen
in the police area's municipalities, and Benjamini–Hochberg within the year's report. No test crosses a series
break, mixes final and preliminary figures, or uses a hidden count. Not here: the formulas (pipelines.methods).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.comparison import pooled_dispersion, two_rates_midp
from pipelines.methods.multiplicity import benjamini_hochberg
from pipelines.methods.power import detectable_change
from pipelines.registers import indicators
from pipelines.tables.schema import conform, empty

BASE_YEARS = 5
LEAST_BASE_YEARS = 3
DISPERSION_YEARS = 10
LEVEL = 0.05

PREVIOUS = "previous_years"


@dataclass(frozen=True)
class Series:
    """One offence indicator's final counts and populations, by municipality and year."""

    counts: dict[tuple[str, int], int]
    people: dict[tuple[str, int], int]
    hidden: set[tuple[str, int]]
    preliminary: set[tuple[str, int]]
    breaks: tuple[int, ...]

    def since_break(self, year: int) -> int:
        """The first year that may be compared with ``year``."""
        return max((b for b in self.breaks if b <= year), default=0)

    def covers(self, codes: tuple[str, ...]) -> bool:
        """Whether the publisher has anything for any of these; the police's delivery has no country."""
        return any(code in codes for code, _ in self.counts.keys() | self.hidden | self.preliminary)

    def has_all(self, code: str, years: list[int]) -> bool:
        return all((code, y) in self.counts for y in years)

    def sum(self, code: str, years: list[int]) -> int:
        return sum(self.counts[code, y] for y in years)


def series_of(indicator: str, values: pd.DataFrame, breaks: pd.DataFrame) -> Series:
    rows = values[values["indicator"] == indicator]
    keys = list(zip(rows["municipality_code"], rows["year"].astype(int), strict=True))
    final = (rows["status"] == "final").tolist()
    shown = (~rows["suppressed"]).tolist()
    counts, people, hidden, preliminary = {}, {}, set(), set()
    for key, is_final, is_shown, count, population in zip(
        keys, final, shown, rows["count"], rows["denominator"], strict=True
    ):
        if not is_final:
            preliminary.add(key)
        elif not is_shown:
            hidden.add(key)
        elif not pd.isna(count):
            counts[key] = int(count)
        if not pd.isna(population):
            people[key] = int(population)
    years = tuple(int(y) for y in breaks.loc[breaks["indicator"] == indicator, "year"])
    return Series(counts, people, hidden, preliminary, years)


def dispersion_of(series: Series, agreement: Agreement, year: int) -> tuple[float, int]:
    """φ for the series up to ``year`` and how many municipalities it rests on; (1.0, 0) when it cannot be had.

    Pooled over the police area's municipalities with complete counts since the last series break.
    """
    first = max(series.since_break(year), year - DISPERSION_YEARS + 1)
    years = [y for y in range(first, year + 1) if any((code, y) in series.counts for code in agreement.codes)]
    codes = [code for code in agreement.codes if series.has_all(code, years)]
    has_people = [c for c in codes if all((c, y) in series.people for y in years)]
    if len(years) < LEAST_BASE_YEARS + 1 or not has_people:
        return 1.0, 0
    counts = np.array([[series.counts[c, y] for y in years] for c in has_people])
    exposure = np.array([[_exposure(series, agreement, c, y, years) for y in years] for c in has_people])
    try:
        found = pooled_dispersion(counts, exposure)
    except ValueError:  # no municipality has as much as one event a year
        return 1.0, 0
    return found.phi, found.n_areas


def _exposure(series: Series, agreement: Agreement, code: str, year: int, years: list[int]) -> float:
    """The country's count where the whole period has it, else the municipality's own population."""
    if series.has_all(agreement.country_code, years):
        return float(series.counts[agreement.country_code, year])
    return float(series.people[code, year])


def _row(year: int, comparison: str, name: str, **values: Any) -> dict[str, Any]:
    base = {
        "year": year,
        "comparison": comparison,
        "comparison_name": name,
        "signal": "not_tested",
        "method": "ingen prövning",
    }
    return base | values


def _not_tested(year: int, comparison: str, name: str, reason: str, **values: Any) -> dict[str, Any]:
    return _row(year, comparison, name, reason=reason, **values)


def against_previous_years(series: Series, agreement: Agreement, year: int) -> dict[str, Any]:
    """The assessed year against the years before it; says why when there is no test."""
    code, country = agreement.municipality.code, agreement.country_code
    first = max(year - BASE_YEARS, series.since_break(year))
    window = list(range(first, year))
    name = f"åren {first}–{year - 1}" if len(window) > 1 else "tidigare år"
    if (code, year) in series.preliminary:
        return _not_tested(year, PREVIOUS, name, f"Siffran för {year} är preliminär.")
    if any((code, y) in series.hidden for y in [*window, year]):
        return _not_tested(year, PREVIOUS, name, "Något år har så få händelser att antalet inte visas.")
    if (code, year) not in series.counts:
        return _not_tested(year, PREVIOUS, name, f"Slutlig siffra för {year} saknas.")
    base = [y for y in window if (code, y) in series.counts]
    if len(base) < LEAST_BASE_YEARS:
        after = f" efter seriebrottet {series.since_break(year)}" if series.since_break(year) else ""
        return _not_tested(
            year, PREVIOUS, name, f"Färre än {LEAST_BASE_YEARS} jämförbara år{after}.", base_years=len(base),
            count=series.counts[code, year],
        )  # fmt: skip
    years = [*base, year]
    if series.has_all(country, years):
        exposure = {y: float(series.counts[country, y]) for y in years}
        against = "relativt utvecklingen i riket"
    elif all((code, y) in series.people for y in years):
        exposure = {y: float(series.people[code, y]) for y in years}
        against = "i förhållande till folkmängden"
    else:
        return _not_tested(year, PREVIOUS, name, "Folkmängd saknas för något av åren.")
    phi, areas = dispersion_of(series, agreement, year)
    base_name = f"åren {base[0]}–{base[-1]}"
    if areas == 0:
        return _not_tested(
            year, PREVIOUS, base_name, "Variationen mellan år kan inte skattas för serien.",
            count=series.counts[code, year], base_count=series.sum(code, base), base_years=len(base),
            base_from=base[0], base_to=base[-1],
        )  # fmt: skip
    base_exposure = sum(exposure[y] for y in base)
    found = _tested(series.counts[code, year], exposure[year], series.sum(code, base), base_exposure, phi)
    found |= {"base_exposure": base_exposure, "exposure": exposure[year]}
    return _row(
        year, PREVIOUS, base_name, **found, base_from=base[0], base_to=base[-1], base_years=len(base),
        dispersion=phi, dispersion_areas=areas,
        method=f"mid-P, {against}, spridning φ skattad på {areas} kommuner",
    )  # fmt: skip


def against_group(series: Series, agreement: Agreement, year: int, group_index: int) -> dict[str, Any]:
    """The municipality's rate against the pooled rate of a comparison group, the same year."""
    group = agreement.comparison_groups[group_index]
    code = agreement.municipality.code
    members = [c for c in group.codes if (c, year) in series.counts and (c, year) in series.people]
    if (code, year) in series.preliminary:
        return _not_tested(year, group.id, group.name, f"Siffran för {year} är preliminär.")
    if (code, year) in series.hidden or any((c, year) in series.hidden for c in group.codes):
        return _not_tested(
            year, group.id, group.name, "Någon kommun har så få händelser att antalet inte visas."
        )
    if (code, year) not in series.counts or (code, year) not in series.people:
        return _not_tested(year, group.id, group.name, f"Slutlig siffra eller folkmängd för {year} saknas.")
    if len(members) < len(group.codes):
        return _not_tested(
            year, group.id, group.name, f"Siffror för {year} saknas för hela eller delar av gruppen."
        )
    phi, areas = dispersion_of(series, agreement, year)
    if areas == 0:
        return _not_tested(
            year, group.id, group.name, "Variationen mellan år kan inte skattas för serien.",
            count=series.counts[code, year],
        )  # fmt: skip
    found = _tested(
        series.counts[code, year],
        float(series.people[code, year]),
        sum(series.counts[c, year] for c in members),
        float(sum(series.people[c, year] for c in members)),
        phi,
    )
    return _row(
        year, group.id, group.name, **found, base_from=year, base_to=year, base_years=1, dispersion=phi,
        dispersion_areas=areas, method=f"mid-P, antal per invånare, spridning φ skattad på {areas} kommuner",
    )  # fmt: skip


def _tested(count: int, exposure: float, base_count: int, base_exposure: float, phi: float) -> dict[str, Any]:
    found = two_rates_midp(count, exposure, base_count, base_exposure, phi)
    return {
        "count": count,
        "base_count": base_count,
        "expected": found.expected,
        "ratio": _finite(found.ratio),
        "ratio_lower_95": _finite(found.lower),
        "ratio_upper_95": _finite(found.upper),
        "p": found.p,
        "signal": "none",
    }


def _detectable(row: dict[str, Any], alpha: float) -> dict[str, Any]:
    """How small a change would have become a signal, with a power of 80 percent; empty for an empty base."""
    if row["base_count"] == 0:
        return {}
    visible = detectable_change(
        row["base_count"], row["base_exposure"], row["exposure"], row["dispersion"], alpha=alpha
    )
    return {"detectable_decrease": visible.decrease_ratio, "detectable_increase": visible.increase_ratio}


def _finite(value: float) -> float:
    return value if math.isfinite(value) else float("nan")


def indicator_comparison(values: pd.DataFrame, breaks: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """All comparisons of the agreement's municipality, for every year with figures, with adjusted p.

    The family of the adjustment is fixed in advance: all indicators of one year and one kind of comparison.
    """
    code = agreement.municipality.code
    rows = []
    for entry in indicators():
        if entry["kind"] != "offence_rate":
            continue
        series = series_of(entry["id"], values, breaks)
        known = {y for c, y in series.counts.keys() | series.hidden | series.preliminary if c == code}
        for year in sorted(y for y in known if y >= agreement.valid_from):
            found = [against_previous_years(series, agreement, year)]
            found += [
                against_group(series, agreement, year, i)
                for i, group in enumerate(agreement.comparison_groups)
                if series.covers(group.codes)
            ]
            rows += [
                item | {"indicator": entry["id"], "priority_area": entry["priority_area"]} for item in found
            ]
    if not rows:
        return empty("indicator_comparison")
    for row in rows:
        if "base_exposure" in row:
            family = sum(
                other["signal"] != "not_tested"
                for other in rows
                if (other["year"], other["comparison"]) == (row["year"], row["comparison"])
            )
            # The adjusted p of a change that stands alone in its family is family × p: what is called
            # detectable must pass that, not the plain test.
            row |= _detectable(row, min(LEVEL, agreement.thresholds.false_discovery_rate / family))
    frame = pd.DataFrame(rows).reindex(columns=[*empty("indicator_comparison").columns])
    frame["agreement"], frame["municipality_code"] = agreement.id, code
    frame["p"] = frame["p"].astype(float)
    for _, members in frame.groupby(["year", "comparison"]).groups.items():
        frame.loc[members, "p_adjusted"] = benjamini_hochberg(frame.loc[members, "p"].to_numpy())
    tested = frame["signal"] != "not_tested"
    # All three: the false discovery rate of the family, the test's own level, and an interval without 1 (it is
    # a little wider than the mid-P test), so that a page never calls certain what its interval leaves open.
    below, above = frame["ratio_upper_95"].astype(float) < 1, frame["ratio_lower_95"].astype(float) > 1
    is_sure = (
        tested
        & (frame["p_adjusted"].astype(float) <= agreement.thresholds.false_discovery_rate)
        & (frame["p"] <= LEVEL)
        & (below | above)
    )
    # The direction is that of the observed count against the expected one, also where the ratio is infinite.
    is_above = frame["count"].astype(float) > frame["expected"].astype(float)
    frame.loc[is_sure & is_above, "signal"] = "higher"
    frame.loc[is_sure & ~is_above, "signal"] = "lower"
    return conform("indicator_comparison", frame)
