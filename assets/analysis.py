"""Analysis: which sources there were, where they point, problems in order, causes for the group to judge.

Not here: conclusions. They belong to named people and are typed in by them.
"""

from __future__ import annotations

import pandas as pd

from pipelines.resources import Workspace
from pipelines.table_asset import table_asset
from pipelines.tables import candidate_causes, coverage, decisions
from pipelines.tables import problem_ranking as rankings
from pipelines.tables import source_agreement as agreements_of_sources


@table_asset
def source_coverage(
    workspace: Workspace,
    police_report: pd.DataFrame,
    survey_result: pd.DataFrame,
    statement: pd.DataFrame,
    local_count: pd.DataFrame,
) -> pd.DataFrame:
    """Källorna per år: använda, saknade och utelämnade, enligt avtalet."""
    return coverage.source_coverage(
        coverage.Material(
            workspace.reading(), police_report, survey_result, statement, local_count, workspace.agreement()
        )
    )


@table_asset
def indicator_gap(
    workspace: Workspace,
    indicator_value: pd.DataFrame,
    offence_count: pd.DataFrame,
    survey_result: pd.DataFrame,
) -> pd.DataFrame:
    """Indikatorer som saknar siffra för ett år fast deras källa har siffror för det."""
    return coverage.indicator_gap(indicator_value, offence_count, survey_result, workspace.agreement())


@table_asset
def source_agreement(
    workspace: Workspace,
    indicator_value: pd.DataFrame,
    indicator_comparison: pd.DataFrame,
    statement: pd.DataFrame,
    statement_code: pd.DataFrame,
    survey_result: pd.DataFrame,
) -> pd.DataFrame:
    """Vart varje källa pekar i varje prioriterat område: var de är överens och inte."""
    return agreements_of_sources.source_agreement(
        indicator_value, indicator_comparison, statement, statement_code, survey_result, workspace.agreement()
    )


@table_asset
def problem_ranking(
    workspace: Workspace,
    indicator_value: pd.DataFrame,
    indicator_comparison: pd.DataFrame,
    source_agreement: pd.DataFrame,
    series_break: pd.DataFrame,
) -> pd.DataFrame:
    """Problemen i ordning efter antal och efter krympt kvot, tre år sammanlagt. Inget sammanvägt index."""
    return rankings.problem_ranking(
        indicator_value, indicator_comparison, source_agreement, series_break, workspace.agreement()
    )


@table_asset
def candidate_cause(
    workspace: Workspace, statement: pd.DataFrame, statement_code: pd.DataFrame
) -> pd.DataFrame:
    """Tänkbara orsaker ur en dokumenterad lista, att pröva. Aldrig en slutsats."""
    return candidate_causes.candidate_cause(statement, statement_code, workspace.agreement())


@table_asset
def decision(workspace: Workspace, statement: pd.DataFrame) -> pd.DataFrame:
    """Besluten i Brå och operativa Brå, och vad nästa protokoll säger om dem."""
    return decisions.decision(statement, workspace.agreement())
