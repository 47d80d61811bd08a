"""Five hundred contributions, then the file, the folder and the logs in somebody's hands.

The worst case is tried: one person after the other, each in a transaction of their own, the attacker has the
file with its key and the list of all slips, so that each hash is known to be somebody's. The disk below the
file system is out of scope.
"""

from __future__ import annotations

import random
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from collector import Storage, Submission
from harness.collector_client import AGENT, person
from harness.collector_process import running_survey
from tests.attacks import naive_storages as naive
from tests.attacks import traces
from tests.attacks.attack import Found, attack
from tests.attacks.evidence import PEOPLE, Evidence

_SEED = 12
_GIVEN_AWAY = 0.9  # of all links: an attack succeeded
_BY_CHANCE = 0.2  # with 18 codes of which one is frequent, blind guessing finds as many links
_JOURNAL = "lastbild.db-journal"


# ---- the order ----


@attack(
    family="storage",
    attacker="operator",
    wants="learn the order of contributions from the order of rows",
    naive="Tables of submissions, of used slips and of counters made as they come: 3 of 3 tell it.",
    product="No table has row numbers, and every row is there from the start: 0 of 2 tell it.",
)
def test_rows_do_not_tell_the_order(evidence: Evidence, tmp_path: Path, found: Found) -> None:
    """By the hidden row number, or by the key where there is none."""
    naive.submissions(tmp_path / "submissions.db", evidence.sent)
    naive.separate_tables(tmp_path / "nonces.db", evidence.sent)
    naive.counters_as_they_come(tmp_path / "counters.db", evidence.sent)
    first = [code.encode() for code in dict.fromkeys(evidence.codes)]
    by_rows, recovered = traces.by_rows, traces.recovered
    given_away = [
        recovered(by_rows(tmp_path / "submissions.db", "submissions", "slip"), evidence.hashes),
        recovered(by_rows(tmp_path / "nonces.db", "nonces NOT INDEXED", "nonce"), evidence.hashes),
        recovered(by_rows(tmp_path / "counters.db", "counters NOT INDEXED", "code"), first),
    ]
    ours = [
        recovered(by_rows(evidence.database, "slips", "hash"), evidence.hashes),
        recovered(by_rows(evidence.database, "counters", "code"), first),
    ]
    found(f"{sum(given_away)} of 3", f"{sum(ours)} of 2")


@attack(
    family="storage",
    attacker="operator",
    wants="learn the order of contributions from where bytes stand in the file",
    naive="Used slips and counters are written where there is room: 2 of 2 files tell it.",
    product="Values keep their width and their place: 0 of 2 tell it, while the survey runs or later.",
)
def test_the_layout_of_pages_does_not_tell_the_order(
    evidence: Evidence, tmp_path: Path, found: Found
) -> None:
    """First or last found, from the front or from each page's end; in every file of the folder."""
    naive.separate_tables(tmp_path / "nonces.db", evidence.sent)
    naive.counters_as_they_come(tmp_path / "counters.db", evidence.sent)
    codes = list(dict.fromkeys(evidence.codes))
    anywhere = [code.encode() for code in codes if len(code) > 1]  # a single letter stands everywhere
    given_away = [
        _told((tmp_path / "nonces.db").read_bytes(), evidence.hashes),
        _told((tmp_path / "counters.db").read_bytes(), anywhere),
    ]
    ours = [b"hafen-2027" + code.encode() + b"0000" for code in codes]
    told = [
        any(_told(content, looked_for) for _, content in evidence.copies)
        for looked_for in (evidence.hashes, ours)
    ]
    assert all(evidence.database.read_bytes().count(trace) == 1 for trace in [*evidence.hashes, *ours])
    found(f"{sum(given_away)} of 2", f"{sum(told)} of 2")


def _told(content: bytes, these: list[bytes]) -> bool:
    return any(traces.recovered(places, these) for places in traces.by_layout(content, these))


@attack(
    family="storage",
    attacker="operator",
    wants="replay the database's own log of changes, as it stands beside the file while the survey runs",
    naive="SQLite's write-ahead log over the same tables gives away order and links: a tenth or more.",
    product="There is no such log, and the journal holds zeros: no order and no link.",
)
def test_there_is_no_log_to_replay(evidence: Evidence, tmp_path: Path, found: Found) -> None:
    """As far back as the log goes."""
    wal = naive.write_ahead(evidence.prepared, tmp_path / "wal.db", evidence.sent).read_bytes()
    order, links = traces.replayed(wal, b"hafen-2027", evidence.pairs)
    assert len(order) >= PEOPLE / 10
    assert traces.recovered(order, evidence.hashes)
    assert links >= 0.1

    for files in (evidence.running, evidence.stopped):
        assert set(files) == {"lastbild.db", _JOURNAL, "log.txt", "surveys.json"}
        assert not any(files[_JOURNAL])  # zeros only
    for _, content in evidence.copies:
        assert traces.replayed(content, b"hafen-2027", evidence.pairs) == ({}, 0.0)
    found("a tenth or more", "no order and no link")


@attack(
    family="storage",
    attacker="operator",
    wants="read deleted rows in the free space of the file",
    naive="Submissions that are deleted once counted are still there: nine tenths or more.",
    product="No row is deleted while a survey runs, and freed space is overwritten: none is there.",
)
def test_nothing_that_was_deleted_is_left(evidence: Evidence, tmp_path: Path, found: Found) -> None:
    """No old copy; the file has grown by the empty pages of a check of its health, and by nothing else."""
    naive.deleted(tmp_path / "deleted.db", evidence.sent)
    content = (tmp_path / "deleted.db").read_bytes()
    assert traces.left_in_free_pages(content) > 0
    assert traces.forgotten(content, evidence.hashes, live=0) >= _GIVEN_AWAY * PEOPLE
    assert traces.linked_side_by_side(content, evidence.pairs) >= _GIVEN_AWAY

    content = evidence.stopped["lastbild.db"]
    assert traces.left_in_free_pages(content) == 0
    assert traces.forgotten(content, evidence.hashes, live=1) == 0
    grown = len(content) - evidence.prepared.stat().st_size
    assert grown == traces.free_pages(content) * traces.PAGE
    found("nine tenths or more", "none is there")


# ---- which code a slip was used for ----


@attack(
    family="storage",
    attacker="operator",
    wants="join slips and codes in one copy of the file, by what stands side by side or in the same order",
    naive="A table of both, or two tables in the order of arrival: nine tenths or more.",
    product="Slips stand in the order of their hashes, counters in that of the codes: no more than by luck.",
)
def test_no_slip_is_linked_to_its_code(evidence: Evidence, tmp_path: Path, found: Found) -> None:
    """Adjacency in a table of both, order in two tables; ours, from both ends."""
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
    found("nine tenths or more", "no more than by luck")


@attack(
    family="storage",
    attacker="operator",
    wants="find the slips themselves in any file, to know them again on paper",
    naive="A table of used slips: 500 of 500.",
    product="Salted hashes, and no slip in any log: 0 of 500, nor the beginning of one.",
)
def test_no_slip_stands_anywhere(evidence: Evidence, tmp_path: Path, found: Found) -> None:
    """Not one, not the beginning of one, not a pair with its code, in whichever file."""
    plain = list(zip([slip.encode() for slip in evidence.slips], evidence.codes, strict=True))
    naive.submissions(tmp_path / "plain.db", plain)
    given_away = {slip for slip, _ in plain} & traces.slips_in((tmp_path / "plain.db").read_bytes())

    everything = b"".join(content for _, content in evidence.copies)
    assert not traces.slips_in(everything)
    upper = everything.upper()
    ours = [
        slip
        for slip, code in plain
        if slip[:6] in upper or code.encode() + slip[:5] in upper or slip[:5] + code.encode() in upper
    ]
    found(f"{len(given_away)} of {PEOPLE}", f"{len(ours)} of {PEOPLE}")


# ---- when, from where, with what ----


@attack(
    family="storage",
    attacker="operator",
    wants="learn when, from which address and with which browser somebody contributed",
    naive="An access log and a column of times tell all of it, of everybody.",
    product="No file holds a time, an address or a browser: of nobody.",
)
def test_no_time_address_or_browser_stands_anywhere(evidence: Evidence, tmp_path: Path, found: Found) -> None:
    """The survey's own two days stand there, and no more."""
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
    found("of everybody", "of nobody")


@attack(
    family="storage",
    attacker="operator",
    wants="learn from the files' own times when somebody contributed",
    naive="An access log has the second of each: 500 of 500 contributions.",
    product="The file shows when it was last changed: 1 of 500 contributions.",
    told={"docs/privacy.md": "The file's own time stamp is that of the last contribution"},
)
def test_the_files_own_times_tell_the_last_contribution(
    evidence: Evidence, tmp_path: Path, found: Found
) -> None:
    """Within a second of the answer."""
    naive.access_log(tmp_path / "access.log", [(person(number), AGENT) for number in range(PEOPLE)])
    lines = (tmp_path / "access.log").read_bytes().splitlines()
    timed = sum(len(traces.clock_times(line)) for line in lines)
    changed = {path.stat().st_mtime for path in evidence.database.parent.glob("lastbild.db*")}
    told = {max(at for at in evidence.times if at <= stamp + 1) for stamp in changed}
    assert told == {evidence.times[-1]}
    found(f"{timed} of {PEOPLE}", f"{len(told)} of {PEOPLE}")


@attack(
    family="storage",
    attacker="operator",
    wants="learn from the collector's own log who contributed or was refused",
    naive="An access log has a line for each: 500 of 500 contributions.",
    product="One line for a locked database, without a figure; none for a refusal: 0 of 500 contributions.",
)
def test_the_log_says_what_failed_and_no_more(evidence: Evidence, tmp_path: Path, found: Found) -> None:
    """The line has no digit that could tell when."""
    naive.access_log(tmp_path / "access.log", [(person(number), AGENT) for number in range(PEOPLE)])
    (line,) = evidence.stopped["log.txt"].splitlines()
    assert b"SQLITE_BUSY" in line
    assert not re.search(rb"\d", line)
    told = [one for one in evidence.stopped["log.txt"].splitlines() if one != line]
    lines = (tmp_path / "access.log").read_bytes().splitlines()
    found(f"{len(lines)} of {PEOPLE}", f"{len(told)} of {PEOPLE}")


@attack(
    family="storage",
    attacker="operator",
    wants="tell from the file in which order and in which pairs slips and codes came",
    naive="Two tables in the order of arrival: the same contributions in another order give other files.",
    product="Another order, other pairs, one transaction for all: the same file, byte for byte, but for the "
    "count of transactions in its head.",
)
def test_what_came_through_the_server_is_what_any_order_leaves(
    evidence: Evidence, tmp_path: Path, found: Found
) -> None:
    """Without the two places where SQLite counts transactions."""
    chance = random.Random(_SEED)  # noqa: S311
    slips, codes = chance.sample(evidence.slips, PEOPLE), chance.sample(evidence.codes, PEOPLE)
    naive.separate_tables(tmp_path / "one.db", evidence.sent)
    naive.separate_tables(tmp_path / "two.db", chance.sample(evidence.sent, PEOPLE))
    assert _without_change_counter(tmp_path / "one.db") != _without_change_counter(tmp_path / "two.db")

    other = tmp_path / "other.db"
    other.write_bytes(evidence.prepared.read_bytes())
    survey = running_survey()
    storage = Storage.open(f"sqlite:///{other}")
    storage.check()  # the server's health was asked for, too
    batch = [Submission(survey.id, code, slip) for code, slip in zip(codes, slips, strict=True)]
    storage.record(batch, today=survey.opens)
    storage.dispose()
    assert _without_change_counter(other) == _without_change_counter(evidence.database)
    found("other files", "the same file, byte for byte")


def _without_change_counter(path: Path) -> bytes:
    """Return a file without the two places where SQLite counts transactions."""
    content = bytearray(path.read_bytes())
    for start in (24, 92):
        content[start : start + 4] = bytes(4)
    return bytes(content)
