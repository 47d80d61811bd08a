"""Record a batch of sealed ballots: first the ballots, then the slips, in two transactions of their own.

The collector cannot open a ballot. It keeps each once, under its SHA-256: whoever sends the same bytes again
is told that they are stored, and counts once. Of a slip it keeps whether it is used, as ever. What is done:

1. **Look**: a slip that is unknown is refused, and so is one that is used, unless its ballot is stored: then
   this is a retry. Of two ballots with one slip in a batch the second is refused. Nothing is written.
2. **Transaction A** stores the ballots, in the order of their hashes; a ballot that is there stays as it is.
3. **Transaction B** marks the slips as used, in the order of theirs. Then everybody is answered.

After a crash between A and B nobody was answered; whoever sends the same bytes again ends it, and counts
once. Whoever sends *another* ballot then has two: the price of a database that does not know which ballot
belongs to which slip. On PostgreSQL other collectors wait at ``lock_slips`` until B is over: what they then
find out about a slip is all there is. An SQLite file has one collector, and that has one writer.

What the disk still tells
-------------------------
No table, column or transaction has a ballot and a slip in common, and no table has a time. But each batch
writes its ballots and then its slips, one after the other, and at real rates a batch is one contribution:

- PostgreSQL numbers transactions and keeps the number in each row, so before the close the rows tell which
  ballots and which slips were written one after the other; its log of changes tells it for as long as it is
  kept. Its rows also stand in the order of arrival. SQLite's pages tell which of the ballots in one page
  came later, and nothing about slips; its journal, which is overwritten after each transaction, both.
- Two copies of the disk tell what came between them, and whoever looks all the time sees each arrive.

That joins a slip and the bytes of a ballot. To everybody without the trustee's key the bytes are random, and
all are equally long: it tells that a slip was used, and when. Who has such a disk **and** the key (with two
trustees: both) can join slips and codes. The close deletes the slips and writes all ballots anew, in the
order of their hashes, so that the database then tells nothing of the kind.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from collector.model import Result, SealedSubmission
from collector.settings import refusal_of_mode, refusal_today, seals_of, taking_part
from collector.slip_hashes import slip_hash
from collector.tables import ballots, sealed, slips, surveys
from questionnaire.sealed_ballot import sealed_bytes
from questionnaire.slips import SlipError
from questionnaire.survey_id import is_survey_id

Key = tuple[str, bytes]  # a survey's id, and the hash of a ballot or of a slip
_LOCK_BYTES = 8  # of a slip's hash, as the number of a lock


class _Candidate(NamedTuple):
    """A submission that is not refused so far: its place in the batch, its ballot's key, its slip's key."""

    place: int
    ballot: Key
    slip: Key | None


def lock_slips(connection: Connection, batch: Sequence[SealedSubmission]) -> None:
    """Keep other collectors on this PostgreSQL from using the slips of ``batch`` until the transaction ends.

    The locks leave no trace on the disk. They are taken in one order everywhere, against a deadlock.
    """
    known = {row.id: row.salt for row in connection.execute(_SALTS, {"ids": sorted(_survey_ids(batch))})}
    keys = {
        int.from_bytes(hashed[:_LOCK_BYTES], "big", signed=True)
        for one in batch
        if one.survey in known and (hashed := _slip_hash(one, known[one.survey]))
    }
    connection.execute(_LOCK, {"keys": sorted(keys)})


def store(
    connection: Connection, batch: Sequence[SealedSubmission], today: dt.date
) -> tuple[tuple[Result, ...], frozenset[Key]]:
    """Look, and store the ballots (transaction A); return the results, and the slips that are to be used.

    The results, in the order of ``batch``, hold once ``use_slips`` is committed, too.
    """
    known = taking_part(connection, _survey_ids(batch))
    results = [_refusal(one, known.get(one.survey), today) for one in batch]
    candidates = list(_candidates(batch, known, results))
    stored = _stored(connection, {one.ballot for one in candidates})
    used = _used(connection, {one.slip for one in candidates if one.slip})
    taken: dict[Key, Key] = {}  # the slips to be used, and the ballot of each
    accepted: dict[Key, bytes] = {}
    for one in candidates:
        refusal = _refusal_of_slip(one, stored, used, taken)
        results[one.place] = refusal
        if not refusal:
            accepted[one.ballot] = batch[one.place].ballot
    _insert(connection, accepted)
    return tuple(result or Result.ACCEPTED for result in results), frozenset(taken)


def use_slips(connection: Connection, keys: Collection[Key]) -> None:
    """Mark the slips as used (transaction B).

    A survey that was closed meanwhile has none any more, and its ballots are in the urn. Raises
    ``RuntimeError`` if another collector has used one of the slips meanwhile, which ``lock_slips`` prevents.
    """
    known = taking_part(connection, {survey for survey, _ in keys})
    for survey, hashes in _by_survey(keys):
        marked = connection.execute(_USE, {"of": survey, "hashes": hashes}).rowcount
        if marked != len(hashes) and not known[survey].closed:
            raise RuntimeError("a slip was used between a look at it and its use")


def ballots_of(connection: Connection, survey: str) -> tuple[bytes, ...]:
    """Return the ballots of ``survey`` in the order of their hashes."""
    query = select(ballots.c.ballot).where(ballots.c.survey == survey).order_by(ballots.c.hash)
    return tuple(connection.scalars(query))


def number_of_ballots(connection: Connection, survey: str) -> int:
    """Return how many ballots of ``survey`` are stored."""
    number = connection.scalar(select(func.count()).where(ballots.c.survey == survey))
    return number or 0


def write_anew(connection: Connection, survey: str) -> None:
    """Store the ballots of ``survey`` once more, all in this transaction and in the order of their hashes.

    So neither the places of the rows nor the transactions' numbers tell what came first, or with what.
    """
    contents = ballots_of(connection, survey)
    connection.execute(delete(ballots).where(ballots.c.survey == survey))
    _insert(connection, {(survey, _ballot_hash(ballot)): ballot for ballot in contents})


def empty(connection: Connection, survey: str) -> None:
    """Delete the ballots of ``survey``, and keep that they were taken out."""
    connection.execute(delete(ballots).where(ballots.c.survey == survey))
    connection.execute(update(sealed).where(sealed.c.survey == survey).values(emptied=True))


def _refusal(one: SealedSubmission, settings: Row[Any] | None, today: dt.date) -> Result | None:
    """Return why ``one`` is refused, or ``None``; whether its slip is valid is not checked here."""
    refused = refusal_today(settings, today)
    if refused or settings is None:
        return refused
    seals = seals_of(settings)
    if not seals:
        return Result.NOT_SEALED
    if len(one.ballot) != sealed_bytes(len(seals)):
        return Result.WRONG_LENGTH
    return refusal_of_mode(settings, one.slip)


def _candidates(
    batch: Sequence[SealedSubmission], known: Mapping[str, Row[Any]], results: list[Result | None]
) -> Iterator[_Candidate]:
    """Yield what is not refused yet; add to ``results`` where a slip is none."""
    for place, one in enumerate(batch):
        if results[place]:
            continue
        ballot = (one.survey, _ballot_hash(one.ballot))
        if one.slip is None:
            yield _Candidate(place, ballot, None)
        elif hashed := _slip_hash(one, known[one.survey].salt):
            yield _Candidate(place, ballot, (one.survey, hashed))
        else:
            results[place] = Result.UNKNOWN_SLIP


def _refusal_of_slip(
    one: _Candidate, stored: Collection[Key], used: Mapping[Key, bool], taken: dict[Key, Key]
) -> Result | None:
    """Return why the slip of ``one`` is refused, or ``None``; note in ``taken`` that it is to be used."""
    if one.slip is None:
        return None
    if one.slip not in used:
        return Result.UNKNOWN_SLIP
    if used[one.slip]:
        return None if one.ballot in stored else Result.USED_SLIP
    return None if taken.setdefault(one.slip, one.ballot) == one.ballot else Result.USED_SLIP


def _ballot_hash(ballot: bytes) -> bytes:
    return hashlib.sha256(ballot).digest()


def _slip_hash(one: SealedSubmission, salt: bytes) -> bytes | None:
    """Return the hash of the slip of ``one``; ``None`` if it has none, or one that cannot be a slip."""
    try:
        return None if one.slip is None else slip_hash(one.slip, salt)
    except SlipError:
        return None


_HASHES: BindParameter[Any] = bindparam("hashes", expanding=True)
_THESE_BALLOTS = select(ballots.c.hash).where(
    ballots.c.survey == bindparam("of"), ballots.c.hash.in_(_HASHES)
)
_OF_THESE_SLIPS = (slips.c.survey == bindparam("of"), slips.c.hash.in_(_HASHES))
_THESE_SLIPS = select(slips.c.hash, slips.c.used).where(*_OF_THESE_SLIPS)
_USE = update(slips).where(*_OF_THESE_SLIPS, slips.c.used == 0).values(used=1)
_INSERT = {
    "sqlite": sqlite.insert(ballots).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(ballots).on_conflict_do_nothing(),
}
_SALTS = select(surveys.c.id, surveys.c.salt).where(surveys.c.id.in_(bindparam("ids", expanding=True)))
_LOCK = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")


def _survey_ids(batch: Sequence[SealedSubmission]) -> set[str]:
    return {one.survey for one in batch if is_survey_id(one.survey)}


def _by_survey(keys: Iterable[Key]) -> Iterator[tuple[str, list[bytes]]]:
    for survey, group in groupby(sorted(keys), key=lambda key: key[0]):
        yield survey, [hashed for _, hashed in group]


def _stored(connection: Connection, keys: Collection[Key]) -> set[Key]:
    """Return those of the ballots ``keys`` that are stored."""
    return {
        (survey, bytes(hashed))
        for survey, hashes in _by_survey(keys)
        for hashed in connection.scalars(_THESE_BALLOTS, {"of": survey, "hashes": hashes})
    }


def _used(connection: Connection, keys: Collection[Key]) -> dict[Key, bool]:
    """Return those of the slips ``keys`` that were drawn, and whether each is used."""
    return {
        (survey, bytes(row.hash)): bool(row.used)
        for survey, hashes in _by_survey(keys)
        for row in connection.execute(_THESE_SLIPS, {"of": survey, "hashes": hashes})
    }


def _insert(connection: Connection, contents: Mapping[Key, bytes]) -> None:
    """Store ballots by their key, in the order of the keys; one that is there stays as it is."""
    rows = [
        {"survey": survey, "hash": hashed, "ballot": contents[survey, hashed]}
        for survey, hashed in sorted(contents)
    ]
    if rows:
        connection.execute(_INSERT[connection.dialect.name], rows)
