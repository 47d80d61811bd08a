"""Parts of slides that python-pptx has no words for: the brand as a theme, texts, grounds, languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches, Pt

from generator.documents.look import Look

T = TypeVar("T")
Place = tuple[float, float, float, float]  # left, top, width, height in inches

WIDTH, HEIGHT = 13.333, 7.5  # inches: the format of today's screens
LEFT, INNER = 0.75, WIDTH - 2 * 0.75
TITLE: Place = (LEFT, 0.72, INNER, 0.95)
TITLE_ONLY = 5  # the layout of python-pptx's template that has a title and nothing else
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
_LANGUAGES = {"de": "de-DE", "en": "en-GB"}

# The colours of a theme -> roles of the brand, so that whatever somebody adds is in the brand, too.
_THEME = {
    "dk1": "ink", "lt1": "paper", "dk2": "ink", "lt2": "tint", "accent1": "accent", "accent2": "second",
    "accent3": "quiet", "accent4": "border", "accent5": "accent", "accent6": "second",
    "hlink": "accent", "folHlink": "quiet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks: size and space after it in points, the role of its colour, its font."""

    size: float
    role: str = "ink"
    bold: bool = False
    heading: bool = False
    after: float = 0


_TITLE_STYLE, _LONG_TITLE_STYLE = (Style(size, "accent", bold=True, heading=True) for size in (30, 26))
_LONG = 45  # signs that fit into a line of the larger one, in a wide font, too


def set_brand(presentation: Presentation, look: Look) -> None:
    """Give ``presentation`` the size of a screen, and a theme of the brand's colours and fonts."""
    presentation.slide_width, presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
    theme = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    tree = etree.fromstring(theme.blob)
    for name, role in _THEME.items():
        (slot,) = tree.iter(f"{{{DRAWING}}}{name}")
        slot.clear()
        etree.SubElement(slot, f"{{{DRAWING}}}srgbClr", val=look.colours[role])
    for use, family in (("majorFont", look.headings), ("minorFont", look.text)):
        (fonts,) = tree.iter(f"{{{DRAWING}}}{use}")
        fonts.find(f"{{{DRAWING}}}latin").set("typeface", family)
    theme._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001
    fill_ground(presentation.slide_master, look, "paper")
    _widen_layouts(presentation)
    _draw_beam(presentation, look)


def fill_ground(page: Any, look: Look, role: str) -> None:  # noqa: ANN401 (a slide or the master of all)
    """Fill the ground of ``page`` with a colour of the brand."""
    page.background.fill.solid()
    page.background.fill.fore_color.rgb = colour(look, role)


def _widen_layouts(presentation: Presentation) -> None:
    """Move what stands on the template's layouts, which are for a squarer screen, to the same place here."""
    factor = Inches(WIDTH) / Inches(10)
    for page in (presentation.slide_master, *presentation.slide_layouts):
        for shape in page.placeholders:
            if shape._element.spPr.xfrm is not None:  # noqa: SLF001 (else it takes the master's place)
                shape.left, shape.width = round(shape.left * factor), round(shape.width * factor)


def _draw_beam(presentation: Presentation, look: Look) -> None:
    """Draw the brand's colour along the upper edge of each slide: on the layout, where nobody hears it."""
    beam = (
        f'<p:sp xmlns:p="{_PRESENTATION}" xmlns:a="{DRAWING}">'
        '<p:nvSpPr><p:cNvPr id="90" name="Beam" descr=""/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        '<p:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{Inches(WIDTH)}" cy="{Inches(0.16)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{look.colours["accent"]}"/></a:solidFill></p:spPr></p:sp>'
    )
    tree = presentation.slide_layouts[TITLE_ONLY].shapes._spTree  # noqa: SLF001 (python-pptx has no other way)
    tree.append(etree.fromstring(beam))


def add_slide(presentation: Presentation, title: str, look: Look, notes: str) -> Slide:
    """Add a slide with ``title`` at its top, and what to do with it in its notes."""
    slide: Slide = presentation.slides.add_slide(presentation.slide_layouts[TITLE_ONLY])
    frame = title_frame(slide, TITLE)
    if title:
        write(frame, title, look, _TITLE_STYLE if len(title) <= _LONG else _LONG_TITLE_STYLE)
    said = slide.notes_slide.notes_text_frame
    assert said is not None  # noqa: S101 (python-pptx's notes have one)
    said.text = notes
    return slide


def title_frame(slide: Slide, place: Place) -> Any:  # noqa: ANN401
    """Move the slide's title to ``place`` and return its text frame."""
    title = slide.shapes.title
    assert title is not None  # noqa: S101 (the layout has one)
    title.left, title.top, title.width, title.height = (Inches(each) for each in place)
    _fit(title.text_frame)
    return title.text_frame


def text_box(slide: Slide, place: Place) -> Any:  # noqa: ANN401
    """Add a box for text at ``place`` and return its text frame."""
    frame = slide.shapes.add_textbox(*(Inches(each) for each in place)).text_frame
    _fit(frame)
    return frame


def _fit(frame: Any) -> None:  # noqa: ANN401
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def write(frame: Any, text: str, look: Look, style: Style) -> None:  # noqa: ANN401
    """Write ``text`` as the next paragraph of ``frame``."""
    empty = len(frame.paragraphs) == 1 and not frame.paragraphs[0].runs
    paragraph = frame.paragraphs[0] if empty else frame.add_paragraph()
    paragraph.space_after, paragraph.alignment = Pt(style.after), PP_ALIGN.LEFT
    for number, line in enumerate(text.split("\n")):
        if number:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold = Pt(style.size), style.bold
        run.font.color.rgb = colour(look, style.role)
        run.font.name = "+mj-lt" if style.heading else "+mn-lt"  # those of the theme


def colour(look: Look, role: str) -> RGBColor:
    """Return the brand's colour for ``role``."""
    return RGBColor(*bytes.fromhex(look.colours[role]))  # type: ignore[no-untyped-call]


def block(slide: Slide, place: Place, look: Look, role: str) -> None:
    """Draw a ground in a colour of the brand, which nobody hears of."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(each) for each in place))
    paint(shape, look, role)
    describe(shape, "")


def paint(shape: Any, look: Look, role: str) -> None:  # noqa: ANN401
    """Fill ``shape`` with a colour of the brand, without an edge or a shadow."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(look, role)
    shape.line.fill.background()
    style = shape._element.find(qn("p:style"))  # noqa: SLF001 (it brings a shadow)
    shape._element.remove(style)  # noqa: SLF001


def describe(shape: Any, text: str) -> None:  # noqa: ANN401
    """Give ``shape`` the words that people hear in its place; none if it only decorates."""
    shape._element._nvXxPr.cNvPr.set("descr", text)  # noqa: SLF001 (python-pptx has no other way)


def set_language(slides: Iterable[Slide], language: str) -> None:
    """Say in every run which language it is in, for screen readers and for the spelling check."""
    code = _LANGUAGES.get(language, language)
    for slide in slides:
        for part in (slide, slide.notes_slide):
            for properties in part._element.iter(qn("a:rPr"), qn("a:endParaRPr")):  # noqa: SLF001
                properties.set("lang", code)


def parts(rows: Sequence[T], most: int) -> list[Sequence[T]]:
    """Return ``rows`` in order, in parts of at most ``most``."""
    return [rows[start : start + most] for start in range(0, len(rows), most)]


def shortened(text: str, most: int) -> str:
    """Return ``text`` in one line, or as many of its words as fit into ``most`` signs, and an ellipsis."""
    line = re.sub(r"\s+", " ", text).strip()
    if len(line) <= most:
        return line
    return f"{line[: most - 2].rsplit(' ', 1)[0].rstrip(',;:.')} …"
