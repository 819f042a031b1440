"""Trends over years. If these fail, a report calls chance a rise, or a rise chance."""

import math
from itertools import permutations

import numpy as np
import pytest
from scipy import stats

from pipelines.methods.trend import kendall_trend, poisson_trend, seasonal_kendall

# Train-road collisions in Great Britain 1975-2003 and million train-km (Agresti 2007, An Introduction to
# Categorical Data Analysis, table 3.4).
COLLISIONS = [2, 12, 8, 4, 3, 2, 2, 3, 7, 3, 5, 13, 6, 4, 4, 2, 6, 4, 4, 4, 2, 2, 1, 4, 2, 3, 4, 3, 3]
TRAIN_KM = [
    *[436, 426, 425, 430, 426, 430, 417, 372, 401, 389, 418, 414, 397, 443, 436, 431, 439, 430, 425, 415],
    *[423, 437, 463, 487, 505, 503, 508, 516, 518],
]
# New AIDS cases in Belgium 1981-1993 (Wood 2006, Generalized Additive Models, 2.3.2).
BELGIUM = [12, 14, 33, 50, 67, 74, 123, 141, 165, 204, 253, 246, 240]
# Monthly temperature at Nottingham Castle 1920-1939: data set nottem of R.
NOTTINGHAM = """
40.6 40.8 44.4 46.7 54.1 58.5 57.7 56.4 54.3 50.5 42.9 39.8 44.2 39.8 45.1 47.0 54.1 58.7 66.3 59.9 57.0 54.2 39.7 42.8
37.5 38.7 39.5 42.1 55.7 57.8 56.8 54.3 54.3 47.1 41.8 41.7 41.8 40.1 42.9 45.8 49.2 52.7 64.2 59.6 54.4 49.2 36.3 37.6
39.3 37.5 38.3 45.5 53.2 57.7 60.8 58.2 56.4 49.8 44.4 43.6 40.0 40.5 40.8 45.1 53.8 59.4 63.5 61.0 53.0 50.0 38.1 36.3
39.2 43.4 43.4 48.9 50.6 56.8 62.5 62.0 57.5 46.7 41.6 39.8 39.4 38.5 45.3 47.1 51.7 55.0 60.4 60.5 54.7 50.3 42.3 35.2
40.8 41.1 42.8 47.3 50.9 56.4 62.2 60.5 55.4 50.2 43.0 37.3 34.8 31.3 41.0 43.9 53.1 56.9 62.5 60.3 59.8 49.2 42.9 41.9
41.6 37.1 41.2 46.9 51.2 60.4 60.1 61.6 57.0 50.9 43.0 38.8 37.1 38.4 38.4 46.5 53.5 58.4 60.6 58.2 53.8 46.6 45.5 40.6
42.4 38.4 40.3 44.6 50.9 57.0 62.1 63.5 56.3 47.3 43.6 41.8 36.2 39.3 44.5 48.7 54.2 60.8 65.5 64.9 60.1 50.2 42.1 35.8
39.4 38.2 40.4 46.9 53.4 59.6 66.5 60.4 59.2 51.2 42.8 45.8 40.0 42.6 43.5 47.1 50.0 60.5 64.6 64.0 56.8 48.6 44.2 36.4
37.3 35.0 44.0 43.9 52.7 58.6 60.0 61.1 58.1 49.6 41.6 41.3 40.8 41.0 38.4 47.4 54.1 58.6 61.4 61.8 56.3 50.9 41.4 37.1
42.1 41.2 47.3 46.6 52.4 59.0 59.6 60.4 57.0 50.7 47.8 39.2 39.4 40.9 42.4 47.8 52.4 58.0 60.7 61.8 58.2 46.7 46.6 37.8
"""


def test_agrestis_train_collisions_per_kilometre():
    # Agresti 2007, 3.3.3: log rate = -4.21 - 0.0329 · year, standard error 0.011 (0.01076 with R). At φ = 1 the
    # limits are exp(-0.03292 ± 1.96 · 0.01076) and z = -3.06.
    found = poisson_trend(COLLISIONS, TRAIN_KM, range(1975, 2004), dispersion=1)
    assert math.log(found.annual_ratio) == pytest.approx(-0.0329, abs=5e-5)
    assert found.lower == pytest.approx(math.exp(-0.03292 - 1.96 * 0.01076), abs=2e-5)
    assert found.upper == pytest.approx(math.exp(-0.03292 + 1.96 * 0.01076), abs=2e-5)
    assert found.p == pytest.approx(2 * stats.norm.sf(0.03292 / 0.01076), rel=5e-3)
    assert (found.dispersion, found.degrees_of_freedom) == (1, None)


def test_the_cases_in_belgium_with_unrest_of_their_own():
    # R: glm(y ~ t, poisson) gives 0.202121, standard error 0.007771, 11 degrees of freedom (Wood 2006). φ by
    # hand from the fitted exp(3.140590 + 0.202121 t), as R's quasipoisson: Σ(y - m)²/m / 11.
    fitted = np.exp(3.140590 + 0.202121 * np.arange(1, 14))
    phi = ((BELGIUM - fitted) ** 2 / fitted).sum() / 11
    found = poisson_trend(BELGIUM, np.ones(13), range(1981, 1994))
    assert found.annual_ratio == pytest.approx(math.exp(0.202121), abs=1e-6)
    assert found.dispersion == pytest.approx(phi, rel=1e-4)
    assert phi > 6
    # t with 11 degrees of freedom: 2.2010 at 97.5 %, where the normal distribution has 1.96.
    error = 0.007771 * math.sqrt(phi)
    assert found.lower == pytest.approx(math.exp(0.202121 - 2.2010 * error), abs=1e-4)
    assert found.upper == pytest.approx(math.exp(0.202121 + 2.2010 * error), abs=1e-4)
    assert found.p == pytest.approx(2 * stats.t.sf(0.202121 / error, 11), rel=2e-3)
    assert found.degrees_of_freedom == 11


def test_a_series_on_its_line_does_not_beat_chance():
    # 10, 20, 40, 80, 160 lie exactly on a doubling: φ by the textbook is 0 and p is 0. With φ = 1 the error is
    # that of chance alone, with the weights 10..160 around their mean year 980/310 = 3.1613:
    # 10·3.1613² + 20·2.1613² + 40·1.1613² + 80·0.1613² + 160·0.8387² = 361.94; error 1/√361.94.
    weights, times = np.array([10, 20, 40, 80, 160]), np.arange(5)
    spread = (weights * (times - 980 / 310) ** 2).sum()
    found = poisson_trend(weights, np.ones(5), times)
    assert spread == pytest.approx(361.94, abs=0.01)
    assert found.dispersion == 1
    assert found.annual_ratio == pytest.approx(2)
    assert found.upper == pytest.approx(2 * math.exp(3.1824 / math.sqrt(361.94)), rel=1e-4)  # t, 3 degrees
    assert found.p == pytest.approx(2 * stats.t.sf(math.log(2) * math.sqrt(361.94), 3), rel=1e-3)


def test_up_and_down_is_no_growth():
    # The mean of the yearly changes +100 %, -50 %, +100 %, -50 % is +25 % a year; the series is symmetrical.
    found = poisson_trend([10, 20, 10, 20, 10], np.ones(5), range(2020, 2025))
    assert found.annual_ratio == pytest.approx(1, abs=1e-9)
    assert found.p == pytest.approx(1, abs=1e-6)


def test_more_inhabitants_are_no_more_crime_each():
    # Both double in four years: the rate is 1 per 100 throughout. Without the offset the ratio would be 1.19.
    people = np.array([1000, 1200, 1400, 1700, 2000])
    found = poisson_trend(people // 100, people, range(2020, 2025))
    assert found.annual_ratio == pytest.approx(1, abs=1e-9)


def test_order_of_years_scale_of_exposure_and_gaps():
    years = np.array([2014, 2016, 2017, 2020, 2021, 2024])
    counts, people = np.array([31, 22, 25, 17, 20, 12]), np.array([8300, 8350, 8400, 8450, 8500, 8520])
    plain = poisson_trend(counts, people, years)
    turned = poisson_trend(counts[::-1], people[::-1] / 100_000, years[::-1])
    assert turned.annual_ratio == pytest.approx(plain.annual_ratio, rel=1e-9)
    assert turned.p == pytest.approx(plain.p, rel=1e-6)
    # The score equation of the best fit: Σ year · (count - expected) = 0, with the gaps counted as years.
    expected = people * plain.annual_ratio ** (years - 2014.0)
    expected *= counts.sum() / expected.sum()
    assert (years * (counts - expected)).sum() == pytest.approx(0, abs=1e-4)


def test_a_pooled_dispersion_is_used_as_given():
    counts, years = [18, 22, 16, 12, 14, 9], range(2019, 2025)
    calm, restless = (poisson_trend(counts, np.ones(6), years, dispersion=phi) for phi in (1, 2.25))
    wide, narrow = (math.log(found.upper / found.annual_ratio) for found in (restless, calm))
    assert wide / narrow == pytest.approx(1.5)
    assert restless.annual_ratio == calm.annual_ratio
    # z scales by 1/√φ.
    assert stats.norm.isf(calm.p / 2) / stats.norm.isf(restless.p / 2) == pytest.approx(1.5)
    assert (restless.dispersion, restless.degrees_of_freedom) == (2.25, None)


def test_the_level_is_that_of_t():
    inner, outer = (poisson_trend(BELGIUM, np.ones(13), range(13), level=level) for level in (0.8, 0.95))
    ratio = math.log(outer.upper / outer.annual_ratio) / math.log(inner.upper / inner.annual_ratio)
    assert ratio == pytest.approx(2.2010 / 1.3634, abs=1e-4)  # tabulated t at 97.5 % and 90 %, 11 degrees


@pytest.mark.parametrize(
    "bad",
    [
        {"counts": [5, 4, 3, 2], "exposures": np.ones(4), "years": range(4)},
        {"counts": [5, 4, 3, 2], "dispersion": 1, "exposures": np.ones(4), "years": range(4)},
        {"counts": [0, 0, 0, 0, 0]},
        {"counts": [9, 0, 0, 0, 0]},
        {"counts": [0, 0, 0, 0, 9]},
        {"counts": [9, 0, 0, 0, 0], "years": [2024, 2023, 2022, 2021, 2020]},
        {"counts": [5, 4, 3.5, 2, 1]},
        {"counts": [5, 4, -3, 2, 1]},
        {"counts": [5, 4, math.nan, 2, 1]},
        {"counts": [5, 4, 3, 2]},
        {"counts": [[5, 4, 3, 2, 1]]},
        {"exposures": [1, 1, 1, 1, 0]},
        {"exposures": [1, 1, 1, 1]},
        {"years": [2020, 2021, 2021, 2022, 2023]},
        {"years": [2020, 2021, 2021.5, 2022, 2023]},
        {"dispersion": 0.8},
        {"dispersion": math.nan},
        {"level": 95},
    ],
)
def test_a_poisson_trend_without_meaning_is_refused(bad):
    good = {"counts": [9, 7, 8, 5, 4], "exposures": np.ones(5), "years": range(2020, 2025)}
    assert poisson_trend(**good).annual_ratio < 1
    with pytest.raises(ValueError, match="must"):
        poisson_trend(**{**good, **bad})


def test_a_slope_without_end_is_named_as_such():
    # With all events in the last year, any steeper slope fits better still.
    for counts in ([0, 0, 0, 0, 9], [9, 0, 0, 0, 0]):
        with pytest.raises(ValueError, match="first or the last year"):
            poisson_trend(counts, np.ones(5), range(5))


def test_all_events_in_a_year_within_the_series_have_a_slope():
    assert poisson_trend([0, 0, 9, 0, 0], np.ones(5), range(5)).annual_ratio == pytest.approx(1)


def test_four_falling_years_can_not_be_significant():
    # Two of the 24 orders are that extreme: 2/24.
    assert kendall_trend([9, 7, 4, 1]).p == pytest.approx(2 / 24)
    assert kendall_trend([9, 7, 4]).p == pytest.approx(2 / 6)
    assert kendall_trend([9, 7, 4, 3, 1]).p == pytest.approx(2 / 120)


def test_gilberts_four_values():
    # Gilbert 1987, 16.4.1: 10, 15, 14, 20 has S = 4 and a one-sided probability of 0.167.
    found = kendall_trend([10, 15, 14, 20])
    assert found.score == 4
    assert found.p == pytest.approx(2 * 0.167, abs=1e-3)


@pytest.mark.parametrize(
    ("n", "one_sided"),
    # Gilbert 1987, table A18 (Kendall 1975): P(S >= s).
    [
        (4, {2: 0.375, 4: 0.167, 6: 0.042}),
        (5, {2: 0.408, 4: 0.242, 6: 0.117, 8: 0.042, 10: 0.0083}),
        (8, {8: 0.199, 10: 0.138, 12: 0.089, 14: 0.054, 16: 0.031, 18: 0.016, 20: 0.0071, 22: 0.0028}),
        (10, {15: 0.108, 17: 0.078, 19: 0.054, 21: 0.036, 23: 0.023, 25: 0.014, 27: 0.0083, 29: 0.0046}),
    ],
)
def test_kendalls_table(n, one_sided):
    for score, probability in one_sided.items():
        # Falling pairs are made one at a time: the largest value moved that many steps back, then the next.
        series, falling = list(range(n)), (n * (n - 1) // 2 - score) // 2
        for end in range(n - 1, 0, -1):
            back = min(falling, end)
            series.insert(end - back, series.pop(end))
            falling -= back
        found = kendall_trend(series)
        assert found.score == score
        assert found.p / 2 == pytest.approx(probability, abs=6e-4 if probability > 0.01 else 6e-5)


@pytest.mark.parametrize("n", [2, 3, 6, 9, 20, 35])
def test_without_ties_scipy_agrees(n):
    series = np.random.default_rng(n).normal(size=n)
    expected = stats.kendalltau(np.arange(n), series, method="exact").pvalue
    assert kendall_trend(series).p == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    "series",
    [(3, 3, 1, 1), (5, 4, 4, 2, 2), (7, 7, 7, 3, 1, 0), (1, 2, 2, 2, 3, 3, 5), (4, 4, 4), (0, 0, 0, 0, 0, 6)],
)
def test_with_ties_p_is_that_of_all_orders(series):
    def score(order):
        return sum(np.sign(b - a) for i, a in enumerate(order) for b in order[i + 1 :])

    scores = [abs(score(order)) for order in permutations(series)]
    found = kendall_trend(series)
    assert found.score == score(series)
    assert found.p == pytest.approx(np.mean([other >= abs(found.score) for other in scores]))


def test_with_ties_the_normal_approximation_is_left_behind():
    # 3, 3, 1, 1: 6 orders, 2 as extreme: 1/3. The tie-corrected z = 3/√(26/3 - 2) gives 0.245.
    assert kendall_trend([3, 3, 1, 1]).p == pytest.approx(1 / 3)


def test_theils_slope_with_hollander_and_wolfes_ranks():
    # Hollander & Wolfe 1999, example 9.1 (cloud seeding, Smith 1967): S = -6, P(S <= -6) = 0.117, slope
    # -0.056. The ten slopes in order: -0.15, -0.13, -0.08, -0.07, -0.0575, -0.055, -0.045, -0.0333, 0.01, 0.04.
    double_ratio = [1.26, 1.27, 1.12, 1.16, 1.03]
    found = kendall_trend(double_ratio, level=0.90)
    assert (found.score, found.slope) == (-6, pytest.approx(-0.05625))
    assert found.p == pytest.approx(2 * 0.117, abs=1e-3)
    # P(S >= 8) = 5/120 <= 0.05: k = 8, M = (10 - 8 + 2)/2 = 2. At 95 % k = 10 and M = 1.
    assert (found.lower, found.upper) == (pytest.approx(-0.13), pytest.approx(0.01))
    wide = kendall_trend(double_ratio)
    assert (wide.lower, wide.upper) == (pytest.approx(-0.15), pytest.approx(0.04))


def test_sen_limits_hold_the_true_slope_as_often_as_promised():
    # Over all 720 equally likely orders of six residuals. k = 13 at 95 %: P(|S| < 13) = 1 - 2 · 6/720 = 0.9833
    # (P(S >= 11) = 20/720 = 0.028 is above 0.025), so M = (15 - 13 + 2)/2 = 2.
    residuals, steps = (0.0, 1.3, 2.1, 4.6, 5.2, 7.7), np.arange(6)
    found = [kendall_trend(np.array(order) + 3 * steps) for order in permutations(residuals)]
    covered = np.mean([one.lower - 1e-9 <= 3 <= one.upper + 1e-9 for one in found])
    assert covered == pytest.approx(1 - 12 / 720)


def test_four_values_have_no_limits():
    found = kendall_trend([9, 7, 4, 1])
    assert (found.lower, found.upper) == (-math.inf, math.inf)
    # -3, -3, -3, -8/3, -2.5, -2: the median is half of -3 - 8/3.
    assert found.slope == pytest.approx(-17 / 6)


def test_equal_values_are_no_trend():
    found = kendall_trend([4, 4, 4, 4, 4, 4])
    assert (found.score, found.p, found.slope, found.lower, found.upper) == (0, 1, 0, 0, 0)


@pytest.mark.parametrize("bad", [[], [5], [5, math.nan, 3], [5, math.inf, 3], [[5, 4], [3, 2]], 5])
def test_kendall_refuses_what_is_no_series(bad):
    with pytest.raises(ValueError, match="must"):
        kendall_trend(bad)
    with pytest.raises(ValueError, match="level"):
        kendall_trend([3, 2, 1], level=95)


def test_seasonal_kendall_at_nottingham():
    # R package trend 1.1.6, smk.test(nottem): S = 224, varS = 11364, z = 2.0919, p = 0.03645.
    table = np.array(NOTTINGHAM.split(), dtype=float).reshape(20, 12)
    found = seasonal_kendall(table)
    assert (found.score, found.variance) == (224, pytest.approx(11364))
    assert found.p == pytest.approx(0.03645, abs=5e-6)


def test_seasons_are_compared_only_with_themselves():
    # Summer is high and winter low; each falls by one a year. As one series the score is drowned by the season.
    table = np.array([[3, 30], [2, 29], [1, 28]])
    found = seasonal_kendall(table)
    # S = -3 - 3; variance 2 · 3·2·11/18 = 22/3; z = 5/√(22/3) = 1.8464.
    assert (found.score, found.variance, found.slope) == (-6, pytest.approx(22 / 3), -1)
    assert found.p == pytest.approx(2 * stats.norm.sf(1.846372), abs=1e-6)
    assert kendall_trend(table.ravel()).p > 0.5


def test_ties_and_missing_seasons_shrink_the_variance():
    # Season 1: 2, 2, 5, 5: S = 4, variance (4·3·13 - 2 · 2·1·9)/18 = 120/18. Season 2: 1, -, 3, 2: S = 1,
    # 3·2·11/18 = 66/18. z = 4/√(186/18). Slopes 0, 1.5, 1, 3, 1.5, 0 and 1, 1/3, -1: median 1.
    found = seasonal_kendall([[2, 1], [2, math.nan], [5, 3], [5, 2]])
    assert (found.score, found.variance, found.slope) == (5, pytest.approx(186 / 18), pytest.approx(1))
    assert found.p == pytest.approx(2 * stats.norm.sf(4 / math.sqrt(186 / 18)))


def test_no_change_in_any_season():
    found = seasonal_kendall([[3, 8], [3, 8], [3, 8]])
    assert (found.score, found.variance, found.p, found.slope) == (0, 0, 1, 0)


def test_the_normal_approximation_holds_for_three_years_of_months():
    # Exactly: each month's score is -3, -1, 1, 3 with 1, 2, 2, 1 of 6 chances, twelve months summed.
    exact = np.array([1.0])
    for _ in range(12):
        exact = np.convolve(exact, np.array([1, 0, 2, 0, 2, 0, 1]) / 6)
    # Rising in all months but three, which fall by one pair: 9 · 3 - 3 · 1 = 24.
    table = np.tile([[1], [2], [3]], (1, 12))
    table[:, :3] = [[2], [3], [1]]
    found = seasonal_kendall(table)
    assert found.score == 24
    assert found.p == pytest.approx(2 * exact[36 + 24 :].sum(), abs=2e-3)


@pytest.mark.parametrize(
    "bad",
    [[1, 2, 3], [[1, 2, 3]], [[1, math.nan], [math.nan, 2]], [[1, math.inf], [2, 3]], np.empty((0, 12))],
)
def test_seasonal_kendall_refuses_what_it_cannot_compare(bad):
    with pytest.raises(ValueError, match="must"):
        seasonal_kendall(bad)
