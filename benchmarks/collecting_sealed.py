"""Collecting sealed ballots beside codes, both with slips: contributions a second, latency, time to close.

A code and its slip are one transaction, a sealed ballot and its slip are two, and its body is longer. The
servers and the load are those of ``benchmarks.collecting``; the rounds alternate. The ballots are random
bytes: the collector cannot tell.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks import collecting_load as load
from benchmarks.collecting import STEADY, STEADY_SECONDS, Measured, serving, speed_budgets
from benchmarks.collecting_database import durable_postgresql
from benchmarks.collecting_server import SURVEY, WITH_SLIPS, survey
from benchmarks.results import MissingError, Result, Table
from collector import Storage
from harness.contributions import counted, rows
from questionnaire import sealed_ballot, slips

ROUNDS = 5
SECONDS = 3.0
SLIPS = 150_000
_WARM_SECONDS = 1.0


def measure(rounds: int = ROUNDS) -> Result:
    """Measure on SQLite, and on PostgreSQL where it is installed."""
    missing: list[MissingError] = []
    with tempfile.TemporaryDirectory(prefix="lb-bench-") as scratch, ExitStack() as stack:
        folder = Path(scratch)
        pairs = [
            _pair(stack, "SQLite", folder, [f"sqlite:///{folder}/{key}.db" for key in ("codes", "sealed")])
        ]
        try:
            urls = [stack.enter_context(durable_postgresql()) for _ in WITH_SLIPS]
        except MissingError as error:
            missing.append(error)
        else:
            pairs.append(_pair(stack, "PostgreSQL", folder, urls))
        everyone = [one for pair in pairs for one in pair]
        for one in everyone:
            one.fast(_WARM_SECONDS)
        for _ in range(rounds):
            for one in everyone:
                one.rates.append(one.fast(SECONDS))
        for one in everyone:
            one.latency = one.note(
                asyncio.run(load.steadily(one.ports, STEADY, STEADY_SECONDS, one.requests))
            )
        tables = [_rates(pairs), _honesty(everyone)]
    figures = {f"{one.name}: rate_per_s": one.rates for one in everyone}
    return Result("sealed", tables, list(speed_budgets(everyone)), figures, missing)


def _pair(stack: ExitStack, database: str, folder: Path, urls: Sequence[str]) -> tuple[Measured, Measured]:
    codes, sealed = (
        Measured(
            f"{name} on {database}", url, [stack.enter_context(serving(url, folder / "log", option))], of
        )
        for (option, _), name, url, of in zip(
            WITH_SLIPS.items(), ("codes", "sealed ballots"), urls, (_codes(), _ballots()), strict=True
        )
    )
    for one, option in ((codes, "--slips"), (sealed, "--sealed")):
        storage = Storage.open(one.url)
        to = survey(SURVEY, mode="slips", seal=WITH_SLIPS[option])
        storage.register(to, today=to.opens)
        storage.add_slips(SURVEY, _drawn())
        storage.dispose()
    return codes, sealed


def _drawn() -> list[str]:
    chance = random.Random(1)  # noqa: S311 (repeatable)
    return [slips.draw(chance.randrange) for _ in range(SLIPS)]


def _codes() -> Iterator[bytes]:
    for slip in _drawn():
        yield load.request(body=json.dumps({"code": "A-ST", "slip": slip}).encode())


def _ballots() -> Iterator[bytes]:
    length = sealed_ballot.sealed_bytes(1)
    for slip in _drawn():
        yield load.request(kind="ballots", body=sealed_ballot.body(os.urandom(length), slip).encode())


def _rates(pairs: Sequence[tuple[Measured, Measured]]) -> Table:
    lines = []
    for codes, sealed in pairs:
        shares = [mine / its for mine, its in zip(sealed.rates, codes.rates, strict=True)]
        for one, share in ((codes, ""), (sealed, f"{statistics.median(shares):.2f}")):
            p50, p99 = (f"{one.latency.percentile(percent):.1f} ms" for percent in (50, 99))
            rate = f"{statistics.median(one.rates):,.0f}"
            lines.append((one.name, rate, f"{min(one.rates):,.0f} to {max(one.rates):,.0f}", share, p50, p99))
    title = f"contributions with slips a second, and time to the answer at a steady {STEADY:.0f} a second"
    return Table(title, ("", "median", "range", "of codes", "p50", "p99"), tuple(lines))


def _honesty(everyone: Sequence[Measured]) -> Table:
    """Return how many contributions were acknowledged, how many are there, and how long the close took."""
    lines = []
    for one in everyone:
        there = sum(counted(one.url).values()) + len(rows(one.url, "ballots"))
        for server in one.servers:
            server.stop()
        storage, began = Storage.open(one.url), time.perf_counter()
        storage.close(SURVEY)
        seconds = time.perf_counter() - began
        storage.dispose()
        lines.append((one.name, f"{one.taken:,}", f"{there:,}", f"{one.other:,}", f"{seconds:.1f} s"))
    head = ("", "told that it counts", "there", "refused", "close")
    return Table("all that was ever sent, and the close of it", head, tuple(lines))
