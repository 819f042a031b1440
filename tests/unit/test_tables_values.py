"""Surveys, key figures and statements. If these fail, a missing answer becomes a low share, or a place the whole."""

import numpy as np
import pandas as pd
import pytest

from pipelines.registers import indicators
from pipelines.tables import indicator_kinds
from pipelines.tables.indicator_values import source_of
from tests.unit.table_rows import AGREEMENT, OWN, table

ENTRIES = {entry["id"]: entry for entry in indicators()}
SAFE, WORRY, NTU = (
    ENTRIES[i] for i in ("feels_safe_at_school", "burglary_worry", "bicycle_theft_self_reported")
)
YOUNG = next(
    e for e in ENTRIES.values() if e["kind"] == "published_share" and e["source_type"] == "youth_survey"
)


def answer(entry, **fields):
    base = {
        "survey": entry.get("survey", "LUPP"), "source_type": entry.get("source_type", "x"), "municipality_code": OWN,
        "group": entry.get("group", "Alla"), "question": entry["survey_question"], "year": 2022,
        "year_kind": "survey", "unit": "procent", "direction": "not_stated", "file": "s.xlsx", "row": 4,
    }  # fmt: skip
    return base | fields


def surveyed(entry, *rows):
    return indicator_kinds.survey_values(
        entry, table("survey_result", [answer(entry, **row) for row in rows])
    )


def test_a_share_of_answers_has_its_own_limits_and_its_answers_as_denominator():
    row = surveyed(SAFE, {"value": 74.4, "count": 61, "n": 82, "lower_95": 64.0, "upper_95": 82.6}).iloc[0]
    assert (row["value"], row["lower_95"], row["upper_95"]) == (74.4, 64.0, 82.6)
    assert (row["count"], row["denominator"], row["method"]) == (61, 82, "Wilson")
    assert row["note"] is None


def test_a_masked_answer_is_unknown_and_never_a_share_of_what_is_left():
    row = surveyed(SAFE, {"value": None, "count": None, "n": 82, "mask": "*"}).iloc[0]
    assert row[["value", "lower_95", "upper_95"]].isna().all()
    assert pd.isna(row["count"])
    assert "maskerat" in row["note"]
    assert row["method"] == "inget intervall"


@pytest.mark.parametrize(("n", "is_shown"), [(29, False), (30, True), (0, False)])
def test_a_share_is_shown_from_thirty_answers(n, is_shown):
    row = surveyed(SAFE, {"value": 50.0, "count": n // 2, "n": n, "lower_95": 30.0, "upper_95": 70.0}).iloc[0]
    assert pd.notna(row["value"]) == pd.notna(row["lower_95"]) == pd.notna(row["count"]) == is_shown
    assert is_shown or "Färre än 30 svar" in row["note"]


def test_an_index_is_not_a_share_and_has_neither_limits_nor_a_least_number():
    row = surveyed(
        WORRY, {"value": 3.0, "unit": "index 0–6", "n": 12, "lower_95": 1.0, "upper_95": 5.0}
    ).iloc[0]
    assert row["value"] == 3
    assert np.isnan(row["lower_95"])
    assert row["method"] == "inget intervall"


def test_a_publishers_share_keeps_the_publishers_limits_and_says_when_there_are_neither_limits_nor_answers():
    row = surveyed(NTU, {"value": 12.8, "lower_95": 11.0, "upper_95": 14.6, "n": 2000}).iloc[0]
    assert (row["lower_95"], row["upper_95"], row["method"]) == (11.0, 14.6, "utgivarens intervall")
    bare = surveyed(NTU, {"value": 12.8}).iloc[0]
    assert bare["value"] == 12.8
    assert np.isnan(bare["lower_95"])
    assert "Antalet svar anges inte" in bare["note"]


def test_a_share_with_answers_but_no_limits_gets_wilsons():
    """20 percent of 50 is 10 answers: Wilson by hand 11.2 to 33.0 (Newcombe 1998, formula 3)."""
    row = surveyed(YOUNG, {"value": 20.0, "n": 50}).iloc[0]
    assert (row["lower_95"], row["upper_95"]) == (
        pytest.approx(11.24, abs=0.01),
        pytest.approx(33.04, abs=0.01),
    )
    assert "Wilson" in row["method"]


def test_localities_other_groups_questions_and_surveys_are_not_the_municipalitys_share():
    rows = [
        {"value": 74.0, "n": 80},
        {"value": 10.0, "n": 80, "locality": "Kosta"},
        {"value": 20.0, "n": 80, "group": "Flickor"},
        {"value": 30.0, "n": 80, "question": "Något annat"},
        {"value": 40.0, "n": 80, "survey": "skolenkaten_ak5"},
    ]
    assert surveyed(SAFE, *rows)["value"].tolist() == [74.0]
    # A youth survey has its own name in every municipality, and is known by its source.
    other = table(
        "survey_result",
        [answer(YOUNG, value=1.0, n=90), answer(YOUNG, value=2.0, n=90, source_type="survey")],
    )
    assert indicator_kinds.survey_values(YOUNG, other)["value"].tolist() == [1.0]


def kpi(entry, **fields):
    return {"publisher": entry["publisher"], "kpi": entry["kpi"], "municipality_code": OWN, "year": 2023, "gender": "T",
            "value": 60.0, "status": "", "file": "k.csv", "row": 2} | fields  # fmt: skip


KPI = ENTRIES["few_problems_burglary_theft"]


def test_a_key_figure_is_the_totals_of_whole_municipalities_and_a_missing_one_is_no_zero():
    rows = [
        kpi(KPI), kpi(KPI, gender="K", value=70.0), kpi(KPI, gender="M", value=50.0),
        kpi(KPI, school_unit_code="12345678", value=90.0), kpi(KPI, kpi="N00624", value=5.0),
        kpi(KPI, year=2022, value=None, status="Missing"), kpi(KPI, publisher="skolverket", value=11.0),
    ]  # fmt: skip
    found = indicator_kinds.kpi_shares(KPI, table("kpi_value", rows))
    assert found[["year", "value"]].to_numpy().tolist() == [[2023, 60.0]]
    assert found["method"].tolist() == ["inget intervall"]


def said(*rows, source="citizen_dialogue"):
    """Statements of (year, is_problem, areas)."""
    statements = table("statement", [
        {"statement_id": f"u{i}", "source_type": source, "document": "a.xlsx", "locator": f"{i}", "year": year,
         "kind": "statement", "text": "x", "theme": "stold", "is_problem": is_problem}
        for i, (year, is_problem, _) in enumerate(rows)
    ])  # fmt: skip
    codes = table("statement_code", [
        {"statement_id": f"u{i}", "kind": kind, "code": code}
        for i, (_, _, areas) in enumerate(rows)
        for kind, code in [("area", area) for area in areas] + [("place", "STOLD")]
    ])  # fmt: skip
    return indicator_kinds.statement_counts(
        ENTRIES["theft_statements_citizens"], statements, codes, AGREEMENT
    )


def test_problems_of_the_area_are_counted_among_all_that_the_source_said_that_year():
    """2023: five statements, two of them problems with theft; one is of two areas and counts once."""
    found = said(
        (2023, "true", ["STOLD"]), (2023, "true", ["STOLD", "PLATS"]), (2023, "positive", ["STOLD"]),
        (2023, "false", ["STOLD"]), (2023, "true", ["PLATS"]), (2022, "true", ["UNGA"]),
    ).set_index("year")  # fmt: skip
    assert found["count"].to_dict() == {2022: 0, 2023: 2}
    assert found["denominator"].to_dict() == {2022: 1, 2023: 5}


def test_a_source_that_said_nothing_has_no_figure_and_not_zero():
    assert said((2023, "true", ["STOLD"]), source="staff_dialogue").empty
    assert set(said((2022, "true", ["STOLD"]))["year"]) == {2022}


def test_every_indicator_rests_on_a_source_of_the_agreement():
    from pipelines.registers import sources

    assert {source_of(entry) for entry in indicators()} <= set(sources())
    assert source_of(ENTRIES["theft_reported"]) == source_of(NTU) == "bra_agency"
    assert source_of(ENTRIES["other_burglary_at_night"]) == "police"
    assert source_of(ENTRIES["burglary_repair_cost"]) == "housing_company"
