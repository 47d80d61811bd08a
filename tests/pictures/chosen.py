"""The few pictures that README and handbook show."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.pictures.camera import come_to
from tests.pictures.states import STATES


@dataclass(frozen=True, slots=True)
class Chosen:
    """A state as docs show it: the window, the element at its upper edge, and the scale."""

    state: str
    width: int
    height: int
    top: str = "body"
    scale: float = 1


# Name in docs/pictures -> its contents. Small windows: a picture has at most 150 kB, all together 1 MB.
CHOSEN = {
    "start": Chosen("start", 1000, 700, scale=0.8),
    "start-lumo": Chosen("start-lumo", 1000, 700, scale=0.8),
    "question": Chosen("question-answered", 1000, 720),
    "question-phone": Chosen("question-leicht", 390, 844, scale=0.9),
    "result": Chosen("result-A", 1000, 760),
    "result-phone": Chosen("result-lumo", 390, 844, scale=0.9),
    "contribution": Chosen("result-A", 1000, 720, top="#contribution"),
    "ballot": Chosen("result-paper", 1000, 640, top="#contribution", scale=0.8),
    "studio": Chosen("studio", 1280, 760, scale=0.9),
    "workshop": Chosen("workshop", 1000, 690, top="#slide-A", scale=0.9),
    "poster": Chosen("poster", 794, 1123, scale=0.8),
    "report": Chosen("report", 1000, 1250, top="#first-page"),
    "plan": Chosen("plan", 1000, 900, top=".finding", scale=0.9),
    "decisions": Chosen("decisions", 1000, 900, top="#decided", scale=0.9),
}


def take(browser: Browser, served: str, folder: Path) -> None:
    """Take the chosen pictures into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    states = {state.name: state for state in STATES}
    for name, chosen in CHOSEN.items():
        context = browser.new_context(
            viewport={"width": chosen.width, "height": chosen.height},
            device_scale_factor=chosen.scale,
            reduced_motion="reduce",
        )
        page = context.new_page()
        come_to(states[chosen.state], page, served)
        page.locator(chosen.top).first.evaluate("element => element.scrollIntoView()")
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        # A palette makes it a third as large; pages have few colours, and no eye sees the difference.
        shot.quantize(dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)
        context.close()
