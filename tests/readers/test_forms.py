"""Dialogues and lists: citizens' answers, the staff form, staff notes, the operative list."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines.readers import (
    UnreadableFileError,
    citizen_form,
    read,
    recognise,
    scales,
    staff_form,
    staff_notes,
)
from tests.readers.building import pdf, word, workbook
from tests.readers.form_files import csv_file, outcome, read_as

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


def test_the_same_export_saved_as_csv() -> None:
    """Saved as csv from a spreadsheet the answers are the same, whatever commas the questions hold."""
    long = "Hur trygg är du, på dagen, kvällen, natten, helgen, sommaren, vintern, hemma, ute, och i centrum?"
    header = [*CITIZEN[:6], "Hur trygg (1–4)?", long, "Något\nmer?"]
    line = [
        1,
        "2023-10-04 18:00",
        "2023-10-04 18:22",
        "anonymous",
        "Ylva Exempelsson",
        "Kosta",
        3,
        "Ute; mest.",
        "Ja\noch nej",
    ]
    for separator in (";", ",", "\t"):
        result = read_as(citizen_form, csv_file(header, line, line, separator=separator))
        assert list(result.rows.kind) == ["scale", "text", "text"] * 2
        assert list(result.rows.text.dropna()) == ["Ute; mest.", "Ja\noch nej"] * 2
        assert set(result.rows.date) == {dt.date(2023, 10, 4)}
        assert result.private_context == ("Ylva Exempelsson",) * 2


def test_a_csv_export_cut_off_is_flagged() -> None:
    """Half the answers must not pass for all of them."""
    lines = [
        [n, "2023-10-04 18:00", "2023-10-04 18:22", "anonymous", "", "Kosta", 3, "Ute.", "Nej", ""]
        for n in (1, 2, 3)
    ]
    data = csv_file(CITIZEN, *lines)
    ends = {n for n in range(len(data)) if data[n - 1 : n] in (b"\r", b"\n")}
    whole = outcome(citizen_form, data)[1]
    for cut in range(len(data) // 3, len(data)):
        flagged, rows = outcome(citizen_form, data[:cut])
        assert flagged or rows == whole or cut in ends, cut


def test_day_first_dates_are_not_read_as_month_first() -> None:
    """13/10/2023 shows that the file writes the day first; then 4/10 in it is October, not April."""
    result = answers(citizen("4/10/2023 18:22"), citizen("13/10/2023 18:22"))
    assert result.rows.empty
    assert len(result.problems) == 2


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Hur trygg känner du dig (1–4)?", (1, 4, None)),
        ("Hur trygg känner du dig? Skala 1–4, där 4 är mycket trygg.", (1, 4, "higher_is_better")),
        ("Hur otrygg känner du dig? (1–10, där 10 är mycket otrygg)", (1, 10, "lower_is_better")),
        ("Trygghet, 0 = stor otrygghet, 10 = stor trygghet", (0, 10, "higher_is_better")),
        ("På en skala 1 till 6 där 1 är mycket trygg och 6 mycket otrygg", (1, 6, "lower_is_better")),
        ("Från inte alls trygg (1) till mycket trygg (5)", (1, 5, "higher_is_better")),
        ("Hur vanligt är droger? 1–4, där 4 är högst", (1, 4, None)),
        ("1 = mycket trygg, 5 = mycket trygg", (1, 5, None)),
        ("Vilken årskurs, 1–9?", (1, 9, None)),
        ("Har du barn i årskurs 1–3?", (None, None, None)),
        ("Är du ute kl. 1–4?", (None, None, None)),
        ("Har du barn, 1–18 år?", (None, None, None)),
        ("Hur trygg känner du dig?", (None, None, None)),
    ],
)
def test_a_scale_is_what_the_question_says_and_nothing_more(
    question: str, expected: tuple[int | None, int | None, str | None]
) -> None:
    """Scales run 1–4 and 0–10, and 4 is safe in one year and unsafe in the next: a guessed direction
    turns the result upside down."""
    found = scales.declared(question)
    assert (found.minimum, found.maximum, found.direction) == expected


def test_every_grade_carries_its_scale() -> None:
    """A mean of 3 means nothing without knowing of what."""
    header = [*CITIZEN[:6], "Trygg? (1–10, där 10 är mycket trygg)", "Hur nöjd är du?"]
    done = dt.datetime(2023, 10, 4)
    line = [1, done, done, "anonymous", "", "Kosta"]
    rows = answers([*line, 7, "3 av 5"], [*line, "8 – ganska trygg", "4/5"], header=header).rows
    assert rows.value.tolist() == [7, 3, 8, 4]
    assert rows.scale_min.isna().tolist() == [False, True, False, True]
    assert rows.scale_max.tolist() == [10, 5, 10, 5]
    assert rows.scale_direction.tolist() == ["higher_is_better", None] * 2


def test_an_answer_outside_its_scale_is_a_problem_beside_the_other_answers() -> None:
    """A 40 on a scale to 4 would lift the mean by ten people's answers."""
    done = dt.datetime(2023, 10, 4)
    result = answers(citizen(done, scale=40), citizen(done, scale=dt.date(2023, 4, 3)), citizen(done))
    assert [(p.row, p.reason) for p in result.problems] == [
        (2, "Svaret ligger utanför frågans skala."),
        (3, "Svaret på skalan har blivit ett datum."),
    ]
    assert result.rows.value.dropna().tolist() == [3]
    assert result.rows.record.nunique() == 3
    assert result.records == 5


def test_two_questions_of_the_same_wording_stay_two_places() -> None:
    """Statements are told apart by where they stand; two with one locator stop the whole refresh."""
    header = [*CITIZEN[:6], "Varför?", "Varför?"]
    done = dt.datetime(2023, 10, 4)
    rows = answers([1, done, done, "anonymous", "", "Kosta", "Mörkt.", "Tomt."], header=header).rows
    assert list(rows.locator) == ["rad 2, fråga «Varför?», kolumn G", "rad 2, fråga «Varför?», kolumn H"]


@pytest.mark.parametrize("at", range(2, len(CITIZEN)))
def test_a_shifted_header_never_lets_a_name_become_an_answer(at: int) -> None:
    """With the headings one step off, names would stand under a question and be stored."""
    line = citizen(dt.datetime(2023, 10, 4))
    for shifted in ([*CITIZEN[:at], *CITIZEN[at + 1 :]], [*CITIZEN[:at], "", *CITIZEN[at:]]):
        flagged, rows = outcome(citizen_form, workbook({"Form1": [shifted, line]}))
        assert flagged
        assert rows == []


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


def test_the_staff_form_as_csv() -> None:
    """Saved as csv the form must give the same observations."""
    line = [
        "2023-09-01",
        "Fritid",
        "Parken",
        "21.30",
        "Klotter; stort",
        "ofta",
        "i våras",
        "Mörkt",
        "Fler\nvuxna",
        "Nils Provberg",
    ]
    result = read_as(staff_form, csv_file(STAFF, line))
    assert list(result.rows.text) == ["Klotter; stort", "Mörkt", "Fler\nvuxna"]
    assert result.private_context == ("Nils Provberg",)
    assert "Provberg" not in result.rows.to_csv()


@pytest.mark.parametrize("gone", ["Datum", "Verksamhet", "Plats", "Fenomen"])
def test_a_column_missing_from_the_staff_form_is_named(gone: str) -> None:
    """Without Fenomen only causes and proposals would be left, and look like the whole form."""
    line = ["2023-09-01", "Fritid", "Parken", "kväll", "Klotter", "ofta", "i våras", "Mörkt", "Vuxna", "N"]
    kept = [n for n, title in enumerate(STAFF) if title != gone]
    with pytest.raises(UnreadableFileError, match=f"«{gone}»"):
        read_as(staff_form, csv_file([STAFF[n] for n in kept], [line[n] for n in kept]))


def test_a_column_that_the_form_does_not_have_is_told() -> None:
    """A column somebody added is not read; whoever added it must learn so."""
    line = ["2023-09-01", "Fritid", "Parken", dt.time(21, 5), "Klotter", "", "", "", "", "", "Viktigt!"]
    result = read_as(staff_form, workbook({"A": [[*STAFF, "Eget"], line]}))
    assert result.notes == ["Kolumner som inte hör till listan läses inte: K."]
    assert list(result.rows.time_context) == ["21.05"]


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


MARKDOWN = """# Anteckningar från medarbetardialog
**Datum:** 2023-10-12
**Verksamhet:** Fritid
**Närvarande:** Ylva Exempelsson, Nils Provberg

## Unga
- Yngre barn följer med äldre till stationen.
- Vi ser *fler* A-traktorer.

| Plats | Vad |
|-------|-----|
| Torget | Bråk på fredagar |
"""


def test_staff_notes_in_markdown_and_plain_text() -> None:
    """Not everybody writes in Word; the statements are the same."""
    wanted = [
        "Yngre barn följer med äldre till stationen.",
        "Vi ser fler A-traktorer.",
        "Torget; Bråk på fredagar",
    ]
    rows = read_as(staff_notes, MARKDOWN.encode()).rows
    assert list(rows.text) == wanted
    assert set(rows.heading) == {"Unga"}
    assert set(rows.role) == {"Fritid"}
    plain = "\n".join(line.strip("#* ") for line in MARKDOWN.replace("*", "").split("\n") if "|" not in line)
    result = read_as(staff_notes, plain.encode("cp1252"))
    assert list(result.rows.text) == wanted[:2]
    assert set(result.rows.heading) == {"Unga"}
    assert result.private_context == ("Ylva Exempelsson, Nils Provberg",)


def test_a_signature_under_the_notes_is_nobodys_statement() -> None:
    """The name of whoever wrote the notes must not be stored as something said."""
    data = (MARKDOWN + "\nAntecknat av\nBerit Testlund").encode()
    result = read_as(staff_notes, data)
    assert "Testlund" not in result.rows.to_csv()
    assert "Berit Testlund" in result.private_context


def test_staff_notes_as_pdf() -> None:
    """Notes are sent round as pdf."""
    text, bold = "Helvetica", "Helvetica-Bold"
    data = pdf(
        [
            [
                (bold, "Medarbetardialog"),
                (text, "Datum: 2023-10-12"),
                None,
                (bold, "Stationen"),
                (text, "Det är mörkt."),
            ]
        ],
        foot="",
    )
    rows = read_as(staff_notes, data).rows
    assert rows[["heading", "text", "page"]].values.tolist() == [["Stationen", "Det är mörkt.", 1]]
