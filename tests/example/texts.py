"""Reads the hand-written texts of the example and keeps track of the personal data planted in them.

The texts stand in ``texts/*.txt``. Planted personal data is marked ``{N:name}``; the marks are removed before
a text is written to a file of the example. All persons, numbers and addresses are fictitious.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
PLANTED_FILE = Path(__file__).parent / "planted.csv"
MARK = re.compile(r"\{([NPSTEARH]):([^{}]+)\}")
KINDS = {
    "N": "NAME",
    "P": "PNR",
    "S": "SAMNR",
    "T": "PHONE",
    "E": "EMAIL",
    "A": "ADDRESS",
    "R": "PLATE",
    "H": "HANDLE",
}
FORM_YEARS = range(2019, 2024)
# Minutes that reach the example as pdf; the others are Word documents.
PDF_DATES = ("2019-10-17", "2021-02-11", "2022-03-24", "2023-03-16")


def plain(text: str) -> str:
    """The text without marks: ``{N:Petra}s bil`` -> ``Petras bil``."""
    return MARK.sub(r"\2", text)


@cache
def lines(name: str) -> tuple[str, ...]:
    """Lines of a text file with marks left in; comments are dropped in the column files."""
    content = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    columns = name.startswith(("medborgare", "personal", "operativ", "vandring"))
    return tuple(line for line in content if line and not (columns and line.startswith("# ")))


@cache
def table(name: str, width: int) -> tuple[tuple[str, ...], ...]:
    """Rows of a column file (``|`` between columns), padded to `width`, marks removed."""
    rows = []
    for line in lines(name):
        cells = [plain(cell.strip()) for cell in line.split("|")]
        if len(cells) > width:
            raise ValueError(f"För många kolumner i {name}: {line}")
        rows.append((*cells, *[""] * (width - len(cells))))
    return tuple(rows)


@dataclass
class Note:
    """Minutes or dialogue notes: header fields, attendance blocks and headed items."""

    fields: dict[str, str] = field(default_factory=dict)
    attendance: list[tuple[str, list[str]]] = field(default_factory=list)
    items: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)


def note(name: str) -> Note:
    """Parse minutes or notes; parts of an item are (kind, text): text, bullet, decision or table."""
    out = Note()
    for raw in lines(name):
        line = plain(raw)
        if line.startswith("# "):
            out.items.append((line[2:], []))
        elif out.items:
            kind, start = {"- ": ("bullet", 2), "| ": ("table", 2)}.get(line[:2], ("text", 0))
            if line.startswith("BESLUT: "):
                kind, start = "decision", len("BESLUT: ")
            out.items[-1][1].append((kind, line[start:]))
        elif line.startswith("["):
            out.attendance.append((line.strip("[]"), []))
        elif out.attendance:
            out.attendance[-1][1].append(line)
        else:
            key, value = line.split(": ", 1)
            out.fields[key] = value
    return out


def minutes_dates() -> list[str]:
    """Dates of all minutes, oldest first."""
    return sorted(path.stem.removeprefix("protokoll_") for path in FOLDER.glob("protokoll_*.txt"))


def target(source: str) -> str:
    """The example file (relative path) that a text file ends up in."""
    kind, when = Path(source).stem.split("_")
    if kind == "protokoll":
        return f"bra-moten/protokoll_{when}.{'pdf' if when in PDF_DATES else 'docx'}"
    return {
        "medborgare": f"medborgardialog/medborgardialog_{when}_formular.xlsx",
        "personal": f"medarbetardialog/medarbetardialog_{when}.xlsx",
        "operativ": f"operativa-bra/operativ_lista_{when}.xlsx",
        "anteckningar": f"medarbetardialog/anteckningar_{when}.docx",
        "vandring": f"ovriga-kallor/ovriga_kallor_{when}.xlsx",
    }[kind]


def planted() -> list[tuple[str, str, str]]:
    """Every planted piece of personal data: (kind, text as written, example file), sorted, no repeats."""
    found = set()
    for path in sorted(FOLDER.glob("*.txt")):
        for line in lines(path.name):
            found |= {(KINDS[kind], text, target(path.name)) for kind, text in MARK.findall(line)}
    return sorted(found)


def planted_csv() -> str:
    """Content of planted.csv: kind,text,file."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["kind", "text", "file"])
    writer.writerows(planted())
    return buffer.getvalue()
