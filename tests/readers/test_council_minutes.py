"""Minutes of the crime prevention council: what was said and decided, and nobody's name."""

from __future__ import annotations

import datetime as dt

import docx
import pytest

from pipelines.readers import UnreadableFileError, read, recognise
from tests.readers.building import pdf, saved, word

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

MINUTES = [
    ("Title", "PROTOKOLL"),
    ("", "Lessebo kommun\nBrottsförebyggande rådet (Brå)"),
    ("", "Sammanträdesdag 2023-03-14  Tid: 9:00 – 11.15  Plats: Kommunhuset, sammanträdesrum Linden"),
    ("Heading 2", "Närvarande"),
    ("", "Ylva Exempelsson, ordförande, t.o.m. punkt 2"),
    ("", "Nils Provberg, kommunpolis"),
    ("Heading 2", "Anmält förhinder"),
    ("", "Berit Testlund, rektor"),
    ("", "Adjungerade: Kurt Låtsasman, räddningstjänsten"),
    ("", "1. Mötets öppnande"),
    ("", "Ordföranden hälsar välkommen."),
    ("", "Beslut: Dagordningen godkänns."),
    ("", "2. Läget i kommunen"),
    ("", "Polisen berättar att ungdomar samlas vid stationen på fredagskvällar."),
    ("List Bullet", "Klotter i gångtunneln i Hovmantorp."),
    ("table", "Plats|Iakttagelse\nSkruv|Buskörning med mopeder"),
    ("", "Beslut:"),
    ("List Bullet", "Fritidsgården håller öppet längre."),
    ("", "3. Avslutning"),
    ("", "Nästa möte 2023-05-02."),
    ("", "Vid protokollet"),
    ("", "Moa Hittepåström"),
]


def test_decisions_and_discussion_are_told_apart_and_every_paragraph_is_accounted_for() -> None:
    """Without this a decision already taken would be counted as a new observed problem."""
    data = word(MINUTES)
    assert recognise(data, "x.docx") == "council_minutes"
    result = read(data, "x.docx", "council_minutes")
    assert result.is_reconciled()
    rows = result.rows
    assert list(rows.loc[rows.kind == "decision", "text"]) == [
        "Dagordningen godkänns.",
        "Fritidsgården håller öppet längre.",
    ]
    said = list(rows.loc[rows.heading == "Läget i kommunen", "text"])
    assert said[:2] == [
        "Polisen berättar att ungdomar samlas vid stationen på fredagskvällar.",
        "Klotter i gångtunneln i Hovmantorp.",
    ]
    assert said[2:3] == ["Skruv; Buskörning med mopeder"]
    assert set(rows.date) == {dt.date(2023, 3, 14)}
    assert set(rows.year) == {2023}
    assert set(rows.body) == {"council"}
    assert rows.locator.iloc[0] == "punkt 1, stycke 12"


def test_names_of_those_present_are_context_and_never_statements() -> None:
    """A name that becomes a statement could be published."""
    result = read(word(MINUTES), "x.docx", "council_minutes")
    everything = " ".join(result.rows.text)
    for name in ("Exempelsson", "Provberg", "Testlund", "Låtsasman", "Hittepåström"):
        assert name not in everything
        assert any(name in line for line in result.private_context)


def test_a_numbered_list_inside_an_item_does_not_become_items() -> None:
    """Statements would otherwise be filed under the wrong item."""
    data = word(
        [
            ("", "Brottsförebyggande rådet (Brå), minnesanteckningar 14 mars 2023"),
            ("", "§ 1 Öppnande"),
            ("", "Mötet öppnas."),
            ("", "§ 2 Otrygga platser"),
            ("", "Tre platser nämns:"),
            ("", "1. Folkets park"),
            ("", "2. Torget"),
            ("", "Beslut: Belysningen ses över."),
        ]
    )
    rows = read(data, "x.docx", "council_minutes").rows
    assert set(rows.heading) == {"Öppnande", "Otrygga platser"}
    assert "1. Folkets park" in set(rows.text)
    assert rows.locator.iloc[-1] == "§ 2, stycke 8"
    assert set(rows.date) == {dt.date(2023, 3, 14)}


@pytest.mark.parametrize("sign", ["§ {}", "{}."])
def test_a_list_that_starts_again_stays_in_its_item(sign: str) -> None:
    """Plain numbers open items only where no paragraph sign does, and only when they follow on."""
    first = [("", "2. Torget")] if sign.startswith("§") else []
    data = word(
        [
            ("", "Brå, protokoll 2023-03-14"),
            ("", f"{sign.format(1)} Platser"),
            ("", "Två platser nämns:"),
            *first,
            ("", f"{sign.format(2)} Tider"),
            ("", "1. Fredag kväll"),
            ("", f"{sign.format(3)} Avslutning"),
            ("", "Mötet avslutas."),
        ]
    )
    rows = read(data, "x.docx", "council_minutes").rows
    assert list(dict.fromkeys(rows.heading)) == ["Platser", "Tider", "Avslutning"]
    assert list(rows.loc[rows.text.str.contains("Torget|Fredag"), "heading"]) == [
        *(["Platser"] if first else []),
        "Tider",
    ]


def test_the_operative_group_is_marked_as_its_own_body() -> None:
    """Operative minutes describe single events and weigh differently."""
    data = word(
        [
            ("Title", "Operativa Brå"),
            ("", "Minnesanteckningar 2022-10-05"),
            ("", "Närvarande: Nils Provberg, polis"),
            ("", "1. Läget"),
            ("", "Lugnt på skolorna."),
        ]
    )
    result = read(data, "x.docx", "council_minutes")
    assert set(result.rows.body) == {"operative"}
    assert result.private_context == ("Nils Provberg, polis",)


def test_pdf_lines_become_paragraphs_across_hyphens_and_pages() -> None:
    """A sentence cut in two would be coded as two half statements, and found in neither."""
    text, bold = "Helvetica", "Helvetica-Bold"
    data = pdf(
        [
            [
                (bold, "PROTOKOLL"),
                (text, "Brottsförebyggande rådet (Brå)"),
                (text, "Sammanträdesdag 2023-03-14  Tid: 9:00 – 11.15"),
                None,
                (bold, "Närvarande"),
                (text, "Nils Provberg, kommunpolis"),
                (text, "Ylva Exempelsson, rektor"),
                None,
                (bold, "1. Läget i kommunen"),
                (text, "Polisen berättar att ungdomar samlas vid stationen och att EPA-"),
                (text, "traktorer kör fort genom samhället under vardags-"),
                (text, "och helgkvällar. Det gäller framför allt järnvägssta-"),
                (text, "tionen där belysningen är släckt och där boende har"),
            ],
            [
                (text, "hört av sig om oro. Fältgruppen har sett samma sak."),
                (text, "Beslut: Belysningen ses över före den 1 oktober."),
            ],
        ],
        head="Lessebo kommun, Brå",
    )
    assert recognise(data, "x.pdf") == "council_minutes"
    result = read(data, "x.pdf", "council_minutes")
    assert result.is_reconciled()
    assert list(result.rows.text) == [
        "Polisen berättar att ungdomar samlas vid stationen och att EPA-traktorer kör fort genom samhället "
        "under vardags- och helgkvällar. Det gäller framför allt järnvägsstationen där belysningen är släckt "
        "och där boende har hört av sig om oro. Fältgruppen har sett samma sak.",
        "Belysningen ses över före den 1 oktober.",
    ]
    assert list(result.rows.page) == [1, 2]
    assert result.rows.locator.iloc[1].startswith("sida 2, punkt 1, stycke ")
    assert result.skipped["sidnummer eller återkommande sidhuvud"] == 4
    assert result.private_context == ("Nils Provberg, kommunpolis", "Ylva Exempelsson, rektor")


def test_plain_text_minutes_are_read_line_by_line() -> None:
    """Some councils paste their minutes into a text file."""
    data = (
        "# Protokoll, lokala Brå\nDatum: 2023-03-14\n\n**Närvarande:** Nils Provberg, polis\n\n"
        "1. Läget\nDet är stökigt vid\nstationen.\n\nBeslut: Vi återkommer.\n"
    ).encode()
    assert recognise(data, "x.md") == "council_minutes"
    result = read(data, "x.md", "council_minutes")
    assert list(result.rows.text) == ["Det är stökigt vid stationen.", "Vi återkommer."]
    assert result.is_reconciled()


def test_an_attendance_list_in_one_line_and_minutes_without_items() -> None:
    """Pasted minutes lose their line breaks; the names must still be known, and the text still read."""
    data = word(
        [
            ("", "Lokala Brå, minnesanteckningar. Datum 2023-03-20. Sammanträdesdag 2023-03-14"),
            ("", "Närvarande Nils Provberg, polis, Ylva Exempelsson, rektor"),
            ("", "Rektorn berättar att elever i årskurs 7 undviker korridoren vid matsalen."),
            ("", "Fler vuxna behövs."),
        ]
    )
    result = read(data, "x.docx", "council_minutes")
    assert [len(t) for t in result.rows.text] == [73, 18]
    assert "Nils Provberg" in result.private_context[0]
    assert set(result.rows.date) == {dt.date(2023, 3, 14)}


def test_inserted_text_counts_and_deleted_text_does_not() -> None:
    """Minutes mailed round for comments hold tracked changes; a lost insertion is a lost statement."""
    document = docx.Document()
    for line in ("Brå, protokoll 2023-03-14", "1. Läget"):
        document.add_paragraph(line)
    p = document.add_paragraph("Det är lugnt")._p
    p.append(
        docx.oxml.parse_xml(
            f'<w:ins xmlns:w="{WORD}" w:id="1" w:author="x">'
            '<w:r><w:t xml:space="preserve"> i Kosta</w:t></w:r></w:ins>'
        )
    )
    p.append(
        docx.oxml.parse_xml(
            f'<w:del xmlns:w="{WORD}" w:id="2" w:author="x">'
            "<w:r><w:delText> i Skruv</w:delText></w:r></w:del>"
        )
    )
    p.append(
        docx.oxml.parse_xml(
            f'<w:moveFrom xmlns:w="{WORD}" w:id="3" w:author="x">'
            "<w:r><w:t> i Hovmantorp</w:t></w:r></w:moveFrom>"
        )
    )
    rows = read(saved(document), "x.docx", "council_minutes").rows
    assert list(rows.text) == ["Det är lugnt i Kosta"]


def test_minutes_without_a_date_are_refused_rather_than_dated_by_the_next_meeting() -> None:
    """A guessed year would put the whole meeting in the wrong situational picture."""
    data = word([("", "Brå, protokoll"), ("", "Nästa möte 2023-05-02"), ("", "1. Läget"), ("", "Lugnt.")])
    with pytest.raises(UnreadableFileError, match="Mötets datum saknas"):
        read(data, "x.docx", "council_minutes")


def test_a_real_excerpt_of_minutes_reads(real_data) -> None:
    """Borås: the header run in one line, attendance blocks, items without a paragraph sign."""
    text = next((real_data / "examples").glob("08*")).read_text(encoding="utf-8")
    data = text[text.index("PROTOKOLL") : text.index("[LAYOUT")].encode()
    result = read(data, "protokoll.txt", recognise(data, "protokoll.txt"))
    assert result.is_reconciled()
    assert set(result.rows.date) == {dt.date(2015, 2, 17)}
    assert list(result.rows.loc[result.rows.kind == "decision", "text"]) == [
        "Dagordningen godkänns och informationen antecknas till protokollet."
    ]
    assert set(result.rows.heading) == {
        "Mötets öppnande och godkännande av dagordning",
        "Föregående mötes protokoll",
    }
