"""Brå's Databasfil: the traps that would turn a heading or a repeat into reported offences."""

from __future__ import annotations

import contextlib

import pandas as pd
import pytest

from pipelines.readers import LAYOUTS, ReadResult, UnreadableFileError, read, recognise, sample
from pipelines.readers.agency_rows import COLUMNS

HEADER = "Region;Brott;År;Period;Antal;/100 000 inv\r\n"


def sol(*rows: str) -> bytes:
    return (HEADER + "".join(row + "\r\n" for row in rows)).encode("latin-1")


def one(*rows: str, layout: str = "sol_yearly") -> ReadResult:
    data = sol(*rows)
    assert recognise(data, "Databasfil.txt") == layout
    result = read(data, "Databasfil.txt", layout)
    assert result.is_reconciled()
    assert list(result.rows.columns) == list(COLUMNS)
    return result


def grid(
    regions: tuple[str, ...] = ("Hela landet", "Lessebo kommun", "Nybro kommun"),
    offences: tuple[str, ...] = ("Totalt antal brott", "Bilstöld", "Klotter"),
    years: tuple[int, ...] = (2021, 2022, 2023),
) -> list[str]:
    """A whole export: every region x offence x year, in SOL's order."""
    return [
        f"{r};{o};År;{y};{n + 1};{n + 5};" for r in regions for n, o in enumerate(offences) for y in years
    ]


def test_an_echoed_ancestor_is_left_out_and_never_zero() -> None:
    """Read as 0, a chapter heading would say that no such offence was reported."""
    result = one(
        "Lessebo kommun;8 kap. Stöld, rån m.m.;År;2022;..;..;", "Lessebo kommun;Bilstöld;År;2022;9;106;"
    )
    assert list(result.rows["count"]) == [9]
    assert result.skipped == {"överordnad rubrik utan värde (..)": 1}


def test_a_missing_value_of_an_offence_is_not_called_a_heading() -> None:
    """Whoever looks for the missing year must not be told that the offence is a heading."""
    result = one("Lessebo kommun;Bilstöld;År;2021;..;..;", "Lessebo kommun;Bilstöld;År;2022;9;106;")
    assert list(result.rows.year) == [2022]
    assert result.skipped == {"uppgift saknas hos Brå (..)": 1}


def test_identical_repeats_are_counted_once() -> None:
    """SOL repeats an offence that was chosen both itself and as the heading of another: twice is double."""
    result = one(
        "Nybro kommun;Lag om straff för penningtvättsbrott;År;2022;9;50;",
        "Nybro kommun;Lag om straff för penningtvättsbrott;År;2022;9;50;",
    )
    assert list(result.rows["count"]) == [9]
    assert result.skipped == {"upprepad rad": 1}


def test_one_label_with_two_figures_is_never_chosen_between() -> None:
    """«Obekanta» stands under many headings: the first would be published as all of them."""
    result = one(
        "Nybro kommun;Misshandel;År;2021;30;150;",
        "Nybro kommun;Misshandel;År;2022;31;155;",
        "Nybro kommun;Obekanta;År;2021;9;45;",
        "Nybro kommun;Obekanta;År;2022;9;45;",
        "Nybro kommun;Mot man;År;2021;20;100;",
        "Nybro kommun;Mot man;År;2022;21;105;",
        "Nybro kommun;Obekanta;År;2021;9;45;",
        "Nybro kommun;Obekanta;År;2022;12;60;",
    )
    assert set(result.rows.offence) == {"Misshandel", "Mot man"}
    # 2021 too, where the two happen to agree: it is still not known whose figure it is.
    assert [p.row for p in result.problems] == [4, 5, 8, 9]
    assert "12" in result.problems[3].found
    assert not any(c.isdigit() for c in result.problems[3].reason + result.problems[3].advice)


def test_the_heading_above_tells_two_same_labels_apart() -> None:
    """Where the file shows which «Obekanta» is which, both can be used."""
    result = one(
        "Nybro kommun;Mot kvinna;År;2022;..;..;",
        "Nybro kommun;Obekanta;År;2022;9;45;",
        "Nybro kommun;Mot man;År;2022;..;..;",
        "Nybro kommun;Obekanta;År;2022;12;60;",
    )
    assert result.rows[["parent", "offence", "count"]].values.tolist() == [
        ["Mot kvinna", "Obekanta", 9],
        ["Mot man", "Obekanta", 12],
    ]
    assert result.problems == []


def test_a_label_that_is_two_things_is_so_in_every_region() -> None:
    """A small municipality has 0 of both, and a line may be lost: neither says which is which."""
    result = one(
        *(f"Hela landet;Obekanta;År;2022;{n};9;" for n in (9, 12)),
        *(f"Lessebo kommun;Obekanta;År;2022;{n};0;" for n in (0, 0)),
        "Nybro kommun;Obekanta;År;2022;4;20;",
    )
    assert len(result.rows) == 0
    assert [p.row for p in result.problems] == [2, 3, 4, 5, 6]


def test_a_line_typed_twice_spoils_its_own_region_only() -> None:
    """A slip in one place is no reason to lose the offence everywhere."""
    result = one(
        "Hela landet;Bilstöld;År;2022;9;1;",
        "Hela landet;Bilstöld;År;2022;10;1;",
        *(f"{m} kommun;Bilstöld;År;2022;4;20;" for m in ("Lessebo", "Nybro", "Emmaboda", "Torsås")),
    )
    assert len(result.rows) == 4
    assert [p.row for p in result.problems] == [2, 3]


def test_two_figures_under_one_heading_spoil_that_heading_only() -> None:
    """The other heading's figure is as clear as before."""
    result = one(
        "Nybro kommun;Mot kvinna;År;2022;..;..;",
        "Nybro kommun;Obekanta;År;2022;9;45;",
        "Nybro kommun;Mot man;År;2022;..;..;",
        "Nybro kommun;Obekanta;År;2022;12;60;",
        "Nybro kommun;Mot kvinna;År;2022;..;..;",
        "Nybro kommun;Obekanta;År;2022;8;40;",
    )
    assert result.rows[["parent", "count"]].values.tolist() == [["Mot man", 12]]
    assert [p.row for p in result.problems] == [3, 7]


def test_a_later_sibling_gets_no_parent() -> None:
    """It may belong further up the tree: a guessed heading would move its offences."""
    rows = one(
        "Nybro kommun;9 kap. Bedrägeri;År;2022;..;..;",
        "Nybro kommun;Kortbedrägeri;År;2022;9;45;",
        "Nybro kommun;Lag om penningtvätt;År;2022;12;60;",
    ).rows
    assert rows.parent.tolist() == ["9 kap. Bedrägeri", None]


def test_thousands_written_with_hard_spaces_are_whole_numbers() -> None:
    """2 537 read as 2 or as text would lose most of the offences."""
    result = one(
        "Hela landet;Bil\u00a0stöld;År;2022;2\u00a0537;24;",
        "Hela landet;Cykel&nbsp;stöld;År;2022;1&nbsp;002;1,5;",
        "Hela landet;Klotter;År;2022;3 004;2;",
    )
    assert list(result.rows["count"]) == [2537, 1002, 3004]
    assert list(result.rows.offence) == ["Bil stöld", "Cykel stöld", "Klotter"]
    assert result.rows.per_100k.iloc[1] == 1.5


def test_a_subset_is_marked_with_its_whole_so_that_it_is_not_added_to_it() -> None:
    """Summing "därav" rows with their parent double-counts."""
    rows = one(
        "Hela landet;8 kap. Stöld, rån m.m.;År;2022;90;1;",
        "Hela landet;därav inbrottsstöld i bostad;År;2022;9;1;",
        "Hela landet;därav Fickstöld;År;2022;8;1;",
    ).rows
    assert list(rows.offence) == ["8 kap. Stöld, rån m.m.", "inbrottsstöld i bostad", "Fickstöld"]
    assert list(rows.is_subset) == [False, True, True]
    assert list(rows.parent) == [None, "8 kap. Stöld, rån m.m.", "8 kap. Stöld, rån m.m."]


def test_a_label_is_kept_as_the_result_file_writes_it() -> None:
    """The menu's "X totalt" is "X" in the file; a register that knows both needs neither changed here."""
    rows = one("Hela landet;Rån totalt;År;2022;9;1;", "Hela landet;Rån;År;2022;9;1;").rows
    assert list(rows.offence) == ["Rån totalt", "Rån"]


def test_monthly_menu_reads_months_and_marks_preliminary_years() -> None:
    """A preliminary month shown as final would be quoted and then change; a sum among months doubles them."""
    result = one(
        "Lessebo kommun;Bilstöld;2025;Jan;3;35;",
        "Lessebo kommun;Bilstöld;2026 prel.;Maj;4;47;",
        "Lessebo kommun;Bilstöld;2026 prel.;Okt;5;59;",
        "Lessebo kommun;Bilstöld;2025;Kvartal 1;9;106;",
        "Lessebo kommun;Bilstöld;2025;Helår;40;470;",
        layout="sol_monthly",
    )
    assert list(result.rows.year) == [2025, 2026, 2026]
    assert list(result.rows.month) == [1, 5, 10]
    assert list(result.rows.status) == ["final", "preliminary", "preliminary"]
    assert result.skipped == {
        "kvartalssumma, månaderna används": 1,
        "årssumma i månadsmenyn (Helår), månaderna används": 1,
    }


def test_a_preliminary_year_in_the_yearly_menu_is_marked() -> None:
    """The last year is preliminary until the end of March."""
    rows = one("Lessebo kommun;Bilstöld;År;2024;3;35;", "Lessebo kommun;Bilstöld;År;2025 prel.;4;47;").rows
    assert rows[["year", "status"]].values.tolist() == [[2024, "final"], [2025, "preliminary"]]


@pytest.mark.parametrize("numbers", ["..;106", "4;..", "4;-", "4;", ";106", "-;-", ";", ".;."])
def test_one_figure_without_the_other_is_a_problem(numbers: str) -> None:
    """Half a row is either a broken file or a figure that must not be used; no mark but «..» is expected."""
    result = one("Lessebo kommun;Klotter;År;2022;9;106;", f"Lessebo kommun;Bilstöld;År;2022;{numbers};")
    assert list(result.rows.offence) == ["Klotter"]
    assert [p.row for p in result.problems] == [3]


def test_heby_stands_under_two_counties_and_is_one_municipality() -> None:
    """Heby changed county in 2007: each half of its series lies in the other entry's gaps."""
    result = one(
        "Heby kommun (Uppsala län from 2007);Bilstöld;År;2006;..;..;",
        "Heby kommun (Uppsala län from 2007);Bilstöld;År;2007;9;65;",
        "Heby kommun (Västmanlands län tom 2006);Bilstöld;År;2006;8;58;",
        "Heby kommun (Västmanlands län tom 2006);Bilstöld;År;2007;..;..;",
    )
    assert sorted(result.rows[["region", "year", "count"]].values.tolist()) == [
        ["Heby kommun", 2006, 8],
        ["Heby kommun", 2007, 9],
    ]
    assert result.skipped == {"uppgift saknas (..), värdet står på en annan rad": 2}
    assert result.notes == []


def test_other_words_in_brackets_stay_and_gotland_stands_without_kommun() -> None:
    """Only a county goes: a district is not its municipality, and Gotland is written in two ways."""
    rows = one(
        "Gotland;Bilstöld;År;2022;9;15;", "Göteborg kommun, Lundby stadsdel (ny);Bilstöld;År;2022;8;58;"
    ).rows
    assert list(rows.region) == ["Gotland", "Göteborg kommun, Lundby stadsdel (ny)"]


def test_rows_that_cannot_be_read_are_reported_one_by_one() -> None:
    """One broken line must neither stop the file nor disappear from it."""
    result = one(
        "Lessebo kommun;Bilstöld;År;2022;9;106;",
        "Lessebo kommun;Klotter;År;2022",
        ";Klotter;År;2022;4;1;",
        "Lessebo kommun;Rån;År;20222;4;1;",
        "Lessebo kommun;Rån;År;2022;fyra;1;",
        "Lessebo kommun;Rån;År;2022;4;1;överflödig",
        f"Lessebo kommun;Mord;År;2022;{'9' * 30};1;",
    )
    assert len(result.rows) == 1
    assert sorted(p.row or 0 for p in result.problems) == [3, 4, 5, 6, 7, 8]


def test_a_header_without_rows_is_refused() -> None:
    """An empty table would pass every check and look like a year without crime."""
    with pytest.raises(UnreadableFileError, match="inga rader"):
        read(HEADER.encode("latin-1"), "Databasfil.txt", "sol_yearly")


@pytest.mark.parametrize("lost", ["Region", "Brott", "År", "Period", "Antal", "/100 000 inv"])
def test_a_lost_column_is_named(lost: str) -> None:
    """ "Känns inte igen" sends the reader looking in the wrong place."""
    at = HEADER.strip().split(";").index(lost)
    lines = [HEADER.strip(), *grid()]
    data = "".join(";".join(f for n, f in enumerate(x.split(";")) if n != at) + "\r\n" for x in lines)
    layout = recognise(data.encode(), "Databasfil.txt")
    with pytest.raises(UnreadableFileError, match=f"«{lost}»"):
        read(data.encode(), "Databasfil.txt", layout)


def test_a_column_that_stands_twice_is_refused() -> None:
    """Which of two columns «Antal» holds the count cannot be known."""
    data = sol(*grid()).replace(b"Antal;/100 000 inv", b"Antal;Antal;/100 000 inv")
    with pytest.raises(UnreadableFileError, match="flera gånger: «Antal»"):
        read(data, "Databasfil.txt", "sol_yearly")


def test_a_whole_export_has_neither_note_nor_problem() -> None:
    """A warning that is always there is read by nobody."""
    result = one(*grid())
    assert (len(result.rows), result.problems, result.notes) == (27, [], [])


@pytest.mark.parametrize("kept", [26, 25, 24, 19, 17, 13, 11, 10])
def test_a_file_cut_at_a_line_end_is_a_problem(kept: int) -> None:
    """Half a download has valid rows only: the last regions' last offences would just be missing."""
    result = one(*grid()[:kept])
    assert [p.row for p in result.problems] == [None]
    assert "avkortad" in result.problems[0].reason
    assert result.records == kept + 1


def test_a_file_cut_within_its_only_region_is_a_problem() -> None:
    """A municipality usually fetches its own figures only."""
    result = one(*grid(regions=("Lessebo kommun",))[:8])
    assert ["avkortad" in p.reason for p in result.problems] == [True]


def test_a_file_cut_among_headings_only_is_a_problem() -> None:
    """The last region may have come no further than its headings."""
    rows = [
        f"{r};{o};År;2022;{v};"
        for r in ("Hela landet", "Region Nord")
        for o, v in (("8-12 kap.", "..;.."), ("9 kap.", "..;.."), ("Bilstöld", "5;6"))
    ]
    assert ["avkortad" in p.reason for p in one(*rows[:5]).problems] == [True]


def test_a_file_cut_in_a_line_is_a_problem() -> None:
    """A last line without its end may have lost digits: 27 offences become 2."""
    data = sol(*grid())
    for n in range(len(data) - 60, len(data) - 2):
        result = read(data[:n], "Databasfil.txt", "sol_yearly")
        assert result.is_reconciled()
        assert result.problems


def test_a_broken_line_is_not_reported_a_second_time_as_a_cut() -> None:
    """Two messages for one fault send the reader looking for another."""
    *rows, last = grid()
    result = one(*rows, last.replace(";3;7;", ";3"))
    assert [p.row for p in result.problems] == [28]
    assert result.notes == []


def test_headings_echoed_for_one_year_only_are_no_gap() -> None:
    """They have no value to miss."""
    rows = [
        r for region in ("Lessebo", "Nybro") for r in (f"{region};9 kap.;År;2021;..;..;", *grid((region,)))
    ]
    assert one(*rows).notes == []


def test_a_row_taken_out_is_named_in_a_note() -> None:
    """Somebody's own selection is no fault, but whoever needs the row must see that it is not there."""
    rows = grid()
    del rows[13]
    result = one(*rows)
    assert result.problems == []
    assert "1 av 27" in result.notes[0]
    assert "Lessebo kommun, Bilstöld, 2022" in result.notes[0]


def test_a_figure_that_does_not_fit_its_rate_is_a_problem() -> None:
    """One digit typed over changes a total; the rate beside it still tells."""
    counts = {"Totalt": 1200, "Stöld": 400, "Bedrägeri": 240, "Skadegörelse": 160, "Narkotika": 100, "Rån": 3}
    rows = [f"Lessebo kommun;{o};År;2022;{n};{n * 100_000 / 8485:.0f};" for o, n in counts.items()]
    assert one(*rows).problems == []
    result = one(*[row.replace(";400;", ";490;") for row in rows])
    assert [p.row for p in result.problems] == [3]
    assert "Stöld" not in set(result.rows.offence)
    # Where many disagree the rates rest on something else: no reason to reject any.
    two = one(*[row.replace(";400;", ";490;").replace(";240;", ";290;") for row in rows])
    assert two.problems == []


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\n\x00",
        b"\n" * 9 + sol(*grid()),
        sol(*grid()).replace(b";", b","),
        sol(*grid()).replace(b";", b"\t"),
        sol(*grid())[:7],
        sol("a;b;År;2022;1;1;" + "x" * 200_000),
        sol(*grid()).replace("År".encode("latin-1"), b'"'),
    ],
)
def test_no_file_fails_with_anything_but_the_readers_own_error(data: bytes) -> None:
    """One odd file must not stop the reading of the others."""
    with contextlib.suppress(UnreadableFileError):
        assert read(data, "fil", "sol_yearly").is_reconciled()


def test_another_separator_gives_the_same_rows() -> None:
    """A file saved from Excel with tabs holds the same figures."""
    tabbed = read(sol(*grid()).replace(b";", b"\t"), "fil", "sol_yearly")
    pd.testing.assert_frame_equal(tabbed.rows, one(*grid()).rows)


def test_no_other_layout_takes_the_file() -> None:
    """A file of two layouts is refused."""
    seen = sample.take(sol(*grid()), "Databasfil.txt")
    assert [i for i, layout in LAYOUTS.items() if layout.recognises(seen)] == ["sol_yearly"]


def test_the_real_yearly_export(real_data) -> None:
    """Brå: Befogenhetsbedrägeri, the whole country 2024, 13 816 reported, 131 per 100 000."""
    data = (real_data / "bra/sol_dbfil_ar.latin1.txt").read_bytes()
    assert recognise(data, "a.txt") == "sol_yearly"
    result = read(data, "a.txt", "sol_yearly")
    rows = result.rows
    hit = rows[
        (rows.offence == "Befogenhetsbedrägeri") & (rows.region == "Hela landet") & (rows.year == 2024)
    ]
    assert (hit["count"].item(), hit.per_100k.item()) == (13816, 131)
    assert hit.parent.item() == "Bedrägeri genom social manipulation (fr. o. m. 2019)"
    assert len(rows) == 6
    assert result.skipped == {"överordnad rubrik utan värde (..)": 11, "upprepad rad": 2}
    # The public copy ends among Region Nord's headings.
    assert ["avkortad" in p.reason for p in result.problems] == [True]
    assert rows.month.isna().all()
    assert result.is_reconciled()


def test_the_real_monthly_export(real_data) -> None:
    """Brå: 133 in January 2025 (final) and 498 in August 2026 (preliminary), the whole country."""
    data = (real_data / "bra/sol_dbfil_manad.latin1.txt").read_bytes()
    assert recognise(data, "m.txt") == "sol_monthly"
    result = read(data, "m.txt", "sol_monthly")
    rows = result.rows
    assert rows[["year", "month", "count", "status"]].values.tolist() == [
        [2025, 1, 133, "final"],
        [2026, 8, 498, "preliminary"],
        [2026, 8, 20, "preliminary"],
    ]
    assert rows.month.dtype == pd.Int64Dtype()
    # An excerpt, not a cut file: Region Stockholm has a later month and lacks an earlier one.
    assert result.problems == []
    assert "Region Stockholm" in result.notes[0]
    assert "jan 2025" in result.notes[0]
