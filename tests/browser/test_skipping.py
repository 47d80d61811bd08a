"""Two presses around the step that the survey takes by itself never skip a question."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from harness.journey import TOO_EARLY
from tests.browser.pressing import (
    CONFIRMATION,
    answer,
    answer_and_return,
    begun,
    checked,
    press,
    press_at,
    shown,
    wait,
)

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("moment", [0, CONFIRMATION - 1, CONFIRMATION, CONFIRMATION + TOO_EARLY - 1])
def test_next_at_the_same_moment_skips_nothing(pointer: BrowserContext, address: str, moment: int) -> None:
    """Before, with and right after the step: one question further, though the next one has its answer."""
    journey = begun(pointer, address)
    answer_and_return(journey, "A1", "B1", "C1")
    answer(journey, "A1", 0)
    wait(journey, moment)
    press(journey.action("next"))
    wait(journey, 10_000)
    assert shown(journey) == "B1"
    journey.page.keyboard.press("Enter")
    assert shown(journey) == "C1", "pressed later, it leads on"


def test_a_press_that_begins_before_the_step_skips_nothing(context: BrowserContext, address: str) -> None:
    """The button is down when the step would come, and up after it: one question further."""
    journey = begun(context, address)
    answer_and_return(journey, "A1", "B1")
    answer(journey, "A1", 0)
    wait(journey, CONFIRMATION - 1)
    journey.action("next").hover()
    journey.page.mouse.down()
    wait(journey, 100)
    journey.page.mouse.up()
    wait(journey, 10_000)
    assert shown(journey) == "B1"


@pytest.mark.parametrize("moment", [0, CONFIRMATION - 1, CONFIRMATION, CONFIRMATION + TOO_EARLY - 1])
def test_two_fast_taps_answer_one_question(pointer: BrowserContext, address: str, moment: int) -> None:
    """The second tap is none on the question that comes up under the finger."""
    journey = begun(pointer, address)
    box = journey.question("A1").locator("label").last.bounding_box()
    assert box
    spot = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    press_at(journey.page, *spot)
    wait(journey, moment)
    press_at(journey.page, *spot)
    wait(journey, 10_000)
    assert shown(journey) == "B1"
    assert checked(journey) == {"A1": 3}
    press_at(journey.page, *spot)
    wait(journey, CONFIRMATION)
    assert checked(journey) == {"A1": 3, "B1": 3}


def test_a_double_click_on_next_is_one(context: BrowserContext, address: str) -> None:
    """Though the question that comes has its answer."""
    journey = begun(context, address)
    answer_and_return(journey, "A1", "B1")
    journey.action("next").dblclick()
    assert shown(journey) == "B1"
