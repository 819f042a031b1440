"""The youth survey's template: percent, grades, bases, and lists that were cut off."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence

import pandas as pd
import pytest

from pipelines.readers import LAYOUTS, ReadResult, UnreadableFileError, sample, youth_survey
from tests.readers.building import workbook

HEADER = list(youth_survey.HEADERS)
SAFE = "Känner du dig trygg på väg till skolan?"
OPTIONS = ("Alltid", "Oftast", "Sällan")
FIRST = 4  # sheet row of the first data row


def own_row(**changed: object) -> list[object]:
    row: dict[str, object] = dict(
        zip(HEADER, ["LUPP", "Lessebo", None, 2023, "8", "Alla", SAFE, "Alltid", "43,5", 71], strict=True)
    )
    names = {"survey": "Undersökning", "place": "Skola eller område", "year": "År", "grade": "Årskurs"}
    names |= {"group": "Kön", "question": "Fråga", "option": "Svarsalternativ", "share": "Andel (%)"}
    names |= {"n": "Antal svar", "municipality": "Kommun"}
    return list((row | {names[k]: v for k, v in changed.items()}).values())


def answers(
    *shares: object, group: str = "Alla", grade: object = "8", n: object = 71, **more: object
) -> list[list[object]]:
    return [
        own_row(option=option, share=share, group=group, grade=grade, n=n, **more)
        for option, share in zip(OPTIONS, shares, strict=False)
    ]


def sheet(*rows: Sequence[object], header: Sequence[object] = HEADER) -> bytes:
    return workbook({"Läs mig": [["Så fyller du i"]], "Ungdomsenkät": [["Ungdomsenkät"], [], header, *rows]})


def csv(
    *rows: Sequence[object], sep: str = ";", encoding: str = "utf-8", header: Sequence[str] = HEADER
) -> bytes:
    lines = [sep.join("" if c is None else str(c) for c in row) for row in (header, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def read(data: bytes) -> ReadResult:
    seen = sample.take(data, "x")
    assert youth_survey.recognises(seen)
    assert [i for i, layout in LAYOUTS.items() if layout.recognises(seen)] == ["youth_survey"]
    result = youth_survey.read(data, "x")
    assert result.is_reconciled()
    return result


def test_the_template_is_read_with_percent_grade_and_base() -> None:
    """The share of girls in year 8 who are afraid is nothing without how many girls there were."""
    rows = read(
        sheet(
            own_row(),
            own_row(group="Flickor", share=38, n=9, place="Påhittade skolan"),
            own_row(
                survey="Barns och ungdomars hälsa och levnadsvanor i Kronobergs län", grade="gy 2", n="-"
            ),
            own_row(survey="Egen enkät", grade=None, share=0, n=None),
        )
    ).rows
    assert list(rows.columns) == list(youth_survey._COLUMNS)
    assert rows.survey.tolist() == ["LUPP", "LUPP", "Barns och ungdomars hälsa i Kronoberg", "Egen enkät"]
    assert rows.share_pct.tolist() == [43.5, 38, 43.5, 0]
    assert rows.locality.tolist() == [None, "Påhittade skolan", None, None]
    assert rows.grade.tolist()[:3] == [8, 8, 11]
    assert rows.grade.isna().tolist() == [False, False, False, True]
    assert rows.n.tolist()[:2] == [71, 9]
    assert rows.n.isna().tolist() == [False, False, True, True]
    assert rows.row.tolist() == [4, 5, 6, 7]
    assert (str(rows.grade.dtype), str(rows.n.dtype)) == ("Int64", "Int64")


def test_fewer_than_ten_answers_are_kept_and_marked() -> None:
    """Nine girls are shown with a warning or not at all, but never as if they were ninety."""
    result = read(sheet(own_row(n=9, share=44), own_row(n=10, grade=9, share=40), own_row(n=None, grade=5)))
    assert result.rows.is_small_base.tolist()[:2] == [True, False]
    assert pd.isna(result.rows.is_small_base.iloc[2])
    assert result.notes == ["Rader med färre än 10 svar, märkta: 1."]


@pytest.mark.parametrize("sep", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_same_headings_as_csv_give_the_same_rows(sep: str, encoding: str) -> None:
    """The municipality's survey tool exports text, and the decimals are commas."""
    rows = [own_row(), own_row(group="Pojkar", share="51", n=60)]
    a, b = read(csv(*rows, sep=sep, encoding=encoding)).rows, read(sheet(*rows)).rows
    pd.testing.assert_frame_equal(a.drop(columns=["row", "sheet"]), b.drop(columns=["row", "sheet"]))


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        (8, 8),
        ("8", 8),
        ("åk 8", 8),
        ("Årskurs 5", 5),
        ("gy 2", 11),
        ("Gy2", 11),
        ("gymnasiet år 2", 11),
        ("år 2 på gymnasiet", 11),
        ("åk 2 gymnasiet", 11),
        ("GY 1", 10),
        ("grundskolan 2", 2),
        ("Alla", None),
    ],
)
def test_the_second_year_of_gymnasiet_is_not_year_two(written: object, grade: int | None) -> None:
    """LUPP asks year 8 and the second year of gymnasiet: seventeen-year-olds are not eight years old."""
    found = read(sheet(own_row(grade=written))).rows.grade
    assert (None if found.isna().item() else found.item()) == grade


@pytest.mark.parametrize("written", [2, "2", "åk 2", "7-9", "åttan", 85, "F"])
def test_a_grade_that_could_be_two_is_a_problem(written: object) -> None:
    """A bare 2 is meant as gymnasiet in one report and as grundskolan in another."""
    assert [p.row for p in read(sheet(own_row(grade=written), own_row())).problems] == [FIRST]


@pytest.mark.parametrize(
    "wrong",
    [
        {"share": 143},
        {"share": -1},
        {"share": "fyra av tio"},
        {"share": "40-45"},
        {"share": dt.datetime(2023, 5, 4)},
        {"n": 7.5},
        {"n": 1e20},
        {"n": "cirka 70"},
        {"n": 0, "share": 0},
        {"group": "Barn"},
        {"year": "i fjol"},
        {"year": None},
        {"question": None},
        {"option": None},
        {"municipality": None},
        {"survey": None},
    ],
)
def test_what_cannot_be_an_answer_is_a_problem(wrong: dict[str, object]) -> None:
    """Text in a number, two numbers in a cell, a cell that Excel made a date."""
    result = read(sheet(own_row(**wrong), own_row(option="Oftast", share=30)))
    assert [(p.row, p.sheet) for p in result.problems] == [(FIRST, "Ungdomsenkät")]
    assert len(result.rows) == 1


def test_a_missing_share_is_not_zero() -> None:
    """ "-" in a report is a group too small to show."""
    result = read(
        sheet(*[own_row(option=f"A{n}", share=mark) for n, mark in enumerate((None, "-", "..", "."))])
    )
    assert len(result.rows) == 0
    assert result.skipped == {"andel saknas i mallen": 4}


def test_percent_written_out_is_read() -> None:
    """43 % in text can mean one thing only."""
    rows = read(sheet(own_row(share="43 %"), own_row(option="Oftast", share="57%"))).rows
    assert rows.share_pct.tolist() == [43, 57]


def test_a_file_of_shares_is_refused() -> None:
    """0.43 read as percent would say that hardly anyone is afraid."""
    rows = [*answers(0.43, 0.41, 0.16), *answers(0.5, 0.5, 0, group="Flickor", n=None)]
    with pytest.raises(UnreadableFileError, match="0,43 för 43 procent"):
        youth_survey.read(sheet(*rows), "x.xlsx")
    with pytest.raises(UnreadableFileError):
        youth_survey.read(sheet(own_row(share=0.43, n=None)), "x.xlsx")


def test_one_survey_of_shares_among_others_in_percent_is_all_problems() -> None:
    """Two people fill in two surveys; one of their sheets shows percent."""
    health = answers(0.3, 0.6, 0.05, survey="Barns och ungdomars hälsa", n=None)
    result = read(sheet(*answers(43, 41, 16), *health))
    assert result.rows.survey.tolist() == ["LUPP"] * 3
    assert [p.row for p in result.problems] == [7, 8, 9]


def test_one_share_among_percent_is_seen_where_the_question_sums_up() -> None:
    """One cell with percent format among others: the sum of the question's options tells."""
    result = read(sheet(*answers(0.43, 41, 16, n=None), *answers(30, 40, 30, group="Flickor")))
    assert [p.row for p in result.problems] == [FIRST]
    result = read(sheet(*answers(0.43, 0.41, 0.16, n=None), *answers(30, 40, 30, group="Flickor")))
    assert [p.row for p in result.problems] == [4, 5, 6]
    # Everyone chose one option: 1 is 100 percent.
    result = read(sheet(*answers(1, 0, 0, n=None), *answers(30, 40, 30, group="Flickor")))
    assert [p.row for p in result.problems] == [4, 5, 6]
    # 0.5 percent in a question that sums to 100 is what it says.
    assert not read(sheet(*answers(0.5, 83.5, 16, n=400))).problems
    # Several options may be chosen: a sum above 100 is no fault.
    assert not read(sheet(*answers(80, 70, 0.6, n=None))).problems


def test_a_share_smaller_than_one_pupil_is_a_problem() -> None:
    """Of 71 pupils one is 1.4 percent: 0.43 percent is nobody."""
    result = read(sheet(own_row(share=0.43, n=71), own_row(option="Oftast", share=20)))
    assert [p.row for p in result.problems] == [FIRST]
    assert not read(sheet(own_row(share=1, n=71), own_row(option="Oftast", share="1,4", n=71))).problems
    assert not read(sheet(own_row(share="0,4", n=250), own_row(option="Oftast", share=57))).problems


def test_everyone_are_not_fewer_than_girls_and_boys() -> None:
    """Bases that changed places make a small group look sure."""
    parts = [own_row(group="Flickor", n=40), own_row(group="Pojkar", n=38)]
    assert not read(sheet(own_row(n=80), *parts)).problems
    assert [p.row for p in read(sheet(own_row(n=77), *parts)).problems] == [FIRST]


def test_the_same_answer_twice_is_one_and_two_are_a_problem() -> None:
    """A row typed twice counts double where options are added."""
    result = read(sheet(own_row(), own_row(), own_row(share=44)))
    assert len(result.rows) == 1
    assert result.skipped == {"upprepad rad": 1}
    assert [p.row for p in result.problems] == [6]


def test_a_list_cut_in_a_question_is_noticed() -> None:
    """The last group's lost options would read as if nobody had chosen them."""
    rows = [r for group in ("Alla", "Flickor", "Pojkar") for r in answers(43, 41, 16, group=group, n=None)]
    assert not read(sheet(*rows)).problems
    for cut in (7, 8):
        problems = read(sheet(*rows[:cut])).problems
        assert [p.row for p in problems] == [None]
        assert problems[0].found == f"{SAFE}, 8, Pojkar"
    rows[8][8] = None
    assert not read(sheet(*rows)).problems


def test_a_text_file_cut_in_a_row_says_so() -> None:
    """71 answers cut to 7."""
    data = csv(*answers(43, 41, 16))
    for at in range(len(data) - 40, len(data) - 2):
        with contextlib.suppress(UnreadableFileError):  # a halved letter changes the whole file's encoding
            assert data[:at].endswith((b"\r", b"\n")) or youth_survey.read(data[:at], "x.csv").problems
    book = sheet(own_row())
    for at in (0, 10, len(book) // 2, len(book) - 30):
        with pytest.raises(UnreadableFileError):
            youth_survey.read(book[:at], "x.xlsx")


@pytest.mark.parametrize("build", [sheet, csv])
@pytest.mark.parametrize("column", range(10))
def test_a_deleted_column_is_named(build, column: int) -> None:
    """Without the column of schools, a school would be the whole municipality."""
    rows = [[*row[:column], *row[column + 1 :]] for row in answers(43, 41, 16)]
    data = build(*rows, header=[*HEADER[:column], *HEADER[column + 1 :]])
    assert youth_survey.recognises(sample.take(data, "x"))
    with pytest.raises(UnreadableFileError, match="Kolumner saknas: «" + HEADER[column][:5]):
        youth_survey.read(data, "x")


@pytest.mark.parametrize("at", range(10))
def test_a_header_shifted_one_column_never_gives_figures(at: int) -> None:
    """The base read as percent, the percent as nothing."""
    rows = answers(43, 41, 16)
    for header in ([*HEADER[:at], None, *HEADER[at:]], [*HEADER[:at], *HEADER[at + 1 :], None]):
        for data in (sheet(*rows, header=header), csv(*rows, header=[h or "" for h in header])):
            try:
                result = youth_survey.read(data, "x")
            except UnreadableFileError:
                continue
            assert len(result.rows) == 0
            assert len(result.problems) >= len(rows)


def test_questions_as_lupp_prints_them(real_data) -> None:
    """LUPP's questions hold commas, quotes and question marks; none may split a row or be changed."""
    lines = (real_data / "school/LUPPitemlabels.csv").read_text(encoding="utf-8").splitlines()[1:]
    questions = [line.split('","')[1] for line in lines]
    assert len(questions) > 40
    rows = [own_row(question=q, share=40) for q in questions]
    quoted = [[f'"{c}"' if c == row[6] else c for c in row] for row in rows]
    for data in (sheet(*rows), csv(*quoted, sep=",")):
        found = read(data)
        assert not found.problems
        assert set(found.rows.question) == {" ".join(q.split()) for q in questions}
