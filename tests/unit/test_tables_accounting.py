"""Without these, a row can vanish between the file and the tables and nobody is told."""

import dataclasses
from collections import Counter

import pandas as pd
import pytest

from pipelines import agreement as agreements
from pipelines.errors import UserError
from pipelines.paths import RAW
from pipelines.raw import FileReading, Reading
from pipelines.readers.result import Problem, ReadResult
from pipelines.tables import accounting, context_tables, mapping_tables, scope, source_tables, survey_tables
from pipelines.tables.coverage import coverage_kept
from pipelines.tables.schema import empty
from pipelines.text.names import NameLists
from pipelines.text.redaction import Redactor

AGREEMENT = agreements.load(RAW / "lessebo-exempel")


def file(path, layout, rows, problems=0, skipped=None):
    frame = pd.DataFrame(rows)
    faults = [Problem(9, "x", "Fel.", "Rätta.")] * problems
    left = Counter(skipped or {})
    records = (frame["record"].nunique() if "record" in frame else len(frame)) + problems + sum(left.values())
    return FileReading(path, path.ljust(64, "0"), 1, layout, ReadResult(frame, records, faults, left))


def reading(*files):
    return Reading(tuple(files), Redactor(NameLists.packaged()))


def sol(
    row, region="Lessebo kommun", offence="8 kap. Stöld, rån m.m.", year=2023, month=None, status="final"
):
    return {
        "row": row, "region": region, "offence": offence, "is_subset": False, "year": year,
        "month": pd.NA if month is None else month, "count": 100 + row, "per_100k": float("nan"), "status": status,
    }  # fmt: skip


def outcomes(account):
    return {(r.file, r.outcome, r.reason): r.records for r in account.itertuples()}


def held(read):
    return {
        "population": source_tables.population(scope.population_rows(read, AGREEMENT), AGREEMENT),
        "police_report": source_tables.police_report(read, AGREEMENT),
        "kpi_value": context_tables.kpi_value(read),
        "municipality_group": context_tables.municipality_group(read),
        "police_event": context_tables.police_event(read, AGREEMENT),
        "offence_count": mapping_tables.offence_count(
            mapping_tables.agency_counts(scope.agency_rows(read, AGREEMENT))
        ),
    }


def test_every_record_of_a_file_ends_somewhere_that_is_named():
    """Nine records: two counted (one as reference), one of a region, one of no group, and what the reader left."""
    read = reading(
        file(
            "bra/a.txt",
            "sol_yearly",
            [
                sol(2),
                sol(3, region="Växjö kommun"),
                sol(5, region="Region Syd"),
                sol(4, offence="Tjänstefel"),
            ],
            problems=2,
            skipped={"upprepad rad": 3},
        )
    )
    account = accounting.file_account(read, AGREEMENT)
    assert outcomes(account) == {
        ("bra/a.txt", "table", "offence_count"): 2,
        ("bra/a.txt", "excluded", "kommun eller område utanför avtalet"): 1,
        ("bra/a.txt", "excluded", "brottstyp som inte ingår i någon brottsgrupp i registret"): 1,
        ("bra/a.txt", "skipped", "upprepad rad"): 3,
        ("bra/a.txt", "rejected", "kunde inte läsas, se listan över avvisade poster"): 2,
    }
    accounting.require_account(account, source_tables.source_file(read), held(read), read)


def test_a_row_lost_on_the_way_to_its_table_stops_with_the_file_s_name():
    read = reading(file("bra/a.txt", "sol_yearly", [sol(2), sol(3, year=2022)]))
    account = accounting.file_account(read, AGREEMENT)
    tables = held(read)
    tables["offence_count"] = tables["offence_count"].head(1)
    with pytest.raises(UserError, match=r"bra/a.txt: 1 rader i tabellen offence_count, 2 poster lästa dit"):
        accounting.require_account(account, source_tables.source_file(read), tables, read)


def test_a_record_that_the_account_does_not_tell_of_stops():
    read = reading(file("bra/a.txt", "sol_yearly", [sol(2), sol(3, year=2022)]))
    account = accounting.file_account(read, AGREEMENT).assign(records=1)
    with pytest.raises(UserError, match="2 poster, 1 redovisade"):
        accounting.require_account(account, source_tables.source_file(read), held(read), read)


def test_a_figure_in_two_files_is_counted_once_and_told_as_repeated():
    read = reading(file("a.txt", "sol_yearly", [sol(2)]), file("b.txt", "sol_yearly", [sol(2)]))
    found = outcomes(accounting.file_account(read, AGREEMENT))
    assert found == {
        ("a.txt", "table", "offence_count"): 1,
        ("b.txt", "excluded", "samma uppgift finns i en annan fil"): 1,
    }


def test_preliminary_figures_that_a_final_one_replaces_are_told_apart_from_older_preliminary_ones():
    read = reading(
        file("jan.txt", "sol_monthly", [sol(2, month=1, status="preliminary")]),
        file(
            "feb.txt",
            "sol_monthly",
            [sol(3, month=1, status="preliminary"), sol(4, month=2, status="preliminary")],
        ),
        file("slut.txt", "sol_monthly", [sol(5, month=2)]),
    )
    found = outcomes(accounting.file_account(read, AGREEMENT))
    assert found[("jan.txt", "excluded", "preliminär uppgift, ersatt av en nyare")] == 1
    assert found[("feb.txt", "excluded", "preliminär uppgift, ersatt av slutlig")] == 1
    assert found[("feb.txt", "table", "offence_count")] == 1


def kolada(value, year=2019, status=""):
    return {
        "row": 2, "kpi": "N17625", "municipality_code": "0180", "year": year, "gender": "T", "status": status,
        "value": value,
    }  # fmt: skip


def test_every_municipality_s_key_figure_is_kept_with_its_mark():
    """The spread between years needs more municipalities than the police area's six."""
    read = reading(file("k.csv", "kolada", [kolada(7.5), kolada(float("nan"), 2020, "Privacy")]))
    found = context_tables.kpi_value(read)
    assert found[["municipality_code", "year", "status"]].to_numpy().tolist() == [
        ["0180", 2019, ""],
        ["0180", 2020, "Privacy"],
    ]
    assert found["value"].isna().tolist() == [False, True]


def test_a_fetched_value_replaces_the_saved_one_and_two_saved_ones_that_differ_stop():
    saved = file("kolada/k.csv", "kolada", [kolada(7.5)])
    fetched = file("gemensamt/kolada/2026-11-24/k.json", "kolada", [kolada(7.6)])
    assert context_tables.kpi_value(reading(saved, fetched))["value"].tolist() == [7.6]
    with pytest.raises(UserError, match=r"N17625.*a.csv, b.csv"):
        context_tables.kpi_value(
            reading(file("a.csv", "kolada", [kolada(7.5)]), file("b.csv", "kolada", [kolada(7.6)]))
        )


def ntu(measure, value, variable="Otrygghet vid utevistelse sent på kvällen", year_kind="survey"):
    return {
        "row": 2, "sheet": None, "region": "Lessebo", "year": 2023, "year_kind": year_kind, "variable": variable,
        "measure": measure, "unit": "", "value": value,
    }  # fmt: skip


def test_a_share_from_ntu_stands_with_its_own_limits_answers_and_kind_of_year():
    """50–90 answer in a municipality of this size: the share without its interval would be a wrong figure."""
    rows = [ntu("share_pct", 29.0), ntu("lower_95", 19.0), ntu("upper_95", 41.0)]
    rows += [ntu("n", 71.0, "Antal svarande i NTU")]
    # Exposure carries the year it happened, asked about in the survey of the year after.
    rows += [ntu("share_pct", 4.0, "Utsatthet för cykelstöld", "reference") | {"year": 2022}]
    found = survey_tables.survey_result(reading(file("k.csv", "municipality_indicators", rows)), AGREEMENT)
    assert found[["question", "value", "lower_95", "upper_95", "year_kind"]].to_numpy().tolist() == [
        ["Otrygghet vid utevistelse sent på kvällen", 29.0, 19.0, 41.0, "survey"],
        ["Utsatthet för cykelstöld", 4.0, pytest.approx(float("nan"), nan_ok=True),
         pytest.approx(float("nan"), nan_ok=True), "reference"],
    ]  # fmt: skip
    assert found[["year", "n"]].to_numpy().tolist() == [[2023, 71], [2022, 71]]


def school(record, organisation, unit, measure, value, option=None, name=None, mask=None):
    return {
        "record": record, "row": 4, "organisation": organisation, "municipality": "Lessebo",
        "school_unit_code": unit, "school": name, "year": 2022, "grade": 8, "heading": "9. Trygghet",
        "question": None if measure == "n_answers" else "Känner du dig trygg i skolan?", "is_reversed": False,
        "option": option, "measure": measure, "value": value, "mask": mask,
    }  # fmt: skip


def test_a_school_stands_beside_its_municipality_and_is_never_added_to_it():
    """The subset summed with its whole would count every pupil twice."""
    rows = []
    for n, (owner, unit, name, total, high, some) in enumerate(
        [
            ("Lessebo kommun", None, None, 82.0, 28.0, 33.0),
            ("Lessebo kommun", "123", "Påhittade skolan", 40.0, 10.0, 20.0),
        ]
    ):
        rows += [
            school(f"{n}:1", owner, unit, "n_answers", total, name=name),
            school(f"{n}:2", owner, unit, "count", high, "Helt och hållet", name),
            school(f"{n}:3", owner, unit, "count", some, "Till stor del", name),
        ]
    found = survey_tables.survey_result(reading(file("s.xlsx", "school_survey", rows)), AGREEMENT)
    assert dict(zip(found["group"], found["count"], strict=True)) == {
        "Alla": 61,
        "Påhittade skolan (123)": 30,
    }
    assert dict(zip(found["group"], found["n"], strict=True)) == {"Alla": 82, "Påhittade skolan (123)": 40}


def further(record, **changes):
    row = {
        "record": record, "row": 4 + record, "source": "rescue_service", "municipality": "Lessebo", "place": None,
        "period_from": pd.Timestamp("2023-01-01"), "period_to": pd.Timestamp("2023-06-30"), "kind": "count",
        "phenomenon": "Anlagd brand", "count": 4, "unit": "händelser", "mask": None, "text": None,
    }  # fmt: skip
    return row | changes


def test_counts_of_further_sources_keep_their_period_and_a_hidden_count_its_mark():
    rows = [further(1), further(2, phenomenon="Bilbrand", count=pd.NA, mask="färre än 5")]
    read = reading(file("o.xlsx", "further_source", rows))
    found = context_tables.local_count(read, AGREEMENT)
    assert found[["phenomenon", "count", "mask"]].to_numpy().tolist() == [
        ["Anlagd brand", 4, pd.NA],
        ["Bilbrand", pd.NA, "färre än 5"],
    ]
    with pytest.raises(UserError, match=r"Olika antal.*o.xlsx rad 5, p.xlsx rad 6"):
        context_tables.local_count(
            reading(*read.files, file("p.xlsx", "further_source", [further(2, count=5)])), AGREEMENT
        )


def test_coverage_that_shrank_is_counted_with_an_example():
    now = {"bra, 0761, theft_total, 2023"}
    before = {*now, "bra, 0761, theft_total, 2022", "bra, 0761, vandalism, 2022"}
    assert coverage_kept(now, before) == {
        "compared": 1, "stopping": 0, "warned": 2, "largest": 2.0, "example": "bra, 0761, theft_total, 2022",
    }  # fmt: skip
    assert coverage_kept(before, now)["warned"] == 0


def test_tables_of_nothing_are_empty_and_not_missing():
    nothing = reading()
    assert list(context_tables.kpi_value(nothing).columns) == list(empty("kpi_value").columns)
    assert context_tables.local_count(nothing, AGREEMENT).empty
    assert context_tables.police_event(nothing, AGREEMENT).empty
    assert survey_tables.survey_result(nothing, AGREEMENT).empty


def said(row, **changes):
    return {"row": row, "kind": "text", "text": "Mörkt vid stationen.", "locator": f"stycke {row}"} | changes


def test_documents_without_record_numbers_beside_forms_with_them_are_counted_each_by_its_own():
    """A respondent's three answers are one record; a paragraph is one by itself."""
    read = reading(
        file(
            "d.xlsx",
            "citizen_form",
            [said(2, record=2), said(2, record=2), said(3, record=3, kind="scale", text=None)],
        ),
        file("m.docx", "council_minutes", [said(1), said(2), said(3)]),
    )
    assert outcomes(accounting.file_account(read, AGREEMENT)) == {
        ("d.xlsx", "table", "statement"): 1,
        ("d.xlsx", "excluded", "svar på en skala eller ett val, utan text att återge"): 1,
        ("m.docx", "table", "statement"): 3,
    }


def safety(locality, value, n=150, question="Totalindex"):
    return {
        "row": 5, "sheet": "T", "municipality": "Lessebo", "locality": locality, "group": "Alla",
        "question": question, "year": 2023, "value": value, "n": n,
    }  # fmt: skip


def with_people(*people):
    places = [
        dataclasses.replace(place, population=n)
        for place, n in zip(AGREEMENT.localities, people, strict=True)
    ]
    return dataclasses.replace(AGREEMENT, localities=tuple(places))


def test_the_total_index_over_localities_is_weighted_by_their_people_and_said_to_be_ours():
    """As many are asked in Skruv as in Hovmantorp: (2·3000 + 1·3000 + 4·1000 + 3·1000) / 8000 = 2."""
    rows = [safety("Lessebo", 2.0), safety("Hovmantorp", 1.0), safety("Kosta", 4.0), safety("Skruv", 3.0)]
    read = reading(
        file("t.xlsx", "safety_survey", [*rows, safety(None, 2.31), safety("Skruv", 6.0, question="Klotter")])
    )
    found = survey_tables.survey_result(read, with_people(3000, 3000, 1000, 1000))
    whole = found[found["locality"].isna()].set_index("question")["value"].to_dict()
    assert whole == {"Totalindex": 2.31, "Totalindex, orterna vägda efter folkmängd (egen bearbetning)": 2.0}
    # A locality that is missing, or whose people are not known, is not guessed.
    short = reading(file("t.xlsx", "safety_survey", rows[:3]))
    assert survey_tables.survey_result(short, with_people(3000, 3000, 1000, 1000))["locality"].notna().all()
    assert (
        survey_tables.survey_result(read, with_people(3000, 3000, 1000, None))["locality"].isna().sum() == 1
    )


def test_the_totals_csv_yields_to_the_database_and_a_difference_is_shown():
    """Brå publishes anew: 1 002 in the csv of the spring, 1 003 in the database of the autumn, is one figure."""
    total = {"offence": "Totalt antal brott"}
    read = reading(
        file("sol.txt", "sol_yearly", [sol(3, **total)]),
        file("csv.csv", "agency_totals", [sol(2, **total), sol(4, year=2022, **total)]),
    )
    rows = scope.agency_rows(read, AGREEMENT)
    found = outcomes(accounting.file_account(read, AGREEMENT))
    assert (
        found[("csv.csv", "excluded", "samma uppgift finns i Brås statistikdatabas (SOL), som gäller")] == 1
    )
    counts = mapping_tables.agency_counts(rows)
    assert dict(zip(counts["year"], counts["count"], strict=True)) == {2022: 104, 2023: 103}
    assert scope.doors(rows)[["place", "deviation", "state"]].to_numpy().tolist() == [
        ["0761, total, 2023", -1.0, "warn"]
    ]


def test_a_template_whose_municipality_is_misspelt_stops_and_is_named():
    """Otherwise a whole survey is left out as somebody else's, in one line that nobody reads."""
    rows = [safety("Lessebo", 2.0) | {"municipality": "Lesebo"}]
    with pytest.raises(UserError, match=r"t.xlsx: ingen rad gäller någon av avtalets kommuner"):
        scope.require_known_municipality(reading(file("t.xlsx", "safety_survey", rows)), AGREEMENT)
    scope.require_known_municipality(
        reading(file("t.xlsx", "safety_survey", [safety("Lessebo", 2.0)])), AGREEMENT
    )


def test_a_name_written_in_a_template_s_place_is_not_stored():
    rows = [further(1, place="Hos Anna Provsson, tel 070-174 06 05")]
    found = context_tables.local_count(reading(file("o.xlsx", "further_source", rows)), AGREEMENT)
    assert "Provsson" not in found["place"].iloc[0]
    assert "174" not in found["place"].iloc[0]
