"""Candidate causes. If these fail, a single person's words can be found through a cause they speak for."""

import pandas as pd
import pytest

from pipelines import agreement as agreements
from pipelines.paths import RAW
from pipelines.registers import candidate_causes
from pipelines.tables.analysis_tables import candidate_cause
from pipelines.tables.schema import conform, empty

AGREEMENT = agreements.load(RAW / "lessebo-exempel")  # from 3 statements of 2 sources
ENTRY = next(entry for entry in candidate_causes() if entry["priority_area"] == "STOLD")


def cause(*said):
    """The first cause of STOLD in 2023. ``said``: (source, whether the statement could point somebody out)."""
    statements = pd.DataFrame([
        {"statement_id": f"u{i}", "source_type": source, "document": "a.xlsx", "locator": f"rad {i}",
         "year": 2023, "theme": ENTRY["themes"][0], "is_problem": "true", "kind": "statement", "redactions": 0,
         "text": "Det stjäls.", "identifying": "ålder, plats" if identifying else None}
        for i, (source, identifying) in enumerate(said)
    ])  # fmt: skip
    codes = pd.DataFrame(
        [{"statement_id": f"u{i}", "kind": "area", "code": "STOLD", "words": None} for i in range(len(said))]
    )
    found = candidate_cause(
        conform("statement", statements.reindex(columns=empty("statement").columns)),
        conform("statement_code", codes),
        AGREEMENT,
    )
    return found[(found["year"] == 2023) & (found["cause"] == ENTRY["cause"])].iloc[0]


CITIZEN, STAFF = ("citizen_dialogue", False), ("staff_dialogue", False)


@pytest.mark.parametrize("said", [(CITIZEN,), (CITIZEN, STAFF), (CITIZEN, CITIZEN, CITIZEN)])
def test_no_statement_is_pointed_at_where_they_are_too_few_or_of_one_source(said):
    row = cause(*said)
    assert pd.isna(row["locators"])
    assert row["statements"] == len(said)  # the table still says how many


def test_statements_are_pointed_at_from_the_thresholds_for_a_theme():
    assert cause(CITIZEN, CITIZEN, STAFF)["locators"] == "a.xlsx, rad 0; a.xlsx, rad 1; a.xlsx, rad 2"


def test_a_statement_that_could_point_somebody_out_is_counted_but_never_pointed_at():
    row = cause(CITIZEN, ("citizen_dialogue", True), STAFF)
    assert row["statements"] == 3
    assert row["locators"] == "a.xlsx, rad 0; a.xlsx, rad 2"
