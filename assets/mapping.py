"""Mapping: one vocabulary for offences, surveys and statements, whoever made the figure.

Not here: rates and tests (assets.indicators).
"""

from __future__ import annotations

import pandas as pd

from pipelines import publication
from pipelines.resources import Workspace
from pipelines.table_asset import table_asset
from pipelines.tables import (
    accounting,
    comparison_groups,
    corrections,
    coverage,
    mapping_tables,
    scope,
    statement_places,
    survey_tables,
)
from pipelines.tables import reconciliation as reconciliations


@table_asset
def offence_count(
    workspace: Workspace, population: pd.DataFrame, police_report: pd.DataFrame, kpi_value: pd.DataFrame
) -> pd.DataFrame:
    """Anmälda brott per utgivare, kommun, ort, brottsgrupp och period. Utgivare läggs aldrig ihop."""
    reading, agreement = workspace.reading(), workspace.agreement()
    counts = mapping_tables.offence_count(
        mapping_tables.agency_counts(scope.agency_rows(reading, agreement)),
        mapping_tables.indicator_counts(scope.indicator_rows(reading, agreement)),
        mapping_tables.kolada_counts(kpi_value, population, agreement),
        mapping_tables.police_counts(police_report, agreement),
    )
    counts = corrections.apply("offence_count", counts, corrections.declared(agreement))
    reconciliations.require_agreement(counts, population, police_report)
    return counts


@table_asset
def file_account(
    workspace: Workspace,
    source_file: pd.DataFrame,
    population: pd.DataFrame,
    police_report: pd.DataFrame,
    kpi_value: pd.DataFrame,
    municipality_group: pd.DataFrame,
    police_event: pd.DataFrame,
    offence_count: pd.DataFrame,
) -> pd.DataFrame:
    """Rader in och rader ut: vad som blev av varje fils poster."""
    reading, agreement = workspace.reading(), workspace.agreement()
    account = accounting.file_account(reading, agreement)
    held = {
        "population": population,
        "police_report": police_report,
        "kpi_value": kpi_value,
        "municipality_group": municipality_group,
        "police_event": police_event,
        "offence_count": offence_count,
    }
    struck = [c for c in corrections.declared(agreement) if c.action == corrections.DROP]
    accounting.require_account(account, source_file, held, reading, struck)
    return account


@table_asset
def reconciliation(
    workspace: Workspace,
    offence_count: pd.DataFrame,
    population: pd.DataFrame,
    police_report: pd.DataFrame,
    survey_result: pd.DataFrame,
    kpi_value: pd.DataFrame,
    file_account: pd.DataFrame,
    source_file: pd.DataFrame,
    series_break: pd.DataFrame,
) -> pd.DataFrame:
    """Avstämningar: månader mot år, delar mot helheter, utgivare mot varandra, mot förra utgåvan."""
    held = coverage.series_held(offence_count, survey_result, population)
    kept = publication.coverage_since_last(workspace.out_path, held, set(source_file["sha256"]))
    doors = scope.doors(scope.agency_rows(workspace.reading(), workspace.agreement()))
    evidence = reconciliations.Evidence(kpi_value, file_account, source_file, series_break, doors, kept)
    return reconciliations.reconciliation(offence_count, population, police_report, evidence)


@table_asset
def survey_result(workspace: Workspace) -> pd.DataFrame:
    """Enkätsvar i en form: klassindex och andelar, med felmarginal där utgivaren anger den."""
    agreement = workspace.agreement()
    return corrections.apply(
        "survey_result",
        survey_tables.survey_result(workspace.reading(), agreement),
        corrections.declared(agreement),
    )


@table_asset
def statement(workspace: Workspace) -> pd.DataFrame:
    """Uttalanden ur dialoger, minnesanteckningar och listor, avidentifierade innan de lagras."""
    return workspace.statements().statement


@table_asset
def statement_code(workspace: Workspace) -> pd.DataFrame:
    """Uttalandenas koder (område, tema, plats, tid) med orden som avgjorde."""
    return workspace.statements().statement_code


@table_asset
def redaction_count(workspace: Workspace) -> pd.DataFrame:
    """Dolda personuppgifter i texterna, räknade per källa, år och slag."""
    return workspace.statements().redaction_count


@table_asset
def statement_review(workspace: Workspace) -> pd.DataFrame:
    """Granskningar av uttalandens koder, med roll och datum. Arbetsmaterial, publiceras inte."""
    return workspace.statements().statement_review


@table_asset
def coding_accuracy(workspace: Workspace) -> pd.DataFrame:
    """Hur ofta de föreslagna koderna var rätt, bland dem som någon har granskat."""
    return workspace.statements().coding_accuracy


@table_asset
def statement_place(
    workspace: Workspace, statement: pd.DataFrame, statement_code: pd.DataFrame
) -> pd.DataFrame:
    """Uttalandenas platser så som de skrivits, och vad de heter i avtalets lista. Arbetsmaterial."""
    return statement_places.statement_place(statement, statement_code, workspace.agreement())


@table_asset
def series_break() -> pd.DataFrame:
    """Seriebrott ur registret, per indikator."""
    return mapping_tables.series_break()


@table_asset
def comparison_group(workspace: Workspace, municipality_group: pd.DataFrame) -> pd.DataFrame:
    """Jämförelsegrupperna: vilka kommuner som den egna jämförs med, och varifrån urvalet kommer."""
    return comparison_groups.comparison_group(municipality_group, workspace.agreement())
