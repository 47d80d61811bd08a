"""Collecting: durable contributions a second beside endpoints that do nothing, latency, memory.

One such endpoint answers at once, without looking at the request's body. The other reads the body and
answers, which is the least that any collector must do.

All servers are granian with the collector's own settings, on this machine, with the load beside them on
the same processors. SQLite synchronises file and folder at each commit, PostgreSQL its log; the rounds
alternate, so that the machine's mood is shared.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import collecting_load as load
from benchmarks.collecting_database import durable_postgresql
from tests.browser.servers import free_port
from tests.collector.values import counted
from tests.faults.serving import Server, start

ROUNDS = 5
CLIENTS = 256
SECONDS = 3.0
STEADY = 20.0  # contributions a second: everybody in a call centre of 1,200 within one minute
STEADY_SECONDS = 15.0
PEOPLE = 10_000
_AT_ONCE = 200
_WARM_SECONDS = 1.0


@dataclass
class Measured:
    """One server, and what was measured of it. Memory is in MB: at first, afterwards, and the worker's."""

    name: str
    url: str
    server: Server
    rates: list[float] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)  # all processes, the worker alone
    taken: int = 0
    other: int = 0

    def note(self, answers: load.Answers) -> load.Answers:
        """Add ``answers`` to the totals."""
        self.taken += answers.taken
        self.other += answers.other
        return answers

    def look(self) -> None:
        """Note the memory now."""
        every = [size / 1024 for size in self.server.memories()]
        self.memory.append((sum(every), max(every)))


def report(rounds: int = ROUNDS) -> str:
    """Measure and return the table."""
    with tempfile.TemporaryDirectory(prefix="lb-bench-") as scratch, ExitStack() as stack:
        folder = Path(scratch)
        postgresql = stack.enter_context(durable_postgresql())
        no_op, reading, *ours = (
            stack.enter_context(_serving(name, url, folder, *options))
            for name, url, options in (
                ("no-op", f"sqlite:///{folder}/no-op.db", ("--no-op",)),
                ("no-op, body", f"sqlite:///{folder}/reading.db", ("--no-op-that-reads",)),
                ("SQLite", f"sqlite:///{folder}/lastbild.db", ()),
                ("PostgreSQL", postgresql, ()),
            )
        )
        return "\n".join(_lines(no_op, reading, ours, rounds))


def _lines(no_op: Measured, reading: Measured, ours: list[Measured], rounds: int) -> Iterator[str]:
    everyone = [no_op, reading, *ours]
    for one in everyone:
        asyncio.run(_fast(one, _WARM_SECONDS))
        one.look()
    for _ in range(rounds):
        for one in everyone:
            one.rates.append(asyncio.run(_fast(one, SECONDS)))
    for one in everyone:
        one.look()
    bare, fair = statistics.median(no_op.rates), statistics.median(reading.rates)
    yield f"contributions a second, {CLIENTS} clients, medians of {rounds} rounds in turn (lowest to highest)"
    for one in everyone:
        median = statistics.median(one.rates)
        spread = f"{median:,.0f} ({min(one.rates):,.0f}-{max(one.rates):,.0f})"
        shares = f"{median / bare:.2f} of the no-op, {median / fair:.2f} of the one that reads"
        yield f"{one.name:<12} {spread:>28}  {shares}"
    yield f"latency at a steady {STEADY:.0f} a second, each with a connection of their own"
    for one in everyone:
        answers = one.note(asyncio.run(load.steadily(one.server.port, STEADY, STEADY_SECONDS)))
        yield f"{one.name:<12} p50 {answers.percentile(50):6.1f} ms  p99 {answers.percentile(99):6.1f} ms"
    postgresql = ours[-1]
    before = sum(counted(postgresql.url).values())
    answers = postgresql.note(asyncio.run(load.everybody(postgresql.server.port, PEOPLE, _AT_ONCE)))
    rise = sum(counted(postgresql.url).values()) - before
    told = f"{answers.taken:,} told so, {rise:,} counted, {answers.other} refused"
    yield f"{PEOPLE:,} people on PostgreSQL, each with a connection of their own: {told}"
    yield "all that was ever told and counted, and resident memory of all processes (the worker alone)"
    for one in ours:
        one.look()
        total = sum(counted(one.url).values())
        sizes = " -> ".join(f"{every:.0f} ({worker:.0f})" for every, worker in one.memory)
        yield f"{one.name:<12} {one.taken:,} told, {total:,} counted, {one.other} refused; MB {sizes}"


async def _fast(one: Measured, seconds: float) -> float:
    answers, rate = await load.as_fast_as_possible(one.server.port, CLIENTS, seconds)
    one.note(answers)
    return rate


@contextmanager
def _serving(name: str, url: str, folder: Path, *options: str) -> Iterator[Measured]:
    port = free_port()
    command = ["-m", "benchmarks.collecting_server", str(port), url, *options]
    server = start(command, port, folder / f"{name}.log")
    try:
        yield Measured(name, url, server)
    finally:
        server.stop()


if __name__ == "__main__":
    print(report())
