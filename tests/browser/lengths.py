"""How many phone screens a result takes, for eight answer sheets: ``python -m tests.browser.lengths FOLDER``.

FOLDER is a built site, also of an earlier version; it is measured with the stub in place of Python
(``harness.stub_python.build`` writes such a site). The table tells after how many screens of 360 x 740 the
first step begins, the line on whose job it is to change what, and the end of the result and of the page's last words.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from playwright.sync_api import sync_playwright

from harness import browsers
from harness.servers import plain_server
from tests.browser.results import (
    CAUSES_ONLY,
    MIXED_OF_FOUR,
    MIXED_OF_TWO,
    NOTHING,
    Sheet,
    measured,
    single,
    window,
)

PHONE = (360, 740)
SHEETS: dict[str, Sheet] = {
    "A-ST": single("A", "ST"),
    "B-SB": single("B", "SB"),
    "C-T": single("C", "T"),
    "D-B": single("D", "B"),
    "M of two": MIXED_OF_TWO,
    "M of four": MIXED_OF_FOUR,
    "N with causes": CAUSES_ONLY,
    "N": NOTHING,
}
PLACES = {"step": "first step", "job": "whose job", "result": "end of result", "end": "end of page"}

# In screens from the top of the page; null for what is not there. A mixed picture has its first step, and its
# length, once the person has picked where to begin. The result before version 2 is measured at the same places.
MEASURE = """(() => {
    result.querySelector("input[name=begin]")?.click();
    const screens = (place) => (place + scrollY) / innerHeight;
    const box = (selector) => [...document.querySelectorAll(selector)].find((one) => one.checkVisibility())
      ?.getBoundingClientRect();
    const top = (selector) => { const found = box(selector); return found ? screens(found.top) : null; };
    const last = [...document.querySelectorAll("main > *")].findLast((one) => one.checkVisibility());
    return {
      step: top(".first-step") ?? top("#result .path-steps li"),
      job: top("#result .job") ?? top("#result .emphasis"),
      result: screens(box("#result").bottom),
      end: screens((box("#end") ?? last.getBoundingClientRect()).bottom),
    };
  })()"""


def main() -> None:
    """Print the table."""
    with sync_playwright() as playwright, plain_server(Path(sys.argv[1])) as address:
        browser = browsers.launch(playwright)
        with window(browser, address, PHONE, phone=True) as page:
            found = measured(page, SHEETS, MEASURE, whole=True)
        browser.close()
    rows = [["sheet", *PLACES.values()], ["---"] * (len(PLACES) + 1)]
    for name, screens in found.items():
        rows.append([name, *("–" if screens[place] is None else f"{screens[place]:.1f}" for place in PLACES)])
    for row in rows:
        click.echo(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
