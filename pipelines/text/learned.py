"""What labelled examples add to the lexicon: areas and status weighed by logistic regression.

Belongs here: training on the lexicon's findings together with the language model's vectors, and the
probabilities that come out. Not here: reading the examples (``examples``), vectors (``embedding``), numbers
out of the lexicon (``features``), putting the codes together (``coding``).

Training is exact and repeatable: the same examples give the same model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .embedding import Embeds, Vectors, embedder, kept_path, kept_vectors, vectors_of
from .examples import CORRECTION, STATUSES, Example, load_examples
from .features import Matrix, features_of, matrix, vocabulary
from .lexicon import AREAS
from .lexicon_coding import Reading

Reads = Callable[[str, str | None], Reading]

#: An area is given from this probability; below a half because a missed area is worse than one too many.
LEAST = 0.4
#: A theme below this probability is no better than what the lexicon says. Chosen by cross-validation on the examples:
#: higher costs right themes on "more_even", the only ones that the lexicon was not tuned on.
LEAST_THEME = 0.1
#: How much an example counts. The lexicon was tuned on "train" and "more_odd", so what it says of those is too
#: good to rely on.
ORIGIN_WEIGHTS: Mapping[str, float] = {"train": 0.5, "more_odd": 0.5, "more_even": 1.0, CORRECTION: 3.0}
# Chosen by cross-validation within "more" before the lexicon was tuned on any of it: how strongly the first and the
# second step are held back, and how much the first counts in the second beside the lexicon's numbers.
_RIDGE, _CODE_C, _THEME_C, _SHARE = 1000.0, 1.0, 0.3, 3.0
#: A theme that no example has together with the areas found must be this many times as likely to be given.
_UNHEARD_OF = 10.0


@dataclass(frozen=True)
class Judgement:
    """The codes of one statement with their probabilities: areas each by itself, one theme, one status."""

    areas: Mapping[str, float]
    theme: tuple[str, float]
    status: tuple[str, float]


@dataclass(frozen=True)
class Learned:
    """Examples and their vectors, ready for training with a lexicon."""

    examples: tuple[Example, ...]
    vectors: Vectors
    embeds: Embeds

    def train(self, read: Reads) -> Model:
        """Train on what ``read`` (the lexicon) says of the examples."""
        from threadpoolctl import threadpool_limits

        samples = [features_of(read(example.text, example.question)) for example in self.examples]
        # One thread: the matrices are small, and the order of summing, so the last decimals, stays the same.
        with threadpool_limits(limits=1):
            return Model(self.examples, samples, self.vectors)


def load_learned(path: Path, corrections: Iterable[Example] = (), embeds: Embeds | None = None) -> Learned:
    """The examples in ``path`` and the analyst's corrections, which count more.

    ``embeds`` is the language model unless a test brings its own. Raises
    :class:`~.embedding.EmbeddingMissingError` and :class:`~.examples.ExamplesError`.
    """
    embeds = embeds or embedder()
    examples = (*load_examples(path), *corrections)
    asked = [(example.text, example.question) for example in examples]
    return Learned(examples, vectors_of(asked, embeds, kept_vectors(kept_path(path))), embeds)


class Model:
    """The trained regressions, in two steps.

    First every code is predicted from the vector alone (ridge regression); then the codes are decided from
    those predictions and the lexicon's numbers together (logistic regression). In training, the first step's
    prediction of an example comes from all the other examples, so that the second step does not trust it
    more than it deserves.
    """

    def __init__(
        self, examples: Sequence[Example], samples: Sequence[Mapping[str, float]], vectors: Vectors
    ) -> None:
        self._names = vocabulary(samples)
        self._middle, self._spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-9
        themes = sorted({example.theme for example in examples})
        self._codes = _Ridge(self._scaled(vectors), _signs(examples, _codes_of, (*AREAS, *STATUSES)))
        self._themes = _Ridge(self._scaled(vectors), _signs(examples, lambda e: {e.theme}, themes))
        seen = matrix(samples, self._names)
        weights = np.array([ORIGIN_WEIGHTS.get(example.origin, 1.0) for example in examples])
        rows = np.hstack([seen, self._codes.left_out * _SHARE])
        self._areas = {
            area: _fit(rows, [area in e.areas for e in examples], weights, _CODE_C) for area in AREAS
        }
        self._status = _fit(rows, [e.is_problem for e in examples], weights, _CODE_C)
        rows = np.hstack([seen, self._themes.left_out * _SHARE])
        self._theme = _fit(rows, [e.theme for e in examples], weights, _THEME_C)
        self._areas_of_theme = {
            theme: {area for e in examples if e.theme == theme for area in e.areas or ("",)}
            for theme in themes
        }

    def judge(self, readings: Sequence[Reading], vectors: Vectors) -> list[Judgement]:
        """One judgement per statement."""
        if not readings:
            return []
        seen, scaled = (
            matrix([features_of(reading) for reading in readings], self._names),
            self._scaled(vectors),
        )
        rows = np.hstack([seen, self._codes.predict(scaled) * _SHARE])
        areas = {area: _shares(fitted, rows) for area, fitted in self._areas.items()}
        status = _shares(self._status, rows)
        theme = _shares(self._theme, np.hstack([seen, self._themes.predict(scaled) * _SHARE]))
        found = []
        for i, reading in enumerate(readings):
            likely = {area: areas[area][i].get(True, 0.0) for area in AREAS}
            given = tuple(area for area in AREAS if likely[area] >= LEAST)
            best = max(theme[i], key=lambda code: theme[i][code] / self._unheard_of(code, given))
            if theme[i][best] < LEAST_THEME:
                best = reading.coding.theme
            found.append(
                Judgement(
                    {area: likely[area] for area in given},
                    (best, theme[i].get(best, 0.0)),
                    max(status[i].items(), key=lambda pair: pair[1]),
                )
            )
        return found

    def _unheard_of(self, theme: str, areas: Sequence[str]) -> float:
        return 1.0 if self._areas_of_theme[theme] & set(areas or ("",)) else _UNHEARD_OF

    def _scaled(self, vectors: Vectors) -> Matrix:
        scaled: Matrix = ((vectors - self._middle) / self._spread).astype(np.float64)
        return scaled


class _Ridge:
    """Ridge regression of many targets at once. ``left_out``: every sample predicted from all the others."""

    def __init__(self, rows: Matrix, targets: Matrix) -> None:
        self._mean = targets.mean(axis=0)
        inverse = np.linalg.inv(rows.T @ rows + _RIDGE * np.eye(rows.shape[1]))
        self._slopes = inverse @ rows.T @ (targets - self._mean)
        own = (rows @ inverse * rows).sum(axis=1) + 1 / len(rows)
        self.left_out: Matrix = targets - (targets - self.predict(rows)) / (1 - own)[:, None]

    def predict(self, rows: Matrix) -> Matrix:
        predicted: Matrix = rows @ self._slopes + self._mean
        return predicted


def _codes_of(example: Example) -> set[str]:
    return {*example.areas, example.is_problem}


def _signs(
    examples: Sequence[Example], codes_of: Callable[[Example], set[str]], codes: Sequence[str]
) -> Matrix:
    """1 where an example has a code, −1 where not."""
    return np.array([[1.0 if code in codes_of(example) else -1.0 for code in codes] for example in examples])


def _fit(rows: Matrix, labels: Sequence[Any], weights: Matrix, strength: float) -> Any:
    """A fitted regression, or the only label there is."""
    if len(set(labels)) == 1:
        return labels[0]
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=strength, solver="lbfgs", max_iter=500, tol=1e-3, random_state=0)
    return fitted.fit(rows, np.array(labels), sample_weight=weights)


def _shares(fitted: Any, rows: Matrix) -> list[dict[Any, float]]:
    """Per row: the probability of each label."""
    if not hasattr(fitted, "predict_proba"):
        return [{fitted: 1.0}] * len(rows)
    labels = [label.item() for label in fitted.classes_]
    return [dict(zip(labels, row.tolist(), strict=True)) for row in fitted.predict_proba(rows)]
