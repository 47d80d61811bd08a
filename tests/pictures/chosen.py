"""The few pictures that README and handbook show."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.pictures.camera import come_to
from tests.pictures.states import STATES

# Name in docs/pictures -> state, width, height.
CHOSEN = {
    "start": ("start", 1280, 800),
    "question": ("question-answered", 1280, 800),
    "result": ("result-A", 1280, 900),
    "start-lumo": ("start-lumo", 1280, 800),
    "question-phone": ("question-leicht", 390, 844),
    "result-phone": ("result-lumo", 390, 844),
    "report": ("report", 1280, 1000),
}


def take(browser: Browser, served: str, folder: Path) -> None:
    """Take the chosen pictures into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    states = {state.name: state for state in STATES}
    for name, (state, width, height) in CHOSEN.items():
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        page = context.new_page()
        come_to(states[state], page, served)
        page.screenshot(path=folder / f"{name}.png")
        context.close()
