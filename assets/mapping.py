"""Mapping: one vocabulary for offences, surveys and statements, whoever made the figure.

Not here: rates and tests (assets.indicators).
"""

from __future__ import annotations

import pandas as pd

from pipelines.resources import Workspace
from pipelines.table_asset import table_asset
from pipelines.tables import mapping_tables
from pipelines.tables import reconciliation as reconciliations


@table_asset
def offence_count(
    workspace: Workspace, population: pd.DataFrame, police_report: pd.DataFrame
) -> pd.DataFrame:
    """Anmälda brott per utgivare, kommun, ort, brottsgrupp och period. Utgivare läggs aldrig ihop."""
    reading, agreement = workspace.reading(), workspace.agreement()
    counts = mapping_tables.offence_count(
        mapping_tables.agency_counts(reading, agreement),
        mapping_tables.indicator_counts(reading, agreement),
        mapping_tables.kolada_counts(reading, agreement, population),
        mapping_tables.police_counts(police_report, agreement),
    )
    reconciliations.require_agreement(counts, population, police_report)
    return counts


@table_asset
def reconciliation(
    offence_count: pd.DataFrame, population: pd.DataFrame, police_report: pd.DataFrame
) -> pd.DataFrame:
    """Avstämningar: månader mot år, delar mot helheter, utgivare mot varandra."""
    return reconciliations.reconciliation(offence_count, population, police_report)


@table_asset
def survey_result(workspace: Workspace) -> pd.DataFrame:
    """Enkätsvar i en form: trygghetsmätningens klassindex och Skolenkätens andelar."""
    return mapping_tables.survey_result(workspace.reading(), workspace.agreement())


@table_asset
def statement(workspace: Workspace) -> pd.DataFrame:
    """Uttalanden ur dialoger, minnesanteckningar och listor, avidentifierade innan de lagras."""
    return workspace.statements().statement


@table_asset
def statement_code(workspace: Workspace) -> pd.DataFrame:
    """Uttalandenas koder (område, tema, plats, tid) med orden som avgjorde."""
    return workspace.statements().statement_code


@table_asset
def series_break() -> pd.DataFrame:
    """Seriebrott ur registret, per indikator."""
    return mapping_tables.series_break()
