"""What a test allows to be said: certain or not, between which limits, and what it could not have seen.

Belongs here: the words that sentences of every kind of comparison share. Not here: whole sentences
(``comparison_sentences``, ``share_sentences``, ``trend_sentences``, ``full_sentences``), tests, drawing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.report.swedish import (
    NBSP,
    first_lower,
    in_words,
    interval,
    is_missing,
    number,
    sentence_case,
)

Row = Mapping[Any, Any]

PERCENT_BASE = 50
ONE_DECIMAL_BELOW = 10
NO_CERTAIN = "ingen statistiskt säkerställd skillnad"
CERTAIN = "Det är en statistiskt säkerställd skillnad"
# The power of the test behind the detectable sizes is 80 percent.
FOUND = "hade med god säkerhet kunnat skiljas från slump"
NOT_TOLD_APART = "kan inte säkert skiljas från slump"
NOT_AFTER_ALL = (
    "Intervallet når inte 1, men när alla jämförelser i lägesbilden räknas med är det ingen statistiskt "
    "säkerställd skillnad."
)
BORDERLINE = "Den är på gränsen: intervallet når 1, alltså ingen skillnad."
_UNKNOWN_SIZE = "Hur stor en skillnad måste vara för att synas går inte att ange."
_SEE_INTERVAL = "Intervallet visar hur stora skillnader som inte kan uteslutas."
_NO_DECREASE = "En minskning hade inte kunnat visas, hur stor den än var."
_DETECTABLE_STEP = 5
_TIMES_FROM = 3
_COMMON_FIRST_WORDS = frozenset(
    {
        "alla", "andra", "de", "den", "det", "grannkommuner", "grannkommunerna", "hela", "jämförbara", "kommuner",
        "kommunerna", "landet", "liknande", "lokalpolisområde", "lokalpolisområdet", "län", "länet", "polisområdet",
        "riket", "samtliga", "tidigare", "undersökningen", "utvecklingen", "åren", "övriga",
    }
)  # fmt: skip


def is_finite(value: Any) -> bool:
    """True for a number that can be written: not missing, and not infinite."""
    return not is_missing(value) and math.isfinite(float(value))


def is_certain(row: Row, share: float = 0.10) -> bool:
    """True when the signal still stands after adjustment for the number of comparisons."""
    adjusted = row["p_adjusted"]
    return row["signal"] in ("higher", "lower") and not is_missing(adjusted) and float(adjusted) <= share


def limits_text(lower: Any, upper: Any, decimals: int = 0) -> str:
    """A 95 percent interval in words; with one end only it says which is missing, with none it is ""."""
    if is_finite(lower) and is_finite(upper):
        return interval(lower, upper, decimals)
    if is_finite(lower):
        return f"95{NBSP}%-intervall åtminstone {number(lower, decimals)}, utan övre gräns"
    return f"95{NBSP}%-intervall högst {number(upper, decimals)}" if is_finite(upper) else ""


def ratio_text(row: Row, name: str = "kvot") -> str:
    """``kvot 0,77; 95 %-intervall 0,66–0,89``, or "" when there is no ratio, or nothing was expected."""
    if is_finite(row.get("expected")) and float(row["expected"]) <= 0:
        return ""
    low, high = row["ratio_lower_95"], row["ratio_upper_95"]
    if is_finite(row["ratio"]):
        limits = limits_text(low, high, 2)
        return f"{name} {number(row['ratio'], 2)}" + (f"; {limits}" if limits else "")
    return f"{name} åtminstone {number(low, 2)}" if is_finite(low) and float(low) > 0 else ""


def expected_count(value: Any) -> str:
    """A mean or expected count: small ones with one decimal, so that 1,4 does not become 1."""
    return number(value, 0 if float(value) >= ONE_DECIMAL_BELOW else 1)


def uncertain_text(row: Row) -> str:
    """That no difference is certain, without what could not have been seen."""
    return NOT_AFTER_ALL if leaves_out_one(row) else f"{sentence_case(NO_CERTAIN)}."


def leaves_out_one(row: Row) -> bool:
    """True when the interval, with both limits or one, does not hold "no difference"."""
    low, high = row["ratio_lower_95"], row["ratio_upper_95"]
    return (is_finite(low) and float(low) > 1) or (is_finite(high) and float(high) < 1)


def interval_reaches_one(row: Row) -> bool:
    """True when both limits are known and "no difference" lies between them."""
    low, high = row["ratio_lower_95"], row["ratio_upper_95"]
    return is_finite(low) and is_finite(high) and float(low) <= 1 <= float(high)


@dataclass(frozen=True)
class Detectable:
    """Least sizes that would have been found: percent, outwards to whole five; None where none would."""

    decrease: int | None
    increase: int | None
    times: float | None
    """The increase as "so many times", one decimal, where percent would be absurd."""

    @classmethod
    def of(cls, row: Row) -> Detectable:
        down, up = row.get("detectable_decrease"), row.get("detectable_increase")
        less = 100 * (1 - float(down)) if is_finite(down) and 0 < float(down) < 1 else 100  # type: ignore[arg-type]
        increase = float(up) if is_finite(up) and float(up) > 1 else None  # type: ignore[arg-type]
        # Above 95 the next whole five is everything: then to whole percent.
        decrease = _outwards(less) if _outwards(less) < 100 else math.ceil(less - 1e-6)
        return cls(
            decrease if decrease < 100 else None,
            None if increase is None else _outwards(100 * (increase - 1)),
            None if increase is None or increase < _TIMES_FROM else math.ceil(10 * increase - 1e-6) / 10,
        )


def _outwards(value: float) -> int:
    """Away from zero to whole five percent; the small term keeps 30 at 30 after 100 * (1 - 0.7)."""
    return math.ceil(value / _DETECTABLE_STEP - 1e-6) * _DETECTABLE_STEP


def times_text(times: float) -> str:
    """``4`` or ``3,1``."""
    return number(times, 0 if float(times).is_integer() else 1)


def detectable_sentence(row: Row) -> str:
    """The least change that would probably have been told from chance."""
    size = Detectable.of(row)
    if size.decrease and size.increase and not size.times:
        both = f"{number(-size.decrease)} eller +{number(size.increase)} procent"
        return f"Först en förändring på omkring {both} {FOUND}."
    down = f"en minskning på omkring {number(size.decrease)} procent" if size.decrease else ""
    up = f"en ökning till omkring {times_text(size.times)} gånger det väntade" if size.times else ""
    up = up or (f"en ökning på omkring {number(size.increase)} procent" if size.increase else "")
    return _first(row, down, up, _NO_DECREASE)


def detectable_level_sentence(row: Row) -> str:
    """As :func:`detectable_sentence` for a level beside another level: nothing has changed there."""
    size = Detectable.of(row)
    down = f"en nivå omkring {number(size.decrease)} procent lägre" if size.decrease else ""
    up = f"omkring {times_text(size.times)} gånger så hög" if size.times else ""
    up = up or (f"omkring {number(size.increase)} procent högre" if size.increase else "")
    up = up if down or not up else f"en nivå {up}"
    return _first(row, down, up, "En lägre nivå hade inte kunnat visas, hur låg den än var.")


def _first(row: Row, down: str, up: str, no_decrease: str) -> str:
    if not down and not up:
        return _SEE_INTERVAL if is_finite(row.get("ratio_lower_95")) else _UNKNOWN_SIZE
    text = f"Först {' eller '.join(part for part in (down, up) if part)} {FOUND}."
    return text if down else f"{text} {no_decrease}"


def unseen_clause(row: Row) -> str:
    """What cannot be told from chance, as the end of a sentence: "; en ökning på mindre än …"."""
    size = Detectable.of(row)
    down = f"en minskning på mindre än {number(size.decrease)} procent" if size.decrease else ""
    up = f"en ökning till mindre än {times_text(size.times)} gånger det väntade" if size.times else ""
    up = up or (f"en ökning på mindre än {number(size.increase)} procent" if size.increase else "")
    if down and up:
        return f"; {down} eller {up} {NOT_TOLD_APART}."
    if up:
        return f"; {up} {NOT_TOLD_APART}, och en minskning hade inte kunnat visas alls."
    if down:
        return f"; {down} {NOT_TOLD_APART}."
    return f". {_SEE_INTERVAL if is_finite(row.get('ratio_lower_95')) else _UNKNOWN_SIZE}"


def not_tested_text(row: Row) -> str:
    """``Ingen prövning är gjord: serien bryts under perioden.``"""
    return f"Ingen prövning är gjord: {reason_of(row)}."


def reason_of(row: Row) -> str:
    """Why nothing was tested, to stand inside a sentence."""
    reason = row.get("reason")
    if is_missing(reason) or not str(reason).strip():
        return "underlaget räcker inte"
    return first_lower(str(reason).strip().rstrip("."))


def inside_sentence(name: Any) -> str:
    """The name of a group or survey inside a sentence: ``hela landet``, but ``Kronobergs län`` and ``SKR``."""
    text = str(name).strip()
    first = text.split(maxsplit=1)[0].lower() if text else ""
    return first_lower(text) if first in _COMMON_FIRST_WORDS else text


def pooled_text(row: Row) -> str:
    """``(fem kommuner sammanlagt)`` after the name of a group; "" for the country, or where it is not known."""
    members = row.get("base_members")
    if row.get("comparison") == "riket" or not is_finite(members) or int(members) < 1:  # type: ignore[arg-type]
        return ""
    count = int(members)  # type: ignore[arg-type]
    return " (en kommun)" if count == 1 else f" ({in_words(count)} kommuner sammanlagt)"
