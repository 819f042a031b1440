"""Did a measure at a locality change what was reported there, against the municipality's other localities?

Belongs here: the test of every measure that has a place, a start and an indicator of offences, its words, and the form
that is published. Not here: the windows and what may be shown (effect_windows.py), the formulas
(pipelines.methods.before_after). That a measure was carried out is one thing and stands in a column of its own; what it
gave is another.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.dispersion_register import registered_dispersion
from pipelines.methods.before_after import (
    power_before_after,
    ratio_of_ratios,
    weighted_displacement_difference,
)
from pipelines.registers import offence_groups
from pipelines.report.swedish import coarse, interval, number
from pipelines.tables import effect_windows as spans
from pipelines.tables.comparisons import LEVEL
from pipelines.tables.effect_windows import Windows
from pipelines.tables.effect_words import (
    HIGHER,
    LOWER,
    NO_CERTAIN,
    NOT_TESTABLE,
    broken,
    disturbed,
    size_told,
    verdict_told,
)
from pipelines.tables.evaluated import Figures, activity, entry_of, figures_of
from pipelines.tables.followed import SHARED, followed
from pipelines.tables.places import PER
from pipelines.tables.schema import conform, empty
from pipelines.tables.windows import hidden_years

POWER = 0.8
#: Fewest events per cell for the weighted displacement difference.
WDD_FROM = 10
#: Working material, never published.
COUNTS = ["before_count", "after_count", "comparison_before", "comparison_after"]
_SIZES = ["ratio", "lower_95", "upper_95"]
_METHOD = (
    "Exakt kvot mellan två kvoter, hela månader före och efter, kommunens övriga orter som jämförelse; spridning φ ur "
    "registret"
)


@dataclass(frozen=True)
class Ground:
    """What effects are tested on. ``offence_count``: working table; ``shown``: ``indicator_place``; ``measures``: those
    that nobody says were not carried out."""

    measures: pd.DataFrame
    offence_count: pd.DataFrame
    shown: pd.DataFrame
    figures: Figures
    hidden: Mapping[str, set[int]]
    agreement: Agreement


def measure_effect(
    measure: pd.DataFrame,
    follow_up: pd.DataFrame,
    offence_count: pd.DataFrame,
    indicator_value: pd.DataFrame,
    indicator_place: pd.DataFrame,
    series_break: pd.DataFrame,
    agreement: Agreement,
) -> pd.DataFrame:
    """One row per measure: before and after at its locality against the other localities, or why it is not tested.

    Working material, with the counts; ``measure_effect_public`` is what is published. All parameters but the last:
    tables of those names, ``offence_count`` the working one. Counts: events in whole months. ``ratio``: (after/before
    here) / (after/before in the others), exact interval and mid-P (Fay 2010; methods.before_after), φ of the register.
    Counts, ratio and limits only where effect_windows allows, and for one pair of windows per kind of offence.
    Elsewhere the verdict stands alone, in words without numbers; no words hold a count.
    """
    measure = measure.sort_values(["year", "id", "party"], kind="stable")
    follow_ups = followed(measure, follow_up)
    done_of = [implementation(row, follow_ups) for row in measure.to_dict("records")]
    ground = Ground(
        measure[[done != "no" for done in done_of]],
        offence_count,
        indicator_place,
        figures_of(indicator_value, series_break, agreement),
        hidden_years(offence_count, agreement),
        agreement,
    )
    given: dict[str, tuple[str, Windows]] = {}  # offence group → what is shown of it
    rows = []
    for row, done in zip(measure.to_dict("records"), done_of, strict=True):
        rows.append(
            {
                "agreement": agreement.id,
                "plan_year": row["year"],
                "id": row["id"],
                "party": row["party"],
                "done": done,
                "indicator": row["eval_indicator"],
                "place": row["place"],
                **_effect(row, done, ground, given),
            }
        )
    if not rows:
        return empty("measure_effect")
    return conform("measure_effect", pd.DataFrame(rows).reindex(columns=empty("measure_effect").columns))


def measure_effect_public(measure_effect: pd.DataFrame) -> pd.DataFrame:
    """``measure_effect`` as it is published: without the four counts and the difference made of them, and with ratio
    and limits as coarse as they are read (``effect_windows.fits_many``)."""
    shown = measure_effect.drop(columns="displacement")
    shown[COUNTS] = pd.NA
    for column in _SIZES:
        shown[column] = shown[column].map(coarse, na_action="ignore")
    return conform("measure_effect_public", shown)


def implementation(row: Mapping[str, Any], follow_ups: pd.DataFrame) -> str | None:
    """Whether a measure is carried out by its latest follow-up (code of the list ``done``); None where nobody says, or
    the parties say different things. ``follow_ups``: ``followed`` of the same measures."""
    mine = ("plan_year", "year"), ("measure_id", "id"), ("measure_party", "party")
    rows = follow_ups
    for theirs, own in mine:
        rows = rows[rows[theirs] == row[own]]
    if rows.empty:
        return None
    latest = rows[rows["year"] == rows["year"].max()]
    first = latest[latest["party"].isin(SHARED)]
    chosen = (first if len(first) else latest).sort_values(
        ["on_date", "row"], kind="stable", na_position="first"
    )
    last_of_each = chosen.groupby("party")["done"].last()
    return str(last_of_each.iloc[0]) if last_of_each.nunique() == 1 else None


def _untested(reason: str) -> dict[str, Any]:
    return {"verdict": NOT_TESTABLE, "summary": f"Verkan går inte att pröva. {reason}"}


def _why_not(row: Mapping[str, Any], done: str | None, agreement: Agreement) -> str | None:
    """What the row itself lacks to be tested."""
    if done == "no":
        return "Åtgärden är inte genomförd enligt uppföljningen: det finns ingen verkan att mäta."
    indicator = row["eval_indicator"]
    if pd.isna(indicator) or entry_of(indicator) is None:
        return "Åtgärden har ingen indikator att följas upp med."
    entry = entry_of(indicator) or {}
    if entry["kind"] != "offence_rate":
        return "Indikatorn är inte anmälda brott, och har inga antal per ort och månad."
    if offence_groups()[entry["offence_group"]].sensitive:
        return "Brotten är av ett slag som aldrig räknas per ort."
    if pd.isna(row["place"]):
        return "Åtgärden har ingen ort, och därmed inga andra orter att jämföra med."
    if pd.isna(row["starts_on"]):
        return "Åtgärden har inget startdatum."
    return None


def _effect(
    row: Mapping[str, Any],
    done: str | None,
    ground: Ground,
    given: dict[str, tuple[str, Windows]],
) -> dict[str, Any]:
    if reason := _why_not(row, done, ground.agreement):
        return _untested(reason)
    indicator = str(row["eval_indicator"])
    group = str((entry_of(indicator) or {})["offence_group"])
    place = _spelled(str(row["place"]), ground)
    months = spans.local_months(ground.offence_count, ground.agreement.municipality.code, group, place)
    if not months.here:
        return _untested(
            f"Polisens leverans har inga antal per månad för orten {row['place']} och den indikatorn."
        )
    if not months.names:
        return _untested("Det finns inga andra orter att jämföra med.")
    ends_on = None if pd.isna(row["ends_on"]) else row["ends_on"].date()
    windows = spans.windows_of(row["starts_on"].date(), ends_on, months.here)
    if isinstance(windows, str):
        return _untested(windows)
    found = {"place": place, "comparison_place": ", ".join(months.names)} | _dates(windows)
    years = {month // spans.MONTHS_A_YEAR for run in (windows.before, windows.after) for month in run}
    if years & ground.hidden.get(group, set()):
        return found | _untested("Något av åren har så få händelser i kommunen att antalet inte visas.")
    before, after, other_before, other_after = months.counts(windows)
    if before == 0 or other_before == 0 or before + after == 0:
        return found | _untested(
            "Inga brott före åtgärden, på orten eller på de övriga orterna: inget att jämföra."
        )
    phi = float(registered_dispersion(group).phi(before * spans.MONTHS_A_YEAR / windows.months))
    tested = ratio_of_ratios(before, after, other_before, other_after, dispersion=phi)
    if math.isnan(tested.ratio):
        return found | _untested("Inga brott efter åtgärden, varken på orten eller på de övriga orterna.")
    verdict = NO_CERTAIN
    if tested.p <= LEVEL and (tested.upper < 1 or tested.lower > 1):
        verdict = LOWER if tested.upper < 1 else HIGHER
    limit = ground.agreement.thresholds.min_shown
    of_indicator = ground.shown[ground.shown["indicator"] == indicator]
    shown = spans.may_be_shown(place, windows, months, of_indicator, limit)
    shown = shown and spans.fits_many((before, after, other_before, other_after), phi, limit)
    shown = shown and _is_first(given, group, place, windows)
    words = verdict_told(verdict, indicator, place, windows)
    first, last = (month // spans.MONTHS_A_YEAR for month in (windows.before[0], windows.after[-1]))
    tail = [
        broken(ground.figures.broken_between(indicator, first, last)),
        disturbed(row, windows, ground.measures),
        activity(indicator),
    ]
    if not shown:
        hidden = "Kvoten visas inte: antalen är för få, eller skulle kunna röja små antal."
        if verdict == NO_CERTAIN:
            hidden += " Hur stor skillnad som hade synts anges inte heller."
        return found | {"verdict": verdict, "method": f"{_METHOD}.", "summary": _joined(words, hidden, *tail)}
    smallest = smallest_found(before, other_before, other_after, phi)
    lower, upper = (end if math.isfinite(end) else None for end in (tested.lower, tested.upper))
    ratio = tested.ratio if math.isfinite(tested.ratio) else None
    counts = (before, after, other_before, other_after)
    told = size_told(ratio, lower, upper, smallest if verdict == NO_CERTAIN else 0.0)
    return found | {
        **dict(zip(COUNTS, counts, strict=True)),
        "ratio": ratio,
        "lower_95": lower,
        "upper_95": upper,
        "detectable_decrease": smallest,
        "verdict": verdict,
        "summary": _joined(words, told, *tail),
        "method": f"{_METHOD}.",
        "displacement": _displacement(counts, indicator, years, place, ground),
    }


def _is_first(given: dict[str, tuple[str, Windows]], group: str, place: str, windows: Windows) -> bool:
    """Whether nothing else is shown of these offences; notes what is. A group and a part of it give away the rest."""
    codes = set(offence_groups()[group].police_codes)
    related = [other for other in given if codes & set(offence_groups()[other].police_codes)]
    if any(other != group for other in related):
        return False
    return given.setdefault(group, (place, windows)) == (place, windows)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _spelled(place: str, ground: Ground) -> str:
    """The locality as the police's counts spell it."""
    known = {str(name).casefold(): str(name) for name in ground.offence_count["locality"].dropna().unique()}
    return known.get(" ".join(place.split()).casefold(), place)


def _dates(windows: Windows) -> dict[str, dt.date]:
    return {
        "before_from": spans.first_day(windows.before[0]),
        "before_to": spans.last_day(windows.before[-1]),
        "after_from": spans.first_day(windows.after[0]),
        "after_to": spans.last_day(windows.after[-1]),
    }


@lru_cache(maxsize=512)
def smallest_found(before: int, other_before: int, other_after: int, phi: float) -> float | None:
    """The decrease nearest 1, as a ratio in whole tenths, that the test finds with 80 percent power; None if none.

    Begins at the tenth above the normal approximation's answer (variance φ · Σ 1/count of the log ratio) and goes down
    until the exact power (methods.power_before_after) is enough. ``before``, ``other_before`` above zero.
    """
    if other_after == 0:
        return None
    expected = before * other_after / other_before
    known = 1 / before + 1 / other_before + 1 / other_after
    tenths = [
        n
        for n in range(9, 0, -1)
        if math.log(n / 10) <= -2.5 * math.sqrt(phi * (known + 10 / (n * expected)))
    ]
    start = min(9, (tenths[0] if tenths else 0) + 1)
    for n in range(start, 0, -1):
        if power_before_after(before, other_before, other_after, n / 10, phi) >= POWER:
            return n / 10
    return None


def _displacement(
    counts: tuple[int, int, int, int],
    indicator: str,
    years: set[int],
    place: str,
    ground: Ground,
) -> str | None:
    """The weighted displacement difference per 1 000 inhabitants, where it is apt: ten events in every cell, and the
    inhabitants of both areas known (Wheeler & Ratcliffe 2018)."""
    people = [ground.figures.get(indicator, year).denominator for year in sorted(years)]
    here = {item.name: item.population for item in ground.agreement.localities}.get(place)
    if min(counts) < WDD_FROM or not here or any(n is None for n in people):
        return None
    rest = sum(n for n in people if n is not None) / len(people) - here
    if rest <= 0:
        return None
    before, after, other_before, other_after = counts
    found = weighted_displacement_difference(
        [[before, after], [other_before, other_after]], [here / PER, rest / PER]
    )
    size = f"{number(found.difference, 1)} ({interval(found.lower, found.upper, 1)})"
    return f"Viktad skillnad (WDD) per {number(PER)} invånare: {size}, utan hänsyn till φ."
