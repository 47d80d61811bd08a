"""Collecting: durable contributions a second beside endpoints that do nothing, latency, memory.

Both such endpoints read the request's body and answer, which is the least that any collector must do: one is
a bare ASGI application, the other uses Starlette, as the collector does.

All servers are uvicorn with the collector's own settings, on this machine, and share its processors with the
load. SQLite synchronises file and folder at each commit, PostgreSQL its log. The rounds alternate, so that
all servers share the machine's mood, and ratios compare the rates of the same round.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import collecting_load as load
from benchmarks.collecting_database import durable_postgresql
from benchmarks.results import Budget, MissingError, Result, Table
from harness.collector_process import Server, start
from harness.contributions import counted
from harness.servers import free_port

ROUNDS = 5
CLIENTS = 256
SECONDS = 3.0
STEADY = 20.0  # contributions a second: everybody in a call centre of 1,200 within one minute
STEADY_SECONDS = 15.0
PEOPLE = 10_000
_AT_ONCE = 200
_WARM_SECONDS = 1.0
_PEAK = 410.0  # contributions a second: ten times the average of a million people in a day's seven hours
_HEADROOM = 10.0  # times the peak
_LATENCY = 20.0  # ms until 99 of 100 are answered at a steady rate
_MEMORY, _RISE = 120.0, 10.0  # MB of all processes; how much of it may come after the warm-up


@dataclass
class Measured:
    """Servers over one database (several are replicas), and their measurements."""

    name: str
    url: str
    servers: Sequence[Server]
    requests: Iterator[bytes] = field(default_factory=load.requests)
    rates: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)  # MB of all processes; what they share counts once
    latency: load.Answers = field(default_factory=load.Answers)
    taken: int = 0
    other: int = 0

    @property
    def ports(self) -> list[int]:
        """The ports of the servers."""
        return [server.port for server in self.servers]

    def note(self, answers: load.Answers) -> load.Answers:
        """Add ``answers`` to the totals."""
        self.taken += answers.taken
        self.other += answers.other
        return answers

    def fast(self, seconds: float) -> float:
        """Return how many contributions a second are taken from clients who never wait."""
        answers, rate = asyncio.run(load.as_fast_as_possible(self.ports, CLIENTS, seconds, self.requests))
        self.note(answers)
        return rate

    def note_memory(self) -> None:
        """Add the present memory of the servers."""
        self.memory.append(sum(server.memory() for server in self.servers) / 1024)


def measure(rounds: int = ROUNDS) -> Result:
    """Measure on SQLite, and on PostgreSQL with one collector and with two where it is installed."""
    missing: list[MissingError] = []
    with tempfile.TemporaryDirectory(prefix="lb-bench-") as scratch, ExitStack() as stack:
        folder = Path(scratch)
        bare, framework, sqlite = (
            Measured(name, url, [stack.enter_context(serving(url, folder / f"{key}.log", *options))])
            for key, name, options in (
                ("bare", "no-op", ("--no-op",)),
                ("framework", "no-op in Starlette", ("--starlette",)),
                ("ours", "collector on SQLite", ()),
            )
            for url in (f"sqlite:///{folder}/{key}.db",)
        )
        ours = [sqlite]
        try:
            url = stack.enter_context(durable_postgresql())
        except MissingError as error:
            missing.append(error)
        else:
            two = [stack.enter_context(serving(url, folder / f"{key}.log")) for key in ("one", "two")]
            ours += [
                Measured("collector on PostgreSQL", url, two[:1]),
                Measured("two collectors on PostgreSQL", url, two),
            ]
        return _measured([bare, framework], ours, rounds, missing)


def _measured(idle: list[Measured], ours: list[Measured], rounds: int, missing: list[MissingError]) -> Result:
    everyone = [*idle, *ours]
    for one in everyone:
        one.fast(_WARM_SECONDS)
        one.note_memory()
    for _ in range(rounds):
        for one in everyone:
            one.rates.append(one.fast(SECONDS))
    for one in everyone:
        one.note_memory()
        one.latency = one.note(asyncio.run(load.steadily(one.ports, STEADY, STEADY_SECONDS, one.requests)))
    last = ours[-1]
    last.note(asyncio.run(load.everybody(last.ports, PEOPLE, _AT_ONCE)))
    for one in ours:
        one.note_memory()
    return Result(
        "collecting",
        [_rates(everyone, idle), _latencies(everyone), _honesty(ours)],
        list(_budgets(ours)),
        {
            f"{one.name}: {what}": values
            for one in everyone
            for what, values in (("rate_per_s", one.rates), ("memory_MB", one.memory))
        },
        missing,
    )


def _share(one: Measured, other: Measured) -> float:
    """Return the rate of ``one`` as a multiple of ``other``'s: the median over all rounds."""
    return statistics.median(mine / its for mine, its in zip(one.rates, other.rates, strict=True))


def _rates(everyone: list[Measured], idle: list[Measured]) -> Table:
    rows = tuple(
        (
            one.name,
            f"{statistics.median(one.rates):,.0f}",
            f"{min(one.rates):,.0f} to {max(one.rates):,.0f}",
            *(f"{_share(one, other):.2f}" for other in idle),
        )
        for one in everyone
    )
    title = (
        f"contributions a second, {CLIENTS} clients who never wait, {len(everyone[0].rates)} rounds in turn"
    )
    return Table(title, ("", "median", "range", *(f"of the {one.name}" for one in idle)), rows)


def _latencies(everyone: list[Measured]) -> Table:
    title = f"time to the answer at a steady {STEADY:.0f} a second, each with a connection of their own"
    rows = tuple(
        (one.name, f"{one.latency.percentile(50):.1f} ms", f"{one.latency.percentile(99):.1f} ms")
        for one in everyone
    )
    return Table(title, ("", "p50", "p99"), rows)


def _honesty(ours: list[Measured]) -> Table:
    """Return how many contributions each database's collectors acknowledged, and how many it counted."""
    rows = []
    for url in dict.fromkeys(one.url for one in ours):
        those = [one for one in ours if one.url == url]
        acknowledged, refused = (sum(getattr(one, what) for one in those) for what in ("taken", "other"))
        memory = " -> ".join(f"{size:.0f}" for size in those[0].memory)
        total = sum(counted(url).values())
        rows.append((those[0].name, f"{acknowledged:,}", f"{total:,}", f"{refused:,}", memory))
    title = f"all that was ever sent, with {PEOPLE:,} people who bring a connection each at the end"
    return Table(title, ("", "told that it counts", "counted", "refused", "MB, all processes"), tuple(rows))


def _budgets(ours: list[Measured]) -> Iterator[Budget]:
    yield from speed_budgets(ours)
    for one in ours:
        if len(one.servers) == 1:
            yield Budget(f"{one.name}: memory", _MEMORY, max(one.memory), "MB")
            yield Budget(f"{one.name}: rise of memory", _RISE, one.memory[-1] - one.memory[0], "MB")


def speed_budgets(everyone: Sequence[Measured]) -> Iterator[Budget]:
    """Yield, for each collector, the headroom over the peak, and the time to an answer at a steady rate."""
    for one in everyone:
        times = statistics.median(one.rates) / _PEAK
        yield Budget(
            f"{one.name} / the peak of a million people in a day", _HEADROOM, times, "×", at_most=False
        )
        p99 = one.latency.percentile(99)
        yield Budget(f"{one.name}: answered at {STEADY:.0f} a second, p99", _LATENCY, p99, "ms")


@contextmanager
def serving(url: str, log: Path, *options: str) -> Iterator[Server]:
    """Run a server of ``collecting_server`` over the database at ``url``."""
    port = free_port()
    server = start(["-m", "benchmarks.collecting_server", str(port), url, *options], port, log)
    try:
        yield server
    finally:
        server.stop()
