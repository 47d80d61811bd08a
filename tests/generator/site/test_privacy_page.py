"""The privacy page says what is so for its survey, in every language, and nothing of another kind."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest

from generator.site.files import configured_site_files
from harness import sites
from harness.markup import Page

LANGUAGES = ("de", "en", "de-leicht")
# What only a survey of one kind has: mode -> the words for it, in each language.
OWN = {
    "slips": {"de": "jeder Zettel", "en": "every slip", "de-leicht": "jeder Zettel"},
    "open": {"de": "mindestens 100", "en": "at least 100", "de-leicht": "mindestens 100"},
    "paper": {"de": "Stimmzettel", "en": "ballot", "de-leicht": "Stimm·zettel"},
    "off": {
        "de": "sammelt keine Ergebnisse",
        "en": "collects no results",
        "de-leicht": "sammelt keine Ergebnisse",
    },
}
RECIPIENT = {"de": "Empfänger", "en": "recipient", "de-leicht": "Empfänger"}
SENDS = frozenset({"open", "slips"})
ALL_INVITED = 397


@cache
def texts(mode: str) -> dict[str, str]:
    """Return the text of the privacy page in each language of a site that collects in ``mode``."""
    site = sites.COMPLETE.replace('languages = ["de", "en"]', f"languages = {[*LANGUAGES]}")
    site = site.replace('mode = "slips"', f'mode = "{mode}"')
    if mode != "off":
        site = site.replace("headcount = 140", "headcount = 140\nthreshold = 17")
        site += f"headcount = {ALL_INVITED}\n"
    with tempfile.TemporaryDirectory() as folder:
        files = configured_site_files(sites.write(Path(folder), site))
    pages = {language: "" if language == "de" else f"{language}/" for language in LANGUAGES}
    return {
        language: " ".join(" ".join(text.text for text in Page(files[f"{path}privacy.html"]).texts).split())
        for language, path in pages.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", OWN)
def test_it_tells_of_this_kind_of_survey_and_of_no_other(mode: str, language: str) -> None:
    """A person reads of slips, ballots or a recipient only where there are any."""
    text = texts(mode)[language]
    assert [kind for kind, words in OWN.items() if words[language] in text] == [mode]
    assert (RECIPIENT[language] in text) == (mode in SENDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", OWN)
def test_it_tells_the_numbers_by_which_it_can_be_checked(mode: str, language: str) -> None:
    """How many contributions a report needs, and how many people all surveys invite: those of site.toml."""
    text = texts(mode)[language]
    assert (" 17 " in text) == (mode != "off")
    assert (f" {ALL_INVITED} " in text) == (mode != "off")
