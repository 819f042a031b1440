"""Citizen dialogue as a typed list, reconstructed from published accounts of such dialogues."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines.readers import UnreadableFileError, citizen_list
from tests.readers.building import workbook
from tests.readers.form_files import csv_file, outcome, read_as, recognised_by

DAY = dt.date(2023, 10, 4)
HEADER = ["Datum", "Ort", "Plats", "När", "Synpunkt", "Dialog", "Namn", "Telefon"]


def reconstructed_row(text: object = "Mörkt i gångtunneln.", day: object = DAY) -> list[object]:
    return [
        day,
        "Hovmantorp",
        "Stationen",
        dt.time(21, 30),
        text,
        "Torgdialog",
        "Ylva Exempelsson",
        "070-174 06 05",
    ]


def test_an_opinion_keeps_its_place_time_and_occasion() -> None:
    """Where and when is what the dialogue asks; an opinion without it points nowhere."""
    result = read_as(citizen_list, workbook({"Lista": [["Medborgardialog"], HEADER, reconstructed_row()]}))
    found = result.rows.iloc[0]
    assert (found.text, found.kind, found.date, found.year) == ("Mörkt i gångtunneln.", "text", DAY, 2023)
    assert (found.place_context, found.time_context) == ("Hovmantorp, Stationen", "21.30")
    assert (found.heading, found.locator, found.record) == ("Torgdialog", "rad 3", 3)


def test_names_and_numbers_are_context_for_redaction_and_nothing_else() -> None:
    """Those who want to be called back have not asked to be stored."""
    result = read_as(citizen_list, workbook({"Lista": [HEADER, reconstructed_row()]}))
    stored = result.rows.to_csv() + "".join(result.notes)
    assert "Exempelsson" not in stored
    assert "070" not in stored
    assert result.private_context == ("Ylva Exempelsson", "070-174 06 05")


@pytest.mark.parametrize(
    "header",
    [
        ["Datum", "Plats", "Synpunkt"],
        ["Datum", "Ort", "Synpunkter"],
        ["Datum", "Var", "Vad", "När"],
        ["Datum", "Ort/Plats", "Vad", "Tillfälle"],
    ],
)
def test_the_list_is_known_by_any_of_its_headings(header: list[str]) -> None:
    """Whoever types the list does not know our names for its columns."""
    line = ["2023-10-04", "Kosta", "Buskörning", "kväll"][: len(header)]
    for data in (workbook({"Blad1": [header, line]}), csv_file(header, line)):
        assert list(read_as(citizen_list, data).rows.text) == ["Buskörning"]


@pytest.mark.parametrize(
    "header",
    [
        ["Datum", "Plats", "Vad"],
        ["Datum", "Plats", "Fenomen", "Synpunkt"],
        ["Datum", "Plats", "Händelse", "Vad", "När"],
        ["Datum", "Belopp", "Vad"],
    ],
)
def test_a_list_of_something_else_is_not_taken_for_a_dialogue(header: list[str]) -> None:
    """The landlord's list of damage, read as what inhabitants say, would be a false voice."""
    assert recognised_by(csv_file(header, ["2023-10-04", "Kosta", "x", "y"][: len(header)])) == []


def test_csv_with_line_breaks_in_a_cell_reads_as_the_workbook_does() -> None:
    """Free text holds line breaks, semicolons and quotation marks."""
    text = 'Mörkt; "läskigt".\nIngen lampa.'
    plain = [str(c) for c in reconstructed_row(text)]
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        result = read_as(citizen_list, csv_file(HEADER, plain, encoding=encoding))
        assert list(result.rows.text) == [text]


def test_bad_dates_are_problems_and_empty_rows_are_counted() -> None:
    """Merged date cells leave the rows below without a day; a day is never guessed."""
    rows = [
        reconstructed_row(),
        reconstructed_row(day=None),
        reconstructed_row(day="4/10/2023"),
        reconstructed_row("-"),
    ]
    result = read_as(citizen_list, workbook({"Lista": [HEADER, *rows]}, merged=("A2:A3",)))
    assert [p.row for p in result.problems] == [3, 4]
    assert result.skipped == {"rad utan synpunkt": 1}
    assert len(result.rows) == 1


def test_a_grade_keeps_its_scale_and_never_gets_a_guessed_direction() -> None:
    """7 of 0–10 and 3 of 1–4 cannot be averaged, and 0 is the best class elsewhere."""
    header = [
        "Datum",
        "Plats",
        "Synpunkt",
        "Trygghet 0–10 (0 = stor otrygghet, 10 = stor trygghet)",
        "Hur mycket droger (1–4)?",
        "Kön",
    ]
    data = workbook({"A": [header, [DAY, "Kosta", "Mer ljus.", 7, 4, "K"], [DAY, "Kosta", "", 11, "", "M"]]})
    result = read_as(citizen_list, data)
    assert list(result.rows.kind) == ["text", "scale", "scale"]
    grades = result.rows[result.rows.kind == "scale"]
    columns = ["value", "scale_min", "scale_max", "scale_direction"]
    assert grades[columns].values.tolist() == [[7, 0, 10, "higher_is_better"], [4, 1, 4, None]]
    assert result.rows.record.nunique() == 1
    # 11 on a scale to 10 is a typing error, not an eleven.
    assert [(p.row, p.found) for p in result.problems] == [(3, "11")]
    assert result.notes == ["Kolumner som inte hör till listan läses inte: F."]


def test_a_bad_grade_beside_an_opinion_loses_only_the_grade() -> None:
    """The opinion is still what somebody said."""
    header = ["Datum", "Plats", "Synpunkt", "Betyg 1–4"]
    result = read_as(citizen_list, workbook({"A": [header, [DAY, "Kosta", "Mer ljus.", 40]]}))
    assert list(result.rows.text) == ["Mer ljus."]
    assert len(result.problems) == 1
    assert result.records == 2


@pytest.mark.parametrize(("gone", "named"), [(0, "Datum"), (1, "Plats")])
def test_a_missing_column_is_named(gone: int, named: str) -> None:
    """ "Känns inte igen" would not tell what to add."""
    header, line = ["Datum", "Plats", "Synpunkt", "När"], ["2023-10-04", "Kosta", "Buskörning", "kväll"]
    data = csv_file(
        [c for n, c in enumerate(header) if n != gone], [c for n, c in enumerate(line) if n != gone]
    )
    with pytest.raises(UnreadableFileError, match=f"«{named}»"):
        read_as(citizen_list, data)


def test_two_columns_of_one_meaning_are_refused_by_name() -> None:
    """Choosing one of them would drop the other's opinions."""
    data = csv_file(["Datum", "Plats", "Synpunkt", "Vad"], ["2023-10-04", "Kosta", "a", "b"])
    with pytest.raises(UnreadableFileError, match="«Synpunkt» och «Vad» betyder samma sak"):
        read_as(citizen_list, data)


@pytest.mark.parametrize("at", range(len(HEADER)))
def test_a_shifted_header_never_lets_a_name_become_an_opinion(at: int) -> None:
    """With the headings one step off, the column of names would stand under another heading."""
    data = workbook({"Lista": [[*HEADER[:at], *HEADER[at + 1 :], ""], reconstructed_row()]})
    flagged, rows = outcome(citizen_list, data)
    assert flagged
    assert rows == []


def test_a_list_cut_in_the_middle_of_a_letter_is_refused() -> None:
    """Half an å makes the whole file pass as another encoding, with every å, ä and ö wrong."""
    data = csv_file(HEADER, [str(c) for c in reconstructed_row("Mörkt på gården.")] * 1)
    cut = data[: data.index("gården".encode()) + 2]
    with pytest.raises(UnreadableFileError, match="avkortad"):
        citizen_list.read(cut, "fil")


def test_a_stray_quotation_mark_does_not_swallow_the_rest() -> None:
    """One quotation mark at the start of a cell would otherwise hide every row after it."""
    good = "2023-10-04;Kosta;Mer ljus.\r\n"
    data = ("Datum;Plats;Synpunkt\r\n" + good + '2023-10-04;Kosta;"Aldrig mer\r\n' + good * 3).encode()
    result = read_as(citizen_list, data)
    assert len(result.rows) == 4
    assert [p.row for p in result.problems] == [3]


def test_one_sheet_per_dialogue() -> None:
    """Three meetings on three sheets are three meetings; the last two must not vanish."""
    header = ["Datum", "Plats", "Synpunkt"]
    data = workbook({f"Möte {n}": [header, [DAY, "Kosta", f"Synpunkt {n}."]] for n in (1, 2, 3)})
    result = read_as(citizen_list, data)
    assert list(result.rows.text) == ["Synpunkt 1.", "Synpunkt 2.", "Synpunkt 3."]
    assert result.rows.locator.is_unique
    assert list(result.rows.record) == [2, 4, 6]
