"""The second look at everything about to be stored: structured personal data that redaction should have taken.

Belongs here: going through a table's text columns. Not here: the patterns (pipelines.text), what is done about
a find (pipelines.table_asset stops).
"""

from __future__ import annotations

import re

import pandas as pd

from pipelines.readers.returned_cells import is_personal_number
from pipelines.text.patterns import remaining

# Columns that hold codes and checksums we made ourselves.
_OWN = {
    "sha256",
    "statement_id",
    "reviewed_statement",
    "follow_up_statement",
    "indicator",
    "agreement",
    "municipality_code",
    "offence_code",
    "table",
    "themes",
}


#: Columns of listed numbers: those of statements are ours and may look like a telephone's. One that is a valid
#: personnummer is somebody's: of our own, not one in a million is.
_LISTED = {"evidence_ids"}
_STATEMENT = re.compile(r"(?<![^;])[0-9a-f]{12}(?![^;])")


def left_over(frame: pd.DataFrame) -> list[str]:
    """For each text column with a find: "column (n values: KIND, KIND)". Never the values themselves."""
    found = []
    for column in frame.columns:
        if column in _OWN or frame[column].dtype != "string":
            continue
        texts = [str(text) for text in frame[column].dropna().unique()]
        if column in _LISTED:
            texts = [_STATEMENT.sub(_not_ours, text) for text in texts]
        hits = [spans for text in texts if (spans := remaining(text))]
        if hits:
            kinds = sorted({span.kind for spans in hits for span in spans})
            found.append(f"{column} ({len(hits)} värden: {', '.join(kinds)})")
    return found


def _not_ours(found: re.Match[str]) -> str:
    return found.group() if is_personal_number(found.group()) else ""
