"""Many generated requests on every core, and what they found: ``python -m tests.collector.fuzz --help``."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from pathlib import Path

from harness.contributions import survey
from tests.collector.fuzz import described, in_process, raw_bytes
from tests.collector.serving import serving

_EACH_TIME = 25_000
_TOLD = 100_000  # after so many the terminal hears of it
_SOON = ("--body-seconds", "1", "--header-seconds", "1")
Slice = Callable[[int, int], int]


def of_the_grammar(seed: int, number: int) -> int:
    """Send ``number`` requests of the grammar; return how many were sent."""
    with tempfile.TemporaryDirectory() as folder:
        return in_process.fuzz(Path(folder), seed, number).requests


def of_the_description(seed: int, number: int) -> int:
    """Send up to ``number`` requests of each kind of the description; return how many were sent."""
    with tempfile.TemporaryDirectory() as folder:
        return described.fuzz(Path(folder), seed, number).requests


def of_bytes(seed: int, number: int) -> int:
    """Send ``number`` requests to a real server; return how many were sent."""
    always = survey(opens=dt.date(2020, 1, 1), closes=dt.date(2120, 1, 1), headcount=10_000_000)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/fuzz.sqlite"
        with serving(Path(folder), url, always, options=_SOON) as server:
            seen = raw_bytes.fuzz(server.port, seed, number)
            server.stop()
        seen.check(url)
        return seen.sent.total()


def plan(requests: int) -> Iterator[tuple[Slice, int]]:
    """Yield slices of the work and the size of each; the last ones make up the number of ``requests``."""
    for _ in range(10):
        yield of_the_description, requests // 10_000
        yield of_bytes, requests // 500
    for start in range(0, requests, _EACH_TIME):
        yield of_the_grammar, min(_EACH_TIME, requests - start)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run all slices; return 1, with the seed of the slice, as soon as one finds anything."""
    parser = argparse.ArgumentParser("fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000_000, help="at least so many")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9), help="repeats a former run")
    arguments = parser.parse_args()
    _say(f"seed {arguments.seed}")
    began, sent = time.monotonic(), Counter[str]()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        slices: dict[Future[int], tuple[str, int]] = {}
        for place, (run, number) in enumerate(plan(arguments.requests)):
            slices[pool.submit(run, arguments.seed + place, number)] = (run.__name__, place)
        for done in as_completed(slices):
            name, place = slices[done]
            if error := done.exception():
                pool.shutdown(wait=False, cancel_futures=True)
                _say(f"{name}, seed {arguments.seed + place}: {error}")
                return 1
            before = sent.total()
            sent[name] += done.result()
            if sent.total() // _TOLD > before // _TOLD:
                _say(f"{sent.total():>9,} requests so far")
    seconds = time.monotonic() - began
    for name, number in sorted(sent.items()):
        _say(f"{number:>9,} requests {name.replace('_', ' ')}")
    _say(f"{sent.total():>9,} requests in {seconds:.0f} s, {sent.total() / seconds:.0f} a second: as agreed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
