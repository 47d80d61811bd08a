"""An SVG picture, written anew with only those elements and attributes that cannot act.

Two lists decide. An element that acts, moves or refers to anything outside the picture makes the module
refuse the picture: to leave the element out would change the picture. Additions of drawing programs
(comments, metadata, their own namespaces, labels) are left out without a word. This module alone writes the
result, so no trick of spelling survives.

By hand, because libraries that clean markup silently remove the elements they do not allow, and so change
the picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from generator.brand import svg_parts
from generator.brand.brand_file import BrandFileError

_SVG = "{http://www.w3.org/2000/svg}"
_NAMESPACES = (_SVG, "{http://www.w3.org/1999/xhtml}", "")  # where <script> is a script
_XLINK = "{http://www.w3.org/1999/xlink}href"
_LABELS = ("id", "class")
_DEEPEST = 100  # elements inside each other
_MOST_DRAWN = 50_000  # elements; each <use> counts as many as it draws
_LONGEST_SIZE = 100  # characters
_LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)(?:px)?\s*")
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_BOX = re.compile(rf"\s*{_NUMBER}[\s,]+{_NUMBER}[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


@dataclass(frozen=True, slots=True)
class Svg:
    """A clean SVG: its bytes in UTF-8, and width divided by height."""

    contents: bytes
    ratio: float


def sanitised(contents: bytes) -> Svg:
    """Return the picture in ``contents``, written anew; raises ``BrandFileError`` if it is no still SVG."""
    root = _parsed(contents)
    if root.tag != f"{_SVG}svg":
        raise BrandFileError("svg.no_svg")
    width, height = _sides(root)
    clean = _cleaned(root, 0)
    if not _BOX.fullmatch(root.get("viewBox", "")[:_LONGEST_SIZE]):
        clean.set("viewBox", f"0 0 {width:g} {height:g}")
    _check_use(clean)
    return Svg(_written(clean, root=True).encode(), width / height)


def _parsed(contents: bytes) -> ET.Element:
    """Return the root of an SVG in UTF-8 that declares nothing: no DOCTYPE, hence no entities to expand."""
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrandFileError("svg.no_utf_8") from error
    declared = re.match(r"""<\?xml[^>]*encoding=["']([^"']*)""", text)
    if declared and declared[1].lower() != "utf-8":
        raise BrandFileError("svg.other_encoding", encoding=declared[1])
    text = re.sub(r"\A\s*<\?xml\s[^>]*\?>", "", text)
    if re.search(r"<!(DOCTYPE|ENTITY)|<\?|\0", text, re.IGNORECASE):
        raise BrandFileError("svg.doctype")
    try:
        return ET.fromstring(text)  # noqa: S314 (declares nothing that could be expanded)
    except (ET.ParseError, ValueError) as error:
        raise BrandFileError("svg.no_xml", reason=str(error)) from error


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
    if depth > _DEEPEST:
        raise BrandFileError("svg.too_deep", most=_DEEPEST)
    copy = ET.Element(name, dict(_attributes(element, name)))
    if name in svg_parts.WITH_TEXT:
        copy.text = element.text
    if name == "style":
        _check_style(name, element.text or "")
        return copy  # without its children: text after one of them would be style, too
    for child in element:
        if _is_part_of_the_picture(child):
            copy.append(_cleaned(child, depth + 1))
        if name in svg_parts.WITH_TEXT:
            _append_text(copy, child.tail or "")
    return copy


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
    if namespace != _SVG or name == "metadata":
        return False
    if name not in svg_parts.ELEMENTS:
        raise BrandFileError("svg.unknown_element", element=name[:40])
    return True


def _attributes(element: ET.Element, name: str) -> list[tuple[str, str]]:
    allowed = []
    for attribute, value in element.attrib.items():
        local = attribute.rpartition("}")[2]
        if local.lower().startswith("on"):
            raise BrandFileError("svg.script", element=name, attribute=local)
        if local.lower() == "href":
            if not svg_parts.INSIDE.fullmatch(value):
                raise BrandFileError("svg.link", element=name, attribute=local)
            if attribute in ("href", _XLINK):
                allowed.append(("href", value))
            continue
        if attribute in svg_parts.ATTRIBUTES and attribute not in _LABELS:
            _check_style(name, value)
        elif svg_parts.OUTSIDE.search(value):
            raise BrandFileError("svg.reference", element=name, attribute=local)
        if attribute in svg_parts.ATTRIBUTES:
            allowed.append((attribute, value))
    return allowed


def _check_style(name: str, text: str) -> None:
    """Refuse a style or an attribute that could fetch something: one that calls an unknown function."""
    rules = {rule.lower() for rule in re.findall(r"@[\w-]*", text)}
    calls = {call.lower() for call in svg_parts.CALL.findall(text)}
    if "\\" in text or svg_parts.OUTSIDE.search(text) or rules - {"@media"} or calls - svg_parts.FUNCTIONS:
        raise BrandFileError("svg.style", element=name)


def _check_use(root: ET.Element) -> None:
    """Refuse a picture whose <use> elements draw each other endlessly, or so often that a browser hangs."""
    # Of several elements with one id, browsers draw the first.
    named = {element.get("id"): element for element in reversed(list(root.iter())) if element.get("id")}
    counts: dict[ET.Element, int] = {}

    def drawn(element: ET.Element, under: tuple[ET.Element, ...]) -> int:
        if element in under or len(under) > 2 * _DEEPEST:
            raise BrandFileError("svg.draws_itself")
        if element not in counts:
            inner = list(element)
            if element.tag == "use" and element.get("href", "")[1:] in named:
                inner.append(named[element.get("href", "")[1:]])
            counts[element] = 1 + sum(drawn(child, (*under, element)) for child in inner)
        return counts[element]

    if drawn(root, ()) > _MOST_DRAWN:
        raise BrandFileError("svg.too_many_shapes", most=_MOST_DRAWN)


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
