"""Swedish writing of numbers, intervals, dates and lists.

Belongs here: how a value looks in text. Not here: whether a value may be shown (``sentences``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

NBSP = "\u00a0"
MINUS = "\u2212"
NOT_KNOWN = "uppgift saknas"
HIDDEN = "färre än 5"

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_WORDS = ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")


def is_missing(value: Any) -> bool:
    """True for None, NaN, NaT and pandas' NA; text and numbers are never missing."""
    return value is None or (not isinstance(value, str) and bool(pd.isna(value)))


def number(value: Any, decimals: int = 0) -> str:
    """``2266`` → ``2 266`` (non-breaking space), ``-1.5`` → ``−1,5``; a missing value in words.

    Rounds half away from zero, as readers do by hand.
    """
    if is_missing(value):
        return NOT_KNOWN
    size = rounded(abs(float(value)), decimals)
    text = f"{size:,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{text}" if float(value) < 0 and size > 0 else text


def written_number(value: Any) -> str:
    """A number that somebody has typed, with the decimals it was given: ``2200.0`` → ``2 200``, ``0.75`` → ``0,75``.

    Beyond six decimals stands only what the computer adds to a sum.
    """
    decimals = next((n for n in range(6) if round(float(value), n) == round(float(value), 6)), 6)
    return number(value, decimals)


def rounded(size: float, decimals: int = 0) -> float:
    """A number of at least 0, half upwards; the small term keeps 0,125 from falling short of its half."""
    scale = 10**decimals
    return math.floor(size * scale + 0.5 + 1e-9) / scale


def coarse(ratio: float) -> float:
    """A ratio so rounded that the counts it is made of do not follow: one decimal below two, whole numbers above."""
    tenths = rounded(ratio, 1)
    return tenths if tenths < 2 else rounded(ratio)


def coarse_text(ratio: Any) -> str:
    """``0.57`` → ``0,6``, ``4.36`` → ``4``."""
    return number(size := coarse(float(ratio)), 1 if size < 2 else 0)


def signed(value: Any, decimals: int = 0) -> str:
    """As :func:`number`, with a plus sign before positive values."""
    text = number(value, decimals)
    return f"+{text}" if not is_missing(value) and float(value) > 0 and text != number(0, decimals) else text


def percent(value: Any, decimals: int = 0) -> str:
    """``34.9`` → ``34,9 procent``. ``value`` is in percent, not a share."""
    return f"{number(value, decimals)}{NBSP}procent"


def span(lower: Any, upper: Any, decimals: int = 0) -> str:
    """``1954, 2613`` → ``1 954–2 613``; with negative ends ``−3 till 4`` so that the dash is not a minus."""
    low, high = number(lower, decimals), number(upper, decimals)
    return f"{low} till {high}" if low.startswith(MINUS) or high.startswith(MINUS) else f"{low}–{high}"


def interval(lower: Any, upper: Any, decimals: int = 0) -> str:
    """A 95 per cent interval in words, or "" when either end is missing."""
    if is_missing(lower) or is_missing(upper):
        return ""
    return f"95{NBSP}%-intervall {span(lower, upper, decimals)}"


def in_words(value: int) -> str:
    """Small whole numbers as words (0–12), larger ones in figures."""
    return _WORDS[value] if 0 <= value < len(_WORDS) else number(value)


def plural(value: int, one: str, many: str) -> str:
    """``1, "fil", "filer"`` → ``1 fil``."""
    return f"{number(value)}{NBSP}{one if value == 1 else many}"


def listed(items: Iterable[Any]) -> str:
    """``a, b och c``."""
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} och {words[-1]}" if words else ""


def years(first: Any, last: Any) -> str:
    """``2018–2022``, or one year when both are the same."""
    return str(int(first)) if int(first) == int(last) else f"{int(first)}–{int(last)}"


def month(position: int) -> str:
    """The name of month 1–12."""
    return MONTHS[position - 1]


def weekday(position: int) -> str:
    """The name of weekday 1–7, Monday first."""
    return WEEKDAYS[position - 1]


def day(value: date) -> str:
    """``14 mars 2023``."""
    return f"{value.day} {month(value.month)} {value.year}"


def sentence_case(text: str) -> str:
    """First letter upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def first_lower(text: str) -> str:
    """First letter lower case unless the word is all capitals, for a title inside a sentence."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def municipality_name(name: str) -> str:
    """ "Lessebo kommun", "Tingsryds kommun": names that end in a consonant other than s, x or z take an s."""
    return f"{name} kommun" if name[-1:].lower() in "aeiouyåäösxz" else f"{name}s kommun"
