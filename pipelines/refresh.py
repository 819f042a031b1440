"""One refresh, start to end, in this process: what the command line and the benchmark call.

Not here: arguments and printing (pipelines.cli), what the job does (assets).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from filelock import FileLock, Timeout

from pipelines import agreement as agreements
from pipelines import publication
from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.latest import latest_final_year
from pipelines.partitions import lagesbild_years
from pipelines.paths import DAGSTER_HOME
from pipelines.raw import read_or_stop

# The stored tables, the second check, the database, the pages and the publication.
INTERRUPTED = ("KeyboardInterrupt", "CancelledError", "DagsterExecutionInterruptedError")
STEPS = len(publication.stored_tables()) + 4


def prepare_environment() -> None:
    """Keep Dagster's history inside the project and every tool's telemetry off."""
    os.environ.setdefault("DAGSTER_HOME", str(DAGSTER_HOME))
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    Path(os.environ["DAGSTER_HOME"]).mkdir(parents=True, exist_ok=True)
    for name in ("dagster", "great_expectations"):
        logging.getLogger(name).setLevel(logging.ERROR)


def refresh(
    raw: Path, out: Path, year: int | None, agreement_id: str | None, allow_incomplete: str | None
) -> Path:
    """Read, check, compute and publish; returns the start page.

    Raises UserError, in Swedish, when nothing could be published.
    """
    prepare_environment()
    agreement = agreements.find(raw, agreement_id)
    publication.require_same_agreement(out, agreement)
    if year is not None:
        agreement.require_year(year)
    with only_one(out):
        return _refresh(raw, out, year, agreement, allow_incomplete)


@contextmanager
def only_one(out: Path) -> Iterator[None]:
    """Hold the folder of results for one refresh at a time. Raises UserError when another one has it."""
    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out / ".lock", blocking=False)
    try:
        with lock:
            yield
    except Timeout:
        raise UserError(
            f"En annan uppdatering pågår i {out.name}. Vänta tills den är klar och kör igen."
        ) from None


def _refresh(
    raw: Path, out: Path, year: int | None, agreement: Agreement, allow_incomplete: str | None
) -> Path:
    from pipelines.definitions import build_definitions

    # Read here first: a file that cannot be read is told by its own name, which is not kept anywhere.
    reading = read_or_stop(agreement, show_names=True)
    chosen = year if year is not None else latest_final_year(reading, agreement)
    if str(chosen) not in lagesbild_years.get_partition_keys():
        raise UserError(f"År {chosen} är inte slut än. En lägesbild görs för ett helt år.")
    definitions = build_definitions(raw.absolute(), out.absolute(), agreement.id, allow_incomplete)
    job = definitions.resolve_job_def("refresh")
    with dg.DagsterInstance.get() as instance:
        result = job.execute_in_process(
            instance=instance,
            partition_key=str(chosen),
            raise_on_error=False,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
    if not result.success:
        raise UserError(_why(result))
    return out / agreement.id / str(chosen) / "index.html"


def _why(result: dg.ExecuteInProcessResult) -> str:
    """What stopped the run, in the words of the step that failed."""
    for event in result.all_events:
        if not event.is_step_failure:
            continue
        failure = event.step_failure_data
        if failure.user_failure_data and failure.user_failure_data.description:
            return failure.user_failure_data.description
        if failure.error and failure.error.cls_name in INTERRUPTED:
            return "Avbrutet. Inget har publicerats; den tidigare lägesbilden ligger kvar."
        # Only a step's own failure may speak: any other error's words may hold a source file's content.
        kind = failure.error.cls_name if failure.error else "okänt fel"
        return (
            f"Steget {event.step_key} avbröts av ett fel i programmet ({kind}). Inget har publicerats; den "
            "tidigare lägesbilden ligger kvar. Meddela den som sköter programmet."
        )
    return "Körningen avbröts. Inget har publicerats; den tidigare lägesbilden ligger kvar."
