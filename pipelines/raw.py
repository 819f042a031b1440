"""An agreement's folder of raw files: find them, recognise them, read them, once per process.

Belongs here: which files there are, their checksums, and the door between readers and the rest, where
everything quoted from a file is freed from personal data. Not here: layouts (pipelines.readers), tables.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from pipelines import readers, typed_words
from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.paths import (
    AGREEMENT_FILE,
    CORRECTIONS_FILE,
    DESCRIPTION_FILE,
    MANIFEST_FILE,
    NAMES_FOLDER,
    SHARED_FOLDER,
    TEMPLATES_FOLDER,
)
from pipelines.readers.result import ReadResult, UnreadableFileError
from pipelines.text.names import NameFileError, NameLists, read_local_list
from pipelines.text.redaction import Redactor

QUOTE_LENGTH = 120
LITTER = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class FileReading:
    """One raw file as read. ``path`` is relative to the agreement's folder, freed from names."""

    path: str
    sha256: str
    size: int
    layout: str
    result: ReadResult


@dataclass(frozen=True)
class Reading:
    """Everything read from an agreement's folder, and the redactor that knows its names and places."""

    files: tuple[FileReading, ...]
    redactor: Redactor

    def of(self, *layouts: str) -> list[FileReading]:
        return [file for file in self.files if file.layout in layouts]

    def rows(self, *layouts: str) -> pd.DataFrame:
        """The tidy rows of all files of the layouts, with their ``file``; empty frame when there are none."""
        parts = [f.result.rows.assign(file=f.path) for f in self.of(*layouts) if len(f.result.rows)]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()

    def typed(self, layout: str) -> pd.DataFrame:
        """All that was filled in in workbooks of a layout, also on rows that could not be used: only for showing it
        again to the ones who typed it. Freed from personal data but for the names of those who hold a role.
        """
        parts = []
        for file in self.of(layout):
            if given := [rows for rows in (file.result.rows, file.result.set_aside) if len(rows)]:
                rows = typed_words.shown_again(pd.concat(given, ignore_index=True), self.redactor)
                parts.append(rows.assign(file=file.path))
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


@dataclass(frozen=True)
class UnrecognisedFile:
    """A file that could not be read. ``name`` is its real path, for the terminal only; ``path`` may be kept."""

    path: str
    name: str
    message: str


def raw_paths(agreement: Agreement) -> list[Path]:
    """Every file that is a source of the agreement, in a fixed order: its own folder's and what was fetched.

    Left out by rule: the agreement file, its description and corrections, the folders of local name lists and
    of empty templates, and what office programs and file managers leave (~$…, names that start with a full
    stop, Thumbs.db, desktop.ini).
    """
    skipped = {AGREEMENT_FILE, DESCRIPTION_FILE, CORRECTIONS_FILE}
    found = []
    for path in sorted(agreement.folder.rglob("*"), key=lambda p: p.relative_to(agreement.folder).as_posix()):
        parts = path.relative_to(agreement.folder).parts
        hidden = any(part.startswith((".", "~$")) or part.lower() in LITTER for part in parts)
        if path.is_file() and not hidden and parts[0] not in (NAMES_FOLDER, TEMPLATES_FOLDER):
            if len(parts) == 1 and parts[0] in skipped:
                continue
            found.append(path)
    return found + shared_paths(agreement)


def shared_paths(agreement: Agreement) -> list[Path]:
    """The newest fetched snapshot of each source (``gemensamt/<source>/<ÅÅÅÅ-MM-DD>/``), beside the agreement.

    Older snapshots stay for the record and are not read; the example agreement reads none, so that its
    figures stay the ones its description tells of.
    """
    shared = agreement.folder.parent / SHARED_FOLDER
    if agreement.is_example or not shared.is_dir():
        return []
    found: list[Path] = []
    for source in sorted(path for path in shared.iterdir() if path.is_dir()):
        days = [p for p in source.iterdir() if p.is_dir() and re.fullmatch(r"\d{4}-\d{2}-\d{2}", p.name)]
        if days:
            newest = max(days, key=lambda path: path.name)
            found += sorted(p for p in newest.iterdir() if p.is_file() and p.name != MANIFEST_FILE)
    return found


def make_redactor(agreement: Agreement) -> Redactor:
    """A redactor that knows the agreement's own name lists and keeps its places."""
    names = NameLists.packaged()
    kept: list[str] = []
    local = agreement.folder / NAMES_FOLDER
    if local.is_dir():
        try:
            names = names.with_official(local) if any(local.glob("*.csv")) else names
            lists = {path: read_local_list(path) for path in sorted(local.glob("*.txt"))}
            # A list of places (platser.txt) says the opposite of a list of names: these words stay.
            kept = [word for path, words in lists.items() if _is_of_places(path) for word in words]
            names = names.with_local(
                n for path, found in lists.items() if not _is_of_places(path) for n in found
            )
        except NameFileError as error:
            raise UserError(f"Mappen {NAMES_FOLDER}: {error}") from None
    keep = {*agreement.gazetteer(), *(m.name for m in agreement.municipalities), *kept}
    return Redactor(names, keep=sorted(keep))


def _is_of_places(path: Path) -> bool:
    return path.stem.casefold().startswith("platser")


def shown_path(path: Path, folder: Path, redactor: Redactor) -> str:
    """The path relative to the agreement's folder, with every part that holds a person's name hidden."""
    return "/".join(_shown_part(part, redactor) for part in _relative(path, folder).parts)


def _relative(path: Path, folder: Path) -> Path:
    """Relative to the agreement's folder, or for what was fetched to the folder around it."""
    return path.relative_to(folder if path.is_relative_to(folder) else folder.parent)


def _shown_part(part: str, redactor: Redactor) -> str:
    stem, suffix = Path(part).stem, Path(part).suffix
    # "ProtokollAnna-andersson2023" is read as the words it is made of.
    words = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])|[\W\d_]+", " ", stem)
    if any(span.kind == "NAME" for span in redactor.find(words)) or redactor.find(stem.replace("_", " ")):
        return f"dolt namn {hashlib.sha256(part.encode()).hexdigest()[:8]}{suffix}"
    return part


def read_all(agreement: Agreement) -> tuple[Reading, list[UnrecognisedFile]]:
    """Read every file; those that cannot be recognised or opened come back with a Swedish message."""
    redactor = make_redactor(agreement)
    read: list[FileReading] = []
    failed: list[UnrecognisedFile] = []
    seen: dict[str, str] = {}
    for path in raw_paths(agreement):
        shown = shown_path(path, agreement.folder, redactor)
        name = _relative(path, agreement.folder).as_posix()
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if digest in seen:
            failed.append(
                UnrecognisedFile(shown, name, f"Samma fil finns redan som {seen[digest]}. Ta bort den ena.")
            )
            continue
        seen[digest] = shown
        try:
            layout, result = _read_cached(digest, path.name, _Bytes(data))
        except UnreadableFileError as error:
            message = str(error).removeprefix(f"{path.name}:").strip()
            failed.append(UnrecognisedFile(shown, name, message.replace(path.name, Path(shown).name)))
            continue
        reading = FileReading(shown, digest, len(data), layout, result)
        if twin := next((other for other in read if _is_same(other, reading)), None):
            failed.append(
                UnrecognisedFile(
                    shown, name, f"Samma innehåll som {twin.path}, sparat på nytt. Ta bort den ena."
                )
            )
            continue
        read.append(reading)
    return Reading(tuple(read), redactor), failed


def _is_same(one: FileReading, other: FileReading) -> bool:
    """Two files of one layout with the same rows: a list saved both as workbook and as csv counts once."""
    ours, theirs = one.result.rows, other.result.rows
    if one.layout != other.layout or len(ours) != len(theirs) or ours.empty:
        return False
    columns = [c for c in ours.columns if c not in ("row", "record", "sheet", "locator")]
    if not columns or any(c not in theirs for c in columns):
        return False
    own, others = (rows[columns].astype("string").fillna("") for rows in (ours, theirs))
    return bool((own == others).all(axis=None))


def fingerprint(agreement: Agreement) -> tuple[tuple[str, str], ...]:
    """Path and checksum of everything that decides what a reading gives: raw files and local lists of names."""
    names = agreement.folder / NAMES_FOLDER
    lists = sorted(path for path in names.rglob("*") if path.is_file()) if names.is_dir() else []
    return tuple(
        (str(path), hashlib.sha256(path.read_bytes()).hexdigest()) for path in [*raw_paths(agreement), *lists]
    )


def checksums(agreement: Agreement) -> set[str]:
    """Checksums of the raw files as they lie now."""
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in raw_paths(agreement)}


class _Bytes:
    """Carries a file's content past the cache key: two files with one checksum and name are one file."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bytes)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=512)
def _read_cached(digest: str, name: str, content: _Bytes) -> tuple[str, ReadResult]:
    try:
        layout = readers.recognise(content.data, name)
        result = readers.read(content.data, name, layout)
        if not result.is_reconciled():
            raise UnreadableFileError(
                f"{name}: läsningen gick inte ihop, alla poster kunde inte redovisas. Det är ett fel i programmet."
            )
        return layout, result
    except UnreadableFileError:
        raise
    except Exception as error:
        # A fault in a reader must not carry the file's content into logs: only its kind is passed on.
        raise UnreadableFileError(
            f"{name}: filen kunde inte läsas ({type(error).__name__}). Öppna filen och kontrollera att den "
            "är hel; spara den på nytt i ursprungligt format. Kvarstår felet är det ett fel i programmet."
        ) from None


def read_or_stop(agreement: Agreement, show_names: bool = False) -> Reading:
    """As ``read_all``, but a file that cannot be recognised stops the work (UserError).

    ``show_names``: call the files by their real names, for a message that is not kept.
    """
    reading, failed = read_all(agreement)
    if failed:
        lines = "\n".join(f"  {item.name if show_names else item.path}: {item.message}" for item in failed)
        raise UserError(
            f"{len(failed)} fil(er) i {agreement.folder.name} kunde inte läsas. Rätta eller flytta bort dem "
            f"och kör igen:\n{lines}"
        )
    if not reading.files:
        raise UserError(
            f"Mappen {agreement.folder.name} innehåller inga källfiler. Lägg de mottagna filerna där."
        )
    return reading


def quotes(file: FileReading, redactor: Redactor) -> list[tuple[str | None, str | None]]:
    """For each fault of a file: its sheet and what stood there, freed from personal data and shortened.

    The whole document is redacted at once, so that a name known from elsewhere in it is known here too.
    """
    problems, rows = file.result.problems, file.result.rows
    texts = [str(value) for value in rows["text"].dropna()] if "text" in rows else []
    asked = [text or "" for problem in problems for text in (problem.sheet, problem.found)]
    clean = redactor.redact_document([*asked, *texts], context=file.result.private_context)
    shown = [
        item.text if len(item.text) <= QUOTE_LENGTH else item.text[: QUOTE_LENGTH - 1] + "…" for item in clean
    ]
    return [(shown[2 * i] or None, shown[2 * i + 1] or None) for i in range(len(problems))]
