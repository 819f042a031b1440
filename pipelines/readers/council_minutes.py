"""Minutes of the local crime prevention council (Brå), strategic or operative; docx, pdf, md or txt.

Belongs here: header, attendance, numbered items, decisions, signatures. Not here: redaction, coding.
Layout from published minutes (a city district's council, 2015): one header run, the blocks Närvarande,
Anmält förhinder and Adjungerade, numbered items that each end with "Beslut:", the second of them about the
last meeting's decisions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.readers import documents, meeting, minute_items, note_tables, note_titles, statements, tables
from pipelines.readers.documents import Paragraph
from pipelines.readers.result import ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "council_minutes"
TITLE = "Protokoll från brottsförebyggande rådet (Brå)"
EXPECTED = (
    "Ett dokument (Word, pdf, md eller txt) med Brå, brottsförebyggande rådet eller operativa Brå och ett datum i "
    "början, närvarande och numrerade punkter."
)
HEADERS: tuple[str, ...] = ()

_DECISION = re.compile(
    r"(?:(?:rådets? |brås )?beslut(?:\s*:\s*(?P<rest>.*)|$)|beslut\s+(?P<that>att\s.*))", re.IGNORECASE
)
_SOURCES = {"council": "bra_council", "operative": "bra_operative"}
_BESIDE = documents.BESIDE | {"people"} | meeting.REASONS_BESIDE.keys()
_CLOSING = re.compile(r"avslut|nästa (?:möte|sammanträde)|övrig", re.IGNORECASE)
_ABOUT_SIGNING = re.compile(r"justera|underteckna|underskri|anslag|anslås|\bsign", re.IGNORECASE)
_DIARY = re.compile(r"(?:dnr|diarie(?:nr|nummer))\b.{0,40}", re.IGNORECASE)


def recognises(sample: FileSample) -> bool:
    """The council's name and a word of minutes among the first paragraphs, and no dialogue's name before."""
    return note_titles.kind_of(sample) == note_titles.MINUTES


def read(data: bytes, name: str) -> ReadResult:
    """One row per paragraph under a numbered item; ``kind`` decision after ``Beslut:``, else text.

    ``row`` is the paragraph's number in the document, ``heading`` the item's title ("Föregående mötes
    protokoll" too, where old decisions are followed up), ``body`` council or operative, ``source`` the
    source that the minutes are for the agreement. Names in attendance lists, running heads, signatures and
    columns go to ``private_context``. Raises UnreadableFileError, also when no year is said.
    """
    found, authors = documents.without_authors(documents.read_document(data, name))
    paragraphs = minute_items.with_sub_items(note_tables.expand(found))
    by_section = minute_items.by_section(paragraphs)
    first = next(
        (i for i, p in enumerate(paragraphs) if minute_items.opened(p, 0, by_section)), len(paragraphs)
    )
    opening = [p for p in paragraphs[: max(first, 1)] if p.kind not in meeting.CELLS_BESIDE]
    head = [p for p in opening if len(p.text) < 300][:30]
    running = [p for p in paragraphs if p.kind == "furniture" and p.page in (None, 1)]
    date, year, found_notes = meeting.when([*head, *running], name)
    if year is None:
        raise tables.unreadable(name, "Mötets datum saknas i protokollets början. Skriv det som ÅÅÅÅ-MM-DD.")
    body = "operative" if note_titles.is_operative([p.text for p in head[:12]], name) else "council"
    state = _Minutes(by_section, _head_ends(paragraphs[:first]))
    is_cut = documents.ends_abruptly(data, name)
    problems = meeting.pages_missing(paragraphs)
    missing = len(problems)
    rows = []
    for p in paragraphs:
        state.join(p)
        if p.kind == "unread":
            problems.append(meeting.unread_page(p))
            continue
        if is_cut and p is paragraphs[-1] and not state.is_closing(p):
            problems.append(meeting.cut_off(p))
            continue
        outcome = state.take(p)
        if outcome is not None:
            text, kind = outcome
            day, of_year = meeting.row_date(p.when, (date, year))
            heading = ", ".join(part for part in (state.heading, p.topic) if part) or None
            above = state.label or (f"rubrik «{heading}»" if heading else "")
            rows.append(
                statements.statement(
                    p.number,
                    meeting.page_prefix(p) + (f"{above}, " if above else "") + meeting.place_in_text(p),
                    day,
                    text,
                    kind=kind,
                    year=of_year,
                    heading=heading,
                    question=p.column if p.column.endswith("?") else None,
                    place_context=p.place,
                    body=body,
                    page=p.page,
                    source=_SOURCES[body],
                )
            )
    if not rows:
        raise tables.unreadable(
            name, "Protokollet innehåller inga punkter eller stycken efter närvarolistan."
        )
    return ReadResult(
        statements.frame(rows, ("source",)),
        note_tables.records(found) + missing,
        problems,
        state.skipped,
        _notes(found_notes, state, is_text=paragraphs[-1].page is None and not data.startswith(b"PK")),
        (*state.private, *authors),
    )


def _notes(found: Sequence[str], state: _Minutes, *, is_text: bool) -> list[str]:
    several = "Protokollet har flera datum i början; det första används som mötets datum."
    notes = [several if note == meeting.SEVERAL_DATES else note for note in found]
    if state.gaps:
        notes.append(f"Punkternas numrering hoppar: {', '.join(state.gaps)} saknas.")
    if is_text and not state.is_closed:
        # A Word or PDF file that is cut cannot be opened; a text file cut at a line end looks whole.
        notes.append(
            "Textfilen slutar utan avslutande punkt, nästa möte eller underskrift. Kontrollera att den är hel."
        )
    return notes


def _head_ends(opening: Sequence[Paragraph]) -> int:
    """Number of the last paragraph that belongs to the header for certain: a date or a block of people.

    A heading before it is the municipality's name or the like; after it, it is an item without a number.
    """
    ends = 0
    for p in opening[:40]:
        if p.kind in documents.BESIDE:
            continue
        if p.kind in ("cell", "measure", "list", *meeting.CELLS_BESIDE) or (
            meeting.is_sentence(p.text) and not meeting.LABELLED.match(p.text)
        ):
            break
        dated = len(p.text) < 300 and meeting.meeting_date([p])[0] is not None
        if dated or meeting.is_attendance(p.text) or p.kind == "people":
            ends = p.number
    return ends


class _Minutes:
    """Where in the minutes the reading stands, and what has been left out on the way."""

    def __init__(self, by_section: bool, head_ends: int) -> None:
        self.by_section = by_section
        self._head_ends = head_ends
        self.skipped: Counter[str] = Counter()
        self.private: list[str] = []
        self.heading: str | None = None
        self.label = ""
        self.gaps: list[str] = []
        self.is_closed = False
        self._last = 0
        self._series: str | None = None
        self._part = "head"
        self._named_beside = False
        self._has_signed = False

    def take(self, p: Paragraph) -> tuple[str, str] | None:
        """Text and kind when the paragraph is a statement; otherwise it is counted and None returned."""
        if p.kind in _BESIDE:
            return self._beside(p)
        if p.kind in ("cell", "decision"):
            self._part = "item" if self._part != "signature" else self._part
            return p.text, "decision" if p.kind == "decision" else "text"
        opening = self._part in ("head", "attendance")
        item = minute_items.opened(p, self._last, self.by_section, self._series)
        if item and self._part == "attendance" and meeting.is_person(item[2]):
            # A numbered attendance list.
            return self._private(item[2], meeting.SKIP_ATTENDANCE)
        if item:
            return self._open(p, item)
        if (
            self._part == "item"
            and self.heading is None
            and p.kind in ("heading", "body")
            and _is_short(p.text)
        ):
            # "§ 12" on a line of its own, with the title on the next.
            self.heading = p.text
            return self._left_out(meeting.SKIP_HEADING)
        if meeting.is_contact(p.text) and p.kind == "body":
            return self._private(p.text, meeting.SKIP_CONTACT)
        if decision := _DECISION.fullmatch(p.text):
            return self._decide(decision["rest"] or decision["that"] or "")
        if opening and (attendance := meeting.ATTENDANCE.fullmatch(p.text)):
            self._part, self._named_beside = "attendance", bool(attendance["rest"])
            return self._private(attendance["rest"] or "", meeting.SKIP_ATTENDANCE)
        if opening:
            return self._opening(p)
        if self._part == "signature" and not self._leaves_signatures(p):
            return self._private(p.text, meeting.SKIP_SIGNATURE)
        if meeting.is_signature(p.text) or (self._has_signed and self._names(p)):
            self._part, self.is_closed, self._has_signed = "signature", True, True
            return self._private(p.text, meeting.SKIP_SIGNATURE)
        if p.kind in ("heading", "table_header"):
            if p.kind == "heading":
                self.heading, self.label, self._part = p.text, "", "item"
            return self._left_out(meeting.SKIP_HEADING)
        if _DIARY.fullmatch(p.text):
            return self._left_out(meeting.SKIP_HEAD)
        if self._part == "signature":
            self._part = "item"
        self.is_closed = self.is_closed or bool(_CLOSING.search(p.text))
        if self._part == "decision" and p.kind == "list":
            self._part = "after decision"
        elif self._part == "after decision" and p.kind != "list":
            # What follows a decision and its list is the next thing that was said.
            self._part = "item"
        return p.text, "decision" if self._part in ("decision", "after decision") else "text"

    def _beside(self, p: Paragraph) -> tuple[str, str] | None:
        """What stands beside the running text, or in a table's columns: names are learnt from all of it."""
        if p.kind == "remark":
            return p.text, "text"
        if p.kind == "people":
            if self._part == "head":
                self._part = "attendance"
            return self._private(p.text, meeting.SKIP_ATTENDANCE)
        self.private += meeting.learnt_beside(p)
        return self._left_out(meeting.REASONS_BESIDE[p.kind])

    def join(self, p: Paragraph) -> None:
        """Counts the lines of a table row's cells that the paragraph holds beside its first."""
        if p.parts > 1:
            self.skipped[meeting.SKIP_JOINED] += p.parts - 1

    @staticmethod
    def _leaves_signatures(p: Paragraph) -> bool:
        """A heading or a sentence among the signatures: the minutes go on, with an appendix perhaps."""
        if meeting.is_person(p.text) or meeting.is_signature(p.text) or meeting.is_attendance(p.text):
            return False
        if meeting.people_in(p.text) or _ABOUT_SIGNING.search(p.text):
            return False
        if p.kind == "heading":
            return not meeting.LABELLED.match(p.text)
        return meeting.is_said(p) and meeting.meeting_date([p])[0] is None

    @staticmethod
    def _names(p: Paragraph) -> bool:
        """A line of nothing but a person: after the signatures it is one more of them, under any heading."""
        return meeting.is_person(p.text) and bool(meeting.people_in(p.text)) and not meeting.is_said(p)

    def is_closing(self, p: Paragraph) -> bool:
        """Among the signatures, where the last line is a name and seldom ends with a full stop."""
        return self._part == "signature" or meeting.is_signature(p.text)

    def _open(self, p: Paragraph, item: tuple[int, str, str]) -> tuple[str, str] | None:
        number, self.label, title = item
        if self._last and number > self._last + 1:
            sign = "§ " if self.by_section else "punkt "
            between = (self._last + 1, number - 1)
            self.gaps.append(sign + "–".join(str(n) for n in dict.fromkeys(between)))
        if self._series is None:
            self._series = p.series
        self._last, self.heading, self._part = number, title or None, "item"
        self.is_closed = bool(_CLOSING.search(title))
        return self._left_out(meeting.SKIP_HEADING)

    def _decide(self, text: str) -> tuple[str, str] | None:
        """``Beslut:`` with the decision beside it, under it, or as a list that it introduces."""
        self._part = (
            "decision" if not text or text.endswith((":", " att")) or text == "att" else "after decision"
        )
        return (text, "decision") if text else self._left_out(meeting.SKIP_HEADING)

    def _opening(self, p: Paragraph) -> tuple[str, str] | None:
        """Before the first item: the header run, attendance and who adjusts the minutes."""
        if p.kind == "heading" and p.number > self._head_ends and not meeting.is_person(p.text):
            # Minutes without numbers: an ordinary heading ends the header and the attendance list.
            self.heading, self._part = p.text, "item"
            return self._left_out(meeting.SKIP_HEADING)
        if meeting.SIGNATURE.match(p.text) and (meeting.is_signature(p.text) or not meeting.is_said(p)):
            return self._private(p.text, meeting.SKIP_HEAD)
        if attendance := meeting.ATTENDANCE.match(p.text):
            # "Närvarande Namn, roll" without a colon, as when a list was pasted into one line.
            self._part = "attendance"
            return self._private(
                p.text[attendance.end() :] or (attendance["rest"] or ""), meeting.SKIP_ATTENDANCE
            )
        begins = meeting.is_sentence(p.text) or (p.number > self._head_ends and self._is_said(p))
        if begins and not meeting.LABELLED.match(p.text) and not meeting.is_person(p.text):
            # Minutes with neither numbers nor headings: running text begins.
            self._part = "item"
            return p.text, "text"
        if self._part == "attendance" and not meeting.LABELLED.match(p.text):
            return self._private(p.text, meeting.SKIP_ATTENDANCE)
        self.private += meeting.people_in(p.text)
        return self._left_out(meeting.SKIP_HEAD)

    def _is_said(self, p: Paragraph) -> bool:
        """Under the label of a list of people names are expected, not what was said."""
        return (self._part != "attendance" or self._named_beside) and meeting.is_said(p)

    def _left_out(self, reason: str) -> tuple[str, str] | None:
        self.skipped[reason] += 1
        return None

    def _private(self, text: str, reason: str) -> tuple[str, str] | None:
        if text and self.private and (whole := meeting.broken_name(self.private[-1], text)):
            self.private.append(whole)
        if text:
            self.private.append(text)
        return self._left_out(reason)


def _is_short(text: str) -> bool:
    return len(text) < 120 and not text.endswith((".", ":", "!", "?"))
