"""HTTP for sealed ballots: one length, a defined answer to everything, and a retry that counts once."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator

import pytest

from collector import Storage
from harness.asgi import Answer, Client, talk
from harness.contributions import OPENS, counted, drawn, opened, survey, used
from harness.sealed_contributions import ballot, codes_in, sealed_survey, stored_ballots
from questionnaire import sealed_ballot
from tests.collector import memory

BALLOTS = "/v1/surveys/hafen-2027/ballots"
SLIP, OTHER = drawn(2)
ONE = bytes(range(63))
USED = (409, "used")


@pytest.fixture
def storage(sqlite_url: str) -> Iterator[Storage]:
    """A sealed survey with slips, one that is open and has two trustees, and others that are not sealed."""
    fresh = opened(sqlite_url, sealed_survey(), [SLIP, OTHER])
    fresh.register(sealed_survey(2, id="open", mode="open"), today=OPENS)
    fresh.register(survey(id="codes"), today=OPENS)
    fresh.register(survey(id="paper", mode="paper"), today=OPENS)
    yield fresh
    fresh.dispose()


def body(contents: bytes = ONE, slip: str | None = SLIP) -> str:
    """Return what a page sends."""
    return sealed_ballot.body(contents, slip)


def written(text: str) -> str:
    """Return a contribution whose ballot is written as ``text``."""
    return json.dumps({"ballot": text, "slip": SLIP})


RIGHT = base64.urlsafe_b64encode(ONE).decode()
BAD: dict[str, tuple[bytes | str, str, int, str]] = {
    "nothing": (b"", BALLOTS, 400, "malformed"),
    "a code": ('{"code":"A-ST"}', BALLOTS, 400, "malformed"),
    "a code beside it": (f'{{"ballot":"{RIGHT}","code":"M"}}', BALLOTS, 400, "malformed"),
    "twice": (f'{{"ballot":"{RIGHT}","ballot":"{RIGHT}"}}', BALLOTS, 400, "malformed"),
    "a list of numbers": ('{"ballot":[1,2,3]}', BALLOTS, 400, "malformed"),
    "null": ('{"ballot":null}', BALLOTS, 400, "malformed"),
    "plain base64": (written(base64.b64encode(bytes([255] * 63)).decode()), BALLOTS, 400, "malformed"),
    "a line break in it": (written(f"{RIGHT[:40]}\n{RIGHT[40:]}"), BALLOTS, 400, "malformed"),
    "a sign that is none": (written(RIGHT[:-1] + "*"), BALLOTS, 400, "malformed"),
    "a sign that is not ASCII": (written(RIGHT[:-1] + "ä"), BALLOTS, 400, "malformed"),
    "half a character": (f'{{"ballot":"{RIGHT[:-1]}\\ud800"}}', BALLOTS, 400, "malformed"),
    "no padding": (written(RIGHT[:-1]), BALLOTS, 400, "malformed"),
    "padding too much": (written(RIGHT + "===="), BALLOTS, 400, "malformed"),
    "bits left over": (written(RIGHT[:-2] + "B="), BALLOTS, 400, "malformed"),
    "an empty ballot": (body(b""), BALLOTS, 400, "wrong length"),
    "one byte less": (body(bytes(62)), BALLOTS, 400, "wrong length"),
    "one byte more": (body(bytes(64)), BALLOTS, 400, "wrong length"),
    "a seal too much": (body(bytes(111)), BALLOTS, 400, "wrong length"),
    "a seal too few": (body(ONE, None), "/v1/surveys/open/ballots", 400, "wrong length"),
    "too large": (body(bytes(180)), BALLOTS, 413, "too large"),
    "a survey that counts codes": (body(ONE, None), "/v1/surveys/codes/ballots", 400, "not sealed"),
    "a survey on paper": (body(ONE, None), "/v1/surveys/paper/ballots", 404, "unknown survey"),
    "no survey": (body(), "/v1/surveys/hafen-2028/ballots", 404, "unknown survey"),
    "no slip": (body(ONE, None), BALLOTS, 400, "slip missing"),
    "a slip too much": (body(bytes(111)), "/v1/surveys/open/ballots", 400, "slip not expected"),
    "a slip of nobody": (body(ONE, drawn(1, seed=9)[0]), BALLOTS, 403, "unknown slip"),
    "an empty slip": (body(ONE, ""), BALLOTS, 403, "unknown slip"),
    "a slash more": (body(), f"{BALLOTS}/", 404, "not found"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_accepted_stores_nothing(storage: Storage, sqlite_url: str, case: str) -> None:
    """Refused with a constant body of one length; the same slip is good for the next ballot."""
    sent, path, status, error = BAD[case]

    async def conversation(client: Client) -> tuple[Answer, Answer]:
        return await client.post(sent, path=path), await client.post(body(bytes(63)), path=BALLOTS)

    answer, after = talk(storage, conversation)
    assert (answer.status, answer.error, len(answer.body)) == (status, error, 32)
    assert after.status == 204
    assert stored_ballots(sqlite_url) == [bytes(63)]
    assert stored_ballots(sqlite_url, "open") == []
    assert counted(sqlite_url, "codes") == {}


def test_what_is_accepted_is_stored_before_the_answer(storage: Storage, sqlite_url: str) -> None:
    """204 without a body, and the trustee finds the very code; with two trustees, too."""

    async def conversation(client: Client) -> list[tuple[int, bytes, int]]:
        seen = []
        for path, sent in (
            (BALLOTS, body(ballot("M"))),
            ("/v1/surveys/open/ballots", body(ballot("N", to="open", seals=2), None)),
        ):
            answer = await client.post(sent, path=path)
            stored = len(stored_ballots(sqlite_url, path.split("/")[3]))
            seen.append((answer.status, answer.body, stored))
        return seen

    assert talk(storage, conversation) == [(204, b"", 1)] * 2
    assert codes_in(stored_ballots(sqlite_url)) == {"M": 1}
    assert codes_in(stored_ballots(sqlite_url, "open"), to="open", seals=2) == {"N": 1}


def test_a_retry_is_told_that_it_counts_and_another_ballot_that_the_slip_is_used(
    storage: Storage, sqlite_url: str
) -> None:
    """Whoever lost the answer gets it by the same bytes; whoever has the slip alone is refused."""

    async def conversation(client: Client) -> list[int]:
        tries = (ONE, ONE, bytes(63), ONE, bytes(63))
        return [(await client.post(body(contents), path=BALLOTS)).status for contents in tries]

    assert talk(storage, conversation) == [204, 204, 409, 204, 409]
    assert (stored_ballots(sqlite_url), used(sqlite_url)) == ([ONE], 1)


def test_fifty_at_once_with_the_same_slip_are_one_ballot(storage: Storage, sqlite_url: str) -> None:
    """Twenty-six different ballots: one is stored, and whoever sent any other is refused."""
    same, others = body(), [body(bytes([number] * 63)) for number in range(25)]

    async def conversation(client: Client) -> list[int]:
        sent = [text for pair in zip(others, [same] * 25, strict=True) for text in pair]
        answers = await asyncio.gather(*(client.post(text, path=BALLOTS) for text in sent))
        return [answer.status for answer in answers]

    statuses = talk(storage, conversation)
    assert statuses == [204] + [409] * 49
    assert (stored_ballots(sqlite_url), used(sqlite_url)) == ([bytes(63)], 1)


def test_codes_and_ballots_at_the_same_moment_get_their_own_answers(
    storage: Storage, sqlite_url: str
) -> None:
    """In one batch, mixed: each is answered as if it had come alone."""
    sealed = [(body(ONE, None), "/v1/surveys/codes/ballots"), (body(), BALLOTS), (body(slip=OTHER), BALLOTS)]
    plain = [('{"code":"M"}', "/v1/surveys/codes/codes"), ('{"code":"M"}', "/v1/surveys/hafen-2027/codes")]
    sent = [one for pair in zip(sealed, [*plain, plain[0]], strict=True) for one in pair]

    async def conversation(client: Client) -> list[int]:
        return [
            answer.status
            for answer in await asyncio.gather(*(client.post(text, path=path) for text, path in sent))
        ]

    assert talk(storage, conversation) == [400, 204, 204, 400, 204, 204]
    assert counted(sqlite_url, "codes") == {"M": 2}
    assert stored_ballots(sqlite_url) == [ONE]


def test_every_request_and_every_refusal_has_one_length() -> None:
    """With and without a slip, with one seal and two: whoever watches the connection sees the same."""
    bodies = [body(bytes(length), slip) for length in (63, 111) for slip in (SLIP, None)]
    assert {len(sent) for sent in bodies} == {sealed_ballot.BODY_BYTES}


def test_neither_slip_nor_ballot_stays_in_memory_once_it_is_answered(storage: Storage) -> None:
    """Accepted or refused: afterwards nothing in the process refers to either."""

    async def conversation(client: Client) -> list[str]:
        storage.add_slips("hafen-2027", drawn(1, seed=70))
        turned = []
        for seed in (70, 70, 71):
            (slip,) = drawn(1, seed)
            text = base64.urlsafe_b64encode(contents := ballot()).decode()
            await client.post(body(contents, slip), path=BALLOTS)
            turned += [slip[::-1], text[::-1]]  # turned round, or the test itself would keep them
        del slip, text, contents
        said = memory.everything_said()
        assert turned[0] in said  # it would be found
        return [one for one in turned if one[::-1] in said]

    assert talk(storage, conversation) == []


def test_nothing_that_was_sent_is_logged(
    storage: Storage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the collector itself is at fault: no ballot, no slip."""

    def broken(*_: object) -> None:
        raise KeyError(f"{SLIP} {RIGHT}")

    monkeypatch.setattr("collector.sealed_ballots.use_slips", broken)
    answer = talk(storage, lambda client: client.post(body(), path=BALLOTS))
    assert (answer.status, answer.error) == (503, "unavailable")
    assert "KeyError" in caplog.text
    assert SLIP not in caplog.text
    assert RIGHT not in caplog.text
