"""The police's delivery: codes, dates and counts as they really arrive."""

from __future__ import annotations

import time

import pandas as pd
import pytest

from pipelines.readers import UnreadableFileError, read, recognise

NAMES = [
    "LPO/Sektion nivå 4 brottsplats",
    "Län",
    "Kommunnamn",
    "Kommunkod",
    "desokod",
    "Brottskod",
    "Brottskod text",
    "Inskr år",
    "Inskr årmånad",
    "Inskrivningsdatum",
    "Brottsdatum från",
    "Brottsdatum till",
    "antal_brott",
]
ROW = [
    "LPO Nybro",
    "Kronobergs län",
    "Lessebo",
    "761",
    "0761A0010",
    "821",
    "Inbrotsstöld i fritidshus",
    "2022",
    "202209",
    "2022-09-12",
    "2022-09-09 18:30",
    "2022-09-12 07:00",
    "1",
]


def row(**changes: str) -> list[str]:
    return [
        changes.get(name.replace(" ", "_").replace("/", "_"), value)
        for name, value in zip(NAMES, ROW, strict=True)
    ]


def delivery(
    *rows: list[str], sep: str = ";", encoding: str = "utf-8-sig", order: list[int] | None = None
) -> bytes:
    order = order or list(range(len(NAMES)))
    return "\r\n".join(sep.join(r[i] for i in order) for r in (NAMES, *rows)).encode(encoding)


def result_of(*rows: list[str], **form):
    data = delivery(*rows, **form)
    assert recognise(data, "x.csv") == "police_delivery"
    result = read(data, "x.csv", "police_delivery")
    assert result.is_reconciled()
    return result


@pytest.mark.parametrize(
    ("sep", "encoding"), [(";", "utf-8-sig"), (";", "cp1252"), (",", "utf-8"), ("\t", "cp1252")]
)
def test_separator_encoding_and_column_order_do_not_matter(sep: str, encoding: str) -> None:
    """Nobody has promised the form of the raw delivery; next year's may differ."""
    rows = result_of(row(), sep=sep, encoding=encoding, order=[12, 5, 3, 0, 1, 2, 4, 6, 7, 8, 9, 10, 11]).rows
    first = rows.iloc[0]
    assert (first.offence_code, first.municipality_code, first["count"], first.deso) == (
        "0821",
        "0761",
        1,
        "0761A0010",
    )
    assert (first.registered_year, first.registered_month) == (2022, 9)
    assert first.municipality == "Lessebo"
    assert first.police_section == "LPO Nybro"


def test_lost_leading_zeros_come_back() -> None:
    """821 is 0821; unpadded codes join to nothing and the burglaries vanish."""
    assert list(result_of(row(Brottskod="0821"), row(Brottskod="412")).rows.offence_code) == ["0821", "0412"]


def test_a_crime_over_several_days_keeps_both_ends() -> None:
    """29 per cent span days; using one end puts weekend burglaries on Mondays."""
    first = result_of(row()).rows.iloc[0]
    assert first.date_from == pd.Timestamp("2022-09-09 18:30")
    assert first.date_to == pd.Timestamp("2022-09-12 07:00")
    assert first.spans_days == 3


def test_missing_dates_are_missing() -> None:
    """A dash is no date, and a guessed one would move the crime."""
    rows = result_of(row(Brottsdatum_från="-"), row(Brottsdatum_till="-")).rows
    assert rows.date_from.isna().tolist() == [True, False]
    assert rows.spans_days.isna().all()


def test_local_traffic_codes_are_not_crimes() -> None:
    """They are 7 per cent of a raw count."""
    result = result_of(row(), *(row(Brottskod=c) for c in ("3191", "3850", "3899")), row(Brottskod="3900"))
    assert list(result.rows.offence_code) == ["0821", "3900"]
    assert result.skipped == {"lokal trafikkod, inte ett brott": 3}


def test_impossible_orders_of_dates_are_kept_and_told() -> None:
    """The crime was reported all the same; only its dates cannot be used."""
    result = result_of(row(Inskrivningsdatum="2022-09-01"), row(Brottsdatum_till="2022-09-08 10:00"), row())
    assert len(result.rows) == 3
    assert result.rows.date_from.isna().tolist() == [False, True, False]
    assert any("före brottets från-datum" in n and n.endswith(": 1.") for n in result.notes)
    assert any("till-datum före från-datum" in n and n.endswith(": 1.") for n in result.notes)


def test_counts_above_one_and_old_crimes_are_kept() -> None:
    """A row can hold eleven crimes, and one from 1938 is still reported this year."""
    rows = result_of(row(antal_brott="11"), row(Brottsdatum_från="1938-05-01")).rows
    assert list(rows["count"]) == [11, 1]
    assert rows.date_from.iloc[1].year == 1938


def test_unreadable_rows_are_problems_without_values_in_the_message() -> None:
    """The message is shown and logged; what stood in the row is not."""
    bad = [
        row(Brottskod="82X"),
        row(antal_brott="-"),
        row(antal_brott="ett"),
        row(Inskr_årmånad="202213"),
        row(Brottsdatum_från="9/12/22"),
    ]
    data = delivery(row(), *bad) + ("\r\n" + ";".join(row()[:-2])).encode()
    result = read(data, "x.csv", "police_delivery")
    assert result.is_reconciled()
    assert len(result.rows) == 1
    assert sorted(p.row or 0 for p in result.problems) == [3, 4, 5, 6, 7, 8]
    for problem in result.problems:
        assert problem.found
        assert "82X" not in problem.reason + problem.advice


def test_a_stray_quotation_mark_costs_one_row_and_not_the_rest_of_the_file() -> None:
    """An open quote swallows every row after it."""
    result = result_of(row(), row(Brottskod_text='"Stöld'), row(Brottskod="1201"))
    assert list(result.rows.offence_code) == ["0821", "1201"]
    assert [p.row for p in result.problems] == [3]


def test_a_missing_column_is_named() -> None:
    """The person who fetched the file must know what to ask the police for."""
    data = delivery(row(), order=[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    with pytest.raises(UnreadableFileError, match="«antal_brott»"):
        read(data, "x.csv", "police_delivery")


def test_sixty_deliveries_are_read_in_seconds() -> None:
    """The whole area and ten years are read at every run."""
    data = delivery(
        *(
            row(Brottsdatum_från=f"2022-09-{1 + n % 28:02d} {n % 24:02d}:15", Brottskod=str(800 + n % 90))
            for n in range(1000)
        )
    )
    start = time.perf_counter()
    for _ in range(60):
        read(data, "x.csv", recognise(data, "x.csv"))
    assert time.perf_counter() - start < 8
