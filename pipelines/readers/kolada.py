"""Saved values from Kolada: the v3 API's JSON, or a table (Parquet, csv) with the same fields.

Belongs here: the fields and statuses of Kolada's values. Not here: what unit a key figure really has.
Source: Kolada, api.kolada.se/v3/data; statuses Missing, Not applicable and Privacy.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator

import pandas as pd

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem, ReadResult
from pipelines.readers.sample import FileSample

LAYOUT = "kolada"
TITLE = "Sparade värden från Kolada"
EXPECTED = "Fälten kpi, municipality_id, year, gender, status och value, eller svaret från Koladas API (v3)."
HEADERS = ("kpi", "municipality_id", "year", "gender", "status", "value")
SKIP_REPEATED = "upprepat värde"
STATUSES = frozenset({"", "Missing", "Not applicable", "Privacy"})
GENDERS = frozenset({"T", "M", "K"})

_ALIASES = {"municipality": "municipality_id", "period": "year"}
_COLUMNS = ["row", "kpi", "municipality_code", "year", "gender", "status", "value"]


def recognises(sample: FileSample) -> bool:
    """The six fields in a table, or the API's nested values."""
    if sample.kind == "json":
        return next(_nested(sample.json_head), None) is not None
    return sample.kind in ("text", "parquet") and len(sample.matched(HEADERS)) == len(HEADERS)


def read(data: bytes, name: str) -> ReadResult:
    """One row per value; ``status`` is '' for a value, and ``value`` is NA under any other status.

    ``municipality_code`` is text with leading zeros: 180 -> "0180"; Kolada's country is "0000".
    Raises UnreadableFileError.
    """
    problems: list[Problem] = []
    raw = _raw(data, name, problems)
    records = len(raw) + len(problems)
    if not records:
        raise tables.unreadable(
            name, "Filen har inga värden. Ett tomt svar från Kolada betyder att frågan var fel."
        )
    status = raw["status"].map(lambda s: "" if s is None or s != s else cells.clean(s))
    code = cells.per_distinct(raw["municipality_id"], lambda v: cells.code(v, 4))
    year = cells.per_distinct(raw["year"], cells.year)
    gender = raw["gender"].map(cells.clean)
    if pd.api.types.is_numeric_dtype(raw["value"]):
        value: list[object] = list(raw["value"].astype("float64"))
    else:
        value = list(cells.per_distinct(raw["value"], cells.number))
    failed: dict[int, cells.CellError] = {}
    for values in (code, year, value):
        failed |= {i: v for i, v in enumerate(values) if isinstance(v, cells.CellError) and i not in failed}
    frame = pd.DataFrame(
        {
            "row": raw["row"],
            "kpi": raw["kpi"].map(cells.clean),
            "municipality_code": code,
            "year": year,
            "gender": gender,
            "status": status,
            "value": [None if isinstance(v, cells.CellError) else v for v in value],
        }
    )
    frame["value"] = frame["value"].astype("float64")
    rules = (
        (
            ~frame["status"].isin(STATUSES),
            "Statusen är inte någon av Koladas.",
            "Hämta värdena på nytt från Kolada.",
        ),
        (~frame["gender"].isin(GENDERS), "Könet är inte T, M eller K.", "Hämta värdena på nytt från Kolada."),
        (frame["kpi"] == "", "Nyckeltalets id saknas.", "Hämta värdena på nytt från Kolada."),
        (
            (frame["status"] == "") & frame["value"].isna(),
            "Värdet saknas utan att någon status säger varför.",
            "Hämta värdena på nytt från Kolada.",
        ),
    )
    for broken, reason, advice in rules:
        for i in broken[broken].index:
            failed.setdefault(int(i), cells.CellError(reason, advice))
    for i, error in sorted(failed.items()):
        found = "; ".join(cells.clean(v) for v in raw.iloc[i])
        problems.append(Problem(int(raw["row"].iloc[i]), found, error.reason, error.advice))
    frame = frame.drop(index=list(failed))
    # A status other than '' says that there is no value; a number beside it is a placeholder.
    frame["value"] = frame["value"].where(frame["status"] == "")
    return _without_repeats(frame, records, problems)


def _without_repeats(frame: pd.DataFrame, records: int, problems: list[Problem]) -> ReadResult:
    fields = _COLUMNS[1:]
    same = frame.duplicated(fields, keep="first")
    skipped = Counter({SKIP_REPEATED: int(same.sum())}) if same.any() else Counter()
    frame = frame.loc[~same]
    other = frame.duplicated(["kpi", "municipality_code", "year", "gender"], keep="first")
    for row in frame.loc[other].itertuples():
        problems.append(
            Problem(
                int(str(row.row)),
                f"{row.kpi}; {row.municipality_code}; {row.year}; {row.value}",
                "Samma nyckeltal, kommun, år och kön finns redan med ett annat värde.",
                "Hämta värdena på nytt från Kolada.",
            )
        )
    frame = frame.loc[~other].reset_index(drop=True).astype({"row": "int64", "year": "int64"})
    return ReadResult(frame[_COLUMNS], records, problems, skipped)


def _raw(data: bytes, name: str, problems: list[Problem]) -> pd.DataFrame:
    """The six fields as written plus ``row``, whichever form the file has; bad lines go to problems."""
    if data.startswith(b"PAR1"):
        import pyarrow

        try:
            frame = pd.read_parquet(io.BytesIO(data))
        except (pyarrow.ArrowException, OSError, ValueError):
            raise tables.unreadable(name, "Filen är avbruten eller trasig. Hämta den på nytt.") from None
        at = tables.columns(list(frame.columns), (*HEADERS, *_ALIASES))
        _rename(at)
        tables.require(at, HEADERS, name)
        frame = frame.iloc[:, [at[h] for h in HEADERS]].set_axis(list(HEADERS), axis=1)
        return frame.assign(row=range(1, len(frame) + 1)).reset_index(drop=True)
    text, _ = tables.decode(data, name)
    if text.lstrip()[:1] in ("{", "["):
        try:
            parsed = json.loads(text)
        except (ValueError, RecursionError):
            raise tables.unreadable(name, "Filen är inte giltig JSON. Hämta den på nytt.") from None
        rows = []
        for n, entry in enumerate(_nested(parsed), 1):
            if entry is None:
                problems.append(
                    Problem(
                        n,
                        "",
                        "Posten saknar fält som Kolada alltid skickar.",
                        "Hämta värdena på nytt från Kolada.",
                    )
                )
            else:
                rows.append((*entry, n))
        return pd.DataFrame(rows, columns=[*HEADERS, "row"], dtype=object)
    table = tables.read_table(data, name, (*HEADERS, *_ALIASES))
    at = tables.columns(table.header, (*HEADERS, *_ALIASES))
    _rename(at)
    tables.require(at, HEADERS, name)
    good, bad = tables.wrong_width(table, (len(table.header),))
    problems += bad
    return pd.DataFrame(
        [[*(table.rows[n][at[h]] for h in HEADERS), table.lines[n]] for n in good],
        columns=[*HEADERS, "row"],
        dtype=object,
    )


def _rename(at: dict[str, int]) -> None:
    for alias, field in _ALIASES.items():
        if alias in at:
            at.setdefault(field, at[alias])


def _nested(parsed: object) -> Iterator[tuple[object, ...] | None]:
    """Values of one or several saved API answers in field order; None for an entry without its fields."""
    for page in parsed if isinstance(parsed, list) else [parsed]:
        if not isinstance(page, dict):
            continue
        entries = [page] if "kpi" in page else page.get("values", page.get("results"))
        for entry in entries if isinstance(entries, list) else ():
            if not isinstance(entry, dict) or "kpi" not in entry:
                continue
            values = entry.get("values")
            for value in values if isinstance(values, list) else [None]:
                if isinstance(value, dict) and "period" in entry and "municipality" in entry:
                    yield (
                        entry["kpi"],
                        entry["municipality"],
                        entry["period"],
                        value.get("gender"),
                        value.get("status"),
                        value.get("value"),
                    )
                else:
                    yield None
