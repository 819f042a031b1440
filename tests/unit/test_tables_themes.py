"""Counts of themes and what is published of them. If these fail, what one person said can be worked out."""

import pandas as pd
import pytest

from pipelines import checks
from pipelines.registers import candidate_causes, problems, tables, themes
from pipelines.tables import statements_public as public
from pipelines.tables.candidate_causes import candidate_cause
from pipelines.tables.schema import conform
from pipelines.tables.source_agreement import source_agreement
from pipelines.tables.themes import shown_themes, statement_base, statement_theme
from tests.unit.table_rows import AGREEMENT, table

CITIZEN, STAFF, COUNCIL = "citizen_dialogue", "staff_dialogue", "bra_council"
# Three of two sources are shown; two of two and three of one are not.
ENOUGH = [(CITIZEN, "butiksstold"), (CITIZEN, "butiksstold"), (STAFF, "butiksstold")]
TWO = [(CITIZEN, "bostadsinbrott"), (STAFF, "bostadsinbrott")]
ONE_SOURCE = [(COUNCIL, "cykel_fordonsstold")] * 3


def said(*rows, year=2023, areas=("STOLD",), **fields):
    """``statement`` and ``statement_code`` of (source, theme) each, all describing a problem."""
    statements = [
        {"statement_id": f"{year}-{i}", "source_type": source, "source_label": source.upper(), "kind": "statement",
         "document": f"{source}_{year}.xlsx", "locator": f"rad {i}", "year": year, "theme": theme,
         "text": "Det stjäls.", "is_problem": "true", "coded_by": "machine", "redactions": 0} | fields
        for i, (source, theme) in enumerate(rows)
    ]  # fmt: skip
    codes = [{"statement_id": f"{year}-{i}", "kind": kind, "code": code} for i, (_, theme) in enumerate(rows)
             for kind, code in [*(("area", area) for area in areas), ("theme", theme)]]  # fmt: skip
    return statements, codes


def frames(*parts):
    return (
        table("statement", [row for statements, _ in parts for row in statements]),
        table("statement_code", [row for _, codes in parts for row in codes]),
    )


def counted(statement, code):
    return statement_theme(statement, code, AGREEMENT, themes())


def test_a_theme_is_shown_from_three_statements_of_two_sources():
    found = counted(*frames(said(*ENOUGH, *TWO, *ONE_SOURCE)))
    rows = {(r.theme, r.source_type): (r.statements, r.shown) for r in found.itertuples()}
    assert rows == {
        ("butiksstold", CITIZEN): (2, True), ("butiksstold", STAFF): (1, True),
        ("bostadsinbrott", CITIZEN): (1, False), ("bostadsinbrott", STAFF): (1, False),
        ("cykel_fordonsstold", COUNCIL): (3, False),
    }  # fmt: skip
    coded = pd.DataFrame([*ENOUGH, *TWO, *ONE_SOURCE], columns=["source_type", "theme"])
    assert shown_themes(coded, AGREEMENT) == {"butiksstold"}


def test_each_year_says_what_it_rests_on():
    statement, _ = frames(
        said(*ENOUGH),
        said((CITIZEN, "ovrigt"), year=2022),
        said((CITIZEN, "ovrigt"), year=2022, document="b.md"),
    )
    base = statement_base(statement.drop_duplicates(["document", "locator"]), AGREEMENT)
    rows = {(r.year, r.source_type): (r.documents, r.statements) for r in base.itertuples()}
    assert rows == {(2023, CITIZEN): (1, 2), (2023, STAFF): (1, 1), (2022, CITIZEN): (2, 2)}


def test_what_is_published_holds_only_themes_that_may_be_shown():
    """Not even an empty row: with the area's total of 5 it would say that burglary was mentioned twice."""
    statement, code = frames(said(*ENOUGH, *TWO))
    theme = counted(statement, code)
    assert set(public.statement_theme_public(theme)["theme"]) == {"butiksstold"}
    assert set(public.statement_public(statement, code, theme)["theme"]) == {"butiksstold"}
    codes = public.statement_code_public(statement, code, theme)
    assert "bostadsinbrott" not in set(codes["code"])
    assert len(codes) == 6


def test_a_statement_of_two_areas_is_published_in_the_one_where_its_theme_is_shown():
    """The theme has three statements of two sources in STOLD, and one of them also in PLATS."""
    shared, own = said(*ENOUGH[:1], areas=("STOLD", "PLATS")), said(*ENOUGH[1:], year=2023)
    own = (
        [row | {"statement_id": f"b{i}", "locator": f"b{i}"} for i, row in enumerate(own[0])],
        [row | {"statement_id": f"b{row['statement_id'][-1]}"} for row in own[1]],
    )
    statement, code = frames(shared, own)
    theme = counted(statement, code)
    assert len(public.statement_public(statement, code, theme)) == 3
    codes = public.statement_code_public(statement, code, theme)
    assert set(codes.loc[codes["kind"] == "area", "code"]) == {"STOLD"}


def test_a_statement_that_could_point_somebody_out_is_not_published():
    statement, code = frames(said(*ENOUGH, identifying="ålder, plats"))
    assert public.statement_public(statement, code, counted(statement, code)).empty


ENTRY = next(
    e
    for e in candidate_causes()
    if e["priority_area"] == "STOLD" and len(set(e["themes"]) & set(themes())) > 1
)
FIRST, SECOND = ENTRY["themes"][:2]


def causes(*rows):
    statement, code = frames(said(*rows))
    theme = counted(statement, code)
    exact = candidate_cause(statement, code, AGREEMENT)
    found = public.candidate_cause_public(
        public.statement_public(statement, code, theme),
        public.statement_code_public(statement, code, theme),
        AGREEMENT,
    )

    def of_entry(frame):
        return frame[(frame["year"] == 2023) & (frame["cause"] == ENTRY["cause"])].iloc[0]

    return of_entry(exact), of_entry(found)


def test_a_candidate_cause_is_counted_among_what_is_published():
    """Three of one theme and one of another: the fourth must not follow from 4 less 3."""
    exact, found = causes((CITIZEN, FIRST), (CITIZEN, FIRST), (STAFF, FIRST), (STAFF, SECOND))
    assert (exact["statements"], found["statements"], found["sources"]) == (4, 3, 2)
    assert found["locators"].count("rad") == 3


@pytest.mark.parametrize(
    "rows", [[], [(CITIZEN, FIRST)], [(CITIZEN, FIRST), (CITIZEN, SECOND), (STAFF, SECOND)]]
)
def test_none_and_too_few_look_the_same_of_a_candidate_cause(rows):
    _, found = causes(*rows, (CITIZEN, "ovrigt"))
    assert found[["statements", "sources", "locators"]].isna().all()


def test_what_a_source_says_of_a_problem_gives_no_theme_away():
    """Of a problem with two themes, one shown and one not, a count would be the shown one's and the other's."""
    problem = next(p for p in problems().values() if p["priority_area"] == "STOLD" and len(p["themes"]) > 1)
    first, second = problem["themes"][:2]

    def summary(*rows):
        statement, code = frames(said(*rows))
        found = source_agreement(
            table("indicator_value", []), table("indicator_comparison", []), statement, code,
            table("survey_result", []), AGREEMENT,
        )  # fmt: skip
        row = found[(found["year"] == 2023) & found["problem"].eq(problem["id"]).fillna(False)].set_index(
            "source_type"
        )
        return row.loc[CITIZEN, "basis"], row.loc[CITIZEN, "summary"]

    shown = [(CITIZEN, first), (CITIZEN, first), (STAFF, first)]
    assert summary(*shown)[0] == 2
    basis, told = summary(*shown, (CITIZEN, second))
    assert pd.isna(basis)
    assert not any(letter.isdigit() for letter in told)


@pytest.mark.parametrize(
    "name", ["statement", "statement_code", "statement_theme", "place_mention", "candidate_cause"]
)
def test_the_public_form_has_the_same_columns_and_the_exact_one_is_not_published(name):
    assert list(tables()[f"{name}_public"].columns) == list(tables()[name].columns)
    assert tables()[f"{name}_public"].published_as == name
    assert tables()[name].published_as is None


def test_a_heading_over_what_could_point_somebody_out_is_not_published():
    """The heading is half of what points somebody out, and the neighbour's row would carry it."""
    statements, codes = said(*ENOUGH, *ENOUGH, heading="Ärendet «Linden»: 14-årig flicka", document="a.docx")
    places = (
        "rubrik «Ärendet «Linden»: 14-årig flicka», stycke 1",
        "rubrik «Ärendet «Linden»: 14-årig flicka», stycke 2",
        "stycke 3, rubrik «Ärendet «Linden»: 14-årig flicka», mening 2",
        "§ 4, stycke 4",
        "rubrik «Butiken», stycke 5",
        "rubrik «Ärendet «Linden»: 14-årig flicka», stycke 1",
    )
    for row, place in zip(statements, places, strict=True):
        row["locator"] = place
    statements[0]["identifying"] = "ålder, plats, relation"
    statements[4]["heading"] = "Butiken"
    statements[5]["document"] = "b.docx"
    statement, code = frames((statements, codes))
    shown = public.statement_public(statement, code, counted(statement, code))
    assert {(r.document, r.locator, r.heading) for r in shown.fillna({"heading": ""}).itertuples()} == {
        ("a.docx", "stycke 2", ""), ("a.docx", "stycke 3, mening 2", ""), ("a.docx", "§ 4, stycke 4", ""),
        ("a.docx", "rubrik «Butiken», stycke 5", "Butiken"),
        ("b.docx", places[5], "Ärendet «Linden»: 14-årig flicka"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "wrong", "said_of_it"),
    [
        ("statement_theme_public", {"shown": False}, "Bara teman som får visas"),
        ("place_mention_public", {"statements": 1}, "Inget ensamt uttalande"),
        ("candidate_cause_public", {"statements": 1}, "Inget ensamt uttalande"),
        (
            "candidate_cause_public",
            {"statements": None, "locators": "a.xlsx, rad 1"},
            "pekas inga uttalanden ut",
        ),
        ("statement_public", {"identifying": "ålder, plats"}, "kan peka ut någon"),
        ("statement_base", {"documents": 9}, "minst ett uttalande"),
    ],
)
def test_a_public_table_with_what_may_not_be_told_is_not_stored(name, wrong, said_of_it):
    rows = [{
        "agreement": AGREEMENT.id, "year": 2023, "priority_area": "STOLD", "theme": "butiksstold",
        "source_type": CITIZEN, "source_label": "Medborgardialog", "statements": 3, "problems": 3, "positives": 0,
        "documents": 1, "shown": True, "place_name": "Kosta", "place_kind": "locality", "by_context": 0, "sources": 2,
        "rib": "Plats", "cause": "Mörkt", "level": "direkt", "question": "Är det mörkt?", "theory": "Brå",
        "statement_id": "u1", "document": "a.xlsx", "locator": "rad 1", "kind": "statement", "text": "Det stjäls.",
        "is_problem": "true", "redactions": 0, "coded_by": "machine",
    }]  # fmt: skip

    def stopped(frame):
        return [o.check for o in checks.validate(name, frame) if o.stops]

    sound = table(name, [{k: v for k, v in rows[0].items() if k in tables()[name].columns}])
    assert stopped(sound) == []
    broken = sound.assign(**{k: pd.array([v], dtype=sound[k].dtype) for k, v in wrong.items()})
    assert any(said_of_it in check for check in stopped(broken)), stopped(broken)


@pytest.mark.parametrize(
    ("total", "kept"),
    [
        (8, {"belysning", "buskorning"}),  # both themes and nothing else
        (9, {"belysning"}),  # one statement of a hidden theme would follow: the smaller theme goes too
        (10, {"belysning"}),
        (11, {"belysning", "buskorning"}),  # three are as many as may be shown
    ],
)
def test_no_hidden_theme_of_a_place_follows_from_its_total(total, kept):
    common = {
        "agreement": AGREEMENT.id, "year": 2023, "priority_area": "PLATS", "place_name": "Kosta",
        "place_kind": "locality", "locality": "Kosta", "problems": 3, "by_context": 0, "sources": 2, "documents": 2,
    }  # fmt: skip
    counts = {None: total, "belysning": 5, "buskorning": 3, "trafik": total - 8}
    rows = [
        common | {"theme": theme, "theme_title": theme, "statements": count, "shown": theme != "trafik"}
        for theme, count in counts.items()
    ]
    shown = public.place_mention_public(conform("place_mention", pd.DataFrame(rows)), AGREEMENT)
    assert set(shown["theme"].dropna()) == kept
    assert list(shown[shown["theme"].isna()]["statements"]) == [total]
