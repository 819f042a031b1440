"""The checklist: every demand of the agreement and the law, for every year, met, partly met, missing or to judge.

Belongs here: the table, which years it holds, what is left to people. Not here: how a demand is tried
(checklist_rules.py), the demands (expectations/checklist.toml). "Met" says that what was asked for is there, never
that it is good enough.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.checklist_register import SMART, Demand, demands
from pipelines.registers import indicators
from pipelines.tables import checklist_rules as rules
from pipelines.tables.checklist_rules import OfYear
from pipelines.tables.followed import followed
from pipelines.tables.schema import conform


@dataclass(frozen=True)
class Material:
    """The tables that demands are tried against, all years.

    ``decided``: year → the day its edition was decided. ``published``: the years that have a published edition, the
    one being made included.
    """

    source_coverage: pd.DataFrame
    indicator_value: pd.DataFrame
    problem_ranking: pd.DataFrame
    plan_workbook: pd.DataFrame
    problem: pd.DataFrame
    cause: pd.DataFrame
    measure: pd.DataFrame
    goal: pd.DataFrame
    goal_check: pd.DataFrame
    message: pd.DataFrame
    promise: pd.DataFrame
    follow_up: pd.DataFrame
    cooperation: pd.DataFrame
    plan_difference: pd.DataFrame
    decided: Mapping[int, dt.date]
    published: Collection[int]

    @cached_property
    def followed(self) -> pd.DataFrame:
        """Every follow-up with the planned measure that it is of."""
        return followed(self.measure, self.follow_up)


def checklist(material: Material, agreement: Agreement) -> pd.DataFrame:
    """One row per year of validity and demand, up to the last year that anything has come in for."""
    rows = [
        {"year": of.year, "position": position} | _row(demand, of)
        for of in (of_year(material, year, agreement) for year in years(material, agreement))
        for position, demand in enumerate(demands(), start=1)
        if of.year >= demand.from_year
    ]
    return conform("checklist", pd.DataFrame(rows).assign(agreement=agreement.id))


def years(material: Material, agreement: Agreement) -> list[int]:
    """From the agreement's first year to the last with a source, a workbook or an edition: none that is to come."""
    used = material.source_coverage[material.source_coverage["records"] > 0]["year"]
    seen = {*used, *material.plan_workbook["year"], *material.decided, *material.published}
    within = [int(year) for year in seen if agreement.valid_from <= int(year) <= agreement.valid_to]
    return list(range(agreement.valid_from, max(within, default=agreement.valid_from) + 1))


def of_year(material: Material, year: int, agreement: Agreement) -> OfYear:
    """The material of one year, each table's rows as they count."""

    def rows(name: str, wanted: int = year) -> pd.DataFrame:
        frame: pd.DataFrame = getattr(material, name)
        return frame[frame["year"] == wanted]

    return OfYear(
        year=year,
        areas={area.code: area.name for area in agreement.areas},
        coverage=rows("source_coverage"),
        values=_values(rows("indicator_value"), agreement),
        ranking=rows("problem_ranking"),
        books=rows("plan_workbook"),
        problems=rows("problem"),
        causes=rows("cause"),
        measures=rows("measure"),
        before=rows("measure", year - 1),
        goals=rows("goal"),
        goal_checks=rows("goal_check"),
        messages=rows("message"),
        promises=rows("promise"),
        followed=rows("followed"),
        cooperation=rows("cooperation"),
        differences=rows("plan_difference"),
        decided_on=material.decided.get(year),
        is_published=year in material.published,
    )


def _values(rows: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """The municipality's own figures, also those that are hidden: they are known, only not shown."""
    own = rows[rows["municipality_code"] == agreement.municipality.code]
    own = own[own["value"].notna() | own["count"].notna() | own["suppressed"]]
    entries = {entry["id"]: entry for entry in indicators()}
    own = own[own["indicator"].isin(entries)]
    return own.assign(
        kind=[entries[indicator]["kind"] for indicator in own["indicator"]],
        facets=[";".join(entries[indicator]["facets"]) for indicator in own["indicator"]],
    )


def _row(demand: Demand, of: OfYear) -> dict[str, object]:
    state, remark = rules.smart(of, demand.letter) if demand.check == SMART else rules.RULES[demand.check](of)
    if state in (rules.PARTLY, rules.MISSING) and not remark.endswith(rules.LATE):
        remark = f"{remark} {demand.todo}"
    elif state == rules.MET and demand.judge:
        state, remark = rules.JUDGEMENT, f"{remark} {demand.judge}"
    return {
        "demand": demand.demand,
        "stated_in": demand.stated_in,
        "met_by": demand.met_by,
        "state": state,
        "remark": remark,
    }
