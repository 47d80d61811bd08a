"""The references inside an SVG, such as ``fill="url(#a)"``, in attributes and in styles.

A browser's rules decide which style applies. This module does not repeat them: it returns every reference
that may apply, so that whoever bounds the cost of a picture bounds it from above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from generator.brand import svg_parts

_Declaration = tuple[str, str]  # a property in lower case, and its value
# A comment, or a string; one without its end reaches to the end of the text or of the line.
_QUOTED = re.compile(r"/\*.*?(?:\*/|\Z)|\"[^\"\n\r\f]*\"?|'[^'\n\r\f]*'?", re.DOTALL)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NO_STYLE = ("id", "class", "href", "style")
_COMBINATORS = re.compile(r"[ \t\r\n\f>+~]+")
# A part of a selector that names an element, classes or an id, and nothing else.
_SIMPLE = re.compile(r"(?P<name>\*|[\w-]*)(?P<marks>(?:[.#][\w-]+)*)", re.ASCII)
_ANY = "*"
# Only a value with one of these refers to anything, has an effect, or takes over what has.
_MATTERS = re.compile(r"\(|inherit|context-", re.IGNORECASE)
# The properties that children inherit, as they do every custom property.
_INHERITED = frozenset({"fill", "stroke", "marker", "marker-start", "marker-mid", "marker-end"})
_NOT_INHERITED = re.compile(r"all|filter|backdrop-filter|clip-path|.*mask.*")


@dataclass(slots=True)
class References:
    """What one element may refer to.

    own:       ids that it alone refers to, such as its clip path.
    inherited: ids that it and the shapes inside it refer to, such as a fill.
    markers:   those among ``inherited`` that are drawn once for each vertex.
    effects:   how many CSS effects, such as ``blur()``, it has.
    """

    own: set[str] = field(default_factory=set)
    inherited: set[str] = field(default_factory=set)
    markers: set[str] = field(default_factory=set)
    effects: int = 0

    def add(self, other: References) -> None:
        """Add everything that ``other`` refers to."""
        self.own |= other.own
        self.inherited |= other.inherited
        self.markers |= other.markers
        self.effects += other.effects


class Styles:
    """All references of a picture; ``inheriting`` if an element may take over a mask or an effect."""

    def __init__(self, root: ET.Element, targets: frozenset[str]) -> None:
        """Read every ``<style>`` of the picture ``root``; only references to the ids ``targets`` matter."""
        self._targets = targets
        self._patterns = targets & {element.get("id", "") for element in root.iter("pattern")}
        self._rules: dict[str, References] = {}
        self.inheriting = False
        for style in root.iter("style"):
            self._read(style.text or "")
        self._attributes = {element: self._of_attributes(element) for element in root.iter()}

    def of(self, element: ET.Element) -> References:
        """Return what ``element`` may refer to: by attributes, its style, and the rules of the picture."""
        found = References()
        classes = _SPACES.split(element.get("class", ""))
        for key in {_ANY, element.tag.lower(), f"#{element.get('id')}", *(f".{name}" for name in classes)}:
            if key in self._rules:
                found.add(self._rules[key])
        found.add(self._attributes[element])
        if self.inheriting:
            found.inherited |= found.own
        return found

    def _read(self, text: str) -> None:
        for part in _plain(text).split("}"):
            before, brace, body = part.rpartition("{")
            if brace:
                selectors = before.rpartition("{")[2]  # within @media
                declared = self._declared(_declarations(body))
                for key in {_key(selector) for selector in selectors.split(",")}:
                    self._rules.setdefault(key, References()).add(declared)
            if svg_parts.references(before) or (body and not brace):  # a rule inside a rule, or after one
                anywhere = self._declared([("fill", part)])
                self._rules.setdefault(_ANY, References()).add(anywhere)

    def _of_attributes(self, element: ET.Element) -> References:
        values = [pair for pair in element.attrib.items() if pair[0] not in _NO_STYLE]
        return self._declared([*values, *_declarations(_plain(element.get("style", "")))])

    def _declared(self, declarations: Iterable[_Declaration]) -> References:
        found = References()
        for name, value in declarations:
            if not _MATTERS.search(value):
                continue
            ids = self._targets.intersection(svg_parts.references(value))
            if "context-" in value:  # the paint of the shape that has this marker
                ids |= self._patterns
            (found.inherited if name in _INHERITED or name.startswith("--") else found.own).update(ids)
            if name.startswith(("marker", "--")):
                found.markers |= ids
            found.effects += svg_parts.effects(value)
            self.inheriting |= "inherit" in value.lower() and bool(_NOT_INHERITED.fullmatch(name))
        return found


def _plain(text: str) -> str:
    """Return the style ``text`` with every reference written alike, and without comments and strings."""
    return _QUOTED.sub(" ", svg_parts.REFERENCE.sub(r"url(#\g<id>)", text))


def _declarations(body: str) -> Iterator[_Declaration]:
    for declaration in body.split(";"):
        name, _, value = declaration.partition(":")
        yield name.strip().lower(), value


def _key(selector: str) -> str:
    """Return the key under which a selector's declarations are found: a class, an id, a name, or any."""
    parts = [part for part in _COMBINATORS.split(selector) if part]
    simple = [_SIMPLE.fullmatch(part) for part in parts]
    if not parts or None in simple:  # a pseudo-class, an attribute, a namespace: we do not read these
        return _ANY
    last = _SIMPLE.fullmatch(parts[-1])
    mark = re.match(r"[.#][\w-]+", last["marks"]) if last else None
    return mark[0] if mark else parts[-1].lower()
