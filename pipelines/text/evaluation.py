"""Measures of the text work against labels: coding and redaction.

Belongs here: counting agreement between what was found and what a person labelled. Not here: finding it.
Definitions: F1 from pooled counts; macro-F1 is the mean over the four areas; a gold span is recalled when
every letter and digit of it is covered by found spans of any kind; a found span is precise when it overlaps
a gold span.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .lexicon import AREAS
from .word_sets import word_set

Pair = tuple[Mapping[str, Any], Mapping[str, Any]]
_LOOSE = word_set("""
i på vid bakom under till och mellan utanför längs den det vårt hus från om
""")


def precision_recall_f1(hits: int, false: int, missed: int) -> dict[str, float]:
    """Precision, recall and F1 from counts. Nothing to find and nothing found is 1."""
    precision = hits / (hits + false) if hits + false else (1.0 if not missed else 0.0)
    recall = hits / (hits + missed) if hits + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def same_place(a: str, b: str) -> bool:
    """Lenient: one inside the other, or a shared content word."""
    low_a, low_b = a.lower(), b.lower()
    return low_a in low_b or low_b in low_a or bool(_content(low_a) & _content(low_b))


def _content(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", text)
    return frozenset(w[:-1] if len(w) > 4 and w.endswith("s") else w for w in words) - _LOOSE


def measures(pairs: Sequence[Pair]) -> dict[str, Any]:
    """All measures that the labels allow. ``pairs``: (label, found) per line, keys as in the jsonl."""
    out: dict[str, Any] = {"lines": len(pairs)}
    with_areas = [(g, p) for g, p in pairs if "areas" in g]
    if with_areas:
        out.update(_areas(with_areas))
    with_theme = [(g, p) for g, p in pairs if "theme" in g]
    if with_theme:
        right = sum(p["theme"] in g.get("theme_ok", [g["theme"]]) for g, p in with_theme)
        out["theme_accuracy"] = round(right / len(with_theme), 3)
    with_status = [(g, p) for g, p in pairs if "is_problem" in g]
    if with_status:
        right = sum(_status(g["is_problem"]) == p["is_problem"] for g, p in with_status)
        out["is_problem_accuracy"] = round(right / len(with_status), 3)
    for key, same in (("places", same_place), ("time", str.__eq__)):
        labelled = [(g, p) for g, p in pairs if key in g]
        if labelled:
            out[key] = _lists(labelled, key, same)
    with_spans = [(g, p) for g, p in pairs if "spans" in g]
    if with_spans:
        out["personal_data"] = _spans(with_spans)
    return out


def _status(value: object) -> str:
    return (
        {True: "true", False: "false"}.get(value, str(value).lower())
        if isinstance(value, bool)
        else str(value).lower()
    )


def _areas(pairs: Sequence[Pair]) -> dict[str, Any]:
    counts = {area: [0, 0, 0] for area in AREAS}
    for gold, found in pairs:
        for area in AREAS:
            in_gold, in_found = area in gold["areas"], area in found["areas"]
            if in_gold or in_found:
                counts[area][0 if in_gold and in_found else 1 if in_found else 2] += 1
    per_area = {area: precision_recall_f1(*counts[area]) for area in AREAS}
    pooled = [sum(counts[area][i] for area in AREAS) for i in range(3)]
    return {
        "area": per_area,
        "area_micro_f1": precision_recall_f1(*pooled)["f1"],
        "area_macro_f1": round(sum(per_area[a]["f1"] for a in AREAS) / len(AREAS), 3),
    }


def _lists(pairs: Iterable[Pair], key: str, same: Callable[[str, str], bool]) -> dict[str, float]:
    hits = false = missed = 0
    for gold, found in pairs:
        left = list(gold[key])
        for value in found[key]:
            match = next((g for g in left if same(value, g)), None)
            if match is None:
                false += 1
            else:
                left.remove(match)
                hits += 1
        missed += len(left)
    return precision_recall_f1(hits, false, missed)


def _spans(pairs: Iterable[Pair]) -> dict[str, Any]:
    by_kind: dict[str, list[int]] = {}
    found_total = found_right = 0
    for gold, found in pairs:
        covered = {i for s in found["spans"] for i in range(s["start"], s["end"])}
        for span in gold["spans"]:
            signs = [i for i in range(span["start"], span["end"]) if gold["text"][i].isalnum()]
            count = by_kind.setdefault(span["kind"], [0, 0])
            count[0] += 1
            count[1] += all(i in covered for i in signs)
        found_total += len(found["spans"])
        found_right += sum(
            any(s["start"] < g["end"] and s["end"] > g["start"] for g in gold["spans"])
            for s in found["spans"]
        )
    total = sum(n for n, _ in by_kind.values())
    return {
        "recall": round(sum(n for _, n in by_kind.values()) / total, 3) if total else 1.0,
        "precision": round(found_right / found_total, 3) if found_total else 1.0,
        "recall_by_kind": {kind: round(right / n, 3) for kind, (n, right) in sorted(by_kind.items())},
    }
