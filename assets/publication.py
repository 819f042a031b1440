"""Publication: tables checked again, the database, the pages and the workbook, and last the manifest.

Not here: how a page looks (pipelines.report) or what makes an edition whole (pipelines.publication).
"""

import dagster as dg
import pandas as pd

from pipelines import progress, publication
from pipelines.partitions import lagesbild_years
from pipelines.paths import NOTEBOOKS
from pipelines.raw import checksums
from pipelines.report.pages import build_edition
from pipelines.report.word_documents import write_documents
from pipelines.report.workbook import write_workbook
from pipelines.resources import Workspace
from pipelines.storage import read_table, table_path
from pipelines.table_asset import key_of, table_asset, told_in_swedish
from pipelines.tables import decisions, plan, public, statements_public
from pipelines.tables import disclosure_audit as audits

GROUP = "publication"


@table_asset
def offence_count_public(
    workspace: Workspace, offence_count: pd.DataFrame, indicator_season: pd.DataFrame
) -> pd.DataFrame:
    """Publika antal brott: små och känsliga antal dolda."""
    return public.offence_count_public(offence_count, indicator_season, workspace.agreement())


@table_asset
def local_count_public(workspace: Workspace, local_count: pd.DataFrame) -> pd.DataFrame:
    """Publika lokala antal: små antal dolda."""
    return public.local_count_public(local_count, workspace.agreement())


@table_asset
def statement_theme_public(statement_theme: pd.DataFrame) -> pd.DataFrame:
    """Publika teman: de som nog många uttalanden ur nog många källor tar upp."""
    return statements_public.statement_theme_public(statement_theme)


@table_asset
def place_mention_public(workspace: Workspace, place_mention: pd.DataFrame) -> pd.DataFrame:
    """Publika platser: de som nog många uttalanden ur nog många källor gäller."""
    return statements_public.place_mention_public(place_mention, workspace.agreement())


@table_asset
def statement_public(
    statement: pd.DataFrame, statement_code: pd.DataFrame, statement_theme: pd.DataFrame
) -> pd.DataFrame:
    """Publika uttalanden: de vars tema får visas, utom dem som kan peka ut någon."""
    return statements_public.statement_public(statement, statement_code, statement_theme)


@table_asset
def statement_code_public(
    statement: pd.DataFrame, statement_code: pd.DataFrame, statement_theme: pd.DataFrame
) -> pd.DataFrame:
    """Publika uttalandens koder, med orden som avgjorde."""
    return statements_public.statement_code_public(statement, statement_code, statement_theme)


@table_asset
def decision_public(decision: pd.DataFrame) -> pd.DataFrame:
    """Publika beslut: var de står och vad som blev av dem, aldrig deras ord."""
    return decisions.decision_public(decision)


@table_asset
def candidate_cause_public(
    workspace: Workspace, statement_public: pd.DataFrame, statement_code_public: pd.DataFrame
) -> pd.DataFrame:
    """Publika tänkbara orsaker: räknade bland de publika uttalandena, med små antal dolda."""
    return statements_public.candidate_cause_public(
        statement_public, statement_code_public, workspace.agreement()
    )


@table_asset
def disclosure_audit(
    workspace: Workspace,
    offence_count_public: pd.DataFrame,
    local_count_public: pd.DataFrame,
    indicator_value: pd.DataFrame,
    indicator_comparison: pd.DataFrame,
    comparison_group: pd.DataFrame,
    indicator_season: pd.DataFrame,
    indicator_time_of_week: pd.DataFrame,
    indicator_place: pd.DataFrame,
    problem_ranking: pd.DataFrame,
) -> pd.DataFrame:
    """Granskning av dolda antal: om något går att räkna ut ur allt som publiceras."""
    published = audits.Published(
        offence_count_public, local_count_public, indicator_value, indicator_comparison, comparison_group,
        indicator_season, indicator_time_of_week, indicator_place, problem_ranking,
    )  # fmt: skip
    return audits.disclosure_audit(published, workspace.agreement())


def _coverage(workspace: Workspace) -> pd.DataFrame:
    return read_table(table_path(workspace.out_path, "source_coverage"))


@dg.asset(
    key_prefix=[GROUP],
    group_name=GROUP,
    deps=[key_of(name) for name in publication.stored_tables()],
    kinds={"greatexpectations"},
)
def quality_result(workspace: Workspace) -> dg.MaterializeResult:
    """Alla tabeller kontrollerade en gång till, så som de ligger på disk."""
    progress.step("Kontroll av alla tabeller")
    with told_in_swedish("quality_result"):
        frame = publication.quality_result(workspace.out_path)
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
    """Databasen lagesbild.duckdb, byggd av tabellerna och jämförd med dem. Flyttas på plats sist."""
    progress.step("Databasen")
    with told_in_swedish("lagesbild_database"):
        agreement, year = workspace.agreement(), int(context.partition_key)
        agreement.require_year(year)
        publication.require_same_agreement(workspace.out_path, agreement)
        reason, out = workspace.allow_incomplete, workspace.out_path
        told = (
            publication.require_mandatory(_coverage(workspace), year, reason),
            publication.require_kept(read_table(table_path(out, "reconciliation")), reason),
        )
        incomplete = " ".join(text for text in told if text) or None
        path = publication.build_database(workspace.out_path, agreement, year, incomplete)
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
    with told_in_swedish("lagesbild_pages"):
        agreement, year = workspace.agreement(), int(context.partition_key)
        database, folder = publication.begin_pages(workspace.out_path, agreement, year)
        pages = build_edition(database, folder, NOTEBOOKS, agreement.id, year)
        reviews = read_table(table_path(workspace.out_path, "statement_review"))
        exact = table_path(workspace.out_path, "statement").parent
        typed = workspace.reading().typed(plan.LAYOUT)
        write_workbook(database, folder / publication.WORKBOOK, agreement.id, year, reviews, exact, typed)
        write_documents(database, folder, agreement.id, year)
        publication.end_pages(workspace.out_path)
    return dg.MaterializeResult(metadata={"sidor": len(pages)})


@dg.asset(
    key_prefix=[GROUP],
    group_name=GROUP,
    deps=[lagesbild_pages],
    partitions_def=lagesbild_years,
    kinds={"json"},
)
def manifest(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:
    """Flyttar sidorna och databasen på plats och skriver manifestet sist: då är lägesbilden publicerad."""
    progress.step("Publicering")
    with told_in_swedish("manifest"):
        agreement, year = workspace.agreement(), int(context.partition_key)
        folder = publication.publish(workspace.out_path, agreement, year, checksums(agreement))
    return dg.MaterializeResult(metadata={"startsida": dg.MetadataValue.path(str(folder / "index.html"))})
