"""The bridge to the risk assessment in the report: a table for everybody that says nothing of a release."""

from __future__ import annotations

import re

import pytest

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.report.files import report_files
from harness.markup import Page
from harness.releases import PAGES, RELEASES, saved
from questionnaire import assessment, measures
from questionnaire.disclosure import Release, Withheld


def sections(config: Config, language: str) -> set[str]:
    """Return every version of the section that the reports of all releases have."""
    results: tuple[Release | Withheld, ...] = (*RELEASES.values(), Withheld())
    pages = (report_files(config, BrandFiles(), saved(config, each))[PAGES[language]] for each in results)
    found = (re.search(r'<section id="assessment">.*?</section>', page.decode(), re.DOTALL) for page in pages)
    return {section[0] if section else "" for section in found}


@pytest.mark.parametrize("language", PAGES)
def test_the_table_is_the_same_whatever_the_release(config: Config, language: str) -> None:
    """Byte for byte, also where nothing is shown: nobody learns anything from it of what was answered."""
    (section,) = sections(config, language)
    assert measures.load(language).texts["assessment"]["limits"] in section


@pytest.mark.parametrize("language", PAGES)
def test_the_table_says_all_that_the_rows_say(config: Config, language: str) -> None:
    """Each field heads a row, and each row has what is asked, what is not, and what would cover the field."""
    texts = measures.load(language).texts
    page = Page(report_files(config, BrandFiles(), saved(config, Withheld()))[PAGES[language]])
    shown = [text for text in page.texts if text.within(id="assessment")]
    heads = [text.text for text in shown if text.inside[-1].attributes.get("scope") == "row"]
    rows = assessment.rows(texts)
    assert heads == [row.name for row in rows]
    said = {text.text for text in shown}
    for row in rows:
        assert row.not_asked in said
        assert {f"{name}: {what}" for name, what in row.covered} <= said
        assert row.asked or texts["assessment"]["nothing"] in said


@pytest.mark.parametrize("language", PAGES)
def test_a_cell_on_a_phone_names_its_column(config: Config, language: str) -> None:
    """Where the head of the table is out of sight, every cell has the words that stand there."""
    page = Page(report_files(config, BrandFiles(), saved(config, Withheld()))[PAGES[language]])
    columns = [
        text.text
        for text in page.texts
        if text.within(id="assessment") and text.inside[-1].attributes.get("scope") == "col"
    ]
    labels = [cell["data-label"] for cell in page.all("td") if "data-label" in cell]
    assert labels == columns[1:] * len(assessment.FIELDS)
