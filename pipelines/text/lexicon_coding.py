"""Coding with the lexicon alone: from matched words to areas, theme, places, time and status.

Belongs here: which rules apply, what the question lends, what the setting suggests when no rule applies.
Not here: the words (the lexicon file), the notation (``lexicon``), places (``places``), times (``times``),
problem or improvement (``polarity``), what a form's question lends to an answer (``questions``), and what
labelled examples add (``learned``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .codes import BY_DEFAULT, FROM_QUESTION, Coding, Match
from .lexicon import AREAS, Lexicon, Rule, Word, words_of
from .places import find_places
from .polarity import status_of
from .questions import Question
from .times import find_times
from .word_sets import word_set

#: Rules up to this weight rest on general words ("trygg", "stökigt"); a question's subject goes before them.
_WEAK = 56
#: Strengths of codes that no rule gave: a time is said outright, a setting is a guess, and so on.
_TIME_STRENGTH, _SETTING_STRENGTH, _ADDED_STRENGTH, _ANSWER_STRENGTH = 0.9, 0.3, 0.6, 0.6
_STATUS_STRENGTH, _USUAL_STRENGTH = 0.8, 0.5
#: Answers up to this many words are read in the light of their question.
_SHORT = 12
#: What a question about the school or the young makes of its answers, and what "which crime" makes of a thing.
_LENT_BY_SUBJECT = ("skolmiljo", "i_skolan", "unga", "unga_grupp", "elev")
_NO_THEFT = frozenset({"vald", "bedrageri", "skadegorelse", "mobbning", "brand", "inbrott"})
_FINITE = word_set("""
är har var blev blir fick får ska kan går gick finns fanns kom kommer behöver vill tycker
""")
_SMALL = word_set("""
i på vid till och mellan utanför bakom under från om det den de vårt hus när efter sent runt kring samt
mest främst
""")

Spans = dict[str, list[tuple[int, ...]]]


@dataclass(frozen=True)
class Reading:
    """What the lexicon makes of one statement: its codes, and the grounds they were decided on.

    ``places`` and ``time`` are all that the statement says; its codes may have fewer (:func:`counted`).
    """

    coding: Coding
    words: Sequence[Word]
    found: Mapping[str, Sequence[tuple[int, ...]]]
    rules: Sequence[Rule]
    asked: Question
    answered: str | None
    places: tuple[str, ...] = ()
    time: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class _Subject:
    """What a statement is about, while it is being decided."""

    areas: set[str]
    theme: str
    usual: str
    because: list[Match]


class LexiconCoder:
    """Codes statements with a lexicon and a gazetteer (place name as written → e.g. its locality)."""

    def __init__(self, lexicon: Lexicon, gazetteer: Mapping[str, str] | None = None) -> None:
        self._lexicon = lexicon
        self._gazetteer = {name.lower(): value for name, value in (gazetteer or {}).items()}

    def read(self, text: str, question: str | None = None) -> Reading:
        """Code one statement (redacted or not). ``question`` is the form's question, for short answers."""
        words = words_of(text)
        asked = Question(question)
        plain = " ".join(w.low for w in words if w.low != "?")
        if not words or (plain in self._lexicon.empty_answers and not asked.counting):
            because: tuple[Match, ...] = (
                Match("is_problem=false", tuple(w.text for w in words), _STATUS_STRENGTH),
            )
            return Reading(Coding((), "ovrigt", (), (), "false", because), words, {}, (), asked, None)
        found, timed = self._match(words)
        heard = self._lexicon.matcher.match(words_of(asked.text)) if asked else {}
        if len(words) <= _SHORT:
            _lend(heard, found, asked)
        rules = self._applying(found)
        places = self._places(text, words, found)
        time = find_times(text, words, timed, self._lexicon.times)
        borrowed = self._borrowed(rules, words, asked, heard)
        if borrowed:
            rules, found = [], {k: v for k, v in found.items() if not k.startswith("regel:")}
        subject = self._subject(rules, borrowed, words, found, places, tuple(time), asked)
        covered = {p for rule in rules for p in _positions(rule, found)}
        status, evidence = status_of(text, words, found, subject.theme, subject.usual, asked, covered)
        answered = asked.status_of(words) if not rules or asked.wish else None
        if answered and not (asked.wish and status == "true" and (evidence or "handelse" in found)):
            status, evidence = answered, []
        if not rules and not borrowed and not subject.areas:
            areas, theme, groups = _by_setting(found, tuple(time), status, len(words))
            subject.areas, subject.theme = areas, theme
            positions = [p for g in groups for t in found[g] for p in t]
            codes = [*sorted(areas), *([theme] if areas else [])]
            subject.because += [_match(code, words, positions, _SETTING_STRENGTH) for code in codes]
        areas_in_order = tuple(a for a in AREAS if a in subject.areas)
        because = (
            *_first_of_each(subject.because),
            _status_match(status, words, evidence, answered is not None),
        )
        coding = Coding(areas_in_order, subject.theme, (), (), status, because)
        reading = Reading(coding, words, found, rules or borrowed, asked, answered, places, time)
        return replace(reading, coding=counted(coding, reading))

    def _match(self, words: list[Word]) -> tuple[Spans, Spans]:
        """Spans by group, for the subject and for the time."""
        hidden = frozenset(
            p for spans in self._lexicon.figurative.match(words).values() for s in spans for p in s
        )
        found = self._lexicon.matcher.match(words, hidden)
        # "Efter mörkrets inbrott" is no burglary, but it is a time: times are read from every word.
        timed = self._lexicon.matcher.match(words) if hidden else found
        for name in ("skolmiljo", "i_skolan", "skolplats"):
            _unless(found, name, "ej_skolmiljo")
        return found, timed

    def _applying(self, found: Mapping[str, object]) -> list[Rule]:
        """The rules that apply, in the lexicon's order."""
        by_group = self._lexicon.rules_by_group
        possible = {number for group in found for number in by_group.get(group, ())}
        rules = (self._lexicon.rules[number] for number in sorted(possible))
        return [rule for rule in rules if _applies(rule, found)]

    def _subject(
        self,
        rules: list[Rule],
        borrowed: list[Rule],
        words: list[Word],
        found: Spans,
        places: tuple[str, ...],
        time: tuple[str, ...],
        asked: Question,
    ) -> _Subject:
        """Areas and theme of the rules, the question or a bare place, each with its grounds."""
        areas = {area for rule in rules or borrowed for area in rule.areas}
        leading = max(rules or borrowed, key=lambda r: r.weight, default=None)
        subject = _Subject(
            areas, leading.theme if leading else "ovrigt", leading.usual if leading else "", []
        )
        strength = leading.weight / 100 if leading else _ANSWER_STRENGTH
        if not rules and not borrowed:
            if self._is_place_answer(words, found, places, time, asked):
                subject.areas, subject.theme, subject.usual = {"PLATS"}, "otrygg_plats", "problem"
            elif asked.experience and not asked.wish:
                subject.areas, subject.theme = (
                    ({"SKOLA"}, "vald_hot_skola") if asked.school else ({"PLATS"}, "otrygg_plats")
                )
        for code in (*AREAS, subject.theme):
            giving = [rule for rule in rules if code in rule.areas or code == rule.theme]
            if giving:
                positions = [p for rule in giving for p in _positions(rule, found)]
                subject.because.append(
                    _match(code, words, positions, max(rule.weight for rule in giving) / 100)
                )
        if not rules and subject.theme != "ovrigt":
            said = FROM_QUESTION if asked else places or tuple(w.text for w in words)
            subject.because += [
                Match(code, said, strength) for code in (*sorted(subject.areas), subject.theme)
            ]
        themes = {rule.theme for rule in rules}
        for addition in self._lexicon.additions:
            if (
                themes & addition.themes
                and all(c in found for c in addition.requires)
                and not any(c in found for c in addition.without)
            ):
                subject.areas.add(addition.area)
                positions = [p for c in addition.requires for s in found[c] for p in s]
                subject.because.append(_match(addition.area, words, positions, _ADDED_STRENGTH))
        return subject

    def _borrowed(
        self, rules: list[Rule], words: list[Word], asked: Question, heard: Mapping[str, object]
    ) -> list[Rule]:
        """The rules of the question, when the answer has no subject of its own or only a weaker one."""
        if not asked or asked.wish or len(words) > _SHORT:
            return []
        own = max((rule.weight for rule in rules), default=0)
        # Darkness as an answer to "where do you feel unsafe" is a when, not a complaint about lamps.
        if rules and not (
            own <= _WEAK or (asked.where and {r.theme for r in rules} <= {"belysning", "snorojning_drift"})
        ):
            return []
        lent = self._applying(heard)
        if not lent:
            return []
        best = max(lent, key=lambda r: r.weight)
        return [rule for rule in lent if rule.theme == best.theme]

    def _places(self, text: str, words: list[Word], found: Spans) -> tuple[str, ...]:
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
            bool(asked) and bool(places) and len(words) <= _SHORT
        )


def _lend(heard: Spans, found: Spans, asked: Question) -> None:
    """Concepts that a short answer takes over from its question, without words of its own."""
    for name in _LENT_BY_SUBJECT:
        if name in heard:
            found.setdefault(name, [()])
    if asked.crime and not _NO_THEFT & set(found):
        found.setdefault("borta", [()])
        if "lokal" in found or "bostad" in found:
            found["inbrott"] = [()]


def counted(coding: Coding, reading: Reading) -> Coding:
    """``coding``, whose areas and theme are final, with those of the statement's places and times that count.

    Outside the priority areas a generic place ("utanför affären") locates nothing worth counting, and the time
    of a formality says nothing of when things happen.
    """
    places, time = reading.places, reading.time
    if not coding.areas:
        places = tuple(place for place in places if place[0].isupper())
        if coding.theme == "ovrigt" and _is_formal(reading.found):
            time = {}
    *codes, status = coding.because
    timed = (Match(code, said, _TIME_STRENGTH) for code, said in time.items())
    return replace(coding, places=places, time=tuple(time), because=(*codes, *timed, status))


def words_for(reading: Reading, code: str) -> tuple[str, ...]:
    """The words of the rules that give an area or a theme, also when another theme went before."""
    giving = [rule for rule in reading.rules if code in rule.areas or code == rule.theme]
    positions = [p for rule in giving for p in _positions(rule, reading.found)]
    return _match(code, reading.words, positions, 0.0).words


def _unless(found: Spans, name: str, exception: str) -> None:
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


def _positions(rule: Rule, found: Mapping[str, Sequence[tuple[int, ...]]]) -> list[int]:
    groups = [rule.any_of] + [n for names in rule.together if all(n in found for n in names) for n in names]
    return [p for group in groups for span in found.get(group, ()) for p in span]


def _match(code: str, words: Sequence[Word], positions: Iterable[int], score: float) -> Match:
    return Match(code, tuple(dict.fromkeys(words[p].text for p in sorted(set(positions)))), score)


def _first_of_each(matches: Iterable[Match]) -> list[Match]:
    """One match per code: an area given by a rule is not given again by an addition."""
    first: dict[str, Match] = {}
    for match in matches:
        first.setdefault(match.code, match)
    return list(first.values())


def _status_match(status: str, words: Sequence[Word], evidence: Sequence[int], answered: bool) -> Match:
    code = f"is_problem={status}"
    if answered:
        return Match(code, FROM_QUESTION, _STATUS_STRENGTH)
    if evidence:
        return _match(code, words, evidence, _STATUS_STRENGTH)
    return Match(code, BY_DEFAULT, _USUAL_STRENGTH)


def _by_setting(
    found: Mapping[str, Sequence[tuple[int, ...]]], time: tuple[str, ...], status: str, length: int
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
