"""Dialogues and lists: citizens' answers, the staff form, staff notes, the operative list."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines.readers import UnreadableFileError, read, recognise
from tests.readers.building import word, workbook

CITIZEN = [
    "ID",
    "Starttid",
    "Slutförandetid",
    "E-post",
    "Namn",
    "Vilken ort bor du i?",
    "Hur trygg känner du dig på kvällen (1–4)?",
    "Var känner du dig otrygg?",
    "Har du utsatts för brott?",
    "Telefonnummer (om du vill bli kontaktad)",
]


def answers(*rows: list[object], header: list[str] = CITIZEN):
    data = workbook({"Form1": [header, *rows]})
    assert recognise(data, "x.xlsx") == "citizen_form"
    result = read(data, "x.xlsx", "citizen_form")
    assert result.is_reconciled()
    return result


def citizen(
    done: object, place: object = "Kosta", scale: object = 3, text: object = "Vid busstationen."
) -> list[object]:
    return [1, done, done, "anonymous", "Ylva Exempelsson", place, scale, text, "Nej", "070-174 06 05"]


def test_answers_are_text_scale_or_choice_with_a_way_back_to_the_cell() -> None:
    """A grade coded as an opinion, or a quote nobody can find again, would both be useless."""
    rows = answers(citizen(dt.datetime(2023, 10, 4, 18, 22))).rows
    assert list(rows.kind) == ["scale", "text", "choice"]
    assert rows.value.iloc[0] == 3
    assert rows.text.iloc[0] is None
    assert rows.text.iloc[1] == "Vid busstationen."
    assert rows.locator.iloc[1] == "rad 2, fråga «Var känner du dig otrygg?»"
    assert set(rows.place_context) == {"Kosta"}
    assert set(rows.date) == {dt.date(2023, 10, 4)}


def test_contact_details_are_context_for_redaction_and_nothing_else() -> None:
    """A name or telephone number in the tidy rows could be stored."""
    result = answers(citizen(dt.datetime(2023, 10, 4)))
    stored = result.rows.to_csv()
    assert "Exempelsson" not in stored
    assert "070" not in stored
    assert result.private_context == ("Ylva Exempelsson", "070-174 06 05")


@pytest.mark.parametrize(
    "done", [45203.765, "45203,765", "2023-10-04 18:22", "10/4/23 18:22:11", dt.date(2023, 10, 4)]
)
def test_completion_times_in_every_form_excel_and_forms_write(done: object) -> None:
    """Excel's day number, text, American order: all of them 4 October 2023."""
    assert set(answers(citizen(done)).rows.date) == {dt.date(2023, 10, 4)}


def test_a_missing_date_is_a_problem_and_an_empty_answer_is_counted() -> None:
    """A date is never guessed, and nobody's answer vanishes unseen."""
    empty = [3, None, dt.datetime(2023, 10, 4), None, None, "Kosta", None, "-", "", None]
    result = answers(citizen(dt.datetime(2023, 10, 4)), citizen(None), empty, citizen("i tisdags"))
    assert [p.row for p in result.problems] == [3, 5]
    assert result.skipped == {"svar utan innehåll": 1}
    assert "tisdags" not in result.problems[1].reason + result.problems[1].advice


def test_words_in_a_scale_and_numbers_in_a_text_keep_their_kind() -> None:
    """ "Vet ej" is no grade, and the answer "2" to an open question is no scale."""
    done = dt.datetime(2023, 10, 4)
    rows = answers(
        citizen(done), citizen(done, scale="vet ej", text="Torget"), citizen(done, scale=4, text=2)
    ).rows
    scale = rows[rows.question.str.startswith("Hur trygg")]
    assert list(scale.kind) == ["scale", "text", "scale"]
    assert list(rows[rows.question.str.startswith("Var")].text) == ["Vid busstationen.", "Torget", "2"]


def test_an_export_in_english_and_a_renamed_contact_question() -> None:
    """Forms follows the account's language; a mail address must be caught all the same."""
    header = [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "Var i kommunen bor du?",
        "Vad stör dig?",
        "Mejl",
    ]
    result = answers(
        [1, "10/4/23 18:00:00", "10/4/23 18:22:11", "anonymous", "", "Skruv", "Buskörning", "y@exempel.se"],
        header=header,
    )
    assert list(result.rows.text) == ["Buskörning"]
    assert result.private_context == ("y@exempel.se",)
    assert result.notes == ["Datum med snedstreck, lästa som månad/dag/år: 1."]


STAFF = [
    "Datum",
    "Verksamhet",
    "Plats",
    "Tid",
    "Fenomen",
    "Hur ofta",
    "Sedan när",
    "Trolig orsak",
    "Förslag",
    "Lämnat av",
]


def test_the_staff_form_parts_observation_cause_and_proposal() -> None:
    """ "Fler vuxna på kvällarna" is a proposal; counted as an observation it would be a problem."""
    data = workbook(
        {
            "Blad1": [
                ["Medarbetardialog 2023"],
                STAFF,
                [
                    dt.date(2023, 9, 1),
                    "Fritid",
                    "Folkets park",
                    "kvällar",
                    "Klotter",
                    "varje vecka",
                    "i våras",
                    "Mörkt",
                    "Fler vuxna",
                    "Nils Provberg",
                ],
                ["2023-09-02", "Skola", "Torget", "", "Bråk", "", "", "", "", ""],
                ["", "Skola", "Torget", "", "Bråk", "", "", "", "", ""],
                ["2023-09-03", "Skola", "Torget", "", "", "", "", "", "", ""],
            ]
        }
    )
    assert recognise(data, "x.xlsx") == "staff_form"
    result = read(data, "x.xlsx", "staff_form")
    assert result.is_reconciled()
    rows = result.rows
    assert rows[["question", "text"]].values.tolist() == [
        ["Fenomen", "Klotter"],
        ["Trolig orsak", "Mörkt"],
        ["Förslag", "Fler vuxna"],
        ["Fenomen", "Bråk"],
    ]
    assert rows.iloc[0][["role", "place_context", "time_context", "frequency", "since"]].tolist() == [
        "Fritid",
        "Folkets park",
        "kvällar",
        "varje vecka",
        "i våras",
    ]
    assert result.private_context == ("Nils Provberg",)
    assert [p.row for p in result.problems] == [5]
    assert result.skipped == {"rad utan iakttagelse": 1}


def test_merged_date_cells_are_reported_row_by_row() -> None:
    """Excel keeps the date of a merged cell in its first row only; the others have none."""
    rows = [
        ["2023-09-01" if n == 0 else None, "Skola", "Torget", "", "Bråk", "", "", "", ""] for n in range(3)
    ]
    result = read(workbook({"Blad1": [STAFF[:9], *rows]}, merged=("A2:A4",)), "x.xlsx", "staff_form")
    assert len(result.rows) == 1
    assert [p.row for p in result.problems] == [3, 4]
    assert "sammanfogade" in result.problems[0].advice


def test_the_operative_list_keeps_type_place_and_role() -> None:
    """A week number alone is not a date: week 45 of which year?"""
    data = workbook(
        {
            "Lista": [
                ["Datum", "Vecka", "Plats", "Tid", "Typ", "Händelse", "Rapporterat av (roll)"],
                [45237, 45, "Stationen", "21.30", "Ordningsstörning", "Ungdomar kastade sten.", "Väktare"],
                [None, "v. 45", "Torget", "", "Klotter", "Ny klottring.", "Vaktmästare"],
                ["2023-11-08", 45, "Torget", "", "Klotter", "", "Vaktmästare"],
            ]
        }
    )
    assert recognise(data, "x.xlsx") == "operative_list"
    result = read(data, "x.xlsx", "operative_list")
    assert result.is_reconciled()
    first = result.rows.iloc[0]
    assert (first.date, first.heading, first.role, first.text) == (
        dt.date(2023, 11, 7),
        "Ordningsstörning",
        "Väktare",
        "Ungdomar kastade sten.",
    )
    assert [p.row for p in result.problems] == [3]
    assert result.skipped == {"rad utan händelse": 1}


NOTES = [
    ("Title", "Anteckningar från medarbetardialog"),
    ("", "Datum: 2023-10-12"),
    ("", "Verksamhet: Fritid"),
    ("", "Närvarande: Ylva Exempelsson, Nils Provberg"),
    ("Heading 1", "Unga"),
    ("List Bullet", "Yngre barn följer med äldre till stationen."),
    ("", "Vi ser fler A-traktorer."),
    ("table", "Plats|Vad\nTorget|Bråk på fredagar"),
]


def test_staff_notes_keep_heading_date_and_order() -> None:
    """Bullets and table rows are statements too; losing them loses half the dialogue."""
    data = word(NOTES)
    assert recognise(data, "x.docx") == "staff_notes"
    result = read(data, "x.docx", "staff_notes")
    assert result.is_reconciled()
    rows = result.rows
    assert list(rows.text) == [
        "Yngre barn följer med äldre till stationen.",
        "Vi ser fler A-traktorer.",
        "Torget; Bråk på fredagar",
    ]
    assert result.skipped["rubrik, följer med sina stycken"] == 3
    assert set(rows.heading) == {"Unga"}
    assert set(rows.date) == {dt.date(2023, 10, 12)}
    assert set(rows.role) == {"Fritid"}
    assert rows.locator.iloc[0] == "stycke 6, rubrik «Unga»"
    assert result.private_context == ("Ylva Exempelsson, Nils Provberg",)


def test_a_list_of_those_present_under_its_own_heading() -> None:
    """One name per line is as common as all in one."""
    parts = [
        NOTES[0],
        NOTES[1],
        ("Heading 2", "Närvarande"),
        ("List Bullet", "Ylva Exempelsson, fritidsledare"),
        ("List Bullet", "Nils Provberg"),
        ("Heading 2", "Stationen"),
        ("", "Det är mörkt."),
    ]
    result = read(word(parts), "x.docx", "staff_notes")
    assert list(result.rows.text) == ["Det är mörkt."]
    assert result.private_context == ("Ylva Exempelsson, fritidsledare", "Nils Provberg")
    assert result.is_reconciled()


def test_notes_without_a_date_are_refused() -> None:
    """Undated notes belong to no year."""
    with pytest.raises(UnreadableFileError, match="Datum saknas"):
        read(word([NOTES[0], *NOTES[4:]]), "x.docx", "staff_notes")
