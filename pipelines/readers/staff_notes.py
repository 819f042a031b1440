"""Staff dialogue: notes written after a meeting (medarbetardialog, personaldialog); docx, pdf, md or txt.

Belongs here: what marks these notes. Not here: their order (dialogue_notes), redaction, coding.
"""

from __future__ import annotations

from pipelines.readers import dialogue_notes, note_titles
from pipelines.readers.result import ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "staff_notes"
TITLE = "Medarbetardialog (anteckningar)"
EXPECTED = (
    "Ett dokument (Word, pdf, md eller txt) med medarbetardialog eller personaldialog i rubriken och en rad "
    "«Datum: ÅÅÅÅ-MM-DD»."
)
HEADERS: tuple[str, ...] = ()


def recognises(sample: FileSample) -> bool:
    """The dialogue's name in one of the first five paragraphs."""
    return note_titles.kind_of(sample) == note_titles.STAFF


def read(data: bytes, name: str) -> ReadResult:
    """One row per paragraph, bullet or table row under its heading; attendance to ``private_context``.

    Raises UnreadableFileError, also when the notes carry no date.
    """
    return dialogue_notes.read(data, name, note_titles.STAFF_TITLE, with_questions=False)
