"""One sheet of Brå's table 120: where its columns are, its rows put together, and what each row belongs under.

Belongs here: the sheet as laid out on paper (headings over columns, labels on two rows, footnote digits,
indentation). Not here: the workbook, the year, the meaning of counts (table_120).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipelines.readers import agency_rows, cells, tables
from pipelines.readers.result import Problem

HEADERS = ("Brottstyp", "Antal anmälda brott totalt", "Antal brott per 100 000 invånare")
TOTAL = "samtliga brott"
AGAIN = "Hämta arbetsboken på nytt hos Brå."
SKIP_TEXT = "rubrik eller fotnot utan siffror"
SKIP_WRAPPED = "första halvan av en benämning på två rader"

# "SAMTLIGA BROTT2", "m.m.3", "(1, 2 §)1"; never "3-7 kap.", "(5, 6 §)" or a number after a space or a hyphen.
_FOOTNOTE = re.compile(r"(?<=[^\W\d_]|\))(\.?)(?:[¹²³⁴-⁹]+|\d{1,2}(?:,\s?\d{1,2})*\)?)$")
_FOOTNOTE_NUMBER = re.compile(r"\d{1,2}[).]?")
# A title over the whole table is longer than any name of a column.
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Columns:
    """Positions in a sheet, and the index of its first row of figures."""

    label: int
    count: int
    rate: int
    law: int | None
    first: int


@dataclass
class Entry:
    """A row with a label and figures; ``indent`` as the label's leading spaces."""

    number: int
    label: str
    found: str
    count: object
    rate: object
    law: str
    indent: int
    is_subset: bool
    parent: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        return cells.key(self.label), cells.key(self.parent)

    @property
    def is_empty(self) -> bool:
        return all(cells.is_missing(c) or is_zero(c) for c in (self.count, self.rate))


def columns_of(sheet: tables.Sheet, name: str) -> Columns | None:
    """Where label, count and rate stand; None for a sheet without the table. Raises UnreadableFileError."""
    first = next((r for r, row in enumerate(sheet.rows[:25]) if any(map(_is_total, row))), None)
    if first is None:
        return None
    row = sheet.rows[first]
    names = _names(sheet, first)
    law = next((c for c, text in names.items() if text == "lagrum"), None)
    label = next((c for c, text in names.items() if text.startswith("brottstyp")), None)
    if label is not None and not _is_total(row[label]):
        raise tables.unreadable(name, f"Rubriken Brottstyp står inte i brottstypernas kolumn. {AGAIN}")
    if label is None:
        label = next(c for c, cell in enumerate(row) if _is_total(cell))
    right = {c: text for c, text in names.items() if c > label}
    rates = [c for c, text in right.items() if "100 000" in text]
    counts = [c for c, text in right.items() if "antal" in text and c not in rates]
    if len(counts) > 1:
        counts = [c for c in counts if "totalt" in right[c]]
    if not rates and not counts:
        # The oldest form may lack names over its columns: count, then rate.
        figures = [c for c in range(label + 1, len(row)) if is_number(row[c])]
        counts, rates = figures[:1], figures[1:]
    lacking = [h for h, found in zip(HEADERS[1:], (counts, rates), strict=True) if len(found) != 1]
    if lacking:
        named = ", ".join(f"«{h}»" for h in lacking)
        raise tables.unreadable(name, f"Kolumner saknas eller finns flera gånger: {named}. {AGAIN}")
    top = [r for r in sheet.rows[first : first + 10] if tables.has_content(r[label + 1 :])]
    filled = [sum(is_number(r[counts[0]]) for r in top), sum(bool(cells.clean(r[rates[0]])) for r in top)]
    if min(filled) * 2 < len(top):
        raise tables.unreadable(
            name, f"Det finns inga siffror under rubrikerna: en kolumn är förskjuten. {AGAIN}"
        )
    return Columns(label, counts[0], rates[0], law, first)


def _names(sheet: tables.Sheet, first: int) -> dict[int, str]:
    """What stands over each column, from the row with "Brottstyp" down; names may be broken over rows."""
    heads = [[cells.key(cell) for cell in row] for row in sheet.rows[:first]]
    start = next((r for r, row in enumerate(heads) if any(t.startswith("brottstyp") for t in row)), 0)
    return {
        c: " ".join(row[c] for row in heads[start:] if 0 < len(row[c]) <= _LONGEST_NAME)
        for c in range(len(sheet.rows[first]))
    }


def _is_total(cell: object) -> bool:
    return cells.key(cell).startswith(TOTAL)


def is_number(cell: object) -> bool:
    """True for a number; False for text, an empty cell and a missing mark."""
    try:
        return cells.number(cell) is not None
    except cells.CellError:
        return False


def is_zero(cell: object) -> bool:
    """True for a printed zero, whether 0, 0.0 or text."""
    return is_number(cell) and cells.number(cell) == 0


def entries_of(
    sheet: tables.Sheet, at: Columns, skipped: Counter[str], problems: list[Problem]
) -> list[Entry]:
    """Rows with a label and figures; a label broken over two rows is put together."""
    rows = [(n, row) for n, row in enumerate(sheet.rows[at.first :], at.first + 1) if tables.has_content(row)]
    labels = [cells.clean(row[at.label]) for _, row in rows]
    goes_on = [label[:1].islower() and not agency_rows.DARAV.match(label) for label in labels]
    entries: list[Entry] = []
    pending = ""
    for i, (n, row) in enumerate(rows):
        label, found = labels[i], " | ".join(cells.clean(c) for c in row)
        count, rate = row[at.count], row[at.rate]
        if not cells.clean(count) and not cells.clean(rate):
            is_first_half = bool(label) and any(goes_on[i + 1 : i + 2])
            pending = _joined(pending, label) if is_first_half else ""
            skipped[SKIP_WRAPPED if is_first_half else SKIP_TEXT] += 1
            continue
        if _FOOTNOTE_NUMBER.fullmatch(label) and not is_number(count):
            skipped[SKIP_TEXT] += 1
            continue
        if goes_on[i] and not pending and entries and entries[-1].is_empty:
            # Some years print zeros beside the first half.
            pending = entries.pop().label if entries[-1].number == rows[i - 1][0] else ""
            skipped[SKIP_WRAPPED] += bool(pending)
        if not label or (goes_on[i] and not pending):
            reason = "Benämningen fortsätter en annan rads." if label else "Brottstyp saknas på raden."
            problems.append(Problem(n, found, reason, AGAIN, sheet.name))
            continue
        label, pending = _joined(pending, label), ""
        subset = agency_rows.DARAV.match(label)
        label = label[subset.end() :] if subset else label
        law = _without_footnote(cells.clean(row[at.law])) if at.law is not None else ""
        indent = len(str(row[at.label])) - len(str(row[at.label]).lstrip())
        entries.append(
            Entry(n, _without_footnote(label), found, count, rate, law, indent, subset is not None)
        )
    _find_parents(entries)
    return entries


def _joined(first: str, second: str) -> str:
    if re.search(r"\w-$", first) and not re.match(r"(?:och|eller|samt)\b", second):
        return first[:-1] + second
    return f"{first} {second}".strip()


def _without_footnote(label: str) -> str:
    return _FOOTNOTE.sub(r"\1", label)


def _find_parents(entries: list[Entry]) -> None:
    """ "Därav" belongs to the row above; other rows as the column Lagrum or the indentation says.

    Without those, a label that stands several times gets the nearest label above that stands once.
    """
    times = Counter(cells.key(e.label) for e in entries if not e.is_subset)
    is_indented = any(e.indent for e in entries)
    above: list[Entry] = []
    for e in entries:
        if e.is_subset:
            e.parent = above[-1].label if above else None
            continue
        if e.law:
            is_whole = cells.key(e.label) == cells.key(e.law) or cells.key(e.label).endswith(", totalt")
            e.parent = None if is_whole else e.law
        elif is_indented:
            e.parent = next((a.label for a in reversed(above) if a.indent < e.indent), None)
        elif times[cells.key(e.label)] > 1:
            e.parent = next((a.label for a in reversed(above) if times[cells.key(a.label)] == 1), None)
        above.append(e)
