"""What minutes and notes of meetings share: which of them a document is, dates in the header, attendance
lists, signatures.

Belongs here: small judgements on one paragraph or on the first ones. Not here: the order of a document
(council_minutes, dialogue_notes).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from pipelines.readers import cells, documents
from pipelines.readers.documents import Paragraph
from pipelines.readers.result import Problem
from pipelines.readers.sample import FileSample

SKIP_HEADING = "rubrik, följer med sina stycken"
SKIP_HEAD = "sidhuvud med organ, datum, tid och plats"
SKIP_ATTENDANCE = "närvarolista"
SKIP_SIGNATURE = "underskrifter"
SKIP_FURNITURE = "sidnummer eller återkommande sidhuvud"

MINUTES, CITIZEN, STAFF = "minutes", "citizen", "staff"

CITIZEN_TITLE = re.compile(
    r"(?:medborgar|invånar|boende)dialog|dialog(?:möte)? med (?:invånare|medborgare|boende)", re.IGNORECASE
)
STAFF_TITLE = re.compile(r"medarbetardialog|personaldialog", re.IGNORECASE)
_COUNCIL = re.compile(r"brottsförebyggande råd|\bbrå\b", re.IGNORECASE)
_FORM = re.compile(
    r"protokoll|minnesanteckning|mötesanteckning|sammanträde|närvarande|dagordning", re.IGNORECASE
)

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
    r"dialogledare|antecknat av|sammankallande|kontaktperson|från kommunen|från polisen)\s*:?\s+(?P<rest>\S.*)",
    re.IGNORECASE,
)
LABELLED = re.compile(
    r"(?:datum|tid|plats|ort|lokal|organ|dnr|diarienr|diarienummer|sammanträdesdag|sammanträdesdatum|"
    r"mötesdatum|mötesdag|mötestid|verksamhet|enhet|ämne|antal (?:deltagare|samtal|svar))\b\s*:?",
    re.IGNORECASE,
)
_LABELS_BEFORE = (
    re.compile(r"\b(?:sammanträdesda\w*|mötesda\w*)\s*:?\s*$", re.IGNORECASE),
    re.compile(r"\bdatum\s*:?\s*$", re.IGNORECASE),
)
_OTHER_DAY = re.compile(
    r"nästa (?:möte|sammanträde)|föregående|justera|anslag|upprättad|utskriv", re.IGNORECASE
)
_NAME = r"[A-ZÅÄÖ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)?"
_PERSON = re.compile(
    rf"(?:{_NAME}(?: (?:von|af|de|[A-ZÅÄÖ]\.?))*(?: {_NAME}){{1,3}}|\[[^\]]{{1,12}}\])(?:\s*[,(;–-].*)?"
)


def kind_of(sample: FileSample) -> str | None:
    """Minutes of the council, notes of a citizen or a staff dialogue, or None: at most one of them.

    The dialogue's name decides where it stands before the council's: "Brå" as sender on top of the
    notes does not make them minutes, and a dialogue on the council's agenda does not make it notes.
    """
    if sample.kind not in ("document", "text") or _is_table(sample):
        return None
    head = [p for p in sample.paragraphs[:25] if len(p) < 300]
    titles = [p for p in sample.paragraphs[:5] if len(p) < 150]
    council = next((n for n, p in enumerate(head[:12]) if _COUNCIL.search(p)), None)
    if not any(_FORM.search(p) for p in head):
        council = None
    dialogue, kind = next(
        ((n, k) for n, p in enumerate(titles) if (k := _dialogue(p)) is not None), (None, None)
    )
    if dialogue is not None and (council is None or dialogue < 2 or dialogue < council):
        return kind
    return MINUTES if council is not None and not any("dialog" in p.casefold() for p in head[:2]) else None


def _dialogue(text: str) -> str | None:
    """The dialogue named in a title; the first one when both are."""
    found = [
        (m.start(), k) for k, t in ((CITIZEN, CITIZEN_TITLE), (STAFF, STAFF_TITLE)) if (m := t.search(text))
    ]
    return min(found)[1] if found else None


def _is_table(sample: FileSample) -> bool:
    """A text file whose lines nearly all have as many separators: a list, whatever its words are."""
    lines = sample.lines[:12] if sample.kind == "text" else ()
    for delimiter, least in ((";", 3), ("\t", 3), (",", 4)):
        widths = [line.count(delimiter) + 1 for line in lines if delimiter in line]
        usual = max(set(widths), key=widths.count) if widths else 0
        if len(widths) >= 2 and usual >= least and 5 * widths.count(usual) >= 4 * len(lines):
            return True
    return False


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


def is_person(text: str) -> bool:
    """A line of an attendance list: a name in capitals, alone or with role and "t.o.m. punkt 4" after it."""
    return bool(_PERSON.fullmatch(text))


def is_signature(text: str) -> bool:
    """The closing block: a label alone, with a line to sign on, or followed by a name."""
    if len(text) >= 120:
        return False
    named = NAME_LINE.fullmatch(text)
    return bool(SIGNATURE.fullmatch(text)) or (named is not None and is_person(named["rest"]))


def page_prefix(paragraph: Paragraph) -> str:
    """ "sida 2, " for paged documents, nothing otherwise."""
    return f"sida {paragraph.page}, " if paragraph.page is not None else ""


def unread_page(paragraph: Paragraph) -> Problem:
    """A page of a PDF that shows something but has no text."""
    return Problem(
        paragraph.number,
        "",
        f"Sida {paragraph.page} innehåller ingen text; den är troligen inskannad.",
        "Lämna in originalet som Word-fil eller PDF med text.",
    )


def cut_off(paragraph: Paragraph) -> Problem:
    """The last paragraph of a text file that ends in the middle of a line."""
    return Problem(
        paragraph.number,
        paragraph.text,
        "Sista stycket saknar radslut och punkt: filen kan vara avkortad.",
        "Hämta filen på nytt. Är den hel: tryck Retur efter sista raden och spara.",
    )


def pages_missing(paragraphs: Sequence[Paragraph]) -> list[Problem]:
    """A problem when the page numbers promise more pages than the file has."""
    if not documents.missing_pages(paragraphs):
        return []
    return [
        Problem(
            None,
            "",
            "Sidnumren anger fler sidor än filen har.",
            "Hämta hela dokumentet. Är det ett utdrag: spara utdraget utan de gamla sidnumren.",
        )
    ]
