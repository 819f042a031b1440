"""What stands beside the text of a Word file: remarks are statements, running heads never are, names are learnt."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.enum.section import WD_SECTION

from pipelines.readers import council_minutes, documents, staff_notes
from tests.readers.building import saved
from tests.readers.form_files import read_as

NOTES = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def minutes() -> docx.document.Document:
    document = docx.Document()
    document.core_properties.author = "Ylva Exempelsson"
    for text in ("Brå, protokoll 2023-03-14", "Närvarande: Nils Provberg, polis", "1. Läget"):
        document.add_paragraph(text)
    return document


def test_a_comment_is_a_statement_that_says_what_it_is_about() -> None:
    """A comment in minutes sent round is often the only place where a partner objects."""
    document = minutes()
    said = document.add_paragraph("Det är lugnt vid stationen.")
    document.add_comment(
        said.runs, text="Inte på fredagar. Fråga väktarna.", author="Berit Testlund", initials="BT"
    )
    document.add_paragraph("Nästa möte är i maj.")
    result = read_as(council_minutes, saved(document))
    assert result.rows[["locator", "text"]].values.tolist() == [
        ["punkt 1, stycke 4", "Det är lugnt vid stationen."],
        ["punkt 1, kommentar till stycke 4", "Inte på fredagar. Fråga väktarna."],
        ["punkt 1, stycke 5", "Nästa möte är i maj."],
    ]
    assert {"Berit Testlund", "BT", "Ylva Exempelsson"} <= set(result.private_context)
    assert "Testlund" not in result.rows.to_csv()


def with_footnote(data: bytes, text: str) -> bytes:
    """The file with a footnote part and a mark in its last paragraph; the library can make neither."""
    part = (
        f'<w:footnotes xmlns:w="{NOTES}"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>—</w:t></w:r></w:p>'
        f'</w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    relation = (
        '<Relationship Id="rId99" Target="footnotes.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    kind = (
        '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.footnotes+xml"/></Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8") if name.endswith((".xml", ".rels")) else old.read(name)
            if name == "word/_rels/document.xml.rels":
                content = content.replace("</Relationships>", relation)
            elif name == "[Content_Types].xml":
                content = content.replace("</Types>", kind)
            elif name == "word/document.xml":
                content = content.replace("MARK</w:t>", '</w:t><w:footnoteReference w:id="2"/>')
            new.writestr(name, content)
        new.writestr("word/footnotes.xml", part)
    return out.getvalue()


def test_a_footnote_is_read_where_its_mark_stands() -> None:
    """Reservations and figures stand in footnotes; the line that Word draws above them is none."""
    document = minutes()
    document.add_paragraph("Stölderna har minskat.MARK")
    result = read_as(council_minutes, with_footnote(saved(document), "Gäller inte Kosta."))
    assert result.rows[["locator", "text"]].values.tolist() == [
        ["punkt 1, stycke 4", "Stölderna har minskat."],
        ["punkt 1, fotnot till stycke 4", "Gäller inte Kosta."],
    ]


def test_headers_and_footers_of_every_kind_are_no_statements_and_their_names_are_known() -> None:
    """The secretary's name in a footer would otherwise be left wherever the text has it once."""
    document = minutes()
    document.add_paragraph("Det är lugnt.")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    section.header.paragraphs[0].text = "Lessebo kommun, Brottsförebyggande Rådet"
    section.first_page_header.paragraphs[0].text = "Handläggare Kurt Låtsasman"
    section.even_page_header.paragraphs[0].text = "Sida 2"
    section.footer.add_table(1, 2, docx.shared.Cm(10)).cell(0, 1).text = "Moa Hittepåström | 070-1740611"
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_paragraph("Det är mörkt.")
    result = read_as(council_minutes, saved(document))
    assert list(result.rows.text) == ["Det är lugnt.", "Det är mörkt."]
    assert {"Kurt Låtsasman", "Moa Hittepåström"} <= set(result.private_context)
    assert not any("Lessebo" in line or "Rådet" in line for line in result.private_context)
    assert result.skipped["sidnummer eller återkommande sidhuvud"] == 4


def test_paragraphs_are_counted_as_a_person_counts_them() -> None:
    """ "Stycke 2" is the second paragraph on the page, whatever stands in the header and beside it."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Lessebo kommun"
    first = document.add_paragraph("Ett")
    document.add_comment(first.runs, text="Kommentar", author="X", initials="X")
    document.add_paragraph("Två")
    found = documents.read_document(saved(document), "fil")
    assert [(p.number, p.kind, p.text) for p in found if p.kind != "author"] == [
        (3, "furniture", "Lessebo kommun"),
        (1, "body", "Ett"),
        (4, "remark", "Kommentar"),
        (2, "body", "Två"),
    ]


@pytest.mark.parametrize(
    ("bold", "kinds"),
    [("Läget i Kosta", ["heading", "body"]), ("Ring alltid 112 vid brott.", ["body", "body"])],
)
def test_a_short_line_in_bold_is_a_heading_and_a_sentence_in_bold_is_said(
    bold: str, kinds: list[str]
) -> None:
    """Most notes are written without Word's heading styles."""
    document = docx.Document()
    document.add_paragraph().add_run(bold).bold = True
    document.add_paragraph("Lugnt.")
    found = [p for p in documents.read_document(saved(document), "fil") if p.kind != "author"]
    assert [p.kind for p in found] == kinds


def test_a_bullet_that_only_names_what_those_under_it_are_about_is_their_topic() -> None:
    """ "Polis" said nothing; "Dieselstölder" with an amount did."""
    document = docx.Document()
    for text, style in [
        ("Medarbetardialog 2023-03-14", None),
        ("Skola", "List Bullet"),
        ("Klotter på gaveln", "List Bullet 2"),
        ("Mörkt på gården", "List Bullet 2"),
        ("Dieselstölder vid vägbygget i mars", "List Bullet"),
        ("400 liter per gång", "List Bullet 2"),
    ]:
        document.add_paragraph(text, style=style)
    result = read_as(staff_notes, saved(document))
    assert result.rows[["heading", "text"]].values.tolist() == [
        ["Skola", "Klotter på gaveln"],
        ["Skola", "Mörkt på gården"],
        [None, "Dieselstölder vid vägbygget i mars"],
        [None, "400 liter per gång"],
    ]
