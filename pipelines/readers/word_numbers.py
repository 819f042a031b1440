"""The numbers that Word prints before paragraphs ("3.", "§ 12") but does not store as text.

Belongs here: counting as Word does, from the document's numbering definitions. Not here: paragraphs'
text (word_files.py). Without it "3. Otrygga platser" would come as "Otrygga platser", and minutes whose
items Word numbers would have no items.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_NUMBERED = {"decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"}


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str


@dataclass
class Numbering:
    """Counts the document's numbered paragraphs in reading order; ``label`` is called once for each."""

    lists: dict[str, tuple[str, dict[int, _Level]]] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    restarting: set[str] = field(default_factory=set)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, paragraph: _Element) -> tuple[str, str]:
        """The printed number of a paragraph and which numbering it belongs to; both empty when it has none."""
        number_id, level = self._place(paragraph)
        if number_id not in self.lists or level not in self.lists[number_id][1]:
            return "", ""
        series, levels = self.lists[number_id]
        counts = self._counts.setdefault(series, {})
        if number_id in self.restarting:
            self.restarting.discard(number_id)
            counts.clear()
        counts[level] = counts[level] + 1 if level in counts else levels[level].start
        for deeper in [d for d in counts if d > level]:
            del counts[deeper]
        if levels[level].form not in _NUMBERED:
            return "", ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            if at not in levels:
                return ""
            return _written(counts.get(at, levels[at].start), levels[at].form)

        return re.sub(r"%(\d)", shown, levels[level].text).strip(), f"{number_id}/{level}"

    def _place(self, paragraph: _Element) -> tuple[str, int]:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        place = self.by_style.get(style.get(_W + "val", ""), ("", 0)) if style is not None else ("", 0)
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        return place if own is None else _reference(own, place)


def numbering(definitions: _Element | None, styles: _Element) -> Numbering:
    """The counter for a document, from its numbering part (None: it numbers nothing) and its styles."""
    if definitions is None:
        return Numbering()
    abstract = {
        a.get(_W + "abstractNumId", ""): {
            _whole(level.get(_W + "ilvl")): _level(level) for level in a.findall(_W + "lvl")
        }
        for a in definitions.findall(_W + "abstractNum")
    }
    lists: dict[str, tuple[str, dict[int, _Level]]] = {}
    restarting: set[str] = set()
    for number in definitions.findall(_W + "num"):
        number_id = number.get(_W + "numId", "")
        reference = number.find(_W + "abstractNumId")
        series = reference.get(_W + "val", "") if reference is not None else ""
        lists[number_id] = (series, abstract.get(series, {}))
        # Several lists may share one definition and count on, except where one says that it starts again.
        if number.find(f"{_W}lvlOverride/{_W}startOverride") is not None:
            restarting.add(number_id)
    return Numbering(lists, _styles(styles), restarting)


def _styles(styles: _Element) -> dict[str, tuple[str, int]]:
    """Style -> its numbering, also when it is inherited from the style it is based on."""
    found = {s.get(_W + "styleId", ""): s for s in styles.findall(_W + "style")}
    places: dict[str, tuple[str, int]] = {}
    for style_id in found:
        at, chain = style_id, set()
        while at in found and at not in chain:
            chain.add(at)
            own = found[at].find(f"{_W}pPr/{_W}numPr")
            if own is not None:
                places[style_id] = _reference(own, ("", 0))
                break
            based = found[at].find(_W + "basedOn")
            at = based.get(_W + "val", "") if based is not None else ""
    return places


def _reference(properties: _Element, inherited: tuple[str, int]) -> tuple[str, int]:
    number, level = properties.find(_W + "numId"), properties.find(_W + "ilvl")
    return (
        number.get(_W + "val", "") if number is not None else inherited[0],
        _whole(level.get(_W + "val")) if level is not None else inherited[1],
    )


def _level(level: _Element) -> _Level:
    def said(tag: str, otherwise: str) -> str:
        found = level.find(_W + tag)
        return otherwise if found is None else found.get(_W + "val", otherwise)

    return _Level(_whole(said("start", "1"), 1), said("numFmt", "decimal"), said("lvlText", ""))


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,4}", text) else otherwise


def _written(number: int, form: str) -> str:
    if form.endswith("Letter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman"):
        rest, parts = number % 40, ""
        for size, sign in _ROMAN:
            parts, rest = parts + sign * (rest // size), rest % size
        return parts.upper() if form.startswith("upper") else parts
    return f"{number:02}" if form == "decimalZero" else str(number)
