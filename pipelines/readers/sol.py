"""Brå's statistics database (SOL), the file "Databasfil": reported offences per year or month.

Belongs here: that file's layout and its traps. Not here: what Brå's files share (agency_rows), and which
offence group a label belongs to. A label is kept as the result file writes it, without "därav": that the
menu says "X totalt" where the file says "X" is the register's business.
Source: statistik.bra.se/solwebb; form seen in real exports (ISO-8859-1, semicolons); names of regions and
periods as public copies of its menus list them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.readers import agency_rows, cells, tables
from pipelines.readers.agency_rows import SKIP_QUARTER, SKIP_REPEATED, SKIP_YEAR
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

HEADERS = ("Region", "Brott", "År", "Period", "Antal", "/100 000 inv")
SKIP_ANCESTOR = "överordnad rubrik utan värde (..)"
SKIP_MISSING = "uppgift saknas hos Brå (..)"
SKIP_ELSEWHERE = "uppgift saknas (..), värdet står på en annan rad"

_MARK = ".."


@dataclass(frozen=True)
class Sol:
    """One of the two menus; both export the same columns but fill År and Period differently."""

    LAYOUT: str
    TITLE: str
    EXPECTED: str
    HEADERS: tuple[str, ...] = HEADERS

    def recognises(self, sample: FileSample) -> bool:
        """The header of the Databasfil but for one name, and År or a year in the column År."""
        if sample.kind != "text" or len(sample.matched(HEADERS)) < len(HEADERS) - 1:
            return False
        rows = [[cells.key(cell) for cell in tables.split_line(line)] for line in sample.lines]
        names = {cells.key(h) for h in HEADERS}
        start = max(range(min(8, len(rows))), key=lambda n: len(names & set(rows[n])))
        at = rows[start].index("år") if "år" in rows[start] else None
        years = [r[at] for r in rows[start + 1 :] if at is not None and len(r) > at]
        return any(agency_rows.YEAR.fullmatch(y) for y in years) == (self.LAYOUT == "sol_monthly")

    def read(self, data: bytes, name: str) -> ReadResult:
        """Rows of both menus' form; see :func:`read`."""
        return read(data, name)


YEARLY = Sol(
    "sol_yearly",
    "Brås statistikdatabas, årsvis (Databasfil)",
    "Rubrikerna Region;Brott;År;Period;Antal;/100 000 inv, med ordet År i kolumnen År.",
)
MONTHLY = Sol(
    "sol_monthly",
    "Brås statistikdatabas, månadsvis (Databasfil)",
    "Rubrikerna Region;Brott;År;Period;Antal;/100 000 inv, med ett årtal i kolumnen År "
    "och en månad i kolumnen Period.",
)


@dataclass
class _Line:
    """One line of the file whose region, offence and period can be read."""

    number: int
    found: str
    region: str
    offence: str
    is_subset: bool
    year: int
    month: int | None
    period: str
    status: str
    numbers: tuple[str, str]
    parent: str | None = None

    @property
    def is_missing(self) -> bool:
        return self.numbers == (_MARK, _MARK)

    @property
    def key(self) -> tuple[str, str, str, str]:
        return cells.key(self.region), cells.key(self.offence), self.period, self.status

    def row(self) -> dict[str, object]:
        """The tidy row. Raises CellError."""
        if any(map(cells.is_missing, self.numbers)):
            both = all(map(cells.is_missing, self.numbers))
            raise cells.CellError(
                "Antal saknas."
                if both
                else "Bara det ena av antal och antal per 100 000 invånare är angivet.",
                "Kontrollera uppgiften i Brås statistikdatabas.",
            )
        count, per_100k = agency_rows.numbers(*self.numbers)
        return {
            "row": self.number,
            "region": self.region,
            "offence": self.offence,
            "parent": self.parent,
            "is_subset": self.is_subset,
            "year": self.year,
            "month": self.month,
            "count": count,
            "per_100k": per_100k,
            "status": self.status,
        }


def read(data: bytes, name: str) -> ReadResult:
    """One row per region, offence and period; ``month`` is NA for a whole year.

    ``count`` is reported offences, ``per_100k`` per 100 000 inhabitants. ``parent`` is the heading a label
    stands under, where the file's order shows it, else None. Raises UnreadableFileError.
    """
    table, at = agency_rows.open_table(data, name, HEADERS)
    # Data rows end with a separator that the header lacks.
    width = len(table.header)
    good, problems = tables.wrong_width(table, (width, width + 1))
    lines: list[_Line] = []
    for n in good:
        found = table.delimiter.join(table.rows[n])
        try:
            lines.append(_line(table.lines[n], found, [cells.clean(c) for c in table.rows[n]], at, width))
        except cells.CellError as error:
            problems.append(Problem(table.lines[n], found, error.reason, error.advice))
    n_unread = len(problems)
    _find_parents(lines)
    skipped: Counter[str] = Counter()
    read_lines: list[tuple[_Line, dict[str, object]]] = []
    with_value = {cells.key(line.offence) for line in lines if not line.is_missing}
    filled = {line.key for line in lines if not line.is_missing}
    for line in lines:
        if line.is_missing:
            named = SKIP_MISSING if cells.key(line.offence) in with_value else SKIP_ANCESTOR
            skipped[SKIP_ELSEWHERE if line.key in filled else named] += 1
        elif line.month is None and line.period.startswith(("kvartal", "helår")):
            skipped[SKIP_QUARTER if line.period.startswith("kvartal") else SKIP_YEAR] += 1
        else:
            try:
                read_lines.append((line, line.row()))
            except cells.CellError as error:
                problems.append(Problem(line.number, line.found, error.reason, error.advice))
    rows = _without_repeats(read_lines, problems, skipped)
    rows, wrong = agency_rows.without_contradictions(rows, {(None, s.number): s.found for s in lines})
    headings = {line.offence for line in lines if cells.key(line.offence) not in with_value}
    cut, notes = agency_rows.judge_grid(
        [(s.region, s.offence, f"{s.period} {s.status}") for s in lines], n_unread, headings
    )
    records = len(table.rows) + len(cut)
    return ReadResult(agency_rows.frame(rows), records, problems + wrong + cut, skipped, notes)


def _line(number: int, found: str, cell: list[str], at: dict[str, int], width: int) -> _Line:
    if len(cell) > width and cell[width]:
        raise cells.CellError(
            "Raden har fel antal kolumner.", "Jämför raden med rubrikraden i en textredigerare."
        )
    region, label, year_text, period, *numbers = (cell[at[h]] for h in HEADERS)
    if not region or not label:
        raise cells.CellError("Region eller brott saknas.", "Hämta filen på nytt hos Brå.")
    is_yearly = cells.key(year_text) == "år"
    year, status = agency_rows.year_and_status(period if is_yearly else year_text)
    month = None if is_yearly else agency_rows.month_of(period)
    subset = agency_rows.DARAV.match(label)
    return _Line(
        number,
        found,
        agency_rows.region_name(region),
        label[subset.end() :] if subset else label,
        subset is not None,
        year,
        month,
        str(year) if is_yearly else f"{period.rstrip('.').casefold()} {year}",
        status,
        (numbers[0], numbers[1]),
    )


def _find_parents(lines: Sequence[_Line]) -> None:
    """Fill ``parent`` from the order of the file.

    The ancestors of a chosen offence stand before it as rows without values, so what follows directly on
    one is its child. A later sibling may belong further up: it gets no parent. "Därav" belongs to the
    nearest label above without "därav". (A label without any value in the file looks like an ancestor.)
    """
    valued = {cells.key(line.offence) for line in lines if not line.is_missing}
    region, current, parent, anchor = "", ("", False), None, None
    for line in lines:
        if line.region != region:
            region, current, parent, anchor = line.region, ("", False), None, None
        label = (line.offence, line.is_subset)
        if label != current:
            above = current[0]
            parent = anchor if line.is_subset else above if above and cells.key(above) not in valued else None
            anchor = anchor if line.is_subset else line.offence
            current = label
        line.parent = parent


def _without_repeats(
    read_lines: Sequence[tuple[_Line, dict[str, object]]], problems: list[Problem], skipped: Counter[str]
) -> list[dict[str, object]]:
    """One row per region, offence, parent and period; a label that could mean two things is a problem.

    "Obekanta" stands under many headings. Where it has several values and no parent tells which is which,
    none is used: not where the values happen to agree, nor where a cut has left one of two.
    """
    values: dict[tuple[str, ...], set[object]] = defaultdict(set)
    of_parent: dict[tuple[str, ...], set[object]] = defaultdict(set)
    for line, row in read_lines:
        values[line.key].add((row["count"], row["per_100k"]))
        of_parent[(*line.key, cells.key(line.parent))].add((row["count"], row["per_100k"]))
    clash = {k[:2] for k, v in values.items() if len(v) > 1}
    times, places = Counter(line.key[1] for line, _ in read_lines), Counter(k[1] for k in values)
    # Twice in most regions and periods is the tree's doing; once too often is somebody's slip.
    doubled = {offence for _, offence in clash if times[offence] > 1.5 * places[offence]}
    clash_in_parent = {(k[1], k[4]) for k, v in of_parent.items() if len(v) > 1}
    rows: list[dict[str, object]] = []
    seen: set[tuple[object, ...]] = set()
    for line, row in read_lines:
        offence, parent = line.key[1], cells.key(line.parent)
        if (line.key[:2] in clash or offence in doubled) and (
            not parent or (offence, parent) in clash_in_parent
        ):
            problems.append(
                Problem(
                    line.number,
                    line.found,
                    "Samma benämning finns flera gånger med olika siffror, och filen visar inte vilken rubrik "
                    "raden hör till.",
                    "Benämningen kan stå under flera rubriker hos Brå: hämta en av dem i en egen fil. Är två "
                    "uttag hoplagda i filen: lägg dem som två filer.",
                )
            )
            continue
        same = (*line.key, row["count"], row["per_100k"])
        if {(*same, parent), (*same, "")} & seen:
            skipped[SKIP_REPEATED] += 1
            continue
        seen.add((*same, parent))
        rows.append(row)
    return rows
