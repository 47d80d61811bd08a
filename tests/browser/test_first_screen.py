"""The first screen of a result says all that a tired person has to read; the rest is short."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser

from questionnaire import classify
from questionnaire.instrument import CONSTELLATIONS
from tests.browser import lengths
from tests.browser.results import (
    MIXED_OF_FOUR,
    MIXED_OF_THREE,
    MIXED_OF_TWO,
    NOTHING,
    SINGLES,
    Sheet,
    crowded,
    measured,
    single,
    window,
)

pytestmark = pytest.mark.browser

SMALL, PHONE, LAPTOP = (360, 640), (390, 664), (1366, 641)
GERMAN, ENGLISH = ("hafenkontor/", "lumo/technik/"), ("hafenkontor/en/", "lumo/technik/en/")
# German has the longer texts, so English is measured where there is least room.
SCREENS = (
    *((survey, SMALL) for survey in (*GERMAN, *ENGLISH)),
    *((survey, size) for survey in GERMAN for size in (PHONE, LAPTOP)),
)
PARTS = {"name", "sentence", "picture", "job", "step"}
# The bottom of each part in CSS pixels of the window; a part without a box has none.
_BOTTOMS = """Object.fromEntries(Object.entries({
    name: "h1", sentence: ".to-you", picture: ".picture, .begin", job: ".job", step: ".first-step",
    also: ".also p",
  }).map(([name, selector]) => [name, [...result.querySelectorAll(selector)]
    .filter((one) => one.checkVisibility())
    .map((one) => one.getBoundingClientRect()).map(({ top, bottom, left, right }) =>
      left >= 0 && right <= innerWidth && top >= 0 ? bottom : Infinity)]))"""


def faults(parts: Mapping[str, list[float]], expected: set[str], height: float) -> list[str]:
    """Return what is not on a screen of this ``height`` in CSS pixels, and what is there unexpectedly."""
    there = {name for name, bottoms in parts.items() if bottoms}
    wrong = [f"{name}: there or not" for name in sorted(there ^ expected)]
    ends = ((name, bottom) for name, bottoms in parts.items() for bottom in bottoms)
    return wrong + [f"{name} ends at {bottom:.0f}" for name, bottom in ends if bottom > height]


@pytest.mark.parametrize(
    ("survey", "size"), SCREENS, ids=[f"{survey}{size[0]}x{size[1]}" for survey, size in SCREENS]
)
def test_the_first_screen_says_it_all(
    browser: Browser, examples: str, survey: str, size: tuple[int, int]
) -> None:
    """Name, the sentence to the person, picture, the organisation's task, one first step: no finger moved.

    For each constellation by each path, with the longest lists of what is also there, of which the first
    begins on this screen, too; for several at once, up to all four, which have their first step once the
    person has picked where to begin; and where no pattern shapes the day, which has no picture.
    """
    mixed = {"two": MIXED_OF_TWO, "three": MIXED_OF_THREE, "four": MIXED_OF_FOUR}
    sheets: dict[str, Sheet] = {**SINGLES, **mixed, "N": NOTHING}
    expected = dict.fromkeys(SINGLES, PARTS) | dict.fromkeys(mixed, PARTS - {"step"})
    expected["N"] = PARTS - {"picture"}
    for constellation in CONSTELLATIONS:
        name = f"{constellation}-ST in a crowd"
        sheets[name], expected[name] = crowded(constellation, "ST"), PARTS | {"also"}
    with window(browser, examples + survey, size, phone=size != LAPTOP) as page:
        found = measured(page, sheets, _BOTTOMS)
    wrong = {name: faults(found[name], expected[name], size[1]) for name in sheets}
    assert not {name: fault for name, fault in wrong.items() if fault}


def test_the_measure_of_the_first_screen_can_fail(browser: Browser, examples: str) -> None:
    """On a screen of half the height the first step lies below."""
    with window(browser, examples + GERMAN[0], (360, 320), phone=True) as page:
        [parts] = measured(page, {"A": single("A", "SB")}, _BOTTOMS).values()
    assert [fault for fault in faults(parts, PARTS, 320) if fault.startswith("step ends")]


def test_the_sheets_are_what_their_names_say() -> None:
    """Each named sheet gives its outcome; the crowded ones name all three others as present and as close."""
    for name, sheet in SINGLES.items():
        outcome = classify(sheet)
        assert (outcome.code(), outcome.close) == (name, ())
    for constellation in CONSTELLATIONS:
        outcome = classify(crowded(constellation, "ST"))
        assert outcome.type == constellation
        assert len(outcome.present) == len(CONSTELLATIONS)
        assert len(outcome.close) == len(CONSTELLATIONS) - 1


def test_a_result_is_at_most_five_phone_screens_long(browser: Browser, examples: str) -> None:
    """As it first appears on a phone, to the end of the result: five screens, six if several tie."""
    with window(browser, examples + GERMAN[0], lengths.PHONE, phone=True) as page:
        found = measured(page, {**lengths.SHEETS, **SINGLES}, lengths.MEASURE, whole=True)
    longest = {name: screens["result"] for name, screens in found.items()}
    assert not {name: length for name, length in longest.items() if length > (6 if name[0] == "M" else 5)}
    assert min(longest.values()) > 1  # it is laid out at all
