"""The demands of the agreement and the law, from expectations/checklist.toml.

Belongs here: loading and checking the register. Not here: the demands themselves (they stand in the register),
whether one is met (pipelines.tables.checklist).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from pipelines.paths import EXPECTATIONS

STATED_IN = ("avtalet", "lag (2023:196) 4 §")
#: The goals' five letters, each checked by itself.
LETTERS = ("S", "M", "A", "R", "T")
SMART = "smart"


@dataclass(frozen=True)
class Demand:
    """One demand. ``check``: how it is tried; ``letter``: of which letter, for the check "smart"; ``judge``: what is
    left to people also when everything is filled in; ``from_year``: the first year that it holds for."""

    id: str
    stated_in: str
    demand: str
    met_by: str
    check: str
    todo: str
    letter: str = ""
    judge: str = ""
    from_year: int = 0


@cache
def demands() -> tuple[Demand, ...]:
    """The demands in the register's order."""
    with (EXPECTATIONS / "checklist.toml").open("rb") as file:
        return checked(tomllib.load(file))


def checked(document: Mapping[str, Any], checks: Collection[str] | None = None) -> tuple[Demand, ...]:
    """The demands of the register. Raises ValueError, naming the entry, for one that does not hold.

    ``checks``: those that exist; None leaves that unchecked.
    """
    known = {field.name: str(field.type) for field in fields(Demand)}
    needed = {"id", "stated_in", "demand", "met_by", "check", "todo"}
    found: list[Demand] = []
    for entry in document.get("demand", ()):
        where = f"checklist.toml: {entry.get('id')}"
        if wrong := (needed - set(entry)) | (set(entry) - set(known)):
            raise ValueError(f"{where}: fields missing or unknown: {sorted(wrong)}")
        for name, value in entry.items():
            kind = int if known[name] == "int" else str
            if type(value) is not kind or not value:
                raise ValueError(f"{where}: {name} should be a {kind.__name__} that is not empty")
        demand = Demand(**entry)
        if demand.stated_in not in STATED_IN:
            raise ValueError(f"{where}: unknown stated_in {demand.stated_in!r}")
        if (demand.check == SMART) != bool(demand.letter) or demand.letter not in ("", *LETTERS):
            raise ValueError(f"{where}: letter goes with the check smart and is one of {LETTERS}")
        if checks is not None and demand.check not in checks:
            raise ValueError(f"{where}: unknown check {demand.check!r}")
        if any(demand.id == other.id for other in found):
            raise ValueError(f"{where}: the id stands twice")
        found.append(demand)
    if not found:
        raise ValueError("checklist.toml: no demands")
    return tuple(found)
