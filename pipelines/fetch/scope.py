"""For whom to fetch: the municipalities of the agreements, and the folder that they share.

Belongs here: choosing agreements. Not here: reading their files (pipelines.agreement).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines import agreement as agreements
from pipelines.agreement import Agreement
from pipelines.errors import UserError
from pipelines.paths import AGREEMENT_FILE, SHARED_FOLDER

COUNTRY = "00"


@dataclass(frozen=True)
class Scope:
    """``municipalities``: code → name, the country not among them; ``own``: names of the agreements' own."""

    shared: Path
    agreements: tuple[str, ...]
    municipalities: dict[str, str]
    own: tuple[str, ...]
    left_out: tuple[str, ...]


def find(raw: Path, agreement_id: str | None) -> Scope:
    """Every agreement beside the chosen one, as the snapshot is shared and only the newest is read.

    Fetched for one agreement alone it would take the others' figures away from them. An agreement that is
    still being filled in is left out; the one named must be whole. An example reads no snapshot and counts only
    when it is named or alone. Raises UserError.
    """
    is_one = (raw / AGREEMENT_FILE).is_file()
    root = raw.resolve().parent if is_one else raw
    named = agreements.find(raw, agreement_id) if agreement_id is not None or is_one else None
    found, left_out = _others(root, named)
    if named is None and not found:
        named = agreements.find(raw, None)  # says what is wrong
    if named is not None:
        found.append(named)
    if any(not item.is_example for item in found):
        found = [item for item in found if not item.is_example or item is named]
    names: dict[str, str] = {}
    for item in found:
        names |= {m.code: m.name for m in item.municipalities}
    return Scope(
        shared=root / SHARED_FOLDER,
        agreements=tuple(sorted({item.id for item in found})),
        municipalities=dict(sorted(names.items())),
        own=tuple(sorted({item.municipality.name for item in found})),
        left_out=tuple(left_out),
    )


def _others(root: Path, named: Agreement | None) -> tuple[list[Agreement], list[str]]:
    """The other agreements that are whole, and the names of the folders whose file is not."""
    found, left_out = [], []
    for folder in sorted(path.parent for path in root.glob(f"*/{AGREEMENT_FILE}")):
        if named is not None and folder.resolve() == named.folder.resolve():
            continue
        try:
            found.append(agreements.load(folder))
        except UserError:
            left_out.append(folder.name)
    return found, left_out
