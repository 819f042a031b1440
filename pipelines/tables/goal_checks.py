"""SMART: what each goal lacks to be specific, measurable, accepted, realistic and time-bound. Remarks, never a block.

Belongs here: the five checks. Not here: whether the goal was met (goals.py). What is realistic is weighed against two
things: the smallest change that the goal's own test would find, and the largest that has been seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.methods.power import detectable_change
from pipelines.report.swedish import NBSP, number, years
from pipelines.tables.evaluated import (
    OF_FIVE_YEARS,
    SHARE_UNIT,
    Figure,
    Figures,
    entry_of,
    figures_of,
    found_distance,
    shown,
    spread_between_years,
)
from pipelines.tables.goals import direction_of, why_not_in_place
from pipelines.tables.schema import conform, empty, query

LEAST_WORDS = 3
SEEN_YEARS = 10
#: Groups whose development the goal is weighed against, the first that there is.
_GROUPS = (("liknande", "liknande kommuner"), ("polisomradet", "polisområdets övriga kommuner"))


@dataclass(frozen=True)
class Known:
    """What the checks rest on: the municipality's figures, and the tables of others' and of comparisons."""

    figures: Figures
    indicator_value: pd.DataFrame
    indicator_comparison: pd.DataFrame
    comparison_group: pd.DataFrame
    series_break: pd.DataFrame
    agreement: Agreement


def goal_check(
    goal: pd.DataFrame,
    indicator_value: pd.DataFrame,
    indicator_comparison: pd.DataFrame,
    comparison_group: pd.DataFrame,
    series_break: pd.DataFrame,
    agreement: Agreement,
) -> pd.DataFrame:
    """Five rows per goal, one per letter: ``ok`` and a Swedish remark with numbers, empty when it is ok.

    All parameters but the last: tables of those names. Nothing hidden is told: a hidden baseline is a remark.
    """
    known = Known(
        figures_of(indicator_value, series_break, agreement),
        indicator_value,
        indicator_comparison,
        comparison_group,
        series_break,
        agreement,
    )
    rows = [
        {
            "agreement": agreement.id,
            "year": row["year"],
            "id": row["id"],
            "party": row["party"],
            "letter": letter,
            "ok": not remarks,
            "remark": " ".join(remarks),
        }
        for row in goal.to_dict("records")
        for letter, remarks in checks_of(row, known).items()
    ]
    return conform("goal_check", pd.DataFrame(rows)) if rows else empty("goal_check")


def checks_of(row: Mapping[str, Any], known: Known) -> dict[str, list[str]]:
    """Letter → remarks on one goal (a row of ``goal``)."""
    return {
        "S": _specific(row),
        "M": _measurable(row, known),
        "A": _accepted(row),
        "R": _realistic(row, known),
        "T": _time_bound(row, known.agreement),
    }


def _specific(row: Mapping[str, Any]) -> list[str]:
    found = []
    if pd.isna(row["indicator"]):
        found.append("Målet har ingen indikator: välj den siffra som ska ändras.")
    words = len(str(row["title"]).split())
    if pd.isna(row["place"]) and words < LEAST_WORDS:
        found.append(
            f"Målet säger inte var det gäller och är bara {number(words)} ord: skriv en ort eller ”hela kommunen”, "
            "och vad som ska bli annorlunda."
        )
    return found


def _measurable(row: Mapping[str, Any], known: Known) -> list[str]:
    found = []
    indicator, year = row["indicator"], row["baseline_year"]
    if pd.isna(indicator):
        found.append("Utan indikator finns inget att mäta.")
    elif entry_of(indicator) is None:
        found.append("Indikatorn finns inte i registret.")
    elif pd.isna(year):
        found.append("Utgångsår saknas: skriv vilket år målet räknas från.")
    elif reason := known.figures.get(indicator, int(year)).reason:
        found.append(f"Utgångsläget går inte att ange. {reason}")
    if pd.isna(row["target"]):
        found.append("Målvärde saknas.")
    if not pd.isna(indicator) and (reason := why_not_in_place(row, known.agreement)):
        found.append(reason)
    return found


def _accepted(row: Mapping[str, Any]) -> list[str]:
    found = []
    if pd.isna(row["accepted_by"]):
        found.append("Ingen är angiven som har godtagit målet, etiskt och politiskt.")
    if pd.isna(row["on_date"]):
        found.append("Datum när målet godtogs saknas.")
    return found


def _time_bound(row: Mapping[str, Any], agreement: Agreement) -> list[str]:
    if pd.isna(row["target_year"]):
        return ["Målår saknas."]
    found, year = [], int(row["target_year"])
    if not pd.isna(row["baseline_year"]) and year <= int(row["baseline_year"]):
        found.append(f"Målåret {year} ligger inte efter utgångsåret {int(row['baseline_year'])}.")
    if not pd.isna(row["year"]) and year < int(row["year"]):
        found.append(f"Målåret {year} har passerat. Avsluta målet eller sätt ett nytt målår.")
    if not agreement.valid_from <= year <= agreement.valid_to:
        valid = years(agreement.valid_from, agreement.valid_to)
        found.append(f"Målåret {year} ligger utanför avtalets giltighet ({valid}).")
    return found


def _realistic(row: Mapping[str, Any], known: Known) -> list[str]:
    """Against the baseline's direction, the smallest change that would be found, and the largest that was seen."""
    indicator = row["indicator"]
    entry = None if pd.isna(indicator) else entry_of(indicator)
    if entry is None or pd.isna(row["baseline_year"]) or pd.isna(row["target"]):
        return ["Går inte att bedöma utan indikator, utgångsår och målvärde."]
    base_year, target = int(row["baseline_year"]), float(row["target"])
    base = known.figures.get(indicator, base_year)
    if base.reason or base.value is None:
        return [f"Går inte att bedöma: utgångsläget {base_year} är inte känt."]
    direction = direction_of(row, base.value)
    from_to = f"från {shown(base.value, entry)} till {shown(target, entry)}"
    if target == base.value:
        return [f"Målvärdet är det samma som utgångsläget, {shown(target, entry)}."]
    if (target > base.value) != (direction == "higher"):
        word = "högre" if direction == "higher" else "lägre"
        return [f"Värdet ska bli {word}, men målvärdet går åt andra hållet, {from_to}."]
    found = [_too_small(entry, base, base_year, target, from_to, known)]
    if not pd.isna(row["target_year"]):
        found.append(_too_large(row, entry, base.value, from_to, known))
    return [text for text in found if text]


def _too_small(
    entry: Mapping[str, Any], base: Figure, base_year: int, target: float, from_to: str, known: Known
) -> str:
    """A remark when the change is less than what would be found with 80 percent power, else "".

    Offences: of two single years, as goal_result tests them (methods.power), φ as known for the baseline year.
    Shares: from the width of
    the baseline's interval, the later one taken to be as wide (normal approximation). Others: nothing is known.
    """
    assert base.value is not None
    if entry["kind"] == "offence_rate":
        return _fewer_than_found(entry, base, base_year, target, from_to, known)
    if entry["unit"] != SHARE_UNIT or base.lower is None or base.upper is None:
        return ""
    distance = found_distance(base.lower, base.upper) * 2**0.5
    if abs(target - base.value) >= distance:
        return ""
    return (
        f"Förändringen är för liten för att skiljas från slump: {from_to}{NBSP}procent. Med så många svar syns säkert "
        f"först omkring {number(distance)}{NBSP}procentenheter."
    )


def _fewer_than_found(
    entry: Mapping[str, Any], base: Figure, base_year: int, target: float, from_to: str, known: Known
) -> str:
    if base.count is None or not base.denominator or not base.value:
        return ""
    phi = spread_between_years(known.indicator_comparison, entry, base_year, base.count, known.agreement)
    change = detectable_change(base.count, base.denominator, base.denominator, phi)
    ratio = target / base.value
    limit = change.decrease_ratio if ratio < 1 else change.increase_ratio
    if limit is not None and (ratio <= limit if ratio < 1 else ratio >= limit):
        return ""
    start = (
        f"Förändringen är för liten för att skiljas från slump: {from_to} {entry['unit']}, omkring "
        f"{number(base.count)} till {number(base.count * ratio)} anmälda."
    )
    if limit is None:
        return f"{start} Med så få händelser syns ingen minskning säkert från ett år till ett annat."
    least = "högst" if ratio < 1 else "minst"
    return (
        f"{start} Säkert syns den först vid {least} omkring {number(base.count * limit)} anmälda på ett år."
    )


def _too_large(
    row: Mapping[str, Any], entry: Mapping[str, Any], base: float, from_to: str, known: Known
) -> str:
    """A remark when no municipality of the group changed as much in as many years, else "".

    Every pair of final, shown figures so many years apart within the ten years up to the plan's, on the same side
    of a series break. Offences by their ratio, others by their difference.
    """
    apart = int(row["target_year"]) - int(row["baseline_year"])
    is_ratio = entry["kind"] == "offence_rate"
    if apart <= 0 or (is_ratio and base <= 0) or entry["kind"] in OF_FIVE_YEARS:
        return ""
    tried = (
        (name, seen_changes(str(entry["id"]), apart, group, int(row["year"]), known))
        for group, name in _GROUPS
    )
    shown_pairs = ((name, pairs[pairs["first"] > 0] if is_ratio else pairs) for name, pairs in tried)
    name, seen = next(((name, pairs) for name, pairs in shown_pairs if len(pairs)), ("", pd.DataFrame()))
    if seen.empty:
        return ""
    target = float(row["target"])
    size = seen["second"] / seen["first"] if is_ratio else seen["second"] - seen["first"]
    wanted = target / base if is_ratio else target - base
    at = size.idxmin() if target < base else size.idxmax()
    if not (wanted < size[at] if target < base else wanted > size[at]):
        return ""
    most = seen.loc[at]
    word = "minskning" if target < base else "ökning"
    return (
        f"En så stor {word}, {from_to} på {number(apart)} år, har inte setts i {name} under de tio åren till och med "
        f"{int(row['year'])}. Den största är från {shown(most['first'], entry)} till {shown(most['second'], entry)} "
        f"({most['municipality']} {years(most['year'], most['year'] + apart)})."
    )


def seen_changes(indicator: str, apart: int, group: str, last: int, known: Known) -> pd.DataFrame:
    """Pairs of figures ``apart`` years from each other in a comparison group, within ten years up to ``last``.

    Columns municipality, year (the first of the two), first, second (values). Empty where the group has no figures.
    """
    asked = pd.DataFrame(
        {
            "indicator": [indicator],
            "apart": [apart],
            "comparison": [group],
            "first": [last - SEEN_YEARS + 1],
            "last": [last],
        }
    )
    return query(
        """
        WITH shown AS (
            SELECT value.municipality_code, value.municipality, value.year, value.value
            FROM value
            JOIN asked USING (indicator)
            WHERE value.status = 'final' AND NOT value.suppressed AND value.value IS NOT NULL
              AND value.year BETWEEN asked.first AND asked.last
              AND value.municipality_code IN (SELECT municipality_code FROM members JOIN asked USING (comparison))
        )
        SELECT a.municipality, a.year, a.value AS first, b.value AS second
        FROM shown AS a
        JOIN asked ON true
        JOIN shown AS b ON b.municipality_code = a.municipality_code AND b.year = a.year + asked.apart
        WHERE NOT EXISTS (
            SELECT 1 FROM broken JOIN asked USING (indicator) WHERE broken.year > a.year AND broken.year <= b.year
        )
        ORDER BY a.municipality_code, a.year
        """,
        asked=asked,
        value=known.indicator_value,
        members=known.comparison_group,
        broken=known.series_break,
    )
