"""How much a browser draws for an SVG, computed before any browser draws it.

A few hundred bytes can ask for billions of shapes: ``<use>``, a pattern, a mask, a clip path or a marker
draws other elements, which draw others, and a step of an effect repeats the steps that lead to it. This
module counts shapes without drawing any: each element once for each set of paints that it may inherit, and
a shape of many points, letters or dashes as several.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from generator.brand import svg_parts
from generator.brand.brand_file import BrandFileError
from generator.brand.svg_dashes import Dashes
from generator.brand.svg_references import References, Styles

MOST_DRAWN = 50_000  # shapes
_DEEPEST = 200  # elements that draw each other, or stand inside each other
_PASS = 50  # shapes that cost as much as one pass of an effect or a mask over all pixels
_POINTS, _LETTERS, _DASHES = 50, 10, 50  # that cost as much as one more shape
_SHAPES = svg_parts.words("path rect circle ellipse line polyline polygon text tspan textPath")
_PAINTS = frozenset({"linearGradient", "radialGradient"})  # cost the same however often they are used
_COORDINATE = re.compile(r"\d+\.?\d*|\.\d+|[a-zA-Z]")
_BLURS = frozenset({"feGaussianBlur", "feDropShadow"})
_TWO_INPUTS = frozenset({"feBlend", "feComposite", "feDisplacementMap"})
_SOURCES = svg_parts.words("SourceGraphic SourceAlpha BackgroundImage BackgroundAlpha FillPaint StrokePaint")
_LARGEST_NUMBER = 1e9
_LARGEST_AREA = 100.0  # of a blurred region, in areas of the shape; browsers cut it off, too

_Inherited = frozenset[tuple[str, bool]]  # ids, and whether each is a marker


def check(root: ET.Element) -> None:
    """Raise ``BrandFileError`` if the picture ``root`` draws itself, or more than ``MOST_DRAWN`` shapes."""
    _Picture(root).check()


class _Picture:
    def __init__(self, root: ET.Element) -> None:
        self._root = root
        # Of several elements with one id, browsers draw the first.
        everything = reversed(list(root.iter()))
        self._named = {element.get("id", ""): element for element in everything if element.get("id")}
        followed = {name for name, element in self._named.items() if element.tag not in _PAINTS}
        self._styles = Styles(root, frozenset(followed))
        self._references: dict[ET.Element, References] = {}
        self._total = 0  # references of all elements
        self._dashes = Dashes(root)
        self._sizes: dict[ET.Element, int] = {}
        self._around: dict[ET.Element, _Inherited] = {}  # what an element inherits where it stands
        self._counts: dict[tuple[ET.Element, _Inherited], int] = {}

    def check(self) -> None:
        self._note(self._root, frozenset())
        if self._drawn(self._root, frozenset(), ()) > MOST_DRAWN:
            raise _too_many()

    def _note(self, element: ET.Element, inherited: _Inherited) -> None:
        self._around[element] = inherited
        self._references[element] = references = self._styles.of(element)
        self._total += len(references.own) + len(references.inherited)
        self._sizes[element] = 1 + self._dashes.on(element) // _DASHES + _points_and_letters(element)
        if self._total > MOST_DRAWN:
            raise _too_many()
        for child in element:
            self._note(child, self._passed_on(element, inherited))

    def _passed_on(self, element: ET.Element, inherited: _Inherited) -> _Inherited:
        references = self._references[element]
        if not references.inherited:
            return inherited
        return inherited | {(name, name in references.markers) for name in references.inherited}

    def _drawn(self, element: ET.Element, inherited: _Inherited, under: tuple[ET.Element, ...]) -> int:
        """Return how many shapes ``element`` draws, with ``inherited`` and below the elements ``under``."""
        if element in under or len(under) > _DEEPEST:
            raise BrandFileError("svg.draws_itself")
        state = (element, inherited)
        if state not in self._counts:
            count = self._counted(element, self._passed_on(element, inherited), (*under, element))
            # Every state is drawn at least once, so a picture of too many states has too many shapes.
            if len(self._counts) > MOST_DRAWN or count > MOST_DRAWN:
                raise _too_many()
            self._counts[state] = count
        return self._counts[state]

    def _counted(self, element: ET.Element, inherited: _Inherited, under: tuple[ET.Element, ...]) -> int:
        references = self._references[element]
        count = self._sizes[element] + _PASS * (_passes(element) + references.effects)
        count += sum(self._drawn(child, inherited, under) for child in element)
        if element.tag == "use":
            target = self._named.get(element.get("href", "")[1:])
            count += 0 if target is None else self._drawn(target, inherited, under)
        count += sum(self._referred(name, under) for name in references.own)
        if element.tag in _SHAPES or self._styles.inheriting:
            vertices = _vertices(element) + 2
            for name, is_marker in inherited:
                count += self._referred(name, under) * (vertices if is_marker else 1)
        return count

    def _referred(self, name: str, under: tuple[ET.Element, ...]) -> int:
        """Return how many shapes one reference to ``name`` draws."""
        target = self._named[name]
        return self._drawn(target, self._around[target], under)


def _vertices(element: ET.Element) -> int:
    return len(_COORDINATE.findall(element.get("d", element.get("points", ""))))


def _points_and_letters(element: ET.Element) -> int:
    """Return how many shapes more an element costs that has many points or letters."""
    letters = 0
    if element.tag in _SHAPES:
        letters = len(element.text or "") + sum(len(child.tail or "") for child in element)
    return _vertices(element) // _POINTS + letters // _LETTERS


def _too_many() -> BrandFileError:
    return BrandFileError("svg.too_many_shapes", most=MOST_DRAWN)


def _passes(element: ET.Element) -> int:
    """Return how many times ``element`` alone goes over all pixels of a shape."""
    if element.tag == "mask":
        return 1
    return _filter_passes(element) if element.tag == "filter" else 0


def _filter_passes(effect: ET.Element) -> int:
    """Return the passes of a ``<filter>``: each step, and for each of its inputs the steps before it."""
    results: dict[str, int] = {}
    last = most = 0
    for step in effect:
        inputs = [node.get("in") for node in step] if step.tag == "feMerge" else [step.get("in")]
        inputs += [step.get("in2")] if step.tag in _TWO_INPUTS else []
        before = sum(_input(name, last, results) for name in inputs)
        last = min(_work(step) + before, MOST_DRAWN)
        most = max(most, last)
        results[step.get("result", "")] = last
    blurred = any(step.tag in _BLURS for step in effect)
    return min(math.ceil(most * _area(effect)), MOST_DRAWN) if blurred else most


def _area(effect: ET.Element) -> float:
    """Return how much larger the region of a filter is than the shape that it is for."""
    sides = [side for name in ("width", "height") if (side := effect.get(name))]
    if effect.get("filterUnits") == "userSpaceOnUse" or not sides:
        return 1
    area = math.prod(
        min(size, _LARGEST_NUMBER) / (100 if "%" in side else 1)
        for side in sides
        for size in svg_parts.sizes(side)[:1]
    )
    return min(max(area, 1.0), _LARGEST_AREA)


def _input(name: str | None, last: int, results: Mapping[str, int]) -> int:
    """Return the passes of the input ``name``; without a known name it is the last step."""
    if name in _SOURCES:
        return 0
    return results.get(name, last) if name else last


def _work(step: ET.Element) -> int:
    """Return how often one step of a filter goes over all pixels, in passes."""
    if step.tag == "feTurbulence":
        return max(1, *_numbers(step.get("numOctaves", "")))
    if step.tag == "feMorphology":
        return max(1, *_numbers(step.get("radius", "")))
    if step.tag == "feConvolveMatrix":
        return max(1, math.prod((_numbers(step.get("order", "")) * 2)[:2]))
    return 1


def _numbers(text: str) -> list[int]:
    """Return the whole numbers in ``text``, or the one number 1."""
    return [math.ceil(min(size, _LARGEST_NUMBER)) for size in svg_parts.sizes(text)] or [1]
