"""Where tables are kept: one Parquet file each, moved into place whole.

Belongs here: writing and reading the store. Not here: what a table must hold (checks), its columns (tables).
A table is written to a temporary file beside its place, fsynced and moved with os.replace, so a reader sees
the previous table or the new one, never half of either.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from upath import UPath

from pipelines.registers import tables


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` make a file beside ``path``, flush it to disk, and move it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(temporary)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def table_path(out: Path, name: str) -> Path:
    return out / "tables" / tables()[name].layer / f"{name}.parquet"


def write_table(path: Path, frame: pd.DataFrame) -> None:
    """Write one table; the same frame gives the same bytes."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    replace_file(path, lambda temporary: pq.write_table(table, temporary, compression="zstd"))


def read_table(path: Path) -> pd.DataFrame:
    """The table as it was stored, with its own types."""
    from pipelines.tables.schema import dtype_of

    frame = pq.read_table(path).to_pandas()
    return frame.astype({column: dtype_of(column) for column in frame.columns})


class ParquetTables(dg.UPathIOManager):
    """Assets' tables under ``<out>/tables/<layer>/<table>.parquet``."""

    extension = ".parquet"

    def __init__(self, out: Path) -> None:
        super().__init__(base_path=UPath(out / "tables"))

    def dump_to_path(self, context: dg.OutputContext, obj: pd.DataFrame, path: UPath) -> None:
        write_table(Path(str(path)), obj)

    def load_from_path(self, context: dg.InputContext, path: UPath) -> pd.DataFrame:
        return read_table(Path(str(path)))


class TableStore(dg.ConfigurableIOManagerFactory):  # type: ignore[type-arg]
    """Configuration of the store: the folder that holds ``tables/``."""

    out: str

    def create_io_manager(self, context: dg.InitResourceContext) -> ParquetTables:
        return ParquetTables(Path(self.out))
