"""``lagesbild decide``: freeze the published edition of a year as the one that the parties decided.

Belongs here: what must hold of the command's arguments, and its message. Not here: how an edition is frozen
(pipelines.editions).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from pipelines import agreement as agreements
from pipelines import editions, publication
from pipelines.agreement import Agreement
from pipelines.errors import UsageError, UserError
from pipelines.raw import make_redactor
from pipelines.refresh import only_one
from pipelines.tables.plan import NAMED_ONLY, without_names
from pipelines.text.patterns import PLACEHOLDER


@dataclass(frozen=True)
class Wish:
    """What was asked for. ``on``: the day of the decision; ``by``: a role; ``replace``: why an edition is replaced."""

    raw: Path
    out: Path
    year: int | None = None
    agreement: str | None = None
    replace: str | None = None
    by: str | None = None
    on: dt.date | None = None


def decide(wish: Wish, now: dt.datetime) -> str:
    """Freeze the edition; returns the message. Raises UsageError or UserError, in Swedish, when nothing is frozen."""
    for option, text in (("--replace", wish.replace), ("--by", wish.by)):
        if text is not None and not text.strip():
            raise UsageError(f'Skriv något inom citattecknen: {option} "…"')
    agreement = agreements.find(wish.raw, wish.agreement)
    manifest = publication.read_manifest(wish.out)
    if manifest is None:
        raise UserError(
            f"Ingen lägesbild är publicerad i {wish.out.name}, så det finns inget att besluta. Kör: lagesbild refresh"
        )
    publication.require_same_agreement(wish.out, agreement)
    year = wish.year if wish.year is not None else int(manifest["year"])
    agreement.require_year(year)
    on = wish.on or now.date()
    if on > now.date():
        raise UsageError(f"Beslutsdagen {on} har inte varit än. Ange dagen då beslutet fattades med --on.")
    if on.year <= year:
        raise UsageError(
            f"Beslutsdagen {on} ligger före årets slut. {year} års lägesbild beslutas tidigast {year + 1}."
        )
    decision = editions.Decision(year, on, _role(wish.by, agreement))
    reason = _reason(wish.replace, agreement)
    place = editions.place_of(wish.out, agreement.id, year)
    with only_one(wish.out):
        editions.recover(place)
        if wish.replace is not None and not place.is_dir():
            raise UsageError(
                f"Ingen lägesbild för {year} är beslutad än, så ingen kan ersättas. Kör utan --replace."
            )
        if wish.replace is None and (before := editions.read_decision(place)) is not None:
            raise UserError(editions.already_decided(before))
        edition = editions.published(wish.out, agreement.id, year)
        editions.freeze(edition, place, decision, reason, now)
    by = f" av {decision.decided_by}" if decision.decided_by else ""
    return (
        f"Lägesbilden för {year} är beslutad {on}{by} och fryst: {place / 'index.html'}\n"
        f"Checklistan bland de löpande sidorna visar beslutet efter nästa körning: lagesbild refresh --year {year}"
    )


def _clean(text: str | None, agreement: Agreement) -> str | None:
    """What was written, freed from personal data: it is kept with the edition."""
    return make_redactor(agreement).redact_document([text.strip()])[0].text if text is not None else None


def _reason(text: str | None, agreement: Agreement) -> str | None:
    """The reason. Raises UsageError when nothing is said but a name."""
    cleaned = _clean(text, agreement)
    if cleaned is not None and not _says_something(cleaned):
        raise UsageError(
            'Skriv skälet med ord efter --replace. Till exempel: --replace "Fel folkmängd i tabell 3"'
        )
    return cleaned


def _role(text: str | None, agreement: Agreement) -> str | None:
    """The role without its holder's name. Raises UsageError when a name is all there is."""
    cleaned = _clean(text, agreement)
    if cleaned is None:
        return None
    role = without_names(cleaned)
    if role == NAMED_ONLY or not _says_something(role):
        raise UsageError('Ange en roll med --by, inte ett namn. Till exempel: --by "ordförande i Brå"')
    return role


def _says_something(text: str) -> bool:
    """Whether a word of three letters is left beside what stands for personal data."""
    return re.search(r"[^\W\d_]{3}", PLACEHOLDER.sub(" ", text)) is not None
