"""The follow-up page. If these fail, a measure that was done is read as one that worked, or a break is not seen."""

from __future__ import annotations

import io
import re
from pathlib import Path

import duckdb
import pytest
from docx import Document
from fake_edition import AGREEMENT, YEAR, build
from page_tables import rows

from pipelines.report import display, filtering, shell, start_page
from pipelines.report.edition import Edition
from pipelines.report.markup import Chart
from pipelines.report.word_documents import document_bytes


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return Edition(
        build(tmp_path_factory.mktemp("plan") / "lagesbild.duckdb", with_plan=True), AGREEMENT, YEAR
    )


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return Edition(build(tmp_path_factory.mktemp("utan") / "lagesbild.duckdb"), AGREEMENT, YEAR)


def test_the_thread_says_where_it_breaks(edition: Edition) -> None:
    page = display.red_thread(edition)._repr_html_()
    assert "Tråden brister för 1 av dem." in page
    assert rows(page, "Röd tråd, planen för 2023") == [
        ["P2 Otryggt vid tågstationen (Otrygga platser)", "saknas: här brister tråden", "saknas", "saknas", "saknas",
         "saknas", "0", "Tråden brister: ingen orsak är angiven."],
        ["P1 Stöld i butik (Inbrott och stölder)", "4, varav 1 antagen", "2", "2", "1", "1", "1",
         "Tråden håller från problem till uppföljning."],
        ["P10 Cykelstölder (Inbrott och stölder)", "0", "0", "0", "0", "0", "0", "Prioriteras inte."],
    ]  # fmt: skip
    assert '<a href="inbrott-och-stolder.html#plan-p1">P1 Stöld i butik</a>' in page


def test_a_year_that_is_not_over_lacks_no_follow_up(edition: Edition, tmp_path: Path) -> None:
    database = build(tmp_path / "lagesbild.duckdb", with_plan=True)
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE red_thread SET follow_ups = 0 WHERE id = 'P1'")
    page = display.red_thread(Edition(database, AGREEMENT, YEAR))._repr_html_()
    (thefts,) = (row for row in rows(page, "Röd tråd, planen för 2023") if row[0].startswith("P1 "))
    assert thefts[5] == "inte än"


def test_a_goal_stands_against_its_target_with_interval(edition: Edition) -> None:
    shown = display.goals(edition)
    page = shown._repr_html_()
    assert "Målåret är inte här än: 1; går inte att mäta: 1." in page
    first, second = rows(page, "Mål i planen för 2023")
    assert first[2:6] == ["3 213 (2 840–3 622) år 2021", "2 200 per 100 000 invånare år 2025",
                          "2 266 (1 954–2 613) år 2023", "Målåret är inte här än"]  # fmt: skip
    assert second[1:6] == ["ingen vald", "visas inte eller saknas", "inget målvärde", "visas inte eller saknas",
                           "Går inte att mäta"]  # fmt: skip
    (earlier,) = rows(page, "Mål som inte har förts vidare")
    assert earlier[5] == "Nått, men kan vara slump"
    charts = [part for part in shown.parts if isinstance(part, Chart)]
    assert len(charts) == 2
    line = charts[0].figure.layout.shapes[-1]
    assert (line.y0, line.y1, line.x1) == (2200, 2200, 2025.4)
    texts = [note.text.replace("\xa0", " ") for note in charts[0].figure.layout.annotations]
    assert texts == ["per 100 000 invånare (streck: mål 2 200)"]
    drawn = charts[0].figure.data[0]
    assert list(drawn.x) == [2021, 2022, 2023]
    assert drawn.y[0] == 3213.0
    assert drawn.y[2] == 2265.9
    assert "den streckade linjen" in charts[0].caption


def test_done_is_one_thing_and_effect_another(edition: Edition) -> None:
    page = display.measures(edition)._repr_html_()
    done, effect = page.split("Verkan i siffror")
    assert "2\xa0åtgärder. Delvis genomförd: 1; ingen uppföljning inlämnad: 1." in done
    first, second = rows(done, "Åtgärder i planen för 2023: vad som gjordes")
    assert first[1:5] == [
        "2023",
        "Delvis genomförd",
        "Två av tre butiker är med",
        "Personalen känner sig tryggare",
    ]
    assert second[2] == "Ingen uppföljning inlämnad"
    assert "genomförd" not in effect.casefold()
    (tried,) = rows(page, "Före och efter, mot en jämförelseort")
    assert tried[3:] == ["januari 2021–december 2021; januari 2022–december 2022", "0,8 (0,4–1,6)",
                         "Ingen säkerställd skillnad"]  # fmt: skip
    assert "<li>Å1: En minskning under 50 procent hade inte synts.</li>" in effect
    assert "<li>Å2 Samtal med handlare: Åtgärden har ingen ort.</li>" in effect


def test_no_count_of_a_locality_is_on_the_page(tmp_path: Path) -> None:
    """Not even when the database had the four: beside another year's edition they would give single years."""
    database = build(tmp_path / "lagesbild.duckdb", with_plan=True)
    counts = {"before_count": 6140, "after_count": 6131, "comparison_before": 6162, "comparison_after": 6160}
    with duckdb.connect(str(database)) as connection:
        for name, count in counts.items():
            connection.execute(f"UPDATE measure_effect SET {name} = {count} WHERE id = 'Å1'")
    page = display.measures(Edition(database, AGREEMENT, YEAR))._repr_html_()
    assert "0,8 (0,4–1,6)" in page
    assert not re.search("6.?1(40|31|62|60)", page)


def test_a_measure_carried_on_keeps_its_follow_ups_and_a_dropped_one_is_not_lost(tmp_path: Path) -> None:
    """2021 and 2022: Å1 the same as 2023's, the follow-up untouched in between; Å2 in 2022 is another measure."""
    database = build(tmp_path / "lagesbild.duckdb", with_plan=True)
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "INSERT INTO measure BY NAME SELECT * REPLACE (2022 AS year, "
            "CASE WHEN id = 'Å2' THEN 'Nattvandring' ELSE title END AS title) FROM measure"
        )
        connection.execute(
            "INSERT INTO follow_up BY NAME SELECT * REPLACE (2022 AS year, 'ongoing' AS done) FROM follow_up"
        )
        connection.execute(
            "INSERT INTO follow_up BY NAME SELECT * REPLACE (2021 AS year, 'U7' AS id) FROM follow_up WHERE year = 2022"
        )
        connection.execute(
            "INSERT INTO measure BY NAME SELECT * REPLACE (2021 AS year) FROM measure WHERE id = 'Å1' "
            "AND year = 2022"
        )
        connection.execute(
            "INSERT INTO follow_up BY NAME SELECT * REPLACE (2022 AS year, 'U2' AS id, 'no' AS done, "
            "'Å2' AS measure_id) FROM follow_up WHERE year = 2023"
        )
    page = display.measures(Edition(database, AGREEMENT, YEAR))._repr_html_()
    now = rows(page, "Åtgärder i planen för 2023: vad som gjordes")
    assert [row[:3] for row in now] == [
        ["Å1 Larmade varor i tre butiker", "2021–2022", "Pågår"],
        ["Å1 Larmade varor i tre butiker", "2023", "Delvis genomförd"],
        ["Å2 Samtal med handlare", "–", "Ingen uppföljning inlämnad"],
    ]
    before = rows(page, "Åtgärder i tidigare planer som inte har förts vidare")
    assert [row[:3] for row in before] == [["Å2 Nattvandring", "2022", "Inte genomförd"]]


def test_attendance_is_a_number_of_its_whole(edition: Edition) -> None:
    page = display.cooperation(edition)._repr_html_()
    assert rows(page, "Samarbetets egna siffror") == [
        ["Möten i Brå", "2022", "4 av 4", "– av 4", "– av 4", "–", "–", "–"],
        ["Möten i Brå", "2023", "3 av 4", "2 av 3", "3 av 3", "20", "–", "Svårt att hitta tider"],
    ]
    assert "procent" not in page


def test_what_changed_is_told_apart(edition: Edition) -> None:
    page = display.changes(edition)._repr_html_()
    assert "Jämfört med den beslutade lägesbilden för 2022." in page
    moved = rows(page, "Siffror som skiljer sig från förra lägesbilden")
    assert [row[:2] for row in moved] == [
        ["Anmält klotter", "Metoden är ändrad"],
        ["Anmälda stölder och tillgrepp", "Källan är rättad eller ersatt"],
    ]
    assert moved[1][3:6] == ["2 900", "2 913", "2 266"]
    assert moved[0][3:6] == ["visas inte"] * 3
    assert [row[1] for row in rows(page, "Siffror som är desamma som i förra lägesbilden")] == [
        "Samma siffra"
    ]


def test_differences_are_shown_side_by_side_in_the_workbooks_words(edition: Edition) -> None:
    page = display.differences(edition)._repr_html_()
    assert rows(page, "Där arbetsböckerna för 2023 skiljer sig") == [
        ["Orsaker O4", "Ställningstagande", "antas", "tomt"]
    ]


def differing(folder: Path, cell: str) -> list[list[str]]:
    """The page's rows when the only cell that differs is ``cell``, as SQL sets it."""
    database = build(folder / "lagesbild.duckdb", with_plan=True)
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"UPDATE plan_difference SET {cell}")
    page = display.differences(Edition(database, AGREEMENT, YEAR))._repr_html_()
    return rows(page, "Där arbetsböckerna för 2023 skiljer sig")


def test_a_differing_number_is_written_as_swedish(tmp_path: Path) -> None:
    found = differing(
        tmp_path,
        "sheet = 'Mål', id = 'M1', \"column\" = 'target', police = '1900.25', municipality = '2000.0'",
    )
    assert found == [["Mål M1", "Målvärde", "1 900,25", "2 000"]]


def test_the_joint_workbooks_words_stand_beside_a_partys_that_it_replaces(tmp_path: Path) -> None:
    """Otherwise a party's own problem vanishes behind another with the same number."""
    found = differing(
        tmp_path,
        "sheet = 'Problem', id = 'P1', \"column\" = 'priority_area', police = 'STOLD', municipality = NULL, "
        "joint = 'PLATS'",
    )
    assert found == [["Problem P1", "Prioriterat område", "Inbrott och stölder", "tomt", "Otrygga platser"]]


def test_a_target_keeps_the_decimals_it_was_given(tmp_path: Path) -> None:
    database = build(tmp_path / "lagesbild.duckdb", with_plan=True)
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE goal SET target = 2200.75 WHERE id = 'M1' AND year = 2023")
    edition = Edition(database, AGREEMENT, YEAR)
    shown = display.goals(edition)
    page = shown._repr_html_()
    assert rows(page, "Mål i planen för 2023")[0][3] == "2 200,75 per 100 000 invånare år 2025"
    chart = next(part for part in shown.parts if isinstance(part, Chart))
    texts = [note.text.replace("\xa0", " ") for note in chart.figure.layout.annotations]
    assert texts == ["per 100 000 invånare (streck: mål 2 200,75)"]
    thefts = display.plan(edition, "STOLD")._repr_html_()
    assert rows(thefts, "Mål för P1 Stöld i butik")[0][2] == "lägre: 2 200,75, senast 2025"
    tables = Document(io.BytesIO(document_bytes(edition, "atgardsplan.docx"))).tables
    assert "2\xa0200,75" in [cell.text for table in tables for row in table.rows for cell in row.cells]


def test_remarks_come_in_the_workbooks_order(edition: Edition) -> None:
    page = display.remarks(edition)._repr_html_()
    assert [row[0] for row in rows(page, "Anmärkningar på planen för 2023")] == ["Problem P2", "Åtgärder Å2"]
    assert "2\xa0anmärkningar. Ingen av dem stoppar något" in page


def test_the_checklist_leaves_judgement_to_people(edition: Edition) -> None:
    page = display.checklist(edition)._repr_html_()
    assert "4\xa0krav: 1 uppfyllt, 1 delvis, 1 saknas och 1 bedöms av människor." in page
    assert [row[1:3] for row in rows(page, "Krav i avtalet och lagen, 2023")] == [
        ["avtalet", "Uppfyllt"], ["avtalet", "Delvis"], ["avtalet", "Bedöms av människor"], ["avtalet", "Saknas"],
    ]  # fmt: skip


def test_nothing_filled_in_gives_sentences_and_what_to_do(without: Edition) -> None:
    for show, sheet in (
        (display.red_thread, "Problem"), (display.goals, "Mål"), (display.measures, "Åtgärder"),
        (display.cooperation, "Samarbetet"), (display.remarks, "Problem"),
    ):  # fmt: skip
        page = show(without)._repr_html_()
        assert f"fyll i bladet {sheet} och lägg den ifyllda arbetsboken i avtalets mapp" in page, show
        assert "<table" not in page, show
    assert "Ingen av parterna har lämnat någon arbetsbok." in display.differences(without)._repr_html_()
    assert "Det finns ingen tidigare lägesbild för 2022" in display.changes(without)._repr_html_()


def test_every_step_is_found_from_the_start_page(edition: Edition, without: Edition) -> None:
    body = start_page.start_body(edition)
    steps = re.search(r'<ol class="steglista">.*?</ol>', body, re.DOTALL)
    assert steps
    assert re.findall(r"<strong>(.*?)\.</strong>", steps.group()) == [
        "Läs bilden", "Öppna arbetsboken", "Fyll i den tillsammans", "Lägg arbetsboken i avtalets mapp",
        "Ta fram lägesbilden igen", "Följ upp", "Skriv färdigt dokumenten", "Besluta",
    ]  # fmt: skip
    linked = set(re.findall(r'href="([^"]+)"', steps.group()))
    assert {"oversikt.html", "lagesbild.xlsx", "uppfoljning.html", "oversikt.html#arshjul"} <= linked
    assert "1\xa0post kunde inte läsas och är inte med." in body
    assert "<code>lagesbild decide --year 2023 --on " in body
    assert "Inläst för 2023: den gemensamma arbetsboken." in body
    assert "Ingen ifylld arbetsbok för 2023 har lästs än." in start_page.start_body(without)


def test_the_follow_up_is_in_the_navigation_and_filters_need_no_network(edition: Edition) -> None:
    body = f"<h1>x</h1>{display.plan(edition, 'STOLD')._repr_html_()}"
    page = shell.page(edition, "inbrott-och-stolder.html", "x", body)
    assert '<a href="uppfoljning.html">Uppföljning</a>' in page
    assert filtering.SCRIPT in page
    assert page.count('<div id="plan-p1-belaggstabell" data-filtrera=') == 1
    assert filtering.SCRIPT not in shell.page(edition, "index.html", "x", "<h1>x</h1>")


def test_the_target_year_settles_a_goal_and_later_years_stand_beside(tmp_path: Path) -> None:
    """M1 of 2022 had 2022 as its year; carried on to 2023 unchanged it is still judged by 2022."""
    database = build(tmp_path / "lagesbild.duckdb", with_plan=True)
    with duckdb.connect(str(database)) as connection:
        connection.execute("DELETE FROM goal WHERE year = 2023")
        connection.execute(
            "INSERT INTO goal BY NAME SELECT * REPLACE (2023 AS year) FROM goal WHERE year = 2022"
        )
    shown = display.goals(Edition(database, AGREEMENT, YEAR))
    (only,) = rows(shown._repr_html_(), "Mål i planen för 2023")
    assert only[4:] == [
        "2 913 (2 559–3 303) år 2022",
        "Nått, men kan vara slump",
        "2 266 (1 954–2 613) år 2023",
    ]
    assert "Mål i tidigare planer" not in shown._repr_html_()
