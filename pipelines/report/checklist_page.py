"""What has changed since last year's lägesbild, and the agreement's and the law's demands one by one.

Belongs here: edition_change and checklist as the follow-up shows them. Not here: comparing editions and finding where
a demand is met (pipelines.tables), which demands there are (expectations/).
"""

from __future__ import annotations

import pandas as pd

from pipelines.report.edition import Edition
from pipelines.report.markup import Column, Fragment, details, note, paragraphs, table, text_or_empty
from pipelines.report.plan_data import PlanData, Row
from pipelines.report.plan_words import CHANGES, STATES
from pipelines.report.swedish import is_missing, listed, number, plural, sentence_case

TOLD_APART = (
    "Förra årets siffror räknas om på årets filer. Skiljer de sig från dem som stod i förra lägesbilden är det källan, "
    "metoden eller definitionen som har ändrats, inte läget. Hur läget har ändrats står i sista kolumnen."
)


def changes(edition: Edition) -> Fragment:
    """Last year's figures then and now, and the real change to this year, told apart."""
    rows = PlanData(edition).of_year("edition_change")
    before = edition.year - 1
    if rows.empty:
        return Fragment(
            [
                note(
                    f"Det finns ingen tidigare lägesbild för {before} att jämföra med. När lägesbilden för "
                    f"{edition.year} har beslutats (lagesbild decide) kan nästa års jämföras med den."
                )
            ]
        )
    decided = bool((rows["then_state"] == "decided").any())
    which = "den beslutade" if decided else "den senast publicerade, som inte är beslutad,"
    counts = rows["kind"].value_counts()
    told = [f"{CHANGES.get(kind, kind)}: {number(counts[kind])}" for kind in CHANGES if kind in counts]
    names = edition.indicators().set_index("indicator")
    shown = pd.DataFrame([_change(row, names) for row in rows.to_dict("records")])
    columns = [
        Column("title", "Indikator"),
        Column("kind", "Vad som har hänt med siffran"),
        Column("unit", "Enhet"),
        Column("then", f"{before}, som den stod då", numeric=True),
        Column("now", f"{before}, omräknad nu", numeric=True),
        Column("new", f"{edition.year}", numeric=True),
        Column("known", "Vad som är känt"),
        Column("real", f"Verklig förändring till {edition.year}"),
    ]
    moved = shown[shown["code"] != "same"]
    same = shown[shown["code"] == "same"]
    fragment = Fragment(
        [
            paragraphs([f"{sentence_case('; '.join(told))}."], "nyckel"),
            note(f"Jämfört med {which} lägesbilden för {before}. {TOLD_APART}"),
        ]
    )
    if moved.empty:
        fragment.add(paragraphs([f"Alla siffror för {before} är desamma som i förra lägesbilden."]))
    else:
        fragment.add(
            table(moved, columns, "Siffror som skiljer sig från förra lägesbilden", css_class="bred")
        )
    if not same.empty:
        folded = table(same, columns, "Siffror som är desamma som i förra lägesbilden", css_class="bred")
        fragment.add(details(f"Visa siffror som är desamma ({len(same)})", folded))
    return fragment


def _change(row: Row, names: pd.DataFrame) -> dict[str, str]:
    code = str(row["indicator"])
    title = str(names["title"].get(code, code))
    return {
        "title": title,
        "code": str(row["kind"]),
        "kind": sentence_case(CHANGES.get(str(row["kind"]), str(row["kind"]))),
        "unit": text_or_empty(row["unit"]),
        "then": _value(row["then_value"]),
        "now": _value(row["now_value"]),
        "new": _value(row["new_value"]),
        "known": text_or_empty(row["changed"]) or "–",
        "real": text_or_empty(row["summary"]) or "–",
    }


def _value(value: object) -> str:
    """Whole numbers for rates, one decimal for what is small; hidden and missing alike."""
    if is_missing(value):
        return "visas inte"
    size = float(str(value))
    return number(size, 0 if size.is_integer() or abs(size) >= 100 else 1)


def checklist(edition: Edition) -> Fragment:
    """Each demand, where it is met, how it stands, and what is left to people's judgement."""
    rows = PlanData(edition).of_year("checklist")
    if rows.empty:
        return Fragment([note("Ingen checklista är upprättad för året.")])
    rows = rows.sort_values("position", kind="stable")
    counts = rows["state"].value_counts()
    told = listed(f"{number(counts[code])} {words}" for code, words in STATES.items() if code in counts)
    shown = rows.assign(
        shown_state=[sentence_case(STATES.get(str(code), str(code))) for code in rows["state"]],
        where=[text_or_empty(text) or "–" for text in rows["met_by"]],
        said=[text_or_empty(text) or "–" for text in rows["remark"]],
    )
    columns = [
        Column("demand", "Krav"),
        Column("stated_in", "Grund"),
        Column("shown_state", "Läge"),
        Column("where", "Var det finns"),
        Column("said", "Anmärkning"),
    ]
    return Fragment(
        [
            paragraphs([f"{plural(len(rows), 'krav', 'krav')}: {told}."], "nyckel"),
            note("”Bedöms av människor” betyder att ingen tabell kan svara: gå igenom det tillsammans."),
            table(shown, columns, f"Krav i avtalet och lagen, {edition.year}", css_class="bred"),
        ]
    )
