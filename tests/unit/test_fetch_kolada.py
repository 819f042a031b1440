"""Kolada: what is asked for must come whole, and an answer that is silently empty must never be saved."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pipelines import agreement as agreements
from pipelines import raw, readers
from pipelines.fetch import kolada
from pipelines.fetch.client import FetchError
from pipelines.readers import municipality_groups, sample
from tests.unit.fetch_setup import (
    AREA,
    GROUP,
    THEFTS,
    agreement_only,
    bench,
    client_of,
    kolada_service,
    scope_of,
)
from tests.unit.replay_server import Answer, as_json, serving

__all__ = ["bench"]


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with serving() as replay:
        yield replay


@pytest.fixture
def small():
    """A plan of two key figures and no groups."""
    whole = agreement_only().kolada
    names = {kpi: whole.key_figures[kpi] for kpi in ("U07417", "N00610")}
    return replace(whole, key_figures=names, groups=(), from_year=2022)


def fetched(server, wanted, tmp_path):
    client = client_of(wanted.service, server.url + "/v3")
    return kolada.fetch(client, wanted, scope_of(tmp_path), 2023)


def values_of(found):
    """(key figure, municipality, year) → value, as the project's reader sees the files."""
    rows = {}
    for file in found.files:
        if file.layout == "kolada":
            frame = readers.read(file.data, file.name, "kolada").rows
            rows |= {(r.kpi, r.municipality_code, r.year): r.value for r in frame.itertuples()}
    return rows


def test_what_is_fetched_is_recognised_and_read_by_the_refresh(bench):
    """Without it a fetch that looks well leaves figures that no refresh can read."""
    bench.server.service = kolada_service(base=bench.server.url)
    place = bench.fetch("kolada")
    assert place == bench.raw / "gemensamt" / "kolada" / "2026-11-24"
    reading, failed = raw.read_all(agreements.load(bench.raw / "lessebo"))
    assert [item for item in failed if "kommungrupper" not in item.path] == []
    rows = reading.rows("kolada")
    thefts = rows[(rows["kpi"] == "U07417") & (rows["municipality_code"] == "0761")]
    assert dict(zip(thefts["year"], thefts["value"], strict=True)) == THEFTS
    # 26 key figures × (6 of the area + 2 of the group + the country) × 2 years
    assert len(rows) == 26 * 9 * 2
    assert set(rows["municipality_code"]) == {"0000", *AREA, "0821", "0617"}


def test_questions_stand_in_the_path_and_never_after_a_question_mark(bench):
    """With query parameters Kolada answers 200 and nothing: every key figure would seem unpublished."""
    bench.server.service = kolada_service(base=bench.server.url)
    bench.fetch("kolada")
    data = [question for question in bench.server.asked if "/data" in question.path]
    assert data
    assert all(question.path.startswith("/v3/data/kpi/") and not question.query for question in data)


def test_a_question_that_is_too_large_is_asked_in_parts(server, small, tmp_path):
    """Kolada answers 422 for too many ids; a part left out would be missing values without a word."""
    service = kolada_service(base=server.url)
    server.service = service
    whole = values_of(fetched(server, small, tmp_path))
    service.too_many = 2
    server.asked.clear()
    parts = values_of(fetched(server, small, tmp_path))
    assert parts == whole
    assert len(whole) == 2 * 7 * 2
    assert len(server.asked) > 4


def test_an_empty_answer_is_an_error_that_names_the_key_figure(bench):
    """An empty 200 is how Kolada answers a wrong question: saved, it would read as «not published»."""
    service = kolada_service(base=bench.server.url)
    service.known["N00612"] = {}
    bench.server.service = service
    with pytest.raises(
        FetchError, match=r"inga värden för N00612 \(.*inbrott i hemmet\).*Inget har sparats"
    ) as error:
        bench.fetch("kolada")
    assert "N00613" not in str(error.value)
    assert bench.saved() == []


def test_a_key_figure_whose_values_are_all_missing_is_named_too(bench):
    service = kolada_service(base=bench.server.url)
    service.known["N17673"] = {code: {2023: None} for code in AREA}
    bench.server.service = service
    with pytest.raises(FetchError, match="N17673"):
        bench.fetch("kolada")


def test_a_key_figure_that_is_refused_is_named_although_asked_for_with_others(server, small, tmp_path):
    """Kolada may take a key figure away without notice; the user must learn which one of twenty-six."""
    service = kolada_service(base=server.url)
    server.service = lambda q: Answer(404, b"{}") if "N00610" in q.path else service(q)
    with pytest.raises(FetchError, match=r"avvisade frågan om N00610 \(404\)"):
        fetched(server, small, tmp_path)


def test_the_municipalities_without_values_are_told(bench):
    """The citizen survey is not held everywhere: a hole must be seen before the figures are used."""
    service = kolada_service(base=bench.server.url)
    service.known["N00610"]["0763"] = {2022: None, 2023: None}
    bench.server.service = service
    place = bench.fetch("kolada")
    assert any("1 nyckeltal saknar värden" in line and "N00610" in line for line in bench.said)
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["remarks"] == {"municipalities without any value": {"N00610": ["0763"]}}


def test_every_page_of_a_long_answer_is_fetched(server, small, tmp_path):
    """Without it only the first page's municipalities have figures."""
    server.service = service = kolada_service(base=server.url)
    whole = values_of(fetched(server, small, tmp_path))
    service.page = 3
    assert values_of(fetched(server, small, tmp_path)) == whole


def test_pages_that_lead_in_a_circle_end_the_fetch(server, small, tmp_path):
    server.service = lambda question: as_json({"values": [], "next_url": server.url + question.path})
    with pytest.raises(FetchError, match="i en ring"):
        fetched(server, small, tmp_path)


def test_a_next_page_on_another_host_ends_the_fetch(bench):
    service = kolada_service(base=bench.server.url)
    service.page, service.base = 3, "https://kolada.example.org"
    bench.server.service = service
    with pytest.raises(FetchError, match="annan server"):
        bench.fetch("kolada")
    assert bench.saved() == []


def test_fewer_entries_than_the_service_counts_is_an_error(server, small, tmp_path):
    """A page cut short by the service itself is whole JSON; only its own count tells."""
    service = kolada_service(base=server.url)

    def short(question):
        page = json.loads(service(question).body)
        return as_json(page | {"values": page["values"][:-1]})

    server.service = short
    with pytest.raises(FetchError, match="säger sig skicka 28 poster men skickade 27"):
        fetched(server, small, tmp_path)


def test_a_count_of_the_whole_answer_on_each_page_is_no_error(server, small, tmp_path):
    service = kolada_service(base=server.url)
    service.page = 10
    server.service = lambda question: as_json(json.loads(service(question).body) | {"count": 28})
    assert len(values_of(fetched(server, small, tmp_path))) == 28


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"error": "This endpoint is deprecated. Please use /v3 instead."}, "ska sluta på /v3"),
        ([], "annan form"),
        ({"values": ["U07417"]}, "annan form"),
        (
            {"values": [{"kpi": "U07417", "municipality": "0761", "period": 2023, "values": [{"T": 1}]}]},
            "annan form",
        ),
        (
            {"values": [{"kpi": "U07417", "municipality": "1480", "period": 2023, "values": []}]},
            "på en annan fråga",
        ),
        (
            {"values": [{"kpi": "U07417", "municipality": "0761", "period": 1999, "values": []}]},
            "på en annan fråga",
        ),
    ],
    ids=["v2", "list", "not entries", "no gender", "other municipality", "other year"],
)
def test_an_answer_of_another_form_or_to_another_question_is_an_error(server, small, tmp_path, answer, said):
    """Figures that were not asked for would enter the lägesbild under the wrong name."""
    server.service = lambda question: as_json(answer)
    with pytest.raises(FetchError, match=said):
        fetched(server, small, tmp_path)


def test_the_old_version_says_where_the_address_is_put_right(server, small, tmp_path):
    """v2 is shut down and answers 410."""
    server.service = lambda question: Answer(410, b'{"error": "gone"}')
    with pytest.raises(FetchError, match=r"inte längre \(410\).*sluta på /v3"):
        fetched(server, small, tmp_path)


def test_values_that_kolada_has_deleted_are_not_saved(server, small, tmp_path):
    """A deleted value stays in the answer with a mark that the reader does not know."""
    service = kolada_service(base=server.url)

    def with_deleted(question):
        page = json.loads(service(question).body)
        page["values"][0]["values"].append(
            {"gender": "T", "count": 1, "status": "", "value": 9.9, "isdeleted": True}
        )
        return as_json(page)

    server.service = with_deleted
    found = fetched(server, small, tmp_path)
    assert 9.9 not in values_of(found).values()
    assert found.left_out == {"values deleted by Kolada": 1}
    assert "1 värden som Kolada har strukit är inte sparade." in found.notes


def groups_of(found):
    return json.loads(next(f.data for f in found.files if f.name == "kommungrupper.json"))["values"]


def test_the_newest_group_of_the_own_municipality_is_taken(server, small, tmp_path):
    """The groups are made anew; an old one compares with municipalities that are no longer similar."""
    stockholm = [{"member_id": "0180", "member_title": "Stockholm"}]
    older = GROUP | {"id": "G0", "title": GROUP["title"].replace("2025", "2022"), "members": stockholm}
    deleted = GROUP | {"id": "G8", "title": GROUP["title"].replace("2025", "2026"), "isdeleted": True}
    longer = GROUP | {"id": "G9", "title": "Liknande kommuner, övergripande, Lessebo norra, 2026"}
    server.service = kolada_service(base=server.url, groups=[GROUP, older, deleted, longer])
    wanted = replace(small, groups=("Liknande kommuner, övergripande, {kommun}",))
    found = fetched(server, wanted, tmp_path)
    assert groups_of(found) == [GROUP]
    file = next(f for f in found.files if f.name == "kommungrupper.json")
    assert municipality_groups.recognises(sample.take(file.data, file.name))
    assert list(municipality_groups.read(file.data, file.name).rows["municipality_code"]) == ["0821", "0617"]
    # The groups' own municipalities have figures too, or nothing could be compared.
    assert {code for _, code, _ in values_of(found)} == {"0000", *AREA, "0821", "0617"}


def test_a_group_with_garbled_letters_is_found_and_put_right(server, small, tmp_path):
    """Titles have come with «Ã¶» for «ö»: the group would seem not to exist, or be shown like that."""
    garbled = {
        "id": "G1",
        "title": GROUP["title"].encode().decode("latin-1"),
        "members": [{"member_id": "0617", "member_title": "Gnosjö".encode().decode("cp1252")}],
        "_matches": GROUP["title"],
    }
    server.service = kolada_service(base=server.url, groups=[garbled])
    wanted = replace(small, groups=("Liknande kommuner, övergripande, {kommun}",))
    (group,) = groups_of(fetched(server, wanted, tmp_path))
    assert group["title"] == GROUP["title"]
    assert group["members"][0]["member_title"] == "Gnosjö"


@pytest.mark.parametrize("title", ["Malmö", "Å", "Östra Göinge", "Upplands Väsby", "Älmhult – södra", ""])
def test_letters_that_are_right_are_left_alone(title):
    assert kolada.repaired(title) == title


def test_a_group_that_does_not_exist_is_told_by_name(bench):
    bench.server.service = kolada_service(base=bench.server.url, groups=[])
    with pytest.raises(FetchError, match="ingen grupp med namnet ”Liknande kommuner, övergripande, Lessebo”"):
        bench.fetch("kolada")
    assert bench.saved() == []


def test_all_municipalities_can_be_fetched_for_the_spread(server, small, tmp_path):
    """A spread between years needs twenty similar municipalities; regions («L») are none."""
    service = kolada_service(base=server.url)
    service.municipalities = [{"id": c, "title": c, "type": "K"} for c in (*AREA, "0821", "0617")]
    service.municipalities += [{"id": "0007", "title": "Region Kronoberg", "type": "L"}]
    service.municipalities += [{"id": "0000", "title": "Riket", "type": "K"}]
    server.service = service
    everyone = replace(small, every_municipality=True, municipality_count=8)
    found = fetched(server, everyone, tmp_path)
    assert {code for _, code, _ in values_of(found)} == {"0000", *AREA, "0821", "0617"}
    with pytest.raises(FetchError, match="har 8 kommuner, 290 väntades"):
        fetched(server, replace(everyone, municipality_count=290), tmp_path)


def test_each_file_says_how_many_values_it_holds(server, small, tmp_path):
    service = kolada_service(base=server.url)
    service.known["N00610"]["0763"] = {2022: None, 2023: 51.0}
    server.service = service
    found = fetched(server, small, tmp_path)
    assert {file.name: file.values for file in found.files} == {"U07417.json": 14, "N00610.json": 13}
