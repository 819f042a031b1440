"""Words of a text as the name rules see them, the document's memory, and names that stand in set phrases.

Belongs here: tokens, the memory of names, nicknames and initials found by pattern. Not here: the rules for
chains of capitalised words (``name_rules``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import name_words as words
from .name_dictionary import is_listed_word
from .patterns import PLACEHOLDER, Span
from .word_sets import word_set

_TOKEN = re.compile(
    r"\[[^\[\]\n]{4,20}\]|[^\W\d_]\.(?:[ ]?[^\W\d_]\.)+|"
    r"[^\W\d_]+(?:['’:][^\W\d_]{2,})?(?:-(?:\n(?=[a-zåäö]))?[^\W\d_]+)*|\d+|[^\w\s]"
)
_NICK = re.compile(
    r"\b(?:(?:som|han|hon|de|den|också|allmänt|även|går|går under)\s)?(?:kallas|kallad|kallades|"
    r"kallar\ssig|kalla[rs]?\sför|kallas\sför|"
    r"alias|går\sunder(?=\s[A-ZÅÄÖ])|a\.?k\.?a\.?|smeknamnet|öknamnet|under\snamnet|gatunamnet|går\sunder\snamnet)\s(?:för\s|"
    r"allmänt\s|bara\s|ibland\s|är\s)?"
    r"([\"'»”“«]?)([^\W\d_]+(?:-[^\W\d_]+)?(?:\s(?=[A-ZÅÄÖ])[^\W\d_]+)?)"
)
_NICK_QUOTED = re.compile(
    r"(?<=[a-zåäö]\s)[\"”“»«']([A-ZÅÄÖ][^\W\d_]+[\"”“»«']\s[A-ZÅÄÖ][^\W\d_]+)|"
    r"[\"”“»«']([A-ZÅÄÖ][^\W\d_]+)[\"”“»«']\s(?=[A-ZÅÄÖ][^\W\d_]+)"
)
_NICK_STOP = word_set("""
till in för att av det den de en ett polis polisen väktare väktarna ut hem upp alla vi så här där när om
som ofta nytt snart alltid dit också inte ibland bara saker fula ord namn olika hora
""")
_PLACE_TALK = re.compile(
    r"\b(?:plats\w*|ställe\w*|hörn\w*|område\w*|park\w*|backe\w*|kurva\w*|gäng\w*|grupp\w*|"
    r"förening\w*|hus\w*|"
    r"dunge\w*|projekt\w*|metod\w*|fenomen\w*|möte\w*|linje\w*|väg\w*|app\w*|drog\w*)\b",
    re.I,
)
_INITIALS_ROLE = re.compile(
    r"\b(?i:elev|eleven|pojken|pojke|flickan|flicka|killen|kille|tjejen|tjej|sonen|dottern|grabben|"
    r"ungdomen|barnet|klienten|"
    r"mannen|kvinnan|personen|brukaren|handläggare|initialer|initialerna|sign|signatur|"
    r"vid pennan)\s(?:är\s|med\s(?:initialerna\s)?)?"
    r"([A-ZÅÄÖ]\.?[ ]?[A-ZÅÄÖ]\.?)(?![\w-])"
)
_ONE_INITIAL = re.compile(
    r"\b(?i:elev|eleven|pojken|flickan|killen|tjejen|ungdomen|klienten|brukaren|kille|tjej|pojke|"
    r"flicka)\s([A-ZÅÄÖ])(?![\w.-]|\.\w)"
)


@dataclass
class Memory:
    """What one document has shown so far: words that are parts of persons' names, in lower case.

    ``written_small`` are all words that the document also writes without a capital.
    """

    parts: set[str] = field(default_factory=set)
    certain: set[str] = field(default_factory=set)
    written_small: frozenset[str] = frozenset()

    def learn(self, name: str, certain: bool = True) -> None:
        """Remember every word of ``name``; single letters are too weak to remember."""
        for part in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", name):
            low = part.casefold()
            if len(low) < 2 or low in words.PARTICLES or low in words.TITLES:
                continue
            self.parts.add(low)
            if certain:
                self.certain.add(low)


@dataclass(slots=True)
class Token:
    """One word or sign. ``is_cap`` and ``is_acronym`` are worked out once: every rule asks for them."""

    start: int
    end: int
    text: str
    low: str
    is_word: bool
    is_first: bool
    is_placeholder: bool
    is_cap: bool = field(init=False)
    is_acronym: bool = field(init=False)

    def __post_init__(self) -> None:
        text = self.text
        # "al-Tikriti" begins with its article.
        self.is_cap = self.is_word and (
            text[0].isupper() or ("-" in text and text.startswith(("al-", "el-", "as-", "ad-", "ar-")))
        )
        self.is_acronym = self.is_cap and len(text) > 1 and text.isupper() and text.isalpha()


def tokenise(text: str) -> list[Token]:
    found: list[Token] = []
    first, broken = True, "\n" in text
    for match in _TOKEN.finditer(text):
        token = match.group()
        held = token[0] == "[" and PLACEHOLDER.fullmatch(token) is not None
        is_word = token[0].isalpha()
        if (
            broken
            and found
            and "\n" in text[found[-1].end : match.start()]
            and not _wraps(text, match.start())
        ):
            first = True
        found.append(
            Token(
                match.start(),
                match.end(),
                token,
                token.casefold().replace("-\n", ""),
                is_word,
                first and is_word,
                held,
            )
        )
        if held or is_word or token.isdigit():
            first = False
        elif token in '.!?:•*|–-»”"' and (token in ".!?:•*|" or first):
            first = True
    return found


def _wraps(text: str, position: int) -> bool:
    """True when the line break before ``position`` is inside a sentence (the line before ends in a word)."""
    before = text[:position].rstrip()
    return bool(before) and (before[-1].isalnum() or before[-1] == ",")


def set_phrases(text: str) -> list[Span]:
    """Nicknames ("kallas …") and initials after a role word."""
    spans = []
    for match in _NICK.finditer(text):
        nick, quote = match.group(2), match.group(1)
        low = nick.casefold()
        if low.split()[0] in _NICK_STOP or _PLACE_TALK.search(
            text[max(0, match.start() - 40) : match.start()]
        ):
            continue
        small = match.group().startswith("kallas för") and not nick[0].isupper()
        if small and not quote and is_listed_word(nick):
            # "Kallas för apa": an insult, no name.
            continue
        if nick[0].isupper() or quote or match.group().startswith(("som kallas", "han kallas", "kallas för")):
            spans.append(Span(match.start(2), match.end(2), "NAME"))
    for pattern in (_NICK_QUOTED, _INITIALS_ROLE, _ONE_INITIAL):
        spans += [
            Span(m.start(m.lastindex), m.end(m.lastindex), "NAME")
            for m in pattern.finditer(text)
            if m.lastindex
        ]
    return spans
