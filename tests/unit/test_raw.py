"""Without these, a name in a file's or sheet's name is published, or the same file counts twice."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from pipelines import agreement as agreements
from pipelines import raw
from pipelines.errors import UserError
from pipelines.latest import latest_final_year
from pipelines.paths import RAW
from pipelines.raw import FileReading, Reading, quotes, shown_path
from pipelines.readers.result import Problem, ReadResult
from pipelines.resources import Workspace
from pipelines.second_scan import left_over
from pipelines.tables.schema import conform
from pipelines.text.names import NameLists
from pipelines.text.redaction import Redactor
from tests.unit.table_rows import table

EXAMPLE = RAW / "lessebo-exempel"


@pytest.fixture
def folder(tmp_path):
    """An agreement with a few of the example's files."""
    target = tmp_path / "lessebo-exempel"
    for name in ("befolkning", "operativa-bra"):
        shutil.copytree(EXAMPLE / name, target / name)
    shutil.copy(EXAMPLE / "avtal.toml", target)
    return target


@pytest.mark.parametrize(
    "name",
    [
        "bra-moten/Anna Andersson/anteckningar.docx",
        "bra-moten/anteckningar Anna Andersson.docx",
        "bra-moten/protokoll-anna-andersson.pdf",
        "bra-moten/ProtokollAnnaAndersson2023.pdf",
    ],
)
def test_a_name_in_a_file_or_folder_name_is_hidden(folder, name):
    redactor = raw.make_redactor(agreements.load(folder))
    shown = shown_path(folder / name, folder, redactor)
    assert "nna" not in shown
    assert "ndersson" not in shown
    assert shown.startswith("bra-moten/")
    assert Path(shown).suffix == Path(name).suffix


def test_the_examples_own_file_names_are_shown_as_they_are():
    agreement = agreements.load(EXAMPLE)
    redactor = raw.make_redactor(agreement)
    for path in raw.raw_paths(agreement):
        assert shown_path(path, EXAMPLE, redactor) == path.relative_to(EXAMPLE).as_posix()


def test_the_same_file_twice_stops_instead_of_counting_twice(folder):
    shutil.copy(
        folder / "operativa-bra" / "operativ_lista_2023.xlsx", folder / "operativa-bra" / "kopia.xlsx"
    )
    agreement = agreements.load(folder)
    with pytest.raises(UserError, match="Samma fil") as caught:
        raw.read_or_stop(agreement)
    assert "kopia.xlsx" in str(caught.value)
    assert "operativ_lista_2023.xlsx" in str(caught.value)


def test_office_and_hidden_files_are_left_alone(folder):
    (folder / "~$lista.xlsx").write_bytes(b"x")
    (folder / ".DS_Store").write_bytes(b"x")
    assert all(p.suffix in (".csv", ".xlsx") for p in raw.raw_paths(agreements.load(folder)))
    assert not any(p.name.startswith(("~$", ".")) for p in raw.raw_paths(agreements.load(folder)))


def test_a_reader_that_loses_a_record_is_a_fault_not_a_silence(folder, monkeypatch):
    raw._read_cached.cache_clear()
    read = raw.readers.read

    def losing(data, name, layout):
        result = read(data, name, layout)
        return ReadResult(result.rows.iloc[1:], result.records, result.problems, result.skipped)

    monkeypatch.setattr(raw.readers, "read", losing)
    _, failed = raw.read_all(agreements.load(folder))
    raw._read_cached.cache_clear()
    assert failed
    assert "gick inte ihop" in failed[0].message


def test_an_unexpected_fault_in_a_reader_never_quotes_the_file(folder, monkeypatch):
    raw._read_cached.cache_clear()

    def broken(data, name, layout):
        raise ValueError("could not convert string to float: 'Karin Hallström'")

    monkeypatch.setattr(raw.readers, "read", broken)
    _, failed = raw.read_all(agreements.load(folder))
    raw._read_cached.cache_clear()
    assert failed
    assert all("Hallström" not in item.message and "ValueError" in item.message for item in failed)


def test_what_stood_at_a_fault_and_its_sheet_are_quoted_without_names():
    """The name is known only from the contact column of the same document."""
    result = ReadResult(
        pd.DataFrame({"text": ["Zorvik ringde om tunneln."]}),
        2,
        [
            Problem(
                5,
                "Zorvik, ingen dag",
                "Datumet går inte att läsa.",
                "Skriv ÅÅÅÅ-MM-DD.",
                sheet="Anna Andersson",
            )
        ],
        private_context=("Lars Zorvik",),
    )
    file = FileReading("m.xlsx", "0" * 64, 1, "staff_form", result)
    ((sheet, found),) = quotes(file, Redactor(NameLists.packaged()))
    assert "Zorvik" not in found
    assert "Andersson" not in sheet


def test_the_second_scan_names_columns_and_kinds_never_values():
    row = {"municipality_code": "0761", "municipality": "Ring 070-174 06 15", "year": 2023, "reference": "31 december",
           "population": 8342, "source": "SCB", "file": "a.csv", "row": 2}  # fmt: skip
    found = left_over(conform("population", pd.DataFrame([row])))
    assert found == ["municipality (1 värden: PHONE)"]
    assert left_over(conform("population", pd.DataFrame([row | {"municipality": "Lessebo"}]))) == []


def test_the_second_scan_looks_between_the_numbers_of_evidence():
    """A column of numbers is no place to hide a telephone in; the numbers themselves may look like anything."""
    base = {"agreement": "prov", "year": 2023, "id": "O1", "party": "joint", "file": "b.xlsx", "sheet": "Orsaker",
            "row": 3, "problem_id": "P1", "rib": "place", "hypothesis": "Mörkt."}  # fmt: skip

    def scanned(evidence):
        return left_over(table("cause", [base | {"evidence_ids": evidence}]))

    assert scanned("070-1740605;0123456789ab") == ["evidence_ids (1 värden: PHONE)"]
    assert scanned("0123456789ab;198002032384") == ["evidence_ids (1 värden: PNR)"]
    assert scanned("0123456789ab;198002032385") == []  # no personnummer: its last digit is wrong
    assert scanned("bicycle_theft_reported;070174060512;197802382389;0123456789ab") == []


def test_a_new_list_of_names_is_heeded_at_once(folder):
    """A name would stay in the statements until the program was started anew."""
    shutil.copytree(EXAMPLE / "medborgardialog", folder / "medborgardialog")
    workspace = Workspace(raw=str(folder.parent), out=str(folder.parent / "ut"))
    before = workspace.statements().statement
    assert before["text"].str.contains("Stöldmärkning").any()
    (folder / "namn").mkdir()
    (folder / "namn" / "egna.txt").write_text("Stöldmärkning\n", encoding="utf-8")
    assert not workspace.statements().statement["text"].str.contains("Stöldmärkning").any()
    workbooks = workspace.plan()
    (folder / "namn" / "egna.txt").write_text("Annatnamn\n", encoding="utf-8")
    assert workspace.plan() is not workbooks


def test_the_default_year_has_final_crime_figures_not_just_any_figure():
    """One student-allowance figure of 2024 does not make 2024 a year to publish."""
    agreement = agreements.load(EXAMPLE)
    kolada = pd.DataFrame(
        [
            {
                "row": 2,
                "kpi": "U07417",
                "municipality_code": "0761",
                "year": 2022,
                "gender": "T",
                "value": 1732.4691,
            },
            {
                "row": 3,
                "kpi": "N17625",
                "municipality_code": "0761",
                "year": 2023,
                "gender": "T",
                "value": 12.8,
            },
        ]
    )
    file = FileReading("k.csv", "0" * 64, 1, "kolada", ReadResult(kolada, 2))
    reading = Reading((file,), Redactor(NameLists.packaged()))
    assert latest_final_year(reading, agreement) == 2022
