"""Mapping tables: one vocabulary for offences, surveys and series breaks, whoever published the figure.

Not here: reading files, rates and tests (indicator_tables).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.methods.intervals import wilson_interval
from pipelines.raw import Reading
from pipelines.registers import indicators, offence_groups, series_breaks
from pipelines.tables.schema import conform, empty, query

# A count worked out as rate × population must land this close to a whole number. Rates are given with
# four decimals; a rate per 1 000 mistaken for per 100 000 (or the other way) does not.
INTEGER_TOLERANCE = 0.01
WHOLE_SHARE = 0.9

_COLUMNS = [
    "publisher", "municipality_code", "locality", "offence_group", "year", "month", "status", "count",
    "per_100k_published", "file", "row",
]  # fmt: skip


def _labels(attribute: str) -> dict[str, str]:
    return {
        label.lower(): group.id for group in offence_groups().values() for label in getattr(group, attribute)
    }


def agency_counts(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """Brå's counts from the statistics database (SOL), yearly final and monthly."""
    rows = reading.rows("sol_yearly", "sol_monthly")
    if rows.empty:
        return empty("offence_count")
    rows["municipality_code"] = rows["region"].str.lower().map(agreement.region_codes())
    rows["offence_group"] = rows["offence"].str.lower().map(_labels("sol_labels"))
    rows = rows.dropna(subset=["municipality_code", "offence_group"])
    rows = rows.rename(columns={"per_100k": "per_100k_published"})
    rows = rows.assign(publisher="bra", locality=None)
    return _without_repeats(rows[_COLUMNS])


def indicator_counts(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """Counts from Brå's municipality indicators (kommunindikatorer)."""
    rows = reading.rows("municipality_indicators")
    if rows.empty:
        return empty("offence_count")
    rows["municipality_code"] = rows["region"].str.lower().map(agreement.region_codes())
    rows["offence_group"] = rows["variable"].str.lower().map(_labels("indicator_labels"))
    rows = rows.dropna(subset=["municipality_code", "offence_group"])
    key = ["municipality_code", "offence_group", "year"]
    counts = rows[(rows["measure"] == "count") & rows["value"].notna()]
    rates = rows[rows["measure"] == "per_100k"].drop_duplicates(key).set_index(key)["value"]
    counts = counts.assign(
        publisher="bra_indicators",
        locality=None,
        month=pd.NA,
        status="final",
        count=counts["value"].round().astype("Int64"),
        per_100k_published=counts.set_index(key).index.map(rates.to_dict()),
    )
    return _without_repeats(counts[_COLUMNS])


def kolada_counts(reading: Reading, agreement: Agreement, population: pd.DataFrame) -> pd.DataFrame:
    """Counts behind Kolada's rates: rate × population / 100 000, kept only where it is a whole number.

    The titles of U07417 and U07452 say "per 1 000" and hold per 100 000 of one year; the whole-number
    test decides the unit, not the title: where it fails for a key figure, UserError. Source of the method:
    egen bearbetning av data från Kolada.
    """
    rows = reading.rows("kolada")
    groups = {kpi: group.id for group in offence_groups().values() for kpi in group.kolada}
    if rows.empty or population.empty:
        return empty("offence_count")
    rows = rows[rows["kpi"].isin(groups) & (rows["gender"] == "T") & rows["value"].notna()]
    rows = rows.assign(municipality_code=rows["municipality_code"].map(agreement.region_codes()))
    rows = rows.dropna(subset=["municipality_code"])
    if rows.empty:
        return empty("offence_count")
    day = population[population["reference"] == "31 december"]
    rows = rows.merge(
        day[["municipality_code", "year", "population"]], on=["municipality_code", "year"], how="inner"
    )
    implied = rows["value"] * rows["population"].astype(float) / 100_000
    whole = (implied - implied.round()).abs() < INTEGER_TOLERANCE
    # One row may be whole by chance: the unit is that of the whole key figure.
    shares = whole.groupby(rows["kpi"]).mean()
    if (shares < WHOLE_SHARE).any():
        wrong = ", ".join(sorted(shares[shares < WHOLE_SHARE].index))
        raise UserError(
            f"Koladas värden för {wrong} ger inte hela antal brott när de räknas om med folkmängden. "
            "Troligen är de per 1 000 invånare i stället för per 100 000, eller ett medelvärde av flera år. "
            "Hämta dem på nytt, eller ta bort dem ur filen."
        )
    rows = rows.assign(
        publisher="kolada",
        locality=None,
        offence_group=rows["kpi"].map(groups),
        month=pd.NA,
        status="final",
        count=implied.round().astype("Int64"),
        per_100k_published=rows["value"],
    )[whole]
    return _without_repeats(rows[_COLUMNS])


def police_counts(police_report: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """The police's own counts by registration month: per municipality, and per locality in the own one.

    A group's code list decides what is counted. A month is delivered when the municipality has any row of any
    offence in it; only then is a group without rows 0. A year gets a total when all twelve months are delivered.
    """
    if police_report.empty:
        return empty("offence_count")
    groups = pd.DataFrame(
        [(g.id, code) for g in offence_groups().values() for code in g.police_codes],
        columns=["offence_group", "offence_code"],
    )
    counted = query(
        """
        WITH delivered AS (
            SELECT municipality_code, registered_year AS year, registered_month AS month, min(file) AS file
            FROM report
            GROUP BY ALL
        ),
        place AS (
            SELECT DISTINCT municipality_code, locality FROM report WHERE locality IS NOT NULL
            UNION ALL
            SELECT DISTINCT municipality_code, NULL FROM report
        ),
        frame AS (
            SELECT delivered.*, place.locality, offence_group
            FROM delivered
            JOIN place USING (municipality_code)
            CROSS JOIN (SELECT DISTINCT offence_group FROM groups)
        ),
        counted AS (
            SELECT municipality_code, locality, offence_group, registered_year AS year,
                   registered_month AS month, sum(count) AS count, min(row) AS row
            FROM report
            JOIN groups USING (offence_code)
            GROUP BY ALL
        ),
        by_place AS (
            SELECT * FROM counted WHERE locality IS NOT NULL
            UNION ALL
            SELECT municipality_code, NULL, offence_group, year, month, sum(count), min(row)
            FROM counted
            GROUP BY ALL
        ),
        monthly AS (
            SELECT frame.*, coalesce(by_place.count, 0) AS count, by_place.row
            FROM frame
            LEFT JOIN by_place
                ON frame.municipality_code = by_place.municipality_code
                AND frame.locality IS NOT DISTINCT FROM by_place.locality
                AND frame.offence_group = by_place.offence_group
                AND frame.year = by_place.year
                AND frame.month = by_place.month
        )
        SELECT municipality_code, locality, offence_group, year, month, count, file, row FROM monthly
        UNION ALL
        SELECT municipality_code, locality, offence_group, year, NULL, sum(count), min(file), min(row)
        FROM monthly
        GROUP BY ALL
        HAVING count(*) = 12
        """,
        report=police_report,
        groups=groups,
    )
    return _shaped(counted.assign(publisher="police", status="final", per_100k_published=np.nan))


def offence_count(*parts: pd.DataFrame) -> pd.DataFrame:
    """All publishers' counts in one table. They are never added to each other: ``publisher`` is a key."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return empty("offence_count")
    return _shaped(pd.concat(filled, ignore_index=True))


def _shaped(rows: pd.DataFrame) -> pd.DataFrame:
    return conform("offence_count", rows[_COLUMNS])


def _without_repeats(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per key. The same figure from two files is one figure; final replaces preliminary, and a later
    preliminary figure an earlier one.

    Raises UserError when two files give different figures and neither is the later.
    """
    key = ["publisher", "municipality_code", "offence_group", "year", "month"]
    shaped = _shaped(rows)
    if shaped.empty:
        return shaped
    # Preliminary months are published anew every month: the file that reaches furthest holds the newest.
    period = shaped["year"] * 100 + shaped["month"].fillna(12)
    shaped = shaped.assign(reach=period.groupby(shaped["file"]).transform("max"))
    is_final = shaped.groupby(key, dropna=False)["status"].transform(lambda s: (s == "final").any())
    shaped = shaped[~(is_final & (shaped["status"] == "preliminary"))]
    newest = shaped.groupby([*key, "status"], dropna=False)["reach"].transform("max")
    shaped = shaped[(shaped["status"] == "final") | (shaped["reach"] == newest)].drop(columns="reach")
    shaped = shaped.drop_duplicates([*key, "status", "count"])
    clash = shaped[shaped.duplicated([*key, "status"], keep=False)]
    if len(clash):
        first = clash.iloc[0]
        raise UserError(
            f"Olika antal för samma uppgift: {first['publisher']}, kommun {first['municipality_code']}, "
            f"{first['offence_group']}, {first['year']}. Filer: {', '.join(sorted(set(clash['file'])))}."
        )
    return shaped.reset_index(drop=True)


def survey_result(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """Survey answers in one shape: the police's class index and the school survey's shares."""
    parts = [_safety_survey(reading, agreement), _school_survey(reading, agreement)]
    parts = [part for part in parts if len(part)]
    if not parts:
        return empty("survey_result")
    return conform("survey_result", pd.concat(parts, ignore_index=True))


def _safety_survey(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    rows = reading.rows("safety_survey")
    if rows.empty:
        return empty("survey_result")
    rows["municipality_code"] = rows["municipality"].str.lower().map(agreement.region_codes())
    rows = rows.dropna(subset=["municipality_code"])
    rows = rows.assign(
        survey="trygghetsmatning",
        source_type="survey",
        unit="index 0–6",
        scale_min=0.0,
        scale_max=6.0,
        direction="lower_is_better",
        count=pd.NA,
        lower_95=np.nan,
        upper_95=np.nan,
        mask=None,
    )
    return conform("survey_result", rows[list(empty("survey_result").columns)])


def _school_survey(reading: Reading, agreement: Agreement) -> pd.DataFrame:
    """Share who chose one of an indicator's options, of all who answered the survey.

    A masked option makes the share unknown (never zero), with the publisher's mask kept.
    """
    rows = reading.rows("school_survey")
    if rows.empty:
        return empty("survey_result")
    rows["municipality_code"] = rows["organisation"].str.lower().map(agreement.region_codes())
    rows = rows.dropna(subset=["municipality_code"])
    asked = rows[(rows["measure"] == "n_answers") & rows["value"].notna()]
    answers = asked.set_index(["file", "organisation"])["value"].to_dict()
    result = []
    for entry in indicators():
        if entry.get("survey") != "skolenkaten_ak8":
            continue
        chosen = rows[
            (rows["question"] == entry["survey_question"])
            & (rows["measure"] == "count")
            & rows["option"].isin(entry["options"])
            & (rows["grade"] == 8)
        ]
        for (file, organisation, code, year), group in chosen.groupby(
            ["file", "organisation", "municipality_code", "year"]
        ):
            total = int(answers.get((file, organisation), 0))
            is_known = group["value"].notna().all() and len(group) == len(entry["options"]) and total > 0
            count = int(group["value"].sum()) if is_known else 0
            lower, upper = wilson_interval(count, total) if is_known else (np.nan, np.nan)
            masks = "".join(sorted({mask for mask in group["mask"].dropna() if mask}))
            result.append(
                {
                    "survey": "skolenkaten_ak8",
                    "source_type": "school",
                    "municipality_code": code,
                    "locality": None,
                    "group": "Alla",
                    "question": entry["survey_question"],
                    "year": year,
                    "value": 100 * count / total if is_known else np.nan,
                    "unit": "procent",
                    "scale_min": 0.0,
                    "scale_max": 100.0,
                    "direction": "higher_is_better",
                    "count": count if is_known else None,
                    "n": total or None,
                    "lower_95": 100 * lower,
                    "upper_95": 100 * upper,
                    "mask": None if is_known else masks or "saknas",
                    "file": file,
                    "row": group["row"].min(),
                }
            )
    return conform("survey_result", pd.DataFrame(result)) if result else empty("survey_result")


def series_break() -> pd.DataFrame:
    """The register of series breaks, one row per indicator and year."""
    known = {entry["id"] for entry in indicators()}
    rows = []
    for entry in series_breaks():
        if unknown := sorted(set(entry["applies_to"]) - known):
            raise ValueError(f"series_breaks.toml names unknown indicators: {unknown}")
        for indicator in entry["applies_to"]:
            rows.append(
                {"indicator": indicator} | {k: entry[k] for k in ("year", "reason", "effect", "source")}
            )
    return conform("series_break", pd.DataFrame(rows))
