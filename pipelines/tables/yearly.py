"""Yearly totals of every series of offences: what indicators, patterns and comparisons start from.

Belongs here: making a year of final figures, or of twelve months, and choosing among publishers. Not here:
rates (indicator_values), what may be shown (public).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipelines.tables.schema import query

_FIGURE = ["municipality_code", "year"]


def yearly_counts(offence_count: pd.DataFrame) -> pd.DataFrame:
    """Municipality totals per year of every series: final years, years of twelve final months, and years with
    all twelve months where some are preliminary.

    A year is never made of fewer than twelve months. One row per publisher, offence group, municipality and
    year: count, status, file, row, files (how many), is_summed.
    """
    return query(
        """
        WITH whole AS (
            SELECT publisher, offence_group, municipality_code, year, count, status, file, row,
                   1 AS files, false AS is_summed
            FROM offence_count
            WHERE locality IS NULL AND month IS NULL AND status = 'final'
        ),
        summed AS (
            -- "preliminary" sorts after "final": one preliminary month makes the year preliminary.
            SELECT publisher, offence_group, municipality_code, year, sum(count)::BIGINT AS count,
                   max(status) AS status, max(file) AS file, min(row) AS row,
                   count(DISTINCT file) AS files, true AS is_summed
            FROM offence_count
            WHERE locality IS NULL AND month IS NOT NULL
            GROUP BY publisher, offence_group, municipality_code, year
            HAVING count(DISTINCT month) = 12
        )
        SELECT * FROM whole
        UNION ALL BY NAME
        SELECT summed.*
        FROM summed
        ANTI JOIN whole USING (publisher, offence_group, municipality_code, year)
        ORDER BY publisher, offence_group, municipality_code, year
        """,
        offence_count=offence_count,
    )


def series_counts(yearly: pd.DataFrame, entry: dict[str, Any]) -> pd.DataFrame:
    """The yearly counts an indicator rests on: its publisher's, and where those are missing (by municipality
    and year) those of the publishers the register allows beside it. Columns as ``yearly_counts``.
    """
    of_group = yearly[yearly["offence_group"] == entry["offence_group"]]
    allowed = [entry["publisher"], *entry.get("also", ())]
    parts = [of_group[of_group["publisher"] == publisher] for publisher in allowed]
    # Stable order: the first publisher wins, but a final figure wins over a preliminary one.
    both = pd.concat(parts, ignore_index=True).sort_values("status", kind="stable")
    return both.drop_duplicates(_FIGURE)
