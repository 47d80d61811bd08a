"""The urn of a sealed survey: the file, what is counted, and what is spoilt; nothing here opens a seal."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire import all_codes, sealed_ballot, trustee_key
from questionnaire.fingerprint import InstrumentId
from questionnaire.messages import load
from questionnaire.model import Detail
from questionnaire.sealed_ballot import plaintext, sealed_bytes
from questionnaire.urn import (
    VERSION,
    Urn,
    UrnError,
    counted,
    dump,
    parse,
    sorted_ballots,
    with_one_seal_less,
)

COUNCIL, OFFICER, STRANGER = (trustee_key.written(bytes([number]) * 32) for number in (1, 2, 3))


def ballot(number: int, seals: int = 1) -> bytes:
    """Return the ballot with this number; it looks like a sealed one."""
    start = hashlib.sha256(number.to_bytes(4, "big")).digest()
    return (start * 4)[: sealed_bytes(seals)]


URN = Urn(
    survey_id="hafen-2027",
    opens=dt.date(2027, 3, 1),
    closes=dt.date(2027, 3, 12),
    instrument=InstrumentId(2, "0123456789abcdef" * 4),
    mode="slips",
    detail="levers",
    threshold=10,
    headcount=60,
    slips=60,
    all_surveys=140,
    seals=(COUNCIL,),
    opened=(),
    spoilt=0,
    ballots=sorted_ballots([ballot(number) for number in range(5)]),
)
TWO_SEALS = replace(
    URN, seals=(COUNCIL, OFFICER), ballots=sorted_ballots([ballot(number, 2) for number in range(5)])
)


def refusal(contents: bytes) -> str:
    """Return the kind of the fault for which ``contents`` are no urn."""
    with pytest.raises(UrnError) as error:
        parse(contents)
    assert error.value.fault.said_in("de") != error.value.fault.said
    return error.value.fault.kind


def forged(**values: object) -> bytes:
    """Return an urn with other values, whose check sum somebody has made fit."""
    tree = json.loads(dump(URN)) | values
    tree.pop("sha256")
    spelling = json.dumps(tree, sort_keys=True, separators=(",", ":"))
    return json.dumps({**tree, "sha256": hashlib.sha256(spelling.encode()).hexdigest()}).encode()


# ---- the file


@pytest.mark.parametrize(
    "urn",
    [
        URN,
        TWO_SEALS,
        replace(URN, mode="open", headcount=100, slips=None, all_surveys=None, detail="type"),
        replace(URN, seals=(COUNCIL,), opened=(OFFICER,), spoilt=3),
        replace(URN, ballots=()),
    ],
    ids=["one trustee", "two trustees", "open", "one seal off", "empty"],
)
def test_an_urn_comes_back_as_it_was_written(urn: Urn) -> None:
    """All of it, always in the same bytes, and in signs that mail lets through."""
    assert parse(dump(urn)) == urn
    assert dump(parse(dump(urn))) == dump(urn)
    assert dump(urn).isascii()


def test_spaces_and_line_ends_may_change_on_the_way() -> None:
    """Mail and editors write them anew; the contents are the same."""
    contents = dump(URN)
    for other in (
        contents.replace(b"\n", b"\r\n"),
        json.dumps(json.loads(contents)).encode(),
        b" " + contents,
    ):
        assert parse(other) == URN


def test_the_file_keeps_no_order_in_which_ballots_came() -> None:
    """They stand in the order of their hashes, whatever the order in which they are handed in."""
    ballots = [ballot(number) for number in range(50)]
    assert sorted_ballots(ballots) == sorted_ballots(ballots[::-1])
    hashes = [hashlib.sha256(each).digest() for each in sorted_ballots(ballots)]
    assert hashes == sorted(hashes)


def test_each_stage_has_a_name_of_its_own() -> None:
    """The second trustee's urn is not written over by the one that is passed on."""
    assert TWO_SEALS.file_name == "hafen-2027.urn.json"
    passed_on = with_one_seal_less(TWO_SEALS, [None] * 5)
    assert passed_on.file_name == "hafen-2027.one-seal-less.urn.json"


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        b"PK\x03\x04",
        b'{"survey": {"id": "a"}}',
        b"[" * 100_000,
    ],
    ids=range(9),
)
def test_another_file_is_no_urn(contents: bytes) -> None:
    """Whatever it is, the sentence says which file is expected."""
    assert refusal(contents) == "urn.no_urn"


@given(st.data())
def test_every_changed_sign_is_noticed(data: st.DataObject) -> None:
    """One byte changed, or the end cut off: an urn with other contents is never taken for this one."""
    contents = bytearray(dump(URN))
    at = data.draw(st.integers(20, len(contents) - 2))  # behind the mark, before the last brace
    if data.draw(st.booleans()):
        del contents[at:]
    else:
        contents[at] = data.draw(st.integers(0, 255))
    if _without_spaces(contents) != _without_spaces(dump(URN)):
        assert refusal(bytes(contents)) == "urn.damaged"


def _without_spaces(contents: bytes | bytearray) -> bytes:
    return b"".join(contents.split())


EXTENDED = replace(URN, closes=dt.date(2027, 3, 19), extended_from=dt.date(2027, 3, 12))


def test_an_urn_says_that_its_survey_was_extended() -> None:
    """Only then it is of the second version: an older Lastbild says that it needs a newer one."""
    assert json.loads(dump(EXTENDED))["lastbild urn"] == 2
    assert json.loads(dump(URN))["lastbild urn"] == 1
    assert parse(dump(EXTENDED)) == EXTENDED
    left = with_one_seal_less(replace(EXTENDED, seals=(COUNCIL, OFFICER)), [None] * 5)
    assert left.extended_from == EXTENDED.extended_from


@pytest.mark.parametrize("former", ["2027-03-12", "2027-03-13", "2027-02-28", "soon", None, 5])
def test_an_extension_that_cannot_be_makes_no_urn(former: object) -> None:
    """A former last day outside the survey, on its last day, or none at all."""
    assert refusal(forged(extended_from=former, **{"lastbild urn": 2})) == "urn.damaged"


def test_the_version_of_an_urn_and_its_extension_fit() -> None:
    """There is one spelling of each urn."""
    for version in range(2, VERSION + 1):
        assert refusal(forged(**{"lastbild urn": version})) == "urn.damaged"
    assert refusal(forged(extended_from="2027-03-05")) == "urn.damaged"


JOINT = replace(URN, release="teams", teams=(URN.survey_id, "lumo-2027"))


def test_an_urn_that_is_counted_with_others_says_so() -> None:
    """It names them all, in the site's order; an older Lastbild, which would count it alone, refuses it."""
    assert json.loads(dump(JOINT))["lastbild urn"] == VERSION
    assert parse(dump(JOINT)) == JOINT
    assert with_one_seal_less(replace(JOINT, seals=(COUNCIL, OFFICER)), [None] * 5).teams == JOINT.teams


@pytest.mark.parametrize(
    "values",
    [
        {"teams": ()},
        {"teams": (URN.survey_id,)},
        {"teams": ("lumo-2027", "nord-2027")},
        {"teams": (URN.survey_id, URN.survey_id)},
        {"release": "some"},
    ],
    ids=str,
)
def test_an_urn_cannot_be_counted_with_nobody(values: dict[str, Any]) -> None:
    """A joint release has several surveys, each once, this one among them."""
    with pytest.raises(UrnError, match="damaged"):
        parse(dump(replace(JOINT, **values)))


def test_an_urn_of_a_newer_version_says_so() -> None:
    """Whatever else such a file holds; an older one does not exist."""
    assert refusal(b'{"lastbild urn": 4}') == "urn.newer"
    for version in (0, True, None, "1", 1.0):
        assert refusal(json.dumps({"lastbild urn": version}).encode()) == "urn.damaged"


@pytest.mark.parametrize(
    "values",
    [
        {"threshold": 9},
        {"threshold": 10.0},
        {"threshold": True},
        {"headcount": 0},
        {"spoilt": -1},
        {"slips": None},
        {"slips": "60"},
        {"mode": "open", "slips": None},
        {"mode": "open", "headcount": 100},
        {"mode": "paper"},
        {"detail": "all"},
        {"detail": ["levers"]},
        {"survey": "Hafen"},
        {"survey": 5},
        {"closes": "2027-02-01"},
        {"closes": None},
        {"opens": "1 March"},
        {"instrument": {"version": 2, "fingerprint": "ABC"}},
        {"instrument": {"version": 2}},
        {"instrument": None},
        {"seals": []},
        {"seals": [COUNCIL, COUNCIL]},
        {"seals": [COUNCIL], "opened": [COUNCIL]},
        {"seals": [COUNCIL, OFFICER, STRANGER]},
        {"seals": [COUNCIL.upper()]},
        {"seals": ["age1"]},
        {"seals": 5},
        {"ballots": ["ä"]},
        {"ballots": ["AB"]},
        {"ballots": [5]},
        {"ballots": None},
        {"note": "one key more"},
    ],
    ids=str,
)
def test_values_that_no_urn_has_are_refused(values: dict[str, object]) -> None:
    """Somebody has made the check sum fit: no rule is softened by what stands in an urn."""
    assert parse(forged()) == URN
    assert refusal(forged(**values)) == "urn.damaged"


def test_a_key_that_is_missing_is_damage() -> None:
    """Every one is needed; none has a value that is assumed."""
    whole = json.loads(dump(URN))
    for name in whole.keys() - {"lastbild urn"}:
        rest = {key: value for key, value in whole.items() if key != name}
        assert refusal(json.dumps(rest).encode()) == "urn.damaged"


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_refusal_says_what_to_do(language: str) -> None:
    """Each in one sentence, in the language of the person at the page."""
    said = {kind: sentence for kind, sentence in load(language).items() if kind.startswith("urn.")}
    assert len(set(said.values())) == len(said) >= 3


# ---- one trustee


@pytest.mark.parametrize("detail", get_args(Detail))
def test_every_code_is_counted_zeros_included(detail: Detail) -> None:
    """Each code of the survey's detail, as often as it was contributed."""
    codes = all_codes(detail)
    opened = [plaintext(code) for place, code in enumerate(codes) for _ in range(place)]
    urn = replace(URN, detail=detail, ballots=tuple(map(ballot, range(len(opened)))))
    assert counted(urn, opened) == ({code: place for place, code in enumerate(codes)}, 0)


def test_what_is_no_code_of_this_survey_is_spoilt() -> None:
    """What does not open, no contribution, one of another length, and a code of the other detail."""
    opened = [None, bytes(15), b"", plaintext("A"), plaintext("A-ST")]
    counts, spoilt = counted(URN, opened)
    assert (sum(counts.values()), counts["A-ST"], spoilt) == (1, 1, 4)
    counts, spoilt = counted(replace(URN, detail="type"), opened)
    assert (sum(counts.values()), counts["A"], spoilt) == (1, 1, 4)


def test_a_code_of_both_details_counts_in_both() -> None:
    """A mixed picture and none that shapes are the same code at either detail."""
    for detail in get_args(Detail):
        assert counted(replace(URN, detail=detail), [plaintext("M")] * 2 + [plaintext("N")] * 3).spoilt == 0


def test_the_same_ballot_counts_once() -> None:
    """However often it stands in an urn; the others are told as spoilt, and do not come back."""
    twice = forged(ballots=[*json.loads(dump(URN))["ballots"], *json.loads(dump(URN))["ballots"][:2]])
    urn = parse(twice)
    assert (urn.ballots, urn.spoilt, urn.number) == (URN.ballots, 2, 7)
    assert parse(dump(urn)) == urn
    counts, spoilt = counted(urn, [plaintext("N")] * 5)
    assert (counts["N"], spoilt) == (5, 2)


def test_a_ballot_of_a_wrong_length_is_spoilt_and_no_fault_of_the_urn() -> None:
    """Nobody can keep an urn from being counted by what he throws in."""
    urn = replace(URN, ballots=sorted_ballots([b"", b"short", ballot(1, 2), *URN.ballots]))
    assert parse(dump(urn)) == urn
    opened = [plaintext("N") if each in URN.ballots else None for each in urn.ballots]
    assert counted(urn, opened).spoilt == 3


def test_ten_thousand_spoilt_ballots_hide_none_of_the_others() -> None:
    """They are told as a number, and the others are counted."""
    urn = parse(dump(replace(URN, ballots=sorted_ballots([ballot(number) for number in range(10_060)]))))
    opened = [plaintext("D-B") if place % 200 == 0 else bytes(15) for place in range(10_060)]
    counts, spoilt = counted(urn, opened)
    assert (counts["D-B"], spoilt) == (51, 10_009)


# ---- two trustees


def test_the_second_trustee_passes_on_an_urn_with_one_seal_less() -> None:
    """In an order of its own: nobody can lay the two urns side by side without the key."""
    inner = [ballot(100 + place) for place in range(5)]
    urn = with_one_seal_less(TWO_SEALS, inner)
    assert (urn.seals, urn.opened, urn.spoilt) == ((COUNCIL,), (OFFICER,), 0)
    assert urn.ballots == sorted_ballots(inner) != tuple(inner)
    assert replace(urn, seals=TWO_SEALS.seals, opened=(), ballots=TWO_SEALS.ballots) == TWO_SEALS
    assert parse(dump(urn)) == urn


def test_a_ballot_that_somebody_sealed_anew_counts_once() -> None:
    """The outer seals differ, so only the second trustee can see that there is one ballot below both."""
    inner = [ballot(100), ballot(100), ballot(101), ballot(100), ballot(102)]
    urn = with_one_seal_less(TWO_SEALS, inner)
    assert (urn.ballots, urn.spoilt) == (sorted_ballots([ballot(100), ballot(101), ballot(102)]), 2)


def test_what_is_no_ballot_below_the_outer_seal_is_spoilt() -> None:
    """What did not open, and what has another length; the first trustee's spoilt ballots come on top."""
    urn = with_one_seal_less(TWO_SEALS, [None, b"", ballot(1, 2), ballot(100), ballot(101)])
    assert (len(urn.ballots), urn.spoilt, urn.number) == (2, 3, 5)
    counts, spoilt = counted(urn, [plaintext("N"), None])
    assert (counts["N"], spoilt) == (1, 4)


def test_seals_come_off_from_outside_and_each_ballot_is_answered_for() -> None:
    """What makes no sense for an urn is an error of the program, and never a count."""
    with pytest.raises(ValueError, match="2 seals; expected one"):
        counted(TWO_SEALS, [None] * 5)
    with pytest.raises(ValueError, match="one seal; expected another"):
        with_one_seal_less(URN, [None] * 5)
    for number in (4, 6):
        with pytest.raises(ValueError, match=f"{number} contents; expected one for each of 5 ballots"):
            counted(URN, [None] * number)
        with pytest.raises(ValueError, match=f"{number} contents"):
            with_one_seal_less(TWO_SEALS, [None] * number)


def test_the_seal_is_bound_to_survey_and_instrument() -> None:
    """The urn says with what its ballots open."""
    assert URN.info == sealed_ballot.info("hafen-2027", "0123456789abcdef" * 4, "levers")
