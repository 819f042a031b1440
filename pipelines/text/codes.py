"""What a coded statement is: its codes, and for each code the words and the score it rests on.

Belongs here: the two records that coding hands out. Not here: how they come about (``lexicon_coding``,
``learned``, ``coding``).
"""

from __future__ import annotations

from dataclasses import dataclass

#: Stands for the words when the form's question, which is not redacted, gave the code.
FROM_QUESTION = ("(frågan)",)
#: Stands for the words when the language model gave the code and no word of the lexicon supports it.
FROM_MODEL = ("(språkmodellen)",)
#: Stands for the words when no word decided and the statement is taken for what its kind mostly is.
BY_DEFAULT = ("(temats vanliga innebörd)",)


@dataclass(frozen=True)
class Match:
    """A code, the words in the text that it rests on, and how strongly.

    ``score`` is 0–1. From the lexicon alone it is a strength set by the analyst (the rule's weight / 100), not
    a probability. With the language model it is the probability the model gives the code.
    """

    code: str
    words: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Coding:
    """The codes of one statement. ``is_problem`` is ``"true"``, ``"false"`` or ``"positive"``.

    ``because`` has one match for every area, theme (but "ovrigt") and time, and one for
    ``is_problem=<status>``. A place is its own words.
    """

    areas: tuple[str, ...]
    theme: str
    places: tuple[str, ...]
    time: tuple[str, ...]
    is_problem: str
    because: tuple[Match, ...]
