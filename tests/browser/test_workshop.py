"""The workshop in a browser: keys go from slide to slide, and every slide fits its view and its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from generator.configuration import load
from generator.report.files import report_files
from harness.paths import EXAMPLES
from harness.releases import RELEASES, configured, released, saved
from harness.servers import plain_server
from harness.tension_releases import of_every_case, of_every_set
from questionnaire.disclosure import Release, Withheld

WIDER = "in-wider-letters/"
# Every title, question and reason of a tension field, and each other slide alone.
SETS = dict(of_every_set())
CASES: dict[str, Release | Withheld] = {
    **of_every_case(),
    **{shown: SETS[shown] for shown in ("M", "N", "MN", "AM", "BCDN")},
}
RESULTS: dict[str, Release | Withheld] = {**RELEASES, "withheld": Withheld()}
EARLIER = released({"A": 20, "B": 40, "C": 20, "N": 20})
# A sentence on each constellation: most words on the slide of two waves.
CASES["waves"] = released({"A": 400, "B": 200, "C": 200, "D": 200})
BEFORE = {"waves": released({"A": 200, "B": 350, "C": 330, "D": 120})}
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the reports of every result, each in a folder of its own."""
    folder = tmp_path_factory.mktemp("reports")
    config, brand = configured(tmp_path_factory.mktemp("site"))
    lumo = load.load_site(EXAMPLES / "lumo" / "site.toml").first.brand_files
    for letters, brand_files in {"": brand, WIDER: lumo}.items():
        for name, result in (RESULTS | CASES).items():
            before = BEFORE.get(name, EARLIER) if name in CASES else None
            file_of_result = saved(config, result)
            for file, contents in report_files(config, brand_files, file_of_result, before=before).items():
                path = folder / letters / name / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(contents)
    with plain_server(folder) as address:
        yield address


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page as large as a projector's picture."""
    return context.new_page()


# The slides that are larger than their view, or that hold a box whose content is larger than the box.
SPILLING = """() => [...document.querySelectorAll(".slide")].filter(slide =>
  slide.scrollHeight > slide.clientHeight + 1 || slide.scrollWidth > slide.clientWidth
  || [...slide.querySelectorAll("div, ul, ol, dl, li, td")].some(box =>
    getComputedStyle(box).display !== "inline" && box.scrollHeight > box.clientHeight + 4
    || box.scrollWidth > box.clientWidth + 1)
).map(slide => slide.id)"""


def spilling(page: Page) -> list[str]:
    """Return the ids of the slides whose content is larger than they are, or than a box on them is."""
    found: list[str] = page.evaluate(SPILLING)
    return found


def test_keys_go_from_slide_to_slide(page: Page, root: str) -> None:
    """Arrow, page and space keys turn to the next slide, without any script."""
    opened(page, f"{root}everything/workshop.html")
    tops = page.eval_on_selector_all(".slide", "slides => slides.map(slide => slide.offsetTop)")
    for place, key in enumerate(("ArrowDown", "PageDown", "Space"), start=1):
        page.keyboard.press(key)
        page.wait_for_function("top => Math.abs(scrollY - top) < 2", arg=tops[place])
    page.keyboard.press("ArrowUp")
    page.wait_for_function("top => Math.abs(scrollY - top) < 2", arg=tops[2])


def opened(page: Page, address: str) -> None:
    """Open ``address`` and wait for its fonts, since the system's take more room."""
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => null)")


# A projector, a notebook with its browser's bars, an old projector.
SCREENS = ((1280, 800), (1366, 641), (1024, 768))


@pytest.mark.parametrize("letters", ["", WIDER])
@pytest.mark.parametrize("name", [*RESULTS, *CASES])
def test_every_slide_fits_the_view(page: Page, root: str, name: str, letters: str) -> None:
    """A slide is as high as the view, hides nothing below it, and never scrolls sideways on a phone."""
    for folder in ("", "en/"):
        opened(page, f"{root}{letters}{name}/{folder}workshop.html")
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            heights = page.eval_on_selector_all(".slide", "slides => slides.map(slide => slide.offsetHeight)")
            assert max(heights) <= height + 1, width  # its border is drawn below it
            assert spilling(page) == [], width
        page.set_viewport_size({"width": 360, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


# The slides with an empty stripe from edge to edge, and how much of their height it takes. The cover is a
# poster: it may be empty.
EMPTY = """most => [...document.querySelectorAll(".slide:not(.cover)")].map(slide => {
  const area = slide.getBoundingClientRect();
  const texts = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  const pictures = slide.querySelectorAll("svg, .figure, .blank dl > div");
  const boxes = [...pictures].map(picture => picture.getBoundingClientRect());
  while (texts.nextNode()) {
    if (!texts.currentNode.data.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    boxes.push(...range.getClientRects());
  }
  const drawn = boxes.filter(({ width, height }) => width && height).sort((a, b) => a.top - b.top);
  let [end, stripe] = [area.top, 0];
  for (const { top, bottom } of [...drawn, { top: area.bottom, bottom: area.bottom }]) {
    stripe = Math.max(stripe, top - end);
    end = Math.max(end, bottom);
  }
  return `${slide.id}: ${(stripe / area.height).toFixed(2)}`;
}).filter(found => Number(found.split(" ")[1]) > most)"""


@pytest.mark.parametrize("letters", ["", WIDER])
@pytest.mark.parametrize("name", [*RESULTS, *CASES])
def test_no_slide_is_half_empty(page: Page, root: str, name: str, letters: str) -> None:
    """No stripe without a word or a drawing is higher than two sevenths, on a screen and on paper."""
    for folder in ("", "en/"):
        opened(page, f"{root}{letters}{name}/{folder}workshop.html")
        page.emulate_media(media="screen")
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(EMPTY, 2 / 7) == [], width
        page.set_viewport_size({"width": 1123, "height": 794})  # A4 in CSS pixels
        page.emulate_media(media="print")
        assert page.evaluate(EMPTY, 2 / 7) == []
        assert page.evaluate(EMPTY, 0.01) != []  # stripes there are, so the measure measures


# Words of a slide that stand on more than one line; a hyphen, a dash or a slash in them may end one.
BROKEN = r"""() => {
  const broken = [];
  const texts = document.createTreeWalker(document.querySelector(".deck"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode())
    for (const word of texts.currentNode.data.matchAll(/[^\s\u00ad–·/-]+/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, word.index);
      range.setEnd(texts.currentNode, word.index + word[0].length);
      const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
      if (new Set(boxes.map(({ top }) => Math.round(top))).size > 1) broken.push(word[0]);
    }
  return broken;
}"""
VIEWS = (*SCREENS, (360, 640))


@pytest.mark.parametrize("letters", ["", WIDER])
@pytest.mark.parametrize("folder", ["", "en/"])
@pytest.mark.parametrize("name", [*RESULTS, *CASES])
def test_no_word_of_a_slide_breaks_in_its_middle(
    page: Page, root: str, name: str, folder: str, letters: str
) -> None:
    """Neither on a projector nor on a phone nor in print, in our letters and in a brand's wider ones."""
    opened(page, f"{root}{letters}{name}/{folder}workshop.html")
    for width, height in VIEWS:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(BROKEN) == [], width
    page.set_viewport_size({"width": 1123, "height": 794})
    page.emulate_media(media="print")
    assert page.evaluate(BROKEN) == []


# The texts of a slide that have no place on the page; paper needs no links.
UNPRINTED = """texts => texts.filter(text => !text.getClientRects().length && !text.matches(".ways"))
  .map(text => text.textContent)"""


@pytest.mark.parametrize("letters", ["", WIDER])
@pytest.mark.parametrize("name", [*RESULTS, *CASES])
def test_every_slide_is_one_landscape_page(page: Page, root: str, name: str, letters: str) -> None:
    """The print cuts nothing off, leaves nothing out, and has as many pages as slides."""
    for folder in ("", "en/"):
        opened(page, f"{root}{letters}{name}/{folder}workshop.html")
        printed = page.pdf(prefer_css_page_size=True)
        sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
        assert len(sizes) == page.locator(".slide").count()
        assert all(float(width) > float(height) for width, height in sizes)
        page.set_viewport_size({"width": 1123, "height": 794})
        page.emulate_media(media="print")
        assert spilling(page) == []
        assert page.eval_on_selector_all(".slide :is(p, li, dt, dd, h2, h3, td)", UNPRINTED) == []


def test_the_guide_is_printed_upright(page: Page, root: str, tmp_path: Path) -> None:
    """Portrait pages, a page of its own for the log, nothing wider than the page."""
    page.goto(f"{root}partly/agenda.html")
    printed = page.pdf(path=tmp_path / "guide.pdf", prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert len(sizes) > 2
    assert all(float(width) < float(height) for width, height in sizes)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
