"""The identity of an instrument: its version, and a fingerprint of its items, its scale and its rule.

Two waves of a survey can be compared only if both used the same instrument. We raise the version by hand;
the fingerprint changes by itself with every item, with the scale and with the rule.
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
    """The identity of an instrument: its version, and its fingerprint (SHA-256, 64 hexadecimal digits)."""

    version: int
    fingerprint: str


def instrument_id(wordings: Mapping[str, Tree]) -> InstrumentId:
    """Return the id of the instrument in the languages of ``wordings`` (language code -> wordings).

    The order of the languages does not matter; a different language, item or rule gives a different id.
    """
    questions = {language: _questions(wordings[language]) for language in sorted(wordings)}
    content = {"version": INSTRUMENT_VERSION, "asked": questions, "rule": rule_digest()}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return InstrumentId(INSTRUMENT_VERSION, hashlib.sha256(canonical.encode()).hexdigest())


def _questions(wordings: Tree) -> dict[str, list[str]]:
    """Return the items and the scale as a person reads them."""
    return {
        "items": [wordings["items"][item] for item in ITEM_IDS],
        "scale": [wordings["scale"][step] for step in SCALE],
    }


@cache
def rule_digest() -> str:
    """Return a digest of the rule's decisions on sheets that cover all of its cases.

    It depends on the behaviour and not on the source: a comment changes no instrument.
    """
    decisions = "".join(_decision(sheet) for sheet in _covering_sheets())
    return hashlib.sha256(decisions.encode()).hexdigest()


def _decision(sheet: Mapping[str, int]) -> str:
    outcome = classify(sheet)
    named = (outcome.tied, outcome.causes, outcome.influences)
    return f"{outcome.code()} {' '.join(map(''.join, named))};"


def _covering_sheets() -> Iterator[dict[str, int]]:
    """Yield sheets with one constellation alone, and sheets with each pair of constellations.

    One alone gets every combination of its three answers. A pair gets every combination of the answers to
    perception and cause; the first of the two has influence, the second has not. The rule compares
    constellations by pairs, so the pairs also cover three or four constellations.
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
