"""The indicator register, the problems and the rules for figures: what an entry must hold to be loaded.

Belongs here: checking what stands in expectations/indicators/*.toml, problems.toml and figure_rules.toml
against each other and against the other registers. Not here: reading files and caching (registers.py), facts
(they stand in the registers), values (pipelines.tables).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.registers import OffenceGroup

Entry = dict[str, Any]

#: The areas' files, in the order in which their indicators are listed.
AREAS = ("STOLD", "PLATS", "UNGA", "SKOLA")
FACETS = ("volume", "rate", "change", "place", "time", "exposure", "worry", "context", "consequence", "voice")
DIRECTIONS = ("higher_is_worse", "higher_is_better", "neutral", "activity_driven")
COMPARISON_GROUPS = ("polisomradet", "liknande", "skr", "lan", "riket")
DISCLOSURES = ("municipality_year", "below_5_hidden")
OFFENCE_PUBLISHERS = ("bra", "bra_indicators", "police", "kolada")
KPI_PUBLISHERS = ("kolada", "skolverket")
STATEMENT_SOURCES = ("citizen_dialogue", "staff_dialogue", "bra_council", "bra_operative")
#: A youth survey has its own name in every municipality; the others are asked alike everywhere.
SURVEYS = {
    "survey_index": ("trygghetsmatning",),
    "survey_share": ("skolenkaten_ak8",),
    "published_share": ("ntu_kommun",),
}
#: Sources that hand in counts in the project's own templates.
LOCAL_SOURCES = (
    "school_incidents",
    "social_services",
    "rescue_service",
    "technical_office",
    "safety_walk",
    "housing_company",
    "school_health",
    "other_source",
)
LOCAL_UNITS = ("antal", "händelser", "anmälningar", "kronor", "timmar")


@dataclass(frozen=True)
class Kind:
    """A kind's own fields beside the shared ones, its units, and whether places can be compared by it."""

    required: frozenset[str]
    units: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    is_comparable: bool = False


_PERCENT = ("procent",)
KINDS = {
    "offence_rate": Kind(
        frozenset({"publisher", "offence_group"}), ("per 100 000 invånare",), frozenset({"also"}), True
    ),
    "survey_index": Kind(frozenset({"survey", "survey_question"}), ("index 0–6",)),
    "survey_share": Kind(frozenset({"survey", "survey_question", "options"}), _PERCENT, is_comparable=True),
    "published_share": Kind(
        frozenset({"source_type", "survey_question", "group"}), _PERCENT, frozenset({"survey"}), True
    ),
    "kpi_share": Kind(frozenset({"publisher", "kpi"}), _PERCENT, is_comparable=True),
    "local_count": Kind(frozenset({"source_type", "phenomenon"}), LOCAL_UNITS),
    "statement_count": Kind(frozenset({"source_type"}), ("uttalanden",)),
    "time_share": Kind(frozenset({"offence_group", "hours"}), _PERCENT),
    "place_share": Kind(frozenset({"offence_group"}), _PERCENT),
}
#: Kinds that only tell when, where or how many said so: more is neither worse nor better.
DESCRIBING = ("statement_count", "time_share", "place_share")
SHARED = frozenset(
    {
        "id",
        "priority_area",
        "title",
        "question",
        "does_not_say",
        "kind",
        "facets",
        "problem",
        "unit",
        "direction",
        "comparison_groups",
        "disclosure",
    }
)
OPTIONAL = frozenset({"minimum_base"})
_LISTS = ("facets", "comparison_groups", "options", "also", "hours")

RULES = (
    "count_from",
    "rate_from",
    "reliable_from",
    "standardised_from",
    "percent_from",
    "share_from",
    "warn_share_below",
    "trend_from_years",
    "run_chart_from_points",
    "pattern_from",
)


@dataclass(frozen=True)
class Known:
    """What the other registers hold that an indicator may name."""

    sources: Collection[str]
    groups: Mapping[str, OffenceGroup]
    problems: Mapping[str, Entry]


def checked_indicators(files: Mapping[str, Sequence[Entry]], known: Known) -> list[Entry]:
    """The entries of all areas in order. Raises ValueError, naming file and id, for an entry that does not hold.

    ``files``: priority area → the entries of its file.
    """
    found: dict[str, Entry] = {}
    for area, entries in files.items():
        for entry in entries:
            where = f"indicators/{area}.toml: {entry.get('id')}"
            for fault in _faults(entry, area, known):
                raise ValueError(f"{where}: {fault}")
            if entry["id"] in found:
                raise ValueError(f"{where}: the id stands twice")
            found[entry["id"]] = entry
    return list(found.values())


def _faults(entry: Entry, area: str, known: Known) -> Iterator[str]:
    """What is wrong with an entry, the form first: later checks rest on earlier ones."""
    kind = KINDS.get(str(entry.get("kind")))
    if kind is None:
        yield f"unknown kind {entry.get('kind')!r}"
        return
    if missing := (SHARED | kind.required) - set(entry):
        yield f"missing {sorted(missing)}"
    if unknown := set(entry) - SHARED - OPTIONAL - kind.required - kind.optional:
        yield f"unknown fields {sorted(unknown)}"
    yield from _wrong_types(entry)
    yield from _wrong_words(entry, area, kind, known)
    yield from _wrong_sources(entry, known)
    yield from _wrong_group(entry, known)
    yield from _wrong_base(entry.get("minimum_base", {}))


def _wrong_types(entry: Entry) -> Iterator[str]:
    for name, value in entry.items():
        if name == "minimum_base":
            continue
        is_list = isinstance(value, list)
        if is_list != (name in _LISTS):
            yield f"{name} should {'not ' if is_list else ''}be a list"
        elif not is_list and not (isinstance(value, str) and value.strip()):
            yield f"{name} should be a text that is not empty"
        elif is_list and len({str(item) for item in value}) < len(value):
            yield f"{name} names something twice"
    if not entry["facets"] or entry.get("options") == []:
        yield "facets and options may not be empty"
    hours = entry.get("hours", [0, 1])
    if len(hours) != 2 or any(type(hour) is not int or not 0 <= hour <= 24 for hour in hours):
        yield f"hours {hours} should be two whole hours, 0–24"


def _wrong_words(entry: Entry, area: str, kind: Kind, known: Known) -> Iterator[str]:
    if entry["priority_area"] != area:
        yield f"priority_area {entry['priority_area']!r} in the file of {area}"
    if unknown := set(entry["facets"]) - set(FACETS):
        yield f"unknown facets {sorted(unknown)}"
    if unknown := set(entry["comparison_groups"]) - set(COMPARISON_GROUPS):
        yield f"unknown comparison_groups {sorted(unknown)}"
    if entry["comparison_groups"] and not kind.is_comparable:
        yield f"{entry['kind']} is not compared between places: comparison_groups should be empty"
    if entry["direction"] not in DIRECTIONS:
        yield f"unknown direction {entry['direction']!r}"
    if entry["kind"] in DESCRIBING and entry["direction"] != "neutral":
        yield f"{entry['kind']} describes: direction should be neutral"
    if entry["disclosure"] not in DISCLOSURES:
        yield f"unknown disclosure {entry['disclosure']!r}"
    if entry["unit"] not in kind.units:
        yield f"unknown unit {entry['unit']!r} of {entry['kind']}"
    problem = known.problems.get(entry["problem"])
    if problem is None or problem["priority_area"] != area:
        yield f"unknown problem {entry['problem']!r} of {area}"


def _wrong_sources(entry: Entry, known: Known) -> Iterator[str]:
    kind, source, survey = entry["kind"], entry.get("source_type"), entry.get("survey")
    publishers = KPI_PUBLISHERS if kind == "kpi_share" else OFFENCE_PUBLISHERS
    named = [entry["publisher"], *entry.get("also", ())] if "publisher" in entry else []
    if unknown := set(named) - set(publishers):
        yield f"unknown publisher {sorted(unknown)}"
    if len(set(named)) < len(named):
        yield "also names the publisher itself"
    if survey is not None and survey not in SURVEYS[kind]:
        yield f"unknown survey {survey!r} of {kind}"
    allowed = {
        "local_count": LOCAL_SOURCES,
        "statement_count": STATEMENT_SOURCES,
        "published_share": ("youth_survey",) if survey is None else ("bra_agency",),
    }
    if source is not None and (source not in known.sources or source not in allowed[kind]):
        yield f"unknown source {source!r} of {kind}"


def _wrong_group(entry: Entry, known: Known) -> Iterator[str]:
    name = entry.get("offence_group")
    if name is None:
        return
    group = known.groups.get(name)
    if group is None:
        yield f"unknown offence group {name!r}"
    elif entry["priority_area"] not in group.priority_areas:
        yield f"offence group {name!r} does not belong to {entry['priority_area']}"
    elif group.sensitive and entry["disclosure"] != "below_5_hidden":
        yield f"offence group {name!r} is sensitive: disclosure should be below_5_hidden"


def _wrong_base(base: object) -> Iterator[str]:
    if not isinstance(base, dict) or set(base) - set(RULES):
        yield f"minimum_base {base} should be a table of rules in figure_rules.toml"
    elif any(type(value) is not int or value < 0 for value in base.values()):
        yield "minimum_base should hold whole numbers"


def checked_problems(document: Mapping[str, Any], themes: Collection[str]) -> dict[str, Entry]:
    """The problems by id. Raises ValueError for a problem that does not hold, or a theme without a place.

    Every theme but "ovrigt" is in a problem or in ``outside_themes`` with a reason, never in both.
    """
    found: dict[str, Entry] = {}
    placed: dict[tuple[str, str], str] = {}
    for entry in document["problem"]:
        where = f"problems.toml: {entry.get('id')}"
        if set(entry) != {"id", "priority_area", "title", "themes"}:
            raise ValueError(f"{where}: should have id, priority_area, title and themes, and nothing else")
        if entry["id"] in found:
            raise ValueError(f"{where}: the id stands twice")
        if entry["priority_area"] not in AREAS or not entry["title"] or not entry["themes"]:
            raise ValueError(f"{where}: unknown priority_area, or no title or themes")
        for theme in entry["themes"]:
            if theme not in themes:
                raise ValueError(f"{where}: unknown theme {theme!r}")
            if (other := placed.setdefault((entry["priority_area"], theme), entry["id"])) != entry["id"]:
                raise ValueError(f"{where}: the theme {theme!r} already serves {other!r} in the area")
        found[entry["id"]] = entry
    used, outside = {theme for _, theme in placed}, document.get("outside_themes", {})
    if unknown := set(outside) - set(themes):
        raise ValueError(f"problems.toml: unknown themes in outside_themes: {sorted(unknown)}")
    if not all(isinstance(reason, str) and reason for reason in outside.values()):
        raise ValueError("problems.toml: a theme in outside_themes has no reason")
    if wrong := (set(themes) - {"ovrigt"} - used - set(outside)) | (used & set(outside)):
        raise ValueError(f"problems.toml: in no problem and not outside, or in both: {sorted(wrong)}")
    return found


def checked_rules(document: Mapping[str, Any]) -> dict[str, int]:
    """The minimum base per form of a figure. Raises ValueError for a rule too many, too few or no whole number."""
    if set(document) != set(RULES):
        raise ValueError(f"figure_rules.toml: wrong rules {sorted(set(document) ^ set(RULES))}")
    if wrong := [name for name, value in document.items() if type(value) is not int or value < 0]:
        raise ValueError(f"figure_rules.toml: no whole number: {wrong}")
    return dict(document)
