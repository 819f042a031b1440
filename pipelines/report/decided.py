"""Decisions in Brå and operative Brå, and what the next minutes say of them.

A decision is named by its item and heading and pointed at; its words are read in the minutes. Not here: which sentence
is about which decision (the table carries it).
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from pipelines.report.edition import Edition
from pipelines.report.markup import Column, Fragment, note, paragraphs, table, text_or_empty
from pipelines.report.source_views import short_names
from pipelines.report.swedish import day, is_missing, number, plural, sentence_case

STATES = {
    "closed": "klart",
    "open": "kvarstår",
    "followed_up": "tas upp utan att det framgår om det är klart",
    "not_mentioned": "nämns inte",
    "no_later_minutes": "inget senare protokoll har kommit in",
    "no_date": "protokollet saknar datum, så det går inte att säga vilket som är nästa",
    "formal": "formellt, inget att följa upp",
}
NOT_NOT_DONE = (
    "”Nämns inte” betyder bara att programmet inte hittar beslutet i nästa protokoll. Det säger inte att det inte är "
    "gjort. Beslut och uppföljning kopplas ihop med diarienummer, paragraf eller gemensamma ord och kan ha kopplats "
    "fel: läs i protokollet innan ni bygger på det. Ansvarig visas bara när en roll eller organisation står i beslutet."
)
_COUNTED = ("closed", "open", "followed_up", "not_mentioned", "no_later_minutes", "no_date")


def decisions(edition: Edition) -> Fragment:
    """The year's decisions and what became of them; then earlier ones that the year's minutes follow up."""
    rows = edition.decisions()
    if rows.empty:
        return Fragment([note("Inga beslut finns i protokollen för året.")])
    own, earlier = rows[rows["year"] == edition.year], rows[rows["year"] < edition.year]
    fragment = Fragment([paragraphs([" ".join(summary(own, edition.year))], "nyckel"), note(NOT_NOT_DONE)])
    for part, title, identity in (
        (own, f"Beslut {edition.year} och vad nästa protokoll säger", "beslut-aret"),
        (earlier, f"Tidigare beslut som kunde följas upp {edition.year}", "beslut-tidigare"),
    ):
        to_follow = part[part["state"] != "formal"]
        if len(to_follow):
            fragment.add(f'<div id="{identity}">{_table(to_follow, title)}</div>')
    return fragment


def summary(rows: pd.DataFrame, year: int) -> list[str]:
    """How many decisions there are and how they stand, in two sentences at most."""
    if rows.empty:
        return [f"Inga beslut finns i protokollen från {year}."]
    counts = rows["state"].value_counts()
    formal = int(counts.get("formal", 0))
    said = f"Protokollen från {year} har {plural(len(rows), 'beslut', 'beslut')}"
    said += f", varav {number(formal)} rent {'formellt' if formal == 1 else 'formella'}." if formal else "."
    parts = [f"{STATES[state]} ({number(counts[state])})" for state in _COUNTED if counts.get(state, 0)]
    which = "De övriga" if formal else "De"
    return [said, f"{which} står så här i nästa protokoll: {', '.join(parts)}."] if parts else [said]


def _table(rows: pd.DataFrame, caption: str) -> str:
    shown = pd.DataFrame([_words(row) for row in rows.to_dict("records")])
    columns = [
        Column("what", "Beslut"),
        Column("met", "Möte"),
        Column("who", "Ansvarig"),
        Column("when", "När"),
        Column("state", "Läge enligt nästa protokoll"),
        Column("here", "Var beslutet står"),
        Column("there", "Var det tas upp"),
    ]
    return table(shown, columns, caption, css_class="bred")


def _words(row: dict[Hashable, Any]) -> dict[str, str]:
    title = ", ".join(part for part in (text_or_empty(row["item"]), text_or_empty(row["heading"])) if part)
    due = text_or_empty(row["due"])
    if due and not is_missing(row["due_date"]):
        due += f" ({day(row['due_date'])})"
    state = STATES.get(str(row["state"]), str(row["state"]))
    if not is_missing(row["next_meeting"]):
        state += f" ({day(row['next_meeting'])})"
    found = not is_missing(row["follow_up_locator"])
    met = str(row["year"]) if is_missing(row["date"]) else day(row["date"])
    return {
        "what": sentence_case(title) or "Beslut utan rubrik",
        "met": f"{sentence_case(short_names(pd.DataFrame([row]))[0])}, {met}",
        "who": text_or_empty(row["responsible"]) or "–",
        "when": due or "–",
        "state": sentence_case(state),
        "here": f"{row['document']}, {row['locator']}",
        "there": f"{row['follow_up_document']}, {row['follow_up_locator']}" if found else "–",
    }
