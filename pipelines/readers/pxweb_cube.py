"""SCB's three file forms (json-stat2, px, csv) -> one table of cells, each with its categories.

Belongs here: the forms of PxWebApi 2 and of the csv that PxWebApi 1 and the web page give. Not here: which
cells are a population (scb_pxweb). Reconstructed from SCB's open serialisers and recorded answers (json-stat2
of TAB6471, a px file of PxWebApi's own tests, the csv serialiser's code); no real population file was at hand.
"""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem

REGION, TIME, CONTENTS = "region", "time", "contents"

_ROLES = {
    REGION: ("region",),
    TIME: ("tid", "år", "månad", "kvartal", "year", "month", "time"),
    CONTENTS: ("contentscode", "tabellinnehåll", "contents", "observations"),
}
_AGAIN = "Hämta den på nytt hos SCB."
_SUBJECT = r'"[^"]*"(?:\s*,\s*"[^"]*")*'
_STATEMENT = re.compile(rf"\s*([A-Z][A-Z0-9-]*)(\[[a-z]+\])?(?:\(({_SUBJECT})\))?=(.*)", re.DOTALL)
_MEASURE = re.compile(r"(?:folkmängd|folkökning|antal|population)\b.*")
_MAX_CELLS = 5_000_000  # SCB gives at most 150 000 at a time
_YEAR_AT_END = re.compile(r"(.*?)\s*\b((?:19|20)\d{2}(?:[MK]\d{1,2})?)")


@dataclass(frozen=True)
class Category:
    """A value of a dimension; ``code`` and ``label`` are the same where the file gives one of them only."""

    code: str
    label: str


@dataclass(frozen=True)
class Dimension:
    """``role`` is region, time, contents or the dimension's own label; ``total`` what SCB says is its total."""

    role: str
    label: str
    total: str | None = None


@dataclass(frozen=True)
class Cell:
    """One value as written, with its categories in the order of the dimensions; ``row`` is where it stands."""

    row: int
    found: str
    categories: tuple[Category, ...]
    value: object


@dataclass
class Cube:
    """``texts`` are title and contents, ``notes`` the footnotes, ``periods`` what day contents refer to.

    ``problems``: one for each cell of a line that cannot be trusted.
    """

    texts: tuple[str, ...]
    notes: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    cells: list[Cell]
    problems: list[Problem] = field(default_factory=list)
    periods: dict[str, str] = field(default_factory=dict)


def role_of(*names: str) -> str:
    """Region, time, contents, or the first name: judged by code or Swedish or English label."""
    keys = [cells.key(part) for name in names for part in (name, *re.split(r"\s+[-–]\s+", name))]
    return next((role for role, known in _ROLES.items() if set(known) & set(keys)), keys[0])


def is_dataset(parsed: object) -> bool:
    """A json-stat2 dataset, also one that lacks a part."""
    return isinstance(parsed, dict) and len({"id", "size", "dimension", "value"} & set(parsed)) > 2


def of_json(parsed: dict[str, object], name: str) -> Cube:
    """Raises UnreadableFileError when a part is missing or the values do not fill the table."""
    missing = [part for part in ("id", "size", "dimension", "value") if part not in parsed]
    if missing:
        raise tables.unreadable(name, f"Delar saknas: {', '.join(f'«{m}»' for m in missing)}. {_AGAIN}")
    ids, described = _texts(parsed["id"]), _dict(parsed["dimension"])
    dimensions, categories = [], []
    periods: dict[str, str] = {}
    times = _texts(_dict(parsed.get("role")).get("time"))
    for code in ids:
        raw = _dict(described.get(code))
        category, extension = _dict(raw.get("category")), _dict(raw.get("extension"))
        labels = {k: str(v) for k, v in _dict(category.get("label")).items()}
        index = category.get("index", list(labels))
        codes = _texts(index) if isinstance(index, list) else _in_order(_dict(index))
        label = cells.clean(raw.get("label")) or code
        total = extension.get("eliminationValueCode")
        dimensions.append(
            Dimension(TIME if code in times else role_of(code, label), label, str(total) if total else None)
        )
        categories.append([Category(c, cells.clean(labels.get(c, c))) for c in codes])
        periods |= {k: cells.clean(v) for k, v in _dict(extension.get("refperiod")).items()}
    size = math.prod(len(c) for c in categories)
    if size > _MAX_CELLS or not ids or parsed["size"] != [len(c) for c in categories]:
        raise tables.unreadable(name, f"Antalet kategorier stämmer inte med filens egen uppgift. {_AGAIN}")
    values = _values(parsed["value"], size, name)
    px = _dict(_dict(parsed.get("extension")).get("px"))
    texts = [parsed.get("label"), *(px.get(k) for k in ("contents", "tableid", "matrix"))]
    return Cube(
        tuple(cells.clean(t) for t in texts if t),
        tuple(_texts(parsed.get("note"))),
        tuple(dimensions),
        _cells(categories, values, range(1, size + 1)),
        periods=periods,
    )


def _values(value: object, size: int, name: str) -> list[object]:
    if isinstance(value, dict) and value:
        held = [value.get(str(n)) for n in range(size)]  # the sparse form: what is left out has no value
        if sum(str(n) in value for n in range(size)) == len(value):
            return held
    if isinstance(value, list) and len(value) == size:
        return value
    reason = (
        "Filen är tabellens beskrivning, inte dess värden." if not value else "Värdena fyller inte tabellen."
    )
    raise tables.unreadable(name, f"{reason} {_AGAIN}")


def of_px(text: str, name: str) -> Cube:
    """Raises UnreadableFileError when the file is cut off or a part is missing."""
    keywords: dict[tuple[str, str], list[str]] = {}
    data, start = None, 0
    for position, statement in _statements(text):
        match = _STATEMENT.fullmatch(statement)
        if not match or match.group(2):
            continue  # a keyword in a second language repeats the first
        keyword, subject, value = match.group(1), match.group(3) or "", match.group(4)
        if keyword == "DATA":
            data, start = value, text.count("\n", 0, position + len(statement) - len(value))
        elif keyword == "KEYS":
            raise tables.unreadable(
                name, "Px-filen är av en gles sort (KEYS). Hämta tabellen som json-stat2."
            )
        else:
            keywords[keyword, subject.strip('"')] = _strings(value)
    names = [*keywords.get(("STUB", ""), ()), *keywords.get(("HEADING", ""), ())]
    absent = [v for v in names if ("VALUES", v) not in keywords]
    if data is None or not names or absent:
        raise tables.unreadable(
            name, f"Px-filen är avbruten eller saknar delar (STUB, VALUES, DATA). {_AGAIN}"
        )
    dimensions, categories = [], []
    for variable in names:
        labels = keywords["VALUES", variable]
        codes = keywords.get(("CODES", variable), labels)
        if len(codes) != len(labels):
            raise tables.unreadable(name, f"Px-filen har olika många koder och texter. {_AGAIN}")
        total = next(iter(keywords.get(("ELIMINATION", variable), [])), None)  # YES gives none
        code = next(iter(keywords.get(("VARIABLECODE", variable), [])), variable)
        dimensions.append(Dimension(role_of(code, variable), variable, total))
        categories.append([Category(c, cells.clean(v)) for c, v in zip(codes, labels, strict=True)])
    tokens = [
        (n, token.strip('"'))
        for n, line in enumerate(data.split("\n"), start + 1)
        for token in re.findall(r'"[^"]*"|\S+', line)
    ]
    if len(tokens) != math.prod(len(c) for c in categories):
        raise tables.unreadable(name, f"Värdena fyller inte tabellen. {_AGAIN}")
    own = ("TITLE", "DESCRIPTION", "CONTENTS", "MATRIX", "TABLEID", "REFPERIOD")
    return Cube(
        tuple(v[0] for (keyword, subject), v in keywords.items() if keyword in own and not subject and v),
        tuple(
            v[0] for (keyword, _), v in keywords.items() if keyword in ("NOTE", "NOTEX", "VALUENOTE") and v
        ),
        tuple(dimensions),
        _cells(categories, [token for _, token in tokens], [n for n, _ in tokens]),
        periods={subject: v[0] for (keyword, subject), v in keywords.items() if keyword == "REFPERIOD" and v},
    )


def csv_header(lines: Sequence[str]) -> int | None:
    """Which of the first lines is the header: the first with a column for the region and one more."""
    for n, line in enumerate(lines[:8]):
        fields = [cells.clean(f) for f in tables.split_line(line)]
        if len(fields) > 1 and any(role_of(f) == REGION for f in fields):
            return n
    return None


def of_csv(data: bytes, name: str) -> Cube:
    """Long (a column for the year) or wide (years in the headings). Raises UnreadableFileError."""
    text, _ = tables.decode(data, name)
    lines = [line for line in text.splitlines() if line.strip()]
    at = csv_header(lines)
    if at is None:
        raise tables.unreadable(name, f"Kolumnen «region» saknas. {_AGAIN}")
    table = tables.read_table(data, name, tables.split_line(lines[at]))
    roles = [role_of(h) for h in table.header]
    periods = [_YEAR_AT_END.fullmatch(h) for h in table.header]
    is_long = TIME in roles
    if is_long:
        last = len(roles) - 1
        measured = [i for i, role in enumerate(roles) if i == last or _MEASURE.fullmatch(role)]
    else:
        measured = [i for i, period in enumerate(periods) if period]
    if (
        not measured
        or any(roles.count(r) > 1 for r in (REGION, TIME, CONTENTS))
        or (is_long and roles[-1] == TIME)
    ):
        raise tables.unreadable(
            name, f"Kolumnen «år» eller kolumnen med värden saknas, eller står två gånger. {_AGAIN}"
        )
    split = [i for i in range(len(roles)) if i not in measured]
    good, bad = tables.wrong_width(table, (len(table.header),))
    cube = Cube(
        tuple(cells.clean(c) for line in lines[:at] for c in tables.split_line(line)),
        (),
        (
            *(Dimension(roles[i], table.header[i]) for i in split),
            *(() if CONTENTS in roles else (Dimension(CONTENTS, ""),)),
            *(() if is_long else (Dimension(TIME, ""),)),
        ),
        [],
        [problem for problem in bad for _ in measured],
    )
    for n, i in itertools.product(good, measured):
        row = table.rows[n]
        heading = periods[i]
        contents = heading.group(1) if heading and not is_long else table.header[i]
        found = [_category(row[s]) for s in split]
        found += [] if CONTENTS in roles else [Category(contents, contents)]
        found += [Category(heading.group(2), "")] if heading and not is_long else []
        cube.cells.append(Cell(table.lines[n], table.delimiter.join(row), tuple(found), row[i]))
    if CONTENTS in roles and is_long:
        cube.texts += (table.header[-1],)  # the table's own name for what is counted, or its id
    return cube


def _category(text: str) -> Category:
    """«tot», «totalt ålder» or «tot - totalt ålder»."""
    cell = cells.clean(text)
    code, dash, label = cell.partition(" - ")
    return Category(code, label) if dash and " " not in code else Category(cell, cell)


def _cells(categories: list[list[Category]], values: Sequence[object], rows: Sequence[int]) -> list[Cell]:
    """The last dimension varies fastest."""
    return [
        Cell(row, "; ".join([*(c.label for c in keys), cells.clean(value)]), keys, value)
        for keys, value, row in zip(itertools.product(*categories), values, rows, strict=True)
    ]


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Px statements with their position; what follows the last semicolon is a statement cut off."""
    start = 0
    for match in re.finditer(r'"[^"]*"|;', text):
        if match.group() == ";":
            yield start, text[start : match.start()]
            start = match.end()


def _strings(value: str) -> list[str]:
    """«"a","b"» -> a, b; strings without a comma between belong together; YES and numbers give nothing."""
    parts = re.findall(r'"[^"]*"|,', value)
    groups = itertools.groupby(parts, lambda part: part == ",")
    return [cells.clean("".join(p.strip('"') for p in group)) for is_comma, group in groups if not is_comma]


def _in_order(index: dict[str, object]) -> list[str]:
    places = {v: k for k, v in index.items() if isinstance(v, int)}
    return [places[n] for n in range(len(places)) if n in places]


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> list[str]:
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


def parsed_json(text: str) -> object:
    """The JSON of a text, None when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
