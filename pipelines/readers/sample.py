"""What recognition looks at: the beginning of a file, opened once and shown to every layout.

Belongs here: telling text, workbook, document, JSON and Parquet apart by content. Not here: reading.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from pipelines.readers import cells, documents, tables
from pipelines.readers.result import UnreadableFileError

_HEAD = 65_536


@dataclass(frozen=True)
class FileSample:
    """The beginning of one file.

    ``kind`` is text, json, workbook, document, parquet or unknown. ``lines`` are the first lines of
    a text file, ``header`` their best guess at a header row, ``json_head`` the parsed JSON,
    ``sheets`` the first rows per sheet, ``paragraphs`` the first paragraphs of a document or text.
    """

    name: str
    head: bytes
    kind: str
    text: str = ""
    lines: tuple[str, ...] = ()
    delimiter: str = ";"
    json_head: object = None
    parquet_columns: tuple[str, ...] = ()
    sheets: dict[str, list[list[object]]] = field(default_factory=dict)
    paragraphs: tuple[str, ...] = ()

    def text_header(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The line among the first eight of a text file that shares most names, as header keys."""
        best: tuple[str, ...] = ()
        wanted = {cells.key(n) for n in names}
        score = 0
        for line in self.lines[:8]:
            fields = tuple(cells.key(f) for f in tables.split_line(line))
            if len(wanted & set(fields)) > score:
                best, score = fields, len(wanted & set(fields))
        return best

    def sheet_header(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The row among the first rows of any sheet that shares most names, as header keys."""
        best: tuple[str, ...] = ()
        wanted = {cells.key(n) for n in names}
        score = 0
        for rows in self.sheets.values():
            for row in rows:
                found = tuple(cells.key(c) for c in row)
                if len(wanted & set(found)) > score:
                    best, score = found, len(wanted & set(found))
        return best

    def matched(self, names: tuple[str, ...]) -> frozenset[str]:
        """Which of the header names stand in the file's best header row."""
        if self.kind == "parquet":
            found = set(self.parquet_columns)
        else:
            found = set(self.sheet_header(names) if self.kind == "workbook" else self.text_header(names))
        return frozenset(n for n in names if cells.key(n) in found)


def take(data: bytes, name: str) -> FileSample:
    """Look at a file once. Raises UnreadableFileError when it is empty, cut off or not a known form."""
    head = data[:_HEAD]
    if not data.strip(b"\x00 \t\r\n"):
        raise tables.unreadable(name, "Filen är tom.")
    if data.startswith(b"%PDF"):
        return FileSample(name, head, "document", paragraphs=documents.first_paragraphs(data, name))
    if data.startswith(b"PAR1"):
        return FileSample(name, head, "parquet", parquet_columns=_parquet_columns(data, name))
    if data.startswith(b"PK"):
        inside = tables.check_container(data, name)
        if "word/document.xml" in inside:
            return FileSample(name, head, "document", paragraphs=documents.first_paragraphs(data, name))
        return _workbook(data, name, head)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _workbook(data, name, head)
    # The cut is made at a line end, so that no letter of two bytes is halved.
    is_wide = data.startswith(
        (b"\xff\xfe", b"\xfe\xff")
    )  # UTF-16: a byte that looks like a line end is half a letter
    cut = data if is_wide or len(data) <= _HEAD else head[: head.rfind(b"\n") + 1] or head
    text, _ = tables.decode(cut, name)
    if text.lstrip()[:1] in "{[":
        try:
            parsed = json.loads(tables.decode(data, name)[0])
        except (ValueError, RecursionError):
            parsed = None
        if parsed is not None:
            return FileSample(name, head, "json", text=text, json_head=parsed)
    lines = tuple(line for line in text.splitlines() if line.strip())
    if not lines:
        raise tables.unreadable(name, "Filen är tom.")
    paragraphs = documents.first_paragraphs("\n".join(text.splitlines()[:80]).encode(), name)
    return FileSample(
        name,
        head,
        "text",
        text=text,
        lines=lines[:40],
        delimiter=tables.delimiter_of(lines[0]),
        paragraphs=paragraphs,
    )


def _workbook(data: bytes, name: str, head: bytes) -> FileSample:
    sheets = tables.read_workbook(data, name, max_rows=15)
    if not any(tables.has_content(row) for sheet in sheets for row in sheet.rows):
        raise tables.unreadable(name, "Arbetsboken är tom.")
    return FileSample(name, head, "workbook", sheets={s.name: s.rows for s in sheets})


def _parquet_columns(data: bytes, name: str) -> tuple[str, ...]:
    import io

    import pyarrow
    import pyarrow.parquet

    try:
        schema = pyarrow.parquet.read_schema(io.BytesIO(data))
    except (pyarrow.ArrowException, OSError, ValueError):
        raise UnreadableFileError(
            f"Filen «{name}» kan inte läsas. Filen är avbruten eller trasig. Hämta den på nytt."
        ) from None
    return tuple(cells.key(c) for c in schema.names)
