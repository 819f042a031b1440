"""The locked cells beside what the group fills in: what the figures say of a problem, a hypothesis and a goal.

Belongs here: one plain sentence per cell, out of what the lägesbild already says. Not here: the tests and checks
themselves (pipelines.tables), which values are hidden (``edition`` has emptied them).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from pipelines.report import sentences
from pipelines.report.edition import Edition
from pipelines.report.figures import NOT_SHOWN
from pipelines.report.plan_data import belongs
from pipelines.report.plan_words import VERDICTS
from pipelines.report.swedish import is_missing, number, plural, years
from pipelines.report.value_sentences import value_start
from pipelines.report.verdicts import NO_CERTAIN

_PARTIES = ("joint", "both", "municipality", "police")
_CHECKS = {"S": "check_s", "M": "check_m", "A": "check_a", "R": "check_r", "T": "check_t"}
_CHANGES = {
    "higher": "högre än åren före",
    "lower": "lägre än åren före",
    "none": f"{NO_CERTAIN} mot åren före",
}
_HOLDS = "uppfyllt"
Said = TypeVar("Said")


@dataclass(frozen=True)
class Figures:
    """Sentences by what they are about: the problem's code, the number of a cause or a goal and whose it is."""

    problems: dict[str, str]
    tests: dict[tuple[str, str], str]
    checks: dict[tuple[str, str], dict[str, str]]
    values: dict[tuple[str, int], str]

    @classmethod
    def of(cls, edition: Edition, plan_year: int | None) -> Figures:
        """``plan_year``: whose numbers the sheets' rows have; last year's where last year's plan is carried over."""
        return cls(
            problem_figures(edition),
            {} if plan_year is None else _tests(edition, plan_year),
            {} if plan_year is None else _checks(edition, plan_year),
            values_in_words(edition),
        )

    def test(self, identity: str, party: str | None) -> str | None:
        """What the latest test says of a cause that ``party`` has written."""
        return _own(self.tests, identity, party)

    def check(self, identity: str, party: str | None) -> dict[str, str]:
        """What is missing of a goal that ``party`` has written, by the column of each letter."""
        return _own(self.checks, identity, party) or {}

    def value(self, indicator: str, year: int) -> str:
        """The municipality's value that year with its interval."""
        return self.values.get((indicator, year), f"Uppgift saknas för år {year} i lägesbilden.")


def problem_figures(edition: Edition) -> dict[str, str]:
    """Problem's code → each of its indicators in the ranking's order: count, years, rank with interval, change; and how
    many other sources describe the problem."""
    ranking = edition.ranking()
    if ranking.empty:
        return {}
    directions = edition.indicators().set_index("indicator")["direction"]
    found: dict[str, list[str]] = {}
    for row in ranking.to_dict("records"):
        said = found.setdefault(str(row["problem"]), [])
        parts = [*_counted(row), *([] if said else [_sources(row)])]
        driven = directions.get(row["indicator"]) == "activity_driven"
        said.append("; ".join(parts) + (f". {sentences.POLICE_PRESENCE}" if driven else "."))
    return {problem: " ".join(said) for problem, said in found.items()}


def _counted(row: dict[Any, Any]) -> list[str]:
    title, last = str(row["title"]), int(row["year"])
    period = last if is_missing(row["year_from"]) else years(row["year_from"], last)
    if is_missing(row["count_three_years"]):
        parts = [f"{title}: antalet åren {period} visas inte"]
    else:
        parts = [f"{title}: {number(row['count_three_years'])} åren {period}"]
    if not is_missing(row["rank_volume"]):
        parts.append(f"plats {int(row['rank_volume'])} efter antal{_between(row)}")
    signal = row["change_signal"]
    parts.append(_CHANGES.get("" if is_missing(signal) else str(signal), "inte prövat mot åren före"))
    return parts


def _sources(row: dict[Any, Any]) -> str:
    support = 0 if is_missing(row["sources_in_support"]) else int(row["sources_in_support"])
    said = plural(support, "annan källa", "andra källor") if support else "ingen annan källa"
    return f"{said} beskriver också problemet"


def _between(row: dict[Any, Any]) -> str:
    low, high = row["rank_volume_lower"], row["rank_volume_upper"]
    if is_missing(low) or is_missing(high):
        return ""
    return f" (kan vara {int(low)}–{int(high)})" if int(low) < int(high) else ""


def values_in_words(edition: Edition) -> dict[tuple[str, int], str]:
    """(indicator, year) → the municipality's value with its interval, as the pages say it, without its title."""
    values = edition.values()
    own = values[values["municipality_code"] == edition.municipality_code]
    entries = {str(entry["indicator"]): entry for entry in edition.indicators().to_dict("records")}
    found = {}
    for row in own.to_dict("records"):
        code = str(row["indicator"])
        if code in entries:
            found[code, int(row["year"])] = _in_words(row, entries[code], edition.min_shown)
    return found


def _in_words(row: dict[Any, Any], indicator: dict[Any, Any], min_shown: int) -> str:
    said = value_start(row, indicator, min_shown).removeprefix(f"{indicator['title']}: ")
    preliminary = f" {sentences.PRELIMINARY}" if row.get("status") == "preliminary" else ""
    return f"{said[:1].upper()}{said[1:]}.{preliminary}" if said else NOT_SHOWN


def _own(said: Mapping[tuple[str, str], Said], identity: str, party: str | None) -> Said | None:
    """What is said of the row of that number, of this party's own first: two parties' rows of one number are two."""
    if party is None:
        return None
    for code in (party, *_PARTIES):
        if (identity, code) in said and belongs(code, frozenset({party})):
            return said[identity, code]
    return None


def _tests(edition: Edition, plan_year: int) -> dict[tuple[str, str], str]:
    """Number of a cause and its party → what the latest test of its hypothesis says, "2023: stöds. …"."""
    rows = edition.hypothesis_tests(plan_year)
    found = {}
    for row in _latest(rows):
        why = " ".join(str(row[c]) for c in ("summary", "reason") if not is_missing(row[c]) and str(row[c]))
        verdict = VERDICTS.get(str(row["verdict"]), str(row["verdict"]))
        found[str(row["id"]), str(row["party"])] = f"{int(row['year'])}: {verdict}. {why}".strip()
    return found


def _checks(edition: Edition, plan_year: int) -> dict[tuple[str, str], dict[str, str]]:
    """Number of a goal and its party → what is missing of each letter, "uppfyllt" where nothing is."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in edition.goal_checks(plan_year).to_dict("records"):
        if letter := _CHECKS.get(str(row["letter"])):
            remark = "" if is_missing(row["remark"]) else str(row["remark"])
            said = _HOLDS if bool(row["ok"]) else remark
            found.setdefault((str(row["id"]), str(row["party"])), {})[letter] = said
    return found


def _latest(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    """One row per number and party: of the latest year."""
    return (
        rows.sort_values("year", kind="stable")
        .drop_duplicates(["id", "party"], keep="last")
        .to_dict("records")
    )
