"""A release in words and pictures: no percentage, no rank, always in the order A B C D M N."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from questionnaire import CONSTELLATIONS
from questionnaire.derivation import (
    WITH_CAUSE,
    WITH_INFLUENCE,
    TensionField,
    bounds,
    tension_fields,
    together,
)
from questionnaire.disclosure import TOP, TWENTIETHS, Picture, Release, Share

Figure = Literal["filled", "perhaps", "open"]

TENSIONS = {
    "ST": "cause_with_influence",
    "SB": "cause_without_influence",
    "T": "influence_without_cause",
    "B": "neither",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One share: its name, the share in words, and as twenty figures."""

    category: str
    name: str
    words: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the people who named one constellation: in words, and as twenty figures."""

    words: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Tension:
    """One row of the picture of tensions; a cell is ``None`` if it may not be shown."""

    category: str
    name: str
    perception: Finding | None
    cause: Part | None
    influence: Part | None
    sentences: tuple[tuple[str, str], ...]  # share in words, sentence


class Findings:
    """A release in words and figures, in one language. ``names`` maps categories to their names."""

    def __init__(self, release: Release, texts: Mapping[str, Any], names: Mapping[str, str]) -> None:
        self._release = release
        self._texts = texts
        self._names = names
        self._levers = dict(release.levers)

    @property
    def contributions(self) -> int:
        """At least how many contributions were counted."""
        return self._release.contributions

    def fields(self) -> tuple[TensionField, ...]:
        """Return the tension field of each constellation that has a share of its own, A B C D."""
        return tension_fields(self._release)

    def types(self) -> tuple[Finding, ...]:
        """Return the shares of the types, and last the share of all others together if there are any."""
        picture = self._release.types
        findings = [self._finding(category, share) for category, share in picture.shares]
        if picture.rest:
            findings.append(self._finding("rest", picture.rest))
        return tuple(findings)

    def shown(self) -> tuple[str, ...]:
        """Return the types that have a share of their own."""
        return tuple(category for category, _ in self._release.types.shares)

    def training_is_a_lever(self, constellation: str) -> bool:
        """Tell whether training may be the lever: people report influence, or the release does not say."""
        picture = self._levers.get(constellation)
        share = together(picture, WITH_INFLUENCE) if picture else None
        return share is None or (share.twentieths > 0 and share.reading != "less")

    def tensions(self) -> tuple[Tension, ...]:
        """Return one row for each of the four constellations, even if it has no share of its own."""
        return tuple(self._tension(constellation) for constellation in CONSTELLATIONS)

    def _tension(self, constellation: str) -> Tension:
        perception = dict(self._release.types.shares).get(constellation)
        levers = self._levers.get(constellation)
        return Tension(
            category=constellation,
            name=self._names[constellation],
            perception=self._finding(constellation, perception) if perception else None,
            cause=part(levers, WITH_CAUSE, self._texts) if levers else None,
            influence=part(levers, WITH_INFLUENCE, self._texts) if levers else None,
            sentences=tuple(self._sentences(constellation, levers)) if levers else (),
        )

    def _sentences(self, constellation: str, levers: Picture) -> Iterator[tuple[str, str]]:
        for lever, share in levers.shares:
            sentence = self._texts["tensions"][TENSIONS[lever]]
            yield words(share, self._texts), sentence.format(name=self._names[constellation])

    def _finding(self, category: str, share: Share) -> Finding:
        name = self._names.get(category, category)
        return Finding(category, name, words(share, self._texts), figures(share))


def part(levers: Picture, described: frozenset[str], texts: Mapping[str, Any]) -> Part | None:
    """Return how many describe a cause, or influence: ``described`` are the levers that say so.

    Where the release merges some of these levers with others, it is the least or the most that can be;
    ``None`` if that leaves everything open. ``texts`` are those of a catalogue.
    """
    if share := together(levers, described):
        return Part(words(share, texts), figures(share))
    lowest, highest = bounds(levers, described)
    lowest, highest = min(lowest, TOP), highest if highest <= TOP else TWENTIETHS
    said = [words(Share(twentieths), texts) for twentieths in (lowest, highest) if 0 < twentieths <= TOP]
    if not said:
        return None
    key = "range" if said[1:] else ("at_least" if lowest else "at_most")
    sentence = str(texts["tension_bounds"][key]).format(lowest=said[0], highest=said[-1])
    return Part(sentence, _in_order(lowest, highest - lowest))


def words(share: Share, texts: Mapping[str, Any]) -> str:
    """Return ``share`` in words, such as "about a fifth"; ``texts`` are those of a catalogue."""
    if share.reading != "about":
        return str(texts["shares"][share.reading])
    if share.twentieths == 0:
        return str(texts["shares"]["nobody"])
    return str(texts["shares"]["by_twentieths"][share.twentieths - 1])


def figures(share: Share) -> tuple[Figure, ...]:
    """Return twenty figures: those that the share surely holds, those that it may hold, and the others."""
    perhaps = {"about": 0, "some": 1, "more": TWENTIETHS - share.twentieths, "less": share.twentieths}[
        share.reading
    ]
    filled = 0 if share.reading == "less" else share.twentieths
    return _in_order(filled, perhaps)


def _in_order(filled: int, perhaps: int) -> tuple[Figure, ...]:
    states: dict[Figure, int] = {"filled": filled, "perhaps": perhaps, "open": TWENTIETHS - filled - perhaps}
    return tuple(state for state, number in states.items() for _ in range(number))
