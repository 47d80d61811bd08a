"""Somebody with the file learns sums, and nothing about who, when or in which order."""

from __future__ import annotations

import random
import re
import sqlite3
from pathlib import Path

import pytest

from collector import Result, Storage, Submission
from collector.database import connect
from harness.contributions import OPENS, drawn, opened, rows, send, survey
from questionnaire import all_codes

SLIPS = drawn(600, seed=5)  # several pages of hashes
CODES = all_codes("levers")


def contributions(number: int) -> list[Submission]:
    """Return contributions in which some codes are frequent, so that counters grow by a digit."""
    chance = random.Random(6)  # noqa: S311 (repeatable)
    codes = chance.choices(CODES, weights=[40, 20, *[1] * (len(CODES) - 2)], k=number)
    return [send(code, slip) for code, slip in zip(codes, SLIPS[:number], strict=True)]


def shuffled(batch: list[Submission], seed: int) -> list[Submission]:
    """Return the same in another order."""
    return random.Random(seed).sample(batch, len(batch))  # noqa: S311


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A file with a survey and its slips, to be copied: the slips' key is random."""
    path = tmp_path / "prepared.db"
    opened(f"sqlite:///{path}", survey(mode="slips", headcount=600), SLIPS).dispose()
    return path


def after(prepared: Path, name: str, batches: list[list[Submission]]) -> bytes:
    """Return the bytes of a copy of the file after ``batches``, without what counts transactions."""
    path = prepared.with_name(name)
    path.write_bytes(prepared.read_bytes())
    storage = Storage.open(f"sqlite:///{path}")
    for batch in batches:
        assert set(storage.record(batch, today=OPENS)) == {Result.ACCEPTED}
    storage.dispose()
    beside = {beside.name: beside.read_bytes() for beside in path.parent.glob(f"{name}-*")}
    assert set(beside) == {f"{name}-journal"}
    assert not any(beside[f"{name}-journal"])  # zeros only
    contents = bytearray(path.read_bytes())
    for start in (24, 92):  # the header's change counter, and for which change it is valid
        contents[start : start + 4] = bytes(4)
    return bytes(contents)


@pytest.mark.parametrize(("number", "size"), [(200, 1), (600, 7)])
def test_the_order_of_submissions_is_nowhere_in_the_file(prepared: Path, number: int, size: int) -> None:
    """The same contributions in three orders, singly or in groups: the same file, byte for byte."""
    everything = contributions(number)
    files = {
        after(prepared, f"{seed}.db", [order[start : start + size] for start in range(0, number, size)])
        for seed in range(3)
        for order in [shuffled(everything, seed)]
    }
    assert len(files) == 1


def test_the_file_does_not_tell_which_code_a_slip_was_used_for(prepared: Path) -> None:
    """The same slips and the same codes, paired otherwise: the same file, byte for byte."""
    pairs = contributions(100)
    turned = [send(one.code, other.slip) for one, other in zip(pairs, shuffled(pairs, seed=7), strict=True)]
    assert after(prepared, "a.db", [[one] for one in pairs]) == after(
        prepared, "b.db", [[one] for one in turned]
    )


def test_the_file_holds_no_slip_and_no_former_value(prepared: Path) -> None:
    """After 200 contributions no slip stands in it, and every counter stands in it exactly once."""
    contents = after(prepared, "c.db", [[one] for one in contributions(200)])
    assert not any(slip.encode() in contents for slip in SLIPS)
    assert contents.count(b"hafen-2027" + b"A-ST") == 1
    numbers = {row[1]: row[3] for row in rows(f"sqlite:///{prepared.with_name('c.db')}", "counters")}
    digits = re.findall(rb"(?<!\d)\d{12}(?!\d)", contents)
    assert sorted(map(bytes.decode, digits)) == sorted(map(str, numbers.values()))


def test_deleted_slips_are_overwritten(prepared: Path) -> None:
    """After the close not one hash is left in the file, not even in freed pages."""
    url = f"sqlite:///{prepared}"
    hashes = [bytes(row[1]) for row in rows(url, "slips")]  # type: ignore[call-overload]
    before = prepared.read_bytes()
    assert all(value in before for value in hashes)
    storage = Storage.open(url)
    storage.close("hafen-2027")
    storage.dispose()
    contents = prepared.read_bytes()
    assert not any(value in contents for value in hashes)


def test_the_file_does_not_tell_which_slip_came_in_which_batch(tmp_path: Path) -> None:
    """The same 600 slips in three batches, dealt in two ways: the same file, byte for byte."""
    empty = tmp_path / "empty.db"
    opened(f"sqlite:///{empty}", survey(mode="slips", headcount=600)).dispose()
    files = set()
    for seed in range(2):
        path = tmp_path / f"{seed}.db"
        path.write_bytes(empty.read_bytes())
        storage = Storage.open(f"sqlite:///{path}")
        dealt = random.Random(seed).sample(SLIPS, len(SLIPS))  # noqa: S311 (repeatable)
        for start in range(0, 600, 200):
            assert storage.add_slips("hafen-2027", dealt[start : start + 200]) == 200
        storage.dispose()
        files.add(path.read_bytes())
    assert len(files) == 1


def test_there_is_no_place_for_a_person(tmp_path: Path) -> None:
    """Eight tables with these columns and no others: no time, no address, no number that counts up."""
    path = tmp_path / "lastbild.db"
    opened(f"sqlite:///{path}", survey()).dispose()
    with sqlite3.connect(path) as connection:
        tables = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        columns = {
            table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")] for table in tables
        }
    connection.close()
    assert columns == {
        "surveys": ["id", "mode", "detail", "opens", "closes", "threshold", "headcount", "closed", "salt"],
        "counters": ["survey", "code", "shard", "number"],
        "slips": ["survey", "hash", "used"],
        "issued": ["survey", "slips"],
        "heaps": ["survey", "heap", "ballots"],
        "sealed": ["survey", "public_keys", "emptied"],
        "ballots": ["survey", "hash", "ballot"],
        "releases": ["survey", "body"],
    }
    assert all("WITHOUT ROWID" in sql for sql in tables.values())


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Nobody else on the machine reads it, and its pragmas are the ones that were promised."""
    path = tmp_path / "lastbild.db"
    engine = connect(f"sqlite:///{path}", 0.2)
    assert path.stat().st_mode & 0o777 == 0o600
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert pragmas == {
        "journal_mode": "persist",
        "synchronous": 3,
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 200,
    }


def test_postgresql_forgets_at_the_close_which_rows_were_written_together(postgresql_url: str) -> None:
    """While a survey runs PostgreSQL notes with each row who wrote it last; afterwards all say the same."""
    storage = opened(postgresql_url, survey(mode="slips"), SLIPS[:20])
    for code, slip in zip(CODES, SLIPS[:20], strict=False):
        storage.record([send(code, slip)], today=OPENS)
    storage.close("hafen-2027")
    writers = rows(postgresql_url, "(SELECT DISTINCT xmin::text FROM counters) AS writers")
    size = rows(postgresql_url, "(SELECT pg_relation_size('slips')) AS size")
    storage.dispose()
    assert len(writers) == 1
    assert size == [(0,)]
