"""Group commit: the next transaction writes everything that arrives while the current one runs.

Each submission is answered only after its batch is durable. If the database refuses a batch, nothing of it
is counted, all its submissions are refused, and the writer goes on with the next.

A thread of its own writes; the event loop hands it one batch at a time, and the next as soon as the last one
is answered: the fewer and larger the batches, the less the two threads wait for each other.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Sequence
from gettext import gettext as _
from queue import SimpleQueue
from threading import Thread
from typing import Protocol

from collector.errors import StorageError, describe
from collector.model import Result, SealedSubmission, Submission
from collector.networks import Networks
from collector.turns import Turns

log = logging.getLogger("collector")

LARGEST_BATCH = 256
LONGEST_QUEUE = 2048  # submissions that are not answered yet

Contribution = Submission | SealedSubmission
Waiting = tuple[Contribution, "asyncio.Future[Result]"]


class Recorder(Protocol):
    """The part of a storage that the writer needs."""

    def record(self, batch: list[Submission], *, today: dt.date) -> tuple[Result, ...]:
        """Count a batch in one transaction."""

    def record_ballots(self, batch: list[SealedSubmission], *, today: dt.date) -> tuple[Result, ...]:
        """Store a batch of sealed ballots."""


class Writer:
    """The one thread that writes. ``submit`` may be awaited from any number of requests on ``loop``."""

    def __init__(
        self, storage: Recorder, today: Callable[[], dt.date], loop: asyncio.AbstractEventLoop
    ) -> None:
        self._storage = storage
        self._today = today
        self._loop = loop
        self._waiting: Turns[Waiting] = Turns()  # for the next batches
        self._writing = 0  # submissions in the batch under way
        self._to_write: SimpleQueue[list[Waiting] | None] = SimpleQueue()
        self._stopping = False
        self._ended: asyncio.Future[None] = loop.create_future()
        Thread(target=self._run, name="collector-writer", daemon=True).start()

    def submit(self, submission: Contribution, sender: Networks = ()) -> asyncio.Future[Result]:
        """Return a future of the result of ``submission``, which is set once the submission is durable.

        Where more wait than the next transaction takes, the networks of all senders take turns.

        The future raises ``StorageError`` if the database refuses, the queue is full or the writer is
        stopping; nothing is counted then.
        """
        answer: asyncio.Future[Result] = self._loop.create_future()
        if self._stopping:
            answer.set_exception(StorageError("stopping"))
        elif len(self._waiting) + self._writing >= LONGEST_QUEUE:
            answer.set_exception(StorageError("queue full"))
        else:
            self._waiting.put(sender, (submission, answer))
            if len(self._waiting) == 1 and not self._writing:
                self._loop.call_soon(self._hand_over)  # together with whatever arrives at the same moment
        return answer

    async def stop(self) -> None:
        """Write and answer everything that was submitted, then end."""
        self._stopping = True
        self._hand_over()
        await self._ended

    def _hand_over(self) -> None:
        """Hand the next batch to the thread, unless it is writing; ``_answer`` tries again afterwards."""
        if self._writing:
            return
        if self._waiting:
            batch = [self._waiting.take() for _ in range(min(LARGEST_BATCH, len(self._waiting)))]
            self._writing = len(batch)
            self._to_write.put(batch)
        elif self._stopping:
            self._to_write.put(None)

    def _run(self) -> None:
        while batch := self._to_write.get():
            self._write(batch)
            del batch  # or the last contributions would stay in memory until the next come
        self._loop.call_soon_threadsafe(self._ended.set_result, None)

    def _write(self, batch: list[Waiting]) -> None:
        """Write the codes of ``batch``, then its sealed ballots: if one fails, the other stands."""
        codes = [(place, one) for place, (one, _) in enumerate(batch) if isinstance(one, Submission)]
        ballots = [(place, one) for place, (one, _) in enumerate(batch) if isinstance(one, SealedSubmission)]
        outcomes = self._recorded(lambda part, today: self._storage.record(part, today=today), codes)
        outcomes |= self._recorded(
            lambda part, today: self._storage.record_ballots(part, today=today), ballots
        )
        self._loop.call_soon_threadsafe(self._answer, batch, [outcomes[place] for place in range(len(batch))])

    def _recorded(
        self, record: Callable[..., Sequence[Result]], part: Sequence[tuple[int, Contribution]]
    ) -> dict[int, Result | StorageError]:
        """Return the outcome of each submission by its place in the batch."""
        if not part:
            return {}
        outcomes: Sequence[Result | StorageError]
        try:
            outcomes = record([submission for _, submission in part], self._today())
        except Exception as error:  # noqa: BLE001 (whatever it is, the next batch may succeed)
            log.error(_("batch refused: %s"), describe(error))  # noqa: TRY400 (a trace quotes data)
            outcomes = [StorageError("batch refused") for _ in part]
        return {place: outcome for (place, _), outcome in zip(part, outcomes, strict=True)}

    def _answer(self, batch: list[Waiting], outcomes: Sequence[Result | StorageError]) -> None:
        self._writing = 0
        for (_recorded, answer), outcome in zip(batch, outcomes, strict=True):
            if answer.done():
                continue  # the client went away; the batch stands
            if isinstance(outcome, StorageError):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)
        self._loop.call_soon(self._hand_over)
