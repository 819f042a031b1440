"""Word lists for names that are also words, places or months (``name_subjects``).

Belongs here: what a person alone is, does and is called, roles and trades. Not here: rules.
"""

from __future__ import annotations

from .name_context_words import KIN
from .word_sets import word_set

#: Forms of words that no Swedish name has: definite forms, plurals, passives, participles.
WORD_FORMS = (
    "en", "et", "an", "ern", "eln", "orna", "arna", "erna", "ar", "or", "ades", "ras", "nas", "as", "ande", "ende",
    "isk", "iska", "iga", "igt", "na", "ud",
)  # fmt: skip
NUMBERS = word_set("""
ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo
""")
#: What persons are to each other, or are as persons.
KINDS = KIN | word_set("""
kompisar vänner polare tvillingar tvilling trillingar syskon bröder systrar kusiner klasskompisar
klasskompis klasskamrater klasskamrat grannar halvsyskon bästisar bästis lagkamrater gifta sambos skilda
släkt pensionär pensionärer lärare vikarie kurator vaktmästare ordförande kassör tränare fritidsledare elev
elever lillebror storebror lillasyster storasyster änka änkling nyinflyttad nyinflyttade kommunpolis
områdespolis rektor handläggare samordnare kontaktperson mentor styvson fadder
""")
BEFORE_KIND = word_set("""
min mitt mina hans hennes deras vår våra ny nya blivande tidigare inte bästa gamla bara också fortfarande båda en
""")
WHO_IS_CALLED = word_set("""
han hon jag min mitt mina hans hennes deras vår flickan pojken killen tjejen mannen kvinnan eleven grabben
barnet en ett vår er
""")
#: Trades and offices beside ``TITLES``; a name follows without an article.
ROLES = word_set("""
kapten kaptenen löjtnant löjtnanten major majoren överste översten korpral sergeant kassör kassören revisor
revisorn ingenjör ingenjören bonde bonden biskop biskopen imam imamen pastor pastorn landshövding
landshövdingen ledamot ledamoten konduktör konduktören frisör frisören elektriker elektrikern rörmokare
rörmokaren arkitekt arkitekten kocken kock servitris mekaniker mekanikern tolken tolk praktikanten
praktikant eleven coachen coach hovmästaren åklagare åklagaren nämndeman byalagets hembygdsforskaren
kyrkvaktmästaren unge unga polaren polare kamrat skolkamraten styvfar styvfadern plastpappan gudsonen änkan
änklingen åkaren nämndemannen boende torparen
""")
ROLE_ENDINGS = (
    "läkare", "läkaren", "snickare", "snickaren", "målare", "målaren", "murare", "muraren", "handlare", "handlaren",
    "förare", "föraren", "städare", "städaren", "städerska", "städerskan", "sköterska", "sköterskan", "erskan",
    "brukare", "brukaren", "bagare", "bagaren", "fiskare", "fiskaren", "jägare", "jägaren", "tränare", "tränaren",
    "arbetare", "arbetaren", "mästare", "mästaren", "ledare", "ledaren", "lärare", "läraren", "assistent",
    "assistenten", "assistente", "sekreterare", "sekreteraren", "ägare", "ägaren", "rektor", "rektorn", "kamraten",
    "kompisen", "brodern", "sonen", "dottern", "pojken", "flickan", "killen", "tjejen", "mannen", "kvinnan",
)  # fmt: skip
#: Words with such an ending that are no single person's.
MANY_PERSONS = word_set(
    "eleverna barnen föräldrarna syskonen familjen släkten makarna paret barn familj namnet"
)
#: Pronouns that are also names: only "heter", a family name or a preposition tells.
PRONOUNS_TOO = word_set("vi alla inga du de den det han hon ni en man er")
#: Function words that many bear as a first name.
NAMES_TOO = word_set("vi alla inga per my lo bo li mi so maj juni april juli augusti dag sol")
#: Prepositions and verbs that are also first names.
BOTH_WAYS = word_set("per bo lo my li dag inge")
WEEKDAYS = word_set("""
måndag tisdag onsdag torsdag fredag lördag söndag måndagen tisdagen onsdagen torsdagen fredagen lördagen
söndagen jul påsk midsommar
""")
BEFORE_PERSONS = word_set("utom med åt hos av enligt för säger sa")
#: What opens a clause, before its subject.
OPENS_CLAUSE = word_set(", och men att som när om för eftersom medan därför innan sedan så")
REFLEXIVE = word_set("""
bryr brydde känner kände beter betedde skäms skämdes gömmer gömde låste låser klädde klär ångrar ångrade
oroar oroade vågade vågar skyndade skyndar anmälde lade lägger satte sätter slog slår gav ger reste ställde
ställer engagerar engagerade
""")
AT_HOME = word_set("""
bor bodde sover sov jobbar jobbade hörde ville tackade ringde ringer mejlade klagar klagade anmälde vågar
vågade vittnade minns lovade lovar undrade undrar påpekade skrev skriver svarade svarar menade
""")
#: What is said at meetings: for words that are no towns.
AT_MEETINGS = word_set("""
efterfrågade efterfrågar föreslog föreslår yrkade yrkar konstaterade konstaterar betonade betonar
informerade informerar redogjorde redogör reserverade reserverar tillade invände förtydligade poängterade
framhöll inflikade avrundade sammanfattade protokollförde justerar bordlade återkommer återkopplar
""")
#: What has happened rather than been done.
HAPPENED = word_set("""
ökat minskat blåst regnat snöat brunnit rasat rostat ruttnat skett hänt varit legat funnits saknats fallit
stigit sjunkit spruckit frusit smält uppstått drabbat orsakat lett inneburit kostat behövts
""")
OFFICE_ENDINGS = (
    "kontoret", "nämnden", "förvaltningen", "expeditionen", "hemvärnet", "kiosken", "macken", "verkstan",
    "verkstaden", "receptionen", "rådet", "styrelsen", "skolan", "biblioteket", "badhuset", "ica", "coop",
    "tidningen", "banken", "sjukhuset", "vårdcentralen", "föreningen", "byalaget", "församlingen", "köket",
)  # fmt: skip
#: First names in s, x and z that the lists take for words or firms.
ENDS_IN_S = word_set(
    "max moses felix alex marcus mattias jens lars nils klas hannes elias tobias jonas lukas"
)
#: What a person owns, and a church or a park does not.
HOMES = word_set(
    "hus gård moppe kiosk grill hund bil stuga villa lada snap insta kompisgäng grej grejer ord mejl"
)
#: Before a name inside a sentence they are part of a nickname: "att Stora Kalle langar".
NICK_ADJECTIVES = word_set("stora lilla långa lille store svarte svarta röde röda tjocke tjocka gamle galne")
COMPASS = word_set("norr söder öster väster")
#: Prepositions of place; one that opens a sentence is no first name.
TO_PLACES = word_set(
    "mellan kring runt förbi nära längs bortom intill bredvid inom ovanför nedanför norr söder"
)
#: Where someone lives in a house: "på tvåan", "på andra våningen".
FLOORS = word_set("ettan tvåan trean fyran femman bottenvåningen")
ORDINALS = word_set("första andra tredje fjärde femte nedre översta")
#: Endings of adjectives that open a sentence before their noun.
ADJECTIVE_ENDINGS = tuple(word_set("bara ella iska liga lösa fulla samma artade aktiga bart ellt löst"))
#: Past forms of strong verbs that are also nouns or imperatives.
PASTS = word_set("""
bet slet bad rev grep steg teg vek vred bar band brast fann for hann högg knöt kröp njöt sjöng sjönk sköt stank
svalt svor sög for sken led skar red bar var
""")
