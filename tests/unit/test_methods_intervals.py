"""Intervals for counts, rates and shares. If these fail, every uncertainty in a lägesbild is wrong."""

import numpy as np
import pytest
from scipy import stats

from pipelines.methods.intervals import poisson_interval, poisson_limits, rate, wilson_interval


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    # Garwood 1936, 95 %, as tabulated in textbooks.
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (2, 0.2422, 7.2247), (5, 1.6235, 11.6683), (9, 4.1154, 17.0848)],
)
def test_below_ten_the_interval_is_the_published_exact_one(count, lower, upper):
    low, high, method = poisson_interval(count)
    assert (low, high) == (pytest.approx(lower, abs=5e-5), pytest.approx(upper, abs=5e-5))
    assert method == "exact"


def test_from_ten_the_interval_is_byars_with_x_below_and_x_plus_one_above():
    # By hand, z = 1.959964: 10(1 - 1/90 - z/(3√10))³ and 11(1 - 1/99 + z/(3√11))³. The other formula called
    # Byar's (x + 0.5 on both sides) gives 5.13 and 17.85.
    low, high, method = poisson_interval(10)
    assert (low, high) == (pytest.approx(4.7874, abs=5e-4), pytest.approx(18.3915, abs=5e-4))
    assert method == "byar"


def test_byar_stays_close_to_the_exact_interval():
    # The exact limits for 100 events are 81.36 and 121.63.
    low, high, _ = poisson_interval(100)
    assert (low, high) == (pytest.approx(81.36, abs=0.02), pytest.approx(121.63, abs=0.02))


def test_another_level_gives_its_own_exact_limits():
    # One-sided 5 % point at zero events is -ln 0.05 = 2.9957: the upper end of the 90 % interval.
    assert poisson_interval(0, level=0.90)[1] == pytest.approx(2.9957, abs=5e-5)


def test_the_array_version_keeps_shape_and_switches_cell_by_cell():
    low, high = poisson_limits([[0, 5], [9, 10]])
    assert low == pytest.approx(np.array([[0, 1.6235], [4.1154, 4.7874]]), abs=5e-4)
    assert high == pytest.approx(np.array([[3.6889, 11.6683], [17.0848, 18.3915]]), abs=5e-4)


def test_no_true_level_is_covered_less_than_promised():
    """Coverage summed over every outcome, for true means of 0.5 to 60 events."""
    x = np.arange(200)
    low, high = poisson_limits(x)
    covered = [stats.poisson.pmf(x, m)[(low <= m) & (m <= high)].sum() for m in np.arange(0.5, 60, 0.25)]
    assert min(covered) >= 0.945  # never below 0.95 for the exact part; Byar may miss by half a point


@pytest.mark.parametrize("count", [-1, 2.5, float("nan"), float("inf"), "5", None, [1, 2]])
def test_what_is_not_one_count_is_refused(count):
    with pytest.raises(ValueError, match="must"):
        poisson_interval(count)


@pytest.mark.parametrize("level", [0, 1, 95, -0.5])
def test_a_level_given_in_percent_is_refused(level):
    with pytest.raises(ValueError, match="level"):
        poisson_interval(5, level)


def test_rate_carries_the_limits_to_its_own_scale():
    estimate = rate(5, 8_500)
    # 5/8 500 · 100 000 = 58.82; 1.6235 and 11.6683 on the same scale.
    assert estimate.value == pytest.approx(58.82, abs=0.005)
    assert estimate.lower == pytest.approx(19.10, abs=0.005)
    assert estimate.upper == pytest.approx(137.27, abs=0.005)
    assert (estimate.count, estimate.population, estimate.method) == (5, 8_500, "exact")
    assert rate(5, 8_500, per=1_000).value == pytest.approx(0.5882, abs=5e-5)


def test_a_rate_of_zero_still_has_an_upper_limit():
    assert rate(0, 10_000).upper == pytest.approx(36.889, abs=5e-4)


@pytest.mark.parametrize(
    ("count", "population", "per"),
    [(5, 0, 1), (5, -10, 1), (-5, 10, 1), (5, float("nan"), 1), (5, float("inf"), 1), (5, 10, 0)],
)
def test_a_rate_without_meaning_is_refused(count, population, per):
    with pytest.raises(ValueError, match="must"):
        rate(count, population, per)


@pytest.mark.parametrize(
    ("k", "n", "lower", "upper"),
    # Newcombe 1998 (Stat Med 17:857), table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_newcombes_published_limits(k, n, lower, upper):
    assert wilson_interval(k, n) == (pytest.approx(lower, abs=5e-5), pytest.approx(upper, abs=5e-5))


def test_wilson_for_61_of_82():
    # By hand with z² = 3.8415: (125.8415 ± 1.96·√(3.8415 + 244·(21/82)))/171.683 = 0.7330 ± 0.0930.
    assert wilson_interval(61, 82) == (pytest.approx(0.6399, abs=2e-4), pytest.approx(0.8260, abs=2e-4))


def test_wilson_mirrors_and_stays_within_zero_and_one():
    assert wilson_interval(20, 20) == (pytest.approx(1 - 0.1611, abs=5e-5), 1.0)
    assert wilson_interval(0, 1)[0] == 0.0


@pytest.mark.parametrize(("k", "n"), [(6, 5), (-1, 5), (0, 0), (0, -3), (1.5, 5), (1, float("nan"))])
def test_a_share_that_cannot_be_is_refused(k, n):
    with pytest.raises(ValueError, match="must"):
        wilson_interval(k, n)
