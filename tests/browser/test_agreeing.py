"""Before anybody contributes: the code in words beside the bytes, and nothing is sent that was not seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from harness.journey import Journey
from harness.organisation import Organisation, answered, organisation
from questionnaire import contribution, slips, survey_texts
from questionnaire.instrument import CONSTELLATIONS, LEVERS
from tests.browser.contributing import sent
from tests.browser.results import MIXED_OF_TWO, NOTHING, SINGLES, crowded, measured
from tests.browser.test_journey import HEADWIND

pytestmark = pytest.mark.browser

WORDS = survey_texts.load("de")
FIRST, SECOND = slips.draw(lambda _: 5), slips.draw(lambda _: 7)


@pytest.fixture(scope="module")
def with_slips(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    """A survey with slips, at detail "levers"; no collector runs."""
    with organisation(tmp_path_factory.mktemp("agreeing") / "o", "slips", stub=True) as company:
        yield company


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    """An open survey at detail "levers"; no collector runs."""
    with organisation(tmp_path_factory.mktemp("agreeing") / "open", "open", stub=True) as company:
        yield company


def test_every_code_stands_in_words_beside_its_bytes(context: BrowserContext, opened: Organisation) -> None:
    """All eighteen codes: the constellation and what helps, in words; a result's neighbours are not sent."""
    journey = Journey(context.new_page(), opened.address)
    meanings = {
        f"{c}-{levers}": f"{WORDS['constellations'][c]['name']}, {WORDS['levers'][levers]}"
        for c in CONSTELLATIONS
        for levers in LEVERS
    } | {"M": WORDS["outcomes"]["mixed"]["title"], "N": WORDS["outcomes"]["none"]["title"]}
    shown = measured(
        journey.page,
        {**SINGLES, "M": MIXED_OF_TWO, "N": NOTHING, "D-ST among others": crowded("D", "ST")},
        """await (async () => {
            const preview = document.getElementById("send-preview");
            await until(() => preview.textContent);
            return [document.getElementById("code-meaning").textContent, preview.textContent];
        })()""",
    )
    crowd = shown.pop("D-ST among others")
    assert crowd == shown["D-ST"]
    assert shown == {code: [meaning, contribution.body(code)] for code, meaning in meanings.items()}
    expect(journey.page.locator("#code-meaning")).to_have_text("")


def test_enter_shows_first_and_sends_only_what_was_seen(
    context: BrowserContext, with_slips: Organisation
) -> None:
    """Enter leads from the slip to the bytes, the second one sends them; for another slip it begins anew."""
    journey = Journey(context.new_page(), with_slips.address)
    page = journey.page
    page.set_viewport_size({"width": 360, "height": 300})  # the field and the bytes hardly fit together
    page.route("**/v1/**", lambda route: route.fulfill(**answered(204)))
    journey.take(HEADWIND)
    field, preview = page.locator("#slip"), page.locator("#send-preview")

    def type_and_enter(slip: str) -> str:
        field.fill(slip)
        field.press("Enter")
        body = contribution.body("A-SB", slips.read(slip))
        expect(preview).to_have_text(body)
        expect(preview).to_be_in_viewport(ratio=1)
        return body

    type_and_enter(FIRST)
    assert sent(journey) == []
    body = type_and_enter(SECOND)
    assert sent(journey) == []
    field.press("Enter")
    expect(page.locator("#contribution-state")).to_have_text(WORDS["contribute"]["sent"])
    assert [request.post_data for request in sent(journey)] == [body]


def test_enter_after_a_typing_error_says_so_and_sends_nothing(
    context: BrowserContext, with_slips: Organisation
) -> None:
    """However often Enter is pressed, a slip that is none shows its error and stays on the device."""
    journey = Journey(context.new_page(), with_slips.address)
    journey.take(HEADWIND)
    field = journey.page.locator("#slip")
    field.fill("ABC")
    for _ in range(3):
        field.press("Enter")
        expect(journey.page.locator("#slip-error")).to_have_text(WORDS["contribute"]["slip_length"])
    assert sent(journey) == []
