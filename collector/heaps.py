"""Heaps of paper ballots: each has a number, and is counted once.

A heap keeps how many ballots it holds, never which codes: those are only in the counters of all heaps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from collector.errors import CollectorError
from collector.tables import heaps
from questionnaire import all_codes
from questionnaire.faults import COMMAND_LINE, Fault

LARGEST_NUMBER = 9999


def counted_heaps(connection: Connection, survey: str) -> dict[int, int]:
    """Return the heaps that were counted so far: number -> ballots, by number."""
    query = select(heaps.c.heap, heaps.c.ballots).where(heaps.c.survey == survey).order_by(heaps.c.heap)
    return {row.heap: row.ballots for row in connection.execute(query)}


def must_be_countable(
    connection: Connection, settings: Row[Any], heap: int, ballots: Mapping[str, int], *, so_far: int
) -> None:
    """Raise ``CollectorError`` with all faults of ``heap`` and its ``ballots``; ``so_far`` were counted."""
    faults = list(heap_faults(heap, counted_heaps(connection, settings.id)))
    faults += ballot_faults(ballots, all_codes(settings.detail))
    if not faults:
        faults += too_many_ballots(settings, so_far, sum(ballots.values()))
    if faults:
        raise CollectorError(faults)


def heap_faults(heap: int, counted: Mapping[int, int]) -> Iterator[Fault]:
    """Yield a fault if ``heap`` is no number of a heap, or that of one of the heaps ``counted``."""
    if heap in counted:
        details = {"ballots": counted[heap], "free": max(counted) + 1}
        yield Fault("collector.heap_twice", "--heap", heap, details, file=COMMAND_LINE)
    elif isinstance(heap, bool) or not 1 <= heap <= LARGEST_NUMBER:
        details = {"most": LARGEST_NUMBER}
        yield Fault("collector.no_heap", "--heap", heap, details, file=COMMAND_LINE)


def ballot_faults(ballots: Mapping[str, int], codes: Collection[str]) -> Iterator[Fault]:
    """Yield the faults of counted ballots: unknown codes, and numbers that are no whole number from 0."""
    for code, number in ballots.items():
        if code not in codes:
            yield Fault("collector.unknown_code", f"tally.{code}", number, {"codes": tuple(codes)})
        elif not isinstance(number, int) or isinstance(number, bool) or number < 0:
            yield Fault("collector.no_number", f"tally.{code}", number)


def too_many_ballots(settings: Row[Any], so_far: int, new: int) -> Iterator[Fault]:
    """Yield a fault if ``new`` ballots beside those counted ``so_far`` are more than the invited people."""
    if so_far + new > settings.headcount:
        details = {"headcount": settings.headcount, "so_far": so_far}
        yield Fault("collector.too_many", "tally", new, details)


def note_heap(connection: Connection, survey: str, heap: int, ballots: int) -> None:
    """Store that ``heap`` was counted; belongs into the transaction that counts its ballots."""
    connection.execute(insert(heaps).values(survey=survey, heap=heap, ballots=ballots))


def forget_heaps(connection: Connection, survey: str) -> None:
    """Delete the heaps of a survey that closes: their exact numbers would undo the release's rounding."""
    connection.execute(delete(heaps).where(heaps.c.survey == survey))
