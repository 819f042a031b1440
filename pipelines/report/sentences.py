"""One figure → Swedish sentences, and all that is said of one indicator. Pure functions.

The rules: a count always (unless hidden), a rate from 5 events and marked unreliable below 10, a share from 30
answers and with a decimal from 100, an interval beside every estimate, police presence beside every
activity-driven series. Not here: comparisons (``comparison_sentences``), reading tables, drawing, HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.report.comparison_sentences import PERCENT_BASE, previous_years_sentence, reference_sentence
from pipelines.report.swedish import HIDDEN, NBSP, first_lower, in_words, interval, is_missing, number

Row = Mapping[Any, Any]

RATE_FROM = 5
RELIABLE_FROM = 10
SHARE_FROM = 30
DECIMAL_FROM = 100

POLICE_PRESENCE = (
    "Antalet följer polisens närvaro och kontroller: "
    "fler anmälda brott kan betyda fler insatser, inte fler brott."
)
PRELIMINARY = "Uppgiften är preliminär och kan ändras."


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
    start = f"{share_text(row)} procent år {year}"
    if is_missing(answers):
        return f"{start} (antalet bakom andelen publiceras inte, så något intervall kan inte anges)"
    parts = [interval(row["lower_95"], row["upper_95"], share_decimals(answers)), f"{number(answers)} svar"]
    return f"{start} ({'; '.join(part for part in parts if part)})"


def share_decimals(answers: Any) -> int:
    """One decimal from 100 answers, or where the publisher gives a share without its answers; else none."""
    return 1 if is_missing(answers) or float(answers) >= DECIMAL_FROM else 0


def share_text(row: Row) -> str:
    """A share in percent, without the word: ``87``, ``87,3``, or ``över 95`` for a share of 100 percent.

    ``bound`` is set where the share itself must not be said (``suppression.without_revealing_shares``).
    """
    bound = row.get("bound")
    decimals = share_decimals(row.get("denominator"))
    return number(row["value"], decimals) if is_missing(bound) else f"{bound} {number(row['value'])}"


def _step(value: Any) -> str:
    """An ordinal class is written as it is; only the total index has decimals."""
    return number(value, 0 if float(value).is_integer() else 1)


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
