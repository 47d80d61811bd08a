"""The disclosure rule of domain, section 5: how much of a tally may be published.

The rule, for the six types of a survey and again for the four levers inside one constellation:

1. Fewer than ``threshold`` people, or more contributions than people *invited*: withheld. Numbers of people
   are rounded down to a multiple of five, shares to twentieths (5 percentage points).
2. More than 80 % in one category: it is shown as "more than four fifths", all others together as
   "less than a fifth". Fewer than 3 people in all others, *or 20 people or fewer in all*: withheld. *The
   levers of a constellation that is shown like that are not shown.*
3. A category of 3 people or more has a share of its own. All others, *the empty ones included*, form
   the rest.
4. If the rest is not empty and holds fewer than 3 people, *or so many that none of its categories
   could be empty*, the smallest category outside joins it, *together with all that are equally
   small*. If nothing is left outside: withheld.

Promise to outsiders: whoever knows this file, the release, and even the exact number of people behind every
figure in it, finds for each category (and for any categories taken together) either 0 or 3 and more
among the numbers that are possible; never only 1 and 2. Why: a rest that nobody joined can be dealt
out anew so that any one of its categories is empty and any two hold 3. In a rest that a category
joined, any other can change places with it. Neither changes a figure, nor who is in the rest.

Promise to all against coalitions, who add what their members answered: what a given other person answered is
certain to no coalition of fewer than 3 people, nor of fewer than a fifth of all n people, rounded up (from
21 people on: one less, because "more than four fifths" leaves less than a fifth). If it is certain, all who
are not in the coalition are in one category. The bound is exact: so many can be enough. Why: at least so many
people are outside any one category.

What it does not promise: that a coalition learns nothing. One insider in a figure of exactly 3 knows that two
others are there. All but one know the last one's answer in most campaigns of 10 to 30 people, because there
twentieths are nearly exact numbers. A type can be known to be empty, by outsiders, too. How often each comes
about: ``docs/coalitions.md``. Levers that are absent from a constellation of clearly 10 people or more often
mean that nearly all there share one, without saying which. Two releases of overlapping tallies are not
protected from each other (release once, after the close; no survey inside another). Contributions are not
people: who sends many and is joined by few knows theirs, if together they are no more than the invited.

The words in italics go beyond domain, section 5. Each has a counterexample in
``tests/questionnaire/test_disclosure_exhaustive.py`` or ``tests/attacks/test_disclosure.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from questionnaire.codes import all_codes
from questionnaire.instrument import CONSTELLATIONS, LEVERS

THRESHOLD = 10  # people; may be raised, never lowered
TOP_CODED_FROM = 21  # people; among 20, "more than four fifths" would mean exactly three others
# Invited people: nothing keeps somebody from adding contributions of their own to an open survey, and among
# few honest ones the result of a single person would stand out.
FEWEST_FOR_OPEN = 100
TWENTIETHS = 20  # figures in the picture

FEWEST = 3  # people behind a figure that is published, and beside those of a type that is top-coded
STEP = 5  # people; totals are rounded down to a multiple of it
TOP = 16  # twentieths, or four fifths; what lies above is top-coded

Reading = Literal["about", "some", "more", "less"]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of the people, in twentieths (figures in a picture of twenty).

    ``reading`` says how to read ``twentieths``:
    ``"about"``: rounded up or down by less than one twentieth;
    ``"some"``:  ``twentieths`` is 0, and yet there are people: fewer than one twentieth;
    ``"more"``:  more than ``twentieths`` (16, four fifths); how much more is not published;
    ``"less"``:  less than ``twentieths`` (4, a fifth); how much less is not published.
    """

    twentieths: int
    reading: Reading = "about"


@dataclass(frozen=True, slots=True)
class Picture:
    """All shares of one whole, whose ``twentieths`` add up to 20.

    shares: category and share, in the fixed order A B C D M N or ST SB T B, never by size.
    others: every category without a share of its own, in the same order. It follows from ``shares``
            and does not tell which of them are empty.
    rest:   the share of all ``others`` together; ``None`` when nobody is in any of them.
    """

    shares: tuple[tuple[str, Share], ...]
    others: tuple[str, ...]
    rest: Share | None


@dataclass(frozen=True, slots=True)
class Release:
    """Everything that the organisation may see.

    contributions: number of people who contributed, rounded down to a multiple of 5.
    types:         the shares of the six types.
    levers:        constellation and the shares of its levers, in the order A B C D. A constellation
                   whose levers may not be shown is absent, whatever the reason.
    """

    contributions: int
    types: Picture
    levers: tuple[tuple[str, Picture], ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """Nothing is published. It holds no reason and no number, so that all reasons read the same."""


class TallyError(ValueError):
    """Numbers that the rule cannot be applied to; ``faults`` holds a sentence for each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def release(
    counts: Mapping[str, int], *, threshold: int = THRESHOLD, invited: int | None = None
) -> Release | Withheld:
    """Return what may be published of ``counts``, or ``Withheld()``.

    ``counts`` maps type codes to numbers of contributions, at detail ``"levers"`` or ``"type"``, not both;
    a code that is missing counts nobody. ``threshold`` is the smallest number of people of whom anything
    is published, and the smallest number in a constellation whose levers are. ``invited`` is how many people
    could contribute; ``None`` if nobody knows. Raises ``TallyError`` (a ``ValueError``) with every fault at
    once: an unknown code, mixed details, a number that is not a whole number from 0, a threshold below 10,
    fewer than one person invited. Source: domain, section 5.
    """
    faults = (*_faults(counts), *_threshold_faults(threshold), *_invited_faults(invited))
    if faults:
        raise TallyError(faults)
    people = _by_type(counts)
    total = sum(people.values())
    types = _picture(people, threshold)
    if types is None or (invited is not None and total > invited):
        return Withheld()
    return Release(total - total % STEP, types, tuple(_levers(counts, types, threshold)))


def as_json(result: Release | Withheld) -> dict[str, object]:
    """Return ``result`` as plain dictionaries, lists, strings and numbers: the content of report.json."""
    if isinstance(result, Withheld):
        return {"released": False}
    return {
        "released": True,
        "contributions": result.contributions,
        "types": _picture_json(result.types),
        "levers": {constellation: _picture_json(picture) for constellation, picture in result.levers},
    }


def _picture_json(picture: Picture) -> dict[str, object]:
    return {
        "shares": [{"category": category, **_share_json(share)} for category, share in picture.shares],
        "others": list(picture.others),
        "rest": None if picture.rest is None else _share_json(picture.rest),
    }


def _share_json(share: Share) -> dict[str, object]:
    return {"twentieths": share.twentieths, "reading": share.reading}


def _faults(counts: Mapping[str, int]) -> Iterator[str]:
    known = {*all_codes("levers"), *all_codes("type")}
    for code, count in counts.items():
        if code not in known:
            yield f"{code!r}: unknown type code with value {count!r}; expected one such as 'A-ST', 'A', 'M'"
        elif not _is_whole(count) or count < 0:
            yield f"{code}: {count!r} is not a count; expected a whole number from 0"
    types = [code for code in counts if code in CONSTELLATIONS]
    levers = [code for code in counts if code in known and "-" in code]
    if types and levers:
        yield f"mixed details: {', '.join(types)} beside {', '.join(levers)}; expected one of the two"


def _threshold_faults(threshold: int) -> Iterator[str]:
    if not _is_whole(threshold) or threshold < THRESHOLD:
        yield f"threshold: {threshold!r} is too low; expected a whole number from {THRESHOLD}"


def _invited_faults(invited: int | None) -> Iterator[str]:
    if invited is not None and (not _is_whole(invited) or invited < 1):
        yield f"invited: {invited!r} is no number of people; expected a whole number from 1, or None"


def _is_whole(value: object) -> bool:
    # bool is an int to Python, but True in a tally is a mistake, not one person.
    return isinstance(value, int) and not isinstance(value, bool)


def _by_type(counts: Mapping[str, int]) -> dict[str, int]:
    people = dict.fromkeys(all_codes("type"), 0)
    for code, count in counts.items():
        people[code[0]] += count
    return people


def _levers(counts: Mapping[str, int], types: Picture, threshold: int) -> Iterator[tuple[str, Picture]]:
    for constellation in constellations_with_levers(types):
        picture = _picture({lever: counts.get(f"{constellation}-{lever}", 0) for lever in LEVERS}, threshold)
        if picture is not None:
            yield constellation, picture


def constellations_with_levers(types: Picture) -> list[str]:
    """Return the constellations whose levers may be shown, if ``_picture`` finds enough people there.

    Levers of a constellation in the rest would reveal that it has at least ``threshold`` people. Those of a
    top-coded one can reveal how many people it has, and by that how many are outside it.
    """
    return [
        category for category, share in types.shares if category in CONSTELLATIONS and share.reading != "more"
    ]


def _picture(people: Mapping[str, int], threshold: int) -> Picture | None:
    total = sum(people.values())
    if total < threshold:
        return None
    largest = max(people.values())
    if largest * TWENTIETHS > total * TOP:
        return _top_coded(people, largest) if total >= TOP_CODED_FROM and total - largest >= FEWEST else None
    own = with_own_share(people)
    return _rounded(people, own) if own else None


def _top_coded(people: Mapping[str, int], largest: int) -> Picture:
    # Shares of the others would give the largest away by subtraction.
    top = next(category for category in people if people[category] == largest)
    others = tuple(category for category in people if category != top)
    return Picture(((top, Share(TOP, "more")),), others, Share(TWENTIETHS - TOP, "less"))


def with_own_share(people: Mapping[str, int]) -> list[str]:
    """Return the categories outside the rest. Equal counts are treated alike, so no order can leak."""
    own = [category for category in people if people[category] >= FEWEST]
    rest = sum(people.values()) - sum(people[category] for category in own)
    if rest == 0 or FEWEST <= rest <= _fullest_ambiguous(len(people) - len(own)):
        return own
    smallest = min((people[category] for category in own), default=0)
    return [category for category in own if people[category] > smallest]


def _fullest_ambiguous(categories: int) -> int:
    # Small categories hold at most FEWEST - 1 each; above this, none of them could be empty.
    return (FEWEST - 1) * (categories - 1)


def _rounded(people: Mapping[str, int], own: list[str]) -> Picture:
    sizes = [people[category] for category in own]
    rest = sum(people.values()) - sum(sizes)
    figures = _apportioned([*sizes, rest])
    shares = [Share(figure, "about" if figure else "some") for figure in figures]
    return Picture(
        shares=tuple(zip(own, shares[:-1], strict=True)),
        others=tuple(category for category in people if category not in own),
        rest=shares[-1] if rest else None,
    )


def _apportioned(sizes: list[int]) -> list[int]:
    """Return ``sizes`` in twentieths of their sum: rounded down, then up by largest remainder.

    The result adds up to 20. Every size could be published as it is, so rounding can hide something but
    never reveal it.
    """
    total = sum(sizes)
    figures = [size * TWENTIETHS // total for size in sizes]
    by_remainder = sorted(range(len(sizes)), key=lambda place: -(sizes[place] * TWENTIETHS % total))
    for place in by_remainder[: TWENTIETHS - sum(figures)]:
        figures[place] += 1
    return figures
