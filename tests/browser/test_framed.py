"""A survey inside another page: only where site.toml allows that page's site, header and page agreeing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from generator.rendering.headers import HEADERS, site_headers
from harness import sites
from harness.commands import build
from harness.engines.window import Engine
from harness.https import https_server
from harness.journey import ANSWER, READY
from harness.polling import until
from harness.servers import plain_server
from questionnaire import ITEM_IDS

pytestmark = pytest.mark.browser

HEADWIND = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3, "B2": 2, "D3": 3}


@dataclass(frozen=True, slots=True)
class Intranet:
    """Addresses: a site that allows ``portal`` to frame it, one that allows nobody, and two other sites.

    ``site_without_headers`` is the first one on a server that sends none.
    """

    site: str
    site_without_headers: str
    closed: str
    portal: str
    stranger: str

    def framing(self, page: Page, host: str, framed: str) -> FrameLocator:
        """Show ``framed`` in a frame of a page of ``host``, and return the frame."""
        page.goto(f"{host}frame.html#{framed}")
        return page.frame_locator("iframe")


_FRAME = """<!doctype html><title>Portal</title><iframe width="800" height="700"></iframe>
<script>document.querySelector("iframe").src = location.hash.slice(1)</script>"""


@pytest.fixture(scope="module")
def intranet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Intranet]:
    """Five servers with HTTPS, each an origin of its own."""
    folder = tmp_path_factory.mktemp("intranet")
    (folder / "frame").mkdir()
    (folder / "frame" / "frame.html").write_text(_FRAME, "utf-8")
    with ExitStack() as stack:
        portal, stranger = (
            stack.enter_context(https_server(folder / "frame", tmp_path_factory.mktemp(name)))
            for name in ("portal", "stranger")
        )
        framed_by = f'[site]\nframed_by = ["{portal}"]\n'
        addresses: dict[str, str] = {}
        for name, text, headers in (
            ("site", framed_by, site_headers([portal.rstrip("/")])),
            ("site_without_headers", framed_by, {}),
            ("closed", "", HEADERS),
        ):
            build(sites.write(folder / name, text + sites.SMALLEST), folder / name / "dist")
            scratch = tmp_path_factory.mktemp(name)
            server = https_server(folder / name / "dist", scratch, headers=headers)
            addresses[name] = stack.enter_context(server)
        yield Intranet(**addresses, portal=portal, stranger=stranger)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window that accepts the servers' own certificates."""
    with browser.new_context(reduced_motion="reduce", ignore_https_errors=True) as context:
        yield context.new_page()


def test_an_allowed_site_shows_the_survey_and_its_result(intranet: Intranet, page: Page) -> None:
    """Python runs within the frame, and the page around it cannot look in."""
    frame = intranet.framing(page, intranet.portal, intranet.site)
    expect(frame.locator("html")).to_have_attribute("data-ready", "yes", timeout=READY)
    frame.locator('[data-action="start"]').click()
    frame.locator("html").evaluate(f"(_, sheet) => ({ANSWER})(sheet)", HEADWIND)
    expect(frame.locator("#result")).to_have_attribute("data-outcome", "A", timeout=READY)
    assert page.evaluate("document.querySelector('iframe').contentDocument") is None


def test_the_privacy_page_says_who_may_frame_it(intranet: Intranet, page: Page) -> None:
    """And what the page around can see and do; a site that nobody frames says nothing of it."""
    frame = intranet.framing(page, intranet.portal, f"{intranet.site}privacy.html")
    expect(frame.locator("main")).to_contain_text(intranet.portal.rstrip("/"))
    expect(frame.locator("main")).to_contain_text("eine Nachahmung")
    page.goto(f"{intranet.closed}privacy.html")
    expect(page.locator("main")).not_to_contain_text("Nachahmung")


def test_a_stranger_gets_an_empty_frame(intranet: Intranet, page: Page) -> None:
    """The header names one site; the browser shows nothing of the survey to another."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    frame = intranet.framing(page, intranet.stranger, intranet.site)
    page.wait_for_timeout(500)
    assert frame.locator('[data-action="start"]').count() == 0
    assert any("frame-ancestors" in line for line in said), said


def test_without_the_header_the_page_itself_looks(intranet: Intranet, page: Page) -> None:
    """On a server that sends no header the survey starts in the allowed frame, and in no other."""
    frame = intranet.framing(page, intranet.portal, intranet.site_without_headers)
    expect(frame.locator('[data-action="start"]')).to_be_visible()
    frame = intranet.framing(page, intranet.stranger, intranet.site_without_headers)
    expect(frame.locator("html")).to_have_attribute("data-refused", "yes")
    expect(frame.locator('[data-action="start"]')).to_be_hidden()


def test_a_site_that_allows_nobody_is_in_no_frame(intranet: Intranet, page: Page) -> None:
    """As before: nobody who sets nothing gets a survey that others can frame."""
    frame = intranet.framing(page, intranet.portal, intranet.closed)
    page.wait_for_timeout(500)
    assert frame.locator('[data-action="start"]').count() == 0


def test_an_allowed_site_within_a_strangers_page_is_refused(intranet: Intranet, page: Page) -> None:
    """Every page around counts: else a stranger could frame the portal, and the survey within it."""
    portal = f"{intranet.portal}frame.html#{intranet.site_without_headers}"
    page.goto(f"{intranet.stranger}frame.html#{portal}")
    inner = page.frame_locator("iframe").frame_locator("iframe")
    expect(inner.locator("html")).to_have_attribute("data-refused", "yes")


_TELLS = "<script>parent.postMessage([...location.ancestorOrigins], '*')</script>"
_HEARS = """<script>addEventListener("message", ({{ data }}) => window.told = data)</script>
<iframe src="{address}tells.html"></iframe>"""


def test_every_engine_tells_a_page_who_frames_it(engine: Engine, tmp_path: Path) -> None:
    """What the page's own look at the frames rests on; where it is not so, the survey does not start."""
    (tmp_path / "tells.html").write_text(_TELLS, "utf-8")
    with plain_server(tmp_path) as framed, plain_server(tmp_path) as portal, engine.window(None) as window:
        (tmp_path / "hears.html").write_text(_HEARS.format(address=framed), "utf-8")
        window.goto(f"{portal}hears.html")
        told = until(lambda: window.evaluate("window.told ?? null"), "the page in the frame tells")
        assert told == [portal.rstrip("/")]
