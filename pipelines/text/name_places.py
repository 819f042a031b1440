"""Words that make a capitalised word a place, a firm or a label rather than a person.

Belongs here: places that are also names, endings and neighbours of place names, well-known organisations
and brands, words that a letter or a number follows. Not here: names of persons and the words around them
(``name_words``), an agreement's own places (given to the redactor), rules (``name_rules``).
"""

from __future__ import annotations

import re

from .word_sets import word_set

#: Words of the landscape, towns and countries that are also names of persons: a locative reading wins unless
#: a person is clearly meant. An agreement's own places are given to the redactor; other Swedish localities come
#: from a public list (``NameLists.localities``).
PLACE_NAMES = word_set("""
berg hult lund sandvik vik näs ås torp holm borg fors ryd åby sala ale kil lomma malung mora boden eda ed
vara åre hjo hammar hamn hamar strand sund sjö dal dala boda öster väster norr söder söderby åkerby åkers
dahl bro bruk sanda ede visby stockholm malmö göteborg paris london milano sidney florens sahara kina israel
jordan iran georgia indiana virginia arild jörn blekinge bohuslän dalarna dalsland gotland gästrikland
halland hälsingland härjedalen jämtland lappland medelpad norrbotten närke skåne småland södermanland
uppland värmland västerbotten västergötland västmanland ångermanland öland östergötland
""")

#: Counties that are not also towns: what bears their names is an authority ("Region Halland").
COUNTIES = word_set("""
blekinge dalarna gotland gävleborg halland jämtland kronoberg norrbotten skåne södermanland värmland
västerbotten västernorrland västmanland östergötland
""")

#: The same, with the municipalities that no list of localities holds, because no town bears their names.
AUTHORITIES = COUNTIES | word_set("""
botkyrka burlöv danderyd dals-ed essunga haninge huddinge hylte hammarö håbo härjedalen järfälla kinda
lekeberg malung-sälen nordanstig orust partille ragunda sollentuna sotenäs tanum tjörn tyresö uppvidinge
upplands-bro värmdö ydre österåker
""")

#: Word endings that make a capitalised word a place, a school, an organisation or an institution.
PLACE_ENDINGS = tuple(
    word_set("""
gatan vägen stigen gränd gränden torget torg parken park backen allén skolan skola skolans gården gårdens
hallen kyrkan huset hus området dungen skogen sjön badet bacen plan planen platsen bron viken hjälpen
stiftelsen föreningen verket nämnden förvaltningen myndigheten tjänsten bostäder kommun kommunen rådet
bruket bruk centrum stationen station leden rondellen tunneln kvarteret länet län bygden byn torp måla hult
boda stad staden köping ryd arp hemmet byggnaden biblioteket affären macken kiosken puben vallen arenan
museet teatern kontoret centralen kuren stan ängen hagen kullen ringen slingan lunden dalen holmen udden
svängen klubben laget bolaget handeln fondden rörelsen partiet demokraterna posten bladet
""")
)

#: Lower-case words after a genitive name that make the whole a place or an institution.
PLACE_HEADS = word_set("""
gata gatan väg vägen park parken plats torg torget gränd allé stig backe kyrka kyrkan skola skolan minne
kapell friskola förskola byskola udde brygga bro kulle källa sjö damm gård hus plan stiftelse kommun
församling bygata ängar café konditori pizzeria bageri bygdegård bilservice livs kiosk bensin grill salong
verkstad trafikskola frisering åkeri
""")

#: Of these, what a person with first and last name runs: there the person is named too.
BUSINESSES = word_set("""
pizzeria bageri livs kiosk grill salong verkstad trafikskola frisering åkeri bilservice butik affär
restaurang frisörsalong firma
""")

#: What a name follows that is a house's or a firm's: "Restaurang Bella Napoli".
HOUSES = word_set("""
restaurang restaurangen hotell hotellet café caféet kafé kaféet pizzeria pizzerian krog krogen pub puben bar
baren salong frisör förskola förskolan kvarteret kv avdelning avdelningen båten lokal lokalen fritidsgården
ungdomsgården gym gymmet elektro bil däck el vvs måleri
""")

#: Well-known organisations, shops, brands and makes of vehicle: never a part of a person's name.
ORGANISATIONS = word_set("""
securitas avarn nokas rapid telia tele2 telenor comviq tre wexnet netto dollarstore biltema jula rusta
hemköp pressbyrån 7-eleven mcdonalds mcdonald's burger king subway ikea elgiganten clas postnord dhl
schenker instabox budbee skanska peab ncc veolia keolis nobina transdev arriva länstrafiken krösatågen
öresundståg sj folksam länsförsäkringar gjensidige ving facebook messenger whatsapp telegram discord
flashback blocket tradera swish klarna bankid spotify netflix fortnite roblox minecraft xbox playstation
iphone samsung windows chatgpt mercedes skoda opel peugeot renault nissan mazda honda hyundai citroën suzuki
subaru porsche aprilia piaggio derbi vespa crescent monark kawasaki ktm husqvarna stihl jonsered makita
dewalt bosch hilti stiga john-deere nocco celsius monster red bull pepsi coca-cola cola loka snus vape
tramadol xanax kungshatt unicef amnesty bris intersport vattenfall eon e.on stadium jysk mio ahlsell byggmax
hornbach bauhaus granngården lantmännen lindex kappahl åhléns gekås ullared frasses foodora wolt bolt
maskrosbarn frälsningsarmén hemvärnet equmenia scouterna hyresgästföreningen naturskyddsföreningen korpen
europa sverige danmark norge finland tyskland polen afrika asien bibeln koranen ramadan eid advent halloween
skåne blekinge halland dalarna norrland götaland svealand jämtland värmland sörmland östergötland norrköping
corona covid microsoft forms excel outlook word powerpoint teams marlboro camel lucky-strike prince rapé
göteborgs ettan general knox velo zyn mariestads pripps falcon norrlands sofiero carlsberg heineken tuborg
smirnoff absolut transit sprinter passat octavia kuga sharan berlingo caddy vito hilux ranger corolla yaris
polo tiguan superb fabia corsa astra focus fiesta mondeo qashqai prius fjällräven kånken stanley barbie lego
pokemon gucci armani moncler adidas nike-skor puma converse kristi allah allahu akbar polestar maserati
lamborghini ferrari porsche suv dodge chevrolet cadillac tesla unibet svenska-spel trisslott
linnéuniversitetet linné jobbtorg lärcenter arbetsmarknadsenheten elevhälsan barnhuset socialjouren
tingsrätten hovrätten riksdagen regeringen säpo frivården migrationsverket ntu sspf feriepraktik trygg-hansa
elon euronics synsam specsavers novus anticimex synoptik spice synsam kicks nattvandrarna nattvandring
""")

#: Words that, as a part of a chain of capitalised words, make the whole a firm, a club or a place.
ORGANISATION_WORDS = word_set("""
industri industrier fastigheter fastighets bygg byggnads måleri transport transporter åkeri schakt el
service group team sportia visit destination sverige sweden outlet konsult bemanning assistans omsorg energi
bank banken försäkring försäkringar radio tv media tidning nyheter glas glasbruk hytta glashytta trä skog
maskin maskiner bil bilar däck plåt vvs city center centrum club klubb cup camping hotell hotel krog grill
bar pub gym event events festival marknad marknaden race järn färg möbler livs pizzeria restaurang
restaurangen café cafe kafé konditori bageri salong frisör kebab sushi boende hvb akademi akademin gymnasium
gymnasiet universitet institut stift församling pastorat kyrka kapell kloster moské moskén förening
föreningen förbund förbundet företagarna boda goif goik aif gif fk ff sk bk ik if hk ok ab hb kommun
kommuner län region kommunen land fritid kultur teater bio biograf museum bibliotek folkhögskola skola
förskola fritids familjecentral vårdcentral jourcentral lasarett sjukhus apotek hälsa tandvård torg torget
park parken plats plan gata gatan väg vägen stig gränd backe backen höjd strand udde berg hage äng hus huset
gård gården stuga stugan villa villan korset kyrkan barnen hjärtat krogen källare källaren loge logen
rondell bro bron tunnel tunneln station stationen hallen arena arenan spår led leden sjö sjön å ån skans
express airport travel resor trafik taxi buss tåg dagblad blad bladet posten tidningen nytt nytta post
bostäder house store shop
""")

#: Adjectives and points of the compass that open the names of places ("Gröna Huset", "Norra Esplanaden").
PLACE_ADJECTIVES = word_set("""
norra södra östra västra inre yttre övre nedre stora lilla nya gamla gröna röda gula blå blåa vita svarta
bruna grå gråa rosa fria unga glada goda höga låga långa korta första andra tredje sista svenska kungliga
allmänna sankt sankta s:t s:ta nordiska europeiska kristna islamiska katolska rädda sveriges
""")

#: Words that a single letter or a number follows without a person being meant ("Plan B.", "Väg 25").
LABELS = word_set("""
plan klass sal hus block hall grupp typ vitamin hepatit alternativ bilaga uppgång port avdelning lag del
nivå zon etapp spår division serie punkt kategori linje korridor trappa entré paviljong kvarter område väg
riksväg länsväg europaväg motorväg vecka årskurs åk årgång kapitel kap sida sid tabell figur diagram
paragraf rad mening buss tåg bussen linjen vägen bana perrong läge hållplats kanal mapp fil version station
match omgång runda brunn stolpe skåp rum våning kurs modul tema mål delmål aktivitet åtgärd fråga svar
ärende not dag natt skift period kvartal termin läsår år prio steg punkten polisregion lpo deso nummer nr kl
klockan budget volvo saab audi bmw golf mazda scania ps xbox iphone windows
""")

#: Persons of fiction, makes and holidays that bear whole names.
FICTION = re.compile(
    r"\b(?:Kalle Anka|Musse Pigg|Harry Potter|Pippi Långstrump|Emil i Lönneberga|Gösta Berlings? saga|Romeo och Julia|"
    r"Bröderna Lejonhjärta|Ronja Rövardotter|Nils Holgersson\w*|Alfons Åberg|Robin Hood|Karl-Bertil Jonssons?|"
    r"Sherlock Holmes|James Bond|Svarte Petter spel\w*|Lilla My|Björn Borg(?=[- ](?:kalsong\w*|underkläder|med))|"
    r"Kristi himmelsfärd\w*|Tjugondag Knut\w*|Sankta Lucia|Grand Theft Auto|Call of Duty|Max Hamburgare|Åhléns City)\b"
)
