"""Capitalised words that the Swedish dictionary does not know as words: most of them are names.

Belongs here: when such a word is a person and when a place or a firm, inside a sentence and first in one. Not
here: the dictionary (``name_dictionary``), listed names (``name_rules``), words that the dictionary knows and
that only their surroundings give away (``name_context``).
"""

from __future__ import annotations

from collections.abc import Sequence

from . import name_context_words as w
from . import name_places as places
from . import name_unknown_words as u
from . import name_words as words
from .name_context import ContextEvidence
from .name_dictionary import ends_in_word, is_listed_word, is_proper, is_verb_form, is_word
from .name_evidence import SURNAME
from .name_tokens import Memory, Token
from .word_sets import word_set

#: Prepositions that open the name of a place; "hos", "med", "av" and "åt" open persons.
_TO_PLACE = word_set("""
i på vid utanför genom kring runt förbi över nära bakom under inom via in ut upp ner längs mellan från mot norr söder
öster väster omkring
""")
#: Before "till" and a place: what travels, and what is built to reach one.
_TRAVELS = word_set("""
bussen buss bussar tåget tåg vägen väg resan resa resor åka åker åkte åkt köra kör körde kört cykla cyklar
cyklade gå går gick gått flytta flyttar flyttade flyttat kom kommer kommit skjuts skjutsa ut ner upp in hem
bort ända fram tillbaka cykelvägen cykelväg gångvägen stigen avfarten infarten bilen trafiken taxi pendlar
pendla sprang springer rymde följde promenad utflykt
""")
#: Ends of words that make even an unknown word a place or a thing at the front of a sentence.
_NO_PERSON_END = tuple(
    word_set("skolan gården parken gatan vägen huset stugan vallen hallen orden en-epa bolaget kedjan")
)
_OPENS_NAME = word_set("""
och eller samt & o å
""")


class UnknownWords(ContextEvidence):
    """Weighs a capitalised word that is in no name list against the dictionary."""

    def _is_unknown(self, token: Token) -> bool:
        """True for what the dictionary holds as a proper noun or not at all, also without a final s."""
        low = token.low
        if len(low) < 3 or token.is_acronym or "." in low or ":" in low:
            return False
        head, hyphen, tail = token.text.rpartition("-")
        if hyphen and (not tail[:1].isupper() or head.isupper()):
            return False
        if is_proper(low) or (low.endswith("s") and is_proper(low[:-1])):
            return True
        if hyphen:
            return True
        stem = low[:-1] if low.endswith("s") and len(low) > 4 else low
        if low.endswith(("rn", "ln", "lns", "rns")) and is_word(stem[:-1]):
            # "Handlarn", "bilns": the definite form as it is spoken.
            return False
        surname = SURNAME.fullmatch(stem) is not None and not is_listed_word(low)
        misspelt = len(low) > 6 and not is_listed_word(low) and self._near_name(low)
        return surname or misspelt or not (is_word(low) or is_word(stem))

    def _by_dictionary(self, tokens: Sequence[Token], i: int, j: int, memory: Memory) -> int:
        """Exclusive end of a name that starts at ``i`` with a word outside the dictionary, or ``i``."""
        chain = [t for t in tokens[i:j] if t.is_cap]
        token = tokens[i]
        if not chain or not self._is_unknown(token) or self._organisation_after(tokens, j):
            return i
        if any(self._is_other(t) and not self._is_family(t.low) for t in chain):
            return i
        if chain[-1].low in places.ORGANISATION_WORDS or (
            not token.is_first and tokens[i - 1].low in places.LABELS
        ):
            return i
        if self._thing_before(tokens, i):
            return i
        if token.is_first:
            return j if self._unknown_first(tokens, i, j, len(chain), memory) else i
        if self._among_places(tokens, i, j) or self._hyphened_on(tokens, i):
            return i
        before = tokens[i - 1].low
        if len(chain) > 1 and any(self._is_unknown(t) or self._is_family(t.low) for t in chain[1:]):
            return j if before not in _TO_PLACE or before in {"från", "mot", "över", "mellan"} else i
        surname = SURNAME.fullmatch(token.low.removesuffix("s")) is not None
        if self._owner_of(tokens, j) and (surname or not self._may_be_place(token.low)):
            return j
        if self._may_be_place(token.low) and not (before in {"hos", "av", "med"} and surname):
            return i
        if before in _TO_PLACE:
            family = (
                before in {"på", "utanför", "bakom", "förbi", "vid"}
                and u.ONLY_SURNAME.fullmatch(token.low) is not None
            )
            struck = before == "på" and tokens[i - 2].low in u.DONE_TO if i > 1 else False
            return j if family or struck else i
        if before == "till":
            return i if any(t.low in _TRAVELS for t in tokens[max(0, i - 4) : i - 1]) else j
        return j

    def _unknown_first(self, tokens: Sequence[Token], i: int, j: int, length: int, memory: Memory) -> bool:
        token = tokens[i]
        low = token.low
        if self._called(tokens, j):
            return True
        if low in memory.written_small or low in words.FUNCTION_NAMES or self._is_ordinary_first(low):
            return False
        place = self._may_be_place(low)
        if j >= len(tokens):
            return length > 1 and not place
        if ends_in_word(low) and not self._foreign(low):
            return False
        if len(low) > 9 and w.INFLECTED.fullmatch(low) and not self._foreign(low):
            # A long compound that the dictionary lacks ("Väktarronder").
            return False
        if (
            self._person_after(tokens, j, weak=False)
            or self._in_class(tokens, j)
            or self._with_own(tokens, j)
        ):
            return True
        after = tokens[j]
        if self._owner_of(tokens, j):
            return not place or SURNAME.fullmatch(low.removesuffix("s")) is not None
        verb = self._does(tokens, j)
        if length > 1:
            return not place or verb
        if place:
            return False
        if after.low in _OPENS_NAME or after.text == ",":
            return self._list_of_persons(tokens, j)
        if after.low.endswith(("des", "tes")) and after.low not in u.PASSIVE_PERSONS | w.BY_PERSON:
            return False
        if verb:
            return after.low not in w.THING_VERBS - u.PERSONS_TOO or self._foreign(low)
        if after.low in {"på", "från", "i", "hos", "vid", "med"}:
            office = j + 1 < len(tokens) and tokens[j + 1].low in u.OFFICES
            return office or any(self._does(tokens, k) for k in range(j + 2, min(j + 5, len(tokens))))
        return after.text in "–—(" or (after.text == "!" and i == 0)

    def _is_ordinary_first(self, low: str) -> bool:
        return (
            low in self._lists.vocabulary
            or low in w.SUBJECTS
            or low in words.PERSON_VERBS
            or low in words.NEVER_FIRST
            or low.endswith(_NO_PERSON_END)
        )

    def _misspelt_pair(self, text: str, tokens: Sequence[Token], i: int) -> bool:
        """ "Kristna Lindkvsit": a misspelt given name that is a word, and a word that no one knows."""
        if i + 1 >= len(tokens) or not tokens[i].is_first or not tokens[i + 1].is_cap:
            return False
        first, second = tokens[i], tokens[i + 1]
        low = first.low
        if len(low) < 5 or second.start != first.end + 1 or self._is_given(low) or low in words.TITLES:
            return False
        near = not self._misspelt.isdisjoint({low[:k] + low[k + 1 :] for k in range(1, len(low))} | {low})
        person = (
            self._is_unknown(second) and not self._is_other(second) and not self._may_be_place(second.low)
        )
        return near and person and self._does(tokens, i + 2)

    def _may_be_place(self, low: str) -> bool:
        return w.PLACE_SHAPE.fullmatch(low) is not None and not self._is_given(low)

    def _foreign(self, low: str) -> bool:
        return (
            w.FOREIGN_SHAPE.fullmatch(low) is not None
            or low in self._lists.abroad
            or low in self._lists.rare
            or self._is_given(low)
            or self._near_name(low)
        )

    @staticmethod
    def _does(tokens: Sequence[Token], j: int) -> bool:
        """True when a finite verb stands at ``j``."""
        if j >= len(tokens) or tokens[j].is_cap:
            return False
        verb = tokens[j].low
        return (
            verb in w.PERSONS_DO
            or verb in w.WOULD
            or verb in w.BECAME
            or verb in u.FINITE
            or is_verb_form(verb)
        )

    @staticmethod
    def _owner_of(tokens: Sequence[Token], j: int) -> bool:
        """ "Zirks moped": an s, and after it an ordinary word that is no verb."""
        if not tokens[j - 1].low.endswith("s") or j >= len(tokens):
            return False
        after = tokens[j]
        return after.is_word and not after.is_cap and after.low in u.POSSESSIONS

    def _list_of_persons(self, tokens: Sequence[Token], j: int) -> bool:
        """ "Zirk och Zork", "Zirk, Zork och Zark": the words beside it can be names too."""
        k = j
        while k + 1 < len(tokens) and (tokens[k].low in _OPENS_NAME or tokens[k].text == ","):
            following = tokens[k + 1]
            if not following.is_cap:
                if tokens[k].text != ",":
                    return False
                # "Zirk, hennes syster, …"
                return tokens[k].text == "," and (
                    following.low in {"hans", "hennes", "min", "vår", "deras"}
                    or following.low in words.TITLES
                )
            if self._is_other(following) or w.PLACE_SHAPE.fullmatch(following.low):
                return self._is_given(following.low) and following.low not in self._places
            if not (self._is_unknown(following) or self._is_given(following.low)):
                return False
            k += 2
        return k > j

    def _among_places(self, tokens: Sequence[Token], i: int, j: int) -> bool:
        """ "Johansfors, Eriksmåla och Lindås": a word listed beside a place is a place."""

        def place(token: Token) -> bool:
            low = token.low
            return (
                token.is_cap
                and not self._is_given(low)
                and (
                    low in self._places
                    or low in self._lists.localities
                    or self._is_place_like(token)
                    or (w.PLACE_SHAPE.fullmatch(low) is not None and not self._is_family(low))
                )
            )

        joints = _OPENS_NAME | {","}
        before = i > 1 and tokens[i - 1].low in joints and place(tokens[i - 2])
        return before or (j + 1 < len(tokens) and tokens[j].low in joints and place(tokens[j + 1]))

    @staticmethod
    def _hyphened_on(tokens: Sequence[Token], i: int) -> bool:
        return i + 1 < len(tokens) and tokens[i + 1].text == "-" and tokens[i + 1].start == tokens[i].end
