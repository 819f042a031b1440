"""One area's problems, from the four answers to measures and goals, as the group has written them in the workbook.

Belongs here: the order of things, and what the data say beside what people have written. Not here: drawing
(``fishbone``, ``cause_figures``), the follow-up (``goal_views``, ``measure_views``), words for codes (``plan_words``).
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from pipelines.report.cause_figures import cause_tree, event_chain
from pipelines.report.edition import Edition
from pipelines.report.evidence import evidence_table
from pipelines.report.fishbone import plan_fishbone
from pipelines.report.markup import (
    Column,
    Fragment,
    anchor,
    bullets,
    details,
    heading,
    note,
    paragraphs,
    table,
    text_or_empty,
)
from pipelines.report.overview import FOUR_QUESTIONS, four_questions
from pipelines.report.plan_data import PlanData, Problem, Row
from pipelines.report.plan_tables import goal_table, measure_table
from pipelines.report.plan_words import (
    VERDICTS,
    chosen,
    heading_of,
    no_plan_of,
    sheet_name,
    signed_by,
    to_fill_in,
    whose,
)
from pipelines.report.swedish import listed, sentence_case

_ANSWERS = {
    FOUR_QUESTIONS[0]: ("why_chosen",),
    FOUR_QUESTIONS[1]: ("sources_used", "sources_left_out"),
    FOUR_QUESTIONS[2]: ("limits",),
    FOUR_QUESTIONS[3]: ("limits_mean",),
    "Vilka följder har problemet? (lag 2023:196)": ("consequences",),
}
_LABELS = {"sources_used": "Använda: ", "sources_left_out": "Utelämnade: "}
NOT_PROVEN = (
    "”Stöds” och ”försvagas” säger bara om siffran går åt det håll som hypotesen väntar sig. Ingen prövning visar att "
    "en orsak är den rätta."
)


def plan(edition: Edition, area: str) -> Fragment:
    """The area's prioritised problems one by one; without a filled-in workbook, the questions that it asks."""
    data = PlanData(edition)
    problems = data.problems(area)
    chosen_ones = [problem for problem in problems if problem.prioritised]
    if not chosen_ones:
        return _nothing_yet(edition, area, problems)
    fragment = Fragment([note(_which_plan(data))])
    for problem in chosen_ones:
        fragment.parts += _problem(data, problem).parts
    rest = [f"{p.id} {p.title}" for p in problems if not p.prioritised]
    if rest:
        fragment.add(
            heading(3, "Problem som inte prioriteras", anchor("inte-prioriterade", area)), bullets(rest)
        )
    return fragment


def _nothing_yet(edition: Edition, area: str, problems: list[Problem]) -> Fragment:
    what = (
        "Inget av områdets problem är prioriterat i arbetsboken."
        if problems
        else "Gruppen har inte skrivit något om områdets problem än."
    )
    return Fragment(
        [
            to_fill_in(what, "problem"),
            heading(3, "Fyra frågor att svara på", anchor("fyra-fragor", area)),
            *four_questions(edition, area, 4).parts,
        ]
    )


def _which_plan(data: PlanData) -> str:
    said = f"Det här har gruppen skrivit i arbetsboken för {data.year}."
    if data.year != data.edition.year:
        said += f" {no_plan_of(data.edition.year, data.is_handed_in)}"
    return f"{said} Siffrorna bredvid gäller {data.edition.year}."


def _problem(data: PlanData, problem: Problem) -> Fragment:
    edition, own = data.edition, problem.own
    causes, measures = own(data.written("cause")), own(data.written("measure"))
    tests = data.tests(causes)
    name, place = f"{problem.id} {problem.title}", problem.anchor
    candidates = edition.candidate_causes(problem.area)
    fragment = Fragment().add(
        heading(3, name, place),
        heading(4, "De fyra svaren, och följderna", f"{place}-svar"),
        _answers(problem),
        heading(4, "Fiskbenet: gruppens orsaker", f"{place}-fiskben"),
    )
    if causes.empty:
        fragment.add(to_fill_in("Problemet har ingen orsak i arbetsboken.", "cause"))
    fragment.add(plan_fishbone(causes, candidates, problem.title, f"{place}-ben"))
    tree = cause_tree(causes, measures, name, f"{place}-trad")
    if tree:
        fragment.add(heading(4, "Orsaksträd", f"{place}-orsakstrad"), tree)
    chain = event_chain(own(data.written("event_chain")), measures, name, f"{place}-kedja")
    fragment.add(
        heading(4, "Händelsekedja", f"{place}-handelsekedja"),
        chain or to_fill_in("Ingen händelsekedja är skriven.", "chain"),
    )
    if not causes.empty:
        fragment.add(
            heading(4, "Belägg", f"{place}-belagg"),
            evidence_table(edition, causes, tests, name, f"{place}-belaggstabell"),
            heading(4, "Hypoteserna prövade", f"{place}-hypoteser"),
            *hypotheses(edition, causes, tests, name),
        )
    fragment.add(
        heading(4, "Åtgärder", f"{place}-atgarder"), measure_table(measures, name),
        heading(4, "Mål", f"{place}-mal"), *goal_table(data, problem, name),
    )  # fmt: skip
    return fragment


def _answers(problem: Problem) -> str:
    """A question and its answer; where the parties have answered apart, both."""
    parts = []
    for question, columns in _ANSWERS.items():
        told = [(whose(row), _answer(row, columns)) for row in problem.rows]
        given = [f"{answer}{owner}" for owner, answer in told if answer]
        missing = (
            f"Inget svar än: bladet {sheet_name('problem')}, kolumnen {heading_of('problem', columns[0])}."
        )
        answers = "".join(f"<dd>{escape(text)}</dd>" for text in given)
        parts.append(f"<dt>{escape(question)}</dt>{answers or f'<dd><em>{escape(missing)}</em></dd>'}")
    signed = [
        f"Beslutat av {signed_by(row['decided_by'], row['on_date'])}{whose(row)}."
        for row in problem.rows
        if signed_by(row["decided_by"], row["on_date"])
    ]
    words = signed or ["Vem som beslutat prioriteringen, och när, är inte angivet."]
    return f'<dl class="svar">{"".join(parts)}</dl>{paragraphs([" ".join(words)], "not")}'


def _answer(row: Row, columns: tuple[str, ...]) -> str:
    return " ".join(
        f"{_LABELS.get(name, '')}{sentence_case(str(row[name])).rstrip('.')}."
        for name in columns
        if text_or_empty(row[name])
    )


def hypotheses(edition: Edition, causes: pd.DataFrame, tests: pd.DataFrame, name: str) -> list[str]:
    """Each hypothesis with its test of the latest year, the years before folded; and those that no figure tries."""
    titles = dict(edition.indicators()[["indicator", "title"]].itertuples(index=False))
    latest, earlier = [], []
    untried = []
    for cause in causes.to_dict("records"):
        own = tests[(tests["id"] == cause["id"]) & (tests["party"] == cause["party"])]
        if own.empty:
            untried.append(f"{cause['id']}{whose(cause)}")
            continue
        rows = [_test_row(cause, test, titles) for test in own.sort_values("year").to_dict("records")]
        latest.append(rows[-1])
        earlier += rows[:-1]
    columns = [
        Column("what", "Hypotes"),
        Column("tried", "Prövas med"),
        Column("year", "År", numeric=True),
        Column("verdict", "Utfall"),
        Column("says", "Vad siffrorna säger"),
    ]
    parts = []
    if latest:
        parts += [
            table(pd.DataFrame(latest), columns, f"Prövade hypoteser om {name}", css_class="bred"),
            note(NOT_PROVEN),
        ]
    if earlier:
        before = table(
            pd.DataFrame(earlier), columns, f"Hypoteser om {name}, prövade tidigare år", css_class="bred"
        )
        parts.append(details("Visa prövningar av tidigare år", before))
    if untried:
        parts.append(note(f"Prövas inte med någon siffra: {listed(untried)}."))
    return parts


def _with_reason(summary: str, reason: str) -> str:
    """The reason is often part of the summary already; it is not said twice."""
    return summary if reason.rstrip(".") in summary else f"{summary} {reason}".strip()


def _test_row(cause: Row, test: Row, titles: dict[str, str]) -> dict[str, Any]:
    indicator = str(titles.get(str(test["indicator"]), test["indicator"]))
    limited = [text_or_empty(test["place"]), text_or_empty(test["time"])]
    where = f" ({', '.join(part for part in limited if part)})" if any(limited) else ""
    return {
        "what": f"{cause['id']} {cause['hypothesis']}{whose(cause)}",
        "tried": f"{indicator}{where}: {chosen('directions', test['direction'])} än "
        f"{chosen('comparisons', test['comparison'])}",
        "year": int(test["year"]),
        "verdict": sentence_case(VERDICTS.get(str(test["verdict"]), str(test["verdict"]))),
        "says": _with_reason(text_or_empty(test["summary"]), text_or_empty(test["reason"])) or "–",
    }
