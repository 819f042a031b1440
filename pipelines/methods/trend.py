"""Does a series of years rise or fall?

The yearly rate ratio of counts, and rank tests for a trend that need no model: one value a year, or one per
season and year. Not here: one year against the years before it (``comparison``), nor the season itself
(``season``).
"""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from pipelines.methods.checks import FloatArray, dispersion_factor, open_unit, positive, whole_counts

FEWEST_YEARS = 5
"""Below this a slope rests on so few years that nothing but an enormous change could be told from chance."""


@dataclass(frozen=True)
class PoissonTrend:
    """Rate ratio from one year to the next with limits, two-sided ``p``, and the φ they allow for.

    ``degrees_of_freedom`` are those of t, or None where φ was known and the normal distribution was used.
    """

    annual_ratio: float
    lower: float
    upper: float
    p: float
    dispersion: float
    degrees_of_freedom: int | None


@dataclass(frozen=True)
class KendallTrend:
    """``score`` (rising minus falling pairs), exact two-sided ``p``; median ``slope`` per step with limits."""

    score: int
    p: float
    slope: float
    lower: float
    upper: float


@dataclass(frozen=True)
class SeasonalKendall:
    """``score`` and its ``variance`` summed over seasons, two-sided ``p``, and the median yearly ``slope``."""

    score: int
    variance: float
    p: float
    slope: float


def poisson_trend(
    counts: ArrayLike,
    exposures: ArrayLike,
    years: ArrayLike,
    dispersion: float | None = None,
    level: float = 0.95,
) -> PoissonTrend:
    """Log-linear trend of a rate: log E(count) = a + b · year + log(exposure), annual ratio exp(b).

    Quasi-Poisson (McCullagh & Nelder 1989, 6.2): the standard error of b is multiplied by √φ, with φ the
    Pearson chi-square over its n - 2 degrees of freedom but never below 1: a series that happens to lie close
    to its line is no proof that events avoid chance. p and limits come from t with n - 2 degrees of freedom,
    since φ is estimated from the same few years. With ``dispersion``, a φ known from elsewhere (pooled over
    similar areas), they come from the normal distribution instead, which needs less change to be sure of it.

    ``counts``: events per year. ``exposures``: above zero, any common unit. ``years``: whole numbers, no year
    twice; gaps are allowed. All one dimension of equal length.
    ValueError: fewer than 5 years; no events; all events in the first or the last year, where no finite slope
    fits best; φ < 1; counts as ``whole_counts``.
    """
    y = whole_counts(counts)
    e, t = positive(exposures, "exposures"), whole_counts(years, "years")
    if y.ndim != 1 or y.shape != e.shape or y.shape != t.shape:
        raise ValueError(
            f"counts {y.shape}, exposures {e.shape} and years {t.shape} must be lists of equal length"
        )
    if y.size < FEWEST_YEARS:
        raise ValueError(f"a trend must have at least {FEWEST_YEARS} years, got {y.size}")
    if np.unique(t).size < t.size:
        raise ValueError("years must differ")
    tail = (1 - open_unit(level, "level")) / 2
    known = None if dispersion is None else dispersion_factor(dispersion)
    with_events = t[y > 0]
    if with_events.size == 0:
        raise ValueError("counts must hold at least one event")
    if with_events.size == 1 and with_events[0] in (t.min(), t.max()):
        raise ValueError("counts must not all lie in the first or the last year")

    fit = poisson_fit(y, np.column_stack([np.ones(t.size), t - t.mean()]), e / e.mean())
    slope, free = float(fit.params[1]), y.size - 2
    phi = max(1.0, float(fit.pearson_chi2) / free) if known is None else known
    error = math.sqrt(float(fit.normalized_cov_params[1, 1]) * phi)
    reference = stats.t(free) if known is None else stats.norm
    reach = float(reference.isf(tail)) * error
    return PoissonTrend(
        annual_ratio=math.exp(slope),
        lower=math.exp(slope - reach),
        upper=math.exp(slope + reach),
        p=min(1.0, 2 * float(reference.sf(abs(slope) / error))),
        dispersion=phi,
        degrees_of_freedom=free if known is None else None,
    )


def poisson_fit(counts: ArrayLike, design: FloatArray, exposures: FloatArray) -> Any:
    """The fitted Poisson log-linear model (statsmodels) with log exposure as offset; ValueError without a fit."""
    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    model = sm.GLM(np.asarray(counts), design, family=sm.families.Poisson(), offset=np.log(exposures))
    with warnings.catch_warnings():
        # Counts that lie exactly on their line are no separation: the slope is finite and its error known.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = model.fit(tol=1e-10)
    if not fit.converged:
        raise ValueError("the model must have a best fit; none was found")
    return fit


def _finite_series(values: ArrayLike) -> FloatArray:
    series = np.asarray(values, dtype=np.float64)
    if series.ndim != 1 or series.size < 2:
        raise ValueError("values must be a list of at least two")
    if not np.all(np.isfinite(series)):
        raise ValueError("values must not be missing or infinite")
    return series


def _orders_by_falling_pairs(group_sizes: Sequence[int]) -> list[int]:
    """Number of distinct orders of the values with 0, 1, 2, ... falling pairs.

    ``group_sizes``: how many values are equal to each other, 1 for a value that is alone. The counts are the
    coefficients of the Gaussian multinomial Π(1 - qⁱ), i = 1..n, over Π(1 - qʲ), j = 1..size, of every group
    (MacMahon 1913), whole numbers throughout.
    """
    n = sum(group_sizes)
    untied = (n * n - sum(size * size for size in group_sizes)) // 2
    orders = [1] + [0] * untied
    for factor in range(1, n + 1):
        for power in range(untied, factor - 1, -1):
            orders[power] -= orders[power - factor]
    for size in group_sizes:
        for factor in range(1, size + 1):
            for power in range(factor, untied + 1):
                orders[power] += orders[power - factor]
    return orders


def _slopes(series: FloatArray) -> FloatArray:
    """(x_j - x_i)/(j - i) of all pairs i < j."""
    first, second = np.triu_indices(series.size, k=1)
    return np.asarray((series[second] - series[first]) / (second - first))


def kendall_trend(values: ArrayLike, level: float = 0.95) -> KendallTrend:
    """Mann-Kendall test and Sen's slope for equally spaced values.

    Score S = Σ sign(x_j - x_i) over i < j (Mann 1945, Kendall 1975). p = min(1, 2·P(S >= \\|s\\|)) over all
    equally likely orders of the very values observed, equal ones included. It is exact at every length, with
    ties and without; no normal approximation is used.
    Slope: the median of (x_j - x_i)/(j - i) (Sen 1968; Gilbert 1987, 16.5), per step. Limits: with k the
    smallest score that P(S >= k) <= (1 - level)/2 without ties, N pairs and M = (N - k + 2)/2, the M-th
    smallest and M-th largest slope (Hollander & Wolfe 1999, 9.3). With too few values no score is that rare
    (four or fewer at 95 %) and the limits are infinite. Ties make the limits a little too wide, so that a p
    just below 0.05 can go with limits that hold 0.

    ``values``: counts or rates, one dimension, in order of time. ValueError: fewer than two, any missing.
    """
    series = _finite_series(values)
    tail = (1 - open_unit(level, "level")) / 2
    slopes = np.sort(_slopes(series))
    score = int(np.sign(slopes).sum())

    orders = _orders_by_falling_pairs(np.unique(series, return_counts=True)[1].tolist())
    untied = len(orders) - 1
    as_extreme = sum(orders[: (untied - abs(score)) // 2 + 1])

    without_ties = _orders_by_falling_pairs([1] * series.size)
    rare, total, rank = 0, sum(without_ties), 0
    for falling in without_ties:
        rare += falling
        if rare > tail * total:
            break
        rank += 1
    return KendallTrend(
        score=score,
        p=min(1.0, 2 * as_extreme / sum(orders)),
        slope=float(np.median(slopes)),
        lower=float(slopes[rank - 1]) if rank else -math.inf,
        upper=float(slopes[-rank]) if rank else math.inf,
    )


def _score_variance(n: ArrayLike) -> FloatArray:
    """n(n-1)(2n+5)/18: variance of the score of n unequal values, and what a group of n equal ones takes away."""
    size = np.asarray(n, dtype=np.float64)
    return np.asarray(size * (size - 1) * (2 * size + 5) / 18)


def seasonal_kendall(values: ArrayLike) -> SeasonalKendall:
    """Seasonal Kendall test: is there a trend common to all seasons, each compared only with itself?

    S = Σ S_g over seasons; variance Σ [n(n-1)(2n+5) - Σ t(t-1)(2t+5)]/18 with t the sizes of the groups of
    equal values in the season; z = (S - sign S)/√variance, 0 at S = 0 (Hirsch, Slack & Smith 1982). The
    normal approximation rests on many seasons rather than many years. The seasons of a year are taken as
    independent; where a bad year is bad in every month the p is too small (Hirsch & Slack 1984).
    Slope: the median of the slopes of all pairs within a season, per year. p is 1 where no two values differ.

    ``values``: years by seasons in order of time, NaN where a value is missing. ValueError: wrong shape,
    infinite values, no season with two values.
    """
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError("values must be years by seasons")
    if np.any(np.isinf(table)):
        raise ValueError("values must not be infinite")
    first, second = np.triu_indices(table.shape[0], k=1)
    slopes = (table[second] - table[first]) / (second - first)[:, np.newaxis]
    slopes = slopes[np.isfinite(slopes)]
    if slopes.size == 0:
        raise ValueError("values must hold a season with two years")
    score = int(np.sign(slopes).sum())
    variance = 0.0
    for season in table.T:
        present = season[np.isfinite(season)]
        tied = np.unique(present, return_counts=True)[1]
        variance += float(_score_variance(present.size) - _score_variance(tied).sum())
    z = (abs(score) - 1) / math.sqrt(variance) if score else 0.0
    return SeasonalKendall(score, variance, 2 * float(stats.norm.sf(z)), float(np.median(slopes)))
