"""Without these, a local fix or a lost file would change the published figures and nobody would be told."""

import duckdb
import pytest

ENTRY = """
[[rattelse]]
serie = "brott/bra/vandalism"
plats = "0761"
period = "2023"
atgard = "ersatt"
varde = 68
vantat = 69
skal = "Ett påhittat skäl för provet."
vem = "Säkerhetssamordnare"
datum = 2024-03-01
"""


@pytest.fixture
def corrected(copied):
    (copied.agreement / "rattelser.toml").write_text(ENTRY, encoding="utf-8")
    return copied


def test_a_correction_stands_beside_its_figure_and_stops_when_the_source_is_repaired(corrected):
    """Otherwise a figure is changed and nobody told, or goes on being changed when it is right."""
    flag = ENTRY.replace('"ersatt"\nvarde = 68', '"markera"')
    (corrected.agreement / "rattelser.toml").write_text(flag, encoding="utf-8")
    done = corrected.refresh("--year", "2023")
    assert done.returncode == 0, done.stderr
    folder = corrected.out / "lessebo-exempel" / "2023"
    said = "Märkt lokalt: Ett påhittat skäl för provet. Säkerhetssamordnare, 2024-03-01."
    for page in ("kvalitet.html", "otrygga-platser.html"):
        assert said in (folder / page).read_text(encoding="utf-8"), page
    with duckdb.connect(corrected.out / "lagesbild.duckdb", read_only=True) as connection:
        note, count = connection.execute(
            "SELECT note, count FROM indicator_value WHERE indicator = 'vandalism_reported' "
            "AND municipality_code = '0761' AND year = 2023"
        ).fetchone()
    assert (count, said in note) == (69, True)
    (corrected.agreement / "rattelser.toml").write_text(
        flag.replace("vantat = 69", "vantat = 70"), encoding="utf-8"
    )
    done = corrected.refresh("--year", "2023")
    assert done.returncode == 1
    assert "väntar sig 70, men källan har 69" in done.stderr


@pytest.mark.long
@pytest.mark.long
def test_figures_that_the_last_edition_had_are_not_lost_in_silence(copied):
    """Somebody tidied the folder: the lägesbild must not quietly become thinner, nor tell it twice differently."""
    (copied.agreement / "bra" / "kommunindikatorer_2017-2023.csv").unlink()
    lost = copied.refresh("--year", "2023")
    assert lost.returncode == 1
    assert "uppgifter som den förra utgåvan hade siffror för saknas nu" in lost.stderr
    once = copied.refresh("--year", "2023", "--allow-incomplete", "Filen används inte längre.")
    assert once.returncode == 0, once.stderr
    page = copied.out / "lessebo-exempel" / "2023" / "index.html"
    first = page.read_bytes()
    assert "Filen används inte längre." in first.decode("utf-8")
    again = copied.refresh("--year", "2023", "--allow-incomplete", "Filen används inte längre.")
    assert again.returncode == 0, again.stderr
    assert page.read_bytes() == first
