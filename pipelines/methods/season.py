"""Do events follow the months of the year or the days of the week?

Tests of an even spread over months and weekdays, and each month's rate relative to the year's. Not here: the
hours of the week (``time_of_week``) and trends over years (``trend``).
"""

import calendar
import datetime
import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from pipelines.methods.checks import (
    FloatArray,
    IntArray,
    dispersion_factor,
    open_unit,
    positive,
    whole_counts,
)
from pipelines.methods.comparison import inflated_tail
from pipelines.methods.trend import poisson_fit

MOST_ENUMERATED = 250_000
"""Most outcomes that are summed one by one: seven weekdays up to 20 events. Beyond it outcomes are drawn."""
DRAWS = 19_999


@dataclass(frozen=True)
class SeasonTest:
    """Likelihood-ratio ``statistic`` (before φ), ``p`` with φ, and what they rest on.

    ``smallest_expected``: events expected without season in the shortest month of the pooled table; below
    about 5 the p is rough.
    """

    statistic: float
    degrees_of_freedom: int
    p: float
    dispersion: float
    dispersion_degrees_of_freedom: int
    smallest_expected: float


@dataclass(frozen=True)
class MonthIndex:
    """Rate per day relative to the year's average day (1 = average), with limits; twelve of each."""

    index: FloatArray
    lower: FloatArray
    upper: FloatArray


@dataclass(frozen=True)
class MultinomialTest:
    """``p`` of an even spread, and whether it is ``exact`` or drawn."""

    p: float
    exact: bool


def days_in_months(years: ArrayLike) -> IntArray:
    """Days of the twelve months of each calendar year, years by 12: February has 29 in leap years."""
    which = whole_counts(years, "years")
    if which.ndim != 1 or np.unique(which).size < which.size or np.any((which < 1583) | (which > 9999)):
        raise ValueError("years must be a list of different calendar years")
    return np.array(
        [[calendar.monthrange(year, month)[1] for month in range(1, 13)] for year in which.tolist()]
    )


def _counts_and_expected(counts: ArrayLike, years: ArrayLike) -> tuple[IntArray, FloatArray]:
    """Rows (area-years with events) by 12: counts, and each row's total spread evenly over its days."""
    y, days = whole_counts(counts), days_in_months(years)
    if y.ndim not in (2, 3) or y.shape[-2:] != days.shape:
        raise ValueError(
            f"counts {y.shape} must be years by 12 or areas by years by 12, for {days.shape[0]} years"
        )
    shares = np.broadcast_to(days / days.sum(axis=1, keepdims=True), y.shape).reshape(-1, 12)
    rows = y.reshape(-1, 12)
    totals = rows.sum(axis=1, keepdims=True)
    with_events = totals[:, 0] > 0
    if not with_events.any():
        raise ValueError("counts must hold at least one event")
    return rows[with_events], (totals * shares)[with_events]


def seasonal_test(counts: ArrayLike, years: ArrayLike, harmonics: int | None = None) -> SeasonTest:
    """Do the months' rates per day differ, by one pattern shared by all areas and years?

    Poisson model log E(y) = log(N · d/D) + season, with N the total of the area-year, d the days of the month
    and D those of the year; season is free for each month (11 degrees of freedom) or, with ``harmonics`` 1 or
    2, a sum of that many sine waves over the year (2 degrees each), evaluated at the middle of each month.
    The likelihood ratio against no season is, for free months with O and E summed over area-years,
    G = 2 Σ O ln(O/E) (Barnett & Dobson 2010, ch. 2-3).
    φ = Pearson chi-square of all cells around the free-month model over (area-years - 1)(months with events
    - 1), never below 1; areas whose seasons differ thus raise it. p from F = G/df/φ with the degrees of
    freedom of both, as φ is estimated (McCullagh & Nelder 1989, 6.2; Venables & Ripley 2002, 7.5). Simulated
    for one area of 24 events a year and five years without season, 2-4 % fall below 0.05 at φ 1-1.3 and 8 %
    at φ 2; the chi-square distribution in place of F gives 4-8 % and 13 %.

    ``counts``: events, areas by years by 12 or years by 12. ``years``: the calendar years, for their days.
    Area-years without events say nothing and are left out.
    ValueError: wrong shape; fewer than two area-years with events; all events in one month of every year,
    which leaves no spread to measure; harmonics other than 1 and 2; counts as ``whole_counts``.
    """
    if harmonics not in (None, 1, 2):
        raise ValueError(f"harmonics must be 1, 2 or None, got {harmonics}")
    y, even = _counts_and_expected(counts, years)
    observed, expected = y.sum(axis=0), even.sum(axis=0)
    used = observed > 0
    free = (y.shape[0] - 1) * (int(used.sum()) - 1)
    if free < 1:
        raise ValueError("counts must hold two area-years with events, and events in two months")
    fitted = (even * (observed / expected))[:, used]
    phi = max(1.0, float(((y[:, used] - fitted) ** 2 / fitted).sum()) / free)
    if harmonics is None:
        statistic, degrees = 2 * float(special.xlogy(observed, observed / expected).sum()), 11
    else:
        statistic, degrees = _harmonic_gain(observed, expected, harmonics), 2 * harmonics
    statistic = max(statistic, 0.0)
    return SeasonTest(
        statistic=statistic,
        degrees_of_freedom=degrees,
        p=float(stats.f.sf(statistic / degrees / phi, degrees, free)),
        dispersion=phi,
        dispersion_degrees_of_freedom=free,
        smallest_expected=float(expected.min()),
    )


def _harmonic_gain(observed: IntArray, expected: FloatArray, harmonics: int) -> float:
    """Fall in deviance when sine waves are added to the even spread of the twelve pooled months."""
    ends = np.cumsum(expected) / expected.sum()
    middles = 2 * np.pi * (ends - expected / expected.sum() / 2)
    waves = [wave(order * middles) for order in range(1, harmonics + 1) for wave in (np.sin, np.cos)]
    fit = poisson_fit(observed, np.column_stack([np.ones(12), *waves]), expected)
    # The totals are the offset, so that the even spread is the best fit of the model without waves.
    return 2 * float(special.xlogy(observed, observed / expected).sum()) - float(fit.deviance)


def month_index(
    counts: ArrayLike, years: ArrayLike, dispersion: float = 1.0, level: float = 0.95
) -> MonthIndex:
    """Each month's events per day relative to the average day of the year.

    index = (O/N)/(E/N), with O the month's events, N all events and E those expected at an even spread over
    days, summed over area-years. Given N, O ~ Binomial(N, share): limits are the exact ones of Clopper &
    Pearson (1934) for that share, divided by E/N. With ``dispersion`` φ (of ``seasonal_test``) they are taken
    at the wider level whose normal quantile is z·√φ. They are limits for one month at a time: of twelve, one
    will often miss 1 by chance, so a month is to be pointed out only where ``seasonal_test`` finds a season.

    ``counts`` and ``years`` as ``seasonal_test``. ValueError: as there, φ < 1; one area-year is enough.
    """
    y, even = _counts_and_expected(counts, years)
    observed, expected = y.sum(axis=0), even.sum(axis=0)
    total = int(observed.sum())
    tail = inflated_tail(1 - open_unit(level, "level"), dispersion_factor(dispersion))
    share = expected / expected.sum()
    rest = total - observed
    # At 0 and at all events the limits are 0 and 1; the beta quantile is undefined there.
    lower = np.where(observed > 0, special.betaincinv(np.maximum(observed, 1), rest + 1, tail), 0.0)
    upper = np.where(rest > 0, special.betainccinv(observed + 1, np.maximum(rest, 1), tail), 1.0)
    return MonthIndex(observed / total / share, lower / share, upper / share)


def days_per_weekday(first: datetime.date, last: datetime.date) -> IntArray:
    """Number of Mondays, Tuesdays ... Sundays from ``first`` to ``last``, both included."""
    length = (last - first).days + 1
    if length < 1:
        raise ValueError("the last day must not lie before the first")
    after_first = (np.arange(7) - first.weekday()) % 7
    return np.asarray((length - after_first + 6) // 7, dtype=np.int64)


def weekday_test(counts: ArrayLike, days: ArrayLike) -> MultinomialTest:
    """Are events spread evenly over the days of the week? ``multinomial_test`` with the days as shares.

    ``counts``: events per weekday, seven. ``days``: how many of each weekday the period holds
    (``days_per_weekday``), seven: a year holds 53 of one or two of them.
    """
    y, d = whole_counts(counts), whole_counts(days, "days")
    if y.shape != (7,) or d.shape != (7,):
        raise ValueError("counts and days must be seven, one for each weekday")
    return multinomial_test(y, positive(d, "days"))


def multinomial_test(counts: ArrayLike, shares: ArrayLike) -> MultinomialTest:
    """Exact test that events fall into categories in proportion to ``shares``.

    Statistic G = 2 Σ x ln(x/(n·share)); p = P(G >= the observed) over all outcomes with the same n, added up
    one by one while there are at most ``MOST_ENUMERATED`` (Read & Cressie 1988, ch. 5). Beyond that p = (r +
    1)/(N + 1) with r of N drawn outcomes as extreme (Davison & Hinkley 1997, 4.2), from a fixed seed, so that
    the same counts always give the same p; its standard error is at most 0.0036. With no events p is 1.

    ``counts``: events per category; ``shares``: above zero, any scale; one dimension, equal length, at least
    two. ValueError otherwise.
    """
    y, share = whole_counts(counts), positive(shares, "shares")
    if y.ndim != 1 or y.shape != share.shape or y.size < 2:
        raise ValueError(f"counts {y.shape} and shares {share.shape} must be lists of equal length")
    share = share / share.sum()
    n, categories = int(y.sum()), y.size
    # Equal outcomes in another order must count as equal in spite of rounding.
    limit = _deviance(y, share) * (1 - 1e-9) - 1e-9
    if math.comb(n + categories - 1, n) <= MOST_ENUMERATED:
        outcomes = _all_outcomes(n, categories)
        extreme = outcomes[_deviance(outcomes, share) >= limit]
        logs = special.gammaln(n + 1) + (special.xlogy(extreme, share) - special.gammaln(extreme + 1)).sum(
            axis=1
        )
        return MultinomialTest(min(1.0, float(np.exp(logs).sum())), exact=True)
    drawn = np.random.default_rng(1).multinomial(n, share, size=DRAWS)
    as_extreme = int((_deviance(drawn, share) >= limit).sum())
    return MultinomialTest((as_extreme + 1) / (DRAWS + 1), exact=False)


def _deviance(outcomes: IntArray, share: FloatArray) -> FloatArray:
    n = outcomes.sum(axis=-1, keepdims=True)
    return np.asarray(2 * special.xlogy(outcomes, outcomes / np.maximum(n * share, 1e-300)).sum(axis=-1))


def _all_outcomes(n: int, categories: int) -> IntArray:
    """Every way to place n events in the categories, one a row: n dots parted by categories - 1 bars."""
    places = n + categories - 1
    bars = np.array(list(combinations(range(places), categories - 1)), dtype=np.int64)
    edges = np.column_stack([np.full(len(bars), -1), bars, np.full(len(bars), places)])
    return np.asarray(np.diff(edges, axis=1) - 1)
