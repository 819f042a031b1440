"""A snapshot is whole or not there: half a fetch must never be read as a whole one."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from pipelines import agreement as agreements
from pipelines import cli, raw
from pipelines.errors import UserError
from pipelines.fetch import snapshot
from pipelines.fetch.snapshot import SavedFile, only_one, save
from pipelines.paths import PROJECT
from tests.unit.fetch_setup import NOW, bench, kolada_service, scb_service
from tests.unit.replay_server import Answer

__all__ = ["bench"]

DAY = "2026-11-24"
FILES = [SavedFile(f"N0061{n}.json", "not a layout", b"%d" % n, 1) for n in range(3)]


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "gemensamt" / "kolada"
    folder.mkdir(parents=True)
    return folder


def content(source):
    """Everything that a reader or a user can see in the source's folder."""
    files = (path for path in source.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(source).as_posix(): path.read_bytes() for path in files}


def test_the_manifest_agrees_with_the_files(bench):
    """It is the receipt: whoever doubts a figure must find where it came from, and that it is unchanged."""
    bench.server.service = kolada_service(base=bench.server.url)
    place = bench.fetch("kolada")
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    listed = {file["name"]: file for file in manifest["files"]}
    assert set(listed) == {path.name for path in place.iterdir()} - {"manifest.json"}
    for name, file in listed.items():
        data = (place / name).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert listed["U07417.json"]["values"] == 18
    assert manifest["source"] == "kolada"
    assert manifest["url"] == bench.server.url + "/v3"
    assert manifest["credit"].startswith("Källa: Kolada")
    assert "egen bearbetning" in manifest["licence"]
    assert manifest["fetched_at"] == NOW.isoformat(timespec="seconds")
    assert manifest["parameters"]["years"] == [2010, 2026]
    assert "0761" in manifest["parameters"]["municipalities"]
    assert len(manifest["calls"]) == len(bench.server.asked)
    assert all(re.fullmatch("[0-9a-f]{64}", call["sha256"]) for call in manifest["calls"])


def fail_at(monkeypatch, n, error):
    """The n:th file cannot be written."""
    write, written = snapshot._write, []

    def failing(path, data):
        written.append(path)
        if len(written) == n:
            path.write_bytes(data[:1])
            raise error
        write(path, data)

    monkeypatch.setattr(snapshot, "_write", failing)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_full_disk_or_an_interruption_leaves_what_was(source, monkeypatch, n, error):
    """File by file and at the manifest: the next refresh must see yesterday's figures, or today's old ones."""
    save(source, DAY, FILES, {"fetched_at": "förut"})
    before = content(source)
    fail_at(monkeypatch, n, error)
    with pytest.raises(type(error)):
        save(source, DAY, [SavedFile(f.name, f.layout, b"nya", 1) for f in FILES], {})
    assert content(source) == before
    fail_at(monkeypatch, n, error)
    with pytest.raises(type(error)):
        save(source, "2026-11-25", FILES, {})
    assert content(source) == before


def test_the_same_day_again_replaces_the_whole(source):
    """A file that the new fetch does not have must not linger beside the new ones."""
    save(source, DAY, FILES, {})
    save(source, DAY, FILES[:1], {"fetched_at": "senare"})
    assert set(content(source)) == {f"{DAY}/N00610.json", f"{DAY}/manifest.json"}


def test_a_place_that_cannot_be_exchanged_keeps_what_it_had(source, monkeypatch):
    """On Windows a file open in another program holds its folder."""
    save(source, DAY, FILES, {})
    before = content(source)
    rename = Path.rename

    def held(self, target):
        if self.name.startswith(".hamtas-"):
            raise PermissionError(13, "held", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", held)
    with pytest.raises(PermissionError):
        save(source, DAY, FILES[:1], {})
    assert content(source) == before


def test_what_a_cut_off_fetch_left_is_put_right(source):
    """Power lost between the two moves, or in the middle of writing."""
    save(source, DAY, FILES, {})
    before = content(source)
    (source / DAY).rename(source / f".utbytt-{DAY}")
    (source / ".hamtas-2026-11-25").mkdir()
    (source / ".hamtas-2026-11-25" / "N00610.json").write_bytes(b"halv")
    with only_one(source):
        pass
    assert content(source) == before


def test_two_fetches_at_once_do_not_mix(source):
    told = pytest.raises(UserError, match="En annan hämtning till kolada pågår")
    with FileLock(source / ".lock"), told, only_one(source):
        pass


def test_what_no_reader_knows_is_not_saved(source):
    """A change in a service's answers is found when it is fetched, not a year later in a refresh."""
    other = SavedFile("U07417.json", "kolada", b'{"varden": [1]}', 1)
    with pytest.raises(UserError, match=r"Det som hämtades går inte att läsa. Inget har sparats") as error:
        save(source, DAY, [*FILES, other], {})
    assert len(str(error.value).splitlines()) == 1
    events = b'[{"id": 1, "datetime": "2026-01-01", "name": "a, b", "type": "c"}]'
    with pytest.raises(UserError, match=r"känns igen som Händelser från polisen.se"):
        save(source, DAY, [SavedFile("U07417.json", "kolada", events, 1)], {})
    assert content(source) == {}


def test_values_that_the_reader_rejects_are_counted(source):
    entry = '{"kpi": "U07417", "municipality": "0761", "period": 2023, "values": [%s]}'
    value = '{"gender": "T", "status": "%s", "value": 1.0}'
    data = f'{{"values": [{entry % (value % "")}, {entry % (value % "Preliminary")}]}}'.encode()
    place, rejected = save(source, DAY, [SavedFile("U07417.json", "kolada", data, 2)], {})
    assert rejected == 1
    (file,) = json.loads((place / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert file["unreadable_records"] == 1


@pytest.mark.parametrize(
    "fault", [Answer(404, b""), Answer(body=b"<html>"), Answer(302, headers={"Location": "/x"})]
)
def test_a_failed_fetch_leaves_the_earlier_one_and_nothing_else(bench, fault):
    """A question in the middle fails: of the twelve before it nothing may be left."""
    bench.server.service = kolada_service(base=bench.server.url)
    bench.fetch("kolada", NOW - timedelta(days=1))
    before = bench.saved()
    service, asked = kolada_service(base=bench.server.url), []

    def failing(question):
        asked.append(question)
        return fault if len(asked) >= 3 else service(question)

    bench.server.service = failing
    with pytest.raises(UserError):
        bench.fetch("kolada")
    assert bench.saved() == before


def test_only_the_newest_snapshot_is_read(bench):
    """Without it last year's figures are counted beside this year's."""
    bench.server.service = kolada_service(base=bench.server.url)
    bench.fetch("kolada", NOW - timedelta(days=30))
    place = bench.fetch("kolada")
    paths = raw.shared_paths(agreements.load(bench.raw / "lessebo"))
    assert {path.parent for path in paths} == {place}
    assert not [path for path in paths if path.name == "manifest.json"]
    assert len(list((bench.raw / "gemensamt" / "kolada").iterdir())) >= 2, (
        "older snapshots stay for the record"
    )


def test_the_command_tells_what_was_saved(bench, capsys, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    bench.server.service = scb_service()
    assert cli.main(["fetch", "scb", "--raw", str(bench.raw)]) == 0
    shown = capsys.readouterr().out
    assert "Hämtar från SCB" in shown
    assert "Lessebo" in shown
    assert re.search(r"Sparat i .*gemensamt.scb.\d{4}-\d\d-\d\d: 2 filer, 112 värden, 4 frågor\.", shown)


def test_the_command_ends_with_one_and_says_what_to_do(bench, capsys, monkeypatch):
    bench.server.service = lambda question: Answer(404)
    assert cli.main(["fetch", "scb", "--raw", str(bench.raw)]) == 1
    shown = capsys.readouterr()
    assert "SCB avvisade frågan (404). Inget har sparats. Kontrollera" in shown.err
    assert "Traceback" not in shown.err
    assert "Sparat" not in shown.out


def test_a_full_disk_is_told_in_swedish(bench, capsys, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    bench.server.service = scb_service()
    fail_at(monkeypatch, 2, OSError(28, "No space left on device", "TAB5557.json"))
    assert cli.main(["fetch", "scb", "--raw", str(bench.raw)]) == 1
    assert "disken är full. Frigör utrymme och kör igen" in capsys.readouterr().err
    assert bench.saved() == []


@pytest.mark.parametrize(
    ("arguments", "said"), [(["fetch"], "KÄLLA"), (["fetch", "brå"], "okänt val: 'brå'")]
)
def test_wrong_usage_is_told_with_code_2(arguments, said, capsys):
    assert cli.main(arguments) == 2
    assert said in capsys.readouterr().err


def test_nothing_but_the_command_line_can_reach_the_network():
    """A refresh must work, and be the same, without a network."""
    allowed = {PROJECT / "pipelines" / "cli.py", *(PROJECT / "pipelines" / "fetch").iterdir()}
    found = [
        path
        for folder in ("pipelines", "assets")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        if path not in allowed
        and re.search(
            r"^\s*(?:import|from)\s+(?:requests|urllib3|httpx|pipelines\.fetch)\b",
            path.read_text("utf-8"),
            re.M,
        )
    ]
    assert found == []
    text = (PROJECT / "pipelines" / "cli.py").read_text("utf-8")
    assert re.findall(r"^(\s*)from pipelines\.fetch", text, re.M) == ["    "], "imported by its command only"
