"""Word files (docx) -> paragraphs in the order a person reads them.

Belongs here: document order, tables, lists, text boxes, tracked changes. Not here: what a paragraph
means (the layout modules), Word's own numbers (word_numbers.py) or other document forms (documents.py).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.readers import cells, tables, word_numbers
from pipelines.readers.word_numbers import Numbering

if TYPE_CHECKING:
    from lxml.etree import _Element

BULLET = re.compile(r"^\s*(?:[•▪◦●○·‣\uf0b7]|[-–*](?=\s))\s*")

_COLUMN_NAME = re.compile(
    r"(?:plats|område|ort|när|var|vad|vem|tid|tidpunkt|datum|typ|händelse|fenomen|iakttagelse|problem|orsak|"
    r"trolig orsak|förslag|åtgärd|hur ofta|verksamhet|ansvarig|fråga|svar|kommentar)\b",
    re.IGNORECASE,
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True)
class _Styles:
    """What paragraph styles are called, and how the document numbers its paragraphs."""

    names: dict[str, str]
    numbering: Numbering


def paragraphs(data: bytes, name: str) -> list[tuple[str, str, str]]:
    """(text, kind, numbering) in reading order; a number that Word prints stands first in the text.

    Raises UnreadableFileError.
    """
    import docx

    tables.check_container(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
        names = {s.style_id: (s.name or "").lower() for s in document.styles}
        definitions = next(
            (r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None
        )
        numbers = word_numbers.numbering(getattr(definitions, "element", None), document.styles.element)
        heads = [_text(p._p) for section in document.sections for p in section.header.paragraphs]
        body = list(_blocks(document.element.body, _Styles(names, numbers)))
    except Exception:
        # The zip, XML and object layers under python-docx raise a dozen kinds of errors for a damaged file.
        raise tables.unreadable(
            name, "Word-filen är trasig. Öppna den i Word och spara den på nytt."
        ) from None
    if not body:
        raise tables.unreadable(name, "Word-filen innehåller ingen text.")
    furniture = [(text, "furniture", "") for h in dict.fromkeys(heads) if (text := cells.clean(h))]
    return furniture + body


def _blocks(parent: _Element, styles: _Styles) -> Iterator[tuple[str, str, str]]:
    """Paragraphs and table rows in document order, also inside content controls."""
    for child in parent:
        if child.tag == _W + "p":
            yield from _paragraph(child, styles)
        elif child.tag == _W + "tbl":
            yield from _rows(child)
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml", _W + "ins"):
            yield from _blocks(child, styles)


def _paragraph(p: _Element, styles: _Styles) -> Iterator[tuple[str, str, str]]:
    style_id = p.find(f"{_W}pPr/{_W}pStyle")
    style = styles.names.get(style_id.get(_W + "val", ""), "") if style_id is not None else ""
    if style.startswith(("heading", "title", "subtitle", "rubrik")):
        kind = "heading"
    elif style.startswith("list") or p.find(f"{_W}pPr/{_W}numPr") is not None:
        kind = "list"
    else:
        kind = "body"
    lines = [line for line in _text(p).split("\n") if cells.clean(BULLET.sub("", line))]
    # An empty paragraph in a list has no number of its own that anybody sees, but Word counts it.
    label, series = styles.numbering.label(p)
    # A line break inside a paragraph separates lines in header blocks and attendance lists.
    for n, line in enumerate(lines):
        bullet = BULLET.match(line)
        text = cells.clean(BULLET.sub("", line))
        if label and not n:
            yield f"{label} {text}", kind, series
        else:
            yield text, "list" if bullet and kind == "body" else kind, ""
    for box in p.iter(_W + "txbxContent"):
        if not any(a.tag == _FALLBACK for a in box.iterancestors()):
            yield from _blocks(box, styles)


def _text(element: _Element) -> str:
    """Text of runs, also inserted ones (tracked changes) and links; deleted text and text boxes not."""
    parts: list[str] = []
    for child in element:
        if child.tag == _W + "t":
            parts.append(child.text or "")
        elif child.tag in (_W + "tab", _W + "ptab"):
            parts.append(" ")
        elif child.tag in (_W + "br", _W + "cr"):
            parts.append("\n")
        elif child.tag == _W + "noBreakHyphen":
            parts.append("-")
        elif child.tag in (_W + "moveFrom", _W + "txbxContent", _FALLBACK, _W + "pPr"):
            continue
        elif isinstance(child.tag, str):
            parts.append(_text(child))
    return "".join(parts)


def _rows(table: _Element) -> Iterator[tuple[str, str, str]]:
    """A table row becomes one paragraph, cells parted by semicolons; a marked header row is set apart."""
    first = True
    for tr in table.iter(_W + "tr"):
        texts: list[str] = []
        for tc in tr.iter(_W + "tc"):
            merged = tc.find(f"{_W}tcPr/{_W}vMerge")
            if merged is not None and merged.get(_W + "val", "continue") == "continue":
                continue
            if any(a.tag == _W + "tc" and a is not tc for a in tc.iterancestors()):
                continue  # a table inside a cell is already part of that cell's text
            texts.append(" ".join(cells.clean(_text(p)) for p in tc.iter(_W + "p")).strip())
        if not any(a.tag == _W + "tc" for a in tr.iterancestors()) and any(texts):
            header = tr.find(f"{_W}trPr/{_W}tblHeader") is not None or (first and _names_columns(texts))
            first = False
            yield "; ".join(t for t in texts if t), "table_header" if header else "table", ""


def _names_columns(texts: list[str]) -> bool:
    """A first row that nobody marked as header: every cell short, most of them a column's usual name."""
    known = sum(bool(_COLUMN_NAME.match(t)) for t in texts)
    short = all(len(t.split()) <= 4 and not t.endswith((".", "!")) for t in texts)
    return len(texts) > 1 and short and 2 * known > len(texts)
