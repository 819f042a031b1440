"""What the words around a capitalised word show: acting, owning, being pointed at, being a place or a firm.

Belongs here: one sign at a time. Not here: weighing the signs into a verdict (``name_context``,
``name_unknown``), the words they rest on (``name_context_words``), one word's own properties (``name_evidence``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import name_context_words as w
from . import name_places as places
from . import name_words as words
from .name_dictionary import is_base_form, is_word
from .name_evidence import SURNAME, NameEvidence
from .name_tokens import Token
from .name_unknown_words import FINITE


class Signs(NameEvidence):
    """Signs beside a capitalised word that a person is meant, or a place or a firm."""

    def _is_other(self, token: Token) -> bool:
        """True when the word is known to belong to a place, a firm or ordinary Swedish."""
        low = token.low
        stem = low[:-1] if low.endswith("s") else low
        if any(word in self._places or word in self._lists.localities for word in (low, stem)):
            return True
        return (
            self._blocked(token)
            or low in places.ORGANISATION_WORDS
            or low in places.PLACE_ADJECTIVES
            or low in places.LABELS
            or low.endswith(w.NEVER_PERSONS)
            or self._is_hyphened_word(token)
            or self._is_of_brand(low)
            or (self._is_place_like(token) and SURNAME.fullmatch(low) is None)
            or self._looks_like_word(low)
        )

    @staticmethod
    def _is_hyphened_word(token: Token) -> bool:
        """ "A-traktor", "Larsen-låtar": a small letter after the hyphen, and a word."""
        head, _, tail = token.text.rpartition("-")
        return bool(head) and tail[:1].islower() and len(tail) > 3 and is_word(tail)

    @staticmethod
    def _is_of_brand(low: str) -> bool:
        """ "Facebookgrupp", "Excelfil": a make or a firm, and a word."""
        if len(low) < 8 or "-" in low:
            return False
        return any(low[:k] in places.ORGANISATIONS and is_word(low[k:]) for k in range(4, len(low) - 2))

    def _is_ordinary(self, low: str) -> bool:
        """True for a first word that is, or is shaped like, ordinary Swedish."""
        return (
            low in self._lists.vocabulary
            or low in w.SUBJECTS
            or low in words.FUNCTION_NAMES
            or low in words.PERSON_VERBS
            or low in words.NEVER_FIRST
            or low in places.PLACE_HEADS
            or w.INFLECTED.fullmatch(low) is not None
        )

    @staticmethod
    def _looks_like_word(low: str) -> bool:
        """True for words that by their ending are common nouns in definite form, adverbs or the like."""
        return w.WORD_SHAPE.fullmatch(low) is not None

    @staticmethod
    def _told_of(tokens: Sequence[Token], i: int) -> bool:
        """ "(bror) till Zirk", "(langade hasch) till Zirk", "(tipset kom) från Zirk"."""
        if i < 2 or tokens[i - 1].low not in {"till", "åt", "från", "av"}:
            return False
        if tokens[i - 1].low == "till" and tokens[i - 2].low in w.TOLD:
            return True
        if w.PLACE_SHAPE.fullmatch(tokens[i].low):
            return False
        given = w.RECEIVED_FROM if tokens[i - 1].low in {"från", "av"} else w.GIVEN_TO
        return any(given.fullmatch(t.low) for t in tokens[max(0, i - 4) : i - 1])

    @staticmethod
    def _past_phrase(tokens: Sequence[Token], j: int) -> int:
        """The position after "på soc", "i hus 4" at ``j`` when a verb of persons stands there; else ``j``."""
        if j < len(tokens) and tokens[j].low in {"på", "från", "i", "hos", "vid", "med"}:
            for k in range(j + 2, min(j + 5, len(tokens))):
                if tokens[k].low in w.PERSONS_DO_SURELY and not tokens[k].is_cap:
                    return k
        return j

    @staticmethod
    def _says(tokens: Sequence[Token], j: int) -> bool:
        """True when a verb of saying or doing follows that no place can be the subject of."""
        return j < len(tokens) and tokens[j].low in w.SAYING

    def _object_of(self, tokens: Sequence[Token], i: int) -> bool:
        """A capital inside the sentence after a verb, or after "av" and a verb: nothing says place or thing."""
        low = tokens[i].low
        if len(low) < 3 or w.PLACE_SHAPE.fullmatch(low):
            return False
        if w.WORD_LIKE.fullmatch(low) and not (is_base_form(low) and low.endswith("an")):
            return False
        before = tokens[i - 1].low
        if before in w.THING_VERBS or before in words.NAMING:
            return False
        if before == "av" and i > 1:
            verb = tokens[i - 2].low
            return w.PASSIVE.fullmatch(verb) is not None
        acts = before in FINITE and before not in w.BECAME
        return acts or before in {"med", "hos", "som", "att"} or w.VERB_SHAPE.fullmatch(before) is not None

    def _organisation_after(self, tokens: Sequence[Token], j: int) -> bool:
        """True when a word of a firm, a club or a place ends the chain ("Zirk Industri", "Zirks bageri")."""
        if j >= len(tokens) or tokens[j].start != tokens[j - 1].end + 1:
            return False
        after = tokens[j]
        if after.is_acronym or (after.is_cap and self._is_other(after)):
            return True
        return tokens[j - 1].low.endswith("s") and after.low in places.PLACE_HEADS

    def _acts(self, tokens: Sequence[Token], j: int, weak: bool) -> bool:
        """True when what follows is something that persons do; ``weak`` accepts what firms do too."""
        if j >= len(tokens):
            return False
        verb = tokens[j].low
        k = j + 1
        while k < len(tokens) and tokens[k].low in w.ADVERBS:
            k += 1
        following = tokens[k].low if k < len(tokens) else ""
        if verb in {"blev", "blir", "är", "var"} and following in w.BY_PERSON:
            return True
        if verb in {"har", "hade"}:
            return following in w.DONE or (weak and following in w.OPENED_HAVE)
        if verb in w.WOULD and following in w.TO_DO:
            return True
        if verb in w.STRONG_VERBS:
            return True
        return weak and verb in w.OPENED_VERBS

    @staticmethod
    def _acted(tokens: Sequence[Token], j: int) -> bool:
        """ "(sedan har) Zirk inte gått", "(i går ville) Zirk prata"."""
        while j < len(tokens) and tokens[j].low in w.ADVERBS:
            j += 1
        return j < len(tokens) and tokens[j].low in w.TURNED_ACTS

    @staticmethod
    def _thing_before(tokens: Sequence[Token], i: int) -> bool:
        return i > 0 and tokens[i - 1].low.endswith(w.THINGS) and tokens[i - 1].low not in words.TITLES

    @staticmethod
    def _of_person(tokens: Sequence[Token], i: int) -> bool:
        """ "Mannen på trean, Zirk, …": the sentence part before the comma opens with a person."""
        k = i - 2
        while k >= 0 and tokens[k].is_word and not tokens[k].is_first and i - k < 7:
            k -= 1
        return k >= 0 and (tokens[k].low in words.TITLES or tokens[k].low in w.KIN)

    @staticmethod
    def _called(tokens: Sequence[Token], j: int) -> bool:
        """ "Zirk kallas han"."""
        return (
            j + 1 < len(tokens)
            and tokens[j].low in {"kallas", "kallades", "heter", "hette"}
            and tokens[j + 1].low
            in {"han", "hon", "jag", "killen", "tjejen", "mannen", "grabben", "pojken", "flickan"}
        )

    @staticmethod
    def _with_own(tokens: Sequence[Token], j: int) -> bool:
        """ "Zirk och hans polare"."""
        return (
            j + 2 < len(tokens)
            and tokens[j].low in {"och", "samt", "med", "&"}
            and tokens[j + 1].low in {"hans", "hennes"}
        )

    @staticmethod
    def _in_class(tokens: Sequence[Token], j: int) -> bool:
        """ "Zirk i nian", "Zirk i 8B"."""
        if j < len(tokens) and tokens[j].low in {"går", "gick"}:
            j += 1
        if j + 1 >= len(tokens) or tokens[j].low != "i":
            return False
        return w.IN_CLASS.fullmatch(tokens[j + 1].low) is not None or (
            tokens[j + 1].text in "123456789"
            and j + 2 < len(tokens)
            and re.fullmatch("[a-eA-E]", tokens[j + 2].text) is not None
        )

    @staticmethod
    def _belongs(tokens: Sequence[Token], i: int, j: int) -> bool:
        """ "Zirks moped", where no common noun in the genitive stands first."""
        return (
            tokens[j - 1].low.endswith("s")
            and j < len(tokens)
            and tokens[j].low in w.OWNED
            and w.DEFINITE.fullmatch(tokens[j - 1].low) is None
            and w.INFLECTED.fullmatch(tokens[i].low) is None
        )

    def _pointed_at(self, tokens: Sequence[Token], i: int, j: int) -> bool:
        """True when the words before point at a person ("hos Zirk", "bror till Zirk", "det är Zirk som …")."""
        before = tokens[i - 1].low
        if before in {"han", "hon", "honom", "henne"} and j < len(tokens) and tokens[j].low == "som":
            return True
        earlier = tokens[i - 2].low if i > 1 else ""
        if before in w.ADDRESSED or before in w.TURNED:
            return True
        if before not in w.NOT_ROLES and w.ROLE.fullmatch(before):
            return True
        if before in w.BECAME and j < len(tokens) and tokens[j].low in w.BY_PERSON:
            return True
        if before == "," and j < len(tokens) and tokens[j].text == "," and self._of_person(tokens, i):
            return True
        k = i - 3 if earlier in w.PRONOUNS and i > 2 else i - 2
        spoken_with = before == "med" and k >= 0 and tokens[k].low in w.WITH_PERSON
        return (
            spoken_with
            or (before == "av" and earlier in w.BY_PERSON)
            or (before == "till" and earlier in w.TOLD)
            or (before == "för" and earlier in {"rädd", "rädda"})
            or (before == "på" and earlier in w.TURNED_TO)
            or (before == "annat" and i > 3 and tokens[i - 4].low in w.PERSONS)
            or self._cleft(tokens, i, j, w.CLEFT_VERBS)
        )

    @staticmethod
    def _cleft(tokens: Sequence[Token], i: int, j: int, verbs: frozenset[str] | None = None) -> bool:
        """ "Det är (alltid) Zirk (och Zork) som …"; ``verbs``: only these after "som"."""
        k = i - 2 if tokens[i - 1].low in w.ADVERBS else i - 1
        if k < 1 or {tokens[k].low, tokens[k - 1].low} not in ({"är", "det"}, {"var", "det"}):
            return False
        while j + 1 < len(tokens) and tokens[j].low == "och" and tokens[j + 1].is_cap:
            j += 2
        return (
            j + 1 < len(tokens)
            and tokens[j].low == "som"
            and tokens[j + 1].is_word
            and (tokens[j + 1].low not in w.STATES if verbs is None else tokens[j + 1].low in verbs)
        )
