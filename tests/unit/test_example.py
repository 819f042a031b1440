"""Guards the example agreement: the tracked files are the program's, and the published figures are right.

If these fail, everyone who follows the documentation starts from files that nobody can reproduce, or from
numbers that were never published. Expected values are typed from the publishers' figures.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import openpyxl
import pytest

from tests.example import build, texts

TRACKED = Path(__file__).parents[2] / "data" / "raw" / "lessebo-exempel"
COMMAND = "python -m tests.example --out data/raw/lessebo-exempel"
MONTHLY = {
    "Totalt antal brott": "Totalt antal brott",
    "8 kap. Stöld, rån m.m.": "8 kap. Stöld, rån m.m.",
    "därav inbrottsstöld i bostad": "Inbrottsstöld i bostad",
    "12 kap. Skadegörelsebrott": "12 kap. Skadegörelsebrott",
}
# Lessebo as published: theft and vandalism (Kolada), population 31 December (SCB, Kolada).
PUBLISHED = {
    2014: (213, 63, 8256),
    2016: (247, 70, 8760),
    2018: (242, 77, 8780),
    2019: (320, 101, 8733),
    2020: (307, 118, 8655),
    2021: (267, 111, 8574),
    2022: (147, 90, 8485),
    2023: (189, 69, 8342),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly written example folder."""
    out = tmp_path_factory.mktemp("exempel")
    build(out)
    return out


def _tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def _sol(path: Path) -> list[list[str]]:
    """Rows with numbers: region, offence, year column, period, count."""
    rows = [line.split(";") for line in path.read_text(encoding="iso-8859-1").splitlines()[1:]]
    return [[cell.replace("\u00a0", " ") for cell in row] for row in rows if row[4] != ".."]


def _number(text: str) -> int:
    return int(text.replace(" ", ""))


def test_tracked_files_are_what_the_program_writes(folder: Path) -> None:
    """Without this an edited file would silently differ from what anyone else can produce."""
    made, kept = _tree(folder), _tree(TRACKED)
    different = sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))
    assert not different, f"Filerna skiljer sig från programmets: {different}. Kör: {COMMAND}"


def test_list_of_planted_personal_data_is_current() -> None:
    """A stale list would let a name leak past the test that searches every output for it."""
    current = texts.PLANTED_FILE.read_text(encoding="utf-8") == texts.planted_csv()
    assert current, f"planted.csv är inte aktuell. Kör: {COMMAND} --planted"


def test_planted_personal_data_stands_in_the_form_files(folder: Path) -> None:
    """A planted string that never reached its file would make the leak test pass for nothing."""
    for path in sorted(folder.rglob("*.xlsx")):
        name = path.relative_to(folder).as_posix()
        wanted = [text for _, text, file in texts.planted() if file == name]
        if wanted:
            book = openpyxl.load_workbook(path, read_only=True)
            rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
            content = "\n".join(str(cell) for row in rows for cell in row if cell is not None)
            assert [text for text in wanted if text not in content] == []


def test_months_sum_to_the_published_year(folder: Path) -> None:
    """Otherwise the monthly and yearly charts of the same offence would contradict each other."""
    rows = _sol(folder / "bra" / "sol_ar_2014-2023.txt")
    yearly = {(row[0], row[1], int(row[3])): _number(row[4]) for row in rows}
    for year in range(2014, 2024):
        sums: dict[tuple[str, str, int], int] = {}
        for region, label, _, period, count, *_ in _sol(folder / "bra" / f"sol_manad_{year}.txt"):
            if not period.startswith("Kvartal"):
                key = (region, MONTHLY[label], year)
                sums[key] = sums.get(key, 0) + _number(count)
        assert len(sums) == 7 * 4
        assert sums == {key: yearly[key] for key in sums}


@pytest.mark.parametrize("year", sorted(PUBLISHED))
def test_lessebo_has_the_published_figures(folder: Path, year: int) -> None:
    """A wrong count here would be shown as a published fact about a real municipality."""
    theft, vandalism, population = PUBLISHED[year]
    rows = _sol(folder / "bra" / "sol_ar_2014-2023.txt")
    counts = {row[1]: _number(row[4]) for row in rows if row[0] == "Lessebo kommun" and row[3] == str(year)}
    assert counts["8 kap. Stöld, rån m.m."] == theft
    assert counts["12 kap. Skadegörelsebrott"] == vandalism
    table = (folder / "befolkning" / "folkmangd_3112.csv").read_text(encoding="iso-8859-1").splitlines()
    header = table[0].split(";")
    row = next(line.split(";") for line in table if line.startswith('"0761 Lessebo"'))
    assert row[header.index(f'"Folkmängd {year}"')] == str(population)


def test_police_rows_give_the_published_areas_2022(folder: Path) -> None:
    """The municipality published 486 crimes against person and property and 196 of narcotics and traffic."""
    from tests.example.police import offence_codes

    narcotics_and_traffic = {
        code for part in ("narcotics", "drug_driving", "traffic") for code, _, _ in offence_codes()[part]
    }
    other = {
        code for part in ("fraud", "other_b3", "knife", "shop_theft") for code, _, _ in offence_codes()[part]
    }
    local = {code for code, _, _ in offence_codes()["local_traffic"]}
    path = folder / "polisen" / "Brottsstatistik_Lessebo_202212.csv"
    lines = [line.split(";") for line in path.read_text(encoding="utf-8-sig").splitlines()]
    code, count = lines[0].index("brottskod"), lines[0].index("antal_brott")
    crimes = [(line[code].zfill(4), int(line[count])) for line in lines[1:]]
    first = sum(n for key, n in crimes if key not in narcotics_and_traffic | other | local)
    second = sum(n for key, n in crimes if key in narcotics_and_traffic)
    assert (first, second) == (486, 196)


def _cells(path: Path, columns: tuple[str, ...]) -> int:
    """How many non-empty cells the named columns hold."""
    header, *rows = openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
    places = [header.index(column) for column in columns]
    return sum(1 for row in rows for place in places if row[place])


def test_there_are_enough_texts_to_show_the_work_with(folder: Path) -> None:
    """With too few statements the themes of the dialogues would fall under the limit for being shown."""
    answers = (
        "Var och när känner du dig otrygg?",
        "Vad borde kommunen och polisen göra?",
        "Något annat du vill berätta?",
    )
    citizens = [_cells(path, answers) for path in (folder / "medborgardialog").glob("*.xlsx")]
    staff = [
        _cells(path, ("Fenomen", "Trolig orsak", "Förslag"))
        for path in (folder / "medarbetardialog").glob("*.xlsx")
    ]
    assert len(citizens) == len(staff) == 5
    assert sum(citizens) >= 150
    assert sum(staff) >= 60
    minutes = [path.name for path in (folder / "bra-moten").iterdir()]
    assert len(minutes) >= 8
    assert {name.split("_")[1][:4] for name in minutes} == {"2019", "2020", "2021", "2022", "2023"}


def _template(path: Path, sheet: str) -> list[dict[str, object]]:
    """Rows of a filled-in template, by heading; the headings stand on the fourth row."""
    rows = list(openpyxl.load_workbook(path, read_only=True)[sheet].iter_rows(values_only=True))
    return [dict(zip((str(h) for h in rows[3]), row, strict=True)) for row in rows[4:]]


def test_incidents_are_few_and_a_missing_count_is_a_dash(folder: Path) -> None:
    """The example must show that a school that has not counted is not a school where nothing happened."""
    found = {}
    for year in (2022, 2023):
        rows = _template(folder / "skola" / f"incidenter_{year}.xlsx", "Incidenter")
        # Two schools, two half-years and three kinds.
        assert (
            len({(r["Skola"], r["Från och med"] or r["Termin"], r["Typ"]) for r in rows}) == len(rows) == 12
        )
        found[year] = [row["Antal"] for row in rows]
    assert found[2022].count("-") == 1
    assert "-" not in found[2023]
    assert found[2023].count(0) == 2
    numbers = [n for counts in found.values() for n in counts if isinstance(n, int)]
    assert len(numbers) == 23
    assert max(numbers) == 14


def test_shares_of_the_youth_survey_sum_to_100(folder: Path) -> None:
    """A question that sums to something else would teach users to ignore the check that finds typing errors."""
    rows = _template(folder / "ungdomsenkat" / "ungdomsenkat_2022.xlsx", "Ungdomsenkät")
    sums: dict[tuple[object, object], float] = {}
    answers: dict[object, set[object]] = {}
    for row in rows:
        share = row["Andel (%)"]
        assert isinstance(share, int | float)
        assert round(share, 1) == share
        key = (row["Fråga"], row["Kön"])
        sums[key] = sums.get(key, 0.0) + share
        answers.setdefault(row["Kön"], set()).add(row["Antal svar"])
    assert len(sums) == 12
    assert {round(total, 1) for total in sums.values()} == {100.0}
    assert answers == {"Alla": {79}, "Flickor": {41}, "Pojkar": {38}}
    # 17 of 41 girls: 41.46 percent.
    first = next(r for r in rows if r["Kön"] == "Flickor" and r["Svarsalternativ"] == "Mycket trygg")
    assert first["Andel (%)"] == 41.5


def test_repairs_and_the_safety_walk_stand_in_one_template(folder: Path) -> None:
    """Further sources are counts or texts; the example must show both, at places that the agreement knows."""
    rows = _template(folder / "ovriga-kallor" / "ovriga_kallor_2023.xlsx", "Övriga källor")
    costs: dict[int, int] = {}
    for row in rows:
        if row["Källa"] == "Tekniska kontoret":
            assert row["Enhet"] == "kronor"
            year = int(str(row["Från och med"])[:4])
            costs[year] = costs.get(year, 0) + int(str(row["Antal"]))
    # 18 400 + 23 650 + 6 200 + 11 800, and 14 900 + 9 750 + 7 450 + 0.
    assert costs == {2022: 60050, 2023: 32100}
    walk = [row for row in rows if row["Källa"] == "Trygghetsvandring"]
    assert len(walk) == 4
    assert {str(row["Från och med"])[:7] for row in walk} == {"2023-10"}
    assert all(row["Text"] and row["Antal"] is None for row in walk)
    agreement = tomllib.loads((folder / "avtal.toml").read_text(encoding="utf-8"))
    assert {row["Plats"] for row in rows} <= {place["namn"] for place in agreement["plats"]}


def test_localities_hold_no_more_people_than_the_municipality(folder: Path) -> None:
    """Invented populations above the published one would give the wrong weights an air of being right."""
    agreement = tomllib.loads((folder / "avtal.toml").read_text(encoding="utf-8"))
    people = [place["folkmangd"] for place in agreement["ort"]]
    assert len(people) == 4
    assert sum(people) < min(population for _, _, population in PUBLISHED.values())
