"""A sealed survey's requests and answers: their lengths, and what the answers tell somebody who asks."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Mapping
from pathlib import Path

from collector import Result, SealedSubmission, Storage
from generator.sealing import hpke
from harness.contributions import OPENS, drawn
from questionnaire import all_codes
from questionnaire.sealed_ballot import body
from tests.attacks.attack import Found, attack
from tests.attacks.sealed_ballots import INFO, sealed, trustee
from tests.attacks.sealed_people import SEALED, crowd, looked_at

_FEW = 20


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
