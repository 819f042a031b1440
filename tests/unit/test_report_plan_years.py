"""Which year's rows are shown, and what is carried on. If these fail, last year's follow-up stands for this year's, or
one party's measure hides the other's."""

from __future__ import annotations

import io
from pathlib import Path

import duckdb
import pytest
from docx import Document
from fake_edition import AGREEMENT, YEAR, build
from page_tables import rows

from pipelines.report import display
from pipelines.report.edition import Edition
from pipelines.report.plan_data import PlanData
from pipelines.report.word_documents import document_bytes

PLANNING = (
    "problem",
    "cause",
    "event_chain",
    "measure",
    "goal",
    "message",
    "promise",
    "red_thread",
    "goal_check",
)


def changed(folder: Path, *commands: str) -> Edition:
    database = build(folder / "lagesbild.duckdb", with_plan=True)
    with duckdb.connect(str(database)) as connection:
        for command in commands:
            connection.execute(command)
    return Edition(database, AGREEMENT, YEAR)


@pytest.fixture
def followed_up(tmp_path: Path) -> Edition:
    """The plan is of 2022; for 2023 the parties have only told what was done, and differ in it."""
    return changed(
        tmp_path,
        *(f"DELETE FROM {table} WHERE year = {YEAR - 1}" for table in PLANNING),
        *(f"UPDATE {table} SET year = {YEAR - 1}" for table in PLANNING),
        "UPDATE plan_workbook SET party = 'police'",
        "INSERT INTO plan_workbook BY NAME SELECT * REPLACE ('municipality' AS party) FROM plan_workbook",
        "INSERT INTO plan_workbook BY NAME SELECT * REPLACE (2022 AS year, 'joint' AS party) FROM plan_workbook "
        "WHERE party = 'police'",
        "INSERT INTO follow_up BY NAME SELECT * REPLACE (2022 AS year, 'Förra årets' AS what) FROM follow_up",
    )


def test_what_is_each_years_own_is_this_years_and_the_plan_the_latest(followed_up: Edition) -> None:
    data = PlanData(followed_up)
    assert data.year == 2022
    assert set(data.written("measure")["year"]) == {2022}
    for table in ("follow_up", "cooperation", "plan_workbook"):
        assert set(data.written(table)["year"]) == {2023}, table
    for table in ("plan_difference", "plan_remark"):
        assert set(data.about_plan(table)["year"]) == {2023}, table


def test_a_measure_is_followed_up_in_a_year_without_a_plan(followed_up: Edition) -> None:
    page = display.measures(followed_up)._repr_html_()
    assert [row[:4] for row in rows(page, "Åtgärder i planen för 2022: vad som gjordes")] == [
        ["Å1 Larmade varor i tre butiker", "2022", "Delvis genomförd", "Förra årets"],
        ["Å1 Larmade varor i tre butiker", "2023", "Delvis genomförd", "Två av tre butiker är med"],
        ["Å2 Samtal med handlare", "–", "Ingen uppföljning inlämnad", "–"],
    ]


def test_a_workbook_that_only_follows_up_has_come_in(followed_up: Edition) -> None:
    said = "Arbetsboken för 2023 har ingen plan."
    assert said in display.red_thread(followed_up)._repr_html_()
    assert said in display.plan(followed_up, "STOLD")._repr_html_()
    with duckdb.connect(str(followed_up.database)) as connection:
        connection.execute("DELETE FROM plan_workbook WHERE year = 2023")
    none = Edition(followed_up.database, AGREEMENT, YEAR)
    said = "Någon ifylld arbetsbok för 2023 har inte kommit in."
    assert said in display.red_thread(none)._repr_html_()
    assert said in display.plan(none, "STOLD")._repr_html_()


def test_the_page_and_the_document_say_which_year(followed_up: Edition) -> None:
    differing = display.differences(followed_up)._repr_html_()
    assert len(rows(differing, "Där arbetsböckerna för 2023 skiljer sig")) == 1
    assert "Den gemensamma arbetsboken gäller" not in differing  # it is 2022's
    assert len(rows(display.remarks(followed_up)._repr_html_(), "Anmärkningar på planen för 2023")) == 2
    document = Document(io.BytesIO(document_bytes(followed_up, "uppfoljning.docx")))
    assert "Ur arbetsboken för 2023." in [p.text for p in document.paragraphs]
    cells = [
        c.text
        for table in document.tables
        if table.cell(0, 0).text == "Uppgift"
        for r in table.rows
        for c in r.cells
    ]
    assert "Två av tre butiker är med" in cells
    assert "Förra årets" not in cells
    plan = Document(io.BytesIO(document_bytes(followed_up, "atgardsplan.docx")))
    assert "Ur arbetsboken för 2022." in [p.text for p in plan.paragraphs]


def test_without_rows_of_its_own_the_years_follow_up_is_the_plans(tmp_path: Path) -> None:
    tables = (*PLANNING, "follow_up", "cooperation", "plan_workbook", "plan_difference", "plan_remark")
    edition = changed(
        tmp_path,
        *(f"DELETE FROM {table} WHERE year = {YEAR - 1}" for table in tables),
        *(f"UPDATE {table} SET year = {YEAR - 1}" for table in tables),
    )
    data = PlanData(edition)
    assert set(data.written("follow_up")["year"]) == {2022}
    assert len(rows(display.remarks(edition)._repr_html_(), "Anmärkningar på planen för 2022")) == 2
    assert "för 2022 skiljer sig" in display.differences(edition)._repr_html_()


def test_a_year_followed_up_without_any_plan_has_its_remarks(tmp_path: Path) -> None:
    edition = changed(tmp_path, *(f"DELETE FROM {table}" for table in PLANNING))
    assert PlanData(edition).year is None
    assert len(rows(display.remarks(edition)._repr_html_(), "Anmärkningar på planen för 2023")) == 2


def test_one_partys_measure_is_not_carried_on_by_the_others(tmp_path: Path) -> None:
    """2022: both parties have an Å1 of the same title; in 2023 only the police have it."""
    edition = changed(
        tmp_path,
        "DELETE FROM measure WHERE id <> 'Å1'",
        "UPDATE measure SET party = 'police'",
        "INSERT INTO measure BY NAME SELECT * REPLACE (2022 AS year) FROM measure",
        "INSERT INTO measure BY NAME SELECT * REPLACE ('municipality' AS party) FROM measure WHERE year = 2022",
        "DELETE FROM measure_effect WHERE id <> 'Å1'",
        "UPDATE measure_effect SET party = 'police'",
        "INSERT INTO measure_effect BY NAME SELECT * REPLACE (2022 AS plan_year) FROM measure_effect",
        "INSERT INTO measure_effect BY NAME SELECT * REPLACE ('municipality' AS party) FROM measure_effect "
        "WHERE plan_year = 2022",
    )
    page = display.measures(edition)._repr_html_()
    left = rows(page, "Åtgärder i tidigare planer som inte har förts vidare")
    assert [row[0] for row in left] == ["Å1 Larmade varor i tre butiker (kommunens arbetsbok)"]
    tried = rows(page, "Före och efter, mot en jämförelseort")
    assert [row[0] for row in tried] == [
        "Å1 Larmade varor i tre butiker (polisens arbetsbok)",
        "Å1 Larmade varor i tre butiker (kommunens arbetsbok)",
    ]


def test_one_partys_goal_is_not_carried_on_by_the_others_but_by_a_joint_one(tmp_path: Path) -> None:
    commands = (
        "DELETE FROM goal WHERE id <> 'M1' OR year <> 2023",
        "UPDATE goal SET party = 'police'",
        "INSERT INTO goal BY NAME SELECT * REPLACE (2022 AS year) FROM goal",
        "INSERT INTO goal BY NAME SELECT * REPLACE ('municipality' AS party) FROM goal WHERE year = 2022",
        "UPDATE goal_result SET party = 'police'",
    )
    page = display.goals(changed(tmp_path, *commands))._repr_html_()
    assert [row[0] for row in rows(page, "Mål som inte har förts vidare")] == [
        "M1 Färre stölder (kommunens arbetsbok)"
    ]
    (tmp_path / "gemensam").mkdir()
    joint = changed(tmp_path / "gemensam", *commands, "UPDATE goal SET party = 'joint' WHERE year = 2023")
    assert "Mål i tidigare planer" not in display.goals(joint)._repr_html_()
