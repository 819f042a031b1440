"""Splitting a paragraph into statements: one sentence, one bullet or one line each.

Belongs here: the sentence splitter for Swedish notes. Not here: headings and attendance lists (the readers
leave them out) and coding.

Written for this project because ready-made splitters break on "kl.", "t.ex.", "v. 45" and "11.15".
"""

from __future__ import annotations

import re

from .word_sets import word_set

#: Abbreviations that never end a statement: something always follows.
_ALWAYS_OPEN = word_set("""
kl ca cirka t.ex tex ex bl.a bla bl d.v.s dvs s.k sk fr.o.m t.o.m p.g.a pga m.a.o jfr tel tfn mob ref resp dr
prof inkl exkl ev alt f.d fd f.n f.ö i.o.m m.h.a s.a.s i.s.f ang avs enl hr fru ordf sekr tf gm dnr nr kv div
forts obs avd insp
""")
#: Short forms that are words or units as well ("en bil.", "tomten var tom.", "5 min."): only before a number
#: is their full stop an abbreviation's.
_OPEN_BEFORE_NUMBER = word_set("""
from tom st s sid v vecka punkt bil kap p art mom lgh max åk tr prop f ung år
jan feb mar apr jun jul aug sep sept okt nov dec mån tis ons tors tor fre lör sön §
""")
#: Abbreviations that may close a sentence; they do so before a capital letter.
_MAY_CLOSE = word_set("""
m.m mm m.fl mfl osv etc e.d o.d o.s.v dyl e.dyl o.dyl m.v kr
""")
#: After these a single capital letter is a name of a part ("hus B."), not somebody's initial.
_LETTERED = re.compile(
    r"(?:\d|\b(?:hus|huset|klass|klassen|plan|sal|salen|port|porten|grupp|gruppen|del|korridor|korridoren|trapp|"
    r"byggnad|byggnaden|avdelning|avdelningen|paviljong|alternativ|bilaga|punkt|uppgång|uppgången|hall|lokal))\s$",
    re.IGNORECASE,
)
_MARKS = "\"”“„»«'’‘"
_BREAK = re.compile(rf"[.!?…][{_MARKS})\]]*(\s+)(?=[{_MARKS}(\[–—-]*\s?(?P<next>[^\W_]|[§\[]))")
_NUMBER_MARK = r"\d{1,2}(?:\.\d{1,2})?[.)](?!\s+(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))"
_BULLET = re.compile(rf"^\s*(?:[-–—•*·‣○◦●▪►]|{_NUMBER_MARK}|\(?[a-z]\)|\(\d{{1,2}}\))\s+", re.IGNORECASE)
#: A second round for a mark inside a mark: "- a) lamporna".
_BULLET_INSIDE = re.compile(r"^\s*\(?(?:[a-z]|\d{1,2})\)\s+", re.IGNORECASE)
_INLINE_BULLET = re.compile(r"\s+[•▪●◦‣]\s+")
_LAST = re.compile(r"([^\s(]+)$")
_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_]|-[^\W\d_])*")
_LIST_NUMBER = re.compile(r"(?:^|[:;,(]\s*)§?\s?\d{1,2}(?:\.\d{1,2})?$")
_SPACED = re.compile(r"(?:\bm\. (?:m|fl)|\bo\. (?:s\. v|d|dyl)|\be\. (?:d|dyl))$", re.IGNORECASE)
_SPEECH_DASH = re.compile(r"^[–—-]\s+")


def split(text: str) -> list[str]:
    """The statements of ``text`` in order, stripped, without bullet marks; empty when there are none.

    Lines that open with a bullet are statements of their own; other line breaks are taken as wrapped lines.
    """
    blocks: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\u00ad", "").split("\n"):
        parts = _INLINE_BULLET.split(line) if len(_INLINE_BULLET.findall(line)) > 1 or "•" in line else [line]
        for n, part in enumerate(parts):
            if not part.strip():
                blocks.append("")
            elif n or not blocks or not blocks[-1] or _opens(part, blocks[-1]):
                blocks.append(_without_bullet(part))
            else:
                blocks[-1] = f"{blocks[-1]} {part.strip()}"
    return [sentence for block in blocks if block for sentence in _sentences(block)]


def _opens(line: str, before: str) -> bool:
    """A bullet; not the number that a wrapped line happens to begin with ("klockan är kl.", "19. Alla …")."""
    if not _BULLET.match(line):
        return False
    last = before.rstrip().rsplit(" ", 1)[-1].casefold()
    return not (line.lstrip()[:1].isdigit() and last.rstrip(".") in _ALWAYS_OPEN | _OPEN_BEFORE_NUMBER)


def _without_bullet(line: str) -> str:
    bare = _BULLET.sub("", line)
    return (_BULLET_INSIDE.sub("", bare) if bare != line else bare).strip()


def _sentences(block: str) -> list[str]:
    found: list[str] = []
    start = 0
    is_small = _is_written_small(block)
    for match in _BREAK.finditer(block):
        before = block[start : match.start() + 1]
        if not _begins(match["next"], before, is_small=is_small):
            continue
        if _goes_on(before, block[match.end() :]):
            continue
        found.append(block[start : match.start(1)].strip())
        start = match.end()
    found.append(block[start:].strip())
    sentences = [found[0], *(_without_bullet(_SPEECH_DASH.sub("", s)) for s in found[1:])]
    return [sentence for sentence in sentences if any(c.isalnum() for c in sentence)]


def _is_written_small(block: str) -> bool:
    """Somebody who never writes a capital after a full stop: there a small letter begins a sentence too."""
    begun = [block.lstrip(_MARKS + "([ ")[:1], *(m["next"] for m in _BREAK.finditer(block))]
    letters = [c for c in begun if c.isalpha()]
    return len(letters) > 1 and all(c.islower() for c in letters)


def _begins(letter: str, before: str, *, is_small: bool) -> bool:
    """Whether what follows can begin a sentence."""
    if not letter.islower():
        return True
    last = _LAST.search(before.rstrip(".!?…"))
    word = last.group(1).casefold() if last else ""
    return is_small and len(word) > 3 and word.isalpha() and word not in _ALWAYS_OPEN | _OPEN_BEFORE_NUMBER


def _goes_on(before: str, after: str) -> bool:
    """True when the full stop that ends ``before`` belongs to an abbreviation, an initial or an ordinal."""
    if before.count("(") > before.count(")") and ")" in after and not before.lstrip().startswith("("):
        return True
    if not before.endswith("."):
        return False
    plain = after.lstrip(_MARKS + "([–—- ")
    is_number = plain[:1].isdigit()
    last = _LAST.search(before)
    shown = last.group(1).rstrip(".").lstrip(_MARKS + "[") if last else ""
    word = shown.lower()
    if word in _MAY_CLOSE or _SPACED.search(before[:-1]):
        return not plain[:1].isupper() and after[:1] != "["
    if word in _ALWAYS_OPEN or shown in ("St", "S", "Fr"):
        return True
    if word in _OPEN_BEFORE_NUMBER:
        return is_number
    if _INITIALS.fullmatch(word):
        return _is_initial(shown, before, is_number=is_number)
    if re.fullmatch(r"§?\d{1,2}(?:\.\d{1,2})?", word):
        # "den 3. Mötet" ends; "3. Belysning" is a numbered heading that goes on, and so is ": 1. Torget".
        return bool(_LIST_NUMBER.search(before[:-1].strip()))
    return False


def _is_initial(shown: str, before: str, *, is_number: bool) -> bool:
    """A single letter or letters with stops between: somebody's initials, or part of an abbreviation."""
    if len(shown) > 1:
        return True
    ahead = before[: -len(shown) - 1]
    if shown.isupper():
        return not _LETTERED.search(ahead)
    # A small letter: of "t. ex." and the like, or before a number ("s. 12"); else the end ("vid å.").
    return is_number or bool(re.search(r"\b[^\W\d_]{1,2}\.\s?$", ahead))
