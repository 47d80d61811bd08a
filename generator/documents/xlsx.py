"""An action plan as an Excel table: days are days, and every text stays the text that somebody typed."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
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
_LINE = 15  # points that a line takes
_FINDING_WIDTHS = (30, 34, 44, 60)
_TEXT = "@"  # what somebody types into the cell later is a text, too


def xlsx_file(content: Content, look: Look) -> bytes:
    """Return the workbook: the plan, and beside it what the survey shows; same content, same bytes."""
    book = Workbook()
    plan = book.active
    plan.title = content.words["sheets"]["plan"]
    _write_plan(plan, content, look)
    _write_findings(book.create_sheet(content.words["sheets"]["findings"]), content, look)
    about = book.properties
    about.title, about.creator = f"{content.words['title']}: {content.survey}", content.organisation
    about.language = content.language
    packed = io.BytesIO()
    book.save(packed)
    return settled(packed.getvalue(), content.stamp)


def _write_plan(sheet: Any, content: Content, look: Look) -> None:  # noqa: ANN401 (openpyxl has no types)
    columns = content.texts["plan_table"]["columns"]
    _heading(sheet, 1, [columns[column] for column in COLUMNS], look)
    for row, line in enumerate(content.lines, start=2):
        for column, value in enumerate(_cells(line, content), start=1):
            _write(sheet.cell(row, column), value, content, look)
        sheet.row_dimensions[row].height = _height(line)
    for place, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS[column]
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{max(2, len(content.lines) + 1)}"
    sheet.print_title_rows = "1:1"
    _lying(sheet, content)


def _cells(line: PlanLine, content: Content) -> list[str | int | dt.date | None]:
    words = content.texts["plan_table"]
    instead = {"status": words["status"][line.status], "kind": words["kinds"][line.kind]}
    return [instead.get(column, getattr(line, column)) for column in COLUMNS]


def _height(line: PlanLine) -> int:
    """Return the height of a row in points: no program measures the texts before somebody opens the file."""
    lines = [
        sum(1 + len(part) // width for part in str(getattr(line, column)).split("\n"))
        for column, width in _WIDTHS.items()
    ]
    return _LINE * max(lines)


def _write_findings(sheet: Any, content: Content, look: Look) -> None:  # noqa: ANN401
    rows: list[Sequence[str]] = [*content.about, ()]
    if content.withheld:
        rows += [(content.texts["withheld_title"],), *((each,) for each in content.withheld)]
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            _write(sheet.cell(row, column), value, content, look, bold=column == 1, framed=False)
            sheet.cell(row, column).alignment = Alignment(vertical="top", wrap_text=bool(content.withheld))
    if content.pattern:
        _shares(sheet, len(rows) + 1, content, look)
    for place, width in enumerate(_FINDING_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    if content.withheld:  # one long sentence a line
        for row in range(len(content.about) + 2, len(rows) + 1):
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_FINDING_WIDTHS))
            sheet.row_dimensions[row].height = 36
    sheet.sheet_view.showGridLines = False
    _lying(sheet, content)


def _shares(sheet: Any, row: int, content: Content, look: Look) -> None:  # noqa: ANN401
    said = content.words["findings"]
    _heading(sheet, row, [said[key] for key in ("constellation", "share", "finding", "question")], look)
    fields = {field.name: field for field in content.fields}
    for place, share in enumerate(content.pattern, start=row + 1):
        field = fields.get(share.name)
        values = (share.name, share.words, field.title if field else "", field.question if field else "")
        for column, value in enumerate(values, start=1):
            _write(sheet.cell(place, column), value, content, look)
    _write(sheet.cell(row + len(content.pattern) + 2, 1), said["pattern"], content, look, framed=False)
    sheet.cell(row + len(content.pattern) + 2, 1).alignment = Alignment(wrap_text=False)


def _heading(sheet: Any, row: int, texts: Sequence[str], look: Look) -> None:  # noqa: ANN401
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(row, column, text)
        cell.font = Font(name=look.text, bold=True, color=look.colours["on_accent"])
        cell.fill = PatternFill("solid", fgColor=look.colours["accent"])
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[row].height = 32


def _write(
    cell: Any,  # noqa: ANN401
    value: str | int | dt.date | None,
    content: Content,
    look: Look,
    *,
    bold: bool = False,
    framed: bool = True,
) -> None:
    """Write ``value`` as what it is; a text never becomes a formula, a number or a day."""
    cell.value = value or None
    cell.font = Font(name=look.text, bold=bold, color=look.colours["ink"])
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if framed:
        side = Side("thin", color=look.colours["border"])
        cell.border = Border(top=side, bottom=side, left=side, right=side)
    if isinstance(value, dt.date):
        cell.number_format = content.words["date"]
    elif isinstance(value, str):
        cell.number_format = _TEXT
        cell.quotePrefix = True
        if value:
            cell.data_type = "s"


def _lying(sheet: Any, content: Content) -> None:  # noqa: ANN401
    """Print on A4 that lies, as wide as the page and as long as it gets."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = f"{content.organisation}, {content.survey}".replace("&", "&&")
    sheet.oddFooter.right.text = content.words["page"].format(page="&P", pages="&N")
