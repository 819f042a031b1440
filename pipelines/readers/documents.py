"""PDF and text files (and, through word_files, Word files) -> paragraphs in the order a person reads them.

Belongs here: document order, list and table structure, lines joined into paragraphs, hyphenation undone,
page furniture set apart, and signs that a file is not whole. Not here: what a paragraph means
(council_minutes, dialogue_notes), Markdown's marks (markdown).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.readers import cells, markdown, pdf_files, tables, word_files
from pipelines.readers.pdf_files import Line

_LABELS = (
    r"Beslut|Närvarande|Närvaro|Anmält förhinder|Anmälda förhinder|Förhinder|Frånvarande|Ej närvarande|"
    r"Adjungerade?|Tid|Plats|Datum|Dnr|Justerare|Justeras|Vid protokollet|Vid pennan|Vid anteckningarna|"
    r"Ordförande|Sekreterare|Antecknat av|Skrivet av|Upprättad av"
)
_LABELS_WITH_COLON = (
    r"Samtalsledare|Dialogledare|Mötesledare|Deltagare|Deltog|Medverkande|Från kommunen|Från polisen|Kontaktperson|"
    r"Kontakt|Organ|Ort|Lokal|Verksamhet|Enhet|Kallade|Inbjudna|Nästa möte"
)
# A label begins with a capital: "… vid samma / plats som förut" is a sentence on two lines.
_STARTS_PARAGRAPH = re.compile(
    r"^(?:§\s*\d+\W*(?:[A-ZÅÄÖ]|$)|\d{1,2}[.)]\s|\d{1,2}\.\d{1,2}\.?\s+[A-ZÅÄÖ]|\d{1,2}\s+§"
    r"|[•▪◦●○·‣\uf0b7]|[-–*]\s|o\s+[A-ZÅÄÖ]|#{1,6}\s"
    rf"|(?=[A-ZÅÄÖ])(?i:{_LABELS})\b"
    rf"|(?=[A-ZÅÄÖ])(?i:{_LABELS_WITH_COLON})\s*(?::|$))"
)
# After these a number at the start of the next line belongs to the sentence.
_WANTS_NUMBER = re.compile(
    r"(?:\b(?:kl|ca|cirka|v|vecka|nr|den|s|sid|bil|tel|tfn|åk|årskurs|klass|punkt|se|enligt|jfr|och|till|från|på|i|"
    r"av|med|om|mellan|efter|före|över|under|plan|kap)\.?|[–,(-])$",
    re.IGNORECASE,
)
_MONTH = r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
_WEEKDAY = r"(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?"
DAY_LINE = re.compile(
    rf"(?:{_WEEKDAY},? )?(?:den )?(?:\d{{1,2}} {_MONTH}(?: \d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}})"
    r"(?:,? (?:kl|klockan)\b.*)?",
    re.IGNORECASE,
)
_SIGNED_LINE = re.compile(
    r"(?:antecknat av|skrivet av|vid pennan|vid anteckningarna|vid protokollet|samtalsledare|dialogledare|mötesledare|"
    r"sekreterare|ordförande|justerare|upprättad av|sammankallande|kontaktperson)\s*:?\s+"
    r"(?-i:[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]*\.?){1,3})(?:,.*)?",
    re.IGNORECASE,
)
# In typed text, where no printed width shows which lines belong together.
_ASKS = re.compile(
    r"(?:Var|Vad|När|Hur|Vilk[ae]n?|Vilket|Varför|Vem|Finns|Känner|Har|Är|Tycker|Upplever)\b.*\?"
)
_TITLE = re.compile(
    r"(?:.{0,30}\s)?(?:\w{2,}dialog(?:en|er)?|dialog(?:möte|kväll|träff)t?)\b.{0,60}", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(
    r"^(?:sid(?:an?|\.)?\s*)?(\d{1,3})(?:\s*(?:av|/|\()\s*(\d{1,3})\)?)?$", re.IGNORECASE
)
#: Without pages a number alone on its line is an answer, or a date ("3/4").
_SAYS_PAGE = re.compile(r"sid", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:;…]['\"”»)]*$")
_JOINERS = frozenset({"och", "eller", "samt", "respektive"})


#: Under these labels every printed line is a person of its own, so lines are not joined.
_PEOPLE = re.compile(
    r"(?:närvarande|(?:ej|icke) närvarande|frånvarande|anmäl[tda]+ (?:förhinder|frånvaro)|adjungera(?:d|de|t)"
    r"|deltagare|övriga(?: närvarande)?"
    r"|vid (?:protokollet|anteckningarna|pennan)|justera(?:s|d|t|re)|underskrifter?|antecknat av|skrivet av)\s*:?",
    re.IGNORECASE,
)


#: Kinds of paragraphs that stand beside the running text.
BESIDE = frozenset({"furniture", "remark", "author"})


@dataclass(frozen=True)
class Paragraph:
    """One paragraph.

    ``kind``: heading, body, list, table, table_header, furniture (running heads), remark (a comment or a
    note beside the text), author (a name that stands in no text) or unread (a page that holds a picture and
    no text). ``number``: what is no running text is numbered after it. ``series``: for paragraphs that Word
    numbers by itself, which of the document's numberings; empty for typed numbers. ``cells``: a table row's,
    the paragraphs in each parted by line breaks. ``level``: how deep in a list. ``about``: what a remark
    belongs to. ``column``, ``row``, ``place``, ``topic`` and ``when`` are filled by note_tables,
    and ``parts``: how many lines of a table row's cells the paragraph stands for.
    """

    number: int
    text: str
    kind: str
    page: int | None = None
    series: str = ""
    level: int = 0
    cells: tuple[str, ...] = ()
    about: str = ""
    column: str = ""
    row: int | None = None
    place: str | None = None
    topic: str | None = None
    when: str | None = None
    parts: int = 1


def read_document(data: bytes, name: str, max_pages: int | None = None) -> list[Paragraph]:
    """Paragraphs of a docx, pdf, md or txt file, told apart by content. Raises UnreadableFileError."""
    if data.startswith(b"%PDF"):
        return _number(join_lines(pdf_files.lines(data, name, max_pages)))
    if data.startswith(b"PK"):
        blocks = word_files.paragraphs(data, name)
        return _number(
            [
                Paragraph(0, b.text, b.kind, None, b.series, level=b.level, cells=b.cells, about=b.about)
                for b in blocks
            ]
        )
    return _number(join_lines(markdown.lines(tables.decode(data, name)[0])))


def without_authors(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[str]]:
    """The document, and the names of those who wrote and commented, which stand in no text of it."""
    return [p for p in paragraphs if p.kind != "author"], [p.text for p in paragraphs if p.kind == "author"]


def first_paragraphs(data: bytes, name: str, limit: int = 40) -> tuple[str, ...]:
    """The first paragraphs' texts, for recognition."""
    return tuple(p.text for p in read_document(data, name, max_pages=2)[:limit])


def _number(found: Sequence[Paragraph]) -> list[Paragraph]:
    """Numbered as a person counts them: running heads and remarks are no paragraphs of the text."""
    running = itertools.count(1)
    beside = itertools.count(1 + sum(p.kind not in BESIDE for p in found))
    return [replace(p, number=next(beside if p.kind in BESIDE else running)) for p in found]


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


def join_lines(lines: Sequence[Line]) -> list[Paragraph]:
    """Join printed lines into paragraphs; words hyphenated at a line end become whole again.

    Page numbers and running heads do not break the paragraph they interrupt; they follow after it.
    """
    joiner = _Joiner(max((len(line.text) for line in lines if not line.cells), default=0))
    for line in lines:
        joiner.take(line)
    joiner.close()
    texts = ((p, cells.clean(p.text)) for p in joiner.found)
    return [replace(p, text=text) for p, text in texts if text]


class _Joiner:
    """The paragraph that is being put together, and those before it."""

    def __init__(self, widest: int) -> None:
        self.found: list[Paragraph] = []
        self._aside: list[Paragraph] = []
        self._widest = widest
        self._text, self._kind, self._source, self._last = "", "body", "body", ""
        self._page: int | None = None
        self._before: Line | None = None
        self._people = False
        self._in_head = True

    def close(self) -> None:
        if self._text:
            self.found.append(Paragraph(0, self._text, self._kind, self._page))
        self.found.extend(self._aside)
        self._aside.clear()
        self._text = ""

    def take(self, line: Line) -> None:
        plain = line.text.strip()
        numbers = _PAGE_NUMBER.match(plain) and (line.page is not None or _SAYS_PAGE.match(plain))
        if line.kind in ("furniture", "unread") or numbers:
            if plain:
                kind = "unread" if line.kind == "unread" else "furniture"
                self._aside.append(Paragraph(0, plain, kind, line.page))
            return
        if not plain:
            self._people = self._people and bool(_PEOPLE.fullmatch(self._last))
            self._in_head = self._in_head and not (self._text or self.found)
            self.close()
            return
        if line.cells or line.rows:
            self.close()
            self.found.append(_table_row(line))
            self._people, self._before, self._last = False, line, ""
            return
        starts = self._starts(plain)
        if starts or line.kind != "body":
            self._people = False
        elif line.opens:
            # The first name under a label in bold opens a paragraph, and the block of names goes on.
            self._people = self._people and bool(_PEOPLE.fullmatch(self._last))
        if not self._text or starts or self._is_apart(line, plain):
            self.close()
            self._kind = self._source = line.kind
            self._page = line.page
            if self._kind == "body" and word_files.BULLET.match(plain):
                self._kind, plain = "list", word_files.BULLET.sub("", plain)
            self._text = plain
        else:
            self._text = _glue(self._text, plain)
        self._before, self._last = line, line.text.strip()
        self._people = self._people or bool(_PEOPLE.fullmatch(self._last))

    def _starts(self, plain: str) -> bool:
        """A bullet, a number or a label; not the number that a sentence's next line happens to begin with."""
        if not _STARTS_PARAGRAPH.match(plain):
            return False
        return not (self._text and plain[:1] in "§0123456789" and _WANTS_NUMBER.search(self._last))

    def _is_apart(self, line: Line, plain: str) -> bool:
        """Whether the line belongs to another paragraph than the one before it."""
        short = self._is_short(0.75)
        ended = bool(_ENDED.search(self._last)) and not (
            plain[:1].isdigit() and _WANTS_NUMBER.search(self._last)
        )
        turned = self._before is None or line.page != self._before.page or line.turns
        return (
            self._people
            or line.opens
            or line.kind != self._source
            or (_is_title(self._text) and self._is_short(0.8) and not plain[:1].islower())
            or (ended and (turned or short))
            or bool(DAY_LINE.fullmatch(plain))
            or (self._text == self._last and bool(DAY_LINE.fullmatch(self._text)))
            or (self._text == self._last and bool(_SIGNED_LINE.fullmatch(self._text)))
            or (line.page is None and self._is_typed_apart(plain, short=short))
        )

    def _is_short(self, share: float) -> bool:
        if self._before is not None and self._before.fills is not None:
            return self._before.fills < share
        return len(self._last) < share * self._widest

    def _is_typed_apart(self, plain: str, *, short: bool) -> bool:
        """In typed text: a title, what stands under it, a question, and what follows a whole bullet."""
        if self._in_head and short and not plain[:1].islower() and self._kind != "list":
            return True
        return _typed_apart(self._text, self._kind, self._last, plain, short=short)


def _table_row(line: Line) -> Paragraph:
    """A row with its cells' lines joined; the names of the columns are known by themselves or by their letters."""
    if line.cells:
        return Paragraph(0, line.text, line.kind, line.page, cells=line.cells)
    texts = tuple(
        "\n".join(p.text for p in join_lines([replace(part, kind="body") for part in cell]))
        for cell in line.rows
    )
    named = line.opens and word_files.names_columns(list(texts))
    kind = "table_header" if named else line.kind
    shown = "; ".join(text.replace("\n", " ") for text in texts if text)
    return Paragraph(0, shown, kind, line.page, cells=texts)


def _typed_apart(text: str, kind: str, last: str, line: str, *, short: bool) -> bool:
    """In typed text: a title, a question, and what follows a whole bullet are paragraphs of their own."""
    if _ASKS.fullmatch(line) or last.endswith("?") or (text == last and _TITLE.fullmatch(text)):
        return True
    whole = bool(_ENDED.search(last)) or short
    return kind == "list" and whole and not line[:1].islower()


def _is_title(text: str) -> bool:
    """An item's number and title; a sentence that opens with a number has commas, a colon or more words."""
    if not re.match(r"^(?:§\s*\d+|\d{1,2}[.)]\s|\d{1,2}\s+§)", text) or _ENDED.search(text):
        return False
    return len(text) < 45 or (len(text) < 80 and not re.search(r"[,:;]", text))


def _glue(text: str, line: str) -> str:
    """Append a line; undo a hyphen that only the line end put there."""
    if re.search(r"\d–$", text) and line[:1].isdigit():
        return text + line  # "kl. 15–18"
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
