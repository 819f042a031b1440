"""Empties every number that a disclosure rule hides, before anything can be printed or drawn.

The tables carry the decision (``suppressed``). This module makes the decision hold for whatever else
would give the number away: intervals, ratios, sums over years, totals of a row with one hidden cell, counts
and decimals behind a share.
Not here: the rules themselves (the indicator assets decide them).
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from pipelines.report.sentences import share_decimals
from pipelines.report.swedish import is_missing, rounded

_VALUE_COLUMNS = ["value", "lower_95", "upper_95", "count"]
_BASE_COLUMNS = [
    "base_count", "expected", "ratio", "ratio_lower_95", "ratio_upper_95", "difference",
    "difference_lower_95", "difference_upper_95",
]  # fmt: skip
_COMPARISON_COLUMNS = ["count", *_BASE_COLUMNS, "p", "p_adjusted"]
OWN_BASE = ("previous_years", "trend", "previous_survey")
"""Comparisons whose base is the municipality's own earlier figures."""
SMALL_REST = 10
"""A share whose count, or whose rest, is below this is shown without its count."""
_LOWEST_SHARE, _HIGHEST_SHARE = 5.0, 95.0
_RANKING_COLUMNS = [
    "count_three_years", "shrunken_ratio", "shrunken_lower_95", "shrunken_upper_95", "rank_volume",
    "rank_volume_lower", "rank_volume_upper", "rank_ratio", "rank_ratio_lower", "rank_ratio_upper",
]  # fmt: skip


def without_hidden_values(frame: pd.DataFrame) -> pd.DataFrame:
    """``indicator_value`` with value, interval and count empty where suppressed."""
    return _emptied(frame, frame["suppressed"].fillna(True).astype(bool), _VALUE_COLUMNS)


def without_revealing_shares(frame: pd.DataFrame) -> pd.DataFrame:
    """``indicator_value`` where a share of persons says no more than its answers bear.

    For shares with known answers: value and interval rounded to a decimal from 100 answers, else to whole
    percent. The count is empty (and ``count_withheld`` true) when fewer than ten, but not none, gave that answer or
    did not: the publisher's masked option is among them. When all or none did, everybody's answer would be known: value
    becomes 95 or 5 with ``bound`` "över" or "färre än", without count or interval. ``bound`` is None elsewhere.
    """
    answers = pd.to_numeric(frame["denominator"], errors="coerce").astype(float)
    is_share = (frame["unit"] == "procent") & answers.notna() & frame["value"].notna()
    result = frame.copy()
    for column in ("value", "lower_95", "upper_95"):
        result[column] = pd.array(
            [
                rounded(float(value), share_decimals(n)) if share and not is_missing(value) else value
                for value, n, share in zip(result[column], answers, is_share, strict=True)
            ],
            dtype="Float64",
        )
    count = pd.to_numeric(frame["count"], errors="coerce").astype(float)
    shares = result["value"].astype(float)
    none, everybody = is_share & (shares <= 0), is_share & (shares >= 100)
    few = count.between(1, SMALL_REST - 1) | (answers - count).between(1, SMALL_REST - 1)
    withheld = none | everybody | (is_share & few)
    bound = pd.Series(None, index=frame.index, dtype=object)
    bound[none], bound[everybody] = "färre än", "över"
    result.loc[none, "value"], result.loc[everybody, "value"] = _LOWEST_SHARE, _HIGHEST_SHARE
    result = _emptied(result, none | everybody, ["lower_95", "upper_95"])
    result = _emptied(result, withheld, ["count"])
    return result.assign(bound=bound, count_withheld=withheld)


def without_hidden_comparisons(frame: pd.DataFrame, hidden_years: pd.DataFrame) -> pd.DataFrame:
    """``indicator_comparison`` without numbers from which a hidden value could be worked out.

    ``hidden_years`` has columns indicator, year and whose: ``own``, or the code of a comparison whose members are
    all shown. Adds ``hidden``: the assessed year is hidden, so nothing about it is said; and ``base_hidden``: a value
    in the base is hidden. The base's sum minus the values shown would give it away: base and ratio are
    emptied.
    """
    hidden = set(
        zip(hidden_years["indicator"], hidden_years["year"].astype(int), hidden_years["whose"], strict=True)
    )
    rows = frame.to_dict("records")
    assessed = [(row["indicator"], int(row["year"]), "own") in hidden for row in rows]
    base = [_base_holds_hidden(row, hidden) for row in rows]
    result = _emptied(frame, pd.Series(assessed, index=frame.index, dtype=bool), _COMPARISON_COLUMNS)
    result = _emptied(result, pd.Series(base, index=frame.index, dtype=bool), _BASE_COLUMNS)
    return result.assign(hidden=assessed, base_hidden=base)


def _base_holds_hidden(row: dict[Hashable, Any], hidden: set[tuple[str, int, str]]) -> bool:
    name, comparison = row["indicator"], row["comparison"]
    whose = "own" if comparison in OWN_BASE else comparison
    if is_missing(row["base_from"]) or is_missing(row["base_to"]):
        return whose != "own" and (name, int(row["year"]), whose) in hidden
    return any((name, y, whose) in hidden for y in range(int(row["base_from"]), int(row["base_to"]) + 1))


def without_hidden_patterns(
    frame: pd.DataFrame, hidden_years: pd.DataFrame, group: list[str], cells: list[str]
) -> pd.DataFrame:
    """Seasons, times of the week or places with the hidden ``cells`` empty, and without what gives one away.

    ``group`` names the columns that the cells of one sum share. A sum where exactly one cell is hidden can be
    completed from the rest: it is left out. So is every row of an indicator with a hidden year in the window, as
    the window minus the years shown would be that year.
    """
    if frame.empty:
        return frame
    windows = zip(frame["indicator"], frame["year_from"], frame["year"], strict=True)
    holds = [name in _hidden_in(hidden_years, int(first), int(last)) for name, first, last in windows]
    suppressed = frame["suppressed"].fillna(True).astype(bool)
    alone = suppressed.groupby([frame[key] for key in group]).transform("sum") == 1
    gone = alone | pd.Series(holds, index=frame.index)
    return _emptied(frame, suppressed, cells)[~gone].reset_index(drop=True)


def without_hidden_ranking(frame: pd.DataFrame, hidden_years: pd.DataFrame, year: int) -> pd.DataFrame:
    """``problem_ranking`` without a three-year sum, rank or ratio that holds a hidden year.

    Such rows come last, so that their place does not tell between which sums theirs lies.
    """
    holds = frame["indicator"].isin(_hidden_in(hidden_years, year - 2, year))
    result = _emptied(frame, holds, _RANKING_COLUMNS)
    return result.loc[holds.sort_values(kind="stable").index].reset_index(drop=True)


def _hidden_in(hidden_years: pd.DataFrame, first: int, last: int) -> set[str]:
    """Indicators whose own value is hidden in some year from ``first`` to ``last``."""
    found = hidden_years[hidden_years["year"].between(first, last) & (hidden_years["whose"] == "own")]
    return {str(name) for name in found["indicator"]}


def _emptied(frame: pd.DataFrame, where: pd.Series, columns: list[str]) -> pd.DataFrame:
    result = frame.copy()
    for column in columns:
        if column in result:
            result[column] = pd.to_numeric(result[column], errors="coerce").astype("Float64")
            result.loc[where, column] = pd.NA
    return result
