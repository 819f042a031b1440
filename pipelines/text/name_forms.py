"""Names recognised by a form of their own: compounds, turned order, prefixes, roll calls, signatures.

Belongs here: forms that need no verb or role beside them ("Ahmed-bröderna", "NYSTRÖM, KAJSA", "Lill-Babs", "von
Platen", "Närvarande: …"). Not here: running text (``name_rules``, ``name_context``), nicknames and initials by
pattern (``name_tokens``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from . import name_words as words
from .name_context_words import VERB_SHAPE
from .name_dictionary import is_listed_word, is_word
from .name_evidence import SURNAME
from .name_tokens import Memory, Token
from .name_unknown import UnknownWords
from .patterns import Span
from .word_sets import word_set

_GROUP = (
    r"(?:bröder|grabb|pojk|kill|systr|flick|tjej|syskon|familj|gäng|klan|söner|barn|liga|kusin|släkt|brors|mamma|pappa)"
    r"(?:arnas?|ornas?|ernas?|nas?|ens?|ets?|an|as?)?"
)
_COMPOUND = re.compile(rf"([A-ZÅÄÖ][^\W\d_]+?(?:-[A-ZÅÄÖ][^\W\d_]+)?)(-?){_GROUP}")
_NATT_OCH_DAG = re.compile(
    r"\bNatt och Dag\b(?=\s(?:har|ha|äger|ringde|sa|säger|vill|undrar|skrev|svarar)\b)"
)
_PREFIXED = re.compile(r"(?i:lill|stor|lång|svart|gamm|gammel|super|mini|små)-[A-ZÅÄÖ][^\W\d_]+s?")
_NOBLE = frozenset({"von", "af", "zu", "ibn", "bin"})
_ROLL = re.compile(
    r"(?:^|(?<=[\n.•;]))\W*(?:närvarande|protokoll|ansvar|åtgärd av|frånvarande|deltagare|deltog|deltar|adjungera\w+|"
    r"justera\w*|vid protokollet|"
    r"protokollförare|"
    r"ansvarig\w*|sekreterare|ordförande|ordf|mötesordförande|uppgiftslämnare|ombud|tipsare|"
    r"anmälare|anmält av|kontaktperson\w*|kontakt|namn|för- och efternamn|vårdnadshavare|målsägande|vittne\w*|"
    r"misstänkt\w*|elev|handläggare|signatur|sign|"
    r"ersättare|ledamöter|tjänstgörande|inbjudna|avsändare|från|underskrift|kopia till|förhinder|föredragande)"
    r"(?:\s(?:från|vid|på)\s\w+)?(?:\s?\([^)\n]*\))?\s?:\s*(?P<names>[^\n.]*(?:\b[A-ZÅÄÖ]\.[^\n.]*)*)",
    re.I,
)
#: Initials beside "enligt" and the like, beside each other, and in a signature.
_INITIALS = re.compile(
    r"(?:\b(?i:enligt|av|hos|med|sign\.?|signatur\w*|elev|eleven|eleverna)\s|(?<=\b[A-ZÅÄÖ]{2} och )|/)"
    r"([A-ZÅÄÖ]\.?[A-ZÅÄÖ]\.?|[A-ZÅÄÖ]\.)(?![\w-])|(?<![\w./-])([A-ZÅÄÖ]{2})(?= och [A-ZÅÄÖ]{2}\b)"
)
#: Initials of someone in a class or from an office, joined initials, and names with a foreign prefix.
_PLACED = re.compile(
    r"(?<![\w.-])([A-ZÅÄÖ]{1,2}\.?)(?=\si\s(?:\d[A-Ea-e]?\b|(?:ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian)\b))|"
    r"(?:^|(?<=[.!?]\s))([A-ZÅÄÖ]{2})(?=\sfrån\s(?:polisen|soc|socialtjänsten|skolan|kommunen|fritids)\b)|"
    r"(?:^|(?<=[.!?]\s))([A-ZÅÄÖ]{2})"
    r"(?=\s(?:ringer|ringde|kontaktar|återkommer|mejlar|mejlade|pratar|skriver|hör av)\b)|"
    r"(?<![\w-])([A-ZÅÄÖ]-[A-ZÅÄÖ])(?![\w-])|(?<!\w)((?:[OD]['’]|Mc|Mac)(?!Donald)[A-ZÅÄÖ][^\W\d_]{2,})"
)
_ABBREVIATED = word_set("""
eu tv it pr hr vd ab if bk fk ik km id wc cd pc ks kf sn bn cv gd ud ok os vm em sm sd kd mp sk fn uk us dj mc pt st sos
gp dn svd tt sr bt smp sp svt tk iv av tf la åk vf bo un lo tco hb kb jo jk su so no sa na ai af sl sj va vg
pm åf vw gk mb uf
""")
#: What someone known by two letters does in minutes.
_INITIALS_DO = (words.PERSON_VERBS - words.COPULAS) | word_set(
    "återkopplar återkopplade följer undersöker undersökte kollar kollade bokar bokade tar sammanfattar skickar"
)
_JOINS_INITIALS = frozenset({"och", ",", "/"})
_SEGMENT = re.compile(r"[^,;/()]+")
_TWO_LETTERS = re.compile(r"[A-ZÅÄÖ]{2}")
_JOINED = re.compile(r"\s(?:och|samt|&)\s")
_NAME_WORD = r"[A-ZÅÄÖ][^\W\d_]*(?:[-'’][^\W\d_]+)*\.?"
_SEGMENT_NAME = re.compile(
    rf"\s*(?:[a-zåäö]+\s){{0,2}}({_NAME_WORD}(?:\s(?:{_NAME_WORD}|(?:von|af|de|van|el|al)\b)){{0,3}})"
)
_SIGNED = re.compile(
    r"(?:\b(?:mvh|hälsningar|hälsn\.?|vänligen|hej d[åi]|/|//|—|c/o)[,!\s]*)(?<![\w/]/)"
    r"([A-ZÅÄÖ][^\W\d_]+(?:-[A-ZÅÄÖ][^\W\d_]+)?(?:\s[A-ZÅÄÖ][^\W\d_]*)?)\W*$",
    re.I | re.M,
)
_SIGNED_SMALL = re.compile(r"(?://|\b[Mm][Vv][Hh]\b)[,\s]*([a-zåäöé]{3,}(?:\s[a-zåäöé]{3,})?)\W*$", re.M)
#: A nickname without a capital: "vi kallar honom tjommen".
_CALLED_SMALL = re.compile(
    r"\b(?:kalla(?:r|s|de|des|t)?\s(?:de\s|alla\s|vi\s|dom\s)?(?:honom|henne)|(?:han|hon)\skallas)\s(?:för\s)?"
    r"([a-zåäö]{4,})(?=[,.!]|\s(?:på|i|och|av|för|bland)\b|$)"
)
_CARE_OF = re.compile(r"\bc/o\s([A-ZÅÄÖ][^\W\d_]+(?:-[^\W\d_]+)?(?:\s[A-ZÅÄÖ][^\W\d_]+)?)", re.I)
_ROLE_QUOTED = re.compile(
    r"\b(?i:kille|killen|man|mannen|pojke|pojken|tjej|tjejen|kvinna|kvinnan|flicka|flickan|person|personen|han|hon|"
    r"ungdom|ungdomen|elev|eleven|grabb|grabben|gubbe|gubben|kompis|kompisen)(?:\s\w+){0,2},?\s[\"”“»«'’]"
    r"([A-ZÅÄÖ][^\W\d_]+)[\"”“»«'’]"
)
_CALLED_BY = re.compile(
    r"\b(?i:säger|sa|säga|ropar|kallar|kallade|kalla)s?\s(?:alltid\s|bara\s)?([A-ZÅÄÖ][^\W\d_]+)\s(?:till|åt)\s(?:henne|honom)|"
    r"\bkallar\s(?:de|alla|vi|dom)?\s?(?:honom|henne)\s(?:för\s)?[\"”“]?([A-ZÅÄÖ][^\W\d_]+)|"
    r"\b(?:de|dom|vi|alla|ungdomarna|eleverna|kompisarna)\s(?:alltid\s)?kallar(?:\sför)?\s[\"”“]?([A-ZÅÄÖ][^\W\d_]+)"
)


#: Cheap signs without which the patterns above cannot match.
_QUOTE = re.compile("[\"”“»«'’]")
_CALLED_SIGN = re.compile(r"\b(?:sa|säg|ropar|kall)", re.I)
_CARE_SIGN = re.compile("c/o", re.I)


class NameForms(UnknownWords):
    """Finds names by their form alone."""

    @cached_property
    def _not_alone(self) -> frozenset[str]:
        return self._places | self._lists.abroad | words.CALENDAR

    def _forms(self, text: str, tokens: Sequence[Token], memory: Memory) -> Iterator[Span]:
        for i, token in enumerate(tokens):
            if token.is_cap and len(token.low) > 5:
                yield from self._compound(token, memory)
            if token.is_word and "-" in token.text:
                yield from self._prefixed(token)
            if token.is_cap and i + 2 < len(tokens) and tokens[i + 1].text == ",":
                yield from self._turned(tokens, i)
            if token.low in _NOBLE:
                yield from self._noble(tokens, i)
        for pattern, sign in ((_ROLE_QUOTED, _QUOTE), (_CALLED_BY, _CALLED_SIGN), (_CARE_OF, _CARE_SIGN)):
            for match in pattern.finditer(text) if sign.search(text) else ():
                group = match.lastindex or 0
                if match.group(group)[0].isupper():
                    yield Span(match.start(group), match.end(group), "NAME")
        for match in _SIGNED.finditer(text):
            if self._may_be_named(match.group(1)):
                yield Span(match.start(1), match.end(1), "NAME")
        for match in _SIGNED_SMALL.finditer(text) if "//" in text or "vh" in text.lower() else ():
            if any(self._is_signature(part) for part in match.group(1).split()):
                yield Span(match.start(1), match.end(1), "NAME")
        for match in _CALLED_SMALL.finditer(text):
            nick = match.group(1)
            if not is_word(nick) or nick.endswith(("en", "an")):
                yield Span(match.start(1), match.end(1), "NAME")
        for match in _NATT_OCH_DAG.finditer(text):
            yield Span(match.start(), match.end(), "NAME")
        for match in (*_INITIALS.finditer(text), *_PLACED.finditer(text)):
            group = match.lastindex or 1
            if match.group(group).casefold().replace(".", "") not in _ABBREVIATED:
                yield Span(match.start(group), match.end(group), "NAME")
        yield from self._initials_acting(tokens)
        if ":" in text:
            yield from self._roll_call(text)

    def _initials_acting(self, tokens: Sequence[Token]) -> Iterator[Span]:
        """ "OH informerade … och KW om mötet": two letters that act, and those in their sentence joined to others."""
        pairs = [
            k for k, t in enumerate(tokens) if len(t.text) == 2 and t.is_acronym and t.low not in _ABBREVIATED
        ]
        shouted = len(tokens) > 3 and all(not t.is_word or t.text.isupper() for t in tokens)
        if not pairs or shouted:
            return
        sentence = list(accumulate(token.is_first for token in tokens))
        acting = {k for k in pairs if k + 1 < len(tokens) and tokens[k + 1].low in _INITIALS_DO}
        acts_in = {sentence[k] for k in acting}
        for k in pairs:
            beside = {t.low for t in (*tokens[max(0, k - 1) : k], *tokens[k + 1 : k + 2])}
            if k in acting or (sentence[k] in acts_in and beside & _JOINS_INITIALS):
                yield Span(tokens[k].start, tokens[k].end, "NAME")

    def _prefixed(self, token: Token) -> Iterator[Span]:
        """ "Lill-Babs", "Bagar-Lasse": a nickname on top of a name."""
        head, hyphen, tail = token.text.partition("-")
        if not hyphen or not tail or not tail[0].isupper() or not head or tail.isupper():
            return
        low = tail.casefold()
        stem = low[:-1] if low.endswith("s") and low not in self._lists.given else low
        swedish = stem in self._lists.common and stem not in self._lists.abroad
        if (_PREFIXED.fullmatch(token.text) or swedish) and head.casefold() not in self._places:
            yield Span(token.start, token.end - (stem != low), "NAME")

    def _compound(self, token: Token, memory: Memory) -> Iterator[Span]:
        """ "Ahmed-bröderna", "Nilssonpojkarna": only the name is a person's."""
        match = _COMPOUND.fullmatch(token.text)
        if match is None:
            return
        head = match.group(1).casefold()
        listed = self._is_given(head) or self._is_family(head) or head in memory.certain
        listed = listed or (len(head) > 5 and SURNAME.fullmatch(head) is not None and bool(match.group(2)))
        if head not in self._places and listed and (match.group(2) or head not in words.WORD_NAMES):
            if not match.group(2) and head in self._lists.abroad:
                return
            yield Span(token.start, token.start + len(head), "NAME")

    def _turned(self, tokens: Sequence[Token], i: int) -> Iterator[Span]:
        """ "NYSTRÖM, KAJSA": family name, comma, given name."""
        family, given = tokens[i], tokens[i + 2]
        if not family.is_cap or not given.is_cap or family.text.isupper() != given.text.isupper():
            return
        shaped = self._is_family(family.low) or SURNAME.fullmatch(family.low) is not None
        if (family.low in self._places and not family.is_acronym) or family.low in words.TITLES:
            return
        alone = family.is_first or tokens[i - 1].text in ":(;"
        if len(family.low) > 2 and self._is_given(given.low) and (shaped or (family.is_acronym and alone)):
            j = i + 3
            if (
                j < len(tokens)
                and tokens[j].is_acronym
                and given.is_acronym
                and self._is_given(tokens[j].low)
            ):
                j += 1
            if family.text.isupper():
                yield Span(family.start, tokens[j - 1].end, "NAME")
            else:
                yield Span(family.start, family.end, "NAME")
                yield Span(given.start, given.end, "NAME")

    def _noble(self, tokens: Sequence[Token], i: int) -> Iterator[Span]:
        """ "von Platen" without a first name."""
        k = i + 1
        if k < len(tokens) and tokens[k].low in {"der", "den", "la", "und"}:
            k += 1
        if k >= len(tokens) or not tokens[k].is_cap:
            return
        last = tokens[k]
        if last.low in words.NOT_IN_CHAIN:
            return
        known = self._is_family(last.low) or self._is_given(last.low)
        after = tokens[k + 1] if k + 1 < len(tokens) else None
        acts = after is None or after.low in words.PERSON_VERBS or VERB_SHAPE.fullmatch(after.low) is not None
        genitive = last.low.endswith("s") and not known and not acts
        yield Span(tokens[i].start, last.end - genitive, "NAME")

    def _is_signature(self, low: str) -> bool:
        known = self._is_given(low) or self._is_family(low) or SURNAME.fullmatch(low) is not None
        return known and not is_listed_word(low) and low not in self._places

    def _may_be_named(self, name: str) -> bool:
        """True when no word of ``name`` is known as a place, an organisation, a role or ordinary Swedish."""
        for part in name.split():
            low = part.casefold().rstrip(".")
            if len(low) == 1:
                continue
            token = Token(0, len(low), part.rstrip("."), low, True, False, False)
            if self._is_given(low) and low not in self._not_alone:
                continue
            shouted = token.is_acronym and len(low) > 3
            if low in words.TITLES or (self._is_other(token) and not shouted) or self._is_ordinary(low):
                return False
            if low.endswith(("en", "et")) and not self._is_family(low):
                return False
        return True

    def _roll_call(self, text: str) -> Iterator[Span]:
        """ "Närvarande: Ylva Ek (ordf), Moa och Kim": each part of the list that can be a name is one."""
        for roll in _ROLL.finditer(text):
            for segment in _SEGMENT.finditer(roll["names"]):
                start = roll.start("names") + segment.start()
                position = 0
                for piece in _JOINED.split(segment.group()):
                    at = segment.group().index(piece, position)
                    position = at + len(piece)
                    found = _SEGMENT_NAME.match(piece)
                    initials = _TWO_LETTERS.fullmatch(piece.strip(" ."))
                    if initials and initials.group().casefold() not in _ABBREVIATED:
                        begin = start + at + piece.index(initials.group())
                        yield Span(begin, begin + 2, "NAME")
                    if found and self._may_be_named(found.group(1)):
                        tail = found.group(1).endswith(".") and len(found.group(1).split()[-1]) > 2
                        yield Span(start + at + found.start(1), start + at + found.end(1) - tail, "NAME")
