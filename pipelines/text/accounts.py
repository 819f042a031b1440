"""Mail addresses and accounts in social media.

Belongs here: how they are written, also in words, and which mailboxes are a function's. Not here: numbers and
what wins where finds overlap (``patterns``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from . import name_context_words as w
from .name_dictionary import is_listed_word, is_word
from .names import NameLists
from .word_sets import word_set

_AT_SIGN = r"(?:@|＠|[(\[{]\s?(?:at|a|snabel-?\s?a|alfakrull|kanelbulle)\s?[)\]}])"
_DOT = r"(?:\.|\s+(?:punkt|dot)\s+|\s?[(\[{]\s?(?:punkt|dot)\s?[)\]}]\s?)"
_JOINT = (
    r"(?:[.+_-]|\s+(?:punkt|dot|understreck|bindestreck|streck)\s+|\s?[(\[{]\s?(?:punkt|dot)\s?[)\]}]\s?)"
)
_LOCAL = rf"[\w+'%-]+(?:{_JOINT}[\w+'%-]+)*"
_DOMAIN = rf"[\wåäö-]+(?:{_DOT}[\wåäö-]+)*{_DOT}[a-zåäö]{{2,10}}"
_EMAIL = re.compile(rf"(?<![\w.+-])({_LOCAL})\s?{_AT_SIGN}\s?({_DOMAIN})(?!\w)", re.I)
_EMAIL_WORDS = re.compile(
    rf"(?<![\w.])({_LOCAL})\s+(?:snabel-?\s?a|alfa-?krull|kanelbulle|at)\s+({_DOMAIN})(?!\w)", re.I
)
_EMAIL_SHORT = re.compile(r"(?<![\w.+-])([\w.+-]+)@([a-zåäö][\w-]+)(?![\w@])(?!\.\w)", re.I)
#: What a municipality works with, as its mailboxes begin, and what such a place is called. Both are closed: with
#: open ends "park" takes Parker and "plan" Plantin.
_FIELD = (
    r"(?:kommun(?:al|styrelse|lednings)?|registrator|diarie|rektors?|vaktm[aä]star|kontakt|kund|medborgar|"
    r"trygghets?|br[aå]|[oö]verf[oö]rmyndar|social|skol|f[oö]rskol|grundskol|kultur|samh[aä]lls(?:byggnads?|"
    r"utvecklings?|planerings?)?|teknik|gatu?|park|v[aå]rd|plan(?:erings)?|brand|turist|turism|n[aä]rings?(?:livs)?|"
    r"omsorgs?|[aä]ldreomsorgs?|bostads?|avfalls?|vatten|elevh[aä]lso?|biblioteks?|fritids?|bygg(?:nads?|lovs?)?|"
    r"milj[oö]|r[aä]ddnings|dataskydds?|arkiv|polis|personal|ekonomi|upphandlings?|press|hemtj[aä]nst|barn|"
    r"utbildnings?|h[aä]lso|fastighets?|s[aä]kerhets?|beredskaps?|ungdoms?|integrations?|l[oö]ne|n[aä]mnd)"
)
_UNIT = (
    r"(?:n[aä]mnd(?:en)?|styrelsen?|f[oö]rvaltning(?:en)?|kontor(?:et)?|enhet(?:en)?|avdelning(?:en)?|"
    r"tj[aä]nst(?:en)?|service|center|centrum|centret|byr[aå]n?|skydd(?:et)?|grupp(?:en)?|team(?:et)?|chef(?:en)?|"
    r"samordnare|sekreterare|handl[aä]ggare|ombud(?:et)?|r[aå]d(?:et)?|jour(?:en)?|expedition(?:en)?|assistent|"
    r"myndigheten|syn(?:en)?|st[oö]d(?:et)?|skolan?)"
)
_FUNCTION_MAIL = re.compile(
    rf"(?:(?:{_FIELD}(?:o|och)?){{1,3}}{_UNIT}|"
    r"info|kommun(?:en)?|registrator|diariet?|rektor(?:n|er|erna)?|expedition(?:en)?|vaktm[aä]st(?:are|eri)(?:n|et)?|"
    r"kontakt(?:a|aoss)?|reception(?:en)?|bra|br[aå](?:radet|rådet)?|trygghet|support|press|post|postmaster|"
    r"medborgare|[oö]verf[oö]rmyndaren?|social|skol(?:a|an|or|orna)|f[oö]rskol(?:a|an|or|orna)|kultur|"
    r"kulturochfritid|kulturfritid|samh[aä]lle|samh[aä]lls(?:byggnad|utveckling|planering)|"
    r"teknik|teknisk(?:a|service)?|gata|gator|gatupark|gataochpark|gatuochpark|park(?:en|er)?|v[aå]rd(?:en)?|"
    r"v[aå]rdochomsorg|plan|planering|brand|turism|turist|n[aä]ring(?:sliv|slivet)?|omsorg(?:en)?|"
    r"bostad|bost[aä]der|avfall|vatten|vattenavlopp|vattenochavlopp|elevh[aä]lsan?|bibliotek(?:et)?|fritids?|"
    r"fritidsg[aå]rd(?:en|arna)?|kulturhus(?:et)?|stadshuset|familjecentral(?:en)?|servicecenter|idrott|(?:lokal)?bokning|"
    r"orosanm[aä]lan|renh[aä]llning|bostadsbolaget|brottsf[oö]rebyggande|grannsamverkan|nattvandr(?:are|arna)|tips|"
    r"(?:brottsoffer|kvinno)jour(?:en)?|ungdomsmottagning(?:en)?|l[aä]rcentrum|vuxenutbildning(?:en)?|musikskolan?|"
    r"budgetochskuld|konsument|"
    r"bygg|bygglov|milj[oö]|milj[oö]ochbygg|r[aä]ddning|felanm[aä]lan|dataskydd|dso|admin|no-?reply|webb?master|"
    r"arkiv(?:et)?|upphandling|faktura|ekonomi|hr|personal|rekrytering|polis(?:en)?|exempel|styrelsen?|"
    r"va|[aä]ldreomsorg|barnomsorg|hemtj[aä]nst|simhall(?:en)?|hamn(?:en)?|trafik|fastighet|kommunfullm[aä]ktige|"
    r"barnochutbildning|v[aå]rdcentral(?:en)?|s[aä]kerhet|beredskap|v[aä]xel(?:n)?|kommunikation|jour(?:en)?|utbildning|"
    r"(?:kommun|omr[aå]des)polis(?:en)?|f[aä]lt(?:arna|gruppen)|integration|juridik|valn[aä]mnd(?:en)?|larm)"
    r"(?:[._-](?:kommun|\w*skolan|\w*kommun))?",
    re.I,
)
#: What begins or ends with a field or a unit; the other part has to be a word of its own.
_STEMMED = (
    re.compile(rf"{_FIELD}(?:o|och)?(?P<rest>\w{{3,}})", re.I),
    re.compile(rf"(?P<rest>\w{{3,}}){_UNIT}", re.I),
)
#: Owners whose functions have plain words before the @ ("gatubelysning").
_AUTHORITY = re.compile(r"(?:\w*kommun|region\w*|polisen|lansstyrelsen)\b", re.I)
#: Shorter names begin or end most ordinary words ("Al", "Bo").
_LEAST_NAME = 3
#: Six letters are as likely three of each name ("andmat").
_LEAST_WORD = 7
#: Family names that no list holds, with or without an initial after ("gudmundssona").
_FAMILY_SHAPE = re.compile(r"\w+(?:sson|gren|strom|kvist|qvist|lund|berg|holm|stedt|vall|man)\w?")

_PLATFORM = (
    r"(?:snap(?:chat|en|pen)?|insta(?:gram)?|tik-?tok|discord|telegram|signal|kik|twitch|youtube|facebook|fb|roblox|"
    r"fortnite|steam|minecraft|xbox|psn|whatsapp|reddit|jodel)"
)
_SERVICE = (
    rf"(?:{_PLATFORM}|sc|ig|{_PLATFORM}?-?(?:konto(?:t|n)?|profil(?:en)?|användar(?:e|en|namn|namnet)|namn(?:et)?)|"
    r"kontonamn\w*|signaturen|nick(?:et|name)?|gamertag|streamern?)"
)
_HANDLE_AT = re.compile(r"(?<![\w.@])@[\wåäöÅÄÖ](?:[\wåäöÅÄÖ.]*[\wåäöÅÄÖ])?")
_HANDLE_CALLED = re.compile(
    rf"\b{_SERVICE}[\s:]+(?:(?:heter|hette|är|namnet|kontot|med|som|han|hon|kallar|sig)[\s:]+){{0,4}}"
    rf"[\"'»”“]?([A-Za-zåäö][\wåäö]*(?:(?:[_\d]|\.(?=[\wåäö]))[\wåäö]*)+|(?<=: )[A-Za-zåäö]\w{{3,}})",
    re.I,
)
_HANDLE_QUOTED = re.compile(
    rf"\b{_SERVICE}[\s:]+(?:heter\s|är\s|namnet\s|som\s)?[\"'»”“]([\w.]{{3,}})[\"'«”“]", re.I
)
_HANDLE_HETER = re.compile(
    rf"\b(?i:{_SERVICE})\s(?:heter|hette)\s(?:han\s|hon\s|kontot\s|den\s|"
    rf"de\s)?[\"'»”“]?([a-zåäö]\w{{3,}}(?:[._]\w+)*)"
)
_HANDLE_NAMED = re.compile(
    rf"\b(?:heter|hette|finns\ssom|kallar\ssig|går\sunder|lägg\still|adda|följ|sök(?:\spå)?)\s[\"'»”“]?"
    rf"([\w.]{{3,}}?)[\"'«”“]?\s(?:på|i)\s{_PLATFORM}\b",
    re.I,
)
#: "Användaren mackanboy hotar": what stands between the word for an account and a verb.
_HANDLE_ACTS = re.compile(rf"\b(?i:{_SERVICE})\s([a-zåäö]{{5,}})\s([a-zåäö]+)")
_HANDLE_URL = re.compile(
    r"\b(?:instagram|tiktok|facebook|snapchat|twitter|x|youtube|twitch|fb)\.com/(?:add/|user/|@)?([\w.-]*\w)|"
    r"\b(?:t|telegram|discord|wa)\.(?:me|gg)/(?:\+|joinchat/)?([\w.-]*\w)",
    re.I,
)
#: "snap mackanboy" at the end of a clause.
_HANDLE_LAST = re.compile(
    r"\b(?i:snap|sc|ig|insta|tiktok|discord|kik):?\s([a-zåäö]\w{4,})(?=[.,;)]|\s*$)", re.M
)
#: "drivs av lilprinsen på telegram": a word that Swedish lacks, right before where the account is.
_HANDLE_ON = re.compile(rf"(?<![\w.@-])([a-zåäö][\w.]{{4,}})\s(?:på|i)\s{_PLATFORM}\b", re.I)
_HANDLE_CAMEL = re.compile(
    rf"\b(?i:{_SERVICE})[\s:]+(?:(?:heter|hette|är|som|med)\s)?([A-ZÅÄÖ][a-zåäö]+[A-ZÅÄÖ\d]\w+)"
)
#: "Signaturen Bruksbon62": letters with a capital and digits run together, called an account.
_HANDLE_SIGNED = re.compile(rf"\b(?i:{_SERVICE})[\s:]+(?:(?:heter|är|som)\s)?([A-ZÅÄÖ][a-zåäö]+\d[\wåäö]*)")
_NOT_ACCOUNT = word_set("""
alltid aldrig också sedan heller ibland redan numera tydligen vanligen främst under efter genom mellan
varifrån ständigt mig dig honom henne oss dem dom öppet länge vilket gruppen konton bilder filmer filmen
video klipp grupper profiler sidan dygnet kvällen nätet
""")
_HANDLE_TAG = re.compile(r"(?<![\w#])[\wåäöÅÄÖ.]{2,}#\d{4}(?!\w)")
_HANDLE_SHAPE = re.compile(
    r"(?<![\w./\\@-])[A-Za-zåäöÅÄÖ][\wåäö]*[A-Za-zåäö\d]_+[\wåäö.]*[\wåäö](?![\w/\\-])(?!\.\w)"
)
#: Letters and digits run together, in a sentence that speaks of an account or a platform.
_HANDLE_MIXED = re.compile(r"(?<![\w.@#/-])(?=[\w.]*\d)[a-zåäö]{3,}[\w.]*\w(?![\w@])")
_SPOKEN_OF = re.compile(
    r"snap|\binsta|tik-?tok|discord|telegram|signal|\bkik\b|twitch|youtube|facebook|\bfb\b|\bsc\b|\big\b|roblox|fortnite|"
    r"steam|minecraft|xbox|\bpsn\b|whatsapp|reddit|jodel|konto|profil|användar|\bnick|\bnamn|gamertag|stream|signatur",
    re.I,
)
_LINK = re.compile(r"\.(?:com|me|gg)/", re.I)
#: What every mail address has, in signs or in words.
_MAIL_SIGN = re.compile(r"@|＠|[(\[{]\s?(?:at|a)\s?[)\]}]|snabel|krull|kanelbulle|\bat\b", re.I)

Found = tuple[int, int]


def mails(text: str) -> Iterator[Found]:
    """Start and end of every mail address that is a person's."""
    if not _MAIL_SIGN.search(text):
        return
    for pattern in (_EMAIL, _EMAIL_WORDS, _EMAIL_SHORT):
        for match in pattern.finditer(text):
            if not _is_function(match.group(1), match.group(2)):
                yield match.span()


def _is_function(local: str, domain: str) -> bool:
    """True for the part before @ when it names a function, alone or with its town ("info.vaxjo")."""
    # Names first: "parker" are several parks, and a person.
    if _plain(local.casefold()) in _persons():
        return False
    if _FUNCTION_MAIL.fullmatch(local):
        return True
    if local.isalpha() and len(local) >= _LEAST_WORD and _AUTHORITY.search(domain):
        return _has_stem(local.casefold()) and not _holds_name(_plain(local.casefold()))
    head, _, town = local.replace("-", ".").replace("_", ".").rpartition(".")
    return _FUNCTION_MAIL.fullmatch(head) is not None and _plain(town.casefold()) in _towns()


def _has_stem(low: str) -> bool:
    """True for a compound with a function's stem: names that no list holds pass for words ("bryngel", "kingston")."""
    return is_word(low) and any(
        found is not None and is_listed_word(found["rest"])
        for found in (pattern.fullmatch(low) for pattern in _STEMMED)
    )


def _holds_name(plain: str) -> bool:
    """True when a name begins or ends what stands before the @, as in "bergstrand" or "evalind"."""
    cuts = range(_LEAST_NAME, len(plain) + 1)
    return _FAMILY_SHAPE.fullmatch(plain) is not None or any(
        plain[:cut] in _persons() or plain[-cut:] in _persons() for cut in cuts
    )


def _plain(word: str) -> str:
    return word.translate(str.maketrans("åäöéü", "aaoeu"))


@cache
def _persons() -> frozenset[str]:
    lists = NameLists.packaged()
    return frozenset(_plain(name) for name in lists.given | lists.family)


@cache
def _towns() -> frozenset[str]:
    """Localities as mail addresses write them, without those that a person may be called."""
    lists = NameLists.packaged()
    return frozenset(_plain(town) for town in lists.localities - lists.given - lists.family)


def _in_lists(low: str) -> bool:
    lists = NameLists.packaged()
    return low in lists.given or low in lists.family or low in lists.localities


def handles(text: str, strict: bool) -> Iterator[Found]:
    """Start and end of every account; ``strict`` leaves out the forms without @."""
    if "@" in text:
        for match in _HANDLE_AT.finditer(text):
            yield match.span()
    if strict:
        return
    if "#" in text or "_" in text:
        for pattern in (_HANDLE_TAG, _HANDLE_SHAPE):
            for match in pattern.finditer(text):
                yield match.span()
    for match in _HANDLE_URL.finditer(text) if _LINK.search(text) else ():
        yield match.span(match.lastindex or 0)
    if _SPOKEN_OF.search(text):
        yield from _named_accounts(text)


def _named_accounts(text: str) -> Iterator[Found]:
    """Accounts without a form of their own, in a text that speaks of an account or a platform."""
    for pattern in (_HANDLE_CALLED, _HANDLE_QUOTED, _HANDLE_HETER, _HANDLE_NAMED):
        for match in pattern.finditer(text):
            if match.group(1).lower() not in _NOT_ACCOUNT:
                yield match.span(1)
    for match in _HANDLE_CAMEL.finditer(text):
        yield match.span(1)
    for match in _HANDLE_ON.finditer(text):
        low = match.group(1).lower()
        if match.group(1).islower() and not is_word(low) and low not in _NOT_ACCOUNT and not _in_lists(low):
            yield match.span(1)
    for match in _HANDLE_SIGNED.finditer(text):
        yield match.span(1)
    for match in _HANDLE_LAST.finditer(text):
        if match.group(1) not in _NOT_ACCOUNT and w.VERB_SHAPE.fullmatch(match.group(1)) is None:
            yield match.span(1)
    for match in _HANDLE_ACTS.finditer(text):
        account, verb = match.groups()
        if (
            account not in _NOT_ACCOUNT
            and w.VERB_SHAPE.fullmatch(account) is None
            and w.VERB_SHAPE.fullmatch(verb)
        ):
            yield match.span(1)
    for match in _HANDLE_MIXED.finditer(text):
        yield match.span()
