"""Brå's Databasfil: the traps that would turn a heading or a repeat into reported offences."""

from __future__ import annotations

import pandas as pd
import pytest

from pipelines.readers import UnreadableFileError, read, recognise

HEADER = "Region;Brott;År;Period;Antal;/100 000 inv\r\n"


def sol(*rows: str) -> bytes:
    return (HEADER + "".join(row + "\r\n" for row in rows)).encode("latin-1")


def one(*rows: str, layout: str = "sol_yearly"):
    data = sol(*rows)
    assert recognise(data, "Databasfil.txt") == layout
    result = read(data, "Databasfil.txt", layout)
    assert result.is_reconciled()
    return result


def test_an_echoed_ancestor_is_left_out_and_never_zero() -> None:
    """Read as 0, a chapter heading would say that no such offence was reported."""
    result = one(
        "Lessebo kommun;8 kap. Stöld, rån m.m.;År;2022;..;..;", "Lessebo kommun;Bilstöld;År;2022;9;106;"
    )
    assert list(result.rows["count"]) == [9]
    assert result.skipped == {"överordnad rubrik utan värde (..)": 1}


def test_identical_repeats_are_counted_once_and_contradictions_become_problems() -> None:
    """The same row twice would double the offence; two figures for one label cannot both be right."""
    result = one(
        "Nybro kommun;Obekanta;År;2022;9;50;",
        "Nybro kommun;Obekanta;År;2022;9;50;",
        "Nybro kommun;Obekanta;År;2022;12;60;",
    )
    assert list(result.rows["count"]) == [9]
    assert result.skipped["upprepad rad"] == 1
    assert [p.row for p in result.problems] == [4]
    assert "12" in result.problems[0].found
    assert "12" not in result.problems[0].reason + result.problems[0].advice


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


def test_a_subset_is_marked_so_that_it_is_not_added_to_its_whole() -> None:
    """Summing "därav" rows with their parent double-counts."""
    rows = one("Hela landet;därav Fullbordad inbrottsstöld;År;2022;9;1;").rows
    assert list(rows.offence) == ["Fullbordad inbrottsstöld"]
    assert list(rows.is_subset) == [True]


def test_monthly_menu_reads_months_and_marks_preliminary_years() -> None:
    """A preliminary month shown as final would be quoted and then change."""
    result = one(
        "Lessebo kommun;Bilstöld;2025;Jan;3;35;",
        "Lessebo kommun;Bilstöld;2026 prel.;Maj;4;47;",
        "Lessebo kommun;Bilstöld;2026 prel.;Okt;5;59;",
        "Lessebo kommun;Bilstöld;2025;Kvartal 1;9;106;",
        layout="sol_monthly",
    )
    assert list(result.rows.year) == [2025, 2026, 2026]
    assert list(result.rows.month) == [1, 5, 10]
    assert list(result.rows.status) == ["final", "preliminary", "preliminary"]
    assert result.skipped == {"kvartalssumma, månaderna används": 1}


def test_one_figure_without_the_other_is_a_problem() -> None:
    """Half a row is either a broken file or a figure that must not be used."""
    result = one("Lessebo kommun;Bilstöld;År;2022;..;106;", "Lessebo kommun;Klotter;År;2022;4;..;")
    assert len(result.rows) == 0
    assert [p.row for p in result.problems] == [2, 3]


def test_rows_that_cannot_be_read_are_reported_one_by_one() -> None:
    """One broken line must neither stop the file nor disappear from it."""
    result = one(
        "Lessebo kommun;Bilstöld;År;2022;9;106;",
        "Lessebo kommun;Klotter;År;2022",
        ";Klotter;År;2022;4;1;",
        "Lessebo kommun;Rån;År;20222;4;1;",
        "Lessebo kommun;Rån;År;2022;fyra;1;",
        "Lessebo kommun;Rån;År;2022;4;1;överflödig",
    )
    assert len(result.rows) == 1
    assert sorted(p.row or 0 for p in result.problems) == [3, 4, 5, 6, 7]


def test_a_header_without_rows_is_refused() -> None:
    """An empty table would pass every check and look like a year without crime."""
    with pytest.raises(UnreadableFileError, match="inga rader"):
        read(HEADER.encode("latin-1"), "Databasfil.txt", "sol_yearly")


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
    assert len(rows) == 6
    assert result.skipped["upprepad rad"] == 2
    assert rows.month.isna().all()
    assert result.is_reconciled()


def test_the_real_monthly_export(real_data) -> None:
    """Brå: 133 in January 2025 (final) and 498 in August 2026 (preliminary), the whole country."""
    data = (real_data / "bra/sol_dbfil_manad.latin1.txt").read_bytes()
    assert recognise(data, "m.txt") == "sol_monthly"
    rows = read(data, "m.txt", "sol_monthly").rows
    assert rows[["year", "month", "count", "status"]].values.tolist() == [
        [2025, 1, 133, "final"],
        [2026, 8, 498, "preliminary"],
        [2026, 8, 20, "preliminary"],
    ]
    assert rows.month.dtype == pd.Int64Dtype()
