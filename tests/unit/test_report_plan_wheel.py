"""The year wheel. If these fail, a month is called worse than it surely is, or a date of the plan is lost."""

from __future__ import annotations

import re

import pytest
from fake_edition import AGREEMENT, YEAR, build

from pipelines.report import display, year_wheel
from pipelines.report.edition import Edition


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return Edition(
        build(tmp_path_factory.mktemp("plan") / "lagesbild.duckdb", with_plan=True), AGREEMENT, YEAR
    )


def month_rows(page: str) -> dict[str, list[str]]:
    lines = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page)
    return {month: re.findall(r"<td>(.*?)</td>", cells) for month, cells in lines}


def test_only_months_that_are_surely_above_are_marked(edition: Edition) -> None:
    """Thefts have a sure season; only June's interval (1,2–1,9) lies above 1. Narcotics have no sure season."""
    (mark,) = year_wheel.pattern_marks(edition)
    assert mark.months == (6,)
    assert mark.words == "Anmälda stölder och tillgrepp, 2019–2023"


def test_the_table_says_all_that_the_wheel_does(edition: Edition) -> None:
    page = display.year_wheel(edition)._repr_html_()
    found = month_rows(page)
    assert list(found) == [
        "Januari", "Februari", "Mars", "April", "Maj", "Juni", "Juli", "Augusti", "September", "Oktober", "November",
        "December",
    ]  # fmt: skip
    assert found["Juni"][0] == "Anmälda stölder och tillgrepp, 2019–2023"
    assert found["Februari"][2] == "1 februari 2024: Å1 Larmade varor i tre butiker – börjar"
    assert found["April"][2] == "15 april 2024: K1 Så ser vi till butikerna – budskapet går ut"
    assert found["Maj"][2].startswith("1 maj 2024: L1 Vi finns på torget varje fredag – löftet gäller från")
    assert "Midsommar" in found["Juni"][1]
    assert found["Mars"][0] == "–"
    numbers = [int(n) for n in re.findall(r'font-weight="600"[^>]*>(\d+)</text>', page)]
    said = [cell for cells in found.values() for cell in cells if cell != "–"]
    assert len(numbers) == len(said)
    # Each entry of a cell is one of the number in its field; a recurring day's own words may hold a semicolon.
    assert sum(numbers) == 1 + 5 + sum(len(mark.months) for mark in year_wheel.day_marks())


def test_the_wheel_has_a_name_that_can_be_read_aloud(edition: Edition) -> None:
    page = display.year_wheel(edition)._repr_html_()
    label = re.search(r'<svg [^>]*role="img" aria-label="(.*?)"', page)
    assert label
    assert "Månader med säkert fler anmälda: juni (1)." in label[1]
    assert "Planens datum: februari (1), april (1), maj (1), september (1), december (1)." in label[1]
    assert 'id="arshjul"' in page


def test_the_first_sector_is_january_clockwise_from_the_top() -> None:
    x, y = year_wheel._at(0, 100)
    assert (round(x), round(y)) == (350, 250)
    x, y = year_wheel._at(3, 100)  # April begins to the right
    assert (round(x), round(y)) == (450, 350)


def test_the_week_is_told_in_words(edition: Edition) -> None:
    """One block of narcotics is surely above an even spread: 45 percent, 33 to 56, against 17,9."""
    page = display.year_wheel(edition)._repr_html_()
    assert "säkerställt ojämn" in page
    assert (
        "fler än vid en jämn fördelning: måndag–fredag 18–24, 45 procent (33–56; jämnt vore 18)"
        in page.replace("\xa0", " ")
    )


def test_a_register_entry_without_a_month_is_refused(tmp_path, monkeypatch) -> None:
    (tmp_path / "year_wheel.toml").write_text(
        '[[day]]\nname = "Fel"\nkind = "lov"\nmonths = [13]\nwhen = "aldrig"\nbasis = "ingen"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(year_wheel, "EXPECTATIONS", tmp_path)
    year_wheel.day_marks.cache_clear()
    with pytest.raises(ValueError, match="Fel"):
        year_wheel.day_marks()
    year_wheel.day_marks.cache_clear()


def test_without_a_plan_the_wheel_still_turns_and_says_what_is_missing(tmp_path) -> None:
    edition = Edition(build(tmp_path / "lagesbild.duckdb"), AGREEMENT, YEAR)
    page = display.year_wheel(edition)._repr_html_()
    assert "Planen har inga datum än." in page
    assert len(month_rows(page)) == 12
