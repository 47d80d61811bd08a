"""Kill a collector under load again and again, on the same database, and let everybody send again."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from collector import Storage, Survey
from collector.slip_hashes import slip_hash
from harness.collector_process import collector
from harness.contributions import rows
from harness.servers import free_port
from tests.faults.killing import Ledger, send, sent_again, under_load

SLIPS_A_ROUND = 700
_ANSWERED = range(50, 350)  # of a round, until the kill
SEED = 9
_PATIENCE = 30.0  # seconds until so many must be answered
_LONGEST_DELAY = 0.004  # seconds from the sight of a transaction to the kill


class Look:
    """Sees from outside whether a transaction is under way."""

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self.journal = Path(f"{address.database}-journal") if address.get_backend_name() == "sqlite" else None
        self._engine = create_engine(
            address if self.journal else address.set(drivername="postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",
        )

    def transaction(self) -> bool:
        """Return whether somebody else is writing now."""
        if self.journal:
            return self.hot_journal()
        with self._engine.connect() as connection:
            others = "datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL"
            return bool(connection.scalar(text(f"SELECT count(*) FROM pg_stat_activity WHERE {others}")))  # noqa: S608

    def hot_journal(self) -> bool:
        """Return whether SQLite's journal holds a transaction that has not ended: its head is not zero."""
        with suppress(FileNotFoundError):
            return self.journal is not None and any(self.journal.read_bytes()[:1])
        return False

    def faults(self) -> list[str]:
        """Return what the database itself finds wrong with its files, tables and indexes."""
        with self._engine.connect() as connection:
            if self.journal:
                said = list(connection.scalars(text("PRAGMA integrity_check"))) + list(
                    connection.execute(text("PRAGMA foreign_key_check"))
                )
                return [str(line) for line in said if line != "ok"]
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))
            tables = "SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            indexes = f"SELECT indexrelid FROM pg_index WHERE indrelid IN ({tables})"  # noqa: S608
            for index in connection.scalars(text(indexes)).all():  # each raises what it finds
                connection.execute(text(f"SELECT bt_index_check({index}, true)"))
            heap = f"SELECT msg FROM ({tables}) AS t, LATERAL verify_heapam(t.oid)"  # noqa: S608
            return list(connection.scalars(text(heap)))

    def close(self) -> None:
        """Leave the database alone."""
        self._engine.dispose()


@dataclass
class Kills:
    """What the kills met: how many came with a transaction in sight, and how many left a journal behind."""

    number: int
    in_transaction: int = 0
    journals: int = 0
    lost: int = 0  # answers
    repeated: int = 0  # sent again after a restart although they were acknowledged
    seconds: float = 0.0

    def said(self, url: str, ledger: Ledger, counted: int) -> str:
        """Return the figures for the terminal."""
        return (
            f"{make_url(url).get_backend_name()}: {self.number} kills in {self.seconds:.0f} s, "
            f"{self.in_transaction} with a transaction in sight, {self.journals} left a journal; "
            f"{len(ledger.attempted)} attempted, {len(+ledger.acknowledged)} acknowledged, "
            f"{counted} counted, {self.lost} answers lost, {self.repeated} answered {ledger.again} after a restart"
        )


def slips_for(kills: int) -> int:
    """Return how many slips are enough for so many kills."""
    return SLIPS_A_ROUND * (kills + 1)


def kill_again_and_again(  # noqa: PLR0913 (what there is, and what is to happen)
    url: str,
    survey: Survey,
    ledger: Ledger,
    folder: Path,
    *,
    look: Look,
    number: int,
    restarted: Callable[[], None] = lambda: None,
) -> Kills:
    """Register ``survey`` with the slips of ``ledger``, and kill its collector ``number`` times under load.

    Whoever got no answer sends again after the restart, as the page does. After each start, before anybody
    sends, ``restarted`` is called. In the end everybody has an answer.
    """
    storage = Storage.open(url)
    storage.register(survey, today=survey.opens)
    storage.add_slips(survey.id, ledger.codes)
    storage.dispose()
    chance, port, kills = random.Random(SEED), free_port(), Kills(number)  # noqa: S311 (repeatable)
    before: set[str] = set()
    began = time.monotonic()
    for _ in range(number):
        server = collector(url, survey, folder, port)

        async def kill(server=server) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
            answered = len(ledger.acknowledged) + chance.choice(_ANSWERED)
            async with asyncio.timeout(_PATIENCE):
                while len(ledger.acknowledged) < answered:  # noqa: ASYNC110 (so many of this round)
                    await asyncio.sleep(0.001)
                kills.in_transaction += await _sight(look, ledger)
            await asyncio.sleep(chance.uniform(0, _LONGEST_DELAY))
            server.kill()

        try:
            restarted()
            kills.repeated += _still_there(port, ledger, before)
            before = set(+ledger.acknowledged)
            these = sorted(ledger.uncertain) + ledger.fresh(SLIPS_A_ROUND)
            kills.lost += asyncio.run(under_load(port, ledger, these, kill))
        finally:
            if server.process.poll() is None:
                server.kill()
        before = set(+ledger.acknowledged) - before
        kills.journals += look.hot_journal()
    server = collector(url, survey, folder, port)
    restarted()
    kills.repeated += _still_there(port, ledger, before)
    asyncio.run(send(port, ledger, sorted(ledger.uncertain)))
    assert server.stop() == 0
    kills.seconds = time.monotonic() - began
    return kills


async def _sight(look: Look, ledger: Ledger) -> bool:
    """Wait for a transaction; return whether there was one before nearly all slips were answered."""
    last = len(ledger.acknowledged) + (SLIPS_A_ROUND - _ANSWERED.stop) // 2
    while len(ledger.acknowledged) < last:
        if look.transaction():
            return True
        await asyncio.sleep(0)
    return False


def _still_there(port: int, ledger: Ledger, these: set[str]) -> int:
    answers = asyncio.run(sent_again(port, ledger, sorted(these)))
    assert answers == ({ledger.again: len(these)} if these else {})
    return len(these)


def used_slips(url: str, ledger: Ledger) -> set[str]:
    """Return the slips that the database says are used."""
    salt = bytes(rows(url, "surveys")[0][-1])  # type: ignore[call-overload]
    flags = {bytes(row[1]): int(str(row[2])) for row in rows(url, "slips")}  # type: ignore[call-overload]
    assert set(flags.values()) <= {0, 1}
    assert len(flags) == len(ledger.codes)
    return {slip for slip in ledger.codes if flags[slip_hash(slip, salt)]}
