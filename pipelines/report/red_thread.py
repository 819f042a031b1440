"""The thread from picture to follow-up, one line per problem; and what is missing or told apart in the plan.

Belongs here: red_thread, plan_remark and plan_difference as the follow-up shows them. Not here: finding what is missing
(pipelines.tables), goals and measures (``goal_views``, ``measure_views``).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape
from typing import Any

import pandas as pd

from pipelines.report.edition import Edition
from pipelines.report.markup import Column, Fragment, note, paragraphs, table, text_or_empty
from pipelines.report.plan_data import PlanData
from pipelines.report.plan_words import cell_text, no_plan_of, sheet_name, to_fill_in, whose
from pipelines.report.swedish import is_missing, listed, number, plural
from pipelines.workbook_register import sheets

#: The thread's links in order, as columns of ``red_thread``.
_LINKS = {
    "causes": "Orsaker",
    "measures": "Åtgärder",
    "goals": "Mål",
    "messages": "Budskap",
    "follow_ups": "Uppföljda åtgärder",
}
_BREAKS = {
    "cause": "causes",
    "adopted_cause": "causes",
    "measure": "measures",
    "goal": "goals",
    "message": "messages",
    "follow_up": "follow_ups",
}


def red_thread(edition: Edition) -> Fragment:
    """One line per problem: what hangs on it, and the first link that is missing, in words."""
    data = PlanData(edition)
    rows = data.about_plan("red_thread")
    if rows.empty:
        return Fragment([to_fill_in("Det finns ingen plan att följa.", "problem")])
    order = list(edition.priority_areas()["priority_area"])
    rows = rows.assign(
        _first=rows["prioritised"].map(_is_yes).map({True: 0, False: 1}),
        _area=[order.index(a) if a in order else len(order) for a in rows["priority_area"]],
    ).sort_values(["_first", "_area"], kind="stable")
    shown = pd.DataFrame([_line(edition, row) for row in rows.to_dict("records")])
    columns = [
        Column("problem", "Problem"),
        *[Column(code, name) for code, name in _LINKS.items()],
        Column("promises", "Löften"),
        Column("says", "Tråden"),
    ]
    return Fragment(
        [
            paragraphs([_summary(rows)], "nyckel"),
            note(_from_when(data)),
            table(shown, columns, f"Röd tråd, planen för {data.year}", css_class="trad-tabell bred"),
            _links(edition, data),
        ]
    )


def _summary(rows: pd.DataFrame) -> str:
    taken = rows[rows["prioritised"].map(_is_yes)]
    if taken.empty:
        return f"{plural(len(rows), 'problem', 'problem')} i planen, men inget är prioriterat."
    broken = int(sum(bool(text_or_empty(code)) for code in taken["breaks_at"]))
    count = plural(len(taken), "prioriterat problem", "prioriterade problem")
    if not broken:
        return f"{count}. Tråden är hel från bild till uppföljning."
    which = "det" if len(taken) == 1 else "alla" if broken == len(taken) else f"{number(broken)} av dem"
    return f"{count}. Tråden brister för {which}."


def _from_when(data: PlanData) -> str:
    said = f"Raderna kommer ur arbetsboken för {data.year}. Tråden går från problem över orsak, åtgärd, mål och budskap"
    said += " till uppföljning."
    if data.year != data.edition.year:
        said += f" {no_plan_of(data.edition.year, data.is_handed_in)}"
    return said


def _line(edition: Edition, row: dict[Hashable, Any]) -> dict[str, str]:
    """The links in order; where a prioritised problem's link is missing its cell says so."""
    is_chosen = _is_yes(row["prioritised"])
    links = {code: _link(code, row) if is_chosen else _count(row[code]) for code in _LINKS}
    return {
        "problem": f"{row['id']} {row['title']}{whose(row)} ({edition.area_name(str(row['priority_area']))})",
        **links,
        "promises": _count(row["promises"]),
        "says": _first_sentence(row["summary"]),
    }


def _link(code: str, row: dict[Hashable, Any]) -> str:
    is_first = _BREAKS.get(text_or_empty(row["breaks_at"])) == code
    broken = ": här brister tråden" if is_first else ""
    if is_missing(row[code]) or int(row[code]) == 0:
        # A year that is not over yet has nothing to follow up, and its thread is not broken by it.
        return (
            "inte än" if code == "follow_ups" and not text_or_empty(row["breaks_at"]) else f"saknas{broken}"
        )
    adopted = ""
    if code == "causes":
        taken = 0 if is_missing(row["adopted_causes"]) else int(row["adopted_causes"])
        adopted = f", varav {number(taken)} {'antagen' if taken == 1 else 'antagna'}"
    return f"{number(row[code])}{adopted}{broken}"


def _first_sentence(summary: object) -> str:
    """What the table says of the thread; the counts that follow have columns of their own."""
    first = text_or_empty(summary).split(". ")[0].rstrip(".")
    return f"{first}." if first else "–"


def _count(value: object) -> str:
    return "0" if is_missing(value) else number(value)


def _is_yes(value: object) -> bool:
    """``prioritised`` is a choice in the workbook (yes, no) and may be a truth value in a table of counts."""
    return not is_missing(value) and str(value).casefold() in ("yes", "true")


def _links(edition: Edition, data: PlanData) -> str:
    """Where each prioritised problem is told in full."""
    pages = dict(edition.priority_areas()[["priority_area", "slug"]].itertuples(index=False))
    items = "".join(
        f'<li><a href="{pages[p.area]}.html#{p.anchor}">{escape(f"{p.id} {p.title}")}</a></li>'
        for p in data.problems()
        if p.prioritised and p.area in pages
    )
    return (
        f'<div class="skarm"><p>Läs om varje problem, från svar till mål:</p><ul>{items}</ul></div>'
        if items
        else ""
    )


def remarks(edition: Edition) -> Fragment:
    """What does not hang together in the plan, sheet by sheet."""
    data = PlanData(edition)
    rows, year = data.about_plan("plan_remark"), data.year_of("plan_remark")
    if year is None:
        return Fragment([to_fill_in("Det finns ingen plan att gå igenom.", "problem")])
    if rows.empty:
        said = f"Programmet hittar inget i planen för {year} som saknas eller inte går ihop."
        return Fragment([note(said)])
    order = [sheet.name for sheet in sheets().values()]
    rows = rows.assign(
        _sheet=[order.index(s) if s in order else len(order) for s in rows["sheet"]],
        where=[" ".join(filter(None, (text_or_empty(s), text_or_empty(i))))
               for s, i in zip(rows["sheet"], rows["id"], strict=True)],
    ).sort_values("_sheet", kind="stable")  # fmt: skip
    columns = [Column("where", "Blad och rad"), Column("remark", "Anmärkning")]
    count = plural(len(rows), "anmärkning", "anmärkningar")
    return Fragment(
        [
            paragraphs(
                [f"{count}. Ingen av dem stoppar något: rätta i arbetsboken och lägg den i avtalets mapp."]
            ),
            table(rows, columns, f"Anmärkningar på planen för {year}"),
        ]
    )


def differences(edition: Edition, only: tuple[str, ...] = ()) -> Fragment:
    """Cells where the two parties' workbooks say different things, side by side.

    ``only``: the ids of sheets of the plan; then only theirs, as they stand in the plan in force.
    """
    data = PlanData(edition)
    year = (data.year if only else None) or data.year_of("plan_difference")
    rows = data.about_plan("plan_difference", year)
    names = [sheet_name(sheet) for sheet in only]
    rows = rows[rows["sheet"].isin(names)] if only else rows
    if rows.empty and not only:
        year = data.year_of("plan_workbook")
    books = data.written("plan_workbook", every_year=True)
    parties = set(books.loc[books["year"] == year, "party"])
    if rows.empty:
        where = f" på bladen {listed(names)}" if only else ""
        return Fragment([note(_why_alike(parties, year, where))])
    columns = [
        Column("where", "Blad och rad"),
        Column("what", "Kolumn"),
        Column("police_says", "Polisen skriver"),
        Column("municipality_says", "Kommunen skriver"),
    ]
    if rows["joint"].notna().any():
        columns.append(Column("joint_says", "Gemensamma arbetsboken skriver"))
    ids = {sheet.name: sheet.id for sheet in sheets().values()}
    words = {"areas": edition.area_names()}
    at = [(ids.get(str(s)), str(c)) for s, c in zip(rows["sheet"], rows["column"], strict=True)]
    shown = rows.assign(
        where=[f"{s} {i}" for s, i in zip(rows["sheet"], rows["id"], strict=True)],
        what=[_heading(*place) for place in at],
        **{
            f"{party}_says": [
                _cell(*place, value, words) for place, value in zip(at, rows[party], strict=True)
            ]
            for party in ("police", "municipality", "joint")
        },
    )
    settled = " Den gemensamma arbetsboken gäller där den har raden." if "joint" in parties else ""
    count = plural(len(rows), "cell", "celler")
    return Fragment(
        [
            paragraphs([f"{count} skiljer. Inget har skrivits över: båda står här.{settled}"]),
            table(shown, columns, f"Där arbetsböckerna för {year} skiljer sig"),
        ]
    )


def _why_alike(parties: set[Any], year: int | None, where: str) -> str:
    if {"police", "municipality"} <= parties:
        return f"Polisens och kommunens arbetsböcker för {year} säger samma sak{where}."
    one = {"police": "polisen", "municipality": "kommunen"}
    alone = [name for code, name in one.items() if code in parties]
    if alone:
        return (
            f"Bara {alone[0]} har lämnat en egen arbetsbok för {year}; det finns inget att jämföra den med."
        )
    if "joint" in parties:
        return f"Parterna har lämnat en gemensam arbetsbok för {year}, och ingen egen bredvid."
    return (
        "Ingen av parterna har lämnat någon arbetsbok. Förbereder polisen och kommunen var sin del fyller var och en i "
        f"en egen, skriver sin part på bladet {sheet_name('book')} och lägger den i avtalets mapp."
    )


def _heading(sheet: str | None, column: str) -> str:
    names = {c.id: c.heading for c in sheets()[sheet].columns} if sheet else {}
    return names.get(column, column)


def _cell(sheet: str | None, column: str, value: object, words: Mapping[str, Mapping[str, str]]) -> str:
    """A cell as it stands in the workbook: the choice's words, not its code."""
    spec = next((c for c in sheets()[sheet].columns if c.id == column), None) if sheet else None
    return (text_or_empty(value) if spec is None else cell_text(spec, value, words)) or "tomt"
