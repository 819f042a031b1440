"""Files damaged in every way that happens between two offices: never a traceback, never a silently other total."""

from __future__ import annotations

import random
from collections import Counter

import pandas as pd
import pytest

from pipelines.readers import LAYOUTS, ReadResult, UnreadableFileError, read, recognise
from tests.readers.mutations import DAMAGES
from tests.readers.samples import Sound, sound

IN_THE_GATE, ALL = 100, 1000
#: What a row is worth counting by; a layout without any of them is counted by its rows.
FIGURES = ("count", "per_100k", "value", "population", "share_pct", "n")
#: What the file itself cannot tell: its columns are not fixed, so one that is gone was perhaps never there. What
#: remains must then be as it was. A year without population is told of beside every figure of that year.
UNTOLD = {
    ("citizen_form", "delete_sheet_column"): "en fråga färre i formuläret",
    ("population", "delete_text_column"): "ett år färre i början eller slutet",
}
#: Where and when; a figure that moves to another place or year is another total.
WHERE = (
    "region", "region_code", "municipality_code", "municipality", "organisation", "locality", "place", "year",
    "month", "offence", "offence_code", "variable", "measure", "kpi", "question", "option", "group", "group_id",
    "phenomenon", "period_from", "registered_year", "registered_month", "status", "gender", "is_subset", "unit",
    "event_id", "date", "kind",
)  # fmt: skip


def totals(result: ReadResult) -> Counter[tuple[str, ...]]:
    """Every figure with its place and time; rows of text by their date and kind."""
    rows = result.rows
    if rows.empty:
        return Counter()
    columns = [
        c
        for c in (*WHERE, *FIGURES)
        if c in rows and (c != "municipality" or "municipality_code" not in rows)
    ]
    told = pd.DataFrame({c: rows[c].astype("string").fillna("") for c in columns})
    return Counter(told.itertuples(index=False, name=None))


def variant(number: int) -> tuple[Sound, str, bytes] | None:
    """Variant ``number``: which file, which damage, the damaged bytes; None where the damage does not suit it."""
    draw = random.Random(number)
    files = sound()
    whole = files[number % len(files)]
    damages = DAMAGES[whole.kind]
    damage = damages[(number // len(files)) % len(damages)]
    data = damage(whole.data, draw)
    return None if data is None else (whole, damage.__name__, data)


def fault_of(number: int) -> str | None:
    """What is wrong with how variant ``number`` was met; None when it was told, rejected or unharmed."""
    made = variant(number)
    if made is None:
        return None
    whole, damage, data = made
    named = f"variant {number}: {whole.layout}, {whole.name}, {damage}"
    before = read(whole.data, whole.name, whole.layout)
    try:
        layout = recognise(data, whole.name)
        result = read(data, whole.name, layout)
    except UnreadableFileError as error:
        return None if whole.name in str(error) else f"{named}: the message does not name the file"
    if not result.is_reconciled():
        return f"{named}: records do not add up"
    if len(result.problems) > len(before.problems) or totals(result) == totals(before):
        return None
    if (whole.layout, damage) in UNTOLD and totals(result) <= totals(before):
        return None
    return f"{named}: another total and nothing said ({sum(totals(result).values())} rows as {layout})"


def test_every_layout_has_a_sound_file_that_reads_whole() -> None:
    """A layout that is never damaged is a layout that nobody has tried."""
    assert {file.layout for file in sound()} == set(LAYOUTS)
    for file in sound():
        assert recognise(file.data, file.name) == file.layout, file.name
        result = read(file.data, file.name, file.layout)
        assert result.is_reconciled(), file.name
        assert result.problems == [], file.name


@pytest.mark.parametrize("start", range(0, IN_THE_GATE, 25))
def test_a_damaged_file_is_told_of_or_unharmed(start: int) -> None:
    """Without it, half a delivery or a slipped heading becomes the year's figure."""
    faults = [fault for n in range(start, start + 25) if (fault := fault_of(n * ALL // IN_THE_GATE + n))]
    assert not faults, "\n".join(faults)


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, ALL, 50))
def test_a_thousand_damaged_files_are_told_of_or_unharmed(start: int) -> None:
    faults = [fault for n in range(start, start + 50) if (fault := fault_of(n))]
    assert not faults, "\n".join(faults)


def test_the_damage_is_done() -> None:
    """If nothing were changed, the tests above would hold of anything."""
    made = [variant(n) for n in range(200)]
    changed = [m[2] != m[0].data for m in made if m]
    assert sum(changed) > 0.95 * len(changed)
    assert {m[1] for m in made if m} >= {
        "cut",
        "delete_text_column",
        "shift_text_heading",
        "text_in_sheet_number",
    }
