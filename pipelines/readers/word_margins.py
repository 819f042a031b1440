"""What stands beside the text of a Word file: headers and footers, comments and notes, and who wrote them.

Belongs here: finding those parts, whichever of the first, even and ordinary pages they are for. Not here: the
text itself (word_files.py), or what of it is kept (the layout modules).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipelines.readers import cells

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

#: Part -> what its entries are called in a locator, and what refers to them in the text.
_REMARKS = {
    "comments": ("kommentar", "comment", "commentReference"),
    "footnotes": ("fotnot", "footnote", "footnoteReference"),
    "endnotes": ("slutnot", "endnote", "endnoteReference"),
}
_ANCHORS = {reference: what for what, _, reference in _REMARKS.values()}
#: Who a program says that it is when nobody has told it.
_NOBODY = {
    "python-docx",
    "microsoft office user",
    "user",
    "användare",
    "author",
    "författare",
    "okänd",
    "admin",
}


@dataclass(frozen=True)
class Remark:
    """A comment or a note: what it is called, and its paragraphs."""

    what: str
    texts: tuple[str, ...]


@dataclass
class Margins:
    """``remarks`` by their key, as in ``anchored``. ``authors``: names that stand in no text."""

    heads: list[str] = field(default_factory=list)
    feet: list[str] = field(default_factory=list)
    remarks: dict[str, Remark] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)


def read(document: Document, text_of: Callable[[_Element], str]) -> Margins:
    """Every part beside the text. ``text_of`` gives a paragraph's text."""
    found = Margins()
    authors: list[str] = [document.core_properties.author, document.core_properties.last_modified_by]
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if relation.is_external or kind not in ("header", "footer", *_REMARKS):
            continue
        root = _root(relation.target_part)
        if kind in _REMARKS:
            what, tag, _ = _REMARKS[kind]
            for entry in root.iter(W + tag):
                texts = tuple(text for p in entry.iter(W + "p") if (text := cells.clean(text_of(p))))
                if texts and entry.get(W + "type") is None:
                    found.remarks[f"{what} {entry.get(W + 'id')}"] = Remark(what, texts)
                authors += [entry.get(W + "author", ""), entry.get(W + "initials", "")]
        else:
            lines = found.heads if kind == "header" else found.feet
            for p in root.iter(W + "p"):
                lines += [text for line in text_of(p).split("\n") if (text := cells.clean(line))]
    for tag in ("ins", "del"):
        authors += [change.get(W + "author", "") for change in document.element.body.iter(W + tag)]
    found.heads, found.feet = list(dict.fromkeys(found.heads)), list(dict.fromkeys(found.feet))
    named = (cells.clean(author) for author in authors)
    found.authors = list(dict.fromkeys(a for a in named if a and a.casefold() not in _NOBODY))
    return found


def anchored(element: _Element) -> tuple[str, ...]:
    """The keys of the comments and notes whose marks stand in an element."""
    found = [
        f"{_ANCHORS[name]} {mark.get(W + 'id')}"
        for mark in element.iter()
        if isinstance(mark.tag, str) and (name := mark.tag.removeprefix(W)) in _ANCHORS
    ]
    return tuple(dict.fromkeys(found))


def _root(part: Any) -> _Element:
    """The part's XML: parsed already, or, for parts that the library leaves alone, from its bytes."""
    element = getattr(part, "element", None)
    if element is None:
        from docx.oxml import parse_xml

        element = parse_xml(part.blob)
    return element
