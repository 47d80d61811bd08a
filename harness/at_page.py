"""Somebody at a page in the window of any engine: look at elements, choose files, take what is saved."""

from __future__ import annotations

import base64
import json
from typing import Any

from harness.engines.person import Person
from harness.facilitator import CATCH_DOWNLOADS
from harness.polling import until

READY = 120  # seconds; Python starts in a few, on a busy machine in many
_CHOOSE = """
(() => {
    const bytes = Uint8Array.from(atob(%s), (sign) => sign.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], %s));
    const field = document.querySelector(%s);
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
})()
"""
# Each driver answers the browser's question about leaving in its own way: here nobody is asked.
_LEAVE = "addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true)"


class AtPage(Person):
    """Somebody at a page of one file, which says in ``html[data-stage]`` how far it has come."""

    def settle(self) -> None:
        """Keep what the page saves, and let nobody be asked when it is left; once it is open."""
        self.window.evaluate(CATCH_DOWNLOADS)
        self.window.evaluate(_LEAVE)

    def stage(self) -> Any:  # noqa: ANN401 (whatever JSON can say)
        """Return how far the page has come, or which task it shows."""
        return self.of("html", "it.dataset.stage")

    def text(self, selector: str) -> str:
        """Return the text of the first element, without the space around it; empty if there is none."""
        return super().text(selector).strip()

    def choose(self, selector: str, contents: bytes, name: str = "file") -> None:
        """Choose a file with these contents."""
        encoded = base64.b64encode(contents).decode()
        self.window.evaluate(_CHOOSE.strip() % tuple(map(json.dumps, (encoded, name, selector))))

    def downloaded(self, button: str, name: str) -> bytes:
        """Press a button that downloads, and return the file."""
        self.window.evaluate("window.downloads = {}")
        self.window.click(button)
        found = until(
            lambda: self.window.evaluate(f"window.downloads[{json.dumps(name)}]"), f"{name} is saved"
        )
        return base64.b64decode(found)
