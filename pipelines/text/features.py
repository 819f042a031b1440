"""What the lexicon saw in a statement, as numbers that the learned coding is trained on.

Belongs here: turning a :class:`~.lexicon_coding.Reading` into named numbers and a matrix. Not here: the vectors
of the language model (``embedding``), the training (``learned``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from .lexicon_coding import Reading

Matrix = npt.NDArray[np.float64]
#: Groups of the lexicon that are no concepts: the rules' own words, and times and places, which have own names.
_NO_CONCEPT = ("regel:", "tid", "plats:")
#: The lexicon's own areas and status: larger than the rest, so that regression holds them back less.
_OWN_CODE = 3.0


def features_of(reading: Reading) -> dict[str, float]:
    """Named numbers, most of them 0 or 1; what is not named is 0."""
    coding, asked = reading.coding, reading.asked
    values: dict[str, float] = {
        f"tema={coding.theme}": 1.0,
        f"status={coding.is_problem}": _OWN_CODE,
        f"svar={reading.answered}": 1.0,
        "ord": math.log1p(len(reading.words)),
        "plats": float(bool(coding.places)),
        "tid": float(bool(coding.time)),
        "frågetecken": float(any(word.low == "?" for word in reading.words)),
        "siffra": float(any(word.low.isdigit() for word in reading.words)),
    }
    for area in coding.areas:
        values[f"område={area}"] = _OWN_CODE
    for rule in reading.rules:
        name = f"regel={rule.theme}"
        values[name] = max(values.get(name, 0.0), rule.weight / 100)
    for group in reading.found:
        if not group.startswith(_NO_CONCEPT):
            values[f"begrepp={group}"] = 1.0
    if asked:
        values["fråga"] = 1.0
        for name in ("wish", "unsafe", "good", "where", "experience", "counting"):
            values[f"fråga={name}"] = float(getattr(asked, name))
    status = next(match for match in coding.because if match.code.startswith("is_problem="))
    values["status avgjord av ord"] = float(not status.words[:1] or not status.words[0].startswith("("))
    return values


def vocabulary(samples: Iterable[Mapping[str, float]]) -> tuple[str, ...]:
    """Every name in the samples, in a fixed order."""
    return tuple(sorted({name for sample in samples for name in sample}))


def matrix(samples: Sequence[Mapping[str, float]], names: Sequence[str]) -> Matrix:
    """One row per sample, one column per name; names that training never saw are left out."""
    columns = {name: i for i, name in enumerate(names)}
    values = np.zeros((len(samples), len(names)))
    for row, sample in enumerate(samples):
        for name, value in sample.items():
            if name in columns:
                values[row, columns[name]] = value
    return values
