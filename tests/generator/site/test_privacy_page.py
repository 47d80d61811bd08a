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
def files(mode: str, minutes: int = 10, brand: str = "") -> dict[str, bytes]:
    """Return the files of a site in every language that collects in ``mode`` and idles for ``minutes``.

    ``brand`` is added to the table of that name.
    """
    site = sites.COMPLETE.replace('languages = ["de", "en"]', f"languages = {[*LANGUAGES]}")
    site = site.replace("[brand]", f"idle_minutes = {minutes}\n[brand]\n{brand}")
    site = site.replace('mode = "slips"', f'mode = "{mode}"')
    if mode != "off":
        site = site.replace("headcount = 140", "headcount = 140\nthreshold = 17")
        site += f"headcount = {ALL_INVITED}\n"
    with tempfile.TemporaryDirectory() as folder:
        return configured_site_files(sites.write(Path(folder), site))


def page(language: str, name: str, mode: str, minutes: int = 10, brand: str = "") -> Page:
    """Return the page called ``name`` in ``language``."""
    folder = "" if language == "de" else f"{language}/"
    return Page(files(mode, minutes, brand)[f"{folder}{name}.html"])


def privacy(language: str, mode: str, minutes: int = 10) -> str:
    """Return the text of the privacy page in ``language``."""
    texts = page(language, "privacy", mode, minutes).texts
    return " ".join(" ".join(text.text for text in texts).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", OWN)
def test_it_tells_of_this_kind_of_survey_and_of_no_other(mode: str, language: str) -> None:
    """A person reads of slips, ballots or a recipient only where there are any."""
    text = privacy(language, mode)
    assert [kind for kind, words in OWN.items() if words[language] in text] == [mode]
    assert (RECIPIENT[language] in text) == (mode in SENDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", OWN)
def test_it_tells_the_numbers_by_which_it_can_be_checked(mode: str, language: str) -> None:
    """How many contributions a report needs, and how many people all surveys invite: those of site.toml."""
    text = privacy(language, mode)
    assert (" 17 " in text) == (mode != "off")
    assert (f" {ALL_INVITED} " in text) == (mode != "off")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("minutes", [1, 7])
def test_it_tells_after_how_many_minutes_the_page_asks(minutes: int, language: str) -> None:
    """As many as the survey's page waits for, which are those of site.toml."""
    said = {
        1: {"de": "eine Minute", "en": "one minute", "de-leicht": "1 Minute"},
        7: {"de": "7 Minuten", "en": "7 minutes", "de-leicht": "7 Minuten"},
    }
    assert page(language, "index", "off", minutes).all("html")[0]["data-idle"] == str(minutes)
    text = privacy(language, "off", minutes)
    assert [number for number, words in said.items() if words[language] in text] == [minutes]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", OWN)
def test_an_organisation_writes_the_last_section_and_no_other(mode: str, language: str) -> None:
    """Who is responsible, in its own words; up to the heading of that section not a word is another."""
    own = "Fragen beantwortet Frau Yilmaz."
    ours = page(language, "privacy", mode).texts
    theirs = page(language, "privacy", mode, brand=f'privacy = "{own}"\n').texts
    heading = [place for place, text in enumerate(ours) if text.inside[-1].tag == "h2"][-1]
    assert [text.text for text in theirs[: heading + 1]] == [text.text for text in ours[: heading + 1]]
    assert theirs[heading + 1].text == own
