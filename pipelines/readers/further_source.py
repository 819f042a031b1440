"""Further sources by agreement, in one template: counts and texts from the social services, the rescue
service, the technical office, safety walks, housing companies and others.

Belongs here: the template's columns and what a count needs to be one: a source of the list, a whole number
with its unit, and a period that no other row covers as well. Not here: what a phenomenon means for a
priority area, redaction, disclosure. The project's own template, so no publisher's layout stands behind it.

One row is one phenomenon in one place and period. It has Antal (with Enhet), or Text, or both; a row with
both gives two tidy rows with one ``record``. Money is whole kronor. An empty Plats and "Hela kommunen" mean
the whole municipality; a place's count is then part of the municipality's, so the two are never summed.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from pipelines.readers import cells, forms, statements
from pipelines.readers.forms import Entry
from pipelines.readers.result import ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "further_source"
TITLE = "Annan källa enligt avtalet (mallen)"
EXPECTED = (
    "En arbetsbok eller csv-fil med mallens rubriker: Källa, Kommun, Plats, Från och med, Till och med, Företeelse, "
    "Antal, Enhet, Text och Uppgiftslämnare (roll)."
)
HEADERS = (
    "Källa",
    "Kommun",
    "Plats",
    "Från och med",
    "Till och med",
    "Företeelse",
    "Antal",
    "Enhet",
    "Text",
    "Uppgiftslämnare (roll)",
)
#: What stands under Källa -> the source's id.
SOURCES = {
    "Socialtjänsten": "social_services",
    "Räddningstjänsten": "rescue_service",
    "Tekniska kontoret": "technical_office",
    "Trygghetsvandring": "safety_walk",
    "Bostadsbolag": "housing_company",
    "Elevhälsan": "school_health",
    "Annan källa": "other_source",
}
UNITS = ("antal", "händelser", "anmälningar", "kronor", "timmar")
WHOLE_MUNICIPALITY = "hela kommunen"
SKIP_MISSING = "antal saknas (- eller ..) och raden har ingen text"
SKIP_REPEATED = "upprepad rad"

_NAMES: dict[str, tuple[str, ...]] = dict.fromkeys(HEADERS, ())
_EXTRA = (
    "record",
    "source",
    "municipality",
    "place",
    "period_from",
    "period_to",
    "phenomenon",
    "count",
    "unit",
    "mask",
)
_SOURCE_IDS = {cells.key(label): source for label, source in SOURCES.items()}
# The ways in which a small number is hidden. An approximation ("ca 20") hides nothing and is no count either.
_MASK = re.compile(
    r"(?:färre|mindre|lägre) än \d+|under \d+|[<≤]\s?=?\s?\d+|(?P<low>\d+)\s?-\s?(?P<high>\d+)|"
    r"\*{1,3}|x|sekretess\w*|dolt",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Fact:
    """One row of the template, understood. ``overlap``: what no other row may share over the same days."""

    entry: Entry
    first: dt.date
    last: dt.date
    shared: dict[str, Any]
    count: int | None
    mask: str | None
    unit: str | None
    text: str | None

    @property
    def is_counted(self) -> bool:
        return self.count is not None or self.mask is not None

    @property
    def overlap(self) -> tuple[object, ...]:
        keys = ("source", "municipality", "place", "phenomenon")
        return (*(cells.key(self.shared[k]) for k in keys), self.unit)

    @property
    def everything(self) -> tuple[object, ...]:
        return (*self.overlap, self.first, self.last, self.count, cells.key(self.mask), cells.key(self.text))


def recognises(sample: FileSample) -> bool:
    """The template's own columns among at least seven of its ten; a missing one is named when reading."""
    matched = forms.marks(sample, _NAMES)
    return len(matched) >= 7 and bool({"Källa", "Företeelse"} & matched)


def read(data: bytes, name: str) -> ReadResult:
    """The shared statement columns and the source, period, phenomenon and count of each row.

    ``kind`` is count (``text`` None) or text. ``count`` is missing where ``mask`` holds how the number was
    hidden. ``date`` only for a single day; ``year`` is the period's, which never crosses New Year. Rows of
    the same source, place, phenomenon and unit whose periods overlap are all problems: which of them the
    total should hold cannot be known. Raises UnreadableFileError.
    """
    filled = forms.read(data, name, _NAMES, HEADERS)
    facts: list[_Fact] = []
    seen: set[tuple[object, ...]] = set()
    for entry in filled.entries:
        if _says_missing(entry):
            filled.skipped[SKIP_MISSING] += 1
            continue
        try:
            fact = _fact(entry)
        except cells.CellError as error:
            filled.problems.append(entry.problem(error.reason, error.advice))
            continue
        if fact.everything in seen:
            filled.skipped[SKIP_REPEATED] += 1
            continue
        seen.add(fact.everything)
        facts.append(fact)
    twice = _counted_twice(facts)
    for record in sorted(twice):
        filled.problems.append(
            twice[record].problem(
                "Perioden överlappar en annan rad för samma källa, plats, företeelse och enhet; antalet skulle "
                "räknas två gånger.",
                "Behåll antingen hela perioden eller dess delar, till exempel året eller de två halvåren.",
            )
        )
    rows = [row for fact in facts if fact.entry.record not in twice for row in _rows(fact)]
    filled.problems.sort(key=lambda problem: (problem.sheet or "", problem.row or 0))
    return ReadResult(
        statements.frame(rows, _EXTRA, ("count",)),
        filled.records,
        filled.problems,
        filled.skipped,
        filled.notes,
        tuple(filled.private),
    )


def _says_missing(entry: Entry) -> bool:
    """A missing mark written under Antal, and no text: nothing to read, and nothing wrong."""
    count = entry.get("Antal")
    return bool(cells.clean(count)) and cells.is_missing(count) and cells.is_missing(entry.get("Text"))


def _fact(entry: Entry) -> _Fact:
    """The row's content. Raises CellError for the first thing in it that does not hold."""
    source = _SOURCE_IDS.get(cells.key(entry.get("Källa")))
    if source is None:
        raise cells.CellError("Källan är inte en av mallens.", f"Skriv en av: {', '.join(SOURCES)}.")
    municipality, phenomenon = entry.text("Kommun"), entry.text("Företeelse")
    if municipality is None or phenomenon is None:
        raise cells.CellError("Kommun eller företeelse saknas.", "Fyll i båda kolumnerna på raden.")
    first, last = _period(entry)
    count, mask = _count(entry.get("Antal"))
    text = None if cells.is_missing(entry.get("Text")) else cells.clean_text(entry.get("Text"))
    if count is None and mask is None and text is None:
        raise cells.CellError("Raden har varken antal eller text.", "Fyll i Antal eller Text, eller båda.")
    unit = cells.key(entry.get("Enhet")) or None
    if (count is not None or mask is not None) and unit not in UNITS:
        raise cells.CellError(
            "Enheten saknas eller är inte en av mallens.", f"Skriv en av: {', '.join(UNITS)}."
        )
    place = entry.text("Plats")
    if cells.key(place) == WHOLE_MUNICIPALITY:
        place = None
    shared = {
        "record": entry.record,
        "sheet": entry.sheet,
        "heading": phenomenon,
        "place_context": place,
        "role": entry.text("Uppgiftslämnare (roll)"),
        "source": source,
        "municipality": municipality,
        "place": place,
        "period_from": first,
        "period_to": last,
        "phenomenon": phenomenon,
    }
    return _Fact(entry, first, last, shared, count, mask, unit, text)


def _period(entry: Entry) -> tuple[dt.date, dt.date]:
    first = cells.required_date(entry.get("Från och med"))
    last = cells.required_date(entry.get("Till och med"))
    if last < first:
        raise cells.CellError("Perioden slutar innan den börjar.", "Rätta Från och med eller Till och med.")
    if first.year != last.year:
        raise cells.CellError(
            "Perioden går över ett årsskifte, så raden hör inte till ett år.", "Dela raden vid årsskiftet."
        )
    if first < last and first.day == last.day == 1:
        # A spreadsheet turns "2023-06" into 2023-06-01, and the month's other days are lost.
        raise cells.CellError(
            "Perioden slutar den första i en månad.", "Skriv periodens sista dag, till exempel 2023-06-30."
        )
    return first, last


def _count(value: object) -> tuple[int | None, str | None]:
    """The number, or the words that hide it."""
    if isinstance(value, str):
        match = _MASK.fullmatch(re.sub(r"[–—\u2212]", "-", cells.clean(value)))
        if match and (match["low"] is None or int(match["low"]) < int(match["high"])):
            return None, cells.clean(value)
    return cells.count(value), None


def _counted_twice(facts: list[_Fact]) -> dict[int, Entry]:
    """Rows whose period overlaps another's of the same source, place, phenomenon and unit."""
    groups: defaultdict[tuple[object, ...], list[_Fact]] = defaultdict(list)
    for fact in facts:
        if fact.is_counted:
            groups[fact.overlap].append(fact)
    found: dict[int, Entry] = {}
    for group in groups.values():
        group.sort(key=lambda fact: (fact.first, fact.last))
        longest = group[0]
        for fact in itertools.islice(group, 1, None):
            if fact.first <= longest.last:
                found[longest.entry.record] = longest.entry
                found[fact.entry.record] = fact.entry
            if fact.last > longest.last:
                longest = fact
    return found


def _rows(fact: _Fact) -> list[dict[str, object]]:
    entry = fact.entry
    date = fact.first if fact.first == fact.last else None
    shared: dict[str, Any] = {"year": fact.first.year, **fact.shared}
    rows = []
    if fact.is_counted:
        where = f"{entry.where}, kolumn Antal"
        number: dict[str, Any] = {"count": fact.count, "unit": fact.unit, "mask": fact.mask}
        rows.append(statements.statement(entry.row, where, date, None, kind="count", **shared, **number))
    if fact.text is not None:
        where = f"{entry.where}, kolumn Text"
        rows.append(statements.statement(entry.row, where, date, fact.text, **shared))
    return rows
