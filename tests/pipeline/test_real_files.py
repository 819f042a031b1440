"""Without this, the pipeline would only be known to work on files we made ourselves."""

import csv
import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines.registers import tables
from tests.site import EXAMPLE, Site, new_site

FILES = {
    "bra": (
        "bra/sol_dbfil_ar.latin1.txt",
        "bra/sol_dbfil_manad.latin1.txt",
        "bra/sol_hela_landet_scrape_2017.csv",
        "bra/bra_kommunindikatorer_riket.csv",
        "bra/bra_sol_ids.csv",
    ),
    "kolada": (
        "kolada/kolada_290_kommuner_23kpi_2010-2024.parquet",
        "kolada/kolada_kpi_catalogue_2023.parquet",
        "kolada/kommungrupper.csv",
    ),
    "skola": ("school/skolenkaten_ak8_2022.xlsx", "school/LUPPitemlabels.csv"),
    "polisen": (
        "police/polisen_events_lpo_nybro_kommuner.json",
        "police/brottskod_hierarki.csv",
        "police/event_types_counts.csv",
    ),
    "befolkning": (
        "scb/folkmangd_2024-11-01.csv",
        "scb/befolkning_2010-2016.csv",
        "scb/swedish_admin_areas.csv",
        "scb/table_variables_TAB5444.json",
        "scb/code_list_agg_Ålder10årJ.json",
    ),
}


def population_as_scb_gives_it(real_data: Path, target: Path) -> None:
    """The published populations of 31 December, in the layout of SCB's statistics database."""
    known: dict[tuple[str, str], dict[str, str]] = {}
    with (real_data / "real_published_figures.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["indikator"].startswith("Folkmängd 31 december"):
                known.setdefault((row["kommunkod"], row["geografi"]), {})[row["period"]] = row["varde"]
    years = sorted({year for values in known.values() for year in values})
    lines = [";".join(['"region"', *(f'"Folkmängd {year}"' for year in years)])]
    for (code, name), values in sorted(known.items()):
        lines.append(";".join([f'"{code} {name}"', *(values.get(year, "..") for year in years)]))
    target.write_text("\r\n".join(lines) + "\r\n", encoding="latin-1")


@pytest.fixture(scope="module")
def real_site(real_data, tmp_path_factory) -> Site:
    site = new_site(tmp_path_factory.mktemp("verklig") / "plats", copy_example=False)
    folder = site.raw / "lessebo"
    folder.mkdir()
    text = (EXAMPLE / "avtal.toml").read_text(encoding="utf-8")
    text = text.replace('id = "lessebo-exempel"', 'id = "lessebo"').replace(
        "exempel = true", "exempel = false"
    )
    (folder / "avtal.toml").write_text(text, encoding="utf-8")
    for place, names in FILES.items():
        (folder / place).mkdir()
        for name in names:
            shutil.copy(real_data / name, folder / place)
    population_as_scb_gives_it(real_data, folder / "befolkning" / "folkmangd_3112.csv")
    done = site.refresh("--year", "2023", "--allow-incomplete", "Bara öppna data i provet.")
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="module")
def database(real_site):
    with duckdb.connect(real_site.out / "lagesbild.duckdb", read_only=True) as connection:
        yield connection


def test_lessebos_real_theft_2019_is_exactly_320_and_its_rate_the_published(database):
    """Kolada U07417 says "per 1 000" in its title and holds per 100 000: 3664.262 × 8 733 / 100 000 = 320."""
    assert database.execute(
        "SELECT count, round(per_100k_published, 3) FROM offence_count WHERE publisher = 'kolada' "
        "AND municipality_code = '0761' AND offence_group = 'theft_total' AND year = 2019"
    ).fetchall() == [(320, 3664.262)]
    value, lower, upper = database.execute(
        "SELECT value, lower_95, upper_95 FROM indicator_value "
        "WHERE indicator = 'theft_reported' AND municipality_code = '0761' AND year = 2019"
    ).fetchone()
    assert value == pytest.approx(3664.262, abs=0.001)
    assert lower < value < upper


def test_real_vandalism_and_the_neighbours_come_out_as_published(database):
    found = dict(
        database.execute(
            "SELECT municipality_code || ' ' || year, count FROM offence_count "
            "WHERE publisher = 'kolada' AND offence_group = 'vandalism'"
        ).fetchall()
    )
    # Kolada U07452 times population: published arithmetic, checked by hand.
    expected = {"0761 2019": 101, "0761 2023": 69, "0862 2022": 110, "0834 2020": 77, "0760 2021": 49}
    assert {key: found[key] for key in expected} == expected


def test_real_school_survey_gives_the_share_with_its_interval(database):
    """61 of 82 pupils in year 8 felt safe in 2022 (28 + 33); Wilson by hand: 64.0–82.6 percent."""
    row = database.execute(
        "SELECT count, denominator, value, lower_95, upper_95 FROM indicator_value "
        "WHERE indicator = 'feels_safe_at_school' AND municipality_code = '0761' AND year = 2022"
    ).fetchone()
    assert row[:2] == (61, 82)
    assert row[2] == pytest.approx(74.39, abs=0.01)
    assert (row[3], row[4]) == (pytest.approx(64.0, abs=0.1), pytest.approx(82.6, abs=0.1))


def test_every_real_file_is_listed_and_every_record_accounted_for(database):
    files = database.execute("SELECT file, layout FROM source_file").fetchall()
    assert len(files) == sum(len(names) for names in FILES.values()) + 1
    assert (
        database.execute(
            "SELECT file FROM source_file WHERE records <> rows_read + rows_rejected + rows_skipped"
        ).fetchall()
        == []
    )


def test_every_record_of_every_real_file_ends_in_a_table_or_has_a_reason(database):
    """Rows in = rows out, per file. Lines and values counted by hand in the files themselves."""
    found = {}
    for file, outcome, records in database.execute(
        "SELECT file, outcome, sum(records)::INTEGER FROM file_account GROUP BY ALL"
    ).fetchall():
        found.setdefault(file.split("/")[-1], {})[outcome] = records
    # 777 lines below the heading; 290 municipalities in 23 key figures; 683 codes; 517 events; 170 lines of the
    # country; the populations of all 290 municipalities.
    assert sum(found["bra_kommunindikatorer_riket.csv"].values()) == 777
    assert found["kolada_290_kommuner_23kpi_2010-2024.parquet"] == {"table": 138_910}
    assert found["kommungrupper.csv"] == {"table": 290}
    assert found["brottskod_hierarki.csv"] == {"excluded": 683}
    assert sum(found["polisen_events_lpo_nybro_kommuner.json"].values()) == 517
    assert sum(found["sol_hela_landet_scrape_2017.csv"].values()) == 170
    assert sum(found["folkmangd_2024-11-01.csv"].values()) == 290
    assert found["folkmangd_2024-11-01.csv"]["table"] == 290
    unequal = database.execute(
        "SELECT f.file, f.records, sum(a.records) AS told FROM source_file AS f JOIN file_account AS a USING (file) "
        "GROUP BY ALL HAVING told <> f.records"
    ).fetchall()
    assert unequal == []


def test_theft_as_kolada_totals_it_and_as_the_polices_tree_does_are_never_compared(database):
    """Two indicators with two names: one holds robbery and shop theft, the other does not."""
    titles = dict(database.execute("SELECT indicator, title FROM indicator").fetchall())
    assert titles["theft_reported"] != titles["theft_police_reported"]
    assert database.execute("SELECT count(*) FROM offence_count WHERE publisher = 'police'").fetchall() == [
        (0,)
    ]
    assert database.execute(
        "SELECT count(*) FROM offence_count WHERE offence_group = 'theft_police' AND publisher <> 'police' "
        "OR offence_group = 'theft_total' AND publisher = 'police'"
    ).fetchall() == [(0,)]


def test_ntu_shares_carry_their_limits_answers_and_kind_of_year(database):
    """Brå, NTU 2025: 65 338 answered; exposure to assault is of the year before the survey."""
    assert database.execute(
        "SELECT DISTINCT n FROM survey_result WHERE survey = 'ntu_kommun' AND year = 2025 AND year_kind = 'survey'"
    ).fetchall() == [(65338,)]
    value, lower, upper, n, kind = database.execute(
        "SELECT value, lower_95, upper_95, n, year_kind FROM survey_result "
        "WHERE question = 'Självrapporterad utsatthet för misshandel' AND year = 2016"
    ).fetchone()
    assert (round(lower, 3), n, kind) == (2.983, 79933, "reference")
    assert lower < value < upper


def test_every_page_says_what_is_missing(real_site):
    pages = sorted((real_site.out / "lessebo" / "2023").glob("*.html"))
    assert len(pages) == 8
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for source in (
            "Trygghetsmätning",
            "Medborgardialog",
            "Medarbetardialog",
            "Operativa Brå",
            "Polisens statistik",
        ):
            assert source in text, (page.name, source)
        assert "Bara öppna data i provet." in text, page.name
        assert "Exempel med påhittade uppgifter" not in text, page.name


def test_tables_without_rows_still_have_their_columns(database):
    for name in ("statement", "statement_theme", "indicator_place", "indicator_time_of_week"):
        columns = [row[0] for row in database.execute(f'DESCRIBE "{name}"').fetchall()]
        assert columns == list(tables()[name].columns)


def test_the_countrys_municipalities_are_kept_as_reference_and_the_spread_says_what_it_rests_on(database):
    """290 municipalities in Kolada, and 290 populations to 2016; after it those of the police area alone, too few for
    a φ of their own: the register's is used, and told."""
    counted = dict(
        database.execute(
            "SELECT year, count(DISTINCT municipality_code) FROM indicator_value WHERE indicator = 'theft_reported' "
            "AND municipality_code <> '00' GROUP BY year"
        ).fetchall()
    )
    assert counted[2016] == 290
    assert 0 < counted[2022] <= 6
    told = database.execute(
        "SELECT DISTINCT dispersion_areas, dispersion > 1, contains(method, 'ur registret') FROM indicator_comparison "
        "WHERE indicator = 'theft_reported' AND municipality_code = '0761' AND comparison = 'previous_years'"
    ).fetchall()
    assert told == [(0, True, True)]


def test_nothing_hidden_follows_from_the_real_figures(database):
    assert database.execute("SELECT coalesce(sum(exposed), 0) FROM disclosure_audit").fetchone() == (0,)
