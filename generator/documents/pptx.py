"""An action plan as slides for the workshop, in the brand: from the pattern to what has been decided.

At most fifteen slides, whatever the plan holds; a plan of more decisions than fit says how many are left. The
notes say what to do with each slide.
"""

from __future__ import annotations

import datetime as dt
import io

import pptx
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches, Pt

from generator.documents.content import Content, Field
from generator.documents.look import Look
from generator.documents.package import settled
from generator.documents.slide_parts import (
    HEIGHT,
    INNER,
    LEFT,
    WIDTH,
    add_slide,
    block,
    colour,
    describe,
    figures,
    parts,
    set_brand,
    set_language,
    shortened,
    text_box,
    write,
)
from questionnaire.plan_table import PlanLine

MOST_SLIDES = 15
_BODY = 1.75  # inches from the upper edge
_ON_A_SLIDE = {"decided": 6, "not_now": 5}
_PARTS = {"decided": 6, "not_now": 2}  # the most slides of either


def pptx_file(content: Content, look: Look) -> bytes:
    """Return the presentation; the same content gives the same bytes."""
    presentation = pptx.Presentation()
    set_brand(presentation, look)
    _cover(presentation, content, look)
    if content.withheld:
        _withheld(presentation, content, look)
        _four(presentation, content, look)
    else:
        _pattern(presentation, content, look)
        for field in content.fields:
            _field(presentation, content, look, field)
    _decided(presentation, content, look)
    _not_now(presentation, content, look)
    _next(presentation, content, look)
    set_language(presentation.slides, content.language)
    _name(presentation, content)
    packed = io.BytesIO()
    presentation.save(packed)
    return settled(packed.getvalue(), content.stamp)


def _name(presentation: Presentation, content: Content) -> None:
    about = presentation.core_properties
    about.title = f"{content.words['slides']['cover']}: {content.survey}"
    about.author, about.last_modified_by = content.organisation, ""
    about.subject, about.language = content.survey, content.language
    about.revision = 1
    about.created = about.modified = dt.datetime.combine(content.stamp, dt.time())


def _cover(presentation: Presentation, content: Content, look: Look) -> None:
    said = content.words["slides"]
    slide = add_slide(presentation, said["cover"], look, notes=content.words["notes"]["cover"])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = colour(look, "accent")
    title = slide.shapes.title
    title.top, title.height = Inches(2.3), Inches(1.6)
    run = title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.color.rgb = Pt(48), colour(look, "on_accent")
    frame = text_box(slide, (LEFT, 3.75, INNER, 2.4))
    write(frame, content.survey, look, size=24, role="on_accent", after=10)
    period = dict(content.about).get(content.words["about"]["period"], "")
    lead = said["lead"].format(title=content.words["title"], day=content.day(content.stamp))
    for line in filter(None, (period, lead)):
        write(frame, line, look, size=16, role="on_accent", after=4)
    frame = text_box(slide, (LEFT, HEIGHT - 1.0, INNER, 0.5))
    write(frame, content.organisation, look, size=18, role="on_accent", bold=True, heading=True)
    if look.logo:
        _logo(slide, content, look)


def _logo(slide: Slide, content: Content, look: Look) -> None:
    """Put the logo on a piece of the brand's paper: it may be made for no other ground."""
    assert look.logo is not None  # noqa: S101 (the caller looks)
    height = min(0.8, 3.2 / look.logo.ratio)
    width = height * look.logo.ratio
    block(slide, (LEFT, 0.75, width + 0.4, height + 0.4), look, "paper")
    picture = slide.shapes.add_picture(
        io.BytesIO(look.logo.contents), Inches(LEFT + 0.2), Inches(0.95), height=Inches(height)
    )
    describe(picture, content.organisation)


def _pattern(presentation: Presentation, content: Content, look: Look) -> None:
    said = content.words["slides"]
    names = [field.name for field in content.fields]
    if not names:
        title = said["pattern_none"]
    elif len(names) == 1:
        title = said["pattern_one"].format(name=names[0])
    else:
        joined = f"{', '.join(names[:-1])} {content.words['and']} {names[-1]}"
        title = said["pattern_several"].format(names=joined)
    slide = add_slide(presentation, title, look, notes=content.words["notes"]["pattern"])
    step = min(0.85, 4.9 / len(content.pattern))
    height = min(0.53, step * 0.7)
    for place, share in enumerate(content.pattern):
        top = _BODY + place * step
        label = text_box(slide, (LEFT, top - 0.02, 3.3, step))
        write(label, share.name, look, size=15, bold=True)
        write(label, share.words, look, size=13, role="quiet")
        described = said["picture"].format(name=share.name, words=share.words)
        figures(slide, share, look, (LEFT + 3.5, top), height, described)
    foot = text_box(slide, (LEFT, HEIGHT - 0.75, INNER, 0.4))
    write(foot, content.words["findings"]["pattern"], look, size=12, role="quiet")


def _withheld(presentation: Presentation, content: Content, look: Look) -> None:
    title = content.words["slides"]["pattern_withheld"]
    slide = add_slide(presentation, title, look, notes=content.words["notes"]["withheld"])
    frame = text_box(slide, (LEFT, _BODY, 10.5, 4.6))
    for sentence in content.withheld:
        write(frame, sentence, look, size=22, after=18)


def _four(presentation: Presentation, content: Content, look: Look) -> None:
    title = content.words["slides"]["four"]
    slide = add_slide(presentation, title, look, notes=content.words["notes"]["withheld"])
    for place, field in enumerate(content.fields):
        frame = text_box(slide, (LEFT, _BODY + place * 1.3, INNER, 1.2))
        write(frame, field.name, look, size=16, role="accent", bold=True, heading=True, after=2)
        write(frame, field.question, look, size=22)


def _field(presentation: Presentation, content: Content, look: Look, field: Field) -> None:
    """Make the slide of one tension field: the picture and the question left, the measures right."""
    said = content.words["slides"]
    slide = add_slide(presentation, field.title, look, notes=content.words["notes"]["field"])
    write(text_box(slide, (LEFT, 0.36, INNER, 0.35)), field.name, look, size=16, role="quiet")
    for place, share in enumerate(field.shares):
        top = 1.95 + place * 0.95
        write(
            text_box(slide, (LEFT, top, 6.2, 0.3)),
            f"{share.name}: {share.words}",
            look,
            size=13,
            role="quiet",
        )
        if share.figures:
            described = said["picture"].format(name=share.name, words=share.words)
            figures(slide, share, look, (LEFT, top + 0.3), 0.42, described)
    block(slide, (LEFT, 4.95, 6.2, 1.95), look, "tint")
    frame = text_box(slide, (LEFT + 0.25, 5.1, 5.7, 1.7))
    write(frame, said["question"], look, size=13, role="accent", bold=True, after=4)
    write(frame, field.question, look, size=22, bold=True, heading=True)
    _measures(slide, content, look, field)


def _measures(slide: Slide, content: Content, look: Look, field: Field) -> None:
    said = content.words["slides"]
    frame = text_box(slide, (7.55, 1.95, WIDTH - LEFT - 7.55, 4.95))
    decided, not_now = (
        [line for line in content.of(status) if line.constellation == field.constellation]
        for status in ("decided", "not_now")
    )
    if decided:
        _list(frame, look, said["decided"], [_short(line, content) for line in decided], said["more"])
    else:
        put_off = {line.title for line in not_now}
        choices = tuple(title for title in field.measures if title not in put_off)
        _list(frame, look, said["to_choose"], choices, said["more"])
    if not_now:
        titles = [shortened(line.title, 90) for line in not_now]
        _list(frame, look, said["not_now_here"], titles, said["more"], most=2)


def _list(
    frame: object, look: Look, label: str, texts: list[str] | tuple[str, ...], more: str, most: int = 4
) -> None:
    if not texts:
        return
    write(frame, label, look, size=13, role="accent", bold=True, after=4)
    for text in texts[:most]:
        write(frame, text, look, size=17, after=7)
    if len(texts) > most:
        write(frame, more.format(number=len(texts) - most), look, size=13, role="quiet", after=7)


def _short(line: PlanLine, content: Content) -> str:
    owner = shortened(line.owner, 40) or content.words["open"]
    by = content.day(line.by) if line.by else content.words["open"]
    return f"{shortened(line.title, 90)}\n{owner}, {by}"


def _decided(presentation: Presentation, content: Content, look: Look) -> None:
    said, notes = content.words["slides"], content.words["notes"]["decisions"]
    lines = content.of("decided")
    if not lines:
        slide = add_slide(presentation, said["decisions_none"], look, notes=notes)
        write(text_box(slide, (LEFT, _BODY, 10.5, 3)), said["decisions_none_text"], look, size=22)
        return
    columns = content.words["decisions"]
    heading = tuple(columns[key] for key in ("measure", "owner", "by"))
    rows = [
        (
            shortened(line.title, 110) or content.words["open"],
            shortened(line.owner, 60) or content.words["open"],
            content.day(line.by) if line.by else content.words["open"],
        )
        for line in lines
    ]
    titles = (said["decisions"], said["decisions_more"])
    _tables(presentation, content, look, "decided", titles, (heading, rows), (6.5, 3.4, 1.93), notes)


def _not_now(presentation: Presentation, content: Content, look: Look) -> None:
    lines = content.of("not_now")
    if not lines:
        return
    said = content.words["slides"]
    heading = (content.words["decisions"]["measure"], content.words["not_now"]["reason"])
    rows = [
        (
            shortened(line.title, 110) or content.words["open"],
            shortened(line.reason, 160) or content.words["open"],
        )
        for line in lines
    ]
    titles = (said["not_now"], said["not_now"])
    _tables(
        presentation, content, look, "not_now", titles, (heading, rows), (5.0, 6.83),
        content.words["notes"]["not_now"],
    )  # fmt: skip


def _tables(
    presentation: Presentation,
    content: Content,
    look: Look,
    status: str,
    titles: tuple[str, str],
    table: tuple[tuple[str, ...], list[tuple[str, ...]]],
    widths: tuple[float, ...],
    notes: str,
) -> None:
    """Make as many slides of one table as are allowed; the last says how many rows are left."""
    heading, rows = table
    on_slides = parts(rows, _ON_A_SLIDE[status])[: _PARTS[status]]
    left = len(rows) - sum(map(len, on_slides))
    for place, some in enumerate(on_slides):
        slide = add_slide(presentation, titles[place > 0], look, notes=notes)
        _table(slide, (heading, *some), widths, look)
        if left and place == len(on_slides) - 1:
            more = content.words["slides"]["more"].format(number=left)
            write(text_box(slide, (LEFT, HEIGHT - 0.65, INNER, 0.4)), more, look, size=14, role="quiet")


def _table(slide: Slide, rows: tuple[tuple[str, ...], ...], widths: tuple[float, ...], look: Look) -> None:
    place = (Inches(LEFT), Inches(_BODY), Inches(INNER), Inches(0.5 * len(rows)))
    table = slide.shapes.add_table(len(rows), len(widths), *place).table
    table.first_row, table.horz_banding = True, False
    size = 20 if len(rows) <= 5 else 16
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = table.cell(number, column)
            cell.fill.solid()
            cell.fill.fore_color.rgb = colour(look, "tint" if number else "accent")
            cell.margin_top = cell.margin_bottom = Inches(0.07)
            role = "ink" if number else "on_accent"
            write(
                cell.text_frame,
                text,
                look,
                size=15 if number else 13,
                role=role,
                bold=not number or not column,
            )


def _next(presentation: Presentation, content: Content, look: Look) -> None:
    said = content.words["slides"]
    slide = add_slide(presentation, said["next"], look, notes=content.words["notes"]["next"])
    checks = sorted(line.check for line in content.of("decided") if line.check)
    points = [
        said["next_told"],
        said["next_contact"].format(contact=shortened(content.contact, 120)) if content.contact else "",
        said["next_checks"].format(day=content.day(checks[0])) if checks else said["next_check_missing"],
        said["next_assessment"],
    ]
    for place, point in enumerate(filter(None, points)):
        top = _BODY + 0.1 + place * 1.2
        block(slide, (LEFT, top + 0.05, 0.09, 0.8), look, "second")
        write(text_box(slide, (LEFT + 0.35, top, 10.8, 1.1)), point, look, size=22)
