"""Group commit: whatever arrives while one transaction runs is written together by the next.

Each submission is answered only after its batch is durable. A batch that the database refuses is refused
as a whole, nothing of it is counted, and the writer goes on with the next.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from collector.errors import StorageError, describe
from collector.model import Result, Submission

log = logging.getLogger("collector")

LARGEST_BATCH = 256
LONGEST_QUEUE = 2048

Waiting = tuple[Submission, "asyncio.Future[Result]"]


class Recorder(Protocol):
    """What the writer needs of a storage."""

    def record(self, batch: list[Submission], *, today: dt.date) -> tuple[Result, ...]:
        """Count a batch in one transaction."""


class Writer:
    """The one task that writes. ``submit`` may be awaited from any number of requests at once."""

    def __init__(self, storage: Recorder, today: Callable[[], dt.date]) -> None:
        self._storage = storage
        self._today = today
        self._queue: asyncio.Queue[Waiting | None] = asyncio.Queue(LONGEST_QUEUE)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="collector-writer")
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        """Begin to write; needs a running event loop."""
        self._task = asyncio.create_task(self._run())

    async def submit(self, submission: Submission) -> Result:
        """Return what became of ``submission`` once that is durable.

        Raises ``StorageError`` if the database refuses, the queue is full or the writer is stopping;
        nothing is counted then.
        """
        if self._stopping:
            raise StorageError("stopping")
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        try:
            self._queue.put_nowait((submission, answer))
        except asyncio.QueueFull:
            raise StorageError("queue full") from None
        return await answer

    async def stop(self) -> None:
        """Write and answer everything that was submitted, then end."""
        self._stopping = True
        await self._queue.put(None)
        if self._task:
            await self._task
        self._thread.shutdown()

    async def _run(self) -> None:
        going_on = True
        while going_on:
            batch = [await self._queue.get()]
            while len(batch) < LARGEST_BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            going_on = None not in batch
            await self._write([waiting for waiting in batch if waiting])

    async def _write(self, batch: list[Waiting]) -> None:
        if not batch:
            return
        try:
            results = await asyncio.get_running_loop().run_in_executor(
                self._thread, self._record, [submission for submission, _ in batch]
            )
        except Exception as error:  # noqa: BLE001 (whatever it is, the next batch may succeed)
            log.error("batch refused: %s", describe_refusal(error))  # noqa: TRY400 (a trace quotes data)
            for _, answer in batch:
                _settle(answer, StorageError("batch refused"))
            return
        for (_, answer), result in zip(batch, results, strict=True):
            _settle(answer, result)

    def _record(self, batch: list[Submission]) -> tuple[Result, ...]:
        return self._storage.record(batch, today=self._today())


def describe_refusal(error: Exception) -> str:
    """Return what may be logged of a batch that failed."""
    return str(error) if isinstance(error, StorageError) else describe(error)


def _settle(answer: asyncio.Future[Result], outcome: Result | StorageError) -> None:
    with contextlib.suppress(asyncio.InvalidStateError):  # the client went away; the batch stands
        if isinstance(outcome, StorageError):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)
