"""What a decision in minutes says of itself: who is to act, by when; and what a later sentence says became of it.

Belongs here: words and patterns, on one text that has been freed from personal data. Not here: which sentence is
about which decision (decision_matching), the minutes' layout.

Only a role or an organisation is taken as responsible, never a person: what the redaction has replaced is not taken
either, and nothing that is not in the list of words.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import isleap

CLOSED, OPEN, FOLLOWED_UP = "closed", "open", "followed_up"

_FORMAL = re.compile(
    r"(?:att )?(?:(?:dag|föredragnings)(?:ordningen|listan)|(?:föregående |förra )?(?:mötes )?protokoll(?:et)?|"
    r"information(?:en)?|rapport(?:en)?|redovisning(?:en)?|lägesbilden|rådet)\b[^.]*\b"
    r"(?:fastställ\w+|godkänn\w+|anteckna\w*|notera\w*|till handlingarna)\b[^.]*\.?",
    re.IGNORECASE,
)

_ROLE = (
    r"(?:(?:kommun|när|gräns|områdes)?polis(?:en)?|polismyndigheten|lokalpolisområdet|kommunen|kommunstyrelsen|"
    r"kommunledningskontoret|(?:\w*skol|förskol|elevhäls)(?:a|an|or|orna)|elevhälsa|"
    r"rektor(?:n|er|erna)?|barn- och utbildnings\w+|"
    r"social(?:tjänst(?:en)?|kontoret|nämnden|förvaltningen)|individ- och familjeomsorgen|hemtjänst(?:en)?|"
    r"fältgrupp(?:en)?|fältare(?:n|na)?|fritid(?:en)?|fritidsgård(?:en|arna)?|fritidsledar(?:e|en|na)|"
    r"kultur- och fritid\w*|räddningstjänst(?:en)?|gatuenheten|gata och park|tekniska (?:kontoret|enheten|"
    r"förvaltningen)|fastighets(?:enheten|avdelningen|bolaget)|miljöenheten|bostadsbolaget|bolaget|"
    r"säkerhetssamordnar(?:e|en)|brottsförebyggande samordnar(?:e|en)|trygghetssamordnar(?:e|en)|samordnar(?:e|en)|"
    r"arbetsgrupp(?:en)?|samverkansgrupp(?:en)?|styrgrupp(?:en)?|rådet|brå|operativa brå|ordförande(?:n)?|"
    r"sekreterare(?:n)?|väktar(?:e|na)|ordningsvakter(?:na)?|bibliotek(?:et)?|vaktmästar(?:e|en|na)|"
    r"\w+(?:nämnden|förvaltningen|kontoret|enheten|avdelningen))"
)
_ROLES = rf"{_ROLE}(?:(?:, | och | samt ){_ROLE})*"
_RESPONSIBLE = (
    re.compile(rf"ansvar(?:ig|iga)?\s*(?:är|:)\s*(?P<who>{_ROLES})\b", re.IGNORECASE),
    re.compile(
        rf"(?:uppdra(?:s|r|ges)?|i uppdrag|uppdraget ges) (?:åt|till) (?P<who>{_ROLES})\b", re.IGNORECASE
    ),
    re.compile(rf"(?:att )?(?P<who>{_ROLES})\s+(?:ska|skall|[a-zåäö]+r)\b", re.IGNORECASE),
)
_AT_START = 2

_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
_COUNT = r"(?:en|ett|två|tre|fyra|fem|sex|åtta|tio|tolv|fjorton|\d{1,2})"
_TIME = (
    rf"(?:(?P<iso>20\d\d-\d\d-\d\d)|(?:den )?(?P<day>\d{{1,2}})(?::?[ae])?\.? (?P<month>{_MONTH})"
    rf"(?: (?P<year>20\d\d))?|(?:{_MONTH})(?: månads utgång)?(?: 20\d\d)?|(?:v\.?|vecka) ?\d{{1,2}}|"
    r"(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?|nästa (?:möte|sammanträde|vecka|månad)|"
    r"jul|nyår|påsk|valborg|midsommar|sommaren|hösten|våren|vintern|årsskiftet|semestern|\w*lovet|"
    r"\w*skolstart(?:en)?|skolavslutningen|terminsstart(?:en)?|"
    r"(?:läsårets|terminens|årets|månadens|höstens|vårens) (?:slut|utgång))"
)
_DUE = re.compile(
    rf"\b(?:(?:senast|före|innan)(?: utgången av)? {_TIME}|inom {_COUNT} (?:dagar|dygn|veck(?:a|or)|månad(?:er)?|år)|"
    r"till (?:nästa (?:möte|sammanträde)|höst|vår)(?:terminen)?)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    rf"\b(?:återkommer|återrapport\w+|redovisas?|följs upp|uppföljning)\b[^.;]*?\b(?P<when>i (?:{_MONTH})"
    r"(?: 20\d\d)?|efter (?:ett|två|tre|fyra|sex) (?:år|månader))",
    re.IGNORECASE,
)

_NOT = r"(?:inte|ej|icke|ännu|delvis|nästan|snart|bara)"
_NOT_DONE = re.compile(
    rf"\b{_NOT}(?:(?: \w+)?|"
    r"(?: (?:har|kunnat|kunna|hunnit|blivit|bli|vara|varit|än|ännu|helt|riktigt|fullt|till|fullo))+) "
    r"(?:klar[at]?|färdig[at]?|slutförd?a?t?|genomför[dt]a?|utför[dt]a?|åtgärdad?e?t?|lagad?e?|"
    r"återrapporterad?e?t?|avslutad?e?t?|påbörjad?e?t?|avslutas|avskrivas|slutföras|genomföras)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:kvarstår|bordläggs?|bordlagd?a?|bordlagt|pågår|pågående|skjuts upp|skjutits upp|uppskjut\w+|försen\w+|"
    r"avvaktar|återremitt\w+|"
    r"(?:inte|ej|aldrig)(?: (?:har|kunnat|hunnit|blivit|än|ännu))* (?:(?:på)?börja[rdt]?|(?:på)?börjats|"
    r"startats?|inletts?|kommit (?:i gång|igång)))\b",
    re.IGNORECASE,
)
_DONE = (
    r"(?:klar|klart|klara|genomför[dt]|genomförda|genomfördes|har genomförts|utför[dt]|utförda|slutför[dt]|slutförda|"
    r"åtgärdad|åtgärdat|åtgärdade|återrapporterad|återrapporterat|återrapporterade|återrapporteras|avslutad|avslutat|"
    r"avslutade|avslutas|avskrivs|avskriven)\b"
)
_CLOSED = re.compile(rf"\b{_DONE}", re.IGNORECASE)
_NUMBER = r"(?:en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|\d+)"
#: Up to six words of one clause, between what denies and the word it denies.
_SAME_CLAUSE = (
    r"(?: (?!(?:men|utan|så|då|när|sedan|eftersom|efter|finns|kvar|behövs|krävs)\b)[\w§:/-]+){0,6} "
    r"(?<!\bi )(?<!\bvid )(?<!\bunder )"
)
#: The same, but "ingen invände och ärendet avslutas" is two: a thing named after "och" begins another clause.
_SAME_SUBJECT = _SAME_CLAUSE.replace("(?: ", r"(?: (?!(?:och|samt) \w+[nt]\b)", 1)
_SAME_VERB = _SAME_CLAUSE.replace("(?: ", r"(?: (?!(?:och|samt)\b)", 1)
#: Done, but none of it, not all of it, or nobody knows whether: "tre av tre" and "alla delar" are all of it.
_NOT_ALL = re.compile(
    r"\b(?:(?:ingen|inget|inga|ingenting|ingendera|knappast|långt ifrån|långtifrån|hälften|"
    r"(?<!alla )(?<!båda )(?<!samtliga )(?<!sista )(?<!slutliga )(?<!\bta )(?<!\btar )(?<!\btog )(?<!\btagit )"
    r"del(?:en|ar|arna)?|"
    r"första (?:etappen|fasen|steget)|(?:några|flera|flesta|flertalet|merparten|majoriteten) av|de flesta|"
    rf"(?P<some>{_NUMBER}) av (?:totalt |sammanlagt |de )?(?!(?P=some)\b){_NUMBER})"
    rf"{_SAME_SUBJECT}|varken (?:[^.;]*? eller)?{_SAME_SUBJECT}|"
    rf"(?<!som )(?:inte|ej|aldrig)(?! (?:bara|enbart|endast|minst)\b){_SAME_VERB}){_DONE}|"
    # Of "om": "frågan om belysningen är åtgärdad" is a matter, and done.
    r"\b(?:(?:oklart|osäkert|ovisst|okänt|tveksamt|frågan är(?: nu| bara)?|undrar|frågar|vet inte|kontrollera[rs]?|"
    rf"undersök(?:er|s)|följ(?:er|s) upp) om|huruvida) (?!att\b)[^.;,]*?\b{_DONE}|"
    rf"\b{_DONE} om (?!att\b|än\b)",
    re.IGNORECASE,
)
_POINT = (
    rf"(?:den \d\d?|{_MONTH}|20\d\d|början|mitten|slutet|nästa|kommande|hösten|våren|sommaren|vintern|året|årsskiftet|"
    r"jul|nyår|påsk|semestern|\w*lovet|\w*starten)\b"
)
#: What is to be done, is hoped for or aimed at, with the word that would otherwise say that it is done.
_AHEAD = re.compile(
    r"\b(?:ska|skall|skulle|bör|borde|måste|behöver|kan|kommer|(?:vill|önskar) (?:ha|få|se)|föreslå[rs]|"
    r"(?:be)?räkna[rst]+|planera[rst]+|vänta[rst]+|förvänta[rst]+|hoppas|siktar|inväntar|avses|lär|lova[rst]+|bli|blir)"
    rf"(?: (?!(?:är|var|har|hade|blev)\b)\w+){{0,6}}? {_DONE}|"
    r"\b(?:målet|målsättningen|avsikten|ambitionen|planen|syftet|tanken|förhoppningen|önskemålet) "
    rf"(?:är|var)(?: \w+)? att [^.;]*?\b{_DONE}|\bväntar på att [^.;]*?\b{_DONE}|"
    r"\b(?<!kunde )(?:avslutas|avskrivs|återrapporteras|är klar[at]?)(?:(?: (?!sedan\b)\w+){0,2}? "
    rf"(?:i|under|till|senast|före|innan|inför|vid|på|efter))? {_POINT}|"
    rf"(?<!blev )(?<!var )(?<!blivit )(?<!varit )\bklar[at]? (?:senast\b|(?:före|inför|till) {_POINT})",
    re.IGNORECASE,
)
#: A condition: neither what it names nor what depends on it has come about. "När det var klart" has.
_CONDITION = re.compile(
    r"(?:\b(?:när|ifall|så snart|så fort|innan|tills|förrän|förutsatt att|förutsättning att)|(?:^|, )om) (?!att\b)"
    rf"(?:(?!(?:var|blev|hade|för|men)\b)\w+ )+?{_DONE}",
    re.IGNORECASE,
)
#: "Of course", which says nothing of a matter.
_OF_COURSE = re.compile(
    r"\b(?:det (?:är|står)|(?:är|står) det) (?:ju |helt |dock )?klart (?:att|vem|vilka|vad|hur)\b|^klart (?:är )?att\b",
    re.IGNORECASE,
)
_MEETING_ENDS = re.compile(
    r"\bmötet (?:avslutas|avslutades|förklaras avslutat)|avslutar mötet", re.IGNORECASE
)
_REPLACED = re.compile(r"\[[^\]]*\]")


def is_formal(text: str) -> bool:
    """A decision that leaves nothing to do: the agenda is adopted, information is noted."""
    return bool(_FORMAL.fullmatch(text.strip()))


def responsible(text: str) -> str | None:
    """The role or organisation that is to act, as written; None where there is none or only a person."""
    for i, pattern in enumerate(_RESPONSIBLE):
        found = pattern.match(text) if i == _AT_START else pattern.search(text)
        if found and not _REPLACED.search(found["who"]):
            return found["who"]
    return None


def due(text: str, meeting: dt.date) -> tuple[str | None, dt.date | None]:
    """When it is to be done, as written, and the day where one is written; without a year the first one after."""
    if found := _DUE.search(text):
        return found.group(), _day(found, meeting)
    when = _WHEN.search(text)
    return (when["when"], None) if when else (None, None)


def _day(found: re.Match[str], meeting: dt.date) -> dt.date | None:
    try:
        if found["iso"]:
            return dt.date.fromisoformat(found["iso"])
        if not found["day"]:
            return None
        month, day = _MONTHS.index(found["month"].lower()) + 1, int(found["day"])
        if found["year"]:
            return dt.date(int(found["year"]), month, day)
        return _first_after(meeting, month, day)
    except ValueError:
        # "den 31 april" is no day: the words stand, without a date.
        return None


def _first_after(meeting: dt.date, month: int, day: int) -> dt.date:
    """The day in the meeting's year, or the next when that is past or lacks it (29 February)."""
    if (month, day) == (2, 29) and not isleap(meeting.year):
        return dt.date(meeting.year + 1, month, day)
    this_year = dt.date(meeting.year, month, day)
    return this_year if this_year >= meeting else dt.date(meeting.year + 1, month, day)


def state_of(sentence: str) -> str:
    """What a sentence about a decision says of it: open before closed, and otherwise only that it is taken up."""
    if _OPEN.search(sentence) or _NOT_DONE.search(sentence):
        return OPEN
    said = _OF_COURSE.sub("", sentence)
    real = _AHEAD.sub("", said)
    if _CONDITION.search(said) or _NOT_ALL.search(said):
        return OPEN
    if _CLOSED.search(real) and not _MEETING_ENDS.search(real):
        return CLOSED
    return OPEN if real != said else FOLLOWED_UP
