"""Personal data with a form of its own: every kind together, and telephones and plates.

Belongs here: what wins where finds overlap, and the second scan of everything about to be stored. Not here:
addresses (``addresses``), numbers of persons (``personal_numbers``), mail and accounts (``accounts``), names of
persons (``name_rules``) and what replaces a find (``redaction``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from .accounts import handles, mails
from .addresses import addresses
from .name_dictionary import is_listed_word
from .personal_numbers import personal_numbers
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


_LOCAL = r"(?:\d{2,3}(?:[ .-]\d{2,3}){1,3}|\d{5,8})"
_PHONE_46 = re.compile(r"(?<![\w+])(?:\+|00)[ ]?46[ -]?(?:\(0\)[ -]?)?\d(?:[ ./()-]{0,2}\d){6,9}(?!\d)")
#: The country code without its plus: "46701740622", "046-70 174 06 22"; only before a mobile number.
_PHONE_046 = re.compile(r"(?<![\w/.+-])0?46[ ]?-?[ ]?(?:\(0\))?0?7[02369](?:[ -]?\d){7}(?![\w])(?!-\d)")
_PHONE_AREA = re.compile(
    rf"(?<![\w/.-])(?:\(0\d{{1,3}}\)[ ]?|0\d{{1,3}}[ ]?[-–—/.][ ]?|0\d{{1,3}}[ ]){_LOCAL}(?![\w])(?!-\d)"
)
#: A mobile number in groups of any size: "070-1740 633", "07 01 74 06 33".
_PHONE_MOBILE = re.compile(r"(?<![\w/.+-])\(?0[ ]?7[ ]?[02369]\)?(?:[ ./–—-]{0,3}\d){7}(?![\w])(?!-\d)")
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
    r"(?:i\skommunhuset\W+)?(?:(?:på|är|har|tel|tfn|telefon|telefonnummer|nummer|nr|nås|till)\W+){0,3}$",
    re.I,
)
_DATE_LIKE = re.compile(r"\d\d[-/.]\d\d[-/. ](?:19|20)\d\d|\d\d[ .-]\d\d[ .-]\d\d[ .-]\d\d$")

_PLATE = re.compile(
    r"(?<![\w-])([A-HJ-PR-UW-Za-hj-pr-uw-z]{3})([ \u00a0–-]?|[ ]{2})(\d{2}[0-9A-HJ-NPR-UW-Za-hj-npr-uw-z])"
    r"(?=s?(?!\w))(?!-\w)"
)
#: Forms that only a vehicle beside them makes a plate: "ABC 12 D", "KGT.482", "k g t 4 8 2", "kgt 482".
_PLATE_APART = re.compile(
    r"(?<![\w-])(?P<letters>[A-Za-z]{3}|[A-Za-z](?: [A-Za-z]){2})[ \u00a0]{0,2}[-–—:./_]?[ \u00a0]{0,2}"
    r"\d ?\d[ -]?[0-9A-Za-z](?=(?:s|:\w+)?(?!\w))(?!-\w)"
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
lgr abf bfs rnr enr bnr knr inv avd vvs gbg sthlm kbt dbt npf csn
""")
#: What numbers of models and rooms stand after ("modell ABC 600", "lärosal MUS 114 och SLJ 203").
_MODEL = re.compile(
    r"\b(?:modell(?:en)?|typ|artikel(?:nr|nummer)?|\w*sal(?:en|ar|arna)?|rum(?:met)?|lokal(?:en)?|kurs(?:en)?|serie(?:nr)?|"
    r"ärende(?:nr)?|diarienr|dnr|beslut|faktura(?:nr)?|standard(?:en)?|klass|produkt|detektor)\s"
    r"(?:nr\s)?(?:[A-ZÅÄÖ]{3}\s?\d{3}(?:,|\soch|\seller)\s)*$",
    re.I,
)
_VEHICLE = re.compile(
    r"(?:bil|bilen|reg|regnr|regnummer|registreringsnummer|registreringsskylt\w*|skylt\w*|plåt\w*|"
    r"moped\w*|epa\w*|"
    r"a-traktor\w*|volvo|saab|audi|bmw|golf|skåpbil\w*|släp\w*|lastbil\w*|motorcykel\w*|mc|crossen|"
    r"husvagn\w*|passat|"
    r"ford|opel|toyota|kia|mercedes|skoda|tesla|peugeot|renault|nissan)\b.{0,25}$",
    re.I,
)


#: Said to be a vehicle's number, right before it.
_REGISTERED = re.compile(
    r"\b(?:reg|regnr|reg\.?\s?nr|regist?\w*\.?\s?nr|regskylt\w*|regplåt\w*|"
    r"regnumret|regnummer|registreringsnummer|registreringsskylt\w*|registrering|"
    r"skylt(?:en)?|nummerplåt(?:en)?|plåt(?:en)?|bilnummer|bilnumret)\b[\s.:]*(?:är\s|var\s|med\s|nr\s)?$",
    re.I,
)
_VOWEL = re.compile("[aeiouyåäö]", re.I)
_UNIT = re.compile(
    r"\s?(?:kr\b|st\b|stycken|km\b|m\b|mm\b|cm\b|kg\b|g\b|mg\b|ml\b|%|§|procent|personer|gånger|volt|w\b|kwh)",
    re.I,
)
_VEHICLE_WORD = re.compile(
    r"\b(?:bil|bilen|bilens|mopeden?|epan?|a-traktorn?|fordon(?:et)?|släp(?:et|vagnen)?|skåpbil(?:en)?|motorcykeln?|"
    r"lastbil(?:en)?|husbil(?:en)?|taxin?|kombin?|bilnummer|nummerplåt(?:en)?)\b",
    re.I,
)
_VEHICLE_AFTER = re.compile(
    r"^(?:s|:\w+)?[\s,]+(?:(?:är|var|på|en|ett|den|som|tillhör|hör|till)\s)*(?:(?:röda?|svarta?|vita?|grå|blåa?|äldre|stulen)\s)?"
    r"(?:bil\w*|epan?|moped\w*|skåpbil\w*|golf|volvo|saab|stod\sparkerad\w*|körde|kör\b|parkerad\w*|passerade|"
    r"cirkulera\w*)",
    re.I,
)


def _spans(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        group = match.lastindex or 0
        if pattern.groups == 0 or match.group(group) is None:
            group = 0
        yield Span(match.start(group), match.end(group), kind)


def _phones(text: str) -> Iterator[Span]:
    for pattern in (_PHONE_46, _PHONE_046, _PHONE_AREA, _PHONE_MOBILE, _PHONE_COMPACT, _PHONE_CALLED):
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


def _is_model(before: str) -> bool:
    return _MODEL.search(before) is not None and _VEHICLE_WORD.search(before[-60:]) is None


def _plates(text: str, strict: bool) -> Iterator[Span]:
    for match in _PLATE.finditer(text):
        letters, gap, tail = match.groups()
        if letters.isupper() and (tail.isdigit() or tail[-1].isupper()):
            if letters not in _NOT_PLATE and not _is_model(text[: match.start()]):
                yield Span(match.start(), match.end(), "PLATE")
            continue
        in_context = _VEHICLE.search(text[max(0, match.start() - 40) : match.start()]) is not None
        if letters.lower() in _NOT_PLATE_LOWER or (letters.upper() in _NOT_PLATE):
            continue
        # Letters that are no word in any sentence: "kgt 482".
        strange = not is_listed_word(letters.lower()) and (
            letters.islower() or _VOWEL.search(letters) is None
        )
        counted = _UNIT.match(text[match.end() :]) is not None
        if in_context or (not strict and (not gap or not tail.isdigit() or (strange and not counted))):
            yield Span(match.start(), match.end(), "PLATE")


def _plates_apart(text: str) -> Iterator[Span]:
    for match in _PLATE_APART.finditer(text):
        before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 40]
        letters = match["letters"].replace(" ", "").lower()
        called = _REGISTERED.search(before) is not None
        word = letters in _NOT_PLATE_LOWER or letters.upper() in _NOT_PLATE or is_listed_word(letters)
        near = _VEHICLE.search(before) or _VEHICLE_AFTER.search(after) or _VEHICLE_WORD.search(before)
        word = word and not (
            match["letters"].isupper() and (_VEHICLE.search(before[-40:]) or _VEHICLE_AFTER.search(after))
        )
        if called or (near and not word and not _is_model(text[: match.start()])):
            yield Span(match.start(), match.end(), "PLATE")


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
    found = [Span(start, end, "EMAIL") for start, end in mails(masked)]
    if any(c.isdigit() for c in masked):
        found += [Span(start, end, kind) for start, end, kind in personal_numbers(masked)]
        found += _phones(masked)
        found += [Span(start, end, "ADDRESS") for start, end in addresses(masked, strict, keep)]
        found += _plates(masked, strict)
        found += _plates_apart(masked)
    found += [Span(start, end, "HANDLE") for start, end in handles(masked, strict)]
    pieces = [s for s in resolve(found) if any(c.isalnum() for c in masked[s.start : s.end])]
    return pieces


def remaining(text: str) -> list[Span]:
    """The second scan: structured personal data left in a text about to be stored.

    Silent on pseudonyms, dates, diary numbers, offence and DeSO codes, amounts and checksums.
    """
    return structured(text, strict=True)
