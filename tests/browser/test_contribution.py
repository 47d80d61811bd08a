"""The contribution below a result: exact bytes are shown, the choice is free, failure is told honestly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Request, expect

from questionnaire import ITEM_IDS, slips, wording
from tests.browser.journey import Journey
from tests.browser.organisation import Organisation, organisation
from tests.browser.test_journey import HEADWIND, assert_private

pytestmark = pytest.mark.browser
WORDS = wording.load("de")["contribute"]


def drawn(made: Organisation, number: int) -> list[str]:
    """Draw slips as the facilitator would, and return the codes printed on the sheet."""
    made.run("slips", str(number))
    return re.findall(r'class="code">([^<]+)<', (made.folder / "slips.html").read_text("utf-8"))


@pytest.fixture(scope="module")
def with_slips(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Organisation, list[str]]]:
    """A survey with slips, its collector running, and a sheet of slips."""
    with organisation(tmp_path_factory.mktemp("slips") / "o", "slips") as made:
        codes = drawn(made, 20)
        with made.collector():
            yield made, codes


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    """An open survey at detail "type", its collector running."""
    with organisation(tmp_path_factory.mktemp("open") / "o", "open", detail="type") as made, made.collector():
        yield made


def type_slip(journey: Journey, code: str) -> None:
    """Type a slip and look at what would be sent with it."""
    journey.page.locator("#slip").fill(code)
    expect(journey.page.locator("#send-preview")).to_contain_text(slips.read(code))


def sent(journey: Journey) -> list[Request]:
    """Return the requests that left for the collector, preflights aside."""
    return [request for request in journey.posted if request.method == "POST"]


def test_what_is_shown_is_what_is_sent(context: BrowserContext, opened: Organisation) -> None:
    """Byte for byte: the preview, the request's body; and the person is told that it arrived."""
    journey = Journey(context.new_page(), opened.address)
    journey.take(HEADWIND)
    preview = journey.page.locator("#send-preview")
    expect(preview).to_have_text('{"code":"A"}')
    assert sent(journey) == []
    shown = preview.text_content()
    journey.action("send").click()
    state = journey.page.locator("#contribution-state")
    expect(state).to_have_text(WORDS["sent"])
    expect(state).to_be_focused()
    [request] = sent(journey)
    assert request.post_data == shown
    assert request.url == f"http://127.0.0.1:{opened.port}/v1/surveys/probe/codes"
    headers = request.all_headers()
    assert headers["content-type"] == "application/json"
    assert "cookie" not in headers
    assert "referer" not in headers
    expect(journey.action("send")).to_be_hidden()
    expect(journey.page.locator("#result h1")).to_have_text("Gegenwind")


def test_send_and_keep_are_equally_prominent_and_nothing_is_preselected(
    context: BrowserContext, opened: Organisation
) -> None:
    """The same size, the same look, neither focused; keeping sends nothing and says so."""
    journey = Journey(context.new_page(), opened.address)
    journey.take(HEADWIND)
    looks = [
        journey.action(name).evaluate(
            """button => {
                const style = getComputedStyle(button);
                const { width, height } = button.getBoundingClientRect();
                const { color, backgroundColor, borderColor, fontWeight } = style;
                return [width, height, color, backgroundColor, borderColor, fontWeight];
            }"""
        )
        for name in ("send", "keep")
    ]
    assert looks[0] == looks[1]
    expect(journey.page.locator("#contribution :focus")).to_have_count(0)
    journey.action("keep").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["kept"])
    assert sent(journey) == []


def test_a_slip_is_checked_on_the_device_and_counts_once(
    context: BrowserContext, with_slips: tuple[Organisation, list[str]]
) -> None:
    """A typing error never leaves the device; the slip works once, and the second time it is told why not."""
    made, codes = with_slips
    journey = Journey(context.new_page(), made.address)
    journey.take(HEADWIND)
    field, error = journey.page.locator("#slip"), journey.page.locator("#slip-error")
    for typed, kind in (("", "empty"), ("ABC", "length"), ("0000-0000-00000", "characters")):
        field.fill(typed)
        journey.action("send").click()
        expect(error).to_have_text(WORDS[f"slip_{kind}"])
    mistyped = codes[0][:-1] + ("2" if codes[0][-1] != "2" else "3")
    field.fill(mistyped)
    journey.action("send").click()
    expect(error).to_have_text(WORDS["slip_check"])
    assert sent(journey) == []

    field.fill(codes[0].lower().replace("-", " "))
    body = json.dumps({"code": "A-SB", "slip": slips.read(codes[0])}, separators=(",", ":"))
    expect(journey.page.locator("#send-preview")).to_have_text(body)
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["sent"])
    assert [request.post_data for request in sent(journey)] == [body]

    journey.action("restart").click()
    journey.answer(HEADWIND)
    type_slip(journey, codes[0])
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["failed_used"])
    expect(journey.page.locator("#result h1")).to_have_text("Gegenwind")


def test_a_scanned_slip_is_filled_in_and_gone_from_the_address(
    context: BrowserContext, with_slips: tuple[Organisation, list[str]]
) -> None:
    """The QR code's address carries the slip behind the #: it is read, and nothing of it stays there."""
    made, codes = with_slips
    journey = Journey(context.new_page(), made.address, path=f"#slip={codes[1]}")
    assert journey.page.url == made.address
    journey.take(HEADWIND)
    expect(journey.page.locator("#slip")).to_have_value(codes[1])
    expect(journey.page.locator("#send-preview")).to_contain_text(slips.read(codes[1]))
    assert not any(slips.read(codes[1]) in url or codes[1] in url for url in journey.requests[1:])


def test_an_unknown_slip_is_told(context: BrowserContext, with_slips: tuple[Organisation, list[str]]) -> None:
    """A well-formed slip of another survey: nothing is counted, and the page says so."""
    made, _ = with_slips
    journey = Journey(context.new_page(), made.address)
    journey.take(HEADWIND)
    type_slip(journey, slips.draw(lambda _: 5))
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["failed_unknown_slip"])


def tried_in_vain(context: BrowserContext, opened: Organisation) -> Journey:
    """A person who has pressed "send" while nobody answers, and is told so."""
    journey = Journey(context.new_page(), opened.address)
    journey.page.route("**/v1/**", lambda route: route.abort())
    journey.take(HEADWIND)
    expect(journey.page.locator("#send-preview")).to_contain_text("A")
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["failed_network"])
    return journey


def test_a_collector_that_is_gone_is_told_and_can_be_tried_again(
    context: BrowserContext, opened: Organisation
) -> None:
    """No answer: the page does not pretend to know; the result stays; the second try arrives."""
    journey = tried_in_vain(context, opened)
    expect(journey.page.locator("#result h1")).to_have_text("Gegenwind")
    journey.page.unroute("**/v1/**")
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["sent"])


def test_keeping_after_a_failed_attempt_claims_nothing_untrue(
    context: BrowserContext, opened: Organisation
) -> None:
    """Who tried to send and then keeps the result is not told that nothing was sent."""
    journey = tried_in_vain(context, opened)
    journey.action("keep").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["kept_after"])
    expect(journey.action("send")).to_be_hidden()


def test_a_scanned_slip_survives_a_change_of_language(
    context: BrowserContext, with_slips: tuple[Organisation, list[str]]
) -> None:
    """Who scans a slip and then chooses another language need not type the slip."""
    made, codes = with_slips
    journey = Journey(context.new_page(), f"{made.address}#slip={codes[3]}")
    journey.page.locator("a[data-language=en]").click()
    expect(journey.page.locator("html")).to_have_attribute("lang", "en")
    journey.take(HEADWIND)
    expect(journey.page.locator("#slip")).to_have_value(codes[3])


def test_a_scanned_slip_goes_with_whoever_leaves_the_page_alone(
    context: BrowserContext, with_slips: tuple[Organisation, list[str]]
) -> None:
    """After the idle time all is deleted, the slip too: the next person does not find it filled in."""
    made, codes = with_slips
    page = context.new_page()
    page.clock.install()
    journey = Journey(page, f"{made.address}#slip={codes[4]}")
    journey.wait_for_python()
    journey.action("start").click()
    page.keyboard.press("1")
    page.clock.run_for("10:01")
    page.clock.run_for("01:01")
    expect(page.locator("#note-idle")).to_be_visible()
    journey.take(HEADWIND)
    expect(page.locator("#slip")).to_have_value("")


@pytest.mark.parametrize(
    ("status", "word"), [(503, "failed_busy"), (429, "failed_busy"), (500, "failed_other")]
)
def test_other_refusals_are_told(
    context: BrowserContext, opened: Organisation, status: int, word: str
) -> None:
    """Whatever the collector answers, the person reads a sentence and keeps the result."""
    journey = Journey(context.new_page(), opened.address)
    journey.page.route(
        "**/v1/**",
        lambda route: route.fulfill(status=status, headers={"access-control-allow-origin": "*"}, body="{}"),
    )
    journey.take(HEADWIND)
    expect(journey.page.locator("#send-preview")).to_contain_text("A")
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS[word])


def test_a_survey_that_has_not_opened_counts_nothing(context: BrowserContext, tmp_path: Path) -> None:
    """Before the first day: the result is there all the same, and the page says that nothing was counted."""
    with organisation(tmp_path / "o", "open", opens=3) as made, made.collector():
        journey = Journey(context.new_page(), made.address)
        journey.take(HEADWIND)
        expect(journey.page.locator("#send-preview")).to_contain_text("A")
        journey.action("send").click()
        expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["failed_closed"])


def test_the_language_switch_keeps_the_contribution(
    context: BrowserContext, with_slips: tuple[Organisation, list[str]]
) -> None:
    """The slip that was typed and what came of it survive the other language."""
    made, codes = with_slips
    journey = Journey(context.new_page(), made.address)
    journey.take(HEADWIND)
    journey.page.locator("#slip").fill(codes[2])
    journey.page.locator('a[data-language="en"]').click()
    expect(journey.page.locator("#slip")).to_have_value(codes[2])
    expect(journey.page.locator("#send-preview")).to_contain_text(slips.read(codes[2]))
    journey.action("send").click()
    english = wording.load("en")["contribute"]["sent"]
    expect(journey.page.locator("#contribution-state")).to_have_text(english)


def test_deleting_takes_the_code_and_the_slip_along(
    context: BrowserContext, with_slips: tuple[Organisation, list[str]]
) -> None:
    """After deleting, neither the code nor the slip is anywhere in the page."""
    made, codes = with_slips
    journey = Journey(context.new_page(), made.address)
    journey.take(HEADWIND)
    journey.page.locator("#slip").fill(codes[3])
    expect(journey.page.locator("#send-preview")).to_contain_text("A-SB")
    journey.action("delete").click()
    expect(journey.page.locator("#contribution")).to_be_hidden()
    expect(journey.page.locator("#slip")).to_have_value("")
    expect(journey.page.locator("#send-preview")).to_have_text("")
    assert_private(journey)


def test_leaving_takes_the_code_and_the_slip_along(
    context: BrowserContext, with_slips: tuple[Organisation, list[str]]
) -> None:
    """What the browser may keep of a page that is left holds neither: they go before it does."""
    made, codes = with_slips
    journey = Journey(context.new_page(), made.address)
    journey.take(HEADWIND)
    type_slip(journey, codes[4])
    left = journey.page.evaluate(
        """() => {
            window.dispatchEvent(new PageTransitionEvent("pagehide"));
            const [preview, slip] = ["send-preview", "slip"].map((id) => document.getElementById(id));
            return [preview.textContent, slip.value];
        }"""
    )
    assert left == ["", ""]


def test_on_paper_the_code_is_large_and_nothing_can_be_sent(context: BrowserContext, tmp_path: Path) -> None:
    """A ballot to print: the code, no address to send to, and no request."""
    with organisation(tmp_path / "o", "paper") as made:
        journey = Journey(context.new_page(), made.address)
        journey.page.evaluate(
            "window.print = () => { window.printed = document.documentElement.dataset.print; }"
        )
        journey.take(HEADWIND)
        expect(journey.page.locator("#ballot-code")).to_have_text("A-SB")
        expect(journey.action("send")).to_have_count(0)
        journey.action("ballot").click()
        assert journey.page.evaluate("window.printed") == "ballot"
        assert_private(journey)


def test_the_whole_story(context: BrowserContext, tmp_path: Path) -> None:
    """Sixty employees with known sheets and a slip each; then close, report; the report says what it must."""
    nothing = dict.fromkeys(ITEM_IDS, 0)
    staff = [
        *[nothing | {"A1": 3, "A2": 3}] * 18,  # A-SB
        *[nothing | {"A1": 3, "A2": 3, "A3": 3}] * 6,  # A-ST
        *[nothing | {"B1": 2, "B2": 3, "B3": 2}] * 15,  # B-ST
        *[nothing | {"C1": 3, "C3": 3}] * 9,  # C-T
        *[nothing | {"A1": 2, "A2": 2, "D1": 2, "D2": 2}] * 6,  # M
        *[nothing | {"D2": 3}] * 6,  # N
    ]
    with organisation(tmp_path / "o", "slips") as made:
        codes = drawn(made, len(staff))
        with made.collector():
            journey = Journey(context.new_page(), made.address)
            journey.wait_for_python()
            journey.action("start").click()
            for sheet, code in zip(staff, codes, strict=True):
                journey.answer(sheet)
                type_slip(journey, code)
                journey.action("send").click()
                expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["sent"])
                journey.action("restart").click()
            assert journey.complaints == []
            assert journey.violations() == []
        made.run("close")
        made.run("report", "--close", "--out", "web/report")
        page = context.new_page()
        page.goto(made.address.replace("survey/", "report/"))
        rows = page.locator(".pattern dd .share").all_text_contents()
        names = [text.strip() for text in page.locator(".pattern dt").all_text_contents()]
        assert dict(zip(names, rows, strict=True)) == {
            "Gegenwind": "etwa zwei Fünftel der Beiträge",
            "Zwickmühle": "etwa ein Viertel der Beiträge",
            "Engpass": "knapp ein Fünftel der Beiträge",
            "Mehreres zugleich": "etwa ein Zehntel der Beiträge",
            "Kein prägendes Muster": "etwa ein Zehntel der Beiträge",
        }
        filled = page.locator(".pattern dd").evaluate_all(
            "rows => rows.map((row) => row.querySelectorAll('.figure.filled').length)"
        )
        assert filled == [8, 5, 3, 2, 2]
        expect(page.locator("#pattern")).to_contain_text("mindestens 60 Beiträge")
        assert [section.get_attribute("id") for section in page.locator(".measures").all()] == [
            "measures-A",
            "measures-B",
            "measures-C",
        ]
        expect(page.locator("#tensions .sentences dt")).to_have_text(
            ["etwa ein Viertel", "etwa drei Viertel"]
        )
        first = (made.folder / "web" / "report" / "report.json").read_bytes()
        made.run("report", "--out", "web/report")
        assert (made.folder / "web" / "report" / "report.json").read_bytes() == first
