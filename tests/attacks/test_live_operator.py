"""Who looks into the collector's database while the survey runs, and sees devices connect."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy import event

from collector import Storage
from collector.database import connect
from collector.journal import journal_of
from harness.contributions import counted
from tests.attacks import naive_storages
from tests.attacks.attack import Found, attack
from tests.attacks.journals import links
from tests.attacks.people import SURVEY, People, with_slips
from tests.attacks.postgresql_logs import joined_by_writer

_MANY = 40
_TOLD_ON_THE_SITE = {
    "questionnaire/languages/de/privacy.md": "bei welchem Ergebnis ein Strich dazukommt",
    "questionnaire/languages/en/privacy.md": "that a device connects and which result’s count goes up",
    "questionnaire/languages/de-leicht/privacy.md": "bei einem Ergebnis ist ein Strich mehr",
}


@attack(
    family="live operator",
    attacker="operator",
    wants="poll the counters while the survey runs, and see which code came from the device that connects",
    naive="The last row of a table of submissions: 40 of 40 codes.",
    product="Each contribution is a transaction of its own, and one counter rises: 40 of 40 codes.",
    told={
        "docs/privacy.md": "sees the code of each device as it connects",
        **_TOLD_ON_THE_SITE,
    },
)
def test_counters_are_polled(url: str, tmp_path: Path, found: Found) -> None:
    """One person after the other, on both databases; the difference of two looks is the code."""
    people = with_slips(url, _MANY)
    naive_storages.submissions(tmp_path / "naive.db", list(zip(people.hashes, people.codes, strict=True)))
    with closing(sqlite3.connect(tmp_path / "naive.db")) as connection:
        seen = [code for (code,) in connection.execute("SELECT code FROM submissions ORDER BY id")]
    storage, before, right = Storage.open(url), Counter[str](), 0
    for _, code in people.contribute(storage):
        after = Counter(counted(url))
        right += list((after - before).elements()) == [code]
        before = after
    storage.dispose()
    naive = sum(one == other for one, other in zip(seen, people.codes, strict=True))
    found(f"{naive} of {_MANY}", f"{right} of {_MANY}")


@attack(
    family="live operator",
    attacker="operator",
    wants="join slips and codes in one look at the running PostgreSQL, by the writer noted with each row",
    naive="A table of submissions: 18 of 18 links.",
    product="PostgreSQL notes which transaction wrote each row, until the close: 18 of 18 links.",
    told={
        "docs/privacy.md": "PostgreSQL notes with each row which transaction wrote it",
        "questionnaire/languages/de/privacy.md": "Wer sie hat, kann ablesen, wann welches Ergebnis dazukam",
        "questionnaire/languages/en/privacy.md": "Whoever has them can tell when which result was added",
        "questionnaire/languages/de-leicht/privacy.md": "wann welches Ergebnis dazugekommen ist",
    },
)
def test_rows_tell_their_writer_while_the_survey_runs(
    postgresql_url: str, tmp_path: Path, found: Found
) -> None:
    """Everybody contributes another code; a counter that rises again forgets who came before."""
    people = with_slips(postgresql_url, 18, all_different=True)
    naive_storages.submissions(tmp_path / "naive.db", list(zip(people.hashes, people.codes, strict=True)))
    with closing(sqlite3.connect(tmp_path / "naive.db")) as connection:
        kept = {
            slip: code.encode() for slip, code in connection.execute("SELECT slip, code FROM submissions")
        }
    storage = Storage.open(postgresql_url)
    people.contribute_all(storage)
    storage.dispose()
    ours = joined_by_writer(postgresql_url)
    found(f"{people.right(kept)} of 18", f"{people.right(ours)} of 18")


@attack(
    family="live operator",
    attacker="operator",
    wants="read SQLite's journal in the midst of every transaction",
    naive="A deleted journal, read by a program that watches the folder: 40 of 40 links.",
    product="The one journal is overwritten afterwards, but must hold the pages until then: 40 of 40 links.",
    told={"docs/privacy.md": "or SQLite's journal in the midst of a transaction"},
)
def test_the_journal_is_read_in_the_midst_of_a_transaction(tmp_path: Path, found: Found) -> None:
    """The same program on both: it copies the journal before each commit."""
    found(*[f"{_journals_read(tmp_path / f'{mode}.db', mode)} of {_MANY}" for mode in ("DELETE", "PERSIST")])


def _journals_read(database: Path, mode: str) -> int:
    people, copies = with_slips(f"sqlite:///{database}", _MANY), list[bytes]()
    engine = connect(f"sqlite:///{database}", 1.0)
    event.listen(engine, "connect", lambda one, _: one.execute(f"PRAGMA journal_mode={mode}"))
    event.listen(engine, "commit", lambda _: copies.append(_content(journal_of(str(database)))))
    storage = Storage(engine)
    people.contribute_all(storage)
    storage.dispose()
    return links([copy for copy in copies if any(copy)], database.read_bytes(), SURVEY.id, people.pairs)


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


@attack(
    family="live operator",
    attacker="operator",
    wants="read slip and code in PostgreSQL's list of running statements",
    naive="A driver that writes the values into the statement: 18 of 18 codes.",
    product="Values travel beside the statement, which is the same for everybody: 0 of 18 codes.",
)
def test_running_statements_are_listed(postgresql_url: str, found: Found) -> None:
    """Looked at while the transaction is still open, when its last statement is the counter's."""
    people = with_slips(postgresql_url, 18, all_different=True)
    seen = list[str]()
    with psycopg.connect(postgresql_url, autocommit=True) as administrator:

        def look(*_: object) -> None:
            listed = administrator.execute(
                "SELECT query FROM pg_stat_activity WHERE query LIKE 'UPDATE counters%'"
            )
            seen.extend(query for (query,) in listed)

        engine = connect(postgresql_url, 1.0)
        event.listen(engine, "commit", look)
        storage = Storage(engine)
        people.contribute_all(storage)
        storage.dispose()
        ours = _codes_in(seen, people)
        assert len(seen) >= len(people.codes)
        seen.clear()
        with psycopg.connect(postgresql_url, cursor_factory=psycopg.ClientCursor) as writer:
            for code in people.codes:
                writer.execute("UPDATE counters SET number = number + 1 WHERE code = %s", (code,))
                look()
    found(f"{_codes_in(seen, people)} of 18", f"{ours} of 18")


def _codes_in(statements: list[str], people: People) -> int:
    return sum(any(f"'{code}'" in statement for statement in statements) for code in people.codes)
