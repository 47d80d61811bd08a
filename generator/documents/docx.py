"""An action plan as a Word document: the form in which risk assessments in Germany are documented.

Finding, measure, person responsible, date, check of effect and its result stand in one table, which can be
worked on in Word; the head says whose plan it is, and the end what it is not, with lines to sign.
"""

from __future__ import annotations

import datetime as dt
import io

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from generator.documents.content import Content
from generator.documents.look import LONGEST_PROPERTY, Look
from generator.documents.package import settled
from generator.documents.word_parts import add_row, add_table, lay_out, shade, write, write_with_pages
from questionnaire.plan_table import PlanLine

_LABEL = 4.6  # centimetres that a label of the head takes
# Widths of the columns in centimetres; a row of a page has 26.1.
_FINDINGS = (4.0, 4.6, 7.0, 10.5)
_DECISIONS = (4.1, 8.0, 4.2, 2.7, 4.2, 2.9)
_NOT_NOW = (5.0, 8.6, 12.5)
_SIGNATURES = (8.6, 6.5, 3.5, 7.5)
_LOGO_HEIGHT = 1.2  # centimetres
_SIGNING_HEIGHT = 1.1


def docx_file(content: Content, look: Look) -> bytes:
    """Return the document; the same content gives the same bytes."""
    document = docx.Document()
    lay_out(document, look, content.language)
    _name(document, content)
    _head(document, content, look)
    _findings(document, content, look)
    _decided(document, content, look)
    _not_now(document, content, look)
    _limits(document, content)
    _signatures(document, content, look)
    packed = io.BytesIO()
    document.save(packed)
    return settled(packed.getvalue(), content.stamp)


def _name(document: Document, content: Content) -> None:
    about = document.core_properties
    about.title = f"{content.words['title']}: {content.survey}"[:LONGEST_PROPERTY]
    about.author, about.last_modified_by = content.organisation[:LONGEST_PROPERTY], ""
    about.subject, about.language = content.survey[:LONGEST_PROPERTY], content.language
    about.comments = about.keywords = ""
    about.revision = 1
    about.created = about.modified = dt.datetime.combine(content.stamp, dt.time())
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    named = f"{content.organisation} · {content.survey} · ".replace("{", "(").replace("}", ")")
    write_with_pages(footer, f"{named}{content.words['page']}")


def _head(document: Document, content: Content, look: Look) -> None:
    if look.logo:
        document.add_picture(io.BytesIO(look.logo.contents), height=Cm(_LOGO_HEIGHT))
        picture = document.inline_shapes[0]._inline.docPr  # noqa: SLF001 (python-docx has no other way)
        picture.set("descr", content.organisation)
    document.add_paragraph(content.words["title"], style="Title")
    document.add_paragraph(content.words["subtitle"], style="Subtitle")
    for label, value in content.about:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(1)
        line.paragraph_format.left_indent = Cm(_LABEL)
        line.paragraph_format.first_line_indent = Cm(-_LABEL)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(_LABEL))
        line.add_run(label).bold = True
        line.add_run("\t" + value.replace("\n", " "))


def _findings(document: Document, content: Content, look: Look) -> None:
    said = content.words["findings"]
    document.add_heading(said["title"], 1)
    if content.withheld:
        document.add_paragraph(content.texts["withheld_title"]).runs[0].bold = True
        for sentence in content.withheld:
            document.add_paragraph(sentence)
        return
    document.add_paragraph(said["pattern"])
    heading = tuple(said[key] for key in ("constellation", "share", "finding", "question"))
    table = add_table(document, look, heading, _FINDINGS, said["title"])
    fields = {field.name: field for field in content.fields}
    for share in content.pattern:
        row, field = add_row(table, _FINDINGS), fields.get(share.name)
        write(row.cells[0], share.name)
        write(row.cells[1], share.words)
        write(row.cells[2], field.title if field else "", bold=True)
        write(row.cells[3], field.question if field else "")
    if not content.fields:
        document.add_paragraph(said["no_field"])


def _decided(document: Document, content: Content, look: Look) -> None:
    said = content.words["decisions"]
    document.add_heading(said["title"], 1)
    lines = content.of("decided")
    if not lines:
        document.add_paragraph(said["none"])
        return
    finding = content.words["findings"]["finding"]
    heading = (finding, *(said[key] for key in ("measure", "owner", "by", "check", "effect")))
    table = add_table(document, look, heading, _DECISIONS, said["title"])
    for line in lines:
        _decision(table, content, line, look)


def _decision(table: docx.table.Table, content: Content, line: PlanLine, look: Look) -> None:
    said, open_ = content.words["decisions"], content.words["open"]
    finding, measure, owner, by, check, effect = add_row(table, _DECISIONS).cells
    write(finding, line.finding)
    write(measure, line.title or open_, bold=True)
    if line.what:
        write(measure, line.what)
    write(owner, line.owner or open_, bold=bool(line.owner), italic=not line.owner)
    if line.who:
        write(owner, said["who"].format(who=line.who))
    write(by, content.day(line.by) if line.by else open_, italic=not line.by)
    if line.check:
        write(check, said["day"].format(day=content.day(line.check)), bold=True)
    if line.sign:
        write(check, said["sign"].format(sign=line.sign))
    write(effect, line.effect)
    shade(finding, look.colours["tint"])


def _not_now(document: Document, content: Content, look: Look) -> None:
    said = content.words["not_now"]
    document.add_heading(said["title"], 1)
    lines = content.of("not_now")
    if not lines:
        document.add_paragraph(said["none"])
        return
    heading = (content.words["findings"]["finding"], content.words["decisions"]["measure"], said["reason"])
    table = add_table(document, look, heading, _NOT_NOW, said["title"])
    for line in lines:
        row = add_row(table, _NOT_NOW)
        write(row.cells[0], line.finding)
        write(row.cells[1], line.title or content.words["open"], bold=True)
        write(row.cells[2], line.reason or content.words["open"], italic=not line.reason)
        shade(row.cells[0], look.colours["tint"])


def _limits(document: Document, content: Content) -> None:
    said = content.words["limits"]
    document.add_heading(said["title"], 1)
    points = [document.add_paragraph(point, style="List Bullet") for point in said["points"]]
    for point in points[:-1]:  # the list stands on one page, with its title
        point.paragraph_format.keep_with_next = True


def _signatures(document: Document, content: Content, look: Look) -> None:
    said = content.words["signatures"]
    document.add_heading(said["title"], 1)
    heading = tuple(said[key] for key in ("role", "name", "day", "signature"))
    table = add_table(document, look, heading, _SIGNATURES, said["title"])
    for role in said["roles"]:
        row = add_row(table, _SIGNATURES)
        row.height = Cm(_SIGNING_HEIGHT)
        write(row.cells[0], role)
        for cell in row.cells[:-1]:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
