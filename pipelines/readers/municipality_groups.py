"""Groups of municipalities to compare with: SKR's kommungrupper (csv) and Kolada's groups (v3 JSON).

Belongs here: which municipality is in which group, and of which year the group is. Not here: which group is
used. Source: SKR's division of 2017 (a real file), api.kolada.se/v3/municipality_groups (reconstructed from
public code that reads it; Kolada keeps a group's id when its members change, only the year in the title differs).
"""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

from pipelines.readers import cells, kolada_pages, tables
from pipelines.readers.agency_rows import require_once
from pipelines.readers.kolada_pages import AGAIN, SKIP_DELETED
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "municipality_groups"
TITLE = "Grupper av kommuner (SKR eller Kolada)"
EXPECTED = (
    "SKR:s kommungrupper med rubrikerna Grupp, Kommunkod, Kommun namn, Huvudgrupp kod, Kommungrupp kod och "
    "«Kommungrupp» med år och namn, eller svaret från Koladas API (v3) med id, title och members."
)
HEADERS = ("Grupp", "Kommunkod", "Kommun namn", "Huvudgrupp kod", "Kommungrupp kod")
SKIP_REPEATED = "upprepad medlem"
MUNICIPALITIES = 290

_COLUMNS = ["row", "group_id", "group_title", "group_kind", "municipality_code", "municipality", "year"]
_GROUP_NAME = re.compile(r"kommungrupp ((?:19|20)\d{2}) namn")
_YEAR = re.compile(r".*,\s*((?:19|20)\d{2})")
_COUNTY = "Länskod"
_BY_HAND = "Kontrollera raden mot SKR:s kommungruppsindelning."


def recognises(sample: FileSample) -> bool:
    """SKR's header but for one name, or the API's groups with at least one municipality in them."""
    if sample.kind == "json":
        pages = kolada_pages.pages(sample.json_head)
        groups = [
            g for page in pages for g in kolada_pages.entries(page) if isinstance(g, dict) and "id" in g
        ]
        members = [m for g in groups if isinstance(g.get("members"), list) for m in g["members"]]
        # Kolada's groups of key figures have the same form, with key figures for members.
        ids = [cells.clean(m.get("member_id")) for m in members if isinstance(m, dict)]
        return any(re.fullmatch(r"\d{1,4}", i) for i in ids)
    return sample.kind == "text" and len(sample.matched(HEADERS)) >= len(HEADERS) - 1


def read(data: bytes, name: str) -> ReadResult:
    """One row per group and member. ``group_kind`` is skr, kolada_similar or kolada_other.

    ``municipality_code`` is text with leading zeros: 180 -> "0180". Raises UnreadableFileError.
    """
    text, _ = tables.decode(data, name)
    return _kolada(text, name) if text.lstrip()[:1] in ("{", "[") else _skr(data, name)


def _frame(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=_COLUMNS).astype({"row": "int64", "year": "Int64"})
    frame["municipality"] = frame["municipality"].astype(object).where(frame["municipality"].notna(), None)
    return frame


def _skr(data: bytes, name: str) -> ReadResult:
    table = tables.read_table(data, name, HEADERS)
    at = tables.columns(table.header, (*HEADERS, _COUNTY))
    tables.require(at, HEADERS, name)
    require_once(table.header, (*HEADERS, _COUNTY), name)
    named = [(i, m) for i, h in enumerate(table.header) if (m := _GROUP_NAME.fullmatch(cells.key(h)))]
    if len(named) != 1:
        raise tables.unreadable(name, "Kolumner saknas: «Kommungrupp» med år och namn.")
    title_at, year = named[0][0], int(named[0][1].group(1))
    good, problems = tables.wrong_width(table, (len(table.header),))
    skipped: Counter[str] = Counter()
    rows: list[tuple[object, ...]] = []
    titles: dict[str, str] = {}
    placed: dict[str, str] = {}
    for n in good:
        cell = {h: cells.clean(table.rows[n][i]) for h, i in at.items()}
        title = cells.clean(table.rows[n][title_at])
        try:
            code = cells.code(cell["Kommunkod"], 4)
            _check(cell, code, title, titles)
            if placed.get(code, cell["Grupp"]) != cell["Grupp"]:
                raise cells.CellError("Kommunen finns redan i en annan grupp.", _BY_HAND)
        except cells.CellError as error:
            found = table.delimiter.join(table.rows[n])
            problems.append(Problem(table.lines[n], found, error.reason, error.advice))
            continue
        if code in placed:
            skipped[SKIP_REPEATED] += 1
            continue
        placed[code] = cell["Grupp"]
        rows.append((table.lines[n], cell["Grupp"], title, "skr", code, cell["Kommun namn"], year))
    records = len(table.rows)
    if len(rows) + len(problems) < MUNICIPALITIES:
        reason = f"Filen verkar avkortad: {len(rows)} av landets {MUNICIPALITIES} kommuner finns med."
        problems.append(Problem(None, "", reason, "Hämta hela indelningen på nytt från SKR."))
        records += 1
    return ReadResult(_frame(rows), records, problems, skipped)


def _check(cell: dict[str, str], code: str, title: str, titles: dict[str, str]) -> None:
    """The columns repeat each other: what has come under another heading shows. Raises CellError."""
    if any(cell[h] in cells.MISSING_MARKS for h in HEADERS) or title in cells.MISSING_MARKS:
        raise cells.CellError("En uppgift om kommunen eller gruppen saknas.", _BY_HAND)
    if cell["Grupp"] != cell["Huvudgrupp kod"] + cell["Kommungrupp kod"]:
        raise cells.CellError("Gruppen är inte huvudgruppens och kommungruppens koder tillsammans.", _BY_HAND)
    if _COUNTY in cell and cell[_COUNTY].zfill(2) != code[:2]:
        raise cells.CellError("Kommunkoden börjar inte med länskoden.", _BY_HAND)
    if cell["Kommun namn"].isdigit() or titles.setdefault(cell["Grupp"], title) != title:
        raise cells.CellError("Gruppens eller kommunens namn står inte i sin kolumn.", _BY_HAND)


def _kolada(text: str, name: str) -> ReadResult:
    pages = kolada_pages.pages(kolada_pages.parse(text, name))
    kolada_pages.require_all(pages, name)
    problems: list[Problem] = []
    skipped: Counter[str] = Counter()
    rows: list[tuple[object, ...]] = []
    seen: set[tuple[object, ...]] = set()
    n = 0
    for group in (entry for page in pages for entry in kolada_pages.entries(page)):
        members = group.get("members") if isinstance(group, dict) else None
        for member in members if isinstance(members, list) and members else [None]:
            n += 1
            row = _member(n, group, member)
            if isinstance(row, Problem):
                problems.append(row)
            elif isinstance(row, str):
                skipped[row] += 1
            elif row[1:] in seen:
                skipped[SKIP_REPEATED] += 1
            else:
                seen.add(row[1:])
                rows.append(row)
    if not n:
        raise tables.unreadable(name, kolada_pages.EMPTY)
    return ReadResult(_frame(rows), n, problems, skipped)


def _member(n: int, group: object, member: object) -> tuple[object, ...] | str | Problem:
    """The tidy row, why it is left out, or what is wrong with it."""
    if not isinstance(group, dict) or not isinstance(member, dict) or "member_id" not in member:
        return kolada_pages.not_an_entry(n)
    group_id, title = cells.clean(group.get("id")), cells.clean(group.get("title"))
    if not group_id or not title or not kolada_pages.is_scalar(group.get("id"), group.get("title")):
        return kolada_pages.not_an_entry(n)
    if not kolada_pages.is_scalar(member.get("member_title")):
        return kolada_pages.not_an_entry(n)
    if kolada_pages.is_deleted(group.get("isdeleted")):
        return SKIP_DELETED
    try:
        code = cells.code(member["member_id"], 4)
    except cells.CellError as error:
        return Problem(n, f"{title}; {cells.clean(member['member_id'])}", error.reason, AGAIN)
    year = _YEAR.fullmatch(title)
    kind = "kolada_similar" if cells.key(title).startswith("liknande kommuner") else "kolada_other"
    municipality = cells.clean(member.get("member_title")) or None
    return n, group_id, title, kind, code, municipality, int(year.group(1)) if year else None
