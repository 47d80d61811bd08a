"""The half page for a conversation: written on the device, the person's to change, and left nowhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from harness import sites, stub_python
from harness.journey import Journey
from harness.polling import until
from harness.servers import plain_server
from questionnaire import survey_texts
from tests.browser.results import single
from tests.browser.test_journey import assert_private
from tests.browser.test_leaving import assert_at_start

pytestmark = pytest.mark.browser

WORDS = survey_texts.load("de")
TALK, HEADWIND, ANSWERS = WORDS["conversation"], WORDS["constellations"]["A"], WORDS["scale"]
LEFT_ALONE = single("A", "SB")
FREE = single("A", "T")
TYPED = "Nur am Donnerstag."
# Milliseconds (as the page's clock counts) until the idle question, and until it is answered by itself.
IDLE, UNANSWERED = "10:01", "01:01"


def field_text(page: Page) -> str:
    """Return the text of the half page."""
    return page.locator("#conversation-text").inner_text()


def tick(journey: Journey, place: int) -> None:
    """Tick the step at ``place``, from 0, of those that can be seen."""
    journey.page.locator(".path-steps label:visible").nth(place).click()


def type_in(page: Page) -> None:
    """Type at the beginning of the half page, as a person does."""
    page.locator("#conversation-text").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type(f"{TYPED} ")


def quotes() -> list[str]:
    """Return the statements of ``LEFT_ALONE`` with their answers, as the half page writes them."""
    answers = {"A1": ANSWERS["yes"], "A2": ANSWERS["rather_yes"], "A3": ANSWERS["no"]}
    quote, items = TALK["quote"], WORDS["items"]
    return [quote.format(statement=items[item], answer=said) for item, said in answers.items()]


def test_a_ticked_step_writes_half_a_page_in_the_first_person(journey: Journey) -> None:
    """Own statements, the step's sentence, the wish to the organisation, room for agreements; no digit."""
    journey.take(LEFT_ALONE)
    expect(journey.page.locator("#conversation")).to_be_hidden()
    tick(journey, 1)
    blocks = [
        [TALK["situation"], *quotes()],
        [TALK["step"], HEADWIND["path"]["SB"]["say"][1]],
        [TALK["wish"], HEADWIND["wish"]],
        [TALK["agreed"], TALK["by"], "", TALK["again"], ""],
    ]
    written = "\n\n".join("\n".join(lines) for lines in blocks)
    assert field_text(journey.page).strip() == written.strip()
    assert not re.search(r"\d", field_text(journey.page))
    expect(journey.page.locator("#conversation")).to_be_visible()


def test_where_the_organisation_has_no_task_nothing_is_wished(journey: Journey) -> None:
    """Without a cause the half page asks for nothing that the answers do not point to."""
    journey.take(FREE)
    tick(journey, 0)
    assert HEADWIND["path"]["T"]["say"][0] in field_text(journey.page)
    assert TALK["wish"] not in field_text(journey.page)
    assert HEADWIND["wish"] not in field_text(journey.page)


def test_another_step_replaces_our_text_but_never_the_persons(journey: Journey) -> None:
    """As long as nobody typed, a step writes its own page; afterwards its sentence is added below."""
    journey.take(LEFT_ALONE)
    says = HEADWIND["path"]["SB"]["say"]
    tick(journey, 0)
    tick(journey, 1)
    assert says[0] not in field_text(journey.page)
    type_in(journey.page)
    edited = field_text(journey.page)
    assert edited.startswith(TYPED)
    tick(journey, 2)
    assert field_text(journey.page).rstrip() == f"{edited}\n\n{says[2]}".rstrip()


def test_another_language_keeps_the_text_and_the_tick(journey: Journey) -> None:
    """What was typed stays word for word; what nobody changed is written anew in the other language."""
    page = journey.page
    journey.take(LEFT_ALONE)
    tick(journey, 2)
    page.locator("a[data-language=en]").click()
    expect(page.locator("#conversation-text")).to_contain_text(
        survey_texts.load("en")["conversation"]["step"]
    )
    expect(page.locator(".path-steps input").nth(2)).to_be_checked()
    type_in(page)
    edited = field_text(page)
    page.locator("a[data-language=de]").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    # Empty for a moment: the other page writes the result anew.
    until(lambda: field_text(page) == edited, "what was typed, in the other language")
    expect(page.locator(".path-steps input").nth(2)).to_be_checked()
    tick(journey, 0)
    assert field_text(page).startswith(edited.rstrip())
    assert HEADWIND["path"]["SB"]["say"][0] in field_text(page)


# ---- nothing left behind ------------------------------------------------------------------------------


def traces(page: Page) -> bool:
    """Return whether the typed words are anywhere: text, attribute, field, or what a template holds."""
    return bool(
        page.evaluate(
            """(typed) => document.documentElement.outerHTML.includes(typed) ||
                [...document.querySelectorAll("input, textarea")].some((one) => one.value.includes(typed)) ||
                String(getSelection()).includes(typed)""",
            TYPED,
        )
    )


def test_an_idle_page_leaves_nothing_of_a_half_written_text(context: BrowserContext, address: str) -> None:
    """The idle time ends while somebody writes, the question whether to delete is open, too: all of it goes.

    The clipboard is not the page's to empty or to fill.
    """
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.clock.install()
    journey = Journey(page, address)
    journey.take(LEFT_ALONE)
    page.evaluate("navigator.clipboard.writeText('before')")
    tick(journey, 1)
    type_in(page)
    assert traces(page)
    journey.action("delete").click()
    page.clock.run_for(IDLE)
    expect(page.locator("dialog#idle")).to_be_visible()
    page.clock.run_for(UNANSWERED)
    expect(page.locator("#note-idle")).to_be_visible()
    assert_at_start(journey)
    expect(page.locator("dialog:visible")).to_have_count(0)
    assert not traces(page)
    assert page.evaluate("navigator.clipboard.readText()") == "before"
    page.go_forward()
    assert not traces(page)
    assert_at_start(journey)


def test_leaving_the_page_takes_the_text_along(journey: Journey) -> None:
    """The copy that a browser may keep for its back button has no word of it."""
    journey.take(LEFT_ALONE)
    tick(journey, 1)
    type_in(journey.page)
    journey.page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert not traces(journey.page)


def test_nothing_of_a_conversation_is_stored_or_sent(context: BrowserContext, address: str) -> None:
    """Ticking, typing, copying, printing, another language: no request but the other language's page."""
    context.grant_permissions(["clipboard-write"])
    journey = Journey(context.new_page(), address)
    journey.page.evaluate("window.print = () => {}")
    journey.take(LEFT_ALONE)
    before = len(journey.requests)
    tick(journey, 1)
    type_in(journey.page)
    journey.action("copy").click()
    expect(journey.page.locator("#conversation-state")).to_be_visible()
    journey.action("print-conversation").click()
    assert journey.requests[before:] == []
    assert journey.posted == []
    assert_private(journey)


# ---- copying and printing -----------------------------------------------------------------------------


def test_copying_gives_exactly_the_text(context: BrowserContext, address: str) -> None:
    """The clipboard holds the half page letter for letter, and the page says where the text lies now."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    journey = Journey(context.new_page(), address)
    journey.take(LEFT_ALONE)
    tick(journey, 1)
    type_in(journey.page)
    journey.action("copy").click()
    expect(journey.page.locator("#conversation-state")).to_have_text(TALK["copied"])
    assert journey.page.evaluate("navigator.clipboard.readText()") == field_text(journey.page)


@pytest.mark.parametrize("old_way", [True, False])
def test_without_https_the_old_way_copies_and_a_failure_is_told(
    context: BrowserContext, address: str, *, old_way: bool
) -> None:
    """A page on plain http has no clipboard: the browser's old command copies, or the page says it failed."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.add_init_script(
        "window.clipboard = navigator.clipboard; delete Navigator.prototype.clipboard;"
        + ("" if old_way else "document.execCommand = () => false;")
    )
    journey = Journey(page, address)
    page.evaluate("window.clipboard.writeText('before')")
    journey.take(LEFT_ALONE)
    tick(journey, 1)
    type_in(page)
    journey.action("copy").click()
    expect(page.locator("#conversation-state")).to_have_text(TALK["copied" if old_way else "copy_failed"])
    # The old command may end the lines as the system does.
    copied = page.evaluate("window.clipboard.readText()").replace("\r\n", "\n")
    assert copied.strip() == (field_text(page).strip() if old_way else "before")
    assert page.evaluate("String(getSelection())").strip() == field_text(page).strip()


def test_a_shared_workstation_copies_nothing(context: BrowserContext, tmp_path: Path) -> None:
    """The next person would find the text in the clipboard: so it can be printed there, not copied."""
    text = sites.SMALLEST + "[site]\nkiosk = true\n"
    stub_python.build(sites.write(tmp_path / "site", text), tmp_path / "web")
    with plain_server(tmp_path / "web") as address:
        journey = Journey(context.new_page(), address)
        journey.take(LEFT_ALONE)
        tick(journey, 0)
        expect(journey.action("print-conversation")).to_be_visible()
        expect(journey.action("copy")).to_have_count(0)
        assert TALK["copy_text"] not in journey.page.content()


def test_the_half_page_is_printed_alone(journey: Journey, tmp_path: Path) -> None:
    """On paper: the half page as it was changed, and neither the result nor a button nor the masthead."""
    page = journey.page
    page.evaluate("window.print = () => { window.printed = document.documentElement.dataset.print; }")
    journey.take(LEFT_ALONE)
    tick(journey, 1)
    type_in(page)
    journey.action("print-conversation").click()
    assert page.evaluate("window.printed") == "conversation"
    assert page.locator("html").get_attribute("data-print") is None
    page.evaluate("document.documentElement.dataset.print = window.printed")
    page.pdf(path=tmp_path / "half.pdf", format="A4")
    done = subprocess.run(
        ["pdftotext", "-raw", "half.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    text = re.sub(r"[\s\u00ad-]", "", done.stdout)
    assert text.rstrip("\f") == re.sub(r"[\s\u00ad-]", "", TALK["title"] + field_text(page))


def test_printing_opens_what_is_closed_and_closes_it_again(journey: Journey) -> None:
    """Paper has no buttons, so all is open on it; afterwards the screen is as the person left it."""
    journey.take({**LEFT_ALONE, "B2": 3})
    details = journey.page.locator("#result details")
    details.first.locator("summary").click()
    before = details.evaluate_all("(all) => all.map((one) => one.open)")
    assert set(before) == {True, False}
    journey.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert set(details.evaluate_all("(all) => all.map((one) => one.open)")) == {True}
    journey.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert details.evaluate_all("(all) => all.map((one) => one.open)") == before
