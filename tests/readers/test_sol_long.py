"""The statistics database fetched as one long table: when, what, and what belongs under what."""

from __future__ import annotations

import contextlib

import pytest

from pipelines.readers import LAYOUTS, ReadResult, UnreadableFileError, sample, sol_long
from pipelines.readers.agency_rows import COLUMNS

HEADER = ",crime,crime_id,period,period_id,periodicity,region,region_id,timepoint,value"


def table(*rows: str, header: str = HEADER) -> bytes:
    return ("\n".join([header, *rows]) + "\n").encode()


def row(
    crime: str = "Totalt antal brott",
    period: str = "År, 2015",
    value: str = "12",
    region: str = "Hela landet",
    kind: str = "yearly",
    day: str = "2015-01-01",
) -> str:
    return f'0,"{crime}",3144,"{period}",1,{kind},{region},8291,{day},{value}'


def one(*rows: str, header: str = HEADER) -> ReadResult:
    data = table(*rows, header=header)
    assert sol_long.recognises(sample.take(data, "hela_landet.csv"))
    result = sol_long.read(data, "hela_landet.csv")
    assert result.is_reconciled()
    assert list(result.rows.columns) == list(COLUMNS)
    return result


def whole() -> list[str]:
    return [
        row(crime, f"År, {year}", str(n + 10), region, day=f"{year}-01-01")
        for region in ("Hela landet", "Lessebo kommun")
        for crime in ("Totalt antal brott", "Våldsbrott")
        for n, year in enumerate((2013, 2014, 2015))
    ]


def test_a_preliminary_mark_in_the_period_is_kept() -> None:
    """The last year of a scrape is preliminary: shown as final it would be quoted and then change."""
    rows = one(row(), row(period="År, 2016 prel.", day="2016-01-01")).rows
    assert rows[["year", "status"]].values.tolist() == [[2015, "final"], [2016, "preliminary"]]
    assert rows.month.isna().all()
    assert rows.per_100k.isna().all()


def test_months_are_read_and_sums_of_months_left_out() -> None:
    """A quarter or a whole year among the months would count every offence again."""
    result = one(
        row(period="2016 prel., Maj", kind="monthly", day="2016-05-01", value="3"),
        row(period="2015, Jan", kind="monthly", value="4"),
        row(period="2015, Kvartal 1", kind="quarterly", value="9"),
        row(period="2015, Helår", value="50"),
    )
    assert result.rows[["year", "month", "count", "status"]].values.tolist() == [
        [2016, 5, 3, "preliminary"],
        [2015, 1, 4, "final"],
    ]
    assert sum(result.skipped.values()) == 2


def test_a_type_under_another_is_a_subset_and_a_comma_alone_is_not() -> None:
    """Adding «Misshandel» to «Våldsbrott» double-counts; "Stöld-, rån- och häleribrott" is one name."""
    rows = one(
        row("Våldsbrott"),
        row("Våldsbrott, Misshandel inkl.grov"),
        row("Stöld-, rån- och häleribrott"),
        row("Stöld-, rån- och häleribrott, Stöld och snatteri, I butik, varuhus"),
        row("Sexualbrott, Våldtäkt inkl. grov"),
    ).rows
    assert rows[["parent", "is_subset"]].values.tolist() == [
        [None, False],
        ["Våldsbrott", True],
        [None, False],
        ["Stöld-, rån- och häleribrott", True],
        [None, False],
    ]
    # The label is the whole path: the same whatever else the file holds.
    assert rows.offence[1] == "Våldsbrott, Misshandel inkl.grov"


@pytest.mark.parametrize("mark", ["", "..", "."])
def test_a_missing_value_is_never_zero(mark: str) -> None:
    """Old counties have no figures after 2014."""
    result = one(row(), row(period="År, 2014", day="2014-01-01", value=mark))
    assert list(result.rows["count"]) == [12]
    assert result.skipped == {"uppgift saknas hos Brå": 1}


def test_a_status_that_says_missing_is_believed() -> None:
    """A later version of the program writes the mark in a column of its own."""
    result = one(
        row() + ",",
        row(period="År, 2014", day="2014-01-01", value="0") + ",missing",
        header=HEADER + ",status",
    )
    assert list(result.rows.year) == [2015]
    assert result.skipped == {"uppgift saknas hos Brå": 1}


def test_repeats_are_counted_once_and_contradictions_not_at_all() -> None:
    """Two fetches in one file: the same figure is one figure, and of two neither is known to be right."""
    result = one(row(), row(), row("Klotter", value="3"), row("Klotter", value="4"))
    assert list(result.rows["count"]) == [12]
    assert result.skipped == {"upprepad rad": 1}
    assert [p.row for p in result.problems] == [4, 5]


@pytest.mark.parametrize(
    "broken",
    [
        row(day="2014-01-01"),
        row(kind="monthly"),
        row(period="2015, Maj", kind="monthly", day="2015-06-01"),
        row(period="År, 20155"),
        row(period="hösten 2015"),
        row(value="fyra"),
        row(value="9" * 30),
        row(value="-3"),
        row(region=""),
        row(region="8291"),
        row("3144"),
        row("Klotter") + ",1",
        row("Klotter").replace(",8291", ""),
    ],
)
def test_a_row_that_does_not_agree_with_itself_is_a_problem(broken: str) -> None:
    """The three columns that say when must agree: a shifted column shows here."""
    result = one(row("Bilstöld"), broken)
    assert list(result.rows.offence) == ["Bilstöld"]
    assert [p.row for p in result.problems] == [3]


@pytest.mark.parametrize("lost", sol_long.HEADERS)
def test_a_lost_column_is_named(lost: str) -> None:
    """ "Känns inte igen" sends the reader looking in the wrong place."""
    data = table(
        *whole(),
        header=HEADER.replace(f",{lost},", ",x,").replace(",value", ",x" if lost == "value" else ",value"),
    )
    assert sol_long.recognises(sample.take(data, "x.csv"))
    with pytest.raises(UnreadableFileError, match=f"«{lost}»"):
        sol_long.read(data, "x.csv")


def test_a_cut_file_is_a_problem_and_a_gap_a_note() -> None:
    """Half a table has valid rows only."""
    assert one(*whole()).notes == []
    for kept in (11, 10, 9, 8, 7, 5):
        assert ["avkortad" in p.reason for p in one(*whole()[:kept]).problems] == [True]
    gap = one(*whole()[:4], *whole()[5:])
    assert gap.problems == []
    assert "Hela landet, Våldsbrott, år 2014" in gap.notes[0]


def test_a_cut_in_a_line_is_a_problem() -> None:
    """1 210 821 offences become 12 when the last line loses its end."""
    data = table(*whole())
    for n in range(len(data) - 60, len(data) - 1):
        # A cut within a letter makes the whole file unreadable.
        with contextlib.suppress(UnreadableFileError):
            result = sol_long.read(data[:n], "x.csv")
            assert result.is_reconciled()
            assert result.problems


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\n\x00", b"\n" * 9 + table(*whole()), table(*whole()).replace(b",", b";"), b"a,b\n1,2\n"],
)
def test_no_file_fails_with_anything_but_the_readers_own_error(data: bytes) -> None:
    """One odd file must not stop the reading of the others."""
    with contextlib.suppress(UnreadableFileError):
        assert sol_long.read(data, "fil").is_reconciled()


def test_no_other_layout_takes_the_file() -> None:
    """A file of two layouts is refused."""
    seen = sample.take(table(*whole()), "x.csv")
    assert [i for i, layout in LAYOUTS.items() if layout.recognises(seen)] in ([], ["sol_long"])


def test_the_real_scrape(real_data) -> None:
    """Brå: 1 502 023 reported offences in 2016 (preliminary), 1 210 821 in 2000, the whole country."""
    data = (real_data / "bra/sol_hela_landet_scrape_2017.csv").read_bytes()
    assert sol_long.recognises(sample.take(data, "x"))
    result = sol_long.read(data, "x")
    total = result.rows[result.rows.offence == "Totalt antal brott"].set_index("year")
    assert (len(result.rows), result.problems, result.notes, sum(result.skipped.values())) == (170, [], [], 0)
    assert (total["count"][2000], total["count"][2016]) == (1210821, 1502023)
    assert total.status.tolist() == ["final"] * 16 + ["preliminary"]
    butik = result.rows[result.rows.offence.str.endswith("kommersiell utställningslokal")]
    assert set(butik.parent) == {"Stöld-, rån- och häleribrott, Stöld och snatteri"}
    assert result.is_reconciled()
