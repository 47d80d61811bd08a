"""A sealed survey on a device: what its requests tell before anything is sent, and what it forgets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator import output
from harness import stub_python
from harness.altered_sites import altered
from harness.journey import Journey
from harness.servers import plain_server
from questionnaire import ITEM_IDS
from tests.attacks.attack import Found, attack

pytestmark = pytest.mark.browser

_SHEET = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3}
_SCRIPT = "assets/sealed_contribution.js"
# Seals as soon as there is a result, and does not forget what was sealed.
_NAIVE = {
    r'if\(!\w+&&!\w+\)return \w+\(""\);(?=\w+\.sealed)': "",
    r'(?<=seen:"",)sealed:null,visit:(?!0)': "visit:",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody takes the survey, begins to contribute, keeps the result to themselves, and deletes it.

    asked_with_result, asked_later: whether the device has asked for the script that seals, when the result is
    shown and when the visit is over.
    held, holds_still:              whether the sealed ballot is in the page's memory before and after.
    """

    asked_with_result: bool
    asked_later: bool
    held: bool
    holds_still: bool


@pytest.fixture(scope="module")
def visits(
    browser: Browser, survey: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Visit, Visit]:
    """A visit to the naive site, and one to the product."""
    sites = (altered(survey, "assets/site.js", _NAIVE), survey)
    naive, ours = (_visit(browser, files, tmp_path_factory.mktemp("web")) for files in sites)
    return naive, ours


def _visit(browser: Browser, files: dict[str, bytes], folder: Path) -> Visit:
    output.write(files, folder / "site")
    with plain_server(folder / "site") as address, browser.new_context() as context:
        stub_python.answer_in(context)
        journey = Journey(context.new_page(), address)
        journey.take(_SHEET)
        preview = journey.page.locator("#send-preview")
        journey.page.wait_for_load_state("networkidle")
        with_result = _asked(journey)
        if not with_result:
            journey.action("send").click()  # shows what would be sent, and sends nothing
        expect(preview).to_contain_text("ballot")
        ballot = json.loads(preview.text_content() or "")["ballot"]
        held = ballot in _memory(journey.page)
        journey.action("keep").click()
        journey.delete()
        holds_still = ballot in _memory(journey.page)
        assert not journey.posted
        return Visit(with_result, _asked(journey), held, holds_still)


def _asked(journey: Journey) -> bool:
    return any(_SCRIPT in request for request in journey.requests)


def _memory(page: Page) -> str:
    """Return the page's memory of JavaScript as Chromium writes it down, once what is not needed is gone."""
    session, pieces = page.context.new_cdp_session(page), list[str]()
    session.on("HeapProfiler.addHeapSnapshotChunk", lambda piece: pieces.append(piece["chunk"]))
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    session.send("HeapProfiler.takeHeapSnapshot")
    session.detach()
    return "".join(pieces)


@attack(
    family="sealed urn",
    attacker="neighbour",
    wants="find the sealed ballot in the memory of a page that was deleted, to know it again in the urn",
    naive="What was sealed is kept for another attempt: it is there before and after it, 1 of 1.",
    product="What was sealed is forgotten with everything else: it is there before, and after it 0 of 1.",
)
def test_the_page_forgets_the_ballot(visits: tuple[Visit, Visit], found: Found) -> None:
    """Chromium writes down everything that a script could still reach."""
    assert all(visit.held for visit in visits)
    naive, ours = (int(visit.holds_still) for visit in visits)
    found(f"after it, {naive} of 1", f"after it {ours} of 1")


@attack(
    family="sealed urn",
    attacker="operator",
    wants="learn from the web server's log who has a result, or wants to contribute it, without contributing",
    naive="The script that seals is fetched with the result: who only reads it is told, 1 of 1.",
    product="It is fetched by whoever begins to contribute: who only reads the result is told 0 of 1 times, "
    "who begins and then keeps it to themselves 1 of 1.",
    told={"docs/privacy.md": "the script that seals is fetched once somebody begins to contribute"},
)
def test_who_begins_to_contribute(visits: tuple[Visit, Visit], found: Found) -> None:
    """That a device asks for a file, and no more."""
    naive, ours = visits
    found(
        f"who only reads it is told, {int(naive.asked_with_result)} of 1",
        f"{int(ours.asked_with_result)} of 1 times, who begins and then keeps it to themselves "
        f"{int(ours.asked_later)} of 1",
    )
