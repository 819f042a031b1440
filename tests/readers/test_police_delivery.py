"""The police's delivery: codes, dates, counts and damage as they really arrive."""

from __future__ import annotations

import contextlib
import random

import pandas as pd
import pytest

from pipelines import readers, registers
from pipelines.readers import UnreadableFileError, police_delivery, read, recognise, sample

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
NOT_REQUIRED = [n for n in NAMES if n not in police_delivery.REQUIRED]


def row(**changes: str) -> list[str]:
    return [
        changes.get(name.replace(" ", "_").replace("/", "_"), value)
        for name, value in zip(NAMES, ROW, strict=True)
    ]


def in_month(year: int, month: int, day: int = 12, **changes: str) -> list[str]:
    date = f"{year}-{month:02d}-{day:02d}"
    dates = {"Inskrivningsdatum": date, "Brottsdatum_från": date, "Brottsdatum_till": date}
    return row(Inskr_år=str(year), Inskr_årmånad=f"{year}{month:02d}", **dates, **changes)


def year_of_rows(per_month: int = 3, **changes: str) -> list[list[str]]:
    return [in_month(2023, m, 1 + d, **changes) for m in range(1, 13) for d in range(per_month)]


def delivery(
    *rows: list[str], sep: str = ";", encoding: str = "utf-8-sig", order: list[int] | None = None
) -> bytes:
    order = order or list(range(len(NAMES)))
    lines = [sep.join(r[i] for i in order) for r in (NAMES, *rows)]
    return "".join(line + "\r\n" for line in lines).encode(encoding)


def result_of(*rows: list[str], name: str = "x.csv", **form):
    data = delivery(*rows, **form)
    assert recognise(data, name) == "police_delivery"
    result = read(data, name, "police_delivery")
    assert result.is_reconciled()
    return result


def reasons(result) -> list[str]:
    return [problem.reason for problem in result.problems]


@pytest.mark.parametrize(
    ("sep", "encoding"),
    [
        (";", "utf-8-sig"),
        (";", "cp1252"),
        (",", "utf-8"),
        ("\t", "cp1252"),
        ("|", "utf-8"),
        (";", "utf-16"),
    ],
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


def test_no_other_layout_takes_the_file_for_its_own() -> None:
    """Two layouts for one file stop the whole refresh."""
    seen = sample.take(delivery(row()), "x.csv")
    assert [name for name, layout in readers.LAYOUTS.items() if layout.recognises(seen)] == [
        "police_delivery"
    ]


def test_lost_leading_zeros_come_back() -> None:
    """821 is 0821; unpadded codes join to nothing and the burglaries vanish."""
    rows = result_of(row(Brottskod="0821"), row(Brottskod="412"), row(desokod="761A0010")).rows
    assert list(rows.offence_code) == ["0821", "0412", "0821"]
    assert list(rows.municipality_code) == ["0761"] * 3
    assert list(rows.deso) == ["0761A0010"] * 3


def test_the_code_decides_and_never_its_text() -> None:
    """The texts are misspelt; a join on them loses every misspelt burglary."""
    rows = result_of(row(), row(Brottskod_text="Inbrottsstöld i fritidshus"), row(Brottskod_text="")).rows
    assert list(rows.offence_code) == ["0821"] * 3
    assert rows.offence_text.iloc[0] == "Inbrotsstöld i fritidshus"


def test_a_crime_over_several_days_keeps_both_ends() -> None:
    """29 per cent span days; using one end puts weekend burglaries on Mondays."""
    rows = result_of(row(), row(Brottsdatum_till="2022-09-09 23:10")).rows
    assert rows.date_from.iloc[0] == pd.Timestamp("2022-09-09 18:30")
    assert rows.date_to.iloc[0] == pd.Timestamp("2022-09-12 07:00")
    assert rows.spans_days.tolist() == [3, 0]


def test_missing_dates_are_missing() -> None:
    """A dash is no date, and a guessed one would move the crime."""
    rows = result_of(row(Brottsdatum_från="-"), row(Brottsdatum_till="-"), row(desokod="-")).rows
    assert rows.date_from.isna().tolist() == [True, False, False]
    assert rows.date_to.isna().tolist() == [False, True, False]
    assert rows.spans_days.isna().tolist() == [True, True, False]
    assert rows.deso.isna().tolist() == [False, False, True]


def test_local_traffic_codes_are_not_crimes() -> None:
    """They are 7 per cent of a raw count."""
    result = result_of(row(), *(row(Brottskod=c) for c in ("3191", "3850", "3889")), row(Brottskod="3900"))
    assert list(result.rows.offence_code) == ["0821", "3900"]
    assert result.skipped == {"lokal trafikkod, inte ett brott": 3}


def test_the_local_traffic_codes_are_the_registers() -> None:
    """A code added in one place only is counted as a crime, or a crime is dropped as traffic."""
    assert set(registers.offence_groups()["local_traffic"].police_codes) == police_delivery.LOCAL_TRAFFIC


def test_impossible_orders_of_dates_are_kept_and_told() -> None:
    """The crime was reported all the same; only its dates cannot be used."""
    result = result_of(row(Inskrivningsdatum="2022-09-01"), row(Brottsdatum_till="2022-09-08 10:00"), row())
    assert len(result.rows) == 3
    assert result.rows.date_from.isna().tolist() == [False, True, False]
    assert any("före brottets från-datum" in n and n.endswith(": 1.") for n in result.notes)
    assert any("till-datum före från-datum" in n and n.endswith(": 1.") for n in result.notes)


def test_a_crime_reported_years_later_is_kept_in_its_month_of_registration_and_told() -> None:
    """4 per cent come over a year late: they are this year's reports, not this year's crimes."""
    result = result_of(
        row(Brottsdatum_från="1938-05-01", Brottsdatum_till="-"),
        row(Brottsdatum_från="2020-01-01", Brottsdatum_till="2021-09-11"),
        row(Brottsdatum_från="2020-01-01", Brottsdatum_till="2021-09-12"),  # a year to the day
    )
    assert result.rows.date_from.iloc[0] == pd.Timestamp("1938-05-01")
    assert result.rows.registered_year.tolist() == [2022] * 3
    assert [n for n in result.notes if "mer än ett år efter" in n] == [
        "Rader inskrivna mer än ett år efter brottet (de är kvar): 2."
    ]


def test_counts_above_one_are_kept() -> None:
    """A row can hold more than eleven crimes; counted as rows they become one."""
    assert list(result_of(row(antal_brott="12"), row()).rows["count"]) == [12, 1]


def test_several_municipalities_in_one_file_are_kept_apart() -> None:
    """A police area's delivery may come as one file."""
    rows = result_of(row(), row(Kommunkod="881", Kommunnamn="Nybro", desokod="0881A0010")).rows
    assert list(rows.municipality_code) == ["0761", "0881"]


def test_an_area_in_another_municipality_is_told() -> None:
    """The locality's figure would lose the crime without a word."""
    result = result_of(row(), row(), row(desokod="0881A0010"))
    assert len(result.rows) == 3
    assert any("i en annan kommun" in n and n.endswith(": 1.") for n in result.notes)


def test_a_date_outside_its_month_of_registration_is_told() -> None:
    """The month decides what year a crime is counted in; a contradiction must be seen."""
    result = result_of(row(), row(Inskrivningsdatum="2022-10-02"))
    assert result.rows.registered_month.tolist() == [9, 9]
    assert any("utanför sin inskrivningsmånad" in n and n.endswith(": 1.") for n in result.notes)


def test_unreadable_rows_are_problems_without_values_in_the_message() -> None:
    """The message is shown and logged; what stood in the row is not."""
    bad = [
        row(Brottskod="82X"),
        row(antal_brott="-"),
        row(antal_brott="ett"),
        row(antal_brott="1,5"),
        row(Inskr_årmånad="202213"),
        row(Inskr_år="2021"),
        row(Brottsdatum_från="9/12/22"),
        row(desokod="Lessebo"),
    ]
    short = ";".join(row()[:-2]).encode() + b"\r\n"
    result = read(delivery(row(), *bad) + short, "x.csv", "police_delivery")
    assert result.is_reconciled()
    assert len(result.rows) == 1
    assert sorted(p.row or 0 for p in result.problems) == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    for problem in result.problems:
        assert problem.found
        assert not any(value in problem.reason + problem.advice for value in ("82X", "202213", "9/12/22"))


def test_a_stray_quotation_mark_costs_one_row_and_not_the_rest_of_the_file() -> None:
    """An open quote swallows every row after it."""
    result = result_of(row(), row(Brottskod_text='"Stöld'), row(Brottskod="1201"))
    assert list(result.rows.offence_code) == ["0821", "1201"]
    assert [p.row for p in result.problems] == [3]


# Months: what the file's name promises.

NAMED = "Brottsstatistik_Lessebo_202312.csv"


def test_a_whole_year_with_its_month_in_the_name_is_read_without_remarks() -> None:
    """A warning on every right file is soon read by nobody."""
    result = result_of(*year_of_rows(), name=NAMED)
    assert len(result.rows) == 36
    assert (result.problems, result.notes) == ([], [])


@pytest.mark.parametrize("name", [NAMED, "brottsstatistik_Torsås_202312 (1).csv"])
def test_a_file_that_ends_before_the_month_in_its_name_is_a_problem(name: str) -> None:
    """A file cut at a line looks whole: the autumn was just quiet."""
    result = result_of(*year_of_rows()[:18], name=name)
    assert len(result.rows) == 18
    assert result.records == 19
    assert reasons(result) == ["Filen slutar i 202306 för kommun 0761 men ska enligt namnet gå till 202312."]


def test_each_municipality_of_a_file_must_reach_the_month() -> None:
    """A file sorted by municipality and then cut is whole for all but the last."""
    other = {"Kommunkod": "881", "Kommunnamn": "Nybro", "desokod": "0881A0010"}
    result = result_of(*year_of_rows(), *year_of_rows(**other)[:30], name="Brottsstatistik_Nybro_202312.csv")
    assert reasons(result) == ["Filen slutar i 202310 för kommun 0881 men ska enligt namnet gå till 202312."]


def test_rows_after_the_month_in_the_name_are_kept_and_a_problem() -> None:
    """Name and content disagree, and nobody can tell from the file which of them is wrong."""
    result = result_of(*year_of_rows(), in_month(2024, 1), name=NAMED)
    assert len(result.rows) == 37
    assert reasons(result) == [
        "Filen har 1 rader för kommun 0761 som är inskrivna efter 202312, månaden i filens namn."
    ]


@pytest.mark.parametrize("name", [NAMED, "x.csv"])
def test_a_missing_month_is_a_problem_where_it_cannot_be_chance(name: str) -> None:
    """120 offences and none in June: the rows were lost, whatever the file is called."""
    rows = [r for r in year_of_rows(11) if r[8] != "202306"]
    result = result_of(*rows, name=name)
    assert len(result.rows) == 121
    assert reasons(result) == ["Filen saknar rader för kommun 0761 i 202306."]


def test_a_quiet_month_of_a_tiny_file_is_only_told() -> None:
    """With one crime a month, none in June may be true."""
    result = result_of(*(in_month(2023, m) for m in range(1, 13) if m != 6), name=NAMED)
    assert result.problems == []
    assert result.notes == ["Månader utan rader för kommun 0761: 202306."]


def test_a_file_that_begins_in_july_says_so() -> None:
    """Half a year must not be taken for a year."""
    result = result_of(*year_of_rows()[18:], name=NAMED)
    assert result.notes == ["Raderna för kommun 0761 börjar i 202307."]


@pytest.mark.parametrize(
    "name", ["x.csv", "uttag_202401.csv", "Brottsstatistik_Lessebo_20240115.csv", "Brottsstatistik_2023.csv"]
)
def test_other_digits_in_a_name_are_no_promise(name: str) -> None:
    """The day a file was fetched is not the month it reaches."""
    assert result_of(*year_of_rows(), name=name).problems == []


# Damage: an error, a problem, or the same figures; never silently others.


def figures(result) -> dict[tuple[str, ...], int]:
    keys = ["municipality_code", "deso", "offence_code", "registered_year", "registered_month"]
    return result.rows.groupby(keys)["count"].sum().to_dict()


def assert_loud_or_same(data: bytes, whole: dict[tuple[str, ...], int], what: object) -> None:
    try:
        result = police_delivery.read(data, NAMED)
    except UnreadableFileError:
        return
    assert result.is_reconciled(), what
    assert result.problems or figures(result) == whole, what


WHOLE = delivery(*year_of_rows(2))


def whole_figures() -> dict[tuple[str, ...], int]:
    return figures(police_delivery.read(WHOLE, NAMED))


def test_a_file_cut_at_any_byte_is_told() -> None:
    """A broken download would otherwise look like fewer crimes."""
    whole = whole_figures()
    assert sum(whole.values()) == 24
    last_month = WHOLE.index(b"202312")
    ends = {i + 1 for i, byte in enumerate(WHOLE) if byte == 10}
    cuts = [c for c in range(1, len(WHOLE) - 2) if not (c in ends and c > last_month)]
    for cut in cuts[::31] + [c for c in sorted(ends) if c < last_month]:
        assert_loud_or_same(WHOLE[:cut], whole, cut)


@pytest.mark.parametrize("name", police_delivery.REQUIRED)
def test_a_missing_column_that_figures_rest_on_stops_and_is_named(name: str) -> None:
    """The person who fetched the file must know what to ask the police for."""
    order = [i for i, n in enumerate(NAMES) if n != name]
    data = delivery(row(), order=order)
    assert recognise(data, "x.csv") == "police_delivery"
    with pytest.raises(UnreadableFileError, match=f"«{name}»"):
        read(data, "x.csv", "police_delivery")


@pytest.mark.parametrize("name", NOT_REQUIRED)
def test_another_missing_column_is_told_and_changes_no_figure(name: str) -> None:
    """The dates and texts are worth having, but not worth losing the counts for."""
    order = [i for i, n in enumerate(NAMES) if n != name]
    result = result_of(row(), row(antal_brott="3"), order=order)
    assert list(result.rows["count"]) == [1, 3]
    assert f"Kolumnen «{name}» saknas i filen." in result.notes


def _with_header(names: list[str]) -> bytes:
    return ";".join(names).encode("utf-8-sig") + WHOLE[WHOLE.index(b"\r\n") :]


def test_a_shifted_header_is_told() -> None:
    """A header one step aside reads the municipality code as an offence."""
    whole = whole_figures()
    for step in range(1, len(NAMES)):
        with pytest.raises(UnreadableFileError):
            police_delivery.read(_with_header(NAMES[step:] + NAMES[:step]), NAMED)
    for at in range(len(NAMES)):
        assert_loud_or_same(_with_header(NAMES[:at] + NAMES[at + 1 :]), whole, f"utan {NAMES[at]}")
        assert_loud_or_same(_with_header([*NAMES[:at], "ny", *NAMES[at:]]), whole, f"ny före {NAMES[at]}")


def test_two_header_names_that_changed_places_are_told() -> None:
    """Every pair: a date for another, a code for a count."""
    whole = whole_figures()
    for a in range(len(NAMES)):
        for b in range(a):
            names = list(NAMES)
            names[a], names[b] = names[b], names[a]
            assert_loud_or_same(_with_header(names), whole, (NAMES[a], NAMES[b]))


def test_a_name_that_stands_twice_stops() -> None:
    """Which of two columns of counts is meant cannot be known."""
    with pytest.raises(UnreadableFileError, match="mer än en gång: «antal_brott»"):
        police_delivery.read(_with_header([*NAMES[:7], "Antal_brott", *NAMES[8:]]), NAMED)


def test_a_separator_after_the_last_cell_is_no_cell() -> None:
    """Brå's own files have one; it must not cost the rows, nor hide a row that has lost a cell."""
    plain, _, rest = delivery(*year_of_rows(2)).partition(b"\r\n")
    trailing = plain + b"\r\n" + rest.replace(b"\r\n", b";\r\n")
    assert police_delivery.read(trailing, NAMED).problems == []
    short = trailing.replace(b"2023-05-01;1;\r\n", b"2023-05-01;1\r\n")
    assert short != trailing
    assert reasons(police_delivery.read(short, NAMED)) == ["Raden har fel antal kolumner."]
    longer = trailing.replace(b"2023-05-01;1;\r\n", b"2023-05-01;1;7\r\n")
    assert reasons(police_delivery.read(longer, NAMED)) == ["Raden har fel antal kolumner."]


def test_another_separator_in_some_rows_is_told() -> None:
    """Two files pasted together may not share their form."""
    lines = WHOLE.split(b"\r\n")
    mixed = b"\r\n".join(line.replace(b";", b",") if n % 5 == 4 else line for n, line in enumerate(lines))
    result = police_delivery.read(mixed, NAMED)
    assert result.is_reconciled()
    assert len(result.problems) == 5


def test_no_bytes_whatever_raise_another_error() -> None:
    """A traceback would show the file's content in the log."""
    draw = random.Random(761)
    for _ in range(300):
        data = bytearray(WHOLE)
        for _ in range(draw.randrange(1, 40)):
            data[draw.randrange(len(data))] = draw.choice(b';,\t|"\r\n-0A\x00\xe5\xff ')
        with contextlib.suppress(UnreadableFileError):
            assert police_delivery.read(bytes(data), NAMED).is_reconciled()


def test_a_delivery_pasted_twice_is_refused() -> None:
    """Every crime twice is a wrong number that looks right."""
    rows = [row(Brottsdatum_från=f"2022-09-{day:02d}") for day in range(1, 26)]
    with pytest.raises(UnreadableFileError, match="två gånger"):
        police_delivery.read(delivery(*rows, *rows), "x.csv")
    assert len(police_delivery.read(delivery(*rows, rows[0]), "x.csv").rows) == 26
