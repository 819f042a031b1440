"""The register of templates (expectations/templates.toml) as records, with the sentences that follow from them.

Not here: Excel. That the headings and choices are the readers' own is seen to by a test.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines.paths import EXPECTATIONS

KINDS = ("text", "choice", "whole", "number", "date")
_NOT_GIVEN = ("", "-")


@dataclass(frozen=True)
class Column:
    """One column. ``choices`` are all that may stand there, unless ``open``: then they are suggestions.

    ``words``: a number's place also takes words (a hidden number). ``required``: the reader leaves out or
    refuses a row without it; otherwise ``blank`` says what an empty cell means. ``example`` has a value per
    example row.
    """

    heading: str
    width: int
    kind: str
    help: str
    example: tuple[Any, ...]
    required: bool = False
    choices: tuple[str, ...] = ()
    open: bool = False
    words: bool = False
    blank: str = "Saknas uppgiften: lämna cellen tom eller skriv ett streck (-)."
    lowest: float | None = None
    highest: float | None = None

    @property
    def allowed(self) -> str:
        """What the column takes, as a Swedish sentence; empty when it takes any text."""
        if self.choices and self.open:
            return "Välj i listan eller skriv något annat."
        if self.choices:
            return "Välj i listan."
        if self.kind == "date":
            return "Skriv datumet som ÅÅÅÅ-MM-DD."
        if self.kind in ("whole", "number"):
            return f"{'Heltal' if self.kind == 'whole' else 'Tal'}, {_span(self)}."
        return ""

    @property
    def prompt(self) -> str:
        """What the cell says when it is chosen."""
        return " ".join(part for part in (self.help, self.allowed, self.need) if part)

    @property
    def need(self) -> str:
        return "Måste fyllas i." if self.required else self.blank

    @property
    def error(self) -> str:
        """What Excel says when something else is written."""
        asked = {
            "choice": "Välj ett av listans val",
            "date": "Skriv datumet som ÅÅÅÅ-MM-DD, till exempel 2026-03-15",
            "whole": f"Skriv ett helt tal, {_span(self)}",
            "number": f"Skriv ett tal, {_span(self)}. Decimaler skrivs med komma",
        }[self.kind]
        end = "" if self.required else f" {self.blank}"
        return f"{self.heading}: {asked[0].lower()}{asked[1:]}.{end}"


@dataclass(frozen=True)
class Template:
    """One workbook. ``folder`` is where a filled-in copy belongs, ``layout`` the reader that takes it."""

    file: str
    layout: str
    folder: str
    sheet: str
    title: str
    intro: str
    rows: int
    advice: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)


@cache
def load() -> tuple[Template, ...]:
    """Every template in the register's order. ValueError names the entry that cannot be right."""
    with (EXPECTATIONS / "templates.toml").open("rb") as file:
        data = tomllib.load(file)
    first, last = data["advice_first"], data["advice_last"]
    return tuple(_template(entry, first, last) for entry in data["template"])


def _template(entry: dict[str, Any], first: list[str], last: list[str]) -> Template:
    told = (*first, *entry.pop("advice"), *last)
    advice = tuple(line.replace("{mapp}", entry["folder"]) for line in told)
    columns = tuple(_column(entry["file"], column) for column in entry.pop("column"))
    if len({len(column.example) for column in columns}) != 1:
        raise ValueError(f"{entry['file']}: kolumnerna har olika många exempel.")
    return Template(advice=advice, columns=columns, **entry)


def _column(file: str, entry: dict[str, Any]) -> Column:
    named = entry | {key: tuple(entry[key]) for key in ("choices", "example") if key in entry}
    column = Column(**named)
    where = f"{file}, {column.heading}"
    if column.kind not in KINDS or (column.kind == "choice") != bool(column.choices):
        raise ValueError(f"{where}: «kind» och «choices» går inte ihop.")
    if column.kind in ("whole", "number") and column.lowest is None:
        raise ValueError(f"{where}: «lowest» saknas.")
    if column.required and any(value in _NOT_GIVEN for value in column.example):
        raise ValueError(f"{where}: måste fyllas i, men saknas i exemplet.")
    return column


def said(value: object) -> str:
    """A value of the register as a person would write it."""
    return value.isoformat() if isinstance(value, dt.date) else _said(value)


def _said(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)


def _span(column: Column) -> str:
    if column.highest is None:
        return f"{_said(column.lowest)} eller större"
    return f"{_said(column.lowest)}–{_said(column.highest)}"
