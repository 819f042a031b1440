"""Fixtures shared by every test room."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real public files; tests that need it are skipped where it is not available."""
    folder = os.environ.get("LAGESBILD_REAL_DATA")
    if not folder:
        pytest.skip(
            "LAGESBILD_REAL_DATA är inte satt: provet läser utgivarnas verkliga filer, som inte ingår här."
        )
    return Path(folder)
