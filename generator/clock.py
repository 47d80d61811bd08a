"""The date, by this machine's clock: one place that a test can set."""

from __future__ import annotations

import datetime as dt


def today() -> dt.date:
    """Return the date, by this machine's clock and time zone."""
    return dt.datetime.now().astimezone().date()
