"""Wait for something, with a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 60.0  # seconds; how long a test waits, not how long anything may take


def until(probe: Callable[[], T | None], what: str, *, patience: float = PATIENCE) -> T:
    """Return the first result of ``probe`` that is true; raises ``TimeoutError`` naming ``what``."""
    deadline = time.monotonic() + patience
    while True:
        if found := probe():
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"still waiting after {patience:g} s: {what}")
        time.sleep(0.03)
