"""Plain text and Markdown -> lines, with headings and table rows told apart and Markdown's marks removed.

Belongs here: what #, |, >, ** and underlining mean. Not here: joining lines into paragraphs (documents).
Plain text takes the same way: what looks like Markdown in it (a line of dashes under a title) means the same.
"""

from __future__ import annotations

import re

from pipelines.readers.pdf_files import Line

_HEADING = re.compile(r"#{1,6}\s+(.*?)(?:\s+#+)?")
_RULE = re.compile(r"[-=_*]{3,}|(?:[-_*]\s){2,}[-_*]")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_TABLE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_LISTED = re.compile(r"[-–*•]\s|\d{1,2}[.)]\s")
_CELL_BORDER = re.compile(r"(?<!\\)\|")


def lines(text: str) -> list[Line]:
    """Lines for ``documents.join_lines``; a heading or a table row is a paragraph of its own."""
    raw = [line.strip() for line in text.splitlines()]
    found: list[Line] = []
    header_at = {n - 1 for n in range(1, len(raw)) if _is_table_rule(raw[n]) and "|" in raw[n - 1]}
    for n, line in enumerate(raw):
        before = raw[n - 1] if n else ""
        if heading := _HEADING.fullmatch(line):
            found += [Line(_unmark(heading[1]), True, kind="heading"), Line("")]
        elif _is_table_rule(line) and n - 1 in header_at:
            continue
        elif n in header_at:
            found.append(_row(line, "table_header"))
        elif _is_row(line, found):
            found.append(_row(line, "table"))
        elif _UNDERLINE.fullmatch(line) and before and _stands_alone(raw, n - 1) and found:
            # "Protokoll" with a line of dashes under it.
            found[-1] = Line(found[-1].text, True, kind="heading")
            found.append(Line(""))
        elif _RULE.fullmatch(line):
            found.append(Line(""))
        elif _is_shouted(line) and (not before or (n + 1 < len(raw) and _LISTED.match(raw[n + 1]))):
            found += [Line(line, True, kind="heading"), Line("")]
        else:
            found.append(Line(_unmark(re.sub(r"^>\s?", "", line))))
    return found


def _is_table_rule(line: str) -> bool:
    return "|" in line and bool(_TABLE_RULE.fullmatch(line))


def _is_row(line: str, found: list[Line]) -> bool:
    """A row with borders at both ends, or one inside a table that leaves them out."""
    if len(line) > 1 and line.startswith("|") and line.endswith("|"):
        return True
    return bool(found) and found[-1].kind in ("table", "table_header") and bool(_CELL_BORDER.search(line))


def _stands_alone(raw: list[str], n: int) -> bool:
    """The line is a paragraph by itself and has a title's form, not another rule's or a sentence's."""
    return (
        (n == 0 or not raw[n - 1])
        and len(raw[n]) < 100
        and not raw[n].endswith(".")
        and any(c.isalpha() for c in raw[n])
    )


def _is_shouted(line: str) -> bool:
    """A line in capitals alone, as headings are typed where nothing can be set in bold."""
    return (
        line.isupper()
        and sum(c.isalpha() for c in line) > 2
        and len(line.split()) <= 6
        and line[0].isalpha()
        and not line.endswith((".", "!", ","))
    )


def _row(line: str, kind: str) -> Line:
    """A table row as one paragraph, cells parted by semicolons as in Word files."""
    inner = re.sub(r"^\||(?<!\\)\|$", "", line)
    texts = tuple(_unmark(cell.strip()) for cell in _CELL_BORDER.split(inner))
    return Line("; ".join(text for text in texts if text), True, kind=kind, cells=texts)


def _unmark(text: str) -> str:
    """Without bold, italics, links, check boxes and escapes; the words themselves stay."""
    text = re.sub(r"^([-*•]\s+)\[[ xX]\]\s+", r"\1", text)
    text = re.sub(r"!?\[([^\]\[]+)\]\((?:https?:|mailto:|/|#|\.)[^)\s]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*_])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*_])", r"\2", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!|>-])", r"\1", text)
