"""The language files: complete, checked as a whole, and in a voice that never counts and never blames."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from questionnaire import blame, survey_texts
from tests.questionnaire import german_file

LANGUAGES = survey_texts.available()
LIST = "expected a list of at least {} texts, none of them empty"


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Yield (key, text) for every text of ``language``, lists text by text."""
    for key, value in survey_texts.flatten(survey_texts.load(language)).items():
        yield from ((key, text) for text in (value if isinstance(value, list) else [str(value)]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a German file that a test may spoil."""
    shutil.copy(survey_texts.LANGUAGES_FOLDER / "de.toml", tmp_path)
    return tmp_path


def spoil(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """Replace each (pattern, replacement) in the German file and return the lines of its faults."""
    german_file.rewrite(folder, *changes)
    return faults(folder)


def faults(folder: Path) -> list[str]:
    """Return the lines of the faults of the German file in ``folder``."""
    return german_file.faults(survey_texts.load, folder)


def test_german_english_and_leichte_sprache_are_there() -> None:
    """Every file in the folder is a language."""
    assert {"de", "de-leicht", "en"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_complete(language: str) -> None:
    """Exactly the expected keys, each of its kind, under its own code."""
    flat = survey_texts.flatten(survey_texts.load(language))
    assert {key: type(value) for key, value in flat.items()} == survey_texts.expected()
    assert flat["language.code"] == language
    assert flat["language.direction"] in ("ltr", "rtl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_as_much_as_the_others(language: str) -> None:
    """Promises, limits and explanations are not shorter in translation."""
    counted = {"page.promises", "page.how", "page.paper_reading", "result.limits"}
    own, german = (Counter(key for key, _ in texts(code)) for code in (language, "de"))
    assert {key: german[key] for key in counted if own[key] < german[key]} == {}


def test_all_faults_of_a_language_are_named_at_once(folder: Path) -> None:
    """Missing, unknown, empty, of the wrong kind, too few: each with file, key and what was expected."""
    lines = spoil(
        folder,
        (r"^rather_no = .*$", ""),
        (r"^\[result\]$", '[result]\nsurprise = "!"'),
        (r"^start = .*$", 'start = "  "'),
        (r"^finish = .*$", "finish = 5"),
        (r"^skip = .*$", 'skip = ["a"]'),
        (r"^limits = \[$", 'limits = "one"\nformer_limits = ['),
        (r"(?s)(\[outcomes\.none\].*?)^steps = \[.*?^\]", '\\1steps = ["one", "two"]'),
        (r"(?s)(\[constellations\.A\].*?)^portrait = \[.*?^\]", '\\1portrait = ["", "two"]'),
    )
    assert sorted(lines) == [
        f"de.toml: constellations.A.portrait: is ['', 'two']; {LIST.format(1)}",
        f"de.toml: outcomes.none.steps: is ['one', 'two']; {LIST.format(3)}",
        "de.toml: page.finish: is 5; expected a text that is not empty",
        "de.toml: page.skip: is ['a']; expected a text that is not empty",
        "de.toml: page.start: is '  '; expected a text that is not empty",
        "de.toml: result.former_limits: is unknown; nothing shows it",
        f"de.toml: result.limits: is 'one'; {LIST.format(1)}",
        "de.toml: result.surprise: is unknown; nothing shows it",
        "de.toml: scale.rather_no: is missing; expected a text",
    ]


def test_an_empty_file_lacks_every_text(folder: Path) -> None:
    """One line for each key that is expected."""
    (folder / "de.toml").write_bytes(b"")
    assert [line.split(": ")[1] for line in faults(folder)] == list(survey_texts.expected())


@pytest.mark.parametrize("text", ["skip = {}", "[page.skip]", "page = 5", "[page]\nskip = {de = 'a'}"])
def test_a_table_in_place_of_a_text_is_a_missing_text(folder: Path, text: str) -> None:
    """A page never shows a table."""
    (folder / "de.toml").write_text(text, "utf-8")
    assert any(line.startswith("de.toml: page.skip: ") for line in faults(folder))


def test_a_quoted_key_does_not_pass_for_a_table(folder: Path) -> None:
    """``"page.skip"`` in quotation marks is not where a page looks for it."""
    (folder / "de.toml").write_text('"page.skip" = "a"\n', "utf-8")
    assert "de.toml: page.skip: is missing; expected a text" in faults(folder)


@pytest.mark.parametrize(
    ("contents", "fault"),
    [
        (b"[page\n", "is not TOML in UTF-8: "),
        ('skip = "Süden"\n'.encode("latin-1"), "is not TOML in UTF-8: "),
        (None, "cannot be read (No such file or directory); expected a language file"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(folder: Path, contents: bytes | None, fault: str) -> None:
    """Broken, in another encoding, or not there."""
    german_file.put(folder, contents)
    (line,) = faults(folder)
    assert line.startswith(f"de.toml: file: {fault}")


def test_a_folder_is_no_language(folder: Path) -> None:
    """A folder called like a language file is a fault, not a crash."""
    (folder / "de.toml").unlink()
    (folder / "de.toml").mkdir()
    assert faults(folder) == ["de.toml: file: cannot be read (Is a directory); expected a language file"]


def test_overriding_replaces_what_is_named_and_leaves_the_rest() -> None:
    """Neither the tree that is copied nor the texts that replace are changed."""
    tree = survey_texts.load("de")
    before = survey_texts.flatten(tree)
    replacing = {"page": {"start": "Los"}, "result": {"limits": ["Nur dies."]}}
    changed = survey_texts.flatten(survey_texts.overridden(tree, replacing))
    assert changed == before | {"page.start": "Los", "result.limits": ["Nur dies."]}
    assert survey_texts.flatten(tree) == before
    assert survey_texts.overridden(tree, {}) == tree
    assert replacing == {"page": {"start": "Los"}, "result": {"limits": ["Nur dies."]}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_every_language(language: str) -> None:
    """What the page fills in stands in every translation, and nothing else stands in braces."""

    def placeholders(code: str) -> dict[str, list[str]]:
        found = ((key, sorted(re.findall(r"\{[^}]*\}?", text))) for key, text in texts(code))
        return {key: names for key, names in found if names}

    assert placeholders(language) == placeholders("de")
    assert placeholders(language)["page.progress"] == ["{steps}", "{step}"]


SHOWN_IN_A_RESULT = re.compile(r"(items|constellations|outcomes|result|scale|lenses\.\w+\.title)\b")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_result_holds_a_digit(language: str) -> None:
    """A result never shows a number, so none of its texts may bring one in."""
    shown = [(key, text) for key, text in texts(language) if SHOWN_IN_A_RESULT.match(key)]
    assert len(shown) > 150
    assert [found for found in shown if re.search(r"\d", found[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_makes_load_a_failing_of_the_person(language: str) -> None:
    """The texts describe work; they never ask somebody to become harder, calmer or stronger."""
    assert [(key, found) for key, text in texts(language) for found in blame.find(text, language)] == []


# What colleagues say to each other, in a step that suggests it.
AMONG_COLLEAGUES = "bitte melde dich kurz bei mir"
FAMILIAR = re.compile(
    r"\b(du|dich|dir|dein(e[mnrs]?)?|euch|euer|eure[mnrs]?)\b"
    r"|(^|[.!?:] )(Sprich|Nimm|Gib|Lies|Sieh|Schau|Hilf|Wähl|Such|Hol|Frag|Sag|Klick|Drück|Mach)\b",
    re.IGNORECASE,
)


GERMAN = [language for language in LANGUAGES if language.partition("-")[0] == "de"]


@pytest.mark.parametrize("language", GERMAN)
def test_german_keeps_a_respectful_distance(language: str) -> None:
    """Everybody is addressed by ``Sie``: no du, no dein, no imperative to go with it."""
    german = [(key, text.replace(AMONG_COLLEAGUES, "")) for key, text in texts(language)]
    assert [found for found in german if FAMILIAR.search(found[1])] == []
