"""``lagesbild check``: every file with its layout, what became of its records and what could not be read.

Reads everything and stores nothing. Not here: how a file is read, what a record becomes.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipelines import readers
from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.raw import FileReading, Reading, quotes, read_all
from pipelines.tables import accounting, corrections, scope, source_tables

_LEFT_OUT = (accounting.EXCLUDED, accounting.SKIPPED)


def report(agreement: Agreement) -> tuple[list[str], bool]:
    """The lines to print, and whether every file could be read and every figure placed."""
    reading, failed = read_all(agreement)
    faults = list(_faults(reading, agreement))
    account = accounting.file_account(reading, agreement) if reading.files and not faults else None
    lines = [line for file in reading.files for line in _of_file(file, reading, account)]
    listed = ""
    for item in failed:
        message, found, known = item.message.partition(readers.KNOWN_FILES)
        listed = f"{found.strip()}{known}" if found else listed
        lines += [item.name, f"  kunde inte läsas: {message.strip()}"]
    lines += [listed] if listed else []
    lines += faults
    problems = sum(len(file.result.problems) for file in reading.files)
    lines.append(
        f"{len(reading.files)} filer lästa, {problems} poster avvisade, {len(failed)} filer kunde inte läsas."
    )
    return lines, not failed and not faults


def _faults(reading: Reading, agreement: Agreement) -> Iterator[str]:
    """What would stop a refresh although every file can be read by itself."""
    for look in (
        lambda: source_tables.require_known_codes(reading),
        lambda: scope.require_known_municipality(reading, agreement),
        lambda: source_tables.police_report(reading, agreement),
        lambda: corrections.declared(agreement),
    ):
        try:
            look()
        except UserError as error:
            yield f"stoppar: {error}"


def _of_file(file: FileReading, reading: Reading, account: pd.DataFrame | None) -> Iterator[str]:
    result = file.result
    read = result.records - len(result.problems) - sum(result.skipped.values())
    title = readers.LAYOUTS[file.layout].TITLE
    yield file.path
    yield f"  {title}: {read} poster lästa av {result.records}"
    if account is None:
        left_out = sorted(result.skipped.items())
    else:
        own = account[(account["file"] == file.path) & account["outcome"].isin(_LEFT_OUT)]
        left_out = sorted(zip(own["reason"], own["records"], strict=True))
    for reason, number in left_out:
        yield f"  utelämnat: {reason}: {number}"
    for note in result.notes:
        yield f"  anmärkning: {note}"
    for problem, (sheet, found) in zip(result.problems, quotes(file, reading.redactor), strict=True):
        parts = (sheet and f"blad {sheet}", problem.row and f"rad {problem.row}")
        where = ", ".join(part for part in parts if part)
        there = f" Där står: {found}." if found else ""
        yield f"  kunde inte läsas ({where}): {problem.reason}{there} {problem.advice}"
