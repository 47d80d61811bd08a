"""Somebody with the file learns sums, and nothing about who, when or in which order."""

from __future__ import annotations

import hashlib
import random
import re
import sqlite3
from pathlib import Path

import pytest

from collector import Result, Storage, Submission
from collector.database import connect
from harness.contributions import OPENS, drawn, opened, rows, send, survey
from harness.sealed_contributions import sealed_survey, send_sealed
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
    """Twelve tables with these columns and no others: no time, no address, no number that counts up.

    Of an extension only the former last day is kept; ``room`` is empty (test_health.py).
    """
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
        "schema": ["version"],
        "extensions": ["survey", "extended_from"],
        "room": ["number", "filling"],
        "joint": ["survey", "kind", "teams"],
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


BALLOTS = [hashlib.sha512(slip.encode()).digest()[:63] for slip in SLIPS]


def sealed_file(folder: Path, name: str, empty: Path, ballots: list[bytes], slips: list[str]) -> Path:
    """Return a copy of ``empty`` in which each of ``ballots`` came alone, with the slip beside it."""
    path = folder / name
    path.write_bytes(empty.read_bytes())
    storage = Storage.open(f"sqlite:///{path}")
    for contents, slip in zip(ballots, slips, strict=True):
        batch = [send_sealed(contents, slip)]
        assert storage.record_ballots(batch, today=OPENS) == (Result.ACCEPTED,)
    storage.dispose()
    return path


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A file with a sealed survey and its slips, to be copied."""
    path = tmp_path / "sealed.db"
    opened(f"sqlite:///{path}", sealed_survey(headcount=600), SLIPS).dispose()
    return path


def without_counter(path: Path) -> bytes:
    """Return the bytes of a file without what counts its transactions."""
    assert not any(path.with_name(f"{path.name}-journal").read_bytes())  # zeros only
    contents = bytearray(path.read_bytes())
    for start in (24, 92):
        contents[start : start + 4] = bytes(4)
    return bytes(contents)


def test_the_file_does_not_tell_which_slip_came_with_which_ballot(tmp_path: Path, sealed: Path) -> None:
    """The same ballots, and the same slips paired otherwise: the same file, byte for byte, while it runs."""
    number = 120
    turned = random.Random(3).sample(SLIPS[:number], number)  # noqa: S311 (repeatable)
    files = {
        without_counter(sealed_file(tmp_path, f"{name}.db", sealed, BALLOTS[:number], slips))
        for name, slips in (("one", SLIPS[:number]), ("other", turned))
    }
    assert len(files) == 1


def test_after_the_close_the_file_does_not_tell_the_order_of_the_ballots(
    tmp_path: Path, sealed: Path
) -> None:
    """While it runs a page tells which of its ballots came later; the close writes all of them anew."""
    contents = BALLOTS[:120]
    orders = [random.Random(seed).sample(contents, len(contents)) for seed in range(2)]  # noqa: S311
    paths = [
        sealed_file(tmp_path, f"{number}.db", sealed, order, SLIPS[: len(order)])
        for number, order in enumerate(orders)
    ]
    assert len({without_counter(path) for path in paths}) == 2  # it would be seen
    for path in paths:
        storage = Storage.open(f"sqlite:///{path}")
        storage.close("hafen-2027")
        storage.dispose()
    places = [[_place(path.read_bytes(), one) for one in sorted(contents, key=_hash)] for path in paths]
    assert places[0] == places[1]


def test_ballots_that_were_taken_out_are_nowhere_in_the_file(tmp_path: Path, sealed: Path) -> None:
    """Neither a ballot nor its hash, not even in freed pages."""
    contents = BALLOTS[:60]
    path = sealed_file(tmp_path, "x.db", sealed, contents, SLIPS[:60])
    assert all(one in path.read_bytes() for one in contents)
    storage = Storage.open(f"sqlite:///{path}")
    storage.close("hafen-2027")
    storage.delete_ballots("hafen-2027")
    storage.dispose()
    left = path.read_bytes()
    assert not any(one in left or _hash(one) in left for one in contents)


def test_postgresql_forgets_at_the_close_which_ballots_were_written_with_which_slips(
    postgresql_url: str,
) -> None:
    """While it runs each row tells its transaction; afterwards all ballots say the same, in another order."""
    storage = opened(postgresql_url, sealed_survey(headcount=600), SLIPS[:30])
    for contents, slip in zip(BALLOTS[:30], SLIPS, strict=False):
        storage.record_ballots([send_sealed(contents, slip)], today=OPENS)
    running = "(SELECT xmin::text FROM ballots) AS writers"
    assert len(set(rows(postgresql_url, running))) == 30
    storage.close("hafen-2027")
    hashes = [bytes(row[1]) for row in rows(postgresql_url, "ballots")]  # type: ignore[call-overload]
    assert len(set(rows(postgresql_url, running))) == 1
    assert hashes == sorted(map(_hash, BALLOTS[:30]))
    storage.delete_ballots("hafen-2027")
    size = rows(postgresql_url, "(SELECT pg_relation_size('ballots')) AS size")
    storage.dispose()
    assert size == [(0,)]


def _hash(ballot: bytes) -> bytes:
    return hashlib.sha256(ballot).digest()


def _place(contents: bytes, ballot: bytes) -> int:
    """Return where in its page the ballot stands."""
    return contents.index(ballot) % 4096
