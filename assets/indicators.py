"""Indicators: values with intervals, comparisons, patterns and counted statements.

Not here: formulas (pipelines.methods), the register (expectations/indicators.toml).
"""

from __future__ import annotations

import pandas as pd

from pipelines.registers import themes
from pipelines.resources import Workspace
from pipelines.table_asset import table_asset
from pipelines.tables import comparisons, corrections, indicator_values, patterns, statement_tables


@table_asset
def indicator() -> pd.DataFrame:
    """Indikatorregistret: vad varje indikator svarar på och vad den inte säger."""
    return indicator_values.indicator_register()


@table_asset
def indicator_value(
    workspace: Workspace,
    offence_count: pd.DataFrame,
    survey_result: pd.DataFrame,
    population: pd.DataFrame,
    kpi_value: pd.DataFrame,
) -> pd.DataFrame:
    """Indikatorernas värden per kommun och år, med intervall och förbehåll."""
    agreement = workspace.agreement()
    sources = indicator_values.Sources(offence_count, survey_result, population, kpi_value)
    return indicator_values.indicator_value(sources, agreement, corrections.declared(agreement))


@table_asset
def indicator_comparison(
    workspace: Workspace, indicator_value: pd.DataFrame, series_break: pd.DataFrame
) -> pd.DataFrame:
    """Det bedömda året mot åren före, mot övriga polisområdet och mot riket."""
    return comparisons.indicator_comparison(indicator_value, series_break, workspace.agreement())


@table_asset
def offence_pattern(
    workspace: Workspace, offence_count: pd.DataFrame, police_report: pd.DataFrame
) -> pd.DataFrame:
    """Mönster per månad, veckodag och ort, fem år sammanlagt, med små antal dolda."""
    return patterns.offence_pattern(offence_count, police_report, workspace.agreement())


@table_asset
def statement_theme(
    workspace: Workspace, statement: pd.DataFrame, statement_code: pd.DataFrame
) -> pd.DataFrame:
    """Uttalanden räknade per år, område, tema och källa. Läggs aldrig ihop med brott."""
    return statement_tables.statement_theme(statement, statement_code, workspace.agreement(), themes())
