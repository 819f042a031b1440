"""Skolinspektionen's workbook: levels, masks, and that its figures hang together."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence

import pandas as pd
import pytest

from pipelines.readers import LAYOUTS, ReadResult, UnreadableFileError, sample, school_survey
from tests.readers.building import workbook

IDS = [
    "Orgnummer",
    "Huvudman",
    "Kommun",
    "Skolenhetskod",
    "Skolenhet",
    "Antal i gruppen",
    "Antal",
    "Svarsfrekvens",
]
SAFE, NOISY, TRUST = "Känner du dig trygg i skolan?", "Är skolarbetet för svårt?", "Litar du på de vuxna?"
DEGREE = ("Helt och hållet", "Till stor del", "Till viss del", "Inte alls", "Vet inte")
OFTEN = ("Alltid", "Ofta", "Ibland", "Sällan", "Aldrig", "Vet inte")
AREAS = (
    ("9. Trygghet", ((SAFE, DEGREE), (NOISY + " (-)", OFTEN))),
    ("10. Förhindra kränkningar", ((TRUST, DEGREE),)),
)
FIRST = len(IDS)
# By hand. Safe: (40x10 + 30x6.67 + 20x3.33) / 100 = 6.7. Reversed: 10x0 + 20x2.5 + 40x5 + 20x7.5 + 10x10 = 5.0.
# The area's index (6.7 + 5.0) / 2 = 5.85, printed 5.8. Trust: (50x10 + 50x6.67) / 100 = 8.3.
EVERYONE: list[object] = [
    None, "Samtliga deltagande skolor", None, None, None, 1250, 1000, 0.8,
    5.8,
    6.7, 400, 0.4, 300, 0.3, 200, 0.2, 100, 0.1, 0, 0,
    5.0, 100, 0.1, 200, 0.2, 400, 0.4, 200, 0.2, 100, 0.1, 0, 0,
    8.3,
    8.3, 500, 0.5, 500, 0.5, 0, 0, 0, 0, 0, 0,
]  # fmt: skip
# Lessebo 2022 as published for the first question; the rest is invented.
LESSEBO: list[object] = [
    2120000613, "Lessebo kommun", None, None, None, 107, 82, 0.766,
    8.1,
    6.9, 28, 0.341, 33, 0.402, 15, 0.183, "*", "-", "*", "-",
    "-", "*", "-", "**", "-", "***", "-", "**", "-", "*", "-", None, None,
    5.4,
    None, "-", "-", "-", "-", "-", "-", "-", "-", "-", "-",
]  # fmt: skip
SCHOOL: list[object] = [
    2120000613, "Lessebo kommun", "Lessebo", 90000101, "Påhittade skolan", 50, 40, 0.8,
    6.0,
    7.5, 20, 0.5, 10, 0.25, 10, 0.25, 0, 0, 0, 0,
    "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-",
    5.0,
    5.0, "**", "-", "**", "-", "*", "-", "*", "-", "*", "-",
]  # fmt: skip
WOMEN = [None, "Samtliga deltagande skolor - Kvinna", None, None, None, "-", 500, "-", *EVERYONE[8:]]


def headings(title: str = "Skolenkäten 2022 -  Elever årskurs 8") -> list[list[object]]:
    top: list[object] = [title, *[None] * 7]
    options: list[object] = list(IDS)
    measures: list[object] = [None] * 8
    for area, questions in AREAS:
        top, options, measures = [*top, area], [*options, None], [*measures, "Index"]
        for question, chosen in questions:
            top += [question, *[None] * (2 * len(chosen))]
            options += [None, *(x for option in chosen for x in (option, None))]
            measures += ["Medelvärde", *["Antal", "Andel"] * len(chosen)]
    return [top, options, measures]


def book(*rows: Sequence[object], head: list[list[object]] | None = None) -> bytes:
    return workbook({"Resultat": [*(head or headings()), *rows], "Könsuppdelat resultat": [["Annat"]]})


def read(data: bytes) -> ReadResult:
    seen = sample.take(data, "x.xlsx")
    assert school_survey.recognises(seen)
    assert [i for i, layout in LAYOUTS.items() if layout.recognises(seen)] == ["school_survey"]
    result = school_survey.read(data, "x.xlsx")
    assert result.is_reconciled()
    return result


def with_cell(
    row: list[object], question: str, option: str | None, measure: str, cell: object
) -> list[object]:
    """The row with one result cell replaced, found by its headings."""
    top, options, measures = headings()
    at = next(n for n, t in enumerate(top) if str(t).removesuffix(" (-)") == question)
    if option:
        at = options.index(option, at)
    at = measures.index(measure, at)
    return [*row[:at], cell, *row[at + 1 :]]


def test_masks_stay_masks() -> None:
    """A star is one to nine pupils, not none; a dash is not shown. Either read as 0 would be false."""
    rows = read(book(EVERYONE, LESSEBO)).rows
    own = rows[rows.organisation == "Lessebo kommun"]
    safe, noisy = own[own.question == SAFE], own[own.question == NOISY]
    assert (
        safe["mask"].astype(object).where(safe["mask"].notna(), None).tolist() == [None] * 7 + ["*", "-"] * 2
    )
    assert safe.value.tolist()[:7] == [6.9, 28, 0.341, 33, 0.402, 15, 0.183]
    assert safe.value.isna().tolist() == [False] * 7 + [True] * 4
    assert noisy["mask"].tolist() == ["-", "*", "-", "**", "-", "***", "-", "**", "-", "*", "-", "", ""]
    assert noisy.value.isna().all()
    assert safe.measure.tolist() == ["mean", *["count", "share"] * 5]
    assert safe.option.tolist()[1:] == [o for o in DEGREE for _ in (1, 2)]
    assert own[own.measure == "n_answers"].value.tolist() == [82]
    assert own[own.measure == "n_group"].value.tolist() == [107]
    assert set(rows.year) == {2022}
    assert set(rows.grade) == {8}


def test_reversed_questions_are_marked_and_their_mark_removed() -> None:
    """In a reversed question the high mean is still the good one; the reader must be told."""
    rows = read(book(EVERYONE)).rows
    is_reversed = rows.dropna(subset="question").groupby("question").is_reversed.unique()
    assert {q: v.tolist() for q, v in is_reversed.items()} == {SAFE: [False], NOISY: [True], TRUST: [False]}
    assert not rows[rows.question.isna()].is_reversed.any()


def test_a_school_and_its_municipality_are_told_apart() -> None:
    """A school of forty pupils mixed with the municipality's row would count them twice."""
    result = read(book(EVERYONE, LESSEBO, SCHOOL))
    school = result.rows[result.rows.school_unit_code.notna()]
    assert set(school.school_unit_code) == {"90000101"}
    assert set(school.school) == {"Påhittade skolan"}
    assert set(school.municipality) == {"Lessebo"}
    assert set(school.organisation) == {"Lessebo kommun"}
    above = result.rows[result.rows.school_unit_code.isna()]
    assert set(above.organisation) == {"Samtliga deltagande skolor", "Lessebo kommun"}
    assert above.municipality.isna().all()
    assert above.school.isna().all()
    assert school[(school.question == TRUST) & (school.measure == "mean")].value.item() == 5.0


def test_a_school_that_lost_its_code_or_name_does_not_become_the_municipality() -> None:
    """The municipality's level is known only by the empty code: half a school is refused instead."""
    rows = [[*SCHOOL[:3], None, None, *SCHOOL[5:]], [*SCHOOL[:3], None, *SCHOOL[4:]]]
    rows += [[*SCHOOL[:2], None, *SCHOOL[3:]], [*SCHOOL[:3], 901, *SCHOOL[4:]]]
    result = read(book(EVERYONE, *rows))
    assert [p.row for p in result.problems] == [5, 6, 7, 8]
    assert set(result.rows.organisation) == {"Samtliga deltagande skolor"}


def test_rows_by_sex_are_counted_and_not_read() -> None:
    """Only the country is split there; a sum over organisations would count everyone twice."""
    result = read(book(EVERYONE, WOMEN))
    assert set(result.rows.organisation) == {"Samtliga deltagande skolor"}
    cells_in_a_row = len(EVERYONE) - 6  # 37 results, Antal i gruppen and Antal
    assert result.skipped == {"cell i könsuppdelad rad, används inte": cells_in_a_row}
    assert result.records == 2 * cells_in_a_row


def test_the_same_body_twice_and_a_row_without_one_are_problems() -> None:
    """Of two rows for one municipality nobody knows which is right."""
    result = read(book(EVERYONE, LESSEBO, [*LESSEBO[:6], *EVERYONE[6:]], [None, None, *LESSEBO[2:]]))
    assert [p.row for p in result.problems] == [6, 7]
    assert result.rows[result.rows.organisation == "Lessebo kommun"].row.unique().tolist() == [5]


@pytest.mark.parametrize(
    ("option", "measure", "cell", "wrong"),
    [
        ("Till stor del", "Antal", "33 st", 1),  # text in a number
        ("Till stor del", "Antal", 63, 2),  # digit typed over: number and share disagree
        ("Till stor del", "Andel", 40.2, 2),  # whole percent for a share
        ("Till stor del", "Andel", 0.9, 2),
        ("Till stor del", "Antal", 33.5, 2),
        ("Till stor del", "Antal", -33, 2),
        ("Till stor del", "Antal", None, 1),  # an emptied cell would read as "nobody answered"
        ("Till stor del", "Andel", None, 1),
        ("Inte alls", "Antal", 4, 2),  # fewer than five are never shown, and have no share here
        ("Till stor del", "Antal", "?", 1),
        ("Till stor del", "Antal", ".", 1),
        (None, "Medelvärde", 69, 1),
    ],
)
def test_a_cell_that_cannot_be_right_is_a_problem_of_its_own(
    option: str | None, measure: str, cell: object, wrong: int
) -> None:
    """One damaged cell must neither pass nor take the whole municipality with it."""
    result = read(book(EVERYONE, with_cell(LESSEBO, SAFE, option, measure, cell)))
    assert len(result.problems) == wrong
    assert {p.row for p in result.problems} == {5}
    assert all(SAFE in p.found and "Lessebo kommun" in p.found for p in result.problems)
    own = result.rows[result.rows.organisation == "Lessebo kommun"]
    assert len(own) == len(EVERYONE) - 6 - wrong
    assert own[own.measure == "index"].value.tolist() == [8.1, 5.4]


def test_a_mean_that_its_options_do_not_give_is_a_problem() -> None:
    """Where nothing is hidden the mean can be worked out: 7.5 for 20, 10 and 10 of 40 pupils."""
    result = read(book(EVERYONE, with_cell(SCHOOL, SAFE, None, "Medelvärde", 5.7)))
    assert [p.reason for p in result.problems] == [
        "Medelvärdet stämmer inte med hur många som valt varje svarsalternativ."
    ]


@pytest.mark.parametrize(
    ("answers", "hidden"),
    # An index needs 5 answers, a mean 10, an option 20 (Skolinspektionen's own rules, in sheet Förklaring).
    [
        (20, set()),
        (19, {"Antal", "Andel"}),
        (9, {"Antal", "Andel", "Medelvärde"}),
        (4, {"Index", "Antal", "Andel"}),
    ],
)
def test_what_the_publisher_hides_is_not_let_through(answers: int, hidden: set[str]) -> None:
    """A figure on four pupils is theirs: if it stands there, the workbook is damaged or was not for us."""
    row: list[object] = [*SCHOOL[:5], answers, answers, 1, 6.0, 8.3, *["-"] * 35]
    row[10:14] = [answers / 2, 0.5, answers / 2, 0.5] if answers % 2 == 0 else [answers, 1, 0, 0]
    row[9] = 8.3 if answers % 2 == 0 else 10
    result = read(book(EVERYONE, row))
    few = "Så få har svarat att värdet inte skulle ha redovisats."
    found = {p.found.rsplit(":", 1)[0].rsplit(", ", 1)[1] for p in result.problems if p.reason == few}
    assert found == (hidden | {"Medelvärde"} if answers == 4 else hidden)


def test_more_answers_than_pupils_and_a_wrong_rate_are_problems() -> None:
    """Two columns that changed places look like numbers all the same."""
    swapped = [*SCHOOL[:5], 30, 40, "-", *SCHOOL[8:]]
    assert [p.reason for p in read(book(EVERYONE, swapped)).problems] == [
        "Fler har svarat än som finns i gruppen."
    ]
    wrong = [*SCHOOL[:6], 41, *SCHOOL[7:]]
    reasons = {p.reason for p in read(book(EVERYONE, wrong)).problems}
    assert "Antal svar, antal i gruppen och svarsfrekvens stämmer inte ihop." in reasons


def test_any_deleted_column_is_noticed() -> None:
    """The headings are merged over several columns: without this an option passes to the question before."""
    head = headings()
    rows = [EVERYONE, LESSEBO, SCHOOL]
    unnoticed = []
    for c in range(len(EVERYONE)):
        without = [[*row[:c], *row[c + 1 :]] for row in (*head, *rows)]
        with contextlib.suppress(UnreadableFileError):
            if not school_survey.read(workbook({"R": without}), "x.xlsx").problems:
                unnoticed.append(c)
    # Svarsfrekvens is not among the tidy columns: nothing is lost. (The title with the year stands in column A.)
    assert unnoticed == [7]


@pytest.mark.parametrize(
    ("first", "last", "named"),
    [
        (FIRST + 1, FIRST + 1, "9. Trygghet"),  # the mean, with the question's heading
        (FIRST + 4, FIRST + 5, SAFE),  # an option, number and share
        (FIRST + 1, FIRST + 11, "9. Trygghet"),  # a whole question
    ],
)
def test_the_place_of_a_deleted_column_is_named(first: int, last: int, named: str) -> None:
    """Whoever deleted it must find it among 364 columns."""
    rows = [[*row[:first], *row[last + 1 :]] for row in (*headings(), EVERYONE, LESSEBO)]
    with pytest.raises(UnreadableFileError, match=re.escape(f"«{named}»")):
        school_survey.read(workbook({"R": rows}), "x.xlsx")


def test_a_deleted_option_of_an_unknown_scale_is_noticed() -> None:
    """In the row for everyone the options make one whole; what is left of them does not."""
    head = headings()
    for n, option in enumerate(("Ja, jämt", "Ja, mest", "Nej, knappt", "Nej, inte", "Vet inte")):
        head[1][FIRST + 2 + 2 * n] = option
    # One in ten answers "Vet inte", which no mean counts: (36x10 + 27x6.67 + 18x3.33) / 90 = 6.7 (0.40, 0.30, 0.20).
    shares = [360, 0.36, 270, 0.27, 180, 0.18, 90, 0.09, 100, 0.1]
    everyone = [*EVERYONE[: FIRST + 2], *shares, *EVERYONE[FIRST + 12 :]]
    assert not read(book(everyone, head=head)).problems
    for first in range(FIRST + 2, FIRST + 12, 2):
        rows = [[*row[:first], *row[first + 2 :]] for row in (*head, everyone)]
        with pytest.raises(UnreadableFileError, match=re.escape(f"Frågan «{SAFE}» går inte ihop")):
            school_survey.read(workbook({"R": rows}), "x.xlsx")


def test_any_emptied_heading_is_refused() -> None:
    """A question without its text would carry on under no name, an option under the option before."""
    noticed = []
    for row in range(3):
        for c, heading in enumerate(headings()[row]):
            head = headings()
            head[row][c] = None
            try:
                school_survey.read(book(EVERYONE, LESSEBO, head=head), "x.xlsx")
            except UnreadableFileError:
                continue
            if heading:
                noticed.append(heading)
    # The number of the body is not needed; a response rate without its heading has content without one.
    assert noticed == ["Orgnummer"]


def test_headings_of_the_wrong_kind_are_refused() -> None:
    """A question's text over its options' numbers, an option over a mean, another option over the share."""
    for row, at, text in (
        (0, 2, "En fråga?"),
        (1, 1, "Ja"),
        (1, 0, "Ja"),
        (1, 3, "Nej"),
        (0, 3, "En fråga?"),
    ):
        head = headings()
        head[row][FIRST + at] = text
        with pytest.raises(UnreadableFileError, match="Kolumn"):
            school_survey.read(book(EVERYONE, head=head), "x.xlsx")


def test_a_deleted_area_is_noticed_by_its_number() -> None:
    """Areas are numbered; the questions of a deleted heading would pass to the area before."""
    head = headings()
    head[0][FIRST] = "8. Studiero"
    with pytest.raises(UnreadableFileError, match="före nummer 10"):
        school_survey.read(book(EVERYONE, head=head), "x.xlsx")


@pytest.mark.parametrize("row", [0, 1, 2])
@pytest.mark.parametrize("at", [FIRST, FIRST + 1, FIRST + 4, FIRST + 12, FIRST + 26])
def test_a_header_row_shifted_one_column_is_refused(row: int, at: int) -> None:
    """Every option would be read under the next heading."""
    head = headings()
    head[row] = [*head[row][:at], None, *head[row][at:-1]]
    with pytest.raises(UnreadableFileError):
        school_survey.read(book(EVERYONE, LESSEBO, head=head), "x.xlsx")


def test_all_headings_shifted_against_the_data_are_refused() -> None:
    """Shares read as numbers and numbers as shares, in every row."""
    head = [[None, *row] for row in headings()]
    with pytest.raises(UnreadableFileError):
        school_survey.read(book(*[[*r, None] for r in (EVERYONE, LESSEBO)], head=head), "x.xlsx")
    head = [row[1:] for row in headings("")]
    head[0][0] = "Skolenkäten 2022 - Elever årskurs 8"
    with pytest.raises(UnreadableFileError):
        school_survey.read(book(EVERYONE, LESSEBO, head=head), "x.xlsx")


def test_options_in_the_wrong_order_or_twice_are_refused() -> None:
    """Two headings that changed places turn the safest into the least safe."""
    for one, other in (("Helt och hållet", "Inte alls"), ("Till stor del", "Helt och hållet")):
        head = headings()
        at = head[1].index(one)
        head[1][at] = other
        if one == "Helt och hållet":
            head[1][head[1].index(other, at + 1)] = one
        with pytest.raises(UnreadableFileError, match="svarsalternativ"):
            school_survey.read(book(EVERYONE, head=head), "x.xlsx")


def test_the_sheet_by_sex_is_not_taken_for_the_results() -> None:
    """It has the same identifying columns; girls' index would be everyone's."""
    head = headings()
    top = [*head[0][:8], "9. Trygghet", None, None]
    by_sex = [top, [*IDS, "Totalt", "Flicka", "Pojke"], [*[None] * 8, "Index", "Index", "Index"]]
    with pytest.raises(UnreadableFileError):
        school_survey.read(book([*EVERYONE[:8], 5.8, 5.5, 6.0], head=by_sex), "x.xlsx")


def test_a_workbook_without_year_or_results_is_refused() -> None:
    """Every second year the survey is made; a guessed year puts it in the wrong report."""
    with pytest.raises(UnreadableFileError, match="årtal"):
        school_survey.read(book(EVERYONE, head=headings("Skolenkäten")), "x.xlsx")
    with pytest.raises(UnreadableFileError, match="inga resultat"):
        school_survey.read(book(), "x.xlsx")
    data = book(EVERYONE, LESSEBO)
    for part in (data[: len(data) // 2], data[:-40], b""):
        with pytest.raises(UnreadableFileError):
            school_survey.read(part, "x.xlsx")


def test_other_respondents_get_no_grade() -> None:
    """Parents of pupils in year 8 must not be shown as pupils in year 8."""
    result = read(book(EVERYONE, head=headings("Skolenkäten 2022 - Vårdnadshavare årskurs 8")))
    assert result.rows.grade.isna().all()
    assert len(result.notes) == 1
    result = read(book(EVERYONE, head=headings("Skolenkäten 2022 - Elever gymnasieskola år 2")))
    assert result.rows.grade.isna().all()
    assert result.notes == ["Årskursen framgår inte av arbetsbokens rubrik."]


def test_a_workbook_damaged_throughout_is_refused_as_a_whole() -> None:
    """Thousands of problems tell nobody what happened."""
    percent = [x * 100 if isinstance(x, float) and n > FIRST and x < 1 else x for n, x in enumerate(SCHOOL)]
    rows = [[*percent[:3], 90000200 + n, f"Skola {n}", *percent[5:]] for n in range(300)]
    with pytest.raises(UnreadableFileError, match="celler"):
        school_survey.read(book(EVERYONE, *rows), "x.xlsx")


def test_the_real_school_survey(real_data) -> None:
    """Skolinspektionen 2022, year 8: Lessebo's safety index 8.1, 82 of 107 pupils; the country 8.2."""
    data = (real_data / "school/skolenkaten_ak8_2022.xlsx").read_bytes()
    seen = sample.take(data, "s.xlsx")
    result = school_survey.read(data, "s.xlsx")
    assert school_survey.recognises(seen)
    assert result.is_reconciled()
    assert not result.problems
    assert not result.notes
    rows = result.rows
    assert rows.memory_usage(deep=True).sum() < 40_000_000
    # 839 school units, 330 responsible bodies and everyone; 364 results, Antal and Antal i gruppen.
    assert result.records == (839 + 330 + 5) * 366
    assert rows[rows.school_unit_code.notna()].school_unit_code.nunique() == 839
    body = rows[rows.school_unit_code.isna()]

    def value(organisation: str, measure: str, **where: str) -> float:
        hit = body[(body.organisation == organisation) & (body.measure == measure)]
        for column, wanted in where.items():
            hit = hit[hit[column] == wanted]
        return hit.value.item()

    assert value("Lessebo kommun", "index", heading="9. Trygghet") == 8.1
    assert value("Samtliga deltagande skolor", "index", heading="9. Trygghet") == 8.2
    assert value("Lessebo kommun", "n_answers") == 82
    assert value("Lessebo kommun", "n_group") == 107
    first = "Hur ofta förklarar lärarna vad du ska göra på lektionerna så att du förstår?"
    assert value("Lessebo kommun", "count", question=first, option="Ofta") == 36
    assert value("Lessebo kommun", "share", question=first, option="Ofta") == 0.439
    masked = body[
        (body.organisation == "Lessebo kommun") & (body.question == first) & (body.option == "Aldrig")
    ]
    assert masked["mask"].tolist() == ["*", "-"]
    assert masked.value.isna().all()
    assert pd.isna(value("Lessebo kommun", "index", heading="12. Övergripande nöjdhet (bildar ej index)"))
    local = rows[(rows.municipality == "Lessebo") & (rows.measure == "n_answers")]
    assert local.value.tolist() == [79, 3]
    assert set(local.organisation) == {"Lessebo kommun"}
