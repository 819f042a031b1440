"""A server on this machine that answers as Kolada, SCB and polisen.se do, and fails as they do.

The forms of the answers are those of the services' documentation and of public code that uses them in 2026;
reconstructed, as no answer was recorded here. Figures for Lessebo are published ones; people are invented.
"""

from __future__ import annotations

import http.server
import json
import math
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass
class Answer:
    """What to send. ``sent``: only so many bytes of the body, then the connection is closed.
    ``drip``: the body byte by byte until nobody listens. ``silent``: nothing at all, for a minute."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    sent: int | None = None
    drip: bool = False
    silent: bool = False
    hang_up: bool = False
    chunked: bool = False


@dataclass(frozen=True)
class Question:
    method: str
    path: str
    query: dict[str, list[str]]
    body: Any
    headers: dict[str, str]


Service = Callable[[Question], Answer]


class Replay:
    """``asked`` is every question in order; ``faults`` are answered first, one each, before the service.
    ``waited_for``: the slow answers somebody stayed for to the end."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Question] = []
        self.faults: list[Answer] = []
        self.waited_for: list[Answer] = []
        self.service: Service = lambda question: Answer(404)
        self.over = threading.Event()

    def paths(self) -> list[str]:
        return [question.path for question in self.asked]


def as_json(value: object, **more: Any) -> Answer:
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(body=body, headers={"Content-Type": "application/json"}, **more)


@contextmanager
def serving() -> Iterator[Replay]:
    """A server on a free port of this machine."""
    replay: Replay

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, body: Any) -> None:
            parts = urlsplit(self.path)
            question = Question(
                self.command, unquote(parts.path), parse_qs(parts.query), body, dict(self.headers)
            )
            replay.asked.append(question)
            answer = replay.faults.pop(0) if replay.faults else replay.service(question)
            self.close_connection = True
            if answer.silent and not replay.over.wait(60):
                replay.waited_for.append(answer)
            if answer.silent or answer.hang_up:
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            body = answer.body
            if answer.chunked:
                body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
                self.send_header("Transfer-Encoding", "chunked")
            else:
                self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            try:
                if answer.drip:
                    for n in range(len(answer.body)):
                        if n == len(answer.body) - 1:  # before it is sent: whoever reads it goes on at once
                            replay.waited_for.append(answer)
                        self.wfile.write(answer.body[n : n + 1])
                        self.wfile.flush()
                        if replay.over.wait(0.005):
                            return
                else:
                    self.wfile.write(body[: answer.sent])
            except OSError:
                pass

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    replay = Replay(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
    thread.start()
    try:
        yield replay
    finally:
        replay.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Kolada:
    """Kolada v3. ``known``: key figure → municipality → year → value; what is not there has no entry.

    ``too_many``: more municipalities than this in a question give 422. ``page``: entries per page.
    """

    known: dict[str, dict[str, dict[int, float | None]]]
    base: str = ""
    too_many: int = 1000
    page: int = 5000
    groups: list[dict[str, Any]] = field(default_factory=list)
    municipalities: list[dict[str, str]] = field(default_factory=list)

    def __call__(self, question: Question) -> Answer:
        path = question.path.removeprefix("/v3/")
        if path == "municipality":
            return as_json(self._page(self.municipalities))
        if path == "municipality_groups":
            wanted = question.query["title"][0].casefold()
            # The service matches on letters as people write them, also where it sends them garbled.
            hits = [g for g in self.groups if wanted in g.get("_matches", g["title"]).casefold()]
            return as_json(self._page([{k: v for k, v in g.items() if k != "_matches"} for g in hits]))
        match = re.fullmatch(r"data/kpi/([^/]+)/municipality/([^/]+)/year/([^/]+)", path)
        if not match:  # the form with query parameters
            return as_json({"values": [], "count": 0, "next_url": None, "previous_url": None})
        kpis, codes, years = (part.split(",") for part in match.groups())
        if len(codes) > self.too_many:
            return Answer(422, b'{"detail": "too many ids"}', {"Content-Type": "application/json"})
        entries = [
            {
                "kpi": kpi,
                "period": year,
                "municipality": code,
                "values": [
                    {"gender": "T", "count": 1, "status": "" if value is not None else "Missing", "value": value,
                     "isdeleted": False}
                ],
            }
            for kpi in kpis
            for code in codes
            for year, value in self.known.get(kpi, {}).get(code, {}).items()
            if str(year) in years
        ]  # fmt: skip
        at = int(question.query.get("page", ["1"])[0])
        part = entries[(at - 1) * self.page : at * self.page]
        more = f"{self.base}{question.path}?page={at + 1}" if at * self.page < len(entries) else None
        return as_json(self._page(part, more))

    @staticmethod
    def _page(values: list[Any], next_url: str | None = None) -> dict[str, Any]:
        return {"values": values, "count": len(values), "next_url": next_url, "previous_url": None}


@dataclass
class Scb:
    """PxWebApi 2. ``tables``: id → (label, variable → code → label, eliminable variables, (region, year) → count)."""

    tables: dict[str, tuple[str, dict[str, dict[str, str]], set[str], dict[tuple[str, str], int]]]
    max_cells: int = 150_000
    refusal: Answer = field(
        default_factory=lambda: Answer(400, b'{"title": "Too many cells selected", "status": 400}')
    )

    def __call__(self, question: Question) -> Answer:
        match = re.fullmatch(r"/tables/(\w+)/(metadata|data)", question.path)
        if not match or match[1] not in self.tables:
            return Answer(404, b'{"title": "Non-existent table", "status": 404}')
        label, variables, eliminable, counts = self.tables[match[1]]
        if match[2] == "metadata":
            asked = {name: list(codes) for name, codes in variables.items()}
        else:
            asked = {s["variableCode"]: s["valueCodes"] for s in question.body["selection"]}
            if math.prod(map(len, asked.values())) > self.max_cells:
                return self.refusal
            if {"Region", "ContentsCode", "Tid"} - set(asked) or set(variables) - set(asked) - eliminable:
                return Answer(400, b'{"title": "Missing selection for mandantory variable", "status": 400}')
            asked = {name: asked[name] for name in variables if name in asked}
        found: dict[str, Any] = {
            "version": "2.0",
            "class": "dataset",
            "label": label,
            "source": "SCB",
            "id": list(asked),
            "size": [len(codes) for codes in asked.values()],
            "dimension": {
                name: {
                    "label": name.lower(),
                    "category": {
                        "index": {code: n for n, code in enumerate(codes)},
                        "label": {code: variables[name][code] for code in codes},
                    },
                    "extension": {"elimination": name in eliminable},
                }
                for name, codes in asked.items()
            },
            "extension": {
                "contact": [
                    {"name": "Påhittad Person", "phone": "010-000 00 00", "mail": "p.person@scb.example"}
                ],
                "px": {"tableid": match[1]},
            },
            "note": ["Folkmängden avser den 31 december."],
        }
        found["dimension"]["ContentsCode"]["extension"]["refperiod"] = dict.fromkeys(
            asked["ContentsCode"], "31 december respektive år"
        )
        if match[2] == "data":
            found["value"] = [
                counts.get((region, year)) for region in asked["Region"] for year in asked["Tid"]
            ]
        return as_json(found)


def event(number: int, when: str, kind: str, place: str, county: str = "Kronobergs län") -> dict[str, Any]:
    """One event as polisen.se sends it; the free text is invented."""
    return {
        "id": number,
        "datetime": "2026-08-22 6:35:31 +02:00",
        "name": f"{when}, {kind}, {place}",
        "summary": "Påhittade Petra Provsson, 43, greps på Storgatan 5.",
        "url": "/aktuellt/handelser/2026/augusti/22/petra-provsson/",
        "type": kind,
        "location": {"name": county, "gps": "56.7512,15.2700"},
    }
