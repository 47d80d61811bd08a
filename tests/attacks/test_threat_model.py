"""The threat model says what the attacks found, no less and no more."""

from __future__ import annotations

from tests.attacks.attack import ATTACKERS, FAMILIES, untold
from tests.attacks.side_by_side import TOLD
from tests.attacks.threat_model import DOCUMENT, attacks, comparisons, document

_FEWEST = 30  # attacks


def test_the_threat_model_is_what_the_attacks_declare() -> None:
    """docs/threat-model.md is current; ``make threat-model`` renews it."""
    assert DOCUMENT.read_text("utf-8") == document(attacks(), comparisons())


def test_every_family_and_every_attacker_is_there() -> None:
    """No family is empty, nobody who could attack is left out, and there are enough attacks to count on."""
    declared = attacks()
    assert {one.family for one in declared} == set(FAMILIES)
    assert {one.attacker for one in declared} == set(ATTACKERS)
    assert len(declared) >= _FEWEST


def test_every_limit_is_told() -> None:
    """Where an attack succeeds against the product, the sentences that say so stand where they should."""
    assert {one.name: lacking for one in attacks() if (lacking := one.untold())} == {}
    assert untold(TOLD) == []


def test_sentences_are_whole() -> None:
    """What is wanted goes on from "wants to"; the rest fits into a table."""
    for one in attacks():
        assert one.wants[:1].islower(), one.name
        assert not one.wants.endswith("."), one.name
        assert one.naive.endswith("."), one.name
        assert one.product.endswith("."), one.name
        assert not {"|", "\n"} & set(one.wants + one.naive + one.product), one.name
    for look in comparisons():
        assert look.look[:1].islower() or look.look.startswith(("SQLite", "PostgreSQL")), look.name
        assert not {"|", "\n"} & set(look.look + look.unsealed + look.sealed + look.with_key), look.name
