"""What the cell values of an xlsx do not tell: merged cells, formulas without a result, numbers shown as percent.

Belongs here: reading them from the file's own XML. Not here: values (tables.read_workbook) or what is done about it.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"')
_CELL = re.compile(rb"<c ([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_REFERENCE = re.compile(rb'r="([A-Z]+\d+)"')
_STYLE = re.compile(rb's="(\d+)"')
_RESULT = re.compile(rb"<v(?: [^>]*)?>[^<]+</v>")
_FORMATS = re.compile(rb"<cellXfs.*?</cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<xf ([^>]*)")
_FORMAT_NUMBER = re.compile(rb'numFmtId="(\d+)"')
_OWN_FORMAT = re.compile(rb"<numFmt ([^>]*)/>")
#: Excel's own formats for whole and two-decimal percent.
_PERCENT = {9, 10}


@dataclass(frozen=True)
class Marks:
    """Merged ranges ("B5:B9"), and the cells ("C7") whose formula gave no result or that are shown as percent."""

    merged: tuple[str, ...] = ()
    failed: frozenset[str] = frozenset()
    percent: frozenset[str] = frozenset()


def sheet_files(data: bytes) -> dict[str, str]:
    """Sheet name → its file inside the archive, in the workbook's order; empty when the file is no xlsx."""
    from xml.etree import ElementTree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
            links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, zipfile.BadZipFile, ElementTree.ParseError):
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
            target = targets.get(key, "").lstrip("/")
            found[sheet.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return found


def all_marks(data: bytes) -> dict[str, Marks]:
    """The marks of every sheet by its name; empty when the file is no xlsx."""
    found = {}
    paths = sheet_files(data)
    if not paths:
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        present = set(archive.namelist())
        styles = archive.read("xl/styles.xml") if "xl/styles.xml" in present else b""
        percent = _percent_styles(styles)
        for name, path in paths.items():
            if path in present:
                found[name] = _marks(archive.read(path), percent)
    return found


def _marks(xml: bytes, percent_styles: set[int]) -> Marks:
    failed, percent = set(), set()
    for attributes, inside in _CELL.findall(xml):
        if (at := _REFERENCE.search(attributes)) is None:
            continue
        is_text = b't="str"' in attributes
        if b't="e"' in attributes or (b"<f" in inside and not is_text and not _RESULT.search(inside)):
            failed.add(at[1].decode())
        style = _STYLE.search(attributes)
        if inside and style and int(style[1]) in percent_styles:
            percent.add(at[1].decode())
    merged = tuple(match.decode() for match in _MERGED.findall(xml))
    return Marks(merged, frozenset(failed), frozenset(percent))


def _percent_styles(styles: bytes) -> set[int]:
    """Numbers of the cell styles that show a number as percent."""
    own = {
        int(number[1])
        for attributes in _OWN_FORMAT.findall(styles)
        if b"%" in attributes and (number := _FORMAT_NUMBER.search(attributes))
    }
    formats = _FORMATS.search(styles)
    if formats is None:
        return set()
    found = set()
    for index, attributes in enumerate(_FORMAT.findall(formats[0])):
        number = _FORMAT_NUMBER.search(attributes)
        if number and int(number[1]) in _PERCENT | own:
            found.add(index)
    return found
