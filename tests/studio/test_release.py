"""Which reports come of several surveys: asked where it matters, faults at their fields."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from harness import teams
from harness.polling import until
from tests.studio.test_form import field, go_to, values

pytestmark = pytest.mark.browser


def opened(page: Page, text: str) -> None:
    """Open a site.toml in the studio, in place of the new one."""
    file = FilePayload(name="site.toml", mimeType="text/plain", buffer=text.encode())
    page.locator("#file-to-open").set_input_files(file)
    expect(page.locator("#spoken")).to_contain_text("site.toml")
    go_to(page, "survey")


def option(page: Page, value: str) -> Locator:
    """Return the option for a value."""
    return field(page, "collection.release").locator(f'input[value="{value}"]')


def is_released(workspace: Path, value: str) -> bool:
    """Tell whether site.toml says so."""
    return bool(values(workspace)["collection"].get("release") == value)


def test_it_is_asked_of_several_surveys_that_collect(studio: Page, workspace: Path) -> None:
    """Not of one survey, nor where nothing is collected; each choice is written, the default too."""
    go_to(studio, "collection")
    studio.locator('#collection input[value="paper"]').check()
    go_to(studio, "survey")
    choice = field(studio, "collection.release")
    expect(choice).to_be_hidden()
    studio.locator('[data-action="add-survey"]').click()
    expect(choice).to_be_visible()
    expect(option(studio, "each")).to_be_checked()
    assert "release" not in values(workspace)["collection"]
    for value in ("whole", "teams", "each"):
        option(studio, value).check()
        until(partial(is_released, workspace, value), "the choice is in site.toml")
    go_to(studio, "collection")
    studio.locator('#collection input[value="off"]').check()
    go_to(studio, "survey")
    expect(field(studio, "collection.headcount")).to_be_visible()
    expect(choice).to_be_hidden()


def test_a_choice_that_is_made_is_shown(studio: Page) -> None:
    """A site.toml that says "teams" opens with that choice; the page that employees read tells it."""
    opened(studio, teams.site_toml())
    expect(option(studio, "teams")).to_be_checked()
    option(studio, "teams").focus()
    expect(studio.locator("#preview-page")).to_have_value("privacy")
    phone = studio.frame_locator(".device.phone iframe:not(.next)")
    expect(phone.locator("body")).to_contain_text("in einem Schritt ausgewertet")


def test_one_survey_cannot_be_released_with_others(studio: Page, workspace: Path) -> None:
    """With the last of several gone, the choice stays in sight with its fault, until it is taken back."""
    opened(studio, teams.site_toml({"nord-2027": 60, "sued-2027": 60}, release="whole"))
    choice = field(studio, "collection.release")
    expect(choice.locator(".fault")).to_be_hidden()
    studio.locator('#survey > .entries > li.entry [data-action="remove"]:visible').last.click()
    expect(choice.locator(".fault")).to_contain_text("mehrere Befragungen")
    expect(choice).to_have_class(re.compile("faulty"))
    expect(option(studio, "whole")).to_be_checked()
    option(studio, "each").focus()
    studio.keyboard.press("Space")
    until(partial(is_released, workspace, "each"), "it is taken back")
    expect(choice.locator(".fault")).to_be_hidden()
    expect(option(studio, "each")).to_be_focused()  # the field goes only after the focus
    go_to(studio, "collection")
    go_to(studio, "survey")
    studio.locator('#survey [data-at="headcount"] input').fill("70")
    studio.keyboard.press("Tab")
    expect(choice).to_be_hidden()


def test_surveys_that_do_not_agree_are_told_at_their_fields(studio: Page) -> None:
    """Also where one of them names no value; the preview goes on."""
    opened(studio, teams.site_toml(release="each"))
    field(studio, "threshold").locator("input").fill("12")
    studio.keyboard.press("Tab")
    fault = field(studio, "threshold", 1).locator(".fault")
    expect(fault).to_be_hidden()
    option(studio, "teams").check()
    expect(fault).to_contain_text("erwartet wird 12")
    expect(studio.locator("#preview .stale")).to_contain_text("Was noch nicht stimmt")
    field(studio, "threshold", 1).locator("input").fill("12")
    studio.keyboard.press("Tab")
    expect(fault).to_be_hidden()
