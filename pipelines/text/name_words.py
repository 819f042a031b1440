"""Word lists that decide when a capitalised word is a person's name.

Belongs here: names missing from the packaged lists, names that are also words or places, titles, verbs
of saying, words that make a capitalised word an organisation or a place. Not here: rules (``name_rules``)
and the name lists themselves (``names``).

The lists are written from general knowledge of Swedish; no register of persons is behind them.
"""

from __future__ import annotations

from . import name_places as places
from .word_sets import word_set

#: Given names common in Sweden that the packaged lists lack: short forms, and names from other languages.
EXTRA_GIVEN = word_set("""
abdi abdirahman abdullah abdullahi abdulkadir abdifatah adel adem adil adnan afrah agnieszka ahmad aisha
akram aleksander aleksandra alejandra alejandro alem alexandru alim almir alva amal amar amer amina amine
amir amira amjad ammar amna anan andrei andrzej anela anett angelo anh anisa annki ann-charlotte
ann-christin ann-marie ann-sofie anna-karin anna-lena annbritt anne-marie ante antti anwar arben arian armin
artan arta artur asad asha ashraf asma assad ayan ayaan ayla ayman ayse aziz azra badr bahar bashir basma
beatrix behzad besa besim bilal blerim bogdan boguslaw burak cajsa calle carita cecilie cem charbel chris
danne dariusz darko davor dejan denisa deniz denny dilan dragan dragana edin edina edita ehsan ekaterina
eldin elham elif elisa elvin emin emina emir emrah enes erdal erkan ermias esra ewa fadi fadumo fahad faisal
farah farhad farid farida faris fariba fatemeh fatima fatma fatuma faduma ferhat filmon fredde frida fuad
fuat georgios ghada ghassan goran grzegorz gunvor habib habiba hadi halima halil hamed hamid hamza hanad
hanan hani hanin hasan hassan haydar heba hedda helmi hiba hoda hodan hossein huda husam husein ibrahim idil
idris igor ikram ilhan iman imad imran inas irina isra ismail israa issa ivana jacek jafar jalal jamal
jamila jan-erik jan-olof janne jasmina javad jelena jerzy jihan jocke jonte joanna jovan juho kadir kamal
kamil kari karim karima kassem katarzyna kenan kerim khadija khadra khaled khalid khalil kicke kicki
krzysztof lamin lars-erik lars-göran lasse latifa layla leila lejla lemlem leyla lidia linnea liridon lollo
lotten lubna ludde luay luis lule maciej magda mahad mahdi mahir mahmoud mahmood majid malak malik malak
manal mange manuel marek mariam marjan marko marwa marwan maryam masoud maysa mehdi mehmet mehran melinda
merima meryem micke miguel mihai mikko milica milos mira mirela mirza mirjana mohamad mohammad mohamud
mohsen mona mostafa mourad mubarak muhamed muhammad muna murat musa musse mustafa mustafe nada nadia nadja
nadir naima najib najma nancy nasir nasra nasrin natasha nawal nermin nesrin nicke nidal nikola nimo nina
noor noora nour nura nurten nurhan olena oksana oleh olle omid osama otto paulina pawel per-erik per-olof
petter piotr rabia raed rahaf rahma rahim rami ramin ramiz ramona rania rasha rashid raul reem refik reza
ricky rima rinor roberto rodrigo roxana roya ruqia saad sabah sabrina sadia saeed safa safia sahar sahra
said saif salah salam saleh salim salma samantha samer samir samira sana sanela sami sanjin selam selma
semir senad sergej serhii shadi shahin shahram shirin siham sinan slavica soran soraya stina sumaya susan
svetlana tahir taha tariq tarek tariku tatjana tekle temesgen tesfay tina tomasz tobbe uffe valentina
valeria vedad vesna viktorija vlado wafa wael waleed walid weronika yahya yara yared yasin yasmin yasmine
yohannes yonas younes yousef youssef yusuf zahra zainab zakaria zara zeinab zejna zelal ziad zlatko zlata
zoran zuhair zlatan åsa-lena britt-marie britt-inger carl-johan carl-gustav karl-erik karl-johan sven-erik
sven-olof nils-erik bengt-åke bengt-göran eva-lena eva-marie maj-britt maj-lis inga-lill inga-britt
gun-britt rose-marie rosmarie marie-louise anna-maria ann-britt anki bettan bosse krille kattis lollo maggan
mogge nettan nippe sussie tompa tobbe totte jompa jonken linkan lisen sanna sebbe stoffe ville vickan
oleksandr andrii dmytro yuliia olha nataliia serhiy volodymyr iryna tetiana liudmyla svitlana edvin alvin
melvin wilmer loui nellie tyra elvin colin leon vincent sixten frank ebbe frans loke ivar ture malte otis
sigge charlie nils harry ellie iris juni lo alma freja molly stella signe leia nova lova elise cornelia
tindra arild jörn abbe adde affe arre atte benke bengan berra bibbi bobban boffe chrille dille edde egge
erka fille fippe foppa gabbe gittan gurra hasse henke hjalle jabbe jeppe jimpa jonta julle kenta kickan
kricke leffe lelle ludde lussan matte malle micke mulle niffe nille nogge obbe ogge perra pontan raffe ragge
rille robban robbo roffe rogge rolle sacke simpa sirre snorre steffe stickan stoffa svenne tjalle toffe
turre ulle ullis annis vigge wille zacke pirre tarre bubben nisse putte tintin mackan kurre sebban linkan
jossan frallan pekka tosse kenneth lillen
""")

#: Family names the packaged lists lack.
EXTRA_FAMILY = word_set("""
abdi abdullahi abdulle ahmadi ahmeti aden akbari al-amin al-hassan aziz barre begovic berisha demir dogan
duale el-amin farah farhan gashi ghebremedhin gonzalez haddad haile hamidi hassan hoxha hosseini hussein
ibrahim islam jama jankovic jovanovic kaya khalil kovacevic krasniqi kowalski lopez mehmedovic mohamud
mohamed morina moradi mustafa nguyen nowak noori nur nuur osman petrovic popovic pham rahimi rezai rodriguez
saeed said shala shire siddiqui sheikh tesfaye tekle tran warsame yilmaz yusuf zeka öztürk wisniewski wójcik
korhonen virtanen mäkinen nieminen ask palm falk rask frisk modig stolt trygg hård alm ek lönn rönn björk
hägg ceder lind sälg al friberg hallström hultgren hultman hultberg kronqvist kronvall kroon thörn thorell
thorén nyman-falk wennberg werneskog ståhlberg stjernström silfverberg svärd sköld hjelm brink broman bohman
""")

#: Names that are ordinary words: alone they need evidence that a person is meant.
WORD_NAMES = word_set("""
abel age ah alert alias ale alla alle alm alp altan ambra amen amor an anda andra ange anka ansa ansar anta
antal april ara are arg arm art arta arton arv ask aska askar aske asp aster atlas aura av back balsam bana
banan band bara barn bark bas basse bal balle bang banke bagge be bell bi bil bin bina bind bita bitter
björn björk blad blank blanka bland blend blixt blom bo bobby bon bonde bord borg bra brand bred brett brink
bro bror bruk bruna bur busk by båt bäck bärg ceder cent da dag daga dal dale dana dans dat de del den dess
det di dia diamant diesel din dina do domino don du dua dung dy eden eka ek eld elva em en ena ene engel
engla era et fall falk fan fana fars fast faste fe fet fin fina finger finn finne fisk fjäll flink flisa
flod flora flyg fors fot frank frans fred fresk fri frid frisk fröjd frost frö fält får galen gap gas gasse
ge gen gift gilla gille gjord glad glans god goda gold gran granit gren grep grim gro grund gräs grön gul
gull gå gård gärd ha haj hake haken hall halle halm hals hamn hamna hamra han hand hane hans hansa harm hast
hata hav haver he hed hej heja hel hela hem her hera het himla hind hjort hjälm ho holm holme hon hop hov
hull hult humla hund hurtig hus hwit hybel häst hök hård i idé igen in inga is islam jade jag ja jo job juli
jun juni junior juste kajal kal kale kam kan kant kil kina kind kit kiwi klang kling klok knape kobra kok
kors kraft krans krok kron krum kul kulle kung kvist kår käll källa käpp lada lag lage lam lan land lane
lang larm lava le led lek len li lie liga lik lika lilja lill lilla lin lind linde line liv liva ljung ljus
lo lod loka long lotus lov love lund lur lust ly lycka lycke lyra lång läck löf lönn löv magi main mais maj
mak maka maki mala mall malm man mana mani manna mar mara mark marmor mars marin mat mask massa matt matta
max media meg mena mentor mer mera meta mild mile milen miller million min mina minas mine mo mod moder
modig molin mon mor moster mot mule mulla my mynta myra mån mäster mätta möller na namn ned ni nia ninja nod
nor nord nova november nu ny när nöjd ocean odd och oden om on ord oro orm os oss ost pall pan papp paris
park pass per perla pi pil pippi plan po pol post prim puck på pärla quist raid ram rama ran rand rang rask
rast rea red reda regn rehab ren rena renat ria rik rika rim rind ring ris risk rita riva robust ro roll ros
rosa rosen rot ruda run runa rus ruta röd rönn safir saga sal sala sam samba samma sand sang sari scen se
sed segel segen semi sen senna set si sida sig silke silver sin sina sju sjö skata skog skarp skarpe skule
sköld skött slava slag slott smal smed snabb snare snäll snö so soda sol som son sona sopa sork sot sote
sorg spa spak spel spjut sparv spång sport stad star stare stark starke stav sten stena stig stilla stjärna
stock stod stolt stor store storm strand streck strid stråk ström styr styrman stål ståhl ståt står stöd
sund sur sval svala svan svar svart svarte svärd syd syrén syster så säde säll säter söder ta tack taj tak
tal tala tall tam tan te till tiger tilja tim timjan ting tok tolv ton top tor torn torp trim trolig tro
troja troll trygg tråd träd tu tuba tun tung tur tuss två ty tå tår uggla under ung ur ute val vala valborg
vall van vana var varg vas vass vi vid vida vide vik vika viking vilda vilja ville vinka vind vinda vinter
viol viola violett vira visa vit vita vitt vår väg väst västen väster yen yta å åk ålder ås åt älv älva
ängla är ätt äng ö örn öst öster övre urban viva nea sommar sky summer joy hope grace rose love lucia stella
nord dahlia august augusti star ruter ringnes moden alban sabel viol
""")

#: Pronouns and function words in the name lists: a verb after them says nothing.
FUNCTION_NAMES = word_set("""
alla andra alle an av be bara da de del den dess det di din dina do du en ena ene er era et han he hela hon
i in inga ingen ja jag jo kan le min mina mer mera mot na ned ni nu och om on oss på samma se si sig sin
sina so som ta te till tu ty under ute var vi vid vår åt är ö å så när två sju elva arton antal nia den ha
ge gå for vår half her hans-
""")

#: Frequent given names that without a capital are ordinary words ("hela dan", "lokalen står tom").
SMALL_WORDS = word_set("""
tom toms dan karl klara lova sanna jan jarl jack dick bill ester rut edit gun ola tora may kim maja tova
svea nada
""")

#: Months and weekdays; capitalised by mistake they are still not names.
CALENDAR = word_set("""
januari februari mars april maj juni juli augusti september oktober november december måndag tisdag onsdag
torsdag fredag lördag söndag måndagen tisdagen onsdagen torsdagen fredagen lördagen söndagen valborg
midsommar lucia jul påsk
""")

#: Words before a name that say a person follows.
TITLES = word_set("""
herr hr fru fröken frk doktor dr professor rektor rektorn biträdande förskollärare fritidsledare
fritidsledaren fältassistent fältassistenten fältare fältaren kurator kuratorn läraren lärare lärarna polis
polisen polisassistent polisinspektör inspektör inspektören kommissarie kommunpolis kommunpolisen
områdespolis områdespolisen chefen chef enhetschef enhetschefen områdeschef områdeschefen
säkerhetssamordnare säkerhetssamordnaren samordnare samordnaren handläggare handläggaren socialsekreterare
socialsekreteraren vaktmästare vaktmästaren skolsköterska skolsköterskan sekreterare sekreteraren ordförande
ordföranden ordf politiker kommunalråd kommunalrådet kommunstyrelsens elev eleven eleverna klasskamraten
klasskompisen kompisen kompis kamraten vännen vän kille killen killarna tjej tjejen pojken pojke flickan
flicka grabben sonen son dottern dotter brodern bror brorsan syster systern syrran mamma mamman morsan pappa
pappan farsan farfar farmor mormor morfar faster farbror moster morbror kusin kusinen svåger svågern
svägerska svägerskan barnbarn barnbarnet sonson dotterson bonuspappa bonusmamma styvson styvdotter fästman
fästmö granne grannen grannarna sambo sambon hustrun hustru maken make makan exet pojkvän pojkvännen
flickvän flickvännen tant gubben väktaren väktare ordningsvakten bibliotekarien bibliotekarie tränaren
tränare ledaren ledare eleverna bröderna syskonen makarna paret familjen familj släkten anmälare anmälaren
uppgiftslämnare uppgiftslämnaren namnet krögare krögaren ägare ägaren domaren domare servitören servitrisen
kassörskan handlaren butiksägaren mannen kvinnan advokat prästen präst kyrkoherde diakonen diakon kantor
vikarien vikarie studievägledaren syv specialpedagogen specialpedagog arbetsledaren chauffören föraren
busschauffören brukaren klienten kunden hyresgästen kontaktperson kontaktpersonen fastighetsskötaren
fastighetsskötare husvärden målsägande målsäganden vittnet misstänkte misstänkt gärningsmannen kollegan
kollega jobbarkompisen projektledaren projektledare brandmannen brandman drogsamordnaren
folkhälsosamordnaren folkhälsostrategen integrationssamordnaren barnen tvillingarna tvillingen
döttrarna sönerna föräldrarna kusinerna kompisarna greven grevinnan baronen friherren
vid_namn som_heter
""")

#: Words right before a name in running text: a capitalised unknown word after them is a person.
NAMING = word_set("""
heter hette kallas kallad kallade kallades kallar kallat alias smeknamnet öknamnet familjen släkten makarna
bröderna systrarna syskonen paret döpt hälsningar mvh vänligen undertecknad signerat hälsn
""")

#: Verbs that persons, rather than organisations or things, do in notes; also passive-free statements.
PERSON_VERBS = word_set("""
säger sa sade sagt berättar berättade tycker tyckte undrar undrade menar menade påpekar påpekade klagade
klagar mejlade mejlar mailade mailar ringde ringer skrev skriver frågade frågar svarade svarar hörde hör
hälsade hälsar vill ville anser ansåg tror trodde minns mindes bor bodde fyller fyllde föreslår föreslog
lovade lovar sms:ade smsade messade meddelade meddelar anmälde anmäler såg ser sett gick går kom kommer
sprang springer körde kör stod står satt sitter jobbar jobbade arbetar arbetade slog slår slogs slåss hotade
hotar knuffade stal stjäl tog tar fick gav ger sköter driver leder ledde ansvarar ansvarade kontaktar
kontaktade återkommer återkom tackade tackar redogjorde redogör informerade informerar presenterade
presenterar lyfte lyfter öppnade öppnar hälsar avslutade avslutar förklarar förklarade föredrog föredrar
rapporterade rapporterar protokollförde justerar åkte åker gör gjorde röker rökte dricker drack säljer sålde
langar langade snusar snusade vågar vågade känner kände blev flyttade flyttar slutade börjar började gråter
grät skrek skriker brukar brukade umgås hänger hängde heter har hade är var ska kan orkar äger fixade
hittade hittar upptäckte polisanmälde vittnade bad ber hjälpte hjälper tipsade tipsar äter åt sover sov
saknar syntes sågs greps misstänks dömdes försvann uppger uppgav informerar beskrev beskriver tillade
efterlyste efterlyser
""")

#: The verbs among those that also suit organisations, plural words or things: too weak for unknown words.
WEAK_VERBS = word_set("""
är var har hade ska kan vill ville går gick kommer kom står stod blev ger gav tar tog fick gör gjorde saknar
ser såg kör körde leder ledde driver har informerar informerade presenterade presenterar rapporterade
rapporterar anmälde anmäler lyfte lyfter öppnade öppnar återkommer meddelade meddelar redogör redogjorde
uppger uppgav avslutade avslutar ansvarar arbetar arbetade jobbar jobbade efterlyser efterlyste kontaktade
kontaktar anser ansåg menar föreslår föreslog börjar började slutade ligger låg heter känner syntes försvann
åker åkte sitter satt hjälper hjälpte upptäckte hittade sover sov föredrar slog slår sprang springer rökte
röker hänger hängde säljer sålde flyttade flyttar tycker tyckte säger sa sade tror trodde
""")

#: Capitalised words that end or never enter a chain of names.
NOT_IN_CHAIN = (
    word_set("""
ab hb if bk ik fk ff ais bup ivo sspf soc brå bra kommun kommunen polisen skolan skola region regionen coop
ica willys lidl hemköp kvantum maxi nära supermarket circle preem shell okq8 max sibylla systembolaget
apoteket svenska kyrkan röda korset rädda barnen socialtjänsten räddningstjänsten trafikverket
brottsförebyggande rådet lions rotary pro spf lrf abf friskis svettis swedbank handelsbanken nordea facebook
instagram snapchat tiktok youtube google teams tel tfn telefon mejl mail adress pnr personnummer mobil epost
e-post dnr lgh box närvarande frånvarande adjungerade beslut punkt sekreterare ordförande justerare rektor
datum tid plats kl och samt eller även att som det den de vi han hon jag du ni man en ett i på av till för
med från vid om men så nu då när där här hur vad vem varför hela alla några många volvo saab
toyota audi bmw yamaha epa
""")
    | CALENDAR
)

#: Words of Swedish notes that are names in other countries.
NOT_NAMES_ABROAD = (
    places.ORGANISATIONS
    | places.ORGANISATION_WORDS
    | places.LABELS
    | places.PLACE_ADJECTIVES
    | NOT_IN_CHAIN
    | TITLES
    | NAMING
    | PERSON_VERBS
    | FUNCTION_NAMES
)

PARTICLES = word_set("""
von af de da van der den del la le el al ibn bin di dos ter zu o'
""")

#: Verbs of saying that organisations use too; after a word that is also a name they show a person.
SPEECH_VERBS = word_set("""
säger sa sade tycker tyckte tror trodde menar menade undrar undrade berättar berättade anser ansåg
""")
#: Verbs of doing that need someone who does them.
DOING_VERBS = word_set("""
såg ser hörde kör körde bor bodde jobbar jobbade sitter satt vill ville stal tog slog sprang kom gick får
fick hittade upptäckte anmälde hjälpte sover blev lovade sköter leder
""")
COPULAS = word_set("""
är var har hade ska kan blev kom kommer går gick ger gav får fick
""")

#: Words that open a sentence before a name without being part of it ("Ring Lisa", "Familjen Öberg").
NEVER_FIRST = (
    TITLES
    | NAMING
    | word_set("""
ring tack hej se ta tala visa låt hälsa kontakta fråga mejla maila sms:a kolla bjud bjöd tipsa enligt
""")
)

#: Endings of role words; together with ``TITLES`` they announce a name.
ROLE_ENDINGS = (
    "assistenten",
    "assistent",
    "läraren",
    "ledaren",
    "samordnaren",
    "chefen",
    "handläggaren",
    "pedagogen",
    "sekreteraren",
    "skötaren",
    "värden",
    "mästaren",
    "inspektören",
    "strategen",
    "rådet",
    "konsulenten",
    "kuratorn",
    "pappan",
    "mamman",
    "juristen",
    "jurist",
    "strateg",
    "samordnare",
    "handläggare",
    "pedagog",
    "inspektör",
    "kurator",
    "psykolog",
    "psykologen",
    "utredare",
    "utredaren",
    "konsulent",
    "skötare",
    "terapeut",
    "koordinator",
    "ordförande",
)
