"""Notes from a dialogue, with staff or citizens, in Word, PDF, Markdown or plain text -> statements.

Belongs here: the order of such notes: title, date and place, who was there, headings or questions, and
under them paragraphs, bullets and table rows. Not here: what tells the two dialogues apart (meeting),
redaction, coding.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipelines.readers import documents, forms, meeting, note_tables, statements, tables
from pipelines.readers.documents import Paragraph
from pipelines.readers.result import ReadResult

_ROLE = re.compile(r"(?:verksamhet|enhet)\s*:\s*(\S.*)", re.IGNORECASE)
_PLACE = re.compile(r"(?P<label>plats|lokal|ort)\s*:\s*(?P<place>\S.*?)\.?", re.IGNORECASE)
# Only with a preposition: in "Medborgardialog Trygghet 2023" the word after is no place.
_PLACE_IN_TITLE = re.compile(
    r"dialog(?:en|er)? (?:i|på|vid) (?P<place>[A-ZÅÄÖ][\w-]+)(?! kommun\b| [A-ZÅÄÖ])"
)
_PLACE_BESIDE_DATE = re.compile(
    r"(?i:(?!(?:mån|tis|ons|tors|fre|lör|sön)dag|datum|antecknat|skrivet|upprätta|uppdatera|version|möte))"
    r"(?P<place>[A-ZÅÄÖ][\w-]+(?: (?!kommun\b|den\b)[a-zåäö-]{2,}){0,2}"
    r"(?:, [\w-]+(?: (?!kommun\b|den\b)[a-zåäö-]{2,}){0,2})?)"
    r",? (?:den )?(?:\d{4}-\d{2}-\d{2}|\d{1,2} [a-zåäö]+ \d{4})(?:,? kl.*)?"
)
_ASKS = re.compile(
    r"(?:\d{1,2}[.)]\s*)?(?P<asked>(?:var|vad|när|hur|vilk[ae]n?|vilket|varför|vem|finns|känner|har|är|tycker|"
    r"upplever|berätta)\b.*)",
    re.IGNORECASE,
)
# As answers these are words like any others; as a heading after the first question, too.
_ONLY_ON_TOP = re.compile(r"(?:övriga|gäster|förhinder|kallade|inbjudna)\b", re.IGNORECASE)
#: Words that open most notes' parts, where nothing in the layout marks a heading.
_USUAL_HEADING = re.compile(
    r"(?:övrigt|övriga|sammanfattning|diskussion|bakgrund|inledning|trygg|otrygg|förslag|önskemål|synpunkter|frågor|"
    r"svar|problem|positivt|negativt|bra|dåligt|grupp \d|bord \d|läget|lägesbild|uppföljning|nästa steg|orsaker|"
    r"styrkor|svagheter|det som fungerar|det här sa|resultat)\b(?: [\wåäö-]+){0,4}:?",
    re.IGNORECASE,
)
_ASKED_COLUMN = re.compile(r"(?:förslag|önskemål|trolig orsak|orsak|idé|lösning)", re.IGNORECASE)
_BESIDE = documents.BESIDE | {"people"} | meeting.REASONS_BESIDE.keys()
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s*")


def read(data: bytes, name: str, title: re.Pattern[str], *, with_questions: bool) -> ReadResult:
    """One row per paragraph, bullet or table row; who was there goes to ``private_context``.

    ``with_questions``: a heading that asks something is the row's ``question``, and the place on top its
    ``place_context``. Raises UnreadableFileError, also without a date and without a statement.
    """
    found, authors = documents.without_authors(documents.read_document(data, name))
    paragraphs = note_tables.expand(found)
    opening = [p for p in paragraphs if p.kind not in meeting.CELLS_BESIDE][:12]
    head = [p for p in opening if len(p.text) < 120]
    running = [p for p in paragraphs if p.kind == "furniture" and p.page in (None, 1)]
    date, year, found_notes = meeting.when([*head, *running], name)
    if year is None:
        raise tables.unreadable(name, "Datum saknas. Skriv en rad «Datum: ÅÅÅÅ-MM-DD» under rubriken.")
    state = _Notes(title, (date, year), with_questions, paragraphs)
    if with_questions:
        state.place = _place(head, title)
    is_cut = documents.ends_abruptly(data, name)
    problems = meeting.pages_missing(paragraphs)
    missing = len(problems)
    for n, p in enumerate(paragraphs):
        state.join(p)
        if p.kind == "unread":
            problems.append(meeting.unread_page(p))
        elif is_cut and n == len(paragraphs) - 1 and not state.is_signature(p):
            problems.append(meeting.cut_off(p))
        else:
            state.take(n, p)
    if not state.rows and not problems:
        raise tables.unreadable(
            name, "Anteckningarna innehåller inga stycken efter rubriken och närvarolistan."
        )
    several = "Anteckningarna har flera datum i början; det första används."
    notes = [several if note == meeting.SEVERAL_DATES else note for note in found_notes]
    return ReadResult(
        statements.frame(state.rows),
        note_tables.records(found) + missing,
        problems,
        state.skipped,
        notes,
        (*state.private, *authors),
    )


def _place(head: Sequence[Paragraph], title: re.Pattern[str]) -> str | None:
    """Where the dialogue was held: labelled, or in the title, or beside the date; otherwise not known."""
    labelled = {m["label"].casefold(): m["place"] for p in head if (m := _PLACE.fullmatch(p.text))}
    if labelled:
        return forms.joined(labelled.get("ort"), labelled.get("plats") or labelled.get("lokal"))
    for p in head[:4]:
        if title.search(p.text) and (match := _PLACE_IN_TITLE.search(p.text)):
            return match["place"]
        if title.search(p.text) or meeting.LABELLED.match(p.text):
            continue
        if match := _PLACE_BESIDE_DATE.fullmatch(p.text):
            return match["place"]
    return None


class _Notes:
    """Where in the notes the reading stands, and what has been found and left out on the way."""

    def __init__(
        self,
        title: re.Pattern[str],
        when: tuple[dt.date | None, int],
        with_questions: bool,
        paragraphs: Sequence[Paragraph],
    ) -> None:
        self.rows: list[dict[str, object]] = []
        self.skipped: Counter[str] = Counter()
        self.private: list[str] = []
        self.place: str | None = None
        self._title, self._with_questions = title, with_questions
        self._when = when
        self._paragraphs = paragraphs
        self._has_headings = any(p.kind == "heading" and p.number > 1 for p in paragraphs)
        self._heading: str | None = None
        self._role: str | None = None
        self._in_head, self._attending, self._signing = True, False, False
        self._listed = 0

    def is_signature(self, p: Paragraph) -> bool:
        """The closing lines: a label such as "Antecknat av", and the name under it."""
        if p.number <= self._last_number() - 4:
            return False
        return meeting.is_signature(p.text) or (self._signing and meeting.is_person(p.text))

    def take(self, n: int, p: Paragraph) -> None:
        attendance = meeting.ATTENDANCE.fullmatch(p.text)
        if attendance and not (self._in_head or self._attending) and _ONLY_ON_TOP.match(p.text):
            attendance = None
        if p.kind in _BESIDE:
            self._beside(p)
        elif p.kind in ("cell", "decision"):
            self._attending, self._in_head = False, False
            self.rows.append(self._row(p))
        elif meeting.is_contact(p.text) and p.kind == "body":
            self._name(p.text, meeting.SKIP_CONTACT)
        elif attendance:
            self._attending, self._listed = not attendance["rest"], 0
            self._name(attendance["rest"] or "", meeting.SKIP_ATTENDANCE)
        elif p.kind in ("heading", "table_header"):
            self._attending = False
            if p.kind == "heading" and p.number > 1 and not self._title.search(p.text):
                self._open(p.text)
            self.skipped[meeting.SKIP_HEADING] += 1
        elif self._in_head and self._is_head(p):
            self._attending = False
            if match := _ROLE.fullmatch(p.text):
                self._role = match.group(1)
            self.private += meeting.people_in(p.text)
            self.skipped[meeting.SKIP_HEAD] += 1
        elif self._in_head and (match := meeting.NAME_LINE.fullmatch(p.text)) and len(p.text) < 120:
            self._name(match["rest"], meeting.SKIP_ATTENDANCE)
        elif self._introduces(n, p):
            self._attending = False
            self._open(p.text)
            self.skipped[meeting.SKIP_HEADING] += 1
        elif self._attending and not self._is_said(p) and not self.is_signature(p):
            self._listed += 1
            self._name(p.text, meeting.SKIP_ATTENDANCE)
        elif self.is_signature(p):
            self._signing = True
            self._name(p.text, meeting.SKIP_SIGNATURE)
        else:
            self._attending, self._in_head = False, False
            self.rows.append(self._row(p))

    def _beside(self, p: Paragraph) -> None:
        """What stands beside the running text, or in a table's columns: names are learnt from all of it."""
        if p.kind == "remark":
            self.rows.append(self._row(p))
        elif p.kind == "people":
            self._name(p.text, meeting.SKIP_ATTENDANCE)
        else:
            self.private += meeting.learnt_beside(p)
            self.skipped[meeting.REASONS_BESIDE[p.kind]] += 1

    def join(self, p: Paragraph) -> None:
        """Counts the lines of a table row's cells that the paragraph holds beside its first."""
        if p.parts > 1:
            self.skipped[meeting.SKIP_JOINED] += p.parts - 1

    def _is_said(self, p: Paragraph) -> bool:
        """Under the label of those present: running text, or, after its first line, a short sentence of nobody."""
        if meeting.is_sentence(p.text):
            return True
        named = meeting.is_person(p.text) or bool(meeting.people_in(p.text))
        return bool(self._listed) and p.text.endswith((".", "!", "?")) and meeting.is_said(p) and not named

    def _last_number(self) -> int:
        return max((p.number for p in self._paragraphs if p.kind not in documents.BESIDE), default=0)

    def _open(self, heading: str) -> None:
        self._heading = (
            _NUMBERED.sub("", heading).rstrip(":") if self._with_questions else heading.rstrip(":")
        )
        self._in_head = False

    def _name(self, text: str, reason: str) -> None:
        if text and self.private and (whole := meeting.broken_name(self.private[-1], text)):
            self.private.append(whole)
        self.private += [text] if text else []
        self.skipped[reason] += 1

    def _is_head(self, p: Paragraph) -> bool:
        """The title, a labelled line, or a line of place and date before the first question."""
        if meeting.LABELLED.match(p.text) or (self._title.search(p.text) and p.number <= 5):
            return True
        if documents.DAY_LINE.fullmatch(p.text):
            return True
        return (
            self._with_questions
            and p.number <= 5
            and len(p.text.split()) <= 8
            and meeting.meeting_date([p])[0] is not None
        )

    def _introduces(self, n: int, p: Paragraph) -> bool:
        """A heading that nothing marks as one: a line over bullets, or a question, in notes without headings."""
        after = (q for q in self._paragraphs[n + 1 :] if q.kind not in ("remark", "furniture"))
        following = next(after, None)
        if p.kind != "body" or following is None or len(p.text) > 150:
            return False
        if following.kind == "body" and _USUAL_HEADING.fullmatch(p.text):
            return len(following.text.split()) > len(p.text.split())
        if following.kind in ("list", "label"):
            return p.text.endswith(("?", ":")) or (
                len(p.text.split()) <= 4 and not p.text.endswith((".", "!"))
            )
        return (
            self._with_questions
            and not self._has_headings
            and p.text.endswith("?")
            and p.text.count("?") == 1
            and bool(_ASKS.fullmatch(p.text))
        )

    def _row(self, p: Paragraph) -> dict[str, object]:
        heading, question = self._heading, None
        if heading and self._with_questions and (heading.endswith("?") or _ASKS.fullmatch(heading)):
            heading, question = None, heading
        if p.column and (p.column.endswith("?") or _ASKED_COLUMN.match(p.column)):
            question = p.column
        heading = ", ".join(part for part in (heading, p.topic) if part) or None
        said = f", fråga «{question}»" if question else f", rubrik «{heading}»" if heading else ""
        column = replace(p, column="") if p.column == question else p
        date, year = meeting.row_date(p.when, self._when)
        return statements.statement(
            p.number,
            f"{meeting.page_prefix(p)}{meeting.place_in_text(column)}{said}",
            date,
            p.text,
            year=year,
            question=question,
            heading=heading,
            place_context=p.place or self.place,
            role=self._role,
            page=p.page,
        )
