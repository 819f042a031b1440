"""Without these, a complaint about one square is counted on another, or every spelling is a place of its own."""

import pytest

from pipelines.text.gazetteer import (
    KNOWN_PLACE,
    LOCALITY,
    SCHOOL,
    Entry,
    Gazetteer,
    Resolved,
    kind_of_name,
    listed_forms,
)

PLACES = Gazetteer(
    [
        Entry("Lessebo", LOCALITY, "Lessebo"),
        Entry("Kosta", LOCALITY, "Kosta"),
        Entry("Hovmantorp", LOCALITY, "Hovmantorp"),
        Entry("Kosta skola", SCHOOL, "Kosta"),
        Entry("Glasbruksskolan", SCHOOL, "Lessebo", ("glasbruks skola",)),
        Entry("stationen i Lessebo", KNOWN_PLACE, "Lessebo", ("resecentrum",)),
        Entry("torget i Lessebo", KNOWN_PLACE, "Lessebo", ("torget", "stortorget")),
        Entry("gångtunneln i Hovmantorp", KNOWN_PLACE, "Hovmantorp", ("tunneln",)),
        Entry("Folkets park", KNOWN_PLACE, "Lessebo", ("folkparken",)),
        Entry("badplatsen i Kosta", KNOWN_PLACE, "Kosta", ("badplatsen",)),
        Entry("badplatsen i Hovmantorp", KNOWN_PLACE, "Hovmantorp", ("badplatsen",)),
    ]
)


@pytest.mark.parametrize(
    ("form", "following", "near", "place", "locality"),
    [
        ("Kosta skola", "", (), "Kosta skola", "Kosta"),
        ("skolan i Kosta", "", (), "Kosta skola", "Kosta"),
        ("Kostas skola", "", (), "Kosta skola", "Kosta"),
        ("Kosta", " skola är stökig.", (), "Kosta skola", "Kosta"),
        ("skolan", " i Kosta är stökig.", (), "Kosta skola", "Kosta"),
        ("skolan", " är stökig.", ("Kosta",), "Kosta skola", "Kosta"),
        ("skolan", " är stökig.", (), None, None),  # which school is not said
        ("skolan", " är stökig.", ("Kosta", "Lessebo"), None, None),
        ("skola", "", ("Kosta",), None, None),  # any school
        ("Kosta", " och Skruv.", (), "Kosta", "Kosta"),
        ("Kostas", " invånare", (), "Kosta", "Kosta"),
        ("KOSTA", "", (), "Kosta", "Kosta"),
        ("Kosta", " Boda", (), None, None),  # a company
        ("Lessebo", " kommun", (), None, None),
        ("Glasbruksskolans", " entré", (), "Glasbruksskolan", "Lessebo"),
        ("glasbruks skola", "", (), "Glasbruksskolan", "Lessebo"),
        ("Glasbruksskolan", "", ("Kosta",), "Glasbruksskolan", "Lessebo"),  # a name stays itself
        ("Folkparkens", " scen", (), "Folkets park", "Lessebo"),
        ("Folkets park", "", ("Kosta",), "Folkets park", "Lessebo"),
        ("Resecentrum", " är kallt.", (), "stationen i Lessebo", "Lessebo"),
        ("stationen", "", (), None, None),  # not in the list without its locality
        ("stationen", "", ("Lessebo",), "stationen i Lessebo", "Lessebo"),
        ("torget", "", (), "torget i Lessebo", "Lessebo"),
        ("torgets", " bänkar", (), "torget i Lessebo", "Lessebo"),
        ("torget", "", ("Kosta",), None, None),  # another square
        ("torget", " i Kosta på kvällen", (), None, "Kosta"),
        ("torg", "", (), None, None),  # any square
        ("badplatsen", "", (), None, None),  # two fit
        ("badplatsen", "", ("Kosta",), "badplatsen i Kosta", "Kosta"),
        ("badplatsen", " i Hovmantorp", ("Kosta",), "badplatsen i Hovmantorp", "Hovmantorp"),
        ("cykelstället vid resecentrum", "", (), "stationen i Lessebo", "Lessebo"),
        ("tunneln vid resecentrum", "", (), None, None),  # two places in two localities
        ("torget vid banken", "", (), "torget i Lessebo", "Lessebo"),
        ("bakom Ica i Hovmantorp", "", (), None, "Hovmantorp"),
        ("cykelväg mot Hovmantorp", "", (), None, None),  # leads there, is not there
        ("stigen från tunneln", "", (), None, None),
        ("perrongen", "", (), None, None),
        ("", "", (), None, None),
    ],
)
def test_a_form_is_one_place_of_the_list_or_none(form, following, near, place, locality):
    found = PLACES.resolve(form, following=following, near=frozenset(near))
    assert (found.place_name, found.locality) == (place, locality)


def test_the_kind_comes_from_the_list():
    assert PLACES.resolve("Kosta") == Resolved("Kosta", LOCALITY, "Kosta")
    assert PLACES.resolve("skolan i Kosta").place_kind == SCHOOL
    assert PLACES.resolve("stortorget").place_kind == KNOWN_PLACE


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Glasbruksskolan", SCHOOL),
        ("Kosta skola", SCHOOL),
        ("Wilhelm Mobergs gymnasium", SCHOOL),
        ("Solrosens förskola", KNOWN_PLACE),
        ("musikskolan", KNOWN_PLACE),
        ("torget i Lessebo", KNOWN_PLACE),
    ],
)
def test_what_is_a_school(name, kind):
    assert kind_of_name(name) == kind


@pytest.mark.parametrize(
    ("answer", "forms"),
    [
        ("torget, parken", ("torget", "parken")),
        ("Kosta och Skruv", ("Kosta", "Skruv")),
        ("Hovmantorp / Storgatan", ("Hovmantorp", "Storgatan")),
        ("bakom Ica i Hovmantorp", ("bakom Ica i Hovmantorp",)),
        ("  ", ()),
    ],
)
def test_a_forms_answer_may_name_several_places(answer, forms):
    assert listed_forms(answer) == forms
