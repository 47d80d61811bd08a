"""The site in a single file, opened from the disk in three engines, with the network watched."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.configuration import load
from generator.configuration.survey import language_path
from generator.rendering.page_context import ABOUT
from harness import commands, single_files
from harness.engines.relay import Relay
from harness.engines.visit import Visit, visiting
from harness.engines.window import Engine
from harness.paths import EXAMPLE
from harness.polling import until
from harness.servers import plain_server
from questionnaire import ITEM_IDS, survey_texts

pytestmark = pytest.mark.browser

CONFIG = load.load_surveys(EXAMPLE)[0].config
LANGUAGES = CONFIG.site.languages
# Gegenwind, little influence of one's own; a cause of Zwickmühle and an influence of Dauerlächeln besides.
SHEET = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3, "B2": 2, "D3": 3}
# Whatever the page loaded but the data and blobs that it holds itself.
_LOADED = """performance.getEntriesByType("resource").map(({ name }) => name)
    .filter((name) => !/^(data|blob):/.test(name))"""

# Everything that a page from a file could store; service workers and caches are not to be had there.
_STORED = """(async () => [document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage),
    ...await new Promise((resolve, reject) => {
        const frame = document.createElement("iframe");  // the page itself has no databases any more
        frame.onload = () => frame.contentWindow.indexedDB.databases().then(resolve, reject);
        document.body.append(frame);
    })].filter(Boolean)
)()"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the single file, and the same site in the folder ``hosted``."""
    folder = tmp_path_factory.mktemp("single")
    single_files.built(folder)
    commands.build(folder / "workspace" / "site.toml", folder / "hosted")
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> str:
    """The address of the single file on the disk."""
    return (folder / "survey.html").as_uri()


def shown_result(person: Visit) -> str:
    """Return the result as people read it, without the space between its words."""
    return " ".join(person.text("#result").split())


def assert_alone(person: Visit, wire: Relay) -> None:
    """Nothing was asked for anywhere, nothing complained, and nothing is stored."""
    assert wire.passed == []
    assert person.window.evaluate(_LOADED) == []
    assert person.window.complaints() == []
    assert person.window.evaluate(_STORED) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_file_to_the_same_result_as_hosted_without_a_request(
    engine: Engine, folder: Path, address: str, language: str
) -> None:
    """Every language, the whole journey: the same Python, the same texts; the network sees nothing at all."""
    path = f"{language_path(CONFIG, language)}index.html"
    with plain_server(folder / "hosted") as root, visiting(engine, f"{root}{path}") as (person, wire):
        person.take_by_mouse(SHEET)
        expected, ballot = shown_result(person), person.text("#ballot-code")
        assert wire.passed  # the wire sees what a hosted site asks for
    with visiting(engine, f"{address}#/{path}") as (person, wire):
        sends = survey_texts.load(language)["single"]["sends"]
        assert " ".join(sends.split()) in " ".join(person.text(".sends").split())
        person.take_by_mouse(SHEET)
        assert (shown_result(person), person.text("#ballot-code")) == (expected, ballot)
        person.action("delete")
        person.action("delete-now")
        person.wait_for("#closing")
        assert person.count("#result > *") == 0
        assert_alone(person, wire)


def test_the_language_changes_in_the_middle_and_the_answers_stay(engine: Engine, address: str) -> None:
    """The page in the other language comes out of the file; what was answered stays answered."""
    with visiting(engine, address) as (person, wire):
        person.wait_for_python()
        person.action("start")
        person.action("proceed")
        person.window.click('fieldset[data-item="A1"] label:has([value="3"])')
        person.wait_for(".chapter:has([data-item='A1']) fieldset:not([data-item='A1'])")
        person.window.click('a[data-language="en"]')
        until(lambda: person.attribute("html", "lang") == "en", "the page is in English")
        assert person.of('fieldset[data-item="A1"] input:checked', "it.value") == "3"
        assert_alone(person, wire)


def test_every_page_opens_at_its_address_and_back_leads_to_the_one_before(
    engine: Engine, folder: Path, address: str
) -> None:
    """Method, privacy, accessibility, imprint, paper version, in each language, as a build makes them."""
    built = single_files.pages(folder / "workspace" / "site.toml")
    tour = _tour()
    assert sorted(tour) == sorted(path for path in built if not path.endswith("index.html"))
    with visiting(engine, f"{address}#/{tour[0]}") as (person, wire):
        for path in tour:
            if path != tour[0]:  # browsers skip, on the way back, where no click has led
                person.window.click(f'a[href="#/{path}"]')
            _wait_for_page(person, built[path])
            assert person.visible("main h1")
            assert not person.visible("#start")
        for path in reversed(tour[:-1]):
            person.window.back()
            _wait_for_page(person, built[path])
        person.window.click('.colophon a[href="#/index.html"]')
        person.wait_for("#start")
        person.wait_for_python()
        assert_alone(person, wire)


def _tour() -> list[str]:
    """Return the pages of text, each one link away from the one before: a language after the other."""
    names, tour = list(ABOUT), []
    for language in LANGUAGES:
        tour += [f"{language_path(CONFIG, language)}{name}" for name in names]
        names = [names[-1], *names[:-1]]  # to another language leads a link of the last page
    return tour


def _wait_for_page(person: Visit, built: str) -> None:
    """Wait until the page is open that a build makes as ``built``."""
    title = built.partition("<title>")[2].partition("</title>")[0]
    until(lambda: person.window.evaluate("document.title") == title, f"{title} is open")
    assert person.text("main h1") in built


def test_a_link_beside_the_survey_opens_its_page_in_a_tab_of_its_own(browser: Browser, address: str) -> None:
    """The answers stay in the first tab; "to the survey" in the second one leads to a start of its own."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-python=ready]")
    for name in ("privacy", "method", "accessibility", "imprint", "paper"):
        with context.expect_page() as opening:
            page.click(f'.colophon a[href="#/{name}.html"]')
        other = opening.value
        other.wait_for_selector("html[data-file=whole] main h1")
        assert other.url == f"{address}#/{name}.html"
        assert other.title() == other.evaluate("document.title")
        assert other.locator("#start").count() == 0
        other.click('.colophon a[href="#/index.html"]')
        other.wait_for_selector("#start h1")
        other.close()
    assert page.url == address
    context.close()


def test_a_link_within_a_page_leaves_its_address(browser: Browser, address: str) -> None:
    """The skip link leads to the content, and a reload shows the same page again."""
    page = browser.new_page()
    page.goto(f"{address}#/en/privacy.html")
    page.wait_for_selector("main h1")
    page.focus(".skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.reload()
    page.wait_for_selector("html[data-file=whole][lang=en] main h1")
    assert page.url == f"{address}#/en/privacy.html"
    page.close()


def test_without_scripts_the_pages_are_there_and_nobody_sees_a_warning(
    browser: Browser, address: str
) -> None:
    """The start page says that scripts are off, its link opens the paper version; nothing seems damaged."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("main:visible .no-script").is_visible()
    assert page.locator(".damaged:visible").count() == 0
    page.click(".no-script a")
    assert page.locator('[id="/paper.html"] h1').is_visible()
    assert page.locator("#start:visible").count() == 0
    page.click('[id="/paper.html"] a[hreflang="en"]')
    assert page.locator('[id="/en/paper.html"] h1').is_visible()
    context.close()


def test_the_paper_version_prints_as_the_hosted_one_does(
    browser: Browser, folder: Path, address: str
) -> None:
    """As many sheets, with the same words: neither the survey nor another page is printed with it."""
    page = browser.new_page()
    page.goto(f"{address}#/paper.html")
    page.wait_for_selector("html[data-file=whole]:not([data-fonts]) .paper")
    single = page.pdf(format="A4", prefer_css_page_size=True)
    with plain_server(folder / "hosted") as root:
        page.goto(f"{root}paper.html")
        page.evaluate("document.fonts.ready.then(() => null)")
        hosted = page.pdf(format="A4", prefer_css_page_size=True)
    assert single.count(b"/Type /Page\n") == hosted.count(b"/Type /Page\n") > 1
    page.close()
