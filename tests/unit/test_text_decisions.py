"""What a decision says and what a later sentence says of it. If these fail, an open matter is told as closed."""

import datetime as dt

import pytest

from pipelines.text.decision_matching import Decision, diary_number, matches
from pipelines.text.decisions import due, is_formal, responsible, state_of

MEETING = dt.date(2023, 3, 16)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Skola, fritid och socialtjänst går igenom gruppen före nästa möte.",
            "Skola, fritid och socialtjänst",
        ),
        ("Polis och skola tar fram en kort rutin.", "Polis och skola"),
        ("Att kommunen prövar frågan.", "kommunen"),
        ("Rektorerna ska återkomma med förslag.", "Rektorerna"),
        ("Säkerhetssamordnaren får i uppdrag att ta fram en plan.", "Säkerhetssamordnaren"),
        ("Belysningen ses över. Ansvarig: gatuenheten.", "gatuenheten"),
        (
            "Rådet uppdrar åt kultur- och fritidsnämnden att se över öppettiderna.",
            "kultur- och fritidsnämnden",
        ),
        ("[NAMN 1] påminner Trafikverket.", None),
        ("Ansvarig: [NAMN 2].", None),
        ("Mats Gyllenberg påminner Trafikverket.", None),  # a name that the redaction missed
        ("Ordningsvakter prövas fredag och lördag.", None),  # they are what is tried
        ("Tipsen lämnas till polisen.", None),  # receives, is not to act
        ("Resultatet tas med i arbetet.", None),
    ],
)
def test_who_is_responsible_is_a_role_or_an_organisation_as_written(text, who):
    assert responsible(text) == who


@pytest.mark.parametrize(
    ("text", "written", "day"),
    [
        ("Kommunen påminner före den 1 april.", "före den 1 april", dt.date(2023, 4, 1)),
        ("Redovisas senast den 1 februari.", "senast den 1 februari", dt.date(2024, 2, 1)),
        ("Svar senast 2023-09-15.", "senast 2023-09-15", dt.date(2023, 9, 15)),
        ("Klart senast den 5 maj 2025.", "senast den 5 maj 2025", dt.date(2025, 5, 5)),
        ("Rutinen tas upp före april månads utgång.", "före april månads utgång", None),
        ("Skolan meddelar senast onsdag.", "senast onsdag", None),
        ("Hembesök inom fjorton dagar.", "inom fjorton dagar", None),
        ("Kostnaden räknas fram till nästa möte.", "till nästa möte", None),
        ("Gruppen återkommer med en tidsplan i september.", "i september", None),
        ("Klart före den 31 april.", "före den 31 april", None),  # no such day
        ("Klart före den 29 februari.", "före den 29 februari", dt.date(2024, 2, 29)),  # 2023 has none
        ("Ärendet tas vidare inom SSPF.", None, None),
        ("Ordningsvakter från den 1 maj till den 30 september 2023.", None, None),  # how long, not by when
        ("Kommunen stänger nätet efter klockan 20.", None, None),
    ],
)
def test_when_it_is_due_is_as_written_and_a_day_only_where_one_is(text, written, day):
    assert due(text, MEETING) == (written, day)


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("Avstängningen är genomförd.", "closed"),
        ("Inventeringen är klar.", "closed"),
        ("Uppdraget är utfört och återrapporterat.", "closed"),
        ("Ärendet avslutas.", "closed"),
        ("Frågan kvarstår.", "open"),
        ("Ärendet bordläggs till nästa möte.", "open"),
        ("Arbetet pågår.", "open"),
        ("Bytet av lås är inte klart.", "open"),
        ("Inventeringen är ännu inte genomförd.", "open"),
        ("Första delen är klar, resten kvarstår.", "open"),
        ("Belysningen är delvis åtgärdad.", "open"),
        ("Det är oklart vem som äger frågan.", "followed_up"),
        ("Rutinen är införd men känd av bara hälften.", "followed_up"),
        ("Mötet avslutas.", "followed_up"),
        # To come, hoped for or under a condition is not done.
        ("Belysningen ska vara klar i maj.", "open"),
        ("Rondellen beräknas vara klar till hösten.", "open"),
        ("Projektet kommer att avslutas.", "open"),
        ("Projektet avslutas i juni.", "open"),
        ("Gångtunneln blir klar före jul.", "open"),
        ("Kommunen hoppas att bytet kan bli klart.", "open"),
        ("Arbetet väntas enligt planen vara slutfört.", "open"),
        ("När rondellen är klar flyttas busshållplatsen.", "open"),
        ("Ärendet avslutas när lamporna är åtgärdade.", "open"),
        ("Om inventeringen är klar tas den upp.", "open"),
        ("Målet är att ha arbetet slutfört.", "open"),
        ("Det är klart att skolan vill ha fler vuxna.", "followed_up"),
        ("Bytet har inte kunnat bli helt klart.", "open"),
        ("Ärendet återrapporteras den 12 maj.", "open"),
        ("Projektet avslutas hösten 2024.", "open"),
        ("Klart senast i juni.", "open"),
        ("Klart till sommaren.", "open"),
        ("Ifall bytet är klart flyttas hållplatsen.", "open"),
        ("Rådet föreslår att ärendet avslutas.", "open"),
        ("Kommunen vill ha arbetet slutfört.", "open"),
        ("Ärendet har inte kunnat avslutas.", "open"),
        # And done is done, whatever else the sentence says.
        ("Bytet som skulle vara klart i mars är genomfört.", "closed"),
        ("Kommunen kan meddela att lamporna är åtgärdade.", "closed"),
        ("Planen att byta lampor är genomförd.", "closed"),
        ("Frågan om belysningen är åtgärdad.", "closed"),
        ("Arbetet var klart i maj.", "closed"),
        ("Arbetet blev klart före jul.", "closed"),
        ("Ordföranden vill tacka för genomförd vandring.", "closed"),
        ("Arbetet är klart sedan i maj.", "closed"),
        ("Arbetet kunde avslutas i maj.", "closed"),
        ("Ärendet avslutas i och med detta.", "closed"),
        ("Målet att byta alla lampor är klart.", "closed"),
        ("När arbetet var klart öppnades vägen.", "closed"),
        ("Det ska noteras att ärendet är avslutat.", "closed"),
        # Nothing of it, a part of it, or nobody knows whether.
        ("Ingen av åtgärderna är genomförd.", "open"),
        ("Inga åtgärder är genomförda.", "open"),
        ("Varken belysningen eller stängslet är klart.", "open"),
        ("Varken belysningen, stängslet eller lampan är klar.", "open"),
        ("Arbetet är aldrig slutfört.", "open"),
        ("Arbetet är långt ifrån klart.", "open"),
        ("Åtgärden är knappast klar.", "open"),
        ("Belysningen är till hälften klar.", "open"),
        ("Hälften av lamporna är åtgärdade.", "open"),
        ("Två av tre åtgärder är genomförda.", "open"),
        ("Tre av totalt fem lampor är åtgärdade.", "open"),
        ("De flesta åtgärder är genomförda.", "open"),
        ("Första delen är klar.", "open"),
        ("Stora delar av arbetet är klart.", "open"),
        ("Det är oklart om åtgärden är genomförd.", "open"),
        ("Frågan är om åtgärden är genomförd.", "open"),
        ("Polisen följer upp om åtgärden är genomförd.", "open"),
        ("Ärendet avslutas om lamporna är åtgärdade.", "open"),
        ("Belysningen är inte av kommunen åtgärdad.", "open"),
        ("Upphandlingen är klar men arbetet har inte börjat.", "open"),
        ("Upphandlingen är klar, arbetet har ännu inte påbörjats.", "open"),
        # What is denied is something else, or it is all of it.
        ("Inga problem kvar, åtgärden är genomförd.", "closed"),
        ("Inga fler åtgärder behövs och ärendet avslutas.", "closed"),
        ("Ingen invände och ärendet avslutas.", "closed"),
        ("Varken polisen eller kommunen har synpunkter och ärendet avslutas.", "closed"),
        ("Inga fler klagomål sedan lamporna är åtgärdade.", "closed"),
        ("Lampor som inte lyste är åtgärdade.", "closed"),
        ("Det är inte polisen utan kommunen som har genomfört åtgärden.", "closed"),
        ("Bytet av tio lampor är genomfört.", "closed"),
        ("Fem av fem åtgärder är genomförda.", "closed"),
        ("Alla delar är genomförda.", "closed"),
        ("Sista delen är klar.", "closed"),
        ("Rådet tar del av rapporten och ärendet avslutas.", "closed"),
    ],
)
def test_what_a_sentence_says_of_a_decision(sentence, state):
    assert state_of(sentence) == state


@pytest.mark.parametrize(
    ("text", "formal"),
    [
        ("Dagordningen fastställs.", True),
        ("Informationen antecknas till protokollet.", True),
        ("Rapporten läggs till handlingarna.", True),
        ("Dagordningen fastställs. Kommunen byter lampor.", False),
        ("Informationen sprids till skolorna.", False),
        ("Kommunen byter lampor.", False),
    ],
)
def test_a_formal_decision_leaves_nothing_to_follow_up(text, formal):
    assert is_formal(text) is formal


GUARDS = Decision(
    "Ordningsvakter prövas fredag och lördag.", "Ordningsvakter vid resecentrum", 13, "KS2023/14", 2023
)
LAMPS = Decision("Gatuenheten byter lamporna i gångtunneln.", "Belysning i Hovmantorp", 14, None, 2023)
VISITS = Decision("Socialtjänst och polis gör hembesök.", "Lägesbild och narkotika", 15, None, 2023)
PARENTS = Decision("Skolan ordnar föräldramöten i årskurs 7.", "Lägesbild och narkotika", 15, None, 2023)
DECISIONS = [GUARDS, LAMPS, VISITS, PARENTS]


@pytest.mark.parametrize(
    ("sentence", "heading", "found"),
    [
        ("Ärendet Dnr KS 2023/14 är klart.", "Övrigt", {0: "diary"}),
        ("Beslutet enligt § 14 kvarstår.", "Övrigt", {1: "number"}),
        ("§ 13 i förra protokollet är genomförd.", "Övrigt", {0: "number"}),
        ("Beslutet i § 13 från 2021 gäller.", "Övrigt", {}),  # another year's § 13
        ("Enligt § 14 ordningslagen krävs tillstånd.", "Övrigt", {}),  # a law
        ("Beslutet enligt § 15 är utfört.", "Övrigt", {}),  # two decisions stand there
        ("Lamporna i gångtunneln är bytta.", "Läget", {1: "words"}),
        ("Störningarna vid resecentrum har minskat.", "Utvärdering av ordningsvakterna", {0: "words"}),
        ("Gångtunneln är ljus.", "Uppföljning av beslut", {1: "words"}),
        ("Gångtunneln är ljus.", "Läget", {}),  # one word is too little where nothing is followed up
        ("I Hovmantorp är det lugnt.", "Föregående protokoll", {}),  # a locality tells nothing
        ("Polisen och skolan samarbetar.", "Uppföljning av beslut", {}),
        ("Mötet öppnas.", "Uppföljning av beslut", {}),
    ],
)
def test_which_decision_a_sentence_is_about(sentence, heading, found):
    made = matches(sentence, heading, DECISIONS, frozenset({"Hovmantorp", "Lessebo"}))
    assert {i: match.by for i, match in made.items()} == found


def test_a_sentence_that_fits_two_decisions_equally_is_about_neither():
    twins = [
        Decision("Kommunen byter lamporna vid stationen.", "Belysning", 3, None, 2023),
        Decision("Kommunen byter bänkarna vid badplatsen.", "Utemiljö", 4, None, 2023),
    ]
    assert matches("Lamporna vid stationen är bytta.", "Läget", twins).keys() == {0}
    assert matches("Lamporna vid stationen och bänkarna vid badplatsen är bytta.", "Läget", twins) == {}


def test_diary_numbers_are_read_without_their_spaces():
    assert diary_number("Dnr KS 2022/87. Ordföranden öppnar.") == "KS2022/87"
    assert diary_number("Möte 2022/23") is None
