"""Answer sheets with a known outcome, and results one after another in the same page, to measure them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from harness.journey import Journey
from questionnaire import ITEM_IDS
from questionnaire.instrument import CONSTELLATIONS, LEVERS
from questionnaire.model import ConstellationId, Levers
from tests.browser import windows

Sheet = Mapping[str, int]

NOTHING: Sheet = dict.fromkeys(ITEM_IDS, 0)
CAUSES_ONLY: Sheet = {item: 0 if item.endswith("1") else 3 for item in ITEM_IDS}
MIXED_OF_TWO: Sheet = {**NOTHING, "A1": 3, "A2": 2, "D1": 3, "D2": 2, "D3": 3}
MIXED_OF_THREE: Sheet = {**NOTHING, "A1": 3, "A2": 3, "B1": 3, "B2": 3, "C1": 3, "C2": 3}
MIXED_OF_FOUR: Sheet = dict.fromkeys(ITEM_IDS, 3)


def single(constellation: ConstellationId, levers: Levers) -> Sheet:
    """Return a sheet that gives this constellation by these levers, and nothing beside it."""
    cause, influence = 2 * levers.startswith("S"), 2 * levers.endswith("T")
    answers = {"1": 3, "2": cause, "3": influence}
    return {**NOTHING, **{f"{constellation}{lens}": answer for lens, answer in answers.items()}}


def crowded(constellation: ConstellationId, levers: Levers) -> Sheet:
    """Return a sheet that gives this constellation, and names every other one as present and as close."""
    own = single(constellation, levers)
    total = max(own[f"{constellation}1"] + own[f"{constellation}2"], 4)
    others = [other for other in CONSTELLATIONS if other != constellation]
    beside = {f"{other}{lens}": answer for other in others for lens, answer in ((1, 2), (2, total - 3))}
    return {**own, f"{constellation}2": total - 3, **beside}


SINGLES: Mapping[str, Sheet] = {
    f"{c}-{levers}": single(c, levers) for c in CONSTELLATIONS for levers in LEVERS
}

# Answers, and shows the result; then comes what is measured; then back to the start page.
_EACH = """
async ({ sheets, whole, measure }) => {
  const root = document.documentElement, result = document.getElementById("result");
  const until = async (reached) => {
    const deadline = performance.now() + 15_000;
    while (!reached()) {
      if (performance.now() > deadline)
        throw new Error(`not ${reached}; ${JSON.stringify([history.state, { ...root.dataset }])}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  await until(() => root.dataset.ready === "yes"); // before that, only the first two buttons do something
  const measured = {};
  for (const [name, sheet] of Object.entries(sheets)) {
    document.querySelector("[data-action=start]").click();
    for (const [item, value] of Object.entries(sheet)) {
      if (root.dataset.view === "chapter") document.querySelector("[data-action=proceed]").click();
      document.querySelector(`input[name="${item}"][value="${value}"]`).click();
      document.querySelector("[data-action=next]:not([hidden]), [data-action=finish]:not([hidden])").click();
    }
    await until(() => root.dataset.view === "result" && history.state?.view === "result");
    if (whole) await until(() => !result.dataset.fresh);
    measured[name] = MEASURE;
    history.back();
    await until(() => root.dataset.view === "start");
  }
  return measured;
}
"""


def measured(page: Page, sheets: Mapping[str, Sheet], measure: str, *, whole: bool = False) -> dict[str, Any]:
    """Show the result of each sheet; return, by its name, the value of the script's expression ``measure``.

    With ``whole``, only once all of the result is laid out.
    """
    ordered = {name: {item: sheet[item] for item in ITEM_IDS} for name, sheet in sheets.items()}
    return dict(page.evaluate(_EACH.replace("MEASURE", measure), {"sheets": ordered, "whole": whole}))


@contextmanager
def window(browser: Browser, address: str, size: tuple[int, int], *, phone: bool) -> Iterator[Page]:
    """A page with the survey, its fonts loaded: of a phone or of a screen."""
    with windows.profile(browser, size, phone=phone) as context:
        page = context.new_page()
        Journey(page, address)
        windows.wait_until_settled(page)
        yield page
