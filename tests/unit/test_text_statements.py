"""Splitting: a statement cut in two is coded twice, two statements in one are coded once."""

from __future__ import annotations

import pytest

from pipelines.text.statements import split

WHOLE = [
    # clock, week, amount, paragraph
    "Mötet börjar kl. 19 Kosta folkets hus.",
    "Det hände kl. 21.30 vid macken.",
    "V. 45 var lugn.",
    "Under v. 45 samlades ca. 30 ungdomar.",
    "Skadan är ca. 3 000 kr.",
    "Enligt 3 kap. 13 § ordningslagen krävs tillstånd.",
    "Se § 12 och bil. 3 till protokollet.",
    "Snittet var 3.5 poäng av 4.",
    "Mötet hölls den 3 maj 2023.",
    "Mötet hölls den 3. maj i Skruv.",
    "Mötet den 12.5. blev inställt.",
    "Larmet kom 2023-05-03 kl. 02.15 från skolan.",
    "Se protokoll nr. 4 från mars.",
    "Läs s. 12 i planen.",
    "Det gäller fr.o.m. 1 juni t.o.m. 31 augusti.",
    "Öppet fre. 18–21 på fritidsgården.",
    "Sedan sept. 2022 är det bättre.",
    # abbreviations before a capital
    "Ungdomar samlas t.ex. vid Kiosken.",
    "Det gäller t. ex. Kosta och Skruv.",
    "Vi såg bl.a. Hovmantorp och bl. a. Skruv.",
    "Platsen är f.d. Folkets park, dvs. Parken.",
    "Polisen ansvarar för Lessebo resp. Hovmantorp.",
    "Det gäller kv. Björken i Lessebo.",
    "Enl. Polisen är det lugnare.",
    "Rapporten rör St. Sigfrids skola.",
    "Ansvarig är ordf. Ylva Exempelsson.",
    "Frågan rör s.k. A-traktorer, inkl. EPA.",
    # initials
    "A. Ek ringde om bullret.",
    "Rapporten skrevs av Y. K. Exempelsson.",
    "A.-K. Ek var på plats.",
    # addresses on the net
    "Skriv till trygg@exempel.se eller se www.exempel.se/trygg.",
    # lists in a sentence, fragments
    "torget; parken; gångtunneln vid stationen",
    "torget, kvällstid",
    "Tre platser nämns: 1. Torget, 2. Parken, 3. Badet.",
    "Sedan … ja, sedan blev det lugnt.",
    '"Är ni här nu?" undrade en man.',
    '"Stick!" ropade de efter henne.',
    "Klotter, skräp m.m. vid ån.",
    "Kosta (där det är mörkt. Se bilaga) är värst.",
]

PARTED = [
    ("Mötet börjar kl. 19. Alla är välkomna.", ["Mötet börjar kl. 19.", "Alla är välkomna."]),
    ("Det small kl. 21.30. Polisen kom.", ["Det small kl. 21.30.", "Polisen kom."]),
    ("Snittet var 3.5 eller 4,2 poäng. Bra!", ["Snittet var 3.5 eller 4,2 poäng.", "Bra!"]),
    ("Se § 12. Beslut: Avslag.", ["Se § 12.", "Beslut: Avslag."]),
    ("Nästa möte är den 3. Kallelse kommer.", ["Nästa möte är den 3.", "Kallelse kommer."]),
    ("Vi sågs 2023-05-03. Polisen deltog.", ["Vi sågs 2023-05-03.", "Polisen deltog."]),
    ("Vi sågs 12.5. Polisen deltog.", ["Vi sågs 12.5.", "Polisen deltog."]),
    ("A. Svensson ringde. [NAMN 1] svarade.", ["A. Svensson ringde.", "[NAMN 1] svarade."]),
    ("Skräp, klotter m.m. Polisen kom.", ["Skräp, klotter m.m.", "Polisen kom."]),
    ("Skräp, klotter m. m. Polisen kom.", ["Skräp, klotter m. m.", "Polisen kom."]),
    ("Klotter, bråk osv. Det räcker nu.", ["Klotter, bråk osv.", "Det räcker nu."]),
    ("De stal en bil. Den körde fort.", ["De stal en bil.", "Den körde fort."]),
    ("Parkeringen var tom. Polisen åkte.", ["Parkeringen var tom.", "Polisen åkte."]),
    ("Det var bråk förra vecka. Ingen kom.", ["Det var bråk förra vecka.", "Ingen kom."]),
    ("Han är ung. Skolan vet.", ["Han är ung.", "Skolan vet."]),
    ("Det tog 5 min. Sedan var det lugnt.", ["Det tog 5 min.", "Sedan var det lugnt."]),
    ("De tog 3 st. Polisen är kontaktad.", ["De tog 3 st.", "Polisen är kontaktad."]),
    ("Det brann i hus B. Ingen skadades.", ["Det brann i hus B.", "Ingen skadades."]),
    ("Det rör klass 7 B. Rektorn vet.", ["Det rör klass 7 B.", "Rektorn vet."]),
    ("Det flyter skräp i vår å. Städa!", ["Det flyter skräp i vår å.", "Städa!"]),
    ("Mejla trygg@exempel.se. Vi svarar.", ["Mejla trygg@exempel.se.", "Vi svarar."]),
    ("Se exempel.se/trygg. Där finns kartan.", ["Se exempel.se/trygg.", "Där finns kartan."]),
    ("Varför?! Ingen svarar.", ["Varför?!", "Ingen svarar."]),
    ("Vi väntar… Ingen kommer.", ["Vi väntar…", "Ingen kommer."]),
    ("Vi väntar... Ingen kommer.", ["Vi väntar...", "Ingen kommer."]),
    ("Mörkt! Otäckt! Varför?", ["Mörkt!", "Otäckt!", "Varför?"]),
    ("Det hände igen. 3 personer sprang.", ["Det hände igen.", "3 personer sprang."]),
    (
        '"Det är mörkt. Jag går inte ut." säger en kvinna.',
        ['"Det är mörkt.', 'Jag går inte ut." säger en kvinna.'],
    ),
    ("Hon sa: ”Gå hem.” Sedan blev det tyst.", ["Hon sa: ”Gå hem.”", "Sedan blev det tyst."]),
    ("Det är mörkt. – Jag går aldrig där, säger hon.", ["Det är mörkt.", "Jag går aldrig där, säger hon."]),
    ("Det brann (igen). Ingen såg något.", ["Det brann (igen).", "Ingen såg något."]),
    ("mörkt i tunneln. ingen lampa lyser. otäckt", ["mörkt i tunneln.", "ingen lampa lyser.", "otäckt"]),
    ("ljus t.ex. vid tunneln. fler vuxna", ["ljus t.ex. vid tunneln.", "fler vuxna"]),
    ("- Klotter i tunneln\n- Skräp\n  vid ån", ["Klotter i tunneln", "Skräp vid ån"]),
    ("a) lamporna\nb) häcken", ["lamporna", "häcken"]),
    ("1) Torget\n2) Parken", ["Torget", "Parken"]),
    ("– Torget\n  – a) bänken\n  – b) trappan", ["Torget", "bänken", "trappan"]),
    ("1. Torget. 2. Parken.", ["Torget.", "Parken."]),
    ("1.1 Torget\n1.2. Parken\n1.3) Badet", ["1.1 Torget", "Parken", "Badet"]),
    ("• Torget • Parken • Badet", ["Torget", "Parken", "Badet"]),
    ("Det är mörkt\nvid ån. Varför?", ["Det är mörkt vid ån.", "Varför?"]),
    ("Mötet börjar kl.\n19. Alla är välkomna.", ["Mötet börjar kl. 19.", "Alla är välkomna."]),
    ("3. maj var det bråk.", ["3. maj var det bråk."]),
    ("", []),
    (" \n - \n", []),
]


@pytest.mark.parametrize("text", WHOLE)
def test_one_sentence_stays_one(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(("text", "expected"), PARTED)
def test_split(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize("text", [text for text in WHOLE if text.endswith(".")])
def test_two_sentences_are_two_whatever_stands_in_the_first(text: str) -> None:
    """The same sentences, now with one after them."""
    assert split(f"{text} Därefter blev det lugnt.") == [text, "Därefter blev det lugnt."]
