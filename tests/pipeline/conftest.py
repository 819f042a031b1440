"""Fixtures of the pipeline tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import Site, new_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A place with the example's files and no results yet."""
    return new_site(tmp_path / "plats")
