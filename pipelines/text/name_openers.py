"""Ordinary words that carry a capital only because they open a line: "Kajen är mörk", "Filmen Snabba Cash".

Belongs here: what a name never begins with, and words for houses and works that make the capitals after them
theirs. Not here: names that are also words (``name_subjects``, ``name_word_names``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import name_context_words as w
from . import name_places as places
from . import name_subject_words as s
from . import name_unknown_words as u
from . import name_words as words
from .name_dictionary import is_base_form, is_listed_word, is_word
from .name_tokens import Memory, Token
from .name_word_names import NICKNAMES, WordNames

_NUMERAL = re.compile(
    r"(?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio|hundra)?"
    r"(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo"
    r"|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio|hundra|tusen|ett|en)"
)


class Openers(WordNames):
    """Tells a word at the front of a line from a name."""

    def _opens_as_word(self, tokens: Sequence[Token], i: int, memory: Memory) -> bool:
        """True for a first word in a form that only ordinary words have ("Föräldern", "Uppdras", "Lokalen")."""
        token = tokens[i]
        low = token.low
        if token.is_first and _NUMERAL.fullmatch(low):
            return True
        if (
            token.is_first
            and low in words.SMALL_WORDS
            and i + 1 < len(tokens)
            and self._is_noun(tokens, i + 1)
        ):
            # "Tom cell", "Klara besked".
            return True
        if len(low) < 4 or low in memory.parts or low in self._lists.local:
            return False
        if not token.is_first:
            return len(low) > 7 and low.endswith(w.THINGS) and low not in words.TITLES and is_word(low)
        base, _ = self._base(low, memory)
        listed = base in self._lists.given or base in self._lists.family or base in words.WORD_NAMES
        if low.endswith(w.THINGS) and low not in words.TITLES and low not in self._lists.common:
            return True
        if not listed and len(low) > 5 and low.endswith(s.ADJECTIVE_ENDINGS) and i + 1 < len(tokens):
            noun = tokens[i + 1].low.endswith(("ar", "er", "or")) or self._is_noun(tokens, i + 1)
            if noun and not tokens[i + 1].is_cap and tokens[i + 1].low not in w.PERSONS_DO:
                return True
        if (listed and base not in self._lists.abroad) or low in NICKNAMES:
            return False
        named_next = i + 1 < len(tokens) and tokens[i + 1].is_cap and tokens[i + 1].start == token.end + 1
        if low in self._lists.vocabulary and low not in self._lists.common:
            return True
        if named_next and (low in s.ROLES or low.endswith(s.ROLE_ENDINGS)) and base not in self._lists.common:
            return True
        if named_next and (low in u.NO_NOUNS or low in places.PLACE_ADJECTIVES or low in s.TO_PLACES):
            return True
        if not low.endswith(s.WORD_FORMS) or not is_word(low) or is_base_form(low):
            return False
        if not is_listed_word(low) and self._near_name(low):
            # "Krisstina": a compound by chance.
            return False
        return not (named_next and self._is_family(tokens[i + 1].low) and low in self._lists.abroad)

    def _is_noun(self, tokens: Sequence[Token], j: int) -> bool:
        """True for an ordinary word that is no verb, preposition or the like."""
        token = tokens[j]
        low = token.low
        if not token.is_word or token.is_cap or low in u.NO_NOUNS or low in s.TO_PLACES or low in w.ADVERBS:
            return False
        verb = (
            low in u.FINITE
            or low in s.PASTS
            or low in w.PERSONS_DO
            or w.VERB_SHAPE.fullmatch(low) is not None
        )
        # The dictionary takes "cell" for a verb in the imperative, which no subject stands before.
        noun = is_base_form(low) or is_base_form(low + "a")
        return not verb and low not in u.POSSESSIONS and noun

    @staticmethod
    def _house_before(tokens: Sequence[Token], i: int) -> bool:
        """ "Restaurang Bella Napoli", "Filmen Snabba Cash": a word for a house or a work opens the capitals."""
        k = i - 1
        while k >= 0 and tokens[k].is_cap and tokens[k].end + 1 == tokens[k + 1].start:
            low = tokens[k].low
            if low in places.HOUSES or (low.endswith(w.THINGS) and low not in words.TITLES):
                return True
            k -= 1
        return False
