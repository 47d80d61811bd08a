"""Check a typed slip on the device, before anything is sent."""

from __future__ import annotations

from typing import TypedDict

from questionnaire import slips


class ReadSlip(TypedDict):
    """A slip in its canonical form."""

    slip: str


class MistypedSlip(TypedDict):
    """The kind of mistake in a typed slip: ``characters``, ``length`` or ``check``."""

    mistyped: str


def read_slip(typed: str) -> ReadSlip | MistypedSlip:
    """Return the slip in ``typed``, or the kind of mistake in it."""
    try:
        return {"slip": slips.read(typed)}
    except slips.SlipError as error:
        return {"mistyped": error.kind}
