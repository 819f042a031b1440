"""Plan: what the group has written in the returned workbook, a table per sheet.

Not here: reading the workbook (pipelines.readers), merging two parties' (pipelines.tables.plan), what the data say of
it (assets.follow_up).
"""

from __future__ import annotations

import pandas as pd

from pipelines.resources import Workspace
from pipelines.table_asset import table_asset


@table_asset
def plan_workbook(workspace: Workspace) -> pd.DataFrame:
    """Ifyllda arbetsböcker: för vilket år och av vilken part."""
    return workspace.plan().tables["plan_workbook"]


@table_asset
def problem(workspace: Workspace) -> pd.DataFrame:
    """Problem som parterna har tagit ställning till, med de fyra frågorna."""
    return workspace.plan().tables["problem"]


@table_asset
def cause(workspace: Workspace) -> pd.DataFrame:
    """Orsaker och hypoteser, med vad som skulle tala för och emot, och parternas bedömning."""
    return workspace.plan().tables["cause"]


@table_asset
def event_chain(workspace: Workspace) -> pd.DataFrame:
    """Händelsekedjor: vad som händer steg för steg, och var kedjan kan brytas."""
    return workspace.plan().tables["event_chain"]


@table_asset
def measure(workspace: Workspace) -> pd.DataFrame:
    """Åtgärder, med problem, orsak, ansvariga roller, tid och väntad verkan."""
    return workspace.plan().tables["measure"]


@table_asset
def goal(workspace: Workspace) -> pd.DataFrame:
    """Mål, med indikator, utgångsår, målvärde och målår."""
    return workspace.plan().tables["goal"]


@table_asset
def message(workspace: Workspace) -> pd.DataFrame:
    """Budskap, med målgrupp, kanal, tid och vad de vilar på."""
    return workspace.plan().tables["message"]


@table_asset
def promise(workspace: Workspace) -> pd.DataFrame:
    """Medborgarlöften."""
    return workspace.plan().tables["promise"]


@table_asset
def follow_up(workspace: Workspace) -> pd.DataFrame:
    """Uppföljning av åtgärder: om de är genomförda, och vad de gav."""
    return workspace.plan().tables["follow_up"]


@table_asset
def cooperation(workspace: Workspace) -> pd.DataFrame:
    """Samarbetet: möten, närvaro och arbetstid."""
    return workspace.plan().tables["cooperation"]


@table_asset
def plan_difference(workspace: Workspace) -> pd.DataFrame:
    """Celler där polisens och kommunens arbetsböcker säger olika, eller den gemensamma handlar om något annat."""
    return workspace.plan().difference
