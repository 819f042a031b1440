"""Brå's municipality indicators: the tidy csv, and the workbook (reconstructed)."""

from __future__ import annotations

import contextlib
import functools
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

from pipelines import readers
from pipelines.readers import UnreadableFileError, sample
from pipelines.readers import indicator_workbook as book
from pipelines.readers import municipality_indicators as csv
from pipelines.readers.indicator_terms import NTU, OFFENCES
from pipelines.readers.result import ReadResult
from tests.readers.building import workbook

HEADER = ["geografi", "enhet", "ar", "variabel", "varde", "kalla"]
RATE = "Antal per 100 000 inv"
LOWER, UPPER = "KI (95 %) undre gräns", "KI (95 %) övre gräns"
WORRIED = "Andel (%) i befolkningen (16–84 år) som oroar sig ganska/mycket ofta."
SURVEY = "Nationella trygghetsundersökningen (NTU)"
EXPOSED = "Självrapporterad utsatthet för misshandel"
UNSAFE = "Otrygghet vid utevistelse sent på kvällen i det egna bostadsområdet"
PEOPLE = {"Lessebo": 8_000, "Hela landet": 10_000_000}
#: What Brå offers a municipality: 15 offences, the number of answers and 20 shares.
SHARES = [name for name in NTU if name not in ("Antal svarande i NTU", "Oro för att utsättas för rån")]
ALL = [*OFFENCES, "Antal svarande i NTU", *SHARES]

Rows = list[list[str]]


def result_of(data: bytes, layout: Any = csv, name: str = "x.csv") -> ReadResult:
    """Read, after a check that this layout and no other takes the file."""
    seen = sample.take(data, name)
    assert layout.recognises(seen)
    others = {other.LAYOUT: other for other in (*readers.LAYOUTS.values(), csv, book)}
    assert [i for i, other in others.items() if other.recognises(seen)] == [layout.LAYOUT]
    result = layout.read(data, name)
    assert result.is_reconciled()
    return result


def tidy(regions: Iterable[str] = PEOPLE, names: Sequence[str] = ALL) -> Rows:
    """All indicators for two years (surveys of 2024 and 2025), in the order that the real csv has."""
    rows: Rows = []
    for at, name in enumerate(names):
        for region in regions:
            if name in OFFENCES:
                counts = [PEOPLE[region] // 100 + 10 * at, PEOPLE[region] // 90 + 10 * at]
                rates = [round(c * 100_000 / PEOPLE[region]) for c in counts]
                for unit, values in (("Antal", counts), (RATE, rates)):
                    for year, value in zip((2023, 2024), values, strict=True):
                        rows.append([region, unit, str(year), name, f"{value}.0", "Anmälda brott"])
            elif name.startswith("Antal"):
                rows += [[region, "", year, name + ".", "64.0", SURVEY] for year in ("2024", "2025")]
            else:
                years = ("2023", "2024") if name.startswith("Självrapporterad") else ("2024", "2025")
                for year in years:
                    for unit, value in ((WORRIED, "12"), (LOWER, "7"), (UPPER, "20")):
                        rows.append([region, unit, year, name, value, SURVEY])
    return rows


def text(rows: Rows, header: Sequence[str] = HEADER, sep: str = ",") -> bytes:
    def quoted(cell: str) -> str:
        return f'"{cell}"' if sep in cell else cell

    return "".join(sep.join(map(quoted, row)) + "\n" for row in [list(header), *rows]).encode()


def changed(rows: Rows, row: Callable[[list[str]], bool], column: str, value: str) -> Rows:
    """A copy in which the first row that fits has another value in a column."""
    copy = [list(r) for r in rows]
    next(r for r in copy if row(r))[HEADER.index(column)] = value
    return copy


def is_cell(variable: str, unit: str, year: str, region: str = "Lessebo") -> Callable[[list[str]], bool]:
    return lambda r: r[:4] == [region, unit, year, variable]


# ---- what a row means ---------------------------------------------------------------------------


def test_a_whole_file_has_no_problems() -> None:
    """If the checks complained about a whole file, nobody would read them."""
    result = result_of(text(tidy()))
    assert not result.problems
    assert not result.notes
    assert len(result.rows) == result.records == 2 * (15 * 4 + 2 + 20 * 6)


def test_indicators_carry_their_measure_and_unit() -> None:
    """A share with its interval can be judged; a count mistaken for a rate cannot."""
    rows = result_of(text(tidy(["Lessebo"]))).rows
    one = rows[(rows.variable == "Bostadsinbrott") & (rows.year == 2023)]
    # 8 000 // 100 + 10 * 13 = 210 reported, 210 / 8 000 * 100 000 = 2 625.
    assert one[["measure", "unit", "value"]].values.tolist() == [
        ["count", "Antal", 210],
        ["per_100k", RATE, 2625],
    ]
    one = rows[(rows.variable == UNSAFE) & (rows.year == 2024)]
    assert dict(zip(one.measure, one.value, strict=True)) == {"share_pct": 12, "lower_95": 7, "upper_95": 20}
    assert list(rows[rows.measure == "n"].value) == [64, 64]
    assert list(rows.columns) == [
        "row", "sheet", "region", "year", "year_kind", "variable", "measure", "unit", "value",
    ]  # fmt: skip
    assert rows.sheet.isna().all()


def test_exposure_has_the_year_of_the_crime_and_worry_the_year_of_the_survey() -> None:
    """Side by side in a chart, a 2024 of each would come from two different surveys."""
    rows = result_of(text(tidy(["Lessebo"]))).rows
    kinds = rows.groupby("variable").year_kind.agg(set)
    years = rows.groupby("variable").year.agg(set)
    assert kinds[EXPOSED] == {"reference"}
    assert years[EXPOSED] == {2023, 2024}
    assert kinds[UNSAFE] == kinds["Antal svarande i NTU"] == {"survey"}
    assert years[UNSAFE] == {2024, 2025}
    assert kinds["Bostadsinbrott"] == {"calendar"}
    assert sorted(kinds.map(min)) == ["calendar"] * 15 + ["reference"] * 6 + ["survey"] * 15


def test_the_name_is_the_same_with_and_without_the_words_about_the_survey() -> None:
    """Brå's title lacks a comma for one indicator, so the csv has the whole title as its name."""
    name = "Oro för att utsättas för bostadsinbrott"
    whole = [[*r[:3], f"{name} enligt NTU. {WORRIED}", *r[4:]] if r[3] == name else r for r in tidy()]
    assert name in set(result_of(text(whole)).rows.variable)


def test_unknown_indicators_are_problems_not_guesses() -> None:
    """Whether the year of a new question is the survey's or the crime's cannot be seen in the file."""
    extra = [["Lessebo", unit, "2024", "Självrapporterad utsatthet för hot", "5", SURVEY]
             for unit in (WORRIED, LOWER, UPPER)]  # fmt: skip
    extra += [["Lessebo", "Antal", "2024", "Mordbrand", "5", "Anmälda brott"],
              ["Lessebo", "Antal", "2024", EXPOSED, "5", "Anmälda brott"],
              ["Lessebo", WORRIED, "2024", "Bilbrott", "5", SURVEY]]  # fmt: skip
    result = result_of(text(tidy() + extra))
    assert len(result.rows) == 364
    assert [p.row for p in result.problems] == [366, 367, 368, 369, 370, 371]
    assert {p.reason for p in result.problems} == {"Indikatorn är okänd, eller passar inte ihop med enheten."}


@pytest.mark.parametrize(
    ("variable", "unit", "year", "value"),
    [
        ("Bilbrott", "Antal", "2024", "12,5"),
        ("Bilbrott", "Antal", "2024", "-3"),
        ("Bilbrott", RATE, "2024", "tjugo"),
        (UNSAFE, WORRIED, "2024", "132"),
        (UNSAFE, UPPER, "2024", "1 2 3"),
        ("Antal svarande i NTU.", "", "2024", "6.4"),
    ],
)
def test_a_value_that_its_unit_does_not_allow_is_a_problem(
    variable: str, unit: str, year: str, value: str
) -> None:
    """132 per cent is a rate in the wrong row; text in a number is nobody's zero."""
    rows = changed(tidy(), is_cell(variable, unit, year), "varde", value)
    result = result_of(text(rows, sep=";"))
    line = rows.index(next(r for r in rows if is_cell(variable, unit, year)(r))) + 2
    assert line in [p.row for p in result.problems]
    assert line not in set(result.rows.row)


def test_an_unknown_unit_is_a_problem() -> None:
    """Per 1 000 is not per 100 000."""
    rows = changed(tidy(), is_cell("Bilbrott", RATE, "2024"), "enhet", "Antal per 1 000 inv")
    result = result_of(text(rows))
    assert "Enheten är okänd." in {p.reason for p in result.problems}


@pytest.mark.parametrize("mark", ["..", ".", "-", "", "NA"])
def test_missing_is_counted_and_never_zero(mark: str) -> None:
    """A value that Brå hides for secrecy would become "no crime" or "nobody unsafe"."""
    rows = tidy()
    for unit in (WORRIED, LOWER, UPPER):
        rows = changed(rows, is_cell(UNSAFE, unit, "2024"), "varde", mark)
    result = result_of(text(rows))
    assert result.skipped == {"värde saknas": 3}
    assert not result.problems
    assert len(result.rows) == 361


def test_the_same_row_again_is_counted_and_another_value_is_a_problem() -> None:
    """Brå's books overlap (each has the country), and counting a region twice doubles it."""
    rows = tidy()
    other = changed([rows[0]], lambda r: True, "varde", "99999")
    result = result_of(text([*rows, rows[0], *other]))
    assert result.skipped == {"upprepad rad": 1}
    assert [p.row for p in result.problems] == [367]


# ---- what only the whole file tells -------------------------------------------------------------


def test_a_share_outside_its_interval_is_a_problem() -> None:
    """Share and limit in each other's place: the change that is reported would be the sampling error."""
    rows = changed(tidy(), is_cell(UNSAFE, WORRIED, "2024"), "varde", "21")
    result = result_of(text(rows))
    assert len(result.problems) == 3
    assert {p.reason for p in result.problems} == {"Andelen ligger inte inom sitt konfidensintervall."}
    assert (
        result.rows[(result.rows.variable == UNSAFE) & (result.rows.region == "Lessebo")].year.tolist()
        == [2025] * 3
    )


def test_a_rounded_share_may_lie_half_a_percent_outside_unrounded_limits() -> None:
    """Whole percent for the municipality, decimals for the limits: 28 within 26.1-27.9 is rounding, 29 is not."""
    rows = changed(tidy(), is_cell(UNSAFE, LOWER, "2024"), "varde", "26.1")
    rows = changed(rows, is_cell(UNSAFE, UPPER, "2024"), "varde", "27.9")
    assert not result_of(text(changed(rows, is_cell(UNSAFE, WORRIED, "2024"), "varde", "28"))).problems
    assert len(result_of(text(changed(rows, is_cell(UNSAFE, WORRIED, "2024"), "varde", "29"))).problems) == 3


@pytest.mark.parametrize("unit", [WORRIED, LOWER, UPPER])
def test_a_share_without_its_whole_interval_is_a_problem(unit: str) -> None:
    """50-90 answer in a small municipality: a share without an interval is not a result."""
    rows = [r for r in tidy() if not is_cell(UNSAFE, unit, "2024")(r)]
    result = result_of(text(rows))
    assert len(result.problems) == 2
    assert len(result.rows) == 361


def test_a_count_without_its_rate_is_a_problem() -> None:
    """One of the two has been lost, and so may its neighbours have been."""
    rows = [r for r in tidy() if not is_cell("Bilbrott", RATE, "2024")(r)]
    result = result_of(text(rows))
    assert [p.reason for p in result.problems] == [
        "Bara det ena av antal och antal per 100 000 invånare är angivet."
    ]


def test_a_year_without_its_number_of_answers_is_a_problem() -> None:
    """A share of 12 percent says nothing when nobody knows whether 60 or 60 000 answered."""
    rows = [r for r in tidy() if not is_cell("Antal svarande i NTU.", "", "2025")(r)]
    result = result_of(text(rows))
    assert [p.found for p in result.problems] == ["Lessebo; Antal svarande i NTU; 2025"]
    assert len(result.rows) == 363


@pytest.mark.parametrize(("unit", "value"), [("Antal", "20"), (RATE, "26")])
def test_count_and_rate_must_give_the_population_of_the_other_offences(unit: str, value: str) -> None:
    """A lost digit (208 -> 20) or a rate per 1 000 (2 600 -> 26) is off by ten or a hundred, and looks right."""
    rows = changed(tidy(), is_cell("Bilbrott", unit, "2024"), "varde", value)
    result = result_of(text(rows))
    assert {p.reason for p in result.problems} == {
        "Antal och antal per 100 000 invånare ger en annan folkmängd än de andra brotten."
    }
    assert len(result.problems) == 2


def test_no_offence_in_a_small_municipality_is_not_a_contradiction() -> None:
    """0 robberies and 0 per 100 000 are right, and 1 per 8 000 inhabitants is 13 per 100 000."""
    rows = tidy()
    for variable, count, rate in (("Bilbrott", "0", "0"), ("Narkotikabrott", "1", "13")):
        rows = changed(rows, is_cell(variable, "Antal", "2024"), "varde", count)
        rows = changed(rows, is_cell(variable, RATE, "2024"), "varde", rate)
    assert not result_of(text(rows)).problems


def test_an_indicator_without_a_year_that_the_others_have_is_a_problem() -> None:
    """A line that fell out would look like a year without a survey."""
    rows = [r for r in tidy() if r[0] != "Lessebo" or r[2] != "2024" or r[3] not in ("Bilbrott", UNSAFE)]
    result = result_of(text(rows))
    assert [p.found for p in result.problems] == ["Lessebo; Bilbrott; 2024", f"Lessebo; {UNSAFE}; 2024"]


def test_questions_first_asked_in_2018_do_not_miss_2017() -> None:
    """Four of the problems in the area came later; complaining about them would hide real gaps."""
    later = "Problem med fortkörning i det egna bostadsområdet"
    rows = [[*r[:2], str(int(r[2]) - 7), *r[3:]] for r in tidy() if r[3] not in OFFENCES]
    rows = [r for r in rows if r[2] != "2017" or r[3] != later]
    assert [p for p in result_of(text(rows)).problems if "fortkörning" in p.found] == []


def test_a_region_without_an_indicator_is_a_problem_but_without_the_survey_a_note() -> None:
    """Brå gives small municipalities crime but not always NTU; half of NTU is a file that lost rows."""
    part = [r for r in tidy() if r[0] != "Lessebo" or r[3] not in (UNSAFE, "Bilbrott")]
    assert [p.found for p in result_of(text(part)).problems] == [f"Lessebo; Bilbrott; {UNSAFE}"]
    none = [r for r in tidy() if r[0] != "Lessebo" or r[3] in OFFENCES]
    result = result_of(text(none))
    assert not result.problems
    assert result.notes == ["NTU finns för 1 av filens 2 områden."]


def test_a_choice_of_indicators_is_a_note() -> None:
    """Somebody may send only theft and worry; the reader says what is not there."""
    result = result_of(text(tidy(names=["Bilbrott", "Bostadsinbrott"])))
    assert not result.problems
    assert result.notes == ["Filen har 2 av Brås 36 kommunindikatorer."]


# ---- files that were damaged --------------------------------------------------------------------


@pytest.mark.parametrize("column", HEADER)
def test_a_deleted_column_is_named_or_loses_nothing(column: str) -> None:
    """Without its unit a count could be a rate. The source follows from the unit and may go."""
    at = HEADER.index(column)
    data = text([r[:at] + r[at + 1 :] for r in tidy()], [h for h in HEADER if h != column])
    assert csv.recognises(sample.take(data, "x.csv"))
    if column == "kalla":
        assert result_of(data).rows.equals(result_of(text(tidy())).rows)
    else:
        with pytest.raises(UnreadableFileError, match=f"«{column}»"):
            csv.read(data, "x.csv")


@pytest.mark.parametrize(("a", "b"), list(itertools.combinations(range(5), 2)))
def test_two_headers_in_each_others_place_give_no_rows(a: int, b: int) -> None:
    """Region and indicator exchanged would give a municipality named Bilbrott."""
    header = list(HEADER)
    header[a], header[b] = header[b], header[a]
    result = result_of(text(tidy(), header))
    assert result.problems
    right = {tuple(r[:5]) for r in tidy()}
    for row in result.rows.itertuples():
        assert (row.region, str(row.year)) in {(r[0], r[2]) for r in right}


def test_a_shifted_header_is_refused() -> None:
    """Every value under its neighbour's name."""
    result = result_of(text(tidy(), [*HEADER[1:], HEADER[0]]))
    assert len(result.rows) == 0
    assert result.problems


def test_semicolons_and_decimal_commas_give_the_same_rows() -> None:
    """A Swedish Excel saves the file this way."""
    rows = changed(tidy(), is_cell(UNSAFE, WORRIED, "2024"), "varde", "12.5")
    other = [[*r[:4], re.sub(r"\.(?=\d)", ",", r[4]), r[5]] for r in rows]
    assert result_of(text(other, sep=";")).rows.equals(result_of(text(rows)).rows)


def test_a_file_cut_anywhere_says_so(real_data: Any) -> None:
    """A file cut in half has half the years, and the rest looks like the whole truth."""
    lines = (real_data / "bra/bra_kommunindikatorer_riket.csv").read_bytes().splitlines(keepends=True)
    # Three lines make a share and nine years an indicator: steps of seven meet every place in both.
    for end in (*range(2, len(lines), 7), len(lines) - 1):
        assert csv.read(b"".join(lines[:end]), "x.csv").problems, end
    data = b"".join(lines)
    for end in range(400, len(data), 5003):
        # A cut in the middle of a letter makes the whole file unreadable.
        with contextlib.suppress(UnreadableFileError):
            assert csv.read(data[:end], "x.csv").problems, end


def test_the_real_file_is_read_whole(real_data: Any) -> None:
    """Brå: 1 514 902 reported offences in 2017; NTU 2025: 65 338 answers; 176 shares with both limits."""
    result = result_of((real_data / "bra/bra_kommunindikatorer_riket.csv").read_bytes())
    rows = result.rows
    assert not result.problems
    assert not result.skipped
    assert not result.notes
    hit = rows[
        (rows.variable == "Totalt antal anmälda brott") & (rows.year == 2017) & (rows.measure == "count")
    ]
    assert hit.value.item() == 1514902
    measures = ["share_pct", "lower_95", "upper_95", "count", "per_100k", "n"]
    assert rows.measure.value_counts()[measures].tolist() == [176, 176, 176, 120, 120, 9]
    spans = rows[rows.measure == "share_pct"].groupby("year_kind").year.agg(["min", "max", "size"])
    assert spans.loc["reference"].tolist() == [2016, 2024, 54]
    assert spans.loc["survey"].tolist() == [2017, 2025, 122]
    answers = rows[rows.measure == "n"].set_index("year").value
    assert answers[[2017, 2025]].tolist() == [79933, 65338]


# ---- the workbook -------------------------------------------------------------------------------

REGIONS = ["Lessebo", "Kronobergs län", "Hela landet"]
Sheets = dict[str, list[list[object]]]


def reconstructed_offences(name: str) -> list[list[object]]:
    """A sheet of reported offences, as public code for Brå's books describes it."""
    at = OFFENCES.index(name)
    people = (8_000, 200_000, 10_000_000)
    rows: list[list[object]] = [
        [f"{name} (anmälda brott) i kommunen, länet och hela landet 2023–2024."],
        [None, "Antal 2023", "Antal 2024", f"{RATE} 2023", f"{RATE} 2024"],
    ]
    for region, n in zip(REGIONS, people, strict=True):
        counts = [n // 100 + 10 * at, n // 90 + 10 * at]
        rows.append([region, *counts, *(round(c * 100_000 / n) for c in counts)])
    return [*rows, [], ["Källa: Brå."]]


def reconstructed_survey(name: str) -> list[list[object]]:
    """A sheet of NTU in the edition of 2025: a block per region, a row per year."""
    is_answers = name.startswith("Antal")
    exposure = name.startswith("Självrapporterad")
    first = " 2023–2024" if exposure else ""
    title = name + "." if is_answers else f"{name}{first}, enligt NTU 2024–2025. {WORRIED}"
    block: list[object] = ["Antal"] if is_answers else ["Andel", LOWER, UPPER]
    wide = len(block) - 1
    rows: list[list[object]] = [[title], [], [None], [None]]
    for region in REGIONS:
        rows[2] += [region, *[None] * wide]
        rows[3] += block
    for year in (2023, 2024) if exposure else (2024, 2025):
        values: list[object] = (
            [64, 1900, 65338] if is_answers else [12, 7, 20, 13.5, 12.9, 14.1, 14.01, 13.9, 14.2]
        )
        rows.append([str(year), *values])
    return [*rows, [], ["Antalet svarande är litet i små kommuner."]]


def reconstructed_book() -> Sheets:
    sheets: Sheets = {f"{n} (anmälda)": reconstructed_offences(name) for n, name in enumerate(OFFENCES, 1)}
    sheets["Antal svarande"] = reconstructed_survey("Antal svarande i NTU")
    return sheets | {f"{n} (NTU)": reconstructed_survey(name) for n, name in enumerate(SHARES, 1)}


def in_book(sheets: Sheets) -> ReadResult:
    return result_of(workbook(sheets), book, "Lessebo.xlsx")


def facts(result: ReadResult) -> set[tuple[object, ...]]:
    keys = ["region", "year", "variable", "measure", "value"]
    return set(result.rows[keys].itertuples(index=False, name=None))


@functools.cache
def facts_of_the_whole_book() -> set[tuple[object, ...]]:
    return facts(in_book(reconstructed_book()))


UNSAFE_SHEET = f"{SHARES.index(UNSAFE) + 1} (NTU)"
CAR_SHEET = f"{OFFENCES.index('Bilbrott') + 1} (anmälda)"


def test_reconstructed_book_gives_the_same_rows_as_the_csv() -> None:
    """Whoever takes the book straight from Brå must get the figures of the csv."""
    result = in_book(reconstructed_book())
    assert not result.problems
    assert not result.skipped
    keys = ["region", "year", "year_kind", "variable", "measure", "unit", "value"]
    own = result.rows[result.rows.region == "Lessebo"][keys].sort_values(keys).values.tolist()
    rows = result_of(text(tidy(["Lessebo"]))).rows
    expected = rows.assign(unit=rows.unit.mask(rows.measure == "n", "Antal"))[keys]
    assert own == expected.sort_values(keys).values.tolist()
    assert len(result.rows) == 3 * (15 * 4 + 2 + 20 * 6)
    hit = result.rows[(result.rows.variable == UNSAFE) & (result.rows.region == "Hela landet")]
    assert hit[["row", "sheet", "year"]].values.tolist()[0] == [5, UNSAFE_SHEET, 2024]
    assert hit.value.tolist() == [14.01, 13.9, 14.2] * 2


def test_reconstructed_book_keeps_secrecy_as_missing() -> None:
    """Brå hides what too few answered; as a zero it would be the safest place in the country."""
    sheets = reconstructed_book()
    sheets[UNSAFE_SHEET][4][1:4] = ["..", "..", ".."]
    result = in_book(sheets)
    assert result.skipped == {"värde saknas": 3}
    assert not result.problems


def test_reconstructed_older_book_has_two_years_together_which_are_left_out() -> None:
    """2022/2023 beside 2023/2024 shares half its answers; as years they would look like a steady trend."""
    sheets = reconstructed_book()
    for name in [name for name in sheets if "anmälda" not in name]:
        title = sheets[name][0][0]
        sheets[name] = [[title], [None, "2022/2023", "2023/2024"], *[[r, 12, 13] for r in REGIONS]]
    result = in_book(sheets)
    assert result.skipped == {"två år tillsammans (äldre utgåva), används inte": 21 * 6}
    assert set(result.rows.measure) == {"count", "per_100k"}
    assert not result.problems
    assert "äldre utgåva" in result.notes[0]


def _without_column(sheet: str, column: int) -> Callable[[Sheets], None]:
    def change(sheets: Sheets) -> None:
        for row in sheets[sheet]:
            del row[column : column + 1]

    return change


def _without_row(sheet: str, row: int) -> Callable[[Sheets], None]:
    return lambda sheets: sheets[sheet].__delitem__(row)


def _shifted(sheet: str, row: int) -> Callable[[Sheets], None]:
    return lambda sheets: sheets[sheet][row].insert(1, None)


def _set(sheet: str, row: int, column: int, value: object) -> Callable[[Sheets], None]:
    return lambda sheets: sheets[sheet][row].__setitem__(column, value)


@pytest.mark.parametrize(
    "change",
    [
        *(_without_column(CAR_SHEET, n) for n in range(5)),
        *(_without_column(UNSAFE_SHEET, n) for n in range(10)),
        *(_without_row(CAR_SHEET, n) for n in range(5)),
        *(_without_row(UNSAFE_SHEET, n) for n in (0, 2, 3, 4, 5)),
        *(_shifted(CAR_SHEET, n) for n in (1, 2, 3, 4)),
        *(_shifted(UNSAFE_SHEET, n) for n in (3, 4, 5)),
        _set(CAR_SHEET, 2, 1, "tolv"),
        _set(CAR_SHEET, 2, 1, 1),
        _set(CAR_SHEET, 2, 0, None),
        _set(CAR_SHEET, 1, 1, "Antal"),
        _set(UNSAFE_SHEET, 4, 0, "20x4"),
        _set(UNSAFE_SHEET, 4, 1, 21),
        _set(UNSAFE_SHEET, 4, 1, None),
        _set(UNSAFE_SHEET, 2, 1, None),
        _set(UNSAFE_SHEET, 3, 1, "Medel"),
        _set(UNSAFE_SHEET, 0, 0, None),
        _set(UNSAFE_SHEET, 0, 0, "Något nytt, enligt NTU 2024–2025. " + WORRIED),
        lambda sheets: sheets.__delitem__(UNSAFE_SHEET),
        lambda sheets: sheets.__delitem__(CAR_SHEET),
        lambda sheets: sheets.__delitem__("Antal svarande"),
        lambda sheets: sheets.update({"Kopia": [*sheets[CAR_SHEET][:2], ["Lessebo", 1, 2, 3, 4]]}),
        lambda sheets: sheets.update({"Mitt blad": [["Egna siffror"], ["Lessebo", 12]]}),
    ],
)
def test_reconstructed_book_that_was_changed_says_so(change: Callable[[Sheets], None]) -> None:
    """Columns, rows and sheets disappear when somebody tidies a workbook; every figure kept must be right."""
    sheets = reconstructed_book()
    change(sheets)
    result = in_book(sheets)
    assert result.problems
    assert facts(result) <= facts_of_the_whole_book()


@pytest.mark.parametrize("is_survey", [True, False])
def test_reconstructed_book_without_its_last_year_everywhere_says_so(is_survey: bool) -> None:
    """When every sheet lost the same year, only the years in the titles remember it."""
    sheets = reconstructed_book()
    for name, rows in sheets.items():
        if is_survey and "NTU" in name:
            del rows[5]
        elif not is_survey and "anmälda" in name:
            for row in rows:
                del row[4:5], row[2:3]
    reasons = {p.reason for p in in_book(sheets).problems}
    assert "Åren i bladet är inte de som rubriken överst anger." in reasons


def test_reconstructed_book_region_name_may_stand_anywhere_over_its_block() -> None:
    """Merged cells keep their text in the first cell, but not when somebody undid the merge."""
    sheets = reconstructed_book()
    sheets[UNSAFE_SHEET][2].insert(1, None)
    assert in_book(sheets).rows.equals(in_book(reconstructed_book()).rows)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_workbook_cut_in_half_is_refused(share: float) -> None:
    """An interrupted download."""
    data = workbook(reconstructed_book())
    with pytest.raises(UnreadableFileError, match="avbruten"):
        book.read(data[: int(len(data) * share)], "x.xlsx")


def test_the_tidy_columns_in_a_sheet_are_read_as_the_csv() -> None:
    """Region Dalarna's web application exports the table to Excel, with numbers as numbers."""
    cells: list[list[object]] = [[*r[:2], int(r[2]), r[3], float(r[4]), r[5]] for r in tidy()]
    result = result_of(workbook({"Sheet1": [HEADER, *cells]}), book, "x.xlsx")
    assert not result.problems
    expected = result_of(text(tidy())).rows
    assert result.rows.drop(columns="sheet").equals(expected.drop(columns="sheet"))
    assert set(result.rows.sheet) == {"Sheet1"}


def test_the_tidy_sheet_without_a_column_or_rows_is_refused() -> None:
    """The message names the column instead of saying that the file is unknown."""
    with pytest.raises(UnreadableFileError, match="«enhet»"):
        in_book({"Sheet1": [[h for h in HEADER if h != "enhet"], ["Lessebo", 2024, "Bilbrott", 5, "Brå"]]})
    with pytest.raises(UnreadableFileError, match="inga rader"):
        in_book({"Sheet1": [HEADER]})  # type: ignore[dict-item]


def test_the_tidy_export_without_answers_says_that_they_are_missing() -> None:
    """The web application leaves out the number of answers, without which no share can be judged."""
    rows = [r for r in tidy(["Lessebo"]) if not r[3].startswith("Antal svarande")]
    result = result_of(workbook({"Sheet1": [HEADER, *rows]}), book, "x.xlsx")
    assert [p.found for p in result.problems] == ["Lessebo; Antal svarande i NTU; 2024, 2025"]
