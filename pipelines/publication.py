"""From checked tables to a published lägesbild: gate, database, pages, manifest, in that order.

Belongs here: what makes an edition whole or not published at all. Not here: what pages say (pipelines.report).
Everything is built in ``<out>/.staging`` and moved into place at the end, the manifest last; readers trust
only what the manifest lists.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipelines import checks, indicator_prints
from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.registers import offence_groups, sources, tables
from pipelines.storage import read_table, replace_file, table_path, write_table
from pipelines.tables.coverage import coverage_kept, series_held
from pipelines.tables.schema import conform

DATABASE = "lagesbild.duckdb"
MANIFEST = "manifest.json"
WORKBOOK = "lagesbild.xlsx"
#: Beside an edition's pages: its published tables as Parquet. The database is only the newest edition's.
FIGURES = "tabeller"
_VERSIONS = ("lagesbild", "pandas", "duckdb", "dagster", "great-expectations", "plotly", "scipy")
_MADE_AT_PUBLICATION = {"edition", "priority_area", "quality_result"}


def staging(out: Path) -> Path:
    return out / ".staging"


def stored_tables() -> list[str]:
    """Tables that assets store, in the register's order."""
    return [name for name in tables() if name not in _MADE_AT_PUBLICATION]


def missing_mandatory(coverage: pd.DataFrame, year: int) -> list[str]:
    """The mandatory sources that the year lacks, each by itself; of one that is there but not whole, why."""
    rows = coverage[(coverage["year"] == year) & coverage["mandatory"] & (coverage["state"] == "missing")]
    return [
        f"{row.source_label} ({str(row.reason).rstrip('.')})" if row.records else str(row.source_label)
        for row in rows.itertuples()
    ]


def require_mandatory(coverage: pd.DataFrame, year: int, allow_incomplete: str | None) -> str | None:
    """The text that says what is missing and why it is published anyway; None when nothing is missing.

    Raises UserError when a mandatory source is missing and no reason to publish without it is given.
    """
    missing = missing_mandatory(coverage, year)
    if not missing:
        return None
    named = ", ".join(missing)
    if not allow_incomplete:
        raise UserError(
            f"Obligatorisk källa saknas för {year}: {named}. Ingen lägesbild publiceras. Lägg filerna i "
            "avtalets mapp och kör igen. Ska lägesbilden ändå publiceras, ange skälet med "
            '--allow-incomplete "skäl"; då står det på varje sida.'
        )
    return f"Saknas: {named}. Skäl att publicera ändå: {allow_incomplete.strip()}"


def require_kept(reconciliation: pd.DataFrame, allow_incomplete: str | None) -> str | None:
    """The text that says what the last edition had and this one lacks; None when nothing is lost.

    Raises UserError when something is lost and no reason to publish without it is given.
    """
    lost = reconciliation[(reconciliation["rule"] == "coverage_kept") & (reconciliation["warned"] > 0)]
    if lost.empty:
        return None
    number, example = int(lost["warned"].iloc[0]), _in_words(str(lost["example"].iloc[0]))
    if not allow_incomplete:
        raise UserError(
            f"{number} uppgifter som den förra utgåvan hade siffror för saknas nu, till exempel {example}. "
            "Ingen lägesbild publiceras. Lägg tillbaka filerna och kör igen. Är det avsikten att de ska bort, "
            'ange skälet med --allow-incomplete "skäl"; då står det på varje sida.'
        )
    return (
        f"{number} uppgifter som den förra utgåvan hade siffror för saknas, till exempel {example}. Skäl att "
        f"publicera ändå: {allow_incomplete.strip()}"
    )


def _in_words(series: str) -> str:
    """A series as people call it: "bra, 0761, theft_total, 2023" with the publisher's and the group's names."""
    publishers = {
        "bra": "Brå",
        "bra_indicators": "Brås kommunindikatorer",
        "police": "polisen",
        "kolada": "Kolada",
    }
    titles = {group.id: group.title for group in offence_groups().values()}
    return ", ".join(publishers.get(part, titles.get(part, part)) for part in series.split(", "))


def coverage_since_last(out: Path, held: set[str], inputs: set[str]) -> dict[str, Any]:
    """``coverage.coverage_kept`` against the last published edition.

    Of an edition made again from the same files, its own row is taken: it must come out the same.
    ``inputs``: checksums of the raw files.
    """
    previous, database = read_manifest(out), out / DATABASE
    if not previous or not database.is_file():
        return coverage_kept(held, set())
    edition = previous.get("editions", {}).get(str(previous.get("year")), {})
    with duckdb.connect(database, read_only=True) as connection:
        if {item["sha256"] for item in edition.get("inputs", ())} == inputs:
            row = connection.execute("SELECT * FROM reconciliation WHERE rule = 'coverage_kept'").df()
            if len(row):
                columns = ("compared", "stopping", "warned", "largest", "example")
                return {column: None if pd.isna(row[column][0]) else row[column][0] for column in columns}
        names = ("offence_count", "survey_result", "population")
        before = series_held(*(connection.execute(f"FROM {name}").df() for name in names))
    return coverage_kept(held, before)


def require_same_agreement(out: Path, agreement: Agreement) -> None:
    """One folder of results belongs to one agreement; its tables would otherwise be overwritten."""
    previous = read_manifest(out)
    if previous and previous.get("agreement") != agreement.id:
        raise UserError(
            f"Mappen {out.name} innehåller redan resultat för avtalet {previous.get('agreement')}. "
            f"Välj en annan mapp för {agreement.id} med --out."
        )


def read_manifest(out: Path) -> dict[str, Any] | None:
    path = out / MANIFEST
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise UserError(f"{MANIFEST} i {out.name} går inte att läsa. Ta bort den och kör igen.") from None
    return content if isinstance(content, dict) else None


def quality_result(out: Path) -> pd.DataFrame:
    """Every stored table checked again, as it lies on disk; a new staging begins with what was checked.

    Raises UserError when a table is missing or no longer holds what must hold.
    """
    shutil.rmtree(staging(out), ignore_errors=True)
    rows, stopping = [], []
    checksums = table_checksums(out)
    for name in stored_tables():
        for outcome in checks.validate(name, read_table(table_path(out, name))):
            if outcome.stops:
                stopping.append(f"  {name}: {outcome.check} ({outcome.observed})")
            rows.append(
                {
                    "table": outcome.table,
                    "position": outcome.position,
                    "check": outcome.check,
                    "severity": outcome.severity,
                    "passed": outcome.has_passed,
                    "broken": outcome.is_broken,
                    "observed": outcome.observed,
                }
            )
    if stopping:
        raise UserError("Kontroller som måste hålla håller inte. Inget publiceras.\n" + "\n".join(stopping))
    frame = conform("quality_result", pd.DataFrame(rows))
    write_table(table_path(out, "quality_result"), frame)
    _write_stamp(out, {"tables": checksums})
    return frame


def table_checksums(out: Path) -> dict[str, str]:
    """Checksum of every stored table. Raises UserError when one is missing."""
    found = {}
    for name in stored_tables():
        path = table_path(out, name)
        if not path.is_file():
            raise UserError(f"Tabellen {name} saknas. Kör hela uppdateringen: lagesbild refresh")
        found[name] = sha256(path)
    return found


def _stamp(out: Path) -> dict[str, Any]:
    """What the staging was made of: the checked tables, and the year and database once built."""
    path = staging(out) / "stamp.json"
    content = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return content if isinstance(content, dict) else {}


def _write_stamp(out: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    replace_file(
        staging(out) / "stamp.json", lambda path: path.write_text(text, encoding="utf-8", newline="\n")
    )


def require_stamp(out: Path, **wanted: Any) -> dict[str, Any]:
    """The stamp of the staging, which must be of the tables as they lie now and of ``wanted``.

    Raises UserError otherwise: steps of different runs, years or tables never make one lägesbild.
    """
    stamp = _stamp(out)
    if stamp.get("tables") != table_checksums(out) or any(stamp.get(k) != v for k, v in wanted.items()):
        raise UserError(
            "Stegen i publiceringen hör ihop och görs i ett svep. Kör hela uppdateringen: lagesbild refresh"
        )
    return stamp


def edition_tables(agreement: Agreement, year: int, incomplete: str | None) -> dict[str, pd.DataFrame]:
    """The two small tables that say what the database was built for."""
    edition = {
        "agreement": agreement.id,
        "agreement_name": agreement.name,
        "year": year,
        "municipality_code": agreement.municipality.code,
        "municipality": agreement.municipality.name,
        "police_area": agreement.police_area,
        "valid_from": agreement.valid_from,
        "valid_to": agreement.valid_to,
        "is_example": agreement.is_example,
        "incomplete_reason": incomplete,
        "min_shown": agreement.thresholds.min_shown,
        "percent_base": agreement.thresholds.percent_base,
        "false_discovery_rate": agreement.thresholds.false_discovery_rate,
    }
    areas = [
        {"agreement": agreement.id, "priority_area": a.code, "position": i, "name": a.name, "slug": a.slug}
        for i, a in enumerate(agreement.areas, start=1)
    ]
    return {
        "edition": conform("edition", pd.DataFrame([edition])),
        "priority_area": conform("priority_area", pd.DataFrame(areas)),
    }


def build_database(out: Path, agreement: Agreement, year: int, incomplete: str | None) -> Path:
    """Build the database from the checked tables, in staging; close, reopen and compare.

    Raises UserError when the tables are not the ones that were checked, RuntimeError when what is read back is
    not what was written.
    """
    stamp = require_stamp(out)
    made = edition_tables(agreement, year, incomplete)
    target = staging(out) / DATABASE
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in (target, target.with_name(f"{DATABASE}.wal")):
        leftover.unlink(missing_ok=True)
    published = {spec.published_as: name for name, spec in tables().items() if spec.published_as}
    with duckdb.connect(target, config={"threads": 1}) as connection:
        for shown, name in published.items():
            source = _source_of(connection, out, name, made)
            connection.execute(f'CREATE TABLE "{shown}" AS SELECT * FROM {source}')
            for statement in _comments(shown, name):
                connection.execute(statement)
    with duckdb.connect(target, read_only=True) as connection:
        for shown, name in published.items():
            source = _source_of(connection, out, name, made)
            difference = connection.execute(
                f'SELECT count(*) FROM ((FROM "{shown}" EXCEPT ALL FROM {source}) '
                f'UNION ALL (FROM {source} EXCEPT ALL FROM "{shown}"))'
            ).fetchall()[0][0]
            if difference:
                raise RuntimeError(f"table {name} differs in the database: {difference} rows")
    target.with_name(f"{DATABASE}.wal").unlink(missing_ok=True)
    _write_stamp(
        out,
        {"tables": stamp["tables"], "agreement": agreement.id, "year": year, "incomplete": incomplete}
        | {"database": sha256(target), "has_pages": False},
    )
    return target


def begin_pages(out: Path, agreement: Agreement, year: int) -> tuple[Path, Path]:
    """The staged database and an empty folder for its pages. Raises UserError when they do not go together."""
    database, folder = staging(out) / DATABASE, staging(out) / agreement.id / str(year)
    if not database.is_file():
        require_stamp(out, database="")
    stamp = require_stamp(out, agreement=agreement.id, year=year, database=sha256(database))
    shutil.rmtree(staging(out) / agreement.id, ignore_errors=True)
    folder.mkdir(parents=True)
    _keep_figures(out, folder / FIGURES, edition_tables(agreement, year, stamp["incomplete"]))
    return database, folder


def _keep_figures(out: Path, place: Path, made: dict[str, pd.DataFrame]) -> None:
    """The published tables beside the pages, so that an edition keeps its figures when another year is published."""
    place.mkdir()
    for name, spec in tables().items():
        if spec.published_as:
            target = place / f"{spec.published_as}.parquet"
            if name in made:
                write_table(target, made[name])
            else:
                shutil.copyfile(table_path(out, name), target)


def end_pages(out: Path) -> None:
    """Mark the staged pages as whole."""
    _write_stamp(out, _stamp(out) | {"has_pages": True})


def _source_of(
    connection: duckdb.DuckDBPyConnection, out: Path, name: str, made: dict[str, pd.DataFrame]
) -> str:
    if name in made:
        connection.register(f"made_{name}", made[name])
        return f'"made_{name}"'
    quoted = str(table_path(out, name)).replace("'", "''")
    return f"read_parquet('{quoted}')"


def _comments(shown: str, name: str) -> list[str]:
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    spec = tables()[name]
    return [f'COMMENT ON TABLE "{shown}" IS {quoted("En rad är " + spec.row + ".")}'] + [
        f'COMMENT ON COLUMN "{shown}"."{column}" IS {quoted(label)}' for column, label in spec.columns.items()
    ]


def publish(out: Path, agreement: Agreement, year: int, raw_checksums: set[str]) -> Path:
    """Move the staged pages and database into place and write the manifest last.

    ``raw_checksums``: the raw files as they lie now. Raises UserError when the staging is not whole and of this
    year, when raw files changed meanwhile, or when a file in place is held open by another program; then what
    was published before is put back.
    """
    stamp = require_stamp(out, agreement=agreement.id, year=year, has_pages=True)
    if raw_checksums != set(read_table(table_path(out, "source_file"))["sha256"]):
        raise UserError("Råfilerna ändrades medan lägesbilden togs fram. Inget har publicerats. Kör igen.")
    staged, place = staging(out), out / agreement.id / str(year)
    old = place.with_name(f".{year}.old")
    place.parent.mkdir(parents=True, exist_ok=True)
    if old.exists() and not place.exists():  # an earlier run was cut off between the two moves
        old.rename(place)
    shutil.rmtree(old, ignore_errors=True)
    try:
        if place.exists():
            place.rename(old)
        (staged / agreement.id / str(year)).rename(place)
        (staged / DATABASE).replace(out / DATABASE)
    except OSError as error:
        if old.exists():
            if place.exists():
                place.rename(staged / f"{year}.not_published")
            old.rename(place)
        name = Path(error.filename).name if error.filename else str(place.name)
        raise UserError(
            f"{name} går inte att byta ut. Stäng filer ur {agreement.id}/{year} och {DATABASE} som är öppna i "
            "andra program, och kör igen. Den tidigare lägesbilden ligger kvar."
        ) from None
    (out / f"{DATABASE}.wal").unlink(missing_ok=True)
    text = json.dumps(_manifest(out, agreement, year, stamp), ensure_ascii=False, indent=2) + "\n"
    replace_file(out / MANIFEST, lambda path: path.write_text(text, encoding="utf-8", newline="\n"))
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(staged, ignore_errors=True)
    return place


def _manifest(out: Path, agreement: Agreement, year: int, stamp: dict[str, Any]) -> dict[str, Any]:
    """What is published: for each year its inputs, tables, checks, versions and files; the database is the
    newest year's. Run times stand here and nowhere else."""
    previous = read_manifest(out) or {}
    files = read_table(table_path(out, "source_file"))
    quality = read_table(table_path(out, "quality_result"))
    folder = out / agreement.id / str(year)
    warnings = quality[~quality["passed"]]
    edition = {
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "incomplete": stamp["incomplete"],
        "inputs": [
            {
                "file": r.file,
                "sha256": r.sha256,
                "bytes": int(r.bytes),
                "layout": r.layout,
                "source": r.source_type,
            }
            for r in files.itertuples()
        ],
        "tables": {
            f"{tables()[name].layer}/{name}": {
                "rows": len(read_table(table_path(out, name))),
                "sha256": sha256(table_path(out, name)),
            }
            for name in [*stored_tables(), "quality_result"]
        },
        "checks": {
            "run": len(quality),
            "warnings": [f"{r.table}: {r.check} ({r.observed})" for r in warnings.itertuples()],
        },
        "versions": {"python": platform.python_version()}
        | {name: importlib.metadata.version(name) for name in _VERSIONS},
        "definitions": indicator_prints.prints(),
        "files": {p.relative_to(out).as_posix(): sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()},
    }
    return {
        "agreement": agreement.id,
        "agreement_name": agreement.name,
        "municipality_code": agreement.municipality.code,
        "year": year,
        "database": {DATABASE: sha256(out / DATABASE)},
        "sources": {source.id: source.credit for source in sources().values()},
        "editions": dict(previous.get("editions", {})) | {str(year): edition},
    }


def sha256(path: Path) -> str:
    """Checksum of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
