"""The version of the tables: another is refused by every operation, an older one is migrated whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from collector import CollectorError, Result, Storage
from collector.schema import VERSION
from harness.contributions import CLOSES, DAY, EVERY_TABLE, OPENS, counted, drawn, dump, rows, send, survey
from harness.former_databases import restore
from harness.sealed_contributions import send_sealed

LATER = OPENS + DAY
NEW_TABLES = ("schema", "extensions", "room", "joint")


def change(url: str, statement: str) -> None:
    """Change a database past the storage."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def tables_of_version_1(url: str) -> dict[str, object]:
    """Return the rows of every table that version 1 has."""
    return {name: rows(url, name) for name in EVERY_TABLE if name not in NEW_TABLES}


def test_a_new_database_carries_its_version(storage: Storage, url: str) -> None:
    """One row, however often it is opened."""
    Storage.open(url).dispose()
    assert rows(url, "schema") == [(VERSION,)]
    assert storage.standing("hafen-2027") is None


def test_a_migrated_database_goes_on_where_it_stood(url: str) -> None:
    """Counters, slips used and unused, ballots, heaps and the release are as they were left."""
    restore(url)
    before = tables_of_version_1(url)
    assert Storage.migrate(url) == 1
    assert tables_of_version_1(url) == before
    storage = Storage.open(url)
    storage.register(survey(), today=LATER)
    assert storage.record([send("A-ST")], today=LATER) == (Result.ACCEPTED,)
    assert counted(url) == {"A-ST": 3, "M": 1}
    used, unused = drawn(12)[0], drawn(12)[3]
    results = storage.record([send("N", slip, "slips-2027") for slip in (used, unused)], today=LATER)
    assert results == (Result.USED_SLIP, Result.ACCEPTED)
    stored = storage._engine  # noqa: SLF001 (the ballot that is there, sent again)
    with stored.connect() as connection:
        ballot = connection.scalar(text("SELECT ballot FROM ballots"))
    again = [send_sealed(bytes(ballot), drawn(3, seed=2)[0], "sealed-2027")]
    assert storage.record_ballots(again, today=LATER) == (Result.ACCEPTED,)
    assert storage.number_of_ballots("sealed-2027") == 1
    assert storage.heaps("paper-2027", today=LATER) == {1: 5}
    assert storage.load_release("released-2027") == b"the release"
    storage.close("sealed-2027")
    assert storage.ballots("sealed-2027") == (bytes(ballot),)
    storage.dispose()


def test_a_still_older_database_is_migrated_in_one_step(url: str) -> None:
    """One that knew neither sealed surveys nor heaps nor the number of slips drawn."""
    restore(url, without=("ballots", "sealed", "heaps", "issued"))
    assert Storage.migrate(url) == 1
    assert set(dump(url)) == set(EVERY_TABLE)
    assert counted(url) == {"A-ST": 2, "M": 1}


def test_a_database_of_version_2_goes_on_where_it_stood(storage: Storage, url: str) -> None:
    """It knew no joint releases: the table comes, and each survey stays one that is released on its own."""
    storage.register(survey(), today=LATER)
    assert storage.record([send("A-ST")], today=LATER) == (Result.ACCEPTED,)
    change(url, "DROP TABLE joint")
    change(url, "UPDATE schema SET version = 2")
    with pytest.raises(CollectorError):
        storage.register(survey(), today=LATER)
    assert Storage.migrate(url) == 2
    assert rows(url, "schema") == [(VERSION,)]
    storage.register(survey(), today=LATER)
    assert storage.record([send("M")], today=LATER) == (Result.ACCEPTED,)
    assert counted(url) == {"A-ST": 1, "M": 1}


def test_migrating_twice_changes_nothing(url: str) -> None:
    """The second time there is nothing to do, and it says so."""
    restore(url)
    Storage.migrate(url)
    before = dump(url)
    assert Storage.migrate(url) == VERSION
    assert dump(url) == before


def test_an_older_database_is_refused_and_stays_as_it_is(url: str) -> None:
    """Nothing is made in it; the refusal names the command."""
    restore(url)
    with pytest.raises(CollectorError, match="lastbild migrate") as refused:
        Storage.open(url)
    assert [fault.kind for fault in refused.value.faults] == ["collector.older_database"]
    assert Storage.migrate(url) == 1  # it was version 1 still


def test_a_newer_database_is_refused_and_never_taken_back(url: str) -> None:
    """By whoever opens it, and by the migration."""
    Storage.open(url).dispose()
    change(url, "UPDATE schema SET version = version + 1")
    for attempt in (Storage.open, Storage.migrate):
        with pytest.raises(CollectorError, match="newer version of Lastbild"):
            attempt(url)
    assert rows(url, "schema") == [(VERSION + 1,)]


def test_a_database_without_our_tables_is_not_migrated(url: str) -> None:
    """It is somebody else's, or a mistyped name: nothing is made in it."""
    with pytest.raises(CollectorError, match="holds no tables of Lastbild"):
        Storage.migrate(url)
    with pytest.raises(CollectorError, match="holds no tables"):
        Storage.migrate(url)


OPERATIONS: dict[str, Callable[[Storage], object]] = {
    "record": lambda storage: storage.record([send()], today=OPENS),
    "close": lambda storage: storage.close("hafen-2027"),
    "standing": lambda storage: storage.standing("hafen-2027"),
    "extend": lambda storage: storage.extend(survey(), CLOSES + DAY, today=OPENS),
    "register": lambda storage: storage.register(survey(), today=OPENS),
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_storage_that_is_open_notices_another_version(storage: Storage, url: str, operation: str) -> None:
    """Somebody migrates while a collector runs: it counts nothing any more, instead of counting wrongly."""
    storage.register(survey(), today=OPENS)
    change(url, "UPDATE schema SET version = version + 1")
    before = dump(url)
    with pytest.raises(CollectorError, match="newer version"):
        OPERATIONS[operation](storage)
    assert dump(url) == before


def test_a_migration_that_is_cut_off_changes_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it is one transaction, the new tables too."""
    restore(url)
    monkeypatch.setattr("collector.schema.insert", None)  # its last step, after the tables were made
    with pytest.raises(TypeError):
        Storage.migrate(url)
    monkeypatch.undo()
    with pytest.raises(CollectorError, match="earlier version"):
        Storage.open(url)
    assert Storage.migrate(url) == 1


def test_migrating_makes_no_copy(tmp_path: Path) -> None:
    """A copy would keep slips and counts beyond the close: there is one file, and its empty journal."""
    url = f"sqlite:///{tmp_path / 'lastbild.db'}"
    restore(url)
    Storage.migrate(url)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lastbild.db", "lastbild.db-journal"]
    assert not any((tmp_path / "lastbild.db-journal").read_bytes())


def test_no_new_column_can_hold_a_time(url: str) -> None:
    """Of an extension the former last day is kept, and nothing of when it was made."""
    storage = Storage.open(url)
    storage.register(survey(), today=OPENS)
    assert storage.extend(survey(), CLOSES + DAY, today=LATER)
    assert [[str(value) for value in row] for row in rows(url, "extensions")] == [
        ["hafen-2027", CLOSES.isoformat()]
    ]
    everything = str(dump(url))
    assert LATER.isoformat() not in everything
    assert repr(LATER) not in everything
    assert rows(url, "room") == []
    storage.dispose()
