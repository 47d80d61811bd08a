"""axe-core finds nothing, on any page and in any state, light and dark, in every language."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from playwright.sync_api import Page

from harness import axe
from tests.accessibility import states
from tests.accessibility.sites import Sites

pytestmark = pytest.mark.browser


def faults(page: Page, name: str) -> list[str]:
    """Return axe's findings in the state ``name``: by every rule in light, by the colour rules in dark."""
    page.emulate_media(color_scheme="light")
    light = axe.faults(page)
    page.emulate_media(color_scheme="dark")
    dark = axe.faults(page, axe.COLOUR_RULES)
    return [f"{name}, light: {fault}" for fault in light] + [f"{name}, dark: {fault}" for fault in dark]


def check(page: Page, walk: Iterable[str]) -> None:
    """Every state of ``walk`` is clean."""
    found = [fault for state in walk for fault in faults(page, state)]
    assert not found, "\n".join(found)


def test_the_survey_is_clean_from_start_to_last_question(page: Page, sites: Sites) -> None:
    """Start, questions, a missing answer, waiting, the question whether somebody is there, every notice."""
    for language in sites.languages:
        check(page, states.questions(page, sites.address("off", language)))


def test_every_result_is_clean(page: Page, sites: Sites) -> None:
    """Each constellation, several at once, none; and the start page after deleting."""
    for language in sites.languages:
        check(page, states.results(page, sites.address("off", language)))


@pytest.mark.parametrize("mode", ["paper", "open", "slips"])
def test_the_contribution_is_clean(page: Page, sites: Sites, mode: str) -> None:
    """Offered, mistyped, being sent, failed, arrived, kept; the ballot for the box."""
    for language in sites.languages:
        check(page, states.contributions(page, sites.address(mode, language)))


def test_every_page_to_read_is_clean(page: Page, sites: Sites) -> None:
    """Method, privacy, accessibility, imprint, paper; the report, released and withheld."""
    for language in sites.languages:
        for address in sites.prose(language):
            page.goto(address)
            check(page, [address])


def test_without_scripts_the_page_is_clean(page: Page, sites: Sites) -> None:
    """No script arrives: the notice, the promises and all twelve questions to read."""
    page.route("**/*.js", lambda route: route.abort())
    for language in sites.languages:
        page.goto(sites.address("open", language))
        check(page, ["no script"])


def test_axe_would_find_something(page: Page, sites: Sites) -> None:
    """The test can fail: an unreadable colour and a picture without a text are found."""
    page.goto(sites.address("off", sites.languages[0]))
    page.evaluate(
        """() => {
            document.querySelector("h1").style.color = "#999";
            document.querySelector("main").append(document.createElement("img"));
        }"""
    )
    found = " ".join(axe.faults(page))
    assert "color-contrast" in found
    assert "image-alt" in found
