"""Confidence intervals for one count, one rate and one share.

Not here: comparisons between two counts (``comparison``), ratios for many areas (``shrinkage``), shares of a
sample with strata or weights (``survey_shares``) and standardised rates (``standardisation``).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from pipelines.methods.checks import FloatArray, open_unit, positive, whole_count, whole_counts

BYAR_FROM = 10
"""Smallest count for Byar's approximation; below it the exact interval is used (PHE technical guide)."""


def poisson_limits(counts: ArrayLike, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Two-sided limits for the expected number of events behind each observed count.

    :func:`poisson_limits_at_tail` with (1 - level)/2 in each tail; formulas, shapes and errors as there, and
    ValueError for a level outside 0-1.
    """
    return poisson_limits_at_tail(counts, (1 - open_unit(level, "level")) / 2)


def poisson_limits_at_tail(counts: ArrayLike, tail: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Limits for the expected number of events behind each count, with probability ``tail`` beyond each.

    Below ``BYAR_FROM`` the exact limits, with a/2 = tail and x the count (Garwood 1936):
    lower = chi2(a/2, 2x)/2, 0 at x = 0; upper = chi2(1 - a/2, 2x + 2)/2.
    From ``BYAR_FROM`` Byar's approximation (Breslow & Day 1987, vol. II, eq. 2.13), which uses x below and
    x + 1 above: x(1 - 1/(9x) - z/(3√x))³ and (x+1)(1 - 1/(9(x+1)) + z/(3√(x+1)))³.
    The switch at 10 is that of Public Health England's technical guide on confidence intervals.

    ``counts``: any shape; ``tail``: one for all or one each, so that a count that varies more than chance can
    have wider limits than a level could express. Returns (lower, upper) in events. ValueError: see
    ``whole_counts``; a tail not between 0 and 1/2.
    """
    x = whole_counts(counts).astype(np.float64)
    tail = positive(tail, "tail")
    if np.any(tail >= 0.5):
        raise ValueError("tail must be below 1/2")
    z = stats.norm.isf(tail)
    at_least_one = np.maximum(x, 1)  # keeps the branches that are not chosen free of division by zero
    exact_lower = np.where(x > 0, stats.chi2.ppf(tail, 2 * at_least_one) / 2, 0.0)
    exact_upper = stats.chi2.isf(tail, 2 * x + 2) / 2
    byar_lower = at_least_one * (1 - 1 / (9 * at_least_one) - z / (3 * np.sqrt(at_least_one))) ** 3
    byar_upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    use_byar = x >= BYAR_FROM
    # The cube turns negative only at levels far above those in use; a count has no negative limit.
    lower = np.where(use_byar, np.maximum(byar_lower, 0.0), exact_lower)
    return lower, np.where(use_byar, byar_upper, exact_upper)


def poisson_interval(count: float, level: float = 0.95) -> tuple[float, float, str]:
    """(lower, upper, method) for one count, in events; method is ``"exact"`` or ``"byar"``.

    Formulas, source and errors as :func:`poisson_limits`.
    """
    x = whole_count(count)
    lower, upper = poisson_limits(x, level)
    return float(lower), float(upper), "byar" if x >= BYAR_FROM else "exact"


@dataclass(frozen=True)
class RateEstimate:
    """Events per ``per`` inhabitants with limits on the same scale, and what it was computed from."""

    value: float
    lower: float
    upper: float
    count: int
    population: float
    method: str


def rate(count: float, population: float, per: float = 100_000, level: float = 0.95) -> RateEstimate:
    """count / population · per, with the Poisson limits of the count on the same scale.

    The population (persons, or person-years for several years together) is taken as known without error.
    ValueError: population or ``per`` not above zero; count as ``whole_counts``.
    """
    x = whole_count(count)
    scale = float(positive(per, "per")) / float(positive(population, "population"))
    lower, upper, method = poisson_interval(x, level)
    return RateEstimate(x * scale, lower * scale, upper * scale, x, float(population), method)


def pooled_rate(
    counts: ArrayLike, populations: ArrayLike, per: float = 100_000, level: float = 0.95
) -> RateEstimate:
    """Σ counts / Σ populations · per for several years (or areas) together, with limits as :func:`rate`.

    Not the mean of the rates: that gives a small year the weight of a large one, and has no Poisson count to
    take limits from. ``counts`` and ``populations``: one dimension of equal length, one pair per year; the
    estimate's population is person-years. ValueError: no years, unequal lengths, else as :func:`rate`.
    """
    x, size = whole_counts(counts), positive(populations, "populations")
    if x.ndim != 1 or x.shape != size.shape or x.size == 0:
        raise ValueError(f"counts {x.shape} and populations {size.shape} must be lists of equal length")
    return rate(int(x.sum()), float(size.sum()), per, level)


def _share_of(successes: float, n: float) -> tuple[int, int]:
    k, size = whole_count(successes, "successes"), whole_count(n, "n")
    if size == 0:
        raise ValueError("n must be above zero")
    if k > size:
        raise ValueError(f"successes ({k}) must not exceed n ({size})")
    return k, size


def wilson_interval(successes: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Limits (lower, upper) for a share, 0-1, of ``n`` independent answers.

    (2k + z² ± z√(z² + 4k(1 - k/n))) / (2(n + z²)); Wilson 1927, Newcombe 1998 method 3.
    ValueError: n = 0, successes above n, either not a whole number.
    """
    k, size = _share_of(successes, n)
    z = float(stats.norm.isf((1 - open_unit(level, "level")) / 2))
    half = z * np.sqrt(z * z + 4 * k * (1 - k / size))
    divisor = 2 * (size + z * z)
    # At k = 0 and k = n the limits are exactly 0 and 1; rounding must not push them past.
    lower, upper = (2 * k + z * z - half) / divisor, (2 * k + z * z + half) / divisor
    return max(0.0, float(lower)), min(1.0, float(upper))


def clopper_pearson_interval(successes: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Exact limits (lower, upper) for a share, 0-1, of ``n`` independent answers.

    The shares p at which P(X >= k) and P(X <= k) equal (1 - level)/2 for X ~ Binomial(n, p), 0 at k = 0 and 1
    at k = n; Clopper & Pearson 1934, Newcombe 1998 method 5. Never covers less than the level, usually more;
    :func:`wilson_interval` covers the level on average. ValueError: as :func:`wilson_interval`.
    """
    k, size = _share_of(successes, n)
    tail = (1 - open_unit(level, "level")) / 2
    # Quantiles of the beta distribution; scipy's binomtest searches for the same limits, much slower.
    lower = float(special.betaincinv(k, size - k + 1, tail)) if k else 0.0
    upper = float(special.betainccinv(k + 1, size - k, tail)) if k < size else 1.0
    return lower, upper
