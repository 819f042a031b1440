"""Citizen dialogue: answers to a form, one respondent per row, in a workbook or as csv.

Belongs here: the export of Microsoft Forms, and forms that a municipality has put together itself (questions
about safety in the header, a title above it perhaps); which answers are text, scales or choices, and who left
contact details. Not here: redaction, coding, comparing scales. Respondents choose themselves: answers are
counted and averaged for those who answered, never for the inhabitants. The export's layout is known from the
product; not yet tried on a municipality's real export.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.readers import cells, forms, own_forms, sample, scales, staff_form, statements, tables
from pipelines.readers.forms import Entry, Filled
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample
from pipelines.readers.scales import Scale

LAYOUT = "citizen_form"
TITLE = "Medborgardialog (formulärsvar, även export från Microsoft Forms)"
EXPECTED = (
    "En arbetsbok eller csv-fil med rubrikerna ID, Starttid och Slutförandetid och därefter frågorna, eller med en "
    "rad per svar och minst två frågor om trygghet som rubriker."
)
HEADERS = ("ID", "Starttid", "Slutförandetid")
SKIP_EMPTY = "svar utan innehåll"

_NAMES = {"ID": (), "Starttid": ("Start time",), "Slutförandetid": ("Completion time",)}
_SCALE = ("scale_min", "scale_max")
_TECHNICAL = {
    "id",
    "nr",
    "nummer",
    "svar nr",
    "svarsnr",
    "löpnummer",
    "löpnr",
    "respondent",
    "tidstämpel",
    "timestamp",
    "datum",
    "svarsdatum",
    "svarstid",
    "inskickat",
    "inkom",
    "inlämnat",
    "inlämnad",
    "inskickad",
    "svarsdatum och tid",
    "avslutad",
    "avslutat",
    "sluttid",
    "slutdatum",
    "startdatum",
    "startat",
    "startad",
    "svarsid",
    "svars-id",
    "svar-id",
    "respondent-id",
    "svarsnummer",
    "besvarad",
    "skapad",
    "datum och tid",
    "tidpunkt för svar",
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
#: Shorter than this, what stands in a column of numbers is a spoilt number rather than a remark.
_SHORT = 15
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}\b.*")


@dataclass(frozen=True)
class _Question:
    position: int
    text: str
    kind: str
    scale: Scale
    locator: str


def recognises(seen: FileSample) -> bool:
    """The three columns every Forms export begins with, or a header of questions about safety."""
    if len(forms.marks(seen, _NAMES)) == 3:
        return not staff_form.recognises(seen)
    return bool(own_forms.questions(seen))


def read(data: bytes, name: str) -> ReadResult:
    """One row per answer that holds something; ``record`` is the respondent's row.

    ``kind``: text; scale (a column of numbers, in ``value``); choice (yes/no and background questions).
    ``scale_min``, ``scale_max`` and ``scale_direction`` (higher_is_better, lower_is_better) are what the
    question or the answer says, else missing. The date is the completion time's. Names and contact
    details go to ``private_context`` only. Raises UnreadableFileError.
    """
    seen = sample.take(data, name)
    names: dict[str, tuple[str, ...]] = dict(_NAMES)
    required: Sequence[str] = HEADERS
    own: Sequence[str] = ()
    if len(forms.marks(seen, _NAMES)) < 3 and (own := own_forms.questions(seen)):
        names, required = {**own_forms.NAMES, **dict.fromkeys(own, ())}, own[:2]
    filled = forms.read(data, name, names, required, also_read=lambda heading: True, worded=own)
    years = {sheet: _year_of(filled, sheet, name) for sheet in filled.headers}
    columns = {sheet: _columns(filled, sheet) for sheet in filled.headers}
    slashed = [cells.clean(e.get("Slutförandetid")) for e in filled.entries if _is_slashed(e)]
    us_order = all(_is_us(text) for text in slashed)
    rows: list[dict[str, object]] = []
    extra = us_dates = 0
    for entry in filled.entries:
        place, questions = columns[entry.sheet]
        answers = [(q, entry.cells[q.position]) for q in questions]
        answers = [(q, cell) for q, cell in answers if not cells.is_missing(cell)]
        if not answers:
            filled.skipped[SKIP_EMPTY] += 1
            continue
        try:
            if "ID" in entry.at:
                _check_id(entry.get("ID"))
            year = years[entry.sheet]
            # Forms in an English locale writes month/day/year as text.
            stamp = forms.stamp(entry.get("Slutförandetid"))
            date = cells.required_date(stamp, us_order=us_order) if year is None else None
        except cells.CellError as error:
            filled.problems.append(entry.problem(error.reason, error.advice))
            continue
        us_dates += _is_slashed(entry)
        where = cells.clean(entry.cells[place]) or None if place is not None else None
        found = [_answer(entry, (date, year), where, question, cell) for question, cell in answers]
        kept = [row for row in found if isinstance(row, dict)]
        spoilt = [row for row in found if isinstance(row, Problem)]
        rows += kept
        filled.problems += spoilt
        # Beside a respondent's other answers, an answer that cannot be read is a record of its own.
        extra += len(spoilt) if kept else len(spoilt) - 1
    if us_dates:
        filled.notes.append(f"Datum med snedstreck, lästa som månad/dag/år: {us_dates}.")
    return ReadResult(
        statements.frame(rows, ("record", *_SCALE, "scale_direction"), _SCALE),
        filled.records + extra,
        filled.problems,
        filled.skipped,
        filled.notes,
        tuple(filled.private),
    )


def _year_of(filled: Filled, sheet: str | None, name: str) -> int | None:
    """The year of answers that have no column of dates; None where they have one. Raises UnreadableFileError."""
    if any("Slutförandetid" in e.at for e in filled.entries if e.sheet == sheet):
        return None
    if year := forms.stated_year(filled, name):
        filled.notes.append(forms.YEAR_FROM_TITLE.format(sum(e.sheet == sheet for e in filled.entries)))
        return year
    raise tables.unreadable(
        name,
        "Svaren har ingen kolumn med datum, och varken raden över rubrikerna eller filens namn anger ett enda år. "
        "Lägg till kolumnen «Datum».",
    )


def _check_id(cell: object) -> None:
    """Forms numbers its answers. Anything else under ID is a heading that stands over the wrong column."""
    try:
        cells.count(cell)
    except cells.CellError:
        raise cells.CellError(
            "Det som står under ID är inte ett löpnummer.",
            "Kontrollera att rubrikerna står över rätt kolumner, eller hämta svaren på nytt ur formuläret.",
        ) from None


def _is_slashed(entry: Entry) -> bool:
    return bool(_SLASHED.fullmatch(cells.clean(entry.get("Slutförandetid"))))


def _is_us(text: str) -> bool:
    """False for 13/4/2023: then the file writes the day first, and 4/10 in it is no April day either."""
    return int(text.split("/")[0]) <= 12


def _columns(filled: Filled, sheet: str | None) -> tuple[int | None, list[_Question]]:
    """Position of the place column, and the questions with their kinds."""
    place: int | None = None
    questions: list[_Question] = []
    header = filled.headers[sheet]
    entries = [e for e in filled.entries if e.sheet == sheet]
    titles = Counter(cells.key(title) for title in header)
    for c, title in enumerate(header):
        k = cells.key(title)
        if not k or k in _TECHNICAL or forms.is_contact(title):
            continue
        values = [e.cells[c] for e in entries if not cells.is_missing(e.cells[c])]
        if place is None and own_forms.HOME.search(k):
            place = c
            continue
        scale = scales.declared(title)
        # Two questions of the same wording must still be two places to find an answer in.
        twice = f", kolumn {forms.column_letter(c)}" if titles[k] > 1 else ""
        questions.append(_Question(c, title, _kind(k, values, scale), scale, f"fråga «{title}»{twice}"))
    return place, questions


def _kind(title: str, values: list[object], scale: Scale) -> str:
    if _BACKGROUND.search(title):
        return "choice"
    numbers = sum(scales.value(v)[0] is not None for v in values)
    if 2 * numbers > len(values) or (numbers and scale.maximum is not None):
        return "scale"
    if values and all(cells.key(v) in _CHOICES for v in values):
        return "choice"
    return "text"


def _answer(
    entry: Entry,
    when: tuple[dt.date | None, int | None],
    where: str | None,
    question: _Question,
    cell: object,
) -> dict[str, object] | Problem:
    date, year = when
    shared: dict[str, Any] = {
        "year": year,
        "record": entry.record,
        "sheet": entry.sheet,
        "question": question.text,
        "place_context": where,
    }
    locator = f"{entry.where}, {question.locator}"
    if question.kind == "scale":
        value, longest = scales.value(cell)
        scale = question.scale
        if value is not None:
            if not scale.holds(value) or (longest and scale.maximum and longest != scale.maximum):
                return Problem(
                    entry.row,
                    cells.clean(cell),
                    "Svaret ligger utanför frågans skala.",
                    "Kontrollera svaret i formuläret, eller skalan i frågans rubrik.",
                    entry.sheet,
                )
            told: dict[str, Any] = {
                "scale_min": scale.minimum,
                "scale_max": scale.maximum or longest,
                "scale_direction": scale.direction,
            }
            return statements.statement(
                entry.row, locator, date, None, kind="scale", value=value, **shared, **told
            )
        if scales.is_spoilt(cell):
            return Problem(
                entry.row,
                cells.clean(cell),
                "Svaret på skalan har blivit ett datum.",
                "Ändra kolumnens format till text och skriv svaret som i formuläret.",
                entry.sheet,
            )
        if len(cells.clean(cell)) <= _SHORT and cells.key(cell) not in _CHOICES:
            return Problem(
                entry.row,
                cells.clean(cell),
                "Svaret på skalan går inte att läsa som ett tal.",
                "Jämför med svaret i formuläret.",
                entry.sheet,
            )
    # A remark in a column of numbers is kept as the text it is.
    kind = "text" if question.kind == "scale" else question.kind
    return statements.statement(entry.row, locator, date, cells.clean_text(cell), kind=kind, **shared)
