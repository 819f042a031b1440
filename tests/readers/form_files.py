"""What the tests of forms, lists and notes share: csv files, and who recognises a file."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from pipelines import readers
from pipelines.readers import (
    ReadResult,
    UnreadableFileError,
    citizen_form,
    citizen_list,
    citizen_notes,
    council_minutes,
    further_source,
    operative_list,
    sample,
    staff_form,
    staff_notes,
)

OURS = (
    citizen_form,
    citizen_list,
    citizen_notes,
    council_minutes,
    further_source,
    operative_list,
    staff_form,
    staff_notes,
)


def csv_file(*rows: Sequence[object], separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """Lines as a spreadsheet program saves them: quotation marks where needed, a line end after each."""

    def cell(value: object) -> str:
        text = "" if value is None else str(value)
        needs = any(c in text for c in (separator, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if needs else text

    lines = (separator.join(cell(c) for c in row) + "\r\n" for row in rows)
    return "".join(lines).encode(encoding)


def recognised_by(data: bytes, name: str = "fil") -> list[str]:
    """The ids of every layout, registered or ours, that takes the file for its own."""
    seen = sample.take(data, name)
    layouts = {layout.LAYOUT: layout for layout in (*readers.LAYOUTS.values(), *OURS)}
    return [i for i, layout in layouts.items() if layout.recognises(seen)]


def read_as(module: ModuleType, data: bytes) -> ReadResult:
    """Read a file that this layout alone recognises, with every record accounted for."""
    assert recognised_by(data) == [module.LAYOUT]
    result = module.read(data, "fil")
    assert result.is_reconciled()
    return result


def outcome(module: ModuleType, data: bytes) -> tuple[bool, list[dict[str, object]]]:
    """Whether a damaged file is flagged (refused, or with problems), and the rows that it gave."""
    try:
        result = module.read(data, "fil")
    except UnreadableFileError:
        return True, []
    assert result.is_reconciled()
    return bool(result.problems or result.notes), result.rows.to_dict("records")
