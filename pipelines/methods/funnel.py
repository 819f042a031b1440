"""Funnel plots: how far areas of different size may stray from a common value by chance alone.

Not here: the areas' own estimates (``intervals``, ``standardisation``) and ratios drawn toward the mean
(``shrinkage``). Limits are at 95 and 99.8 percent, the two that funnel plots carry (Spiegelhalter 2005a).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from pipelines.methods.checks import FloatArray, IntArray, open_unit, positive, whole_counts
from pipelines.methods.intervals import poisson_limits_at_tail


@dataclass(frozen=True)
class FunnelLimits:
    """Control limits, an element per area, on the scale of what is plotted."""

    lower_95: FloatArray
    upper_95: FloatArray
    lower_998: FloatArray
    upper_998: FloatArray


@dataclass(frozen=True)
class Overdispersion:
    """How much more areas differ than chance would make them.

    ``phi``: the multiplicative factor, at least 1, one for all. ``between_variance``: that of the areas' true
    values on the transformed scale, at least 0. ``inflation``: the additive model's factor for each area.
    Either ``phi`` or ``inflation`` goes as ``dispersion`` to the functions of this module.
    """

    phi: float
    between_variance: float
    inflation: FloatArray


def _tail(level: float, dispersion: ArrayLike) -> FloatArray:
    """The tail area beyond z·√φ, z the two-sided normal quantile of ``level``."""
    phi = positive(dispersion, "dispersion")
    if np.any(phi < 1):
        raise ValueError("dispersion must be at least 1")
    return np.asarray(stats.norm.sf(stats.norm.isf((1 - open_unit(level, "level")) / 2) * np.sqrt(phi)))


def _count_limits(expected: FloatArray, level: float, dispersion: ArrayLike) -> tuple[FloatArray, FloatArray]:
    tail = _tail(level, dispersion)
    # pdtrik answers 0 where even no events at all would be likelier than the tail.
    return np.asarray(special.pdtrik(tail, expected)), np.asarray(special.gdtrib(1.0, tail, expected))


def _scaled_count_limits(expected: FloatArray, scale: FloatArray, dispersion: ArrayLike) -> FunnelLimits:
    lower_95, upper_95 = _count_limits(expected, 0.95, dispersion)
    lower_998, upper_998 = _count_limits(expected, 0.998, dispersion)
    return FunnelLimits(lower_95 * scale, upper_95 * scale, lower_998 * scale, upper_998 * scale)


def ratio_limits(expected: ArrayLike, dispersion: ArrayLike = 1.0) -> FunnelLimits:
    """Limits for observed/expected around 1, for areas with these expected counts.

    The counts x at which the area's own exact Poisson interval would just reach E: P(X <= x) = tail below and
    P(X >= x) = tail above for X ~ Poisson(E), x made continuous by the incomplete gamma function (PHE's funnel
    method). A lower limit of 0 means that no count is surprisingly low. ``dispersion``: φ of all or of each
    area; the tail is then that beyond z·√φ.

    Any shape, events. ValueError: expected not above zero, φ below 1.
    """
    e = positive(expected, "expected")
    return _scaled_count_limits(e, 1 / e, dispersion)


def rate_limits(
    populations: ArrayLike, reference_rate: float, per: float = 100_000, dispersion: ArrayLike = 1.0
) -> FunnelLimits:
    """Limits for the rate per ``per`` around ``reference_rate`` (on the same scale), as :func:`ratio_limits`.

    ``populations``: persons or person-years per area. ValueError: any of these not above zero, φ below 1.
    """
    scale = float(positive(per, "per")) / positive(populations, "populations")
    return _scaled_count_limits(float(positive(reference_rate, "reference_rate")) / scale, scale, dispersion)


def share_limits(sizes: ArrayLike, reference_share: float, dispersion: ArrayLike = 1.0) -> FunnelLimits:
    """Limits for a share, 0-1, of ``sizes`` persons around ``reference_share``.

    As :func:`ratio_limits` with X ~ Binomial(n, reference), made continuous by the incomplete beta function.
    PHE draws the shares at which Wilson's interval reaches the reference, that is reference ± z·√(p(1-p)/n):
    the same for large areas, wrong where few are expected.

    ``sizes``: whole numbers of any shape. ValueError: sizes not above zero, reference outside 0-1, φ below 1.
    """
    n = positive(whole_counts(sizes, "sizes"), "sizes")
    p = open_unit(reference_share, "reference_share")
    limits = []
    for level in (0.95, 0.998):
        tail = _tail(level, dispersion)
        # Few of the others is many of these. bdtrik answers 0 where even none is likelier than the tail.
        limits += [special.bdtrik(tail, n, p) / n, 1 - special.bdtrik(tail, n, 1 - p) / n]
    return FunnelLimits(*limits)


def count_significance(
    observed: ArrayLike, expected: ArrayLike, level: float = 0.95, dispersion: ArrayLike = 1.0
) -> IntArray:
    """1 where an area's own interval lies wholly above what was expected, -1 wholly below, 0 otherwise.

    The interval is the one printed beside the count (exact below 10 events, Byar's from 10), at the tail beyond
    z·√φ: PHE's rule. So the table never contradicts itself; the drawn limits are exact throughout, and differ
    from Byar's by two thousandths at most.

    For rates ``expected`` is reference rate · population. Events, shapes that broadcast. ValueError: expected
    not above zero, φ below 1, level outside 0-1, counts as ``whole_counts``.
    """
    e = positive(expected, "expected")
    lower, upper = poisson_limits_at_tail(observed, _tail(level, dispersion))
    return (lower > e).astype(np.int64) - (upper < e).astype(np.int64)


def share_significance(
    successes: ArrayLike,
    sizes: ArrayLike,
    reference_share: float,
    level: float = 0.95,
    dispersion: ArrayLike = 1.0,
) -> IntArray:
    """1 where an area's own Clopper-Pearson interval lies wholly above the reference, -1 below, 0 otherwise.

    P(X >= k) < tail, or P(X <= k) < tail, for X ~ Binomial(n, reference), which is the same thing. Whole
    numbers, shapes that broadcast. ValueError: more successes than the size, sizes not above zero, reference
    outside 0-1, φ below 1, level outside 0-1.
    """
    k, n = whole_counts(successes, "successes"), whole_counts(sizes, "sizes")
    positive(n, "sizes")
    if np.any(k > n):
        raise ValueError("successes must not exceed sizes")
    p, tail = open_unit(reference_share, "reference_share"), _tail(level, dispersion)
    high, low = stats.binom.sf(k - 1, n, p) < tail, stats.binom.cdf(k, n, p) < tail
    return np.asarray(high, dtype=np.int64) - np.asarray(low, dtype=np.int64)


def count_scores(observed: ArrayLike, expected: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """(z, precision) of each area's √(observed/expected): z = 2(√O - √E), precision 4E.

    The square root makes the spread the same at every size, zero counts included (Spiegelhalter 2005b).
    ValueError: expected not above zero, counts as ``whole_counts``.
    """
    o, e = whole_counts(observed, "observed").astype(np.float64), positive(expected, "expected")
    return 2 * (np.sqrt(o) - np.sqrt(e)), 4 * e


def share_scores(
    successes: ArrayLike, sizes: ArrayLike, reference_share: float
) -> tuple[FloatArray, FloatArray]:
    """(z, precision) of each area's arcsin √share: z = 2√n(arcsin √(k/n) - arcsin √p), precision 4n.

    Source as :func:`count_scores`. ValueError: more successes than the size, sizes not above zero, reference
    outside 0-1.
    """
    k = whole_counts(successes, "successes").astype(np.float64)
    n = positive(whole_counts(sizes, "sizes"), "sizes")
    if np.any(k > n):
        raise ValueError("successes must not exceed sizes")
    away = np.arcsin(np.sqrt(k / n)) - np.arcsin(np.sqrt(open_unit(reference_share, "reference_share")))
    return 2 * np.sqrt(n) * away, 4 * n


def overdispersion(z_scores: ArrayLike, precisions: ArrayLike, winsorised: float = 0.1) -> Overdispersion:
    """The areas' common overdispersion, held back from the outliers it is meant to reveal.

    The scores are winsorised: those beyond the ``winsorised`` and 1 - ``winsorised`` quantiles are set to them
    (0 leaves all as they are). φ = Σ z²/I over I areas; multiplicative factor max(1, φ). Between-area variance
    τ² = (I·φ - (I-1)) / (Σw - Σw²/Σw), w the precisions, not below 0; additive factor of each area 1 + τ²·w,
    which grows with its size. Spiegelhalter 2005b, DerSimonian & Laird 1986.

    From :func:`count_scores` or :func:`share_scores`; one dimension of equal length, at least two areas.
    ValueError: scores missing, precisions not above zero, winsorised outside 0-0.5.
    """
    z, w = np.asarray(z_scores, dtype=np.float64), positive(precisions, "precisions")
    if z.ndim != 1 or z.shape != w.shape or z.size < 2:
        raise ValueError(
            f"scores {z.shape} and precisions {w.shape} must be lists of equal length, two or more"
        )
    if not np.all(np.isfinite(z)):
        raise ValueError("scores must not be missing or infinite")
    if not 0 <= winsorised < 0.5:
        raise ValueError(f"winsorised must lie between 0 and 0.5, got {winsorised}")
    held = np.clip(z, *np.quantile(z, [winsorised, 1 - winsorised]))
    squares = float((held**2).sum())
    between = max(0.0, (squares - (z.size - 1)) / float(w.sum() - (w**2).sum() / w.sum()))
    return Overdispersion(max(1.0, squares / z.size), between, 1 + between * w)
