"""Which pre-rendered blocks of the result page belong to an outcome.

The generator writes one block of text for every key in ``ALL_BLOCKS``; in the browser Python names
the keys that belong to the person's outcome, and the page shows exactly those. A key never holds a
digit, because it becomes part of the result's markup, which has none.
"""

from __future__ import annotations

from collections.abc import Iterator

from questionnaire.instrument import CONSTELLATIONS, LEVERS
from questionnaire.model import Outcome

OUTCOME_TYPES: tuple[str, ...] = (*CONSTELLATIONS, "M", "N")


def blocks(outcome: Outcome) -> tuple[str, ...]:
    """Return the keys of the blocks to show for ``outcome``; each is one of ``ALL_BLOCKS``."""
    return tuple(_keys(outcome))


def _keys(outcome: Outcome) -> Iterator[str]:
    yield f"outcome-{outcome.type}"
    for constellation in outcome.tied:
        yield f"portrait-{constellation}"
    for constellation in outcome.causes:
        yield f"cause-{constellation}"
    yield "causes-some" if outcome.causes else "causes-none"
    for constellation in outcome.influences:
        yield f"influence-{constellation}"
    yield "influences-some" if outcome.influences else "influences-none"
    if outcome.levers is None:
        yield f"path-{outcome.type}"
        return
    yield f"path-{outcome.type}-{outcome.levers}"
    if outcome.type not in outcome.causes:
        yield f"cause-little-{outcome.type}"
    if outcome.type not in outcome.influences:
        yield f"influence-little-{outcome.type}"


ALL_BLOCKS: frozenset[str] = frozenset(
    {
        *(f"outcome-{kind}" for kind in OUTCOME_TYPES),
        *(
            f"{prefix}-{constellation}"
            for prefix in ("portrait", "cause", "cause-little", "influence", "influence-little")
            for constellation in CONSTELLATIONS
        ),
        *(f"{prefix}-{some}" for prefix in ("causes", "influences") for some in ("some", "none")),
        *(f"path-{constellation}-{levers}" for constellation in CONSTELLATIONS for levers in LEVERS),
        "path-M",
        "path-N",
    }
)
