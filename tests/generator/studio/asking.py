"""How a page asks the studio, in tests."""

from __future__ import annotations

import base64
import json
from typing import Any

from generator.desk import answer
from generator.studio.desk import Studio


def ask(studio: Studio, name: str, /, **given: Any) -> Any:  # noqa: ANN401
    """Return what the studio tells a page; raises ``AssertionError`` with a fault."""
    told = answered(studio, name, **given)
    assert "told" in told, told
    return told["told"]


def answered(studio: Studio, name: str, /, **given: Any) -> Any:  # noqa: ANN401
    """Return the studio's answer to a page, read."""
    return json.loads(answer(studio, json.dumps({"ask": name, "given": given})))


def setting(value: object, *at: object) -> list[dict[str, object]]:
    """Return the edit that sets ``value`` at ``at``."""
    return [{"op": "set", "at": list(at), "value": value}]


def packed(contents: bytes) -> str:
    """Return ``contents`` as a page sends them."""
    return base64.b64encode(contents).decode()
