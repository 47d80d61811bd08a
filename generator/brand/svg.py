"""An SVG picture, written anew with only those elements and attributes that cannot act.

Two lists decide. An element that acts, moves or refers to anything outside the picture makes the module
refuse the picture: to leave the element out would change the picture. Additions of drawing programs
(comments, metadata, their own namespaces, labels) are left out without a word. This module alone writes the
result, so no trick of spelling survives.

By hand, because libraries that clean markup silently remove the elements they do not allow, and so change
the picture.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from generator.brand import png, svg_cost, svg_header, svg_parts
from generator.brand.brand_file import BrandFileError

_SVG = "{http://www.w3.org/2000/svg}"
_NAMESPACES = (_SVG, "{http://www.w3.org/1999/xhtml}", "")  # where <script> is a script
_XLINK = "{http://www.w3.org/1999/xlink}href"
_LABELS = ("id", "class")
# What programs put into a picture for themselves, and fonts of a kind that no browser draws with any more.
_NOT_DRAWN = ("metadata", "font")
_FONT_FACE = re.compile(r"@font-face\s*+\{([^{}]*+)\}", re.IGNORECASE)
_DEEPEST = 100  # elements inside each other
_MOST_PIXELS = png.LARGEST_SIDE**2  # of all pictures inside the picture
_LONGEST_SIZE = 100  # characters
_LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)(?:px)?\s*")
_NUMBER = svg_parts.NUMBER.pattern
_BOX = re.compile(rf"\s*{_NUMBER}[\s,]+{_NUMBER}[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


@dataclass(frozen=True, slots=True)
class Svg:
    """A clean SVG: its bytes in UTF-8, and width divided by height."""

    contents: bytes
    ratio: float


def sanitised(contents: bytes, plain_png: Callable[[bytes], png.Png] = png.cleaned) -> Svg:
    """Return the picture in ``contents``, written anew; raises ``BrandFileError`` if it is no still SVG.

    ``plain_png`` checks and cleans each picture of pixels inside it.
    """
    root = _parsed(contents)
    if root.tag != f"{_SVG}svg":
        raise BrandFileError("svg.no_svg")
    width, height = _sides(root)
    clean = _cleaned(root, 0)
    if not _BOX.fullmatch(root.get("viewBox", "")[:_LONGEST_SIZE]):
        clean.set("viewBox", f"0 0 {width:g} {height:g}")
    svg_cost.check(clean)
    _clean_embedded(clean, plain_png)
    return Svg(_written(clean, root=True).encode(), width / height)


def _parsed(contents: bytes) -> ET.Element:
    """Return the root of an SVG, whose header is taken off: no DOCTYPE, hence no entities to expand."""
    text = svg_header.without_header(contents)
    try:
        return ET.fromstring(text)  # noqa: S314 (declares nothing that could be expanded)
    except (ET.ParseError, ValueError) as error:
        line, _ = getattr(error, "position", (1, 0))
        raise BrandFileError("svg.no_xml", line=line) from error


def _sides(root: ET.Element) -> tuple[float, float]:
    """Return width and height in the picture's own units."""
    box = _BOX.fullmatch(root.get("viewBox", "")[:_LONGEST_SIZE])
    sides = box.groups() if box else [_length(root.get(name, "")) for name in ("width", "height")]
    width, height = map(float, sides)
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        raise BrandFileError("svg.no_size")
    return width, height


def _length(text: str) -> str:
    match = _LENGTH.fullmatch(text[:_LONGEST_SIZE])
    return match[1] if match else "0"


def _cleaned(element: ET.Element, depth: int) -> ET.Element:
    """Return ``element`` with only its allowed parts, names without namespace; refuse it if one acts."""
    name = str(element.tag).rpartition("}")[2]
    if name == "switch":
        element, name = _chosen(element), "g"
    if depth > _DEEPEST:
        raise BrandFileError("svg.too_deep", most=_DEEPEST)
    copy = ET.Element(name, dict(_attributes(element, name)))
    if name in svg_parts.WITH_TEXT:
        copy.text = element.text
    if name == "style":
        copy.text = _FONT_FACE.sub(_without_font_inside, element.text or "")
        _check_style(name, copy.text)
        return copy  # without its children: text after one of them would be style, too
    for child in element:
        if _is_part_of_the_picture(child):
            copy.append(_cleaned(child, depth + 1))
        if name in svg_parts.WITH_TEXT:
            _append_text(copy, child.tail or "")
    return copy


def _without_font_inside(rule: re.Match[str]) -> str:
    """Return nothing for a font that is a part of the picture, and goes, too; other rules as they are."""
    is_inside = svg_parts.references(rule[1]) and not svg_parts.refers_outside(rule[1])
    return "" if is_inside else rule[0]


def _chosen(switch: ET.Element) -> ET.Element:
    """Return ``switch`` with the one child that a browser shows, as Illustrator wraps its drawings.

    Raises ``BrandFileError`` if that depends on the reader's language.
    """
    if any(child.get("systemLanguage") for child in switch):
        raise BrandFileError("svg.unknown_element", element="switch")
    chosen = ET.Element("g", switch.attrib)
    first = next((child for child in switch if _may_be_shown(child)), None)
    chosen.extend([] if first is None else [first])
    return chosen


def _may_be_shown(child: ET.Element) -> bool:
    namespace, _, name = str(child.tag).rpartition("}")
    drawn = f"{namespace}}}" == _SVG and name not in {*_NOT_DRAWN, "title", "desc"}
    return drawn and not child.get("requiredExtensions")


def _append_text(element: ET.Element, text: str) -> None:
    """Add ``text`` at the end of ``element``, after its last child if it has one."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _is_part_of_the_picture(element: ET.Element) -> bool:
    """Tell whether to keep ``element``; refuse the picture if it acts or is unknown."""
    namespace, _, name = str(element.tag).rpartition("}")
    namespace = f"{namespace}}}" if namespace else ""
    active = name.lower() in svg_parts.ACTIVE or name.lower().startswith("animate")
    if active and namespace in _NAMESPACES:
        raise BrandFileError("svg.acts", element=name)
    if namespace != _SVG or name in _NOT_DRAWN:
        return False
    if name not in svg_parts.ELEMENTS and name != "switch":
        raise BrandFileError("svg.unknown_element", element=name[:40])
    return True


def _attributes(element: ET.Element, name: str) -> list[tuple[str, str]]:
    allowed = []
    for attribute, value in element.attrib.items():
        local = attribute.rpartition("}")[2]
        if local.lower().startswith("on"):
            raise BrandFileError("svg.script", element=name, attribute=local)
        if local.lower() == "href":
            embedded = name == "image" and svg_parts.EMBEDDED.fullmatch(value)
            if not (embedded or svg_parts.INSIDE.fullmatch(value)):
                raise BrandFileError("svg.link", element=name, attribute=local)
            if attribute in ("href", _XLINK):
                allowed.append(("href", value))
            continue
        if attribute in svg_parts.ATTRIBUTES and attribute not in _LABELS:
            _check_style(name, value)
        elif svg_parts.refers_outside(value):
            raise BrandFileError("svg.reference", element=name, attribute=local)
        if attribute in svg_parts.ATTRIBUTES:
            allowed.append((attribute, value))
    return allowed


def _check_style(name: str, text: str) -> None:
    """Refuse a style or an attribute that could fetch something, or that parsers may read differently."""
    rules = {rule.lower() for rule in re.findall(r"@[\w-]*", text)}
    known = svg_parts.calls_only_known_functions(text) and rules <= {"@media"}
    if "\\" in text or svg_parts.refers_outside(text) or not known:
        raise BrandFileError("svg.style", element=name)


def _clean_embedded(root: ET.Element, plain_png: Callable[[bytes], png.Png]) -> None:
    """Put a clean PNG in place of every picture inside the picture; a few bytes may unpack to gigabytes."""
    pixels = 0
    for element in root.iter("image"):
        embedded = svg_parts.EMBEDDED.fullmatch(element.get("href", ""))
        if embedded:
            image = plain_png(_unpacked(embedded["base64"]))
            element.set("href", f"data:image/png;base64,{base64.b64encode(image.contents).decode()}")
            pixels += image.width * image.height
            if pixels > _MOST_PIXELS:
                raise BrandFileError("svg.too_many_pixels", millions=_MOST_PIXELS // 1_000_000)


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError as error:
        raise BrandFileError("picture.damaged") from error


def _written(element: ET.Element, *, root: bool = False) -> str:
    attributes = [("xmlns", _SVG[1:-1])] * root + list(element.attrib.items())
    start = "".join(f' {name}="{_escaped(value)}"' for name, value in attributes)
    inside = _escaped(element.text or "", 3) + "".join(map(_written, element))
    tail = _escaped(element.tail or "", 3)
    closing = f">{inside}</{element.tag}>" if inside else "/>"
    return f"<{element.tag}{start}{closing}{tail}"


def _escaped(text: str, count: int = len(_ESCAPES)) -> str:
    for sign, name in list(_ESCAPES.items())[:count]:
        text = text.replace(sign, name)
    return text
