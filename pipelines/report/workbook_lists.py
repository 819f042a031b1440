"""The words that are chosen from in the workbook, and how a code stands in a cell.

Belongs here: the lists of the register and those of the agreement (areas, indicators, localities, times of the week).
Not here: how a list is written (``workbook_checks``), how it is read (``readers.returned_cells``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines import workbook_register as register
from pipelines.report.edition import Edition
from pipelines.report.swedish import is_missing
from pipelines.workbook_register import NO_AREA, NONE, FillColumn

_REST = "Övriga kommunen"
"""A locality of the tables that is no locality."""


@dataclass(frozen=True)
class Words:
    """Every list: code → the words in a cell, in the order they are offered."""

    of: dict[str, dict[str, str]]

    @property
    def offered(self) -> dict[str, list[str]]:
        """The words to choose from, per list."""
        return {name: list(words.values()) for name, words in self.of.items()}

    def cell(self, column: FillColumn, value: str) -> Any:
        """A value in codes (``readers.returned_cells``) as it is written in a cell of the column."""
        if column.kind == "date":
            return pd.Timestamp(value)
        if column.kind in ("year", "whole"):
            return int(value)
        if column.kind == "number":
            number = float(value)
            return int(number) if number.is_integer() else number
        if column.kind == "choice":
            none = NO_AREA if column.list == "areas" and value == NONE else value
            return self.of[column.list].get(value, none)
        if column.kind == "choices":
            return "; ".join(self.of[column.list].get(part, part) for part in value.split(";"))
        if column.kind in ("ref", "refs", "evidence"):
            return "; ".join(value.split(";"))
        return value


def words(edition: Edition) -> Words:
    """The lists of one lägesbild."""
    areas, indicators = edition.priority_areas(), edition.indicators()
    named = {
        "areas": _coded(areas["priority_area"], areas["name"]),
        "indicators": _coded(indicators["indicator"], indicators["title"]),
        "localities": _same(_localities(edition)),
        "blocks": _same(_times(edition)),
    }
    themes = register.choices("themes")
    named["themes"] = dict(sorted(themes.items(), key=lambda item: item[1]))
    lists = {column.list for sheet in register.sheets().values() for column in sheet.columns if column.list}
    return Words(named | {name: register.choices(name) for name in sorted(lists - set(named))})


def _coded(codes: pd.Series, titles: pd.Series) -> dict[str, str]:
    """Code → code and words: what an area or an indicator is called may change, its code does not."""
    return {str(code): f"{code} {title}" for code, title in zip(codes, titles, strict=True)}


def _same(items: list[str]) -> dict[str, str]:
    return {item: item for item in items}


def _localities(edition: Edition) -> list[str]:
    """Those with figures: localities with offences first, then any that only the safety survey has."""
    told = [frame["locality"] for frame in (edition.places(), edition.survey_by_locality()) if len(frame)]
    names = [str(name) for column in told for name in column if not is_missing(name)]
    return [name for name in dict.fromkeys(names) if name != _REST]


def _times(edition: Edition) -> list[str]:
    """Blocks of hours, then weekdays."""
    rows = edition.times_of_week()
    if rows.empty:
        return []
    order = rows.assign(is_day=rows["dimension"] != "block").sort_values(
        ["is_day", "position"], kind="stable"
    )
    return list(dict.fromkeys(str(key) for key in order["key"]))
