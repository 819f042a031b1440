"""Two hundred wrong fillings: each is told with its cell and why, in Swedish, and nothing else is read otherwise."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from pipelines.readers import UnreadableFileError, read, recognise
from tests.readers.filled import whole
from tests.readers.wrong_fillings import CHANGES, HOW_MANY, STILL_READ, Wrong, wrong

NAME = "lagesbild.xlsx"
IN_THE_GATE = 20
#: Spread over all the numbers, and of as many kinds as there is room for.
GATE = [n * HOW_MANY // IN_THE_GATE + n for n in range(IN_THE_GATE)]


def content(rows: pd.DataFrame, lost: tuple[tuple[str, str], ...] = ()) -> set[tuple[str, ...]]:
    """Everything that was read, without the rows that may be missing."""
    kept = rows[[key not in lost for key in zip(rows["sheet_id"], rows["id"], strict=True)]]
    return set(kept[["sheet_id", "id", "column", "value", "party"]].itertuples(index=False, name=None)) | {
        ("", "", "", str(year), "") for year in kept["year"]
    }


def fault_of(filling: Wrong, whole_rows: pd.DataFrame) -> str | None:
    """What is wrong with how the filling was met; None when nothing is."""
    try:
        result = read(filling.data, NAME, recognise(filling.data, NAME))
    except UnreadableFileError as error:
        told = str(error)
        if filling.named == STILL_READ:
            return f"refused: {told}"
        return _not_told(filling, told, told)
    if not result.is_reconciled():
        return "records do not add up"
    if filling.named == STILL_READ:
        same = not result.problems and content(result.rows) == content(whole_rows)
        return None if same else f"not read as before: {result.problems}"
    if not result.problems:
        return "nothing said"
    told = " ".join(f"{p.sheet}: {p.reason} {p.advice}" for p in result.problems)
    cells = " ".join(f"Bladet «{p.sheet}» {p.reason}" for p in result.problems)
    if silent := content(result.rows) - content(whole_rows):
        return f"read otherwise: {sorted(silent)[:4]}"
    if gone := content(whole_rows, filling.lost) - content(result.rows):
        return f"lost without a word: {sorted(gone)[:4]}"
    return _not_told(filling, told, cells)


def _not_told(filling: Wrong, told: str, named: str) -> str | None:
    is_cell = re.fullmatch(r"[A-Z]+\d+", filling.named) is not None
    wanted = rf"[Cc]ell {filling.named}\b" if is_cell else re.escape(filling.named)
    if filling.sheet not in named or not re.search(wanted, named):
        return f"does not name {filling.sheet} {filling.named}: {told}"
    return None if filling.part in told else f"does not say «{filling.part}»: {told}"


@pytest.fixture(scope="module")
def sound_rows() -> pd.DataFrame:
    return read(whole(), NAME, "returned_workbook").rows


@pytest.mark.parametrize("number", GATE)
def test_a_wrong_filling_is_told_with_its_cell_and_why(number: int, sound_rows: pd.DataFrame) -> None:
    filling = wrong(number)
    fault = fault_of(filling, sound_rows)
    assert fault is None, f"filling {number}, {filling.kind}: {fault}"


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, HOW_MANY, 20))
def test_two_hundred_wrong_fillings_are_told_with_their_cell_and_why(
    start: int, sound_rows: pd.DataFrame
) -> None:
    fillings = {number: wrong(number) for number in range(start, start + 20)}
    faults = [
        f"filling {number}, {filling.kind}: {fault}"
        for number, filling in fillings.items()
        if (fault := fault_of(filling, sound_rows))
    ]
    assert not faults, "\n".join(faults)


def test_every_kind_of_filling_is_tried_and_most_of_them_in_the_gate() -> None:
    kinds = {CHANGES[number % len(CHANGES)].__name__ for number in range(HOW_MANY)}
    assert len(kinds) == len(CHANGES) == 29
    assert len({number % len(CHANGES) for number in GATE}) == IN_THE_GATE


def test_a_filling_is_made_again_from_its_number() -> None:
    assert (wrong(5).named, wrong(5).part, wrong(5).kind) == (
        wrong(5).named,
        wrong(5).part,
        "unknown_evidence",
    )
