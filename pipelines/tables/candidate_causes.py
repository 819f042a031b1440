"""Candidate causes from the documented library, for people to judge. Never a finding.

Not here: the library (expectations/candidate_causes.toml), what a group concludes.
"""

from __future__ import annotations

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.registers import candidate_causes
from pipelines.tables.schema import conform


def candidate_cause(
    statement: pd.DataFrame, statement_code: pd.DataFrame, agreement: Agreement
) -> pd.DataFrame:
    """Candidates from the documented library, each with the statements that make it worth testing.

    Where the statements stand (``locators``) is given only from the agreement's thresholds for a theme, and
    never for a statement that could point somebody out; the counts are always there, for the tables.
    """
    limits = agreement.thresholds
    area_of = statement_code[statement_code["kind"] == "area"]
    coded = statement.merge(area_of[["statement_id", "code"]], on="statement_id")
    rows = []
    for year in range(agreement.valid_from, agreement.valid_to + 1):
        for entry in candidate_causes():
            found = coded[
                (coded["year"] == year)
                & (coded["code"] == entry["priority_area"])
                & coded["theme"].isin(entry["themes"])
                & (coded["is_problem"] == "true")
            ]
            sources_found = found["source_type"].nunique()
            is_shown = len(found) >= limits.theme_statements and sources_found >= limits.theme_sources
            places = found[found["identifying"].isna()].head(5) if is_shown else found.head(0)
            where = [f"{r.document}, {r.locator}" for r in places.itertuples()]
            rows.append(
                {key: entry[key] for key in ("priority_area", "rib", "cause", "level", "question", "theory")}
                | {
                    "year": year,
                    "themes": ";".join(entry["themes"]),
                    "statements": len(found),
                    "sources": sources_found,
                    "locators": "; ".join(where) or None,
                }
            )
    return conform("candidate_cause", pd.DataFrame(rows).assign(agreement=agreement.id))
