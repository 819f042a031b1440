"""What a comparison could have seen: the smallest change it finds with a stated power.

The test itself is in ``comparison``.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from pipelines.methods.checks import (
    BoolArray,
    FloatArray,
    IntArray,
    dispersion_factor,
    open_unit,
    positive,
    whole_count,
)
from pipelines.methods.comparison import inflated_tail, midp_above, midp_below


@dataclass(frozen=True)
class DetectableChange:
    """Ratios to the base level, e.g. 0.4 and 1.7; None where no change of that kind would be found."""

    decrease_ratio: float | None
    increase_ratio: float | None


MOST_OUTCOMES = 200
"""Base counts that the power is summed over; a wider range is thinned to so many, with the same mean."""


def _cumulative(x: IntArray, mean: float, dispersion: float) -> FloatArray:
    """P(X <= x) for a count with this mean and variance φ · mean; 0 for x = -1."""
    if mean == 0:
        return np.where(x >= 0, 1.0, 0.0)
    reached = np.maximum(x, 0)
    if dispersion == 1:
        below = special.pdtr(reached, mean)
    else:  # negative binomial of size mean/(φ - 1) and probability 1/φ; scipy.stats gives the same, slower
        below = special.betainc(mean / (dispersion - 1), reached + 1.0, 1 / dispersion)
    return np.asarray(np.where(x >= 0, below, 0.0))


def _thinned(outcomes: IntArray, weights: FloatArray) -> tuple[IntArray, FloatArray]:
    """Every k-th outcome, with the weight of each one in between divided on its two neighbours by distance."""
    step = -(-outcomes.size // MOST_OUTCOMES)
    grid = outcomes[0] + step * np.arange(-(-(outcomes.size - 1) // step) + 1)
    below, beyond = np.divmod(outcomes - outcomes[0], step)
    kept = np.zeros(grid.size + 1)
    np.add.at(kept, below, weights * (1 - beyond / step))
    np.add.at(kept, below + 1, weights * beyond / step)
    return grid, kept[: grid.size]


def _last_true(test: Callable[[IntArray], BoolArray], size: int) -> IntArray:
    """Per element, the largest x >= 0 with ``test`` true, or -1; ``test`` must go from true to false in x."""
    low, high = np.full(size, -1), np.ones(size, dtype=np.int64)
    while (still := test(high)).any():
        low, high = np.where(still, high, low), np.where(still, high * 2, high)
    while (high - low > 1).any():
        middle = (low + high) // 2
        passes = (middle >= 0) & test(np.maximum(middle, 0))
        low, high = np.where(passes, middle, low), np.where(passes, high, middle)
    return low


def detectable_change(
    base_count_pooled: float,
    base_exposure: float,
    exposure: float,
    dispersion: float,
    alpha: float = 0.05,
    power: float = 0.8,
) -> DetectableChange:
    """Smallest relative change that ``two_rates_midp`` finds at ``alpha`` with probability ``power``.

    Both counts are treated as still to be drawn, the base with mean ``base_count_pooled`` and the assessed
    one with mean ratio · base_count_pooled · exposure/base_exposure: Poisson, or negative binomial with
    variance φ · mean when φ > 1. The power is summed over the outcomes (no normal approximation of it; see
    ``MOST_OUTCOMES``), counting only findings in the right direction. ``decrease_ratio`` None: even if the
    events ceased altogether, the chance to find it is below ``power``. Both None when the base is zero, which
    no ratio can be taken to. ``alpha`` is that of a single test; after a correction for many tests the change
    must be larger still.

    Exposures as in ``two_rates_midp``. ValueError: as there; alpha or power outside 0-1.
    """
    base = whole_count(base_count_pooled, "base_count_pooled")
    here, before = float(positive(exposure, "exposure")), float(positive(base_exposure, "base_exposure"))
    phi = dispersion_factor(dispersion)
    critical = float(inflated_tail(open_unit(alpha, "alpha"), phi))
    open_unit(power, "power")
    if base == 0:
        return DetectableChange(None, None)

    reach = 8 * math.sqrt(phi * base) + 8 * phi  # outcomes outside have a probability far below 1e-6
    outcomes = np.arange(max(0, math.floor(base - reach)), math.ceil(base + reach) + 1)
    chances = np.diff(_cumulative(np.append(outcomes[0] - 1, outcomes), base, phi))
    bases, weights = _thinned(outcomes, chances / chances.sum())
    share = here / (here + before)
    most_for_decrease = _last_true(lambda x: midp_below(x, bases + x, share) < critical, bases.size)
    most_not_increase = _last_true(lambda x: midp_above(x, bases + x, share) >= critical, bases.size)
    expected = base * here / before

    def finds_decrease(ratio: float) -> bool:
        return float(weights @ _cumulative(most_for_decrease, ratio * expected, phi)) >= power

    def finds_increase(ratio: float) -> bool:
        return float(weights @ (1 - _cumulative(most_not_increase, ratio * expected, phi))) >= power

    decrease = _boundary(finds_decrease, found=0.0, missed=1.0) if finds_decrease(0.0) else None
    ceiling = 2.0
    while not finds_increase(ceiling):
        ceiling *= 2
    return DetectableChange(decrease, _boundary(finds_increase, found=ceiling, missed=1.0))


def _boundary(finds: Callable[[float], bool], found: float, missed: float) -> float:
    """The ratio nearest 1, to four decimals, that is still found."""
    while abs(found - missed) > 1e-5:
        middle = (found + missed) / 2
        found, missed = (middle, missed) if finds(middle) else (found, middle)
    return found
