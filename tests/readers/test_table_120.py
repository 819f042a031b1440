"""Brå's table 120: sheets that are no municipalities, subsets, footnote digits, missing marks, years.

The layout is reconstructed from public code that reads the files and from Brå's older tables; every figure here
is invented. ``fixtures/reconstructed_tabell_120_2019.xls`` is ``reconstructed_old()`` saved as xls by LibreOffice
(soffice --headless --convert-to xls).
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipelines.readers import LAYOUTS, ReadResult, UnreadableFileError, sample, table_120
from pipelines.readers.agency_rows import COLUMNS
from pipelines.readers.agency_totals import POLICE_REGIONS
from tests.readers.building import workbook

FIXTURE = Path(__file__).parent / "fixtures" / "reconstructed_tabell_120_2019.xls"
PEOPLE = {"Lessebo": 8_700, "Nybro": 20_300}
#: Invented counts of the first municipality; the second has twice as many.
OFFENCES: tuple[tuple[str, float | str], ...] = (
    ("SAMTLIGA BROTT2", 900),
    ("Brott mot brottsbalken", 700),
    ("3-7 kap. Brott mot person", 210),
    ("Fullbordat mord och dråp samt miss-", ""),
    ("handel med dödlig utgång (1, 2, 5, 6 §)1", 1),
    ("Misshandel inkl. grov (5, 6 §)", 80),
    ("Mot kvinna", 35),
    ("Mot man", 45),
    ("Olaga hot (5 §)", 60),
    ("Mot kvinna", 25),
    ("Mot man", 35),
    ("8 kap. Stöld, rån m.m.3", 320),
    ("därav biltillgrepp", 20),
    ("därav inbrottsstöld i bostad4", 30),
    ("12 kap. Skadegörelsebrott", 100),
    ("Brott mot specialstraffrättsliga författningar", 200),
)
Rows = Sequence[tuple[str, float | str]]


def rate(count: object, people: int) -> object:
    return round(count / people * 100_000) if isinstance(count, (int, float)) else count


def figures(rows: Rows, people: int, times: int = 1) -> list[list[object]]:
    out = []
    for label, count in rows:
        n = count * times if isinstance(count, (int, float)) else count
        out.append([label, n, rate(n, people)])
    return out


def old_sheet(rows: Rows, people: int, times: int = 1, year: str = "år 2019") -> list[list[object]]:
    """Ten heading rows with names broken over rows, then the table, then footnotes."""
    heading: list[list[object]] = [
        ["Tabell 120"],
        ["Region Syd"],
        ["Kommun"],
        [f"Anmälda brott, totalt och per 100 000 av medelfolkmängden, efter brottstyp, {year}."],
        [None],
        [None],
        ["Brottstyp", "Antal anmälda", "Antal brott"],
        [None, "brott, totalt", "per 100 000"],
        ["(siffror inom parentes avser", None, "invånare"],
        ["paragrafnummer)"],
    ]
    feet: list[list[object]] = [
        [None],
        ["1 Avser fullbordade brott."],
        ["2 Utan ordningsböter."],
        ["Källa: Brå"],
    ]
    return heading + figures(rows, people, times) + feet


def reconstructed_old(year: str = "år 2019", **changed: Rows) -> bytes:
    """2015-2021: cover sheets, two municipalities, crimes of unknown municipality."""
    sheets: dict[str, list[list[object]]] = {
        "Information": [["Tabell 120"], ["Statistiken avser anmälda brott."], ["Publicerad", 2020]],
        "Tabell 120": [["Brottstyp", "Antal 2018", "Antal 2019"], ["SAMTLIGA BROTT", 5, 7]],
    }
    for n, (name, people) in enumerate(PEOPLE.items(), 1):
        sheets[name] = old_sheet(changed.get(name, OFFENCES), people, n, year)
    sheets["Okänd kommun"] = old_sheet((("SAMTLIGA BROTT2", 40), ("Brott mot brottsbalken", 40)), 9_000)
    return workbook(sheets)


def reconstructed_new(
    head: Sequence[object] = ("Brottstyp", "Antal anmälda brott, totalt", "Antal brott per 100 000 invånare"),
) -> bytes:
    """2022-: header on row 2."""
    whole = "Fullbordat mord och dråp samt misshandel med dödlig utgång (1, 2, 5, 6 §)"
    rows = [(whole if label.startswith("handel") else label, n) for label, n in OFFENCES if n != ""]
    sheets: dict[str, list[list[object]]] = {"Information": [["Tabell 120-23"]]}
    for n, (name, people) in enumerate(PEOPLE.items(), 1):
        title = f"Tabell 120. Anmälda brott i {name} kommun, år 2022"
        sheets[name] = [[title], list(head), *figures(rows, people, n)]
    return workbook(sheets)


def one(data: bytes, name: str = "120Rn05-2019.xls") -> ReadResult:
    assert table_120.recognises(sample.take(data, name))
    result = table_120.read(data, name)
    assert result.is_reconciled()
    assert list(result.rows.columns) == list(COLUMNS)
    # Two of a region's sheets are an excerpt, and said to be one.
    return replace(result, notes=[n for n in result.notes if "i polisregion" not in n])


def of(result: ReadResult, offence: str, region: str = "Lessebo") -> pd.DataFrame:
    return result.rows[(result.rows.offence == offence) & (result.rows.region == region)]


def with_rows(*rows: tuple[str, float | str], after: str = "12 kap. Skadegörelsebrott") -> ReadResult:
    """The old form with rows put in on Lessebo's and Nybro's sheets."""
    at = [label for label, _ in OFFENCES].index(after) + 1
    changed = (*OFFENCES[:at], *rows, *OFFENCES[at:])
    return one(reconstructed_old(Lessebo=changed, Nybro=changed))


def test_an_xls_saved_by_another_program_is_read_as_the_xlsx() -> None:
    """The files to 2021 are .xls: unread, seven years of the municipality's crime are missing."""
    data = FIXTURE.read_bytes()
    assert data.startswith(b"\xd0\xcf\x11\xe0")
    result = one(data)
    assert (len(result.rows), result.problems, result.notes) == (30, [], [])
    pd.testing.assert_frame_equal(result.rows, one(reconstructed_old()).rows)


def test_sheets_that_are_no_municipality_are_left_out_and_counted() -> None:
    """Crimes of unknown municipality belong to nobody, and the cover sheets hold the region's."""
    result = one(reconstructed_old())
    assert set(result.rows.region) == set(PEOPLE)
    # Information 1, Tabell 120 1, Okänd kommun 2.
    assert result.skipped["rad på ett blad som inte är en kommun"] == 4


def test_a_count_is_the_sheets_own() -> None:
    """Every sheet has the same rows: one read for another gives a neighbour's crime."""
    result = one(reconstructed_old())
    total = result.rows[result.rows.offence == "SAMTLIGA BROTT"]
    assert total[["region", "sheet", "year", "count", "per_100k", "status"]].values.tolist() == [
        ["Lessebo", "Lessebo", 2019, 900, 10345.0, "final"],
        ["Nybro", "Nybro", 2019, 1800, 8867.0, "final"],
    ]
    assert (of(result, "SAMTLIGA BROTT").row.item(), result.rows.month.isna().all()) == (11, True)


def test_subsets_follow_the_row_above_and_are_marked() -> None:
    """Adding "därav" rows to their whole double-counts."""
    result = one(reconstructed_old())
    theft = of(result, "8 kap. Stöld, rån m.m.")
    assert (theft["count"].item(), theft.is_subset.item(), theft.parent.item()) == (320, False, None)
    for label in ("biltillgrepp", "inbrottsstöld i bostad"):
        part = of(result, label)
        assert (part.is_subset.item(), part.parent.item()) == (True, "8 kap. Stöld, rån m.m.")
    assert not of(result, "12 kap. Skadegörelsebrott").is_subset.item()


def test_a_label_under_two_headings_has_its_heading() -> None:
    """ "Mot kvinna" of assault and of threats are two figures."""
    result = one(reconstructed_old())
    rows = of(result, "Mot kvinna")
    assert rows[["parent", "count", "is_subset"]].values.tolist() == [
        ["Misshandel inkl. grov (5, 6 §)", 35, True],
        ["Olaga hot (5 §)", 25, True],
    ]


def test_a_label_whose_heading_cannot_be_told_is_a_problem() -> None:
    """None of two figures is chosen."""
    rows = (("Rån", 9), ("Med vapen", 4), ("Rån", 9), ("Med vapen", 5))
    result = with_rows(*rows)
    assert of(result, "Med vapen").empty
    assert len(result.problems) == 4
    assert of(result, "Rån")["count"].tolist() == [9]
    assert result.skipped["upprepad rad"] == 2


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("SAMTLIGA BROTT2", "SAMTLIGA BROTT"),
        ("8 kap. Stöld, rån m.m.3", "8 kap. Stöld, rån m.m."),
        ("Mord (1, 2 §)1", "Mord (1, 2 §)"),
        ("Övriga brott1, 2", "Övriga brott"),
        ("Övriga brott2)", "Övriga brott"),
        ("Övriga brott¹²", "Övriga brott"),
        ("3-7 kap.", "3-7 kap."),
        ("Misshandel (5, 6 §)", "Misshandel (5, 6 §)"),
        ("Mot barn 0-6", "Mot barn 0-6"),
        ("Lag 1980:20", "Lag 1980:20"),
        ("Brott mot 6 §", "Brott mot 6 §"),
        ("Fr.o.m. 2019", "Fr.o.m. 2019"),
    ],
)
def test_footnote_digits_go_and_other_digits_stay(written: str, label: str) -> None:
    """ "SAMTLIGA BROTT2" matches no register; a digit too many cut makes another offence."""
    assert table_120.table_120_sheet._without_footnote(written) == label


def test_a_label_on_two_rows_is_one() -> None:
    """The first half holds no figures, or zeros: half a label is no offence, and no zero either."""
    whole = "Fullbordat mord och dråp samt misshandel med dödlig utgång (1, 2, 5, 6 §)"
    result = one(reconstructed_old())
    assert of(result, whole)["count"].item() == 1
    assert result.skipped["första halvan av en benämning på två rader"] == 2
    zeros = tuple((label, 0 if n == "" else n) for label, n in OFFENCES)
    result = one(reconstructed_old(Lessebo=zeros, Nybro=zeros))
    assert of(result, whole)["count"].item() == 1
    assert result.problems == []


def test_a_label_that_goes_on_from_nowhere_is_a_problem() -> None:
    """The row above has figures of its own: whose these are cannot be known."""
    result = with_rows(("och annan skadegörelse", 9))
    assert [p.sheet for p in result.problems] == ["Lessebo", "Nybro"]


@pytest.mark.parametrize("mark", ["..", ".", "…"])
def test_a_missing_count_is_never_zero(mark: str) -> None:
    """Not published is not none."""
    result = with_rows(("Spioneri", mark))
    assert of(result, "Spioneri").empty
    assert result.skipped["antal saknas hos Brå (.., . eller -)"] == 2


def test_a_hyphen_is_none_where_no_zero_is_printed() -> None:
    """Brå's older tables write "-" for no reported offence: left out, a quiet year would look unknown."""
    result = with_rows(("Spioneri", "-"))
    row = of(result, "Spioneri")
    assert (row["count"].item(), row.per_100k.item()) == (0, 0.0)
    assert "läst som 0" in result.notes[0]


@pytest.mark.parametrize("zero", [0, 0.0, "0", "0.0"])
def test_a_hyphen_beside_printed_zeros_is_not_zero(zero: float | str) -> None:
    """A table that prints 0 means something else by "-"."""
    result = with_rows(("Spioneri", "-"), ("Uppror", zero))
    assert of(result, "Spioneri").empty
    assert of(result, "Uppror")["count"].item() == 0
    assert result.skipped["antal saknas hos Brå (.., . eller -)"] == 2


def test_figures_written_as_text_are_numbers() -> None:
    """Brå's older tables write 2483.0."""
    text = tuple((label, f"{n}.0" if isinstance(n, int) else n) for label, n in OFFENCES)
    sheet = old_sheet(text, 8_700)
    for row in sheet[10:26]:
        row[2] = "12 345" if row[0] == "SAMTLIGA BROTT2" else "."
    result = one(workbook({"Lessebo": sheet}))
    assert of(result, "SAMTLIGA BROTT")[["count", "per_100k"]].values.tolist() == [[900, 12345]]
    assert of(result, "12 kap. Skadegörelsebrott").per_100k.isna().all()


@pytest.mark.parametrize("bad", ["fyra", "-3", "4,5", "9" * 30, True])
def test_a_count_that_is_no_count_is_a_problem(bad: object) -> None:
    """Text in a figure's place must not become nothing."""
    sheet = old_sheet(OFFENCES, 8_700)
    sheet[24][1] = bad
    result = one(workbook({"Lessebo": sheet}))
    assert [(p.row, p.sheet) for p in result.problems] == [(25, "Lessebo")]
    assert of(result, "12 kap. Skadegörelsebrott").empty


def test_a_figure_that_does_not_fit_its_rate_is_a_problem() -> None:
    """One digit typed over changes a series; the rate beside it still tells."""
    sheet = old_sheet(OFFENCES, 8_700)
    assert sheet[24][:2] == ["12 kap. Skadegörelsebrott", 100]
    sheet[24][1] = 190
    result = one(workbook({"Lessebo": sheet}))
    assert [(p.row, p.sheet) for p in result.problems] == [(25, "Lessebo")]


def test_parts_that_are_not_the_whole_are_a_problem() -> None:
    """A total read from the wrong row or column shows here, also where there are too few rates to tell."""
    sheet = old_sheet(OFFENCES, 8_700)
    sheet[10][1] = 800
    for row in sheet[11:26]:
        row[2] = "."
    result = one(workbook({"Lessebo": sheet}))
    assert ["blir inte samtliga brott" in p.reason for p in result.problems] == [True]


@pytest.mark.parametrize("kept", range(2, 16))
def test_a_sheet_cut_off_is_a_problem(kept: int) -> None:
    """The rows that are left are right, and the rest would just be missing."""
    data = reconstructed_old(Nybro=OFFENCES[:kept])
    result = one(data)
    # Cut between the halves of a label the first half has no figures, and is left out as a heading.
    assert [p.sheet for p in result.problems] == ["Nybro"]
    # The others show it also where both great parts of the table are there.
    longer = (*OFFENCES, ("Brott mot narkotikastrafflagen", 60))
    assert [p.sheet for p in one(reconstructed_old(Lessebo=longer)).problems] == ["Nybro"]
    alone = one(workbook({"Lessebo": old_sheet(OFFENCES[:kept], 8_700)}))
    assert [p.sheet for p in alone.problems] == ["Lessebo"]


def test_a_sheet_that_lacks_a_row_is_noted() -> None:
    """The others have it."""
    result = one(reconstructed_old(Nybro=(*OFFENCES[:5], *OFFENCES[6:])))
    assert result.notes == ["Blad med andra brottstyper än de övriga: 1. Jämför dem med Brås fil."]


def test_a_sheet_missing_from_a_regions_workbook_is_a_problem() -> None:
    """One workbook has a whole police region: a municipality that is gone has no crime, it seems."""
    sheets = {name: old_sheet(OFFENCES[:2], 8_700) for name in POLICE_REGIONS["Syd"]}
    for rows in sheets.values():
        rows[12:12] = [["Brott mot specialstraffrättsliga författningar", 200, 2299]]
    result = table_120.read(workbook(sheets), "120Rn05-2019.xls")
    assert (len(result.rows), result.problems, result.notes) == (58 * 3, [], [])
    del sheets["Lessebo"]
    result = table_120.read(workbook(sheets), "120Rn05-2019.xls")
    assert result.is_reconciled()
    assert ["Det saknas Lessebo." in p.reason for p in result.problems] == [True]
    # Somebody's own selection is no fault.
    assert "2 av 58" in table_120.read(reconstructed_old(), "120Rn05-2019.xls").notes[0]


def test_text_in_the_total_is_a_problem_of_that_row() -> None:
    """One bad cell is no reason to refuse fifty sheets."""
    sheet = old_sheet(OFFENCES, 8_700)
    sheet[10][1] = "?"
    result = one(workbook({"Lessebo": sheet}))
    assert [(p.row, p.sheet) for p in result.problems] == [(11, "Lessebo")]
    assert len(result.rows) == 14


def test_a_municipality_without_its_table_is_a_problem() -> None:
    """A sheet emptied by mistake."""
    result = one(workbook({"Lessebo": old_sheet(OFFENCES, 8_700), "Nybro": [["Tabell 120"], ["tom"]]}))
    assert [p.sheet for p in result.problems] == ["Nybro"]


@pytest.mark.parametrize(
    ("heading", "name", "year"),
    [
        ("år 2019", "120Rn05-2019.xls", 2019),
        ("2019", "tabell.xls", 2019),
        ("år 2019 jämfört med 2018", "tabell.xls", 2019),
        ("2019 jämfört med 2018", "120Rn05-2019.xls", 2019),
        ("", "bra/2024/120Rn05-2019.xls", 2019),
    ],
)
def test_the_year_comes_from_the_headings_else_from_the_name(heading: str, name: str, year: int) -> None:
    """A folder is where somebody put the file; "jämfört med" names another year."""
    result = one(workbook({"Lessebo": old_sheet(OFFENCES, 8_700, year=heading)}), name)
    assert set(result.rows.year) == {year}
    assert result.notes == []


@pytest.mark.parametrize(
    ("heading", "name", "message"),
    [
        ("", "tabell 120.xls", "Döp filen som Brå"),
        ("", "120Rn05-2019 hämtad 2020.xls", "Döp filen som Brå"),
        ("2019 jämfört med 2018", "tabell.xls", "olika år"),
    ],
)
def test_without_a_year_the_file_is_refused(heading: str, name: str, message: str) -> None:
    """A guessed year puts a whole municipality's crimes a year wrong."""
    with pytest.raises(UnreadableFileError, match=message):
        table_120.read(workbook({"Lessebo": old_sheet(OFFENCES, 8_700, year=heading)}), name)


def test_the_table_knows_its_year_better_than_the_files_name() -> None:
    """A renamed copy."""
    result = one(reconstructed_old(), "120Rn05-2020.xls")
    assert set(result.rows.year) == {2019}
    assert "Tabellens år används" in result.notes[0]


def test_preliminary_figures_are_marked() -> None:
    """Shown as final they would be quoted and then change."""
    result = one(reconstructed_old(year="år 2019. Preliminära uppgifter"))
    assert set(result.rows.status) == {"preliminary"}


def test_the_form_with_a_header_row_is_read() -> None:
    """2022 and later."""
    result = one(reconstructed_new(), "120Rn05-2022.xlsx")
    assert (len(result.rows), result.problems, set(result.rows.year)) == (30, [], {2022})
    total = of(result, "SAMTLIGA BROTT")
    assert (total.row.item(), total["count"].item(), total.per_100k.item()) == (3, 900, 10345)


def test_a_column_lagrum_gives_the_heading() -> None:
    """Brå's newer tables have the law beside the type."""
    rows: list[list[object]] = [
        ["Tabell 120, år 2023"],
        ["Lagrum", "Brottstyp", "Antal anmälda brott", "Antal per 100 000 invånare"],
        ["SAMTLIGA BROTT", "SAMTLIGA BROTT", 900, 10345],
        ["3 kap. 5 § BrB Misshandel", "Misshandel, totalt", 80, 920],
        ["3 kap. 5 § BrB Misshandel", "Mot kvinna", 35, 402],
        ["4 kap. 5 § BrB Olaga hot", "Mot kvinna", 25, 287],
    ]
    result = one(workbook({"Lessebo": rows}), "x.xlsx")
    assert result.rows[["offence", "parent", "count"]].values.tolist() == [
        ["SAMTLIGA BROTT", None, 900],
        ["Misshandel, totalt", None, 80],
        ["Mot kvinna", "3 kap. 5 § BrB Misshandel", 35],
        ["Mot kvinna", "4 kap. 5 § BrB Olaga hot", 25],
    ]


def test_indentation_gives_the_heading() -> None:
    """Where labels are indented the tree can be seen."""
    rows = (("Hot", 50), ("  Mot kvinna", 30), ("    Utomhus", 10), ("  Mot man", 20), ("    Utomhus", 5))
    assert (
        with_rows(*rows).rows.query("offence == 'Utomhus'").parent.tolist() == ["Mot kvinna", "Mot man"] * 2
    )


@pytest.mark.parametrize(
    "head",
    [
        ("Brottstyp", None, "Antal anmälda brott, totalt", "Antal brott per 100 000 invånare"),
        (None, "Brottstyp", "Antal anmälda brott, totalt", "Antal brott per 100 000 invånare"),
        ("Brottstyp", "Antal brott per 100 000 invånare"),
        ("Brottstyp", "Antal anmälda brott, totalt"),
        ("Brottstyp", "Antal anmälda brott, totalt", "Antal brott per 1 000 invånare"),
        ("Brottstyp", "Antal anmälda brott, totalt", "Antal per 100 000 inv", "Antal per 100 000 kvinnor"),
        ("Brottstyp", "Antal anmälda brott, totalt", "Antal brott, totalt", "Antal per 100 000 invånare"),
    ],
)
def test_a_header_that_is_shifted_or_lacks_a_column_is_refused(head: Sequence[object]) -> None:
    """The rate read as the count is a municipality with twelve times its crime."""
    data = reconstructed_new(head)
    assert table_120.recognises(sample.take(data, "x.xlsx"))
    with pytest.raises(UnreadableFileError, match="olumn"):
        table_120.read(data, "120Rn05-2022.xlsx")


def test_a_heading_over_another_column_than_the_labels_is_refused() -> None:
    """Every column has its figures, and yet a number would be the type of offence."""
    rows = [["SAMTLIGA BROTT", 1, 900, 10345], ["Brott mot brottsbalken", 2, 700, 8046]]
    head = [None, "Brottstyp", "Antal anmälda brott", "Antal per 100 000 invånare"]
    with pytest.raises(UnreadableFileError, match="står inte i brottstypernas kolumn"):
        table_120.read(workbook({"Lessebo": [["Tabell 120, år 2022"], head, *rows]}), "x.xlsx")


def test_of_several_counts_the_total_is_read() -> None:
    """A column beside it may say what part was by young people."""
    head = ["Brottstyp", "Antal brott av unga", "Antal anmälda brott, totalt", "Antal per 100 000 invånare"]
    rows = [["SAMTLIGA BROTT", 90, 900, 10345]]
    result = one(workbook({"Lessebo": [["Tabell 120, år 2022"], head, *rows]}), "x.xlsx")
    assert result.rows["count"].tolist() == [900]


@pytest.mark.parametrize(
    "title", [[None, "Anmälda brott, totalt och per 100 000 av medelfolkmängden, år 2019"], []]
)
def test_without_names_over_the_columns_the_count_comes_first(title: list[object]) -> None:
    """The oldest form has no usable header; a title over the table names no column."""
    rows = [
        ["Tabell 120"],
        title,
        *figures(OFFENCES[:3], 8_700),
        ["Brott mot specialstraffrättsliga", 200, 2299],
    ]
    total = of(one(workbook({"Lessebo": rows})), "SAMTLIGA BROTT")
    assert total[["count", "per_100k"]].values.tolist() == [[900, 10345]]


def test_a_name_with_an_en_dash_is_written_as_in_other_files() -> None:
    """ "Malung–Sälen" matches nobody's "Malung-Sälen"."""
    result = one(workbook({"Malung–Sälen": old_sheet(OFFENCES, 10_100)}))
    assert set(result.rows.region) == {"Malung-Sälen"}


@pytest.mark.parametrize("count", ["..", 0])
def test_a_rate_without_a_count_is_a_problem(count: object) -> None:
    """One of the two is wrong."""
    sheet = old_sheet(OFFENCES, 8_700)
    sheet[24][1] = count
    assert [p.row for p in one(workbook({"Lessebo": sheet})).problems] == [25]


def test_columns_may_stand_in_another_order() -> None:
    """The names decide, not the place."""
    rows = [[r[0], r[2], r[1]] for r in old_sheet(OFFENCES, 8_700)[10:] if len(r) == 3]
    head = ["Brottstyp", "Antal brott per 100 000 invånare", "Antal anmälda brott, totalt"]
    result = one(workbook({"Lessebo": [["Tabell 120, år 2022"], head, *rows]}), "x.xlsx")
    assert of(result, "SAMTLIGA BROTT")["count"].item() == 900


@pytest.mark.parametrize(
    "sheets",
    [
        {"A": [["Tabell 100"], ["Brottstyp", "Antal brott", "per 100 000"], ["SAMTLIGA BROTT", 1, 2]]},
        {"A": [["Tabell P1"], ["Brottstyp", "Antal brott", "per 100 000"], ["SAMTLIGA BROTT", 1, 2]]},
        {"A": [["Fråga", "Antal svar"], ["Trygghet", 4]]},
        {"A": [["Tabell 120"], ["något annat"]]},
        {"A": [["Tabell 1200"], ["Brottstyp"]]},
    ],
)
def test_other_workbooks_are_not_taken_for_it(sheets: dict[str, list[list[object]]]) -> None:
    """Brå's tables look alike: the country's, read as a municipality's, is a disaster."""
    assert not table_120.recognises(sample.take(workbook(sheets), "x.xlsx"))


def test_a_workbook_without_its_number_is_still_recognised() -> None:
    """Somebody deletes the cover and the title."""
    rows = [["Brottstyp", "Antal anmälda brott", "Antal per 100 000 invånare"], *figures(OFFENCES, 8_700)]
    assert len(one(workbook({"Lessebo": rows}), "brott 2022.xlsx").rows) == 15


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0" * 40,
        FIXTURE.read_bytes()[:9_000] if FIXTURE.exists() else b"",
        reconstructed_old()[:4_000],
        workbook({"Lessebo": []}),
        workbook({"Lessebo": [["SAMTLIGA BROTT"]]}),
        workbook({"Lessebo": [["SAMTLIGA BROTT", 1, 2]]}),
        workbook({"Lessebo": [[None, None], [None, "SAMTLIGA BROTT", "=1/0", 3]]}),
        workbook({"Lessebo": [["Brottstyp", "x"], ["a", 1]]}),
    ],
    ids=range(10),
)
def test_no_file_fails_with_anything_but_the_readers_own_error(data: bytes) -> None:
    """One odd file must not stop the reading of the others."""
    with contextlib.suppress(UnreadableFileError):
        assert table_120.read(data, "fil-2019").is_reconciled()


def test_an_xls_cut_anywhere_is_refused() -> None:
    """The parser panics on some of them, which would stop the reading of every other file."""
    data = FIXTURE.read_bytes()
    for end in range(8, len(data), 997):
        with pytest.raises(UnreadableFileError):
            table_120.read(data[:end], "120Rn05-2019.xls")


@pytest.mark.parametrize("data", [reconstructed_old(), reconstructed_new()], ids=["xls", "xlsx"])
def test_no_other_layout_takes_the_file(data: bytes) -> None:
    """A file of two layouts is refused."""
    seen = sample.take(data, "x.xlsx")
    assert [i for i, layout in LAYOUTS.items() if layout.recognises(seen)] in ([], ["table_120"])
