"""SCB: the population must be the totals of the right table, municipalities and years, and hold no person."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

import pytest

from pipelines.fetch import plan, scb
from pipelines.fetch.client import FetchError
from pipelines.readers import sample, scb_pxweb
from tests.unit.fetch_setup import AREA, POPULATION, agreement_only, bench, client_of, scb_service, scope_of
from tests.unit.replay_server import Answer, as_json, serving

__all__ = ["bench"]

#: As many as were asked for, one of them another.
OTHER_REGIONS = {code: n for n, code in enumerate(["00", "0180", *sorted(AREA)[1:]])}


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with serving() as replay:
        replay.service = scb_service()
        yield replay


@pytest.fixture
def ask(server, tmp_path):
    def fetched(changed=None):
        wanted = changed or agreement_only().scb
        return scb.fetch(client_of(wanted.service, server.url), wanted, scope_of(tmp_path), 2026, 11)

    return fetched


def populations(found):
    rows = {}
    for file in found.files:
        assert scb_pxweb.recognises(sample.take(file.data, file.name))
        result = scb_pxweb.read(file.data, file.name)
        assert result.is_reconciled()
        assert not result.problems
        rows |= {(r.region_code, str(r.year), r.reference): r.population for r in result.rows.itertuples()}
    return rows


def test_the_population_is_read_by_the_projects_reader(ask):
    """Without it a fetch that looks well leaves populations that no rate can be divided by."""
    rows = populations(ask())
    for year, number in POPULATION.items():
        assert rows["0761", year, "31 december"] == number
    # 2010–2024 in one table, 2025 in the next, for the six municipalities and the country
    assert len(rows) == 7 * 16
    assert {code for code, _, _ in rows} == {"00", *AREA}


def test_metadata_is_read_before_anything_is_asked_for(server, ask):
    """The codes of a table change; asked blindly SCB answers 400, or with its own choice of cells."""
    ask()
    assert server.paths() == [
        "/tables/TAB638/metadata",
        "/tables/TAB638/data",
        "/tables/TAB5557/metadata",
        "/tables/TAB5557/data",
    ]


def test_only_totals_are_asked_for(server, ask):
    """From 2025 SCB perturbs every count: a sum of the parts is not the population."""
    ask()
    asked = {s["variableCode"]: s["valueCodes"] for s in server.asked[3].body["selection"]}
    assert asked["Alder"] == ["TotSA"]
    assert asked["Kon"] == ["TotSa"]
    assert asked["Civilstand"] == ["SC"]
    assert asked["ContentsCode"] == ["000007ME"]
    before = {s["variableCode"]: s["valueCodes"] for s in server.asked[1].body["selection"]}
    assert set(before) == {"Region", "ContentsCode", "Tid", "Alder"}
    assert before["Tid"][0] == "2010"


def test_no_official_of_scb_is_stored(bench):
    """Names, numbers and addresses of officials come with every answer."""
    bench.server.service = scb_service()
    place = bench.fetch("scb")
    whole = b"".join(path.read_bytes() for path in place.iterdir())
    for trace in (b"hittad Person", b"010-000", b"scb.example"):
        assert trace not in whole
    assert b"31 december respektive" in whole, "the day of reference must stay"


@pytest.mark.parametrize(
    "refusal",
    [
        Answer(403, b""),
        Answer(400, b'{"title": "Too many cells selected", "status": 400}'),
        Answer(413, b"<html>"),
    ],
)
def test_a_question_that_is_too_large_is_asked_in_parts(server, ask, refusal):
    """Without it a larger choice of municipalities cannot be fetched at all."""
    whole = populations(ask())
    server.service = scb_service(max_cells=20, refusal=refusal)
    found = ask()
    assert populations(found) == whole
    assert len({file.name for file in found.files}) == len(found.files) > 2


def test_the_limit_of_cells_is_kept_without_being_told(server, ask):
    """SCB counts refused questions too; 30 in 10 seconds and the address is shut out."""
    server.service = scb_service(max_cells=20)
    whole = ask(replace(agreement_only().scb, max_cells=20))
    assert len(populations(whole)) == 7 * 16
    assert len([q for q in server.asked if q.method == "POST"]) == len(whole.files)


def test_a_refusal_of_even_the_smallest_question_ends_the_fetch(server, ask):
    server.service = scb_service(max_cells=0, refusal=Answer(403))
    with pytest.raises(FetchError, match="avvisade även den minsta frågan"):
        ask()


def test_too_many_calls_is_waited_out(bench):
    bench.server.service = scb_service()
    bench.server.faults = [Answer(429, headers={"Retry-After": "9"})]
    bench.fetch("scb")
    assert 9.0 in bench.slept


def test_every_municipality_of_the_table_can_be_fetched(ask):
    rows = populations(ask(replace(plan.load().scb, every_municipality=True)))
    assert {code for code, _, _ in rows} == {"00", "0180", *AREA}, "the county is none"


def changed_table(server, change):
    service = scb_service()
    label, variables, eliminable, counts = service.tables["TAB638"]
    variables, eliminable = {k: dict(v) for k, v in variables.items()}, set(eliminable)
    change(variables, eliminable)
    service.tables["TAB638"] = (label, variables, eliminable, counts)
    server.service = service


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda v, e: v["Region"].pop("0834"), "saknar kommunerna 0834"),
        (lambda v, e: v["ContentsCode"].pop("BE0101N1"), "har inte koden BE0101N1 i ContentsCode"),
        (lambda v, e: v["Alder"].pop("tot"), "har inte koden tot i Alder"),
        (lambda v, e: v.update(Fodelseland={"1": "Sverige"}), "uppdelad på Fodelseland, och ingen totalkod"),
        (lambda v, e: e.remove("Kon"), "uppdelad på Kon, och ingen totalkod"),
        (lambda v, e: v["Tid"].update({"2025": "2025"}), "har år från 2025, då summor av delar inte stämmer"),
        (lambda v, e: [v["Tid"].pop(str(y)) for y in range(2010, 2025)], "har inget år från 2010"),
        (lambda v, e: v.pop("Tid"), "saknar Tid"),
    ],
)
def test_a_table_that_has_changed_stops_the_fetch_and_says_where(server, ask, change, said):
    """SCB changes codes without notice: a silent guess would be another population."""
    changed_table(server, change)
    with pytest.raises(FetchError, match=said) as error:
        ask()
    assert "TAB638" in str(error.value)


def answering(server, change):
    """Every answer with data is changed before it is sent."""
    service = scb_service()

    def answer(question):
        found = service(question)
        if question.method == "POST":
            parsed = json.loads(found.body)
            change(parsed)
            return as_json(parsed)
        return found

    server.service = answer


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["value"].pop(), "är inte helt"),
        (lambda d: d.pop("value"), "en annan form"),
        (lambda d: d.update(value={"0": 1}), "en annan form"),
        (lambda d: d.update(value=[None] * len(d["value"])), "inga värden i tabellen TAB638"),
        (lambda d: d["id"].__setitem__(0, "Lan"), "har uppdelningarna Lan"),
        (
            lambda d: d["dimension"]["Region"]["category"]["index"].update({"0180": 99}),
            "andra värden i Region",
        ),
        (lambda d: d["dimension"]["Region"]["category"].update(index=OTHER_REGIONS), "andra värden i Region"),
    ],
    ids=["short", "no values", "sparse", "empty", "other variable", "one region more", "another region"],
)
def test_an_answer_that_is_not_what_was_asked_for_is_an_error(server, ask, change, said):
    """Shifted by one cell, every municipality would have its neighbour's population."""
    answering(server, change)
    with pytest.raises(FetchError, match=said):
        ask()


def test_a_table_that_is_gone_is_told(server, ask):
    server.service = scb_service(tables={})
    with pytest.raises(FetchError, match=r"SCB avvisade frågan \(404\)"):
        ask()


def test_a_series_that_has_moved_to_a_new_table_is_told(bench):
    """TAB638 ended in 2024 and its mark for discontinued was never set."""
    bench.server.service = scb_service()
    bench.fetch("scb", datetime(2027, 3, 1).astimezone())
    assert not any("Det senaste året" in line for line in bench.said)
    bench.fetch("scb", datetime(2027, 4, 1).astimezone())
    assert any("Det senaste året är 2025. SCB kan ha fortsatt serien" in line for line in bench.said)


def test_the_manifest_says_what_was_asked_and_what_scb_summed(bench):
    bench.server.service = scb_service()
    place = bench.fetch("scb")
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["credit"] == "Källa: SCB"
    assert manifest["licence"].startswith("CC0")
    assert manifest["remarks"]["variables summed by SCB"] == {"TAB638": ["Civilstand", "Kon"]}
    assert manifest["calls"][1]["body"]["selection"][0]["variableCode"] == "Region"
    assert [file["values"] for file in manifest["files"]] == [7 * 15, 7]
