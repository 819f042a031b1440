"""Personal data with a form of its own: numbers, plates, accounts.

Belongs here: what can be found by its writing alone, and the second scan of everything about to be stored.
Not here: addresses (``addresses``), names of persons (``name_rules``) and what replaces a find (``redaction``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from .addresses import addresses
from .names import NameLists
from .word_sets import word_set

#: Kinds of span, in the order in which an overlap is decided.
KINDS = ("EMAIL", "PNR", "SAMNR", "PHONE", "ADDRESS", "PLATE", "HANDLE", "NAME")

PLACEHOLDER = re.compile(
    r"\[(?:NAMN \d+|PERSONNUMMER|SAMORDNINGSNUMMER|TELEFON|E-POST|ADRESS|REGNUMMER|KONTO)\]"
)


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of text in code points, ``end`` exclusive, and what it holds (one of ``KINDS``)."""

    start: int
    end: int
    kind: str


_DASH = r"[-+–—‐‑−]"
_DATE6 = r"\d{2}[ ]?(?:0[1-9]|1[0-2])[ ]?(?:0[1-9]|[12]\d|3[01])"
_SAM6 = r"\d{2}[ ]?(?:0[1-9]|1[0-2])[ ]?(?:6[1-9]|[78]\d|9[01])"
_LAST4 = r"(?:\d{4}|[xX]{4}|[*•#?_]{4}|\d{2}[xX*]{2}|\d{3}[xX*]|[xX*]{3}\d|TF\d{2})"
_FREE = r"(?<![\d/])(?<!\d[-.])"
_PNR = re.compile(rf"{_FREE}(?:(?:19|20)[ ]?)?{_DATE6}[ ]?{_DASH}?[ ]?{_LAST4}(?![\d])")
_PNR_ISO = re.compile(
    rf"{_FREE}(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[ ]?{_DASH}[ ]?{_LAST4}(?!\d)"
)
_PNR_ISO_SPACE = re.compile(
    rf"{_FREE}(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[ ](?![01]\d[0-5]\d(?!\d)|"
    rf"2[0-3][0-5]\d(?!\d))"
    rf"{_LAST4}(?!\d)"
)
_SAM = re.compile(rf"{_FREE}(?:(?:19|20)[ ]?)?{_SAM6}[ ]?{_DASH}?[ ]?{_LAST4}(?![\d])")
#: A number that is called a personnummer is one, whatever its digits say.
_PNR_CALLED = re.compile(
    r"\b(?:personnummer|personnr|person-?nr|pers\.?nr|p-?nr|pnr|samordningsnummer|"
    r"sam(?:ordnings)?-?nr|id-?nummer)\b"
    r"[\s.:,=(]*(?:är|var|för|på|[a-zåäö]{1,12})?[\s:]*((?:\d{2})?\d{6}[ ]?[-+–—]?[ ]?(?:\d{4}|"
    r"[xX*]{4})?)(?!\d)",
    re.I,
)
_PERSON_WORD = (
    r"(?:född|födda|fött|föddes|f\.|f(?=\s\d{6})|födelsedatum|födelsedag|födelsetid|flicka|flickan|"
    r"pojke|pojken|kille|"
    r"killen|tjej|tjejen|man|mannen|kvinna|kvinnan|elev|eleven|son|sonen|dotter|dottern|barn|barnet|"
    r"ungdom|ungdomen)"
)
_YYMMDD = r"(?:\d\d)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mars|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?|"
    r"okt(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_BIRTH = re.compile(
    rf"\b{_PERSON_WORD}[\s:,(]*(?:är\s|den\s|född\s|f\.\s)?\s*({_YYMMDD}(?:{_DASH}(?!\d))?)(?![\d-])", re.I
)
_BIRTH_DATE = re.compile(
    rf"\b(?:född|födda|föddes|f\.|födelsedatum|födelsedag|fyller)[\s:]*(?:är\s|den\s)?\s*"
    rf"((?:19|20)\d\d-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}[- /](?:19|20)?\d\d|\d{{1,2}}[: ]?(?:e\s|"
    rf"a\s)?\s?{_MONTH}\s(?:19|20)\d\d)"
    rf"(?![\d-])",
    re.I,
)
_BIRTH_AFTER = re.compile(rf"(?<![\d/-])({_YYMMDD})\s(?:är|var)\s(?:hans|hennes|elevens|barnets)\sföd", re.I)
_LAST_FOUR = re.compile(
    r"\b(?:(?:de\s)?fyra\ssista|(?:de\s)?sista\sfyra|sista\ssiffrorna|slutsiffror(?:na)?|"
    r"kontrollsiffror(?:na)?)"
    r"(?:\s(?:siffrorna|siffror|i\spersonnumret|i\spnr|i\shans|i\shennes|personnummer|personnumret)){0,3}"
    r"[\s:=]*(?:är|var|blir)?[\s:]*(\d{4})(?!\d)",
    re.I,
)

_LOCAL = r"(?:\d{2,3}(?:[ .-]\d{2,3}){1,3}|\d{5,8})"
_PHONE_46 = re.compile(r"(?<![\w+])(?:\+|00)[ ]?46[ -]?(?:\(0\)[ -]?)?\d(?:[ ./()-]{0,2}\d){6,9}(?!\d)")
#: The country code without its plus: "46701740622", "046-70 174 06 22"; only before a mobile number.
_PHONE_046 = re.compile(r"(?<![\w/.+-])0?46[ ]?-?[ ]?(?:\(0\))?0?7[02369](?:[ -]?\d){7}(?![\w])(?!-\d)")
_PHONE_AREA = re.compile(
    rf"(?<![\w/.-])(?:\(0\d{{1,3}}\)[ ]?|0\d{{1,3}}[ ]?[-–—/.][ ]?|0\d{{1,3}}[ ]){_LOCAL}(?![\w])(?!-\d)"
)
_PHONE_COMPACT = re.compile(r"(?<![\w/.-])0\d{7,9}(?![\w])(?!-\d)")
_PHONE_CALLED = re.compile(
    r"\b(?:tel|tfn|telefon|telefonnummer|mobil|mobilnr|mobilnummer|mob|ring|sms:?a|nås\spå|nummer|numret)\b"
    r"[\s.:]*(?:på\s|är\s|till\s|nr\s)?(?:nr\s)?[\s.:]*(\d{2,3}[ -]\d{2,3}[ -]\d{2,3}(?:[ -]\d{2})?|"
    r"\d{6,8})(?![\w-])",
    re.I,
)
_SWITCHBOARD = re.compile(
    r"(?:växel|växeln|kontaktcenter|medborgarservice|kundtjänst|kundservice|receptionen?|felanmälan|"
    r"journummer|"
    r"jourtelefon(?:en)?|larmnummer|kommunens(?:\stelefon)?(?:nummer)?|polisens(?:\snummer)?)\W*"
    r"(?:(?:på|är|har|tel|tfn|telefon|telefonnummer|nummer|nr|nås)\W+){0,3}$",
    re.I,
)
_DATE_LIKE = re.compile(r"\d\d[-/.]\d\d[-/. ](?:19|20)\d\d|\d\d[ .-]\d\d[ .-]\d\d[ .-]\d\d$")

_DOMAIN = r"[\wåäö-]+(?:\.[\wåäö-]+)*\.[a-zåäö]{2,10}"
_EMAIL = re.compile(rf"(?<![\w.+-])([\w.+'%-]+)[ ]?(?:@|\(at\)|\[at\]|\(a\)|＠)[ ]?{_DOMAIN}(?!\w)", re.I)
_EMAIL_WORDS = re.compile(
    r"(?<![\w.])([\w-]+(?:(?:\s+punkt\s+|\.)[\w-]+)*)\s*[(\[]?\s*(?:snabel-?\s?a|alfakrull|"
    r"kanelbulle)\s*[)\]]?\s*"
    r"[\w-]+(?:(?:\s+punkt\s+|\s+dot\s+|\.)[\w-]+)+",
    re.I,
)
_EMAIL_AT = re.compile(
    r"(?<![\w.])([\w-]+(?:(?:\s+punkt\s+|\.)[\w-]+)*)\s+at\s+[\w-]+(?:(?:\s+(?:punkt|dot)\s+)[\w-]+)+", re.I
)
_FUNCTION_MAIL = re.compile(
    r"(?:info|kommun\w*|registrator\w*|diariet?|rektor\w*|expedition\w*|vaktmastar\w*|vaktmästar\w*|kontakt\w*|kundtjanst|kundtjänst|kundservice|"
    r"reception\w*|bra|brå|brå\w*|"
    r"trygg\w*|support|press|post|postmaster|medborgar\w*|overformyndar\w*|social\w*|skol\w*|"
    r"forskol\w*|förskol\w*|kultur|"
    r"bibliotek\w*|fritid\w*|bygg\w*|miljo\w*|miljö\w*|raddning\w*|räddning\w*|felanmalan|felanmälan|"
    r"dataskydd\w*|dso|admin|"
    r"no-?reply|webb?master|arkiv\w*|upphandling|faktura|ekonomi|hr|personal|rekrytering|polis\w*|"
    r"exempel\w*|styrelsen?)"
    r"(?:[._-](?:kommun|\w*skolan|\w*kommun))?",
    re.I,
)

_PLATE = re.compile(
    r"(?<![\w-])([A-HJ-PR-UW-Za-hj-pr-uw-z]{3})([ -]?)(\d{2}[0-9A-HJ-NPR-UW-Za-hj-npr-uw-z])(?![\w])(?!-\w)"
)
_NOT_PLATE = word_set("""
SOU SFS DNR KAP APT EST LGH TEL TFN NTU SOL LPO ISO RUT COM BOX SHA AES PDF CSV KPI SCB BRA TAB SEK EUR
USD KLO NUM ART MAX CAL RAD SID KOD RUM SAL HUS BUS TOT ANT ARR BET ENL
""")
_NOT_PLATE_LOWER = word_set("""
och att det den har hur men som med dag kap lgh box tel tfn art max cal rad ser kod rum sal hus bus mars
ons tor fre man tis per var hon han dem dom sen nu ner upp bara runt ett en ca cirka kl kr under totalt
bland nr del sid ger gav fick tog mer ann alla för drygt knappt plan dnr for har can nom ens ute bor las
lag kom gar rum par kap sek eur sha iso bra top ta nej jo ja hem mot ej tot ant mer
""")
_VEHICLE = re.compile(
    r"(?:bil|bilen|reg|regnr|regnummer|registreringsnummer|registreringsskylt\w*|skylt\w*|plåt\w*|"
    r"moped\w*|epa\w*|"
    r"a-traktor\w*|volvo|saab|audi|bmw|golf|skåpbil\w*|släp\w*|lastbil\w*|motorcykel\w*|mc|crossen|"
    r"husvagn\w*|passat|"
    r"ford|opel|toyota|kia|mercedes|skoda|tesla|peugeot|renault|nissan)\b.{0,25}$",
    re.I,
)

_HANDLE_AT = re.compile(r"(?<![\w.@])@[\wåäöÅÄÖ](?:[\wåäöÅÄÖ.]*[\wåäöÅÄÖ])?")
_SERVICE = (
    r"(?:snap(?:chat|en|pen)?|sc|insta(?:gram)?(?:konto\w*)?|ig|tik-?tok(?:konto\w*)?|discord|"
    r"telegram|signal|kik|"
    r"konto(?:t|n)?|användar(?:e|en|namn|namnet)|kontonamn\w*|nick(?:et|name)?|profil(?:en)?|twitch|"
    r"youtube|facebook)"
)
_HANDLE_CALLED = re.compile(
    rf"\b{_SERVICE}[\s:]+(?:(?:heter|hette|är|namnet|kontot|med|som|han|hon|kallar|sig)[\s:]+){{0,4}}"
    rf"[\"'»”“]?([A-Za-zåäö][\wåäö]*(?:[._\d][\wåäö]*)+|(?<=: )[a-zåäö]\w{{3,}})",
    re.I,
)
_HANDLE_HETER = re.compile(
    rf"\b{_SERVICE}\s(?:heter|hette)\s(?:han\s|hon\s|kontot\s|den\s|"
    rf"de\s)?[\"'»”“]?([a-zåäö]\w{{3,}}(?:[._]\w+)*)"
)
_HANDLE_SHAPE = re.compile(
    r"(?<![\w./\\@-])[A-Za-zåäöÅÄÖ][\wåäö]*[A-Za-zåäö\d]_+[\wåäö.]*[\wåäö](?![\w/\\-])(?!\.\w)"
)


def _spans(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        group = match.lastindex or 0
        if pattern.groups == 0 or match.group(group) is None:
            group = 0
        yield Span(match.start(group), match.end(group), kind)


def _numbers(text: str) -> Iterator[Span]:
    for match in _PNR_CALLED.finditer(text):
        called = match.group(0).lower()
        yield Span(match.start(1), match.end(1), "SAMNR" if called.startswith("sam") else "PNR")
    for pattern in (_PNR, _PNR_ISO, _PNR_ISO_SPACE, _BIRTH, _BIRTH_DATE, _BIRTH_AFTER, _LAST_FOUR):
        yield from _spans("PNR", pattern, text)
    for match in _SAM.finditer(text):
        # 070-numbers written without spaces look like a day above 60 in year 07.
        compact = re.fullmatch(r"07[02369]\d{7}", match.group(0))
        yield Span(match.start(), match.end(), "PHONE" if compact else "SAMNR")


def _phones(text: str) -> Iterator[Span]:
    for pattern in (_PHONE_46, _PHONE_046, _PHONE_AREA, _PHONE_COMPACT, _PHONE_CALLED):
        for span in _spans("PHONE", pattern, text):
            found = text[span.start : span.end]
            digits = sum(c.isdigit() for c in found)
            minimum = 6 if pattern is _PHONE_CALLED else 8
            most = 14 if pattern in (_PHONE_46, _PHONE_046) else 10
            if (
                not minimum <= digits <= most
                or _DATE_LIKE.match(found)
                or _SWITCHBOARD.search(text[: span.start])
            ):
                continue
            yield span


def _mails(text: str) -> Iterator[Span]:
    for pattern in (_EMAIL, _EMAIL_WORDS, _EMAIL_AT):
        for match in pattern.finditer(text):
            if not _is_function(match.group(1)):
                yield Span(match.start(), match.end(), "EMAIL")


def _is_function(local: str) -> bool:
    """True for the part before @ when it names a function, alone or with its town ("info.vaxjo")."""
    if _FUNCTION_MAIL.fullmatch(local):
        return True
    head, _, town = local.replace("-", ".").replace("_", ".").rpartition(".")
    return _FUNCTION_MAIL.fullmatch(head) is not None and _plain(town.casefold()) in _towns()


def _plain(word: str) -> str:
    return word.translate(str.maketrans("åäöé", "aaoe"))


@cache
def _towns() -> frozenset[str]:
    """Localities as mail addresses write them, without those that a person may be called."""
    lists = NameLists.packaged()
    return frozenset(_plain(town) for town in lists.localities - lists.given - lists.family)


def _plates(text: str, strict: bool) -> Iterator[Span]:
    for match in _PLATE.finditer(text):
        letters, gap, tail = match.groups()
        if letters.isupper() and (tail.isdigit() or tail[-1].isupper()):
            if letters not in _NOT_PLATE:
                yield Span(match.start(), match.end(), "PLATE")
            continue
        in_context = _VEHICLE.search(text[max(0, match.start() - 40) : match.start()]) is not None
        if letters.lower() in _NOT_PLATE_LOWER or (letters.upper() in _NOT_PLATE):
            continue
        if in_context or (not strict and (not gap or not tail.isdigit())):
            yield Span(match.start(), match.end(), "PLATE")


def _handles(text: str, strict: bool) -> Iterator[Span]:
    yield from _spans("HANDLE", _HANDLE_AT, text)
    if not strict:
        for pattern in (_HANDLE_CALLED, _HANDLE_HETER, _HANDLE_SHAPE):
            yield from _spans("HANDLE", pattern, text)


def resolve(spans: list[Span]) -> list[Span]:
    """Spans without overlap, in order of text: the higher kind wins, then the longer span.

    What a losing span covers outside the winner is kept as a span of its own, so nothing found is let go.
    """
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (KINDS.index(s.kind), s.start - s.end, s.start)):
        pieces = [(span.start, span.end)]
        for other in kept:
            pieces = (
                [
                    piece
                    for start, end in pieces
                    for piece in ((start, min(end, other.start)), (max(start, other.end), end))
                    if piece[0] < piece[1]
                ]
                if any(s < other.end and e > other.start for s, e in pieces)
                else pieces
            )
        kept += [Span(start, end, span.kind) for start, end in pieces]
    return sorted(kept)


def structured(text: str, strict: bool = False, keep: Collection[str] = ()) -> list[Span]:
    """Everything with a form of its own in ``text``, without overlaps, never inside a pseudonym.

    ``strict`` leaves out the weakest forms (accounts without @, plates in lower case without a vehicle,
    farms without a postcode), for texts that also hold file names and codes. ``keep``: places in lower case
    that are no farms.
    """
    masked = PLACEHOLDER.sub(lambda m: "\x00" * len(m.group()), text)
    found = [*_mails(masked), *_numbers(masked), *_phones(masked)]
    found += [Span(start, end, "ADDRESS") for start, end in addresses(masked, strict, keep)]
    found += [*_plates(masked, strict), *_handles(masked, strict)]
    pieces = [s for s in resolve(found) if any(c.isalnum() for c in masked[s.start : s.end])]
    return pieces


def remaining(text: str) -> list[Span]:
    """The second scan: structured personal data left in a text about to be stored.

    Silent on pseudonyms, dates, diary numbers, offence and DeSO codes, amounts and checksums.
    """
    return structured(text, strict=True)
