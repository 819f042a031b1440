"""NTU's county workbook (reconstructed: no real file has been seen)."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest

from pipelines import readers
from pipelines.readers import UnreadableFileError, indicator_workbook, sample
from pipelines.readers import ntu_county as ntu
from pipelines.readers.result import ReadResult
from tests.readers.building import workbook

GROUPS = ("Samtliga 16–84 år", "Män", "Kvinnor")
COUNTIES = [
    "Stockholms län", "Uppsala län", "Södermanlands län", "Östergötlands län", "Jönköpings län",
    "Kronobergs län", "Kalmar län", "Gotlands län", "Blekinge län", "Skåne län", "Hallands län",
    "Västra Götalands län", "Värmlands län", "Örebro län", "Västmanlands län", "Dalarnas län",
    "Gävleborgs län", "Västernorrlands län", "Jämtlands län", "Västerbottens län", "Norrbottens län",
]  # fmt: skip
LIMITS = ["Konfidensintervall nedre gräns 2025", "Konfidensintervall övre gräns 2025"]
UNSAFE = (
    "Tabell R4:1. Otrygghet vid utevistelse sent på kvällen (1, 2), enligt NTU 2023–2025.\n"
    "Andel (%) som känner sig ganska eller mycket otrygga."
)
WORRY = "Tabell R4:2. Oro för att utsättas för misshandel (1), enligt NTU 2023–2025. Andel (%) som oroar sig."
EXPOSED = "Tabell R3:1. Självrapporterad utsatthet för misshandel 2022–2024, enligt NTU 2023–2025. Andel (%)."

Sheets = dict[str, list[list[object]]]


def reconstructed_sheet(title: str, years: tuple[int, ...], base: float) -> list[list[object]]:
    """A table as public code describes it; county n has ``base`` + n/10 in the first year, one more per year."""
    rows: list[list[object]] = [["Till tabellförteckningen"], [title], [None, None, *years, *LIMITS]]
    for g, group in enumerate(GROUPS):
        for n, region in enumerate(["Hela landet", *COUNTIES]):
            shares = [round(base + g + n / 10 + k, 2) for k in range(len(years))]
            label = group if n == 0 else None
            rows.append([label, region, *shares, shares[-1] - 1.5, shares[-1] + 1.5])
    return [*rows, [], ["(1) Frågan ändrades 2017."], ["Källa: Brå."]]


def reconstructed_book() -> Sheets:
    return {
        "Tabellförteckning": [["Tabellförteckning"], [EXPOSED], [UNSAFE], [WORRY]],
        "R3.1": reconstructed_sheet(EXPOSED, (2022, 2023, 2024), 3),
        "R4.1": reconstructed_sheet(UNSAFE, (2023, 2024, 2025), 26),
        "R4.2 ": reconstructed_sheet(WORRY, (2023, 2024, 2025), 9),
    }


def read(sheets: Sheets) -> ReadResult:
    data = workbook(sheets)
    seen = sample.take(data, "x.xlsx")
    assert ntu.recognises(seen)
    others = {o.LAYOUT: o for o in (*readers.LAYOUTS.values(), ntu, indicator_workbook)}
    assert [i for i, other in others.items() if other.recognises(seen)] == ["ntu_county"]
    result = ntu.read(data, "x.xlsx")
    assert result.is_reconciled()
    return result


def changed(change: Callable[[Sheets], object]) -> Sheets:
    sheets = reconstructed_book()
    change(sheets)
    return sheets


def put(sheet: str, row: int, column: int, value: object) -> Callable[[Sheets], object]:
    return lambda sheets: sheets[sheet][row - 1].__setitem__(column, value)


def test_reconstructed_book_is_read_whole() -> None:
    """Three tables, three groups, 22 regions, three years and one interval."""
    result = read(reconstructed_book())
    assert not result.problems
    assert not result.notes
    assert result.records == 3 * 3 * 22
    assert len(result.rows) == 3 * 3 * 22 * 5
    assert list(result.rows.columns) == [
        "record", "row", "sheet", "table", "title", "region", "group", "year", "year_kind", "measure",
        "value", "mask",
    ]  # fmt: skip
    # Kronoberg is region 6 of the list: 26 + 0.6, one more per year, row 3 + 1 + 6.
    rows = result.rows[(result.rows.table == "R4.1") & (result.rows.region == "Kronobergs län")]
    rows = rows[rows.group == "Samtliga 16–84 år"]
    assert rows[["row", "year", "measure", "value"]].values.tolist() == [
        [10, 2023, "share_pct", 26.6],
        [10, 2024, "share_pct", 27.6],
        [10, 2025, "share_pct", 28.6],
        [10, 2025, "lower_95", pytest.approx(27.1)],
        [10, 2025, "upper_95", pytest.approx(30.1)],
    ]
    assert rows["mask"].isna().all()


def test_the_table_is_known_by_its_number_and_title() -> None:
    """Sheet names carry stray spaces, titles footnote numbers and the edition's years; a series keeps its name."""
    rows = read(reconstructed_book()).rows
    assert rows.groupby("sheet").table.first().to_dict() == {"R3.1": "R3.1", "R4.1": "R4.1", "R4.2 ": "R4.2"}
    assert rows.groupby("table").title.first().to_dict() == {
        "R3.1": "Självrapporterad utsatthet för misshandel. Andel (%).",
        "R4.1": "Otrygghet vid utevistelse sent på kvällen.",
        "R4.2": "Oro för att utsättas för misshandel. Andel (%) som oroar sig.",
    }
    assert rows.groupby("table").title.nunique().tolist() == [1, 1, 1]


def test_a_group_holds_until_the_next_one() -> None:
    """The group stands on the first row of its block only: without it, women's figures would be everyone's."""
    rows = read(reconstructed_book()).rows
    rows = rows[(rows.table == "R4.1") & (rows.measure == "share_pct") & (rows.year == 2023)]
    norrbotten = rows[rows.region == "Norrbottens län"]
    assert dict(zip(norrbotten.group, norrbotten.value, strict=True)) == {
        "Samtliga 16–84 år": 28.1, "Män": 29.1, "Kvinnor": 30.1,
    }  # fmt: skip


def test_exposure_carries_the_reference_year() -> None:
    """Exposure of 2024 and worry of 2025 come from the same survey."""
    rows = read(reconstructed_book()).rows
    kinds = rows.groupby("table").year_kind.agg(set)
    assert kinds.to_dict() == {"R3.1": {"reference"}, "R4.1": {"survey"}, "R4.2": {"survey"}}
    assert set(rows[rows.table == "R3.1"].year) == {2022, 2023, 2024}


def test_exposure_under_survey_years_is_called_that() -> None:
    """Should Brå label the columns by survey, the reader must not move the year."""
    sheets = reconstructed_book()
    sheets["R3.1"] = reconstructed_sheet(EXPOSED, (2023, 2024, 2025), 3)
    rows = read(sheets).rows
    assert set(rows[rows.table == "R3.1"].year_kind) == {"survey"}


@pytest.mark.parametrize("mark", ["..", ".", "-"])
def test_a_missing_mark_is_kept_and_never_zero(mark: str) -> None:
    """Too few answers is not "nobody"; the marks say different things and are kept."""
    sheets = changed(put("R4.1", 10, 2, mark))
    result = read(sheets)
    assert not result.problems
    rows = result.rows[result.rows["mask"].notna()]
    assert rows[["region", "year", "measure", "mask"]].values.tolist() == [
        ["Kronobergs län", 2023, "share_pct", mark]
    ]
    assert rows.value.isna().all()


def test_a_missing_latest_year_has_no_interval_either() -> None:
    """Limits without a share, or a share without limits, is a row that has been changed."""
    sheets = reconstructed_book()
    sheets["R4.1"][9][4:] = ["..", "..", None]
    result = read(sheets)
    assert not result.problems
    assert result.rows[result.rows["mask"].notna()]["mask"].tolist() == ["..", "..", ""]
    for column in (4, 5, 6):
        assert [p.row for p in read(changed(put("R4.1", 10, column, ".."))).problems] == [10]


def test_limits_are_told_apart_by_their_names() -> None:
    """If Brå writes the upper limit first, position alone would turn every interval around."""
    sheets = reconstructed_book()
    for row in sheets["R4.1"][3:-3]:
        row[5], row[6] = row[6], row[5]
    sheets["R4.1"][2][5:] = LIMITS[::-1]
    result = read(sheets)
    assert not result.problems
    rows = result.rows
    rows = rows[(rows.table == "R4.1") & (rows.row == 10)].set_index("measure").value
    assert rows["lower_95"] < rows["upper_95"]


def test_the_number_of_answers_is_read_where_it_is_given() -> None:
    """A county of 1 200 answers and one of 300 are not equally sure."""
    sheets = reconstructed_book()
    sheets["R4.1"][2].append("Antal svarande 2025")
    for row in sheets["R4.1"][3:-3]:
        row.append(1200)
    result = read(sheets)
    assert not result.problems
    answers = result.rows[result.rows.measure == "n"]
    assert set(answers.value) == {1200}
    assert set(answers.year) == {2025}
    assert len(answers) == 66


def test_a_book_without_its_list_of_tables_says_that_sheets_cannot_be_counted() -> None:
    """Without the list a missing last table looks like a book that ends there."""
    sheets = changed(lambda sheets: sheets.__delitem__("Tabellförteckning"))
    result = read(sheets)
    assert not result.problems
    assert result.notes == ["Tabellförteckningen saknas: att alla blad finns går inte att se."]
    assert facts(result) == facts_of_the_whole_book()


def test_values_without_a_heading_are_not_dropped() -> None:
    """The column of answers would vanish with its heading, and nobody would know that it was there."""
    sheets = reconstructed_book()
    for row in sheets["R4.1"][3:-3]:
        row.append(1200)
    assert [p.reason for p in read(sheets).problems] == ["Bladet har värden i en kolumn utan rubrik."]


def test_a_row_twice_is_counted_and_another_value_is_a_problem() -> None:
    """Which of two figures for Kronoberg is right cannot be known."""
    sheets = reconstructed_book()
    rows = sheets["R4.1"]
    rows[10:10] = [list(rows[9])]
    result = read(sheets)
    assert result.skipped == {"upprepad rad": 1}
    assert not result.problems
    rows[10][2] = 11.1
    assert [p.row for p in read(sheets).problems] == [11]


def drop_column(sheet: str, column: int) -> Callable[[Sheets], object]:
    def change(sheets: Sheets) -> None:
        for row in sheets[sheet]:
            del row[column : column + 1]

    return change


def insert(sheet: str, row: int, column: int) -> Callable[[Sheets], object]:
    return lambda sheets: sheets[sheet][row - 1].insert(column, None)


def drop(sheet: str, *rows: int) -> Callable[[Sheets], object]:
    def change(sheets: Sheets) -> None:
        sheets[sheet] = [row for n, row in enumerate(sheets[sheet], 1) if n not in rows]

    return change


def drop_cell(sheet: str, row: int, column: int) -> Callable[[Sheets], object]:
    return lambda sheets: sheets[sheet][row - 1].__delitem__(column)


def facts(result: ReadResult) -> set[tuple[object, ...]]:
    keys = ["table", "region", "group", "year", "measure", "value"]
    return set(result.rows[keys].fillna(-1).itertuples(index=False, name=None))


@functools.cache
def facts_of_the_whole_book() -> set[tuple[object, ...]]:
    return facts(read(reconstructed_book()))


@pytest.mark.parametrize(
    "change",
    [
        *(drop_column("R4.1", n) for n in range(7)),
        *(drop_column("R3.1", n) for n in range(7)),
        *(insert("R4.1", 3, n) for n in (0, 2, 4, 5)),
        *(insert("R4.1", 10, n) for n in (0, 1, 2, 5)),
        *(drop_cell("R4.1", 3, n) for n in range(7)),
        *(drop_cell("R4.1", 10, n) for n in range(7)),
        *(drop_cell("R4.1", 26, n) for n in range(7)),
        *(drop("R4.1", n) for n in (2, 3, 4, 10, 25, 26, 69)),
        drop("R4.1", *range(40, 80)),
        drop("R4.1", *range(48, 80)),
        drop("R4.1", *range(4, 80)),
        put("R4.1", 10, 2, "tjugosex"),
        put("R4.1", 10, 2, None),
        put("R4.1", 10, 2, 126.6),
        put("R4.1", 10, 4, 18.6),
        put("R4.1", 10, 1, "Kronoberg och Kalmar"),
        put("R4.1", 26, 0, None),
        put("R4.1", 26, 0, "Kalmar län"),
        put("R4.1", 3, 3, 2026),
        put("R4.1", 3, 3, "År"),
        put("R4.1", 3, 5, "Medelvärde"),
        put("R4.1", 2, 0, None),
        put("R4.1", 2, 0, "Tabell R4:3. Något annat, enligt NTU 2023–2025. Andel (%)"),
        put("R4.1", 2, 0, "Tabell R4:1. Otrygghet, enligt NTU 2022–2025. Andel (%)"),
        put("R4.1", 2, 0, "Tabell R4:1. Otrygghet, enligt NTU 2023–2025. Genomsnittligt antal"),
        put("R4.1", 2, 0, "Tabell R4:1. Otrygghet. Andel (%)"),
        lambda sheets: sheets.__delitem__("R4.1"),
        lambda sheets: sheets.__delitem__("R4.2 "),
        lambda sheets: (sheets.__delitem__("R4.1"), sheets.__delitem__("Tabellförteckning")),
        lambda sheets: sheets.update({"Kopia": sheets["R4.1"]}),
    ],
)
def test_a_reconstructed_book_that_was_changed_says_so(change: Callable[[Sheets], object]) -> None:
    """Rows, columns and sheets disappear when somebody tidies a workbook; every figure kept must be right."""
    result = read(changed(change))
    assert result.problems
    assert facts(result) <= facts_of_the_whole_book()


def test_a_group_missing_from_one_table_is_noted() -> None:
    """Some tables may be for households only, so it is said rather than refused."""
    sheets = changed(drop("R4.1", *range(26, 70)))
    assert read(sheets).notes == ["Tabeller med färre grupper än de flesta: R4.1."]


def test_a_group_as_a_heading_of_its_own_is_followed() -> None:
    """Whether the group stands beside the country or above it, it is the block's."""
    sheets = reconstructed_book()
    rows = sheets["R4.1"]
    sheets["R4.1"] = [*rows[:25], ["Män"], [None, *rows[25][1:]], *rows[26:]]
    keys = ["table", "region", "group", "year", "measure", "value"]
    assert read(sheets).rows[keys].equals(read(reconstructed_book()).rows[keys])


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_book_cut_in_half_is_refused(share: float) -> None:
    """An interrupted download."""
    data = workbook(reconstructed_book())
    with pytest.raises(UnreadableFileError, match="avbruten"):
        ntu.read(data[: int(len(data) * share)], "x.xlsx")


def test_the_national_book_is_not_taken_for_the_county_book() -> None:
    """Brå's Tabellsamling has sheets 3A and 4A.1 for the country, with other rows."""
    title = "Tabell 4A:1. Otrygghet vid utevistelse sent på kvällen, enligt NTU 2007–2025. Andel (%)."
    data = workbook({"4A.1": [[], [title], [None, None, 2024, 2025], ["Samtliga 16–84 år", None, 27, 26]]})
    assert not ntu.recognises(sample.take(data, "x.xlsx"))
    with pytest.raises(UnreadableFileError, match="Inget blad"):
        ntu.read(data, "x.xlsx")
