"""Rows of the filled-in workbook's tables and of the figures they are tested against, with only what a test says.

Not here: expected values, or anything the code under test works out.
"""

from __future__ import annotations

import pandas as pd

from tests.unit.table_rows import AGREEMENT, OWN, table

_SHEETS = {
    "problem": "Problem", "cause": "Orsaker", "measure": "Åtgärder", "goal": "Mål", "message": "Kommunikation",
    "promise": "Medborgarlöften", "follow_up": "Uppföljning", "cooperation": "Samarbetet",
    "plan_workbook": "Om arbetsboken",
}  # fmt: skip
_DATES = ("on_date", "starts_on", "ends_on", "planned_on")
_USUAL = {
    "problem": {"id": "P1", "priority_area": "PLATS", "title": "Skadegörelse", "prioritised": "yes"},
    "cause": {"id": "O1", "problem_id": "P1", "rib": "place", "hypothesis": "Platsen är mörk"},
    "measure": {"id": "Å1", "problem_id": "P1", "title": "Mer belysning"},
    "goal": {"id": "M1", "problem_id": "P1", "title": "Mindre skadegörelse i kommunen"},
    "message": {"id": "K1", "title": "Vi ser till att det är ljust"},
    "promise": {"id": "L1", "title": "Trasiga lampor byts inom en vecka"},
    "follow_up": {"id": "U1", "measure_id": "Å1", "done": "yes"},
    "cooperation": {"id": "S1", "what": "council"},
    "plan_workbook": {"id": "2020"},
}


def written(name, *rows):
    """Table ``name`` of the joint workbook of 2020, unless a row says otherwise; dates as texts."""
    base = {
        "agreement": AGREEMENT.id,
        "year": 2020,
        "party": "joint",
        "file": "a.xlsx",
        "sheet": _SHEETS[name],
    }
    made = [base | {"row": n} | _USUAL[name] | row for n, row in enumerate(rows, 3)]
    for row in made:
        row |= {key: pd.Timestamp(row[key]) for key in _DATES if row.get(key)}
    return table(name, made)


def compared(*rows):
    """``indicator_comparison``: vandalism of 2020 against the years before, no certain difference."""
    base = {
        "agreement": AGREEMENT.id, "municipality_code": OWN, "priority_area": "PLATS", "year": 2020,
        "indicator": "vandalism_reported", "comparison": "previous_years", "comparison_name": "åren 2015–2019",
        "signal": "none", "method": "mid-P", "dispersion": 1.0,
    }  # fmt: skip
    return table("indicator_comparison", [base | row for row in rows])


def placed(*rows):
    """``indicator_place``: vandalism in Kosta, 2016–2020."""
    base = {
        "agreement": AGREEMENT.id, "municipality_code": OWN, "priority_area": "PLATS", "year": 2020,
        "year_from": 2016, "indicator": "vandalism_reported", "locality": "Kosta", "position": 1,
        "population": 900, "suppressed": False, "method": "Byar",
    }  # fmt: skip
    return table("indicator_place", [base | row for row in rows])


def weekly(*rows):
    """``indicator_time_of_week``: the evening block of vandalism, 2016–2020."""
    base = {
        "agreement": AGREEMENT.id, "municipality_code": OWN, "priority_area": "PLATS", "year": 2020,
        "year_from": 2016, "indicator": "vandalism_reported", "dimension": "block", "position": 4,
        "key": "måndag–fredag 18–24", "even_pct": 20.0, "events": 300, "total": 310, "long_pct": 5.0,
        "signal": "none", "suppressed": False, "method": "aoristiska vikter",
    }  # fmt: skip
    return table("indicator_time_of_week", [base | row for row in rows])


def broken(*pairs):
    """``series_break`` of (indicator, first year after)."""
    rows = [
        {
            "indicator": name,
            "year": year,
            "reason": "Ny kod.",
            "effect": "Går inte att jämföra.",
            "source": "Brå",
        }
        for name, year in pairs
    ]
    return table("series_break", rows)


def monthly(group, here, others, first=2018, last=2022, place="Kosta", total=None):
    """The police's counts per month: ``here`` in Kosta and ``others`` in Lessebo, each a number or a function of
    (year, month); the whole municipality is their sum unless ``total`` (a function) says otherwise."""

    def of(what, year, month):
        return what(year, month) if callable(what) else what

    rows = []
    for year in range(first, last + 1):
        for month in range(1, 13):
            counts = {place: of(here, year, month), "Lessebo": of(others, year, month)}
            counts[None] = sum(counts.values()) if total is None else total(year, month)
            rows += [
                {"locality": name, "month": month, "year": year, "count": n} for name, n in counts.items()
            ]
    base = {"publisher": "police", "municipality_code": OWN, "status": "final", "file": "a.csv", "row": 1}
    return table("offence_count", [base | {"offence_group": group} | row for row in rows])
