"""A measure against a comparison area. If these fail, a common fall is sold as the effect of a measure."""

import math
from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest
from scipy import stats

from pipelines.methods.before_after import (
    power_before_after,
    ratio_of_ratios,
    weighted_displacement_difference,
)

# Fisher's two examples, as in the documentation of R's fisher.test.
TEA = {"treated_before": 1, "treated_after": 3, "control_before": 3, "control_after": 1}
CONVICTIONS = {"treated_before": 15, "treated_after": 2, "control_before": 3, "control_after": 10}


def exact_tails(a, b, c, d, odds):
    """P(X <= a), P(X = a) and P(X >= a) as fractions: C(a+b, x) C(c+d, a+c-x) oddsˣ over their sum."""
    n = a + c
    weights = {
        x: math.comb(a + b, x) * math.comb(c + d, n - x) * Fraction(odds) ** x
        for x in range(max(0, n - c - d), min(a + b, n) + 1)
    }
    total = sum(weights.values())
    at_most = sum(w for x, w in weights.items() if x <= a) / total
    at_least = sum(w for x, w in weights.items() if x >= a) / total
    return at_most, weights[a] / total, at_least


@pytest.mark.parametrize(
    ("table", "level", "estimate", "lower", "upper"),
    # fisher.test(TeaTasting) and fisher.test(Convictions): conditional estimate and limits as printed by R.
    [
        (TEA, 0.95, 6.408309, 0.2117329, 621.9337505),
        (CONVICTIONS, 0.95, 0.04693661, 0.003325764, 0.363182271),
    ],
)
def test_estimate_and_limits_are_those_of_r(table, level, estimate, lower, upper):
    result = ratio_of_ratios(**table, level=level)
    assert result.conditional_ratio == pytest.approx(estimate, rel=1e-4)
    # R seeks limits below 1 as they are and those above as their inverse, to within 1.2e-4.
    assert result.lower == pytest.approx(lower, abs=1.3e-4)
    assert (1 / result.upper if upper > 1 else result.upper) == pytest.approx(
        1 / upper if upper > 1 else upper, abs=1.3e-4
    )


@pytest.mark.parametrize("table", [TEA, CONVICTIONS])
@pytest.mark.parametrize("level", [0.95, 0.99])
def test_limits_leave_half_of_the_rest_on_either_side(table, level):
    b, a, d, c = table.values()
    result = ratio_of_ratios(**table, level=level)
    assert float(exact_tails(a, b, c, d, result.lower)[2]) == pytest.approx((1 - level) / 2, rel=1e-6)
    assert float(exact_tails(a, b, c, d, result.upper)[0]) == pytest.approx((1 - level) / 2, rel=1e-6)


def test_upper_limit_of_the_tea_tasting_by_hand():
    # P(X <= 3) = 1 - θ⁴/(1 + 16θ + 36θ² + 16θ³ + θ⁴) = 0.025, that is θ⁴ = 39(1 + 16θ + 36θ² + 16θ³).
    theta = max(np.roots([1, -39 * 16, -39 * 36, -39 * 16, -39]).real)
    assert ratio_of_ratios(**TEA).upper == pytest.approx(theta, rel=1e-9)


def test_midp_of_the_tea_tasting_is_the_published_one():
    # Agresti 2002, p. 93: one-sided mid-P 0.129 = 0.5 · 0.229 + 0.014, exactly (8 + 1)/70.
    result = ratio_of_ratios(**TEA)
    assert result.p == pytest.approx(2 * 9 / 70, rel=1e-9)
    assert result.p / 2 == pytest.approx(0.129, abs=5e-4)
    assert result.ratio == pytest.approx(9)


@pytest.mark.parametrize(
    "table", [(6, 12, 90, 100), (0, 9, 30, 31), (25, 10, 40, 38), (3, 3, 1, 2), (14, 30, 2, 0)]
)
@pytest.mark.parametrize("odds", [Fraction(1), Fraction(1, 3), Fraction(5, 2)])
def test_midp_in_exact_fractions(table, odds):
    a, b, c, d = table
    at_most, point, at_least = exact_tails(a, b, c, d, odds)
    expected = 2 * (min(at_most, at_least) - point / 2)
    assert ratio_of_ratios(b, a, d, c, exposure_ratio=float(odds)).p == pytest.approx(
        float(expected), rel=1e-9
    )


def test_unequal_growth_of_exposure_is_fishers_noncentral_distribution():
    # The treated area was observed for twice as long after as before, the control equally long.
    a, b, c, d = 6, 12, 9, 10
    null = stats.nchypergeom_fisher(a + b + c + d, a + b, a + c, 2.0)
    result = ratio_of_ratios(b, a, d, c, exposure_ratio=2)
    assert result.p == pytest.approx(2 * (null.cdf(a) - null.pmf(a) / 2), rel=1e-7)
    # (6/24)/(9/10); 12 before, control 9/10, twice the time.
    assert result.ratio == pytest.approx((6 / 24) / (9 / 10))
    assert result.expected == pytest.approx(12 * 9 / 10 * 2)
    equal = ratio_of_ratios(b, a, d, c)
    assert (result.lower, result.upper) == pytest.approx((equal.lower / 2, equal.upper / 2))


def test_a_common_fall_is_no_effect():
    result = ratio_of_ratios(20, 14, 200, 140)
    assert (result.ratio, result.expected) == (pytest.approx(1), pytest.approx(14))
    assert result.p > 0.95


def test_areas_or_periods_exchanged_invert_the_ratio():
    given = ratio_of_ratios(12, 5, 90, 80)
    for turned in (ratio_of_ratios(5, 12, 80, 90), ratio_of_ratios(90, 80, 12, 5)):
        assert turned.p == pytest.approx(given.p)
        assert (turned.ratio, turned.conditional_ratio, turned.lower, turned.upper) == pytest.approx(
            (1 / given.ratio, 1 / given.conditional_ratio, 1 / given.upper, 1 / given.lower)
        )


def test_dispersion_divides_z_by_its_root_and_widens_the_limits():
    normal = NormalDist()
    p = 2 * 9 / 70
    z = normal.inv_cdf(1 - p / 2)
    result = ratio_of_ratios(**TEA, dispersion=4)
    assert result.p == pytest.approx(2 * (1 - normal.cdf(z / 2)), rel=1e-6)
    beyond = 1 - normal.cdf(normal.inv_cdf(0.975) * 2)
    assert float(exact_tails(3, 1, 1, 3, result.lower)[2]) == pytest.approx(beyond, rel=1e-4)


def test_no_events_left_after_the_measure():
    # Of 8 treated and 12 control events none of the treated lies after: P(X=0) = C(12,6)/C(20,6) = 924/38 760.
    result = ratio_of_ratios(8, 0, 6, 6)
    assert (result.ratio, result.conditional_ratio, result.lower) == (0.0, 0.0, 0.0)
    assert result.p == pytest.approx(924 / 38_760)
    assert float(exact_tails(0, 8, 6, 6, result.upper)[0]) == pytest.approx(0.025, rel=1e-6)


def test_no_control_events_after_leaves_the_ratio_without_upper_limit():
    result = ratio_of_ratios(8, 6, 6, 0)
    assert (result.ratio, result.conditional_ratio, result.upper) == (math.inf, math.inf, math.inf)
    assert 0 < result.lower < math.inf
    assert result.expected == 0


@pytest.mark.parametrize("counts", [(0, 0, 5, 5), (5, 5, 0, 0), (0, 5, 0, 5), (5, 0, 5, 0), (0, 0, 0, 0)])
def test_a_row_or_column_without_events_says_nothing(counts):
    result = ratio_of_ratios(*counts, dispersion=2)
    assert math.isnan(result.ratio)
    assert (result.p, result.lower, result.upper) == (1.0, 0.0, math.inf)


def test_overwhelming_change_gives_a_p_of_zero_not_an_error():
    result = ratio_of_ratios(50_000, 10, 20_000, 20_000)
    assert 0 <= result.p < 1e-100
    assert 0 < result.lower < result.ratio < result.upper < math.inf


def test_wald_limits_of_the_log_odds_would_promise_too_much():
    """Over every table with given sums, θ = 0.3: how often do the limits fail to hold it?"""
    treated, control, after, theta = 10, 100, 40, 0.3
    null = stats.nchypergeom_fisher(treated + control, treated, after, theta)
    missed = missed_by_wald = 0.0
    for a in range(treated + 1):
        b, c, d = treated - a, after - a, control - after + a
        exact = ratio_of_ratios(b, a, d, c)
        missed += null.pmf(a) * (not exact.lower <= theta <= exact.upper)
        if a == 0 or b == 0:
            missed_by_wald += null.pmf(a)  # a zero leaves it without limits
        else:
            z = math.log(a * d / (b * c) / theta) / math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
            missed_by_wald += null.pmf(a) * (abs(z) > 1.96)
    assert missed <= 0.05
    assert missed_by_wald > 0.2
    # For Fisher's tea they would be exp(log 9 ± 1.96√(8/3)) = 0.37 to 221, not 0.21 to 626.
    assert ratio_of_ratios(**TEA).upper > 2 * 221


@pytest.mark.parametrize(
    "bad",
    [
        {"treated_before": -1},
        {"treated_after": 2.5},
        {"control_before": math.nan},
        {"control_after": math.inf},
        {"exposure_ratio": 0},
        {"exposure_ratio": math.nan},
        {"dispersion": 0.9},
        {"level": 95},
    ],
)
def test_ratio_refuses_what_has_no_meaning(bad):
    with pytest.raises(ValueError, match="must"):
        ratio_of_ratios(**{**TEA, **bad})


def full_power(b0, d0, c0, ratio, phi):
    """Every outcome of the four counts, tails from scipy's hypergeometric distribution."""

    def values(mean):
        x = np.arange(int(mean + 6 * math.sqrt(phi * mean) + 6 * phi))
        return x, stats.poisson.pmf(x, mean) if phi == 1 else stats.nbinom.pmf(x, mean / (phi - 1), 1 / phi)

    (a, pa), (b, pb), (c, pc), (d, pd) = (values(mean) for mean in (b0 * c0 / d0 * ratio, b0, c0, d0))
    shape = np.ix_(a, b, c, d)
    n, treated, after = sum(shape), shape[0] + shape[1], shape[0] + shape[2]
    half = stats.hypergeom.pmf(shape[0], n, treated, after) / 2
    at_most = stats.hypergeom.cdf(shape[0], n, treated, after)
    tail = at_most - half if ratio < 1 else 1 - at_most + half
    found = stats.norm.isf(tail) / math.sqrt(phi) > stats.norm.isf(0.025) + 1e-9  # p = 5 % is none
    return float(np.einsum("i,j,k,l,ijkl->", pa, pb, pc, pd, found))


@pytest.mark.parametrize("case", [(5, 6, 6, 0.2, 1.0), (4, 5, 6, 3.0, 1.0), (4, 4, 4, 0.2, 1.5)])
def test_power_by_summing_every_outcome(case):
    assert power_before_after(*case) == pytest.approx(full_power(*case), abs=1e-5)


def test_twelve_a_year_halved_is_mostly_missed():
    # 26 % with a control area ten times as large; with one no larger than the treated area, less still.
    assert power_before_after(12, 120, 120, 0.5) == pytest.approx(0.26, abs=0.01)
    assert power_before_after(12, 12, 12, 0.5) < 0.20


def test_power_by_simulation_where_outcomes_are_summed_on_a_grid():
    random = np.random.default_rng(4)
    means = np.array([60 * 0.6, 60.0, 90.0, 90.0])
    found = 0
    for a, b, c, d in random.poisson(means, (600, 4)).tolist():
        result = ratio_of_ratios(b, a, d, c)
        found += result.p < 0.05 and result.ratio < 1
    power = power_before_after(60, 90, 90, 0.6)
    assert found / 600 == pytest.approx(power, abs=3.5 * math.sqrt(power * (1 - power) / 600))


def test_without_a_change_the_false_alarms_keep_to_alpha():
    # A ratio next to 1, each direction by itself: half of alpha or less, with and without dispersion.
    for phi in (1.0, 1.5):
        both = power_before_after(12, 40, 40, 0.9999, phi) + power_before_after(12, 40, 40, 1.0001, phi)
        assert 0.02 < both < 0.055


def test_more_unrest_hides_more_and_larger_areas_hide_less():
    base = power_before_after(12, 40, 40, 0.5)
    assert power_before_after(12, 40, 40, 0.5, dispersion=2) < base < power_before_after(24, 40, 40, 0.5)
    assert power_before_after(12, 40, 40, 0.5, alpha=0.01) < base < power_before_after(12, 40, 40, 0.3)


@pytest.mark.parametrize(
    "bad",
    [
        {"treated_before": 0},
        {"control_before": -2},
        {"control_after": math.nan},
        {"ratio": 0},
        {"ratio": 1},
        {"dispersion": 0.5},
        {"alpha": 5},
    ],
)
def test_power_refuses_what_has_no_meaning(bad):
    good = {"treated_before": 12, "control_before": 40, "control_after": 40, "ratio": 0.5}
    with pytest.raises(ValueError, match="must"):
        power_before_after(**{**good, **bad})


# Wheeler & Ratcliffe 2018, worked example: treated, control, displacement area and its control.
PAPER = [[207, 110], [308, 318], [178, 157], [150, 140]]


def test_wdd_of_the_published_example():
    # -118, standard error √1568, z -2.98, 95 % interval -196 to -40.
    result = weighted_displacement_difference(PAPER)
    assert result.difference == pytest.approx(-118)
    assert result.standard_error == pytest.approx(math.sqrt(1568))
    assert result.z == pytest.approx(-2.98, abs=0.005)
    assert (result.lower, result.upper) == (pytest.approx(-196, abs=0.5), pytest.approx(-40, abs=0.5))


def test_wdd_with_the_published_weights():
    # Wheeler's tests of the R package ptools, from his two posts of 2021 on unequal areas and periods.
    areas = weighted_displacement_difference(PAPER, area_weights=[1.2, 0.9, 1.5, 1.6])
    assert areas.difference == pytest.approx(-99.69444444)
    assert areas.standard_error == pytest.approx(35.4280755)
    assert areas.z == pytest.approx(-2.813995483)
    assert (areas.lower, areas.upper) == pytest.approx((-169.1321965, -30.25669241))
    periods = weighted_displacement_difference([[80, 20], [100, 50]], period_weights=[2, 1])
    assert (periods.difference, periods.standard_error) == pytest.approx((-20, math.sqrt(115)))


def test_wdd_without_displacement_areas():
    # ptools, documentation of wdd: c(20, 20), c(20, 10) gives -10 (8.366600), 90 % interval -23.76 to 3.76.
    result = weighted_displacement_difference([[20, 10], [20, 20]], level=0.90)
    assert (result.difference, result.standard_error, result.z) == pytest.approx(
        (-10, 8.366600, -1.195229), rel=1e-6
    )
    assert (result.lower, result.upper) == pytest.approx((-23.761833, 3.761833))


def test_plain_wdd_calls_a_common_fall_an_effect_in_unequal_areas():
    """12 and 120 events, both down by 30 %: no effect, yet plain WDD signals in more than half of cases."""
    random = np.random.default_rng(7)
    draws = random.poisson([12, 12 * 0.7, 120, 120 * 0.7], (500, 4)).tolist()
    plain = weighted = exact = 0
    for b, a, d, c in draws:
        counts = [[b, a], [d, c]]
        plain += abs(weighted_displacement_difference(counts).z) > 1.96
        weighted += abs(weighted_displacement_difference(counts, area_weights=[1, 10]).z) > 1.96
        exact += ratio_of_ratios(b, a, d, c).p < 0.05
    assert plain / 500 > 0.5
    assert weighted / 500 < 0.07
    assert exact / 500 < 0.06


@pytest.mark.parametrize(
    ("counts", "areas", "periods"),
    [
        ([[20, 10]], None, (1, 1)),
        ([[20, 10], [20, 20], [1, 1]], None, (1, 1)),
        ([20, 10, 20, 20], None, (1, 1)),
        ([[20, 10, 5], [20, 20, 5]], None, (1, 1)),
        ([[20, -10], [20, 20]], None, (1, 1)),
        ([[20, 1.5], [20, 20]], None, (1, 1)),
        ([[0, 0], [0, 0]], None, (1, 1)),
        ([[20, 10], [20, 20]], [1, 0], (1, 1)),
        ([[20, 10], [20, 20]], [1, 1, 1], (1, 1)),
        ([[20, 10], [20, 20]], None, (1, math.nan)),
        ([[20, 10], [20, 20]], None, (1,)),
    ],
)
def test_wdd_refuses_what_has_no_meaning(counts, areas, periods):
    with pytest.raises(ValueError, match="must"):
        weighted_displacement_difference(counts, areas, periods)
