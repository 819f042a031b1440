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
kl ca cirka t.ex tex bl.a bla d.v.s dvs s.k sk fr.o.m from t.o.m tom p.g.a pga m.a.o o.dyl jfr nr st tel
tfn ref resp dr prof inkl exkl ev alt bil kap s sid v vecka § punkt avd f.d fd f.n i.o.m m.h.a e.d osv obs
ang avs enl ggr max min jan feb mar apr jun jul aug sep sept okt nov dec mån tis tors fre lör sön hr fr
ordf sekr tf gm dnr lgh
""")
#: Abbreviations that may close a sentence; they do so before a capital letter.
_MAY_CLOSE = word_set("""
m.m mm m.fl mfl osv etc e.d o.d o.s.v dyl e.dyl kr
""")
_BREAK = re.compile(r"(?<=[.!?…])[\"”»')\]]*\s+(?=[\"”»'(\[–—-]?\s?[A-ZÅÄÖ0-9§\[])")
_BULLET = re.compile(r"^\s*(?:[-–—•*·○▪►]|\d{1,2}[.)]|[a-z]\))\s+")
_LAST = re.compile(r"([^\s(]+)$")


def split(text: str) -> list[str]:
    """The statements of ``text`` in order, stripped, without bullet marks; empty when there are none.

    Lines that open with a bullet are statements of their own; other line breaks are taken as wrapped lines.
    """
    blocks: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\u00ad", "").split("\n"):
        if not line.strip():
            blocks.append("")
        elif _BULLET.match(line) or not blocks or not blocks[-1]:
            blocks.append(_BULLET.sub("", line).strip() if _BULLET.match(line) else line.strip())
        else:
            blocks[-1] = f"{blocks[-1]} {line.strip()}"
    return [sentence for block in blocks if block for sentence in _sentences(block)]


def _sentences(block: str) -> list[str]:
    found: list[str] = []
    start = 0
    for match in _BREAK.finditer(block):
        if _goes_on(block[start : match.start()].rstrip("\"”»')]"), block[match.end() :]):
            continue
        found.append(block[start : match.end()].strip())
        start = match.end()
    found.append(block[start:].strip())
    return [sentence for sentence in found if any(c.isalnum() for c in sentence)]


def _goes_on(before: str, after: str) -> bool:
    """True when the full stop that ends ``before`` belongs to an abbreviation, an initial or an ordinal."""
    if not before.endswith("."):
        return False
    last = _LAST.search(before)
    word = last.group(1).rstrip(".").lower().lstrip("(\"”»'") if last else ""
    if word in _MAY_CLOSE:
        return not after[:1].isupper() and after[:1] != "["
    if word in _ALWAYS_OPEN:
        # "kl. 19", "t.ex. Kosta", but a sentence may end in a short word such as "nr" only before a number.
        return True
    if len(word) == 1 and word.isalpha() and word not in {"i", "å", "ö"}:
        return True
    if re.fullmatch(r"§?\d{1,2}", word):
        # "den 3. Mötet" ends; "3. Belysning" is a numbered heading that goes on.
        return before.strip(" §").rstrip(".").isdigit()
    return False
