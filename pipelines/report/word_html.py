"""A page's words as Word: the same headings, paragraphs, lists and tables, and charts as pictures.

Belongs here: turning what the pages show (``markup``) into a document, so that both say the same numbers. Not here:
which parts a document has (``word_documents``), drawing (``pictures``).

What is folded on a page (``details``) is left out: it is for looking things up on the page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pipelines.report.markup import Chart, Fragment
from pipelines.report.pictures import picture
from pipelines.report.plan_words import BESIDE

#: Between the margins of an A4 page.
WIDTH_CM = 17.0
#: At eight points.
_CM_PER_LETTER, _CELL_EDGES_CM, _LONGEST_WORD = 0.155, 0.42, 24
_BOLD = 1.15  # how much wider a heading's letters are
#: Letters from which more text gives a column no more room.
_LONG = 200
_PICTURE_CM = 13.5
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
    "figcaption",
    "blockquote",
    "div",
    "section",
    "article",
)
_APART = (*_BLOCKS, "li", "dt", "dd", "caption", "tr", "th", "td")
"""What begins on a line of its own on the page: its words never run together with those beside it."""
_DEEPEST = 4
_DEEPEST_LIST = 3
_BREAK = "\x1e"
_BESIDE_DOCUMENT = "bredvid dokumentet"


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
        shape = document.add_picture(io.BytesIO(drawn), width=Cm(_PICTURE_CM))
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
    if _is_left_out(element):
        return
    tag = element.tag
    if tag[0] == "h" and tag[1:].isdigit():
        document.add_heading(_text(element), level=min(int(tag[1:]) + shift, _DEEPEST))
    elif tag == "p" and _is_link(element):
        return  # leads to another page
    elif tag == "p":
        _paragraph(document, _text(element), element.get("class") or "")
    elif tag in ("ul", "ol"):
        _list(document, element, shift)
    elif tag == "dl":
        _terms(document, element)
    elif tag == "table":
        _table(document, element)
    else:
        for piece in _pieces(element):
            if isinstance(piece, str):
                document.add_paragraph(piece)
            else:
                _walk(document, piece, shift)


def _is_left_out(element: Any) -> bool:
    """What is folded or only for the screen, and comments."""
    return (
        not isinstance(element.tag, str)
        or element.tag in _FOLDED
        or element.get("hidden") is not None
        or "skarm" in (element.get("class") or "").split()
    )


def _pieces(element: Any) -> Iterator[Any]:
    """What stands in an element, in order: its running text as strings, and its blocks as elements."""
    running = element.text or ""
    for child in element:
        if not _is_left_out(child):
            if child.tag in _BLOCKS:
                if words := _squeezed(running):
                    yield words
                yield child
                running = ""
            else:
                running += _raw(child)
        running += child.tail or ""
    if words := _squeezed(running):
        yield words


def _list(document: Any, element: Any, shift: int, depth: int = 1) -> None:
    """Items with their mark, what follows in an item without one, and lists within it one step in."""
    level = f" {min(depth, _DEEPEST_LIST)}" if depth > 1 else ""
    for item in element:
        if item.tag != "li" or _is_left_out(item):
            continue
        # Word's own number would stand beside the one in the words, and go on from the list before.
        numbered = "List" if item.find_class("nummer") else "List Number"
        mark = "List Bullet" if element.tag == "ul" else numbered
        _item(document, item, shift, depth, [mark + level, "List Continue" + level])


def _item(document: Any, item: Any, shift: int, depth: int, styles: list[str]) -> None:
    """``styles``: of the item's first paragraph, and of those that follow; the first is used up."""
    for piece in _pieces(item):
        if isinstance(piece, str):
            document.add_paragraph(piece, style=styles[0])
        elif piece.tag in ("ul", "ol"):
            _list(document, piece, shift, depth + 1)
        elif piece.tag == "p":
            _paragraph(document, _text(piece), piece.get("class") or "", styles[0])
        elif piece.tag == "div":
            _item(document, piece, shift, depth, styles)
        else:
            _walk(document, piece, shift)
        del styles[:-1]


def _is_link(element: Any) -> bool:
    """A paragraph that is nothing but a link."""
    return len(element) == 1 and element[0].tag == "a" and _text(element) == _text(element[0])


def _paragraph(document: Any, text: str, css_class: str, style: str | None = None) -> None:
    if not text:
        return
    if "att-gora" in css_class.split():
        text = text.replace(BESIDE, _BESIDE_DOCUMENT)
    added = document.add_paragraph(style=style)
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
            added.add_run(f"{term} " if term.endswith(("?", ".", ":")) else f"{term}. ").bold = True
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
    """A plain table, as wide as the text; columns as wide as their words need. The first row is marked as headings
    for screen readers and page breaks, and no row is split between two pages."""
    from docx.shared import Cm, Pt

    wide = max([len(headings), *(len(row) for row in rows)])
    every = [[*texts, *[""] * (wide - len(texts))] for texts in (headings, *rows)]
    table = document.add_table(rows=0, cols=wide)
    table.style = "Table Grid"
    table.autofit = False
    widths = [Cm(width) for width in _column_widths(every)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for n, texts in enumerate(every):
        row = table.add_row()
        _mark(row._tr.get_or_add_trPr(), "w:cantSplit")
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(text)
            run.font.size = Pt(8)
            run.bold = n == 0
    _mark(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _mark(properties: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    marked = OxmlElement(name)
    marked.set(qn("w:val"), "true")
    properties.append(marked)


def _column_widths(rows: list[list[str]]) -> list[float]:
    """Centimetres per column: its longest word whole where there is room, the rest by its longest text."""
    columns = list(zip(*rows, strict=True))
    longest = [max(len(word) for text in column for word in ("", *text.split())) for column in columns]
    bold = [max(len(word) for word in ("", *column[0].split())) * _BOLD for column in columns]
    least = [
        _CM_PER_LETTER * min(max(letters), _LONGEST_WORD) + _CELL_EDGES_CM
        for letters in zip(longest, bold, strict=True)
    ]
    written = [min(max(len(text) for text in column), _LONG) for column in columns]
    left = WIDTH_CM - sum(least)
    if left < 0:
        return [WIDTH_CM * each / sum(least) for each in least]
    return [each + left * share / max(1, sum(written)) for each, share in zip(least, written, strict=True)]


def _text(element: Any) -> str:
    """All words of an element, without what is folded in it."""
    return _squeezed(_raw(element))


def _raw(element: Any) -> str:
    """The same with the white space of the HTML. A line break is a mark that is no white space there."""
    if element.tag == "br":
        return _BREAK
    parts = [element.text or ""]
    for child in element:
        if not _is_left_out(child):
            parts.append(f" {_raw(child)} " if child.tag in _APART else _raw(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _squeezed(text: str) -> str:
    """White space as a browser shows it: one space for many; one that does not break stays."""
    lines = re.sub(r"[ \t\r\n\f]+", " ", text).split(_BREAK)
    return "\n".join(line.strip(" ") for line in lines).strip("\n")
