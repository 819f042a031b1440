"""The partitions of the published output: one lägesbild a year, made when the year is over."""

from __future__ import annotations

import dagster as dg

# Brå has figures per municipality from 1996.
FIRST_YEAR = "1996"

lagesbild_years = dg.TimeWindowPartitionsDefinition(
    start=FIRST_YEAR, fmt="%Y", cron_schedule="0 0 1 1 *", timezone="Europe/Stockholm"
)
