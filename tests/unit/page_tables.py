"""Tables of a page as cells, for tests of what the page shows.

Not here: expected values.
"""

from __future__ import annotations

import re


def rows(page: str, caption: str) -> list[list[str]]:
    """The cells of the table with this caption, row by row, without its heading."""
    found = re.search(rf"<caption>{re.escape(caption)}</caption>.*?</table>", page, re.DOTALL)
    assert found, caption
    lines = re.findall(r"<tr>(.*?)</tr>", found.group(), re.DOTALL)[1:]
    return [
        [re.sub(r"\xa0", " ", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line)]
        for line in lines
    ]
