"""The texts of the workshop: complete, checked as a whole, in a voice that never counts, ranks or blames."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness import language_files
from harness.ranking import RANK
from questionnaire import blame, language_folder, language_schema, measures, workshop
from questionnaire.workshop import (
    FILE,
    HALF_DAY,
    HALF_DAY_WITHHELD,
    PATH,
    SHORT,
    SHORT_WITHHELD,
    SLIDES,
    Agenda,
)
from tests.questionnaire.test_survey_texts import FAMILIAR

LANGUAGES = ("de", "en")
ENGLISH = "languages/en/workshop.toml"


def texts(language: str) -> list[tuple[str, str]]:
    """Return (key, text) for every text of ``language``, lists text by text."""
    flat = language_schema.flatten(workshop.load(language))
    return [
        (key, text)
        for key, value in flat.items()
        for text in (value if isinstance(value, list) else [str(value)])
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the texts that a test may spoil."""
    return language_files.copied(tmp_path)


def faults(folder: Path, code: str = "en") -> list[str]:
    """Return the lines of the faults of the texts of ``code`` in ``folder``."""
    return language_files.faults(workshop.load, code, folder)


def test_every_language_of_the_site_has_a_workshop() -> None:
    """Where the organisation can read a report, it can talk about it."""
    folders = language_folder.LANGUAGES_FOLDER.glob(f"*/{FILE}")
    assert tuple(sorted(path.parent.name for path in folders)) == LANGUAGES == measures.available()


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
    assert found == [
        {("slides.pattern.title", "{name}"), ("slides.pattern.title_several", "{names}")}
        | {(key, "{minutes}") for key in ("page.minutes", "agenda.steps_intro", "agenda.short_intro")}
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
    keys = [step.key for step in HALF_DAY.steps]
    assert keys.index("tensions") < keys.index("structure") < keys.index("support") < keys.index("decide")


@pytest.mark.parametrize("agenda", [HALF_DAY, HALF_DAY_WITHHELD])
def test_a_workshop_takes_half_a_day(agenda: Agenda) -> None:
    """Four hours with one break; more time for the structure of the work than for reading figures."""
    minutes = {step.key: step.minutes for step in agenda.steps}
    assert sum(minutes.values()) == agenda.minutes == 240
    assert len(minutes) == len(agenda.steps)
    assert minutes["pause"] >= 15
    structure = sum(number for key, number in minutes.items() if key.startswith("structure"))
    assert structure > max(minutes.get("pattern", 0), minutes.get("withheld", 0))


@pytest.mark.parametrize("agenda", [SHORT, SHORT_WITHHELD])
def test_a_workshop_can_take_ninety_minutes(agenda: Agenda) -> None:
    """No break; most of the time goes to the work, and there is time to decide."""
    minutes = {step.key: step.minutes for step in agenda.steps}
    assert agenda.minutes == 90
    assert "pause" not in minutes
    assert minutes["decide"] > max(minutes.get("pattern", 0), minutes.get("withheld", 0))
    assert max(minutes, key=minutes.__getitem__) in ("tensions", "four")


def test_half_a_day_shows_every_slide_and_ninety_minutes_skip_the_same_few() -> None:
    """The slides of a result are those of both agendas; in order, and none is shown that does not exist."""
    assert set(HALF_DAY.skipped) == {"withheld"}
    assert set(HALF_DAY_WITHHELD.skipped) == {"pattern", "waves", "rest"}
    assert set(SHORT.skipped) == {"withheld", "constellations", "waves", "levers"}
    assert set(SHORT_WITHHELD.skipped) == {"pattern", "waves", "rest", "constellations", "levers"}
    for agenda in (HALF_DAY, HALF_DAY_WITHHELD, SHORT, SHORT_WITHHELD):
        places = [SLIDES.index(slide) for step in agenda.steps for slide in step.slides]
        assert places == sorted(places)


def test_all_faults_are_named_at_once(folder: Path) -> None:
    """Missing, unknown, empty and of the wrong kind: each with file, key and expectation."""
    language_files.rewrite(
        folder / "en" / FILE,
        (r"\A", "surprise = 1\n"),
        (r"^slides = .*$", ""),
        (r"^report = .*$", 'report = " "'),
        (r"(?s)(\[slides\.rules\].*?)^points = \[.*?^\]", '\\1points = "one"'),
        (r"(?s)(\[constellations\.C\].*?)^decided = .*?$", '\\1decides = "x"'),
        (r"(?s)(\[steps\.close\].*?)^say = .*?$", "\\1say = 5"),
    )
    assert sorted(faults(folder)) == [
        f"{ENGLISH}: constellations.C.decided: is missing; expected a text",
        f"{ENGLISH}: constellations.C.decides: is unknown; nothing shows it",
        f'{ENGLISH}: page.report: is " "; expected a text that is not empty',
        f"{ENGLISH}: page.slides: is missing; expected a text",
        f'{ENGLISH}: slides.rules.points: is "one"; expected a list of at least 1 texts, none of them empty',
        f"{ENGLISH}: steps.close.say: is 5; expected a text that is not empty",
        f"{ENGLISH}: surprise: is unknown; nothing shows it",
    ]


def test_german_has_a_text_for_every_part_of_the_workshop(folder: Path) -> None:
    """No other file says what German must hold: the instrument does, and the order of the afternoon."""
    language_files.rewrite(
        folder / "de" / FILE,
        (r"(?s)\[constellations\.C\].*?(?=\n\[)", ""),
        (r"(?s)\[steps\.close\].*?(?=\n#)", ""),
        (r"(?s)\[path\.training\].*?(?=\n\[)", ""),
        (r"(?s)(\[constellations\.D\].*?)^decided = .*?$", "\\1"),
        (r"^SB = .*$", ""),
    )
    has, file = "is missing; expected it, because the instrument has it", f"languages/de/{FILE}"
    assert faults(folder, "de") == [
        f"{file}: slides.levers.SB: is missing; expected a text",
        f"{file}: constellations.C: {has}",
        f"{file}: constellations.D.decided: is missing; expected a text, as in constellations.A",
        f"{file}: steps.close: {has}",
        f"{file}: path.training: {has}",
    ]


def test_an_empty_file_lacks_everything(folder: Path) -> None:
    """One line for every text there is in the other language."""
    (folder / "en" / FILE).write_bytes(b"")
    keys = [line.split(": ")[1] for line in faults(folder)]
    assert sorted(keys) == sorted(language_schema.flatten(workshop.load("de")))


@pytest.mark.parametrize(
    ("contents", "fault"),
    [
        (b"[page\n", "is not TOML: "),
        (None, "is missing; expected the texts of the workshop"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(folder: Path, contents: bytes | None, fault: str) -> None:
    """Broken, or not there."""
    language_files.put(folder / "en" / FILE, contents)
    (line,) = faults(folder)
    assert line.startswith(f"{ENGLISH}: file: {fault}")
