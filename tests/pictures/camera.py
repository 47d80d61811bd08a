"""Photographs a state in every width and scheme, and in print."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

from harness.journey import Journey
from tests.pictures.states import State

WIDTHS = {360: 740, 768: 1024, 1280: 800}


@dataclass(frozen=True, slots=True)
class Scheme:
    """A reader's colour settings."""

    name: str
    colours: Literal["light", "dark"]
    forced: Literal["active", "none"] = "none"


SCHEMES = (Scheme("light", "light"), Scheme("dark", "dark"), Scheme("forced", "light", "active"))


class Camera:
    """Takes pictures into ``folder`` and counts them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.taken = 0

    def take(self, browser: Browser, served: str, state: State) -> None:
        """Bring a page to ``state`` once and photograph it in every width and scheme, and in print."""
        context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        page = context.new_page()
        come_to(state, page, served)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme.colours, forced_colors=scheme.forced)
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                self._shoot(page, f"{state.name}-{width}-{scheme.name}")
        page.emulate_media(media="print", color_scheme="light", forced_colors="none")
        page.set_viewport_size({"width": 720, "height": 1018})  # A4 between its margins
        self._shoot(page, f"{state.name}-print")
        context.close()

    def _shoot(self, page: Page, name: str) -> None:
        page.screenshot(path=self._folder / f"{name}.png", full_page=True)
        self.taken += 1


def come_to(state: State, page: Page, served: str) -> None:
    """Bring ``page`` to ``state`` as a person would."""
    if state.come is None:
        page.goto(served + state.path)
        if state.work:
            state.work(page)
        return
    journey = Journey(page, served, path=state.path)
    journey.wait_for_python()
    state.come(journey)
