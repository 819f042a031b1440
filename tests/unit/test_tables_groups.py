"""If these fail, the municipality is compared with another's peers, with itself, or with a mix of two years' groups."""

import dataclasses

import pytest

from pipelines.agreement import ComparisonGroup, Municipality
from pipelines.tables.comparison_groups import comparison_group
from tests.unit.table_rows import AGREEMENT, table


def group(id_, members="kommuner", codes=()):
    return ComparisonGroup(id_, f"Grupp {id_}", tuple(codes), members)


def received(*groups):
    """``municipality_group`` of (id, title, kind, year, codes)."""
    return table("municipality_group", [
        {"group_id": id_, "group_title": title, "group_kind": kind, "year": year, "municipality_code": code,
         "file": "g.json", "row": 1}
        for id_, title, kind, year, codes in groups
        for code in codes
    ])  # fmt: skip


def members(asked, *groups, agreement=AGREEMENT):
    made = dataclasses.replace(agreement, comparison_groups=(asked,))
    found = comparison_group(received(*groups), made)
    return found["municipality_code"].tolist(), sorted(set(found["source"]))


SIMILAR = group("liknande", "liknande")


def similar(id_, name, codes, field="övergripande", year=2023):
    return id_, f"Liknande kommuner, {field}, {name}, {year}", "kolada_similar", year, codes


def test_the_parties_own_group_is_as_they_wrote_it_without_the_municipality_itself():
    found = members(group("grannar", codes=["0881", "0761", "0760"]))
    assert found == (["0760", "0881"], ["Avtalsfilen"])


def test_koladas_similar_are_those_of_the_list_named_after_the_municipality():
    """Lessebo also stands in Torsås' list, which is of those like Torsås."""
    lists = (
        similar("G1", "Torsås", ["0761", "0862", "1001"]),
        similar("G2", "Lessebo", ["0834", "1002", "1003"]),
    )
    for order in (lists, lists[::-1]):
        assert members(SIMILAR, *order) == (
            ["0834", "1002", "1003"],
            ["Liknande kommuner, övergripande, Lessebo, 2023"],
        )


def test_the_general_list_is_the_one_and_the_newest_year():
    found, source = members(
        SIMILAR,
        similar("G1", "Lessebo", ["1001"], field="socialtjänst", year=2024),
        similar("G2", "Lessebo", ["1002"], year=2022),
        similar("G2", "Lessebo", ["1003"], year=2023),
    )
    assert found == ["1003"]
    assert source == ["Liknande kommuner, övergripande, Lessebo, 2023"]


def test_a_name_that_is_part_of_another_is_not_taken_for_it():
    """Köping and Norrköping; Bro is in no list but Upplands-Bro's name begins another way."""
    koping = dataclasses.replace(AGREEMENT, municipality=Municipality("1983", "Köping"))
    lists = (similar("G1", "Norrköping", ["0580"]), similar("G2", "Köping", ["1982"]))
    assert members(SIMILAR, *lists, agreement=koping)[0] == ["1982"]
    assert members(SIMILAR, lists[0], agreement=koping)[0] == []


def test_skrs_group_is_the_municipalitys_own_and_of_one_year():
    """The same name in two divisions: 2017's and 2023's members are never put together."""
    name = "Landsbygdskommun"
    groups = (
        ("C8", name, "skr", 2017, ["0761", "1001", "1002"]),
        ("C8", name, "skr", 2023, ["0761", "1002", "1003"]),
        ("C7", "Annan grupp", "skr", 2023, ["1004"]),
        ("C8", name, "kolada_other", 2023, ["1005"]),
    )
    for order in (groups, groups[::-1]):
        assert members(group("skr", "skr"), *order) == (["1002", "1003"], [name])


def test_a_group_without_a_year_has_its_members_all_the_same():
    assert members(group("skr", "skr"), ("C8", "Landsbygd", "skr", None, ["0761", "1001"]))[0] == ["1001"]


def test_the_county_is_that_of_the_code_without_the_municipality():
    """Kronoberg: Uppvidinge, Tingsryd, Alvesta, Älmhult, Markaryd, Växjö and Ljungby beside Lessebo."""
    found, source = members(group("lan", "lan"))
    assert found == ["0760", "0763", "0764", "0765", "0767", "0780", "0781"]
    assert source == ["SCB, kommunkoder"]


@pytest.mark.parametrize("kind", ["liknande", "skr"])
def test_a_group_that_no_file_says_has_no_rows(kind):
    assert members(group(kind, kind)) == ([], [])


def test_gotland_is_alone_in_its_county():
    alone = dataclasses.replace(AGREEMENT, municipality=Municipality("0980", "Gotland"))
    assert members(group("lan", "lan"), agreement=alone) == ([], [])


def test_names_are_the_municipalitys_and_the_countrys():
    made = dataclasses.replace(
        AGREEMENT, comparison_groups=(group("riket", codes=["00"]), group("x", codes=["2584"]))
    )
    found = comparison_group(received(), made)
    assert dict(zip(found["municipality_code"], found["municipality"], strict=True)) == {
        "00": "Hela landet",
        "2584": "Kiruna",
    }
    assert set(found["agreement"]) == {AGREEMENT.id}
