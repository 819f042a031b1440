"""Measures: what was carried out, and beside it, never mixed with it, what the figures say of the effect.

Also the co-operation's own figures. Belongs here: follow_up, measure_effect and cooperation as the follow-up shows
them. Not here: the before-and-after evaluation (pipelines.tables), goals (``goal_views``).
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipelines.report.edition import Edition
from pipelines.report.markup import (
    Column,
    Fragment,
    bullets,
    details,
    heading,
    note,
    paragraphs,
    table,
    text_or_empty,
)
from pipelines.report.plan_data import PlanData, Row, belongs, is_same, not_carried_on, plain
from pipelines.report.plan_words import EFFECTS, chosen, signed_by, to_fill_in, whose
from pipelines.report.swedish import (
    coarse_text,
    is_missing,
    listed,
    month,
    number,
    plural,
    sentence_case,
    years,
)

APART = (
    "Att en åtgärd är genomförd säger inte att den haft verkan, och en siffra som rört sig säger inte att åtgärden är "
    "skälet. Därför står de var för sig."
)
_SIZES = ("ratio", "lower_95", "upper_95")
_SAME = ("title",)
"""What makes two years' rows of one number the same measure."""
_TOLD = ("done", "what", "gave", "why_not", "cost", "by", "on_date", "party")
NOT_FOLLOWED = "ingen uppföljning inlämnad"


def measures(edition: Edition) -> Fragment:
    """What became of each measure, and then the evaluations with a comparison area."""
    data = PlanData(edition)
    every = data.written("measure", every_year=True)
    if every.empty:
        return Fragment([to_fill_in("Planen har inga åtgärder att följa upp.", "measure")])
    told = data.written("follow_up", every_year=True)
    planned = every[every["year"] == data.year].to_dict("records")
    earlier = not_carried_on(every, data.year, _SAME)
    found = {key: _history(row, every, told) for key, row in _keyed(every.to_dict("records"))}
    fragment = Fragment([note(APART), heading(3, "Genomförande", "genomforande")])
    if not planned:
        fragment.add(to_fill_in(f"Planen för {data.year} har inga åtgärder.", "measure"))
    else:
        fragment.add(paragraphs([_summary(planned, found)], "nyckel"))
        if not any(found[key] for key, _ in _keyed(planned)):
            fragment.add(to_fill_in("Ingen åtgärd är uppföljd.", "follow_up"))
        fragment.add(_implementation(planned, found, f"Åtgärder i planen för {data.year}: vad som gjordes"))
    if earlier:
        before = _implementation(earlier, found, "Åtgärder i tidigare planer som inte har förts vidare")
        fragment.add(details(f"Visa åtgärder i tidigare planer ({len(earlier)})", before))
    fragment.add(heading(3, "Verkan i siffror", "verkan"), *_effects(edition, data))
    return fragment


def _keyed(rows: list[Row]) -> list[tuple[tuple[int, str, str], Row]]:
    return [((int(r["year"]), str(r["id"]), str(r["party"])), r) for r in rows]


def _history(measure: Row, every: pd.DataFrame, told: pd.DataFrame) -> list[Row]:
    """Every year's follow-up of the measure, oldest first.

    A number means the measure of its own year's workbook; where that has none, as when a year is only followed up, the
    latest one before.
    """
    numbered = [row for row in every.to_dict("records") if row["id"] == measure["id"]]
    found: list[Row] = []
    for row in told.to_dict("records"):
        parties = frozenset({str(row["party"])})
        meant = [m for m in numbered if m["year"] <= row["year"] and belongs(m["party"], parties)]
        latest = max((m["year"] for m in meant), default=None)
        if (
            row["measure_id"] == measure["id"]
            and belongs(measure["party"], parties)
            and any(m["year"] == latest and is_same(m, measure, _SAME) for m in meant)
        ):
            # A workbook carries last year's rows over: a row that nobody has touched tells nothing new.
            if found and all(plain(found[-1][name]) == plain(row[name]) for name in _TOLD):
                found[-1] = row | {"first_year": found[-1]["first_year"]}
            else:
                found.append(row | {"first_year": row["year"]})
    return found


def _summary(planned: list[Row], found: dict[tuple[int, str, str], list[Row]]) -> str:
    last = [str(found[key][-1]["done"]) if found[key] else None for key, _ in _keyed(planned)]
    words = ("yes", "partly", "ongoing", "no")
    parts = [f"{chosen('done', code)}: {number(last.count(code))}" for code in words if code in last]
    if None in last:
        parts.append(f"{NOT_FOLLOWED}: {number(last.count(None))}")
    return f"{plural(len(planned), 'åtgärd', 'åtgärder')}. {sentence_case('; '.join(parts))}."


def _implementation(planned: list[Row], found: dict[tuple[int, str, str], list[Row]], caption: str) -> str:
    rows = []
    for key, measure in _keyed(planned):
        name = f"{measure['id']} {measure['title']}{whose(measure)}"
        told: list[Row | None] = [*found[key]]
        rows += [{"what": name} | _told(row) for row in told or [None]]
    columns = [
        Column("what", "Åtgärd"),
        Column("year", "Arbetsbok för", numeric=True),
        Column("done", "Genomförd"),
        Column("was", "Vad som gjordes"),
        Column("gave", "Vad det gav, enligt gruppen"),
        Column("why_not", "Varför inte"),
        Column("cost", "Kostnad"),
        Column("by", "Uppföljt av"),
    ]
    return table(pd.DataFrame(rows), columns, caption, css_class="bred")


def _told(row: Row | None) -> dict[str, str]:
    if row is None:
        empty = dict.fromkeys(("year", "was", "gave", "why_not", "cost", "by"), "–")
        return {"done": sentence_case(NOT_FOLLOWED)} | empty
    return {
        "year": years(row["first_year"], row["year"]),
        "done": sentence_case(chosen("done", row["done"])) + whose(row),
        "was": text_or_empty(row["what"]) or "–",
        "gave": text_or_empty(row["gave"]) or "–",
        "why_not": text_or_empty(row["why_not"]) or "–",
        "cost": text_or_empty(row["cost"]) or "–",
        "by": signed_by(row["by"], row["on_date"], "–"),
    }


def _effects(edition: Edition, data: PlanData) -> list[str]:
    effects = data.effects(every_year=True)
    if effects.empty:
        return [
            note(
                "Ingen åtgärd kan jämföras före och efter. Det behövs en ort, ett datum då den började och en "
                "indikator ur den anmälda brottsligheten på bladet Åtgärder."
            )
        ]
    names = {
        (int(row["year"]), str(row["id"]), str(row["party"])): str(row["title"])
        for row in data.written("measure", every_year=True).to_dict("records")
    }
    titles = dict(edition.indicators()[["indicator", "title"]].itertuples(index=False))
    titled = effects.assign(
        year=effects["plan_year"], title=[names.get(_key(row), "") for row in effects.to_dict("records")]
    )
    current = titled[titled["year"] == data.year].to_dict("records")
    # A measure that is carried on is evaluated in each plan; the plan in force has it last.
    every = [*current, *not_carried_on(titled, data.year, _SAME)]
    tried = [row for row in every if row["verdict"] != "not_testable"]
    parts = []
    if tried:
        shown = pd.DataFrame([_effect(row, names, titles) for row in tried])
        columns = [
            Column("what", "Åtgärd"),
            Column("indicator", "Indikator och ort"),
            Column("compared", "Jämförs med"),
            Column("period", "Före och efter"),
            Column("ratio", "Ortens förändring mot jämförelsens (95 %)", numeric=True),
            Column("verdict", "Utfall"),
        ]
        parts.append(table(shown, columns, "Före och efter, mot en jämförelseort", css_class="bred"))
        parts.append(bullets([f"{row['id']}: {text_or_empty(row['summary'])}" for row in tried]))
    untried = [
        f"{_named(row, names)}: {text_or_empty(row['summary'])}"
        for row in every
        if row["verdict"] == "not_testable"
    ]
    if untried:
        parts += [paragraphs(["Åtgärder vars verkan inte går att pröva:"]), bullets(untried)]
    methods = list(dict.fromkeys(text_or_empty(m) for m in effects["method"] if text_or_empty(m)))
    if methods:
        parts.append(note(f"Metod: {listed(method.rstrip('.') for method in methods)}."))
    return parts


def _named(row: Row, names: dict[tuple[int, str, str], str]) -> str:
    return f"{row['id']} {names.get(_key(row), '')}".strip() + whose(row)


def _key(row: Row) -> tuple[int, str, str]:
    return int(row["plan_year"]), str(row["id"]), str(row["party"])


def _effect(row: Row, names: dict[tuple[int, str, str], str], titles: dict[str, str]) -> dict[str, str]:
    known = not any(is_missing(row[size]) for size in _SIZES)
    place = text_or_empty(row["place"])
    return {
        "what": _named(row, names),
        "indicator": listed(
            part for part in (titles.get(row["indicator"], text_or_empty(row["indicator"])), place) if part
        ) or "–",
        "compared": text_or_empty(row["comparison_place"]) or "–",
        "period": _periods(row),
        "ratio": "{} ({}–{})".format(*(coarse_text(row[size]) for size in _SIZES)) if known else "–",
        "verdict": sentence_case(EFFECTS.get(str(row["verdict"]), str(row["verdict"]))),
    }  # fmt: skip


def _periods(row: Row) -> str:
    """The evaluation is of whole months."""
    limits = [row[name] for name in ("before_from", "before_to", "after_from", "after_to")]
    if any(is_missing(limit) for limit in limits):
        return "–"
    first, until, then, last = (f"{month(limit.month)} {limit.year}" for limit in limits)
    return f"{first}–{until}; {then}–{last}"


def cooperation(edition: Edition) -> Fragment:
    """Meetings, attendance and working hours, a row per year and kind."""
    rows = PlanData(edition).written("cooperation", every_year=True)
    if rows.empty:
        return Fragment([to_fill_in("Inget är skrivet om samarbetet.", "cooperation")])
    shown = pd.DataFrame([_meetings(row) for row in rows.to_dict("records")])
    columns = [
        Column("what", "Vad"),
        Column("year", "År", numeric=True),
        Column("held", "Genomfört av planerat", numeric=True),
        Column("police", "Polisen var med", numeric=True),
        Column("municipality", "Kommunen var med", numeric=True),
        Column("hours_police", "Timmar, polisen", numeric=True),
        Column("hours_municipality", "Timmar, kommunen", numeric=True),
        Column("comment", "Vad som fungerade och inte"),
    ]
    return Fragment([table(shown, columns, "Samarbetets egna siffror", css_class="bred")])


def _meetings(row: Row) -> dict[str, Any]:
    return {
        "what": sentence_case(chosen("cooperation", row["what"])) + whose(row),
        "year": int(row["year"]),
        "held": _of_all(row["held"], row["planned"]),
        "police": _of_all(row["police_present"], row["held"]),
        "municipality": _of_all(row["municipality_present"], row["held"]),
        "hours_police": _count(row["hours_police"]),
        "hours_municipality": _count(row["hours_municipality"]),
        "comment": text_or_empty(row["comment"]) or "–",
    }


def _of_all(part: object, whole: object) -> str:
    """``6 av 8``: a number of its whole, never in percent of so few."""
    if is_missing(part):
        return "–" if is_missing(whole) else f"– av {number(whole)}"
    return number(part) if is_missing(whole) else f"{number(part)} av {number(whole)}"


def _count(value: object) -> str:
    return "–" if is_missing(value) else number(value)
