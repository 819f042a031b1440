"""Minutes of the crime prevention council: what was said and decided, and nobody's name."""

from __future__ import annotations

import datetime as dt

import docx
import pytest

from pipelines.readers import UnreadableFileError, council_minutes, read, recognise
from tests.readers.building import pdf, saved, word
from tests.readers.form_files import read_as

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


# The layout of published minutes (a city district's council, 2015), in own words.
TYPED = """PROTOKOLL Socialförvaltningen Norra
Brottsförebyggande rådet (BRÅ)
Sammanträdesdag 2022-09-13  Tid: 13:00 – 15.10  Plats: Rum Björken plan 2, Ekvägen 4

Närvarande
Ylva Exempelsson, andre vice ordförande. t.o.m. punkt 3
Nils Provberg, enhetschef fritid
Kurt Låtsasman, polisen
Anmält förhinder
Sten Påhittsson, Räddningstjänsten   Eva Fiktivsson, ordförande
Adjungerade
Lo Exempelqvist, rektor Sjöskolan, t.o.m. punkt 2

1. Öppnande och val av justerare
Enhetschefen för fritid öppnar mötet.
Beslut: Dagordningen fastställs.
2. Föregående mötes protokoll
Ordföranden går igenom besluten från förra mötet: Rutinen för orosanmälan har skickats till skolorna.
Belysningen vid badet är beställd.
3. Lägesrapporter
Polisen har sett fler mopeder kring torget
på fredagskvällar. Se även 4 kap. i planen.
Beslut: Rådet beslutar att
- be gatukontoret sätta upp farthinder
- ta upp frågan i maj
Därefter rapporterar skolan.
5. Nästa möte
Den 6 december.

Vid protokollet
Moa Hittepåström
Justeras
Berit Testlund"""


def test_typed_minutes_in_the_published_layout() -> None:
    """Header in one run, three blocks of people, items without §, each closed by its decision."""
    result = read_as(council_minutes, TYPED.encode())
    assert result.rows[["heading", "kind", "text"]].values.tolist() == [
        ["Öppnande och val av justerare", "text", "Enhetschefen för fritid öppnar mötet."],
        ["Öppnande och val av justerare", "decision", "Dagordningen fastställs."],
        [
            "Föregående mötes protokoll",
            "text",
            "Ordföranden går igenom besluten från förra mötet: Rutinen för orosanmälan har skickats till skolorna. "
            "Belysningen vid badet är beställd.",
        ],
        [
            "Lägesrapporter",
            "text",
            "Polisen har sett fler mopeder kring torget på fredagskvällar. Se även 4 kap. i planen.",
        ],
        ["Lägesrapporter", "decision", "Rådet beslutar att"],
        ["Lägesrapporter", "decision", "be gatukontoret sätta upp farthinder"],
        ["Lägesrapporter", "decision", "ta upp frågan i maj"],
        ["Lägesrapporter", "text", "Därefter rapporterar skolan."],
        ["Nästa möte", "text", "Den 6 december."],
    ]
    assert set(result.rows.date) == {dt.date(2022, 9, 13)}
    assert result.notes == ["Punkternas numrering hoppar: punkt 4 saknas."]
    assert not result.problems


def test_everybody_named_around_the_items_is_context_only() -> None:
    """In plain text a signature is two lines like any others; glued together they were a statement."""
    result = read_as(council_minutes, TYPED.encode())
    for name in (
        "Exempelsson",
        "Provberg",
        "Låtsasman",
        "Påhittsson",
        "Fiktivsson",
        "Exempelqvist",
        "Testlund",
    ):
        assert any(name in line for line in result.private_context)
        assert name not in result.rows.to_csv()
    assert "Moa Hittepåström" in result.private_context


@pytest.mark.parametrize("cut", ["Polisen har sett", "- be gatukont", "3. Läges", "på fredags"])
def test_typed_minutes_cut_in_a_line_are_flagged(cut: str) -> None:
    """Half the minutes must not pass for all of them."""
    data = TYPED[: TYPED.index(cut) + len(cut)].encode()
    result = read_as(council_minutes, data)
    assert [p.reason for p in result.problems] == [
        "Sista stycket saknar radslut och punkt: filen kan vara avkortad."
    ]


def test_typed_minutes_without_an_end_are_noted() -> None:
    """Cut at a line end nothing is broken; that no closing item or signature comes is all there is to see."""
    end = "Textfilen slutar utan avslutande punkt, nästa möte eller underskrift. Kontrollera att den är hel."
    data = TYPED[: TYPED.index("3. Läges")].encode()
    assert end in read_as(council_minutes, data).notes
    assert end not in read_as(council_minutes, TYPED.encode()).notes


def test_minutes_in_markdown() -> None:
    """Headings, tables and lists as Markdown writes them."""
    text = """# Lokala Brå, minnesanteckningar 2023-03-14

## Närvarande
* Nils Provberg, polis
* Ylva Exempelsson, rektor

## 1. Läget
Det är _stökigt_ vid stationen.

Plats | Vad
--- | ---
Torget | Bråk på fredagar
Badet | Klotter

## 2. Uppföljning
1. Lamporna är bytta.
2. Vakterna är kvar.

**Beslut:** Frågan tas upp igen.
"""
    result = read_as(council_minutes, text.encode())
    assert result.rows[["heading", "kind", "text"]].values.tolist() == [
        ["Läget", "text", "Det är stökigt vid stationen."],
        ["Läget", "text", "Torget; Bråk på fredagar"],
        ["Läget", "text", "Badet; Klotter"],
        ["Uppföljning", "text", "1. Lamporna är bytta."],
        ["Uppföljning", "text", "2. Vakterna är kvar."],
        ["Uppföljning", "decision", "Frågan tas upp igen."],
    ]
    assert result.private_context == ("Nils Provberg, polis", "Ylva Exempelsson, rektor")


def test_items_that_word_numbers_by_itself() -> None:
    """Word does not store the numbers it prints: without them the items were names on the attendance list."""
    document = docx.Document()
    for style, text in [
        (None, "Brå, protokoll 2023-03-14"),
        (None, "Närvarande"),
        (None, "Nils Provberg, polis"),
        ("List Number", "Öppnande"),
        (None, "Mötet öppnas."),
        ("List Number", "Läget"),
        (None, "Lugnt."),
        ("List Number 2", "Torget"),
        ("List Number 2", "Badet"),
        ("List Number 2", "Parken"),
        ("List Number", "Nästa möte"),
        (None, "I maj."),
    ]:
        document.add_paragraph(text, style=style)
    result = read_as(council_minutes, saved(document))
    assert result.rows[["heading", "text"]].values.tolist() == [
        ["Öppnande", "Mötet öppnas."],
        ["Läget", "Lugnt."],
        # A list inside the item has its own numbers, and 3 in it does not open the third item.
        ["Läget", "1. Torget"],
        ["Läget", "2. Badet"],
        ["Läget", "3. Parken"],
        ["Nästa möte", "I maj."],
    ]
    assert result.private_context == ("Nils Provberg, polis",)


def test_a_numbered_attendance_list_holds_people_and_no_items() -> None:
    """ "1. Nils Provberg" as an item's title would be stored as a heading."""
    for style, first in (("List Number", "{}"), (None, "{n}. {}")):
        document = docx.Document()
        document.add_paragraph("Brå, protokoll 2023-03-14")
        document.add_paragraph("Närvarande")
        for n, name in enumerate(("Nils Provberg, polis", "Ylva Exempelsson", "Berit Testlund (rektor)"), 1):
            document.add_paragraph(first.format(name, n=n), style=style)
        for text in ("1. Läget", "Lugnt."):
            document.add_paragraph(text)
        result = read_as(council_minutes, saved(document))
        assert result.rows[["heading", "text"]].values.tolist() == [["Läget", "Lugnt."]]
        assert "Provberg" not in result.rows.to_csv()


def test_numbers_of_two_levels_and_a_name_beside_its_label() -> None:
    """ "2.1 Torget" is a part of item 1's list, not item 2; and a signature on one line is no statement."""
    parts = [("", "Brå, protokoll 2023-03-14"), ("", "1. Läget"), ("", "2.1 Torget"), ("", "2.2 Badet")]
    parts += [("", "2. Nästa möte"), ("", "I maj."), ("", "Vid protokollet Moa Hittepåström")]
    result = read_as(council_minutes, word(parts))
    assert result.rows[["heading", "text"]].values.tolist() == [
        ["Läget", "2.1 Torget"],
        ["Läget", "2.2 Badet"],
        ["Nästa möte", "I maj."],
    ]
    assert result.private_context == ("Vid protokollet Moa Hittepåström",)


def test_a_heading_above_the_attendance_list_does_not_open_the_minutes() -> None:
    """The office's name set as a heading would turn everybody present into statements."""
    data = word(
        [
            ("Title", "Minnesanteckningar Brå"),
            ("Heading 1", "Kommunledningskontoret"),
            ("", "Datum: 2023-03-14"),
            ("Heading 2", "Närvarande"),
            ("", "Nils Provberg, polis"),
            ("Heading 2", "Förhinder"),
            ("", "Ylva Exempelsson, rektor"),
            ("Heading 2", "Läget"),
            ("List Bullet", "Lugnt i Kosta"),
        ]
    )
    result = read_as(council_minutes, data)
    assert result.rows[["heading", "text"]].values.tolist() == [["Läget", "Lugnt i Kosta"]]
    assert result.private_context == ("Nils Provberg, polis", "Ylva Exempelsson, rektor")


@pytest.mark.parametrize(
    "sign",
    ["§ 12 Läget", "§12. Läget", "12 § Läget", "Punkt 1: Läget", "Ärende 1. Läget", "1) Läget", "1.Läget"],
)
def test_items_as_they_are_numbered(sign: str) -> None:
    """Every council numbers in its own way, and the item's title is the statement's context."""
    data = word(
        [("", "Brå, protokoll 2023-03-14"), ("", "Närvarande: Nils Provberg"), ("", sign), ("", "Lugnt.")]
    )
    rows = read_as(council_minutes, data).rows
    assert rows[["heading", "text"]].values.tolist() == [["Läget", "Lugnt."]]


@pytest.mark.parametrize(
    "mark", ["Beslut: Ljuset ses över.", "Beslut\nLjuset ses över.", "Rådets beslut: Ljuset ses över."]
)
def test_decisions_as_they_are_marked(mark: str) -> None:
    """A decision read as an observation would be a new problem."""
    parts = [
        ("", "Brå, protokoll 2023-03-14"),
        ("", "1. Läget"),
        ("", "Mörkt."),
        *(("", p) for p in mark.split("\n")),
    ]
    rows = read_as(council_minutes, word(parts)).rows
    assert rows[["kind", "text"]].values.tolist() == [["text", "Mörkt."], ["decision", "Ljuset ses över."]]


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


def test_what_the_chair_says_is_no_signature() -> None:
    """A label of the signatures opens them only before a name or a line to sign on."""
    parts = [
        ("", "Brå, protokoll 2023-03-14"),
        ("", "1. Läget"),
        ("", "Ordförande: tar upp belysningen vid stationen."),
        ("", "Det är mörkt där varje kväll."),
        ("", "Vid protokollet:"),
        ("", "Ylva Exempelsson, sekreterare på kommunen."),
        ("", "Ordförande: Nils Provberg"),
        ("", "Justeras den 20 mars 2023 av ordföranden."),
        ("Heading 1", "Tillägg"),
        ("", "Lampan vid badet är trasig."),
        ("", "Sekreterare: Ylva Exempelsson"),
        ("", "Klottret på skolan är borta sedan i fredags."),
    ]
    result = read_as(council_minutes, word(parts))
    assert result.rows[["heading", "text"]].values.tolist() == [
        ["Läget", "Ordförande: tar upp belysningen vid stationen."],
        ["Läget", "Det är mörkt där varje kväll."],
        ["Tillägg", "Lampan vid badet är trasig."],
        ["Tillägg", "Klottret på skolan är borta sedan i fredags."],
    ]
    assert result.skipped["underskrifter"] == 5


def test_the_proof_that_minutes_were_put_up_belongs_to_the_signatures() -> None:
    """Its headings end nothing, and a name under any heading after the signatures is one more of them."""
    parts = [
        ("", "Brå, protokoll 2023-03-14"),
        ("", "1. Läget"),
        ("", "Det är lugnt på torget."),
        ("", "Vid protokollet"),
        ("", "Ylva Exempelsson"),
        ("Heading 2", "ANSLAGSBEVIS"),
        ("", "Justeringen har tillkännagivits på kommunens anslagstavla."),
        ("", "Förvaringsplats för protokollet"),
        ("Heading 2", "Ort och datum"),
        ("", "Nils Provberg"),
        ("Heading 2", "Bilaga"),
        ("", "Lampan vid badet är trasig."),
        ("", "Berit Testlund, rektor"),
    ]
    result = read_as(council_minutes, word(parts))
    assert result.rows[["heading", "text"]].values.tolist() == [
        ["Läget", "Det är lugnt på torget."],
        ["Bilaga", "Lampan vid badet är trasig."],
    ]
    assert {"Ylva Exempelsson", "Nils Provberg", "Berit Testlund, rektor"} <= {*result.private_context}
    assert result.skipped["underskrifter"] == 8


@pytest.mark.parametrize(
    "said",
    [
        "Kontakt med polisen togs 2023-02-14 efter bråket vid torget.",
        "Kontakt med polisen togs 14.02.2023 och 2023-02-15 efter bråket.",
    ],
)
def test_a_date_is_no_telephone_number(said: str) -> None:
    """A sentence about a contact would be left out as a way to reach somebody."""
    parts = [("", "Brå, protokoll 2023-03-14"), ("", "1. Läget"), ("", said), ("", "Kontakt: 070-1740605")]
    result = read_as(council_minutes, word(parts))
    assert list(result.rows.text) == [said]
    assert result.private_context == ("Kontakt: 070-1740605",)
