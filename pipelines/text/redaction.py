"""Redaction of a document: names and numbers out, pseudonyms in, before anything is stored or logged.

Belongs here: the document-wide memory of names, the pseudonyms, the warning for identifying combinations.
Not here: what a name or a number looks like (``name_rules``, ``patterns``).

Redaction is not anonymisation: unusual names are missed, and a small place identifies people without names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from . import name_places as places
from . import name_words as words
from .name_dictionary import is_word
from .name_rules import NameFinder
from .name_tokens import Memory
from .names import NameLists
from .patterns import PLACEHOLDER, Span, remaining, resolve, structured

__all__ = ["Redacted", "Redactor", "Span", "identifying_combination", "remaining"]

_LABEL = {
    "PNR": "[PERSONNUMMER]",
    "SAMNR": "[SAMORDNINGSNUMMER]",
    "PHONE": "[TELEFON]",
    "EMAIL": "[E-POST]",
    "ADDRESS": "[ADRESS]",
    "PLATE": "[REGNUMMER]",
    "HANDLE": "[KONTO]",
}
_SEGMENT = re.compile(r"[,;:|\t\n()/•]|\s[-–—]\s|\boch\b|\bsamt\b")
_SMALL = re.compile(r"(?<![\w-])[a-zåäöé]{2,}")
_NUMBERED = re.compile(r"\[NAMN (\d+)\]")


@dataclass(frozen=True)
class Redacted:
    """A text with pseudonyms, and the spans that were replaced (positions in the **original** text)."""

    text: str
    spans: tuple[Span, ...]


@dataclass
class _Pseudonyms:
    """Numbers persons in the order they first appear; a part of a name belongs to the first who bore it."""

    next_number: int = 1
    persons: list[tuple[frozenset[str], int]] = field(default_factory=list)

    def label(self, name: str) -> str:
        parts = frozenset(p for p in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", name.casefold()))
        same = [n for known, n in self.persons if known == parts]
        part_of = [n for known, n in self.persons if parts < known]
        whole_of = [(known, n) for known, n in self.persons if known < parts]
        if same or part_of:
            number = (same or part_of)[0]
        elif whole_of:
            known, number = whole_of[0]
            self.persons[self.persons.index((known, number))] = (parts, number)
        else:
            number = self.next_number
            self.next_number += 1
            self.persons.append((parts, number))
        return f"[NAMN {number}]"


class Redactor:
    """Finds and replaces personal data. ``keep``: places and organisations that must survive."""

    def __init__(self, names: NameLists, keep: Iterable[str] = ()) -> None:
        self._lists = names
        places_to_keep = tuple(keep)
        self._keep = frozenset(place.casefold().strip() for place in places_to_keep)
        self._finder = NameFinder(names, places_to_keep)

    def find(self, text: str) -> list[Span]:
        """Personal data in one text on its own: spans in code points, in order, without overlaps."""
        memory, names = self._memory([text], ())
        return self._find(text, memory, names[0] if names else None)

    def redact_document(self, texts: Sequence[str], context: Sequence[str] = ()) -> list[Redacted]:
        """The texts of **one** document, redacted in order.

        ``context``: lines that are not stored but name people (attendance lists, contact columns); every
        name in them is redacted throughout. The same person gets the same number, in this document only.
        Redacting an already redacted document changes nothing.
        """
        memory, names = self._memory(texts, context)
        used = [int(n) for text in texts for n in _NUMBERED.findall(text)]
        pseudonyms = _Pseudonyms(next_number=max(used, default=0) + 1)
        found = [self._find(t, memory, names[k] if names else None) for k, t in enumerate(texts)]
        return [self._replace(t, spans, pseudonyms) for t, spans in zip(texts, found, strict=True)]

    def _find(self, text: str, memory: Memory, names: list[Span] | None) -> list[Span]:
        named = self._finder.find(text, memory) if names is None else names
        return resolve([*structured(text, keep=self._keep), *named])

    def _memory(self, texts: Sequence[str], context: Sequence[str]) -> tuple[Memory, list[list[Span]]]:
        """The document's memory, and the names in each text when the last reading taught nothing new."""
        memory = Memory(written_small=frozenset(w for text in texts for w in _SMALL.findall(text)))
        for line in context:
            self._learn_context(line, memory)
        for _ in range(2):
            before = len(memory.parts)
            names = [self._finder.find(text, memory) for text in texts]
            for text, spans in zip(texts, names, strict=True):
                for span in spans:
                    memory.learn(text[span.start : span.end])
            if len(memory.parts) == before:
                return memory, names
        return memory, []

    def _learn_context(self, line: str, memory: Memory) -> None:
        """Learn the names of an attendance list or a contact column: there, capitalised pairs are names."""
        for span in self._finder.find(line):
            memory.learn(line[span.start : span.end])
        for span in structured(line):
            if span.kind == "EMAIL":
                local = re.split(r"@|\(at\)|snabel", line[span.start : span.end])[0]
                for part in re.split(r"[._\s\d-]|punkt", local):
                    if part in self._lists.given or part in self._lists.family:
                        memory.learn(part)
        plain = line
        for span in reversed(structured(line)):
            plain = plain[: span.start] + "," + plain[span.end :]
        for segment in _SEGMENT.split(plain):
            tokens = list(re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", PLACEHOLDER.sub(" ", segment)))
            while tokens and (
                tokens[0].casefold() in words.TITLES or tokens[0].casefold() in words.NOT_IN_CHAIN
            ):
                tokens.pop(0)
            while tokens and tokens[-1].casefold() in words.TITLES:
                tokens.pop()
            lows = [t.casefold() for t in tokens]
            named = [low for low in lows if low not in words.PARTICLES]
            if not 1 <= len(named) <= 4 or any(low in words.NOT_IN_CHAIN for low in lows):
                continue
            if len(named) >= 2 and all(t[0].isupper() for t in tokens if t.casefold() not in words.PARTICLES):
                if is_word(lows[0]) and lows[0] not in self._lists.given:
                    # A heading: "Torgdialog Sjöby".
                    continue
                if (
                    not any(low.endswith(places.PLACE_ENDINGS) for low in lows[-1:])
                    or lows[0] in self._lists.common
                ):
                    memory.learn(" ".join(tokens))
            elif lows[0] in self._lists.common and len(named) <= 3:
                memory.learn(" ".join(tokens))
            elif (
                len(named) == 1
                and tokens[0][0].isupper()
                and (named[0] in self._lists.given or named[0] in self._lists.family)
            ):
                memory.learn(tokens[0])

    @staticmethod
    def _replace(text: str, spans: list[Span], pseudonyms: _Pseudonyms) -> Redacted:
        pieces, position = [], 0
        for span in spans:
            pieces.append(text[position : span.start])
            found = text[span.start : span.end]
            pieces.append(pseudonyms.label(found) if span.kind == "NAME" else _LABEL[span.kind])
            position = span.end
        pieces.append(text[position:])
        return Redacted("".join(pieces), tuple(spans))


_COMBINATION = {
    "ålder": re.compile(
        r"\b\d{1,3}[- ]?(?:åring\w*|årig\w*|år\sgammal|år\b(?!\s?\d))|\bfödd\s(?:19|20)?\d\d", re.I
    ),
    "skola eller klass": re.compile(
        r"\b[A-ZÅÄÖ]\w+(?:skolan|skola|gymnasiet)\b|\b(?:klass|åk|årskurs)\s?\d|\b[1-9][a-eA-E]\b|"
        r"\b(?:förskoleklassen|ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian)\b"
    ),
    "plats": re.compile(
        r"\b(?:i|på|vid|från|mot|till)\s(?:[A-ZÅÄÖ][a-zåäö]{2,}(?:gatan|vägen|parken|torget|området)?|"
        r"\w+(?:gatan|vägen|torget|gården|hallen))"
        r"\b|\b[A-ZÅÄÖ]\w+(?:gatan|vägen|parken|torget|stigen)\b"
    ),
    "relation": re.compile(
        r"\b(?:mamma|mamman|pappa|pappan|son|sonen|dotter|dottern|bror|brodern|syster|systern|syskon|"
        r"fosterbarn\w*|familjehem\w*|"
        r"sambo\w*|make|maken|maka|makan|hustru\w*|ex-?\w*(?:man|fru|sambo)|pojkvän\w*|flickvän\w*|"
        r"farfar|farmor|morfar|mormor|"
        r"kusin\w*|tvilling\w*|ensamstående|styvpappa\w*|styvmamma\w*|granne|grannen|vårdnadshavare\w*)\b",
        re.I,
    ),
    "person": re.compile(
        r"\[NAMN \d+\]|\b(?:en|ett|den|denna|samma)\s(?:[a-zåäö]+\s){0,2}(?:flickan?|pojken?|killen?|tjej(?:en)?|"
        r"kvinnan?|man|mannen|elev(?:en)?|ungdomen|barn|barnet|grabb(?:en)?|gubben?|tonåring(?:en)?)\b|"
        r"\b(?:flickan|pojken|killen|tjejen|kvinnan|mannen|grabben)\b",
        re.I,
    ),
    "datum": re.compile(
        r"\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}\b|\b(?:den\s)?\d{1,2}(?::e|:a|e)?\s(?:januari|"
        r"februari|mars|april|maj|juni|juli|"
        r"augusti|september|oktober|november|december)\b|"
        r"\bi\s(?:mån|tis|ons|tors|fre|lör|sön)dags\b|\b(?:förra|i\sförra)\s(?:mån|tis|ons|tors|fre|lör|sön)dagen\b|"
        r"\b(?:v\.?|vecka)\s?\d{1,2}\b|\bi\s?(?:går|natt|förrgår)\b|"
        r"\bi\s(?:påskas|julas|midsomras|nyåras)\b|\b(?:påsk|jul|nyårs?|midsommar|sport|höst|sommar)(?:lovet|afton\w*|dagen|"
        r"helgen)\b|\b(?:påsk(?:en)?|julen|nyår|midsommar(?:en)?|valborg\w*|lucia\w*|halloween|skolavslutning\w*)\b",
        re.I,
    ),
}
#: What points at one person; a school alone does not, a class does.
_CLASS = re.compile(
    r"\b(?:klass|åk|årskurs)\s?\d|\b[1-9][a-eA-E]\b|"
    r"\b(?:förskoleklassen|ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian)\b"
)


def identifying_combination(text: str) -> tuple[str, ...]:
    """Kinds of detail (Swedish) that together may identify a person in a small place; empty below three.

    A text can be free from names and still point at one person: "14-årig flicka i 8b, hennes bror i Kosta".
    At least one kind must be about a person (age, class, relation, or a person pointed out, redacted or not):
    a time, a place and a school together describe an event.
    """
    kinds = tuple(kind for kind, pattern in _COMBINATION.items() if pattern.search(text))
    about_person = {"ålder", "relation", "person"} & set(kinds) or _CLASS.search(text)
    return kinds if len(kinds) >= 3 and about_person else ()
