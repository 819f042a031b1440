"""Comparisons of survey shares. If these fail, a new questionnaire is told as safer pupils."""

import pandas as pd
import pytest

from pipelines.registers import indicators
from pipelines.tables.comparisons import indicator_comparison
from pipelines.tables.schema import empty
from pipelines.tables.share_comparisons import of_shares
from tests.unit.table_rows import AGREEMENT, OWN, table, value, values

SAFE = next(e for e in indicators() if e["id"] == "feels_safe_at_school")  # compared with riket


def share(year, percent, half=10.0, code=OWN, **fields):
    limits = {} if half is None else {"lower_95": percent - half, "upper_95": percent + half}
    return value(SAFE["id"], year, None, code, value=percent, unit="procent", **limits | fields)


def compared(*rows, broken=()):
    breaks = table("series_break", [
        {"indicator": SAFE["id"], "year": year, "reason": "x", "effect": "x", "source": "x"} for year in broken
    ])  # fmt: skip
    found = of_shares(SAFE, values(*rows), breaks, AGREEMENT)
    return found[0].set_index(["year", "comparison"]) if found else None


def test_two_surveys_differ_by_their_difference_with_newcombes_interval():
    """60 (50-70) and 80 (70-90): the difference is -20 and √(10² + 10²) = 14.1 on either side."""
    row = compared(share(2020, 80.0), share(2022, 60.0)).loc[(2022, "previous_survey")]
    assert row["difference"] == pytest.approx(-20)
    assert row["difference_lower_95"] == pytest.approx(-20 - 200**0.5)
    assert row["difference_upper_95"] == pytest.approx(-20 + 200**0.5)
    assert (row["base_from"], row["base_to"], row["comparison_name"]) == (2020, 2020, "undersökningen 2020")
    # z = 1.96 × 20 / 14.14 = 2.772
    assert row["p"] == pytest.approx(0.00557, abs=1e-4)


def test_the_survey_before_is_the_nearest_one_and_not_an_average():
    row = compared(share(2019, 10.0), share(2020, 80.0), share(2022, 60.0)).loc[(2022, "previous_survey")]
    assert row["difference"] == pytest.approx(-20)


def test_the_first_survey_has_nothing_before_it_and_says_so():
    row = compared(share(2022, 60.0)).loc[(2022, "previous_survey")]
    assert (row["signal"], row["reason"]) == ("not_tested", "Ingen tidigare undersökning finns.")


@pytest.mark.parametrize(
    ("broken", "is_tested"), [((2021,), False), ((2022,), False), ((2020,), True), ((2023,), True)]
)
def test_no_comparison_crosses_a_series_break(broken, is_tested):
    row = compared(share(2020, 80.0), share(2022, 60.0), broken=broken).loc[(2022, "previous_survey")]
    assert (row["signal"] != "not_tested") == is_tested
    assert is_tested or f"seriebrottet {broken[0]}" in row["reason"]
    assert pd.notna(row.get("difference")) == is_tested


def test_a_masked_share_is_left_out_on_both_sides():
    """The survey of 2021 is unknown: 2022 is compared with 2020, and 2021 with nothing."""
    found = compared(share(2020, 80.0), share(2021, float("nan"), None), share(2022, 60.0))
    assert (2021, "previous_survey") not in found.index
    assert found.loc[(2022, "previous_survey"), "difference"] == pytest.approx(-20)


def test_without_limits_there_is_a_reason_and_no_difference():
    for rows in ([share(2020, 80.0, None), share(2022, 60.0)], [share(2020, 80.0), share(2022, 60.0, None)]):
        row = compared(*rows).loc[(2022, "previous_survey")]
        assert row["signal"] == "not_tested"
        assert "saknas för minst en" in row["reason"]


def test_the_country_is_that_of_the_same_year():
    found = compared(share(2022, 60.0), share(2022, 70.0, 1.0, code="00"), share(2020, 10.0, 1.0, code="00"))
    row = found.loc[(2022, "riket")]
    assert row["difference"] == pytest.approx(-10)
    assert (2020, "riket") not in found.index
    assert (2021, "riket") not in compared(share(2021, 60.0), share(2022, 70.0, code="00")).index


def test_another_municipality_and_years_before_the_agreement_are_not_compared():
    assert compared(share(2022, 60.0, code="0881"), share(2020, 80.0, code="0881")) is None
    assert compared(share(2016, 80.0), share(2018, 60.0)) is None
    # A survey from before the agreement is still what a later one is compared with.
    assert compared(share(2018, 80.0), share(2022, 60.0)).loc[
        (2022, "previous_survey"), "difference"
    ] == pytest.approx(-20)


@pytest.mark.parametrize(
    ("percent", "lower", "upper"), [(0.0, 0.0, 4.0), (100.0, 96.0, 100.0), (3.04, 3.05, 6.0)]
)
def test_shares_at_the_ends_and_limits_a_publisher_rounded_past_the_share_do_not_stop_the_work(
    percent, lower, upper
):
    now = value(SAFE["id"], 2022, None, value=percent, unit="procent", lower_95=lower, upper_95=upper)
    row = compared(share(2020, 50.0), now).loc[(2022, "previous_survey")]
    assert row["difference"] == pytest.approx(percent - 50)
    assert row["p"] < 0.001


@pytest.mark.parametrize(
    ("now", "half", "signal"),
    # 20 less, 14.1 on either side; 18 more, √(10² + 2²) = 10.2 below; 5 more, the same.
    [(60.0, 10.0, "lower"), (98.0, 2.0, "higher"), (85.0, 2.0, "none")],
)
def test_the_signal_needs_an_interval_without_zero_and_goes_the_way_of_the_difference(now, half, signal):
    rows = values(share(2020, 80.0), share(2022, now, half))
    frame = indicator_comparison(rows, empty("series_break"), empty("comparison_group"), AGREEMENT)
    row = frame[(frame["year"] == 2022) & (frame["comparison"] == "previous_survey")].iloc[0]
    assert row["signal"] == signal
    assert pd.isna(row["ratio"])
