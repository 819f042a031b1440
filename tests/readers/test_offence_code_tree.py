"""The police's code tree: without it nobody knows which code is a burglary."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

from pipelines import readers, registers
from pipelines.readers import UnreadableFileError, offence_code_tree, sample

HEADER = "Brottskod,niva1,niva2,niva3,niva4,niva5"
# Codes and levels in the tree's form; the texts are this test's own.
LINES = (
    '821,"B1 Person, stöld och skada",Tillgrepp,Inbrott,Verksamhet,"Fabrik, lager"',
    '857,"B1 Person, stöld och skada",Tillgrepp,Inbrott,Bostad,Försök i villa',
    '9801,"B1 Person, stöld och skada",Tillgrepp,Inbrott,Bostad,Fullbordat i villa',
    '1209,"B1 Person, stöld och skada",Skadegörelse,Klotter,Annat klotter,Annat klotter',
    "3191,Lokala trafikkoder,Lokala trafikkoder,Trafikolycka,Trafikolycka,Trafikolycka",
)


def tree(*lines: str, header: str = HEADER, end: str = "\n") -> bytes:
    return "".join(line + end for line in (header, *lines)).encode()


def result_of(*lines: str, header: str = HEADER):
    result = offence_code_tree.read(tree(*lines, header=header), "träd.csv")
    assert result.is_reconciled()
    return result


def test_the_file_is_known_by_its_header_and_by_no_other_layout() -> None:
    """A delivery also has a column Brottskod; taken for the tree, its crimes would be lost."""
    seen = sample.take(tree(*LINES), "x.csv")
    assert offence_code_tree.recognises(seen)
    others = [layout for layout in readers.LAYOUTS.values() if layout.LAYOUT != "offence_code_tree"]
    assert not [layout.LAYOUT for layout in others if layout.recognises(seen)]
    delivery = sample.take(";".join(readers.LAYOUTS["police_delivery"].HEADERS).encode() + b"\n1\n", "x")
    assert not offence_code_tree.recognises(delivery)


def test_codes_get_their_zeros_back_and_levels_their_places() -> None:
    """821 is 0821; a comma inside a name must not move the levels one step."""
    rows = result_of(*LINES).rows
    assert list(rows.columns) == ["row", "offence_code", *(f"level_{n}" for n in range(1, 6))]
    assert list(rows.offence_code) == ["0821", "0857", "9801", "1209", "3191"]
    assert rows.loc[0, ["row", "level_2", "level_4", "level_5"]].tolist() == [
        2,
        "Tillgrepp",
        "Verksamhet",
        "Fabrik, lager",
    ]


def test_a_repeated_code_is_counted_once_and_a_contradiction_is_a_problem() -> None:
    """A code in two places would count its crimes twice."""
    result = result_of(
        *LINES, LINES[0], '857,"B1 Person, stöld och skada",Skadegörelse,Klotter,Annat klotter,X'
    )
    assert len(result.rows) == 5
    assert result.skipped == {"upprepad rad": 1}
    assert [(p.row, p.reason) for p in result.problems] == [(8, "Koden finns redan med andra nivåer.")]


def test_bad_rows_are_problems() -> None:
    """A row without a level has no group, and an unreadable code joins to nothing."""
    result = result_of(*LINES, "82X,a,b,c,d,e", "4711,a,b,,d,e", "4712,a,b,c,d")
    assert len(result.rows) == 5
    assert sorted(p.row or 0 for p in result.problems) == [7, 8, 9]


@pytest.mark.parametrize("name", offence_code_tree.HEADERS)
def test_a_missing_column_stops_and_is_named(name: str) -> None:
    """The one who fetched the file must know what is lacking."""
    at = offence_code_tree.HEADERS.index(name)
    plain = [
        line.replace('"B1 Person, stöld och skada"', "B1").replace('"Fabrik, lager"', "F") for line in LINES
    ]
    cut = [",".join(part for i, part in enumerate(line.split(",")) if i != at) for line in (HEADER, *plain)]
    data = tree(*cut[1:], header=cut[0])
    assert offence_code_tree.recognises(sample.take(data, "x.csv"))
    with pytest.raises(UnreadableFileError, match=f"«{name}»"):
        offence_code_tree.read(data, "x.csv")


def test_a_shifted_header_or_levels_that_changed_places_stop() -> None:
    """Read one step aside, a kind of building becomes an area of crime."""
    names = HEADER.split(",")
    for step in range(1, 6):
        with pytest.raises(UnreadableFileError):
            result_of(*LINES, header=",".join(names[step:] + names[:step]))
    with pytest.raises(UnreadableFileError, match="bildar inget träd"):
        result_of(*LINES, header="Brottskod,niva1,niva2,niva4,niva3,niva5")
    with pytest.raises(UnreadableFileError, match="bildar inget träd"):
        result_of(*LINES, header="Brottskod,niva5,niva4,niva3,niva2,niva1")


def test_a_file_cut_in_a_row_is_told_and_no_bytes_raise_another_error() -> None:
    """A code that was cut off would be missing without a word."""
    whole = tree(*LINES)
    for data in (whole[:-1], whole[:-9]):
        result = offence_code_tree.read(data, "x.csv")
        assert len(result.rows) == 4
        assert len(result.problems) == 1
    draw = random.Random(683)
    for _ in range(200):
        damaged = bytearray(whole)
        for _ in range(draw.randrange(1, 20)):
            damaged[draw.randrange(len(damaged))] = draw.choice(b';,"\n0A\x00\xe5 ')
        with contextlib.suppress(UnreadableFileError):
            assert offence_code_tree.read(bytes(damaged), "x.csv").is_reconciled()


@pytest.fixture
def real(real_data: Path):
    result = offence_code_tree.read((real_data / "police" / "brottskod_hierarki.csv").read_bytes(), "x.csv")
    assert result.is_reconciled()
    assert result.problems == []
    return result.rows


def test_every_real_code_is_in_the_register_exactly_once(real) -> None:
    """A code the register lacks stops a delivery; one it has twice counts a crime twice."""
    assert len(real) == 683
    assert registers.unknown_codes(real) == []
    own = [code for group in registers.offence_groups().values() for code in group.own_codes]
    assert sorted(own) == sorted(real.offence_code)


def codes(real, level: str, name: str) -> set[str]:
    found = set(real.loc[real[level] == name, "offence_code"])
    assert found
    return found


@pytest.mark.parametrize(
    ("group", "level", "name"),
    [
        ("theft_police", "level_2", "Tillgreppsbrott (exkl i butik)"),
        ("shop_theft", "level_2", "Tillgrepp i butik"),
        ("vandalism", "level_2", "Skadegörelsebrott"),
        ("graffiti", "level_3", "Skadegörelse genom klotter"),
        ("arson", "level_3", "Skadegörelse genom brand"),
        ("robbery", "level_3", "Rån"),
        ("residential_burglary", "level_4", "Bostadsinbrott"),
        ("bicycle_theft", "level_4", "Cykelstöld"),
        ("car_theft", "level_4", "Bilstöld"),
        ("moped_theft", "level_4", "Stöld av moped eller motorcykel"),
        ("knife", "level_3", "Brott mot knivlagen"),
        ("drug_driving", "level_4", "Drograttfylleri"),
        ("fraud", "level_3", "Bedrägerier"),
        ("local_traffic", "level_1", "Lokala trafikkoder"),
    ],
)
def test_a_group_named_after_the_tree_holds_just_that_part_of_it(
    real, group: str, level: str, name: str
) -> None:
    """Otherwise the municipality's figure and the police's own for the same name would differ."""
    assert set(registers.offence_groups()[group].police_codes) == codes(real, level, name)


def test_burglary_is_split_into_homes_and_the_rest(real) -> None:
    """A code in neither would be missing from the municipality's burglaries."""
    groups = registers.offence_groups()
    both = {*groups["residential_burglary"].police_codes, *groups["other_burglary"].police_codes}
    assert both == codes(real, "level_3", "Inbrott")


def test_what_is_said_of_children_and_close_relations_is_sensitive(real) -> None:
    """A small place recognises the family; such offences are never shown by locality or month.

    Murder and robbery of the young stand in groups of their own, which are sensitive too.
    """
    text = real.level_5.str.lower()
    told = real[text.str.contains("flicka|pojke|parrelation|släktskap|under 18 år|underårig|mot barn")]
    sexual = real[real.level_3.isin(["Våldtäkt", "Sexualbrott (exkl. våldtäkt)", "Barnpornografibrott"])]
    assert len(told) > 150
    assert len(sexual) == 99
    open_groups = {
        code: group.id
        for code in {*told.offence_code, *sexual.offence_code}
        if not (group := registers.group_of_code(code)).sensitive
    }
    assert open_groups == {}


def test_an_unknown_code_of_a_newer_tree_is_named(real) -> None:
    """The police add codes every year; the register must follow before figures are made."""
    newer = real.assign(offence_code=real.offence_code.replace({"0821": "9999"}))
    assert registers.unknown_codes(newer) == ["9999"]
