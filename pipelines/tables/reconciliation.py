"""Figures that must agree, compared: months with years, parts with wholes, one publisher with another.

A wrong figure that looks right is caught here: a subset larger than its whole, twelve months that do not make
the year, a rate that is not the count over the population. Not here: reading, mapping.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipelines.errors import UserError
from pipelines.registers import offence_groups
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
    "police_codes_known": "Brottskoder i 8 och 12 kap. brottsbalken finns i registret.",
    "kolada_equals_agency": "Antal ur Koladas tal är lika med Brås antal.",
    "rate_is_count_over_population": "Publicerat tal per 100 000 stämmer med antal och folkmängd.",
    "police_near_agency": "Polisens antal ligger nära Brås (inom 10 procent från 50 brott).",
    "country_above_municipality": "Riket har fler brott än någon kommun.",
}


def reconciliation(
    offence_count: pd.DataFrame, population: pd.DataFrame, police_report: pd.DataFrame
) -> pd.DataFrame:
    """One row per rule: how many figures were compared and how many deviate."""
    parents = pd.DataFrame(
        [(g.id, g.parent) for g in offence_groups().values() if g.parent], columns=["part", "whole"]
    )
    codes = pd.DataFrame(
        [(g.id, code) for g in offence_groups().values() for code in g.police_codes],
        columns=["offence_group", "offence_code"],
    )
    frames = {
        "counts": offence_count,
        "parents": parents,
        "population": population,
        "report": police_report,
        "codes": codes,
    }
    found = {
        "months_make_year": query(_MONTHS, **frames),
        "part_within_whole": query(_PARTS, **frames),
        "police_rows_counted": query(_POLICE_ROWS, **frames),
        "police_codes_known": query(_POLICE_CODES, **frames),
        "kolada_equals_agency": query(_KOLADA, **frames),
        "rate_is_count_over_population": query(_RATES.format(limit=RATE_DRIFT), **frames),
        "police_near_agency": query(_POLICE.format(limit=POLICE_DRIFT, least=POLICE_DRIFT_FROM), **frames),
        "country_above_municipality": query(_COUNTRY, **frames),
    }
    return conform("reconciliation", pd.DataFrame([_summary(rule, found[rule]) for rule in _RULES]))


def require_agreement(
    offence_count: pd.DataFrame, population: pd.DataFrame, police_report: pd.DataFrame
) -> None:
    """Raise UserError, naming the rule and where, when figures that must agree do not."""
    found = reconciliation(offence_count, population, police_report)
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

# Theft (08xx and the 98xx that replaced some of them) and vandalism (12xx): every such code belongs to a group.
_POLICE_CODES = """
    SELECT 'kod ' || offence_code || ', ' || sum(report.count)::BIGINT || ' brott' AS place,
           sum(report.count)::DOUBLE AS deviation,
           CASE WHEN bool_or(codes.offence_group IS NOT NULL) THEN 'ok' ELSE 'warn' END AS state
    FROM report
    LEFT JOIN codes USING (offence_code)
    WHERE offence_code BETWEEN '0801' AND '0899' OR offence_code BETWEEN '9801' AND '9899'
        OR offence_code BETWEEN '1201' AND '1299'
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
