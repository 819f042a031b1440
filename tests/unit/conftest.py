"""Fixtures of several of this room's tests: the made-up lägesbild without a plan, and its workbook.

Not here: what must hold of them. A test that changes the lägesbild builds one of its own.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_edition import build
from workbook_filling import written


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("ut") / "lagesbild.duckdb")


@pytest.fixture(scope="module")
def fresh(database: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The year's workbook before anybody has handed anything in."""
    return written(database, tmp_path_factory.mktemp("bok"))
