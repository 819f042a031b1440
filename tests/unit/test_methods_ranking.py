"""Ranking of problems and areas. If these fail, a report puts in order what chance alone has ordered."""

import math

import numpy as np
import pytest

from pipelines.methods.shrinkage import rank_intervals, shrunken_ratios

# Live births and sudden infant deaths 1974-78 in the 100 counties of North Carolina (Cressie & Read 1985), in
# the order of the file sids2 of the spatial libraries.
BIRTHS = """
    1091 487 3188 508 1421 1452 286 420 968 1612 1035 4449 1671 1556 2180 3608 1638 3146 1323 484 751
    781 1269 1399 11858 16184 4672 1324 3164 7970 4021 671 3657 3609 770 1549 14484 765 4139 1207 1333
    5509 3573 990 248 1946 4456 1646 3702 4606 5094 5754 7515 3999 2110 521 2692 675 870 2252 2992 6638
    3776 4866 2216 1143 2648 21588 4099 1258 2356 2574 415 3589 1173 9014 533 797 3025 542 1027 20366
    578 3915 1570 1494 338 2483 2756 284 5868 2255 11158 7889 2414 1782 1228 3350 5526 2181
"""
DEATHS = """
    1 0 5 1 9 7 0 0 4 1 2 16 4 4 4 18 3 4 1 1 1 0 1 2 10 23 13 6 4 16 8 0 10 6 0 2 16 2 4 1 0 8 5 5 0 5
    7 2 11 3 14 5 9 6 2 0 7 3 4 5 12 18 6 10 8 2 5 44 3 3 5 5 0 10 3 11 1 0 4 1 2 38 1 4 15 7 0 4 4 0 13
    8 29 31 5 8 4 15 12 5
"""


def test_marshalls_estimates_for_north_carolina_are_the_published_ones():
    # PySAL (esda.smoothing.Empirical_Bayes), tests: the first five counties, Ashe to Northampton.
    deaths, births = ([int(n) for n in text.split()] for text in (DEATHS, BIRTHS))
    assert (len(deaths), sum(deaths), sum(births)) == (100, 667, 329_962)
    result = shrunken_ratios(deaths, births)
    assert result.ratio[:5] == pytest.approx(
        [0.0016973, 0.0017054, 0.0017731, 0.0020129, 0.0035349], abs=6e-8
    )


def test_each_area_carries_its_posterior():
    # m = 5/3, A = 2.61111: shape O + m²/A = 41.06383 and 11.06383, scale 1/(E + m/A) = 0.094 and 0.0484536.
    result = shrunken_ratios([40, 10], [10, 20])
    assert result.shape == pytest.approx([41.06383, 11.06383], abs=1e-5)
    assert result.scale == pytest.approx([0.094, 0.0484536], abs=1e-7)
    assert result.shape * result.scale == pytest.approx(result.ratio)


def test_dispersion_is_in_the_posterior():
    # phi 2: m²/A = 1.11111, m/A = 0.66667; shapes 20 + 1.11111 and 5 + 1.11111, rates 5.66667 and 10.66667.
    result = shrunken_ratios([40, 10], [10, 20], dispersion=2)
    assert result.shape == pytest.approx([21.11111, 6.11111], abs=1e-5)
    assert 1 / result.scale == pytest.approx([5.66667, 10.66667], abs=1e-5)


def test_without_variance_there_is_no_posterior_to_rank():
    result = shrunken_ratios([4, 30], [2, 20])
    assert np.isnan(result.shape).all()
    assert np.isnan(result.scale).all()
    with pytest.raises(ValueError, match="shape"):
        rank_intervals(result.shape, result.scale)


def test_two_that_are_alike_can_be_first_or_second():
    result = rank_intervals([20.5, 20.5], [1, 1])
    assert (result.lower.tolist(), result.upper.tolist()) == ([1, 1], [2, 2])
    assert result.mean == pytest.approx([1.5, 1.5], abs=0.015)


def test_those_far_apart_have_exact_ranks_the_largest_first():
    # Volumes of 20, 2 000 and 200 events: Gamma(count + 1/2, 1).
    result = rank_intervals(np.array([20, 2000, 200]) + 0.5, np.ones(3))
    for ranks in (result.median, result.lower, result.upper, result.mean):
        assert ranks.tolist() == [3, 1, 2]


def test_ratios_of_problems_with_different_scales():
    # Means 100 · 0.01 = 1 and 4 · 0.5 = 2: the larger mean leads, though its shape is smaller.
    result = rank_intervals([400, 40], [0.0025, 0.05])
    assert result.median.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("shape", "scale", "first"),
    [
        # X > Y when X/(X + Y) > 1/2, a Beta(3, 2): 1 - (4/16 + 1/16) = 11/16.
        ((3, 2), (1, 1), 11 / 16),
        # Exponentials with means 3 and 1: 3/4.
        ((1, 1), (3, 1), 3 / 4),
        # Beta(3, 2) above 1/(2 + 1): 1 - (4 · (1/3)³ · 2/3 + (1/3)⁴) = 72/81.
        ((3, 2), (2, 1), 72 / 81),
    ],
)
def test_chance_to_lead_agrees_with_the_beta_distribution(shape, scale, first):
    draws = 20_000
    error = 4 * math.sqrt(first * (1 - first) / draws)
    result = rank_intervals(shape, scale, draws=draws)
    assert result.mean == pytest.approx([2 - first, 1 + first], abs=error)
    # The interval leaves out rank 2 exactly when its probability falls below the tail.
    second = 1 - first
    assert rank_intervals(shape, scale, level=1 - 2 * (second + 0.02)).upper[0] == 1
    assert rank_intervals(shape, scale, level=1 - 2 * (second - 0.02)).upper[0] == 2


def test_the_same_seed_gives_the_same_ranks():
    shape = np.arange(5, 17) + 0.5
    first, again = (rank_intervals(shape, np.ones(12)) for _ in range(2))
    assert first.mean.tolist() == again.mean.tolist()
    other = rank_intervals(shape, np.ones(12), seed=2)
    assert other.mean.tolist() != first.mean.tolist()
    assert other.mean == pytest.approx(first.mean, abs=0.1)
    assert (first.lower <= first.median).all()
    assert (first.median <= first.upper).all()


def test_nothing_to_rank_is_no_error():
    assert rank_intervals([], []).median.shape == (0,)


@pytest.mark.parametrize(
    "bad",
    [
        {"shape": [1, math.nan]},
        {"scale": [1, math.nan]},
        {"shape": [1, 0]},
        {"scale": [1, -1]},
        {"shape": [1]},
        {"shape": [[1, 2]], "scale": [[1, 2]]},
        {"draws": 0},
        {"level": 95},
    ],
)
def test_ranks_refuse_what_has_no_meaning(bad):
    with pytest.raises(ValueError, match="must"):
        rank_intervals(**{**{"shape": [1, 2], "scale": [1, 1]}, **bad})
