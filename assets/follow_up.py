"""Follow-up: what the figures say of what the group has written, and what in it does not hang together; and the
public form of measures' effects.

Not here: what is written (assets.plan), the tests themselves (pipelines.tables), judgements: those are the group's.
"""

from __future__ import annotations

import pandas as pd

from pipelines.resources import Workspace
from pipelines.table_asset import table_asset
from pipelines.tables import effects, goal_checks, goals, hypotheses, plan_checks
from pipelines.tables import red_thread as threads
from pipelines.tables.evaluated import latest_year


@table_asset
def hypothesis_test(
    workspace: Workspace,
    cause: pd.DataFrame,
    indicator_value: pd.DataFrame,
    indicator_comparison: pd.DataFrame,
    indicator_place: pd.DataFrame,
    indicator_time_of_week: pd.DataFrame,
    series_break: pd.DataFrame,
) -> pd.DataFrame:
    """Orsakshypoteserna mot varje års siffror: stöds, försvagas eller går inte att pröva."""
    evidence = hypotheses.Evidence(
        indicator_value, indicator_comparison, indicator_place, indicator_time_of_week, series_break
    )
    return hypotheses.hypothesis_test(cause, evidence, workspace.agreement())


@table_asset
def goal_check(
    workspace: Workspace,
    goal: pd.DataFrame,
    indicator_value: pd.DataFrame,
    indicator_comparison: pd.DataFrame,
    comparison_group: pd.DataFrame,
    series_break: pd.DataFrame,
) -> pd.DataFrame:
    """Målen enligt SMART: vad som fattas i varje mål. En anmärkning stoppar ingenting."""
    return goal_checks.goal_check(
        goal, indicator_value, indicator_comparison, comparison_group, series_break, workspace.agreement()
    )


@table_asset
def goal_result(
    workspace: Workspace,
    goal: pd.DataFrame,
    indicator_value: pd.DataFrame,
    indicator_comparison: pd.DataFrame,
    series_break: pd.DataFrame,
) -> pd.DataFrame:
    """Målen mot varje års siffra, med intervall, och om förändringen från utgångsläget är säker."""
    return goals.goal_result(goal, indicator_value, indicator_comparison, series_break, workspace.agreement())


@table_asset
def measure_effect(
    workspace: Workspace,
    measure: pd.DataFrame,
    follow_up: pd.DataFrame,
    offence_count: pd.DataFrame,
    indicator_value: pd.DataFrame,
    indicator_place: pd.DataFrame,
    series_break: pd.DataFrame,
) -> pd.DataFrame:
    """Åtgärdernas verkan på en ort: före och efter, mot kommunens övriga orter. Genomförandet står för sig."""
    return effects.measure_effect(
        measure,
        follow_up,
        offence_count,
        indicator_value,
        indicator_place,
        series_break,
        workspace.agreement(),
    )


@table_asset
def measure_effect_public(measure_effect: pd.DataFrame) -> pd.DataFrame:
    """Publik verkan av åtgärder: kvoten där den får visas, aldrig antalen."""
    return effects.measure_effect_public(measure_effect)


@table_asset
def red_thread(
    workspace: Workspace,
    indicator_value: pd.DataFrame,
    problem: pd.DataFrame,
    cause: pd.DataFrame,
    measure: pd.DataFrame,
    goal: pd.DataFrame,
    message: pd.DataFrame,
    promise: pd.DataFrame,
    follow_up: pd.DataFrame,
) -> pd.DataFrame:
    """Röda tråden: ett problem per rad, från lägesbild till uppföljning, och var den brister."""
    plan = {
        "problem": problem, "cause": cause, "measure": measure, "goal": goal, "message": message,
        "promise": promise, "follow_up": follow_up,
    }  # fmt: skip
    agreement = workspace.agreement()
    return threads.red_thread(plan, latest_year(indicator_value, plan.values(), agreement), agreement)


@table_asset
def plan_remark(
    workspace: Workspace,
    indicator_value: pd.DataFrame,
    offence_count: pd.DataFrame,
    statement: pd.DataFrame,
    plan_workbook: pd.DataFrame,
    problem: pd.DataFrame,
    cause: pd.DataFrame,
    measure: pd.DataFrame,
    goal: pd.DataFrame,
    message: pd.DataFrame,
    promise: pd.DataFrame,
    follow_up: pd.DataFrame,
    cooperation: pd.DataFrame,
    plan_difference: pd.DataFrame,
) -> pd.DataFrame:
    """Det som inte hänger ihop i arbetsböckerna. En anmärkning stoppar ingenting."""
    plan = {
        "plan_workbook": plan_workbook, "problem": problem, "cause": cause, "measure": measure, "goal": goal,
        "message": message, "promise": promise, "follow_up": follow_up, "cooperation": cooperation,
        "plan_difference": plan_difference,
    }  # fmt: skip
    agreement = workspace.agreement()
    names = plan_checks.names_of(offence_count, statement, agreement)
    return plan_checks.plan_remark(
        plan, names, latest_year(indicator_value, plan.values(), agreement), agreement
    )
