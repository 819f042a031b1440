"""A snapshot on disk: ``<raw>/gemensamt/<source>/<ÅÅÅÅ-MM-DD>/`` with its manifest, whole or not at all.

Belongs here: writing, checking that the readers know what was written, moving into place.
Not here: what a source gives (kolada, scb, polisen), choosing which snapshot to read (pipelines.raw).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipelines.errors import UserError
from pipelines.paths import MANIFEST_FILE

_STAGED, _OLD = ".hamtas-", ".utbytt-"


@dataclass(frozen=True)
class SavedFile:
    """One file to save. ``layout`` is the reader it is for, ``values`` how many values it holds."""

    name: str
    layout: str
    data: bytes
    values: int
    title: str = ""


@dataclass(frozen=True)
class Fetched:
    """What a source gave. ``left_out`` counts what was not saved; ``notes`` are Swedish lines for the user."""

    files: list[SavedFile]
    parameters: dict[str, Any]
    left_out: dict[str, int]
    remarks: dict[str, Any]
    notes: list[str] = field(default_factory=list)


def newest(source: Path) -> Path | None:
    """The newest snapshot in a source's folder."""
    days = source.iterdir() if source.is_dir() else ()
    found = [p for p in days if p.is_dir() and re.fullmatch(r"\d{4}-\d{2}-\d{2}", p.name)]
    return max(found, key=lambda path: path.name) if found else None


@contextmanager
def only_one(source: Path) -> Iterator[None]:
    """Hold a source's folder for one fetch, and put right what an earlier one left when it was cut off."""
    source.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(source / ".lock", blocking=False):
            for old in source.glob(f"{_OLD}*"):
                place = source / old.name.removeprefix(_OLD)
                if place.exists():
                    shutil.rmtree(old, ignore_errors=True)
                else:  # cut off between the two moves
                    old.rename(place)
            for staged in source.glob(f"{_STAGED}*"):
                shutil.rmtree(staged, ignore_errors=True)
            yield
    except Timeout:
        raise UserError(
            f"En annan hämtning till {source.name} pågår. Vänta tills den är klar och kör igen."
        ) from None


def save(source: Path, day: str, files: list[SavedFile], manifest: dict[str, Any]) -> tuple[Path, int]:
    """Write the files and last the manifest beside the place and move them into it; how many records the
    readers reject comes back with the place.

    A snapshot of the same day is replaced only by a whole new one. Raises OSError when it cannot be written
    and UserError when the readers do not know it; then nothing has changed.
    """
    place, staged = source / day, source / f"{_STAGED}{day}"
    try:
        staged.mkdir()
        for file in files:
            _write(staged / file.name, file.data)
        unread = {file.name: _unread(file) for file in files}
        listed = [
            {
                "name": file.name,
                "title": file.title,
                "layout": file.layout,
                "bytes": len(file.data),
                "sha256": hashlib.sha256(file.data).hexdigest(),
                "values": file.values,
                "unreadable_records": unread[file.name],
            }
            for file in files
        ]
        text = json.dumps({**manifest, "files": listed}, ensure_ascii=False, indent=2) + "\n"
        _write(staged / MANIFEST_FILE, text.encode())
        _move(staged, place)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return place, sum(unread.values())


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _unread(file: SavedFile) -> int:
    """How many records the reader rejects. Raises UserError when it does not know the file at all."""
    from pipelines import readers
    from pipelines.readers.result import UnreadableFileError

    if file.layout not in readers.LAYOUTS:
        return 0
    try:
        layout = readers.recognise(file.data, file.name)
        if layout != file.layout:
            raise UnreadableFileError(f"{file.name} känns igen som {readers.LAYOUTS[layout].TITLE}.")
        return len(readers.read(file.data, file.name, layout).problems)
    except UnreadableFileError as error:
        # The list of every known layout that may follow helps no one here.
        raise UserError(
            f"Det som hämtades går inte att läsa. Inget har sparats. Meddela den som sköter programmet: "
            f"{str(error).splitlines()[0]}"
        ) from None


def _move(staged: Path, place: Path) -> None:
    old = place.with_name(f"{_OLD}{place.name}")
    if place.exists():
        place.rename(old)
    try:
        staged.rename(place)
    except BaseException:
        if old.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
