"""The numbered items of minutes: "§ 12", "3.", "3.2", "Punkt 4".

Belongs here: whether a paragraph opens an item, with its number and title. Not here: what is said under it
(council_minutes).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.readers import documents, meeting
from pipelines.readers.documents import Paragraph

_ITEM = re.compile(
    r"(?P<paragraph>§)\s*(?P<p>\d{1,3})\.?[\s:–-]*(?P<pt>.*)|(?P<n>\d{1,2})[.)](?!\d)\s*(?P<nt>\S.*)"
    r"|(?P<d>\d{1,2})\.(?P<dd>\d{1,2})\.?\s+(?P<dt>\S.*)"
    r"|(?P<m>\d{1,3})\s*§[\s:–-]*(?P<mt>.*)|(?:punkt|ärende)\s+(?P<o>\d{1,2})\s*[.:–-]\s*(?P<ot>.*)",
    re.IGNORECASE,
)
_SECTION = re.compile(r"§|\d{1,3}\s*§")
_DECIMAL = re.compile(r"\d{1,2}\.\d{1,2}\.?\s+[A-ZÅÄÖ]")
_SUB_ITEM = "rubrik"


def by_section(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the minutes number their items with §: then a plain "1." is a list inside an item."""
    return any(_SECTION.match(p.text) for p in paragraphs if p.kind not in meeting.CELLS_BESIDE)


def with_sub_items(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Marks the lines "3.2 Skolan" that are titles: something stands under them that is not the next one."""
    found = list(paragraphs)
    running = [n for n, p in enumerate(paragraphs) if p.kind not in documents.BESIDE]
    for n, after in itertools.pairwise(running):
        p, following = paragraphs[n], paragraphs[after]
        if not _DECIMAL.match(p.text) or p.kind not in ("heading", "body") or len(p.text) > 100:
            continue
        titled = p.kind == "heading" or (not p.text.endswith((".", ";", "!")) and not p.series)
        if titled and not _DECIMAL.match(following.text) and not _ITEM.fullmatch(following.text):
            found[n] = replace(p, column=_SUB_ITEM)
    return found


def opened(
    p: Paragraph, last: int, has_sections: bool, series: str | None = None
) -> tuple[int, str, str] | None:
    """Number, label and title when the paragraph opens an item.

    Where the minutes use §, a plain "1." is a list inside an item; elsewhere numbers must follow on, and
    come from the same numbering when Word numbers them (``series``), so that neither a list that starts
    again nor a date at the start of a line opens an item.
    """
    match = _ITEM.fullmatch(p.text)
    if not match or p.kind not in ("body", "heading", "list") or len(p.text) > 160:
        return None
    if match["paragraph"] or match["m"]:
        number = int(match["p"] or match["m"])
        return number, f"§ {number}", match["pt"] or match["mt"] or ""
    number, title = (
        int(match["n"] or match["o"] or match["d"]),
        match["nt"] or match["ot"] or match["dt"] or "",
    )
    if match["d"]:
        # "3.2 Skolan": an item inside the third, with or without a line for the third itself.
        opens = number in ((last, last + 1, last + 2) if last else (1, 2)) and p.column == _SUB_ITEM
        return (number, f"punkt {number}.{match['dd']}", title) if opens and not has_sections else None
    if (
        has_sections
        or number not in ((last + 1, last + 2) if last else (1, 2))
        or title.endswith((".", ";"))
        or (last and series is not None and p.series != series)
    ):
        return None
    return number, f"punkt {number}", title
