"""The pages of prose: no translation loses a name, a number or a condition that the page depends on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness import language_files
from questionnaire import language_folder, prose, survey_texts


@pytest.mark.parametrize("language", language_folder.available())
def test_every_language_has_every_page(language: str) -> None:
    """Method, privacy and accessibility, with what is filled in there."""
    pages = prose.load(language)
    assert tuple(pages) == prose.PAGES == ("method", "privacy", "accessibility")
    assert "{{ leaving }}" in pages["method"]
    assert "{{ threshold }}" in pages["privacy"]
    assert "{{ statement_date }}" in pages["accessibility"]


@pytest.mark.parametrize("language", language_folder.available())
def test_the_method_page_explains_the_words_of_the_result(language: str) -> None:
    """Somebody who looks up what stands beside the own constellation finds those very words."""
    words = survey_texts.load(language)["result"]
    page = prose.load(language)["method"]
    assert re.search(rf"^5\..*[„“]{re.escape(words['also'])}[“”]", page, re.MULTILINE)
    assert re.search(rf"^6\..*[„“]{re.escape(words['close'])}[“”]", page, re.MULTILINE)


def test_all_faults_of_all_pages_are_named_at_once(tmp_path: Path) -> None:
    """A mark that is lost or mistyped, an empty page and one that is not there."""
    folder = language_files.copied(tmp_path)
    language_files.rewrite(
        folder / "en" / "privacy.md",
        (r"\{\{ threshold \}\}", "ten"),
        (r"\{% if kiosk %\}", "{% if  kiosks %}"),
    )
    language_files.put(folder / "en" / "method.md", b" \n")
    language_files.put(folder / "en" / "accessibility.md", None)
    assert language_files.faults(prose.load, "en", folder) == [
        "languages/en/method.md: file: is empty; expected the page's text",
        "languages/en/privacy.md: {% if kiosk %}: is missing; expected it, as in the German page",
        "languages/en/privacy.md: {{ threshold }}: is missing; expected it, as in the German page",
        "languages/en/privacy.md: {% if kiosks %}: is unknown; the German page has no such mark",
        "languages/en/accessibility.md: file: is missing; expected the page about accessibility",
    ]


def test_a_page_need_not_ask_whether_its_own_language_is_there(tmp_path: Path) -> None:
    """Where somebody reads Leichte Sprache, the site has it; every other language has to ask."""
    folder = language_files.copied(tmp_path)
    asked = '{% if "de-leicht" in languages %}'
    assert asked in prose.load("de", folder)["accessibility"]
    assert asked not in prose.load("de-leicht", folder)["accessibility"]
    language_files.rewrite(folder / "en" / "accessibility.md", ('"de-leicht" in languages', "contacts"))
    lines = language_files.faults(prose.load, "en", folder)
    assert f"languages/en/accessibility.md: {asked}: is missing; expected it, as in the German page" in lines
