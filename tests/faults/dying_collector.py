"""A collector that kills itself at one step of its third batch of sealed ballots, as ``kill -9`` would.

``python -m tests.faults.dying_collector STEP …``, with the collector's own options. The process ends before
it does anything more: nothing is written, answered or tidied up after the step.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Connection

from collector import Storage, __main__, forgetting, sealed_ballots

# In the order in which they come. What was acknowledged before the batch stands, whatever the step.
STEPS = (
    "before the ballots",
    "ballots written",
    "ballots committed",
    "between",
    "slips written",
    "slips committed",
    "before the answer",
)
_BATCH = 3
# Steps by the number of the transaction within the batch.
_BEFORE, _COMMITTED = {1: STEPS[0], 2: STEPS[3]}, {1: STEPS[2], 2: STEPS[5]}


class _Dying:
    """Counts batches and their transactions."""

    def __init__(self, step: str) -> None:
        self._step = step
        self._batch = self._transaction = 0

    def reached(self, step: str | None) -> None:
        """End the process if this is the step."""
        if step == self._step and self._batch == _BATCH:
            os.kill(os.getpid(), signal.SIGKILL)

    def after(self, function: Callable[..., Any], step: str) -> Callable[..., Any]:
        """Return ``function``, followed by ``step``."""

        def run(*arguments: object) -> object:
            result = function(*arguments)
            self.reached(step)
            return result

        return run

    def committed(self, connection: Connection) -> None:
        """A transaction is committed, and its journal is not overwritten yet."""
        self.reached(_COMMITTED.get(self._transaction))
        _OVERWRITE(connection)

    @contextmanager
    def writing(self, storage: Storage, **options: bool) -> Iterator[Connection]:
        """Begin the next transaction of the batch."""
        self._transaction += 1
        self.reached(_BEFORE.get(self._transaction))
        with _WRITING(storage, **options) as connection:
            yield connection

    def record(self, storage: Storage, batch: Any, **options: Any) -> object:  # noqa: ANN401 (as it comes)
        """Record the next batch."""
        self._batch, self._transaction = self._batch + 1, 0
        results = _RECORD(storage, batch, **options)
        self.reached(STEPS[6])
        return results


_WRITING: Callable[..., AbstractContextManager[Connection]] = Storage._writing  # noqa: SLF001 (where it begins)
_RECORD, _OVERWRITE = Storage.record_ballots, forgetting.overwrite_journal


def main() -> int:
    """Serve until the step."""
    dying = _Dying(sys.argv.pop(1))
    sealed_ballots.store = dying.after(sealed_ballots.store, STEPS[1])
    sealed_ballots.use_slips = dying.after(sealed_ballots.use_slips, STEPS[4])
    forgetting.overwrite_journal = dying.committed
    Storage._writing = lambda storage, **options: dying.writing(storage, **options)  # type: ignore[method-assign]  # noqa: SLF001
    Storage.record_ballots = lambda storage, *given, **options: dying.record(storage, *given, **options)  # type: ignore[assignment]
    Storage.check = lambda _: None  # type: ignore[assignment]  # a check of the health is no step of a batch
    return __main__.main()


if __name__ == "__main__":
    sys.exit(main())
