"""Five hundred people contribute over HTTP: what happened, and every file that is left of it."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from collector import Storage
from collector.slip_hashes import slip_hash
from harness.collector_client import Client, person
from harness.collector_process import Server, running_survey, serving
from harness.contributions import drawn
from questionnaire import all_codes
from tests.attacks import traces

PEOPLE = 500
_SEED = 11


@dataclass(frozen=True)
class Evidence:
    """What happened, in order, and what is left of it: in the folder while it ran and afterwards."""

    slips: list[str]
    hashes: list[bytes]
    codes: list[str]
    began: float
    times: list[float]
    ended: float
    prepared: Path
    database: Path
    running: dict[str, bytes]
    stopped: dict[str, bytes]

    @property
    def sent(self) -> list[tuple[bytes, str]]:
        """Hashes and codes, in the order in which they came."""
        return list(zip(self.hashes, self.codes, strict=True))

    @property
    def pairs(self) -> dict[bytes, bytes]:
        """Which code each hash was used for."""
        return {one: code.encode() for one, code in self.sent}

    @property
    def copies(self) -> Iterator[tuple[str, bytes]]:
        """Every file of both looks."""
        yield from self.running.items()
        yield from self.stopped.items()


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """A survey of 800 slips, 500 of them used over HTTP, with refusals and a locked database between."""
    folder, prepared = tmp_path_factory.mktemp("ours"), tmp_path_factory.mktemp("before") / "prepared.db"
    survey, chance = running_survey(mode="slips", headcount=800), random.Random(_SEED)  # noqa: S311
    listed = drawn(800, seed=_SEED)
    storage = Storage.open(f"sqlite:///{prepared}")
    storage.register(survey, today=survey.opens)
    storage.add_slips(survey.id, listed)
    storage.dispose()
    with closing(sqlite3.connect(prepared)) as connection:
        salt = connection.execute("SELECT salt FROM surveys").fetchone()[0]
    database = folder / "lastbild.db"
    database.write_bytes(prepared.read_bytes())
    people = chance.sample(listed, PEOPLE)
    # The order in which the codes come first is drawn too, then some are more frequent than others.
    known = all_codes("levers")
    codes = [*chance.sample(known, len(known))]
    codes += chance.choices(known, weights=[3, *[1] * (len(known) - 1)], k=PEOPLE - len(codes))
    began, times = time.time(), list[float]()
    with serving(f"sqlite:///{database}", survey, folder) as server:
        asyncio.run(_contribute(server, list(zip(people, codes, strict=True)), database, times))
        running = traces.remains(folder)
    hashes = [slip_hash(slip, salt) for slip in people]
    stopped = traces.remains(folder)
    return Evidence(people, hashes, codes, began, times, time.time(), prepared, database, running, stopped)


async def _contribute(
    server: Server, sent: list[tuple[str, str]], database: Path, times: list[float]
) -> None:
    for number, (slip, code) in enumerate(sent):
        client = Client(server.port, person(number))
        content = {"code": code, "slip": slip}
        assert await client.post(content) == 204
        times.append(time.time())
        if number % 100 == 0:  # the log has something to say
            assert await client.post(content) == 409
            assert await client.post({"code": "Z", "slip": slip}) == 400
            assert await client.post([slip, code]) == 400
        if number == PEOPLE // 2:
            with closing(sqlite3.connect(database, isolation_level=None)) as other:
                other.execute("BEGIN EXCLUSIVE")
                assert await client.post(content) == 503
                other.execute("ROLLBACK")
        client.close()
