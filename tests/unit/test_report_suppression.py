"""What is emptied at the door. If these fail, a reader can work out a number that was meant to be hidden."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from fake_edition import value

from pipelines.report.suppression import (
    without_hidden_patterns,
    without_hidden_ranking,
    without_revealing_shares,
)


def hidden(*own: tuple[str, int], others: tuple[tuple[str, int], ...] = ()) -> pd.DataFrame:
    rows = [(name, year, True) for name, year in own] + [(name, year, False) for name, year in others]
    return pd.DataFrame(rows, columns=["indicator", "year", "own"])


def ranking() -> pd.DataFrame:
    return pd.DataFrame({
        "indicator": ["graffiti", "theft", "arson"], "count_three_years": [900.0, 700.0, 30.0],
        "shrunken_ratio": [1.2, 0.9, 1.1], "shrunken_lower_95": [1.0, 0.8, 0.9],
        "shrunken_upper_95": [1.4, 1.0, 1.3], "rank_volume": [1, 2, 3], "rank_ratio": [1, 3, 2],
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


def pattern(group: str, indicator: str, last: int) -> list[dict[str, Any]]:
    return [
        {"municipality_code": "0761", "offence_group": group, "indicator": indicator, "publisher": "police",
         "dimension": "weekday", "key": str(day), "year_to": last, "count": 10.0, "total": 70, "known": 70,
         "suppressed": False}
        for day in range(7)
    ]  # fmt: skip


@pytest.mark.parametrize(("year", "is_shown"), [(2018, True), (2019, False), (2023, False)])
def test_no_pattern_is_shown_of_a_group_with_a_hidden_year_in_the_period(year: int, is_shown: bool) -> None:
    rows = pd.DataFrame(
        [*pattern("assault", "assault_reported", 2023), *pattern("theft", "theft_reported", 2023)]
    )
    found = without_hidden_patterns(rows, hidden(("assault_reported", year)), 2023)
    assert set(found["offence_group"]) == ({"assault", "theft"} if is_shown else {"theft"})


def test_an_older_period_does_not_stand_in_for_a_hidden_one() -> None:
    rows = pd.DataFrame(pattern("assault", "assault_reported", 2022))
    assert without_hidden_patterns(rows, hidden(("assault_reported", 2023)), 2023).empty
