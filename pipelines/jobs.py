"""The one job: everything, from raw files to a published lägesbild."""

from __future__ import annotations

import dagster as dg

from pipelines.partitions import lagesbild_years

refresh_job = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all(),
    partitions_def=lagesbild_years,
    description="Hela uppdateringen: läser råfilerna, bygger alla tabeller och publicerar årets lägesbild.",
)
