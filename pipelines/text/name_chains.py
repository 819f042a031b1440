"""Chains of capitalised words: where a name begins and ends, and when a chain is a place or a firm.

Belongs here: the extent of a candidate name. Not here: the verdict whether it is a name (``name_rules``), the
evidence beside it (``name_evidence``, ``name_context``).
"""

from __future__ import annotations

from collections.abc import Sequence

from . import name_places as places
from . import name_words as words
from .name_context_words import VERB_SHAPE
from .name_dictionary import is_listed_word, is_word
from .name_evidence import SURNAME
from .name_forms import NameForms
from .name_tokens import Memory, Token
from .name_unknown_words import FINITE, LANDSCAPE, NO_NOUNS, POSSESSIONS

#: Ends of family names that are also compounds of ordinary words.
_SURNAME_TOO = (
    "strand",
    "dal",
    "ås",
    "näs",
    "sund",
    "vik",
    "rot",
    "hed",
    "torp",
    "stam",
    "land",
    "löv",
    "äng",
    "sjö",
)


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
            following = tokens[j + 1] if j + 1 < len(tokens) else None
            if (
                token.low in words.PARTICLES
                and following is not None
                and (following.is_cap or self._second_particle(tokens, j + 1))
                and (token.low != "de" or self._is_given(tokens[j - 1].low) or not following.is_cap)
            ):
                j += 1
                continue
            if token.is_placeholder or (
                self._blocked(token) and token.low not in memory.certain and not shouted
            ):
                break
            broken = "\n" in text[tokens[j - 1].end : token.start]
            base, _genitive = self._base(token.low, memory)
            previous_base, previous_genitive = self._base(tokens[j - 1].low, memory)
            if previous_genitive and tokens[j - 1].low not in self._lists.given and j > i:
                listed = self._is_given(base) or self._is_family(base) or self._is_unknown(token)
                if previous_base not in self._lists.abroad or not token.is_cap or not listed:
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
                landscape = token.low.endswith(LANDSCAPE) and tokens[j - 1].low in self._lists.common
                noble = tokens[j - 1].low in {"af", "von"}
                if self._is_place_like(token) and not (known or landscape or noble):
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
            break
        return j

    @staticmethod
    def _second_particle(tokens: Sequence[Token], j: int) -> bool:
        """ "de la Motte", "van der Berg": a second particle, and a capital after it."""
        pair = (tokens[j - 1].low, tokens[j].low)
        doubled = pair in {
            ("de", "la"),
            ("van", "der"),
            ("van", "den"),
            ("von", "der"),
            ("af", "och"),
            ("von", "und"),
        }
        return doubled and j + 1 < len(tokens) and tokens[j + 1].is_cap

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
        full = j > i + 1 and self._is_given(tokens[i].low) and not self._is_ambiguous(tokens[i].low)
        business = j < len(tokens) and tokens[j].low in places.BUSINESSES
        owner = last.low[:-1]
        sole = j == i + 1 and owner in self._lists.common and not self._is_family(owner)
        sole = sole and not self._is_ambiguous(owner)
        business = business or (sole and j < len(tokens) and tokens[j].low in {"hus", "gård"})
        if last.low.endswith("s") and j < len(tokens) and not ((full or sole) and business):
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
        named = full and last.low.endswith(LANDSCAPE)
        named = named or (j > i + 1 and tokens[j - 2].low in {"af", "von"})
        return self._is_place_like(last) and not SURNAME.fullmatch(last.low) and not named

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
        if genitive and not (base in self._lists.abroad and not self._owned_after(tokens, j)):
            return last.end - (len(last.low) - len(base))
        known = self._is_given(base) or self._is_family(base) or base in memory.parts
        if not known and last.low.endswith("s") and len(last.low) > 4 and self._owned_after(tokens, j):
            return last.end - 1
        tail = text[last.end : last.end + 2]
        if len(last.text) == 1 and tail[:1] == "." and not (j >= len(tokens) - 1):
            return last.end + 1
        return last.end

    @staticmethod
    def _owned_after(tokens: Sequence[Token], j: int) -> bool:
        """True when an owner can stand before the word at ``j``: no verb, preposition or the like."""
        if j >= len(tokens) or not tokens[j].is_word or tokens[j].is_cap:
            return False
        low = tokens[j].low
        if low in POSSESSIONS:
            return True
        acts = low in words.PERSON_VERBS or low in FINITE or VERB_SHAPE.fullmatch(low) is not None
        return not acts and low not in NO_NOUNS and is_word(low) and not low.endswith("a")

    def _is_other_place(self, low: str) -> bool:
        return low in self._places or low in self._lists.localities

    def _after_initial(self, initial: str, token: Token) -> bool:
        """ "E. Holmstrand", but not "S. Vägen", a point of the compass or a town."""
        place = self._is_other_place(token.low) or initial in {"n", "s", "v", "ö"}
        if self._is_unknown(token):
            return token.low not in self._lists.localities
        return not place and token.low.endswith(_SURNAME_TOO) and not is_listed_word(token.low)

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
            and len(tokens[j].text) > 1
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
                or (j == i + 2 and self._after_initial(tokens[i].low, tokens[j]))
            ):
                return max(self._extend(text, tokens, j, memory), j + 1)
        return i
