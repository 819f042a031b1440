"""The safety survey's template and Skolinspektionen's workbook."""

from __future__ import annotations

import datetime as dt
import time

import pandas as pd
import pytest

from pipelines.readers import UnreadableFileError, read, recognise
from tests.readers.building import workbook

HEADER = ["Kommun", "Ort", "Grupp", "Fråga", "År", "Index (0–6)", "Antal svar"]
INFO = [["Trygghetsmätning"], ["Skriv av polisens rapport. 0 är bäst, 6 är sämst."], []]


def survey(*rows: list[object]):
    data = workbook({"Läs mig": [["Så fyller du i"]], "Trygghetsmätning": [*INFO, HEADER, *rows]})
    assert recognise(data, "x.xlsx") == "safety_survey"
    result = read(data, "x.xlsx", "safety_survey")
    assert result.is_reconciled()
    return result


def test_the_survey_template_is_read_with_its_steps_and_bases() -> None:
    """The index is a class 0-6; a locality's base says how much it can carry."""
    rows = survey(
        ["Lessebo", "Kosta", "Kvinnor", "Buskörning", 2022, 4, 71],
        ["Lessebo", "Hela kommunen", "Alla", "Totalindex", 2022, "1,63", 590],
        ["Lessebo", "Skruv", "Män", "Klotter", "2022", 0, "-"],
    ).rows
    assert list(rows.value) == [4.0, 1.63, 0.0]
    assert list(rows.locality) == ["Kosta", None, "Skruv"]
    assert rows.n.tolist()[:2] == [71, 590]
    assert rows.n.isna().iloc[2]
    assert list(rows.row) == [5, 6, 7]


def test_an_empty_index_is_missing_and_not_the_best_grade() -> None:
    """0 means hardly any problem: an empty cell read as 0 would praise a place nobody asked about."""
    result = survey(
        *[
            ["Lessebo", "Kosta", "Alla", f"Fråga {n}", 2022, mark, 71]
            for n, mark in enumerate((None, "-", "..", "."))
        ]
    )
    assert len(result.rows) == 0
    assert sum(result.skipped.values()) == 4


def test_values_that_cannot_be_an_index_are_problems() -> None:
    """A percentage in the index column, a decimal in a class, a cell Excel made a date."""
    result = survey(
        ["Lessebo", "Kosta", "Alla", "A", 2022, 7, 71],
        ["Lessebo", "Kosta", "Alla", "B", 2022, 2.4, 71],
        ["Lessebo", "Kosta", "Alla", "C", 2022, dt.datetime(2026, 4, 2), 71],
        ["Lessebo", "Kosta", "Barn", "D", 2022, 2, 71],
        ["Lessebo", "Kosta", "Alla", "E", "i fjol", 2, 7],
        ["Lessebo", "Kosta", "Alla", "F", 2022, 2, 71.5],
        ["Lessebo", "", "Alla", "G", 2022, 2, 71],
    )
    assert [p.row for p in result.problems] == [5, 6, 7, 8, 9, 10, 11]
    assert {p.sheet for p in result.problems} == {"Trygghetsmätning"}


def test_the_same_figure_twice_is_one_and_two_figures_are_a_problem() -> None:
    """A row typed twice would weigh double in a mean."""
    row = ["Lessebo", "Kosta", "Alla", "A", 2022, 2, 71]
    result = survey(row, row, [*row[:5], 3, 71])
    assert list(result.rows.value) == [2.0]
    assert result.skipped["upprepad rad"] == 1
    assert len(result.problems) == 1


TOP = ["Skolenkäten 2022 -  Elever årskurs 8"] + [""] * 7
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


def school(*rows: list[object]) -> bytes:
    """Two questions under one index, as Skolinspektionen prints them: the second is reversed."""
    top = [
        *TOP,
        "9. Trygghet",
        "Känner du dig trygg i skolan?",
        "",
        "",
        "",
        "",
        "Är det för stökigt? (-)",
        "",
        "",
    ]
    options = [*IDS, "", "", "Ja", "", "Nej", "", "", "Ja", ""]
    measures = [""] * 8 + [
        "Index",
        "Medelvärde",
        "Antal",
        "Andel",
        "Antal",
        "Andel",
        "Medelvärde",
        "Antal",
        "Andel",
    ]
    return workbook(
        {"Resultat": [top, options, measures, *rows], "Könsuppdelat resultat": [["Annat"]]},
        merged=("J1:N1", "O1:Q1", "K2:L2", "M2:N2", "P2:Q2"),
    )


EVERYONE = [
    None,
    "Samtliga deltagande skolor",
    None,
    None,
    None,
    57710,
    45843,
    0.79,
    8.2,
    7.4,
    10,
    0.2,
    5,
    0.1,
    5.7,
    3,
    0.1,
]


def test_school_survey_masks_stay_masks() -> None:
    """A star is one to nine pupils, not none; a dash is not shown. Either read as 0 would be false."""
    data = school(
        EVERYONE,
        [
            2120000613,
            "Lessebo kommun",
            None,
            None,
            None,
            107,
            82,
            0.766,
            8.1,
            7.9,
            60,
            0.73,
            "*",
            "-",
            None,
            "**",
            "***",
        ],
    )
    assert recognise(data, "x.xlsx") == "school_survey"
    result = read(data, "x.xlsx", "school_survey")
    assert result.is_reconciled()
    rows = result.rows[result.rows.organisation == "Lessebo kommun"]
    assert list(rows["mask"]) == [None, None, None, None, "*", "-", "", "**", "***", None, None]
    assert list(rows.value.isna()) == [False] * 4 + [True] * 5 + [False] * 2
    assert list(rows.measure) == [
        "index",
        "mean",
        "count",
        "share",
        "count",
        "share",
        "mean",
        "count",
        "share",
        "n_answers",
        "n_group",
    ]
    assert list(rows.option)[:9] == [None, None, "Ja", "Ja", "Nej", "Nej", None, "Ja", "Ja"]
    assert set(rows.heading.dropna()) == {"9. Trygghet"}
    assert set(rows.year) == {2022}
    assert set(rows.grade) == {8}


def test_school_survey_reversed_questions_are_marked_and_their_mark_removed() -> None:
    """In a reversed question the high mean is still the good one; the reader must be told."""
    rows = read(school(EVERYONE), "x.xlsx", "school_survey").rows
    assert dict(zip(rows.question, rows.is_reversed, strict=True)) == {
        None: False,
        "Känner du dig trygg i skolan?": False,
        "Är det för stökigt?": True,
    }


def test_single_schools_and_sexes_are_counted_but_not_read() -> None:
    """A school with three answering pupils must never reach the situational picture."""
    unit = [2120000613, "Lessebo kommun", "Lessebo", 74218950, "Påhittade skolan", *EVERYONE[5:]]
    women = [None, "Samtliga deltagande skolor - Kvinna", None, None, None, "-", *EVERYONE[6:]]
    result = read(school(EVERYONE, women, unit), "x.xlsx", "school_survey")
    assert set(result.rows.organisation) == {"Samtliga deltagande skolor"}
    assert result.skipped == {"enskild skolenhet eller könsuppdelad rad, används inte": 2}
    assert result.is_reconciled()


def test_a_school_workbook_without_year_is_refused() -> None:
    """Every second year the survey is made; a guessed year puts it in the wrong report."""
    data = workbook({"R": [["Skolenkäten"] + [""] * 8, [*IDS, ""], [""] * 8 + ["Index"], EVERYONE[:9]]})
    with pytest.raises(UnreadableFileError, match="årtal"):
        read(data, "x.xlsx", "school_survey")


def test_the_real_school_survey(real_data) -> None:
    """Skolinspektionen 2022, year 8: Lessebo's safety index 8.1, 82 of 107 pupils; the country 8.2."""
    data = (real_data / "school/skolenkaten_ak8_2022.xlsx").read_bytes()
    start = time.perf_counter()
    assert recognise(data, "s.xlsx") == "school_survey"
    result = read(data, "s.xlsx", "school_survey")
    assert time.perf_counter() - start < 3
    assert result.is_reconciled()
    assert not result.problems
    assert not result.notes
    rows = result.rows

    def value(organisation: str, measure: str, **where: str) -> float:
        hit = rows[(rows.organisation == organisation) & (rows.measure == measure)]
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
    masked = rows[
        (rows.organisation == "Lessebo kommun") & (rows.question == first) & (rows.option == "Aldrig")
    ]
    assert list(masked["mask"]) == ["*", "-"]
    assert masked.value.isna().all()
    assert pd.isna(value("Lessebo kommun", "index", heading="12. Övergripande nöjdhet (bildar ej index)"))
