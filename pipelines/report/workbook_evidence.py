"""The rows of the sheet "Belägg": the year's figures and statements, each with the number that a cause can name.

Not here: how the sheet is written (``workbook_sheets``), evidence on the pages (``evidence``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from pipelines import workbook_register as register
from pipelines.report.edition import Edition
from pipelines.report.swedish import is_missing
from pipelines.report.workbook_figures import values_in_words
from pipelines.report.workbook_review import READ_IN_SOURCE

SHEET = register.sheets()["evidence"]
INDICATOR, STATEMENT, EARLIER = "siffra", "uttalande", "tidigare belägg"
_GONE = "Står i planen sedan tidigare och finns inte i årets underlag."


def rows(edition: Edition, named: Iterable[str] = ()) -> pd.DataFrame:
    """Figures first, then statements in the order of their files.

    ``named``: numbers that the plan already names; one that is not among the year's evidence stands last, so that the
    plan still holds.
    """
    areas = edition.priority_areas().set_index("priority_area")["name"]
    found = [*_figures(edition, areas), *_statements(edition, areas)]
    known = {row["evidence_id"] for row in found}
    found += [
        {"evidence_id": number, "kind": EARLIER, "title": _GONE} for number in named if number not in known
    ]
    made = [row | {"plan_year": edition.year} for row in found]
    return pd.DataFrame(made, columns=[column.id for column in SHEET.columns], dtype=object)


def _figures(edition: Edition, areas: pd.Series) -> list[dict[str, Any]]:
    """Each indicator's value of the year, or of the latest year that has one."""
    values = edition.values()
    own = values[
        (values["municipality_code"] == edition.municipality_code) & (values["year"] <= edition.year)
    ]
    latest = own.sort_values("year").drop_duplicates("indicator", keep="last").set_index("indicator")
    said = values_in_words(edition)
    found = []
    for entry in edition.indicators().to_dict("records"):
        code = str(entry["indicator"])
        if code in latest.index:
            row = latest.loc[code]
            found.append(
                {
                    "evidence_id": code,
                    "area": areas.get(str(entry["priority_area"])),
                    "kind": INDICATOR,
                    "title": entry["title"],
                    "value": said.get((code, int(row["year"]))),
                    "source_label": entry["source_label"],
                    "document": row["source_file"],
                    "locator": None if is_missing(row["source_row"]) else f"rad {int(row['source_row'])}",
                }
            )
    return found


def _statements(edition: Edition, areas: pd.Series) -> list[dict[str, Any]]:
    codes = edition.codes()
    coded: dict[str, list[str]] = {}
    for row in codes[codes["kind"] == "area"].to_dict("records") if len(codes) else []:
        coded.setdefault(str(row["statement_id"]), []).append(str(row["code"]))
    found = []
    for row in edition.reviewable().to_dict("records"):
        identity = str(row["statement_id"])
        named = [str(areas.get(code, code)) for code in coded.get(identity, [])]
        found.append(
            {
                "evidence_id": identity,
                "area": "; ".join(named) or None,
                "kind": STATEMENT,
                "title": READ_IN_SOURCE if is_missing(row["text"]) else row["text"],
                "source_label": row["source_label"],
                "document": row["document"],
                "locator": row["locator"],
            }
        )
    return found
