"""What the group wrote in the returned workbooks: problems, causes, measures, goals, messages, follow-up.

Belongs here: one table per sheet, freed from personal data, and two parties' workbooks laid together. Not here:
reading the workbooks (pipelines.readers), reviews of texts (reviews), what the data say of a hypothesis or a goal.

Nothing is overwritten: where the joint workbook has a row it counts; otherwise each party's row is kept, as one when
they are alike, and what differs is listed cell by cell. A party's row of the same number that is about something else
than the joint one is listed too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from pipelines import workbook_register as register
from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.raw import FileReading, Reading
from pipelines.registers import tables
from pipelines.tables.schema import conform, empty
from pipelines.text.patterns import PLACEHOLDER
from pipelines.typed_words import redacted, says_a_role
from pipelines.workbook_register import FillSheet

LAYOUT = "returned_workbook"
JOINT, BOTH = "joint", "both"
PARTIES = ("police", "municipality")
#: Sheet → the table that holds what was written on it.
TABLE_OF_SHEET = {
    "book": "plan_workbook",
    "problem": "problem",
    "cause": "cause",
    "chain": "event_chain",
    "measure": "measure",
    "goal": "goal",
    "message": "message",
    "promise": "promise",
    "follow_up": "follow_up",
    "cooperation": "cooperation",
}
#: A role that was nothing but a name.
NAMED_ONLY = "(bara ett namn angivet)"
_NAME = re.compile(r"\s*[,(–-]*\s*\[NAMN \d+\]\s*\)?")
#: What is left of "Anna och Karin via växeln" says no role.
_CONNECTIVES = frozenset(
    ("och", "samt", "eller", "med", "via", "genom", "för", "hos", "i", "på", "av", "till", "vid", "c", "o")
)
_WORD = re.compile(r"[^\W\d_]+")
_PSEUDONYM = re.compile(r"\[NAMN \d+\]")
_CELLS = ("record", "row", "sheet", "sheet_id", "id", "column", "value", "year", "party", "file")
_PROVENANCE = ("file", "sheet", "row")
#: Columns that the workbook has before anybody writes about it.
_GIVEN = ("year", "agreement")
#: Sheet → the column that says what a row is about, where it is not its title.
_SUBJECT = {"cause": "hypothesis", "chain": "link", "follow_up": "measure_id", "cooperation": "what"}


@dataclass(frozen=True)
class Plan:
    """The tables of one reading, by name, and the cells where two parties differ."""

    tables: dict[str, pd.DataFrame]
    difference: pd.DataFrame


def plan(reading: Reading, agreement: Agreement) -> Plan:
    """Every filled-in row of every returned workbook.

    Every workbook has its row in plan_workbook, whatever is filled in. Raises UserError when one party has handed in
    two workbooks for one year (which one counts is theirs to say), and when a workbook is another agreement's.
    """
    _require_own(reading, agreement)
    cells = _clean(reading)
    _require_one_each(cells)
    found: dict[str, pd.DataFrame] = {}
    differences: list[dict[str, object]] = []
    for sheet_id, name in TABLE_OF_SHEET.items():
        spec = register.sheets()[sheet_id]
        rows = _rows(cells[cells["sheet_id"] == sheet_id], spec)
        merged = _merged(rows, spec, differences)
        if merged:
            frame = pd.DataFrame(merged).reindex(columns=list(tables()[name].columns))
            found[name] = conform(name, frame.assign(agreement=agreement.id))
        else:
            found[name] = empty(name)
    shaped = pd.DataFrame(differences)
    difference = (
        conform("plan_difference", shaped.assign(agreement=agreement.id))
        if differences
        else empty("plan_difference")
    )
    return Plan(found, difference)


def columns_of(spec: FillSheet) -> list[str]:
    """The sheet's columns that are kept: what is filled in, and what says where a proposed row comes from."""
    return [c.id for c in spec.columns if c.fill or c.id == spec.origin]


def _clean(reading: Reading) -> pd.DataFrame:
    """All cells, with every free text freed from personal data and every role from the name of its holder."""
    parts = []
    for file in reading.of(LAYOUT):
        rows = pd.concat([file.result.rows, _own_row_set_aside(file)], ignore_index=True)
        rows = rows[rows["sheet_id"].isin(TABLE_OF_SHEET)]
        cells = [
            (register.sheets()[sheet].column(name), str(value), "")
            for sheet, name, value in zip(rows["sheet_id"], rows["column"], rows["value"], strict=True)
        ]
        values = [
            value if item is None else without_names(item.text) if column.kind == "role" else item.text
            for (column, value, _), item in zip(cells, redacted(cells, reading.redactor), strict=True)
        ]
        parts.append(rows.assign(value=values, file=file.path))
    if not parts:
        return pd.DataFrame(columns=list(_CELLS))
    found = pd.concat(parts, ignore_index=True)
    # What nobody has written about comes first, so that it yields to one of the same year and party that is signed.
    said = found[(found["sheet_id"] == "book") & ~found["column"].isin(_GIVEN)]
    return found.sort_values("file", key=lambda file: file.isin(said["file"]), kind="stable")


def _own_row_set_aside(file: FileReading) -> pd.DataFrame:
    """What could be read of the workbook's own row when a cell of it is wrong: it is handed in all the same."""
    aside = file.result.set_aside
    if aside.empty:
        return aside
    sound = aside[(aside["sheet_id"] == "book") & (aside["reason"] == "")]
    return sound[sound["record"].isin(sound.loc[sound["column"] == "year", "record"])]


def without_names(role: str) -> str:
    """A role without the holder's name: "fritidschef [NAMN 1]" → "fritidschef"; NAMED_ONLY where no role is said."""
    if not says_a_role(role):
        return NAMED_ONLY
    left = _NAME.sub("", role).strip(" ,")
    words = _WORD.findall(PLACEHOLDER.sub(" ", left).casefold())
    return left if set(words) - _CONNECTIVES else NAMED_ONLY


def _require_own(reading: Reading, agreement: Agreement) -> None:
    for file in reading.of(LAYOUT):
        for rows in (file.result.rows, file.result.set_aside):
            if len(rows) and str(rows["agreement"].iloc[0]) != agreement.id:
                raise UserError(
                    f"Arbetsboken {file.path} hör till ett annat avtal än {agreement.id}. Flytta den till det avtalets "
                    "mapp."
                )


def _require_one_each(cells: pd.DataFrame) -> None:
    """One workbook per year and party; one where only texts are reviewed is no plan."""
    written = cells[~((cells["sheet_id"] == "book") & cells["column"].isin(_GIVEN))]
    books = written[["year", "party", "file"]].drop_duplicates()
    twice = [key for key, n in Counter(zip(books["year"], books["party"], strict=True)).items() if n > 1]
    if twice:
        year, party = twice[0]
        same = books[(books["year"] == year) & (books["party"] == party)]
        who = register.choices("parties")[party]
        raise UserError(
            f"Det finns flera ifyllda arbetsböcker för {year} (ifylld av: {who}): {', '.join(sorted(same['file']))}. "
            "Behåll den som gäller och flytta bort den andra, eller ändra vem som har fyllt i på bladet Om arbetsboken."
        )


def _rows(cells: pd.DataFrame, spec: FillSheet) -> list[dict[str, object]]:
    """One record per row of the sheet."""
    kept = set(columns_of(spec))
    found = []
    for _, part in cells.groupby(["file", "record"], sort=False):
        first = part.iloc[0]
        values = dict(zip(part["column"], part["value"], strict=True))
        found.append(
            {
                "year": int(first["year"]),
                "id": str(first["id"]),
                **{name: values.get(name) for name in kept},
                "party": str(first["party"]),
                **{name: first[name] for name in _PROVENANCE},
            }
        )
    return found


def _merged(
    rows: list[dict[str, object]], spec: FillSheet, differences: list[dict[str, object]]
) -> list[dict[str, object]]:
    by_id: dict[tuple[object, object], dict[object, dict[str, object]]] = {}
    for row in rows:
        by_id.setdefault((row["year"], row["id"]), {})[row["party"]] = row
    kept: list[dict[str, object]] = []
    for (year, identity), versions in by_id.items():
        own = [versions[party] for party in PARTIES if party in versions]
        apart = _apart(own, spec) if len(own) == 2 and spec.id != "book" else []
        told = [*apart, *(c for c in _overridden(own, versions.get(JOINT), spec) if c not in apart)]
        differences += [
            {"year": year, "sheet": spec.name, "id": identity, "column": column}
            | {party: versions[party][column] if party in versions else None for party in (*PARTIES, JOINT)}
            for column in told
        ]
        if spec.id == "book":
            kept += versions.values()
        elif JOINT in versions:
            kept.append(versions[JOINT])
        elif len(own) == 2 and not apart:
            kept.append(own[0] | {"party": BOTH})
        else:
            kept += own
    return kept


def _apart(own: list[dict[str, object]], spec: FillSheet) -> list[str]:
    """Columns where two rows of one number say different things."""
    return [name for name in columns_of(spec) if _plain(own[0][name]) != _plain(own[1][name])]


def _overridden(own: list[dict[str, object]], joint: dict[str, object] | None, spec: FillSheet) -> list[str]:
    """The column that says what the row is about, when the joint row of a party's number is about something else."""
    if joint is None or spec.id == "book":
        return []
    subject = _SUBJECT.get(spec.id, "title")
    return [subject] if any(_plain(row[subject]) != _plain(joint[subject]) for row in own) else []


def _plain(value: object) -> str:
    """For comparing: a hidden name has another number in another workbook."""
    return " ".join(_PSEUDONYM.sub("[NAMN]", str(value or "")).split()).casefold()
