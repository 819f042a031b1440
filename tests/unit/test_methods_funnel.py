"""Funnel limits. If these fail, small municipalities are called outliers for being small, or real outliers hide in
a spread that is common to all."""

import math

import numpy as np
import pytest
from scipy import stats

from pipelines.methods.funnel import (
    count_scores,
    count_significance,
    overdispersion,
    rate_limits,
    ratio_limits,
    share_limits,
    share_scores,
    share_significance,
)
from pipelines.methods.intervals import clopper_pearson_interval, poisson_limits

# PHEindicatormethods, testdata_funnel_ratio_outputs.csv: observed events and the expected ones at which they lie on
# the lower and upper 95 % (2s) and the lower and upper 99.8 % (3s) limits.
RATIO = [
    (1, 5.571644585, 0.025317898, 9.233410143, 0.001000547),
    (2, 7.224687515, 0.242209467, 11.22886836, 0.04540199),
    (4, 10.24158653, 1.089865762, 14.79414916, 0.42855244),
    (10, 18.39035799, 4.795387629, 24.13397235, 2.960519925),
    (30, 42.82687112, 20.24087434, 51.08312418, 15.86916711),
    (100, 121.6268111, 81.36400699, 134.9243187, 71.92139974),
    (716, 770.4222128, 664.5083011, 802.60414, 636.1521174),
]


@pytest.mark.parametrize(("events", "low_95", "high_95", "low_998", "high_998"), RATIO)
def test_ratio_limits_are_the_english_health_authoritys(events, low_95, high_95, low_998, high_998):
    near = {"rel": 2e-5}  # their search stops at the seventh decimal of a share
    assert ratio_limits(low_95).lower_95 == pytest.approx(events / low_95, **near)
    assert ratio_limits(high_95).upper_95 == pytest.approx(events / high_95, **near)
    assert ratio_limits(low_998).lower_998 == pytest.approx(events / low_998, **near)
    # For one event their 0.001000547 misses -ln(0.999) = 0.0010005003 by the same search.
    assert ratio_limits(high_998).upper_998 == pytest.approx(events / high_998, rel=1e-4)


@pytest.mark.parametrize(
    ("population", "limit"),
    # PHEindicatormethods, testdata_funnel_rate_outputs.csv: per 100 000 around 116.1720835, three years together;
    # populations of one year at which 10, 40 and 1 040 events lie on the lower 95 % limit.
    [(5276.757672, 63.17010446), (15628.72636, 85.31298732), (317109.7002, 109.3207387)],
)
def test_rate_limits_are_the_english_health_authoritys(population, limit):
    assert rate_limits(3 * population, 116.1720835).lower_95 == pytest.approx(limit, rel=2e-5)


def test_rate_limits_have_their_own_scale():
    per_thousand = rate_limits(3 * 5276.757672, 1.161720835, per=1_000)
    assert per_thousand.lower_95 == pytest.approx(0.6317010446, rel=2e-5)
    # Above the same average: 1 158 events at 313 401.7297 a year, 123.1646 per 100 000.
    assert rate_limits(3 * 313401.7297, 116.1720835).upper_95 == pytest.approx(123.1646042, rel=2e-5)


def test_normal_limits_would_be_wrong_where_few_are_expected():
    # One expected event: normal limits 1 ± 1.96 are -0.96 and 2.96. PHE's 4 events at 1.0899 expected are 3.67.
    limits = ratio_limits([1.0, 1.089865762])
    assert limits.lower_95[0] == 0
    assert limits.upper_95[1] == pytest.approx(3.67018, abs=1e-4)
    assert limits.upper_95[1] != pytest.approx(1 + 1.96 / math.sqrt(1.089865762), abs=0.5)


def test_below_3_7_expected_no_count_is_too_low():
    # P(X = 0) = e^-E is 2.5 % at 3.6889.
    assert ratio_limits(3.68).lower_95 == 0 < ratio_limits(3.70).lower_95


def test_large_areas_have_the_normal_limits():
    limits = ratio_limits([1e6], dispersion=4.0)
    assert limits.upper_95 == pytest.approx([1 + 1.959964 * 2 / 1e3], abs=2e-5)
    assert limits.lower_998 == pytest.approx([1 - 3.090232 * 2 / 1e3], abs=2e-5)


@pytest.mark.parametrize(
    ("k", "n", "lower", "upper"),
    # Newcombe 1998 (Stat Med 17:857), table I, method 5: around these shares k of n lies on the limit.
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (1, 29, 0.0009, 0.1776)],
)
def test_share_limits_turn_the_exact_interval_round(k, n, lower, upper):
    assert share_limits(n, upper).lower_95 == pytest.approx(k / n, abs=1e-4)
    assert share_limits(n, lower).upper_95 == pytest.approx(k / n, abs=1e-3)


def test_share_limits_mirror_and_stay_within_zero_and_one():
    limits, mirrored = share_limits([5, 20, 400], 0.1), share_limits([5, 20, 400], 0.9)
    assert limits.lower_95 == pytest.approx(1 - mirrored.upper_95)
    assert limits.upper_998 == pytest.approx(1 - mirrored.lower_998)
    assert limits.lower_998[:2] == pytest.approx([0, 0])
    assert np.all(limits.upper_998 <= 1)
    # Normal limits around 0.1 with 5 persons: -0.16 and 0.36. Three of five are needed: P(X >= 3) is 0.9 %,
    # P(X >= 2) is 8 %.
    assert 0.4 < limits.upper_95[0] < 0.6


def test_own_interval_and_limits_give_one_verdict():
    expected = np.array([0.3, 2.0, 3.7, 6.5, 9.0, 15.0, 40.0])[:, None]
    counts = np.arange(80)
    for level in (0.95, 0.998):
        limits = ratio_limits(expected)
        low, high = (
            (limits.lower_95, limits.upper_95) if level == 0.95 else (limits.lower_998, limits.upper_998)
        )
        outside = (counts / expected > high).astype(int) - (counts / expected < low).astype(int)
        assert np.array_equal(count_significance(counts, expected, level), outside)


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_a_share_is_judged_by_its_exact_interval(level):
    for n, reference in ((5, 0.3), (29, 0.17), (60, 0.9)):
        limits = share_limits(n, reference)
        low, high = (
            (limits.lower_95, limits.upper_95) if level == 0.95 else (limits.lower_998, limits.upper_998)
        )
        for k in range(n + 1):
            own = clopper_pearson_interval(k, n, level)
            verdict = int(own[0] > reference) - int(own[1] < reference)
            assert share_significance(k, n, reference, level) == verdict
            assert int(k / n > high) - int(k / n < low) == verdict


def test_ratios_are_judged_as_the_english_health_authority_does():
    # PHStatsMethods 0.1.16, assign_funnel_significance: low 0.025, high 0.025, high 0.025, high 0.001, low 0.025.
    observed, expected = [5, 25, 9, 40, 0], [12, 16, 4, 22, 5]
    assert count_significance(observed, expected).tolist() == [-1, 1, 1, 1, -1]
    assert count_significance(observed, expected, 0.998).tolist() == [0, 0, 0, 1, 0]


def test_shares_are_judged_as_the_english_health_authority_does():
    # The documented example of PHEindicatormethods' assign_funnel_significance; verdicts of PHStatsMethods 0.1.16:
    # low 0.001, high 0.001, high 0.001, low 0.001.
    numerator, denominator = [10232, 12321, 15123, 13213], [15232, 16123, 17932, 18475]
    average = sum(numerator) / sum(denominator)
    assert share_significance(numerator, denominator, average, 0.998).tolist() == [-1, 1, 1, -1]


def test_an_interval_that_reaches_the_average_is_no_verdict():
    # Ten events, Byar 4.7874 to 18.3915.
    assert count_significance([10, 10, 10], [18.391, 18.392, 4.787]).tolist() == [0, -1, 1]


def test_dispersion_widens_limits_and_verdicts_alike():
    # z·√4 = 3.92: 40 of 22 expected is beyond 95 % by chance alone, not with φ 4; 80 is.
    assert count_significance([40, 40, 80], 22, dispersion=[1, 4, 4]).tolist() == [1, 0, 1]
    assert share_significance([30, 30], 100, 0.2, dispersion=[1, 4]).tolist() == [1, 0]
    narrow, wide = ratio_limits(22), ratio_limits(22, dispersion=4)
    assert wide.lower_95 < narrow.lower_998 < narrow.lower_95 < 1
    assert narrow.upper_95 < narrow.upper_998 < wide.upper_95
    assert (
        stats.poisson.sf(wide.upper_95 * 22, 22)
        < stats.norm.sf(3.9199)
        < stats.poisson.sf(wide.upper_95 * 22 - 2, 22)
    )


def test_even_a_very_restless_series_has_limits():
    # Multiplicative factors of 30 are met among large areas; the tail beyond z·√30 is far below 1e-16.
    limits = ratio_limits([5.0, 500.0], dispersion=30)
    assert np.all(np.isfinite(limits.upper_998))
    assert limits.lower_998[0] == 0
    assert count_significance([4000, 450], 500, 0.998, dispersion=30).tolist() == [1, 0]


def test_scores_by_hand():
    z, precision = count_scores([9, 0, 16], [4, 1, 16])
    assert z == pytest.approx([2, -2, 0])
    assert precision == pytest.approx([16, 4, 64])
    # arcsin √(3/4) = π/3, arcsin √(1/4) = π/6, arcsin 0 = 0.
    z, precision = share_scores([75, 0], [100, 100], 0.25)
    assert z == pytest.approx([20 * (math.pi / 3 - math.pi / 6), -20 * math.pi / 6])
    assert precision == pytest.approx([400, 400])


def test_overdispersion_by_hand():
    # Scores -5 to 5; the 10 and 90 % quantiles are -4 and 4. Σ = 4·16 + 2·(9 + 4 + 1) = 92, φ = 92/11.
    # All w 4: τ² = (92 - 10)/(44 - 176/44) = 2.05, factor 1 + 2.05·4 = 9.2.
    result = overdispersion(np.arange(-5, 6), [4.0] * 11)
    assert result.phi == pytest.approx(92 / 11)
    assert result.between_variance == pytest.approx(2.05)
    assert result.inflation == pytest.approx([9.2] * 11)
    assert overdispersion(np.arange(-5, 6), [4.0] * 11, winsorised=0).phi == pytest.approx(10)


def test_one_outlier_does_not_hide_itself():
    # Twenty quiet areas and one at twenty: 400/21 = 19 without winsorising.
    scores = [1.0, -1.0] * 10 + [20.0]
    assert overdispersion(scores, [4.0] * 21).phi == pytest.approx(1)
    assert overdispersion(scores, [4.0] * 21, winsorised=0).phi == pytest.approx(20)


def test_additive_inflation_grows_with_size():
    # w 1 and 3, z ±2 each twice: (16 - 3)/(8 - 20/8) = 26/11; factors 37/11 and 89/11.
    result = overdispersion([2, -2, 2, -2], [1, 1, 3, 3], winsorised=0)
    assert result.between_variance == pytest.approx(26 / 11)
    assert result.inflation == pytest.approx([37 / 11, 37 / 11, 89 / 11, 89 / 11])


def test_calm_areas_never_narrow_the_limits():
    result = overdispersion([0.1, -0.1, 0.2, -0.2, 0.0], [4.0] * 5)
    assert (result.phi, result.between_variance) == (1.0, 0.0)
    assert result.inflation.tolist() == [1.0] * 5


def test_a_known_overdispersion_is_found_again():
    random = np.random.default_rng(11)
    expected = random.uniform(20, 200, 400)
    chance = overdispersion(*count_scores(random.poisson(expected), expected))
    assert chance.phi == pytest.approx(1, abs=0.15)
    restless = random.negative_binomial(expected / 3, 1 / 4)  # variance 4 · mean
    assert overdispersion(*count_scores(restless, expected), winsorised=0).phi == pytest.approx(4, abs=0.7)
    false_alarms = np.abs(count_significance(restless, expected, dispersion=4)).mean()
    assert false_alarms < 0.08 < np.abs(count_significance(restless, expected)).mean()


@pytest.mark.parametrize("phi", [0.9, 0, -1, math.nan, math.inf, [1, 0.5]])
def test_limits_narrower_than_chance_are_refused(phi):
    calls = (
        lambda: ratio_limits([5, 5], phi),
        lambda: rate_limits([5, 5], 10, dispersion=phi),
        lambda: share_limits([5, 5], 0.1, phi),
        lambda: count_significance([5, 5], [5, 5], 0.95, phi),
        lambda: share_significance([5, 5], [5, 5], 0.5, 0.95, phi),
    )
    for call in calls:
        with pytest.raises(ValueError, match="dispersion"):
            call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: ratio_limits([5, 0]),
        lambda: ratio_limits(math.nan),
        lambda: rate_limits([0], 10),
        lambda: rate_limits([10], 0),
        lambda: rate_limits([10], 10, per=0),
        lambda: share_limits([0], 0.1),
        lambda: share_limits([5.5], 0.1),
        lambda: share_limits([5], 10),
        lambda: share_limits([5], 0),
        lambda: count_significance([-1], [5]),
        lambda: count_significance([5], [0]),
        lambda: count_significance([5], [5], 95),
        lambda: share_significance([6], [5], 0.5),
        lambda: share_significance([0], [0], 0.5),
        lambda: share_significance([1], [5], 50),
        lambda: count_scores([5], [0]),
        lambda: count_scores([5.5], [1]),
        lambda: share_scores([6], [5], 0.5),
        lambda: share_scores([1], [5], 1),
        lambda: overdispersion([1.0], [1.0]),
        lambda: overdispersion([1.0, math.nan], [1.0, 1.0]),
        lambda: overdispersion([1.0, 2.0], [1.0, 0.0]),
        lambda: overdispersion([1.0, 2.0], [1.0]),
        lambda: overdispersion([1.0, 2.0], [1.0, 1.0], 0.5),
        lambda: overdispersion([1.0, 2.0], [1.0, 1.0], 10),
    ],
)
def test_a_funnel_without_meaning_is_refused(call):
    with pytest.raises(ValueError, match="must"):
        call()


def test_the_drawn_limits_and_the_printed_intervals_are_close_at_the_switch():
    lower, upper = poisson_limits([10, 50, 400])
    assert ratio_limits(upper).lower_95 * upper == pytest.approx([10, 50, 400], rel=1e-3)
    assert ratio_limits(lower).upper_95 * lower == pytest.approx([10, 50, 400], rel=2e-3)
