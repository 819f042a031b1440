"""What may be published of statements and of counts of them: the public form of working tables.

A theme is given from as many statements and sources as the agreement says. What falls short is left out with its row,
not emptied: the totals of an area and of a source are published, so that an empty row would tell that the theme was
mentioned, and beside one total often how many times. Every published number is a function of what is shown, or a
total that says nothing about themes.

Not here: the exact counts (themes, statement_places, candidate_causes), counts of offences (public).
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from pipelines.agreement import Agreement
from pipelines.tables import candidate_causes
from pipelines.tables.schema import conform, query

# A heading may hold quotes and commas of its own, so it ends where the paragraph's place begins, or with the locator.
_HEADING_FIRST = re.compile(r"rubrik «.*», (?=[^,«»]*\bstycke\b)", re.DOTALL)
_HEADING_LAST = re.compile(r", rubrik «.*»(?=(?:, mening \d+)?$)", re.DOTALL)
_ITEM = r"((?:§|punkt) \d+)"


def without_heading(locators: pd.Series) -> pd.Series:
    """Where statements stand, without the heading they stand under: the paragraph's number says where."""
    cut = locators.str.replace(_HEADING_FIRST, "", regex=True)
    return cut.str.replace(_HEADING_LAST, "", regex=True)


def shares_heading(rows: pd.DataFrame, is_hidden: pd.Series) -> pd.Series:
    """Whether a row stands under the same heading or item as a hidden row of its document, or is one itself.

    The heading was judged together with the hidden row's words: what it says of a person is hidden with them.
    """
    found = is_hidden.astype(bool)
    for part in (rows["heading"], rows["locator"].str.extract(_ITEM, expand=False)):
        places = pd.Series(list(zip(rows["document"], part, strict=True)), index=rows.index, dtype="object")
        found = found | (part.notna() & places.isin(set(places[is_hidden.astype(bool) & part.notna()])))
    return found.astype(bool)


def statement_theme_public(statement_theme: pd.DataFrame) -> pd.DataFrame:
    """The themes that may be shown."""
    return conform("statement_theme_public", statement_theme[statement_theme["shown"].astype(bool)])


def place_mention_public(place_mention: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """The places that may be shown, of all themes together and of each.

    Where a place's shown themes leave one or two statements of its total, they would be a hidden theme's: its
    smallest shown theme is left out too, so that what remains is as many as may be shown.
    """
    shown = query(
        f"""
        WITH given AS (SELECT * FROM mention WHERE shown),
        parts AS (
            SELECT year, priority_area, place_name, sum(statements) AS said
            FROM given WHERE theme IS NOT NULL GROUP BY ALL
        ),
        revealing AS (
            SELECT whole.year, whole.priority_area, whole.place_name
            FROM given AS whole
            JOIN parts USING (year, priority_area, place_name)
            WHERE whole.theme IS NULL
              AND whole.statements - parts.said BETWEEN 1 AND {agreement.thresholds.theme_statements - 1:d}
        ),
        ordered AS (
            SELECT given.*, revealing.place_name IS NOT NULL AND given.theme IS NOT NULL AS is_at_risk,
                   row_number() OVER (
                       PARTITION BY given.year, given.priority_area, given.place_name, given.theme IS NULL
                       ORDER BY given.statements, given.theme
                   ) AS position
            FROM given
            LEFT JOIN revealing USING (year, priority_area, place_name)
        )
        SELECT * EXCLUDE (is_at_risk, position) FROM ordered WHERE NOT (is_at_risk AND position = 1)
        """,
        mention=place_mention,
    )
    return conform("place_mention_public", shown)


def statement_public(
    statement: pd.DataFrame, statement_code: pd.DataFrame, statement_theme: pd.DataFrame
) -> pd.DataFrame:
    """Statements of themes that may be shown, without those that could point somebody out.

    Nor is a heading shown that one of those stands under.
    """
    given = _areas_given(statement, statement_code, statement_theme)["statement_id"]
    is_telling = shares_heading(statement, statement["identifying"].notna())
    shown = statement.assign(
        heading=statement["heading"].mask(is_telling),
        locator=statement["locator"].mask(is_telling, without_heading(statement["locator"])),
    )
    return conform("statement_public", shown[shown["statement_id"].isin(given)])


def statement_code_public(
    statement: pd.DataFrame, statement_code: pd.DataFrame, statement_theme: pd.DataFrame
) -> pd.DataFrame:
    """The codes of the published statements. An area is given only where the theme may be shown in that area."""
    areas = _areas_given(statement, statement_code, statement_theme)
    pairs = set(zip(areas["statement_id"], areas["code"], strict=True))
    of_published = statement_code[statement_code["statement_id"].isin(areas["statement_id"])]
    is_given = [
        kind != "area" or (number, code) in pairs
        for number, kind, code in zip(
            of_published["statement_id"], of_published["kind"], of_published["code"], strict=True
        )
    ]
    return conform("statement_code_public", of_published[np.array(is_given, dtype=bool)])


def _areas_given(
    statement: pd.DataFrame, statement_code: pd.DataFrame, statement_theme: pd.DataFrame
) -> pd.DataFrame:
    """statement_id and code: each published statement with the areas it is published in."""
    return query(
        """
        SELECT DISTINCT s.statement_id, a.code
        FROM statement AS s
        JOIN code AS a ON a.statement_id = s.statement_id AND a.kind = 'area'
        JOIN theme AS t ON t.year = s.year AND t.priority_area = a.code AND t.theme = s.theme AND t.shown
        WHERE s.identifying IS NULL
        ORDER BY ALL
        """,
        statement=statement,
        code=statement_code,
        theme=statement_theme,
    )


def candidate_cause_public(
    statement_public: pd.DataFrame, statement_code_public: pd.DataFrame, agreement: Agreement
) -> pd.DataFrame:
    """The library's candidates, counted among the published statements alone; too few to be given are empty.

    None and too few look the same: otherwise a candidate without a number would tell of one or two.
    """
    limits = agreement.thresholds
    rows = candidate_causes.candidate_cause(statement_public, statement_code_public, agreement)
    few = (rows["statements"] < limits.theme_statements) | (rows["sources"] < limits.theme_sources)
    for column in ("statements", "sources", "locators"):
        rows[column] = rows[column].mask(few.astype(bool))
    return conform("candidate_cause_public", rows)
