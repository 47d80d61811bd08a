"""Shares as people on a slide: twenty figures in a row, drawn as the report draws them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Inches

from generator.documents.content import ShownShare
from generator.documents.look import Look
from generator.documents.slide_parts import DRAWING, describe, paint

# One person of the report (site_templates/styles/report.css), 24 wide and 40 high, in DrawingML.
_WIDTH, _HEIGHT, _STEP = 24, 40, 31
_HEAD_RADIUS = 6
_HEAD = ((18, 7),)
_BODY = (
    ("moveTo", ((12, 15),)),
    ("cubicBezTo", ((18, 15), (21, 18), (21, 24))),
    ("lnTo", ((21, 31),)),
    ("lnTo", ((17, 31),)),
    ("lnTo", ((17, 40),)),
    ("lnTo", ((7, 40),)),
    ("lnTo", ((7, 31),)),
    ("lnTo", ((3, 31),)),
    ("lnTo", ((3, 24),)),
    ("cubicBezTo", ((3, 18), (6, 15), (12, 15))),
    ("close", ()),
)
# State of a figure -> role of its colour, and how much lighter it is.
_STATES = {"filled": ("accent", 0.0), "perhaps": ("accent", 0.55), "open": ("line", 0.0)}


def draw_people(slide: Slide, share: ShownShare, look: Look, place: tuple[float, float, float]) -> None:
    """Draw the figures of ``share`` in a row; whoever cannot see them hears its name and its words.

    ``place`` is left, top and the height of a figure, in inches. All figures of one state are one drawing,
    whose colour can be changed at once.
    """
    group = slide.shapes.add_group_shape()
    describe(group, f"{share.name}: {share.words}")
    left, top, height = place
    unit = height / _HEIGHT
    for state, (role, lighter) in _STATES.items():
        places = [number for number, each in enumerate(share.figures) if each == state]
        if not places:
            continue
        width = (places[-1] - places[0]) * _STEP + _WIDTH
        box = (left + places[0] * _STEP * unit, top, width * unit, height)
        shape = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(each) for each in box))
        paint(shape, look, role)
        if lighter:
            shape.fill.fore_color.brightness = lighter
        _become_people(shape, [number - places[0] for number in places], width)


def _become_people(shape: Any, places: Sequence[int], width: int) -> None:  # noqa: ANN401
    """Give ``shape`` the outline of people at ``places`` of the row."""
    paths = "".join(_person(number * _STEP) for number in places)
    xml = (
        f'<a:custGeom xmlns:a="{DRAWING}"><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>'
        '<a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{width}" h="{_HEIGHT}">{paths}</a:path></a:pathLst></a:custGeom>'
    )
    rectangle = shape._element.spPr.find(qn("a:prstGeom"))  # noqa: SLF001 (python-pptx has no other way)
    rectangle.getparent().replace(rectangle, etree.fromstring(xml))


def _person(offset: int) -> str:
    radius = f'wR="{_HEAD_RADIUS}" hR="{_HEAD_RADIUS}"'
    head = f'{_command("moveTo", _HEAD, offset)}<a:arcTo {radius} stAng="0" swAng="21600000"/><a:close/>'
    return head + "".join(_command(name, points, offset) for name, points in _BODY)


def _command(name: str, points: Sequence[tuple[int, int]], offset: int) -> str:
    inner = "".join(f'<a:pt x="{x + offset}" y="{y}"/>' for x, y in points)
    return f"<a:{name}>{inner}</a:{name}>"
