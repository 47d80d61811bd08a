"""A thousand slow connections: honest people get through, and the slow ones are shut out."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from harness.collector_client import Client, person
from harness.collector_process import running_survey, serving
from harness.contributions import counted
from tests.faults.length import LENGTH
from tests.faults.slow import Crowd, crowd

SECONDS, DEADLINE = LENGTH.slow_seconds, LENGTH.deadline
SLOW = 1000
HONEST_PER_SECOND = 20.0
SUCCEED = 0.999
_OPTIONS = ("--header-seconds", str(DEADLINE), "--body-seconds", str(DEADLINE))
_GRACE = 5.0  # seconds; two processors are shared with three thousand connections
_FILES = 8192


def test_honest_people_get_through_a_crowd_of_slow_clients(
    sqlite_url: str, tmp_path: Path, figures: Callable[[str], None]
) -> None:
    """While 1,000 slow connections are held, 99.9 % of honest contributions are taken, and all counted.

    Half of the slow clients never finish the head of a request, half never finish its body; whoever is
    shut out comes back at once. Each honest person brings a connection of their own.
    """
    _raise_the_limit_of_open_files()
    with serving(sqlite_url, running_survey(), tmp_path, *_OPTIONS) as server:
        before = sum(server.memories())
        held, answers, seconds, there = asyncio.run(_in_the_crowd(server.port))
        after = sum(server.memories())
        began = time.monotonic()
        server.stop()
        stopped = time.monotonic() - began
    took = statistics.quantiles(seconds, n=100)
    figures(
        f"{SLOW} slow (median {there:.0f} held), {SECONDS:.0f} s: honest answers {dict(answers)}, "
        f"p50 {took[49] * 1000:.0f} ms, p99 {took[98] * 1000:.0f} ms, longest {max(seconds) * 1000:.0f} ms; "
        f"shut out {dict(held.shut_out)}, told {dict(held.told)}, refused {dict(held.refused)}, "
        f"longest stay {held.longest:.1f} s; memory {before // 1024} -> {after // 1024} MB, "
        f"stopped in {stopped:.1f} s, log {server.log.read_text('utf-8')!r}"
    )
    assert answers[204] >= SUCCEED * answers.total()
    assert counted(sqlite_url) == {"A-ST": answers[204]}
    # The crowd was there, and nobody in it could stay.
    assert there >= 0.9 * SLOW
    assert held.longest <= DEADLINE + _GRACE
    for kind in ("header", "body"):
        assert held.shut_out[kind] >= SLOW / 2


async def _in_the_crowd(port: int) -> tuple[Crowd, Counter[int], list[float], float]:
    held = Crowd()
    slow = asyncio.create_task(crowd(port, SLOW, held))
    async with asyncio.timeout(_GRACE):
        while held.held < 0.9 * SLOW:  # noqa: ASYNC110 (nearly all are there; some may be on their way back)
            await asyncio.sleep(0.01)
    answers, seconds, there = Counter[int](), list[float](), list[int]()

    async def honest(number: int) -> None:
        client, began = Client(port, person(number)), time.monotonic()
        try:
            answers[await client.post({"code": "A-ST"})] += 1
        except (OSError, EOFError):
            answers[0] += 1
        seconds.append(time.monotonic() - began)
        client.close()

    async with asyncio.TaskGroup() as people:
        for number in range(round(SECONDS * HONEST_PER_SECOND)):
            people.create_task(honest(number))
            there.append(held.held)
            await asyncio.sleep(1 / HONEST_PER_SECOND)
    slow.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await slow
    return held, answers, seconds, statistics.median(there)


def _raise_the_limit_of_open_files() -> None:
    """Raise it for this process and those it starts, as the system's service file does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
