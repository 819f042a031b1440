"""What kind of notes a document is: minutes of the council, or notes of a dialogue with citizens or with staff.

Belongs here: the titles they go under, and the file's name where the text itself is silent. Not here: reading
them (council_minutes, dialogue_notes).

A title decides before a file's name, which anybody may have given it. Reports, invitations and plans carry the
same words in their titles and are no notes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from pipelines.readers import cells, meeting
from pipelines.readers.sample import FileSample

MINUTES, CITIZEN, STAFF = "minutes", "citizen", "staff"

_INHABITANTS = (
    r"(?:(?:kommun)?invånar(?:e|na)|medborgar(?:e|na)|(?:de )?boende|ungdomar(?:na)?|unga|pensionärer(?:na)?|seniorer|"
    r"äldre|föräldrar|vårdnadshavare|föreningar(?:na)?|föreningslivet|allmänheten|elever(?:na)?|hyresgäster|PRO|SPF)"
)
_EMPLOYEES = (
    r"(?:våra |vår )?(?:medarbetar\w*|\w*personal\w*|anställda|lärar(?:e|na)|verksamhet(?:er|erna)?|hemtjänst\w*|"
    r"fritidsledar\w*|socialsekreterar\w*|bovärdar\w*|väktar\w*|chefer(?:na)?|kollegiet|arbetslag\w*)"
)
CITIZEN_TITLE = re.compile(
    r"(?:medborgar|invånar|boende|byd?e?l?s?|bya|torg|trygghets|orts|områdes|kvarters|grann|föräldra|senior|"
    r"pensionärs|ungdoms|elev|kommun|hyresgäst)dialog"
    rf"|(?:dialog(?:en|er)?|dialogmöte|samtal|möte) (?:med|för) {_INHABITANTS}\b"
    r"|\bdialog(?:möte|kväll|träff|samtal)|medborgar(?:möte|samtal|träff)|trygghets(?:träff|samtal|möte)",
    re.IGNORECASE,
)
STAFF_TITLE = re.compile(
    r"(?:medarbetar|personal|yrkes|verksamhets|lärar|arbetsplats)dialog"
    rf"|(?:dialog(?:en|er)?|dialogmöte|samtal|möte) (?:med|för) {_EMPLOYEES}\b"
    r"|(?:arbetsplatsträff|\bAPT\b|personalmöte).*trygg",
    re.IGNORECASE,
)
#: Meetings where many things are talked about: only with a word of safety on top are they a dialogue about it.
_CITIZEN_SETTING = re.compile(
    r"\bdialog(?:en|er|erna)?\b|gruppsamtal|fokusgrupp|workshop|medborgarcafé|trygghetscafé|\bcaféträff|öppet hus|"
    r"torgmöte|torgsamtal|bymöte|byamöte|byaråd|föräldramöte|föräldraråd|ungdomsråd|ungdomsforum|elevråd|seniorträff|"
    r"pensionärsråd|pensionärsträff|medborgarforum|trygghetsforum|trygghetsdag|hyresgästträff|boendeträff|"
    rf"(?:träff|intervju(?:er)?) med {_INHABITANTS}|\bsamtal(?:en)?\b|synpunkter från|röster från|\bbyalag",
    re.IGNORECASE,
)
_STAFF_SETTING = re.compile(
    r"arbetsplatsträff|\bAPT\b|personalmöte|personalträff|personalkonferens|enhetsmöte|teammöte|verksamhetsmöte|"
    rf"kollegiemöte|arbetslagsmöte|medarbetarmöte|medarbetarträff|(?:träff|intervju(?:er)?) med {_EMPLOYEES}",
    re.IGNORECASE,
)
_ARE_STAFF = re.compile(r"medarbetar|personal(?!nummer)|\banställda\b", re.IGNORECASE)
_OF_STAFF = re.compile(
    r"medarbetar|personal|\banställda|arbetsplats|kolleg|\benhet\b|verksamhet\s*:", re.IGNORECASE
)
_ABOUT_SAFETY = re.compile(r"trygg|brottsförebygg|\bbrott\b|\bhot\b|våld\b", re.IGNORECASE)
#: Titles that a dialogue with anybody may have: with a word of staff beside it, it is theirs.
_OF_EITHER = re.compile(r"trygghetsdialog|\bdialog(?:möte|kväll|träff)", re.IGNORECASE)

_WITH_POLICE = (
    r"polis(?:en)?\s?(?:[-–/,&+]|och)\s?kommun(?:en)?\b|"
    r"kommun(?:en)?\s?(?:[-–/,&+]|och)\s?(?:lokal)?polis(?:en)?\b"
)
COUNCIL = re.compile(
    r"brottsförebyggande råd|\bbrå\b|\bbrå(?:möte|gruppen|-möte)|operativ\w*[ -]samverkan|\bop[. -]?\s?brå\b|"
    r"trygghetsråd(?:et)?\b|trygghetsgrupp(?:en)?\b|lokalt? samverkansråd|samverkan mot brott|"
    rf"(?:samverkan\w*|avstämning\w*|möte)\b.{{0,20}}(?:{_WITH_POLICE})|(?:{_WITH_POLICE}).{{0,20}}(?:samverkan|avstämning)",
    re.IGNORECASE,
)
OPERATIVE = re.compile(
    r"\boperativ\w* (?:(?:lokala )?(?:brå|brottsförebyggande råd)|samverkan|grupp|samverkansgrupp|möte|lägesbild|"
    r"avstämning)"
    r"|\bop[. -]?\s?brå\b|\bbrå\W+operativ|\b(?-i:EST)\b[- ]?(?:möte|grupp|rapport|lista|avstämning)?"
    r"|veckoavstämning|veckovis avstämning|lägesbildsmöte",
    re.IGNORECASE,
)
#: Titles under which the group's week is written down, and who is then among those that it is about.
_WEEKLY = re.compile(
    r"veckomöte|veckorapport|veckolista|veckans händelser|händelselista|händelserapport|lägesrapport|lägesavstämning|"
    r"\bavstämning\b|samverkansmöte|samverkansgrupp",
    re.IGNORECASE,
)
_PARTNERS = re.compile(
    r"\bpolis|väktar|ordningsvakt|fältar|fältgrupp|trygghetsvärd|brottsförebygg", re.IGNORECASE
)
_FORM = re.compile(
    r"protokoll|minnesanteckning|mötesanteckning|sammanträde|närvarande|dagordning", re.IGNORECASE
)
#: What a looser title needs beside the council's name: the marks of a meeting, or of the week's events.
_MEETING = re.compile(
    r"anteckning|deltagare|\bmöte|mötet\b|beslut|händelse|avstämning|läget\b|lägesbild|\bv(?:\.|ecka)? ?\d{1,2}\b",
    re.IGNORECASE,
)
_NO_NOTES = re.compile(
    r"rapport|kortanalys|statistik|handlingsplan|åtgärdsplan|verksamhetsplan|policy|riktlinje|överenskommelse|"
    r"medborgarlöfte|inbjud|kallelse|pressmeddelande|nyhetsbrev|lathund|\bmall\b|manual|enkät|broschyr|avtal|"
    r"utredning|strategi|guide|handbok|presentation|utvärdering|sammanställning|analys|program\b",
    re.IGNORECASE,
)
_EVENT_COLUMNS = (
    re.compile(r"händelse\w*|vad(?: har)?(?: hänt| hände)|iakttagelse\w*|beskrivning(?: av händelsen?)?"),
    re.compile(r"plats|område|ort|vilken ort|var|plats/område"),
    re.compile(
        r"åtgärd\w*|ansvarig|status|uppföljning|typ|händelsetyp|brottstyp|rapporter\w+ av.*|rapportör|klart"
    ),
)
_NAMES_NOTES = re.compile(r"protokoll|anteckning|möte|minnesant|dialog", re.IGNORECASE)
_ITEM = re.compile(r"(?:§\s*\d{1,3}|\d{1,3}\s*§|\d{1,2}[.)]\s+\S)")
_SUFFIXES = {"", ".docx", ".docm", ".pdf", ".md", ".markdown", ".txt", ".text"}


def kind_of(sample: FileSample) -> str | None:
    """Minutes of the council, notes of a citizen or a staff dialogue, or None: at most one of them.

    The dialogue's name decides where it stands before the council's: "Brå" as sender on top of the
    notes does not make them minutes, and a dialogue on the council's agenda does not make it notes.
    """
    if sample.kind not in ("document", "text") or _is_table(sample):
        return None
    head = [p for p in sample.paragraphs[:25] if len(p) < 300]
    titles = [p for p in sample.paragraphs[:5] if len(p) < 150]
    council = next((n for n, p in enumerate(head[:12]) if COUNCIL.search(p) or OPERATIVE.search(p)), None)
    if council is not None and not _is_meeting(head):
        council = None
    dialogue, kind = next(
        ((n, k) for n, p in enumerate(titles) if (k := _dialogue(p)) is not None), (None, None)
    )
    if dialogue is not None and (council is None or dialogue < 2 or dialogue < council):
        return kind
    if council is not None:
        return MINUTES if not any("dialog" in p.casefold() for p in head[:2]) else None
    if _is_weekly(titles[:3], head) or _is_event_document(sample):
        return MINUTES
    return _by_setting(titles[:3], head) or _by_name(sample, head)


def _is_weekly(titles: list[str], head: list[str]) -> bool:
    """The operative group's week without the group's name: such a title, and the police or guards in it."""
    return any(_WEEKLY.search(p) for p in titles) and any(_PARTNERS.search(p) for p in head)


def _is_event_document(sample: FileSample) -> bool:
    """Not a csv file, whose lines look the same: that is the operative list itself."""
    drawn = sample.kind == "document" or any("|" in line for line in sample.lines)
    return drawn and holds_event_table(sample.paragraphs)


def holds_event_table(paragraphs: Sequence[str]) -> bool:
    """A document with the columns of the operative group's list: what happened, where, and what is done."""
    for text in paragraphs[:25]:
        names = [cells.key(name).rstrip(":? ") for name in text.split(";")]
        if len(names) >= 3 and all(len(name) < 40 for name in names):
            hits = [any(p.fullmatch(name) for name in names) for p in _EVENT_COLUMNS]
            if all(hits):
                return True
    return False


def _by_setting(titles: list[str], head: list[str]) -> str | None:
    """A meeting of a kind where anything is talked about, and a word of safety on top of its notes."""
    if any(_NO_NOTES.search(p) for p in titles) or not any(_ABOUT_SAFETY.search(p) for p in head[:12]):
        return None
    for text in titles:
        if _STAFF_SETTING.search(text):
            return STAFF
        if _CITIZEN_SETTING.search(text):
            bare = (
                re.search(r"\bdialog|samtal|workshop|gruppsamtal|fokusgrupp", text, re.IGNORECASE) is not None
            )
            return STAFF if bare and any(_OF_STAFF.search(p) for p in head[:8]) else CITIZEN
    return None


def is_operative(head: list[str], name: str) -> bool:
    """Minutes of the operative group: it says so on top, or, where no council is named there, in its name.

    So are a week's events, which the council itself does not go through.
    """
    if any(OPERATIVE.search(p) for p in head[:6]):
        return True
    if any(COUNCIL.search(p) for p in head):
        return False
    said = spoken_name(name)
    return bool(OPERATIVE.search(said)) or (
        not COUNCIL.search(said) and (_is_weekly(head[:3], head) or holds_event_table(head))
    )


def says_staff(text: str) -> bool:
    """A title or a file's name that says that those who answer are the municipality's own people."""
    return bool(_ARE_STAFF.search(spoken_name(text)))


def spoken_name(name: str) -> str:
    """A file's name as words: "op_bra_minnesanteckningar.docx" -> "op brå minnesanteckningar"."""
    stem = re.sub(r"\.\w{1,8}$", "", PurePath(name).name)
    stem = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", stem)
    words = re.sub(r"[_\s]+|(?<!\d)-|-(?!\d)|\.(?!\d)", " ", stem)
    return cells.clean(re.sub(r"\bbra(?=\b|möte|protokoll)", "brå", words, flags=re.IGNORECASE))


def _is_meeting(head: list[str]) -> bool:
    """A word of minutes, or, unless a title says that it is something else, the looser marks of a meeting."""
    if any(_FORM.search(p) for p in head):
        return True
    if any(_NO_NOTES.search(p) for p in head[:3]) and not any(OPERATIVE.search(p) for p in head[:3]):
        return False
    return any(_MEETING.search(p) for p in head[:15])


def _dialogue(text: str) -> str | None:
    """The dialogue named in a title; the first one when both are."""
    citizen, staff = CITIZEN_TITLE.search(text), STAFF_TITLE.search(text)
    if citizen and staff:
        either = _OF_EITHER.fullmatch(citizen.group())
        return STAFF if either or staff.start() < citizen.start() else CITIZEN
    return CITIZEN if citizen else STAFF if staff else None


def _by_name(sample: FileSample, head: list[str]) -> str | None:
    """The last resort. The text must look like notes, and neither it nor the name like something else."""
    name = spoken_name(sample.name)
    suffix = PurePath(sample.name).suffix.lower()
    if suffix not in _SUFFIXES or len(sample.paragraphs) < 2 or _is_even_table(sample):
        return None
    if any(_NO_NOTES.search(text) for text in (name, *head[:3])) and not OPERATIVE.search(name):
        return None
    if kind := _dialogue(name) or _by_setting([name], [name, *head]):
        return kind
    if not COUNCIL.search(name) and not OPERATIVE.search(name):
        return None
    marked = any(meeting.is_attendance(p) or _ITEM.match(p) or meeting.is_signature(p) for p in head)
    return MINUTES if _NAMES_NOTES.search(name) or OPERATIVE.search(name) or marked else None


def _is_table(sample: FileSample) -> bool:
    """A text file whose lines nearly all have as many separators: a list, whatever its words are."""
    return _has_columns(sample, ((";", 3), ("\t", 3), (",", 4)))


def _is_even_table(sample: FileSample) -> bool:
    return _has_columns(sample, ((";", 2), ("\t", 2), ("|", 2)))


def _has_columns(sample: FileSample, limits: tuple[tuple[str, int], ...]) -> bool:
    lines = sample.lines[:12] if sample.kind == "text" else ()
    for delimiter, least in limits:
        widths = [line.count(delimiter) + 1 for line in lines if delimiter in line]
        usual = max(set(widths), key=widths.count) if widths else 0
        if len(widths) >= 2 and usual >= least and 5 * widths.count(usual) >= 4 * len(lines):
            return True
    return False
