"""An action plan as slides for the workshop, in the brand: from the pattern to what has been decided.

At most fifteen slides, whatever the plan holds; a plan of more decisions than fit says how many are left. The
notes say what to do with each slide.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pptx
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches

from generator.documents.content import Content, Field
from generator.documents.look import LONGEST_PROPERTY, Look
from generator.documents.package import settled
from generator.documents.people import draw_people
from generator.documents.slide_parts import (
    HEIGHT,
    INNER,
    LEFT,
    WIDTH,
    Style,
    add_slide,
    block,
    colour,
    describe,
    fill_ground,
    parts,
    set_brand,
    set_language,
    shortened,
    text_box,
    title_frame,
    write,
)
from questionnaire.plan_table import PlanLine

MOST_SLIDES = 15
_BODY = 1.8  # inches from the upper edge
_MOST_ROWS = {"decided": 6, "not_now": 5}
_MOST_PARTS = {"decided": 6, "not_now": 2}  # slides of either
_FEW_SHARES, _FEW_ROWS = 6, 4  # so many are written larger
_MOST_LISTED = 3
_LABEL = Style(16, "accent", bold=True, after=5)
_TEXT, _QUIET = Style(22, after=18), Style(15, "quiet", after=4)
_KICKER = Style(16, "quiet")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table over several slides: title of the first and of the others, heading, rows, widths in inches."""

    titles: tuple[str, str]
    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]


def pptx_file(content: Content, look: Look) -> bytes:
    """Return the presentation; the same content gives the same bytes."""
    deck = _Deck(pptx.Presentation(), content, look)
    set_brand(deck.presentation, look)
    deck.cover()
    if content.withheld:
        deck.withheld()
        deck.questions()
    else:
        deck.pattern()
        for field in content.fields:
            deck.field(field)
    deck.decided()
    deck.not_now()
    deck.next()
    set_language(deck.presentation.slides, content.language)
    deck.name()
    packed = io.BytesIO()
    deck.presentation.save(packed)
    return settled(packed.getvalue(), content.stamp)


@dataclass(frozen=True, slots=True)
class _Deck:
    presentation: Presentation
    content: Content
    look: Look

    def name(self) -> None:
        about = self.presentation.core_properties
        about.title = f"{self._said('cover')}: {self.content.survey}"[:LONGEST_PROPERTY]
        about.author, about.last_modified_by = self.content.organisation[:LONGEST_PROPERTY], ""
        about.subject, about.language = self.content.survey[:LONGEST_PROPERTY], self.content.language
        about.revision = 1
        about.created = about.modified = dt.datetime.combine(self.content.stamp, dt.time())

    def _said(self, key: str) -> str:
        return str(self.content.words["slides"][key])

    def _slide(self, title: str, notes: str) -> Slide:
        return add_slide(self.presentation, title, self.look, str(self.content.words["notes"][notes]))

    def _write(self, frame: Any, text: str, style: Style) -> None:  # noqa: ANN401 (a text frame)
        write(frame, text, self.look, style)

    def cover(self) -> None:
        slide = self._slide("", "cover")
        fill_ground(slide, self.look, "accent")
        frame = title_frame(slide, (LEFT, 2.2, INNER, 1.3))
        self._write(frame, self._said("cover"), Style(48, "on_accent", bold=True, heading=True))
        frame = text_box(slide, (LEFT, 3.6, INNER, 2.4))
        self._write(frame, self.content.survey, Style(26, "on_accent", after=10))
        period = dict(self.content.about).get(self.content.words["about"]["period"], "")
        day = self.content.day(self.content.stamp)
        lead = self._said("lead").format(title=self.content.words["title"], day=day)
        for line in filter(None, (period, lead)):
            self._write(frame, line, Style(18, "on_accent", after=4))
        frame = text_box(slide, (LEFT, HEIGHT - 1.05, INNER, 0.6))
        self._write(frame, self.content.organisation, Style(20, "on_accent", bold=True, heading=True))
        self._logo(slide)

    def _logo(self, slide: Slide) -> None:
        """Put the logo on a piece of the brand's paper: it may be made for no other ground."""
        if self.look.logo is None:
            return
        height = min(0.8, 3.2 / self.look.logo.ratio)
        block(slide, (LEFT, 0.75, height * self.look.logo.ratio + 0.4, height + 0.4), self.look, "paper")
        stream = io.BytesIO(self.look.logo.contents)
        picture = slide.shapes.add_picture(stream, Inches(LEFT + 0.2), Inches(0.95), height=Inches(height))
        describe(picture, self.content.organisation)

    def pattern(self) -> None:
        slide = self._slide(self._pattern_title(), "pattern")
        step = min(1.25, 4.85 / len(self.content.pattern))
        for place, share in enumerate(self.content.pattern):
            top = _BODY + place * step
            frame = text_box(slide, (LEFT, top - 0.02, 3.5, step))
            self._write(
                frame, share.name, Style(20 if len(self.content.pattern) <= _FEW_SHARES else 16, bold=True)
            )
            self._write(frame, share.words, _QUIET)
            draw_people(slide, share, self.look, (LEFT + 3.7, top, min(0.52, step * 0.75)))
        frame = text_box(slide, (LEFT, HEIGHT - 0.72, INNER, 0.4))
        self._write(frame, str(self.content.words["findings"]["pattern"]), _QUIET)

    def _pattern_title(self) -> str:
        names = [field.name for field in self.content.fields]
        if not names:
            return self._said("pattern_none")
        if len(names) == 1:
            return self._said("pattern_one").format(name=names[0])
        joined = f"{', '.join(names[:-1])} {self.content.words['and']} {names[-1]}"
        return self._said("pattern_several").format(names=joined)

    def withheld(self) -> None:
        slide = self._slide(self._said("pattern_withheld"), "withheld")
        frame = text_box(slide, (LEFT, _BODY, 11, 5))
        for sentence in self.content.withheld:
            self._write(frame, sentence, _TEXT)

    def questions(self) -> None:
        slide = self._slide(self._said("four"), "withheld")
        for place, field in enumerate(self.content.fields):
            frame = text_box(slide, (LEFT, _BODY + place * 1.3, INNER, 1.2))
            self._write(frame, field.name, _LABEL)
            self._write(frame, field.question, _TEXT)

    def field(self, field: Field) -> None:
        """Make the slide of one tension field: picture and question on the left, measures on the right."""
        slide = self._slide(field.title, "field")
        self._write(text_box(slide, (LEFT, 0.34, INNER, 0.35)), field.name, _KICKER)
        for place, share in enumerate(field.shares):
            top = _BODY + place * 0.98
            self._write(text_box(slide, (LEFT, top, 6.6, 0.35)), f"{share.name}: {share.words}", _QUIET)
            if share.figures:
                draw_people(slide, share, self.look, (LEFT, top + 0.33, 0.43))
        block(slide, (LEFT, 4.9, 6.6, 2.05), self.look, "tint")
        frame = text_box(slide, (LEFT + 0.25, 5.05, 6.1, 1.8))
        self._write(frame, self._said("question"), _LABEL)
        self._write(frame, field.question, Style(24, bold=True, heading=True))
        self._measures(slide, field)

    def _measures(self, slide: Slide, field: Field) -> None:
        decided, not_now = (
            [line for line in self.content.of(status) if line.constellation == field.constellation]
            for status in ("decided", "not_now")
        )
        block(slide, (7.75, _BODY, 0.03, 5.15), self.look, "line")
        frame = text_box(slide, (8.0, _BODY, WIDTH - 8.0 - LEFT / 2, 5.2))
        if decided:
            most = _MOST_LISTED - bool(not_now)
            self._list(frame, "decided", [self._short(line) for line in decided], most)
        else:
            choices = [title for title in field.measures if title not in {line.title for line in not_now}]
            self._list(frame, "to_choose", [(title, "") for title in choices], _MOST_LISTED)
        self._list(frame, "not_now_here", [(shortened(line.title, 70), "") for line in not_now], 2)

    def _list(self, frame: Any, label: str, entries: Sequence[tuple[str, str]], most: int) -> None:  # noqa: ANN401
        """Write a heading and its entries, each a line and what stands small below it; nothing if none."""
        if not entries:
            return
        self._write(frame, self._said(label), _LABEL)
        for title, below in entries[:most]:
            self._write(frame, title, Style(20, bold=bool(below), after=1 if below else 8))
            if below:
                self._write(frame, below, Style(15, "quiet", after=10))
        if len(entries) > most:
            self._write(frame, self._said("more").format(number=len(entries) - most), _QUIET)

    def _short(self, line: PlanLine) -> tuple[str, str]:
        owner = shortened(line.owner, 40) or self._open
        return shortened(line.title, 70) or self._open, f"{owner}, {self._by(line)}"

    @property
    def _open(self) -> str:
        return str(self.content.words["open"])

    def _by(self, line: PlanLine) -> str:
        return self.content.day(line.by) if line.by else self._open

    def decided(self) -> None:
        lines, columns = self.content.of("decided"), self.content.words["decisions"]
        if not lines:
            slide = self._slide(self._said("decisions_none"), "decisions")
            self._write(text_box(slide, (LEFT, _BODY, 11, 3)), self._said("decisions_none_text"), _TEXT)
            return
        rows = [
            (
                shortened(line.title, 80) or self._open,
                shortened(line.owner, 60) or self._open,
                self._by(line),
            )
            for line in lines
        ]
        heading = [str(columns[key]) for key in ("measure", "owner", "by")]
        titles = self._said("decisions"), self._said("decisions_more")
        self._tables("decided", _Table(titles, heading, rows, (5.6, 3.9, INNER - 9.5)))

    def not_now(self) -> None:
        lines = self.content.of("not_now")
        if not lines:
            return
        rows = [
            (shortened(line.title, 80) or self._open, shortened(line.reason, 160) or self._open)
            for line in lines
        ]
        heading = (
            str(self.content.words["decisions"]["measure"]),
            str(self.content.words["not_now"]["reason"]),
        )
        titles = self._said("not_now"), self._said("not_now")
        self._tables("not_now", _Table(titles, heading, rows, (5.2, INNER - 5.2)))

    def _tables(self, status: str, table: _Table) -> None:
        """Make as many slides as are allowed; the last one says how many rows are left."""
        on_slides = parts(table.rows, _MOST_ROWS[status])[: _MOST_PARTS[status]]
        left = len(table.rows) - sum(map(len, on_slides))
        for place, rows in enumerate(on_slides):
            slide = self._slide(table.titles[place > 0], "decisions" if status == "decided" else status)
            self._table(slide, table, rows)
            if left and place == len(on_slides) - 1:
                frame = text_box(slide, (LEFT, HEIGHT - 0.65, INNER, 0.4))
                self._write(frame, self._said("more").format(number=left), _QUIET)

    def _table(self, slide: Slide, table: _Table, rows: Sequence[Sequence[str]]) -> None:
        size = (len(rows) + 1, len(table.widths))
        place = (LEFT, _BODY, INNER, 0.5 * size[0])
        drawn: Any = slide.shapes.add_table(*size, *(Inches(each) for each in place)).table
        drawn.first_row, drawn.horz_banding = True, False
        for column, width in enumerate(table.widths):
            drawn.columns[column].width = Inches(width)
        text = Style(20 if len(rows) <= _FEW_ROWS else 17)
        for number, row in enumerate((table.heading, *rows)):
            for column, value in enumerate(row):
                cell = drawn.cell(number, column)
                cell.fill.solid()
                cell.fill.fore_color.rgb = colour(self.look, "tint" if number else "accent")
                cell.margin_top = cell.margin_bottom = Inches(0.08)
                bold = Style(text.size, bold=True) if not column else text
                self._write(cell.text_frame, value, bold if number else Style(15, "on_accent", bold=True))

    def next(self) -> None:
        slide, contact = self._slide(self._said("next"), "next"), shortened(self.content.contact, 120)
        checks = sorted(line.check for line in self.content.of("decided") if line.check)
        points = [
            self._said("next_told"),
            self._said("next_contact").format(contact=contact) if contact else "",
            self._said("next_checks").format(day=self.content.day(checks[0])) if checks else "",
            "" if checks else self._said("next_check_missing"),
            self._said("next_assessment"),
        ]
        for place, point in enumerate(filter(None, points)):
            top = _BODY + 0.1 + place * 1.25
            block(slide, (LEFT, top + 0.02, 0.09, 0.85), self.look, "second")
            self._write(text_box(slide, (LEFT + 0.35, top, 11, 1.15)), point, Style(24))
