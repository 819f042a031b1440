"""What each year's figures say of the group's hypotheses: supported, weakened or not testable.

Belongs here: which statements are tested for which years, and the comparisons that other tables have already made.
Not here: a locality against the others and a time of the week (hypothesis_patterns.py), the verdict's rule
(verdicts.py), the judgement: that is the group's. A test never shows what is the cause of what.
The direction is that of the raw figure: more reports is "higher", whatever that means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.report.swedish import NBSP, first_lower, interval, number, years
from pipelines.tables import hypothesis_patterns as patterns
from pipelines.tables.comparisons import TREND
from pipelines.tables.evaluated import (
    Figures,
    activity,
    entry_of,
    evaluated_years,
    figures_of,
    found_distance,
    known,
    shown,
    title_of,
)
from pipelines.tables.schema import conform, empty
from pipelines.tables.verdicts import Finding, Judged, judged, not_testable, of_limits
from pipelines.workbook_register import choices

_FIELDS = ("test_indicator", "test_direction", "test_comparison", "test_place", "test_time")
_NEEDED = {
    "test_indicator": "indikator",
    "test_direction": "väntad riktning",
    "test_comparison": "vad siffran ska jämföras med",
}
_PLACE, _TIME = "place", "time"


@dataclass(frozen=True)
class Evidence:
    """The tables that hypotheses are tested against, as they may be published."""

    indicator_value: pd.DataFrame
    indicator_comparison: pd.DataFrame
    indicator_place: pd.DataFrame
    indicator_time_of_week: pd.DataFrame
    series_break: pd.DataFrame


def hypothesis_test(cause: pd.DataFrame, evidence: Evidence, agreement: Agreement) -> pd.DataFrame:
    """One row per cause that names something to test, and year: the plan's and each later one with figures.

    ``cause``: the table of that name. A cause whose statement is not whole has rows that say what is missing; one
    without any statement has none. Every figure is one that is published elsewhere: a hidden one gives
    ``not_testable``. Columns as in the register; ``value``, ``beside``: events, percent, or events per 1 000
    inhabitants and year for a locality.
    """
    figures = figures_of(evidence.indicator_value, evidence.series_break, agreement)
    stated = cause[cause[list(_FIELDS)].notna().any(axis=1)]
    tests = [
        (row, year)
        for row in stated.to_dict("records")
        for year in evaluated_years(figures, int(row["year"]), agreement)
    ]
    own = _own_rows(evidence, agreement)
    places = patterns.place_tests(
        [(row, year) for row, year in tests if row["test_comparison"] == _PLACE and _missing(row) is None],
        own["place"],
        figures,
        agreement,
    )
    rows = []
    for row, year in tests:
        found = _finding(row, year, own, places, figures)
        rows.append(
            {
                "agreement": agreement.id,
                "plan_year": row["year"],
                "id": row["id"],
                "party": row["party"],
                "year": year,
                "indicator": row["test_indicator"],
                "comparison": row["test_comparison"],
                "place": row["test_place"],
                "time": row["test_time"],
                "direction": row["test_direction"],
                **found.columns(),
            }
        )
    if not rows:
        return empty("hypothesis_test")
    return conform("hypothesis_test", pd.DataFrame(rows))


def _own_rows(evidence: Evidence, agreement: Agreement) -> Mapping[str, pd.DataFrame]:
    def own(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["municipality_code"] == agreement.municipality.code]

    return {
        "comparison": own(evidence.indicator_comparison),
        "place": own(evidence.indicator_place),
        "time": own(evidence.indicator_time_of_week),
    }


def _missing(row: Mapping[str, Any]) -> str | None:
    """What keeps a statement from being whole, in Swedish."""
    lacking = [words for field, words in _NEEDED.items() if pd.isna(row[field])]
    if lacking:
        return f"Prövningen är inte helt ifylld: {', '.join(lacking)} saknas."
    if entry_of(row["test_indicator"]) is None:
        return "Indikatorn finns inte i registret."
    for field, comparison, words in (
        ("test_place", _PLACE, "En ort prövas bara mot övriga orter i kommunen"),
        ("test_time", _TIME, "En tid prövas bara mot en jämn fördelning över veckan"),
    ):
        is_given = not pd.isna(row[field])
        if is_given and row["test_comparison"] != comparison:
            return f"{words}: välj den jämförelsen, eller ta bort det som står i kolumnen."
        if not is_given and row["test_comparison"] == comparison:
            return f"{words}, och ingen är ifylld."
    return None


def _finding(
    row: Mapping[str, Any],
    year: int,
    own: Mapping[str, pd.DataFrame],
    places: Mapping[patterns.PlaceKey, Finding],
    figures: Figures,
) -> Finding:
    indicator, comparison, direction = (
        row[f"test_{name}"] for name in ("indicator", "comparison", "direction")
    )
    if reason := _missing(row):
        return not_testable(reason).with_words(f"Prövning mot {year} års siffror")
    if comparison == _PLACE:
        found = places[patterns.place_key(row, year)]
    elif comparison == _TIME:
        found = patterns.time_test(row, year, own["time"], figures)
    else:
        found = _compared(indicator, year, comparison, direction, own["comparison"], figures)
    return found.with_words(f"{title_of(indicator)}, {year}", activity(indicator))


def _compared(
    indicator: str, year: int, comparison: str, direction: str, rows: pd.DataFrame, figures: Figures
) -> Finding:
    """The verdict of a comparison that ``indicator_comparison`` has made."""
    chosen = rows[
        (rows["indicator"] == indicator) & (rows["year"] == year) & (rows["comparison"] == comparison)
    ]
    figure = figures.get(indicator, year)
    if chosen.empty and figure.reason:
        return not_testable(figure.reason)
    if chosen.empty:
        name = first_lower(choices("comparisons").get(comparison, comparison))
        return not_testable(f"Jämförelsen med {name} är inte gjord för den här indikatorn {year}.")
    row = chosen.iloc[0]
    if row["signal"] == "not_tested":
        return not_testable(str(row["reason"]))
    if pd.isna(row["ratio"]) and pd.isna(row["difference"]):
        return not_testable("Inga händelser att jämföra med, så ingen kvot kan räknas ut.")
    entry = entry_of(indicator) or {}
    if pd.isna(row["ratio"]):
        return _of_difference(row, figure.value or 0.0, direction, entry)
    return _of_trend(row, direction) if comparison == TREND else _of_ratio(row, direction)


def _of_ratio(row: pd.Series, direction: str) -> Finding:
    expected, lower, upper = (
        float(row["expected"]),
        known(row["ratio_lower_95"]),
        known(row["ratio_upper_95"]),
    )
    found = judged(direction, str(row["signal"]), lower, upper)
    beside = shown(expected, {"unit": "händelser"}) if expected >= 10 else number(expected, 1)
    told = (
        f"{number(row['count'])} anmälda mot väntade {beside} ({_ratio(row)}), jämfört med "
        f"{first_lower(str(row['comparison_name']))}"
    )
    ratio = known(row["ratio"])
    needed = _needed_count(row, direction)
    return found.finding(told, needed, known(row["count"]), expected, ratio, lower, upper)


def _ratio(row: pd.Series, words: str = "kvot") -> str:
    limits = interval(known(row["ratio_lower_95"]), known(row["ratio_upper_95"]), 2)
    return "; ".join(part for part in (f"{words} {number(row['ratio'], 2)}", limits) if part)


def _needed_count(row: pd.Series, direction: str) -> str:
    """How many events it would have taken, of the change that the comparison finds with 80 percent power."""
    expected = float(row["expected"])
    if direction == "higher":
        if pd.isna(row["detectable_increase"]):
            return "Hur många händelser som hade krävts går inte att räkna ut."
        # As many as the change makes, and at least one more than expected.
        needed = max(-(-expected * float(row["detectable_increase"]) // 1), expected // 1 + 1)
        return f"Det hade krävts omkring {number(needed)} händelser för att en skillnad säkert skulle synas."
    if pd.isna(row["detectable_decrease"]):
        return "Med så få händelser hade inte ens noll säkert kunnat skiljas från det väntade."
    most = expected * float(row["detectable_decrease"]) // 1
    return f"Det hade krävts högst omkring {number(most)} händelser för att en skillnad säkert skulle synas."


def _of_trend(row: pd.Series, direction: str) -> Finding:
    """A yearly change is weighed over all its years: 25 percent a year is seldom seen."""
    lower, upper, steps = (
        known(row["ratio_lower_95"]),
        known(row["ratio_upper_95"]),
        int(row["base_years"]) - 1,
    )
    over = [None if end is None else end**steps for end in (lower, upper)]
    found = judged(direction, str(row["signal"]), *over)
    told = (
        f"{_ratio(row, 'kvot från ett år till nästa')}, {years(row['base_from'], row['base_to'])}"
        f"{' jämfört med utvecklingen i riket' if 'relativt riket' in str(row['method']) else ''}"
    )
    needed = of_limits(lower, upper, direction, "Det hade krävts en kvot från ett år till nästa på omkring")
    return found.finding(told, needed, None, None, known(row["ratio"]), lower, upper)


def _of_difference(row: pd.Series, share: float, direction: str, entry: Mapping[str, Any]) -> Finding:
    """Shares: a quarter is a quarter of the share compared with, or of its opposite where that is smaller."""
    difference = float(row["difference"])
    lower, upper = float(row["difference_lower_95"]), float(row["difference_upper_95"])
    beside = share - difference
    quarter = min(beside, 100 - beside)
    found: Judged
    if quarter > 0:
        found = judged(direction, str(row["signal"]), 1 + lower / quarter, 1 + upper / quarter)
    else:
        found = judged(direction, str(row["signal"]), None, None)
    told = (
        f"{shown(share, entry)}{NBSP}procent mot {shown(beside, entry)} (skillnad {number(difference, 1)}{NBSP}"
        f"procentenheter; {interval(lower, upper, 1)}), jämfört med {first_lower(str(row['comparison_name']))}"
    )
    needed = (
        f"Det hade krävts en skillnad på omkring {number(found_distance(lower, upper), 0)}{NBSP}procentenheter "
        "för att den säkert skulle synas."
    )
    return found.finding(told, needed, share, beside, None, lower, upper)
