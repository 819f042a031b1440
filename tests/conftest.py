"""Fixtures shared by every test room."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock

from tests.site import Site, new_site


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real public files; tests that need it are skipped where it is not available."""
    folder = os.environ.get("LAGESBILD_REAL_DATA")
    if not folder:
        pytest.skip(
            "LAGESBILD_REAL_DATA är inte satt: provet läser utgivarnas verkliga filer, som inte ingår här."
        )
    return Path(folder)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example, refreshed once for 2023. Read only: tests that change it copy it first.

    Where tests run in several processes, the first to need it makes it and the others wait.
    """
    base = tmp_path_factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    root, whole = common / "publicerad" / "plats", common / "publicerad" / "hel"
    with FileLock(common / "publicerad.lock"):
        if whole.exists():
            return Site(root)
        site = new_site(root)
        done = site.refresh("--year", "2023")
        assert done.returncode == 0, done.stderr
        assert "index.html" in done.stdout
        whole.touch()
    return site
