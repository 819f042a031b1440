"""What the tests of the fetch share: a raw folder with agreements, and the services on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.fetch import plan
from pipelines.fetch.client import Client
from pipelines.fetch.command import fetch
from pipelines.fetch.scope import Scope
from pipelines.paths import RAW
from tests.unit.replay_server import Kolada, Replay, Scb, serving

NOW = datetime(2026, 11, 24, 10, 0).astimezone()
AREA = {
    "0760": "Uppvidinge",
    "0761": "Lessebo",
    "0763": "Tingsryd",
    "0834": "Torsås",
    "0862": "Emmaboda",
    "0881": "Nybro",
}
#: Published reported thefts per 100 000 and population 31 December, Lessebo (Kolada; SCB).
THEFTS = {2022: 1732.4691, 2023: 2265.6437}
POPULATION = {"2010": 8139, "2022": 8485, "2023": 8342}
#: Koladas grupp, med påhittad sammansättning.
GROUP = {
    "id": "G1",
    "title": "Liknande kommuner, övergripande, Lessebo, 2025",
    "members": [
        {"member_id": "0821", "member_title": "Högsby"},
        {"member_id": "0617", "member_title": "Gnosjö"},
    ],
}


def write_agreement(raw: Path, folder: str, agreement_id: str, **changes: str) -> Path:
    """The example's agreement file under another id, no longer an example."""
    text = (RAW / "lessebo-exempel" / "avtal.toml").read_text(encoding="utf-8")
    text = text.replace('id = "lessebo-exempel"', f'id = "{agreement_id}"').replace(
        "exempel = true", "exempel = false"
    )
    for old, new in changes.items():
        text = text.replace(old, new)
    (raw / folder).mkdir(parents=True)
    (raw / folder / "avtal.toml").write_text(text, encoding="utf-8")
    return raw / folder


@dataclass
class Bench:
    """One fetch after another against services on this machine; ``said`` is what the user saw last."""

    raw: Path
    server: Replay
    slept: list[float] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def fetch(self, source: str, now: datetime = NOW, agreement: str | None = None) -> Path:
        self.said.clear()
        return fetch(source, self.raw, agreement, now=now, sleep=self.slept.append, say=self.said.append)

    def saved(self) -> list[str]:
        """Everything under the shared folder but the lock files, as relative paths."""
        shared = self.raw / "gemensamt"
        found = [p for p in shared.rglob("*") if p.is_file() and p.name != ".lock"]
        return sorted(p.relative_to(shared).as_posix() for p in found)


_LOADED = plan.load


def agreement_only() -> plan.Plan:
    """The plan of fetch.toml for the agreement's municipalities alone: the made-up services know no others."""
    whole = _LOADED()
    return replace(
        whole,
        kolada=replace(whole.kolada, every_municipality=False),
        scb=replace(whole.scb, every_municipality=False),
    )


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    write_agreement(tmp_path / "raw", "lessebo", "lessebo")
    monkeypatch.setattr(plan, "load", agreement_only)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with serving() as server:
        monkeypatch.setenv("LAGESBILD_KOLADA_URL", server.url + "/v3")
        monkeypatch.setenv("LAGESBILD_SCB_URL", server.url)
        monkeypatch.setenv("LAGESBILD_POLISEN_URL", server.url + "/api")
        yield Bench(tmp_path / "raw", server)


def kolada_service(**changes: object) -> Kolada:
    """A value for every key figure of fetch.toml, all municipalities and the country, in 2022 and 2023."""
    codes = ["0000", *AREA, "0821", "0617"]
    known: dict[str, dict[str, dict[int, float | None]]] = {
        kpi: {code: {2022: 40.0 + n, 2023: 41.0 + n} for n, code in enumerate(codes)}
        for kpi in plan.load().kolada.key_figures
    }
    known["U07417"]["0761"] = dict(THEFTS)
    return replace(Kolada(known, groups=[GROUP]), **changes)


def scope_of(tmp_path: Path, **names: str) -> Scope:
    return Scope(tmp_path / "gemensamt", ("lessebo",), names or dict(AREA), ("Lessebo",), ())


def scb_service(**changes: object) -> Scb:
    """The three tables of fetch.toml with their variables as public code describes them."""
    regions = {"00": "Riket", "07": "Kronobergs län", **AREA, "0180": "Stockholm"}
    old_years = [str(year) for year in range(1968, 2025)]
    counts = {(r, y): 1000 + n for n, r in enumerate(regions) for y in [*old_years, "2025"]}
    counts |= {("0761", year): number for year, number in POPULATION.items()}
    before = {
        "Region": regions,
        "Civilstand": {"OG": "ogifta", "G": "gifta"},
        "Alder": {"0": "0 år", "1": "1 år", "tot": "totalt ålder"},
        "Kon": {"1": "män", "2": "kvinnor"},
        "ContentsCode": {"BE0101N1": "Folkmängd", "BE0101N2": "Folkökning"},
        "Tid": {year: year for year in old_years},
    }
    now = {
        "Region": regions,
        "Civilstand": {"OG": "ogifta", "SC": "totalt, samtliga civilstånd"},
        "Alder": {"0": "0 år", "TOT1": "totalt, samtliga åldrar", "TotSA": "totalt, samtliga åldrar"},
        "Kon": {"1": "män", "2": "kvinnor", "TotSa": "totalt, samtliga män och kvinnor"},
        "ContentsCode": {"000007ME": "Folkmängd", "000007MG": "Folkökning"},
        "Tid": {"2025": "2025"},
    }
    tables = {
        "TAB638": ("Folkmängden efter region, civilstånd, ålder, kön, tabellinnehåll och år", before,
                   {"Region", "Civilstand", "Alder", "Kon"}, counts),
        "TAB5557": ("Folkmängden efter region, civilstånd, ålder, kön, tabellinnehåll och år", now,
                    {"Region"}, counts),
    }  # fmt: skip
    return replace(Scb(tables), **changes)


def client_of(service: plan.Service, address: str) -> Client:
    """A client that asks the server on this machine and waits for nothing."""
    return Client(replace(service, url=address), sleep=lambda seconds: None)
