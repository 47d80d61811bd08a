"""How many dashes a browser draws, computed before any browser draws them.

A few hundred bytes can ask for millions of dashes: a line, and a ``stroke-dasharray`` of next to nothing.
Which dash pattern of a picture applies to a shape is not decided here: it is taken to be the shortest one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from generator.brand import svg_parts

_DASHES = "stroke-dasharray"
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_DECLARED = re.compile(rf"{_DASHES}\s*:([^;}}]*)", re.IGNORECASE)
_SHAPED_BY_STYLE = re.compile(r"(?<![\w-])(?:d|r|rx|ry|cx|cy|x|y|width|height)\s*:", re.IGNORECASE)
_LINES = frozenset({"path", "line", "rect", "circle", "ellipse", "polyline", "polygon"})
_GEOMETRY = ("d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height")
_FIXED_SIZE = re.compile(r"[\d\s,.+-]|[eE][+-]?\d|px|[MmLlHhVvCcSsQqTtAaZz]")
# Of the sum of a shape's numbers: more than the circle of a radius, or an arc that its ends make larger.
_LONGER = 8
_UNKNOWN = 1_000_000  # dashes; so many do two browsers of three draw at most for one shape


class Dashes:
    """The dash patterns of a picture."""

    def __init__(self, root: ET.Element) -> None:
        """Read every dash pattern of the picture ``root``, in attributes and styles."""
        styles = [_COMMENT.sub(" ", text) for text in _styles(root)]
        attributes = [element.get(_DASHES, "") for element in root.iter()]
        declared = [*attributes, *(value for text in styles for value in _DECLARED.findall(text))]
        periods = [period for value in declared if (period := _period(value)) is not None]
        self._shortest = min(periods, default=None)
        # Then a length in the file says nothing of the length in a dash's own units.
        self._lengths_unknown = any(map(_SHAPED_BY_STYLE.search, styles)) or any(
            "non-scaling" in text
            for text in [*styles, *(element.get("vector-effect", "") for element in root.iter())]
        )

    def on(self, element: ET.Element) -> int:
        """Return how many dashes a stroke around ``element`` has at most."""
        if self._shortest is None or element.tag not in _LINES | {"text", "tspan", "textPath"}:
            return 0
        length = None if self._lengths_unknown else _length(element)
        if length is None or not self._shortest:
            return _UNKNOWN
        return int(min(length / self._shortest, 1e12))


def _styles(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag == "style":
            yield element.text or ""
        yield element.get("style", "")


def _period(value: str) -> float | None:
    """Return the length of a dash pattern, 0 if nobody knows, ``None`` if it makes a whole line."""
    value = value.replace("!important", "").strip().lower()
    if value in ("", "none", "inherit", "initial", "unset", "0"):
        return None
    rest = svg_parts.NUMBER.sub("", value).replace("px", "")
    if rest.strip(" ,\t\r\n\f"):
        return 0
    return sum(svg_parts.sizes(value)) or None


def _length(element: ET.Element) -> float | None:
    """Return at most how long the line of ``element`` is in its own units, ``None`` if nobody knows."""
    if element.tag not in _LINES:
        return None
    values = [element.get(name, "") for name in _GEOMETRY]
    if any(_FIXED_SIZE.sub("", value) for value in values):
        return None
    numbers = [size for value in values for size in svg_parts.sizes(value)]
    # A "T" takes over the last curve's bend, however far that reaches.
    times = len(numbers) if re.search("[Tt]", values[0]) else 1
    stated = svg_parts.sizes(element.get("pathLength", ""))
    return max([_LONGER * times * sum(numbers), *stated])
