"""Names without a capital letter, and texts wholly in capitals.

Belongs here: what a word must have beside it to be a name when its writing does not show it. Not here: names
that are also words (``name_word_names``), names with a capital in general (``name_rules``), names in no list
(``name_context``, ``name_unknown``).
"""

from __future__ import annotations

from collections.abc import Sequence

from . import name_context_words as w
from . import name_places as places
from . import name_words as words
from .name_context_words import (
    ADDRESSED,
    BECAME,
    DONE,
    FEELING,
    HAVE,
    KIN,
    OWNED,
    PERSONS_DO,
    SAYING,
    STRONG_VERBS,
    WHO,
)
from .name_dictionary import is_listed_word, is_proper, is_word
from .name_evidence import SURNAME
from .name_shouted import ShoutedNames
from .name_subject_words import HOMES
from .name_tokens import Memory, Token
from .name_unknown_words import FINITE, ONE_PERSON, SMALL_STOP


class SmallNames(ShoutedNames):
    """Rules for names that look like other words."""

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
        if before == "enligt" or before in ADDRESSED or after in SAYING or self._in_class(tokens, j):
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

    def _small_unknown(self, tokens: Sequence[Token], i: int, base: str) -> bool:
        """A listed name of some length that is no Swedish word, town or the like ("khadija", "lundkvist")."""
        low = tokens[i].low
        if self._small_surname(low, base):
            return True
        if low in self._lists.vocabulary or self._is_ambiguous(base) or is_word(low) or is_word(base):
            return self._small_after_kin(tokens, i)
        if base in self._lists.localities or low in places.ORGANISATIONS or self._is_other_firm(low):
            return False
        if (
            len(base) > 3
            and base not in self._lists.uncommon
            and (self._is_given(base) or self._is_family(base))
        ):
            return True
        return self._small_after_kin(tokens, i) or self._small_stranger(tokens, i)

    def _small_surname(self, low: str, base: str) -> bool:
        """ "lundgren": a Swedish family name that looks like a compound and is in no dictionary."""
        return (
            len(base) > 5
            and self._is_family(base)
            and base not in self._lists.abroad
            and SURNAME.fullmatch(base) is not None
            and base not in self._lists.localities
            and base not in self._places
            and not (is_listed_word(low) or is_listed_word(base) or low in self._lists.vocabulary)
        )

    def _small_owner(self, tokens: Sequence[Token], i: int, base: str) -> bool:
        """ "majas snap", "yasmin o nova": a word name that owns something, or that a sure name stands beside."""
        if base in words.FUNCTION_NAMES or not self._is_given(base) or base in self._lists.abroad:
            return False
        after = tokens[i + 1].low if i + 1 < len(tokens) else ""
        if base != tokens[i].low and base in self._lists.common and after in OWNED | HOMES:
            return True
        if i < 2 or tokens[i - 1].low not in {"o", "å", "och", "&"} or base in self._lists.vocabulary:
            return False
        return tokens[i - 2].low in self._lists.common and tokens[i - 2].low not in words.SMALL_WORDS

    def _small_stranger(self, tokens: Sequence[Token], i: int) -> bool:
        """ "fadila blev slagen", "de ropar saker åt ninnie": a word that no one knows where persons stand."""
        token, j = tokens[i], i + 1
        low = token.low
        if (
            not 4 <= len(low) <= 9
            or token.is_cap
            or "-" in low
            or w.INFLECTED.fullmatch(low)
            or is_proper(low)
        ):
            return False
        if self._is_place_like(token) or w.PLACE_SHAPE.fullmatch(low) or low.endswith(w.ANIMATE_NOUNS):
            return False
        before = tokens[i - 1].low if i else ""
        after = tokens[j].low if j < len(tokens) else ""
        following = tokens[j + 1].low if j + 1 < len(tokens) else ""
        acts = after in SAYING or after in STRONG_VERBS or (after in BECAME and following in FEELING)
        if not i or before in {",", "och", "å", "o"}:
            return acts
        if before in {"är", "var"} and i > 1 and tokens[i - 2].low == "det":
            return after in {"och", "som", "på", "å"}
        if before in {"familjen", "makarna", "släkten", "bröderna"}:
            return True
        return before in {"hos", "åt", "fru", "herr", "hej", "tack", "fråga", "hälsa"} or (
            before in {"när", "att", "med", "av", "är"} and acts
        )

    def _small_after_kin(self, tokens: Sequence[Token], i: int) -> bool:
        """ "kompisen zebbe", "min dotter juni vågar": after a word for one person, and no Swedish word or listed."""
        token = tokens[i]
        if not i or token.low in words.FUNCTION_NAMES or len(token.low) < 3:
            return False
        before = tokens[i - 1].low
        if before not in KIN and before not in ONE_PERSON:
            return False
        if token.low in self._places or token.low in self._lists.localities:
            return False
        owned = i > 1 and tokens[i - 2].low in {"min", "hans", "hennes", "vår", "deras", "din"}
        acts = i + 1 < len(tokens) and (tokens[i + 1].low in PERSONS_DO or tokens[i + 1].low in FINITE)
        if self._is_given(token.low) and token.low not in SMALL_STOP:
            return (owned and acts) or not is_word(token.low)
        return (owned or before in ONE_PERSON) and acts and not is_word(token.low)

    @staticmethod
    def _small_family(tokens: Sequence[Token], j: int, family: str) -> bool:
        """ "anna ek", "karl-erik hult fick": a family name that is a word, where no other word would stand."""
        if family in {"berg", "holm", "lund", "falk", "palm", "ek", "lind", "björk"}:
            return True
        if family in SMALL_STOP or family in PERSONS_DO or len(family) < 3:
            return False
        after = tokens[j + 1] if j + 1 < len(tokens) else None
        return after is not None and (after.low in FINITE or after.low in PERSONS_DO)

    def _is_plain_word(self, low: str, base: str, memory: Memory) -> bool:
        """True for what no rule below can take for a name: a word of the dictionary that nobody is called."""
        lists = self._lists
        named = base in lists.given or base in lists.family or base in memory.certain or base in lists.local
        return not named and "-" not in low and is_listed_word(low) and SURNAME.fullmatch(base) is None

    def _lower(self, text: str, tokens: Sequence[Token], i: int, memory: Memory) -> int:
        """Names written without a capital letter."""
        token = tokens[i]
        base, _ = self._base(token.low, memory)
        before = tokens[i - 1].low if i else ""
        if before not in {"heter", "hette"} and self._is_plain_word(token.low, base, memory):
            return i
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
        certain = certain or self._small_unknown(tokens, i, base)
        owner = self._small_owner(tokens, i, base)
        certain = certain or owner
        if not (certain or naming or titled or remembered or surname or in_class):
            return i
        if base in words.SMALL_WORDS and not (naming or titled or owner) and not self._family_next(tokens, i):
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
                    and (
                        family.endswith(("sson", "ström", "qvist", "kvist", "lund", "berg", "gren"))
                        or not is_listed_word(family)
                    )
                )
            ) and (not is_word or self._small_family(tokens, j, family)):
                return j + 1
            if len(family) == 1 and family not in {"i", "å", "ö", "o"} and base in self._lists.common:
                return j + 1
        return j


def _after_number(tokens: Sequence[Token], i: int) -> bool:
    """True when a lower-case word in s stands after a number ("3 tims"): not a name in the genitive."""
    return i > 0 and tokens[i - 1].text.isdigit()
