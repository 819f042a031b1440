"""Without these, a page could be blank, fetch from the network or need sideways scrolling on a phone."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.site import Site

CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium är inte installerat: sidorna prövas inte i en webbläsare."
)

PAGES = (
    "index",
    "oversikt",
    "kvalitet",
    "uppfoljning",
    "unga-i-riskzon",
    "otrygga-platser",
    "skolsakerhet",
    "inbrott-och-stolder",
)
# A laptop and a phone.
WIDTHS = (1366, 390)

MEASURE = """<!doctype html><meta charset="utf-8"><body><script>
const results = [], jobs = %s;
async function look(job) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `width:${job.width}px;height:900px;border:0`;
  frame.src = job.url;
  document.body.append(frame);
  await new Promise(done => frame.onload = done);
  const inner = frame.contentWindow, page = frame.contentDocument;
  const errors = [];
  inner.addEventListener("error", event => errors.push(event.message));
  await new Promise(done => setTimeout(done, 1500));
  const figures = [...page.querySelectorAll(".js-plotly-plot")];
  results.push({
    page: job.page, width: job.width, errors,
    figures: figures.length,
    drawn: figures.filter(f => f.querySelector(".main-svg")?.getBoundingClientRect().height > 50).length,
    overflow: page.documentElement.scrollWidth - inner.innerWidth,
    headings: [...page.querySelectorAll("h1,h2,h3,h4")].map(h => Number(h.tagName[1])),
    landmarks: page.querySelectorAll("main").length,
    language: page.documentElement.lang,
    nameless: [...page.querySelectorAll("a,button,summary")].filter(e => !e.textContent.trim()
      && !e.getAttribute("aria-label")).length,
    fetched: inner.performance.getEntriesByType("resource").map(r => r.name).filter(n => !n.startsWith("file:")),
  });
  frame.remove();
}
(async () => {
  for (const job of jobs) await look(job);
  document.body.textContent = "RESULT" + JSON.stringify(results) + "END";
})();
</script>"""


@pytest.fixture(scope="module")
def looked_at(published: Site, tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    """Every page opened in headless Chromium without a network, at both widths."""
    folder = published.out / "lessebo-exempel" / "2023"
    jobs = [
        {"page": name, "width": width, "url": (folder / f"{name}.html").as_uri()}
        for name in PAGES
        for width in WIDTHS
    ]
    place = tmp_path_factory.mktemp("webb")
    sheet = place / "measure.html"
    sheet.write_text(MEASURE % json.dumps(jobs), encoding="utf-8")
    done = subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--allow-file-access-from-files", "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={place / 'profil'}", "--virtual-time-budget=120000", "--dump-dom", sheet.as_uri(),
        ],
        capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    found = re.search(r"RESULT(.*)END", done.stdout, flags=re.DOTALL)
    assert found, done.stderr[-2000:]
    return json.loads(found.group(1).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))


def test_every_page_was_looked_at(looked_at):
    assert {(row["page"], row["width"]) for row in looked_at} == {(p, w) for p in PAGES for w in WIDTHS}


def test_every_chart_is_drawn_and_nothing_fails(looked_at):
    for row in looked_at:
        assert row["errors"] == [], row
        assert row["drawn"] == row["figures"], row
    areas = [row for row in looked_at if row["page"] in PAGES[4:]]
    assert all(row["figures"] >= 5 for row in areas)


def test_nothing_is_fetched_from_a_network(looked_at):
    assert [row for row in looked_at if row["fetched"]] == []


def test_no_page_needs_sideways_scrolling_on_a_laptop_or_a_phone(looked_at):
    assert [(row["page"], row["width"], row["overflow"]) for row in looked_at if row["overflow"] > 0] == []


def test_pages_are_built_for_screen_readers(looked_at):
    for row in looked_at:
        assert row["language"] == "sv", row
        assert row["landmarks"] == 1, row
        assert row["nameless"] == 0, row
        assert row["headings"].count(1) == 1, row
        steps = zip(row["headings"], row["headings"][1:], strict=False)
        assert all(later - earlier <= 1 for earlier, later in steps), row


def test_the_overview_and_the_start_page_give_five_answers_per_area(published):
    folder: Path = published.out / "lessebo-exempel" / "2023"
    overview = (folder / "oversikt.html").read_text(encoding="utf-8")
    tables = re.findall(r'<table class="blick">.*?</thead>', overview, re.DOTALL)
    answers = ["Hur mycket", "Jämfört med andra", "Åt vilket håll", "Hur säkert", "Andra källor"]
    assert [re.findall(r'<th scope="col">(.*?)</th>', table)[1:] for table in tables] == [answers] * 4
    start = (folder / "index.html").read_text(encoding="utf-8")
    cards = re.findall(r'<section class="kort">.*?</section>', start, re.DOTALL)
    assert [re.findall(r"<dt>(.*?)</dt>", card) for card in cards] == [answers] * 4


def test_the_pages_open_the_workbook_and_each_other(published):
    folder: Path = published.out / "lessebo-exempel" / "2023"
    for name in PAGES:
        text = (folder / f"{name}.html").read_text(encoding="utf-8")
        for target in re.findall(r'<a[^>]+href="([^"#:]+)"', text):
            assert (folder / target).is_file(), (name, target)
