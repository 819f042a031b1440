"""Ratios of observed to expected counts for a group of areas, drawn toward the group's mean."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from pipelines.methods.checks import FloatArray, dispersion_factor, open_unit, positive, whole_counts


@dataclass(frozen=True)
class ShrunkenRatios:
    """``ratio``, ``lower``, ``upper`` per area; the group's ``mean``; ``variance`` between true ratios."""

    ratio: FloatArray
    lower: FloatArray
    upper: FloatArray
    mean: float
    variance: float


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
        return ShrunkenRatios(np.full_like(o, mean), unknown, unknown, mean, 0.0)
    shape, scale = o / phi + mean**2 / variance, 1 / (e / phi + mean / variance)
    return ShrunkenRatios(
        shape * scale,
        np.asarray(stats.gamma.ppf(tail, shape, scale=scale)),
        np.asarray(stats.gamma.isf(tail, shape, scale=scale)),
        mean,
        variance,
    )
