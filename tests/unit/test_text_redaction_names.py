"""Rules for names that are words, places, shouted or misspelt: each by a sentence of its own, and what must stay."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipelines.paths import EXPECTATIONS
from pipelines.text.names import NameLists
from pipelines.text.redaction import Redactor

KEEP = ("Lessebo", "Hovmantorp", "Kosta", "Skruv")
TEXTS = Path(__file__).parents[1] / "example" / "texts"


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor(NameLists.packaged(), keep=KEEP)


def one(redactor: Redactor, text: str) -> str:
    return redactor.redact_document([text])[0].text


NAMED = [
    # An age without a unit, and what persons are to each other.
    ("Storm är nio och körde fyrhjulingen.", "[NAMN 1] är nio och körde fyrhjulingen."),
    ("Maj är 88 och bor ensam.", "[NAMN 1] är 88 och bor ensam."),
    ("Jordan och Milano är bästisar i sexan.", "[NAMN 1] och [NAMN 2] är bästisar i sexan."),
    ("Frisk är efternamnet på vikarien.", "[NAMN 1] är efternamnet på vikarien."),
    ("Ljus heter en flicka i fyran.", "[NAMN 1] heter en flicka i fyran."),
    ("Sund är ny kommunpolis.", "[NAMN 1] är ny kommunpolis."),
    # What follows is done by one person.
    ("Lund håller inte med om det.", "[NAMN 1] håller inte med om det."),
    ("Per meddelar förhinder.", "[NAMN 1] meddelar förhinder."),
    ("Lo skolkar ibland, hon är mobbad.", "[NAMN 1] skolkar ibland, hon är mobbad."),
    ("Sol har ristat i bänken.", "[NAMN 1] har ristat i bänken."),
    ("Stolt efterfrågade siffror.", "[NAMN 1] efterfrågade siffror."),
    ("Gran på andra våningen slänger sopor.", "[NAMN 1] på andra våningen slänger sopor."),
    ("Fors på miljökontoret lovade svar.", "[NAMN 1] på miljökontoret lovade svar."),
    ("Inga har inga vänner kvar.", "[NAMN 1] har inga vänner kvar."),
    ("Det var Juni som hittade kniven.", "Det var [NAMN 1] som hittade kniven."),
    # Pronouns and towns before a family name, roles before words.
    ("Alla Shevchenko tolkade.", "[NAMN 1] tolkade."),
    ("Vi Lindgren ställde frågan.", "[NAMN 1] ställde frågan."),
    ("Städerskan Alla hittade nyckeln.", "Städerskan [NAMN 1] hittade nyckeln."),
    ("Kassör Tall redovisade.", "Kassör [NAMN 1] redovisade."),
    ("Rektor Näs ska prata med klassen.", "Rektor [NAMN 1] ska prata med klassen."),
    ("Ask och Lind i lekgruppen har slutat.", "[NAMN 1] och [NAMN 2] i lekgruppen har slutat."),
    # Owners.
    ("Max moppe är trimmad.", "[NAMN 1] moppe är trimmad."),
    ("Jonas hus klottrades ner.", "[NAMN 1] hus klottrades ner."),
    ("Birgittas kiosk rånades.", "[NAMN 1]s kiosk rånades."),
    # Capitals.
    ("Målsägande STENBERG saknar cykeln.", "Målsägande [NAMN 1] saknar cykeln."),
    # Nicknames.
    ("Vi kallar honom snubbelen, tror jag.", "Vi kallar honom [NAMN 1], tror jag."),
    ("Alla vet att Långa Kalle säljer sprit.", "Alla vet att [NAMN 1] säljer sprit."),
    ("Vi undrar vem Mustaschen är.", "Vi undrar vem [NAMN 1] är."),
    ("Stubben bor i skogen.", "[NAMN 1] bor i skogen."),
    # Small letters.
    ("familjen grönfelt har flyttat", "familjen [NAMN 1] har flyttat"),
    ("lundgren på tvåan spelar trummor", "[NAMN 1] på tvåan spelar trummor"),
    ("kolla tovas snap", "kolla [NAMN 1]s snap"),
    ("tack på förhand // jocke ahlström", "tack på förhand // [NAMN 1]"),
    # Initials, noble names, broken lines, misspellings, families.
    ("RÖ informerade och LJ svarade.", "[NAMN 1] informerade och [NAMN 2] svarade."),
    ("OH, KW och RT informerade.", "[NAMN 1], [NAMN 2] och [NAMN 3] informerade."),
    (
        "OH informerade om drogtester och KW om mötet.",
        "[NAMN 1] informerade om drogtester och [NAMN 2] om mötet.",
    ),
    # Two letters of another sentence, or not joined to any, are not taken along.
    ("KW ringde om mötet. Lokal DF är ledig.", "[NAMN 1] ringde om mötet. Lokal DF är ledig."),
    ("KW ringde om DF på kvällen.", "[NAMN 1] ringde om DF på kvällen."),
    ("Protokoll: ÅT", "Protokoll: [NAMN 1]"),
    ("Enligt fru von der Lancken är det lugnt.", "Enligt fru [NAMN 1] är det lugnt."),
    ("Fabian af Almryd äger skogen.", "[NAMN 1] äger skogen."),
    ("Kommunpolis Mikael Berg-\nkvist kom.", "Kommunpolis [NAMN 1] kom."),
    ("Enligt G. Lindstrand är det lugnt.", "Enligt [NAMN 1] är det lugnt."),
    ("fatima o nova såg allt", "[NAMN 1] o [NAMN 2] såg allt"),
    ("Krisstina ringde i går.", "[NAMN 1] ringde i går."),
    ("Lampan utanför Isgrehms är trasig.", "Lampan utanför [NAMN 1] är trasig."),
    ("Nilssonpojkarna kör epa.", "[NAMN 1]pojkarna kör epa."),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_a_name_that_looks_like_something_else_is_found(redactor: Redactor, text: str, expected: str) -> None:
    assert one(redactor, text) == expected


def test_two_names_in_a_shouted_roll_call_are_found(redactor: Redactor) -> None:
    assert one(redactor, "NÄRVARANDE: BIRGER SANDELIN, ASTRID KROOK") == "NÄRVARANDE: [NAMN 1], [NAMN 2]"


WORDS = [
    "Trolig orsak",
    "Pizzerian har stängt.",
    "Förbjud mopeder i parken.",
    "Kajen är mörk efter åtta.",
    "Kalla det vad ni vill.",
    "Föräldern ringde skolan.",
    "- Lokalen hyrs ut.",
    "Uppdras åt rektor att svara.",
    "Tom cell betyder alla.",
    "Flyttbara bänkar tas in.",
    "Sexuella trakasserier",
    "Rosa klotter på väggen.",
    "Sena kvällar är värst.",
    "Islam nämns i klottret.",
    "Olovlig körning ökar.",
    "Norra Hult saknar ljus.",
    "Mellan Lund och Berga är det mörkt.",
    "Polisen Kronoberg deltog.",
    "Filmen Snabba Cash visades.",
    "Äldreboendet Linden har haft besök.",
    "De som kör A-traktor har lovat bättring.",
    "Han startade Facebookgruppen i går.",
    "Spara en Excelfil till mötet.",
    "Handlarn har fått grindar.",
    "Hundsök genomfördes på skolan.",
    "Dottern kallas för apa.",
    "De visade Kalle Anka på fritids.",
    "Hans moped väsnas.",
    "Alla är 15 år.",
    "Per person kostar det 20 kr.",
    "Inga stölder i mars.",
    "Dag efter dag samma sak.",
    "Maj var lugn.",
    "Grannen i port C klagar.",
    "Alternativ A. Belysning byts.",
    "Brandkåren kom till IKEA och NTU nämndes.",
    "AI är bra och AF följer frågan.",
    "SJ och SL tar hand om stationen.",
    "VA ringer om röret, VG och VW följer.",
    "PM skickar ÅF och GK till MB.",
    "FN och UF informerade.",
]


@pytest.mark.parametrize("text", WORDS)
def test_words_that_open_a_line_stay(redactor: Redactor, text: str) -> None:
    """Otherwise an answer or a heading loses the word that the analysis needs."""
    assert one(redactor, text) == text


def _user_texts(node: Any, key: str = "") -> list[str]:
    if isinstance(node, str):
        shown = {
            "heading",
            "title",
            "sheet",
            "intro",
            "help",
            "advice",
            "choices",
            "advice_first",
            "advice_last",
        }
        return [node] if key in shown else []
    if isinstance(node, dict):
        return [text for name, value in node.items() for text in _user_texts(value, name)]
    return [text for value in node for text in _user_texts(value, key)] if isinstance(node, list) else []


def test_no_heading_or_question_of_the_templates_is_changed(redactor: Redactor) -> None:
    register = tomllib.loads((EXPECTATIONS / "templates.toml").read_text(encoding="utf-8"))
    texts = _user_texts(register)
    assert "Trolig orsak" in texts
    assert [text for text in texts if one(redactor, text) != text] == []


def test_no_line_of_the_example_without_marked_persons_is_changed(redactor: Redactor) -> None:
    """The example's texts mark every person with braces; a line without them names nobody."""
    cells = [
        cell
        for path in sorted(TEXTS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "{" not in line
        for cell in line.split("|")
    ]
    assert len(cells) > 500
    assert [cell for cell in cells if redactor.find(cell)] == []


def _official(tmp_path: Path, rows: str) -> Redactor:
    (tmp_path / "fornamn.csv").write_text("name,persons\n" + rows, encoding="utf-8")
    return Redactor(NameLists.packaged().with_official(tmp_path))


def test_a_few_bearers_are_enough_for_a_name_that_is_no_word(tmp_path: Path) -> None:
    official = _official(tmp_path, "Zimbeka,6\n")
    assert one(official, "Vi mötte Zimbeka vid ån.") == "Vi mötte [NAMN 1] vid ån."
    # In small letters that is too weak.
    assert one(official, "det ligger en zimbeka vid ån") == "det ligger en zimbeka vid ån"


def test_a_rare_name_that_is_a_word_is_the_word_first_in_a_sentence(tmp_path: Path) -> None:
    official = _official(tmp_path, "Sena,98\n")
    assert one(official, "Sena kvällar är värst.") == "Sena kvällar är värst."


def test_the_genitive_of_a_known_name_wins_over_a_rare_name(tmp_path: Path) -> None:
    official = _official(tmp_path, "Junis,141\n")
    assert one(official, "Junis mamma ringde.") == "[NAMN 1]s mamma ringde."


STRUCTURED = [
    ("Två syskon, 110311 och 140922, var ute.", ["110311 och 140922"]),
    ("Signaturen Skogsbon47 hotar.", ["Skogsbon47"]),
    ("Villa på KVARNVÄGEN 8 länsad.", ["KVARNVÄGEN 8"]),
    ("hon på lönnv. 7 har fått däcken skurna", ["lönnv. 7"]),
    ("Norra Esplanaden 6B, 3 tr.", ["Norra Esplanaden 6B, 3 tr"]),
    ("Bilens nummer är RTK  482.", ["RTK  482"]),
    ("skåpbil RTK48 D stod där", ["RTK48 D"]),
    ("mopeden hade regnr rtk:482", ["rtk:482"]),
    ("rtk 482 körde förbi", ["rtk 482"]),
    ("vi såg kgt 482 igen", ["kgt 482"]),
    ("En vit skåpbil av typ RTK 482.", ["RTK 482"]),
    # Hard negatives.
    ("Släckare modell DEF 400 hade tömts.", []),
    ("Lärosal KEM 118 och FYS 204 saknar lås.", []),
    ("Hemmasittare: 14 (föreg. 9).", []),
    ("Växeln i kommunhuset är 031-390 06 00.", []),
    ("Skriv till teknikforvaltning@exempel.nu.", []),
    ("MÖTE PÅ TORGET 3 MAJ", []),
    ("bilen vid hus 123", []),
    ("ksf 123 kr", []),
    ("abf 123 deltagare", []),
    ("lägg till mig på snap", []),
]


@pytest.mark.parametrize(("text", "found"), STRUCTURED)
def test_numbers_addresses_and_accounts(redactor: Redactor, text: str, found: list[str]) -> None:
    assert [text[s.start : s.end] for s in redactor.find(text)] == found


@pytest.mark.parametrize(
    "text", ["Två i kassan", "Fyrtio platser med låsbar ram.", "Sju unga sågs vid bron.", "Sextiotvå cyklar."]
)
def test_number_that_opens_a_line_is_no_name(redactor: Redactor, text: str) -> None:
    assert redactor.find(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Grannsamverkan som på Hassans gata fungerar.", "Hassan"),
        ("De sitter utanför Annas kiosk.", "Anna"),
        ("Klotter på Storgatans hus.", None),
        ("Bråk vid Kostas grill.", None),
    ],
)
def test_what_somebody_owns_gives_the_owner_away(redactor: Redactor, text: str, name: str | None) -> None:
    assert [text[s.start : s.end] for s in redactor.find(text)] == ([] if name is None else [name])
