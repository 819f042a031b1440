"""Finding the lägesbild, and keeping hidden numbers out of everything that reads it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import openpyxl
import pytest
from fake_edition import AGREEMENT, SECRET, YEAR, build

from pipelines.report import display, start_page
from pipelines.report.edition import Edition, EditionNotFoundError
from pipelines.report.markup import Fragment
from pipelines.report.workbook import write_workbook


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("ut") / "lagesbild.duckdb")


@pytest.fixture(scope="module")
def edition(database: Path) -> Edition:
    return Edition(database, AGREEMENT, YEAR)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LAGESBILD_DATABASE", "LAGESBILD_AGREEMENT", "LAGESBILD_YEAR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def everything(edition: Edition) -> str:
    """All that the pages of this lägesbild hold, as one text."""
    areas = [str(code) for code in edition.priority_areas()["priority_area"]]
    per_area = (
        display.picture, display.comparison, display.pattern, display.survey, display.dialogues,
        display.agreement_between_sources, display.limits, display.candidate_causes, display.four_questions,
    )  # fmt: skip
    parts: list[Fragment] = [show(edition, area) for area in areas for show in per_area]
    parts += [show(edition) for show in (display.overview, display.ranking, display.sources)]
    parts += [
        display.comparison(edition),
        display.limits(edition),
        display.agreement_between_sources(edition),
    ]
    pages = [start_page.start_body(edition), start_page.quality_body(edition)]
    return "\n".join([*(part._repr_html_() for part in parts), *pages])


def test_a_hidden_number_reaches_no_page(everything: str) -> None:
    assert "3.7331" not in everything
    assert "3,73" not in everything
    assert "11,7" not in everything  # a pattern of a hidden year, or with one hidden cell
    assert "82,7" not in everything  # an older window
    assert "färre än 5" in everything


def test_another_municipality_is_on_no_page_and_hides_nothing(edition: Edition, everything: str) -> None:
    """The tables hold the whole country as reference: only the police area's members and the country are shown."""
    assert "6,61" not in everything
    assert "6.6113" not in everything
    assert set(edition.values()["municipality_code"]) == {"0761", "0881", "00"}
    theft = edition.comparisons("STOLD").set_index("comparison")
    assert theft.loc["previous_years", "count"] == 189
    assert not theft["base_hidden"].any()  # the outsider's hidden 2023 is in no sum that is shown


def test_only_the_editions_own_window_is_shown(edition: Edition) -> None:
    values = edition.values("STOLD")
    assert values.loc[values["indicator"] == "bicycle_theft_largest_locality", "year"].tolist() == [2023]
    assert set(edition.seasons()["year"]) == {2023}


def test_a_hidden_number_reaches_no_workbook(database: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_workbook(database, tmp_path / "b.xlsx", AGREEMENT, YEAR))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert SECRET not in cells
    assert "färre än 5" in cells
    assert book.sheetnames[:3] == ["Läs mig", "Om arbetsboken", "Problem"]
    assert book.sheetnames[-3:] == ["Källor", "Definitioner", "Listor"]


def test_the_workbook_says_no_more_of_a_share_than_the_pages(database: Path, tmp_path: Path) -> None:
    """76 of 82 is 92.68 percent, and the other six are the publisher's masked answers; 82 of 82 is everybody."""
    book = openpyxl.load_workbook(write_workbook(database, tmp_path / "b.xlsx", AGREEMENT, YEAR))
    heads = [cell.value for cell in book["Nyckeltal"][1]]
    rows = [dict(zip(heads, row, strict=True)) for row in book["Nyckeltal"].iter_rows(min_row=2)]
    shares = [row for row in rows if row["Enhet"].value == "procent" and row["År"].value == 2022]
    shown = {row["Indikator"].value: (row["Antal"].value, row["Värde"].value) for row in shares
             if row["Nämnare"].value == 82}  # fmt: skip
    assert sorted(shown.values(), key=str) == [("visas inte", "över 95"), ("visas inte", 93), (61, 74)]
    formats = {row["Nämnare"].value: row["Värde"].number_format for row in shares}
    assert (formats[82], formats[80_000]) == ("#,##0", "#,##0.0")


def test_the_pages_say_no_more_of_a_share_than_its_answers_bear(edition: Edition) -> None:
    page = "".join(show(edition, "SKOLA")._repr_html_() for show in (display.picture, display.survey))
    assert "93 procent år 2022" in page
    assert "över 95 procent år 2022 (82 svar)" in page
    assert '<td class="tal">visas inte</td><td class="tal">93</td><td class="tal">85–97</td>' in page
    assert '<td class="tal">61</td><td class="tal">74</td>' in page
    for exact in ("92,7", "92.68", "96.59", "96,6", "74,4", "74.39", ">76<", "100 procent"):
        assert exact not in page, exact


def test_a_cause_with_too_few_statements_neither_counts_nor_points_at_them(edition: Edition) -> None:
    places = display.candidate_causes(edition, "PLATS")._repr_html_()
    assert "Inga uttalanden om de teman som hör till frågan, eller för få för att visas." in places
    assert "rad 1001" not in places
    assert "1\u00a0uttalande" not in places
    thefts = display.candidate_causes(edition, "STOLD")._repr_html_()
    assert "9\u00a0uttalanden ur 2\u00a0källor" in thefts
    assert "rad 1009" in thefts


def test_a_statement_never_becomes_a_formula(database: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_workbook(database, tmp_path / "b.xlsx", AGREEMENT, YEAR))
    texts = list(book["Uttalanden"]["C"][1:])
    assert texts
    assert {cell.data_type for cell in texts} == {"s"}


def test_the_same_database_gives_the_same_workbook(database: Path, tmp_path: Path) -> None:
    first = write_workbook(database, tmp_path / "1.xlsx", AGREEMENT, YEAR).read_bytes()
    assert write_workbook(database, tmp_path / "2.xlsx", AGREEMENT, YEAR).read_bytes() == first


def test_no_statement_is_quoted_before_a_person_has_released_it(everything: str) -> None:
    for text in ("UTPEKANDE", "ENSAMT", "Det stjäls i butiken"):
        assert text not in everything
    assert "en person läser och godkänner ett citat" in everything


def test_the_workbook_leaves_out_statements_that_could_point_somebody_out(
    database: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(write_workbook(database, tmp_path / "b.xlsx", AGREEMENT, YEAR))
    texts = " ".join(str(cell.value) for cell in book["Uttalanden"]["C"])
    assert "UTPEKANDE" not in texts
    assert "ENSAMT" not in texts  # its theme is too rare to be shown
    assert "Det stjäls i butiken" in texts


def test_ids_are_fixed_and_used_once(edition: Edition) -> None:
    html = display.picture(edition, "STOLD")._repr_html_()
    assert 'id="serie-theft-reported-yta"' in html
    assert html == display.picture(edition, "STOLD")._repr_html_()


def test_every_chart_has_words_and_a_table(everything: str) -> None:
    charts = everything.count('<figure class="diagram"')
    assert charts > 3
    assert everything.count("<figcaption>") == charts
    assert everything.count('role="img" aria-label="') == charts
    assert "bra/sol.csv" in everything  # the way back to the file


def test_a_notebook_finds_the_lagesbild_it_lies_in(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = database.parent / AGREEMENT / str(YEAR)
    folder.mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(folder)
    found = Edition.open()
    assert (found.database, found.agreement, found.year) == (database.resolve(), AGREEMENT, YEAR)


@pytest.mark.parametrize("beside", [True, False])
def test_a_notebook_of_another_year_never_shows_this_years_figures(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: bool
) -> None:
    folder = (database.parent if beside else tmp_path) / AGREEMENT / "2022"
    folder.mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(folder)
    given = None if beside else database
    with pytest.raises(EditionNotFoundError, match="lägesbilden 2023, inte 2022") as caught:
        Edition.open(given)
    assert f"lagesbild refresh --year 2022 --agreement {AGREEMENT}" in str(caught.value)
    assert Edition.open(given, AGREEMENT, YEAR).year == YEAR  # what is asked for goes before the folder
    monkeypatch.setenv("LAGESBILD_YEAR", str(YEAR))
    assert Edition.open(given).year == YEAR


def test_a_notebook_of_another_agreement_never_shows_this_ones_figures(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = database.parent / "annat-avtal" / str(YEAR)
    folder.mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(folder)
    with pytest.raises(EditionNotFoundError, match="avtalet annat-avtal"):
        Edition.open()


def test_a_folder_that_only_looks_like_a_year_names_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "analyser" / "2022"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    assert Edition.open(database).year == YEAR


def test_a_missing_lagesbild_is_explained_in_swedish(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAGESBILD_DATABASE", str(tmp_path / "saknas.duckdb"))
    with pytest.raises(EditionNotFoundError, match="make lagesbild"):
        Edition.open()
    with pytest.raises(EditionNotFoundError, match="2031"):
        Edition.open(database, AGREEMENT, 2031)


def test_an_indicator_that_lost_its_figure_is_named(tmp_path: Path) -> None:
    """A renamed question or label would otherwise age in silence."""
    path = build(tmp_path / "lagesbild.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE OR REPLACE TABLE indicator_gap AS SELECT ? AS agreement, 'bicycle_theft_reported' AS indicator, "
            "'Anmälda cykelstölder' AS title, 'STOLD' AS priority_area, ? AS year, 'Skälet.' AS reason",
            [AGREEMENT, YEAR],
        )
    edition = Edition(path, AGREEMENT, YEAR)
    said = display.limits(edition, "STOLD")._repr_html_()
    assert "Siffror som saknas för 2023" in said
    assert "Anmälda cykelstölder: Skälet." in said
    assert "Siffror som saknas" not in display.limits(edition, "PLATS")._repr_html_()
