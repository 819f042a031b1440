"""When and where: what is not sure is no pattern, and what is hidden is neither shown nor left out in silence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fake_edition import AGREEMENT, YEAR, build

from pipelines.report import pattern_sentences as p
from pipelines.report.edition import Edition
from pipelines.report.patterns import pattern
from pipelines.report.sentences import POLICE_PRESENCE


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return Edition(build(tmp_path_factory.mktemp("ut") / "lagesbild.duckdb"), AGREEMENT, YEAR)


def page(edition: Edition, area: str) -> str:
    return pattern(edition, area)._repr_html_().replace("\u00a0", " ")


def test_a_sure_season_names_only_months_whose_own_interval_says_so(edition: Edition) -> None:
    html = page(edition, "STOLD")
    assert "årstiden spelar en säkerställd roll i lokalpolisområdets kommuner sammanlagt" in html
    assert "I kommunen: över en genomsnittlig månad ligger juni (1,50; 1,20–1,90)." in html
    assert html.count('<figure class="diagram"') == 1
    assert '<td class="tal">dolt</td>' in html  # January and February


def test_a_season_that_is_not_sure_is_no_chart_and_says_what_may_still_be_there(edition: Edition) -> None:
    html = page(edition, "UNGA")
    assert "<figure" not in html
    assert "ingen statistiskt säkerställd skillnad mellan månaderna" in html
    assert "intervall från 0,30 till 1,70 gånger en genomsnittlig månad" in html


def test_a_block_of_hours_is_marked_in_words_and_a_hidden_one_says_nothing(edition: Edition) -> None:
    html = page(edition, "UNGA")
    assert '<td class="tal">45 (33–56) fler</td>' in html
    assert "Tiden är känd för 74 av 75 brott 2019–2023." in html
    assert "måndag–fredag 18–24, 45 procent (33–56; jämnt vore 18)" in html
    assert html.count('<td class="tal">dolt</td>') == 2
    assert "3,7" not in html


def test_more_drug_offences_in_the_evening_are_told_with_the_police_in_mind(edition: Edition) -> None:
    assert POLICE_PRESENCE in page(edition, "UNGA")
    assert POLICE_PRESENCE not in page(edition, "STOLD")


def test_localities_are_told_per_inhabitant(edition: Edition) -> None:
    html = page(edition, "STOLD")
    assert (
        "Flest per 1 000 invånare och år har Kosta: 13,1 (95 %-intervall 9,2–18,4)." in html
    )  # 59 / 900 / 5
    row = re.search(r'<th scope="row">Kosta</th>(.*?)</tr>', html)
    assert row
    assert re.findall(r">([^<>]+)</td>", row.group(1)) == ["59", "900", "13,1", "9,2–18,4"]


def test_an_indicator_without_a_pattern_is_named_with_the_reason(edition: Edition) -> None:
    youth, places = page(edition, "UNGA"), page(edition, "PLATS")
    assert "Anmält klotter: något år är antalet så lågt att det är dolt" in youth
    assert "Anmälda rån: färre än 50 händelser på 5 år" in places
    assert "Enkäter, nyckeltal, antal ur lokala källor och uttalanden: de anges per år" in youth
    assert "För månaderna och veckan finns inget mönster att visa: uppgiften saknas" in page(edition, "STOLD")


def block(**given: Any) -> dict[str, Any]:
    return {
        "dimension": "block", "key": "måndag–fredag 18–24", "year_from": 2019, "year": 2023, "events": 261,
        "total": 267,
        "share_pct": 30.0, "lower_95": 20.0, "upper_95": 40.0, "even_pct": 17.9, "signal": "none", "long_pct": 51.0,
        "reversed_events": 2,
    } | given  # fmt: skip


def test_times_that_are_not_sure_are_not_told_as_a_pattern() -> None:
    said = " ".join(p.week_sentences([block()]))
    assert "måndag–fredag 18–24" not in said
    assert "intervallen visar hur stora skillnader som inte kan uteslutas" in said


def test_crimes_known_only_within_days_are_said_to_blur_the_week() -> None:
    said = " ".join(p.week_sentences([block(signal="uneven")]))
    assert "51 procent av brotten är kända bara inom mer än ett dygn, vilket gör toppar flackare" in said
    assert "2 brott har en sluttid före starttiden och är inte med." in said
    assert "flackare" not in " ".join(p.week_sentences([block(long_pct=4.0)]))


def test_a_cell_outside_its_limits_is_not_marked_where_the_week_is_not_sure() -> None:
    assert p.share_cell(block()) == "30 (20–40)"
    assert p.share_cell(block(signal="uneven")) == "30 (20–40) fler"
    assert (
        p.share_cell(block(signal="uneven", upper_95=15.0, lower_95=5.0, share_pct=9.0)) == "9 (5–15) färre"
    )
    assert p.share_cell(block(signal="uneven", share_pct=0.0, lower_95=0.0, upper_95=0.0)) == "0"


def place(name: str, rate: float, low: float, high: float) -> dict[str, Any]:
    return {
        "locality": name, "year_from": 2019, "year": 2023, "known": 40, "total": 50, "per_1000": rate, "lower_95": low,
        "upper_95": high,
    }  # fmt: skip


def test_the_order_of_localities_is_called_chance_where_the_intervals_meet() -> None:
    said = " ".join(p.place_sentences([place("Skruv", 9.2, 5.8, 13.8), place("Kosta", 8.0, 5.6, 11.1)]))
    assert "Orten är känd för 40 av 50 brott" in said
    assert "Intervallet går in i det för Kosta: ordningen mellan dem kan vara slump." in said
    apart = " ".join(p.place_sentences([place("Skruv", 9.2, 5.8, 13.8), place("Kosta", 2.0, 1.6, 3.1)]))
    assert "slump" not in apart


def test_the_windows_older_than_the_editions_are_in_no_table(edition: Edition) -> None:
    html = "".join(page(edition, area) for area in ("STOLD", "PLATS", "UNGA", "SKOLA"))
    assert "82,7" not in html
    assert "2018–2022" not in html


def test_the_fake_database_has_what_must_not_be_seen(tmp_path: Path) -> None:
    """Else the tests of hidden cells would pass on an empty table."""
    raw = Edition(build(tmp_path / "l.duckdb"), AGREEMENT, YEAR)
    assert raw.read("SELECT count(*) AS n FROM indicator_season WHERE suppressed")["n"].iloc[0] == 3
    assert len(raw.seasons()) == 24  # thefts and drugs: neither graffiti nor vandalism
