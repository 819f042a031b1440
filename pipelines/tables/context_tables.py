"""Tables of what stands beside the offences: key figures, groups of municipalities, local counts, events.

Each keeps what the source says with its own marks; nothing is summed. Not here: reading, indicators.
"""

from __future__ import annotations

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.paths import SHARED_FOLDER
from pipelines.raw import Reading
from pipelines.tables.schema import conform, empty
from pipelines.tables.scope import REPEATED, coded, exclude, kept

REPLACED_BY_FETCH = "äldre uppgift, ersatt av en senare hämtning"
_KPI_KEY = ["publisher", "kpi", "municipality_code", "school_unit_code", "year", "gender"]
_COUNT_KEY = ["source_type", "municipality_code", "place", "phenomenon", "unit", "period_from", "period_to"]


def kpi_rows(reading: Reading) -> pd.DataFrame:
    """Kolada's and Skolverket's key figures; a fetched snapshot replaces a saved file's value."""
    kolada, school = reading.rows("kolada"), reading.rows("school_statistics")
    parts = []
    if len(kolada):
        parts.append(kolada.assign(publisher="kolada", unit=None, school_unit_code=None, school=None))
    if len(school):
        parts.append(
            school.rename(columns={"measure": "kpi", "mask": "status"}).assign(
                publisher="skolverket", gender="T"
            )
        )
    if not parts:
        return pd.DataFrame()
    rows = pd.concat(parts, ignore_index=True)
    rows["status"] = rows["status"].fillna("")
    rows["excluded"] = None
    rows["excluded"] = rows["excluded"].astype(object)
    is_fetched = rows["file"].str.startswith(f"{SHARED_FOLDER}/")
    fetched = pd.MultiIndex.from_frame(rows.loc[is_fetched, _KPI_KEY])
    exclude(rows, ~is_fetched & pd.MultiIndex.from_frame(rows[_KPI_KEY]).isin(fetched), REPLACED_BY_FETCH)
    left = rows[rows["excluded"].isna()]
    exclude(
        rows, left.duplicated([*_KPI_KEY, "status", "value"]).reindex(rows.index, fill_value=False), REPEATED
    )
    return rows


def kpi_value(reading: Reading) -> pd.DataFrame:
    """One row per key figure, municipality (or school), year and sex, with the publisher's status.

    Raises UserError when two files give different values and neither is the later.
    """
    rows = kept(kpi_rows(reading))
    if rows.empty:
        return empty("kpi_value")
    clash = rows[rows.duplicated(_KPI_KEY, keep=False)]
    if len(clash):
        first = clash.iloc[0]
        raise UserError(
            f"Olika värden för samma nyckeltal: {first['kpi']}, kommun {first['municipality_code']}, "
            f"{first['year']}. Behåll den nyaste filen av: {', '.join(sorted(set(clash['file'])))}."
        )
    return conform("kpi_value", rows[list(empty("kpi_value").columns)])


def group_rows(reading: Reading) -> pd.DataFrame:
    """Groups of municipalities (SKR's, Kolada's similar municipalities)."""
    rows = reading.rows("municipality_groups")
    if rows.empty:
        return rows
    again = rows.duplicated(["group_id", "year", "municipality_code"])
    excluded = pd.Series([None] * len(rows), index=rows.index, dtype=object).where(~again, REPEATED)
    return rows.assign(excluded=excluded)


def municipality_group(reading: Reading) -> pd.DataFrame:
    """One row per group and member."""
    rows = kept(group_rows(reading))
    if rows.empty:
        return empty("municipality_group")
    return conform("municipality_group", rows[list(empty("municipality_group").columns)])


def local_rows(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """Counts typed into the templates: incidents at school, and further sources by agreement."""
    incidents, further = reading.rows("incident_report"), reading.rows("further_source")
    parts = []
    if len(incidents):
        parts.append(incidents.assign(source_type="school_incidents", mask=None))
    if len(further):
        parts.append(further[further["kind"] == "count"].rename(columns={"source": "source_type"}))
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if rows.empty:
        return rows
    rows = coded(rows, rows["municipality"], agreement)
    # Places and phenomena are written freely in the templates.
    for column in ("place", "phenomenon"):
        texts = ["" if pd.isna(value) else str(value) for value in rows[column]]
        rows[column] = [item.text or None for item in reading.redactor.redact_document(texts)]
    # One name of a place, however its letters are written: the first spelling stands for all.
    for column in ("place", "phenomenon"):
        folded = rows[column].astype("string").str.casefold()
        rows[column] = rows.groupby(folded, dropna=False)[column].transform("first")
    left = rows[rows["excluded"].isna()]
    again = left.duplicated([*_COUNT_KEY, "count", "mask"]).reindex(rows.index, fill_value=False)
    exclude(rows, again, REPEATED)
    return rows


def local_count(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """One row per source, place, period and phenomenon; a count that the source hides has its mark.

    Raises UserError when two files give different counts for the same thing.
    """
    rows = kept(local_rows(reading, agreement))
    if rows.empty:
        return empty("local_count")
    clash = rows[rows.duplicated(_COUNT_KEY, keep=False)]
    if len(clash):
        first = clash.iloc[0]
        raise UserError(
            f"Olika antal för samma uppgift ({first['source_type']}, {first['period_from']:%Y-%m-%d}). "
            f"Behåll en av raderna: {', '.join(f'{r.file} rad {r.row}' for r in clash.itertuples())}."
        )
    return conform("local_count", rows[list(empty("local_count").columns)])


def event_rows(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """Events from the police's site; an event whose name ends in a county has no municipality."""
    rows = reading.rows("police_events")
    if rows.empty:
        return rows
    rows = coded(rows, rows["municipality"], agreement)
    exclude(
        rows,
        rows[rows["excluded"].isna()].duplicated("event_id").reindex(rows.index, fill_value=False),
        REPEATED,
    )
    return rows


def police_event(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """What the police chose to write about in the agreement's municipalities. Never a measure."""
    rows = kept(event_rows(reading, agreement))
    if rows.empty:
        return empty("police_event")
    return conform("police_event", rows[list(empty("police_event").columns)])
