"""The measures as employees are told of them: complete in every language, kind, and no larger promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness import language_files
from questionnaire import blame, language_check, language_folder, measures, measures_told
from questionnaire.measures import PLACES
from questionnaire.measures_told import FILE
from tests.questionnaire.test_survey_texts import FAMILIAR

LANGUAGES = language_folder.available()
LEICHT = "de-leicht"
ENGLISH, GERMAN = f"languages/en/{FILE}", f"languages/de/{FILE}"
LONGEST = 45  # words; a card on a phone is read at a glance


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Yield (key, text) for every text of ``language``."""
    for measure_id, told in measures_told.load(language).items():
        yield from ((f"told.{measure_id}.{part}", getattr(told, part)) for part in ("title", "text"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the languages that a test may spoil."""
    return language_files.copied(tmp_path)


def spoil(folder: Path, *changes: tuple[str, str], code: str = "en") -> list[str]:
    """Replace each (pattern, replacement) in the file of ``code`` and return the lines of its faults."""
    language_files.rewrite(folder / code / FILE, *changes)
    return language_files.faults(measures_told.load, code, folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_is_told_in_every_language(language: str) -> None:
    """Leichte Sprache too: whoever was asked learns what is decided."""
    assert tuple(measures_told.load(language)) == tuple(PLACES)
    assert all(text == text.strip() != "" for _, text in texts(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_measures_are_told_alike(language: str) -> None:
    """Employees can tell decisions apart by their titles alone."""
    told = measures_told.load(language).values()
    assert len({each.title for each in told}) == len({each.text for each in told}) == len(PLACES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_names_a_measure_and_denies_nothing(language: str) -> None:
    """The same title stands among what is decided and what is not done for now: no "not" turns it over."""
    denied = r"(?i)\b(nicht|niemand\w*|keine?[nmrs]?|not?|nobody|never|no longer)\b"
    assert [told for told in measures_told.load(language).values() if re.search(denied, told.title)] == []


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != LEICHT])
def test_a_measure_is_told_in_two_sentences_at_most(language: str) -> None:
    """Two sentences are read, a page is not; a title is one line without a full stop."""
    for told in measures_told.load(language).values():
        assert 1 <= len(re.findall(r"[.?!](?=\s|$)", told.text)) <= 2, told
        assert len(told.text.split()) <= LONGEST, told
        assert len(told.title) <= 65, told
        assert not told.title.endswith("."), told


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_holds_a_number(language: str) -> None:
    """Nothing is counted; only Leichte Sprache writes a small number of things as a digit."""
    small = r"\b[23] (Wochen|Monate|Dinge|Anfragen)\b"
    counted = [
        (key, re.sub(small, "", text) if language == LEICHT else text) for key, text in texts(language)
    ]
    assert [found for found in counted if re.search(r"[\d%]", found[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_makes_load_a_failing_of_people(language: str) -> None:
    """What is decided changes work; it asks nobody to become harder, calmer or stronger."""
    assert [(key, found) for key, text in texts(language) for found in blame.find(text, language)] == []


@pytest.mark.parametrize("language", ["de", LEICHT])
def test_german_keeps_a_respectful_distance(language: str) -> None:
    """The reader is addressed by ``Sie``."""
    assert [found for found in texts(language) if FAMILIAR.search(found[1])] == []


# Words of certainty -> what the measure itself must say, so that a text for employees may use them.
CERTAIN = {
    "de": {
        r"immer|jederzeit|nie|niemals|garantiert\w*": r"immer|jederzeit|nie|niemals|unberührt",
        r"sofort|direkt": r"sofort|direkt",
        r"alle[nrs]?|jede[nmrs]?": r"alle[nrs]?|jede[nmrs]?|je",
        r"niemand\w*|keine?[nmrs]?": r"niemand\w*|keine?[nmrs]?|nicht|weder|ohne|nirgends|streichen",
    },
    "en": {
        r"always|at any time|never|ever|guarantee\w*": r"always|never|ever|untouched",
        r"at once|immediately|directly": r"at once|immediately|directly",
        r"all|every\w*|each": r"all|every\w*|each|any\w*",
        r"nobody|no one|no|none": r"nobody|no|not|neither|without|remove",
    },
}


@pytest.mark.parametrize("language", CERTAIN)
def test_a_text_is_no_surer_than_its_measure(language: str) -> None:
    """Words such as "sofort" and "niemand" stand there only if the measure says so itself."""
    catalogue, surer = measures.load(language), []
    for measure_id, told in measures_told.load(language).items():
        measure = catalogue.measure(measure_id)
        itself = f"{measure.title} {measure.what} {measure.who}"
        for said, basis in CERTAIN[language].items():
            found = re.search(rf"(?i)\b({said})\b", f"{told.title} {told.text}")
            if found and not re.search(rf"(?i)\b({basis})\b", itself):
                surer.append((measure_id, found[0]))
    assert surer == []


def test_all_faults_are_named_at_once(folder: Path) -> None:
    """Missing, unknown, empty, of the wrong kind, with braces: each with file, key and expectation."""
    lines = spoil(
        folder,
        (r"\A", "surprise = 1\n"),
        (r"(?s)\[told\.takeover\].*?(?=\[t)", ""),
        (r"(?s)(\[told\.own-words\].*?)^title = .*?$", '\\1title = "  "'),
        (r"(?s)(\[told\.quiet-room\].*?)^text = .*?$", "\\1text = 5"),
        (r"(?s)(\[told\.hard-news\].*?)^title = .*?$", '\\1title = "{name}"'),
    )
    braces = "holds {name}, but the page has no such value; expected no braces"
    assert sorted(lines) == [
        f"{ENGLISH}: surprise: is unknown; nothing shows it",
        f"{ENGLISH}: told.hard-news.title: {braces}",
        f'{ENGLISH}: told.own-words.title: is "  "; expected a text that is not empty',
        f"{ENGLISH}: told.quiet-room.text: is 5; expected a text that is not empty",
        f"{ENGLISH}: told.takeover.text: is missing; expected a text",
        f"{ENGLISH}: told.takeover.title: is missing; expected a text",
    ]


def test_german_is_held_against_the_catalogue(folder: Path) -> None:
    """A mistyped id is told in German itself, and no other language is compared with it meanwhile."""
    lines = spoil(folder, (r"\[told\.takeover\]", "[told.take-over]"), code="de")
    assert sorted(lines) == [
        f"{GERMAN}: told.take-over.text: is unknown; nothing shows it",
        f"{GERMAN}: told.take-over.title: is unknown; nothing shows it",
        f"{GERMAN}: told.takeover.text: is missing; expected a text",
        f"{GERMAN}: told.takeover.title: is missing; expected a text",
    ]
    assert language_files.faults(measures_told.load, "en", folder) == lines


def test_a_variant_may_not_do_without(folder: Path) -> None:
    """Leichte Sprache has no report, but its readers are told what came of it."""
    (folder / LEICHT / FILE).unlink()
    (fault,) = language_check.faults(LEICHT, folder)
    assert f"{fault.file}: file: {fault.said}" == language_files.missing(LEICHT, FILE)
