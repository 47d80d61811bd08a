"""The cost of many surveys in one collector: one and ten thousand, on SQLite and PostgreSQL.

``docs/scale.md`` is computed from this chapter and from ``collecting``.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from benchmarks import collecting_load as load
from benchmarks.collecting_database import durable_postgresql
from benchmarks.collecting_server import SURVEY, names
from benchmarks.results import MissingError, Result, Table
from collector import Storage
from collector.app import local_date
from harness.collector_process import Server, running_survey, start
from harness.servers import free_port

MANY = 10_000
ROUNDS = 3
CLIENTS = 256
SECONDS = 3.0


@dataclass
class Measured:
    """A collector of ``number`` surveys and its measurements, in seconds, MB and contributions a second."""

    name: str
    number: int
    starts: list[float] = field(default_factory=list)  # the first registers every survey
    rates: list[float] = field(default_factory=list)
    memory: float = 0
    size: float = 0
    tally: float = 0
    close: float = 0
    counts: float = 0


def measure(rounds: int = ROUNDS) -> Result:
    """Measure a collector with one survey and one with ten thousand, in turn, on each installed database."""
    missing: list[MissingError] = []
    every: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="lb-bench-") as scratch:
        folder = Path(scratch)
        every += _pair("SQLite", [f"sqlite:///{folder}/{number}.db" for number in (1, MANY)], folder, rounds)
        try:
            with durable_postgresql() as one, durable_postgresql() as other:
                every += _pair("PostgreSQL", [one, other], folder, rounds)
        except MissingError as error:
            missing.append(error)
    rows = tuple(
        (
            f"{one.number:,} on {one.name}",
            f"{one.starts[0]:.1f} s",
            f"{one.starts[1]:.1f} s",
            f"{one.memory:.0f} MB",
            f"{statistics.median(one.rates):,.0f}",
            f"{1000 * one.tally:.0f} ms",
            f"{1000 * one.close:.0f} ms",
            f"{1000 * one.counts:.1f} ms",
            f"{one.size:.1f} MB",
        )
        for one in every
    )
    head = ("surveys", "first start", "next", "memory", "a second", "tally", "close", "counts", "database")
    title = f"many surveys in one collector, {CLIENTS} clients who send to all of them in turn"
    figures = {f"{one.number} on {one.name}: rate_per_s": one.rates for one in every}
    return Result("surveys", [Table(title, head, rows)], figures=figures, missing=missing)


def _pair(name: str, urls: list[str], folder: Path, rounds: int) -> list[Measured]:
    pair = [Measured(name, number) for number in (1, MANY)]
    with ExitStack() as stack:
        servers = []
        for one, url in zip(pair, urls, strict=True):
            with _serving(one, url, folder):
                pass
            servers.append(stack.enter_context(_serving(one, url, folder)))
        for _ in range(rounds + 1):  # the first warms up
            for one, server in zip(pair, servers, strict=True):
                to = names(one.number)
                _, rate = asyncio.run(
                    load.as_fast_as_possible([server.port], CLIENTS, SECONDS, load.requests(to))
                )
                one.rates.append(rate)
        for one, server, url in zip(pair, servers, urls, strict=True):
            del one.rates[0]
            one.memory, one.size = server.memory() / 1024, _size(url)
    for one, url in zip(pair, urls, strict=True):
        _end(one, url)
    return pair


@contextmanager
def _serving(one: Measured, url: str, folder: Path) -> Iterator[Server]:
    port, began = free_port(), time.perf_counter()
    command = ["-m", "benchmarks.collecting_server", str(port), url, str(one.number)]
    server = start(command, port, folder / "log")
    one.starts.append(time.perf_counter() - began)
    try:
        yield server
    finally:
        server.stop()


def _end(one: Measured, url: str) -> None:
    storage, today = Storage.open(url), local_date()
    storage.register(running_survey(id="on-paper", mode="paper"), today=today)
    one.tally = _seconds(lambda: storage.tally("on-paper", {"M": 5}, heap=1, today=today))
    one.close = _seconds(lambda: storage.close(SURVEY))
    one.counts = _seconds(lambda: storage.counts(SURVEY))
    storage.dispose()


def _seconds(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _size(url: str) -> float:
    """Return the size of the database in MB."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return Path(str(address.database)).stat().st_size / 1e6
    engine = create_engine(address.set(drivername="postgresql+psycopg"))
    try:
        with engine.connect() as connection:
            return float(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0) / 1e6
    finally:
        engine.dispose()
