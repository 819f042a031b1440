"""A count, its rate, its interval, the years before and how sure the difference is, in one or two sentences.

Belongs here: joining the figure and its comparison with earlier years. Not here: the figure's own words
(``value_sentences``), the comparison on its own (``comparison_sentences``), reading tables.
"""

from __future__ import annotations

from pipelines.report.comparison_sentences import (
    base_mean,
    change_percent,
    expected_sentence,
    previous_years_sentence,
)
from pipelines.report.swedish import NBSP, in_words, number, years
from pipelines.report.value_sentences import PRELIMINARY, value_note, value_sentence, value_start
from pipelines.report.verdicts import (
    BORDERLINE,
    CERTAIN,
    PERCENT_BASE,
    Row,
    expected_count,
    interval_reaches_one,
    is_certain,
    is_finite,
    uncertain_text,
    unseen_clause,
)

LIMITS = (5, PERCENT_BASE, 0.10)


def full_sentence(
    value_row: Row, comparison_row: Row | None, indicator: Row, limits: tuple[int, int, float] = LIMITS
) -> str:
    """The assessed year's figure beside the years before.

    ``value_row`` is from ``indicator_value``, ``comparison_row`` the ``previous_years`` row of
    ``indicator_comparison`` (None where there is none), ``limits`` (lowest shown count, percent base, accepted
    share of false signals). What cannot be joined stands as sentences of its own.
    """
    min_shown, percent_base, share = limits
    figure = value_sentence(value_row, indicator, min_shown)
    if comparison_row is None:
        return figure
    if not _can_join(value_row, comparison_row, indicator):
        said = previous_years_sentence(comparison_row, indicator, percent_base, share)
        return f"{figure} {_of_year(value_row, comparison_row)}{said}"
    start = value_start(value_row, indicator, min_shown)
    notes = [
        value_note(value_row, indicator),
        PRELIMINARY if value_row.get("status") == "preliminary" else "",
    ]
    parts = [
        f"{start}, {_base_words(value_row, comparison_row, indicator, limits)}.",
        *notes,
        expected_sentence(comparison_row),
        _verdict(comparison_row, share),
    ]
    return " ".join(part for part in parts if part)


def _can_join(value: Row, comparison: Row, indicator: Row) -> bool:
    """Both are known, of the same year, and nothing in them is hidden."""
    return (
        indicator["kind"] == "offence_rate"
        and not bool(value["suppressed"])
        and not bool(comparison.get("hidden"))
        and comparison["signal"] != "not_tested"
        and is_finite(value["count"])
        and base_mean(comparison) is not None
        and _is_same_year(value, comparison)
    )


def _is_same_year(value: Row, comparison: Row) -> bool:
    year = comparison.get("year")
    return not is_finite(year) or int(year) == int(value["year"])  # type: ignore[arg-type]


def _of_year(value: Row, comparison: Row) -> str:
    """The year of a comparison that is older than the figure, before its sentence."""
    return "" if _is_same_year(value, comparison) else f"Jämförelsen gäller år {int(comparison['year'])}. "


def _base_words(value: Row, row: Row, indicator: Row, limits: tuple[int, int, float]) -> str:
    """``mot i genomsnitt 257 per år 2018–2022``, with the change in percent only where it may be said."""
    mean, base_years = base_mean(row) or 0.0, row.get("base_years")
    count = int(base_years) if is_finite(base_years) else 1  # type: ignore[arg-type]
    has_years = is_finite(row.get("base_from")) and is_finite(row.get("base_to"))
    period = years(row["base_from"], row["base_to"]) if has_years else ""
    when = f" {period}" if period else " åren före"
    if has_years and count > 1 and int(row["base_to"]) - int(row["base_from"]) + 1 > count:
        when = f" under {in_words(count)} av åren {period}"
    if mean == 0:
        during = f" åren {period}" if count > 1 and when == f" {period}" else when
        return f"mot inga{during}" if float(value["count"]) else f"och inga{during} heller"
    if count == 1:
        return f"mot {expected_count(mean)}{f' år {period}' if period else ' året före'}"
    change = change_percent(row, indicator, limits[1], limits[2])
    size = (
        ""
        if change is None
        else f", en {'ökning' if change > 0 else 'minskning'} med {number(abs(change))}{NBSP}procent"
    )
    return f"mot i genomsnitt {expected_count(mean)} per år{when}{size}"


def _verdict(row: Row, share: float) -> str:
    """Certain or not; where not, always with what could not have been seen."""
    if not is_certain(row, share):
        return uncertain_text(row).removesuffix(".") + unseen_clause(row)
    word = "högre" if row["signal"] == "higher" else "lägre"
    text = f"{CERTAIN}: antalet anmälda brott är {word} än väntat."
    return f"{text} {BORDERLINE}" if interval_reaches_one(row) else text
