"""Office files with the same bytes on every run: workbooks, Word documents and zip normalisation.

Timestamps, creators and compression are the only things that make such files differ between runs; they are
fixed here. What stands in the files is decided by the modules that call these functions.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from openpyxl import Workbook

EPOCH = (1980, 1, 1, 0, 0, 0)
STAMP = b"2024-01-15T08:00:00Z"
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Lagesbild</Application></Properties>"
)
Cell = object
Sheet = tuple[str, Iterable[Sequence[Cell]]]


# Parts of Word's template that nobody needs and that make every document 0,8 MB.
DROPPED = ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml")
UNUSED = re.compile(
    rb"<Relationship [^>]*(?:thumbnail|stylesWithEffects)[^>]*/>|<Override [^>]*stylesWithEffects[^>]*/>"
)
TABLE_STYLE = re.compile(rb'<w:style w:type="table"(?! w:default)[^>]*>.*?</w:style>', re.DOTALL)


def _fixed(name: str, data: bytes) -> bytes:
    """The part of an office file with its timestamps and program versions replaced by constants."""
    if name == "docProps/app.xml":
        return APP
    if name.endswith(".rels") or name == "[Content_Types].xml":
        return UNUSED.sub(b"", data)
    if name == "word/styles.xml":
        return TABLE_STYLE.sub(b"", data)
    if name == "docProps/core.xml":
        return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + STAMP, data)
    return data


def normalise(data: bytes) -> bytes:
    """Rewrite an xlsx or docx so that the same content always gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            if name in DROPPED:
                continue
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 0
            info.external_attr = 0
            target.writestr(info, _fixed(name, source.read(name)))
    return out.getvalue()


def write_workbook(path: Path, sheets: Iterable[Sheet]) -> None:
    """Write a workbook of (title, rows) sheets; None is an empty cell."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Exempel"
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(normalise(buffer.getvalue()))


def new_document(title: str) -> DocumentType:
    """An empty Word document with fixed properties."""
    document = Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = "Exempel"
    properties.title = title
    properties.comments = ""
    return document


def save_document(path: Path, document: DocumentType) -> None:
    """Write a Word document with fixed bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(normalise(buffer.getvalue()))
