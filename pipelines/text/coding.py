"""Coding of a statement: priority areas, theme, places, time, and whether it tells of a problem.

Belongs here: joining what the lexicon says (``lexicon_coding``) with what labelled examples add (``learned``),
when they are used. Not here: either of them. Codes are those of the labelling guide; every code carries
the words it rests on and a score, because an analyst must be able to see and overrule it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .codes import FROM_MODEL, Coding, Match
from .learned import Judgement, Learned
from .lexicon import AREAS, Lexicon
from .lexicon_coding import LexiconCoder, Reading, counted, words_for

__all__ = ["Coder", "Coding", "Lexicon", "Match"]


class Coder:
    """Codes statements with a lexicon, a gazetteer (place name as written → e.g. its locality) and, when given,
    what labelled examples have taught (:func:`~.learned.load_learned`)."""

    def __init__(
        self,
        lexicon: Lexicon,
        gazetteer: Mapping[str, str] | None = None,
        learned: Learned | None = None,
    ) -> None:
        self._lexicon = LexiconCoder(lexicon, gazetteer)
        self._embeds = learned.embeds if learned else None
        self._model = learned.train(self._lexicon.read) if learned else None

    def code(self, text: str, question: str | None = None) -> Coding:
        """Code one statement (redacted or not). ``question`` is the form's question, for short answers."""
        return self.code_many([(text, question)])[0]

    def code_many(self, asked: Sequence[tuple[str, str | None]]) -> list[Coding]:
        """Code statements with their questions; with the language model much faster than one by one."""
        readings = [self._lexicon.read(text, question) for text, question in asked]
        if self._model is None or self._embeds is None:
            return [reading.coding for reading in readings]
        # Nothing to learn about an empty answer: "nej", "vet ej", "".
        open_ones = [i for i, reading in enumerate(readings) if reading.found or len(reading.words) > 3]
        judged = self._model.judge(
            [readings[i] for i in open_ones], self._embeds.vectors([asked[i] for i in open_ones])
        )
        judgements = dict(zip(open_ones, judged, strict=True))
        return [
            _joined(reading, judgements[i]) if i in judgements else reading.coding
            for i, reading in enumerate(readings)
        ]


def _joined(reading: Reading, judgement: Judgement) -> Coding:
    """The lexicon's coding with areas, theme and status as the examples weigh them.

    The words stay the lexicon's: its rules' words for the code, or a sign that the language model gave it.
    """
    coding = reading.coding
    said = {match.code: match.words for match in coding.because}
    areas = tuple(area for area in AREAS if area in judgement.areas)
    theme, theme_score = judgement.theme
    status, status_score = judgement.status
    scores = {area: judgement.areas[area] for area in areas}
    if theme != "ovrigt":
        scores[theme] = theme_score
    because = [
        *(
            Match(code, said.get(code) or words_for(reading, code) or FROM_MODEL, score)
            for code, score in scores.items()
        ),
        Match(f"is_problem={status}", said.get(f"is_problem={status}", FROM_MODEL), status_score),
    ]
    return counted(Coding(areas, theme, (), (), status, tuple(because)), reading)
