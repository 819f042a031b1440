"""Filtering a table of evidence. If these fail, a row that should be seen is hidden, or a control does nothing."""

import json
import re
import shutil
import subprocess

import pandas as pd
import pytest

from pipelines.report import filtering
from pipelines.report.markup import Column, table

CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium är inte installerat: filtren prövas inte i en webbläsare."
)
ROWS = pd.DataFrame(
    [
        ("O1", "siffra", "Anmälda stölder"),
        ("O1", "uttalande", "Butiksstöld"),
        ("O4", "siffra", "Anmält klotter"),
    ],
    columns=["cause", "kind", "what"],
)
DRIVE = """<script>
const results = [], selects = [...document.querySelectorAll(".filter select")];
const words = document.querySelector(".filter input");
const shown = () => [...document.querySelectorAll("tbody tr")].filter(r => !r.hidden).map(r => r.cells[2].textContent);
const set = (control, value) => { control.value = value; control.dispatchEvent(new Event("input")); };
const said = () => document.querySelector(".filter [role=status]").textContent;
results.push([selects.length, shown().length, said()]);
set(selects[0], "O1"); results.push([shown(), said()]);
set(selects[1], "siffra"); results.push([shown(), said()]);
set(selects[0], ""); set(selects[1], ""); set(words, "BUTIK"); results.push([shown(), said()]);
set(words, ""); results.push([shown().length, said()]);
const unnamed = [...document.querySelectorAll(".filter select, .filter input")].filter(c => !c.labels.length).length;
results.push([unnamed]);
document.body.textContent = "RESULT" + JSON.stringify(results) + "END";
</script>"""


def test_rows_are_chosen_by_value_and_by_words(tmp_path):
    columns = [Column("cause", "Orsak"), Column("kind", "Slag"), Column("what", "Vad")]
    made = filtering.filtered(table(ROWS, columns, "Belägg"), "b", {0: "Orsak", 1: "Slag"})
    page = tmp_path / "sida.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><body>{made}<script>{filtering.SCRIPT}</script>{DRIVE}',
        encoding="utf-8",
    )
    done = subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={tmp_path / 'profil'}",
            "--virtual-time-budget=5000", "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    found = re.search(r"RESULT(.*)END", done.stdout, flags=re.DOTALL)
    assert found, done.stderr[-2000:]
    assert json.loads(found.group(1)) == [
        [2, 3, "3 av 3 rader visas."],
        [["Anmälda stölder", "Butiksstöld"], "2 av 3 rader visas."],
        [["Anmälda stölder"], "1 av 3 rader visas."],
        [["Butiksstöld"], "1 av 3 rader visas."],
        [3, "3 av 3 rader visas."],
        [0],
    ]


def test_without_the_script_the_table_is_whole():
    made = filtering.filtered(table(ROWS, [Column("what", "Vad")], "Belägg"), "b", {0: "Vad"})
    assert made.count("<tr>") == 4
    assert "<select" not in made
