"""Population from SCB's statistical database as json-stat2, px and csv (reconstructed from SCB's serialisers)."""

from __future__ import annotations

import itertools
import json
import math

import pytest

from pipelines.readers import sample, scb_pxweb
from tests.readers.checking import assert_never_quietly_less, cuts, outcome, read_as

REGIONS = {"00": "Riket", "07": "Kronobergs län", "0761": "Lessebo"}
SEXES = {"1": "män", "2": "kvinnor"}
TOTAL_SEX = {"TotSa": "totalt, samtliga män och kvinnor"}
TITLE = "Folkmängden efter region, civilstånd, ålder och kön"
#: Region x sex x year, the total first: 2023 and 2024.
COUNTS = (
    *(10551707, 10587710, 5310000, 5330000, 5241707, 5257710),
    *(203686, 204000, 104000, 104200, 99686, 99800),
    *(8342, 8300, 4290, 4270, 4052, 4030),
)


def dimension(label: str, categories: dict[str, str], **extension: object) -> dict[str, object]:
    index = {code: n for n, code in enumerate(categories)}
    return {"label": label, "category": {"index": index, "label": categories}, "extension": extension}


def reconstructed_json(**changes: object) -> dict[str, object]:
    """A data answer in the form of TAB6471's recorded one."""
    years = {"2023": "2023", "2024": "2024"}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": TITLE,
        "source": "SCB",
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "id": ["Region", "Kon", "ContentsCode", "Tid"],
        "size": [3, 3, 1, 2],
        "dimension": {
            "Region": dimension("region", REGIONS, elimination=True, eliminationValueCode="00"),
            "Kon": dimension("kön", TOTAL_SEX | SEXES, elimination=True, eliminationValueCode="TotSa"),
            "ContentsCode": dimension("tabellinnehåll", {"BE0101N1": "Folkmängd"}),
            "Tid": dimension("år", years),
        },
        "extension": {"px": {"tableid": "TAB638", "contents": "Folkmängd"}},
        "value": list(COUNTS),
    } | changes


def encoded(answer: object) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()


def with_dimension(code: str, described: dict[str, object], **changes: object) -> bytes:
    """The answer with another dimension in the place of ``code``."""
    answer = reconstructed_json(**changes)
    answer["dimension"] = {**answer["dimension"], code: described}  # type: ignore[dict-item]
    return encoded(answer)


def reconstructed_px(values: str = "", **keywords: str) -> bytes:
    """A px file in the form of PxWebApi's own test file."""
    lines = {
        "CHARSET": '"ANSI"',
        "CODEPAGE": '"iso-8859-1"',
        "MATRIX": '"BefolkningNy"',
        "TITLE": '"Folkmängden efter region, kön, tabellinnehåll\n" "och år"',
        "CONTENTS": '"Folkmängd"',
        "STUB": '"region","kön"',
        "HEADING": '"tabellinnehåll","år"',
        "CONTVARIABLE": '"tabellinnehåll"',
        'VARIABLECODE("region")': '"Region"',
        'VALUES("region")': '"Riket","Kronobergs län",\n"Lessebo"',
        'VALUES("kön")': '"totalt","män","kvinnor"',
        'VALUES("tabellinnehåll")': '"Folkmängd"',
        'VALUES("år")': '"2023","2024"',
        'TIMEVAL("år")': 'TLIST(A1),"2023","2024"',
        'CODES("region")': '"00","07","0761"',
        'CODES("kön")': '"1+2","1","2"',
        'CODES("tabellinnehåll")': '"BE0101N1"',
        'CODES("år")': '"2023","2024"',
        'ELIMINATION("kön")': '"totalt"',
        'ELIMINATION("region")': "YES",
        'VALUES[en]("sex")': '"total","men","women"',
        'VALUES[en]("region")': '"Sweden","Kronoberg county","Lessebo"',
        'NOTE("region")': '"Fr o m 2007; Heby"',
    } | keywords
    head = "".join(f"{keyword}={value};\r\n" for keyword, value in lines.items() if value)
    pairs = zip(COUNTS[::2], COUNTS[1::2], strict=True)
    return (head + "DATA=\r\n" + (values or "".join(f"{a} {b} \r\n" for a, b in pairs)) + ";").encode(
        "latin-1"
    )


LONG_HEADER = '"region";"kön";"år";"Folkmängd"'


def reconstructed_long_csv(header: str = LONG_HEADER, title: str = "", sep: str = ";") -> bytes:
    """The csv serialiser with every variable in the stub: one line per cell."""
    regions = [f"{code} {label}" for code, label in REGIONS.items()]
    keys = itertools.product(regions, ["totalt", "män", "kvinnor"], ["2023", "2024"])
    lines = [f'"{r}";"{s}";"{y}";{value}' for (r, s, y), value in zip(keys, COUNTS, strict=True)]
    return (title + "\r\n".join([header, *lines, ""])).replace(";", sep).encode("latin-1")


def reconstructed_wide_csv(title: str = "", heading: str = "Folkmängd {}") -> bytes:
    """The web page's csv: the years in the headings, the split in columns before them."""
    lines = [f'"region";"kön";"{heading.format(2023)}";"{heading.format(2024)}"']
    regions = [f"{code} {label}" for code, label in REGIONS.items()]
    keys = itertools.product(regions, ["totalt", "män", "kvinnor"])
    pairs = zip(COUNTS[::2], COUNTS[1::2], strict=True)
    lines += [f'"{r}";"{s}";{a};{b}' for (r, s), (a, b) in zip(keys, pairs, strict=True)]
    return (title + "\r\n".join([*lines, ""])).encode("latin-1")


FORMS = {
    "json": encoded(reconstructed_json()),
    "px": reconstructed_px(),
    "long": reconstructed_long_csv(),
    "long, comma": reconstructed_long_csv(sep=","),
    "wide": reconstructed_wide_csv(),
    "wide, years only": reconstructed_wide_csv(f'"{TITLE} (TAB638)"\r\n\r\n', "{}"),
}
EXPECTED = [
    ["00", "Riket", 2023, "31 december", 10551707],
    ["00", "Riket", 2024, "31 december", 10587710],
    ["07", "Kronobergs län", 2023, "31 december", 203686],
    ["07", "Kronobergs län", 2024, "31 december", 204000],
    ["0761", "Lessebo", 2023, "31 december", 8342],
    ["0761", "Lessebo", 2024, "31 december", 8300],
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_totals_of_every_region_and_year(form: str) -> None:
    """A part taken for the whole doubles a rate; a county taken for a municipality divides it by twenty."""
    result = read_as(scb_pxweb, FORMS[form], "folkmangd")
    assert list(result.rows) == ["record", "row", "region_code", "region", "year", "reference", "population"]
    assert result.rows.iloc[:, 2:].values.tolist() == EXPECTED
    assert result.skipped == {"del av en uppdelning, totalen används": 12}
    assert not result.problems


def test_rows_say_where_in_the_file_the_count_stands() -> None:
    """Whoever doubts a figure must find it: a line, in json-stat2 the place in the list of values."""
    first = {form: int(read_as(scb_pxweb, data, "x").rows.row.iloc[4]) for form, data in FORMS.items()}
    px_line = reconstructed_px().decode("latin-1").split("\n").index("8342 8300 \r") + 1
    assert first == {
        "json": 13,
        "px": px_line,
        "long": 14,
        "long, comma": 14,
        "wide": 8,
        "wide, years only": 10,
    }


def test_a_table_where_the_split_was_left_out_is_the_total() -> None:
    """SCB leaves an omitted variable out of the answer: what remains is its own total."""
    answer = reconstructed_json(id=["Region", "ContentsCode", "Tid"], size=[3, 1, 2], value=list(range(1, 7)))
    assert list(read_as(scb_pxweb, encoded(answer)).rows.population) == [1, 2, 3, 4, 5, 6]
    data = '"region";"år";"Folkmängd"\n"0761 Lessebo";"2023";8342\n"0761 Lessebo";"2024";8300\n'.encode()
    assert list(read_as(scb_pxweb, data).rows.population) == [8342, 8300]


def test_a_total_that_scb_itself_points_out_is_taken_whatever_it_is_called() -> None:
    """The answer names its elimination value; px names it by text."""
    sexes = dimension("kön", {"9": "båda", "1": "män", "2": "kvinnor"}, eliminationValueCode="9")
    assert read_as(scb_pxweb, with_dimension("Kon", sexes)).rows.iloc[:, 2:].values.tolist() == EXPECTED
    named = {'VALUES("kön")': '"båda","män","kvinnor"', 'CODES("kön")': "", 'ELIMINATION("kön")': '"båda"'}
    assert read_as(scb_pxweb, reconstructed_px(**named)).rows.iloc[:, 2:].values.tolist() == EXPECTED


NO_TOTAL = {"1": "män", "2": "kvinnor"}


@pytest.mark.parametrize(
    "data",
    [
        with_dimension("Kon", dimension("kön", NO_TOTAL), size=[3, 2, 1, 2], value=list(range(1, 13))),
        with_dimension("Kon", dimension("kön", {"1": "män"}), size=[3, 1, 1, 2], value=list(range(1, 7))),
        with_dimension(
            "Kon", dimension("ålder", {"tot16+": "totalt 16+ år"}), size=[3, 1, 1, 2], value=[1] * 6
        ),
        reconstructed_px(
            **{'VALUES("kön")': '"x","män","kvinnor"', 'ELIMINATION("kön")': "YES", 'CODES("kön")': ""}
        ),
        reconstructed_long_csv().replace(b"totalt", "båda".encode("latin-1")),
        reconstructed_wide_csv().replace(b"totalt", b"20-64"),
    ],
    ids=["no total", "one sex", "16 and over", "px", "long", "wide"],
)
def test_a_split_without_a_total_is_refused_and_never_summed(data: bytes) -> None:
    """From 2025 SCB perturbs every count; in the smallest municipalities a sum of parts is off by one percent."""
    message = str(outcome(scb_pxweb, data, "x"))
    assert "utan total" in message
    assert "summeras inte" in message
    assert "samtliga män och kvinnor" in message


def test_the_totals_of_the_tables_from_2025_are_known() -> None:
    """TAB5557 repeats the age total, once per grouping, and names all its totals anew."""
    ages = {"TOT1": "totalt, samtliga åldrar", "0": "0 år", "TotSA": "totalt, samtliga åldrar"}
    answer = reconstructed_json(
        id=["Region", "Civilstand", "Alder", "Kon", "ContentsCode", "Tid"], size=[1, 1, 3, 1, 2, 1]
    )
    answer["extension"] = {"px": {"tableid": "TAB5557"}}
    answer["dimension"] = {
        "Region": dimension("region", {"0180": "Stockholm"}),
        "Civilstand": dimension("civilstånd", {"SC": "totalt, samtliga civilstånd"}),
        "Alder": dimension("ålder", ages),
        "Kon": dimension("kön", TOTAL_SEX),
        "ContentsCode": dimension("tabellinnehåll", {"000007ME": "Folkmängd", "000007MG": "Folkökning"}),
        "Tid": dimension("år", {"2025": "2025"}),
    }
    answer["value"] = [999239, 4711, 9000, 100, 999239, 4711]
    result = read_as(scb_pxweb, encoded(answer))
    assert result.rows[["region_code", "year", "reference", "population"]].values.tolist() == [
        ["0180", 2025, "31 december", 999239]
    ]
    assert result.skipped == {
        "annat innehåll än folkmängd": 3,
        "del av en uppdelning, totalen används": 1,
        "upprepad rad": 1,
    }
    answer["value"] = [999239, 4711, 9000, 100, 999240, 4711]
    (problem,) = read_as(scb_pxweb, encoded(answer)).problems
    assert "annan folkmängd" in problem.reason


NOVEMBER = {"BE0101A9": "Antal"}


@pytest.mark.parametrize(
    ("changes", "contents", "expected"),
    [
        ({}, {"BE0101N1": "Folkmängd"}, "31 december"),
        ({"label": "Folkmängden den 1 november efter region", "extension": {}}, {"X": "Antal"}, "1 november"),
        ({"extension": {"px": {"tableid": "TAB1267"}}}, NOVEMBER, "1 november"),
        ({"extension": {}, "note": ["Uppgifterna avser 31 december."]}, {"X": "Folkmängd"}, "31 december"),
        ({"extension": {}, "note": ["Avser den 1 november."]}, {"X": "Folkmängd"}, "1 november"),
        ({"extension": {}}, {"X": "Folkmängd"}, "31 december"),
        ({"extension": {}}, {"X": "Antal"}, "framgår inte"),
        ({"label": "Folkmängden den 1 november efter region"}, {"BE0101N1": "Folkmängd"}, "anger både"),
        ({"label": "Folkmängd efter region. Prognos"}, {"X": "Folkmängd"}, "prognos"),
        ({}, {"BE0101N2": "Folkökning"}, "«Folkmängd» saknas"),
    ],
)
def test_the_reference_day_is_told_by_the_table_or_the_file_is_refused(
    changes: dict[str, object], contents: dict[str, str], expected: str
) -> None:
    """1 November and 31 December differ by two months' movements, and nothing in the figures tells them apart."""
    found = outcome(
        scb_pxweb, with_dimension("ContentsCode", dimension("tabellinnehåll", contents), **changes), "x"
    )
    if isinstance(found, str):
        assert expected in found
    else:
        assert set(found.rows.reference) == {expected}


@pytest.mark.parametrize(
    ("data", "day"),
    [
        (reconstructed_px(**{'REFPERIOD("Folkmängd")': '"31 december respektive år"'}), "31 december"),
        (reconstructed_long_csv('"region";"kön";"år";"BE0101A9"'), "1 november"),
        (
            reconstructed_long_csv(title='"Folkmängden den 1 november efter region, kön och år"\n\n'),
            "1 november",
        ),
        (reconstructed_wide_csv(heading="Folkmängden den 1 november {}"), "1 november"),
        (reconstructed_wide_csv('"Folkmängden den 1 november efter region"\n', "Antal {}"), "1 november"),
    ],
)
def test_px_and_csv_tell_their_day_too(data: bytes, day: str) -> None:
    """The form in which a file was saved must not change what it says."""
    assert set(read_as(scb_pxweb, data, "x").rows.reference) == {day}


def test_monthly_tables_are_refused() -> None:
    """November's month is its last day, which is neither of the reference days."""
    for months in (["2024M11", "2024M12"], ["2023K1", "2024K1"]):
        data = with_dimension("Tid", dimension("månad", {m: m for m in months}))
        assert "månader eller kvartal" in str(outcome(scb_pxweb, data, "x"))
    assert "månader" in str(outcome(scb_pxweb, reconstructed_wide_csv(heading="Folkmängd {}M12"), "x"))


def test_places_that_are_no_municipality_are_counted_and_left_out() -> None:
    """A DeSO's code begins with the municipality's: read as one, Lessebo would have 1 500 inhabitants."""
    regions = {"0761": "Lessebo", "0761A0010": "Lessebo norr", "FA07": "Växjö"}
    result = read_as(scb_pxweb, with_dimension("Region", dimension("region", regions)))
    assert set(result.rows.region_code) == {"0761"}
    assert result.skipped["område som inte är kommun, län eller riket"] == 4
    data = reconstructed_long_csv().replace(b"07 Kronobergs", b"0761A0010 Lessebo")
    assert set(read_as(scb_pxweb, data).rows.region_code) == {"00", "0761"}


def test_missing_marks_and_zeros_are_counted_never_zero() -> None:
    """A missing count read as 0 gives an infinite rate."""
    values: list[object] = [*COUNTS]
    values[12], values[13] = None, 0
    result = read_as(scb_pxweb, encoded(reconstructed_json(value=values)))
    assert len(result.rows) == 4
    assert result.skipped["folkmängd saknas"] == 1
    assert result.skipped["folkmängd 0: kommunen fanns inte det året"] == 1
    sparse = {str(n): v for n, v in enumerate(values) if v is not None}
    assert read_as(scb_pxweb, encoded(reconstructed_json(value=sparse))).skipped == result.skipped
    assert len(read_as(scb_pxweb, reconstructed_px().replace(b"8342 ", b'".." ')).rows) == 5
    result = read_as(scb_pxweb, reconstructed_long_csv().replace(b";8342", b";.."))
    assert (len(result.rows), result.skipped["folkmängd saknas"]) == (5, 1)


def test_labels_may_be_codes_texts_or_both() -> None:
    """The csv can be ordered with codes, with texts, or with both."""
    lines = ["Region - region;Kon - kön;Tid - år;BE0101N1"]
    lines += ["0761 - Lessebo;1+2 - totalt;2023;8342", "0761 - Lessebo;1 - män;2023;4290"]
    rows = read_as(scb_pxweb, ("\n".join(lines) + "\n").encode()).rows
    assert rows[["region_code", "region", "population"]].values.tolist() == [["0761", "Lessebo", 8342]]
    for region, expected in (("0761", ["0761", "0761"]), ("Lessebo", [None, "Lessebo"])):
        data = f"Region;Kon;Tid;BE0101N1\n{region};1+2;2023;8342\n{region};1;2023;4290\n".encode()
        rows = read_as(scb_pxweb, data).rows
        assert rows[["region_code", "region", "population"]].values.tolist() == [[*expected, 8342]]


def test_contents_may_stand_in_a_column_of_their_own() -> None:
    """SCB's whole table as csv: counts and changes in one column."""
    lines = ['"region","kön","tabellinnehåll","år","Folkmängden"']
    lines += [
        '"0761 Lessebo","totalt","Folkmängd","2023",8342',
        '"0761 Lessebo","totalt","Folkökning","2023",-143',
    ]
    result = read_as(scb_pxweb, ("\n".join(lines) + "\n").encode())
    assert list(result.rows.population) == [8342]
    assert result.skipped == {"annat innehåll än folkmängd": 1}
    data = '"region";"år";"Folkmängd";"Folkökning"\n"0761 Lessebo";2023;8342;-143\n'.encode()
    assert list(read_as(scb_pxweb, data).rows.population) == [8342]


def test_a_region_that_lacks_its_total_is_a_problem() -> None:
    """Rows deleted by hand: the region's parts remain, and nothing would say that it is gone."""
    data = reconstructed_long_csv().replace(b'"0761 Lessebo";"totalt";"2024";8300\r\n', b"")
    (problem,) = read_as(scb_pxweb, data).problems
    assert "1 av 18 uppgifter saknas" in problem.reason


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (encoded(reconstructed_json(value=[*COUNTS[:-1]])), "fyller inte"),
        (encoded(reconstructed_json(value={"99": 1})), "fyller inte"),
        (encoded(reconstructed_json(value={"01": 1, "9" * 5000: 2})), "fyller inte"),
        (encoded(reconstructed_json(role={"time": ["Tid", "Kon"]})), "två gånger"),
        (encoded(reconstructed_json(value=[])), "beskrivning"),
        (encoded(reconstructed_json(value=None)), "beskrivning"),
        (encoded(reconstructed_json(size=[3, 3, 2, 1])), "kategorier"),
        (encoded({k: v for k, v in reconstructed_json().items() if k != "size"}), "«size»"),
        (
            encoded(reconstructed_json(id=["Region", "Kon", "ContentsCode"], size=[3, 3, 1], value=[1] * 9)),
            "år saknas",
        ),
        (reconstructed_px().rsplit(b"8342", 1)[0], "avbruten"),
        (reconstructed_px(values="1 2 3\r\n"), "fyller inte"),
        (reconstructed_px(KEYS='"region"'), "KEYS"),
        (reconstructed_px(**{'VALUES("kön")': ""}), "avbruten eller saknar"),
        (reconstructed_px(**{'CODES("kön")': '"1"'}), "olika många koder"),
        (reconstructed_long_csv('"region";"kön";"period";"Folkmängd"'), "«år»"),
        (reconstructed_long_csv('"region";"år";"år";"Folkmängd"'), "två gånger"),
    ],
)
def test_a_table_that_lacks_a_part_is_refused_with_what_it_lacks(data: bytes, expected: str) -> None:
    """Values that do not fill the table would stand under the wrong headings."""
    assert expected in str(outcome(scb_pxweb, data, "x"))


@pytest.mark.parametrize(
    "data",
    [
        reconstructed_long_csv('"kön";"region";"år";"Folkmängd"'),
        reconstructed_long_csv('"region";"kön";"Folkmängd";"år"'),
        reconstructed_long_csv('"region";"år";"kön";"Folkmängd"'),
        reconstructed_long_csv('"region";"kön";"år"'),
        reconstructed_long_csv('"";"region";"kön";"år";"Folkmängd"'),
        reconstructed_long_csv().replace(b";8342", b";8 342 st"),
        reconstructed_wide_csv().replace(b'"region";"k\xf6n";', b'"region";'),
        reconstructed_wide_csv().replace(b"0761 Lessebo", b""),
        encoded(reconstructed_json(value=["x"] * 18)),
        encoded(
            reconstructed_json(value=[10**400, 1e999, 1, 1, 1, 1, [1], {}, 1, 1, 1, 1, True, 0.5, 1, 1, 1, 1])
        ),
    ],
)
def test_headings_over_the_wrong_columns_and_odd_values_are_never_read_in_silence(data: bytes) -> None:
    """A shifted heading gives figures that look right."""
    found = outcome(scb_pxweb, data, "x")
    assert isinstance(found, str) or found.problems


@pytest.mark.parametrize("form", FORMS)
def test_a_file_cut_off_anywhere_is_never_read_in_silence(form: str) -> None:
    """Half a file is half the municipalities. In csv the lines before the cut may make a smaller whole table:
    the country alone, or whole regions. That cannot be seen."""
    data = FORMS[form]
    at = set(range(1, len(data), 97)) | cuts(data)
    if form not in ("json", "px"):
        lines = data.split(b"\n")
        first = next(n for n, line in enumerate(lines) if b"00 Riket" in line)
        for n in range(first, len(lines)):
            keys = [
                line.replace(b",", b";").split(b";")[: 3 if "long" in form else 2] for line in lines[first:n]
            ]
            if len(keys) == math.prod(len(set(part)) for part in zip(*keys, strict=True)):
                end = len(b"\n".join(lines[:n]))
                at -= {end, end + 1}
    assert_never_quietly_less(scb_pxweb, data, "x", sorted(at))


@pytest.mark.parametrize(
    "data",
    [
        b'{"id": ["Region"], "size": [1], "dimension": {"Region": 1}, "value": [1], "label": "Folkm\xc3\xa4ngd"}',
        b'{"id": [1], "size": "x", "dimension": {"Region": {"category": {"index": {"0": "y"}}}, "ContentsCode": '
        b'"BE0101N1"}, "value": 1}',
        encoded(reconstructed_json(dimension={"Region": {}, "ContentsCode": "Folkmängd"}, id=None)),
        encoded(reconstructed_json(role=[], note={"a": 1}, extension=[])),
        b'CHARSET="ANSI";STUB="region";VALUES("region")="folkm\xe4ngd";DATA=;',
        b'CHARSET="folkm\xe4ngd "region" ' + b'"' * 5000,
        '"region";"Folkmängd"\n'.encode(),
        '"region";"år";"Folkmängd"\n;;\n"x";"y";"z"\n'.encode(),
    ],
)
def test_odd_files_give_only_the_readers_own_errors(data: bytes) -> None:
    """A broken file must not stop the reading of the others; odd notes beside whole figures are not read."""
    given = outcome(scb_pxweb, data, "x")
    totals = [10551707, 10587710, 203686, 204000, 8342, 8300]
    assert isinstance(given, str) or (list(given.rows.population) == totals and not given.problems)


def test_tables_about_something_else_are_not_taken() -> None:
    """Brå's export has a region and a year too; SCB's incomes are no inhabitants."""
    incomes = with_dimension(
        "ContentsCode", dimension("tabellinnehåll", {"HE0110J8": "Medianinkomst"}), label="Inkomst"
    )
    for data in (
        incomes,
        "Region;Brott;År;Period;Antal;/100 000 inv\nLessebo kommun;Stöld;År;2023;189;2266;\n".encode(),
        '"region";"Folkmängd 2023"\n"0761 Lessebo";8342\n'.encode(),
        "Nyckeltal,Region,År,Invånare\n".encode() + '"Invånare totalt, antal",Lessebo,2010,8139\n'.encode(),
    ):
        assert not scb_pxweb.recognises(sample.take(data, "x"))


def test_real_recorded_answers_are_not_taken_for_figures(real_data) -> None:
    """A list of a table's variables has no counts in it."""
    for path in sorted((real_data / "scb").iterdir()):
        assert not scb_pxweb.recognises(sample.take(path.read_bytes(), path.name)), path.name
