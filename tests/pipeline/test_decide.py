"""Without these, a refresh could rewrite what the parties decided, or last year's figures be compared with nothing."""

import json
import shutil
import stat

import duckdb
import pytest

from tests.site import Site

# Four refreshes one after the other; the parts are tried in tests/unit/test_editions.py at every gate.
pytestmark = pytest.mark.long

ID = "lessebo-exempel"
SOL = "bra/sol_ar_2014-2023.txt"
MONTHS = "bra/sol_manad_2022.txt"


def frozen(site: Site) -> dict[str, bytes]:
    folder = site.out / "editions"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def decide(site: Site, *arguments: str):
    return site.run("decide", "--raw", str(site.raw), "--out", str(site.out), *arguments)


@pytest.fixture(scope="module")
def chain(published: Site, tmp_path_factory):
    """2022 published and decided; then Brå's files are corrected and 2023 published. With what was frozen in 2022.

    The corrected year comes before its months, so that one refresh gets far and fails.
    """
    site = Site(tmp_path_factory.mktemp("kedja") / "plats")
    shutil.copytree(published.root, site.root)
    made = site.refresh("--year", "2022")
    assert made.returncode == 0, made.stderr
    decided = decide(site, "--year", "2022", "--by", "ordförande i Brå", "--on", "2023-04-18")
    assert decided.returncode == 0, decided.stderr
    before = frozen(site)
    correct(site, SOL, "År;2022;147;1732;", "År;2022;150;1768;")
    failed = site.refresh("--year", "2023")
    assert failed.returncode == 1
    assert "Tolv slutliga månader" in failed.stderr
    assert frozen(site) == before
    correct(site, MONTHS, "2022;Dec;10;118;", "2022;Dec;13;153;")
    made = site.refresh("--year", "2023")
    assert made.returncode == 0, made.stderr
    yield site, decided.stdout, before
    for each in site.out.rglob("*"):
        each.chmod(stat.S_IRWXU)


def correct(site: Site, name: str, before: str, after: str) -> None:
    """Brå's file as it would be handed in again: 150 thefts in Lessebo 2022 where the first had 147."""
    path = site.agreement / name
    text, start = path.read_bytes().decode("latin-1"), "Lessebo kommun;8 kap. Stöld, rån m.m.;"
    assert text.count(start + before) == 1
    path.write_bytes(text.replace(start + before, start + after).encode("latin-1"))


def rows(site: Site, sql: str) -> list[tuple]:
    with duckdb.connect(site.out / "lagesbild.duckdb", read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_pages_workbook_notebooks_and_tables_are_frozen_and_no_raw_file_or_working_table(chain):
    _, said, before = chain
    assert "2022 är beslutad 2023-04-18 av ordförande i Brå" in said
    names = {name.removeprefix(f"{ID}/2022/") for name in before}
    wanted = {"index.html", "skolsakerhet.ipynb", "lagesbild.xlsx", "beslut.json", "manifest.json",
              "tabeller/indicator_value.parquet", "tabeller/statement.parquet", "tabeller/edition.parquet"}  # fmt: skip
    assert wanted <= names
    assert "tabeller/police_report.parquet" not in names
    assert not [name for name in names if name.endswith(("_public.parquet", ".csv", ".txt"))]


def test_a_later_refresh_leaves_it_as_it_was(chain):
    site, _, before = chain
    assert frozen(site) == before
    # The page of 2022 that is not decided is another matter: only what lies in editions/ stands still.
    manifest = json.loads((site.out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["year"] == 2023


def test_the_correction_is_told_apart_from_the_real_change(chain):
    site, _, _ = chain
    (row,) = rows(
        site,
        "SELECT changed_year, then_state, then_value, now_value, kind, changed, signal FROM edition_change "
        "WHERE indicator = 'theft_reported'",
    )
    # 147 and 150 of 8 485 inhabitants, per 100 000.
    assert row[:2] == (2022, "decided")
    assert row[2] == pytest.approx(1732.469, abs=0.001)
    assert row[3] == pytest.approx(1767.826, abs=0.001)
    assert row[4] == "revised_source"
    assert SOL in row[5]
    assert row[6] == "none"
    others = rows(
        site, "SELECT kind, count(*) FROM edition_change WHERE indicator <> 'theft_reported' GROUP BY ALL"
    )
    assert [kind for kind, _ in others] == ["same"]
    assert others[0][1] > 30


def test_the_checklist_knows_what_was_decided_and_what_only_published(chain):
    site, _, _ = chain
    found = dict(
        rows(
            site,
            "SELECT year, state || ': ' || remark FROM checklist WHERE demand LIKE 'Gemensam lägesbild%'",
        )
    )
    assert found[2022].startswith("met: Beslutad 2023-04-18.")
    assert found[2023].startswith("partly: Publicerad, inte beslutad.")
    assert found[2021].startswith("missing: ")


def test_the_first_edition_has_nothing_to_compare_with(published):
    assert rows(published, "SELECT count(*) FROM edition_change") == [(0,)]


def test_deciding_again_and_wrong_usage(chain):
    site, _, before = chain
    again = decide(site, "--year", "2022")
    assert again.returncode == 1
    assert "redan beslutad (2023-04-18 av ordförande i Brå)" in again.stderr
    assert "--replace" in again.stderr
    missing = decide(site, "--year", "2021")
    assert missing.returncode == 1
    assert "2021 är publicerad" in missing.stderr
    for arguments, said in (
        (("--year", "tjugo"), "inte ett år"),
        (("--on", "20230418"), "inte ett datum"),
        (("--on", "2023-02-30"), "inte ett datum"),
        (("--year", "2022", "--replace", " "), "--replace"),
        (("--year", "2023", "--replace", "Fel."), "Kör utan --replace"),
        (("--när",), "okända uppgifter"),
    ):
        done = decide(site, *arguments)
        assert done.returncode == 2, done.stderr
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert frozen(site) == before


def test_neither_a_refresh_that_fails_nor_an_emptied_folder_touches_it(chain, tmp_path):
    site, _, before = chain
    copy = Site(tmp_path / "plats")
    shutil.copytree(site.root, copy.root)
    strange = copy.agreement / "polisen" / "okänd rapport.csv"
    strange.write_text("a;b\n1;2\n", encoding="utf-8")
    assert copy.refresh("--year", "2023").returncode == 1
    assert frozen(copy) == before
    # As make clean does.
    shutil.rmtree(copy.out / "tables")
    (copy.out / "lagesbild.duckdb").unlink()
    (copy.out / "manifest.json").unlink()
    assert frozen(copy) == before
    nothing = decide(copy, "--year", "2023")
    assert nothing.returncode == 1
    assert "Ingen lägesbild är publicerad" in nothing.stderr


def test_a_page_changed_by_hand_is_not_decided_and_a_replaced_edition_is_kept(chain, tmp_path):
    site, _, before = chain
    copy = Site(tmp_path / "plats")
    shutil.copytree(site.root, copy.root)
    page = copy.out / ID / "2022" / "index.html"
    original = page.read_bytes()
    page.write_bytes(original + b" ")
    refused = decide(copy, "--year", "2022", "--replace", "Fel.")
    assert refused.returncode == 1
    assert "ändrade: index.html" in refused.stderr
    assert frozen(copy) == before
    page.write_bytes(original)
    assert decide(copy, "--year", "2022", "--replace", "Fel folkmängd.").returncode == 0
    kept = {name.replace("2022/", "2022.ersatt-1/", 1): data for name, data in before.items()}
    assert kept.items() <= frozen(copy).items()
    decision = json.loads((copy.out / "editions" / ID / "2022" / "beslut.json").read_text(encoding="utf-8"))
    assert decision["replaces"]["reason"] == "Fel folkmängd."
