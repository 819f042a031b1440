"""Names that stand in no list, given away by the words around them.

Belongs here: rules for a capitalised word or pair that no list and no earlier mention knows ("Ohlaf Zirk har
ringt", "hans bror Zirk", "Zirk och hans polare"). Not here: rules for listed names (``name_rules``), one
word's own properties (``name_evidence``), single signs (``name_signs``).

Swedish writes only names with a capital inside a sentence, so there a capital is evidence in itself and the
question is person or place. The first word of a sentence needs more: it is capitalised whatever it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import name_context_words as w
from . import name_places as places
from . import name_words as words
from .name_dictionary import is_base_form
from .name_signs import Signs
from .name_tokens import Memory, Token


class ContextEvidence(Signs):
    """What surrounds a capitalised word that no list knows."""

    def _by_initial(self, tokens: Sequence[Token], i: int) -> int:
        """ "Zirk K. hotade", "Zirk T bytte": a name and one initial. Exclusive end, or ``i``."""
        token = tokens[i]
        if i + 1 >= len(tokens) or len(token.text) < 2 or not tokens[i + 1].is_cap:
            return i
        initial = tokens[i + 1]
        given = self._is_given(token.low)
        listed = given and token.low not in places.LABELS and token.low not in self._places
        if len(initial.text) != 1 or initial.start != token.end + 1 or (self._is_other(token) and not listed):
            return i
        if token.is_first and not given and self._is_ordinary(token.low):
            return i
        after = tokens[i + 2] if i + 2 < len(tokens) else None
        stopped = after is not None and after.text == "." and after.start == initial.end
        if stopped or (given and token.low not in words.FUNCTION_NAMES):
            return i + 2
        return i + 2 if self._acts(tokens, i + 2, True) else i

    def _by_context(self, tokens: Sequence[Token], i: int, j: int, memory: Memory) -> int:
        """Exclusive end of an unlisted name in ``tokens[i:j]`` that its surroundings give away, or ``i``."""
        chain = [t for t in tokens[i:j] if t.is_cap]
        token = tokens[i]
        if any(self._is_other(t) for t in chain) or self._organisation_after(tokens, j):
            return i
        if any(t.low in self._lists.vocabulary and not self._is_family(t.low) for t in chain[1:]):
            return i
        if self._thing_before(tokens, i):
            return i
        if len(token.text) == 1:
            return i
        if token.is_first:
            if self._called(tokens, j) and token.low not in self._lists.vocabulary:
                return j
            if token.low in memory.written_small and len(chain) == 1:
                return i
            if self._is_ordinary(token.low) and (len(chain) == 1 or w.INFLECTED.fullmatch(token.low) is None):
                return i
            if token.low in self._lists.vocabulary:
                return i
            if len(chain) == 1 and token.low.endswith(w.ANIMATE_NOUNS) and not self._is_family(token.low):
                return i
            return j if self._is_person_first(tokens, i, j, len(chain)) else i
        if tokens[i - 1].low in {"han", "hon"} and j < len(tokens) and tokens[j].low == "som":
            return j
        if w.DEFINITE.fullmatch(token.low) and not self._is_given(token.low):
            return i
        locative = self._locative_before(tokens, i)
        if len(chain) >= 2 and (not locative or tokens[i - 1].low in {"från", "mot", "över", "mellan"}):
            return j
        if self._belongs(tokens, i, j) or self._in_class(tokens, j) or self._with_own(tokens, j):
            return j
        if self._told_of(tokens, i):
            return j
        if locative:
            return i
        opened = tokens[i - 1].low in w.CLAUSE
        if self._acts(tokens, j, opened) or self._pointed_at(tokens, i, j):
            return j
        # Names of firms and places are often common nouns in definite form: there weak signs are not enough.
        if w.DEFINITE_LONG.fullmatch(token.low):
            return i
        if self._cleft(tokens, i, j) and is_base_form(token.low) and len(chain) == 1:
            return j
        if self._does_something(tokens, i, j) or self._near_name(token.low):
            return j
        return j if self._object_of(tokens, i) else i

    def _is_person_first(self, tokens: Sequence[Token], i: int, j: int, length: int) -> bool:
        if self._with_own(tokens, j) or self._belongs(tokens, i, j):
            return True
        if self._in_class(tokens, j) and self._acts(tokens, j + 2, True):
            return True
        if self._acts(tokens, j, length >= 2) or self._person_after(tokens, j, weak=False):
            return True
        low = tokens[i].low
        if length > 1 or j >= len(tokens) or low in self._lists.vocabulary or low.endswith(w.ANIMATE_NOUNS):
            return False
        verb = tokens[j].low
        if verb in w.BECAME and j + 1 < len(tokens) and tokens[j + 1].low in w.FEELING:
            return (
                w.FOREIGN_SHAPE.fullmatch(low) is not None or self._is_given(low) or low in self._lists.rare
            )
        if verb in w.SAYING or self._past_phrase(tokens, j) > j:
            return True
        named = (
            w.FOREIGN_SHAPE.fullmatch(low) is not None or low in self._lists.abroad or self._near_name(low)
        )
        if verb in w.DOING:
            return True
        named = named or low in self._lists.rare
        return named and verb not in w.THING_VERBS and w.VERB_SHAPE.fullmatch(verb) is not None

    def _does_something(self, tokens: Sequence[Token], i: int, j: int) -> bool:
        """Weak signs: a word shaped like a verb beside the name, the name as the point of a cleft sentence."""
        before = tokens[i - 1].low
        if w.PAST_VERB.fullmatch(before) and before not in w.THING_VERBS:
            return True
        if before in w.AUXILIARIES and self._acted(tokens, j):
            return True
        if before in w.SUBORDINATORS and j < len(tokens):
            verb = tokens[j].low
            return verb not in w.THING_VERBS and w.VERB_SHAPE.fullmatch(verb) is not None
        return self._cleft(tokens, i, j)
