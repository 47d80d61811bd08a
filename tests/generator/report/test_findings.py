"""A release in words and figures says what is so: nothing that could be false, no rank, no percentage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.report.findings import WITH_CAUSE, WITH_INFLUENCE, Figure, Findings, figures, together, words
from harness.releases import EVERYTHING, LEVER_TALLIES, PARTLY, TYPES, people_by_lever, released
from questionnaire import CONSTELLATIONS, LEVERS, measures
from questionnaire.disclosure import Picture, Reading, Release, Share, release

TEXTS = measures.load("en").texts
SAID = TEXTS["shares"]["by_twentieths"]
NAMES: dict[str, str] = {c: f"name of {c}" for c in CONSTELLATIONS} | {"M": "several", "N": "none"}
NONE_OF_THEM = Share(0)


def found(counts: Mapping[str, int]) -> Findings:
    """Return the findings of the release of ``counts``."""
    return Findings(released(counts), TEXTS, NAMES)


def picture(others: str = "", rest: Share | None = None, **shares: int | Share) -> Picture:
    """Return a picture of levers; a whole number is a share that is about so many twentieths."""
    own = tuple(
        (lever, share if isinstance(share, Share) else Share(share)) for lever, share in shares.items()
    )
    return Picture(own, tuple(others.split()), rest)


@pytest.mark.parametrize("twentieths", range(1, 17))
def test_every_twentieth_has_its_own_words(twentieths: int) -> None:
    """The catalogue's list, from one to sixteen."""
    assert words(Share(twentieths), TEXTS) == SAID[twentieths - 1]


@pytest.mark.parametrize(
    ("share", "key"),
    [
        (Share(0), "nobody"),
        (Share(0, "some"), "some"),
        (Share(16, "more"), "more"),
        (Share(4, "less"), "less"),
    ],
)
def test_every_reading_has_its_own_words(share: Share, key: str) -> None:
    """Nobody, some, more than four fifths and less than a fifth are never a figure's words."""
    assert words(share, TEXTS) == TEXTS["shares"][key]
    assert words(share, TEXTS) not in SAID


@pytest.mark.parametrize(
    ("share", "filled", "perhaps"),
    [
        *((Share(twentieths), twentieths, 0) for twentieths in range(17)),
        (Share(0, "some"), 0, 1),
        (Share(16, "more"), 16, 4),
        (Share(4, "less"), 0, 4),
    ],
)
def test_a_share_is_always_twenty_figures(share: Share, filled: int, perhaps: int) -> None:
    """What is certain first, then what may be meant, then the others: twenty in all."""
    expected = ["filled"] * filled + ["perhaps"] * perhaps + ["open"] * (20 - filled - perhaps)
    assert list(figures(share)) == expected
    assert set(expected) <= set(get_args(Figure))


@given(LEVER_TALLIES)
def test_every_release_can_be_read_aloud(counts: dict[str, int]) -> None:
    """Each share of each release has words without a digit, and twenty figures."""
    result = release(counts)
    if isinstance(result, Release):
        reader = Findings(result, TEXTS, NAMES)
        rows = reader.tensions()
        cells = [cell for row in rows for cell in (row.perception, row.cause, row.influence) if cell]
        for finding in (*reader.types(), *cells):
            assert len(finding.figures) == 20
            assert finding.words
            assert not re.search(r"[\d%]", finding.words)
        for share, sentence in [said for row in rows for said in row.sentences]:
            assert not re.search(r"[\d%{}]", share + sentence)


@given(LEVER_TALLIES)
def test_the_order_is_always_the_same(counts: dict[str, int]) -> None:
    """A B C D, then several, then none, then all others: never by size."""
    result = release(counts)
    if isinstance(result, Release):
        reader = Findings(result, TEXTS, NAMES)
        told = [finding.category for finding in reader.types()]
        assert told == [kind for kind in (*TYPES, "rest") if kind in told]
        assert list(reader.shown()) == [kind for kind in told if kind != "rest"]
        assert [row.category for row in reader.tensions()] == list(CONSTELLATIONS)


def test_names_are_the_languages_own() -> None:
    """A share is called by its constellation's name; all others together are called nothing of their own."""
    assert [finding.name for finding in found(EVERYTHING).types()] == list(NAMES.values())
    assert [finding.category for finding in found(PARTLY).types()] == ["A", "C", "rest"]


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (picture("T B", ST=12, SB=8), Share(16, "more")),
        (picture("ST", SB=8, T=7, B=5), Share(8)),
        (picture("ST SB", T=12, B=8), NONE_OF_THEM),
        (picture("ST SB", Share(5), T=12, B=3), Share(5)),
        (picture("ST SB", Share(0, "some"), T=12, B=8), Share(0, "some")),
        (picture("ST T", Share(5), SB=12, B=3), None),
        (picture("ST SB T", Share(5), B=15), None),
        (picture("T B", Share(5), ST=9, SB=6), Share(15)),
        (picture(ST=Share(0, "some"), SB=Share(0, "some"), T=12, B=8), Share(0, "some")),
        (picture("T", ST=Share(0, "some"), SB=12, B=8), Share(12)),
        (picture("SB T B", Share(4, "less"), ST=Share(16, "more")), Share(16, "more")),
        (picture("ST SB T", Share(4, "less"), B=Share(16, "more")), Share(4, "less")),
        (picture("ST SB B", Share(4, "less"), T=Share(16, "more")), Share(4, "less")),
        (picture(ST=8, SB=9, T=2, B=1), Share(16)),
        (picture("T", ST=8, SB=10, B=2), Share(16, "more")),
    ],
)
def test_shares_are_taken_together_only_where_the_release_tells_them(
    of: Picture, expected: Share | None
) -> None:
    """Own shares are added up; the others join as a whole or not at all; four fifths are the most."""
    assert together(of, WITH_CAUSE) == expected


def test_the_others_join_shares_of_their_own() -> None:
    """Where every one of the others belongs to the sum, their share is added to it."""
    three = frozenset({"ST", "SB", "T"})
    assert together(picture("ST T", Share(5), SB=8, B=7), three) == Share(13)
    assert together(picture("ST B", Share(5), SB=8, T=7), three) is None


def _true(said: Share, exact: Fraction) -> bool:
    """Return whether ``said`` may be said of ``exact`` twentieths."""
    if said == NONE_OF_THEM:
        return exact == 0
    if said.reading == "some":
        return 0 < exact < 1
    if said.reading == "more":
        return exact > said.twentieths
    if said.reading == "less":
        return exact < said.twentieths
    # Rounding within one picture leaves a sum of two at most one twentieth out. Seventeen is called
    # "about four fifths" too, because it may be exactly that.
    return abs(exact - said.twentieths) <= 1 or (said == Share(16) and 16 <= exact <= 18)


def _sums(counts: Mapping[str, int]) -> Iterator[tuple[Share, Fraction]]:
    """Yield what is said of cause and of influence in each constellation, and what is so, in twentieths."""
    result = release(counts)
    for constellation, levers in result.levers if isinstance(result, Release) else ():
        people = people_by_lever(counts, constellation)
        for categories in (WITH_CAUSE, WITH_INFLUENCE):
            if said := together(levers, categories):
                exact = sum(people[lever] for lever in categories)
                yield said, Fraction(exact * 20, sum(people.values()))


@settings(max_examples=500)
@given(LEVER_TALLIES)
def test_what_is_said_of_cause_and_influence_is_so(counts: dict[str, int]) -> None:
    """Nobody is nobody, some are fewer than one twentieth, more and less are strict.

    "About" is within one twentieth of the exact share, except that "about four fifths" may be up to two
    twentieths more.
    """
    assert all(_true(said, exact) for said, exact in _sums(counts))


SMALL = [
    {f"A-{lever}": number for lever, number in zip(LEVERS, numbers, strict=True)}
    for numbers in product((0, 1, 2, 3, 4, 5, 7, 9, 24), repeat=4)
    if sum(numbers) >= 10
]


def test_what_is_said_of_cause_and_influence_is_so_in_every_small_group() -> None:
    """Every spread of small numbers over the four levers, and every reading among them."""
    readings: set[Reading] = set()
    for counts in SMALL:
        for said, exact in _sums({**counts, "N": sum(counts.values())}):
            assert _true(said, exact), counts
            readings.add(said.reading)
    assert readings == set(get_args(Reading)) - {"some"}


def test_training_may_be_a_lever_where_influence_is_described_or_not_known() -> None:
    """Only B has levers that tell of no influence at all."""
    reader = found(EVERYTHING)
    assert {c: reader.training_is_a_lever(c) for c in CONSTELLATIONS} == dict.fromkeys("ACD", True) | {
        "B": False
    }
    without_levers = found({"A": 20, "B": 20, "M": 5})
    assert all(without_levers.training_is_a_lever(c) for c in CONSTELLATIONS)
    nearly_all_without = found({"A-SB": 30, "A-ST": 2, "A-T": 1, "N": 30})
    assert not nearly_all_without.training_is_a_lever("A")


def test_training_is_not_denied_where_influence_may_well_be_there() -> None:
    """That hardly any influence is described is said only where fewer than a fifth describe it."""
    denied = {}
    for counts in SMALL:
        with_others = {**counts, "N": sum(counts.values())}
        result = release(with_others)
        if isinstance(result, Release) and not Findings(result, TEXTS, NAMES).training_is_a_lever("A"):
            share = Fraction(counts["A-ST"] + counts["A-T"], sum(counts.values()))
            if share >= Fraction(1, 5):
                denied[tuple(counts.values())] = float(share)
    worst = sorted(denied.items(), key=lambda item: -item[1])[:3]
    assert worst == []


def test_each_lever_has_the_sentence_of_its_tension() -> None:
    """Cause and influence as the levers define them, with the share and the name in it."""
    spread = {"A-ST": 10, "A-SB": 20, "A-T": 30, "A-B": 40, "N": 100}
    (tension, *_) = found(spread).tensions()
    told = {
        "about a tenth": "cause_with_influence",
        "about a fifth": "cause_without_influence",
        "just under a third": "influence_without_cause",
        "about two fifths": "neither",
    }
    assert tension.sentences == tuple(
        (share, TEXTS["tensions"][key].format(name="name of A")) for share, key in told.items()
    )
    assert tension.perception
    assert (tension.perception.words, tension.perception.name) == ("about half", "name of A")
    assert [cell.words if cell else None for cell in (tension.cause, tension.influence)] == [
        "just under a third",
        "about two fifths",
    ]


def test_a_constellation_that_is_not_shown_has_an_empty_row() -> None:
    """Its name stands there, and no cell and no sentence; without levers only the perception is told."""
    a, b, c, d = found(PARTLY).tensions()
    assert a.perception
    assert a.cause
    assert a.influence
    assert c.perception
    for row in (b, c, d):
        assert (row.cause, row.influence, row.sentences) == (None, None, ())
    assert (b.perception, d.perception) == (None, None)
    assert [row.name for row in (b, d)] == ["name of B", "name of D"]
    assert a.influence.words == "nobody"


def test_the_two_tables_of_levers_agree_with_the_domain() -> None:
    """ST and SB have the cause present, ST and T have influence (domain, section 3)."""
    assert sorted(WITH_CAUSE) == ["SB", "ST"]
    assert sorted(WITH_INFLUENCE) == ["ST", "T"]


@given(st.sampled_from(range(1, 17)))
def test_more_people_never_have_fewer_figures(twentieths: int) -> None:
    """The picture grows with the share."""
    before, now = figures(Share(twentieths - 1)), figures(Share(twentieths))
    assert now.count("filled") == before.count("filled") + 1
