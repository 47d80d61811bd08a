"""The texts of the workshop: complete, checked as a whole, in a voice that never counts, ranks or blames."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from questionnaire import blame, measures, survey_texts, workshop
from questionnaire.workshop import AGENDA, AGENDA_WITHHELD, PATH
from tests.questionnaire import german_file
from tests.questionnaire.test_survey_texts import FAMILIAR

LANGUAGES = ("de", "en")
# Words that would put constellations, teams or people into an order.
RANK = re.compile(
    r"\b(am (häufigsten|meisten|stärksten)|größte\w*|meiste\w*|häufigste\w*|stärkste\w*|höchste\w*"
    r"|schwerste\w*|rang\w*|spitzenreiter\w*|most|largest|biggest|strongest|greatest|highest|heaviest"
    r"|rank\w*|top|leading|worst|best)\b",
    re.IGNORECASE,
)


def texts(language: str) -> list[tuple[str, str]]:
    """Return (key, text) for every text of ``language``, lists text by text."""
    flat = survey_texts.flatten(workshop.load(language))
    return [
        (key, text)
        for key, value in flat.items()
        for text in (value if isinstance(value, list) else [str(value)])
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the texts that a test may spoil."""
    return shutil.copytree(workshop.WORKSHOP_FOLDER, tmp_path / "workshop")


def faults(folder: Path) -> list[str]:
    """Return the lines of the faults of the German texts in ``folder``."""
    return german_file.faults(workshop.load, folder)


def test_every_language_of_the_site_has_a_workshop() -> None:
    """Where the organisation can read a report, it can talk about it."""
    assert tuple(sorted(path.stem for path in workshop.WORKSHOP_FOLDER.glob("*.toml"))) == LANGUAGES
    assert set(LANGUAGES) == set(measures.available())


def test_every_language_says_as_much_as_the_other() -> None:
    """The same texts and the same lists in the same order, text by text."""
    german, english = ([key for key, _ in texts(language)] for language in LANGUAGES)
    assert german == english
    assert len(german) > 200


def test_placeholders_are_the_same_in_every_language() -> None:
    """What the pages fill in stands in every translation, and nothing else stands in braces."""
    found = [
        {(key, name) for key, text in texts(language) for name in re.findall(r"\{[^}]*\}?", text)}
        for language in LANGUAGES
    ]
    named = {f"slides.measures.{key}" for key in workshop.load("de")["slides"]["measures"]}
    assert found == [
        {(key, "{name}") for key in (*named, "slides.pattern.title")}
        | {("slides.pattern.title_several", "{names}")}
        | {(key, "{minutes}") for key in ("page.minutes", "agenda.steps_intro")}
    ] * len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_holds_a_number(language: str) -> None:
    """No share, no score, no date: minutes are filled in, and everything else is said in words."""
    assert [found for found in texts(language) if re.search(r"[\d%]", found[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_ranks(language: str) -> None:
    """No constellation is the largest, the most frequent or the worst."""
    assert [found for found in texts(language) if RANK.search(found[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_makes_load_a_failing_of_people(language: str) -> None:
    """The workshop talks about work; it asks nobody to become harder, calmer or stronger."""
    assert [(key, word.found) for key, text in texts(language) for word in blame.find(text, language)] == []


def test_german_keeps_a_respectful_distance() -> None:
    """The facilitator is addressed by ``Sie``."""
    assert [found for found in texts("de") if FAMILIAR.search(found[1])] == []


def test_structure_comes_before_training_and_accompaniment() -> None:
    """The way from the pattern to what is done keeps the stance of the report."""
    assert PATH == ("pattern", "tensions", "structure", "training", "accompaniment")
    keys = [step.key for step in AGENDA]
    assert keys.index("tensions") < keys.index("structure") < keys.index("support") < keys.index("decide")


@pytest.mark.parametrize("agenda", [AGENDA, AGENDA_WITHHELD])
def test_a_workshop_takes_half_a_day(agenda: tuple[workshop.Step, ...]) -> None:
    """Four hours with one break; more time for the structure of the work than for reading figures."""
    minutes = {step.key: step.minutes for step in agenda}
    assert sum(minutes.values()) == 240
    assert len(minutes) == len(agenda)
    assert minutes["pause"] >= 15
    structure = sum(number for key, number in minutes.items() if key.startswith("structure"))
    assert structure > max(minutes.get("pattern", 0), minutes.get("withheld", 0))


def test_all_faults_are_named_at_once(folder: Path) -> None:
    """Missing, unknown, empty and of the wrong kind: each with file, key and expectation."""
    german_file.rewrite(
        folder,
        (r"\A", "surprise = 1\n"),
        (r"^slides = .*$", ""),
        (r"^report = .*$", 'report = " "'),
        (r"(?s)(\[slides\.rules\].*?)^points = \[.*?^\]", '\\1points = "one"'),
        (r"(?s)(\[constellations\.C\].*?)^decided = .*?$", '\\1decides = "x"'),
        (r"(?s)(\[steps\.close\].*?)^say = .*?$", "\\1say = 5"),
    )
    assert sorted(faults(folder)) == [
        "de.toml: constellations.C.decided: is missing; expected a text",
        "de.toml: constellations.C.decides: is unknown; nothing shows it",
        "de.toml: page.report: is ' '; expected a text that is not empty",
        "de.toml: page.slides: is missing; expected a text",
        "de.toml: slides.rules.points: is 'one'; expected a list of at least 1 texts, none of them empty",
        "de.toml: steps.close.say: is 5; expected a text that is not empty",
        "de.toml: surprise: is unknown; nothing shows it",
    ]


def test_an_empty_file_lacks_everything(folder: Path) -> None:
    """One line for every text there is in the other language."""
    (folder / "de.toml").write_bytes(b"")
    keys = [line.split(": ")[1] for line in faults(folder)]
    assert sorted(keys) == sorted(survey_texts.flatten(workshop.load("en")))


@pytest.mark.parametrize(
    ("contents", "fault"),
    [
        (b"[page\n", "is not TOML in UTF-8: "),
        (None, "cannot be read (No such file or directory); expected the texts of a workshop"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(folder: Path, contents: bytes | None, fault: str) -> None:
    """Broken, or not there."""
    german_file.put(folder, contents)
    (line,) = faults(folder)
    assert line.startswith(f"de.toml: file: {fault}")
