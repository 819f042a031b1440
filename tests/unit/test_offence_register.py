"""The register of offence groups and codes. If these fail, a crime counts twice, or nowhere."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from pipelines import agreement as agreements
from pipelines import registers
from pipelines.errors import UserError
from pipelines.paths import EXPECTATIONS, RAW
from pipelines.raw import FileReading, Reading
from pipelines.readers.result import ReadResult
from pipelines.tables import clock, mapping_tables, places, reconciliation, seasons, source_tables
from pipelines.tables.schema import conform, empty
from pipelines.text.names import NameLists
from pipelines.text.redaction import Redactor

GROUPS = registers.offence_groups()
AGREEMENT = agreements.load(RAW / "lessebo-exempel")


def loaded(monkeypatch, codes=None, groups=None):
    """The groups as they load from other registers than the project's."""
    monkeypatch.setattr(registers, "_group_id_of_code", registers._group_id_of_code.__wrapped__)
    if codes is not None:
        monkeypatch.setattr(registers, "_load_codes", lambda: codes)
    if groups is not None:
        monkeypatch.setattr(registers, "_load", lambda name: {"group": groups})
    return registers.offence_groups.__wrapped__()


def group(name, **fields):
    base = {"id": name, "title": name, "priority_areas": ["STOLD"], "source": "prov", "read": "2026-11-24"}
    return base | fields


FAMILY = [
    group("whole"),
    group("middle", parents=["whole"]),
    group("leaf", parents=["middle", "total"]),
    group("total", sums_police_codes=False),
]


def test_a_whole_has_its_own_codes_and_those_of_all_below_it_once(monkeypatch):
    found = loaded(monkeypatch, [("0003", "leaf"), ("0001", "whole"), ("0002", "middle")], FAMILY)
    assert found["whole"].police_codes == ("0001", "0002", "0003")
    assert found["middle"].police_codes == ("0002", "0003")
    assert found["leaf"].police_codes == ("0003",)
    assert found["whole"].own_codes == ("0001",)


def test_a_publishers_own_total_has_no_police_codes(monkeypatch):
    found = loaded(monkeypatch, [("0003", "leaf")], FAMILY)
    assert found["total"].police_codes == ()
    assert not found["total"].is_counted


def test_two_ways_up_to_the_same_whole_count_a_code_once(monkeypatch):
    diamond = [
        group("top"),
        group("left", parents=["top"]),
        group("right", parents=["top"]),
        group("leaf", parents=["left", "right", "top"]),
    ]
    found = loaded(monkeypatch, [("0003", "leaf")], diamond)
    assert found["top"].police_codes == ("0003",)


def test_a_code_that_stands_twice_stops(monkeypatch):
    with pytest.raises(UserError, match="mer än en gång: 0821"):
        loaded(monkeypatch, [("0821", "vandalism"), ("0822", "vandalism"), ("0821", "robbery")])


def test_a_code_of_an_unknown_group_stops(monkeypatch):
    with pytest.raises(UserError, match="gruppen «stöld» vid koden 0821"):
        loaded(monkeypatch, [("0821", "stöld")])


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ([group("a"), group("a")], "mer än en gång: a"),
        ([group("a", parents=["b"])], "finns inte som grupp: b"),
        ([group("a", parents=["b"]), group("b", parents=["a"])], "ingår i sig själv"),
        ([group("a", priority_areas=[])], "antingen"),
        ([group("a", outside="Ett skäl.")], "antingen"),
        ([group("a", sums_police_codes=False)], "kan inte ha egna koder: 0001"),
    ],
)
def test_groups_that_contradict_themselves_stop(monkeypatch, groups, said):
    with pytest.raises(UserError, match=said):
        loaded(monkeypatch, [("0001", "a")], groups)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "första raden"),
        ("kod;grupp\n0821;robbery\n", "första raden"),
        ("code;group\n0821,robbery\n", "0821,robbery"),
        ("code;group\n82X;robbery\n", "82X;robbery"),
        ("code;group\n;robbery\n", ";robbery"),
    ],
)
def test_a_list_of_codes_that_was_edited_wrongly_stops(monkeypatch, tmp_path, text, said):
    (tmp_path / "offence_codes.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(registers, "EXPECTATIONS", tmp_path)
    with pytest.raises(UserError, match=said):
        registers._load_codes()


def test_zeros_that_a_spreadsheet_took_are_put_back(monkeypatch, tmp_path):
    (tmp_path / "offence_codes.csv").write_bytes("code;group\r\n821;robbery\r\n\r\n".encode("utf-8-sig"))
    monkeypatch.setattr(registers, "EXPECTATIONS", tmp_path)
    assert registers._load_codes() == [("0821", "robbery")]


def test_the_list_of_codes_is_sorted_and_written_with_four_digits():
    """So that a change shows as the one line it is."""
    with (EXPECTATIONS / "offence_codes.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file, delimiter=";"))
    assert header == ["code", "group"]
    assert len(rows) == 683
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert all(len(row[0]) == 4 for row in rows)


def test_every_code_leads_to_its_most_specific_group():
    """Rows that no area counts are accounted for here."""
    found = {
        code: registers.group_of_code(code).id for code in ("0857", "0880", "1209", "1212", "9806", "0853")
    }
    assert found == {
        "0857": "residential_burglary",
        "0880": "theft_police",
        "1209": "graffiti",
        "1212": "vandalism",
        "9806": "robbery_young",
        "0853": "shop_theft",
    }
    assert registers.group_of_code("0983").outside
    assert registers.group_of_code("3191").id == "local_traffic"
    assert registers.known_codes() == {code for group in GROUPS.values() for code in group.own_codes}
    with pytest.raises(KeyError):
        registers.group_of_code("9999")


def test_theft_as_kolada_totals_it_and_the_polices_thefts_are_two_groups():
    """The first has robbery and shop theft in it; compared, they would differ for ever and seem wrong."""
    total, police = GROUPS["theft_total"], GROUPS["theft_police"]
    assert (total.kolada, total.police_codes, total.sums_police_codes) == (("U07417",), (), False)
    assert len(police.police_codes) == 73
    assert (police.sol_labels, police.indicator_labels, police.kolada) == ((), (), ())
    apart = {*GROUPS["shop_theft"].police_codes, *GROUPS["robbery"].police_codes}
    assert not apart & set(police.police_codes)
    by_group = {e["offence_group"]: e for e in registers.indicators() if "offence_group" in e}
    entry = by_group["theft_police"]
    assert (entry["id"], entry["priority_area"], entry["publisher"]) == (
        "theft_police_reported",
        "STOLD",
        "police",
    )
    assert "also" not in entry
    assert entry["title"] != by_group["theft_total"]["title"]
    assert "Inte samma sak som Brås och Koladas" in entry["does_not_say"]


def test_the_polices_indicators_rest_on_groups_that_are_counted():
    """An indicator on a group outside would have no figures and no explanation."""
    for entry in registers.indicators():
        if entry.get("publisher") == "police":
            assert GROUPS[entry["offence_group"]].is_counted, entry["id"]


def test_an_indicator_that_follows_the_polices_presence_says_so_in_both_registers():
    """Without the line, more controls read as more crime."""
    for entry in registers.indicators():
        if "offence_group" in entry:
            driven = entry["direction"] == "activity_driven"
            assert GROUPS[entry["offence_group"]].activity_driven == driven, entry["id"]


def test_every_group_has_an_area_or_a_reason_and_a_source():
    for found in GROUPS.values():
        assert set(found.priority_areas) <= set(agreements.AREA_CODES), found.id
        assert bool(found.priority_areas) != bool(found.outside), found.id
        assert found.outside is None or found.outside.endswith("."), found.id
        assert found.source, found.id
        assert found.read.year >= 2026, found.id
    # Codes carry no reliable mark of school.
    assert not [g.id for g in GROUPS.values() if "SKOLA" in g.priority_areas]
    assert {g.id for g in GROUPS.values() if "UNGA" in g.priority_areas} == {
        "robbery_young",
        "vandalism",
        "graffiti",
        "arson",
        "narcotics",
        "moped_theft",
        "knife",
        "public_violence_girls",
        "public_violence_boys",
    }


def test_what_identifies_a_family_or_a_child_is_sensitive():
    sensitive = {g.id for g in GROUPS.values() if g.sensitive}
    assert sensitive == {
        "public_violence_girls",
        "public_violence_boys",
        "indoor_violence_girls",
        "indoor_violence_boys",
        "close_relation_women",
        "close_relation_men",
        "robbery_young",
        "outdoor_assault_young",
        "indoor_assault_young",
        "child_offences",
        "close_relations",
        "honour",
        "sexual_offences",
        "lethal_violence",
    }


# Counting the police's rows.


def reported(*rows, months=range(1, 13)):
    """police_report rows of (code, month, count[, locality]); every month has one row of fraud besides."""
    filled = [*rows, *(("0983", month, 1) for month in months)]
    made = []
    for n, (code, month, count, *place) in enumerate(filled, 2):
        made.append(
            {
                "municipality_code": "0761", "locality": place[0] if place else "Kosta", "offence_code": code,
                "registered_year": 2023, "registered_month": month, "date_from": pd.Timestamp(2023, month, 2),
                "date_to": pd.Timestamp(2023, month, 2), "spans_days": 0, "count": count, "file": "p.csv", "row": n,
            }
        )  # fmt: skip
    return conform("police_report", pd.DataFrame(made))


def yearly(counted, locality=None):
    place = counted["locality"].isna() if locality is None else counted["locality"] == locality
    rows = counted[place & counted["month"].isna()]
    return dict(zip(rows["offence_group"], rows["count"], strict=True))


THEFTS = (
    ("0857", 1, 2),  # burglary in a home
    ("9830", 5, 3),  # bicycle
    ("9833", 6, 4),  # electric scooter, with the bicycles in the tree
    ("0880", 7, 5),  # theft_police's own
    ("0853", 8, 7),  # in a shop
    ("9806", 9, 11),  # robbery of a young person
    ("0855", 9, 13),  # robbery's own
)


def test_a_whole_is_the_sum_of_its_parts_and_its_own_codes():
    found = yearly(mapping_tables.police_counts(reported(*THEFTS), AGREEMENT))
    assert found["residential_burglary"] == 2
    assert found["bicycle_theft"] == 7  # 3 + 4
    assert found["theft_police"] == 14  # 2 + 7 + 5; neither the shop nor the robberies
    assert found["shop_theft"] == 7
    assert found["robbery_young"] == 11
    assert found["robbery"] == 24  # 11 + 13
    assert "theft_total" not in found
    parts = mapping_tables.police_counts(
        reported(("1208", 2, 2), ("1209", 2, 3), ("1210", 3, 5), ("1212", 4, 7), ("1201", 4, 11)), AGREEMENT
    )
    found = yearly(parts)
    assert (found["graffiti"], found["arson"], found["vandalism"]) == (5, 5, 28)  # 5 + 5 + 7 + 11


def test_each_month_and_locality_has_the_whole_and_its_parts():
    rows = (("0857", 1, 2, "Kosta"), ("0880", 1, 3, "Skruv"), ("0880", 2, 4, "Skruv"))
    counted = mapping_tables.police_counts(reported(*rows), AGREEMENT)
    theft = counted[(counted["offence_group"] == "theft_police") & counted["month"].notna()]
    by = theft.set_index([theft["locality"].fillna("hela"), "month"])["count"]
    assert [by["hela", m] for m in (1, 2, 3)] == [5, 4, 0]
    assert [by["Skruv", m] for m in (1, 2, 3)] == [3, 4, 0]
    assert [by["Kosta", m] for m in (1, 2, 3)] == [2, 0, 0]
    assert yearly(counted, "Skruv")["theft_police"] == 7


def test_groups_outside_every_area_are_not_counted_but_known():
    counted = mapping_tables.police_counts(reported(("3070", 1, 9), ("9365", 1, 9)), AGREEMENT)
    wanted = {g.id for g in GROUPS.values() if g.outside is None and g.sums_police_codes}
    assert set(counted["offence_group"]) == wanted
    assert len(wanted) <= 20
    assert registers.group_of_code("9365").id == "close_relations"


def test_sensitive_groups_are_counted_for_the_whole_municipality_and_year_only():
    """Robberies of the young in Kosta in September are one family's."""
    rows = (("9806", 9, 11, "Kosta"), ("9310", 9, 2, "Skruv"), ("0855", 9, 1, "Skruv"))
    counted = mapping_tables.police_counts(reported(*rows), AGREEMENT)
    sensitive = counted[counted["offence_group"].isin(["robbery_young", "outdoor_assault_young"])]
    assert sensitive["locality"].isna().all()
    assert sensitive["month"].isna().all()
    assert dict(zip(sensitive["offence_group"], sensitive["count"], strict=True)) == {
        "robbery_young": 11,
        "outdoor_assault_young": 2,
    }
    assert yearly(counted, "Skruv")["robbery"] == 1
    half = mapping_tables.police_counts(reported(*rows, months=range(7, 13)), AGREEMENT)
    assert not half["offence_group"].isin(["robbery_young", "outdoor_assault_young"]).any()


def test_a_sensitive_group_has_no_pattern(monkeypatch):
    """Even if an indicator were to rest on it with everything shown."""
    entry = {
        "id": "x",
        "kind": "offence_rate",
        "priority_area": "UNGA",
        "offence_group": "robbery_young",
        "publisher": "police",
        "disclosure": "municipality_year",
    }
    for module in (clock, places, seasons):
        monkeypatch.setattr(module, "indicators", lambda: [entry])
    report = pd.concat(
        [
            reported(*(("9806", month, 5) for month in range(1, 13))).assign(registered_year=year)
            for year in range(2019, 2024)
        ]
    )
    counts = mapping_tables.police_counts(report, AGREEMENT)

    def patterns():
        yield clock.indicator_time_of_week(report, counts, AGREEMENT)
        yield places.indicator_place(counts, AGREEMENT)
        yield seasons.indicator_season(counts, AGREEMENT)

    assert [len(table) for table in patterns()] == [0, 0, 0]
    entry["offence_group"] = "robbery"
    assert all(len(table) for table in patterns())


def of_rules(counts, report):
    found = reconciliation._of_counts(counts, empty("population"), report)
    return {rule: frame[frame["state"] != "ok"] for rule, frame in found.items()}, found


def agency(group, count):
    row = {
        "publisher": "bra", "municipality_code": "0761", "locality": None, "offence_group": group, "year": 2023,
        "month": None, "status": "final", "count": count, "per_100k_published": None, "file": "a.txt", "row": 2,
    }  # fmt: skip
    return conform("offence_count", pd.DataFrame([row]))


def test_the_polices_thefts_are_never_compared_with_the_publishers_total():
    """189 with robbery and shop theft against 14 without: for ever a warning about nothing."""
    report = reported(*THEFTS)
    counts = mapping_tables.offence_count(
        mapping_tables.police_counts(report, AGREEMENT), agency("theft_total", 189), agency("vandalism", 69)
    )
    deviating, compared = of_rules(counts, report)
    near = compared["police_near_agency"]
    assert near["place"].tolist() == ["0761, vandalism, 2023"]
    assert not compared["part_within_whole"]["place"].str.contains("theft_total").any()
    assert {rule for rule, rows in deviating.items() if len(rows)} == {"police_near_agency"}


def test_a_part_is_held_against_every_whole_it_belongs_to():
    report = reported(*THEFTS)
    counts = mapping_tables.offence_count(
        mapping_tables.police_counts(report, AGREEMENT), agency("theft_total", 10), agency("robbery", 11)
    )
    deviating, compared = of_rules(counts, report)
    places = set(compared["part_within_whole"]["place"])
    assert {"police, 0761, bicycle_theft, 2023", "bra, 0761, robbery, 2023"} <= places
    assert deviating["part_within_whole"]["place"].tolist() == ["bra, 0761, robbery, 2023"]


def delivered(*rows):
    """A reading of deliveries, as (file, code, count)."""
    files = {}
    for n, (file, code, count) in enumerate(rows, 2):
        files.setdefault(file, []).append(
            {
                "row": n, "municipality_code": "0761", "municipality": "Lessebo", "police_section": "",
                "deso": "0761A0030", "offence_code": code, "offence_text": "", "registered_date": pd.NaT,
                "registered_year": 2023, "registered_month": int(file[-6:-4]), "date_from": pd.NaT,
                "date_to": pd.NaT, "count": count, "spans_days": pd.NA,
            }
        )  # fmt: skip
    made = [
        FileReading(file, "0" * 64, 1, "police_delivery", ReadResult(pd.DataFrame(found), len(found)))
        for file, found in files.items()
    ]
    return Reading(tuple(made), Redactor(NameLists.packaged()))


def test_an_unknown_code_stops_and_says_how_many_offences_where_and_what_to_do():
    """The police add codes every year; a crime without a group would count nowhere."""
    reading = delivered(
        ("p_202301.csv", "0899", 3),
        ("p_202302.csv", "0899", 4),
        ("p_202302.csv", "9998", 1),
        ("p_202302.csv", "0821", 9),
    )
    with pytest.raises(UserError) as caught:
        source_tables.police_report(reading, AGREEMENT)
    message = str(caught.value)
    assert "0899: 7 brott i p_202301.csv, p_202302.csv" in message
    assert "9998: 1 brott i p_202302.csv" in message
    assert "0821" not in message
    assert "Lägg till koden i expectations/offence_codes.csv" in message


def test_a_stored_report_with_an_unknown_code_stops_too():
    """The register may lose a code after the delivery was read."""
    report = reported(("0899", 1, 12))
    with pytest.raises(UserError, match=r"brottskoder finns i registret.*kod 0899, 12 brott"):
        reconciliation.require_agreement(empty("offence_count"), empty("population"), report)


def test_the_examples_deliveries_have_no_unknown_code():
    """The example must run with the project's own register."""
    path = RAW.parent.parent / "tests" / "example" / "offence_codes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        used = {row["code"] for row in csv.DictReader(file)}
    assert used <= registers.known_codes()
