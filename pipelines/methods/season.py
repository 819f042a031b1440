"""Which months stand out, several years together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from pipelines.methods.checks import FloatArray, IntArray, dispersion_factor, open_unit, whole_counts

DAYS = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
"""Days per month; February over a cycle of leap years, which is at most 2.6 % off in a single year."""


@dataclass(frozen=True)
class MonthIndex:
    """Per month, January first: ``index`` (1 = as many per day as the whole year) with limits.

    ``count``: events per month over all years. ``p``: of the twelve together.
    """

    index: FloatArray
    lower: FloatArray
    upper: FloatArray
    count: IntArray
    p: float


def month_index(counts_by_year_month: ArrayLike, dispersion: float = 1.0, level: float = 0.95) -> MonthIndex:
    """Events per day in each month over events per day in all of them, the years pooled.

    index = (O / ΣO) / (days / Σdays). Limits: Wilson 1927 for the month's share of the year at z√φ, divided
    by its share of days. p: likelihood-ratio test G = 2ΣO·ln(O/E) against events spread evenly over days,
    G/φ ~ chi-square(11); NaN when a month expects fewer than 5, where that distribution does not hold.

    ``counts_by_year_month``: years by 12, complete years only (a missing month would look like a quiet one).
    ``dispersion``: variance over mean of monthly counts, at least 1. ValueError: wrong shape, no events at
    all.
    """
    table = whole_counts(counts_by_year_month)
    if table.ndim != 2 or table.shape[1] != 12 or table.shape[0] == 0:
        raise ValueError(f"counts must be years by 12, got {table.shape}")
    phi = dispersion_factor(dispersion)
    observed = table.sum(axis=0)
    total = int(observed.sum())
    if total == 0:
        raise ValueError("no events: a seasonal pattern has no meaning")
    by_days = DAYS / DAYS.sum()
    expected = total * by_days
    g = 2 * float(special.xlogy(observed, observed / expected).sum())
    p = float(stats.chi2.sf(g / phi, 11)) if expected.min() >= 5 else float("nan")

    z = float(stats.norm.isf((1 - open_unit(level, "level")) / 2)) * np.sqrt(phi)
    half = z * np.sqrt(z * z + 4 * observed * (1 - observed / total))
    lower, upper = ((2 * observed + z * z + sign * half) / (2 * (total + z * z)) for sign in (-1, 1))
    return MonthIndex(
        observed / expected, np.maximum(lower, 0.0) / by_days, np.minimum(upper, 1.0) / by_days, observed, p
    )
