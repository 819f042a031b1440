"""Groups of municipalities: SKR's csv (real), Kolada's groups (reconstructed from public code that reads them)."""

from __future__ import annotations

import json

import pytest

from pipelines.readers import municipality_groups, sample
from tests.readers.checking import assert_never_quietly_less, outcome, read_as

HEADER = (
    "Grupp,Kommunkod,Kommun namn,Huvudgrupp kod,Huvudgrupp namn,Kommungrupp kod,Kommungrupp 2017 namn,Länskod,"
    "Län namn,Landsting/region namn\n"
)
COUNTRY = "Storstäder och storstadsnära kommuner"
STOCKHOLM = f"A1,180,Stockholm,A,{COUNTRY},1,Storstäder,1,Stockholms län,Stockholms läns landsting\n"


def skr(n: int = 290, header: str = HEADER) -> bytes:
    """SKR's division with invented names but for Stockholm."""
    row = "C{},{},Kommun {},C,Mindre städer,{},Landsbygdskommun,{},Län,Region\n"
    rows = [
        row.format(8, 1000 + i, chr(65 + i % 25) + "x" * (i // 25), 8, 10 + i // 100) for i in range(n - 1)
    ]
    return (header + STOCKHOLM + "".join(rows)).encode()


def group(title: str, *members: object, group_id: object = "G37391", **more: object) -> dict[str, object]:
    return {"id": group_id, "title": title, "members": list(members)} | more


def member(code: object, name: object = None) -> dict[str, object]:
    return {"member_id": code, "member_title": name}


def reconstructed(*groups: object, **page: object) -> bytes:
    """An answer of /v3/municipality_groups."""
    return json.dumps({"values": list(groups), "count": len(groups), "next_url": None} | page).encode()


SIMILAR = "Liknande kommuner, övergripande, Lessebo, 2022"
NEIGHBOURS = (member("0760", "Uppvidinge"), member("0763", "Tingsryd"))


def test_skr_groups_have_one_row_per_municipality() -> None:
    """A group with 180 for 0180 has no Stockholm in it."""
    result = read_as(municipality_groups, skr())
    assert len(result.rows) == 290
    assert not result.problems
    assert result.rows.iloc[0].to_dict() == {
        "row": 2,
        "group_id": "A1",
        "group_title": "Storstäder",
        "group_kind": "skr",
        "municipality_code": "0180",
        "municipality": "Stockholm",
        "year": 2017,
    }


def test_kolada_groups_know_their_kind_and_year() -> None:
    """Kolada keeps the group's id when its members change: only the title tells the two editions apart."""
    data = reconstructed(
        group(SIMILAR, *NEIGHBOURS),
        group(SIMILAR.replace("2022", "2025"), member("0763", "Tingsryd"), member(760, "Uppvidinge")),
        group("Kronobergs läns kommuner (ovägt medel)", member("0761", "Lessebo"), group_id="G2"),
    )
    rows = read_as(municipality_groups, data, "x.json").rows
    assert rows.drop(columns="row").astype(object).where(
        rows.drop(columns="row").notna(), None
    ).values.tolist() == [
        ["G37391", SIMILAR, "kolada_similar", "0760", "Uppvidinge", 2022],
        ["G37391", SIMILAR, "kolada_similar", "0763", "Tingsryd", 2022],
        ["G37391", SIMILAR[:-4] + "2025", "kolada_similar", "0763", "Tingsryd", 2025],
        ["G37391", SIMILAR[:-4] + "2025", "kolada_similar", "0760", "Uppvidinge", 2025],
        ["G2", "Kronobergs läns kommuner (ovägt medel)", "kolada_other", "0761", "Lessebo", None],
    ]
    assert str(rows.year.dtype) == "Int64"
    assert list(rows.row) == [1, 2, 3, 4, 5]


def test_members_that_cannot_be_read_are_problems_and_the_rest_is_counted() -> None:
    """A group that quietly lost a member is another group."""
    data = reconstructed(
        group(SIMILAR, *NEIGHBOURS, NEIGHBOURS[0], member("Lessebo"), "0761", {"member_title": "Nybro"}),
        group("Utan medlemmar, 2022"),
        group("Borttagen, 2022", member("0761"), isdeleted=True),
        group("", member("0761")),
        group(["x"], member("0761")),
        None,
    )
    result = read_as(municipality_groups, data, "x.json")
    assert len(result.rows) == 2
    assert [p.row for p in result.problems] == [4, 5, 6, 7, 9, 10, 11]
    assert result.skipped == {"upprepad medlem": 1, "borttaget hos Kolada (isdeleted)": 1}


def test_an_answer_that_lacks_a_page_is_refused() -> None:
    """There are thousands of groups: the one looked for may be on the next page."""
    data = reconstructed(
        group(SIMILAR, *NEIGHBOURS), next_url="https://api.kolada.se/v3/municipality_groups?page=2"
    )
    assert "next_url" in str(outcome(municipality_groups, data, "x.json"))


def test_contradictions_in_skr_rows_are_problems() -> None:
    """The columns repeat each other, so a slip shows: group against its parts, code against county."""
    wrong = [
        STOCKHOLM.replace("A1", "A2"),
        STOCKHOLM.replace(",180,", ",2180,"),
        STOCKHOLM.replace("Storstäder,", "Annat,"),
        STOCKHOLM.replace("Stockholm,A", ",A"),
        STOCKHOLM.replace("Stockholm,A", "180,A"),
        STOCKHOLM.replace("A1", "B1").replace(",A,", ",B,"),
        STOCKHOLM.replace(",180,", ",x,"),
        STOCKHOLM.replace(",Stockholms läns landsting", ""),
    ]
    result = read_as(municipality_groups, skr() + "".join([*wrong, STOCKHOLM]).encode())
    assert len(result.rows) == 290
    assert [p.row for p in result.problems] == [299, 292, 293, 294, 295, 296, 297, 298]
    assert result.skipped == {"upprepad medlem": 1}


@pytest.mark.parametrize(
    "header",
    [
        HEADER.replace("Grupp,Kommunkod", "Kommunkod,Grupp"),
        HEADER.replace("Kommunkod,Kommun namn", "Kommun namn,Kommunkod"),
        HEADER.replace("Grupp,", ",Grupp,"),
        HEADER.replace(
            "Huvudgrupp kod,Huvudgrupp namn,Kommungrupp kod", "Kommungrupp kod,Huvudgrupp namn,Huvudgrupp kod"
        ),
        HEADER.replace("Län namn", "Kommunkod"),
    ],
)
def test_headings_over_the_wrong_columns_are_never_read_in_silence(header: str) -> None:
    """A municipality in the wrong group is compared with the wrong ones."""
    found = outcome(municipality_groups, skr(header=header), "x.csv")
    assert isinstance(found, str) or found.problems


@pytest.mark.parametrize("name", ["Grupp", "Kommunkod", "Kommun namn", "Huvudgrupp kod", "Kommungrupp kod"])
def test_a_missing_column_is_named(name: str) -> None:
    """A renamed column must not make the file an unknown one."""
    header = HEADER.replace(f"{name},", "x,", 1)
    assert f"«{name}»" in str(outcome(municipality_groups, skr(header=header), "x.csv"))
    header = HEADER.replace("Kommungrupp 2017 namn", "Kommungrupp namn")
    assert "«Kommungrupp» med år" in str(outcome(municipality_groups, skr(header=header), "x.csv"))


def test_a_division_that_is_not_whole_is_never_read_in_silence() -> None:
    """SKR's division has all 290 municipalities; a cut file has fewer."""
    (problem,) = read_as(municipality_groups, skr(145)).problems
    assert "145 av landets 290" in problem.reason
    data = skr()
    assert_never_quietly_less(municipality_groups, data, "x.csv", range(len(HEADER) + 50, len(data), 2003))
    last = data.rfind(b"\n", 0, -1)
    assert_never_quietly_less(municipality_groups, data, "x.csv", range(last - 3, len(data)))


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {"values": [{"id": 1, "title": 2, "members": 3}]},
        {"values": [{"id": [], "title": {}, "members": [{"member_id": []}, {"member_id": 10**400}, 5]}]},
        [{"id": "G1", "members": [{"member_id": "0761"}]}],
        {"values": [{"id": "G1", "title": "x", "members": [{"member_id": "0761", "member_title": ["y"]}]}]},
    ],
)
def test_odd_answers_give_only_the_readers_own_errors(answer: object) -> None:
    """A broken file must not stop the reading of the others."""
    given = outcome(municipality_groups, json.dumps(answer).encode(), "x.json")
    assert isinstance(given, str) or (given.rows.empty and given.problems)


def test_groups_of_key_figures_are_not_taken() -> None:
    """They have the same form, with key figures for members."""
    data = reconstructed(group("Ekonomi", member("N00945", "Invånare")))
    assert not municipality_groups.recognises(sample.take(data, "x.json"))


def test_the_real_skr_file(real_data) -> None:
    """Lessebo is in SKR's group B4 (2017); Stockholm, Göteborg and Malmö are the three of A1."""
    result = read_as(municipality_groups, (real_data / "kolada/kommungrupper.csv").read_bytes())
    rows = result.rows.set_index("municipality_code")
    assert len(rows) == 290
    assert not result.problems
    assert rows.loc["0761", ["group_id", "municipality"]].tolist() == ["B4", "Lessebo"]
    assert set(rows.index[rows.group_id == "A1"]) == {"0180", "1280", "1480"}
    assert rows.group_id.value_counts()["C9"] == 15
