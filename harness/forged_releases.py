"""Results that the rule of disclosure never gives, as somebody writes them into a file by hand."""

from __future__ import annotations

from dataclasses import replace

from harness.releases import EVERYTHING, released
from questionnaire.disclosure import Picture, Release, Share

GENUINE = released(EVERYTHING)
assert isinstance(GENUINE, Release)
HALF = Picture((("A", Share(10)), ("B", Share(10))), ("C", "D", "M", "N"), None)
LEVERS = Picture((("ST", Share(10)), ("SB", Share(10))), ("T", "B"), None)
TOP = Picture((("A", Share(16, "more")),), tuple("BCDMN"), Share(4, "less"))
IMPOSSIBLE = {
    "an exact number of people": replace(GENUINE, contributions=63),
    "too few people": Release(5, HALF, ()),
    "nobody": Release(0, HALF, ()),
    "nearly all in one type": Release(60, Picture((("A", Share(19)), ("B", Share(1))), (*"CDMN",), None), ()),
    "all in one type": Release(60, Picture((("A", Share(20)),), (*"BCDMN",), None), ()),
    "an exact large share": Release(60, replace(TOP, shares=(("A", Share(17, "more")),)), ()),
    "more than four fifths of fifteen": Release(15, TOP, ()),
    "a large share beside its levers": Release(60, TOP, (("A", LEVERS),)),
    "the share of a small type": Release(
        60, Picture((("A", Share(9)), ("B", Share(9))), (*"CDM",), Share(2)), ()
    ),
    "a rest of one type": Release(
        60, Picture(tuple((each, Share(4)) for each in "ABCDM"), ("N",), Share(0, "some")), ()
    ),
    "a share of one person": Release(
        10, Picture((("A", Share(15)), ("B", Share(4)), ("C", Share(1))), (*"DMN",), None), ()
    ),
    "types by their size": Release(60, replace(HALF, shares=HALF.shares[::-1]), ()),
    "levers by their size": Release(60, HALF, (("B", LEVERS), ("A", LEVERS))),
    "levers of a type that is not shown": Release(60, HALF, (("C", LEVERS),)),
    "about nothing": Release(60, replace(HALF, shares=(*HALF.shares, ("C", Share(0)))), ()),
    "no share at all": Release(60, Picture((), (*"ABCDMN",), Share(20)), ()),
}
