"""One question to a service: a fault that passes must not stop a fetch, one that does not must be told."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests

from pipelines.fetch.client import Client, FetchError, RefusedError
from pipelines.fetch.plan import Service
from tests.unit.replay_server import Answer, as_json, serving

GOOD = {"values": [1]}


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with serving() as replay:
        replay.service = lambda question: as_json(GOOD)
        yield replay


@pytest.fixture
def slept():
    return []


@pytest.fixture
def client(server, slept):
    service = Service("Kolada", server.url + "/v3", 0.0, 4, 1.0, 30.0, 5.0, "Lessebo kommun")
    return Client(service, sleep=slept.append)


def test_a_server_in_trouble_is_asked_again_with_longer_and_longer_waits(client, server, slept):
    """Without it one hiccup of the service ends a fetch of fifty questions."""
    server.faults = [Answer(500), Answer(503)]
    assert client.ask(client.url("kpi")) == GOOD
    assert slept == [1.0, 2.0]


@pytest.mark.parametrize(
    "fault",
    [
        Answer(body=b'{"values": [1]}', sent=7),
        Answer(body=b'{"values": [1, 2'),
        Answer(body=b'{"values": [NaN]}'),
        Answer(body=b'{"values": [1]}', chunked=True, sent=9),
        Answer(body=b""),
        Answer(body=b'{"values": ["\xff"]}'),
        Answer(hang_up=True),
        Answer(body=gzip.compress(b'{"values": [1]}')[:-16], headers={"Content-Encoding": "gzip"}),
        Answer(body=b'{"values": [1]}', headers={"Content-Encoding": "gzip"}),
        Answer(429),
        Answer(408),
    ],
    ids=[
        "cut",
        "half",
        "nan",
        "chunk cut",
        "empty",
        "bytes",
        "hung up",
        "half gzip",
        "no gzip",
        "429",
        "408",
    ],
)
def test_an_answer_that_is_not_whole_is_fetched_again(client, server, slept, fault):
    """Without it half an answer is saved, or the fetch stops at a cut connection."""
    server.faults = [fault]
    assert client.ask(client.url("kpi")) == GOOD
    assert slept == [1.0]


@pytest.mark.parametrize(
    "fault", [Answer(silent=True), Answer(body=b'{"values": [1, 2, 3, 4, 5]}' * 450, drip=True)]
)
def test_a_slow_answer_is_given_up_and_asked_for_again(client, server, fault):
    """Without it a server that says nothing, or a byte at a time, holds the program forever."""
    client.service = replace(client.service, timeout=0.2)
    server.faults = [fault]
    assert client.ask(client.url("kpi")) == GOOD
    assert len(server.asked) >= 2
    assert not server.waited_for


def test_a_packed_answer_is_unpacked(client, server):
    """The services pack and chunk long answers."""
    server.faults = [
        Answer(body=gzip.compress(b'{"values": [2]}'), headers={"Content-Encoding": "gzip"}, chunked=True)
    ]
    assert client.ask(client.url("kpi")) == {"values": [2]}


def test_an_answer_without_end_is_not_taken_in(client, server, monkeypatch):
    """Without it a runaway answer fills the memory of the computer."""
    monkeypatch.setattr("pipelines.fetch.client.MAX_BYTES", 1000)
    server.faults = [Answer(body=b"[" + b"1," * 1000 + b"1]")]
    with pytest.raises(FetchError, match="orimligt stort"):
        client.ask(client.url("kpi"))


def test_the_service_says_how_long_to_wait(client, server, slept):
    """Asking sooner than it says can get the municipality's address blocked."""
    server.faults = [Answer(429, headers={"Retry-After": "7"})]
    assert client.ask(client.url("kpi")) == GOOD
    assert slept == [7.0]


def test_the_wait_may_be_given_as_a_point_in_time(client, server, slept):
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    server.faults = [
        Answer(503, headers={"Retry-After": when}),
        Answer(503, headers={"Retry-After": "strax"}),
    ]
    assert client.ask(client.url("kpi")) == GOOD
    assert 15 < slept[0] <= 20
    assert slept[1] == 2.0


def test_a_wait_beyond_reason_ends_the_fetch_instead_of_the_working_day(client, server, slept):
    server.faults = [Answer(429, headers={"Retry-After": "3600"})]
    with pytest.raises(FetchError, match=r"ber om 3600 sekunders väntan.*Kör igen senare"):
        client.ask(client.url("kpi"))
    assert slept == []


def test_waits_are_bounded_and_attempts_counted(client, server, slept):
    client.service = replace(client.service, attempts=8, longest_wait=10.0)
    server.faults = [Answer(500)] * 8
    with pytest.raises(FetchError, match=r"tjänsten svarade 500, 8 försök. Inget har sparats"):
        client.ask(client.url("kpi"))
    assert slept == [1, 2, 4, 8, 10, 10, 10]
    assert len(server.asked) == 8


def test_a_service_that_cannot_be_reached_is_told_in_swedish(client, slept):
    client.service = replace(client.service, url="http://127.0.0.1:9", attempts=2)
    with pytest.raises(FetchError, match=r"gick inte att nå.*Kontrollera att datorn når internet"):
        client.ask("http://127.0.0.1:9/v3/kpi")


def test_a_web_page_instead_of_figures_is_told_at_once(client, server, slept):
    """A login page of the network's own answers 200 for every question; it must not pass for data."""
    server.faults = [
        Answer(body=b"<!doctype html><title>Logga in</title>", headers={"Content-Type": "text/html"})
    ]
    with pytest.raises(FetchError, match=r"en webbsida, inte uppgifter.*inloggning"):
        client.ask(client.url("kpi"))
    assert slept == []


def test_another_address_is_not_followed(client, server):
    """A redirect could lead the program, and what it saves, to any server."""
    server.faults = [Answer(302, headers={"Location": server.url + "/annat"})]
    with pytest.raises(FetchError, match="hänvisar till en annan adress"):
        client.ask(client.url("kpi"))
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 410, 422])
def test_a_refused_question_is_not_repeated(client, server, slept, status):
    """polisen.se counts 404 as final and blocks those who ask again."""
    server.faults = [Answer(status, b'{"title": "Too many cells selected"}')]
    with pytest.raises(RefusedError) as refused:
        client.ask(client.url("kpi"))
    assert refused.value.status == status
    assert refused.value.detail == ("" if status == 410 else "Too many cells selected")
    assert "Inget har sparats" in str(refused.value)
    assert slept == []


def test_questions_keep_their_distance(server, slept):
    """SCB blocks more than 30 calls in 10 seconds, polisen.se calls closer than 10 seconds."""
    now = iter([100.0, 100.0, 103.0, 103.0, 103.0, 120.0, 120.0, 120.0, 120.0, 120.0])
    service = Service("polisen.se", server.url, 10.0, 1, 1.0, 1.0, 5.0, "")
    client = Client(service, sleep=slept.append, clock=lambda: next(now, 120.0))
    client.ask(client.url("a"))
    client.ask(client.url("b"))
    assert len(slept) == 1
    assert 7.0 <= slept[0] <= 10.0


def test_every_question_says_which_program_asks(client, server):
    """polisen.se answers 403 without a user agent of its own."""
    client.ask(client.url("kpi", {"title": "Liknande kommuner, Älmhult"}))
    question = server.asked[0]
    assert question.headers["User-Agent"].startswith("lagesbild/")
    assert question.headers["User-Agent"].endswith(" (Lessebo kommun)")
    assert question.query == {"title": ["Liknande kommuner, Älmhult"]}


def test_each_answer_is_on_record(client):
    client.ask(client.url("kpi"))
    call = client.calls[0]
    # printf '{"values": [1]}' | sha256sum
    assert call.sha256 == "dcbc4f1a6eed25d74465a56781717c73395c10d96c478657be81cd6465f43613"
    assert call.bytes == 15
    assert call.url.endswith("/v3/kpi")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (None, None),
        ("", None),
        ("{base}/v3/data?page=2", "{base}/v3/data?page=2"),
        ("/v3/data?page=2", "{base}/v3/data?page=2"),
        ("?page=2", "{base}/v3/kpi?page=2"),
        ("https://127.0.0.1/v3/data?page=2", "{base}/v3/data?page=2"),
    ],
)
def test_the_next_page_is_asked_for_at_the_address_in_use(client, server, written, expected):
    """Behind its proxy a service may write http or no port; the page is still its own."""
    found = client.next_page(server.url + "/v3/kpi", written and written.format(base=server.url))
    assert found == (expected and expected.format(base=server.url))


@pytest.mark.parametrize(
    "written",
    [
        "https://example.org/v3/data",
        "//example.org/v3",
        "http://127.0.0.1:1/v3",
        "http://127.0.0.1.example.org",
    ],
)
def test_a_next_page_on_another_server_is_refused(client, server, written):
    """Whoever can put a line into an answer could otherwise feed figures from anywhere."""
    with pytest.raises(FetchError, match="annan server"):
        client.next_page(server.url + "/v3/kpi", written)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (requests.exceptions.SSLError("x"), "REQUESTS_CA_BUNDLE"),
        (requests.exceptions.ProxyError("x"), "HTTPS_PROXY"),
        (requests.exceptions.InvalidURL("x"), "Kontrollera adressen"),
    ],
)
def test_faults_of_the_municipalitys_network_say_whom_to_ask(client, slept, monkeypatch, fault, said):
    """Certificates and proxies are the commonest faults inside a municipality, and waiting helps neither."""

    def fail(*args, **kwargs):
        raise fault

    monkeypatch.setattr(client._session, "request", fail)
    with pytest.raises(FetchError, match=said):
        client.ask(client.url("kpi"))
    assert slept == []
