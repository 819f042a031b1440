"""Ratios of observed to expected counts for a group of areas, drawn toward the group's mean, and their ranks.

Not here: comparisons of two counts (``comparison``) and intervals of a single one (``intervals``).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from pipelines.methods.checks import (
    FloatArray,
    IntArray,
    dispersion_factor,
    open_unit,
    positive,
    whole_counts,
)


@dataclass(frozen=True)
class ShrunkenRatios:
    """``ratio``, ``lower``, ``upper`` per area; the group's ``mean``; ``variance`` between true ratios.

    ``shape`` and ``scale``: each area's gamma posterior, shape · scale = ratio; NaN where ``variance`` is 0.
    """

    ratio: FloatArray
    lower: FloatArray
    upper: FloatArray
    mean: float
    variance: float
    shape: FloatArray
    scale: FloatArray


@dataclass(frozen=True)
class RankIntervals:
    """Per quantity its rank, 1 for the largest: ``median``, ``lower``, ``upper`` (whole) and ``mean``."""

    median: IntArray
    lower: IntArray
    upper: IntArray
    mean: FloatArray


def shrunken_ratios(
    observed: ArrayLike, expected: ArrayLike, dispersion: float = 1.0, level: float = 0.95
) -> ShrunkenRatios:
    """Empirical-Bayes ratios in the Gamma-Poisson model with Marshall's (1991) moment estimates.

    m = ΣO/ΣE; s² = ΣE(O/E - m)²/ΣE; A = s² - m/mean(E). With A > 0: ratio = (O + m²/A)/(E + m/A), limits the
    quantiles of that gamma posterior. They treat m and A as known, so with few areas they are somewhat
    narrow. With A <= 0 the areas differ no more than chance would make them: all get m, and no limits (NaN),
    since the moments then say nothing of how far one area may lie from the others.

    ``dispersion``: variance over mean of an area's count (φ, at least 1). Observed and expected events are
    divided by it (McCullagh & Nelder 1989), so that a restless series counts as fewer independent events:
    without it the limits would be those of pure chance.

    ``observed``: events per area; ``expected``: events per area at the reference rate, above zero; both one
    dimension of equal length, at least two areas. Ratios have no unit. ValueError otherwise.
    """
    o = whole_counts(observed, "observed").astype(np.float64)
    e = positive(expected, "expected")
    if o.ndim != 1 or o.shape != e.shape:
        raise ValueError(f"observed {o.shape} and expected {e.shape} must be lists of equal length")
    if o.size < 2:
        raise ValueError("a group needs at least two areas")
    phi = dispersion_factor(dispersion)
    tail = (1 - open_unit(level, "level")) / 2
    mean = float(o.sum() / e.sum())
    variance = float((e * (o / e - mean) ** 2).sum() / e.sum() - mean * phi / e.mean())
    if variance <= 0:
        unknown = np.full_like(o, np.nan)
        return ShrunkenRatios(np.full_like(o, mean), unknown, unknown, mean, 0.0, unknown, unknown)
    shape, scale = o / phi + mean**2 / variance, 1 / (e / phi + mean / variance)
    return ShrunkenRatios(
        shape * scale,
        np.asarray(stats.gamma.ppf(tail, shape, scale=scale)),
        np.asarray(stats.gamma.isf(tail, shape, scale=scale)),
        mean,
        variance,
        shape,
        scale,
    )


def rank_intervals(
    shape: ArrayLike, scale: ArrayLike, draws: int = 20_000, seed: int = 1, level: float = 0.95
) -> RankIntervals:
    """How surely several quantities can be put in order, from their independent gamma posteriors.

    In each draw every quantity gets a value from its own posterior and they are ranked; reported are the
    median of the ranks, their mean and the central share ``level`` of them (Goldstein & Spiegelhalter 1996).
    The same seed gives the same result; a share of draws is off by at most about 1/√draws.

    For the volume of a count: shape count + 1/2, scale 1 (Jeffreys' prior), or 1/years for events a year. For
    the shrunken ratios of several problems: ``shape`` and ``scale`` of :func:`shrunken_ratios`, one pair per
    problem; leave out those that are NaN. Comparisons of the same group's areas share its mean and are thus
    less independent than this takes them to be.

    ``shape`` and ``scale``: one dimension of equal length, above zero; scales in one common unit. Empty gives
    empty. ValueError: NaN or not above zero, lengths differ, no draws.
    """
    shapes, scales = positive(shape, "shape"), positive(scale, "scale")
    if shapes.ndim != 1 or shapes.shape != scales.shape:
        raise ValueError(f"shape {shapes.shape} and scale {scales.shape} must be lists of equal length")
    if draws < 1:
        raise ValueError(f"draws must be at least 1, got {draws}")
    tail = (1 - open_unit(level, "level")) / 2
    values = np.random.default_rng(seed).gamma(shapes, scales, (draws, shapes.size))
    ranks = stats.rankdata(-values, method="ordinal", axis=1).astype(np.int64)
    # A rank is whole: the smallest one that the share of draws reaches, not a value between two.
    lower, median, upper = np.quantile(ranks, [tail, 0.5, 1 - tail], axis=0, method="inverted_cdf")
    return RankIntervals(median, lower, upper, ranks.mean(axis=0))
