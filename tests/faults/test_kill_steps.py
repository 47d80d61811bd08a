"""``kill -9`` at each step of a batch of sealed ballots: what is there then, and what a retry makes of it."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest

from collector import Storage
from harness.collector_client import Client
from harness.collector_process import Server, collector, running_survey, start
from harness.contributions import used
from harness.sealed_contributions import ballot, codes_in, public_texts, stored_ballots
from harness.servers import free_port
from questionnaire import sealed_ballot
from tests.faults.dying_collector import STEPS
from tests.faults.killing import ACCEPTED, USED, SealedLedger, send, sent_again
from tests.faults.kills import used_slips

SURVEY = running_survey(mode="slips", seal=public_texts())
PEOPLE = 60
# The steps after which ballots are there whose slips are not used.
WITHOUT_SLIPS = STEPS[2:5]


def dying(url: str, folder: Path, step: str) -> Server:
    """Start a collector that kills itself at ``step`` of its third batch."""
    file, port = folder / "surveys.json", free_port()
    file.write_text(json.dumps([asdict(SURVEY)], default=str), "utf-8")
    command = ["-m", "tests.faults.dying_collector", step, "--database", url, "--survey-file", str(file)]
    return start([*command, "--port", str(port)], port, folder / "log.txt")


@pytest.fixture
def ledger(url: str) -> SealedLedger:
    """Everybody's slips, which are drawn before anything starts."""
    fresh = SealedLedger.of(PEOPLE, seed=4)
    storage = Storage.open(url)
    storage.register(SURVEY, today=SURVEY.opens)
    storage.add_slips(SURVEY.id, fresh.codes)
    storage.dispose()
    return fresh


@pytest.mark.parametrize("step", STEPS)
def test_what_was_acknowledged_is_there_and_a_retry_counts_once(
    url: str, tmp_path: Path, ledger: SealedLedger, step: str
) -> None:
    """Nobody of the batch was answered; the same bytes again are accepted, and then the slip is used up."""
    server = dying(url, tmp_path, step)
    asyncio.run(send(server.port, ledger, list(ledger.codes)))
    server.process.wait(20)
    acknowledged, interrupted = set(+ledger.acknowledged), set(ledger.uncertain)
    assert acknowledged
    assert interrupted
    assert acknowledged | interrupted == ledger.attempted

    server = collector(url, SURVEY, tmp_path, free_port())
    stored, flipped = stored_ballots(url), used_slips(url, ledger)
    assert {ledger.ballots[slip] for slip in acknowledged} <= set(stored)
    assert acknowledged <= flipped
    assert (len(stored) > len(flipped)) == (step in WITHOUT_SLIPS)
    assert len(stored) >= len(flipped)

    asyncio.run(send(server.port, ledger, sorted(interrupted)))
    asyncio.run(send(server.port, ledger, ledger.fresh(PEOPLE)))
    assert asyncio.run(sent_again(server.port, ledger, list(ledger.codes))) == {ACCEPTED: PEOPLE}
    assert asyncio.run(_with_other_ballots(server.port, ledger)) == {USED: PEOPLE}
    assert server.stop() == 0
    assert ledger.strange == []
    assert sorted(stored_ballots(url)) == sorted(ledger.ballots.values())
    assert codes_in(stored_ballots(url)) == Counter(ledger.codes.values())
    assert used(url) == PEOPLE


async def _with_other_ballots(port: int, ledger: SealedLedger) -> Counter[int]:
    """Send another ballot with each slip, and return how often each answer came."""
    client = Client(port)
    bodies = [sealed_ballot.body(ballot("M"), slip) for slip in ledger.codes]
    answers = Counter([await client.post(body, ledger.path) for body in bodies])
    client.close()
    return answers
