"""``lagesbild.xlsx``: what the group fills in, and beside it the same figures as the pages.

Belongs here: which sheets there are and in which order. Not here: the first sheet's words (``workbook_read_me``), the
sheets that are filled in (``workbook_plan``, ``workbook_review``, ``workbook_sheets``), columns (``workbook_fields``)
and rows (``workbook_rows``) of the others, cells and fixed bytes (``workbook_cells``), which values are hidden
(``edition`` has emptied them) or any figure of its own.
"""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines import workbook_register as register
from pipelines.report import workbook_evidence, workbook_fields, workbook_plan, workbook_review, workbook_rows
from pipelines.report.edition import Edition
from pipelines.report.plan_words import cell_text
from pipelines.report.swedish import is_missing, municipality_name
from pipelines.report.workbook_carried import REVIEW, Carried, carried, evidence_numbers
from pipelines.report.workbook_cells import bold, fill, head, lines_of, print_on_width, put, with_fixed_times
from pipelines.report.workbook_checks import LISTS
from pipelines.report.workbook_figures import Figures
from pipelines.report.workbook_lists import Words, words
from pipelines.report.workbook_read_me import DIFFERENCES, NAME, cells, read_me
from pipelines.report.workbook_sheets import fill_in

_SAYINGS_COLUMNS = ((1, 1), (2, 2), (3, 3), (4, 7), (8, 8), (9, 18))
"""First and last sheet column of each part of what sources say, below the ranking: the last text needs many."""


def write_workbook(
    database: Path,
    path: Path,
    agreement: str,
    year: int,
    reviews: pd.DataFrame | None = None,
    working: Path | None = None,
    typed: pd.DataFrame | None = None,
) -> Path:
    """Writes the workbook of one lägesbild and returns ``path``. The same input gives the same bytes.

    ``reviews``: ``statement_review``, which is not published, to be carried over to the sheet that is filled in.
    ``working``: the folder of all the statements, which that sheet holds; the database has only some of them.
    ``typed``: what has been handed in (``raw.Reading.typed``), to be shown again as it was typed.
    """
    edition = replace(Edition.open(database, agreement, year), working=working)
    data = workbook_bytes(edition, reviews, typed)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    os.replace(part, path)
    return path


def workbook_bytes(
    edition: Edition, reviews: pd.DataFrame | None = None, typed: pd.DataFrame | None = None
) -> bytes:
    """The whole workbook as a file's bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    content, lists = carried(typed, edition.year), words(edition)
    read_me(book.create_sheet(NAME), edition, content)
    _filled_in(book, edition, content, lists, reviews)
    if content.differences:
        fill(book.create_sheet(DIFFERENCES), _differences(content, lists), workbook_fields.DIFFERENCES)
    fill(book.create_sheet("Nyckeltal"), workbook_rows.key_figures(edition), workbook_fields.KEY_FIGURES)
    fill(book.create_sheet("Jämförelser"), workbook_rows.comparisons(edition), workbook_fields.COMPARISONS)
    fill(book.create_sheet("Mönster"), workbook_rows.patterns(edition), workbook_fields.PATTERNS)
    _problems(book.create_sheet("Problemunderlag"), edition)
    themes = workbook_rows.named(edition, edition.themes())
    fill(book.create_sheet("Teman"), themes, workbook_fields.THEMES)
    statements = workbook_rows.named(edition, edition.statements())
    fill(book.create_sheet("Uttalanden"), statements, workbook_fields.STATEMENTS)
    fill(book.create_sheet("Källor"), workbook_rows.sources(edition), workbook_fields.SOURCES)
    fill(book.create_sheet("Definitioner"), workbook_rows.definitions(edition), workbook_fields.DEFINITIONS)
    if LISTS in book.sheetnames:
        book.move_sheet(LISTS, offset=len(book.sheetnames))
    book.properties.title = f"Lägesbild {edition.year}, {municipality_name(edition.municipality)}"
    book.properties.creator = "Lägesbild"
    buffer = io.BytesIO()
    book.save(buffer)
    return with_fixed_times(buffer.getvalue())


def _filled_in(
    book: Any, edition: Edition, content: Carried, lists: Words, reviews: pd.DataFrame | None
) -> None:
    """The register's sheets in its order."""
    figures = Figures.of(edition, content.year)
    for spec in register.sheets().values():
        if spec.id == REVIEW:
            rows = workbook_review.rows(edition, reviews)
            fill_in(book, spec, rows, workbook_review.lists(lists))
        elif spec.id == workbook_evidence.SHEET.id:
            named = evidence_numbers(content.of("cause"))
            fill_in(book, spec, workbook_evidence.rows(edition, named), {})
        else:
            rows = workbook_plan.sheet_rows(spec, edition, content, lists, figures)
            fill_in(book, spec, rows, lists.offered, _remark(content) if spec.id == "book" else "")


def _remark(content: Carried) -> str:
    if not content.differences:
        return ""
    said = cells(len(content.differences))
    return f"Polisens och kommunens arbetsböcker säger olika i {said}: se bladet {DIFFERENCES}."


def _differences(content: Carried, lists: Words) -> pd.DataFrame:
    """What the two parties have written where they differ."""
    made = []
    for difference in content.differences:
        column = difference.sheet.column(difference.column)
        made.append(
            {
                "sheet": difference.sheet.name,
                "id": difference.id,
                "heading": column.heading,
                "municipality": cell_text(column, difference.municipality, lists.of),
                "police": cell_text(column, difference.police, lists.of),
            }
        )
    return pd.DataFrame(made)


def _problems(sheet: Any, edition: Edition) -> None:
    """The ranking with its filter, and below it what each source says of every problem."""
    rows = workbook_rows.ranking(edition)
    fill(sheet, rows, workbook_fields.RANKING)
    start = len(rows) + 3
    sheet.cell(row=start, column=1, value="Vad varje källa säger om problemen").font = bold()
    for (first, last), label in zip(_SAYINGS_COLUMNS, workbook_fields.SAYINGS, strict=True):
        head(sheet.cell(row=start + 1, column=first), label)
        _merge(sheet, start + 1, first, last)
    sheet.row_dimensions[start + 1].height = 33
    widths = [sum(field.width for field in workbook_fields.RANKING[a - 1 : b]) for a, b in _SAYINGS_COLUMNS]
    line = start + 1
    for line, values in enumerate(workbook_rows.sayings(edition), start + 2):
        for (first, last), value in zip(_SAYINGS_COLUMNS, values, strict=True):
            if not is_missing(value):
                put(sheet.cell(row=line, column=first), value)
            _merge(sheet, line, first, last)
        texts = zip(values, widths, strict=True)
        sheet.row_dimensions[line].height = 15 * max(lines_of(str(text), width) for text, width in texts)
    print_on_width(sheet, _SAYINGS_COLUMNS[-1][1], line)


def _merge(sheet: Any, line: int, first: int, last: int) -> None:
    if last > first:
        sheet.merge_cells(start_row=line, end_row=line, start_column=first, end_column=last)
