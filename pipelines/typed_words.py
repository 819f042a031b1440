"""What people typed in a returned workbook, freed from personal data before it is stored or shown again.

Belongs here: which cells hold people's own words and not codes of ours, and a workbook's cells as they may be written
into the next one, and whether a role's cell says a role beside its holder's name. Not here: what counts as personal
data (pipelines.text), reading the cells (pipelines.readers), the tables (pipelines.tables.plan, where a role loses that
name).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from pipelines import workbook_register as register
from pipelines.readers.returned_cells import HOLDER_WORDS
from pipelines.text.patterns import PLACEHOLDER
from pipelines.text.redaction import Redacted, Redactor
from pipelines.workbook_register import FillColumn, FillSheet

REVIEW = "text_review"
_NAME = re.compile(r"\[NAMN \d+\]")
#: Who or what has a task, as one word. Closed: with open ends "anmälare" and "missbrukare" are roles too. What has
#: been reported to the police, and what a group has done to somebody, is none.
_ROLE = (
    rf"(?:(?!polisan|gruppv|värdef|värdel)(?:[\w-]*(?:{HOLDER_WORDS}|mästar|utredar|planerar|inspektör|ingenjör|"
    r"controller|konsulent|assistent|registrator|administratör|bibliotekarie|herde|brandman|tekniker|råd)\w*|"
    r"[\w-]*(?:nämnd|förvaltning|kontor|enhet|avdelning|tjänst|grupp|bolag|styrelse|myndighet|förening|skol|skola|"
    r"bibliotek|gård|kommun|region|reception|växel|center)(?:s|n|t|en|et|an|na|ens|ets|ans)?|fritids?|brå|"
    r"vd|ekonom(?:en)?|jurist(?:en)?|präst(?:en)?|diakon(?:en)?|psykolog(?:en)?|ordf|ombud(?:et)?))"
)
#: What may stand between a name and the role after it.
_QUALIFIED = (
    r"(?:(?:vice|tf|t\.f\.?|bitr\.?|ny|nya|[\w-]+(?:ande|lig|isk|tiv|nal)|kommunal|social|lokal|"
    r"[\w-]+-|och)\s+)*"
)
_ROLE_AFTER = re.compile(rf"[\W_]*{_QUALIFIED}{_ROLE}(?!\w)", re.IGNORECASE)
#: A role, and where or with whom: "ordförande i Brå,", "VD och". A verb between it and the name makes it a story.
_ROLE_BEFORE = re.compile(
    rf"(?<![\w-]){_ROLE}(?!\w)(?:\W+(?:i|för|på|vid|inom|av|hos|och|samt|genom|via)\b[^.;]*)?\W*$",
    re.IGNORECASE,
)


def is_own_words(column: FillColumn, value: str, reason: str = "") -> bool:
    """Whether people's own words stand here: a code of a list is ours, and may look like an account's name.

    ``reason``: what is wrong with the cell. What could not be read is whatever somebody typed, in any column.
    """
    if reason:
        return True
    return column.kind == "text" or (column.kind == "choice" and value not in register.choices(column.list))


def shown_again(rows: pd.DataFrame, redactor: Redactor) -> pd.DataFrame:
    """One workbook's tidy cells with their ``value`` as it may be shown in the next workbook.

    The workbook is one document. In the columns of roles the group's own holders keep their names, and only them:
    numbers, addresses and accounts go there too. Locked words are the programme's, which writes them anew: they are
    left out, as are reviews, which are kept in their own table.
    """
    given = rows.assign(reason=rows["reason"].fillna("") if "reason" in rows else "")
    is_kept = [
        sheet != REVIEW and _is_shown(register.sheets()[sheet], name, reason)
        for sheet, name, reason in zip(given["sheet_id"], given["column"], given["reason"], strict=True)
    ]
    kept = given[is_kept]
    cells = [
        (register.sheets()[sheet].column(name), str(value), reason)
        for sheet, name, value, reason in zip(
            kept["sheet_id"], kept["column"], kept["value"], kept["reason"], strict=True
        )
    ]
    values = [
        value if item is None else _with_names(value, item) if column.kind == "role" else item.text
        for (column, value, _), item in zip(cells, redacted(cells, redactor), strict=True)
    ]
    return kept.assign(value=values)


def redacted(cells: Sequence[tuple[FillColumn, str, str]], redactor: Redactor) -> list[Redacted | None]:
    """One workbook's cells (column, value, what is wrong with it) freed from personal data; None for a code of ours.

    Codes are kept from the redactor: it would learn names from them.
    """
    is_written = [
        column.kind == "role" or is_own_words(column, value, reason) for column, value, reason in cells
    ]
    clean = redactor.redact_document(
        [v if own else "" for (_, v, _), own in zip(cells, is_written, strict=True)]
    )
    return [item if own else None for item, own in zip(clean, is_written, strict=True)]


def says_a_role(redacted: str) -> bool:
    """Whether a cell is a role and a hidden name, in either order; true where no name is hidden.

    What else stands beside a name ("som stal cyklar", "på fritids") is about the person.
    """
    parts = [PLACEHOLDER.sub(" ", part) for part in _NAME.split(redacted)]
    if len(parts) == 1:
        return True
    return any(_ROLE_BEFORE.search(part) for part in parts[:-1]) or any(
        _ROLE_AFTER.match(part) for part in parts[1:]
    )


def _is_shown(sheet: FillSheet, name: str, reason: str) -> bool:
    column = sheet.column(name)
    return bool(reason) or column.fill or name == sheet.origin or column.kind != "text"


def _with_names(value: str, clean: Redacted) -> str:
    """The redacted text with the names put back where they stood, if they are those of a role's holders."""
    if not says_a_role(clean.text):
        return clean.text
    pieces, at, end = [], 0, 0
    for span in clean.spans:
        between = value[end : span.start]
        label = PLACEHOLDER.match(clean.text, at + len(between))
        assert label is not None
        pieces += [between, value[span.start : span.end] if span.kind == "NAME" else label.group()]
        at, end = label.end(), span.end
    return "".join([*pieces, value[end:]])
