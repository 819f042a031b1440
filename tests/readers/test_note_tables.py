"""Tables in notes: what was said is read cell by cell; people, measures and places are not said."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines.readers import citizen_notes, council_minutes, note_tables
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


def test_every_cell_beside_a_statement_is_kept_learnt_or_counted() -> None:
    """A remark is said, a type is its context; what is neither is counted, and a role may hold a name."""
    parts = [
        ("", "Operativt Brå, anteckningar 2024-03-14"),
        ("", "1. Läget"),
        (
            "table",
            "Nr|Plats|Typ|Vad har hänt|Hur ofta|Källa|Anmärkning\n"
            "1|Torget|Klotter|Muren är klottrad.|Varje vecka|Fältaren Berit Testlund|Anmält av ägaren.",
        ),
    ]
    result = read_as(council_minutes, word(parts))
    assert result.rows[["heading", "text", "place_context"]].values.tolist() == [
        ["Läget, Klotter", "Muren är klottrad.", "Torget"],
        ["Läget, Klotter", "Anmält av ägaren.", "Torget"],
    ]
    assert "Fältaren Berit Testlund" in result.private_context
    assert result.skipped == {
        "sidhuvud med organ, datum, tid och plats": 1,
        # The item's title and the names of the columns.
        "rubrik, följer med sina stycken": 2,
        "plats och typ i en tabell, följer med uttalandet bredvid": 2,
        "kolumner för nummer, tid, antal, roll och liknande": 3,
    }
    # The title, the item, the header and seven cells.
    assert result.records == 10


def test_a_row_that_vanished_is_missing_in_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records are counted in the document, not in what was made of it."""
    files = [
        (reader, word([("", title), ("", "Lugnt vid stationen nu."), ("table", "Plats|Vad\nTorget|Bråk.")]))
        for reader, title in (
            (council_minutes, "Brå, protokoll 2024-03-14"),
            (citizen_notes, "Medborgardialog 2024-03-14"),
        )
    ]
    assert all(reader.read(data, "fil").is_reconciled() for reader, data in files)
    whole = note_tables.expand
    monkeypatch.setattr(note_tables, "expand", lambda found: [p for p in whole(found) if p.row is None])
    assert not any(reader.read(data, "fil").is_reconciled() for reader, data in files)


@pytest.mark.parametrize("header", ["Namn|Roll|Anmärkning", "Åtgärd|Ansvarig|Anmärkning"])
def test_a_remark_on_a_person_or_a_measure_is_no_statement(header: str) -> None:
    """ "Lämnade mötet kl. 15" says nothing about how it is."""
    parts = [
        ("", "Brå, protokoll 2023-03-14"),
        ("", "1. Läget"),
        ("", "Lugnt."),
        ("table", f"{header}\nNils Provberg|Ylva Exempelsson|Klart före kl. 15"),
    ]
    assert list(read_as(council_minutes, word(parts)).rows.text) == ["Lugnt."]


def test_a_row_with_its_own_date_has_that_date() -> None:
    """What happened in December is the old year's, though the group met in January."""
    rows = "Datum|Vad har hänt|Datum för uppföljning\n2023-12-28|En cykel stals.|2024-02-01\n2/1|En ruta krossades.|"
    for reader, title, first in (
        (council_minutes, "Operativt Brå, anteckningar 2024-01-10", "1. Läget"),
        (citizen_notes, "Medborgardialog 2024-01-10", "Läget:"),
    ):
        found = read_as(reader, word([("", title), ("", first), ("table", rows)])).rows
        assert found[["text", "date", "year"]].values.tolist() == [
            ["En cykel stals.", dt.date(2023, 12, 28), 2023],
            ["En ruta krossades.", dt.date(2024, 1, 10), 2024],
        ]


@pytest.mark.parametrize("place", ["Folkets Park", "Stora Torget", "Kosta Glasbruk"])
def test_a_place_beside_what_happens_there_is_no_attendance(place: str) -> None:
    """Two words in capitals are a place as often as a person."""
    said = "Stökigt på kvällarna" + ("." if place == "Kosta Glasbruk" else "")
    parts = [("", "Brå, protokoll 2023-03-14"), ("", "1. Läget"), ("table", f"{place}|{said}")]
    result = read_as(council_minutes, word(parts))
    assert list(result.rows.text) == [said]


@pytest.mark.parametrize("first", ["1. Läget", "Kommunhuset"])
def test_what_a_person_in_a_table_said_is_no_attendance(first: str) -> None:
    """A sentence beside a name is said, also before the first item; what else stands there is about the person."""
    parts = [
        ("", "Brå, protokoll 2023-03-14"),
        ("", first),
        ("table", "Nils Provberg|rektor|Det är mörkt\nBerit Testlund|fältare|Bråk på torget i fredags."),
    ]
    result = read_as(council_minutes, word(parts))
    assert list(result.rows.text) == ["Bråk på torget i fredags."]
    assert {"Nils Provberg, rektor, Det är mörkt", "Berit Testlund, fältare"} <= {*result.private_context}
