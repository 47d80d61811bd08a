"""Time from the last click to the result: for a robot, and for a person on a slow machine and a slow line.

Measured in the page, from the time stamp of the click to the first frame after Python's outcome stands there.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from playwright.sync_api import Page

from benchmarks.page import network, sites
from benchmarks.page.network import LAN, LIKE_3G
from benchmarks.page.setting import Setting, setting, spread
from benchmarks.page.visit import WAIT, evaluated, opened
from benchmarks.results import Budget, Result, Table
from questionnaire import ITEM_IDS

ROUNDS = 40  # finishes of the robot
HUMAN = 90.0  # seconds from "start" to the last click
_HUMANS = 3
_SLOWER = 6.0

# After the last click: when the outcome stood in the page, and when the frame with it was drawn.
_WATCH = """
addEventListener("click", (event) => {
    if (event.target.closest?.("[data-action=finish]")) {
        window.clickedAt = event.timeStamp;
        window.readyThen = document.documentElement.dataset.python;
        delete window.shownAfter;
    }
}, true);
new MutationObserver(() => {
    const shown = document.querySelector("#result[data-outcome]");
    if (!shown || window.shownAfter !== undefined || window.clickedAt === undefined) return;
    window.shownAfter = null;
    requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => { window.shownAfter = performance.now() - window.clickedAt; };
        port2.postMessage(null);
    });
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-outcome"] });
"""


# Answers the question, and goes on from all but the last.
_CHOOSE = """(item) => {
    if (document.documentElement.dataset.view === "chapter")
        document.querySelector("[data-action=proceed]").click();
    document.querySelector(`fieldset[data-item="${item}"] input[value="3"]`).click();
    const next = document.querySelector("[data-action=next]");
    if (!next.hidden) next.click();
}"""


def measure(rounds: int = ROUNDS) -> Result:
    """Let a robot finish ``rounds`` times, and three people, at a person's pace, on a slow machine."""
    with setting(sites.OURS) as here:
        robot = _robot(here, rounds)
        slower = here.chromium.calibrate(_SLOWER)
        human = [_human(here) for _ in range(min(_HUMANS, rounds))]
    waits = [wait for wait, _ in human]
    rows = (
        (
            "robot, Python ready, LAN",
            str(rounds),
            _ms(percentile(robot, 50)),
            _ms(percentile(robot, 95)),
            "–",
        ),
        (
            f"person, {HUMAN:.0f} s for twelve answers, {_SLOWER:.0f}× slower, {LIKE_3G.name}",
            str(len(human)),
            _ms(percentile(waits, 50)),
            _ms(percentile(waits, 95)),
            spread([ready for _, ready in human]),
        ),
    )
    head = ("who", "results", "p50", "p95", "Python ready, from navigation")
    return Result(
        "result",
        [Table("Last click until the result is shown", head, rows)],
        [
            Budget("last answer until the result, Python ready, p95", 50, percentile(robot, 95), "ms"),
            Budget(
                "the same at a person's pace, 6× slower, 3G-like, median", 1000, percentile(waits, 50), "ms"
            ),
        ],
        {"robot, wait_ms": robot, "person, wait_ms": waits, "measured slow-down at 6×": [slower]},
        here.missing,
    )


def _robot(here: Setting, rounds: int) -> list[float]:
    with network.serving(here.folder, LAN) as address, here.chromium.context() as context:
        page = opened(context, address + sites.OURS, _WATCH)
        page.wait_for_selector("html[data-python=ready]", timeout=WAIT)
        waits = []
        for _ in range(rounds):
            page.click("[data-action=start]")
            _answer(page, pause=0)
            waits.append(_waited(page))
            for action in ("delete", "delete-now", "restart"):
                page.click(f"[data-action={action}]")
        return waits


def _human(here: Setting) -> tuple[float, float]:
    """Return how long the person waited, and when Python was ready, both in milliseconds."""
    ready = """
        new MutationObserver(() => {
            if (document.documentElement?.dataset.python === "ready") window.readyAt ??= performance.now();
        }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-python"] });
    """
    with (
        network.serving(here.folder, LIKE_3G) as address,
        here.chromium.at(_SLOWER),
        here.chromium.context() as context,
    ):
        page = opened(context, address + sites.OURS, _WATCH, ready)
        page.wait_for_selector("html[data-ready]", timeout=WAIT)
        page.click("[data-action=start]", timeout=WAIT)
        _answer(page, pause=HUMAN / len(ITEM_IDS))
        return _waited(page), float(evaluated(page, "window.readyAt"))


def _answer(page: Page, *, pause: float) -> None:
    """Answer every question and press "finish"; ``pause`` is how many seconds each question takes.

    The last click is the mouse's; those before it are made in the page, at once, so that the pace is kept.
    """
    began = time.monotonic()
    for place, item in enumerate(ITEM_IDS, start=1):
        time.sleep(max(0.0, began + place * pause - time.monotonic()))
        page.evaluate(_CHOOSE, item)
    page.click("[data-action=finish]", timeout=WAIT)


def _waited(page: Page) -> float:
    return float(evaluated(page, "window.shownAfter"))


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that so many per cent of ``values`` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def _ms(value: float) -> str:
    return f"{value:,.0f} ms"
