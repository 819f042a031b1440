"""Shares from a stratified sample survey, and differences between them.

The design is stratified simple random sampling of persons, with a weight for each respondent. Not here:
cluster samples, weighting itself, and shares of plain counts (``intervals``).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from pipelines.methods.checks import BoolArray, FloatArray, open_unit, positive, whole_count

FEWEST_ANSWERS = 30
"""Answers, and effective answers, below which a share is not shown (Parker et al. 2017, NCHS standards)."""


@dataclass(frozen=True)
class SurveyShare:
    """A share, 0-1, with its standard error under the design.

    ``n``: respondents asked about (of the domain, if any). ``degrees_of_freedom``: n minus the strata they are
    in, as in R's survey package. ``effective_n``: size of the simple random sample with the same variance,
    share · (1 - share) / standard_error²; where the variance is zero, (Σw)²/Σw² (Kish 1965).
    ``design_effect``: n / effective_n.
    """

    share: float
    standard_error: float
    degrees_of_freedom: int
    n: int
    effective_n: float
    design_effect: float


@dataclass(frozen=True)
class ShareDifference:
    """First share minus second, with limits and two-sided ``p``; all on the scale 0-1."""

    difference: float
    lower: float
    upper: float
    p: float


def linearised_mean(
    values: ArrayLike, weights: ArrayLike, domain: ArrayLike | None = None
) -> tuple[float, FloatArray]:
    """The weighted mean Σwy/Σw and each respondent's contribution to its error, w(y - mean)/Σw.

    The contributions (Taylor linearisation; Woodruff 1971) go to :func:`design_variance`; those of a difference
    are the differences of the contributions. ``domain``: true for the respondents whose mean it is. The others
    get the contribution 0 and stay in the list: dropping them would take the number of persons in the domain
    for fixed by design. Values outside the domain may be missing.

    One dimension of equal length. ValueError: missing values in the domain, weights not above zero, an empty
    domain, unequal lengths.
    """
    y, w = np.asarray(values, dtype=np.float64), positive(weights, "weights")
    inside = np.ones(y.shape, dtype=np.bool_) if domain is None else np.asarray(domain)
    if inside.dtype != np.bool_:
        raise ValueError(f"domain must be true or false for each respondent, got {inside.dtype}")
    if y.ndim != 1 or not y.shape == w.shape == inside.shape:
        raise ValueError(
            f"values {y.shape}, weights {w.shape} and domain {inside.shape} must be equally long"
        )
    if not inside.any():
        raise ValueError("no respondent is in the domain: n must be above zero")
    if not np.all(np.isfinite(y[inside])):
        raise ValueError("values in the domain must not be missing")
    total = w[inside].sum()
    mean = float((w[inside] * y[inside]).sum() / total)
    contributions = np.zeros_like(w)
    contributions[inside] = w[inside] * (y[inside] - mean) / total
    return mean, contributions


def design_variance(
    contributions: ArrayLike, strata: ArrayLike, populations: Mapping[Any, float] | None = None
) -> float:
    """Variance of the sum of the contributions: Σ over strata of (1 - n/N) · n/(n-1) · Σ(z - mean z)².

    Cochran 1977, 5.5. ``strata``: the stratum of every respondent of the survey, also of those outside the
    domain. ``populations``: persons N per stratum, for the finite population correction; None leaves it out.
    ValueError: a stratum with a single respondent (its variance cannot be estimated), a stratum without a
    population or with more respondents than inhabitants, missing strata, unequal lengths.
    """
    z = np.asarray(contributions, dtype=np.float64)
    names, stratum = _numbered(strata)
    if z.shape != stratum.shape:
        raise ValueError(f"contributions {z.shape} and strata {stratum.shape} must be equally long")
    n = np.bincount(stratum).astype(np.float64)
    if np.any(n < 2):
        alone = [str(name) for name, size in zip(names, n, strict=True) if size < 2]
        raise ValueError(f"a stratum must have two respondents or more: {', '.join(alone)}")
    unseen = np.ones_like(n)
    if populations is not None:
        missing = [str(name) for name in names if name not in populations]
        if missing:
            raise ValueError(f"populations must hold every stratum: {', '.join(missing)}")
        persons = positive([populations[name] for name in names], "populations")
        if np.any(persons < n):
            raise ValueError("populations must not be below the number of respondents")
        unseen = 1 - n / persons
    means = np.bincount(stratum, weights=z) / n
    spread = np.bincount(stratum, weights=(z - means[stratum]) ** 2)
    return float((unseen * n / (n - 1) * spread).sum())


def _numbered(strata: ArrayLike) -> tuple[list[Any], NDArray[np.intp]]:
    labels = np.asarray(strata)
    if labels.ndim != 1 or labels.size == 0:
        raise ValueError("strata must be a list with one stratum per respondent")
    # A missing number differs from itself.
    if any(label is None or label != label for label in labels.tolist()):
        raise ValueError("strata must not be missing")
    names, numbers = np.unique(labels, return_inverse=True)
    return names.tolist(), numbers


def _degrees_of_freedom(strata: ArrayLike, inside: BoolArray) -> int:
    _, stratum = _numbered(strata)
    free = int(inside.sum()) - np.unique(stratum[inside]).size
    if free < 1:
        raise ValueError("degrees of freedom must be at least 1: too few respondents for their strata")
    return free


def _whole(answers: ArrayLike, domain: ArrayLike | None) -> tuple[FloatArray, BoolArray]:
    y = np.asarray(answers, dtype=np.float64)
    inside = np.ones(y.shape, dtype=np.bool_) if domain is None else np.asarray(domain)
    if inside.dtype != np.bool_ or inside.shape != y.shape:
        raise ValueError("domain must be true or false for each respondent")
    if not np.all(np.isin(y[inside], (0.0, 1.0))):
        raise ValueError("answers must be 0 or 1")
    return y, inside


def survey_share(
    answers: ArrayLike,
    strata: ArrayLike,
    weights: ArrayLike,
    populations: Mapping[Any, float] | None = None,
    domain: ArrayLike | None = None,
) -> SurveyShare:
    """Weighted share of answers that are 1, with its standard error by linearisation (as R's svymean).

    ``answers`` (0 or 1), ``strata``, ``weights``, ``domain`` (true for those whose share it is, or None for
    all): one dimension, one element per respondent of the whole survey. Persons who did not answer the question
    are left out through ``domain``, not by dropping them. ``populations`` as :func:`design_variance`.
    ValueError: as there and as :func:`linearised_mean`; answers other than 0 and 1; as many strata as
    respondents in the domain.
    """
    y, inside = _whole(answers, domain)
    share, contributions = linearised_mean(y, weights, inside)
    variance = design_variance(contributions, strata, populations)
    n, binomial = int(inside.sum()), share * (1 - share)
    w = np.asarray(weights, dtype=np.float64)[inside]
    # Strata in which all answer alike leave only rounding errors; they are not evidence of certainty.
    if variance <= 1e-20:
        variance, effective = 0.0, float(w.sum() ** 2 / (w**2).sum())
    else:
        effective = binomial / variance
    free = _degrees_of_freedom(strata, inside)
    return SurveyShare(share, math.sqrt(variance), free, n, effective, n / effective)


def logit_interval(estimate: SurveyShare, level: float = 0.95) -> tuple[float, float]:
    """Limits (lower, upper), 0-1: logit(share) ± t · standard_error/(share(1 - share)), transformed back.

    t with the design's degrees of freedom; the "logit" of R's svyciprop. For shares well inside 0-1.
    ValueError: a standard error of zero, where the formula has no width (use
    :func:`korn_graubard_interval`); level outside 0-1.
    """
    t = float(stats.t.isf((1 - open_unit(level, "level")) / 2, estimate.degrees_of_freedom))
    p = estimate.share
    if estimate.standard_error == 0:
        raise ValueError("the standard error must be above zero for a logit interval")
    half = t * estimate.standard_error / (p * (1 - p))
    return float(special.expit(special.logit(p) - half)), float(special.expit(special.logit(p) + half))


def korn_graubard_interval(estimate: SurveyShare, level: float = 0.95) -> tuple[float, float]:
    """Clopper-Pearson limits (lower, upper), 0-1, on the effective number of answers.

    n* = effective_n · (t with n - 1 / t with the design's degrees of freedom)²; lower the beta quantile
    (n*·share, n*(1 - share) + 1), upper (n*·share + 1, n*(1 - share)). Korn & Graubard 1998; the "beta" of R's
    svyciprop, which has no limits at a share of 0 or 1. There n* starts from Kish's effective size. For shares
    near 0 and 1. ValueError: level outside 0-1.
    """
    tail = (1 - open_unit(level, "level")) / 2
    t = stats.t.isf(tail, [estimate.n - 1, estimate.degrees_of_freedom])
    size = estimate.effective_n * float(t[0] / t[1]) ** 2
    yes, no = size * estimate.share, size * (1 - estimate.share)
    lower = float(stats.beta.ppf(tail, yes, no + 1)) if estimate.share > 0 else 0.0
    return lower, float(stats.beta.isf(tail, yes + 1, no)) if estimate.share < 1 else 1.0


def _t_difference(difference: float, variance: float, free: int, level: float) -> ShareDifference:
    if variance <= 1e-20:
        raise ValueError("the standard error of the difference must be above zero")
    error = math.sqrt(variance)
    half = float(stats.t.isf((1 - open_unit(level, "level")) / 2, free)) * error
    p = 2 * float(stats.t.sf(abs(difference) / error, free))
    return ShareDifference(difference, difference - half, difference + half, p)


def domain_difference(
    answers: ArrayLike,
    strata: ArrayLike,
    weights: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
    populations: Mapping[Any, float] | None = None,
    level: float = 0.95,
) -> ShareDifference:
    """Share in ``first`` minus share in ``second``, two domains of one survey, which may overlap.

    The variance is that of the differences of the contributions, so it holds the covariance that the common
    strata (and respondents in both) bring. t with the respondents in either domain minus their strata. Shapes
    and errors as :func:`survey_share`; ValueError also when the difference has no variance.
    """
    y, here = _whole(answers, first)
    _, there = _whole(answers, second)
    share, contributions = linearised_mean(y, weights, here)
    other, others = linearised_mean(y, weights, there)
    variance = design_variance(contributions - others, strata, populations)
    return _t_difference(share - other, variance, _degrees_of_freedom(strata, here | there), level)


def wave_difference(first: SurveyShare, second: SurveyShare, level: float = 0.95) -> ShareDifference:
    """Share of ``first`` minus ``second``, two surveys drawn independently of each other (e.g. two years).

    Variances and degrees of freedom are added, as when the waves are strata of one survey. ValueError: no
    variance in either; level outside 0-1.
    """
    variance = first.standard_error**2 + second.standard_error**2
    free = first.degrees_of_freedom + second.degrees_of_freedom
    return _t_difference(first.share - second.share, variance, free, level)


def difference_from_intervals(
    p1: float, l1: float, u1: float, p2: float, l2: float, u2: float, level: float = 0.95
) -> ShareDifference:
    """p1 - p2 for two independent shares of which only the value and limits at ``level`` are known.

    lower = d - √((p1-l1)² + (u2-p2)²), upper = d + √((u1-p1)² + (p2-l2)²), d = p1 - p2: square-and-add (Zou &
    Donner 2008, MOVER; Newcombe 1998b method 10 when the limits are Wilson's). The p is that of the level at
    which the limit nearest zero would reach it, if the limits' distances grew in proportion to the normal
    quantile z: p = 2·P(Z > z_level · |d| / distance), distance that of the limit on the side of zero. Thus
    p < 1 - level exactly when zero lies outside (lower, upper).

    All on the scale 0-1. ValueError: limits not around the value or outside 0-1 (percent!); no distance toward
    zero, so that no p exists; level outside 0-1.
    """
    for value, lower, upper in ((p1, l1, u1), (p2, l2, u2)):
        if not 0 <= lower <= value <= upper <= 1:
            raise ValueError(f"a share and its limits must be 0 <= {lower} <= {value} <= {upper} <= 1")
    z = float(stats.norm.isf((1 - open_unit(level, "level")) / 2))
    difference = p1 - p2
    below, above = math.hypot(p1 - l1, u2 - p2), math.hypot(u1 - p1, p2 - l2)
    distance = below if difference > 0 else above
    if difference != 0 and distance == 0:
        raise ValueError("the limits must leave some uncertainty on the side of zero")
    p = 2 * float(stats.norm.sf(z * abs(difference) / distance)) if difference else 1.0
    return ShareDifference(difference, difference - below, difference + above, p)


def may_be_shown(n: float, effective_n: float) -> bool:
    """Whether both the answers and the effective answers are at least ``FEWEST_ANSWERS``.

    ValueError: n not a whole number, effective_n missing or negative.
    """
    if not effective_n >= 0:
        raise ValueError(f"effective_n must not be missing or negative, got {effective_n}")
    return whole_count(n, "n") >= FEWEST_ANSWERS and effective_n >= FEWEST_ANSWERS
