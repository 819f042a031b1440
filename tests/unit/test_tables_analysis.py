"""What sources say, and candidate causes: else a level is told as a problem, or one person can be found."""

import pandas as pd
import pytest

from pipelines import agreement as agreements
from pipelines.paths import RAW
from pipelines.registers import candidate_causes, problems
from pipelines.tables.candidate_causes import candidate_cause
from pipelines.tables.schema import conform, empty
from pipelines.tables.source_agreement import source_agreement

AGREEMENT = agreements.load(RAW / "lessebo-exempel")  # from 3 statements of 2 sources
PROBLEM = problems()["residential_burglary"]
ENTRY = next(entry for entry in candidate_causes() if entry["priority_area"] == "STOLD")


def cause(*said):
    """The first cause of STOLD in 2023. ``said``: (source, whether the statement could point somebody out)."""
    statements = pd.DataFrame([
        {"statement_id": f"u{i}", "source_type": source, "document": "a.xlsx", "locator": f"rad {i}",
         "year": 2023, "theme": ENTRY["themes"][0], "is_problem": "true", "kind": "statement", "redactions": 0,
         "text": "Det stjäls.", "identifying": "ålder, plats" if identifying else None}
        for i, (source, identifying) in enumerate(said)
    ])  # fmt: skip
    codes = pd.DataFrame(
        [
            {"statement_id": f"u{i}", "kind": "area", "code": "STOLD", "words": None, "score": None}
            for i in range(len(said))
        ]
    )
    found = candidate_cause(
        conform("statement", statements.reindex(columns=empty("statement").columns)),
        conform("statement_code", codes),
        AGREEMENT,
    )
    return found[(found["year"] == 2023) & (found["cause"] == ENTRY["cause"])].iloc[0]


CITIZEN, STAFF = ("citizen_dialogue", False), ("staff_dialogue", False)


@pytest.mark.parametrize("said", [(CITIZEN,), (CITIZEN, STAFF), (CITIZEN, CITIZEN, CITIZEN)])
def test_no_statement_is_pointed_at_where_they_are_too_few_or_of_one_source(said):
    row = cause(*said)
    assert pd.isna(row["locators"])
    assert row["statements"] == len(said)  # the table still says how many


def test_statements_are_pointed_at_from_the_thresholds_for_a_theme():
    assert cause(CITIZEN, CITIZEN, STAFF)["locators"] == "a.xlsx, rad 0; a.xlsx, rad 1; a.xlsx, rad 2"


def test_a_statement_that_could_point_somebody_out_is_counted_but_never_pointed_at():
    row = cause(CITIZEN, ("citizen_dialogue", True), STAFF)
    assert row["statements"] == 3
    assert row["locators"] == "a.xlsx, rad 0; a.xlsx, rad 2"


def sources_say(values=(), comparisons=(), statements=(), codes=(), problem=None):
    """What each source says in 2023 about the areas, or about one problem, as {(area, source): row}."""

    def table(name, rows):
        return (
            conform(name, pd.DataFrame(list(rows), columns=list(empty(name).columns)))
            if rows
            else empty(name)
        )

    found = source_agreement(
        table("indicator_value", values),
        table("indicator_comparison", comparisons),
        table("statement", statements),
        table("statement_code", codes),
        empty("survey_result"),
        AGREEMENT,
    )
    asked = found["problem"].isna() if problem is None else found["problem"].eq(problem).fillna(False)
    rows = found[(found["year"] == 2023) & asked]
    return {(r.priority_area, r.source_type): r for r in rows.itertuples()}


def compared(indicator, signal):
    return {"municipality_code": "0761", "indicator": indicator, "year": 2023, "comparison": "previous_years",
            "signal": signal}  # fmt: skip


def test_a_survey_shows_a_level_and_is_not_said_to_describe_a_problem():
    """An index of 2 out of 6 once counted as a source that describes the problem."""
    value = {"municipality_code": "0761", "indicator": "evening_insecurity", "year": 2023, "value": 2.0,
             "unit": "index 0–6", "suppressed": False}  # fmt: skip
    row = sources_say(values=[value])["PLATS", "survey"]
    assert row.points == "level"
    assert "2 på skalan 0–6" in row.summary


@pytest.mark.parametrize(
    ("value", "said"), [(100.0, "över 95 procent"), (0.0, "färre än 5 procent"), (74.4, "74 procent")]
)
def test_a_share_of_nobody_or_everybody_is_not_told_exactly(value, said):
    row = {"municipality_code": "0761", "indicator": "feels_safe_at_school", "year": 2023, "value": value,
           "unit": "procent", "suppressed": False}  # fmt: skip
    assert sources_say(values=[row])["SKOLA", "school"].summary.endswith(f": {said}.")


def test_more_narcotics_offences_is_never_told_as_worse():
    row = sources_say(comparisons=[compared("narcotics_reported", "higher")])["UNGA", "bra_agency"]
    assert row.points == "level"  # neither for the problem nor against it
    assert "följer polisens närvaro" in row.summary


def test_signals_in_both_directions_are_mixed_and_in_one_worse_or_better():
    up, down = compared("theft_reported", "higher"), compared("bicycle_theft_reported", "lower")
    assert sources_say(comparisons=[up, down])["STOLD", "bra_agency"].points == "mixed"
    assert sources_say(comparisons=[up])["STOLD", "bra_agency"].points == "worse"
    assert sources_say(comparisons=[down])["STOLD", "bra_agency"].points == "better"
    none = sources_say(comparisons=[compared("theft_reported", "none")])["STOLD", "bra_agency"]
    assert none.points == "no_signal"
    assert "oförändra" not in none.summary.lower()


def test_a_source_that_came_but_says_nothing_of_the_area_is_not_missing():
    said = {"statement_id": "u1", "source_type": "staff_dialogue", "document": "a.xlsx", "locator": "rad 2",
            "year": 2023, "theme": ENTRY["themes"][0], "is_problem": "true"}  # fmt: skip
    code = {"statement_id": "u1", "kind": "area", "code": "STOLD"}
    found = sources_say(statements=[said], codes=[code])
    assert found["STOLD", "staff_dialogue"].points == "described"
    assert found["PLATS", "staff_dialogue"].points == "not_mentioned"
    assert found["PLATS", "citizen_dialogue"].points == "missing"
    untested = sources_say(comparisons=[compared("theft_reported", "not_tested")])
    assert untested["STOLD", "bra_agency"].points == "not_tested"
    assert untested["PLATS", "bra_agency"].points == "missing"


def test_a_problem_has_only_its_own_indicators_and_themes():
    """Fewer bicycles stolen say nothing of burglary, and a statement of theft nothing of either's survey."""
    down = compared("bicycle_theft_reported", "lower")
    bicycles = sources_say(comparisons=[down], problem="vehicle_and_bicycle_theft")
    assert bicycles["STOLD", "bra_agency"].points == "better"
    assert bicycles["STOLD", "survey"].points == "not_covered"
    assert sources_say(comparisons=[down], problem="shop_theft")["STOLD", "bra_agency"].points == "missing"


def test_what_few_say_of_a_problem_is_told_without_how_many():
    def told(*said):
        rows = [{"statement_id": f"u{i}", "source_type": source, "document": "a", "locator": f"{i}", "year": 2023,
                 "theme": theme, "is_problem": "true"} for i, (source, theme) in enumerate(said)]  # fmt: skip
        codes = [{"statement_id": f"u{i}", "kind": "area", "code": "STOLD"} for i in range(len(rows))]
        return sources_say(statements=rows, codes=codes, problem=PROBLEM["id"])[
            "STOLD", "citizen_dialogue"
        ].summary

    theme = PROBLEM["themes"][0]
    few = told(("citizen_dialogue", theme), ("citizen_dialogue", theme), ("citizen_dialogue", "ovrigt"))
    assert few == "Nämns, men något av problemets teman tas upp av för få för att antalet ska anges."
    enough = told(("citizen_dialogue", theme), ("citizen_dialogue", theme), ("staff_dialogue", theme))
    assert enough.startswith("2 av 2 uttalanden rör problemet: 2 beskriver ett problem")
    other = told(("citizen_dialogue", "ovrigt"))
    assert other == "Inget av 1 uttalanden rör problemet."


def test_a_hidden_local_count_is_not_told_and_a_preliminary_test_is_no_direction():
    hidden = {"municipality_code": "0761", "indicator": "threat_and_violence_incidents", "year": 2023, "count": None,
              "unit": "händelser", "suppressed": True}  # fmt: skip
    row = sources_say(values=[hidden])["SKOLA", "school_incidents"]
    assert row.points == "level"
    assert row.summary.endswith(": för få för att visas.")
    neighbour = compared("theft_reported", "higher") | {"municipality_code": "0881"}
    assert sources_say(comparisons=[neighbour])["STOLD", "bra_agency"].points == "missing"


def test_another_comparison_than_with_earlier_years_gives_no_direction():
    """Higher than the country is a level; a trend of ten years is told beside."""
    for comparison in ("riket", "trend", "polisomradet"):
        row = compared("theft_reported", "higher") | {"comparison": comparison}
        assert sources_say(comparisons=[row])["STOLD", "bra_agency"].points == "missing"
    survey = compared("feels_safe_at_school", "higher") | {"comparison": "previous_survey"}
    assert sources_say(comparisons=[survey])["SKOLA", "school"].points == "better"


def test_one_statement_that_a_program_coded_is_no_support_for_a_problem():
    """A single sentence misread would stand on a page as "Brå describes the problem"."""

    def points(*kinds):
        rows = [{"statement_id": f"u{i}", "source_type": "bra_council", "document": "a", "locator": f"{i}",
                 "year": 2023, "theme": PROBLEM["themes"][0], "is_problem": kind}
                for i, kind in enumerate(kinds)]  # fmt: skip
        codes = [{"statement_id": f"u{i}", "kind": "area", "code": "STOLD"} for i in range(len(rows))]
        return sources_say(statements=rows, codes=codes, problem=PROBLEM["id"])["STOLD", "bra_council"].points

    assert points("true") == "mentioned"
    assert points("true", "true") == "described"
    assert points("positive") == "mentioned"
    assert points("positive", "positive") == "better"
    assert points("true", "positive", "positive") == "mentioned"
