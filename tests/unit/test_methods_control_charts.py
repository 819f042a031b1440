"""Lines of control charts. If these fail, a chart draws limits that ordinary variation crosses, or that
nothing ever crosses."""

import math

import numpy as np
import pytest

from pipelines.methods.control_charts import c_limits, u_limits, xmr_limits

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rate of ten batches.
FLOW_RATE = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]

# Montgomery, Introduction to Statistical Quality Control, printed circuit boards: faults in 26 samples of
# 100 boards (data set "circuit" of the R package qcc).
CIRCUIT_BOARDS = [
    *(21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16),
    *(19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15),
]

# Montgomery, dyed cloth: faults, and inspection units of 50 square metres, in ten rolls (data set "dyedcloth"
# of qcc).
CLOTH_FAULTS = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23]
CLOTH_UNITS = [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5]


def test_xmr_gives_the_limits_of_the_nist_handbook():
    # 50.81 ± 3 · 1.8778/1.128 = 45.8159 and 55.8041 as printed; 2.66 is 3/1.128 rounded.
    limits = xmr_limits(FLOW_RATE)
    assert limits.centre == pytest.approx(50.81)
    assert limits.lower == pytest.approx(45.8159, abs=1e-3)
    assert limits.upper == pytest.approx(55.8041, abs=1e-3)


def test_the_sample_standard_deviation_would_give_other_limits():
    wrong = 50.81 + 3 * np.std(FLOW_RATE, ddof=1)
    assert wrong > 56.7
    assert xmr_limits(FLOW_RATE).upper < 55.81


def test_a_leap_does_not_widen_the_limits_that_show_it():
    # Ranges 2 seven times and 20 twice: mean 6, limit 3.267 · 6 = 19.6. Screened: 12.8 ± 2.66 · 2.
    # Unscreened the reach would be 2.66 · 6 and the upper line 28.76.
    limits = xmr_limits([10, 12, 10, 12, 10, 30, 10, 12, 10, 12])
    assert limits.centre == pytest.approx(12.8)
    assert (limits.lower, limits.upper) == (pytest.approx(7.48), pytest.approx(18.12))


def test_ranges_are_screened_once_only():
    # Ranges 1 sixteen times, 5, 60: mean 4.5, limit 14.7, so 60 goes and the mean of the rest is 21/17. Its
    # own limit of 4.04 would take the 5 as well.
    values = [100, 101] * 8 + [100, 105, 165]
    limits = xmr_limits(values)
    assert limits.upper - limits.centre == pytest.approx(2.66 * 21 / 17)
    assert limits.centre == pytest.approx(sum(values) / 19)


def test_xmr_of_a_constant_series_is_its_value():
    limits = xmr_limits([5, 5, 5])
    assert (limits.centre, limits.lower, limits.upper) == (5, 5, 5)


def test_xmr_may_go_below_zero_and_follows_the_order_of_the_values():
    # Ranges 1, 1, 1 give 1.5 ± 2.66; the same values as 0, 3, 1, 2 have ranges 3, 2, 1 and wider limits.
    assert xmr_limits([0, 1, 2, 3]).lower == pytest.approx(-1.16)
    assert xmr_limits([0, 3, 1, 2]).upper == pytest.approx(1.5 + 2.66 * 2)


@pytest.mark.parametrize("values", [[], [5], [[1, 2], [3, 4]], [1, math.nan, 2], [1, math.inf]])
def test_xmr_refuses_what_is_not_one_series(values):
    with pytest.raises(ValueError, match="values must"):
        xmr_limits(values)


def test_c_chart_gives_montgomerys_trial_limits():
    # qcc prints 19.84615, 6.481447 and 33.21086; the book 19.85, 6.48 and 33.22 from the rounded mean.
    limits = c_limits(CIRCUIT_BOARDS)
    assert limits.centre == pytest.approx(19.84615, abs=5e-6)
    assert limits.lower == pytest.approx(6.481447, abs=5e-7)
    assert limits.upper == pytest.approx(33.21086, abs=5e-6)


def test_c_chart_gives_montgomerys_revised_limits():
    # Without samples 6 and 20: 472/24 = 19.67, limits 6.36 and 32.97.
    limits = c_limits([x for x in CIRCUIT_BOARDS if x not in (5, 39)])
    assert (limits.centre, limits.lower, limits.upper) == (
        pytest.approx(19.67, abs=0.005),
        pytest.approx(6.36, abs=0.005),
        pytest.approx(32.97, abs=0.005),
    )


def test_c_chart_stops_at_zero():
    # Surface defects on 25 steel plates (exercise in Montgomery; worked by Clemson University): mean 2.36,
    # limits 0 and 6.968; unfloored the lower would be -2.25.
    plates = [1, 0, 4, 3, 1, 2, 5, 0, 2, 1, 1, 0, 8, 0, 2, 1, 3, 5, 4, 6, 3, 1, 0, 2, 4]
    limits = c_limits(plates)
    assert (limits.centre, limits.lower) == (pytest.approx(2.36), 0.0)
    assert limits.upper == pytest.approx(6.968, abs=1e-3)


def test_c_chart_uses_the_poisson_spread_not_the_observed_one():
    assert np.std(CIRCUIT_BOARDS, ddof=1) * 3 + 19.85 > 40
    assert c_limits(CIRCUIT_BOARDS).upper < 34
    assert c_limits([0, 0]).upper == 0


@pytest.mark.parametrize("counts", [[], [[1, 2]], 5, [1.5], [-1], [math.nan]])
def test_c_chart_refuses_what_is_not_one_series_of_counts(counts):
    with pytest.raises(ValueError, match="counts must"):
        c_limits(counts)


def test_u_chart_has_limits_of_its_own_for_every_roll():
    # By hand, ū = 153/107.5 = 1.4233: ± 3√(ū/10) = 1.1318, ± 3√(ū/8) = 1.2654, ± 3√(ū/13) = 0.9926.
    limits = u_limits(CLOTH_FAULTS, CLOTH_UNITS)
    assert limits.centre == pytest.approx(1.4233, abs=5e-5)
    assert limits.lower[:3] == pytest.approx([0.2915, 0.1579, 0.4306], abs=1e-4)
    assert limits.upper[:3] == pytest.approx([2.5550, 2.6886, 2.4159], abs=1e-4)


def test_u_chart_with_a_mean_n_would_be_wrong():
    # ū + 3√(ū/10.75) = 2.5149 for every roll.
    upper = u_limits(CLOTH_FAULTS, CLOTH_UNITS).upper
    assert np.abs(upper - 2.5149).min() > 0.01
    assert np.all(np.diff(upper[np.argsort(CLOTH_UNITS)]) <= 0), "more cloth, narrower limits"


def test_u_chart_centre_is_all_events_over_all_exposure():
    # 12/11; the mean of the rates 2 and 1 would be 1.5. Lower limits: 12/11 - 3√(12/11) < 0 at exposure 1.
    limits = u_limits([2, 10], [1, 10])
    assert limits.centre == pytest.approx(12 / 11)
    assert limits.lower.tolist() == [0.0, pytest.approx(12 / 11 - 3 * math.sqrt(12 / 110))]


def test_u_chart_of_equal_exposures_is_the_c_chart():
    c, u = c_limits(CIRCUIT_BOARDS), u_limits(CIRCUIT_BOARDS, [1] * 26)
    assert u.lower == pytest.approx([c.lower] * 26)
    assert u.upper == pytest.approx([c.upper] * 26)


@pytest.mark.parametrize(
    ("counts", "exposures"),
    [
        ([1, 2], [1]),
        ([], []),
        ([[1, 2]], [[1, 2]]),
        ([1, 2], [1, 0]),
        ([1, 2], [1, math.nan]),
        ([1.5, 2], [1, 1]),
    ],
)
def test_u_chart_refuses_what_it_cannot_use(counts, exposures):
    with pytest.raises(ValueError, match="must"):
        u_limits(counts, exposures)
