"""One refresh, start to end, in this process: what the command line and the benchmark call.

Not here: arguments and printing (pipelines.cli), what the job does (assets).
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

import dagster as dg

from pipelines import agreement as agreements
from pipelines import publication, registers
from pipelines.errors import UserError
from pipelines.latest import latest_final_year
from pipelines.paths import DAGSTER_HOME
from pipelines.raw import read_or_stop

# Tables, the second check, the database, the pages and the manifest.
STEPS = len(registers.tables()) + 2


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
    from pipelines.definitions import build_definitions

    agreement = agreements.find(raw, agreement_id)
    publication.require_same_agreement(out, agreement)
    if year is not None:
        agreement.require_year(year)
    reading = read_or_stop(agreement)
    chosen = year if year is not None else latest_final_year(reading, agreement)
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
        error = failure.error
        while error is not None and error.cause is not None:
            error = error.cause
        kind = error.cls_name if error else "okänt fel"
        message = error.message.strip() if error else ""
        return (
            f"Steget {event.step_key} avbröts av ett fel i programmet ({kind}). Inget har publicerats; den "
            f"tidigare lägesbilden ligger kvar. Meddela den som sköter programmet: {message}"
        )
    return "Körningen avbröts. Inget har publicerats; den tidigare lägesbilden ligger kvar."
