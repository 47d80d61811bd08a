"""What coalitions learn: the kept figures come again, stand in the document, and keep the promises."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import coalition_document, coalitions
from simulation.assumptions import CAMPAIGNS, COALITIONS, SURVEYED
from simulation.coalitions import Certainty, Tally

KEPT = coalitions.load()
FEWER = 100
# Five standard errors of a share among so few campaigns.
TOLERANCE = 0.25


def test_the_kept_figures_are_those_of_the_full_number_of_campaigns() -> None:
    """Ten thousand and more in all, for every number of people and every coalition."""
    assert KEPT["campaigns"] == CAMPAIGNS
    assert list(KEPT["by_people"]) == [str(people) for people in SURVEYED]
    assert CAMPAIGNS * len(SURVEYED) >= 10_000
    for study in KEPT["by_people"].values():
        assert list(study["before"]["certain"]) == list(study["after"]["certain"]) == list(COALITIONS)


def test_the_figures_come_again_with_fewer_campaigns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Same seed, fewer campaigns: about the same shares."""
    monkeypatch.setattr(coalitions, "SURVEYED", (10, 20, 50))
    again = coalitions.compute(FEWER)["by_people"]
    for people, study in again.items():
        for name, figures in study.items():
            kept = KEPT["by_people"][people][name]
            assert figures["withheld"] == pytest.approx(kept["withheld"], abs=TOLERANCE)
            for coalition, certain in figures["certain"].items():
                assert certain == pytest.approx(kept["certain"][coalition], abs=TOLERANCE)


def test_the_tables_of_the_document_are_those_of_the_figures() -> None:
    """A new run of the command changes nothing there."""
    page = coalition_document.PATH.read_text("utf-8")
    assert coalition_document.renewed(page, KEPT) == page


@pytest.mark.parametrize("coalition", ["0", "1", "2"])
def test_the_promises_for_small_coalitions_hold_in_every_campaign(coalition: str) -> None:
    """Two people never know another's answer; an outsider never knows of one or two."""
    for study in KEPT["by_people"].values():
        assert study["after"]["certain"][coalition]["answer"] == 0
        assert study["after"]["certain"]["0"]["few"] == 0


@pytest.mark.parametrize("name", ["answer", "few", "nobody"])
def test_the_stricter_rule_makes_nothing_more_certain(name: str) -> None:
    """Withholding is a sign, too, but a weaker one than what was withheld."""
    for study in KEPT["by_people"].values():
        for coalition in COALITIONS:
            before, after = (study[rule]["certain"][coalition][name] for rule in ("before", "after"))
            assert after <= before
        assert study["before"]["withheld"] <= study["after"]["withheld"]


def knows(outside: Tally, top: int) -> bool:
    """Tell whether the coalition of all ``outside`` the first type knows that all others are in it."""
    people = top + sum(outside)
    certainty, sight = Certainty(people), (coalitions.present_release((top, *outside)), 0)
    certainty.learn([(sight, (0, *outside))])
    return certainty.of(sight, (0, *outside))[0]


@pytest.mark.parametrize("people", [21, 25, 50, 100, 200])
def test_it_takes_about_a_fifth_of_all_to_know_anothers_answer(people: int) -> None:
    """Even the best coalition, all who are not in the largest type, has at least ⌈n/5⌉ - 1 members."""
    bound = -(-people // 5) - 1
    assert knows((bound, 0, 0, 0, 0), people - bound)
    random = np.random.default_rng(people)
    for size in range(3, bound):
        outside = tuple(random.multinomial(size, random.dirichlet([0.5] * 5)).tolist())
        assert not knows(outside, people - size)
