"""What tests of one layout ask of every file: recognised by it and no other, accounted for, never quietly less."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pipelines.readers import LAYOUTS, Layout, ReadResult, UnreadableFileError, sample


def recognised_by(layout: Layout, data: bytes, name: str) -> bool:
    """Whether the layout knows the file; that no other layout does as well is asserted."""
    seen = sample.take(data, name)
    others = [i for i, other in LAYOUTS.items() if i != layout.LAYOUT and other.recognises(seen)]
    known = layout.recognises(seen)
    assert not (known and others), f"också {others}"
    return known


def read_as(layout: Layout, data: bytes, name: str = "x.csv") -> ReadResult:
    """The file read by the layout, which must be the one that knows it; every record accounted for."""
    assert recognised_by(layout, data, name)
    result = layout.read(data, name)
    assert result.is_reconciled()
    return result


def outcome(layout: Layout, data: bytes, name: str, is_alone: bool = False) -> ReadResult | str:
    """What the file gives: a result, or the Swedish message it is refused with. Nothing else may happen.

    ``is_alone``: the other layouts are not asked (a file tried in a thousand forms).
    """
    try:
        own = layout.recognises(sample.take(data, name)) if is_alone else recognised_by(layout, data, name)
        if not own:
            return "känns inte igen"
        result = layout.read(data, name)
    except UnreadableFileError as error:
        return str(error)
    assert result.is_reconciled()
    return result


def cuts(data: bytes, after: int = 0) -> set[int]:
    """Where to cut a text file off: before and after every line end, in the middle and near the end of lines."""
    found, start = set(), 0
    for line in data.split(b"\n"):
        end = start + len(line)
        found |= {end, end + 1, end - 1, end - 3, (start + end) // 2}
        start = end + 1
    return {cut for cut in found if after < cut < len(data)}


def assert_never_quietly_less(layout: Layout, data: bytes, name: str, cuts: Iterable[int]) -> None:
    """A file cut off after any of ``cuts`` bytes is refused, has a problem, or has lost nothing."""
    whole = layout.read(data, name).rows.drop(columns=["record", "row"], errors="ignore")
    for cut in cuts:
        found = outcome(layout, data[:cut], name, is_alone=True)
        if isinstance(found, ReadResult) and not found.problems:
            rows = found.rows.drop(columns=["record", "row"], errors="ignore")
            pd.testing.assert_frame_equal(rows, whole, obj=f"avkortad efter {cut} byte")
