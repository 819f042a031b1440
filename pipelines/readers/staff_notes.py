"""Staff dialogue: notes written in Word after a meeting (medarbetardialog, personaldialog).

Belongs here: the notes' title, date, attendance and headings. Not here: redaction, coding.
"""

from __future__ import annotations

import re
from collections import Counter

from pipelines.readers import documents, meeting, statements, tables
from pipelines.readers.result import ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "staff_notes"
TITLE = "Medarbetardialog (anteckningar i Word)"
EXPECTED = "Ett dokument med medarbetardialog eller personaldialog i rubriken och en rad «Datum: ÅÅÅÅ-MM-DD»."
HEADERS: tuple[str, ...] = ()

_TITLE = re.compile(r"medarbetardialog|personaldialog", re.IGNORECASE)
_ROLE = re.compile(r"(?:verksamhet|enhet)\s*:\s*(\S.*)", re.IGNORECASE)


def recognises(sample: FileSample) -> bool:
    """The dialogue's name in one of the first five paragraphs."""
    return (
        sample.kind in ("document", "text")
        and any(_TITLE.search(p) and len(p) < 150 for p in sample.paragraphs[:5])
        and not _looks_like_minutes(sample)
    )


def _looks_like_minutes(sample: FileSample) -> bool:
    return any(re.match(r"protokoll\b", p, re.IGNORECASE) for p in sample.paragraphs[:5])


def read(data: bytes, name: str) -> ReadResult:
    """One row per paragraph, bullet or table row under its heading; attendance to ``private_context``.

    Raises UnreadableFileError, also when the notes carry no date.
    """
    paragraphs = documents.read_document(data, name)
    # The header ends at the first heading after the date, or where running text begins.
    date, chosen = meeting.meeting_date([p for p in paragraphs[:12] if len(p.text) < 120])
    if date is None:
        raise tables.unreadable(name, "Datum saknas. Skriv en rad «Datum: ÅÅÅÅ-MM-DD» under rubriken.")
    rows: list[dict[str, object]] = []
    skipped: Counter[str] = Counter()
    private: list[str] = []
    heading: str | None = None
    role: str | None = None
    in_head, attending = True, False
    for p in paragraphs:
        attendance = meeting.ATTENDANCE.fullmatch(p.text)
        if p.kind == "furniture":
            skipped[meeting.SKIP_FURNITURE] += 1
        elif attendance:
            attending = not attendance["rest"]
            private += [attendance["rest"]] if attendance["rest"] else []
            skipped[meeting.SKIP_ATTENDANCE] += 1
        elif p.kind in ("heading", "table_header"):
            attending = False
            if p.kind == "heading" and p.number > 1 and not _TITLE.search(p.text):
                heading, in_head = p.text, False
            skipped[meeting.SKIP_HEADING] += 1
        elif in_head and (meeting.LABELLED.match(p.text) or (_TITLE.search(p.text) and p.number <= 5)):
            attending = False
            if match := _ROLE.fullmatch(p.text):
                role = match.group(1)
            skipped[meeting.SKIP_HEAD] += 1
        elif in_head and (match := meeting.NAME_LINE.fullmatch(p.text)) and len(p.text) < 120:
            private.append(match["rest"])
            skipped[meeting.SKIP_ATTENDANCE] += 1
        elif attending and not meeting.is_sentence(p.text):
            private.append(p.text)
            skipped[meeting.SKIP_ATTENDANCE] += 1
        elif meeting.SIGNATURE.fullmatch(p.text) and p.number > len(paragraphs) - 4:
            private.append(p.text)
            skipped[meeting.SKIP_SIGNATURE] += 1
        else:
            attending, in_head = False, False
            where = f"{meeting.page_prefix(p)}stycke {p.number}" + (
                f", rubrik «{heading}»" if heading else ""
            )
            rows.append(
                statements.statement(p.number, where, date, p.text, heading=heading, role=role, page=p.page)
            )
    notes = ["Anteckningarna har flera datum i början; det första används."] if chosen else []
    return ReadResult(statements.frame(rows), len(paragraphs), [], skipped, notes, tuple(private))
