"""Which follow-ups are of which planned measure, across the years' workbooks and the parties.

Belongs here: that one rule. Not here: what the follow-up says (effects.py), whether one is missing (red_thread.py,
plan_checks.py).
"""

from __future__ import annotations

import pandas as pd

from pipelines.tables.schema import query

#: Two rows hang together when one party wrote both, or when either is common to them.
TOGETHER = "({a}.party = {b}.party OR {a}.party IN ('joint', 'both') OR {b}.party IN ('joint', 'both'))"
_SQL = f"""
    WITH named AS (
        SELECT *, lower(trim(regexp_replace(title, '\\s+', ' ', 'g'))) AS name FROM measure
    )
    SELECT DISTINCT m.year AS plan_year, m.id AS measure_id, m.party AS measure_party, u.year, u.party, u.done,
           u.on_date, u.row
    FROM follow_up AS u
    JOIN named AS m ON m.id = u.measure_id AND m.year <= u.year AND {TOGETHER.format(a="m", b="u")}
    LEFT JOIN named AS same_year
        ON same_year.year = u.year AND same_year.id = m.id AND {TOGETHER.format(a="same_year", b="u")}
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
