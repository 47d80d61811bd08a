"""The papers for works council and IT say the same in German as in English, section by section."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.handbook import ROOT, blocks

PAPERS = (("privacy.md", "datenschutz.md"),)


def shape(path: Path) -> list[tuple[str, list[str]]]:
    """Return the kinds of blocks of each section: paragraphs, entries, rows, examples."""
    sections = re.split(r"(?m)^## ", path.read_text("utf-8"))
    return [
        (section.partition("\n")[0] and "section", list(map(_kind, _blocks(section)))) for section in sections
    ]


def _blocks(section: str) -> list[str]:
    body = section.partition("\n")[2]
    return [block for block in re.split(r"\n\n+|\n(?=- |\| )", body.strip()) if block]


def _kind(block: str) -> str:
    signs = {"- ": "entry", "| ": "row", "|-": "row", "``": "example"}
    return signs.get(block[:2], "paragraph")


@pytest.mark.parametrize(("english", "german"), PAPERS)
def test_both_have_the_same_sections_paragraphs_entries_and_rows(english: str, german: str) -> None:
    """Whoever adds a limit in one language adds it in the other."""
    assert shape(ROOT / "docs" / german) == shape(ROOT / "docs" / english)


@pytest.mark.parametrize(("english", "german"), PAPERS)
def test_both_name_the_same_tests_keys_and_commands(english: str, german: str) -> None:
    """What stands in code is the same: files of tests, keys of site.toml, commands."""
    in_code = [re.findall(r"`([^`\n]+)`", _prose(ROOT / "docs" / paper)) for paper in (english, german)]
    tests = [sorted(word for word in words if re.search(r"\.py$|\.js$|^lastbild", word)) for words in in_code]
    assert tests[0] == tests[1]
    assert tests[0]


def _prose(path: Path) -> str:
    text = path.read_text("utf-8")
    for example in blocks(path, "sh"):
        text = text.replace(example, "")
    return text


def test_a_paragraph_more_in_one_language_is_noticed(tmp_path: Path) -> None:
    """The comparison is of blocks, so a sentence that is lost with its entry is found."""
    german = tmp_path / "paper.md"
    text = (ROOT / "docs" / "datenschutz.md").read_text("utf-8")
    german.write_text(text.replace("- **Ein verlorener Schlüssel**", "**Ein verlorener Schlüssel**"), "utf-8")
    assert shape(german) != shape(ROOT / "docs" / "privacy.md")
