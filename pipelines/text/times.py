"""Times that a statement mentions, as codes of the labelling guide.

Belongs here: the lexicon's words of time, clock hours, and what only looks like a time ("den 12 maj").
Not here: the words themselves (the lexicon file).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from .lexicon import Word
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
_MONTHS = word_set("""
januari februari mars april maj juni juli augusti september oktober november december
""")


def find_times(
    text: str,
    words: Sequence[Word],
    found: Mapping[str, Sequence[tuple[int, ...]]],
    codes: Iterable[str],
) -> dict[str, tuple[str, ...]]:
    """The codes of time in ``text`` and the words each rests on. ``found``: spans by group of the lexicon."""
    times: dict[str, tuple[str, ...]] = {}
    for code in codes:
        spans = found.get(f"tid:{code}")
        if not spans:
            continue
        blocked = {p for span in found.get(f"tid_inte:{code}", ()) for p in span}
        # "den 12 maj" and "maj 2023" are dates; a month alone is a season.
        kept = [s for s in spans if not blocked & set(s) and not _is_date(words, s[-1])]
        if kept:
            times[code] = tuple(dict.fromkeys(words[p].text for p in sorted({p for s in kept for p in s})))
    for match in _CLOCK.finditer(text):
        hour = int(match.group(1) or match.group(3))
        if hour > 24 or not _is_hour(match, hour):
            continue
        code = next((c for low, high, c in _HOURS if low <= hour < high), "natt")
        times.setdefault(code, (match.group().strip(),))
    return times


def _is_hour(match: re.Match[str], hour: int) -> bool:
    """Whether a number is a time of day: "kl. 7" is, "efter 7" is not, "efter 22" mostly is."""
    opening = match.group()
    return (
        not match.group(1)
        or bool(match.group(2))
        or opening.startswith("kl")
        or "tiden" in opening
        or 16 <= hour <= 24
    )


def _is_date(words: Sequence[Word], position: int) -> bool:
    if words[position].low not in _MONTHS:
        return False
    before = words[position - 1].low if position else ""
    return bool(re.fullmatch(r"\d{1,2}(?::e|:a|e)?", before))
