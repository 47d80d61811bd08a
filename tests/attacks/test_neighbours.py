"""Neighbours: pages on the same server name or around the survey's page, and service workers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator import output
from harness import stub_python
from harness.altered_sites import altered
from harness.journey import Journey
from harness.servers import plain_server
from questionnaire import ITEM_IDS, survey_texts
from tests.attacks.attack import Found, attack

pytestmark = pytest.mark.browser

TOLD = {
    "docs/privacy.md": "No page can shut out another page of the same origin",
    "questionnaire/languages/de/privacy.md": "Das kann keine Seite verhindern",
    "questionnaire/languages/en/privacy.md": "No page can prevent that",
    "questionnaire/languages/de-leicht/privacy.md": "Keine Seite kann das verhindern",
}
SHEET = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3}
WORDS = survey_texts.load("de")["page"]

# A neighbour's worker takes over every page of the origin at once; it passes everything on, or its own page.
_CLAIM = """
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(clients.claim()));
self.addEventListener("fetch", (event) => %s);
"""
_PASSES_ON = "event.respondWith(fetch(event.request))"
_REPLACES = """event.request.mode === "navigate" && event.respondWith(
    new Response("<h1>another page</h1>", { headers: { "content-type": "text/html" } }))"""
# Waits until a worker controls the page, and the page had time to notice it.
_CONTROLLED = """async () => {
    const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    while (!navigator.serviceWorker.controller) await pause(20);
    await pause(0);
}"""
# Opens the survey and reads what is ticked in it, and its result.
_READ_ALONG = """(address) => {
    const survey = window.open(address);
    window.read = () => {
        try {
            const { document } = survey;
            const ticked = document.querySelectorAll("#survey input:checked").length;
            return [ticked, document.querySelector("#result").dataset.outcome ?? null];
        } catch (error) {
            return [0, error.name];
        }
    };
}"""
# Ticks every answer, as a person has before the last press.
_TICK = """(sheet) => {
    for (const [item, value] of Object.entries(sheet))
        document.querySelector(`input[name="${item}"][value="${value}"]`).checked = true;
}"""


@pytest.fixture(scope="module")
def naive(survey: dict[str, bytes]) -> dict[str, bytes]:
    """The same site, which does not look who is near."""
    starts = altered(survey, "assets/first_paint.js", {r'\(e\.dataset\.refused="yes"\)': "0"})
    return altered(starts, "assets/site.js", {r'setState\("refused","yes"\),leave\(null\)': ""})


@contextmanager
def hosted(site: dict[str, bytes], folder: Path, worker: str = _PASSES_ON) -> Iterator[str]:
    """Serve the survey in one folder, and a neighbour in another; yields the root's address."""
    output.write(site, folder / "survey")
    (folder / "neighbour").mkdir()
    (folder / "neighbour" / "index.html").write_text("<title>A neighbour</title>", "utf-8")
    (folder / "worker.js").write_text(_CLAIM % worker, "utf-8")
    with plain_server(folder) as root:
        yield root


@contextmanager
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with an empty profile."""
    context = browser.new_context()
    stub_python.answer_in(context)
    yield context
    context.close()


def install_worker(context: BrowserContext, root: str) -> None:
    """Let the neighbour's page register its worker for the whole origin, and wait until it works."""
    page = context.new_page()
    page.goto(f"{root}neighbour/")
    page.evaluate("navigator.serviceWorker.register('/worker.js', { scope: '/' })")
    page.evaluate(_CONTROLLED)


def starts(page: Page) -> bool:
    """Tell whether the survey can be begun; if not, it says why."""
    expect(page.locator("html")).to_have_attribute("data-first-paint", "done")
    if page.locator('.notice[data-reason="neighbour"]').is_visible():
        assert page.get_by_text(WORDS["neighbour"]).is_visible()
        assert page.locator("main button:visible, main input:visible").count() == 0
        return False
    expect(page.locator("html")).to_have_attribute("data-ready", "yes")
    return page.locator('[data-action="start"]').is_visible()


def count(outcomes: list[bool]) -> str:
    """Return how many are true, in words of the threat model."""
    return f"{sum(outcomes)} of {len(outcomes)}"


@attack(
    family="neighbours",
    attacker="neighbour",
    wants="read or change what is sent, by a service worker for the whole server name",
    naive="A page that does not look is answered under the worker, before it opens or later: 2 of 2.",
    product="The survey does not start, or wipes all answers and stops, and says why: 0 of 2 are answered.",
)
def test_a_neighbours_service_worker(
    browser: Browser,
    survey: dict[str, bytes],
    naive: dict[str, bytes],
    tmp_path: Path,
    found: Found,
) -> None:
    """A worker that controls the page from the start, and one that takes over when a question is answered."""

    def answered(site: dict[str, bytes], folder: Path) -> str:
        with hosted(site, folder) as root, visitor(browser) as context:
            first = Journey(context.new_page(), f"{root}survey/")
            first.begin()
            first.question("A1").locator("label").nth(3).click()
            install_worker(context, root)
            page = context.new_page()
            page.goto(f"{root}survey/")
            first.page.evaluate(_CONTROLLED)
            kept = first.page.locator("#survey input:checked").count() == 1
            return count([starts(page), kept and starts_or_goes_on(first.page)])

    def starts_or_goes_on(page: Page) -> bool:
        return not page.locator('.notice[data-reason="neighbour"]').is_visible()

    found(answered(naive, tmp_path / "naive"), answered(survey, tmp_path / "product"))


@attack(
    family="neighbours",
    attacker="neighbour",
    wants="frame the survey on a page of another server name, and lead clicks astray",
    naive="A page that does not look starts in the stranger's frame: 1 of 1.",
    product=(
        "The survey does not start in it and says why (0 of 1); it starts when opened from a link, in a new"
        " tab, and in a frame of its own origin."
    ),
)
def test_a_strangers_frame(
    browser: Browser,
    survey: dict[str, bytes],
    naive: dict[str, bytes],
    tmp_path: Path,
    found: Found,
) -> None:
    """The intranet's page on another server name holds the survey in a frame; its own link still works."""

    def framed(site: dict[str, bytes], folder: Path) -> str:
        with hosted(site, folder) as root, plain_server(folder) as other, visitor(browser) as context:
            (folder / "frame.html").write_text(
                f'<iframe src="{root}survey/" width="800" height="600"></iframe>'
                f'<a href="{root}survey/">here</a> <a href="{root}survey/" target="_blank">new</a>',
                "utf-8",
            )
            assert_other_ways_work(context, root, other)
            return count([_starts_in_frame(context, other)])

    found(framed(naive, tmp_path / "naive"), framed(survey, tmp_path / "product"))


def _starts_in_frame(context: BrowserContext, host: str) -> bool:
    page = context.new_page()
    page.goto(f"{host}frame.html")
    frame = page.frame_locator("iframe")
    expect(frame.locator("html")).to_have_attribute("data-first-paint", "done")
    return frame.locator('[data-action="start"]').is_visible()


def assert_other_ways_work(context: BrowserContext, root: str, other: str) -> None:
    """A link of the stranger's page, in its tab or a new one, and a frame of the survey's own origin."""
    page = context.new_page()
    page.goto(f"{other}frame.html")
    with context.expect_page() as opened:
        page.get_by_text("new").click()
    page.get_by_text("here").click()
    assert _starts_in_frame(context, root)
    assert starts(opened.value)
    assert starts(page)


@attack(
    family="neighbours",
    attacker="neighbour",
    wants="open the survey from another folder of the same server name and read along by script",
    naive="In a folder beside others: a script counts 12 of 12 answers and reads the result.",
    product=(
        "On a server name of its own 0 of 12, which is what documents, examples and `check` ask for; beside"
        " others still 12 of 12 and the result."
    ),
    told=TOLD,
)
def test_a_page_in_another_folder_reads_along(
    browser: Browser, survey: dict[str, bytes], tmp_path: Path, found: Found
) -> None:
    """The neighbour's page opens the survey in a window and looks into it while the person answers."""
    with hosted(survey, tmp_path / "web") as root, plain_server(tmp_path / "web") as own:
        beside, apart = (_read_along(browser, root, f"{host}survey/") for host in (root, own))
    assert (beside, apart) == ((12, "A"), (0, "SecurityError"))
    found(f"{beside[0]} of 12 answers and reads the result", f"{apart[0]} of 12, which")


def _read_along(browser: Browser, neighbour: str, survey: str) -> tuple[int, str]:
    """Return how many answers and which outcome the neighbour's page reads, or the error that it meets."""
    with visitor(browser) as context:
        spy = context.new_page()
        spy.goto(f"{neighbour}neighbour/")
        with context.expect_page() as opened:
            spy.evaluate(_READ_ALONG, survey)
        journey = Journey(opened.value, survey)
        expect(journey.page.locator("html")).to_have_attribute("data-ready", "yes")
        journey.page.evaluate(_TICK, SHEET)
        answers, _ = spy.evaluate("window.read()")
        journey.take(SHEET)
        _, outcome = spy.evaluate("window.read()")
        return answers, outcome


@attack(
    family="neighbours",
    attacker="neighbour",
    wants="put another page in the survey's place, by a service worker that answers for it",
    naive="On a shared server name the worker's page is shown in place of the survey: 1 of 1.",
    product=(
        "Likewise 1 of 1: nothing of the survey runs that could say so. On a server name of its own no"
        " neighbour can register a worker; loading the page past the cache shows the true one."
    ),
    told=TOLD,
)
def test_a_service_worker_that_replaces_the_page(
    browser: Browser,
    survey: dict[str, bytes],
    naive: dict[str, bytes],
    tmp_path: Path,
    found: Found,
) -> None:
    """No file of the survey arrives, so none can notice."""

    def replaced(site: dict[str, bytes], folder: Path) -> str:
        with hosted(site, folder, _REPLACES) as root, visitor(browser) as context:
            install_worker(context, root)
            page = context.new_page()
            page.goto(f"{root}survey/")
            return count([page.get_by_role("heading").inner_text() == "another page"])

    found(replaced(naive, tmp_path / "naive"), replaced(survey, tmp_path / "product"))
