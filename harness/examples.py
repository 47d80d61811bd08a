"""How many examples a property is tried on: few where each takes long, and always more in ``make fuzz``."""

from __future__ import annotations

from hypothesis import settings


def examples(share: float) -> int:
    """Return ``share`` of the number of examples that the profile in use asks for (tests/conftest.py)."""
    usual = settings().max_examples
    return max(1, round(share * usual))
