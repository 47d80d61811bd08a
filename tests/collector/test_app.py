"""HTTP: every request has a defined answer that echoes nothing, and counts exactly once or not at all."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest

from collector import Storage
from collector.app import Settings
from collector.refusals import BODY_BYTES
from harness.asgi import CODES, JSON, Answer, Client, talk
from harness.contributions import CLOSES, DAY, OPENS, counted, drawn, opened, survey, used
from harness.sealed_contributions import sealed_survey
from tests.collector import memory

T = TypeVar("T")
GOOD = b'{"code":"A-ST"}'
LENGTH = ("content-length", str(len(GOOD)))
SLIP = drawn(1)[0]


@pytest.fixture
def storage(sqlite_url: str) -> Iterator[Storage]:
    """An open survey, one with slips, one on paper, and one that is sealed."""
    fresh = opened(sqlite_url, survey())
    fresh.register(survey(id="slips", mode="slips"), today=OPENS)
    fresh.add_slips("slips", [SLIP])
    fresh.register(survey(id="paper", mode="paper"), today=OPENS)
    fresh.register(sealed_survey(id="sealed"), today=OPENS)
    yield fresh
    fresh.dispose()


Ask = Callable[[Client], Awaitable[Answer]]


def _body(body: bytes | str, path: str = CODES) -> Ask:
    return lambda client: client.post(body, path=path)


def _raw(*pieces: bytes | None, headers: tuple[tuple[str, str], ...] = (JSON, LENGTH)) -> Ask:
    return lambda client: client.ask("POST", CODES, pieces, headers)


def _method(method: str, path: str = CODES) -> Ask:
    return lambda client: client.ask(method, path, GOOD, [JSON, LENGTH])


SLIPS = "/v1/surveys/slips/codes"
BAD: dict[str, tuple[Ask, int, str]] = {
    # what is not JSON of the agreed form
    "nothing": (_body(b""), 400, "malformed"),
    "no JSON": (_body(b"code=A-ST"), 400, "malformed"),
    "truncated": (_body(b'{"code":"A-ST"'), 400, "malformed"),
    "followed by more": (_body(GOOD + b"{}"), 400, "malformed"),
    "a duplicate key": (_body(b'{"code":"M","code":"A-ST"}'), 400, "malformed"),
    "an escaped duplicate key": (_body(b'{"code":"M","c\\u006fde":"M"}'), 400, "malformed"),
    "NaN": (_body(b'{"code":NaN}'), 400, "malformed"),
    "Infinity": (_body(b'{"code":-Infinity}'), 400, "malformed"),
    "only NaN": (_body(b"NaN"), 400, "malformed"),
    "a list": (_body(b'["A-ST"]'), 400, "malformed"),
    "a string": (_body(b'"A-ST"'), 400, "malformed"),
    "null": (_body(b"null"), 400, "malformed"),
    "an empty object": (_body(b"{}"), 400, "malformed"),
    "an unknown key": (_body(b'{"code":"A-ST","name":"x"}'), 400, "malformed"),
    "a slip alone": (_body(b'{"slip":"x"}'), 400, "malformed"),
    "a number as code": (_body(b'{"code":1}'), 400, "malformed"),
    "a boolean as code": (_body(b'{"code":true}'), 400, "malformed"),
    "null as slip": (_body(b'{"code":"A-ST","slip":null}', SLIPS), 400, "malformed"),
    "a nested code": (_body(b'{"code":{"code":"A-ST"}}'), 400, "malformed"),
    "deep lists": (_body(b"[" * 256), 400, "malformed"),
    "deep objects": (_body(b'{"a":' * 51), 400, "malformed"),
    "invalid UTF-8": (_body(b'{"code":"A-ST\xff"}'), 400, "malformed"),
    "an overlong form": (_body(b'{"code":"A-S\xc1\x94"}'), 400, "malformed"),
    "UTF-16": (_body('{"code":"A-ST"}'.encode("utf-16")), 400, "malformed"),
    "a byte order mark": (_body(b"\xef\xbb\xbf" + GOOD), 400, "malformed"),
    "zero bytes": (_body(b"\x00" * 200), 400, "malformed"),
    # size and form of the request
    "one byte too many": (_body(GOOD + b" " * (257 - len(GOOD))), 413, "too large"),
    "far too much": (_body(GOOD * 1000), 413, "too large"),
    "ten megabytes": (_body(b" " * 10_000_000), 413, "too large"),
    "announced as too much": (
        _raw(None, headers=(JSON, ("content-length", "257"))),
        413,
        "too large",
    ),
    "announced as endless": (_raw(None, headers=(JSON, ("content-length", "9" * 400))), 413, "too large"),
    "announced as nonsense": (_raw(GOOD, headers=(JSON, ("content-length", "-1"))), 400, "malformed"),
    "no length": (_raw(GOOD, headers=(JSON,)), 411, "length missing"),
    "chunks without an end": (_raw(*[b" " * 64] * 5, None), 413, "too large"),
    "announced as less": (_raw(b" " * 300, headers=(JSON, ("content-length", "9"))), 413, "too large"),
    "a body that never comes": (_raw(None), 408, "too slow"),
    "a body that stops": (_raw(b'{"code":', None), 408, "too slow"),
    "no type": (_raw(GOOD, headers=()), 415, "not json"),
    "a form": (_raw(GOOD, headers=(("content-type", "text/plain"),)), 415, "not json"),
    "nearly the type": (_raw(GOOD, headers=(("content-type", "application/jsonp"),)), 415, "not json"),
    "a type that is not readable": (_raw(GOOD, headers=(("content-type", "jsön"),)), 415, "not json"),
    "an encoding that is not readable": (
        _raw(GOOD, headers=(JSON, ("content-encoding", "ä"))),
        415,
        "not json",
    ),
    "no id": (_body(GOOD, "/v1/surveys//codes"), 404, "not found"),
    "half the way": (_body(GOOD, "/v1/surveys/codes"), 404, "not found"),
    "a slash in the id": (_body(GOOD, "/v1/surveys/hafen/2027/codes"), 404, "not found"),
    "compressed": (_raw(GOOD, headers=(JSON, ("content-encoding", "gzip"))), 415, "not json"),
    # what is asked of the survey
    "an unknown code": (_body(b'{"code":"E-ST"}'), 400, "unknown code"),
    "a code in lower case": (_body(b'{"code":"a-st"}'), 400, "unknown code"),
    "another detail": (_body(b'{"code":"A"}'), 400, "unknown code"),
    "half a character": (_body(b'{"code":"\\ud800"}'), 400, "unknown code"),
    "an unwanted slip": (_body(b'{"code":"A-ST","slip":""}'), 400, "slip not expected"),
    "a missing slip": (_body(GOOD, SLIPS), 400, "slip missing"),
    "a slip that is none": (_body(b'{"code":"A-ST","slip":"\\ud800"}', SLIPS), 403, "unknown slip"),
    "a slip never drawn": (
        _body(json.dumps({"code": "A-ST", "slip": drawn(1, seed=9)[0]}), SLIPS),
        403,
        "unknown slip",
    ),
    "another survey": (_body(GOOD, "/v1/surveys/hafen-2028/codes"), 404, "unknown survey"),
    "a code where ballots are sealed": (_body(GOOD, "/v1/surveys/sealed/codes"), 400, "sealed"),
    "a survey on paper": (_body(GOOD, "/v1/surveys/paper/codes"), 404, "unknown survey"),
    "a survey of a zero byte": (_body(GOOD, "/v1/surveys/\x00/codes"), 404, "unknown survey"),
    "a survey of half a character": (_body(GOOD, "/v1/surveys/\ud800/codes"), 404, "unknown survey"),
    "a very long survey": (_body(GOOD, f"/v1/surveys/{'x' * 3000}/codes"), 404, "unknown survey"),
    # there is nothing else
    "the root": (_method("GET", "/"), 404, "not found"),
    "documentation": (_method("GET", "/docs"), 404, "not found"),
    "counts": (_method("GET", "/v1/surveys/hafen-2027"), 404, "not found"),
    "a slash more": (_method("POST", f"{CODES}/"), 404, "not found"),
    "a slash less": (_method("POST", CODES.removeprefix("/")), 404, "not found"),
    "a line break more": (_method("POST", f"{CODES}\n"), 404, "not found"),
    "health and a slash": (_method("GET", "/healthz/"), 404, "not found"),
    "health and a line break": (_method("GET", "/healthz\n"), 404, "not found"),
    "asking where no other origin may send": (_method("OPTIONS"), 405, "wrong method"),
    "reading": (_method("GET"), 405, "wrong method"),
    "putting": (_method("PUT"), 405, "wrong method"),
    "deleting": (_method("DELETE"), 405, "wrong method"),
    "an invented method": (_method("BREW"), 405, "wrong method"),
    "posting to health": (_method("POST", "/healthz"), 405, "wrong method"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_accepted_has_one_answer_and_counts_nothing(
    storage: Storage, sqlite_url: str, case: str
) -> None:
    """A 4xx with a constant body that echoes nothing; the server goes on and takes the next."""
    ask, status, error = BAD[case]

    async def conversation(client: Client) -> tuple[Answer, Answer]:
        return await ask(client), await client.post(b'{"code":"M"}')

    answer, after = talk(storage, conversation, Settings(body_seconds=0.1))
    assert (answer.status, answer.error) == (status, error)
    assert answer.body == json.dumps({"error": error}, separators=(",", ":")).ljust(BODY_BYTES).encode()
    assert answer.headers["content-type"] == "application/json"
    assert "access-control-allow-origin" not in answer.headers
    assert after.status == 204
    assert counted(sqlite_url) == {"M": 1}
    assert counted(sqlite_url, "slips") == {}
    assert used(sqlite_url) == 0


def test_who_is_late_is_told_and_nobody_else(storage: Storage, sqlite_url: str) -> None:
    """Whoever was late may try anew; whoever is in time is answered while others still dawdle."""

    async def late(client: Client) -> list[int]:
        dawdling = await client.ask("POST", CODES, [GOOD[:5], None], [JSON, LENGTH])
        return [dawdling.status, (await client.post(GOOD)).status]

    async def conversation(client: Client) -> list[list[int]]:
        dawdling = [asyncio.ensure_future(late(client)) for _ in range(3)]
        in_time = [(await client.post(b'{"code":"M"}')).status for _ in range(3)]
        assert not any(one.done() for one in dawdling)
        return [in_time, *await asyncio.gather(*dawdling)]

    answers = talk(storage, conversation, Settings(body_seconds=1.0))
    assert answers == [[204] * 3, *[[408, 204]] * 3]
    assert counted(sqlite_url) == {"A-ST": 3, "M": 3}


def test_no_slip_stays_in_memory_once_it_is_answered(storage: Storage) -> None:
    """Accepted or refused: afterwards nothing in the process refers to a text in which it stands."""

    async def sent(client: Client, seed: int) -> str:
        (slip,) = drawn(1, seed)
        await client.post(json.dumps({"code": "A-ST", "slip": slip}), path=SLIPS)
        return slip[::-1]  # turned round, or the test itself would keep it

    async def conversation(client: Client) -> list[str]:
        storage.add_slips("slips", drawn(1, seed=70))
        turned = [await sent(client, seed) for seed in (70, 70, 71)]
        said = memory.everything_said()
        assert turned[0] in said  # it would be found
        return [slip for slip in turned if slip[::-1] in said]

    assert talk(storage, conversation) == []


def test_what_is_accepted_is_counted_before_the_answer(storage: Storage, sqlite_url: str) -> None:
    """204 without a body, and the counter is already in the file; a body in pieces counts the same."""

    async def conversation(client: Client) -> list[int]:
        seen = []
        for ask in (
            _body(GOOD),
            _body(GOOD + b" " * (256 - len(GOOD))),
            _body(b'\n{ "code" : "A\\u002dST" }'),
            _raw(b'{"co', b"", b'de":"A-ST"}'),
            _raw(GOOD, headers=(("content-type", "Application/JSON; charset=utf-8"), LENGTH)),
        ):
            answer = await ask(client)
            assert (answer.status, answer.body) == (204, b"")
            assert answer.headers["cache-control"] == "no-store"
            seen.append(counted(sqlite_url)["A-ST"])
        return seen

    assert talk(storage, conversation) == [1, 2, 3, 4, 5]


def test_health_says_that_it_takes_contributions_and_nothing_else(storage: Storage) -> None:
    """200 with a constant body."""
    answer = talk(storage, lambda client: client.ask("GET", "/healthz"))
    assert (answer.status, answer.body) == (200, b'{"status":"ok"}')


def test_a_slip_sent_again_is_refused_the_same_each_time(storage: Storage, sqlite_url: str) -> None:
    """Also to the person whose answer was lost: 409, never 204, whatever code comes with it."""

    async def conversation(client: Client) -> list[tuple[int, bytes]]:
        bodies = [{"code": code, "slip": SLIP} for code in ("A-ST", "A-ST", "M")]
        answers = [await client.post(json.dumps(body), path=SLIPS) for body in bodies]
        return [(answer.status, answer.body) for answer in answers]

    used_up = (409, b'{"error":"used"}'.ljust(BODY_BYTES))
    assert talk(storage, conversation) == [(204, b""), used_up, used_up]
    assert counted(sqlite_url, "slips") == {"A-ST": 1}


def test_fifty_at_once_with_the_same_slip_count_once(storage: Storage, sqlite_url: str) -> None:
    """One is accepted, forty-nine are told that it is used."""

    async def conversation(client: Client) -> list[int]:
        body = json.dumps({"code": "A-ST", "slip": SLIP})
        answers = await asyncio.gather(*(client.post(body, path=SLIPS) for _ in range(50)))
        return sorted(answer.status for answer in answers)

    assert talk(storage, conversation) == [204] + [409] * 49
    assert counted(sqlite_url, "slips") == {"A-ST": 1}


@pytest.mark.parametrize(
    ("today", "error"),
    [
        (OPENS - DAY, "not open"),
        (CLOSES + DAY, "closed"),
        (OPENS.replace(year=1970), "not open"),
        (OPENS.replace(year=2107), "closed"),
    ],
)
def test_a_survey_takes_part_in_its_own_days_only(
    storage: Storage, sqlite_url: str, today: object, error: str
) -> None:
    """By the server's date; a clock that is years off refuses politely."""
    answer = talk(storage, lambda client: client.post(GOOD), today=lambda: today)
    assert (answer.status, answer.error) == (403, error)
    assert counted(sqlite_url) == {}


def test_a_survey_closed_by_hand_is_closed_at_once(storage: Storage, sqlite_url: str) -> None:
    """Another process closes it while the server runs; from then on nothing is counted."""

    async def conversation(client: Client) -> list[int]:
        first = await client.post(GOOD)
        other = Storage.open(sqlite_url)
        other.close("hafen-2027")
        other.dispose()
        return [first.status, (await client.post(GOOD)).status]

    assert talk(storage, conversation) == [204, 403]
    assert counted(sqlite_url) == {"A-ST": 1}


def test_nothing_that_was_sent_is_logged(
    storage: Storage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the application itself is at fault: the kind of error, no body, no slip, no address."""

    def broken(*_: object) -> None:
        raise KeyError(f"{SLIP} from 10.0.0.1")

    monkeypatch.setattr("collector.body.parse", broken)
    answer = talk(storage, lambda client: client.post(json.dumps({"code": "M", "slip": SLIP}), path=SLIPS))
    assert (answer.status, answer.error) == (500, "failed")
    assert "KeyError" in caplog.text
    assert SLIP not in caplog.text
    assert "10.0.0.1" not in caplog.text
