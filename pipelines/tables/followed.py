"""Which follow-ups are of which planned measure, across the years' workbooks and the parties.

Belongs here: that one rule, and which parties' rows hang together. Not here: what the follow-up says (effects.py),
whether one is missing (red_thread.py, plan_checks.py, checklist_rules.py).
"""

from __future__ import annotations

import pandas as pd

from pipelines.tables.schema import query

#: Whose row is common to the parties.
SHARED = ("joint", "both")


def seen_together(one: str, other: str) -> bool:
    """Whether two parties' rows hang together: written by the same, or either common to them."""
    return one == other or one in SHARED or other in SHARED


def together(one: str, other: str) -> str:
    """``seen_together`` in SQL, of two columns."""
    return f"({one} = {other} OR {one} IN {SHARED} OR {other} IN {SHARED})"


_SQL = f"""
    WITH named AS (
        SELECT *, lower(trim(regexp_replace(title, '\\s+', ' ', 'g'))) AS name FROM measure
    )
    SELECT DISTINCT m.year AS plan_year, m.id AS measure_id, m.party AS measure_party, u.year, u.party, u.done,
           u.on_date, u.row
    FROM follow_up AS u
    JOIN named AS m ON m.id = u.measure_id AND m.year <= u.year AND {together("m.party", "u.party")}
    LEFT JOIN named AS same_year
        ON same_year.year = u.year AND same_year.id = m.id AND {together("same_year.party", "u.party")}
    WHERE same_year.id IS NULL OR same_year.name = m.name
    ORDER BY plan_year, measure_id, measure_party, u.year, u.party, u.row
"""


def followed(measure: pd.DataFrame, follow_up: pd.DataFrame) -> pd.DataFrame:
    """One row per planned measure and follow-up of it: plan_year, measure_id, measure_party, and the follow-up's year,
    party, done (code), on_date and row.

    ``measure``, ``follow_up``: tables of those names. A follow-up names a number in its own year's workbook: a measure
    of an earlier year is the same one when it is called the same there, or when that workbook no longer has its number.
    """
    return query(_SQL, measure=measure, follow_up=follow_up)
