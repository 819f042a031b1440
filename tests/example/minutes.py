"""Writes the council's minutes as Word documents and as pdf files.

The pdf files are set line by line the way a word processor does it: words hyphenated at the margin, names
broken over two lines, a page number at the foot. Undoing that is the readers' work.
"""

from __future__ import annotations

import io
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.example import texts
from tests.example.office import new_document, save_document
from tests.example.texts import Note

COLUMNS = 88
LINES_PER_PAGE = 52
LEADING = 13.2
VOWELS = "aeiouyåäöAEIOUYÅÄÖ"


def _header(note: Note) -> list[str]:
    """The header run: body and council on lines of their own, then day, time and place in one run."""
    fields = note.fields
    run = f"Sammanträdesdag {fields['DATUM']}  Tid: {fields['TID']}  Plats: {fields['PLATS']}"
    return [f"PROTOKOLL  {fields['ORGAN']}", fields["RÅD"], run]


def _decision(text: str) -> str:
    return f"Beslut: {text}"


def word(note: Note, path: Path) -> None:
    """Write one set of minutes as a Word document."""
    document = new_document(f"Protokoll {note.fields['DATUM']}")
    for line in _header(note):
        document.add_paragraph(line)
    for title, people in note.attendance:
        document.add_paragraph(title)
        for person in people:
            document.add_paragraph(person)
    for heading, parts in note.items:
        document.add_heading(heading, level=2)
        for kind, text in parts:
            if kind == "bullet":
                document.add_paragraph(text, style="List Bullet")
            else:
                document.add_paragraph(_decision(text) if kind == "decision" else text)
    save_document(path, document)


def _cut(word: str, room: int) -> int:
    """Where to hyphenate so that at most `room` letters stay on the line; 0 when the word is left whole."""
    if not word.rstrip(".,").isalpha() or len(word) < 8 or word[0].isupper():
        return 0
    for at in range(min(room - 1, len(word) - 3), 2, -1):
        before, after = word[at - 2 : at], word[at : at + 2]
        shape = "".join("v" if letter in VOWELS else "c" for letter in before + after)
        if shape in ("cvcv", "vccv") and word[at] != "s":
            return at
    return 0


def wrap(text: str, width: int = COLUMNS) -> list[str]:
    """Break a paragraph into lines, hyphenating long words at the margin."""
    lines, line = [], ""
    for word_ in text.split():
        rest = word_
        room = width - len(line) - 1
        if line and len(rest) > room:
            at = _cut(rest, room)
            if at:
                line, rest = f"{line} {rest[:at]}-", rest[at:]
            lines.append(line)
            line = rest
        else:
            line = f"{line} {rest}" if line else rest
    return [*lines, line]


def _pdf_lines(note: Note) -> list[tuple[str, bool]]:
    """All lines of the document and whether they are set in bold."""
    lines: list[tuple[str, bool]] = []
    for number, paragraph in enumerate(_header(note)):
        lines += [(line, number < 2) for line in wrap(paragraph)]
    for title, people in note.attendance:
        lines += [("", False), (title, True), *((person, False) for person in people)]
    for heading, parts in note.items:
        lines += [("", False), (heading, True)]
        for kind, text in parts:
            start = {"bullet": "• ", "decision": "Beslut: "}.get(kind, "")
            lines += [(line, False) for line in wrap(start + text)]
    return lines


def pdf(note: Note, path: Path) -> None:
    """Write one set of minutes as a pdf with the same bytes on every run."""
    lines = _pdf_lines(note)
    pages = [lines[i : i + LINES_PER_PAGE] for i in range(0, len(lines), LINES_PER_PAGE)]
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=0)
    canvas.setTitle(f"Protokoll {note.fields['DATUM']}")
    canvas.setAuthor("Exempel")
    for number, page in enumerate(pages, start=1):
        height = A4[1] - 60
        for text, bold in page:
            canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 10.5)
            canvas.drawString(62, height, text)
            height -= LEADING
        if len(pages) > 1:
            canvas.setFont("Helvetica", 9)
            canvas.drawString(270, 34, f"Sida {number} ({len(pages)})")
        canvas.showPage()
    canvas.save()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())


def write_all(out: Path) -> None:
    """Write bra-moten/protokoll_<datum>.docx or .pdf for every meeting."""
    for date in texts.minutes_dates():
        source = f"protokoll_{date}.txt"
        note = texts.note(source)
        path = out / texts.target(source)
        (pdf if date in texts.PDF_DATES else word)(note, path)
