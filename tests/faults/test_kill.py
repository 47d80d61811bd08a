"""``kill -9`` under load, again and again on the same database: nothing is lost and nothing counts twice."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from collector import Storage
from collector.slip_hashes import slip_hash
from harness.collector_process import collector, running_survey
from harness.contributions import counted, rows
from harness.servers import free_port
from questionnaire import all_codes
from tests.faults.killing import USED, Ledger, all_used, send, under_load
from tests.faults.length import LENGTH

SLIPS_A_ROUND = 700
_ANSWERED = range(50, 350)  # of a round, until the kill
_SEED = 9
_PATIENCE = 30.0  # seconds until so many must be answered
_LONGEST_DELAY = 0.004  # seconds from the sight of a transaction to the kill

Figures = Callable[[str], None]


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


def test_nothing_is_lost_or_counted_twice(url: str, tmp_path: Path, figures: Figures) -> None:
    """After every kill each acknowledged contribution is there; at the end slips and counters agree.

    Whoever got no answer sends again after the restart, as the page does; every eighth slip is sent by
    two people at the same moment. No slip is ever answered 204 twice, and for each code the counter is
    exactly the number of used slips whose owners sent that code.
    """
    survey, kills = running_survey(mode="slips"), LENGTH.kills
    ledger = Ledger.of(SLIPS_A_ROUND * (kills + 1), _SEED)
    storage = Storage.open(url)
    storage.register(survey, today=survey.opens)
    storage.add_slips(survey.id, ledger.codes)
    storage.dispose()
    look, chance, port = Look(url), random.Random(_SEED), free_port()  # noqa: S311
    before: set[str] = set()
    lost = in_transaction = journals = repeated = 0
    began = time.monotonic()
    for _ in range(kills):
        server = collector(url, survey, tmp_path, port)

        async def kill(server=server) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
            nonlocal in_transaction
            answered = len(ledger.acknowledged) + chance.choice(_ANSWERED)
            async with asyncio.timeout(_PATIENCE):
                while len(ledger.acknowledged) < answered:  # noqa: ASYNC110 (so many of this round)
                    await asyncio.sleep(0.001)
                in_transaction += await _sight(look, ledger)
            await asyncio.sleep(chance.uniform(0, _LONGEST_DELAY))
            server.kill()

        try:
            repeated += _still_there(port, ledger, before)
            before = set(+ledger.acknowledged)
            these = sorted(ledger.uncertain) + ledger.fresh(SLIPS_A_ROUND)
            lost += asyncio.run(under_load(port, ledger, these, kill))
        finally:
            if server.process.poll() is None:
                server.kill()
        before = set(+ledger.acknowledged) - before
        journals += look.hot_journal()
    server = collector(url, survey, tmp_path, port)
    repeated += _still_there(port, ledger, before)
    asyncio.run(send(port, ledger, sorted(ledger.uncertain)))
    assert server.stop() == 0

    used = _used(url, ledger)
    figures(
        f"{make_url(url).get_backend_name()}: {kills} kills in {time.monotonic() - began:.0f} s, "
        f"{in_transaction} with a transaction in sight, {journals} left a journal; "
        f"{len(ledger.attempted)} attempted, {len(+ledger.acknowledged)} acknowledged, "
        f"{len(used)} counted, {lost} answers lost, {repeated} answered 409 after a restart"
    )
    assert ledger.strange == []
    assert ledger.uncertain == set()
    assert max(ledger.acknowledged.values()) == 1
    assert set(+ledger.acknowledged) <= used <= ledger.attempted
    assert counted(url) == Counter(ledger.codes[slip] for slip in used)
    assert look.faults() == []
    if look.journal:
        assert not any(look.journal.read_bytes())
    look.close()
    # The kills met what they were meant to meet.
    assert in_transaction >= kills / 2
    assert lost >= kills


async def _sight(look: Look, ledger: Ledger) -> bool:
    """Wait for a transaction; return whether there was one before nearly all slips were answered."""
    last = len(ledger.acknowledged) + (SLIPS_A_ROUND - _ANSWERED.stop) // 2
    while len(ledger.acknowledged) < last:
        if look.transaction():
            return True
        await asyncio.sleep(0)
    return False


def _still_there(port: int, ledger: Ledger, these: set[str]) -> int:
    answers = asyncio.run(all_used(port, ledger, sorted(these)))
    assert answers == ({USED: len(these)} if these else {})
    return len(these)


def _used(url: str, ledger: Ledger) -> set[str]:
    """Return the slips that the database says are used; every counter must be of a code there is."""
    assert set(counted(url)) <= set(all_codes("levers"))
    salt = bytes(rows(url, "surveys")[0][-1])  # type: ignore[call-overload]
    flags = {bytes(row[1]): int(str(row[2])) for row in rows(url, "slips")}  # type: ignore[call-overload]
    assert set(flags.values()) <= {0, 1}
    assert len(flags) == len(ledger.codes)
    return {slip for slip in ledger.codes if flags[slip_hash(slip, salt)]}
