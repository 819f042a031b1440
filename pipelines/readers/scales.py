"""What a question says about its scale, and the number in an answer to it.

Belongs here: bounds (1–4, 0–10) and which end is good, where the words say so. Not here: comparing scales.
Dialogues use scales of different length and direction (1–4 where 4 is safe, 0–6 where 0 is); a question
such as "Hur trygg är du (1–4)?" does not say which end is good, so no direction is given for it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pipelines.readers import cells

# A heading longer than this is no question; the patterns below take time that grows with its square.
_LONGEST = 600

HIGHER, LOWER = "higher_is_better", "lower_is_better"

_MONTHS = "|".join(cells.MONTHS)
_RANGE = re.compile(
    r"(?<![\d.,:/–-])(?P<low>[01])\s*(?:–|—|-|till)\s*(?P<high>\d{1,3})"
    r"(?!\d|[.,:/]\d|\s*(?:år|ggr|gånger|tim|min|meter|m\b|km|kr|%|st\b|" + _MONTHS + r"))",
    re.IGNORECASE,
)
# "årskurs 1–3" and "kl. 1–4" are no scales.
_NOT_A_SCALE = re.compile(
    r"(?:\bkl\.?|klockan|årskurs|\båk|klass(?:en)?|punkt|fråga|zon|den)\s*$", re.IGNORECASE
)
_NUMBER_FIRST = re.compile(
    r"(?<![\d.,:–-])(\d{1,3})(?:\s*(?:=|:|är|innebär|betyder|motsvarar|står för|–|-)|"
    r"(?=\s+(?:minst|mest|mycket|inte|ganska|helt|stor|liten|låg|hög)))\s*([^,;.()\d]+)",
    re.IGNORECASE,
)
_LABEL_FIRST = re.compile(r"([^,;.()\d]+)\((\d{1,3})\)")
_GOOD = re.compile(r"\b(?:trygg\w*|säker(?!t)\w*|nöjd\w*|bra|bäst\w*|god|gott|lugn\w*)\b", re.IGNORECASE)
_BAD = re.compile(
    r"\b(?:otrygg\w*|osäker\w*|oro\w*|rädd\w*|missnöjd\w*|dålig\w*|sämst\w*|farlig\w*)\b", re.IGNORECASE
)
_TURNED = re.compile(r"\b(?:inte|ej|icke|aldrig|minst|låg\w*|liten|ingen|inga)\b", re.IGNORECASE)

_OUT_OF = re.compile(r"(\d{1,3}(?:[.,]\d)?)\s*(?:av|/)\s*(\d{1,3})", re.IGNORECASE)
_LABELLED = re.compile(r"(\d{1,3})\s*(?:[–:=-]|(?=\())\s*\(?[^\d\s][^\d]*")


@dataclass(frozen=True)
class Scale:
    """A question's scale as far as its words tell; None for what they do not say."""

    minimum: int | None = None
    maximum: int | None = None
    direction: str | None = None

    def holds(self, value: float) -> bool:
        """False when the value lies outside the bounds that the question gives."""
        return (self.minimum is None or value >= self.minimum) and (
            self.maximum is None or value <= self.maximum
        )


def declared(question: str) -> Scale:
    """The scale that a question's own words declare."""
    question = question[:_LONGEST]
    ranges = {
        (int(m["low"]), int(m["high"]))
        for m in _RANGE.finditer(question)
        if int(m["low"]) + 1 < int(m["high"]) <= 100 and not _NOT_A_SCALE.search(question[: m.start()])
    }
    ends = [(int(m[1]), m[2]) for m in _NUMBER_FIRST.finditer(question)]
    ends += [(int(m[2]), m[1]) for m in _LABEL_FIRST.finditer(question)]
    low, high = next(iter(ranges)) if len(ranges) == 1 else (None, None)
    judged = {(number, good) for number, label in ends if (good := _is_good(label)) is not None}
    if not ranges and judged:
        # "0 = stor otrygghet, 10 = stor trygghet" names both ends; "där 10 är mycket trygg" the upper one.
        numbers = {number for number, _ in judged}
        low = min(numbers) if min(numbers) <= 1 else None
        high = max(numbers) if 3 <= max(numbers) <= 100 else None
    directions = set()
    for number, good in judged:
        if number not in (low, high):
            continue
        directions.add(HIGHER if good == (number == high) else LOWER)
    return Scale(low, high, directions.pop() if len(directions) == 1 else None)


def _is_good(label: str) -> bool | None:
    """Whether the words beside a number mean the good end; None when they say neither, or both."""
    good, bad = bool(_GOOD.search(label)), bool(_BAD.search(label))
    if good == bad:
        return None
    return good != bool(_TURNED.search(label))


def value(cell: object) -> tuple[float | None, int | None]:
    """The number of an answer and the scale's length where the answer says it ("3 av 5"); None: no number."""
    if not isinstance(cell, str) and not isinstance(cell, (int, float)):
        return None, None
    text = cells.clean(cell)[:_LONGEST]
    if match := _OUT_OF.fullmatch(text):
        number, longest = float(match[1].replace(",", ".")), int(match[2])
        return (number, longest) if number <= longest else (None, None)
    if match := _LABELLED.fullmatch(text):
        return float(match[1]), None
    try:
        found = cells.number(cell)
    except cells.CellError:
        return None, None
    return (found, None) if found is not None and 0 <= found <= 100 else (None, None)


def is_spoilt(cell: object) -> bool:
    """A date or time where a number should stand: a spreadsheet has turned "3/4" into a day."""
    return isinstance(cell, (dt.date, dt.time, dt.timedelta))
