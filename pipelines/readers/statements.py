"""The tidy columns shared by layouts of free text: dialogues, notes, minutes, lists.

Belongs here: the shape of a statement row. Not here: how a file becomes statements, redaction, coding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.readers import cells, tables

COLUMNS = (
    "row",
    "sheet",
    "locator",
    "date",
    "year",
    "question",
    "heading",
    "place_context",
    "role",
    "kind",
    "text",
    "value",
    "body",
    "page",
)


def statement(
    row: int, locator: str, date: dt.date, text: str | None, *, kind: str = "text", **more: object
) -> dict[str, Any]:
    """One tidy row. ``kind``: text, decision, scale (number in ``value``, no text) or choice."""
    return {
        "row": row,
        "locator": locator,
        "date": date,
        "year": date.year,
        "kind": kind,
        "text": text,
        **more,
    }


def frame(rows: Iterable[Mapping[str, Any]], extra: Iterable[str] = ()) -> pd.DataFrame:
    """Statement rows as a data frame that has every shared column, in a fixed order, then ``extra``."""
    table = pd.DataFrame(list(rows), columns=[*COLUMNS, *extra])
    table["row"] = table["row"].astype("int64")
    table["year"] = table["year"].astype("Int64")
    table["page"] = table["page"].astype("Int64")
    table["value"] = pd.to_numeric(table["value"]).astype("float64")
    for column in (
        "sheet",
        "locator",
        "question",
        "heading",
        "place_context",
        "role",
        "kind",
        "text",
        "body",
        *(c for c in extra if c != "record"),
    ):
        table[column] = table[column].astype(object).where(table[column].notna(), None)
    return table


@dataclass(frozen=True)
class Form:
    """A filled-in list in a workbook: where its columns are and its non-empty rows with row numbers."""

    sheet: str
    header: list[str]
    at: dict[str, int]
    rows: list[tuple[int, list[object]]]

    def cell(self, row: Sequence[object], column: str) -> object:
        """The named column's cell, None when the form lacks the column."""
        return row[self.at[column]] if column in self.at else None


def open_form(data: bytes, name: str, headers: Sequence[str], required: Sequence[str]) -> Form:
    """The first sheet that has the form's header row. Raises UnreadableFileError, also without rows."""
    for sheet in tables.read_workbook(data, name):
        start = tables.find_header(sheet, headers)
        if start is None:
            continue
        at = tables.columns(sheet.rows[start], headers)
        tables.require(at, required, name)
        rows = [
            (n, row) for n, row in enumerate(sheet.rows[start + 1 :], start + 2) if tables.has_content(row)
        ]
        if not rows:
            raise tables.unreadable(name, "Formuläret har rubriker men inga ifyllda rader.")
        return Form(sheet.name, [cells.clean(c) for c in sheet.rows[start]], at, rows)
    raise tables.unreadable(
        name, "Formulärets rubrikrad saknas: " + ", ".join(f"«{h}»" for h in required) + "."
    )


def quoted(row: Iterable[object]) -> str:
    """A form row as one line for ``Problem.found``."""
    return " | ".join(text for c in row if (text := cells.clean(c)))
