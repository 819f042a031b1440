"""Forms and lists that municipalities have put together themselves: other headings, titles, hidden sheets."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from pipelines.readers import (
    UnreadableFileError,
    citizen_form,
    citizen_list,
    forms,
    operative_list,
    staff_form,
)
from tests.readers.building import workbook
from tests.readers.form_files import csv_file, read_as, recognised_by

ANSWERS = [
    ["Svar på kommunens enkät"],
    ["Perioden 1 september–15 oktober 2024, frågor till Moa Hittepåström"],
    [],
    [
        "Nr",
        "Namn (frivilligt)",
        "E-postadress",
        "Får vi kontakta dig?",
        "Vilken ort",
        "Ålder",
        "Hur trygg känner du dig? 0-10",
        "Var känner du dig otrygg?",
        "Övriga synpunkter",
    ],
    [
        1,
        "Ylva Exempelsson",
        "y@exempel.se",
        "Ja",
        "Bruksnäs",
        71,
        4,
        "Simhallen och stigen dit",
        "Tack för att ni frågar!",
    ],
    [2, "", "", "Nej", "Lindsmåla", 34, 7, "Lokstallarna", ""],
]


def test_a_form_of_somebodys_own_keeps_question_and_place_and_no_contact() -> None:
    """The title gives the year, the header the questions; who answered goes to the redactor only."""
    data = workbook({"Sammanfattning": [["Antal svar", 2]], "Svar": ANSWERS})
    result = read_as(citizen_form, data)
    rows = result.rows
    assert rows.loc[rows.kind == "text", ["question", "text", "place_context"]].values.tolist() == [
        ["Var känner du dig otrygg?", "Simhallen och stigen dit", "Bruksnäs"],
        ["Övriga synpunkter", "Tack för att ni frågar!", "Bruksnäs"],
        ["Var känner du dig otrygg?", "Lokstallarna", "Lindsmåla"],
    ]
    assert list(rows.loc[rows.kind == "scale", "value"]) == [4, 7]
    assert set(rows.year) == {2024}
    assert set(rows.date) == {None}
    assert {"Moa Hittepåström", "Ylva Exempelsson", "y@exempel.se"} <= set(result.private_context)
    assert not {"Ja", "Nej"} & set(result.private_context)
    assert "Exempelsson" not in rows.to_csv()


def test_a_form_without_date_or_year_says_so() -> None:
    """Answers of no year belong to no picture."""
    data = workbook({"Svar": ANSWERS[3:]})
    assert recognised_by(data) == ["citizen_form"]
    with pytest.raises(UnreadableFileError, match="Lägg till kolumnen «Datum»"):
        citizen_form.read(data, "fil")
    assert set(citizen_form.read(data, "Trygghet_2023.xlsx").rows.year) == {2023}


@pytest.mark.parametrize(
    "header",
    [
        ["Nr", "Vad tycker du om maten?", "Hur ofta äter du i skolan?"],
        ["Fråga", "Svarsalternativ", "Antal", "Hur trygg är du?"],
        ["Kommun", "Var är du otrygg?", "Hur trygg är du?", "Ålder"],
        ["Var är du otrygg?", "När är du otrygg?"],
        ["Nr", "Händelse", "Var är det otryggt?", "När är det otryggt?"],
    ],
)
def test_questions_alone_are_no_citizen_form(header: list[str]) -> None:
    """Any survey asks; it must be about safety, one respondent per row, and no other list."""
    assert recognised_by(csv_file(header, ["1"] * len(header))) == []


@pytest.mark.parametrize(
    "heading",
    [
        "Namn (frivilligt)",
        "Ditt namn",
        "E-mail",
        "Mejl",
        "Telefonnummer (om du vill)",
        "Mobil",
        "Får vi kontakta dig?",
        "Vill du bli kontaktad av kommunen?",
        "Hur kan vi nå dig?",
        "Om du vill att vi ska återkomma till dig: lämna dina kontaktuppgifter",
        "Uppgiftslämnare",
        "Ifyllt av",
        "Vem",
        "Personnummer",
    ],
)
def test_headings_over_people(heading: str) -> None:
    assert forms.is_contact(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Har någon okänd försökt kontakta barn på nätet?",
        "Vem ansvarar för belysningen?",
        "Vilka frågor vill du få svar på?",
        "Namn på platsen där du är otrygg",
        "Vad säger dina grannar?",
    ],
)
def test_headings_over_answers(heading: str) -> None:
    """An answer taken for a contact is lost without a word."""
    assert not forms.is_contact(heading)


def hidden(name: str, rows: list[list[object]], hide_column: str = "") -> bytes:
    """An operative list, and a sheet of the given rows that nobody sees."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Lista"
    for row in (
        list(operative_list.HEADERS),
        ["2023-01-02", 1, "Torget", "21", "Klotter", "Tagg.", "Väktare"],
    ):
        sheet.append(row)
    if hide_column:
        sheet.column_dimensions[hide_column].hidden = True
    other = book.create_sheet(name)
    for row in rows:
        other.append(row)
    other.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_hidden_sheets_are_counted_and_hidden_columns_are_read() -> None:
    """What a spreadsheet hides is in the file all the same; it must not disappear without a word."""
    result = read_as(operative_list, hidden("Val", [["Klotter"], ["Bråk"]], hide_column="F"))
    assert list(result.rows.text) == ["Tagg."]
    # The choices that the cells of a form offer are no content.
    assert not result.skipped
    said = "Det är mörkt på vägen mellan skolan och badet när lamporna är släckta."
    result = read_as(operative_list, hidden("Anteckningar", [["Badet", said]]))
    assert result.skipped == {"dolt blad utan listans rubriker": 1}
    entries = [list(operative_list.HEADERS), ["2023-01-03", 1, "Badet", "21", "Bråk", "Slag.", "Väktare"]]
    result = read_as(operative_list, hidden("Gammalt", entries))
    assert list(result.rows.text) == ["Tagg."]
    assert [(p.sheet, p.reason) for p in result.problems] == [
        ("Gammalt", "Bladet är dolt och har listans rubriker. Det läses inte.")
    ]


STAFF = [
    "Tidstämpel",
    "Namn",
    "Verksamhet",
    "Ort",
    "Plats",
    "Tid på dygnet",
    "Vad har du sett eller varit med om?",
]
STAFF += ["Hur ofta?", "Trolig orsak", "Förslag", "Vad har hjälpt?"]


def test_a_staff_form_in_other_words() -> None:
    """The columns are the form's; a question that it lacks is read as one of its own."""
    line = ["2024-04-03 14.05", "Ylva Exempelsson", "Skola", "Almhyttan", "Sjöskolan", "Förmiddag"]
    line += ["Elever letar efter bråk.", "Varje vecka", "Sociala medier", "Låsta dörrar", "Fler vuxna"]
    result = read_as(staff_form, csv_file(STAFF, line, encoding="cp1252"))
    rows = result.rows
    assert rows[["question", "text", "locator"]].values.tolist() == [
        ["Fenomen", "Elever letar efter bråk.", "rad 2, fråga «Vad har du sett eller varit med om?»"],
        ["Trolig orsak", "Sociala medier", "rad 2, fråga «Trolig orsak»"],
        ["Förslag", "Låsta dörrar", "rad 2, fråga «Förslag»"],
        ["Vad har hjälpt?", "Fler vuxna", "rad 2, fråga «Vad har hjälpt?»"],
    ]
    assert set(rows.place_context) == {"Almhyttan, Sjöskolan"}
    assert set(rows.date) == {dt.date(2024, 4, 3)}
    assert set(rows.frequency) == {"Varje vecka"}
    assert result.private_context == ("Ylva Exempelsson",)


def test_staff_are_not_citizens_because_they_are_asked_questions() -> None:
    """The same questions to the municipality's own people are another source of the agreement."""
    header = ["Nr", "Datum", "Var känner du dig otrygg?", "Vad borde vi göra?", "Enhet"]
    line = [1, "2024-04-03", "På parkeringen", "Mer ljus", "Hemtjänst"]
    assert recognised_by(csv_file(header, line), "svar.csv") == ["staff_form"]
    assert recognised_by(csv_file(header[:4], line[:4]), "svar medarbetare.csv") == ["staff_form"]
    assert recognised_by(csv_file(header[:4], line[:4]), "svar.csv") == ["citizen_form"]
    export = ["ID", "Starttid", "Slutförandetid", "Var arbetar du?", *header[2:4]]
    row = [1, "2024-04-03", "2024-04-03", "Skola", *line[2:4]]
    assert recognised_by(csv_file(export, row), "svar.csv") == ["citizen_form"]
    assert recognised_by(csv_file(export, row), "Medarbetardialog.csv") == ["staff_form"]


def test_a_list_of_opinions_in_other_words() -> None:
    """ "Vem" is a person whatever stands there, and the municipality's answer is not what was said."""
    header = ["Nr", "Datum", "Forum", "Vilken ort", "Vad sades", "Vem", "Telefon", "Kommunens svar"]
    line = [1, "2024-03-12", "Byalaget", "Kyrkbyn", "Det är mörkt.", "Berit", "070-1740695", "Skickat"]
    result = read_as(citizen_list, workbook({"S": [["Synpunkter från dialoger"], header, line]}))
    found = result.rows.iloc[0]
    assert (found.text, found.heading, found.place_context) == ("Det är mörkt.", "Byalaget", "Kyrkbyn")
    assert set(result.private_context) == {"Berit", "070-1740695"}
    assert result.notes == ["Kolumner som inte hör till listan läses inte: A, H."]


def test_a_list_that_a_group_works_from_needs_no_type() -> None:
    """Days without a year get it from the title over the list; the measures are not read."""
    header = ["Dag", "Tid", "Plats", "Händelse", "Åtgärd", "Ansvarig"]
    data = workbook(
        {
            "v 10": [
                ["Operativt Brå vecka 10 2024"],
                header,
                ["4/3", "21.30", "Torget", "Bråk.", "Rond", "Nils Provberg"],
            ],
            "v 11": [
                ["Operativt Brå vecka 11 2024"],
                header,
                ["30/2", "", "Torget", "Bråk igen.", "Rond", "Nils"],
            ],
        }
    )
    result = read_as(operative_list, data)
    assert result.rows[["date", "text", "locator"]].values.tolist() == [
        [dt.date(2024, 3, 4), "Bråk.", "blad «v 10», rad 3"]
    ]
    assert [p.reason for p in result.problems] == ["Datumet finns inte i kalendern."]
    assert "Nils Provberg" in result.private_context


def test_the_operative_groups_list_in_its_own_words() -> None:
    """The file's name says whose list it is; then "Vad som hänt i veckan" is what happened."""
    header = ["Datum och tid", "Plats i kommunen", "Vad som hänt i veckan", "Rapportör"]
    data = csv_file(header, ["2024-03-04", "Torget", "Bråk mellan unga.", "Nils Provberg"])
    assert recognised_by(data, "op bra mars.csv") == ["operative_list"]
    assert recognised_by(data, "mars.csv") == []
    result = operative_list.read(data, "op bra mars.csv")
    assert result.rows[["date", "place_context", "text"]].values.tolist() == [
        [dt.date(2024, 3, 4), "Torget", "Bråk mellan unga."]
    ]
    assert result.private_context == ("Nils Provberg",)


@pytest.mark.parametrize(
    ("title", "name", "year"),
    [
        ("Läsåret 2023-2024", "svar_2024.xlsx", None),
        ("Läsåret 2023/24", "svar.xlsx", None),
        ("Svar 2023–2024", "svar.xlsx", None),
        ("Utskrivet 2024-01-15", "Trygghet 2023.xlsx", 2023),
        ("Utskrivet 2024-01-15", "svar.xlsx", None),
        ("Dialogen 2023, utskriven 2024-01-15", "svar.xlsx", None),
        ("Dialogen 2023-11-15", "svar.xlsx", 2023),
        ("Dialogen 2023-11", "svar.xlsx", 2023),
    ],
)
def test_the_year_over_a_form_is_one_and_the_contents(title: str, name: str, year: int | None) -> None:
    """A school year is two years, and the day of printing says nothing of when people answered."""
    data = workbook({"Svar": [[title], *ANSWERS[3:]]})
    if year is None:
        with pytest.raises(UnreadableFileError, match="Lägg till kolumnen «Datum»"):
            citizen_form.read(data, name)
    else:
        assert set(citizen_form.read(data, name).rows.year) == {year}


def test_a_form_of_their_own_is_refused_without_its_wording() -> None:
    """A question may hold a name; the message about a sheet that lacks it is shown and logged."""
    asked = [
        "Var är du otrygg när Nils Provberg går hem?",
        "Hur trygg känner du dig när Berit Testlund ringer?",
    ]
    answers = ["På torget om kvällen.", "Inte alls."]
    citizens = workbook(
        {
            "Höst": [["Nr", "Datum", *asked], [1, dt.date(2024, 4, 3), *answers]],
            "Vår": [["Nr", "Datum", asked[0]], [1, dt.date(2024, 9, 3), answers[0]]],
        }
    )
    staff = workbook(
        {
            "Höst": [["Datum", "Enhet", *asked], [dt.date(2024, 4, 3), "Skolan", *answers]],
            "Vår": [["Datum", "Enhet", asked[0]], [dt.date(2024, 9, 3), "Skolan", answers[0]]],
        }
    )
    twice = workbook(
        {
            "Höst": [["Nr", "Datum", *asked], [1, dt.date(2024, 4, 3), *answers]],
            "Vår": [["Nr", "Datum", *asked, asked[0]], [1, dt.date(2024, 9, 3), *answers, "Nej."]],
        }
    )
    for reader, data in ((citizen_form, citizens), (staff_form, staff), (citizen_form, twice)):
        assert recognised_by(data) == [reader.LAYOUT]
        with pytest.raises(UnreadableFileError) as caught:
            reader.read(data, "fil")
        message = str(caught.value)
        assert "Provberg" not in message
        assert "Testlund" not in message
        expected = "Kolumn C och E i bladet «Vår»" if data is twice else "Bladet «Vår» saknar 1 av"
        assert expected in message
