"""People with slips who send while the collector is killed, and the answers that each of them got."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from harness.collector_client import BALLOTS, PATH, Client, person
from harness.sealed_contributions import ballot
from questionnaire import all_codes, sealed_ballot, slips

ACCEPTED, USED = 204, 409
CLIENTS = 16
_EACH_TWICE = 8  # every eighth slip is sent by two clients at the same moment


@dataclass
class Ledger:
    """What was sent and answered, by slip. A slip is always sent with the same code."""

    codes: dict[str, str]  # every slip there is, and the code that its owner sends
    attempted: set[str] = field(default_factory=set)
    acknowledged: Counter[str] = field(default_factory=Counter)  # how often it was answered 204
    uncertain: set[str] = field(default_factory=set)  # the answer was lost, and no answer came since
    strange: list[tuple[str, int]] = field(default_factory=list)  # answers that must not be
    path = PATH
    again = USED  # what is answered to whoever sends once more what was acknowledged

    @classmethod
    def of(cls, number: int, seed: int) -> Ledger:
        """Return the ledger of ``number`` new slips."""
        chance = random.Random(seed)  # noqa: S311 (repeatable)
        known = all_codes("levers")
        drawn = [slips.draw(chance.randrange) for _ in range(number)]
        return cls({slip: chance.choice(known) for slip in drawn})

    def content(self, slip: str) -> object:
        """Return what the owner of ``slip`` sends, each time."""
        return {"code": self.codes[slip], "slip": slip}

    def note(self, slip: str, status: int | None, *, fresh: bool) -> None:
        """Note an answer; ``None`` if it was lost. Only a slip that was sent before may be used."""
        if status is None:
            if not self.acknowledged[slip]:
                self.uncertain.add(slip)
        elif status == ACCEPTED:
            self.acknowledged[slip] += 1
            self.uncertain.discard(slip)
        elif status == self.again == USED and not fresh:
            self.uncertain.discard(slip)
        else:
            self.strange.append((slip, status))

    def fresh(self, number: int) -> list[str]:
        """Return slips that nobody has sent yet."""
        unsent = (slip for slip in self.codes if slip not in self.attempted)
        return [slip for slip, _ in zip(unsent, range(number), strict=False)]


@dataclass
class SealedLedger(Ledger):
    """The same for sealed ballots: each person seals once, and always sends the same bytes."""

    path = BALLOTS
    again = ACCEPTED
    ballots: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ballots = {slip: ballot(code) for slip, code in self.codes.items()}

    def content(self, slip: str) -> object:
        """Return the body that a page sends."""
        return sealed_ballot.body(self.ballots[slip], slip)


async def send(port: int, ledger: Ledger, these: list[str]) -> None:
    """Send the slips ``these`` from many clients at once, until all are answered or the server is gone."""
    waiting = iter(these)
    await asyncio.gather(*(_one(port, ledger, waiting, number) for number in range(CLIENTS)))


async def _one(port: int, ledger: Ledger, waiting: Iterator[str], number: int) -> None:
    client, twin = Client(port, person(number)), Client(port, person(number))
    try:
        for count, slip in enumerate(waiting):
            fresh, twice = slip not in ledger.attempted, count % _EACH_TWICE == 0
            ledger.attempted.add(slip)
            content, senders = ledger.content(slip), (client, twin)[: 1 + twice]
            answers = await asyncio.gather(*(_ask(one, content, ledger.path) for one in senders))
            for status in answers:
                ledger.note(slip, status, fresh=fresh and not twice)
            if None in answers:
                return
    finally:
        client.close()
        twin.close()


async def _ask(client: Client, content: object, path: str) -> int | None:
    try:
        return await client.post(content, path)
    except (OSError, EOFError):
        return None


async def sent_again(port: int, ledger: Ledger, these: list[str]) -> Counter[int]:
    """Send ``these`` slips once more and return how often each answer came; nothing is noted."""
    waiting, answers = iter(these), Counter[int]()

    async def one(number: int) -> None:
        client = Client(port, person(number))
        for slip in waiting:
            answers[await client.post(ledger.content(slip), ledger.path)] += 1
        client.close()

    await asyncio.gather(*(one(number) for number in range(CLIENTS)))
    return answers


async def under_load(port: int, ledger: Ledger, these: list[str], kill: Callable[[], Awaitable[None]]) -> int:
    """Send ``these`` until ``kill`` has ended the server; return how many answers were lost."""
    load = asyncio.create_task(send(port, ledger, these))
    await kill()
    await load
    return len(ledger.uncertain)
