"""Citizen dialogue: notes written after talks with inhabitants; docx, pdf, md or txt.

Belongs here: what marks these notes. Not here: their order (dialogue_notes), redaction, coding. Reconstructed
from published accounts of such dialogues (where and when people feel unsafe, what they ask for); not yet
tried on a real file. Those who talked chose to: statements are counted, never turned into shares.
"""

from __future__ import annotations

from pipelines.readers import dialogue_notes, note_titles
from pipelines.readers.result import ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "citizen_notes"
TITLE = "Medborgardialog (anteckningar)"
EXPECTED = (
    "Ett dokument (Word, pdf, md eller txt) med medborgardialog i rubriken, en rad «Datum: ÅÅÅÅ-MM-DD» och en "
    "rad «Plats: …», och därefter frågorna som rubriker med svaren som punkter."
)
HEADERS: tuple[str, ...] = ()


def recognises(sample: FileSample) -> bool:
    """The dialogue's name in one of the first five paragraphs."""
    return note_titles.kind_of(sample) == note_titles.CITIZEN


def read(data: bytes, name: str) -> ReadResult:
    """One row per answer (bullet, paragraph or table row) with its ``question``.

    ``place_context`` is where the dialogue was held, if the notes say so. Who held it goes to
    ``private_context``. Raises UnreadableFileError, also when the notes carry no date.
    """
    return dialogue_notes.read(data, name, note_titles.CITIZEN_TITLE, with_questions=True)
