"""The shape of every table asset: compute, conform, check, and only then store.

Belongs here: the decorator that turns a plain function into a Dagster asset with its checks. Not here: what a
table holds or must hold. A table that fails a check of severity error is never handed to the store, however
the run was started, so the previous good table stays.
"""

import inspect
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import pandas as pd

from pipelines import checks, progress, publication
from pipelines.errors import UserError
from pipelines.registers import tables
from pipelines.second_scan import left_over
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
    # The docstring's first words are the table's Swedish name.
    title = re.split(r"[:.,(]| per | ur ", inspect.getdoc(function) or name)[0].rstrip()

    def compute(context: dg.AssetExecutionContext, **given: pd.DataFrame) -> Iterator[Any]:
        progress.step(title)
        workspace = context.resources.workspace
        extra = {"workspace": workspace} if "workspace" in parameters else {}
        with told_in_swedish(name):
            publication.require_same_agreement(workspace.out_path, workspace.agreement())
            frame = conform(name, function(**given, **extra))
            if found := left_over(frame):
                raise UserError(
                    f"Tabellen {name} innehåller det som ser ut som personuppgifter och lagras inte: "
                    f"{'; '.join(found)}. Meddela den som sköter programmet, och ta tills vidare bort uppgiften "
                    "ur filen den kom från."
                )
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


@contextmanager
def told_in_swedish(step: str) -> Iterator[None]:
    """Turn what goes wrong in a step into a failure that says so without quoting anything.

    An unexpected error's own words may hold a source file's content, and Dagster keeps them: only its kind and
    where in the code it arose are passed on.
    """
    try:
        yield
    except UserError as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    except dg.Failure:
        raise
    except PermissionError as error:
        name = Path(error.filename).name if error.filename else "en fil"
        raise dg.Failure(
            f"{name} går inte att skriva. Stäng den om den är öppen i ett annat program och kör igen. "
            "Inget har publicerats.",
            allow_retries=False,
        ) from None
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        raise dg.Failure(
            f"Steget {step} avbröts av ett fel i programmet ({type(error).__name__}, {Path(where.filename).name} "
            f"rad {where.lineno}). Inget har publicerats; den tidigare lägesbilden ligger kvar. Meddela den som "
            "sköter programmet.",
            allow_retries=False,
        ) from None


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
    if len(frame) and tables()[name].has_preview:
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
