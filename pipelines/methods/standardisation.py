"""Rates and ratios that allow for another age, sex or other mix than the reference population's.

Not here: crude rates (``intervals``) and the comparison of many areas' ratios (``funnel``, ``shrinkage``).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.methods.checks import FloatArray, positive, whole_count, whole_counts
from pipelines.methods.intervals import poisson_limits

FEWEST_EVENTS = 10
"""Events in all below which a directly standardised rate is not computed (PHE technical guide)."""


@dataclass(frozen=True)
class StandardisedRate:
    """Events per ``per`` inhabitants of the standard population with limits, and the ``count`` behind it."""

    value: float
    lower: float
    upper: float
    count: int


@dataclass(frozen=True)
class StandardisedRatio:
    """Observed over expected events (1 = as the reference) with 95 and 99.8 percent limits."""

    ratio: float
    lower_95: float
    upper_95: float
    lower_998: float
    upper_998: float
    observed: int
    expected: float


def directly_standardised_rate(
    counts: ArrayLike,
    populations: ArrayLike,
    standard: ArrayLike,
    per: float = 100_000,
    level: float = 0.95,
    persons_by_frequency: ArrayLike | None = None,
) -> StandardisedRate:
    """The rate the area would have with the standard population's mix of groups.

    Value: Σ w·x, with w = S/(n·ΣS) for group count x, population n and standard population S. Limits: value +
    √(V/O)·(O_limit - O), O the total count and O_limit its Byar limits, V = Σ w²·x (Dobson et al. 1991 with
    Byar's limits, as PHE's technical guide). A negative lower limit is 0.

    ``persons_by_frequency``, for events that befall the same person again (repeated visits, repeated crimes):
    groups by frequency, column f-1 the persons with exactly f events. Then V = Σ w²·Σ f²·persons, since persons
    and not events are independent. None: every event is its own.

    ``counts``, ``populations``, ``standard``: one dimension of equal length, a group each, groups with no
    events included. ValueError: fewer than ``FEWEST_EVENTS`` in all; populations or standard not above zero;
    unequal lengths; frequencies that do not add up to the counts; counts as ``whole_counts``.
    """
    x, size, weight = (
        whole_counts(counts),
        positive(populations, "populations"),
        positive(standard, "standard"),
    )
    if x.ndim != 1 or not x.shape == size.shape == weight.shape:
        raise ValueError(
            f"counts {x.shape}, populations {size.shape} and standard {weight.shape} must be equally long"
        )
    total = int(x.sum())
    if total < FEWEST_EVENTS:
        raise ValueError(f"a directly standardised rate must rest on {FEWEST_EVENTS} events, got {total}")
    w = float(positive(per, "per")) * weight / (size * weight.sum())
    value = float((w * x).sum())
    variance = float((w**2 * _group_variances(x.astype(np.float64), persons_by_frequency)).sum())
    lower, upper = poisson_limits(total, level)
    scale = math.sqrt(variance / total)
    return StandardisedRate(
        value, max(0.0, value + scale * (float(lower) - total)), value + scale * (float(upper) - total), total
    )


def _group_variances(counts: FloatArray, persons_by_frequency: ArrayLike | None) -> FloatArray:
    if persons_by_frequency is None:
        return counts
    persons = whole_counts(persons_by_frequency, "persons_by_frequency")
    if persons.ndim != 2 or persons.shape[0] != counts.size:
        raise ValueError(
            f"persons_by_frequency {persons.shape} must have a row for each of {counts.size} groups"
        )
    frequency = np.arange(1, persons.shape[1] + 1)
    if np.any(persons @ frequency != counts):
        raise ValueError("persons_by_frequency must add up to the counts")
    return np.asarray(persons @ frequency**2, dtype=np.float64)


def expected_count(
    populations: ArrayLike, reference_counts: ArrayLike, reference_populations: ArrayLike
) -> float:
    """Events the area would have at the reference's rates: Σ n · x_ref/n_ref over the groups.

    One dimension of equal length. A group that nobody in the area belongs to may have population 0. ValueError:
    negative or missing populations, reference populations not above zero, unequal lengths, counts as
    ``whole_counts``.
    """
    size = np.asarray(populations, dtype=np.float64)
    x, base = whole_counts(reference_counts), positive(reference_populations, "reference_populations")
    if not np.all(np.isfinite(size)) or np.any(size < 0):
        raise ValueError("populations must not be missing or negative")
    if size.ndim != 1 or not size.shape == x.shape == base.shape:
        raise ValueError(
            f"populations {size.shape} and reference {x.shape}, {base.shape} must be equally long"
        )
    return float((size * x / base).sum())


def standardised_ratio(observed: float, expected: float) -> StandardisedRatio:
    """observed / expected with 95 and 99.8 percent limits: those of the observed count over expected.

    Exact limits below 10 events, Byar's from 10 (``intervals``; PHE technical guide). ``expected``: events at
    the reference's rates, taken as known (:func:`expected_count`). ValueError: expected not above zero,
    observed as ``whole_counts``.
    """
    x, e = whole_count(observed, "observed"), float(positive(expected, "expected"))
    (lower_95, upper_95), (lower_998, upper_998) = poisson_limits(x, 0.95), poisson_limits(x, 0.998)
    return StandardisedRatio(
        x / e, float(lower_95) / e, float(upper_95) / e, float(lower_998) / e, float(upper_998) / e, x, e
    )
