"""What is emptied at the door. If these fail, a reader can work out a number that was meant to be hidden."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from fake_edition import comparison, value

from pipelines.report.suppression import (
    without_hidden_comparisons,
    without_hidden_patterns,
    without_hidden_ranking,
    without_revealing_shares,
)


def hidden(*own: tuple[str, int], others: tuple[tuple[str, int], ...] = ()) -> pd.DataFrame:
    rows = [(name, year, "own") for name, year in own] + [
        (name, year, "polisomradet") for name, year in others
    ]
    return pd.DataFrame(rows, columns=["indicator", "year", "whose"])


def ranking() -> pd.DataFrame:
    return pd.DataFrame({
        "indicator": ["graffiti", "theft", "arson"], "count_three_years": [900.0, 700.0, 30.0],
        "shrunken_ratio": [1.2, 0.9, 1.1], "shrunken_lower_95": [1.0, 0.8, 0.9],
        "shrunken_upper_95": [1.4, 1.0, 1.3], "rank_volume": [1, 2, 3], "rank_ratio": [1, 3, 2],
        "rank_volume_lower": [1, 1, 3], "rank_volume_upper": [2, 2, 3], "rank_ratio_lower": [1, 2, 1],
        "rank_ratio_upper": [2, 3, 3],
    })  # fmt: skip


def test_a_problem_with_a_hidden_year_has_no_sum_ratio_or_rank() -> None:
    found = without_hidden_ranking(ranking(), hidden(("graffiti", 2021)), 2023).set_index("indicator")
    assert found.loc["graffiti"].isna().all()
    assert found.loc["theft", "count_three_years"] == 700
    assert found["rank_volume"].dropna().tolist() == [2, 3]


def test_a_problem_with_a_hidden_year_is_not_placed_between_its_neighbours() -> None:
    found = without_hidden_ranking(ranking(), hidden(("graffiti", 2021)), 2023)
    assert found["indicator"].tolist() == ["theft", "arson", "graffiti"]


def test_a_year_before_the_three_or_another_municipality_hides_no_problem() -> None:
    years = hidden(("graffiti", 2020), others=(("theft", 2023),))
    assert without_hidden_ranking(ranking(), years, 2023)["count_three_years"].tolist() == [900, 700, 30]


def share(count: float | None, answers: float | None, **given: Any) -> dict[Any, Any]:
    """The share of one question after the door."""
    percent = 100 * count / answers if count is not None and answers else 12.84
    row = value(
        "calm_lessons", "SKOLA", 2022, unit="procent", count=count, denominator=answers,
        **{"value": percent, "lower_95": 84.9417, "upper_95": 96.5917} | given,
    )  # fmt: skip
    both = pd.DataFrame([row, value("theft_reported", "STOLD", 2022, count=7.0, value=83.92)])
    return without_revealing_shares(both).iloc[0].to_dict()


@pytest.mark.parametrize(
    ("count", "is_shown"), [(72, True), (73, False), (81, False), (9, False), (10, True)]
)
def test_the_count_of_a_share_is_withheld_when_nine_or_fewer_answered_otherwise(
    count: float, is_shown: bool
) -> None:
    row = share(count, 82)
    assert row["count_withheld"] is not is_shown
    assert pd.isna(row["count"]) is not is_shown


def test_eighty_two_answers_bear_no_decimal_and_a_hundred_do() -> None:
    few = share(61, 82)  # 74,39 percent
    assert (few["value"], few["lower_95"], few["upper_95"]) == (74, 85, 97)
    assert share(10, 80)["value"] == 13  # 12,5: half upwards, as a reader rounds
    assert share(61, 100, value=61.04)["value"] == 61.0
    assert share(82, 102)["value"] == 80.4  # 80,392


@pytest.mark.parametrize(("count", "bound", "drawn"), [(82, "över", 95), (0, "färre än", 5)])
def test_everybody_or_nobody_is_never_said(count: float, bound: str, drawn: float) -> None:
    row = share(count, 82)
    assert (row["bound"], row["value"]) == (bound, drawn)
    assert pd.isna([row["count"], row["lower_95"], row["upper_95"]]).all()


def test_a_share_that_rounds_to_everybody_is_not_said_either() -> None:
    assert share(2999, 3000)["bound"] == "över"  # 99,97 would be printed as 100,0


def test_other_figures_and_shares_without_answers_are_left_as_they_are() -> None:
    offence = without_revealing_shares(
        pd.DataFrame([value("a", "STOLD", 2022, count=7.0, value=83.92)])
    ).iloc[0]
    assert (offence["count"], offence["value"]) == (7, 83.92)
    kpi = share(None, None, value=0.94, lower_95=None, upper_95=None)
    assert kpi["value"] == 0.94
    assert pd.isna(kpi["bound"])


def pattern(indicator: str, hidden_cells: int = 0, last: int = 2023) -> pd.DataFrame:
    return pd.DataFrame([
        {"indicator": indicator, "dimension": "weekday", "key": str(day), "year": last, "year_from": last - 4,
         "share_pct": 14.0, "suppressed": day < hidden_cells}
        for day in range(7)
    ])  # fmt: skip


def shown(frame: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    return without_hidden_patterns(frame, years, ["indicator", "dimension"], ["share_pct"])


@pytest.mark.parametrize(("year", "is_shown"), [(2018, True), (2019, False), (2023, False)])
def test_no_pattern_is_shown_of_an_indicator_with_a_hidden_year_in_the_window(
    year: int, is_shown: bool
) -> None:
    rows = pd.concat([pattern("assault"), pattern("theft")], ignore_index=True)
    found = shown(rows, hidden(("assault", year)))
    assert set(found["indicator"]) == ({"assault", "theft"} if is_shown else {"theft"})


def test_one_hidden_cell_hides_the_whole_pattern_and_two_only_themselves() -> None:
    """Seven shares sum to 100: one that is missing can be worked out."""
    assert shown(pattern("assault", hidden_cells=1), hidden()).empty
    assert (
        shown(pattern("assault", hidden_cells=2), hidden())["share_pct"].isna().tolist()
        == [True] * 2 + [False] * 5
    )


def compared(kind: str, base_from: int = 2018, base_to: int = 2022) -> dict[Any, Any]:
    row = comparison("graffiti", "UNGA", kind, count=30.0, base_count=150.0, expected=31.0, ratio=0.97,
                     difference=-2.5, base_from=base_from, base_to=base_to)  # fmt: skip
    years = hidden(("graffiti", 2020), others=(("graffiti", 2023),))
    return without_hidden_comparisons(pd.DataFrame([row]), years).iloc[0].to_dict()


@pytest.mark.parametrize("kind", ["previous_years", "trend", "previous_survey"])
def test_a_base_of_own_years_with_a_hidden_one_says_nothing(kind: str) -> None:
    row = compared(kind)
    assert row["base_hidden"]
    assert pd.isna([row[c] for c in ("base_count", "expected", "ratio", "difference")]).all()
    assert row["count"] == 30  # the assessed year itself is not hidden
    assert compared(kind, 2021, 2022)["base_count"] == 150


def test_a_group_is_emptied_only_where_a_hidden_member_can_be_worked_out() -> None:
    """In a group whose members are not all shown, a hidden one cannot be found by subtraction."""
    assert compared("polisomradet", 2023, 2023)["base_hidden"]
    assert not compared("liknande", 2023, 2023)["base_hidden"]
