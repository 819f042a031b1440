"""One problem in one row: how much, compared with whom, which way, how sure, and which sources.

Belongs here: which indicators bear an area's problems, and what is certain of them. Not here: the short words
(``glance_words``), the tables and cards (``overview``, ``start_page``).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.report import sentences
from pipelines.report.edition import Edition
from pipelines.report.figures import area_data
from pipelines.report.glance_words import REPORTED, compared, direction, how_much, how_sure, sources
from pipelines.report.swedish import first_lower, listed
from pipelines.report.verdicts import inside_sentence, is_certain

Row = dict[Hashable, Any]

MEASURED = ("survey_share", "survey_index", "published_share", "kpi_share", "local_count")
"""What stands for a problem that has no reported crime, the first in the register's order with a figure."""
NO_FIGURE = "Ingen siffra."
READ_SO = (
    "Inte säkerställt betyder: ingen statistiskt säkerställd skillnad, och allt inom intervallet är möjligt. Kvot 1 är "
    "samma nivå. Hur säkert säger hur stor en förändring mot åren före måste vara för att med god säkerhet synas. "
    "Källor för beskriver också problemet, källor mot pekar åt andra hållet."
)


@dataclass(frozen=True)
class Glance:
    """One indicator that bears a problem. The five answers are short Swedish texts, a line per statement."""

    indicator: str
    title: str
    problem: str
    how_much: str
    compared: str
    direction: str
    how_sure: str
    sources: str
    certain: tuple[str, ...]
    """What is certainly higher or lower than what, to stand after the title inside a sentence."""
    is_activity_driven: bool


def glances(edition: Edition, area: str) -> list[Glance]:
    """The area's problems in order: reported crime, or what is measured, and all that is certain."""
    data = area_data(edition, area)
    told = edition.source_agreement(area)
    found = []
    for problem in edition.problems(area).to_dict("records"):
        own_told = told[told["problem"] == problem["problem"]]
        for entry in _bearing(edition, area, str(problem["problem"]), data):
            found.append(_glance(edition, entry, str(problem["title"]), data, own_told))
        if not found or found[-1].problem != str(problem["title"]):
            found.append(_without_figure(str(problem["title"]), own_told))
    return found


def lead(found: Sequence[Glance]) -> Glance | None:
    """The one to show first: the first with a certain difference, else the first of all."""
    return next((glance for glance in found if glance.certain), found[0] if found else None)


def certain_sentence(found: Sequence[Glance]) -> str:
    """What stands out in an area when every comparison is counted, or that nothing does."""
    said = [f"{first_lower(glance.title)} ({listed(glance.certain)})" for glance in found if glance.certain]
    if not found:
        return "Det finns inga siffror för området."
    if not said:
        return (
            "Inget skiljer sig statistiskt säkerställt från åren före eller från andra. Vad som inte hade kunnat synas "
            "står under Hur säkert."
        )
    text = f"Statistiskt säkerställt: {'; '.join(said)}."
    if any(glance.certain and glance.is_activity_driven for glance in found):
        text += f" {sentences.POLICE_PRESENCE}"
    return text


def _bearing(edition: Edition, area: str, problem: str, data: dict[str, pd.DataFrame]) -> list[Row]:
    """Reported crime, else the first that is measured; and all that differs with certainty."""
    entries = edition.indicators(area)
    entries = entries[(entries["problem"] == problem) & entries["indicator"].isin(data["own"]["indicator"])]
    rows = data["comparisons"].to_dict("records")
    certain = {
        row["indicator"] for row in rows if not row["hidden"] and is_certain(row, edition.false_signal_share)
    }
    reported = entries[entries["kind"] == REPORTED]
    first = reported if len(reported) else entries[entries["kind"].isin(MEASURED)].head(1)
    chosen = entries["indicator"].isin(first["indicator"]) | entries["indicator"].isin(certain)
    return entries[chosen].to_dict("records")


def _without_figure(problem: str, told: pd.DataFrame) -> Glance:
    """A problem that no source has a figure for: the row says so, and what the sources say."""
    nothing = "–"
    said = sources(told, "")
    return Glance("", problem, problem, NO_FIGURE, nothing, nothing, nothing, said, (), False)


def _glance(
    edition: Edition, entry: Row, problem: str, data: dict[str, pd.DataFrame], told: pd.DataFrame
) -> Glance:
    code = entry["indicator"]
    own = data["own"][data["own"]["indicator"] == code].sort_values("year").to_dict("records")
    rows = data["comparisons"][data["comparisons"]["indicator"] == code].to_dict("records")
    by_code = {str(row["comparison"]): row for row in rows if not row["hidden"]}
    share = edition.false_signal_share
    return Glance(
        indicator=str(code),
        title=str(entry["title"]),
        problem=problem,
        how_much=how_much(own[-1], entry, edition.year, edition.min_shown),
        compared=compared(by_code, entry, share),
        direction=direction(own, by_code, entry, share),
        how_sure=how_sure(own[-1], by_code, entry),
        sources=sources(told, str(entry["source_type"])),
        certain=tuple(_certain(by_code, edition.year, share)),
        is_activity_driven=entry["direction"] == "activity_driven",
    )


def _certain(by_code: dict[str, Row], year: int, share: float) -> list[str]:
    """What stands out; of a survey of another year, with its year."""
    said = []
    for code, row in by_code.items():
        if is_certain(row, share):
            if code == "trend":
                said.append("i en säkerställd trend " + ("uppåt" if row["signal"] == "higher" else "nedåt"))
            else:
                word = "högre" if row["signal"] == "higher" else "lägre"
                of_year = "" if int(row["year"]) == year else f"år {int(row['year'])} "
                said.append(f"{of_year}{word} än {inside_sentence(row['comparison_name'])}")
    return said
