"""Looks for a hovering mouse are for devices that have one: after a tap they would stay."""

from __future__ import annotations

import re

from tests.site_templates.test_page_contract import TEMPLATES

_FOR_MICE = re.compile(r"@media \(hover: hover\) \{(?:[^{}]|\{[^{}]*\})*\}")


def hovering(css: str) -> list[str]:
    """Return every line with ``:hover`` that also counts where nothing can hover."""
    return [line.strip() for line in _FOR_MICE.sub("", css).splitlines() if ":hover" in line]


def test_no_look_stays_after_a_tap() -> None:
    """Every rule for hovering stands within ``@media (hover: hover)``; a rule outside is found."""
    styles = [*(TEMPLATES / "styles").glob("*.css"), *(TEMPLATES / "frame").glob("*.css")]
    found = {path.name: hovering(path.read_text("utf-8")) for path in styles}
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert any(":hover" in path.read_text("utf-8") for path in styles)
    assert hovering("@media (hover: hover) { a:hover { x: y } b { x: y } } i:hover { x: y }") != []
    assert hovering("@media (hover: hover) { a:hover { x: y } b { x: y } }") == []
