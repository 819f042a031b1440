"""Notes from citizen dialogues, reconstructed from published accounts: questions as headings, answers below."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines.readers import UnreadableFileError, citizen_notes
from tests.readers.building import word
from tests.readers.form_files import csv_file, read_as, recognised_by

RECONSTRUCTED = [
    ("Title", "Medborgardialog i Hovmantorp"),
    ("", "Datum: 2023-10-04"),
    ("", "Plats: Biblioteket"),
    ("", "Ort: Hovmantorp"),
    ("", "Samtalsledare: Ylva Exempelsson"),
    ("", "Från polisen: Nils Provberg"),
    ("Heading 1", "Var känner du dig otrygg?"),
    ("List Bullet", "Gångtunneln vid stationen."),
    ("", "Jag går inte ut efter sju."),
    ("Heading 1", "Trafik"),
    ("List Bullet", "Mopeder på cykelvägen"),
    ("table", "Plats|Vad\nTorget|Bråk på fredagar"),
]
TYPED = """Medborgardialog
Kosta, folkets hus 4 oktober 2023
Samtalsledare: Ylva Exempelsson

Var känner du dig otrygg?
- Vid busstationen
- I parken. "Aldrig själv" sa en kvinna.
Vad kan kommunen göra?
- Mer ljus
  längs hela vägen
Övriga
- Inget att säga

Antecknat av
Nils Provberg
"""
MARKED = """# Medborgardialog i Kosta
Datum: 2023-10-04

## Var känner du dig otrygg?
* Vid **busstationen**
* I [parken](https://exempel.se)

| Plats | Vad |
|---|---|
| Torget | Bråk |
"""


def test_answers_keep_their_question_place_and_date() -> None:
    """ "Mer ljus" answers what to do, not where it is unsafe; without its question it is coded wrong."""
    result = read_as(citizen_notes, word(RECONSTRUCTED))
    rows = result.rows
    assert list(rows.text) == [
        "Gångtunneln vid stationen.",
        "Jag går inte ut efter sju.",
        "Mopeder på cykelvägen",
        "Torget; Bråk på fredagar",
    ]
    assert list(rows.question) == ["Var känner du dig otrygg?"] * 2 + [None] * 2
    assert list(rows.heading) == [None, None, "Trafik", "Trafik"]
    assert set(rows.place_context) == {"Hovmantorp, Biblioteket"}
    assert set(rows.date) == {dt.date(2023, 10, 4)}
    assert set(rows.year) == {2023}
    assert rows.locator[0] == "stycke 8, fråga «Var känner du dig otrygg?»"


def test_who_held_the_dialogue_is_context_only() -> None:
    """Officers' names in the header must be known to the redactor and stored nowhere."""
    result = read_as(citizen_notes, word(RECONSTRUCTED))
    assert result.private_context == ("Ylva Exempelsson", "Nils Provberg")
    assert "Exempelsson" not in result.rows.to_csv()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_typed_notes_without_any_marks(encoding: str) -> None:
    """In plain text a question is a line like any other; glued to the answer before it, both are lost."""
    result = read_as(citizen_notes, TYPED.encode(encoding))
    assert result.rows[["question", "heading", "text"]].values.tolist() == [
        ["Var känner du dig otrygg?", None, "Vid busstationen"],
        ["Var känner du dig otrygg?", None, 'I parken. "Aldrig själv" sa en kvinna.'],
        ["Vad kan kommunen göra?", None, "Mer ljus längs hela vägen"],
        [None, "Övriga", "Inget att säga"],
    ]
    assert set(result.rows.place_context) == {"Kosta, folkets hus"}
    assert "Nils Provberg" in result.private_context
    assert "Provberg" not in result.rows.to_csv()


def test_markdown_marks_are_not_part_of_what_was_said() -> None:
    """Asterisks, links and table borders are typing, not words."""
    rows = read_as(citizen_notes, MARKED.encode()).rows
    assert list(rows.text) == ["Vid busstationen", "I parken", "Torget; Bråk"]
    assert set(rows.question) == {"Var känner du dig otrygg?"}
    assert set(rows.place_context) == {"Kosta"}


@pytest.mark.parametrize(
    ("top", "place"),
    [
        ("Medborgardialog Trygghet 2023\nDatum: 2023-10-04", None),
        ("Medborgardialog\nMåndag den 4 oktober 2023", None),
        ("Medborgardialog\nUppdaterad 2023-10-04", None),
        ("Medborgardialog\nLessebo kommun 2023-10-04", None),
        ("Medborgardialog\nNils Provberg 2023-10-04", None),
        ("Medborgardialog\nKosta den 4 oktober 2023", "Kosta"),
        ("Medborgardialog på Torget\nDatum: 2023-10-04", "Torget"),
    ],
)
def test_a_place_is_read_only_where_it_is_said(top: str, place: str | None) -> None:
    """A person or a weekday on top of the notes is not where the dialogue was held."""
    data = f"{top}\n\nVar är du otrygg?\n- Överallt.\n".encode()
    assert read_as(citizen_notes, data).rows.place_context.tolist() == [place]


def test_an_answer_that_asks_is_still_an_answer() -> None:
    """ "När blir det bättre?" is somebody's words; as a heading it would be nobody's."""
    parts = [
        *RECONSTRUCTED[:2],
        ("Heading 1", "Vad stör dig?"),
        ("", "När blir det bättre?"),
        ("", "Mörkret."),
    ]
    rows = read_as(citizen_notes, word(parts)).rows
    assert list(rows.text) == ["När blir det bättre?", "Mörkret."]
    assert set(rows.question) == {"Vad stör dig?"}


@pytest.mark.parametrize(
    ("first", "layouts"),
    [
        ("Medborgardialog i Kosta", ["citizen_notes"]),
        ("Invånardialog", ["citizen_notes"]),
        ("Anteckningar från medarbetardialog", ["staff_notes"]),
        ("Medarbetardialog inför medborgardialog", ["staff_notes"]),
        ("Brottsförebyggande rådet (Brå), protokoll", ["council_minutes"]),
        ("Lessebo kommun, Brå\nMedborgardialog i Kosta", ["citizen_notes"]),
        ("Brå, minnesanteckningar\nDatum: 2023-10-04\nDagordning\nMedarbetardialog", ["council_minutes"]),
        ("Protokoll fört vid medborgardialog, Brå", ["citizen_notes"]),
    ],
)
def test_a_document_is_one_thing_only(first: str, layouts: list[str]) -> None:
    """Minutes that mention a dialogue, and a dialogue held by the council, would otherwise be both or neither."""
    parts = [("", line) for line in first.split("\n")] + [
        ("", "Datum: 2023-10-04"),
        ("", "Närvarande: Nils Provberg"),
        ("", "1. Läget"),
        ("", "Lugnt."),
    ]
    assert recognised_by(word(parts)) == layouts


def test_a_list_that_mentions_a_dialogue_is_no_notes() -> None:
    """A csv of opinions holds the dialogue's name on every line, and the council's in some."""
    known = csv_file(
        ["Datum", "Plats", "Synpunkt", "Dialog"], ["2023-10-04", "Kosta", "Ljus", "Medborgardialog Kosta"]
    )
    assert recognised_by(known) == ["citizen_list"]
    other = csv_file(
        ["Dag", "Typ", "Namn"], ["2023-10-04", "Medborgardialog", "x"], ["2023-10-05", "Brå, protokoll", "y"]
    )
    assert recognised_by(other) == []


def test_notes_without_a_date_or_without_answers_are_refused() -> None:
    """Undated notes belong to no year; notes without answers have lost them."""
    with pytest.raises(UnreadableFileError, match="Datum saknas"):
        citizen_notes.read(word([RECONSTRUCTED[0], *RECONSTRUCTED[6:]]), "x.docx")
    with pytest.raises(UnreadableFileError, match="inga stycken"):
        citizen_notes.read(word(RECONSTRUCTED[:7]), "x.docx")


def test_typed_notes_cut_in_the_middle_of_a_line_are_flagged() -> None:
    """The last answer may have lost its words. Cut at a line end it cannot be seen."""
    data = TYPED.encode()
    result = read_as(citizen_notes, data[: data.index(b"busstationen") + 4])
    assert [p.reason for p in result.problems] == [
        "Sista stycket saknar radslut och punkt: filen kan vara avkortad."
    ]
    assert result.rows.empty


def test_short_answers_after_the_list_of_those_present() -> None:
    """Where no heading stands between them, the first answers would be learnt as names and left out."""
    text = (
        "Medborgardialog 2024-03-14\nDeltagare:\nSex elever ur årskurs 8 och 9.\nNils Provberg, rektor på skolan.\n"
        "Kurator Ylva Exempelsson och fältare Berit Testlund.\n\nDet är mörkt vid stationen.\nBråk på torget.\n"
    )
    result = read_as(citizen_notes, text.encode())
    assert list(result.rows.text) == ["Det är mörkt vid stationen.", "Bråk på torget."]
    assert result.skipped["närvarolista"] == 4


def test_numbers_alone_on_a_line_of_typed_notes_are_no_page_numbers() -> None:
    """A text file has no pages; "Sida 2" in it was copied from one that had."""
    text = "Medborgardialog 2024-03-14\n\n# Hur många lampor är trasiga?\n\n12\n\nSida 2\n\n3 av 10\n"
    result = read_as(citizen_notes, text.encode())
    assert list(result.rows.text) == ["12", "3 av 10"]
    assert result.skipped["sidnummer eller återkommande sidhuvud"] == 1
