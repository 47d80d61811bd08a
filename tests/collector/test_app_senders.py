"""HTTP: from which pages, and how much, may be sent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator

import pytest

from collector import Storage
from collector.app import Settings, application
from collector.limiting import Limits, Rate
from harness.contributions import OPENS, counted, opened, survey
from tests.collector.asgi import CODES, Answer, Client, running, talk

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


def _statuses(client: Client, number: int, *headers: tuple[str, str]) -> Awaitable[list[int]]:
    async def ask() -> list[int]:
        return [(await client.post(GOOD, *headers)).status for _ in range(number)]

    return ask()


FEW = Limits(client=Rate(2, 0), everybody=Rate(5, 0))


def test_who_sends_too_much_is_told_to_wait(storage: Storage, sqlite_url: str) -> None:
    """429 with a hint when to come back; nothing of it is counted, and others go on up to the bound."""

    async def conversation(_: Client) -> list[list[int]]:
        app = application(storage, Settings(limits=FEW), today=lambda: OPENS)
        async with running(app):
            return [await _statuses(Client(app, f"10.0.0.{host}"), 3) for host in range(3)]

    assert talk(storage, conversation) == [[204, 204, 429], [204, 204, 429], [204, 429, 429]]
    assert counted(sqlite_url) == {"A-ST": 5}


def test_the_address_before_the_proxy_counts_only_where_that_is_configured(storage: Storage) -> None:
    """The last entry, which the proxy wrote itself; what a client claims changes nothing."""

    async def conversation(client: Client) -> list[list[int]]:
        first, second = ("x-forwarded-for", "1.1.1.1, 10.9.9.1"), ("x-forwarded-for", "1.1.1.1, 10.9.9.2")
        claimed = ("x-forwarded-for", "3.3.3.3,10.9.9.2")
        return [await _statuses(client, 2, header) for header in (first, second, claimed)]

    believed = talk(storage, conversation, Settings(limits=FEW, trust_proxy=True))
    assert believed == [[204, 204], [204, 204], [429, 429]]
    assert talk(storage, conversation, Settings(limits=FEW)) == [[204, 204], [429, 429], [429, 429]]


def test_addresses_that_are_not_readable_share_one_limit(storage: Storage) -> None:
    """A header with other letters than ASCII wins nobody a limit of their own."""

    async def conversation(client: Client) -> list[list[int]]:
        strange = [("x-forwarded-for", f"{sign}, 10.9.9.1") for sign in ("ü", "é")]
        return [await _statuses(client, 2, header) for header in strange]

    settings = Settings(limits=FEW, trust_proxy=True)
    assert talk(storage, conversation, settings) == [[204, 204], [429, 429]]


def test_a_whole_call_centre_behind_one_address_gets_through(storage: Storage, sqlite_url: str) -> None:
    """A thousand people contribute at the same moment through one address, by the default limits."""

    async def conversation(client: Client) -> set[int]:
        answers = await asyncio.gather(*(client.post(GOOD) for _ in range(1000)))
        return {answer.status for answer in answers}

    assert talk(storage, conversation) == {204}
    assert counted(sqlite_url) == {"A-ST": 1000}
