"""What minutes and notes of meetings share: dates in the header, attendance lists, signatures.

Belongs here: small judgements on one paragraph. Not here: the order of a document (its layout module).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from pipelines.readers import cells
from pipelines.readers.documents import Paragraph

SKIP_HEADING = "rubrik, följer med sina stycken"
SKIP_HEAD = "sidhuvud med organ, datum, tid och plats"
SKIP_ATTENDANCE = "närvarolista"
SKIP_SIGNATURE = "underskrifter"
SKIP_FURNITURE = "sidnummer eller återkommande sidhuvud"

ATTENDANCE = re.compile(
    r"(?:närvarande(?: (?:ledamöter|tjänstepersoner|tjänstemän|ersättare))?|deltagare|deltog|ledamöter|"
    r"ej närvarande|icke närvarande|frånvarande|anmäl[tda]+ (?:förhinder|frånvaro)|förhinder|"
    r"adjungera(?:d|de|t)|"
    r"övriga(?: närvarande)?|kallade|inbjudna|gäster)\b\s*(?::\s*(?P<rest>.*))?",
    re.IGNORECASE,
)
SIGNATURE = re.compile(
    r"(?:vid protokollet|vid anteckningarna|vid pennan|justera(?:s|d|t|re)|justeringspersoner?|"
    r"underskrift(?:er)?|"
    r"ordförande|sekreterare|mötesordförande|mötessekreterare|protokollförare|antecknat av|skrivet av)"
    r"\s*(?::\s*.*|_{3,}.*|\.{4,}.*)?",
    re.IGNORECASE,
)
NAME_LINE = re.compile(
    r"(?:vid protokollet|justera(?:s|re|t|d)|ordförande|sekreterare|protokollförare|samtalsledare|"
    r"dialogledare|antecknat av|sammankallande)\s*:?\s+(?P<rest>\S.*)",
    re.IGNORECASE,
)
LABELLED = re.compile(
    r"(?:datum|tid|plats|lokal|organ|dnr|diarienr|diarienummer|sammanträdesdag|sammanträdesdatum|"
    r"mötesdatum|mötesdag|mötestid|verksamhet|enhet|ämne)\b\s*:?",
    re.IGNORECASE,
)
_LABELS_BEFORE = (
    re.compile(r"\b(?:sammanträdesda\w*|mötesda\w*)\s*:?\s*$", re.IGNORECASE),
    re.compile(r"\bdatum\s*:?\s*$", re.IGNORECASE),
)
_OTHER_DAY = re.compile(
    r"nästa (?:möte|sammanträde)|föregående|justera|anslag|upprättad|utskriv", re.IGNORECASE
)


def meeting_date(head: Sequence[Paragraph]) -> tuple[dt.date | None, bool]:
    """The meeting's date in the header, and whether other dates there made it a choice.

    A date beside "Sammanträdesdag" wins over one beside "Datum", which wins over one without label;
    next meeting and adjustment dates never count.
    """
    ranked: tuple[list[dt.date], ...] = ([], [], [])
    for paragraph in head:
        if _OTHER_DAY.search(paragraph.text):
            continue
        for match in cells.FOUND_IN_TEXT.finditer(paragraph.text):
            try:
                found = cells.required_date(match.group())
            except cells.CellError:
                continue
            before = paragraph.text[: match.start()]
            rank = next((n for n, label in enumerate(_LABELS_BEFORE) if label.search(before)), 2)
            ranked[rank].append(found)
    days = next((days for days in ranked if days), [])
    return (days[0], len(set(days)) > 1) if days else (None, False)


def is_sentence(text: str) -> bool:
    """Running text rather than a line of an attendance list or a header."""
    return text.endswith((".", "!", "?")) and len(text.split()) > 8


def page_prefix(paragraph: Paragraph) -> str:
    """ "sida 2, " for paged documents, nothing otherwise."""
    return f"sida {paragraph.page}, " if paragraph.page is not None else ""
