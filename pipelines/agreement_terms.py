"""What an agreement holds: parties' areas, municipalities, localities, places, sources and thresholds.

Belongs here: the records and what follows from them alone. Not here: the file they are read from
(pipelines.agreement). Facts about one municipality live in its agreement file, never in code.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import UserError
from pipelines.municipalities import municipalities, spellings
from pipelines.paths import AGREEMENT_FILE


@dataclass(frozen=True)
class PriorityArea:
    code: str
    name: str
    slug: str


@dataclass(frozen=True)
class Municipality:
    code: str
    name: str
    county: str = ""


@dataclass(frozen=True)
class ComparisonGroup:
    """Whom the municipality is compared with: ``codes``, or ``members`` that the received files decide.

    ``members``: "kommuner" (those of ``codes``), "liknande" (Kolada's similar municipalities), "skr" (SKR's
    group) or "lan" (the county).
    """

    id: str
    name: str
    codes: tuple[str, ...]
    members: str = "kommuner"


@dataclass(frozen=True)
class Locality:
    """A locality; ``population`` is None where the agreement file does not say."""

    name: str
    deso: tuple[str, ...]
    population: int | None = None


@dataclass(frozen=True)
class Place:
    name: str
    locality: str
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    source: str
    reason: str


@dataclass(frozen=True)
class Thresholds:
    min_shown: int
    percent_base: int
    theme_statements: int
    theme_sources: int
    false_discovery_rate: float


@dataclass(frozen=True)
class Agreement:
    """One agreement, as its file says. ``folder`` is where its raw files lie.

    ``language_model``: statements are coded with the optional language model too, not the lexicon alone.
    """

    folder: Path
    id: str
    name: str
    is_example: bool
    valid_from: int
    valid_to: int
    municipality: Municipality
    country_code: str
    police_area: str
    areas: tuple[PriorityArea, ...]
    municipalities: tuple[Municipality, ...]
    comparison_groups: tuple[ComparisonGroup, ...]
    localities: tuple[Locality, ...]
    places: tuple[Place, ...]
    mandatory: tuple[str, ...]
    further: dict[int, tuple[str, ...]]
    left_out: dict[int, tuple[LeftOut, ...]]
    thresholds: Thresholds
    language_model: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the police area's municipalities."""
        return tuple(m.code for m in self.municipalities)

    def municipality_names(self) -> dict[str, str]:
        """Code → name, with the country."""
        return {m.code: m.name for m in self.municipalities} | {self.country_code: "Hela landet"}

    def reference_names(self) -> dict[str, str]:
        """Code → name of every municipality whose figures serve as reference, with the country."""
        return {m.code: m.name for m in municipalities().values()} | self.municipality_names()

    def reference_codes(self) -> dict[str, str]:
        """As ``region_codes``, for every municipality of the country."""
        spelled = {text: m.code for m in municipalities().values() for text in spellings(m.code, m.name)}
        return spelled | self.region_codes()

    def region_codes(self) -> dict[str, str]:
        """How publishers write a region of the agreement, in lower case → code ("lessebo kommun" → "0761")."""
        spelled: dict[str, str] = {}
        for m in self.municipalities:
            for text in (m.name, f"{m.name} kommun", f"{m.name}s kommun", f"{m.code} {m.name}", m.code):
                spelled[text.lower()] = m.code
        for text in ("hela landet", "riket", "samtliga deltagande skolor", "00 riket", "00", "0000"):
            spelled[text] = self.country_code
        return spelled

    def county_codes(self) -> dict[str, str]:
        """The counties of the agreement's municipalities, in lower case → two digits ("kronobergs län" → "07")."""
        return {m.county.lower(): m.code[:2] for m in self.municipalities if m.county}

    def locality_of_deso(self) -> dict[str, str]:
        return {code: place.name for place in self.localities for code in place.deso}

    def gazetteer(self) -> dict[str, str]:
        """Surface form → name to show, for localities and known places."""
        found = {place.name: place.name for place in self.localities}
        for known in self.places:
            for form in (known.name, *known.spellings):
                found[form] = known.name
        return found

    def require_year(self, year: int) -> None:
        if not self.valid_from <= year <= self.valid_to:
            raise UserError(
                f"År {year} ligger utanför avtalets giltighet ({self.valid_from}–{self.valid_to}) i "
                f"”{self.name}”. Välj ett år inom giltigheten, eller uppdatera giltigt_fran och "
                f"giltigt_till i {AGREEMENT_FILE} när parterna förlängt avtalet."
            )
