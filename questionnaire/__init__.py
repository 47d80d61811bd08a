"""The questionnaire and the rules for its answers: the heart of Lastbild. The browser runs the same files.

Imports the standard library only, keeps no state and touches no file, clock or network. The modules that read
``languages/`` and ``messages/`` for the others are the exception; none of them runs in the browser.

>>> from questionnaire import ITEM_IDS, classify
>>> sheet = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3}
>>> outcome = classify(sheet)
>>> outcome.type, outcome.levers, outcome.code()
('A', 'SB', 'A-SB')
"""

import importlib
from typing import TYPE_CHECKING

from questionnaire.blocks import ALL_BLOCKS, blocks, statements
from questionnaire.classification import classify
from questionnaire.codes import all_codes
from questionnaire.instrument import CONSTELLATIONS, ITEM_IDS, ITEMS, LENSES, LEVERS, SCALE
from questionnaire.model import AnswerError, Item, Outcome

if TYPE_CHECKING:
    from questionnaire.disclosure import Release, Withheld, release

# The rule of release comes once somebody asks for it: a person who answers never needs it.
_OF_DISCLOSURE = ("Release", "Withheld", "release")

__all__ = [
    "ALL_BLOCKS",
    "CONSTELLATIONS",
    "ITEMS",
    "ITEM_IDS",
    "LENSES",
    "LEVERS",
    "SCALE",
    "AnswerError",
    "Item",
    "Outcome",
    "Release",
    "Withheld",
    "all_codes",
    "blocks",
    "classify",
    "release",
    "statements",
]


def __getattr__(name: str) -> object:
    if name in _OF_DISCLOSURE:
        return getattr(importlib.import_module("questionnaire.disclosure"), name)
    raise AttributeError(f"module 'questionnaire' has no attribute {name!r}")
