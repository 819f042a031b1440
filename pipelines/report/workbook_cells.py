"""Cells of the workbook: headings, number formats, texts that stay texts, print layout, fixed bytes.

Belongs here: how a table is written. Not here: which tables (``workbook``), their columns (``workbook_fields``)
or rows (``workbook_rows``).
"""

from __future__ import annotations

import io
import math
import re
import textwrap
import zipfile
from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from pipelines.report.swedish import is_missing

_FIXED_TIME = (2000, 1, 1, 0, 0, 0)
_FIXED_STAMP = "2000-01-01T00:00:00Z"
_LINE = 15
_MARGIN = 0.4
"""Inches."""
WHOLE, ONE, TWO, PLAIN = "#,##0", "#,##0.0", "#,##0.00", "0"


@dataclass(frozen=True)
class Field:
    """A sheet's column: which field, its heading, width in characters, number format or wording.

    ``format_from`` names a field whose number format, where it has one, goes before ``number_format``.
    Columns from the first with ``on_paper`` false are left out of print: all of them on one page's width would
    be too small to read.
    """

    name: str
    label: str
    width: int = 14
    number_format: str | None = None
    write: Callable[[Any], Any] | None = None
    format_from: str = ""
    on_paper: bool = True


def print_on_width(sheet: Any, columns: int | None = None, lines: int = 1) -> None:
    """On paper: landscape, the first ``columns`` (all when None) on one page's width, headings on every page."""
    from openpyxl.utils import get_column_letter

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for side in ("left", "right", "top"):
        setattr(sheet.page_margins, side, _MARGIN)
    sheet.page_margins.bottom = 2 * _MARGIN
    sheet.oddFooter.center.text = "&A, sida &P av &N"
    if columns:
        sheet.print_area = f"A1:{get_column_letter(columns)}{lines}"


def fill(sheet: Any, rows: pd.DataFrame, fields: Sequence[Field]) -> None:
    """One table from the first row on: headings, rows, filter, frozen heading."""
    from openpyxl.utils import get_column_letter

    for index, field in enumerate(fields, 1):
        head(sheet.cell(row=1, column=index), field.label)
        sheet.column_dimensions[get_column_letter(index)].width = field.width
    # Bold letters are wider.
    sheet.row_dimensions[1].height = _LINE * max(lines_of(f.label, f.width - 2) for f in fields) + 3
    for line, row in enumerate(rows.to_dict("records"), 2):
        lines = 1
        for index, field in enumerate(fields, 1):
            value = row.get(field.name)
            if is_missing(value) or (isinstance(value, float) and math.isinf(value)):
                continue
            given = row.get(field.format_from)
            number_format = field.number_format if is_missing(given) else str(given)
            written = field.write(value) if field.write else value
            put(sheet.cell(row=line, column=index), written, number_format)
            lines = max(lines, lines_of(written, field.width) if isinstance(written, str) else 1)
        sheet.row_dimensions[line].height = _LINE * lines
    printed = next((i for i, field in enumerate(fields) if not field.on_paper), len(fields))
    print_on_width(sheet, printed, len(rows) + 1)
    sheet.print_title_rows = "1:1"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{max(len(rows) + 1, 2)}"


def bold(size: int = 11) -> Any:
    """Bold letters of the same kind as the others: without its name a program takes a font of its own."""
    from openpyxl.styles import Font

    return Font(name="Calibri", size=size, bold=True)


def head(cell: Any, label: str) -> None:
    """A column's heading."""
    from openpyxl.styles import Alignment, PatternFill

    cell.value = label
    cell.font, cell.fill = bold(), PatternFill("solid", fgColor="E8F1F8")
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)


def lines_of(text: str, width: float) -> int:
    """Lines a wrapped text takes: no program works that out in a file it has not saved itself."""
    return max(1, len(textwrap.wrap(text, max(1, int(1.05 * width) - 1))))


def put(cell: Any, value: Any, number_format: str | None = None) -> None:
    """A value as it is; a text that starts with "=" stays a text, and stands right where a number would."""
    from openpyxl.styles import Alignment

    write(cell, value)

    def dress(cell: Any) -> None:
        if isinstance(value, str):
            side = {"horizontal": "right"} if number_format else {"horizontal": "left", "indent": 1}
            cell.alignment = Alignment(wrap_text=True, vertical="top", **side)
            return
        cell.alignment = Alignment(vertical="top")
        if number_format:
            cell.number_format = number_format

    dressed(cell, (isinstance(value, str), isinstance(value, date), number_format), dress)


def write(cell: Any, value: Any) -> None:
    """The value alone, without a look."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value.item() if hasattr(value, "item") else value


_LOOKS: WeakKeyDictionary[Any, dict[Hashable, Any]] = WeakKeyDictionary()


def dressed(cell: Any, look: Hashable, dress: Callable[[Any], None]) -> None:
    """Gives a cell its look, by ``dress`` the first time in a workbook and by copying after that.

    openpyxl works out each part of a look anew for every cell, which takes longer than all the rest.
    """
    looks = _LOOKS.setdefault(cell.parent.parent, {})
    if look not in looks:
        dress(cell)
        looks[look] = copy(cell._style)
    cell._style = copy(looks[look])


def with_fixed_times(data: bytes) -> bytes:
    """The same archive with fixed times in the zip entries and in the document's properties."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(W3CDTF\">)[^<]*(<)", rb"\g<1>" + _FIXED_STAMP.encode() + rb"\g<2>", content
                )
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, content)
    return result.getvalue()
