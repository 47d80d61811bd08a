"""LibreOffice opens every document, as people without Microsoft Office do: nothing is lost, nothing runs."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from harness.office import GERMAN_CSV, converted, pages
from questionnaire.measures import load
from tests.generator.documents.plans import FORMULA, RESULTS, crowded, files, finding, plan


def printed(made: dict[str, bytes], name: str, folder: Path) -> list[str]:
    """Return the text of each page that LibreOffice prints of a document."""
    (folder / name).write_bytes(made[name])
    return list(pages(converted(folder / name, "pdf", folder)))


@pytest.mark.parametrize("result", RESULTS)
def test_word(result: str, tmp_path: Path) -> None:
    """All sections are printed, in their order, on four pages at most; the pages are numbered."""
    shown = printed(files(plan(result), ["docx"]), "massnahmenplan.docx", tmp_path)
    text = " ".join(shown)
    places = [
        text.index(title)
        for title in (
            "Maßnahmenplan",
            "Was die Befragung zeigt",
            "Was entschieden ist",
            "Was vorerst nicht geschieht",
            "Was dieses Dokument nicht ist",
            "Unterschriften",
        )
    ]
    assert places == sorted(places)
    assert len(shown) <= 4
    assert all(f"Seite {number} von {len(shown)}" in page for number, page in enumerate(shown, start=1))
    assert FORMULA[:10] in text


@pytest.mark.parametrize("result", RESULTS)
def test_powerpoint(result: str, tmp_path: Path) -> None:
    """Each slide is a page with its title."""
    shown = printed(files(plan(result), ["pptx"]), "massnahmenplan.pptx", tmp_path)
    assert "Vom Befund zur Entscheidung" in shown[0]
    assert "Wie es weitergeht" in shown[-1]
    assert sum("Die Frage an uns" in page for page in shown) == {"everything": 4, "partly": 2}.get(result, 0)


def test_a_crowded_plan_prints_whole(tmp_path: Path) -> None:
    """A hundred decisions with long texts: Word holds every one, slides say how many are left."""
    made = files(crowded(100), ["docx", "pptx"])
    document = " ".join(printed(made, "massnahmenplan.docx", tmp_path))
    assert document.count("31. März 2027") == 50
    assert len(printed(made, "massnahmenplan.pptx", tmp_path)) == 15


def test_excel(tmp_path: Path) -> None:
    """The sheets print, as wide as the page; a formula that somebody typed is shown and not run."""
    shown = printed(files(plan(), ["xlsx"]), "massnahmenplan.xlsx", tmp_path)
    assert len(shown) == 2
    assert "31.03.2027" in shown[0]
    assert FORMULA.split("(")[0] in shown[0]
    assert load("de").measure("boundary-rule").title[:15] in shown[0]


def test_csv_opens_in_columns_and_runs_nothing(tmp_path: Path) -> None:
    """By a double click, as a German Excel reads it. Without the apostrophe the formula would run."""
    made = files(plan(), ["csv"])["massnahmenplan.csv"]
    for name, written in (("ours", made), ("naive", made.replace(b"'=", b"="))):
        (tmp_path / f"{name}.csv").write_bytes(written)
        sheet = openpyxl.load_workbook(
            converted(tmp_path / f"{name}.csv", "xlsx", tmp_path, GERMAN_CSV)
        ).active
        assert [cell.value for cell in sheet[1]][:3] == ["Nr.", "Entscheidung", "Befund"]
        assert sheet["C2"].value == f"Gegenwind: {finding('A')}"
        assert sheet["I2"].is_date
        assert (sheet["E3"].data_type == "f") == (name == "naive")
