"""Attacks by single requests: forged addresses, broken-off and doubled bodies, foreign pages, lengths."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import socket
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from collector import Result, SealedSubmission, Submission
from collector.app import Settings, application
from harness.asgi import CODES, JSON, Client, running
from harness.collector_process import HOST, Server, running_survey, serving
from harness.contributions import OPENS, counted, opened, survey
from harness.polling import let_tasks_run
from questionnaire import all_codes, contribution
from tests.attacks.attack import Found, attack
from tests.attacks.greedy import request
from tests.attacks.lenient_server import lenient

GREEDY, HONEST, FIRST = "M", "A-ST", "N"
MANY = 512  # requests of the attacker that wait already


class Transactions:
    """Accepts everything, one transaction after the other, as soon as it may."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.codes: list[str] = []

    def record(self, batch: Sequence[Submission], *, today: dt.date) -> tuple[Result, ...]:
        """Accept."""
        assert today == OPENS
        assert self.go_on.wait(10)
        self.codes += [one.code for one in batch]
        return (Result.ACCEPTED,) * len(batch)

    def check(self) -> None:
        """Be ready."""

    def record_ballots(self, batch: Sequence[SealedSubmission], *, today: dt.date) -> tuple[Result, ...]:
        """Accept none: nobody sends any."""
        raise NotImplementedError


def turn(settings: Settings, attackers: Sequence[str], honest: str, host: str = HOST) -> str:
    """Return when an honest person is counted who comes last: by X-Forwarded-For, or by address."""
    transactions = Transactions()

    async def contribute(app: Starlette, code: str, forwarded: str, sender: str = host) -> None:
        answer = await Client(app, sender).post(json.dumps({"code": code}), ("x-forwarded-for", forwarded))
        assert answer.status == 204

    async def run() -> None:
        app = application(transactions, settings, today=lambda: OPENS)
        async with running(app), asyncio.TaskGroup() as group:
            group.create_task(contribute(app, FIRST, "203.0.113.1"))
            await let_tasks_run()
            for one in attackers:
                group.create_task(contribute(app, GREEDY, one))
            group.create_task(contribute(app, HONEST, honest, host if settings.trust_proxy else "192.0.2.1"))
            await let_tasks_run()
            transactions.go_on.set()

    asyncio.run(run())
    before = transactions.codes[: transactions.codes.index(HONEST)].count(GREEDY)
    return f"after {before} other" + ("s" if before != 1 else "")


@attack(
    family="network",
    attacker="network",
    wants="pass for 512 senders by claiming another address in X-Forwarded-For each time",
    naive="A collector believes the header whoever sends it: an honest person comes after 512 others.",
    product="Without a proxy the connection's own address counts: an honest person comes after 1 other.",
)
def test_a_forged_address_wins_no_turn(found: Found) -> None:
    """All come from one address, and claim 512."""
    claimed = [f"10.{number // 250}.{number % 250}.1" for number in range(MANY)]
    found(turn(Settings(trust_proxy=True), claimed, "192.0.2.1"), turn(Settings(), claimed, "192.0.2.1"))


@attack(
    family="network",
    attacker="network",
    wants="pass for 512 senders by the ports that a proxy reports with the address",
    naive="The entry is the sender, port and all: an honest person comes after 512 others.",
    product="Ports and brackets are left out: an honest person comes after 1 other.",
)
def test_a_port_makes_no_other_sender(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    """IIS and some load balancers append the port of the connection."""
    entries = [f"203.0.113.9:{10_000 + number}" for number in range(MANY // 2)]
    entries += [f"[2001:db8:1:{number:x}::1]:443" for number in range(MANY // 2)]
    behind = Settings(trust_proxy=True)
    ours = {turn(behind, entries[start::2], "192.0.2.1") for start in (0, 1)}
    with monkeypatch.context() as naively:
        naively.setattr("collector.app.forwarded_address", lambda headers: headers[-1])
        naively.setattr("collector.app.networks", lambda entry: (entry.encode(),))
        naive = turn(behind, entries, "192.0.2.1")
    assert ours == {"after 2 others"}  # one of each network
    found(naive, turn(behind, entries[: MANY // 2], "192.0.2.1"))


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A new SQLite file."""
    return f"sqlite:///{tmp_path / 'collector.db'}"


@pytest.fixture
def server(tmp_path: Path, database: str) -> Iterator[Server]:
    """A collector with an open survey."""
    with serving(database, running_survey(), tmp_path) as running:
        yield running


def talk(port: int, sent: bytes) -> bytes:
    """Send bytes and nothing more, and return all that is answered."""
    with socket.create_connection((HOST, port), 20) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def in_chunks(*chunks: bytes) -> bytes:
    """Return a contribution in chunks, without the last, empty one."""
    head, _, body = request().partition(b"\r\n\r\n")
    chunked = head.replace(b"Content-Length: %d" % len(body), b"Transfer-Encoding: chunked")
    return chunked + b"\r\n\r\n" + b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)


@attack(
    family="network",
    attacker="network",
    wants="have a contribution counted that a cut connection never finished",
    naive="A server takes the end of the connection for the end of a chunked body: 3 of 3 counted.",
    product="A contribution without a length is refused, as browsers always send one: 0 of 3 counted.",
)
def test_a_broken_off_body_is_not_counted(server: Server, database: str, found: Found) -> None:
    """Broken off after the last chunk that says something, or between two, or one byte before the end."""
    whole = request()[-len(b'{"code":"M"}') :]
    broken = [in_chunks(whole), in_chunks(whole[:4], whole[4:]), in_chunks(whole) + b"0\r\n"]
    with lenient() as naive:
        for sent in broken:
            talk(naive.server_address[1], sent)
    answers = [talk(server.port, sent) for sent in broken]
    assert all(answer.startswith(b"HTTP/1.1 411 ") for answer in answers)
    found(f"{len(naive.counted)} of 3 counted", f"{sum(counted(database).values())} of 3 counted")


@attack(
    family="network",
    attacker="network",
    wants="smuggle a contribution past the proxy's rules, inside or behind another request",
    naive="A server takes the first of two lengths, and reads on behind a request: 4 counted.",
    product="Two lengths are refused, and what follows a request is not read: 1 counted.",
)
def test_a_smuggled_contribution_is_not_counted(server: Server, database: str, found: Found) -> None:
    """Two lengths, both with a request behind them; and a plain request behind a plain request."""
    inside = request(b'{"code":"N"}')
    whole = b'{"code":"M"}'
    length = b"Content-Length: %d" % (len(whole) + len(inside))
    two_lengths = request(whole, length) + inside
    behind = request(whole) + inside
    with lenient() as naive:
        for sent in (two_lengths, behind):
            talk(naive.server_address[1], sent)
    answers = [talk(server.port, sent) for sent in (two_lengths, behind)]
    assert [answer[9:12] for answer in answers] == [b"400", b"204"]
    assert [answer.count(b"HTTP/1.1 ") for answer in answers] == [1, 1]
    assert counted(database) == {"M": 1}
    found(f"{len(naive.counted)} counted", f"{sum(counted(database).values())} counted")


@attack(
    family="network",
    attacker="neighbour",
    wants="have everybody who opens a page of another origin contribute, unasked",
    naive="A collector with CORS only hides its answer from the other page: 2 of 2 counted.",
    product="What another origin's page sends is refused before it is read: 0 of 2 counted.",
)
def test_a_foreign_page_contributes_nothing(database: str, found: Found) -> None:
    """As plain text, for which a browser does not ask first, and as JSON."""
    storage = opened(database, survey())
    naive = _NaiveCollector()

    async def unasked(app: ASGIApp) -> list[int]:
        """Send a contribution of each kind as another origin's page does; return the answers."""
        body = b'{"code":"M"}'
        headers = (("content-length", str(len(body))), ("origin", "https://neighbour.example"))
        kinds = (("content-type", "text/plain"), JSON)
        return [(await Client(app).ask("POST", CODES, body, [kind, *headers])).status for kind in kinds]

    async def run() -> list[int]:
        ours = application(storage, Settings(origin="https://survey.example"), today=lambda: OPENS)
        await unasked(naive.app)
        async with running(ours):
            return await unasked(ours)

    assert asyncio.run(run()) == [403, 403]
    storage.dispose()
    found(f"{len(naive.counted)} of 2 counted", f"{sum(counted(database).values())} of 2 counted")


class _NaiveCollector:
    """Counts what is JSON, and lets the framework decide which pages may read the answer."""

    def __init__(self) -> None:
        self.counted: list[str] = []
        inner = Starlette(routes=[Route(CODES, self._count, methods=["POST"])])
        self.app = CORSMiddleware(inner, allow_origins=["https://survey.example"])

    async def _count(self, request: Request) -> Response:
        self.counted.append((await request.json())["code"])
        return Response(status_code=204)


@attack(
    family="network",
    attacker="network",
    wants="tell outcomes apart by the lengths of what goes over the encrypted connection",
    naive="The code travels as it is, so that M and N, *-T and *-B, and the others differ: 3 lengths.",
    product="Spaces fill every contribution up to one length, and all answers are alike: 1 length.",
)
def test_lengths_tell_no_code(server: Server, found: Found) -> None:
    """Every code of a survey, as bytes of the request and of its answer."""
    codes = all_codes("levers")
    naive = {len(request(json.dumps({"code": code}, separators=(",", ":")).encode())) for code in codes}
    sent = [request(contribution.body(code).encode()) for code in codes]
    answers = [talk(server.port, one) for one in sent]
    assert all(answer.startswith(b"HTTP/1.1 204 ") for answer in answers)
    ours = {(len(one), len(answer)) for one, answer in zip(sent, answers, strict=True)}
    found(f"{len(naive)} lengths", f"{len(ours)} length")
