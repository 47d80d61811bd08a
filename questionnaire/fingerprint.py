"""Which instrument somebody answered: its version, and a fingerprint of what it asks and how it decides.

Two waves of a survey can be compared only if both were asked by the same instrument. The version says so
by intention, the fingerprint by content: it changes with every item, with the scale and with the rule.
Source: domain, section 2. Never imported in the browser.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from questionnaire.classification import classify
from questionnaire.instrument import (
    APPLIES,
    CONSTELLATIONS,
    HIGHEST_ANSWER,
    INSTRUMENT_VERSION,
    ITEM_IDS,
    LENSES,
    SCALE,
)
from questionnaire.language_folder import Tree


@dataclass(frozen=True, slots=True)
class InstrumentId:
    """What names an instrument: its version, and its fingerprint (SHA-256, 64 hexadecimal digits)."""

    version: int
    fingerprint: str


def instrument_id(wordings: Mapping[str, Tree]) -> InstrumentId:
    """Return the id of the instrument that asks in the languages of ``wordings`` (code -> wordings).

    Another order of the languages gives the same id; another language, item or rule gives another one.
    """
    asked = {language: _asked(wordings[language]) for language in sorted(wordings)}
    content = {"version": INSTRUMENT_VERSION, "asked": asked, "rule": rule_digest()}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return InstrumentId(INSTRUMENT_VERSION, hashlib.sha256(canonical.encode()).hexdigest())


def _asked(wordings: Tree) -> dict[str, list[str]]:
    """Return the items and the scale as a person reads them."""
    return {
        "items": [wordings["items"][item] for item in ITEM_IDS],
        "scale": [wordings["scale"][step] for step in SCALE],
    }


@cache
def rule_digest() -> str:
    """Return a digest of what the rule decides on sheets that show all of it.

    Its behaviour and not its source: a comment changes no instrument.
    """
    decided = "".join(_decision(sheet) for sheet in _telling_sheets())
    return hashlib.sha256(decided.encode()).hexdigest()


def _decision(sheet: Mapping[str, int]) -> str:
    outcome = classify(sheet)
    named = (outcome.tied, outcome.causes, outcome.influences)
    return f"{outcome.code()} {' '.join(map(''.join, named))};"


def _telling_sheets() -> Iterator[dict[str, int]]:
    """Yield every constellation alone with all its answers, and every two of them beside each other.

    All answers to perception and cause of two constellations meet; their influence follows the lever's
    two sides. What decides between three or four decides between two of them.
    """
    steps = range(HIGHEST_ANSWER + 1)
    nothing = dict.fromkeys(ITEM_IDS, 0)
    for one in CONSTELLATIONS:
        for answers in itertools.product(steps, repeat=len(LENSES)):
            yield nothing | {f"{one}{place}": answer for place, answer in enumerate(answers, start=1)}
    for one, other in itertools.combinations(CONSTELLATIONS, 2):
        influence = {f"{one}3": APPLIES, f"{other}3": APPLIES - 1}
        for answers in itertools.product(steps, repeat=4):
            yield (
                nothing
                | influence
                | dict(zip((f"{one}1", f"{one}2", f"{other}1", f"{other}2"), answers, strict=True))
            )
