"""Word lists that show whether an unlisted capitalised word is a person.

Belongs here: what persons do, have and are to each other, and what stands before firms and places. Not here:
the rules that use them (``name_context``), names themselves (``names``, ``name_words``).
"""

from __future__ import annotations

import re

from . import name_words as words
from .word_sets import word_set

ADVERBS = word_set("inte redan alltid aldrig nu också precis själv ju nog kanske ofta därefter sedan bara")
#: What persons have done, rather than firms and places.
DONE = word_set("""
tackat sagt lovat ringt bett hotat slagit kört bott mejlat mailat skrivit berättat frågat klagat hört sett
stulit langat rökt druckit gråtit skrikit bråkat fyllt hjälpt försökt tyckt tänkt träffat ätit sovit suttit
gripits misstänkts dömts vittnat anmält polisanmält påpekat undrat svarat hälsat messat smsat knuffat
sparkat sprungit hoppat cyklat promenerat mått vågat orkat velat
""")
DONE_WEAK = word_set("slutat börjat stått känt flyttat blivit fått tagit gått kommit lämnat")
SUBORDINATORS = word_set("att när om eftersom innan medan")
DEFINITE_LONG = re.compile(r".{4,}(?:en|an|et|ån|na|arn|ern)")
VERB_SHAPE = re.compile(r"[a-zåäö]{2,}(?:ade|hör|er|ar|dde|tte|lde|nde|gde|kte|pte|ste)")
#: The past of a verb right before its subject or object ("i går knackade Zirk", "hade ritat Zirk").
PAST_VERB = re.compile(r"[a-zåäö]{2,}(?:ade|[^aeiouyåäö]at|kte|tte|pte|dde)")
#: Verbs and look-alikes that tell nothing of persons: what firms, places and things do or undergo.
THING_VERBS = word_set("""
öppnade startade ordnade invigde byggde byggt köpte använde testade installerade installerat bildade samlade
gällde hette nådde lämnade passerade rapporterade arrangerade drabbade omfattade ändrade flaggade märkte
valde införde lade skedde hände satte körde ligger finns stänger stängde har innebär gäller behöver heter
öppnar startar ordnar bygger byggs säljer betalar erbjuder levererar gräver kallar kostar drar sponsrar ökar
minskar drabbas saknar äger driver sköter eller över under efter medan innan vintern sommaren ändrar annat
arbetat riktat antagit ställer har ordnat startat öppnat bildat samlat andade samarbetade samverkar
samarbetar tackade informerade informerat presenterade kontaktade kontaktat genomförde genomför deltar
erbjöd
""")
#: What persons have.
HAVE = word_set("""
kniv vapen pistol droger körkort adhd bråttom pengar rätt fel ont svårt ångest tur kommit
""")
WOULD = word_set("ska skulle kan kunde vill ville får fick brukar brukade vågar vågade orkar orkade måste")
TO_DO = word_set("""
prata ringa mejla sova gråta berätta bo hjälpa köra sälja röka dricka komma gå cykla slå hota låsa sluta
börja tänka träffa sitta stå åka flytta återkomma kontakta fråga svara skriva vara hänga umgås somna äta
hämta ta
""")
#: Verbs that need a person and also stand before their subject or object ("i går ringde Zirk").
TURNED = (words.PERSON_VERBS - words.WEAK_VERBS - word_set("driver sköter hör hörde äger")) | word_set("""
satt sitter stod står sprang springer träffade träffar mötte möter kände sa sade säger tycker tyckte tror
trodde såg knuffade sparkade rånade misshandlade retade mobbade lurade filmade hämtade väckte grep
misstänker misstänkte
""")
#: Verbs that are too weak for an unknown word unless a subordinate clause has just opened.
CLAUSE = word_set("att när om eftersom därför innan medan där så men och för som sedan tills varför")
CLAUSE_VERBS = (
    words.PERSON_VERBS
    - words.COPULAS
    - word_set("""
informerade informerar presenterade presenterar rapporterade rapporterar meddelade meddelar öppnade öppnar
ansvarar arbetar arbetade jobbar jobbade efterlyser efterlyste driver har saknar ligger låg börjar började
""")
)
COMES = word_set("kom kommer gick går fick får")
MORE_VERBS = word_set("""
mår mådde skrattade skrattar log hånlog hånler filmar filmade eldade eldar klättrade klättrar cyklar cyklade
bråkar bråkade retar spottade spottar svor svär stammade rymde rymmer kastade kastar klottrade klottrar
kysste ropade ropar viskade fnissade somnade vaknade promenerar promenerade blinkade vinkade vinkar gömde
gömmer städar städade snattar snattade hotades knuffades rånades misshandlades mobbades trakasserades
bestals omhändertogs vet visste förstår förstod hatar älskar gillar spelar pluggar tränar tafsar mobbar
festar vakade larmade larmar vandrar vaktar vaktade cyklade lagade lagar hämtade hämtar
""")
BY_PERSON = word_set("""
hotad hotade hotades slagen slogs sparkad sparkades knuffad knuffades rånad rånades mobbad mobbades
trakasserad trakasserade misshandlad misshandlades förföljd förföljda lurad lurades filmad filmades bjuden
retad togs lämnades anmäldes skrevs upptäcktes hittades stoppad stoppades hyrs hyrdes hämtades ledd jagad
jagades kallad
""")
WITH_PERSON = word_set("""
prata pratar pratat pratade talat talade talar tillsammans ihop bråkade bråkar bråkat slogs slåss kompis vän
vänner polare gift sambo släkt umgås umgicks umgåtts bor bodde går gick lekte leker dejtar klass rum
""")
KIN = word_set("""
syskon bror brodern broder syster systern mamma mamman pappa pappan son sonen dotter dottern kusin kusinen
kompis kompisen vän vännen polare polaren granne grannen förälder föräldrar föräldrarna mor far flickvän
pojkvän morsa farsa morfar farfar mormor farmor
""")
ADDRESSED = word_set(
    "hos enligt kontakta kontaktade fråga frågade tacka tackade ringa mejla träffa hälsa bad bett ber"
)
AUXILIARIES = WOULD | {"har", "hade"}
BECAME = word_set("blev blir är var")
PRONOUNS = word_set("jag vi du ni han hon de man dem oss mig")
#: Before "på" and a person.
TURNED_TO = word_set("lyssnar lyssnade lyssna litar lita arg arga sur sura förbannad kär")
WRITE_TO = word_set("skriv skrev skriva skrivit mejla mejlade ring ringde sms:a säg sa sagt säga hälsa")
#: What also places and firms are and have, after "det är … som".
STATES = word_set(
    "är var har hade ligger finns gäller blir blev behöver äger driver sköter ansvarar levererar gräver bygger"
)
OWNED = word_set("""
mamma mammas pappa pappas bror brorsa syster syrra son dotter kusin kompis kompisar polare familj föräldrar
mormor farmor morfar farfar fru man sambo flickvän pojkvän hund katt moped bil cykel mobil telefon plånbok
jacka väska lägenhet rum födelsedag klasskamrater klass lärare syskon barn ex epa crossmoped elcykel garage
altan brevlåda
""")
PERSONS = word_set("""
ungdomar ungdomarna elever eleverna killar killarna tjejer tjejerna personer grannar grannarna föräldrar
pojkar flickor barn barnen kompisar poliser lärare ledare vakter vuxna
""")
IN_CLASS = re.compile(
    r"ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian|gymnasiet|förskoleklassen|parallellklassen|"
    r"matbespisningen|matsalen|hemtjänsten|expeditionen|slöjden|kassan|receptionen|köket|växeln|trappan"
)
#: Sentence openers that persons' verbs follow without a name being there.
SUBJECTS = word_set("""
folk barn ungdom ungdomar personal föräldrar elever grannar gäng polis man ingen någon nån några vem vilka
alla många få flera vissa andra den det de vi jag du ni han hon mamma pappa tjejer killar tanter gubbar
kvinnor män pensionärer boende kunder besökare vakter väktare lärare rektorer vuxna äldre yngre unga butiken
kommunen väktarna ordningsvakter fältare samtliga båda ena resten hälften majoriteten vederbörande
undertecknad sonen gubben
""")
INFLECTED = re.compile(
    r".{2,}(?:[aei]rna|orna|are|aren|ar|er|or|en|et|na|ing|het|tion|sen|ade|igt|isk|lig)s?"
)
DEFINITE = re.compile(r".{3,}(?:[aei]rna|orna|ets|ens|ernas|arnas|ornas|heten|ningen|ingen|tionen)")
NEVER_PERSONS = (
    "förbundet",
    "organisationen",
    "skyddet",
    "stödet",
    "jouren",
    "samordningen",
    "fonden",
    "center",
    "verket",
    "vården",
    "märket",
    "hälsan",
    "omsorgen",
    "polisen",
    "bussen",
    "tåget",
    "gruppen",
    "grupperna",
    "teamet",
    "låtar",
    "ryggsäck",
    "mugg",
    "löftet",
    "sverige",
)
#: What stands before the name of a firm, an association, a school or a place ("tidningen Barometern").
THINGS = tuple(
    word_set("""
tidningen butiken firman företaget bolaget föreningen klubben krogen restaurangen puben kedjan skolan
stiftelsen kyrkan hotellet kaféet caféet gruppen området byn orten samhället staden kommunen projektet appen
kvarteret gården festivalen tidning butik firma skola kafé pizzeria pizzerian restaurang pub hotell grupp
programmet laget kiosken dansbandet bandet båten märket spelet filmen serien boken kampanjen metoden
modellen boendet hemmet köpcentrumet fabriken jouren teamet linjen caféer kafét sal salen lokal lokalen
cykeln bilen modellen sången låten
""")
)
NOT_ROLES = word_set("""
hyresvärden fastighetsägaren leverantören entreprenören arrangören operatören återförsäljaren huvudmannen
tillverkaren utföraren aktören
""")
ROLE = re.compile(
    r".{3,}(?:aren|ören|isten|anten|enten|ogen|iken|vakten|mannen|kvinnan|killen|tjejen|biträdet)"
)
#: Common nouns in definite form, adverbs and the like, by their ending.
WORD_SHAPE = re.compile(
    r"(?!.*(?:stjerna|stierna))"
    r".{3,}(?:arna|erna|orna|ningen?|heten?|skap(?:et)?|ligt?|liga|isk|iska|ande|ende|aren|"
    r"tionen?|mentet|nämnden|chef|ledare|lärare|polis|elever|barn)"
)

#: What follows a person's name for certain, and what follows it once a clause has opened or a pair stands there.
STRONG_VERBS = MORE_VERBS | (words.PERSON_VERBS - words.WEAK_VERBS)
OPENED_VERBS = CLAUSE_VERBS | COMES
CLEFT_VERBS = (STRONG_VERBS | OPENED_VERBS) - STATES
OPENED_HAVE = DONE_WEAK | HAVE
TURNED_ACTS = DONE | DONE_WEAK | TO_DO
TOLD = KIN | WRITE_TO

#: Verbs whose subject is a person, or a word for persons: a place or a thing cannot do them.
SAYING = words.SPEECH_VERBS | word_set("""
påpekar påpekade klagar klagade undrar undrade mejlar mejlade mailade ringer ringde frågar frågade svarar
svarade hälsar hälsade anmälde polisanmälde vittnade minns lovar lovade vågar vågade gråter grät skrek
skriker snattade snattar stal stjäl gömde gömmer uppger uppgav förklarar förklarade tackar tackade hörde
sms:ade messade
""")
#: How words for persons and groups end: they do what persons do and open sentences without being names.
ANIMATE_NOUNS = tuple(
    word_set("""
gäng folk personal polis vakt barn elev ungdom grupp lärare kvinna pojke flicka kille tjej granne förälder
föräldrar are ist ant ent ör förening klubb råd kund gäst tonåring yngling åring klass skola patrull chef
rektor värd familj syskon kompis hund katt vakter ungar unge snubbe gubbe tant dam herre värre förskola
nämnd facket samtliga ombud vittne vittnen
""")
)
#: Letters and endings that Swedish words hardly have.
FOREIGN_SHAPE = re.compile(
    r"(?!.*(?:foto|video|info|radio|auto|euro|kilo|taxi|moto|demo))(?:.*[qwzxćčšžëüğşıłńáíóú].*|"
    r".{2,}(?:[aeou]i|u|ou|oglu|dh|kh|gh|aj|ij|ov|ski|jit|deep|[^g]o|tch|ić|a[mr]a|hai|mad|llah|din|uddin|een|yar))"
)
#: How hamlets, villages and towns end.
PLACE_SHAPE = re.compile(
    r".+(?:bro|mo|by|ås|holm|borg|lund|fors|hult|måla|boda|ryd|torp|arp|vik|näs|sjö|bygd|stad|köping|bo|hed|berg|dal|å|"
    r"ö|rum|kulla|sta|löv|inge|hem|haga|lösa|tuna|um|ene|åker|äng|sund|strand|hamn|gård|kvarn|hall|vad|[lnrsvtkd]ån|sjön)s?"
)
#: Swedish words that carry a capital by habit ("Hösten", "Unga", "Trygghetsvandring").
WORD_LIKE = re.compile(
    r".{2,}(?:[aei]n|et|na|ar|or|er|ing|het|tion|sen|ade|igt|isk|lig|dag|tid|lov|vecka|möte|plan)"
)
PASSIVE = re.compile(r"[a-zåäö]{1,}(?:[^s]s|ad|at|dd|tt|t|d|en)")
#: Giving and saying, before "till" and a name; what is received, before "från" and a name.
GIVEN_TO = re.compile(
    r"gav|ger|ge|gett|langa\w*|sålde|säljer|sälja|sålt|skicka\w*|lämna\w*|sa|sade|säger|säg|säga|skrev|skriv\w*|ring\w*|"
    r"hälsa\w*|låna\w*|överlämna\w*|betala\w*|mejla\w*|nyckeln|nycklar\w*"
)
RECEIVED_FROM = re.compile(
    r"tips\w*|mejl\w*|mail\w*|samtal\w*|brev\w*|anmälan|uppgift\w*|synpunkt\w*|fråga\w*|frågan|klagomål\w*|hälsning\w*|"
    r"meddelande\w*|sms\w*|köpt|köper|köpte|fick|fått|får|stal|stulit|stals"
)
#: What persons do at all, what they do and things do not, and all but "is" and "has".
PERSONS_DO = words.PERSON_VERBS | STRONG_VERBS
PERSONS_DO_SURELY = STRONG_VERBS | SAYING
DOING = (words.PERSON_VERBS - words.COPULAS) - word_set("""
gör gjorde går gick kom kommer står stod ger gav tar tog ligger låg kör körde sitter satt försvann driver
leder ledde får fick saknar öppnar öppnade börjar började slutar hänger hängde ökar heter hette äger
ansvarar ansvarade
""")
#: What only persons are, after "är", "var", "blev".
FEELING = BY_PERSON | word_set("""
rädd rädda orolig oroliga arg arga ledsen ledsna sjuk sjuka full fulla påverkad påverkade berusad berusade
anmäld inblandad misstänkt gripen häktad placerad omhändertagen gravid pensionär gift släkt kär nöjd tacksam
snäll otrevlig hotfull våldsam mobbad ensam trött trötta bestulen påkörd överfallen attackerad avstängd
utsatt avvisad inlåst hämtad utkastad förbannad besviken borta värst värsta bäst sjukskriven frånvarande
närvarande positiv
""")
#: Whose name stands after "heter".
WHO = word_set("jag han hon hen som killen tjejen pojken flickan grabben eleven mannen kvinnan de dom")
#: In small letters after a given name these are somebody's: "Hassans kiosk", and no street has its name so.
SOMEBODYS = word_set("""
gata väg kiosk butik affär grill pizzeria restaurang gård tomt trädgård hus garage port trappa balkong lägenhet kvarter
""")
