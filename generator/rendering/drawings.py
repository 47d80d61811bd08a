"""The drawings of constellations and lenses, and the parts of the load picture, as templates use them."""

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
# The parts of the load picture (_load_picture.html.j2): drawn on one canvas, each in its own place.
_PARTS_OF_LOAD_PICTURE = {
    "person": "person",
    "load-A": "load-headwind",
    "load-B": "load-double-bind",
    "load-C": "load-bottleneck",
    "load-D": "load-constant-smile",
    "ground-given": "ground-given",
    "ground-missing": "ground-missing",
    "lever-in-hand": "lever-in-hand",
    "lever-missing": "lever-missing",
}
_FILES = _DRAWINGS | _PARTS_OF_LOAD_PICTURE
_OPENING, _CLOSING = '<svg xmlns="http://www.w3.org/2000/svg" ', "</svg>"


def sprite(*, load_picture: bool = False) -> Markup:
    """Return the drawings as symbols of one inline SVG, so that they take the colours around them.

    With ``load_picture`` the parts of the load picture are among them.
    """
    names = _FILES if load_picture else _DRAWINGS
    symbols = "".join(_symbol(name, drawing(name)) for name in names)
    return Markup(f'<svg class="sprite" width="0" height="0" aria-hidden="true">{symbols}</svg>')  # noqa: S704 (our own drawings)


def drawing(name: str) -> str:
    """Return the SVG of a drawing; ``name`` is a constellation's id, a lens or a part of the load picture."""
    return (files("site_templates") / "pictures" / f"{_FILES[name]}.svg").read_text("utf-8")


def _symbol(name: str, svg: str) -> str:
    svg = svg.strip()
    if not (svg.startswith(_OPENING) and svg.endswith(_CLOSING)):
        expected = f"expected {_OPENING}…>…{_CLOSING}, as in the drawings beside it"
        raise ValueError(f"{_FILES[name]}.svg: {expected}")
    # Everything between the two names stays: the root's other attributes, and the drawing itself.
    return f'<symbol id="glyph-{name}" {svg.removeprefix(_OPENING).removesuffix(_CLOSING)}</symbol>'
