"""The safety survey's template, as a workbook and as csv."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import pytest

from pipelines.readers import LAYOUTS, ReadResult, UnreadableFileError, safety_survey, sample
from tests.readers.building import workbook

HEADER = ["Kommun", "Ort", "Grupp", "Fråga", "År", "Index (0–6)", "Antal svar"]
INFO = [["Trygghetsmätning"], ["Skriv av polisens rapport. 0 är bäst, 6 är sämst."], []]
FIRST = 5  # sheet row of the first data row
ROWS: list[list[object]] = [
    ["Lessebo", "Kosta", "Kvinnor", "Buskörning", 2022, 4, 71],
    ["Lessebo", "Hela kommunen", "Alla", "Totalindex", 2022, "1,63", 590],
    ["Lessebo", "Skruv", "Män", "Klotter", "2022", 0, "-"],
]


def read(data: bytes) -> ReadResult:
    seen = sample.take(data, "x")
    assert safety_survey.recognises(seen)
    assert [i for i, layout in LAYOUTS.items() if layout.recognises(seen)] == ["safety_survey"]
    result = safety_survey.read(data, "x")
    assert result.is_reconciled()
    return result


def sheet(*rows: Sequence[object], header: Sequence[object] = HEADER) -> bytes:
    return workbook({"Läs mig": [["Så fyller du i"]], "Trygghetsmätning": [*INFO, header, *rows]})


def csv(
    *rows: Sequence[object], sep: str = ";", encoding: str = "utf-8", header: Sequence[str] = HEADER
) -> bytes:
    lines = [sep.join("" if c is None else str(c) for c in row) for row in (header, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def localities(*names: str, questions: int = 3, year: int = 2022) -> list[list[object]]:
    return [
        ["Lessebo", name, group, f"Fråga {q}", year, q % 5 + 1, 70]
        for name in names
        for group in ("Alla", "Kvinnor")
        for q in range(questions)
    ]


def test_the_template_is_read_with_its_steps_and_bases() -> None:
    """The index is a class 0-6; a locality's base says how much it can carry."""
    rows = read(sheet(*ROWS)).rows
    assert list(rows.value) == [4.0, 1.63, 0.0]
    assert list(rows.locality) == ["Kosta", None, "Skruv"]
    assert rows.n.tolist()[:2] == [71, 590]
    assert rows.n.isna().iloc[2]
    assert list(rows.row) == [5, 6, 7]
    assert set(rows.sheet) == {"Trygghetsmätning"}
    assert set(rows.year) == {2022}


@pytest.mark.parametrize("sep", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_same_headings_as_csv_give_the_same_rows(sep: str, encoding: str) -> None:
    """Whoever has no Excel, or exports from another program, must not lose å, ä, ö or the decimals."""
    rows = read(csv(*ROWS, sep=sep, encoding=encoding)).rows
    expected = read(sheet(*ROWS)).rows
    drop = ["row", "sheet"]
    pd.testing.assert_frame_equal(rows.drop(columns=drop), expected.drop(columns=drop))
    assert list(rows.row) == [2, 3, 4]
    assert set(rows.sheet) == {None}


def test_a_decimal_comma_in_a_comma_separated_file_does_not_shift_the_row() -> None:
    """1,63 would be index 1 and 63 answers."""
    quoted = [*ROWS[1][:5], '"1,63"', 590]
    assert read(csv(ROWS[0], quoted, sep=",")).rows.value.tolist() == [4.0, 1.63]
    result = read(csv(ROWS[0], ROWS[2], ROWS[1], sep=","))
    assert result.rows.value.tolist() == [4.0, 0.0]
    assert [p.row for p in result.problems] == [4]


def test_an_empty_index_is_missing_and_not_the_best_grade() -> None:
    """0 means hardly any problem: an empty cell read as 0 would praise a place nobody asked about."""
    marks = (None, "-", "..", ".")
    rows = [["Lessebo", "Kosta", "Alla", f"Fråga {n}", 2022, mark, 71] for n, mark in enumerate(marks)]
    result = read(sheet(*rows))
    assert len(result.rows) == 0
    assert result.skipped == {"index saknas i mallen": 4}


def test_zeros_filled_in_for_missing_are_refused_where_it_can_be_seen() -> None:
    """0 is a legal class, so one 0 is kept; ten of ten, or an index that nobody answered, is not a result."""
    zeros = [["Lessebo", "Kosta", "Alla", f"Fråga {n}", 2022, 0, None] for n in range(10)]
    assert len(read(sheet(*zeros[:9])).rows) == 9
    result = read(sheet(*zeros))
    assert len(result.rows) == 0
    assert [p.row for p in result.problems] == list(range(FIRST, FIRST + 10))
    mixed = [*zeros[:9], ["Lessebo", "Kosta", "Alla", "Fråga 9", 2022, 1, None]]
    assert len(read(sheet(*mixed)).rows) == 10
    nobody = read(sheet(["Lessebo", "Kosta", "Alla", "A", 2022, 0, 0]))
    assert len(nobody.problems) == 1


@pytest.mark.parametrize(
    "row",
    [
        ["Lessebo", "Kosta", "Alla", "A", 2022, 7, 71],
        ["Lessebo", "Kosta", "Alla", "A", 2022, -1, 71],
        ["Lessebo", "Kosta", "Alla", "A", 2022, "2,5", 71],
        ["Lessebo", "Kosta", "Alla", "A", 2022, 2.4, 71],
        ["Lessebo", "Kosta", "Alla", "Totalindex", 2022, 1.6325, 71],
        ["Lessebo", "Kosta", "Alla", "Totalindex", 2022, "16,3", 71],
        ["Lessebo", "Kosta", "Alla", "A", 2022, "två", 71],
        ["Lessebo", "Kosta", "Alla", "A", 2022, "2 (4)", 71],
        ["Lessebo", "Kosta", "Alla", "A", 2022, dt.datetime(2026, 4, 2), 71],
        ["Lessebo", "Kosta", "Barn", "A", 2022, 2, 71],
        ["Lessebo", "Kosta", "Alla", "A", "i fjol", 2, 7],
        ["Lessebo", "Kosta", "Alla", "A", None, 2, 7],
        ["Lessebo", "Kosta", "Alla", "A", 2022, 2, 71.5],
        ["Lessebo", "", "Alla", "A", 2022, 2, 71],
        ["Lessebo", "Kosta", "Alla", "A", 2022, 2, 1e20],
        [None, "Kosta", "Alla", "A", 2022, 2, 71],
    ],
)
def test_what_cannot_be_an_index_is_a_problem(row: list[object]) -> None:
    """A percentage in the index column, a decimal in a class, an average worked out by hand, a date."""
    result = read(sheet(row, ROWS[0]))
    assert [p.row for p in result.problems] == [FIRST]
    assert result.problems[0].sheet == "Trygghetsmätning"
    assert len(result.rows) == 1


def test_the_same_figure_twice_is_one_and_two_figures_are_a_problem() -> None:
    """A row typed twice would weigh double in a mean."""
    row = ["Lessebo", "Kosta", "Alla", "A", 2022, 2, 71]
    result = read(sheet(row, row, [*row[:5], 3, 71]))
    assert list(result.rows.value) == [2.0]
    assert result.skipped == {"upprepad rad": 1}
    assert len(result.problems) == 1


def test_two_years_in_one_file_keep_their_own_year() -> None:
    """A year taken from the file's name or first row would make last year's index this year's."""
    rows = read(sheet(*localities("Kosta"), *localities("Kosta", year=2023))).rows
    assert rows.groupby("year").size().to_dict() == {2022: 6, 2023: 6}
    assert not rows.duplicated(["locality", "group", "question", "year"]).any()


def test_the_whole_municipality_has_no_locality() -> None:
    """Otherwise "Hela kommunen" would be drawn as a fifth place."""
    names = ("Hela kommunen", "hela  kommunen", "Lessebo kommun")
    rows = read(sheet(*[["Lessebo", name, "Alla", f"F{n}", 2022, 1, 9] for n, name in enumerate(names)])).rows
    assert list(rows.locality) == [None, None, None]


def test_a_misspelt_locality_is_noticed() -> None:
    """One row under "Hovmanntorp" would be a place of its own, and Hovmantorp would lack a question."""
    rows = localities("Lessebo", "Hovmantorp", "Kosta", "Skruv")
    rows[7][1] = "Hovmanntorp"
    result = read(sheet(*rows))
    assert [(p.row, p.found) for p in result.problems] == [
        (None, "Lessebo, Hovmantorp, 2022"),
        (None, "Lessebo, Hovmanntorp, 2022"),
    ]
    assert [" ".join(p.reason.split()[2:4]) for p in result.problems] == ["1 rad", "5 rader"]
    assert len(result.rows) == len(rows)


def test_a_list_cut_in_the_middle_is_noticed() -> None:
    """Half of a locality's questions lost without a word would be half a picture."""
    rows = localities("Lessebo", "Hovmantorp", "Kosta", "Skruv")
    whole = read(sheet(*rows))
    assert not whole.problems
    for cut in (14, 16, 19, 23):
        assert read(sheet(*rows[:cut])).problems
    # Empty index cells are a choice, not a cut.
    rows[13][5] = None
    assert not read(sheet(*rows)).problems
    # A group or question that only one place has is no gap in the others.
    assert not read(sheet(*rows, ["Lessebo", "Kosta", "Män", "Egen fråga", 2022, 3, 40])).problems


def test_a_file_cut_anywhere_is_refused_or_says_so() -> None:
    """A figure that lost its last digit is still a figure."""
    data = csv(*localities("Lessebo", "Hovmantorp", "Kosta", "Skruv"))
    whole = len(read(data).rows)
    for at in range(90, len(data) - 2, 5):
        try:
            result = safety_survey.read(data[:at], "x.csv")
        except UnreadableFileError:
            continue
        assert result.is_reconciled()
        if not data[:at].endswith((b"\r", b"\n")):
            assert result.problems
        assert len(result.rows) < whole
    book = sheet(*ROWS)
    for at in (0, 10, len(book) // 2, len(book) - 30):
        with pytest.raises(UnreadableFileError):
            safety_survey.read(book[:at], "x.xlsx")


@pytest.mark.parametrize("build", [sheet, csv])
@pytest.mark.parametrize("column", range(7))
def test_a_deleted_column_is_named(build, column: int) -> None:
    """Without the column of localities every place would be the whole municipality."""
    rows = [[*row[:column], *row[column + 1 :]] for row in ROWS]
    header = [*HEADER[:column], *HEADER[column + 1 :]]
    data = build(*rows, header=header)
    assert safety_survey.recognises(sample.take(data, "x"))
    with pytest.raises(
        UnreadableFileError, match="Kolumner saknas: «" + HEADER[column].replace("(", r"\(")[:5]
    ):
        safety_survey.read(data, "x")


@pytest.mark.parametrize("at", range(7))
def test_a_header_shifted_one_column_never_gives_figures(at: int) -> None:
    """Year under index, index under answers: numbers all the same."""
    rows = localities("Lessebo", "Kosta")
    right = [*HEADER[:at], None, *HEADER[at:]]
    left = [*HEADER[:at], *HEADER[at + 1 :], None]
    for header in (right, left):
        for data in (sheet(*rows, header=header), csv(*rows, header=[h or "" for h in header])):
            try:
                result = safety_survey.read(data, "x")
            except UnreadableFileError:
                continue
            assert len(result.rows) == 0
            assert len(result.problems) >= len(rows)


def test_changed_order_of_columns_gives_the_same_rows() -> None:
    """People move columns; the headings say what is what."""
    turned = [row[::-1] for row in ROWS]
    a, b = read(sheet(*turned, header=HEADER[::-1])).rows, read(sheet(*ROWS)).rows
    pd.testing.assert_frame_equal(a, b)


def test_what_stands_beside_the_template_is_mentioned_and_what_stands_without_heading_refused() -> None:
    """A second figure column that nobody reads must not vanish unseen."""
    result = read(sheet(*[[*row, "obs"] for row in ROWS], header=[*HEADER, "Anteckning"]))
    assert result.notes == ["Kolumner som inte hör till mallen lästes inte: H."]
    with pytest.raises(UnreadableFileError, match="Kolumn H har innehåll men ingen rubrik"):
        safety_survey.read(sheet(*[[*row, "obs"] for row in ROWS]), "x.xlsx")
    with pytest.raises(UnreadableFileError, match="mer än en gång"):
        safety_survey.read(sheet(*[[*row, 3] for row in ROWS], header=[*HEADER, "Index (0–6)"]), "x.xlsx")


def test_two_filled_in_sheets_are_refused_and_an_empty_one_is_not() -> None:
    """Last year's sheet left in the copy would be read or dropped without a word."""
    both = {"Trygghetsmätning": [HEADER, *ROWS], "2023": [HEADER, *localities("Kosta", year=2023)]}
    with pytest.raises(UnreadableFileError, match="2 blad"):
        safety_survey.read(workbook(both), "x.xlsx")
    assert len(read(workbook(both | {"2023": [HEADER]})).rows) == 3
    for empty in ([HEADER], [["Något annat"]]):
        with pytest.raises(UnreadableFileError):
            safety_survey.read(workbook({"Trygghetsmätning": empty}), "x.xlsx")
