"""Without these, a table with a wrong figure replaces a good one, or a check that cannot fail looks green."""

import json

import pandas as pd
import pytest

from pipelines import checks, registers
from pipelines.paths import SUITES
from pipelines.tables.schema import conform, dtype_of

NUMBERS = {"Int64": 7, "float64": 7.0, "boolean": True, "datetime64[us]": "2023-05-04", "string": "x"}


def population(**changes):
    row = {
        "municipality_code": "0761",
        "municipality": "Lessebo",
        "year": 2019,
        "reference": "31 december",
        "population": 8733,
        "source": "SCB",
        "file": "befolkning/a.csv",
        "row": 3,
    }
    return conform("population", pd.DataFrame([row, row | {"year": 2020, "population": 8655} | changes]))


def value(**changes):
    """Reported theft in Lessebo 2019: 320 of 8 733, Byar limits worked out by hand."""
    row = dict.fromkeys(registers.tables()["indicator_value"].columns)
    row |= {
        "agreement": "lessebo-exempel",
        "municipality_code": "0761",
        "municipality": "Lessebo",
        "priority_area": "STOLD",
        "indicator": "theft_reported",
        "year": 2019,
        "value": 3664.3,
        "lower_95": 3273.8,
        "upper_95": 4088.5,
        "count": 320,
        "denominator": 8733,
        "unit": "per 100 000 invånare",
        "status": "final",
        "method": "Byar",
        "suppressed": False,
        "n_sources": 2,
    }
    return conform("indicator_value", pd.DataFrame([row | changes]))


def failing(table, frame):
    return [o.check for o in checks.validate(table, frame) if o.stops]


def test_sound_tables_pass():
    assert failing("population", population()) == []
    assert failing("indicator_value", value()) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"municipality_code": "761"}, "fyra siffror"),  # a lost zero
        ({"population": 86}, "rimlig"),
        ({"population": None}, "finns på varje rad"),
        ({"year": 2019}, "två gånger"),
        ({"reference": "1 juli"}, "Mätdagen"),
        ({"year": 202}, "Årtal"),
    ],
)
def test_a_broken_population_is_stopped(changes, said):
    found = failing("population", population(**changes))
    assert any(said in check for check in found), found


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": 4200.0}, "övre"),
        ({"value": 3200.0}, "nedre"),
        ({"status": "prel"}, "preliminär"),
        ({"unit": "per 1 000 invånare"}, "Enheten"),
        ({"suppressed": True}, "Dolda"),  # a hidden figure whose count is still there
        ({"priority_area": "INBROTT"}, "områden"),
    ],
)
def test_a_broken_indicator_value_is_stopped(changes, said):
    found = failing("indicator_value", value(**changes))
    assert any(said in check for check in found), found


def test_an_empty_table_is_stopped_where_it_must_hold_something():
    assert failing("source_file", conform("source_file", _row("source_file").head(0))) == [
        "Tabellen har rader."
    ]
    # A police delivery alone can be published, without figures per inhabitant: a warning, not a stop.
    assert failing("population", population().head(0)) == []
    assert not checks.validate("population", population().head(0))[0].has_passed
    assert failing("rejected_row", conform("rejected_row", _row("rejected_row").head(0))) == []


def test_personal_data_in_a_stored_text_is_stopped():
    frame = _row("statement").assign(
        text="Ring 070-174 06 15 om det.", source_type="staff_dialogue", kind="statement", is_problem="true"
    )
    assert any("mobilnummer" in c for c in failing("statement", conform("statement", frame)))


def test_a_difference_between_months_and_year_stops_but_drift_only_warns():
    frame = _row("reconciliation").assign(stopping=1, warned=0)
    assert failing("reconciliation", conform("reconciliation", frame)) == ["Siffror som ska gå ihop gör det."]
    frame = frame.assign(stopping=0, warned=1)
    outcomes = checks.validate("reconciliation", conform("reconciliation", frame))
    assert [o.check for o in outcomes if not o.has_passed] == ["Inga avvikelser är värda att se på."]
    assert not any(o.stops for o in outcomes)


def test_a_check_that_cannot_run_is_told_apart_from_bad_data(monkeypatch):
    broken = [
        {
            "type": "expect_column_values_to_be_between",
            "kwargs": {"column": "no_such_column", "min_value": 0},
            "severity": "warning",
            "notes": "En kontroll av en kolumn som inte finns.",
        }
    ]
    monkeypatch.setattr(checks, "suite", lambda table: broken)
    (outcome,) = checks.validate("population", population())
    assert outcome.is_broken
    assert outcome.stops
    assert outcome.observed == "kontrollen kunde inte köras"


def test_failing_checks_never_quote_the_table():
    frame = population(municipality_code="Anna Testsson")
    said = " ".join(o.observed for o in checks.validate("population", frame))
    assert "Testsson" not in said
    assert "1 av 2 rader avviker" in said


@pytest.mark.parametrize("table", sorted(registers.tables()))
def test_every_table_has_a_suite_that_starts_with_rows_columns_and_not_null(table):
    content = json.loads((SUITES / f"{table}.json").read_text(encoding="utf-8"))
    spec = registers.tables()[table]
    kinds = [entry["type"] for entry in content["expectations"]]
    assert kinds[:2] == ["expect_table_row_count_to_be_between", "expect_table_columns_to_match_set"]
    assert content["expectations"][1]["kwargs"]["column_set"] == list(spec.columns)
    required = [
        e["kwargs"]["column"]
        for e in content["expectations"]
        if e["type"] == "expect_column_values_to_not_be_null"
    ]
    assert required == list(spec.required)
    assert {e["severity"] for e in content["expectations"]} <= {"error", "warning"}


def _row(table):
    """One row of a table with a value in every column."""
    columns = registers.tables()[table].columns
    return conform(table, pd.DataFrame([{c: NUMBERS[dtype_of(c)] for c in columns}]))


def test_every_check_of_a_source_code_knows_the_whole_register():
    """A source added to the register and not here would stop every refresh that holds it."""
    found = 0
    for path in SUITES.glob("*.json"):
        for expectation in json.loads(path.read_text(encoding="utf-8"))["expectations"]:
            kwargs = expectation["kwargs"]
            if kwargs.get("column") == "source_type" and "value_set" in kwargs:
                assert set(registers.sources()) <= set(kwargs["value_set"]), path.name
                found += 1
    assert found >= 2


def test_only_rows_already_checked_are_spared_the_second_check(monkeypatch):
    """Half the refresh's checks are of tables that lie as they were handed over; one changed cell is a new table."""
    asked = []
    whole = checks._validated
    monkeypatch.setattr(checks, "_checked", {})
    monkeypatch.setattr(checks, "_validated", lambda *given: asked.append(given) or whole(*given))
    first = checks.validate("population", population())
    assert checks.validate("population", population()) == first
    assert len(asked) == 1
    assert any(outcome.stops for outcome in checks.validate("population", population(population=-1)))
    assert len(asked) == 2
    monkeypatch.setattr(checks, "suite", lambda table: [])
    assert checks.validate("population", population()) == []
