"""Rows of tables for tests of pipelines/tables, with only what a test says about them.

Not here: expected values, or anything the code under test works out.
"""

from __future__ import annotations

import pandas as pd

from pipelines import agreement as agreements
from pipelines.paths import RAW
from pipelines.tables.schema import conform, empty

AGREEMENT = agreements.load(RAW / "lessebo-exempel")  # Lessebo 0761, 2019-2023, hides 1-4
OWN = "0761"


def table(name, rows):
    """A table of rows that name only some of its columns."""
    if not len(rows):
        return empty(name)
    return conform(name, pd.DataFrame(list(rows), columns=list(empty(name).columns)))


def counted(*rows):
    """``offence_count``: the police's yearly figures of Lessebo unless a row says otherwise."""
    base = {
        "publisher": "police",
        "municipality_code": OWN,
        "year": 2023,
        "status": "final",
        "file": "a.csv",
        "row": 1,
    }
    return table("offence_count", [base | row for row in rows])


def yearly(group, per_year, **fields):
    return [{"offence_group": group, "year": year, "count": n} | fields for year, n in per_year.items()]


def local(*rows):
    """``local_count``: deliberate fires of the whole municipality and year unless a row says otherwise."""
    base = {"source_type": "rescue_service", "municipality_code": OWN, "phenomenon": "Anlagd brand",
            "period_from": "2023-01-01", "period_to": "2023-12-31", "unit": "händelser", "file": "r.xlsx"}  # fmt: skip
    made = [base | {"row": n} | row for n, row in enumerate(rows, 2)]
    for row in made:
        row |= {name: pd.Timestamp(row[name]) for name in ("period_from", "period_to")}
    return table("local_count", made)


def people(*codes, years=range(2014, 2024), n=8500):
    return table("population", [
        {"municipality_code": code, "municipality": code, "year": year, "reference": "31 december", "population": n,
         "source": "SCB", "file": "b.csv", "row": 2}
        for code in codes for year in years
    ])  # fmt: skip


def value(indicator, year, count, code=OWN, **fields):
    """A row of ``indicator_value``: a final count of a municipality with 8 500 inhabitants."""
    base = {"municipality_code": code, "indicator": indicator, "year": year, "count": count, "denominator": 8500,
            "status": "final", "suppressed": False, "municipality": code, "unit": "per 100 000 invånare"}  # fmt: skip
    return base | fields


def values(*rows):
    return table("indicator_value", rows)
