"""Which sentence of the next minutes is about which decision: by its number, or by words that tell it apart.

The rule, conservative on purpose: what is not matched is "not mentioned", which never means that it was not done.
1. A diary number of the decision that stands in the sentence.
2. The decision's § or item with a word that points back ("beslutet enligt § 13", "§ 13 i förra protokollet"). A year
   written beside it must be the decision's own.
3. Words: the sentence and its heading have at least two content words in common with the decision and its heading,
   at least one of them in the sentence itself, one in the decision itself, and one that no other decision of that
   meeting has. Under a heading that follows up ("Föregående protokoll",
   "Uppföljning av beslut") one long word of the decision or its heading that no other decision has is enough.
A sentence that fits two decisions equally well is matched with neither.

Belongs here: the rule, on plain texts. Not here: which meeting is the next, what the sentence says (decisions).
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from .word_sets import word_set

DIARY, NUMBER, WORDS = "diary", "number", "words"

_FOLLOWS_UP = re.compile(
    r"uppföljning|föregående|förra (?:mötet|protokollet)|tidigare beslut|beslutslogg|besluts- och åtgärdslista",
    re.IGNORECASE,
)
_DIARY = re.compile(
    r"\b(?:dnr|diarienr|diarienummer)\.?\s*:?\s*([A-ZÅÄÖ]{0,6}\s?\d{4}[/:-]\d+|\d+[/-]\d{4})", re.IGNORECASE
)
_POINTS_BACK = re.compile(r"beslut|protokoll|föregående|förra|mötet den|sammanträdet", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d\b")
_LONG, _SHORT = 8, 5
_WORD = re.compile(rf"[a-zåäöéü]{{{_SHORT},}}")
_ABBREVIATION = re.compile(r"\b[A-ZÅÄÖ]{3,6}\b(?!\s*\d|\])")
_ENDINGS = (
    "arnas", "ernas", "ornas", "arna", "erna", "orna", "ande", "ades", "aren", "ens", "ets", "ade", "ats",
    "ar", "er", "or", "en", "et", "an", "as", "at", "ad", "na", "ns", "s", "n", "t", "a", "e", "r",
)  # fmt: skip
# Words of every meeting: they tell no decision from another.
_COMMON = word_set("""
alla andra arbete arbetet arbetar arbetsgruppen beslut beslutar besluta beslutet beslutas bland brottsförebyggande
dagordning dagordningen detta denna deras dessa eller enligt enskilda efter eftersom fler flera fortsatt fortsätter
fråga frågan frågor från före förra första föregående genom gemensam gemensamma genomför genomförs genomföra göra görs
gång gången ingen inget inför innan information informationen informerar inom kommun kommunen kommunens kommer
kontaktar lämnar lämnas lägesbild med mellan mera minst mitt möte mötet mötets mycket måste månad månader
något någon några nästa också olika ordförande ordföranden personal personalen plats platsen 
problem protokoll protokollet punkt punkten redan redovisar redovisas rådet samma samt sedan senast samverkan
som sommar sommaren stycke svar säger tagits tas tid tiden till tillsammans tog
under unga ungdomar ungdomarna uppföljning upp uppger uppdrag utan varje vecka veckor vid vilka vilket våren hösten
återkommer återrapportera åtgärd åtgärden åtgärder året även över öppnande
""")


# Words that may be one of two in common, but tell no decision from another.
_ORDINARY = word_set("""
polis polisen polisens skola skolan skolans skolor skolorna anmälda anmälts anmält antal antalet elever eleverna
socialtjänst socialtjänsten föräldrar vårdnadshavare invånare invånarna boende
""")


@dataclass(frozen=True)
class Decision:
    """A decision as far as matching needs it. ``label``: "§ 13" or "punkt 4", with the number in ``number``."""

    text: str
    heading: str
    number: int | None
    diary: str | None
    year: int


@dataclass(frozen=True)
class Match:
    """A sentence about a decision: by what, how strong (higher is better) and the words in common."""

    by: str
    strength: int
    words: tuple[str, ...]


def diary_number(text: str) -> str | None:
    """The first diary number in a text, without spaces: "Dnr KS 2022/87" → "KS2022/87"."""
    found = _DIARY.search(text)
    return re.sub(r"\s+", "", found[1]).upper() if found else None


def matches(
    sentence: str, heading: str, decisions: Sequence[Decision], ordinary: Set[str] = frozenset()
) -> dict[int, Match]:
    """Which of a meeting's decisions a sentence of the next meeting is about; at most one, or those named by number.

    ``heading``: the heading that the sentence stands under. ``ordinary``: further words that tell no decision from
    another, as the names of the municipality's localities.
    """
    named = _by_number(sentence, decisions)
    if named:
        return named
    found = _by_words(sentence, heading, decisions, ordinary)
    best = max((match.strength for match in found.values()), default=0)
    first = [i for i, match in found.items() if match.strength == best]
    return {first[0]: found[first[0]]} if len(first) == 1 else {}


def _by_number(sentence: str, decisions: Sequence[Decision]) -> dict[int, Match]:
    diary = diary_number(sentence)
    by_diary = [i for i, d in enumerate(decisions) if diary and d.diary == diary]
    if len(by_diary) == 1:
        return {by_diary[0]: Match(DIARY, 100, (str(diary),))}
    if not _POINTS_BACK.search(sentence):
        return {}
    written_years = {int(year) for year in _YEAR.findall(sentence)}
    found = {}
    for number in {d.number for d in decisions if d.number is not None}:
        same = [i for i, d in enumerate(decisions) if d.number == number]
        is_named = re.search(rf"(?:§\s*|\bpunkt(?:en)? ){number}\b(?!\s*(?:§|kap))", sentence, re.IGNORECASE)
        # Two decisions of one item cannot be told apart by its number.
        if is_named and len(same) == 1 and written_years <= {decisions[same[0]].year}:
            found[same[0]] = Match(NUMBER, 90, (is_named.group(),))
    return found


def _by_words(
    sentence: str, heading: str, decisions: Sequence[Decision], ordinary: Set[str]
) -> dict[int, Match]:
    said = content_words(sentence)
    around = content_words(heading) | said
    own = [content_words(d.text) for d in decisions]
    whole = [words | content_words(d.heading) for words, d in zip(own, decisions, strict=True)]
    is_follow_up = bool(_FOLLOWS_UP.search(heading))
    dull = {_stem(word.lower()) for word in _ORDINARY | ordinary}
    found = {}
    for i, words in enumerate(whole):
        common = around.keys() & words.keys()
        telling = {w for w in common - dull if not any(w in other for j, other in enumerate(whole) if j != i)}
        enough = len(common) >= 2 and telling and common & own[i].keys() and common & said.keys()
        one_long = is_follow_up and any(len(said[w]) >= _LONG for w in telling & said.keys())
        if enough or one_long:
            found[i] = Match(WORDS, len(common), tuple(sorted(around[w] for w in common)))
    return found


def content_words(text: str) -> dict[str, str]:
    """Stem → the word as written: abbreviations, and words of five letters or more not said at every meeting."""
    words = {word.lower() for word in _ABBREVIATION.findall(text)}
    words |= {word for word in _WORD.findall(text.lower()) if word not in _COMMON}
    return {_stem(word): word for word in sorted(words)}


def _stem(word: str) -> str:
    """The word without its endings, one after the other, never shorter than five letters."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORT:
            return _stem(word[: -len(ending)])
    return word
