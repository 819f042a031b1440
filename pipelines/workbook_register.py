"""The sheets of the workbook that people fill in, as the register ``expectations/workbook.toml`` describes them.

Belongs here: loading the columns, the lists to choose from and the two ways to write a choice (code and Swedish
words). Not here: Excel (``report/workbook_sheets`` writes, ``readers/returned_workbook`` reads), facts of one
agreement (its areas' names, its localities), which the one who writes the sheet gives.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines.paths import EXPECTATIONS
from pipelines.registers import indicators, problems, themes

KINDS = (
    "text", "choice", "choices", "date", "year", "whole", "number", "role", "ref", "refs", "evidence",
)  # fmt: skip
#: Lists whose words are the agreement's or the edition's: a choice is written with its code first, or freely.
CODE_FIRST = ("areas", "indicators")
FREE = ("localities", "blocks")
#: Written in a cell for "none of them", which an empty cell does not say.
NONE = "ingen"
NO_AREA = "inget område"


@dataclass(frozen=True)
class FillColumn:
    """One column. ``fill``: the group fills it in; ``list`` names what it is chosen from, ``open`` when other words
    may stand there too; ``ref``: the sheets whose rows it names; ``given``: filled in beforehand, and then locked,
    on a row that the programme proposed; ``needed``: a row cannot be understood without it."""

    id: str
    heading: str
    width: int
    kind: str = "text"
    fill: bool = False
    list: str = ""
    open: bool = False
    ref: str = ""
    given: bool = False
    needed: bool = False
    help: str = ""


@dataclass(frozen=True)
class FillSheet:
    """One sheet; ``name`` is what it is called in the workbook.

    ``key``: the column that names a row; ``prefix``: the letter its numbers begin with, empty where the key is made
    elsewhere; ``rows``: empty rows offered; ``origin``: the column that says that a row was proposed.
    """

    id: str
    name: str
    intro: str
    columns: tuple[FillColumn, ...]
    key: str = "id"
    prefix: str = ""
    rows: int = 0
    origin: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @property
    def is_filled_in(self) -> bool:
        """Whether anybody writes on it; otherwise it is there for its numbers."""
        return any(column.fill for column in self.columns)

    def column(self, name: str) -> FillColumn:
        """The column by id. Raises KeyError."""
        return {column.id: column for column in self.columns}[name]


@cache
def _data() -> dict[str, Any]:
    with (EXPECTATIONS / "workbook.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def sheets() -> dict[str, FillSheet]:
    """Sheets by id, in the workbook's order. Raises ValueError for an entry that cannot be right."""
    found: dict[str, FillSheet] = {}
    entries = _data()["sheet"]
    known = {entry["id"] for entry in entries}
    for entry in entries:
        columns = tuple(FillColumn(**column) for column in entry["column"])
        for column in columns:
            chosen, refers = column.kind in ("choice", "choices"), column.kind in ("ref", "refs")
            if (
                column.kind not in KINDS
                or bool(column.list) != chosen
                or bool(column.ref) != refers
                or not set(filter(None, column.ref.split(","))) <= known
            ):
                raise ValueError(f"workbook.toml: {entry['id']}.{column.id}")
        if len({c.id for c in columns}) < len(columns) or len({c.heading for c in columns}) < len(columns):
            raise ValueError(f"workbook.toml: {entry['id']} has two columns of one name")
        found[entry["id"]] = FillSheet(**entry_without_columns(entry), columns=columns)
    return found


def entry_without_columns(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "column"}


@cache
def choices(name: str) -> dict[str, str]:
    """Code → Swedish words of a list; for areas the codes alone, as their names are the agreement's."""
    if name == "themes":
        return themes()
    if name == "areas":
        return {code: code for code in ("UNGA", "PLATS", "SKOLA", "STOLD")}
    if name == "indicators":
        return {entry["id"]: entry["title"] for entry in indicators()}
    if name == "problems":
        return {code: code for code in problems()}
    return {
        code: words for entry in _data()["list"] if entry["id"] == name for code, words in entry["choices"]
    }


def written(name: str, code: str, words: str | None = None) -> str:
    """How a choice stands in a cell: its words, with the code first where the words may change."""
    said = words if words is not None else choices(name).get(code, code)
    return f"{code} {said}" if name in CODE_FIRST else said


def code_of(name: str, said: str) -> str | None:
    """The code that ``said`` stands for in a list, by its words or the code itself; None when it is neither."""
    plain = " ".join(said.split()).casefold()
    if name in CODE_FIRST:
        plain = plain.split()[0] if plain else ""
    for code, words in choices(name).items():
        if plain in (code.casefold(), words.casefold()):
            return code
    return None
