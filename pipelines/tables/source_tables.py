"""Source tables: what was received, what could not be read, and the rows closest to the publishers' own.

Not here: reading (pipelines.readers), a common vocabulary across publishers (mapping_tables).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipelines import readers
from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.raw import Reading, quotes
from pipelines.registers import source_of_layout
from pipelines.tables.schema import conform, empty, query

# A later delivery of the same month may lose a few offences to re-coding, not a tenth of them.
FEWER = 0.9
FEWER_BY = 3


def source_file(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """One row per received file: checksum, layout, and how its records were accounted for."""
    superseded = deliveries(reading, agreement).superseded
    rows = []
    for file in reading.files:
        result, source = file.result, source_of_layout()[file.layout]
        skipped = dict(result.skipped)
        if replaced := superseded.get(file.path, 0):
            skipped["ersatt av en senare leverans"] = replaced
        listed = result.rows["record"].nunique() if "record" in result.rows else len(result.rows)
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
                "rows_read": listed - replaced,
                "rows_rejected": len(result.problems),
                "rows_skipped": sum(skipped.values()),
                "skipped_reasons": "; ".join(f"{reason}: {n}" for reason, n in sorted(skipped.items()))
                or None,
                "notes": "; ".join(result.notes) or None,
            }
        )
    return conform("source_file", pd.DataFrame(rows))


def rejected_row(reading: Reading) -> pd.DataFrame:
    """One row per record that could not be read; what stood there is quoted without personal data."""
    rows = []
    for file in reading.files:
        for problem, (sheet, found) in zip(file.result.problems, quotes(file, reading.redactor), strict=True):
            rows.append(
                {
                    "file": file.path,
                    "sheet": sheet,
                    "row": problem.row,
                    "found": found,
                    "reason": problem.reason,
                    "advice": problem.advice,
                }
            )
    return conform("rejected_row", pd.DataFrame(rows)) if rows else empty("rejected_row")


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


@dataclass(frozen=True)
class Deliveries:
    """The police's rows that count, and how many of each file's rows a later delivery has replaced."""

    rows: pd.DataFrame
    superseded: dict[str, int]


def deliveries(reading: Reading, agreement: Agreement) -> Deliveries:
    """The rows of the police's deliveries where no municipality and month is counted twice.

    Where files overlap, the one that reaches furthest in time counts (the delivery of December replaces the
    year's earlier ones), then the one with most rows. Raises UserError when the one that would count holds
    clearly fewer offences for a month than one it would replace: then it is not the same delivery, later.
    """
    rows = reading.rows("police_delivery")
    if rows.empty:
        return Deliveries(rows, {})
    chosen = query(
        """
        WITH reach AS (
            SELECT file, municipality_code, max(registered_year * 100 + registered_month) AS until, count(*) AS size
            FROM rows
            GROUP BY ALL
        ),
        months AS (
            SELECT file, municipality_code, registered_year, registered_month, sum(count) AS offences
            FROM rows
            GROUP BY ALL
        )
        SELECT months.*,
               row_number() OVER (month ORDER BY until DESC, size DESC, file) AS place,
               max(offences) OVER month AS most
        FROM months
        JOIN reach USING (file, municipality_code)
        WINDOW month AS (PARTITION BY municipality_code, registered_year, registered_month)
        ORDER BY file, municipality_code, registered_year, registered_month
        """,
        rows=rows[["file", "municipality_code", "registered_year", "registered_month", "count"]],
    )
    month = ["municipality_code", "registered_year", "registered_month"]
    first = chosen[chosen["place"] == 1]
    short = first[
        (first["offences"] < FEWER * first["most"]) & (first["most"] - first["offences"] > FEWER_BY)
    ]
    if len(short):
        worst = short.iloc[0]
        others = chosen[(chosen[month] == worst[month]).all(axis=1)]["file"]
        raise UserError(
            f"Polisens leveranser går isär för kommun {worst['municipality_code']}, "
            f"{worst['registered_year']}-{worst['registered_month']:02d}: den som når längst i tiden har "
            f"{worst['offences']:.0f} brott, en annan {worst['most']:.0f}. Behåll bara den fil som ska gälla: "
            f"{', '.join(sorted(others))}."
        )
    used = rows.merge(first[["file", *month]], on=["file", *month])
    replaced = rows.groupby("file").size() - used.groupby("file").size().reindex(
        rows["file"].unique(), fill_value=0
    )
    return Deliveries(used, {str(file): int(n) for file, n in replaced.items() if n})


def police_report(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """The rows of the police's deliveries for the agreement's municipalities, with the locality by DeSO."""
    rows = deliveries(reading, agreement).rows
    if rows.empty:
        return empty("police_report")
    rows = rows[rows["municipality_code"].isin(agreement.codes)].copy()
    own = rows["municipality_code"] == agreement.municipality.code
    rows["locality"] = rows["deso"].map(agreement.locality_of_deso()).where(own)
    rows.loc[own, "locality"] = rows.loc[own, "locality"].fillna("Övriga kommunen")
    columns = [
        "municipality_code", "locality", "offence_code", "registered_year", "registered_month",
        "date_from", "date_to", "spans_days", "count", "file", "row",
    ]  # fmt: skip
    return conform("police_report", rows[columns])
