"""``lagesbild fetch``: ask one source for the agreements' municipalities and save a dated snapshot.

Belongs here: the order of things and the manifest. Not here: a source's questions, writing to disk.
"""

from __future__ import annotations

import importlib.metadata
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines import registers
from pipelines.errors import UsageError
from pipelines.fetch import kolada, plan, polisen, scb, scope, snapshot
from pipelines.fetch.client import Client
from pipelines.fetch.snapshot import Fetched

#: What the command calls a source → its id in expectations/sources.toml.
SOURCES = {"kolada": "kolada", "scb": "population", "polisen": "police_events"}


def fetch(
    source: str,
    raw: Path,
    agreement_id: str | None = None,
    *,
    now: datetime | None = None,
    sleep: Callable[[float], None] | None = None,
    say: Callable[[str], None] = print,
) -> Path:
    """Fetch and save; returns the snapshot's folder. ``now`` and ``sleep`` are given by tests.

    Raises UserError, in Swedish, with nothing saved.
    """
    if source not in SOURCES:
        raise UsageError(f"Okänd källa: {source}. Välj bland: {', '.join(SOURCES)}.")
    now = (now or datetime.now()).astimezone()
    plans = plan.load()
    service = {"kolada": plans.kolada.service, "scb": plans.scb.service, "polisen": plans.polisen}[source]
    scoped = scope.find(raw, agreement_id)
    if scoped.left_out:
        say(f"Utan avtalen i {', '.join(scoped.left_out)}: avtal.toml där är inte ifylld eller har fel.")
    folder = scoped.shared / source
    client = Client(service, sleep=sleep or time.sleep)
    with snapshot.only_one(folder):
        say(f"Hämtar från {service.name} ({service.url}) för {', '.join(scoped.municipalities.values())} …")
        if source == "kolada":
            found = kolada.fetch(client, plans.kolada, scoped, now.year)
        elif source == "scb":
            found = scb.fetch(client, plans.scb, scoped, now.year, now.month)
        else:
            found = polisen.fetch(client, scoped, folder)
        manifest = _manifest(source, client, scoped, found, now)
        place, rejected = snapshot.save(folder, f"{now:%Y-%m-%d}", found.files, manifest)
    for note in found.notes:
        say(note)
    if rejected:
        say(f"{rejected} poster går inte att läsa. De listas av: lagesbild check")
    values = sum(file.values for file in found.files)
    say(f"Sparat i {place}: {len(found.files)} filer, {values} värden, {len(client.calls)} frågor.")
    return place


def _manifest(
    source: str, client: Client, scoped: scope.Scope, found: Fetched, now: datetime
) -> dict[str, Any]:
    """Where everything comes from. The files are added when they are written."""
    register = registers.sources()[SOURCES[source]]
    return {
        "source": source,
        "publisher": register.publisher,
        "credit": register.credit,
        "licence": register.licence,
        "fetched_at": now.isoformat(timespec="seconds"),
        "url": client.service.url,
        "program": f"lagesbild {importlib.metadata.version('lagesbild')}",
        "agreements": list(scoped.agreements),
        "parameters": found.parameters,
        "left_out": found.left_out,
        "remarks": found.remarks,
        "calls": [
            {key: value for key, value in asdict(call).items() if value is not None} for call in client.calls
        ],
    }
