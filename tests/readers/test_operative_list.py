"""The operative council's list and the EST lists that come under other headings."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines.readers import UnreadableFileError, operative_list
from tests.readers.building import workbook
from tests.readers.form_files import csv_file, outcome, read_as

# Reconstructed from municipalities' accounts of their weekly reporting (EST).
EST = [
    "År",
    "Vecka",
    "Veckodag",
    "Klockslag",
    "Ort",
    "Plats",
    "Händelsetyp",
    "Beskrivning",
    "Rapportör",
    "Roll",
]


def reconstructed_est(
    week: object = "v. 45", year: object = 2023, reporter: object = "Nils Provberg", role: object = "Väktare"
) -> list[object]:
    return [
        year,
        week,
        "fredag",
        dt.time(21, 30),
        "Kosta",
        "Torget",
        "Klotter",
        "Nya taggar.",
        reporter,
        role,
    ]


def test_an_est_list_under_its_own_headings() -> None:
    """The list is the same; only the headings differ from the template's."""
    result = read_as(operative_list, workbook({"Vecka": [EST, reconstructed_est()]}))
    found = result.rows.iloc[0]
    assert (found.heading, found.text, found.role) == ("Klotter", "Nya taggar.", "Väktare")
    assert (found.place_context, found.time_context) == ("Kosta, Torget", "fredag, 21.30")


def test_a_week_is_no_date() -> None:
    """Dated to its Monday, a Saturday night's fight would become a Monday's in every pattern by weekday."""
    found = read_as(operative_list, workbook({"Vecka": [EST, reconstructed_est()]})).rows.iloc[0]
    assert found.date is None
    assert (found.year, found.week) == (2023, "45")


@pytest.mark.parametrize("week", ["45", 45, "V.45", "vecka 45", "2023 v. 45", "v 45 2023", "2023-W45"])
def test_weeks_as_they_are_written(week: object) -> None:
    """Where the year stands with the week, the column of years may be empty."""
    year = "" if "2023" in str(week) else 2023
    rows = read_as(operative_list, workbook({"Vecka": [EST, reconstructed_est(week, year)]})).rows
    assert (rows.week[0], rows.year[0]) == ("45", 2023)


@pytest.mark.parametrize(
    ("week", "year", "reason"),
    [
        ("45", "", "varken datum eller år"),
        ("", 2023, "Datum saknas"),
        ("54", 2023, "Veckan går inte att läsa"),
        ("53", 2023, "Året har 52 veckor"),
        ("45-46", 2023, "Veckan går inte att läsa"),
        ("2022 v. 45", 2023, "olika"),
        ("45", "23", "Årtalet"),
    ],
)
def test_a_week_that_belongs_to_no_year_is_a_problem(week: object, year: object, reason: str) -> None:
    """Week 45 of which year? A guess puts the event in another year's picture."""
    good = reconstructed_est("46")
    result = read_as(operative_list, workbook({"Vecka": [EST, reconstructed_est(week, year), good]}))
    assert [p.row for p in result.problems] == [2]
    assert reason in result.problems[0].reason
    assert list(result.rows.week) == ["46"]


def test_week_53_exists_in_some_years_and_new_year_belongs_to_two() -> None:
    """2020 had 53 weeks, and 30 December 2024 lies in week 1 of 2025."""
    header = ["Datum", *EST]
    data = workbook(
        {
            "A": [
                header,
                [None, *reconstructed_est(53, 2020)],
                [dt.date(2024, 12, 30), *reconstructed_est(1, 2025)],
                [dt.date(2024, 12, 30), *reconstructed_est(1, 2023)],
                [dt.date(2023, 11, 7), *reconstructed_est("45–46", 2023)],
            ]
        }
    )
    result = read_as(operative_list, data)
    assert list(result.rows.year) == [2020, 2024, 2023]
    assert list(result.rows.week) == ["53", "1", "45–46"]
    assert [(p.row, p.reason) for p in result.problems] == [(4, "Datumet ligger inte i det angivna året.")]


def test_who_reported_is_a_role_or_nobody() -> None:
    """Under "Rapportör" stands now a role, now a person; the person must not be stored."""
    header = [*EST[:9]]
    roles = [
        "Ordningsvakt",
        "Nils Provberg",
        "Rektor på Sjöskolan",
        "Ali",
        "Polis",
        "Rektor Ylva Exempelsson",
    ]
    rows = [reconstructed_est(reporter=r)[:9] for r in roles]
    result = read_as(operative_list, workbook({"A": [header, *rows]}))
    assert list(result.rows.role) == ["Ordningsvakt", None, "Rektor på Sjöskolan", None, "Polis", None]
    assert "Provberg" not in result.rows.to_csv()
    assert "Exempelsson" not in result.rows.to_csv()
    assert {"Nils Provberg", "Ali", "Rektor Ylva Exempelsson"} <= set(result.private_context)


@pytest.mark.parametrize(
    ("extra", "both"),
    [
        ("Händelse", "«Beskrivning» och «Händelse»"),
        ("Kategori", "«Händelsetyp» och «Kategori»"),
        ("Tidpunkt", "«Klockslag» och «Tidpunkt»"),
    ],
)
def test_two_columns_of_one_meaning_are_refused_by_name(extra: str, both: str) -> None:
    """In some lists Händelse is the type, in others the text; choosing would mix the two."""
    data = workbook({"A": [[*EST, extra], [*reconstructed_est(), "x"]]})
    with pytest.raises(UnreadableFileError, match=both):
        read_as(operative_list, data)


@pytest.mark.parametrize("gone", ["Plats", "Typ", "Händelse", "Datum"])
def test_a_deleted_column_is_named(gone: str) -> None:
    """The message must say which heading to put back."""
    line = ["2023-11-07", 45, "Torget", "21.30", "Klotter", "Nya taggar.", "Väktare"]
    header = list(operative_list.HEADERS)
    kept = [n for n, title in enumerate(header) if title != gone]
    for make in (lambda *rows: workbook({"A": rows}), csv_file):
        with pytest.raises(UnreadableFileError, match=f"«{gone}»"):
            read_as(operative_list, make([header[n] for n in kept], [line[n] for n in kept]))


def test_the_template_as_csv_gives_the_same_rows() -> None:
    """Saved as csv the list must not lose or gain an event."""
    header = list(operative_list.HEADERS)
    lines = [
        [dt.date(2023, 11, 7), 45, "Torget", "21.30", "Klotter", "Nya taggar; stora.", "Väktare"],
        [dt.date(2023, 11, 20), 46, "Torget", "", "Bråk", "Två\nslogs.", "Polis"],
    ]
    book = read_as(operative_list, workbook({"A": [header, *lines]}))
    text = read_as(operative_list, csv_file(header, *lines))
    columns = ["date", "week", "place_context", "time_context", "heading", "text", "role", "year"]
    assert text.rows[columns].to_dict("records") == book.rows[columns].to_dict("records")
    # 20 November lies in week 47: told, since the day or the week may be wrong.
    assert book.notes == ["Rader där datumet ligger i en annan vecka än den angivna: 1."]


def test_one_sheet_per_month_and_a_sheet_without_headings() -> None:
    """A list with a sheet per month would otherwise lose eleven of them; dated rows are never left unseen."""
    header = list(operative_list.HEADERS)
    line = [dt.date(2023, 1, 2), 1, "Torget", "", "Klotter", "Tagg.", "Väktare"]
    data = workbook({"Jan": [header, line], "Feb": [header, line], "Mars": [line], "Om": [["Så gör du"]]})
    result = read_as(operative_list, data)
    assert list(result.rows.locator) == ["blad «Jan», rad 2", "blad «Feb», rad 2"]
    assert [(p.sheet, p.row) for p in result.problems] == [("Mars", None)]
    assert result.skipped == {"blad utan listans rubriker": 1}


@pytest.mark.parametrize("at", range(7))
def test_a_shifted_header_is_refused_or_flagged(at: int) -> None:
    """With the headings one step off the place would be read as the type."""
    header = list(operative_list.HEADERS)
    line = [dt.date(2023, 1, 2), 1, "Torget", "21", "Klotter", "Tagg.", "Väktare"]
    for shifted in ([*header[:at], "", *header[at:]], [*header[:at], *header[at + 1 :]]):
        flagged, rows = outcome(operative_list, workbook({"A": [shifted, line]}))
        assert flagged
        assert rows == []
