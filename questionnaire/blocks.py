"""Which pre-rendered blocks of the result page belong to an outcome, and which of the person's own answers.

The generator writes one block of text for every key in ``ALL_BLOCKS``; in the browser Python names
the keys that belong to the person's outcome, and the page shows exactly those. A key never holds a
digit, because it becomes part of the result's markup, which has none.

=========================================  ==============================================================
``outcome-A`` ... ``outcome-N``            the type of the outcome
``tied-A`` ...                             a constellation of the outcome: one of A-D, several of M
``cause-A``, ``cause-little-A``            its cause: the ground that is missing, or given
``influence-A``, ``influence-little-A``    its influence: the lever in hand, or missing
``path-A-ST`` ..., ``path-N``              its steps
``also-some``, ``also-A`` ...              what is also present
``close-some``, ``close-A`` ...            what one answer, changed by one step, would put in front
``other-causes``, ``other-cause-A`` ...    a cause outside the outcome
``other-influences``, ...                  own influence outside the outcome
=========================================  ==============================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from questionnaire.instrument import CONSTELLATIONS, LEVERS, item_id
from questionnaire.model import ConstellationId, LensId, Outcome

OUTCOME_TYPES: tuple[str, ...] = (*CONSTELLATIONS, "M", "N")


def blocks(outcome: Outcome) -> tuple[str, ...]:
    """Return the keys of the blocks to show for ``outcome``; each is one of ``ALL_BLOCKS``."""
    return tuple(_keys(outcome))


def _keys(outcome: Outcome) -> Iterator[str]:
    yield f"outcome-{outcome.type}"
    for constellation, levers in zip(outcome.tied, outcome.paths, strict=True):
        yield f"tied-{constellation}"
        yield _found_or_little("cause", constellation, outcome.causes)
        yield _found_or_little("influence", constellation, outcome.influences)
        yield f"path-{constellation}-{levers}"
    if not outcome.tied:
        yield "path-N"
    yield from _beside(outcome.present, outcome, "also-some", "also")
    yield from _beside(outcome.close, outcome, "close-some", "close")
    yield from _beside(outcome.causes, outcome, "other-causes", "other-cause")
    yield from _beside(outcome.influences, outcome, "other-influences", "other-influence")


def _found_or_little(lens: str, constellation: ConstellationId, found: tuple[ConstellationId, ...]) -> str:
    return f"{lens}-{constellation}" if constellation in found else f"{lens}-little-{constellation}"


def _beside(named: Iterable[ConstellationId], outcome: Outcome, some: str, each: str) -> Iterator[str]:
    """Yield ``some`` and a key with ``each`` for what is ``named`` and does not belong to the outcome."""
    others = [constellation for constellation in named if constellation not in outcome.tied]
    if others:
        yield some
    yield from (f"{each}-{constellation}" for constellation in others)


def statements(outcome: Outcome) -> tuple[str, ...]:
    """Return the items that the page shows again, each with the person's own answer.

    They are those that led to ``outcome``, then those of the other causes and influences it names.
    """
    lenses: tuple[tuple[LensId, tuple[ConstellationId, ...]], ...] = (
        ("cause", outcome.causes),
        ("influence", outcome.influences),
    )
    others = (
        item_id(constellation, lens)
        for lens, named in lenses
        for constellation in named
        if constellation not in outcome.tied
    )
    return (*outcome.because, *others)


_EACH = (
    *("tied", "cause", "cause-little", "influence", "influence-little"),
    *("also", "close", "other-cause", "other-influence"),
)
ALL_BLOCKS: frozenset[str] = frozenset(
    {
        *(f"outcome-{kind}" for kind in OUTCOME_TYPES),
        *(f"{each}-{constellation}" for each in _EACH for constellation in CONSTELLATIONS),
        *(f"path-{constellation}-{levers}" for constellation in CONSTELLATIONS for levers in LEVERS),
        *("path-N", "also-some", "close-some", "other-causes", "other-influences"),
    }
)
