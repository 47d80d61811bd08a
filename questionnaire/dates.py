"""Dates in words, as people of each language write them. Never imported in the browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any


def written(day: dt.date, rule: Mapping[str, Any]) -> str:
    """Return ``day`` in words, such as "11. Januar 2027"; ``rule`` is the table [dates] of survey.toml."""
    return str(rule["day"]).format(day=day.day, month=rule["months"][day.month - 1], year=day.year)
