"""A release in words and figures is true: no sentence can be false, and none ranks or gives a percentage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.report.findings import Figure, Findings, figures, part, words
from harness.examples import examples
from harness.releases import EVERYTHING, LEVER_TALLIES, PARTLY, TYPES, people_by_lever, released
from questionnaire import CONSTELLATIONS, LEVERS, measures
from questionnaire.derivation import WITH_CAUSE, WITH_INFLUENCE, together
from questionnaire.disclosure import Picture, Reading, Release, Share, release

TEXTS = measures.load("en").texts
WORDS = TEXTS["shares"]["by_twentieths"]
NAMES: dict[str, str] = {c: f"name of {c}" for c in CONSTELLATIONS} | {"M": "several", "N": "none"}
NONE_OF_THEM = Share(0)


def findings_of(counts: Mapping[str, int]) -> Findings:
    """Return the findings of the release of ``counts``."""
    return Findings(released(counts), TEXTS, NAMES)


def picture(others: str = "", rest: Share | None = None, **shares: int | Share) -> Picture:
    """Return a picture of levers; a whole number is a share of "about" that many twentieths."""
    single = tuple(
        (lever, share if isinstance(share, Share) else Share(share)) for lever, share in shares.items()
    )
    return Picture(single, tuple(others.split()), rest)


@pytest.mark.parametrize("twentieths", range(1, 17))
def test_every_twentieth_has_its_own_words(twentieths: int) -> None:
    """The catalogue has words for one to sixteen."""
    assert words(Share(twentieths), TEXTS) == WORDS[twentieths - 1]


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
    """Nobody, some, more than four fifths and less than a fifth differ from the words of every twentieth."""
    assert words(share, TEXTS) == TEXTS["shares"][key]
    assert words(share, TEXTS) not in WORDS


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
    """First the certain figures, then those that the share may hold, then the others: twenty in all."""
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
        for share, sentence in [pair for row in rows for pair in row.sentences]:
            assert not re.search(r"[\d%{}]", share + sentence)


@given(LEVER_TALLIES)
def test_the_order_is_always_the_same(counts: dict[str, int]) -> None:
    """A B C D, then several, then none, then all others: never by size."""
    result = release(counts)
    if isinstance(result, Release):
        reader = Findings(result, TEXTS, NAMES)
        categories = [finding.category for finding in reader.types()]
        assert categories == [kind for kind in (*TYPES, "rest") if kind in categories]
        assert list(reader.shown()) == [kind for kind in categories if kind != "rest"]
        assert [row.category for row in reader.tensions()] == list(CONSTELLATIONS)


def test_names_are_the_languages_own() -> None:
    """A share has its constellation's name; the share of all others together has none."""
    assert [finding.name for finding in findings_of(EVERYTHING).types()] == list(NAMES.values())
    assert [finding.category for finding in findings_of(PARTLY).types()] == ["A", "C", "rest"]


@pytest.mark.parametrize(
    ("levers", "expected"),
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
    levers: Picture, expected: Share | None
) -> None:
    """Single shares are added up; that of all others joins as a whole or not; the most is four fifths."""
    assert together(levers, WITH_CAUSE) == expected


def test_the_others_join_shares_of_their_own() -> None:
    """If all of the others belong to the sum, their share is added to it."""
    three = frozenset({"ST", "SB", "T"})
    assert together(picture("ST T", Share(5), SB=8, B=7), three) == Share(13)
    assert together(picture("ST B", Share(5), SB=8, T=7), three) is None


def _true(share: Share, exact: Fraction) -> bool:
    """Tell whether ``share`` is true if the exact share is ``exact`` twentieths."""
    if share == NONE_OF_THEM:
        return exact == 0
    if share.reading == "some":
        return 0 < exact < 1
    if share.reading == "more":
        return exact > share.twentieths
    if share.reading == "less":
        return exact < share.twentieths
    # Rounding within one picture makes a sum of two wrong by one twentieth at most. Seventeen is called
    # "about four fifths" too, because it may be exactly that.
    return abs(exact - share.twentieths) <= 1 or (share == Share(16) and 16 <= exact <= 18)


def _sums(counts: Mapping[str, int]) -> Iterator[tuple[Share, Fraction]]:
    """Yield the shares of cause and influence in each constellation, reported and exact, in twentieths."""
    result = release(counts)
    for constellation, levers in result.levers if isinstance(result, Release) else ():
        people = people_by_lever(counts, constellation)
        for categories in (WITH_CAUSE, WITH_INFLUENCE):
            if share := together(levers, categories):
                exact = sum(people[lever] for lever in categories)
                yield share, Fraction(exact * 20, sum(people.values()))


@settings(max_examples=examples(5))
@given(LEVER_TALLIES)
def test_what_is_said_of_cause_and_influence_is_so(counts: dict[str, int]) -> None:
    """Nobody means nobody, some means fewer than one twentieth, more and less are strict.

    "About" is within one twentieth of the exact share, except that "about four fifths" may be up to two
    twentieths more.
    """
    assert all(_true(share, exact) for share, exact in _sums(counts))


SMALL = [
    {f"A-{lever}": number for lever, number in zip(LEVERS, numbers, strict=True)}
    for numbers in product((0, 1, 2, 3, 4, 5, 7, 9, 24), repeat=4)
    if sum(numbers) >= 10
]


def test_what_is_said_of_cause_and_influence_is_so_in_every_small_group() -> None:
    """The groups cover every spread of small numbers over the four levers, and every reading."""
    readings: set[Reading] = set()
    for counts in SMALL:
        for share, exact in _sums({**counts, "N": sum(counts.values())}):
            assert _true(share, exact), counts
            readings.add(share.reading)
    assert readings == set(get_args(Reading)) - {"some"}


def test_training_may_be_a_lever_where_influence_is_described_or_not_known() -> None:
    """Only the levers of B show no influence at all."""
    reader = findings_of(EVERYTHING)
    assert {c: reader.training_is_a_lever(c) for c in CONSTELLATIONS} == dict.fromkeys("ACD", True) | {
        "B": False
    }
    without_levers = findings_of({"A": 20, "B": 20, "M": 5})
    assert all(without_levers.training_is_a_lever(c) for c in CONSTELLATIONS)
    nearly_all_without = findings_of({"A-SB": 30, "A-ST": 2, "A-T": 1, "N": 30})
    assert not nearly_all_without.training_is_a_lever("A")


def test_training_is_not_denied_where_influence_may_well_be_there() -> None:
    """Training is ruled out only if fewer than a fifth report influence."""
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


def test_where_levers_are_merged_the_least_and_the_most_are_told() -> None:
    """All levers of 10 to 14 people: the least is no more, and the most no less, than what is so."""
    seen = set()
    for people in range(10, 15):
        for sizes in product(range(people + 1), repeat=len(LEVERS)):
            if sum(sizes) != people:
                continue
            counts = {f"A-{lever}": size for lever, size in zip(LEVERS, sizes, strict=True)}
            levers = dict(released({**counts, "N": 8}).levers).get("A")
            for described in (WITH_CAUSE, WITH_INFLUENCE):
                found = part(levers, described, TEXTS) if levers else None
                if levers is None or found is None or together(levers, described):
                    continue
                exact = 20 * sum(counts[f"A-{lever}"] for lever in described) / people
                least = found.figures.count("filled")
                assert least - 2 < exact < least + found.figures.count("perhaps") + 2
                seen.add(found.words.split()[1] if found.words.startswith("at ") else "to")
    assert seen == {"least", "most", "to"}


def test_nothing_is_told_of_levers_that_could_be_all_or_none() -> None:
    """Neither bound says anything then."""
    merged = Picture((("T", Share(0, "some")),), ("ST", "SB", "B"), Share(20))
    assert part(merged, WITH_CAUSE, TEXTS) is None


def test_each_lever_has_the_sentence_of_its_tension() -> None:
    """The sentence has cause and influence as the levers define them, the share and the name."""
    spread = {"A-ST": 10, "A-SB": 20, "A-T": 30, "A-B": 40, "N": 100}
    (tension, *_) = findings_of(spread).tensions()
    keys = {
        "about a tenth": "cause_with_influence",
        "about a fifth": "cause_without_influence",
        "just under a third": "influence_without_cause",
        "about two fifths": "neither",
    }
    assert tension.sentences == tuple(
        (share, TEXTS["tensions"][key].format(name="name of A")) for share, key in keys.items()
    )
    assert tension.perception
    assert (tension.perception.words, tension.perception.name) == ("about half", "name of A")
    assert [cell.words if cell else None for cell in (tension.cause, tension.influence)] == [
        "just under a third",
        "about two fifths",
    ]


def test_a_constellation_that_is_not_shown_has_an_empty_row() -> None:
    """The row has its name, no cell and no sentence; without levers, it has only the perception."""
    a, b, c, d = findings_of(PARTLY).tensions()
    assert a.perception
    assert a.cause
    assert a.influence
    assert c.perception
    for row in (b, c, d):
        assert (row.cause, row.influence, row.sentences) == (None, None, ())
    assert (b.perception, d.perception) == (None, None)
    assert [row.name for row in (b, d)] == ["name of B", "name of D"]
    assert a.influence.words == TEXTS["shares"]["nobody"]


def test_the_two_tables_of_levers_agree_with_the_domain() -> None:
    """ST and SB have the cause present, ST and T have influence (domain, section 3)."""
    assert sorted(WITH_CAUSE) == ["SB", "ST"]
    assert sorted(WITH_INFLUENCE) == ["ST", "T"]


@given(st.sampled_from(range(1, 17)))
def test_more_people_never_have_fewer_figures(twentieths: int) -> None:
    """The picture grows with the share."""
    before, now = figures(Share(twentieths - 1)), figures(Share(twentieths))
    assert now.count("filled") == before.count("filled") + 1
