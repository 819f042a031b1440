"""What has been typed in handed-in workbooks, to be shown again: this year's, or last year's to go on from.

Belongs here: which year's content is shown, whose words stand in a cell when the police and the municipality have
written apart, and what could not be read and stands as it was typed. Not here: the sheets' proposed rows and numbers
(``workbook_plan``), what becomes of it in the tables (pipelines.tables.plan).

The raw cells are taken, not the tables: a role's holder, or a name in a text, is the group's own writing in its own
workbook, and is not stored anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipelines import workbook_register as register
from pipelines.report.plan_data import plain
from pipelines.report.swedish import is_missing
from pipelines.workbook_register import FillSheet

JOINT, BOTH, MUNICIPALITY, POLICE = "joint", "both", "municipality", "police"
_ORDER = (JOINT, MUNICIPALITY, POLICE)
"""The joint workbook's words go before a party's own; two that differ stand as cell and remark."""
ABOUT, REVIEW = "book", "text_review"
YEARLY = ("problem", "cause", "chain", "measure", "goal", "promise")
"""Sheets whose rows go on into the next year: communication, follow-up and co-operation are each year's own."""
_NUMBER = re.compile(r"\D*(\d{1,3})")


@dataclass
class TypedRow:
    """One row as typed, in codes. ``beside``: what the police wrote where the cell holds the municipality's words;
    ``faults``: what is wrong with a cell, which then holds what was typed; ``number``: its place in the file."""

    id: str
    party: str
    row: int
    values: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """A cell where the two parties' workbooks say different things, in codes."""

    sheet: FillSheet
    id: str
    column: str
    municipality: str
    police: str


@dataclass(frozen=True)
class Carried:
    """Content for one year's workbook.

    ``year``: the year it was typed for, None when nothing has been handed in. ``rows`` per sheet, one per number;
    ``loose`` are rows whose number is missing or taken. ``before``: the rows of the latest year before.
    """

    year: int | None = None
    rows: Mapping[str, list[TypedRow]] = field(default_factory=dict)
    loose: Mapping[str, list[TypedRow]] = field(default_factory=dict)
    before: Mapping[str, list[TypedRow]] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()

    @property
    def faulty(self) -> int:
        """How many rows could not be used."""
        every = [*self.rows.values(), *self.loose.values()]
        return sum(bool(row.faults) for rows in every for row in rows)

    def of(self, sheet: str) -> list[TypedRow]:
        return self.rows.get(sheet, [])


def carried(typed: pd.DataFrame | None, year: int) -> Carried:
    """``typed``: tidy rows of the layout ``returned_workbook``, with what could not be used (``reason`` filled).

    What was handed in for the year is shown; when nothing was, what the latest year before holds in the sheets that
    go on. A workbook with only reviewed texts is no content.
    """
    if typed is None or typed.empty:
        return Carried()
    rows = typed.assign(reason=typed["reason"]) if "reason" in typed else typed.assign(reason="")
    content = rows[~rows["sheet_id"].isin([ABOUT, REVIEW])]
    earlier = content.loc[content["year"] < year, "year"]
    before: dict[str, list[TypedRow]] = {}
    if len(earlier):
        usable = content[(content["year"] == earlier.max()) & content["reason"].map(_is_empty)]
        before = _merged(usable[usable["sheet_id"].isin(YEARLY)])[0]
    if (content["year"] == year).any():
        shown = rows[(rows["year"] == year) & (rows["sheet_id"] != REVIEW)]
        merged, loose, differences = _merged(shown)
        return Carried(year, merged, loose, before, tuple(differences))
    about = rows[(rows["year"] == year) & (rows["sheet_id"] == ABOUT)]
    return Carried(int(earlier.max()) if before else None, before | _merged(about)[0], {}, before)


def _is_empty(value: Any) -> bool:
    return is_missing(value) or not str(value)


def _merged(
    rows: pd.DataFrame,
) -> tuple[dict[str, list[TypedRow]], dict[str, list[TypedRow]], list[Difference]]:
    """Rows per sheet by their numbers, rows without a number of their own, and the parties' differences."""
    kept: dict[str, list[TypedRow]] = {}
    loose: dict[str, list[TypedRow]] = {}
    differences: list[Difference] = []
    for name, spec in register.sheets().items():
        versions: dict[str, dict[str, TypedRow]] = {}
        for row in _typed_rows(rows[rows["sheet_id"] == name]):
            own = versions.setdefault(row.id, {})
            if not _is_number(spec, row.id) or row.party in own:
                loose.setdefault(name, []).append(row)
            else:
                own[row.party] = row
        for identity, own in versions.items():
            if not own:
                continue
            row = next(own[party] for party in _ORDER if party in own)
            # Who has filled in a workbook is each party's own: a joint one is still to be made.
            if JOINT not in own and len(own) > 1:
                if name == ABOUT:
                    row = TypedRow(identity, BOTH, row.row, {})
                else:
                    differences += _apart(spec, identity, own)
            kept.setdefault(name, []).append(row)
    return kept, loose, differences


def _typed_rows(rows: pd.DataFrame) -> list[TypedRow]:
    """Whole rows first: of two with one number the one that could be read keeps it."""
    found = []
    for _, cells in rows.groupby(["file", "record"], sort=False):
        first = cells.iloc[0]
        values = {str(c): str(v) for c, v in zip(cells["column"], cells["value"], strict=True) if str(v)}
        faults = {
            str(c): str(r) for c, r in zip(cells["column"], cells["reason"], strict=True) if not _is_empty(r)
        }
        found.append(TypedRow(str(first["id"]), str(first["party"]), int(first["row"]), values, faults))
    return sorted(found, key=lambda row: bool(row.faults))


def _is_number(spec: FillSheet, identity: str) -> bool:
    return not spec.prefix or bool(re.fullmatch(rf"{spec.prefix}\d{{1,3}}", identity))


def _apart(spec: FillSheet, identity: str, own: Mapping[str, TypedRow]) -> list[Difference]:
    """The columns where two rows of one number differ; the police's words are laid beside the municipality's."""
    ours, theirs = own[MUNICIPALITY], own[POLICE]
    found = []
    for column in spec.columns:
        if column.fill or column.id == spec.origin:
            one, other = (row.values.get(column.id, "") for row in (ours, theirs))
            if not same_text(one, other):
                ours.beside[column.id] = other
                found.append(Difference(spec, identity, column.id, one, other))
    return found


def same_text(one: str | None, other: str | None) -> bool:
    """Whether two texts are the same words."""
    return plain(one) == plain(other)


def position(identity: str) -> int:
    """The row's number: "P12" → 12."""
    found = _NUMBER.fullmatch(identity)
    return int(found[1]) if found else 0


def evidence_numbers(rows: Iterable[TypedRow]) -> list[str]:
    """Every number that a row names as evidence, in order, once."""
    named = [
        number
        for row in rows
        if "evidence_ids" not in row.faults
        for number in row.values.get("evidence_ids", "").split(";")
        if number
    ]
    return list(dict.fromkeys(named))
