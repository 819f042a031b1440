"""The work behind the tables: tidy rows → source tables → one vocabulary → indicators → analysis.

Pure functions on data frames and registers. Not here: reading files, Dagster, Great Expectations,
formulas (pipelines.methods), anything shown to a reader (pipelines.report).
"""
