"""What statements are about, counted per year, area, theme and source, and per place; and what the years rest on.

Not here: reading and coding the statements (statement_tables), resolving places (statement_places), what may be
published of the counts (statements_public), the titles of the themes (the register).
"""

from __future__ import annotations

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.tables.schema import conform, empty, query
from pipelines.text.gazetteer import LOCALITY


def statement_theme(
    statement: pd.DataFrame, statement_code: pd.DataFrame, agreement: Agreement, titles: dict[str, str]
) -> pd.DataFrame:
    """Statements counted per year, area, theme and source; ``shown`` by the agreement's thresholds."""
    if statement.empty:
        return empty("statement_theme")
    limits = agreement.thresholds
    counted = query(
        f"""
        WITH counted AS (
            SELECT s.year, a.code AS priority_area, s.theme, s.source_type, s.source_label,
                   count(*) AS statements,
                   count(*) FILTER (s.is_problem = 'true') AS problems,
                   count(*) FILTER (s.is_problem = 'positive') AS positives,
                   count(DISTINCT s.document) AS documents
            FROM statement AS s
            JOIN code AS a ON a.statement_id = s.statement_id AND a.kind = 'area'
            GROUP BY ALL
        )
        SELECT *,
               sum(statements) OVER theme >= {limits.theme_statements:d}
               AND count(*) OVER theme >= {limits.theme_sources:d} AS shown
        FROM counted
        WINDOW theme AS (PARTITION BY year, priority_area, theme)
        ORDER BY ALL
        """,
        statement=statement,
        code=statement_code,
    )
    counted["agreement"] = agreement.id
    counted["theme_title"] = counted["theme"].map(titles).fillna(counted["theme"])
    return conform("statement_theme", counted)


def shown_themes(coded: pd.DataFrame, agreement: Agreement) -> frozenset[str]:
    """Themes that enough statements of enough sources take up, among those of one year and area.

    ``coded``: theme and source_type, a row per statement.
    """
    limits = agreement.thresholds
    by_theme = coded.groupby("theme")["source_type"].agg(["size", "nunique"])
    enough = (by_theme["size"] >= limits.theme_statements) & (by_theme["nunique"] >= limits.theme_sources)
    return frozenset(str(theme) for theme in by_theme.index[enough])


def statement_base(statement: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """How many documents and statements each source has a year: what every count of themes is out of."""
    if statement.empty:
        return empty("statement_base")
    counted = query(
        """
        SELECT year, source_type, source_label, count(DISTINCT document) AS documents, count(*) AS statements
        FROM statement GROUP BY ALL ORDER BY ALL
        """,
        statement=statement,
    )
    return conform("statement_base", counted.assign(agreement=agreement.id))


def place_mention(
    statement: pd.DataFrame,
    statement_code: pd.DataFrame,
    statement_place: pd.DataFrame,
    agreement: Agreement,
    titles: dict[str, str],
) -> pd.DataFrame:
    """Statements counted per year, area and place of the agreement's list: all themes together, and each by itself.

    A locality has the statements about it and about the places in it. ``by_context``: those of which only the
    form's answer about place says so.
    """
    if statement.empty or statement_place.empty:
        return empty("place_mention")
    limits = agreement.thresholds
    counted = query(
        f"""
        WITH placed AS (
            SELECT statement_id, place_name, place_kind, locality, from_context
            FROM place WHERE place_name IS NOT NULL AND place_kind <> '{LOCALITY}'
            UNION ALL
            SELECT statement_id, locality, '{LOCALITY}', locality, from_context
            FROM place WHERE locality IS NOT NULL
        ),
        once AS (
            SELECT statement_id, place_name, any_value(place_kind) AS place_kind,
                   any_value(locality) AS locality, bool_and(from_context) AS from_context
            FROM placed GROUP BY statement_id, place_name
        ),
        coded AS (
            SELECT s.year, a.code AS priority_area, s.theme, s.source_type, s.document, s.is_problem, once.*
            FROM statement AS s
            JOIN code AS a ON a.statement_id = s.statement_id AND a.kind = 'area'
            JOIN once ON once.statement_id = s.statement_id
        )
        SELECT year, priority_area, theme, place_name, max(place_kind) AS place_kind,
               CASE WHEN count(DISTINCT locality) = 1 THEN max(locality) END AS locality,
               count(*) AS statements,
               count(*) FILTER (is_problem = 'true') AS problems,
               count(*) FILTER (from_context) AS by_context,
               count(DISTINCT source_type) AS sources,
               count(DISTINCT document) AS documents,
               count(*) >= {limits.theme_statements:d}
               AND count(DISTINCT source_type) >= {limits.theme_sources:d} AS shown
        FROM coded
        GROUP BY GROUPING SETS (
            (year, priority_area, place_name), (year, priority_area, theme, place_name)
        )
        ORDER BY ALL
        """,
        statement=statement,
        code=statement_code,
        place=statement_place,
    )
    counted["agreement"] = agreement.id
    counted["theme_title"] = counted["theme"].map(titles).fillna(counted["theme"])
    return conform("place_mention", counted)
