"""The system's Firefox, for what is told of a second engine."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.results import MissingError
from harness import browsers
from harness.engines.firefox import Firefox
from harness.engines.firefox import firefox as running


@contextmanager
def firefox() -> Iterator[Firefox]:
    """Start Firefox with a new profile; raises ``MissingError`` if there is none."""
    try:
        path = browsers.system_paths("firefox")[0]
    except RuntimeError as error:
        raise MissingError("Firefox", str(error)) from None
    with (
        tempfile.TemporaryDirectory(prefix="lb-firefox-", ignore_cleanup_errors=True) as scratch,
        running(path, Path(scratch)) as started,
    ):
        yield started
