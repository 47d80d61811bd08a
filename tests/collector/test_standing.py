"""Where a survey stands: what was done, and never how many contributed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from collector import Storage
from harness.contributions import CLOSES, DAY, OPENS, REGISTERED, contribute, drawn, dump, send, survey
from harness.sealed_contributions import ballot, sealed_survey, send_sealed


def standing(storage: Storage, of: str = "hafen-2027") -> dict[str, Any]:
    """Return what differs from a survey that has just been registered."""
    found = storage.standing(of)
    assert found
    return {name: value for name, value in asdict(found).items() if value != getattr(REGISTERED, name)}


def test_it_follows_the_campaign(storage: Storage, url: str) -> None:
    """Registered, slips drawn, extended, closed, released; asking changes nothing."""
    assert storage.standing("hafen-2027") is None
    with_slips = survey(mode="slips")
    storage.register(with_slips, today=OPENS - DAY)
    assert standing(storage) == {}
    storage.add_slips("hafen-2027", drawn(12))
    assert standing(storage) == {"slips": 12}
    storage.extend(with_slips, CLOSES + DAY, today=OPENS)
    extended = {"slips": 12, "extended_from": CLOSES, "closes": CLOSES + DAY}
    assert standing(storage) == extended
    before = dump(url)
    assert standing(storage) == extended
    assert dump(url) == before
    storage.close("hafen-2027")
    assert standing(storage) == {**extended, "closed": True}
    storage.save_release("hafen-2027", b"{}")
    assert standing(storage) == {**extended, "closed": True, "released": True}


def test_it_tells_no_number_of_contributions(storage: Storage) -> None:
    """Whatever is contributed, and whatever slip is used, it reads the same."""
    storage.register_all(
        [survey(), survey(id="slips", mode="slips"), sealed_survey(id="sealed")], today=OPENS
    )
    for each in ("slips", "sealed"):
        storage.add_slips(each, drawn(3))
    surveys = ("hafen-2027", "slips", "sealed")
    before = [storage.standing(each) for each in surveys]
    storage.record([send()] * 100, today=OPENS)
    storage.record([send("A-ST", drawn(3)[0], "slips")], today=OPENS)
    storage.record_ballots([send_sealed(ballot(to="sealed"), drawn(3)[0], "sealed")], today=OPENS)
    assert [storage.standing(each) for each in surveys] == before


@pytest.mark.parametrize("mode", ["open", "open and sealed"])
def test_more_contributions_than_invited_are_told_from_the_first_one_on(storage: Storage, mode: str) -> None:
    """At exactly as many as are invited it says nothing yet, and nothing after the counts are gone."""
    is_sealed = mode != "open"
    storage.register(
        sealed_survey(mode="open", headcount=100) if is_sealed else survey(headcount=100), today=OPENS
    )

    def send_some(number: int) -> None:
        if is_sealed:
            storage.record_ballots([send_sealed(ballot()) for _ in range(number)], today=OPENS)
        else:
            storage.record([send()] * number, today=OPENS)

    send_some(100)
    assert standing(storage) == {}
    send_some(1)
    assert standing(storage) == {"more_than_invited": True}
    storage.close("hafen-2027")
    assert standing(storage) == {"more_than_invited": True, "closed": True}
    if is_sealed:
        storage.delete_ballots("hafen-2027")
        assert standing(storage) == {"closed": True, "emptied": True}
    else:
        storage.save_release("hafen-2027", b"{}")
        assert standing(storage) == {"closed": True, "released": True}


def test_paper_is_never_more_than_invited(storage: Storage) -> None:
    """The tally refuses more ballots before they are counted."""
    paper = survey(mode="paper")
    storage.register(paper, today=OPENS)
    contribute(storage, paper, {"A-ST": 140})
    assert standing(storage) == {}
