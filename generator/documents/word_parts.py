"""Parts of a Word document that python-docx has no words for: languages, table headers, page numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from generator.documents.look import Look

_LANGUAGES = {"de": "de-DE", "en": "en-GB"}
_THEME_FONTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
MARGIN, PAGE_WIDTH, PAGE_HEIGHT = 1.8, 29.7, 21.0  # centimetres of A4, lying
# The properties of a table in the order of ISO/IEC 29500, as far as they occur here.
_TABLE_PROPERTIES = (
    "tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption",
    "tblDescription",
)  # fmt: skip
# Style -> size in points, colour, points before and after.
_STYLES = {
    "Title": (26, "accent", 0, 2),
    "Subtitle": (11, "quiet", 0, 10),
    "Heading 1": (15, "accent", 16, 5),
    "Normal": (10, "ink", 0, 4),
    "List Bullet": (10, "ink", 0, 3),
}


def lay_out(document: Document, look: Look, language: str) -> None:
    """Make ``document`` one of A4 pages that lie, in ``language``, in the brand's fonts and colours."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(PAGE_WIDTH), Cm(PAGE_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    section.footer_distance = Cm(0.9)
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), _LANGUAGES.get(language, language))
    for name, (size, colour, before, after) in _STYLES.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)  # noqa: S101 (those of the template)
        _set_style(style, look, size, colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        for ornament in (*style.element.iter(qn("w:pBdr")), *style.element.iter(qn("w:spacing"))):
            if ornament.tag == qn("w:pBdr") or ornament.getparent().tag == qn("w:rPr"):
                ornament.getparent().remove(ornament)


def _set_style(style: ParagraphStyle, look: Look, size: int, colour: str) -> None:
    heading = style.name in ("Title", "Heading 1")
    style.font.name = look.headings if heading else look.text
    style.font.size, style.font.bold, style.font.italic = Pt(size), heading, False
    style.font.color.rgb = RGBColor.from_string(look.colours[colour])
    fonts = style.element.get_or_add_rPr().rFonts
    for theme in _THEME_FONTS:  # the template's own fonts, which would rule
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), style.font.name)


def add_table(
    document: Document, look: Look, heading: Sequence[str], widths: Sequence[float], described: str
) -> Table:
    """Add a table with a row of headings that each page repeats; ``described`` is for people who hear it.

    ``widths`` are those of the columns, in centimetres.
    """
    table: Table = document.add_table(rows=1, cols=len(heading), style="Table Grid")
    table.autofit = False
    _border(table, look.colours["border"])
    for name in ("tblCaption", "tblDescription"):
        _append(table._tbl.tblPr, f"w:{name}", val=described)  # noqa: SLF001 (python-docx has no other way)
    margins = _append(table._tbl.tblPr, "w:tblCellMar")  # noqa: SLF001
    for side, points in (("top", "50"), ("left", "100"), ("bottom", "50"), ("right", "100")):
        _append(margins, f"w:{side}", w=points, type="dxa")
    _put_in_order(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    row = table.rows[0]
    _append(row._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001
    for cell, text in zip(row.cells, heading, strict=True):
        write(cell, text, bold=True, colour=look.colours["on_accent"])
        shade(cell, look.colours["accent"])
    fit_widths(row, widths)
    return table


def add_row(table: Table, widths: Sequence[float]) -> _Row:
    """Add a row that no page break splits."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    _append(row._tr.get_or_add_trPr(), "w:cantSplit")  # noqa: SLF001
    fit_widths(row, widths)
    return row


def fit_widths(row: _Row, widths: Sequence[float]) -> None:
    """Set the widths of the cells, which LibreOffice reads, and not those of the columns."""
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Cm(width)


def write(
    cell: _Cell, text: str, *, bold: bool = False, italic: bool = False, colour: str | None = None
) -> None:
    """Write ``text`` below what the cell holds already; each of its lines is a paragraph."""
    for line in text.split("\n"):
        empty = len(cell.paragraphs) == 1 and not cell.paragraphs[0].text
        paragraph = cell.paragraphs[0] if empty else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(line)
        run.bold, run.italic = bold or None, italic or None
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)


def shade(cell: _Cell, colour: str) -> None:
    """Fill the cell with ``colour``."""
    _append(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=colour)  # noqa: SLF001


def _put_in_order(table: Table) -> None:
    """Put the properties into the order of the format's schema; Word calls another order damaged."""
    properties = table._tbl.tblPr  # noqa: SLF001
    order = [qn(f"w:{name}") for name in _TABLE_PROPERTIES]
    properties[:] = sorted(properties, key=lambda each: order.index(each.tag))


def _border(table: Table, colour: str) -> None:
    borders = _append(table._tbl.tblPr, "w:tblBorders")  # noqa: SLF001
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _append(borders, f"w:{side}", val="single", sz="4", space="0", color=colour)


def write_with_pages(paragraph: Paragraph, text: str) -> None:
    """Write ``text``, in which ``{page}`` and ``{pages}`` become fields that the program fills in."""
    for part in re.split(r"(\{page\}|\{pages\})", text):
        field = {"{page}": "PAGE", "{pages}": "NUMPAGES"}.get(part)
        if field:
            simple = OxmlElement("w:fldSimple")
            simple.set(qn("w:instr"), field)
            run = OxmlElement("w:r")
            shown = OxmlElement("w:t")
            shown.text = "1"
            run.append(shown)
            simple.append(run)
            paragraph._p.append(simple)  # noqa: SLF001
        else:
            paragraph.add_run(part)


def _append(parent: Any, tag: str, **attributes: str) -> Any:  # noqa: ANN401
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element
