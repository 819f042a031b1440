"""Without these, publishers' figures get mixed, a half-delivered year looks quiet, or a unit is off by a hundred."""

from collections import Counter

import pandas as pd
import pytest

from pipelines import agreement as agreements
from pipelines.errors import UserError
from pipelines.paths import RAW
from pipelines.raw import FileReading, Reading
from pipelines.readers.result import Problem, ReadResult
from pipelines.tables import (
    accounting,
    context_tables,
    mapping_tables,
    scope,
    source_tables,
    survey_tables,
)
from pipelines.tables.schema import conform
from pipelines.text.names import NameLists
from pipelines.text.redaction import Redactor

AGREEMENT = agreements.load(RAW / "lessebo-exempel")


def reading(*files):
    """A reading of (path, layout, rows) triples, as if the readers had given it."""
    made = []
    for path, layout, rows in files:
        frame = pd.DataFrame(rows)
        made.append(FileReading(path, "0" * 64, 1, layout, ReadResult(frame, len(frame))))
    return Reading(tuple(made), Redactor(NameLists.packaged()))


def agency_counts(read, agreement):
    return mapping_tables.agency_counts(scope.agency_rows(read, agreement))


def indicator_counts(read, agreement):
    return mapping_tables.indicator_counts(scope.indicator_rows(read, agreement))


def kolada_counts(read, agreement, population):
    return mapping_tables.kolada_counts(context_tables.kpi_value(read), population, agreement)


def sol(
    count, year=2023, month=None, status="final", region="Lessebo kommun", offence="8 kap. Stöld, rån m.m."
):
    return {
        "row": 2, "region": region, "offence": offence, "is_subset": False, "year": year,
        "month": pd.NA if month is None else month, "count": count, "per_100k": float("nan"), "status": status,
    }  # fmt: skip


def people(value=8342, year=2023):
    row = {"municipality_code": "0761", "municipality": "Lessebo", "year": year, "reference": "31 december",
           "population": value, "source": "SCB", "file": "b.csv", "row": 2}  # fmt: skip
    return conform("population", pd.DataFrame([row]))


def kolada(value, gender="T", kpi="U07417"):
    return {
        "row": 2,
        "kpi": kpi,
        "municipality_code": "0761",
        "year": 2019,
        "gender": gender,
        "status": "",
        "value": value,
    }


def test_a_rate_from_kolada_becomes_the_whole_number_it_came_from():
    counts = kolada_counts(
        reading(("k.csv", "kolada", [kolada(3664.262), kolada(1.0, gender="K")])),
        AGREEMENT,
        people(8733, 2019),
    )
    assert counts["count"].tolist() == [320]


def test_a_rate_per_thousand_stops_and_is_not_taken_for_per_hundred_thousand():
    """36.64262 per 1 000 is the same 320 thefts; as per 100 000 it would be 3.2 events."""
    with pytest.raises(UserError, match="U07417"):
        kolada_counts(reading(("k.csv", "kolada", [kolada(36.64262)])), AGREEMENT, people(8733, 2019))


def test_a_final_figure_replaces_the_preliminary_one():
    found = agency_counts(
        reading(
            ("prel.txt", "sol_monthly", [sol(11, month=1, status="preliminary")]),
            ("slut.txt", "sol_monthly", [sol(12, month=1)]),
        ),
        AGREEMENT,
    )
    assert found[["count", "status"]].to_numpy().tolist() == [[12, "final"]]


def test_the_later_preliminary_figure_counts_whatever_the_files_are_called():
    """ "_sept" sorts after "_okt"; the file that reaches October is the newer one."""

    def prel(month, count):
        return sol(count, year=2024, month=month, status="preliminary")

    september = ("manad_sept.txt", "sol_monthly", [prel(1, 11), prel(9, 20)])
    october = ("manad_okt.txt", "sol_monthly", [prel(1, 12), prel(10, 21)])
    found = agency_counts(reading(september, october), AGREEMENT)
    assert dict(zip(found["month"], found["count"], strict=True)) == {1: 12, 9: 20, 10: 21}
    with pytest.raises(UserError, match="Olika antal"):
        agency_counts(
            reading(("a.txt", "sol_monthly", [prel(1, 11)]), ("b.txt", "sol_monthly", [prel(1, 12)])),
            AGREEMENT,
        )


def test_two_files_with_different_final_figures_stop():
    with pytest.raises(UserError, match="Olika antal") as caught:
        agency_counts(
            reading(("a.txt", "sol_yearly", [sol(189)]), ("b.txt", "sol_yearly", [sol(188)])), AGREEMENT
        )
    assert "a.txt, b.txt" in str(caught.value)


def test_the_same_figure_twice_is_one_figure():
    found = agency_counts(
        reading(("a.txt", "sol_yearly", [sol(189)]), ("b.txt", "sol_yearly", [sol(189)])), AGREEMENT
    )
    assert found["count"].tolist() == [189]


def test_other_municipalities_are_kept_as_reference_and_regions_are_not_municipalities():
    """Without the others φ rests on six; a region or county among them would be counted as a place of its own."""
    rows = [
        sol(189), sol(9999, region="Region Syd"), sol(5, region="Växjö kommun"), sol(7000, region="Kronobergs län"),
        sol(400_000, region="Hela landet"),
    ]  # fmt: skip
    found = agency_counts(reading(("a.txt", "sol_yearly", rows)), AGREEMENT)
    assert dict(zip(found["municipality_code"], found["count"], strict=True)) == {
        "00": 400_000,
        "0761": 189,
        "0780": 5,
    }


def test_koladas_figures_of_all_municipalities_become_counts_each_with_its_own_population():
    """3 664.262 of 8 733 are 320 in Lessebo; 1 000 of 90 000 are 900 in Växjö; a region (0001) is none."""
    everywhere = pd.concat([people(8733, 2019), people(90_000, 2019).assign(municipality_code="0780")])
    rows = [
        kolada(3664.262),
        kolada(1000.0) | {"municipality_code": "0780"},
        kolada(5.0) | {"municipality_code": "0001"},
    ]
    found = kolada_counts(reading(("k.csv", "kolada", rows)), AGREEMENT, everywhere)
    assert dict(zip(found["municipality_code"], found["count"], strict=True)) == {"0761": 320, "0780": 900}


def police(code="0821", year=2023, month=1, deso="0761A0030", file_row=2, count=1, municipality="0761"):
    return {
        "row": file_row, "municipality_code": municipality, "municipality": "Lessebo", "police_section": "",
        "deso": deso, "offence_code": code, "offence_text": "", "registered_date": pd.NaT, "registered_year": year,
        "registered_month": month, "date_from": pd.Timestamp(year, month, 3, 22),
        "date_to": pd.Timestamp(year, month, 3, 23), "count": count, "spans_days": 0,
    }  # fmt: skip


def test_a_year_delivered_to_june_gets_no_total_and_no_quiet_autumn():
    rows = [police(month=m) for m in range(1, 7)]
    report = source_tables.police_report(reading(("p_202306.csv", "police_delivery", rows)), AGREEMENT)
    counts = mapping_tables.police_counts(report, AGREEMENT)
    burglary = counts[(counts["offence_group"] == "other_burglary") & counts["locality"].isna()]
    assert burglary["month"].dropna().tolist() == [1, 2, 3, 4, 5, 6]
    assert burglary["month"].notna().all()  # no row for the year


def test_a_whole_year_sums_its_months_and_its_localities():
    rows = [police(month=m, count=m) for m in range(1, 13)] + [police(month=12, deso="0761A9999")]
    report = source_tables.police_report(reading(("p_202312.csv", "police_delivery", rows)), AGREEMENT)
    counts = mapping_tables.police_counts(report, AGREEMENT)
    year = counts[(counts["offence_group"] == "other_burglary") & counts["month"].isna()]
    found = dict(zip(year["locality"].fillna("hela"), year["count"], strict=True))
    assert found == {"hela": 79, "Kosta": 78, "Övriga kommunen": 1}  # 1 + 2 + … + 12 = 78


def test_the_later_delivery_of_a_month_counts_and_nothing_twice():
    early = [police(month=1), police(month=1, file_row=3)]
    late = [police(month=1), police(month=2)]
    report = source_tables.police_report(
        reading(("p_202301.csv", "police_delivery", early), ("p_202302.csv", "police_delivery", late)),
        AGREEMENT,
    )
    assert report.groupby("registered_month")["count"].sum().to_dict() == {1: 1, 2: 1}


def test_a_delivery_that_begins_in_july_or_lacks_a_month_is_no_whole_year():
    """Twelve months filled with zeros once made 167 thefts final where 189 was true."""
    for months in (range(7, 13), [m for m in range(1, 13) if m != 6]):
        rows = [police(month=m) for m in months]
        report = source_tables.police_report(reading(("p_202312.csv", "police_delivery", rows)), AGREEMENT)
        counts = mapping_tables.police_counts(report, AGREEMENT)
        assert counts["month"].notna().all(), list(months)
        assert set(counts["month"]) == set(months)


def test_a_partial_later_file_stops_instead_of_replacing_a_whole_month():
    whole = [police(month=12, file_row=i) for i in range(2, 62)]
    stray = [police(month=12, file_row=2), police(year=2024, month=1, file_row=3)]
    with pytest.raises(UserError, match="går isär") as caught:
        source_tables.police_report(
            reading(("p_202312.csv", "police_delivery", whole), ("p_202401.csv", "police_delivery", stray)),
            AGREEMENT,
        )
    assert "2023-12" in str(caught.value)
    assert "p_202312.csv, p_202401.csv" in str(caught.value)


def test_two_deliveries_that_reach_as_far_and_differ_stop_and_a_shorter_one_is_counted_as_replaced():
    """A corrected delivery under another name: neither the name nor the larger number says which one is right."""
    part = [police(month=m, file_row=m) for m in range(1, 13)]
    whole = part + [police(month=m, file_row=20 + m) for m in (3, 5, 9)]
    files = (("p_202312 (1).csv", "police_delivery", whole), ("p_202312.csv", "police_delivery", part))
    with pytest.raises(UserError, match="når lika långt i tiden"):
        source_tables.police_report(reading(*files), AGREEMENT)
    files = (("p_202312.csv", "police_delivery", whole), ("p_202306.csv", "police_delivery", part[:6]))
    account = accounting.file_account(reading(*files), AGREEMENT)
    assert account[["file", "outcome", "reason", "records"]].to_numpy().tolist() == [
        ["p_202306.csv", "excluded", "ersatt av en senare leverans", 6],
        ["p_202312.csv", "table", "police_report", 15],
    ]


def test_a_masked_answer_makes_the_share_unknown_never_zero():
    base = {"record": 4, "row": 4, "organisation": "Lessebo kommun", "municipality": None,
            "school_unit_code": None, "school": None, "year": 2022, "grade": 8, "is_reversed": False,
            "heading": "9. Trygghet", "question": "Känner du dig trygg i skolan?"}  # fmt: skip
    rows = [
        base | {"measure": "n_answers", "question": None, "option": None, "value": 82.0, "mask": None},
        base | {"measure": "count", "option": "Helt och hållet", "value": 28.0, "mask": None},
        base | {"measure": "count", "option": "Till stor del", "value": float("nan"), "mask": "*"},
    ]
    found = survey_tables.survey_result(reading(("s.xlsx", "school_survey", rows)), AGREEMENT)
    assert found["value"].isna().all()
    assert found["mask"].tolist() == ["*"]
    rows[2] |= {"value": 33.0, "mask": None}
    found = survey_tables.survey_result(reading(("s.xlsx", "school_survey", rows)), AGREEMENT)
    assert found["value"].tolist() == [pytest.approx(100 * 61 / 82)]


def test_two_populations_for_one_year_stop():
    rows = {"row": 2, "region_code": "0761", "region": "Lessebo", "year": 2023, "reference": "31 december"}
    read = reading(
        ("a.csv", "population", [rows | {"population": 8342}]),
        ("b.csv", "population", [rows | {"population": 8343}]),
    )
    with pytest.raises(UserError, match="olika folkmängd"):
        source_tables.population(scope.population_rows(read, AGREEMENT), AGREEMENT)


def test_what_a_rejected_row_said_is_stored_without_personal_data():
    result = ReadResult(
        pd.DataFrame(),
        1,
        [
            Problem(
                5, "Ring Karin Hallström på 070-174 06 15", "Datumet går inte att läsa.", "Skriv ÅÅÅÅ-MM-DD."
            )
        ],
    )
    file = FileReading("m.xlsx", "0" * 64, 1, "staff_form", result)
    stored = source_tables.rejected_row(Reading((file,), Redactor(NameLists.packaged())))
    said = stored["found"].iloc[0]
    assert "Hallström" not in said
    assert "070" not in said
    assert stored["row"].tolist() == [5]


def test_an_unknown_theft_code_stops_and_is_named():
    rows = [police(month=m, code="0899") for m in range(1, 13)]
    with pytest.raises(UserError, match=r"0899: 12 brott i p_202312\.csv"):
        source_tables.police_report(reading(("p_202312.csv", "police_delivery", rows)), AGREEMENT)


def test_nothing_read_is_lost_in_the_list_of_files():
    result = ReadResult(
        pd.DataFrame({"row": [1, 2]}), 5, [Problem(3, "x", "Fel.", "Rätta.")], Counter({"upprepad rad": 2})
    )
    file = FileReading("bra/a.txt", "a" * 64, 10, "sol_yearly", result)
    row = source_tables.source_file(Reading((file,), Redactor(NameLists.packaged()))).iloc[0]
    assert (row["records"], row["rows_read"], row["rows_rejected"], row["rows_skipped"]) == (5, 2, 1, 2)
    assert row["skipped_reasons"] == "upprepad rad: 2"
