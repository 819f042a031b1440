"""The published lägesbild as the notebooks and pages see it: one database, one agreement, one year.

Belongs here: finding ``lagesbild.duckdb``, reading it set by set, and removing every hidden value at the
door so that nothing further in can print it. Not here: where the file is (``finding``), wording, drawing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipelines.errors import UserError
from pipelines.report import queries
from pipelines.report.finding import (
    DATABASE,
    named_by_environment,
    named_by_folder,
    nearest_database,
    other_year_message,
)
from pipelines.report.suppression import (
    without_hidden_comparisons,
    without_hidden_patterns,
    without_hidden_ranking,
    without_hidden_values,
    without_revealing_shares,
)
from pipelines.report.swedish import is_missing

COUNTRY = "00"
YEARS_SHOWN = 10
DEFAULT_FALSE_SIGNAL_SHARE = 0.10


class EditionNotFoundError(UserError):
    """No published lägesbild was found. The message is Swedish and says what to do."""


@dataclass(frozen=True)
class Edition:
    """One lägesbild. Every method opens the file read-only and closes it again.

    A process that keeps the file open would go on reading the old one after it has been replaced.
    Frames come with the columns of the table of the same subject (expectations/tables.toml).
    ``working``: the folder of the exact ``statement`` and ``statement_code``, for the sheet where the group reviews
    all of the year's statements; the database has only those that may be published.
    """

    database: Path
    agreement: str
    year: int
    working: Path | None = None

    @classmethod
    def open(
        cls, database: Path | None = None, agreement: str | None = None, year: int | None = None
    ) -> Edition:
        """The lägesbild named by the arguments, else by the environment, else by where we stand.

        ``LAGESBILD_DATABASE``, ``LAGESBILD_AGREEMENT`` and ``LAGESBILD_YEAR`` are read first. Then the
        folders above the working directory are searched; a published notebook lies in
        ``<out>/<agreement>/<year>/`` and takes both from there. Last ``data/curated`` in the project.
        Raises EditionNotFoundError, also when a published notebook's folder names a lägesbild that the database
        no longer holds: another year's figures must not stand under its name.
        """
        here = Path.cwd()
        path = database or named_by_environment() or nearest_database(here)
        if path is None or not path.is_file():
            raise EditionNotFoundError(
                f"Hittar ingen publicerad lägesbild ({DATABASE}). Kör ”make lagesbild” först, eller ange "
                "var den ligger i LAGESBILD_DATABASE."
            )
        editions = _read(path, "SELECT agreement, year FROM edition ORDER BY agreement, year")
        if editions.empty:
            raise EditionNotFoundError("Databasen innehåller ingen lägesbild. Kör ”make lagesbild” igen.")
        folder_agreement, folder_year = named_by_folder(here, path, set(editions["agreement"]))
        wanted = agreement or os.environ.get("LAGESBILD_AGREEMENT") or folder_agreement
        own = editions if wanted is None else editions[editions["agreement"] == wanted]
        if own.empty:
            raise EditionNotFoundError(f"Databasen innehåller ingen lägesbild för avtalet {wanted}.")
        named_year = year or os.environ.get("LAGESBILD_YEAR")
        if named_year is None and wanted == folder_agreement:
            named_year = folder_year
        chosen = own if named_year is None else own[own["year"].astype(str) == str(named_year)]
        if chosen.empty:
            raise EditionNotFoundError(other_year_message(own, str(named_year)))
        row = chosen.iloc[-1]
        return cls(path.resolve(), str(row["agreement"]), int(row["year"]))

    def read(self, sql: str, **parameters: Any) -> pd.DataFrame:
        """Rows of one query. ``$agreement``, ``$year`` and ``$municipality`` are always at hand."""
        known = {"agreement": self.agreement, "year": self.year}
        if "$municipality" in sql:
            known["municipality"] = self.municipality_code
        used = {name: value for name, value in (known | parameters).items() if f"${name}" in sql}
        return _read(self.database, sql, used)

    @cached_property
    def info(self) -> dict[str, Any]:
        """The row of ``edition``: names, validity, example flag, reason for an incomplete lägesbild."""
        rows = _read(self.database, queries.EDITION, {"agreement": self.agreement, "year": self.year})
        if rows.empty:
            raise EditionNotFoundError(
                f"Databasen innehåller ingen lägesbild för {self.agreement}, år {self.year}."
            )
        return {str(key): value for key, value in rows.iloc[0].items()}

    @property
    def municipality_code(self) -> str:
        """Four digits as text."""
        return str(self.info["municipality_code"])

    @property
    def municipality(self) -> str:
        """The municipality's name, without ”kommun”."""
        return str(self.info["municipality"])

    @property
    def min_shown(self) -> int:
        """Lowest count that is shown where a disclosure rule applies."""
        return int(self.info["min_shown"])

    @property
    def percent_base(self) -> int:
        """Lowest yearly count from which change is given in percent."""
        value = self.info.get("percent_base")
        return 50 if is_missing(value) else int(value)  # type: ignore[arg-type]

    @property
    def false_signal_share(self) -> float:
        """Highest adjusted p that counts as a certain difference in this lägesbild."""
        value = self.info.get("false_discovery_rate")
        return DEFAULT_FALSE_SIGNAL_SHARE if is_missing(value) else float(value)  # type: ignore[arg-type]

    @property
    def first_year(self) -> int:
        """First of the ten years that are shown."""
        return self.year - YEARS_SHOWN + 1

    def priority_areas(self) -> pd.DataFrame:
        """The agreement's areas in order."""
        return self.read(queries.PRIORITY_AREAS)

    def area_name(self, area: str) -> str:
        """The agreement's own name of an area code."""
        return self.area_names().get(area, area)

    def area_names(self) -> dict[str, str]:
        """Every priority area's name, by its code."""
        areas = self.priority_areas()
        return {
            str(code): str(name) for code, name in zip(areas["priority_area"], areas["name"], strict=True)
        }

    def indicators(self, area: str | None = None) -> pd.DataFrame:
        """The register's entries for an area (all when None), in order."""
        return self.read(queries.INDICATORS, area=area)

    def values(self, area: str | None = None) -> pd.DataFrame:
        """Ten years of ``indicator_value``: own, police area, country; hidden values are empty, shares rounded.

        Adds ``bound`` and ``count_withheld`` (``suppression.without_revealing_shares``).
        """
        frame = self.read(queries.VALUES, area=area, first_year=self.first_year)
        return without_revealing_shares(without_hidden_values(frame))

    def comparisons(self, area: str | None = None) -> pd.DataFrame:
        """``indicator_comparison`` for the assessed year of each indicator, without hidden counts."""
        frame = self.read(queries.COMPARISONS, area=area)
        return without_hidden_comparisons(frame, self.read(queries.HIDDEN_YEARS))

    def breaks(self, area: str | None = None) -> pd.DataFrame:
        """Series breaks within the years shown."""
        return self.read(queries.BREAKS, area=area, first_year=self.first_year)

    def seasons(self, area: str | None = None) -> pd.DataFrame:
        """Twelve months per indicator, the window that ends with the edition's year; hidden cells are empty."""
        cells = ["count", "index", "lower_95", "upper_95"]
        return self._pattern(queries.SEASONS, area, ["indicator"], cells)

    def times_of_week(self, area: str | None = None) -> pd.DataFrame:
        """Shares per weekday and per block of hours, as ``seasons``."""
        cells = ["share_pct", "lower_95", "upper_95"]
        return self._pattern(queries.TIMES_OF_WEEK, area, ["indicator", "dimension"], cells)

    def places(self, area: str | None = None) -> pd.DataFrame:
        """Counts and rates per locality, as ``seasons``."""
        cells = ["count", "per_1000", "lower_95", "upper_95"]
        return self._pattern(queries.PLACES, area, ["indicator"], cells)

    def _pattern(self, sql: str, area: str | None, group: list[str], cells: list[str]) -> pd.DataFrame:
        return without_hidden_patterns(
            self.read(sql, area=area), self.read(queries.HIDDEN_YEARS), group, cells
        )

    def problems(self, area: str | None = None) -> pd.DataFrame:
        """The area's problems with their titles, in the order of their first indicator."""
        return self.read(queries.PROBLEMS, area=area)

    def comparison_names(self) -> dict[str, str]:
        """Code of a comparison group → its name."""
        rows = self.read(queries.COMPARISON_NAMES)
        return {str(code): str(name) for code, name in rows.itertuples(index=False)}

    def disclosure_audit(self) -> pd.DataFrame:
        """What was hidden, and whether any of it could be worked out from the rest."""
        return self.read(queries.AUDIT)

    def survey_by_locality(self, area: str | None = None) -> pd.DataFrame:
        """The area's survey index per locality and year (locality empty = the whole municipality)."""
        return self.read(queries.SURVEY_BY_LOCALITY, area=area, first_year=self.first_year)

    def themes(self, area: str | None = None, only_shown: bool = True) -> pd.DataFrame:
        """Statements per theme and source. ``only_shown`` leaves out those too few to be shown."""
        frame = self.read(queries.THEMES, area=area)
        return frame[frame.shown.astype(bool)].reset_index(drop=True) if only_shown else frame

    def theme_years(self, area: str) -> pd.DataFrame:
        """Statements per theme, source and year of the agreement, of themes that may be shown."""
        return self.read(queries.THEME_YEARS, area=area, first_year=int(self.info["valid_from"]))

    def statement_base(self) -> pd.DataFrame:
        """How many documents and statements each source has, per year of the agreement."""
        return self.read(queries.STATEMENT_BASE, first_year=int(self.info["valid_from"]))

    def place_mentions(self, area: str) -> pd.DataFrame:
        """Places that the year's statements are about, of all themes (``theme`` empty) and of each."""
        return self.read(queries.PLACE_MENTIONS, area=area)

    def decisions(self) -> pd.DataFrame:
        """The year's decisions in Brå, and earlier ones that the year's minutes were the first to follow."""
        return self.read(queries.DECISIONS)

    def statements(self, area: str | None = None) -> pd.DataFrame:
        """Redacted statements of themes that may be shown, without those that could identify someone."""
        return self.read(queries.STATEMENTS, area=area)

    def reviewable(self) -> pd.DataFrame:
        """Every statement of the year; ``text`` is empty where details together could identify someone."""
        return self.read(self._of_all(queries.REVIEWABLE))

    def codes(self) -> pd.DataFrame:
        """``statement_code`` of the year's statements."""
        return self.read(self._of_all(queries.CODES))

    def _of_all(self, sql: str) -> str:
        """A query over the published statements, asked of all of them where the working tables are at hand."""
        if self.working is None:
            return sql
        named = ", ".join(
            f"{name} AS (FROM read_parquet('{_quoted(self.working / name)}.parquet'))"
            for name in ("statement", "statement_code")
        )
        return f"WITH {named} {sql}"

    def redactions(self) -> pd.DataFrame:
        """How many personal details were hidden in the year's texts, per source and kind."""
        return self.read(queries.REDACTIONS)

    def coding_accuracy(self) -> pd.DataFrame:
        """How often proposed codes were right, where somebody has looked, over all years."""
        return self.read(queries.CODING_ACCURACY)

    def source_agreement(self, area: str | None = None) -> pd.DataFrame:
        """What each source says about each area (``problem`` empty) and about each of its problems."""
        return self.read(queries.SOURCE_AGREEMENT, area=area)

    def coverage(self) -> pd.DataFrame:
        """Sources used, missing and left out."""
        return self.read(queries.COVERAGE)

    def gaps(self, area: str | None = None) -> pd.DataFrame:
        """Indicators without a figure for the year although their source has figures for it."""
        return self.read(queries.GAPS, area=area)

    def ranking(self, area: str | None = None) -> pd.DataFrame:
        """Problems in order, without counts that hold a hidden year."""
        return without_hidden_ranking(
            self.read(queries.RANKING, area=area), self.read(queries.HIDDEN_YEARS), self.year
        )

    def candidate_causes(self, area: str) -> pd.DataFrame:
        """Candidate causes to test, per rib of the fishbone."""
        return self.read(queries.CAUSES, area=area)

    def hypothesis_tests(self, plan_year: int) -> pd.DataFrame:
        """``hypothesis_test`` of the plan of ``plan_year``, tried on data up to the edition's year."""
        return self.read(queries.HYPOTHESIS_TESTS, plan_year=plan_year)

    def goal_checks(self, plan_year: int) -> pd.DataFrame:
        """``goal_check`` of the plan of ``plan_year``."""
        return self.read(queries.GOAL_CHECKS, plan_year=plan_year)

    def source_files(self) -> pd.DataFrame:
        """Received files with layout and counts of rows."""
        return self.read(queries.SOURCE_FILES)

    def file_account(self) -> pd.DataFrame:
        """What became of every file's records."""
        return self.read(queries.FILE_ACCOUNT)

    def corrections(self) -> pd.DataFrame:
        """The local corrections that are in force."""
        return self.read(queries.CORRECTIONS)

    def rejected_rows(self) -> pd.DataFrame:
        """Records that could not be read."""
        return self.read(queries.REJECTED)

    def table_contents(self) -> dict[str, str]:
        """Table name → what one row of it is, in Swedish; a table without a comment is left out."""
        rows = self.read(queries.TABLE_COMMENTS)
        said = zip(rows["table_name"], rows["comment"], strict=True)
        return {
            str(name): str(text).removeprefix("En rad är ").rstrip(".")
            for name, text in said
            if not is_missing(text)
        }

    def reconciliations(self) -> pd.DataFrame:
        """Figures that must agree, and how well they did."""
        return self.read(queries.RECONCILIATIONS)

    def quality_results(self) -> pd.DataFrame:
        """Every check of every table."""
        return self.read(queries.QUALITY)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _read(database: Path, sql: str, parameters: dict[str, Any] | None = None) -> pd.DataFrame:
    known = tuple(sorted((parameters or {}).items()))
    return _read_once(database, database.stat().st_mtime_ns, sql, known).copy()


@lru_cache(maxsize=256)
def _read_once(
    database: Path, written: int, sql: str, parameters: tuple[tuple[str, Any], ...]
) -> pd.DataFrame:
    """The rows of a query; pages ask the same things often.

    ``written``: when the file was, so that a file put in its place is read anew.
    """
    with _copy(database, written).cursor() as cursor:
        return cursor.execute(sql, dict(parameters)).df()


@lru_cache(maxsize=1)
def _copy(database: Path, written: int) -> duckdb.DuckDBPyConnection:
    """The whole database in memory, a few megabytes: opening the file for every query takes longer than the query.

    The file is closed again, so that a new one can be put in its place.
    """
    connection = duckdb.connect()
    connection.execute(f"ATTACH '{_quoted(database)}' AS published (READ_ONLY)")
    connection.execute("COPY FROM DATABASE published TO memory")
    connection.execute("DETACH published")
    return connection
