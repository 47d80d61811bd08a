"""What came of a survey, to look at: a poster of one page with a code to scan; a page on phone and paper."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

from generator.configuration import load
from generator.configuration.survey import Survey
from generator.decisions.folder import folder_files
from generator.decisions.page import DecidedSurvey
from generator.poster.decisions import decision_posters
from generator.poster.files import Size
from generator.rendering.wordings import load_wordings
from harness.decided_plans import BOUNDARY, OWN, plan_of
from harness.paths import EXAMPLES
from questionnaire import action_plan
from questionnaire.action_plan import ActionPlan
from questionnaire.disclosure import Withheld

pytestmark = pytest.mark.browser

ADDRESS = re.compile(r"https://[a-z.]+example/.*decisions\.html")
# As much as a plan can hold in a line, of long German words.
LONG = "Zuständigkeitsvereinbarungen zwischen Kundenbetreuung und Rechnungsstellung " * 25
LONGEST = replace(OWN, title={"de": LONG[: action_plan.LONGEST_TEXT].strip()})
SURVEYS = [survey for path in sorted(EXAMPLES.glob("*/site.toml")) for survey in load.load_surveys(path)]
# Texts that overflow the page or their box.
_OUTSIDE = """() => [...document.querySelectorAll("body *:not(svg *)")].filter((element) =>
    element.clientWidth && element.scrollWidth > element.clientWidth + 1).map(({className}) => className)"""


@pytest.fixture
def page(browser: Browser) -> Page:
    """A window that asks no server for anything, as large as a phone."""
    return browser.new_context(offline=True, viewport={"width": 360, "height": 640}).new_page()


def named_in_site(survey: Survey) -> Survey:
    """Return ``survey`` as if its site.toml named a plan: the poster then leads to the site's page."""
    table = survey.config.survey.model_copy(update={"decisions": "plan.json"})
    return replace(survey, config=survey.config.model_copy(update={"survey": table}))


def decided(survey: Survey, plan: ActionPlan) -> DecidedSurvey:
    """Return ``survey`` with what came of it."""
    return DecidedSurvey(survey, plan, load_wordings(survey.config))


def printed(page: Page, folder: Path) -> list[Image.Image]:
    """Print, and return each page as a picture, 100 pixels to the inch."""
    page.pdf(path=folder / "printed.pdf", format="A4", prefer_css_page_size=True, print_background=False)
    subprocess.run(["pdftoppm", "-png", "-r", "100", "printed.pdf", "page"], cwd=folder, check=True)
    return [Image.open(path).convert("L") for path in sorted(folder.glob("page-*.png"))]


def opened(page: Page, folder: Path, files: dict[str, bytes], name: str) -> None:
    """Write ``files`` into ``folder`` and open the one called ``name``."""
    for path, contents in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(contents)
    page.goto((folder / name).as_uri())
    page.evaluate("document.fonts.ready")


@pytest.mark.parametrize("size", ["A4", "A3"])
@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.config.survey.id)
@pytest.mark.parametrize("much", [False, True], ids=["usual", "as much as fits"])
def test_the_poster_is_one_page_whose_code_leads_to_the_page(
    page: Page, tmp_path: Path, survey: Survey, size: Size, *, much: bool
) -> None:
    """In each brand's font, in every language, however long titles and contact are."""
    plan = plan_of(survey.config.survey.id, *([LONGEST] * 6 if much else ()))
    plan = replace(plan, contact=LONGEST.title["de"]) if much else plan
    for name, contents in decision_posters(decided(named_in_site(survey), plan), size).items():
        folder = tmp_path / name
        opened(page, folder, {name: contents}, name)
        (paper,) = printed(page, folder)
        (code,) = zxingcpp.read_barcodes(paper, try_invert=False)
        assert ADDRESS.fullmatch(code.text), code.text
        assert page.evaluate(_OUTSIDE) == []


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.config.survey.id)
def test_the_page_opens_from_a_file_and_fits_a_phone(page: Page, tmp_path: Path, survey: Survey) -> None:
    """Nothing is cut off at 360 pixels; figures are drawn; every decision's owner is there to read."""
    plan = plan_of(survey.config.survey.id, BOUNDARY, LONGEST)
    files = folder_files(decided(survey, plan), {})
    for name in (path for path in files if path.endswith("index.html")):
        opened(page, tmp_path / "out", files, name)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(_OUTSIDE) == []
        filled = page.locator(".figure.filled").first
        assert filled.bounding_box()
        assert page.locator("#decided .cards li").count() == 2
        assert page.get_by_text(BOUNDARY.owner, exact=True).is_visible()


@pytest.mark.parametrize("result", [None, Withheld()], ids=["released", "withheld"])
def test_printed_it_is_few_pages_and_holds_every_decision(
    page: Page, tmp_path: Path, result: Withheld | None
) -> None:
    """At most three sheets for a usual plan, one less if no pattern is shown; no links of the screen."""
    survey = SURVEYS[0]
    files = folder_files(decided(survey, plan_of(survey.config.survey.id, result=result)), {})
    opened(page, tmp_path / "out", files, "index.html")
    assert len(printed(page, tmp_path)) <= (3 if result is None else 2)
    page.emulate_media(media="print")
    assert page.get_by_text(OWN.title["de"]).last.is_visible()
    assert page.locator(".languages").is_hidden()
