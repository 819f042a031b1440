"""Saved values from Kolada: the v3 API's JSON, or a table (Parquet, csv) with the same fields.

Belongs here: the fields and statuses of Kolada's values. Not here: the pages of an answer (kolada_pages), what
unit a key figure really has. Source: api.kolada.se/v3/data; the Parquet form was tried on a real file, the JSON
is reconstructed from public code that reads it.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

import pandas as pd

from pipelines.readers import cells, kolada_pages, tables
from pipelines.readers.agency_rows import require_once
from pipelines.readers.kolada_pages import AGAIN, SKIP_DELETED
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "kolada"
TITLE = "Sparade värden från Kolada"
EXPECTED = "Fälten kpi, municipality_id, year, gender, status och value, eller svaret från Koladas API (v3)."
HEADERS = ("kpi", "municipality_id", "year", "gender", "status", "value")
SKIP_REPEATED = "upprepat värde"
SKIP_GROUP = "värde för en grupp av kommuner"
STATUSES = frozenset({"", "Missing", "Not applicable", "Privacy"})
GENDERS = frozenset({"T", "M", "K"})

_ALIASES = {"municipality": "municipality_id", "period": "year"}
_OPTIONAL = ("count", "isdeleted")
_FIELDS = (*HEADERS, *_OPTIONAL)
_COLUMNS = ["row", "kpi", "municipality_code", "year", "gender", "status", "value", "count"]
_KPI, _GROUP = r"[NU]\d{5}", r"G\d+"


def recognises(sample: FileSample) -> bool:
    """Five of the six fields in a table, or the API's nested values; also an answer with nothing in it."""
    if sample.kind == "json":
        held = _nested(sample.json_head)
        return next(held, None) is not None or kolada_pages.is_empty_answer(sample.json_head)
    names = set(sample.matched((*HEADERS, *_ALIASES)))
    found = {_ALIASES.get(name, name) for name in names}
    return sample.kind in ("text", "parquet") and "kpi" in found and len(found) >= len(HEADERS) - 1


def read(data: bytes, name: str) -> ReadResult:
    """One row per value; ``status`` is '' for a value, and ``value`` is NA under any other status.

    ``municipality_code`` is text with leading zeros: 180 -> "0180"; Kolada's country is "0000". ``count`` is
    how many units the value is made of, NA where the file does not say. Raises UnreadableFileError.
    """
    problems: list[Problem] = []
    raw, is_csv = _raw(data, name, problems)
    records = len(raw) + len(problems)
    if not records:
        raise tables.unreadable(name, kolada_pages.EMPTY)
    skipped: Counter[str] = Counter()
    for reason, out in (
        (SKIP_DELETED, raw["isdeleted"].map(kolada_pages.is_deleted)),
        (SKIP_GROUP, raw["municipality_id"].map(cells.clean).str.fullmatch(_GROUP)),
    ):
        skipped[reason] += int(out.sum())
        raw = raw.loc[~out.astype(bool)]
    raw = raw.reset_index(drop=True)
    status = raw["status"].map(lambda s: "" if s is None or s != s else cells.clean(s))
    converted: dict[str, Sequence[object]] = {
        "municipality_code": cells.per_distinct(raw["municipality_id"], lambda v: cells.code(v, 4)),
        "year": cells.per_distinct(raw["year"], cells.year),
        "value": _numbers(raw["value"]),
        "count": cells.per_distinct(raw["count"], lambda v: cells.count(kolada_pages.plain(v))),
    }
    failed: dict[int, cells.CellError] = {}
    for values in converted.values():
        failed |= {i: v for i, v in enumerate(values) if isinstance(v, cells.CellError) and i not in failed}
    frame = pd.DataFrame(
        {
            "row": raw["row"],
            "kpi": raw["kpi"].map(cells.clean),
            "gender": raw["gender"].map(cells.clean),
            "status": status,
        }
        | {k: [None if isinstance(v, cells.CellError) else v for v in vs] for k, vs in converted.items()}
    )
    frame["value"] = frame["value"].astype("float64")
    frame["count"] = frame["count"].astype("Int64")
    rules = (
        (~frame["status"].isin(STATUSES), "Statusen är inte någon av Koladas."),
        (~frame["gender"].isin(GENDERS), "Könet är inte T, M eller K."),
        (~frame["kpi"].astype(str).str.fullmatch(_KPI), "Nyckeltalets id är inte N eller U och fem siffror."),
        (
            (frame["status"] == "") & frame["value"].isna(),
            "Värdet saknas utan att någon status säger varför.",
        ),
    )
    for broken, reason in rules:
        for i in broken[broken].index:
            failed.setdefault(int(i), cells.CellError(reason, AGAIN))
    for i, error in sorted(failed.items()):
        found = "; ".join(cells.clean(v) for v in raw.iloc[i][list(HEADERS)])
        problems.append(Problem(int(raw["row"].iloc[i]), found, error.reason, error.advice))
    frame = frame.drop(index=list(failed))
    # A status other than '' says that there is no value; a number beside it is a placeholder.
    frame["value"] = frame["value"].where(frame["status"] == "")
    cut = _cut_short(frame) if is_csv and not problems else []
    return _without_repeats(frame, records + len(cut), problems + cut, +skipped)


def _numbers(values: pd.Series) -> list[object]:
    if pd.api.types.is_float_dtype(values):
        return list(values)
    found = cells.per_distinct(values, lambda v: cells.number(kolada_pages.plain(v)))
    endless = cells.CellError("Talet är oändligt.", AGAIN)
    return [endless if isinstance(v, float) and math.isinf(v) else v for v in found]


def _without_repeats(
    frame: pd.DataFrame, records: int, problems: list[Problem], skipped: Counter[str]
) -> ReadResult:
    same = frame.duplicated(_COLUMNS[1:-1], keep="first")
    if same.any():
        skipped[SKIP_REPEATED] = int(same.sum())
    frame = frame.loc[~same]
    other = frame.duplicated(["kpi", "municipality_code", "year", "gender"], keep="first")
    for row in frame.loc[other].itertuples():
        problems.append(
            Problem(
                int(str(row.row)),
                f"{row.kpi}; {row.municipality_code}; {row.year}; {row.value}",
                "Samma nyckeltal, kommun, år och kön finns redan med ett annat värde.",
                AGAIN,
            )
        )
    frame = frame.loc[~other].reset_index(drop=True).astype({"row": "int64", "year": "int64"})
    return ReadResult(frame[_COLUMNS], records, problems, skipped)


def _cut_short(frame: pd.DataFrame) -> list[Problem]:
    """A problem when the end of a table has only the beginning of what came before it: a cut at a line end.

    Looked at are the municipalities of the last key figure, and within it those of the last year and the years
    of the last municipality. (Where a value is missing Kolada sends a status, so whole answers have no gaps.)
    """
    frame = frame.assign(period=frame["year"].astype(str) + frame["gender"])
    last = frame[frame["kpi"] == frame["kpi"].iloc[-1]] if len(frame) else frame
    if (
        _ends_early(frame, "kpi", "municipality_code")
        or _ends_early(last, "municipality_code", "period")
        or _ends_early(last, "period", "municipality_code")
    ):
        return [Problem(None, "", "Filen verkar avkortad: de sista värdena saknas.", AGAIN)]
    return []


def _ends_early(frame: pd.DataFrame, outer: str, inner: str) -> bool:
    """Every ``outer`` has the same ``inner`` in the same order, but the last has only the first of them."""
    *whole, last = [tuple(dict.fromkeys(part)) for _, part in frame.groupby(outer, sort=False)[inner]] or [()]
    return len(set(whole)) == 1 and len(last) < len(whole[0]) and whole[0][: len(last)] == last


def _raw(data: bytes, name: str, problems: list[Problem]) -> tuple[pd.DataFrame, bool]:
    """The fields as written plus ``row``, and whether the form is csv; bad lines go to problems."""
    if data.startswith(b"PAR1"):
        import pyarrow

        try:
            frame = pd.read_parquet(io.BytesIO(data))
        except (pyarrow.ArrowException, OSError, ValueError, KeyError, TypeError):
            raise tables.unreadable(name, "Filen är avbruten eller trasig. Hämta den på nytt.") from None
        at = _positions(list(frame.columns), name)
        frame = pd.DataFrame({f: frame.iloc[:, at[f]] if f in at else None for f in _FIELDS})
        for field in frame.select_dtypes(object):
            frame[field] = frame[field].map(lambda v: v if isinstance(v, Hashable) else str(v))
        return frame.assign(row=range(1, len(frame) + 1)).reset_index(drop=True), False
    text, _ = tables.decode(data, name)
    if text.lstrip()[:1] in ("{", "["):
        parsed = kolada_pages.parse(text, name)
        kolada_pages.require_all(kolada_pages.pages(parsed), name)
        rows = []
        for n, entry in enumerate(_nested(parsed), 1):
            if entry:
                rows.append((*entry, n))
            else:
                problems.append(kolada_pages.not_an_entry(n))
        return pd.DataFrame(rows, columns=[*_FIELDS, "row"], dtype=object), False
    table = tables.read_table(data, name, (*HEADERS, *_ALIASES))
    at = _positions(table.header, name)
    good, bad = tables.wrong_width(table, (len(table.header),))
    problems += bad
    rows = [(*(table.rows[n][at[f]] if f in at else None for f in _FIELDS), table.lines[n]) for n in good]
    return pd.DataFrame(rows, columns=[*_FIELDS, "row"], dtype=object), True


def _positions(header: list[str], name: str) -> dict[str, int]:
    at = tables.columns(header, (*_FIELDS, *_ALIASES))
    for alias, field in _ALIASES.items():
        if alias in at:
            at.setdefault(field, at[alias])
    tables.require(at, HEADERS, name)
    require_once(header, _FIELDS, name)
    return at


def _nested(parsed: object) -> Iterator[tuple[object, ...]]:
    """Values of one or several saved API answers in field order; () for an entry without its fields."""
    for page in kolada_pages.pages(parsed):
        for entry in kolada_pages.entries(page):
            if not isinstance(entry, dict):
                continue
            if "kpi" not in entry:
                if {"municipality", "period"} <= set(entry):  # a value that has lost what it is a value of
                    yield ()
                continue
            values = entry.get("values")
            for value in values if isinstance(values, list) else [None]:
                if not isinstance(value, dict) or not {"gender", "status", "value"} <= set(value):
                    yield ()
                    continue
                if not {"period", "municipality"} <= set(entry):
                    yield ()
                    continue
                found = (entry["kpi"], entry["municipality"], entry["period"])
                found += tuple(value.get(f) for f in ("gender", "status", "value", *_OPTIONAL))
                yield found if kolada_pages.is_scalar(*found) else ()
