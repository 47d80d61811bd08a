"""The folder of a language: its required files, and the faults of an incomplete one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness import language_files
from questionnaire import language_check, language_folder
from questionnaire.language_folder import FILES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of all languages that a test may spoil."""
    return language_files.copied(tmp_path)


def told(code: str, folder: Path) -> list[str]:
    """Return the lines of the faults in the language ``code``."""
    return [str(fault) for fault in language_check.faults(code, folder)]


@pytest.mark.parametrize("language", language_folder.available())
def test_every_language_that_ships_is_complete_and_translated(language: str) -> None:
    """Nothing is missing, wrong or still German."""
    assert language_check.faults(language) == ()
    assert language_check.untranslated(language) == ()


def test_a_language_holds_its_own_files_and_no_others() -> None:
    """Whoever looks for a text finds it, and nothing lies about."""
    for language in language_folder.available():
        entries = {path.name for path in (language_folder.LANGUAGES_FOLDER / language).iterdir()}
        assert entries == set(language_folder.files_of(language))


def test_a_folder_that_is_named_like_a_code_is_a_language(folder: Path) -> None:
    """An empty one, too, so that what is missing can be told; nothing else is."""
    for name in ("fr", "pt-br", "de - Kopie", "FR", ".git", "__pycache__"):
        (folder / name).mkdir()
    (folder / "it").write_text("", "utf-8")
    assert language_folder.available(folder) == ("de", "de-leicht", "en", "fr", "pt-br")


def test_an_empty_folder_lacks_every_file(folder: Path) -> None:
    """All at once, each with what is expected in it."""
    (folder / "fr").mkdir()
    assert told("fr", folder) == [language_files.missing("fr", file) for file in FILES]


@pytest.mark.parametrize("file", FILES)
def test_each_file_is_needed(folder: Path, file: str) -> None:
    """In German as in a language that is compared with it; a broken one is told as well."""
    for code in ("de", "en"):
        (folder / code / file).rename(folder / "moved")
        assert told(code, folder) == [language_files.missing(code, file)]
        (folder / code / file).write_bytes(b"\xff")
        (line,) = told(code, folder)
        assert line.startswith(f"languages/{code}/{file}: file: is not text in UTF-8: ")
        (folder / "moved").rename(folder / code / file)
        assert told(code, folder) == []


def test_a_variant_may_do_without_the_files_of_the_report_but_not_with_half_of_them(folder: Path) -> None:
    """It may lack all of them or none; and only a language with a folder has variants."""
    assert told("de-leicht", folder) == []
    shutil.copy(folder / "de" / "measures.toml", folder / "de-leicht")
    lacks = "workshop.toml: file: is missing; expected the texts of the workshop"
    assert told("de-leicht", folder) == [f"languages/de-leicht/{lacks}"]
    (folder / "de-leicht" / "measures.toml").unlink()
    (folder / "de-leicht" / "privacy.md").unlink()
    lacks = "privacy.md: file: is missing; expected the page about data protection"
    assert told("de-leicht", folder) == [f"languages/de-leicht/{lacks}"]
    (folder / "pt-br").mkdir()
    assert len(told("pt-br", folder)) == len(FILES)


def test_faults_of_several_files_are_told_together(folder: Path) -> None:
    """Nobody has to mend one file to learn of the next fault."""
    english = folder / "en"
    language_files.rewrite(english / "survey.toml", (r"^A1 = .*$", ""))
    language_files.rewrite(english / "measures.toml", (r"^rest = .*$", "rest = 5"))
    language_files.rewrite(english / "workshop.toml", (r"^minutes = .*$", 'minutes = "a while"'))
    language_files.put(english / "blame.toml", b"[[words]]\n")
    language_files.put(english / "method.md", b"# Method\n")
    assert {line.split(": ")[0] for line in told("en", folder)} == {
        f"languages/en/{file}"
        for file in ("survey.toml", "measures.toml", "workshop.toml", "blame.toml", "method.md")
    }


def test_what_is_still_german_is_told_table_by_table_and_page_by_page(folder: Path) -> None:
    """A copied folder is not a translation; what has been begun is not counted text by text."""
    shutil.copytree(folder / "de", folder / "fr")
    language_files.rewrite(folder / "fr" / "survey.toml", (r"^A1 = .*$", 'A1 = "En français."'))
    language_files.rewrite(folder / "fr" / "method.md", (r"\A", "En français.\n"))
    lines = [str(fault) for fault in language_check.untranslated("fr", folder)]
    german = "is the German text, word for word; expected it in this language"
    assert f"languages/fr/survey.toml: page: {german}" in lines
    assert f"languages/fr/measures.toml: measures: {german}" in lines
    assert f"languages/fr/blame.toml: words: {german}" in lines
    assert f"languages/fr/privacy.md: file: {german}" in lines
    assert [line for line in lines if "items" in line or "method.md" in line or "language:" in line] == []


def test_a_variant_of_german_may_say_what_german_says(folder: Path) -> None:
    """Austrian German need not be put into other words for the sake of it."""
    shutil.copytree(folder / "de", folder / "de-at")
    language_files.rewrite(
        folder / "de-at" / "survey.toml",
        (r'^code = "de"', 'code = "de-at"'),
        (r'^tag = "de"', 'tag = "de-AT"'),
        (r'^name = "Deutsch"', 'name = "Österreichisches Deutsch"'),
    )
    assert told("de-at", folder) == []
    assert language_check.untranslated("de-at", folder) == ()
