"""Editions: what changed since last year's lägesbild, and the checklist of the agreement and the law.

Not here: freezing a decided edition (pipelines.editions, pipelines.decide_command).
"""

from __future__ import annotations

import importlib.metadata

import pandas as pd

from pipelines import editions, indicator_prints
from pipelines.resources import Workspace
from pipelines.table_asset import table_asset
from pipelines.tables import checklist as checklists
from pipelines.tables import edition_changes


@table_asset
def edition_change(
    workspace: Workspace,
    indicator_value: pd.DataFrame,
    indicator_comparison: pd.DataFrame,
    source_file: pd.DataFrame,
) -> pd.DataFrame:
    """Vad som skiljer från förra årets lägesbild: verklig förändring, ändrad källa, ändrad definition eller metod."""
    agreement = workspace.agreement()
    now = edition_changes.Now(
        indicator_value,
        indicator_comparison,
        edition_changes.inputs_of(source_file),
        indicator_prints.prints(),
        importlib.metadata.version("lagesbild"),
    )
    before = editions.earlier(workspace.out_path, agreement.id, workspace.year)
    return edition_changes.edition_change(before, now, agreement)


@table_asset
def checklist(
    workspace: Workspace,
    source_coverage: pd.DataFrame,
    indicator_value: pd.DataFrame,
    problem_ranking: pd.DataFrame,
    plan_workbook: pd.DataFrame,
    problem: pd.DataFrame,
    cause: pd.DataFrame,
    measure: pd.DataFrame,
    goal: pd.DataFrame,
    goal_check: pd.DataFrame,
    message: pd.DataFrame,
    promise: pd.DataFrame,
    follow_up: pd.DataFrame,
    cooperation: pd.DataFrame,
    plan_difference: pd.DataFrame,
) -> pd.DataFrame:
    """Checklista: avtalets krav och lagens, var de är uppfyllda och vad som återstår att bedöma."""
    out, agreement = workspace.out_path, workspace.agreement()
    own = {workspace.year} if workspace.year is not None else set()
    material = checklists.Material(
        source_coverage, indicator_value, problem_ranking, plan_workbook, problem, cause, measure, goal, goal_check,
        message, promise, follow_up, cooperation, plan_difference,
        decided={year: each.decided_on for year, each in editions.decisions(out, agreement.id).items()},
        published=editions.published_years(out, agreement.id) | own,
    )  # fmt: skip
    return checklists.checklist(material, agreement)
