"""How the templates look: fonts, fills, heights of wrapped text, paper. Not here: what stands in them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

TITLE = Font(name="Calibri", family=2, bold=True, size=14)
PLAIN = Font(name="Calibri", family=2, size=11)
SMALL = Font(name="Calibri", family=2, size=9, color="FF404040")
BOLD = Font(name="Calibri", family=2, bold=True, size=11)
WRAPPED = Alignment(wrap_text=True, vertical="top")
# Light with dark letters: readable also when printed in black and white.
HEADING_FILL = PatternFill("solid", fgColor="FFDCE6F1")
_LINE = Side(style="thin", color="FF5B6B7B")
BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def height(texts: Iterable[tuple[str, float]], size: float) -> float:
    """The height in points of a row with wrapped texts, each with the width of its column in characters.

    A spreadsheet does not work out the height of merged cells by itself. A width counts digits of size 11;
    letters take a little less.
    """
    lines = max(_lines(text, 1.1 * width * 11 / size) for text, width in texts)
    return math.ceil(lines * size * 1.36 + 3)


def _lines(text: str, width: float) -> int:
    """How many lines the text takes when it breaks between words."""
    lines, used = 1, 0
    for word in text.split():
        if used and used + 1 + len(word) > width:
            lines, used = lines + 1, 0
        used += len(word) + (1 if used else 0)
        while used > width:
            lines, used = lines + 1, used - math.floor(width)
    return lines


def set_up_print(sheet: Worksheet, title: str) -> None:
    """A4 across, as wide as the paper and as long as it needs."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.75
    margins.header = margins.footer = 0.3
    sheet.oddHeader.left.text = title
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "Sida &P av &N"
