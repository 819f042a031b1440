"""Sources: what was received, one table per source, freed from personal data, nothing summed or mended.

Not here: parsing (pipelines.readers), a shared vocabulary (assets.mapping).
"""

from __future__ import annotations

import pandas as pd

from pipelines.resources import Workspace
from pipelines.table_asset import table_asset
from pipelines.tables import source_tables


@table_asset
def source_file(workspace: Workspace) -> pd.DataFrame:
    """Mottagna filer: kontrollsumma, uppställning och hur många poster som lästes, avvisades och utelämnades."""
    return source_tables.source_file(workspace.reading(), workspace.agreement())


@table_asset
def rejected_row(workspace: Workspace) -> pd.DataFrame:
    """Poster som inte kunde läsas, med fil, blad, rad, skäl och råd. Citaten är avidentifierade."""
    return source_tables.rejected_row(workspace.reading())


@table_asset
def population(workspace: Workspace) -> pd.DataFrame:
    """Folkmängd per kommun och år (SCB)."""
    return source_tables.population(workspace.reading(), workspace.agreement())


@table_asset
def police_report(workspace: Workspace) -> pd.DataFrame:
    """Raderna i polisens leveranser, utan överlapp mellan leveranser. Arbetsmaterial, publiceras inte."""
    return source_tables.police_report(workspace.reading(), workspace.agreement())
