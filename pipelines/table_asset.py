"""The shape of every table asset: compute, conform, check, and only then store.

Belongs here: the decorator that turns a plain function into a Dagster asset with its checks. Not here: what a
table holds or must hold. A table that fails a check of severity error is never handed to the store, however
the run was started, so the previous good table stays.
"""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import dagster as dg
import pandas as pd

from pipelines import checks, progress
from pipelines.errors import UserError
from pipelines.registers import tables
from pipelines.tables.schema import conform

MUST, SHOULD = "must_hold", "should_hold"
PREVIEW_ROWS = 8


def key_of(table: str) -> dg.AssetKey:
    return dg.AssetKey([tables()[table].layer, table])


def table_asset(function: Callable[..., pd.DataFrame]) -> dg.AssetsDefinition:
    """An asset named as ``function``, of the table of that name.

    Parameters named as tables are its inputs; ``workspace`` is the resource. The docstring is shown in the
    web interface.
    """
    name = function.__name__
    spec = tables()[name]
    parameters = list(inspect.signature(function).parameters)
    inputs = [p for p in parameters if p != "workspace"]

    def compute(context: dg.AssetExecutionContext, **given: pd.DataFrame) -> Iterator[Any]:
        progress.step(f"Tabell {name}")
        extra = {"workspace": context.resources.workspace} if "workspace" in parameters else {}
        try:
            frame = conform(name, function(**given, **extra))
        except UserError as error:
            raise dg.Failure(str(error), allow_retries=False) from None
        outcomes = checks.validate(name, frame)
        stopping = [o for o in outcomes if o.stops]
        warnings = [o for o in outcomes if not o.has_passed and not o.stops]
        yield _result(MUST, stopping, dg.AssetCheckSeverity.ERROR)
        yield _result(SHOULD, warnings, dg.AssetCheckSeverity.WARN)
        if stopping:
            raise dg.Failure(stopped(name, stopping), allow_retries=False)
        yield dg.Output(frame, metadata=_metadata(name, frame))

    return dg.asset(
        name=name,
        key_prefix=[spec.layer],
        group_name=spec.layer,
        description=inspect.getdoc(function),
        ins={p: dg.AssetIn(key=key_of(p)) for p in inputs},
        required_resource_keys={"workspace"},
        io_manager_key="tables",
        check_specs=[
            dg.AssetCheckSpec(
                MUST, asset=key_of(name), description="Det som måste hålla, annars lagras tabellen inte."
            ),
            dg.AssetCheckSpec(
                SHOULD, asset=key_of(name), description="Det som bör hålla, annars en varning."
            ),
        ],
        kinds={"pandas", "parquet"},
    )(compute)


def stopped(table: str, outcomes: list[checks.CheckOutcome]) -> str:
    """The message when a table is not stored, in Swedish."""
    lines = "\n".join(f"  {o.check} ({o.observed})" for o in outcomes)
    return f"Tabellen {table} klarar inte sina kontroller och lagras inte. Den tidigare ligger kvar.\n{lines}"


def _result(
    name: str, failing: list[checks.CheckOutcome], severity: dg.AssetCheckSeverity
) -> dg.AssetCheckResult:
    listed = "\n".join(f"- {o.check} {o.observed}" for o in failing)
    return dg.AssetCheckResult(
        check_name=name,
        passed=not failing,
        severity=severity,
        metadata={"avvikelser": dg.MetadataValue.md(listed)} if failing else {},
    )


def _metadata(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    found: dict[str, Any] = {"rader": len(frame)}
    if "year" in frame and frame["year"].notna().any():
        found["år"] = f"{frame['year'].min()}–{frame['year'].max()}"
    if len(frame):
        preview = frame.head(PREVIEW_ROWS).astype("string").fillna("")
        found["förhandsvisning"] = dg.MetadataValue.md(_markdown(preview))
    return found


def _markdown(frame: pd.DataFrame) -> str:
    """A small Markdown table; long texts are cut so that the run history stays small."""
    cut = frame.map(
        lambda text: (text if len(text) <= 60 else text[:59] + "…").replace("|", "/").replace("\n", " ")
    )
    rows = [list(cut.columns), ["---"] * len(cut.columns), *cut.to_numpy().tolist()]
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows)
