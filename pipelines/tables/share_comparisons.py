"""Comparisons of shares: the latest survey with the one before it, and with the country.

Belongs here: choosing which two figures may be compared. Not here: offences (comparisons.py), formulas
(pipelines.methods.survey_shares). Only shares with limits are compared: an ordinal index is told in steps.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.survey_shares import difference_from_intervals

KINDS = ("survey_share", "published_share")
PREVIOUS_SURVEY, COUNTRY = "previous_survey", "riket"
_METHOD = "skillnad mellan två andelar, intervall enligt Newcombe och Zou & Donner"


def of_shares(
    entry: dict[str, Any], values: pd.DataFrame, breaks: pd.DataFrame, agreement: Agreement
) -> list[pd.DataFrame]:
    """The agreement's municipality, for every survey year of the agreement; none where there are no figures."""
    rows = values[(values["indicator"] == entry["id"]) & values["value"].notna()]
    own = rows[rows["municipality_code"] == agreement.municipality.code].set_index("year").sort_index()
    country = rows[rows["municipality_code"] == agreement.country_code].set_index("year")
    broken = [int(y) for y in breaks.loc[breaks["indicator"] == entry["id"], "year"]]
    found = []
    for year in own.index[own.index >= agreement.valid_from]:
        found.append(_against_earlier(own, int(year), broken))
        if COUNTRY in entry["comparison_groups"] and year in country.index:
            name = str(country.loc[year, "municipality"])
            found.append(_row(own.loc[year], country.loc[year], int(year), COUNTRY, name))
    code = agreement.municipality.code
    return [pd.DataFrame(found).assign(municipality_code=code)] if found else []


def _against_earlier(own: pd.DataFrame, year: int, broken: list[int]) -> dict[str, Any]:
    earlier = own.index[own.index < year]
    name = f"undersökningen {earlier[-1]}" if len(earlier) else "tidigare undersökning"
    untested = {
        "year": year,
        "comparison": PREVIOUS_SURVEY,
        "comparison_name": name,
        "signal": "not_tested",
        "method": "ingen prövning",
    }
    if not len(earlier):
        return untested | {"reason": "Ingen tidigare undersökning finns."}
    if crossed := [b for b in broken if earlier[-1] < b <= year]:
        return untested | {"reason": f"Ingen jämförbar undersökning före seriebrottet {crossed[-1]}."}
    found = _row(own.loc[year], own.loc[earlier[-1]], year, PREVIOUS_SURVEY, name)
    return found | {"base_from": int(earlier[-1]), "base_to": int(earlier[-1])}


def _row(now: pd.Series, other: pd.Series, year: int, comparison: str, name: str) -> dict[str, Any]:
    limits = [item[c] for item in (now, other) for c in ("value", "lower_95", "upper_95")]
    row = {"year": year, "comparison": comparison, "comparison_name": name}
    if any(pd.isna(value) for value in limits):
        reason = "Felmarginal eller antal svar saknas för minst en av andelarna."
        return row | {"signal": "not_tested", "method": "ingen prövning", "reason": reason}
    found = difference_from_intervals(*_on_unit_scale(*limits[:3]), *_on_unit_scale(*limits[3:]))
    return row | {
        "base_from": year,
        "base_to": year,
        "difference": 100 * found.difference,
        "difference_lower_95": 100 * found.lower,
        "difference_upper_95": 100 * found.upper,
        "p": found.p if np.isfinite(found.p) else np.nan,
        "signal": "none",
        "method": _METHOD,
    }


def _on_unit_scale(value: float, lower: float, upper: float) -> tuple[float, float, float]:
    """On the scale 0–1. Publishers round, so that a share may lie a little outside its own limits."""
    return value / 100, max(0.0, min(lower, value) / 100), min(1.0, max(upper, value) / 100)
