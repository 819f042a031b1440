"""The published pages: complete, offline, in Swedish, with the banners that must not be missed."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path

import duckdb
import nbformat
import pytest
from fake_edition import AGREEMENT, ROOT, YEAR, build

from pipelines.report.execution import NotebookError
from pipelines.report.pages import build_edition

REASON = "Medborgardialogen hann inte hållas."


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lägesbild with one area, so that only its notebook runs; the overview is only a title."""
    out = tmp_path_factory.mktemp("ut")
    database = build(out / "lagesbild.duckdb", incomplete_reason=REASON)
    with duckdb.connect(str(database)) as connection:
        connection.execute("DELETE FROM priority_area WHERE priority_area <> 'STOLD'")
    notebooks = out / "mallar"
    notebooks.mkdir()
    for name in ("inbrott-och-stolder.ipynb", "uppfoljning.ipynb"):
        shutil.copy(ROOT / "notebooks" / name, notebooks)
    title = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Översikt", id="a1")])
    nbformat.write(title, notebooks / "oversikt.ipynb")
    target = out / AGREEMENT / str(YEAR)
    build_edition(database, target, notebooks, AGREEMENT, YEAR)
    return target


def pages(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))}


def test_every_page_is_there(published: Path) -> None:
    assert set(pages(published)) == {
        "index.html",
        "inbrott-och-stolder.html",
        "kvalitet.html",
        "oversikt.html",
        "uppfoljning.html",
    }
    assert (published / "plotly.min.js").stat().st_size > 1_000_000


def test_no_page_fetches_anything(published: Path) -> None:
    for name, html in pages(published).items():
        fetched = re.findall(
            r'(?:src|srcset)="([^"]+)"|<link[^>]+href="([^"]+)"|url\(([^)]+)\)|@import', html
        )
        flat = {part for match in fetched for part in match if part}
        assert flat <= {"plotly.min.js", "data:,"}, name


def test_pages_are_swedish_with_landmarks_and_headings_in_order(published: Path) -> None:
    for name, html in pages(published).items():
        assert '<html lang="sv">' in html
        assert 'class="hoppa" href="#innehall"' in html
        assert all(f"<{mark}" in html for mark in ("header", "nav", "main", "footer"))
        levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), name
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), name


def test_banners_stand_on_every_page(published: Path) -> None:
    for name, html in pages(published).items():
        assert REASON in html, name
        assert "Exempel med påhittade uppgifter. Anmälda stölder, skadegörelse och folkmängd är" in html, name


def test_the_area_page_holds_its_parts_and_no_code(published: Path) -> None:
    html = pages(published)["inbrott-och-stolder.html"]
    for title in (
        "Bilden över tio år", "Jämförelse med andra", "Mönster över året, veckan och orterna", "Vad enkäterna säger",
        "Vad dialoger och möten säger", "Där källorna är överens och inte", "Vad underlaget inte kan säga",
        "Tänkbara orsaker att pröva (fiskbenet)", "Problem för problem: svar, orsaker, åtgärder och mål",
        "Fyra frågor att svara på",
    ):  # fmt: skip
        assert title in html
    assert "189 år 2023" in html
    assert re.search(r"<h3[^>]*>Stölder sammantaget</h3>\s*<h4[^>]*>Anmälda stölder och tillgrepp</h4>", html)
    assert "Att pröva – inte en slutsats" in html
    assert html.count("Variationen mellan år är skattad på 6 kommuner") == 1
    assert "import display" not in html
    assert html.count('class="diagram-data"') == html.count("<figure")


def test_the_follow_up_page_begins_with_the_thread_and_is_empty_of_nothing(published: Path) -> None:
    html = pages(published)["uppfoljning.html"]
    titles = re.findall(r"<h2[^>]*>(.*?)</h2>", html)
    assert titles == [
        "Röd tråd", "Mål", "Åtgärder", "Samarbetet", "Vad som har ändrats sedan förra lägesbilden",
        "Där parterna skriver olika", "Anmärkningar på planen", "Avtalets och lagens krav",
    ]  # fmt: skip
    for part in re.split(r"<h2", html)[1:]:
        assert re.search(r'<p class="not|<table', part), part[:80]


def test_the_executed_notebook_has_no_times_and_fixed_ids(published: Path) -> None:
    node = nbformat.read(published / "inbrott-och-stolder.ipynb", as_version=4)
    assert all("execution" not in cell.metadata for cell in node.cells)
    assert all(re.fullmatch(r"[0-9a-f]{12}", cell.id) for cell in node.cells)
    assert any(cell.get("outputs") for cell in node.cells)


def test_a_failing_cell_is_named_without_its_data(published: Path, tmp_path: Path) -> None:
    cells = [
        nbformat.v4.new_markdown_cell("# Översikt\n\n## Bilden", id="a1"),
        nbformat.v4.new_code_cell('raise ValueError("Anna Andersson")', id="a2"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "oversikt.ipynb")
    for name in ("inbrott-och-stolder.ipynb", "uppfoljning.ipynb"):
        shutil.copy(ROOT / "notebooks" / name, tmp_path)
    database = published.parents[1] / "lagesbild.duckdb"
    with pytest.raises(NotebookError, match=r"oversikt\.ipynb: cell 2") as caught:
        build_edition(database, tmp_path / "ut", tmp_path, AGREEMENT, YEAR)
    assert "Anna" not in str(caught.value)
    assert not (tmp_path / "ut" / "oversikt.html").exists()


def test_an_area_without_a_notebook_is_refused(published: Path, tmp_path: Path) -> None:
    database = published.parents[1] / "lagesbild.duckdb"
    with pytest.raises(NotebookError, match=r"oversikt\.ipynb saknas"):
        build_edition(database, tmp_path / "ut", tmp_path, AGREEMENT, YEAR)


def test_templates_hold_no_outputs_and_no_numbers() -> None:
    found = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert len(found) == 6
    for path in found:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                assert cell.outputs == []
                assert cell.metadata["jupyter"]["source_hidden"] is True
            else:
                assert not re.search(r"\d", cell.source), path.name
