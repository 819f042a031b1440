"""The name lists behind redaction: packaged Swedish lists, official statistics, local names.

Belongs here: loading and merging lists of given and family names. Not here: how a name is recognised in
running text (``name_rules``) and the hand-written word lists (``name_words``).

Nothing is read at import; the packaged lists are read once, at first use.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from . import name_places as places
from . import name_words as words
from .name_dictionary import is_listed_word
from .names_abroad import names_abroad

#: An official name with fewer bearers than this counts only with other evidence (typing errors, odd words).
MIN_BEARERS = 30
#: So few bearers are enough for a name that is no Swedish word.
MIN_BEARERS_NO_WORD = 5
FEW_BEARERS = 100
#: A name that is also a Swedish word and has fewer bearers than this is taken for the word at first sight.
MIN_BEARERS_WORD = 700
#: A given name with at least this many bearers is recognised in lower case too.
COMMON_BEARERS = 700


class NameFileError(ValueError):
    """A name file cannot be used. The message is Swedish and names the file, never its content."""


@dataclass(frozen=True)
class NameLists:
    """Names in lower case.

    ``given`` and ``family`` are recognised when capitalised; ``common`` (a part of ``given``) in lower
    case too; ``rare`` only beside other evidence. ``local`` are names the user added: always recognised.
    ``abroad`` (a part of ``given`` and ``family``) are names that no Swedish list holds.
    ``wordlike`` (a part of ``given``) are rare names that are first of all words.
    ``uncommon`` (a part of ``given``) have few bearers: not recognised in lower case or beside a place.
    ``vocabulary`` (common Swedish words) and ``localities`` (towns and countries) speak against a name.
    """

    given: frozenset[str]
    family: frozenset[str]
    common: frozenset[str]
    rare: frozenset[str] = frozenset()
    local: frozenset[str] = frozenset()
    vocabulary: frozenset[str] = frozenset()
    localities: frozenset[str] = frozenset()
    abroad: frozenset[str] = frozenset()
    wordlike: frozenset[str] = frozenset()
    uncommon: frozenset[str] = frozenset()

    @classmethod
    def packaged(cls) -> NameLists:
        """The lists that come with the installed packages and this module."""
        return _packaged()

    def with_official(self, directory: Path) -> NameLists:
        """These lists and the official name files in ``directory`` (see :func:`load_official`)."""
        given, family = load_official(directory)
        frequent = frozenset(
            name
            for name, n in given.items()
            if n >= MIN_BEARERS or (n >= MIN_BEARERS_NO_WORD and len(name) > 3 and not is_listed_word(name))
        )
        swedish = self.given - self.abroad
        wordlike = frozenset(
            n for n in frequent - swedish if given[n] < MIN_BEARERS_WORD and is_listed_word(n)
        )
        common = frozenset(name for name, n in given.items() if n >= COMMON_BEARERS and len(name) > 2)
        wordlike |= frozenset(n for n in family if n not in self.given and is_listed_word(n))
        return replace(
            self,
            given=self.given | frequent,
            family=self.family | frozenset(n for n in family if len(n) > 2),
            common=self.common | (common - words.WORD_NAMES - places.PLACE_NAMES),
            uncommon=self.uncommon | frozenset(n for n in frequent - swedish if given[n] < FEW_BEARERS),
            wordlike=self.wordlike | wordlike,
            rare=self.rare | (frozenset(given) - frequent),
            abroad=self.abroad - frequent - frozenset(family),
        )

    def with_local(self, names: Iterable[str]) -> NameLists:
        """These lists and the user's own names; a name of several words adds each of its words."""
        parts = frozenset(part for name in names for part in name.casefold().split() if len(part) > 1)
        return replace(self, given=self.given | parts, local=self.local | parts)


def read_local_list(path: Path) -> list[str]:
    """Names from a text file with one name per line, as written; blank lines are passed over.

    The file may be saved as UTF-8, with or without a byte order mark, or as ANSI (cp1252).
    Raises :class:`NameFileError` when it is neither, and OSError when it cannot be opened.
    """
    return [line.strip() for line in _read_text(path).splitlines() if line.strip()]


def _read_text(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NameFileError(
        f"Namnfilen {path.name} är inte en textfil i UTF-8 eller ANSI. Spara den som UTF-8 och försök igen."
    )


def load_official(directory: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Given and family names (lower case) with their number of bearers, from csv files in ``directory``.

    A file is recognised by its header: ``name,persons`` holds given names, unless its file name contains
    "efternamn"; ``lastname,frequency`` holds family names. Other csv files are left alone.
    Files may be UTF-8 or ANSI (cp1252), with commas or semicolons.
    Raises :class:`NameFileError` when no file is recognised, one is not text or a count is not a number.
    """
    given: dict[str, int] = {}
    family: dict[str, int] = {}
    recognised = 0
    for path in sorted(directory.glob("*.csv")) if directory.is_dir() else []:
        lines = _read_text(path).splitlines()
        # A Swedish Excel saves csv with semicolons.
        rows = csv.reader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
        header = [cell.strip().lower() for cell in next(rows, [])]
        if header[:2] not in (["name", "persons"], ["lastname", "frequency"]):
            continue
        recognised += 1
        is_family = header[0] == "lastname" or "efternamn" in path.name.lower()
        target = family if is_family else given
        for number, row in enumerate(rows, start=2):
            if len(row) < 2:
                continue
            try:
                bearers = int(row[1])
            except ValueError as error:
                message = f"Namnfilen {path.name}, rad {number}: antalet bärare är inte ett heltal."
                raise NameFileError(message) from error
            name = row[0].strip().casefold()
            target[name] = target.get(name, 0) + bearers
    if not recognised:
        raise NameFileError(
            f"Mappen {directory.name} innehåller ingen namnfil. Väntade csv-filer med rubrikerna "
            "name,persons eller lastname,frequency."
        )
    return given, family


@cache
def _packaged() -> NameLists:
    # The generators' data files are the only Swedish name lists among the installed packages.
    from faker.providers.address.sv_SE import Provider as Address
    from faker.providers.person.sv_SE import Provider

    person = _dataset("person")
    localities = [*_dataset("address")["city"], *Address.cities, *Address.countries]
    frequent = {n.casefold() for n in [*Provider.first_names_female, *Provider.first_names_male]}
    listed = {n.casefold() for sex in person["names"].values() for n in sex}
    family = {n.casefold() for n in [*Provider.last_names, *person["surnames"]]} - {"namn", "svens"}
    given = frozenset(n for n in frequent | listed | words.EXTRA_GIVEN if len(n) > 1)
    ambiguous = words.WORD_NAMES | places.PLACE_NAMES
    common = frozenset(n for n in frequent | words.EXTRA_GIVEN if len(n) > 2) - ambiguous
    family |= words.EXTRA_FAMILY
    vocabulary = frozenset(word.casefold() for word in _dataset("text")["words"])
    towns = frozenset(name.casefold() for name in localities)
    not_abroad = vocabulary | towns | words.NOT_NAMES_ABROAD | ambiguous
    given_abroad, family_abroad = (names - not_abroad for names in names_abroad())
    return NameLists(
        given | given_abroad,
        frozenset(family | family_abroad),
        common,
        vocabulary=vocabulary,
        localities=towns,
        abroad=(given_abroad | family_abroad) - given - family,
    )


def _dataset(name: str) -> dict[str, Any]:
    source = resources.files("mimesis").joinpath(f"datasets/sv/{name}.json")
    data: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return data
