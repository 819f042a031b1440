"""Private street addresses, farms, boxes, flats and postcodes.

Belongs here: how an address is written, and when it is that of a public building. Not here: other numbers
(``patterns``) and names of places (``places``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from . import name_places as places
from .names import NameLists
from .word_sets import word_set

_STREET_END = (
    r"(?:gatan|gata|vägen|väg|stigen|stig|gränd|gränden|torget|torg|allén|allé|backen|backe|liden|lid|"
    r"leden|kroken|"
    r"ringen|slingan|stråket|promenaden|svängen|gången|esplanaden|esplanad|kajen|platsen|plats|plan|rundan|"
    r"höjden|hagen|"
    r"bruksgatan|bygatan|tån|bågen|vreten|ängen|parken|villan|knuten|tomten|hörnet|passagen|löten|"
    r"branten|kullen|skiftet|fältet|marken|grinden|vången|heden|kvarnen|stråket|hamnen|spåret|kanten|"
    r"viken|gärdet|åsen|brinken|sluttningen|terrassen|vallen|udden|näset|gärde|lyckan|dungen|dalen|"
    r"strand|stranden)"
)
_HOUSE = r"\d{1,3}(?:[ ]?[A-Ha-h](?![\wåäöÅÄÖ]))?"
_FLAT = (
    r"(?:[, ]+(?:lgh|lägenhet|läg)\.?\s?(?:nr\s?)?\d{1,4}|,?\s?\d\s?tr\b)?"
    r"(?:,?\s(?:[öun]\.?\s?g\b|t\.?[vh]\b|[nöu]\.?b\b))?"
)
_POST = r"(?:,?\s+(?:SE-?|S-)?[1-9]\d{2}[ ]?\d{2}(?:\s+[A-ZÅÄÖ][\wåäö]+)?(?!\d))?"
_NOT_COUNT = (
    r"(?!\d)(?![ ]?(?:gånger|ggr|st\b|stycken|bilar|personer|ungdomar|dagar|veckor|månader|år\b|"
    r"åringar|kr\b|kronor|"
    r"inbrott|stölder|anmälningar|meter|km|min|tim|procent|%|nätter|kvällar|mopeder|cyklar|lampor|"
    r"poliser|mars|maj|"
    r"januari|februari|april|juni|juli|augusti|september|oktober|november|december|/\d))"
)
#: A street in capitals, and an abbreviated one in small letters.
_STREET_SHOUTED = re.compile(
    rf"(?<![\w-])(?:(?:NORRA|SÖDRA|ÖSTRA|VÄSTRA|STORA|LILLA)\s)?[A-ZÅÄÖÉ]{{2,}}"
    rf"(?:GATAN|VÄGEN|STIGEN|GRÄND|GRÄNDEN|ALLÉN|BACKEN|GATA|VÄG)\s{_HOUSE}(?![\w%])(?!\s?(?:GÅNG|ST\b|KM|METER))"
)
_STREET_SMALL = re.compile(
    r"(?:(?<=\bpå )|(?<=\bvid )|(?<=\bi )|(?<=\bbor )|(?<=\bhos mig på )|(?<=: ))"
    r"[a-zåäöé]{4,}(?:v|g|gr)\.\s[1-9]\d{0,2}(?:\s?[a-hA-H]\b)?(?![\w%:/-])(?!\s?(?:st|kr|km)\b)"
)
#: A second number in the same street: "Björkvägen 3 och 5".
_AND_NEXT = (
    r"(?:\soch\s\d{1,3}(?:[ ]?[A-H](?![\wåäö]))?"
    r"(?=[.,)]|\s(?:är|har|i|på|som|vill|fick|drabbades)\b|$))?"
)
_STREET = re.compile(
    rf"(?<![\w-])(?:(?:[NSÖV](?:\.|:a)\s?|S:ta?\s|St\.?\s)?(?:(?:[A-ZÅÄÖ][\wåäöé:]*\s){{0,2}}[A-ZÅÄÖ][\wåäöé-]*?(?:\s(?:gata|väg|gränd|torg|allé|"
    rf"backe|plats|stig|plan))|"
    rf"(?:(?:Norra|Södra|Östra|Västra|Stora|Lilla|Gamla|Nya|Övre|Nedre)\s)?[A-ZÅÄÖ][\wåäöé-]*{_STREET_END}|"
    rf"(?:[Nn]orra|[Ss]ödra|[Öö]stra|[Vv]ästra|[Ss]tora|[Ll]illa|[Gg]amla|[Nn]ya|[Öö]vre|"
    rf"[Nn]edre)\s(?:{_STREET_END}|Esplanaden|Vägen|Gatan|Ringen|Torget|Allén|Backen|Stigen|Kajen|Promenaden|Gränden)|"
    rf"[A-ZÅÄÖ][a-zåäöé]{{2,}}(?:g|v|gr|pl)\.|[A-ZÅÄÖ][a-zåäöé]{{2,}}[srltk][gv]|"
    rf"[a-zåäö][a-zåäöé-]+(?:gatan|vägen|stigen|gränden|allén)))"
    rf",?\s(?:nr\s|nummer\s)?(?<!Riksväg )(?<!Länsväg )(?<!Europaväg ){_HOUSE}"
    rf"(?:\s?[-–]\s?\d{{1,3}}(?!\d))?{_AND_NEXT}{_NOT_COUNT}{_FLAT}{_POST}"
)
_FARM = re.compile(
    r"(?<![\w-])[A-ZÅÄÖ][a-zåäöé]+(?:\s[A-ZÅÄÖ][a-zåäöé]+){0,2}\s\d{1,3},?\s"
    r"(?:SE-?)?[1-9]\d{2}[ ]?\d{2}\s[A-ZÅÄÖ][\wåäö]+"
)
#: Where someone says that a person lives, in any writing: "bor i ekesås 14".
_LIVES = re.compile(
    r"\b(?:bor|bodde|bott|bosatt|boende|skriven|folkbokförd|hemma)\s(?:på|i|vid|hos)\s"
    r"((?:[\wåäöÅÄÖ]{3,}\s)?[\wåäöÅÄÖ]{4,}\s[1-9]\d{0,2}(?:\s?[A-Da-d])?)(?![\wåäö%])(?!\s?[-–/:]\s?\d)"
)
_POSTCODE_SMALL = re.compile(r"(?<![\w-])(?<!\d )((?:SE-?|S-)?[1-9]\d{2} ?\d{2})\s([a-zåäöA-ZÅÄÖ]{3,})\b")
_POSTCODE = re.compile(
    r"(?<![\w -])(?<!\d )(?:SE-?|S-)?[1-9]\d{2} \d{2} (?!Kr|Tkr|Mkr)[A-ZÅÄÖ][a-zåäö]{2,}|"
    r"\bpost(?:nr|nummer|adress)[\s:]*([1-9]\d{2} ?\d{2}(?:\s[A-ZÅÄÖ][a-zåäö]+)?)|"
    r"(?<=[, (\n])(?<!\d )(?:SE-?|S-)?[1-9]\d{2} \d{2} (?!Kr|Tkr|Mkr)[A-ZÅÄÖ][a-zåäö]{2,}"
)
#: A property's designation, where it is called one: "fastigheten Hult 1:14".
_PROPERTY = re.compile(
    r"\b(?i:fastighet(?:en)?|tomten|gården|torpet)\s((?:[A-ZÅÄÖ][a-zåäöé]+\s){1,3}[1-9]\d{0,2}:[1-9]\d{0,2})(?!\d)"
)
_FLAT_ALONE = re.compile(
    r"\b(?:lgh|lägenhet(?:en)?)\.?\s?(?:nr|nummer)?\.?\s?\d{1,4}(?:[ ]?[A-Z]\b)?(?!\d)", re.I
)
_BOX = re.compile(r"\b(?:PL(?=\s?\d{3,5}\b)|Box|Postbox|Postfack|Postlåda|box|BOX)\s?\d{1,5}\b" + _POST)
_PUBLIC = re.compile(
    r"(?:vårdcentral\w*|bibliotek\w*|kommunhus\w*|kommunkontor\w*|polisstation\w*|polishus\w*|skolan|"
    r"skolans|\w+skola|\w+skolan|"
    r"förskol\w*|folktandvård\w*|apotek\w*|systembolag\w*|ica\b|coop\b|willys\b|kyrka\w*|kyrkan|"
    r"församlingshem\w*|simhall\w*|"
    r"sporthall\w*|ishall\w*|idrottshall\w*|badhus\w*|fritidsgård\w*|stadshus\w*|folkets\shus|"
    r"tingsrätt\w*|brandstation\w*|"
    r"räddningstjänst\w*|medborgarhus\w*|medborgarkontor\w*|resecentrum|busstation\w*|"
    r"järnvägsstation\w*|stationshus\w*|"
    r"äldreboende\w*|servicehus\w*|macken|bensinstation\w*|museet|konsthall\w*|musikskola\w*|"
    r"kulturskola\w*|bygdegård\w*|"
    r"föreningshus\w*|butiken|affären|restaurang\w*|pizzeria\w*|hotell\w*|sjukhus\w*|mottagning\w*|"
    r"arbetsförmedling\w*|"
    r"försäkringskassa\w*|socialkontor\w*|familjecentral\w*|återvinning\w*|lokal(?:en|erna)?|"
    r"möteslokal\w*|plats:|besöksadress\w*)"
    r"(?:\s(?:[A-ZÅÄÖ]\w+|i\s[A-ZÅÄÖ]\w+))?[\s,:(–-]+(?:(?:på|vid|i|ligger|finns|adress|adressen|har|"
    r"är|med|huset|som|flyttar|till)"
    r"[\s:]+){0,4}$",
    re.I,
)

#: Words that make a building next to an address a landmark ("bor granne med skolan, Björkvägen 3").
_NEARBY = re.compile(
    r"\b(?:nära|bakom|mitt\s?emot|snett\semot|intill|bredvid|granne\smed|grannar\smed|närheten\sav|ovanför|"
    r"(?:bor|bodde|boende|bosatt|hemma|hyr|hyrde|hyresgäst|lägenhet|adressen\still\s(?:min|vår|hans|hennes))"
    r"\b[^.!?\n]*)[^.!?\n]{0,25}$",
    re.I,
)
#: A farm: a name that is no town and a house number; what stands before it says how sure that is.
_RURAL = re.compile(
    r"(?<![\w-])(?<!\d )(?P<place>(?:(?P<side>Norra|Södra|Östra|Västra|Stora|Lilla|Nedre|Övre|Mellan|Nya|Gamla)\s)?"
    r"(?P<name>[A-ZÅÄÖ][a-zåäöé]{2,}(?:\s[A-ZÅÄÖ][a-zåäöé]{2,})?)\s[1-9]\d{0,2}(?:[ ]?[A-D](?![\wåäö]))?)"
    r"(?![\wåäö%§])(?!\s?(?:[-–—/:,.]\s?\d|%|§|°))(?![ ](?:av|till|och|eller|el)[ ]\d)"
)
_LEAD = re.compile(r"([\wåäö]+|[:,(])\s*$")
#: Living, owning and writing to someone earlier in the sentence: what follows is where a person is at home.
_HOME = re.compile(
    r"\b(?:bor|bodde|boende|bosatt|hemma|hyr|hyrde|äger|skriven|folkbokförd|adress\w*|tomten|gården|torpet|stugan|ladan|"
    r"fastigheten|villan|huset|familjen|grannen)\b[^.!?\n]{0,20}$",
    re.I,
)
#: Leads that a farm takes and a town does not: a town takes "i" and can be travelled from, to and past.
_AT_FARM = frozenset({"på", "bor", "adress", "gården", "torpet", "fastigheten"})
_AT = frozenset({"på", "vid", "till", "från", "hos", "utanför", "bakom", "nära"}) | _AT_FARM
_CALENDAR = word_set(
    "januari februari mars april maj juni juli augusti september oktober november december måndag tisdag "
    "onsdag torsdag fredag lördag söndag jul påsk valborg midsommar"
)
_HILLS = frozenset({"backen", "lyckan", "kullen", "ängen", "udden", "hagen", "höjden", "vallen"})
_RURAL_END = tuple(
    word_set("""
hult måla boda ryd torp arp mo by gård gården torpet stugan näs näset sjö rum lund ås toft fors hester hylte
bygd kulla lycke bo red hyltan böke äng vik hagen holmen kvarn bruk krok rör sten hem hall bygget bygd ås hed
tomta mark vad berg dal ed lid skog torpa hyttan nabben ryda stad tuna åker äng änge backa böle vallen liden haga
""")
)
#: A counted thing after the number ("i Mosshult 3 bilar"): nouns in the plural, units, ordinals.
_COUNTED = re.compile(
    r"[ ](?:st|stycken|mil|km|meter|m|kr|kronor|år|min|minuter|tim|timmar|ggr|gånger|procent|poäng|mål|barn|inbrott|"
    r"brott|fall|hus|fordon|lamp\w*|larm|samtal|möten|svar|gäng|försök|tillfällen|företag|personer|elever|nya|olika|"
    r"andra|första|mopeder|flera|unga|stora|små|under|fler|gamla|killar|veckor|kap|juni|juli|mars|maj|"
    r"(?:januari|februari|april|augusti|september|oktober|november|december)|a\s|e\s|[a-zåäö]{3,}(?:ar|or|er|ningar))\b"
)


#: Verbs shaped like a counted plural.
_DOES = word_set("saknar larmar anmäler behöver ligger hyser drabbar undrar klagar säljer hyr bevakar äger")


def _is_public(before: str) -> bool:
    """True when the address that follows ``before`` is said to be that of a public building."""
    building = _PUBLIC.search(before)
    return building is not None and _NEARBY.search(before[: building.start()]) is None


def _farms(text: str, keep: Collection[str]) -> Iterator[tuple[int, int]]:
    """Farms without a street: "på Norra Mosshult 3". Towns, roads, weeks, makes and counts are left."""
    towns = NameLists.packaged().localities
    for match in _RURAL.finditer(text):
        names = match["name"].casefold().split()
        before = text[: match.start()]
        found = _LEAD.search(before)
        lead = found.group(1).casefold() if found else ""
        counted = _COUNTED.match(text[match.end() :])
        if counted and counted.group().strip() in _DOES:
            counted = None
        if any(_is_no_farm(name, keep) for name in names) or counted:
            continue
        rural = names[-1].endswith(_RURAL_END)
        side = bool(match["side"])
        farm = lead in _AT and (side or rural or (lead == "på" and names[-1] in _HILLS))
        farm = farm and (side or lead in _AT_FARM or names[-1] not in towns)
        # "I Ljungby 3" is a count: a town takes "i", and only hamlets that no list of towns holds are left.
        hamlet = (side or rural) and names[-1] not in towns
        if lead == ":" and re.search(r"\badress(?:en)?:\s*$", before, re.I):
            yield match.span("place")
            continue
        home = _HOME.search(before) is not None and (side or names[-1] not in towns)
        if (farm or hamlet or home) and not _is_public(before):
            yield match.span("place")


def _is_no_farm(name: str, keep: Collection[str]) -> bool:
    return (
        name in keep
        or name in places.PLACE_NAMES
        or name in places.LABELS
        or name in places.ORGANISATIONS
        or name in places.ORGANISATION_WORDS
        or name in _CALENDAR
    )


def addresses(text: str, strict: bool, keep: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Start and end of every private address in ``text``; ``strict`` leaves out farms without a postcode.

    ``keep``: places in lower case that are no farms, whatever number follows them.
    """
    for pattern in (_STREET, _STREET_SHOUTED, _STREET_SMALL, _FARM, _BOX):
        for match in pattern.finditer(text):
            if not _is_public(text[: match.start()]):
                yield match.span()
    if not strict:
        yield from _farms(text, keep)
    for match in _LIVES.finditer(text):
        word = match.group(1).split()[-2].casefold()
        if word not in places.LABELS and word not in _CALENDAR and not _COUNTED.match(text[match.end() :]):
            yield match.span(1)
    towns = NameLists.packaged().localities
    for match in _POSTCODE_SMALL.finditer(text):
        if match.group(2).casefold() in towns and not _is_public(text[: match.start()]):
            yield match.span()
    for match in _PROPERTY.finditer(text):
        yield match.span(1)
    for match in _FLAT_ALONE.finditer(text):
        yield match.span()
    for match in _POSTCODE.finditer(text):
        start, end = match.span(1) if match.group(1) else match.span()
        before = text[:start]
        if not re.search(r"(?:växel|tel|tfn|ring|budget|kr)\W*$", before, re.I) and not _is_public(
            re.sub(r"[A-ZÅÄÖ]\w+\s\d{1,3}\s?[A-Z]?,?\s*$", "", before)
        ):
            yield start, end
