"""Learned coding: examples and corrections must count, and every code must still say what it rests on."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from pipelines.paths import EXPECTATIONS
from pipelines.text import embedding
from pipelines.text.codes import FROM_MODEL
from pipelines.text.coding import Coder, Lexicon
from pipelines.text.embedding import Asked, Vectors
from pipelines.text.examples import Example, ExamplesError, load_examples
from pipelines.text.learned import LEAST, load_learned

EXAMPLES = EXPECTATIONS / "coding_examples.jsonl"
LEXICON = EXPECTATIONS / "lexicon.toml"
needs_extra = pytest.mark.skipif(
    not embedding.is_installed(), reason="tillvalet embedding är inte installerat"
)


class WordEmbeds:
    """A stand-in for the language model: every word lights one place of the vector."""

    model = "ord 1"

    def vectors(self, asked: Sequence[Asked]) -> Vectors:
        found = np.zeros((len(asked), embedding.DIMENSIONS), dtype=np.float32)
        for row, (text, question) in enumerate(asked):
            for word in embedding.as_read(text, question).lower().split():
                found[row, zlib.crc32(word.encode()) % embedding.DIMENSIONS] = 1.0
        return found


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(LEXICON)


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Twelve examples with words that the lexicon knows nothing of, and twelve about nothing."""
    path = tmp_path / "exempel.jsonl"
    lines = []
    for i in range(12):
        told = {"areas": ["PLATS"], "theme": "otrygg_plats", "is_problem": "true", "origin": "train"}
        lines.append({"text": f"Zibbor flaxade nummer {i} där.", **told})
        other = {"areas": [], "theme": "ovrigt", "is_problem": "positive", "origin": "train"}
        lines.append({"text": f"Kaffet smakade nummer {i} där.", **other})
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


@needs_extra
def test_examples_teach_what_the_lexicon_lacks(lexicon: Lexicon, few: Path) -> None:
    text = "Zibbor flaxade igår också."
    assert Coder(lexicon).code(text).areas == ()
    coding = Coder(lexicon, learned=load_learned(few, embeds=WordEmbeds())).code(text)
    assert (coding.areas, coding.theme, coding.is_problem) == (("PLATS",), "otrygg_plats", "true")
    because = {match.code: match for match in coding.because}
    assert because["PLATS"].words == FROM_MODEL
    assert LEAST <= because["PLATS"].score <= 1


@needs_extra
def test_a_correction_outweighs_examples(lexicon: Lexicon, few: Path) -> None:
    """The analyst has said that zibbor is about school; the same kind of sentence is then coded so."""
    corrections = [
        Example(f"Zibbor flaxade nummer {i} där.", None, ("SKOLA",), "mobbning_krankning", "true")
        for i in range(12)
    ]
    learned = load_learned(few, corrections, WordEmbeds())
    coding = Coder(lexicon, learned=learned).code("Zibbor flaxade igår också.")
    assert (coding.areas, coding.theme) == (("SKOLA",), "mobbning_krankning")


@needs_extra
def test_an_area_that_the_examples_add_keeps_the_generic_place(lexicon: Lexicon, few: Path) -> None:
    """A generic place locates nothing outside the areas; which areas there are is known only when all have spoken."""
    text = "Zibbor flaxade utanför macken."
    assert Coder(lexicon).code(text).places == ()
    learned = Coder(lexicon, learned=load_learned(few, embeds=WordEmbeds()))
    coding = learned.code(text)
    assert (coding.areas, coding.places) == (("PLATS",), ("macken",))
    assert learned.code("Kaffet smakade utanför macken.").places == ()


@needs_extra
def test_an_area_that_the_examples_add_keeps_the_time_of_a_formality(lexicon: Lexicon, few: Path) -> None:
    text = "Zibbor flaxade där: antecknas till protokollet i augusti."
    assert Coder(lexicon).code(text).time == ()
    coding = Coder(lexicon, learned=load_learned(few, embeds=WordEmbeds())).code(text)
    assert (coding.areas, coding.time) == (("PLATS",), ("sommar",))
    assert "sommar" in {match.code for match in coding.because}


@needs_extra
def test_a_theme_that_the_examples_hardly_know_is_the_lexicons(lexicon: Lexicon, tmp_path: Path) -> None:
    """Fifteen themes of the same words are one in fifteen each: less than one in ten."""
    themes = (
        *("narkotika_unga", "alkohol_tobak_unga", "ungdomsgang", "rekrytering_kriminalitet", "skolfranvaro"),
        *("fritid_vuxennarvaro", "belysning", "otrygg_plats", "nedskrapning_skotsel", "missbruk_offentligt"),
        *("buskorning", "vald_hot_offentligt", "brand_anlagd", "mobbning_krankning", "vald_hot_skola"),
    )
    told = {"text": "Zibbor flaxade där.", "areas": ["PLATS"], "is_problem": "true", "origin": "train"}
    path = tmp_path / "exempel.jsonl"
    path.write_text("\n".join(json.dumps({**told, "theme": theme}) for theme in themes), encoding="utf-8")
    coder = Coder(lexicon, learned=load_learned(path, embeds=WordEmbeds()))
    assert coder.code("Zibbor flaxade där igen.").theme == "ovrigt"
    assert coder.code("Klotter i tunneln.").theme == "skadegorelse_klotter"


@needs_extra
def test_together_or_one_by_one_and_twice_trained_gives_the_same(lexicon: Lexicon, few: Path) -> None:
    asked = [("Zibbor på torget.", None), ("Klotter i tunneln.", None), ("nej", "Har du sett klotter?")]
    first = Coder(lexicon, learned=load_learned(few, embeds=WordEmbeds()))
    second = Coder(lexicon, learned=load_learned(few, embeds=WordEmbeds()))
    together = first.code_many(asked)
    assert together == [first.code(*pair) for pair in asked]
    assert together == second.code_many(asked)
    assert first.code_many([]) == []


@needs_extra
def test_every_code_keeps_the_words_of_the_lexicon_and_a_probability(lexicon: Lexicon) -> None:
    coder = Coder(lexicon, learned=load_learned(EXAMPLES))
    coding = coder.code("Mopeden stals hemma hos oss i Kosta i lördags.")
    because = {match.code: match for match in coding.because}
    assert set(because) == {"STOLD", "cykel_fordonsstold", "helg", "is_problem=true"}
    assert because["STOLD"].words == ("Mopeden", "stals")
    assert because["cykel_fordonsstold"].words == ("Mopeden", "stals")
    assert all(0 < match.score <= 1 for match in coding.because)
    assert coding.places == ("Kosta",)


def test_the_examples_that_follow_along_can_be_used() -> None:
    """Enough of every area and status to learn from, and no statement twice with different codes."""
    examples = load_examples(EXAMPLES)
    areas = Counter(area for example in examples for area in example.areas)
    assert min(areas[area] for area in ("UNGA", "PLATS", "SKOLA", "STOLD")) >= 100
    assert min(Counter(example.is_problem for example in examples).values()) >= 100
    assert {example.origin for example in examples} == {"train", "more_odd", "more_even"}
    codes: dict[tuple[str, str | None], set[tuple[object, ...]]] = {}
    for example in examples:
        key = (example.text.lower(), example.question)
        codes.setdefault(key, set()).add((example.areas, example.theme, example.is_problem))
    assert not [key for key, found in codes.items() if len(found) > 1]


@pytest.mark.parametrize(
    "line",
    [
        "{inte json",
        '{"text": "a", "areas": [], "theme": "ovrigt", "origin": "train"}',
        '{"text": "a", "areas": ["PARK"], "theme": "ovrigt", "is_problem": "true", "origin": "train"}',
        '{"text": "a", "areas": [], "theme": "ovrigt", "is_problem": "kanske", "origin": "train"}',
        # Without its origin it would count as an analyst's correction.
        '{"text": "a", "areas": [], "theme": "ovrigt", "is_problem": "true"}',
        '{"text": "a\\ud800", "areas": [], "theme": "ovrigt", "is_problem": "true", "origin": "train"}',
        "[" * 100_000,
    ],
)
def test_a_bad_example_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "exempel.jsonl"
    good = '{"text": "a", "areas": [], "theme": "ovrigt", "is_problem": false, "origin": "train"}'
    path.write_text(f"{good}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(ExamplesError, match="rad 3"):
        load_examples(path)


def test_a_missing_file_of_examples_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ExamplesError, match="går inte att läsa"):
        load_examples(tmp_path / "saknas.jsonl")
