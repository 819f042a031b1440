"""Mapping tables: one vocabulary for offences and series breaks, whoever published the figure.

Not here: reading files, what is left out (scope.py), surveys (survey_tables.py), rates and tests.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.registers import indicators, offence_groups, series_breaks
from pipelines.tables.schema import conform, empty, query
from pipelines.tables.scope import kept

# A count worked out as rate × population must land this close to a whole number. Rates are given with
# four decimals; a rate per 1 000 mistaken for per 100 000 (or the other way) does not.
INTEGER_TOLERANCE = 0.01
WHOLE_SHARE = 0.9

_COLUMNS = [
    "publisher", "municipality_code", "locality", "offence_group", "year", "month", "status", "count",
    "per_100k_published", "file", "row",
]  # fmt: skip


def agency_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Brå's counts, yearly and monthly, of ``scope.agency_rows``."""
    rows = kept(rows)
    return _single(rows[_COLUMNS]) if len(rows) else empty("offence_count")


def indicator_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Counts from Brå's municipality indicators (kommunindikatorer), of ``scope.indicator_rows``."""
    rows = kept(rows)
    if rows.empty:
        return empty("offence_count")
    rows = rows[~rows["is_survey"]]
    key = ["municipality_code", "offence_group", "year"]
    counts = rows[rows["measure"] == "count"]
    rates = rows[rows["measure"] == "per_100k"].drop_duplicates(key).set_index(key)["value"]
    counts = counts.assign(
        publisher="bra_indicators",
        locality=None,
        month=pd.NA,
        status="final",
        count=counts["value"].round().astype("Int64"),
        per_100k_published=counts.set_index(key).index.map(rates.to_dict()),
    )
    return _single(counts[_COLUMNS])


def kolada_counts(kpi_value: pd.DataFrame, population: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """Counts behind Kolada's rates: rate × population / 100 000, kept only where it is a whole number.

    The titles of U07417 and U07452 say "per 1 000" and hold per 100 000 of one year; the whole-number
    test decides the unit, not the title: where it fails for a key figure, UserError. Source of the method:
    egen bearbetning av data från Kolada.
    """
    groups = {kpi: group.id for group in offence_groups().values() for kpi in group.kolada}
    rows = kpi_value[
        (kpi_value["publisher"] == "kolada")
        & kpi_value["kpi"].isin(groups)
        & (kpi_value["gender"] == "T")
        & kpi_value["value"].notna()
    ]
    rows = rows.assign(municipality_code=rows["municipality_code"].map(agreement.reference_codes()))
    rows = rows.dropna(subset=["municipality_code"])
    if rows.empty or population.empty:
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
    return _single(rows[_COLUMNS])


def police_counts(police_report: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """The police's own counts by registration month: per municipality, and per locality in the own one.

    A group's code list decides what is counted: its own codes and its descendants', so that a row counts once in
    each whole it belongs to. Groups outside every priority area are not counted (``registers.group_of_code`` says
    where their rows belong), and sensitive groups only for the whole municipality and year. A month is delivered
    when the municipality has any row of any offence in it; only then is a group without rows 0. A year gets a
    total when all twelve months are delivered.
    """
    if police_report.empty:
        return empty("offence_count")
    groups = pd.DataFrame(
        [
            (g.id, g.sensitive, code)
            for g in offence_groups().values()
            if g.is_counted
            for code in g.police_codes
        ],
        columns=["offence_group", "sensitive", "offence_code"],
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
            SELECT delivered.*, place.locality, offence_group, sensitive
            FROM delivered
            JOIN place USING (municipality_code)
            CROSS JOIN (SELECT DISTINCT offence_group, sensitive FROM groups)
            WHERE place.locality IS NULL OR NOT sensitive
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
        SELECT municipality_code, locality, offence_group, year, month, count, file, row
        FROM monthly
        WHERE NOT sensitive
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


def _single(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per key. Raises UserError when two files give different figures and neither is the later."""
    key = ["publisher", "municipality_code", "offence_group", "year", "month", "status"]
    shaped = _shaped(rows)
    clash = shaped[shaped.duplicated(key, keep=False)]
    if len(clash):
        first = clash.iloc[0]
        raise UserError(
            f"Olika antal för samma uppgift: {first['publisher']}, kommun {first['municipality_code']}, "
            f"{first['offence_group']}, {first['year']}. Filer: {', '.join(sorted(set(clash['file'])))}."
        )
    return shaped


def series_break() -> pd.DataFrame:
    """The register of series breaks, one row per series and year: an indicator, or publisher/offence group.

    Raises ValueError for a series that neither register knows.
    """
    known = {entry["id"] for entry in indicators()}
    rows = []
    for entry in series_breaks():
        series = [*entry.get("applies_to", ()), *entry.get("series", ())]
        unknown = set(entry.get("applies_to", ())) - known
        unknown |= {name for name in entry.get("series", ()) if name.split("/")[-1] not in offence_groups()}
        if unknown or not series:
            raise ValueError(f"series_breaks.toml: unknown series {sorted(unknown)} of {entry['year']}")
        rows += [
            {"indicator": name} | {k: entry[k] for k in ("year", "reason", "effect", "source")}
            for name in series
        ]
    return conform("series_break", pd.DataFrame(rows))
