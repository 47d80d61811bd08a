"""A thousand contributions, then the file, its journals, the folder and the logs in somebody's hands.

Every attack succeeds on a naive variant first. The worst case is tried: one person after the other, each
in a transaction of their own, the attacker has the file with its key and the list of all slips, so that
each hash is known to be somebody's. Comparing copies of the file made while the survey runs is out of
scope, and so are the disk below the file system and the file's own time of last change: that is the time
of the last contribution, and of no other.
"""

from __future__ import annotations

import asyncio
import random
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from collector import Storage, Submission
from collector.slip_hashes import slip_hash
from harness.collector_client import AGENT, Client, person
from harness.collector_process import Server, running_survey, serving
from harness.contributions import drawn
from questionnaire import all_codes
from tests.faults import naive, traces

PEOPLE = 1000
_SEED = 11
_GIVEN_AWAY = 0.9  # of all links: an attack succeeded
_BY_CHANCE = 0.2  # with 18 codes of which one is frequent, blind guessing finds as many links


@dataclass(frozen=True)
class Evidence:
    """What happened, in order, and what is left of it: in the folder while it ran and afterwards."""

    slips: list[str]
    hashes: list[bytes]
    codes: list[str]
    began: float
    ended: float
    prepared: Path
    database: Path
    running: dict[str, bytes]
    stopped: dict[str, bytes]

    @property
    def sent(self) -> list[tuple[bytes, str]]:
        """Hashes and codes, in the order in which they came."""
        return list(zip(self.hashes, self.codes, strict=True))

    @property
    def pairs(self) -> dict[bytes, bytes]:
        """Which code each hash was used for."""
        return {one: code.encode() for one, code in self.sent}

    @property
    def copies(self) -> Iterator[tuple[str, bytes]]:
        """Every file of both looks."""
        yield from self.running.items()
        yield from self.stopped.items()


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """A survey of 1,500 slips, 1,000 of them used over HTTP, with refusals and a locked database between."""
    folder, prepared = tmp_path_factory.mktemp("ours"), tmp_path_factory.mktemp("before") / "prepared.db"
    survey, chance = running_survey(mode="slips", headcount=1500), random.Random(_SEED)  # noqa: S311
    listed = drawn(1500, seed=_SEED)
    storage = Storage.open(f"sqlite:///{prepared}")
    storage.register(survey, today=survey.opens)
    storage.add_slips(survey.id, listed)
    storage.dispose()
    with closing(sqlite3.connect(prepared)) as connection:
        salt = connection.execute("SELECT salt FROM surveys").fetchone()[0]
    database = folder / "lastbild.db"
    database.write_bytes(prepared.read_bytes())
    people = chance.sample(listed, PEOPLE)
    # The order in which the codes come first is drawn too, then some are more frequent than others.
    known = all_codes("levers")
    codes = [*chance.sample(known, len(known))]
    codes += chance.choices(known, weights=[3, *[1] * (len(known) - 1)], k=PEOPLE - len(codes))
    began = time.time()
    with serving(f"sqlite:///{database}", survey, folder) as server:
        asyncio.run(_contribute(server, list(zip(people, codes, strict=True)), database))
        running = traces.remains(folder)
    hashes = [slip_hash(slip, salt) for slip in people]
    stopped = traces.remains(folder)
    return Evidence(people, hashes, codes, began, time.time(), prepared, database, running, stopped)


async def _contribute(server: Server, sent: list[tuple[str, str]], database: Path) -> None:
    for number, (slip, code) in enumerate(sent):
        client = Client(server.port, person(number))
        content = {"code": code, "slip": slip}
        assert await client.post(content) == 204
        if number % 100 == 0:  # the log has something to say
            assert await client.post(content) == 409
            assert await client.post({"code": "Z", "slip": slip}) == 400
            assert await client.post([slip, code]) == 400
        if number == PEOPLE // 2:
            with closing(sqlite3.connect(database, isolation_level=None)) as other:
                other.execute("BEGIN EXCLUSIVE")
                assert await client.post(content) == 503
                other.execute("ROLLBACK")
        client.close()


# ---- the order ----


def test_rows_do_not_tell_the_order(evidence: Evidence, tmp_path: Path) -> None:
    """Row numbers give back the order of a table of submissions, of nonces, of counters; not of ours."""
    naive.submissions(tmp_path / "submissions.db", evidence.sent)
    naive.separate_tables(tmp_path / "nonces.db", evidence.sent)
    naive.counters_as_they_come(tmp_path / "counters.db", evidence.sent)
    first = [code.encode() for code in dict.fromkeys(evidence.codes)]
    by_rows, recovered = traces.by_rows, traces.recovered
    assert recovered(by_rows(tmp_path / "submissions.db", "submissions", "slip"), evidence.hashes)
    assert recovered(by_rows(tmp_path / "nonces.db", "nonces NOT INDEXED", "nonce"), evidence.hashes)
    assert recovered(by_rows(tmp_path / "counters.db", "counters NOT INDEXED", "code"), first)

    assert not recovered(by_rows(evidence.database, "slips", "hash"), evidence.hashes)
    assert not recovered(by_rows(evidence.database, "counters", "code"), first)


def test_the_layout_of_pages_does_not_tell_the_order(evidence: Evidence, tmp_path: Path) -> None:
    """Where bytes stand in the file gives back the order of nonces and of counters; not of ours."""
    naive.separate_tables(tmp_path / "nonces.db", evidence.sent)
    naive.counters_as_they_come(tmp_path / "counters.db", evidence.sent)
    codes = list(dict.fromkeys(evidence.codes))
    anywhere = [code.encode() for code in codes if len(code) > 1]  # a single letter stands everywhere
    assert _told((tmp_path / "nonces.db").read_bytes(), evidence.hashes)
    assert _told((tmp_path / "counters.db").read_bytes(), anywhere)

    ours = [b"hafen-2027" + code.encode() + b"0000" for code in codes]
    for _, content in evidence.copies:
        assert not _told(content, evidence.hashes)
        assert not _told(content, ours)
    assert all(evidence.database.read_bytes().count(trace) == 1 for trace in [*evidence.hashes, *ours])


def _told(content: bytes, these: list[bytes]) -> bool:
    return any(traces.recovered(places, these) for places in traces.by_layout(content, these))


def test_there_is_no_log_to_replay(evidence: Evidence, tmp_path: Path) -> None:
    """A write-ahead log over our own tables gives back order and links; we leave no journal at all."""
    wal = naive.write_ahead(evidence.prepared, tmp_path / "wal.db", evidence.sent).read_bytes()
    order, links = traces.replayed(wal, b"hafen-2027", evidence.pairs)
    assert len(order) >= PEOPLE / 10  # as far back as the log goes
    assert traces.recovered(order, evidence.hashes)
    assert links >= 0.1

    for found in (evidence.running, evidence.stopped):
        assert set(found) == {"lastbild.db", "log.txt", "surveys.json"}
    for _, content in evidence.copies:
        assert traces.replayed(content, b"hafen-2027", evidence.pairs) == ({}, 0.0)


def test_nothing_that_was_deleted_is_left(evidence: Evidence, tmp_path: Path) -> None:
    """Deleted rows stay in a file with their codes beside them; ours has no free page and no old copy."""
    naive.deleted(tmp_path / "deleted.db", evidence.sent)
    content = (tmp_path / "deleted.db").read_bytes()
    assert traces.free_pages(content) > 0
    assert traces.forgotten(content, evidence.hashes, live=0) >= _GIVEN_AWAY * PEOPLE
    assert traces.linked_side_by_side(content, evidence.pairs) >= _GIVEN_AWAY

    content = evidence.stopped["lastbild.db"]
    assert traces.free_pages(content) == 0
    assert traces.forgotten(content, evidence.hashes, live=1) == 0
    assert len(content) == evidence.prepared.stat().st_size


# ---- which code a slip was used for ----


def test_no_slip_is_linked_to_its_code(evidence: Evidence, tmp_path: Path) -> None:
    """Adjacency links all pairs in a table of both, order all pairs in two tables; ours, none but by luck."""
    naive.submissions(tmp_path / "submissions.db", evidence.sent)
    content = (tmp_path / "submissions.db").read_bytes()
    assert traces.linked_side_by_side(content, evidence.pairs) >= _GIVEN_AWAY
    naive.separate_tables(tmp_path / "nonces.db", evidence.sent)
    slips = list(traces.by_rows(tmp_path / "nonces.db", "nonces NOT INDEXED", "nonce"))
    with closing(sqlite3.connect(tmp_path / "nonces.db")) as connection:
        codes = [row[0].encode() for row in connection.execute("SELECT code FROM ballots")]
    assert traces.linked_by_order(slips, codes, evidence.pairs) >= _GIVEN_AWAY

    for _, content in evidence.copies:
        assert traces.linked_side_by_side(content, evidence.pairs) <= _BY_CHANCE
    with closing(sqlite3.connect(evidence.database)) as connection:
        slips = [row[0] for row in connection.execute("SELECT hash FROM slips WHERE used = 1")]
        counted = connection.execute("SELECT code, CAST(number AS INTEGER) FROM counters").fetchall()
    codes = [code.encode() for code, number in counted for _ in range(number)]
    assert len(slips) == len(codes) == PEOPLE
    for one in (slips, slips[::-1]):
        assert traces.linked_by_order(one, codes, evidence.pairs) <= _BY_CHANCE


def test_no_slip_stands_anywhere(evidence: Evidence, tmp_path: Path) -> None:
    """A table of slips holds each in the clear; nowhere of ours is one, a beginning of one, or a pair."""
    plain = list(zip([slip.encode() for slip in evidence.slips], evidence.codes, strict=True))
    naive.submissions(tmp_path / "plain.db", plain)
    found = traces.slips_in((tmp_path / "plain.db").read_bytes())
    assert {slip for slip, _ in plain} <= found

    for name, content in evidence.copies:
        assert not traces.slips_in(content), name
        upper = content.upper()
        for slip, code in plain:
            assert slip[:6] not in upper, name
            assert code.encode() + slip[:5] not in content, name
            assert slip[:5] + code.encode() not in content, name


# ---- when, from where, with what ----


def test_no_time_address_or_browser_stands_anywhere(evidence: Evidence, tmp_path: Path) -> None:
    """An access log and a column of times give all of it; ours hold the survey's own two days and no more."""
    people = [(person(number), f"{AGENT} {number}") for number in range(PEOPLE)]
    began = time.time()
    naive.access_log(tmp_path / "access.log", people)
    naive.submissions(tmp_path / "submissions.db", evidence.sent)
    log = (tmp_path / "access.log").read_bytes()
    assert traces.addresses(log) == {address.encode() for address, _ in people}
    assert traces.days(log)
    assert traces.clock_times(log)
    assert AGENT.encode() in log
    stamps = traces.moments((tmp_path / "submissions.db").read_bytes(), began, time.time())
    assert stamps >= _GIVEN_AWAY * PEOPLE

    survey = running_survey()
    own = {str(day).encode() for day in (survey.opens, survey.closes)}
    for name, content in evidence.copies:
        assert not traces.addresses(content), name
        assert traces.days(content) <= own, name
        assert not traces.clock_times(content), name
        for word in (AGENT.encode(), AGENT.partition("/")[0].encode(), b"Mozilla", b"User-Agent", b"127."):
            assert word not in content, name
        # Random bytes look like a moment of this quarter of a minute once in thousands of files.
        assert traces.moments(content, evidence.began, evidence.ended) < 3, name


def test_the_log_says_what_failed_and_no_more(evidence: Evidence) -> None:
    """One line for the locked database, without a number that could tell when; nothing for any refusal."""
    (line,) = evidence.stopped["log.txt"].splitlines()
    assert b"SQLITE_BUSY" in line
    assert not re.search(rb"\d", line)


def test_what_came_through_the_server_is_what_any_order_leaves(evidence: Evidence, tmp_path: Path) -> None:
    """The same contributions in another order, with other pairs, all in one transaction: the same file."""
    chance = random.Random(_SEED + 1)  # noqa: S311
    slips, codes = chance.sample(evidence.slips, PEOPLE), chance.sample(evidence.codes, PEOPLE)
    other = tmp_path / "other.db"
    other.write_bytes(evidence.prepared.read_bytes())
    survey = running_survey()
    storage = Storage.open(f"sqlite:///{other}")
    batch = [Submission(survey.id, code, slip) for code, slip in zip(codes, slips, strict=True)]
    storage.record(batch, today=survey.opens)
    storage.dispose()
    assert _without_change_counter(other) == _without_change_counter(evidence.database)


def _without_change_counter(path: Path) -> bytes:
    """Return a file without the two places where SQLite counts transactions."""
    content = bytearray(path.read_bytes())
    for start in (24, 92):
        content[start : start + 4] = bytes(4)
    return bytes(content)
