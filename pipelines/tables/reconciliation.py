"""Figures that must agree, compared: months with years, parts with wholes, one publisher with another.

A wrong figure that looks right is caught here: a subset larger than its whole, twelve months that do not make
the year, a rate that is not the count over the population. Not here: reading, mapping.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.errors import UserError
from pipelines.registers import indicators, known_codes, offence_groups
from pipelines.tables.schema import conform, query

# The police count by registration date and Brå by final statistics: a few per cent apart is normal.
POLICE_DRIFT = 0.10
POLICE_DRIFT_FROM = 50
# Brå rounds its rates to whole numbers and may divide by another day's population.
RATE_DRIFT = 0.05

_RULES = {
    "months_make_year": "Tolv slutliga månader är lika med året (Brå).",
    "part_within_whole": "En undergrupp är aldrig större än sin helhet (samma utgivare).",
    "police_rows_counted": "Polisens antal är summan av leveransens rader.",
    "police_codes_known": "Leveransens brottskoder finns i registret (expectations/offence_codes.csv).",
    "tree_adds_up": "En grupp i polisens kodträd är summan av sina delar och egna koder.",
    "kolada_equals_agency": "Antal ur Koladas tal är lika med Brås antal.",
    "rate_is_count_over_population": "Publicerat tal per 100 000 stämmer med antal och folkmängd.",
    "police_near_agency": "Polisens antal ligger nära Brås (inom 10 procent från 50 brott).",
    "country_above_municipality": "Riket har fler brott än någon kommun.",
    "kolada_has_population": "Koladas tal om brott har folkmängd att räknas om med; utan den saknas året.",
    "kolada_whole_counts": "Koladas tal gånger folkmängden blir hela antal brott.",
    "agency_doors_agree": "Samma uppgift i Brås databas och i Brås andra filer är lika.",
    "rows_accounted": "Varje post i varje fil är redovisad: i en tabell, avvisad eller utelämnad med skäl.",
    "no_unregistered_jump": "Inget antal hoppar (riket med 60 procent, en kommun till det tredubbla) utan ett "
    "registrerat seriebrott.",
    "coverage_kept": "Inget som den förra utgåvan hade siffror för har försvunnit.",
}


@dataclass(frozen=True)
class Evidence:
    """What is compared besides the counts themselves.

    ``doors`` is ``scope.doors``; ``kept`` is the row of ``coverage.coverage_kept``.
    """

    kpi_value: pd.DataFrame
    file_account: pd.DataFrame
    source_file: pd.DataFrame
    series_break: pd.DataFrame
    doors: pd.DataFrame
    kept: dict[str, Any]


def reconciliation(
    offence_count: pd.DataFrame, population: pd.DataFrame, police_report: pd.DataFrame, evidence: Evidence
) -> pd.DataFrame:
    """One row per rule: how many figures were compared and how many deviate."""
    found = _of_counts(offence_count, population, police_report)
    frames = {
        "counts": offence_count,
        "population": population,
        "kpi": evidence.kpi_value,
        "account": evidence.file_account,
        "files": evidence.source_file,
        "breaks": _breaks(evidence.series_break),
        "kolada": pd.DataFrame(
            [(kpi, g.id) for g in offence_groups().values() for kpi in g.kolada],
            columns=["kpi", "offence_group"],
        ),
    }
    found["kolada_has_population"] = query(_PEOPLED, **frames)
    found["kolada_whole_counts"] = query(_WHOLE, **frames)
    found["agency_doors_agree"] = evidence.doors
    found["rows_accounted"] = query(_ACCOUNT, **frames)
    found["no_unregistered_jump"] = query(_JUMPS, **frames)
    rows = [_summary(rule, found[rule]) for rule in _RULES if rule in found]
    rows.append({"rule": "coverage_kept", "title": _RULES["coverage_kept"]} | evidence.kept)
    return conform("reconciliation", pd.DataFrame(rows))


def _breaks(series_break: pd.DataFrame) -> pd.DataFrame:
    """The series breaks by publisher and offence group."""
    series = [
        (entry["id"], publisher, entry["offence_group"])
        for entry in indicators()
        if entry["kind"] == "offence_rate"
        for publisher in (entry["publisher"], *entry.get("also", ()))
    ]
    named = pd.DataFrame(series, columns=["indicator", "publisher", "offence_group"])
    found = named.merge(series_break[["indicator", "year"]], on="indicator").drop(columns="indicator")
    # A series without an indicator of its own is named publisher/group.
    other = series_break[series_break["indicator"].str.contains("/")]
    parts = other["indicator"].str.split("/", n=1, expand=True).reindex(columns=[0, 1])
    by_name = pd.DataFrame({"publisher": parts[0], "offence_group": parts[1], "year": other["year"]})
    return pd.concat([found, by_name], ignore_index=True).astype(
        {"publisher": "string", "offence_group": "string"}
    )


def _of_counts(
    offence_count: pd.DataFrame, population: pd.DataFrame, police_report: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The rules that need nothing but the counts, the populations and the police's rows."""
    groups = offence_groups().values()
    frames = {
        "counts": offence_count,
        "parents": pd.DataFrame([(g.id, p) for g in groups for p in g.parents], columns=["part", "whole"]),
        "population": population,
        "report": police_report,
        "codes": pd.DataFrame(
            [(g.id, code) for g in groups for code in g.police_codes],
            columns=["offence_group", "offence_code"],
        ),
        "known": pd.DataFrame({"offence_code": sorted(known_codes())}),
    }
    return {
        "months_make_year": query(_MONTHS, **frames),
        "part_within_whole": query(_PARTS, **frames),
        "police_rows_counted": query(_POLICE_ROWS, **frames),
        "police_codes_known": query(_POLICE_CODES, **frames),
        "tree_adds_up": query(_TREE, **frames),
        "kolada_equals_agency": query(_KOLADA, **frames),
        "rate_is_count_over_population": query(_RATES.format(limit=RATE_DRIFT), **frames),
        "police_near_agency": query(_POLICE.format(limit=POLICE_DRIFT, least=POLICE_DRIFT_FROM), **frames),
        "country_above_municipality": query(_COUNTRY, **frames),
    }


def require_agreement(
    offence_count: pd.DataFrame, population: pd.DataFrame, police_report: pd.DataFrame
) -> None:
    """Raise UserError, naming the rule and where, when figures that must agree do not."""
    compared = _of_counts(offence_count, population, police_report)
    found = pd.DataFrame([_summary(rule, frame) for rule, frame in compared.items()])
    stopping = found[found["stopping"] > 0]
    if len(stopping):
        lines = "\n".join(
            f"  {r.title} {r.stopping} av {r.compared} stämmer inte; störst skillnad {_number(r.largest)} "
            f"för {r.example}."
            for r in stopping.itertuples()
        )
        raise UserError(
            "Siffror som ska gå ihop gör det inte. Hämta filerna på nytt eller rätta dem. De tidigare "
            f"tabellerna ligger kvar.\n{lines}"
        )


def _number(value: float) -> str:
    return f"{value:.4g}".replace(".", ",").replace("-", "−")


def _summary(rule: str, compared: pd.DataFrame) -> dict[str, Any]:
    """``compared``: columns where, deviation (signed), state (ok, warn, stop)."""
    deviating = compared[compared["state"] != "ok"]
    worst = deviating.loc[[deviating["deviation"].abs().idxmax()]] if len(deviating) else deviating
    return {
        "rule": rule,
        "title": _RULES[rule],
        "compared": len(compared),
        "stopping": int((compared["state"] == "stop").sum()),
        "warned": int((compared["state"] == "warn").sum()),
        "largest": None if worst.empty else float(worst["deviation"].iloc[0]),
        "example": None if worst.empty else str(worst["place"].iloc[0]),
    }


_PLACE = "municipality_code || ', ' || offence_group || ', ' || year"

_MONTHS = f"""
    WITH months AS (
        SELECT municipality_code, offence_group, year, sum(count) AS total
        FROM counts
        WHERE publisher = 'bra' AND status = 'final' AND month IS NOT NULL
        GROUP BY ALL
        HAVING count(*) = 12
    )
    SELECT {_PLACE} AS place, total - y.count AS deviation,
           CASE WHEN total = y.count THEN 'ok' ELSE 'stop' END AS state
    FROM months
    JOIN counts AS y USING (municipality_code, offence_group, year)
    WHERE y.publisher = 'bra' AND y.status = 'final' AND y.month IS NULL
    ORDER BY ALL
"""

_PARTS = """
    SELECT p.publisher || ', ' || p.municipality_code || ', ' || p.offence_group || ', ' || p.year AS place,
           p.count - w.count AS deviation,
           CASE WHEN p.count <= w.count THEN 'ok' ELSE 'stop' END AS state
    FROM counts AS p
    JOIN parents ON parents.part = p.offence_group
    JOIN counts AS w
        ON w.offence_group = parents.whole AND w.publisher = p.publisher AND w.year = p.year
        AND w.municipality_code = p.municipality_code AND w.status = p.status
        AND w.month IS NOT DISTINCT FROM p.month AND w.locality IS NOT DISTINCT FROM p.locality
    ORDER BY ALL
"""

_POLICE_ROWS = f"""
    WITH summed AS (
        SELECT municipality_code, offence_group, registered_year AS year, sum(count) AS total
        FROM report
        JOIN codes USING (offence_code)
        GROUP BY ALL
    ),
    parts AS (
        SELECT municipality_code, offence_group, year, sum(count) AS total
        FROM counts
        WHERE publisher = 'police' AND locality IS NOT NULL AND month IS NULL
        GROUP BY ALL
    )
    SELECT {_PLACE} AS place, w.count - coalesce(s.total, 0) AS deviation,
           CASE
               WHEN w.count = coalesce(s.total, 0) AND coalesce(p.total, w.count) = w.count THEN 'ok'
               ELSE 'stop'
           END AS state
    FROM counts AS w
    LEFT JOIN summed AS s USING (municipality_code, offence_group, year)
    LEFT JOIN parts AS p USING (municipality_code, offence_group, year)
    WHERE w.publisher = 'police' AND w.locality IS NULL AND w.month IS NULL
    ORDER BY ALL
"""

# Every code belongs to a group, counted or outside; source_tables.police_report stops for one that does not.
_POLICE_CODES = """
    SELECT 'kod ' || offence_code || ', ' || sum(report.count)::BIGINT || ' brott' AS place,
           sum(report.count)::DOUBLE AS deviation,
           CASE WHEN bool_or(known.offence_code IS NOT NULL) THEN 'ok' ELSE 'stop' END AS state
    FROM report
    LEFT JOIN known USING (offence_code)
    GROUP BY offence_code
    ORDER BY ALL
"""

_KOLADA = f"""
    SELECT {_PLACE} AS place, k.count - b.count AS deviation,
           CASE WHEN k.count = b.count THEN 'ok' ELSE 'warn' END AS state
    FROM counts AS k
    JOIN counts AS b USING (municipality_code, offence_group, year)
    WHERE k.publisher = 'kolada' AND b.publisher = 'bra' AND b.status = 'final' AND b.month IS NULL
    ORDER BY ALL
"""

_RATES = f"""
    SELECT publisher || ', ' || {_PLACE} AS place,
           per_100k_published - 100000.0 * count / population AS deviation,
           CASE
               WHEN abs(deviation) <= 1 + {{limit}} * per_100k_published THEN 'ok'
               WHEN abs(deviation) <= 0.5 * per_100k_published THEN 'warn'
               ELSE 'stop'
           END AS state
    FROM counts
    JOIN population USING (municipality_code, year)
    WHERE month IS NULL AND per_100k_published IS NOT NULL AND population.reference = '31 december'
    ORDER BY ALL
"""

_POLICE = f"""
    SELECT {_PLACE} AS place, (p.count - b.count) / b.count AS deviation,
           CASE WHEN abs(deviation) <= {{limit}} THEN 'ok' ELSE 'warn' END AS state
    FROM counts AS p
    JOIN counts AS b USING (municipality_code, offence_group, year)
    WHERE p.publisher = 'police' AND p.locality IS NULL AND p.month IS NULL
        AND b.publisher = 'bra' AND b.month IS NULL AND b.status = 'final' AND b.count >= {{least}}
    ORDER BY ALL
"""

_COUNTRY = """
    SELECT publisher || ', ' || c.municipality_code || ', ' || offence_group || ', ' || year AS place,
           c.count - n.count AS deviation,
           CASE WHEN c.count <= n.count THEN 'ok' ELSE 'stop' END AS state
    FROM counts AS c
    JOIN counts AS n USING (publisher, offence_group, year)
    WHERE n.municipality_code = '00' AND c.municipality_code <> '00'
        AND c.month IS NULL AND n.month IS NULL AND c.status = 'final' AND n.status = 'final'
    ORDER BY ALL
"""

# The parts of a group are its direct sub-groups and the rows with a code of its own and of no sub-group. A
# code under two sub-groups would be counted twice in the sum, and shows as a deviation.
_TREE = """
    WITH own AS (
        SELECT w.offence_group, w.offence_code
        FROM codes AS w
        WHERE NOT EXISTS (
            FROM parents JOIN codes AS p ON p.offence_group = parents.part
            WHERE parents.whole = w.offence_group AND p.offence_code = w.offence_code
        )
    ),
    delivered AS (
        SELECT municipality_code, registered_year AS year, sum(count) AS total, offence_group
        FROM report JOIN own USING (offence_code)
        GROUP BY ALL
    ),
    police AS (
        SELECT municipality_code, year, offence_group, count
        FROM counts
        WHERE publisher = 'police' AND locality IS NULL AND month IS NULL
    ),
    parts AS (
        SELECT municipality_code, year, whole AS offence_group, sum(count) AS total
        FROM police JOIN parents ON parents.part = police.offence_group
        GROUP BY ALL
    )
    SELECT municipality_code || ', ' || offence_group || ', ' || year AS place,
           w.count - parts.total - coalesce(delivered.total, 0) AS deviation,
           CASE WHEN deviation = 0 THEN 'ok' ELSE 'stop' END AS state
    FROM police AS w
    JOIN parts USING (municipality_code, year, offence_group)
    LEFT JOIN delivered USING (municipality_code, year, offence_group)
    ORDER BY ALL
"""

_WHOLE = """
    SELECT kpi || ', ' || municipality_code || ', ' || year AS place,
           value * population / 100000 - round(value * population / 100000) AS deviation,
           CASE WHEN abs(deviation) < 0.01 THEN 'ok' ELSE 'warn' END AS state
    FROM kpi
    JOIN kolada USING (kpi)
    JOIN population USING (municipality_code, year)
    WHERE kpi.publisher = 'kolada' AND gender = 'T' AND value IS NOT NULL AND reference = '31 december'
    ORDER BY ALL
"""

_ACCOUNT = """
    SELECT files.file AS place, coalesce(sum(account.records), 0) - files.records AS deviation,
           CASE WHEN deviation = 0 THEN 'ok' ELSE 'stop' END AS state
    FROM files
    LEFT JOIN account USING (file)
    GROUP BY files.file, files.records
    ORDER BY ALL
"""

_JUMPS = """
    WITH yearly AS (
        SELECT publisher, municipality_code, offence_group, year, count
        FROM counts
        WHERE month IS NULL AND locality IS NULL AND status = 'final'
    )
    SELECT a.publisher || ', ' || a.municipality_code || ', ' || a.offence_group || ', ' || b.year AS place,
           b.count::DOUBLE / a.count AS deviation,
           CASE
               WHEN greatest(a.count, b.count) < if(a.municipality_code = '00', 1000, 100) THEN 'ok'
               WHEN greatest(a.count, b.count)::DOUBLE / least(a.count, b.count)
                   <= if(a.municipality_code = '00', 1.6, 3) THEN 'ok'
               WHEN EXISTS (
                   FROM breaks
                   WHERE breaks.publisher = a.publisher AND breaks.offence_group = a.offence_group
                       AND breaks.year = b.year
               ) THEN 'ok'
               ELSE 'warn'
           END AS state
    FROM yearly AS a
    JOIN yearly AS b USING (publisher, municipality_code, offence_group)
    WHERE b.year = a.year + 1 AND a.count > 0
    ORDER BY ALL
"""

_PEOPLED = """
    SELECT kpi || ', ' || kpi.municipality_code || ', ' || kpi.year AS place, 1.0 AS deviation,
           CASE WHEN population.population IS NULL THEN 'warn' ELSE 'ok' END AS state
    FROM kpi
    JOIN kolada USING (kpi)
    LEFT JOIN population
        ON population.municipality_code = kpi.municipality_code AND population.year = kpi.year
        AND population.reference = '31 december'
    WHERE kpi.publisher = 'kolada' AND gender = 'T' AND value IS NOT NULL
        AND kpi.municipality_code IN (SELECT municipality_code FROM population)
    ORDER BY ALL
"""
