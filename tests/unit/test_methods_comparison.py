"""The flag for change. If these fail, a report calls chance a change or misses one it could see."""

import math
from statistics import NormalDist

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from pipelines.methods.comparison import midp_above, midp_below, pooled_dispersion, two_rates_midp
from pipelines.methods.power import detectable_change


def test_midp_for_5_against_15_by_hand():
    # X ~ Bin(20, 1/2): P(X<5) = 6 196/2²⁰, P(X=5) = 15 504/2²⁰; p = 2(6 196 + 7 752)/2²⁰.
    result = two_rates_midp(5, 1, 15, 1)
    assert result.p == pytest.approx(27_896 / 2**20, rel=1e-9)
    assert result.ratio == pytest.approx(1 / 3)
    assert result.expected == 15


def test_the_same_numbers_the_other_way_round_give_the_same_p_and_inverted_limits():
    down, up = two_rates_midp(5, 1, 15, 1), two_rates_midp(15, 1, 5, 1)
    assert up.p == pytest.approx(down.p)
    assert (up.ratio, up.lower, up.upper) == pytest.approx((1 / down.ratio, 1 / down.upper, 1 / down.lower))


@pytest.mark.parametrize("case", [(5, 1, 15, 1), (12, 1, 100, 5), (40, 2.5, 90, 10), (1, 3, 1, 7)])
def test_interval_is_the_clopper_pearson_one(case):
    count, exposure, base, base_exposure = case
    share = stats.binomtest(count, count + base).proportion_ci(0.95, "exact")
    odds = base_exposure / exposure
    result = two_rates_midp(*case)
    assert result.lower == pytest.approx(share.low / (1 - share.low) * odds, rel=1e-7)
    assert result.upper == pytest.approx(share.high / (1 - share.high) * odds, rel=1e-7)


def test_exposure_moves_what_was_expected():
    # 100 in five years, the reference group up by a tenth in the assessed one: 22 expected, not 20.
    result = two_rates_midp(22, 1.1, 100, 5)
    assert result.expected == pytest.approx(22)
    assert result.ratio == pytest.approx(1)
    assert result.p > 0.9


def test_dispersion_divides_z_by_its_root():
    normal = NormalDist()
    z = normal.inv_cdf(1 - 27_896 / 2**20 / 2)
    result = two_rates_midp(5, 1, 15, 1, dispersion=4)
    assert result.p == pytest.approx(2 * (1 - normal.cdf(z / 2)), rel=1e-6)
    wider = 1 - 2 * (1 - normal.cdf(normal.inv_cdf(0.975) * 2))
    share = stats.binomtest(5, 20).proportion_ci(wider, "exact")
    assert result.lower == pytest.approx(share.low / (1 - share.low), rel=1e-4)
    assert result.upper == pytest.approx(share.high / (1 - share.high), rel=1e-4)


def test_no_events_after_ten_is_not_yet_a_change():
    # Five base years: p = 2 · (5/6)¹⁰/2; upper limit from (1 - s)¹⁰ = 0.025, one finite limit only.
    result = two_rates_midp(0, 1, 10, 5)
    assert result.p == pytest.approx((5 / 6) ** 10)
    s = 1 - 0.025 ** (1 / 10)
    assert (result.ratio, result.lower) == (0.0, 0.0)
    assert result.upper == pytest.approx(s / (1 - s) * 5)


def test_events_where_there_were_none():
    # p = 2 · (1/6)³/2; lower limit from s³ = 0.025.
    result = two_rates_midp(3, 1, 0, 5)
    assert result.p == pytest.approx((1 / 6) ** 3)
    s = 0.025 ** (1 / 3)
    assert (result.ratio, result.upper, result.expected) == (math.inf, math.inf, 0.0)
    assert result.lower == pytest.approx(s / (1 - s) * 5)


def test_nothing_in_either_period_says_nothing():
    result = two_rates_midp(0, 1, 0, 5, dispersion=2)
    assert math.isnan(result.ratio)
    assert (result.p, result.lower, result.upper, result.expected) == (1.0, 0.0, math.inf, 0.0)


def test_overwhelming_change_gives_a_p_of_zero_not_an_error():
    result = two_rates_midp(100_000, 1, 10, 1, dispersion=1.5)
    assert 0 <= result.p < 1e-100
    assert 0 < result.lower < result.ratio < result.upper < math.inf


@pytest.mark.parametrize(
    "bad",
    [
        {"count": -1},
        {"count": 2.5},
        {"base_count": math.nan},
        {"exposure": 0},
        {"exposure": -1},
        {"base_exposure": math.nan},
        {"dispersion": 0.9},
        {"dispersion": math.nan},
        {"dispersion": math.inf},
        {"level": 95},
    ],
)
def test_comparison_refuses_what_has_no_meaning(bad):
    good = {"count": 5, "exposure": 1, "base_count": 15, "base_exposure": 1}
    with pytest.raises(ValueError, match="must"):
        two_rates_midp(**{**good, **bad})


def test_midp_tails_add_up_to_one():
    n = np.repeat([0, 1, 7, 60], [1, 2, 8, 61])
    x = np.concatenate([np.arange(size + 1) for size in (0, 1, 7, 60)])
    below, above = midp_below(x, n, 0.3), midp_above(x, n, 0.3)
    assert below + above == pytest.approx(np.ones(n.size))


def test_interval_holds_the_true_ratio_as_often_as_promised():
    random = np.random.default_rng(20231)
    true = 1.5
    hits = 0
    for count, base in zip(random.poisson(20 * true, 800), random.poisson(100, 800), strict=True):
        result = two_rates_midp(int(count), 1, int(base), 5)
        hits += result.lower <= true <= result.upper
    assert hits / 800 >= 0.94


def test_dispersion_by_hand():
    # 10 and 20 around 15: (25 + 25)/15 on one degree of freedom; a quiet area with one more halves it.
    assert pooled_dispersion([[10, 20]], [1, 1], detrend=False).phi == pytest.approx(10 / 3)
    both = pooled_dispersion([[10, 20], [15, 15]], [1, 1], detrend=False)
    assert (both.phi, both.degrees_of_freedom, both.n_areas) == (pytest.approx(5 / 3), 2, 2)


def test_a_shift_common_to_the_country_is_not_unrest():
    assert pooled_dispersion([[10, 20], [30, 60]], [100, 200], detrend=False).phi == 1.0


def test_a_steady_rise_is_not_unrest_when_detrended():
    # 8, 16, 32 doubles exactly. Around their mean 56/3: Σ(y - m)²/m = 16 on 2 degrees of freedom.
    assert pooled_dispersion([[8, 16, 32]], [1, 1, 1], detrend=False).phi == pytest.approx(8)
    flat = pooled_dispersion([[8, 16, 32]], [1, 1, 1])
    assert (flat.phi, flat.degrees_of_freedom) == (pytest.approx(1), 1)


def test_detrended_dispersion_agrees_with_a_regression():
    counts = np.array([[12, 30, 9, 14, 40, 8], [3, 0, 9, 1, 14, 2], [100, 150, 90, 210, 80, 160]])
    exposures = np.array([10.0, 11, 9, 12, 13, 12])
    design = sm.add_constant(np.arange(6.0))
    fits = [sm.GLM(y, design, sm.families.Poisson(), offset=np.log(exposures)).fit() for y in counts]
    expected = sum(fit.pearson_chi2 for fit in fits) / 12
    assert pooled_dispersion(counts, exposures).phi == pytest.approx(expected, rel=1e-5)


def test_detrending_copes_with_wildly_uneven_exposure():
    counts, exposures = np.array([0, 3, 3, 6, 17, 0]), np.array([0.0361, 0.2495, 0.0554, 0.7347, 25.7, 49.1])
    design = sm.add_constant(np.arange(6.0))
    fit = sm.GLM(counts, design, sm.families.Poisson(), offset=np.log(exposures)).fit()
    assert pooled_dispersion([counts], exposures).phi == pytest.approx(fit.pearson_chi2 / 4, rel=1e-5)


def test_dispersion_survives_all_events_in_one_year():
    result = pooled_dispersion([[0, 0, 0, 0, 9], [5, 6, 4, 5, 6]], np.ones(5))
    assert result.phi == 1.0


def test_areas_with_hardly_any_events_are_left_out():
    result = pooled_dispersion([[10, 20], [0, 1]], [[1, 1], [1, 1]], detrend=False)
    assert (result.n_areas, result.degrees_of_freedom) == (1, 1)


def test_a_known_dispersion_is_found_again():
    random = np.random.default_rng(5)
    means = np.repeat(random.uniform(5, 80, 40)[:, None], 10, axis=1)
    noisy = random.negative_binomial(means / (2.0 - 1), 1 / 2.0)  # variance 2 · mean
    assert pooled_dispersion(noisy, np.ones(10)).phi == pytest.approx(2.0, abs=0.35)
    assert pooled_dispersion(random.poisson(means), np.ones(10)).phi == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize(
    ("counts", "exposures"),
    [
        ([1, 2, 3], [1, 1, 1]),
        ([[1, 2]], [1, 1]),
        ([[5, 6, 7]], [1, 1]),
        ([[5, 6, 7]], [[1, 1, 1], [1, 1, 1]]),
        ([[5, 6, 7]], [1, 0, 1]),
        ([[5, math.nan, 7]], [1, 1, 1]),
        ([[5, -6, 7]], [1, 1, 1]),
        ([[0, 0, 1]], [1, 1, 1]),
        (np.empty((0, 5)), np.ones(5)),
    ],
)
def test_dispersion_refuses_what_it_cannot_use(counts, exposures):
    with pytest.raises(ValueError, match=r"must|too few years|do not fit|no area"):
        pooled_dispersion(counts, exposures)


@pytest.mark.parametrize("phi", [1.0, 1.3, 2.0])
def test_stable_municipalities_are_not_flagged(phi):
    """1 200 stable series of 4 to 80 a year, φ estimated: no more than 6 % may come out as changed."""
    random = np.random.default_rng(int(phi * 10))
    level = np.repeat(random.uniform(4, 80, 1200)[:, None], 6, axis=1)
    drawn = random.poisson(level) if phi == 1 else random.negative_binomial(level / (phi - 1), 1 / phi)
    flags = naive = 0
    for group in np.split(drawn, 40):  # thirty similar municipalities share one φ
        estimated = pooled_dispersion(group, np.ones(6)).phi
        for series in group.tolist():
            flags += two_rates_midp(series[5], 1, sum(series[:5]), 5, estimated).p < 0.05
            naive += two_rates_midp(series[5], 1, sum(series[:5]), 5).p < 0.05
    assert flags / 1200 <= 0.06
    if phi == 2:
        assert naive / 1200 > 0.10, "without φ the same series do raise false alarms"


def _power(ratio: float, base: int, phi: float, decrease: bool) -> float:
    """Probability of a finding at 5 % in the right direction, by summing all outcomes of both counts."""
    b, x = np.meshgrid(np.arange(1, 140), np.arange(120), indexing="ij")

    def mass(values, mean):
        if phi == 1:
            return stats.poisson.pmf(values, mean)
        return stats.nbinom.pmf(values, mean / (phi - 1), 1 / phi)

    half = stats.binom.pmf(x, b + x, 1 / 6) / 2
    lower, upper = stats.binom.cdf(x, b + x, 1 / 6) - half, stats.binom.sf(x, b + x, 1 / 6) + half
    z = stats.norm.isf(lower if decrease else upper) / math.sqrt(phi)
    return float((mass(b, base) * mass(x, ratio * base / 5) * (z > stats.norm.isf(0.025))).sum())


@pytest.mark.parametrize("phi", [1.0, 1.5])
def test_detectable_change_has_the_power_it_claims(phi):
    change = detectable_change(60, 5, 1, phi)
    assert change.decrease_ratio is not None
    assert change.increase_ratio is not None
    assert _power(change.decrease_ratio, 60, phi, True) == pytest.approx(0.8, abs=1e-3)
    assert _power(change.increase_ratio, 60, phi, False) == pytest.approx(0.8, abs=1e-3)


def test_where_even_no_events_at_all_would_be_missed():
    # Zero is found when (5/6)^b < 0.05, that is from b = 17. P(b >= 17): 0.779 at mean 20, 0.837 at 21.
    assert detectable_change(20, 5, 1, 1).decrease_ratio is None
    assert detectable_change(21, 5, 1, 1).decrease_ratio is not None


def test_a_halving_of_twenty_a_year_is_beyond_reach():
    change = detectable_change(100, 5, 1, 1)
    assert change.decrease_ratio < 0.5
    assert change.increase_ratio > 1.5


def test_more_unrest_hides_more_and_more_events_hide_less():
    calm, restless, many = (detectable_change(b, 5, 1, phi) for b, phi in ((100, 1), (100, 1.5), (1000, 1)))
    assert restless.decrease_ratio < calm.decrease_ratio < many.decrease_ratio < 1
    assert restless.increase_ratio > calm.increase_ratio > many.increase_ratio > 1


def test_no_ratio_is_claimed_to_a_base_of_zero():
    change = detectable_change(0, 5, 1, 1)
    assert (change.decrease_ratio, change.increase_ratio) == (None, None)


@pytest.mark.parametrize(
    "bad", [{"alpha": 5}, {"power": 80}, {"dispersion": 0.5}, {"exposure": 0}, {"base_count_pooled": -1}]
)
def test_detectable_change_refuses_what_has_no_meaning(bad):
    good = {"base_count_pooled": 100, "base_exposure": 5, "exposure": 1, "dispersion": 1}
    with pytest.raises(ValueError, match="must"):
        detectable_change(**{**good, **bad})
