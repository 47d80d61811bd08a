"""The contribution below a result: the page shows the exact bytes, leaves the choice and admits failures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Request, expect

from harness.journey import Journey
from harness.organisation import Organisation, organisation
from questionnaire import ITEM_IDS, contribution, slips
from tests.browser.contributing import WORDS, drawn, sent, type_slip
from tests.browser.test_journey import HEADWIND, assert_private

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    """An open survey at detail "type", its collector running."""
    with (
        organisation(tmp_path_factory.mktemp("open") / "o", "open", detail="type", stub=True) as company,
        company.collector(),
    ):
        yield company


def test_what_is_shown_is_what_is_sent(context: BrowserContext, opened: Organisation) -> None:
    """The request's body is the preview, byte for byte, and the page says that it arrived."""
    journey = Journey(context.new_page(), opened.address)
    journey.take(HEADWIND)
    preview = journey.page.locator("#send-preview")
    expect(preview).to_have_text('{"code":"A"}')
    assert sent(journey) == []
    shown = preview.text_content()
    assert shown == contribution.body("A")
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
    """Both have the same size and style, and neither has focus; keeping sends nothing and says so."""
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


def tried_in_vain(context: BrowserContext, opened: Organisation) -> Journey:
    """A person who has pressed "send" while no collector answers, and has read that."""
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
    """Without an answer the page claims nothing; the result stays; a second attempt arrives."""
    journey = tried_in_vain(context, opened)
    expect(journey.page.locator("#result h1")).to_have_text("Gegenwind")
    journey.page.unroute("**/v1/**")
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["sent"])


def test_keeping_after_a_failed_attempt_claims_nothing_untrue(
    context: BrowserContext, opened: Organisation
) -> None:
    """After a failed attempt to send, keeping the result does not say that nothing was sent."""
    journey = tried_in_vain(context, opened)
    journey.action("keep").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["kept_after"])
    expect(journey.action("send")).to_be_hidden()


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


def test_a_collector_that_never_answers_is_not_waited_for(
    context: BrowserContext, opened: Organisation
) -> None:
    """After half a minute (here a hundredth) the page says that no answer came; it can be tried again."""
    journey = Journey(context.new_page(), opened.address)
    journey.page.evaluate(
        """() => {
            const { timeout } = AbortSignal;
            AbortSignal.timeout = (milliseconds) => timeout.call(AbortSignal, milliseconds / 100);
        }"""
    )
    journey.page.route("**/v1/**", lambda _: None)
    journey.take(HEADWIND)
    expect(journey.page.locator("#send-preview")).to_contain_text("A")
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["failed_network"])
    expect(journey.action("send")).to_be_visible()


def test_a_survey_that_has_not_opened_counts_nothing(context: BrowserContext, tmp_path: Path) -> None:
    """Before the first day the page still shows the result, and says that nothing was counted."""
    with organisation(tmp_path / "o", "open", opens=3, stub=True) as company, company.collector():
        journey = Journey(context.new_page(), company.address)
        journey.take(HEADWIND)
        expect(journey.page.locator("#send-preview")).to_contain_text("A")
        journey.action("send").click()
        expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["failed_closed"])


def test_on_paper_the_code_is_large_and_nothing_can_be_sent(context: BrowserContext, tmp_path: Path) -> None:
    """A ballot to print: the code, no address to send to, and no request."""
    with organisation(tmp_path / "o", "paper", stub=True) as company:
        journey = Journey(context.new_page(), company.address)
        journey.page.evaluate(
            "window.print = () => { window.printed = document.documentElement.dataset.print; }"
        )
        journey.take(HEADWIND)
        expect(journey.page.locator("#ballot-code")).to_have_text("A-SB")
        expect(journey.action("send")).to_have_count(0)
        journey.action("ballot").click()
        assert journey.page.evaluate("window.printed") == "ballot"
        assert_private(journey)


# The answers of sixty employees, and how many employees give the same ones.
STAFF = (
    (18, "A-SB", {"A1": 3, "A2": 3}),
    (6, "A-ST", {"A1": 3, "A2": 3, "A3": 3}),
    (15, "B-ST", {"B1": 2, "B2": 3, "B3": 2}),
    (9, "C-T", {"C1": 3, "C3": 3}),
    (6, "M", {"A1": 2, "A2": 2, "D1": 2, "D2": 2}),
    (6, "N", {"D2": 3}),
)


def contribute(journey: Journey, answers: Mapping[str, int], code: str, slip: str) -> Request:
    """Answer, type the slip and send; return the request, whose body is the preview byte for byte."""
    journey.take({**dict.fromkeys(ITEM_IDS, 0), **answers})
    type_slip(journey, slip)
    shown = journey.page.locator("#send-preview").text_content()
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["sent"])
    journey.delete()
    journey.action("restart").click()
    request = sent(journey)[-1]
    assert request.post_data == shown == contribution.body(code, slips.read(slip))
    return request


def test_the_whole_story(context: BrowserContext, tmp_path: Path) -> None:
    """Sixty employees with known sheets contribute, each with a slip; after closing, the report is right.

    The first of each group takes the survey, and Pyodide answers; the others repeat the first one's request
    with their own slips.
    """
    with organisation(tmp_path / "o", "slips") as company:
        unused = iter(drawn(company, sum(number for number, *_ in STAFF)))
        with company.collector():
            journey = Journey(context.new_page(), company.address)
            journey.wait_for_python()
            for number, code, answers in STAFF:
                slip = next(unused)
                original = contribute(journey, answers, code, slip)
                for other in islice(unused, number - 1):
                    body = str(original.post_data).replace(slips.read(slip), slips.read(other))
                    again = context.request.post(original.url, data=body, headers=original.headers)
                    assert again.status == 204
            assert journey.complaints == []
            assert journey.violations() == []
        company.run("close", "--yes")
        company.run("report", "--close", "--yes", "--out", "web/report")
        page = context.new_page()
        page.goto(company.address.replace("survey/", "report/"))
        rows = page.locator(".pattern dd .share .unseen").all_text_contents()
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
        expect(page.locator("#reached")).to_contain_text("mindestens 60")
        fields = page.locator("#fields article").all()
        assert [field.get_attribute("id") for field in fields] == ["field-A", "field-B", "field-C"]
        expect(page.locator("#tensions .sentences dt")).to_have_text(
            ["etwa ein Viertel", "etwa drei Viertel"]
        )
        released = (company.folder / "web" / "report" / "report.json").read_bytes()
        company.run("report", "--out", "web/report")
        assert (company.folder / "web" / "report" / "report.json").read_bytes() == released
