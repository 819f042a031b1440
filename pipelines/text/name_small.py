"""Names without a capital letter, and names that are also ordinary words.

Belongs here: what a word must have beside it to be a name when its writing does not show it. Not here: names
with a capital in general (``name_rules``), names in no list (``name_context``).
"""

from __future__ import annotations

from collections.abc import Sequence

from . import name_places as places
from . import name_words as words
from .name_chains import NameChains
from .name_context_words import (
    ADDRESSED,
    BECAME,
    DONE,
    FEELING,
    HAVE,
    OWNED,
    PERSONS_DO,
    SAYING,
    STRONG_VERBS,
    WHO,
)
from .name_evidence import SURNAME
from .name_tokens import Memory, Token


class SmallNames(NameChains):
    """Rules for names that look like other words."""

    @staticmethod
    def _is_other_firm(low: str) -> bool:
        return low in words.NOT_IN_CHAIN or low in places.ORGANISATIONS

    def _is_doubtful(self, base: str) -> bool:
        return base in self._lists.vocabulary or base in self._lists.abroad

    def _small_in_context(self, tokens: Sequence[Token], i: int, base: str, plain: bool) -> bool:
        """A listed given name in lower case where a person is spoken to, speaks, owns or is pointed at."""
        abroad = base in self._lists.abroad and len(base) > 3 and base not in self._lists.vocabulary
        if not (plain or abroad) or len(base) < 3 or not self._is_given(base) or self._is_ordinary(base):
            return False
        if self._looks_like_word(base) or self._is_ambiguous(base):
            return False
        before, j = tokens[i - 1].low if i else "", i + 1
        after = tokens[j].low if j < len(tokens) else ""
        if before in ADDRESSED or after in SAYING or self._in_class(tokens, j):
            return True
        if base != tokens[i].low and after in OWNED:
            return True
        return i > 1 and (
            self._cleft(tokens, i, j) or self._told_of(tokens, i) or self._pointed_at(tokens, i, j)
        )

    def _acts_as_named(self, tokens: Sequence[Token], j: int) -> bool:
        """True when what follows a name that is also a word can only be done by a person."""
        if j + 1 >= len(tokens):
            return False
        verb = tokens[j].low
        if verb in {"har", "hade"} and (tokens[j + 1].low in DONE or tokens[j + 1].low in HAVE):
            return True
        if verb in BECAME and tokens[j + 1].low in FEELING:
            return True
        return verb in SAYING or verb in STRONG_VERBS or self._past_phrase(tokens, j) > j

    def _joined_names(self, tokens: Sequence[Token], i: int, j: int) -> bool:
        """ "Ek och Lind såg allt": two names that are words, and a verb of persons."""
        if j + 2 >= len(tokens) or tokens[j].low != "och" or not tokens[j + 1].is_cap:
            return False
        other = tokens[j + 1].low
        named = (self._is_given(other) or self._is_family(other)) and other not in words.FUNCTION_NAMES
        pair = {tokens[i].low, other}
        return named and not pair & self._places and tokens[j + 2].low in PERSONS_DO

    def _family_next(self, tokens: Sequence[Token], i: int) -> bool:
        return i + 1 < len(tokens) and (
            self._is_family(tokens[i + 1].low) and tokens[i + 1].low not in words.WORD_NAMES
        )

    def _lower(self, text: str, tokens: Sequence[Token], i: int, memory: Memory) -> int:
        """Names written without a capital letter."""
        token = tokens[i]
        base, _ = self._base(token.low, memory)
        before = tokens[i - 1].low if i else ""
        certain = (base in self._lists.common or base in self._lists.local) and not self._is_ambiguous(base)
        naming = before in {"heter", "hette", "kallas", "familjen"} and self._is_given(base)
        titled = (
            before in words.TITLES
            and self._is_given(base)
            and base not in self._lists.abroad
            and base not in words.FUNCTION_NAMES
            and (not self._is_ambiguous(base))
        )
        remembered = (
            base in memory.certain
            and len(base) > 3
            and not self._is_ambiguous(base)
            and (self._is_given(base) or self._is_family(base) or SURNAME.fullmatch(base) is not None)
        )
        if "-" in base and not certain:
            certain = all(p in self._lists.common for p in base.split("-"))
        if naming and base in words.FUNCTION_NAMES:
            return i
        surname = len(base) > 5 and base.endswith("sson") and self._is_family(base)
        plain = not self._is_ambiguous(base) and not self._is_doubtful(base)
        surname = surname or (before in words.TITLES and plain and self._is_family(base) and len(base) > 4)
        told = i > 1 and before in {"heter", "hette"} and tokens[i - 2].low in WHO
        told = (
            told
            and len(low := token.low) > 2
            and low not in self._lists.vocabulary
            and not self._looks_like_word(low)
        )
        in_class = told or self._small_in_context(tokens, i, base, plain)
        in_class = in_class or (
            plain and len(base) > 2 and self._is_given(base) and self._in_class(tokens, i + 1)
        )
        if not (certain or naming or titled or remembered or surname or in_class):
            return i
        if base in words.SMALL_WORDS and not (naming or titled) and not self._family_next(tokens, i):
            return i
        if token.low.endswith("s") and token.low != base and _after_number(tokens, i):
            return i
        j = i + 1
        if j < len(tokens) and tokens[j].is_word and self._joined(text, tokens, j):
            family, _ = self._base(tokens[j].low, memory)
            is_word = family in words.WORD_NAMES or family in words.FUNCTION_NAMES
            if (
                self._is_family(family)
                or (
                    SURNAME.fullmatch(family)
                    and family.endswith(("sson", "ström", "qvist", "kvist", "lund", "berg", "gren"))
                )
            ) and (not is_word or family in {"berg", "holm", "lund", "falk", "palm", "ek", "lind", "björk"}):
                return j + 1
            if len(family) == 1 and family not in {"i", "å", "ö", "o"} and base in self._lists.common:
                return j + 1
        return j


def _after_number(tokens: Sequence[Token], i: int) -> bool:
    """True when a lower-case word in s stands after a number ("3 tims"): not a name in the genitive."""
    return i > 0 and tokens[i - 1].text.isdigit()
