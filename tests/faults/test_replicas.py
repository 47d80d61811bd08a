"""Two collectors on one PostgreSQL: each slip counts once, and one goes on when the other is killed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from collector import Storage
from collector.slip_hashes import slip_hash
from harness.collector_client import Client, person
from harness.collector_process import Server, collector, running_survey
from harness.contributions import counted, rows
from harness.servers import free_port
from tests.faults.killing import ACCEPTED, CLIENTS, USED, Ledger, send
from tests.faults.length import LENGTH

SLIPS = LENGTH.replica_slips
_SEED = 23
SURVEY = running_survey(mode="slips")


@pytest.fixture
def replicas(postgresql_url: str, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two collectors that know nothing of each other, on the same database."""
    with ExitStack() as stack:
        servers = []
        for name in ("one", "two"):
            folder = tmp_path / name
            folder.mkdir()
            servers.append(collector(postgresql_url, SURVEY, folder, free_port()))
            stack.callback(_end, servers[-1])
        yield servers[0], servers[1]


@pytest.fixture
def ledger(postgresql_url: str, replicas: tuple[Server, Server]) -> Ledger:  # noqa: ARG001 (made by them)
    """New slips, added while both collectors run."""
    fresh = Ledger.of(SLIPS, _SEED)
    storage = Storage.open(postgresql_url)
    storage.add_slips(SURVEY.id, fresh.codes)
    storage.dispose()
    return fresh


def _end(server: Server) -> None:
    if server.process.poll() is None:
        server.kill()


def test_a_slip_that_is_sent_to_both_at_once_counts_once(
    postgresql_url: str, replicas: tuple[Server, Server], ledger: Ledger
) -> None:
    """Whichever collector is quicker says 204, the other says that it is used; never both, never neither."""
    waiting = iter(ledger.codes.items())

    async def person_with_two_windows(number: int) -> list[tuple[int, ...]]:
        windows = [Client(server.port, person(number)) for server in replicas]
        answers = []
        for slip, code in waiting:
            content = {"code": code, "slip": slip}
            answers.append(tuple(await asyncio.gather(*(one.post(content) for one in windows))))
        for window in windows:
            window.close()
        return answers

    async def everybody() -> list[tuple[int, ...]]:
        told = await asyncio.gather(*(person_with_two_windows(number) for number in range(CLIENTS)))
        return [pair for pairs in told for pair in pairs]

    pairs = asyncio.run(everybody())
    assert len(pairs) == SLIPS
    assert {tuple(sorted(pair)) for pair in pairs} == {(ACCEPTED, USED)}
    assert {pair[0] for pair in pairs} == {ACCEPTED, USED}  # each of the two was quicker now and then
    assert counted(postgresql_url) == Counter(ledger.codes.values())


def test_one_goes_on_when_the_other_is_killed(
    postgresql_url: str,
    replicas: tuple[Server, Server],
    ledger: Ledger,
    figures: Callable[[str], None],
) -> None:
    """``kill -9`` in the middle: whatever was acknowledged is counted, nobody at the other notices.

    Whoever got no answer sends again, to the collector that is left, as a load balancer would have it.
    """
    doomed, left = replicas
    mine, others = list(ledger.codes)[::2], list(ledger.codes)[1::2]

    async def until_it_dies() -> None:
        load = asyncio.create_task(send(doomed.port, ledger, mine))
        beside = asyncio.create_task(send(left.port, ledger, others))
        while len(+ledger.acknowledged) < SLIPS / 3:  # noqa: ASYNC110 (a third is told so)
            await asyncio.sleep(0.001)
        doomed.kill()
        await asyncio.gather(load, beside)

    asyncio.run(until_it_dies())
    lost = set(ledger.uncertain)
    asyncio.run(send(left.port, ledger, [slip for slip in mine if not ledger.acknowledged[slip]]))
    used = _used(postgresql_url, ledger)
    figures(f"{SLIPS} slips, one of two collectors killed: {len(lost)} answers lost, {len(used)} counted")
    assert lost
    assert lost <= set(mine)
    assert ledger.strange == []
    assert ledger.uncertain == set()
    assert max(ledger.acknowledged.values()) == 1
    assert used == set(ledger.codes)
    assert counted(postgresql_url) == Counter(ledger.codes.values())
    assert left.stop() == 0


def _used(url: str, ledger: Ledger) -> set[str]:
    salt = bytes(rows(url, "surveys")[0][-1])  # type: ignore[call-overload]
    flipped = {bytes(row[1]) for row in rows(url, "slips") if row[2]}  # type: ignore[call-overload]
    return {slip for slip in ledger.codes if slip_hash(slip, salt) in flipped}
