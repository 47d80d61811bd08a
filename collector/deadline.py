"""A time limit on waiting, with one timer for all who wait: a timer each would cost more than the reading."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class Deadline:
    """Lets nobody on ``loop`` wait longer than ``seconds``."""

    def __init__(self, seconds: float, loop: asyncio.AbstractEventLoop) -> None:
        self._seconds = seconds
        self._loop = loop  # to ask which loop runs is a system call in Python 3.11, twice a request
        # Everybody has the same time: who began first is due first, and stands first.
        self._due: dict[asyncio.Task[object], float] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def keep(self, awaited: Awaitable[T]) -> T:
        """Return what ``awaited`` gives; ``TimeoutError`` if that is not there in time."""
        loop, task = self._loop, asyncio.current_task(self._loop)
        if task is None:
            raise RuntimeError("only a task can be kept to a deadline")
        self._due[task] = loop.time() + self._seconds
        if self._timer is None:
            self._timer = loop.call_later(self._seconds, self._end)
        try:
            return await awaited
        except asyncio.CancelledError:
            if task in self._due:  # cancelled by somebody else
                raise
            task.uncancel()
            raise TimeoutError from None
        finally:
            self._due.pop(task, None)

    def _end(self) -> None:
        """End the waiting of all who are due, and come back for the next."""
        now, self._timer = self._loop.time(), None
        for task, due in list(self._due.items()):
            if due > now:
                self._timer = self._loop.call_at(due, self._end)
                return
            del self._due[task]
            task.cancel()
