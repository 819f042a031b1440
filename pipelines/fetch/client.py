"""One question to one service: asked again when it may help, given up in Swedish when it does not.

Belongs here: attempts, waiting, time limits, telling a whole JSON answer from a cut one or a web page.
Not here: what is asked and what the answer must hold (kolada, scb, polisen).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn
from urllib.parse import quote, urlencode, urljoin, urlsplit

import requests
import urllib3

from pipelines.errors import UserError
from pipelines.fetch.plan import Service

#: No answer of these services comes near it; what does is not what was asked for.
MAX_BYTES = 100_000_000
#: Asked again: timed out, too many questions, and every fault of the server's own.
_PASSING = (408, 425, 429)


class FetchError(UserError):
    """The fetch failed; nothing was saved. The text is Swedish and says what to do."""


class RefusedError(FetchError):
    """The service refuses the question as asked. ``detail`` is the service's own title of the fault."""

    def __init__(self, text: str, status: int, detail: str = "") -> None:
        super().__init__(text)
        self.status, self.detail = status, detail


class _PassingFault(Exception):
    """Something that may be over in a moment. The text is Swedish, without a full stop."""

    def __init__(self, text: str, wait: float | None = None) -> None:
        super().__init__(text)
        self.wait = wait


@dataclass(frozen=True)
class Call:
    """One answered question, for the manifest: the answer's checksum is that of its body as it came."""

    url: str
    at: str
    bytes: int
    sha256: str
    body: Any = None


@dataclass
class Client:
    """Asks one service. ``sleep`` and ``clock`` are given by tests; ``calls`` is what was answered so far."""

    service: Service
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    calls: list[Call] = field(default_factory=list)
    _asked_at: float | None = None
    _session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        # polisen.se requires a user agent that names the program and likes one that names who uses it.
        contact = f" ({self.service.contact})" if self.service.contact else ""
        agent = f"lagesbild/{importlib.metadata.version('lagesbild')}{contact}"
        self._session.headers.update({"User-Agent": agent, "Accept": "application/json"})

    def url(self, path: str, parameters: dict[str, str] | None = None) -> str:
        query = f"?{urlencode(parameters, quote_via=quote)}" if parameters else ""
        return f"{self.service.url}/{path}{query}"

    def next_page(self, current: str, written: object) -> str | None:
        """The next page's address as this service may be asked for it; None when there is none.

        Only the same host is followed. Behind a proxy a service may write its own address with http: the
        scheme and port stay those of the address in use.
        """
        if written in (None, ""):
            return None
        base, found = urlsplit(self.service.url), urlsplit(urljoin(current, str(written)))
        if found.hostname != base.hostname or found.port not in (None, base.port):
            raise FetchError(
                f"{self.service.name} hänvisar till nästa sida på en annan server. Den följs inte. "
                "Inget har sparats. Meddela den som sköter programmet."
            )
        return found._replace(scheme=base.scheme, netloc=base.netloc, fragment="").geturl()

    def ask(self, url: str, body: Any = None) -> Any:
        """The answer as parsed JSON; with ``body`` the question is posted.

        Raises RefusedError for a question the service will not answer, FetchError for everything else.
        """
        wait = self.service.first_wait
        for attempt in range(1, self.service.attempts + 1):
            try:
                return self._ask_once(url, body)
            except _PassingFault as fault:
                asked_to = fault.wait or 0.0
                if asked_to > self.service.longest_wait:
                    raise FetchError(
                        f"{self.service.name} ber om {asked_to:.0f} sekunders väntan. Inget har sparats. "
                        "Kör igen senare."
                    ) from None
                if attempt == self.service.attempts:
                    raise FetchError(
                        f"{self.service.name}: {fault}, {attempt} försök. Inget har sparats. Kontrollera att "
                        "datorn når internet och kör igen om en stund."
                    ) from None
                self.sleep(max(min(wait, self.service.longest_wait), asked_to))
                wait *= 2
        raise AssertionError("the last attempt either answers or raises")

    def _ask_once(self, url: str, body: Any) -> Any:
        if self._asked_at is not None:
            early = self._asked_at + self.service.spacing - self.clock()
            if early > 0:
                self.sleep(early)
        self._asked_at = self.clock()
        name = self.service.name
        try:
            with self._session.request(
                "GET" if body is None else "POST",
                url,
                json=body,
                timeout=self.service.timeout,
                allow_redirects=False,
                stream=True,
            ) as answer:
                raw = self._read(answer)
        except requests.exceptions.SSLError:
            raise FetchError(
                f"{name}: förbindelsen är inte betrodd (certifikatet). Inget har sparats. Kommunens nätverk kan "
                "ha ett eget certifikat: be it-avdelningen ange det i miljövariabeln REQUESTS_CA_BUNDLE."
            ) from None
        except requests.exceptions.ProxyError:
            raise FetchError(
                f"{name}: nätverkets proxy släpper inte fram frågan. Inget har sparats. Be it-avdelningen "
                "kontrollera miljövariabeln HTTPS_PROXY."
            ) from None
        except requests.exceptions.Timeout:
            raise _PassingFault("svaret dröjde för länge") from None
        except requests.exceptions.ConnectionError:
            raise _PassingFault("tjänsten gick inte att nå, eller anslutningen bröts") from None
        except urllib3.exceptions.ReadTimeoutError:
            raise _PassingFault("svaret dröjde för länge") from None
        except urllib3.exceptions.HTTPError:
            raise _PassingFault("svaret bröts innan det var helt") from None
        except requests.exceptions.RequestException as error:
            raise FetchError(
                f"{name}: frågan gick inte att ställa ({type(error).__name__}). Inget har sparats. "
                "Kontrollera adressen i expectations/fetch.toml."
            ) from None
        self._check_status(answer, raw)
        parsed = self._parse(answer, raw)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self.calls.append(Call(url, at, len(raw), hashlib.sha256(raw).hexdigest(), body))
        return parsed

    def _read(self, answer: requests.Response) -> bytes:
        """The whole body. A server that sends a little at a time is held to the same limit as a silent one.

        ``read1`` gives what has come so far; requests' own iteration waits until a part is full.
        """
        until = self.clock() + self.service.timeout
        parts, size = [], 0
        while part := answer.raw.read1(65_536, decode_content=True):
            parts.append(part)
            size += len(part)
            if self.clock() > until:
                raise requests.exceptions.ReadTimeout
            if size > MAX_BYTES:
                raise FetchError(
                    f"{self.service.name} skickade ett orimligt stort svar. Inget har sparats. "
                    "Meddela den som sköter programmet."
                )
        return b"".join(parts)

    def _check_status(self, answer: requests.Response, raw: bytes) -> None:
        status, name = answer.status_code, self.service.name
        if status == 200:
            return
        if status in _PASSING or status >= 500:
            raise _PassingFault(f"tjänsten svarade {status}", _retry_after(answer.headers.get("Retry-After")))
        if status == 410:
            raise RefusedError(
                f"{name}: adressen används inte längre (410). Inget har sparats. Rätta ”adress” i "
                "expectations/fetch.toml; för Kolada ska den sluta på /v3.",
                status,
            )
        if 300 <= status < 400:
            raise FetchError(
                f"{name} hänvisar till en annan adress ({status}). Den följs inte. Inget har sparats. Rätta "
                "”adress” i expectations/fetch.toml, eller kontrollera om nätverket kräver inloggning."
            )
        raise RefusedError(
            f"{name} avvisade frågan ({status}). Inget har sparats. Kontrollera id:n och koder i "
            "expectations/fetch.toml; är de rätta, kör igen senare.",
            status,
            _detail(raw),
        )

    def _parse(self, answer: requests.Response, raw: bytes) -> Any:
        # Kolada sends no charset: JSON is UTF-8 whatever the header says or leaves out.
        try:
            return json.loads(raw.decode("utf-8-sig"), parse_constant=_not_json)
        except (ValueError, RecursionError):
            kind = answer.headers.get("Content-Type", "").lower()
            if "html" in kind or raw.lstrip()[:1] == b"<":
                raise FetchError(
                    f"{self.service.name}: svaret är en webbsida, inte uppgifter. Inget har sparats. Oftast är "
                    "det nätverkets inloggning eller ett driftstopp: öppna adressen i en webbläsare och kör "
                    "igen senare."
                ) from None
            raise _PassingFault("svaret är avbrutet eller skadat") from None


def _not_json(constant: str) -> NoReturn:
    raise ValueError(constant)


def _retry_after(written: str | None) -> float | None:
    """Seconds to wait, from a number or a date; None when the header is absent or neither."""
    if written is None:
        return None
    if written.strip().isascii() and written.strip().isdigit():
        return float(written)
    try:
        when = parsedate_to_datetime(written)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max((when - datetime.now(UTC)).total_seconds(), 0.0)


def _detail(raw: bytes) -> str:
    """The title of a problem document (RFC 9457), which PxWebApi sends; empty for anything else."""
    try:
        problem = json.loads(raw)
    except (ValueError, RecursionError):
        return ""
    title = problem.get("title") if isinstance(problem, dict) else None
    return title if isinstance(title, str) else ""
