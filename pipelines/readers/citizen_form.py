"""Citizen dialogue: answers exported from Microsoft Forms as a workbook.

Belongs here: that export's columns, which answers are text, scales or choices, and who left contact
details. Not here: the direction of a scale, redaction, coding. Respondents choose themselves.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from pipelines.readers import cells, statements, tables
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "citizen_form"
TITLE = "Medborgardialog (export från Microsoft Forms)"
EXPECTED = "En arbetsbok med rubrikerna ID, Starttid och Slutförandetid och därefter frågorna."
HEADERS = ("ID", "Starttid", "Slutförandetid")
SKIP_EMPTY = "svar utan innehåll"

_ENGLISH = {"Start time": "Starttid", "Completion time": "Slutförandetid"}
_TECHNICAL = {
    "id",
    "starttid",
    "start time",
    "slutförandetid",
    "completion time",
    "språk",
    "language",
    "senast ändrad",
    "tidpunkt för senaste ändring",
    "last modified time",
    "totalt antal poäng",
    "poäng",
    "feedback om testet",
    "quizfeedback",
}
_CONTACT = re.compile(
    r"(?:ditt |din |ange (?:ditt|din) )?(?:för- och efternamn|förnamn|efternamn|namn|name|"
    r"e-?post(?:adress)?|email|"
    r"mejl(?:adress)?|mail(?:adress)?|telefon(?:nummer)?|mobil(?:nummer|telefon)?|adress|hemadress|"
    r"kontaktuppgift(?:er)?)\W*(?:\(.*\))?"
    r"|.*\b(?:ditt namn|e-postadress|mejladress|telefonnummer|mobilnummer|kontaktuppgifter|kontakta dig)\b.*"
)
_PLACE = re.compile(
    r"\b(?:ort|bostadsort|kommundel|bostadsområde)\b.*\bbor\b|\bbor du\b|^(?:bostads)?ort\W*$"
)
_BACKGROUND = re.compile(r"^(?:kön|ålder|åldersgrupp)\b|hur gammal är du|vilken ålder|vilket kön|^är du\b")
_CHOICES = {
    "ja",
    "nej",
    "vet ej",
    "vet inte",
    "kanske",
    "ibland",
    "delvis",
    "vill inte svara",
    "vill ej svara",
}
_ANONYMOUS = {"anonymous", "anonym"}


@dataclass(frozen=True)
class _Question:
    position: int
    text: str
    kind: str


def recognises(sample: FileSample) -> bool:
    """The three columns every Forms export begins with, in Swedish or English."""
    return sample.kind == "workbook" and (
        len(sample.matched(HEADERS)) == 3 or len(sample.matched(("ID", *_ENGLISH))) == 3
    )


def read(data: bytes, name: str) -> ReadResult:
    """One row per answer that holds something; ``record`` is the respondent's row.

    ``kind``: text; scale (a column of numbers, in ``value``); choice (yes/no and background
    questions). The date is the completion time's. Names and contact details go to
    ``private_context`` only. Raises UnreadableFileError.
    """
    try:
        form = statements.open_form(data, name, HEADERS, HEADERS)
        done = form.at["Slutförandetid"]
    except tables.UnreadableFileError:
        form = statements.open_form(data, name, ("ID", *_ENGLISH), ("ID", *_ENGLISH))
        done = form.at["Completion time"]
    place, contact, questions = _columns(form)
    rows: list[dict[str, object]] = []
    problems: list[Problem] = []
    skipped: Counter[str] = Counter()
    private: list[str] = []
    us_dates = 0
    for n, row in form.rows:
        private += [
            text
            for c in contact
            if (text := cells.clean(row[c]))
            and cells.key(text) not in _ANONYMOUS
            and not cells.is_missing(text)
        ]
        answers = [(q, row[q.position]) for q in questions if not cells.is_missing(row[q.position])]
        if not answers:
            skipped[SKIP_EMPTY] += 1
            continue
        try:
            # Forms in an English locale writes month/day/year as text.
            date = cells.required_date(row[done], us_order=True)
        except cells.CellError as error:
            problems.append(Problem(n, statements.quoted(row), error.reason, error.advice, form.sheet))
            continue
        us_dates += isinstance(row[done], str) and "/" in str(row[done])
        where = cells.clean(row[place]) or None if place is not None else None
        rows += [_answer(n, form.sheet, date, where, question, cell) for question, cell in answers]
    notes = [f"Datum med snedstreck, lästa som månad/dag/år: {us_dates}."] if us_dates else []
    return ReadResult(
        statements.frame(rows, ("record",)), len(form.rows), problems, skipped, notes, tuple(private)
    )


def _columns(form: statements.Form) -> tuple[int | None, list[int], list[_Question]]:
    """Positions of the place and contact columns, and the questions with their kinds."""
    place: int | None = None
    contact: list[int] = []
    questions: list[_Question] = []
    for c, title in enumerate(form.header):
        k = cells.key(title)
        if k in _TECHNICAL:
            continue
        values = [row[c] for _, row in form.rows if not cells.is_missing(row[c])]
        if _CONTACT.fullmatch(k):
            contact.append(c)
        elif place is None and _PLACE.search(k):
            place = c
        elif title or values:
            questions.append(_Question(c, title or f"Kolumn {c + 1} utan rubrik", _kind(k, values)))
    return place, contact, questions


def _kind(title: str, values: list[object]) -> str:
    if _BACKGROUND.search(title):
        return "choice"
    if values and 2 * sum(_scale(v) is not None for v in values) > len(values):
        return "scale"
    if values and all(cells.key(v) in _CHOICES for v in values):
        return "choice"
    return "text"


def _scale(value: object) -> float | None:
    try:
        found = cells.number(value)
    except cells.CellError:
        return None
    return found if found is not None and 0 <= found <= 100 else None


def _answer(
    n: int,
    sheet: str,
    date: dt.date,
    where: str | None,
    question: _Question,
    cell: object,
) -> dict[str, object]:
    shared: dict[str, Any] = {
        "record": n,
        "sheet": sheet,
        "question": question.text,
        "place_context": where,
    }
    locator = f"rad {n}, fråga «{question.text}»"
    value = _scale(cell) if question.kind == "scale" else None
    if value is not None:
        return statements.statement(n, locator, date, None, kind="scale", value=value, **shared)
    # A written answer in a column of numbers is kept as the text it is.
    kind = "text" if question.kind == "scale" else question.kind
    return statements.statement(n, locator, date, cells.clean_text(cell), kind=kind, **shared)
