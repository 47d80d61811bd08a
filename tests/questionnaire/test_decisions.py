"""The texts about what came of a survey: the same in every language, and the same shares as in the report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness import language_files
from questionnaire import blame, decisions, language_folder, language_schema, measures
from questionnaire.language_folder import WordingError

LANGUAGES = language_folder.available()


def texts(language: str) -> list[tuple[str, str]]:
    """Return (key, text) for every text of ``language``, lists text by text."""
    flat = language_schema.flatten(decisions.load(language))
    return [
        (key, text)
        for key, value in flat.items()
        for text in (value if isinstance(value, list) else [str(value)])
    ]


@pytest.mark.parametrize("language", measures.available())
def test_employees_read_the_same_shares_as_the_report(language: str) -> None:
    """A share is called the same on the public page and in the report: nobody can play one off the other."""
    own, report = decisions.load(language)["shares"], measures.load(language).texts["shares"]
    assert own == report


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_has_a_digit_or_a_percentage(language: str) -> None:
    """Shares are words; only what a plan says brings dates and numbers."""
    assert [key for key, text in texts(language) if re.search(r"[\d%]", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_blames_anybody(language: str) -> None:
    """The lists of blaming words find nothing."""
    assert [(key, word.found) for key, text in texts(language) for word in blame.find(text, language)] == []


@pytest.mark.parametrize("language", ["de", "de-leicht"])
def test_people_are_addressed_politely(language: str) -> None:
    """German says "Sie", never "du"."""
    familiar = r"\b([Dd]u|[Dd]ich|[Dd]ir|[Dd]ein\w*|[Ee]uch|[Ee]uer)\b"
    assert [key for key, text in texts(language) if re.search(familiar, text)] == []


def test_every_missing_text_is_told_at_once(tmp_path: Path) -> None:
    """Each text that a language lacks is told, and of the German file each that it must have."""
    folder = language_files.copied(tmp_path)
    language_files.rewrite(folder / "en" / "decisions.toml", (r"^glance = .*\n", ""), (r"^reason = .*\n", ""))
    with pytest.raises(WordingError) as refused:
        decisions.load("en", folder)
    assert [fault.key for fault in refused.value.faults] == ["page.glance", "not_now.reason"]
    language_files.rewrite(folder / "de" / "decisions.toml", (r"^cause_rarely = .*\n", ""))
    with pytest.raises(WordingError) as refused:
        decisions.load("de", folder)
    assert [fault.key for fault in refused.value.faults] == ["fields.cause_rarely"]
