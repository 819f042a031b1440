"""Effects of measures. Without these, a measure never done gets an effect, a common fall is credited to a lamp, or
a village's few offences are told."""

import datetime as dt
import re
from dataclasses import replace

import pandas as pd
import pytest

from pipelines import checks
from pipelines.registers import tables
from pipelines.tables import effect_windows as spans
from pipelines.tables import effects
from pipelines.tables.effect_words import size_told
from tests.unit.plan_rows import broken, monthly, placed, written
from tests.unit.table_rows import AGREEMENT, counted, table, value, values
from tests.unit.table_rows import yearly as yearly_rows

VANDALISM = "vandalism_reported"
LAMP = {"place": "Kosta", "eval_indicator": VANDALISM, "starts_on": "2021-01-01"}
PEOPLE = [value(VANDALISM, year, 90, value=1058.8) for year in range(2018, 2023)]


EXACT_POWER = effects.smallest_found


@pytest.fixture(autouse=True)
def _quick_power(monkeypatch):
    """The exact power takes seconds; only the test of it needs it."""
    monkeypatch.setattr(effects, "smallest_found", lambda *counts: 0.5)


def day(text):
    return dt.date.fromisoformat(text)


def month(text):
    return spans.month_of(day(f"{text}-01"))


def every_month(first, last):
    return range(month(first), month(last) + 1)


def outcome(counts, *measures, follow_ups=(), places=(), breaks=(), agreement=AGREEMENT):
    return effects.measure_effect(
        written("measure", *(measures or [LAMP])), written("follow_up", *follow_ups), counts,
        values(*PEOPLE), placed(*places), broken(*breaks), agreement,
    )  # fmt: skip


def only(counts, *measures, **given):
    frame = outcome(counts, *measures, **given)
    assert len(frame) == 1
    return frame.iloc[0]


def from_2021(before, after):
    return lambda year, month: before if year < 2021 else after


FELL = monthly("vandalism", from_2021(4, 1), 10)


# ---- Windows ----


@pytest.mark.parametrize(
    ("start", "end", "before", "after", "after_work"),
    [
        # First of the month: no month is lost. Twenty-four of the thirty-six before, all twenty-four after.
        ("2021-01-01", None, ("2019-01", "2020-12"), ("2021-01", "2022-12"), False),
        # Within a month: that month is in neither window.
        ("2021-01-15", None, ("2019-02", "2020-12"), ("2021-02", "2022-12"), False),
        # It ends after nine whole months: the window is those, and nine before.
        ("2021-01-01", "2021-10-14", ("2020-04", "2020-12"), ("2021-01", "2021-09"), False),
        ("2021-01-01", "2021-09-30", ("2020-04", "2020-12"), ("2021-01", "2021-09"), False),
        # Work of three months: after begins when it is finished, and those months are in neither.
        ("2021-01-10", "2021-03-20", ("2019-04", "2020-12"), ("2021-04", "2022-12"), True),
        ("2018-07-01", None, ("2018-01", "2018-06"), ("2018-07", "2018-12"), False),  # six are enough
    ],
)
def test_windows_of_whole_months(start, end, before, after, after_work):
    found = spans.windows_of(day(start), day(end) if end else None, every_month("2018-01", "2022-12"))
    assert (found.before, found.after) == (every_month(*before), every_month(*after))
    assert found.after_work is after_work
    assert len(found.before) == len(found.after)


def test_too_few_months_say_how_many_there_are():
    found = spans.windows_of(day("2022-08-01"), None, every_month("2018-01", "2022-12"))
    assert found == "Det finns uppgifter för 24 hela månader före och 5 efter; minst 6 av vardera behövs."
    assert "för 0 hela månader före" in spans.windows_of(
        day("2018-01-01"), None, every_month("2018-01", "2022-12")
    )


def test_a_month_that_was_not_delivered_ends_the_window():
    delivered = set(every_month("2018-01", "2022-12")) - {month("2020-05")}
    found = spans.windows_of(day("2021-01-01"), None, delivered)
    assert found.before == every_month("2020-06", "2020-12")
    assert found.months == 7


def test_a_measure_that_ends_before_it_begins():
    assert "slutar före" in spans.windows_of(
        day("2021-02-01"), day("2021-01-01"), every_month("2018-01", "2022-12")
    )


# ---- The test ----


def test_four_a_month_to_one_beside_a_steady_ten():
    """96 to 24 in Kosta, 240 and 240 in the others: ratio 0.25, far outside chance also with φ 2.5:
    ln 0.25 / √(2.5 · (1/96 + 1/24 + 2/240)) = -3.6. Inhabitants 0.9 and 7.6 thousand: WDD (24 - 96)/0.9 = -80."""
    row = only(FELL)
    assert (row["before_count"], row["after_count"]) == (96, 24)
    assert (row["comparison_before"], row["comparison_after"]) == (240, 240)
    assert (row["verdict"], row["ratio"]) == ("lower", pytest.approx(0.25))
    assert row["upper_95"] < 1
    assert (row["before_from"], row["before_to"]) == (pd.Timestamp("2019-01-01"), pd.Timestamp("2020-12-31"))
    assert (row["after_from"], row["after_to"]) == (pd.Timestamp("2021-01-01"), pd.Timestamp("2022-12-31"))
    assert row["comparison_place"] == "Lessebo"
    assert "januari 2019–december 2020" in row["summary"]
    assert "Det visar inte ensamt att åtgärden är orsaken." in row["summary"]
    assert "Har brott flyttat" in row["summary"]
    assert "Viktad skillnad (WDD) per 1\u00a0000 invånare: −80,0" in row["displacement"]


def test_a_common_fall_is_no_effect_and_says_what_would_have_been_seen():
    row = only(monthly("vandalism", from_2021(4, 2), from_2021(10, 5)))
    assert (row["verdict"], row["ratio"]) == ("no_certain", pytest.approx(1))
    assert "ingen statistiskt säkerställd skillnad" in row["summary"]
    assert "Först en minskning till 0,5 gånger det väntade" in row["summary"]
    assert row["detectable_decrease"] == 0.5


def test_a_rise_is_told_as_well():
    row = only(monthly("vandalism", from_2021(1, 4), 10))
    assert (row["verdict"], row["ratio"]) == ("higher", pytest.approx(4))
    assert "fler än väntat" in row["summary"]


def test_the_place_is_found_however_it_is_spelled():
    assert only(FELL, LAMP | {"place": " kosta "})["place"] == "Kosta"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"eval_indicator": None}, "ingen indikator"),
        ({"eval_indicator": "evening_insecurity"}, "inte anmälda brott"),
        ({"eval_indicator": "public_violence_girls_reported"}, "aldrig räknas per ort"),
        ({"place": None}, "ingen ort"),
        ({"starts_on": None}, "inget startdatum"),
        ({"place": "Växjö"}, "inga antal per månad för orten Växjö"),
        ({"eval_indicator": "theft_reported"}, "inga antal per månad"),
        ({"starts_on": "2022-10-01"}, "minst 6 av vardera behövs"),
    ],
)
def test_why_a_measure_is_not_tested(fields, words):
    row = only(FELL, LAMP | fields)
    assert row["verdict"] == "not_testable"
    assert words in row["summary"]
    assert row[["before_count", "ratio", "lower_95", "detectable_decrease"]].isna().all()


def test_nothing_before_or_nowhere_to_compare_with():
    assert "inget att jämföra" in only(monthly("vandalism", from_2021(0, 4), 10))["summary"]
    assert "inget att jämföra" in only(monthly("vandalism", 4, from_2021(0, 4)))["summary"]
    assert "varken på orten eller" in only(monthly("vandalism", from_2021(4, 0), from_2021(10, 0)))["summary"]
    alone = FELL[FELL["locality"] != "Lessebo"]
    assert "inga andra orter" in only(alone)["summary"]


def test_preliminary_months_and_other_publishers_are_not_counted():
    assert only(FELL.assign(status="preliminary"))["verdict"] == "not_testable"
    assert only(FELL.assign(publisher="bra"))["verdict"] == "not_testable"
    assert only(FELL.assign(municipality_code="0881"))["verdict"] == "not_testable"


# ---- Carried out ----


@pytest.mark.parametrize("done", ["yes", "partly", "ongoing"])
def test_carried_out_stands_for_itself(done):
    row = only(FELL, follow_ups=[{"year": 2021, "done": done}])
    assert (row["done"], row["verdict"]) == (done, "lower")


def test_a_measure_not_carried_out_has_no_effect_to_test():
    row = only(FELL, follow_ups=[{"year": 2021, "done": "no"}])
    assert (row["done"], row["verdict"]) == ("no", "not_testable")
    assert "inte genomförd" in row["summary"]


def test_the_latest_follow_up_counts_and_the_joint_one_first():
    later = [{"year": 2021, "done": "no"}, {"year": 2022, "done": "yes"}]
    assert only(FELL, follow_ups=later)["done"] == "yes"
    own = [
        {"year": 2021, "party": "police", "done": "yes"},
        {"year": 2021, "party": "municipality", "done": "no"},
    ]
    row = only(FELL, follow_ups=own)
    assert pd.isna(row["done"])
    assert row["verdict"] == "lower"
    assert only(FELL, follow_ups=[*own, {"year": 2021, "done": "partly"}])["done"] == "partly"
    # A follow-up of an earlier workbook or of another measure is not this one's.
    assert pd.isna(only(FELL, follow_ups=[{"year": 2019, "done": "no"}])["done"])
    assert pd.isna(only(FELL, follow_ups=[{"measure_id": "Å2", "done": "no"}])["done"])


def test_a_number_means_its_own_years_measure():
    """Å1 of 2021 is another measure: that it was not done says nothing of 2020's. Called the same, it is the same."""
    other = LAMP | {"year": 2021, "title": "Klippa häcken"}
    not_done = [{"year": 2021, "done": "no"}]
    frame = outcome(FELL, LAMP, other, follow_ups=not_done).set_index("plan_year")
    assert frame["verdict"].to_dict() == {2020: "lower", 2021: "not_testable"}
    same = LAMP | {"year": 2021, "title": "mer  Belysning"}
    assert set(outcome(FELL, LAMP, same, follow_ups=not_done)["done"]) == {"no"}
    both = [LAMP | {"party": "police"}, LAMP | {"party": "municipality", "title": "Klippa häcken"}]
    frame = outcome(FELL, *both, follow_ups=[not_done[0] | {"party": "police"}]).set_index("party")
    assert frame["verdict"].to_dict() == {"municipality": "lower", "police": "not_testable"}
    # The municipality's follow-up is not of the police's own measure.
    theirs = LAMP | {"party": "police"}
    assert pd.isna(only(FELL, theirs, follow_ups=[not_done[0] | {"party": "municipality"}])["done"])


def test_another_localitys_measure_disturbs_unless_it_was_never_done():
    theirs = LAMP | {"id": "Å2", "place": "Lessebo", "starts_on": "2021-06-01"}
    assert "åtgärd mot samma brott också i Lessebo" in outcome(FELL, LAMP, theirs).iloc[0]["summary"]
    undone = [{"measure_id": "Å2", "year": 2021, "done": "no"}]
    assert "samma brott också" not in outcome(FELL, LAMP, theirs, follow_ups=undone).iloc[0]["summary"]
    nowhere = [LAMP | {"id": "Å3", "place": None}, LAMP | {"id": "Å4", "eval_indicator": None}]
    assert "samma brott också" not in outcome(FELL, LAMP, *nowhere).iloc[0]["summary"]
    before = theirs | {"starts_on": "2018-01-01", "ends_on": "2018-12-31"}
    assert "samma brott också" not in outcome(FELL, LAMP, before).iloc[0]["summary"]


# ---- What may be shown ----


def is_shown(counts, measure=LAMP, **given):
    row = only(counts, measure, **given)
    numbers = row[
        ["before_count", "after_count", "comparison_before", "comparison_after", "ratio", "lower_95"]
    ]
    assert numbers.isna().all() or numbers.notna().all()
    assert ("visas inte" in row["summary"]) == bool(numbers.isna().all())
    return bool(numbers.notna().all())


def once(n):
    """``n`` in June 2021 and none in any other month of the two years after."""
    return lambda year, month: 4 if year < 2021 else n if (year, month) == (2021, 6) else 0


@pytest.mark.parametrize(("after", "shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_small_count_hides_all_four(after, shown):
    counts = monthly("vandalism", once(after), 10)
    assert is_shown(counts) is shown
    assert only(counts)["verdict"] == "lower"


def test_hidden_counts_do_not_leave_no_difference_standing_alone():
    row = only(monthly("vandalism", lambda y, m: int(m in (3, 9)), 10))
    assert (row["verdict"], pd.isna(row["before_count"])) == ("no_certain", True)
    assert "Hur stor skillnad som hade synts anges inte heller." in row["summary"]


def test_a_window_that_will_still_grow_is_not_shown():
    """One edition's 21 months less another's 24 would give the counts of three months."""
    assert not is_shown(FELL, LAMP | {"ends_on": "2021-12-31"})
    assert not is_shown(FELL, LAMP | {"ends_on": "2022-01-31"})
    assert not is_shown(FELL, LAMP | {"ends_on": "2022-11-30"})
    assert is_shown(FELL, LAMP)


def five_years(count, known, **fields):
    """What is published of Kosta 2018–2022; the windows are 2019–2020 and 2021–2022."""
    return {"year": 2022, "year_from": 2018, "count": count, "known": known, "total": known} | fields


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        # Kosta 96 + 24 and the others 480 in the windows: what is left of 2018 is 48 and 120.
        (five_years(168, 168 + 600), True),
        (five_years(123, 123 + 600), False),  # three in Kosta in 2018
        (five_years(120, 120 + 600), True),  # none
        (five_years(168, 168 + 482), False),  # two in the others in 2018
        (five_years(None, 700, suppressed=True), False),
        (five_years(None, 700, suppressed=True, indicator="arson_reported"), True),  # another indicator's
        (five_years(None, 700, suppressed=True, locality="Skruv"), True),
        (five_years(None, 700, suppressed=True, year=2016, year_from=2012), True),  # no month in common
        # 2016–2020 holds the first window alone: 96 of 98 leaves two.
        (five_years(98, 98 + 600, year=2020, year_from=2016), False),
        # 2017–2021 holds 2019–2020 whole and a part of the second, which cannot be taken away from it.
        (five_years(200, 200 + 600, year=2021, year_from=2017), True),
    ],
)
def test_what_is_left_of_five_published_years_is_not_small(row, shown):
    assert is_shown(FELL, places=[row]) is shown


def test_offences_of_unknown_place_are_not_few():
    def three_unknown(year, month):
        return (4 if year < 2021 else 1) + 10 + (3 if (year, month) == (2020, 6) else 0)

    assert not is_shown(monthly("vandalism", from_2021(4, 1), 10, total=three_unknown))


def test_one_pair_of_windows_is_shown_of_each_kind_of_offence():
    """Two that begin a month apart would give a month of Kosta away by their difference."""
    later = LAMP | {"id": "Å2", "starts_on": "2021-02-01"}
    frame = outcome(FELL, LAMP, later).set_index("id")
    assert frame["before_count"].notna().to_dict() == {"Å1": True, "Å2": False}
    same = LAMP | {"id": "Å2", "year": 2021}
    assert outcome(FELL, LAMP, same)["before_count"].notna().all()


def test_a_part_of_what_is_shown_is_not_shown_beside_it():
    both = pd.concat(
        [monthly("theft_police", from_2021(9, 3), 10), monthly("bicycle_theft", from_2021(8, 2), 9)]
    )
    measures = [LAMP | {"eval_indicator": "theft_police_reported"},
                LAMP | {"id": "Å2", "eval_indicator": "bicycle_theft_reported"}]  # fmt: skip
    frame = outcome(table("offence_count", both.to_dict("records")), *measures).set_index("id")
    assert frame["before_count"].notna().to_dict() == {"Å1": True, "Å2": False}


def test_a_group_whose_year_is_hidden_in_the_municipality_is_not_tested():
    """Vandalism's own years are never hidden; molestation's are, from 1 to 4 a year."""
    few = monthly("molestation", lambda y, m: int((y, m) == (2019, 6)), lambda y, m: 1 if y > 2019 else 0)
    yearly = counted(*yearly_rows("molestation", {2019: 1, 2020: 12, 2021: 12, 2022: 12}))
    counts = table("offence_count", [*few.to_dict("records"), *yearly.to_dict("records")])
    row = only(counts, LAMP | {"eval_indicator": "molestation_reported"})
    assert "så få händelser i kommunen" in row["summary"]


def test_the_agreements_own_limit_is_the_limit():
    strict = replace(AGREEMENT, thresholds=replace(AGREEMENT.thresholds, min_shown=25))
    assert not is_shown(FELL, agreement=strict)  # 24 after


# ---- Power and words ----


def test_the_smallest_decrease_that_would_be_found():
    """50 before, 100 and 100 in the others: ln θ / √(0.02 + 0.02 + 1/(50 θ)) is -3.05 at 0.4, a power of 0.86, and
    -2.45 at 0.5, a power of 0.69. Of three events not even a tenth would be found."""
    assert EXACT_POWER(50, 100, 100, 1.0) == 0.4
    assert EXACT_POWER(3, 20, 20, 2.5) is None
    assert EXACT_POWER(100, 1000, 0, 1.0) is None


def test_infinite_ends_are_said_in_words():
    said = "Ortens förändring genom de övriga orternas"
    assert size_told(None, 1.3, None, 0.0) == f"{said}: 95\u00a0%-intervall från 1,3 utan övre gräns."
    assert size_told(0.25, 0.111, 0.525, 0.0) == f"{said}: kvot 0,3 (95\u00a0%-intervall 0,1–0,5)."
    assert size_told(1.96, 0.44, 8.6, 0.0) == f"{said}: kvot 2 (95\u00a0%-intervall 0,4–9)."
    assert "inte ens en minskning till en tiondel" in size_told(0.8, 0.1, 6.0, None)


def test_a_series_break_within_the_windows_is_said():
    """Windows 2019–2020 and 2021–2022: a break between them or within one, not one at either end."""
    for year, is_said in ((2019, False), (2020, True), (2021, True), (2022, True), (2023, False)):
        summary = only(FELL, breaks=[(VANDALISM, year)])["summary"]
        assert (f"seriebrott {year}" in summary) is is_said, year
    assert "seriebrott" not in only(FELL, breaks=[("arson_reported", 2021)])["summary"]


# ---- What is published ----


def test_no_count_is_published():
    """Kosta 96 before and 24 after, 240 and 240 in the others; 0.9 and 7.6 thousand inhabitants. Beside an earlier
    edition's 122 in 2019–2023 the counts would give 2023, so neither they nor what is made of them is told."""
    work = only(FELL)
    assert (work["before_count"], work["after_count"]) == (96, 24)
    assert effects.COUNTS == ["before_count", "after_count", "comparison_before", "comparison_after"]
    shown = effects.measure_effect_public(outcome(FELL))
    assert len(shown) == 1
    assert shown[effects.COUNTS].isna().all(axis=None)
    assert "displacement" not in shown.columns
    row = shown.iloc[0]
    told = " ".join(str(row[name]) for name in ("summary", "method"))
    assert not {"96", "24", "240"} & set(re.findall(r"\d+", told.replace("24 hela månader", "")))
    assert "WDD" not in told
    assert "kvot 0,3 (95\u00a0%-intervall 0,1–0,5)" in told
    # ln 0.25 ± about 0.8.
    assert (row["ratio"], row["lower_95"], row["upper_95"]) == (0.3, 0.1, 0.5)


def test_a_ratio_that_only_one_pair_of_counts_gives_is_not_shown():
    """17 and 9 beside 40 and 37: with two decimals, 0.57 (0.20–1.57), only these two give it when the whole
    municipality's 57 and 46 are known. Rounded, 17, 18, 19 or 22 before do: fewer than five. 25 and 12 have eight."""
    assert not spans.fits_many((17, 9, 40, 37), 1.0, 5)
    assert spans.fits_many((17, 9, 40, 37), 1.0, 4)
    assert spans.fits_many((25, 12, 60, 58), 1.3, 5)


def test_the_published_form_keeps_rows_without_an_effect_and_passes_its_suite():
    work = outcome(FELL, LAMP, LAMP | {"id": "Å2", "place": None})
    shown = effects.measure_effect_public(work)
    assert shown["verdict"].tolist() == ["lower", "not_testable"]
    assert [o.check for o in checks.validate("measure_effect_public", shown) if not o.has_passed] == []
    leaked = shown.assign(after_count=pd.array([24, None], dtype="Int64"))
    assert [o.check for o in checks.validate("measure_effect_public", leaked) if o.stops] == [
        "Antal efter visas inte."
    ]
    assert effects.measure_effect_public(work.head(0)).empty
    assert tables()["measure_effect"].published_as is None
    assert tables()["measure_effect_public"].published_as == "measure_effect"


def test_no_measures_is_an_empty_table_and_the_table_passes_its_suite():
    empty = effects.measure_effect(
        written("measure"), written("follow_up"), FELL, values(*PEOPLE), placed(), broken(), AGREEMENT
    )
    assert empty.empty
    frame = outcome(FELL, LAMP, LAMP | {"id": "Å2", "place": None})
    assert [o.check for o in checks.validate("measure_effect", frame) if not o.has_passed] == []
    small = frame.assign(after_count=pd.array([3, None], dtype="Int64"))
    assert any("1–4" in o.check for o in checks.validate("measure_effect", small) if o.stops)
