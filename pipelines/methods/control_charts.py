"""Control limits for drawing: the lines of XmR, c and u charts.

For DRAWING only, never for flags: on small monthly counts XmR limits alarm in 13-45 % of stable series. What
flags a shift is the run chart (``run_chart``), what flags a year is the comparison (``comparison``), what
flags a month is the early warning (``early_warning``).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.methods.checks import FloatArray, positive, whole_counts

INDIVIDUALS_FACTOR = 2.66
"""3/d2 for ranges of two, d2 = 1.128."""

RANGE_FACTOR = 3.267
"""D4 for ranges of two: upper limit of the moving range as a multiple of its mean."""


@dataclass(frozen=True)
class Limits:
    """Centre line and limits that are the same for every point, in the unit of the data."""

    centre: float
    lower: float
    upper: float


@dataclass(frozen=True)
class VaryingLimits:
    """Centre line, and a ``lower`` and ``upper`` limit per point, in the unit of the rate."""

    centre: float
    lower: FloatArray
    upper: FloatArray


def xmr_limits(values: ArrayLike) -> Limits:
    """Individuals chart: mean ± 2.66 · mean moving range, the ranges screened once.

    Moving ranges |x_i - x_(i-1)| above 3.267 · their mean are left out, and the mean taken again from the
    rest: a single leap must not widen the limits that should show it (Nelson 1982; Provost & Murray 2011).
    The centre is the mean of all values.

    ``values``: one series in time order, at least two. The lower limit may be negative. ValueError: shape;
    missing values.
    """
    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 1 or x.size < 2:
        raise ValueError("values must be one series of at least two")
    if not np.all(np.isfinite(x)):
        raise ValueError("values must not be missing or infinite")
    ranges = np.abs(np.diff(x))
    screened = ranges[ranges <= RANGE_FACTOR * ranges.mean()]
    centre, reach = float(x.mean()), INDIVIDUALS_FACTOR * float(screened.mean())
    return Limits(centre, centre - reach, centre + reach)


def c_limits(counts: ArrayLike) -> Limits:
    """c chart: mean ± 3√mean, not below 0, for counts from areas or periods of equal size (Shewhart).

    ``counts``: one series. ValueError: empty or of another shape; counts as ``whole_counts``.
    """
    x = whole_counts(counts)
    if x.ndim != 1 or not x.size:
        raise ValueError("counts must be one series")
    centre = float(x.mean())
    reach = 3 * math.sqrt(centre)
    return Limits(centre, max(0.0, centre - reach), centre + reach)


def u_limits(counts: ArrayLike, exposures: ArrayLike) -> VaryingLimits:
    """u chart: ū ± 3√(ū/n_i), not below 0, with ū = Σ counts / Σ exposures and n_i each point's own exposure.

    ``counts`` and ``exposures`` (above zero, any unit; the limits are events per that unit): one series each,
    of equal length. ValueError otherwise.
    """
    x, n = whole_counts(counts), positive(exposures, "exposures")
    if x.ndim != 1 or not x.size or x.shape != n.shape:
        raise ValueError(f"counts {x.shape} and exposures {n.shape} must be series of equal length")
    centre = float(x.sum() / n.sum())
    reach = 3 * np.sqrt(centre / n)
    return VaryingLimits(centre, np.maximum(0.0, centre - reach), centre + reach)
