"""PDF files -> printed lines, with the places where the layout shows that a paragraph begins.

Belongs here: whether the file is whole, lines, gaps, letter sizes, running heads. Not here: joining lines
(documents.py).
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from pipelines.readers import cells, tables

# pdfium marks a hyphen that it takes for a line end's with this character and drops the line break.
_LINE_END_HYPHEN = "\ufffe"
_BROKEN = "Filen är avbruten eller trasig. Hämta den på nytt."
# The end mark stands last; some programs write a little after it.
_TAIL = 2_048


@dataclass(frozen=True)
class Line:
    """One printed line; ``opens`` is True when the layout shows that a new paragraph starts here.

    ``kind``: body, furniture (running heads), unread (a page without text), and from text files also
    heading, table and table_header.
    """

    text: str
    opens: bool = False
    page: int | None = None
    kind: str = "body"


# Size, weight, and whether the font is a bold one (the standard fonts have no weight).
_Letters = tuple[int, int, bool]


@dataclass(frozen=True)
class _Printed:
    """``first`` and ``last``: the letters that the line begins and ends with."""

    text: str
    bottom: float
    first: _Letters
    last: _Letters

    @property
    def is_even(self) -> bool:
        return self.first == self.last

    @property
    def place(self) -> tuple[str, int]:
        """Text with digits masked, and height on the page: what a running head repeats."""
        return re.sub(r"\d+", "#", cells.clean(self.text)), round(self.bottom / 3)


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
        found += _page(page, n + 1, running, usual)
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


def _page(printed: list[_Printed], number: int, running: set[tuple[str, int]], usual: _Letters) -> list[Line]:
    """A wider gap above opens a paragraph, and so does a whole line of other letters than the line before.

    A bold word at the start or the end of a line does not: it would cut its sentence in two.
    """
    body = [p for p in printed if p.place not in running]
    gaps = sorted(gap for a, b in itertools.pairwise(body) if (gap := a.bottom - b.bottom) > 1)
    normal = gaps[len(gaps) // 4] if gaps else 0.0  # lines inside paragraphs are the closest ones
    found: list[Line] = []
    before: _Printed | None = None
    for line in printed:
        if line.place in running:
            found.append(Line(line.text, page=number, kind="furniture"))
            continue
        opens = before is not None and (
            (line.first != before.last and line.is_even and before.is_even)
            or before.bottom - line.bottom > 1.3 * normal
            or line.bottom > before.bottom + 1
        )
        found.append(Line(line.text, opens, number, "heading" if _is_heading(line, usual) else "body"))
        before = line
    return found


def _usual_letters(pages: list[list[_Printed]]) -> _Letters:
    """The letters that most of the text is set in."""
    size: Counter[_Letters] = Counter()
    for line in itertools.chain.from_iterable(pages):
        size[line.last] += len(line.text)
    return size.most_common(1)[0][0]


def _is_heading(line: _Printed, usual: _Letters) -> bool:
    """A short line all in bold or larger letters, without a full stop or a bullet."""
    text = line.text.strip()
    stands_out = line.first[0] > usual[0] or line.first[1] > usual[1] or (line.first[2] and not usual[2])
    is_short = len(text) < 90 and not text.endswith((".", ",", ";", "-"))
    return line.is_even and stands_out and is_short and (text[:1].isalnum() or text.startswith("§"))


def _printed(page: Any) -> list[_Printed]:
    textpage = page.get_textpage()
    text: str = textpage.get_text_range()
    last = textpage.count_chars() - 1
    found: list[_Printed] = []
    for match in re.finditer(rf"((?:(?!\r\n|{_LINE_END_HYPHEN}).)+)({_LINE_END_HYPHEN})?", text, re.DOTALL):
        plain = re.sub(r"[\r\n]", " ", match[1])
        if not plain.strip():
            continue
        first = min(match.start() + len(plain) - len(plain.lstrip()), last)
        end = min(match.start() + len(plain.rstrip()) - 1, last)
        bottom = textpage.get_charbox(first, loose=True)[1]
        letters = _letters(textpage, first), _letters(textpage, end)
        found.append(_Printed(plain + ("-" if match[2] else ""), bottom, *letters))
    textpage.close()
    return found


def _letters(textpage: Any, at: int) -> _Letters:
    import ctypes

    import pypdfium2.raw as raw

    font = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(textpage, at, font, len(font), ctypes.byref(ctypes.c_int()))
    return (
        round(raw.FPDFText_GetFontSize(textpage, at)),
        raw.FPDFText_GetFontWeight(textpage, at),
        bool(re.search(rb"bold|black|heavy", font.value, re.IGNORECASE)),
    )


def _running_heads(pages: list[list[_Printed]]) -> set[tuple[str, int]]:
    """Places among the two top and two bottom lines that return on most pages of at least two."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({line.place for line in page[:2] + page[-2:]})
    return {place for place, n in seen.items() if n >= 2 and n > len(pages) / 2}
