"""One filled-in cell of the returned workbook -> its value in codes, or what is wrong with it.

Belongs here: each kind of column in expectations/workbook.toml. Not here: rows and sheets (returned_workbook), what
the values mean together (pipelines.tables).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from pipelines import workbook_register as register
from pipelines.readers import cells
from pipelines.readers.cells import CellError
from pipelines.workbook_register import FREE, NO_AREA, NONE, FillColumn

_LISTED = re.compile(r"\s*[;\n]\s*")
#: Two holders of one task: "och" in "säkerhets- och trygghetssamordnare" is one.
_SEVERAL = re.compile(r"(?<!-)\s(?:och|samt|&|\+)\s|[;/\n]")
#: "chef för kultur och fritid" is one as well: a preposition before "och", and no holder after it.
_WIDE_ROLE = re.compile(r"\b(?:för|inom|i|på|vid|av)\s(?P<of>[^;/\n&+]+?)\soch\s(?P<rest>[^;/\n&+]+)$")
HOLDER_WORDS = (
    r"polis|befäl|kommunen|chef|samordnar|ansvarig|ledar|ledning|rektor|strateg|ordförande|handläggar|sekreterar"
    r"|direktör|föreståndar|pedagog|fältar|vakt|värd|utvecklar|analytiker|kurator|kommunikatör|lärar|sköterska|nämnd"
)
_HOLDER = re.compile(rf"[A-ZÅÄÖ]|{HOLDER_WORDS}")
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_STATEMENT = re.compile(r"[0-9a-f]{12}")
#: A personnummer or samordningsnummer in twelve digits; a year before 1800 is nobody's.
_PERSONAL = re.compile(r"(?P<year>(?:18|19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)\d{4}")
_YEARS = (2000, 2100)
#: The sheet whose numbers are evidence.
EVIDENCE = "evidence"
Rows = Mapping[str, set[str]]


def value_of(column: FillColumn, cell: object, known: Rows) -> str | None:
    """The cell's value as text: codes, ISO dates, semicolon lists; None when it is empty.

    ``known``: sheet id → numbers of its filled-in rows. Raises CellError with a Swedish reason and advice.
    """
    text = cells.clean_text(cell)
    if not text:
        return None
    return _KINDS[column.kind](column, cell, text, known)


def _text(column: FillColumn, cell: object, text: str, known: Rows) -> str:
    return text


def _choice(column: FillColumn, cell: object, text: str, known: Rows) -> str:
    if column.list in FREE:
        return text
    if column.list == "areas" and not column.needed and text.casefold() in (NO_AREA, NONE):
        return NONE
    code = register.code_of(column.list, text)
    if code is not None:
        return code
    if column.open:
        return text
    raise CellError("Det som står här finns inte i listan.", "Välj i cellens lista.")


def _choices(column: FillColumn, cell: object, text: str, known: Rows) -> str:
    if text.casefold() in (NONE, "inga", "-"):
        return NONE
    codes = [register.code_of(column.list, part) for part in _LISTED.split(text) if part]
    if None in codes:
        words = ", ".join(register.choices(column.list).values())
        raise CellError("Ett av orden finns inte i listan.", f"Skriv någon av {words}, med semikolon mellan.")
    return ";".join(dict.fromkeys(code for code in codes if code))


def _date(column: FillColumn, cell: object, text: str, known: Rows) -> str:
    try:
        found = cells.required_date(cell)
    except CellError:
        raise CellError("Datumet går inte att läsa.", "Skriv datumet som ÅÅÅÅ-MM-DD.") from None
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        raise CellError(f"Datumet ligger utanför {_YEARS[0]}–{_YEARS[1]}.", "Skriv datumet som ÅÅÅÅ-MM-DD.")
    return found.isoformat()


def _year(column: FillColumn, cell: object, text: str, known: Rows) -> str:
    if not re.fullmatch(r"\d{4}", text) or not _YEARS[0] <= int(text) <= _YEARS[1]:
        raise CellError("Det är inget årtal.", "Skriv året med fyra siffror, till exempel 2026.")
    return text


def _whole(column: FillColumn, cell: object, text: str, known: Rows) -> str:
    try:
        found = cells.count(cell)
    except CellError:
        found = None
    if found is None:
        raise CellError("Det är inget helt tal.", "Skriv ett helt tal, utan ord.")
    return str(found)


def _number(column: FillColumn, cell: object, text: str, known: Rows) -> str:
    try:
        found = cells.number(cell)
    except CellError:
        found = None
    if found is None:
        raise CellError("Det är inget tal.", "Skriv ett tal, med komma före decimalerna och utan ord.")
    if isinstance(cell, str) and _POINTED.fullmatch(text):
        raise CellError(
            "Talet kan läsas på två sätt: 8.000 är åtta eller åtta tusen.",
            "Skriv talet utan punkt, med komma före decimalerna.",
        )
    return repr(found)


def _role(column: FillColumn, cell: object, text: str, known: Rows) -> str:
    if _SEVERAL.search(text) and not _is_one_wide_role(text):
        raise CellError(
            "Här står mer än en.",
            "Skriv en enda roll som svarar för det; övriga kan stå i en text bredvid. Är det en enda roll: skriv den "
            "med bindestreck, till exempel ”kultur- och fritidschef”.",
        )
    return text


def _is_one_wide_role(text: str) -> bool:
    found = _WIDE_ROLE.search(text)
    return found is not None and not any(_HOLDER.search(part) for part in found.group("of", "rest"))


def _refs(column: FillColumn, cell: object, text: str, known: Rows) -> str:
    parts = [part.upper() for part in re.split(r"[\s;,]+", text) if part]
    if column.kind == "ref" and len(parts) > 1:
        raise CellError("Här står mer än ett nummer.", "Skriv ett enda nummer; gör en rad till för nästa.")
    targets = column.ref.split(",")
    names = " eller ".join(register.sheets()[target].name for target in targets)
    for part in parts:
        if not any(_is_number_of(target, part) and part in known.get(target, set()) for target in targets):
            raise CellError(
                f"Numret finns inte bland de ifyllda raderna på bladet {names}.",
                "Rätta numret, eller fyll i den raden.",
            )
    return ";".join(dict.fromkeys(parts))


def _is_number_of(sheet: str, text: str) -> bool:
    """A row may have any words for its number; only the programme's own are stored as a reference."""
    return bool(re.fullmatch(rf"{register.sheets()[sheet].prefix}\d{{1,3}}", text))


def _evidence(column: FillColumn, cell: object, text: str, known: Rows) -> str:
    parts = [part for part in re.split(r"[\s;,]+", text) if part]
    listed = known.get(EVIDENCE, set())
    for part in parts:
        # The sheet is locked, not sealed: only a number of the programme's own is one, whatever stands there.
        is_statement = bool(_STATEMENT.fullmatch(part)) and (
            part in listed or not (listed or is_personal_number(part))
        )
        if part not in register.choices("indicators") and not is_statement:
            raise CellError(
                "Ett av numren finns inte bland beläggen.",
                "Skriv nummer ur bladet Belägg, med semikolon mellan, utan andra ord.",
            )
    return ";".join(dict.fromkeys(parts))


def is_personal_number(text: str) -> bool:
    """Twelve digits with a day that exists (60 more in a samordningsnummer) and the right last digit."""
    found = _PERSONAL.fullmatch(text)
    if found is None:
        return False
    day = int(found["day"])
    try:
        dt.date(int(found["year"]), int(found["month"]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    doubled = [int(digit) * (2 - i % 2) for i, digit in enumerate(text[2:])]
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


_KINDS: dict[str, Callable[[FillColumn, object, str, Rows], str]] = {
    "text": _text,
    "choice": _choice,
    "choices": _choices,
    "date": _date,
    "year": _year,
    "whole": _whole,
    "number": _number,
    "role": _role,
    "ref": _refs,
    "refs": _refs,
    "evidence": _evidence,
}


def proposed_of(name: str, text: str) -> str | None:
    """A locked cell's words as codes of list ``name``; None when it is empty. Raises CellError when it is changed."""
    codes = [register.code_of(name, part) for part in _LISTED.split(text) if part]
    if None in codes:
        raise CellError(
            "Det föreslagna är ändrat.", "Låt kolumnen vara som den var och rätta i de gula kolumnerna."
        )
    return ";".join(code for code in codes if code) or None
