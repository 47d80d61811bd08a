"""Somebody in front of a page, in the window of any engine: what they see of it."""

from __future__ import annotations

import json
from typing import Any

from harness.engines.window import Window


class Person:
    """Somebody who looks at the page in ``window``."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def of(self, selector: str, expression: str) -> Any:  # noqa: ANN401 (whatever JSON can say)
        """Return ``expression``, where ``it`` is the first element; ``None`` if there is no element."""
        found = f"document.querySelector({json.dumps(selector)})"
        return self.window.evaluate(f"((it) => it && ({expression}))({found})")

    def text(self, selector: str) -> str:
        """Return all text of the first element; empty if there is none."""
        return str(self.of(selector, "it.textContent") or "")
