"""The release: close, disclose, save, in this order, once; and no other way from counts to a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from collector import Result
from collector.errors import StorageError
from collector.storage import Storage
from generator.organisation.release import release_survey
from generator.organisation.storage import CollectingSurvey, collecting_survey, open_storage
from harness.contributions import contribute, drawn, send
from harness.releases import CLOSES, DAY, EVERYTHING, OPENS, site
from questionnaire import release, release_file
from questionnaire.disclosure import Withheld
from questionnaire.faults import InputError
from questionnaire.release_file import Reach

AFTER = CLOSES + DAY
# The only methods of a storage that a release calls: any other would be another way to the counts.
STEPS = ("load_release", "is_closed", "close", "slips_issued", "counts", "save_release", "forget_history")


class Watched:
    """A storage that records the names of the steps in order, and fails at the step ``failing``."""

    def __init__(self, storage: Storage, failing: str | None = None) -> None:
        self._storage, self._failing = storage, failing
        self.steps: list[str] = []

    def __getattr__(self, name: str) -> object:
        assert name in STEPS, f"the release calls Storage.{name}"
        self.steps.append(name)
        if name == self._failing:
            raise StorageError("the disk is full")
        return getattr(self._storage, name)


@pytest.fixture
def config_path(tmp_path: Path) -> Path:
    """The design's site.toml."""
    return site(tmp_path)


@pytest.fixture
def survey(config_path: Path) -> CollectingSurvey:
    """The survey that it configures."""
    return collecting_survey(config_path)


@pytest.fixture
def storage(
    config_path: Path, survey: CollectingSurvey, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Storage]:
    """A storage in which 120 people have contributed."""
    monkeypatch.setattr("generator.clock.today", lambda: OPENS)
    with open_storage(config_path, f"sqlite:///{config_path.parent}/counters.sqlite", survey) as opened:
        contribute(opened, survey.counted, EVERYTHING)
        yield opened


def released(
    storage: Storage | Watched,
    survey: CollectingSurvey,
    config_path: Path,
    *,
    today: dt.date = AFTER,
    close_now: bool = False,
) -> bytes:
    """Return the release of the survey, made as `lastbild report` makes it."""
    return release_survey(storage, survey, config_path, today=today, close_now=close_now)  # type: ignore[arg-type]  # Watched has the methods needed


def test_it_closes_before_it_counts_and_saves_before_it_returns(
    storage: Storage, survey: CollectingSurvey, config_path: Path
) -> None:
    """Nobody reads the counts of a survey that still runs, and nobody gets a release that is not saved."""
    watched = Watched(storage)
    body = released(watched, survey, config_path)
    assert [step for step in watched.steps if step not in ("is_closed", "slips_issued")] == [
        "load_release",
        "close",
        "counts",
        "save_release",
    ]
    assert storage.load_release(survey.id) == body


def test_what_leaves_is_the_disclosed_release_and_nothing_else(
    storage: Storage, survey: CollectingSurvey, config_path: Path
) -> None:
    """The bytes hold the result of the disclosure rule, this survey and this instrument."""
    file = release_file.parse(released(storage, survey, config_path))
    assert file.result == release(EVERYTHING, threshold=10)
    assert (file.wave.survey_id, file.wave.opens, file.wave.closes) == ("hafen-2027", OPENS, CLOSES)
    assert file.wave.instrument.version >= 1
    assert file.reach == Reach(invited=140, slips=120, all_surveys=None)


def test_afterwards_nothing_is_counted_any_more(
    storage: Storage, survey: CollectingSurvey, config_path: Path
) -> None:
    """A late contribution is refused, so that nobody can compare a second release with the first."""
    released(storage, survey, config_path)
    assert storage.record([send("A-ST", drawn(1)[0])], today=OPENS) == (Result.CLOSED,)


def test_a_second_call_neither_closes_nor_counts(
    storage: Storage, survey: CollectingSurvey, config_path: Path
) -> None:
    """It returns the saved bytes, and forgets again what a first call may have left; no count is read."""
    first = released(storage, survey, config_path)
    watched = Watched(storage)
    assert released(watched, survey, config_path) == first
    assert watched.steps == ["load_release", "forget_history"]


@pytest.mark.parametrize("failing", ["close", "counts", "save_release"])
def test_a_failure_between_the_acts_is_mended_by_the_next_call(
    storage: Storage, survey: CollectingSurvey, config_path: Path, failing: str
) -> None:
    """With a full disk at any step, nothing is released or lost, and the next call goes on from there."""
    with pytest.raises(StorageError):
        released(Watched(storage, failing), survey, config_path)
    assert storage.load_release(survey.id) is None
    assert storage.is_closed(survey.id) == (failing != "close")
    file = release_file.parse(released(storage, survey, config_path))
    assert file.result == release(EVERYTHING, threshold=10)


@pytest.mark.parametrize("today", [OPENS - DAY, OPENS, CLOSES])
def test_too_early_it_touches_nothing(
    storage: Storage, survey: CollectingSurvey, config_path: Path, today: dt.date
) -> None:
    """Before the first day, and until the last day has passed: refused, still open, still counting."""
    watched = Watched(storage)
    with pytest.raises(InputError, match=r"survey\.(opens|closes)"):
        released(watched, survey, config_path, today=today)
    assert not {"close", "counts", "save_release"} & set(watched.steps)
    contribute(storage, survey.counted, {"A-ST": 1})


def test_before_the_first_day_nothing_releases_it(
    storage: Storage, survey: CollectingSurvey, config_path: Path
) -> None:
    """Not even ``close_now``."""
    with pytest.raises(InputError, match="nothing to release"):
        released(storage, survey, config_path, today=OPENS - DAY, close_now=True)


def test_a_survey_that_was_closed_need_not_wait(
    storage: Storage, survey: CollectingSurvey, config_path: Path
) -> None:
    """If somebody closed it early on purpose, it is released before its last day."""
    storage.close(survey.id)
    assert released(storage, survey, config_path, today=OPENS)


def test_a_small_survey_is_withheld_once_and_for_all(
    config_path: Path, survey: CollectingSurvey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With too few people, the saved release says so and stays, whatever the counters hold later."""
    monkeypatch.setattr("generator.clock.today", lambda: OPENS)
    with open_storage(config_path, f"sqlite:///{config_path.parent}/few.sqlite", survey) as storage:
        contribute(storage, survey.counted, {"A-ST": 9})
        body = released(storage, survey, config_path, today=OPENS, close_now=True)
        assert release_file.parse(body).result == Withheld()
        assert released(storage, survey, config_path) == body
