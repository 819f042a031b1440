"""Each goal against each year's figure: met, not met, uncertain, not yet, or not measurable.

Belongs here: the verdict and its numbers. Not here: whether the goal is well put (goal_checks.py), whether two
years differ for certain (evaluated.py). A figure that has reached its target by chance is not a goal that is met.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.report.swedish import first_lower, municipality_name
from pipelines.tables.evaluated import (
    Change,
    Figure,
    Figures,
    change,
    entry_of,
    evaluated_years,
    figures_of,
    shown,
    shown_with_interval,
    spread_between_years,
    title_of,
)
from pipelines.tables.schema import conform, empty

MET, NOT_MET, UNCERTAIN = "met", "not_met", "uncertain"
NOT_YET, NOT_MEASURABLE = "not_yet", "not_measurable"
#: The only kind that is worked out of the localities themselves.
_OF_PLACES = "place_share"


def goal_result(
    goal: pd.DataFrame,
    indicator_value: pd.DataFrame,
    indicator_comparison: pd.DataFrame,
    series_break: pd.DataFrame,
    agreement: Agreement,
) -> pd.DataFrame:
    """One row per goal and year: the plan's year, and each later year of the agreement with figures.

    ``goal`` and the others: tables of those names. Values in the indicator's unit. ``met`` needs two things: the
    value has reached the target, and the change from the baseline is certain in that direction: exact conditional
    mid-P test of the two years' counts with the population as exposure (methods.comparison), or two shares' limits
    (methods.survey_shares). Before the target's year it is ``not_yet``, however the figure stands.
    """
    figures = figures_of(indicator_value, series_break, agreement)
    rows = []
    for row in goal.to_dict("records"):
        for year in evaluated_years(figures, int(row["year"]), agreement):
            rows.append(
                {
                    "agreement": agreement.id,
                    "plan_year": row["year"],
                    "id": row["id"],
                    "party": row["party"],
                    "year": year,
                    "indicator": row["indicator"],
                    "target": row["target"],
                    "unit": (entry_of(str(row["indicator"])) or {}).get("unit"),
                    **_result(row, year, figures, indicator_comparison, agreement),
                }
            )
    if not rows:
        return empty("goal_result")
    return conform("goal_result", pd.DataFrame(rows).reindex(columns=empty("goal_result").columns))


def whole_municipality(place: object, agreement: Agreement) -> bool:
    """Whether a place, as it is typed, says the whole municipality: empty, or in so many words.

    A name that is both a locality's and the municipality's is the locality's.
    """
    if pd.isna(place):
        return True
    said = " ".join(str(place).split()).casefold()
    if said in {item.name.casefold() for item in agreement.localities}:
        return False
    name = agreement.municipality.name
    whole = ("kommunen", "hela kommunen", name, municipality_name(name), f"hela {name}")
    return said in {words.casefold() for words in whole}


def why_not_in_place(row: Mapping[str, Any], agreement: Agreement) -> str | None:
    """Why a goal for one place cannot be followed: no single year is shown for a place."""
    entry = entry_of(str(row["indicator"])) or {}
    if whole_municipality(row["place"], agreement) or entry.get("kind") == _OF_PLACES:
        return None
    return f"Indikatorn mäts för hela kommunen, inte för {row['place']}: målet kan inte följas där med den."


def direction_of(row: Mapping[str, Any], baseline: float | None) -> str | None:
    """The direction that the goal states, else the one from the baseline to the target; None where neither says."""
    if not pd.isna(row["direction"]):
        return str(row["direction"])
    if baseline is None or pd.isna(row["target"]) or row["target"] == baseline:
        return None
    return "higher" if row["target"] > baseline else "lower"


def why_unmeasured(
    row: Mapping[str, Any], year: int, figures: Figures, agreement: Agreement
) -> tuple[Figure, Figure] | str:
    """The goal's baseline and the year's figure, or in Swedish why it cannot be measured that year."""
    indicator = row["indicator"]
    if pd.isna(indicator) or entry_of(indicator) is None:
        return "Målet har ingen indikator."
    if pd.isna(row["target"]):
        return "Målet har inget målvärde."
    if pd.isna(row["baseline_year"]):
        return "Målet har inget utgångsår."
    if pd.isna(row["target_year"]):
        return "Målet har inget målår."
    if reason := why_not_in_place(row, agreement):
        return reason
    base_year = int(row["baseline_year"])
    baseline, now = figures.get(indicator, base_year), figures.get(indicator, year)
    if baseline.reason:
        return f"Utgångsläget är inte känt. {baseline.reason}"
    if now.reason:
        return now.reason
    if broken := figures.broken_between(indicator, base_year, year):
        return f"Ett seriebrott {broken} gör att året inte kan jämföras med utgångsåret {base_year}."
    return baseline, now


def _result(
    row: Mapping[str, Any],
    year: int,
    figures: Figures,
    comparison: pd.DataFrame,
    agreement: Agreement,
) -> dict[str, Any]:
    found = why_unmeasured(row, year, figures, agreement)
    subject = title_of(str(row["indicator"])) if not pd.isna(row["indicator"]) else "Målet"
    if isinstance(found, str):
        return _unmeasured(f"{subject}, {year}", found)
    baseline, now = found
    assert baseline.value is not None
    assert now.value is not None
    direction, target = direction_of(row, baseline.value), float(row["target"])
    numbers = {
        "baseline_value": baseline.value,
        "baseline_lower_95": baseline.lower,
        "baseline_upper_95": baseline.upper,
        "value": now.value,
        "lower_95": now.lower,
        "upper_95": now.upper,
    }
    entry = entry_of(str(row["indicator"])) or {}
    aim = f"Målet är {_aim(direction)}{shown(target, entry)} senast {int(row['target_year'])}"
    start = f"utgångsläget {int(row['baseline_year'])} var {shown_with_interval(baseline, entry)}"
    told = f"{subject}, {year}: {shown_with_interval(now, entry)}. {aim}; {start}."
    if direction is None or _is_backwards(direction, target, baseline.value):
        return numbers | _unmeasured(
            told, "Målvärdet ligger inte åt det håll som målet säger från utgångsläget."
        )
    apart = year - int(row["baseline_year"])
    if apart <= 0:
        return numbers | {"verdict": NOT_YET, "summary": f"{told} Året är inte efter utgångsåret."}
    phi = 1.0
    if entry["kind"] == "offence_rate":
        phi = spread_between_years(comparison, entry, year, baseline.count or 0, agreement)
    moved = change(entry, baseline, now, apart, phi)
    has_reached = now.value >= target if direction == "higher" else now.value <= target
    target_year = int(row["target_year"])
    verdict, said = _verdict(has_reached, year < target_year, moved, direction)
    if year > target_year:
        said = f"Efter målåret: {first_lower(said)}"
    inside = now.lower is not None and now.upper is not None and now.lower <= target <= now.upper
    within = "Målvärdet ligger inom årets intervall." if inside else ""
    spread = (
        "Årets intervall räknar inte med att antalet rör sig mer mellan åren än slumpen ger."
        if phi > 1 and now.lower is not None and now.upper is not None
        else ""
    )
    parts = [told, said, within, spread, _sureness(moved)]
    return numbers | {"verdict": verdict, "summary": " ".join(part for part in parts if part)}


def _unmeasured(subject: str, reason: str) -> dict[str, Any]:
    ended = subject if subject.endswith(".") else f"{subject}."
    return {"verdict": NOT_MEASURABLE, "summary": f"{ended} Går inte att mäta. {reason}"}


def _aim(direction: str | None) -> str:
    return {"higher": "minst ", "lower": "högst "}.get(direction or "", "")


def _is_backwards(direction: str, target: float, baseline: float) -> bool:
    return target < baseline if direction == "higher" else target > baseline


def _verdict(has_reached: bool, is_early: bool, moved: Change | None, direction: str) -> tuple[str, str]:
    """The verdict, and what it says in Swedish."""
    is_supported = moved is not None and moved.sure and moved.goes(direction)
    if is_early:
        so_far = "Värdet har redan nått målvärdet" if has_reached else "Målvärdet är inte nått än"
        return NOT_YET, f"{so_far}; målåret är inte här."
    if not has_reached:
        return NOT_MET, "Målet är inte nått."
    if is_supported:
        return MET, "Målet är nått."
    return UNCERTAIN, "Värdet har nått målvärdet, men det kan vara slump."


def _sureness(moved: Change | None) -> str:
    if moved is None:
        return "Indikatorn har ingen felmarginal mellan de åren: om förändringen är säker går inte att säga."
    if moved.sure:
        return f"Förändringen från utgångsläget är statistiskt säkerställd ({moved.told()})."
    return f"Ingen statistiskt säkerställd förändring från utgångsläget ({moved.told()})."
