"""What must hold in Skolenkäten's workbook: its three header rows, and how its figures hang together.

Belongs here: the grammar of the headings and the arithmetic between the cells of one organisation. Not here:
reading the sheet and its rows (school_survey.py). The rules are stated in the workbook's own sheet
Förklaring, and hold for every row of the one for year 8, 2022.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from openpyxl.utils import get_column_letter

from pipelines.readers import cells, tables
from pipelines.readers.result import UnreadableFileError

#: Skolinspektionen's marks: 1-9, 10-19 and 20 or more answers; not shown; nobody answered.
MASKS = ("*", "**", "***", "-", "")

#: Fewest answers behind an index, a question's mean and its options, and fewest shown per option.
FOR_INDEX, FOR_MEAN, FOR_OPTIONS, PER_OPTION = 5, 10, 20, 5

MEASURES = {"index": "index", "medelvärde": "mean", "antal": "count", "andel": "share"}
# What may stand before each measure; options follow a mean, and an area without questions is not an area.
_BEFORE = {
    "index": ("", "share"),
    "mean": ("index", "share"),
    "count": ("mean", "share"),
    "share": ("count",),
}
_LABELS = {v: k.capitalize() for k, v in MEASURES.items()} | {
    "n_answers": "Antal",
    "n_group": "Antal i gruppen",
}
_REVERSED = re.compile(r"\s*\([-–]\)\s*$")
_NUMBERED = re.compile(r"(\d+)\.\s")
_SCALES = (
    ("alltid", "ofta", "ibland", "sällan", "aldrig"),
    ("helt och hållet", "till stor del", "till viss del", "inte alls"),
    ("väldigt mycket", "ganska mycket", "ganska lite", "väldigt lite/inte alls"),
    ("mycket bra", "ganska bra", "ganska dåligt", "mycket dåligt"),
    ("mycket lätt", "ganska lätt", "ganska svårt", "mycket svårt"),
)
# Published figures are rounded, shares to three decimals, means and indices to one, and agree to that: in the
# workbook of 2022 no share is more than 0.0005 off, no mean more than 0.05, nor everyone's indices.
_SHARE, _MEAN, _INDEX, _SUM = 0.0006, 0.06, 0.11, 0.005
FETCH = "Hämta arbetsboken på nytt hos Skolinspektionen."
_LOOK = "Jämför cellen med Skolinspektionens arbetsbok, eller hämta den på nytt."


@dataclass(frozen=True)
class Column:
    """What one result column holds. ``position`` counts from 0."""

    position: int
    heading: str | None
    question: str | None
    is_reversed: bool
    option: str | None
    measure: str

    @property
    def label(self) -> str:
        return _LABELS[self.measure]


@dataclass(frozen=True)
class Organisation:
    """A row's owner; ``municipality``, ``unit_code`` and ``school`` are None above school level."""

    index: int
    name: str
    municipality: str | None
    unit_code: str | None
    school: str | None


def columns_of(sheet: tables.Sheet, head: int, first: int, name: str) -> list[Column]:
    """What each result column holds, from the three header rows.

    Index, then questions, each a mean and then pairs of number and share per option: nothing else is
    accepted, because an option whose question's column was deleted would otherwise pass for an option of the
    question before. Raises UnreadableFileError naming the column and the question.
    """
    top, options, measures = sheet.rows[head - 1 : head + 2]
    found: list[Column] = []
    heading = question = option = None
    is_reversed = False
    before = ""

    def refuse(c: int, what: str) -> UnreadableFileError:
        last = f", efter frågan «{question}»" if question else f", i området «{heading}»" if heading else ""
        return tables.unreadable(
            name,
            f"Kolumn {get_column_letter(c + 1)}{last}: {what} En kolumn kan saknas eller ha flyttats. {FETCH}",
        )

    for c in range(first, len(measures)):
        text, choice = cells.clean(top[c]), cells.clean(options[c])
        measure = MEASURES.get(cells.key(measures[c]), "")
        if not measure:
            if not (text or choice or any(cells.clean(row[c]) for row in sheet.rows[head + 1 :])):
                continue
            raise refuse(c, "rubriken är inte Index, Medelvärde, Antal eller Andel.")
        if before not in _BEFORE[measure]:
            raise refuse(c, f"{_LABELS[measure]} står inte där en fråga har det.")
        if measure in ("index", "mean"):
            if not text or choice:
                raise refuse(c, f"{_LABELS[measure]} har inte sin rubrik ovanför sig.")
            if measure == "index":
                heading, question = text, None
            else:
                question = _REVERSED.sub("", text)
            option, is_reversed = None, measure == "mean" and bool(_REVERSED.search(text))
        elif measure == "count":
            if text or not choice:
                raise refuse(c, "svarsalternativet saknas, eller en frågas rubrik står över det.")
            option = choice
        elif text or choice not in ("", option):
            raise refuse(c, "andelen hör inte ihop med antalet före.")
        found.append(Column(c, heading, question, is_reversed, option, measure))
        before = measure
    if before != "share":
        raise refuse(len(measures) - 1, "resultatkolumnerna tar slut mitt i en fråga.")
    _check_headings(found, name)
    return found


def _check_headings(columns: Sequence[Column], name: str) -> None:
    """Headings in number order, each question once, and options that make a whole scale in its order."""
    numbers = [
        int(m.group(1)) for c in columns if c.measure == "index" and (m := _NUMBERED.match(c.heading or ""))
    ]
    gap = next((b for a, b in itertools.pairwise(numbers) if b != a + 1), None)
    if gap is not None:
        raise tables.unreadable(
            name,
            f"Frågeområdet före nummer {gap} saknas. {FETCH}",
        )
    options: dict[str, list[str]] = defaultdict(list)
    for c in columns:
        if c.measure == "mean":
            if c.question in options:
                raise tables.unreadable(name, f"Frågan «{c.question}» finns två gånger.")
            options[c.question or ""] = []
        elif c.measure == "count":
            options[c.question or ""].append(cells.key(c.option))
    for question, chosen in options.items():
        scale = tuple(o for o in chosen if not o.startswith("vet "))
        whole = [s for s in _SCALES if set(scale) <= set(s)]
        is_out_of_order = bool(whole) and not any(scale in (s, s[::-1]) for s in whole)
        if len(set(chosen)) < len(chosen) or is_out_of_order:
            raise tables.unreadable(
                name,
                f"Frågan «{question}» har inte sina svarsalternativ i ordning: ett kan saknas eller höra till en "
                f"annan fråga. {FETCH}",
            )


def _questions(columns: Sequence[Column]) -> list[tuple[int, list[int], list[int], bool]]:
    """Per question: column numbers of its mean, numbers and shares, and whether it is reversed."""
    found: list[tuple[int, list[int], list[int], bool]] = []
    for j, column in enumerate(columns):
        if column.measure == "mean":
            found.append((j, [], [], column.is_reversed))
        elif column.measure == "count":
            found[-1][1].append(j)
        elif column.measure == "share":
            found[-1][2].append(j)
    return found


def _expected_mean(counts: np.ndarray, options: Sequence[str | None], is_reversed: bool) -> np.ndarray:
    """The mean 0-10 of rows of option counts; NA where an option is hidden or nobody chose any."""
    known = [n for n, o in enumerate(options) if not cells.key(o).startswith("vet ")]
    weights = np.linspace(10, 0, len(known)) if len(known) > 1 else np.full(len(known), 10.0)
    if is_reversed:
        weights = 10 - weights
    total = counts[:, known].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, counts[:, known] @ weights / total, np.nan)


def check_columns(value: np.ndarray, columns: Sequence[Column], everyone: int | None, name: str) -> None:
    """In the row for everyone, where little is hidden, every question's shares make one whole and every index
    is the mean of its questions: a column deleted with its headings shows only so.

    Without that row (somebody kept a few organisations) the one with most answers is used, for the questions
    only. Raises UnreadableFileError naming the question or the area.
    """
    answers = value[:, [c.measure for c in columns].index("n_answers")]
    if everyone is None and np.all(np.isnan(answers)):
        return
    row = value[int(np.nanargmax(answers)) if everyone is None else everyone]
    means: dict[str | None, list[float]] = defaultdict(list)
    for mean, counts, shares, is_reversed in _questions(columns):
        question = columns[mean].question
        means[columns[mean].heading].append(row[mean])
        expected = _expected_mean(row[None, counts], [columns[j].option for j in counts], is_reversed)[0]
        # What is hidden is NaN, which compares as False: it cannot be checked.
        if abs(row[shares].sum() - 1) > _SUM or abs(expected - row[mean]) > _MEAN:
            raise tables.unreadable(
                name,
                f"Frågan «{question}» går inte ihop: svarsalternativen blir inte 100 procent, eller ger inte "
                f"frågans medelvärde. En kolumn kan saknas eller ha flyttats. {FETCH}",
            )
    for j, column in enumerate(columns):
        if everyone is None or column.measure != "index":
            continue
        if abs(row[j] - np.mean(means[column.heading])) > _INDEX:
            raise tables.unreadable(
                name,
                f"Området «{column.heading}» går inte ihop: index är inte medelvärdet av dess frågor. "
                f"En fråga kan saknas. {FETCH}",
            )


def faults(
    value: np.ndarray, columns: Sequence[Column], rate: np.ndarray
) -> dict[tuple[int, int], tuple[str, str]]:
    """Cells (organisation, column) whose number cannot be right, with reason and advice.

    ``rate``: each organisation's published response rate, NA where there is none.
    """
    found: dict[tuple[int, int], tuple[str, str]] = {}
    measure = np.array([c.measure for c in columns])
    n, group = (value[:, [np.flatnonzero(measure == m)[0]]] for m in ("n_answers", "n_group"))

    def mark(is_bad: np.ndarray, where: np.ndarray | Sequence[int], reason: str) -> None:
        for i, k in np.argwhere(is_bad):
            found.setdefault((int(i), int(where[k])), (reason, _LOOK))

    for names, top, reason in (
        (("index", "mean"), 10, "Värdet ligger utanför 0–10."),
        (("share",), 1, "Andelen ligger utanför 0–1."),
        (("count", "n_answers", "n_group"), np.inf, "Antalet är mindre än noll."),
    ):
        at = np.flatnonzero(np.isin(measure, names))
        mark((value[:, at] < 0) | (value[:, at] > top), at, reason)
    at = np.flatnonzero(np.isin(measure, ("count", "n_answers", "n_group")))
    mark(value[:, at] % 1 > 0, at, "Antalet är inte ett helt tal.")
    at = np.flatnonzero(measure == "n_answers")
    mark(n > group, at, "Fler har svarat än som finns i gruppen.")
    with np.errstate(invalid="ignore", divide="ignore"):
        is_apart = np.abs(n / group - rate[:, None]) > _SHARE
    at = np.flatnonzero(np.isin(measure, ("n_answers", "n_group")))
    mark(
        np.repeat(is_apart, 2, axis=1), at, "Antal svar, antal i gruppen och svarsfrekvens stämmer inte ihop."
    )
    # What the publisher would have hidden is either damaged or not meant to be seen.
    for names, fewest in ((("index",), FOR_INDEX), (("mean",), FOR_MEAN), (("count", "share"), FOR_OPTIONS)):
        at = np.flatnonzero(np.isin(measure, names))
        mark(
            ~np.isnan(value[:, at]) & (n < fewest),
            at,
            "Så få har svarat att värdet inte skulle ha redovisats.",
        )
    at = np.flatnonzero(measure == "count")
    mark(
        (value[:, at] > 0) & (value[:, at] < PER_OPTION),
        at,
        f"Antalet är 1–{PER_OPTION - 1}, vilket Skolinspektionen alltid döljer.",
    )
    for mean, counts, shares, is_reversed in _questions(columns):
        number, share = value[:, counts], value[:, shares]
        known = np.nansum(number, axis=1, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            # Not all who answered the survey answered every question, but at least those who are counted.
            least, most = number / n, np.where(known > 0, number / np.minimum(known, n), 0)
        is_apart = (share < least - _SHARE) | (share > most + _SHARE)
        reason = "Antal och andel för svarsalternativet stämmer inte med varandra."
        mark(is_apart, counts, reason)
        mark(is_apart, shares, reason)
        number = np.where(is_apart, np.nan, number)
        known = np.nansum(number, axis=1, keepdims=True)
        mark(
            ~np.isnan(number) & (known > n), counts, "Svarsalternativen är tillsammans fler än de som svarat."
        )
        number = value[:, counts]
        mark(np.isnan(number) & ~np.isnan(share), counts, "Det finns en andel men inget antal.")
        mark(~np.isnan(number) & np.isnan(share), shares, "Det finns ett antal men ingen andel.")
        expected = _expected_mean(number, [columns[j].option for j in counts], is_reversed)
        mark(
            np.abs(value[:, [mean]] - expected[:, None]) > _MEAN,
            [mean],
            "Medelvärdet stämmer inte med hur många som valt varje svarsalternativ.",
        )
    return found
