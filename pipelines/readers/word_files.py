"""Word files (docx) -> paragraphs in the order a person reads them.

Belongs here: document order, tables, lists, text boxes, tracked changes. Not here: what a paragraph
means (the layout modules), Word's own numbers (word_numbers.py), what stands beside the text
(word_margins.py) or other document forms (documents.py).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.readers import cells, tables, word_margins, word_numbers
from pipelines.readers.word_numbers import Numbering

if TYPE_CHECKING:
    from lxml.etree import _Element

BULLET = re.compile(r"^\s*(?:[•▪◦●○·‣\uf0b7]|[-–*](?=\s)|o(?=\s+[A-ZÅÄÖ]))\s*")

_COLUMN_NAME = re.compile(
    r"(?:plats|område|ort|vilken ort|när|var|vad|vem|tid|tidpunkt|datum|typ|händelse|fenomen|iakttagelse|problem|"
    r"orsak|trolig orsak|förslag|åtgärd(?:er)?|hur ofta|verksamhet|ansvarig|fråga|svar|kommentar|status|klart?|nr|"
    r"punkt|ärende|ämne|namn|funktion|roll|organisation|e-?post|telefon|närvarande|deltagare|diskussion|"
    r"anteckning(?:ar)?|beslut|synpunkt(?:er)?|uppföljning|vecka|dag|beskrivning|uppdrag|deadline|senast)\b",
    re.IGNORECASE,
)
_W = word_margins.W
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING_STYLES = ("heading", "title", "subtitle", "rubrik", "underrubrik")


@dataclass(frozen=True)
class Block:
    """A paragraph or table row.

    ``cells``: a row's cells, the paragraphs in each parted by line breaks. ``level``: how deep in a list.
    ``about``: what a remark beside the text belongs to. ``remarks``: the ids of those that are anchored here.
    """

    text: str
    kind: str
    series: str = ""
    level: int = 0
    cells: tuple[str, ...] = ()
    about: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Styles:
    """What paragraph styles are called, and how the document numbers its paragraphs."""

    names: dict[str, str]
    numbering: Numbering


def paragraphs(data: bytes, name: str) -> list[Block]:
    """Everything in reading order; a number that Word prints stands first in the text.

    Headers and footers (kind furniture) stand first and last, a comment or a note (kind remark) after the
    paragraph it belongs to, those who wrote and commented (kind author) at the end. Raises
    UnreadableFileError.
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
        margins = word_margins.read(document, text_of)
        body = list(_blocks(document.element.body, _Styles(names, numbers)))
    except Exception:
        # The zip, XML and object layers under python-docx raise a dozen kinds of errors for a damaged file.
        raise tables.unreadable(
            name, "Word-filen är trasig. Öppna den i Word och spara den på nytt."
        ) from None
    if not body:
        raise tables.unreadable(name, "Word-filen innehåller ingen text.")
    found = [Block(text, "furniture") for text in margins.heads]
    for number, block in enumerate(body, 1):
        found.append(block)
        for remark in (margins.remarks.pop(key) for key in block.remarks if key in margins.remarks):
            about = f"{remark.what} till stycke {number}"
            found += [Block(text, "remark", about=about) for text in remark.texts]
    # A mark in an empty paragraph, or in none.
    loose = margins.remarks.values()
    found += [Block(text, "remark", about=f"{r.what} utan stycke") for r in loose for text in r.texts]
    found += [Block(text, "furniture") for text in margins.feet]
    return found + [Block(text, "author") for text in margins.authors]


def _blocks(parent: _Element, styles: _Styles) -> Iterator[Block]:
    """Paragraphs and table rows in document order, also inside content controls."""
    for child in parent:
        if child.tag == _W + "p":
            yield from _paragraph(child, styles)
        elif child.tag == _W + "tbl":
            yield from _rows(child)
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml", _W + "ins"):
            yield from _blocks(child, styles)


def _paragraph(p: _Element, styles: _Styles) -> Iterator[Block]:
    style_id = p.find(f"{_W}pPr/{_W}pStyle")
    style = styles.names.get(style_id.get(_W + "val", ""), "") if style_id is not None else ""
    own = p.find(f"{_W}pPr/{_W}numPr")
    if style.startswith(_HEADING_STYLES):
        kind = "heading"
    elif style.startswith("list") or own is not None:
        kind = "list"
    else:
        kind = "body"
    lines = [line for line in text_of(p).split("\n") if cells.clean(BULLET.sub("", line))]
    if kind == "body" and len(lines) == 1 and _stands_out(p, cells.clean(lines[0])):
        kind = "heading"
    # An empty paragraph in a list has no number of its own that anybody sees, but Word counts it.
    label, series = styles.numbering.label(p)
    level = _level(p, own, style) if kind == "list" else 0
    remarks = word_margins.anchored(p)
    # A line break inside a paragraph separates lines in header blocks and attendance lists.
    for n, line in enumerate(lines):
        bullet = BULLET.match(line)
        text = cells.clean(BULLET.sub("", line))
        here = remarks if n == len(lines) - 1 else ()
        if label and not n:
            yield Block(f"{label} {text}", kind, series, level, remarks=here)
        else:
            yield Block(text, "list" if bullet and kind == "body" else kind, "", level, remarks=here)
    for box in p.iter(_W + "txbxContent"):
        if not any(a.tag == _FALLBACK for a in box.iterancestors()):
            yield from _blocks(box, styles)


def _stands_out(p: _Element, text: str) -> bool:
    """A short line all in bold that is no sentence: a heading that somebody made without Word's styles."""
    if len(text) > 80 or len(text.split()) > 9 or text.endswith((".", ",", ";", "!")) or BULLET.match(text):
        return False
    runs = [r for r in p.iter(_W + "r") if cells.clean(text_of(r))]
    marks = [r.find(f"{_W}rPr/{_W}b") for r in runs]
    return bool(runs) and all(m is not None and m.get(_W + "val", "1") not in ("0", "false") for m in marks)


def _level(p: _Element, own: _Element | None, style: str) -> int:
    """How deep in a list: by its numbering, by Word's style ("List Bullet 2"), else by its indent."""
    level = own.find(_W + "ilvl") if own is not None else None
    if level is not None and level.get(_W + "val", "0").isdigit():
        deep = int(level.get(_W + "val", "0"))
        if deep:
            return deep
    if match := re.search(r"\b([2-9])$", style):
        return int(match[1]) - 1
    indent = p.find(f"{_W}pPr/{_W}ind")
    left = (indent.get(_W + "left") or indent.get(_W + "start") or "") if indent is not None else ""
    return int(left) // 720 if left.isdigit() else 0


def text_of(element: _Element) -> str:
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
        elif child.tag in (_W + "del", _W + "moveFrom", _W + "txbxContent", _FALLBACK, _W + "pPr"):
            continue
        elif isinstance(child.tag, str):
            parts.append(text_of(child))
    return "".join(parts)


def _rows(table: _Element) -> Iterator[Block]:
    """A table row becomes one paragraph, cells parted by semicolons; a marked header row is set apart."""
    first = True
    for tr in table.iter(_W + "tr"):
        texts: list[str] = []
        for tc in tr.iter(_W + "tc"):
            if any(a.tag == _W + "tc" and a is not tc for a in tc.iterancestors()):
                continue  # a table inside a cell is already part of that cell's text
            merged = tc.find(f"{_W}tcPr/{_W}vMerge")
            hidden = merged is not None and merged.get(_W + "val", "continue") == "continue"
            lines = [
                text
                for p in tc.iter(_W + "p")
                if not any(a.tag == _FALLBACK for a in p.iterancestors())
                for line in text_of(p).split("\n")
                if (text := _line(line))
            ]
            texts.append("" if hidden else "\n".join(lines))
            span = tc.find(f"{_W}tcPr/{_W}gridSpan")
            wide = span.get(_W + "val", "1") if span is not None else "1"
            texts += [""] * (int(wide) - 1 if wide.isdigit() and int(wide) < 64 else 0)
        if not any(a.tag == _W + "tc" for a in tr.iterancestors()) and any(texts):
            marked = tr.find(f"{_W}trPr/{_W}tblHeader") is not None
            header = marked or (first and (names_columns(texts) or _all_bold(tr, texts)))
            # A row that is one wide cell is a title, and the names of the columns stand in the next.
            titled = first and not header and len(texts) > 1 and sum(map(bool, texts)) == 1
            first = titled
            yield Block(
                "; ".join(t.replace("\n", " ") for t in texts if t),
                "table_header" if header else "table",
                cells=tuple(texts),
                remarks=word_margins.anchored(tr),
            )


def _line(text: str) -> str:
    return cells.clean(BULLET.sub("", text))


def _all_bold(tr: _Element, texts: list[str]) -> bool:
    filled = [text for text in texts if text]
    short = len(filled) > 1 and all(len(t.split()) <= 14 and not t.endswith((".", "!")) for t in filled)
    runs = [r for r in tr.iter(_W + "r") if cells.clean(text_of(r))]
    return short and bool(runs) and all(r.find(f"{_W}rPr/{_W}b") is not None for r in runs)


def names_columns(texts: list[str]) -> bool:
    """A first row that nobody marked as header: every cell short, most of them a column's usual name."""
    filled = [text for text in texts if text]
    known = sum(bool(_COLUMN_NAME.match(t)) or t.endswith("?") for t in filled)
    short = all(
        (len(t.split()) <= 4 and not t.endswith((".", "!"))) or (t.endswith("?") and len(t.split()) <= 14)
        for t in filled
    )
    return len(filled) > 1 and short and 2 * known > len(filled)
