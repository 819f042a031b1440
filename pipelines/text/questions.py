"""What a form's question lends to a short answer: its subject, and what "yes" and "never" mean to it.

Belongs here: reading the question and the opening of the answer. Not here: answers that say themselves what
they are about (``coding``), nor the words of the subjects (the lexicon file).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .lexicon import Word
from .word_sets import word_set

_UNSAFE = re.compile(
    r"otrygg|minst trygg|inte\s(?:\w+\s){0,3}trygg|rädd|oro[ans]|\boro\b|undvik|osäker|hot(?:ad|at|fyll)|slagen|"
    r"utsatt|drabba|\bstör|mobba|kränk|problem|brott|stöld|stulit|inbrott|bedräg|klott|skadegör|bråk|våld|"
    r"drog|narko|alkohol|rök|snus|vejp|vape|druckit|skolka|sämst|dåligt|saknar|buskör|trakasser|skräp|"
    r"mörk|stökig|stul|stjäl|\bstal|snatt|\brån|lura|trivs du inte|varför\b.*\binte\b",
    re.I,
)
_GOOD = re.compile(
    r"fungera|\bbra\b|\bbättre\b|(?<!o)trygg|nöjd|positiv|förtroende|trivs|bäst|säker|tillräcklig|lyser", re.I
)
_WISH = re.compile(
    r"förslag|önsk|åtgärd|borde|\bbör\b|kan (?:göra|vi|kommunen)|skulle|behöv|förbättra|\bvill\b|saknar|ändra",
    re.I,
)
_WHERE = re.compile(r"\b(?:var|vart|när|vilka? plats\w*|vilket område|någon plats|några platser)\b", re.I)
_COUNTING = re.compile(
    r"^(?:har|händer|finns|känner|är|oroar|brukar|hur (?:ofta|mycket|trygg|orolig|många|nöjd))\b", re.I
)
#: How a place or a surrounding is experienced: an answer is about safety there though no word says so.
_EXPERIENCE = re.compile(
    r"\bhur (?:upplever|känns|är det)|bostadsområde|närmiljö|där du bor|känner du dig", re.I
)
#: What works may be anything, the view as well as the street.
_WORKS = re.compile(r"\bfungera", re.I)
#: "Which crime?": the answer names only what was taken.
_CRIME = re.compile(r"\bbrott|bestul|stulit|stöld", re.I)
_SCHOOL = re.compile(r"\bskol", re.I)
_YES = word_set("""
ja japp jajamän jo mycket ofta alltid ibland dagligen väldigt ganska flera varje jämt ständigt nästan lite
litegrann en två tre någon absolut tyvärr mest stor ganska delvis stundtals emellanåt veckovis hela
""")
_NO = word_set("""
nej nä nää nepp aldrig sällan inte knappast inga ingen inget ingenting ingenstans knappt noll ej
""")
_WORSE = word_set("""
värre sämre otryggare ökat ökar tätare fler dåligt dålig illa kasst uselt hemskt sådär bristfällig lågt litet
""")
_BETTER = word_set("""
bättre tryggare lugnare minskat bra fint jättebra tryggt trevligt utmärkt stort högt
""")
#: "Ingenstans" and "nej, inte vad jag vet" are whole answers; longer ones say something more.
_BARE = 5
_UNWELL = ("otrygg", "orolig", "rädd", "missnöjd", "osäker")
_SAME = (
    "som alltid", "som förut", "som vanligt", "samma som", "ungefär samma", "oförändrat", "oförändrad", "neutral",
    "varken", "ingen skillnad", "ingen förändring", "lika som", "likadant", "vet ej", "vet inte", "ingen åsikt",
)  # fmt: skip


class Question:
    """One question of a form. Falsy when no question was given."""

    def __init__(self, text: str | None) -> None:
        self.text = text or ""
        self.wish = bool(_WISH.search(self.text))
        self.unsafe = bool(_UNSAFE.search(self.text))
        self.good = bool(_GOOD.search(self.text)) and not self.unsafe
        self.where = bool(_WHERE.search(self.text)) and (self.unsafe or self.good)
        self.experience = bool(_EXPERIENCE.search(self.text)) and not _WORKS.search(self.text)
        self.crime = bool(_CRIME.search(self.text)) and self.unsafe
        self.school = bool(_SCHOOL.search(self.text))
        self.counting = bool(_COUNTING.search(self.text))

    def __bool__(self) -> bool:
        return bool(self.text)

    def status_of(self, answer: Sequence[Word]) -> str | None:
        """What a bare answer says to this question: ``"true"``, ``"false"``, ``"positive"``; None when open."""
        if not self or not answer:
            return None
        plain = " ".join(w.low for w in answer)
        if any(plain.startswith(same) for same in _SAME):
            return "false"
        if self.wish:
            return "false"
        lows = [w.low for w in answer[:6]]
        if any(low in _WORSE for low in lows):
            return "true"
        if any(low in _BETTER for low in lows):
            return "positive"
        if self.good and any(low.startswith(_UNWELL) for low in lows):
            return "true"
        first = next((low for low in lows[:3] if low in _YES or low in _NO), None)
        if first and self.counting:
            if self.unsafe:
                return "true" if first in _YES else "false"
            if self.good:
                return "positive" if first in _YES else "true"
            return "false"
        if self.unsafe:
            return "false" if lows[0] in _NO and len(answer) <= _BARE else "true"
        return "positive" if self.good else None
