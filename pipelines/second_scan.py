"""The second look at everything about to be stored: structured personal data that redaction should have taken.

Belongs here: going through a table's text columns. Not here: the patterns (pipelines.text), what is done about
a find (pipelines.table_asset stops).
"""

from __future__ import annotations

import pandas as pd

from pipelines.text.patterns import remaining

# Columns that hold codes and checksums we made ourselves.
_OWN = {
    "sha256",
    "statement_id",
    "reviewed_statement",
    "follow_up_statement",
    "evidence_ids",
    "indicator",
    "agreement",
    "municipality_code",
    "offence_code",
    "table",
    "themes",
}


def left_over(frame: pd.DataFrame) -> list[str]:
    """For each text column with a find: "column (n values: KIND, KIND)". Never the values themselves."""
    found = []
    for column in frame.columns:
        if column in _OWN or frame[column].dtype != "string":
            continue
        hits = [spans for text in frame[column].dropna().unique() if (spans := remaining(str(text)))]
        if hits:
            kinds = sorted({span.kind for spans in hits for span in spans})
            found.append(f"{column} ({len(hits)} värden: {', '.join(kinds)})")
    return found
