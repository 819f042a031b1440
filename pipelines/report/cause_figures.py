"""The cause tree and the event chain as drawn figures that are read in order without seeing them.

Belongs here: the two drawings, as HTML lists that the page's style draws as boxes and lines. Not here: the fishbone
(``fishbone``), which causes there are (``plan_data``). Nothing here concludes anything: a cause stands with what the
group has said of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd

from pipelines.report.fishbone import standing, state_style
from pipelines.report.markup import bullets, details, text_or_empty
from pipelines.report.plan_data import Row, belongs, id_order
from pipelines.report.plan_words import chosen, whose
from pipelines.report.swedish import first_lower, is_missing, listed, plural


@dataclass(frozen=True)
class _Tree:
    """The causes of one problem with what stands under each."""

    causes: list[Row]
    measures: list[Row]

    def direct(self) -> list[Row]:
        """Causes that stand next to the problem: those that lie behind no other, and rings without an end."""
        reached: list[Row] = []
        roots = [cause for cause in self.causes if not self._before(cause)]
        for root in roots:
            self._walk(root, reached)
        for cause in self.causes:
            if cause not in reached:
                roots.append(cause)
                self._walk(cause, reached)
        return roots

    def behind(self, cause: Row, above: list[Row]) -> list[Row]:
        """The causes that lie behind ``cause``; one that already stands above it is not drawn again."""
        return [row for row in self.causes if cause in self._before(row) and row not in above]

    def against(self, cause: Row) -> list[Row]:
        """Measures against one cause."""
        return [m for m in self.measures if m["cause_id"] == cause["id"] and _together(m, cause)]

    def loose(self) -> list[Row]:
        """Measures that name no cause of the problem."""
        return [m for m in self.measures if not any(m in self.against(cause) for cause in self.causes)]

    def _before(self, cause: Row) -> list[Row]:
        return [
            row
            for row in self.causes
            if row is not cause and row["id"] == cause["behind_id"] and _together(row, cause)
        ]

    def _walk(self, cause: Row, reached: list[Row]) -> None:
        if cause not in reached:
            reached.append(cause)
            for row in self.behind(cause, reached):
                self._walk(row, reached)


def _together(one: Row, other: Row) -> bool:
    return belongs(one["party"], frozenset({str(other["party"])}))


def cause_tree(causes: pd.DataFrame, measures: pd.DataFrame, problem: str, identity: str) -> str:
    """Problem ← direct causes ← causes behind them, and the measures against each. "" without causes and measures.

    ``causes``: rows of ``cause``, ``measures``: rows of ``measure``, both of one problem.
    """
    # A missing value is not equal to itself, and rows are compared.
    tree = _Tree(_plain(causes), _plain(measures))
    if not tree.causes and not tree.measures:
        return ""
    branches = "".join(_branch(tree, cause, []) for cause in tree.direct())
    loose = "".join(_measure(row, "Ingen orsak angiven") for row in tree.loose())
    caption = f"Orsaksträd: {problem}. {_counted(tree)}"
    return (
        f'<figure class="orsakstrad" id="{identity}" aria-labelledby="{identity}-namn">'
        f'<div class="trad"><p class="ruta rot">{escape(problem)}</p><ul>{branches}{loose}</ul></div>'
        f'<figcaption id="{identity}-namn">{escape(caption)}</figcaption>'
        f"{details('Läs trädet som text', bullets(tree_sentences(causes, measures)))}</figure>"
    )


def tree_sentences(causes: pd.DataFrame, measures: pd.DataFrame) -> list[str]:
    """The tree in sentences, from the problem and inwards."""
    tree = _Tree(_plain(causes), _plain(measures))
    said: list[str] = []

    def tell(cause: Row, above: list[Row]) -> None:
        behind = tree.behind(cause, [*above, cause])
        against = tree.against(cause)
        parts = [f"{_cause_words(cause).rstrip('.')}, {first_lower(standing(cause))}."]
        if behind:
            parts.append(f"Bakom den: {listed(row['id'] for row in behind)}.")
        parts.append(
            f"Åtgärder: {listed(_measure_words(row) for row in against)}." if against else "Ingen åtgärd."
        )
        said.append(" ".join(parts))
        for row in behind:
            tell(row, [*above, cause])

    for cause in tree.direct():
        tell(cause, [])
    said += [f"{_measure_words(row)}: ingen orsak angiven." for row in tree.loose()]
    return said


def _plain(rows: pd.DataFrame) -> list[Row]:
    return [
        {key: None if is_missing(value) else value for key, value in row.items()}
        for row in rows.to_dict("records")
    ]


def _counted(tree: _Tree) -> str:
    direct = tree.direct()
    behind = len(tree.causes) - len(direct)
    said = [
        plural(len(direct), "orsak", "orsaker") + " närmast problemet",
        *([plural(behind, "bakomliggande", "bakomliggande")] if behind else []),
        plural(len(tree.measures), "åtgärd", "åtgärder"),
    ]
    bare = [
        str(cause["id"])
        for cause in tree.causes
        if cause["judgement"] == "adopted" and not tree.against(cause)
    ]
    end = f" Antagen utan åtgärd: {listed(bare)}." if bare else ""
    return f"{listed(said)}.{end}"


def _branch(tree: _Tree, cause: Row, above: list[Row]) -> str:
    under = "".join(_branch(tree, row, [*above, cause]) for row in tree.behind(cause, [*above, cause]))
    under += "".join(_measure(row, "Åtgärd") for row in tree.against(cause))
    level = chosen("levels", cause["level"]) or "nivå inte angiven"
    return (
        f'<li><div class="ruta orsaksruta {state_style(cause)}"><p>{escape(_cause_words(cause))}</p>'
        f'<p class="stod">{escape(level)} · {escape(standing(cause))}</p></div>'
        f"{f'<ul>{under}</ul>' if under else ''}</li>"
    )


def _measure(row: Row, label: str) -> str:
    kind = chosen("measure_kinds", row["measure_kind"])
    words = f"{label} · {kind}" if kind else label
    return (
        f'<li><div class="ruta atgardsruta"><p>{escape(_measure_words(row))}</p>'
        f'<p class="stod">{escape(words)}</p></div></li>'
    )


def _cause_words(row: Row) -> str:
    return f"{row['id']} {row['hypothesis']}{whose(row)}"


def _measure_words(row: Row) -> str:
    return f"{row['id']} {row['title']}{whose(row)}"


def event_chain(steps: pd.DataFrame, measures: pd.DataFrame, problem: str, identity: str) -> str:
    """What happens step by step, numbered, and where it can be broken. "" without steps.

    ``steps``: rows of ``event_chain`` of one problem.
    """
    rows = sorted(_plain(steps), key=lambda row: (int(row["step"]), id_order(row["id"])))
    if not rows:
        return ""
    titles = {str(row["id"]): str(row["title"]) for row in measures.to_dict("records")}
    items = "".join(_link(row, titles) for row in rows)
    broken = [str(int(row["step"])) for row in rows if row["break_by"] or row["measure_id"]]
    where = (
        f"Kedjan kan brytas i steg {listed(broken)}."
        if broken
        else "Ingen har skrivit var kedjan kan brytas."
    )
    caption = f"Händelsekedja: {problem}. {plural(len(rows), 'steg', 'steg')}. {where}"
    return (
        f'<figure class="kedja" id="{identity}" aria-labelledby="{identity}-namn"><ol>{items}</ol>'
        f'<figcaption id="{identity}-namn">{escape(caption)}</figcaption></figure>'
    )


def _link(row: Row, titles: dict[str, str]) -> str:
    measure = text_or_empty(row["measure_id"])
    how = [text_or_empty(row["break_by"]).rstrip("."), " ".join([measure, titles.get(measure, "")]).strip()]
    words = ". ".join(part for part in how if part)
    broken = f'<p class="bryts"><strong>Kan brytas:</strong> {escape(words)}.</p>' if words else ""
    return (
        f'<li value="{int(row["step"])}"{" class=" + chr(34) + "brytbar" + chr(34) if words else ""}>'
        f'<p><span class="nummer">{int(row["step"])}.</span> '
        f"{escape(str(row['link']))}{escape(whose(row))}</p>{broken}</li>"
    )
