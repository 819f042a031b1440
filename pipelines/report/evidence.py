"""The evidence that the group has pointed at for its causes, in a table that can be filtered on the page.

Belongs here: one row per piece of evidence and cause. Not here: what the evidence proves (people say that), the script
that filters (``filtering``). A statement is pointed at, never quoted; a hidden figure stays hidden.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from pipelines.report import sentences
from pipelines.report.edition import Edition
from pipelines.report.filtering import filtered
from pipelines.report.markup import Column, note, table, text_or_empty
from pipelines.report.plan_words import VERDICTS, whose
from pipelines.report.swedish import is_missing, number, sentence_case

FIGURE, STATEMENT = "siffra", "uttalande"
NOT_PUBLISHED = "uttalandet visas inte: temat har för få uttalanden, eller så kan det peka ut någon"
_STATEMENTS = "SELECT statement_id, source_label, year, document, locator, theme FROM statement"
_THEMES = "SELECT DISTINCT theme, theme_title FROM statement_theme WHERE agreement = $agreement"


def evidence_table(
    edition: Edition, causes: pd.DataFrame, tests: pd.DataFrame, problem: str, identity: str
) -> str:
    """Every number in the causes' column of evidence, with what it is, what it says and where it stands.

    ``causes``: rows of ``cause``, ``tests``: rows of ``hypothesis_test``, both of one problem.
    """
    rows = evidence_rows(edition, causes, tests)
    if rows.empty:
        return note("Gruppen har inte pekat ut några belägg för orsakerna.")
    columns = [
        Column("cause", "Orsak"),
        Column("kind", "Slag"),
        Column("what", "Vad det är"),
        Column("says", "Vad det säger"),
        Column("verdict", "Prövningen"),
        Column("source", "Källa"),
        Column("where", "Var det står"),
    ]
    made = table(rows, columns, f"Belägg för orsakerna till {problem}", css_class="bred")
    return filtered(made, identity, {0: "Orsak", 1: "Slag", 5: "Källa"})


def evidence_rows(edition: Edition, causes: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    """One row per cause and piece of evidence, in the order of the causes; figures before statements."""
    made: list[dict[str, str]] = []
    figures, said = _figures(edition), _said(edition)
    for cause in causes.to_dict("records"):
        named = [part for part in text_or_empty(cause["evidence_ids"]).split(";") if part]
        tested = text_or_empty(cause["test_indicator"])
        if tested and tested not in named:
            named.insert(0, tested)
        for identity in sorted(named, key=lambda part: part not in figures):
            row = figures.get(identity) or said.get(identity) or _unknown(identity)
            verdict = _verdict(cause, tests) if identity == tested else "–"
            made.append({"cause": f"{cause['id']}{whose(cause)}", "verdict": verdict} | row)
    return pd.DataFrame(made)


def _verdict(cause: dict[Hashable, Any], tests: pd.DataFrame) -> str:
    own = tests[(tests["id"] == cause["id"]) & (tests["party"] == cause["party"])]
    if own.empty:
        return "inte prövad"
    last = own.iloc[-1]
    return f"{VERDICTS.get(str(last['verdict']), str(last['verdict']))} ({int(last['year'])})"


def _figures(edition: Edition) -> dict[str, dict[str, str]]:
    """Every indicator: the latest figure up to the year in words, and the file and row behind it."""
    values = edition.values()
    own = values[values["municipality_code"] == edition.municipality_code].sort_values("year")
    latest = {str(code): part.iloc[-1].to_dict() for code, part in own.groupby("indicator")}
    found = {}
    for entry in edition.indicators().to_dict("records"):
        code = str(entry["indicator"])
        value = latest.get(code)
        found[code] = {
            "kind": FIGURE,
            "what": str(entry["title"]),
            "says": "uppgift saknas" if value is None else _figure_words(edition, value, entry),
            "source": sentences.source_name(entry["source_label"]),
            "where": "–" if value is None else _place(value),
        }
    return found


def _figure_words(edition: Edition, value: dict[Hashable, Any], entry: dict[Hashable, Any]) -> str:
    """The figure's own sentence without its title, which stands beside it."""
    sentence = sentences.value_sentence(value, entry, edition.min_shown)
    return sentence_case(sentence.removeprefix(f"{entry['title']}: ").rstrip("."))


def _place(value: dict[Hashable, Any]) -> str:
    if is_missing(value.get("source_file")):
        return "–"
    row = value.get("source_row")
    return str(value["source_file"]) + ("" if is_missing(row) else f", rad {number(row)}")


def _said(edition: Edition) -> dict[str, dict[str, str]]:
    themes = dict(edition.read(_THEMES).itertuples(index=False))
    return {
        str(row["statement_id"]): {
            "kind": STATEMENT,
            "what": str(themes.get(row["theme"], "tema saknas")),
            "says": f"Sagt {int(row['year'])}",
            "source": str(row["source_label"]),
            "where": f"{row['document']}, {row['locator']}",
        }
        for row in edition.read(_STATEMENTS).to_dict("records")
    }


def _unknown(identity: str) -> dict[str, str]:
    return {
        "kind": STATEMENT,
        "what": f"uttalande {identity}",
        "says": sentence_case(NOT_PUBLISHED),
        "source": "–",
        "where": "–",
    }
