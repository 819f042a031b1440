"""Source tables: what was received, what could not be read, and the rows closest to the publishers' own.

Not here: reading (pipelines.readers), a common vocabulary across publishers (mapping_tables).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines import readers
from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.raw import Reading, quote
from pipelines.registers import source_of_layout
from pipelines.tables.schema import conform, empty


def source_file(reading: Reading) -> pd.DataFrame:
    """One row per received file: checksum, layout, and how its records were accounted for."""
    rows = []
    for file in reading.files:
        result, source = file.result, source_of_layout()[file.layout]
        skipped = [f"{reason}: {n}" for reason, n in sorted(result.skipped.items())]
        rows.append(
            {
                "file": file.path,
                "sha256": file.sha256,
                "bytes": file.size,
                "layout": file.layout,
                "layout_title": readers.LAYOUTS[file.layout].TITLE,
                "source_type": source.id,
                "source_label": source.label,
                "records": result.records,
                "rows_read": result.records - len(result.problems) - sum(result.skipped.values()),
                "rows_rejected": len(result.problems),
                "rows_skipped": sum(result.skipped.values()),
                "skipped_reasons": "; ".join(skipped) or None,
                "notes": "; ".join(result.notes) or None,
            }
        )
    return conform("source_file", pd.DataFrame(rows))


def rejected_row(reading: Reading) -> pd.DataFrame:
    """One row per record that could not be read; what stood there is quoted without personal data."""
    rows = [
        {
            "file": file.path,
            "sheet": problem.sheet,
            "row": problem.row,
            "found": quote(problem.found, reading.redactor) if problem.found else None,
            "reason": problem.reason,
            "advice": problem.advice,
        }
        for file in reading.files
        for problem in file.result.problems
    ]
    if not rows:
        return empty("rejected_row")
    return conform("rejected_row", pd.DataFrame(rows))


def population(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """Population of the agreement's municipalities and the country; other regions are left aside.

    Raises UserError when two files give different figures for one municipality, year and day.
    """
    rows = reading.rows("population")
    if rows.empty:
        return empty("population")
    codes = agreement.region_codes()
    region = rows["region_code"].fillna(rows["region"]).str.strip().str.lower()
    rows["municipality_code"] = region.map(codes)
    rows = rows.dropna(subset=["municipality_code"])
    rows["municipality"] = rows["municipality_code"].map(agreement.municipality_names())
    rows["source"] = "SCB"
    key = ["municipality_code", "year", "reference"]
    rows = rows.drop_duplicates([*key, "population"])
    clash = rows[rows.duplicated(key, keep=False)]
    if len(clash):
        where = sorted({f"{r.municipality_code} {r.year} ({Path(r.file).name})" for r in clash.itertuples()})
        raise UserError(f"Två filer anger olika folkmängd för: {', '.join(where)}.")
    columns = [*key, "municipality", "population", "source", "file", "row"]
    return conform("population", rows[columns])


def police_report(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """The rows of the police's deliveries for the agreement's municipalities, with the locality by DeSO.

    Where deliveries overlap, the newest file that covers a municipality and registration month counts
    (the delivery of December replaces the year's earlier ones).
    """
    rows = reading.rows("police_delivery")
    if rows.empty:
        return empty("police_report")
    rows = rows[rows["municipality_code"].isin(agreement.codes)]
    month = ["municipality_code", "registered_year", "registered_month"]
    newest = rows.groupby(month, dropna=False)["file"].transform("max")
    rows = rows[rows["file"] == newest].copy()
    own = rows["municipality_code"] == agreement.municipality.code
    rows["locality"] = rows["deso"].map(agreement.locality_of_deso()).where(own)
    rows.loc[own, "locality"] = rows.loc[own, "locality"].fillna("Övriga kommunen")
    columns = [
        "municipality_code", "locality", "offence_code", "registered_year", "registered_month",
        "date_from", "date_to", "spans_days", "count", "file", "row",
    ]  # fmt: skip
    return conform("police_report", rows[columns])
