"""The Word document: the table that a risk assessment documents, for eyes, ears and the keyboard."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from tests.generator.documents.plans import FORMULA, MARKUP, RESULTS, files, finding, part, plan

NAMES = {"de": "massnahmenplan.docx", "en": "action-plan.docx"}


def document(result: str = "everything", language: str = "de", **changes: object) -> Document:
    """Return the document of a plan."""
    written = replace(plan(result), **changes)  # type: ignore[arg-type]
    return docx.Document(io.BytesIO(files(written, ["docx"])[NAMES[language]]))


def texts(shown: Document) -> list[str]:
    """Return every paragraph, also of tables and footer."""
    cells = [cell.text for table in shown.tables for row in table.rows for cell in row.cells]
    return [
        *(each.text for each in shown.paragraphs),
        *cells,
        *(each.text for each in shown.sections[0].footer.paragraphs),
    ]


def test_the_table_has_the_columns_of_a_documentation() -> None:
    """Finding, measure, person responsible, date, check of effect, its result: section 6 of the ArbSchG."""
    table = next(table for table in document().tables if "Verantwortlich" in table.rows[0].cells[2].text)
    heading, first, second = ([cell.text for cell in row.cells] for row in table.rows)
    assert heading == [
        "Befund", "Maßnahme", "Verantwortlich", "Bis wann", "Prüfung der Wirkung", "Ergebnis der Prüfung",
    ]  # fmt: skip
    assert first[0] == f"Gegenwind: {finding('A')}"
    assert first[1].startswith("Eine Grenzregel mit Namen darunter\nSetzen Sie sich")
    assert first[2:4] == ["Leitung Kundenservice\nWer mitwirkt: Betriebsrat", "31. März 2027"]
    assert first[4].startswith("Am 30. September 2027\nZeichen: ")
    assert second[1:4] == [f"{FORMULA}\n{MARKUP}", "+49 221 555", "noch offen"]


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("result", RESULTS)
def test_it_can_be_heard_and_gone_through(result: str, language: str) -> None:
    """Headings, a title and a language; each table has a description, and a header on each page."""
    shown = document(result, language)
    headings = [each.text for each in shown.paragraphs if each.style and each.style.name == "Heading 1"]
    assert len(headings) == 5
    assert shown.core_properties.title
    assert shown.core_properties.language == language
    languages = {each.get(qn("w:val")) for each in shown.styles.element.iter(qn("w:lang"))}
    assert languages == {{"de": "de-DE", "en": "en-GB"}[language]}
    assert shown.tables
    for table in shown.tables:
        (header,) = table.rows[0]._tr.iter(qn("w:tblHeader"))  # noqa: SLF001 (python-docx has no other way)
        assert header.getparent().tag == qn("w:trPr")
        (described,) = table._tbl.tblPr.iter(qn("w:tblDescription"))  # noqa: SLF001
        assert described.get(qn("w:val"))


def test_tables_follow_the_order_of_the_schema() -> None:
    """LibreOffice takes any order; Word calls the file damaged."""
    order = [
        "tblStyle",
        "tblW",
        "tblBorders",
        "tblLayout",
        "tblCellMar",
        "tblLook",
        "tblCaption",
        "tblDescription",
    ]
    for table in document().tables:
        found = [each.tag.partition("}")[2] for each in table._tbl.tblPr]  # noqa: SLF001
        assert found == [name for name in order if name in found]
        assert {"tblBorders", "tblCellMar", "tblDescription"} <= set(found)


def test_a_withheld_result_says_so_and_the_plan_stands() -> None:
    """No share is in it; the decisions are."""
    said = "\n".join(texts(document("withheld")))
    assert "Hier wird kein Muster gezeigt" in said
    assert "Fünftel" not in said
    assert "Gegenwind: nicht gezeigt" in said
    assert "Eine Grenzregel mit Namen darunter" in said


def test_too_many_contributions_are_told() -> None:
    """Whoever runs a survey has to know that strangers took part."""
    report = replace(plan("withheld").report, more_than_invited=True)
    assert "Es gab mehr Beiträge als eingeladene Menschen." in "\n".join(
        texts(document("withheld", report=report))
    )


def test_an_empty_plan_says_that_nothing_is_decided() -> None:
    """A documentation without decisions is one, too."""
    said = texts(document(decisions=()))
    assert "Bisher ist nichts entschieden." in said
    assert "Dazu ist nichts eingetragen." in said


def test_it_says_what_it_is_not_and_has_lines_to_sign() -> None:
    """It is part of a risk assessment at most, and people sign it."""
    said = texts(document())
    assert any("keine vollständige Gefährdungsbeurteilung" in each for each in said)
    assert {"Leitung", "Unterschrift", "Fachkraft für Arbeitssicherheit"} <= set(said)


def test_typed_text_is_no_field_of_word() -> None:
    """Only the page numbers are computed; braces in a name are no page number."""
    body = part(files(plan(), ["docx"])["massnahmenplan.docx"], "word/document.xml")
    assert "fldSimple" not in body
    assert "instrText" not in body
    assert "&lt;script&gt;" in body
