"""Every real file of the publishers, whole: recognised by exactly one layout, every record accounted for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipelines.readers import LAYOUTS, read, recognise, sample

FOLDERS = ("bra", "kolada", "police", "scb", "school")
EXTENSIONS = (".csv", ".txt", ".json", ".parquet", ".xlsx")


def real_files() -> list[str]:
    root = os.environ.get("LAGESBILD_REAL_DATA")
    found = [p for folder in FOLDERS for p in sorted(Path(root, folder).rglob("*"))] if root else []
    return [p.relative_to(str(root)).as_posix() for p in found if p.suffix in EXTENSIONS]


@pytest.mark.parametrize(
    "path", real_files() or [pytest.param("", marks=pytest.mark.skip("LAGESBILD_REAL_DATA"))]
)
def test_a_real_file_has_one_layout_and_every_record_is_accounted_for(real_data: Path, path: str) -> None:
    """A file that no layout or two layouts know stops the refresh; a record lost is a figure that is too low."""
    data, name = (real_data / path).read_bytes(), path.rsplit("/", 1)[-1]
    seen = sample.take(data, name)
    assert [i for i, layout in LAYOUTS.items() if layout.recognises(seen)] == [recognise(data, name)]
    result = read(data, name, recognise(data, name))
    assert result.is_reconciled()
    assert result.records > 0
