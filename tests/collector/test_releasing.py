"""A joint release in the storage: of exactly the surveys that were settled, all at once, and once."""

from __future__ import annotations

import pytest

from collector import Storage
from collector.errors import CollectorError
from harness.contributions import DAY, OPENS, survey

TEAMS = ("nord-2027", "west-2027")


@pytest.fixture
def teams(storage: Storage) -> Storage:
    """A storage with two surveys on paper that are released in one act; each has twelve ballots."""
    wanted = [survey(id=team, mode="paper", detail="type", release="teams", teams=TEAMS) for team in TEAMS]
    storage.register_all(wanted, today=OPENS - DAY)
    for team in TEAMS:
        storage.tally(team, {"A": 7, "B": 5}, heap=1, today=OPENS)
    return storage


def test_all_are_saved_with_the_same_bytes_and_lose_their_counts(teams: Storage) -> None:
    """Whichever survey is asked later gives the joint release."""
    for team in TEAMS:
        teams.close(team)
    teams.save_joint_release(TEAMS, b"all")
    assert [teams.load_release(team) for team in TEAMS] == [b"all", b"all"]
    for team in TEAMS:
        with pytest.raises(CollectorError, match="there is one release"):
            teams.counts(team)
    with pytest.raises(CollectorError, match="there is one release"):
        teams.save_joint_release(TEAMS, b"again")


def test_none_is_saved_while_one_runs(teams: Storage) -> None:
    """The one that was closed keeps its counts."""
    teams.close("nord-2027")
    with pytest.raises(CollectorError, match="expected a closed survey"):
        teams.save_joint_release(TEAMS, b"all")
    assert teams.load_release("nord-2027") is None
    assert teams.counts("nord-2027")["A"] == 7


def test_others_than_the_settled_ones_are_refused(teams: Storage) -> None:
    """Neither one of them alone, nor with a stranger: a choice after the close could single a team out."""
    teams.register(survey(id="ost-2027", mode="paper", detail="type"), today=OPENS - DAY)
    for team in (*TEAMS, "ost-2027"):
        teams.close(team)
    for chosen in (("nord-2027",), (*TEAMS, "ost-2027")):
        with pytest.raises(CollectorError, match="expected to be released with"):
            teams.save_joint_release(chosen, b"some")
    with pytest.raises(CollectorError, match="released in one act with others"):
        teams.save_release("nord-2027", b"alone")
    assert [teams.load_release(team) for team in TEAMS] == [None, None]


def test_before_the_opening_it_may_still_be_changed(storage: Storage) -> None:
    """As every other setting; from the first day on it stands."""
    joint = survey(id="nord-2027", mode="paper", release="whole", teams=TEAMS)
    alone = survey(id="nord-2027", mode="paper")
    for wanted in (joint, alone, joint):
        storage.register(wanted, today=OPENS - DAY)
    with pytest.raises(CollectorError, match="expected whole"):
        storage.register(alone, today=OPENS)
    storage.register(joint, today=OPENS)


@pytest.mark.parametrize(
    "settings",
    [
        {"release": "teams"},
        {"release": "teams", "teams": ("west-2027", "ost-2027")},
        {"teams": TEAMS},
        {"release": "some", "teams": TEAMS},
    ],
    ids=str,
)
def test_a_survey_that_is_released_with_nobody_or_anybody_is_refused(settings: dict[str, object]) -> None:
    """A joint release names its surveys, this one among them; any other names none."""
    with pytest.raises(CollectorError):
        survey(id="nord-2027", **settings)
