"""Decisions in the minutes of Brå and operative Brå, and what became of each by the next minutes of the same body.

Belongs here: which meeting follows which, one row per decision, and what of it may be published. Not here: the rule for
what is about what (pipelines.text.decision_matching), what a decision or a sentence says (pipelines.text.decisions),
reading minutes.

"Not mentioned" is all that is known of a decision that the next minutes do not take up: never that it was not done. Of
minutes without a date it is not known which come next; their decisions are listed, and no more is said of them. Nor
is an earlier decision "not mentioned" where such minutes may be the next.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.tables.schema import conform, empty
from pipelines.tables.statements_public import shares_heading, without_heading
from pipelines.text.decision_matching import Decision, Match, diary_number, matches
from pipelines.text.decisions import CLOSED, FOLLOWED_UP, OPEN, due, is_formal, responsible, state_of

BODIES = ("bra_council", "bra_operative")
NOT_MENTIONED, NO_LATER, NO_DATE, FORMAL = "not_mentioned", "no_later_minutes", "no_date", "formal"
#: What says something of the matter or leads to it, and with the rest could point somebody out.
_TELLING = (
    "item", "heading", "responsible", "due", "due_date",
    "follow_up_statement", "follow_up_document", "follow_up_locator", "matched_by", "matched_words",
)  # fmt: skip

_ITEM = re.compile(r"(?:§|punkt) \d+", re.IGNORECASE)
_SENTENCE = re.compile(r", mening (\d+)$")
_IN_TABLE = r"stycke \d+, tabellrad \d"
#: Where sentences equally strong say different things, the first of these counts.
_CAUTIOUS = (OPEN, CLOSED, FOLLOWED_UP)

Row = dict[str, Any]


@dataclass(frozen=True)
class _Found:
    """A sentence of the next minutes that is about a decision, and what it says of it."""

    row: Row
    match: Match
    state: str

    @property
    def order(self) -> tuple[int, int]:
        return -self.match.strength, _CAUTIOUS.index(self.state)


def decision(statement: pd.DataFrame, agreement: Agreement) -> pd.DataFrame:
    """Every decision with who is to act, by when, and what the next minutes of the same body say."""
    ordinary = frozenset({agreement.municipality.name, *(place.name for place in agreement.localities)})
    rows: list[Row] = []
    for body in BODIES:
        minutes = _minutes(statement[statement["source_type"] == body])
        meetings = _meetings(minutes)
        undated = [row for row in minutes if row["date"] is None]
        for at, this in enumerate(meetings):
            later = meetings[at + 1] if at + 1 < len(meetings) else []
            rows += _of_meeting(this, later, _silent(this, later, undated), ordinary)
        rows += [_told(row, NO_DATE, [], None) for row in undated if _is_decision(row)]
    if not rows:
        return empty("decision")
    return conform("decision", pd.DataFrame(rows).assign(agreement=agreement.id))


def decision_public(decision: pd.DataFrame) -> pd.DataFrame:
    """What may be published: where each decision stands and what became of it, never its words.

    Of one that could point somebody out (its words are empty in the working table) also not what it is about, nor the
    heading it shares with others. Under which heading it is followed up is never told: that heading is not judged here.
    """
    shown = decision.drop(columns="text")
    is_hidden = decision["text"].isna()
    is_telling = shares_heading(decision, is_hidden)
    for column in _TELLING:
        shown[column] = shown[column].mask(is_telling if column == "heading" else is_hidden)
    shown["locator"] = shown["locator"].mask(is_telling, without_heading(shown["locator"]))
    shown["follow_up_locator"] = without_heading(shown["follow_up_locator"])
    return conform("decision_public", shown)


def _minutes(statement: pd.DataFrame) -> list[Row]:
    """The body's statements in minutes, each with the date and year of its meeting; no date where none is known.

    The meeting's date is the one that more than half of the document's paragraphs have, or of its rows where all stand
    in tables: a row of a table may have a day of its own. A list of events is no minutes.
    """
    is_decision = statement["kind"] == "decision"
    found = statement[is_decision | statement["locator"].str.contains("stycke")]
    dates: dict[str, pd.Timestamp] = {}
    is_in_table = found["locator"].str.contains(_IN_TABLE)
    for document, own in found.groupby("document"):
        paragraphs = own[~is_in_table[own.index].astype(bool)]
        days = (paragraphs if len(paragraphs) else own)["date"]
        counted = days.value_counts()
        if len(counted) and 2 * counted.iloc[0] > len(days):
            dates[str(document)] = counted.index[0]
    rows = [
        {str(key): value for key, value in row.items()}
        for row in found.astype("object").where(found.notna(), None).to_dict("records")
    ]
    for row in rows:
        row["date"] = dates.get(str(row["document"]))
        row["year"] = row["year"] if row["date"] is None else row["date"].year
    return rows


def _meetings(minutes: Sequence[Row]) -> list[list[Row]]:
    """The minutes in order of date, each a list of statements in the order they stand."""
    by_date: dict[pd.Timestamp, list[Row]] = {}
    for row in minutes:
        if row["date"] is not None:
            by_date.setdefault(row["date"], []).append(row)
    return [sorted(by_date[date], key=_place) for date in sorted(by_date)]


def _silent(this: Sequence[Row], later: Sequence[Row], undated: Sequence[Row]) -> str:
    """The state of a decision that the later minutes say nothing of, where undated ones may be the next instead."""
    if not later:
        return NO_LATER
    first, last = this[0]["year"], later[0]["year"]
    return NO_DATE if any(first <= row["year"] <= last for row in undated) else NOT_MENTIONED


def _is_decision(row: Row) -> bool:
    return bool(row["kind"] == "decision")


def _place(row: Row) -> tuple[str, list[int]]:
    """Where a statement stands: its file, and the numbers of its locator as numbers."""
    return str(row["document"]), [int(number) for number in re.findall(r"\d+", str(row["locator"]))]


def _of_meeting(
    this: Sequence[Row], later: Sequence[Row], silent: str, ordinary: frozenset[str]
) -> list[Row]:
    decided = [row for row in this if _is_decision(row)]
    asked = [_for_matching(row, this) for row in decided]
    found = _followed_up(later, asked, ordinary)
    rows = []
    for i, row in enumerate(decided):
        best = min(found.get(i, []), key=lambda f: f.order, default=None)
        rows.append(_told(row, silent, later, best))
    return rows


def _told(row: Row, silent: str, later: Sequence[Row], best: _Found | None) -> Row:
    """The decision's row. ``silent``: its state where ``best``, the sentence that says most of it, is none."""
    text, meeting = str(row["text"]), row["date"]
    written, day = due(text, meeting.date()) if meeting is not None else (due(text, dt.date.min)[0], None)
    return {
        "statement_id": row["statement_id"],
        "source_type": row["source_type"],
        "source_label": row["source_label"],
        "year": row["year"],
        "date": meeting,
        "document": row["document"],
        "locator": row["locator"],
        "item": _label(row),
        "heading": row["heading"],
        # What details together could point out is read in the source.
        "text": row["text"] if row["identifying"] is None else None,
        "responsible": responsible(text),
        "due": written,
        "due_date": day,
        "state": best.state if best else FORMAL if is_formal(text) else silent,
        "next_meeting": later[0]["date"] if later and (best or silent != NO_DATE) else None,
        "follow_up_statement": best.row["statement_id"] if best else None,
        "follow_up_document": best.row["document"] if best else None,
        "follow_up_locator": best.row["locator"] if best else None,
        "matched_by": best.match.by if best else None,
        "matched_words": ", ".join(best.match.words) if best else None,
    }


def _followed_up(
    later: Sequence[Row], asked: Sequence[Decision], ordinary: frozenset[str]
) -> dict[int, list[_Found]]:
    """Decision → the sentences of the next minutes that are about it."""
    about = [matches(str(row["text"]), str(row["heading"] or ""), asked, ordinary) for row in later]
    found: dict[int, list[_Found]] = {}
    for at, of_sentence in enumerate(about):
        for i, match in of_sentence.items():
            row, state = later[at], state_of(str(later[at]["text"]))
            follows = at + 1 < len(later) and _is_next_sentence(later[at], later[at + 1])
            if state == FOLLOWED_UP and follows and not about[at + 1]:
                # "Lamporna är beställda. Ärendet avslutas." Both are about the same decision.
                after = state_of(str(later[at + 1]["text"]))
                row, state = (later[at + 1], after) if after != FOLLOWED_UP else (row, state)
            found.setdefault(i, []).append(_Found(row, match, state))
    return found


def _is_next_sentence(row: Row, other: Row) -> bool:
    here, there = _SENTENCE.search(str(row["locator"])), _SENTENCE.search(str(other["locator"]))
    if not here or not there or row["document"] != other["document"]:
        return False
    is_same_paragraph = row["locator"][: here.start()] == other["locator"][: there.start()]
    return is_same_paragraph and int(there[1]) == int(here[1]) + 1


def _for_matching(row: Row, meeting: Sequence[Row]) -> Decision:
    label = _label(row)
    item = [r for r in meeting if r["document"] == row["document"] and _label(r) == label] if label else [row]
    diary = next((found for r in item if (found := diary_number(f"{r['heading'] or ''} {r['text']}"))), None)
    number = int(re.sub(r"\D", "", label)) if label else None
    return Decision(str(row["text"]), str(row["heading"] or ""), number, diary, int(row["date"].year))


def _label(row: Row) -> str | None:
    """§ or item out of where the statement stands."""
    found = _ITEM.search(str(row["locator"]))
    return found.group() if found else None
