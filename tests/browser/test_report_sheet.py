"""The report's first page in a browser: one sheet of A4, whatever was released, and it fits a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from generator.brand.brand_files import BrandFiles
from generator.configuration import load
from generator.configuration.schema import Config
from generator.report.files import report_files
from harness.paths import EXAMPLES
from harness.releases import EVERYTHING, PARTLY, extended, released, saved
from harness.tension_releases import of_every_case
from questionnaire.disclosure import Release, Withheld
from questionnaire.release_file import Reach, ReleaseFile

pytestmark = pytest.mark.browser

# All fields with three measures, and a reason of its own for each of two: the fullest page.
FULLEST = {
    **{f"{constellation}-{lever}": 12 for constellation in "ABC" for lever in ("ST", "SB", "T", "B")},
    **dict(zip(("D-SB", "D-T", "D-B", "M", "N"), (20, 8, 12, 12, 12), strict=True)),
}
RESULTS: dict[str, Release | Withheld] = {
    **{f"case-{case}": result for case, result in of_every_case().items()},
    "everything": released(EVERYTHING),
    "partly": released(PARTLY),
    "fullest": released(FULLEST),
    "one": released({"A-ST": 30, "A-SB": 10, "M": 10, "N": 30}),
    "two": released({"A-ST": 20, "A-SB": 4, "B-SB": 18, "B-B": 3, "M": 8, "N": 12}),
    "three": released({"A-ST": 24, "A-SB": 8, "B-SB": 20, "B-B": 12, "C-T": 12, "C-ST": 4, "N": 12}),
    "by-type": released({"A": 12, "B": 14, "C": 10, "D": 9, "M": 7, "N": 8}),
    "several": released({"M": 30, "N": 2, "A": 2}),
    "others": released({"M": 30, "N": 30}),
    "withheld": Withheld(),
}
LONG_NAME = "Versorgungs- und Dienstleistungsgesellschaft Nordostniedersachsen-Heidekreis mbH & Co. Kommandit"
LONG_TITLE = "Wie geht es uns im Kundenservice an den Standorten Lüneburg, Celle und Uelzen-Hansestadt?"
WIDER_THAN_ITS_PLACE = (
    "[main, ...document.querySelectorAll('.pattern > div, .tension > div, .derived > *')]"
    ".some(element => element.scrollWidth > element.clientWidth + 1)"
)
SHEETS = re.compile(rb"/Type\s*/Page\b")


def surveys() -> Iterator[tuple[str, Config, BrandFiles]]:
    """Yield a survey of each example, and one whose names are long and which was extended."""
    for example in ("hafenkontor", "lumo"):
        survey, *_ = load.load_surveys(EXAMPLES / example / "site.toml")
        yield example, survey.config, survey.brand_files
    config = extended(survey.config)
    brand = config.brand.model_copy(update={"name": LONG_NAME})
    title = config.survey.model_copy(update={"title": LONG_TITLE})
    yield "long-names", config.model_copy(update={"brand": brand, "survey": title}), survey.brand_files


SURVEYS = {name: (config, brand_files) for name, config, brand_files in surveys()}


@pytest.fixture(scope="module", params=SURVEYS)
def reports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the report of every result of one survey, each compared with an earlier one."""
    config, brand_files = SURVEYS[request.param]
    folder = tmp_path_factory.mktemp("reports")
    for name, result in RESULTS.items():
        file = _reaching(saved(config, result))
        for path, contents in _report(config, brand_files, file).items():
            (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / name / path).write_bytes(contents)
    return folder


def _report(config: Config, brand_files: BrandFiles, file: ReleaseFile) -> dict[str, bytes]:
    """Return the report with everything that the first page leads to."""
    plan_page = b"<!doctype html>"
    return report_files(config, brand_files, file, before=RESULTS["everything"], plan_page=plan_page)


def _reaching(file: ReleaseFile) -> ReleaseFile:
    return replace(file, reach=Reach(1400, 1380, 2650))


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of a browser."""
    return context.new_page()


def sheets(page: Page) -> int:
    """Return on how many sheets ``page`` is printed."""
    return len(SHEETS.findall(page.pdf(prefer_css_page_size=True)))


def keep_the_first_page(page: Page) -> None:
    """Take everything out of the report that stands behind its first page."""
    page.evaluate("document.querySelectorAll('.report > :not(#first-page)').forEach(e => e.remove())")


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_first_page_is_one_sheet_whatever_was_released(page: Page, reports: Path, language: str) -> None:
    """By itself it needs no second sheet."""
    counted = {}
    for name in RESULTS:
        page.goto((reports / name / f"{language}index.html").as_uri())
        keep_the_first_page(page)
        counted[name] = sheets(page)
    assert counted == dict.fromkeys(RESULTS, 1)


@pytest.mark.parametrize("name", ["fullest", "withheld"])
def test_nothing_else_stands_on_the_first_sheet(page: Page, reports: Path, name: str) -> None:
    """What belongs to it begins on the next one: a single word behind it is a second sheet."""
    page.goto((reports / name / "index.html").as_uri())
    keep_the_first_page(page)
    page.evaluate("document.querySelector('.report').append('behind it')")
    assert sheets(page) == 2


def test_a_page_that_is_too_long_is_noticed(page: Page, reports: Path) -> None:
    """The first test can fail: with two more fields the page needs a second sheet."""
    page.goto((reports / "fullest" / "index.html").as_uri())
    keep_the_first_page(page)
    page.evaluate(
        "const f = document.querySelector('.derived'); f.after(f.cloneNode(true), f.cloneNode(true))"
    )
    assert sheets(page) > 1


@pytest.mark.parametrize("width", [320, 390, 930, 1366])
def test_no_page_of_the_report_is_wider_than_its_screen(page: Page, reports: Path, width: int) -> None:
    """Neither the report nor its appendix scrolls sideways; no share stands beside its picture's place."""
    page.set_viewport_size({"width": width, "height": 640})
    wider = []
    for name in ("fullest", "one", "others", "withheld"):
        for path in sorted((reports / name).glob("*.html")):
            if path.name in ("index.html", "measures.html"):
                page.goto(path.as_uri())
                if page.evaluate(WIDER_THAN_ITS_PLACE):
                    wider.append(f"{name}/{path.name}")
    assert wider == []


def test_the_finding_stands_on_the_first_screen(page: Page, reports: Path) -> None:
    """On a small phone the title and where it begins are seen without scrolling."""
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto((reports / "everything" / "index.html").as_uri())
    for seen in (".first-head h1", ".first-head .lead >> nth=-1"):
        box = page.locator(seen).bounding_box()
        assert box
        assert box["y"] + box["height"] <= 640
