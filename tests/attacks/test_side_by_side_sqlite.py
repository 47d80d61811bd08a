"""SQLite's file, its journals and copies of both: of an unsealed survey and of a sealed one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, event

from collector import Storage
from collector.database import connect
from collector.journal import journal_of
from harness.contributions import counted
from tests.attacks import traces
from tests.attacks.journals import Undelete, pages_of, usual
from tests.attacks.sealed_journals import between, written
from tests.attacks.sealed_people import (
    SEALED,
    Crowd,
    codes_in,
    crowd,
    looked_at,
    neighbours,
    read_plain,
    read_with_key,
)
from tests.attacks.side_by_side import Compared, side_by_side

_MANY = 40

Joined = Callable[[Path, Crowd], dict[bytes, bytes]]


def _compare(folder: Path, compared: Compared, join: Joined, number: int = _MANY) -> None:
    """Let the same people contribute to both surveys; say how many links ``join`` brings back of each."""
    unsealed, sealed = (
        crowd(f"sqlite:///{folder / name}", number, is_sealed=name == "sealed.db")
        for name in ("unsealed.db", "sealed.db")
    )
    plain, hidden = join(folder / "unsealed.db", unsealed), join(folder / "sealed.db", sealed)
    compared(
        f"{unsealed.links(plain, read_plain)} links",
        f"{sealed.links(hidden, read_plain)} links",
        f"{sealed.links(hidden, read_with_key)} links",
    )


def _product(database: Path) -> Engine:
    return connect(f"sqlite:///{database}", 1.0)


# ---- journals ----


@side_by_side(
    look="SQLite's journals, each read in the midst of its transaction",
    unsealed="40 of 40 links",
    sealed="0 of 40 links, but which slip came with which 63 random bytes",
    with_key="40 of 40 links: a ballot is written just before its slip",
)
def test_journals_in_the_midst(tmp_path: Path, compared: Compared) -> None:
    """A program copies the journal before each commit."""
    _compare(tmp_path, compared, _read_in_the_midst)


def _read_in_the_midst(database: Path, people: Crowd) -> dict[bytes, bytes]:
    engine, copies = _product(database), list[bytes]()
    event.listen(engine, "commit", lambda _: copies.append(journal_of(str(database)).read_bytes()))
    storage = Storage(engine)
    people.contribute_all(storage)
    storage.dispose()
    return neighbours(written(copies, database.read_bytes(), people))


@side_by_side(
    look="SQLite's journals where they are deleted after each transaction, undeleted",
    unsealed="40 of 40 links",
    sealed="0 of 40 links",
    with_key="40 of 40 links",
)
def test_deleted_journals(tmp_path: Path, compared: Compared) -> None:
    """As SQLite comes, without what the collector does about it."""
    _compare(tmp_path, compared, lambda database, people: _undeleted(usual, database, people))


@side_by_side(
    look="SQLite's journal as the collector keeps it, undeleted while the survey runs and after the close",
    unsealed="0 of 40 links",
    sealed="0 of 40 links",
    with_key="0 of 40 links: it is overwritten after each transaction",
)
def test_the_overwritten_journal(tmp_path: Path, compared: Compared) -> None:
    """The same tool."""
    _compare(tmp_path, compared, lambda database, people: _undeleted(_product, database, people))


def _undeleted(open_engine: Callable[[Path], Engine], database: Path, people: Crowd) -> dict[bytes, bytes]:
    engine = open_engine(database)
    storage, undelete = Storage(engine), Undelete(engine, database)
    people.contribute_all(storage)
    meanwhile = neighbours(written(undelete.journals(), database.read_bytes(), people))
    storage.close(SEALED.id)
    storage.dispose()
    afterwards = neighbours(written(undelete.journals(), database.read_bytes(), people))
    return meanwhile | afterwards


# ---- copies ----


@side_by_side(
    look="two copies of SQLite's file, before and after one contribution",
    unsealed="1 of 1 links",
    sealed="0 of 1 links, but which slip came with which 63 random bytes",
    with_key="1 of 1 links",
)
def test_two_copies(tmp_path: Path, compared: Compared) -> None:
    """Such as two backups, with nothing else between them."""
    _compare(tmp_path, compared, _two_copies, 1)


def _two_copies(database: Path, people: Crowd) -> dict[bytes, bytes]:
    before = pages_of(database.read_bytes())
    storage = Storage(_product(database))
    people.contribute_all(storage)
    storage.dispose()
    return neighbours([between(before, pages_of(database.read_bytes()), people)])


@side_by_side(
    look="two copies of SQLite's file, before and after ten contributions",
    unsealed="0 of 10 links, but 10 of 10 codes",
    sealed="0 of 10 links and 0 of 10 codes, but how many there are",
    with_key="0 of 10 links, but 10 of 10 codes",
)
def test_two_copies_with_ten_between(tmp_path: Path, compared: Compared) -> None:
    """Such as the backups of two evenings: who belongs to which of ten codes is open."""
    joined, codes = list[str](), list[int]()
    for is_sealed in (False, True):
        database = tmp_path / f"{is_sealed}.db"
        people = crowd(f"sqlite:///{database}", 10, is_sealed=is_sealed)
        pairs = _two_copies(database, people)
        new = looked_at(f"sqlite:///{database}", people)
        assert new.total() == 10
        for reading in (read_plain, read_with_key):
            joined.append(people.links(pairs, reading))
            codes.append(codes_in(new.elements(), people.codes, reading))
    del joined[1], codes[1]  # the key says nothing about the unsealed survey
    links = [f"{each} links" for each in joined]
    compared(
        f"{links[0]}, but {codes[0]} of 10 codes",
        f"{links[1]} and {codes[1]} of 10 codes",
        f"{links[2]}, but {codes[2]} of 10 codes",
    )


@side_by_side(
    look="one copy of SQLite's file while the survey runs, after thirty contributions",
    unsealed="0 of 30 in their order: counters keep their place; the counts",
    sealed="30 of 30 in their order, but as random bytes; how many there are",
    with_key="30 of 30 codes in their order, but 0 of 30 links: a page is filled from its end",
)
def test_the_order_in_one_copy(tmp_path: Path, compared: Compared) -> None:
    """From some forty ballots on SQLite rearranges its pages; the close writes all ballots anew."""
    unsealed, sealed = (_at_thirty(tmp_path / f"{sealed}.db", is_sealed=sealed) for sealed in (False, True))
    plain = _in_order(tmp_path / "False.db", unsealed)
    hidden = _in_order(tmp_path / "True.db", sealed)
    assert not any(map(read_plain, hidden))
    codes = map(read_with_key, hidden)
    right = sum(code == own for code, own in zip(codes, sealed.codes, strict=True))
    compared(
        f"{len(plain)} of 30 in their order",
        f"{len(hidden)} of 30 in their order",
        f"{right} of 30 codes in their order",
    )
    storage = Storage(_product(tmp_path / "True.db"))
    storage.close(SEALED.id)
    storage.dispose()
    assert not _in_order(tmp_path / "True.db", sealed)


def _at_thirty(database: Path, *, is_sealed: bool) -> Crowd:
    people = crowd(f"sqlite:///{database}", 30, is_sealed=is_sealed)
    storage = Storage(_product(database))
    people.contribute_all(storage)
    storage.dispose()
    return people


def _in_order(database: Path, people: Crowd) -> list[bytes]:
    """Return the traces in the order that the layout of the file tells; none if it tells none."""
    content = database.read_bytes()
    first = list(dict.fromkeys(people.traces))
    marks = {trace: trace if people.is_sealed else SEALED.id.encode() + trace + b"0000" for trace in first}
    for places in traces.by_layout(content, list(marks.values())):
        if traces.recovered(places, list(marks.values())):
            return sorted(first, key=lambda trace: -places[marks[trace]])
    return []


@side_by_side(
    look="all that is left after the report: SQLite's file and journal, the urn, the report",
    unsealed="0 of 16 exact counts, 0 of 40 links",
    sealed="0 of 16 exact counts, 0 of 40 links; how many there were",
    with_key="16 of 16 exact counts, as long as the urn is kept; 0 of 40 links",
)
def test_what_is_left_after_the_report(tmp_path: Path, compared: Compared) -> None:
    """Nothing of a slip or a ballot stands in the file any more; the trustee has the urn."""
    found = list[tuple[int, str]]()
    for is_sealed, readings in ((False, [read_plain]), (True, [read_plain, read_with_key])):
        database = tmp_path / f"{is_sealed}.db"
        people = crowd(f"sqlite:///{database}", _MANY, is_sealed=is_sealed)
        urn = _closed_and_released(database, people)
        remains = [content for _, content in sorted(traces.remains(tmp_path).items())]
        assert not [one for one in people.hashes for content in remains if one in content]
        assert not is_sealed or not any(trace in content for trace in people.traces for content in remains)
        own = Counter(people.codes)
        numbers = Counter(counted(f"sqlite:///{database}"))
        for reading in readings:
            known = numbers | Counter(code for ballot in urn if (code := reading(ballot)))
            exact = sum(known[code] == number for code, number in own.items())
            found.append((exact, people.links(neighbours([(set(urn), set())]), reading)))
    compared(
        f"{found[0][0]} of {len(own)} exact counts, {found[0][1]} links",
        f"{found[1][0]} of {len(own)} exact counts, {found[1][1]} links",
        f"{found[2][0]} of {len(own)} exact counts, as long as the urn is kept; {found[2][1]} links",
    )


def _closed_and_released(database: Path, people: Crowd) -> tuple[bytes, ...]:
    """Contribute, close, and report; return the ballots in the urn."""
    storage = Storage(_product(database))
    people.contribute_all(storage)
    storage.close(SEALED.id)
    ballots = tuple[bytes, ...]()
    if people.is_sealed:
        ballots = storage.ballots(SEALED.id)
        storage.delete_ballots(SEALED.id)
    else:
        storage.save_release(SEALED.id, b"released")
    storage.dispose()
    return ballots
