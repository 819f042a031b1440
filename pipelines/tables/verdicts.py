"""The rule for what a figure says of a hypothesis, and the Swedish words for it.

supported   a certain difference in the expected direction
weakened    a certain difference the other way, or an interval that leaves out a difference of 25 percent in the
            expected direction
otherwise   not testable, with why and what would have been needed
Not here: where the figures come from (hypotheses.py, hypothesis_patterns.py). No word says that anything is proven.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from pipelines.report.swedish import number
from pipelines.tables.evaluated import found_distance

SUPPORTED, WEAKENED, NOT_TESTABLE = "supported", "weakened", "not_testable"
#: A difference this large should show if the hypothesis is of any weight; in the expected direction, as a ratio.
MATTERS = {"higher": 1.25, "lower": 0.75}
_CERTAIN_OTHER_WAY = "Skillnaden är statistiskt säkerställd åt andra hållet."
_EXCLUDED = "En skillnad på mer än 25 procent i den väntade riktningen kan uteslutas."
_TOO_FEW = "Ingen statistiskt säkerställd skillnad, och underlaget är för litet för att utesluta en."
_AFTER_ALL = "Skillnaden står inte kvar som säker när alla jämförelser räknas med."


@dataclass(frozen=True)
class Finding:
    """One year's outcome of one hypothesis. Numbers as the columns of ``hypothesis_test``; ``told``: the numbers in
    Swedish, without a full stop; ``summary`` is made of it by ``with_words``."""

    verdict: str
    reason: str | None
    told: str = ""
    value: float | None = None
    beside: float | None = None
    ratio: float | None = None
    lower: float | None = None
    upper: float | None = None
    summary: str = ""

    def with_words(self, subject: str, warning: str = "") -> Finding:
        """With a whole sentence: the subject, the numbers, and what they say."""
        numbers = f"{subject}: {self.told}." if self.told else f"{subject}."
        said = {
            SUPPORTED: "Siffran stöder hypotesen, men visar inte orsak och verkan.",
            WEAKENED: f"Hypotesen försvagas. {self.reason}",
            NOT_TESTABLE: f"Går inte att pröva. {self.reason}",
        }[self.verdict]
        return replace(self, summary=" ".join(part for part in (numbers, said, warning) if part))

    def columns(self) -> dict[str, Any]:
        """The columns of ``hypothesis_test`` that hold the outcome."""
        return {
            "verdict": self.verdict,
            "value": self.value,
            "beside": self.beside,
            "ratio": self.ratio,
            "lower_95": self.lower,
            "upper_95": self.upper,
            "summary": self.summary,
            "reason": self.reason,
        }


def not_testable(reason: str) -> Finding:
    """A finding without numbers."""
    return Finding(NOT_TESTABLE, reason)


@dataclass(frozen=True)
class Judged:
    """A verdict and its reason, before the numbers are put to it; ``is_open``: what was needed is to be told."""

    verdict: str
    reason: str | None
    is_open: bool = False

    def finding(
        self,
        told: str,
        needed: str,
        value: float | None,
        beside: float | None,
        ratio: float | None,
        lower: float | None,
        upper: float | None,
    ) -> Finding:
        """The finding with its numbers; ``needed``: a Swedish sentence on what would have been seen."""
        reason = f"{self.reason} {needed}" if self.is_open else self.reason
        low, high = (end if end is not None and math.isfinite(end) else None for end in (lower, upper))
        return Finding(self.verdict, reason, told, value, beside, ratio, low, high)


def judged(direction: str, signal: str, lower: float | None, upper: float | None) -> Judged:
    """The verdict of a comparison whose certain difference is ``signal`` (higher, lower or none).

    ``lower``, ``upper``: 95 percent limits as ratios, None where infinite or unknown. ValueError: other words.
    """
    if direction not in MATTERS or signal not in (*MATTERS, "none"):
        raise ValueError(f"{direction} and {signal} must be higher or lower, or no signal")
    if signal == direction:
        return Judged(SUPPORTED, None)
    if signal != "none":
        return Judged(WEAKENED, _CERTAIN_OTHER_WAY)
    if direction == "higher" and upper is not None and upper < MATTERS["higher"]:
        return Judged(WEAKENED, _EXCLUDED)
    if direction == "lower" and lower is not None and lower > MATTERS["lower"]:
        return Judged(WEAKENED, _EXCLUDED)
    leaves_out_none = (lower or 0) > 1 or (upper is not None and upper < 1)
    return Judged(NOT_TESTABLE, _AFTER_ALL if leaves_out_none else _TOO_FEW, is_open=not leaves_out_none)


def of_limits(lower: float | None, upper: float | None, direction: str, words: str) -> str:
    """What would have been needed, from the width of a ratio's 95 percent interval on the log scale.

    exp(±(1.96 + 0.84) · se) with se the interval's half-width over 1.96: 80 percent power, normal approximation.
    """
    if not lower or not upper:
        return "Hur stor skillnad som hade synts går inte att räkna ut."
    distance = found_distance(math.log(lower), math.log(upper))
    needed = math.exp(distance if direction == "higher" else -distance)
    least = "minst" if direction == "higher" else "högst"
    return f"{words} {least} {number(needed, 2)} för att skillnaden säkert skulle synas."
