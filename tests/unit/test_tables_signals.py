"""Without these, chance becomes a signal, or a signal stands beside an interval that leaves it open."""

import pandas as pd
import pytest

from pipelines.tables import comparisons
from pipelines.tables.comparisons import PREVIOUS, TREND
from pipelines.tables.schema import empty
from tests.unit.table_rows import AGREEMENT, OWN, table, value, values

YEARS = tuple(range(2014, 2024))
NEIGHBOURS = tuple(code for code in AGREEMENT.codes if code != OWN)
NAN = float("nan")


def values_of(own_counts, indicator="theft_reported", others=60, country=100_000):
    """One indicator for six municipalities and the country, 2014-2023."""
    rows = []
    for year in YEARS:
        rows.append(value(indicator, year, own_counts[year]))
        rows.append(value(indicator, year, country, code="00", denominator=10_000_000))
        rows += [value(indicator, year, others, code=code) for code in NEIGHBOURS]
    return values(*rows)


NO_GROUPS = table("comparison_group", [])


def compared(own_counts, **changes):
    found = comparisons.indicator_comparison(
        values_of(own_counts, **changes), empty("series_break"), NO_GROUPS, AGREEMENT
    )
    return found[found["municipality_code"] == OWN]


def one(frame, comparison=PREVIOUS, year=2023):
    found = frame[(frame["year"] == year) & (frame["comparison"] == comparison)]
    assert len(found) == 1
    return found.iloc[0]


def test_a_doubling_from_sixty_is_a_signal_upwards_and_a_fall_to_a_fifth_downwards():
    """Six municipalities are too few for a φ of their own: 60 a year have 4.9 in the register."""
    for last, expected in ((130, "higher"), (12, "lower"), (62, "none")):
        row = one(compared(dict.fromkeys(YEARS, 60) | {2023: last}))
        assert row["signal"] == expected, (last, row["p"])
        assert (row["dispersion"], row["dispersion_areas"]) == (4.9, 0)
        assert "ur registret" in row["method"]


def test_ratio_expected_and_family_by_hand():
    """75 against 5 × 60 with the country constant: expected 60, ratio 1.25; alone in its family."""
    row = one(compared(dict.fromkeys(YEARS, 60) | {2023: 75}))
    assert (row["expected"], row["ratio"]) == (60, 1.25)
    assert row["p_adjusted"] == row["p"]


def test_each_municipality_has_its_own_family():
    """Else the neighbours' many comparisons would dilute Lessebo's, or lend it their signals."""
    both = pd.concat([
        values_of(dict.fromkeys(YEARS, 60) | {2023: 100}),
        values_of(dict.fromkeys(YEARS, 60), indicator="vandalism_reported"),
    ])  # fmt: skip
    frame = comparisons.indicator_comparison(both, empty("series_break"), NO_GROUPS, AGREEMENT)
    own = frame[
        (frame["municipality_code"] == OWN) & (frame["year"] == 2023) & (frame["comparison"] == PREVIOUS)
    ]
    p = own.set_index("indicator")
    # Two in the family: the smaller p is doubled (the larger is near 1).
    assert p.loc["theft_reported", "p_adjusted"] == pytest.approx(2 * p.loc["theft_reported", "p"])


def test_only_the_agreements_municipality_is_compared_with_groups_and_by_trend():
    group = table("comparison_group", [
        {"agreement": "x", "comparison": "polisomradet", "comparison_name": "Övriga", "municipality_code": code,
         "municipality": code, "source": "Avtalsfilen"} for code in NEIGHBOURS
    ])  # fmt: skip
    frame = comparisons.indicator_comparison(
        values_of(dict.fromkeys(YEARS, 60)), empty("series_break"), group, AGREEMENT
    )
    others = frame[frame["municipality_code"] != OWN]
    assert set(others["comparison"]) == {PREVIOUS}
    assert set(others["municipality_code"]) == set(NEIGHBOURS)
    own = frame[frame["municipality_code"] == OWN]
    assert set(own["comparison"]) == {PREVIOUS, TREND, "polisomradet"}
    assert set(own["year"]) == set(range(AGREEMENT.valid_from, AGREEMENT.valid_to + 1))


def test_a_group_the_register_does_not_grant_the_indicator_is_left_out():
    """The police's figures exist for the police area only; with the country they would be compared with nothing."""
    group = table("comparison_group", [
        {"agreement": "x", "comparison": name, "comparison_name": name, "municipality_code": "0881",
         "municipality": "Nybro", "source": "Avtalsfilen"} for name in ("polisomradet", "lan", "grannarna")
    ])  # fmt: skip
    frame = comparisons.indicator_comparison(
        values_of(dict.fromkeys(YEARS, 60), indicator="theft_police_reported"),
        empty("series_break"),
        group,
        AGREEMENT,
    )
    assert set(frame["comparison"]) == {PREVIOUS, TREND, "polisomradet", "grannarna"}


def test_what_could_have_been_seen_is_said_for_the_flag_actually_used():
    """20 a year with one comparison in the family: halving is not found with 80 % power; it takes about 0.4."""
    alone = comparisons._detectable(100, 5.0, 1.0, 1.0, 0.05)
    assert 0.3 < alone.decrease_ratio < 0.5
    assert 1.6 < alone.increase_ratio < 1.9
    family = comparisons._detectable(100, 5.0, 1.0, 1.0, 0.10 / 15)
    # With fifteen comparisons in the report a change must be larger to become a signal.
    assert family.decrease_ratio < alone.decrease_ratio
    assert family.increase_ratio > alone.increase_ratio + 0.1
    frame = compared(dict.fromkeys(YEARS, 60))
    tested = frame[(frame["comparison"] == PREVIOUS) & (frame["signal"] != "not_tested")]
    assert tested["detectable_increase"].notna().all()
    assert (tested["detectable_decrease"] < 1).all()
    nothing = one(compared(dict.fromkeys(YEARS, 0) | {2023: 3}))
    assert nothing[["detectable_decrease", "detectable_increase"]].isna().all()


def test_a_signal_never_stands_beside_an_interval_with_one_in_it_or_a_large_p():
    for last in range(4, 161, 12):
        frame = compared(dict.fromkeys(YEARS, 60) | {2023: last})
        sure = frame[frame["signal"].isin(["higher", "lower"])]
        assert ((sure["ratio_upper_95"] < 1) | (sure["ratio_lower_95"] > 1)).all(), last
        assert (sure["p"] <= 0.05).all()
        tested = frame[frame["signal"] != "not_tested"]
        assert (tested["p_adjusted"] >= tested["p"] - 1e-12).all()


@pytest.mark.parametrize(
    ("low", "p", "signal"),
    [(0.98, 0.04, "none"), (1.02, 0.04, "higher"), (1.02, 0.06, "none"), (1.02, 0.15, "none")],
)
def test_a_signal_needs_the_interval_the_plain_and_the_adjusted_p(low, p, signal):
    """The exact interval is a little wider than the mid-P test: p 0.04 may stand beside 0.98–1.90."""
    row = {"municipality_code": OWN, "year": 2023, "comparison": PREVIOUS, "count": 30.0, "expected": 22.0,
           "ratio": 1.4, "ratio_lower_95": low, "ratio_upper_95": 1.9, "p": p, "signal": "none"}  # fmt: skip
    frame = pd.DataFrame(
        [row | dict.fromkeys(("difference", "difference_lower_95", "difference_upper_95"), NAN)]
    )
    assert comparisons._adjusted(frame, 0.20)["signal"].tolist() == [signal]


def test_events_where_there_were_none_are_a_signal_upwards_though_the_ratio_has_no_end():
    row = one(compared(dict.fromkeys(YEARS, 0) | {2023: 30}))
    assert row["signal"] == "higher"
    assert row[["ratio", "ratio_upper_95"]].isna().all()


def test_a_series_that_only_the_country_has_is_no_comparison_and_no_crash():
    """Brå's municipality indicators received for the country alone."""
    rows = [value("car_crime_reported", year, 50_000, code="00", denominator=10_000_000) for year in YEARS]
    frame = comparisons.indicator_comparison(values(*rows), empty("series_break"), NO_GROUPS, AGREEMENT)
    assert frame.empty
