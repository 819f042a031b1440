"""The analyst's lexicon: reading ``expectations/lexicon.toml`` and matching its expressions in a text.

Belongs here: the notation (``ord``, ``ord*``, ``*ord``, ``*ord*``, several words, ``..``), concepts, rules.
Not here: what the matches mean for a statement (``coding``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AREAS = ("UNGA", "PLATS", "SKOLA", "STOLD")
#: How many other words ".." may stand for.
MAX_GAP = 5

#: Words from this length are also recognised with a letter doubled or not; shorter ones mean other things.
_MISSPELT = 5
_DOUBLED = re.compile(r"(.)\1+")
_WORD = re.compile(r"\[[A-ZÅÄÖ]+(?:-[A-ZÅÄÖ]+)?(?: \d+)?\]|[^\W_]+(?:[-:&/][^\W_]+)*-?|[?]")
_AGE = re.compile(r"(\d{1,2})-?(?:åring\w*|årig\w*|årsåld\w*)")
_YOUNG_AGE = re.compile(
    r"(?:sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo)-?"
    r"(?:åring(?!smi)\w*|årsåld\w*|årig\w*)"
)


class LexiconError(ValueError):
    """The lexicon cannot be used. The message is Swedish and names the entry."""


@dataclass(frozen=True)
class Word:
    """One word of a text: lower case, as written, and where."""

    low: str
    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of ``text``; an age of 7–20 reads ``åring_ung``, a question mark is a word of its own."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        low = match.group().lower().rstrip("-")
        age = _AGE.fullmatch(low)
        if age:
            low = "åring_ung" if 7 <= int(age.group(1)) <= 20 else "åring_vuxen"
        elif _YOUNG_AGE.fullmatch(low) or (low == "år" and found and _is_young(found[-1].low)):
            low = "åring_ung"
        found.append(Word(low, match.group(), match.start(), match.end()))
    return found


def _is_young(number: str) -> bool:
    return number.isdigit() and 7 <= int(number[:3]) <= 20


def _undouble(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)


@dataclass(frozen=True)
class Rule:
    """One way in which a theme applies (see the head of the lexicon file)."""

    theme: str
    areas: tuple[str, ...]
    any_of: str
    together: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]
    weight: int
    usual: str


@dataclass(frozen=True)
class Addition:
    """An area that is added to some themes when concepts are present."""

    area: str
    themes: frozenset[str]
    requires: tuple[str, ...]
    without: tuple[str, ...]


class Matcher:
    """All expressions of all groups, looked up word by word.

    A group is a named list of expressions. Words are looked up once and remembered, so the cost per
    statement does not grow with the number of expressions.
    """

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        self._exact: dict[str, list[int]] = {}
        self._prefix: dict[str, list[int]] = {}
        self._suffix: dict[str, list[int]] = {}
        self._inside: list[tuple[str, int]] = []
        self._patterns: dict[str, int] = {}
        #: Under the number of their first word: group, numbers in order, and the numbers that must be there.
        self._first: dict[int, list[tuple[str, tuple[int, ...], frozenset[int]]]] = {}
        self._undoubled: dict[str, list[int]] = {}
        self._undoubled_prefix: dict[str, list[int]] = {}
        self._known: dict[str, frozenset[int]] = {}
        for group, expressions in groups.items():
            for expression in expressions:
                steps = [self._number(part) if part != ".." else -1 for part in expression.lower().split()]
                if not steps or -1 in (steps[0], steps[-1]):
                    raise LexiconError(
                        f"Lexikonet: uttrycket «{expression}» i {group} saknar ord före eller efter «..»."
                    )
                needed = frozenset(steps[1:]) - {-1}
                self._first.setdefault(steps[0], []).append((group, tuple(steps), needed))

    def _number(self, pattern: str) -> int:
        if pattern in self._patterns:
            return self._patterns[pattern]
        number = self._patterns[pattern] = len(self._patterns)
        core = pattern.strip("*")
        if not core or "*" in core:
            raise LexiconError(
                f"Lexikonet: «{pattern}» – en stjärna får bara stå först eller sist i ett ord."
            )
        if pattern.startswith("*") and pattern.endswith("*"):
            self._inside.append((core, number))
        elif pattern.startswith("*"):
            self._suffix.setdefault(core, []).append(number)
        elif pattern.endswith("*"):
            self._prefix.setdefault(core, []).append(number)
        else:
            self._exact.setdefault(core, []).append(number)
        if len(_undouble(core)) >= _MISSPELT and not pattern.startswith("*"):
            kept = self._undoubled_prefix if pattern.endswith("*") else self._undoubled
            kept.setdefault(_undouble(core), []).append(number)
        return number

    def _look_up(self, word: str) -> frozenset[int]:
        known = self._known.get(word)
        if known is None:
            found = list(self._exact.get(word, ()))
            for i in range(1, len(word) + 1):
                found += self._prefix.get(word[:i], ())
            # The head of a compound must have at least two letters before it: "från" is no "rån".
            for i in range(len(word) - 1):
                if i == 0 or i >= 2:
                    found += self._suffix.get(word[i:], ())
            found += [number for core, number in self._inside if core in word]
            if not found and len(word) >= _MISSPELT:
                found += self._misspelt(word)
            known = frozenset(found)
            if len(self._known) < 200_000:
                self._known[word] = known
        return known

    def _misspelt(self, word: str) -> list[int]:
        """Expressions that fit but for a letter doubled or not: "galerian", "snuss", "elldning"."""
        plain = _undouble(word)
        found = list(self._undoubled.get(plain, ()))
        for i in range(_MISSPELT, len(plain) + 1):
            found += self._undoubled_prefix.get(plain[:i], ())
        return found

    def match(
        self, words: Sequence[Word], hidden: frozenset[int] = frozenset()
    ) -> dict[str, list[tuple[int, ...]]]:
        """Per group: positions of the words each found expression covers. ``hidden`` words never count."""
        ids = [frozenset[int]() if i in hidden else self._look_up(w.low) for i, w in enumerate(words)]
        present = frozenset[int]().union(*ids)
        found: dict[str, list[tuple[int, ...]]] = {}
        for i, numbers in enumerate(ids):
            for number in numbers:
                for group, steps, needed in self._first.get(number, ()):
                    if not needed:
                        found.setdefault(group, []).append((i,))
                    elif needed <= present:
                        positions = _follow(ids, i, steps)
                        if positions:
                            found.setdefault(group, []).append(positions)
        return found


def _follow(ids: Sequence[frozenset[int]], i: int, steps: Sequence[int]) -> tuple[int, ...]:
    positions = [i]
    gap = False
    for step in steps[1:]:
        if step == -1:
            gap = True
            continue
        last = positions[-1]
        reach = range(last + 1, min(len(ids), last + 2 + (MAX_GAP if gap else 0)))
        hit = next((k for k in reach if step in ids[k]), None)
        if hit is None:
            return ()
        positions.append(hit)
        gap = False
    return tuple(positions)


@dataclass(frozen=True)
class Lexicon:
    """The lexicon, ready for matching. Groups: concepts by name, ``regel:N``, ``tid:kod``, ``plats:…``."""

    version: int
    rules: tuple[Rule, ...]
    #: Numbers of the rules that a group can bring about.
    rules_by_group: Mapping[str, frozenset[int]]
    additions: tuple[Addition, ...]
    times: tuple[str, ...]
    figurative: Matcher
    matcher: Matcher
    empty_answers: frozenset[str]

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """Read the lexicon file. Raises :class:`LexiconError` (Swedish) for anything it cannot use."""
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise LexiconError(f"Lexikonet {path.name} går inte att läsa.") from error
        except tomllib.TOMLDecodeError as error:
            raise LexiconError(f"Lexikonet {path.name} är inte giltig TOML: {error}") from error
        return cls.from_mapping(data)

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Lexicon:
        """Build from the parsed TOML. Raises :class:`LexiconError` when concepts or areas are unknown."""
        concepts: dict[str, list[str]] = dict(data.get("begrepp", {}))
        groups: dict[str, list[str]] = {
            name: _expand(items, concepts, name) for name, items in concepts.items()
        }
        rules = []
        for number, entry in enumerate(data.get("regel", []), start=1):
            where = f"regel {number} ({entry.get('tema', 'utan tema')})"
            rules.append(_rule(entry, number, where, concepts))
            groups[f"regel:{number}"] = _expand(entry.get("ord", []), concepts, where)
        additions = []
        for number, entry in enumerate(data.get("tillagg", []), start=1):
            where = f"tillägg {number}"
            requires, without = tuple(entry.get("kraver", ())), tuple(entry.get("utan", ()))
            _known_names([*requires, *without], concepts, where)
            _known_areas([entry.get("omrade", "")], where)
            additions.append(Addition(entry["omrade"], frozenset(entry.get("teman", ())), requires, without))
        for section, prefix in (("tid", "tid"), ("tid_inte", "tid_inte"), ("platser", "plats")):
            for code, items in data.get(section, {}).items():
                groups[f"{prefix}:{code}"] = _expand(items, concepts, f"{section}.{code}")
        return cls(
            version=int(data.get("version", 1)),
            rules=tuple(rules),
            rules_by_group=_by_group(rules),
            additions=tuple(additions),
            times=tuple(data.get("tid", {})),
            figurative=Matcher({"bildligt": data.get("bildligt", [])}),
            matcher=Matcher(groups),
            empty_answers=frozenset(s.lower() for s in concepts.get("tomt", [])),
        )


def _rule(entry: Mapping[str, Any], number: int, where: str, concepts: Mapping[str, Any]) -> Rule:
    together = tuple(tuple(names) for names in entry.get("med", []))
    without = tuple(entry.get("utan", ()))
    if not entry.get("tema") or not (entry.get("ord") or together):
        raise LexiconError(f"Lexikonet: {where} behöver `tema` och antingen `ord` eller `med`.")
    _known_names([*(n for names in together for n in names), *without], concepts, where)
    areas = tuple(entry.get("omraden", ()))
    _known_areas(areas, where)
    return Rule(
        entry["tema"],
        areas,
        f"regel:{number}",
        together,
        without,
        int(entry.get("vikt", 50)),
        str(entry.get("normalt", "problem")),
    )


def _by_group(rules: Sequence[Rule]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, rule in enumerate(rules):
        for group in (rule.any_of, *(names[0] for names in rule.together)):
            found.setdefault(group, set()).add(number)
    return {group: frozenset(numbers) for group, numbers in found.items()}


def _expand(items: Iterable[str], concepts: Mapping[str, Sequence[str]], where: str) -> list[str]:
    found: list[str] = []
    for item in items:
        if not isinstance(item, str):
            raise LexiconError(f"Lexikonet: {where} innehåller något som inte är text.")
        if item.startswith("@"):
            _known_names([item[1:]], concepts, where)
            found += _expand(concepts[item[1:]], concepts, where)
        else:
            found.append(item)
    return found


def _known_names(names: Iterable[str], concepts: Mapping[str, Any], where: str) -> None:
    for name in names:
        if name not in concepts:
            raise LexiconError(f"Lexikonet: {where} hänvisar till begreppet «{name}», som inte finns.")


def _known_areas(areas: Iterable[str], where: str) -> None:
    for area in areas:
        if area not in AREAS:
            raise LexiconError(f"Lexikonet: {where} har området «{area}». Områdena är {', '.join(AREAS)}.")
