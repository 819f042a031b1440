"""Has a count changed against its base period?

The test of the assessed year against earlier years, the spread between years that the test must allow for,
and the smallest change it would have found. Not here: correction for many tests (``multiplicity``).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from pipelines.methods.checks import (
    FloatArray,
    IntArray,
    dispersion_factor,
    open_unit,
    positive,
    whole_count,
    whole_counts,
)


@dataclass(frozen=True)
class RateComparison:
    """``ratio`` of two rates with limits, two-sided ``p``, and the count ``expected`` had nothing changed."""

    ratio: float
    lower: float
    upper: float
    p: float
    expected: float


@dataclass(frozen=True)
class Dispersion:
    """Variance over mean between years (``phi``, at least 1) and what it rests on."""

    phi: float
    degrees_of_freedom: int
    n_areas: int


def midp_below(x: ArrayLike, n: ArrayLike, share: ArrayLike) -> FloatArray:
    """Mid-P tail P(X<x) + P(X=x)/2 for X ~ Binomial(n, share).

    ``x``, ``n`` (whole numbers, 0 <= x <= n) and ``share``: shapes that broadcast. Lancaster 1961.
    """
    k, size = np.asarray(x, dtype=np.int64), np.asarray(n, dtype=np.int64)
    below = np.where(k > 0, special.bdtr(np.maximum(k - 1, 0), size, share), 0.0)
    at_most = np.where(k < size, special.bdtr(k, size, share), 1.0)
    return np.asarray((below + at_most) / 2)


def midp_above(x: ArrayLike, n: ArrayLike, share: ArrayLike) -> FloatArray:
    """Mid-P tail P(X>x) + P(X=x)/2, as :func:`midp_below`; not its complement, which would lose small tails."""
    k, size = np.asarray(x, dtype=np.int64), np.asarray(n, dtype=np.int64)
    above = np.where(k < size, special.bdtrc(k, size, share), 0.0)
    at_least = np.where(k > 0, special.bdtrc(np.maximum(k - 1, 0), size, share), 1.0)
    return np.asarray((above + at_least) / 2)


def inflated_tail(alpha: float, dispersion: ArrayLike) -> FloatArray:
    """The one-sided tail area that a mid-P must fall below for its z/√φ to pass the two-sided ``alpha``."""
    return np.asarray(stats.norm.sf(stats.norm.isf(alpha / 2) * np.sqrt(dispersion)), dtype=np.float64)


@dataclass(frozen=True)
class RateComparisons:
    """As ``RateComparison``, for many pairs of rates: arrays of one common length."""

    ratio: FloatArray
    lower: FloatArray
    upper: FloatArray
    p: FloatArray
    expected: FloatArray


def compare_rates(
    counts: ArrayLike,
    exposures: ArrayLike,
    base_counts: ArrayLike,
    base_exposures: ArrayLike,
    dispersion: ArrayLike = 1.0,
    level: float = 0.95,
) -> RateComparisons:
    """:func:`two_rates_midp` for arrays of one dimension that broadcast to one length."""
    x, base = whole_counts(counts), whole_counts(base_counts, "base_counts")
    here, before = positive(exposures, "exposures"), positive(base_exposures, "base_exposures")
    phi = np.asarray(dispersion, dtype=np.float64)
    if not (np.all(np.isfinite(phi)) and np.all(phi >= 1)):
        raise ValueError("dispersion must be at least 1")
    x, base, here, before, phi = (
        np.atleast_1d(item) for item in np.broadcast_arrays(x, base, here, before, phi)
    )
    alpha = 1 - open_unit(level, "level")
    expected = base * here / before

    share = here / (here + before)
    tail = np.minimum(midp_below(x, base + x, share), midp_above(x, base + x, share))
    p = np.minimum(2 * stats.norm.sf(stats.norm.isf(tail) / np.sqrt(phi)), 1.0)

    beyond = inflated_tail(alpha, phi)
    odds = before / here
    share_lower = np.where(x > 0, special.betaincinv(np.maximum(x, 1), base + 1, beyond), 0.0)
    share_upper = np.where(base > 0, special.betainccinv(x + 1, np.maximum(base, 1), beyond), 0.5)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(base > 0, x / expected, np.where(x > 0, np.inf, np.nan))
    return RateComparisons(
        ratio=np.asarray(ratio),
        lower=np.asarray(share_lower / (1 - share_lower) * odds),
        upper=np.asarray(np.where(base > 0, share_upper / (1 - share_upper) * odds, np.inf)),
        p=np.asarray(np.where(x + base > 0, p, 1.0)),
        expected=np.asarray(expected),
    )


def two_rates_midp(
    count: float,
    exposure: float,
    base_count: float,
    base_exposure: float,
    dispersion: float = 1.0,
    level: float = 0.95,
) -> RateComparison:
    """Compare count/exposure with base_count/base_exposure by the exact conditional test.

    Given n = count + base_count, and no difference, count ~ Binomial(n, exposure/(exposure + base_exposure)).
    p: two-sided mid-P, twice the smaller tail (Lancaster 1961), as z: z/√φ, back to p.
    Interval: the central Clopper-Pearson limits of the binomial share s as s/(1-s) · base_exposure/exposure
    (Fay 2010), taken at the wider level whose normal quantile is z·√φ. The interval is exact and thus a
    little wider than the mid-P test is strict: a p of 0.04 can go with a 95 % interval that holds 1.
    Zero counts: count 0 gives ratio 0 and lower 0; base 0 gives ratio and upper inf; the finite limit keeps
    its tail area (1-level)/2. Both 0: p 1, ratio nan, limits 0 and inf.

    Exposures are in any common unit (person-years, or the reference group's events in the same years) and
    taken as known. ``dispersion``: φ >= 1. ``expected`` = base_count · exposure / base_exposure, in events.
    ValueError: exposures not above zero, φ < 1, counts as ``whole_counts``.
    """
    whole_count(count)
    whole_count(base_count, "base_count")
    found = compare_rates(count, exposure, base_count, base_exposure, dispersion_factor(dispersion), level)
    return RateComparison(
        *(float(item[0]) for item in (found.ratio, found.lower, found.upper, found.p, found.expected))
    )


def _fitted(counts: IntArray, exposures: FloatArray, detrend: bool) -> FloatArray:
    """Maximum-likelihood Poisson means, areas by years: own level · exposure, and own log-linear trend."""
    totals = counts.sum(axis=1, keepdims=True)
    years = np.arange(counts.shape[1]) - (counts.shape[1] - 1) / 2
    slope = np.zeros((counts.shape[0], 1))
    observed = (counts * years).sum(axis=1, keepdims=True)
    for _ in range(50 if detrend else 0):  # Newton on the slope alone; the level follows from the total
        weights = exposures * np.exp(slope * years)
        weights /= weights.sum(axis=1, keepdims=True)
        centre = (weights * years).sum(axis=1, keepdims=True)
        spread = (weights * (years - centre) ** 2).sum(axis=1, keepdims=True)
        step = (observed / totals - centre) / np.maximum(spread, 1e-6)
        # Full Newton steps can run away when the exposures differ by orders of magnitude.
        # With every event in the first or last year the slope has no finite optimum; ±10 fits it as well.
        slope = np.clip(slope + np.clip(step, -1, 1), -10, 10)
        if np.max(np.abs(step)) < 1e-10:
            break
    weights = exposures * np.exp(slope * years)
    return np.asarray(totals * weights / weights.sum(axis=1, keepdims=True), dtype=np.float64)


def area_dispersion(counts: ArrayLike, exposures: ArrayLike, detrend: bool = True) -> FloatArray:
    """Each area's own Pearson chi-square over its degrees of freedom; NaN where it averages under one event.

    The parts that :func:`pooled_dispersion` adds up; there are formula, shapes, errors and source.
    """
    y = whole_counts(counts)
    if y.ndim != 2:
        raise ValueError("counts must be areas by years")
    free = y.shape[1] - (2 if detrend else 1)
    if free < 1:
        raise ValueError(f"too few years: {y.shape[1]}")
    e = positive(exposures, "exposures")
    if e.shape not in (y.shape, y.shape[1:]):
        raise ValueError(f"exposures of shape {e.shape} do not fit counts of shape {y.shape}")
    e = np.broadcast_to(e, y.shape)
    kept = y.mean(axis=1) >= 1
    found = np.full(y.shape[0], np.nan)
    if kept.any():
        fitted = _fitted(y[kept], e[kept], detrend)
        found[kept] = ((y[kept] - fitted) ** 2 / fitted).sum(axis=1) / free
    return found


def pooled_dispersion(counts: ArrayLike, exposures: ArrayLike, detrend: bool = True) -> Dispersion:
    """How much more yearly counts vary than chance alone, pooled over similar areas.

    Per area: Pearson chi-square Σ(y - m)²/m with m the area's own rate · exposure, and with ``detrend`` also
    its own log-linear trend in years, so that a steady rise is not mistaken for unrest. φ = Σ chi-square / Σ
    degrees of freedom (years - 1, or years - 2 with trend), never below 1 (McCullagh & Nelder 1989, 4.5 and
    6.2). Areas averaging under one event a year are dropped: their chi-square says nothing.

    ``counts``: areas by years. ``exposures``: areas by years or years, above zero, any unit.
    ValueError: wrong shape, too few years, no area with at least one event a year.
    """
    each = area_dispersion(counts, exposures, detrend)
    known = each[~np.isnan(each)]
    if not known.size:
        raise ValueError("no area averages one event a year")
    free = np.asarray(counts).shape[1] - (2 if detrend else 1)
    return Dispersion(max(1.0, float(known.mean())), known.size * free, known.size)
