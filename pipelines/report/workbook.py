"""``lagesbild.xlsx``: the same figures as the pages, for those who want them in a workbook.

Belongs here: which sheets there are, and the first sheet's words. Not here: columns (``workbook_fields``), rows
(``workbook_rows``), cells and fixed bytes (``workbook_cells``), which values are hidden (``edition`` has emptied
them) or any figure of its own.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from pipelines.report import sentences, workbook_fields, workbook_rows
from pipelines.report.edition import Edition
from pipelines.report.shell import EXAMPLE_BANNER
from pipelines.report.swedish import is_missing, municipality_name
from pipelines.report.workbook_cells import fill, head, lines_of, print_on_width, put, with_fixed_times

_SAYINGS_COLUMNS = ((1, 1), (2, 2), (3, 3), (4, 7), (8, 8), (9, 18))
"""First and last sheet column of each part of what sources say, below the ranking: the last text needs many."""


def write_workbook(database: Path, path: Path, agreement: str, year: int) -> Path:
    """Writes the workbook of one lägesbild and returns ``path``. The same database gives the same bytes."""
    data = workbook_bytes(Edition.open(database, agreement, year))
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    os.replace(part, path)
    return path


def workbook_bytes(edition: Edition) -> bytes:
    """The whole workbook as a file's bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    read_me(book.create_sheet("Läs mig"), edition)
    fill(book.create_sheet("Nyckeltal"), workbook_rows.key_figures(edition), workbook_fields.KEY_FIGURES)
    fill(book.create_sheet("Jämförelser"), workbook_rows.comparisons(edition), workbook_fields.COMPARISONS)
    fill(book.create_sheet("Mönster"), workbook_rows.patterns(edition), workbook_fields.PATTERNS)
    _problems(book.create_sheet("Problem"), edition)
    themes = workbook_rows.named(edition, edition.themes())
    fill(book.create_sheet("Teman"), themes, workbook_fields.THEMES)
    statements = workbook_rows.named(edition, edition.statements())
    fill(book.create_sheet("Uttalanden"), statements, workbook_fields.STATEMENTS)
    fill(book.create_sheet("Källor"), workbook_rows.sources(edition), workbook_fields.SOURCES)
    fill(book.create_sheet("Definitioner"), workbook_rows.definitions(edition), workbook_fields.DEFINITIONS)
    book.properties.title = f"Lägesbild {edition.year}, {municipality_name(edition.municipality)}"
    book.properties.creator = "Lägesbild"
    buffer = io.BytesIO()
    book.save(buffer)
    return with_fixed_times(buffer.getvalue())


def _problems(sheet: Any, edition: Edition) -> None:
    """The ranking with its filter, and below it what each source says of every problem."""
    from openpyxl.styles import Font

    rows = workbook_rows.ranking(edition)
    fill(sheet, rows, workbook_fields.RANKING)
    start = len(rows) + 3
    sheet.cell(row=start, column=1, value="Vad varje källa säger om problemen").font = Font(bold=True)
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


def read_me(sheet: Any, edition: Edition) -> None:
    """The first sheet: what the others hold, and what must be known before anything is spread."""
    from openpyxl.styles import Alignment, Font

    info = edition.info
    reason = info.get("incomplete_reason")
    lines = [
        f"Lägesbild {edition.year}, {municipality_name(edition.municipality)}",
        *([EXAMPLE_BANNER] if bool(info["is_example"]) else []),
        *([] if is_missing(reason) or not str(reason).strip() else [f"Ofullständig lägesbild. {reason}"]),
        f"Avtal: {info['agreement_name']}, {int(info['valid_from'])}–{int(info['valid_to'])}.",
        "Nyckeltal: varje indikator per år för kommunen, lokalpolisområdets kommuner och riket, med intervall, fil "
        "och rad.",
        "Jämförelser: det bedömda året mot tidigare år, utvecklingen över åren och nivån bredvid andras, efter "
        "justering för antalet jämförelser. En kvot under 1 är lägre än väntat, över 1 högre.",
        "Mönster: månader, veckodagar, tider i veckan och orter, flera år sammanlagt. ”Dolt” står i rutor som inte "
        "får visas, eller som annars skulle avslöja en sådan.",
        "Problem: anmälda brott i ordning efter antal och efter krympt kvot, med intervall för varje plats, och "
        "därunder vad varje källa säger. Saknas kvotens intervall skiljer sig kommunerna inte mer åt än slumpen gör. "
        "Vad som ska prioriteras avgör parterna.",
        "Teman och Uttalanden: vad dialoger och möten säger. Teman som för få har nämnt är inte med.",
        "Källor: mottagna filer, och källor som saknas eller lämnats utanför.",
        "Definitioner: vad varje indikator svarar på och inte säger, vilket problem den hör till, vad den belyser, "
        "vilka den jämförs med och hur mycket som krävs för att en siffra ska visas.",
        "På papper kommer de viktigaste kolumnerna med. Längre till höger i bladen står metod, fil och rad.",
        "Arbetsboken är arbetsmaterial för gruppen. Den har antal per kommun och år, också små, och "
        "avidentifierade uttalanden. Avidentifieringen hittar de flesta namn men inte alla: läs innan något sprids.",
        f"Antal av känsliga slag visas som ”{sentences.hidden_text(edition.min_shown)}”.",
        "Enkäternas andelar är avrundade till hela procent under 100 svar. Antalet bakom en andel visas inte när "
        "färre än tio har svarat så, eller har svarat något annat.",
        "Anmälda brott, oro och uttalanden mäter olika saker och ska inte läggas ihop. Narkotikabrott och brott mot "
        "knivlagen följer polisens närvaro: fler anmälda kan vara fler insatser.",
    ]
    for line, text in enumerate(lines, 1):
        cell = sheet.cell(row=line, column=1, value=text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[line].height = 22 if line == 1 else 16 * lines_of(text, 105)
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 100
    print_on_width(sheet)
