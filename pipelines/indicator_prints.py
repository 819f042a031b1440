"""Prints of what an indicator's figure is made by, so that a changed definition can be told from a changed source.

Belongs here: a print of every part of a register entry that decides the figure, and which parts differ. Not here:
the register itself (expectations/indicators), where prints are kept (pipelines.publication), what the difference
is called (pipelines.tables.edition_changes).
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any

from pipelines.paths import EXPECTATIONS
from pipelines.registers import indicators, minimum_base, offence_groups

Prints = dict[str, dict[str, str]]

#: Fields that say how a figure is read or what it is compared with, and leave the figure itself alone.
WORDING = ("title", "question", "does_not_say", "facets", "problem", "direction", "comparison_groups")
#: Registers that decide how a text is coded, and so how many statements an indicator counts.
_CODING = ("lexicon.toml", "themes.toml")
#: The parts in a reader's words.
TITLES = {
    "wording": "ordalydelsen",
    "minimum_base": "minsta underlag för att visa en siffra",
    "coding": "ordlistan som uttalanden kodas med",
    "offence_group": "vilka brott som räknas",
    "publisher": "utgivaren",
    "also": "utgivare som får fylla i",
    "survey": "undersökningen",
    "survey_question": "enkätfrågan",
    "options": "vilka svar som räknas",
    "group": "gruppen som svarat",
    "kpi": "nyckeltalet",
    "source_type": "källan",
    "phenomenon": "företeelsen som räknas",
    "hours": "klockslagen",
    "unit": "enheten",
    "kind": "slaget av siffra",
    "disclosure": "regeln för vad som visas",
    "priority_area": "det prioriterade området",
}


def prints() -> Prints:
    """Indicator → part of its definition → a short print of it, as the registers stand now."""
    coding = _digest([(EXPECTATIONS / name).read_text(encoding="utf-8") for name in _CODING])
    return {entry["id"]: of_entry(entry, coding) for entry in indicators()}


def of_entry(entry: dict[str, Any], coding: str = "") -> dict[str, str]:
    """The prints of one entry. ``coding``: the print of the registers that texts are coded with."""
    parts: dict[str, Any] = {
        name: value for name, value in entry.items() if name not in (*WORDING, "id", "minimum_base")
    }
    parts["minimum_base"] = minimum_base(entry)
    parts["wording"] = {name: entry.get(name) for name in WORDING}
    if "offence_group" in entry:
        group = dataclasses.asdict(offence_groups()[entry["offence_group"]])
        # Which codes and labels are counted; what the group is called or where that was read is not the figure.
        parts["offence_group"] = {
            name: group[name] for name in ("id", "police_codes", "sol_labels", "indicator_labels", "kolada")
        }
    found = {name: _digest(value) for name, value in sorted(parts.items())}
    return found | ({"coding": coding} if entry["kind"] == "statement_count" else {})


def differing(then: dict[str, str], now: dict[str, str]) -> tuple[list[str], bool]:
    """The parts that decide the figure and differ, in words, and whether the wording differs."""
    parts = [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]
    return [TITLES.get(name, name) for name in parts if name != "wording"], "wording" in parts


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
