"""Which measures follow from a release: structure first, and never more than the release says."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from harness.releases import EVERYTHING, released
from questionnaire import LEVERS
from questionnaire.derivation import (
    WITH_CAUSE,
    WITH_INFLUENCE,
    Reason,
    TensionField,
    bounds,
    tension_fields,
)
from questionnaire.disclosure import Picture, Release, Share, release
from questionnaire.measures import MEASURES, PLACES
from tests.questionnaire.tallies import TYPES, all_sizes

ORDER = ("ST", "SB", "T", "B")


def field(*twentieths: int, constellation: str = "A") -> TensionField:
    """Return the field of a constellation whose levers ST, SB, T and B have so many twentieths."""
    shares = tuple((lever, Share(number)) for lever, number in zip(ORDER, twentieths, strict=True))
    half = tuple((category, Share(10)) for category in (constellation, "N"))
    rest = tuple(category for category in TYPES if category not in (constellation, "N"))
    levers = ((constellation, Picture(shares, (), None)),) if sum(twentieths) else ()
    (found,) = tension_fields(Release(60, Picture(half, rest, None), levers))
    return found


@pytest.mark.parametrize(
    ("twentieths", "cause", "influence", "reason", "kinds"),
    [
        ((16, 2, 2, 0), "mostly", "mostly", "cause_with_influence", ("structure", "training")),
        ((6, 10, 2, 2), "mostly", "partly", "cause_with_some_influence", "all"),
        ((3, 14, 2, 1), "mostly", "rarely", "cause_without_influence", ("structure", "accompaniment")),
        ((5, 3, 8, 4), "partly", "mostly", "cause_with_influence", ("structure", "training")),
        ((1, 3, 14, 2), "rarely", "mostly", "influence_without_cause", ("training",)),
        ((2, 2, 6, 10), "rarely", "partly", "some_influence_without_cause", ("training", "accompaniment")),
        ((0, 4, 1, 15), "rarely", "rarely", "neither", ("accompaniment",)),
        ((0, 0, 0, 0), "hidden", "hidden", "hidden", ("structure", "accompaniment")),
    ],
)
def test_cause_and_influence_decide_which_kind_comes_first(
    twentieths: tuple[int, ...], cause: str, influence: str, reason: str, kinds: tuple[str, ...] | str
) -> None:
    """Structure comes first unless a cause is rare; training only where influence is described."""
    for constellation in MEASURES:
        found = field(*twentieths, constellation=constellation)
        assert (found.cause, found.influence, found.reason) == (cause, influence, reason)
        assert found.kinds == (("structure", "training", "accompaniment") if kinds == "all" else kinds)
        assert 2 <= len(found.measures) == len(set(found.measures)) <= 3
        assert {PLACES[measure][0] for measure in found.measures} == {constellation}


@pytest.mark.parametrize(
    ("twentieths", "extent"), [(5, "rarely"), (6, "partly"), (11, "partly"), (12, "mostly")]
)
def test_what_is_described_by_some_is_neither_most_nor_few(twentieths: int, extent: str) -> None:
    """At most a quarter is few; clearly more than half is most; a sum of rounded shares is no finer."""
    assert field(0, twentieths, 0, 20 - twentieths).cause == extent


def test_every_release_that_can_be_has_a_field_for_each_constellation_with_a_share() -> None:
    """All levers of 10 to 14 people: two or three measures each, structure first unless a cause is rare."""
    reasons = set()
    for people in range(10, 15):
        for sizes in all_sizes(people, len(LEVERS)):
            counts = {f"A-{lever}": size for lever, size in zip(LEVERS, sizes, strict=True)}
            found = release({**counts, "N": 8})
            assert isinstance(found, Release)
            fields = tension_fields(found)
            assert [each.constellation for each in fields] == [
                category for category, _ in found.types.shares if category in MEASURES
            ]
            for each in fields:
                first = PLACES[each.measures[0]][1]
                assert (first == "structure") == (each.cause != "rarely")
                reasons.add(each.reason)
    assert reasons == set(get_args(Reason))


def test_an_extent_is_never_false() -> None:
    """All levers of 10 to 14 people: what is called mostly, partly or rarely is so among the exact counts."""
    for people in range(10, 15):
        for sizes in all_sizes(people, len(LEVERS)):
            counts = {f"A-{lever}": size for lever, size in zip(LEVERS, sizes, strict=True)}
            found = release({**counts, "N": 8})
            assert isinstance(found, Release)
            for each in (each for each in tension_fields(found) if each.constellation == "A"):
                for extent, described in ((each.cause, WITH_CAUSE), (each.influence, WITH_INFLUENCE)):
                    exact = 20 * sum(counts[f"A-{lever}"] for lever in described) / people
                    assert extent != "mostly" or exact > 10
                    assert extent != "partly" or exact > 4
                    assert extent != "rarely" or exact < 7


def test_where_a_lever_is_among_the_others_the_least_that_is_sure_counts() -> None:
    """Two fifths with a cause are shown, the rest is not: a cause is described in part."""
    levers = Picture((("SB", Share(8)),), ("ST", "T", "B"), Share(12))
    types = Picture((("A", Share(10)), ("N", Share(10))), ("B", "C", "D", "M"), None)
    (found,) = tension_fields(Release(60, types, (("A", levers),)))
    assert (found.cause, found.influence) == ("partly", "hidden")
    assert (found.reason, found.kinds) == ("cause_with_hidden_influence", ("structure", "accompaniment"))
    assert bounds(levers, WITH_CAUSE) == (8, 20)
    assert bounds(levers, WITH_INFLUENCE) == (0, 12)


def test_the_choice_depends_on_the_release_alone() -> None:
    """Tallies that read the same choose the same, whoever is behind the figures."""
    one = released(EVERYTHING)
    assert isinstance(one, Release)
    assert tension_fields(one) == tension_fields(replace(one, contributions=one.contributions + 5))
