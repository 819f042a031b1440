"""Names in capitals: a whole text that shouts, and one word in capitals among others ("målsägande LINDHOLM").

Belongs here: which words in capitals are lowered so that the ordinary rules can read them. Not here: names in
lower case (``name_small``) and what the rules make of the text (``name_rules``).

The text keeps its length: positions found in it are positions in the original.
"""

from __future__ import annotations

import re

from . import name_places as places
from . import name_words as words
from .name_dictionary import is_listed_word, is_proper, is_word
from .name_evidence import SURNAME
from .name_subjects import Subjects
from .patterns import PLACEHOLDER

_WORD = re.compile(rf"{PLACEHOLDER.pattern}|[^\W\d_]+")
#: Not "NYSTRÖM, KAJSA", which has a rule of its own.
_CAPITALS = re.compile(r"(?<![\w.@/-])(?<![A-ZÅÄÖ], )[A-ZÅÄÖÉÜ]{4,}(?![\w@/])(?!\.\w)(?!, [A-ZÅÄÖ]{3})")


class ShoutedNames(Subjects):
    """Lowers capitals where they only shout."""

    def _unshouted(self, text: str) -> str:
        """``text`` with a capital left only where a name or the text begins."""
        if not text.isupper() or len(text) < 12 or " " not in text:
            return _CAPITALS.sub(self._one_shouted, text)
        pieces, position, named = [], 0, False
        for match in _WORD.finditer(text):
            word, gap = match.group(), text[position : match.start()]
            low = word.lower()
            if not word.startswith("[") and len(low) == len(word) > 1:
                named = self._opens_name(low) or (named and gap in {" ", "-"} and self._goes_on(low))
                word = word[0] + low[1:] if named or match.start() == 0 else low
            pieces += [gap, word]
            position = match.end()
        return "".join([*pieces, text[position:]])

    def _opens_name(self, low: str) -> bool:
        listed = self._is_given(low) or self._is_family(low)
        return low in self._lists.common or low in words.TITLES or (listed and not is_listed_word(low))

    def _goes_on(self, low: str) -> bool:
        """A word after a name that is a family name, or that no dictionary and no map knows."""
        family = self._is_family(low) or low in words.WORD_NAMES or SURNAME.fullmatch(low) is not None
        strange = len(low) > 4 and not is_word(low) and not low.endswith(places.PLACE_ENDINGS)
        return low not in words.FUNCTION_NAMES and low not in words.PERSON_VERBS and (family or strange)

    def _one_shouted(self, match: re.Match[str]) -> str:
        """A family or given name in capitals in a text that otherwise has small letters."""
        word = match.group()
        low = word.lower()
        other = low in self._places or low in self._lists.localities or self._is_other_firm(low)
        if other or len(low) != len(word) or is_listed_word(low):
            return word
        surname = len(low) > 5 and SURNAME.fullmatch(low) is not None and not is_word(low)
        listed = (self._is_given(low) or self._is_family(low)) and low not in self._lists.abroad
        named = listed or surname or (len(low) > 4 and is_proper(low) and self._near_name(low))
        return word[0] + low[1:] if named else word

    @staticmethod
    def _is_other_firm(low: str) -> bool:
        return low in words.NOT_IN_CHAIN or low in places.ORGANISATIONS
