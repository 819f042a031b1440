"""Brå's municipality indicators judged as a whole: what a value alone cannot tell.

Belongs here: repeated values, shares against their interval, counts against rates, and whether the file is
complete. Not here: what one value means (indicator_terms.py), how files are laid out.

A value that ought to be there and is not becomes a problem without a row, and counts as a record.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from pipelines.readers import cells
from pipelines.readers.indicator_terms import (
    AGAIN,
    ANSWERS,
    NOT_IN_EVERY_EDITION,
    NTU,
    OFFENCES,
    SHARE_MEASURES,
    Entry,
    Value,
    frame_of,
    understood,
)
from pipelines.readers.result import Problem, ReadResult

SKIP_MISSING = "värde saknas"
SKIP_REPEATED = "upprepad rad"

_REST = "Resten av filen kan ha fallit bort, eller så döljer Brå värdet. Jämför med Brås arbetsbok."
_HALF_ROUNDED = 0.5
_FLOATING = 1e-9


def judged(
    entries: Iterable[Entry],
    records: int,
    problems: list[Problem],
    skipped: Counter[str] | None = None,
    notes: list[str] | None = None,
    expected: Collection[str] | None = None,
) -> ReadResult:
    """Rows of everything that holds, a problem for everything else.

    ``expected``: indicators that must be there, known for Brå's own workbook. None for a tidy file, which may
    hold a choice of them.
    """
    problems, skipped, notes = list(problems), Counter(skipped or ()), list(notes or ())
    seen: dict[tuple[str, str, int, str], Value] = {}
    for entry in entries:
        try:
            value = understood(entry)
        except cells.CellError as error:
            problems.append(entry.problem(error.reason, error.advice))
            continue
        first = seen.setdefault(value.key, value)
        if first is value:
            continue
        if first.value == value.value:
            skipped[SKIP_REPEATED] += 1
        else:
            problems.append(
                entry.problem("Samma område, år och indikator finns redan med ett annat värde.", AGAIN)
            )
    values = list(seen.values())
    bad = _without_pair(values) | _outside_interval(values) | _against_population(values)
    problems += [seen[key].entry.problem(reason, AGAIN) for key, reason in bad.items()]
    absent = [*_absent_years(values), *_absent_indicators(values, expected, notes)]
    problems += [Problem(None, found, reason, _REST) for found, reason in absent]
    good = [v for v in values if v.key not in bad]
    missing = sum(v.value is None for v in good)
    if missing:
        skipped[SKIP_MISSING] += missing
    rows = frame_of([v for v in good if v.value is not None])
    return ReadResult(rows, records + len(absent), problems, skipped, notes)


_Key = tuple[str, str, int, str]


def _grouped(values: list[Value]) -> dict[tuple[str, str, int], dict[str, Value]]:
    """Per region, variable and year the values by measure, those that have a number."""
    groups: dict[tuple[str, str, int], dict[str, Value]] = defaultdict(dict)
    for v in values:
        if v.value is not None:
            groups[v.key[:3]][v.measure] = v
    return groups


def _without_pair(values: list[Value]) -> dict[_Key, str]:
    """A share needs its interval, a count its rate, and the other way round."""
    bad: dict[_Key, str] = {}
    for group in _grouped(values).values():
        for together, reason in (
            (SHARE_MEASURES, "Andelen och de två gränserna för dess konfidensintervall finns inte alla tre."),
            (("count", "per_100k"), "Bara det ena av antal och antal per 100 000 invånare är angivet."),
        ):
            there = [group[m] for m in together if m in group]
            if there and len(there) < len(together):
                bad |= {v.key: reason for v in there}
    return bad


def _outside_interval(values: list[Value]) -> dict[_Key, str]:
    """A share outside its own interval: one of the three numbers stands in the wrong place."""
    bad: dict[_Key, str] = {}
    for group in _grouped(values).values():
        if not all(m in group for m in SHARE_MEASURES):
            continue
        share, lower, upper = (float(group[m].value or 0) for m in SHARE_MEASURES)
        # Municipalities have whole percent; only one of share and limits may have been rounded.
        rounded = share.is_integer() and not (lower.is_integer() and upper.is_integer())
        slack = _HALF_ROUNDED if rounded else _FLOATING
        if not lower - slack <= share <= upper + slack:
            reason = "Andelen ligger inte inom sitt konfidensintervall."
            bad |= {group[m].key: reason for m in SHARE_MEASURES}
    return bad


def _against_population(values: list[Value]) -> dict[_Key, str]:
    """Count and rate give a population, and it is one and the same for every offence of a region and year.

    A lost digit, a shifted column or a rate per 1 000 gives another population than the other offences.
    """
    bad: dict[_Key, str] = {}
    pairs: dict[tuple[str, int], list[tuple[Value, Value, float, float]]] = defaultdict(list)
    for (region, _, year), group in _grouped(values).items():
        if "count" in group and "per_100k" in group:
            count, rate = float(group["count"].value or 0), float(group["per_100k"].value or 0)
            low = count / (rate + _HALF_ROUNDED) * 100_000
            high = count / (rate - _HALF_ROUNDED) * 100_000 if rate > _HALF_ROUNDED else math.inf
            pairs[region, year].append((group["count"], group["per_100k"], low, high))
    for there in pairs.values():
        for count_value, rate_value, low, high in there:
            agree = sum(low <= other[3] and other[2] <= high for other in there)
            if agree < len(there) and agree * 2 <= len(there):
                reason = "Antal och antal per 100 000 invånare ger en annan folkmängd än de andra brotten."
                bad |= {count_value.key: reason, rate_value.key: reason}
    return bad


def _absent_years(values: list[Value]) -> Iterable[tuple[str, str]]:
    """Years that a region's indicator ought to have: those of its other indicators of the same source."""
    offence_years = {v.year for v in values if v.variable in OFFENCES}
    surveys: dict[str, set[int]] = defaultdict(set)
    present: dict[tuple[str, str], set[int]] = defaultdict(set)
    for v in values:
        is_offence = v.variable in OFFENCES
        present[v.region, v.variable].add(v.year if is_offence else v.survey_year)
        if not is_offence:
            surveys[v.region].add(v.survey_year)
    for region in surveys:
        present.setdefault((region, ANSWERS), set())
    for (region, variable), years in present.items():
        if variable in OFFENCES:
            lost = offence_years - years
        else:
            first = NTU[variable].first_survey
            lost = {y for y in surveys[region] if y >= first} - years
        if lost:
            found = f"{region}; {variable}; {', '.join(map(str, sorted(lost)))}"
            yield found, "Indikatorn saknas ett eller flera år som filens andra indikatorer har."


def _absent_indicators(
    values: list[Value], expected: Collection[str] | None, notes: list[str]
) -> Iterable[tuple[str, str]]:
    """Indicators that a region ought to have: those of the other regions, and ``expected`` in the file."""
    own: dict[str, set[str]] = defaultdict(set)
    for v in values:
        own[v.region].add(v.variable)
    held: set[str] = set().union(*own.values())
    for region, variables in own.items():
        # A small municipality may lack the survey altogether, but not a part of it.
        usual = held if variables & set(NTU) else held & set(OFFENCES)
        lost = [name for name in (*OFFENCES, *NTU) if name in usual - variables]
        if lost:
            yield f"{region}; {'; '.join(lost)}", "Området saknar indikatorer som andra områden i filen har."
    without = [region for region, variables in own.items() if not variables & set(NTU)]
    if without and held & set(NTU):
        notes.append(f"NTU finns för {len(own) - len(without)} av filens {len(own)} områden.")
    order = [name for name in (*OFFENCES, *NTU) if name in held or name not in NOT_IN_EVERY_EDITION]
    lost = [name for name in order if name not in held and (expected is None or name in expected)]
    # What is left of a tidy file that was cut is the beginning of Brå's order.
    if lost and held and (expected is not None or set(order[: len(held)]) == held):
        yield "; ".join(lost), f"Filen saknar {len(lost)} av Brås {len(order)} indikatorer."
    elif lost and held:
        notes.append(f"Filen har {len(held)} av Brås {len(order)} kommunindikatorer.")
