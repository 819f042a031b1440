"""What the group has written in its workbooks, and what the data say of it, as one lägesbild sees it.

Belongs here: which plan is in force a year, the rows of each table, and which rows belong together when the police and
the municipality have written apart. Not here: wording, tables and figures (``plan_views``, ``goal_views`` and so on).
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from pipelines.report.edition import Edition
from pipelines.report.swedish import is_missing

Row = dict[Hashable, Any]

#: Rows of the workbook: ``year`` is the year that the workbook is about.
_WRITTEN = 'SELECT * FROM "{table}" WHERE agreement = $agreement AND year <= $year ORDER BY year, id, party'
#: What every later year's data say of a plan: ``plan_year`` is the workbook's year, ``year`` the data's.
_TRIED = 'SELECT * FROM "{table}" WHERE agreement = $agreement AND plan_year <= $year AND year <= $year'
_EFFECTS = "SELECT * FROM measure_effect WHERE agreement = $agreement AND plan_year <= $year"
_OF_THE_YEAR = 'SELECT * FROM "{table}" WHERE agreement = $agreement AND year = $year'
# A workbook where only texts were reviewed, or a year followed up, is no plan.
_PLAN_YEAR = """
SELECT max(year) AS year FROM (
    SELECT agreement, year FROM problem UNION ALL SELECT agreement, year FROM measure
) WHERE agreement = $agreement AND year <= $year
"""
_SHARED = frozenset({"joint", "both"})
_EACH_YEARS_OWN = frozenset({"follow_up", "cooperation", "plan_workbook", "plan_difference", "plan_remark"})
"""Tables that a workbook without a plan has rows in: a year followed up is told of before the next plan is made."""


def id_order(identity: object) -> tuple[str, int]:
    """``P2`` before ``P10``."""
    found = re.fullmatch(r"(\D*)(\d+)", str(identity))
    return (found[1], int(found[2])) if found else (str(identity), 0)


def plain(value: object) -> str:
    """A cell as it is compared: without case and outer space, empty when missing."""
    return "" if is_missing(value) else " ".join(str(value).split()).casefold()


def belongs(row_party: object, parties: frozenset[str]) -> bool:
    """Whether a row of ``row_party`` may be about a thing written by ``parties``: numbers are each workbook's own."""
    return str(row_party) in _SHARED or bool(parties & _SHARED) or str(row_party) in parties


def is_same(one: Row, other: Row, same: tuple[str, ...]) -> bool:
    """Whether two years' rows are one thing: carried on it keeps its number and its party, and says the same in
    ``same``."""
    return (
        one["id"] == other["id"]
        and belongs(one["party"], frozenset({str(other["party"])}))
        and all(plain(one[name]) == plain(other[name]) for name in same)
    )


def not_carried_on(rows: pd.DataFrame, year: int | None, same: tuple[str, ...]) -> list[Row]:
    """The last version of each row of another year than ``year``, the plan in force, that this plan does not have."""
    every = rows.to_dict("records")
    return [
        row
        for row in every
        if row["year"] != year
        and not any(
            is_same(row, other, same)
            for other in every
            if other["year"] == year or int(other["year"]) > int(row["year"])
        )
    ]


@dataclass(frozen=True)
class Problem:
    """One problem of the plan: a row, or the two parties' rows of the same problem."""

    id: str
    title: str
    area: str
    rows: tuple[Row, ...]

    @property
    def parties(self) -> frozenset[str]:
        return frozenset(str(row["party"]) for row in self.rows)

    @property
    def prioritised(self) -> bool:
        """Whether anyone has given it priority."""
        return any(row["prioritised"] == "yes" for row in self.rows)

    @property
    def anchor(self) -> str:
        """Where on the area's page it stands; two parties' different problems may have one number."""
        own = sorted(self.parties - _SHARED)
        return f"plan-{self.id.lower()}" + (f"-{own[0]}" if len(own) == 1 else "")

    def own(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of another table that are about this problem, by their numbers."""
        mine = [
            row["problem_id"] == self.id and belongs(row["party"], self.parties)
            for row in rows.to_dict("records")
        ]
        return rows[pd.Series(mine, index=rows.index, dtype=bool)]


@dataclass(frozen=True)
class PlanData:
    """The tables of the plan that is in force in ``edition``'s year, and of earlier ones for what is followed up."""

    edition: Edition

    @cached_property
    def year(self) -> int | None:
        """The latest year with a plan; None when no workbook with a plan has been handed in."""
        found = self.edition.read(_PLAN_YEAR)["year"]
        return None if found.empty or is_missing(found.iloc[0]) else int(found.iloc[0])

    @cached_property
    def is_handed_in(self) -> bool:
        """Whether any workbook of the edition's own year has been handed in, with a plan or without."""
        return not self.of_year("plan_workbook").empty

    def year_of(self, table: str) -> int | None:
        """Which year's rows of ``table`` count: the plan's; of what is each year's own the edition's, where it has
        any."""
        if table in _EACH_YEARS_OWN and len(self.of_year(table)):
            return self.edition.year
        return self.year

    def written(self, table: str, every_year: bool = False) -> pd.DataFrame:
        """Rows of a sheet of ``year_of`` it; with ``every_year`` of earlier years too."""
        rows = self.edition.read(_WRITTEN.format(table=table))
        if not every_year:
            rows = rows[rows["year"] == self.year_of(table)]
        order = [(int(y), *id_order(i)) for y, i in zip(rows["year"], rows["id"], strict=True)]
        return (
            rows.assign(_order=order)
            .sort_values("_order", kind="stable")
            .drop(columns="_order")
            .reset_index(drop=True)
        )

    def tried(self, table: str, every_year: bool = False) -> pd.DataFrame:
        """What the data say, year by year up to the edition's: ``hypothesis_test``, ``goal_result``."""
        return self._of_plan(self.edition.read(_TRIED.format(table=table)), every_year, ["year"])

    def effects(self, every_year: bool = False) -> pd.DataFrame:
        """``measure_effect``."""
        return self._of_plan(self.edition.read(_EFFECTS), every_year, [])

    def _of_plan(self, rows: pd.DataFrame, every_year: bool, then: list[str]) -> pd.DataFrame:
        if not every_year:
            rows = rows[rows["plan_year"] == self.year]
        order = [(int(y), *id_order(i)) for y, i in zip(rows["plan_year"], rows["id"], strict=True)]
        sorted_ = rows.assign(_order=order).sort_values(["_order", *then, "party"], kind="stable")
        return sorted_.drop(columns="_order").reset_index(drop=True)

    def about_plan(self, table: str, year: int | None = None) -> pd.DataFrame:
        """``red_thread``, ``plan_remark``, ``goal_check``, ``plan_difference`` of ``year``, or else of ``year_of``."""
        rows = self.edition.read(_OF_THE_YEAR.format(table=table), year=year or self.year_of(table) or 0)
        order = [id_order(identity) for identity in rows["id"]]
        return (
            rows.assign(_order=order)
            .sort_values("_order", kind="stable")
            .drop(columns="_order")
            .reset_index(drop=True)
        )

    def of_year(self, table: str) -> pd.DataFrame:
        """Rows of the edition's own year: ``edition_change``, ``checklist``."""
        return self.edition.read(_OF_THE_YEAR.format(table=table))

    def carried(self, table: str, current: Row, same: tuple[str, ...]) -> set[int]:
        """The plan years whose row of this number is the same thing: carried on, it says the same in ``same``."""
        return {
            int(row["year"])
            for row in self.written(table, every_year=True).to_dict("records")
            if is_same(row, current, same)
        }

    def history(self, table: str, current: Row, plans: set[int]) -> list[Row]:
        """What the data have said of ``current`` year by year, in whichever of ``plans`` it stood; the newest plan's
        word counts where two plans were held against one year."""
        found: dict[int, Row] = {}
        for row in self.tried(table, every_year=True).to_dict("records"):
            if (
                row["id"] == current["id"]
                and int(row["plan_year"]) in plans
                and belongs(row["party"], frozenset({str(current["party"])}))
            ):
                found[int(row["year"])] = row | {"party": current["party"]}
        return [found[year] for year in sorted(found)]

    def tests(self, causes: pd.DataFrame) -> pd.DataFrame:
        """``hypothesis_test`` of these causes, also from earlier plans with the same hypothesis."""
        rows = [
            test
            for cause in causes.to_dict("records")
            for test in self.history(
                "hypothesis_test", cause, self.carried("cause", cause, ("hypothesis", "problem_id"))
            )
        ]
        return pd.DataFrame(rows, columns=list(self.tried("hypothesis_test").columns))

    def problems(self, area: str | None = None) -> list[Problem]:
        """The plan's problems in order; two parties' rows are one problem when they have one number and one title."""
        found: dict[tuple[str, str, str], list[Row]] = {}
        for row in self.written("problem").to_dict("records"):
            if area is None or row["priority_area"] == area:
                key = (
                    str(row["id"]),
                    plain(row["title"]),
                    str(row["priority_area"]),
                )
                found.setdefault(key, []).append(row)
        return [Problem(key[0], str(rows[0]["title"]), key[2], tuple(rows)) for key, rows in found.items()]
