"""Publication: tables checked again, the database, the pages and the workbook, and last the manifest.

Not here: how a page looks (pipelines.report) or what makes an edition whole (pipelines.publication).
"""

from pathlib import Path

import dagster as dg
import pandas as pd

from pipelines import progress, publication
from pipelines.errors import UserError
from pipelines.partitions import lagesbild_years
from pipelines.paths import NOTEBOOKS
from pipelines.report.pages import build_edition
from pipelines.report.workbook import write_workbook
from pipelines.resources import Workspace
from pipelines.storage import read_table, table_path, write_table
from pipelines.table_asset import key_of

GROUP = "publication"


def _coverage(workspace: Workspace) -> pd.DataFrame:
    return read_table(table_path(workspace.out_path, "source_coverage"))


def _require_staged(*paths: Path) -> None:
    """A step started by itself has nothing to work on: what the steps before it stage is gone after a run."""
    if not all(path.is_file() for path in paths):
        raise dg.Failure("Kör hela uppdateringen: stegen i publiceringen hör ihop.", allow_retries=False)


@dg.asset(
    key_prefix=[GROUP],
    group_name=GROUP,
    deps=[key_of(name) for name in publication.stored_tables()],
    kinds={"greatexpectations"},
)
def quality_result(workspace: Workspace) -> dg.MaterializeResult:
    """Alla tabeller kontrollerade en gång till, så som de ligger på disk."""
    progress.step("Kontroll av alla tabeller")
    try:
        frame = publication.quality_result(workspace.out_path)
    except UserError as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    write_table(table_path(workspace.out_path, "quality_result"), frame)
    return dg.MaterializeResult(
        metadata={"kontroller": len(frame), "varningar": int((~frame["passed"]).sum())}
    )


@dg.asset(
    key_prefix=[GROUP],
    group_name=GROUP,
    deps=[quality_result],
    partitions_def=lagesbild_years,
    kinds={"duckdb"},
)
def lagesbild_database(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:
    """Databasen lagesbild.duckdb, byggd av tabellerna och jämförd med dem. Flyttas på plats med manifestet."""
    progress.step("Databasen")
    agreement, year = workspace.agreement(), int(context.partition_key)
    try:
        agreement.require_year(year)
        publication.require_same_agreement(workspace.out_path, agreement)
        incomplete = publication.require_mandatory(_coverage(workspace), year, workspace.allow_incomplete)
    except UserError as error:
        raise dg.Failure(str(error), allow_retries=False) from None
    made = publication.edition_tables(agreement, year, incomplete)
    path = publication.build_database(workspace.out_path, made)
    return dg.MaterializeResult(metadata={"byte": path.stat().st_size})


@dg.asset(
    key_prefix=[GROUP],
    group_name=GROUP,
    deps=[lagesbild_database],
    partitions_def=lagesbild_years,
    kinds={"jupyter", "plotly"},
)
def lagesbild_pages(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:
    """Sidorna, de körda anteckningsböckerna och arbetsboken för året."""
    progress.step("Sidor och anteckningsböcker")
    agreement, year = workspace.agreement(), int(context.partition_key)
    staged = publication.staging(workspace.out_path)
    database, folder = staged / publication.DATABASE, staged / agreement.id / str(year)
    _require_staged(database)
    pages = build_edition(database, folder, NOTEBOOKS, agreement.id, year)
    write_workbook(database, folder / publication.WORKBOOK, agreement.id, year)
    return dg.MaterializeResult(metadata={"sidor": len(pages)})


@dg.asset(
    key_prefix=[GROUP],
    group_name=GROUP,
    deps=[lagesbild_pages],
    partitions_def=lagesbild_years,
    kinds={"json"},
)
def manifest(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:
    """Flyttar databasen och sidorna på plats och skriver manifestet sist: först då är lägesbilden publicerad."""
    progress.step("Publicering")
    agreement, year = workspace.agreement(), int(context.partition_key)
    staged = publication.staging(workspace.out_path)
    _require_staged(staged / publication.DATABASE, staged / agreement.id / str(year) / publication.WORKBOOK)
    incomplete = publication.require_mandatory(_coverage(workspace), year, workspace.allow_incomplete)
    folder = publication.publish(workspace.out_path, agreement, year, incomplete)
    start = Path(folder) / "index.html"
    return dg.MaterializeResult(metadata={"startsida": dg.MetadataValue.path(str(start))})
