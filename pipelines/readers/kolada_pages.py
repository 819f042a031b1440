"""Saved answers of Kolada's API, version 3: one page, or the pages of one or several questions in a list.

Belongs here: whether all pages that Kolada announced are in the file. Not here: what the entries are
(kolada, municipality_groups). Reconstructed from public code that reads the API: each page has values, count,
next_url and previous_url.
"""

from __future__ import annotations

import json
import re

from pipelines.readers import cells, tables
from pipelines.readers.result import Problem

AGAIN = "Hämta värdena på nytt från Kolada."
SKIP_DELETED = "borttaget hos Kolada (isdeleted)"
EMPTY = "Filen har inga värden. Ett tomt svar från Kolada betyder att frågan var fel."

_PAGE = re.compile(r"[?&]page=(\d+)")


def parse(text: str, name: str) -> object:
    """The JSON of a file. Raises UnreadableFileError."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise tables.unreadable(name, f"Filen är inte giltig JSON. {AGAIN}") from None


def pages(parsed: object) -> list[dict[str, object]]:
    """The answers in a file: the one there is, or those in a list. Entries saved without a page make one."""
    found: list[dict[str, object]] = [
        p for p in (parsed if isinstance(parsed, list) else [parsed]) if isinstance(p, dict)
    ]
    answers = [p for p in found if isinstance(p.get("values", p.get("results")), list) and "kpi" not in p]
    loose: dict[str, object] = {"values": found}
    return answers or ([loose] if found else [])


def entries(page: dict[str, object]) -> list[object]:
    """What a page holds."""
    held = page.get("values", page.get("results"))
    return held if isinstance(held, list) else []


def is_empty_answer(parsed: object) -> bool:
    """An answer with nothing in it, as Kolada gives to a question that was put wrongly."""
    answers = parsed if isinstance(parsed, list) else [parsed]
    return bool(answers) and all(
        isinstance(p, dict) and p.get("values") == [] and bool({"count", "next_url", "previous_url"} & set(p))
        for p in answers
    )


def require_all(answers: list[dict[str, object]], name: str) -> None:
    """Raise UnreadableFileError when a page is announced that is not there, or fewer entries than counted.

    A page with a next page must be followed by it, and a page with a previous one must follow it: a part of
    an answer looks like the whole of a smaller one.
    """
    before: object = None
    for n, page in enumerate(answers):
        previous = page.get("previous_url", before)
        if bool(before) != bool(previous) or (before and not _are_neighbours(before, page)):
            raise tables.unreadable(name, f"En sida av svaret saknas före sida {n + 1} i filen. {AGAIN}")
        before = page.get("next_url")
    if before:
        raise tables.unreadable(
            name,
            "Svaret fortsätter på fler sidor (next_url) som inte finns i filen. Hämta alla sidor från Kolada.",
        )
    counts = [page.get("count") for page in answers]
    announced = max((c for c in counts if isinstance(c, int)), default=0)
    held = sum(max(1, len(_inner(entry))) for page in answers for entry in entries(page))
    if announced > held:
        raise tables.unreadable(name, f"Svaret har färre poster än det anger (count). {AGAIN}")


def _are_neighbours(next_url: object, page: dict[str, object]) -> bool:
    """False when the addresses tell that a page between them is missing."""
    here = _number(next_url)
    following, previous = _number(page.get("next_url")), _number(page.get("previous_url"))
    return here is None or (previous in (None, here - 1) and following in (None, here + 1))


def _number(url: object) -> int | None:
    match = _PAGE.search(url) if isinstance(url, str) else None
    return int(match.group(1)) if match else None


def _inner(entry: object) -> list[object]:
    held = (entry.get("values") or entry.get("members")) if isinstance(entry, dict) else None
    return held if isinstance(held, list) else []


def is_scalar(*values: object) -> bool:
    """True when no value is a list or an object."""
    return all(v is None or isinstance(v, (str, int, float)) for v in values)


def plain(value: object) -> object:
    """A whole number as text: one with hundreds of digits is too large to be a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def is_deleted(value: object) -> bool:
    """Kolada marks values and groups that it has withdrawn."""
    return value is True or cells.key(value) in ("true", "1", "ja", "sant")


def not_an_entry(n: int) -> Problem:
    """The problem of an entry that lacks what Kolada always sends."""
    return Problem(n, "", "Posten saknar fält som Kolada alltid skickar.", AGAIN)
