"""Many tests, many areas. If these fail, chance is ranked or flagged."""

import math

import numpy as np
import pytest
from scipy import stats

from pipelines.methods.multiplicity import benjamini_hochberg
from pipelines.methods.shrinkage import shrunken_ratios

# Benjamini & Hochberg 1995, section 3.2 (myocardial infarction), already in order.
PUBLISHED = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]


def test_published_example_rejects_the_published_four():
    adjusted = benjamini_hochberg(PUBLISHED)
    assert (adjusted <= 0.05).tolist() == [True] * 4 + [False] * 11
    # 0.0095 · 15/4; 0.0201 · 15/5; the sixth takes the seventh's lower 0.0298 · 15/7.
    assert adjusted[3:6] == pytest.approx([0.035625, 0.0603, 0.063857], abs=1e-6)
    assert adjusted[-1] == 1.0


def test_order_is_kept_and_untested_values_do_not_count():
    adjusted = benjamini_hochberg([0.04, math.nan, 0.01, math.nan])
    assert adjusted[[0, 2]] == pytest.approx([0.04, 0.02])
    assert np.isnan(adjusted[[1, 3]]).all()


@pytest.mark.parametrize("p", [[], [math.nan, math.nan]])
def test_nothing_tested_is_no_error(p):
    assert benjamini_hochberg(p).shape == (len(p),)


@pytest.mark.parametrize("p", [[1.2], [-0.01, 0.5], [-2.0, 0.5], [[0.1, 0.2]], 0.3])
def test_what_is_not_a_list_of_p_values_is_refused(p):
    with pytest.raises(ValueError, match=r"p-values must|p must"):
        benjamini_hochberg(p)


def test_shrinkage_by_hand():
    # m = 50/30; s² = (10·5.4444 + 20·1.3611)/30 = 2.72222; A = 2.72222 - m/15 = 2.61111;
    # weights A/(A + m/E) = 0.94 and 0.969072.
    result = shrunken_ratios([40, 10], [10, 20])
    assert result.mean == pytest.approx(5 / 3)
    assert result.variance == pytest.approx(2.611111, abs=1e-6)
    assert result.ratio == pytest.approx([3.86, 0.536082], abs=1e-6)


def test_posterior_limits_are_the_gamma_quantiles():
    # Shape O + m²/A and rate E + m/A, as chi-square quantiles: χ²(2·shape)/(2·rate).
    result = shrunken_ratios([40, 10], [10, 20])
    m, a = 5 / 3, 2.6111111111
    shape, speed = np.array([40, 10]) + m * m / a, np.array([10, 20]) + m / a
    assert result.lower == pytest.approx(stats.chi2.ppf(0.025, 2 * shape) / (2 * speed), rel=1e-6)
    assert result.upper == pytest.approx(stats.chi2.ppf(0.975, 2 * shape) / (2 * speed), rel=1e-6)


def test_a_restless_series_is_drawn_further_and_has_wider_limits():
    # φ = 2 halves the events: A = 2.72222 - 2m/15 = 2.5; (20 + 1.11111)/(5 + 0.66667), (5 + 1.11111)/10.66667.
    calm, restless = shrunken_ratios([40, 10], [10, 20]), shrunken_ratios([40, 10], [10, 20], dispersion=2)
    assert restless.variance == pytest.approx(2.5, abs=1e-6)
    assert restless.ratio == pytest.approx([3.725490, 0.572917], abs=1e-6)
    assert (restless.upper - restless.lower > calm.upper - calm.lower).all()
    with pytest.raises(ValueError, match="dispersion"):
        shrunken_ratios([40, 10], [10, 20], dispersion=0.5)


def test_the_smaller_area_is_drawn_further():
    result = shrunken_ratios([4, 200, 30, 50, 90], [2, 100, 60, 50, 60])
    raw = np.array([2.0, 2.0])
    assert (result.ratio[:2] < raw).all()
    assert result.ratio[0] < result.ratio[1]


def test_areas_that_differ_no_more_than_chance_all_get_the_mean():
    # s² = 0.0207 is below m/mean(E) = 0.1405.
    result = shrunken_ratios([4, 30], [2, 20])
    assert result.variance == 0.0
    assert result.ratio == pytest.approx([34 / 22] * 2)
    # The group's pooled limits would be no interval for one of its areas.
    assert np.isnan(result.lower).all()
    assert np.isnan(result.upper).all()


def test_a_group_without_events_has_ratio_zero_and_no_limits():
    result = shrunken_ratios([0, 0], [2, 3])
    assert result.ratio.tolist() == [0.0, 0.0]
    assert np.isnan(result.upper).all()


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        ([1, 2], [1, 0]),
        ([1, 2], [1]),
        ([1], [1]),
        ([-1, 2], [1, 1]),
        ([1.5, 2], [1, 1]),
        ([[1, 2]], [[1, 1]]),
    ],
)
def test_shrinkage_refuses_what_has_no_meaning(observed, expected):
    with pytest.raises(ValueError, match=r"must|at least two"):
        shrunken_ratios(observed, expected)
