"""The overview and the start page: five short answers that say no more than the long sentences may."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from fake_edition import AGREEMENT, YEAR, build

from pipelines.report import overview, start_page
from pipelines.report.edition import Edition
from pipelines.report.glance import Glance, certain_sentence, glances, lead
from pipelines.report.sentences import POLICE_PRESENCE
from pipelines.report.source_views import agreement_between_sources


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return Edition(build(tmp_path_factory.mktemp("ut") / "lagesbild.duckdb"), AGREEMENT, YEAR)


def found(edition: Edition, area: str) -> dict[str, Glance]:
    return {glance.indicator or glance.problem: glance for glance in glances(edition, area)}


def plain(text: str) -> list[str]:
    return text.replace("\u00a0", " ").split("\n")


def test_one_row_answers_how_much_compared_which_way_how_sure_and_which_sources(edition: Edition) -> None:
    theft = found(edition, "STOLD")["theft_reported"]
    assert plain(theft.how_much) == [
        "189 anmälda brott.", "2 266 per 100 000 invånare (1 971–2 583).", "Preliminärt.",
    ]  # fmt: skip
    assert plain(theft.compared) == [
        "Polisområdets övriga: inte säkerställt, kvot 0,95 (0,63–1,10).",
        "Liknande kommuner: inte säkerställt, kvot 1,05 (0,90–1,22).",
        "Landet: lägre, kvot 0,57 (0,49–0,65).",
    ]
    assert plain(theft.direction) == [
        "De fem åren före: lägre, kvot 0,74 (0,63–0,86).",
        "Trend 2015–2023 mot riket: nedåt, kvot 0,96 per år (0,93–0,99).",
    ]
    assert plain(theft.how_sure) == ["Hade synts: först −30 eller +35 procent."]
    # The statistics of Brå are the indicator's own source and no support of itself.
    assert plain(theft.sources) == ["För: 2 (medborgardialogen och lokala Brå).", "Mot: 0.", "Saknas: 0."]


def test_a_hidden_number_says_nothing_in_a_glance(edition: Edition) -> None:
    graffiti = found(edition, "UNGA")["graffiti_reported"]
    assert graffiti.how_much == "Färre än 5."
    assert graffiti.how_sure == "Antalet är dolt."
    assert graffiti.compared == "Ingen jämförelse kunde göras."
    assert graffiti.direction == "Inte jämfört med tidigare år."
    assert graffiti.certain == ()


def test_every_problem_has_a_row_also_without_a_figure(edition: Edition) -> None:
    thefts = glances(edition, "STOLD")
    assert {glance.problem for glance in thefts} >= {"Stölder sammantaget", "Stöld i butik"}
    shops = found(edition, "STOLD")["Stöld i butik"]
    assert shops.how_much == "Ingen siffra."
    assert "Mot: 1 (medarbetardialogen)." in shops.sources
    assert "Saknas: 1 (operativa Brå)." in shops.sources


def test_a_problem_without_reported_crime_shows_its_survey_with_its_year(edition: Edition) -> None:
    safe = found(edition, "SKOLA")["feels_safe_at_school"]
    assert plain(safe.how_much) == ["81 procent (76–86; 69 svar).", "År 2022."]
    assert plain(safe.compared) == [
        "Samtliga deltagande skolor: inte säkerställt, −4 procentenheter (−13 till 5)."
    ]


def test_nothing_is_called_unchanged_or_a_percent_change(edition: Edition) -> None:
    html = overview.overview(edition)._repr_html_() + start_page.start_body(edition)
    assert "oförändra" not in html.lower()
    assert not re.search(r"(ökat|minskat) med", html)
    assert "Inte säkerställt betyder: ingen statistiskt säkerställd skillnad" in html


def test_what_is_certain_in_an_area_is_never_passed_by(edition: Edition) -> None:
    """The problem's first question shows no difference; the second does, and the area may not be called quiet."""
    school = found(edition, "SKOLA")
    assert {"adults_aware_at_breaks", "not_afraid_of_pupils"} <= set(school)
    assert certain_sentence(list(school.values())) == (
        "Statistiskt säkerställt: elever i årskurs 8 som sällan eller aldrig är rädda för andra elever "
        "(år 2022 högre än samtliga deltagande skolor)."
    )


def glance(is_activity_driven: bool, *certain: str) -> Glance:
    return Glance("x", "Anmälda narkotikabrott", "Problem", "", "", "", "", "", certain, is_activity_driven)


def test_more_drug_offences_never_stand_out_without_the_police_in_mind() -> None:
    said = certain_sentence([glance(True, "högre än åren 2018–2022")])
    assert said.startswith("Statistiskt säkerställt: anmälda narkotikabrott (högre än åren 2018–2022).")
    assert POLICE_PRESENCE in said
    assert POLICE_PRESENCE not in certain_sentence([glance(False, "lägre än hela landet")])


def test_an_area_where_nothing_is_certain_points_at_what_could_not_be_seen() -> None:
    said = certain_sentence([glance(False)])
    assert "Inget skiljer sig statistiskt säkerställt" in said
    assert "Hur säkert" in said


def test_a_card_leads_with_what_is_certain(edition: Edition) -> None:
    assert lead([glance(False), glance(True, "högre")]) == glance(True, "högre")
    assert lead([]) is None
    html = start_page.start_body(edition)
    cards = re.findall(r'<section class="kort">.*?</section>', html, re.DOTALL)
    assert len(cards) == 4
    thefts = next(card for card in cards if "Inbrott och stölder" in card)
    assert re.findall(r"<dt>(.*?)</dt>", thefts) == [
        "Hur mycket", "Jämfört med andra", "Åt vilket håll", "Hur säkert", "Andra källor",
    ]  # fmt: skip


def test_a_place_in_the_order_stands_with_the_places_it_may_have(edition: Edition) -> None:
    html = overview.ranking(edition)._repr_html_()
    assert '<td class="tal">2 (1–4)</td>' in html
    assert '<td class="tal">1 (1–3)</td>' in html
    assert "genomsnittet i lokalpolisområdet (6 kommuner, den egna medräknad)" in html
    hidden = re.search(r'<th scope="row">Anmält klotter</th>(.*?)</tr>', html)
    assert hidden
    assert re.findall(r'<td class="tal">([^<]*)</td>', hidden.group(1))[:4] == ["dolt", "–", "–", "–"]


def test_sources_that_disagree_about_a_problem_are_told_apart(edition: Edition) -> None:
    html = agreement_between_sources(edition, "STOLD")._repr_html_()
    assert (
        "Källorna går isär: medborgardialogen beskriver problemet, men medarbetardialogen pekar mot ett mindre. "
        "Polisens statistik har prövats utan statistiskt säkerställd skillnad; lokala Brå nämner det inte. "
        "Saknas för året: operativa Brå." in html
    )
    assert "läggs aldrig ihop" in html
    assert "Stöld i butik: vad varje källa säger" in html


def test_the_quality_page_says_that_no_hidden_count_can_be_worked_out(
    edition: Edition, tmp_path: Path
) -> None:
    html = start_page.quality_body(edition).replace("\u00a0", " ")
    assert "Granskning av dolda antal" in html
    assert "11 antal är dolda. Inget av dem går att räkna ut exakt" in html  # 4 and 7
    assert "1 går att ringa in till färre möjliga värden än gränsen kräver." in html
    path = build(tmp_path / "lagesbild.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE disclosure_audit SET exposed = 2 WHERE hidden = 4")
    leaking = start_page.quality_body(Edition(path, AGREEMENT, YEAR))
    assert "2 av dem går att räkna ut exakt. Publicera inte" in leaking
