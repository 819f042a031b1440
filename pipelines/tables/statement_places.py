"""Where a statement says that something is: the forms as written, resolved to the agreement's list of places.

Belongs here: the list out of the agreement file, one row per statement and form, mentions counted per place. Not here:
finding the forms in a text (pipelines.text.places), what a form stands for (pipelines.text.gazetteer), what may be
published (statements_public).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipelines.agreement import Agreement
from pipelines.tables.schema import conform, empty
from pipelines.text.gazetteer import LOCALITY, Entry, Gazetteer, Resolved, kind_of_name, listed_forms

Row = dict[str, Any]


def gazetteer(agreement: Agreement) -> Gazetteer:
    """The agreement's localities, schools and known places with their other spellings (``skrivs``)."""
    localities = [Entry(place.name, LOCALITY, place.name) for place in agreement.localities]
    places = [
        Entry(place.name, kind_of_name(place.name), place.locality, place.spellings)
        for place in agreement.places
    ]
    return Gazetteer([*localities, *places])


def statement_place(
    statement: pd.DataFrame, statement_code: pd.DataFrame, agreement: Agreement
) -> pd.DataFrame:
    """One row per statement and place form, from its text and from the form's answer about place.

    ``from_context``: the place or its locality rests on the form's answer, not on what was said.
    """
    places = gazetteer(agreement)
    forms = _forms(statement_code)
    context = statement["place_context"].astype("object").where(statement["place_context"].notna(), "")
    rows: list[Row] = []
    for number, text, answer in zip(statement["statement_id"], statement["text"], context, strict=True):
        rows += _of_statement(places, str(number), str(text), forms.get(str(number), ()), str(answer))
    return conform("statement_place", pd.DataFrame(rows)) if rows else empty("statement_place")


def _forms(statement_code: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    places = statement_code[statement_code["kind"] == "place"]
    for number, form in zip(places["statement_id"], places["code"], strict=True):
        found[str(number)][str(form)] = None
    return {number: tuple(forms) for number, forms in found.items()}


def _of_statement(
    places: Gazetteer, number: str, text: str, forms: tuple[str, ...], answer: str
) -> Iterator[Row]:
    answered = listed_forms(answer)
    asked = _localities(places, answered)
    answers = {form: places.resolve(form, near=asked) for form in answered}
    context = asked | {found.locality for found in answers.values() if found.locality}
    # What follows a form belongs to it: "torget i Kosta".
    after = {form: text[text.find(form) + len(form) :] if form in text else "" for form in forms}
    said = _localities(places, forms) | frozenset(
        locality for form in forms if (locality := places.following_locality(after[form]))
    )
    for form in forms:
        found = places.resolve(form, following=after[form], near=said | context)
        by_text = places.resolve(form, following=after[form], near=said)
        from_context = found.locality is not None and found != by_text
        if found.locality is None and len(context) == 1 and said <= context:
            # The answer says where, unless the text itself speaks of another locality.
            found, from_context = Resolved(found.place_name, found.place_kind, *context), True
        yield _row(number, form, found, from_context)
    written = {form.casefold() for form in forms}
    for form, found in answers.items():
        if form.casefold() not in written:
            only = next(iter(context)) if len(context) == 1 else None
            yield _row(
                number, form, Resolved(found.place_name, found.place_kind, found.locality or only), True
            )


def _localities(places: Gazetteer, forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(places.localities_in(form) for form in forms))


def _row(number: str, form: str, found: Resolved, from_context: bool) -> Row:
    return {
        "statement_id": number,
        "form": form,
        "place_name": found.place_name,
        "place_kind": found.place_kind,
        "locality": found.locality,
        "from_context": from_context,
    }
