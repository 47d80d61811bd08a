"""What the figures of a report can bear, in words: how far chance alone could move each of them.

Everything is computed from the release (``questionnaire.chance``), so it says nothing that the release does
not. ``bearing`` gives one object for each release and language: ``short`` is one sentence for the first page,
the rest is shown by ``_bearing.html.j2``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.report.findings import Figure, words
from questionnaire.chance import chance_range, fewest_behind
from questionnaire.derivation import WITH_CAUSE, WITH_INFLUENCE, together
from questionnaire.disclosure import THRESHOLD, TOP, TWENTIETHS, Picture, Release, Share


@dataclass(frozen=True, slots=True)
class Borne:
    """One figure of the release and what chance could make of it.

    words: the figure as the pattern has it.
    reach: from which to which figure chance reaches, in words.
    figures: the same as twenty figures: those that stay, those that may come or go, and the others.
    parts: the same for cause and influence, which are shares of this figure's contributions, if shown.
    """

    category: str
    name: str
    words: str
    reach: str
    figures: tuple[Figure, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bearing:
    """What the figures can bear: one sentence for the first page, and every figure with its reach."""

    short: str
    borne: tuple[Borne, ...]


def bearing(release: Release, texts: Mapping[str, Any], names: Mapping[str, str]) -> Bearing:
    """Return what the figures of ``release`` can bear; ``texts`` are those of a catalogue.

    ``names`` maps categories to their names. The order is that of the release, never by size.
    """
    ranges = [
        (category, share, chance_range(share, release.contributions))
        for category, share in release.types.shares
    ]
    levers = dict(release.levers)
    borne = tuple(
        Borne(
            category=category,
            name=names[category],
            words=words(share, texts),
            reach=_reach(low, high, texts),
            figures=_figures(low, high),
            parts=tuple(_parts(share, release, levers.get(category), texts)),
        )
        for category, share, (low, high) in ranges
    )
    return Bearing(_short([(share, range_) for _, share, range_ in ranges], texts), borne)


def _parts(share: Share, release: Release, levers: Picture | None, texts: Mapping[str, Any]) -> Iterator[str]:
    """Yield a text for the cause and one for the influence, as far as the release shows them."""
    # The levers of fewer people are never shown, so there are at least so many.
    people = max(fewest_behind(share, release.contributions), THRESHOLD)
    for name, described in (
        ("tension_cause_column", WITH_CAUSE),
        ("tension_influence_column", WITH_INFLUENCE),
    ):
        if levers and (part := together(levers, described)):
            shown = str(texts["bearing"]["part"]).format(name=texts[name], share=words(part, texts))
            yield f"{shown} {_reach(*chance_range(part, people), texts)}"


def _reach(low: int, high: int, texts: Mapping[str, Any]) -> str:
    return str(texts["bearing"]["reach"]).format(low=_said(low, texts), high=_said(high, texts))


def _short(ranges: list[tuple[Share, tuple[int, int]]], texts: Mapping[str, Any]) -> str:
    """Return the sentence for the first page: the figure that chance moves furthest is the example."""
    said = texts["bearing"]
    share, (low, high) = max(ranges, key=lambda each: each[1][1] - each[1][0])
    others = list(_others(share, low, high))
    if all(
        abs(figure - each.twentieths) <= 1 for each, range_ in ranges for figure in _others(each, *range_)
    ):
        return str(said["hardly"])
    quoted = [str(said["figure"]).format(figure=_said(figure, texts)) for figure in others]
    return str(said["short"]).format(share=words(share, texts), others=f" {said['or']} ".join(quoted))


def _others(share: Share, low: int, high: int) -> Iterator[int]:
    """Yield the ends of the range that read otherwise than the figure itself."""
    if low < share.twentieths:
        yield low
    if share.reading != "more":
        yield high


def _said(twentieths: int, texts: Mapping[str, Any]) -> str:
    if twentieths > TOP:
        return words(Share(TOP, "more"), texts)
    return words(Share(twentieths) if twentieths else Share(0, "some"), texts)


def _figures(low: int, high: int) -> tuple[Figure, ...]:
    states: dict[Figure, int] = {"filled": low, "perhaps": high - low, "open": TWENTIETHS - high}
    return tuple(state for state, number in states.items() for _ in range(number))
