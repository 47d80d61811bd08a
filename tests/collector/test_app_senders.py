"""HTTP: from which pages may be sent, and whose turn it is when many send."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Awaitable, Callable, Iterator

import pytest
from starlette.applications import Starlette

from collector import Result, SealedSubmission, Storage, Submission
from collector.app import Settings, application
from collector.writer import LARGEST_BATCH
from harness.asgi import CODES, Answer, Client, running, talk
from harness.contributions import OPENS, counted, opened, survey
from harness.polling import let_tasks_run

GOOD = b'{"code":"A-ST"}'


@pytest.fixture
def storage(sqlite_url: str) -> Iterator[Storage]:
    """A storage with an open survey."""
    fresh = opened(sqlite_url, survey())
    yield fresh
    fresh.dispose()


ORIGIN = "https://intranet.example"


def test_a_browser_may_send_from_the_one_configured_origin(storage: Storage) -> None:
    """The preflight and the answer name it; no wildcard, no credentials."""

    async def conversation(client: Client) -> tuple[Answer, Answer]:
        asking = [("origin", ORIGIN), ("access-control-request-method", "POST")]
        return await client.ask("OPTIONS", CODES, b"", asking), await client.post(GOOD, ("origin", ORIGIN))

    preflight, answer = talk(storage, conversation, Settings(origin=ORIGIN))
    assert (preflight.status, answer.status) == (204, 204)
    assert preflight.headers["access-control-allow-methods"] == "POST"
    assert preflight.headers["access-control-allow-headers"] == "content-type"
    assert int(preflight.headers["access-control-max-age"]) > 0
    for headers in (preflight.headers, answer.headers):
        assert headers["access-control-allow-origin"] == ORIGIN
        assert headers["vary"] == "Origin"
        assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize(
    "origin",
    ["https://intranet.example.evil", "http://intranet.example", "null", "", "*", "ü", ORIGIN.upper()],
)
def test_no_other_origin_may_send(storage: Storage, sqlite_url: str, origin: str) -> None:
    """Exactly that origin: another one gets no permission, and what it sends is not counted."""

    async def conversation(client: Client) -> list[Answer]:
        header = ("origin", origin)
        return [await client.ask("OPTIONS", CODES, b"", [header]), await client.post(GOOD, header)]

    for answer in talk(storage, conversation, Settings(origin=ORIGIN)):
        assert (answer.status, answer.error) == (403, "foreign origin")
        assert "access-control-allow-origin" not in answer.headers
    assert counted(sqlite_url) == {}


def test_the_page_may_read_why_it_is_refused(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the collector itself is at fault: else the page could only say that nobody answered."""

    def broken(*_: object) -> None:
        raise KeyError

    async def conversation(client: Client) -> list[Answer]:
        sender = ("origin", ORIGIN)
        answers = [await client.post(body, sender) for body in (b"", b'{"code":"Z"}', b" " * 257)]
        monkeypatch.setattr("collector.body.parse", broken)
        return [*answers, await client.post(GOOD, sender)]

    answers = talk(storage, conversation, Settings(origin=ORIGIN))
    assert [answer.status for answer in answers] == [400, 400, 413, 500]
    assert {answer.headers["access-control-allow-origin"] for answer in answers} == {ORIGIN}


def test_without_an_origin_no_permission_is_given(storage: Storage) -> None:
    """Pages of the collector's own origin need none."""

    async def conversation(client: Client) -> Answer:
        return await client.ask("OPTIONS", CODES, b"", [("origin", ORIGIN)])

    assert not [name for name in talk(storage, conversation).headers if name.startswith("access-control")]


class Batches:
    """A recorder that accepts everything, and remembers the codes of each batch once it may go on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.codes: list[list[str]] = []

    def record(self, batch: list[Submission], *, today: dt.date) -> tuple[Result, ...]:
        """Accept."""
        assert today == OPENS
        assert self.go_on.wait(10)
        self.codes.append([one.code for one in batch])
        return (Result.ACCEPTED,) * len(batch)

    def check(self) -> None:
        """Be ready."""

    def record_ballots(self, batch: list[SealedSubmission], *, today: dt.date) -> tuple[Result, ...]:
        """Accept none: nobody sends any."""
        raise NotImplementedError


def _batches(ask: Callable[[Starlette], list[Awaitable[Answer]]], *, trust_proxy: bool) -> list[list[str]]:
    """Return the codes of each batch, if everybody asks while the first one is being written."""
    batches = Batches()

    async def run() -> None:
        app = application(batches, Settings(trust_proxy=trust_proxy), today=lambda: OPENS)
        async with running(app):
            first = asyncio.ensure_future(Client(app, "10.0.0.9").post(b'{"code":"N"}'))
            await let_tasks_run()
            others = [asyncio.ensure_future(one) for one in ask(app)]
            await let_tasks_run()
            batches.go_on.set()
            answers = await asyncio.gather(first, *others)
            assert {answer.status for answer in answers} == {204}

    asyncio.run(run())
    return batches.codes


MANY = LARGEST_BATCH * 2


def _crowd_and_one(app: Starlette, addresses: Callable[[int], str]) -> list[Awaitable[Answer]]:
    crowd = [Client(app, addresses(number)).post(b'{"code":"M"}') for number in range(MANY)]
    return [*crowd, Client(app, "192.0.2.1").post(GOOD)]


@pytest.mark.parametrize(
    "addresses", [lambda _: "10.0.0.1", lambda number: f"2001:db8:1:{number:x}::1"], ids=["one", "a /48"]
)
def test_one_greedy_sender_keeps_nobody_waiting(addresses: Callable[[int], str]) -> None:
    """Whoever comes from elsewhere is in the very next transaction, although hundreds came before."""
    first, second, *_ = _batches(lambda app: _crowd_and_one(app, addresses), trust_proxy=False)
    assert first == ["N"]
    assert "A-ST" in second


@pytest.mark.parametrize("entry", ["198.51.100.7", "198.51.100.7:5678", "[2001:db8::1]:443", "2001:db8::1"])
def test_the_address_before_the_proxy_counts_only_where_that_is_configured(entry: str) -> None:
    """The last entry, which the proxy wrote itself, with or without a port; what clients claim is nothing."""

    def ask(app: Starlette) -> list[Awaitable[Answer]]:
        crowd = [
            Client(app).post(b'{"code":"M"}', ("x-forwarded-for", f"192.0.2.{number % 250}, 203.0.113.9"))
            for number in range(MANY)
        ]
        return [*crowd, Client(app).post(GOOD, ("x-forwarded-for", f"203.0.113.9,{entry}"))]

    assert "A-ST" in _batches(ask, trust_proxy=True)[1]
    assert "A-ST" not in _batches(ask, trust_proxy=False)[1]


def test_an_address_that_is_not_readable_is_a_sender_like_others(storage: Storage, sqlite_url: str) -> None:
    """A header with other letters than ASCII, or none at all, is no reason to refuse a person."""

    async def conversation(client: Client) -> list[int]:
        strange = [("x-forwarded-for", entry) for entry in ("ü", "10.9.9.1, é", "", ",", "[", "]:1", ":")]
        return [(await client.post(GOOD, header)).status for header in strange]

    assert talk(storage, conversation, Settings(trust_proxy=True)) == [204] * 7
    assert counted(sqlite_url) == {"A-ST": 7}


def test_a_whole_call_centre_behind_one_address_gets_through(storage: Storage, sqlite_url: str) -> None:
    """A thousand people contribute at the same moment through one address."""

    async def conversation(client: Client) -> set[int]:
        answers = await asyncio.gather(*(client.post(GOOD) for _ in range(1000)))
        return {answer.status for answer in answers}

    assert talk(storage, conversation) == {204}
    assert counted(sqlite_url) == {"A-ST": 1000}
