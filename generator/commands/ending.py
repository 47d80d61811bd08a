"""How a command that runs on ends: by SIGTERM as by Ctrl+C, so that what it has started ends, too."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """Raise ``KeyboardInterrupt`` in the block on SIGTERM; in a thread of its own, do nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
