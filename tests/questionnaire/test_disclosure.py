"""The disclosure rule case by case, on large tallies, and on input that it must refuse.

That nothing can be computed back from a release is proved in ``test_disclosure_exhaustive.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire import CONSTELLATIONS, LEVERS, all_codes
from questionnaire.disclosure import Picture, Release, Share, TallyError, Withheld, as_json, release

TYPES = all_codes("type")

# Small numbers are the delicate cases of the rule, large ones the usual cases.
PEOPLE = st.one_of(st.integers(0, 6), st.integers(0, 60), st.integers(0, 5000))
TYPE_TALLIES = st.fixed_dictionaries(dict.fromkeys(TYPES, PEOPLE))
LEVER_TALLIES = st.fixed_dictionaries(dict.fromkeys(all_codes("levers"), PEOPLE))


def tally(*sizes: int) -> dict[str, int]:
    """Return a tally of the types in their order; types that are not given count nobody."""
    return dict(zip(TYPES, sizes, strict=False))


def released(counts: Mapping[str, int], threshold: int = 10) -> Release:
    """Return the release of ``counts``, which must not be withheld."""
    result = release(counts, threshold=threshold)
    assert isinstance(result, Release)
    return result


def by_type(counts: Mapping[str, int]) -> dict[str, int]:
    """Return a tally of levers as a tally of types."""
    return {kind: sum(count for code, count in counts.items() if code[0] == kind) for kind in TYPES}


def levers_of(counts: Mapping[str, int], constellation: str) -> dict[str, int]:
    """Return the people in each lever of ``constellation``."""
    return {lever: counts[f"{constellation}-{lever}"] for lever in LEVERS}


@pytest.mark.parametrize(
    ("sizes", "shares", "others", "rest"),
    [
        ((10, 10), {"A": 10, "B": 10}, "CDMN", None),  # nobody is in any of the others
        ((8, 5, 4, 3), {"A": 8, "B": 5, "C": 4, "D": 3}, "MN", None),
        ((3, 3, 3, 3, 4, 4), dict.fromkeys("ABC", 3) | {"D": 3, "M": 4, "N": 4}, "", None),
        ((9, 8, 2, 1), {"A": 9, "B": 8}, "CDMN", 3),  # a rest of three may stand
        ((9, 6, 4, 1), {"A": 9, "B": 6}, "CDMN", 5),  # one alone takes the smallest along
        ((8, 8, 5, 4, 4, 1), {"A": 6, "B": 5, "C": 3}, "DMN", 6),  # and all that are equally small
        ((9, 5, 4, 2, 2, 2), {"A": 8, "B": 4}, "CDMN", 8),  # three times two are known: too full to stand
        ((9, 5, 4, 4, 2, 1), {"A": 7, "B": 4}, "CDMN", 9),  # two categories of one and two likewise
        ((140, 70, 40, 20, 6, 4), {"A": 10, "B": 5, "C": 3, "D": 2, "M": 0, "N": 0}, "", None),
    ],
)
def test_the_rule_decides_as_written(
    sizes: tuple[int, ...], shares: dict[str, int], others: str, rest: int | None
) -> None:
    """Own shares from three people; the rest of at least three, never so full that all in it are known."""
    picture = released(tally(*sizes)).types
    assert {category: share.twentieths for category, share in picture.shares} == shares
    assert picture.others == tuple(others)
    assert (picture.rest.twentieths if picture.rest else None) == rest


@pytest.mark.parametrize(("people", "shown"), [(20, 20), (21, 20), (24, 20), (25, 25)])
def test_contributions_are_rounded_down_to_a_multiple_of_five(people: int, shown: int) -> None:
    """The report never tells how many took part to the person."""
    assert released(tally(10, people - 10)).contributions == shown


def test_four_fifths_are_shown_and_more_is_top_coded() -> None:
    """Exactly 80 % is a figure; above it the release says "more than four fifths" and nothing else."""
    assert released(tally(80, 20)).types.shares == (("A", Share(16)), ("B", Share(4)))
    top = released(tally(81, 19)).types
    assert top == Picture((("A", Share(16, "more")),), tuple("BCDMN"), Share(4, "less"))
    assert released(tally(97, 1, 1, 1)).types == top
    assert released(tally(97, 0, 0, 0, 3)).types == top


def test_a_few_among_many_are_some_and_not_nobody() -> None:
    """Three people or more who are fewer than one figure of twenty read as "some", never as none."""
    picture = released(tally(100, 100, 4)).types
    assert picture.shares[2] == ("C", Share(0, "some"))
    assert released(tally(100, 100, 2, 1)).types.rest == Share(0, "some")
    assert released(tally(100, 100)).types.rest is None


@pytest.mark.parametrize("people", range(10, 21))
def test_twenty_people_or_fewer_are_not_top_coded(people: int) -> None:
    """There "more than four fifths" would mean exactly three others; from 21 on it may be three or four."""
    top_coded = (tally(people - others, others) for others in range(3, people) if 5 * others < people)
    assert {release(counts) for counts in top_coded} <= {Withheld()}
    assert release(tally(18, 3)) == release(tally(17, 4)) != Withheld()


@pytest.mark.parametrize("counts", [tally(10, 9), {"A-ST": 10, "A-SB": 9, "B-T": 20}, tally(97, 3)])
def test_more_contributions_than_invited_are_withheld(counts: dict[str, int]) -> None:
    """Somebody sent more than one, so that k people are no longer sure; it reads as any other reason."""
    total = sum(counts.values())
    assert release(counts, invited=total) == release(counts) != Withheld()
    assert release(counts, invited=total - 1) == Withheld()


def test_withheld_reads_the_same_whatever_the_reason() -> None:
    """Nobody, too few, everybody alike, two who differ, all small, all equal: no way to tell apart."""
    reasons = [
        ({}, 10),
        (tally(17, 3), 10),
        (tally(9), 10),
        (tally(5, 4), 10),
        (tally(20), 10),
        (tally(98, 2), 10),
        (tally(98, 1, 1), 10),
        (tally(2, 2, 2, 2, 2), 10),
        (tally(5, 5, 1), 10),
        (tally(14, 2, 2, 2, 2, 2), 10),
        (tally(30, 30), 61),
    ]
    results = [release(counts, threshold=threshold) for counts, threshold in reasons]
    assert set(results) == {Withheld()}
    assert {repr(result) for result in results} == {"Withheld()"}
    assert {json.dumps(as_json(result)) for result in results} == {'{"released": false}'}


def test_levers_are_shown_where_ten_share_a_constellation() -> None:
    """Levers follow the same rule; too few people in B, and all alike in C: both are just absent."""
    counts = {"A-ST": 12, "A-SB": 6, "A-T": 3, "B-T": 5, "B-B": 4, "C-SB": 20, "D-B": 1, "M": 5, "N": 4}
    picture = Picture((("ST", Share(11)), ("SB", Share(6)), ("T", Share(3))), ("B",), None)
    assert released(counts).levers == (("A", picture),)


def test_levers_need_as_many_people_as_the_threshold_says() -> None:
    """Where the threshold is raised, it is raised for the levers too."""
    counts = {"A-ST": 6, "A-SB": 5, "B-T": 6, "B-B": 6, "M": 9}
    assert [constellation for constellation, _ in released(counts, 11).levers] == ["A", "B"]
    assert [constellation for constellation, _ in released(counts, 12).levers] == ["B"]


def test_levers_of_a_top_coded_constellation_stay_hidden() -> None:
    """Its levers' shares could tell its exact number, and by that how few are outside it."""
    counts = {"A-ST": 30, "A-SB": 50, "M": 10}
    assert released(counts).types.shares == (("A", Share(16, "more")),)
    assert released(counts).levers == ()


def test_levers_of_a_constellation_in_the_rest_stay_hidden() -> None:
    """Ten people may be in the rest; showing their levers would say that they are there."""
    counts = {"A-ST": 5, "A-SB": 5, "B-T": 20, "C-T": 20, "M": 1}
    result = released(counts)
    assert "A" in result.types.others
    assert result.levers == ()


def test_a_release_is_plain_json() -> None:
    """report.json holds the release and nothing else, and no number but twentieths and contributions."""
    assert json.loads(json.dumps(as_json(released({"A-ST": 7, "A-SB": 5, "B-T": 9, "M": 2, "N": 1})))) == {
        "released": True,
        "contributions": 20,
        "types": {
            "shares": [
                {"category": "A", "twentieths": 10, "reading": "about"},
                {"category": "B", "twentieths": 8, "reading": "about"},
            ],
            "others": ["C", "D", "M", "N"],
            "rest": {"twentieths": 2, "reading": "about"},
        },
        "levers": {
            "A": {
                "shares": [
                    {"category": "ST", "twentieths": 12, "reading": "about"},
                    {"category": "SB", "twentieths": 8, "reading": "about"},
                ],
                "others": ["T", "B"],
                "rest": None,
            }
        },
    }


def test_bad_tallies_are_refused_with_every_fault_at_once() -> None:
    """One error names each code, the value received and what was expected."""
    counts: dict[str, int] = {"A": 3, "A-ST": 4, "X": 1, "M": -1, "N": True, "B": 2.0}  # type: ignore[dict-item]
    with pytest.raises(TallyError) as caught:
        release(counts, threshold=9, invited=0)
    assert caught.value.faults == (
        "'X': unknown type code with value 1; expected one such as 'A-ST', 'A', 'M'",
        "M: -1 is not a count; expected a whole number from 0",
        "N: True is not a count; expected a whole number from 0",
        "B: 2.0 is not a count; expected a whole number from 0",
        "mixed details: A, B beside A-ST; expected one of the two",
        "threshold: 9 is too low; expected a whole number from 10",
        "invited: 0 is no number of people; expected a whole number from 1, or None",
    )
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("threshold", [9, 0, -10, True, 10.0, "10", None])
def test_the_threshold_can_never_be_lowered(threshold: object) -> None:
    """Anything but a whole number from ten is refused, even where there is nothing to publish."""
    with pytest.raises(ValueError, match="expected a whole number from 10"):
        release({}, threshold=threshold)  # type: ignore[arg-type]


@pytest.mark.parametrize("invited", [0, -1, True, 12.0, "12"])
def test_invited_is_a_number_of_people(invited: object) -> None:
    """Anything but a whole number from one is refused, even where there is nothing to publish."""
    with pytest.raises(TallyError, match="expected a whole number from 1, or None"):
        release({}, invited=invited)  # type: ignore[arg-type]


@given(TYPE_TALLIES, st.integers(10, 60))
def test_a_higher_threshold_only_withholds(counts: dict[str, int], threshold: int) -> None:
    """Raising the threshold never changes a figure and never shows one that was not shown."""
    result = release(counts, threshold=threshold)
    enough = sum(counts.values()) >= threshold
    assert result == (release(counts) if enough else Withheld())


@given(TYPE_TALLIES)
def test_more_people_never_have_a_smaller_share(counts: dict[str, int]) -> None:
    """Shares keep the order of the counts behind them."""
    result = release(counts)
    if isinstance(result, Release):
        ordered = sorted(result.types.shares, key=lambda item: (counts[item[0]], item[1].twentieths))
        figures = [share.twentieths for _, share in ordered]
        assert figures == sorted(figures)


@given(TYPE_TALLIES, st.permutations(TYPES))
def test_no_type_is_treated_differently(counts: dict[str, int], order: list[str]) -> None:
    """Relabelling the types relabels who has a share of its own; figures move by rounding at most."""
    relabel = dict(zip(TYPES, order, strict=True))
    one, other = release(counts), release({relabel[kind]: count for kind, count in counts.items()})
    assert isinstance(one, Withheld) == isinstance(other, Withheld)
    if isinstance(one, Release) and isinstance(other, Release):
        before = {relabel[kind]: share for kind, share in one.types.shares}
        after = dict(other.types.shares)
        assert before.keys() == after.keys()
        assert all(abs(before[kind].twentieths - after[kind].twentieths) <= 1 for kind in before)
        assert one.contributions == other.contributions


def elsewhere(people: Mapping[str, int], picture: Picture, category: str) -> dict[str, int]:
    """Return another tally of the same release in which ``category``, of the rest, is not 1 or 2."""
    inside = [other for other in picture.others if other != category]
    if picture.rest and picture.rest.reading == "less":
        gathered = sum(people[other] for other in picture.others)
        return {**people, **dict.fromkeys(inside, 0), category: gathered}
    largest = max(inside, key=lambda other: people[other])
    if people[largest] >= 3:
        return {**people, category: people[largest], largest: people[category]}
    moved = {**people, category: 0}
    for _ in range(people[category]):
        moved[min(inside, key=lambda other: moved[other])] += 1
    return moved


@given(TYPE_TALLIES)
def test_in_a_large_tally_no_small_type_can_be_computed_either(counts: dict[str, int]) -> None:
    """For each type of one or two people there is a tally without it that reads exactly the same."""
    result = release(counts)
    if isinstance(result, Release):
        for kind in [kind for kind in TYPES if counts[kind] in (1, 2)]:
            other = elsewhere(counts, result.types, kind)
            assert other[kind] not in (1, 2)
            assert release(other) == result


@given(LEVER_TALLIES)
def test_in_a_large_tally_no_small_lever_can_be_computed_either(counts: dict[str, int]) -> None:
    """For each lever of one or two people there is a tally without it that reads exactly the same."""
    result = release(counts)
    if isinstance(result, Release):
        for constellation, picture in result.levers:
            levers = levers_of(counts, constellation)
            for lever in [lever for lever in LEVERS if levers[lever] in (1, 2)]:
                other = elsewhere(levers, picture, lever)
                assert other[lever] not in (1, 2)
                assert release(counts | {f"{constellation}-{key}": other[key] for key in LEVERS}) == result


@given(LEVER_TALLIES)
def test_levers_add_nothing_about_the_types(counts: dict[str, int]) -> None:
    """A tally of levers shows the types as a tally of types does, and levers only of types shown."""
    result, plain = release(counts), release(by_type(counts))
    assert isinstance(result, Withheld) == isinstance(plain, Withheld)
    if isinstance(result, Release) and isinstance(plain, Release):
        assert (result.contributions, result.types) == (plain.contributions, plain.types)
        assert plain.levers == ()
        shown = [constellation for constellation, _ in result.levers]
        assert shown == [kind for kind in CONSTELLATIONS if kind in shown]
        assert set(shown) <= {kind for kind, _ in result.types.shares}
        assert all(by_type(counts)[constellation] >= 10 for constellation in shown)


@given(LEVER_TALLIES, st.sampled_from(CONSTELLATIONS), st.permutations(LEVERS))
def test_levers_that_are_not_shown_leave_no_trace(
    counts: dict[str, int], constellation: str, order: list[str]
) -> None:
    """Where a constellation's levers are absent, exchanging its people among them changes nothing."""
    result = release(counts)
    if isinstance(result, Withheld) or constellation not in dict(result.levers):
        levers = levers_of(counts, constellation)
        exchanged = {
            f"{constellation}-{key}": levers[lever] for key, lever in zip(order, LEVERS, strict=True)
        }
        assert release(counts | exchanged) == result
