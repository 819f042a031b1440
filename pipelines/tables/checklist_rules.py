"""How each demand of the checklist is tried: what the tables of one year say of it.

Belongs here: one function per kind of demand, each giving a state and what it rests on, in words. Not here: the
demands (expectations/checklist.toml), what is left to judgement and the table itself (checklist.py).

Where two parties have handed in a workbook each, a row counts when either party filled it in; that they differ is
shown elsewhere (plan_difference).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from pipelines.report.swedish import plural
from pipelines.tables.plan_checks import ANSWERS

MET, PARTLY, MISSING, JUDGEMENT = "met", "partly", "missing", "judgement"
JUDGED = ("adopted", "rejected")
#: Sheet of the workbook whose differences concern the communication plan.
COMMUNICATION = "Kommunikation"
#: How the words end of what was done, but after the time: then there is nothing left to do.
LATE = "för sent för minst årligen."
#: What is said of a finding: its state, and what it rests on.
Finding = tuple[str, str]
#: Sources that tell of reported crime and of people, not of "other information".
_CRIME = ("police", "bra_agency", "kolada", "population", "left_out")


@dataclass(frozen=True)
class OfYear:
    """The tables' rows of one year. ``before``: the measures of the year before; ``followed``: the follow-ups of the
    year's workbooks, each with the planned measure that it is of; ``values``: the municipality's own figures with the
    register's kind and facets; ``decided_on``: the day the year's edition was decided."""

    year: int
    areas: dict[str, str]
    coverage: pd.DataFrame
    values: pd.DataFrame
    ranking: pd.DataFrame
    books: pd.DataFrame
    problems: pd.DataFrame
    causes: pd.DataFrame
    measures: pd.DataFrame
    before: pd.DataFrame
    goals: pd.DataFrame
    goal_checks: pd.DataFrame
    messages: pd.DataFrame
    promises: pd.DataFrame
    followed: pd.DataFrame
    cooperation: pd.DataFrame
    differences: pd.DataFrame
    decided_on: dt.date | None
    is_published: bool

    @property
    def last_day(self) -> dt.date:
        """The last day on which what is done for the year is still done yearly."""
        return dt.date(self.year + 1, 12, 31)

    def prioritised(self) -> list[str]:
        return _ids(self.problems[self.problems["prioritised"] == "yes"])


def edition(of: OfYear) -> Finding:
    if of.decided_on is not None:
        if of.decided_on > of.last_day:
            return PARTLY, f"Beslutad {of.decided_on}, efter utgången av {of.year + 1}: {LATE}"
        return MET, f"Beslutad {of.decided_on}."
    if of.is_published:
        return PARTLY, "Publicerad, inte beslutad."
    return MISSING, f"Ingen lägesbild är publicerad: lagesbild refresh --year {of.year}."


def mandatory_sources(of: OfYear) -> Finding:
    rows = of.coverage[of.coverage["mandatory"].fillna(False)]
    used, absent = rows[rows["state"] == "used"], rows[rows["state"] != "used"]
    said = f"{len(used)} av {len(rows)} obligatoriska källor är med."
    if len(absent):
        said += f" Saknas: {', '.join(absent['source_label'])}."
    return _share(len(used), len(rows)), said


def areas(of: OfYear) -> Finding:
    with_figures = set(of.values["priority_area"])
    absent = [name for code, name in of.areas.items() if code not in with_figures]
    said = f"{len(of.areas) - len(absent)} av {len(of.areas)} områden har siffror för året."
    if absent:
        said += f" Saknas: {', '.join(absent)}."
    return _share(len(of.areas) - len(absent), len(of.areas)), said


def own_preparation(of: OfYear) -> Finding:
    parties = set(of.books["party"])
    if {"police", "municipality"} <= parties:
        return MET, "Båda parters arbetsböcker har kommit in."
    if "joint" in parties:
        return (
            JUDGEMENT,
            "Bara en gemensam arbetsbok har kommit in. Om var part har förberett sin del vet bara ni.",
        )
    if parties:
        absent = "kommunens" if "police" in parties else "polisens"
        return PARTLY, f"Arbetsbok saknas: {absent}."
    return MISSING, "Ingen arbetsbok har kommit in."


def causes(of: OfYear) -> Finding:
    """Prioritised problems with a cause that was adopted or rejected by someone named, on a day."""
    rows = of.causes
    signed = rows[rows["judgement"].isin(JUDGED) & rows["judged_by"].notna() & rows["on_date"].notna()]
    return _per_problem(
        of, set(signed["problem_id"]), "en orsak som är antagen eller avfärdad, med roll och dag"
    )


def measures(of: OfYear) -> Finding:
    return _per_problem(of, set(of.measures["problem_id"]), "en åtgärd")


def goals(of: OfYear) -> Finding:
    return _per_problem(of, set(of.goals["problem_id"]), "ett mål")


def smart(of: OfYear, letter: str) -> Finding:
    """Goals without a remark on the letter; of two parties' versions of a goal, both must hold."""
    rows = of.goal_checks[of.goal_checks["letter"] == letter]
    if rows.empty:
        return MISSING, "Det finns inga mål." if of.goals.empty else "Målen är inte prövade."
    holds = rows.groupby("id")["ok"].all()
    state, said = _listed(holds, "mål", "utan anmärkning", "Anmärkning")
    # A remark on the size says that the change cannot be seen or was never seen, not that it cannot be done.
    return PARTLY if letter == "R" and state == MISSING else state, said


def messages(of: OfYear) -> Finding:
    rows = of.messages
    if rows.empty:
        return MISSING, "Det finns inga budskap."
    rests = (rows["indicator"].notna() | rows["rests_on_ids"].notna()).groupby(rows["id"]).any()
    return _listed(rests, "budskap", "vilar på en indikator, ett problem, en åtgärd eller ett mål", "Utan")


def communicators(of: OfYear) -> Finding:
    """Messages with a communicator on both sides; each party may have named its own in its own workbook."""
    rows = of.messages
    if rows.empty:
        return MISSING, "Det finns inga budskap."
    named = [
        rows[column].notna().groupby(rows["id"]).any()
        for column in ("communicator_police", "communicator_municipality")
    ]
    return _listed(named[0] & named[1], "budskap", "har en kommunikatör på båda sidor", "Utan")


def plans_agree(of: OfYear) -> Finding:
    if of.messages.empty:
        return MISSING, "Det finns inga budskap."
    parties = set(of.messages["party"])
    apart = _ids(of.differences[of.differences["sheet"] == COMMUNICATION])
    alone = _ids(of.messages[of.messages["party"].isin(["police", "municipality"])])
    apart = [each for each in apart if each in alone]
    if apart:
        return PARTLY, f"Parterna skriver olika om {', '.join(apart)}."
    if alone:
        return PARTLY, f"Bara den ena parten har skrivit {', '.join(alone)}."
    if "joint" not in parties:
        return MET, "Parternas planer är lika."
    settled = _ids(of.differences[of.differences["sheet"] == COMMUNICATION])
    said = f" Innan stod det olika i arbetsböckerna om {', '.join(settled)}." if settled else ""
    return MET, f"Planen är gemensam.{said}"


def promises(of: OfYear) -> Finding:
    number = len(_ids(of.promises))
    told = plural(number, "medborgarlöfte", "medborgarlöften")
    return (MET, f"{told}.") if number else (MISSING, "Det finns inga medborgarlöften.")


def follow_up(of: OfYear) -> Finding:
    """Last year's measures, each with a follow-up; too late is not yearly. A plan's own year has had no time yet.

    Which measure a row is of is ``followed``'s rule. A row that was carried over from an earlier year's workbook, by
    its date, is not this year's follow-up.
    """
    expected = _ids(of.before)
    rows = of.followed[of.followed["plan_year"] == of.year - 1] if expected else of.followed
    is_old = pd.to_datetime(rows["on_date"]) < pd.Timestamp(of.year, 7, 1)
    done = set(rows[~is_old]["measure_id"])
    carried = set(rows[is_old]["measure_id"]) - done
    if not expected and not done:
        if of.measures.empty:
            return MISSING, "Det finns inga åtgärder att följa upp."
        return (
            JUDGEMENT,
            f"Planen för {of.year - 1} har inga åtgärder. Om äldre åtgärder är uppföljda vet bara ni.",
        )
    number = plural(len(expected), "åtgärd", "åtgärder")
    if not done:
        return MISSING, f"Ingen av {number} ur planen för {of.year - 1} är uppföljd."
    absent = [each for each in expected if each not in done]
    said = f"{len(expected) - len(absent)} av {number} är uppföljda."
    if not expected:
        said = f"{plural(len(done), 'åtgärd är uppföljd', 'åtgärder är uppföljda')}."
    if absent:
        said += f" Saknas: {', '.join(absent)}."
    if earlier := [each for each in absent if each in carried]:
        said += f" Uppföljda ett tidigare år: {', '.join(earlier)}."
    day = _last(rows[~is_old]["on_date"]) or of.decided_on
    if day is not None and day > of.last_day:
        return PARTLY, f"{said} Gjord {day}, efter utgången av {of.year + 1}: {LATE}"
    return PARTLY if absent else MET, said


def cooperation(of: OfYear) -> Finding:
    number = len(_ids(of.cooperation))
    told = plural(number, "uppgift", "uppgifter")
    return (MET, f"{told} om samarbetet.") if number else (MISSING, "Inget är ifyllt om samarbetet.")


def attendance(of: OfYear) -> Finding:
    """Meetings of the council, and at how many of them each party was present."""
    rows = of.cooperation[of.cooperation["what"] == "council"]
    columns = {"polisen": "police_present", "kommunen": "municipality_present"}
    filled, differing = _per_row(rows, ["planned", "held", *columns.values()])
    filled = filled.dropna(how="all")
    meetings = filled.dropna(subset=["held"])
    none_held = meetings["held"] == 0
    # Nobody was present where nothing was held, also when the cells were left empty.
    meetings = meetings.assign(**{name: meetings[name].mask(none_held, 0) for name in columns.values()})
    if meetings.empty:
        return MISSING, "Brås möten är inte ifyllda."
    held = int(meetings["held"].sum())
    if held == 0:
        return MISSING, "Inget möte i Brå hölls."
    planned = _sum(meetings["planned"])
    of_planned = f" av {planned} planerade" if planned is not None else ""
    told = []
    for who, column in columns.items():
        number = _sum(meetings[column])
        told.append(f"{who} med på {number if number is not None else 'okänt antal'}")
    said = f"{held}{of_planned} möten hölls: {', '.join(told)}."
    untold = [each for each in filled.index if each not in meetings.index]
    if untold:
        said += f" Antal hållna möten saknas på {', '.join(untold)}."
    all_present = all(
        (meetings[column] >= meetings["held"]).fillna(False).all() for column in columns.values()
    )
    return MET if all_present and not untold and not differing else PARTLY, said + _apart(differing)


def hours(of: OfYear) -> Finding:
    columns = {"polisen": "hours_police", "kommunen": "hours_municipality"}
    per_row, differing = _per_row(of.cooperation, list(columns.values()))
    sums = {who: per_row[column].dropna() for who, column in columns.items()}
    told = [f"{who} {int(found.sum())} timmar" for who, found in sums.items() if len(found)]
    absent = [who for who, found in sums.items() if found.empty]
    if not told:
        return MISSING, "Ingen arbetstid är ifylld."
    said = f"{', '.join(told)}.".capitalize()
    if absent:
        said += f" Saknas: {', '.join(absent)}."
    return PARTLY if absent or differing else MET, said + _apart(differing)


def offences(of: OfYear) -> Finding:
    found = of.values[of.values["kind"] == "offence_rate"]["indicator"].nunique()
    return (MET, f"{found} slag av anmälda brott.") if found else (MISSING, "Inga siffror om brott för året.")


def extent(of: OfYear) -> Finding:
    """Reported crime by volume or rate, and exposure that people report themselves: both sides of the extent."""
    told = {"anmälda brott": ("volume", "rate"), "självrapporterad utsatthet": ("exposure",)}
    found = {what: _with_facets(of, *facets) for what, facets in told.items()}
    said = ", ".join(
        f"{what}: {plural(number, 'indikator', 'indikatorer')}" for what, number in found.items()
    )
    return _share(sum(number > 0 for number in found.values()), len(found)), f"{said}.".capitalize()


def consequences(of: OfYear) -> Finding:
    wanted, number = of.prioritised(), _with_facets(of, "consequence")
    written = set(of.problems[of.problems["consequences"].notna()]["id"])
    done = [each for each in wanted if each in written]
    told = plural(number, "indikator", "indikatorer")
    said = f"{len(done)} av {len(wanted)} prioriterade problem har följder ifyllda; {told} om följder."
    if wanted and len(done) == len(wanted):
        return MET, said
    return PARTLY if done or number else MISSING, said


def other_information(of: OfYear) -> Finding:
    rows = of.coverage[(of.coverage["state"] == "used") & ~of.coverage["source_type"].isin(_CRIME)]
    if rows.empty:
        return MISSING, "Inga andra källor än statistiken över anmälda brott är med."
    return MET, f"{len(rows)} andra källor: {', '.join(rows['source_label'])}."


def analysis(of: OfYear) -> Finding:
    """The ranking, the four questions answered for every prioritised problem, and causes judged."""
    state, said = causes(of)
    answered = of.problems[list(ANSWERS)].notna().groupby(of.problems["id"]).any().all(axis=1)
    wanted = of.prioritised()
    done = [each for each in wanted if answered[each]]
    answers = f"De fyra frågorna är besvarade för {len(done)} av {len(wanted)} prioriterade problem."
    said = f"{len(of.ranking)} problem i rangordningen. {answers} {said}"
    if state == MET and len(done) == len(wanted):
        return MET, said
    return PARTLY if len(of.ranking) or done or state == PARTLY else MISSING, said


#: Check → the function that tries it; smart takes a letter too.
RULES: dict[str, Callable[[OfYear], Finding]] = {
    rule.__name__: rule
    for rule in (
        edition, mandatory_sources, areas, own_preparation, causes, measures, goals, messages, communicators,
        plans_agree, promises, follow_up, cooperation, attendance, hours, offences, extent, consequences,
        other_information, analysis,
    )
}  # fmt: skip


def _ids(rows: pd.DataFrame) -> list[str]:
    """The rows' numbers, once each, P2 before P10."""
    return sorted({str(each) for each in rows["id"]}, key=lambda each: (len(each), each))


def _share(done: int, wanted: int) -> str:
    return MISSING if not done else MET if done == wanted else PARTLY


def _per_problem(of: OfYear, served: set[str], what: str) -> Finding:
    wanted = of.prioritised()
    if not wanted:
        return MISSING, "Inget problem är prioriterat."
    absent = [each for each in wanted if each not in served]
    said = f"{len(wanted) - len(absent)} av {len(wanted)} prioriterade problem har {what}."
    if absent:
        said += f" Saknas: {', '.join(absent)}."
    return _share(len(wanted) - len(absent), len(wanted)), said


def _listed(holds: pd.Series, what: str, said: str, otherwise: str) -> Finding:
    """``holds``: by row number, whether it does."""
    absent = sorted(
        (str(each) for each in holds.index[~holds.astype(bool)]), key=lambda each: (len(each), each)
    )
    text = f"{len(holds) - len(absent)} av {len(holds)} {what} {said}."
    if absent:
        text += f" {otherwise}: {', '.join(absent)}."
    return _share(len(holds) - len(absent), len(holds)), text


def _with_facets(of: OfYear, *facets: str) -> int:
    """Indicators with a figure for the year that tell of any of the facets."""
    told = of.values["facets"].map(lambda each: bool(set(str(each).split(";")) & set(facets)))
    return int(of.values[told.astype(bool)]["indicator"].nunique()) if len(of.values) else 0


def _per_row(rows: pd.DataFrame, columns: list[str]) -> tuple[pd.DataFrame, list[str]]:
    """The numbers of each row, and the ids where the parties say different numbers: then the larger stands.

    Two parties may both have written of one row: it counts once. Rows of one number about different things are two.
    """
    grouped = rows.assign(what=rows["what"].fillna("")).groupby(["id", "what"])[columns]
    apart = grouped.nunique().gt(1).any(axis=1)
    largest = grouped.max()
    differing = sorted({str(each) for each in apart[apart].index.get_level_values("id")})
    return largest.reset_index("what", drop=True), differing


def _apart(differing: list[str]) -> str:
    return (
        f" Parterna uppger olika på {', '.join(differing)}; det största talet är räknat." if differing else ""
    )


def _sum(values: pd.Series) -> int | None:
    """Unknown when any is."""
    return None if values.isna().any() else int(values.sum())


def _last(days: pd.Series) -> dt.date | None:
    known = days.dropna()
    return pd.Timestamp(known.max()).date() if len(known) else None
