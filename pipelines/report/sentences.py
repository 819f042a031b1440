"""All that is said in words of one indicator, in reading order; the door to the sentences of single figures.

Belongs here: the order, surveys in steps, credits, series breaks, police presence. Not here: one figure
(``value_sentences``), a figure with its years before (``full_sentences``), comparisons
(``comparison_sentences``, ``share_sentences``, ``trend_sentences``), reading tables, drawing, HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.report.comparison_sentences import base_mean, reference_sentence
from pipelines.report.full_sentences import LIMITS, full_sentence
from pipelines.report.share_sentences import share_difference_sentence
from pipelines.report.swedish import in_words, is_missing, number
from pipelines.report.trend_sentences import trend_sentence
from pipelines.report.value_sentences import (
    DECIMAL_FROM,
    PRELIMINARY,
    RATE_FROM,
    RELIABLE_FROM,
    SHARE_FROM,
    hidden_text,
    share_decimals,
    share_text,
    step_text,
    value_sentence,
)
from pipelines.report.verdicts import Row

__all__ = [
    "DECIMAL_FROM",
    "POLICE_PRESENCE",
    "PRELIMINARY",
    "RATE_FROM",
    "RELIABLE_FROM",
    "SHARE_FROM",
    "break_sentence",
    "credit",
    "full_sentence",
    "hidden_text",
    "indicator_sentences",
    "share_decimals",
    "share_difference_sentence",
    "share_text",
    "source_name",
    "steps_sentence",
    "trend_sentence",
    "value_sentence",
]

POLICE_PRESENCE = (
    "Antalet följer polisens närvaro och kontroller: "
    "fler anmälda brott kan betyda fler insatser, inte fler brott."
)
_OWN_YEARS = ("previous_years", "trend", "previous_survey")


def steps_sentence(now: Row, before: Row | None) -> str:
    """How an ordinal index moved between two surveys: in steps, never in percent.

    Both rows are from ``indicator_value`` (or ``survey_result``): ``year`` and ``value``.
    """
    if before is None or is_missing(now["value"]) or is_missing(before["value"]):
        return "Ingen tidigare mätning att jämföra med."
    first, last = float(before["value"]), float(now["value"])
    moved = last - first
    places = f"från steg {step_text(first)} år {int(before['year'])} till steg {step_text(last)} år {int(now['year'])}"
    note = "Stegen är klasser; hur många procent det motsvarar går inte att säga."
    if moved == 0:
        both = f"båda åren {int(before['year'])} och {int(now['year'])}"
        return f"Samma klass, steg {step_text(last)}, {both}. {note}"
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
    limits: tuple[int, int, float] = LIMITS,
) -> list[str]:
    """Everything that is said in words about one indicator, in reading order.

    ``limits`` is (lowest shown count, percent base, accepted share of false signals); ``before`` is the
    previous survey of an ordinal index, or the previous value of a share.
    """
    _, percent_base, share = limits
    if value is None:
        return [f"{indicator['title']}: uppgift saknas för de år som visas."]
    rows = {str(row["comparison"]): row for row in comparisons}
    previous = rows.get("previous_years")
    said = [full_sentence(value, previous, indicator, limits)]
    if indicator["kind"] == "survey_index":
        said.append(steps_sentence(value, None if _is_crossed(before, value, breaks) else before))
    if "trend" in rows:
        mean = None if previous is None else base_mean(previous)
        said.append(trend_sentence(rows["trend"], indicator, share, percent_base, mean))
    if "previous_survey" in rows:
        row = _without_bounds(rows["previous_survey"], value, before)
        said.append(share_difference_sentence(row, indicator, share))
    said += [
        reference_sentence(_without_bounds(row, value), indicator, share)
        for name, row in rows.items()
        if name not in _OWN_YEARS
    ]
    if indicator["direction"] == "activity_driven":
        said.append(POLICE_PRESENCE)
    return said + [break_sentence(row) for row in breaks]


def _is_crossed(before: Row | None, value: Row, breaks: Sequence[Row]) -> bool:
    """Whether a series break lies between the two."""
    return before is not None and any(
        int(before["year"]) < int(row["year"]) <= int(value["year"]) for row in breaks
    )


def _without_bounds(row: Row, *values: Row | None) -> Row:
    """The comparison as hidden where a share in it may only be said as "över 95": the difference would tell it."""
    is_bound = any(value is not None and not is_missing(value.get("bound")) for value in values)
    return {**row, "hidden": True} if is_bound else row
