"""Parts of slides that python-pptx has no words for: the brand as a theme, people as one drawing, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches, Pt

from generator.documents.content import ShownShare
from generator.documents.look import Look

WIDTH, HEIGHT = 13.333, 7.5  # inches: the format of today's screens
LEFT, TOP, INNER = 0.75, 0.72, WIDTH - 2 * 0.75
TITLE_ONLY = 5  # the layout of python-pptx's template that has a title and nothing else
_LANGUAGES = {"de": "de-DE", "en": "en-GB"}

# The colours of a theme -> roles of the brand, so that whatever somebody adds is in the brand, too.
_THEME = {
    "dk1": "ink", "lt1": "paper", "dk2": "ink", "lt2": "tint", "accent1": "accent", "accent2": "second",
    "accent3": "quiet", "accent4": "border", "accent5": "accent", "accent6": "second",
    "hlink": "accent", "folHlink": "quiet",
}  # fmt: skip
_PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"

# One person of the report (site_templates/styles/report.css), 24 wide and 40 high, in DrawingML.
_PERSON_WIDTH, _PERSON_HEIGHT, _STEP = 24, 40, 31
_PERSON = (
    ("moveTo", ((18, 7),)),
    ("arcTo", 6),
    ("close", ()),
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


def set_brand(presentation: Presentation, look: Look) -> None:
    """Give ``presentation`` the size of a screen, and a theme of the brand's colours and fonts."""
    presentation.slide_width, presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
    theme = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    tree = etree.fromstring(theme.blob)
    for name, role in _THEME.items():
        (slot,) = tree.iter(f"{{{_NAMESPACE}}}{name}")
        slot.clear()
        etree.SubElement(slot, f"{{{_NAMESPACE}}}srgbClr", val=look.colours[role])
    for use, family in (("majorFont", look.headings), ("minorFont", look.text)):
        (fonts,) = tree.iter(f"{{{_NAMESPACE}}}{use}")
        fonts.find(f"{{{_NAMESPACE}}}latin").set("typeface", family)
    theme._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001
    background = presentation.slide_master.background.fill
    background.solid()
    background.fore_color.rgb = colour(look, "paper")
    _scale_layouts(presentation)
    _draw_beam(presentation, look)


def _scale_layouts(presentation: Presentation) -> None:
    """Move what stands on the template's layouts, made for a squarer screen, to the same place on this one."""
    factor = Inches(WIDTH) / Inches(10)
    for page in (presentation.slide_master, *presentation.slide_layouts):
        for shape in page.placeholders:
            if shape._element.spPr.xfrm is not None:  # noqa: SLF001 (else it takes the master's place)
                shape.left, shape.width = round(shape.left * factor), round(shape.width * factor)


def add_slide(presentation: Presentation, title: str, look: Look, *, notes: str) -> Slide:
    """Add a slide with ``title`` at its top, and what to say in its notes."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[TITLE_ONLY])
    place = slide.shapes.title
    assert place is not None  # noqa: S101 (the layout has one)
    place.left, place.top, place.width, place.height = (Inches(each) for each in (LEFT, TOP, INNER, 1.05))
    frame = place.text_frame
    _fit(frame, MSO_ANCHOR.TOP)
    write(frame, title, look, size=30 if len(title) < 60 else 26, role="accent", bold=True, heading=True)
    slide.notes_slide.notes_text_frame.text = notes  # type: ignore[union-attr]
    return slide


def _draw_beam(presentation: Presentation, look: Look) -> None:
    """Draw the brand's colour along the upper edge of every slide, on the layout, where nobody hears of it."""
    beam = (
        f'<p:sp xmlns:p="{_PRESENTATION}" xmlns:a="{_NAMESPACE}"><p:nvSpPr><p:cNvPr id="90" name="Beam" descr=""/>'
        '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{Inches(WIDTH)}" cy="{Inches(0.16)}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{look.colours["accent"]}"/></a:solidFill></p:spPr></p:sp>'
    )
    tree = presentation.slide_layouts[TITLE_ONLY].shapes._spTree  # noqa: SLF001 (python-pptx has no other way)
    tree.append(etree.fromstring(beam))


def text_box(slide: Slide, place: tuple[float, float, float, float]) -> Any:  # noqa: ANN401
    """Add a box for text at ``place`` (left, top, width, height in inches) and return its text frame."""
    frame = slide.shapes.add_textbox(*(Inches(each) for each in place)).text_frame
    _fit(frame, MSO_ANCHOR.TOP)
    return frame


def _fit(frame: Any, anchor: MSO_ANCHOR) -> None:  # noqa: ANN401
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def write(
    frame: Any,  # noqa: ANN401
    text: str,
    look: Look,
    *,
    size: float,
    role: str = "ink",
    bold: bool = False,
    heading: bool = False,
    after: float = 0,
) -> None:
    """Write ``text`` as the next paragraph of ``frame``; ``size`` and ``after`` are points."""
    empty = len(frame.paragraphs) == 1 and not frame.paragraphs[0].runs
    paragraph = frame.paragraphs[0] if empty else frame.add_paragraph()
    paragraph.space_after, paragraph.alignment = Pt(after), PP_ALIGN.LEFT
    for number, line in enumerate(text.split("\n")):
        if number:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = colour(look, role)
        run.font.name = "+mj-lt" if heading else "+mn-lt"  # those of the theme


def colour(look: Look, role: str) -> RGBColor:
    """Return the brand's colour for ``role``."""
    return RGBColor.from_string(look.colours[role])


def paint(shape: Any, look: Look, role: str) -> None:  # noqa: ANN401
    """Fill ``shape`` with a colour of the brand, without an edge or a shadow."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(look, role)
    shape.line.fill.background()
    style = shape._element.find(qn("p:style"))  # noqa: SLF001 (it brings a shadow)
    shape._element.remove(style)  # noqa: SLF001


def block(slide: Slide, place: tuple[float, float, float, float], look: Look, role: str) -> None:
    """Draw a ground in a colour of the brand at ``place`` (left, top, width, height in inches)."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(each) for each in place))
    paint(shape, look, role)
    describe(shape, "")


def describe(shape: Any, text: str) -> None:  # noqa: ANN401
    """Give ``shape`` the words that people hear in its place; none if it only decorates."""
    shape._element._nvXxPr.cNvPr.set("descr", text)  # noqa: SLF001 (python-pptx has no other way)


def figures(
    slide: Slide, share: ShownShare, look: Look, place: tuple[float, float], height: float, described: str
) -> None:
    """Draw the twenty figures of ``share`` in a row; ``described`` says the same in words.

    ``place`` is left and top in inches, ``height`` that of a figure. All figures of one state are one drawing,
    whose colour can be changed at once.
    """
    left, top = place
    unit = height / _PERSON_HEIGHT
    group = slide.shapes.add_group_shape()
    describe(group, described)
    for state, role, lighter in (
        ("filled", "accent", False),
        ("perhaps", "accent", True),
        ("open", "line", False),
    ):
        places = [place for place, each in enumerate(share.figures) if each == state]
        if places:
            first, last = places[0], places[-1]
            width = (last - first) * _STEP + _PERSON_WIDTH
            shape = group.shapes.add_shape(
                MSO_SHAPE.RECTANGLE,
                Inches(left + first * _STEP * unit), Inches(top), Inches(width * unit), Inches(height),
            )  # fmt: skip
            paint(shape, look, role)
            if lighter:
                shape.fill.fore_color.brightness = 0.55
            _become_people(shape, [place - first for place in places], width)


def _become_people(shape: Any, places: Sequence[int], width: int) -> None:  # noqa: ANN401
    geometry = shape._element.spPr.find(qn("a:prstGeom"))  # noqa: SLF001
    paths = "".join(_path(place * _STEP) for place in places)
    xml = (
        f'<a:custGeom xmlns:a="{_NAMESPACE}"><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>'
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{width}" h="{_PERSON_HEIGHT}">{paths}</a:path>'
        "</a:pathLst></a:custGeom>"
    )
    geometry.getparent().replace(geometry, etree.fromstring(xml))


def _path(offset: int) -> str:
    return "".join(_command(name, points, offset) for name, points in _PERSON)


def _command(name: str, points: Any, offset: int) -> str:  # noqa: ANN401 (a radius, or points)
    if name == "arcTo":
        return f'<a:arcTo wR="{points}" hR="{points}" stAng="0" swAng="21600000"/>'
    inner = "".join(f'<a:pt x="{x + offset}" y="{y}"/>' for x, y in points)
    return f"<a:{name}>{inner}</a:{name}>"


def set_language(slides: Iterable[Slide], language: str) -> None:
    """Say in every run which language it is in, for screen readers and for the spelling check."""
    code = _LANGUAGES.get(language, language)
    for slide in slides:
        for part in (slide, slide.notes_slide):
            for properties in part._element.iter(qn("a:rPr"), qn("a:endParaRPr")):  # noqa: SLF001
                properties.set("lang", code)


def parts(texts: Sequence[Any], most: int) -> list[Sequence[Any]]:
    """Return ``texts`` in order, in parts of at most ``most``."""
    return [texts[start : start + most] for start in range(0, len(texts), most)]


def shortened(text: str, most: int) -> str:
    """Return ``text``, or as many of its words as fit into ``most`` characters, and an ellipsis."""
    line = re.sub(r"\s+", " ", text).strip()
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(",;:.") + " …"
