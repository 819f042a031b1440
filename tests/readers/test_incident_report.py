"""The schools' template for incidents: counts, periods, and comments that must never be kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import pytest

from pipelines.readers import LAYOUTS, ReadResult, UnreadableFileError, incident_report, sample
from tests.readers.building import workbook

HEADER = list(incident_report.HEADERS)
FIRST = 4  # sheet row of the first data row
# The person is invented.
SECRET = "Kim Påhittsson i 8B slog igen"


def row(**changed: object) -> list[object]:
    cells: dict[str, object] = {
        "Kommun": "Lessebo", "Skola": "Påhittade skolan", "Från och med": dt.date(2023, 8, 15),
        "Till och med": dt.date(2023, 12, 20), "Termin": None, "Typ": "Kränkande behandling", "Plats": None,
        "Antal": 7, "Kommentar": None,
    }  # fmt: skip
    names = {
        "school": "Skola",
        "start": "Från och med",
        "end": "Till och med",
        "term": "Termin",
        "kind": "Typ",
    }
    names |= {"place": "Plats", "count": "Antal", "comment": "Kommentar", "municipality": "Kommun"}
    return list((cells | {names[k]: v for k, v in changed.items()}).values())


def term(text: object, **changed: object) -> list[object]:
    return row(**({"start": None, "end": None, "term": text} | changed))


def sheet(*rows: Sequence[object], header: Sequence[object] = HEADER) -> bytes:
    return workbook(
        {"Läs mig": [["Så fyller du i"]], "Incidenter": [["Skolornas incidenter"], [], header, *rows]}
    )


def csv(
    *rows: Sequence[object], sep: str = ";", encoding: str = "utf-8", header: Sequence[str] = HEADER
) -> bytes:
    lines = [sep.join("" if c is None else str(c) for c in line) for line in (header, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def read(data: bytes) -> ReadResult:
    seen = sample.take(data, "x")
    assert incident_report.recognises(seen)
    assert [i for i, layout in LAYOUTS.items() if layout.recognises(seen)] == ["incident_report"]
    result = incident_report.read(data, "x")
    assert result.is_reconciled()
    return result


def test_counts_are_read_per_school_period_and_kind() -> None:
    """Seven incidents of one kind in one autumn, and nothing about whom."""
    rows = read(sheet(row(), row(kind="hot och våld", count=0), term("VT 2024", kind="övrigt"))).rows
    assert list(rows.columns) == [
        "row", "sheet", "municipality", "place", "period_from", "period_to", "phenomenon", "count", "unit",
    ]  # fmt: skip
    assert rows["count"].tolist() == [7, 0, 7]
    assert rows.phenomenon.tolist() == ["Kränkande behandling", "Hot och våld", "Annat"]
    assert rows.period_from.tolist() == [dt.date(2023, 8, 15), dt.date(2023, 8, 15), dt.date(2024, 1, 1)]
    assert rows.period_to.tolist() == [dt.date(2023, 12, 20), dt.date(2023, 12, 20), dt.date(2024, 6, 30)]
    assert set(rows.place) == {"Påhittade skolan"}
    assert set(rows.unit) == {"händelser"}
    assert rows.row.tolist() == [4, 5, 6]


@pytest.mark.parametrize("sep", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_same_headings_as_csv_give_the_same_rows(sep: str, encoding: str) -> None:
    """A school that exports text must not be left out."""
    rows = [row(), term("HT 2023", kind="Hot")]
    a, b = read(csv(*rows, sep=sep, encoding=encoding)).rows, read(sheet(*rows)).rows
    pd.testing.assert_frame_equal(a.drop(columns=["row", "sheet"]), b.drop(columns=["row", "sheet"]))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("HT 2023", "2023-07-01", "2023-12-31"),
        ("ht23", "2023-07-01", "2023-12-31"),
        ("Vårterminen 2024", "2024-01-01", "2024-06-30"),
        ("VT-24", "2024-01-01", "2024-06-30"),
        ("läsåret 2023/24", "2023-07-01", "2024-06-30"),
        ("2023/2024", "2023-07-01", "2024-06-30"),
    ],
)
def test_a_term_is_a_half_year(text: str, start: str, end: str) -> None:
    """The autumn of 2023 in the year 2024 would move every incident one year."""
    rows = read(sheet(term(text))).rows
    assert (str(rows.period_from.item()), str(rows.period_to.item())) == (start, end)


def test_a_comment_reaches_neither_rows_nor_problems() -> None:
    """Comments name pupils. They must not be stored even in a quoted row that could not be read."""
    bad = [row(comment=SECRET, count="sju"), row(comment=SECRET, kind="Slagsmål"), row(comment=SECRET)]
    for data in (sheet(*bad), csv(*bad), csv(*bad, [*row(comment=SECRET), "en kolumn för mycket"])):
        result = read(data)
        assert len(result.rows) == 1
        assert len(result.problems) >= 2
        kept = repr((result.problems, result.notes, result.skipped, result.private_context))
        assert "Påhittsson" not in kept + result.rows.to_csv()
        assert "Ifyllda kommentarer, som inte läses och inte sparas: 3." in result.notes
    cut = incident_report.read(csv(row(comment=SECRET))[:-4], "x.csv")
    assert len(cut.problems) == 1
    assert "Påhitt" not in repr(cut.problems).replace("Påhittade", "")


@pytest.mark.parametrize(
    ("second", "overlaps"),
    [
        ({}, True),
        ({"start": dt.date(2023, 12, 20), "end": dt.date(2024, 1, 31)}, True),
        ({"start": dt.date(2023, 9, 1), "end": dt.date(2023, 9, 30)}, True),
        ({"start": None, "end": None, "term": "läsåret 2023/24"}, True),
        ({"school": "påhittade  SKOLAN", "kind": "kränkning"}, True),
        ({"start": dt.date(2023, 12, 21), "end": dt.date(2024, 1, 31)}, False),
        ({"kind": "Hot och våld"}, False),
        ({"school": "En annan skola"}, False),
        ({"municipality": "Nybro"}, False),
    ],
)
def test_overlapping_periods_of_one_school_and_kind_are_problems(
    second: dict[str, object], overlaps: bool
) -> None:
    """A school year beside its autumn term counts the autumn twice."""
    result = read(sheet(row(), row(**second)))
    assert [p.row for p in result.problems] == ([FIRST + 1] if overlaps else [])
    assert len(result.rows) == 2 - overlaps


def test_places_in_the_school_are_counts_of_their_own_but_not_beside_a_total() -> None:
    """Three in the yard and four in the corridor are seven; with a row of seven beside them, fourteen."""
    yard, corridor = row(place="Skolgård", count=3), row(place="Korridor", count=4)
    both = read(sheet(yard, corridor))
    assert both.rows["count"].tolist() == [7]
    assert both.skipped == {"flera platser i skolan, inräknad i skolans rad": 1}
    apart = row(place="Korridor", count=4, start=dt.date(2023, 9, 1))
    assert read(sheet(yard, apart)).rows["count"].tolist() == [3, 4]
    assert [p.row for p in read(sheet(yard, corridor, row())).problems] == [FIRST + 2]
    assert [p.row for p in read(sheet(row(), yard)).problems] == [FIRST + 1]
    assert [p.row for p in read(sheet(yard, row(place="skolgård"))).problems] == [FIRST + 1]


def test_a_missing_count_is_not_zero() -> None:
    """A school that did not count is not a school without incidents."""
    result = read(
        sheet(*[row(count=mark, school=f"Skola {n}") for n, mark in enumerate((None, "-", "..", "."))])
    )
    assert len(result.rows) == 0
    assert result.skipped == {"antal saknas i mallen": 4}


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": "cirka 7"},
        {"count": "<5"},
        {"count": -1},
        {"count": 7.5},
        {"count": 1e20},
        {"count": dt.date(2023, 7, 1)},
        {"kind": "Slagsmål på rasten"},
        {"kind": None},
        {"school": None},
        {"municipality": None},
        {"start": None},
        {"end": None},
        {"start": None, "end": None},
        {"start": "15/8 2023"},
        {"start": dt.date(2024, 8, 15)},
        {"start": dt.date(2022, 8, 15)},
        {"term": "HT 2022"},
        {"start": None, "end": None, "term": "hösten"},
        {"start": None, "end": None, "term": "2023"},
        {"start": None, "end": None, "term": "läsåret 2023/25"},
        {"start": None, "end": None, "term": "HT 1823"},
    ],
)
def test_what_cannot_be_a_count_of_a_period_is_a_problem(wrong: dict[str, object]) -> None:
    """Text in a number, a kind of one's own, half a period, a period of two years."""
    result = read(sheet(row(**wrong), row(school="En annan skola")))
    assert [(p.row, p.sheet) for p in result.problems] == [(FIRST, "Incidenter")]
    assert len(result.rows) == 1


def test_dates_and_term_may_both_stand_there_when_they_agree() -> None:
    """Some fill in both; the days are the narrower."""
    rows = read(sheet(row(term="HT 2023"))).rows
    assert rows.period_from.item() == dt.date(2023, 8, 15)


@pytest.mark.parametrize("build", [sheet, csv])
def test_only_what_is_needed_must_be_there(build) -> None:
    """A template without days, place and comment is whole; one without school, kind, count or period is not."""
    small = ["Kommun", "Skola", "Termin", "Typ", "Antal"]
    line = ["Lessebo", "Påhittade skolan", "HT 2023", "Annat", 3]
    assert read(build(line, header=small)).rows["count"].tolist() == [3]
    for n, heading in enumerate(small):
        data = build([*line[:n], *line[n + 1 :]], header=[*small[:n], *small[n + 1 :]])
        with pytest.raises(UnreadableFileError):
            incident_report.read(data, "x")
        assert incident_report.recognises(sample.take(data, "x")), heading


@pytest.mark.parametrize("column", [0, 1, 2, 3, 5, 7])
def test_a_deleted_column_is_named(column: int) -> None:
    """Without the column of schools every count would be the municipality's."""
    header = [*HEADER[:column], *HEADER[column + 1 :]]
    header.remove("Termin")
    line = row()
    del line[4], line[column - (column > 4)]
    for data in (sheet(line, header=header), csv(line, header=header)):
        assert incident_report.recognises(sample.take(data, "x"))
        with pytest.raises(UnreadableFileError, match="saknas.*«" + HEADER[column][:4]):
            incident_report.read(data, "x")


@pytest.mark.parametrize("at", range(9))
def test_a_header_shifted_one_column_never_gives_figures(at: int) -> None:
    """The count read as a comment, the place as a count."""
    lines = [
        row(place="Skolgård", comment="x", term="HT 2023"),
        row(place="Korridor", comment="x", term="HT 2023"),
    ]
    for header in ([*HEADER[:at], None, *HEADER[at:]], [*HEADER[:at], *HEADER[at + 1 :], None]):
        for data in (sheet(*lines, header=header), csv(*lines, header=[h or "" for h in header])):
            try:
                result = incident_report.read(data, "x")
            except UnreadableFileError:
                continue
            assert len(result.rows) == 0
            assert len(result.problems) >= 2


def test_a_cut_file_says_so() -> None:
    """14 incidents cut to 1."""
    header = HEADER[:-1]
    lines = [row(count=14, school=f"Skola {n}")[:-1] for n in range(3)]
    data = csv(*lines, header=header)
    for at in range(len(data) - 20, len(data) - 2):
        assert incident_report.read(data[:at], "x.csv").problems
    book = sheet(row())
    for at in (0, 10, len(book) // 2, len(book) - 30):
        with pytest.raises(UnreadableFileError):
            incident_report.read(book[:at], "x.xlsx")
