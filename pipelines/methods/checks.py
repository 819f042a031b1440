"""Validation shared by the statistical functions. Holds no statistics itself."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def whole_counts(values: ArrayLike, what: str = "counts") -> IntArray:
    """``values`` as an int64 array of the same shape.

    ValueError if any value is missing, negative or not a whole number: a rate or an already rounded or scaled
    figure passed as a count would give an interval that is wrong without looking wrong.
    """
    raw = np.asarray(values)
    if not (np.issubdtype(raw.dtype, np.integer) or np.issubdtype(raw.dtype, np.floating)):
        raise ValueError(f"{what} must be numbers, got {raw.dtype}")
    if not np.all(np.isfinite(raw)):
        raise ValueError(f"{what} must not be missing or infinite")
    if np.any(raw < 0):
        raise ValueError(f"{what} must not be negative")
    if np.any(raw != np.floor(raw)):
        raise ValueError(f"{what} must be whole numbers")
    return raw.astype(np.int64)


def whole_count(value: float, what: str = "count") -> int:
    """One count as int; errors as :func:`whole_counts`."""
    checked = whole_counts(value, what)
    if checked.ndim:
        raise ValueError(f"{what} must be a single number")
    return int(checked)


def positive(values: ArrayLike, what: str) -> FloatArray:
    """``values`` as a float array of the same shape; ValueError unless all are finite and above zero."""
    array = np.asarray(values, dtype=np.float64)
    if not np.all(np.isfinite(array)) or np.any(array <= 0):
        raise ValueError(f"{what} must be above zero")
    return array


def open_unit(value: float, what: str) -> float:
    """``value`` if it lies strictly between 0 and 1 (95 % is 0.95); otherwise ValueError."""
    if not 0.0 < value < 1.0:
        raise ValueError(f"{what} must lie between 0 and 1, got {value}")
    return float(value)


def dispersion_factor(value: float) -> float:
    """``value`` as a variance-over-mean factor; ValueError unless finite and at least 1.

    A factor below 1 would make chance look like change.
    """
    if not (math.isfinite(value) and value >= 1):
        raise ValueError(f"dispersion must be at least 1, got {value}")
    return float(value)
