"""Further sources in one template: counts that can be added up, texts, and periods that do not overlap."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines.readers import UnreadableFileError, further_source
from tests.readers.building import workbook
from tests.readers.form_files import csv_file, outcome, read_as

HEADER = list(further_source.HEADERS)
H1 = (dt.date(2023, 1, 1), dt.date(2023, 6, 30))
H2 = (dt.date(2023, 7, 1), dt.date(2023, 12, 31))
YEAR = (dt.date(2023, 1, 1), dt.date(2023, 12, 31))


def row(
    count: object = 12,
    *,
    source: object = "Socialtjänsten",
    place: object = "",
    period: tuple[object, object] = H1,
    phenomenon: object = "Orosanmälan barn och unga",
    unit: object = "anmälningar",
    text: object = "",
    municipality: object = "Lessebo",
) -> list[object]:
    return [source, municipality, place, *period, phenomenon, count, unit, text, "Enhetschef"]


def template(*rows: list[object]) -> bytes:
    return workbook({"Mall": [["En rad per företeelse, plats och period."], [], HEADER, *rows]})


def test_every_kind_of_source_in_the_template_becomes_rows() -> None:
    """The law asks for the consequences too: what is spent and seen outside the police's own figures."""
    data = template(
        row(31),
        row(0, source="räddningstjänsten", phenomenon="Anlagd brand", unit="Händelser", place="Kosta"),
        row(
            18500, source="Tekniska kontoret", phenomenon="Skadegörelse", unit="kronor", place="Hela kommunen"
        ),
        row(
            None,
            source="Trygghetsvandring",
            phenomenon="Mörk gångväg",
            unit="",
            place="Gångtunneln",
            period=(dt.date(2023, 10, 4), dt.date(2023, 10, 4)),
            text="Tre lampor är trasiga.\nBuskarna skymmer.",
        ),
    )
    result = read_as(further_source, data)
    rows = result.rows
    assert list(rows.source) == ["social_services", "rescue_service", "technical_office", "safety_walk"]
    assert list(rows.kind) == ["count", "count", "count", "text"]
    assert rows["count"].tolist()[:3] == [31, 0, 18500]
    assert rows["count"].isna().tolist() == [False, False, False, True]
    assert list(rows.unit) == ["anmälningar", "händelser", "kronor", None]
    assert list(rows.place) == [None, "Kosta", None, "Gångtunneln"]
    assert list(rows.year) == [2023] * 4
    # A period is no day; only a single day is dated.
    assert list(rows.date) == [None, None, None, dt.date(2023, 10, 4)]
    assert (rows.period_from[0], rows.period_to[0]) == H1
    assert rows.text[3] == "Tre lampor är trasiga.\nBuskarna skymmer."
    assert list(rows.row) == [4, 5, 6, 7]
    assert rows.locator[0] == "rad 4, kolumn Antal"
    assert set(rows.sheet) == {"Mall"}
    assert set(rows.role) == {"Enhetschef"}


def test_the_same_template_as_csv_gives_the_same_rows() -> None:
    """Whoever saves the template as csv must not get another total."""
    rows = [row(31), row("2 500", unit="kronor", phenomenon="Klotter; sanering", text="Dyrt; igen")]
    book = read_as(further_source, template(*rows)).rows
    text = read_as(further_source, csv_file(HEADER, *rows)).rows
    columns = ["kind", "count", "unit", "text", "phenomenon", "period_from", "period_to", "source"]
    assert text[columns].to_dict("records") == book[columns].to_dict("records")
    assert list(text.row) == [2, 3, 3]


def test_a_row_with_count_and_text_is_one_record_with_two_rows() -> None:
    """Counted as two records the file would seem to hold more than it does."""
    result = read_as(further_source, template(row(4, text="Fler än i fjol.")))
    assert list(result.rows.kind) == ["count", "text"]
    assert result.rows.record.nunique() == result.records == 1
    assert result.rows.text.isna().tolist() == [True, False]
    assert result.rows["count"].isna().tolist() == [False, True]


@pytest.mark.parametrize("mask", ["färre än 5", "<5", "< 5", "1-4", "1–4", "Färre än 10", "*", "X"])
def test_a_hidden_number_is_kept_as_hidden(mask: str) -> None:
    """A masked count read as 4 or 0 would be a figure nobody has given."""
    rows = read_as(further_source, template(row(mask))).rows
    assert rows["count"].isna().all()
    assert list(rows["mask"]) == [mask]
    assert list(rows.kind) == ["count"]


@pytest.mark.parametrize("mark", ["-", "..", ".", "–"])
def test_a_missing_mark_is_not_zero(mark: str) -> None:
    """A count that was not collected is no count of nothing."""
    result = read_as(further_source, template(row(mark), row(3, period=H2)))
    assert list(result.rows["count"]) == [3]
    assert result.skipped == {"antal saknas (- eller ..) och raden har ingen text": 1}


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (row(None), "varken antal eller text"),
        (row("ca 20"), "inte ett tal"),
        (row("12,5", unit="kronor"), "helt tal"),
        (row(1200.5, unit="kronor"), "helt tal"),
        (row("12 tkr", unit="kronor"), "inte ett tal"),
        (row(-1), "helt tal"),
        (row("4-1"), "inte ett tal"),
        (row(dt.date(2023, 4, 1)), "datum"),
        (row(unit=""), "Enheten saknas"),
        (row(unit="tkr"), "Enheten saknas"),
        (row("<5", unit=""), "Enheten saknas"),
        (row(source="Soc"), "Källan är inte en av mallens"),
        (row(source=None), "Källan är inte en av mallens"),
        (row(municipality=""), "Kommun eller företeelse saknas"),
        (row(phenomenon="-"), "Kommun eller företeelse saknas"),
        (row(period=(H1[1], H1[0])), "slutar innan den börjar"),
        (row(period=(H1[0], None)), "Datum saknas"),
        (row(period=(H1[0], "2023-06-31")), "finns inte i kalendern"),
        (row(period=(dt.date(2022, 12, 1), dt.date(2023, 2, 28))), "årsskifte"),
        (row(period=(H1[0], dt.date(2023, 6, 1))), "den första i en månad"),
    ],
)
def test_a_row_that_does_not_hold_is_a_problem_and_the_others_are_read(
    entry: list[object], reason: str
) -> None:
    """One bad row must neither stop the file nor slip into a total. 2023-06 typed as period end becomes
    1 June in a spreadsheet, and "1-4" becomes a day in April."""
    good = row(7, phenomenon="Skadegörelse")
    result = read_as(further_source, template(entry, good))
    assert [p.row for p in result.problems] == [4]
    assert reason in result.problems[0].reason
    assert list(result.rows["count"]) == [7]


def test_overlapping_periods_are_all_problems() -> None:
    """A half-year inside a year would be counted twice, and nobody can say which row to drop."""
    result = read_as(
        further_source,
        template(
            row(10),
            row(12, period=H2),
            row(22, period=YEAR),
            # Other place, other unit, other source, another municipality: none of these is the same count.
            row(3, place="Kosta", period=YEAR),
            row(90_000, unit="kronor", period=YEAR),
            row(5, source="Elevhälsan", period=YEAR),
            row(6, municipality="Tingsryd", period=YEAR),
            row(None, unit="", period=YEAR, text="Fler anmälningar från skolan."),
        ),
    )
    assert [p.row for p in result.problems] == [4, 5, 6]
    assert all("två gånger" in p.reason for p in result.problems)
    assert result.rows["count"].dropna().tolist() == [3, 90_000, 5, 6]
    assert list(result.rows.text.dropna()) == ["Fler anmälningar från skolan."]


def test_periods_that_meet_do_not_overlap() -> None:
    """Two half-years after each other are the usual way to report."""
    result = read_as(further_source, template(row(10), row(12, period=H2)))
    assert result.rows["count"].sum() == 22
    assert not result.problems


def test_a_long_period_is_checked_against_all_within_it() -> None:
    """The year overlaps its last month too, not only the row next to it in order."""
    february = (dt.date(2023, 2, 1), dt.date(2023, 2, 28))
    november = (dt.date(2023, 11, 1), dt.date(2023, 11, 30))
    result = read_as(
        further_source, template(row(1, period=february), row(9, period=YEAR), row(2, period=november))
    )
    assert [p.row for p in result.problems] == [4, 5, 6]
    assert result.rows.empty


def test_the_same_place_written_in_two_ways_is_the_same_place() -> None:
    """ "Hela kommunen", "hela kommunen" and an empty cell hide the same double count."""
    result = read_as(further_source, template(row(10, place="Hela kommunen"), row(12), row(1, period=H2)))
    assert [p.row for p in result.problems] == [4, 5]


def test_an_identical_row_is_counted_once() -> None:
    """Pasted twice, the row says nothing more."""
    result = read_as(further_source, template(row(10), row(10)))
    assert list(result.rows["count"]) == [10]
    assert result.skipped == {"upprepad rad": 1}
    # With another figure it contradicts the first, and neither can be trusted.
    assert len(read_as(further_source, template(row(10), row(11))).problems) == 2


@pytest.mark.parametrize("gone", range(len(HEADER)))
def test_a_deleted_column_is_named(gone: int) -> None:
    """Without Enhet, kronor and händelser would be one heap."""
    rows = [[c for n, c in enumerate(line) if n != gone] for line in (HEADER, row(3), row(4, period=H2))]
    for data in (workbook({"Mall": rows}), csv_file(*rows)):
        with pytest.raises(UnreadableFileError, match="Kolumner saknas") as caught:
            read_as(further_source, data)
        assert f"«{HEADER[gone]}»" in str(caught.value)


@pytest.mark.parametrize("at", range(len(HEADER)))
def test_a_shifted_header_is_refused(at: int) -> None:
    """One cell too many in the header row gives every column after it another meaning."""
    shifted = [*HEADER[:at], "", *HEADER[at:]]
    rows = [row(3, text="Ja", place="Kosta"), row(4, period=H2, text="Nej", place="Kosta")]
    flagged, read = outcome(further_source, workbook({"Mall": [shifted, *rows]}))
    assert flagged
    assert read == []


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found(separator: str) -> None:
    """The program that saves the csv decides it, not the municipality."""
    result = read_as(further_source, csv_file(HEADER, row(3, text="Ja, ofta; jämt"), separator=separator))
    assert list(result.rows["count"].dropna()) == [3]


def test_a_csv_cut_anywhere_never_gives_a_silent_total() -> None:
    """Half a file must be seen to be half. Cut exactly at a line end it cannot be: no row says how many."""
    data = csv_file(HEADER, *(row(n, phenomenon=f"Företeelse {n}", text="Å, ä;\nö") for n in (11, 12, 13)))
    whole = outcome(further_source, data)[1]
    ends = {n for n in range(len(data)) if data[:n].endswith((b"Enhetschef\r\n", b"Enhetschef\r"))}
    for cut in range(1, len(data)):
        flagged, rows = outcome(further_source, data[:cut])
        assert flagged or rows == whole or cut in ends, cut


def test_rows_on_several_sheets_are_all_read_and_other_sheets_are_counted() -> None:
    """One sheet per source is a natural way to fill in the template; overlaps count across them."""
    data = workbook(
        {
            "Läs mig": [["Så här fyller du i mallen."]],
            "Vår": [HEADER, row(10), row(1, place="Kosta")],
            "Höst": [HEADER, row(12, period=H2), row(5, place="Kosta", period=YEAR)],
            "Lösa rader": [row(3)],
        }
    )
    result = read_as(further_source, data)
    assert list(result.rows["count"]) == [10, 12]
    assert result.rows.locator.tolist() == [
        "blad «Vår», rad 2, kolumn Antal",
        "blad «Höst», rad 2, kolumn Antal",
    ]
    assert result.skipped == {"blad utan listans rubriker": 1}
    assert sorted(str(p.sheet) for p in result.problems) == ["Höst", "Lösa rader", "Vår"]


def test_rows_above_the_header_are_a_problem() -> None:
    """Sorted together with its header row, the list has entries above it."""
    result = read_as(further_source, workbook({"Mall": [row(10), HEADER, row(12, period=H2)]}))
    assert [p.reason for p in result.problems] == ["Raden står ovanför rubrikraden."]
    assert list(result.rows["count"]) == [12]
