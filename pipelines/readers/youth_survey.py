"""Youth surveys (LUPP, Barns och ungdomars hälsa i Kronoberg, others), typed into the project's own template.

Belongs here: the template's layout, xlsx or csv: percent per question, option, grade and sex. Not here: what
a question stands for, confidence intervals, suppression. The surveys themselves arrive as PDF reports with
tables per question, grade and sex; own template, so there is no publisher's file to compare with.

Percent or share: a 43 typed into a cell that Excel shows as percent is stored as 0.43. Nothing in one cell
tells 0.43 from 0.43 %, but the file does: a municipality's survey with decimals and no share above 1 is
refused, as is a question whose options sum to 1, or to 100 only with the small ones read as shares, and a
share smaller than one pupil of those who answered.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pandas as pd

from pipelines.readers import cells, own_templates, tables
from pipelines.readers.own_templates import FilledRow
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "youth_survey"
TITLE = "Ungdomsenkät (mallen)"
SHEET = "Ungdomsenkät"
HEADERS = (
    "Undersökning",
    "Kommun",
    "Skola eller område",
    "År",
    "Årskurs",
    "Kön",
    "Fråga",
    "Svarsalternativ",
    "Andel (%)",
    "Antal svar",
)
EXPECTED = (
    f"En arbetsbok med bladet {SHEET}, eller en csv-fil, med rubrikerna Undersökning, Kommun, Skola eller "
    "område, År, Årskurs, Kön, Fråga, Svarsalternativ, Andel (%) och Antal svar."
)
SKIP_MISSING = "andel saknas i mallen"
SKIP_REPEATED = "upprepad rad"
LUPP, HEALTH = "LUPP", "Barns och ungdomars hälsa i Kronoberg"
#: Fewer answers than this say something about the pupils who answered, not about the grade.
SMALL_BASE = 10

_GROUPS = {
    **dict.fromkeys(("alla", "samtliga", "totalt"), "Alla"),
    **dict.fromkeys(("flickor", "flicka", "tjejer", "tjej"), "Flickor"),
    **dict.fromkeys(("pojkar", "pojke", "killar", "kille"), "Pojkar"),
    **dict.fromkeys(("annat", "annan könsidentitet", "annan"), "Annat"),
}
_COLUMNS = (
    "row", "sheet", "survey", "municipality", "locality", "year", "grade", "group", "question", "option",
    "share_pct", "n", "is_small_base",
)  # fmt: skip
_QUESTION = ("survey", "municipality", "locality", "year", "question")
_GYMNASIUM = re.compile(r"(?:gy|gymnasi\w*)\D*([1-3])|(?:åk|år|årskurs|årskurs år)?\.? ?([1-3])\D*gy\w*")
_GRADE = re.compile(r"(?:åk|årskurs|klass|grundskolan?)?\.? ?(?:åk |årskurs )?([1-9])")
_AS_PERCENT = "Skriv andelen som procent, till exempel 43 i stället för 0,43."


def recognises(sample: FileSample) -> bool:
    """Most of the template's headings; missing ones are reported when reading, not here."""
    if sample.kind not in ("workbook", "text"):
        return False
    matched = sample.matched(HEADERS)
    own = matched & {"Undersökning", "Skola eller område", "Svarsalternativ", "Andel (%)"}
    return len(matched) >= 7 and len(own) >= 2


def read(data: bytes, name: str) -> ReadResult:
    """One row per survey, place, year, grade, sex, question and option.

    ``share_pct`` is 0-100; ``locality`` None = the whole municipality; ``grade`` is the pupils' year of
    schooling, so that the second year of gymnasiet is 11, NA = all; ``is_small_base`` marks fewer than ten
    answers (NA when ``n`` is). Options that other grades and sexes have are missed: each such gap is one
    record and one problem. Raises UnreadableFileError.
    """
    filled = own_templates.open_filled(data, name, HEADERS, SHEET)
    problems = list(filled.problems)
    skipped: Counter[str] = Counter()
    rows: list[dict[str, object]] = []
    by_number = {line.number: line for line in filled.rows}
    seen: dict[tuple[str, ...], object] = {}
    for line in filled.rows:
        if cells.is_missing(line.cells["Andel (%)"]):
            skipped[SKIP_MISSING] += 1
            continue
        try:
            row = _row(line, filled.sheet)
        except cells.CellError as error:
            problems.append(Problem(line.number, line.quoted, error.reason, error.advice, filled.sheet))
            continue
        key = tuple(cells.key(row[c]) for c in (*_QUESTION, "grade", "group", "option"))
        if key not in seen:
            seen[key] = (row["share_pct"], row["n"])
            rows.append(row)
        elif seen[key] == (row["share_pct"], row["n"]):
            skipped[SKIP_REPEATED] += 1
        else:
            reason = "Samma fråga, grupp och svarsalternativ finns redan med andra siffror."
            advice = "Ta bort den felaktiga raden i mallen."
            problems.append(Problem(line.number, line.quoted, reason, advice, filled.sheet))
    wrong = _not_percent(rows, name) | _bases(rows)
    problems += [
        Problem(int(str(n)), by_number[int(str(n))].quoted, *why, filled.sheet)
        for n, why in sorted(wrong.items(), key=str)
    ]
    lacking = _lacking(filled)
    frame = pd.DataFrame([row for row in rows if row["row"] not in wrong], columns=list(_COLUMNS))
    frame = frame.astype(
        {"row": "int64", "year": "int64", "grade": "Int64", "share_pct": "float64", "n": "Int64"}
    )
    frame["is_small_base"] = frame["n"] < SMALL_BASE
    for column in ("sheet", "locality"):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    notes = list(filled.notes)
    if small := int(frame["is_small_base"].fillna(False).sum()):
        notes.append(f"Rader med färre än {SMALL_BASE} svar, märkta: {small}.")
    return ReadResult(frame, filled.records + len(lacking), problems + lacking, skipped, notes)


def _row(line: FilledRow, sheet: str | None) -> dict[str, object]:
    cell = line.cells
    survey, municipality, question, option = (
        cells.clean(cell[h]) for h in ("Undersökning", "Kommun", "Fråga", "Svarsalternativ")
    )
    if not (survey and municipality and question and option):
        raise cells.CellError(
            "Undersökning, kommun, fråga eller svarsalternativ saknas.",
            "Fyll i alla fyra kolumnerna på raden.",
        )
    group = _GROUPS.get(cells.key(cell["Kön"]))
    if group is None:
        raise cells.CellError(
            "Könet är inte Alla, Flickor, Pojkar eller Annat.", "Använd ett av mallens val."
        )
    # "43 %" can mean one thing only.
    share = cells.number(cells.clean(cell["Andel (%)"]).removesuffix("%") or None)
    if share is None or not 0 <= share <= 100:
        raise cells.CellError("Andelen ligger utanför 0–100 procent.", "Kontrollera siffran mot rapporten.")
    n = own_templates.count(cell["Antal svar"])
    if n == 0:
        raise cells.CellError("Det finns en andel, men antalet svar är 0.", "Lämna andelen tom.")
    # One pupil's share, less what rounding can take off it.
    if n and 0 < share < 100 / n - (0.5 if share.is_integer() else 0.05):
        raise cells.CellError("Andelen är mindre än en enda elev av dem som svarat.", _AS_PERCENT)
    return {
        "row": line.number,
        "sheet": sheet,
        "survey": _survey(survey),
        "municipality": municipality,
        "locality": None
        if cells.is_missing(cell["Skola eller område"])
        else cells.clean(cell["Skola eller område"]),
        "year": cells.year(cell["År"]),
        "grade": _grade(cell["Årskurs"]),
        "group": group,
        "question": question,
        "option": option,
        "share_pct": share,
        "n": n,
    }


def _survey(text: str) -> str:
    key = cells.key(text)
    if re.search(r"\blupp\b", key):
        return LUPP
    # "Barns och ungdomars hälsa och levnadsvanor i Kronobergs län" on the reports' own covers.
    return HEALTH if key.startswith("barns och ungdomars hälsa") else text


def _grade(value: object) -> int | None:
    """8 and "åk 8" are 8; "gy 2" is 11; empty or "alla" is None. A bare 1-3 could be either school."""
    key = cells.key(value)
    if cells.is_missing(value) or key in ("alla", "samtliga"):
        return None
    if match := _GYMNASIUM.fullmatch(key):
        return 9 + int(match.group(1) or match.group(2))
    match = _GRADE.fullmatch(key)
    if match is None:
        raise cells.CellError("Årskursen går inte att läsa.", "Skriv 5, 8 eller gy 2.")
    if int(match.group(1)) <= 3 and not key.startswith("grundskola"):
        raise cells.CellError(
            "Årskursen kan vara både grundskolans och gymnasiets.", "Skriv gy 2 eller grundskolan 2."
        )
    return int(match.group(1))


def _not_percent(rows: list[dict[str, object]], name: str) -> dict[object, tuple[str, str]]:
    """Row numbers whose share is, or may be, written as 0.43 for 43 percent; see the module's docstring."""
    found: dict[object, tuple[str, str]] = {}
    surveys: dict[tuple[object, ...], list[tuple[object, float]]] = defaultdict(list)
    questions: dict[tuple[object, ...], list[tuple[object, float]]] = defaultdict(list)
    for row in rows:
        share = (row["row"], float(str(row["share_pct"])))
        surveys[row["survey"], row["municipality"], row["year"]].append(share)
        questions[(*(row[c] for c in _QUESTION), row["grade"], row["group"])].append(share)
    for shares in surveys.values():
        if all(v <= 1 for _, v in shares) and any(v % 1 for _, v in shares):
            reason = (
                "Ingen andel i undersökningen är över 1: de ser ut att vara skrivna som 0,43 för 43 procent."
            )
            if len(shares) == len(rows):
                raise tables.unreadable(name, f"{reason} {_AS_PERCENT}")
            found |= {n: (reason, _AS_PERCENT) for n, _ in shares}
    for shares in questions.values():
        total = sum(v for _, v in shares)
        small = [(n, v) for n, v in shares if 0 < v < 1]
        with_shares = total + 99 * sum(v for _, v in small)
        if len(shares) > 1 and abs(total - 1) <= 0.03:
            reason = "Frågans andelar blir tillsammans 1 i stället för 100 procent."
            found |= {n: (reason, _AS_PERCENT) for n, _ in shares}
        elif small and abs(total - 100) > 2 and abs(with_shares - 100) <= 1.5:
            reason = "Frågans andelar blir 100 procent bara om den här är skriven som 0,43 för 43 procent."
            found |= {n: (reason, _AS_PERCENT) for n, _ in small}
    return found


def _bases(rows: list[dict[str, object]]) -> dict[object, tuple[str, str]]:
    """Rows for everyone that rest on fewer answers than the girls' and boys' rows together."""
    bases: dict[tuple[object, ...], dict[object, dict[str, object]]] = defaultdict(dict)
    for row in rows:
        if row["n"] is not None:
            bases[(*(row[c] for c in _QUESTION), row["grade"], row["option"])][row["group"]] = row
    reason = "Antal svar för alla är färre än flickors och pojkars tillsammans."
    return {
        held["Alla"]["row"]: (reason, "Kontrollera antalen mot rapporten.")
        for held in bases.values()
        if "Alla" in held
        and int(str(held["Alla"]["n"])) < sum(int(str(r["n"])) for g, r in held.items() if g != "Alla")
    }


def _lacking(filled: own_templates.Filled) -> list[Problem]:
    """One problem per question, grade and sex that lacks options most others have. Empty shares count."""
    keys: list[tuple[tuple[str, ...], tuple[str, str], str]] = []
    names: dict[tuple[tuple[str, ...], tuple[str, str]], str] = {}
    for line in filled.rows:
        key = {h: cells.key(line.cells[h]) for h in HEADERS}
        scope = tuple(key[h] for h in ("Undersökning", "Kommun", "Skola eller område", "År", "Fråga"))
        unit = (key["Årskurs"], key["Kön"])
        keys.append((scope, unit, key["Svarsalternativ"]))
        shown = (cells.clean(line.cells[h]) for h in ("Fråga", "Årskurs", "Kön"))
        names[scope, unit] = ", ".join(text for text in shown if text)
    return [
        Problem(
            None,
            names[where],
            f"Frågan saknar {n} svarsalternativ som de flesta andra årskurser och kön har.",
            "Kontrollera att hela listan är med. Lämna andelen tom där den saknas.",
            filled.sheet,
        )
        for where, n in own_templates.gaps(keys).items()
    ]
