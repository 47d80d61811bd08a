"""The example's site.toml with another way to collect."""

from __future__ import annotations

import re

from harness.paths import EXAMPLE


def example_in(mode: str) -> str:
    """Return the example's configuration in ``mode``; what is not sent online is not sealed either."""
    text, changed = re.subn(r'(?m)^mode = ".*"$', f'mode = "{mode}"', EXAMPLE.read_text("utf-8"))
    assert changed == 1
    return text if mode in {"open", "slips"} else unsealed(text)


def unsealed(text: str) -> str:
    """Return a configuration without its seal."""
    text, changed = re.subn(r"(?m)^seal = .*\n", "", text)
    assert changed == 1
    return text
