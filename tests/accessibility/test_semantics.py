"""The page tells a screen reader names, roles, states, messages, headings, regions, languages, titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise

import pytest
from playwright.sync_api import Page, Route, expect

from harness.journey import BEGINNINGS, READY, Journey
from questionnaire import CONSTELLATIONS, ITEM_IDS, survey_texts
from tests.accessibility import states
from tests.accessibility.sites import Sites
from tests.accessibility.tree import Node, tree

pytestmark = pytest.mark.browser

CONTROLS = {"button", "link", "radio", "radiogroup", "textbox", "dialog", "DisclosureTriangle", "region"}
# Several stand in one view; people hear only their names and have to tell them apart.
DISTINCT = {"button", "radio", "textbox", "DisclosureTriangle", "radiogroup", "region", "navigation"}
LANDMARKS = ("banner", "main", "contentinfo")
PICTURES = {"image", "img", "SvgRoot", "graphics-document", "graphics-symbol", "Canvas"}

# Records every announcement of a live region of the page.
_RECORD = """() => {
    window.said = [];
    const region = document.getElementById("spoken");
    new MutationObserver(() => window.said.push(region.textContent))
        .observe(region, { childList: true, characterData: true, subtree: true });
}"""


def everywhere(page: Page, sites: Sites, language: str) -> Iterator[str]:
    """Go through every state and every page to read, in one language."""
    yield from states.questions(page, sites.address("off", language))
    yield from states.results(page, sites.address("open", language))
    yield from chain(
        states.contributions(page, sites.address("slips", language)),
        states.contributions(page, sites.address("paper", language)),
    )
    for address in sites.prose(language):
        page.goto(address)
        yield address


def faults_of(nodes: list[Node]) -> Iterator[str]:
    """Yield a line for each of ``nodes`` that makes no sense to a screen reader."""
    for node in nodes:
        if node.role in CONTROLS and not node.name:
            yield f"{node.role} without a name"
        if node.role in PICTURES:
            yield f"a drawing is told: {node.role} {node.name!r}"
    if any(node.role == "dialog" for node in nodes):
        return  # a screen reader ignores the page behind
    levels = [node.states["level"] for node in nodes if node.role == "heading"]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"headings do not begin with the one first: {levels}"
    jumps = [(above, below) for above, below in pairwise(levels) if below > above + 1]
    if jumps:
        yield f"headings jump: {jumps} in {levels}"
    roles = [node.role for node in nodes]
    if any(roles.count(landmark) != 1 for landmark in LANDMARKS):
        yield f"landmarks: {[role for role in roles if role in LANDMARKS]}"
    names = Counter((node.role, node.name) for node in nodes if node.role in DISTINCT)
    yield from (f"{count} of the same name: {name}" for name, count in names.items() if count > 1)


def test_everything_has_a_name_a_place_and_no_drawing_is_told(page: Page, sites: Sites) -> None:
    """Controls have names, headings begin at 1 and skip no level, landmarks are unique, drawings silent."""
    for language in sites.languages:
        found = [
            f"{name}: {fault}"
            for name in everywhere(page, sites, language)
            for fault in faults_of(tree(page))
        ]
        assert not found, "\n".join(found)


def group(page: Page) -> Node:
    """Return the visible question."""
    (asked,) = [node for node in tree(page) if node.role == "radiogroup"]
    return asked


def test_a_question_is_a_group_that_says_what_is_missing(page: Page, sites: Sites) -> None:
    """The statement names it; it has four named answers; a missing one makes it invalid, with the reason."""
    words = survey_texts.load("de")
    journey = Journey(page, sites.address("off", "de"))
    journey.wait_for_python()
    journey.begin()
    for item in ITEM_IDS:
        if item in BEGINNINGS[1:]:
            page.keyboard.press("Enter")
        asked = group(page)
        assert asked.name == words["items"][item]
        assert (asked.states["invalid"], asked.description) == ("false", "")
        answers = [node for node in tree(page) if node.role == "radio"]
        assert [answer.name for answer in answers] == list(words["scale"].values())
        assert [answer.states["checked"] for answer in answers] == ["false"] * 4
        journey.action("finish" if item == "D3" else "next").click()
        asked = group(page)
        assert (asked.states["invalid"], asked.description) == ("true", words["page"]["choose"])
        assert "alert" in [node.role for node in tree(page)]
        page.keyboard.press("3")
        asked = group(page)
        assert (asked.states["invalid"], asked.description) == ("false", "")
        answers = [node for node in tree(page) if node.role == "radio"]
        assert [answer.states["checked"] for answer in answers] == ["false", "false", "true", "false"]
        page.keyboard.press("Enter")
    expect(page.locator("#result h1")).to_be_visible()


def test_pictures_are_told_once_and_named_shortly(page: Page, sites: Sites) -> None:
    """Each load picture is one text; in a mixed result the name alone names the choice of where to begin."""
    words = survey_texts.load("de")
    for outcome in "AM":
        journey = Journey(page, sites.address("off", "de"))
        journey.action("start").click()
        journey.answer(states.SHEETS[outcome])
        shown = CONSTELLATIONS if outcome == "M" else outcome
        told = page.locator("#result").aria_snapshot()
        assert [told.count(words["picture"]["load"][c]) for c in shown] == [1] * len(shown)
        radios = [node.name for node in tree(page) if node.role == "radio"]
        if outcome == "M":
            assert radios == [words["constellations"][c]["name"] for c in CONSTELLATIONS]
            (group,) = [node for node in tree(page) if node.role == "group" and node.name]
            assert group.name == words["outcomes"]["mixed"]["begin"]


def test_the_slip_field_says_what_is_wrong(page: Page, sites: Sites) -> None:
    """Its label names it, its hint describes it; mistyped, it is invalid and the reason describes it, too.

    What would be sent is a group with a name.
    """
    words = survey_texts.load("de")["contribute"]
    for name in states.contributions(page, sites.address("slips", "de")):
        if name in ("slips, offered", "slips, mistyped"):
            (field,) = [node for node in tree(page) if node.role == "textbox"]
            mistyped = name == "slips, mistyped"
            assert field.name == words["slip_label"]
            assert field.states["invalid"] == str(mistyped).lower()
            assert (words["slip_empty"] in field.description) is mistyped
            assert words["slip_hint"] in field.description
        elif name == "slips, sealed and opened":
            told = [(node.role, node.name) for node in tree(page)]
            assert ("group", words["preview"]) in told


def test_progress_result_and_deleting_are_said(page: Page, sites: Sites) -> None:
    """A status region announces openings, places, the result, what a choice in it brought; no more of it."""
    every = survey_texts.load("de")
    words = every["page"]
    journey = Journey(page, sites.address("off", "de"))
    assert "status" in [node.role for node in tree(page)]
    page.evaluate(_RECORD)
    journey.wait_for_python()
    journey.take(states.SHEETS["M"], by="mouse")  # as a person: changes at the same moment are one message
    page.locator('#result [name="begin"]').nth(1).check()
    page.locator('#result [name="step"]:visible').first.check()
    journey.action("delete").click()
    journey.action("delete-now").click()
    expect(page.locator("#closing-title")).to_be_focused()
    assert page.locator("#closing-title").text_content() == every["end"]["deleted_title"]
    places = [words["progress"].format(step=step, steps=len(ITEM_IDS)) for step in range(1, 13)]
    lenses = every["lenses"]
    for place, lens in ((8, "influence"), (4, "cause"), (0, "perception")):
        places.insert(place, lenses[lens]["intro"])
    said = page.evaluate("window.said.filter((text) => text)")
    begun = f"{every['result']['path']}: {every['constellations']['B']['name']}"
    assert said == [*places, words["result_ready"], begun, every["conversation"]["title"]]


def test_waiting_and_failing_are_said(page: Page, sites: Sites) -> None:
    """If Python never comes, the page announces the wait, the lost connection, then why no result comes."""
    words = survey_texts.load("de")["page"]
    held: list[Route] = []
    page.route("**/stdlib.01.zip", lambda route: held.append(route))
    journey = Journey(page, sites.address("off", "de"))
    journey.begin()
    for item in ITEM_IDS:
        if item in BEGINNINGS[1:]:
            page.keyboard.press("Enter")
        page.keyboard.press("1")
        page.keyboard.press("Enter")
    expect(page.locator("#spoken")).to_have_text(words["waiting"])
    for _ in range(2):  # the page keeps quiet about a first failure
        while not held:
            page.wait_for_timeout(10)
        held.pop().abort()
    expect(page.locator("#spoken")).to_have_text(words["interrupted"], timeout=READY)
    page.route("**/stdlib.01.zip", lambda route: route.fulfill(status=404))
    for route in held:
        route.fulfill(status=404)
    expect(page.locator("#spoken")).to_contain_text(words["failed_file"], timeout=READY)


def test_titles_say_where_one_is_and_never_the_result(page: Page, sites: Sites) -> None:
    """Titles give chapter or place and then "result", no outcome: the browser's history keeps titles."""
    for language in sites.languages:
        words = survey_texts.load(language)
        journey = Journey(page, sites.address("off", language))
        own = page.title()
        journey.wait_for_python()
        journey.begin()
        progress = words["page"]["progress"]
        for step in range(1, 13):
            if step in (5, 9):
                title = words["lenses"]["cause" if step == 5 else "influence"]["title"]
                assert page.title() == f"{title} – {own}"
                page.keyboard.press("Enter")
            assert page.title() == f"{progress.format(step=step, steps=12)} – {own}"
            page.keyboard.press("4")
            page.keyboard.press("Enter")
        expect(page.locator("#result h1")).to_be_visible()
        assert page.title() == f"{words['result']['title']} – {own}"
        journey.action("delete").click()
        journey.action("delete-now").click()
        expect(page.locator("#closing")).to_be_visible()
        assert page.title() == own


def test_every_page_has_a_title_of_its_own(page: Page, sites: Sites) -> None:
    """Different pages have different titles, so people can tell tabs apart."""
    for language in sites.languages:
        titles = []
        for address in [sites.address("slips", language), *sites.texts(language)]:
            page.goto(address)
            titles.append(page.title())
        assert len(set(titles)) == len(titles), titles


def test_every_language_is_named_in_itself(page: Page, sites: Sites) -> None:
    """The page and each language link name their language; the page has a direction; one link is current."""
    tags = {language: survey_texts.load(language)["language"] for language in sites.languages}
    for language in sites.languages:
        for address in [sites.address("slips", language), *sites.texts(language)]:
            page.goto(address)
            html = page.locator("html")
            expect(html).to_have_attribute("lang", tags[language]["tag"])
            expect(html).to_have_attribute("dir", tags[language]["direction"])
            links = page.locator("nav.languages a")
            assert [link.get_attribute("lang") for link in links.all()] == [t["tag"] for t in tags.values()]
            assert [link.text_content() for link in links.all()] == [t["name"] for t in tags.values()]
            current = page.locator("nav.languages [aria-current]")
            assert current.get_attribute("data-language") == language
