"""Builds the folder that readers open: executed notebooks, their pages, start page and quality page.

Belongs here: which files are written and from what. Not here: their content (``display``, ``start_page``),
the workbook, or the manifest.
"""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

from pipelines.report import shell, start_page
from pipelines.report.edition import Edition
from pipelines.report.execution import NotebookError, body_html, execute

OVERVIEW, FOLLOW_UP = "oversikt", "uppfoljning"
KERNELS = 2


def build_edition(database: Path, target: Path, notebooks: Path, agreement: str, year: int) -> list[Path]:
    """Writes every page of one lägesbild into ``target`` and returns the files, sorted.

    ``database`` is the published ``lagesbild.duckdb``; ``notebooks`` holds the templates ``oversikt.ipynb``,
    ``uppfoljning.ipynb`` and one per priority area, named by its slug. The same database gives the same bytes. Raises
    NotebookError (also when a priority area has no notebook) and EditionNotFoundError.
    """
    edition = Edition.open(database, agreement, year)
    target.mkdir(parents=True, exist_ok=True)
    slugs = [OVERVIEW, *(str(slug) for slug in edition.priority_areas()["slug"]), FOLLOW_UP]
    missing = [slug for slug in slugs if not (notebooks / f"{slug}.ipynb").is_file()]
    if missing:
        raise NotebookError(
            f"Anteckningsboken {missing[0]}.ipynb saknas. Kopiera en av de andra, byt områdets kod i den "
            "och spara "
            "den under det namnet."
        )
    written = [_write(target / shell.PLOTLY_FILE, _plotly_script())]
    # Each notebook has a kernel process of its own: two at a time use two cores and little more memory.
    with ThreadPoolExecutor(max_workers=KERNELS) as kernels:
        paths = [notebooks / f"{slug}.ipynb" for slug in slugs]
        for files in kernels.map(lambda path: _publish_notebook(edition, path, target), paths):
            written += files
    written += [
        _write(
            target / "index.html", shell.page(edition, "index.html", "Start", start_page.start_body(edition))
        ),
        _write(
            target / "kvalitet.html",
            shell.page(edition, "kvalitet.html", "Källor och kvalitet", start_page.quality_body(edition)),
        ),
    ]
    return sorted(written)


def _publish_notebook(edition: Edition, notebook: Path, target: Path) -> list[Path]:
    environment = {
        "LAGESBILD_DATABASE": str(edition.database),
        "LAGESBILD_AGREEMENT": edition.agreement,
        "LAGESBILD_YEAR": str(edition.year),
    }
    node = execute(notebook, target, environment)
    body = body_html(node)
    found = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.DOTALL)
    title = re.sub(r"<[^>]+>", "", found.group(1)).strip() if found else notebook.stem
    file = f"{notebook.stem}.html"
    return [
        _write(target / notebook.name, nbformat.writes(node) + "\n"),
        _write(target / file, shell.page(edition, file, title, body)),
    ]


def _plotly_script() -> str:
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())


def _write(path: Path, text: str) -> Path:
    """Whole file or nothing: a reader never meets a half-written page."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)
    return path
