"""What changed since last year's lägesbild: last year's figures as they stood then, and worked out again now.

Belongs here: telling a revised source from a changed definition or method, and beside it the real change to the new
year. Not here: where earlier editions lie and whether they are whole (pipelines.editions), what an indicator's
definition is made of (pipelines.indicator_prints).

Why a figure differs is told by what is known to differ: parts of the register entry, the method named beside the
figure, the checksums of the files it rests on, the program's version. When several differ, the one that changes most
of what the figure means is named first and the others beside it. A figure that is hidden, then or now, is neither
shown nor compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines import indicator_prints
from pipelines.agreement import Agreement
from pipelines.registers import indicators
from pipelines.tables import edition_words as words
from pipelines.tables.edition_words import Row
from pipelines.tables.indicator_values import source_of
from pipelines.tables.schema import conform, empty

DECIDED, PUBLISHED = "decided", "published"
#: Which of these is used follows from the number of events (methods.intervals): a revised count may cross the limit.
_ONE_METHOD = (("exakt Poisson", "Byar"),)
NO_INTERVAL = "inget intervall"
#: How many files are named; the rest are counted.
_NAMED = 3


@dataclass(frozen=True)
class Earlier:
    """An edition as it stands decided, or was last published.

    ``inputs``: file → (checksum, source). ``definitions``: as ``indicator_prints.prints``. ``version``: the program's.
    """

    year: int
    state: str
    values: pd.DataFrame
    titles: dict[str, str]
    inputs: dict[str, tuple[str, str]]
    definitions: indicator_prints.Prints
    version: str


@dataclass(frozen=True)
class Now:
    """The same, worked out from the files as they lie now, with the comparisons of the years."""

    values: pd.DataFrame
    comparisons: pd.DataFrame
    inputs: dict[str, tuple[str, str]]
    definitions: indicator_prints.Prints
    version: str


@dataclass(frozen=True)
class _Known:
    """What is known to differ for one indicator, each in Swedish words; empty for what does not.

    ``surely_revised``: a file that the figure rests on is another or gone, not only a file added to its source.
    """

    definition: str
    wording: str
    method: str
    files: str
    surely_revised: bool
    version: str


def inputs_of(source_file: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """File → (checksum, source)."""
    return {str(row.file): (str(row.sha256), str(row.source_type)) for row in source_file.itertuples()}


def edition_change(earlier: Sequence[Earlier], now: Now, agreement: Agreement) -> pd.DataFrame:
    """One row per indicator that had a figure in an earlier edition, or has one for its year now.

    ``year`` is the year after the earlier edition's, whose lägesbild tells of the change; years outside the
    agreement's validity are left out.
    """
    entries = {entry["id"]: entry for entry in indicators()}
    rows = []
    for edition in sorted(earlier, key=lambda each: each.year):
        year = edition.year + 1
        if not agreement.valid_from <= edition.year < agreement.valid_to:
            continue
        code = agreement.municipality.code
        then, again = _of_year(edition.values, code, edition.year), _of_year(now.values, code, edition.year)
        new, verdicts = _of_year(now.values, code, year), _verdicts(now.comparisons, code, year)
        for indicator in [*entries, *sorted(set(then) - set(entries))]:
            if indicator in then or indicator in again:
                row = _row(
                    indicator, entries.get(indicator), then.get(indicator), again.get(indicator), edition, now
                )
                rows.append(
                    row | words.new(new.get(indicator), verdicts.get(indicator), year) | {"year": year}
                )
    if not rows:
        return empty("edition_change")
    return conform("edition_change", pd.DataFrame(rows).assign(agreement=agreement.id))


def _of_year(values: pd.DataFrame, code: str, year: int) -> dict[str, dict[str, Any]]:
    """Indicator → its row of the municipality and year; the final one where there is a preliminary one too."""
    rows = values[(values["municipality_code"] == code) & (values["year"] == year)]
    rows = rows.sort_values("status", key=lambda status: status == "final", kind="stable")
    return {str(row["indicator"]): row for row in rows.to_dict("records")}


def _verdicts(comparisons: pd.DataFrame, code: str, year: int) -> dict[str, dict[str, Any]]:
    """Indicator → its comparison with the years before, or where it is a survey with the survey before."""
    found: dict[str, dict[str, Any]] = {}
    rows = comparisons[(comparisons["municipality_code"] == code) & (comparisons["year"] == year)]
    for wanted in ("previous_survey", "previous_years"):
        for row in rows[rows["comparison"] == wanted].to_dict("records"):
            found[str(row["indicator"])] = row
    return found


def _row(
    indicator: str,
    entry: Row | None,
    then: Row | None,
    again: Row | None,
    edition: Earlier,
    now: Now,
) -> dict[str, Any]:
    known = _known(indicator, entry, then, again, edition, now)
    hidden = words.is_hidden(then) or words.is_hidden(again)
    kind = _kind(indicator, then, again, hidden, known, edition, now)
    title = str(entry["title"]) if entry else edition.titles.get(indicator, indicator)
    measure = words.measure_of(then, again)
    before, after = (
        (None, None) if hidden else (words.figure_of(then, measure), words.figure_of(again, measure))
    )
    unit = words.unit_of(measure, again or then)
    return {
        "indicator": indicator,
        "title": title,
        "changed_year": edition.year,
        "then_state": edition.state,
        "then_value": before,
        "now_value": after,
        "unit": unit or None,
        "kind": kind,
        "changed": " ".join(_told(kind, known)) or None,
        "then_and_now": words.sentence(kind, hidden, before, after, unit, then, again),
    }


def _known(
    indicator: str,
    entry: Row | None,
    then: Row | None,
    again: Row | None,
    edition: Earlier,
    now: Now,
) -> _Known:
    parts, wording = indicator_prints.differing(
        edition.definitions.get(indicator, {}), now.definitions.get(indicator, {})
    )
    files, is_sure = _changed_files(entry, then, again, edition.inputs, now.inputs)
    return _Known(
        definition=f"Ändrat i registret: {', '.join(parts)}." if parts else "",
        wording="Ordalydelsen i registret är ändrad." if wording and not parts else "",
        method=_changed_method(then, again),
        files=files,
        surely_revised=is_sure,
        version=f"Programmets version var {edition.version} och är nu {now.version}."
        if edition.version != now.version
        else "",
    )


def _changed_method(then: Row | None, again: Row | None) -> str:
    """The method named beside the figure then and now, where the data alone do not decide between the two."""
    if then is None or again is None or words.is_hidden(then) or words.is_hidden(again):
        return ""
    before, after = str(then["method"]), str(again["method"])
    if (
        before == after
        or any(before in each and after in each for each in _ONE_METHOD)
        or NO_INTERVAL in (before, after)
    ):
        return ""
    return f"Metoden var ”{before}” och är nu ”{after}”."


def _changed_files(
    entry: Row | None,
    then: Row | None,
    again: Row | None,
    before: dict[str, tuple[str, str]],
    after: dict[str, tuple[str, str]],
) -> tuple[str, bool]:
    """The files behind the indicator that are not as they were, those its figure points at first; and whether more
    than files added to its source differs."""
    sources = _sources(entry)
    pointed = {
        str(row["source_file"]) for row in (then, again) if row is not None and pd.notna(row["source_file"])
    }
    changed, added, gone = "Ändrade filer", "Nya filer", "Filer som inte är med längre"
    groups: dict[str, list[str]] = {changed: [], added: [], gone: []}
    # A file that only moved or was renamed holds the same figures.
    digests_before, digests_after = ({digest for digest, _ in files.values()} for files in (before, after))
    for file in sorted({*before, *after}, key=lambda name: (name not in pointed, name)):
        if file not in pointed and (after.get(file) or before[file])[1] not in sources:
            continue
        if file in before and file in after:
            if before[file][0] != after[file][0]:
                groups[changed].append(file)
        elif file in after and after[file][0] not in digests_before:
            groups[added].append(file)
        elif file in before and before[file][0] not in digests_after:
            groups[gone].append(file)
    counted = {int(row["n_sources"]) for row in (then, again) if row is not None}
    is_sure = bool(groups[changed] or groups[gone] or pointed & set(groups[added])) or len(counted) > 1
    return " ".join(f"{what}: {_listed(files)}." for what, files in groups.items() if files), is_sure


def _sources(entry: Row | None) -> set[str]:
    """The sources whose files an indicator rests on."""
    if entry is None:
        return set()
    found = {source_of(entry)} | {source_of(entry | {"publisher": other}) for other in entry.get("also", ())}
    found |= {"population"} if entry["kind"] == "offence_rate" else set()
    found |= {"further"} if entry["kind"] == "local_count" else set()
    return found | ({"own_review"} if entry["kind"] == "statement_count" else set())


def _listed(files: list[str]) -> str:
    more = len(files) - _NAMED
    return ", ".join(files[:_NAMED]) + (f" och {more} till" if more > 0 else "")


def _kind(
    indicator: str,
    then: Row | None,
    again: Row | None,
    hidden: bool,
    known: _Known,
    edition: Earlier,
    now: Now,
) -> str:
    if indicator not in now.definitions:
        return words.GONE
    if indicator not in edition.definitions:
        return words.NEW
    if known.definition:
        return words.DEFINITION
    if known.method:
        return words.METHOD
    if hidden:  # told without looking at the figure
        return words.REVISED if known.files or words.is_hidden(then) != words.is_hidden(again) else words.SAME
    if words.is_same(then, again):
        return words.SAME
    if known.surely_revised or then is None or again is None:
        return words.REVISED
    # A file added to the source may be of another year. With a new program, or with no file at all that differs, the
    # figure is rather worked out in another way.
    return words.METHOD if known.version or not known.files else words.REVISED


def _told(kind: str, known: _Known) -> list[str]:
    """What is known to differ, what explains the kind first. Of an unaltered figure only what concerns its meaning."""
    if kind == words.SAME:
        return [known.wording] if known.wording else []
    if kind in (words.NEW, words.GONE):
        return []
    found = [known.definition, known.method, known.files, known.version, known.wording]
    if not any(found):
        return [
            "Källfiler, definition och version är desamma. Avtalsfilen, en rättelse eller programmet är ändrat."
        ]
    return [text for text in found if text]
