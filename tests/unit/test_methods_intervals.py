"""Intervals for counts, rates and shares. If these fail, every uncertainty in a lägesbild is wrong."""

import numpy as np
import pytest
from scipy import stats

from pipelines.methods.intervals import (
    clopper_pearson_interval,
    poisson_interval,
    poisson_limits,
    poisson_limits_at_tail,
    pooled_rate,
    rate,
    wilson_interval,
)


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


@pytest.mark.parametrize(
    ("count", "level", "lower", "upper"),
    # Counts of PHEindicatormethods' test of byars_lower/byars_upper; limits as the Office for Health Improvement
    # and Disparities' own PHStatsMethods 0.1.16 gives them.
    [
        (65, 0.95, 50.163188, 82.849139),
        (1045, 0.95, 982.593202, 1110.331213),
        (65, 0.998, 42.880261, 94.000291),
        (1045, 0.998, 947.940704, 1148.806161),
        (10, 0.998, 2.916318, 24.193725),
    ],
)
def test_byar_gives_the_english_health_authoritys_limits(count, level, lower, upper):
    low, high, method = poisson_interval(count, level)
    assert (low, high) == (pytest.approx(lower, abs=5e-6), pytest.approx(upper, abs=5e-6))
    assert method == "byar"
    # Wald and the Byar formula with x on both sides are other numbers than those above.
    z = stats.norm.isf((1 - level) / 2)
    assert low != pytest.approx(count - z * count**0.5, abs=0.01)
    assert high != pytest.approx(count + z * count**0.5, abs=0.01)
    assert high != pytest.approx(count * (1 - 1 / (9 * count) + z / (3 * count**0.5)) ** 3, abs=0.01)


@pytest.mark.parametrize(
    ("count", "population", "lower", "upper"),
    # PHStatsMethods 0.1.16, ph_rate, per 100 000: 9 events by the exact method, 65 and 82 by Byar's.
    [
        (65, 100_000, 50.163188, 82.849139),
        (9, 20_000, 20.576865, 85.424017),
        (82, 80_000, 81.51864, 127.231049),
    ],
)
def test_rates_have_the_english_health_authoritys_limits(count, population, lower, upper):
    estimate = rate(count, population)
    assert estimate.value == pytest.approx(count / population * 100_000)
    assert (estimate.lower, estimate.upper) == (
        pytest.approx(lower, abs=5e-6),
        pytest.approx(upper, abs=5e-6),
    )


@pytest.mark.parametrize(
    ("k", "n", "level", "lower", "upper"),
    # PHStatsMethods 0.1.16, wilson_lower and wilson_upper.
    [(65, 100, 0.95, 0.552544, 0.736358), (20, 100, 0.998, 0.105192, 0.347111)],
)
def test_shares_have_the_english_health_authoritys_limits(k, n, level, lower, upper):
    assert wilson_interval(k, n, level) == (pytest.approx(lower, abs=5e-7), pytest.approx(upper, abs=5e-7))


def test_a_tail_of_its_own_for_each_count():
    low, high = poisson_limits_at_tail([5, 5, 65], [0.025, 0.001, 0.001])
    assert low == pytest.approx([1.6235, 0.7394, 42.8803], abs=5e-5)
    assert high == pytest.approx([11.6683, 16.4547, 94.0003], abs=5e-5)
    low, high = poisson_limits_at_tail([3, 40], 1e-40)
    assert np.all(low >= 0)
    assert np.all(np.isfinite(high))


@pytest.mark.parametrize("tail", [0, 0.5, -0.1, float("nan")])
def test_a_tail_that_cannot_be_is_refused(tail):
    with pytest.raises(ValueError, match="tail"):
        poisson_limits_at_tail(5, tail)


def test_years_together_are_a_rate_of_sums_not_a_mean_of_rates():
    # 2 of 1 000 and 30 of 9 000: 32 of 10 000 person-years. The mean of the rates would be 266.7.
    pooled = pooled_rate([2, 30], [1_000, 9_000])
    assert pooled.value == pytest.approx(320)
    assert pooled.value != pytest.approx((200 + 30 / 9_000 * 100_000) / 2, rel=0.1)
    # Byar for 32: 32(1 - 1/288 - z/(3√32))³ = 21.8842 and 33(1 - 1/297 + z/(3√33))³ = 45.1760.
    assert (pooled.lower, pooled.upper) == (
        pytest.approx(218.842, abs=0.002),
        pytest.approx(451.760, abs=0.002),
    )
    assert (pooled.count, pooled.population, pooled.method) == (32, 10_000, "byar")


def test_years_together_keep_scale_and_level():
    # No events in three years of 1 000: the 90 % upper limit is -ln 0.05 = 2.9957 in 3 000 person-years.
    pooled = pooled_rate([0, 0, 0], [1_000, 1_000, 1_000], per=1_000, level=0.9)
    assert (pooled.value, pooled.upper) == (0, pytest.approx(2.995732 / 3, abs=5e-7))


@pytest.mark.parametrize(
    ("counts", "populations"),
    [([], []), ([1, 2], [10]), ([1], [0]), ([-1], [10]), ([1.5], [10]), ([[1]], [[10]]), (1, 10)],
)
def test_years_that_cannot_be_pooled_are_refused(counts, populations):
    with pytest.raises(ValueError, match="must"):
        pooled_rate(counts, populations)


@pytest.mark.parametrize(
    ("k", "n", "lower", "upper"),
    # Newcombe 1998 (Stat Med 17:857), table I, method 5.
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_clopper_pearson_gives_newcombes_published_limits(k, n, lower, upper):
    limits = clopper_pearson_interval(k, n)
    assert limits == (pytest.approx(lower, abs=5e-5), pytest.approx(upper, abs=5e-5))
    half = 1.96 * (k / n * (1 - k / n) / n) ** 0.5
    assert limits != (pytest.approx(k / n - half, abs=1e-3), pytest.approx(k / n + half, abs=1e-3)), "Wald"
    assert limits != (pytest.approx(wilson_interval(k, n), abs=5e-4)), "Wilson"


def test_clopper_pearson_at_none_and_all_is_a_root():
    # 1 - 0.025^(1/20), and its mirror image; at 90 % with 0.05.
    assert clopper_pearson_interval(0, 20)[1] == pytest.approx(1 - 0.025 ** (1 / 20))
    assert clopper_pearson_interval(20, 20) == (pytest.approx(0.025 ** (1 / 20)), 1.0)
    assert clopper_pearson_interval(0, 20, 0.9)[1] == pytest.approx(1 - 0.05 ** (1 / 20))


@pytest.mark.parametrize(
    ("k", "n", "level"), [(6, 5, 0.9), (-1, 5, 0.9), (0, 0, 0.9), (1.5, 5, 0.9), (1, 5, 95), (1, 5, 1)]
)
def test_an_exact_share_that_cannot_be_is_refused(k, n, level):
    with pytest.raises(ValueError, match="must"):
        clopper_pearson_interval(k, n, level)
