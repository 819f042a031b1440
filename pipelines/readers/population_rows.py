"""What every population layout shares: tidy columns, which day a count refers to, and whether a file is whole.

Belongs here: what both population and scb_pxweb need. Not here: any one layout.
Source of the codes: SCB's tables BefolkningNy (TAB638), BefolkningCKM (TAB5557) and FolkmangdNov (TAB1267).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem, ReadResult

COLUMNS = ("record", "row", "region_code", "region", "year", "reference", "population")
DECEMBER, NOVEMBER = "31 december", "1 november"
SKIP_MISSING = "folkmängd saknas"
SKIP_REPEATED = "upprepad rad"
SKIP_ZERO = "folkmängd 0: kommunen fanns inte det året"
BY_CONTENTS = (
    "Filen anger ingen mätdag. Innehållet heter «Folkmängd», som i SCB:s tabell per den 31 december, "
    "och läses så."
)
#: From this reference year SCB perturbs every count (the cell key method): parts do not sum to totals.
PERTURBED_FROM = 2025

_AGAIN = "Hämta filen på nytt hos SCB."
_DAYS = {
    DECEMBER: re.compile(r"(?<!\d)31 ?dec(?:\.|ember)?(?![a-zåäö])"),
    NOVEMBER: re.compile(r"(?<!\d)0?1 ?nov(?:\.|ember)?(?![a-zåäö])"),
}
_OF_CODE = {
    DECEMBER: re.compile(
        r"\b(?:be0101n1|000007me|tab638|tab5557|befolkningny|befolkningckm|folkmangddecckm)\b"
    ),
    NOVEMBER: re.compile(r"\b(?:be0101a9|tab1267|folkmangdnov)\b"),
}
_FORECAST = re.compile(r"prognos|framskrivning|framtida befolkning")
_MUNICIPALITIES, _COUNTIES = 290, 21
_LARGEST_COUNTY = 49  # municipalities in Västra Götaland
_LAST_COUNTY = 25
_PERTURBATION = 0.0002  # of the country; SCB's own totals differed by 0.00002 in 2025


def reference_day(name: str, texts: Iterable[str], notes: Iterable[str] = ()) -> tuple[str, str | None]:
    """The day the counts refer to, and a remark when only the name of the contents tells it.

    ``texts`` are the table's own words and codes: title, contents, table id. The footnotes count only when
    those are silent. Never guessed: UnreadableFileError when nothing tells, or two days are named.
    """
    own = [cells.key(t) for t in texts]
    for text in ("\n".join(own), "\n".join(cells.key(t) for t in notes)):
        days = {day for known in (_DAYS, _OF_CODE) for day, pattern in known.items() if pattern.search(text)}
        if len(days) == 1:
            return days.pop(), None
        if days:
            raise tables.unreadable(
                name,
                "Filen anger både 31 december och 1 november. Hämta de två tabellerna var för sig hos SCB.",
            )
    # SCB calls the contents of the December table "Folkmängd", those of the November table otherwise.
    if "folkmängd" in own:
        return DECEMBER, BY_CONTENTS
    raise tables.unreadable(
        name,
        "Det framgår inte om folkmängden gäller 31 december eller 1 november. Hämta filen på nytt hos SCB med "
        "tabellens titel, eller som json-stat2.",
    )


def require_outcome(name: str, texts: Iterable[str]) -> None:
    """Raise UnreadableFileError for a forecast: its numbers look like counts."""
    if any(_FORECAST.search(cells.key(t)) for t in texts):
        raise tables.unreadable(
            name, "Filen är en befolkningsprognos. Hämta den redovisade folkmängden hos SCB i stället."
        )


def split_region(label: str) -> tuple[str | None, str]:
    """Code and name of «0761 Lessebo», «0761 - Lessebo», «0761» or «Lessebo»; zeros lost at the front return."""
    match = re.fullmatch(r"(\d{1,4})(?:(?:\s*[-–]\s*|\s+)(\D.*))?", label.strip(), re.ASCII)
    if not match:
        return None, label
    # A spreadsheet makes 180 of 0180 and 7 of 07; no code is lost otherwise.
    code = match.group(1).zfill(2 if len(match.group(1)) < 3 else 4)
    return code, match.group(2) or code


class Collected:
    """Rows, problems and omissions while a file is read; repeated keys are judged in one place."""

    def __init__(self) -> None:
        self.rows: list[tuple[object, ...]] = []
        self.problems: list[Problem] = []
        self.skipped: Counter[str] = Counter()
        self.notes: list[str] = []
        self.keys: set[tuple[str, int]] = set()
        self._seen: dict[tuple[object, ...], int] = {}

    def fail(self, row: int, found: str, error: cells.CellError) -> None:
        self.problems.append(Problem(row, found, error.reason, error.advice))

    def add(self, row: int, found: str, region: str, year: int, reference: str, value: object) -> None:
        """Take one count; ``region`` is the label as the file writes it."""
        code, name = split_region(region)
        if not name:
            self.fail(row, found, cells.CellError("Region saknas.", _AGAIN))
            return
        if code and int(code[:2]) > _LAST_COUNTY:
            advice = "Kontrollera att rubrikerna står över rätt kolumner."
            self.fail(row, found, cells.CellError("Koden är inte en svensk kommuns eller ett läns.", advice))
            return
        self.keys.add((region, year))
        try:
            population = cells.count(str(value) if isinstance(value, int) else value)
        except cells.CellError as error:
            self.fail(row, found, error)
            return
        if not population:
            self.skipped[SKIP_MISSING if population is None else SKIP_ZERO] += 1
            return
        k = (code or cells.key(name), year, reference)
        if k not in self._seen:
            self._seen[k] = population
            self.rows.append((f"{row}:{len(self.rows)}", row, code, name, year, reference, population))
        elif self._seen[k] == population:
            self.skipped[SKIP_REPEATED] += 1
        else:
            reason = "Samma region och år finns redan med en annan folkmängd."
            advice = "Hämta totalen per kommun, utan uppdelning på kön eller ålder."
            self.fail(row, found, cells.CellError(reason, advice))

    def result(self, records: int) -> ReadResult:
        """The tidy rows, with a problem (a record of its own) for every sign that the file is not whole."""
        frame = pd.DataFrame(self.rows, columns=list(COLUMNS))
        frame = frame.astype({"row": "int64", "year": "int64", "population": "int64"})
        frame["region_code"] = frame["region_code"].astype(object).where(frame["region_code"].notna(), None)
        suspect = [*_missing_municipalities(self.keys), *_wrong_sums(frame)]
        return ReadResult(
            frame,
            records + len(suspect),
            self.problems + suspect,
            self.skipped,
            list(dict.fromkeys(self.notes)),
        )


def gaps(keys: Iterable[tuple[object, ...]], n_unread: int = 0) -> list[Problem]:
    """A problem when a table in long form lacks some combination of its keys, as one cut short does.

    ``n_unread``: lines already reported, whose place in the table is unknown.
    """
    present = set(keys)
    whole = math.prod(len(set(values)) for values in zip(*present, strict=True)) if present else 0
    missing = whole - len(present)
    return [] if missing <= n_unread else [_cut(f"{missing} av {whole} uppgifter saknas")]


def _cut(what: str) -> Problem:
    return Problem(None, "", f"Filen verkar inte vara hel: {what}.", _AGAIN)


def _missing_municipalities(keys: set[tuple[str, int]]) -> list[Problem]:
    """More municipalities than any county has, and yet not all: a list for the country that was cut short."""
    codes = {split_region(region)[0] or region for region, _ in keys}
    n = sum(len(code) != 2 for code in codes)
    return (
        [_cut(f"{n} av landets {_MUNICIPALITIES} kommuner finns med")]
        if _LARGEST_COUNTY < n < _MUNICIPALITIES
        else []
    )


def _wrong_sums(frame: pd.DataFrame) -> list[Problem]:
    """Where the country and all its municipalities (or counties) are there, the parts must make the whole."""
    problems = []
    coded = frame[frame["region_code"].notna()]
    for (year, _), rows in coded.groupby(["year", "reference"]):
        country = rows.loc[rows["region_code"] == "00", "population"]
        lengths: Sequence[tuple[int, int]] = ((4, _MUNICIPALITIES), (2, _COUNTIES))
        for length, number in lengths:
            parts = rows[(rows["region_code"].str.len() == length) & (rows["region_code"] != "00")]
            if len(country) != 1 or len(parts) != number:
                continue
            whole = int(country.iloc[0])
            allowed = whole * _PERTURBATION if year >= PERTURBED_FROM else 0
            if abs(int(parts["population"].sum()) - whole) > allowed:
                what = "kommunerna" if length == 4 else "länen"
                problems.append(
                    Problem(None, str(year), f"Summan av {what} är inte rikets folkmängd det året.", _AGAIN)
                )
    return problems
