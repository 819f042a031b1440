"""Saved values from Kolada: Parquet, csv, and the API's JSON (reconstructed from public code that reads it)."""

from __future__ import annotations

import io
import json

import pandas as pd
import pytest

from pipelines.readers import UnreadableFileError, kolada, sample
from tests.readers.checking import assert_never_quietly_less, cuts, outcome, read_as

HEADER = "kpi;municipality_id;year;gender;status;value\n"
KOLADA = HEADER + (
    "U07417;761;2019;T;;3664,262\nN15613;0761;2019;K;Privacy;\nN15613;180;2019;T;Missing;0\nN15613;0180;2020;T;;7.5\n"
)
COLUMNS = ["row", "kpi", "municipality_code", "year", "gender", "status", "value", "count"]


def value(gender: str = "T", number: object = 1.5, status: str = "", **more: object) -> dict[str, object]:
    return {"count": 1, "gender": gender, "status": status, "value": number} | more


def entry(period: object = 2019, *values: object, **changes: object) -> dict[str, object]:
    """One entry of a reconstructed API answer."""
    return {
        "kpi": "U07417",
        "municipality": "0761",
        "period": period,
        "values": list(values) or [value()],
    } | changes


def reconstructed_page(
    *entries: object, following: int | None = None, previous: int | None = None
) -> dict[str, object]:
    address = "https://api.kolada.se/v3/data/kpi/U07417?page={}&per_page=2"
    return {
        "count": len(entries),
        "next_url": address.format(following) if following else None,
        "previous_url": address.format(previous) if previous else None,
        "values": list(entries),
    }


def encoded(answer: object) -> bytes:
    return json.dumps(answer).encode()


def test_kolada_statuses_are_kept_and_never_become_numbers() -> None:
    """A suppressed value stored as 0 is a value that Kolada refused to give; 180 is Stockholm, 0180."""
    rows = read_as(kolada, KOLADA.encode()).rows
    assert list(rows) == COLUMNS
    assert list(rows.municipality_code) == ["0761", "0761", "0180", "0180"]
    assert list(rows.status) == ["", "Privacy", "Missing", ""]
    assert rows.value.isna().tolist() == [False, True, True, False]
    assert rows.value.iloc[0] == pytest.approx(3664.262)
    assert rows["count"].isna().all()
    assert str(rows["count"].dtype) == "Int64"


def test_the_api_answer_is_read_as_it_is() -> None:
    """The answer's own form must be readable without a detour by spreadsheet."""
    answer = reconstructed_page(
        entry(2019, value("T", 3664.262), value("K", None, "Not applicable"), value("M", 2, isdeleted=True)),
        entry("2020", value("T", 5, count=None)),
        {"kpi": "U07417", "values": None},
        entry(2021, {"gender": "T", "value": 4}),
        entry(2022, value("T", [1])),
        entry(2019, value("T", 1), municipality="G37409"),
    )
    result = read_as(kolada, encoded(answer), "x.json")
    assert result.rows.drop(columns="row").values.tolist()[0] == [
        "U07417",
        "0761",
        2019,
        "T",
        "",
        3664.262,
        1,
    ]
    assert list(result.rows.year) == [2019, 2019, 2020]
    assert result.rows["count"].isna().tolist() == [False, False, True]
    assert [p.row for p in result.problems] == [5, 6, 7]
    assert result.skipped == {"borttaget hos Kolada (isdeleted)": 1, "värde för en grupp av kommuner": 1}


def test_entries_saved_without_their_page_are_read_too() -> None:
    """Somebody saved the list of values only."""
    for answer in ([entry(2019), entry(2020)], entry(2019, value("K"), value("M"))):
        assert len(read_as(kolada, encoded(answer)).rows) == 2


def test_an_empty_answer_is_refused_with_what_it_means() -> None:
    """A wrongly put question gives an empty 200; it must not pass for "no values"."""
    for answer in ({"values": [], "count": 0}, [reconstructed_page(), reconstructed_page()]):
        assert "frågan var fel" in str(outcome(kolada, encoded(answer), "x.json"))


PAGES = [
    reconstructed_page(entry(2019), entry(2020), following=2),
    reconstructed_page(entry(2021), entry(2022), following=3, previous=1),
    reconstructed_page(entry(2023), previous=2),
]


def test_all_pages_of_an_answer_make_one_table() -> None:
    """Also two whole answers in one file."""
    assert list(read_as(kolada, encoded(PAGES)).rows.year) == [2019, 2020, 2021, 2022, 2023]
    other = reconstructed_page(entry(2019, kpi="U07452"))
    assert len(read_as(kolada, encoded([other, *PAGES])).rows) == 6


@pytest.mark.parametrize(
    "pages",
    [PAGES[0], PAGES[:1], PAGES[:2], PAGES[1:], PAGES[::2], [PAGES[0], PAGES[2], PAGES[1]], PAGES[2]],
    ids=["first alone", "first", "last missing", "first missing", "middle missing", "order", "last alone"],
)
def test_an_answer_that_lacks_a_page_is_refused(pages: object) -> None:
    """The first page looks like the whole answer to a smaller question: half of the municipalities would be gone."""
    assert "sid" in str(outcome(kolada, encoded(pages), "x.json"))


def test_an_answer_with_fewer_entries_than_it_counts_is_refused() -> None:
    """Entries deleted by hand leave the count behind. Kolada may count entries or the values in them."""
    page = reconstructed_page(entry(2019), entry(2020))
    assert "färre poster" in str(outcome(kolada, encoded(page | {"count": 3}), "x.json"))
    split = reconstructed_page(entry(2019, value("K"), value("M"), value("T")))
    assert len(read_as(kolada, encoded(split | {"count": 3})).rows) == 3


def test_kolada_rows_that_cannot_be_true_are_problems() -> None:
    """A value without number and status, an unknown sex or status, no place, two values for one key."""
    data = KOLADA + (
        "U07417;0761;2018;T;;\nU07417;0761;2018;X;;4\nU07417;0761;2018;T;Hemlig;\nU07417;Lessebo;2018;T;;4\n"
        "N15613;0180;2020;T;;8\nN15613;0180;2020;T;;7.5\n7417;0761;2018;T;;4\nU07417;0761;18;T;;4\n"
        f"U07417;0761;2018;T;;{'9' * 400}\n"
    )
    result = read_as(kolada, data.encode())
    assert len(result.rows) == 4
    assert sorted(p.row or 0 for p in result.problems) == [6, 7, 8, 9, 10, 12, 13, 14]
    assert result.skipped == {"upprepat värde": 1}


def test_a_table_may_mark_what_kolada_has_withdrawn_and_count_its_units() -> None:
    """A withdrawn value is one that Kolada no longer stands for."""
    data = (
        "kpi,municipality,period,gender,status,value,count,isdeleted\nU07417,0761,2019,T,,5,1,False\n"
        "U07417,0761,2020,T,,5,1,True\nU07417,0761,2021,T,,5,en,False\n"
    )
    result = read_as(kolada, data.encode())
    assert result.rows[["year", "count"]].values.tolist() == [[2019, 1]]
    assert result.skipped == {"borttaget hos Kolada (isdeleted)": 1}
    assert [p.row for p in result.problems] == [4]


@pytest.mark.parametrize("field", ["municipality_id", "year", "gender", "status", "value"])
def test_a_missing_field_is_named(field: str) -> None:
    """A deleted column must not make the file an unknown one, nor the values others."""
    assert f"«{field}»" in str(outcome(kolada, KOLADA.replace(field, "x", 1).encode(), "x.csv"))


def test_a_doubled_column_is_refused() -> None:
    """Which of two columns of values holds is not for the reader to say."""
    lines = [line + ";8" for line in KOLADA.splitlines()[1:]]
    data = "\n".join([HEADER.strip() + ";value", *lines, ""])
    assert "flera gånger" in str(outcome(kolada, data.encode(), "x.csv"))


@pytest.mark.parametrize(
    "header",
    [
        "municipality_id;kpi;year;gender;status;value",
        "kpi;year;municipality_id;gender;status;value",
        "kpi;municipality_id;year;status;gender;value",
        "kpi;municipality_id;year;gender;value;status",
        "kpi;municipality_id;year;gender;status;value;value",
        "x;kpi;municipality_id;year;gender;status;value",
        "kpi;kpi;municipality_id;year;gender;status;value",
    ],
)
def test_headings_over_the_wrong_columns_are_never_read_in_silence(header: str) -> None:
    """Shifted headings give values that look right."""
    found = outcome(kolada, KOLADA.replace(HEADER.strip(), header).encode(), "x.csv")
    assert isinstance(found, str) or found.problems


def full_table(order: tuple[str, ...]) -> bytes:
    """Two key figures, three municipalities, two years, in the given order of sorting; whole as Kolada's are."""
    keys = [
        {"kpi": k, "municipality_id": m, "year": y}
        for k in ("N15613", "U07417")
        for m in ("0760", "0761", "0763")
        for y in (2019, 2020)
    ]
    keys.sort(key=lambda row: [row[f] for f in order])
    lines = [f"{r['kpi']};{r['municipality_id']};{r['year']};T;;{n}.25" for n, r in enumerate(keys, 10)]
    return (HEADER + "\n".join(lines) + "\n").encode()


@pytest.mark.parametrize("order", [("kpi", "municipality_id", "year"), ("kpi", "year", "municipality_id")])
def test_a_table_cut_off_is_never_read_in_silence(order: tuple[str, ...]) -> None:
    """Half a file lacks municipalities. A cut at a line end within the first key figure, between two, or between
    two years of the last cannot be seen: key figures begin and end in different years."""
    data = full_table(order)
    lines = data.split(b"\n")
    ends = (1, 2, 3, 4, 5, 6, 7, *((10,) if order[1] == "year" else ()))
    unseen = {len(b"\n".join(lines[:n])) + extra for n in ends for extra in (0, 1)}
    assert_never_quietly_less(kolada, data, "x.csv", sorted(cuts(data, after=len(HEADER)) - unseen))


@pytest.mark.parametrize(
    "answer",
    [
        {"kpi": "U07417"},
        [{"kpi": ["U07417"], "municipality": {}, "period": [1], "values": [value(["T"])]}],
        {"values": [1, None, [], {"kpi": {}}], "count": "x", "next_url": 7},
        {"values": {"kpi": 1}},
        [[[]], {"values": [entry(10**400, value("T", 10**400))]}],
        {"values": [entry(2019, value("T", float("nan"))), entry(2019, value("T", True))], "count": True},
    ],
)
def test_odd_answers_give_only_the_readers_own_errors(answer: object) -> None:
    """A broken file must not stop the reading of the others."""
    given = outcome(kolada, encoded(answer), "x.json")
    assert isinstance(given, str) or (given.rows.empty and given.problems)


def parquet(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.to_parquet(out)
    return out.getvalue()


def test_a_parquet_file_without_a_field_or_with_lists_is_refused_or_a_problem() -> None:
    """Parquet cells can hold anything."""
    frame = pd.DataFrame([["U07417", "0761", 2019, "T", "", 5.0]], columns=list(kolada.HEADERS))
    assert len(read_as(kolada, parquet(frame), "x.parquet").rows) == 1
    assert "«status»" in str(outcome(kolada, parquet(frame.drop(columns="status")), "x.parquet"))
    odd = frame.assign(gender=[["T", "K"]])
    assert read_as(kolada, parquet(odd), "x.parquet").problems
    with pytest.raises(UnreadableFileError, match="avbruten"):
        kolada.read(parquet(frame)[:-20], "x.parquet")


def test_other_answers_from_kolada_are_not_values() -> None:
    """The catalogue of key figures and the groups have their own readers."""
    for answer in (
        {"values": [{"id": "N00945", "title": "Invånare"}], "count": 1},
        {"values": [{"id": "G1", "title": "x", "members": [{"member_id": "0761"}]}]},
        [
            {
                "id": 1,
                "datetime": "2023-03-22 9:59:57 +01:00",
                "name": "22 mars, Brand, Nybro",
                "type": "Brand",
            }
        ],
    ):
        assert not kolada.recognises(sample.take(encoded(answer), "x.json"))


def test_the_real_kolada_file(real_data) -> None:
    """Kolada U07417, Lessebo 2019: 3 664.262 per 100 000, whatever the title says; every status counted."""
    data = (real_data / "kolada/kolada_290_kommuner_23kpi_2010-2024.parquet").read_bytes()
    result = read_as(kolada, data, "k.parquet")
    rows = result.rows
    lessebo = (rows.kpi == "U07417") & (rows.municipality_code == "0761") & (rows.gender == "T")
    hit = rows[lessebo & (rows.year == 2019)]
    assert hit.value.item() == pytest.approx(3664.262, abs=0.001)
    assert hit["count"].item() == 1
    assert rows.status.value_counts()[["Missing", "Not applicable", "Privacy"]].tolist() == [2188, 932, 1090]
    assert rows.value.isna().sum() == 2188 + 932 + 1090
    assert len(rows) == 138_910
    assert not result.problems
