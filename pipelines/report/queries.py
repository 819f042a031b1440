"""The queries behind ``Edition``. Only SQL: no Python decides anything here.

``$area`` is a priority area's code, or NULL for all areas.
"""

from __future__ import annotations

EDITION = """
SELECT * FROM edition WHERE agreement = $agreement AND year = $year
"""

PRIORITY_AREAS = """
SELECT * FROM priority_area WHERE agreement = $agreement ORDER BY position
"""

INDICATORS = """
SELECT *
FROM indicator
WHERE CAST($area AS VARCHAR) IS NULL OR priority_area = $area
ORDER BY position, indicator
"""

# The country's municipalities are in the table as reference; a page is about its own, those of the police area
# and the country. Where a year has both a final and a preliminary value, the final one is shown.
# Shares of five years together are given for one window only: two overlapping ones tell of single years.
VALUES = """
SELECT indicator_value.*
FROM indicator_value
JOIN indicator USING (indicator, priority_area)
WHERE agreement = $agreement
  AND year BETWEEN $first_year AND $year
  AND (indicator.kind NOT IN ('time_share', 'place_share') OR year = $year)
  AND (municipality_code IN ($municipality, '00') OR municipality_code IN (
      SELECT municipality_code FROM comparison_group
      WHERE agreement = $agreement AND comparison = 'polisomradet'))
  AND (CAST($area AS VARCHAR) IS NULL OR priority_area = $area)
QUALIFY row_number() OVER (
    PARTITION BY municipality_code, indicator, year ORDER BY status
) = 1
ORDER BY indicator, municipality_code, year
"""

# The assessed year of an indicator is the lägesbild's year, or the latest before it that was tested
# (a survey made every second year).
COMPARISONS = """
SELECT *
FROM indicator_comparison
WHERE agreement = $agreement
  AND municipality_code = $municipality
  AND year <= $year
  AND (CAST($area AS VARCHAR) IS NULL OR priority_area = $area)
QUALIFY rank() OVER (PARTITION BY indicator ORDER BY year DESC) = 1
ORDER BY indicator, comparison
"""

# A hidden value matters where the rest of what it is summed with is shown: the municipality's own years, and a
# group all of whose members have their values on the pages.
HIDDEN_YEARS = """
WITH shown AS (
    SELECT municipality_code FROM comparison_group
    WHERE agreement = $agreement AND comparison = 'polisomradet'
    UNION SELECT '00' UNION SELECT $municipality
),
shown_group AS (
    SELECT comparison FROM comparison_group
    WHERE agreement = $agreement
    GROUP BY comparison
    HAVING bool_and(municipality_code IN (SELECT municipality_code FROM shown))
)
SELECT DISTINCT indicator, year, 'own' AS whose
FROM indicator_value
WHERE agreement = $agreement AND suppressed AND municipality_code = $municipality
UNION
SELECT DISTINCT indicator, year, comparison AS whose
FROM indicator_value
JOIN comparison_group USING (agreement, municipality_code)
WHERE agreement = $agreement AND suppressed AND comparison IN (SELECT comparison FROM shown_group)
ORDER BY indicator, year, whose
"""

PROBLEMS = """
SELECT indicator.problem, indicator.priority_area, min(indicator.position) AS position,
    coalesce(any_value(told.problem_title), indicator.problem) AS title
FROM indicator
LEFT JOIN (
    SELECT problem, any_value(problem_title) AS problem_title
    FROM source_agreement WHERE problem IS NOT NULL GROUP BY problem
) AS told USING (problem)
WHERE CAST($area AS VARCHAR) IS NULL OR indicator.priority_area = $area
GROUP BY indicator.problem, indicator.priority_area
ORDER BY position
"""

COMPARISON_NAMES = """
SELECT comparison, any_value(comparison_name) AS comparison_name
FROM comparison_group WHERE agreement = $agreement GROUP BY comparison ORDER BY comparison
"""

BREAKS = """
SELECT series_break.*
FROM series_break
JOIN indicator USING (indicator)
WHERE series_break.year BETWEEN $first_year AND $year
  AND (CAST($area AS VARCHAR) IS NULL OR indicator.priority_area = $area)
ORDER BY indicator.position, series_break.indicator, series_break.year
"""

SEASONS = """
SELECT indicator_season.*, indicator.title, indicator.direction, indicator.source_label
FROM indicator_season
JOIN indicator USING (indicator, priority_area)
WHERE agreement = $agreement
  AND municipality_code = $municipality
  AND year = $year
  AND (CAST($area AS VARCHAR) IS NULL OR priority_area = $area)
ORDER BY indicator.position, month
"""

TIMES_OF_WEEK = """
SELECT indicator_time_of_week.*, indicator.title, indicator.direction, indicator.source_label
FROM indicator_time_of_week
JOIN indicator USING (indicator, priority_area)
WHERE agreement = $agreement
  AND municipality_code = $municipality
  AND year = $year
  AND (CAST($area AS VARCHAR) IS NULL OR priority_area = $area)
ORDER BY indicator.position, dimension DESC, indicator_time_of_week.position
"""

PLACES = """
SELECT indicator_place.*, indicator.title, indicator.direction, indicator.source_label
FROM indicator_place
JOIN indicator USING (indicator, priority_area)
WHERE agreement = $agreement
  AND municipality_code = $municipality
  AND year = $year
  AND (CAST($area AS VARCHAR) IS NULL OR priority_area = $area)
ORDER BY indicator.position, indicator_place.position
"""

SURVEY_BY_LOCALITY = """
SELECT survey_result.*, indicator.indicator, indicator.title
FROM survey_result
JOIN indicator
  ON indicator.survey_question = survey_result.question AND indicator.kind = 'survey_index'
WHERE municipality_code = $municipality
  AND year BETWEEN $first_year AND $year
  AND survey_result."group" = 'Alla'
  AND (CAST($area AS VARCHAR) IS NULL OR indicator.priority_area = $area)
ORDER BY indicator.position, locality NULLS FIRST, year
"""

THEMES = """
SELECT *
FROM statement_theme
WHERE agreement = $agreement AND year = $year AND (CAST($area AS VARCHAR) IS NULL OR priority_area = $area)
ORDER BY priority_area, theme, source_type
"""

THEME_YEARS = """
SELECT *
FROM statement_theme
WHERE agreement = $agreement AND year BETWEEN $first_year AND $year AND priority_area = $area AND shown
ORDER BY theme_title, source_label, year
"""

STATEMENT_BASE = """
SELECT *
FROM statement_base
WHERE agreement = $agreement AND year BETWEEN $first_year AND $year
ORDER BY source_label, year
"""

PLACE_MENTIONS = """
SELECT *
FROM place_mention
WHERE agreement = $agreement AND year = $year AND priority_area = $area AND shown
ORDER BY statements DESC, place_name, theme_title NULLS FIRST
"""

# The year's own decisions, and earlier ones that one of the year's minutes was the first to be able to follow up.
DECISIONS = """
SELECT *
FROM decision
WHERE agreement = $agreement
  AND (year = $year OR (year < $year AND date_part('year', next_meeting) = $year))
ORDER BY date, source_type, document, try_cast(regexp_extract(item, '[0-9]+') AS INTEGER), locator
"""

# A statement is shown only under a theme that may be shown in that area, and never when it holds a
# combination that could point somebody out.
STATEMENTS = """
SELECT statement.*, area.code AS priority_area, shown.theme_title
FROM statement
JOIN statement_code AS area ON area.statement_id = statement.statement_id AND area.kind = 'area'
JOIN (
    SELECT DISTINCT priority_area, theme, theme_title
    FROM statement_theme
    WHERE agreement = $agreement AND year = $year AND shown
) AS shown ON shown.priority_area = area.code AND shown.theme = statement.theme
WHERE statement.year = $year
  AND (CAST($area AS VARCHAR) IS NULL OR area.code = $area)
  AND coalesce(CAST(statement.identifying AS VARCHAR), '') IN ('', 'false', '0')
ORDER BY area.code, statement.theme, statement.source_type, statement.document, statement.statement_id
"""

REVIEWABLE = """
SELECT statement_id, source_label, year, document, locator, question, identifying,
       CASE WHEN coalesce(CAST(identifying AS VARCHAR), '') IN ('', 'false', '0') THEN text END AS text
FROM statement
WHERE year = $year
ORDER BY source_label, document, row_number() OVER ()
"""

CODES = """
SELECT code.*
FROM statement_code AS code
JOIN statement ON statement.statement_id = code.statement_id
WHERE statement.year = $year
ORDER BY code.statement_id, code.kind, code.code
"""

REDACTIONS = """
SELECT *
FROM redaction_count
WHERE year = $year
ORDER BY source_label, kind
"""

CODING_ACCURACY = """
SELECT *
FROM coding_accuracy
ORDER BY source_label, year, code_kind
"""

SOURCE_AGREEMENT = """
SELECT *
FROM source_agreement
WHERE agreement = $agreement AND year = $year AND (CAST($area AS VARCHAR) IS NULL OR priority_area = $area)
ORDER BY priority_area, problem NULLS FIRST, source_type
"""

COVERAGE = """
SELECT *
FROM source_coverage
WHERE agreement = $agreement AND year = $year
ORDER BY mandatory DESC, state DESC, source_label
"""

GAPS = """
SELECT *
FROM indicator_gap
WHERE agreement = $agreement AND year = $year AND (CAST($area AS VARCHAR) IS NULL OR priority_area = $area)
ORDER BY indicator
"""

RANKING = """
SELECT *
FROM problem_ranking
WHERE agreement = $agreement AND year = $year AND (CAST($area AS VARCHAR) IS NULL OR priority_area = $area)
ORDER BY rank_volume NULLS LAST, indicator
"""

CAUSES = """
SELECT *
FROM candidate_cause
WHERE agreement = $agreement AND year = $year AND priority_area = $area
ORDER BY rib, statements DESC NULLS LAST, level, cause
"""

HYPOTHESIS_TESTS = """
SELECT *
FROM hypothesis_test
WHERE agreement = $agreement AND plan_year = $plan_year AND year <= $year
ORDER BY id, year, party
"""

GOAL_CHECKS = """
SELECT *
FROM goal_check
WHERE agreement = $agreement AND year = $plan_year
ORDER BY id, party, letter
"""

SOURCE_FILES = """
SELECT * FROM source_file ORDER BY file
"""

REJECTED = """
SELECT * FROM rejected_row ORDER BY file, sheet NULLS FIRST, "row" NULLS FIRST
"""

QUALITY = """
SELECT * FROM quality_result ORDER BY "table", position
"""

TABLE_COMMENTS = """
SELECT table_name, comment FROM duckdb_tables() ORDER BY table_name
"""

RECONCILIATIONS = """
SELECT * FROM reconciliation ORDER BY rule
"""

AUDIT = """
SELECT * FROM disclosure_audit ORDER BY tables, subject
"""

FILE_ACCOUNT = """
SELECT * FROM file_account ORDER BY file, outcome, reason
"""

CORRECTIONS = """
SELECT * FROM correction ORDER BY series, place, period
"""
