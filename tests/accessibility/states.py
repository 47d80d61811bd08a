"""Every state that the survey's page can be in, one after the other, as a person meets them."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, Route, expect

from harness.journey import Journey
from harness.organisation import answered
from questionnaire import CONSTELLATIONS, ITEM_IDS, slips

NOTHING = dict.fromkeys(ITEM_IDS, 0)
# A sheet for each outcome; one constellation lacks influence, so that every kind of text appears.
SHEETS: dict[str, dict[str, int]] = {
    **{c: NOTHING | {f"{c}1": 3, f"{c}2": 3, f"{c}3": 3 * (c in "AC")} for c in CONSTELLATIONS},
    "M": NOTHING | {f"{c}1": 3 for c in CONSTELLATIONS} | {"A2": 2, "B2": 2, "C2": 2, "D2": 2, "B3": 3},
    "N": NOTHING | {"B2": 3},
}
# A drawn slip, as people type it.
SLIP = slips.draw(lambda _: 5)


def questions(page: Page, address: str) -> Iterator[str]:
    """Go from the start to the last question of ``address``; yield each state's name while in it."""
    journey = Journey(page, address)
    yield "start"
    page.locator("summary").click()
    yield "start, details open"
    journey.action("start").click()
    yield "opening"
    journey.action("proceed").click()
    yield "question A1"
    journey.action("next").click()
    expect(journey.question("A1").locator(".error")).to_be_visible()
    yield "question A1, error"
    for item in ITEM_IDS[:-1]:
        page.keyboard.press("2")
        if item == "A1":
            yield f"question {item}, answered"
        page.keyboard.press("Enter")
        if item in ("D1", "D2"):
            yield f"opening after {item}"
            page.keyboard.press("Enter")
    yield "last question"
    page.evaluate("document.getElementById('waiting').hidden = false")
    yield "waiting"
    page.evaluate("document.getElementById('waiting').hidden = true")
    page.evaluate("document.getElementById('idle').showModal()")
    yield "idle dialog"
    journey.action("stay").click()
    for reason in ("wasm", "file", "slow"):
        page.evaluate("reason => { document.documentElement.dataset.reason = reason; }", reason)
        yield f"notice {reason}"
    page.evaluate("delete document.documentElement.dataset.reason")
    page.evaluate("document.documentElement.dataset.refused = 'yes'")
    yield "notice neighbour"
    page.evaluate("delete document.documentElement.dataset.refused")
    page.evaluate("document.getElementById('note-language').hidden = false")
    yield "notice language"


def results(page: Page, address: str, outcomes: str = "ABCDMN") -> Iterator[str]:
    """Answer for each of ``outcomes``; yield each result and what a person opens in it, up to the closing."""
    journey = Journey(page, address)
    for outcome in outcomes:
        journey.action("start").click()
        journey.answer(SHEETS[outcome])
        expect(page.locator("#result")).to_have_attribute("data-outcome", outcome)
        yield f"result {outcome}"
        if outcome == "M":
            begin = page.locator('#result [name="begin"]')
            begin.last.check()
            yield "result M, begun"
        page.locator('#result [name="step"]:visible').last.check()
        expect(page.locator("#conversation")).to_be_visible()
        yield f"result {outcome}, conversation"
        page.evaluate("document.querySelectorAll('#result details').forEach((all) => { all.open = true; })")
        yield f"result {outcome}, details open"
        journey.action("delete").click()
        expect(page.locator("dialog#delete")).to_be_visible()
        yield f"result {outcome}, delete dialog"
        journey.action("delete-now").click()
        expect(page.locator("#closing")).to_be_visible()
        yield f"result {outcome}, closing"
        journey.action("restart").click()
        expect(page.locator("#start")).to_be_visible()
    yield "start again"


def contributions(page: Page, address: str) -> Iterator[str]:
    """Come to the contribution of ``address``; yield it offered, mistyped, sealed, failed, kept, sent."""
    journey = Journey(page, address)
    journey.action("start").click()
    journey.answer(SHEETS["A"])
    mode = page.locator("#contribution").get_attribute("data-mode")
    yield f"{mode}, offered"
    if mode == "paper":
        return
    state = page.locator("#contribution-state")
    if mode == "slips":
        journey.action("send").click()
        expect(page.locator("#slip-error")).to_be_visible()
        yield f"{mode}, mistyped"
        page.locator("#slip").fill(SLIP)
        expect(page.locator("#send-preview")).to_contain_text("slip")
    else:
        journey.action("send").click()  # seals, and shows what would be sent
        expect(page.locator("#send-preview")).to_contain_text("ballot")
        expect(state).to_be_focused()
    journey.action("open").click()
    expect(page.locator("#seal-opened")).to_contain_text("code")
    yield f"{mode}, sealed and opened"
    held: list[Route] = []
    page.route("**/v1/**", lambda route: held.append(route))
    for status, name in ((503, "failed"), (204, "sent")):
        journey.action("send").click()
        while not held:
            page.wait_for_timeout(10)
        yield f"{mode}, sending"
        held.pop().fulfill(**answered(status))  # type: ignore[arg-type]  # its keys are fulfil's own
        expect(page.locator("#contribute")).to_be_visible(visible=name == "failed")
        expect(state).to_be_focused()
        yield f"{mode}, {name}"
    page.unroute("**/v1/**")
    journey.action("delete").click()
    journey.action("delete-now").click()
    journey.action("restart").click()
    expect(page.locator("#start")).to_be_visible()
    journey.action("start").click()
    journey.answer(SHEETS["A"])
    journey.action("keep").click()
    yield f"{mode}, kept"
