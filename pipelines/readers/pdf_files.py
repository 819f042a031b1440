"""PDF files -> printed lines, with the places where the layout shows that a paragraph begins.

Belongs here: whether the file is whole, lines, gaps, letter sizes, running heads. Not here: columns and tables
(pdf_layout.py), joining lines (documents.py).
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pipelines.readers import cells, pdf_layout, tables
from pipelines.readers.pdf_layout import Flow
from pipelines.readers.pdf_lines import Letters, Printed, Rule, Table, Word

# pdfium marks a hyphen that it takes for a line end's with this character and drops the line break.
_LINE_END_HYPHEN = "\ufffe"
_BROKEN = "Filen är avbruten eller trasig. Hämta den på nytt."
# The end mark stands last; some programs write a little after it.
_TAIL = 2_048
# Points: a rule is thinner than this and longer than that; a drawing has more of them than any table.
_THIN, _SHORTEST, _MOST_RULES = 2.5, 12.0, 3_000


@dataclass(frozen=True)
class Line:
    """One printed line; ``opens`` is True when the layout shows that a new paragraph starts here.

    ``kind``: body, heading, furniture (running heads), unread (a page without text), table and table_header
    (then ``cells`` are the row's). ``turns``: the first line of another column. ``fills``: how much of its
    column's width the line takes, where that is known. ``rows``: the lines in each cell of a table's row.
    """

    text: str
    opens: bool = False
    page: int | None = None
    kind: str = "body"
    cells: tuple[str, ...] = ()
    turns: bool = False
    fills: float | None = None
    rows: tuple[tuple[Line, ...], ...] = ()


def lines(data: bytes, name: str, max_pages: int | None = None) -> list[Line]:
    """Printed lines of a PDF in reading order; running heads have kind furniture.

    Raises UnreadableFileError for broken, locked and scanned files.
    """
    import pypdfium2

    if not _is_whole(data):
        raise tables.unreadable(name, _BROKEN)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        raise tables.unreadable(
            name,
            "Filen är låst med lösenord. Spara en kopia utan lösenord." if locked else _BROKEN,
        ) from None
    try:
        count = len(document) if max_pages is None else min(len(document), max_pages)
        pages = [_printed(document[n]) for n in range(count)]
        drawn = [_drawn(document[n]) for n in range(count)]
        pictures = {n for n in range(count) if not pages[n] and _shows_something(document[n])}
    except pypdfium2.PdfiumError:
        raise tables.unreadable(name, "En sida i filen är trasig. Hämta filen på nytt.") from None
    finally:
        document.close()
    if not any(pages):
        raise tables.unreadable(
            name,
            "Filen innehåller ingen text; den är troligen inskannad. "
            "Lämna in originalet som Word-fil eller PDF med text.",
        )
    running = _running_heads(pages)
    usual = _usual_letters(pages)
    found: list[Line] = []
    for n, page in enumerate(pages):
        found += _page(page, n + 1, running, usual, drawn[n])
        if n in pictures:
            found.append(Line(f"sida {n + 1}", page=n + 1, kind="unread"))
    return found


def _is_whole(data: bytes) -> bool:
    """The end mark is there, and the cross-reference table it points at is where it says.

    pdfium rebuilds a file that was cut and returns the pages it finds, without a word about the others.
    """
    tail = data[-_TAIL:]
    starts = re.findall(rb"startxref\s+(\d{1,12})\s+%%EOF", tail)
    if not starts:
        return False
    at = int(starts[-1])
    if not re.search(rb"xref|\d+\s+\d+\s+obj", data[max(0, at - 16) : at + 32]):
        return False
    # A file laid out for the web says its own length at its beginning.
    said = re.search(rb"/Linearized[^>]{0,200}?/L\s+(\d{1,12})", data[:1_024])
    return said is None or int(said[1]) <= len(data)


def _shows_something(page: Any) -> bool:
    """A page without text that is not blank: scanned, or drawn."""
    return any(True for _ in page.get_objects(max_depth=1))


@dataclass(frozen=True)
class _Drawn:
    """A page's size and the rules on it."""

    width: float
    height: float
    rules: tuple[Rule, ...]


def _page(
    printed: list[Printed], number: int, running: set[tuple[str, int]], usual: Letters, drawn: _Drawn
) -> list[Line]:
    """The page's lines in reading order, its running heads before and after them as the file holds them."""
    aside = {p.order for p in printed if _place(p) in running or _is_margin(p, printed, usual, drawn.height)}
    body = [p for p in printed if p.order not in aside]
    found: list[Line] = []
    columns = 0
    for part in pdf_layout.arranged(body, drawn.rules, drawn.width):
        if isinstance(part, Table):
            found += _table(part, number, usual)
        else:
            lines = _flow(part, number, usual)
            if part.width is not None:
                columns += 1
                lines[0] = replace(lines[0], turns=columns > 1 or bool(found))
            found += lines
    before = [p for p in printed if p.order in aside and p.bottom > drawn.height / 2]
    after = [p for p in printed if p.order in aside and p.bottom <= drawn.height / 2]
    heads, feet = ([Line(p.text, page=number, kind="furniture") for p in part] for part in (before, after))
    return [*heads, *found, *feet]


def _flow(flow: Flow, number: int, usual: Letters) -> list[Line]:
    """A wider gap above opens a paragraph, and so does a whole line of other letters than the line before.

    A bold word at the start or the end of a line does not: it would cut its sentence in two.
    """
    gaps = sorted(gap for a, b in itertools.pairwise(flow.lines) if (gap := a.bottom - b.bottom) > 1)
    normal = gaps[len(gaps) // 4] if gaps else 0.0  # lines inside paragraphs are the closest ones
    found: list[Line] = []
    before: Printed | None = None
    for line in flow.lines:
        opens = before is not None and (
            (line.first != before.last and line.is_even and before.is_even)
            or before.bottom - line.bottom > 1.3 * normal
            or line.bottom > before.bottom + 1
        )
        kind = "heading" if _is_heading(line, usual) else "body"
        fills = (line.x1 - flow.left) / flow.width if flow.width else None
        found.append(Line(line.text, opens, number, kind, fills=fills))
        before = line
    return found


def _table(table: Table, number: int, usual: Letters) -> list[Line]:
    """Rows of cells, each with its own lines; the first row of letters that stand out is the header."""
    found: list[Line] = []
    for n, row in enumerate(table.rows):
        parts = tuple(tuple(_flow(Flow(cell), number, usual)) if cell else () for cell in row)
        bold = all(line.kind == "heading" for cell in parts for line in cell)
        text = "; ".join(" ".join(line.text for line in cell) for cell in parts if cell)
        kind = "table_header" if n == 0 and bold else "table"
        found.append(Line(text, n == 0, number, kind, rows=parts))
    return found


def _is_margin(line: Printed, page: list[Printed], usual: Letters, height: float) -> bool:
    """A line of small letters at the very top or bottom: a running head also where it stands only once."""
    at_edge = line.bottom > 0.93 * height or line.top < 0.07 * height
    return at_edge and line.first[0] < usual[0] and len(page) > 4


def _usual_letters(pages: list[list[Printed]]) -> Letters:
    """The letters that most of the text is set in."""
    size: Counter[Letters] = Counter()
    for line in itertools.chain.from_iterable(pages):
        size[line.last] += len(line.text)
    return size.most_common(1)[0][0]


def _is_heading(line: Printed, usual: Letters) -> bool:
    """A short line all in bold or larger letters, without a full stop or a bullet."""
    text = line.text.strip()
    stands_out = line.first[0] > usual[0] or line.first[1] > usual[1] or (line.first[2] and not usual[2])
    is_short = len(text) < 90 and not text.endswith((".", ",", ";", "-"))
    return line.is_even and stands_out and is_short and (text[:1].isalnum() or text.startswith("§"))


def _printed(page: Any) -> list[Printed]:
    textpage = page.get_textpage()
    text: str = textpage.get_text_range()
    last = textpage.count_chars() - 1
    found: list[Printed] = []
    for match in re.finditer(rf"((?:(?!\r\n|{_LINE_END_HYPHEN}).)+)({_LINE_END_HYPHEN})?", text, re.DOTALL):
        plain = re.sub(r"[\r\n]", " ", match[1])
        if not plain.strip():
            continue
        words = []
        for word in re.finditer(r"\S+", plain):
            x0 = textpage.get_charbox(min(match.start() + word.start(), last), loose=True)[0]
            x1 = textpage.get_charbox(min(match.start() + word.end() - 1, last), loose=True)[2]
            words.append(Word(word.group(), x0, x1))
        if match[2]:
            words[-1] = replace(words[-1], text=words[-1].text + "-")
        first = min(match.start() + len(plain) - len(plain.lstrip()), last)
        end = min(match.start() + len(plain.rstrip()) - 1, last)
        _, bottom, _, top = textpage.get_charbox(first, loose=True)
        letters = _letters(textpage, first), _letters(textpage, end)
        shown = plain + ("-" if match[2] else "")
        found.append(Printed(shown, bottom, top, *letters, tuple(words), len(found)))
    textpage.close()
    return found


def _drawn(page: Any) -> _Drawn:
    width, height = page.get_size()
    return _Drawn(width, height, tuple(itertools.islice(_rules(page), _MOST_RULES)))


def _rules(page: Any) -> Iterator[Rule]:
    """Straight lines and the edges of boxes; a frame around the whole page is none."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    for n, thing in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1)):
        if n > _MOST_RULES:
            return
        left, bottom, right, top = thing.get_bounds()
        wide, high = right - left, top - bottom
        if high <= _THIN and wide >= _SHORTEST:
            yield Rule(True, (bottom + top) / 2, left, right)
        elif wide <= _THIN and high >= _SHORTEST / 2:
            yield Rule(False, (left + right) / 2, bottom, top)
        elif wide >= _SHORTEST and high >= _SHORTEST / 2 and (wide < 0.9 * width or high < 0.8 * height):
            yield Rule(True, bottom, left, right)
            yield Rule(True, top, left, right)
            yield Rule(False, left, bottom, top)
            yield Rule(False, right, bottom, top)


def _letters(textpage: Any, at: int) -> Letters:
    import ctypes

    import pypdfium2.raw as raw

    font = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(textpage, at, font, len(font), ctypes.byref(ctypes.c_int()))
    return (
        round(raw.FPDFText_GetFontSize(textpage, at)),
        raw.FPDFText_GetFontWeight(textpage, at),
        bool(re.search(rb"bold|black|heavy", font.value, re.IGNORECASE)),
    )


def _place(line: Printed) -> tuple[str, int]:
    """Text with digits masked, and height on the page: what a running head repeats."""
    return re.sub(r"\d+", "#", cells.clean(line.text)), round(line.bottom / 3)


def _running_heads(pages: list[list[Printed]]) -> set[tuple[str, int]]:
    """Places among the first and last lines, on the page or in the file, that return on most pages."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        by_height = sorted(page, key=lambda p: -p.bottom)
        outer = [*page[:2], *page[-2:], *by_height[:3], *by_height[-3:]]
        seen.update({_place(line) for line in outer})
    return {place for place, n in seen.items() if n >= 2 and n > len(pages) / 2}
