"""The workbook's sheets: each test stops a cell that shows what the pages hide, or that nobody could read."""

from __future__ import annotations

import io
import zipfile
from typing import Any, ClassVar

import openpyxl
import pandas as pd
import pytest

from pipelines.readers import returned_workbook
from pipelines.report import workbook_review
from pipelines.report.source_views import POINTS
from pipelines.report.workbook import workbook_bytes
from pipelines.report.workbook_cells import Field, fill, lines_of
from pipelines.report.workbook_fields import DIRECTIONS, FACETS, GROUPS, KINDS
from pipelines.report.workbook_rows import comparisons, definitions, patterns, ranking, sayings

NAN, INF = float("nan"), float("inf")
SECRET = 3.7331


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows)).convert_dtypes()


def _indicator(code: str, title: str, kind: str, **given: Any) -> dict[str, Any]:
    return {
        "indicator": code, "priority_area": "STOLD", "position": 1, "title": title, "question": "Fråga?",
        "does_not_say": "Allt.", "kind": kind, "unit": "per 100 000 invånare", "direction": "higher_is_worse",
        "source_label": "Källa: Brå", "problem": "theft", "facets": "volume;rate",
        "comparison_groups": "polisomradet;lan", "rate_from": 5, "percent_from": 50, "share_from": 30,
        "pattern_from": 50, "trend_from_years": 5,
    } | given  # fmt: skip


def _value(code: str, municipality: str, **given: Any) -> dict[str, Any]:
    return {
        "indicator": code, "priority_area": "STOLD", "municipality_code": municipality,
        "municipality": {"0761": "Lessebo", "00": "Hela landet"}[municipality], "year": 2023, "value": 2266.0,
        "lower_95": 1954.0, "upper_95": 2613.0, "count": 189, "denominator": 8341.0,
        "unit": "per 100 000 invånare", "status": "final", "method": "Byar", "reliability": None,
        "suppressed": False, "note": None, "source_file": "bra/sol.csv", "source_row": 7, "bound": None,
        "count_withheld": False,
    } | given  # fmt: skip


def _comparison(code: str, comparison: str, **given: Any) -> dict[str, Any]:
    return {
        "indicator": code, "priority_area": "STOLD", "year": 2023, "comparison": comparison,
        "comparison_name": "åren 2018–2022", "count": 189.0, "base_count": 1283.0, "base_from": 2018, "base_to": 2022,
        "base_members": None, "expected": 235.2, "ratio": 0.8, "ratio_lower_95": 0.5, "ratio_upper_95": 1.2,
        "difference": NAN, "difference_lower_95": NAN, "difference_upper_95": NAN, "p_adjusted": 0.7,
        "signal": "none", "dispersion": 8.9, "dispersion_areas": 0, "detectable_decrease": 0.4,
        "detectable_increase": 1.9, "method": "mid-P", "reason": None, "hidden": False,
    } | given  # fmt: skip


def _statement(identity: str, text: str | None, **given: Any) -> dict[str, Any]:
    return {
        "statement_id": identity, "source_label": "Medborgardialog", "year": 2023, "document": "dialog/a.docx",
        "locator": "stycke 4", "question": None, "identifying": None, "text": text,
    } | given  # fmt: skip


def _code(kind: str, code: str, words: str | None, score: float | None) -> dict[str, Any]:
    return {"statement_id": "0123456789ab", "kind": kind, "code": code, "words": words, "score": score}


class FakeEdition:
    """The frames of an edition, small enough to work out by hand."""

    year, municipality_code, municipality, min_shown, false_signal_share = 2023, "0761", "Lessebo", 5, 0.10
    info: ClassVar[dict[str, Any]] = {
        "agreement_name": "Avtalet",
        "valid_from": 2019,
        "valid_to": 2023,
        "is_example": True,
    }
    agreement = "provavtal"

    def priority_areas(self) -> pd.DataFrame:
        return frame({"priority_area": "STOLD", "name": "Inbrott och stölder", "position": 1})

    def indicators(self, area: str | None = None) -> pd.DataFrame:
        return frame(
            _indicator("theft", "Anmälda stölder", "offence_rate"),
            _indicator("safe", "Trygga elever", "survey_share", position=2, unit="procent", facets="worry",
                       comparison_groups=None, direction="higher_is_better"),
            _indicator("night", "Andel på natten", "time_share", position=3, direction="neutral"),
        )  # fmt: skip

    def values(self, area: str | None = None) -> pd.DataFrame:
        return frame(
            _value("theft", "00", count=375_307),
            _value("theft", "0761"),
            _value("safe", "0761", value=95.0, bound="över", count=None, count_withheld=True, denominator=82.0,
                   unit="procent", lower_95=None, upper_95=None),
        )  # fmt: skip

    def comparisons(self, area: str | None = None) -> pd.DataFrame:
        found = frame(
            _comparison("theft", "riket", ratio_upper_95=INF, dispersion_areas=30),
            _comparison("theft", "previous_years", signal="lower", p_adjusted=0.4),
            _comparison("safe", "previous_survey", difference=SECRET, difference_lower_95=SECRET, signal="higher",
                        difference_upper_95=SECRET, p_adjusted=0.01, base_from=2022, base_to=2022, expected=NAN),
        )  # fmt: skip
        return found.assign(hidden=False, base_hidden=False)

    def seasons(self, area: str | None = None) -> pd.DataFrame:
        common = {"indicator": "theft", "priority_area": "STOLD", "year": 2023, "year_from": 2019, "total": 166,
                  "signal": "seasonal", "method": "metod"}  # fmt: skip
        return frame(
            common | {"month": 1, "count": SECRET, "index": SECRET, "lower_95": SECRET, "upper_95": SECRET,
                      "area_index": 0.3, "suppressed": True},
            common | {"month": 5, "count": 27.0, "index": 1.92, "lower_95": 1.3, "upper_95": 2.68,
                      "area_index": 1.58, "suppressed": False},
        )  # fmt: skip

    def times_of_week(self, area: str | None = None) -> pd.DataFrame:
        common = {"indicator": "theft", "priority_area": "STOLD", "year": 2023, "year_from": 2019, "total": 166,
                  "events": 162, "position": 5, "method": "metod", "lower_95": 1.0, "upper_95": 2.0}  # fmt: skip
        return frame(
            common | {"dimension": "weekday", "key": "fredag", "share_pct": 19.7, "even_pct": 14.3,
                      "signal": "none", "suppressed": False},
            common | {"dimension": "block", "key": "lördag–söndag 00–06", "share_pct": SECRET, "even_pct": 7.1,
                      "signal": "uneven", "suppressed": True, "lower_95": SECRET, "upper_95": SECRET},
        )  # fmt: skip

    def places(self, area: str | None = None) -> pd.DataFrame:
        common = {"indicator": "theft", "priority_area": "STOLD", "year": 2023, "year_from": 2019, "total": 166,
                  "known": 166, "method": "Byar", "lower_95": 2.0, "upper_95": 4.0}  # fmt: skip
        return frame(common | {"locality": "Kosta", "count": 14, "per_1000": 3.1, "suppressed": False})

    def ranking(self, area: str | None = None) -> pd.DataFrame:
        common = {"priority_area": "STOLD", "year": 2023, "year_from": 2021, "problem_title": "Stölder", "title": "x",
                  "problem": "theft",
                  "indicator": "theft", "rank_volume": 1, "rank_volume_lower": 1, "rank_volume_upper": 2,
                  "shrunken_ratio": 0.9, "shrunken_lower_95": 0.7, "shrunken_upper_95": 1.1, "rank_ratio": 4,
                  "rank_ratio_lower": 2, "rank_ratio_upper": 9, "ratio_group": "Polisområdet", "ratio_members": 6,
                  "sources_in_support": 3, "sources_against": 1, "sources_missing": 0}  # fmt: skip
        return frame(
            common | {"count_three_years": 603, "change_signal": "lower"},
            common
            | {
                "problem": "other",
                "count_three_years": None,
                "change_signal": None,
                "rank_volume": None,
                "year_from": None,
            },
        )

    def problems(self, area: str | None = None) -> pd.DataFrame:
        return frame({"problem": "theft", "priority_area": "STOLD", "title": "Stölder"})

    def comparison_names(self) -> dict[str, str]:
        return {"polisomradet": "Övriga kommuner i området"}

    def source_agreement(self, area: str | None = None) -> pd.DataFrame:
        common = {"priority_area": "STOLD", "problem": "theft", "problem_title": "Stölder"}
        return frame(
            common | {"source_label": "Medborgardialog", "points": "described", "basis": 9, "summary": "9 av 47."},
            common | {"source_label": "Brå", "points": "mentioned", "basis": 1,
                      "summary": "Nämns, men av för få för att antalet ska anges."},
            common | {"source_label": "Polisen", "points": "not_covered", "basis": 0, "summary": "=1+1"},
            common | {"problem": None, "problem_title": None, "source_label": "Kolada", "points": "missing",
                      "basis": 0, "summary": "HELA OMRÅDET"},
        )  # fmt: skip

    def themes(self, area: str | None = None, only_shown: bool = True) -> pd.DataFrame:
        return pd.DataFrame({"priority_area": pd.Series(dtype="string")})

    def statements(self, area: str | None = None) -> pd.DataFrame:
        return pd.DataFrame({"priority_area": pd.Series(dtype="string")})

    def reviewable(self) -> pd.DataFrame:
        return frame(
            _statement("0123456789ab", "Källaren hade påhälsning igen i natt."),
            _statement("abcdef012345", None, identifying="ålder, plats, datum"),
        )

    def codes(self) -> pd.DataFrame:
        return frame(
            _code("area", "STOLD", "påhälsning", 0.7),
            _code("theme", "inbrott_foretag_forrad", "påhälsning, källaren", 0.7),
            _code("is_problem", "true", "påhälsning", 0.6),
            _code("place", "källaren", None, None),
            _code("time", "natt", "natt", 0.9),
        )

    def survey_by_locality(self, area: str | None = None) -> pd.DataFrame:
        return pd.DataFrame({"locality": pd.Series(["Lessebo", None], dtype="string")})

    def candidate_causes(self, area: str) -> pd.DataFrame:
        common = {"priority_area": area, "sources": 2, "locators": "dialog/a.docx, stycke 4"}
        return frame(
            common | {"rib": "Plats och situation", "cause": "Dålig belysning", "level": "direkt",
                      "question": "Stämmer det vid ett besök?", "statements": 9, "theory": "Clarke 1997"},
            common | {"rib": "Gärningsperson", "cause": "Grupper utan annan plats att vara på", "statements": None,
                      "level": "bakomliggande", "question": "Vad söker de?", "theory": "Hirschi 1969",
                      "locators": None},
        )  # fmt: skip

    def hypothesis_tests(self, plan_year: int) -> pd.DataFrame:
        return pd.DataFrame(columns=["id", "party", "year", "verdict", "summary", "reason"])

    def goal_checks(self, plan_year: int) -> pd.DataFrame:
        return pd.DataFrame(columns=["id", "party", "letter", "ok", "remark"])

    def coverage(self) -> pd.DataFrame:
        return frame({"source_type": "police", "source_label": "Polisen", "mandatory": True, "state": "used",
                      "reason": None})  # fmt: skip

    def source_files(self) -> pd.DataFrame:
        return frame(
            {"source_type": "police", "source_label": "Polisen", "file": "polisen/a.csv", "records": 7}
        )


EDITION: Any = FakeEdition()
HEADINGS = workbook_review.SHEET.headings


@pytest.fixture(scope="module")
def book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(EDITION)))


def _records(sheet: Any) -> list[dict[str, Any]]:
    heads = [cell.value for cell in sheet[1]]
    return [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]


def test_the_sheets_and_what_of_them_is_printed(book: Any) -> None:
    assert book.sheetnames == [
        "Läs mig", "Om arbetsboken", "Problem", "Orsaker", "Händelsekedja", "Åtgärder", "Mål", "Kommunikation",
        "Medborgarlöften", "Uppföljning", "Samarbetet", "Textkodning", "Belägg", "Nyckeltal", "Jämförelser", "Mönster",
        "Problemunderlag", "Teman", "Uttalanden", "Källor", "Definitioner", "Listor",
    ]  # fmt: skip
    shown = book.sheetnames.index("Nyckeltal")
    for at, sheet in enumerate(book.worksheets[1:-1], 1):
        # A sheet to fill in has a line above its headings that says how; the row's number stays in sight.
        first = 1 if at >= shown else 2
        column = "B" if 2 <= at <= 10 else "A"
        expected = (f"{column}{first + 1}", f"${first}:${first}")
        assert (sheet.freeze_panes, sheet.print_title_rows) == expected, sheet.title
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0), sheet.title
    assert (
        book["Nyckeltal"].print_area == "'Nyckeltal'!$A$1:$M$4"
    )  # to the reliability; file and row stay out


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert workbook_bytes(EDITION) == workbook_bytes(EDITION)


def test_no_hidden_number_stands_in_any_cell(book: Any) -> None:
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert SECRET not in cells
    assert cells.count("dolt") == 4  # a month's count and level, a block's share, a problem's count


def test_a_share_of_everybody_is_not_given_away_by_a_difference() -> None:
    rows = comparisons(EDITION)
    row = rows[rows["comparison"] == "previous_survey"].iloc[0]
    assert pd.isna(row["difference"])
    assert row["verdict"] == "visas inte"


def test_an_outcome_that_falls_with_the_adjustment_is_no_outcome() -> None:
    rows = comparisons(EDITION)
    assert list(rows["comparison"]) == ["previous_years", "riket", "previous_survey"]
    assert list(rows["verdict"])[:2] == ["ingen statistiskt säkerställd skillnad"] * 2
    assert list(rows["compared"]) == ["åren före", "nivå bredvid andras", "undersökningen före"]
    assert list(rows["dispersion_basis"])[:2] == ["register", "30 kommuner"]


def test_an_infinite_limit_is_an_empty_cell(book: Any) -> None:
    row = next(r for r in _records(book["Jämförelser"]) if r["Slag av jämförelse"] == "nivå bredvid andras")
    assert row["Kvot, övre gräns 95 %"] is None
    assert row["Kvot, nedre gräns 95 %"] == 0.5
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(EDITION))) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<v></v>" in part or b"<v/>" in part for part in parts)  # a cell that programs "repair"


def test_key_figures_put_the_own_municipality_first_and_the_bound_in_words(book: Any) -> None:
    rows = _records(book["Nyckeltal"])
    assert [row["Kommun"] for row in rows] == ["Lessebo", "Lessebo", "Hela landet"]
    share = rows[1]
    assert (share["Antal"], share["Värde"]) == ("visas inte", "över 95")


def test_patterns_stand_in_order_with_what_to_read_them_against() -> None:
    rows = patterns(EDITION)
    assert list(rows["dimension"]) == ["månad", "månad", "veckodag", "tid i veckan", "ort"]
    assert list(rows["key"]) == ["januari", "maj", "fredag", "lördag–söndag 00–06", "Kosta"]
    assert list(rows["shown_value"]) == ["dolt", 1.92, 19.7, "dolt", 3.1]
    assert list(rows["verdict"]) == [
        "säsong säkerställd i polisområdets kommuner sammanlagt",
        "säsong säkerställd i polisområdets kommuner sammanlagt",
        "ingen statistiskt säkerställd skillnad",
        "säkerställt ojämnt",
        "prövas inte",
    ]
    assert set(rows["period"]) == {"2019–2023"}


def test_no_pattern_at_all_gives_an_empty_sheet() -> None:
    edition = FakeEdition()
    for name in ("seasons", "times_of_week", "places"):
        whole = getattr(edition, name)()
        setattr(edition, name, lambda whole=whole: whole.iloc[:0])
    assert patterns(edition).empty  # type: ignore[arg-type]


def test_problems_have_both_places_with_intervals_and_the_other_sources() -> None:
    first, hidden = ranking(EDITION).to_dict("records")
    assert (first["title"], first["period"], first["shown_count"], first["change"]) == (
        "Anmälda stölder", "2021–2023", 603, "lägre",
    )  # fmt: skip
    assert (hidden["period"], hidden["shown_count"], hidden["change"]) == ("", "dolt", "inte prövat")


def test_sources_speak_of_problems_in_swedish_and_never_of_a_number_too_small_to_give() -> None:
    told = {row[2]: row for row in sayings(EDITION)}
    assert set(told) == {"Medborgardialog", "Brå", "Polisen"}
    assert told["Medborgardialog"][3:] == (POINTS["described"], 9, "9 av 47.")
    assert told["Brå"][4] is None
    assert told["Polisen"][3] == POINTS["not_covered"]


def test_what_sources_say_stands_below_the_ranking_and_never_becomes_a_formula(book: Any) -> None:
    sheet = book["Problemunderlag"]
    assert sheet["A5"].value == "Vad varje källa säger om problemen"
    assert [sheet.cell(row=6, column=c).value for c in (1, 2, 3, 4, 8, 9)] == [
        "Prioriterat område", "Problem", "Källa", "Riktning", "Underlag (antal)", "Vad källan säger",
    ]  # fmt: skip
    cell = next(row[8] for row in sheet.iter_rows(min_row=7) if row[8].value == "=1+1")
    assert cell.data_type == "s"


def test_definitions_tell_in_words_and_only_the_bases_that_apply() -> None:
    theft, safe, night = definitions(EDITION).to_dict("records")
    assert theft["facet_words"] == "antal och antal per invånare"
    assert theft["group_words"] == "Övriga kommuner i området; kommunerna i länet (uppgift om vilka saknas)"
    assert safe["group_words"] == "bara med sig själv"
    assert theft["problem_title"] == "Stölder"
    assert (theft["rate_from"], safe["share_from"], night["pattern_from"]) == (5, 30, 50)
    assert all(pd.isna(x) for x in (theft["share_from"], safe["rate_from"], safe["trend_from_years"]))


def test_every_code_of_the_register_has_swedish_words() -> None:
    from pipelines import indicator_register as register

    assert set(register.FACETS) <= set(FACETS)
    assert set(register.DIRECTIONS) <= set(DIRECTIONS)
    assert set(register.KINDS) <= set(KINDS)
    assert set(register.COMPARISON_GROUPS) <= set(GROUPS)


def test_a_long_text_gets_the_height_it_needs() -> None:
    sheet = openpyxl.Workbook().active
    text = "ord " * 40
    fill(
        sheet,
        frame({"text": text, "number": 1.5}),
        [Field("text", "Text", 40), Field("number", "Tal", 8, "0.0")],
    )
    assert lines_of(text, 40) == 4  # 40 words of four letters with their space, ten to a line
    assert sheet.row_dimensions[2].height == 4 * 15
    assert lines_of("", 10) == 1


def _column(heading: str) -> int:
    return HEADINGS.index(heading) + 1


def _filled(**given: Any) -> bytes:
    """The workbook with the first statement's yellow cells filled in, saved as Excel would."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(EDITION)))
    for name, value in given.items():
        book["Textkodning"].cell(
            row=3, column=_column(workbook_review.SHEET.column(name).heading), value=value
        )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_review_sheet_shows_proposals_in_words_and_what_decided(book: Any) -> None:
    shown = {heading: book["Textkodning"].cell(row=3, column=_column(heading)).value for heading in HEADINGS}
    assert shown["Föreslagna områden"] == "STOLD Inbrott och stölder"
    assert shown["Beskriver, enligt förslaget"] == "ett problem"
    assert shown["Föreslagen tid"] == "natt"
    assert "påhälsning (0,70)" in shown["Ord som avgjorde, med styrka"]
    assert shown["Rätt tema"] is None


def test_review_sheet_withholds_text_that_may_identify(book: Any) -> None:
    assert book["Textkodning"].cell(row=4, column=_column("Uttalande, avidentifierat")).value == (
        "(Kan peka ut någon: läs i källan.)"
    )


def test_review_sheet_lets_only_the_yellow_cells_be_changed(book: Any) -> None:
    sheet = book["Textkodning"]
    assert sheet.protection.sheet
    open_ones = {cell.column for cell in sheet[3] if not cell.protection.locked}
    assert open_ones == {n for n, c in enumerate(workbook_review.SHEET.columns, 1) if c.fill}


def test_review_sheet_has_lists_for_what_is_chosen(book: Any) -> None:
    listed = {
        str(check.sqref).rstrip("0123456789").split(":")[0].rstrip("0123456789"): check.formula1
        for check in book["Textkodning"].data_validations.dataValidation
        if check.type == "list"
    }
    assert set(listed) == {"N", "O", "P", "Q", "R"}
    first = listed["N"].split("!")[1].replace("$", "").split(":")
    words = [row[0].value for row in book["Listor"][f"{first[0]}:{first[1]}"]]
    assert words == ["STOLD Inbrott och stölder", "inget område"]
    assert book["Listor"].sheet_state == "hidden"


def _review(data: bytes) -> dict[str, str]:
    """What is read of the one reviewed statement."""
    result = returned_workbook.read(data, "lagesbild.xlsx")
    assert result.problems == []
    cells = result.rows[result.rows["sheet_id"] == "text_review"]
    assert set(cells["id"]) <= {"0123456789ab"}
    return dict(zip(cells["column"], cells["value"], strict=True))


def test_filled_workbook_is_read_as_it_was_filled() -> None:
    row = _review(
        _filled(
            area_1="inget område", theme="Bedrägeri", role="analytiker", on_date=pd.Timestamp("2024-02-01")
        )
    )
    assert (row["area_1"], row["theme"], row["role"], row["on_date"]) == (
        "ingen", "bedrageri", "analytiker", "2024-02-01",
    )  # fmt: skip
    assert (row["proposed_areas"], row["proposed_theme"], row["proposed_time"]) == (
        "STOLD",
        "inbrott_foretag_forrad",
        "natt",
    )


def test_unfilled_workbook_says_nothing() -> None:
    """But which lägesbild it is of, which always comes."""
    result = returned_workbook.read(_filled(), "lagesbild.xlsx")
    assert set(result.rows["sheet_id"]) == {"book"}
    assert not result.problems


def test_earlier_review_is_carried_over_with_who_and_when() -> None:
    review = {
        "outcome": "used", "reviewed_statement": "0123456789ab", "reviewed_by": "analytiker",
        "reviewed_on": pd.Timestamp("2023-05-02"), "comment": "Se fil.", "proposed_areas": "STOLD",
        "right_areas": "", "proposed_theme": "inbrott_foretag_forrad", "right_theme": "bedrageri",
        "proposed_status": "true", "right_status": "true", "proposed_places": "källaren", "right_places": "",
        "proposed_time": "natt", "right_time": "natt",
    }  # fmt: skip
    gone = review | {"outcome": "replaced", "right_theme": "trafik"}
    row = _review(workbook_bytes(EDITION, pd.DataFrame([review, gone])))
    assert (row["role"], row["comment"], row["on_date"]) == ("analytiker", "Se fil.", "2023-05-02")
    assert (row["area_1"], row["theme"], row["places"]) == ("ingen", "bedrageri", "ingen")
    assert not {"status", "times"} & set(row)
