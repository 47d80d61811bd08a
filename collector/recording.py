"""Record a batch of submissions in one transaction: decide which are accepted, and raise the counters.

Within a batch nothing is stored in the order of arrival: slips are flipped in the order of their hashes,
then each counter rises once by the batch's sum, in the order of the codes. The same order everywhere also
keeps several writers on PostgreSQL from a deadlock.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, select, update

from collector.model import Result, Submission
from collector.settings import refusal_of_mode, refusal_today, seals_of, taking_part
from collector.slip_hashes import slip_hash
from collector.tables import raise_counter, shards, slips
from questionnaire import all_codes
from questionnaire.slips import SlipError


def record(connection: Connection, batch: Sequence[Submission], today: dt.date) -> tuple[Result, ...]:
    """Count the submissions that can be accepted, and return the result of each, in the order of ``batch``.

    The caller commits: until then nothing is stored.
    """
    distinct = set(batch)  # most submissions of a batch are equal
    known = taking_part(connection, {one.survey for one in distinct})
    refusals = {one: _refusal(one, known.get(one.survey), today) for one in distinct}
    results = [refusals[one] for one in batch]
    _use_slips(connection, batch, known, results)
    accepted = Counter([one for one, refused in zip(batch, results, strict=True) if not refused])
    sums: Counter[tuple[str, str]] = Counter()
    for one, number in accepted.items():
        sums[one.survey, one.code] += number
    raise_counters(connection, sums)
    return tuple([result or Result.ACCEPTED for result in results])


def raise_counters(connection: Connection, sums: Mapping[tuple[str, str], int]) -> None:
    """Raise the counter of each (survey, code) by its sum; raises ``RuntimeError`` if one is missing."""
    if not sums:
        return
    spread = shards(connection)
    rows = [
        {"of": survey, "in_code": code, "in_shard": secrets.randbelow(spread), "by": by}
        for (survey, code), by in sorted(sums.items())
    ]
    done = connection.execute(raise_counter(connection.dialect.name), rows)
    if done.rowcount != len(rows):
        raise RuntimeError("a survey has no counter for a code of its own")


def _refusal(submission: Submission, survey: Row[Any] | None, today: dt.date) -> Result | None:
    """Return the refusal of ``submission``, or ``None``; whether its slip is valid is not checked here."""
    refused = refusal_today(survey, today)
    return refused if refused or survey is None else _refusal_of_contents(submission, survey)


def _refusal_of_contents(submission: Submission, survey: Row[Any]) -> Result | None:
    if seals_of(survey):
        return Result.SEALED
    if submission.code not in all_codes(survey.detail):
        return Result.UNKNOWN_CODE
    return refusal_of_mode(survey, submission.slip)


def _use_slips(
    connection: Connection,
    batch: Sequence[Submission],
    known: Mapping[str, Row[Any]],
    results: list[Result | None],
) -> None:
    """Use up the slips of all submissions that are not refused yet; add refused slips to ``results``."""
    waiting: list[tuple[str, bytes, int]] = []
    for place, submission in enumerate(batch):
        if results[place] is None and submission.slip is not None:
            try:
                hashed = slip_hash(submission.slip, known[submission.survey].salt)
            except SlipError:
                results[place] = Result.UNKNOWN_SLIP
            else:
                waiting.append((submission.survey, hashed, place))
    for survey, hashed, place in sorted(waiting):
        results[place] = _use_slip(connection, survey, hashed)


_THIS_SLIP = (slips.c.survey == bindparam("of"), slips.c.hash == bindparam("hashed"))
# One statement checks and flips, so that of several writers at once exactly one succeeds.
_FLIP = update(slips).where(*_THIS_SLIP, slips.c.used == 0).values(used=1)
_SLIP_EXISTS = select(exists().where(*_THIS_SLIP))


def _use_slip(connection: Connection, survey: str, hashed: bytes) -> Result | None:
    this = {"of": survey, "hashed": hashed}
    if connection.execute(_FLIP, this).rowcount:
        return None
    return Result.USED_SLIP if connection.scalar(_SLIP_EXISTS, this) else Result.UNKNOWN_SLIP
