"""Decided editions: a published lägesbild as it stood when the parties decided it, frozen and never rewritten.

Belongs here: what lies under ``<out>/editions/<agreement>/``: putting an edition there, replacing one, reading what
was decided. Not here: the command (pipelines.decide_command), what is compared with an earlier edition
(pipelines.tables.edition_changes). No refresh writes here, and nothing here is ever deleted: a replaced edition is
kept beside the new one as ``<year>.ersatt-1``, ``-2`` and so on.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import stat
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from pipelines.errors import UserError
from pipelines.publication import FIGURES, MANIFEST, read_manifest, sha256
from pipelines.raw import LITTER
from pipelines.report.swedish import day
from pipelines.storage import read_table
from pipelines.tables.edition_changes import DECIDED, PUBLISHED, Earlier

EDITIONS = "editions"
DECISION = "beslut.json"
#: Where a page's own content begins (report.shell).
_MAIN = '<main id="innehall"'


@dataclass(frozen=True)
class Decision:
    """When and by whom an edition was decided. ``decided_by``: a role, where one was given."""

    year: int
    decided_on: dt.date
    decided_by: str | None


@dataclass(frozen=True)
class Published:
    """The published edition of a year: its folder, its files with checksums, and its part of the manifest."""

    folder: Path
    files: dict[str, str]
    record: dict[str, Any]
    head: dict[str, Any]


def place_of(out: Path, agreement: str, year: int) -> Path:
    return out / EDITIONS / agreement / str(year)


def published(out: Path, agreement: str, year: int) -> Published:
    """The published edition, every file compared with the manifest.

    Raises UserError when the year is not published, was published without its tables, or was changed afterwards.
    """
    manifest = read_manifest(out) or {}
    record = manifest.get("editions", {}).get(str(year))
    folder = out / agreement / str(year)
    again = f"Kör: lagesbild refresh --year {year}"
    if record is None or manifest.get("agreement") != agreement or not folder.is_dir():
        done = sorted(manifest.get("editions", {}))
        listed = f" Publicerade år: {', '.join(done)}." if done else ""
        raise UserError(
            f"Ingen lägesbild för {year} är publicerad, så det finns inget att besluta.{listed} {again}"
        )
    start = f"{agreement}/{year}/"
    files = {name.removeprefix(start): digest for name, digest in record["files"].items()}
    if not any(name.startswith(f"{FIGURES}/") for name in files) or "definitions" not in record:
        raise UserError(
            f"Lägesbilden för {year} publicerades av en äldre version av programmet, som inte sparade tabellerna "
            f"bredvid sidorna. {again}"
        )
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    found = {name for name in found if not _is_litter(name)}
    changed = [name for name in sorted(found & set(files)) if sha256(folder / name) != files[name]]
    faults = (
        ("ändrade", changed),
        ("borttagna", sorted(set(files) - found)),
        ("tillagda", sorted(found - set(files))),
    )
    if told := [f"{what}: {', '.join(names)}" for what, names in faults if names]:
        raise UserError(
            f"Lägesbilden för {year} är inte som när den publicerades ({'; '.join(told)}). Den som beslutas ska vara "
            f"den som programmet gjorde. Flytta undan det som är ert eget, till exempel en ifylld arbetsbok. {again}"
        )
    head = {key: manifest.get(key) for key in ("agreement", "agreement_name", "municipality_code", "sources")}
    return Published(folder, files, {k: v for k, v in record.items() if k != "files"}, head)


def freeze(edition: Published, place: Path, decision: Decision, reason: str | None, now: dt.datetime) -> Path:
    """Copy the edition to ``place``, check the copy and make it read-only; returns ``place``.

    ``reason``: why the edition decided before is replaced; None when none may be there. Raises UserError when one is
    there and no reason is given, or when the copy is not what was published.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    recover(place)
    before = None
    # One that was damaged can be replaced as well; it is kept as it is, and its day told if its decision is whole.
    if reason is None:
        before = read_decision(place)
    elif place.is_dir():
        with contextlib.suppress(UserError):
            before = _said(place)
    if before is not None and reason is None:
        raise UserError(already_decided(before))
    kept_as = _next_replaced(place) if place.exists() else None
    temporary = place.with_name(f".{place.name}.ny")
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        _fill(temporary, edition, decision, reason, before, kept_as, now)
        if kept_as is not None:
            place.rename(kept_as)
        try:
            temporary.rename(place)
        except OSError:
            if kept_as is not None:
                kept_as.rename(place)
            raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    _sync_folder(place.parent)
    _make_read_only(place)
    return place


def recover(place: Path) -> None:
    """Put back an edition that a replacement, cut off between its two moves, left under its other name."""
    if not place.exists() and (kept := _replaced(place)):
        kept[-1].rename(place)


def read_decision(place: Path) -> Decision | None:
    """What was decided; None where nothing is.

    Raises UserError when any file is not as it was frozen, or when the edition lies under its other name because a
    replacement was cut off.
    """
    if not place.is_dir():
        if kept := _replaced(place):
            raise UserError(
                f"Den beslutade lägesbilden för {place.name} ligger i {EDITIONS}/{place.parent.name}/{kept[-1].name}: "
                f"ett byte av den avbröts. Kör: lagesbild decide --year {place.name}. Då läggs den tillbaka, och inget "
                "annat ändras."
            )
        return None
    require_intact(place)
    return _said(place)


def _said(place: Path) -> Decision:
    require_intact(place, DECISION)
    content = _json(place / DECISION)
    return Decision(content["year"], dt.date.fromisoformat(content["decided_on"]), content["decided_by"])


def decisions(out: Path, agreement: str) -> dict[int, Decision]:
    """The decided editions of an agreement by year. Raises UserError as ``read_decision``."""
    folder = out / EDITIONS / agreement
    names = (re.fullmatch(r"([0-9]{4})(?:\.ersatt-[0-9]+)?", p.name) for p in folder.glob("*") if p.is_dir())
    years = sorted({int(name[1]) for name in names if name})
    found = {year: read_decision(folder / str(year)) for year in years}
    return {year: decision for year, decision in found.items() if decision is not None}


def published_years(out: Path, agreement: str) -> set[int]:
    manifest = read_manifest(out) or {}
    return (
        {int(year) for year in manifest.get("editions", {})}
        if manifest.get("agreement") == agreement
        else set()
    )


def earlier(out: Path, agreement: str, year: int | None) -> list[Earlier]:
    """The editions that later years are compared with.

    Those that are decided; and for ``year``, the one being made, the last published edition of the year before where
    that is not decided. Only for ``year``, so that the same files give the same tables however often they are made:
    the edition made now must not be what the next run compares with.
    """
    found = [_decided(place_of(out, agreement, each)) for each in decisions(out, agreement)]
    if year is not None and year - 1 not in {edition.year for edition in found}:
        last = _last_published(out, agreement, year - 1)
        found += [last] if last else []
    return found


def require_intact(place: Path, *names: str) -> None:
    """Raises UserError when a file of a decided edition is missing or not as it was frozen."""
    listed = _json(place / MANIFEST).get("files")
    if not isinstance(listed, dict):
        raise _unreadable(place / MANIFEST)
    for name in names or listed:
        if not (place / name).is_file() or sha256(place / name) != listed.get(name):
            raise UserError(
                f"Den beslutade lägesbilden för {place.name} är ändrad efter beslutet: {name} i {EDITIONS}/"
                f"{place.parent.name}/{place.name}. Lägg tillbaka filen ur säkerhetskopian, eller ersätt utgåvan: "
                f'lagesbild decide --year {place.name} --replace "skäl"'
            )


def _decided(place: Path) -> Earlier:
    return _earlier(place, int(place.name), DECIDED, _json(place / MANIFEST))


def _last_published(out: Path, agreement: str, year: int) -> Earlier | None:
    manifest = read_manifest(out) or {}
    record = manifest.get("editions", {}).get(str(year), {})
    folder = out / agreement / str(year)
    if (
        manifest.get("agreement") != agreement
        or "definitions" not in record
        or not (folder / FIGURES).is_dir()
    ):
        return None
    for table in ("indicator_value", "indicator"):
        path = folder / FIGURES / f"{table}.parquet"
        if not path.is_file() or sha256(path) != record["files"].get(path.relative_to(out).as_posix()):
            raise UserError(
                f"{agreement}/{year}/{FIGURES}/{table}.parquet är inte som när lägesbilden för {year} publicerades. "
                f"Kör: lagesbild refresh --year {year}"
            )
    return _earlier(folder, year, PUBLISHED, record)


def _earlier(folder: Path, year: int, state: str, record: dict[str, Any]) -> Earlier:
    titles = read_table(folder / FIGURES / "indicator.parquet").set_index("indicator")["title"]
    return Earlier(
        year=year,
        state=state,
        values=read_table(folder / FIGURES / "indicator_value.parquet"),
        titles={str(indicator): str(title) for indicator, title in titles.items()},
        inputs={item["file"]: (item["sha256"], item["source"]) for item in record["inputs"]},
        definitions=record["definitions"],
        version=record["versions"]["lagesbild"],
    )


def _fill(
    folder: Path,
    edition: Published,
    decision: Decision,
    reason: str | None,
    before: Decision | None,
    kept_as: Path | None,
    now: dt.datetime,
) -> None:
    """Everything of the edition, its decision and its manifest, on disk and read back."""
    for name, digest in edition.files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(edition.folder / name, target)
        _sync_file(target)
        if sha256(target) != digest:
            raise UserError(f"{name} gick inte att kopiera hel. Inget är beslutat. Kör igen.")
        if target.suffix == ".html":
            _say_decided(target, decision)
    replaced = None
    if kept_as is not None:
        decided_on = before.decided_on.isoformat() if before is not None else None
        replaced = {"edition": kept_as.name, "decided_on": decided_on, "reason": reason}
    said = {
        "agreement": edition.head["agreement"],
        "year": decision.year,
        "decided_on": decision.decided_on.isoformat(),
        "decided_by": decision.decided_by,
        "frozen_at": now.isoformat(timespec="seconds"),
        "published_at": edition.record["published_at"],
        "incomplete": edition.record["incomplete"],
        "replaces": replaced,
    }
    _write_json(folder / DECISION, said)
    files = {
        path.relative_to(folder).as_posix(): sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    _write_json(folder / MANIFEST, edition.head | {"year": decision.year} | edition.record | {"files": files})
    for inner in [path for path in folder.rglob("*") if path.is_dir()] + [folder]:
        _sync_folder(inner)


def _say_decided(page: Path, decision: Decision) -> None:
    """The page itself tells that it is of a decided edition: its own words are from before the decision."""
    by = f" av {escape(decision.decided_by)}" if decision.decided_by else ""
    told = f"Beslutad {day(decision.decided_on)}{by}. Det här är den beslutade lägesbilden; den ändras inte."
    banner = (
        '<aside aria-label="Beslut"><div class="banderoll beslutad"><div class="bredd">'
        f"<p>{told}</p></div></div></aside>\n"
    )
    text = page.read_text(encoding="utf-8").replace(_MAIN, banner + _MAIN, 1)
    page.write_text(text, encoding="utf-8", newline="\n")
    _sync_file(page)


def already_decided(before: Decision) -> str:
    """The message when a year is decided already: when, by whom, and how to replace it."""
    by = f" av {before.decided_by}" if before.decided_by else ""
    return (
        f"Lägesbilden för {before.year} är redan beslutad ({before.decided_on}{by}) och ändras inte. Ska den ersättas "
        f'av den som nu är publicerad, ange skälet: lagesbild decide --year {before.year} --replace "skäl". Den '
        "tidigare behålls."
    )


def _replaced(place: Path) -> list[Path]:
    """Editions that were replaced, the latest last."""
    found = {
        int(match[1]): path
        for path in place.parent.glob(f"{place.name}.ersatt-*")
        if (match := re.fullmatch(rf"{place.name}\.ersatt-([0-9]+)", path.name))
    }
    return [found[number] for number in sorted(found)]


def _next_replaced(place: Path) -> Path:
    kept = _replaced(place)
    number = int(kept[-1].name.rpartition("-")[2]) + 1 if kept else 1
    return place.with_name(f"{place.name}.ersatt-{number}")


def _is_litter(name: str) -> bool:
    """What office programs, file managers and Jupyter leave by themselves."""
    return any(part.startswith((".", "~$")) or part.lower() in LITTER for part in name.split("/"))


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        content = None
    if not isinstance(content, dict):
        raise _unreadable(path)
    return content


def _unreadable(path: Path) -> UserError:
    return UserError(
        f"{path.name} i {EDITIONS}/{path.parent.parent.name}/{path.parent.name} saknas eller går inte att läsa. "
        "Lägg tillbaka filen ur säkerhetskopian, eller ersätt utgåvan med lagesbild decide --replace."
    )


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    _sync_file(path)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    if os.name != "posix":  # Windows cannot open a folder, and flushes it with its files
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_read_only(place: Path) -> None:
    """A guard against mistakes. A share that knows no such rights keeps the edition all the same."""
    for path in [*sorted(place.rglob("*"), reverse=True), place]:
        wanted = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
        wanted |= (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH) if path.is_dir() else 0
        with contextlib.suppress(OSError):
            path.chmod(wanted)
