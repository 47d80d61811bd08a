"""Two collectors on one PostgreSQL: each slip counts once, and one goes on when the other is killed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from collector import Storage, Survey
from harness.collector_client import Client, person
from harness.collector_process import Server, collector, running_survey
from harness.contributions import counted, used
from harness.sealed_contributions import ballot, codes_in, public_texts, stored_ballots
from harness.servers import free_port
from questionnaire import sealed_ballot
from tests.faults.killing import ACCEPTED, CLIENTS, USED, Ledger, SealedLedger, send
from tests.faults.kills import used_slips
from tests.faults.length import LENGTH

SLIPS = LENGTH.replica_slips
_SEED = 23
AnyLedger = TypeVar("AnyLedger", bound=Ledger)
SURVEY = running_survey(mode="slips")
SEALED = running_survey(mode="slips", seal=public_texts())


@pytest.fixture
def replicas(postgresql_url: str, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two collectors that know nothing of each other, on the same database."""
    with _two(postgresql_url, tmp_path, SURVEY) as servers:
        yield servers


@pytest.fixture
def sealed_replicas(postgresql_url: str, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two such collectors of a sealed survey."""
    with _two(postgresql_url, tmp_path, SEALED) as servers:
        yield servers


@contextmanager
def _two(url: str, folder: Path, survey: Survey) -> Iterator[tuple[Server, Server]]:
    with ExitStack() as stack:
        servers = []
        for name in ("one", "two"):
            of_its_own = folder / name
            of_its_own.mkdir()
            servers.append(collector(url, survey, of_its_own, free_port()))
            stack.callback(_end, servers[-1])
        yield servers[0], servers[1]


@pytest.fixture
def ledger(postgresql_url: str, replicas: tuple[Server, Server]) -> Ledger:  # noqa: ARG001 (made by them)
    """New slips, added while both collectors run."""
    return _with_slips(postgresql_url, Ledger.of(SLIPS, _SEED))


@pytest.fixture
def sealed_ledger(postgresql_url: str, sealed_replicas: tuple[Server, Server]) -> SealedLedger:  # noqa: ARG001
    """New slips and a sealed ballot for each, added while both collectors run."""
    return _with_slips(postgresql_url, SealedLedger.of(SLIPS, _SEED))


def _with_slips(url: str, ledger: AnyLedger) -> AnyLedger:
    storage = Storage.open(url)
    storage.add_slips(SURVEY.id, ledger.codes)
    storage.dispose()
    return ledger


def _end(server: Server) -> None:
    if server.process.poll() is None:
        server.kill()


def test_a_slip_that_is_sent_to_both_at_once_counts_once(
    postgresql_url: str, replicas: tuple[Server, Server], ledger: Ledger
) -> None:
    """Whichever collector is quicker says 204, the other says that it is used; never both, never neither."""
    contents = ((ledger.content(slip),) * 2 for slip in ledger.codes)
    pairs = asyncio.run(_from_two_windows(replicas, ledger.path, contents))
    assert len(pairs) == SLIPS
    assert {tuple(sorted(pair)) for pair in pairs} == {(ACCEPTED, USED)}
    assert {pair[0] for pair in pairs} == {ACCEPTED, USED}  # each of the two was quicker now and then
    assert counted(postgresql_url) == Counter(ledger.codes.values())


async def _from_two_windows(
    replicas: tuple[Server, Server], path: str, contents: Iterator[tuple[object, object]]
) -> list[tuple[int, ...]]:
    """Let people send pairs of contributions, one to each collector at once; return the answers."""

    async def person_with_two_windows(number: int) -> list[tuple[int, ...]]:
        windows = [Client(server.port, person(number)) for server in replicas]
        answers = []
        for pair in contents:
            sent = (one.post(content, path) for one, content in zip(windows, pair, strict=True))
            answers.append(tuple(await asyncio.gather(*sent)))
        for window in windows:
            window.close()
        return answers

    told = await asyncio.gather(*(person_with_two_windows(number) for number in range(CLIENTS)))
    return [pair for pairs in told for pair in pairs]


def test_the_same_sealed_ballot_sent_to_both_at_once_counts_once_and_is_accepted_by_both(
    postgresql_url: str, sealed_replicas: tuple[Server, Server], sealed_ledger: SealedLedger
) -> None:
    """As a load balancer repeats it: neither says that the slip is used, and the ballot stays."""
    contents = ((sealed_ledger.content(slip),) * 2 for slip in sealed_ledger.codes)
    pairs = asyncio.run(_from_two_windows(sealed_replicas, sealed_ledger.path, contents))
    assert pairs == [(ACCEPTED, ACCEPTED)] * SLIPS
    assert sorted(stored_ballots(postgresql_url)) == sorted(sealed_ledger.ballots.values())
    assert codes_in(stored_ballots(postgresql_url)) == Counter(sealed_ledger.codes.values())
    assert used(postgresql_url) == SLIPS


def test_two_sealed_ballots_with_one_slip_sent_to_both_at_once_are_one(
    postgresql_url: str, sealed_replicas: tuple[Server, Server], sealed_ledger: SealedLedger
) -> None:
    """Whichever collector is quicker stores its ballot, the other refuses; never both, never neither."""
    others = {slip: ballot("M") for slip in sealed_ledger.codes}
    slips = iter(sealed_ledger.codes)
    contents = ((sealed_ledger.content(slip), sealed_ballot.body(others[slip], slip)) for slip in slips)
    pairs = asyncio.run(_from_two_windows(sealed_replicas, sealed_ledger.path, contents))
    assert len(pairs) == SLIPS
    assert {tuple(sorted(pair)) for pair in pairs} == {(ACCEPTED, USED)}
    assert {pair[0] for pair in pairs} == {ACCEPTED, USED}
    stored = set(stored_ballots(postgresql_url))
    assert all((mine in stored) != (others[slip] in stored) for slip, mine in sealed_ledger.ballots.items())
    assert len(stored) == used(postgresql_url) == SLIPS
    firsts = sum(pair[0] == ACCEPTED for pair in pairs)
    assert len(stored & set(sealed_ledger.ballots.values())) == firsts


def test_one_goes_on_when_the_other_is_killed(
    postgresql_url: str,
    replicas: tuple[Server, Server],
    ledger: Ledger,
    figures: Callable[[str], None],
) -> None:
    """``kill -9`` in the middle: whatever was acknowledged is counted, nobody at the other notices.

    Whoever got no answer sends again, to the collector that is left, as a load balancer would have it.
    """
    lost = _kill_one(replicas, ledger)
    used_ones = used_slips(postgresql_url, ledger)
    figures(f"{SLIPS} slips, one of two collectors killed: {lost} answers lost, {len(used_ones)} counted")
    assert max(ledger.acknowledged.values()) == 1
    assert used_ones == set(ledger.codes)
    assert counted(postgresql_url) == Counter(ledger.codes.values())


def test_one_goes_on_with_sealed_ballots_when_the_other_is_killed(
    postgresql_url: str,
    sealed_replicas: tuple[Server, Server],
    sealed_ledger: SealedLedger,
    figures: Callable[[str], None],
) -> None:
    """The same with sealed ballots: the same bytes, sent to the one that is left, end what was cut off."""
    lost = _kill_one(sealed_replicas, sealed_ledger)
    stored = stored_ballots(postgresql_url)
    figures(f"{SLIPS} sealed, one of two collectors killed: {lost} answers lost, {len(stored)} stored")
    assert sorted(stored) == sorted(sealed_ledger.ballots.values())
    assert used_slips(postgresql_url, sealed_ledger) == set(sealed_ledger.codes)


def _kill_one(replicas: tuple[Server, Server], ledger: Ledger) -> int:
    """Kill the first of ``replicas`` under load; everybody sends until they are answered.

    Returns how many answers were lost.
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
    assert lost
    assert lost <= set(mine)
    assert ledger.strange == []
    assert ledger.uncertain == set()
    assert left.stop() == 0
    return len(lost)
