"""What people typed in a returned workbook, freed from personal data before it is stored or shown again.

Belongs here: which cells hold people's own words and not codes of ours, and a workbook's cells as they may be written
into the next one. Not here: what counts as personal data (pipelines.text), reading the cells (pipelines.readers), the
tables (pipelines.tables.plan, where a role loses its holder's name).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipelines import workbook_register as register
from pipelines.text.patterns import PLACEHOLDER
from pipelines.text.redaction import Redacted, Redactor
from pipelines.workbook_register import FillColumn, FillSheet

REVIEW = "text_review"


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


def _is_shown(sheet: FillSheet, name: str, reason: str) -> bool:
    column = sheet.column(name)
    return bool(reason) or column.fill or name == sheet.origin or column.kind != "text"


def _with_names(value: str, clean: Redacted) -> str:
    """The redacted text with the names put back where they stood."""
    pieces, at, end = [], 0, 0
    for span in clean.spans:
        between = value[end : span.start]
        label = PLACEHOLDER.match(clean.text, at + len(between))
        assert label is not None
        pieces += [between, value[span.start : span.end] if span.kind == "NAME" else label.group()]
        at, end = label.end(), span.end
    return "".join([*pieces, value[end:]])
