"""Minutes of the local crime prevention council (Brå), strategic or operative; docx, pdf, md or txt.

Belongs here: header, attendance, numbered items, decisions, signatures. Not here: redaction, coding.
"""

from __future__ import annotations

import re
from collections import Counter

from pipelines.readers import documents, meeting, statements, tables
from pipelines.readers.documents import Paragraph
from pipelines.readers.result import ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "council_minutes"
TITLE = "Protokoll från brottsförebyggande rådet (Brå)"
EXPECTED = (
    "Ett dokument med Brå eller brottsförebyggande rådet och ett datum i början, närvarande och "
    "numrerade punkter."
)
HEADERS: tuple[str, ...] = ()

_BODY = re.compile(r"brottsförebyggande råd|\bbrå\b", re.IGNORECASE)
_OPERATIVE = re.compile(r"\boperativ[at]* (?:brå|brottsförebyggande råd)", re.IGNORECASE)
_FORM = re.compile(
    r"protokoll|minnesanteckning|mötesanteckning|sammanträde|närvarande|dagordning", re.IGNORECASE
)
_ITEM = re.compile(
    r"(?P<paragraph>§)\s*(?P<p>\d{1,3})\.?[\s:–-]*(?P<pt>.*)|(?P<n>\d{1,2})[.)]\s*(?P<nt>\S.*)"
)
_DECISION = re.compile(r"(?:rådets? |brås )?beslut(?:\s*:\s*(?P<rest>.*)|$)", re.IGNORECASE)
_DIARY = re.compile(r"(?:dnr|diarie(?:nr|nummer))\b.{0,40}", re.IGNORECASE)


def recognises(sample: FileSample) -> bool:
    """The council's name and a word of minutes among the first paragraphs, and no staff dialogue."""
    if sample.kind not in ("document", "text"):
        return False
    head = [p for p in sample.paragraphs[:25] if len(p) < 300]
    return (
        any(_BODY.search(p) for p in head[:12])
        and any(_FORM.search(p) for p in head)
        and not any("dialog" in p.casefold() for p in head[:2])
    )


def read(data: bytes, name: str) -> ReadResult:
    """One row per paragraph under a numbered item; ``kind`` decision after ``Beslut:``, else text.

    ``row`` is the paragraph's number in the document, ``heading`` the item's title, ``body`` council
    or operative. Attendance and signatures go to ``private_context``. Raises UnreadableFileError,
    also when the header has no date.
    """
    paragraphs = documents.read_document(data, name)
    by_section = any(p.text.startswith("§") for p in paragraphs)
    first = next((i for i, p in enumerate(paragraphs) if _item(p, 0, by_section)), len(paragraphs))
    head = [p for p in paragraphs[: max(first, 1)] if len(p.text) < 300][:30]
    date, chosen = meeting.meeting_date(head)
    if date is None:
        raise tables.unreadable(name, "Mötets datum saknas i protokollets början. Skriv det som ÅÅÅÅ-MM-DD.")
    body = "operative" if any(_OPERATIVE.search(p.text) for p in head[:12]) else "council"
    state = _Minutes(by_section)
    rows = []
    for p in paragraphs:
        outcome = state.take(p)
        if outcome is not None:
            text, kind = outcome
            where = (
                meeting.page_prefix(p) + (f"{state.label}, " if state.label else "") + f"stycke {p.number}"
            )
            rows.append(
                statements.statement(
                    p.number, where, date, text, kind=kind, heading=state.heading, body=body, page=p.page
                )
            )
    if not rows:
        raise tables.unreadable(
            name, "Protokollet innehåller inga punkter eller stycken efter närvarolistan."
        )
    notes = ["Protokollet har flera datum i början; det första används som mötets datum."] if chosen else []
    return ReadResult(statements.frame(rows), len(paragraphs), [], state.skipped, notes, tuple(state.private))


def _item(p: Paragraph, last: int, by_section: bool) -> tuple[int, str, str] | None:
    """Number, label and title when the paragraph opens an item.

    Where the minutes use §, a plain "1." is a list inside an item; elsewhere numbers must follow on,
    so that neither a list that starts again nor a date at the start of a line opens an item.
    """
    match = _ITEM.fullmatch(p.text)
    if not match or p.kind in ("table", "furniture") or len(p.text) > 160:
        return None
    if match["paragraph"]:
        return int(match["p"]), f"§ {int(match['p'])}", match["pt"]
    number = int(match["n"])
    if (
        by_section
        or number not in ((last + 1, last + 2) if last else (1, 2))
        or match["nt"].endswith((".", ";"))
    ):
        return None
    return number, f"punkt {number}", match["nt"]


class _Minutes:
    """Where in the minutes the reading stands, and what has been left out on the way."""

    def __init__(self, by_section: bool) -> None:
        self.by_section = by_section
        self.skipped: Counter[str] = Counter()
        self.private: list[str] = []
        self.heading: str | None = None
        self.label = ""
        self._last = 0
        self._part = "head"

    def take(self, p: Paragraph) -> tuple[str, str] | None:
        """Text and kind when the paragraph is a statement; otherwise it is counted and None returned."""
        if p.kind == "furniture":
            return self._left_out(meeting.SKIP_FURNITURE)
        if item := _item(p, self._last, self.by_section):
            self._last, self.label, title = item
            self.heading, self._part = title or None, "item"
            return self._left_out(meeting.SKIP_HEADING)
        if (
            self._part == "item"
            and self.heading is None
            and p.kind in ("heading", "body")
            and _is_short(p.text)
        ):
            # "§ 12" on a line of its own, with the title on the next.
            self.heading = p.text
            return self._left_out(meeting.SKIP_HEADING)
        if decision := _DECISION.fullmatch(p.text):
            self._part = "decision"
            if decision["rest"]:
                self._part = "after decision"
                return decision["rest"], "decision"
            return self._left_out(meeting.SKIP_HEADING)
        opening = self._part in ("head", "attendance")
        if opening and (attendance := meeting.ATTENDANCE.fullmatch(p.text)):
            self._part = "attendance"
            return self._private(attendance["rest"] or "", meeting.SKIP_ATTENDANCE)
        if opening:
            return self._opening(p)
        if self._part == "signature" or _is_signature(p.text):
            self._part = "signature"
            return self._private(p.text, meeting.SKIP_SIGNATURE)
        if p.kind in ("heading", "table_header"):
            if p.kind == "heading":
                self.heading, self.label, self._part = p.text, "", "item"
            return self._left_out(meeting.SKIP_HEADING)
        if _DIARY.fullmatch(p.text):
            return self._left_out(meeting.SKIP_HEAD)
        return p.text, "decision" if self._part == "decision" else "text"

    def _opening(self, p: Paragraph) -> tuple[str, str] | None:
        """Before the first item: the header run, attendance and who adjusts the minutes."""
        if self._part == "attendance" and p.kind == "heading":
            # Minutes without numbers: an ordinary heading ends the attendance list.
            self.heading, self._part = p.text, "item"
            return self._left_out(meeting.SKIP_HEADING)
        if meeting.SIGNATURE.match(p.text):
            return self._private(p.text, meeting.SKIP_HEAD)
        if attendance := meeting.ATTENDANCE.match(p.text):
            # "Närvarande Namn, roll" without a colon, as when a list was pasted into one line.
            self._part = "attendance"
            return self._private(
                p.text[attendance.end() :] or (attendance["rest"] or ""), meeting.SKIP_ATTENDANCE
            )
        if meeting.is_sentence(p.text) and not meeting.LABELLED.match(p.text):
            # Minutes with neither numbers nor headings: running text begins.
            self._part = "item"
            return p.text, "text"
        if self._part == "attendance" and not meeting.LABELLED.match(p.text):
            return self._private(p.text, meeting.SKIP_ATTENDANCE)
        return self._left_out(meeting.SKIP_HEAD)

    def _left_out(self, reason: str) -> tuple[str, str] | None:
        self.skipped[reason] += 1
        return None

    def _private(self, text: str, reason: str) -> tuple[str, str] | None:
        if text:
            self.private.append(text)
        return self._left_out(reason)


def _is_short(text: str) -> bool:
    return len(text) < 120 and not text.endswith((".", ":", "!", "?"))


def _is_signature(text: str) -> bool:
    """The closing block: a label alone, with a line to sign on, or followed by a name."""
    return bool(meeting.SIGNATURE.fullmatch(text)) and len(text) < 120
