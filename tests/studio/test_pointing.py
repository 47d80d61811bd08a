"""Whoever points at a text of the preview sees its key, and a click leads to where other words go."""

from __future__ import annotations

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from harness import axe
from tests.studio.test_form import field, go_to

pytestmark = pytest.mark.browser

# Of a page in a frame: the words that nobody could find the key of, and how many there are.
UNKNOWN = """body => {
  const walk = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const [all, unknown] = [[], []];
  while (walk.nextNode()) {
    const { textContent, parentElement } = walk.currentNode;
    if (!textContent.trim() || parentElement.closest("script, style, template")) continue;
    all.push(textContent);
    if (!parentElement.closest("[data-text]")) unknown.push(textContent.trim());
  }
  return [all.length, unknown];
}"""


def phone(page: Page) -> FrameLocator:
    """Return the page in the phone, once its texts are known."""
    frame = page.frame_locator(".device.phone iframe:not(.next)")
    expect(frame.locator("#start-title[data-text]")).to_be_attached()
    return frame


def test_a_text_that_may_be_replaced(studio: Page) -> None:
    """Its key and its place; a click leads to the field of this language, and it goes as the pointer does."""
    title, told = phone(studio).locator("#start-title"), studio.locator("#pointed")
    title.hover()
    expect(told.locator("code")).to_have_text(["page.start_title"])
    expect(told).to_contain_text("Startseite: Überschrift")
    expect(told).to_contain_text("Klicken")
    title.click()
    expect(field(studio, "texts.de.page.start_title").locator("textarea")).to_be_focused()
    studio.locator("h1").first.hover()
    expect(told).to_be_hidden()


def test_a_text_that_stays_says_why(studio: Page) -> None:
    """A promise has its key and the reason; a click leads nowhere."""
    phone(studio).locator(".promises li").first.hover()
    expect(studio.locator("#pointed code")).to_have_text(["page.promises"])
    expect(studio.locator("#pointed")).to_contain_text("lässt sich nicht ändern")
    expect(studio.locator("#pointed .act")).to_have_count(0)
    phone(studio).locator(".promises li").first.click()
    expect(studio.locator("#brand")).to_be_visible()


def test_what_site_toml_says_leads_to_its_field(studio: Page) -> None:
    """The name of the organisation."""
    field(studio, "brand.name").locator("input").fill("Muster Service GmbH")
    expect(phone(studio).locator(".brand")).to_have_text("Muster Service GmbH")
    go_to(studio, "survey")
    phone(studio).locator(".brand").hover()
    expect(studio.locator("#pointed code")).to_have_text(["brand.name"])
    phone(studio).locator(".brand").click()
    expect(field(studio, "brand.name").locator("input")).to_be_focused()


def test_own_words_keep_their_key(studio: Page) -> None:
    """Also in the moment after they were typed."""
    go_to(studio, "texts")
    field(studio, "texts.de.page.start_title").locator("textarea").fill("Was lastet auf Ihnen?")
    field(studio, "texts.en.page.start_title").locator("textarea").fill("What weighs on you?")
    title = phone(studio).locator("#start-title")
    expect(title).to_have_text("Was lastet auf Ihnen?")
    title.hover()
    expect(studio.locator("#pointed code")).to_have_text(["page.start_title"])


def test_the_keyboard_reaches_every_text_in_the_step_about_texts(studio: Page) -> None:
    """There, and nowhere else: Tab would have too many stops. Enter does what a click does."""
    title = phone(studio).locator("#start-title")
    assert title.get_attribute("tabindex") != "0"
    go_to(studio, "texts")
    expect(title).to_have_attribute("tabindex", "0")
    phone(studio).locator("#start-title").focus()
    expect(studio.locator("#pointed code")).to_have_text(["page.start_title"])
    title.press("Enter")
    expect(field(studio, "texts.de.page.start_title").locator("textarea")).to_be_focused()
    go_to(studio, "brand")
    expect(title).not_to_have_attribute("tabindex", "0")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("shown", "part"),
    [("start", "#start-title[data-text]"), ("result-a", "#result [data-text]"), ("imprint", "h1[data-text]")],
)
def test_nearly_every_text_is_known(studio: Page, language: str, shown: str, part: str) -> None:
    """In both languages; unknown are only words that the page puts together, such as half of a name."""
    phone(studio)
    studio.select_option("#preview-language", language)
    studio.select_option("#preview-page", shown)
    frame = studio.frame_locator(".device.phone iframe:not(.next)")
    expect(frame.locator(f"html[lang={language}] {part}").first).to_be_visible()
    count, unknown = frame.locator("body").evaluate(UNKNOWN)
    assert count > 10
    assert len(unknown) <= 3, unknown


@pytest.mark.parametrize("language", ["", "en.html"])
def test_what_is_told_is_clean(page: Page, served_address: str, language: str) -> None:
    """Axe finds nothing while a text is pointed at, and a screen reader is told of it."""
    page.goto(f"{served_address}{language}")
    phone(page).locator("#start-title").hover()
    expect(page.locator("#pointed")).to_be_visible()
    expect(page.locator("#pointed")).to_have_role("status")
    assert axe.faults(page) == []
