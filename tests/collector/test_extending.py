"""Extending a survey: once, while it runs, by a later day only; nothing else about it changes."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from collector import CollectorError, Result, Storage, Survey
from harness.contributions import CLOSES, DAY, OPENS, counted, dump, opened, send, survey

UNTIL = CLOSES + 7 * DAY
PLAIN = survey()
EXTENDED = survey(closes=UNTIL, extended_from=CLOSES)


def kinds(refused: pytest.ExceptionInfo[CollectorError]) -> list[tuple[str, str]]:
    """Return kind and key of each fault."""
    return [(fault.kind.removeprefix("collector."), fault.key) for fault in refused.value.faults]


def last_day_taken(storage: Storage) -> dt.date:
    """Return the last of the days around the end on which the survey takes a contribution."""
    days = [CLOSES + number * DAY for number in range(12)]
    taken = [day for day in days if storage.record([send()], today=day) == (Result.ACCEPTED,)]
    return taken[-1]


@pytest.mark.parametrize("today", [OPENS, CLOSES])
def test_it_moves_the_last_day_and_nothing_else(storage: Storage, url: str, today: dt.date) -> None:
    """From the first to the last day of the survey; a collector that runs takes the new day at once."""
    storage.register(PLAIN, today=OPENS - DAY)
    storage.record([send()], today=OPENS)
    before = dump(url)
    assert storage.extend(PLAIN, UNTIL, today=today)
    after = dump(url)
    assert len(after.pop("extensions")) == 1
    assert before.pop("extensions") == []
    (row,), (former,) = after.pop("surveys"), before.pop("surveys")
    assert len([True for new, old in zip(row, former, strict=True) if new != old]) == 1
    assert after == before
    assert last_day_taken(storage) == UNTIL


@pytest.mark.parametrize("as_configured", [PLAIN, EXTENDED])
def test_the_same_extension_again_changes_nothing(storage: Storage, url: str, as_configured: Survey) -> None:
    """A second try after a cut-off, with the configuration as it was or as it became, also after the end."""
    storage.register(PLAIN, today=OPENS)
    assert storage.extend(PLAIN, UNTIL, today=OPENS)
    before = dump(url)
    assert not storage.extend(as_configured, UNTIL, today=UNTIL + DAY)
    assert dump(url) == before


def test_a_configuration_that_is_ahead_is_followed(storage: Storage) -> None:
    """Two people: the facilitator has changed site.toml, and the operator has the database."""
    storage.register(PLAIN, today=OPENS)
    assert storage.extend(EXTENDED, UNTIL, today=OPENS)
    storage.register(EXTENDED, today=OPENS)


REFUSED: dict[str, tuple[Survey, dt.date, dt.date, str]] = {
    "the same day": (PLAIN, CLOSES, OPENS, "extend_earlier"),
    "an earlier day": (PLAIN, CLOSES - DAY, OPENS, "extend_earlier"),
    "a day that has gone": (PLAIN, OPENS, OPENS + 2 * DAY, "extend_earlier"),
    "another year": (PLAIN, UNTIL.replace(year=UNTIL.year + 1), OPENS, "extend_too_far"),
    "before it opens": (PLAIN, UNTIL, OPENS - DAY, "extend_before_opening"),
    "the day after its last one": (PLAIN, UNTIL, CLOSES + DAY, "extend_after_last_day"),
    "another setting with it": (survey(headcount=150), UNTIL, OPENS, "settled"),
    "another first day": (survey(opens=OPENS + DAY), UNTIL, OPENS, "settled"),
    "an unknown survey": (survey(id="other"), UNTIL, OPENS, "unknown_survey"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_extension_is_refused(storage: Storage, url: str, case: str) -> None:
    """And changes nothing."""
    storage.register(PLAIN, today=OPENS - DAY)
    before = dump(url)
    wanted, until, today, kind = REFUSED[case]
    with pytest.raises(CollectorError) as refused:
        storage.extend(wanted, until, today=today)
    assert [found for found, _ in kinds(refused)] == [kind]
    assert dump(url) == before


def test_it_can_be_extended_only_once(storage: Storage, url: str) -> None:
    """Later, earlier, with the old configuration or the new one: the last day stands."""
    storage.register(PLAIN, today=OPENS)
    storage.extend(PLAIN, UNTIL, today=OPENS)
    before = dump(url)
    for wanted in (PLAIN, EXTENDED):
        for until in (UNTIL + DAY, UNTIL - DAY):
            with pytest.raises(CollectorError) as refused:
                storage.extend(wanted, until, today=CLOSES)
            assert kinds(refused) == [("extended_before", "--until")]
    assert dump(url) == before


def test_a_closed_survey_stays_closed(storage: Storage, url: str) -> None:
    """Also on a day when it would have run: nothing opens a survey again."""
    storage.register(PLAIN, today=OPENS)
    storage.close("hafen-2027")
    before = dump(url)
    with pytest.raises(CollectorError) as refused:
        storage.extend(PLAIN, UNTIL, today=OPENS)
    assert kinds(refused) == [("closed", "survey.id")]
    assert dump(url) == before


def test_a_survey_on_paper_is_extended_before_anything_is_counted(storage: Storage) -> None:
    """Its database is often made at the end only: it is registered with its former last day."""
    paper = survey(mode="paper")
    assert storage.extend(paper, UNTIL, today=OPENS)
    storage.register(replace(paper, closes=UNTIL, extended_from=CLOSES), today=OPENS)
    standing = storage.standing("hafen-2027")
    assert standing
    assert (standing.closes, standing.extended_from) == (UNTIL, CLOSES)


AFTERWARDS: dict[str, tuple[bool, Survey, list[tuple[str, str]]]] = {
    "as before, though extended": (True, PLAIN, [("extended", "survey.closes")]),
    "a day more": (True, replace(EXTENDED, closes=UNTIL + DAY), [("extended", "survey.closes")]),
    "without the former day": (True, survey(closes=UNTIL), [("extended", "survey.closes")]),
    "another former day": (True, replace(EXTENDED, extended_from=OPENS), [("extended", "survey.closes")]),
    "extended by hand": (False, EXTENDED, [("extension_missing", "survey.closes")]),
    "a later day by hand": (False, survey(closes=UNTIL), [("settled", "survey.closes")]),
    "a former day by hand": (False, survey(extended_from=OPENS), [("not_extended", "survey.extended_from")]),
}


@pytest.mark.parametrize("case", AFTERWARDS)
def test_no_other_way_moves_the_last_day(storage: Storage, url: str, case: str) -> None:
    """Registering an open survey refuses another last day, and says by one fault what it knows."""
    is_extended, wanted, faults = AFTERWARDS[case]
    storage.register(PLAIN, today=OPENS)
    if is_extended:
        storage.extend(PLAIN, UNTIL, today=OPENS)
    before = dump(url)
    with pytest.raises(CollectorError) as refused:
        storage.register(wanted, today=OPENS)
    assert kinds(refused) == faults
    assert dump(url) == before


def test_before_it_opens_the_former_day_can_be_set_right_too(storage: Storage) -> None:
    """A configuration of last year with the key still in it: taken out, it is gone."""
    storage.register(EXTENDED, today=OPENS - DAY)
    storage.register(PLAIN, today=OPENS - DAY)
    standing = storage.standing("hafen-2027")
    assert standing
    assert standing.extended_from is None


@pytest.mark.parametrize("former", [OPENS - DAY, UNTIL, UNTIL + DAY])
def test_a_former_day_outside_the_survey_is_refused(former: dt.date) -> None:
    """Before any database is asked."""
    with pytest.raises(CollectorError) as refused:
        survey(closes=UNTIL, extended_from=former)
    assert kinds(refused) == [("no_extension", "survey.extended_from")]


def test_of_many_at_once_one_extends(url: str) -> None:
    """To different days, from several places: one day wins, and everybody else is told which."""
    opened(url, PLAIN).dispose()
    tables = [Storage.open(url, patience=20) for _ in range(6)]

    def extend(number: int) -> Any:  # noqa: ANN401 (a result or a refusal)
        try:
            return tables[number].extend(PLAIN, UNTIL + number * DAY, today=OPENS)
        except CollectorError as refused:
            return refused.faults[0].kind

    with ThreadPoolExecutor(len(tables)) as pool:
        results = list(pool.map(extend, range(len(tables))))
    assert sorted(map(str, results)) == ["True", *["collector.extended_before"] * 5]
    standing = tables[0].standing("hafen-2027")
    assert standing
    assert standing.closes == UNTIL + results.index(True) * DAY
    assert counted(url) == {}
    for table in tables:
        table.dispose()
