"""A day written out, as people of each language write it."""

from __future__ import annotations

import datetime as dt

# How day, month and year follow each other, and the months. A further language gets a line here.
_WRITTEN = {
    "de": (
        "{day}. {month} {year}",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    ),
    "en": (
        "{day} {month} {year}",
        "January February March April May June July August September October November December",
    ),
}


def written(day: dt.date, language: str) -> str:
    """Return ``day`` such as "11. Januar 2027"; in a language not known here as 2027-01-11.

    A variant such as ``de-leicht`` writes as its language does.
    """
    known = language.partition("-")[0]
    if known not in _WRITTEN:
        return day.isoformat()
    order, months = _WRITTEN[known]
    return order.format(day=day.day, month=months.split()[day.month - 1], year=day.year)
