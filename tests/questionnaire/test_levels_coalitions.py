"""A joint release and people who tell each other their answers: one or two learn no other person's answer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from questionnaire.levels import Levels, release_levels
from tests.questionnaire.tallies import Sizes, all_sizes

Answers = tuple[Sizes, ...]  # the tally of each team
TYPES = "AB"


def published(answers: Answers) -> Levels:
    """Return the joint release of teams of which everybody who is invited took part."""
    counts = {str(team): dict(zip(TYPES, tally, strict=True)) for team, tally in enumerate(answers)}
    invited = {team: sum(tally.values()) for team, tally in counts.items()}
    return release_levels(counts, threshold=10, invited=invited, teams=True)


def coalitions(people: tuple[int, ...]) -> Iterator[Answers]:
    """Yield what one or two people of these teams may have answered, as the tallies of their teams."""
    cells = list(itertools.product(range(len(people)), range(len(TYPES))))
    for members in (*itertools.combinations(cells, 1), *itertools.combinations_with_replacement(cells, 2)):
        known = tuple(
            tuple(members.count((team, one)) for one in range(len(TYPES))) for team in range(len(people))
        )
        if all(sum(known[team]) <= people[team] for team in range(len(people))):
            yield known


def others(answers: Answers, known: Answers) -> tuple[Sizes, ...]:
    """Return what everybody else answered in each team."""
    return tuple(
        tuple(all_in - own for all_in, own in zip(tally, members, strict=True))
        for tally, members in zip(answers, known, strict=True)
    )


def certain(alike: list[Answers], known: Answers) -> list[int]:
    """Return the teams in which the members of a coalition know what some other person answered."""
    left = [each for answers in alike if min(map(min, each := others(answers, known))) >= 0]
    return [
        team
        for team in range(len(known))
        for one in range(len(TYPES))
        if left and all(0 < sum(each[team]) == each[team][one] for each in left)
    ]


@pytest.mark.parametrize(
    "people", [(10, 10), (10, 12), (1, 20), (2, 20), (2, 10, 10), (1, 11, 12), (9, 12, 22)], ids=str
)
def test_one_or_two_people_learn_no_other_answer(people: tuple[int, ...]) -> None:
    """Wherever they work, in one team or in two; also of a team of one or two people."""
    looks: dict[Levels, list[Answers]] = {}
    for answers in itertools.product(*(all_sizes(number, len(TYPES)) for number in people)):
        looks.setdefault(published(answers), []).append(answers)
    assert len(looks) > 1
    for alike in looks.values():
        for known in coalitions(people):
            assert certain(alike, known) == []


def test_who_knows_all_others_of_a_team_may_know_the_last_one() -> None:
    """The limit that is told: nothing protects a person from everybody else of their team."""
    alike: list[Answers] = list(itertools.product(all_sizes(10, 2), all_sizes(12, 2)))
    look = published(((5, 5), (6, 6)))
    same = [answers for answers in alike if published(answers) == look]
    assert certain(same, ((5, 4), (0, 0))) == [0]
