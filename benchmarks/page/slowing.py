"""A slower processor: the whole browser is stopped for all but a share of the time.

DevTools' CPU slow-down reaches the page's main thread only (measured: a worker's loop takes as long at 6×
as at 1×), and Python runs in a worker. So every process of the browser is stopped and continued many times a
second, as ``cpulimit`` does it: main thread, workers, the compilers of WebAssembly and the network service
all become slower by the same factor. The server, outside the browser, stays as it was.

``python -m benchmarks.page.slowing GROUP FACTOR`` does so with a process group until it is terminated.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_RUNNING = 0.002  # seconds in one go; shorter than anything that a person or a measurement notices


@contextmanager
def slowed(group: int, factor: float) -> Iterator[None]:
    """Let the processes of ``group`` run at one ``factor``-th of their speed; 1 leaves them alone."""
    if factor == 1:
        yield
        return
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.page.slowing", str(group), str(factor)]
    ) as process:
        try:
            yield
        finally:
            process.terminate()


def main() -> None:
    """Stop and continue until terminated; the group runs on afterwards, however this ends."""
    group, factor = int(sys.argv[1]), float(sys.argv[2])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        _alternate(group, factor)
    except ProcessLookupError:
        pass  # the browser is gone
    finally:
        _send(group, signal.SIGCONT)


def _alternate(group: int, factor: float) -> None:
    began, ran = time.perf_counter(), 0.0
    while True:
        woken = time.perf_counter()
        os.killpg(group, signal.SIGCONT)
        time.sleep(_RUNNING)
        os.killpg(group, signal.SIGSTOP)
        now = time.perf_counter()
        ran += now - woken  # sleep may last longer than asked for: what really ran decides
        time.sleep(max(0.0, factor * ran - (now - began)))


def _send(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    main()
