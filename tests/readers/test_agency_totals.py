"""Brå's csv with every municipality's total: two forms, city districts, and a file that is not whole.

The form of 2021 is reconstructed from public code that reads it.
"""

from __future__ import annotations

import contextlib
import re

import pytest

from pipelines.readers import LAYOUTS, ReadResult, UnreadableFileError, agency_totals, sample
from pipelines.readers.agency_rows import COLUMNS
from pipelines.readers.agency_totals import MUNICIPALITIES

HEADER = "Kommun;Antal;Per 100 000 inv."
NAME = "bra/2019/Anmälda brott kommunerna 2023.csv"


def figures(n: int) -> tuple[int, int]:
    """Count and rate of an invented municipality of 5 000-40 000 people."""
    people = 5_000 + n * 121
    return people // 10, round(people // 10 / people * 100_000)


def with_header(names: tuple[str, ...] = MUNICIPALITIES) -> bytes:
    lines = [HEADER, *(f"{m};{figures(n)[0]};{figures(n)[1]}" for n, m in enumerate(names))]
    return b"\xef\xbb\xbf" + ("\r\n".join(lines) + "\r\n").encode()


def reconstructed_2021(names: tuple[str, ...] = MUNICIPALITIES) -> bytes:
    """No header, "Ale kommun", genitive, an en dash, districts, a space for thousands."""
    lines = []
    for n, name in enumerate(names):
        genitive = name if name[-1] in "sxzoueåäö" or name in ("Ale", "Habo") else name + "s"
        count, rate = (f"{f:,}".replace(",", " ") for f in figures(n))
        lines.append(f"{genitive.replace('-', '–')} kommun;{count};{rate}")
        if name == "Stockholm":
            lines += [
                "Spånga-Tensta;4 100;10 300",
                "Stockholm kommun, Hässelby - Vällingby stadsdel;6 100;8 300",
            ]
    return ("\r\n".join(lines) + "\r\n").encode()


def one(data: bytes, name: str = NAME) -> ReadResult:
    assert agency_totals.recognises(sample.take(data, name))
    result = agency_totals.read(data, name)
    assert result.is_reconciled()
    assert list(result.rows.columns) == list(COLUMNS)
    return result


def test_the_form_with_a_header_is_read_with_the_year_from_the_name() -> None:
    """The folder's year is when somebody filed it, not what the figures are about."""
    result = one(with_header())
    assert (len(result.rows), result.problems, result.notes) == (290, [], [])
    ale = result.rows.iloc[0]
    assert (ale.region, ale.offence, ale.year, ale["count"], ale.per_100k) == (
        "Ale",
        "Totalt antal brott",
        2023,
        500,
        10000,
    )
    assert (ale.row, ale.status, ale.is_subset, ale.parent) == (2, "final", False, None)
    assert result.rows.month.isna().all()


def test_the_form_of_2021_gives_the_same_municipalities() -> None:
    """Lost to a genitive or a dash, a municipality has no total; taken for a header, Ale has none."""
    result = one(reconstructed_2021(), "anmalda_brott_kommuner_2021.csv")
    assert tuple(result.rows.region) == MUNICIPALITIES
    assert {"Arjeplog", "Malung-Sälen", "Borås", "Tingsryd"} <= set(result.rows.region)
    assert list(result.rows["count"]) == [figures(n)[0] for n in range(290)]
    assert result.rows["count"].max() > 2537
    assert (result.rows.row[0], set(result.rows.year), result.problems) == (1, {2021}, [])


def test_a_city_district_is_not_a_municipality() -> None:
    """Its crimes are in its city's total already."""
    result = one(reconstructed_2021(), "2021.csv")
    assert result.skipped == {"stadsdel eller stadsområde, inte en kommun": 2}
    assert not [r for r in result.rows.region if "Tensta" in r or "Vällingby" in r]


def test_a_name_that_is_neither_is_a_problem() -> None:
    """An unknown name is not quietly called a district."""
    result = one(with_header().replace(b"Lessebo;", b"Lessbo;"))
    assert "varken en kommun eller en känd stadsdel" in result.problems[0].reason
    assert "Lessebo" in result.problems[1].reason


@pytest.mark.parametrize(
    "name", ["Anmälda brott kommunerna.csv", "2023/totaler.csv", "Anmälda brott 2023 hämtad 2024.csv"]
)
def test_without_one_year_in_the_name_the_file_is_refused_with_how_to_name_it(name: str) -> None:
    """A guessed year puts a whole municipality's crimes a year wrong."""
    with pytest.raises(UnreadableFileError, match=r"Anmälda brott kommunerna 2023\.csv"):
        agency_totals.read(with_header(), name)


def test_every_municipality_but_one_is_a_problem_that_names_it() -> None:
    """Brå's file always has all 290."""
    result = one(with_header(tuple(m for m in MUNICIPALITIES if m != "Lessebo")))
    assert [p.row for p in result.problems] == [None]
    assert "289 av 290" in result.problems[0].reason
    assert result.problems[0].reason.endswith("Det saknas Lessebo.")


@pytest.mark.parametrize("build", [with_header, reconstructed_2021])
def test_a_file_cut_in_half_is_a_problem(build) -> None:
    """By bytes or by lines: the municipalities at the end of the alphabet would just be missing."""
    data = build()
    middle = len(data) // 2
    for cut in (*range(middle, middle + 40), data.rfind(b"\n", 0, middle) + 1):
        # A cut within a letter makes the whole file unreadable as UTF-8, which may hide the header.
        with contextlib.suppress(UnreadableFileError):
            result = agency_totals.read(data[:cut], "2021.csv")
            assert result.is_reconciled()
            assert "av 290" in result.problems[-1].reason
    assert "av 290" in agency_totals.read(data[:cut], "2021.csv").problems[-1].reason


@pytest.mark.parametrize("lost", agency_totals.HEADERS)
def test_a_lost_heading_is_named(lost: str) -> None:
    """ "Känns inte igen" sends the reader looking in the wrong place."""
    data = with_header().replace(lost.encode(), b"x", 1)
    assert agency_totals.recognises(sample.take(data, NAME))
    with pytest.raises(UnreadableFileError, match=re.escape(f"«{lost}»")):
        agency_totals.read(data, NAME)


def test_a_lost_column_is_named() -> None:
    """A column deleted with its heading."""
    data = "\n".join(line.rpartition(";")[0] for line in with_header().decode().splitlines()) + "\n"
    assert agency_totals.recognises(sample.take(data.encode(), NAME))
    with pytest.raises(UnreadableFileError, match=r"«Per 100 000 inv\.»"):
        agency_totals.read(data.encode(), NAME)


def test_columns_swapped_are_refused() -> None:
    """Rates as counts would multiply a small municipality's crime by ten."""
    swapped = "\r\n".join(
        ";".join((a, c, b))
        for a, b, c in (x.split(";") for x in reconstructed_2021().decode().split("\r\n")[:-1])
    )
    with pytest.raises(UnreadableFileError, match="omkastade"):
        agency_totals.read((swapped + "\r\n").encode(), "2021.csv")


def test_a_rate_per_1000_is_refused() -> None:
    """Per 1 000 is not per 100 000."""
    data = re.sub(rb";(\d+)\r\n", lambda m: b";%d\r\n" % (int(m.group(1)) // 100), with_header())
    with pytest.raises(UnreadableFileError, match="annan enhet"):
        agency_totals.read(data, NAME)


def test_two_figures_for_one_municipality_are_not_chosen_between() -> None:
    """The same row twice is one row; another figure is a fault."""
    lines = with_header().decode().splitlines()
    lessebo = next(x for x in lines if x.startswith("Lessebo"))
    same = one(("\n".join([*lines, lessebo]) + "\n").encode())
    assert (same.skipped, same.problems) == ({"upprepad rad": 1}, [])
    other = one(("\n".join([*lines, "Lessebo kommun;1 000;11 000"]) + "\n").encode())
    assert "Lessebo" not in set(other.rows.region)
    assert len(other.problems) == 2


@pytest.mark.parametrize(
    "cells", ["..;9000", "1200;..", "-;-", ";", "0;0", "tolv;9000", "1200;tolv", "3;9000", "12.5;900"]
)
def test_a_row_that_is_not_two_numbers_is_a_problem_and_never_zero(cells: str) -> None:
    """No municipality has no crime; and 3 crimes at 9 000 per 100 000 would be 33 inhabitants."""
    data = with_header().decode()
    n = MUNICIPALITIES.index("Lessebo")
    result = one(data.replace(f"Lessebo;{figures(n)[0]};{figures(n)[1]}", f"Lessebo;{cells}").encode())
    assert "Lessebo" not in set(result.rows.region)
    assert len(result.problems) == 1


def test_a_total_marked_missing_is_counted() -> None:
    """Both marks are Brå's own word that the figure is not there."""
    n = MUNICIPALITIES.index("Lessebo")
    data = with_header().decode().replace(f"Lessebo;{figures(n)[0]};{figures(n)[1]}", "Lessebo;..;..")
    assert one(data.encode()).skipped == {"antal saknas hos Brå (..)": 1}


def test_the_country_is_kept_as_the_country() -> None:
    """Its row is no municipality, but useful to compare with."""
    result = one(with_header() + b"Hela landet;1 500 000;14 200\r\n")
    assert (result.rows.region.iloc[-1], result.problems) == ("Hela landet", [])


@pytest.mark.parametrize(
    "data",
    [
        b"".join(reconstructed_2021().splitlines(keepends=True)[:12]),
        "\n".join(f"{m};{n}" for n, m in enumerate(MUNICIPALITIES)).encode(),
        "\n".join(f"{m};{n};2;3" for n, m in enumerate(MUNICIPALITIES)).encode(),
        "\n".join(f"{m};text;2" for m in MUNICIPALITIES).encode(),
        "\n".join(f"Ort {n};1200;9000" for n in range(290)).encode(),
        b"kommun;antal;andel\n" + b"Lessebo;1;2\n" * 40,
    ],
    ids=range(6),
)
def test_a_list_of_something_else_is_not_taken_for_it(data: bytes) -> None:
    """Without a header only many right rows can tell; a guess would make any list Brå's."""
    assert not agency_totals.recognises(sample.take(data, "x.csv"))


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\n\x00", b"\n" * 9 + with_header(), HEADER.encode(), b"a;b\n1;2\n"]
)
def test_no_file_fails_with_anything_but_the_readers_own_error(data: bytes) -> None:
    """One odd file must not stop the reading of the others."""
    with contextlib.suppress(UnreadableFileError):
        assert agency_totals.read(data, NAME).is_reconciled()


@pytest.mark.parametrize("build", [with_header, reconstructed_2021])
def test_no_other_layout_takes_the_file(build) -> None:
    """A file of two layouts is refused."""
    seen = sample.take(build(), NAME)
    assert [i for i, layout in LAYOUTS.items() if layout.recognises(seen)] in ([], ["agency_totals"])


def test_no_genitive_is_another_municipality(real_data) -> None:
    """ "Bergs kommun" must be Berg and nothing else; the names are SCB's 290."""
    assert not [m for m in MUNICIPALITIES if f"{m}s" in MUNICIPALITIES]
    lines = (real_data / "scb/swedish_admin_areas.csv").read_text("utf-8").splitlines()[1:]
    assert sorted(MUNICIPALITIES) == sorted(line.split(",")[1] for line in lines)
