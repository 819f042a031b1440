"""Finding names of persons in running text: chains of capitalised words, titles, verbs of saying.

Belongs here: the rules that decide that words are a person's name, given name lists and what the document
has already shown. Not here: how far a chain goes (``name_chains``), evidence beside one word
(``name_evidence``), names in no list (``name_context``), tokens and set phrases (``name_tokens``), the
lists (``names``, ``name_words``), numbers and addresses (``patterns``, ``addresses``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import name_places as places
from . import name_words as words
from .name_context_words import OWNED, SOMEBODYS
from .name_evidence import SURNAME
from .name_small import SmallNames
from .name_tokens import Memory, Token, set_phrases, tokenise
from .name_unknown_words import NO_NOUNS
from .patterns import Span

_DOTTED = re.compile(r"[A-ZÅÄÖ]\.(?:[ ]?[A-ZÅÄÖ]\.)+")


class NameFinder(SmallNames):
    """Finds names of persons in one text at a time, with the lists and the document's memory."""

    def _accept(self, text: str, tokens: Sequence[Token], i: int, memory: Memory) -> int:
        """Exclusive end of a name that starts at token ``i``, or ``i`` when there is none."""
        token = tokens[i]
        if len(token.text) == 1 and i and tokens[i - 1].low in places.LABELS:
            return i
        if token.low in words.NEVER_FIRST or (len(token.low) == 1 and i and tokens[i - 1].end == token.start):
            return i
        grammar = i + 2 if self._misspelt_pair(text, tokens, i) else self._by_grammar(tokens, i, memory)
        if grammar > i:
            return grammar
        if self._opens_as_word(tokens, i, memory):
            return i
        # "Karl Johans gata" is a street.
        if (
            token.is_cap
            and not (i and tokens[i - 1].is_cap)
            and i + 1 < len(tokens)
            and tokens[i + 1].low in SOMEBODYS
            and tokens[i + 1].text.islower()
        ):
            base, genitive = self._base(token.low, memory)
            if genitive and base in self._lists.common and base not in self._places:
                return i + 1
        if self._house_before(tokens, i) or (token.is_cap and token.low in places.HOUSES):
            return i
        if self._among_places(tokens, i, i + 1) and (
            not self._is_given(token.low) or token.low in self._lists.uncommon
        ):
            return i
        if self._town_as_name(tokens, i):
            return i + 1
        found = self._by_lists(text, tokens, i, memory)
        if found > i or self._blocked(token):
            return found
        if i and tokens[i - 1].is_cap and tokens[i - 1].low in places.PLACE_ADJECTIVES:
            return i
        j = self._extend(text, tokens, i, memory)
        if self._is_firm(tokens, i, j) or self._place_phrase(tokens, i, j):
            return i
        if self._not_a_person(tokens, i, j, memory, listed=False):
            return i
        if self._person_by_word(tokens, i, j, memory):
            return j
        return self._by_dictionary(tokens, i, j, memory)

    def _by_lists(self, text: str, tokens: Sequence[Token], i: int, memory: Memory) -> int:
        """Exclusive end of a name that the lists, the document or its surroundings show, or ``i``."""
        token = tokens[i]
        low = token.low
        base, genitive = self._base(low, memory)
        title = self._title_before(tokens, i)
        known = base in memory.parts
        month_name = base in words.WORD_NAMES and base in words.CALENDAR and not token.is_acronym
        if self._blocked(token) and not month_name and not (known and token.is_cap and not token.is_acronym):
            shouted = (
                token.is_acronym and (base in self._lists.common or base in memory.certain) and len(low) > 2
            )
            turned = token.is_acronym and len(low) > 3 and i + 1 < len(tokens) and tokens[i + 1].is_cap
            turned = (
                turned and (self._is_family(base) or self._is_given(base)) and not self._is_other_firm(low)
            )
            turned = turned and (self._is_given(tokens[i + 1].low) or self._is_family(tokens[i + 1].low))
            if not (shouted or turned) or self._is_ambiguous(base):
                return i
        j = self._extend(text, tokens, i, memory)
        if i and tokens[i - 1].is_cap and tokens[i - 1].low in places.PLACE_ADJECTIVES:
            return i
        if self._is_firm(tokens, i, j) or (self._place_phrase(tokens, i, j) and not known):
            return i
        given, family = self._is_given(base), self._is_family(base)
        if not known and self._not_a_person(tokens, i, j, memory, listed=given or family):
            return i
        ambiguous = self._is_ambiguous(base)
        person_after = self._person_after(
            tokens, j, weak=(given or family or known) and base not in words.FUNCTION_NAMES
        )
        beside = self._beside_name(tokens, i, j, memory) and base not in words.FUNCTION_NAMES
        beside = beside or (given and self._both_given(tokens, i))
        surname_next = False
        if j > i + 1:
            parts = [self._base(t.low, memory)[0] for t in tokens[i + 1 : j] if t.is_cap]
            parts = [p for p in parts if p not in self._places or self._is_family(p)]
            surname_next = any(
                (self._is_family(p) or SURNAME.fullmatch(p) is not None or p in memory.certain) for p in parts
            )
        locative = self._locative_before(tokens, i)
        following = tokens[j + 1].low if j + 1 < len(tokens) else ""
        if (
            j < len(tokens)
            and tokens[j].low in {"heter", "hette"}
            and (following in {"han", "hon", "killen", "tjejen"} or following in words.TITLES)
        ):
            return j
        if base in self._lists.local:
            return j
        if known and not ambiguous:
            return j
        owner = genitive and (given or family) and not (base in self._places or base in words.FUNCTION_NAMES)
        if owner and j < len(tokens) and tokens[j].low in OWNED and not tokens[j].is_cap:
            return j
        named_word = (given or family) and not (base in words.FUNCTION_NAMES or base in words.CALENDAR)
        if (
            ambiguous
            and token.is_first
            and base not in self._places
            and ((named_word and self._acts_as_named(tokens, j)) or self._in_class(tokens, j))
        ):
            return j
        if ambiguous and token.is_first and self._joined_names(tokens, i, j):
            return j
        told = not token.is_first and named_word and base not in self._places and self._told_of(tokens, i)
        if told:
            return j
        if (
            known
            and not token.is_first
            and not (locative and base in self._places)
            and base not in words.FUNCTION_NAMES
        ):
            return j
        if given and not ambiguous:
            if token.is_first and j < len(tokens) and tokens[j].text in "–—!":
                return j
            if (
                j == i + 1
                and base not in self._lists.common
                and token.is_first
                and not (title or person_after or beside or self._is_person_first(tokens, i, j, 1))
            ):
                # A rare given name that opens a sentence is as likely an ordinary word.
                doubtful = (
                    base in self._lists.rare or base in self._lists.abroad or base in self._lists.uncommon
                )
                return j if len(low) > 3 and not doubtful and not self._looks_like_word(low) else i
            return j
        if given or family:
            if j > i + 1 and surname_next and (given or not locative):
                return j
            if base in words.FUNCTION_NAMES:
                return j if title and not token.is_first else i
            if (
                title
                or beside
                or self._says(tokens, j)
                or (person_after and not (base in self._places and token.is_first and not given))
            ):
                if base in self._places and locative:
                    return i
                strong = title or beside or self._says(tokens, j) or self._person_after(tokens, j, weak=False)
                if base in self._places and not strong:
                    return i
                if (
                    (base in words.CALENDAR or (ambiguous and token.is_first))
                    and not strong
                    and not (j < len(tokens) and tokens[j].low in words.SPEECH_VERBS | words.DOING_VERBS)
                ):
                    return i
                return j
            if ambiguous:
                if base in self._places or token.is_first or base in words.CALENDAR:
                    return i
                # "Från" and "mot" take persons as well as places; "på Kajen" is a place.
                at = locative and tokens[i - 1].low in {"i", "på", "vid", "utanför", "bakom", "kring", "runt"}
                sure = given and not (at and base in self._lists.abroad)
                return j if sure or not locative else i
            if family:
                if token.is_first and j == i + 1 and base in self._lists.abroad:
                    return i
                return i if locative and not SURNAME.fullmatch(base) else j
        # "Utanför Brixeldas garage": a preposition that opens the sentence is no first name.
        opener = token.is_first and low in NO_NOUNS
        if (
            j > i + 1
            and surname_next
            and not opener
            and not self._is_place_like(token)
            and not self._looks_like_word(low)
        ):
            return j if base not in self._places else i
        rare = base in self._lists.rare and not token.is_first and not ambiguous and not locative
        if rare and (title or person_after or beside or j > i + 1):
            return j
        if (
            title
            and low not in places.PLACE_ADJECTIVES
            and not self._is_place_like(token)
            and not self._looks_like_word(low)
            and base not in self._places
            and not (tokens[i - 1].is_first and token.is_first)
        ):
            return j
        other = any(self._is_other(t) for t in tokens[i:j] if t.is_cap) or self._thing_before(tokens, i)
        if person_after and not token.is_first and not other and not locative:
            return j if not ambiguous and not self._looks_like_word(low) else i
        if (
            ambiguous
            and token.is_first
            and base not in words.FUNCTION_NAMES
            and (
                self._says(tokens, j)
                or (base not in self._places and self._person_after(tokens, j, weak=False))
            )
        ):
            return j
        pair = (
            j == i + 2
            and tokens[i + 1].is_cap
            and not self._is_place_like(tokens[i + 1])
            and not self._is_place_like(token)
            and not (self._is_other(token) or self._is_other(tokens[i + 1]))
        )
        if (
            pair
            and not opener
            and j < len(tokens)
            and tokens[j].low in words.PERSON_VERBS - words.COPULAS
            and not (
                self._looks_like_word(low) or self._looks_like_word(tokens[i + 1].low) or base in self._places
            )
        ):
            return j
        if SURNAME.fullmatch(base) and base.endswith("sson"):
            return j
        if beside and not ambiguous and not self._is_place_like(token) and not self._looks_like_word(low):
            return j
        return self._by_context(tokens, i, j, memory)

    # -- the whole text -----------------------------------------------------------------------

    def find(self, text: str, memory: Memory | None = None) -> list[Span]:
        """Names in ``text``: spans of kind NAME, the genitive s outside."""
        memory = memory or Memory()
        masked = self._keep.sub(lambda m: re.sub(r"\w", "0", m.group()), text) if self._keep else text
        masked = places.FICTION.sub(lambda m: re.sub(r"\w", "0", m.group()), masked)
        masked = self._unshouted(masked)
        tokens = tokenise(masked)
        spans: list[Span] = []
        i = 0
        while i < len(tokens):
            token = tokens[i]
            if token.is_placeholder or not token.is_word:
                i += 1
                continue
            if "." in token.text and _DOTTED.fullmatch(token.text):
                j = i + 1
                while (
                    j < len(tokens)
                    and tokens[j].is_cap
                    and not self._blocked(tokens[j])
                    and self._joined(masked, tokens, j)
                ):
                    j += 1
                spans.append(Span(token.start, tokens[j - 1].end, "NAME"))
                i = j
                continue
            j = (
                self._lower(masked, tokens, i, memory)
                if not token.is_cap
                else self._initial(masked, tokens, i, memory)
            )
            if j == i and token.is_cap:
                j = self._by_initial(tokens, i)
            if j == i and token.is_cap:
                j = self._accept(masked, tokens, i, memory)
            if j > i:
                spans.append(Span(token.start, self._end(masked, tokens, j, memory), "NAME"))
                i = j
            else:
                i += 1
        spans += set_phrases(masked)
        spans += self._forms(masked, tokens, memory)
        return _merge(spans)


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end), "NAME")
        else:
            merged.append(span)
    return merged
