"""Chains of capitalised words: where a name begins and ends, and when a chain is a place or a firm.

Belongs here: the extent of a candidate name. Not here: the verdict whether it is a name (``name_rules``), the
evidence beside it (``name_evidence``, ``name_context``).
"""

from __future__ import annotations

from collections.abc import Sequence

from . import name_places as places
from . import name_words as words
from .name_context_words import VERB_SHAPE
from .name_evidence import SURNAME
from .name_forms import NameForms
from .name_tokens import Memory, Token


class NameChains(NameForms):
    """Extends a word to the chain it opens, and sorts out chains that name no person."""

    def _joined(self, text: str, tokens: Sequence[Token], j: int) -> bool:
        gap = text[tokens[j - 1].end : tokens[j].start]
        return gap.isspace() and gap.count("\n") <= 1

    def _extend(self, text: str, tokens: Sequence[Token], i: int, memory: Memory) -> int:
        """Exclusive end of the chain of name words that starts at ``i``."""
        j = i + 1
        while j < len(tokens) and j - i < 5 and self._joined(text, tokens, j):
            token = tokens[j]
            shouted = token.is_acronym and len(token.text) > 3
            shouted = shouted and (tokens[i].is_acronym or self._is_family(token.low))
            if token.low in {"de", "la"} and token.is_cap and self._noble_next(tokens, j):
                j += 1
                continue
            if (
                token.low == "de"
                and self._is_given(tokens[j - 1].low)
                and j + 1 < len(tokens)
                and tokens[j + 1].is_cap
            ):
                j += 1
                continue
            if token.is_placeholder or (
                self._blocked(token) and token.low not in memory.certain and not shouted
            ):
                break
            broken = "\n" in text[tokens[j - 1].end : token.start]
            base, _genitive = self._base(token.low, memory)
            _previous_base, previous_genitive = self._base(tokens[j - 1].low, memory)
            if previous_genitive and tokens[j - 1].low not in self._lists.given and j > i:
                break
            if token.is_cap:
                known = (
                    self._is_given(base)
                    or self._is_family(base)
                    or SURNAME.fullmatch(base)
                    or base in memory.parts
                )
                if broken and not known:
                    break
                if self._is_place_like(token) and not known:
                    break
                if not token.is_word or (token.text[-1] == "." and len(token.text) < 2):
                    break
                j += 1
                if (
                    len(token.text) == 1
                    and j < len(tokens)
                    and tokens[j].text == "."
                    and (j + 1 < len(tokens) and tokens[j + 1].is_cap)
                    and tokens[j].start == token.end
                ):
                    j += 1
                continue
            following = tokens[j + 1] if j + 1 < len(tokens) else None
            if (
                token.low in words.PARTICLES
                and following is not None
                and following.is_cap
                and (token.low != "de" or self._is_given(tokens[j - 1].low))
            ):
                j += 1
                continue
            break
        return j

    @staticmethod
    def _noble_next(tokens: Sequence[Token], j: int) -> bool:
        """ "(Gustaf) De la Gardie": an article with a capital, another article or a capital after it."""
        following = tokens[j + 1] if j + 1 < len(tokens) else None
        return following is not None and (following.is_cap or following.low in words.PARTICLES)

    def _is_firm(self, tokens: Sequence[Token], i: int, j: int) -> bool:
        """True when a legal form stands beside the chain, or a team's label opens it ("Kent Bil AB")."""
        legal = {"ab", "hb", "kb", "aktiebolag", "handelsbolag"}
        after = j < len(tokens) and tokens[j].low in legal and self._joined_simple(tokens, j)
        before = (
            i > 0 and tokens[i - 1].low in legal | {"lag", "team", "firma"} and self._joined_simple(tokens, i)
        )
        return after or before or (j > i + 1 and tokens[i].low in {"lag", "team"})

    def _place_phrase(self, tokens: Sequence[Token], i: int, j: int) -> bool:
        """True when the chain is part of the name of a place or an institution ("Sankt Eriks park")."""
        if (
            j < len(tokens)
            and tokens[j].is_cap
            and self._joined_simple(tokens, j)
            and self._is_place_like(tokens[j])
            and (
                tokens[j].low.endswith(
                    ("gatan", "vägen", "torget", "parken", "skolan", "stigen", "gränd", "allén", "kyrkan")
                )
            )
        ):
            return True
        if i > 0 and tokens[i - 1].low in {"sankt", "sankta", "s:t", "s:ta"}:
            return True
        last = tokens[j - 1]
        if last.low.endswith("s") and j < len(tokens):
            heads = places.ORGANISATION_WORDS if tokens[j].is_cap else places.PLACE_HEADS
            if tokens[j].low in heads | places.PLACE_HEADS:
                return True
        if j < len(tokens) and tokens[j].is_cap and self._joined_simple(tokens, j):
            after = tokens[j]
            if after.low in {
                "ab",
                "hb",
                "if",
                "bk",
                "ik",
                "förskola",
                "skola",
                "kommun",
                "församling",
                "gatan",
                "väg",
                "gata",
                "park",
            }:
                return True
        return self._is_place_like(last) and not SURNAME.fullmatch(last.low)

    @staticmethod
    def _joined_simple(tokens: Sequence[Token], j: int) -> bool:
        return tokens[j].start - tokens[j - 1].end == 1

    def _not_a_person(self, tokens: Sequence[Token], i: int, j: int, memory: Memory, listed: bool) -> bool:
        """True for a firm ("Rune Björn Fastigheter") and for an ordinary word before a name ("Namnet Eva")."""
        last, first = tokens[j - 1], tokens[i]
        if j > i + 1 and last.low in places.ORGANISATION_WORDS:
            base, _ = self._base(last.low, memory)
            surname = self._is_family(base) or (listed and base in words.WORD_NAMES)
            if not (surname or self._is_given(base) or base in memory.parts):
                return True
        if listed or j == i + 1 or not first.is_first:
            return False
        ordinary = first.low in self._lists.vocabulary or first.low.endswith(("are", "aren", "arna", "erna"))
        return ordinary and self._is_given(tokens[i + 1].low)

    def _both_given(self, tokens: Sequence[Token], i: int) -> bool:
        """ "Lo och My gick": two short names that are words, the second with a capital inside the sentence."""
        if i + 2 >= len(tokens) or tokens[i + 1].low != "och":
            return False
        second = tokens[i + 2]
        return (
            second.is_cap
            and self._is_given(second.low)
            and not self._blocked(second)
            and second.low not in self._places
            and tokens[i].low not in self._places
            and not {tokens[i].low, second.low} & words.FUNCTION_NAMES
        )

    def _end(self, text: str, tokens: Sequence[Token], j: int, memory: Memory) -> int:
        last = tokens[j - 1]
        if last.text == ".":
            return last.end
        base, genitive = self._base(last.low, memory)
        if genitive:
            return last.start + len(base)
        known = self._is_given(base) or self._is_family(base) or base in memory.parts
        if not known and last.low.endswith("s") and len(last.low) > 4 and j < len(tokens):
            after = tokens[j]
            if (
                after.is_word
                and not after.is_cap
                and VERB_SHAPE.fullmatch(after.low) is None
                and after.low
                not in words.PERSON_VERBS | {"och", "i", "på", "som", "med", "vid", "från", "till"}
            ):
                return last.end - 1
        tail = text[last.end : last.end + 2]
        if len(last.text) == 1 and tail[:1] == "." and not (j >= len(tokens) - 1):
            return last.end + 1
        return last.end

    def _initial(self, text: str, tokens: Sequence[Token], i: int, memory: Memory) -> int:
        """ "A. Svensson", "J Andersson": an initial before a family name."""
        token = tokens[i]
        if len(token.text) != 1:
            return i
        j = i + 1
        if j < len(tokens) and tokens[j].text == ".":
            j += 1
        if (
            j < len(tokens)
            and tokens[j].is_cap
            and not self._blocked(tokens[j])
            and len(tokens[j].text) > 2
            and (text[tokens[j - 1].end : tokens[j].start].strip() == "")
        ):
            base, _ = self._base(tokens[j].low, memory)
            if token.low == "i" and j == i + 1 and base in self._places:
                # "I Kosta är det mörkt": a preposition, not an initial.
                return i
            if (
                self._is_family(base)
                or SURNAME.fullmatch(base)
                or self._is_given(base)
                or base in memory.parts
            ):
                return self._extend(text, tokens, j, memory)
        return i
