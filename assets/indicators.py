"""Indicators: values with intervals, comparisons, patterns and counted statements.

Not here: formulas (pipelines.methods), the register (expectations/indicators.toml).
"""

from __future__ import annotations

import pandas as pd

from pipelines import registers
from pipelines.resources import Workspace
from pipelines.table_asset import table_asset
from pipelines.tables import (
    clock,
    comparisons,
    corrections,
    indicator_values,
    places,
    seasons,
    themes,
)


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
    local_count: pd.DataFrame,
    statement: pd.DataFrame,
    statement_code: pd.DataFrame,
    police_report: pd.DataFrame,
) -> pd.DataFrame:
    """Indikatorernas värden per kommun och år, med intervall och förbehåll."""
    agreement = workspace.agreement()
    sources = indicator_values.Sources(
        offence_count, survey_result, population, kpi_value, local_count, statement, statement_code,
        police_report,
    )  # fmt: skip
    return indicator_values.indicator_value(sources, agreement, corrections.declared(agreement))


@table_asset
def indicator_comparison(
    workspace: Workspace,
    indicator_value: pd.DataFrame,
    series_break: pd.DataFrame,
    comparison_group: pd.DataFrame,
) -> pd.DataFrame:
    """Jämförelser av det bedömda året: mot åren före, över tio år och mot andra kommuner."""
    return comparisons.indicator_comparison(
        indicator_value, series_break, comparison_group, workspace.agreement()
    )


@table_asset
def indicator_season(workspace: Workspace, offence_count: pd.DataFrame) -> pd.DataFrame:
    """Månaderna, fem år sammanlagt: antal, nivå och om det finns en säsong."""
    return seasons.indicator_season(offence_count, workspace.agreement())


@table_asset
def indicator_time_of_week(
    workspace: Workspace, police_report: pd.DataFrame, offence_count: pd.DataFrame
) -> pd.DataFrame:
    """Veckans tider, fem år sammanlagt: veckodagar, och tidsblock på vardagar och helger."""
    return clock.indicator_time_of_week(police_report, offence_count, workspace.agreement())


@table_asset
def indicator_place(workspace: Workspace, offence_count: pd.DataFrame) -> pd.DataFrame:
    """Orterna, fem år sammanlagt: antal och antal per invånare, med små antal dolda."""
    return places.indicator_place(offence_count, workspace.agreement())


@table_asset
def statement_theme(
    workspace: Workspace, statement: pd.DataFrame, statement_code: pd.DataFrame
) -> pd.DataFrame:
    """Uttalanden räknade per år, område, tema och källa. Läggs aldrig ihop med brott."""
    return themes.statement_theme(statement, statement_code, workspace.agreement(), registers.themes())


@table_asset
def statement_base(workspace: Workspace, statement: pd.DataFrame) -> pd.DataFrame:
    """Dialogernas och mötenas underlag: dokument och uttalanden per källa och år."""
    return themes.statement_base(statement, workspace.agreement())


@table_asset
def place_mention(
    workspace: Workspace,
    statement: pd.DataFrame,
    statement_code: pd.DataFrame,
    statement_place: pd.DataFrame,
) -> pd.DataFrame:
    """Platser i uttalandena, räknade per år och område. Arbetsmaterial, publiceras från avtalets trösklar."""
    return themes.place_mention(
        statement, statement_code, statement_place, workspace.agreement(), registers.themes()
    )
