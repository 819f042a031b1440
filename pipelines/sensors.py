"""What notices new or changed raw files. Off until switched on."""

import hashlib

import dagster as dg

from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.jobs import refresh_job
from pipelines.latest import latest_final_year
from pipelines.paths import AGREEMENT_FILE, NAMES_FOLDER
from pipelines.raw import raw_paths
from pipelines.resources import Workspace


def fingerprint(agreement: Agreement) -> str:
    """Changes when a raw file, a name list or the agreement file comes, goes or changes. Reads no file's content."""
    seen = hashlib.sha256()
    names = sorted(path for path in (agreement.folder / NAMES_FOLDER).glob("*") if path.is_file())
    for path in [agreement.folder / AGREEMENT_FILE, *names, *raw_paths(agreement)]:
        status = path.stat()
        seen.update(f"{path.relative_to(agreement.folder)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return seen.hexdigest()


@dg.sensor(
    job=refresh_job,
    default_status=dg.DefaultSensorStatus.STOPPED,
    minimum_interval_seconds=300,
    description="Startar uppdateringen när en råfil kommit till, ändrats eller tagits bort.",
)
def changed_raw_files(context: dg.SensorEvaluationContext, workspace: Workspace) -> dg.SensorResult:
    """One run per new state of the folder; a state already seen starts nothing."""
    try:
        agreement = workspace.agreement()
        seen = fingerprint(agreement)
        if seen == context.cursor:
            return dg.SensorResult(skip_reason="Inga nya eller ändrade råfiler.")
        year = str(latest_final_year(workspace.reading(), agreement))
    except UserError as error:
        return dg.SensorResult(skip_reason=str(error))
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=seen, partition_key=year)], cursor=seen)
