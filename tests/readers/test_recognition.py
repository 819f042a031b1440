"""Recognition by content, and files that are broken, foreign or hostile."""

from __future__ import annotations

import contextlib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from pipelines.readers import LAYOUTS, UnreadableFileError, cells, read, recognise, sample
from tests.readers.building import pdf, word, workbook
from tests.readers.test_council_minutes import MINUTES

EXAMPLE = Path(__file__).parents[2] / "data" / "raw" / "lessebo-exempel"


def example_files() -> list[Path]:
    return sorted(
        p
        for p in EXAMPLE.rglob("*")
        if p.is_file() and p.suffix not in (".toml",) and p.name != "OM FILERNA.md"
    )


@pytest.mark.parametrize("path", example_files(), ids=lambda p: p.name)
def test_every_example_file_is_recognised_once_and_reconciles(path: Path) -> None:
    """Whoever starts with the example must see every row accounted for."""
    data = path.read_bytes()
    seen = sample.take(data, path.name)
    assert [i for i, layout in LAYOUTS.items() if layout.recognises(seen)] == [recognise(data, path.name)]
    result = read(data, path.name, recognise(data, path.name))
    assert result.is_reconciled()
    assert len(result.rows) > 0
    assert len(result.problems) <= max(2, result.records // 10)


def test_an_unknown_file_is_named_with_what_was_expected_and_what_is_nearest() -> None:
    """ "Okänd fil" helps nobody; the missing columns do. No value from the file is repeated."""
    data = b"Datum;Verksamhet;Plats;Fenomen\n2023-01-01;Skola;Torget;hemligt\n"
    with pytest.raises(UnreadableFileError) as caught:
        recognise(data, "okänd.csv")
    message = str(caught.value)
    assert "«okänd.csv»" in message
    assert "Medarbetardialog (formuläret): 4 av 9 rubriker stämmer" in message
    assert "«Trolig orsak»" in message
    assert all(layout.EXPECTED in message for layout in LAYOUTS.values())
    assert "hemligt" not in message


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "tom"),
        (b"\xef\xbb\xbf\r\n", "tom"),
        (b"\x00\x01\x02\xff" * 400, "inte text"),
        (workbook({"A": [["x"]]})[:900], "avbruten"),
        (word(MINUTES)[:3000], "avbruten"),
        (b"PK\x03\x04skrap", "avbruten"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "trasig"),
        (b"%PDF-1.4 skrap", "avbruten"),
        (b"PAR1skrapPAR1", "avbruten"),
        (pdf([[]], foot=""), "inskannad"),
        (workbook({"A": []}), "tom"),
        (b'{"values": [', "känns inte igen"),
        (b"[" * 100_000, "känns inte igen"),
    ],
)
def test_broken_files_say_so_in_swedish(data: bytes, expected: str) -> None:
    """A traceback stops the whole run, and tells the person at the desk nothing."""
    with pytest.raises(UnreadableFileError, match=expected) as caught:
        recognise(data, "fil.xyz")
    assert "«fil.xyz»" in str(caught.value)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff" * 50,
        b"PK\x03\x04",
        b"%PDF",
        b"PAR1",
        b"{}",
        b"[]",
        b"[1]",
        b"a;b\n1\n1;2;3\n",
        b'"a;b\n',
        "Region;Brott;År;Period;Antal;/100 000 inv\n".encode(),
        workbook({"A": [["Datum", "x"], ["=1/0", "#N/A"]]}),
        word([("", "hej")]),
        pdf([[("Helvetica", "hej")]]),
    ],
    ids=range(14),
)
def test_no_reader_fails_with_anything_but_its_own_error(layout: str, data: bytes) -> None:
    """A file moved to the wrong folder must be refused, not crash the reading of the others."""
    with contextlib.suppress(UnreadableFileError):
        assert read(data, "fil", layout).is_reconciled()


def test_a_workbook_that_unpacks_beyond_reason_is_refused() -> None:
    """A few kilobytes can unpack to fill the memory."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "x")
        for n in range(11):
            archive.writestr(f"xl/{n}.xml", b"0" * 100_000_000)
    with pytest.raises(UnreadableFileError, match="orimligt stor"):
        recognise(out.getvalue(), "bomb.xlsx")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 537", 2537),
        ("2\u00a0537", 2537),
        ("2\u202f537", 2537),
        ("2&nbsp;537", 2537),
        ("2,41", 2.41),
        ("2483.0", 2483),
        ("-3", -3),
        ("\u22123", -3),
        ("1e+05", 100000),
        ("..", None),
        (".", None),
        ("-", None),
        ("–", None),
        ("", None),
        (None, None),
        (float("nan"), None),
        (0, 0),
    ],
)
def test_numbers_as_swedish_publishers_write_them(text: object, expected: float | None) -> None:
    """The same figure comes in at least seven spellings; a missing mark is never zero."""
    assert cells.number(text) == expected


@pytest.mark.parametrize("text", ["12 5", "1,234,567", "1.234,5", "fyra", "5 %", "#N/A", True, "1 2345"])
def test_what_could_be_two_numbers_is_refused(text: object) -> None:
    """12 5 is 125 or 12.5; a guess is wrong half the time."""
    with pytest.raises(cells.CellError):
        cells.number(text)


@pytest.mark.parametrize(
    "text", ["4/10/2023", "10/4/23", "2023-13-01", "2023-02-30", "0203-10-04", "okt 2023", 12]
)
def test_what_could_be_two_days_is_refused(text: object) -> None:
    """4/10 is April in one country and October in another."""
    with pytest.raises(cells.CellError):
        cells.required_date(text)


def test_letters_typed_on_a_mac_match() -> None:
    """A decomposed å looks the same and compares unequal."""
    assert cells.key("A\u030ar ") == cells.key("År")
