"""Whole documents as a small municipality has them, with what ought to come out of each.

Twenty-eight made-up documents: minutes, operative lists, dialogue notes, form answers. Each is built when asked
for, so that no binary files lie in the project. What is right for each of them was written down by hand before
the readers were looked at. How the documents are read and what share comes out right is measured in
`measure_documents.py`; the single-sentence sets lie beside this file as jsonl.

Half "B" is never used to tune a reader or a word list: it shows what an unseen document meets.
Persons, places and events are invented. Phones, mail domains and personnummer come from the series for fiction.
"""

# Sentences stand as they are in the document, on one line each, so that they can be read and searched for.
# ruff: noqa: E501

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

YEAR = 2024


@dataclass
class Gold:
    """What ought to come out of one document."""

    statements: list[str] = field(default_factory=list)
    """Sentences, bullets and form answers that ought to be stored, as written, names included."""
    non_statements: list[str] = field(default_factory=list)
    """Headings, attendance, contacts, measures and the like: not to be stored as statements."""
    names: list[str] = field(default_factory=list)
    """Every personal name in the document, in every written form, without the genitive s."""
    keep: list[str] = field(default_factory=list)
    """Places and schools that must be left when the names are taken out."""
    contacts: list[str] = field(default_factory=list)
    """Phones, addresses, mail, personnummer, plates: must not be left in what is stored."""


class Built(NamedTuple):
    file_name: str
    content: bytes
    gold: Gold


class Case(NamedTuple):
    """A document of the set: the kind of source it belongs to, and how it is built."""

    key: str
    half: str
    source_type: str
    build: Callable[[], Built]


class S(tuple[str, ...]):
    """Sentences that are statements; in running text they stand after each other."""

    def __new__(cls, *sentences: str) -> S:
        return super().__new__(cls, sentences)


class N(str):
    """Text that is not a statement."""

    __slots__ = ()


# A plain string is neither: it may be stored or not, whatever the reader finds reasonable.
Spec = S | N | str

# In pdf texts: the line ends here; the word is broken over the line here; the page ends here.
LINE, BROKEN, PAGE = "|", "~", "^"


def take(gold: Gold, spec: Spec) -> str:
    """The text as it is laid out; what it ought to give is written to `gold`."""
    if isinstance(spec, S):
        gold.statements.extend(clean(sentence) for sentence in spec)
        return " ".join(spec)
    if isinstance(spec, N) and len(spec) > 1:
        gold.non_statements.append(clean(spec))
    return str(spec)


def clean(text: str) -> str:
    return text.replace(LINE, " ").replace(PAGE, " ").replace(BROKEN, "")


# --- Word -----------------------------------------------------------------------------------------------------


class Word:
    def __init__(self, gold: Gold) -> None:
        self.gold = gold
        self.file: WordDocument = docx.Document()

    def head(self, text: str, level: int = 1) -> None:
        self.file.add_heading(take(self.gold, N(text)), level)

    def bold(self, text: str) -> None:
        """A heading as people make them: a bold line in the ordinary style."""
        self.file.add_paragraph().add_run(take(self.gold, N(text))).bold = True

    def text(self, spec: Spec, style: str | None = None) -> Paragraph:
        return self.file.add_paragraph(take(self.gold, spec), style)

    def texts(self, *specs: Spec, style: str | None = None) -> None:
        for spec in specs:
            self.text(spec, style)

    def bullets(self, *specs: Spec, level: int = 1) -> None:
        self.texts(*specs, style="List Bullet" if level == 1 else f"List Bullet {level}")

    def table(self, rows: Sequence[Sequence[Spec]], header: bool = True) -> None:
        table = self.file.add_table(rows=0, cols=len(rows[0]))
        table.style = "Table Grid"
        for number, row in enumerate(rows):
            cells = table.add_row().cells
            for cell, spec in zip(cells, row, strict=True):
                cell.text = take(self.gold, spec)
                if header and number == 0:
                    for run in cell.paragraphs[0].runs:
                        run.bold = True

    def frame(self, top: str, bottom: str) -> None:
        section = self.file.sections[0]
        section.header.paragraphs[0].text = take(self.gold, N(top))
        section.footer.paragraphs[0].text = take(self.gold, N(bottom))

    def tracked(self, paragraph: Paragraph, kind: str, text: str, author: str) -> None:
        """Text that is added ("ins") or struck out ("del") under change tracking."""
        change = OxmlElement(f"w:{kind}")
        change.set(qn("w:id"), "901")
        change.set(qn("w:author"), author)
        change.set(qn("w:date"), f"{YEAR}-03-04T09:00:00Z")
        run = OxmlElement("w:r")
        inner = OxmlElement("w:t" if kind == "ins" else "w:delText")
        inner.set(qn("xml:space"), "preserve")
        inner.text = text
        run.append(inner)
        change.append(run)
        paragraph._p.append(change)

    def bytes(self) -> bytes:
        stream = io.BytesIO()
        self.file.save(stream)
        return stream.getvalue()


# --- pdf ------------------------------------------------------------------------------------------------------

VOWELS = "aeiouyåäöé"
_NO_MARKS = str.maketrans("", "", LINE + BROKEN + PAGE)


def break_points(word: str) -> list[int]:
    """Where a long word may be broken: before the last consonant before a vowel."""
    low = word.lower()
    return [
        at
        for at in range(3, len(word) - 3)
        if len(word) > 8
        and low[: at + 2].isalpha()
        and low[at] not in VOWELS
        and low[at + 1] in VOWELS
        and any(letter in VOWELS for letter in low[:at])
    ]


class Pdf:
    """Lays text out line by line, so that it is known where a line, a name and a page is broken."""

    def __init__(
        self,
        gold: Gold,
        head: str = "",
        foot: str = "",
        columns: int = 1,
        hyphens: bool = False,
        size: float = 10.5,
        lead: float = 1.35,
    ) -> None:
        self.gold, self.top, self.foot, self.columns = gold, head, foot, columns
        self.hyphens, self.size, self.lead, self.page, self.column = hyphens, size, lead, 1, 0
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=A4, invariant=1)
        self.left, self.gap = 62.0, 24.0
        self.width = (A4[0] - 2 * self.left - self.gap * (columns - 1)) / columns
        self.start = A4[1] - 85
        self.y = self.start
        for text in (head, foot):
            if text:
                gold.non_statements.append(text)
        self._frame()

    def _frame(self) -> None:
        self.canvas.setFont("Helvetica", 8)
        self.canvas.drawString(self.left, A4[1] - 45, self.top)
        self.canvas.drawRightString(A4[0] - self.left, A4[1] - 45, f"Sida {self.page}")
        self.canvas.drawString(self.left, 38, self.foot)

    def new_page(self) -> None:
        self.canvas.showPage()
        self.page += 1
        self.column = 0
        self.y = self.start
        self._frame()

    def next_column(self) -> None:
        if self.column + 1 < self.columns:
            self.column += 1
            self.y = self.start
        else:
            self.new_page()

    def columns_from_here(self, columns: int) -> None:
        """The text goes on in so many columns below what is already on the page."""
        self.columns, self.column, self.start = columns, 0, self.y
        self.width = (A4[0] - 2 * self.left - self.gap * (columns - 1)) / columns

    def line(self, text: str, indent: float = 0, font: str = "Helvetica") -> None:
        if self.y < 70:
            self.next_column()
        self.canvas.setFont(font, self.size)
        self.canvas.drawString(self.left + self.column * (self.width + self.gap) + indent, self.y, text)
        self.y -= self.size * self.lead

    def head(self, text: str) -> None:
        self.y -= 5
        self.line(take(self.gold, N(text)), font="Helvetica-Bold")

    def lines(self, *specs: Spec) -> None:
        """Each on its own line, such as attendance."""
        for spec in specs:
            for line in self._lines(take(self.gold, spec), self.width):
                self.line(line)
        self.y -= 6

    def text(self, spec: Spec, mark: str = "") -> None:
        indent = 14.0 if mark else 0.0
        text = take(self.gold, spec)
        prefix = f"{mark} " if mark else ""
        for line in self._lines(text, self.width - indent):
            self.line(prefix + line.rstrip(PAGE), 0 if prefix else indent)
            prefix = ""
            if line.endswith(PAGE):
                self.new_page()
        self.y -= 6

    def _lines(self, text: str, width: float) -> list[str]:
        """Lines that end where the text says that a line, a word or the page ends, by a fitting right margin."""
        marks = sum(text.count(mark) for mark in (LINE, BROKEN, PAGE))
        for narrower in range(0, int(width * 0.4), 2):
            lines = self._wrapped(text, width - narrower)
            if sum(line[-1] in (LINE, BROKEN, PAGE) for line in lines if line) == marks:
                return [line.replace(LINE, "").replace(BROKEN, "-") for line in lines]
        raise ValueError(f"No margin breaks the lines where it was asked for: {text}")

    def _wrapped(self, text: str, width: float) -> list[str]:
        """Lines within the width; a mark is left at the end of a line that happened to end there."""
        lines: list[str] = []
        line = ""
        for word in text.replace(LINE, LINE + " ").replace(PAGE, PAGE + " ").split():
            trial = f"{line} {word}".strip()
            if self._wide(trial) <= width:
                line = trial
                continue
            head, tail = self._broken(word, line, width)
            lines.append(f"{line} {head}".strip())
            line = tail
        lines.append(line)
        return [line[:-1].translate(_NO_MARKS) + line[-1:] for line in lines]

    def _wide(self, text: str) -> float:
        return stringWidth(text.translate(_NO_MARKS), "Helvetica", self.size)

    def _broken(self, word: str, line: str, width: float) -> tuple[str, str]:
        if BROKEN in word:
            head, tail = word.split(BROKEN)
            return (head + BROKEN, tail) if self._wide(f"{line} {head}-") <= width else ("", word)
        if self.hyphens and not any(mark in word for mark in (LINE, PAGE)):
            for at in reversed(break_points(word)):
                head = word[:at] + "-"
                if self._wide(f"{line} {head}") <= width:
                    return head, word[at:]
        return "", word

    def table(
        self, widths: Sequence[float], rows: Sequence[Sequence[Spec]], repeat_header: bool = True
    ) -> None:
        """A ruled table; cells wrap, and the header is drawn again on the next page."""
        header = [take(self.gold, spec) for spec in rows[0]]
        self._row(widths, header, "Helvetica-Bold")
        for row in rows[1:]:
            cells = [take(self.gold, spec) for spec in row]
            if self.y - self._height(widths, cells) < 60:
                self.new_page()
                if repeat_header:
                    self._row(widths, header, "Helvetica-Bold")
            self._row(widths, cells, "Helvetica")
        self.y -= 12

    def _height(self, widths: Sequence[float], cells: Sequence[str]) -> float:
        most = max(len(self._lines(c, w - 8)) for c, w in zip(cells, widths, strict=True))
        return most * self.size * 1.2 + 8

    def _row(self, widths: Sequence[float], cells: Sequence[str], font: str) -> None:
        height, x = self._height(widths, cells), self.left
        for cell, width in zip(cells, widths, strict=True):
            self.canvas.rect(x, self.y - height + 10, width, height)
            self.canvas.setFont(font, self.size)
            for number, line in enumerate(self._lines(cell, width - 8)):
                self.canvas.drawString(x + 4, self.y - number * self.size * 1.2, line)
            x += width
        self.y -= height

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.stream.getvalue()


# --- Excel and csv --------------------------------------------------------------------------------------------


def fill(gold: Gold, sheet: Worksheet, rows: Sequence[Sequence[Any]], bold: int | None = 1) -> None:
    for row in rows:
        sheet.append([take(gold, cell) if isinstance(cell, str | S) else cell for cell in row])
    if bold is not None:
        for cell in sheet[bold]:
            cell.font = Font(bold=True)


def workbook_bytes(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_bytes(gold: Gold, rows: Sequence[Sequence[Any]], encoding: str, delimiter: str = ";") -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([take(gold, cell) if isinstance(cell, str | S) else cell for cell in row])
    return stream.getvalue().encode(encoding)


# A row of a table, or a paragraph, is easier to judge on one line.
# fmt: off

# --- minutes of Brå -------------------------------------------------------------------------------------------


def minutes_with_roles() -> Built:
    """Word: attendance as paragraphs with roles, § items, a table of measures last, names in header and footer."""
    gold = Gold(
        names=[
            "Gunilla Stråhle",
            "Gunilla",
            "Peter Ahlqvist",
            "Ahlqvist",
            "Mehmet Yıldız",
            "Mehmet Yildiz",
            "Susanne Bjurman",
            "Kent-Åke Rydh",
            "Kent-Åke",
            "Tove Sandelin",
            "Tove",
            "Rigmor Palmblad",
            "Linus Ekwall",
            "Ekwall",
        ],
        keep=["Sofiaskolan", "resecentrum", "Granfors", "Kvarntorget", "Bruksnäs"],
        contacts=["gunilla.strahle@exempelkommun.se", "070-1740611"],
    )
    word = Word(gold)
    word.frame(f"Almhyttans kommun  Brottsförebyggande rådet  {YEAR}-02-13  Sekr. Tove Sandelin", "Justerat av Rigmor Palmblad")
    word.head("Protokoll brottsförebyggande rådet", 0)
    word.text(N(f"Sammanträdesdag {YEAR}-02-13  Tid: kl. 9.00–11.15  Plats: Kommunhuset, Stora salen"))
    word.bold("Närvarande")
    word.texts(
        N("Gunilla Stråhle, kommunalråd, ordförande"),
        N("Peter Ahlqvist, kommunpolis, t.o.m. § 6"),
        N("Mehmet Yıldız, rektor Sofiaskolan"),
        N("Susanne Bjurman, IFO-chef"),
        N("Kent-Åke Rydh, Almhyttebostäder AB"),
        N("Tove Sandelin, säkerhetssamordnare, sekreterare"),
    )
    word.bold("Anmält förhinder")
    word.text(N("Rigmor Palmblad, räddningstjänsten"))
    word.bold("§ 1 Mötets öppnande")
    word.text(S("Gunilla hälsade välkommen och förklarade mötet öppnat kl. 9.05."))
    word.bold("§ 2 Föregående protokoll")
    word.text(S("Protokollet från den 12 december lades till handlingarna."))
    word.bold("§ 3 Lägesrapport från polisen")
    word.text(
        S(
            "Peter Ahlqvist redovisade att bostadsinbrotten i Granfors ökade under v. 3–5.",
            "Minst fyra villor besöktes på dagtid, bl.a. på Lövstigen, och tjuvarna tog sig in via altandörren.",
            "Inga bilinbrott anmäldes i januari.",
            "Ahlqvist tror att samma gäng ligger bakom ca. 3/4 av anmälningarna.",
        )
    )
    word.text(S("På resecentrum har det varit bråk mellan ungdomar fredagar efter kl. 21.30.", "Väktarnas rondering kl. 19 räcker inte, enligt kommunpolisen."))
    word.bold("§ 4 Skola och fritid")
    word.text(
        S(
            "Mehmet Yıldız berättade att två elever i åk 8 har tagits med vejp på skolans toaletter.",
            "Sedan rastvärdarna blev fler är det lugnare i korridorerna på Sofiaskolan.",
            "Linus Ekwall på fritidsgården har sett att tjejerna slutat komma, eftersom killgänget vid entrén kommenterar dem.",
        )
    )
    word.text(S("Frånvaron i årskurs 9 är fortsatt hög (jfr § 12 i protokollet från den 3 maj)."))
    word.bold("§ 5 Bostadsbolaget")
    word.text(S("Kent-Åke tog upp att källarna på Kvarntorget länsas på cyklar.", "Belysningen i cykelrummen, t.ex. i port 4 och 6, är sönderslagen sedan jul."))
    word.bold("§ 6 Övriga frågor")
    word.text(S("En boende, Linus Ekwalls mamma, har ringt om nedskräpning vid återvinningen i Bruksnäs."))
    word.text("Nästa möte den 16 april kl. 9.00.")
    word.bold("Uppföljning av åtgärder")
    word.table(
        [
            [N("Åtgärd"), N("Ansvarig"), N("Klart")],
            [N("Byta belysning i cykelrummen på Kvarntorget"), N("Kent-Åke Rydh"), N("v. 12")],
            [N("Trygghetsvandring vid resecentrum med väktarna"), N("Tove Sandelin"), N("30 april")],
            [N("Kontakta grannsamverkan i Granfors"), N("P. Ahlqvist"), N("snarast")],
        ]
    )
    word.text(N("Vid protokollet: Tove Sandelin"))
    word.text(N("Ordförande: Gunilla Stråhle, gunilla.strahle@exempelkommun.se, 070-1740611"))
    return Built(f"Protokoll BRÅ {YEAR}-02-13.docx", word.bytes(), gold)


def minutes_with_tracked_text() -> Built:
    """Word: attendance in a table, decimal numbers, comments by a named person and tracked text."""
    gold = Gold(
        names=["Ann-Louise Vedin", "Ann-Louise", "Vedin", "Hamid Karimi", "Hamid", "Björn Österdahl", "Björn", "Carola Linnér", "Carola", "Roffe Nordh", "Roffe", "Ellinor Brask", "Bosse Thim"],
        keep=["Björkhagsskolan", "Stationsparken", "Ica", "Lindsmåla"],
        contacts=["040-6280417"],
    )
    word = Word(gold)
    word.head("MINNESANTECKNINGAR BRÅ", 1)
    word.text(N(f"Tid: {YEAR}-03-04, kl. 13–15. Plats: Ekeryd, Medborgarhuset, rum Eken"))
    word.table(
        [
            [N("Namn"), N("Funktion"), N("Närvaro"), N("Telefon")],
            [N("Ann-Louise Vedin"), N("Ordf., kommunstyrelsen"), N("X"), N("")],
            [N("Hamid Karimi"), N("Områdespolis"), N("X, punkt 1–3"), N("")],
            [N("Björn Österdahl"), N("Skolchef"), N("X"), N("040-6280417")],
            [N("Carola Linnér"), N("Socialtjänsten"), N("Förhinder"), N("")],
        ]
    )
    word.head("1. Inledning", 2)
    word.text("Dagordningen godkändes utan tillägg.")
    word.head("2. Läget", 2)
    word.head("2.1 Polisen", 3)
    spoken = word.text(S("Hamid Karimi informerade om tre anlagda bränder i papperskorgar i Stationsparken.", "Snatterierna på Ica har minskat sedan vakten började i v. 6."))
    word.file.add_comment(spoken.runs, text="Ellinor Brask: stämmer det, Roffe? Ring Bosse Thim.", author="Ellinor Brask", initials="EB")
    changed = word.text(S("Butikschefen är nöjd."))
    word.tracked(changed, "del", " Roffe Nordh stal själv en kundvagn.", "Ellinor Brask")
    gold.non_statements.append("Roffe Nordh stal själv en kundvagn.")
    word.tracked(changed, "ins", " Personalen på Ica har larmat om hot två gånger.", "Ellinor Brask")
    gold.statements.append("Personalen på Ica har larmat om hot två gånger.")
    word.head("2.2 Skolan", 3)
    word.text(
        S(
            "Björn lyfte att en utomstående person gick in på Björkhagsskolan under lunchrasten den 27 februari.",
            "Personen hotade en elevassistent med kniv och avvek mot Stationsparken.",
            "Efter händelsen låses ytterdörrarna kl. 8.15.",
        )
    )
    word.head("2.3 Socialtjänsten", 3)
    word.text(S("Carola Linnér har lämnat en skriftlig rapport."))
    word.bullets(S("Cannabis bland 15–17-åringar är vanligare än i fjol"), S("Flera föräldrar vågar inte ringa polisen"), S("Föräldragruppen som Roffe håller i är uppskattad"))
    word.head("3. Trygghetsvandringen", 2)
    word.text(S("Vandringen i Lindsmåla visade att gångtunneln är mörk och full av klotter.", "Ann-Louise vill se en åtgärd före sommaren."))
    word.head("4. Nästa möte", 2)
    word.text("Den 6 maj kl. 13.")
    word.text(N("Vid anteckningarna Ann-Louise Vedin"))
    return Built("BRÅ mars.docx", word.bytes(), gold)


def minutes_with_initials() -> Built:
    """Word: attendance in one paragraph with initials, initials in the text, bullets in two levels."""
    gold = Gold(
        names=["Anders Hultgren", "Maria Sjöö", "Sjöö", "Fatima Hassan Ali", "Leif Kronvall", "Leif", "Åsa Tjäder", "Åsa", "Jens Brofeldt", "Wilma", "Sigge Malm"],
        keep=["Ungdomens hus", "Ågatan", "Sävsjöhult", "Sävsjöhults skola", "Badplatsen"],
        contacts=["19990101-2384"],
    )
    word = Word(gold)
    word.head("Brå-möte Sävsjöhult", 1)
    word.text(N(f"Datum: 23 april {YEAR}"))
    word.text(N("Närvarande: Anders Hultgren (AH), Maria Sjöö (MS), Fatima Hassan Ali (FHA), Leif Kronvall (LK), Åsa Tjäder (ÅT, sekr.)"))
    word.text(N("Frånvarande: Jens Brofeldt (JB)"))
    word.head("Runda bordet", 2)
    word.bold("Polis (AH)")
    word.bullets(S("AH: fortsatta problem med buskörning med epatraktor på Ågatan"), S("En 17-årig förare, Wilma, har lagförts två gånger"), S("Dieselstölder ur entreprenadmaskiner vid vägbygget, senast den 14/4"))
    word.bullets(S("ca. 400 liter per gång"), S("inga spår efter gärningsmännen"), level=2)
    word.bold("Skola (MS)")
    word.bullets(S("MS säger att mobbningen i mellanstadiet flyttat ut på nätet"), S("Klotter på Sävsjöhults skola efter påsklovet, kostnad 38 000 kr"), S("Nya hissdörrar fungerar bra"))
    word.bold("Fritid (FHA + ÅT)")
    word.bullets(S("Ungdomens hus har öppet kl. 15–21 och är välbesökt"), S("Äldre killar hänger utanför och säljer tabletter till de yngre"))
    word.bullets(S("Leif har sett samma bil flera kvällar"), S("Åsa Tjäders son blev erbjuden att köpa"), level=2)
    word.head("Fördjupning: Badplatsen", 2)
    word.text(
        S(
            "Sjöö redogjorde för sommarens bekymmer på Badplatsen.",
            "Folk grillar på bryggan, dricker och lämnar krossat glas efter sig.",
            "Under 2023 fick räddningstjänsten rycka ut 3 gånger, jfr bilaga 1 s. 4.",
            "Leif Kronvall undrade om badvärdar kan anställas.",
        )
    )
    word.text(S("En man (19990101-2384) som kallas Sigge Malm ska ha slagit sönder omklädningsrummet."))
    word.head("Beslut och uppdrag", 2)
    word.table([[N("Vad"), N("Vem"), N("När")], [N("Kontakta entreprenören om dieselstölderna"), N("AH"), N("omg.")], [N("Söka pengar för badvärdar"), N("Åsa"), N("1 juni")]])
    return Built(f"Bråmöte_{YEAR}0423_Sävsjöhult.docx", word.bytes(), gold)


def minutes_in_one_table() -> Built:
    """Word: the whole of the minutes in a table with item, notes and person responsible."""
    gold = Gold(
        names=["Yvonne Hallström", "Yvonne", "Dragan Petrović", "Dragan", "Ulf Mattsson", "Ulf", "Khadija Nur", "Khadija", "Stina Wahlbom", "Wahlbom", "Jonte"],
        keep=["Karlavägen", "Hyttskolan", "Kyrkbyn", "Folkets park"],
        contacts=["dragan.petrovic@exempelpolisen.se", "070-1740633"],
    )
    word = Word(gold)
    word.frame("Brottsförebyggande rådet, Almhyttan", "Utskrivet av Stina Wahlbom")
    word.bold("Mötesanteckningar Brottsförebyggande rådet")
    word.text(N(f"{YEAR}-09-18 kl. 08.30–10.00 via Teams"))
    word.text(N("Deltagare: Yvonne Hallström, ordf.; Dragan Petrović, polisen (dragan.petrovic@exempelpolisen.se, 070-1740633); Ulf Mattsson, gata/park; Khadija Nur, skolan; Stina Wahlbom, sekr."))
    word.table(
        [
            [N("Punkt"), N("Anteckning"), N("Ansvarig"), N("Klart")],
            [N("1 Inledning"), S("Yvonne öppnade mötet och gick igenom dagordningen."), N("Yvonne"), N("")],
            [
                N("2 Polisens lägesbild"),
                S(
                    "Dragan berättar att cykelstölderna vid Hyttskolan fortsätter.",
                    "Sedan skolstart har 11 cyklar försvunnit, flera av dem var låsta med bygellås.",
                    "Polisen misstänker att en äldre pojke, Jonte, styr de yngre.",
                ),
                N("Dragan Petrović"),
                N("Löpande"),
            ],
            [
                N("3 Gata och park"),
                S("Buskagen längs Karlavägen är nedklippta och det upplevs tryggare.", "Lyktorna i Folkets park krossas gång på gång.", "Ulf Mattsson räknar med kostnader på ca. 45 000 kr."),
                N("Ulf"),
                N("v. 42"),
            ],
            [N("4 Skola"), S("Khadija Nur ser en oro bland personalen efter hoten i augusti.", "Elever i åk 7 vågar inte gå på toaletten.", "Wahlbom frågade hur rasterna bemannas."), N("K. Nur"), N("1 okt.")],
            [N("5 Övrigt"), S("I Kyrkbyn har någon rekat villor från en vit skåpbil kl. 14–15."), N("Alla"), N("–")],
        ]
    )
    word.text("Nästa möte 13 november.")
    return Built("brå anteckningar sept.docx", word.bytes(), gold)


def minutes_hyphenated() -> Built:
    """pdf: running heads, words hyphenated, names broken over two lines and over two pages."""
    gold = Gold(
        names=["Margareta Sundewall", "Margareta", "Henrik Tannerfors", "Tannerfors", "Nasrin Ahmadi", "Nasrin", "Ove Ljunggren", "Ove", "Lovisa Kjellander", "Kjellander", "Pontus Ekdahl", "Valter"],
        keep=["Torget", "Bruksskolan", "Industrigatan", "Vattentornet", "Kosta"],
        contacts=["070-1740622"],
    )
    pdf = Pdf(gold, f"Granfors kommun – BRÅ – Protokoll {YEAR}-05-22", "Justerarens sign. M. Sundewall", hyphens=True, size=12, lead=1.6)
    pdf.lines(N("PROTOKOLL"), N("Brottsförebyggande rådet i Granfors"), N(f"Sammanträdesdatum {YEAR}-05-22, kl. 13.00–15.30"))
    pdf.head("Närvarande")
    pdf.lines(N("Margareta Sundewall, ordförande (S)"), N("Henrik Tannerfors, gruppchef polisen"), N("Nasrin Ahmadi, biträdande rektor"), N("Ove Ljunggren, näringslivsutvecklare"), N("Lovisa Kjellander, sekreterare"))
    pdf.head("§ 14 Upprop och val av justerare")
    pdf.text(S("Till justerare valdes Margareta Sundewall."))
    pdf.head("§ 15 Aktuellt från polisen")
    pdf.text(
        S(
            "Polisen redovisade att skadegörelsen på Bruksskolan har ökat kraftigt under våren, framför allt under helgerna.",
            "Enligt gruppchefen Henrik|Tannerfors rör det sig om ett tiotal högstadieungdomar som samlas på skolgården efter kl. 22.",
            "Väktarbolaget har ingripit vid fem tillfällen, och vid ett av dem misshandlades en ordningsvakt.",
            "Narkotikaanvändningen bland gymnasieungdomarna är oförändrad.",
        )
    )
    pdf.text(S("Verktygsstölder ur hantverkarbilar vid företagen på Industrigatan togs upp av Tan~nerfors, som vill se kameror."))
    pdf.text(S("Företagarna är upprörda.", "Näringslivsutvecklare Ove|Ljunggren har fått samtal från sju företag sedan den 1 april.", "Gemensam bevakning har diskuterats, bl.a. med företagare i Kosta."))
    pdf.head("§ 16 Otrygga platser")
    pdf.text(
        S(
            "Gångvägen vid Vattentornet upplevs som otrygg på grund av dålig belysning och igenvuxna buskar.",
            "Efter att kameran sattes upp på Torget har ordningsstörningarna minskat.",
            "Äldre undviker apoteket kvällstid därför att berusade personer uppehåller sig på bänkarna utanför.",
        )
    )
    pdf.text(
        S(
            "Under diskussionen framkom att kvinnor som arbetar sena pass på äldreboendet känner sig förföljda till parkeringen.",
            "Det har hänt minst tre gånger i maj, och senast var det en undersköterska vid namn Lovisa^Kjellander som sprang tillbaka in i entrén.",
            "Chefen har ordnat sällskap till bilen.",
        )
    )
    pdf.head("§ 17 Skolan")
    pdf.text(
        S(
            "Nasrin beskrev hur elever filmar slagsmål i omklädningsrummet och sprider filmerna.",
            "Föräldern Pontus|Ekdahl har polisanmält en händelse där sonen Valter blev sparkad.",
            "Trygghetsteamets arbete med rastaktiviteter har gett resultat.",
        )
    )
    pdf.head("§ 18 Uppföljning")
    pdf.table([90, 230, 90], [[N("Ansvarig"), N("Åtgärd"), N("Klart")], [N("Ove Ljunggren"), N("Kalla företagarna till möte om bevakning"), N("20 juni")], [N("Gata/park"), N("Röja sly vid Vattentornet"), N("v. 24")]])
    pdf.lines(N("Vid protokollet"), N("Lovisa Kjellander, 070-1740622"), N("Justeras"), N("Margareta Sundewall"))
    return Built(f"bra_protokoll_{YEAR}-05-22.pdf", pdf.bytes(), gold)


def minutes_two_columns() -> Built:
    """pdf: the text in two columns, as a newsletter-like summary of the meeting."""
    gold = Gold(
        names=["Barbro Ekenstierna", "Barbro", "Ahmed Jama", "Ahmed", "Viktoria Lönn", "Viktoria", "Tommy Sköld", "Tommy", "Emanuel"], keep=["Sjöparken", "Nybyggeskolan", "Coop", "Hamngatan"], contacts=["ABC12D"]
    )
    pdf = Pdf(gold, "Brå Bruksnäs kommun", "Sammanställt av Viktoria Lönn", hyphens=True, size=10)
    pdf.head(f"Minnesanteckningar från Brå den 5 juni {YEAR}")
    pdf.lines(N("Närvarande: Barbro Ekenstierna (ordf.), Ahmed Jama (polis), Viktoria Lönn (säk.samordn.), Tommy Sköld (Coop)"))
    pdf.columns_from_here(2)
    pdf.head("1. Handeln")
    pdf.text(S("Tommy Sköld berättade att stölderna på Coop har blivit grövre.", "Vuxna fyller hela kundvagnar med kött och går ut genom kassa 3.", "Två kassörskor är sjukskrivna efter hot."))
    pdf.head("2. Ungdomar")
    pdf.text(
        S(
            "I Sjöparken samlas ett femtontal ungdomar på lördagskvällarna.",
            "De spelar hög musik, dricker folköl och bryter sönder bänkarna.",
            "Fältarna har bra kontakt med de flesta.",
            "En av pojkarna, Emanuel, är bara tolv år.",
        )
    )
    pdf.head("3. Polisen")
    pdf.text(
        S(
            "Ahmed Jama redogjorde för inbrotten i båthusen.",
            "Utombordsmotorer för ca. 600 000 kr har försvunnit sedan v. 17.",
            "En svart skåpbil, ABC12D, har setts på Hamngatan kl. 03.30.",
            "Ahmed uppmanar alla att märka sina motorer.",
        )
    )
    pdf.next_column()
    pdf.head("4. Skolan")
    pdf.text(S("På Nybyggeskolan har det varit falskt brandlarm fyra gånger på två veckor.", "Eleverna blir stressade och lärarna uppgivna.", "Viktoria ska ordna utbildning i pågående dödligt våld."))
    pdf.head("5. Belysning")
    pdf.text(S("Barbro Ekenstierna påpekade att stigen mellan stationen och Nybyggeskolan saknar belysning.", "Nya lampor är beställda, t.ex. till busshållplatsen."))
    pdf.head("6. Nästa möte")
    pdf.text("Den 11 september kl. 10.")
    return Built("Brå juni sammanfattning.pdf", pdf.bytes(), gold)


def minutes_with_signatures() -> Built:
    """pdf: attendance table, Dnr, § with Beslut, a page of signatures."""
    gold = Gold(
        names=["KRISTER LAGERBÄCK", "Krister Lagerbäck", "Krister", "Ewa-Lena Mård", "Ewa-Lena", "Said Warsame", "Warsame", "Pia Frisk", "Lagerbäck", "Kurt Ingvarsson", "Gun-Britt"],
        keep=["Erik Dahlbergsgatan", "Norrliden", "Preem"],
        contacts=["Lövstigen 14"],
    )
    pdf = Pdf(gold, "LINDSMÅLA KOMMUN     Brottsförebyggande rådet", f"Dnr KS {YEAR}/0187", size=11)
    pdf.lines(N(f"PROTOKOLL  {YEAR}-10-09"), N("Plats och tid: Kommunhuset, sal B, kl. 14.00–16.10"))
    pdf.table(
        [150, 200, 90],
        [
            [N("Namn"), N("Representerar"), N("Närvarande")],
            [N("Krister Lagerbäck"), N("Kommunstyrelsen, ordf."), N("ja")],
            [N("Ewa-Lena Mård"), N("Socialtjänsten"), N("ja")],
            [N("Said Warsame"), N("Polisen LPO"), N("ja, § 31–33")],
            [N("Pia Frisk"), N("Parkskolan"), N("nej")],
        ],
    )
    pdf.head("§ 31 Information från polisen")
    pdf.text(
        S(
            "Said Warsame informerar om läget i september.",
            "Antalet anmälda rån är noll, men på Norrliden har två tonåringar blivit av med sina jackor under hot.",
            "På macken (Preem) tankar folk utan att betala flera gånger i veckan.",
            "Warsame nämner att Kurt Ingvarsson, Lövstigen 14, har blivit av med sin gräsklippare.",
        )
    )
    pdf.text("Beslut: Informationen antecknas till protokollet.")
    pdf.head("§ 32 Ungdomar på drift")
    pdf.text(
        S(
            "Ewa-Lena Mård beskriver en grupp på åtta pojkar i 13–15-årsåldern som rekryteras till att hämta paket.",
            "De får 500 kr per gång, och betalningen går via en äldre kusin.",
            "Orosanmälningarna har ökat från 12 till 19 jämfört med samma period i fjol.",
            "SSPF-samordnaren gör ett gott arbete.",
        )
    )
    pdf.text("Beslut: Ewa-Lena Mård återkommer med förslag den 11 december.")
    pdf.head("§ 33 Trygghet på Erik Dahlbergsgatan")
    pdf.text(S("Boende klagar på fyllebråk utanför krogen på Erik Dahlbergsgatan.", "Gun-Britt som bor ovanpå har slutat öppna fönstret.", "Krogägaren har satt in en egen vakt och det har blivit lugnare."))
    pdf.new_page()
    pdf.lines(
        N("Underskrifter"),
        N("Sekreterare ....................................  Pia Frisk"),
        N("Ordförande .....................................  KRISTER LAGERBÄCK"),
        N("Justerare ......................................  Ewa-Lena Mård"),
    )
    return Built(f"Protokoll {YEAR}-10-09 § 31-33.pdf", pdf.bytes(), gold)


# --- operative Brå --------------------------------------------------------------------------------------------


def weekly_notes_word() -> Built:
    """Word: one heading per week, bullets with clock times, who reported in brackets."""
    gold = Gold(
        names=["Robban", "Annika Selander", "Annika", "Mohammed Al-Tamimi", "Mohammed", "Kicki", "Danne Frid", "Danne"],
        keep=["Ekeryd", "Centrumhuset", "Ekerydsskolan", "Folktandvården", "Mossvägen"],
        contacts=["DEF456"],
    )
    word = Word(gold)
    word.head("Operativt Brå – anteckningar", 1)
    word.text(N("Deltar: Annika Selander (fält), Mohammed Al-Tamimi (polis), Robban (väktare), Kicki (bovärd)"))
    word.bold(f"Vecka 36 (2–8 september {YEAR})")
    word.bullets(
        S("Slagsmål utanför Centrumhuset fredag kl. 22.15, tre ungdomar omhändertagna (polis)"), S("Väktarna hittade kanyler på lekplatsen bakom Folktandvården (Robban)"), S("Lugnt på Ekerydsskolan efter skolstarten")
    )
    word.bold("Vecka 37")
    word.bullets(
        S("Inbrott i sju källarförråd på Mossvägen natten till tisdag, Kicki har pratat med hyresgästerna"),
        S("EPA, reg. DEF456, kör fort över torget kl. 19–23 nästan varje kväll"),
        S("Annika uppger att en 14-åring ska ha hotat en jämnårig med kniv vid bussarna"),
    )
    word.text(S("Mohammed följer upp kniven.", "Föräldrarna är informerade och tacksamma."))
    word.bold("Vecka 38")
    word.bullets(S("Inget särskilt att rapportera"), S("danne frid har setts påverkad i trapphuset på Mossvägen flera dagar, t.ex. den 17/9"))
    gold.names.append("danne frid")
    word.text(N("Nästa avstämning: måndag kl. 8.30"))
    return Built("Operativt brå v36-38.docx", word.bytes(), gold)


def operative_table_word() -> Built:
    """Word: a table of events with measure and person responsible, and a second table of old ones."""
    gold = Gold(
        names=["Ingela Roth", "Ingela", "Pär Nilsson", "Pär", "Bilal Haddad", "Bilal", "Anneli", "Anneli Krook", "Conny"],
        keep=["Resecentrum", "Granforsskolan", "Åparken", "Sporthallen", "Backgatan"],
        contacts=["08-46500417"],
    )
    word = Word(gold)
    word.text(N(f"OPERATIVT BRÅ GRANFORS, v. 11 {YEAR}"))
    word.text(N("Ansvarig för listan: Ingela Roth, tfn 08-46500417"))
    word.head("Nya händelser", 2)
    word.table(
        [
            [N("Datum"), N("Plats"), N("Vad har hänt"), N("Åtgärd"), N("Ansvarig"), N("Klart")],
            ["11/3", "Resecentrum", S("Ordningsstörningar i väntsalen kl. 16–18.", "Ungdomar sparkar på automaten och spottar på resenärer."), N("Ökad rondering"), N("Pär Nilsson"), N("v. 12")],
            ["12/3", "Åparken", S("Två parksoffor uppeldade under natten."), N("Ta bort resterna"), N("Bilal"), N("klart")],
            ["13/3", "Granforsskolan", S("Obehörig vuxen fotograferade barn vid staketet, enligt läraren Anneli Krook."), N("Info till föräldrar"), N("Ingela"), N("13/3")],
            ["14/3", "Sporthallen", S("Stölder ur omklädningsrum, fyra mobiltelefoner borta.", "Bilal Haddad såg en kille i svart luva springa mot Backgatan."), N("Låsbara skåp"), N("Fritid"), N("maj")],
        ]
    )
    word.head("Kvarstår från tidigare", 2)
    word.table(
        [
            [N("Händelse"), N("Status"), N("Ansvarig")],
            [S("Klottersaneringen på Backgatan har fungerat bra."), "Avslutas", N("Pär")],
            [S("Conny och hans hund skrämmer äldre vid entrén."), "Pågår", N("I. Roth")],
            [S("Langning från bil vid Sporthallen varje torsdag."), "Polisen följer", N("Anneli")],
        ]
    )
    return Built("Op-brå v11 händelselista.docx", word.bytes(), gold)


def operative_list_pdf() -> Built:
    """pdf: a printed list over two pages, landscape-like columns, the header drawn again on page two."""
    gold = Gold(
        names=["Siv Dahlgren", "Dahlgren", "Jimmy Aspelin", "Jimmy", "Noor", "Rebecka Tunhult", "Rebecka", "Marko Virtanen"],
        keep=["Kvarnhagen", "Almhultsskolan", "Pressbyrån", "Slottsparken", "Centralen"],
        contacts=["070-1740644"],
    )
    pdf = Pdf(gold, f"EST-lista Kvarnhagen vecka 44 {YEAR}", "Skickas till Siv Dahlgren 070-1740644", size=9.5)
    pdf.head("Inrapporterade händelser")
    rows: list[list[Spec]] = [
        [N("Nr"), N("Datum"), N("Plats"), N("Beskrivning"), N("Rapportör")],
        ["1", "28/10", "Pressbyrån", S("Maskerade personer snattade godis och knuffade personalen."), N("Jimmy Aspelin, väktare")],
        ["2", "28/10", "Slottsparken", S("Stor samling ungdomar, ca. 40 st, smällare kastades mot förbipasserande."), N("Noor, fältare")],
        ["3", "29/10", "Almhultsskolan", S("Krossade rutor i matsalen.", "Vaktmästaren Marko Virtanen fick glas i handen."), N("Rektor")],
        ["4", "29/10", "Centralen", S("Rebecka Tunhults cykel stals ur cykelgaraget mellan kl. 7 och 16."), N("Kommunvägledare")],
        ["5", "30/10", "Slottsparken", S("Belysningen fungerar igen efter reparationen."), N("Gata/park")],
        ["6", "30/10", "Kvarnhagen", S("Hotfull stämning mellan två grupper pojkar vid busskuren."), N("Jimmy")],
        ["7", "31/10", "Centralen", S("Öppen narkotikaförsäljning på perrong 2, säljaren cyklar iväg när Noor kommer."), N("Dahlgren")],
        ["8", "31/10", "Almhultsskolan", S("Elev i åk 6 hade med sig en soft air gun till lektionen."), N("Bitr. rektor")],
    ]
    pdf.y -= 430
    pdf.table([30, 45, 85, 215, 95], rows)
    return Built("EST v44.pdf", pdf.bytes(), gold)


def operative_list_excel() -> Built:
    """Excel: title rows above the header, a hidden column, the reporter's name and mail."""
    gold = Gold(
        names=["Helene Wikander", "Helene", "Omar Farah", "Omar", "Sven-Erik Lundh", "Tindra", "Lundh"],
        keep=["Resecentrum", "Parkskolan", "Ekeryd", "Hökvägen", "Skateparken", "Lekeryd"],
        contacts=["helene.wikander@exempelkommun.se", "omar.farah@exempelbostader.se", "070-1740650"],
    )
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Händelser"
    fill(
        gold,
        sheet,
        [
            [N("Operativt Brå – händelserapportering Ekeryd")],
            [N("Uppdaterad av Helene Wikander, 070-1740650")],
            [],
            [N("Löpnr"), N("Datum"), N("Tid"), N("Plats"), N("Ort"), N("Typ av händelse"), N("Fritext"), N("Rapportör"), N("E-post"), N("Roll")],
            [1, f"{YEAR}-01-15", "21:30", "Resecentrum", "Ekeryd", "Ordningsstörning", S("Berusade män trakasserade väntande kvinnor."), N("Helene Wikander"), N("helene.wikander@exempelkommun.se"), "Fältsekreterare"],
            [2, f"{YEAR}-01-17", "", "Parkskolan", "Ekeryd", "Skadegörelse", S("Dörren till slöjdsalen uppbruten och limpistoler borta."), N("Sven-Erik Lundh"), N(""), "Vaktmästare"],
            [3, f"{YEAR}-01-18", "02:10", "Hökvägen", "Lekeryd", "Brand", S("Container i lågor, Omar Farah ringde 112."), N("Omar Farah"), N("omar.farah@exempelbostader.se"), "Bovärd"],
            [4, f"{YEAR}-01-20", "kväll", "Skateparken", "Ekeryd", "Narkotika", S("Doft av cannabis och många ungdomar, bl.a. Tindra i åk 8."), N("Helene"), N(""), "Fältsekreterare"],
            [5, f"{YEAR}-01-22", "", "Hökvägen", "Lekeryd", "Övrigt", S("Lugn vecka efter att portkoden byttes."), N("Omar"), N(""), "Bovärd"],
            [6, f"{YEAR}-01-24", "08:05", "Parkskolan", "Ekeryd", "Hot", S("Lundh blev hotad av en förälder vid skolbussen."), N("Rektor"), N(""), "Rektor"],
        ],
        bold=4,
    )
    sheet.column_dimensions["I"].hidden = True
    return Built("EST-rapport januari.xlsx", workbook_bytes(book), gold)


def operative_sheets_excel() -> Built:
    """Excel: reports on one sheet, contacts and code list on others."""
    gold = Gold(
        names=["Birgitta Oldén", "Birgitta", "Zahra Rezaei", "Zahra", "Micke Storm", "Micke", "Algot"],
        keep=["Norrgården", "Stensskolan", "Fjärilsparken", "Willys"],
        contacts=["birgitta.olden@exempelkommun.se", "070-1740655", "031-3900612"],
    )
    book = Workbook()
    contacts = book.active
    assert contacts is not None
    contacts.title = "Kontakter"
    fill(
        gold,
        contacts,
        [
            [N("Namn"), N("Organisation"), N("Telefon"), N("E-post")],
            [N("Birgitta Oldén"), N("Granfors kommun, samordnare"), N("070-1740655"), N("birgitta.olden@exempelkommun.se")],
            [N("Zahra Rezaei"), N("Polisen, områdespolis"), N("031-3900612"), N("")],
            [N("Micke Storm"), N("Väktarbolaget, gruppledare"), N(""), N("")],
        ],
    )
    reports = book.create_sheet("Inrapportering")
    fill(
        gold,
        reports,
        [
            [N("Vecka"), N("Datum"), N("Var?"), N("Vad har hänt?"), N("Vidtagen åtgärd"), N("Ansvarig"), N("Inrapporterat av")],
            [19, f"{YEAR}-05-06", "Norrgården", S("Stökigt i tvättstugan, någon har bott där."), N("Låsbyte beställt"), N("Bovärd"), "Bostadsbolaget"],
            [19, f"{YEAR}-05-08", "Willys", S("Tre pojkar i 12-årsåldern hotade en kund med kniv när de blev ertappade."), N("Polisanmält"), N("Zahra"), "Väktare"],
            [20, f"{YEAR}-05-13", "Stensskolan", S("Bombhot mot skolan via mejl, kl. 7.40.", "Skolan utrymdes lugnt och fint."), N("Krisgrupp samlad"), N("Birgitta"), "Skolan"],
            [20, f"{YEAR}-05-15", "Fjärilsparken", S("Micke Storm avvisade A-lagare som skrek åt barnfamiljer."), N("Samtal"), N("Micke Storm"), "Väktare"],
            [21, f"{YEAR}-05-21", "Norrgården", S("Algot, 11 år, hittades ensam ute kl. 23."), N("Orosanmälan"), N("Soc"), "Polisen"],
        ],
    )
    codes = book.create_sheet("Koder")
    fill(gold, codes, [[N("Kod"), N("Betydelse")], [N("1"), N("Akut – hanteras samma dag")], [N("2"), N("Tas upp på veckomötet")]])
    return Built("Veckorapportering v19-21.xlsx", workbook_bytes(book), gold)


def operative_list_csv() -> Built:
    """csv from an app: semicolons, cp1252."""
    gold = Gold(names=["Lennart Bååth", "Lennart", "Selma Öhrn", "Selma", "Ibrahim"], keep=["Kungsparken", "Slättskolan", "Tågtunneln", "Biblioteket"], contacts=["lennart.baath@exempelkommun.se"])
    content = csv_bytes(
        gold,
        [
            [N("Id"), N("Skapad"), N("Händelsetyp"), N("Plats"), N("Händelsedatum"), N("Tid"), N("Beskrivning"), N("Rapporterad av"), N("E-post"), N("Verksamhet")],
            ["1001", f"{YEAR}-08-19 08:12", "Skadegörelse", "Biblioteket", f"{YEAR}-08-17", "natt", S("Rutan vid bokinkastet krossad för tredje gången i år."), N("Selma Öhrn"), N(""), "Kultur"],
            [
                "1002",
                f"{YEAR}-08-20 15:40",
                "Otrygghet",
                "Tågtunneln",
                f"{YEAR}-08-20",
                "15.00",
                S("Flickor i åk 7 tar omvägen eftersom någon blottat sig."),
                N("Lennart Bååth"),
                N("lennart.baath@exempelkommun.se"),
                "Skola",
            ],
            ["1003", f"{YEAR}-08-23 23:58", "Bråk", "Kungsparken", f"{YEAR}-08-23", "23.30", S("Folksamling; flaskor kastades mot ambulansen."), N("Väktare 12"), N(""), "Väktarbolag"],
            ["1004", f"{YEAR}-08-26 09:00", "Positivt", "Slättskolan", f"{YEAR}-08-26", "", S("Bra start på terminen, Ibrahim på fritids är ute på alla raster."), N("Selma"), N(""), "Skola"],
            ["1005", f"{YEAR}-08-27 10:20", "Stöld", "Slättskolan", f"{YEAR}-08-25", "helg", S("Koppartråd stulen från taket, enligt Lennart ca. 200 meter."), N("Lennart"), N(""), "Fastighet"],
        ],
        "cp1252",
    )
    return Built("export_handelser_aug.csv", content, gold)


# --- citizen dialogue: notes ----------------------------------------------------------------------------------


def dialogue_groups_word() -> Built:
    """Word: notes per table group, bullets, a leader per group, a quote in quotation marks."""
    gold = Gold(names=["Malin Dahlqvist", "Malin", "Göran Ståhl", "Göran", "Siw", "Hassan", "Ingrid Fors", "ingrid fors", "Ulla-Britt"], keep=["Tallvägen", "Kyrkskolan", "Lilla torget"], contacts=["0980-319217"])
    word = Word(gold)
    word.head(f"Medborgardialog Sävsjöhult {YEAR}-04-17", 1)
    word.text(N("Plats: Bygdegården, kl. 18–20. Samtalsledare: Malin Dahlqvist och Göran Ståhl. 34 deltagare."))
    word.head("Grupp 1 (antecknade: Malin)", 2)
    word.bold("Var känner du dig otrygg?")
    word.bullets(
        S("Tallvägen efter mörkrets inbrott, det finns inte en enda lampa"), S("bakom handlarn där det säljs grejer"), S("Jag känner mig trygg överallt i byn"), S("Vid busshållplatsen, Siw blev rånad på väskan i höstas")
    )
    word.bold("Vad kan göras?")
    word.bullets(S("Fler poliser som syns"), S("klipp ner häckarna på Lilla torget!"), S("Grannsamverkan som på Hassans gata funkar jättebra"))
    word.head("Grupp 2 (antecknade: Göran)", 2)
    word.text(
        S(
            "Gruppen var överens om att det blivit stökigare sedan fritidsgården stängde.",
            "Ungdomarna har ingenstans att ta vägen, sade Ulla-Britt.",
            "Flera vittnade om att mopeder kör på gångvägen kl. 17–22, även när det är barn ute.",
        )
    )
    word.text(S("”Man vågar inte säga till dem längre”, berättade en äldre kvinna."))
    word.text(S("ingrid fors vill att kommunen hör av sig om grannens son som eldar i skogen (0980-319217)."))
    word.head("Grupp 3", 2)
    word.text(S("Deltagarna är oroliga för inbrott i sommarstugorna.", "Kyrkskolan fick beröm för sitt arbete mot mobbning."))
    return Built("Dialog Sävsjöhult 17 april.docx", word.bytes(), gold)


def dialogue_questions_word() -> Built:
    """Word: a table with one question per column head and notes in the cells, several bullets in a cell."""
    gold = Gold(
        names=["Eva-Karin Lööf", "Eva-Karin", "Torsten", "Amina", "Bertil Hagman", "Bertil"], keep=["Almhyttan", "Gamla bron", "Norra skolan", "Vårdcentralen", "Pizzerian", "Strandpromenaden"], contacts=["070-1740660"]
    )
    word = Word(gold)
    word.frame("Trygghetsdialog PRO Almhyttan", "Antecknat av Eva-Karin Lööf, 070-1740660")
    word.head("Anteckningar från trygghetsdialog", 1)
    word.text(N(f"PRO-lokalen, Almhyttan, den 8 oktober {YEAR} kl. 14.00"))
    word.table(
        [
            [N("Ort"), N("Var och när känner ni er otrygga?"), N("Vad fungerar bra?"), N("Förslag")],
            ["Almhyttan", S("Gamla bron på kvällarna, man ser inte vem som står under."), S("Nattvandrarna är guld värda."), S("Sätt upp en kamera vid Vårdcentralen.")],
            ["Almhyttan", S("Torsten blev nedputtad av en elsparkcykel på Strandpromenaden."), S("Polisen har hälsat på oss två gånger."), S("Förbjud cyklar på promenaden.")],
            ["Bruksnäs", S("Amina går aldrig ut med hunden efter kl. 20.", "Utanför Pizzerian står det jämt killar och hänger."), S("Norra skolan är lugnare i år."), S("Mer vuxna på stan, helst hela helgen.")],
        ]
    )
    word.bold("Övrigt som sades")
    word.text(S("Bertil Hagman fick sin utombordare stulen i juli.", "Ingen polis kom fast Bertil ringde tre gånger.", "Flera har slutat åka buss."))
    return Built("PRO dialog 8 okt.docx", word.bytes(), gold)


def dialogue_report_pdf() -> Built:
    """pdf: two columns, hyphenated, with an introduction over the full width."""
    gold = Gold(
        names=["Linnéa Åkerblom", "Linnéa", "Karl-Gustav", "Samir Nassar", "Samir", "Vivianne Ek", "Vivianne"],
        keep=["Ekeryd", "Hembygdsparken", "Fabriksgatan", "Ekerydsskolan", "Stationen", "Lugnet"],
        contacts=["linnea.akerblom@exempelkommun.se"],
    )
    pdf = Pdf(gold, "Medborgardialog i Ekeryd", f"Ekeryds kommun {YEAR}", hyphens=True, size=10)
    pdf.head(f"Vad invånarna sade – trygghetsdagen den 25 maj {YEAR}")
    pdf.lines(N("Kontakt: Linnéa Åkerblom, linnea.akerblom@exempelkommun.se"))
    pdf.columns_from_here(2)
    pdf.head("Otrygga platser")
    pdf.text(S("Hembygdsparken är mörk och full av sly.", "Kvinnor går omvägar för att slippa gångtunneln vid Stationen.", "Karl-Gustav tycker att det skräpas ner överallt på Fabriksgatan."))
    pdf.text(S("På området Lugnet har det däremot blivit betydligt trivsammare sedan lekplatsen rustades."))
    pdf.head("Ungdomar")
    pdf.text(
        S(
            "Många beskriver att ungdomsgäng drar runt i centrum på fredagskvällarna.",
            "De ropar könsord och kastar ägg på fönsterrutorna.",
            "Samir Nassar, som själv har tonåringar, saknar en mötesplats.",
            "Nikotinpåsar säljs helt öppet utanför Ekerydsskolan.",
        )
    )
    pdf.next_column()
    pdf.head("Stölder")
    pdf.text(S("Trädgårdsmöbler, krukor och gräsklippare försvinner från villaträdgårdarna.", "Vivianne Ek har blivit bestulen på sin permobil.", "Grannsamverkan har startats på tre gator."))
    pdf.head("Önskemål")
    pdf.text(S("Belysning, belysning och åter belysning!"), mark="•")
    pdf.text(S("Att kommunpolisen kommer till biblioteket en gång i månaden"), mark="•")
    pdf.text(S("Fler föräldrar som nattvandrar, gärna tillsammans med Samirs fotbollslag"), mark="•")
    return Built("Sammanställning medborgardialog Ekeryd.pdf", pdf.bytes(), gold)


def dialogue_stand_pdf() -> Built:
    """pdf: numbered notes from talks at a stand, names over lines and over the page break."""
    gold = Gold(
        names=["Agneta Rosengren", "Agneta", "Rosengren", "Mikael Lindahl", "Lindahl", "Abdullahi", "Inga-Lill Bohm", "Inga-Lill", "Freja Wikmark", "Viggo"],
        keep=["Bruksnäs", "Systembolaget", "Lekplatsen", "Mellanskolan", "Hagavägen", "Idrottsplatsen"],
        contacts=["070-1740671", "Hagavägen 8"],
    )
    pdf = Pdf(gold, "Torgdialog Bruksnäs", f"{YEAR}-06-15", size=12, lead=1.7)
    pdf.head("Samtal vid kommunens tält på torget")
    pdf.lines(N("Antecknat av Agneta Rosengren"), N("Lördag den 15 juni kl. 10–14"))
    notes = [
        S("Man ca. 70 år: vågar inte gå till Systembolaget på kvällen för alla som tigger och bråkar."),
        S("Ung mamma: Lekplatsen är full av fimpar och glas.", "Hon har anmält det tre gånger utan att något händer."),
        S("Kvinna 45: mycket nöjd med att gatlyktorna på Hagavägen byttes före jul."),
        S("Inbrott i garaget två gånger sedan i mars, berättade en man, Mikael|Lindahl, på Hagavägen 8."),
        S("Pojke 12 år: äldre killar tar bollen på Idrottsplatsen och hotar att slåss.", "Han kallade dem för Viggo och hans gäng."),
        S("Par i 60-årsåldern: EPA-traktorerna väcker dem kl. 02 varje lördagsnatt."),
        S("Flicka 16: det finns ingenting att göra efter kl. 20, alla sitter i bilar och dricker."),
        S("Företagare: snattarna är yngre än förut, ofta elever från Mellanskolan på håltimmar."),
        S("Abdullahi som kör taxi: väntar aldrig vid resecentrum efter midnatt."),
        S("Kvinna 80: känner sig trygg i Bruksnäs, grannarna håller koll."),
        S("Lärare: skolbussen är värst, där slåss de varje eftermiddag.", "Chauffören Inga-Lill|Bohm vill inte köra linjen längre."),
        S("Man 30: någon har lagt spik på cykelbanan vid bron."),
        S("Äldre herre: postlådorna på Hagavägen sprängdes under nyårshelgen."),
        S("Kvinna i 40-årsåldern som bor nära hallen: hennes dotter Freja^Wikmark har slutat på fotbollen på grund av mobbning i omklädningsrummet.", "Tränarna har tagit tag i det nu."),
        S("Anonym: ring mig gärna om knarkförsäljningen i trapphuset, 070-1740671."),
        S("Pensionär: bra att det äntligen finns en polis att prata med."),
    ]
    for number, note in enumerate(notes, start=1):
        pdf.text(note, mark=f"{number}.")
    return Built("torgdialog_bruksnäs.pdf", pdf.bytes(), gold)


def dialogue_markdown() -> Built:
    """Markdown from a meeting: headings, nested bullets, bold, a quote block."""
    gold = Gold(names=["Petra Almgren", "Petra", "Nils-Erik", "Yasmin", "Folke Brandt", "Brandt"], keep=["Åkervägen", "Byskolan", "Macken"], contacts=["petra.almgren@exempelkommun.se"])
    g, o = (lambda *s: take(gold, S(*s))), (lambda s: take(gold, N(s)))
    lines = [
        f"# {o('Medborgardialog i Lindsmåla')}",
        "",
        o(f"Datum: {YEAR}-11-06, kl. 18.30. Plats: Sockenstugan."),
        o("Antecknare: Petra Almgren (petra.almgren@exempelkommun.se)"),
        "",
        f"## {o('Otrygghet')}",
        "",
        f"- {g('Korsningen vid Macken efter stängning, där samlas bilgäng')}",
        f"- {g('Åkervägen är kolsvart på morgonen när barnen går till Byskolan')}",
        f"  - {g('Yasmin har börjat skjutsa sina barn i bil')}",
        f"  - {g('reflexer delas ut av kommunen, det är bra')}",
        f"- {g('Lösa hundar')}",
        "",
        f"## {o('Brott')}",
        "",
        g("Nils-Erik har blivit av med diesel ur traktorn tre gånger.", "Försäkringen täcker inte självrisken.", "Det händer alltid mellan kl. 01 och 04, sa han."),
        "",
        f"> {g('Vi har gett upp att anmäla.')}",
        "",
        f"## {o('Förslag')}",
        "",
        f"1. {g('En gemensam kamera vid infarten')}",
        f"2. {g('Samåkning med bygdegårdens nattvandrare, som Folke Brandt ordnade förra hösten')}",
        f"3. **{g('Fler fritidsledare!')}**",
        "",
        g("Brandt tackades för kaffet."),
        "",
    ]
    return Built("medborgardialog-lindsmala.md", "\n".join(lines).encode("utf-8"), gold)


def dialogue_plain_text() -> Built:
    """Plain text as typed in a mail: dashes, short lines, cp1252, hard line breaks at 72 letters."""
    gold = Gold(names=["Monica Tell", "Monica", "Jörgen", "jörgen", "Khalid", "Elsy Fagerström"], keep=["Västra skolan", "Tvärgränd", "Ekbacken", "Hagapark"], contacts=["040-6280433", "monica.tell@exempelforening.se"])
    s = lambda *texts: take(gold, S(*texts))  # noqa: E731
    n = lambda text: take(gold, N(text))  # noqa: E731

    def wrapped(text: str, indent: str = "") -> list[str]:
        lines, line = [], ""
        for word in text.split():
            if len(f"{line} {word}") > 70:
                lines.append(line)
                line = indent + word
            else:
                line = f"{line} {word}" if line else word
        return [*lines, line]

    lines = [
        n("Dialogmöte Norrliden"),
        n(f"16 september {YEAR}, kvarterslokalen Ekbacken, kl 18"),
        n("Vid pennan: Monica Tell"),
        "",
        n("OTRYGGT"),
        *wrapped("- " + s("Tvärgränd, där står det folk i portarna och röker på varje kväll, även mitt i veckan när barn ska sova"), "  "),
        *wrapped("- " + s("Garaget under Ekbacken"), "  "),
        *wrapped("- " + s("jörgen i 4:an har fått bilen repad två gånger"), "  "),
        *wrapped("- " + s("Västra skolans skolgård, krossade flaskor på måndagarna"), "  "),
        "",
        n("BRA"),
        *wrapped("- " + s("Hagapark är fin nu, det är många familjer där"), "  "),
        *wrapped("- " + s("Khalid och de andra nattvandrarna"), "  "),
        "",
        n("DISKUSSION"),
        *wrapped(
            s(
                "Några föräldrar berättade att deras barn inte vill gå till fritids efter att en äldre elev tagit strypgrepp på en kamrat.",
                "Hyresvärden svarar inte när man ringer om trasiga lås.",
                "Elsy Fagerström, 84 år, blev bestulen på smycken av två kvinnor som sa att de kom från hemtjänsten.",
                "Efter polisens informationsträff känner sig många säkrare.",
            )
        ),
        "",
        n("Hör av er till Monica: 040-6280433 eller monica.tell@exempelforening.se"),
        "",
    ]
    return Built("dialog norrliden.txt", "\r\n".join(lines).encode("cp1252"), gold)


# --- citizen dialogue: form answers and list ------------------------------------------------------------------

WHERE = "Finns det någon plats där du känner dig otrygg? Var och när?"
WHY = "Vad är det som gör att du känner dig otrygg där?"
BETTER = "Vad tycker du att kommunen och polisen ska göra?"


def form_export_excel() -> Built:
    """Excel: a Forms export with id, times, mail and name before the questions."""
    gold = Gold(
        names=["Louise Berntsson", "Stefan Ohlin", "Parisa", "Birger", "Tess", "Hugo Lantz"],
        keep=["Almhyttan", "Ekeryd", "Granfors", "Gångtunneln", "Maxi", "Ripvägen", "Sofiaskolan", "Kosta"],
        contacts=["louise.b@exempelpost.se", "stefan.ohlin@exempelpost.se", "070-1740680"],
    )
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sheet1"
    day = f"{YEAR}-05-0"
    fill(
        gold,
        sheet,
        [
            [
                N("ID"),
                N("Starttid"),
                N("Slutförandetid"),
                N("E-post"),
                N("Namn"),
                N("Vilken ort bor du i?"),
                N("Ålder"),
                N("Kön"),
                N("Hur trygg känner du dig när du går ute ensam sen kväll? (1–5)"),
                N(WHERE),
                N(WHY),
                N(BETTER),
            ],
            [
                1,
                f"{day}1 08:01:00",
                f"{day}1 08:07:00",
                "anonymous",
                "",
                "Almhyttan",
                "30–49",
                "Kvinna",
                2,
                S("Gångtunneln, kvällar"),
                S("Mörkt och klottrigt, man vet aldrig vem som kommer."),
                S("Måla den vit och sätt in fler lampor."),
            ],
            [
                2,
                f"{day}1 09:15:00",
                f"{day}1 09:19:00",
                N("louise.b@exempelpost.se"),
                N("Louise Berntsson"),
                "Ekeryd",
                "18–29",
                "Kvinna",
                3,
                S("Maxi parkering fredag natt"),
                S("Bilar som sladdar och killar som skriker efter tjejer"),
                S("Polisen borde stanna till där ibland"),
            ],
            [3, f"{day}2 12:00:00", f"{day}2 12:03:00", "anonymous", "", "Granfors", "65–79", "Man", 5, "Nej", "-", S("Det är bra som det är.")],
            [
                4,
                f"{day}2 17:44:00",
                f"{day}2 17:59:00",
                N("stefan.ohlin@exempelpost.se"),
                N("Stefan Ohlin"),
                "Kosta",
                "50–64",
                "Man",
                1,
                S("hemma, min granne Birger hotar mig"),
                S("Han dricker och har vapen.", "Ring 070-1740680."),
                S("Ta hand om missbrukarna"),
            ],
            [
                5,
                f"{day}3 20:00:00",
                f"{day}3 20:06:00",
                "anonymous",
                "",
                "Almhyttan",
                "13–17",
                "Flicka",
                2,
                S("Sofiaskolans baksida på rasten"),
                S("Parisa och hennes kompisar filmar alla"),
                S("fler vuxna ute på rasterna"),
            ],
            [
                6,
                f"{day}4 21:10:00",
                f"{day}4 21:18:00",
                "anonymous",
                "",
                "Ekeryd",
                "30–49",
                "Vill ej uppge",
                4,
                S("Ripvägen"),
                S("Tre inbrott på en månad"),
                S("Fortsätt med grannsamverkan, Hugo Lantz gör ett fantastiskt jobb!"),
            ],
            [7, f"{day}5 06:55:00", f"{day}5 06:58:00", "anonymous", "", "Granfors", "18–29", "Kvinna", 2, S("Bussen hem från Tess"), S("Fulla män"), "Vet inte"],
        ],
    )
    return Built("Trygghetsenkät våren(1-7).xlsx", workbook_bytes(book), gold)


def form_titles_excel() -> Built:
    """Excel: title rows above the questions, a hidden column with names, a summary sheet first."""
    gold = Gold(
        names=["Anna-Karin Ståhlbrand", "Rolf", "Dilan Aydin", "Dilan", "Svea Norell", "Svea"],
        keep=["Bruksnäs", "Lindsmåla", "Sävsjöhult", "Simhallen", "Lokstallarna", "Ringvägen"],
        contacts=["070-1740690", "anna-karin@exempelpost.se"],
    )
    book = Workbook()
    summary = book.active
    assert summary is not None
    summary.title = "Sammanfattning"
    fill(gold, summary, [[N("Trygghetsdialog hösten")], [N("Antal svar"), 5], [N("Andel otrygga"), "60 %"], [N("Kontaktperson Anna-Karin Ståhlbrand"), N("070-1740690")]])
    answers = book.create_sheet("Svar")
    fill(
        gold,
        answers,
        [
            [N("Svar på kommunens enkät")],
            [N(f"Perioden 1 september–15 oktober {YEAR}")],
            [],
            [
                N("Nr"),
                N("Namn (frivilligt)"),
                N("E-postadress"),
                N("Telefon"),
                N("Vilken ort"),
                N("Ålder"),
                N("Hur trygg känner du dig? 0-10"),
                N("Var känner du dig otrygg?"),
                N("När känner du dig otrygg?"),
                N("Övriga synpunkter"),
            ],
            [1, N("Svea Norell"), "", N("070-1740691"), "Bruksnäs", 71, 4, S("Simhallen och stigen dit"), S("på vintern efter fyra"), S("Svea tackar för att ni frågar!")],
            [2, "", "", "", "Lindsmåla", 34, 7, S("Lokstallarna, det är ett tillhåll för missbrukare"), S("alltid"), S("Någon borde riva eländet innan det brinner igen.")],
            [3, N("Dilan Aydin"), N("anna-karin@exempelpost.se"), "", "Bruksnäs", 16, 3, S("Utanför gymnasiet"), S("lunchen"), S("Dilan blev knivhotad där och ingen lärare såg det.")],
            [4, "", "", "", "Sävsjöhult", 55, 9, "Ingenstans", "Aldrig", S("Sedan rolf startade båtsamverkan har stölderna i hamnen upphört.")],
            [5, "", "", "", "Lindsmåla", 42, 2, S("Ringvägen hela vägen till kyrkan"), S("kvällar och helger"), S("Mopedåkarna bryr sig inte om skyltar och polisen är aldrig här.")],
        ],
        bold=4,
    )
    gold.names.append("rolf")
    gold.contacts.append("070-1740691")
    answers.column_dimensions["B"].hidden = True
    return Built("Enkätsvar trygghet hösten.xlsx", workbook_bytes(book), gold)


def form_csv() -> Built:
    """csv with a byte order mark and semicolons, line breaks in an answer."""
    gold = Gold(names=["Jan-Olof Wrede", "Sahra", "Tyra", "Kjelle"], keep=["Norrby", "Granfors", "Ekeryd", "Stadsparken", "Busstorget", "Högalidsskolan"], contacts=["jan-olof.wrede@exempelpost.se"])
    content = csv_bytes(
        gold,
        [
            [
                N("Tidsstämpel"),
                N("E-postadress"),
                N("Namn"),
                N("Vilken ort bor du på?"),
                N("Åldersgrupp"),
                N("Hur trygg känner du dig i ditt bostadsområde? (1=mycket otrygg, 4=mycket trygg)"),
                N("På vilka platser känner du dig otrygg?"),
                N("Vad behövs för att du ska känna dig tryggare?"),
                N("Något annat du vill säga?"),
            ],
            [
                f"{YEAR}-09-02 10:11",
                N("jan-olof.wrede@exempelpost.se"),
                N("Jan-Olof Wrede"),
                "Granfors",
                "65+",
                3,
                S("Stadsparken vid dammen"),
                S("Att någon städar upp efter festerna"),
                S("Jag har bott här i 40 år och det har aldrig varit så mycket skadegörelse."),
            ],
            [f"{YEAR}-09-02 19:30", "", "", "Norrby", "16–24", 2, S("Busstorget kl. 22–24, särskilt fredagar"), S("Vakter\nBättre ljus"), S("Min kompis Tyra blev slagen i ansiktet där")],
            [f"{YEAR}-09-04 07:45", "", "", "Ekeryd", "25–44", 1, S("i mitt eget trapphus"), S("Lås på porten"), S("Kjelle på tredje våningen säljer till skolungdomar")],
            [f"{YEAR}-09-06 13:05", "", "", "Granfors", "45–64", 4, "Inga", "", S("Högalidsskolan har blivit mycket bättre sedan Sahra blev rektor.")],
        ],
        "utf-8-sig",
    )
    return Built("Svar trygghetsenkät.csv", content, gold)


def citizen_list_excel() -> Built:
    """Excel: a typed list of what was said, with place, name and phone."""
    gold = Gold(
        names=["Britt-Marie Höök", "Christer", "Nadia Saleh", "Nadia", "Olle Svanström", "Olle", "Majvor"],
        keep=["Kyrkbyn", "Almhyttan", "Bruksnäs", "Fridhem", "Hyttskolan", "Kanalen"],
        contacts=["070-1740695", "070-1740697"],
    )
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Synpunkter"
    fill(
        gold,
        sheet,
        [
            [N("Synpunkter från medborgardialoger"), "", ""],
            [N("Nr"), N("Datum"), N("Forum"), N("Vilken ort"), N("Vad sades"), N("Vem"), N("Telefon"), N("Kommunens svar")],
            [1, f"{YEAR}-03-12", "Träffpunkten", "Almhyttan", S("Det är becksvart längs Kanalen."), N("Britt-Marie Höök"), N("070-1740695"), N("Skickat till gata/park")],
            [2, f"{YEAR}-03-12", "Träffpunkten", "Almhyttan", S("Någon har snott alla blomlådor från Fridhem."), N("Christer"), "", N("Ingen åtgärd")],
            [3, f"{YEAR}-03-19", "Byalaget", "Kyrkbyn", S("Nadia Saleh sover dåligt på grund av folk som springer i trapporna."), N("Nadia"), N("070-1740697"), N("Kontakt med bovärd")],
            [4, f"{YEAR}-03-19", "Byalaget", "Kyrkbyn", S("Hastighetskameran har fått ner farten."), N("anonym"), "", ""],
            [5, f"{YEAR}-04-02", "Föräldramöte", "Bruksnäs", S("Högstadieelever säljer snus till sexor på Hyttskolan."), N("Olle Svanström"), "", N("Tas upp med rektor")],
            [6, f"{YEAR}-04-02", "Föräldramöte", "Bruksnäs", S("Olle tycker att fältarna borde jobba även lördagar."), N("Olle"), "", ""],
            [7, f"{YEAR}-04-09", "Telefon", "Bruksnäs", S("En kvinna på Fridhem säger att majvor inte öppnar för hemtjänsten längre av rädsla för tjuvar."), N("dotter"), "", N("Vidare till soc")],
        ],
        bold=2,
    )
    gold.names.append("majvor")
    return Built("Lista synpunkter dialog.xlsx", workbook_bytes(book), gold)


# --- staff dialogue -------------------------------------------------------------------------------------------


def staff_notes_word() -> Built:
    """Word: notes from a workplace meeting, headings by unit, running text."""
    gold = Gold(names=["Camilla Hjorth", "Camilla", "Abbe", "Gerd Lindqvist", "Gerd", "Fredrik Öman", "Öman", "Isak"], keep=["Äppelgården", "Matsalen"], contacts=["camilla.hjorth@exempelkommun.se"])
    word = Word(gold)
    word.head("Medarbetardialog – anteckningar", 1)
    word.table([[N("Datum"), N(f"{YEAR}-10-22")], [N("Samtalsledare"), N("Camilla Hjorth, camilla.hjorth@exempelkommun.se")], [N("Deltagare"), N("Gerd Lindqvist, Fredrik Öman, Abbe m.fl. (11 st.)")]], header=False)
    word.head("Hemtjänsten Norr", 2)
    word.text(S("Kvällspersonalen går numera två och två till Äppelgården.", "Gerd Lindqvist blev följd till bilen av en man i huvtröja i v. 39.", "Nyckelskåpet har brutits upp en gång, den 3.10, men inget togs."))
    word.text(S("Larmknapparna har gjort att fler vågar jobba kväll."))
    word.head("Parkskolan", 2)
    word.bullets(
        S("Hot från vårdnadshavare via sms, ca. 2 gånger/vecka"),
        S("Matsalen är rörig, maten kastas och yngre elever äter inte"),
        S("Öman tror att minst fem elever i åk 9 använder tramadol"),
        S("Isak har inte varit i skolan sedan augusti"),
    )
    word.head("Gata/park", 2)
    word.text(S("Abbe plockar sprutor varje måndag.", "Koppar stjäls ur elskåpen, p.g.a. det höga priset.", "Papperskorgarna får vara i fred sedan de byttes till stål."))
    return Built("Medarbetardialog okt.docx", word.bytes(), gold)


def staff_notes_markdown() -> Built:
    """Markdown: question headings, bullets, a table of measures."""
    gold = Gold(names=["Jennie Falkman", "Jennie", "Tarek", "Tarek Mansour", "Lollo", "Edvin"], keep=["Biblioteket", "Granforsskolan", "Ungdomens hus", "Kajen"], contacts=[])
    g, o = (lambda *s: take(gold, S(*s))), (lambda s: take(gold, N(s)))
    lines = [
        f"# {o('Medarbetardialog kultur och fritid')}",
        "",
        f"**{o(f'Datum: {YEAR}-02-28')}**",
        "",
        f"**{o('Deltagare: Jennie Falkman, Tarek Mansour, Lollo')}**",
        "",
        f"## {o('Vad ser ni i ert arbete?')}",
        "",
        f"* {g('Biblioteket har blivit ett värmestuga för killar som inte får vara någon annanstans')}",
        f"* {g('Jennie har blivit kallad hora flera gånger')}",
        f"* {g('Färre slagsmål på Ungdomens hus sedan vi började med mat kl. 17')}",
        f"* {g('Edvin, 13, kör paket åt någon på Kajen.')} {g('Vi vet inte vad som är i dem.')}",
        "",
        f"## {o('Vad tror ni att det beror på?')}",
        "",
        g("Fritidsbanken stängde i januari.", "Tarek menar att de unga inte litar på vuxna, bl.a. p.g.a. att soc inte återkopplar.", "Granforsskolan tar däremot larmen på allvar."),
        "",
        f"## {o('Åtgärder')}",
        "",
        f"| {o('Åtgärd')} | {o('Ansvarig')} | {o('Klart')} |",
        "|---|---|---|",
        f"| {o('Nya öppettider på biblioteket')} | {o('Jennie')} | {o('15 mars')} |",
        f"| {o('Möte med soc om återkoppling')} | {o('Tarek Mansour')} | {o('april')} |",
        "",
    ]
    return Built("medarbetardialog_kultur.md", "\n".join(lines).encode("utf-8"), gold)


def staff_notes_pdf() -> Built:
    """pdf: one page of notes, names in capitals, a table of form-like fields."""
    gold = Gold(names=["MARIANNE KLING", "Marianne Kling", "Marianne", "Navid Shirazi", "Navid", "Bettan", "Hjalmar Ask", "Melvin"], keep=["Västra torget", "Kärrvägen"], contacts=["031-3900644"])
    pdf = Pdf(gold, "Ekeryds kommun – medarbetardialog", "Konfidentiellt arbetsmaterial", hyphens=True)
    pdf.head("Medarbetardialog förskola och skola")
    pdf.lines(N(f"Datum: {YEAR}-11-21"), N("Samtalsledare: MARIANNE KLING, tel. 031-3900644"), N("Närvarande: Navid Shirazi, Bettan, Hjalmar Ask"))
    pdf.head("Förskolan Solrosen")
    pdf.text(
        S(
            "Personalen hittar regelbundet ölburkar, kondomer och snusdosor i sandlådan på måndagsmorgnarna.",
            "I oktober hade någon eldat under klätterställningen, och brandkåren fick rycka ut kl. 05.40.",
            "Staketet mot Kärrvägen lagades snabbt, vilket alla är glada över.",
            "Navid|Shirazi blev hotad när han bad några tonåringar att lämna gården.",
        )
    )
    pdf.head("Högstadiet")
    pdf.text(S("Bråken börjar på Västra torget och fortsätter in i klassrummen."), mark="–")
    pdf.text(S("En elev, Melvin, har hittats med en kniv i skåpet"), mark="–")
    pdf.text(S("Trygghetsvärdarna är omtyckta och borde bli fler"), mark="–")
    pdf.text(S("Hjalmar Ask saknar rutiner för vad man gör vid hot på nätet"), mark="–")
    pdf.head("Förslag till åtgärder")
    pdf.table([250, 110, 90], [[N("Åtgärd"), N("Ansvarig"), N("Klart")], [N("Låsa grinden till Solrosen kl. 17.30"), N("Bettan"), N("1 dec.")], [N("Utbildning i lågaffektivt bemötande"), N("Marianne Kling"), N("VT")]])
    return Built("Medarbetardialog förskola skola.pdf", pdf.bytes(), gold)


def staff_form_excel() -> Built:
    """Excel: the staff form with workplace, place, time, phenomenon, cause and suggestion."""
    gold = Gold(
        names=["Katarina Möller", "Adnan Begić", "Adnan", "Lasse", "Alva"], keep=["Almhyttan", "Kvarntorget", "Sofiaskolan", "Resecentrum", "Återvinningen", "Bruksnäs"], contacts=["katarina.moller@exempelkommun.se"]
    )
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Formulärsvar 1"
    fill(
        gold,
        sheet,
        [
            [
                N("Tidstämpel"),
                N("Namn"),
                N("E-postadress"),
                N("Verksamhet"),
                N("Ort"),
                N("Plats"),
                N("Tid på dygnet"),
                N("Vad har du sett eller varit med om?"),
                N("Hur ofta?"),
                N("Sedan när?"),
                N("Trolig orsak"),
                N("Förslag"),
            ],
            [
                f"{YEAR}-04-03",
                N("Katarina Möller"),
                N("katarina.moller@exempelkommun.se"),
                "Skola",
                "Almhyttan",
                "Sofiaskolan",
                "Förmiddag",
                S("Elever från andra skolor kommer in och letar efter bråk."),
                "Varje vecka",
                "Höstterminen",
                S("Konflikter som startar på sociala medier"),
                S("Låsta dörrar med tagg"),
            ],
            [
                f"{YEAR}-04-04",
                N("Adnan Begić"),
                "",
                "Bostadsbolag",
                "Almhyttan",
                "Kvarntorget",
                "Natt",
                S("Uppbrutna tvättstugor där Adnan hittat sovsäckar"),
                "Någon gång i månaden",
                "Januari",
                S("Bostadsbrist"),
                S("Porttelefon"),
            ],
            [f"{YEAR}-04-04", "", "", "Renhållning", "Bruksnäs", "Återvinningen", "Kväll", S("Nästan ingen nedskräpning längre, Lasse har gjort kameraskylten själv."), "", "", "", S("Behåll skylten")],
            [
                f"{YEAR}-04-08",
                "",
                "",
                "Socialtjänst",
                "Almhyttan",
                "Resecentrum",
                "Eftermiddag",
                S("Unga flickor, bl.a. Alva, åker med okända män i bil"),
                "Oklart",
                "Sportlovet",
                S("Hemförhållanden och pengar"),
                S("Fältare på plats kl. 15–18"),
            ],
        ],
    )
    return Built("Medarbetarformulär april.xlsx", workbook_bytes(book), gold)


def staff_form_csv() -> Built:
    """csv from the staff form: semicolons, cp1252, other words in the header."""
    gold = Gold(
        names=["Rose-Marie Kjell", "Yusuf", "Pelle Grahn", "Pelle", "Elvira"], keep=["Granfors", "Lyktan", "Ekeryd", "Dalskolan", "Ishallen", "Sågen"], contacts=["rose-marie.kjell@exempelkommun.se", "070-1740699"]
    )
    content = csv_bytes(
        gold,
        [
            [
                N("Svarsdatum"),
                N("Uppgiftslämnare"),
                N("E-post"),
                N("Arbetsplats"),
                N("Ort"),
                N("Var?"),
                N("När på dygnet?"),
                N("Beskriv fenomenet"),
                N("Hur ofta händer det?"),
                N("Vad tror du är orsaken?"),
                N("Vad kan göras?"),
            ],
            [
                f"{YEAR}-10-01",
                N("Rose-Marie Kjell"),
                N("rose-marie.kjell@exempelkommun.se"),
                "Äldreboendet Lyktan",
                "Granfors",
                "Lyktan",
                "kväll",
                S("Läkemedel försvinner ur förrådet"),
                "3 ggr i år",
                S("Dörren stängs inte ordentligt"),
                S("Kodlås"),
            ],
            [
                f"{YEAR}-10-02",
                N("Yusuf"),
                "",
                "Dalskolan",
                "Ekeryd",
                "Dalskolan",
                "dagtid",
                S("Elever i åk 4 vägrar gå till idrotten efter att Elvira blev instängd i duschen"),
                "en gång",
                S("Inget vuxet öga i omklädningsrummet"),
                S("Schemalägg vuxna"),
            ],
            [
                f"{YEAR}-10-02",
                N("Pelle Grahn"),
                N("070-1740699"),
                "Fritid",
                "Ekeryd",
                "Ishallen",
                "helg",
                S("Det är lugnt och fint på Ishallen sedan pelle började möta upp ungdomarna vid dörren."),
                "",
                "",
                S("Permanent tjänst"),
            ],
            [
                f"{YEAR}-10-07",
                "",
                "",
                "Räddningstjänsten",
                "Granfors",
                "Sågen",
                "natt",
                S("Ungdomar klättrar i gamla sågen och tänder eldar.", "Det är bara en tidsfråga innan någon dör."),
                "varje helg i sept.",
                S("Stängslet är rivet"),
                S("Riv byggnaden eller bevaka den"),
            ],
        ],
        "cp1252",
    )
    gold.names.append("pelle")
    return Built("medarbetare_svar.csv", content, gold)


# fmt: on
# --- the set --------------------------------------------------------------------------------------------------

_BUILDERS: list[tuple[str, Callable[[], Built]]] = [
    ("bra_protokoll", minutes_with_roles),
    ("bra_protokoll", minutes_with_tracked_text),
    ("bra_protokoll", minutes_with_initials),
    ("bra_protokoll", minutes_in_one_table),
    ("bra_protokoll", minutes_hyphenated),
    ("bra_protokoll", minutes_two_columns),
    ("bra_protokoll", minutes_with_signatures),
    ("operativt_bra", weekly_notes_word),
    ("operativt_bra", operative_table_word),
    ("operativt_bra", operative_list_pdf),
    ("operativt_bra", operative_list_excel),
    ("operativt_bra", operative_sheets_excel),
    ("operativt_bra", operative_list_csv),
    ("medborgardialog", dialogue_groups_word),
    ("medborgardialog", dialogue_questions_word),
    ("medborgardialog", dialogue_report_pdf),
    ("medborgardialog", dialogue_stand_pdf),
    ("medborgardialog", dialogue_markdown),
    ("medborgardialog", dialogue_plain_text),
    ("medborgardialog", form_export_excel),
    ("medborgardialog", form_titles_excel),
    ("medborgardialog", form_csv),
    ("medborgardialog", citizen_list_excel),
    ("medarbetardialog", staff_notes_word),
    ("medarbetardialog", staff_notes_markdown),
    ("medarbetardialog", staff_notes_pdf),
    ("medarbetardialog", staff_form_excel),
    ("medarbetardialog", staff_form_csv),
]

DOCUMENTS: tuple[Case, ...] = tuple(
    Case(build.__name__, "AB"[index % 2], source_type, build)
    for index, (source_type, build) in enumerate(_BUILDERS)
)
