"""Wait for something, with a deadline."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_ROUNDS = 50  # more than a request takes until it is queued
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


async def let_tasks_run() -> None:
    """Let every task of the event loop go on until it waits for a thread, the network or a clock.

    For tasks that have no such thing on their way; by rounds of the loop, so that no clock decides.
    """
    for _ in range(_ROUNDS):
        await asyncio.sleep(0)
