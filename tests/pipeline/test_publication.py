"""Without these, steps of different runs, years or tables could be published as one lägesbild."""

import json
from pathlib import Path

import pytest
from filelock import FileLock

from pipelines import agreement as agreements
from pipelines import publication
from pipelines.errors import UserError
from pipelines.raw import checksums
from pipelines.storage import read_table, table_path, write_table
from tests.site import Site


@pytest.fixture
def agreement(copied):
    return agreements.find(copied.raw, None)


def snapshot(site: Site) -> dict[str, bytes]:
    return {p.relative_to(site.out).as_posix(): p.read_bytes() for p in site.out.rglob("*") if p.is_file()}


def with_pages(site: Site, agreement, year: int) -> None:
    """Stage a database and stand-in pages, as the steps before publication do."""
    publication.quality_result(site.out)
    publication.build_database(site.out, agreement, year, None)
    _, folder = publication.begin_pages(site.out, agreement, year)
    (folder / "index.html").write_text(f"sidan för {year}", encoding="utf-8")
    publication.end_pages(site.out)


def test_steps_in_their_order_publish_and_keep_the_other_years_record(copied, agreement):
    with_pages(copied, agreement, 2022)
    place = publication.publish(copied.out, agreement, 2022, checksums(agreement))
    assert (place / "index.html").read_text(encoding="utf-8") == "sidan för 2022"
    manifest = json.loads((copied.out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["year"] == 2022
    assert set(manifest["editions"]) == {"2022", "2023"}
    assert manifest["editions"]["2023"]["inputs"]  # the year before it keeps what it was made of
    assert not publication.staging(copied.out).exists()


def test_a_database_of_another_year_is_never_published(copied, agreement):
    before = snapshot(copied)
    with_pages(copied, agreement, 2022)
    publication.build_database(copied.out, agreement, 2023, None)
    for year in (2022, 2023):  # the pages are of 2022, the database of 2023
        with pytest.raises(UserError, match="hör ihop"):
            publication.publish(copied.out, agreement, year, checksums(agreement))
    with pytest.raises(UserError, match="hör ihop"):
        publication.begin_pages(copied.out, agreement, 2022)
    now = snapshot(copied)
    assert {name: now[name] for name in before} == before


def test_tables_changed_after_the_check_are_not_built_into_the_database(copied, agreement):
    publication.quality_result(copied.out)
    path = table_path(copied.out, "population")
    frame = read_table(path)
    write_table(path, frame.assign(population=frame["population"] + 1))
    with pytest.raises(UserError, match="hör ihop"):
        publication.build_database(copied.out, agreement, 2023, None)


def test_a_bad_table_on_disk_stops_the_second_check(copied):
    path = table_path(copied.out, "population")
    write_table(path, read_table(path).assign(population=86))
    with pytest.raises(UserError, match="Folkmängden är rimlig"):
        publication.quality_result(copied.out)


def test_raw_files_changed_meanwhile_stop(copied, agreement):
    with_pages(copied, agreement, 2023)
    with (copied.agreement / "befolkning" / "folkmangd_3112.csv").open("a", encoding="latin-1") as file:
        file.write("\r\n")
    with pytest.raises(UserError, match="ändrades"):
        publication.publish(copied.out, agreement, 2023, checksums(agreement))


def test_a_file_held_open_leaves_the_earlier_edition_whole(copied, agreement, monkeypatch):
    """As when lagesbild.duckdb or the workbook is open on Windows: the move is refused half-way."""
    before = {name: data for name, data in snapshot(copied).items() if not name.startswith("tables/")}
    with_pages(copied, agreement, 2023)
    move = Path.replace

    def refused(self, target):
        if self.name == publication.DATABASE:
            raise PermissionError(13, "används", str(target))
        return move(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(UserError, match="ligger kvar"):
        publication.publish(copied.out, agreement, 2023, checksums(agreement))
    now = snapshot(copied)
    assert {name: now.get(name) for name in before} == before


def test_an_edition_moved_aside_by_a_crash_is_put_back(copied, agreement):
    place = copied.out / agreement.id / "2023"
    place.rename(place.with_name(".2023.old"))
    publication.quality_result(copied.out)
    publication.build_database(copied.out, agreement, 2023, None)
    with pytest.raises(UserError):  # pages are missing, so nothing is published
        publication.publish(copied.out, agreement, 2023, checksums(agreement))
    with_pages(copied, agreement, 2023)
    publication.publish(copied.out, agreement, 2023, checksums(agreement))
    assert (place / "index.html").is_file()
    assert not place.with_name(".2023.old").exists()


def test_two_refreshes_at_once_do_not_mix(copied):
    before = snapshot(copied)
    with FileLock(copied.out / ".lock"):
        done = copied.refresh("--year", "2023")
    assert done.returncode == 1
    assert "pågår" in done.stderr
    now = snapshot(copied)
    assert {name: now[name] for name in before} == before


def test_a_year_that_is_not_over_is_told_so(copied):
    path = copied.agreement / "avtal.toml"
    text = path.read_text(encoding="utf-8").replace("giltigt_till = 2023", "giltigt_till = 2099")
    path.write_text(text, encoding="utf-8")
    done = copied.refresh("--year", "2098")
    assert done.returncode == 1
    assert "inte slut" in done.stderr
    assert "Traceback" not in done.stderr
