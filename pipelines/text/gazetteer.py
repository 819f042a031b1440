"""From a place as somebody wrote it to the place in the municipality's own list, or to none.

Belongs here: localities, schools and known places with their other spellings; inflection ("Kostas skola", "skolan i
Kosta", "torgets"), and when a form could be two places: then it is neither. Not here: finding places in a text
(places), where the list comes from (the agreement file).

A spelling in lower case ("torget") names a place only where the list means it: beside another locality, in the text
or in the form's answer about place, it is another square. A spelling with a capital ("Folkets park") is a name and
stays itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from .word_sets import word_set

LOCALITY, SCHOOL, KNOWN_PLACE = "locality", "school", "known_place"

_WORD = re.compile(r"[\w:-]+")
_SCHOOL = re.compile(r".*(?:skola|skolan|gymnasium|gymnasiet|lågstadiet|mellanstadiet|högstadiet)")
_NO_SCHOOL = re.compile(r".*(?:för|musik|kultur|trafik|rid|sim|dans|segel|brand|folkhög|hög)skolan?")
_DEFINITE = ("en", "et", "n", "t")
_WITHIN = word_set("i på inom")
# "trappan vid Folkets park": where the first part is not in the list, the second says where it is.
_BESIDE = word_set("vid bakom utanför framför bredvid intill runt kring på i under mitt")
# "vägen mot Kosta" is not in Kosta.
_TOWARDS = word_set("mot till från över")
_LIST = re.compile(r"\s*(?:,|;|/|\+|&|\boch\b|\bsamt\b|\beller\b)\s*")
_IN_LOCALITY = re.compile(r"\s+(?:i|på)\s+(?P<name>[A-ZÅÄÖ][\w-]*)")
_NEXT_WORD = re.compile(r" ([a-zåäö][\w-]*)")
_LONGER_NAME = re.compile(r" (?:[A-ZÅÄÖ]|kommun)")


@dataclass(frozen=True)
class Entry:
    """A place of the list. ``locality`` is "" where the list does not say; a locality's own is its name."""

    name: str
    kind: str
    locality: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resolved:
    """What a form stands for; None where the list does not know it or it could be two places."""

    place_name: str | None = None
    place_kind: str | None = None
    locality: str | None = None


@dataclass(frozen=True)
class _Spelling:
    """A way to write an entry: its words without the locality, and the locality where the words name it."""

    head: tuple[str, ...]
    locality: str | None
    is_name: bool
    entry: Entry


def kind_of_name(name: str) -> str:
    """School or known place, by the words of its name. A preschool or a riding school is no school here."""
    words = [word.lower() for word in _WORD.findall(name)]
    is_school = any(_SCHOOL.fullmatch(word) and not _NO_SCHOOL.fullmatch(word) for word in words)
    return SCHOOL if is_school else KNOWN_PLACE


def listed_forms(context: str) -> tuple[str, ...]:
    """The places of a form's answer: "torget, parken" is two, "bakom Ica i Hovmantorp" one."""
    return tuple(dict.fromkeys(part for part in _LIST.split(context.strip()) if part))


class Gazetteer:
    """The municipality's places. Every answer rests on the list alone; what fits two entries gets none."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        entries = tuple(entries)
        self._localities = {e.name.lower(): e for e in entries if e.kind == LOCALITY}
        self._spellings = [
            _Spelling(*self._parts(text), text[:1].isupper(), entry)
            for entry in entries
            if entry.kind != LOCALITY
            for text in (entry.name, *entry.spellings)
        ]

    def resolve(self, form: str, *, following: str = "", near: Set[str] = frozenset()) -> Resolved:
        """The place that ``form`` names.

        ``following``: what stands directly after it in the text. ``near``: localities that the rest of the
        text or the form's answer about place names; they decide between places of the same lower-case name.
        """
        words = _words(form)
        if not words:
            return Resolved()
        inside = self.following_locality(following)
        if inside is None and _LONGER_NAME.match(following) and self._locality(form):
            # "Kosta Boda", "Lessebo kommun": an organisation, whatever the locality.
            return Resolved()
        if len(words) == 1 and (own := self._locality(words[0])) and inside in (None, own.name):
            # "Kosta" of "Kosta skola", where the list has that school.
            longer = _NEXT_WORD.match(following)
            found = self._entries([*words, longer[1]], None, near) if longer else []
            if len(found) != 1:
                return Resolved(own.name, LOCALITY, own.name)
            return Resolved(found[0].name, found[0].kind, own.name)
        found = self._entries(words, inside, near)
        if len(found) == 1:
            entry = found[0]
            return Resolved(entry.name, entry.kind, entry.locality or inside)
        if found:
            places = {entry.locality for entry in found}
            return Resolved(locality=places.pop() or None if len(places) == 1 else None)
        return Resolved(locality=inside or self._within(words))

    def localities_in(self, form: str) -> frozenset[str]:
        """Localities that a form names as where something is, not as where a road leads."""
        words = _words(form)
        own = {self._within(words)} | (
            {e.name} if len(words) == 1 and (e := self._locality(words[0])) else set()
        )
        return frozenset(name for name in own if name)

    def following_locality(self, following: str) -> str | None:
        """The locality in what stands directly after a form: " i Kosta och", not " i Lessebo kommun"."""
        match = _IN_LOCALITY.match(following)
        if not match or following[match.end() :].startswith(" kommun"):
            return None
        entry = self._locality(match["name"])
        return entry.name if entry else None

    def _entries(self, words: Sequence[str], inside: str | None, near: Set[str]) -> list[Entry]:
        whole = self._matching(words, inside, near)
        if whole:
            return whole
        at = next((i for i, word in enumerate(words) if i and word in _BESIDE), None)
        if at is None or any(word in _TOWARDS for word in words):
            return []
        rest = list(words[at + 1 :])
        found = self._matching(words[:at], inside, near) + self._matching(rest, inside, near)
        return list(dict.fromkeys(found))

    def _matching(self, words: Sequence[str], inside: str | None, near: Set[str]) -> list[Entry]:
        head, named = self._split(words)
        named = inside or named
        if not head:
            return []
        found = [s.entry for s in self._spellings if _fits(s, head, named, near)]
        return list(dict.fromkeys(found))

    def _parts(self, text: str) -> tuple[tuple[str, ...], str | None]:
        return self._split(_words(text))

    def _split(self, words: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
        """Head and locality: "Kosta skola", "Kostas skola" and "skolan i Kosta" have the same two."""
        if len(words) > 1:
            first, last = self._locality(words[0]), self._locality(words[-1])
            if last and words[-2] in _WITHIN:
                return tuple(words[:-2]), last.name
            if first:
                return tuple(words[1:]), first.name
            if last and len(words) == 2 and words[0] not in _TOWARDS | _BESIDE:
                return (words[0],), last.name
        return tuple(words), None

    def _within(self, words: Sequence[str]) -> str | None:
        """The one locality that the words place something in."""
        found = set()
        for i, word in enumerate(words):
            entry = self._locality(word)
            if entry and len(words) > 1 and (i == 0 or words[i - 1] not in _TOWARDS):
                found.add(entry.name)
        return found.pop() if len(found) == 1 else None

    def _locality(self, word: str) -> Entry | None:
        low = word.lower()
        return self._localities.get(low) or (self._localities.get(low[:-1]) if low.endswith("s") else None)


def _fits(spelling: _Spelling, head: Sequence[str], named: str | None, near: Set[str]) -> bool:
    own = spelling.locality or spelling.entry.locality
    if named is not None:
        return own == named and _same(spelling.head, head)
    if spelling.locality is not None:
        # "skolan" beside Kosta is Kosta skola; "en skola" is any school.
        return near == {own} and _same(spelling.head, head) and _is_definite(head[-1])
    if spelling.is_name:
        return _same(spelling.head, head)
    # "torget" is the one meant, if nothing beside it speaks of another locality; "ett torg" is any square.
    is_written_so = len(spelling.head) == len(head) and all(
        _genitive(x) & _genitive(y) for x, y in zip(spelling.head, head, strict=True)
    )
    return is_written_so and near <= {own}


def _same(a: Sequence[str], b: Sequence[str]) -> bool:
    """Word by word the same, but for the genitive and the definite ending."""
    return len(a) == len(b) and all(_bases(x) & _bases(y) for x, y in zip(a, b, strict=True))


def _genitive(word: str) -> set[str]:
    return {word, word[:-1]} if len(word) > 3 and word.endswith("s") else {word}


def _is_definite(word: str) -> bool:
    return any(form.endswith(("en", "et", "an", "ln", "rn", "on", "ån")) for form in _genitive(word))


def _bases(word: str) -> set[str]:
    found = _genitive(word)
    return found | {
        form[: -len(ending)]
        for form in found
        for ending in _DEFINITE
        if form.endswith(ending) and len(form) - len(ending) >= 3
    }


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
