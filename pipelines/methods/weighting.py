"""Means over strata of different size.

Not here: intervals for shares and rates (``intervals``). Not for ordinal classes: the safety survey's class
index of a question is a step on a scale and is never averaged; only its total index is a number to weight.
"""

import numpy as np
from numpy.typing import ArrayLike


def weighted_mean(values: ArrayLike, weights: ArrayLike) -> float:
    """sum(weight x value) / sum(weight), for strata sampled alike but of different size.

    A municipality's mean over localities with the same number of forms each describes the average locality;
    weighted by the localities' populations it describes the average inhabitant. ValueError when a value or a
    weight is missing: a stratum left out, or given a guessed weight, would change what the mean is a mean of.
    Also for weights that are not above zero, unequal lengths and no strata at all.
    """
    try:
        x, w = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    except TypeError:  # pandas' NA does not become a float
        raise ValueError("a value or a weight is not a number") from None
    if x.ndim != 1 or x.shape != w.shape or x.size == 0:
        raise ValueError(
            f"values and weights must be two lists of the same length, got {x.shape} and {w.shape}"
        )
    if not np.all(np.isfinite(x)):
        raise ValueError("a value is missing or infinite")
    if not np.all(np.isfinite(w)):
        raise ValueError("a weight is missing or infinite")
    if np.any(w <= 0):
        raise ValueError("weights must be above zero")
    return float(np.sum(w * x) / np.sum(w))
