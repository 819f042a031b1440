"""Whether a statement tells of a problem, of something neutral, or of an improvement.

Belongs here: weighing the lexicon's words for problem, lack, negation, change, plan and praise. Not here: what
the statement is about (``coding``), what a form's question makes of a short answer (``questions``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from .lexicon import Word
from .questions import Question
from .word_sets import word_set

Spans = Mapping[str, Sequence[tuple[int, ...]]]

_WANTED = frozenset(
    {"belysning", "snorojning_drift", "polisnarvaro", "fritid_vuxennarvaro", "trafik", "skolvag_skolbuss"}
)
_OPENS_QUESTION = word_set("""
när hur vad vem vilka vilken vilket vart var varför kan får ska skall går finns blir har är bör borde lönar vore
kommer måste behöver gäller gör tänker vet brukar skulle kunde fick
""")
_ACCUSES = frozenset({("varför", ""), ("var", "är"), ("vart", "är"), ("vem", "är"), ("vart", "tog")})
_SINCE_WHEN = word_set("""
förra föregående sist senaste sista årsskiftet mötet rapporten början ett två tre några flera många länge i
""")
_THEN = word_set("""
är blev blir har kom kommer var går gick ska läggs
""")
#: A statement that opens so asks for something; it is a complaint only if it also says what is wrong.
_IMPERATIVES = word_set("""
sätt bygg ordna satsa inför öppna låt skapa flytta anställ ge klipp röj måla stäng lås byt tänd skaffa riv rensa
städa laga gör håll lyssna prioritera utöka förläng bevara behåll se kom kontakta anmäl ring tipsa
""")
#: How many words after "inga" what is absent may stand.
_SCOPE = 5
_REPORTS = ("rapporter", "redovis", "inform", "meddel", "lyft", "presenter", "redogj", "beställ", "ärende")
_MILD = word_set("""
utsatta utsatt stök bråk bråken igen ofta otrygga måste
""")
_DECIDES = word_set("""
färre minskat minskar tack
""")


def status_of(
    text: str,
    words: Sequence[Word],
    found: Spans,
    theme: str,
    usual: str,
    asked: Question,
    subject: set[int],
) -> tuple[str, list[int]]:
    """``"true"``, ``"false"`` or ``"positive"``, and the positions of the words that decided.

    ``subject``: positions of the words that gave the theme; ``usual``: what the theme mostly is.
    """
    lack, neutral, problem, remains = (_at(found, n) for n in ("brist", "neutralt", "problem", "kvarstar"))
    masked = {*_at(found, "ej_positivt"), *lack}
    good = sorted({p for span in found.get("positivt", ()) if not masked & set(span) for p in span})
    change = _changes(words, found)
    problem = [p for p in problem if p not in good]
    bad = {*problem, *lack, *_at(found, "handelse")}
    negation = _negations(text, words, found, {*lack}, subject)
    if found.get("ironi"):
        return "true", _at(found, "ironi")
    after = [p for p in {*bad, *subject} if remains and p > remains[0]]
    if after and remains[0] > 0 and not any(p > remains[0] for p in [*good, *negation]):
        return "true", [*remains, *sorted(after)]
    first, second = (words[k].low if k < len(words) else "" for k in (0, 1))
    if text.rstrip().endswith("?") and (first in _OPENS_QUESTION or len(words) < 6):
        # "Why have you …?" complains; when, who and whether ask.
        return ("true" if {(first, ""), (first, second)} & _ACCUSES else "false"), neutral
    if first in _IMPERATIVES and not problem and not lack:
        return "false", [0]
    if good and not [p for p in lack if p not in good]:
        # "Färre stölder" is better; "bättre" in a sentence that still names what is wrong is not.
        wrong = [p for p in problem if words[p].low not in _MILD]
        if not wrong or change or (good[-1] > wrong[-1] and not remains) or words[good[0]].low in _DECIDES:
            return "positive", good
        return "true", wrong
    if lack:
        return "true", lack
    if negation and (usual or theme != "ovrigt"):
        if change:
            return "positive", [*negation, *change]
        # "No lamps" is a lack; only the absence of something bad is good news.
        return ("true" if theme in _WANTED else "false"), negation
    if good:
        return "positive", good
    if asked.wish and not problem:
        return "false", []
    if neutral:
        wrong = [p for p in problem if p not in neutral]
        told = all(words[p].low.startswith(_REPORTS) for p in neutral) and "neutralt_svagt" not in found
        if not wrong and told and "handelse" in found:
            wrong = _at(found, "handelse")
        return ("true", wrong) if wrong else ("false", neutral)
    if found.get("neutralt_svagt") and not problem and not found.get("handelse"):
        return "false", _at(found, "neutralt_svagt")
    if asked.good and not problem:
        return "positive", []
    if usual == "neutralt" and not problem:
        return "false", []
    if usual == "problem" or problem:
        return "true", problem
    # What people bother to tell without any sign of plan, form or praise is most often a complaint.
    return ("true" if len(words) > 3 else "false"), []


def _at(found: Spans, group: str) -> list[int]:
    return sorted({p for span in found.get(group, ()) for p in span})


def _negations(
    text: str, words: Sequence[Word], found: Spans, lack: set[int], subject: set[int]
) -> list[int]:
    """Positions of negations that say that the subject, or any event, is absent."""
    things = subject | {p for name in ("handelser_ord", "handelse") for p in _at(found, name)}
    kept: set[int] = set()
    for span in found.get("nekande", ()):
        # "Har inte varit i skolan" is the absence itself, not its lack.
        if set(span) & (lack | subject):
            continue
        last = span[-1]
        near = [p for p in range(last + 1, min(len(words), last + 1 + _SCOPE)) if p in things]
        if len(span) > 1 or any(not _breaks(text, words[last].end, words[p].start) for p in near):
            kept.update(span)
    return sorted(kept)


def _breaks(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"[.,;:!?]", text[start:end]))


def _changes(words: Sequence[Word], found: Spans) -> list[int]:
    """Positions of words of change; "sedan i våras" only says when, "sedan låsen byttes" says why."""
    timed = {p for name, spans in found.items() if name.startswith("tid:") for span in spans for p in span}
    return [
        p
        for p in _at(found, "forandring")
        if words[p].low not in {"sedan", "sen"} or not _only_when(words, p, timed)
    ]


def _only_when(words: Sequence[Word], position: int, timed: Iterable[int]) -> bool:
    following = [p for p in (position + 1, position + 2) if p < len(words)]
    if not following:
        return True
    low = words[following[0]].low
    return low.isdigit() or low in _SINCE_WHEN or low in _THEN or any(p in set(timed) for p in following)
