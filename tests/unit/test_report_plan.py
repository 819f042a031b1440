"""The group's plan on an area page. If these fail, a candidate is read as a finding, or one party speaks for both."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from fake_edition import AGREEMENT, SECRET, YEAR, build
from fake_plan import UNPUBLISHED

from pipelines.report import display
from pipelines.report.cause_figures import cause_tree, event_chain, tree_sentences
from pipelines.report.edition import Edition
from pipelines.report.fishbone import plan_fishbone
from pipelines.report.plan_data import PlanData, id_order


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return Edition(
        build(tmp_path_factory.mktemp("plan") / "lagesbild.duckdb", with_plan=True), AGREEMENT, YEAR
    )


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return Edition(build(tmp_path_factory.mktemp("utan") / "lagesbild.duckdb"), AGREEMENT, YEAR)


@pytest.fixture(scope="module")
def thefts(edition: Edition) -> str:
    return display.plan(edition, "STOLD")._repr_html_()


def rows(page: str, caption: str) -> list[list[str]]:
    """The cells of the table with this caption, row by row, the heading first."""
    found = re.search(rf"<caption>{re.escape(caption)}</caption>.*?</table>", page, re.DOTALL)
    assert found, caption
    lines = re.findall(r"<tr>(.*?)</tr>", found.group(), re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line) for line in lines]


def cards(page: str) -> dict[str, tuple[str, str]]:
    """The causes on the ribs: number → style and what is said of it."""
    found = re.findall(
        r'<li class="plankort (\w+)"><p><span class="orsak">(\S+) .*?class="stallning">(.*?)</p>', page, re.S
    )
    return {identity: (style, said) for style, identity, said in found}


def test_a_cause_stands_with_what_was_said_of_it_and_a_candidate_is_called_one(thefts: str) -> None:
    assert cards(thefts) == {
        "O1": ("antagen", "Antagen (kommunpolis, 14 mars 2023)."),
        "O2": ("kandidat", "Kandidat, ingen har tagit ställning."),
        "O3": ("avfardad", "Avfärdad (näringslivschef)."),
        "O4": ("obedomd", "Gruppens hypotes, ingen har tagit ställning."),
    }
    assert "Streckad kant: en kandidat eller hypotes som ingen har tagit ställning till" in thefts


def test_an_adopted_cause_without_a_signature_is_said_to_lack_it(edition: Edition) -> None:
    causes = PlanData(edition).written("cause").head(1).assign(judged_by=None, on_date=pd.NaT)
    assert tree_sentences(causes, PlanData(edition).written("measure").head(0)) == [
        "O1 Få i kassan på kvällen, antagen (vem och när är inte angivet). Ingen åtgärd."
    ]


def test_library_candidates_that_nobody_took_up_are_folded_and_marked(thefts: str) -> None:
    """STOLD has seven entries in the library; none of them is worded as one of the group's causes."""
    assert [int(n) for n in re.findall(r"Fler kandidater ur biblioteket \((\d+)\)", thefts)] == [2, 3, 2]
    assert thefts.count("– kandidat, ingen har tagit ställning</li>") == 7


def test_an_area_without_candidates_has_its_fishbone_all_the_same(edition: Edition) -> None:
    causes, candidates = PlanData(edition).written("cause"), edition.candidate_causes("STOLD")
    drawn = plan_fishbone(causes, candidates.head(0), "Stöld i butik", "f")
    assert "O1 Få i kassan på kvällen" in drawn
    assert "Fler kandidater" not in drawn


def test_a_candidate_taken_up_with_another_spacing_is_not_offered_again(edition: Edition) -> None:
    candidates = edition.candidate_causes("STOLD").head(1)
    first = str(candidates["cause"].iloc[0])
    own = PlanData(edition).written("cause").head(1).assign(hypothesis=f" {first.upper()}".replace(" ", "  "))
    assert "Fler kandidater" not in plan_fishbone(own, candidates, "Stöld i butik", "f")


def test_the_four_answers_are_given_or_said_to_be_missing(thefts: str, edition: Edition) -> None:
    answers = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", thefts))
    assert answers["Varför valdes problemet?"] == "Handlarna tar upp det i varje dialog."
    assert answers["Vilka källor användes, och vilka lämnades utanför?"] == (
        "Använda: Polisens statistik, medborgardialogen."
    )
    assert "Beslutat av ordförande i Brå, 14 mars 2023." in thefts
    station = display.plan(edition, "PLATS")._repr_html_()
    assert "Inget svar än: bladet Problem, kolumnen Varför det valdes." in station
    assert "Problemet har ingen orsak i arbetsboken." in station


def test_the_tree_goes_from_problem_over_causes_to_measures(edition: Edition) -> None:
    data = PlanData(edition)
    (problem,) = (p for p in data.problems("STOLD") if p.id == "P1")
    causes, measures = problem.own(data.written("cause")), problem.own(data.written("measure"))
    assert tree_sentences(causes, measures) == [
        "O1 Få i kassan på kvällen, antagen (kommunpolis, 14 mars 2023). Bakom den: O3. "
        "Åtgärder: Å1 Larmade varor i tre butiker.",
        "O3 Kort bemanning av kostnadsskäl, avfärdad (näringslivschef). Ingen åtgärd.",
        "O2 Varor utan larm, kandidat, ingen har tagit ställning. Ingen åtgärd.",
        "O4 Grupp som stjäl på beställning, gruppens hypotes, ingen har tagit ställning. Ingen åtgärd.",
        "Å2 Samtal med handlare: ingen orsak angiven.",
    ]
    drawn = cause_tree(causes, measures, "P1 Stöld i butik", "t")
    assert "3 orsaker närmast problemet, 1 bakomliggande och 2 åtgärder." in drawn.replace("\xa0", " ")
    assert re.search(r"O1 .*?<ul><li>.*?O3 .*?</li><li>.*?Å1 .*?</li></ul>", drawn, re.S)


def test_causes_that_lie_behind_each_other_are_each_drawn(edition: Edition) -> None:
    """O1 behind O3 and O3 behind O1 is a fault in the workbook; the page must neither hang nor lose one."""
    causes = PlanData(edition).written("cause")
    ring = causes[causes["id"].isin(["O1", "O3"])].assign(behind_id=["O3", "O1"])
    drawn = cause_tree(ring, PlanData(edition).written("measure").head(0), "P1", "t")
    assert len(re.findall(r"<p>O1 ", drawn)) == 1
    assert len(re.findall(r"<p>O3 ", drawn)) == 1
    assert cause_tree(ring.head(0), PlanData(edition).written("measure").head(0), "P1", "t") == ""


def test_the_chain_is_in_order_and_says_where_it_can_be_broken(edition: Edition, thefts: str) -> None:
    links = re.findall(r'<li value="(\d)"( class="brytbar")?>', thefts)
    assert links == [("1", ""), ("2", ' class="brytbar"'), ("3", "")]
    assert "Kan brytas:</strong> Larmade varor vid utgången. Å1 Larmade varor i tre butiker." in thefts
    assert "Kedjan kan brytas i steg 2." in thefts
    assert event_chain(PlanData(edition).written("event_chain").head(0), pd.DataFrame(), "P1", "k") == ""


def test_evidence_points_and_hides_what_must_be_hidden(thefts: str) -> None:
    found = rows(thefts, "Belägg för orsakerna till P1 Stöld i butik")[1:]
    figure, statement, unpublished, hidden = found
    assert figure[:3] == ["O1", "siffra", "Anmälda stölder och tillgrepp"]
    assert (
        figure[3].replace("\xa0", " ").startswith("189 år 2023 (2 266 per 100 000 invånare; 95 %-intervall")
    )
    assert figure[4] == "försvagas (2023)"
    assert figure[6] == "bra/sol.csv, rad 12"
    assert statement == ["O1", "uttalande", "Butiksstöld", "Sagt 2023", "–", "Medborgardialog",
                         "medborgardialog/svar.xlsx, rad 5"]  # fmt: skip
    assert unpublished[2] == f"uttalande {UNPUBLISHED}"
    assert "kan det peka ut någon" in unpublished[3]
    assert hidden[2:4] == ["Anmält klotter", "Färre än 5 år 2023"]
    assert str(SECRET) not in thefts
    assert "3,73" not in thefts
    assert "Det stjäls i butiken" not in thefts


def test_a_hypothesis_has_its_verdict_and_why_and_none_is_proven(thefts: str) -> None:
    (latest,) = rows(thefts, "Prövade hypoteser om P1 Stöld i butik")[1:]
    assert latest == [
        "O1 Få i kassan på kvällen", "Anmälda stölder och tillgrepp: högre än åren före", "2023", "Försvagas",
        "189 år 2023; åren före i snitt 257. Siffran är säkert lägre.",
    ]  # fmt: skip
    (before,) = rows(thefts, "Hypoteser om P1 Stöld i butik, prövade tidigare år")[1:]
    assert before[2:4] == ["2022", "Går inte att pröva"]
    assert "Prövas inte med någon siffra: O2, O3 och O4." in thefts
    assert "Ingen prövning visar att en orsak är den rätta." in thefts
    assert "bevisa" not in thefts


def test_a_hypothesis_carried_on_keeps_its_earlier_tests_and_a_changed_one_does_not(tmp_path: Path) -> None:
    """2021's plan has the same O1, tested in 2021; 2020's had another hypothesis on that number."""
    database = build(tmp_path / "lagesbild.duckdb", with_plan=True)
    with duckdb.connect(str(database)) as connection:
        for year, hypothesis in ((2021, "FÅ i kassan  på kvällen"), (2020, "Dåligt ljus")):
            connection.execute(
                f"INSERT INTO cause BY NAME SELECT * REPLACE ({year} AS year, '{hypothesis}' AS hypothesis) "
                f"FROM cause WHERE id = 'O1' AND year = {YEAR}"
            )
            connection.execute(
                f"INSERT INTO hypothesis_test BY NAME SELECT * REPLACE ({year} AS plan_year, {year} AS year, "
                f"'supported' AS verdict) FROM hypothesis_test WHERE year = {YEAR} AND plan_year = {YEAR}"
            )
    page = display.plan(Edition(database, AGREEMENT, YEAR), "STOLD")._repr_html_()
    before = rows(page, "Hypoteser om P1 Stöld i butik, prövade tidigare år")[1:]
    assert [row[2:4] for row in before] == [["2021", "Stöds"], ["2022", "Går inte att pröva"]]


def test_goals_carry_their_smart_remarks(thefts: str) -> None:
    first, second = rows(thefts, "Mål för P1 Stöld i butik")[1:]
    assert first[2].replace("\xa0", " ") == "lägre: 2 200, senast 2025"
    assert first[4] == (
        "R – realistiskt: Minskningen är mindre än vad som går att upptäcka. S, M, A och T: inga anmärkningar."
    )
    assert second[1:] == ["ingen vald", "inget målvärde", "ingen angiven", "inte prövat"]


def test_measures_say_who_when_and_against_what(thefts: str) -> None:
    first, second = rows(thefts, "Åtgärder mot P1 Stöld i butik")[1:]
    assert first[1:6] == [
        "O1", "situationell och kort sikt", "Kosta", "kommunen: näringslivschef och polisen: kommunpolis",
        "1 februari 2024 till 15 december 2024",
    ]  # fmt: skip
    assert first[6] == "Färre stölder inom ett år"
    assert second[1] == "ingen angiven"
    assert second[5] == "ingen tid angiven"


def test_two_parties_different_problems_on_one_number_are_never_mixed(edition: Edition) -> None:
    page = display.plan(edition, "SKOLA")._repr_html_()
    pupils, mopeds = re.split(r'<h3 id="plan-p11-police">', page)
    assert '<h3 id="plan-p11-municipality">P11 Bråk på skolgården' in pupils
    assert "Inga vuxna på rasten (kommunens arbetsbok)" in pupils
    assert "Trimmade mopeder" not in pupils
    assert "Trimmade mopeder (polisens arbetsbok)" in mopeds
    assert "Inga vuxna på rasten" not in mopeds


def test_a_problem_that_is_not_prioritised_is_only_named(thefts: str) -> None:
    assert "Problem som inte prioriteras" in thefts
    assert "<li>P10 Cykelstölder</li>" in thefts
    assert 'id="plan-p10"' not in thefts


def test_without_a_workbook_the_page_says_what_to_do(without: Edition) -> None:
    page = display.plan(without, "STOLD")._repr_html_()
    assert "Gruppen har inte skrivit något om områdets problem än." in page
    assert '<a href="lagesbild.xlsx">' in page
    assert "fyll i bladet Problem och lägg den ifyllda arbetsboken i avtalets mapp" in page
    assert page.count("Gruppens svar:") == 4
    assert "<table" not in page
    assert PlanData(without).year is None


def test_an_older_plan_is_said_to_be_older(edition: Edition) -> None:
    later = Edition(edition.database, AGREEMENT, YEAR)
    data = PlanData(later)
    assert data.year == YEAR
    before = PlanData(Edition(edition.database, AGREEMENT, YEAR - 1))
    assert before.year is None  # 2022 has a goal, but neither problem nor measure: no plan


def test_headings_and_ids_are_in_order(edition: Edition) -> None:
    for area in ("STOLD", "PLATS", "SKOLA", "UNGA"):
        page = display.plan(edition, area)._repr_html_()
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert levels[0] == 3
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), area
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), area
        assert set(re.findall(r'aria-labelledby="([^"]+)"', page)) <= set(ids)


def test_numbers_are_sorted_as_numbers() -> None:
    assert sorted(["P10", "P2", "P1"], key=id_order) == ["P1", "P2", "P10"]
