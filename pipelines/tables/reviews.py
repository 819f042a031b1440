"""What people say of the codes: their reviews of statements, and how often the machine was right.

Belongs here: which statement a review belongs to, which of several reviews counts, the two tables. Not here:
reading the returned workbook (pipelines.readers.returned_workbook), coding (pipelines.text).

A statement is known again by its number. The number is made of the source, the file, the question and the words,
so a paragraph added above does not change it; where the file has another name it is known by its words alone, if
one statement of that source and year has them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from pipelines.methods.intervals import wilson_interval
from pipelines.raw import Reading
from pipelines.registers import figure_rules
from pipelines.tables.plan import without_names
from pipelines.tables.schema import conform, empty
from pipelines.workbook_register import NONE, sheets

LAYOUT = "returned_workbook"
SHEET = "text_review"
MACHINE, ANALYST, SAME_WORDING = "machine", "analyst", "same_wording"
#: What became of a review.
USED, REPLACED, CONTRADICTED, GONE = "used", "replaced", "contradicted", "gone"
FIELDS = ("area", "theme", "is_problem", "place", "time")
_NUMBERED = re.compile(r"\[NAMN \d+\]")


@dataclass(frozen=True)
class Codes:
    """The codes of one statement that are compared and overruled; lists in the order they are shown."""

    areas: tuple[str, ...]
    theme: str
    is_problem: str
    places: tuple[str, ...]
    time: tuple[str, ...]

    @property
    def without_order(self) -> tuple[object, ...]:
        """What the codes say, in whatever order and spelling of places they were written."""
        return (
            tuple(sorted(self.areas)),
            self.theme,
            self.is_problem,
            tuple(sorted({_plain(place) for place in self.places})),
            tuple(sorted(self.time)),
        )


@dataclass(frozen=True)
class Review:
    """One reviewed row: the codes proposed then and those the reviewer holds right."""

    statement_id: str
    source_label: str
    year: int
    document: str
    question: str | None
    text: str
    proposed: Codes
    right: Codes
    role: str
    on: pd.Timestamp
    comment: str | None
    file: str
    row: int

    @property
    def words(self) -> tuple[str, str]:
        return wording(self.question, self.text)


def wording(question: str | None, text: str) -> tuple[str, str]:
    """What makes two statements the same words: question and text, whatever number a hidden name got."""
    return _plain(question or ""), _plain(text)


def _plain(text: str) -> str:
    return " ".join(_NUMBERED.sub("[NAMN]", text).casefold().split())


def identities(rows: Iterable[Mapping[str, object]]) -> list[str]:
    """A short name per statement (rows in document order) that stays the same as long as its words do.

    The same words twice in a file are told apart by their order.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    found = []
    for row in rows:
        key = (row["source_label"], row["document"], *wording(_text(row["question"]), str(row["text"])))
        seen[key] += 1
        joined = "\n".join(map(str, (*key, seen[key])))
        found.append(hashlib.sha256(joined.encode()).hexdigest()[:12])
    return found


def _text(value: object) -> str | None:
    return None if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]


def reviews(reading: Reading) -> list[Review]:
    """Every reviewed row of every returned workbook, freed from personal data, oldest first."""
    found = []
    for file in reading.of(LAYOUT):
        cells = file.result.rows
        cells = cells[cells["sheet_id"] == SHEET]
        if cells.empty:
            continue
        wide = cells.pivot(index="row", columns="column", values="value")
        wide = wide.reindex(columns=[c.id for c in sheets()[SHEET].columns])
        free = ("role", "comment", "question", "text", "places", "proposed_places", "document")
        texts = [_text(value) or "" for column in free for value in wide[column]]
        clean = [item.text for item in reading.redactor.redact_document(texts)]
        part = {column: clean[i * len(wide) : (i + 1) * len(wide)] for i, column in enumerate(free)}
        for i, (number, cell) in enumerate(wide.iterrows()):
            given = {str(column): _text(value) for column, value in cell.items()}
            given |= {column: part[column][i] or None for column in free}
            found.append(_review(given, file.path, int(str(number))))
    return sorted(found, key=_order)


def _order(review: Review) -> tuple[pd.Timestamp, str, int]:
    return review.on, review.file, review.row


def _review(given: Mapping[str, str | None], file: str, row: int) -> Review:
    proposed = Codes(
        _split(given["proposed_areas"]),
        given["proposed_theme"] or "ovrigt",
        given["proposed_status"] or "false",
        _split(given["proposed_places"]),
        _split(given["proposed_time"]),
    )
    areas = [code for name in ("area_1", "area_2", "area_3") if (code := given[name])]
    right = Codes(
        tuple(code for code in areas if code != NONE) if areas else proposed.areas,
        given["theme"] or proposed.theme,
        given["status"] or proposed.is_problem,
        _split(given["places"]) if given["places"] else proposed.places,
        _split(given["times"]) if given["times"] else proposed.time,
    )
    return Review(
        statement_id=given["statement_id"] or "",
        source_label=given["source_label"] or "",
        year=int(given["year"] or 0),
        document=given["document"] or "",
        question=given["question"],
        text=given["text"] or "",
        proposed=proposed,
        right=right,
        role=without_names(given["role"] or ""),
        on=pd.Timestamp(given["on_date"]),
        comment=given["comment"],
        file=file,
        row=row,
    )


def _split(value: str | None) -> tuple[str, ...]:
    """The parts of a list as written, also in several lines; "ingen" stands for none."""
    parts = [part.strip() for part in re.split(r"[;\n]", value or "")]
    return tuple(part for part in parts if part and part.casefold() not in (NONE, "inga", "-"))


@dataclass(frozen=True)
class Verdicts:
    """The reviews laid beside the statements: which counts for which, and what became of each review."""

    of_statement: dict[str, Review]
    of_wording: dict[tuple[str, str], Review]
    outcomes: list[tuple[Review, str | None, str]]


def matched(given: Iterable[Review], rows: list[dict[str, object]]) -> Verdicts:
    """Which review counts for which statement. The latest counts; two of one day that differ cancel out."""
    by_words: dict[tuple[object, ...], list[str]] = {}
    known = set()
    for row in rows:
        known.add(row["statement_id"])
        key = (row["source_label"], row["year"], *wording(_text(row["question"]), str(row["text"])))
        by_words.setdefault(key, []).append(str(row["statement_id"]))
    placed: dict[str, list[Review]] = {}
    outcomes: list[tuple[Review, str | None, str]] = []
    for review in given:
        same_words = by_words.get((review.source_label, review.year, *review.words), [])
        target = review.statement_id if review.statement_id in known else None
        if target is None and len(same_words) == 1:
            target = same_words[0]
        if target is None:
            outcomes.append((review, None, GONE))
        else:
            placed.setdefault(target, []).append(review)
    used: dict[str, Review] = {}
    for target, several in placed.items():
        newest = [review for review in several if review.on == several[-1].on]
        differ = len({review.right.without_order for review in newest}) > 1
        for review in several:
            if review.on != several[-1].on:
                outcomes.append((review, target, REPLACED))
            else:
                outcomes.append((review, target, CONTRADICTED if differ else USED))
        if not differ:
            used[target] = newest[-1]
    wordings: dict[tuple[str, str], set[object]] = {}
    for review in used.values():
        wordings.setdefault(review.words, set()).add(review.right.without_order)
    of_wording = {r.words: r for r in used.values() if len(wordings[r.words]) == 1}
    return Verdicts(used, of_wording, outcomes)


def statement_review(verdicts: Verdicts) -> pd.DataFrame:
    """Every review with who, when, what was proposed, what is right, and what became of it."""
    rows = [
        {
            "file": review.file,
            "row": review.row,
            "statement_id": review.statement_id,
            "reviewed_statement": target,
            "source_label": review.source_label,
            "year": review.year,
            "outcome": outcome,
            "reviewed_by": review.role,
            "reviewed_on": review.on,
            "comment": review.comment,
            **_columns("proposed", review.proposed),
            **_columns("right", review.right),
        }
        for review, target, outcome in verdicts.outcomes
    ]
    return conform("statement_review", pd.DataFrame(rows)) if rows else empty("statement_review")


def _columns(prefix: str, codes: Codes) -> dict[str, str]:
    return {
        f"{prefix}_areas": ";".join(codes.areas),
        f"{prefix}_theme": codes.theme,
        f"{prefix}_status": codes.is_problem,
        f"{prefix}_places": ";".join(codes.places),
        f"{prefix}_time": ";".join(codes.time),
    }


def coding_accuracy(verdicts: Verdicts) -> pd.DataFrame:
    """How often the proposal was right, per source, year and kind of code, over statements with a review that counts.

    Of several reviews of the same words only the first counts, with the codes that hold now: what is proposed
    afterwards is what somebody has said, not the machine. A share is given from the register's least number of
    answers, with Wilson's 95 % interval (Wilson 1927); below that counts alone.
    """
    rows = []
    first: dict[tuple[str, str], tuple[Review, Codes]] = {}
    for review, target, _ in sorted(verdicts.outcomes, key=lambda outcome: _order(outcome[0])):
        if target in verdicts.of_statement:
            first.setdefault(review.words, (review, verdicts.of_statement[target].right))
    for review, right in first.values():
        for name, is_right in _compared(review.proposed, right).items():
            rows.append(
                {
                    "source_label": review.source_label,
                    "year": review.year,
                    "code_kind": name,
                    "right": is_right,
                }
            )
    if not rows:
        return empty("coding_accuracy")
    counted = (
        pd.DataFrame(rows)
        .groupby(["source_label", "year", "code_kind"], as_index=False)
        .agg(reviewed=("right", "size"), right=("right", "sum"))
    )
    least = figure_rules()["share_from"]
    for column in ("share_pct", "lower_95", "upper_95"):
        counted[column] = float("nan")
    for i, row in counted.iterrows():
        if row["reviewed"] >= least:
            low, high = wilson_interval(int(row["right"]), int(row["reviewed"]))
            counted.loc[i, ["share_pct", "lower_95", "upper_95"]] = [
                100 * row["right"] / row["reviewed"],
                100 * low,
                100 * high,
            ]
    return conform("coding_accuracy", counted)


def _compared(proposed: Codes, right: Codes) -> dict[str, bool]:
    return {
        "area": set(proposed.areas) == set(right.areas),
        "theme": proposed.theme == right.theme,
        "is_problem": proposed.is_problem == right.is_problem,
        "place": {_plain(p) for p in proposed.places} == {_plain(p) for p in right.places},
        "time": set(proposed.time) == set(right.time),
    }
