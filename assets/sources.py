"""Sources: what was received, one table per source, freed from personal data, nothing summed or mended.

Not here: parsing (pipelines.readers), a shared vocabulary (assets.mapping).
"""

from __future__ import annotations

import pandas as pd

from pipelines.resources import Workspace
from pipelines.table_asset import table_asset
from pipelines.tables import context_tables, corrections, scope, source_tables


@table_asset
def source_file(workspace: Workspace) -> pd.DataFrame:
    """Mottagna filer: kontrollsumma, uppställning och hur många poster som lästes, avvisades och utelämnades."""
    source_tables.require_known_codes(workspace.reading())
    scope.require_known_municipality(workspace.reading(), workspace.agreement())
    return source_tables.source_file(workspace.reading())


@table_asset
def rejected_row(workspace: Workspace) -> pd.DataFrame:
    """Poster som inte kunde läsas, med fil, blad, rad, skäl och råd. Citaten är avidentifierade."""
    return source_tables.rejected_row(workspace.reading())


@table_asset
def population(workspace: Workspace) -> pd.DataFrame:
    """Folkmängd per kommun och år (SCB)."""
    agreement = workspace.agreement()
    rows = scope.population_rows(workspace.reading(), agreement)
    return corrections.apply(
        "population", source_tables.population(rows, agreement), corrections.declared(agreement)
    )


@table_asset
def police_report(workspace: Workspace) -> pd.DataFrame:
    """Raderna i polisens leveranser, utan överlapp mellan leveranser. Arbetsmaterial, publiceras inte."""
    return source_tables.police_report(workspace.reading(), workspace.agreement())


@table_asset
def kpi_value(workspace: Workspace) -> pd.DataFrame:
    """Nyckeltal från Kolada och Skolverket, med utgivarens markeringar kvar."""
    return corrections.apply(
        "kpi_value",
        context_tables.kpi_value(workspace.reading()),
        corrections.declared(workspace.agreement()),
    )


@table_asset
def municipality_group(workspace: Workspace) -> pd.DataFrame:
    """Grupper av kommuner: SKR:s och Koladas liknande kommuner."""
    return context_tables.municipality_group(workspace.reading())


@table_asset
def local_count(workspace: Workspace) -> pd.DataFrame:
    """Antal ur lokala källor: skolans incidenter och ytterligare källor enligt avtalet."""
    return context_tables.local_count(workspace.reading(), workspace.agreement())


@table_asset
def police_event(workspace: Workspace) -> pd.DataFrame:
    """Händelser som polisen skrivit om. Ett urval, aldrig ett mått."""
    return context_tables.police_event(workspace.reading(), workspace.agreement())


@table_asset
def correction(workspace: Workspace) -> pd.DataFrame:
    """Lokala rättelser som parterna har bestämt, med skäl och roll."""
    return corrections.correction(corrections.declared(workspace.agreement()))
