"""The exact bytes of a contribution, and whether a typed slip can be right: decided on the device."""

from __future__ import annotations

import json
from typing import TypedDict

from questionnaire import slips


class ReadSlip(TypedDict):
    """A slip in its canonical form."""

    slip: str


class MistypedSlip(TypedDict):
    """Why what was typed cannot be a slip: ``characters``, ``length`` or ``check``."""

    mistyped: str


def body(code: str, slip: str | None = None) -> str:
    """Return the request body that contributes ``code``, byte for byte as it is shown and sent."""
    contents = {"code": code} if slip is None else {"code": code, "slip": slip}
    return json.dumps(contents, separators=(",", ":"))


def read_slip(typed: str) -> ReadSlip | MistypedSlip:
    """Return the slip in ``typed``, or what is wrong with it."""
    try:
        return {"slip": slips.read(typed)}
    except slips.SlipError as error:
        return {"mistyped": error.kind}
