"""axe-core finds no fault on any page in any state, light and dark; in each language one state of a kind."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import pytest
from playwright.sync_api import Page

from harness import axe
from tests.accessibility import states
from tests.accessibility.sites import Sites

pytestmark = pytest.mark.browser

# A state of each kind. If only words differ, axe finds the same in every language.
IN_EVERY_LANGUAGE = frozenset(
    {
        "start",
        "opening",
        "question A1, error",
        "result A",
        "result A, delete dialog",
        "result M",
        "result M, begun",
        "result M, conversation",
        "result M, details open",
        "result M, closing",
        "paper, offered",
        "open, offered",
        "slips, mistyped",
    }
)


def faults(page: Page, state: str, *, dark: bool) -> list[str]:
    """Return axe's findings in ``state``: by every rule, and if ``dark`` by the colour rules there."""
    page.emulate_media(color_scheme="light")
    found = [f"{state}, light: {fault}" for fault in axe.faults(page)]
    if dark:
        page.emulate_media(color_scheme="dark")
        found += [f"{state}, dark: {fault}" for fault in axe.faults(page, axe.COLOUR_RULES)]
    return found


def check(page: Page, sites: Sites, language: str, walk: Iterable[str]) -> None:
    """Every state of ``walk`` is clean; in languages after the first, one state of each kind counts."""
    first = language == sites.languages[0]
    found = [faults(page, state, dark=first) for state in walk if first or state in IN_EVERY_LANGUAGE]
    assert found, "this walk checks no state"
    assert not any(found), "\n".join(chain.from_iterable(found))


def test_the_survey_is_clean_from_start_to_last_question(page: Page, sites: Sites) -> None:
    """Start, openings, questions, a missing answer, waiting, the question if anybody is there, notices."""
    for language in sites.languages:
        check(page, sites, language, states.questions(page, sites.address("off", language)))


def test_every_result_is_clean(page: Page, sites: Sites) -> None:
    """Each constellation, several at once, none; as it comes, with all that opens, and what deletes it."""
    for language in sites.languages:
        check(page, sites, language, states.results(page, sites.address("off", language)))


@pytest.mark.parametrize("mode", ["paper", "open", "slips"])
def test_the_contribution_is_clean(page: Page, sites: Sites, mode: str) -> None:
    """Offered, mistyped, being sent, failed, arrived, kept; the ballot for the box."""
    for language in sites.languages:
        check(page, sites, language, states.contributions(page, sites.address(mode, language)))


def test_every_page_to_read_is_clean(page: Page, sites: Sites) -> None:
    """In every language: method, privacy, accessibility, imprint, paper; the report, released or withheld."""
    for language in sites.languages:
        for address in sites.prose(language):
            page.goto(address)
            assert not faults(page, address, dark=language == sites.languages[0])


def test_without_scripts_the_page_is_clean(page: Page, sites: Sites) -> None:
    """In every language: no script arrives; the notice, the promises and all twelve questions to read."""
    page.route("**/*.js", lambda route: route.abort())
    for language in sites.languages:
        page.goto(sites.address("open", language))
        assert not faults(page, "no script", dark=language == sites.languages[0])


def test_axe_would_find_something(page: Page, sites: Sites) -> None:
    """The test can fail: axe finds an unreadable colour and a picture without a text."""
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
