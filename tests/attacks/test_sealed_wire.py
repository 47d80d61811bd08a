"""A sealed survey's requests and answers: their lengths, and what the answers tell somebody who asks."""

from __future__ import annotations

import base64
import itertools
import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from starlette.responses import Response

from collector import Result, SealedSubmission, Storage, refusals
from collector.refusals import Refusal
from generator.sealing import hpke
from harness.contributions import OPENS, drawn, opened
from questionnaire import all_codes
from questionnaire.sealed_ballot import body, sealed_bytes
from tests.attacks.attack import Found, attack
from tests.attacks.sealed_ballots import INFO, sealed, trustee
from tests.attacks.sealed_ballots import opened as opened_ballot
from tests.attacks.sealed_people import SEALED, crowd, looked_at

_FEW = 20
_FLOOD = 2000


@attack(
    family="sealed urn",
    attacker="network",
    wants="tell codes, details, modes or the number of trustees apart by the lengths of requests",
    naive="A sealed code in base64, with a slip or without one, under one seal or two: 8 lengths.",
    product="Codes are filled up before they are sealed, and requests afterwards: 1 length.",
)
def test_lengths_of_sealed_requests(found: Found) -> None:
    """Every code of both details, with and without a slip, under one seal and two."""
    codes = sorted({*all_codes("levers"), *all_codes("type")})
    [slip] = drawn(1)
    ours, naive = set(), set()
    for trustees, given in itertools.product(((trustee(1),), (trustee(1), trustee(2))), (None, slip)):
        keys = [one.public_key for one in trustees]
        ours |= {len(body(ballot, given)) for ballot in sealed(codes, *trustees)}
        naive |= {len(_unfilled(hpke.seal(code.encode(), keys, INFO), given)) for code in codes}
    found(f"{len(naive)} lengths", f"{len(ours)} length")


def _unfilled(ballot: bytes, slip: str | None) -> str:
    text = base64.urlsafe_b64encode(ballot).decode()
    return json.dumps({"ballot": text} if slip is None else {"ballot": text, "slip": slip})


@attack(
    family="sealed urn",
    attacker="colleague",
    wants="find out by the answer to a retry which ballot belongs to a found slip",
    naive="A table that remembers the ballot of each slip, so that only its own is a retry: 20 of 20 links.",
    product="A used slip with any ballot that is there is a retry, all 400 pairs alike: 0 of 20 links.",
)
def test_a_retry_tells_no_link(tmp_path: Path, found: Found) -> None:
    """He has used slips and the ballots of all people, as the operator has, and asks for each pair."""
    url = f"sqlite:///{tmp_path / 'sealed.db'}"
    people = crowd(url, _FEW, is_sealed=True)
    storage = Storage.open(url)
    people.contribute_all(storage)
    pairs = list(itertools.product(people.slips, people.traces))
    own = dict(zip(people.slips, people.traces, strict=True))
    answers = {
        (slip, ballot): storage.record_ballots([SealedSubmission(SEALED.id, ballot, slip)], today=OPENS)
        for slip, ballot in pairs
    }
    storage.dispose()
    assert len(answers) == len(pairs) == _FEW**2
    assert looked_at(url, people).total() == _FEW
    naive = {pair: own[pair[0]] == pair[1] for pair in pairs}
    found(f"{_told(naive)} of {_FEW} links", f"{_told(answers)} of {_FEW} links")


def _told(answers: Mapping[tuple[str, bytes], object]) -> int:
    """Return how many slips have one ballot to which the answer is another than to all others."""
    told = 0
    for slip in {slip for slip, _ in answers}:
        given = [answer for (of, _), answer in answers.items() if of == slip]
        told += any(given.count(answer) == 1 for answer in given)
    return told


@attack(
    family="sealed urn",
    attacker="colleague",
    wants="see with somebody's slip the ballot that it was used for",
    naive="A page that shows the ballot of a slip, so that people can look: 20 of 20 are shown.",
    product="A used slip is refused with every ballot that is not there, in the same words. So it tells that "
    "it was used, and 0 of 20 ballots.",
    told={"docs/privacy.md": "**Whoever holds a slip** can find out, until the close, whether it was used."},
)
def test_a_slip_alone_tells_that_it_was_used(tmp_path: Path, found: Found) -> None:
    """Only that: the ballots that he seals himself are refused, and none of them is stored."""
    url = f"sqlite:///{tmp_path / 'sealed.db'}"
    people = crowd(url, _FEW, is_sealed=True)
    storage = Storage.open(url)
    people.contribute_all(storage)
    kept = dict(zip(people.slips, people.traces, strict=True))
    anew = zip(sealed(people.codes), people.slips, strict=True)
    asked = [SealedSubmission(SEALED.id, ballot, slip) for ballot, slip in anew]
    answers = storage.record_ballots(asked, today=OPENS)
    storage.dispose()
    assert set(answers) == {Result.USED_SLIP}
    assert set(looked_at(url, people)) == set(people.traces)
    found(f"{len(kept)} of {_FEW} are shown", f"{len(set(answers)) - 1} of {_FEW} ballots")


@attack(
    family="sealed urn",
    attacker="network",
    wants="learn from the length of a refusal why somebody's contribution was refused",
    naive="A refusal is as long as its words: 14 lengths of 22 refusals.",
    product="Bodies are filled up to one length, but the status line before them is not: 10 lengths of 22 "
    "refusals. What was contributed makes no difference.",
    told={"docs/privacy.md": "The length of an answer tells whether it is a refusal, and of which kind"},
)
def test_lengths_of_refusals(found: Found) -> None:
    """Whole answers, from the status line to the last byte of the body."""
    of_module = [one for one in vars(refusals).values() if isinstance(one, Refusal)]
    every = {*of_module, *refusals.BY_RESULT.values()}
    responses = [one.response() for one in every]
    assert len({len(one.body) for one in responses}) == 1
    ours = {_whole(one) for one in responses}
    naive = {_whole(one) - len(one.body) + len(bytes(one.body).rstrip()) for one in responses}
    found(f"{len(naive)} lengths of {len(every)}", f"{len(ours)} lengths of {len(every)}")


def _whole(response: Response) -> int:
    status = f"HTTP/1.1 {response.status_code} {HTTPStatus(response.status_code).phrase}"
    headers = sum(len(name) + len(value) + len(": \r\n") for name, value in response.raw_headers)
    return len(f"{status}\r\n\r\n") + headers + len(response.body)


@attack(
    family="sealed urn",
    attacker="network",
    wants="fill up the collector's disk with 2,000 ballots of noise, which it cannot tell from sealed ones",
    naive="A table of everything that comes, to be checked later: 2000 of 2000 are stored.",
    product="With slips nothing is stored without one that is not used yet: 0 of 2000. In the mode “open” "
    "whatever has the right length is: 2000 of 2000, some 130 bytes each, all spoilt when they are counted.",
    told={"docs/privacy.md": "stores whatever has the right length"},
)
def test_ballots_of_noise(tmp_path: Path, found: Found) -> None:
    """Each is other random bytes; with slips each comes with one that nobody has drawn."""
    noise, guesses = [secrets.token_bytes(sealed_bytes(1)) for _ in range(_FLOOD)], drawn(_FLOOD, seed=5)
    everything = set(noise)
    stored = dict[str, int]()
    for survey in (SEALED, replace(SEALED, mode="open")):
        url = f"sqlite:///{tmp_path / survey.mode}.db"
        storage = opened(url, survey, drawn(10) if survey.mode == "slips" else None)
        given = guesses if survey.mode == "slips" else [None] * _FLOOD
        batch = [SealedSubmission(survey.id, *each) for each in zip(noise, given, strict=True)]
        for start in range(0, _FLOOD, 250):
            storage.record_ballots(batch[start : start + 250], today=OPENS)
        stored[survey.mode] = storage.number_of_ballots(survey.id)
        storage.dispose()
    assert {opened_ballot(one) for one in noise[:50]} == {None}
    ours = f"0 of {_FLOOD}. In the mode “open” whatever has the right length is: {stored['open']} of {_FLOOD}"
    assert not stored["slips"]
    found(f"{len(everything)} of {_FLOOD} are stored", ours)
