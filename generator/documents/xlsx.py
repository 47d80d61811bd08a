"""An action plan as an Excel table: days are days, and every text stays the text that somebody typed."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from generator.documents.content import Content
from generator.documents.look import Look
from generator.documents.package import settled
from questionnaire.plan_table import COLUMNS, PlanLine

# Widths of the columns, in signs.
_WIDTHS = {
    "number": 5, "status": 14, "finding": 26, "kind": 13, "title": 28, "what": 48, "owner": 22, "who": 28,
    "by": 12, "sign": 34, "check": 13, "effect": 30, "reason": 30,
}  # fmt: skip
_LINE = 16  # points that a line takes
_LONGEST_NAME = 100  # signs at the foot, whose whole text Excel limits to 255
_FINDING_WIDTHS = (30, 34, 44, 60)
_TEXT = "@"  # what somebody types into the cell later is a text, too


def xlsx_file(content: Content, look: Look) -> bytes:
    """Return the workbook: the plan, and beside it what the survey shows; same content, same bytes."""
    book, writer = Workbook(), _Writer(content, look)
    plan = book.active
    plan.title = content.words["sheets"]["plan"]
    writer.plan(plan)
    writer.findings(book.create_sheet(content.words["sheets"]["findings"]))
    about = book.properties
    about.title, about.creator = f"{content.words['title']}: {content.survey}", content.organisation
    about.language = content.language
    packed = io.BytesIO()
    book.save(packed)
    return settled(packed.getvalue(), content.stamp)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Fills the sheets, which openpyxl gives no types."""

    content: Content
    look: Look

    def plan(self, sheet: Any) -> None:  # noqa: ANN401
        columns = self.content.texts["plan_table"]["columns"]
        self._heading(sheet, 1, [columns[column] for column in COLUMNS])
        for row, line in enumerate(self.content.lines, start=2):
            for column, value in enumerate(self._cells(line), start=1):
                self._frame(self._write(sheet.cell(row, column), value))
            sheet.row_dimensions[row].height = _height(
                [(str(getattr(line, column)), _WIDTHS[column]) for column in COLUMNS]
            )
        _set_widths(sheet, [_WIDTHS[column] for column in COLUMNS])
        sheet.freeze_panes = "A2"
        last = max(2, len(self.content.lines) + 1)
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
        sheet.print_title_rows = "1:1"
        self._print_lying(sheet, sheet.PAPERSIZE_A3)

    def _cells(self, line: PlanLine) -> list[str | int | dt.date | None]:
        words = self.content.texts["plan_table"]
        instead = {"status": words["status"][line.status], "kind": words["kinds"][line.kind]}
        return [instead.get(column, getattr(line, column)) for column in COLUMNS]

    def findings(self, sheet: Any) -> None:  # noqa: ANN401
        row = 1
        for row, (label, value) in enumerate(self.content.about, start=1):
            self._write(sheet.cell(row, 1), label, bold=True)
            self._write(sheet.cell(row, 2), value).alignment = Alignment(vertical="top")
        if self.content.withheld:
            self._withheld(sheet, row + 2)
        else:
            self._shares(sheet, row + 2)
        _set_widths(sheet, _FINDING_WIDTHS)
        sheet.sheet_view.showGridLines = False
        self._print_lying(sheet, sheet.PAPERSIZE_A4)

    def _withheld(self, sheet: Any, row: int) -> None:  # noqa: ANN401
        title = self.content.texts["withheld_title"]
        for place, sentence in enumerate((title, *self.content.withheld), start=row):
            self._write(sheet.cell(place, 1), sentence, bold=place == row)
            last = len(_FINDING_WIDTHS)
            sheet.merge_cells(start_row=place, end_row=place, start_column=1, end_column=last)
            sheet.row_dimensions[place].height = _height([(sentence, sum(_FINDING_WIDTHS))])

    def _shares(self, sheet: Any, row: int) -> None:  # noqa: ANN401
        said = self.content.words["findings"]
        self._heading(sheet, row, [said[key] for key in ("constellation", "share", "finding", "question")])
        fields = {field.name: field for field in self.content.fields}
        for share in self.content.pattern:
            row, field = row + 1, fields.get(share.name)
            told = (field.title, field.question) if field else ("", "")
            values = (share.name, share.words, *told)
            for column, value in enumerate(values, start=1):
                self._frame(self._write(sheet.cell(row, column), value))
            sheet.row_dimensions[row].height = _height(list(zip(values, _FINDING_WIDTHS, strict=True)))
        self._write(sheet.cell(row + 2, 1), said["pattern"]).alignment = Alignment(vertical="top")

    def _heading(self, sheet: Any, row: int, texts: Sequence[str]) -> None:  # noqa: ANN401
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(row, column, text)
            cell.font = Font(name=self.look.text, bold=True, color=self.look.colours["on_accent"])
            cell.fill = PatternFill("solid", fgColor=self.look.colours["accent"])
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.row_dimensions[row].height = 2 * _LINE

    def _write(self, cell: Any, value: str | int | dt.date | None, *, bold: bool = False) -> Any:  # noqa: ANN401
        """Write ``value`` as what it is, and return the cell: a text never becomes a formula or a number."""
        cell.value = None if value == "" else value
        cell.font = Font(name=self.look.text, bold=bold, color=self.look.colours["ink"])
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        if isinstance(value, dt.date):
            cell.number_format = self.content.words["date"]
        elif isinstance(value, str):
            cell.number_format, cell.quotePrefix = _TEXT, True
            if value:
                cell.data_type = "s"
        return cell

    def _frame(self, cell: Any) -> None:  # noqa: ANN401
        side = Side("thin", color=self.look.colours["border"])
        cell.border = Border(top=side, bottom=side, left=side, right=side)

    def _print_lying(self, sheet: Any, paper: str) -> None:  # noqa: ANN401
        """Print on ``paper`` that lies, as wide as the page and as long as it gets."""
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", paper
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        named = f"{self.content.organisation}, {self.content.survey}"
        sheet.oddFooter.left.text = named[:_LONGEST_NAME].replace("&", "&&")
        sheet.oddFooter.right.text = self.content.words["page"].format(page="&P", pages="&N")


def _height(cells: Sequence[tuple[str, int]]) -> int:
    """Return the height of a row in points: no program measures the texts before somebody opens the file."""
    lines = [sum(1 + len(part) // width for part in text.split("\n")) for text, width in cells]
    return _LINE * max(lines)


def _set_widths(sheet: Any, widths: Sequence[int]) -> None:  # noqa: ANN401
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
