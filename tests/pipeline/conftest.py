"""Fixtures of the pipeline tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.site import Site, new_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A place with the example's files and no results yet."""
    return new_site(tmp_path / "plats")


@pytest.fixture
def copied(published: Site, tmp_path: Path) -> Site:
    """A published place that may be changed."""
    shutil.copytree(published.root, tmp_path / "plats")
    return Site(tmp_path / "plats")
