"""The command line: a user who errs must get a Swedish sentence that says what to do, never a traceback."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines import cli
from pipelines.paths import RAW

TEXTS = """{"id": 1, "text": "Det är mörkt vid torget."}
{"id": 2, "text": "Qvillan ringde om bråket på torget."}
"""


@pytest.fixture
def texts(tmp_path):
    file = tmp_path / "texter.jsonl"
    file.write_text(TEXTS, encoding="utf-8")
    return file


@pytest.mark.parametrize("command", [[], ["refresh"], ["check"], ["new"], ["text"]])
def test_help_is_swedish_throughout(command, capsys):
    assert cli.main([*command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"användning: {' '.join(['lagesbild', *command])} ")
    assert not re.search(r"usage|options|positional|arguments|show this|default", shown, re.I)


def test_no_command_shows_the_help_and_is_wrong_usage(capsys):
    assert cli.main([]) == 2
    assert capsys.readouterr().err.startswith("användning: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["refresh", "--year", "1989"], "”1989” är inte ett år, 1990–2100"),
        (["refresh", "--year", "2101"], "”2101” är inte ett år"),
        (["refresh", "--year", "-5"], "ett värde behövs|inte ett år"),
        (["refresh", "--year", "i fjol"], "”i fjol” är inte ett år"),
        (["refresh", "--year"], "ett värde behövs"),
        (["refresh", "--a", "x"], "flertydigt val: --a kan vara --"),
        (["refresh", "--allow-incomplete", " "], "Ange skälet"),
        (["publish"], "okänt val: 'publish' .välj bland"),
        (["new"], "dessa uppgifter behövs: MAPP"),
        (["new", "a", "b"], "okända uppgifter: b"),
        (["text", "borta.jsonl"], "Filen borta.jsonl finns inte"),
        (["text", "borta.jsonl", "--evaluate=ja"], "tar inget värde"),
    ],
)
def test_wrong_usage_is_told_in_swedish_with_code_2(arguments, said, capsys):
    assert cli.main(arguments) == 2
    shown = capsys.readouterr().err
    assert re.search(said, shown)
    assert not re.search(r"argument|expected|invalid|choice|required", shown)


def test_texts_come_out_redacted_line_by_line(texts, capsys):
    assert cli.main(["text", str(texts)]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in found] == [1, 2]
    assert found[0]["redacted"] == "Det är mörkt vid torget."


def test_official_name_files_are_used(texts, tmp_path, capsys):
    names = tmp_path / "namn"
    names.mkdir()
    (names / "tilltalsnamn.csv").write_text("name,persons\nQvillan,900\n", encoding="utf-8")
    (names / "efternamn.csv").write_text('"lastname",frequency\n"Ek",9000\n', encoding="utf-8")
    assert cli.main(["text", str(texts), "--names", str(names)]) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[1])
    assert last["redacted"] == "[NAMN 1] ringde om bråket på torget."


def test_a_folder_without_name_files_is_told(texts, tmp_path, capsys):
    """Going on without the names would leave them in the texts."""
    names = tmp_path / "tom"
    names.mkdir()
    assert cli.main(["text", str(texts), "--names", str(names)]) == 1
    assert "Mappen tom innehåller ingen namnfil" in capsys.readouterr().err


@pytest.mark.parametrize("more", [[], ["--evaluate"]])
def test_a_file_that_is_not_utf8_is_named_with_its_line(texts, more, capsys):
    first, second, _ = TEXTS.split("\n")
    texts.write_bytes(first.encode() + b"\n" + second.encode("cp1252") + b"\n")
    assert cli.main(["text", str(texts), *more]) == 1
    shown = capsys.readouterr().err
    assert "texter.jsonl, rad 2" in shown
    assert "spara som UTF-8" in shown
    assert "Qvillan" not in shown


def test_a_line_that_is_not_json_is_named(texts, capsys):
    texts.write_text('{"id": 1, "text": "a"}\nLisa Ek\n', encoding="utf-8")
    assert cli.main(["text", str(texts)]) == 1
    shown = capsys.readouterr().err
    assert "Rad 2" in shown
    assert "Lisa" not in shown


@pytest.mark.parametrize("command", ["refresh", "check", "new", "text"])
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (PermissionError(13, "Permission denied", "/x/fil.csv"), "/x/fil.csv: behörighet saknas"),
        (OSError(28, "No space left on device"), "disken är full"),
        (OSError(5, "Input/output error", "fil.csv"), "fil.csv: .*felkod 5"),
        (KeyError("Lisa Ek 070-174 06 05"), "Ett fel i programmet .KeyError."),
        (RuntimeError("Lisa Ek\n070-174 06 05"), "Ett fel i programmet .RuntimeError."),
    ],
)
def test_no_fault_reaches_the_user_as_a_traceback(command, fault, said, texts, monkeypatch, capsys):
    """An exception's own text is English and may hold what a file says."""

    def fail(options):
        raise fault

    monkeypatch.delenv("LAGESBILD_DEBUG", raising=False)
    monkeypatch.setattr(cli, f"_{command}", fail)
    assert cli.main([command, *([str(texts)] if command in ("new", "text") else [])]) == 1
    shown = capsys.readouterr().err
    assert re.search(said, shown)
    assert len(shown.splitlines()) == 1
    assert not re.search("Traceback|Lisa|denied|space left|Input/output", shown)


def test_a_traceback_is_shown_when_asked_for(texts, monkeypatch, capsys):
    def fail(options):
        raise KeyError("nyckel")

    monkeypatch.setattr(cli, "_text", fail)
    monkeypatch.setenv("LAGESBILD_DEBUG", "1")
    assert cli.main(["text", str(texts)]) == 1
    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert "Ett fel i programmet (KeyError)" in shown


def test_a_folder_that_cannot_be_made_is_told(tmp_path, capsys):
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    assert cli.main(["new", str(tmp_path / "fil" / "avtal")]) == 1
    assert "en del av sökvägen är inte en mapp" in capsys.readouterr().err


def test_an_agreement_being_filled_in_stops_no_other_command(tmp_path, capsys):
    """``lagesbild new`` beside the example, then the example again."""
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copytree(RAW / "lessebo-exempel", raw / "lessebo-exempel")
    assert cli.main(["new", str(raw / "tingsryd")]) == 0
    assert cli.main(["check", "--raw", str(raw), "--agreement", "tingsryd"]) == 1
    assert "inte ifylld" in capsys.readouterr().err
    assert cli.main(["check", "--raw", str(raw), "--agreement", "lessebo-exempel"]) == 0
    assert re.search(
        r"\d+ filer lästa, \d+ poster avvisade, 0 filer kunde inte läsas", capsys.readouterr().out
    )


def test_a_closed_pipe_ends_quietly(tmp_path):
    """``lagesbild text … | head`` is ordinary use."""
    file = tmp_path / "texter.jsonl"
    file.write_text(
        "".join(f'{{"id": {i}, "text": "Det är mörkt."}}\n' for i in range(2000)), encoding="utf-8"
    )
    program = [sys.executable, "-m", "pipelines.cli", "text", str(file)]
    root = Path(cli.__file__).parent.parent
    with subprocess.Popen(program, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        shown = running.stderr.read().decode()
    assert "Traceback" not in shown
    assert "Exception ignored" not in shown
    assert running.returncode == 1
