"""What the group wrote in the returned workbooks: problems, causes, measures, goals, messages, follow-up.

Belongs here: one table per sheet, freed from personal data, and two parties' workbooks laid together. Not here:
reading the workbooks (pipelines.readers), reviews of texts (reviews), what the data say of a hypothesis or a goal.

Nothing is overwritten: where the joint workbook has a row it counts; otherwise each party's row is kept, as one when
they are alike, and what differs is listed cell by cell.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pandas as pd

from pipelines import workbook_register as register
from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.raw import Reading
from pipelines.registers import tables
from pipelines.tables.schema import conform, empty
from pipelines.workbook_register import FillColumn, FillSheet

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
_CELLS = ("record", "row", "sheet", "sheet_id", "id", "column", "value", "year", "party", "file")
_PROVENANCE = ("file", "sheet", "row")


@dataclass(frozen=True)
class Plan:
    """The tables of one reading, by name, and the cells where two parties differ."""

    tables: dict[str, pd.DataFrame]
    difference: pd.DataFrame


def plan(reading: Reading, agreement: Agreement) -> Plan:
    """Every filled-in row of every returned workbook.

    Raises UserError when one party has handed in two workbooks for one year (which one counts is theirs to say), and
    when a workbook is another agreement's.
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
        rows = file.result.rows
        rows = rows[rows["sheet_id"].isin(TABLE_OF_SHEET)]
        columns = [
            register.sheets()[s].column(c) for s, c in zip(rows["sheet_id"], rows["column"], strict=True)
        ]
        redacted = reading.redactor.redact_document(list(rows["value"].astype(str)))
        values = [
            without_names(item.text)
            if column.kind == "role"
            else item.text
            if _is_free(column, value)
            else value
            for item, column, value in zip(redacted, columns, rows["value"], strict=True)
        ]
        parts.append(rows.assign(value=values, file=file.path))
    if not parts:
        return pd.DataFrame(
            columns=["record", "row", "sheet", "sheet_id", "id", "column", "value", "year", "party", "file"]
        )
    return pd.concat(parts, ignore_index=True)


def _is_free(column: FillColumn, value: str) -> bool:
    """Whether people's own words stand here: a code of a list is ours, and may look like an account's name."""
    return column.kind == "text" or (column.kind == "choice" and value not in register.choices(column.list))


def without_names(role: str) -> str:
    """A role without the holder's name: "fritidschef [NAMN 1]" → "fritidschef"."""
    return _NAME.sub("", role).strip(" ,") or NAMED_ONLY


def _require_own(reading: Reading, agreement: Agreement) -> None:
    for file in reading.of(LAYOUT):
        rows = file.result.rows
        named = rows[(rows["sheet_id"] == "book") & (rows["column"] == "agreement")]["value"]
        if len(named) and str(named.iloc[0]) != agreement.id:
            raise UserError(
                f"Arbetsboken {file.path} hör till avtalet {named.iloc[0]}, inte till {agreement.id}. Flytta den till "
                "det avtalets mapp."
            )


def _require_one_each(cells: pd.DataFrame) -> None:
    books = cells[["year", "party", "file"]].drop_duplicates()
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
        differences += [
            {"year": year, "sheet": spec.name, "id": identity, "column": column}
            | {party: versions[party][column] for party in PARTIES}
            for column in apart
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


def _plain(value: object) -> str:
    return " ".join(str(value or "").split()).casefold()
