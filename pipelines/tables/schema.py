"""One shape per table: its columns in order, typed by name, sorted by key, without duplicated keys.

Belongs here: making a frame conform to expectations/tables.toml and columns.toml. Not here: what values
must hold (that is the suites in expectations/suites).
"""

from __future__ import annotations

import tomllib
from functools import cache

import duckdb
import pandas as pd
import pyarrow as pa

from pipelines.paths import EXPECTATIONS
from pipelines.registers import tables

_DTYPES = {
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[us]",
    "timestamp": "datetime64[us]",
}


@cache
def column_dtypes() -> dict[str, str]:
    """Column name → pandas dtype; a name that is not listed is text."""
    with (EXPECTATIONS / "columns.toml").open("rb") as file:
        register = tomllib.load(file)
    return {name: _DTYPES[kind] for kind, names in register.items() for name in names}


def dtype_of(column: str) -> str:
    return column_dtypes().get(column, "string")


def conform(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with exactly the columns of table ``name``, typed, sorted by its key, index 0..n-1.

    Raises ValueError when a column is missing or unknown, or a value does not fit its type; the message
    names columns, never values.
    """
    spec = tables()[name]
    wanted = list(spec.columns)
    if missing := [c for c in wanted if c not in frame.columns]:
        raise ValueError(f"table {name} lacks columns {missing}")
    if unknown := [c for c in frame.columns if c not in spec.columns]:
        raise ValueError(f"table {name} has unknown columns {unknown}")
    shaped = {}
    for column in wanted:
        try:
            shaped[column] = _typed(frame[column], dtype_of(column))
        except (TypeError, ValueError):
            raise ValueError(f"table {name}: column {column} does not fit {dtype_of(column)}") from None
    result = pd.DataFrame(shaped)
    return result.sort_values(list(spec.key), na_position="first", kind="stable").reset_index(drop=True)


def _typed(values: pd.Series, dtype: str) -> pd.Series:
    if dtype == "Int64":
        return pd.to_numeric(values).astype("Int64")
    if dtype.startswith("datetime64"):
        return pd.to_datetime(values).astype(dtype)
    if dtype == "string":
        return values.astype("object").where(values.notna(), None).astype("string")
    return values.astype(dtype)


def empty(name: str) -> pd.DataFrame:
    """An empty frame of table ``name``."""
    return pd.DataFrame({c: pd.Series(dtype=dtype_of(c)) for c in tables()[name].columns})


def query(sql: str, **frames: pd.DataFrame) -> pd.DataFrame:
    """Run one SQL query over named frames in a private in-memory DuckDB; one thread, so order is fixed.

    The query states its own ORDER BY wherever order matters.
    """
    with duckdb.connect(config={"threads": 1}) as connection:
        for name, frame in frames.items():
            # As Arrow, texts are read where they lie; from pandas each would become an object of its own.
            connection.register(name, pa.Table.from_pandas(frame, preserve_index=False))
        return connection.execute(sql).df()
