"""Indicator values: one figure per indicator, municipality and year, with its interval and its reservations.

Not here: comparisons (comparisons.py), the register's facts (expectations/indicators.toml).
Source of the rules for when a figure may be printed: OHID technical guidance for small numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.intervals import rate
from pipelines.registers import indicators, offence_groups, sources, tables
from pipelines.tables.corrections import Correction
from pipelines.tables.schema import conform

RATE_FROM = 5
RELIABLE_FROM = 10
SHARE_FROM = 30
PARTICIPATING = "Samtliga deltagande skolor"

_SOURCE_OF_PUBLISHER = {
    "bra": "bra_agency", "bra_indicators": "bra_agency", "police": "police", "kolada": "kolada",
}  # fmt: skip
_SOURCE_OF_SURVEY = {"trygghetsmatning": "survey", "skolenkaten_ak8": "school"}
_METHOD = {"exact": "exakt Poisson", "byar": "Byar"}


def source_of(entry: dict[str, Any]) -> str:
    """The agreement source (code) that an indicator rests on."""
    if "publisher" in entry:
        return _SOURCE_OF_PUBLISHER[entry["publisher"]]
    if "survey" in entry:
        return _SOURCE_OF_SURVEY[entry["survey"]]
    return "kolada"


def indicator_register() -> pd.DataFrame:
    """The indicator register as a table."""
    rows = []
    for position, entry in enumerate(indicators(), start=1):
        source = sources()[source_of(entry)]
        keys = (
            "priority_area",
            "title",
            "question",
            "does_not_say",
            "kind",
            "unit",
            "direction",
            "disclosure",
        )
        rows.append(
            {key: entry[key] for key in keys}
            | {
                "indicator": entry["id"],
                "position": position,
                "source_type": source.id,
                "source_label": source.credit,
                "publisher": entry.get("publisher"),
                "offence_group": entry.get("offence_group"),
                "survey_question": entry.get("survey_question"),
            }
        )
    return conform("indicator", pd.DataFrame(rows))


def series_counts(offence_count: pd.DataFrame, entry: dict[str, Any]) -> pd.DataFrame:
    """The yearly counts an indicator rests on: its publisher's, and where those are missing (by municipality
    and year) those of the publishers the register allows beside it. Columns as ``yearly_counts``.
    """
    parts = [
        yearly_counts(offence_count, publisher, entry["offence_group"])
        for publisher in (entry["publisher"], *entry.get("also", ()))
    ]
    # Stable order: the first publisher wins, but a final figure wins over a preliminary one.
    both = pd.concat(parts, ignore_index=True).sort_values("status", kind="stable")
    return both.drop_duplicates(["municipality_code", "year"])


def yearly_counts(offence_count: pd.DataFrame, publisher: str, group: str) -> pd.DataFrame:
    """Municipality totals per year of one series: final years, years of twelve final months, and years with
    all twelve months where some are preliminary.

    A year is never made of fewer than twelve months. Columns: municipality_code, year, count, status, file, row,
    files (how many), publisher, is_summed.
    """
    series = offence_count[
        (offence_count["publisher"] == publisher)
        & (offence_count["offence_group"] == group)
        & offence_count["locality"].isna()
    ]
    columns = ["municipality_code", "year", "count", "status", "file", "row", "files", "is_summed"]
    final = series[series["month"].isna() & (series["status"] == "final")]
    final = final.assign(files=1, is_summed=False)[columns]
    summed = (
        series[series["month"].notna()]
        .groupby(["municipality_code", "year"])
        .agg(
            count=("count", "sum"),
            months=("month", "nunique"),
            # "preliminary" sorts after "final": one preliminary month makes the year preliminary.
            status=("status", "max"),
            file=("file", "max"),
            row=("row", "min"),
            files=("file", "nunique"),
        )
        .reset_index()
    )
    summed = summed[summed["months"] == 12].assign(is_summed=True)
    both = pd.concat([final, summed[columns]], ignore_index=True)
    return both.drop_duplicates(["municipality_code", "year"]).assign(publisher=publisher)


def _offence_rates(
    entry: dict[str, Any], offence_count: pd.DataFrame, people: dict[tuple[str, int], int], min_shown: int
) -> list[dict[str, Any]]:
    rows = []
    for item in series_counts(offence_count, entry).itertuples():
        count, population = int(item.count), people.get((item.municipality_code, item.year))
        row: dict[str, Any] = {
            "municipality_code": item.municipality_code,
            "year": item.year,
            "count": count,
            "denominator": population,
            "status": item.status,
            "publisher": item.publisher,
            "method": "inget intervall",
            "n_sources": int(item.files) + (population is not None),
            "source_file": item.file,
            "source_row": item.row,
            "suppressed": entry["disclosure"] == "below_5_hidden" and 0 < count < min_shown,
        }
        notes = []
        if item.is_summed:
            notes.append(
                "Summan av tolv månader" + (", en del preliminära." if item.status != "final" else ".")
            )
        if item.publisher == "kolada":
            notes.append("Egen bearbetning av data från Kolada.")
        if population is None:
            notes.append("Folkmängd saknas för året, därför inget antal per invånare.")
        else:
            estimate = rate(count, population)
            row["method"] = _METHOD[estimate.method]
            if count >= RATE_FROM:
                row |= {"value": estimate.value, "lower_95": estimate.lower, "upper_95": estimate.upper}
                row["reliability"] = None if count >= RELIABLE_FROM else "osäker, färre än 10 händelser"
            else:
                notes.append("Färre än 5 händelser: inget antal per invånare räknas ut.")
        if row["suppressed"]:
            row |= {
                "count": None,
                "value": np.nan,
                "lower_95": np.nan,
                "upper_95": np.nan,
                "reliability": None,
            }
            notes = [f"Färre än {min_shown}: visas inte."]
        row["note"] = " ".join(notes) or None
        rows.append(row)
    return rows


def _survey_values(entry: dict[str, Any], survey_result: pd.DataFrame) -> list[dict[str, Any]]:
    chosen = survey_result[
        (survey_result["survey"] == entry["survey"])
        & (survey_result["question"] == entry["survey_question"])
        & (survey_result["group"] == "Alla")
        & survey_result["locality"].isna()
    ]
    is_share = entry["kind"] == "survey_share"
    rows = []
    for item in chosen.itertuples():
        answers = None if pd.isna(item.n) else int(item.n)
        note, value = None, item.value
        if not pd.isna(item.mask):
            note = "Utgivaren har maskerat ett svarsalternativ: andelen är okänd."
        elif is_share and (answers or 0) < SHARE_FROM:
            note, value = f"Färre än {SHARE_FROM} svar: andelen visas inte.", np.nan
        is_known = not pd.isna(value)
        rows.append(
            {
                "municipality_code": item.municipality_code,
                "year": item.year,
                "value": value,
                "lower_95": item.lower_95 if is_known else np.nan,
                "upper_95": item.upper_95 if is_known else np.nan,
                "count": item.count if is_known else None,
                "denominator": answers,
                "status": "final",
                "method": "Wilson" if is_share and is_known else "inget intervall",
                "n_sources": 1,
                "suppressed": False,
                "note": note,
                "source_file": item.file,
                "source_row": item.row,
            }
        )
    return rows


def _kpi_shares(entry: dict[str, Any], kolada: pd.DataFrame) -> list[dict[str, Any]]:
    if kolada.empty:
        return []
    chosen = kolada[(kolada["kpi"] == entry["kpi"]) & (kolada["gender"] == "T") & kolada["value"].notna()]
    return [
        {
            "municipality_code": item.municipality_code,
            "year": item.year,
            "value": item.value,
            "status": "final",
            "method": "inget intervall",
            "n_sources": 1,
            "suppressed": False,
            "note": "Antalet personer bakom andelen publiceras inte.",
            "source_file": item.file,
            "source_row": item.row,
        }
        for item in chosen.itertuples()
    ]


def _rests_on(entry: dict[str, Any], item: dict[str, Any], correction: Correction) -> bool:
    """Whether the indicator's figure of a municipality and year is made of what was corrected."""
    at = (correction.municipality_code, correction.year, None, None)
    if (item["municipality_code"], item["year"], correction.month, correction.locality) != at:
        return False
    group = offence_groups().get(str(entry.get("offence_group")))
    of_kolada = group.kolada if group and item.get("publisher") == "kolada" else (entry.get("kpi"),)
    series = {
        "offence_count": {f"brott/{item.get('publisher')}/{entry.get('offence_group')}"},
        "population": {"folkmangd/31 december"} if entry["kind"] == "offence_rate" else set(),
        "survey_result": {f"enkat/{entry.get('survey')}/{entry.get('survey_question')}"},
        "kpi_value": {f"nyckeltal/kolada/{kpi}" for kpi in of_kolada},
    }
    return correction.series in series[correction.table]


@dataclass(frozen=True)
class Sources:
    """The tables that indicators rest on."""

    offence_count: pd.DataFrame
    survey_result: pd.DataFrame
    population: pd.DataFrame
    kpi_value: pd.DataFrame


def indicator_value(
    sources: Sources, agreement: Agreement, corrections: tuple[Correction, ...] = ()
) -> pd.DataFrame:
    """Every indicator's value for every municipality of the police area and the country, all years.

    A figure that rests on a local correction says so in its note.
    """
    population = sources.population
    day = population[population["reference"] == "31 december"]
    people = {(r.municipality_code, int(r.year)): int(r.population) for r in day.itertuples()}
    kolada = sources.kpi_value[sources.kpi_value["publisher"] == "kolada"]
    kolada = kolada.assign(municipality_code=kolada["municipality_code"].map(agreement.region_codes()))
    rows = []
    for entry in indicators():
        if entry["kind"] == "offence_rate":
            found = _offence_rates(entry, sources.offence_count, people, agreement.thresholds.min_shown)
        elif entry["kind"] in ("survey_share", "survey_index"):
            found = _survey_values(entry, sources.survey_result)
        else:
            found = _kpi_shares(entry, kolada)
        for item in found:
            told = [c.told() for c in corrections if _rests_on(entry, item, c)]
            item["note"] = " ".join(text for text in (item.get("note"), *told) if text) or None
        rows += [
            item | {"indicator": entry["id"], "priority_area": entry["priority_area"], "unit": entry["unit"]}
            for item in found
        ]
    names = agreement.municipality_names()
    frame = pd.DataFrame(rows, columns=list(tables()["indicator_value"].columns))
    frame = frame[frame["municipality_code"].isin(names)]
    frame["agreement"] = agreement.id
    frame["municipality"] = frame["municipality_code"].map(names)
    # The school survey's total is the schools that took part, not the country.
    of_schools = frame["indicator"].isin([e["id"] for e in indicators() if e["kind"] == "survey_share"])
    frame.loc[of_schools & (frame["municipality_code"] == agreement.country_code), "municipality"] = (
        PARTICIPATING
    )
    return conform("indicator_value", frame)
