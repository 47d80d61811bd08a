"""The drawings of constellations and lenses, as templates use them."""

from __future__ import annotations

from importlib.resources import files

from markupsafe import Markup

# The name of a drawing in templates -> its file in site_templates/pictures.
_DRAWINGS = {
    "A": "headwind",
    "B": "double-bind",
    "C": "bottleneck",
    "D": "constant-smile",
    "perception": "perception",
    "cause": "cause",
    "influence": "influence",
}
_OPENING, _CLOSING = '<svg xmlns="http://www.w3.org/2000/svg" ', "</svg>"


def sprite() -> Markup:
    """Return every drawing as a symbol of one inline SVG, so that it takes the colours around it."""
    symbols = "".join(_symbol(name, drawing(name)) for name in _DRAWINGS)
    return Markup(f'<svg class="sprite" width="0" height="0" aria-hidden="true">{symbols}</svg>')  # noqa: S704 (our own drawings)


def drawing(name: str) -> str:
    """Return the SVG of a drawing; ``name`` is a constellation's id or a lens."""
    return (files("site_templates") / "pictures" / f"{_DRAWINGS[name]}.svg").read_text("utf-8")


def _symbol(name: str, svg: str) -> str:
    svg = svg.strip()
    if not (svg.startswith(_OPENING) and svg.endswith(_CLOSING)):
        expected = f"expected {_OPENING}…>…{_CLOSING}, as in the drawings beside it"
        raise ValueError(f"{_DRAWINGS[name]}.svg: {expected}")
    # Everything between the two names stays: the root's other attributes, and the drawing itself.
    return f'<symbol id="glyph-{name}" {svg.removeprefix(_OPENING).removesuffix(_CLOSING)}</symbol>'
