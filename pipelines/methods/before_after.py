"""Did a measure in one area change its count, against a comparison area over the same two periods?

The exact ratio of ratios, the chance to find it, and the weighted displacement difference for comparison with
published evaluations. Not here: a change against earlier years without a comparison area (``comparison``).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special, stats

from pipelines.methods.checks import (
    BoolArray,
    FloatArray,
    IntArray,
    dispersion_factor,
    open_unit,
    positive,
    whole_count,
    whole_counts,
)
from pipelines.methods.comparison import inflated_tail

MOST_OUTCOMES = 60
"""Outcomes per count that ``power_before_after`` sums one by one; a longer range is summed in steps."""


@dataclass(frozen=True)
class RatioOfRatios:
    """Treated after/before over control after/before, with limits and two-sided ``p``.

    ``ratio`` is what a reader gets from the four counts; ``conditional_ratio`` the most likely value given
    the sums of the table, a little less extreme; ``expected`` the treated count after, had the treated area
    changed as the control did.
    """

    ratio: float
    conditional_ratio: float
    lower: float
    upper: float
    p: float
    expected: float


@dataclass(frozen=True)
class DisplacementDifference:
    """Change in the treated area less change in the control, in events per unit of the weights."""

    difference: float
    standard_error: float
    lower: float
    upper: float
    z: float


def ratio_of_ratios(
    treated_before: float,
    treated_after: float,
    control_before: float,
    control_after: float,
    exposure_ratio: float = 1.0,
    dispersion: float = 1.0,
    level: float = 0.95,
) -> RatioOfRatios:
    """Compare the change of a treated area with that of a control area, exactly.

    The four counts are independent Poisson. Given the sums of the 2x2 table, the treated count after follows
    Fisher's noncentral hypergeometric distribution with odds θ · exposure_ratio, θ the ratio of ratios
    (Cornfield 1956, Fay 2010). p: two-sided mid-P of θ = 1, twice the smaller tail (Lancaster 1961), as z:
    z/√φ, back to p. Interval: the central exact limits, tails (1-level)/2 each, taken at the wider level whose
    normal quantile is z·√φ; exact, so a little wider than the mid-P test is strict.

    ``exposure_ratio``: by how much the treated area's exposure (days, inhabitants) grew from before to after,
    divided by the same growth of the control; known without error. It is 1 when both areas share the two
    periods, however unequal those are, since their lengths then cancel. ``dispersion``: φ >= 1.
    Zero counts: θ is 0 (lower limit 0) if treated after or control before is 0, inf (upper limit inf) if one
    of the other two is. A whole row or column of zeros says nothing: p 1, ratios nan, limits 0 and inf.
    ``expected`` = treated_before · control_after / control_before · exposure_ratio, nan for 0/0.
    ValueError: exposure ratio not above zero, φ < 1, counts as ``whole_counts``.
    """
    b, a = whole_count(treated_before, "treated_before"), whole_count(treated_after, "treated_after")
    d, c = whole_count(control_before, "control_before"), whole_count(control_after, "control_after")
    exposure = float(positive(exposure_ratio, "exposure_ratio"))
    phi = dispersion_factor(dispersion)
    beyond = float(inflated_tail(1 - open_unit(level, "level"), phi))
    growth = c / d if d else math.inf if c else math.nan
    expected = growth * exposure * b if b or math.isnan(growth) else 0.0

    x = np.arange(max(0, a - d), min(a + b, a + c) + 1)
    if x.size == 1:
        return RatioOfRatios(math.nan, math.nan, 0.0, math.inf, 1.0, expected)
    # Counts of tables with these sums and x in the first cell, as logarithms.
    tables = -sum(special.gammaln(cell + 1.0) for cell in (x, a + b - x, a + c - x, d - a + x))

    def share(log_odds: float, part: BoolArray) -> float:
        """Logarithm of the probability of a part of the tables."""
        logs = tables + x * log_odds
        return _log_sum(logs[part]) - _log_sum(logs)

    def at_least(log_odds: float) -> float:
        return share(log_odds, x >= a) - math.log(beyond)

    def at_most(log_odds: float) -> float:
        return math.log(beyond) - share(log_odds, x <= a)

    def excess(log_odds: float) -> float:
        logs = tables + x * log_odds
        return float(np.exp(logs - _log_sum(logs)) @ (x - a))

    zero, infinite = a == x[0], a == x[-1]
    null = tables + x * math.log(exposure)
    null = np.exp(null - _log_sum(null))
    tail = min(float(null[x < a].sum()), float(null[x > a].sum())) + float(null[x == a][0]) / 2
    p = 2 * float(stats.norm.sf(stats.norm.isf(tail) / math.sqrt(phi)))
    return RatioOfRatios(
        ratio=math.inf if infinite else a * d / (b * c) / exposure,
        conditional_ratio=0.0 if zero else math.inf if infinite else _root(excess) / exposure,
        lower=0.0 if zero else _root(at_least) / exposure,
        upper=math.inf if infinite else _root(at_most) / exposure,
        p=min(p, 1.0),
        expected=expected,
    )


def _log_sum(logs: FloatArray) -> float:
    """Logarithm of a sum given the logarithms of its parts; scipy's own costs most of a comparison."""
    largest = float(logs.max())
    return largest + math.log(float(np.exp(logs - largest).sum()))


def _root(rising: Callable[[float], float]) -> float:
    """The odds at whose logarithm a rising function is zero."""
    low, high = -1.0, 1.0
    while rising(low) > 0:
        low *= 2
    while rising(high) < 0:
        high *= 2
    return math.exp(optimize.brentq(rising, low, high, xtol=1e-12))


def _lower_midp(a: IntArray, b: IntArray, c: IntArray, d: IntArray) -> FloatArray:
    """P(X<a) + P(X=a)/2 for X hypergeometric with the sums of the table (a, b; c, d), any common shape."""
    n = a + b + c + d
    logs = [special.gammaln(v + 1) for v in (a + b, c + d, a + c, b + d)]
    term = np.exp(sum(logs) - sum(special.gammaln(v + 1) for v in (a, b, c, d, n)))
    total, i = term / 2, 0
    while True:  # from each table to the one with an event fewer in its first cell
        step = (a - i) * (d - i) / ((b + i + 1) * (c + i + 1))
        term, i = term * np.maximum(step, 0), i + 1
        total += term
        # Above the mode the terms rise before they fall.
        if np.all((step < 1) & (term < 1e-16)):
            return total


def power_before_after(
    treated_before: float,
    control_before: float,
    control_after: float,
    ratio: float,
    dispersion: float = 1.0,
    alpha: float = 0.05,
) -> float:
    """Chance that ``ratio_of_ratios`` finds a true ``ratio`` at ``alpha``, in the right direction.

    The counts are those expected, the fourth being treated_before · control_after / control_before · ratio;
    each is drawn as Poisson, or negative binomial with variance φ · mean when φ > 1. Summed over the outcomes
    of all four (no normal approximation), except those with a probability below 1e-7; a count with more than
    ``MOST_OUTCOMES`` outcomes is summed on a grid of at most that many, which moves the result by less than
    a percentage point. Both areas are taken to share the two periods.

    ValueError: a count or the ratio not above zero, a ratio of 1, φ < 1, alpha outside 0-1.
    """
    b0, d0, c0 = (
        float(positive(value, name))
        for value, name in (
            (treated_before, "treated_before"),
            (control_before, "control_before"),
            (control_after, "control_after"),
        )
    )
    theta, phi = float(positive(ratio, "ratio")), dispersion_factor(dispersion)
    if theta == 1:
        raise ValueError("ratio must differ from 1, which is no change to find")
    # A p of exactly alpha is no finding, whichever way it is rounded.
    critical = float(inflated_tail(open_unit(alpha, "alpha"), phi)) * (1 - 1e-9)
    values, masses = zip(*(_outcomes(mean, phi) for mean in (b0, c0, d0)), strict=True)
    b, c, d = (axis.ravel() for axis in np.meshgrid(*values, indexing="ij"))
    mass = np.einsum("i,j,k->ijk", *masses).ravel()
    mean = b0 * c0 / d0 * theta
    most = int(_outcomes(mean, phi)[0][-1]) + 1

    def finds_decrease(a: IntArray) -> BoolArray:
        return _lower_midp(a, b, c, d) < critical

    def misses_increase(a: IntArray) -> BoolArray:
        return _lower_midp(b, a, d, c) >= critical

    # Largest count after for which the test holds, per outcome of the other three; it holds up to there.
    test = finds_decrease if theta < 1 else misses_increase
    low, high = np.full(b.size, -1), np.full(b.size, most)
    while (unsettled := high - low > 1).any():
        middle = np.maximum((low + high) // 2, 0)
        holds = test(middle)
        low, high = np.where(unsettled & holds, middle, low), np.where(unsettled & ~holds, middle, high)
    share = float(mass @ _at_most(low, mean, phi))
    return share if theta < 1 else 1 - share


def _at_most(x: IntArray, mean: float, phi: float) -> FloatArray:
    """P(X <= x) for a count with this mean and variance φ · mean."""
    if phi == 1:
        return np.asarray(stats.poisson.cdf(x, mean))
    return np.asarray(stats.nbinom.cdf(x, mean / (phi - 1), 1 / phi))


def _outcomes(mean: float, phi: float) -> tuple[IntArray, FloatArray]:
    """Values a count may take and their probabilities; on a coarser grid if there are too many of them."""
    reach = 5.4 * math.sqrt(phi * mean) + 6 * phi
    values = np.arange(max(0, math.floor(mean - reach)), math.ceil(mean + reach) + 1)
    mass = np.diff(_at_most(values, mean, phi), prepend=_at_most(values[:1] - 1, mean, phi))
    step = -(-values.size // MOST_OUTCOMES)
    # Each value's probability goes to the grid points around it so that the mean of the count is kept.
    grid, (point, beyond) = values[::step], np.divmod(values - values[0], step)
    shared = np.bincount(point, mass * (1 - beyond / step), grid.size + 1)
    shared += np.bincount(point + 1, mass * beyond / step, grid.size + 1)
    return np.append(grid, grid[-1] + step), shared / shared.sum()


def weighted_displacement_difference(
    counts: ArrayLike,
    area_weights: ArrayLike | None = None,
    period_weights: ArrayLike = (1.0, 1.0),
    level: float = 0.95,
) -> DisplacementDifference:
    """The weighted displacement difference (WDD) of published evaluations.

    Rows of ``counts``: treated area, its control, and if wanted the displacement area and its control;
    columns: before, after. With weight w = area weight · period weight per cell: Σ ±(after/w - before/w), plus
    for treated and displacement, minus for controls; variance Σ count/w²; normal interval (Wheeler & Ratcliffe
    2018; weights Wheeler 2021). ``area_weights``: one per row, e.g. inhabitants or street length;
    ``period_weights``: one per column, e.g. years. Weights set the unit: events per weight 1.

    Not for areas of unequal size without area weights: it compares differences, so that a fall of 30 % common
    to 12 and 120 events is called an effect in 58 % of cases. Not below some 10 events per cell, nor for
    counts that vary more than chance: the variance is Poisson and the interval normal. Prefer
    ``ratio_of_ratios``, which needs no weights.

    ValueError: not 2 or 4 rows of 2 whole counts, no events at all, weights not above zero or too few.
    """
    y = whole_counts(counts)
    if y.shape not in ((2, 2), (4, 2)):
        raise ValueError(f"counts must be 2 or 4 areas by 2 periods, got {y.shape}")
    if not y.any():
        raise ValueError("counts must hold at least one event")
    areas = positive(np.ones(len(y)) if area_weights is None else area_weights, "area_weights")
    periods = positive(period_weights, "period_weights")
    if areas.shape != y.shape[:1] or periods.shape != y.shape[1:]:
        raise ValueError(f"weights of shapes {areas.shape} and {periods.shape} must fit counts of {y.shape}")
    weights = areas[:, None] * periods
    change = (y / weights) @ [-1.0, 1.0]
    difference = float(change @ np.resize([1.0, -1.0], len(y)))
    error = math.sqrt(float((y / weights**2).sum()))
    reach = float(stats.norm.isf((1 - open_unit(level, "level")) / 2)) * error
    return DisplacementDifference(
        difference, error, difference - reach, difference + reach, difference / error
    )
