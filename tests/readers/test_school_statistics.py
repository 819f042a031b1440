"""Skolverket's exports: title lines, marks that are not numbers, two rows of headings, damage.

``per_school`` has the layout of Skolverket's own exports; the ``reconstructed_…`` builders have the layout
that public code reads, and no real file has been seen. Schools are invented; Lessebo's code is 0761.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import pandas as pd
import pytest

from pipelines.readers import LAYOUTS, ReadResult, UnreadableFileError, sample, school_statistics
from tests.readers.building import workbook

IDS = ["Skola", "Skol-enhetskod", "Skolkommun", "Kommun-kod", "Typ av huvudman", "Huvudman", "Huvudman orgnr"]
MARKS = ["Antal elever", "Andel (%) elever behöriga till yrkesprog.", "Genomsnittligt meritvärde (17 ämnen)"]
BODY = ["Kommunal", "Lessebo kommun", "2120000613"]
ROWS = [
    ["Påhittade skolan", "90000101", "Lessebo", "0761", *BODY, "48", "~100", "221,5"],
    ["Glasbyns skola", "076400503", "Lessebo", "0761", *BODY, "12", "75,0", ".."],
    ["Skogsskolan", "90000103", "Nybro", "0881", "Kommunal", "Nybro kommun", "2120000746", "..", ".", "."],
]
FOOT = [
    "Rapportbeskrivning och definitioner etc.  ",
    "  ",
    "Rapporten visar påhittade uppgifter; de prickas när de är få; annars inte.",
    "",
    " ",
]
REPORT = "Grundskola - Slutbetyg årskurs 9, samtliga elever"
GRADES = [f"Elever, årskurs {n}" for n in range(1, 10)]


def per_school(
    rows: Sequence[Sequence[object]] = ROWS,
    measures: Sequence[str] = MARKS,
    title: str = "Valt läsår: 2023/24",
    foot: Sequence[str] = FOOT,
    ids: Sequence[str] = IDS,
    end: str = ";",
) -> bytes:
    top = [
        "Statistik från Skolverket, https://www.skolverket.se",
        "",
        REPORT,
        title,
        "",
    ]
    table = [";".join(map(str, row)) + end for row in ([*ids, *measures], *rows)]
    return ("\r\n".join([*top, *table, "", *foot]) + "\r\n").encode("utf-8-sig")


def reconstructed_workbook(
    rows: Sequence[Sequence[object]], header: Sequence[object], above: Sequence[object] = ()
) -> bytes:
    top = [
        ["Statistik från Skolverket"],
        [],
        [REPORT],
        ["Valt läsår: 2023/24"],
        list(above),
    ]
    return workbook(
        {"Uttag": [*top, header, *rows, [], ["Rapportbeskrivning"], ["Uppgifterna är påhittade."]]}
    )


def reconstructed_municipalities(*rows: Sequence[object], sex: bool = False) -> bytes:
    ids = ["Kommun", "Kommun-kod", "Län", "Läns-kod", "Typ av huvudman", *(["Kön"] if sex else [])]
    return per_school(rows, ids=ids)


def read(data: bytes, name: str = "x") -> ReadResult:
    seen = sample.take(data, name)
    assert school_statistics.recognises(seen)
    assert [i for i, layout in LAYOUTS.items() if layout.recognises(seen)] == ["school_statistics"]
    result = school_statistics.read(data, name)
    assert result.is_reconciled()
    return result


def test_title_lines_codes_and_figures_are_read() -> None:
    """Five lines stand above the header, and a school's code may begin with a zero."""
    result = read(per_school())
    assert not result.problems
    rows = result.rows
    assert list(rows.columns) == [
        "record", "row", "sheet", "municipality_code", "municipality", "school_unit_code", "school", "year",
        "measure", "unit", "value", "mask",
    ]  # fmt: skip
    assert rows.municipality_code.tolist() == ["0761"] * 6 + ["0881"] * 3
    assert rows.school_unit_code.tolist()[::3] == ["90000101", "076400503", "90000103"]
    assert rows.measure.tolist()[:3] == [f"{REPORT}: {m}" for m in MARKS]  # the report's own comma stays
    assert rows.unit.tolist()[:3] == ["antal", "procent", "poäng"]
    assert set(rows.year) == {2024}
    assert rows.row.tolist()[::3] == [7, 8, 9]
    assert rows.value.tolist()[0] == 48
    assert rows.value.tolist()[2:5] == [221.5, 12, 75.0]
    assert result.skipped == {"text under tabellen": 2}


def test_one_column_name_in_two_exports_is_two_measures() -> None:
    """ "Antal elever" with final grades and "Antal elever" in the school would contradict each other."""
    other = (
        per_school().decode("utf-8-sig").replace(REPORT, "Grundskolan - Antal elever per årskurs").encode()
    )
    measures = [set(read(data).rows.measure) for data in (per_school(), other)]
    assert not measures[0] & measures[1]
    assert "Grundskola - Antal elever per årskurs: Antal elever" in measures[1]


def test_marks_are_kept_and_never_numbers() -> None:
    """~100 read as 100 says that every pupil passed, where up to four did not; two full stops are no zero."""
    rows = read(per_school()).rows
    assert rows["mask"].tolist() == [None, "~100", None, None, None, "..", "..", ".", "."]
    assert rows.value.isna().tolist() == [False, True, False, False, False, True, True, True, True]


@pytest.mark.parametrize(
    ("title", "name", "year"),
    [
        ("Valt läsår: 2023/24", "Slutbetyg 2023 Skolenhet.csv", 2024),
        ("Valt läsår: 1999/00", "x", 2000),
        ("Vald termin: HT12", "x", 2013),
        ("Vald termin: VT13", "x", 2013),
        ("Valt år: 2016", "x", 2016),
        ("", "skolverket_2023-24.csv", 2024),
        ("", "skolverket 2023_24 hämtad 2025-01-07.csv", 2024),
    ],
)
def test_the_year_is_the_spring_of_the_school_year(title: str, name: str, year: int) -> None:
    """Grades given in June 2024 belong to the report for 2024."""
    assert set(read(per_school(title=title), name).rows.year) == {year}


@pytest.mark.parametrize(
    "name", ["Grundskolan - Antal elever per årskurs 2009 Skolenhet.csv", "2023-12-01.csv", "x"]
)
def test_a_bare_year_in_the_name_is_not_a_school_year(name: str) -> None:
    """Skolverket calls 2009/10 "2009" in one export, and 2024/25 "2025" in another."""
    for title in ("", "Valt läsår: 2023/25", "Valt läsår:"):
        with pytest.raises(UnreadableFileError, match="Läsåret saknas"):
            school_statistics.read(per_school(title=title), name)


def test_two_exports_pasted_together_are_refused() -> None:
    """The second year's rows would be the first year's."""
    other = per_school(title="Valt läsår: 2022/23")
    with pytest.raises(UnreadableFileError, match="fler än ett uttag"):
        school_statistics.read(per_school() + other.removeprefix(b"\xef\xbb\xbf"), "x")


@pytest.mark.parametrize("ids", [IDS, ["Skola", "Skolenhetskod", "Skolkommun", "Kommunkod", "Huvudman"]])
@pytest.mark.parametrize("end", [";", ""])
def test_other_spellings_and_separators_at_the_end(ids: list[str], end: str) -> None:
    """With or without hyphens, kind of owner and a last separator."""
    drop = len(IDS) - len(ids)
    rows = [[*row[:4], *row[4 + drop :]] for row in ROWS]
    result = read(per_school(rows, ids=ids, end=end))
    assert not result.problems
    assert result.rows.value.sum() == 48 + 221.5 + 12 + 75


def test_per_municipality_only_the_row_for_all_schools_counts() -> None:
    """All, municipal and independent schools in three rows: their sum would be every pupil twice."""
    place = ["Lessebo", "0761", "Kronobergs län", "07"]
    result = read(
        reconstructed_municipalities(
            [*place, "Samtliga", "90", "80,0", "215,1"],
            [*place, "Kommunal", "80", "79,0", "214,0"],
            [*place, "Enskild", "10", "90,0", "220,0"],
        )
    )
    assert result.rows.value.tolist() == [90, 80.0, 215.1]
    assert set(result.rows.municipality) == {"Lessebo"}
    assert result.rows.school_unit_code.isna().all()
    assert result.rows.school.isna().all()
    assert result.skipped[school_statistics.SKIP_SPLIT] == 6


def test_rows_by_sex_are_counted_and_not_read() -> None:
    """Girls and boys beside both."""
    place = ["Lessebo", "0761", "Kronobergs län", "07", "Samtliga"]
    rows = [
        [*place, sex, n, "80,0", "215,1"] for sex, n in (("Samtliga", 90), ("Flickor", 44), ("Pojkar", 46))
    ]
    result = read(reconstructed_municipalities(*rows, sex=True))
    assert result.rows.value.tolist() == [90, 80.0, 215.1]
    assert result.skipped[school_statistics.SKIP_SPLIT] == 6
    result = read(reconstructed_municipalities(*rows[1:], sex=True))
    assert len(result.rows) == 0
    assert len(result.notes) == 1


def test_repeated_rows_are_one_and_contradictory_ones_a_problem() -> None:
    """The export service repeats rows; a school counted twice is twice as large."""
    other = [*ROWS[0][:7], "49", *ROWS[0][8:]]
    result = read(per_school([ROWS[0], ROWS[0], ROWS[1], other]))
    assert result.rows.school.tolist() == ["Påhittade skolan"] * 3 + ["Glasbyns skola"] * 3
    assert result.skipped[school_statistics.SKIP_REPEATED] == 3
    assert [p.row for p in result.problems] == [10]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (7, "48 st"),
        (7, "48,5"),
        (7, "-48"),
        (8, "175,0"),
        (8, "-1"),
        (8, "~hundra"),
        (9, "2215"),
        (9, "m 221"),
        (9, "2.215,5"),
    ],
)
def test_a_cell_that_cannot_be_right_is_a_problem_of_its_own(column: int, cell: str) -> None:
    """Text in a number, half a pupil, 175 percent, a lost comma: the school's other figures stay."""
    result = read(per_school([[*ROWS[0][:column], cell, *ROWS[0][column + 1 :]], ROWS[1]]))
    assert [p.row for p in result.problems] == [7]
    assert "Påhittade skolan" in result.problems[0].found
    assert MARKS[column - 7] in result.problems[0].found
    assert len(result.rows) == 5


@pytest.mark.parametrize(
    ("column", "cell"),
    [(0, ""), (1, ""), (1, "9000"), (1, "Skola"), (2, ""), (3, ""), (3, "61"), (3, "0881"), (3, "07611")],
)
def test_a_row_that_does_not_say_which_school_is_a_problem(column: int, cell: str) -> None:
    """A figure without its school is another school's, or the municipality's."""
    rows = [ROWS[2], ROWS[1], [*ROWS[0][:column], cell, *ROWS[0][column + 1 :]]]
    result = read(per_school(rows))
    assert [p.row for p in result.problems] == [9]
    assert len(result.rows) == 6


def test_units_are_told_by_the_headings() -> None:
    """A share without "(%)" is percent all the same, and pupils per teacher are no pupils."""
    measures = {
        "Andel som uppnått kunskapskraven i alla ämnen": ("96,0", "procent"),
        "Antal elever per lärare": ("12,1", "kvot"),
        "Elever, förskoleklass": ("22", "antal"),
        "Totalt antal": ("7", "antal"),
        "GBP för elever med examen": ("13,9", "poäng"),
        "Föräldrarnas genomsnittliga utb.nivå": ("2,46", None),
    }
    rows = read(per_school([[*ROWS[0][:7], *(v for v, _ in measures.values())]], list(measures))).rows
    assert dict(zip(rows.measure, rows.unit, strict=True)) == {
        f"{REPORT}: {m}": u for m, (_, u) in measures.items()
    }
    assert rows.value.tolist() == [96.0, 12.1, 22, 7, 13.9, 2.46]


def test_headings_in_two_rows_part_measures_of_the_same_name() -> None:
    """SALSA has a residual for the share and one for the points, under the same heading."""
    own = ["Faktiskt värde (F)", "Residual (R=F-B)"] * 2
    groups = ["Andel (%) som uppn. kunskapskraven"] * 2 + ["Genomsnittligt meritvärde"] * 2
    line = [*ROWS[0][:7], "96", "-11", "274", "23"]
    text = per_school([line], own).decode("utf-8-sig")
    above = ";".join(["", "", "", "", "", "", "", *groups]) + ";"
    data = text.replace("\r\n\r\nSkola;", f"\r\n\r\n{above}\r\nSkola;").encode("utf-8-sig")
    expected = {
        "Andel (%) som uppn. kunskapskraven, Faktiskt värde (F)": (96, "procent"),
        "Andel (%) som uppn. kunskapskraven, Residual (R=F-B)": (-11, "procentenheter"),
        "Genomsnittligt meritvärde, Faktiskt värde (F)": (274, "poäng"),
        "Genomsnittligt meritvärde, Residual (R=F-B)": (23, "poäng"),
    }
    merged = [*[None] * 7, groups[0], None, groups[2], None]
    for file in (data, reconstructed_workbook([line], [*IDS, *own], merged)):
        rows = read(file).rows
        found = {
            m.removeprefix(f"{REPORT}: "): (v, u)
            for m, v, u in zip(rows.measure, rows.value, rows.unit, strict=True)
        }
        assert found == expected
    with pytest.raises(UnreadableFileError, match="finns två gånger"):
        school_statistics.read(per_school([line], own), "x")


def test_the_workbook_gives_the_same_rows() -> None:
    """Excel makes the code 0761 the number 761 and the decimal comma a number."""

    def typed(cell: str) -> object:
        with contextlib.suppress(ValueError):
            return float(cell.replace(",", "."))
        return cell

    rows = [[typed(c) for c in ROWS[0]], [*ROWS[1][:3], *(typed(c) for c in ROWS[1][3:])]]
    result = read(reconstructed_workbook(rows, [*IDS, *MARKS]))
    assert not result.problems
    a = result.rows.drop(columns=["row", "sheet"])
    pd.testing.assert_frame_equal(a, read(per_school(ROWS[:2])).rows.drop(columns=["row", "sheet"]))
    assert result.skipped == {"text under tabellen": 2}


def test_percent_stored_as_shares_are_refused() -> None:
    """Excel shows 75 % and stores 0.75: three quarters would be less than one percent."""
    rows = [[*row[:8], share, *row[9:]] for row, share in zip(ROWS[:2], (0.75, 0.98), strict=True)]
    with pytest.raises(UnreadableFileError, match="i stället för 48 procent"):
        school_statistics.read(reconstructed_workbook(rows, [*IDS, *MARKS]), "x")


def grades(*counts: str, total: str) -> bytes:
    return per_school([[*ROWS[0][:7], total, *counts]], ["Elever, årskurs 1-9", *GRADES])


def test_grades_must_make_their_sum() -> None:
    """The one sum in the file that can be checked; a full stop is a grade the school does not have."""
    counts = ["22", "25", "22", "23", "25", "47", "25", "24", "48"]
    assert not read(grades(*counts, total="261")).problems
    assert not read(grades(".", ".", ".", "65", "65", "65", ".", ".", ".", total="195")).problems
    assert not read(grades("..", *counts[1:], total="261")).problems
    result = read(grades("2", *counts[1:], total="261"))
    assert [p.row for p in result.problems] == [7]
    assert f"{REPORT}: Elever, årskurs 1-9" not in set(result.rows.measure)
    without = [*ROWS[0][:7], "261", *counts[:3], *counts[4:]]
    with pytest.raises(UnreadableFileError, match="årskurserna 1–9 saknas"):
        school_statistics.read(per_school([without], ["Elever, årskurs 1-9", *GRADES[:3], *GRADES[4:]]), "x")


@pytest.mark.parametrize("column", range(4))
def test_a_deleted_column_is_named(column: int) -> None:
    """Without the codes a school's row is nobody's."""
    rows = [[*row[:column], *row[column + 1 :]] for row in ROWS]
    ids = [*IDS[:column], *IDS[column + 1 :]]
    for data in (per_school(rows, ids=ids), reconstructed_workbook(rows, [*ids, *MARKS])):
        assert school_statistics.recognises(sample.take(data, "x"))
        with pytest.raises(UnreadableFileError, match=f"Kolumner saknas: «{IDS[column]}»"):
            school_statistics.read(data, "x")


@pytest.mark.parametrize("at", range(10))
def test_a_header_shifted_one_column_never_gives_figures(at: int) -> None:
    """Points read as percent, pupils as points."""
    header = [*IDS, *MARKS]
    right, left = [*header[:at], "", *header[at:]], [*header[:at], *header[at + 1 :]]
    for shifted in (right, left):
        for data in (per_school(ids=shifted, measures=[]), reconstructed_workbook(ROWS, shifted)):
            with contextlib.suppress(UnreadableFileError):
                assert len(school_statistics.read(data, "x").rows) == 0


def test_a_cut_file_says_so() -> None:
    """Half the schools, or a school's last figure, gone without a word."""
    data = per_school()
    whole = read(data)
    start, end = data.index(b"90000101"), data.index(b"Rapportbeskrivning")
    for at in range(start, end):
        with contextlib.suppress(UnreadableFileError):
            result = school_statistics.read(data[:at], "x")
            assert result.is_reconciled()
            assert result.problems
    # In the text below the table nothing is lost.
    pd.testing.assert_frame_equal(read(data[: end + 60]).rows, whole.rows)


def test_a_row_of_another_width_is_a_problem() -> None:
    """A semicolon in a school's name moves every figure one column."""
    broken = ["Skolan; norra", *ROWS[0][1:]]
    result = read(per_school([broken, ROWS[1]]))
    assert [p.row for p in result.problems] == [7]
    assert set(result.rows.school) == {"Glasbyns skola"}


def test_what_is_no_table_is_refused() -> None:
    """A column of text is no measure, and an export without measures or schools is no statistics."""
    text = [[*row[:7], "ord", *row[8:]] for row in ROWS]
    for data in (per_school(text), per_school([row[:7] for row in ROWS], measures=[]), per_school([])):
        with pytest.raises(UnreadableFileError):
            school_statistics.read(data, "x")
    for data in (b"", b"\x00\xff" * 40, b"PK\x03\x04", per_school()[:150], workbook({"A": [["x"]]})):
        with pytest.raises(UnreadableFileError):
            school_statistics.read(data, "x")
    both = workbook({"A": [["Valt läsår: 2023/24"], [*IDS, *MARKS], *ROWS], "B": [[*IDS, *MARKS], *ROWS]})
    with pytest.raises(UnreadableFileError, match="2 rubrikrader"):
        school_statistics.read(both, "x")
