"""What assets may reach outside themselves: the folder of raw files and the folder of results.

Belongs here: Dagster resources, thin. Not here: reading or writing itself.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from pipelines import agreement as agreements
from pipelines.agreement import Agreement
from pipelines.raw import Reading, fingerprint, read_or_stop
from pipelines.tables.plan import Plan, plan
from pipelines.tables.statement_tables import Statements, statements

#: The run's tag that names its partition, which is the year.
PARTITION = "dagster/partition"


class Workspace(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Where raw files lie and results go, and which agreement the run is for.

    ``allow_incomplete``: the reason to publish although a mandatory source is missing.
    """

    raw: str
    out: str
    agreement_id: str | None = None
    allow_incomplete: str | None = None
    _year: int | None = PrivateAttr(default=None)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Learn from the run which year's lägesbild is being made, whoever started it."""
        year = context.run.tags.get(PARTITION) if context.run else None
        self._year = int(year) if year else None

    @property
    def year(self) -> int | None:
        """The year of the lägesbild being made; None outside a run, and in a run of single tables."""
        return self._year

    @property
    def out_path(self) -> Path:
        return Path(self.out)

    def agreement(self) -> Agreement:
        return agreements.find(Path(self.raw), self.agreement_id)

    def reading(self) -> Reading:
        """The agreement's raw files, read once per process as long as they and the agreement stay the same."""
        agreement = self.agreement()
        return _reading(fingerprint(agreement), _Past(agreement))

    def statements(self) -> Statements:
        """The statements of the raw files, redacted and coded; worked out once per reading."""
        agreement, reading = self.agreement(), self.reading()
        return _statements(fingerprint(agreement), _Past(agreement, reading))

    def plan(self) -> Plan:
        """What the group has written in the returned workbooks; worked out once per reading."""
        agreement, reading = self.agreement(), self.reading()
        return _plan(fingerprint(agreement), _Past(agreement, reading))


class _Past:
    """Carries an agreement, and a reading of it, past the cache key: checksums of the files and the lists of names."""

    def __init__(self, agreement: Agreement, reading: Reading | None = None) -> None:
        self.agreement, self.reading = agreement, reading

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Past) and self.agreement == other.agreement

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=2)
def _reading(key: tuple[tuple[str, str], ...], past: _Past) -> Reading:
    return read_or_stop(past.agreement)


@lru_cache(maxsize=2)
def _statements(key: tuple[tuple[str, str], ...], past: _Past) -> Statements:
    assert past.reading is not None
    return statements(past.reading, past.agreement)


@lru_cache(maxsize=2)
def _plan(key: tuple[tuple[str, str], ...], past: _Past) -> Plan:
    assert past.reading is not None
    return plan(past.reading, past.agreement)
