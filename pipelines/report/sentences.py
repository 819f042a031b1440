"""One row → Swedish sentences. Pure functions; the rules for what may be said live here.

The rules: a count always (unless hidden), a rate from 5 events and marked unreliable below 10, change in
percent only from the agreement's base, an interval beside every estimate, what could not have been seen
beside every "no certain difference", police presence beside every activity-driven series, and never the
word "unchanged". Not here: reading tables, drawing, HTML.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.report.swedish import (
    HIDDEN,
    NBSP,
    first_lower,
    in_words,
    interval,
    is_missing,
    number,
    sentence_case,
    signed,
    years,
)

Row = Mapping[Any, Any]

RATE_FROM = 5
RELIABLE_FROM = 10
SHARE_FROM = 30
PERCENT_BASE = 50

POLICE_PRESENCE = (
    "Antalet följer polisens närvaro och kontroller: "
    "fler anmälda brott kan betyda fler insatser, inte fler brott."
)
PRELIMINARY = "Uppgiften är preliminär och kan ändras."
NO_CERTAIN = "ingen statistiskt säkerställd skillnad"
# The power of the test behind the detectable sizes is 80 percent.
FOUND = "hade med god säkerhet kunnat skiljas från slump"
NOT_AFTER_ALL = (
    "Intervallet når inte 1, men när alla jämförelser i lägesbilden räknas med är det ingen statistiskt "
    "säkerställd skillnad."
)
BORDERLINE = "Den är på gränsen: intervallet når 1, alltså ingen skillnad."
_DETECTABLE_STEP = 5


def hidden_text(min_shown: int = 5) -> str:
    """The words that stand instead of a hidden number."""
    return HIDDEN if min_shown == 5 else f"färre än {min_shown}"


def value_sentence(row: Row, indicator: Row, min_shown: int = 5) -> str:
    """The assessed year's figure. ``row`` is from ``indicator_value``, ``indicator`` from the register."""
    kind = indicator["kind"]
    title, year = str(indicator["title"]), int(row["year"])
    if bool(row["suppressed"]):
        return f"{title}: {hidden_text(min_shown)} år {year}."
    writer = {"offence_rate": _offence_value, "survey_index": _index_value}.get(kind, _share_value)
    text = f"{title}: {writer(row, year)}."
    return f"{text} {PRELIMINARY}" if row.get("status") == "preliminary" else text


def _offence_value(row: Row, year: int) -> str:
    count = row["count"]
    if is_missing(count):
        return f"uppgift saknas för år {year}"
    start = f"{number(count)} år {year}"
    if count < RATE_FROM:
        return f"{start} (för få för att räknas per 100{NBSP}000 invånare)"
    if is_missing(row["value"]):
        return start
    parts = [f"{number(row['value'])} per 100{NBSP}000 invånare", interval(row["lower_95"], row["upper_95"])]
    if count < RELIABLE_FROM:
        parts.append("osäker siffra, färre än tio händelser")
    return f"{start} ({'; '.join(part for part in parts if part)})"


def _index_value(row: Row, year: int) -> str:
    if is_missing(row["value"]):
        return f"uppgift saknas för år {year}"
    answers = row.get("denominator")
    basis = "" if is_missing(answers) else f"; {number(answers)} svar"
    return f"steg {_step(row['value'])} på skalan 0–6 år {year}{basis}"


def _share_value(row: Row, year: int) -> str:
    if is_missing(row["value"]):
        why = row.get("note")
        return f"uppgift saknas för år {year}" + (
            "" if is_missing(why) else f" ({first_lower(str(why).rstrip('.'))})"
        )
    answers = row.get("denominator")
    if answers is not None and not is_missing(answers) and float(answers) < SHARE_FROM:
        return f"andelen för år {year} visas inte, färre än {SHARE_FROM} svar"
    start = f"{number(row['value'], 1)} procent år {year}"
    parts = [interval(row["lower_95"], row["upper_95"], 1)]
    if not is_missing(answers):
        parts.append(f"{number(answers)} svar")
    known = [part for part in parts if part]
    no_interval = "antalet bakom andelen publiceras inte, så något intervall kan inte anges"
    return f"{start} ({'; '.join(known) if parts[0] else no_interval})"


def _step(value: Any) -> str:
    """An ordinal class is written as it is; only the total index has decimals."""
    return number(value, 0 if float(value).is_integer() else 1)


def previous_years_sentence(
    row: Row, indicator: Row, percent_base: int = PERCENT_BASE, share: float = 0.10
) -> str:
    """The assessed year against the years before. ``row`` is from ``indicator_comparison``.

    ``share`` is the accepted share of false signals; a signal with a higher adjusted p is not one.
    """
    if bool(row.get("hidden")):
        return "Utvecklingen jämförs inte i siffror, eftersom årets antal är dolt."
    if row["signal"] == "not_tested":
        return _not_tested(row)
    parts = []
    if indicator["kind"] == "offence_rate" and not is_missing(row["base_count"]):
        parts.append(_base_sentence(row, percent_base, share))
    elif bool(row.get("base_hidden")):
        parts.append("Genomsnittet för åren före anges inte, eftersom något års antal är dolt.")
    parts.append(_signal_sentence(row, "än väntat utifrån åren före", share))
    return " ".join(parts)


def _base_sentence(row: Row, percent_base: int, share: float) -> str:
    """The years before. A percentage only for a certain difference on a base that bears one."""
    base_years = 1 if is_missing(row["base_years"]) else int(row["base_years"])
    mean = float(row["base_count"]) / base_years
    period = "" if is_missing(row["base_from"]) else f" ({years(row['base_from'], row['base_to'])})"
    start = (
        f"Året före{period} var antalet {_expected(mean)}"
        if base_years == 1
        else f"De {in_words(base_years)} åren före{period} var genomsnittet {_expected(mean)} per år"
    )
    count = row["count"]
    if is_missing(count):
        return f"{start}."
    if _expected(mean) == _expected(count):
        size = "antalet är nära genomsnittet"
    elif mean >= percent_base and is_certain(row, share):
        size = f"förändringen är {signed(100 * (float(count) / mean - 1))}{NBSP}procent"
    else:
        size = f"antalet gick från {_expected(mean)} till {number(count)}"
    return f"{start}; {size}.{_expected_text(row)}"


def _expected_text(row: Row) -> str:
    """What would have been expected, and the ratio to it: not the same thing as the plain change."""
    if is_missing(row["expected"]):
        return ""
    expected = row["expected"]
    start = (
        "Med samma utveckling som i riket hade"
        if "riket" in str(row.get("method"))
        else "Utifrån de åren hade"
    )
    ratio = ratio_text(row)
    return f" {start} omkring {_expected(expected)} väntats{f' ({ratio})' if ratio else ''}."


def _expected(value: Any) -> str:
    """An expected count: small ones with one decimal, so that 1,4 does not become 1."""
    return number(value, 0 if float(value) >= RELIABLE_FROM else 1)


def ratio_text(row: Row) -> str:
    """``kvot 0,77; 95 %-intervall 0,66–0,89``, or "" when there is no ratio."""
    if is_missing(row["ratio"]):
        return ""
    limits = interval(row["ratio_lower_95"], row["ratio_upper_95"], 2)
    return f"kvot {number(row['ratio'], 2)}" + (f"; {limits}" if limits else "")


def is_certain(row: Row, share: float = 0.10) -> bool:
    """True when the signal still stands after adjustment for the number of comparisons."""
    adjusted = row["p_adjusted"]
    return row["signal"] in ("higher", "lower") and not is_missing(adjusted) and float(adjusted) <= share


def _signal_sentence(row: Row, against: str, share: float) -> str:
    if is_certain(row, share):
        word = "högre" if row["signal"] == "higher" else "lägre"
        text = f"Det är en säkerställd skillnad: nivån är {word} {against}."
        return f"{text} {BORDERLINE}" if _interval_reaches_one(row) else text
    limits_known = not is_missing(row["ratio_lower_95"]) and not is_missing(row["ratio_upper_95"])
    if limits_known and not _interval_reaches_one(row):
        return f"{NOT_AFTER_ALL} {detectable_sentence(row)}"
    return f"{sentence_case(NO_CERTAIN)}. {detectable_sentence(row)}"


def _interval_reaches_one(row: Row) -> bool:
    low, high = row["ratio_lower_95"], row["ratio_upper_95"]
    return not is_missing(low) and not is_missing(high) and float(low) <= 1 <= float(high)


def detectable_sentence(row: Row) -> str:
    """The least change that would probably have been told from chance, rounded outwards to whole five percent."""
    down, up = row.get("detectable_decrease"), row.get("detectable_increase")
    decrease = None if is_missing(down) or float(down) <= 0 else _outwards(100 * (1 - float(down)))  # type: ignore[arg-type]
    increase = None if is_missing(up) else _outwards(100 * (float(up) - 1))  # type: ignore[arg-type]
    if decrease is None and increase is None:
        return (
            "Hur stor en skillnad måste vara för att synas går inte att ange."
            if is_missing(row.get("ratio_lower_95"))
            else "Intervallet visar hur stora skillnader som inte kan uteslutas."
        )
    if increase is None:
        return f"Först en minskning på omkring {number(-(decrease or 0))} procent {FOUND}."
    if decrease is None or decrease >= 100:
        return (
            f"Först en ökning på omkring +{number(increase)} procent {FOUND}. En minskning hade inte kunnat "
            "visas, hur stor den än var."
        )
    return f"Först en förändring på omkring {number(-decrease)} eller +{number(increase)} procent {FOUND}."


def _outwards(value: float) -> int:
    """Away from zero to whole five percent; the small term keeps 30 at 30 after 100 * (1 - 0.7)."""
    return math.ceil(value / _DETECTABLE_STEP - 1e-6) * _DETECTABLE_STEP


def _not_tested(row: Row) -> str:
    reason = row.get("reason")
    why = (
        "underlaget räcker inte" if is_missing(reason) or not str(reason).strip() else str(reason).rstrip(".")
    )
    return f"Ingen prövning är gjord: {first_lower(why)}."


def reference_sentence(row: Row, indicator: Row, share: float = 0.10) -> str:
    """The assessed year against others (police area, country). ``row`` is from ``indicator_comparison``."""
    name = str(row["comparison_name"])
    start = f"Jämfört med {first_lower(name)}"
    if bool(row.get("hidden")):
        return f"{start}: visas inte i siffror, eftersom årets antal är dolt."
    if row["signal"] == "not_tested":
        return f"{start}: {first_lower(_not_tested(row))}"
    parts = []
    if (
        indicator["kind"] == "offence_rate"
        and not is_missing(row["expected"])
        and not is_missing(row["count"])
    ):
        parts.append(
            f"{number(row['count'])} mot väntade {_expected(row['expected'])} om nivån varit densamma"
        )
    ratio = ratio_text(row)
    if ratio:
        parts.append(ratio)
    text = f"{start}: {'; '.join(parts)}. " if parts else f"{start}: "
    signal = _signal_sentence(row, "än i jämförelsen", share)
    return text + signal if parts else text + first_lower(signal)


def steps_sentence(now: Row, before: Row | None) -> str:
    """How an ordinal index moved between two surveys: in steps, never in percent.

    Both rows are from ``indicator_value`` (or ``survey_result``): ``year`` and ``value``.
    """
    if before is None or is_missing(now["value"]) or is_missing(before["value"]):
        return "Ingen tidigare mätning att jämföra med."
    first, last = float(before["value"]), float(now["value"])
    moved = last - first
    places = (
        f"från steg {_step(first)} år {int(before['year'])} till steg {_step(last)} år {int(now['year'])}"
    )
    note = "Stegen är klasser; hur många procent det motsvarar går inte att säga."
    if moved == 0:
        return (
            f"Samma klass, steg {_step(last)}, båda åren {int(before['year'])} och {int(now['year'])}. {note}"
        )
    size = abs(moved)
    step = f"{in_words(int(size))} steg" if size.is_integer() else f"{number(size, 1)} steg"
    return f"Indexet gick {places}, {step} {'upp' if moved > 0 else 'ned'}. {note}"


def credit(source: Any) -> str:
    """``Källa: Brå.``: the publisher's own wording, with one "Källa:" and one full stop."""
    return f"Källa: {source_name(source)}."


def source_name(source: Any) -> str:
    """The credit without "Källa:" and without its full stop."""
    return str(source).removeprefix("Källa:").strip().rstrip(".")


def break_sentence(row: Row) -> str:
    """A series break: year, reason and effect. ``row`` is from ``series_break``."""
    return (
        f"Serien bryts {int(row['year'])}: {str(row['reason']).rstrip('.')}. "
        f"{str(row['effect']).rstrip('.')}. Åren före och efter jämförs inte."
    )


def indicator_sentences(
    value: Row | None,
    indicator: Row,
    comparisons: Sequence[Row],
    breaks: Sequence[Row],
    before: Row | None = None,
    limits: tuple[int, int, float] = (5, PERCENT_BASE, 0.10),
) -> list[str]:
    """Everything that is said in words about one indicator, in reading order.

    ``limits`` is (lowest shown count, percent base, accepted share of false signals); ``before`` is the
    previous survey of an ordinal index.
    """
    min_shown, percent_base, share = limits
    if value is None:
        return [f"{indicator['title']}: uppgift saknas för de år som visas."]
    said = [value_sentence(value, indicator, min_shown)]
    if indicator["kind"] == "survey_index":
        said.append(steps_sentence(value, before))
    else:
        said += [
            previous_years_sentence(row, indicator, percent_base, share)
            for row in comparisons
            if row["comparison"] == "previous_years"
        ]
    said += [
        reference_sentence(row, indicator, share)
        for row in comparisons
        if row["comparison"] != "previous_years"
    ]
    if indicator["direction"] == "activity_driven":
        said.append(POLICE_PRESENCE)
    return said + [break_sentence(row) for row in breaks]
