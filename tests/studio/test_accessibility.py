"""The studio for everybody: axe, every step, light and dark, German and English; 320 pixels; larger text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from harness import axe

pytestmark = pytest.mark.browser

STEPS = ("brand", "languages", "contacts", "survey", "collection", "site", "texts", "finish")
_WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def each_step(page: Page) -> Iterator[str]:
    """Open every step, with everything in it that folds."""
    for step in STEPS:
        page.locator(f'.steps a[data-step="{step}"]').click()
        page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        yield step


@pytest.mark.parametrize("name", ["", "en.html"])
def test_every_step_is_clean(page: Page, served_address: str, name: str) -> None:
    """Axe finds nothing, in light by every rule, in dark by the rules of colour."""
    page.goto(f"{served_address}{name}")
    expect(page.locator("#ready .open").first).to_be_attached()
    found = []
    for step in each_step(page):
        page.emulate_media(color_scheme="light")
        found += [f"{step}: {fault}" for fault in axe.faults(page)]
        page.emulate_media(color_scheme="dark")
        found += [f"{step}, dark: {fault}" for fault in axe.faults(page, axe.COLOUR_RULES)]
    assert found == []


@pytest.mark.parametrize("size", [(320, 640), (640, 400), (360, 640), (1366, 641), (1600, 900)])
def test_nothing_scrolls_sideways(studio: Page, size: tuple[int, int]) -> None:
    """From a phone to a desktop, and a desktop at twice its size."""
    studio.set_viewport_size({"width": size[0], "height": size[1]})
    assert [step for step in each_step(studio) if studio.evaluate(_WIDER)] == []


def test_a_narrow_screen_shows_form_or_preview(studio: Page) -> None:
    """One at a time, by two buttons that say which; what is left to do stays between them."""
    studio.set_viewport_size({"width": 320, "height": 640})
    expect(studio.locator("#preview")).to_be_hidden()
    studio.locator('[data-action="view-preview"]').click()
    expect(studio.locator("#preview")).to_be_visible()
    expect(studio.locator("#form")).to_be_hidden()
    expect(studio.locator('[data-action="view-preview"]')).to_have_attribute("aria-pressed", "true")
    expect(studio.locator('.switch-view [data-action="show-ready"]')).to_contain_text("Noch")
    studio.locator('.switch-view [data-action="show-ready"]').click()
    expect(studio.locator("#ready-title")).to_be_focused()


def test_every_control_has_a_name_of_its_own(studio: Page) -> None:
    """Nothing is only "Entfernen": a list of all buttons and fields of a step tells them apart."""
    names = """[...document.querySelectorAll('section:not([hidden]) :is(input, textarea, select, button)')]
        .filter((control) => control.checkVisibility() && control.getAttribute('aria-hidden') !== 'true'
            && control.type !== 'radio' && !control.closest('.rows, .same'))
        .map((control) => control.ariaLabel || control.labels?.[0]?.textContent || control.textContent)
        .map((name) => name.trim())"""
    for step in each_step(studio):
        found = studio.evaluate(names)
        assert all(found), step
        assert step == "brand" or len(set(found)) == len(found), (step, found)


def test_the_tab_key_reaches_every_control_in_order(studio: Page) -> None:
    """From a step's head to its last button, nothing is left out or holds the focus, and each is in sight."""
    # Of options, the chosen one is a stop; where nothing is chosen yet, the first one.
    mark = """const stopOf = (name) => document.querySelector(`[name="${name}"]:checked`)
        ?? document.querySelector(`[name="${name}"]`);
        [...document.querySelectorAll(
        'section:not([hidden]) :is(input, textarea, select, button, summary)'
        )].filter((one) => one.checkVisibility() && one.tabIndex >= 0 && !one.disabled)
        .filter((one) => one.type !== 'radio' || one === stopOf(one.name))
        .forEach((one, place) => { one.dataset.place = place; })"""
    clear = "for (const one of document.querySelectorAll('[data-place]')) delete one.dataset.place"
    place = """(() => {
        const one = document.activeElement;
        const { top, bottom } = one.getBoundingClientRect();
        const isInSight = bottom > 0 && top < innerHeight;
        return [one.dataset.place ?? null, isInSight];
    })()"""
    for step in each_step(studio):
        studio.evaluate(f"{{ {clear}; {mark} }}")
        count = studio.locator("[data-place]").count()
        reached: list[list[object]] = []
        for _ in range(3 * count):  # a day is three fields to the browser, or four
            studio.keyboard.press("Tab")
            now = studio.evaluate(place)
            reached += [now] if now not in reached[-1:] else []
            if now[0] == str(count - 1):
                break
        assert reached == [[str(number), True] for number in range(count)], step


def test_a_field_of_an_entry_says_whose_it_is(studio: Page) -> None:
    """A screen reader hears "Betriebsrat" with its telephone, and "Kontakt 2" with the other one."""
    studio.locator('.steps a[data-step="contacts"]').click()
    studio.locator('#contacts [data-action="add-contact"]').click()
    for name in ("Betriebsrat", "Kontakt 2"):
        group = studio.get_by_role("group", name=name, exact=True)
        expect(group.get_by_label("Telefon")).to_have_count(1)
    expect(studio.get_by_role("listitem", name="Kontakt 2")).to_be_focused()
