"""The registers that give figures their meaning, read from expectations/*.toml and offence_codes.csv.

Belongs here: loading them into plain records, once. Not here: facts (they stand in the registers) or
computation.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from pipelines import indicator_register
from pipelines.errors import UserError
from pipelines.paths import EXPECTATIONS

if TYPE_CHECKING:
    import pandas as pd


def _load(name: str) -> dict[str, Any]:
    with (EXPECTATIONS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True)
class TableSpec:
    """A table: its layer, key, labelled columns and which may never be empty.

    ``published_as``: its name in the published database; None for working material.
    """

    name: str
    layer: str
    row: str
    key: tuple[str, ...]
    columns: dict[str, str]
    required: tuple[str, ...]
    may_be_empty: bool
    published_as: str | None
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
            published_as=entry.get("published_as", name) if entry.get("publish", True) else None,
            has_preview=entry.get("preview", False),
        )
        for name, entry in _load("tables").items()
    }


@dataclass(frozen=True)
class OffenceGroup:
    """What the project calls one kind of offence, whoever publishes the figure.

    Either ``priority_areas`` or ``outside`` (the reason, in Swedish) is filled. ``police_codes`` are the
    group's own codes and those of all its descendants; empty for a publisher's own total, which the police's
    codes are never summed to. ``sensitive``: never below municipality and year.
    """

    id: str
    title: str
    parents: tuple[str, ...]
    priority_areas: tuple[str, ...]
    outside: str | None
    sums_police_codes: bool
    activity_driven: bool
    sensitive: bool
    sol_labels: tuple[str, ...]
    indicator_labels: tuple[str, ...]
    kolada: tuple[str, ...]
    source: str
    read: dt.date
    own_codes: tuple[str, ...]
    police_codes: tuple[str, ...]

    @property
    def is_counted(self) -> bool:
        """True when the police's offences of the group are counted; an outside group's are only known."""
        return bool(self.police_codes) and self.outside is None


_GROUPS, _CODES = "expectations/offence_groups.toml", "expectations/offence_codes.csv"


def _load_codes() -> list[tuple[str, str]]:
    """(code, group) as written in offence_codes.csv; zeros that a spreadsheet took are put back."""
    with (EXPECTATIONS / "offence_codes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file, delimiter=";") if row]
    if not rows or rows[0] != ["code", "group"]:
        raise UserError(f"{_CODES}: första raden ska vara «code;group».")
    for row in rows[1:]:
        if len(row) != 2 or not re.fullmatch("[0-9]{1,4}", row[0]):
            raise UserError(
                f"{_CODES}: raden «{';'.join(row)}» ska vara en brottskod, semikolon och en grupp."
            )
    return [(code.zfill(4), group) for code, group in rows[1:]]


@cache
def _group_id_of_code() -> dict[str, str]:
    codes = _load_codes()
    twice = sorted(code for code, n in Counter(code for code, _ in codes).items() if n > 1)
    if twice:
        raise UserError(f"{_CODES}: koden står mer än en gång: {', '.join(twice)}. Behåll en rad per kod.")
    return dict(codes)


@cache
def offence_groups() -> dict[str, OffenceGroup]:
    """The groups by id, in the register's order. Raises UserError when the registers contradict themselves."""
    entries = _load("offence_groups")["group"]
    parents = {entry["id"]: tuple(entry.get("parents", ())) for entry in entries}
    own: dict[str, set[str]] = {group: set() for group in parents}
    _require_unique([entry["id"] for entry in entries], set(parents).union(*parents.values()))
    for code, group in _group_id_of_code().items():
        if group not in own:
            raise UserError(
                f"{_CODES}: gruppen «{group}» vid koden {code} finns inte i {_GROUPS}. Rätta namnet eller "
                "lägg till gruppen."
            )
        own[group].add(code)
    codes = {group: set(mine) for group, mine in own.items()}
    for group in parents:
        for ancestor in _ancestors(group, parents):
            codes[ancestor] |= own[group]
    return {entry["id"]: _group(entry, own[entry["id"]], codes[entry["id"]]) for entry in entries}


def _require_unique(ids: list[str], named: set[str]) -> None:
    twice, unknown = sorted(i for i, n in Counter(ids).items() if n > 1), sorted(named - set(ids))
    if twice:
        raise UserError(f"{_GROUPS}: gruppen står mer än en gång: {', '.join(twice)}.")
    if unknown:
        raise UserError(f"{_GROUPS}: helheten finns inte som grupp: {', '.join(unknown)}.")


def _ancestors(group: str, parents: dict[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    left = list(parents[group])
    while left:
        found.add(parent := left.pop())
        left += [above for above in parents[parent] if above not in found]
    if group in found:
        raise UserError(f"{_GROUPS}: gruppen «{group}» ingår i sig själv. Rätta «parents».")
    return found


def _group(entry: dict[str, Any], own: set[str], codes: set[str]) -> OffenceGroup:
    areas, outside = tuple(entry.get("priority_areas", ())), entry.get("outside")
    if bool(areas) == bool(outside):
        raise UserError(f"{_GROUPS}: «{entry['id']}» ska ha antingen «priority_areas» eller «outside».")
    sums = entry.get("sums_police_codes", True)
    if not sums and own:
        raise UserError(
            f"{_CODES}: «{entry['id']}» är en utgivares helhet och kan inte ha egna koder: "
            f"{', '.join(sorted(own))}. Välj en annan grupp."
        )
    return OffenceGroup(
        id=entry["id"],
        title=entry["title"],
        parents=tuple(entry.get("parents", ())),
        priority_areas=areas,
        outside=outside,
        sums_police_codes=sums,
        activity_driven=entry.get("activity_driven", False),
        sensitive=entry.get("sensitive", False),
        sol_labels=tuple(entry.get("sol_labels", ())),
        indicator_labels=tuple(entry.get("indicator_labels", ())),
        kolada=tuple(entry.get("kolada", ())),
        source=entry["source"],
        read=entry["read"],
        own_codes=tuple(sorted(own)),
        police_codes=tuple(sorted(codes)) if sums else (),
    )


def known_codes() -> frozenset[str]:
    """Every police code in the register."""
    return frozenset(_group_id_of_code())


def group_of_code(code: str) -> OffenceGroup:
    """The most specific group of a police code of four digits; also groups outside every priority area.

    Raises KeyError for a code that is not in the register.
    """
    return offence_groups()[_group_id_of_code()[code]]


def unknown_codes(tree_rows: pd.DataFrame) -> list[str]:
    """Codes of the police's tree (rows of the reader offence_code_tree) that the register lacks."""
    return sorted(set(tree_rows["offence_code"]) - known_codes())


@cache
def indicators() -> list[dict[str, Any]]:
    """The indicator register in its own order, each entry as written.

    Raises ValueError, naming file and id, for an entry that does not hold.
    """
    files = {area: _load(f"indicators/{area}")["indicator"] for area in indicator_register.AREAS}
    known = indicator_register.Known(sources(), offence_groups(), problems())
    return indicator_register.checked_indicators(files, known)


@cache
def problems() -> dict[str, dict[str, Any]]:
    """The problems by id, each with its priority area and the themes whose statements speak of it."""
    return indicator_register.checked_problems(_load("problems"), themes())


@cache
def figure_rules() -> dict[str, int]:
    """The minimum base for each form in which a figure may be printed."""
    return indicator_register.checked_rules(_load("figure_rules"))


def minimum_base(entry: dict[str, Any]) -> dict[str, int]:
    """``figure_rules`` with what an indicator's entry says instead."""
    return figure_rules() | entry.get("minimum_base", {})


@cache
def series_breaks() -> list[dict[str, Any]]:
    """The register of series breaks. Raises ValueError for an entry without what a reader needs to know."""
    entries = list(_load("series_breaks")["series_break"])
    for entry in entries:
        missing = {"year", "reason", "effect", "source", "read"} - set(entry)
        unknown = set(entry) - {"applies_to", "series", "year", "reason", "effect", "source", "read"}
        if missing or unknown or not (entry.get("applies_to") or entry.get("series")):
            raise ValueError(f"series_breaks.toml: {entry.get('year')}: {sorted(missing | unknown)}")
    return entries


@dataclass(frozen=True)
class Source:
    id: str
    label: str
    layouts: tuple[str, ...]
    publisher: str
    credit: str
    licence: str
    frequency: str
    freshness_months: int
    serves: str
    does_not_say: str
    read: dt.date


@cache
def sources() -> dict[str, Source]:
    """The source register. Raises ValueError for an entry with a field too many, too few or of the wrong kind."""
    wanted = {field.name for field in fields(Source)}
    found: dict[str, Source] = {}
    for entry in _load("sources")["source"]:
        if set(entry) != wanted:
            raise ValueError(f"sources.toml: {entry.get('id')} has fields {sorted(set(entry) ^ wanted)}")
        source = Source(**entry | {"layouts": tuple(entry["layouts"])})
        texts = (
            source.id,
            source.label,
            source.publisher,
            source.credit,
            source.licence,
            source.does_not_say,
        )
        if not all(isinstance(text, str) and text for text in texts) or source.freshness_months < 1:
            raise ValueError(f"sources.toml: {source.id} has an empty field")
        if source.id in found:
            raise ValueError(f"sources.toml: {source.id} stands twice")
        found[source.id] = source
    if unknown := {source.serves for source in found.values()} - set(found):
        raise ValueError(f"sources.toml: serves unknown sources {sorted(unknown)}")
    return found


@cache
def source_of_layout() -> dict[str, Source]:
    """Layout → the source it belongs to. Raises ValueError when a layout is named twice."""
    pairs = [(layout, source) for source in sources().values() for layout in source.layouts]
    if len({layout for layout, _ in pairs}) < len(pairs):
        raise ValueError("sources.toml: a layout belongs to one source")
    return dict(pairs)


@cache
def themes() -> dict[str, str]:
    """Theme code → Swedish title."""
    return {entry["id"]: entry["title"] for entry in _load("themes")["theme"]}


@cache
def candidate_causes() -> list[dict[str, Any]]:
    return list(_load("candidate_causes")["candidate_cause"])
