"""Splitting: a statement cut in two is coded twice, two statements in one are coded once."""

from __future__ import annotations

import pytest

from pipelines.text.statements import split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mötet börjar kl. 19. Alla är välkomna.", ["Mötet börjar kl. 19.", "Alla är välkomna."]),
        (
            "Ungdomar samlas t.ex. vid Kiosken. V. 45 var lugn.",
            ["Ungdomar samlas t.ex. vid Kiosken.", "V. 45 var lugn."],
        ),
        (
            "Larmet gick 11.15 i natt. Skadan är ca. 3 000 kr.",
            ["Larmet gick 11.15 i natt.", "Skadan är ca. 3 000 kr."],
        ),
        ("Se § 12. Beslut: Avslag.", ["Se § 12.", "Beslut: Avslag."]),
        ("Snittet var 3.5 eller 4,2 poäng. Bra!", ["Snittet var 3.5 eller 4,2 poäng.", "Bra!"]),
        ("A. Svensson ringde. [NAMN 1] svarade.", ["A. Svensson ringde.", "[NAMN 1] svarade."]),
        ("Skräp, klotter m.m. Polisen kom.", ["Skräp, klotter m.m.", "Polisen kom."]),
        ("- Klotter i tunneln\n- Skräp\n  vid ån", ["Klotter i tunneln", "Skräp vid ån"]),
        ("Det är mörkt\nvid ån. Varför?", ["Det är mörkt vid ån.", "Varför?"]),
        ("torget, kvällstid", ["torget, kvällstid"]),
        ("", []),
        (" \n - \n", []),
    ],
)
def test_split(text: str, expected: list[str]) -> None:
    assert split(text) == expected
