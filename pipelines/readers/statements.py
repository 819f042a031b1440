"""The tidy columns shared by layouts of free text: dialogues, notes, minutes, lists.

Belongs here: the shape of a statement row. Not here: how a file becomes statements (forms, documents),
redaction, coding.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

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
    row: int,
    locator: str,
    date: dt.date | None,
    text: str | None,
    *,
    kind: str = "text",
    year: int | None = None,
    **more: object,
) -> dict[str, Any]:
    """One tidy row. ``kind``: text, decision, scale (number in ``value``, no text), choice or count.

    ``year`` is given only where the source knows the year (or a week of it, or a period) but no day.
    """
    return {
        "row": row,
        "locator": locator,
        "date": date,
        "year": date.year if date is not None else year,
        "kind": kind,
        "text": text,
        **more,
    }


def frame(
    rows: Iterable[Mapping[str, Any]], extra: Iterable[str] = (), integers: Iterable[str] = ()
) -> pd.DataFrame:
    """Statement rows as a data frame: every shared column in a fixed order, then ``extra``.

    ``integers``: the extra columns that are whole numbers and may lack values.
    """
    extra, integers = tuple(extra), tuple(integers)
    table = pd.DataFrame(list(rows), columns=[*COLUMNS, *extra])
    table["row"] = table["row"].astype("int64")
    if "record" in extra:
        table["record"] = table["record"].astype("int64")
    for column in ("year", "page", *integers):
        table[column] = pd.to_numeric(table[column]).astype("Int64")
    table["value"] = pd.to_numeric(table["value"]).astype("float64")
    numeric = {"row", "record", "year", "page", "value", *integers}
    for column in table.columns:
        if column not in numeric:
            table[column] = table[column].astype(object).where(table[column].notna(), None)
    return table
