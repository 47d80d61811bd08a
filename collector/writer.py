"""Group commit: whatever arrives while one transaction runs is written together by the next.

Each submission is answered only after its batch is durable. A batch that the database refuses is refused
as a whole, nothing of it is counted, and the writer goes on with the next.

A thread of its own takes the next batch as soon as it has written one; the event loop only hands over
submissions and gets back results.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol

from collector.errors import StorageError, describe
from collector.model import Result, Submission

log = logging.getLogger("collector")

LARGEST_BATCH = 256
LONGEST_QUEUE = 2048  # submissions that are not answered yet

Waiting = tuple[Submission, "asyncio.Future[Result]"]


class Recorder(Protocol):
    """What the writer needs of a storage."""

    def record(self, batch: list[Submission], *, today: dt.date) -> tuple[Result, ...]:
        """Count a batch in one transaction."""


class Writer:
    """The one thread that writes. ``submit`` may be awaited from any number of requests on ``loop``."""

    def __init__(
        self, storage: Recorder, today: Callable[[], dt.date], loop: asyncio.AbstractEventLoop
    ) -> None:
        self._storage = storage
        self._today = today
        self._loop = loop
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._unanswered = 0
        self._stopping = False
        self._ended: asyncio.Future[None] = loop.create_future()
        Thread(target=self._run, name="collector-writer", daemon=True).start()

    async def submit(self, submission: Submission) -> Result:
        """Return what became of ``submission`` once that is durable.

        Raises ``StorageError`` if the database refuses, the queue is full or the writer is stopping;
        nothing is counted then.
        """
        if self._stopping:
            raise StorageError("stopping")
        if self._unanswered >= LONGEST_QUEUE:
            raise StorageError("queue full")
        self._unanswered += 1
        answer: asyncio.Future[Result] = self._loop.create_future()
        self._queue.put((submission, answer))
        return await answer

    async def stop(self) -> None:
        """Write and answer everything that was submitted, then end."""
        self._stopping = True
        self._queue.put(None)
        await self._ended

    def _run(self) -> None:
        going_on = True
        while going_on:
            batch = [self._queue.get()]
            with contextlib.suppress(Empty):
                while len(batch) < LARGEST_BATCH:
                    batch.append(self._queue.get_nowait())
            going_on = None not in batch
            if there := [waiting for waiting in batch if waiting]:
                self._write(there)
        self._loop.call_soon_threadsafe(self._ended.set_result, None)

    def _write(self, batch: list[Waiting]) -> None:
        outcomes: Sequence[Result | StorageError]
        try:
            outcomes = self._storage.record([submission for submission, _ in batch], today=self._today())
        except Exception as error:  # noqa: BLE001 (whatever it is, the next batch may succeed)
            log.error("batch refused: %s", describe_refusal(error))  # noqa: TRY400 (a trace quotes data)
            outcomes = [StorageError("batch refused") for _ in batch]
        self._loop.call_soon_threadsafe(self._answer, batch, outcomes)

    def _answer(self, batch: list[Waiting], outcomes: Sequence[Result | StorageError]) -> None:
        self._unanswered -= len(batch)
        for (_, answer), outcome in zip(batch, outcomes, strict=True):
            with contextlib.suppress(asyncio.InvalidStateError):  # the client went away; the batch stands
                if isinstance(outcome, StorageError):
                    answer.set_exception(outcome)
                else:
                    answer.set_result(outcome)


def describe_refusal(error: Exception) -> str:
    """Return what may be logged of a batch that failed."""
    return str(error) if isinstance(error, StorageError) else describe(error)
