"""What a Swedish dictionary says of a word: an ordinary word, a proper noun, or nothing at all.

Belongs here: looking a word up, also as an inflected form and as a compound. Not here: what follows from the
answer (``name_unknown``), names (``names``) and hand-written words (``name_words``).

The dictionary is read at the first look-up, not at import: it takes more than a second and about 100 MB.
"""

from __future__ import annotations

from functools import lru_cache

from .word_sets import word_set

#: Names that the dictionary holds in lower case, and words of notes that it lacks.
_NO_WORD = word_set("kåre ålder")
_WORD = word_set("""
fältare fältarna fältaren vejp vejpen vejpar vejpade epa epan epor snap snapen pnr personnr regnr samordningsnr tel tfn
orosanm ordf sekr hadde nåt nån nåra nånting nåns dom dej mej sej såna sånt vart vars ses lr oxå iaf lgh ang enl avs obs
org mvh hälsn vh ps plats tid dag fråga svar insta vattna
""")


@lru_cache(maxsize=100_000)
def _lemma(low: str) -> str:
    """The dictionary form of ``low``; empty when the dictionary does not know it."""
    import simplemma

    return simplemma.lemmatize(low, lang="sv", greedy=False) if simplemma.is_known(low, lang="sv") else ""


@lru_cache(maxsize=100_000)
def is_listed_word(low: str) -> bool:
    """True for an ordinary word in any of its forms."""
    lemma = _lemma(low)
    return (lemma != "" and not lemma[0].isupper() and low not in _NO_WORD) or low in _WORD


def is_proper(low: str) -> bool:
    """True for what the dictionary writes with a capital: persons, towns, makes."""
    return _lemma(low)[:1].isupper()


def is_base_form(low: str) -> bool:
    """True for a word as the dictionary's headwords have it: no plural, no definite form."""
    return _lemma(low) == low


@lru_cache(maxsize=20_000)
def is_verb_form(low: str) -> bool:
    """True for a form that the dictionary leads back to an infinitive ("högg", "sågade")."""
    lemma = _lemma(low)
    if lemma == low + "e" and low.endswith("ar"):
        # "Skolkar": the dictionary thinks of the one who does it.
        return is_listed_word(low[:-1])
    noun = low.endswith(("or", "an", "orna", "ornas", "ors", "ans", "as", "a", "at", "it", "ande"))
    return lemma.endswith("a") and lemma != low and lemma[0].islower() and not noun


@lru_cache(maxsize=100_000)
def is_word(low: str) -> bool:
    """True for an ordinary word and for a compound of ordinary words ("grannsamverkansskylt")."""
    if is_listed_word(low):
        return True
    if "-" in low:
        return is_word(low.rsplit("-", 1)[1])
    return _is_compound(low)


def _is_compound(low: str) -> bool:
    # Two short words that stand together are as likely a name by chance ("Ruslana": rus, lana).
    if len(low) < 7:
        return False
    for k in range(3, len(low) - 2):
        head, tail = low[:k], low[k:]
        if len(low) < 8 and (len(head) < 4 or not is_base_form(tail)):
            continue
        if len(tail) < 4 and len(head) < 6 and len(low) > 7:
            continue
        if is_listed_word(tail) and _opens_compound(head):
            return True
    return False


def ends_in_word(low: str) -> bool:
    """True for a long word that ends in an ordinary one, whatever it begins with ("Pokemonjakt")."""
    return len(low) > 8 and any(
        is_base_form(low[k:]) and is_listed_word(low[k:]) for k in range(4, len(low) - 3)
    )


def _opens_compound(head: str) -> bool:
    if is_listed_word(head) or (head[-1] in "s-" and len(head) > 3 and is_word(head[:-1])):
        return True
    # "flick|scout", "gräns|lös", "äldre|boende": heads lose or change their last vowel.
    return len(head) > 3 and (is_listed_word(head + "a") or is_listed_word(head + "e"))
