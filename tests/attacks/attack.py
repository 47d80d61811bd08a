"""What is said of an attack: who tries it, to learn what, and what a naive variant and the product give away.

The test that follows the declaration computes what it says; ``found`` (conftest) compares the two, so that
the threat model cannot say anything that no test has seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

ROOT = Path(__file__).parents[2]

Found = Callable[[str, str], None]  # the fixture ``found`` of conftest

Family = Literal[
    "disclosure",
    "storage",
    "live operator",
    "network",
    "slips",
    "page",
    "neighbours",
    "tally",
    "studio",
    "supply chain",
    "sealed urn",
    "action plan",
]
Attacker = Literal["operator", "trustee", "colleague", "manager", "network", "neighbour", "developer"]
FAMILIES: tuple[Family, ...] = get_args(Family)
ATTACKERS: tuple[Attacker, ...] = get_args(Attacker)


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack, as the threat model tells it.

    name:     the name of its test.
    module:   the module of its test, such as ``tests.attacks.test_storage``.
    family:   what is attacked.
    attacker: who tries it.
    wants:    what they want, as an infinitive: "join slips and codes by …".
    naive:    the naive variant, and what it gives away, with the figure that the test computes.
    product:  what the product does instead, and what it gives away, with the figure.
    told:     empty if the product holds. Else the attack succeeds against the product too, and this names
              the sentences that say so: a path from the root of the repository, and words that stand there.
    """

    name: str
    module: str
    family: Family
    attacker: Attacker
    wants: str
    naive: str
    product: str
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_limit(self) -> bool:
        """Tell whether the attack succeeds against the product, too."""
        return bool(self.told)

    def untold(self) -> list[str]:
        """Return the files that lack the words which should tell of this limit."""
        return untold(self.told)


def untold(told: Mapping[str, str]) -> list[str]:
    """Return the files that lack the words which stand beside them in ``told``."""
    return [path for path, words in told.items() if _plain(words) not in _plain(_text(path))]


CATALOGUE: list[Attack] = []


def attack(  # noqa: PLR0913 (one for each thing that is said)
    *,
    family: Family,
    attacker: Attacker,
    wants: str,
    naive: str,
    product: str,
    told: Mapping[str, str] | None = None,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare the decorated test an attack, and enter it into ``CATALOGUE``; see ``Attack`` for the words."""

    def declare(test: Callable[..., None]) -> Callable[..., None]:
        declared: Any = test
        declared.attack = Attack(
            test.__name__, test.__module__, family, attacker, wants, naive, product, told or {}
        )
        CATALOGUE.append(declared.attack)
        return test

    return declare


def _text(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def _plain(text: str) -> str:
    """Return ``text`` without its line breaks, so that a sentence is found wherever it is wrapped."""
    return re.sub(r"\s+", " ", text)
