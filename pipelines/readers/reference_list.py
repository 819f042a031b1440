"""Lists to look things up in that lie among the sources: codes, questions, names, catalogues, compilations.

Belongs here: knowing such a list by its content and saying what it is for; every record is counted as skipped
with that reason, and no row becomes a figure. Not here: lists that the pipeline reads (the police's code tree:
offence_code_tree; groups of municipalities: municipality_groups). Source: the publishers' files as they are.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers.result import ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "reference_list"
TITLE = "Uppslagslista, inte en källa"
EXPECTED = (
    "En lista att slå upp i: koder hos Brå eller SCB, Koladas nyckeltal, frågor i LUPP, namnstatistik, eller en "
    "sammanställning av publicerade siffror. Den räknas men används inte."
)
HEADERS: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableForm:
    """A list with a header row (text or Parquet): patterns of its names, all of them unless ``is_open``.

    Held narrow: a source taken for a list would be left out as a whole.
    """

    headers: tuple[str, ...]
    reason: str
    is_open: bool = False

    def fits(self, names: list[str]) -> bool:
        has_all = all(any(re.fullmatch(header, name) for name in names) for header in self.headers)
        return has_all and (self.is_open or len(names) == len(self.headers))


@dataclass(frozen=True)
class AnswerForm:
    """A saved JSON answer: which of its records count, None when it is another kind of answer."""

    records: Callable[[object], int | None]
    reason: str


def _code_list(parsed: object) -> int | None:
    """SCB's code list, with or without the variable's name around it."""
    held = list(parsed.values()) if isinstance(parsed, dict) and "values" not in parsed else [parsed]
    lists = [e["values"] for e in held if isinstance(e, dict) and {"id", "label", "values"} <= set(e)]
    if not lists or len(lists) < len(held) or not all(_are_codes(values) for values in lists):
        return None
    return sum(len(values) for values in lists)


def _are_codes(values: object) -> bool:
    return (
        isinstance(values, list) and bool(values) and all(isinstance(v, dict) and "code" in v for v in values)
    )


def _variables(parsed: object) -> int | None:
    """SCB's list of a table's variables: for each its label and categories, but no values."""
    if not isinstance(parsed, dict) or not parsed:
        return None
    n = 0
    for variable in parsed.values():
        category = variable.get("category") if isinstance(variable, dict) else None
        labels = category.get("label") if isinstance(category, dict) else None
        if not isinstance(labels, dict) or "label" not in variable:
            return None
        n += len(labels)
    return n


_LOOK_UP = "används för att slå upp {}, inte som källa"
_NAMES = "namnstatistik från SCB: lägg filen i mappen namn, där den används för att dölja personnamn, inte som källa"
_TABLES = (
    TableForm(
        ("dimension", "menyid", "id", "label"),
        "Brås id-nummer: " + _LOOK_UP.format("val i statistikdatabasen"),
    ),
    TableForm(
        ("type", r"count_\d{4}-\d{2}_to_\d{4}-\d{2}"),
        "polisen.se:s händelsetyper: " + _LOOK_UP.format("vilka slag som finns"),
    ),
    TableForm(
        ("id", "title", "description", "municipality_type", "operating_area"),
        "Koladas förteckning över nyckeltal: " + _LOOK_UP.format("vad ett nyckeltal mäter"),
        is_open=True,
    ),
    TableForm(
        ("municipality_code", "municipality_name", "county_code", "county_name"),
        "kommun- och länskoder: " + _LOOK_UP.format("koder"),
    ),
    TableForm(
        ("itemnr", "item", "itemold"), "frågorna i LUPP-enkäten: " + _LOOK_UP.format("vad en fråga lyder")
    ),
    TableForm(
        ("geografi", "kommunkod", "indikator", "varde", "kind_published_or_derived"),
        "en sammanställning av publicerade siffror, inte en källa: hämta siffrorna hos utgivaren",
        is_open=True,
    ),
    TableForm(("name|lastname|firstname", "persons|frequency"), _NAMES),
)
_ANSWERS = (
    AnswerForm(_code_list, "SCB:s kodlista: " + _LOOK_UP.format("vad koderna står för")),
    AnswerForm(
        _variables,
        "SCB:s beskrivning av en tabell: " + _LOOK_UP.format("dess variabler, den har inga värden"),
    ),
)


def _table_of(names: list[str]) -> TableForm | None:
    return next((table for table in _TABLES if table.fits(names)), None)


def _answer_of(parsed: object) -> tuple[int, str] | None:
    for answer in _ANSWERS:
        n = answer.records(parsed)
        if n is not None:
            return n, answer.reason
    return None


def recognises(sample: FileSample) -> bool:
    """All the names of one of the lists in the first line, or one of SCB's answers without values."""
    if sample.kind == "json":
        return _answer_of(sample.json_head) is not None
    if sample.kind == "parquet":
        return _table_of(list(sample.parquet_columns)) is not None
    return sample.kind == "text" and bool(sample.lines) and _table_of(_names(sample.lines[0])) is not None


def _names(line: str) -> list[str]:
    return [cells.key(f) for f in tables.split_line(line)]


def read(data: bytes, name: str) -> ReadResult:
    """No rows: every record is counted as left out, with what the file is and is for. Raises UnreadableFileError."""
    n, reason = _count(data, name)
    if not n:
        raise tables.unreadable(name, "Listan är tom. Hämta den på nytt.")
    return ReadResult(pd.DataFrame({"row": pd.Series(dtype="int64")}), n, skipped=Counter({reason: n}))


def _count(data: bytes, name: str) -> tuple[int, str]:
    """How many records, and the reason that they are left out."""
    if data.startswith(b"PAR1"):
        import pyarrow
        import pyarrow.parquet

        try:
            found = pyarrow.parquet.ParquetFile(io.BytesIO(data)).metadata
            names = [cells.key(c) for c in found.schema.to_arrow_schema().names]
        except (pyarrow.ArrowException, OSError, ValueError):
            raise tables.unreadable(name, "Filen är avbruten eller trasig. Hämta den på nytt.") from None
        table = _table_of(names)
        n = found.num_rows
    else:
        text, _ = tables.decode(data, name)
        if text.lstrip()[:1] in ("{", "["):
            try:
                answer = _answer_of(json.loads(text))
            except (ValueError, RecursionError):
                answer = None
            if answer is not None:
                return answer
        lines = [line for line in text.splitlines() if line.strip()]
        table = _table_of(_names(lines[0])) if lines else None
        n = len(tables.read_table(data, name).rows) if table else 0
    if table is None:
        raise tables.unreadable(name, "Filen är inte någon av de uppslagslistor som är kända.")
    return n, table.reason
