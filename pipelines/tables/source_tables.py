"""Source tables: what was received, what could not be read, and the rows closest to the publishers' own.

Not here: reading (pipelines.readers), a common vocabulary across publishers (mapping_tables).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines import readers
from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.raw import Reading, quotes
from pipelines.registers import known_codes, source_of_layout, unknown_codes
from pipelines.tables.schema import conform, empty, query
from pipelines.tables.scope import OUTSIDE, kept

# A later delivery of the same month may lose a few offences to re-coding, not a tenth of them.
FEWER = 0.9
FEWER_BY = 3
REPLACED = "ersatt av en senare leverans"


def source_file(reading: Reading) -> pd.DataFrame:
    """One row per received file: checksum, layout, and how its records were accounted for."""
    rows = []
    for file in reading.files:
        result, source = file.result, source_of_layout()[file.layout]
        skipped = dict(result.skipped)
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
                "rows_read": result.records - len(result.problems) - sum(skipped.values()),
                "rows_rejected": len(result.problems),
                "rows_skipped": sum(skipped.values()),
                "skipped_reasons": "; ".join(f"{reason}: {n}" for reason, n in sorted(skipped.items()))
                or None,
                "notes": "; ".join(result.notes) or None,
            }
        )
    return conform("source_file", pd.DataFrame(rows))


def require_known_codes(reading: Reading) -> None:
    """Raise UserError when a received code tree of the police has codes that the register lacks."""
    tree = reading.rows("offence_code_tree")
    if len(tree) and (unknown := unknown_codes(tree)):
        raise UserError(
            f"Polisens kodträd har {len(unknown)} brottskoder som inte finns i registret: {', '.join(unknown)}. "
            "Lägg till dem i expectations/offence_codes.csv, med den grupp de hör till."
        )


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
    # One line may be several records (a year in each column); it is listed once.
    return conform("rejected_row", pd.DataFrame(rows).drop_duplicates()) if rows else empty("rejected_row")


def population(rows: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """Population of the agreement's municipalities and the country, of ``scope.population_rows``.

    Raises UserError when two files give different figures for one municipality, year and day.
    """
    rows = kept(rows)
    if rows.empty:
        return empty("population")
    rows["municipality"] = rows["municipality_code"].map(agreement.reference_names())
    rows["source"] = "SCB"
    key = ["municipality_code", "year", "reference"]
    clash = rows[rows.duplicated(key, keep=False)]
    if len(clash):
        where = sorted({f"{r.municipality_code} {r.year} ({Path(r.file).name})" for r in clash.itertuples()})
        raise UserError(f"Två filer anger olika folkmängd för: {', '.join(where)}.")
    columns = [*key, "municipality", "population", "source", "file", "row"]
    return conform("population", rows[columns])


def delivery_rows(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """The police's deliveries where no municipality and month is counted twice; the rest is ``excluded``.

    Where files overlap, the one that reaches furthest in time counts (the delivery of December replaces the
    year's earlier ones), then the one with most rows. Raises UserError when the one that would count holds
    clearly fewer offences for a month than one it would replace: then it is not the same delivery, later.
    """
    rows = reading.rows("police_delivery")
    if rows.empty:
        return rows
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
        SELECT months.*, until,
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
    furthest = chosen[chosen["until"] == chosen.groupby(month)["until"].transform("max")]
    apart = furthest[furthest.groupby(month)["offences"].transform("nunique") > 1]
    if len(apart):
        worst = apart.iloc[0]
        files = sorted(set(apart[(apart[month] == worst[month]).all(axis=1)]["file"]))
        raise UserError(
            f"Polisens leveranser går isär för kommun {worst['municipality_code']}, "
            f"{worst['registered_year']}-{worst['registered_month']:02d}: de når lika långt i tiden men har olika "
            f"antal brott. Behåll bara den fil som ska gälla: {', '.join(files)}."
        )
    counts = pd.MultiIndex.from_frame(first[["file", *month]])
    is_used = pd.MultiIndex.from_frame(rows[["file", *month]]).isin(counts)
    excluded = pd.Series([None] * len(rows), index=rows.index, dtype=object)
    excluded[~is_used] = REPLACED
    excluded[~rows["municipality_code"].isin(agreement.codes)] = OUTSIDE
    return rows.assign(excluded=excluded)


def police_report(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """The rows of the police's deliveries for the agreement's municipalities, with the locality by DeSO.

    Raises UserError when an offence code is not in the register: its offences would count nowhere.
    """
    rows = kept(delivery_rows(reading, agreement))
    if rows.empty:
        return empty("police_report")
    _require_known_codes(rows)
    own = rows["municipality_code"] == agreement.municipality.code
    rows["locality"] = rows["deso"].map(agreement.locality_of_deso()).where(own)
    rows.loc[own, "locality"] = rows.loc[own, "locality"].fillna("Övriga kommunen")
    columns = [
        "municipality_code", "locality", "offence_code", "registered_year", "registered_month",
        "date_from", "date_to", "spans_days", "count", "file", "row",
    ]  # fmt: skip
    return conform("police_report", rows[columns])


def _require_known_codes(rows: pd.DataFrame) -> None:
    unknown = rows[~rows["offence_code"].isin(known_codes())]
    if unknown.empty:
        return
    lines = "\n".join(
        f"  {code}: {of_code['count'].sum():.0f} brott i {', '.join(sorted(set(of_code['file'])))}"
        for code, of_code in unknown.groupby("offence_code")
    )
    raise UserError(
        "Polisens leverans har brottskoder som inte finns i registret. Lägg till koden i "
        "expectations/offence_codes.csv med den brottsgrupp den hör till (grupperna står i "
        f"expectations/offence_groups.toml) och kör igen.\n{lines}"
    )
