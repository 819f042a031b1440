"""Rows in, rows out: for every received file, what became of each of its records.

A record is in a table, could not be read (rejected_row), was left out by the reader with a reason, or was left
out on the way to the tables with a reason. ``require_account`` compares that with the tables themselves, so a
row that is dropped without being counted stops the refresh. Not here: the reasons (scope.py and the readers).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.raw import FileReading, Reading
from pipelines.tables import context_tables, plan, reviews, scope, source_tables, survey_tables
from pipelines.tables.corrections import Correction
from pipelines.tables.schema import conform
from pipelines.tables.statement_tables import STATEMENT_LAYOUTS, TEXT_KINDS

IN_TABLE, EXCLUDED, SKIPPED, REJECTED = "table", "excluded", "skipped", "rejected"
NOT_TEXT = "svar på en skala eller ett val, utan text att återge"
CHECKED_LIST = "uppslagslista: stäms av mot registret"

#: Tables where every row is one record of its file.
ROW_BY_ROW = {
    "population": ("population", "scb_pxweb"),
    "police_report": ("police_delivery",),
    "kpi_value": ("kolada", "school_statistics"),
    "police_event": ("police_events",),
    "municipality_group": ("municipality_groups",),
    "offence_count": scope.AGENCY_LAYOUTS,
}


def judged(reading: Reading, agreement: Agreement) -> list[tuple[str, pd.DataFrame]]:
    """(table, its tidy rows with ``file`` and ``excluded``) for every family of layouts."""
    school = survey_tables.school_rows(reading, agreement)
    further = reading.rows("further_source")
    return [
        ("offence_count", scope.agency_rows(reading, agreement)),
        ("offence_count, survey_result", scope.indicator_rows(reading, agreement)),
        ("population", scope.population_rows(reading, agreement)),
        ("police_report", source_tables.delivery_rows(reading, agreement)),
        ("survey_result", survey_tables.safety_rows(reading, agreement)),
        ("survey_result", school),
        ("survey_result", survey_tables.youth_rows(reading, agreement)),
        ("survey_result", survey_tables.ntu_county_rows(reading, agreement)),
        ("kpi_value", context_tables.kpi_rows(reading)),
        ("municipality_group", context_tables.group_rows(reading)),
        ("police_event", context_tables.event_rows(reading, agreement)),
        ("local_count", context_tables.local_rows(reading, agreement)),
        (
            "statement",
            _texts(reading.rows(*(name for name in STATEMENT_LAYOUTS if name != "further_source"))),
        ),
        ("statement", _texts(further[further["kind"] == "text"]) if len(further) else further),
        *_written(reading),
        ("", _lists(reading.rows("offence_code_tree"))),
    ]


def _texts(rows: pd.DataFrame) -> pd.DataFrame:
    if rows.empty:
        return rows
    is_text = rows["kind"].isin(TEXT_KINDS) & rows["text"].notna()
    return rows.assign(excluded=pd.Series(NOT_TEXT, index=rows.index, dtype=object).where(~is_text, None))


def _written(reading: Reading) -> list[tuple[str, pd.DataFrame]]:
    """The returned workbooks' rows, by the table that each sheet becomes."""
    rows = reading.rows(plan.LAYOUT)
    if rows.empty:
        return []
    named = plan.TABLE_OF_SHEET | {reviews.SHEET: "statement_review"}
    of_table = rows["sheet_id"].map(named)
    return [(str(name), part.assign(excluded=None)) for name, part in rows.groupby(of_table)]


def _lists(rows: pd.DataFrame) -> pd.DataFrame:
    return rows if rows.empty else rows.assign(excluded=CHECKED_LIST)


def file_account(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """One row per file, outcome and reason (for ``table``: which table), with the number of records.

    A record that gives several tidy rows is in a table when any of them is.
    """
    parts = [
        rows.assign(table=table, key=_record(rows))[["file", "key", "table", "excluded"]]
        for table, rows in judged(reading, agreement)
        if len(rows)
    ]
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["file", "excluded"])
    counted = []
    for file in reading.files:
        counted += _of_file(file, rows[rows["file"] == file.path])
    return conform("file_account", pd.DataFrame(counted))


def _record(rows: pd.DataFrame) -> pd.Series:
    """Which record of its file a tidy row is of; without the column, every row is a record of its own."""
    each = "rad " + rows.index.astype("string").to_series(index=rows.index)
    return rows["record"].astype("string").fillna(each) if "record" in rows else each


def _of_file(file: FileReading, rows: pd.DataFrame) -> list[dict[str, object]]:
    found: list[tuple[str, str, int]] = []
    if len(rows):
        # Rows that are in come first, so that a record is judged by its best row.
        first = rows.sort_values("excluded", na_position="first", kind="stable").drop_duplicates("key")
        is_in = first["excluded"].isna()
        found += [(IN_TABLE, str(t), int(n)) for t, n in first[is_in].groupby("table").size().items()]
        found += [(EXCLUDED, str(r), int(n)) for r, n in first[~is_in].groupby("excluded").size().items()]
    found += [(SKIPPED, reason, number) for reason, number in file.result.skipped.items()]
    if file.result.problems:
        found.append(
            (REJECTED, "kunde inte läsas, se listan över avvisade poster", len(file.result.problems))
        )
    return [
        {"file": file.path, "outcome": outcome, "reason": reason, "records": number}
        for outcome, reason, number in found
    ]


def require_account(
    account: pd.DataFrame,
    source_file: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
    reading: Reading,
    struck: Sequence[Correction] = (),
) -> None:
    """Raise UserError, naming the file, when its records and what became of them do not add up.

    ``tables``: those of ROW_BY_ROW by name; the rows they hold of a file are compared with the account.
    ``struck``: corrections that took a row away, each told in its own table.
    """
    broken = []
    told = account.groupby("file")["records"].sum()
    for file in source_file.itertuples():
        if int(told.get(file.file, 0)) != int(file.records):
            broken.append(f"{file.file}: {file.records} poster, {told.get(file.file, 0)} redovisade.")
    for name, layouts in ROW_BY_ROW.items():
        held = tables[name].groupby("file").size()
        of_table = account[(account["outcome"] == IN_TABLE) & (account["reason"] == name)]
        wanted = of_table.set_index("file")["records"]
        taken = sum(correction.table == name for correction in struck)
        for item in reading.of(*layouts):
            gone = int(wanted.get(item.path, 0)) - int(held.get(item.path, 0))
            if gone and not 0 < gone <= taken:
                broken.append(
                    f"{item.path}: {held.get(item.path, 0)} rader i tabellen {name}, "
                    f"{wanted.get(item.path, 0)} poster lästa dit."
                )
    if broken:
        listed = "\n".join(f"  {line}" for line in broken)
        raise UserError(f"Alla poster kunde inte redovisas. Det är ett fel i programmet.\n{listed}")
