"""Two released waves of the same survey side by side: more, about the same, less, and nothing finer."""

from __future__ import annotations

from typing import Literal

from questionnaire import CONSTELLATIONS
from questionnaire.disclosure import TWENTIETHS, Release, Share

Change = Literal["more", "same", "less"]


def compare(before: Release, now: Release) -> tuple[tuple[str, Change], ...]:
    """Return the change of every constellation that has a share of its own in both waves, A B C D.

    ``"more"`` and ``"less"`` only where the coarse shares really differ: where no exact shares behind
    them could be equal.
    """
    earlier, later = dict(before.types.shares), dict(now.types.shares)
    return tuple(
        (constellation, _change(earlier[constellation], later[constellation]))
        for constellation in CONSTELLATIONS
        if constellation in earlier and constellation in later
    )


def _change(before: Share, now: Share) -> Change:
    (lowest_before, highest_before), (lowest, highest) = _range(before), _range(now)
    if lowest >= highest_before:
        return "more"
    return "less" if highest <= lowest_before else "same"


def _range(share: Share) -> tuple[int, int]:
    """Return the twentieths between which the exact share lies (the borders themselves excluded)."""
    if share.reading == "more":
        return share.twentieths, TWENTIETHS
    if share.reading == "less":
        return 0, share.twentieths
    # Rounded up or down by less than one twentieth.
    return max(share.twentieths - 1, 0), share.twentieths + 1
