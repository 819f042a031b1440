"""Writes the staff dialogue's Word notes: headings, paragraphs, bullets and a table."""

from __future__ import annotations

from pathlib import Path

from docx.document import Document

from tests.example import texts
from tests.example.office import new_document, save_document


def _table(document: Document, rows: list[str]) -> None:
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    grid = document.add_table(rows=len(cells), cols=len(cells[0]))
    for row, values in zip(grid.rows, cells, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value


def write_all(out: Path) -> None:
    """Write medarbetardialog/anteckningar_<år>.docx."""
    for path in sorted(texts.FOLDER.glob("anteckningar_*.txt")):
        note = texts.note(path.name)
        document = new_document(note.fields["TITEL"])
        document.add_heading(note.fields["TITEL"], level=0)
        document.add_paragraph(f"Datum: {note.fields['DATUM']}")
        for title, people in note.attendance:
            document.add_paragraph(f"{title}: {'; '.join(people)}")
        for heading, parts in note.items:
            document.add_heading(heading, level=1)
            for kind, text in parts:
                if kind != "table":
                    document.add_paragraph(text, style="List Bullet" if kind == "bullet" else None)
            rows = [text for kind, text in parts if kind == "table"]
            if rows:
                _table(document, rows)
        save_document(out / texts.target(path.name), document)
