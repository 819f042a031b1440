"""One cell at a time: text, numbers, missing marks, dates and codes as Swedish publishers write them.

Belongs here: functions from one cell value to one Python value. Not here: files, sheets or layouts.
A missing mark is never zero, and a value that could mean two things is refused rather than guessed.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

#: How publishers write "no value": not applicable, suppressed, not collected or nothing at all.
MISSING_MARKS = frozenset({"", ".", "..", "...", "…", "-", "–", "—", "\u2212"})

#: A count with three decimals is a thousands separator of another kind.
_POINTED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
#: Nothing that is counted here comes in larger numbers; beyond it a number is a fault in the file.
LARGEST = 1_000_000_000_000

_SPACES = {ord(c): " " for c in "\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000\t"}
#: What no reader sees, and what no office file or page can hold: one such mark would stop the whole publication.
_UNWRITABLE = (*range(0x09), *range(0x0E, 0x1C), 0x7F, 0xFFFE, 0xFFFF)
_INVISIBLE: dict[int, None] = dict.fromkeys([*map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), *_UNWRITABLE])
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?: \d{3})+)(?:[.,]\d+)?(?:[eE][+-]?\d{1,2})?")

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_MONTH_NUMBER = {name: n for n, name in enumerate(MONTHS, 1)} | {m[:3]: n for n, m in enumerate(MONTHS, 1)}
_MONTH_PATTERN = "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True))

_TIME = (
    r"(?:[T ]+(?P<h>\d{1,2})[:.](?P<mi>\d{2})(?:[:.](?P<s>\d{2})(?:[.,]\d+)?)?(?: ?Z| ?[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})" + _TIME)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})")
_WORDS = re.compile(
    r"(?:den )?(?P<d>\d{1,2})(?::?e)? (?P<m>"
    + _MONTH_PATTERN
    + r")\.? (?P<y>\d{4})"
    + r"(?:,? kl\.?)?"
    + _TIME,
    re.IGNORECASE,
)
_US = re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{2}|\d{4})" + _TIME)
# 1927-05-18 and 2100-12-31 in Excel's day count; below that a number is a day or a week, not a date.
_FIRST_SERIAL, _LAST_SERIAL = 10_000.0, 73_415.0

FOUND_IN_TEXT = re.compile(
    r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)|(?<!\d)\d{1,2}(?::?e)? (?:" + _MONTH_PATTERN + r")\.? \d{4}(?!\d)",
    re.IGNORECASE,
)


class CellError(ValueError):
    """A cell cannot be read; ``reason`` and ``advice`` are Swedish and hold no value from the file."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


def clean(value: object) -> str:
    """The cell as one line of text: odd spaces become spaces, invisible characters and ends go.

    Letters written as base plus accent (files from a Mac) become single letters, so that å equals å.
    Whole floats lose their ``.0``: a workbook stores the code 761 as 761.0.
    """
    if type(value) is str:
        return _short(value) if len(value) <= _REPEATED else _one_line(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return _one_line(value)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value).strip()


def _one_line(value: str) -> str:
    if value.isascii() and value.isprintable() and "&" not in value and "  " not in value:
        return value.strip()
    text = value.replace("&nbsp;", " ").translate(_SPACES).translate(_INVISIBLE)
    return unicodedata.normalize("NFC", " ".join(text.split()))


#: Names, places and marks come back row after row; a long text does not.
_REPEATED = 60
_short = lru_cache(maxsize=65_536)(_one_line)


def clean_text(value: object) -> str:
    """Free text: as :func:`clean`, but the writer's own line breaks stay."""
    if not isinstance(value, str):
        return clean(value)
    lines = (clean(line) for line in value.replace("_x000D_", "").splitlines())
    return "\n".join(line for line in lines if line)


def key(value: object) -> str:
    """A header name to compare by: case, spaces and dash forms do not matter."""
    if type(value) is str and len(value) <= _REPEATED:
        return _key_of(value)
    return _folded(clean(value))


def _folded(text: str) -> str:
    return re.sub(r"[–—\u2212]", "-", text).casefold()


@lru_cache(maxsize=65_536)
def _key_of(value: str) -> str:
    return _folded(_one_line(value))


def is_missing(value: object) -> bool:
    """True for an empty cell and for every missing mark (``..``, ``.``, ``-``)."""
    return clean(value) in MISSING_MARKS


def number(value: object) -> float | None:
    """The number in a cell, None for a missing mark.

    Accepts spaces of every kind as thousands separators, decimal comma and decimal point.
    Raises CellError for everything else: a date, a truth value, ``12 5``, ``1,234,567``.
    """
    if type(value) is float and abs(value) <= LARGEST:  # what a workbook's numbers are; False for nan
        return value
    if isinstance(value, bool):
        raise CellError("Cellen innehåller sant eller falskt i stället för ett tal.", "Skriv talet i cellen.")
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        raise CellError(
            "Cellen innehåller ett datum eller en tid i stället för ett tal.",
            "Ändra cellens format till tal i Excel och skriv om värdet.",
        )
    if isinstance(value, (int, float)):
        if math.isnan(value):
            return None
        if abs(value) > LARGEST:
            raise CellError("Talet är orimligt stort.", "Kontrollera cellen.")
        return float(value)
    text = clean(value)
    if text in MISSING_MARKS:
        return None
    text = text.replace("\u2212", "-")
    if not _NUMBER.fullmatch(text):
        raise CellError("Värdet är inte ett tal.", "Skriv talet med siffror, till exempel 2 537 eller 2,41.")
    return float(text.replace(" ", "").replace(",", "."))


def count(value: object) -> int | None:
    """A whole number of at least zero, None for a missing mark. Raises CellError."""
    if isinstance(value, str) and _POINTED.fullmatch(clean(value)):
        raise CellError(
            "Talet kan läsas på två sätt: 8.000 är åtta eller åtta tusen.",
            "Skriv antalet utan punkt eller komma, till exempel 8000.",
        )
    found = number(value)
    if found is None:
        return None
    if not found.is_integer() or not 0 <= found < LARGEST:
        raise CellError(
            "Antalet är inte ett helt tal som är noll eller större, eller orimligt stort.",
            "Kontrollera antalet mot utgivarens fil.",
        )
    return int(found)


def year(value: object) -> int:
    """A year between 1900 and 2100. Raises CellError, also for a missing mark."""
    return _year_of(clean(value))


@lru_cache(maxsize=256)
def _year_of(text: str) -> int:
    if not re.fullmatch(r"(19|20)\d{2}|2100", text):
        raise CellError("Årtalet går inte att läsa.", "Skriv året med fyra siffror.")
    return int(text)


def code(value: object, width: int) -> str:
    """A numeric code as text with its leading zeros back: 821 -> "0821". Raises CellError."""
    text = clean(value)
    if not text.isascii() or not text.isdigit() or len(text) > width:
        raise CellError(
            f"Koden består inte av högst {width} siffror.", "Kontrollera koden mot utgivarens fil."
        )
    return text.zfill(width)


def moment(value: object, *, us_order: bool = False) -> dt.datetime | None:
    """Date and time in a cell, None for a missing mark; times without a date part are refused.

    Reads datetimes, Excel's day numbers (also as text), ``2023-10-04 18:22``, ``20231004`` and
    ``4 oktober 2023``. ``10/4/23`` is read only with ``us_order`` (Microsoft Forms writes month
    first); otherwise it could mean two days and is refused. Raises CellError.
    """
    if isinstance(value, dt.datetime):
        return _plausible(value.replace(tzinfo=None))
    if isinstance(value, dt.date):
        return _plausible(dt.datetime(value.year, value.month, value.day))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if math.isnan(value):
            return None
        if value == int(value) and 19_000_101 <= value <= 21_001_231:
            return moment(str(int(value)))
        return _from_serial(float(value))
    text = clean(value)
    if text in MISSING_MARKS:
        return None
    for pattern in (_ISO, _WORDS, _COMPACT) + ((_US,) if us_order else ()):
        if match := pattern.fullmatch(text):
            return _from_parts(match.groupdict())
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
        return _from_serial(float(text.replace(",", ".")))
    raise CellError("Datumet går inte att läsa.", "Skriv datumet som ÅÅÅÅ-MM-DD, till exempel 2023-10-04.")


def date(value: object, *, us_order: bool = False) -> dt.date | None:
    """As :func:`moment`, the date only."""
    found = moment(value, us_order=us_order)
    return None if found is None else found.date()


def required_date(value: object, *, us_order: bool = False) -> dt.date:
    """As :func:`date`, but a missing date raises CellError: a date is never guessed."""
    found = date(value, us_order=us_order)
    if found is None:
        raise CellError(
            "Datum saknas.", "Fyll i datumet. Är celler sammanfogade: dela upp dem och fyll i varje rad."
        )
    return found


def _from_parts(parts: dict[str, str | None]) -> dt.datetime:
    month = (parts["m"] or "").lower()
    year_ = int(parts["y"] or 0)
    try:
        found = dt.datetime(
            year_ + 2000 if year_ < 100 else year_,
            _MONTH_NUMBER.get(month) or int(month),
            int(parts["d"] or 0),
            int(parts.get("h") or 0),
            int(parts.get("mi") or 0),
            int(parts.get("s") or 0),
        )
    except ValueError:
        raise CellError("Datumet finns inte i kalendern.", "Kontrollera år, månad och dag.") from None
    return _plausible(found)


def _from_serial(serial: float) -> dt.datetime:
    if not _FIRST_SERIAL <= serial <= _LAST_SERIAL:
        raise CellError("Talet är inte ett datum.", "Skriv datumet som ÅÅÅÅ-MM-DD, till exempel 2023-10-04.")
    # Excel counts a 29 February 1900 that never was; its day 0 is therefore 30 December 1899.
    seconds = round(serial * 86_400)
    return dt.datetime(1899, 12, 30) + dt.timedelta(seconds=seconds)


def _plausible(found: dt.datetime) -> dt.datetime:
    if not 1900 <= found.year <= 2100:
        raise CellError("Årtalet ligger utanför 1900–2100.", "Kontrollera datumets år.")
    return found


def per_distinct(values: Iterable[Hashable], convert: Callable[[object], T]) -> list[T | CellError]:
    """``convert`` applied once per distinct value; failures come back as the CellError itself.

    A delivery repeats the same few hundred dates and codes thousands of times, so this is what makes
    sixty files readable in seconds.
    """
    seen: dict[tuple[type, Hashable], T | CellError] = {}
    out: list[T | CellError] = []
    for value in values:
        k = (type(value), value)
        if k not in seen:
            try:
                seen[k] = convert(value)
            except CellError as error:
                seen[k] = error
        out.append(seen[k])
    return out
