"""What every reader gives back: tidy rows, the rows it could not read, and counts of what it left out.

Belongs here: the types that readers and their callers share. Not here: parsing, storage, text redaction.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Problem:
    """One row (or cell) that could not be read.

    ``found`` is quoted from the file **unredacted**; whoever stores or shows it redacts it first.
    ``reason`` and ``advice`` are Swedish sentences without values from the file in them.
    """

    row: int | None
    found: str
    reason: str
    advice: str
    sheet: str | None = None


@dataclass(frozen=True)
class ReadResult:
    """Rows of one file in the tidy columns of its layout.

    ``records`` is how many data records the file holds: ``len(rows) + len(problems) +
    sum(skipped.values()) == records`` unless one record gives several tidy rows, in which case
    ``rows`` carries the column ``record`` and its distinct values are counted instead.
    ``skipped`` says in Swedish why records were left out, with counts.
    ``private_context`` holds lines with people's names (attendance lists, contact columns) for the
    redactor to learn from; it is never stored, logged or shown.
    ``set_aside`` holds, in the layout's own columns, what people had filled in on rows that could not be used, so
    that it can be shown to them again where it stood; it is never stored in a table.
    """

    rows: pd.DataFrame
    records: int
    problems: list[Problem] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    private_context: tuple[str, ...] = ()
    set_aside: pd.DataFrame = field(default_factory=pd.DataFrame)

    def is_reconciled(self) -> bool:
        """True when every record of the file is a row, a problem or a counted omission."""
        read = self.rows["record"].nunique() if "record" in self.rows else len(self.rows)
        return read + len(self.problems) + sum(self.skipped.values()) == self.records


class UnreadableFileError(Exception):
    """The file as a whole cannot be read. The message is Swedish and holds no values from the file."""
