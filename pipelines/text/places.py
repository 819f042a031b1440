"""Places that a statement mentions, as they are written.

Belongs here: names from the gazetteer, street and place names by their form, generic places from the
lexicon, and joining "trappan vid konsthallen". Not here: what is said about the place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .lexicon import Word
from .name_places import COUNTIES
from .word_sets import word_set

_NAMED = re.compile(
    r"[A-ZÅÄÖ][\wåäö-]*(?:gatan|vägen|parken|skolan|skolans|torget|stigen|området|backen|gränd|allén|"
    r"hallen|viken|sjön|dungen|skogen|badet|"
    r"gården|kyrkan|planen|platsen|tunneln|bron|rondellen|vallen|udden|holmen|ängen|kullen|hagen|"
    r"lunden|leden|kvarteret|huset|"
    r"stationen|centrum|bruket|slingan|ringen|liden|berget|macken|kiosken|strand|stranden)s?"
)
_PROPER = re.compile(r"[A-ZÅÄÖ][a-zåäöé]{2,}(?:-?[A-ZÅÄÖa-zåäöé]+)*")
_DEFINITE = re.compile(r"[A-ZÅÄÖ][a-zåäöé]{2,}(?:en|et|an|ån|on|orna|arna|skola|park|torg|gård)")
_TWO = word_set("""
norra södra östra västra stora lilla gamla nya övre nedre folkets sankt mellersta
""")
_HEADS = word_set("""
vägen gatan torget parken park skolan huset hus byn kvarteret stationen allén kyrkan bron infarten hamnen
stranden området gata väg torg plats skola kyrka bruk strand gård station badet hallen planen sjön scenen krog
hotellet puben macken kiosken bollplanen backen tunneln
""")
# Heads that name a place only in a compound or with a name: "lekplatsen", not "platsen".
_TOO_GENERAL = word_set("""
platsen hallen banan huset området hemmet lokalen ytan rummet
""")
# What a genitive ("skolans", "flickornas") is followed by when the two name a place.
_PARTS = word_set("""
gård tak parkering uppfart kiosk toalett toaletter krog miljöhus snickeri entré omklädningsrum korridor baksida
framsida cykelställ cykelgarage cykelrum lekplats fotbollsplan bollplan källare garage trapphus fasad innergård
matsal parkeringsplats område bibliotek vägg staket trappa port ingång bakgård lastkaj förråd soprum tvättstuga
hållplats perrong väntsal badplats brygga hamn park torg kyrkogård grillplats bänkar skog skogsdunge gym café
utegård basketplan skateramp idrottshall gymnastiksal aula slöjdsal personalrum lokaler sportstuga klubbstuga
""")
_PREPOSITIONS = word_set("""
i på vid från mot till mellan utanför bakom runt kring genom längs intill bortom under framför bredvid
nära omkring över
""")
_JOIN = word_set("""
vid bakom utanför under mot till mellan längs bredvid intill framför mellan över
""")
_NOT_PLACE = (
    word_set("""
polisen kommunen brå bra sspf facebook instagram snapchat tiktok internet socialtjänsten räddningstjänsten
trafikverket migrationsverket region sverige jul påsk midsommar valborg nyår halloween teams
telegram youtube google
postnord swish snap bankid klarna bmw volvo svenska engelska kronofogden
 blocket skolverket skolinspektionen säkerhet januari februari mars april maj juni
juli augusti september oktober november december måndag tisdag onsdag torsdag fredag lördag söndag
socialnämnden kommunstyrelsen barn- bup apt est lions kommunfullmäktige bris ungdomar våra min mina det
den dom
""")
    | COUNTIES
)


def find_places(
    text: str,
    words: Sequence[Word],
    generic: set[int],
    after_preposition: set[int],
    actors: set[int],
    gazetteer: Mapping[str, str],
) -> tuple[str, ...]:
    """Surface strings in order of appearance.

    ``generic``, ``after_preposition``: positions of generic place words; ``actors``: positions of verbs that
    show that an organisation is meant. ``gazetteer``: lower-case name → anything.
    """
    hits = [False] * len(words)
    ends: dict[int, int] = {}
    for i, word in enumerate(words):
        before = words[i - 1].low if i else ""
        named = _named(words, i, gazetteer)
        if named:
            hits[i], ends[i] = True, named
        elif word.low not in _TOO_GENERAL and (
            (i in generic and (before in _PREPOSITIONS or (i + 1) not in actors))
            or (
                i in after_preposition
                and (before in _PREPOSITIONS or before in {"vår", "vårt", "den", "det", "gamla"})
            )
            or (
                before
                in {
                    "i",
                    "på",
                    "vid",
                    "mot",
                    "från",
                    "till",
                    "utanför",
                    "kring",
                    "runt",
                    "mellan",
                    "hela",
                    "bakom",
                }
                and _PROPER.fullmatch(word.text)
                and word.low not in _NOT_PLACE
            )
            or (i and word.low in _PARTS and before.endswith("s") and len(before) > 4)
            or _is_heading(text, words, i)
        ):
            hits[i], ends[i] = True, i + 1
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(words):
        if not hits[i]:
            i += 1
            continue
        start, end = i, ends[i]
        if end < len(words) and words[end].low in _PARTS and words[end - 1].low.endswith("s"):
            end += 1
        if start and not hits[start - 1] and _owns(words, start, generic | after_preposition):
            start -= 1
        if (
            end + 1 < len(words)
            and (words[end].low in _JOIN or (words[end].low == "på" and words[end + 1].text[0].isupper()))
            and hits[end + 1]
            and _close(text, words, end - 1, end + 1)
        ):
            end = ends[end + 1]
        spans.append((words[start].start, words[end - 1].end))
        i = max(end, i + 1)
    found = [text[a:b] for a, b in spans]
    return tuple(dict.fromkeys(found))


def _owns(words: Sequence[Word], start: int, places: set[int]) -> bool:
    """Whether the word before is the genitive of what the place belongs to: "skolans gård"."""
    before = words[start - 1].low
    return before.endswith("s") and (
        start - 1 in places
        or before in {"skolans", "förskolans", "kyrkans", "ica:s", "ungdomsgårdens"}
        or words[start].low in _PARTS
    )


def _is_heading(text: str, words: Sequence[Word], i: int) -> bool:
    """A note that opens "Sågverket: …" or "Kyrkan – …" says first where."""
    word = words[i]
    return (
        i == 0
        and bool(re.match(r":|\s[–-]\s", text[word.end : word.end + 3]))
        and bool(_DEFINITE.fullmatch(word.text))
        and word.low not in _NOT_PLACE
        and not re.search(
            r"(?:natten|kvällen|dagen|helgen|lovet|bilden|rapporten|mötet|samverkan)$", word.low
        )
    )


def _close(text: str, words: Sequence[Word], a: int, b: int) -> bool:
    return not re.search(r"[,.;:!?]", text[words[a].end : words[b].start])


def _named(words: Sequence[Word], i: int, gazetteer: Mapping[str, str]) -> int:
    """Exclusive end of a proper place name that starts at word ``i``; 0 when there is none."""
    word = words[i]
    for length in (3, 2, 1):
        if i + length <= len(words):
            name = " ".join(w.low for w in words[i : i + length])
            upper = word.text[0].isupper()
            if upper and (name in gazetteer or (name.endswith("s") and name[:-1] in gazetteer)):
                return i + length
    following = words[i + 1] if i + 1 < len(words) else None
    if (
        following
        and word.low in _TWO
        and (word.text[0].isupper() or word.low != "stora")
        and following.low in _HEADS
    ):
        return i + 2
    if following and word.text[0].isupper() and word.low.endswith("s") and following.low in _HEADS and i > 0:
        return i + 2
    if _NAMED.fullmatch(word.text) and word.low not in _HEADS:
        # Ordinary words open sentences with a capital too: "Skolgården", "Lekplatsen" are generic places.
        return (
            i + 1
            if i
            or (
                re.fullmatch(r".*(?:gatan|vägen|stigen|skolan|gränd|allén|parken|torget)", word.low)
                and not re.fullmatch(
                    r"(?:cykel|gång|huvud|bak|gå|skol|riks|grus|förs?|grund|musik|bil|skogs|infarts|stads|"
                    r"lek|skate|folk|hög)(?:gatan|vägen|stigen|skolan|parken|torget)"
                    r"|förskolan",
                    word.low,
                )
            )
            else 0
        )
    return 0
