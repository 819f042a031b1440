"""Whether a document is whole, and what stands in it: the ground under minutes and notes."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from types import ModuleType

import docx
import pytest
from docx.oxml import parse_xml
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipelines.readers import UnreadableFileError, council_minutes, documents
from tests.readers.building import pdf, saved, word, workbook
from tests.readers.form_files import OURS, csv_file

WHOLE_TEXT = """Medborgardialog, Brå, protokoll 2023-03-14

Närvarande
Nils Provberg

1. Läget
- Mörkt
Beslut: Ljus."""
TEXT, BOLD = "Helvetica", "Helvetica-Bold"
PAGES = [
    [
        (BOLD, "Protokoll Brå 2023-03-14"),
        None,
        (BOLD, "1. Läget"),
        *((TEXT, f"Polisen berättar om torget, del {n} av rapporten.") for n in range(20)),
    ],
    [(BOLD, "2. Övrigt"), (TEXT, "Skolan berättar om matsalen.")],
]


def texts(data: bytes) -> list[str]:
    return [p.text for p in documents.read_document(data, "fil")]


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.995])
def test_a_pdf_cut_anywhere_is_refused(share: float) -> None:
    """The program that opens it repairs a cut file silently and returns the pages that are left."""
    data = pdf(PAGES)
    with pytest.raises(UnreadableFileError, match="avbruten"):
        documents.read_document(data[: int(len(data) * share)], "fil")


def test_a_pdf_with_a_piece_missing_is_refused_or_reads_the_same() -> None:
    """Its end is there, but the table of contents points at the wrong places."""
    data = pdf(PAGES)
    whole = texts(data)
    for at in range(9, len(data) - 150, 70):
        with contextlib.suppress(UnreadableFileError):
            assert texts(data[:at] + data[at + 130 :]) == whole, at


def test_a_pdf_made_for_the_web_is_cut_when_it_is_shorter_than_it_says() -> None:
    """Such a file has an end mark near its beginning too."""
    data = pdf(PAGES)
    first = data.index(b"\n", data.index(b"\n") + 1)
    said = b"\n9 0 obj\n<</Linearized 1/L 999999/O 3>>\nendobj"
    start = data.rindex(b"startxref")
    moved = int(data[start:].split()[1]) + len(said)
    longer = data[:first] + said + data[first:start] + b"startxref\n%d\n%%%%EOF\n" % moved
    with pytest.raises(UnreadableFileError, match="avbruten"):
        documents.read_document(longer, "fil")


def test_whole_pdfs_are_read_also_with_something_after_the_end() -> None:
    """Mail programs and archives append a line end or a little more."""
    data = pdf(PAGES)
    assert texts(data) == texts(data + b"\r\n" * 5 + b"<!-- arkiv -->")
    assert "Skolan berättar om matsalen." in texts(data)


def with_pictures(drawn: str) -> bytes:
    """Two pages of text around a third page: a picture alone, or nothing."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for line, more in (
        ("Protokoll Brå 2023-03-14", "Närvarande: Nils Provberg"),
        ("", ""),
        ("1. Läget", "Lugnt."),
    ):
        if line:
            canvas.drawString(60, 780, line)
            canvas.drawString(60, 740, more)
        elif drawn == "picture":
            canvas.rect(50, 50, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_scanned_page_among_others_is_a_problem() -> None:
    """A page nobody could read must not be missing without a word."""
    result = council_minutes.read(with_pictures("picture"), "fil")
    assert result.is_reconciled()
    assert [p.reason for p in result.problems] == ["Sida 2 innehåller ingen text; den är troligen inskannad."]
    assert not council_minutes.read(with_pictures("nothing"), "fil").problems


def test_page_numbers_that_promise_more_pages_are_a_problem() -> None:
    """ "Sida 1 av 3" in a file of two pages: the last page was left out when it was saved."""
    for foot, expected in (("Sida {} av 3", 1), ("Sida {} (3)", 1), ("Sida {} av {}", 0), ("{}", 0)):
        result = council_minutes.read(pdf(PAGES, foot=foot), "fil")
        assert result.is_reconciled()
        assert len(result.problems) == expected
    assert "fler sidor" in council_minutes.read(pdf(PAGES[:1], foot="Sida {} av 3"), "fil").problems[0].reason


def test_a_bold_word_does_not_cut_its_sentence() -> None:
    """ "Beslut:" in bold, and the sentence in ordinary letters on two lines."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    lines = [
        [(BOLD, "Protokoll Brå 2023-03-14")],
        [(BOLD, "1. Läget")],
        [(TEXT, "Polisen och fältgruppen har sett att ungdomar samlas vid busstationen och att")],
        [(BOLD, "Kosta"), (TEXT, " är lugnare än förra året, också på kvällarna när bussen kommer.")],
        [(BOLD, "Beslut:"), (TEXT, " Belysningen ses över före den första oktober, och kostnaden tas")],
        [(TEXT, "upp i budgeten.")],
    ]
    y = 780
    for line in lines:
        x = 60
        for font, part in line:
            canvas.setFont(font, 11)
            canvas.drawString(x, y, part)
            x += canvas.stringWidth(part, font, 11)
        y -= 14
    canvas.save()
    rows = council_minutes.read(out.getvalue(), "fil").rows
    assert list(rows.text) == [
        "Polisen och fältgruppen har sett att ungdomar samlas vid busstationen och att Kosta är lugnare än förra "
        "året, också på kvällarna när bussen kommer.",
        "Belysningen ses över före den första oktober, och kostnaden tas upp i budgeten.",
    ]


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.99])
def test_a_word_file_cut_anywhere_is_refused(share: float) -> None:
    """Its table of contents stands last, so a cut file has none."""
    data = word([("", "Brå, protokoll 2023-03-14"), ("", "1. Läget"), ("", "Lugnt.")])
    with pytest.raises(UnreadableFileError, match="avbruten"):
        documents.read_document(data[: int(len(data) * share)], "fil")


@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "[Content_Types].xml", "word/numbering.xml"]
)
@pytest.mark.parametrize("content", [b"", b"<", b"<x/>", b"\xff\xfe", None])
def test_a_word_file_with_a_damaged_part_is_refused_or_read(part: str, content: bytes | None) -> None:
    """The libraries underneath fail in a dozen ways; none of them may stop the other files."""
    whole = word([("", "Brå, protokoll 2023-03-14"), ("List Number", "Läget")])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
            elif content is not None:
                target.writestr(name, content)
    read: list[str] = []
    with contextlib.suppress(UnreadableFileError):
        read = texts(out.getvalue())
    assert read[:1] in ([], ["Brå, protokoll 2023-03-14"])


def test_text_cut_in_a_letter_is_refused_and_windows_text_is_read() -> None:
    """Half of an å in UTF-8 would make every å in the file two other letters."""
    whole = "Brå, protokoll 2023-03-14\n\n1. Läget\nDet är mörkt på vägen.\n"
    assert texts(whole.encode("cp1252")) == texts(whole.encode())
    data = whole.encode()
    with pytest.raises(UnreadableFileError, match="avkortad"):
        documents.read_document(data[: data.index("vägen".encode()) + 2], "fil")


def test_words_own_numbers_are_counted_as_word_counts() -> None:
    """A list that goes on after a paragraph goes on counting; a level below starts again."""
    document = docx.Document()
    for text, style in (
        ("a", "List Number"),
        ("mellan", None),
        ("b", "List Number"),
        ("punkt", "List Bullet"),
        ("c", "List Number"),
    ):
        document.add_paragraph(text, style=style)
    paragraphs = documents.read_document(saved(document), "fil")
    assert [(p.text, p.kind) for p in paragraphs] == [
        ("1. a", "list"),
        ("mellan", "body"),
        ("2. b", "list"),
        ("punkt", "list"),
        ("3. c", "list"),
    ]
    assert len({p.series for p in paragraphs if p.text[0].isdigit()}) == 1


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def numbered(levels: str, uses: list[tuple[int, int, str]], numbers: str = "") -> list[str]:
    """Texts of paragraphs numbered by (numId, level) with the given definition."""
    document = docx.Document()
    part = document.part.numbering_part.element
    for child in list(part):
        part.remove(child)
    part.append(docx.oxml.parse_xml(f'<w:abstractNum {W} w:abstractNumId="7">{levels}</w:abstractNum>'))
    for number in ("1", "2"):
        part.append(
            docx.oxml.parse_xml(
                f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="7"/>{numbers if number == "2" else ""}</w:num>'
            )
        )
    for number_id, level, text in uses:
        p = document.add_paragraph(text)._p
        p.get_or_add_pPr().append(
            docx.oxml.parse_xml(
                f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>'
            )
        )
    return texts(saved(document))


LEVELS = (
    '<w:lvl w:ilvl="0"><w:start w:val="12"/><w:numFmt w:val="decimal"/><w:lvlText w:val="§ %1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>'
)


def test_numbers_follow_the_documents_own_definitions() -> None:
    """§ 12 is how the council cites its decision; § 1 would point at another one."""
    uses = [
        (1, 0, "Öppnande"),
        (1, 1, "val"),
        (1, 1, "dagordning"),
        (1, 0, "Läget"),
        (1, 1, "torget"),
        (2, 0, "Slut"),
    ]
    assert numbered(LEVELS, uses) == [
        "§ 12 Öppnande",
        "a) val",
        "b) dagordning",
        "§ 13 Läget",
        "a) torget",
        "§ 14 Slut",
    ]
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    assert numbered(LEVELS, [(1, 0, "a"), (2, 0, "b")], restart) == ["§ 12 a", "§ 12 b"]
    assert numbered(LEVELS, [(0, 0, "utan"), (9, 0, "okänd"), (1, 5, "djup")]) == ["utan", "okänd", "djup"]


def test_markdown_and_underlined_titles() -> None:
    """What the marks mean, and no more: a line of underscores to sign on is no heading's."""
    found = documents.read_document(
        "Protokoll\n=========\n\n> Citat från *någon*.\n\n- [x] Klart\n- [ ] Kvar\n\nSnake_case_ord\n\n"
        "Anna\n____\n\n| A | B |\n|:--|--:|\n| 1 \\| 2 | **tre** |\n".encode(),
        "fil",
    )
    assert [(p.kind, p.text) for p in found] == [
        ("heading", "Protokoll"),
        ("body", "Citat från någon."),
        ("list", "Klart"),
        ("list", "Kvar"),
        ("body", "Snake_case_ord"),
        ("body", "Anna"),
        ("table_header", "A; B"),
        ("table", "1 | 2; tre"),
    ]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The file cut off, with bytes changed, or with a piece missing."""
    at = chance.randrange(len(data))
    way = chance.randrange(3)
    if way == 0:
        return data[:at]
    if way == 1:
        return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    return data[:at] + data[at + chance.randrange(1, 200) :]


@pytest.mark.parametrize("module", OURS, ids=lambda m: m.LAYOUT)
def test_no_damage_raises_anything_but_the_readers_own_error(module: ModuleType) -> None:
    """One damaged file must be refused by name; it must not stop the reading of the others."""
    headers = module.HEADERS or ("Datum", "Plats")
    line = ["2023-01-02"] * len(headers)
    files = [
        workbook({"A": [headers, line, line]}),
        csv_file(headers, line, line),
        word([("", "Brå, protokoll 2023-03-14"), ("List Number", "Läget"), ("table", "Plats|Vad\nA|B")]),
        pdf(PAGES),
        WHOLE_TEXT.encode(),
    ]
    chance = random.Random(7)
    for n in range(100):
        data = damaged(files[n % len(files)], chance)
        with contextlib.suppress(UnreadableFileError):
            assert module.read(data, "fil").is_reconciled(), n


def test_a_text_box_in_a_cell_is_read_once() -> None:
    """Word keeps a second copy of the box for older programs."""
    document = docx.Document()
    cell = document.add_table(1, 2).cell(0, 1)
    cell.text = "Bråk vid torget."
    w, mc = (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
    )
    box = "<w:txbxContent><w:p><w:r><w:t>Väktare saknas.</w:t></w:r></w:p></w:txbxContent>"
    cell.paragraphs[0]._p.append(
        parse_xml(
            f'<w:r xmlns:w="{w}" xmlns:mc="{mc}"><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    (row,) = documents.read_document(saved(document), "x.docx")
    assert row.cells == ("", "Bråk vid torget.\nVäktare saknas.")


def test_a_mark_that_no_office_file_can_hold_is_left_out() -> None:
    """Text pasted from a PDF viewer may have them; one would stop the Word files and so the whole publication."""
    note = "# Brå 2023-03-14\n\n## § 1 Belysning\n\nBrotts\ufffeläget vid tor\uffffget är stö\x7frigt på kvällarna.\n"
    rows = council_minutes.read(note.encode(), "bra-moten/protokoll_2023-03-14.md").rows
    assert list(rows["text"]) == ["Brottsläget vid torget är störigt på kvällarna."]
