"""Swedish writing: a reader who meets 2,266 or -3 instead of 2 266 and −3 stops trusting the page."""

from __future__ import annotations

import math

import pytest

from pipelines.report import swedish as sv


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (2266, 0, "2\u00a0266"),
        (1234567, 0, "1\u00a0234\u00a0567"),
        (34.9, 1, "34,9"),
        (2.5, 0, "3"),  # half upwards, not to even
        (-2.5, 0, "\u22123"),
        (-0.2, 0, "0"),  # no minus before nought
        (0.125, 2, "0,13"),
        (None, 0, "uppgift saknas"),
        (math.nan, 0, "uppgift saknas"),
    ],
)
def test_numbers_are_written_as_in_swedish(value: float | None, decimals: int, text: str) -> None:
    assert sv.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2200.0, "2\u00a0200"),
        ("1900.25", "1\u00a0900,25"),
        (-0.125, "\u22120,125"),
        (0.1 + 0.2, "0,3"),  # a computer's 0.30000000000000004
    ],
)
def test_a_typed_number_keeps_its_decimals(value: float | str, text: str) -> None:
    assert sv.written_number(value) == text


def test_a_dash_between_negative_numbers_is_not_read_as_a_minus() -> None:
    assert sv.span(1954, 2613) == "1\u00a0954–2\u00a0613"
    assert sv.span(-3, 4) == "\u22123 till 4"


def test_intervals_lists_and_ranges() -> None:
    assert sv.interval(0.63, 0.86, 2) == "95\u00a0%-intervall 0,63–0,86"
    assert sv.interval(None, 3) == ""
    assert sv.listed(["a", "b", "c"]) == "a, b och c"
    assert sv.listed(["a"]) == "a"
    assert sv.listed([]) == ""
    assert sv.years(2018, 2022) == "2018–2022"
    assert sv.years(2018, 2018) == "2018"
    assert sv.signed(12) == "+12"
    assert sv.signed(0) == "0"


def test_names_of_months_weekdays_and_small_numbers() -> None:
    assert (sv.month(1), sv.month(12)) == ("januari", "december")
    assert (sv.weekday(1), sv.weekday(7)) == ("måndag", "söndag")
    assert (sv.in_words(5), sv.in_words(13)) == ("fem", "13")
    assert sv.plural(1, "fil", "filer") == "1\u00a0fil"
    assert sv.plural(0, "fil", "filer") == "0\u00a0filer"


def test_an_acronym_keeps_its_capitals_inside_a_sentence() -> None:
    assert sv.first_lower("SCB:s siffror") == "SCB:s siffror"
    assert sv.first_lower("Hela landet") == "hela landet"


def test_a_municipality_is_named_as_it_names_itself() -> None:
    names = {"Lessebo": "Lessebo kommun", "Tingsryd": "Tingsryds kommun", "Torsås": "Torsås kommun"}
    assert {name: sv.municipality_name(name) for name in names} == names
