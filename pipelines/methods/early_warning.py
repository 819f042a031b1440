"""Is the latest week or month above what earlier years lead one to expect?

The Farrington flexible algorithm (Noufaily et al. 2013), as in R's surveillance::farringtonFlexible with the
threshold "nbPlugin". Not here: whether a whole year has changed (``comparison``), or whether a long series
has shifted (``run_chart``).
"""

import math
import warnings
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from pipelines.methods.checks import (
    FloatArray,
    IntArray,
    dispersion_factor,
    open_unit,
    positive,
    whole_counts,
)


@dataclass(frozen=True)
class Reference:
    """Which earlier observations the expected number is taken from, counted in weeks or months.

    ``per_year``: observations a year; the same season i years ago lies round(i · per_year) observations back.
    ``half_width``: observations on each side of that one which count as the same season.
    ``skipped``: the latest observations left out, so that a slow rise cannot become its own baseline.
    ``recent``: observations, the assessed one included, that must hold ``MINIMUM_EVENTS``.
    ``periods``: levels of season, that window and ``periods`` - 1 equal blocks between the windows; 1 uses
    the windows alone.
    """

    per_year: float
    half_width: int
    skipped: int
    recent: int
    periods: int = 10
    years_back: int = 5


WEEKS = Reference(per_year=365.25 / 7, half_width=3, skipped=26, recent=4)
"""The choices of Noufaily et al. 2013."""

MONTHS = Reference(per_year=12, half_width=1, skipped=6, recent=1)
"""The same spans in months: a season of three months and nine single ones, half a year left out."""

MINIMUM_EVENTS = 5
"""Fewer events than this in the ``recent`` observations never give an alarm (Farrington et al. 1996)."""

OUTBREAK_RESIDUAL = 2.58
"""Standardised residual above which a past observation is down-weighted as an outbreak (Noufaily 2013)."""

YEARS_FOR_TREND = 3
"""A trend is fitted only with at least this many years of reference (Farrington et al. 1996)."""


@dataclass(frozen=True)
class Baseline:
    """``expected`` events now, the standard error of its logarithm, and the dispersion φ (at least 1).

    ``trend``: change of log expected per year; None where no trend was kept.
    """

    expected: float
    log_standard_error: float
    dispersion: float
    trend: float | None


@dataclass(frozen=True)
class EarlyWarning:
    """``alarm`` if ``observed`` is above ``limit``, both in events, and the recent events are not too few."""

    alarm: bool
    observed: int
    expected: float
    limit: int
    dispersion: float
    enough_events: bool


def seasons(length: int, reference: Reference) -> IntArray:
    """Level of season of each observation, 0 for those not used, when the last of ``length`` is assessed.

    Level ``periods`` is the season of the assessed observation, 1 to ``periods`` - 1 follow upon it in time;
    where the blocks do not divide evenly, the first get one observation more.
    ValueError: a reference that starts before the series, or more periods than a year has room for.
    """
    now, width, periods = length - 1, reference.half_width, reference.periods
    if reference.years_back < 2 or min(periods, reference.recent) < 1 or min(width, reference.skipped) < 0:
        raise ValueError("years_back must be at least 2, periods and recent 1, half_width and skipped 0")
    centres = [now - round(i * reference.per_year) for i in range(reference.years_back + 1)]
    if centres[-1] < width:
        raise ValueError(f"too few observations: {length} for {reference.years_back} years back")
    levels = np.zeros(length, dtype=np.int64)
    levels[now - width :] = periods
    for later, earlier in pairwise(centres):
        if later - earlier - 2 * width < periods:
            raise ValueError(f"a year must have room for {periods} periods and a half_width of {width}")
        levels[earlier - width : earlier + width + 1] = periods
        between = np.arange(earlier + width + 1, later - width)
        for level in range(1, periods):
            levels[np.array_split(between, periods - 1)[level - 1]] = level
    levels[max(0, now - reference.skipped) :] = 0
    return levels


def outbreak_weights(residuals: ArrayLike, threshold: float = OUTBREAK_RESIDUAL) -> FloatArray:
    """γ where the residual s is at most ``threshold``, γ/s² above it, γ such that the weights average 1.

    Farrington et al. 1996 (threshold 1), Noufaily et al. 2013 (2.58). An infinite threshold gives weights 1.
    """
    s = np.asarray(residuals, dtype=np.float64)
    raw = np.where(s > threshold, 1 / np.maximum(np.abs(s), 1e-12) ** 2, 1.0)
    return np.asarray(raw * (s.size / raw.sum()))


def _fit(counts: IntArray, design: FloatArray, threshold: float) -> tuple[Any, float]:
    """(quasi-Poisson regression after one round of reweighting, its φ); (None, 1) if it does not settle."""
    import statsmodels.api as sm

    weights = np.ones(counts.size)
    for first in (True, False):
        with warnings.catch_warnings():
            # A series without any spread is predicted perfectly, which is no fault here.
            warnings.simplefilter("ignore")
            # φ is taken from the result: estimating it within the fit fails on such a series.
            fit = sm.GLM(counts, design, family=sm.families.Poisson(), var_weights=weights).fit(scale=1.0)
        if not fit.converged:
            return None, 1.0
        phi = max(1.0, float(fit.pearson_chi2 / fit.df_resid))
        if first:
            mean = fit.fittedvalues
            raw = 1.5 * (np.cbrt(counts) ** 2 * mean ** (-1 / 6) - np.sqrt(mean))
            # A season with a single observation fits it exactly: leverage 1, residual 0.
            unexplained = np.maximum(1 - fit.get_hat_matrix_diag(observed=False), 1e-9)
            weights = outbreak_weights(raw / np.sqrt(phi * unexplained), threshold)
    return fit, phi


def baseline(
    counts: ArrayLike, reference: Reference, threshold: float = OUTBREAK_RESIDUAL, trend_p: float = 1.0
) -> Baseline:
    """What the earlier years lead one to expect of the last of ``counts``, which itself is not used.

    log m = level of season + trend · time by quasi-Poisson regression, φ = max(1, Pearson chi-square /
    degrees of freedom). Fitted twice, past outbreaks weighing less the second time (``outbreak_weights``), by
    Anscombe residuals 3/2 (y^⅔ m^-⅙ - m^½)/√(φ(1 - h)), h the leverage.
    The trend is kept if the reference spans ``YEARS_FOR_TREND`` years, the expected number does not exceed
    every count in the reference, and its p lies below ``trend_p`` (1: whatever its p, Noufaily 2013; 0.05:
    Farrington 1996). Otherwise, or if it does not settle, the model is fitted without it. A reference without
    a single event leads one to expect none.

    ``counts``: events per week or month in time order without gaps, the assessed one last. ValueError: see
    ``seasons`` and ``whole_counts``; a regression that does not settle even without trend.
    """
    y = whole_counts(counts)
    if y.ndim != 1:
        raise ValueError("counts must be one series")
    levels = seasons(y.size, reference)
    used = np.flatnonzero(levels)
    present = np.unique(levels[used])
    if not present.size or present[-1] != reference.periods or used.size <= present.size + 1:
        raise ValueError("too few observations are left: skipped must be smaller")
    earlier = y[used]
    season = (levels[used, None] == present).astype(np.float64)
    # Time in years up to the assessed observation: there the trend adds nothing, and the scale is even.
    time = (used - (y.size - 1)) / reference.per_year
    if not earlier.any():
        return Baseline(0.0, math.inf, 1.0, None)
    trend = None
    fit: Any = None
    if reference.years_back >= YEARS_FOR_TREND:
        fit, phi = _fit(earlier, np.column_stack([season, time]), threshold)
    if fit is not None:
        p = 2 * stats.t.sf(abs(fit.tvalues[-1]) / math.sqrt(phi), fit.df_resid)
        if p < trend_p and fit.params[-2] <= math.log(earlier.max()):
            trend = float(fit.params[-1])
    if trend is None:
        fit, phi = _fit(earlier, season, threshold)
        if fit is None:
            raise ValueError("counts must allow a regression: it does not settle")
    now = present.size - 1
    error = float(fit.bse[now]) * math.sqrt(phi)
    return Baseline(math.exp(fit.params[now]), error, phi, trend)


def upper_limit(expected: float, dispersion: float, alpha: float) -> int:
    """The 1 - alpha quantile, in events, of a negative binomial count with variance φ · mean; Poisson at φ 1.

    The uncertainty of ``expected`` itself is left out ("nbPlugin"). ValueError: expected below zero, φ < 1,
    alpha outside 0-1.
    """
    phi, beyond = dispersion_factor(dispersion), open_unit(alpha, "alpha")
    if expected == 0:
        return 0
    mean = float(positive(expected, "expected"))
    if phi - 1 < 1e-9:
        return int(stats.poisson.isf(beyond, mean))
    return int(stats.nbinom.isf(beyond, mean / (phi - 1), 1 / phi))


def early_warning(counts: ArrayLike, reference: Reference, alpha: float = 0.005) -> EarlyWarning:
    """Is the last of ``counts`` above the 1 - ``alpha`` limit that its baseline sets?

    No alarm with fewer than ``MINIMUM_EVENTS`` in the last ``recent`` observations; the limit is given all
    the same. ``alpha`` is that of one series once (Noufaily et al. 2013): many series, or many months, give
    as many chances of a false alarm. Input and errors: see ``baseline`` and ``upper_limit``.
    """
    y = whole_counts(counts)
    usual = baseline(y, reference)
    limit = upper_limit(usual.expected, usual.dispersion, alpha)
    enough = bool(y[-reference.recent :].sum() >= MINIMUM_EVENTS)
    observed = int(y[-1])
    return EarlyWarning(
        enough and observed > limit, observed, usual.expected, limit, usual.dispersion, enough
    )
