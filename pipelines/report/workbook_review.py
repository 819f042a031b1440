"""The rows of the sheet "Textkodning": the year's statements, what is proposed, and what was reviewed before.

Belongs here: codes in Swedish words, and earlier reviews carried over. Not here: how the sheet is written
(``workbook_sheets``), what a review does (pipelines.tables).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipelines import workbook_register as register
from pipelines.report.edition import Edition
from pipelines.report.swedish import is_missing, number
from pipelines.report.workbook_lists import Words
from pipelines.workbook_register import NO_AREA, NONE

SHEET = register.sheets()["text_review"]
_STATUS = "is_problem"
READ_IN_SOURCE = "(Kan peka ut någon: läs i källan.)"


def lists(words: Words) -> dict[str, list[str]]:
    """The words to choose from, per list; a statement may also belong to no area."""
    return words.offered | {"areas": [*words.of["areas"].values(), NO_AREA]}


def _area_words(edition: Edition) -> dict[str, str]:
    """Code → how an area is written: the code first, as areas are named by the agreement."""
    areas = edition.priority_areas()
    return {
        str(code): f"{code} {name}" for code, name in zip(areas["priority_area"], areas["name"], strict=True)
    }


def rows(edition: Edition, reviews: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per statement of the year, in the order of their files.

    A statement somebody has reviewed shows what was proposed then, and in the yellow cells only what was changed.
    """
    words = {
        "area": _area_words(edition),
        "theme": register.choices("themes"),
        _STATUS: register.choices("statuses"),
        "time": register.choices("times"),
    }
    coded = {str(name): group for name, group in edition.codes().groupby("statement_id")}
    reviewed = _in_force(reviews)
    made = []
    for row in edition.reviewable().to_dict("records"):
        identity = str(row["statement_id"])
        codes = coded.get(identity)
        shown = {**row, "text": READ_IN_SOURCE if is_missing(row["text"]) else row["text"]}
        shown |= _proposed(codes, words) if codes is not None else {}
        if identity in reviewed:
            shown |= _carried(reviewed[identity], words)
        made.append(shown)
    return pd.DataFrame(made, columns=[column.id for column in SHEET.columns])


def _in_force(reviews: pd.DataFrame | None) -> dict[str, dict[str, Any]]:
    if reviews is None or reviews.empty:
        return {}
    used = reviews[reviews["outcome"] == "used"]
    return {str(row["reviewed_statement"]): row for row in used.to_dict("records")}


def _proposed(codes: pd.DataFrame, words: dict[str, dict[str, str]]) -> dict[str, str | None]:
    found: dict[str, list[str]] = {}
    why = []
    for code in codes.to_dict("records"):
        kind = str(code["kind"])
        said = words.get(kind, {}).get(str(code["code"]), str(code["code"]))
        found.setdefault(kind, []).append(said)
        if not is_missing(code["words"]):
            strength = "" if is_missing(code["score"]) else f" ({number(float(code['score']), 2)})"
            why.append(f"{said}: {code['words']}{strength}")
    listed = {kind: "; ".join(said) for kind, said in found.items()}
    return {
        "proposed_areas": listed.get("area"),
        "proposed_theme": listed.get("theme"),
        "proposed_status": listed.get(_STATUS),
        "proposed_places": listed.get("place"),
        "proposed_time": listed.get("time"),
        "why": "; ".join(why) or None,
    }


def _carried(review: dict[str, Any], words: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What was proposed and what was changed, as the reviewer wrote it."""

    def parts(name: str) -> list[str]:
        value = review[name]
        return [] if is_missing(value) else [part for part in str(value).split(";") if part]

    def listed(name: str, kind: str) -> str | None:
        return "; ".join(words.get(kind, {}).get(code, code) for code in parts(name)) or None

    shown: dict[str, Any] = {
        "proposed_areas": listed("proposed_areas", "area"),
        "proposed_theme": listed("proposed_theme", "theme"),
        "proposed_status": listed("proposed_status", _STATUS),
        "proposed_places": listed("proposed_places", "place"),
        "proposed_time": listed("proposed_time", "time"),
        "role": review["reviewed_by"],
        "on_date": review["reviewed_on"],
        "comment": review["comment"],
    }
    if set(parts("right_areas")) != set(parts("proposed_areas")):
        right = [words["area"].get(code, code) for code in parts("right_areas")] or [NO_AREA]
        shown |= {f"area_{n}": area for n, area in enumerate(right, 1)}
    for column, name, kind, is_list in (
        ("theme", "theme", "theme", False),
        ("status", "status", _STATUS, False),
        ("places", "places", "place", True),
        ("times", "time", "time", True),
    ):
        if parts(f"right_{name}") != parts(f"proposed_{name}"):
            shown[column] = listed(f"right_{name}", kind) or (NONE if is_list else None)
    return shown
