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


@dataclass(frozen=True)
class Material:
    """Everything that was read, as far as coverage is concerned."""

    reading: Reading
    police_report: pd.DataFrame
    survey_result: pd.DataFrame
    statement: pd.DataFrame
    agreement: Agreement


def source_coverage(material: Material) -> pd.DataFrame:
    """For every year of the agreement: each source used, missing or left out, with how much it holds.

    A police delivery without all twelve months counts as missing for a year's lägesbild, and says which months.
    """
    agreement = material.agreement
    received = {source_of_layout()[file.layout].id for file in material.reading.files}
    rows: list[dict[str, Any]] = []
    for year in range(agreement.valid_from, agreement.valid_to + 1):
        promised = agreement.further.get(year, ())
        left_out = agreement.left_out.get(year, ())
        named = {item.source for item in left_out}
        for source in dict.fromkeys((*agreement.mandatory, *promised, *sorted(received))):
            label = sources()[source].label if source in sources() else source
            found = _held(source, year, material)
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


def _held(source: str, year: int, material: Material) -> pd.DataFrame:
    """The rows a source holds for the own municipality and year, with their file."""
    agreement = material.agreement
    code, codes = agreement.municipality.code, agreement.region_codes()
    if source == "police":
        rows = material.police_report[material.police_report["municipality_code"] == code]
        return rows[rows["registered_year"] == year]
    if source in DIALOGUES:
        rows = material.statement
        rows = rows[(rows["source_type"] == source) & (rows["year"] == year)]
        return rows.rename(columns={"document": "file"})
    if source in ("survey", "school"):
        rows = material.survey_result
        rows = rows[(rows["source_type"] == source) & (rows["year"] == year)]
        return rows[rows["municipality_code"] == code]
    parts = []
    for layout in sources()[source].layouts if source in sources() else ():
        rows = material.reading.rows(layout)
        region = next((c for c in ("municipality_code", "region_code", "region") if c in rows), None)
        if rows.empty or region is None or "year" not in rows:
            continue
        written = rows[region].fillna(rows["region"]) if "region" in rows else rows[region]
        own = written.astype("string").str.strip().str.lower().map(codes) == code
        parts.append(rows.loc[own & (rows["year"] == year), ["file", "row"]])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["file", "row"])


def _why_missing(source: str, found: pd.DataFrame) -> str | None:
    if found.empty:
        return "Inget underlag för året har kommit in."
    if source == "police":
        absent = sorted(set(range(1, 13)) - set(found["registered_month"].astype(int)))
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
        if "publisher" in entry:
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
