"""Empties every number that a disclosure rule hides, before anything can be printed or drawn.

The tables carry the decision (``suppressed``). This module makes the decision hold for whatever else
would give the number away: intervals, ratios, sums over years, totals of a row with one hidden cell.
Not here: the rules themselves (the indicator assets decide them).
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from pipelines.report.swedish import is_missing

_VALUE_COLUMNS = ["value", "lower_95", "upper_95", "count"]
_COMPARISON_COLUMNS = [
    "count", "base_count", "expected", "ratio", "ratio_lower_95", "ratio_upper_95", "p", "p_adjusted",
]  # fmt: skip
_BASE_COLUMNS = ["base_count", "expected", "ratio", "ratio_lower_95", "ratio_upper_95"]


def without_hidden_values(frame: pd.DataFrame) -> pd.DataFrame:
    """``indicator_value`` with value, interval and count empty where suppressed."""
    return _emptied(frame, frame["suppressed"].fillna(True).astype(bool), _VALUE_COLUMNS)


def without_hidden_comparisons(frame: pd.DataFrame, hidden_years: pd.DataFrame) -> pd.DataFrame:
    """``indicator_comparison`` without numbers from which a hidden value could be worked out.

    ``hidden_years`` has columns indicator, year and own (the municipality's own value, or another's).
    Adds ``hidden``: the assessed year is hidden, so nothing about it is said; and ``base_hidden``: a value
    in the base is hidden. The base's sum minus the values shown would give it away: base and ratio are
    emptied.
    """
    hidden = set(
        zip(hidden_years["indicator"], hidden_years["year"].astype(int), hidden_years["own"], strict=True)
    )
    rows = frame.to_dict("records")
    assessed = [(row["indicator"], int(row["year"]), True) in hidden for row in rows]
    base = [_base_holds_hidden(row, hidden) for row in rows]
    result = _emptied(frame, pd.Series(assessed, index=frame.index, dtype=bool), _COMPARISON_COLUMNS)
    result = _emptied(result, pd.Series(base, index=frame.index, dtype=bool), _BASE_COLUMNS)
    return result.assign(hidden=assessed, base_hidden=base)


def _base_holds_hidden(row: dict[Hashable, Any], hidden: set[tuple[str, int, bool]]) -> bool:
    name, year = row["indicator"], int(row["year"])
    if row["comparison"] != "previous_years":
        return (name, year, False) in hidden
    if is_missing(row["base_from"]) or is_missing(row["base_to"]):
        return False
    return any((name, y, True) in hidden for y in range(int(row["base_from"]), int(row["base_to"]) + 1))


def without_hidden_patterns(frame: pd.DataFrame) -> pd.DataFrame:
    """``offence_pattern`` with hidden counts empty, and the totals too where they would give one away."""
    suppressed = frame["suppressed"].fillna(True).astype(bool)
    result = _emptied(frame, suppressed, ["count"])
    keys = ["municipality_code", "offence_group", "publisher", "dimension", "year_to"]
    hidden_cells = suppressed.groupby([frame[key] for key in keys]).transform("sum")
    return _emptied(result, hidden_cells == 1, ["total", "known"])


def without_hidden_ranking(frame: pd.DataFrame, hidden_years: pd.DataFrame, year: int) -> pd.DataFrame:
    """``problem_ranking`` without a three-year sum, rank or ratio that holds a hidden year."""
    recent = hidden_years[hidden_years["year"].between(year - 2, year) & hidden_years["own"]]
    holds = frame["indicator"].isin(set(recent["indicator"]))
    return _emptied(
        frame, holds, ["count_three_years", "shrunken_ratio", "shrunken_lower_95", "shrunken_upper_95"]
    )


def _emptied(frame: pd.DataFrame, where: pd.Series, columns: list[str]) -> pd.DataFrame:
    result = frame.copy()
    for column in columns:
        if column in result:
            result[column] = pd.to_numeric(result[column], errors="coerce").astype("Float64")
            result.loc[where, column] = pd.NA
    return result
