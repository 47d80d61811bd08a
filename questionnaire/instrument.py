"""The instrument: four constellations seen through three lenses make twelve items.

The order of every tuple here is the order in which people see things; results keep it too and are
never sorted by weight. Source: domain, section 2.
"""

from __future__ import annotations

from questionnaire.model import ConstellationId, Item, LensId, Levers

# Raised with every change of an item, the scale or the rule; waves of two versions are never compared.
INSTRUMENT_VERSION = 2

CONSTELLATIONS: tuple[ConstellationId, ...] = ("A", "B", "C", "D")
LENSES: tuple[LensId, ...] = ("perception", "cause", "influence")
LEVERS: tuple[Levers, ...] = ("ST", "SB", "T", "B")

# The four labelled steps of the answer scale; a step's index (0..3) is the value that the rule computes
# with. No person ever sees a number.
SCALE: tuple[str, ...] = ("no", "rather_no", "rather_yes", "yes")
HIGHEST_ANSWER = len(SCALE) - 1
APPLIES = SCALE.index("rather_yes")

# Chapter by chapter: all four perceptions, then all four causes, then all four influences, so that
# the person who answers sees that the three are different questions.
ITEMS: tuple[Item, ...] = tuple(
    Item(f"{constellation}{place}", constellation, lens)
    for place, lens in enumerate(LENSES, start=1)
    for constellation in CONSTELLATIONS
)
ITEM_IDS: tuple[str, ...] = tuple(item.id for item in ITEMS)


def item_id(constellation: ConstellationId, lens: LensId) -> str:
    """Return the id of the item that looks at ``constellation`` through ``lens``, such as ``"A1"``."""
    return f"{constellation}{LENSES.index(lens) + 1}"


def chapter(lens: LensId) -> tuple[Item, ...]:
    """Return the four items of one lens, in the order A B C D."""
    return tuple(item for item in ITEMS if item.lens == lens)
