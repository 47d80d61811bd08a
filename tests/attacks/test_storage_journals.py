"""SQLite's journals, copies of the disk and what a crash leaves, in the hands of who has the file."""

from __future__ import annotations

import shutil
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from collector import Storage
from collector.database import connect
from collector.errors import StorageError
from tests.attacks import naive_storages, traces
from tests.attacks.attack import Found, attack
from tests.attacks.journals import link, links, pages_before, pages_of, storage_and_undelete, usual
from tests.attacks.people import SURVEY, People, with_slips

_MANY = 150
_MAGIC = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"  # SQLite writes it, and the number of pages, at the end


def _engine(database: Path) -> Engine:
    return connect(f"sqlite:///{database}", 1.0)


@attack(
    family="storage",
    attacker="operator",
    wants="join slips and codes by undeleting SQLite's journals after the close",
    naive="A journal that is deleted at each commit gives back 150 of 150 links.",
    product="One journal serves all transactions and is overwritten after each: 0 of 150 links, "
    "nor any while the survey runs.",
)
def test_journals_are_undeleted_after_the_close(tmp_path: Path, found: Found) -> None:
    """A tool keeps every file that ever was a journal, also those of the close."""
    results = [
        _links_after_the_close(tmp_path / name, open_engine)
        for name, open_engine in (("naive.db", usual), ("ours.db", _engine))
    ]
    found(*[f"{number} of {_MANY}" for number in results])


def _links_after_the_close(database: Path, open_engine: Callable[[Path], Engine]) -> int:
    people = with_slips(f"sqlite:///{database}", _MANY)
    storage, undelete = storage_and_undelete(open_engine(database), database)
    people.contribute_all(storage)
    meanwhile = links(undelete.journals(), database.read_bytes(), SURVEY.id, people.pairs)
    storage.close(SURVEY.id)
    storage.dispose()
    afterwards = links(undelete.journals(), database.read_bytes(), SURVEY.id, people.pairs)
    assert meanwhile == afterwards
    return afterwards


@attack(
    family="storage",
    attacker="operator",
    wants="learn the last contribution, or earlier ones, from one copy of the folder while the survey runs",
    naive="A journal that is kept but not overwritten gives away the last contribution in 20 of 20 copies.",
    product="The journal holds zeros as soon as a contribution is stored: 0 of 20 copies.",
)
def test_one_copy_of_the_folder_holds_the_last_contribution(tmp_path: Path, found: Found) -> None:
    """A copy after each contribution, each looked at alone; a long journal of many slips came before."""
    found(
        f"{_copies_that_tell(tmp_path / 'naive.db', overwrites=False)} of 20",
        f"{_copies_that_tell(tmp_path / 'ours.db', overwrites=True)} of 20",
    )


def _copies_that_tell(database: Path, *, overwrites: bool) -> int:
    people = with_slips(f"sqlite:///{database}", 20)
    storage = Storage(_engine(database))
    journal, told = Path(f"{database}-journal"), 0
    kept = list[bytes]()
    if not overwrites:
        event.listen(storage._engine, "commit", lambda _: kept.append(journal.read_bytes()))  # noqa: SLF001
    for hashed, code in people.contribute(storage):
        copy = kept[0] if kept else journal.read_bytes()
        kept.clear()
        told += links([copy], database.read_bytes(), SURVEY.id, {hashed: code.encode()})
    storage.dispose()
    return told


@attack(
    family="storage",
    attacker="operator",
    wants="learn one contribution from two copies of the disk, such as two backups, before and after it",
    naive="A table of submissions has one row more: 1 of 1.",
    product="A slip's flag and a counter differ between the copies: 1 of 1.",
    told={
        "docs/privacy.md": "who has two copies of the disk or two backups sees what changed between them",
        "questionnaire/languages/de/privacy.md": "Wer sie hat, kann ablesen, wann welches Ergebnis dazukam",
        "questionnaire/languages/en/privacy.md": "Whoever has them can tell when which result was added",
        "questionnaire/languages/de-leicht/privacy.md": "wann welches Ergebnis dazugekommen ist",
    },
)
def test_two_copies_of_the_disk_are_compared(tmp_path: Path, found: Found) -> None:
    """One copy before the contribution, one after it; nothing else happens in between."""
    naive = tmp_path / "naive.db"
    database = tmp_path / "ours.db"
    people = with_slips(f"sqlite:///{database}", 1)
    naive_storages.submissions(naive, list(zip(people.hashes, people.codes, strict=True)))
    content = naive.read_bytes()
    in_a_row = content.count(people.hashes[0] + people.codes[0].encode())

    before = pages_of(database.read_bytes())
    storage = Storage(_engine(database))
    people.contribute_all(storage)
    storage.dispose()
    linked = link(before, pages_of(database.read_bytes()), SURVEY.id, people.pairs)
    found(f"{in_a_row} of 1", f"{int(linked)} of 1")


@attack(
    family="storage",
    attacker="operator",
    wants="join a slip and its code by what a crash in the midst of a commit leaves",
    naive="The journal, deleted at the restart, is undeleted: 1 of 1 links before it and 1 of 1 after.",
    product="The journal is overwritten at the restart: 1 of 1 links before it and 0 of 1 after.",
    told={"docs/privacy.md": "After a crash SQLite's journal holds the contributions under way"},
)
def test_a_crash_leaves_a_journal(tmp_path: Path, found: Found) -> None:
    """It fails when the pages are written and the journal is not ended; then it starts again."""
    found(_crashed(tmp_path / "naive.db", usual), _crashed(tmp_path / "ours.db", _engine))


def _crashed(database: Path, open_engine: Callable[[Path], Engine]) -> str:
    people = with_slips(f"sqlite:///{database}", 1)
    journal = _written_but_not_ended(database, people)
    before = links([journal], database.read_bytes(), SURVEY.id, people.pairs)
    undeleted = database.with_name(f"{database.name}-undeleted")
    undeleted.hardlink_to(f"{database}-journal")
    storage = Storage(open_engine(database))
    people.contribute_all(storage)  # again, since nobody was answered
    storage.dispose()
    after = links([undeleted.read_bytes()], database.read_bytes(), SURVEY.id, people.pairs)
    return f"{before} of 1 links before it and {after} of 1 after"


def _written_but_not_ended(database: Path, people: People) -> bytes:
    """Put the files into the state just before the end of a commit, and return the journal."""
    engine, journal = _engine(database), Path(f"{database}-journal")
    copy = database.with_name("journal-copy")
    event.listen(engine, "commit", lambda _: shutil.copy(journal, copy), once=True)
    storage = Storage(engine)
    people.contribute_all(storage)
    storage.dispose()
    content = bytearray(copy.read_bytes())
    content[:12] = _MAGIC + struct.pack(">I", len(pages_before(bytes(content))))
    journal.write_bytes(content)
    return bytes(content)


@attack(
    family="storage",
    attacker="operator",
    wants="switch SQLite's write-ahead log on while the survey runs, and replay it",
    naive="The journal is chosen when the collector starts: the log holds 39 of 40 links.",
    product="Every transaction looks first. The log is switched off, or nothing is counted as long as that "
    "cannot be: 0 of 40 links.",
)
def test_a_write_ahead_log_is_switched_on(tmp_path: Path, found: Found) -> None:
    """By a program that opens the file for a moment, and by one that keeps it open."""
    at_the_start = _with_a_log(tmp_path / "naive.db", usual, stays=False)
    moment = _with_a_log(tmp_path / "moment.db", _engine, stays=False)
    assert moment == _with_a_log(
        tmp_path / "open.db", lambda path: connect(f"sqlite:///{path}", 0), stays=True
    )
    found(f"{at_the_start} of 40 links", f"{moment} of 40 links")


def _with_a_log(database: Path, open_engine: Callable[[Path], Engine], *, stays: bool) -> int:
    people = with_slips(f"sqlite:///{database}", 41)
    first = People(people.slips[:1], people.hashes[:1], people.codes[:1])
    rest = People(people.slips[1:], people.hashes[1:], people.codes[1:])
    storage = Storage(open_engine(database))
    first.contribute_all(storage)
    with closing(sqlite3.connect(database)) as other:
        assert other.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
        if stays:
            other.execute("SELECT * FROM surveys").fetchall()
            with pytest.raises(StorageError, match="SQLITE_BUSY"):
                rest.contribute_all(storage)
            assert not Path(f"{database}-wal").stat().st_size
    rest.contribute_all(storage)
    log = Path(f"{database}-wal")
    _, share = traces.replayed(log.read_bytes() if log.exists() else b"", SURVEY.id.encode(), rest.pairs)
    storage.dispose()
    return round(share * len(rest.pairs))


@attack(
    family="storage",
    attacker="operator",
    wants="learn the exact number of contributions from the head of SQLite's file, after the report",
    naive="A table of submissions numbers its rows: 40 of 40.",
    product="SQLite counts the transactions that changed the file, one for each contribution: 40 of 40. "
    "What they were is not there.",
    told={"docs/privacy.md": "SQLite's file counts its transactions"},
)
def test_the_files_head_tells_how_many_contributed(tmp_path: Path, found: Found) -> None:
    """A second survey, to which nobody contributed, shows how many transactions are the program's own."""
    naive, people = tmp_path / "naive.db", with_slips(f"sqlite:///{tmp_path / 'ours.db'}", 40)
    naive_storages.submissions(naive, list(zip(people.hashes, people.codes, strict=True)))
    with closing(sqlite3.connect(naive)) as connection:
        (numbered,) = connection.execute("SELECT seq FROM sqlite_sequence").fetchone()

    with_slips(f"sqlite:///{tmp_path / 'nobody.db'}", 40)
    for name, contributing in (("ours.db", True), ("nobody.db", False)):
        storage = Storage(_engine(tmp_path / name))
        if contributing:
            people.contribute_all(storage)
        storage.close(SURVEY.id)
        storage.save_release(SURVEY.id, b"{}")
        storage.dispose()
    counted = _transactions(tmp_path / "ours.db") - _transactions(tmp_path / "nobody.db")
    found(f"{numbered} of 40", f"{counted} of 40")


def _transactions(database: Path) -> int:
    return int.from_bytes(database.read_bytes()[24:28], "big")
