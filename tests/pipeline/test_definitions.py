"""Without these, the web interface does not open, or a schedule starts by itself on a municipality's machine."""

import datetime
import os
import subprocess
import sys

import dagster as dg
import pytest

from pipelines.definitions import build_definitions
from pipelines.paths import PROJECT, RAW
from pipelines.registers import tables

ASSETS = {
    "sources": [
        "correction", "kpi_value", "local_count", "municipality_group", "police_event", "police_report",
        "population", "rejected_row", "source_file",
    ],
    "mapping": [
        "coding_accuracy", "comparison_group", "file_account", "offence_count", "reconciliation",
        "redaction_count", "series_break", "statement", "statement_code", "statement_place",
        "statement_review", "survey_result",
    ],
    "plan": [
        "cause", "cooperation", "event_chain", "follow_up", "goal", "measure", "message", "plan_difference",
        "plan_workbook", "problem", "promise",
    ],
    "indicators": [
        "indicator", "indicator_comparison", "indicator_place", "indicator_season",
        "indicator_time_of_week", "indicator_value", "place_mention", "statement_base", "statement_theme",
    ],
    "analysis": [
        "candidate_cause", "decision", "indicator_gap", "problem_ranking", "source_agreement",
        "source_coverage",
    ],
    "follow_up": [
        "checklist", "edition_change", "goal_check", "goal_result", "hypothesis_test", "measure_effect",
        "plan_remark", "red_thread",
    ],
    "publication": [
        "candidate_cause_public", "decision_public", "disclosure_audit", "lagesbild_database", "lagesbild_pages",
        "local_count_public", "manifest", "measure_effect_public", "offence_count_public", "place_mention_public",
        "quality_result", "statement_code_public", "statement_public", "statement_theme_public",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def definitions(tmp_path_factory) -> dg.Definitions:
    return build_definitions(RAW, tmp_path_factory.mktemp("out"))


def test_assets_stand_in_their_groups(definitions):
    found: dict[str, list[str]] = {}
    for key in sorted(definitions.resolve_all_asset_keys()):
        found.setdefault(key.path[0], []).append(key.path[1])
    assert found == ASSETS


def test_every_stored_table_has_both_checks(definitions):
    graph = definitions.resolve_asset_graph()
    checked = {(key.asset_key.path[-1], key.name) for key in graph.asset_check_keys}
    made = {"lagesbild_database", "lagesbild_pages", "manifest", "quality_result"}
    stored = [name for names in ASSETS.values() for name in names if name not in made]
    assert checked == {(name, check) for name in stored for check in ("must_hold", "should_hold")}


def test_every_asset_says_in_swedish_what_it_is(definitions):
    graph = definitions.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        description = graph.get(key).description
        assert description, key
        assert description.endswith("."), key


def test_one_job_runs_everything_in_one_process(definitions):
    job = definitions.resolve_job_def("refresh")
    assert job.executor_def.name == dg.in_process_executor.name
    assert job.partitions_def is not None
    assert "2023" in job.partitions_def.get_partition_keys()


def test_the_schedule_is_the_first_of_april_in_swedish_time_and_off(definitions):
    schedule = definitions.resolve_schedule_def("yearly_refresh")
    assert schedule.cron_schedule == "0 6 1 4 *"
    assert schedule.execution_timezone == "Europe/Stockholm"
    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED
    moment = datetime.datetime(2024, 4, 1, 6, tzinfo=datetime.UTC)
    context = dg.build_schedule_context(scheduled_execution_time=moment)
    assert schedule(context).partition_key == "2023"


def test_the_sensor_is_off_and_notices_a_change_once(tmp_path, definitions):
    import shutil

    shutil.copytree(RAW / "lessebo-exempel", tmp_path / "raw" / "lessebo-exempel")
    own = build_definitions(tmp_path / "raw", tmp_path / "out")
    sensor = own.resolve_sensor_def("changed_raw_files")
    assert sensor.default_status == dg.DefaultSensorStatus.STOPPED
    workspace = own.resources["workspace"]

    def look(cursor):
        context = dg.build_sensor_context(cursor=cursor, resources={"workspace": workspace}, definitions=own)
        return sensor(context)

    first = look(None)
    assert [request.partition_key for request in first.run_requests] == ["2023"]
    assert look(first.cursor).skip_reason is not None
    (tmp_path / "raw" / "lessebo-exempel" / "befolkning" / "folkmangd_3112.csv").touch()
    changed = look(first.cursor)
    assert len(changed.run_requests) == 1
    assert changed.cursor != first.cursor


def test_definitions_load_without_secrets_and_import_does_no_work(tmp_path):
    """A bare environment: no variables but the path; nothing is written and Great Expectations stays unloaded."""
    code = (
        "import sys, pipelines.definitions as d; "
        "assert d.defs; assert 'great_expectations' not in sys.modules; print('ok')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, cwd=PROJECT, env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "ok", done.stderr
    assert list(tmp_path.iterdir()) == []


def test_no_table_is_forgotten():
    made = {"edition", "priority_area"}
    listed = {name for names in ASSETS.values() for name in names}
    assert set(tables()) - made <= listed
