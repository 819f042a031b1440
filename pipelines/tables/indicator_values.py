"""Indicator values: one figure per indicator, municipality and year, with its interval and its reservations.

Belongs here: offences per inhabitant, and the table as a whole. Not here: the other kinds of figures
(indicator_kinds.py), comparisons (comparisons.py), the register's facts (expectations/indicators/).
Source of the rules for when a figure may be printed: OHID technical guidance for small numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.intervals import BYAR_FROM, poisson_limits
from pipelines.registers import indicators, minimum_base, offence_groups, sources, tables
from pipelines.tables import indicator_kinds
from pipelines.tables.corrections import Correction
from pipelines.tables.schema import conform
from pipelines.tables.windows import hidden_years
from pipelines.tables.yearly import series_counts, yearly_counts

PARTICIPATING = "Samtliga deltagande skolor"
PER = 100_000

_SOURCE_OF_PUBLISHER = {
    "bra": "bra_agency", "bra_indicators": "bra_agency", "police": "police", "kolada": "kolada",
    "skolverket": "school_statistics",
}  # fmt: skip
_SOURCE_OF_SURVEY = {"trygghetsmatning": "survey", "skolenkaten_ak8": "school"}
_OF_POLICE = ("time_share", "place_share")


def source_of(entry: dict[str, Any]) -> str:
    """The agreement source (code) that an indicator rests on."""
    if "source_type" in entry:
        return str(entry["source_type"])
    if entry["kind"] in _OF_POLICE:
        return "police"
    if "survey" in entry:
        return _SOURCE_OF_SURVEY[entry["survey"]]
    return _SOURCE_OF_PUBLISHER[entry.get("publisher", "kolada")]


def indicator_register() -> pd.DataFrame:
    """The indicator register as a table."""
    rows = []
    for position, entry in enumerate(indicators(), start=1):
        source = sources()[source_of(entry)]
        keys = (
            "priority_area", "title", "question", "does_not_say", "kind", "unit", "direction", "disclosure",
            "problem",
        )  # fmt: skip
        base = minimum_base(entry)
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
                "facets": ";".join(entry["facets"]),
                "comparison_groups": ";".join(entry["comparison_groups"]) or None,
            }
            | {f"{form}_from": base[f"{form}_from"] for form in ("rate", "percent", "share", "pattern")}
            | {"trend_from_years": base["trend_from_years"]}
        )
    return conform("indicator", pd.DataFrame(rows))


def offence_rates(
    entry: dict[str, Any], yearly: pd.DataFrame, people: pd.Series, min_shown: int
) -> pd.DataFrame:
    """Counts and rates per 100 000 with exact (below ten events) or Byar's limits, hidden where they must be.

    ``people``: persons, indexed by municipality and year.
    """
    rows = series_counts(yearly, entry)
    base = minimum_base(entry)
    count = rows["count"].astype("int64").to_numpy()
    at = pd.MultiIndex.from_frame(rows[["municipality_code", "year"]])
    population = people.reindex(at).to_numpy(dtype=float, na_value=np.nan)
    hidden = (entry["disclosure"] == "below_5_hidden") & (count > 0) & (count < min_shown)
    known = ~np.isnan(population)
    rated = known & (count >= base["rate_from"]) & ~hidden
    lower, upper = poisson_limits(count)
    with np.errstate(invalid="ignore"):
        scale = np.where(rated, PER / population, np.nan)
    method = np.where(count >= BYAR_FROM, "Byar", "exakt Poisson")
    note = _joined_notes(
        np.where(rows["is_summed"] & (rows["status"] == "final"), "Summan av tolv månader.", ""),
        np.where(
            rows["is_summed"] & (rows["status"] != "final"), "Summan av tolv månader, en del preliminära.", ""
        ),
        np.where(rows["publisher"] == "kolada", "Egen bearbetning av data från Kolada.", ""),
        np.where(~known, "Folkmängd saknas för året, därför inget antal per invånare.", ""),
        np.where(
            known & (count < base["rate_from"]),
            f"Färre än {base['rate_from']} händelser: inget antal per invånare räknas ut.",
            "",
        ),
    )
    return pd.DataFrame(
        {
            "municipality_code": rows["municipality_code"].to_numpy(),
            "year": rows["year"].to_numpy(),
            "count": pd.array(np.where(hidden, 0, count), dtype="Int64"),
            "denominator": population,
            "value": count * scale,
            "lower_95": lower * scale,
            "upper_95": upper * scale,
            "status": rows["status"].to_numpy(),
            "publisher": rows["publisher"].to_numpy(),
            "method": np.where(known, method, "inget intervall"),
            "reliability": pd.Series(
                f"osäker, färre än {base['reliable_from']} händelser", index=range(len(rows))
            )
            .where(rated & (count < base["reliable_from"]), None)
            .to_numpy(),
            "n_sources": rows["files"].to_numpy() + known,
            "suppressed": hidden,
            "note": np.where(hidden, f"Färre än {min_shown}: visas inte.", note),
            "source_file": rows["file"].to_numpy(),
            "source_row": rows["row"].to_numpy(),
        }
    ).assign(count=lambda frame: frame["count"].mask(hidden))


def _joined_notes(*parts: np.ndarray) -> np.ndarray:
    return np.array([" ".join(text for text in texts if text) or None for texts in zip(*parts, strict=True)])


def _rests_on(entry: dict[str, Any], item: Any, correction: Correction) -> bool:
    """Whether the indicator's figure of a municipality and year is made of what was corrected."""
    at = (correction.municipality_code, correction.year, None, None)
    if (item.municipality_code, item.year, correction.month, correction.locality) != at:
        return False
    publisher = getattr(item, "publisher", None)
    group = offence_groups().get(str(entry.get("offence_group")))
    of_kolada = group.kolada if group and publisher == "kolada" else (entry.get("kpi"),)
    series = {
        "offence_count": {f"brott/{publisher}/{entry.get('offence_group')}"},
        "population": {"folkmangd/31 december"} if entry["kind"] == "offence_rate" else set(),
        "survey_result": {f"enkat/{entry.get('survey')}/{entry.get('survey_question')}"},
        "kpi_value": {f"nyckeltal/{entry.get('publisher', 'kolada')}/{kpi}" for kpi in of_kolada},
    }
    return correction.series in series[correction.table]


def _with_corrections(
    rows: pd.DataFrame, entry: dict[str, Any], corrections: tuple[Correction, ...]
) -> pd.DataFrame:
    """``note`` with what a local correction says of the figure."""
    if not corrections:
        return rows
    told = [
        " ".join(c.told() for c in corrections if _rests_on(entry, item, c)) for item in rows.itertuples()
    ]
    both = zip(rows["note"], told, strict=True)
    return rows.assign(note=[" ".join(t for t in pair if isinstance(t, str) and t) or None for pair in both])


@dataclass(frozen=True)
class Sources:
    """The tables that indicators rest on."""

    offence_count: pd.DataFrame
    survey_result: pd.DataFrame
    population: pd.DataFrame
    kpi_value: pd.DataFrame
    local_count: pd.DataFrame
    statement: pd.DataFrame
    statement_code: pd.DataFrame
    police_report: pd.DataFrame


def indicator_value(
    sources: Sources, agreement: Agreement, corrections: tuple[Correction, ...] = ()
) -> pd.DataFrame:
    """Every indicator's value for every municipality with figures and the country, all years.

    A figure that rests on a local correction says so in its note.
    """
    day = sources.population[sources.population["reference"] == "31 december"]
    people = day.set_index(["municipality_code", "year"])["population"].astype("float64")
    min_shown = agreement.thresholds.min_shown
    yearly = yearly_counts(sources.offence_count)
    hidden = hidden_years(sources.offence_count, agreement)
    kpis = sources.kpi_value.assign(
        municipality_code=sources.kpi_value["municipality_code"].map(agreement.reference_codes())
    )
    makers = {
        "offence_rate": lambda entry: offence_rates(entry, yearly, people, min_shown),
        "survey_index": lambda entry: indicator_kinds.survey_values(entry, sources.survey_result),
        "survey_share": lambda entry: indicator_kinds.survey_values(entry, sources.survey_result),
        "published_share": lambda entry: indicator_kinds.survey_values(entry, sources.survey_result),
        "kpi_share": lambda entry: indicator_kinds.kpi_shares(entry, kpis),
        "local_count": lambda entry: indicator_kinds.local_counts(entry, sources.local_count, min_shown),
        "statement_count": lambda entry: indicator_kinds.statement_counts(
            entry, sources.statement, sources.statement_code, agreement
        ),
        "time_share": lambda entry: indicator_kinds.time_shares(
            entry, sources.police_report, hidden, agreement
        ),
        "place_share": lambda entry: indicator_kinds.place_shares(
            entry, sources.offence_count, hidden, agreement
        ),
    }
    columns = list(tables()["indicator_value"].columns)
    parts = []
    for entry in indicators():
        rows = makers[entry["kind"]](entry)
        if rows.empty:
            continue
        parts.append(
            _with_corrections(rows, entry, corrections)
            .assign(indicator=entry["id"], priority_area=entry["priority_area"], unit=entry["unit"])
            .reindex(columns=columns)
        )
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    names = agreement.reference_names()
    frame = frame[frame["municipality_code"].isin(names)]
    frame["agreement"] = agreement.id
    frame["municipality"] = frame["municipality_code"].map(names)
    # The school survey's total is the schools that took part, not the country.
    of_schools = frame["indicator"].isin([e["id"] for e in indicators() if e["kind"] == "survey_share"])
    frame.loc[of_schools & (frame["municipality_code"] == agreement.country_code), "municipality"] = (
        PARTICIPATING
    )
    return conform("indicator_value", frame)
