"""Coding of a statement: priority areas, theme, places, time, and whether it tells of a problem.

Belongs here: how matches of the lexicon become codes, and why. Not here: the words (the lexicon file), the
notation (``lexicon``), places (``places``), problem or improvement (``polarity``), what a form's question lends
to an answer (``questions``). Codes are those of the labelling guide; every code carries the
words it rests on, because an analyst must be able to see and overrule it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .lexicon import AREAS, Lexicon, Rule, Word, words_of
from .places import find_places
from .polarity import status_of
from .questions import Question
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
#: Rules up to this weight rest on general words ("trygg", "stökigt"); a question's subject goes before them.
_WEAK = 56
#: Stands for the words when the form's question, which is not redacted, gave the code.
_FROM_QUESTION = ("(frågan)",)
_FINITE = word_set("""
är har var blev blir fick får ska kan går gick finns fanns kom kommer behöver vill tycker
""")
_SMALL = word_set("""
i på vid till och mellan utanför bakom under från om det den de vårt hus när efter sent runt kring samt
mest främst
""")


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
        for name in ("skolmiljo", "i_skolan", "skolplats"):
            _unless(found, name, "ej_skolmiljo")
        plain = " ".join(w.low for w in words if w.low != "?")
        rules = [rule for rule in self._lexicon.rules if _applies(rule, found)]
        places = self._places(text, words, found)
        time = self._time(text, words, timed)
        asked = Question(question)
        if not words or (plain in self._lexicon.empty_answers and not asked.counting):
            return Coding((), "ovrigt", (), (), "false", ())
        because: list[Match] = []
        borrowed = self._borrowed(rules, found, words, asked)
        if borrowed:
            rules, found = [], {k: v for k, v in found.items() if not k.startswith("regel:")}
        areas: set[str] = {area for rule in rules or borrowed for area in rule.areas}
        leading = max(rules or borrowed, key=lambda r: r.weight, default=None)
        theme = leading.theme if leading else "ovrigt"
        usual = leading.usual if leading else ""
        if not rules and not borrowed and self._is_place_answer(words, found, places, time, asked):
            areas, theme, usual = {"PLATS"}, "otrygg_plats", "problem"
        if not rules and not borrowed and not areas and asked.experience and not asked.wish:
            areas, theme = {"PLATS"}, "otrygg_plats"
        if asked and not rules and theme != "ovrigt":
            because += [Match(code, _FROM_QUESTION) for code in (*sorted(areas), theme)]
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
        subject = {p for rule in rules for p in _positions(rule, found)}
        status, evidence = status_of(text, words, found, theme, usual, asked, subject)
        answered = asked.status_of(words) if not rules or asked.wish else None
        if answered and not (asked.wish and status == "true" and (evidence or "handelse" in found)):
            status = answered
        if not rules and not borrowed and not areas:
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

    def _borrowed(
        self, rules: list[Rule], found: Mapping[str, object], words: list[Word], asked: Question
    ) -> list[Rule]:
        """The rules of the question, when the answer has no subject of its own or only a weaker one."""
        if not asked or asked.wish or len(words) > 12:
            return []
        own = max((rule.weight for rule in rules), default=0)
        # Darkness as an answer to "where do you feel unsafe" is a when, not a complaint about lamps.
        if rules and not (
            own <= _WEAK or (asked.where and {r.theme for r in rules} <= {"belysning", "snorojning_drift"})
        ):
            return []
        heard = self._lexicon.matcher.match(words_of(asked.text))
        lent = [rule for rule in self._lexicon.rules if _applies(rule, heard)]
        if not lent:
            return []
        best = max(lent, key=lambda r: r.weight)
        return [rule for rule in lent if rule.theme == best.theme]

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
        asked: Question,
    ) -> bool:
        """A bare place or time answers "where do you feel unsafe?", unless the form asked something else."""
        if asked and not (asked.unsafe or asked.experience):
            return False
        says_more = "neutralt" in found or "positivt" in found or any(w.low in _FINITE for w in words)
        named = {w.low for place in places for w in words_of(place)}
        rest = [w for w in words if w.low not in named | _SMALL]
        return (len(rest) <= 1 + bool(time) and bool(places or time) and not says_more) or (
            bool(asked) and bool(places) and len(words) <= 12
        )


def _unless(found: dict[str, list[tuple[int, ...]]], name: str, exception: str) -> None:
    """Drop the spans of ``name`` that lie in a span of ``exception``."""
    covered = {p for span in found.get(exception, ()) for p in span}
    if covered and name in found:
        left = [span for span in found[name] if not covered & set(span)]
        if left:
            found[name] = left
        else:
            del found[name]


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


def _is_formal(found: Mapping[str, object]) -> bool:
    return "neutralt" in found or "neutralt_svagt" in found
