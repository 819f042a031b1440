"""Rows of ``decision`` for the made-up lägesbild: one of each state, in the year and before it."""

from __future__ import annotations

from typing import Any

import pandas as pd
from fake_numbers import AGREEMENT, YEAR

MAY, OCTOBER, BEFORE = f"{YEAR}-05-04", f"{YEAR}-10-05", f"{YEAR - 1}-10-06"


def decisions() -> list[dict[str, Any]]:
    """In May: one closed, one open, one taken up, one not mentioned, one formal; in October one; one of last year."""
    return [
        _decision(MAY, 1, "Öppnande", "formal"),
        _decision(MAY, 2, "Belysning i tunneln", "closed", responsible="Gatuenheten"),
        _decision(
            MAY, 3, "Källarinbrott", "open", due="senast den 1 juni", due_date=pd.Timestamp(f"{YEAR}-06-01")
        ),
        _decision(MAY, 4, "Skolväg", "followed_up"),
        _decision(MAY, 10, "Nattvandring", "not_mentioned"),
        _decision(OCTOBER, 5, "Halloween", "no_later_minutes"),
        _decision(BEFORE, 9, "Ordningsvakter", "closed"),
    ]


def _decision(date: str, number: int, heading: str, state: str, **fields: Any) -> dict[str, Any]:
    later = {MAY: OCTOBER, BEFORE: MAY}.get(date)
    is_found = state in ("closed", "open", "followed_up")
    return {
        "agreement": AGREEMENT, "statement_id": f"b{date}{number}", "source_type": "bra_council",
        "source_label": "Brå (det lokala rådet)", "year": int(date[:4]), "date": pd.Timestamp(date),
        "document": f"bra-moten/protokoll_{date}.docx", "locator": f"§ {number}, stycke {number + 10}",
        "item": f"§ {number}", "heading": heading, "text": "HEMLIGT beslut, ordagrant.", "state": state,
        "next_meeting": pd.Timestamp(later) if later else None,
        "follow_up_document": f"bra-moten/protokoll_{later}.docx" if is_found else None,
        "follow_up_locator": f"§ 2, stycke {number + 70}" if is_found else None,
    } | fields  # fmt: skip
