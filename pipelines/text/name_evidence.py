"""What speaks for a word being a person's name: the lists, the document's memory, the words around it.

Belongs here: properties of one word and evidence beside it. Not here: chains of words and the verdict
(``name_rules``), the lists (``names``, ``name_words``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from . import name_places as places
from . import name_words as words
from .name_dictionary import is_base_form, is_listed_word
from .name_tokens import Memory, Token
from .names import NameLists
from .word_sets import word_set

#: Endings that make a word a likely family name.
SURNAME = re.compile(
    r".{2,}(?:sson|son|sen|berg|ström|gren|kvist|qvist|quist|lund|dahl|stedt|stad|blad|holm|man|mann|"
    r"ell|ell|elius|enius|rius|"
    r"nius|roth?|mark|feldt?|hjelm|crona|ander|löf|skog|wall|blom|lin|din|fors|nder|én|ić|vic|vić|ski|"
    r"sky|wicz|ovic|ev|ov|"
    r"oğlu|oglu|zadeh|pour|iani|idis|opoulos|nen|backe?|bäck|hammar|torn|stierna|stj[eä]rna|sköld|gård|borg)"
)
_BARE_ENDINGS = frozenset(places.PLACE_ENDINGS)
_SHORT_ENDINGS = ("stan", "plan", "län", "arp")
_LOCATIVE = word_set("""
i på vid från mot till mellan utanför genom kring runt förbi över nära bakom under mot inom via in
""")


def _towns(lists: NameLists) -> frozenset[str]:
    """Localities that few persons are called: "Nora" and "Nordmark" are left to the rules for names."""
    names = lists.common | lists.family | words.WORD_NAMES
    return frozenset(t for t in lists.localities if t not in names and SURNAME.fullmatch(t) is None)


def _one_less(word: str) -> frozenset[str]:
    """The words that are left of ``word`` when one letter, not the first, is taken away."""
    return frozenset(word[:k] + word[k + 1 :] for k in range(1, len(word)))


class NameEvidence:
    """What the lists, the document's memory and the neighbouring words say about a word."""

    def __init__(self, lists: NameLists, keep: Iterable[str] = ()) -> None:
        phrases = [k.casefold().strip() for k in keep if k.strip()]
        self._lists = lists
        kept = frozenset(k for k in phrases if " " not in k)
        self._kept_places = kept
        self._places = places.PLACE_NAMES | places.AUTHORITIES | _towns(lists) | kept
        self._misspelt = frozenset(less for name in lists.common if len(name) > 4 for less in _one_less(name))
        spaced = sorted((p for p in phrases if " " in p), key=len, reverse=True)
        self._keep = (
            re.compile(r"\b(?:" + "|".join(map(re.escape, spaced)) + r")\b", re.I) if spaced else None
        )

    # -- properties of one word -------------------------------------------------------------

    def _near_name(self, low: str) -> bool:
        """True for a misspelt common name: one letter too many, too few or wrong, or two that changed places."""
        if len(low) < 5 or low in self._lists.vocabulary or low in self._places:
            return False
        shorter = _one_less(low)
        if not self._misspelt.isdisjoint(shorter | {low}):
            return True
        return len(low) > 6 and not self._lists.common.isdisjoint(shorter) and not is_listed_word(low)

    def _base(self, low: str, memory: Memory) -> tuple[str, bool]:
        """The word without a genitive s, and whether it had one."""
        lists = self._lists
        if low in lists.common or low in lists.local or low in memory.certain:
            return low, False
        stem = low[:-1] if low.endswith("s") and len(low) > 3 else ""
        stem = stem.rstrip("'’:") or ""
        if stem.endswith("s"):
            # A name that ends in s has no genitive s: "Klass" is no "Klas".
            return low, False
        if stem and (stem in lists.common or stem in lists.local or stem in memory.certain):
            return stem, True
        # "Junis mamma": of a rare name and a better known one in the genitive, the second.
        rare = low in lists.uncommon or low in lists.wordlike
        town = low in lists.localities or low in places.PLACE_NAMES
        better = rare and bool(stem) and not town and (stem in lists.common or stem in words.WORD_NAMES)
        if not better and (low in lists.given or low in lists.family or low in words.WORD_NAMES):
            return low, False
        if stem and (stem in lists.given or stem in lists.family):
            return stem, True
        head = low.split("-")[0]
        if "-" in low and head in lists.given:
            return (stem, True) if stem and SURNAME.fullmatch(stem.split("-")[-1]) else (low, False)
        if stem and SURNAME.fullmatch(stem):
            return stem, True
        return low, False

    def _is_given(self, base: str) -> bool:
        parts = base.split("-")
        return base in self._lists.given or (len(parts) == 2 and all(p in self._lists.given for p in parts))

    def _is_family(self, base: str) -> bool:
        return base in self._lists.family or any(p in self._lists.family for p in base.split("-")[1:])

    def _is_ambiguous(self, base: str) -> bool:
        if base in self._lists.local:
            return False
        if base in words.WORD_NAMES or base in self._places or base in self._lists.wordlike:
            return True
        # "Kajen": a name abroad, and here an ordinary word in definite form.
        return base in self._lists.abroad and is_listed_word(base) and not is_base_form(base)

    def _is_place_like(self, token: Token) -> bool:
        low = token.low
        if not low.endswith(places.PLACE_ENDINGS) or low in _BARE_ENDINGS:
            return False
        # "Dastan", "Norden": too little is left before the ending to be a place.
        return not low.endswith(_SHORT_ENDINGS) or len(low) > 6

    def _blocked(self, token: Token) -> bool:
        return token.low in words.NOT_IN_CHAIN or token.low in places.ORGANISATIONS or token.is_acronym

    # -- evidence around a word ---------------------------------------------------------------

    def _title_before(self, tokens: Sequence[Token], i: int) -> bool:
        if i == 0:
            return False
        before = tokens[i - 1]
        if (
            before.low in words.TITLES
            or before.low in words.NAMING
            or before.low.endswith(words.ROLE_ENDINGS)
        ):
            return True
        if before.text == "," and i > 1 and tokens[i - 2].low in words.TITLES and i + 1 < len(tokens):
            return tokens[i + 1].text == ","
        return (
            before.text == "."
            and i > 1
            and tokens[i - 2].low in {"ordf", "sekr", "f", "tf", "dr", "kommunalr"}
            and tokens[i - 2].low != "f"
        )

    def _person_after(self, tokens: Sequence[Token], j: int, weak: bool) -> bool:
        """Evidence after position ``j`` (exclusive end of the name). ``weak`` accepts verbs of all kinds."""
        if j >= len(tokens):
            return False
        after = tokens[j]
        following = tokens[j + 1] if j + 1 < len(tokens) else None
        if after.low in words.PERSON_VERBS and (weak or after.low not in words.WEAK_VERBS):
            return True
        if (
            after.low in {"heter", "hette"}
            and following
            and following.low in {"han", "hon", "killen", "tjejen"}
        ):
            return True
        if following is None:
            return False
        if after.text in "(," and (
            following.low in words.TITLES or following.low in {"s", "m", "c", "v", "sd", "kd", "l", "mp"}
        ):
            return after.text == "(" or following.low in words.TITLES
        if after.text in "(," and following.text.isdigit():
            third = tokens[j + 2] if j + 2 < len(tokens) else None
            return len(following.text) <= 2 and (third is None or third.low in {"år", ")", ","})
        return False

    def _beside_name(self, tokens: Sequence[Token], i: int, j: int, memory: Memory) -> bool:
        """True when the words are joined with a certain name by "och" or a comma."""

        def certain(token: Token) -> bool:
            if token.is_placeholder:
                return token.text.startswith("[NAMN")
            base, _ = self._base(token.low, memory)
            known = base in self._lists.common or base in self._lists.local or base in memory.certain
            return token.is_cap and known and not self._is_ambiguous(base)

        joined_after = (
            j + 1 < len(tokens) and tokens[j].low in {"och", "&", "samt"} and certain(tokens[j + 1])
        )
        joined_before = i >= 2 and tokens[i - 1].low in {"och", "&", "samt"} and certain(tokens[i - 2])
        return joined_after or joined_before

    def _locative_before(self, tokens: Sequence[Token], i: int) -> bool:
        return i > 0 and tokens[i - 1].low in _LOCATIVE
