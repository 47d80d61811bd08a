"""The rule that derives measures from a release: which kind comes first, and which two or three measures.

It reads the published shares of a release and nothing else, so it can say nothing that the release does not.
For each constellation with a share of its own it asks twice, among the people who named that constellation:
how many describe a cause in the organisation, and how many describe influence of their own?

1. Unless a cause is described *rarely*, a decision about the structure comes first.
2. Training follows where influence is there: mostly, or partly. Accompaniment follows where it is missing, in
   part or altogether; also where the release does not say, because training cannot be justified then.
3. Where a cause is rare, nothing structural is chosen: two measures of what the influence leaves, training
   or accompaniment, or one of both where it is there in part.

Source: domain, sections 3 (levers) and 5 (structure first; training only where it is a lever). Never imported
in the survey's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from questionnaire.disclosure import TOP, TWENTIETHS, Picture, Release, Share
from questionnaire.instrument import CONSTELLATIONS
from questionnaire.measures import PLACES, Kind
from questionnaire.model import ConstellationId

# How widely something is described among the people who named a constellation.
Extent = Literal["mostly", "partly", "rarely", "hidden"]

# Why these kinds and this order; each has a sentence in every language.
Reason = Literal[
    "cause_with_influence",
    "cause_with_some_influence",
    "cause_without_influence",
    "cause_with_hidden_influence",
    "influence_without_cause",
    "some_influence_without_cause",
    "neither",
    "hidden",
]

# A lever says whether the cause is present and whether there is influence (domain, section 3).
WITH_CAUSE = frozenset({"ST", "SB"})
WITH_INFLUENCE = frozenset({"ST", "T"})

# Twentieths: clearly more than half, a good quarter at least, a quarter at most. Shares are rounded, and the
# sum of two twice as coarsely.
_MOSTLY_FROM = 12
_PARTLY_FROM = 6
_RARELY_TO = 5


@dataclass(frozen=True, slots=True)
class TensionField:
    """What the release says of one constellation, and the measures that follow from it.

    ``cause`` and ``influence`` are ``"partly"`` if at least a good quarter describes them, and ``"hidden"``
    if the release does not show enough to say. ``measures`` are two or
    three ids, the kind that comes first in front.
    """

    constellation: ConstellationId
    cause: Extent
    influence: Extent
    reason: Reason
    measures: tuple[str, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of the measures, each once, in their order."""
        return tuple(dict.fromkeys(PLACES[measure][1] for measure in self.measures))


@dataclass(frozen=True, slots=True)
class _Choice:
    """The measures of one constellation that are chosen first, by what they answer."""

    structure_with_influence: str  # the room is there, the organisation's part is missing
    structure_without_influence: str  # gives room
    structure: str  # where it is not known whether there is room
    training: tuple[str, str]
    accompaniment: tuple[str, str]


_CHOICES: Mapping[ConstellationId, _Choice] = {
    "A": _Choice(
        structure_with_influence="takeover",
        structure_without_influence="boundary-rule",
        structure="boundary-rule",
        training=("stating-limits", "receiving-anger"),
        accompaniment=("peer-first-aid", "supervision"),
    ),
    "B": _Choice(
        structure_with_influence="time-out-of-targets",
        structure_without_influence="priority-rule",
        structure="priority-rule",
        training=("weighing-cases", "next-step"),
        accompaniment=("expert-on-call", "peer-consulting"),
    ),
    "C": _Choice(
        structure_with_influence="metrics-inventory",
        structure_without_influence="room-in-the-day",
        structure="metrics-inventory",
        training=("own-words", "understanding-planning"),
        accompaniment=("design-round", "occupational-health"),
    ),
    "D": _Choice(
        structure_with_influence="matter-of-fact",
        structure_without_influence="pause-after-contacts",
        structure="matter-of-fact",
        training=("polite-and-clear", "hard-news"),
        accompaniment=("round-without-a-smile", "outside-counsel"),
    ),
}


def tension_fields(release: Release) -> tuple[TensionField, ...]:
    """Return a field for each constellation that has a share of its own, in the order A B C D."""
    shown, levers = dict(release.types.shares), dict(release.levers)
    return tuple(_field(each, levers.get(each)) for each in CONSTELLATIONS if each in shown)


def field_title(field: TensionField, texts: Mapping[str, Any]) -> str:
    """Return the finding of ``field``, such as "backing is missing, there is room to act".

    It says cause and influence as far as the release shows them. If it does not show the cause, what people
    experience takes its place.
    """
    parts = texts["fields"][field.constellation]
    cause = str(parts["hidden" if field.cause == "hidden" else f"cause_{field.cause}"])
    if field.influence == "hidden":
        return cause
    influence = parts[f"influence_{field.influence}"]
    return str(texts["field_title"]).format(cause=cause, influence=influence)


def field_question(field: TensionField, texts: Mapping[str, Any]) -> str:
    """Return the one question of ``field`` that only the organisation can answer."""
    return str(texts["fields"][field.constellation][f"question_{field.reason}"])


def together(picture: Picture, categories: frozenset[str]) -> Share | None:
    """Return the share of ``categories`` taken together, or ``None`` if the picture does not show it.

    Only published shares are added up, so that a sum never says more than the release.
    """
    summands = [share for category, share in picture.shares if category in categories]
    if any(share.reading == "more" for share in summands):
        return Share(TOP, "more")
    among_others = [category for category in picture.others if category in categories]
    if picture.rest and among_others:
        if picture.rest.reading == "less":
            return picture.rest
        if len(among_others) < len(picture.others):
            return None
        summands.append(picture.rest)
    total = sum(share.twentieths for share in summands)
    if total == 0 and summands:
        return Share(0, "some")
    # A sum may be a twentieth too high; "more than" must be true all the same.
    return Share(TOP, "more") if total > TOP + 1 else Share(min(total, TOP))


def bounds(picture: Picture, categories: frozenset[str]) -> tuple[int, int]:
    """Return the fewest and the most twentieths that ``categories`` can have together, by the picture.

    A rest that holds other categories, too, counts for none of them, or for all of them.
    """
    lowest = highest = 0
    for category, share in picture.shares:
        if category in categories:
            low, high = _range(share)
            lowest, highest = lowest + low, highest + high
    among_others = [category for category in picture.others if category in categories]
    if picture.rest and among_others:
        low, high = _range(picture.rest)
        lowest += low if len(among_others) == len(picture.others) else 0
        highest += high
    return lowest, min(highest, TWENTIETHS)


def _range(share: Share) -> tuple[int, int]:
    if share.reading == "more":
        return share.twentieths, TWENTIETHS
    if share.reading == "less":
        return 0, share.twentieths
    return share.twentieths, 1 if share.reading == "some" else share.twentieths


def _field(constellation: ConstellationId, levers: Picture | None) -> TensionField:
    cause, influence = (
        _extent(*bounds(levers, described)) if levers else "hidden"
        for described in (WITH_CAUSE, WITH_INFLUENCE)
    )
    reason = _reason(cause, influence)
    return TensionField(constellation, cause, influence, reason, _measures(_CHOICES[constellation], reason))


def _extent(lowest: int, highest: int) -> Extent:
    if lowest >= _MOSTLY_FROM:
        return "mostly"
    if lowest >= _PARTLY_FROM:
        return "partly"
    return "rarely" if highest <= _RARELY_TO else "hidden"


_WITH_CAUSE: Mapping[Extent, Reason] = {
    "mostly": "cause_with_influence",
    "partly": "cause_with_some_influence",
    "rarely": "cause_without_influence",
    "hidden": "cause_with_hidden_influence",
}
_WITHOUT_CAUSE: Mapping[Extent, Reason] = {
    "mostly": "influence_without_cause",
    "partly": "some_influence_without_cause",
    "rarely": "neither",
    # Hidden are only those few who describe a cause: the influence of all others is shown, and it is small.
    "hidden": "some_influence_without_cause",
}


def _reason(cause: Extent, influence: Extent) -> Reason:
    if cause == "hidden":
        return "hidden"
    return (_WITHOUT_CAUSE if cause == "rarely" else _WITH_CAUSE)[influence]


def _measures(choice: _Choice, reason: Reason) -> tuple[str, ...]:
    training, accompaniment = choice.training, choice.accompaniment
    return {
        "cause_with_influence": (choice.structure_with_influence, training[0]),
        "cause_with_some_influence": (choice.structure_without_influence, training[0], accompaniment[0]),
        "cause_without_influence": (choice.structure_without_influence, accompaniment[0]),
        "cause_with_hidden_influence": (choice.structure, accompaniment[0]),
        "influence_without_cause": training,
        "some_influence_without_cause": (training[0], accompaniment[0]),
        "neither": accompaniment,
        "hidden": (choice.structure, accompaniment[0]),
    }[reason]
