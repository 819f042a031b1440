"""Tables in notes: what was said is read cell by cell; people, measures and places are not said."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines.readers import citizen_notes, council_minutes
from tests.readers.building import word
from tests.readers.form_files import read_as

OPERATIVE = [
    ("", "OPERATIVT BRÅ LESSEBO, v. 11 2024"),
    ("", "Ansvarig för listan: Ylva Exempelsson, tfn 08-46500417"),
    ("", "Nya händelser"),
    (
        "table",
        "Datum|Plats|Vad har hänt|Åtgärd|Ansvarig|Klart\n"
        "11/3|Stationen|Ungdomar sparkar på automaten. De spottar på resenärer.|Rondering|Nils Provberg|v. 12\n"
        "12/3|Åparken|Två soffor eldades upp.|Sanera|Berit|ja",
    ),
]


def test_a_list_with_measures_keeps_what_happened_and_where() -> None:
    """ "Rondering; Nils Provberg; v. 12" is nobody's observation, and holds a name."""
    result = read_as(council_minutes, word(OPERATIVE))
    assert result.rows[["text", "place_context", "locator"]].values.tolist() == [
        [
            "Ungdomar sparkar på automaten. De spottar på resenärer.",
            "Stationen",
            "rubrik «Nya händelser», stycke 5, tabellrad 1, kolumn «Vad har hänt»",
        ],
        [
            "Två soffor eldades upp.",
            "Åparken",
            "rubrik «Nya händelser», stycke 6, tabellrad 2, kolumn «Vad har hänt»",
        ],
    ]
    assert set(result.rows.year) == {2024}
    assert set(result.rows.date) == {None}
    assert {"Ylva Exempelsson", "Nils Provberg", "Berit"} <= set(result.private_context)
    assert result.notes[0] == "Mötets dag saknas; året är taget ur rubriken."


def test_questions_in_the_header_travel_with_their_answers() -> None:
    """Without its question "Nattvandrarna" could be what people are afraid of."""
    parts = [
        ("Title", "Trygghetsdialog i Almhyttan"),
        ("", "Datum: 2024-10-08"),
        (
            "table",
            "Vilken ort|Var känner ni er otrygga?|Vad fungerar bra?|Förslag\n"
            "Bruksnäs|Bron på kvällen. Man ser inget.|Nattvandrarna|Fler lampor",
        ),
    ]
    rows = read_as(citizen_notes, word(parts)).rows
    assert rows[["question", "text", "place_context"]].values.tolist() == [
        ["Var känner ni er otrygga?", "Bron på kvällen. Man ser inget.", "Bruksnäs"],
        ["Vad fungerar bra?", "Nattvandrarna", "Bruksnäs"],
        ["Förslag", "Fler lampor", "Bruksnäs"],
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Namn|Representerar|Närvarande\nNils Provberg|Polisen|ja\nYlva Exempelsson|Skolan|nej",
        "Deltagare|Funktion|E-post\nNils Provberg|Polis|nils@exempel.se\nYlva Exempelsson|Rektor|",
        "Nils Provberg|polis\nYlva Exempelsson|rektor",
        "Närvarande|Nils Provberg, polis och Ylva Exempelsson, rektor",
    ],
)
def test_a_table_of_those_present_holds_people_only(table: str) -> None:
    """Attendance lists come as tables as often as not."""
    parts = [("", "Brå, protokoll 2023-03-14"), ("table", table), ("", "1. Läget"), ("", "Lugnt.")]
    result = read_as(council_minutes, word(parts))
    assert list(result.rows.text) == ["Lugnt."]
    everything = " ".join(result.private_context)
    assert "Nils Provberg" in everything
    assert "Ylva Exempelsson" in everything


@pytest.mark.parametrize("header", ["Åtgärd|Ansvarig|Klart", "Vad|Vem|När", "Uppdrag|Ansvarig|Status"])
def test_a_list_of_things_to_do_is_no_statement(header: str) -> None:
    """What somebody will do says nothing about how it is."""
    parts = [
        ("", "Brå, protokoll 2023-03-14"),
        ("", "1. Läget"),
        ("", "Lugnt."),
        ("table", f"{header}\nByta lampor|Nils Provberg|maj"),
    ]
    result = read_as(council_minutes, word(parts))
    assert list(result.rows.text) == ["Lugnt."]
    assert "Nils Provberg" in result.private_context


def test_the_same_word_over_what_was_seen_is_a_statement() -> None:
    """ "Vad" beside a place is what happened there, not what is to be done."""
    parts = [
        ("", "Brå, protokoll 2023-03-14"),
        ("", "1. Läget"),
        ("table", "Plats|Vad\nTorget|Det är bråk på torget."),
    ]
    rows = read_as(council_minutes, word(parts)).rows
    assert rows[["text", "place_context"]].values.tolist() == [["Det är bråk på torget.", "Torget"]]


def test_minutes_that_are_one_table() -> None:
    """A template with a label in the left column and the text in the right."""
    parts = [
        ("Title", "Minnesanteckningar Brå"),
        (
            "table",
            "Datum|2023-03-14\nNärvarande|Nils Provberg, polis\n§ 1 Läget|Det är lugnt i Kosta.\n"
            "§ 2 Skolan|Rektorn ser mer frånvaro. Den rör årskurs 9.\nVid protokollet|Ylva Exempelsson",
        ),
    ]
    result = read_as(council_minutes, word(parts))
    assert result.rows[["heading", "text"]].values.tolist() == [
        ["Läget", "Det är lugnt i Kosta."],
        ["Skolan", "Rektorn ser mer frånvaro. Den rör årskurs 9."],
    ]
    assert set(result.rows.date) == {dt.date(2023, 3, 14)}
    assert "Nils Provberg, polis" in result.private_context
    assert any("Ylva Exempelsson" in line for line in result.private_context)
