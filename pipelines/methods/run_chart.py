"""Has the level of a series shifted? The run chart and the Anhøj rules, and what makes months fit for them.

Not here: limits to draw in a chart (``control_charts``), or whether the latest year differs from earlier
ones (``comparison``).
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from pipelines.methods.checks import FloatArray, IntArray, positive, whole_count, whole_counts

FEWEST_USEFUL = 10
"""Fewest observations off the median that the rules are made for (Anhøj 2015)."""


@dataclass(frozen=True)
class RunChart:
    """What the Anhøj rules say of a series.

    ``signal``: True or False, or None when the series is not judged; ``not_judged`` then says why:
    ``"median_zero"`` or ``"too_few_useful"``. The counts are given in either case, the limits are None where
    there is nothing to judge by.
    """

    signal: bool | None
    not_judged: Literal["median_zero", "too_few_useful"] | None
    median: float
    useful: int
    longest_run: int
    longest_run_limit: int | None
    crossings: int
    crossings_limit: int | None


def anhoej_limits(useful: float) -> tuple[int, int]:
    """(longest run, crossings) still due to chance among ``useful`` observations off the median.

    round(log2(n) + 3) (Schilling 2012) and the 5 % quantile of Binomial(n - 1, 1/2) (Chen 2010), as Anhøj &
    Olesen 2014 join them. ValueError: fewer than ``FEWEST_USEFUL``.
    """
    n = whole_count(useful, "useful")
    if n < FEWEST_USEFUL:
        raise ValueError(f"useful must be at least {FEWEST_USEFUL}, got {n}")
    return round(math.log2(n) + 3), int(stats.binom.ppf(0.05, n - 1, 0.5))


def run_chart(values: ArrayLike) -> RunChart:
    """Judge a series by the Anhøj rules: a signal if the longest run is too long or the crossings too few.

    Observations on the median neither break nor lengthen a run and are left out. With a longest run above
    its limit, or crossings below theirs (``anhoej_limits``), the level has shifted at some time in the
    series; the rules do not say when or in which direction. Not judged (see ``RunChart``) when the median is
    0 or fewer than ``FEWEST_USEFUL`` observations are useful: then false alarms are the rule. A strong season
    alarms too; remove it first (``deseasonalised``, or whole years).

    ``values``: counts or rates in time order, not negative. ValueError otherwise.
    """
    y = np.asarray(values, dtype=np.float64)
    if y.ndim != 1 or not y.size:
        raise ValueError(f"values must be one series, got shape {y.shape}")
    if not np.all(np.isfinite(y)) or np.any(y < 0):
        raise ValueError("values must not be missing, infinite or negative")
    median = float(np.median(y))
    # Months divided by an index can miss the median by a rounding error only.
    off = y[~np.isclose(y, median, rtol=1e-9, atol=0)]
    changes = np.flatnonzero(np.diff(off > median)) + 1
    useful, crossings = int(off.size), int(changes.size)
    longest = int(np.diff(changes, prepend=0, append=useful).max())
    if median == 0:
        return RunChart(None, "median_zero", median, useful, longest, None, crossings, None)
    if useful < FEWEST_USEFUL:
        return RunChart(None, "too_few_useful", median, useful, longest, None, crossings, None)
    most, fewest = anhoej_limits(useful)
    signal = longest > most or crossings < fewest
    return RunChart(signal, None, median, useful, longest, most, crossings, fewest)


def _years_by_months(monthly: ArrayLike) -> IntArray:
    counts = whole_counts(monthly, "monthly")
    if counts.ndim != 2 or counts.shape[1] != 12 or not counts.size:
        raise ValueError(f"monthly must be years by 12 months, got shape {counts.shape}")
    return counts


def month_index(monthly: ArrayLike) -> FloatArray:
    """Each month's share of the year times 12 (mean 1), from whole years of counts.

    ``monthly``: years by 12; years of several similar areas may be stacked, since one small area gives an
    index that is mostly chance. ValueError: wrong shape; a month that never has an event.
    """
    totals = _years_by_months(monthly).sum(axis=0)
    return positive(totals, "events of every month") * (12 / totals.sum())


def deseasonalised(monthly: ArrayLike, index: ArrayLike) -> FloatArray:
    """The months of years by 12 in time order, each divided by its ``index`` (12 values, see ``month_index``).

    ValueError: wrong shapes; an index not above zero.
    """
    divisor = positive(index, "index")
    if divisor.shape != (12,):
        raise ValueError(f"index must be 12 values, got shape {divisor.shape}")
    return np.asarray((_years_by_months(monthly) / divisor).ravel())


def to_quarters(monthly: ArrayLike) -> IntArray:
    """Events per quarter in time order, from years by 12 months. ValueError: wrong shape."""
    return np.asarray(_years_by_months(monthly).reshape(-1, 3).sum(axis=1))
