"""Population: SCB with one column per year, the 1 November file, the Kolada-style csv."""

from __future__ import annotations

import pytest

from pipelines.readers import UnreadableFileError, population
from tests.readers.checking import assert_never_quietly_less, cuts, outcome, read_as

DAY_UNKNOWN = "framgår inte om folkmängden gäller 31 december eller 1 november"
WIDE = '"region";"Folkmängd 2022";"Folkmängd 2023"\r\n"00 Riket";10521556;10551707\r\n"0761 Lessebo";8485;8342\r\n'
KOLADA = (
    'Nyckeltal,Region,År,Invånare\n"Invånare  totalt, antal",Lessebo,2010,8139\n'
    '"Invånare  totalt, antal",Lessebo,2011,8072\n"Invånare  totalt, antal",Nybro,2010,19576\n'
    '"Invånare  totalt, antal",Nybro,2011,19489\n'
)


@pytest.mark.parametrize(("sep", "encoding"), [(";", "latin-1"), (",", "utf-8")])
def test_scb_population_one_row_per_region_and_year(sep: str, encoding: str) -> None:
    """A rate divided by the wrong year's population is wrong for every offence."""
    lines = [
        '"region";"Folkmängd 2022";"Folkmängd 2023"',
        '"00 Riket";"10 521 556";10551707',
        '"07 Kronobergs län";203340;203686',
        '"0761 Lessebo";8485;8342',
        '"0834 Torsås";..;6973',
    ]
    data = "\r\n".join([*lines, ""]).replace(";", sep).encode(encoding)
    result = read_as(population, data)
    assert result.rows[["row", "region_code", "region", "year", "population"]].values.tolist() == [
        [2, "00", "Riket", 2022, 10521556],
        [2, "00", "Riket", 2023, 10551707],
        [3, "07", "Kronobergs län", 2022, 203340],
        [3, "07", "Kronobergs län", 2023, 203686],
        [4, "0761", "Lessebo", 2022, 8485],
        [4, "0761", "Lessebo", 2023, 8342],
        [5, "0834", "Torsås", 2023, 6973],
    ]
    assert set(result.rows.reference) == {"31 december"}
    assert result.skipped == {"folkmängd saknas": 1}
    assert "ingen mätdag" in result.notes[0]


@pytest.mark.parametrize(
    ("title", "heading", "day"),
    [
        ("", "Folkmängd 1 november 2024", "1 november"),
        ("", "Folkmängden den 1 november 2024", "1 november"),
        ("", "Folkmängd 31 december 2024", "31 december"),
        ('"Folkmängden den 1 november efter region och år"\n\n', "Folkmängd 2024", "1 november"),
        ('"TAB638: Folkmängd efter region och år"\n', "Folkmängd 2024", "31 december"),
    ],
)
def test_the_day_of_a_wide_file_is_told_by_its_own_words(title: str, heading: str, day: str) -> None:
    """The two reference days differ by the movements of two months; the title may stand above the header."""
    data = f'{title}"region";"{heading}"\n"0761 Lessebo";8266\n'.encode()
    result = read_as(population, data)
    assert result.rows[["year", "reference", "population"]].values.tolist() == [[2024, day, 8266]]
    assert not result.notes


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("", "Folkmängden 2024", DAY_UNKNOWN),
        ('"Folkmängden den 1 november"\n', "Folkmängd 31 december 2024", "anger både"),
        ('"Befolkningsframskrivning efter region"\n', "Folkmängd 2030", "prognos"),
    ],
)
def test_a_wide_file_whose_day_cannot_be_told_is_refused(title: str, heading: str, expected: str) -> None:
    """A day is never guessed, and a forecast is no count."""
    data = f'{title}"region";"{heading}"\n"0761 Lessebo";8266\n'.encode()
    assert expected in str(outcome(population, data, "x.csv"))


@pytest.mark.parametrize("heading", ["Folkmängd män 2023", "Folkmängd 2023, män", "Folkmängd 16-84 år 2023"])
def test_a_column_for_a_part_of_the_population_is_refused(heading: str) -> None:
    """Taking one of the parts for the whole would double every rate."""
    data = f'"region";"{heading}"\n"0761 Lessebo";4200\n'.encode()
    assert "utan uppdelning" in str(outcome(population, data, "x.csv"))


def test_the_same_year_twice_is_refused() -> None:
    """One of two columns with one heading is another year, or another day."""
    data = '"region";"Folkmängd 2023";"Folkmängd 2023"\n"0761 Lessebo";8342;8485\n'.encode()
    assert "två kolumner" in str(outcome(population, data, "x.csv"))


def test_a_municipality_that_did_not_exist_has_no_population_not_zero() -> None:
    """SCB gives Knivsta 0 before 2003; a rate per 0 inhabitants is infinite."""
    data = '"region";"Folkmängd 2001";"Folkmängd 2003"\n"0330 Knivsta";0;12818\n'.encode()
    result = read_as(population, data)
    assert list(result.rows.population) == [12818]
    assert result.skipped == {"folkmängd 0: kommunen fanns inte det året": 1}


def test_codes_that_lost_their_zeros_get_them_back() -> None:
    """A spreadsheet makes 180 of 0180, which is then no municipality."""
    data = '"region";"Folkmängd 2023"\n180 Stockholm;988943\n7 Kronobergs län;203686\n0 Riket;10551707\n'.encode()
    assert list(read_as(population, data).rows.region_code) == ["0180", "07", "00"]


def test_the_november_population_takes_its_year_and_day_from_the_name() -> None:
    """1 November is not 31 December; the two must not be mixed unseen."""
    data = b"kommun_kod,kommun_namn,population\n0761,Lessebo,8266\n180,Stockholm,995 574\n"
    rows = read_as(population, data, "folkmangd_2024-11-01.csv").rows
    assert rows[["region_code", "year", "reference", "population"]].values.tolist() == [
        ["0761", 2024, "1 november", 8266],
        ["0180", 2024, "1 november", 995574],
    ]
    assert set(read_as(population, data, "20241231.csv").rows.reference) == {"31 december"}
    for name, expected in [("folkmangd.csv", "saknar årtal"), ("folkmangd_2024.csv", DAY_UNKNOWN)]:
        with pytest.raises(UnreadableFileError, match=expected):
            population.read(data, name)


def test_kolada_style_population_has_names_only() -> None:
    """The region's code is not in the file, and is not invented here."""
    data = (KOLADA + "Annat,Lessebo,2010,5\n").encode()
    result = read_as(population, data)
    assert result.rows[["region_code", "region", "year", "population"]].values.tolist() == [
        [None, "Lessebo", 2010, 8139],
        [None, "Lessebo", 2011, 8072],
        [None, "Nybro", 2010, 19576],
        [None, "Nybro", 2011, 19489],
    ]
    assert result.skipped == {"annat nyckeltal än invånare totalt": 1}


def test_population_that_contradicts_itself_or_cannot_be_read_is_a_problem() -> None:
    """Two figures for one year, half an inhabitant, codes that are none, a broken line, no name."""
    data = (
        b"kommun_kod,kommun_namn,population\n0761,Lessebo,8266\n0761,Lessebo,8270\n0881,Nybro,20.5\n"
        b"08X1,Nybro,20\n0862,Emmaboda\n0834,,7\n7761,Lessebo,12\n0761,Lessebo,8266\n"
    )
    result = read_as(population, data, "f_2024-11-01.csv")
    assert len(result.rows) == 1
    assert sorted(p.row or 0 for p in result.problems) == [3, 4, 5, 6, 7, 8]
    assert result.skipped == {"upprepad rad": 1}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("kommun_kod,population\n0761,8266\n", "«kommun_namn»"),
        (KOLADA.replace(",Invånare\n", ",Antal\n"), "«Invånare»"),
        (KOLADA.replace("Nyckeltal,", "Invånare,"), "«Nyckeltal»"),
        (KOLADA.replace("Region,År,Invånare", "Region,År,Region"), "«Invånare»"),
        ("kommun_kod,kommun_namn,population,population\n0761,Lessebo,8266,8300\n", "flera gånger"),
    ],
)
def test_a_missing_or_doubled_column_is_named(data: str, expected: str) -> None:
    """A renamed column must not make the file an unknown one."""
    assert expected in str(outcome(population, data.encode(), "f_2024-11-01.csv"))


@pytest.mark.parametrize(
    "data",
    [
        WIDE.replace('"region";', "").replace('"Folkmängd 2022"', '"region"', 1),
        WIDE.replace(";8485;8342", ";Lessebo;8342"),
        WIDE.replace('"0761 Lessebo";', ""),
        WIDE.replace('"0761 Lessebo"', ""),
        WIDE.replace(";", "|", 5),
        "kommun_kod,population,kommun_namn\n0761,Lessebo,8266\n0862,Emmaboda,9000\n",
        "population,kommun_namn,kommun_kod\n0761,Lessebo,8266\n0862,Emmaboda,9000\n",
        KOLADA.replace("Region,År", "År,Region"),
        KOLADA.replace("År,Invånare", "Invånare,År"),
    ],
)
def test_a_shifted_or_broken_table_is_never_read_in_silence(data: str) -> None:
    """Headings over the wrong columns give figures that look right."""
    found = outcome(population, data.encode(), "f_2024-11-01.csv")
    assert isinstance(found, str) or found.problems


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (WIDE, "x.csv"),
        (KOLADA, "x.csv"),
        ("kommun_kod,kommun_namn,population\n0761,Lessebo,8266\n", "2024-11-01.csv"),
    ],
)
def test_a_file_cut_off_inside_a_line_is_never_read_in_silence(data: str, name: str) -> None:
    """8342 cut after two digits is 83 inhabitants."""
    raw = data.encode()
    line_ends = {i + 1 for i, byte in enumerate(raw) if byte in b"\r\n"}
    assert_never_quietly_less(population, raw, name, sorted(cuts(raw) - line_ends))


def test_a_kolada_style_file_cut_off_at_a_line_end_lacks_a_year() -> None:
    """Lines lost at the end leave a municipality without its last years."""
    (problem,) = read_as(population, KOLADA.rsplit('"Invånare', 1)[0].encode()).problems
    assert "1 av 4 uppgifter saknas" in problem.reason


def national(year: int, municipalities: int = 290, country: int = 290_000) -> bytes:
    """A wide file for the country with 1 000 inhabitants in every municipality."""
    lines = [f'"region";"Folkmängd {year}"', f'"00 Riket";{country}']
    lines += [f'"{100 + n:04d} Kommun {chr(65 + n % 25)}{n}";1000' for n in range(municipalities)]
    return ("\n".join(lines) + "\n").encode()


def test_a_list_for_the_country_that_was_cut_off_is_noticed() -> None:
    """Half of the country's municipalities is no selection that anybody makes."""
    assert not read_as(population, national(2023)).problems
    assert not read_as(population, national(2023, 49)).problems
    (problem,) = read_as(population, national(2023, 200)).problems
    assert "200 av landets 290 kommuner" in problem.reason


@pytest.mark.parametrize(
    ("year", "country", "n_problems"), [(2024, 290_001, 1), (2025, 290_001, 0), (2025, 291_000, 1)]
)
def test_municipalities_make_the_country_to_within_the_perturbation(
    year: int, country: int, n_problems: int
) -> None:
    """A digit lost in one municipality shows in the sum; from 2025 SCB's own noise must not."""
    assert len(read_as(population, national(year, country=country)).problems) == n_problems


def test_real_population_files(real_data) -> None:
    """Lessebo had 8 139 inhabitants in 2010 (Kolada); Upplands Väsby 50 295 on 1 November 2024 (SCB)."""
    result = read_as(population, (real_data / "scb/befolkning_2010-2016.csv").read_bytes())
    rows = result.rows
    assert len(rows) == 291 * 7
    assert not result.problems
    assert rows[(rows.region == "Lessebo") & (rows.year == 2010)].population.item() == 8139
    name = "folkmangd_2024-11-01.csv"
    data = (real_data / "scb" / name).read_bytes()
    result = read_as(population, data, name)
    rows = result.rows
    assert len(rows) == 290
    assert not result.problems
    assert set(rows.reference) == {"1 november"}
    assert rows[rows.region_code == "0114"].population.item() == 50295
    half = data[: data.rfind(b"\n", 0, len(data) // 2) + 1]
    assert read_as(population, half, name).problems
