"""Personnummer, samordningsnummer and dates of birth, whole, masked or in part.

Belongs here: how such a number is written and which words make a date or four digits a person's. Not here:
other numbers and what wins where finds overlap (``patterns``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .names import NameLists

Found = tuple[int, int, str]

_DASH = r"[-+–—‐‑‒−﹣－]"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])[ ]?(?:0[1-9]|[12]\d|3[01])"
_DATE6 = rf"\d{{2}}[ ]?{_MONTH_DAY}"
_SAM6 = r"\d{2}[ ]?(?:0[1-9]|1[0-2])[ ]?(?:6[1-9]|[78]\d|9[01])"
_LAST4 = (
    r"(?:\d{4}|[xX]{4}|[*•#?_]{4}|\.{4}|…|N{4}|\d{2}[xX*#?_•]{2}|\d{3}[xX*#?_•]|[xX*#?_•]{3}\d|[xX*#?_•]{2}\d{2}|"
    r"[xX*#?_•]\d{3}|TF\d{2}|[A-HJ-NPR-UWX]\d{3})"
)
_FREE = r"(?<![\d/])(?<!\d[-.])"
_PNR = re.compile(rf"{_FREE}(?:(?:19|20)[ ]?)?{_DATE6}[ \u00a0]?(?:{_DASH}|[/._])?[ \u00a0]?{_LAST4}(?![\d])")
_PNR_ISO = re.compile(
    rf"{_FREE}(?:19|20)?\d\d(?P<s>[-./])(?:0[1-9]|1[0-2])(?P=s)(?:0[1-9]|[12]\d|3[01])[ ]?(?:{_DASH}|/)[ ]?"
    rf"{_LAST4}(?!\d)"
)
_PNR_SHORT_SPACE = re.compile(rf"{_FREE}\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[ ]{_LAST4}(?!\d)")
_PNR_ISO_SPACE = re.compile(
    rf"{_FREE}(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[ ](?![01]\d[0-5]\d(?!\d)|"
    rf"2[0-3][0-5]\d(?!\d))"
    rf"{_LAST4}(?!\d)"
)
#: Digits with blanks or dashes in odd places; eight to twelve digits in groups that say "date" and "four".
_PNR_SPREAD = re.compile(
    rf"{_FREE}(?:\d\d[ ]?)?\d{{2}}(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])-\d{{4}}(?!\d)|"
    rf"{_FREE}(?:(?:19|20)[ ]?)?{_DATE6}[ ]?{_DASH}[ ]?\d{{2}}[ ]\d{{2}}(?![\d])|"
    rf"(?<!\d)(?<!\d )\d(?: \d){{5}}(?: \d \d)? {_DASH} \d(?: \d){{3}}(?! ?\d)"
)
#: Digits of the date hidden instead of, or beside, the last four; four digits or more are left to read.
_PNR_MASKED = re.compile(
    rf"(?<![\w-])(?=[\dxX*•#?_ –-]{{0,14}}[xX*•#?_])(?=(?:[^\d\n]{{0,8}}\d){{4}})"
    rf"(?:[\dxX*•#?_]{{2}})?[\dxX*•#?_]{{6}}[ ]?{_DASH}[ ]?[\dxX*•#?_]{{4}}(?![\w*])"
)
_SAM = re.compile(rf"{_FREE}(?:(?:19|20)[ ]?)?{_SAM6}[ ]?{_DASH}?[ ]?{_LAST4}(?![\d])")
#: A number that is called a personnummer is one, whatever its digits say.
_PNR_CALLED = re.compile(
    r"\b(?:personnummer|personnumret|personnr|person-?nr|pers\.?[ ]?nr|p\.?-?nr|pnr|samordningsnummer|"
    r"samordningsnumret|sam\.?(?:ordnings)?[ -]?nr|id-?nummer)\b"
    r"[\s.:,=(]*(?:är|var|för|på|[a-zåäö]{1,12})?[\s:]*((?:\d{2})?\d{6}[ ]?[-+–—−]?[ ]?(?:\d{4}|"
    r"[xX*]{4})?)(?!\d)",
    re.I,
)
_PERSON_WORD = (
    r"(?:född|födda|fött|föddes|f\.|f(?=\s?\d{6})|födelsedat\w+|födelsedag|födelsetid|födelsenummer|flicka|flickan|"
    r"pojke|pojken|kille|"
    r"killen|tjej|tjejen|man|mannen|kvinna|kvinnan|elev|eleven|son|sonen|dotter|dottern|barn|barnet|"
    r"ungdom|ungdomen|han|hon|hen|honom|henne|person|personen|patient|patienten|vittnet?|anmälaren?|föraren?|"
    r"mamma|mamman|pappa|pappan|mor|far|modern|fadern|bror|brodern|syster|systern|kusin|kusinen|kompis|kompisen|"
    r"tonåring|tonåringen|\w+åring(?:en)?|maken?|makan?|sambon?|hyresgästen?|sökanden?|vän|vännen|"
    r"brukare|brukaren|klient|klienten|målsägande|misstänkt|misstänkte|vårdnadshavare)"
)
_YYMMDD = r"(?:\d\d)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mars|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?|"
    r"okt(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_ANY_DATE = (
    rf"(?:(?:19|20)?\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ]\d{{1,2}}(?!\d)|"
    rf"\d{{1,2}}[-/.]\d{{1,2}}(?:[-/. ]|\s-)(?:19|20)?\d\d|"
    rf"\d{{1,2}}(?::?[ea])?\s?{_MONTH},?\s[-‘'’]?(?:19|20)?\d\d)"
)
_BIRTH = re.compile(
    rf"\b{_PERSON_WORD}[\s:,(]*(?:är\s|den\s|född\s|f\.\s|med\sfödelsedatum\s)?\s*({_YYMMDD}(?:{_DASH}(?!\d))?)"
    r"(?![\d-])",
    re.I,
)
_BIRTH_DATE = re.compile(
    rf"\b(?:född|födda|fött|föddes|fd|f\.|f(?=\s\d)|födelsedat\w+|födelsedag|födelsetid|fyller(?:\sår)?|fyllde(?:\sår)?)"
    rf"(?:[\s:(=]|\b(?:är|den|var|på)\b)*({_ANY_DATE}|-?\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|{_YYMMDD})(?![\d-])",
    re.I,
)
#: Dates of several persons: "två syskon, 100405 och 130727", "eleverna (080512, 090101)".
_BIRTHS = re.compile(
    r"\b(?:syskon(?:en)?|barn(?:en)?|pojkar(?:na)?|flickor(?:na)?|killar(?:na)?|tjejer(?:na)?|elever(?:na)?|ungdomar(?:na)?|"
    r"bröder(?:na)?|systrar(?:na)?|tvillingar(?:na)?|vuxna|personer(?:na)?|kompisar(?:na)?|män(?:nen)?|kvinnor(?:na)?)\b"
    rf"[\s:,(–-]*(?:är\s|födda\s|f\.\s)?({_YYMMDD}(?:(?:,|\soch|\ssamt|,\soch)\s{_YYMMDD})+)(?![\d-])",
    re.I,
)
#: A whole date in brackets right after a word for a person.
_BIRTH_BRACKET = re.compile(
    rf"\b{_PERSON_WORD}\s?\((?:f\.?\s|född\s)?({_ANY_DATE})\)",
    re.I,
)
_BIRTH_AFTER = re.compile(
    rf"(?<![\d/-])({_YYMMDD}|{_ANY_DATE})[\s,(]+(?:(?:är|var)\s(?:hans|hennes|elevens|barnets|pojkens|flickans)\sföd|"
    r"(?:då|när|som|var)?\s?(?:flicka|pojke|kille|tjej|född|kvinna|man)\b)",
    re.I,
)
_FOUR_WORDS = r"(?:(?:de\s)?(?:fyra|4)\ssista|(?:de\s)?sista\s(?:fyra|4))"
_LAST_FOUR = re.compile(
    rf"\b(?:{_FOUR_WORDS}|sista\ssiffrorna|slutsiffr\w+|kontrollsiffr\w+|"
    r"(?:person\w*|pnr|numret|nummer)\W+(?:\w+\W+){0,2}slutar(?:\s(?:på|med))?)"
    r"(?:\s(?:siffrorna|siffror|i|på|av|för|pnr|personnummer|personnumret|numret|hans|hennes|deras|min|mina|sitt|"
    r"\w+s)){0,5}"
    r"[\s:=,–-]*(?:är|var|blir|på)?[\s:(\"”]*(\d{4}|\d{2}[ ]\d{2})(?!\d)",
    re.I,
)
_FOUR_BEFORE = re.compile(
    rf"(?<![\d-])(\d{{4}})\W{{1,3}}(?:(?:är|som|var)\s)?(?:(?:hans|hennes|mina|elevens)\s)?{_FOUR_WORDS}",
    re.I,
)
_FOUR_LAST = re.compile(r"(?<![\d-])-?(\d{4})\s(?:på\sslutet|i\sslutet|sist|som\sslutsiffror)(?!\w)", re.I)
#: A name in a list right before six or eight digits that are a date: "Lisa (110514)".
_NAMED_DATE = re.compile(rf"\b([A-ZÅÄÖ][^\W\d_]+)(?:,\s|\s\(|\s)({_YYMMDD})(?=[),.;\s]|$)")
_DOCUMENT = re.compile(r"\b(?:mötet?|protokoll\w*|beslut\w*|daterad\w*|datum|den)\W+$", re.I)


@cache
def _named() -> frozenset[str]:
    lists = NameLists.packaged()
    return lists.common | lists.family


def personal_numbers(text: str) -> Iterator[Found]:
    """Start, end and kind (PNR, SAMNR or PHONE) of every number that identifies a person."""
    for match in _PNR_CALLED.finditer(text):
        called = match.group(0).lower()
        yield match.start(1), match.end(1), "SAMNR" if called.startswith("sam") else "PNR"
    for pattern in (_PNR, _PNR_ISO, _PNR_ISO_SPACE, _PNR_SHORT_SPACE, _PNR_SPREAD, _PNR_MASKED):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), "PNR"
    for pattern in (
        _BIRTH,
        _BIRTHS,
        _BIRTH_DATE,
        _BIRTH_BRACKET,
        _BIRTH_AFTER,
        _LAST_FOUR,
        _FOUR_BEFORE,
        _FOUR_LAST,
    ):
        for match in pattern.finditer(text):
            yield match.start(1), match.end(1), "PNR"
    for match in _NAMED_DATE.finditer(text):
        if match.group(1).casefold() in _named() and not _DOCUMENT.search(text[: match.start()]):
            yield match.start(2), match.end(2), "PNR"
    for match in _SAM.finditer(text):
        # 070-numbers written without spaces look like a day above 60 in year 07.
        compact = re.fullmatch(r"07[02369]\d{7}", match.group(0))
        yield match.start(), match.end(), "PHONE" if compact else "SAMNR"
