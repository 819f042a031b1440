"""What a document is taken for: by its title, by its first lines, and only then by its file's name."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines.readers import UnreadableFileError, read, recognise
from tests.readers.building import pdf, word
from tests.readers.form_files import recognised_by

SILENT = "Vi ser fler unga vid stationen.\n\nDet är mörkt på kvällarna.\n".encode()
TYPED = [
    ("Helvetica", "Närvarande: Nils Provberg"),
    None,
    ("Helvetica", "1. Läget"),
    ("Helvetica", "Det är lugnt."),
]


@pytest.mark.parametrize(
    ("name", "data", "layout", "source"),
    [
        ("op_bra_minnesanteckningar_2023.md", SILENT, "council_minutes", "bra_operative"),
        (
            "Minnesanteckningar operativ samverkan v 12 2024.docx",
            word([("", "Det är lugnt i Kosta den här veckan."), ("", "Ungdomar samlas vid torget.")]),
            "council_minutes",
            "bra_operative",
        ),
        ("Brå 2023-05-03.pdf", pdf([TYPED], foot=""), "council_minutes", "bra_council"),
        (
            "Trygghetsdialog Kosta.docx",
            word([("Heading 1", "Kosta"), ("", "Datum: 3 maj 2023"), ("List Bullet", "Mörkt.")]),
            "citizen_notes",
            None,
        ),
        ("Anteckningar från medarbetardialog 2023.txt", SILENT, "staff_notes", None),
        ("MedborgardialogKosta 230503.txt", SILENT, "citizen_notes", None),
    ],
)
def test_a_silent_text_is_what_its_file_is_called(
    name: str, data: bytes, layout: str, source: str | None
) -> None:
    """Whoever wrote the notes knew what they were and put it in the file's name only."""
    assert recognised_by(data, name) == [layout]
    result = read(data, name, layout)
    assert result.is_reconciled()
    assert len(result.rows) >= 1
    assert set(result.rows.get("source", [None])) == {source}


@pytest.mark.parametrize(
    "name",
    [
        "Brå rapport 2023.txt",
        "Brå 2023.txt",
        "Inbjudan medborgardialog.txt",
        "anteckningar.txt",
        "Medborgardialog.csv",
    ],
)
def test_a_name_alone_is_not_enough_for_a_file_of_another_kind(name: str) -> None:
    """The agency called Brå writes reports; an invitation to a dialogue holds none of it."""
    assert recognised_by(SILENT, name) == []


@pytest.mark.parametrize(
    ("title", "layouts"),
    [
        ("Rapport från Brå om mötet mellan polis och skola", []),
        ("Handlingsplan, Brå", []),
        ("Torgdialog i Kosta", ["citizen_notes"]),
        ("Dialogmöte med boende", ["citizen_notes"]),
        ("Trygghetsdialog med personalen på biblioteket", ["staff_notes"]),
        ("Samtal med hemtjänstpersonalen om trygghet", ["staff_notes"]),
        ("APT om trygghet", ["staff_notes"]),
        ("APT", []),
        ("Föräldramöte om trygghet", ["citizen_notes"]),
        ("Föräldramöte", []),
        ("Operativa gruppen, avstämning", ["council_minutes"]),
        ("Veckoavstämning polis och skola", ["council_minutes"]),
        ("Budgetdialog 2024", []),
        ("Inbjudan till workshop om trygghet", []),
    ],
)
def test_titles_of_other_wordings(title: str, layouts: list[str]) -> None:
    """A dialogue goes by many names; a meeting about anything becomes one only by a word of safety."""
    parts = [
        ("Title", title),
        ("", "Datum: 2023-10-04"),
        ("", "Deltagare: Nils Provberg"),
        ("", "Det var lugnt."),
    ]
    assert recognised_by(word(parts), "fil.docx") == layouts


def test_operative_minutes_are_another_source_than_the_councils() -> None:
    """Single events and the council's decisions weigh differently, and the agreement asks for both."""
    for title, body, source in [
        ("Operativa Brå, minnesanteckningar", "operative", "bra_operative"),
        ("EST-möte v. 12", "operative", "bra_operative"),
        ("Brottsförebyggande rådet, minnesanteckningar", "council", "bra_council"),
    ]:
        data = word(
            [
                ("Title", title),
                ("", "2023-10-04"),
                ("", "Närvarande: Nils Provberg"),
                ("", "1. Läget"),
                ("", "Lugnt."),
            ]
        )
        rows = read(data, "x.docx", recognise(data, "x.docx")).rows
        assert set(rows.body) == {body}
        assert set(rows.source) == {source}


@pytest.mark.parametrize(
    ("name", "line", "date", "year"),
    [
        ("anteckningar.docx", "Datum: 14/3 2023", dt.date(2023, 3, 14), 2023),
        ("anteckningar.docx", "Datum: 14.3.2023", dt.date(2023, 3, 14), 2023),
        ("anteckningar.docx", "Datum: 2023.03.14", dt.date(2023, 3, 14), 2023),
        ("anteckningar_2023-03-14.docx", "Kosta", dt.date(2023, 3, 14), 2023),
        ("anteckningar 20230314.docx", "Kosta", dt.date(2023, 3, 14), 2023),
        ("230314 anteckningar.docx", "Kosta", dt.date(2023, 3, 14), 2023),
        ("anteckningar v 12 2023.docx", "Kosta", None, 2023),
        ("anteckningar.docx", "Våren 2023", None, 2023),
        ("anteckningar 2022.docx", "Datum: 2023-03-14", dt.date(2023, 3, 14), 2023),
    ],
)
def test_the_day_or_the_year_is_taken_from_where_it_stands(
    name: str, line: str, date: dt.date | None, year: int
) -> None:
    """A year without a day is told as that; no day is made up."""
    data = word([("Title", "Medborgardialog"), ("", line), ("List Bullet", "Mörkt vid ån.")])
    rows = read(data, name, "citizen_notes").rows
    assert rows[["date", "year", "text"]].values.tolist() == [[date, year, "Mörkt vid ån."]]


@pytest.mark.parametrize(
    ("name", "line"),
    [("anteckningar.docx", "Kosta"), ("a.docx", "Nästa möte 2023"), ("2022-2023.docx", "Kosta")],
)
def test_no_year_or_two_is_no_year(name: str, line: str) -> None:
    """The message says what to write; a guess would put the notes in another year's picture."""
    data = word([("Title", "Medborgardialog"), ("", line), ("List Bullet", "Mörkt vid ån.")])
    with pytest.raises(UnreadableFileError, match="Datum saknas"):
        read(data, name, "citizen_notes")


def test_a_day_that_could_be_two_is_no_day() -> None:
    """4/10/2023 is April in one country and October in another; the year is the same in both."""
    data = word([("Title", "Medborgardialog"), ("", "Datum: 4/10/2023"), ("List Bullet", "Mörkt vid ån.")])
    rows = read(data, "anteckningar.docx", "citizen_notes").rows
    assert rows[["date", "year"]].values.tolist() == [[None, 2023]]


def test_a_contact_line_is_nobodys_answer_and_a_caller_is() -> None:
    """The name in "Hör av er till …" must be learnt, the tip about the stairwell must be kept."""
    parts = [
        ("Title", "Medborgardialog 2023-03-14"),
        ("List Bullet", "Anonym: ring mig om trapphuset, 070-1740671."),
        ("", "Hör av er till Moa Hittepåström: 040-6280433"),
    ]
    result = read(word(parts), "x.docx", "citizen_notes")
    assert list(result.rows.text) == ["Anonym: ring mig om trapphuset, 070-1740671."]
    assert any("Hittepåström" in line for line in result.private_context)


def test_typed_notes_with_headings_in_capitals_and_a_line_of_who_wrote() -> None:
    """Nothing can be set in bold in a text file."""
    text = """Dialogmöte Norrliden
16 september 2024, kvarterslokalen, kl 18
Vid pennan: Moa Hittepåström

OTRYGGT
- Garaget under huset
- jörgen fick bilen repad

DISKUSSION
Några föräldrar berättade att deras barn inte vill gå till fritids efter
kl.
19. Hyresvärden svarar inte.
"""
    result = read(text.encode(), "dialog.txt", recognise(text.encode(), "dialog.txt"))
    assert result.rows[["heading", "text"]].values.tolist() == [
        ["OTRYGGT", "Garaget under huset"],
        ["OTRYGGT", "jörgen fick bilen repad"],
        [
            "DISKUSSION",
            "Några föräldrar berättade att deras barn inte vill gå till fritids efter kl. 19. Hyresvärden svarar inte.",
        ],
    ]
    assert "Moa Hittepåström" in result.private_context
