"""Without these, noise is printed as change, a break as a trend, or a hidden count can be worked out."""

import numpy as np
import pandas as pd
import pytest

from pipelines import agreement as agreements
from pipelines.paths import RAW
from pipelines.tables import comparisons
from pipelines.tables.comparisons import LEAST_BASE_YEARS, PREVIOUS, Series
from pipelines.tables.schema import empty

AGREEMENT = agreements.load(RAW / "lessebo-exempel")
YEARS = range(2014, 2024)


def series(own, country=1000, others=20, **changes):
    """Lessebo's counts per year; the five others and the country constant; 8 500 inhabitants everywhere."""
    counts = {("0761", year): n for year, n in zip(YEARS, own, strict=True) if n is not None}
    for code in ("0760", "0763", "0834", "0862", "0881"):
        counts |= {(code, year): others for year in YEARS}
    if country is not None:
        counts |= {("00", year): country for year in YEARS}
    people = {(code, year): 8500 for code in AGREEMENT.codes for year in YEARS}
    people |= {("00", year): 10_000_000 for year in YEARS}
    given = {"hidden": set(), "preliminary": set(), "breaks": ()} | changes
    return Series(counts, people, **given)


STEADY = [20] * 10


def test_a_steady_series_is_compared_with_the_five_years_before():
    row = comparisons.against_previous_years(series(STEADY), AGREEMENT, 2023)
    assert (row["count"], row["base_count"], row["base_years"]) == (20, 100, 5)
    assert row["expected"] == pytest.approx(20)
    assert row["ratio"] == pytest.approx(1)
    assert row["p"] > 0.9


def test_the_base_is_the_five_years_before_and_the_exposure_the_countrys_counts():
    """A common national fall of a half is no local fall: 10 against 20 a year, and the country 500 for 1 000."""
    own = series([*STEADY[:9], 10])
    own.counts["00", 2023] = 500
    row = comparisons.against_previous_years(own, AGREEMENT, 2023)
    assert (row["base_from"], row["base_to"]) == (2018, 2022)
    assert row["expected"] == pytest.approx(10)
    assert row["ratio"] == pytest.approx(1)
    assert "riket" in row["method"]


def test_without_a_country_the_population_is_the_exposure_and_it_says_so():
    row = comparisons.against_previous_years(series(STEADY, country=None), AGREEMENT, 2023)
    assert "folkmängden" in row["method"]
    assert row["expected"] == pytest.approx(20)


def test_no_test_crosses_a_break_and_fewer_than_three_years_give_none():
    broken = series(STEADY, breaks=(2021,))
    row = comparisons.against_previous_years(broken, AGREEMENT, 2023)
    assert row["signal"] == "not_tested"
    assert "2021" in row["reason"]
    assert "p" not in row
    after = comparisons.against_previous_years(series(STEADY, breaks=(2019,)), AGREEMENT, 2023)
    assert (after["base_from"], after["base_years"]) == (2019, 4)
    assert LEAST_BASE_YEARS == 3


def test_a_break_in_the_assessed_year_itself_leaves_nothing_to_compare_with():
    row = comparisons.against_previous_years(series(STEADY, breaks=(2023,)), AGREEMENT, 2023)
    assert row["signal"] == "not_tested"


@pytest.mark.parametrize("kind", ["hidden", "preliminary"])
def test_hidden_and_preliminary_years_are_never_tested(kind):
    own = series([*STEADY[:9], None], **{kind: {("0761", 2023)}})
    for row in (
        comparisons.against_previous_years(own, AGREEMENT, 2023),
        comparisons.against_group(own, AGREEMENT, 2023, 0),
    ):
        assert row["signal"] == "not_tested"
        assert row["reason"]
        assert row.get("count") is None


def test_a_hidden_year_in_the_base_cannot_be_worked_out_from_the_sum():
    own = series([20, 20, 20, 20, 20, None, 20, 20, 20, 20], hidden={("0761", 2019)})
    row = comparisons.against_previous_years(own, AGREEMENT, 2023)
    assert row["signal"] == "not_tested"
    assert row.get("base_count") is None


def test_a_group_with_a_member_missing_is_not_summed_as_if_whole():
    own = series(STEADY)
    del own.counts["0881", 2023]
    row = comparisons.against_group(own, AGREEMENT, 2023, 0)
    assert row["signal"] == "not_tested"
    assert "delar av gruppen" in row["reason"]


def test_a_rate_is_compared_with_the_groups_pooled_rate():
    """40 against 5 × 20 in five municipalities of the same size: expected 20, ratio 2."""
    row = comparisons.against_group(series([*STEADY[:9], 40]), AGREEMENT, 2023, 0)
    assert (row["count"], row["base_count"]) == (40, 100)
    assert row["expected"] == pytest.approx(20)
    assert row["ratio"] == pytest.approx(2)


def test_spread_between_years_is_estimated_and_states_its_municipalities():
    restless = series(STEADY)
    for i, year in enumerate(YEARS):
        for code in ("0760", "0763", "0834", "0862", "0881"):
            restless.counts[code, year] = 10 if i % 2 else 30
    phi, areas = comparisons.dispersion_of(restless, AGREEMENT, 2023)
    calm, _ = comparisons.dispersion_of(series(STEADY), AGREEMENT, 2023)
    assert areas == 6
    assert phi > 3
    assert calm == 1.0


def test_without_any_basis_for_the_spread_there_is_no_test():
    rare = series([0] * 10, others=0)
    row = comparisons.against_previous_years(rare, AGREEMENT, 2023)
    assert row["signal"] == "not_tested"
    assert "skattas" in row["reason"]


def values_of(own_counts):
    """An indicator_value table with one indicator for six municipalities and the country."""
    rows = []
    for code in (*AGREEMENT.codes, "00"):
        for year in YEARS:
            n = own_counts[year] if code == "0761" else 100_000 if code == "00" else 60
            rows.append(
                dict.fromkeys(empty("indicator_value").columns)
                | {
                    "municipality_code": code,
                    "indicator": "theft_reported",
                    "year": year,
                    "count": n,
                    "denominator": 10_000_000 if code == "00" else 8500,
                    "status": "final",
                    "suppressed": False,
                }
            )
    frame = pd.DataFrame(rows)
    return frame.assign(
        suppressed=frame["suppressed"].astype("boolean"), count=frame["count"].astype("Int64")
    )


def test_a_doubling_from_sixty_is_a_signal_upwards_and_a_halving_downwards():
    breaks = empty("series_break")
    for last, expected in ((120, "higher"), (25, "lower"), (62, "none")):
        counts = dict.fromkeys(YEARS, 60) | {2023: last}
        frame = comparisons.indicator_comparison(values_of(counts), breaks, AGREEMENT)
        row = frame[(frame["year"] == 2023) & (frame["comparison"] == PREVIOUS)].iloc[0]
        assert row["signal"] == expected, (last, row["p"])


def test_what_could_have_been_seen_is_said_for_the_flag_actually_used():
    """20 a year with one comparison in the family: halving is not found with 80 % power; it takes about 0.4."""
    row = comparisons._detectable(
        {"base_count": 100, "base_exposure": 5.0, "exposure": 1.0, "dispersion": 1.0}, alpha=0.05
    )
    assert 0.3 < row["detectable_decrease"] < 0.5
    assert 1.6 < row["detectable_increase"] < 1.9
    family = comparisons._detectable(
        {"base_count": 100, "base_exposure": 5.0, "exposure": 1.0, "dispersion": 1.0}, alpha=0.10 / 15
    )
    # With fifteen comparisons in the report a change must be larger to become a signal.
    assert family["detectable_decrease"] < row["detectable_decrease"]
    assert family["detectable_increase"] > row["detectable_increase"] + 0.1
    frame = comparisons.indicator_comparison(
        values_of(dict.fromkeys(YEARS, 60)), empty("series_break"), AGREEMENT
    )
    tested = frame[(frame["comparison"] == PREVIOUS) & (frame["signal"] != "not_tested")]
    assert tested["detectable_increase"].notna().all()
    assert comparisons._detectable({"base_count": 0}, 0.05) == {}


def test_a_signal_never_stands_beside_an_interval_with_one_in_it():
    for last in range(20, 121, 4):
        frame = comparisons.indicator_comparison(
            values_of(dict.fromkeys(YEARS, 60) | {2023: last}), empty("series_break"), AGREEMENT
        )
        sure = frame[frame["signal"].isin(["higher", "lower"])]
        assert ((sure["ratio_upper_95"] < 1) | (sure["ratio_lower_95"] > 1)).all(), last


def test_a_signal_needs_both_the_adjusted_and_the_plain_p():
    frame = comparisons.indicator_comparison(
        values_of(dict.fromkeys(YEARS, 60) | {2023: 75}), empty("series_break"), AGREEMENT
    )
    tested = frame[frame["signal"] != "not_tested"]
    assert (tested["p_adjusted"] >= tested["p"] - 1e-12).all()
    signals = tested[tested["signal"].isin(["higher", "lower"])]
    assert (signals["p"] <= 0.05).all()


def test_few_stable_series_are_flagged():
    """Stable Poisson series of 20 a year: at most six in a hundred flagged before adjustment."""
    rng = np.random.default_rng(7)
    flagged = 0
    for _ in range(300):
        own = series(list(rng.poisson(20, 10)))
        for code in ("0760", "0763", "0834", "0862", "0881"):
            for year in YEARS:
                own.counts[code, year] = int(rng.poisson(20))
        phi, _ = comparisons.dispersion_of(own, AGREEMENT, 2023)
        found = comparisons._tested(
            own.counts["0761", 2023], 1.0, own.sum("0761", list(range(2018, 2023))), 5.0, phi
        )
        flagged += found["p"] < 0.05
    assert flagged / 300 <= 0.06
