"""A simulation through the whole pipeline: raw files, the real command line, the published database, the scores."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from tests.simulation import files
from tests.simulation.scores import Scores, scores
from tests.simulation.world import ASSESSED, simulate
from tests.site import Site, new_site

REASON = "Bara simulerade antal."


def refreshed(folder: Path, size: int) -> tuple[Site, Scores, pd.DataFrame]:
    """The place, the scores and ``indicator_comparison`` of ``size`` simulated municipalities."""
    site = new_site(folder / "plats", copy_example=False)
    simulation = simulate(size)
    files.write(simulation, site.raw)
    done = site.refresh("--year", str(ASSESSED), "--allow-incomplete", REASON)
    assert done.returncode == 0, done.stderr
    with duckdb.connect(site.out / "lagesbild.duckdb", read_only=True) as database:
        comparison = database.execute("SELECT * FROM indicator_comparison").df()
    return site, scores(simulation, comparison), comparison
