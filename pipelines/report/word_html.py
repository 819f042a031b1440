"""A page's words as Word: the same headings, paragraphs, lists and tables, and charts as pictures.

Belongs here: turning what the pages show (``markup``) into a document, so that both say the same numbers. Not here:
which parts a document has (``word_documents``), drawing (``pictures``).

What is folded on a page (``details``) is left out: it is for looking things up on the page.
"""

from __future__ import annotations

import io
from typing import Any

from pipelines.report.markup import Chart, Fragment
from pipelines.report.pictures import picture

_WIDTH_CM = 16.0
_FOLDED = (
    "details",
    "label",
    "script",
    "style",
    "nav",
    "button",
    "input",
    "select",
    "form",
    "svg",
    "template",
)
_BLOCKS = (
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "table",
    "figure",
    "div",
    "section",
    "article",
)
_DEEPEST = 4


def add_fragment(document: Any, fragment: Fragment, shift: int = 0) -> None:
    """Append what a call of the notebooks shows. ``shift``: how many levels deeper its headings stand here."""
    for part in fragment.parts:
        if isinstance(part, Chart):
            add_chart(document, part)
        else:
            add_html(document, part, shift)


def add_chart(document: Any, chart: Chart) -> None:
    """The picture with its caption as alt text, and the caption and source below it; without picture its table."""
    from docx.shared import Cm

    drawn = picture(chart.figure)
    if drawn is not None:
        shape = document.add_picture(io.BytesIO(drawn), width=Cm(_WIDTH_CM))
        properties = shape._inline.docPr
        properties.set("descr", chart.caption)
        properties.set("title", chart.caption.split(",")[0])
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_paragraph(f"{chart.caption} {chart.source}", style="Caption")
    if drawn is None:
        add_html(document, chart.table)


def add_html(document: Any, html: str, shift: int = 0) -> None:
    """Append a piece of the pages' own HTML."""
    from lxml import html as parser

    for element in parser.fragments_fromstring(f"<div>{html}</div>"):
        _walk(document, element, shift)


def _walk(document: Any, element: Any, shift: int) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _FOLDED or element.get("hidden") is not None or "skarm" in (element.get("class") or "").split():
        return
    if tag and tag[0] == "h" and tag[1:].isdigit():
        document.add_heading(_text(element), level=min(int(tag[1:]) + shift, _DEEPEST))
    elif tag == "p" and _is_link(element):
        return  # leads to another page
    elif tag == "p":
        _paragraph(document, _text(element), element.get("class") or "")
    elif tag in ("ul", "ol"):
        for item in element:
            if item.tag == "li":
                document.add_paragraph(_text(item), style="List Bullet" if tag == "ul" else "List Number")
    elif tag == "dl":
        _terms(document, element)
    elif tag == "table":
        _table(document, element)
    elif any(child.tag in _BLOCKS for child in element):
        for child in element:
            _walk(document, child, shift)
    elif text := _text(element):
        document.add_paragraph(text)


def _is_link(element: Any) -> bool:
    """A paragraph that is nothing but a link."""
    return len(element) == 1 and element[0].tag == "a" and _text(element) == _text(element[0])


def _paragraph(document: Any, text: str, css_class: str) -> None:
    if not text:
        return
    added = document.add_paragraph()
    run = added.add_run(text)
    if css_class in ("huvudsak", "nyckel"):
        run.bold = True
    elif css_class in ("not", "fraga"):
        run.italic = True


def _terms(document: Any, element: Any) -> None:
    term = ""
    for child in element.iter("dt", "dd"):
        if child.tag == "dt":
            term = _text(child)
        else:
            added = document.add_paragraph()
            added.add_run(f"{term}. ").bold = True
            added.add_run(_text(child))


def _table(document: Any, element: Any) -> None:
    """A table with its caption above it and a heading row that is repeated on every page."""
    caption = element.find("caption")
    rows = [[_text(cell) for cell in row if cell.tag in ("th", "td")] for row in element.iter("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return
    if caption is not None and (words := _text(caption)):
        document.add_paragraph(words, style="Caption").paragraph_format.keep_with_next = True
    add_table(document, rows[0], rows[1:])


def add_table(document: Any, headings: list[str], rows: list[list[str]]) -> None:
    """A plain table; the first row is marked as headings for screen readers and page breaks."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    width = max([len(headings), *(len(row) for row in rows)])
    table = document.add_table(rows=0, cols=width)
    table.style = "Table Grid"
    for n, texts in enumerate([headings, *rows]):
        cells = table.add_row().cells
        for cell, text in zip(cells, [*texts, *[""] * (width - len(texts))], strict=True):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size = Pt(8)
            run.bold = n == 0
    properties = table.rows[0]._tr.get_or_add_trPr()
    marked = OxmlElement("w:tblHeader")
    marked.set(qn("w:val"), "true")
    properties.append(marked)
    document.add_paragraph()


def _text(element: Any) -> str:
    """All words of an element, without what is folded in it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag not in _FOLDED:
            parts.append("\n" if child.tag == "br" else _text(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split(" ")).replace(" \n ", "\n").strip()
