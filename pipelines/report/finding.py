"""Where the published lägesbild is: by the environment, by the folder we stand in, or in the project.

Not here: reading it (``edition``).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pandas as pd

from pipelines.paths import PROJECT
from pipelines.report.swedish import listed

DATABASE = "lagesbild.duckdb"


def named_by_environment() -> Path | None:
    named = os.environ.get("LAGESBILD_DATABASE")
    return Path(named) if named else None


def named_by_folder(here: Path, database: Path, agreements: set[str]) -> tuple[str | None, str | None]:
    """Agreement and year where ``here`` is a published notebook's folder, else nothing.

    That is a folder of four digits under one that is named as an agreement, or that lies beside the database.
    """
    if not re.fullmatch(r"\d{4}", here.name):
        return None, None
    is_beside = (here.parent.parent / DATABASE).resolve() == database.resolve()
    return (here.parent.name, here.name) if is_beside or here.parent.name in agreements else (None, None)


def other_year_message(own: pd.DataFrame, wanted: str) -> str:
    held = listed(sorted({str(year) for year in own["year"]}))
    agreement = str(own["agreement"].iloc[-1])
    return (
        f"Databasen gäller lägesbilden {held}, inte {wanted}. Kör lagesbild refresh --year {wanted} "
        f"--agreement {agreement} för att räkna fram den igen, eller öppna anteckningsboken för {held}."
    )


def nearest_database(here: Path) -> Path | None:
    """The first database in this folder or above it, else the one in the project's ``data/curated``."""
    candidates = [folder / DATABASE for folder in (here, *here.parents)]
    candidates.append(PROJECT / "data" / "curated" / DATABASE)
    return next((path for path in candidates if path.is_file()), None)
