"""The desk of the trustee's page: it names keys, prints their copy, and counts what was opened."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import json
import re
from collections.abc import Sequence
from typing import Any

import pytest

from generator.desk import answer
from generator.report.disclosed import disclosed_bytes_of_urn
from generator.sealing import opening
from generator.sealing.hpke import unseal
from generator.sealing.keys import TrusteeKey
from generator.trustee.desk import Trustee, open_desk
from harness.markup import Page
from harness.trustee_page import FIRST, SECOND, sixty, urn_of
from questionnaire import urn as urns
from questionnaire.urn import Urn


@pytest.fixture
def desk() -> Trustee:
    """The desk of a page that has just been opened."""
    return open_desk()


def ask(desk: Trustee, name: str, **given: object) -> Any:  # noqa: ANN401 (whatever JSON can say)
    """Return what the desk told, asked as the page does."""
    asked = {key: _base64(value) if isinstance(value, bytes) else value for key, value in given.items()}
    answered = json.loads(answer(desk, json.dumps({"ask": name, "given": asked})))
    assert "told" in answered, answered
    return answered["told"]


def refused(desk: Trustee, name: str, **given: object) -> str:
    """Return the kind of a refusal."""
    return str(ask(desk, name, **given)["refused"]["kind"])


def take_and_open(desk: Trustee, urn: Urn, key: TrusteeKey, at_once: int = 25) -> None:
    """Do what the page does up to the result: take the urn, and hand over what is under its last seal."""
    told = ask(desk, "take_urn", contents=urns.dump(urn))
    info = base64.b64decode(told["info"])
    for start in range(0, told["to_open"], at_once):
        ballots = ask(desk, "ballots", start=start, number=at_once)["ballots"]
        contents = [_base64(unseal(base64.b64decode(ballot), [key.secret], info)) for ballot in ballots]
        ask(desk, "opened", contents=contents)


def _base64(contents: bytes) -> str:
    return base64.b64encode(contents).decode()


def test_a_key_is_named_as_everywhere(desk: Trustee) -> None:
    """Text and fingerprint are those of the command line, from the bytes and from the text."""
    names = {"text": FIRST.public_text, "fingerprint": FIRST.fingerprint}
    assert ask(desk, "names_of", public=FIRST.public_key) == names
    assert ask(desk, "names_of_text", text=f" {FIRST.public_text.upper()}") == names
    assert refused(desk, "names_of_text", text="lastbild1abc") == "typed_key.characters"


def test_the_text_of_the_qr_code_is_read(desk: Trustee) -> None:
    """And a typing error in it is told."""
    text = FIRST.secret_text()
    assert ask(desk, "read_secret", text=text.lower()) == {"secret": _base64(FIRST.secret)}
    assert refused(desk, "read_secret", text=f"{text[:-2]}{text[-1]}{text[-2]}") == "typed_key.check"
    assert refused(desk, "read_secret", text=FIRST.public_text) == "typed_key.prefix"


def test_the_copy_in_the_frame_says_what_the_file_says(desk: Trustee) -> None:
    """For the page's policy its style is an address, and no policy of its own is left; the rest is equal."""
    words = list(FIRST.words())
    told = ask(desk, "copy", public=FIRST.public_key, secret=FIRST.secret, words=words)
    before, _, rest = told["sheet"].partition("<style>")
    style, _, after = rest.partition("</style>")
    [address] = [each["href"] for each in Page(told["framed"].encode()).all("link")]
    assert base64.b64decode(address.removeprefix("data:text/css;base64,")).decode() == style
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n')
    assert told["framed"] == policy.sub("", f'{before}<link rel="stylesheet" href="{address}">{after}')
    assert policy.search(told["sheet"])


def test_an_urn_says_what_it_says(desk: Trustee) -> None:
    """Everything that a trustee compares, before anything is opened."""
    urn = urn_of("hafen-2027", sixty(), [FIRST, SECOND])
    told = ask(desk, "take_urn", contents=urns.dump(urn))
    assert (told["survey"], told["opens"], told["closes"]) == ("hafen-2027", "2027-01-11", "2027-01-29")
    assert (told["threshold"], told["headcount"], told["slips"]) == (20, 140, 140)
    assert (told["ballots"], told["to_open"], told["spoilt"]) == (60, 60, 0)
    assert [seal["fingerprint"] for seal in told["seals"]] == [FIRST.fingerprint, SECOND.fingerprint]
    assert base64.b64decode(told["info"]) == urn.info
    assert told["extended_from"] is None
    extended = dataclasses.replace(urn, extended_from=dt.date(2027, 1, 22))
    assert ask(desk, "take_urn", contents=urns.dump(extended))["extended_from"] == "2027-01-22"


@pytest.mark.parametrize("at_once", [1, 25, 60, 1000])
def test_the_release_is_that_of_the_command_line(desk: Trustee, at_once: int) -> None:
    """Byte for byte, in however many batches the ballots go to and fro."""
    urn = urn_of("hafen-2027", sixty(), [FIRST])
    take_and_open(desk, urn, FIRST, at_once)
    told = ask(desk, "finish")
    expected = disclosed_bytes_of_urn(urn, opening.counted(urn, FIRST).counts)
    assert base64.b64decode(told["contents"]) == expected
    assert (told["name"], told["ballots"], told["spoilt"], told["withheld"]) == ("report.json", 60, 0, False)


def test_too_few_ballots_are_withheld(desk: Trustee) -> None:
    """The same rule as everywhere."""
    take_and_open(desk, urn_of("hafen-2027", sixty()[:19], [FIRST]), FIRST)
    told = ask(desk, "finish")
    assert told["withheld"]
    assert json.loads(base64.b64decode(told["contents"]))["released"] is False


def test_the_urn_for_the_next_trustee_is_that_of_the_command_line(desk: Trustee) -> None:
    """Under the name that the command gives it, and it says whose turn it is."""
    urn = urn_of("hafen-2027", sixty(), [FIRST, SECOND])
    take_and_open(desk, urn, SECOND)
    told = ask(desk, "finish")
    left = opening.without_outer_seal(urn, SECOND)
    assert base64.b64decode(told["contents"]) == urns.dump(left)
    assert told["name"] == left.file_name
    assert told["facts"]["seals"][-1]["fingerprint"] == FIRST.fingerprint
    assert told["facts"]["opened"][0]["fingerprint"] == SECOND.fingerprint


def test_no_answer_tells_an_exact_count(desk: Trustee) -> None:
    """No answer holds a code but those that the release discloses; after the end the desk holds nothing."""
    urn = urn_of("hafen-2027", ["M"] * 21 + ["A-ST"], [FIRST])
    take_and_open(desk, urn, FIRST)
    told = ask(desk, "finish")
    assert "A-ST" not in base64.b64decode(told.pop("contents")).decode()
    assert not re.search(r"\b(A|M|21)\b", json.dumps(told))
    assert not any(isinstance(value, (Urn, list)) and value for value in vars(desk).values())
    answered = json.loads(answer(desk, json.dumps({"ask": "finish"})))
    assert "fault" in answered


def test_a_survey_is_counted_once(desk: Trustee) -> None:
    """A second urn of it could differ by one ballot; one with a seal less is the same urn, and goes on."""
    codes = sixty()
    both = urn_of("hafen-2027", codes, [FIRST, SECOND])
    take_and_open(desk, both, SECOND)
    ask(desk, "finish")
    take_and_open(desk, opening.without_outer_seal(both, SECOND), FIRST)
    ask(desk, "finish")
    second = urns.dump(urn_of("hafen-2027", codes[1:], [FIRST]))
    told = ask(desk, "take_urn", contents=second)
    assert told == {"refused": {"kind": "counted", "details": {"survey": "hafen-2027"}}}
    assert ask(desk, "take_urn", contents=urns.dump(urn_of("lumo-2027", codes, [FIRST])))["ballots"] == 60


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda _: b"", "urn.no_urn"),
        (lambda _: b"{}", "urn.no_urn"),
        (lambda whole: whole[:-300], "urn.damaged"),
        (lambda whole: whole.replace(b"140", b"139"), "urn.damaged"),
        (lambda whole: whole.replace(b'"lastbild urn": 1', b'"lastbild urn": 9'), "urn.newer"),
    ],
)
def test_what_is_no_urn_is_refused(desk: Trustee, spoil: Any, kind: str) -> None:  # noqa: ANN401 (a lambda)
    """And then there is nothing to open, not even an urn that was there before."""
    whole = urns.dump(urn_of("hafen-2027", sixty(), [FIRST]))
    ask(desk, "take_urn", contents=whole)
    assert refused(desk, "take_urn", contents=spoil(whole)) == kind
    answered = json.loads(answer(desk, json.dumps({"ask": "ballots", "given": {"start": 0, "number": 1}})))
    assert "fault" in answered


def test_beginning_again_forgets_what_was_opened(desk: Trustee) -> None:
    """Somebody stopped halfway, and opens the urn once more: no ballot is counted twice."""
    urn = urn_of("hafen-2027", sixty(), [FIRST])
    take_and_open(desk, urn, FIRST)
    ask(desk, "begin_again")
    contents: Sequence[str] = [_base64(unseal(ballot, [FIRST.secret], urn.info)) for ballot in urn.ballots]
    ask(desk, "opened", contents=contents)
    assert ask(desk, "finish")["ballots"] == 60


def test_an_urn_that_is_counted_with_others_is_passed_on_and_not_counted(desk: Trustee) -> None:
    """Alone it would be a release of a team beside the one of all; the outer seal may come off here."""
    both = dataclasses.replace(
        urn_of("hafen-2027", sixty(), [FIRST, SECOND]), release="teams", teams=("hafen-2027", "lumo-2027")
    )
    take_and_open(desk, both, SECOND)
    left = base64.b64decode(ask(desk, "finish")["contents"])
    told = ask(desk, "take_urn", contents=left)
    assert told["refused"] == {"kind": "joint", "details": {"surveys": "hafen-2027, lumo-2027"}}
