"""PDF and text files (and, through word_files, Word files) -> paragraphs in the order a person reads them.

Belongs here: document order, list and table structure, lines joined into paragraphs, hyphenation undone,
page furniture set apart, and signs that a file is not whole. Not here: what a paragraph means
(council_minutes, dialogue_notes), Markdown's marks (markdown).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.readers import cells, markdown, pdf_files, tables, word_files
from pipelines.readers.pdf_files import Line

_STARTS_PARAGRAPH = re.compile(
    r"^(?:§|\d{1,2}[.)]\s|\d{1,2}\s+§|[•▪◦●○·‣\uf0b7]|[-–*]\s|#{1,6}\s"
    r"|(?:Beslut|Närvarande|Anmält förhinder|Anmälda förhinder|Frånvarande|Adjungerade?|Tid|Plats|Datum|Dnr"
    r"|Justerare|Justeras|Vid protokollet|Ordförande|Sekreterare)\b"
    r"|(?:Samtalsledare|Dialogledare|Deltagare|Deltog|Medverkande|Från kommunen|Från polisen|Kontaktperson"
    r"|Antecknat av|Skrivet av|Ort|Lokal|Verksamhet|Enhet)\s*(?::|$))",
    re.IGNORECASE,
)
# In typed text, where no printed width shows which lines belong together.
_ASKS = re.compile(
    r"(?:Var|Vad|När|Hur|Vilk[ae]n?|Vilket|Varför|Vem|Finns|Känner|Har|Är|Tycker|Upplever)\b.*\?"
)
_TITLE = re.compile(
    r"(?:.{0,30}\s)?(?:medborgar|invånar|medarbetar|personal)dialog(?:en|er)?\b.{0,60}", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(
    r"^(?:sid(?:an?|\.)?\s*)?(\d{1,3})(?:\s*(?:av|/|\()\s*(\d{1,3})\)?)?$", re.IGNORECASE
)
_ENDED = re.compile(r"[.!?:;…]['\"”»)]*$")
_JOINERS = frozenset({"och", "eller", "samt", "respektive"})


#: Under these labels every printed line is a person of its own, so lines are not joined.
_PEOPLE = re.compile(
    r"(?:närvarande|(?:ej|icke) närvarande|frånvarande|anmäl[tda]+ (?:förhinder|frånvaro)|adjungera(?:d|de|t)"
    r"|deltagare|övriga(?: närvarande)?"
    r"|vid (?:protokollet|anteckningarna|pennan)|justera(?:s|d|t|re)|underskrifter?|antecknat av|skrivet av)\s*:?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph.

    ``kind``: heading, body, list, table, table_header, furniture (running heads) or unread (a page that
    holds a picture and no text). ``series``: for paragraphs that Word numbers by itself, which of the
    document's numberings; empty for typed numbers.
    """

    number: int
    text: str
    kind: str
    page: int | None = None
    series: str = ""


def read_document(data: bytes, name: str, max_pages: int | None = None) -> list[Paragraph]:
    """Paragraphs of a docx, pdf, md or txt file, told apart by content. Raises UnreadableFileError."""
    if data.startswith(b"%PDF"):
        return _number(join_lines(pdf_files.lines(data, name, max_pages)))
    if data.startswith(b"PK"):
        found = word_files.paragraphs(data, name)
        return [Paragraph(n, text, kind, None, series) for n, (text, kind, series) in enumerate(found, 1)]
    return _number(join_lines(markdown.lines(tables.decode(data, name)[0])))


def first_paragraphs(data: bytes, name: str, limit: int = 40) -> tuple[str, ...]:
    """The first paragraphs' texts, for recognition."""
    return tuple(p.text for p in read_document(data, name, max_pages=2)[:limit])


def _number(found: list[tuple[str, str, int | None]]) -> list[Paragraph]:
    return [Paragraph(n, text, kind, page) for n, (text, kind, page) in enumerate(found, 1)]


# ---- whether the file is whole ------------------------------------------------------------------


def ends_abruptly(data: bytes, name: str) -> bool:
    """A text file whose last line has neither a line end nor a full stop: its last words may be missing.

    Word and PDF files are checked by their containers. A text file cut at the end of a line looks whole.
    """
    if data.startswith((b"%PDF", b"PK")):
        return False
    text = tables.decode(data, name)[0]
    return not text.endswith(("\n", "\r")) and not _ENDED.search(text.rstrip())


def missing_pages(paragraphs: Sequence[Paragraph]) -> bool:
    """The page numbers say more pages ("Sida 1 av 3") than the file has."""
    pages = max((p.page for p in paragraphs if p.page is not None), default=None)
    totals = [
        int(match[2])
        for p in paragraphs
        if p.kind == "furniture" and p.page is not None and (match := _PAGE_NUMBER.match(p.text)) and match[2]
    ]
    return pages is not None and bool(totals) and min(totals) > pages


# ---- lines -> paragraphs ------------------------------------------------------------------------


def join_lines(lines: list[Line]) -> list[tuple[str, str, int | None]]:
    """Join printed lines into (text, kind, page); words hyphenated at a line end become whole again.

    Page numbers and running heads do not break the paragraph they interrupt; they follow after it.
    """
    out: list[tuple[str, str, int | None]] = []
    aside: list[tuple[str, str, int | None]] = []
    widest = max((len(line.text) for line in lines), default=0)
    text, kind, source, last = "", "body", "body", ""
    page: int | None = None
    last_page: int | None = None
    people = False

    def close() -> None:
        nonlocal text
        if text:
            out.append((text, kind, page))
        out.extend(aside)
        aside.clear()
        text = ""

    for line in lines:
        plain = line.text.strip()
        if line.kind in ("furniture", "unread") or _PAGE_NUMBER.match(plain):
            if plain:
                aside.append((plain, "unread" if line.kind == "unread" else "furniture", line.page))
            continue
        if not plain:
            people = people and bool(_PEOPLE.fullmatch(last))
            close()
            continue
        if _STARTS_PARAGRAPH.match(plain) or line.kind != "body":
            people = False
        elif line.opens:
            # The first name under a label in bold opens a paragraph, and the block of names goes on.
            people = people and bool(_PEOPLE.fullmatch(last))
        titled = _is_title(text) and len(last) < 0.8 * widest
        turned = line.page != last_page
        finished = bool(_ENDED.search(last)) and (turned or len(last) < 0.75 * widest)
        if (
            not text
            or people
            or line.opens
            or _STARTS_PARAGRAPH.match(plain)
            or titled
            or finished
            or (line.page is None and _typed_apart(text, kind, last, plain, widest))
            or line.kind != source
        ):
            close()
            kind = source = line.kind
            page = line.page
            if kind == "body" and word_files.BULLET.match(plain):
                kind, plain = "list", word_files.BULLET.sub("", plain)
            text = plain
        else:
            text = _glue(text, plain)
        last, last_page = line.text.strip(), line.page
        people = people or bool(_PEOPLE.fullmatch(last))
    close()
    return [(cells.clean(t), k, p) for t, k, p in out if cells.clean(t)]


def _typed_apart(text: str, kind: str, last: str, line: str, widest: int) -> bool:
    """In typed text: a title, a question, and what follows a whole bullet are paragraphs of their own."""
    if _ASKS.fullmatch(line) or last.endswith("?") or (text == last and _TITLE.fullmatch(text)):
        return True
    whole = bool(_ENDED.search(last)) or len(last) < 0.75 * widest
    return kind == "list" and whole and not line[:1].islower()


def _is_title(text: str) -> bool:
    return bool(re.match(r"^(?:§\s*\d+|\d{1,2}[.)]\s|\d{1,2}\s+§)", text)) and not _ENDED.search(text)


def _glue(text: str, line: str) -> str:
    """Append a line; undo a hyphen that only the line end put there."""
    broken = re.search(r"(\w+)[-\u00ad\u2010\ufffe\x02]$", text[-60:])
    if not broken:
        return f"{text} {line}"
    first = line.split(maxsplit=1)[0]
    if first.strip(".,") in _JOINERS:
        return f"{text[:-1]}- {line}"  # "vardags- och helgkvällar"
    before = broken.group(1)
    if before.isupper() or before.isdigit() or not first[:1].islower():
        return f"{text[:-1]}-{line}"  # "EPA-traktor", "A-traktor", "Brå-Lessebo"
    return text[:-1] + line
