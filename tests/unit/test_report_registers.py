"""Candidate causes and themes: a candidate must be a question with a source, never a finding."""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import Any

from fake_edition import ROOT

from pipelines.report.fishbone import RIBS


def register(name: str) -> dict[str, Any]:
    with (ROOT / "expectations" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def test_each_area_has_four_to_seven_candidates_on_every_rib() -> None:
    causes = register("candidate_causes")["candidate_cause"]
    per_area = Counter(cause["priority_area"] for cause in causes)
    assert set(per_area) == {"UNGA", "PLATS", "SKOLA", "STOLD"}
    assert all(4 <= count <= 7 for count in per_area.values())
    assert {(c["priority_area"], c["rib"]) for c in causes} == {(a, rib) for a in per_area for rib in RIBS}


def test_each_candidate_asks_a_question_and_names_its_theory_and_themes() -> None:
    themes = {theme["id"] for theme in register("themes")["theme"]}
    for cause in register("candidate_causes")["candidate_cause"]:
        assert cause["question"].endswith("?")
        assert cause["level"] in {"direkt", "bakomliggande"}
        assert any(character.isdigit() for character in cause["theory"])
        assert set(cause["themes"]) <= themes
        assert cause["themes"]


def test_every_theme_has_a_title() -> None:
    entries = register("themes")["theme"]
    assert len(entries) == 32
    assert all(entry["title"] for entry in entries)
