"""Small files with the real layouts' shape, built in memory for the reader tests."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import docx
import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas


def workbook(sheets: dict[str, Sequence[Sequence[object]]], merged: Iterable[str] = ()) -> bytes:
    """An xlsx with the given sheets; ``merged`` are cell ranges to merge in the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(parts: Sequence[tuple[str, str]]) -> bytes:
    """A docx of (style, text); style "table" takes rows parted by newlines and cells by "|"."""
    document = docx.Document()
    for style, text in parts:
        if style == "table":
            rows = [line.split("|") for line in text.split("\n")]
            table = document.add_table(len(rows), len(rows[0]))
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    table.cell(r, c).text = cell
        else:
            document.add_paragraph(text, style=style or None)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    """The bytes of a docx document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(
    pages: Sequence[Sequence[tuple[str, str] | None]], foot: str = "Sida {} av {}", head: str = ""
) -> bytes:
    """A PDF of printed lines (font, text), None for a wider gap; every line break is the printer's."""
    for font in ("Helvetica", "Helvetica-Bold"):
        pdfmetrics.getFont(font)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for n, lines in enumerate(pages, 1):
        if head:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(60, 815, head)
        y = 780
        for line in lines:
            if line is not None:
                canvas.setFont(line[0], 11)
                canvas.drawString(60, y, line[1])
            y -= 14 if line is not None else 10
        if foot:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(280, 30, foot.format(n, len(pages)))
        canvas.showPage()
    canvas.save()
    return out.getvalue()
