"""What there was to go on: each source per year, and indicators that lost their figure though their source came.

Not here: what the sources say (analysis_tables), whether a lägesbild may be published (pipelines.publication).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.raw import Reading
from pipelines.registers import indicators, source_of_layout, sources
from pipelines.tables.schema import conform, empty
from pipelines.tables.statement_tables import DIALOGUES

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
    "november", "december",
)  # fmt: skip


#: Files that serve other sources, or that are only looked things up in.
NOT_SOURCES = {"further", "reference", "own_review"}
#: Surveys whose rows are in survey_result and nowhere else.
ASKED_IN_TABLE = {"survey", "school", "youth_survey"}
LISTS = ("municipality_groups", "offence_code_tree", "reference_list")


@dataclass(frozen=True)
class Material:
    """Everything that was read, as far as coverage is concerned."""

    reading: Reading
    police_report: pd.DataFrame
    survey_result: pd.DataFrame
    statement: pd.DataFrame
    local_count: pd.DataFrame
    agreement: Agreement


def source_coverage(material: Material) -> pd.DataFrame:
    """For every year of the agreement: each source used, missing or left out, with how much it holds.

    A police delivery without all twelve months counts as missing for a year's lägesbild, and says which months.
    """
    agreement = material.agreement
    received = {source_of_layout()[file.layout].id for file in material.reading.files} - NOT_SOURCES
    received |= {str(s) for table in (material.local_count, material.statement) for s in table["source_type"]}
    held = {
        source: _held(source, material)
        for source in (*agreement.mandatory, *sources())
        if source in sources()
    }
    rows: list[dict[str, Any]] = []
    for year in range(agreement.valid_from, agreement.valid_to + 1):
        promised = agreement.further.get(year, ())
        left_out = agreement.left_out.get(year, ())
        named = {item.source for item in left_out}
        for source in dict.fromkeys((*agreement.mandatory, *promised, *sorted(received))):
            label = sources()[source].label if source in sources() else source
            every = held.get(source, pd.DataFrame(columns=["year", "file", "month"]))
            found = every[every["year"] == year]
            earlier = every.loc[every["year"] <= year, "year"]
            newest = int(earlier.max()) if len(earlier) else None
            is_mandatory = source in agreement.mandatory
            if found.empty and not is_mandatory and (source not in promised or label in named):
                continue
            reason = _why_missing(source, found)
            rows.append(
                {
                    "source_type": source,
                    "source_label": label,
                    "year": year,
                    "mandatory": is_mandatory,
                    "files": found["file"].nunique() if len(found) else 0,
                    "records": len(found),
                    "state": "missing" if reason else "used",
                    "newest_year": newest,
                    "stale": _is_stale(source, year, newest),
                    "reason": reason,
                }
            )
        rows += [
            {
                "source_type": "left_out",
                "source_label": item.source,
                "year": year,
                "mandatory": False,
                "files": 0,
                "records": 0,
                "state": "left_out",
                "reason": item.reason,
            }
            for item in left_out
        ]
    return conform("source_coverage", pd.DataFrame(rows).assign(agreement=agreement.id))


def _is_stale(source: str, year: int, newest: int | None) -> bool:
    """Whether the newest figure is older at the end of the year than the source register allows."""
    return (
        newest is not None
        and source in sources()
        and 12 * (year - newest) > sources()[source].freshness_months
    )


def _held(source: str, material: Material) -> pd.DataFrame:
    """What a source holds for the own municipality, all years. Columns: year, file, month."""
    agreement = material.agreement
    code, codes = agreement.municipality.code, agreement.region_codes()
    if source == "police":
        rows = material.police_report[material.police_report["municipality_code"] == code]
        return _columns(rows, year="registered_year", month="registered_month")
    parts = [_columns(material.statement[material.statement["source_type"] == source], file="document")]
    if source in DIALOGUES:
        return parts[0]
    local = material.local_count
    local = local[(local["source_type"] == source) & (local["municipality_code"] == code)]
    parts.append(_columns(local.assign(year=local["period_to"].dt.year)))
    asked = material.survey_result
    asked = asked[(asked["source_type"] == source) & (asked["municipality_code"] == code)]
    if source not in ASKED_IN_TABLE:
        for layout in sources()[source].layouts:
            rows = material.reading.rows(layout)
            region = next((c for c in ("municipality_code", "region_code", "region") if c in rows), None)
            if rows.empty or region is None or "year" not in rows or layout in LISTS:
                continue
            written = rows[region].fillna(rows["region"]) if "region" in rows else rows[region]
            own = written.astype("string").str.strip().str.lower().map(codes) == code
            parts.append(_columns(rows[own]))
    return pd.concat([*parts, _columns(asked)], ignore_index=True)


def _columns(
    rows: pd.DataFrame, year: str = "year", file: str = "file", month: str | None = None
) -> pd.DataFrame:
    months = rows[month].astype("Int64") if month else pd.array([pd.NA] * len(rows), dtype="Int64")
    return pd.DataFrame(
        {"year": rows[year].astype("Int64"), "file": rows[file].astype("string"), "month": months}
    ).dropna(subset=["year"])


def _why_missing(source: str, found: pd.DataFrame) -> str | None:
    if found.empty:
        return "Inget underlag för året har kommit in."
    if source == "police":
        absent = sorted(set(range(1, 13)) - set(found["month"].astype(int)))
        if absent:
            listed = ", ".join(MONTHS[month - 1] for month in absent)
            return f"Leveransen är inte hel: inga rader för {listed}."
    return None


def indicator_gap(
    values: pd.DataFrame, offence_count: pd.DataFrame, survey_result: pd.DataFrame, agreement: Agreement
) -> pd.DataFrame:
    """Indicators without a figure for a year although their source has figures for it: a renamed question, a
    label that was dropped, a month that is missing. Without this an indicator would age in silence."""
    code, rows = agreement.municipality.code, []
    own = values[(values["municipality_code"] == code) & ~(values["value"].isna() & values["count"].isna())]
    known = set(zip(own["indicator"], own["year"].astype(int), strict=True))
    suppressed = values[
        (values["municipality_code"] == code) & (values["suppressed"] | values["note"].notna())
    ]
    known |= set(zip(suppressed["indicator"], suppressed["year"].astype(int), strict=True))
    counts = offence_count[offence_count["municipality_code"] == code]
    answers = survey_result[survey_result["municipality_code"] == code]
    for entry in indicators():
        if entry["kind"] == "offence_rate":
            held = counts[counts["publisher"] == entry["publisher"]]
        elif "survey" in entry:
            held = answers[answers["survey"] == entry["survey"]]
        else:
            continue
        years = set(held["year"].astype(int)) & set(range(agreement.valid_from, agreement.valid_to + 1))
        rows += [
            {
                "indicator": entry["id"],
                "title": entry["title"],
                "priority_area": entry["priority_area"],
                "year": year,
                "reason": "Källan har siffror för året, men inte för den här indikatorn. Jämför benämningen, "
                "frågan eller brottskoderna i filen med registret, och se om någon månad saknas.",
            }
            for year in sorted(years)
            if (entry["id"], year) not in known
        ]
    return (
        conform("indicator_gap", pd.DataFrame(rows).assign(agreement=agreement.id))
        if rows
        else empty("indicator_gap")
    )


def series_held(
    offence_count: pd.DataFrame, survey_result: pd.DataFrame, population: pd.DataFrame
) -> set[str]:
    """What there are figures for, as text: publisher or survey, municipality, group or question, year."""
    counts = offence_count[offence_count["locality"].isna() & offence_count["month"].isna()]
    surveys = survey_result[survey_result["locality"].isna() & (survey_result["group"] == "Alla")]
    return (
        set(_joined(counts, "publisher", "municipality_code", "offence_group", "year"))
        | set(_joined(surveys, "survey", "municipality_code", "question", "year"))
        | set(_joined(population, "reference", "municipality_code", "source", "year"))
    )


def _joined(rows: pd.DataFrame, *columns: str) -> pd.Series:
    return (
        rows[list(columns)].astype("string").agg(", ".join, axis=1)
        if len(rows)
        else pd.Series(dtype="string")
    )


def coverage_kept(held: set[str], before: set[str]) -> dict[str, Any]:
    """A row of the reconciliation: how much of what the last edition had figures for is gone.

    ``compared`` is what there are figures for now, so that the first edition and one made again are alike.
    """
    lost = sorted(before - held)
    return {
        "compared": len(held),
        "stopping": 0,
        "warned": len(lost),
        "largest": float(len(lost)) if lost else None,
        "example": lost[0] if lost else None,
    }
