"""Whether a typed slip can be right: decided on the device, before anything is sent."""

from __future__ import annotations

from typing import TypedDict

from questionnaire import slips


class ReadSlip(TypedDict):
    """A slip in its canonical form."""

    slip: str


class MistypedSlip(TypedDict):
    """Why what was typed cannot be a slip: ``characters``, ``length`` or ``check``."""

    mistyped: str


def read_slip(typed: str) -> ReadSlip | MistypedSlip:
    """Return the slip in ``typed``, or what is wrong with it."""
    try:
        return {"slip": slips.read(typed)}
    except slips.SlipError as error:
        return {"mistyped": error.kind}
