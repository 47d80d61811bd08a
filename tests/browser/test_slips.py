"""A slip drawn from a hat: typed, counted once, and never left for the next person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from harness.journey import Journey
from harness.organisation import Organisation, organisation
from questionnaire import contribution, slips, survey_texts
from tests.browser.contributing import WORDS, drawn, sent, type_slip
from tests.browser.test_journey import HEADWIND, assert_private

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def with_slips(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Organisation, list[str]]]:
    """A survey with slips, its collector running, and a sheet of slips."""
    with organisation(tmp_path_factory.mktemp("slips") / "o", "slips", stub=True) as company:
        codes = drawn(company, 20)
        with company.collector():
            yield company, codes


def test_a_slip_is_checked_on_the_device_and_counts_once(
    context: BrowserContext, with_slips: tuple[Organisation, list[str]]
) -> None:
    """A typing error never leaves the device; the slip works once, and then the page says why not again."""
    company, codes = with_slips
    journey = Journey(context.new_page(), company.address)
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
    body = contribution.body("A-SB", slips.read(codes[0]))
    expect(journey.page.locator("#send-preview")).to_have_text(body)
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["sent"])
    assert [request.post_data for request in sent(journey)] == [body]

    journey.delete()
    journey.action("restart").click()
    journey.take(HEADWIND)
    type_slip(journey, codes[0])
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["failed_used"])
    expect(journey.page.locator("#result h1")).to_have_text("Gegenwind")


@pytest.mark.parametrize("old", ["#slip=2345-6789-ABCDE", "#slip=%E4%"])
def test_an_address_with_a_slip_is_an_address_without(
    context: BrowserContext, with_slips: tuple[Organisation, list[str]], old: str
) -> None:
    """The QR code of an older sheet still leads to the survey; what it says of a slip is not read."""
    company, codes = with_slips
    journey = Journey(context.new_page(), company.address, path=old)
    journey.take(HEADWIND)
    expect(journey.page.locator("#slip")).to_have_value("")
    type_slip(journey, codes[1])
    assert journey.complaints == []


def test_an_unknown_slip_is_told(context: BrowserContext, with_slips: tuple[Organisation, list[str]]) -> None:
    """A well-formed slip of another survey counts nothing, and the page says so."""
    company, _ = with_slips
    journey = Journey(context.new_page(), company.address)
    journey.take(HEADWIND)
    type_slip(journey, slips.draw(lambda _: 5))
    journey.action("send").click()
    expect(journey.page.locator("#contribution-state")).to_have_text(WORDS["failed_unknown_slip"])


def test_the_language_switch_keeps_the_contribution(
    context: BrowserContext, with_slips: tuple[Organisation, list[str]]
) -> None:
    """The typed slip and the outcome of sending it survive the change of language."""
    company, codes = with_slips
    journey = Journey(context.new_page(), company.address)
    journey.take(HEADWIND)
    journey.page.locator("#slip").fill(codes[2])
    journey.page.locator('a[data-language="en"]').click()
    expect(journey.page.locator("#slip")).to_have_value(codes[2])
    expect(journey.page.locator("#send-preview")).to_contain_text(slips.read(codes[2]))
    journey.action("send").click()
    english = survey_texts.load("en")["contribute"]["sent"]
    expect(journey.page.locator("#contribution-state")).to_have_text(english)


def test_deleting_takes_the_code_and_the_slip_along(
    context: BrowserContext, with_slips: tuple[Organisation, list[str]]
) -> None:
    """After deleting, neither the code nor the slip is anywhere in the page."""
    company, codes = with_slips
    journey = Journey(context.new_page(), company.address)
    journey.take(HEADWIND)
    journey.page.locator("#slip").fill(codes[3])
    expect(journey.page.locator("#send-preview")).to_contain_text("A-SB")
    journey.delete()
    expect(journey.page.locator("#contribution")).to_be_hidden()
    expect(journey.page.locator("#slip")).to_have_value("")
    expect(journey.page.locator("#send-preview")).to_have_text("")
    assert_private(journey)


def test_leaving_takes_the_code_and_the_slip_along(
    context: BrowserContext, with_slips: tuple[Organisation, list[str]]
) -> None:
    """The page wipes both when somebody leaves it, so the copy that a browser may keep has neither."""
    company, codes = with_slips
    journey = Journey(context.new_page(), company.address)
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
