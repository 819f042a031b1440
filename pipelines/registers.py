"""The registers that give figures their meaning, read from expectations/*.toml.

Belongs here: loading them into plain records, once. Not here: facts (they stand in the registers) or
computation.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines.paths import EXPECTATIONS


def _load(name: str) -> dict[str, Any]:
    with (EXPECTATIONS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True)
class TableSpec:
    """A table: its layer, key, labelled columns and which may never be empty."""

    name: str
    layer: str
    row: str
    key: tuple[str, ...]
    columns: dict[str, str]
    required: tuple[str, ...]
    may_be_empty: bool
    is_published: bool
    has_preview: bool


@cache
def tables() -> dict[str, TableSpec]:
    return {
        name: TableSpec(
            name=name,
            layer=entry["layer"],
            row=entry["row"],
            key=tuple(entry["key"]),
            columns=dict(entry["columns"]),
            required=tuple(entry["required"]),
            may_be_empty=entry.get("may_be_empty", False),
            is_published=entry.get("publish", True),
            has_preview=entry.get("preview", False),
        )
        for name, entry in _load("tables").items()
    }


@dataclass(frozen=True)
class OffenceGroup:
    id: str
    title: str
    parent: str | None
    sol_labels: tuple[str, ...]
    indicator_labels: tuple[str, ...]
    kolada: tuple[str, ...]
    police_codes: tuple[str, ...]


@cache
def offence_groups() -> dict[str, OffenceGroup]:
    return {
        entry["id"]: OffenceGroup(
            id=entry["id"],
            title=entry["title"],
            parent=entry.get("parent"),
            sol_labels=tuple(entry.get("sol_labels", [])),
            indicator_labels=tuple(entry.get("indicator_labels", [])),
            kolada=tuple(entry.get("kolada", [])),
            police_codes=tuple(entry.get("police_codes", [])),
        )
        for entry in _load("offence_groups")["group"]
    }


@cache
def indicators() -> list[dict[str, Any]]:
    """The indicator register in its own order, each entry as written."""
    return list(_load("indicators")["indicator"])


@cache
def series_breaks() -> list[dict[str, Any]]:
    return list(_load("series_breaks")["series_break"])


@dataclass(frozen=True)
class Source:
    id: str
    label: str
    layouts: tuple[str, ...]
    credit: str
    does_not_say: str


@cache
def sources() -> dict[str, Source]:
    return {
        entry["id"]: Source(
            entry["id"], entry["label"], tuple(entry["layouts"]), entry["credit"], entry["does_not_say"]
        )
        for entry in _load("sources")["source"]
    }


@cache
def source_of_layout() -> dict[str, Source]:
    return {layout: source for source in sources().values() for layout in source.layouts}


@cache
def themes() -> dict[str, str]:
    """Theme code → Swedish title."""
    return {entry["id"]: entry["title"] for entry in _load("themes")["theme"]}


@cache
def candidate_causes() -> list[dict[str, Any]]:
    return list(_load("candidate_causes")["candidate_cause"])
