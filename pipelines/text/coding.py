"""Coding of a statement: priority areas, theme, places, time, and whether it tells of a problem.

Belongs here: how matches of the lexicon become codes, and why. Not here: the words (the lexicon file), the
notation (``lexicon``), places (``places``). Codes are those of the labelling guide; every code carries the
words it rests on, because an analyst must be able to see and overrule it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .lexicon import AREAS, Lexicon, Rule, Word, words_of
from .places import find_places
from .word_sets import word_set

_CLOCK = re.compile(
    r"\b(?:kl\.?|klockan|efter|vid|före|fram till|till|från|runt|"
    r"mellan)\s(\d{1,2})(?:[.:](\d\d))?(?:-tiden|-snåret)?(?!\d|[-/]\d{2}\b|\s?(?:%|år|kr|procent|"
    r"st\b|gånger))"
    r"|\b(\d{1,2})[.:](\d\d)\s?[-–]\s?\d{1,2}[.:]\d\d"
)
_HOURS = (
    (6, 9, "morgon"),
    (9, 12, "formiddag"),
    (12, 13, "lunch"),
    (13, 18, "eftermiddag"),
    (18, 22, "kvall"),
)
_FINITE = word_set("""
är har var blev blir fick får ska kan går gick finns fanns kom kommer behöver vill tycker
""")
_WANTED = frozenset(
    {"belysning", "snorojning_drift", "polisnarvaro", "fritid_vuxennarvaro", "trafik", "skolvag_skolbuss"}
)
_SMALL = word_set("""
i på vid till och mellan utanför bakom under från om det den de vårt hus när efter sent runt kring samt
mest främst
""")
_UNSAFE_QUESTION = re.compile(r"otrygg|rädd|oro|undvik|osäker", re.I)
_GOOD_QUESTION = re.compile(r"fungerar|bra\b|trygg(?!het)|nöjd|positiv", re.I)
_WISH_QUESTION = re.compile(r"förslag|önsk|åtgärd|borde|bör\b|kan göra|skulle|behövs|förbättra", re.I)


@dataclass(frozen=True)
class Match:
    """A code and the words in the text that it rests on."""

    code: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Coding:
    """The codes of one statement. ``is_problem`` is ``"true"``, ``"false"`` or ``"positive"``."""

    areas: tuple[str, ...]
    theme: str
    places: tuple[str, ...]
    time: tuple[str, ...]
    is_problem: str
    because: tuple[Match, ...]


class Coder:
    """Codes statements with a lexicon and a gazetteer (place name as written → e.g. its locality)."""

    def __init__(self, lexicon: Lexicon, gazetteer: Mapping[str, str] | None = None) -> None:
        self._lexicon = lexicon
        self._gazetteer = {name.lower(): value for name, value in (gazetteer or {}).items()}

    def code(self, text: str, question: str | None = None) -> Coding:
        """Code one statement (redacted or not). ``question`` is the form's question, for short answers."""
        words = words_of(text)
        hidden = frozenset(
            p for spans in self._lexicon.figurative.match(words).values() for s in spans for p in s
        )
        found = self._lexicon.matcher.match(words, hidden)
        # "Efter mörkrets inbrott" is no burglary, but it is a time: times are read from every word.
        timed = self._lexicon.matcher.match(words) if hidden else found
        plain = " ".join(w.low for w in words if w.low != "?")
        rules = [rule for rule in self._lexicon.rules if _applies(rule, found)]
        places = self._places(text, words, found)
        time = self._time(text, words, timed)
        if not words or plain in self._lexicon.empty_answers:
            return Coding((), "ovrigt", (), (), "false", ())
        because: list[Match] = []
        areas: set[str] = set()
        for rule in rules:
            areas.update(rule.areas)
        theme = max(rules, key=lambda r: r.weight).theme if rules else "ovrigt"
        usual = max(rules, key=lambda r: r.weight).usual if rules else ""
        if not rules and self._is_place_answer(words, found, places, time, question):
            areas, theme, usual = {"PLATS"}, "otrygg_plats", "problem"
        themes = {rule.theme for rule in rules}
        for addition in self._lexicon.additions:
            if (
                themes & addition.themes
                and all(c in found for c in addition.requires)
                and not any(c in found for c in addition.without)
            ):
                areas.add(addition.area)
                because.append(
                    _match(addition.area, words, [p for c in addition.requires for s in found[c] for p in s])
                )
        status, evidence = self._status(text, words, found, theme, usual, question)
        if not rules and not areas:
            areas, theme, groups = _by_setting(found, time, status, len(words))
            because += [
                _match(area, words, [p for g in groups for t in found[g] for p in t]) for area in areas
            ]
        for area in AREAS:
            positions = [p for rule in rules if area in rule.areas for p in _positions(rule, found)]
            if positions:
                because.append(_match(area, words, positions))
        positions = [p for rule in rules if rule.theme == theme for p in _positions(rule, found)]
        if positions:
            because.append(_match(theme, words, positions))
        because += [
            _match(code, words, [p for s in found.get(f"tid:{code}", []) for p in s])
            for code in time
            if found.get(f"tid:{code}")
        ]
        if evidence:
            because.append(_match(f"is_problem={status}", words, evidence))
        if not areas:
            # Outside the priority areas a generic place ("utanför affären") locates nothing worth counting.
            places = tuple(place for place in places if place[0].isupper())
            if theme == "ovrigt" and _is_formal(found):
                time = ()
        return Coding(tuple(a for a in AREAS if a in areas), theme, places, time, status, tuple(because))

    def _places(
        self, text: str, words: list[Word], found: Mapping[str, list[tuple[int, ...]]]
    ) -> tuple[str, ...]:
        def positions(group: str) -> set[int]:
            return {p for span in found.get(group, []) for p in span}

        return find_places(
            text,
            words,
            positions("plats:alltid"),
            positions("plats:efter_preposition"),
            positions("plats:verksamhet_gor"),
            self._gazetteer,
        )

    def _time(
        self, text: str, words: list[Word], found: Mapping[str, list[tuple[int, ...]]]
    ) -> tuple[str, ...]:
        codes = []
        for code in self._lexicon.times:
            blocked = {p for span in found.get(f"tid_inte:{code}", []) for p in span}
            spans = [s for s in found.get(f"tid:{code}", []) if not blocked & set(s)]
            # "den 12 maj" and "maj 2023" are dates; a month alone is a season.
            spans = [s for s in spans if not _is_date(words, s[-1])]
            if spans:
                codes.append(code)
        for match in _CLOCK.finditer(text):
            hour = int(match.group(1) or match.group(3))
            if hour > 24 or (
                match.group(1)
                and not match.group(2)
                and not re.match(r"kl|klockan", match.group())
                and "tiden" not in match.group()
                and not 16 <= hour <= 24
            ):
                continue
            code = next((c for low, high, c in _HOURS if low <= hour < high), "natt")
            if code not in codes:
                codes.append(code)
        return tuple(codes)

    @staticmethod
    def _is_place_answer(
        words: list[Word],
        found: Mapping[str, object],
        places: tuple[str, ...],
        time: tuple[str, ...],
        question: str | None,
    ) -> bool:
        """A bare place or time answers "where do you feel unsafe?", unless the form asked something else."""
        if question is not None and not _UNSAFE_QUESTION.search(question):
            return False
        says_more = "neutralt" in found or "positivt" in found or any(w.low in _FINITE for w in words)
        named = {w.low for place in places for w in words_of(place)}
        rest = [w for w in words if w.low not in named | _SMALL]
        return (len(rest) <= 1 + bool(time) and bool(places or time) and not says_more) or (
            question is not None and bool(places) and len(words) <= 12
        )

    def _status(
        self,
        text: str,
        words: list[Word],
        found: Mapping[str, list[tuple[int, ...]]],
        theme: str,
        usual: str,
        question: str | None,
    ) -> tuple[str, list[int]]:
        """Problem, neutral or positive, and the positions of the words that decided."""

        def at(group: str) -> list[int]:
            return sorted({p for span in found.get(group, []) for p in span})

        lack, negation, change = at("brist"), at("nekande"), at("forandring")
        masked = set(at("ej_positivt")) | set(lack)
        good = sorted({p for span in found.get("positivt", []) if not masked & set(span) for p in span})
        # "Sedan i våras" only says when; "sedan låsen byttes" says why.
        timed = {
            p for group, spans in found.items() if group.startswith("tid:") for span in spans for p in span
        }
        change = [p for p in change if not (words[p].low in {"sedan", "sen"} and _only_when(words, p, timed))]
        neutral, problem, remains = at("neutralt"), at("problem"), at("kvarstar")
        problem = [p for p in problem if p not in good]
        negation = [p for p in negation if p not in lack]
        if found.get("ironi"):
            return "true", at("ironi")
        is_question = text.rstrip().endswith("?")
        after_but = (
            remains
            and any(p > remains[0] for p in [*problem, *lack])
            and not any(p > remains[-1] for p in good)
        )
        if remains and after_but:
            return "true", [*remains, *problem, *lack]
        if is_question:
            # "Why have you …?" complains; when, who and whether ask.
            return ("true" if words[0].low == "varför" else "false"), neutral
        if good and not [p for p in lack if p not in good]:
            # "Färre stölder" is better; "bättre" in a sentence that still names what is wrong is not.
            wrong = [
                p
                for p in problem
                if words[p].low
                not in {"utsatta", "utsatt", "stök", "bråk", "bråken", "igen", "ofta", "otrygga", "måste"}
            ]
            if (
                not wrong
                or change
                or (good[-1] > wrong[-1] and not remains)
                or words[good[0]].low in {"färre", "minskat", "minskar", "tack"}
            ):
                return "positive", good
            return "true", wrong
        if lack:
            return "true", lack
        if negation and (usual or theme != "ovrigt"):
            if change and not problem:
                return "positive", [*negation, *change]
            if change:
                return "positive", [*negation, *change]
            # "No lamps" is a lack; only the absence of something bad is good news.
            return ("true" if theme in _WANTED else "false"), negation
        if good:
            return "positive", good
        if question and _WISH_QUESTION.search(question) and not problem:
            return "false", []
        if neutral:
            plain_problem = [p for p in problem if p not in neutral]
            return ("true", plain_problem) if plain_problem else ("false", neutral)
        if found.get("neutralt_svagt") and not problem and not found.get("handelse"):
            return "false", at("neutralt_svagt")
        if (
            question
            and _GOOD_QUESTION.search(question)
            and not _UNSAFE_QUESTION.search(question)
            and not problem
        ):
            return "positive", []
        if usual == "neutralt" and not problem:
            return "false", []
        if usual == "problem" or problem:
            return "true", problem
        # What people bother to tell without any sign of plan, form or praise is most often a complaint.
        return ("true" if len(words) > 3 else "false"), []


def _applies(rule: Rule, found: Mapping[str, object]) -> bool:
    if any(name in found for name in rule.without):
        return False
    return rule.any_of in found or any(all(n in found for n in names) for names in rule.together)


def _positions(rule: Rule, found: Mapping[str, list[tuple[int, ...]]]) -> list[int]:
    groups = [rule.any_of] + [n for names in rule.together if all(n in found for n in names) for n in names]
    return [p for group in groups for span in found.get(group, []) for p in span]


def _match(code: str, words: list[Word], positions: list[int]) -> Match:
    return Match(code, tuple(dict.fromkeys(words[p].text for p in sorted(set(positions)))))


def _is_date(words: list[Word], position: int) -> bool:
    months = {
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    }
    if words[position].low not in months:
        return False
    before = words[position - 1].low if position else ""
    return bool(re.fullmatch(r"\d{1,2}(?::e|:a|e)?", before))


def _by_setting(
    found: Mapping[str, list[tuple[int, ...]]], time: tuple[str, ...], status: str, length: int
) -> tuple[set[str], str, tuple[str, ...]]:
    """Areas, theme and deciding groups for a statement whose own words the lexicon lacks.

    A complaint that names the school, a public place with people or after dark, or the young, mostly
    belongs to that area; plain facts and other subjects of the school do not.
    """
    if length < 4 or "ej_skolamne" in found or (status == "false"):
        return set(), "ovrigt", ()
    if "skolmiljo" in found and "ej_skolmiljo" not in found:
        return {"SKOLA"}, "vald_hot_skola", ("skolmiljo",)
    place = "plats:alltid" in found
    if "unga_gor" in found:
        if place and status == "true":
            return {"UNGA", "PLATS"}, "ungdomsgang", ("unga_gor", "plats:alltid")
        return {"UNGA"}, "fritid_vuxennarvaro", ("unga_gor",)
    if place and status == "true" and ("manniskor" in found or {"kvall", "natt", "morker"} & set(time)):
        return {"PLATS"}, "otrygg_plats", ("plats:alltid",)
    return set(), "ovrigt", ()


def _only_when(words: list[Word], position: int, timed: set[int]) -> bool:
    following = [p for p in (position + 1, position + 2) if p < len(words)]
    return not following or words[following[0]].low.isdigit() or any(p in timed for p in following)


def _is_formal(found: Mapping[str, object]) -> bool:
    return "neutralt" in found or "neutralt_svagt" in found
