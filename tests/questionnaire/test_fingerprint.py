"""The instrument's fingerprint tells every change of what is asked and decided, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest

from questionnaire import ITEM_IDS, SCALE, survey_texts
from questionnaire.classification import classify
from questionnaire.fingerprint import InstrumentId, instrument_id, rule_digest
from questionnaire.instrument import INSTRUMENT_VERSION
from questionnaire.language_folder import Tree

KNOWN = "a68fced32a6761b5fc3ee9ab944dfc610da082695a88b3b9fe435a96924d98ec"
GERMAN, ENGLISH = survey_texts.load("de"), survey_texts.load("en")


@pytest.fixture(autouse=True)
def fresh_rule() -> Iterator[None]:
    """No test remembers the rule of another, in this file or the next one that a worker runs."""
    rule_digest.cache_clear()
    yield
    rule_digest.cache_clear()


def changed(table: str, key: str) -> Tree:
    """Return the German wordings with one text changed by one sign."""
    tree = deepcopy(GERMAN)
    tree[table][key] += "."
    return tree


def test_the_fingerprint_of_the_shipped_instrument_is_known() -> None:
    """Whoever changes an item, the scale or the rule has to raise INSTRUMENT_VERSION, too."""
    assert instrument_id({"de": GERMAN}) == InstrumentId(INSTRUMENT_VERSION, KNOWN), (
        "the instrument has changed: raise INSTRUMENT_VERSION in questionnaire/instrument.py, unless that "
        "was done since the last release, and write the new fingerprint here"
    )


def test_every_item_and_every_step_of_the_scale_counts() -> None:
    """One sign in one of the sixteen texts is another instrument, and each is another one."""
    tables = [("items", item) for item in ITEM_IDS] + [("scale", step) for step in SCALE]
    found = {instrument_id({"de": changed(*text)}).fingerprint for text in tables}
    assert len(found) == len(tables) == 16
    assert instrument_id({"de": GERMAN}).fingerprint not in found


def test_other_texts_and_the_order_of_languages_do_not_count() -> None:
    """A nicer button is no other instrument; a further language is one."""
    both = instrument_id({"de": GERMAN, "en": ENGLISH})
    assert instrument_id({"en": ENGLISH, "de": GERMAN}) == both
    assert instrument_id({"de": changed("page", "start")}) == instrument_id({"de": GERMAN}) != both


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("PRESENT_FROM_PERCEPTION", 1),
        ("PRESENT_FROM_PERCEPTION", 3),
        ("PRESENT_FROM_TOTAL", 2),
        ("PRESENT_FROM_TOTAL", 4),
        ("APPLIES", 1),
        ("APPLIES", 3),
        ("_weight", lambda answers, one: (answers[f"{one}1"] + answers[f"{one}2"], 0)),
        ("_weight", lambda answers, one: (answers[f"{one}1"], answers[f"{one}2"])),
    ],
)
def test_another_rule_is_another_instrument(
    monkeypatch: pytest.MonkeyPatch, rule: str, value: object
) -> None:
    """Where it begins, what is heavier, which lever follows: a rule that decides otherwise shows."""
    before = instrument_id({"de": GERMAN})
    rule_digest.cache_clear()
    monkeypatch.setitem(classify.__globals__, rule, value)
    assert instrument_id({"de": GERMAN}) != before
