"""The drawings of constellations and lenses, as templates use them."""

from __future__ import annotations

import re
from importlib.resources import files

from markupsafe import Markup

# What a template calls a drawing, and the file in site_templates/pictures that holds it.
_DRAWINGS = {
    "A": "headwind",
    "B": "double-bind",
    "C": "bottleneck",
    "D": "constant-smile",
    "perception": "perception",
    "cause": "cause",
    "influence": "influence",
}


def sprite() -> Markup:
    """Return every drawing as a symbol of one inline SVG, so that it takes the colours around it."""
    symbols = "".join(_symbol(name, drawing(name)) for name in _DRAWINGS)
    return Markup(f'<svg class="sprite" width="0" height="0" aria-hidden="true">{symbols}</svg>')  # noqa: S704 (our own drawings)


def drawing(name: str) -> str:
    """Return the SVG of what templates call ``name``: a constellation's id, or a lens."""
    return (files("site_templates") / "pictures" / f"{_DRAWINGS[name]}.svg").read_text("utf-8")


def _symbol(name: str, svg: str) -> str:
    found = re.fullmatch(r"<svg xmlns=\S+ ([^>]*)>(.*)</svg>\s*", svg, re.DOTALL)
    if not found:
        raise ValueError(
            f"{_DRAWINGS[name]}.svg: expected <svg xmlns=… …>…</svg>, as in the drawings beside it"
        )
    opening, inside = found.groups()
    return f'<symbol id="glyph-{name}" {opening}>{inside}</symbol>'
