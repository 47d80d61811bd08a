"""Registering a survey: what people rely on once it has opened never changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from collector import CollectorError, Storage
from harness.contributions import CLOSES, DAY, OPENS, drawn, dump, rows, send, survey
from harness.sealed_contributions import ballot, public_texts, sealed_survey, send_sealed
from questionnaire import all_codes

BEFORE = OPENS - DAY
CHANGES: dict[str, dict[str, Any]] = {
    "collection.mode": {"mode": "slips"},
    "survey.detail": {"detail": "type"},
    "survey.opens": {"opens": OPENS + DAY},
    "survey.closes": {"closes": CLOSES + DAY},
    "survey.threshold": {"threshold": 12},
    "survey.headcount": {"headcount": 150},
    "collection.seal": {"seal": public_texts()},
}


def _first_day(_storage: Storage) -> Any:  # noqa: ANN401
    return OPENS


def _first_contribution(storage: Storage) -> Any:  # noqa: ANN401
    # The clock was right once and went wrong afterwards: what was counted still binds.
    storage.record([send()], today=OPENS)
    return BEFORE


def _closed(storage: Storage) -> Any:  # noqa: ANN401
    storage.close("hafen-2027")
    return BEFORE


@pytest.mark.parametrize("today", [BEFORE, OPENS, CLOSES + DAY])
def test_the_same_settings_again_do_nothing(storage: Storage, url: str, today: Any) -> None:  # noqa: ANN401
    """A server that starts again, on any day, changes nothing: not a counter, not the slips' key."""
    storage.register(survey(), today=BEFORE)
    storage.record([send()], today=OPENS)
    before = dump(url)
    storage.register(survey(), today=today)
    assert dump(url) == before


@pytest.mark.parametrize("key", CHANGES)
@pytest.mark.parametrize("opening", [_first_day, _first_contribution, _closed])
def test_no_setting_changes_once_the_survey_has_opened(
    storage: Storage, url: str, key: str, opening: Callable[[Storage], Any]
) -> None:
    """Key, new value and the value that stands are named, and nothing is changed."""
    storage.register(survey(), today=BEFORE)
    today = opening(storage)
    before = dump(url)
    with pytest.raises(CollectorError, match="when survey 'hafen-2027' opened") as refused:
        storage.register(survey(**CHANGES[key]), today=today)
    assert [fault.key for fault in refused.value.faults] == [key]
    assert dump(url) == before


def test_all_refused_settings_are_named_at_once(storage: Storage) -> None:
    """One line for each."""
    storage.register(survey(), today=BEFORE)
    together: dict[str, Any] = {name: value for change in CHANGES.values() for name, value in change.items()}
    with pytest.raises(CollectorError) as refused:
        storage.register(survey(**together), today=OPENS)
    assert [fault.key for fault in refused.value.faults] == list(CHANGES)
    assert str(refused.value).count("\n") == len(CHANGES) - 1


@pytest.mark.parametrize("key", CHANGES)
def test_before_it_opens_everything_can_be_set_right(storage: Storage, url: str, key: str) -> None:
    """A mistake found in time costs nothing; the counters fit the detail."""
    storage.register(survey(), today=BEFORE)
    corrected = survey(**CHANGES[key])
    storage.register(corrected, today=BEFORE)
    with pytest.raises(CollectorError):
        storage.register(survey(headcount=101), today=OPENS + DAY)
    storage.register(corrected, today=OPENS + DAY)
    codes = set() if corrected.seal else set(all_codes(corrected.detail))
    assert {row[1] for row in rows(url, "counters")} == codes


def test_a_threshold_is_never_lowered(storage: Storage) -> None:
    """Not even before the survey opens, and never below ten."""
    storage.register(survey(threshold=15), today=BEFORE)
    storage.register(survey(threshold=20), today=BEFORE)
    with pytest.raises(CollectorError, match=r"survey\.threshold = 19: expected 20 or more"):
        storage.register(survey(threshold=19), today=BEFORE)
    with pytest.raises(CollectorError, match=r"survey\.threshold = 9: expected 10 or more"):
        survey(threshold=9)


def test_a_survey_that_cannot_be_is_refused_with_every_fault() -> None:
    """Id, mode, detail, days, threshold and headcount are checked before any database is asked."""
    with pytest.raises(CollectorError) as refused:
        survey(id="Hafen 1", mode="off", detail="person", closes=OPENS - DAY, threshold=3, headcount=0)
    assert [fault.key for fault in refused.value.faults] == [
        "survey.id",
        "collection.mode",
        "survey.detail",
        "survey.closes",
        "survey.threshold",
        "survey.headcount",
    ]


def test_an_open_survey_needs_many_invited_people() -> None:
    """Among fewer, somebody who adds contributions of their own could recognise those of a few."""
    assert survey(headcount=100).mode == "open"
    for mode in ("slips", "paper"):
        assert survey(mode=mode, headcount=99).headcount == 99
    with pytest.raises(CollectorError) as refused:
        survey(headcount=99)
    assert str(refused.value).startswith(
        'collection.mode = "open": expected "slips" or "paper", because "open" needs survey.headcount'
        " of at least 100"
    )


def test_many_surveys_are_registered_together_or_not_at_all(storage: Storage, url: str) -> None:
    """More than one statement takes, of either detail; one fault refuses all, and every fault is told."""
    many = [survey(id=f"s-{n}", detail=("levers", "type")[n % 2]) for n in range(1200)]
    storage.register_all([*many, many[0]], today=BEFORE)
    before = dump(url)
    storage.register_all(many, today=OPENS)
    assert dump(url) == before
    spread = 8 if url.startswith("postgresql") else 1
    for known in many[:2]:
        there = [row[1] for row in before["counters"] if row[0] == known.id]
        assert sorted(map(str, there)) == sorted(all_codes(known.detail) * spread)
    changed = [survey(id=f"s-{n}", headcount=150) for n in (1, 1150)]
    with pytest.raises(CollectorError) as refused:
        storage.register_all([survey(id="new"), *changed], today=OPENS)
    assert {fault.key for fault in refused.value.faults} == {"survey.headcount", "survey.detail"}
    assert dump(url) == before


def test_an_id_that_comes_twice_is_one_survey(storage: Storage) -> None:
    """The second changes the first: allowed before it opens, refused afterwards."""
    storage.register_all([survey(), survey(headcount=150)], today=BEFORE)
    with pytest.raises(CollectorError, match="expected 150, as when survey 'hafen-2027' opened"):
        storage.register_all([survey(headcount=150), survey(headcount=160)], today=OPENS)


def test_a_sealed_survey_has_no_counters_and_can_be_corrected_until_it_opens(
    storage: Storage, url: str
) -> None:
    """Another trustee, a second one, or none: the seal is what was registered last; nothing else is left."""
    for seal in (public_texts(2), public_texts(1), (), public_texts(2)):
        storage.register(sealed_survey(seal=seal), today=BEFORE)
        assert [row[1] for row in rows(url, "sealed")] == ([" ".join(seal)] if seal else [])
        assert bool(rows(url, "counters")) == (not seal)
        storage.register(sealed_survey(seal=seal), today=OPENS)


SEALS: dict[str, tuple[str, ...]] = {
    "no seal": (),
    "another trustee": public_texts(2)[1:],
    "one trustee more": public_texts(2),
    "the same two, the other one innermost": public_texts(2)[::-1],
}


def _first_ballot(storage: Storage) -> Any:  # noqa: ANN401
    storage.add_slips("hafen-2027", drawn(1))
    storage.record_ballots([send_sealed(ballot(), drawn(1)[0])], today=OPENS)
    return BEFORE


@pytest.mark.parametrize("case", SEALS)
@pytest.mark.parametrize("opening", [_first_day, _first_ballot, _closed])
def test_a_seal_stands_once_the_survey_has_opened(
    storage: Storage, url: str, case: str, opening: Callable[[Storage], Any]
) -> None:
    """Whoever could change it would count what was sealed to others; a first ballot opens a survey, too."""
    seal = public_texts(2) if case.startswith("the same") else public_texts(1)
    storage.register(sealed_survey(seal=seal), today=BEFORE)
    today = OPENS if len(seal) > 1 else opening(storage)
    before = dump(url)
    with pytest.raises(CollectorError, match="when survey 'hafen-2027' opened") as refused:
        storage.register(sealed_survey(seal=SEALS[case]), today=today)
    assert [(fault.key, fault.value) for fault in refused.value.faults] == [
        ("collection.seal", list(SEALS[case]))
    ]
    assert dump(url) == before


NO_SEALS: dict[str, tuple[dict[str, Any], str]] = {
    "on paper": ({"mode": "paper", "seal": public_texts()}, "ballots on paper"),
    "three trustees": ({"seal": (*public_texts(2), public_texts()[0])}, "list of 2"),
    "one trustee twice": ({"seal": public_texts() * 2}, "the same key"),
    "a typing error": ({"seal": (public_texts()[0].replace("q", "p", 1),)}, "typing error"),
    "a secret key": ({"seal": ("lastbild-secret1qqq",)}, "begins with lastbild1"),
}


@pytest.mark.parametrize("case", NO_SEALS)
def test_what_is_no_trustees_key_is_refused(case: str) -> None:
    """Before any database is asked: what is sealed to a key that nobody has is lost."""
    changes, reason = NO_SEALS[case]
    with pytest.raises(CollectorError, match=reason) as refused:
        sealed_survey(**changes)
    assert {fault.key for fault in refused.value.faults} == {"collection.seal"}
