"""Codes of the plan's tables → Swedish words, and what stands where nothing has been filled in.

Belongs here: the words that several views share. Not here: choosing rows (``plan_data``), laying them out.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from html import escape
from typing import Any

from pipelines.report.markup import text_or_empty
from pipelines.report.swedish import day, is_missing, written_number
from pipelines.workbook_register import FillColumn, choices, sheets

WORKBOOK = "lagesbild.xlsx"
BESIDE = "bredvid den här sidan"
"""Where the workbook lies, seen from a page; a document says it of itself (``word_html``)."""
VERDICTS = {"supported": "stöds", "weakened": "försvagas", "not_testable": "går inte att pröva"}
GOALS = {
    "met": "nått",
    "not_met": "inte nått",
    "uncertain": "nått, men kan vara slump",
    "not_yet": "målåret är inte här än",
    "not_measurable": "går inte att mäta",
}
EFFECTS = {
    "lower": "säkert färre än väntat",
    "higher": "säkert fler än väntat",
    "no_certain": "ingen säkerställd skillnad",
    "not_testable": "går inte att pröva",
}
CHANGES = {
    "same": "samma siffra",
    "revised_source": "källan är rättad eller ersatt",
    "changed_definition": "indikatorn är definierad på ett annat sätt",
    "changed_method": "metoden är ändrad",
    "new_indicator": "ny indikator",
    "gone_indicator": "indikatorn finns inte längre",
}
STATES = {
    "met": "uppfyllt",
    "partly": "delvis",
    "missing": "saknas",
    "judgement": "bedöms av människor",
}
LETTERS = {
    "S": "S – specifikt",
    "M": "M – mätbart",
    "A": "A – accepterat",
    "R": "R – realistiskt",
    "T": "T – tidsbundet",
}
_OWNERS = {"police": "polisens arbetsbok", "municipality": "kommunens arbetsbok"}


def chosen(name: str, code: object) -> str:
    """A choice in the workbook in words; "" when nothing was chosen."""
    return "" if is_missing(code) else choices(name).get(str(code), str(code))


def cell_text(column: FillColumn, value: object, lists: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """A cell of a sheet, in codes, as Swedish text; "" when it is empty, and as it was typed when it is no such value.

    ``lists``: the words of each list, code → words, where they are other than the register's.
    """
    text = text_or_empty(value).strip()
    if not text:
        return ""
    try:
        if column.kind == "date":
            return day(date.fromisoformat(text[:10]))
        if column.kind in ("whole", "number"):
            return written_number(text)
        if column.kind == "year":
            return str(int(float(text)))
    except (ValueError, OverflowError):
        return text
    if column.kind in ("ref", "refs", "evidence"):
        named = (lists or {}).get("evidence", {}) if column.kind == "evidence" else {}
        return "; ".join(named.get(part.strip(), part) for part in text.split(";"))
    if not column.list:
        return text
    words = (lists or {}).get(column.list, {})
    parts = text.split(";") if column.kind == "choices" else [text]
    return "; ".join(words.get(part) or chosen(column.list, part) for part in parts)


def whose(row: Mapping[Hashable, Any]) -> str:
    """``" (polisens arbetsbok)"`` for a row that one party alone has written; "" for a shared one."""
    owner = _OWNERS.get(str(row["party"]))
    return f" ({owner})" if owner else ""


def signed_by(role: object, on_date: object, nobody: str = "") -> str:
    """``kommunpolis, 14 mars 2023``: who has judged and when, as far as it is written down."""
    parts = [text_or_empty(role), "" if is_missing(on_date) else day(on_date)]  # type: ignore[arg-type]
    return ", ".join(part for part in parts if part) or nobody


def heading_of(sheet: str, column: str) -> str:
    """The heading of a column, as it stands in the workbook."""
    return sheets()[sheet].column(column).heading


def sheet_name(sheet: str) -> str:
    """What the sheet is called in the workbook."""
    return sheets()[sheet].name


def no_plan_of(year: int, is_handed_in: bool) -> str:
    """Why an earlier plan is shown: the year's workbook is not handed in, or only follows up."""
    if is_handed_in:
        return f"Arbetsboken för {year} har ingen plan."
    return f"Någon ifylld arbetsbok för {year} har inte kommit in."


def to_fill_in(what: str, sheet: str) -> str:
    """That something is missing, and what to do about it: where the workbook lies, which sheet, where it goes."""
    return (
        f'<p class="not att-gora">{escape(what)} Öppna <a href="{WORKBOOK}">arbetsboken {WORKBOOK}</a>, som ligger '
        f"{BESIDE}, fyll i bladet {escape(sheet_name(sheet))} och lägg den ifyllda arbetsboken i avtalets "
        "mapp. Den läses nästa gång lägesbilden tas fram.</p>"
    )
