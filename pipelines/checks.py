"""Checks of tables: the one place that knows Great Expectations.

Belongs here: running a table's suite (expectations/suites/<table>.json) on the frame about to be stored.
Not here: what must hold (the suites) or what happens when it does not (pipelines.table_asset).
Great Expectations is imported inside the function that checks: importing it costs seconds.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
import pyarrow as pa

from pipelines.paths import SUITES
from pipelines.tables.schema import dtype_of

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class CheckOutcome:
    """One expectation's outcome. ``is_broken``: the check itself failed to run, which also stops."""

    table: str
    position: int
    check: str
    severity: str
    has_passed: bool
    is_broken: bool
    observed: str

    @property
    def stops(self) -> bool:
        return not self.has_passed and (self.severity == ERROR or self.is_broken)


@cache
def suite(table: str) -> list[dict[str, Any]]:
    """The expectations of a table, as written: type, kwargs, severity and a Swedish note."""
    return list(json.loads((SUITES / f"{table}.json").read_text(encoding="utf-8"))["expectations"])


@cache
def _context() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


@cache
def _batch_definition() -> Any:
    source = _context().data_sources.add_pandas("tables")
    return source.add_dataframe_asset("table").add_batch_definition_whole_dataframe("whole")


def validate(table: str, frame: pd.DataFrame) -> list[CheckOutcome]:
    """Run the suite of ``table`` on ``frame``; one outcome per expectation, in the suite's order.

    Observed values are counts only: a failing check never carries a table's content into a log. Rows that this
    process has checked already, cell for cell, are not checked again: of the second check only the reading is left
    when a table lies on disk as it was handed over.
    """
    seen = (table, _fingerprint(frame), json.dumps(suite(table), sort_keys=True))
    if seen not in _checked:
        _checked[seen] = _validated(table, frame)
    return list(_checked[seen])


#: Table, rows and suite -> what came of it.
_checked: dict[tuple[str, str, str], list[CheckOutcome]] = {}


def _fingerprint(frame: pd.DataFrame) -> str:
    """Of every cell, its column and its type."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    types = repr([(column, str(dtype)) for column, dtype in frame.dtypes.items()])
    return hashlib.sha256(types.encode() + sink.getvalue().to_pybytes()).hexdigest()


def _validated(table: str, frame: pd.DataFrame) -> list[CheckOutcome]:
    import great_expectations as gx
    import great_expectations.expectations as gxe

    entries = suite(table)
    expectations = [
        getattr(gxe, _class_name(entry["type"]))(**entry["kwargs"], meta={"position": i})
        for i, entry in enumerate(entries)
    ]
    batch = _batch_definition().get_batch(batch_parameters={"dataframe": _plain(frame)})
    result = batch.validate(
        gx.ExpectationSuite(name=table, expectations=expectations), result_format={"result_format": "BASIC"}
    )
    # Results come back in another order than the suite's, so each carries its position with it.
    by_position = {item.expectation_config.meta["position"]: item for item in result.results}
    return [_outcome(table, i, entry, by_position[i]) for i, entry in enumerate(entries)]


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with NumPy types, which Great Expectations compares without surprises."""
    numeric = {"Int64": "float64", "boolean": "object", "string": "object"}
    plain = frame.astype({c: numeric.get(dtype_of(c), dtype_of(c)) for c in frame.columns if c in frame})
    return plain.where(plain.notna(), None) if len(plain) else plain


def _outcome(table: str, position: int, entry: dict[str, Any], item: Any) -> CheckOutcome:
    raised = [
        part
        for part in (item.exception_info or {}).values()
        if isinstance(part, dict) and part.get("raised_exception")
    ]
    is_broken = bool(raised) or (item.exception_info or {}).get("raised_exception") is True
    return CheckOutcome(
        table=table,
        position=position,
        check=entry["notes"],
        severity=entry["severity"],
        has_passed=bool(item.success),
        is_broken=is_broken,
        observed=_observed(item.result or {}, entry["type"], is_broken),
    )


def _observed(result: dict[str, Any], kind: str, is_broken: bool) -> str:
    if is_broken:
        return "kontrollen kunde inte köras"
    if "unexpected_count" in result:
        return f"{result['unexpected_count']} av {result.get('element_count', '?')} rader avviker"
    if kind == "expect_table_row_count_to_be_between":
        return f"{result.get('observed_value')} rader"
    if kind == "expect_table_columns_to_match_set":
        return f"{len(result.get('observed_value') or [])} kolumner"
    return ""


def _class_name(kind: str) -> str:
    return "".join(word.capitalize() for word in kind.split("_"))
