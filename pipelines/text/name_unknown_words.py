"""Word lists that tell persons from places and firms when the dictionary does not know a capitalised word.

Belongs here: what persons own and do in any form, where officials come from. Not here: the rules that use them
(``name_unknown``), the lists for words known or not (``name_context_words``).
"""

from __future__ import annotations

import re

from .name_context_words import OWNED
from .word_sets import word_set

#: Verbs in forms that no ending shows.
FINITE = word_set("""
är var har hade ska skall skulle kan kunde vill ville får fick måste bör borde blir blev går gick kommer kom
står stod sitter satt ligger låg ser såg ger gav tar tog gör gjorde säger sa sade vet visste bor kör slår
slog drar drog håller höll drack sprang skrek grät sov åt stal bröt flög frös höjde lät låter stack stal
svor föll faller sålde bad ljög
""")
#: More that persons own, apart from themselves and their families.
OWNED_THINGS = word_set("""
pojke flicka tjej kille grabb unge ungar barnbarn lillebror storebror lillasyster storasyster styvfar
styvpappa bonuspappa mobil telefon telefonen dator nycklar nyckel pengar cykel cyklar elsparkcykel båt
båtmotor motor bildäck bilruta ruta rutor fönster hus stuga gård lada trädgård tomt staket grind uppfart
uppgång dörr port källare källarförråd förråd carport bod skjul gräsklippare kiosk frisörsalong lägenhet
soffa skåp skolväska ryggsäck keps halsband anmälan anmälningar uppgifter berättelse version ord synpunkt
synpunkter förslag fråga frågor mejl brev lapp sms samtal avstängning frånvaro beteende problem handledare
kontaktperson mentor lärare assistent chef kollega kollegor gäng umgänge vänner kamrater kompisgäng
föräldrar vårdnadshavare grannar granne släkt släktingar fest födelsedagsfest namn konto bekant bekanta
vittnesmål post brevlåda släpvagn släp husvagn traktor epatraktor skoter mopeder bilar hundar
""")
POSSESSIONS = OWNED | OWNED_THINGS
#: Of the verbs that things do, those that an unlisted word at the front of a sentence may have done as a person.
PERSONS_TOO = word_set(
    "har hade körde satte lämnade saknar saknade märkte äger driver sköter deltar deltog tackade kontaktade"
)
#: Before "på" and a person.
DONE_TO = word_set("""
sparkade sparkat sparkar slog slår skrek skriker ropade ropar spottade spottar kastade kastar litar litade
väntade väntar arg arga sur sura förbannad kär skjuter sköt hoppade hoppar pekade pekar hetsade hetsar
""")
#: Where officials come from: "Zirk från soc".
OFFICES = word_set("""
soc socialtjänsten polisen räddningstjänsten skolan kommunen fritids fritidsgården hyresgästföreningen bup elevhälsan
kyrkan biblioteket hemtjänsten migrationsverket fältgruppen fältarna rektorsexpeditionen regionen brottsofferjouren
""")
#: Endings that only family names have, with the s of a whole family.
ONLY_SURNAME = re.compile(r".{2,}(?:man|qvist|kvist|quist|sson|én|ius|ell|gren|lin|ström|ohm|hm)s?")
#: What follows a name without being owned.
NO_NOUNS = word_set("""
och eller samt men som att om när där då så för till från på i av med vid hos åt mot utan under över efter
före innan medan eftersom sedan sen inte aldrig alltid ofta också nu här redan bara själv ju nog kanske igen
hem ut in upp ner bort fram kvar in tillbaka han hon de den det vi ni jag du dem sin sitt sina igår idag
imorgon tills än enligt genom kring bakom utanför
""")
#: Ends of place names that family names share, after a given name: "Eva Lindhagen".
LANDSCAPE = (
    "hagen",
    "dalen",
    "holmen",
    "lunden",
    "viken",
    "backen",
    "udden",
    "ängen",
    "kullen",
    "sjön",
    "skogen",
    "stad",
)
#: Words for one person, in lower case right before a name: "kompisen zebbe".
ONE_PERSON = word_set("""
kompisen polaren kamraten klasskompisen brorsan syrran grannen killen tjejen pojken flickan sonen dottern
eleven grabben kusinen läraren rektorn fritidsledaren fältaren väktaren vaktmästaren sambon pojkvännen
flickvännen vännen chefen
""")
#: What follows such a word without being a name.
SMALL_STOP = (
    FINITE
    | NO_NOUNS
    | word_set("en ett min mitt mina den bara hela samma nya stora lilla själv alla andra ju")
)
#: What is done to persons rather than to things ("Tor hämtades").
PASSIVE_PERSONS = word_set("""
hämtades förhördes greps hotades rånades knuffades sparkades misshandlades slogs jagades mobbades omhändertogs
placerades avvisades häktades anhölls släpptes avstängdes polisanmäldes varnades intervjuades kallades
""")
#: Verbs whose object is a person; a place cannot be it.
DONE_TO_PERSONS = word_set("""
hotade hotar hotat slog slår slagit knuffade knuffar rånade rånar frågade träffade mötte misshandlade
sparkade retade retar mobbade mobbar lurade lurar väckte grep misstänker misstänkte kysste skrämde skrämmer
trakasserade förföljde
""")
#: Words for one person or one family: even a town's name after them is theirs, when they act ("Herr Malmö klagade").
SURE_TITLES = word_set("""
herr hr fru fröken frk tant farbror familjen makarna paret bröderna systrarna syskonen grannen läraren
kuratorn vaktmästaren fritidsledaren kompisen mannen kvinnan pojken flickan killen tjejen eleven sonen
dottern väktaren jurist juristen
""")
