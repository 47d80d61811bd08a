"""A contribution to a sealed survey: sealed on the page, and opened by the trustee, or on the page again."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from generator.configuration import load
from generator.report.waves import wave_of
from generator.sealing import hpke
from harness import commands, stub_python
from harness.engines.relay import INTRANET
from harness.engines.visit import Visit, visiting
from harness.engines.window import Engine
from harness.https import https_server
from harness.journey import Journey
from harness.organisation import site_toml
from harness.polling import until
from harness.recording import Recorded, recording
from harness.servers import plain_server
from harness.trustees import COUNCIL, OFFICER
from questionnaire import contribution, sealed_ballot, slips
from tests.browser.contributing import WORDS
from tests.browser.test_journey import HEADWIND

pytestmark = pytest.mark.browser

PRIVATE = [COUNCIL.secret, OFFICER.secret]
SCRIPT = "sealed_contribution.js"
SLIP = slips.draw(lambda below: 7 % below)
CODE = "A-SB"


def configured(folder: Path, url: str, mode: str = "slips", trustees: int = 2) -> Path:
    """Write the site.toml of a survey that is sealed to so many trustees, and return its path."""
    seal = [COUNCIL.public_text, OFFICER.public_text][:trustees]
    path = folder / f"{mode}-{trustees}.toml"
    path.write_text(site_toml(url, url, mode, seal=seal), "utf-8")
    return path


def unsealed(body: str | bytes, config_path: Path) -> str:
    """Return what the trustees of a survey find in a request body."""
    [survey] = load.load_surveys(config_path)
    config = survey.config
    instrument = wave_of(config).instrument.fingerprint
    info = sealed_ballot.info(config.survey.id, instrument, config.survey.detail)
    keys = PRIVATE[: len(config.collection.seal)]
    return hpke.unseal(ballot_of(body), keys, info).decode()


def ballot_of(body: str | bytes) -> bytes:
    """Return the sealed ballot in a request body."""
    text = json.loads(body)["ballot"]
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# ---- in three engines, with Pyodide ----


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed survey: its address by HTTPS, the one by HTTP in an intranet, and what its collector got."""

    https: str
    http: str
    config_path: Path
    recorded: Recorded


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sealed]:
    """A survey with slips and two trustees, built by the command; site and collector have one origin."""
    folder, scratch = tmp_path_factory.mktemp("sealed"), tmp_path_factory.mktemp("scratch")
    web = folder / "web" / "survey"
    web.parent.mkdir()
    with ExitStack() as servers:
        recorded = servers.enter_context(recording())
        https = servers.enter_context(https_server(web.parent, scratch, recorded.port))
        http = servers.enter_context(plain_server(web.parent)).replace("127.0.0.1", INTRANET)
        config_path = configured(folder, https)
        commands.build(config_path, web)
        yield Sealed(f"{https}survey/", f"{http}survey/", config_path, recorded)


def loaded(visit: Visit, name: str) -> list[str]:
    """Return the addresses of the files that the page has loaded whose address holds ``name``."""
    addresses = visit.window.evaluate("performance.getEntriesByType('resource').map((file) => file.name)")
    return [address for address in addresses if name in address]


def test_what_leaves_opens_to_what_was_shown(engine: Engine, survey: Sealed) -> None:
    """By HTTPS: the contents are shown and what is sent; a lost answer is followed by the same bytes.

    What seals is loaded only for somebody who has typed a slip, and Python needs nothing beside.
    """
    del survey.recorded.bodies[:], survey.recorded.paths[:]
    survey.recorded.statuses[:] = [0]
    with engine.window(None) as window:
        visit = Visit(window, survey.https)
        visit.wait_for_python()
        visit.take_by_mouse(HEADWIND)
        until(lambda: visit.text("#seal-contents"), "the contents are shown")
        assert visit.text("#seal-contents") == contribution.body(CODE)
        assert visit.text("#send-preview") == ""
        assert not visit.visible("#send-preview")
        assert loaded(visit, SCRIPT) == []
        window.click("#slip")
        window.type(slips.grouped(SLIP))
        until(lambda: visit.text("#send-preview"), "it is sealed")
        shown = visit.text("#send-preview")
        assert len(loaded(visit, SCRIPT)) == 1
        visit.action("open")
        visit.wait_for_text("#seal-opened", contribution.body(CODE))
        assert survey.recorded.bodies == []
        visit.action("send")
        visit.wait_for_text("#contribution-state", WORDS["seal_failed_network"])
        assert visit.text("#send-preview") == shown
        visit.action("send")
        visit.wait_for_text("#contribution-state", WORDS["seal_sent"])
        assert survey.recorded.paths == ["/v1/surveys/probe/ballots"] * 2
        assert survey.recorded.bodies == [shown.encode()] * 2
        assert loaded(visit, "whole.wasm") == []
        assert not any(visit.stored().values())
        visit.action("delete")
        visit.action("delete-now")
        visit.wait_for("#closing")
        for place in ("#send-preview", "#seal-contents", "#seal-opened", "#code-meaning"):
            assert visit.text(place) == ""
        assert [text for text in window.complaints() if "policy" in text or "rejected" in text] == []
    assert len(shown) == sealed_ballot.BODY_BYTES
    assert json.loads(shown)["slip"] == SLIP
    assert len(ballot_of(shown)) == sealed_ballot.sealed_bytes(2)
    assert unsealed(shown, survey.config_path) == contribution.body(CODE)


def test_by_plain_http_nothing_is_sent_and_the_page_says_why(engine: Engine, survey: Sealed) -> None:
    """On an intranet without HTTPS: the result is complete, the form is gone, and nothing was asked for."""
    before = len(survey.recorded.bodies)
    with visiting(engine, survey.http) as (visit, wire):
        visit.wait_for_python()
        visit.take_by_mouse(HEADWIND)
        visit.wait_for_text("#contribution-state", WORDS["seal_insecure"])
        assert visit.visible("#contribution-state")
        assert not visit.visible("#contribute")
        assert visit.visible("#result h1")
        assert visit.text("#send-preview") == ""
        assert [passed.url for passed in wire.passed if SCRIPT in passed.url or passed.method != "GET"] == []
        assert visit.window.complaints() == []
    assert len(survey.recorded.bodies) == before


# ---- every way in which it can go, in one engine ----


@pytest.fixture(scope="module", params=[("slips", 1), ("open", 2)], ids=["slips", "open, two trustees"])
def config_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sealed survey with each way to contribute."""
    mode, trustees = request.param
    return configured(tmp_path_factory.mktemp(mode), "http://127.0.0.1:9/", mode, trustees)


@pytest.fixture(scope="module")
def site(config_path: Path) -> Iterator[str]:
    """Its address on this machine, where browsers seal, too."""
    web = config_path.parent / "web"
    stub_python.build(config_path, web)
    with plain_server(web) as address:
        yield address


@pytest.fixture
def journey(context: BrowserContext, site: str) -> Journey:
    """A person in front of the start page; the collector answers 204."""
    page = context.new_page()
    page.route("**/v1/**", lambda route: answer(route, 204))
    return Journey(page, site)


def answer(route: Route, status: int) -> None:
    """Answer as a collector does, the browser's question before a request included."""
    allowed = {"access-control-allow-origin": "*", "access-control-allow-headers": "content-type"}
    route.fulfill(status=status if route.request.method == "POST" else 204, headers=allowed)


def seal(journey: Journey) -> str:
    """Do what makes the page seal, and return the body that it shows."""
    if journey.page.locator("#slip").count():
        journey.page.locator("#slip").fill(slips.grouped(SLIP))
    else:
        journey.action("send").click()
        expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["seal_ready"])
    preview = journey.page.locator("#send-preview")
    expect(preview).to_contain_text("ballot")
    return str(preview.text_content())


def posted(journey: Journey) -> list[str]:
    """Return the bodies that were sent."""
    return [str(request.post_data) for request in journey.posted if request.method == "POST"]


def test_every_body_is_equally_long_and_each_result_is_sealed_anew(
    journey: Journey, config_path: Path
) -> None:
    """Whatever the code; the same result a second time has other bytes, and opens to the same contents."""
    sheets = (HEADWIND, HEADWIND, dict.fromkeys(HEADWIND, 0), dict.fromkeys(HEADWIND, 3))
    codes = []
    for sheet in sheets:
        journey.take(sheet)
        shown = seal(journey)
        journey.action("send").click()
        expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["seal_sent"])
        assert posted(journey)[-1] == shown
        codes.append(json.loads(unsealed(shown, config_path))["code"])
        journey.delete()
        journey.action("restart").click()
    assert codes == [CODE, CODE, "N", "M"]
    assert {len(body) for body in posted(journey)} == {sealed_ballot.BODY_BYTES}
    assert len({ballot_of(body)[:32] for body in posted(journey)}) == len(sheets)
    assert journey.complaints == []
    assert journey.violations() == []


def test_nothing_is_asked_for_before_somebody_wants_to_contribute(journey: Journey) -> None:
    """A result alone, and keeping it, loads and sends nothing; the fingerprints are there to compare."""
    journey.take(HEADWIND)
    expect(journey.page.locator("#seal-contents")).to_have_text(contribution.body(CODE).strip())
    for key in (COUNCIL, OFFICER)[: journey.page.locator("#contribution b").count()]:
        expect(journey.page.locator("#contribution")).to_contain_text(key.fingerprint)
    journey.action("keep").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["kept"])
    assert [url for url in journey.requests if SCRIPT in url] == []
    assert posted(journey) == []


def test_the_same_ballot_goes_with_another_slip_and_in_another_language(journey: Journey) -> None:
    """Only a new result is sealed anew: what was lost on its way counts once, whatever is typed again."""
    journey.take(HEADWIND)
    first = seal(journey)
    if journey.page.locator("#slip").count():
        other = slips.draw(lambda below: 5 % below)
        journey.page.locator("#slip").fill(other)
        expect(journey.page.locator("#send-preview")).to_contain_text(other)
        assert ballot_of(str(journey.page.locator("#send-preview").text_content())) == ballot_of(first)
        journey.page.locator("#slip").fill(SLIP)
    journey.page.locator('a[data-language="en"]').click()
    expect(journey.page.locator("html")).to_have_attribute("lang", "en")
    if not journey.page.locator("#slip").count():
        journey.action("send").click()
    expect(journey.page.locator("#send-preview")).to_have_text(first.strip())


@pytest.mark.parametrize("trouble", ["gone", "altered"])
def test_what_cannot_be_sealed_is_told_and_can_be_tried_again(
    journey: Journey, config_path: Path, trouble: str
) -> None:
    """The script is missing, or is not the one whose hash is in the page: a sentence, and nothing is sent."""
    harmed: list[str] = []

    def harm(route: Route) -> None:
        harmed.append(route.request.url)
        if trouble == "gone":
            route.abort()
        else:
            mine = "export const seal = async () => ({ body: () => 'mine' });"
            route.fulfill(content_type="text/javascript", body=mine)

    def asked_twice() -> bool:
        journey.page.wait_for_timeout(20)  # lets the handler above run
        return len(harmed) == 2

    journey.page.route(f"**/{SCRIPT}*", harm)
    journey.take(HEADWIND)
    if journey.page.locator("#slip").count():
        journey.page.locator("#slip").fill(SLIP)
    else:
        journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["seal_failed"])
    expect(journey.page.locator("#result h1")).to_have_text("Gegenwind")
    assert journey.page.locator("#send-preview").text_content() == ""
    journey.action("send").click()
    until(asked_twice, "another address is asked for")
    assert len(set(harmed)) == 2
    assert posted(journey) == []
    journey.page.unroute(f"**/{SCRIPT}*")
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["seal_ready"])
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["seal_sent"])
    assert unsealed(posted(journey)[-1], config_path) == contribution.body(CODE)


@pytest.mark.parametrize("leaving", ["pagehide", "delete", "back"])
def test_everything_that_was_sealed_is_wiped(journey: Journey, leaving: str) -> None:
    """Leaving the page, deleting, going back: no code, no sealed bytes, and nothing that would open them."""
    journey.take(HEADWIND)
    shown = seal(journey)
    journey.action("open").click()
    expect(journey.page.locator("#seal-opened")).to_have_text(contribution.body(CODE).strip())
    if leaving == "pagehide":
        journey.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    elif leaving == "delete":
        journey.delete()
    else:
        journey.page.go_back()
        expect(journey.page.locator("#start")).to_be_visible()
    ballot = json.loads(shown)["ballot"]
    written = str(journey.page.evaluate("document.documentElement.outerHTML"))
    assert ballot not in written
    assert '{"code"' not in written
    journey.page.evaluate("document.querySelector('[data-action=open]').click()")
    assert journey.page.locator("#seal-opened").text_content() == ""
    assert posted(journey) == []


def test_opening_and_sending_are_within_reach_and_nothing_is_preselected(
    journey: Journey, config_path: Path
) -> None:
    """On a small phone: both choices are equally large, in one view, and the sealed text wraps."""
    del config_path
    journey.page.set_viewport_size({"width": 360, "height": 640})
    journey.take(HEADWIND)
    seal(journey)
    boxes = [journey.action(name).bounding_box() for name in ("send", "keep")]
    assert boxes[0] is not None
    assert boxes[1] is not None
    sizes = [(round(box["width"]), round(box["height"])) for box in boxes if box]
    assert sizes[0] == sizes[1]
    assert boxes[0]["y"] == boxes[1]["y"]
    wide = "[...document.querySelectorAll('#contribution *')].filter((it) => it.scrollWidth > 360).length"
    assert journey.page.evaluate(wide) == 0
    assert journey.page.evaluate("document.documentElement.scrollWidth") <= 360
