"""The first screen of a result says all that a tired person has to read; the rest is short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from harness import stub_python
from harness.paths import ROOT
from harness.servers import plain_server
from questionnaire import classify
from questionnaire.instrument import CONSTELLATIONS
from tests.browser import lengths
from tests.browser.results import (
    MIXED_OF_FOUR,
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

PHONES = ((360, 640), (390, 664))
LAPTOP = (1366, 641)
SURVEYS = ("hafenkontor/", "hafenkontor/en/", "lumo/technik/", "lumo/technik/en/")
# Two lists of three names each stand above the tasks: so far the end of the first step may then lie below.
BELOW_WITH_LISTS = 110  # CSS pixels
BELOW_WITH_FOUR_PICTURES = 40

# The bottom of each part in CSS pixels of the window; a part without a box has none.
_BOTTOMS = """Object.fromEntries(Object.entries({
    name: "h1", sentence: ".to-you", picture: ".picture, .begin", job: ".job", step: ".first-step",
  }).map(([name, selector]) => [name, [...result.querySelectorAll(selector)].filter((one) => one.checkVisibility())
    .map((one) => one.getBoundingClientRect()).map(({ top, bottom, left, right }) =>
      left >= 0 && right <= innerWidth && top >= 0 ? bottom : Infinity)]))"""


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Both example sites: two brands, one of them with wider fonts of its own."""
    web = Path(tmp_path_factory.mktemp("first-screen"))
    for name in ("hafenkontor", "lumo"):
        stub_python.build(ROOT / "examples" / name / "site.toml", web / name)
    with plain_server(web) as address:
        yield address


def below(parts: Mapping[str, list[float]], missing: set[str], height: float) -> list[str]:
    """Return what of the first screen is not there, or ends below ``height``; ``missing`` is rightly not there."""
    faults = [f"no {name}" for name, bottoms in parts.items() if len(bottoms) != (name not in missing)]
    return faults + [
        f"{name} ends at {bottom:.0f}" for name, bottoms in parts.items() for bottom in bottoms if bottom > height
    ]


@pytest.mark.parametrize("size", [*PHONES, LAPTOP], ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("survey", SURVEYS)
def test_the_first_screen_says_it_all(
    browser: Browser, examples: str, survey: str, size: tuple[int, int]
) -> None:
    """Name, the sentence to the person, picture, the organisation's task, one first step: no finger moved.

    For each constellation by each path, and where no pattern shapes the day, which has no picture. A mixed
    picture has its first step once the person has picked where to begin. With the longest lists of what is
    also there, or four pictures, the last lines may lie a stated amount below.
    """
    sheets: dict[str, Sheet] = {**SINGLES, "N": NOTHING, "M": MIXED_OF_TWO, "M of four": MIXED_OF_FOUR}
    sheets |= {f"{c}-ST in a crowd": crowded(c, "ST") for c in CONSTELLATIONS}
    missing = {"N": {"picture"}, "M": {"step"}}
    beyond = {"M of four": BELOW_WITH_FOUR_PICTURES} | dict.fromkeys(
        (name for name in sheets if "crowd" in name), BELOW_WITH_LISTS
    )
    with window(browser, examples + survey, size, phone=size in PHONES) as page:
        found = measured(page, sheets, _BOTTOMS)
    faults = {
        name: below(parts, missing.get(name[0], set()), size[1] + beyond.get(name, 0))
        for name, parts in found.items()
    }
    assert len(found) == len(sheets)
    assert not {name: fault for name, fault in faults.items() if fault}


def test_the_measure_of_the_first_screen_can_fail(browser: Browser, examples: str) -> None:
    """On a screen of half the height the first step lies below."""
    with window(browser, examples + SURVEYS[0], (360, 320), phone=True) as page:
        [parts] = measured(page, {"A": single("A", "SB")}, _BOTTOMS).values()
    assert [fault for fault in below(parts, set(), 320) if fault.startswith("step")]


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
    with window(browser, examples + SURVEYS[0], lengths.PHONE, phone=True) as page:
        found = measured(page, {**lengths.SHEETS, **SINGLES}, lengths.MEASURE, whole=True)
    longest = {name: screens["result"] for name, screens in found.items()}
    assert not {name: length for name, length in longest.items() if length > (6 if name[0] == "M" else 5)}
    assert min(longest.values()) > 1  # it is laid out at all
