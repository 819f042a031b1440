"""Names that are also words, places or months, where only a person can stand: "Sten är elva", "Rektor Näs ringde".

Belongs here: what shows a person whatever the word means otherwise. Not here: word names that need weaker signs
(``name_word_names``), words that never open a name (``name_openers``).
"""

from __future__ import annotations

from collections.abc import Sequence

from . import name_context_words as w
from . import name_places as places
from . import name_subject_words as s
from . import name_unknown_words as u
from . import name_words as words
from .name_dictionary import is_listed_word, is_verb_form, is_word
from .name_evidence import SURNAME
from .name_openers import Openers
from .name_tokens import Memory, Token


class Subjects(Openers):
    """Rules that need no list: the grammar around a word leaves no room for anything but a person."""

    def _by_grammar(self, tokens: Sequence[Token], i: int, memory: Memory) -> int:
        """Exclusive end of a name at ``i`` that its place in the sentence proves, or ``i``."""
        token, j = tokens[i], i + 1
        low = token.low
        if token.is_acronym or len(low) < 2 or low in places.ORGANISATIONS:
            return i
        if self._owner_in_s(tokens, i):
            return j
        if i and not token.is_first and tokens[i - 1].low == "vem" and not self._names_a_place(token):
            return j
        town = low in self._places or low in self._lists.localities
        if not (
            town
            or low in words.WORD_NAMES
            or low in words.FUNCTION_NAMES
            or self._is_given(low)
            or self._is_family(low)
            or low in s.NICK_ADJECTIVES
            or (low in self._lists.rare and low not in memory.written_small)
        ):
            return i
        chained = j < len(tokens) and tokens[j].is_cap and tokens[j].start == token.end + 1
        if chained and low in s.NICK_ADJECTIVES and tokens[j].low in self._lists.common:
            after = tokens[j + 1] if j + 1 < len(tokens) else None
            alone = after is None or not after.is_cap
            return j + 1 if alone and not token.is_first and not self._role_like_house(tokens, i) else i
        if chained:
            return j + 1 if self._before_surname(tokens, i, town) else i
        if (
            i
            and tokens[i - 1].is_cap
            and tokens[i - 1].end + 1 == token.start
            and not self._role_at(tokens, i)
        ):
            return i
        if self._is_called(tokens, j):
            return j
        role = self._role_at(tokens, i) and self._fits_role(low)
        if low in s.PRONOUNS_TOO or (low in words.FUNCTION_NAMES and low not in s.NAMES_TOO):
            if role and self._does(tokens, j):
                return j
            if low == "inga" and self._does(tokens, j) and self._denied(tokens, j + 1):
                return j
            return j if self._after_preposition(tokens, i) else i
        if self._has_age(tokens, j) or self._is_kind_of_person(tokens, j):
            return j
        if role:
            ends = j >= len(tokens) or not tokens[j].is_word or self._does(tokens, j)
            if ends or tokens[j].low in {"på", "från", "och", "med", "som"}:
                return j
        if self._in_class(tokens, j) and not self._locative_before(tokens, i):
            return j
        if self._paired(tokens, i, j):
            return j
        if town and not (low in places.PLACE_NAMES and not self._kept(low)):
            return i
        if low in words.CALENDAR or low in words.FUNCTION_NAMES:
            return j if low not in s.WEEKDAYS and self._month_acts(tokens, i, j) else i
        if town and tokens[i - 1].low == "av" and not token.is_first and self._told_of(tokens, i):
            return j
        if self._locative_before(tokens, i) and not self._after_preposition(tokens, i):
            return i
        return j if self._acts_alone(tokens, i, j, town) else i

    @staticmethod
    def _role_like_house(tokens: Sequence[Token], i: int) -> bool:
        """ "förskolan Lilla Ida": a house, a firm or a work of fiction stands before."""
        before = tokens[i - 1].low if i else ""
        return before in places.HOUSES or before.endswith(w.THINGS) or before in {"i", "på", "vid"}

    # -- signs that hold for any word -----------------------------------------------------------

    def _names_a_place(self, token: Token) -> bool:
        return token.low in self._places or token.low in words.NOT_IN_CHAIN or self._is_place_like(token)

    def _fits_role(self, low: str) -> bool:
        """Not for a district or a county ("Polisen Kronoberg")."""
        town = low in self._places or low in self._lists.localities
        return (
            not self._kept(low) and low not in places.AUTHORITIES and (not town or low in places.PLACE_NAMES)
        )

    @staticmethod
    def _denied(tokens: Sequence[Token], j: int) -> bool:
        """ "(Inga har) inga förväntningar": a second negation after a verb."""
        return j < len(tokens) and tokens[j].low in {"inga", "ingen", "inget", "inte", "aldrig"}

    def _kept(self, low: str) -> bool:
        return low in self._kept_places

    @staticmethod
    def _has_age(tokens: Sequence[Token], j: int) -> bool:
        """ "är 83 och …", "fyller elva.": an age without a unit."""
        if j + 1 >= len(tokens) or tokens[j].low not in {"är", "var", "blir", "fyller", "fyllde", "blev"}:
            return False
        age = tokens[j + 1]
        if not (age.low in s.NUMBERS or (age.text.isdigit() and 0 < int(age.text) < 105)):
            return False
        after = tokens[j + 2] if j + 2 < len(tokens) else None
        return after is None or after.low in {"år", "och", ",", ".", "men", ";", "bast"}

    @staticmethod
    def _is_kind_of_person(tokens: Sequence[Token], j: int) -> bool:
        """ "är kompisar", "var min klasskompis", "är ett ovanligt namn"."""
        if j + 1 >= len(tokens) or tokens[j].low not in {"är", "var", "blev", "blir"}:
            return False
        k = j + 1
        while k < len(tokens) and tokens[k].low in s.BEFORE_KIND:
            k += 1
        if k < len(tokens) and tokens[k].low in s.KINDS:
            return True
        if tokens[j + 1].low in {"efternamnet", "förnamnet", "namnet"}:
            return True
        if tokens[j + 1].low == "ny" and j + 2 < len(tokens) and tokens[j + 2].low in {"i", "på", "här"}:
            return True
        return any(t.low == "namn" for t in tokens[j + 1 : j + 5]) and tokens[j + 1].low in {"ett", "inget"}

    @staticmethod
    def _is_called(tokens: Sequence[Token], j: int) -> bool:
        """ "heter min dotter", "kallas han"."""
        return (
            j + 1 < len(tokens)
            and tokens[j].low in {"heter", "hette", "kallas", "kallades"}
            and (
                tokens[j + 1].low in s.WHO_IS_CALLED
                or tokens[j + 1].low in w.KIN
                or tokens[j + 1].low in words.TITLES
            )
        )

    def _role_at(self, tokens: Sequence[Token], i: int) -> bool:
        """True when a word for one person stands right before: "kassör Tall", "Tandläkare Sommar"."""
        if not i or tokens[i - 1].end + 1 != tokens[i].start or not tokens[i - 1].is_word:
            return False
        before = tokens[i - 1].low
        if before in s.MANY_PERSONS or before in w.NOT_ROLES or before.endswith(w.THINGS):
            return False
        return before in words.TITLES or before in s.ROLES or before.endswith(s.ROLE_ENDINGS)

    def _before_surname(self, tokens: Sequence[Token], i: int, town: bool) -> bool:
        """ "Alla Bondarenko", "Vi Ekström", "Kosta Lindgren har …": a family name after it."""
        low, last = tokens[i].low, tokens[i + 1]
        landscape = low in places.PLACE_NAMES and last.low in places.PLACE_NAMES and self._is_family(last.low)
        if landscape and last.low not in s.COMPASS:
            return tokens[i].is_first and self._does(tokens, i + 2)
        if last.low in self._places or self._is_other(last) or last.is_acronym or len(last.low) < 4:
            return False
        if i + 2 < len(tokens) and tokens[i + 2].is_cap and tokens[i + 2].start == last.end + 1:
            return False
        shaped = self._is_family(last.low) or SURNAME.fullmatch(last.low) is not None
        shaped = shaped and not is_listed_word(last.low)
        if low in s.NAMES_TOO:
            return shaped or (w.FOREIGN_SHAPE.fullmatch(last.low) is not None and not is_word(last.low))
        if not town or low in places.AUTHORITIES:
            return False
        return shaped and last.low not in self._lists.localities and self._does(tokens, i + 2)

    def _owner_in_s(self, tokens: Sequence[Token], i: int) -> bool:
        """ "Max moped", "Jonas hus": a name that ends in s, x or z takes no s when it owns."""
        low, j = tokens[i].low, i + 1
        if low[-1] not in "sxz" or low == "hans" or j >= len(tokens) or tokens[j].is_cap:
            return False
        listed = low in self._lists.common or low in s.ENDS_IN_S
        if listed and tokens[j].low in u.POSSESSIONS | s.HOMES:
            return True
        return low == "max" and (tokens[j].low in w.PERSONS_DO or self._in_class(tokens, j))

    @staticmethod
    def _after_preposition(tokens: Sequence[Token], i: int) -> bool:
        """ "(alla) utom Inga", "(vi pratade) med Per": a capital where no pronoun can have one."""
        return i > 1 and not tokens[i].is_first and tokens[i - 1].low in s.BEFORE_PERSONS

    def _paired(self, tokens: Sequence[Token], i: int, j: int) -> bool:
        """ "Ask och Lind i lekgruppen", "Jordan och Israel är kompisar": two names that are words."""
        if j + 1 >= len(tokens) or tokens[j].low not in {"och", "&", "o", "å", "samt"}:
            return self._second_of_pair(tokens, i, j)
        other = tokens[j + 1]
        if (
            not other.is_cap
            or not tokens[i].is_first
            or tokens[i].low in words.FUNCTION_NAMES | words.CALENDAR
        ):
            return False
        if self._is_kind_of_person(tokens, j + 2):
            return True
        low = other.low
        if tokens[i].low in self._places or low in self._places or low in words.FUNCTION_NAMES:
            return False
        if tokens[i].low in self._lists.vocabulary and low in self._lists.vocabulary:
            return self._acts_alone(tokens, j + 1, j + 2, False)
        named = low in words.WORD_NAMES or self._is_given(low) or self._is_family(low)
        return named and tokens[i].low not in self._lists.abroad and low not in self._lists.abroad

    def _second_of_pair(self, tokens: Sequence[Token], i: int, j: int) -> bool:
        joined = i > 1 and tokens[i - 1].low in {"och", "&", "samt"} and tokens[i - 2].is_cap
        return joined and self._is_kind_of_person(tokens, j)

    # -- signs for words that are no pronouns ---------------------------------------------------

    def _month_acts(self, tokens: Sequence[Token], i: int, j: int) -> bool:
        """ "det var Juni som hittade", "blev Maj mobbad": what no month can do."""
        if tokens[i].is_first and self._does(tokens, j) and self._spoken_of(tokens, j + 1):
            return tokens[i].low not in words.FUNCTION_NAMES
        if tokens[i].is_first:
            return tokens[i].low in s.BOTH_WAYS and j < len(tokens) and tokens[j].low in w.STRONG_VERBS
        return self._cleft(tokens, i, j, w.PERSONS_DO) or (
            tokens[i - 1].low in w.BECAME and j < len(tokens) and tokens[j].low in w.BY_PERSON
        )

    def _acts_alone(self, tokens: Sequence[Token], i: int, j: int, town: bool) -> bool:
        """True when what follows is done by one person and by nothing else."""
        if j + 1 >= len(tokens) or not tokens[j].is_word:
            return False
        if not tokens[i].is_first and tokens[i - 1].low not in s.OPENS_CLAUSE:
            return False
        verb = tokens[j].low
        k = j + 1
        while k < len(tokens) and tokens[k].low in w.ADVERBS:
            k += 1
        after = tokens[k].low if k < len(tokens) else ""
        if verb in {"håller", "höll"} and after == "med":
            return True
        if verb in s.REFLEXIVE and after == "sig":
            return True
        if verb in {"har", "hade"} and (after in w.DONE or (not town and self._done(after))):
            return True
        if verb in {"har", "hade"} and not town and after in {"varken", "ingen", "inget", "inga"}:
            return True
        if verb in {"på", "från", "i"}:
            return self._from_office(tokens, j)
        if verb in w.SAYING or verb in s.AT_HOME or (verb in s.AT_MEETINGS and not town):
            return True
        present = w.VERB_SHAPE.fullmatch(verb) is not None and verb not in w.THING_VERBS
        if town or not (self._does(tokens, j) or present):
            return verb in w.STRONG_VERBS and not town
        if tokens[i].low in s.BOTH_WAYS:
            # "Per meddelar", "Bo får inte …": no preposition and no infinitive stands before a finite verb.
            return verb not in {"en", "ett"}
        return self._spoken_of(tokens, k)

    @staticmethod
    def _done(low: str) -> bool:
        """ "(har) ristat": a supine of something that is done rather than happens."""
        if low in w.THING_VERBS or low in s.HAPPENED or len(low) < 5 or not low.endswith(("at", "it", "tt")):
            return False
        return is_verb_form(low[:-1] + "de")

    def _from_office(self, tokens: Sequence[Token], j: int) -> bool:
        """ "(Lund) på gatukontoret lovade", "(Modig) från hemvärnet hjälpte"."""
        if j + 2 >= len(tokens):
            return False
        at = tokens[j + 1].low
        k = j + 2
        if at in s.FLOORS or (at in s.ORDINALS and tokens[k].low in {"våningen", "botten", "plan"}):
            k += at in s.ORDINALS
            return k < len(tokens) and self._does(tokens, k)
        office = at in u.OFFICES or at.endswith(s.OFFICE_ENDINGS)
        return office and any(
            t.low in w.PERSONS_DO_SURELY or t.low in w.DOING or t.low == "såg" for t in tokens[j + 2 : j + 5]
        )

    @staticmethod
    def _spoken_of(tokens: Sequence[Token], k: int) -> bool:
        """ "(skolkar inte), hon är rädd": a pronoun for one person later in the sentence, and no other person."""
        for at in range(k, min(k + 14, len(tokens))):
            token = tokens[at]
            if token.text in ".!?" or token.low in words.TITLES or token.low in w.KIN or token.is_cap:
                return False
            if token.low in {"han", "hon"}:
                return tokens[at - 1].low in {",", "och", "men", "för", "att", "eftersom", "när"}
        return False
