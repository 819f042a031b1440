"""Statistics for small counts: pure functions of numbers.

Here live intervals, comparisons, corrections and disclosure rules. They take scalars and arrays and know
nothing of files, tables, places, the pipeline that calls them, or the words in which results are told.

Every function fails with ``ValueError`` on input for which its formula has no meaning; none of them guesses.
"""
