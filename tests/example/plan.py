"""The example group's filled-in workbooks: what stands in plan.toml and review.toml, year by year.

Belongs here: which rows a year's workbook has and how they are laid out. Not here: the content (plan.toml,
review.toml), what is read from it (pipelines.readers.returned_workbook).
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pipelines import workbook_register as register
from pipelines.tables.reviews import identities
from pipelines.workbook_register import FillSheet
from tests.example.office import Sheet, write_workbook

FOLDER = Path(__file__).parent
AGREEMENT = "lessebo-exempel"
YEARS = range(2020, 2024)
JOINT = "gemensamt"
ABOUT = "säkerhetssamordnare"

Row = dict[str, Any]


@cache
def _content(name: str) -> dict[str, list[Row]]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        found: dict[str, list[Row]] = tomllib.load(file)
    return found


def rows(sheet: str, year: int) -> list[Row]:
    """The sheet's rows in the joint workbook of ``year``: those that have begun, as they stand that year."""
    found = []
    for entry in _content("plan").get(sheet, []):
        if entry["from"] <= year:
            row = {key: value for key, value in entry.items() if key not in ("from", "change")}
            for change in entry.get("change", []):
                if change["year"] <= year:
                    row |= {key: value for key, value in change.items() if key != "year"}
            found.append(row)
    return found


def own_rows(sheet: str, year: int, party: str) -> list[Row]:
    """The sheet's rows that a party had prepared: the joint ones with its own words in them."""
    own = [e for e in _content("plan")["own"] if (e["party"], e["year"], e["sheet"]) == (party, year, sheet)]
    changed = {entry["id"]: entry for entry in own}
    return [
        row | {k: v for k, v in changed.get(row["id"], {}).items() if k not in ("party", "year", "sheet")}
        for row in rows(sheet, year)
    ]


def reviewed(year: int) -> list[Row]:
    """The statements that the analyst looked at, with what was proposed then and what she changed."""
    found = [dict(entry) for entry in _content("review")["review"] if entry["year"] == year]
    for row, identity in zip(
        found, identities([row | {"question": row.get("question")} for row in found]), strict=True
    ):
        row["statement_id"] = identity
    return found


def parties() -> Iterator[tuple[int, str]]:
    """Year and party of every workbook of the example."""
    for year in YEARS:
        yield year, JOINT
    yield from sorted({(entry["year"], entry["party"]) for entry in _content("plan")["own"]})


def write_all(out: Path) -> None:
    """Every filled-in workbook, under ``arbetsbok/``."""
    for year, party in parties():
        name = f"lagesbild_{year}.xlsx" if party == JOINT else f"lagesbild_{year}_{party}.xlsx"
        write_workbook(out / "arbetsbok" / name, list(_sheets(year, party)))


def _sheets(year: int, party: str) -> Iterator[Sheet]:
    for spec in register.sheets().values():
        if spec.id == "book":
            about = {"year": year, "agreement": AGREEMENT, "party": party, "role": ABOUT}
            found = [about | {"on_date": dt.date(year + 1, 3, 1)}]
        elif spec.id == "text_review":
            found = reviewed(year) if party == JOINT else []
        else:
            found = rows(spec.id, year) if party == JOINT else own_rows(spec.id, year, party)
        yield spec.name, [[spec.intro], list(spec.headings), *(_cells(spec, row) for row in found)]


def _cells(spec: FillSheet, row: Row) -> list[object]:
    unknown = set(row) - {column.id for column in spec.columns}
    if unknown:
        raise ValueError(f"plan.toml: {spec.id} {row.get('id')}: okända fält {sorted(unknown)}")
    return [row.get(column.id) for column in spec.columns]
