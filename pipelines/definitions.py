"""Everything assembled: the one place that puts assets, job, schedule, sensor and resources together.

``build_definitions`` takes the folders, so that the command line and tests swap them; ``defs`` is what the
web interface loads, and needs no secrets.
"""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg

from assets import analysis, editions, follow_up, indicators, mapping, plan, publication, sources
from pipelines.jobs import refresh_job
from pipelines.paths import CURATED, RAW
from pipelines.resources import Workspace
from pipelines.schedules import yearly_refresh
from pipelines.sensors import changed_raw_files
from pipelines.storage import TableStore


def build_definitions(
    raw: Path, out: Path, agreement_id: str | None = None, allow_incomplete: str | None = None
) -> dg.Definitions:
    """The code location for one folder of raw files and one of results."""
    workspace = Workspace(
        raw=str(raw), out=str(out), agreement_id=agreement_id, allow_incomplete=allow_incomplete
    )
    return dg.Definitions(
        assets=dg.load_assets_from_modules(
            [sources, mapping, plan, indicators, analysis, follow_up, editions, publication]
        ),
        jobs=[refresh_job],
        schedules=[yearly_refresh],
        sensors=[changed_raw_files],
        resources={"workspace": workspace, "tables": TableStore(out=str(out))},
        # One process: each step process would import Great Expectations anew, at seconds apiece.
        executor=dg.in_process_executor,
    )


defs = build_definitions(
    raw=Path(os.environ.get("LAGESBILD_RAW", RAW)),
    out=Path(os.environ.get("LAGESBILD_OUT", CURATED)),
    agreement_id=os.environ.get("LAGESBILD_AGREEMENT"),
)
