"""Correction of p-values when many questions are asked in the same report."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from pipelines.methods.checks import FloatArray


def benjamini_hochberg(p: ArrayLike) -> FloatArray:
    """p-values adjusted to control the false discovery rate (Benjamini & Hochberg 1995).

    min over j >= i of p(j) · m / j, for the i-th smallest of m. The family is every value that is not NaN
    and must be fixed before the results are seen; NaN (not tested) stays NaN and is not counted in m.

    ``p``: one dimension; same length back. ValueError: other shape, a value outside 0-1.
    """
    values = np.asarray(p, dtype=np.float64)
    if values.ndim != 1:
        raise ValueError("p must have one dimension")
    tested = ~np.isnan(values)
    if np.any((values[tested] < 0) | (values[tested] > 1)):
        raise ValueError("p-values must lie between 0 and 1")
    adjusted = np.full(values.shape, np.nan)
    if tested.any():
        adjusted[tested] = stats.false_discovery_control(values[tested], method="bh")
    return adjusted
