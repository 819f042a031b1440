"""Where statements say that things are. If these fail, a complaint is counted on a place that nobody named."""

import pandas as pd

from pipelines import checks
from pipelines.registers import themes
from pipelines.tables.statement_places import statement_place
from pipelines.tables.themes import place_mention
from tests.unit.table_rows import AGREEMENT, table


def statements(*rows):
    """(text, forms, answer about place, source) each; all 2023, PLATS, theme belysning, a problem."""
    said, codes = [], []
    for i, (text, forms, answer, source) in enumerate(rows):
        said.append({"statement_id": f"u{i}", "source_type": source, "source_label": source, "year": 2023,
                     "document": f"{source}.xlsx", "locator": f"rad {i}", "kind": "statement", "text": text,
                     "theme": "belysning", "is_problem": "true", "place_context": answer})  # fmt: skip
        codes += [{"statement_id": f"u{i}", "kind": "place", "code": form} for form in forms]
        codes.append({"statement_id": f"u{i}", "kind": "area", "code": "PLATS"})
    return table("statement", said), table("statement_code", codes)


def places(*rows):
    """By statement and form: place, locality, whether it comes from the answer."""
    found = statement_place(*statements(*rows), AGREEMENT)
    return {
        (r.statement_id, r.form): (
            None if pd.isna(r.place_name) else r.place_name,
            None if pd.isna(r.locality) else r.locality,
            r.from_context,
        )
        for r in found.itertuples()
    }


def test_the_form_is_kept_as_written_beside_what_it_stands_for():
    found = places(
        ("Det är mörkt vid Resecentrum.", ["Resecentrum"], None, "staff_dialogue"),
        ("Glasbruksskolans entré och Kosta.", ["Glasbruksskolans", "Kosta"], None, "staff_dialogue"),
    )
    assert found == {
        ("u0", "Resecentrum"): ("stationen i Lessebo", "Lessebo", False),
        ("u1", "Glasbruksskolans"): ("Glasbruksskolan", "Lessebo", False),
        ("u1", "Kosta"): ("Kosta", "Kosta", False),
    }


def test_an_unknown_place_has_no_name_and_its_locality_only_from_the_answer():
    found = places(
        ("Mörkt på perrongen.", ["perrongen"], "Hovmantorp", "citizen_dialogue"),
        ("Mörkt på perrongen.", ["perrongen"], None, "citizen_dialogue"),
    )
    assert found["u0", "perrongen"] == (None, "Hovmantorp", True)
    assert found["u0", "Hovmantorp"] == ("Hovmantorp", "Hovmantorp", True)
    assert found["u1", "perrongen"] == (None, None, False)


def test_the_answers_locality_decides_and_never_overrules_the_text():
    """The agreement's "torget" is in Lessebo; somebody in Kosta speaks of another square."""
    found = places(
        ("Bråk på torget.", ["torget"], "Kosta", "citizen_dialogue"),
        ("Bråk på torget.", ["torget"], "Lessebo", "citizen_dialogue"),
        ("Bråk på torget.", ["torget"], None, "citizen_dialogue"),
        ("Bråk på torget i Kosta.", ["torget", "Kosta"], "Lessebo", "citizen_dialogue"),
        ("I Kosta bråkas det på torget.", ["Kosta", "torget"], "Lessebo", "citizen_dialogue"),
        ("Mörkt vid stationen.", ["stationen"], "Lessebo", "citizen_dialogue"),
    )
    assert found["u0", "torget"] == (None, "Kosta", True)
    assert found["u1", "torget"] == ("torget i Lessebo", "Lessebo", False)
    assert found["u2", "torget"] == ("torget i Lessebo", "Lessebo", False)
    assert found["u3", "torget"] == (None, "Kosta", False)
    assert found["u4", "torget"] == (None, None, False)  # Kosta or Lessebo: not guessed
    assert found["u5", "stationen"] == ("stationen i Lessebo", "Lessebo", True)


def test_an_answer_with_several_places_is_several_forms():
    found = places(("Stökigt.", [], "torget, Kosta", "bra_operative"))
    # "torget" beside Kosta is not known to be the square in Lessebo.
    assert found == {("u0", "torget"): (None, "Kosta", True), ("u0", "Kosta"): ("Kosta", "Kosta", True)}


def mentions(*rows):
    statement, code = statements(*rows)
    return place_mention(statement, code, statement_place(statement, code, AGREEMENT), AGREEMENT, themes())


def test_a_place_may_be_shown_from_three_statements_of_two_sources():
    """Folkets park: 2 citizens and 1 of staff. Kosta: 3 citizens. The locality Lessebo has the park's."""
    park = ("Mörkt i Folkets park.", ["Folkets park"], None)
    kosta = ("Mörkt.", [], "Kosta", "citizen_dialogue")
    found = mentions(
        (*park, "citizen_dialogue"),
        (*park, "citizen_dialogue"),
        (*park, "staff_dialogue"),
        kosta,
        kosta,
        kosta,
    )
    every = found[found["theme"].isna()].set_index("place_name")
    assert every["statements"].to_dict() == {"Folkets park": 3, "Kosta": 3, "Lessebo": 3}
    assert every["shown"].to_dict() == {"Folkets park": True, "Kosta": False, "Lessebo": True}
    assert every["by_context"].to_dict() == {"Folkets park": 0, "Kosta": 3, "Lessebo": 0}
    one = found[found["theme"] == "belysning"].set_index("place_name")
    assert one["theme_title"].to_dict() == dict.fromkeys(["Folkets park", "Kosta", "Lessebo"], "Belysning")


def test_a_place_named_twice_in_a_statement_is_counted_once():
    found = mentions(
        ("Folkets park är mörk, lys upp folkparken.", ["Folkets park", "folkparken"], None, "staff_dialogue")
    )
    assert found["statements"].tolist() == [1] * len(found)


def test_tables_that_contradict_themselves_are_not_stored():
    statement, code = statements(("Mörkt.", [], "Kosta", "citizen_dialogue"))
    place = statement_place(statement, code, AGREEMENT)
    stopped = [o.check for o in checks.validate("statement_place", place) if o.stops]
    assert stopped == []
    wrong = place.assign(place_name=None)
    assert "En plats som inte finns i listan har inget slag." in [
        o.check for o in checks.validate("statement_place", wrong) if o.stops
    ]
    counted = mentions(("Mörkt.", [], "Kosta", "citizen_dialogue")).assign(problems=2)
    assert "Problem är högst så många som uttalandena." in [
        o.check for o in checks.validate("place_mention", counted) if o.stops
    ]
