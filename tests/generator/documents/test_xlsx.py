"""The Excel table: days are days, texts are texts, and it can be sorted and filtered at once."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from tests.generator.documents.plans import BY, FORMULA, RESULTS, files, part, plan


def book(result: str = "everything", name: str = "massnahmenplan.xlsx") -> Any:  # noqa: ANN401 (openpyxl has no types)
    """Return the workbook of a plan."""
    return openpyxl.load_workbook(io.BytesIO(files(plan(result), ["xlsx"])[name]))


def test_days_are_days_and_shown_as_germans_write_them() -> None:
    """Excel can sort and compute with them, in whatever language it runs."""
    sheet = book()["Maßnahmenplan"]
    by, check = sheet["I2"], sheet["K2"]
    assert (by.value, by.number_format) == (dt.datetime.combine(BY, dt.time()), "DD.MM.YYYY")
    assert check.is_date
    assert book(name="action-plan.xlsx").worksheets[0]["I2"].number_format == "YYYY-MM-DD"


def test_no_text_is_a_formula_or_a_number() -> None:
    """Whatever somebody typed into the plan stands there as it was typed, also once the cell is edited."""
    sheet = book()["Maßnahmenplan"]
    assert sheet["E3"].value == FORMULA
    assert sheet["G3"].value == "+49 221 555"
    for sheet in book().worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                if isinstance(cell.value, str) and cell.row > 1 and cell.number_format == "@":
                    assert cell.quotePrefix, cell.coordinate
    assert "<f>" not in part(files(plan(), ["xlsx"])["massnahmenplan.xlsx"], "xl/worksheets/sheet1.xml")


def test_the_heading_stays_and_filters() -> None:
    """Whoever scrolls down still sees what a column is, and can filter by it; every print page repeats it."""
    sheet = book()["Maßnahmenplan"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:M4"
    assert sheet.print_title_rows == "$1:$1"
    assert [cell.value for cell in sheet[1]][:5] == ["Nr.", "Entscheidung", "Befund", "Art", "Maßnahme"]


@pytest.mark.parametrize("result", RESULTS)
def test_beside_the_plan_stands_what_the_survey_shows(result: str) -> None:
    """In words, as the report says it: no share as a number."""
    sheet = book(result)["Befunde"]
    values = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(isinstance(value, str) for value in values)
    assert any("kein Muster gezeigt" in value for value in values) == (result == "withheld")
    assert any("Fünftel" in value or "Hälfte" in value or "Viertel" in value for value in values) == (
        result != "withheld"
    )
