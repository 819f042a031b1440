"""Readers: the bytes of one file -> tidy rows, problems and counted omissions, per publisher's layout.

Belongs here: recognising a file by its content and reading it. Not here: agreements, storage,
redaction, what a number means. Every layout is listed in ``LAYOUTS`` by its id.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from pipelines.readers import (
    agency_totals,
    citizen_form,
    citizen_list,
    citizen_notes,
    council_minutes,
    further_source,
    incident_report,
    indicator_workbook,
    kolada,
    municipality_groups,
    municipality_indicators,
    ntu_county,
    offence_code_tree,
    operative_list,
    police_delivery,
    police_events,
    population,
    reference_list,
    returned_workbook,
    safety_survey,
    sample,
    scb_pxweb,
    school_statistics,
    school_survey,
    sol,
    sol_long,
    staff_form,
    staff_notes,
    table_120,
    youth_survey,
)
from pipelines.readers.result import Problem, ReadResult, UnreadableFileError
from pipelines.readers.sample import FileSample

__all__ = ["LAYOUTS", "Layout", "Problem", "ReadResult", "UnreadableFileError", "read", "recognise"]


class Layout(Protocol):
    """What every layout offers: an id, Swedish descriptions, recognition by content, and reading.

    ``HEADERS`` are the header names that mark the layout, empty for running text.
    """

    @property
    def LAYOUT(self) -> str: ...
    @property
    def TITLE(self) -> str: ...
    @property
    def EXPECTED(self) -> str: ...
    @property
    def HEADERS(self) -> tuple[str, ...]: ...
    def recognises(self, sample: FileSample, /) -> bool: ...
    def read(self, data: bytes, name: str, /) -> ReadResult: ...


_ALL: tuple[Layout, ...] = (
    sol.YEARLY,
    sol.MONTHLY,
    sol_long,
    agency_totals,
    table_120,
    municipality_indicators,
    indicator_workbook,
    ntu_county,
    police_delivery,
    offence_code_tree,
    safety_survey,
    youth_survey,
    school_survey,
    school_statistics,
    incident_report,
    population,
    scb_pxweb,
    kolada,
    municipality_groups,
    police_events,
    citizen_form,
    citizen_list,
    citizen_notes,
    staff_form,
    staff_notes,
    operative_list,
    council_minutes,
    further_source,
    returned_workbook,
    reference_list,
)
#: What stands before the list of layouts in the message about an unknown file.
KNOWN_FILES = "\nDe filer som kan läsas är:\n"
LAYOUTS: dict[str, Layout] = {layout.LAYOUT: layout for layout in _ALL}


def recognise(data: bytes, name: str) -> str:
    """The layout id of a file, judged by its content alone.

    Raises UnreadableFileError, in Swedish, naming the file, the layouts that could have been
    expected, and the nearest ones with what differs. No value from the file is quoted.
    """
    seen = sample.take(data, name)
    found = [layout for layout in LAYOUTS.values() if layout.recognises(seen)]
    if len(found) == 1:
        return found[0].LAYOUT
    if found:
        titles = " och ".join(f"{layout.TITLE} ({layout.EXPECTED.rstrip('.')})" for layout in found)
        raise UnreadableFileError(
            f"Filen «{name}» stämmer med mer än en sorts fil: {titles}. Ta bort eller byt namn på de rubriker "
            "som hör till den andra sorten."
        )
    known = "\n".join(f"- {layout.TITLE}: {layout.EXPECTED}" for layout in LAYOUTS.values())
    raise UnreadableFileError(f"Filen «{name}» känns inte igen.{_nearest(seen)}{KNOWN_FILES}{known}")


def read(data: bytes, name: str, layout: str) -> ReadResult:
    """Read a file as the given layout id. Raises UnreadableFileError; KeyError for an unknown id."""
    with _uncollected():
        return LAYOUTS[layout].read(data, name)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Rows of plain values make no cycles; looking for cycles among millions of cells takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _nearest(seen: FileSample) -> str:
    """Up to two layouts whose header names the file shares most of, with the names it lacks."""
    scores: list[tuple[float, str, frozenset[str], tuple[str, ...]]] = []
    for layout in LAYOUTS.values():
        names = layout.HEADERS
        hits = seen.matched(names)
        # The two SOL menus share their header; one line about them is enough.
        if hits and not any(s[3] == names for s in scores):
            scores.append((len(hits) / len(names), layout.TITLE, hits, names))
    lines = []
    for _, title, hits, names in sorted(scores, key=lambda s: -s[0])[:2]:
        missing = [f"«{n}»" for n in names if n not in hits]
        what = (
            f"; det som saknas är {', '.join(missing)}"
            if missing
            else (", men raderna under rubrikerna ser annorlunda ut")
        )
        lines.append(f"\nNärmast är {title}: {len(hits)} av {len(names)} rubriker stämmer{what}.")
    return "".join(lines) or " Ingen rubrik i filen stämmer med någon känd fil."
