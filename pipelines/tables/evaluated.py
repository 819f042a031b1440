"""An indicator's figure in one year, why there is none, and whether two of its years differ for certain.

Belongs here: what tests of hypotheses and goals have in common. Not here: their verdicts (hypotheses.py,
goals.py), the formulas (pipelines.methods). Hidden figures are never handed on: only that they are hidden.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
from scipy import stats

from pipelines.agreement import Agreement
from pipelines.dispersion_register import registered_dispersion
from pipelines.methods.comparison import two_rates_midp
from pipelines.methods.survey_shares import difference_from_intervals
from pipelines.registers import indicators, offence_groups
from pipelines.report.swedish import NBSP, interval, number
from pipelines.tables.comparisons import LEVEL, PREVIOUS
from pipelines.tables.windows import PERIOD

#: Kinds whose figure is a count: there is no value beside it.
COUNTED = ("local_count", "statement_count")
#: Kinds whose figure is five years put together.
OF_FIVE_YEARS = ("time_share", "place_share")
SHARE_UNIT = "procent"
#: Distance of a change that is found with 80 percent power, in standard errors, over that of a 95 percent limit.
_FOUND = float(stats.norm.isf(LEVEL / 2) + stats.norm.isf(0.2))
_LIMIT = float(stats.norm.isf(LEVEL / 2))


@cache
def entry_of(indicator: str) -> Mapping[str, Any] | None:
    """The register's entry; None for an indicator it no longer has."""
    return next((entry for entry in indicators() if entry["id"] == indicator), None)


@dataclass(frozen=True)
class Figure:
    """One figure as it may be shown. ``value`` in the indicator's unit (a count where it counts), None where there
    is none; ``denominator``: persons or answers; ``reason``: Swedish, why it cannot be used, else None."""

    value: float | None
    lower: float | None
    upper: float | None
    count: int | None
    denominator: float | None
    reason: str | None


@dataclass(frozen=True)
class Figures:
    """The agreement's municipality: its figures by indicator and year, and the first years after breaks."""

    by_key: Mapping[tuple[str, int], Figure]
    breaks: Mapping[str, tuple[int, ...]]
    years: tuple[int, ...]

    def get(self, indicator: str, year: int) -> Figure:
        """The figure, or one without value that says that there is none."""
        missing = Figure(None, None, None, None, None, f"Indikatorn saknar siffra för {year}.")
        return self.by_key.get((indicator, year), missing)

    def broken_between(self, indicator: str, first: int, last: int) -> int | None:
        """The first year after a break that lies between two years, or None."""
        low, high = sorted((first, last))
        return next((b for b in self.breaks.get(indicator, ()) if low < b <= high), None)


def figures_of(values: pd.DataFrame, breaks: pd.DataFrame, agreement: Agreement) -> Figures:
    """The municipality's figures of ``indicator_value`` and its breaks in ``series_break``."""
    own = values[values["municipality_code"] == agreement.municipality.code]
    # A final figure wins over a preliminary one: "final" sorts first, and the first is kept.
    own = own.sort_values("status", kind="stable").drop_duplicates(["indicator", "year"])
    found = {(str(row.indicator), int(row.year)): _figure(row) for row in own.itertuples()}
    years = tuple(sorted({int(year) for year in own["year"]}))
    after = {
        str(name): tuple(sorted(int(year) for year in part["year"]))
        for name, part in breaks.groupby("indicator")
    }
    return Figures(found, after, years)


def _figure(row: Any) -> Figure:
    entry = entry_of(str(row.indicator))
    count, value = known(row.count), known(row.value)
    if value is None and entry is not None and entry["kind"] in COUNTED:
        value = count
    reason = None
    if bool(row.suppressed):
        value, count, reason = None, None, f"Siffran för {row.year} är för liten för att visas."
    elif row.status != "final":
        reason = f"Siffran för {row.year} är preliminär."
    elif value is None:
        said = "" if pd.isna(row.note) else f" {row.note}"
        reason = f"Indikatorn har inget värde för {row.year}.{said}"
    shown = not bool(row.suppressed)
    return Figure(
        value,
        known(row.lower_95) if shown else None,
        known(row.upper_95) if shown else None,
        None if count is None else int(count),
        known(row.denominator),
        reason,
    )


def evaluated_years(figures: Figures, plan_year: int, agreement: Agreement) -> list[int]:
    """The plan's year, and each later year of the agreement for which the municipality has any figures."""
    later = [year for year in figures.years if plan_year < year <= agreement.valid_to]
    return [plan_year, *later]


def latest_year(indicator_value: pd.DataFrame, plans: Iterable[pd.DataFrame], agreement: Agreement) -> int:
    """The newest year that anything is known of, within the agreement: final figures of the municipality, or a
    workbook. What was planned for an earlier year should have been followed up."""
    own = indicator_value[
        (indicator_value["municipality_code"] == agreement.municipality.code)
        & (indicator_value["status"] == "final")
    ]
    years = {int(year) for frame in (own, *plans) for year in frame["year"]}
    return max((year for year in years if year <= agreement.valid_to), default=agreement.valid_from)


@dataclass(frozen=True)
class Change:
    """A year against a base year. ``ratio`` of rates, or ``difference`` of shares (percentage points), with the 95
    percent limits of the one that is known; ``sure``: p at most 0.05 and limits on one side of no change."""

    ratio: float | None
    difference: float | None
    lower: float
    upper: float
    sure: bool

    def goes(self, direction: str) -> bool:
        """Whether the change goes that way, sure or not."""
        size = self.ratio - 1 if self.ratio is not None else self.difference or 0.0
        return size > 0 if direction == "higher" else size < 0

    def told(self) -> str:
        """ "kvot 0,68; 95 %-intervall 0,45–1,02" in Swedish."""
        if self.ratio is not None:
            lower, upper = (end if math.isfinite(end) else None for end in (self.lower, self.upper))
            limits = interval(lower, upper, 2)
            return "; ".join(part for part in (f"kvot {number(self.ratio, 2)}", limits) if part)
        return f"skillnad {number(self.difference, 1)}{NBSP}procentenheter; {interval(self.lower, self.upper, 1)}"


def change(
    entry: Mapping[str, Any], base: Figure, now: Figure, years_apart: int, phi: float
) -> Change | None:
    """A figure against an earlier one of the same indicator; None where no interval can be given.

    Offences: the exact conditional mid-P test of two counts with the population as exposure and the spread between
    years ``phi`` (methods.comparison). Shares with limits: Newcombe and Zou & Donner (methods.survey_shares); those
    of five years put together only when the windows share no year. Other figures have no known error.
    """
    if base.value is None or now.value is None:
        return None
    if entry["kind"] == "offence_rate":
        return _of_counts(base, now, phi)
    if entry["kind"] in OF_FIVE_YEARS and abs(years_apart) < PERIOD:
        return None
    limits = [now.value, now.lower, now.upper, base.value, base.lower, base.upper]
    if entry["unit"] != SHARE_UNIT or any(limit is None for limit in limits):
        return None
    return _of_shares([float(limit) for limit in limits if limit is not None])


def _of_counts(base: Figure, now: Figure, phi: float) -> Change | None:
    if base.count is None or now.count is None or not base.denominator or not now.denominator:
        return None
    found = two_rates_midp(now.count, now.denominator, base.count, base.denominator, phi)
    if not math.isfinite(found.ratio):
        return None
    sure = found.p <= LEVEL and (found.lower > 1 or found.upper < 1)
    return Change(found.ratio, None, found.lower, found.upper, sure)


def _of_shares(limits: list[float]) -> Change | None:
    def on_unit_scale(value: float, lower: float, upper: float) -> tuple[float, float, float]:
        return value / 100, max(0.0, min(lower, value) / 100), min(1.0, max(upper, value) / 100)

    first, second = on_unit_scale(*limits[:3]), on_unit_scale(*limits[3:])
    if first[1] == first[2] or second[1] == second[2]:
        return None
    found = difference_from_intervals(*first, *second)
    lower, upper = 100 * found.lower, 100 * found.upper
    sure = found.p <= LEVEL and (lower > 0 or upper < 0)
    return Change(None, 100 * found.difference, lower, upper, sure)


def spread_between_years(
    comparison: pd.DataFrame, entry: Mapping[str, Any], year: int, count: float, agreement: Agreement
) -> float:
    """φ of an offence series: that of the year's comparison with the years before, else the register's."""
    rows = comparison[
        (comparison["municipality_code"] == agreement.municipality.code)
        & (comparison["indicator"] == entry["id"])
        & (comparison["year"] == year)
        & (comparison["comparison"] == PREVIOUS)
        & comparison["dispersion"].notna()
    ]
    if len(rows):
        return float(rows["dispersion"].iloc[0])
    return float(registered_dispersion(entry["offence_group"]).phi(count))


def found_distance(lower: float, upper: float) -> float:
    """The distance from "no difference" that is found with 80 percent power, of a 95 percent interval's width.

    Normal approximation: half the width is 1.96 standard errors, and 1.96 + 0.84 are needed.
    """
    return (upper - lower) / 2 / _LIMIT * _FOUND


def known(value: Any) -> float | None:
    """A number, or None where it is missing."""
    return None if pd.isna(value) else float(value)


def decimals_of(value: float, unit: str) -> int:
    """As many decimals as carry meaning: none for counts, whole and large figures, one otherwise."""
    is_counted = unit != SHARE_UNIT and not unit.startswith(("per ", "index"))
    return 0 if is_counted or abs(value) >= 100 or value == round(value) else 1


def shown(value: float | None, entry: Mapping[str, Any]) -> str:
    """A figure in Swedish without its unit."""
    return number(value, 0 if value is None else decimals_of(value, str(entry["unit"])))


def shown_with_interval(figure: Figure, entry: Mapping[str, Any]) -> str:
    """ "812 per 100 000 invånare (69 händelser; 95 %-intervall 631–1 027)"."""
    unit = str(entry["unit"]).replace("100 000", f"100{NBSP}000").replace("index", "på ett index")
    beside = []
    if entry["kind"] == "offence_rate" and figure.count is not None:
        beside.append(f"{number(figure.count)} anmälda")
    if figure.value is not None and (
        said := interval(figure.lower, figure.upper, decimals_of(figure.value, str(entry["unit"])))
    ):
        beside.append(said)
    return f"{shown(figure.value, entry)} {unit}" + (f" ({'; '.join(beside)})" if beside else "")


def activity(indicator: str) -> str:
    """The line that goes with every figure that follows the police's own activity, else ""."""
    group = offence_groups().get(str((entry_of(indicator) or {}).get("offence_group")))
    is_driven = group is not None and group.activity_driven
    return "Antalet följer också polisens närvaro och kontroller." if is_driven else ""


def title_of(indicator: str) -> str:
    """The indicator's Swedish name."""
    entry = entry_of(indicator)
    return str(entry["title"]) if entry else indicator
